/* Forms as HTML (ui/DESIGN.md §7): label above, hint under the label, error between hint and field,
 * the summary with links on top.  Nothing is refused while typing and no attribute asks the browser
 * to: errors are said at the end, in words. */
#include "web/form.h"

#include "base/number.h"
#include "base/utf8.h"
#include "record/app.h"
#include "record/attachment.h"
#include "web/complete.h"
#include "web/page.h"

enum { TICKS = 24, CHOICES_BIG = 8, FOUND = 20, EXCERPT = 90 };

/* Dots would need escaping in addresses and selectors. */
const char *form_id(struct context *cx, const char *name)
{
	char *id = arena_fmt(cx->mem, "f-%s", name);

	for (char *p = id; *p; p++)
		if (*p == '.')
			*p = '-';
	return id;
}

/* One input with what belongs to it. */
struct input {
	const char *id, *name, *label, *hint, *lang;
	const struct error *error;
	bool optional;
};

static void print_hint_and_error(struct html *h, const struct input *in)
{
	if (in->hint)
		html(h, "<p class=\"hint\" id=\"%s-h\">%s</p>", in->id, in->hint);
	if (!in->error)
		return;
	html(h, "<p class=\"err\" id=\"%s-e\">", in->id);
	html_glyph(h, "late");
	html(h, "<span>%s</span></p>", in->error->text);
}

static void print_optional(struct html *h, const struct input *in)
{
	if (in->optional)
		html(h, " <span class=\"note\">%s</span>", tr(h->cx, "optional"));
}

static void input_open(struct html *h, const struct input *in)
{
	html(h, "<div class=\"field%s\"><label for=\"%s\">%s", in->error ? " bad" : "", in->id,
	     in->label);
	print_optional(h, in);
	html(h, "</label>");
	print_hint_and_error(h, in);
}

static void group_open(struct html *h, const struct input *in)
{
	html(h, "<fieldset class=\"field%s\" id=\"%s\" tabindex=\"-1\"><legend>%s",
	     in->error ? " bad" : "", in->id, in->label);
	print_optional(h, in);
	html(h, "</legend>");
	print_hint_and_error(h, in);
}

/* id, name and what screen readers need, inside a tag. */
static void print_attributes(struct html *h, const struct input *in)
{
	html(h, " id=\"%s\" name=\"%s\"", in->id, in->name);
	if (in->lang)
		html(h, " lang=\"%s\"", in->lang);
	if (in->error)
		html(h, " aria-invalid=\"true\"");
	if (in->error && in->hint)
		html(h, " aria-describedby=\"%s-e %s-h\"", in->id, in->id);
	else if (in->error || in->hint)
		html(h, " aria-describedby=\"%s-%s\"", in->id, in->error ? "e" : "h");
}

static void print_text(struct html *h, const struct input *in, const char *value, bool lines)
{
	if (lines) {
		html(h, "<textarea rows=\"4\"");
		print_attributes(h, in);
		html(h, ">\n%s</textarea>", value);
	} else {
		html(h, "<input");
		print_attributes(h, in);
		html(h, " value=\"%s\">", value);
	}
}

void form_input(struct html *h, const struct error *errors, const char *name, const char *label,
                const char *hint, const char *type, const char *value, const char *more)
{
	struct input in = { form_id(h->cx, name),   name, label, hint, NULL,
		            error_of(errors, name), false };

	input_open(h, &in);
	html(h, "<input type=\"%s\"", type);
	print_attributes(h, &in);
	if (value)
		html(h, " value=\"%s\"", value);
	if (more) /* a constant of the caller: autocomplete="username" */
		buffer_text(&h->out, more);
	html(h, "></div>\n");
}

void form_lines(struct html *h, const struct error *errors, const char *name, const char *label,
                const char *hint, const char *value, bool optional)
{
	struct input in = { form_id(h->cx, name),   name,    label, hint, NULL,
		            error_of(errors, name), optional };

	input_open(h, &in);
	print_text(h, &in, value, true);
	html(h, "</div>\n");
}

/* ---- choices */

void form_select(struct html *h, const struct error *errors, const char *name, const char *label)
{
	struct input in = { form_id(h->cx, name),   name, label, NULL, NULL,
		            error_of(errors, name), false };

	input_open(h, &in);
	html(h, "<select");
	print_attributes(h, &in);
	html(h, ">");
}

