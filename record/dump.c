/* See dump.h.  Everything here is a walk over the same tables the engine interprets; nothing is
 * written twice. */
#include "record/dump.h"

#include "format/csv.h"
#include "language/messages.h"
#include "record/access.h"
#include "record/app.h"
#include "record/subject.h"

/* ---- schema */

static const char *const kind_names[FIELD_KINDS] = {
	[FIELD_TEXT] = "text",       [FIELD_TEXTS] = "texts",   [FIELD_NUMBER] = "number",
	[FIELD_MONEY] = "money",     [FIELD_YESNO] = "yesno",   [FIELD_DATE] = "date",
	[FIELD_INSTANT] = "instant", [FIELD_CHOICE] = "choice", [FIELD_REF] = "ref",
	[FIELD_REFS] = "refs",       [FIELD_ROWS] = "rows",     [FIELD_PARENT] = "parent",
	[FIELD_LINK] = "link",       [FIELD_FILE] = "file",
};

struct flag_name {
	unsigned bit;
	const char *name;
};

static const struct flag_name field_flags[] = {
	{ REQUIRED, "required" },   { LISTED, "listed" },
	{ FILTERED, "filtered" },   { SORTED, "sorted" },
	{ READONLY, "readonly" },   { LONG, "long" },
	{ UNIQUE, "unique" },       { ASSIGNS, "assigns" },
	{ PUBLIC, "public" },       { HIDDEN, "hidden" },
	{ PERSONAL, "personal" },   { AUTHOR, "author" },
	{ IMPORTED, "imported" },   { DERIVED, "derived" },
	{ IF_PUBLIC, "if_public" }, { 0, NULL },
};

static const struct flag_name type_flags[] = {
	{ TYPE_LOGS_READING, "logs_reading" },
	{ TYPE_PUBLISHABLE, "publishable" },
	{ TYPE_REFERENCE, "reference" },
	{ TYPE_NO_PAGES, "no_pages" },
	{ TYPE_OPEN_TITLES, "open_titles" },
	{ TYPE_PUBLIC_STAGE, "public_stage" },
	{ 0, NULL },
};

static void put_flags(struct buffer *out, const struct flag_name *names, unsigned flags)
{
	for (; names->name; names++)
		if (flags & names->bit)
			buffer_fmt(out, ", %s", names->name);
}

/* ", word value"; nothing for NULL and "". */
static void put_word(struct buffer *out, const char *word, const char *value)
{
	if (!str_empty(value))
		buffer_fmt(out, ", %s %s", word, value);
}

static void put_choices(struct buffer *out, const struct choice *choices)
{
	const char *between = ", of ";

	for (; choices && choices->code; choices++) {
		buffer_fmt(out, "%s%s", between, choices->code);
		between = "|";
	}
}

static void put_field(const struct type *t, const struct field *f, const char *indent,
                      struct buffer *out)
{
	const struct type *to = field_target(t, f);

	buffer_fmt(out, "%sfield %s, %s, \"%s\"", indent, f->name, kind_names[f->kind],
	           without_context(f->label));
	put_flags(out, field_flags, f->flags);
	if (f->max)
		buffer_fmt(out, ", max %d", f->max);
	if (f->kind == FIELD_NUMBER && f->scale)
		buffer_fmt(out, ", scale %d", f->scale);
	put_choices(out, f->kind == FIELD_CHOICE ? field_choices(t, f) : NULL);
	put_word(out, "to", to ? to->name : NULL);
	put_word(out, "reader", f->reader);
	put_word(out, "also called", f->aliases);
	buffer_char(out, '\n');
	for (size_t i = 0; f->kind == FIELD_ROWS && i < f->rows->n; i++)
		put_field(t, &f->rows->fields[i], "        ", out);
}

static void put_step(const struct type *t, const struct step *s, struct buffer *out)
{
	buffer_fmt(out, "    step %s, \"%s\"", s->name, without_context(s->label));
	put_word(out, "from", s->from);
	put_word(out, "to", s->to);
	put_word(out, right_name(s->right), s->function ? s->function : t->function);
	put_word(out, "asks", s->asks);
	put_word(out, "not by", s->not_by);
	buffer_text(out, s->reason ? ", reason" : "");
	buffer_text(out, s->guard ? ", guarded" : "");
	buffer_char(out, '\n');
}

