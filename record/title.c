/* Titles of references.  A page names the same institution fifty times; each is loaded once per
 * piece of work, many at a time.  What the actor may not read is named by three dots: that
 * something stands there is told, what is not. */
#include "record/attachment.h"
#include "record/image.h"
#include "record/known.h"
#include "record/load.h"

enum { BUCKETS = 256 };

struct title {
	struct title *next;
	int64_t id;
	const char *words, *lang; /* NULL: of no language, or nobody knows */
};

struct titles {
	struct title *buckets[BUCKETS];
};

static struct title **place(struct context *cx, int64_t id)
{
	if (!cx->titles)
		cx->titles = arena_new_of(cx->mem, struct titles);

	/* The low bits of an identifier count within a millisecond; mix the time in. */
	struct title **p = &cx->titles->buckets[((uint64_t)id ^ (uint64_t)id >> 22) % BUCKETS];

	while (*p && (*p)->id != id)
		p = &(*p)->next;
	return p;
}

static void put(struct context *cx, int64_t id, const char *words, const char *lang)
{
	struct title **p = place(cx, id), *title = arena_new_of(cx->mem, struct title);

	if (*p)
		return;
	*title = (struct title){ .id = id, .words = words, .lang = lang };
	*p = title;
}

const char *record_title_of(struct context *cx, const struct type *t, const void *row)
{
	const char *words = t->title && access_title(cx, t, row) ? t->title(cx, row) : "…";

	return str_empty(words)
	               ? arena_fmt(cx->mem, "%lld", (long long)((const struct record *)row)->id)
	               : words;
}

/* Also where they were cut (words_short()). */
static bool begins_with(const char *text, const char *words)
{
	size_t n = strlen(words), dots = strlen("…");

	return str_eq(text, words) ||
	       (n > dots && str_eq(words + n - dots, "…") && !strncmp(text, words, n - dots));
}

/* Of which of the record's texts the words are. */
static const char *lang_of(struct context *cx, const struct type *t, const void *row,
                           const char *words)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++) {
		const struct text *best =
		        f->kind == FIELD_TEXTS ? texts_best(cx, field_at(f, row)) : NULL;

		if (best && begins_with(best->body, words))
			return best->lang;
	}
	return NULL;
}

static void put_row(struct context *cx, const struct type *t, int64_t id, const void *row)
{
	const char *words = record_title_of(cx, t, row);

	put(cx, id, words, lang_of(cx, t, row, words));
}

static int id_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Each once: of a record that is loaded twice one copy stays without its texts. */
static size_t each_once(int64_t *ids, size_t n)
{
	size_t kept = 0;

	qsort(ids, n, sizeof *ids, id_order);
	for (size_t i = 0; i < n; i++)
		if (!kept || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return kept;
}

bool record_titles(struct context *cx, const struct type *t, const int64_t *ids, size_t n)
{
	int64_t *missing = arena_array(cx->mem, int64_t, n);
	size_t count = 0, found;
	void **rows;

	for (size_t i = 0; i < n; i++)
		if (ids[i] && !*place(cx, ids[i]))
			missing[count++] = ids[i];
	count = each_once(missing, count);
	if (!record_load_many(cx, t, missing, count, &rows, &found))
		return false;
	if (!record_titles_known(cx, t, rows, found))
		return false;
	for (size_t i = 0; i < count; i++) { /* where nothing was found */
		const void *planned = known_planned(cx, t, missing[i]);

		if (planned)
			put_row(cx, t, missing[i], planned);
		else
			put(cx, missing[i], "…", NULL);
	}
	return true;
}

bool record_titles_known(struct context *cx, const struct type *t, void *const *rows, size_t n)
{
	if (t->title_from && !record_titles_in(cx, t, rows, n, t->title_from))
		return false;
	for (size_t i = 0; i < n; i++)
		put_row(cx, t, ((const struct record *)rows[i])->id, rows[i]);
	return !failed(cx);
}

/* What a field that points to others names: *ret and how many. */
static size_t named_by(const struct field *f, const void *row, const int64_t **ret)
{
	const struct refs *r = field_at(f, row);

	switch (f->kind) {
	case FIELD_REFS:
		*ret = r->v;
		return r->n;
	case FIELD_REF:
	case FIELD_PARENT:
		*ret = field_at(f, row);
		return 1;
	default:
		return 0;
	}
}

/* Each kind of record at its own time. */
static bool titles_of_links(struct context *cx, void *const *rows, size_t n, const struct field *f)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n);

	for (size_t first = 0; first < n; first++) {
		const struct type *to = ((const struct link *)field_at(f, rows[first]))->type;
		size_t count = 0;
		bool done = !to;

		for (size_t i = 0; i < first && !done; i++)
			done = ((const struct link *)field_at(f, rows[i]))->type == to;
		for (size_t i = first; i < n && !done; i++) {
			const struct link *l = field_at(f, rows[i]);

			if (l->type == to)
				ids[count++] = l->id;
		}
		if (count && !record_titles(cx, to, ids, count))
			return false;
	}
	return true;
}

static bool titles_in_field(struct context *cx, const struct type *t, void *const *rows, size_t n,
                            const struct field *f)
{
	const int64_t *some;
	size_t count = 0;
	int64_t *ids;

	if (f->kind == FIELD_LINK)
		return titles_of_links(cx, rows, n, f);
	for (size_t i = 0; i < n; i++)
		count += named_by(f, rows[i], &some);
	if (!count || !field_target(t, f))
		return true;
	ids = arena_array(cx->mem, int64_t, count);
	count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0, m = named_by(f, rows[i], &some); k < m; k++)
			ids[count++] = some[k];
	return record_titles(cx, field_target(t, f), ids, count);
}

bool record_titles_in(struct context *cx, const struct type *t, void *const *rows, size_t n,
                      const char *fields)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		if ((fields ? word_in(fields, f->name) : (f->flags & LISTED) != 0) &&
		    !titles_in_field(cx, t, rows, n, f))
			return false;
	return true;
}

const char *record_title(struct context *cx, const struct type *t, int64_t id)
{
	if (!record_titles(cx, t, &id, 1))
		return "…";

	struct title **p = place(cx, id);

	return *p ? (*p)->words : "…";
}

const char *record_title_lang(struct context *cx, const struct type *t, int64_t id)
{
	if (!record_titles(cx, t, &id, 1))
		return NULL;

	struct title **p = place(cx, id);

	return *p ? (*p)->lang : NULL;
}

const char *record_file_name(struct context *cx, int64_t id)
{
	if (!*place(cx, id))
		put(cx, id, attachment_name(cx, id), NULL);
	return (*place(cx, id))->words;
}