void form_select_close(struct html *h)
{
	html(h, "</select></div>\n");
}

static void select_open(struct html *h, const struct input *in)
{
	html(h, "<select");
	print_attributes(h, in);
	html(h, ">");
	html_option(h, "", tr(h->cx, "not chosen"), false);
}

static void print_choice(struct html *h, const struct input *in, const struct choice *choices,
                         const char *value)
{
	select_open(h, in);
	for (const struct choice *c = choices; c && c->code; c++)
		html_option(h, c->code, tr(h->cx, c->label), str_eq(c->code, value));
	html(h, "</select>");
}

static void print_yesno(struct html *h, const struct input *in, const char *value)
{
	select_open(h, in);
	html_option(h, "yes", tr(h->cx, "Yes"), str_eq(value, "yes"));
	html_option(h, "no", tr(h->cx, "No"), str_eq(value, "no"));
	html(h, "</select>");
}

/* ---- references */

static const char *option_value(struct context *cx, const void *row)
{
	return arena_fmt(cx->mem, "%lld", (long long)((const struct record *)row)->id);
}

static bool is_typed(const struct form *f, const char *name, const char *value)
{
	for (size_t i = 0; i < f->values_n; i++)
		if (str_eq(f->values[i].name, name) && str_eq(f->values[i].value, value))
			return true;
	return false;
}

static bool is_offered(struct context *cx, const struct form_options *o, const char *value)
{
	for (size_t i = 0; i < o->n; i++)
		if (str_eq(option_value(cx, o->rows[i]), value))
			return true;
	return false;
}

static const char *option_title(struct context *cx, const struct type *type, const void *row)
{
	return type->title ? type->title(cx, row)
	                   : record_title(cx, type, ((const struct record *)row)->id);
}

static const char *title_of_typed(struct context *cx, const struct type *type, const char *value)
{
	int64_t id;

	if (str_empty(value) || !parse_int_in(value, 1, INT64_MAX, &id))
		return NULL;
	return record_title(cx, type, id);
}

static void print_ref_select(struct form *f, struct html *h, const struct input *in,
                             const struct form_options *o, const char *value)
{
	struct context *cx = f->cx;

	select_open(h, in);
	if (!str_empty(value) && !is_offered(cx, o, value)) {
		const char *title = title_of_typed(cx, o->type, value);

		html_option(h, value, title ? title : value, true);
	}
	for (size_t i = 0; i < o->n; i++) {
		const char *id = option_value(cx, o->rows[i]);

		html_option(h, id, option_title(cx, o->type, o->rows[i]), str_eq(id, value));
	}
	html(h, "</select>");
}

static const char *key_of_typed(struct context *cx, const struct type *type, const char *value)
{
	const struct field *key = type->key ? type_field_named(type, type->key) : NULL;
	struct error before = cx->err;
	const void *row;
	int64_t id;

	if (!key || key->kind != FIELD_TEXT || str_empty(value) ||
	    !parse_int_in(value, 1, INT64_MAX, &id))
		return value;
	row = record_get(cx, type, id);
	cx->err = before;
	return row && !field_empty(key, row) ? typed_value(cx, type, key, row) : value;
}

/* What the typed words are found in; nothing where they are no words of a list. */
static size_t look_for(struct context *cx, const struct type *type, const char *words, void ***ret)
{
	struct list l = { .type = type, .limit = FOUND };
	struct error before = cx->err;
	bool found;

	error_clear(cx);
	found = list_filter(cx, &l, "q", words) && record_list(cx, &l);
	cx->err = before;
	*ret = l.rows;
	return found ? l.n : 0;
}

static const char *excerpt(struct context *cx, const char *words)
{
	const char *end = words;

	for (int i = 0; i < EXCERPT && *end; i++)
		utf8_take(&end);
	return *end ? arena_fmt(cx->mem, "%.*s…", (int)(end - words), words) : words;
}

/* Title, and the words by which records of like titles are told apart. */
static const char *found_title(struct context *cx, const struct type *type, const void *row)
{
	const char *title = option_title(cx, type, row), *words = NULL;

	for (size_t i = 0; i < type->n && !words; i++)
		if (type->fields[i].kind == FIELD_TEXTS && type->fields[i].flags & LONG)
			words = field_words(cx, type, &type->fields[i], row);
	return str_empty(words) ? title : arena_fmt(cx->mem, "%s: %s", title, excerpt(cx, words));
}