static void put_type(const struct type *t, struct buffer *out)
{
	buffer_fmt(out, "type %s, %s, \"%s\", function %s", t->name, t->plural, t->label,
	           t->function);
	put_word(out, "key", t->key);
	put_word(out, "order", t->order);
	put_word(out, "accepted", t->accepted_states);
	put_word(out, "published_from", t->publish_states);
	put_word(out, "public_in", t->public_states);
	put_word(out, "finished", t->finished_states);
	put_flags(out, type_flags, t->flags);
	buffer_char(out, '\n');
	for (size_t i = 0; i < t->n; i++)
		put_field(t, &t->fields[i], "    ", out);
	for (const struct choice *c = t->states; c && c->code; c++)
		buffer_fmt(out, "    state %s, \"%s\"\n", c->code, c->label);
	for (const struct step *s = t->steps; s && s->name; s++)
		put_step(t, s, out);
}

bool dump_schema(struct context *cx, struct buffer *out)
{
	buffer_text(out, "every record\n");
	for (size_t i = 0; i < COMMON_FIELDS; i++)
		if (common_fields[i].kind != FIELD_CHOICE || common_fields[i].choices)
			put_field(NULL, &common_fields[i], "    ", out);
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			put_type(*t, out);
	return buffer_ok(cx, out);
}

/* ---- permissions */

bool dump_permissions(struct context *cx, struct buffer *out)
{
	const struct permissions *p = cx->app->permissions;
	const char *function;
	struct csv_writer w;

	csv_start(&w, cx, CSV_FOR_PROGRAMS, sink_to_buffer, out);
	csv_cell(&w, "function");
	for (enum role r = ROLE_NONE + 1; r < ROLES; r++)
		csv_cell(&w, role_code(r));
	csv_end_row(&w);
	for (size_t i = 0; (function = permissions_function(p, i)); i++) {
		csv_cell(&w, function);
		for (enum role r = ROLE_NONE + 1; r < ROLES; r++)
			csv_cell(&w, permissions_cell(cx->mem, p, function, r));
		csv_end_row(&w);
	}
	return csv_end(&w);
}

/* ---- strings */

struct strings {
	struct context *cx;
	const char **v;
	size_t n;
};

static void add_string(struct strings *all, const char *s)
{
	if (str_empty(s))
		return;
	if ((all->n & (all->n - 1)) == 0)
		all->v = arena_grow(all->cx->mem, all->v, all->n * sizeof *all->v,
		                    (all->n ? 2 * all->n : 1) * sizeof *all->v);
	all->v[all->n++] = s;
}

static void add_choices(struct strings *all, const struct choice *c)
{
	for (; c && c->code; c++)
		add_string(all, c->label);
}

static void add_field(struct strings *all, const struct field *f)
{
	add_string(all, f->label);
	add_string(all, f->help);
	add_choices(all, f->choices);
	for (size_t i = 0; f->kind == FIELD_ROWS && i < f->rows->n; i++)
		add_field(all, &f->rows->fields[i]);
}

static void add_type(struct strings *all, const struct type *t)
{
	const struct field *f;

	add_string(all, t->label);
	add_string(all, t->label_plural);
	add_string(all, t->help);
	for (size_t i = 0; (f = type_field(t, i)); i++)
		add_field(all, f);
	add_choices(all, t->states);
	for (const struct step *s = t->steps; s && s->name; s++) {
		add_string(all, s->label);
		add_string(all, s->hint);
	}
}

/* "To (to whom)" where the word alone would not do. */
static const char *english_words(struct context *cx, const char *id)
{
	const char *bare = without_context(id);

	return bare == id ? id : arena_fmt(cx->mem, "%s (%.*s)", bare, (int)(bare - id) - 1, id);
}

static int string_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool dump_strings(struct context *cx, struct buffer *out)
{
	static const char *const languages[] = { "tk", "ru" };
	struct strings all = { .cx = cx };
	struct csv_writer w;

	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			add_type(&all, *t);
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, string_order);
	csv_start(&w, cx, CSV_FOR_PROGRAMS, sink_to_buffer, out);
	csv_cell(&w, "en");
	for (size_t k = 0; k < LEN(languages); k++)
		csv_cell(&w, languages[k]);
	csv_end_row(&w);
	for (size_t i = 0; i < all.n; i++) {
		if (i && str_eq(all.v[i], all.v[i - 1]))
			continue;
		csv_cell(&w, english_words(cx, all.v[i]));
		for (size_t k = 0; k < LEN(languages); k++) {
			bool said =
			        message_translated(cx->catalogues, languages[k], NULL, all.v[i]);

			csv_cell(&w, said ? message(cx->catalogues, languages[k], all.v[i]) : "");
		}
		csv_end_row(&w);
	}
	return csv_end(&w);
}
