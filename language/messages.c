/* Each catalogue is a hash table with open addressing, filled once.  What can go wrong with a
 * translation is found while filling, so that looking up cannot fail: whatever is in the table
 * fits its English text. */
#include "language/messages.h"

#include "language/conversions.h"
#include "language/po.h"

struct entry {
	const char *context, *id, *plural;
	const char *form[MAX_PLURAL_FORMS];
	bool single; /* form[0] may stand for the id where nothing is counted */
};

struct catalogue {
	const char *lang;
	struct plural_rule rule;
	struct entry **slots;
	size_t mask;
};

struct catalogues {
	struct arena *mem;
	struct catalogue catalogue[MAX_LANGUAGES];
	size_t count;
	struct catalogue_problem *problems;
	size_t problem_count, problem_room;
};

static const char folder[] = "locale/", ending[] = ".po";

static void problem(struct catalogues *c, const struct catalogue *cat, const struct po_entry *e,
                    const char *what)
{
	if (c->problem_count == c->problem_room) {
		size_t room = c->problem_room ? 2 * c->problem_room : 16,
		       size = sizeof *c->problems;

		c->problems = arena_grow(c->mem, c->problems, c->problem_room * size, room * size);
		c->problem_room = room;
	}
	c->problems[c->problem_count++] =
	        (struct catalogue_problem){ cat->lang, e->line, e->id, what };
}

/* A message's name: the context stands apart (trc) or before the id (NC_). */
struct name {
	const char *context, *id;
	size_t n; /* bytes of the context; 0: none */
};

static struct name name_of(const char *context, const char *id)
{
	const char *bare = context ? id : without_context(id);

	if (context)
		return (struct name){ context, id, strlen(context) };
	return (struct name){ id, bare, bare > id ? (size_t)(bare - id) - 1 : 0 };
}

static bool is_named(const struct entry *e, struct name name)
{
	size_t n = e->context ? strlen(e->context) : 0;

	return n == name.n && (!n || memcmp(e->context, name.context, n) == 0) &&
	       str_eq(e->id, name.id);
}

/* FNV-1a over context and id. */
static uint64_t hash(struct name name)
{
	uint64_t h = 14695981039346656037U;

	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.context[i]) * 1099511628211U;
	h = (h ^ 4) * 1099511628211U;
	for (const char *p = name.id; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211U;
	return h ^ h >> 32;
}

/* The slot where the message stands or would stand. */
static struct entry **slot(const struct catalogue *cat, const char *context, const char *id)
{
	struct name name = name_of(context, id);
	size_t i = hash(name) & cat->mask;

	while (cat->slots[i] && !is_named(cat->slots[i], name))
		i = (i + 1) & cat->mask;
	return &cat->slots[i];
}

/* Whether the translation may be used wherever the English text is.  A text that printf could
 * not read ("50 %") is never used as a format, so nothing can go wrong with its translation. */
static bool fits(const char *english, const char *translation)
{
	struct conversions a, b;

	return !conversions_read(english, &a) ||
	       (conversions_read(translation, &b) && conversions_equal(&a, &b));
}

/* For a plural: "one report" may stand for "%d reports" and the other way round, because both
 * get the number. */
static bool fits_plural(const struct po_entry *e, const char *translation)
{
	struct conversions one, many, b;

	if (!conversions_read(e->id, &one) || !conversions_read(e->plural, &many) ||
	    !conversions_read(translation, &b))
		return false;
	return conversions_begin(&one, &many) &&
	       (conversions_equal(&b, &many) || conversions_equal(&b, &one));
}

static unsigned filled_forms(const struct po_entry *e)
{
	unsigned n = 0;

	for (unsigned i = 0; i < e->forms; i++)
		n += *e->form[i] != '\0';
	return n;
}

/* NULL when the translation can be used. */
static const char *why_not(const struct catalogue *cat, const struct po_entry *e)
{
	if (*slot(cat, e->context, e->id))
		return "the message stands twice";
	if (e->plural && (e->forms != cat->rule.forms || filled_forms(e) < e->forms))
		return "not as many plural forms as the language has";
	for (unsigned i = 0; i < e->forms; i++) {
		if (e->plural ? !fits_plural(e, e->form[i]) : !fits(e->id, e->form[i]))
			return "the translation's % conversions are not those of the English text";
	}
	return NULL;
}