static void print_found(struct form *f, struct html *h, const struct input *in,
                        const struct type *type, const char *words, void *const *rows, size_t n)
{
	html(h, "<select");
	print_attributes(h, in);
	html(h, ">");
	html_option(h, words, arena_fmt(f->cx->mem, tr(f->cx, "“%s”: choose one"), words), true);
	for (size_t i = 0; i < n; i++)
		html_option(h, option_value(f->cx, rows[i]), found_title(f->cx, type, rows[i]),
		            false);
	html_option(h, "", tr(f->cx, "none of these"), false);
	html(h, "</select>");
}

/* Titles of the type are known to the search. */
static bool proposes(const struct context *cx, const struct type *type)
{
	return cx->app->search && type->search && type->search->completed;
}

/* Too many to offer: one types the key, or words and chooses among what is found, and sees the name
 * of what is there. */
static void print_ref_typed(struct form *f, struct html *h, const struct input *in,
                            const struct type *type, const char *value)
{
	const char *title = title_of_typed(f->cx, type, value);
	void **rows = NULL;
	size_t n = title || str_empty(value) ? 0 : look_for(f->cx, type, value, &rows);

	if (n) {
		print_found(f, h, in, type, value, rows, n);
		return;
	}
	html(h, "<input");
	print_attributes(h, in);
	if (proposes(f->cx, type))
		complete_input(h, type, in->id, in->name);
	html(h, " value=\"%s\">", key_of_typed(f->cx, type, value));
	if (proposes(f->cx, type))
		complete_list(h, in->id);
	if (title)
		html(h, "<p class=\"note\">%s</p>", title);
}

static const char *key_hint(struct context *cx, const struct type *type)
{
	if (!type->key)
		return tr(cx, "Type words of it and choose among what is found, or paste the "
		              "address of its page.");
	return tr(cx, "Type the name or the code.");
}

static void print_ticks(struct form *f, struct html *h, const char *name,
                        const struct form_options *o)
{
	html(h, "<div class=\"fields\">");
	for (size_t i = 0; i < o->n; i++) {
		const char *id = option_value(f->cx, o->rows[i]);

		html(h, "<label class=\"tick\"><input type=\"checkbox\" name=\"%s\" value=\"%s\"",
		     name, id);
		if (is_typed(f, name, id))
			html(h, " checked");
		html(h, "><span>%s</span></label>", option_title(f->cx, o->type, o->rows[i]));
	}
	html(h, "</div>");
}

static void print_multiple(struct form *f, struct html *h, const struct input *in,
                           const struct form_options *o)
{
	html(h, "<select multiple size=\"%d\"", CHOICES_BIG);
	print_attributes(h, in);
	html(h, ">");
	for (size_t i = 0; i < o->n; i++) {
		const char *id = option_value(f->cx, o->rows[i]);

		html_option(h, id, option_title(f->cx, o->type, o->rows[i]),
		            is_typed(f, in->name, id));
	}
	html(h, "</select>");
}

/* Members that are not offered stay: one that may be seen (it is retired) can be taken away, one
 * that may not is hidden. */
