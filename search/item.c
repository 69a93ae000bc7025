/* Hits made into what is shown: the rows, loaded in the asker's transaction and checked by the one
 * rule again, their names, and the piece of text that says why they were found. */
#include "search/part.h"

#include "record/load.h"
#include "search/highlight.h"

enum { SNIPPET_WORDS = 30, MAX_TEXTS = 12 };

/* ---- which type a record is of */

static const struct findable *named(const struct findables *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].type->name, name))
			return &all->v[i];
	return NULL;
}

/* The log knows it of every record. */
static bool types_of(struct context *cx, const struct asking *a, const struct index_hit *hits,
                     size_t n, const struct findable **ret)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n);
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	struct rows *r;

	for (size_t i = 0; i < n; i++) {
		ids[i] = hits[i].id;
		ret[i] = a->of;
	}
	if (a->of || !n)
		return true;
	buffer_text(&sql, "SELECT DISTINCT record, type FROM change WHERE record IN (");
	sql_ids(&sql, values, ids, n);
	buffer_text(&sql, ")");
	r = db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	while (r && rows_next(cx, r))
		for (size_t i = 0; i < n; i++)
			if (ids[i] == rows_int(r, 0))
				ret[i] = named(a->search->all, rows_text(r, 1));
	return !failed(cx);
}

/* ---- rows */

static const void *row_of(void *const *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (((const struct record *)rows[i])->id == id)
			return rows[i];
	return NULL;
}

struct loading {
	const struct asking *a;
	const struct index_hit *hits;
	const struct findable **of;
	const void **rows;
	size_t n;
	bool wrong;
};

/* What may not be shown is looked at again. */
static bool load_type(struct context *cx, struct loading *l, const struct findable *f)
{
	int64_t *ids = arena_array(cx->mem, int64_t, l->n);
	size_t n = 0, found, wrong = 0;
	void **rows;

	for (size_t i = 0; i < l->n; i++)
		if (l->of[i] == f)
			ids[n++] = l->hits[i].id;
	if (!n)
		return true;
	if (!record_get_many(cx, f->type, ids, n, &rows, &found) ||
	    (f->search->rests_on &&
	     !record_titles_in(cx, f->type, rows, found, f->search->rests_on)))
		return false;
	for (size_t i = 0; i < l->n; i++) {
		const void *row = l->of[i] == f ? row_of(rows, found, l->hits[i].id) : NULL;

		if (row && access_content(cx, f->type, row) && document_open(row))
			l->rows[i] = row;
		else if (l->of[i] == f)
			ids[wrong++] = l->hits[i].id;
	}
	if (!wrong || db_writes(cx))
		return true;
	l->wrong = true;
	return search_look_again(cx, l->a->search, f, ids, wrong);
}

bool items_of(struct context *cx, const struct asking *a, const struct index_hit *hits, size_t n,
              struct search_item **ret, size_t *ret_n, bool *ret_again)
{
	struct loading l = { .a = a,
		             .hits = hits,
		             .of = arena_array(cx->mem, const struct findable *, n),
		             .rows = arena_array(cx->mem, const void *, n),
		             .n = n };

	*ret_n = 0;
	*ret = arena_array(cx->mem, struct search_item, n);
	if (!types_of(cx, a, hits, n, l.of))
		return false;
	for (size_t i = 0; i < a->search->all->n; i++)
		if (!load_type(cx, &l, &a->search->all->v[i]))
			return false;
	*ret_again = l.wrong;
	for (size_t i = 0; i < n && !l.wrong; i++) {
		struct search_item *item = &(*ret)[*ret_n];

		if (!l.rows[i])
			continue;
		*item = (struct search_item){
			.type = l.of[i]->type,
			.id = hits[i].id,
			.row = l.rows[i],
			.reference = document_reference(cx, l.of[i], l.rows[i]),
			.title = document_title(cx, l.of[i], l.rows[i]),
			.snippet = { .text = "" },
		};
		(*ret_n)++;
	}
	return !failed(cx);
}

/* ---- why it was found */

struct choosing {
	struct {
		const char *lang, *text;
	} v[MAX_TEXTS];
	size_t n;
	const char *first; /* this language before others */
};

static bool see_text(void *data, bool title, const char *lang, const char *text)
{
	struct choosing *c = data;
	size_t at = c->n;

	if (title && !lang)
		return true; /* codes: the reference says them */
	if (c->n == MAX_TEXTS)
		return false;
	if (lang && str_eq(lang, c->first))
		for (at = 0; at < c->n && str_eq(c->v[at].lang, c->first); at++)
			;
	memmove(&c->v[at + 1], &c->v[at], (c->n - at) * sizeof c->v[0]);
	c->v[at].lang = lang;
	c->v[at].text = text;
	c->n++;
	return true;
}

void item_snippet(struct context *cx, const struct asking *a, const struct query_words *words,
                  struct search_item *item)
{
	const struct findable *f = findable_of(a->search->all, item->type);
	struct choosing c = { .first = cx->lang };

	document_texts(f, item->row, see_text, &c);
	for (size_t i = 0; i < c.n; i++) {
		struct snippet s;

		snippet_make(cx, a->maker->analyser, words, c.v[i].lang, c.v[i].text, SNIPPET_WORDS,
		             &s);
		if (i == 0 || s.marks_n > item->snippet.marks_n)
			item->snippet = s;
		if (!words->n)
			break;
	}
}