static void add(struct catalogues *c, struct catalogue *cat, const struct po_entry *e)
{
	if (e->fuzzy || !*e->id || filled_forms(e) == 0)
		return;

	const char *what = why_not(cat, e);

	if (what) {
		problem(c, cat, e, what);
		return;
	}

	struct entry *new = arena_new_of(c->mem, struct entry);

	*new = (struct entry){ .context = e->context, .id = e->id, .plural = e->plural };
	memcpy(new->form, e->form, sizeof new->form);
	new->single = !e->plural || fits(e->id, e->form[0]);
	*slot(cat, e->context, e->id) = new;
}

static bool set_rule(struct context *cx, struct catalogue *cat, const struct po_entry *entries,
                     size_t n)
{
	static const char name[] = "Plural-Forms:";
	const char *line = NULL;
	char text[256];

	for (size_t i = 0; i < n && !line; i++) {
		if (!*entries[i].id && !entries[i].context)
			line = strstr(entries[i].form[0], name);
	}
	if (!line)
		return fail(cx, ERR_BROKEN, NULL, "locale/%s.po: no Plural-Forms line", cat->lang);
	line += strlen(name);
	snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
	if (!plural_compile(text, &cat->rule))
		return fail(cx, ERR_BROKEN, NULL, "locale/%s.po: Plural-Forms cannot be read:%s",
		            cat->lang, text);
	return true;
}

static bool load(struct context *cx, struct catalogues *c, const struct embedded *file)
{
	size_t n, name = strlen(file->path) - strlen(folder) - strlen(ending);

	if (c->count == MAX_LANGUAGES)
		return fail(cx, ERR_BROKEN, NULL, "%s: more than %d languages", file->path,
		            MAX_LANGUAGES);

	struct catalogue *cat = &c->catalogue[c->count];
	struct po_entry *entries =
	        po_read(cx, c->mem, file->path, (const char *)file->data, file->size, &n);

	if (!entries)
		return false;
	cat->lang = arena_strn(c->mem, file->path + strlen(folder), name);
	if (!set_rule(cx, cat, entries, n))
		return false;

	size_t room = 16;

	while (room < 2 * n)
		room *= 2;
	cat->mask = room - 1;
	cat->slots = arena_array(c->mem, struct entry *, room);
	for (size_t i = 0; i < n; i++)
		add(c, cat, &entries[i]);
	c->count++;
	return true;
}

static bool is_catalogue(const char *path)
{
	size_t n = strlen(path), around = strlen(folder) + strlen(ending);

	return n > around && str_starts(path, folder) && str_eq(path + n - strlen(ending), ending);
}

struct catalogues *catalogues_load(struct context *cx, const struct embedded *files)
{
	struct arena *mem = arena_new(MAX_JOB_MEMORY);

	if (!mem) {
		fail(cx, ERR_UNAVAILABLE, NULL, "no memory for the catalogues");
		return NULL;
	}

	struct catalogues *c = arena_new_of(mem, struct catalogues);

	c->mem = mem;
	for (const struct embedded *f = files; f->path; f++) {
		if (is_catalogue(f->path) && !load(cx, c, f)) {
			arena_free(mem);
			return NULL;
		}
	}
	return c;
}

void catalogues_free(struct catalogues *c)
{
	if (c)
		arena_free(c->mem);
}

const struct catalogue_problem *catalogue_problems(const struct catalogues *c, size_t *count)
{
	*count = c->problem_count;
	return c->problems;
}

static const struct catalogue *find_catalogue(const struct catalogues *c, const char *lang)
{
	for (size_t i = 0; c && lang && i < c->count; i++) {
		if (str_eq(c->catalogue[i].lang, lang))
			return &c->catalogue[i];
	}
	return NULL;
}

const char *message_in(const struct catalogues *c, const char *lang, const char *context,
                       const char *id)
{
	const struct catalogue *cat = find_catalogue(c, lang);
	const struct entry *e = cat ? *slot(cat, context, id) : NULL;

	return e && e->single ? e->form[0] : without_context(id);
}

const char *message(const struct catalogues *c, const char *lang, const char *id)
{
	return message_in(c, lang, NULL, id);
}

const char *message_plural(const struct catalogues *c, const char *lang, const char *one,
                           const char *many, int64_t n)
{
	const struct catalogue *cat = find_catalogue(c, lang);
	const struct entry *e = cat ? *slot(cat, NULL, one) : NULL;
	uint64_t amount = n < 0 ? -(uint64_t)n : (uint64_t)n;

	if (e && str_eq(e->plural, many))
		return e->form[plural_form(&cat->rule, amount)];
	return amount == 1 ? one : many;
}

bool message_translated(const struct catalogues *c, const char *lang, const char *context,
                        const char *id)
{
	const struct catalogue *cat = find_catalogue(c, lang);

	return cat && *slot(cat, context, id);
}