static void print_other_members(struct form *f, struct html *h, const char *name,
                                const struct form_options *o)
{
	for (size_t i = 0; i < f->values_n; i++) {
		const char *value = f->values[i].value;
		const char *title;

		if (!str_eq(f->values[i].name, name) || is_offered(f->cx, o, value))
			continue;
		title = title_of_typed(f->cx, o->type, value);
		if (!title || str_eq(title, "…"))
			html(h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
		else
			html(h,
			     "<label class=\"tick\"><input type=\"checkbox\" name=\"%s\" "
			     "value=\"%s\" checked><span>%s</span></label>",
			     name, value, title);
	}
}

static void print_keys(struct form *f, struct html *h, const struct input *in,
                       const struct type *type)
{
	html(h, "<textarea rows=\"3\"");
	print_attributes(h, in);
	if (proposes(f->cx, type))
		complete_lines(h, type, in->id, in->name);
	html(h, ">\n");
	for (size_t i = 0; i < f->values_n; i++)
		if (str_eq(f->values[i].name, in->name))
			html(h, "%s\n", key_of_typed(f->cx, type, f->values[i].value));
	html(h, "</textarea>");
	if (proposes(f->cx, type))
		complete_lines_list(h, type, in->id);
}

static void print_refs(struct form *f, struct html *h, struct input *in, const struct field *field)
{
	const struct type *type = field_target(f->type, field);
	const struct form_options *o = form_options_of(f, type);

	if (o->none)
		in->hint = tr(f->cx, "There is nothing to choose from yet.");
	if (o->small && o->n <= TICKS) {
		group_open(h, in);
		print_other_members(f, h, in->name, o);
		print_ticks(f, h, in->name, o);
		html(h, "</fieldset>\n");
		return;
	}
	in->hint = o->small ? tr(f->cx, "Hold Ctrl to choose several.")
	                    : arena_fmt(f->cx->mem, "%s %s", key_hint(f->cx, type),
	                                tr(f->cx, "One per line."));
	input_open(h, in);
	if (o->small) {
		print_other_members(f, h, in->name, o);
		print_multiple(f, h, in, o);
	} else {
		print_keys(f, h, in, type);
	}
	html(h, "</div>\n");
}

static void print_ref(struct form *f, struct html *h, struct input *in, const struct field *field)
{
	const struct type *type = field_target(f->type, field);
	const struct form_options *o = form_options_of(f, type);
	const char *value = form_value(f, in->name);
	bool offered = o->small && (!o->some || str_empty(value) || is_offered(f->cx, o, value));

	if (o->none)
		in->hint = tr(f->cx, "There is nothing to choose from yet.");
	else if (!offered && !in->hint)
		in->hint = key_hint(f->cx, type);
	input_open(h, in);
	if (offered)
		print_ref_select(f, h, in, o, value);
	else
		print_ref_typed(f, h, in, type, value);
	html(h, "</div>\n");
}

static void print_link(struct form *f, struct html *h, struct input *in)
{
	struct context *cx = f->cx;
	const char *type = form_value(f, form_name(cx, in->name, ".type"));
	struct input kind = { form_id(cx, form_name(cx, in->name, ".type")),
		              form_name(cx, in->name, ".type"),
		              tr(cx, "Kind of record"),
		              NULL,
		              NULL,
		              NULL,
		              false };
	struct input key = { form_id(cx, form_name(cx, in->name, ".key")),
		             form_name(cx, in->name, ".key"),
		             tr(cx, "Its code or symbol"),
		             NULL,
		             NULL,
		             NULL,
		             false };

	group_open(h, in);
	html(h, "<div class=\"fields\">");
	input_open(h, &kind);
	select_open(h, &kind);
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (!((*t)->flags & TYPE_NO_PAGES))
				html_option(h, (*t)->name, tr(cx, (*t)->label),
				            str_eq((*t)->name, type));
	html(h, "</select></div>");
	input_open(h, &key);
	print_text(h, &key, form_value(f, key.name), false);
	html(h, "</div></div></fieldset>\n");
}

/* ---- texts in languages */

static const struct text *stored_text(const struct form *f, const struct field *field,
                                      const char *lang, const struct text **ret_original)
{
	const struct texts *x = field_at(field, f->row);
	const struct text *found = NULL;

	*ret_original = NULL;
	for (size_t i = 0; i < x->n; i++) {
		if (x->v[i].original)
			*ret_original = &x->v[i];
		if (str_eq(x->v[i].lang, lang))
			found = &x->v[i];
	}
	return found;
}

/* A translation older than its original: said, with a tick for whoever has compared them. */
static void print_stale(struct form *f, struct html *h, const char *name, const struct field *field,
                        const char *lang)
{
	const struct text *original, *x = stored_text(f, field, lang, &original);

	if (!x || x->original || !original || !x->from_change || x->from_change == original->change)
		return;
	html(h, "<p class=\"small\">");
	html_state(
	        h, "back st-back",
	        arena_fmt(f->cx->mem,
	                  tr(f->cx, "The original was changed on %s; this translation is older."),
	                  time_words(f->cx, original->at)));
	html(h,
	     "</p><label class=\"tick\"><input type=\"checkbox\" name=\"%s.%s.checked\" "
	     "value=\"1\"><span>%s</span></label>",
	     name, lang, tr(f->cx, "I compared them: the translation still fits"));
}

static void print_language(struct form *f, struct html *h, const struct input *group,
                           const struct field *field, const char *lang, bool owned)
{
	struct context *cx = f->cx;
	const char *name = arena_fmt(cx->mem, "%s.%s", group->name, lang);
	const char *original = form_value(f, form_name(cx, group->name, ".original"));
	struct input in = { form_id(cx, name),         name, language_name(lang), NULL, lang,
		            error_of(f->errors, name), false };

	input_open(h, &in);
	print_text(h, &in, form_value(f, name), field->flags & LONG || field->max > 300);
	html(h,
	     "<label class=\"tick small\"><input type=\"radio\" name=\"%s.original\" value=\"%s\"",
	     group->name, lang);
	if (str_eq(original, lang))
		html(h, " checked");
	html(h, "><span>%s</span></label>", tr(cx, "This is the original"));
	if (!owned)
		print_stale(f, h, group->name, field, lang);
	html(h, "</div>\n");
}

static void print_texts(struct form *f, struct html *h, const struct input *in,
                        const struct field *field)
{
	bool owned = strchr(in->name, '.') != NULL;

	group_open(h, in);
	html(h, "<div class=\"four\">\n");
	for (const char *const *l = page_languages(f->cx); *l; l++)
		print_language(f, h, in, field, *l, owned);
	html(h, "</div></fieldset>\n");
}

/* ---- files, money */

static void print_file(struct form *f, struct html *h, const struct input *in,
                       const struct field *field)
{
	struct context *cx = f->cx;
	const char *value = form_value(f, in->name);
	struct error before = cx->err;
	const struct attachment *has;
	int64_t id;

	(void)field;
	input_open(h, in);
	if (!str_empty(value) && parse_int_in(value, 1, INT64_MAX, &id)) {
		has = attachment_get(cx, id);
		cx->err = before;
		html(h, "<p class=\"small\">");
		html_glyph(h, "file");
		if (has)
			html(h,
			     " <a href=\"/attachments/%lld\">%s</a> <span class=\"note\">%s</span>",
			     (long long)id, has->name,
			     arena_fmt(cx->mem, tr(cx, "%lld KB"),
			               (long long)(has->size + 1023) / 1024));
		html(h, "</p><input type=\"hidden\" name=\"%s\" value=\"%s\">", in->name, value);
		html(h,
		     "<label class=\"tick\"><input type=\"checkbox\" name=\"%s.remove\" "
		     "value=\"1\"><span>%s</span></label>",
		     in->name, tr(cx, "Take this file away"));
	}
	html(h, "<input type=\"file\"");
	print_attributes(h, in);
	html(h, "></div>\n");
}

static void print_money(struct form *f, struct html *h, const struct input *in)
{
	struct context *cx = f->cx;
	struct input amount = { form_id(cx, form_name(cx, in->name, ".amount")),
		                form_name(cx, in->name, ".amount"),
		                tr(cx, "Amount"),
		                NULL,
		                NULL,
		                NULL,
		                false };
	struct input currency = { form_id(cx, form_name(cx, in->name, ".currency")),
		                  form_name(cx, in->name, ".currency"),
		                  tr(cx, "Currency"),
		                  tr(cx, "Three letters, for example TMT"),
		                  NULL,
		                  NULL,
		                  false };

	group_open(h, in);
	html(h, "<div class=\"fields\">");
	input_open(h, &amount);
	print_text(h, &amount, form_value(f, amount.name), false);
	html(h, "</div>");
	input_open(h, &currency);
	print_text(h, &currency, form_value(f, currency.name), false);
	html(h, "</div></div></fieldset>\n");
}

/* ---- owned rows */

static void print_field(struct form *f, struct html *h, const char *prefix,
                        const struct field *field);

static void print_row(struct form *f, struct html *h, const char *name, const struct field *field,
                      size_t i)
{
	struct context *cx = f->cx;
	const char *prefix = arena_fmt(cx->mem, "%s.%zu.", name, i);
	const char *id = form_value(f, form_name(cx, prefix, "id"));

	html(h, "<fieldset class=\"panel field\"><legend class=\"vh\">%s %zu</legend>",
	     tr(cx, field->label), i + 1);
	html(h, "<input type=\"hidden\" name=\"%sid\" value=\"%s\"><div class=\"fields\">", prefix,
	     id ? id : "0");
	for (size_t k = 0; k < field->rows->n; k++)
		if (!(field->rows->fields[k].flags & (READONLY | HIDDEN)))
			print_field(f, h, prefix, &field->rows->fields[k]);
	html(h,
	     "</div><p class=\"row\"><button class=\"btn btn-bare\" name=\"_do\" "
	     "value=\"remove:%s.%zu\">%s %zu</button></p></fieldset>\n",
	     name, i, tr(cx, "Remove row"), i + 1);
}

static void print_rows(struct form *f, struct html *h, const struct input *in,
                       const struct field *field)
{
	size_t n = form_rows_count(f, in->name);

	group_open(h, in);
	for (size_t i = 0; i < n; i++)
		print_row(f, h, in->name, field, i);
	if (!n)
		html(h, "<p class=\"note\">%s</p>", tr(f->cx, "No rows yet."));
	html(h,
	     "<p class=\"row\"><button class=\"btn\" name=\"_do\" value=\"add:%s\">%s: "
	     "%s</button></p></fieldset>\n",
	     in->name, tr(f->cx, field->label), tr(f->cx, "add a row"));
}

/* Sources and conflicts say which field they are about. */
static void print_field_choice(struct form *f, struct html *h, const struct input *in)
{
	const char *value = form_value(f, in->name);

	input_open(h, in);
	html(h, "<select");
	print_attributes(h, in);
	html(h, ">");
	html_option(h, "", tr(f->cx, "the whole record"), false);
	for (size_t i = 0; i < f->type->n; i++)
		if (!(f->type->fields[i].flags & HIDDEN))
			html_option(h, f->type->fields[i].name, tr(f->cx, f->type->fields[i].label),
			            str_eq(f->type->fields[i].name, value));
	html(h, "</select></div>\n");
}

/* ---- any field */

static const char *hint_of(struct context *cx, const struct field *field)
{
	const char *form = field->kind == FIELD_DATE
	                           ? tr(cx, "For example 17.06.2025, 06.2025 or 2025")
	                           : NULL;

	if (field->help && form)
		return arena_fmt(cx->mem, "%s %s", tr(cx, field->help), form);
	return field->help ? tr(cx, field->help) : form;
}

static void print_scalar(struct form *f, struct html *h, const struct input *in,
                         const struct field *field)
{
	const char *value = form_value(f, in->name);

	input_open(h, in);
	if (field->kind == FIELD_CHOICE)
		print_choice(h, in, field_choices(f->type, field), value);
	else if (field->kind == FIELD_YESNO)
		print_yesno(h, in, value);
	else
		print_text(h, in, value, field->kind == FIELD_TEXT && (field->flags & LONG));
	html(h, "</div>\n");
}

static void print_field(struct form *f, struct html *h, const char *prefix,
                        const struct field *field)
{
	struct context *cx = f->cx;
	const char *name = form_name(cx, prefix, field->name);
	struct input in = { form_id(cx, name),
		            name,
		            tr(cx, field->label),
		            hint_of(cx, field),
		            NULL,
		            error_of(f->errors, name),
		            !(field->flags & REQUIRED) &&
		                    !(f->needs && word_in(f->needs, field->name)) };

	if (*prefix && word_in("resolved_by resolved_at", field->name))
		return;
	if (*prefix && str_eq(field->name, "field")) {
		print_field_choice(f, h, &in);
		return;
	}
	switch (field->kind) {
	case FIELD_TEXTS:
		print_texts(f, h, &in, field);
		break;
	case FIELD_ROWS:
		print_rows(f, h, &in, field);
		break;
	case FIELD_REFS:
		print_refs(f, h, &in, field);
		break;
	case FIELD_REF:
	case FIELD_PARENT:
		print_ref(f, h, &in, field);
		break;
	case FIELD_LINK:
		print_link(f, h, &in);
		break;
	case FIELD_FILE:
		print_file(f, h, &in, field);
		break;
	case FIELD_MONEY:
		print_money(f, h, &in);
		break;
	default:
		print_scalar(f, h, &in, field);
	}
}

void form_field(struct form *f, struct html *h, const struct field *field)
{
	print_field(f, h, "", field);
}
