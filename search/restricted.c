/* Restricted records, which are in no index: whoever is a named reader finds his by reading them.
 * Each that is told was logged as read before; what is not found is not told. */
#include "search/part.h"

#include "record/change.h"
#include "record/load.h"

enum { MAX_READ = 2000 };

/* ---- whether a record fits */

struct fitting {
	struct context *cx;
	const struct asking *a;
	const struct findable *of;
	const void *row;
	const struct maker *m; /* its words */
};

static bool in_part(const struct query *q, uint32_t position)
{
	return q->where == WHERE_ANY || (q->where == WHERE_TITLE) == (position < INDEX_BODY);
}

static bool is_term(const struct query *q, const struct index_term *t)
{
	if (!in_part(q, t->position))
		return false;
	if (q->kind == QUERY_PREFIX)
		return str_starts(t->word, q->word);
	for (size_t i = 0; i < q->terms_n; i++)
		if (str_eq(q->terms[i], t->term))
			return true;
	return false;
}

static bool has_word(const struct fitting *f, const struct query *q)
{
	for (size_t i = 0; i < f->m->terms_n; i++)
		if (is_term(q, &f->m->terms[i]))
			return true;
	return false;
}

static bool word_at(const struct fitting *f, const struct query *q, uint32_t position)
{
	for (size_t i = 0; i < f->m->terms_n; i++)
		if (f->m->terms[i].position == position && is_term(q, &f->m->terms[i]))
			return true;
	return false;
}

static bool has_phrase(const struct fitting *f, const struct query *q)
{
	for (size_t i = 0; i < f->m->terms_n; i++) {
		uint32_t position = f->m->terms[i].position;
		bool all = is_term(q->parts[0], &f->m->terms[i]) && in_part(q, position);

		for (size_t k = 1; k < q->parts_n && all; k++) {
			position += 1u + (q->gaps ? q->gaps[k - 1] : 0u);
			all = word_at(f, q->parts[k], position);
		}
		if (all)
			return true;
	}
	return false;
}

static const struct facet *facet_numbered(const struct fitting *f, int number)
{
	if (number == f->a->search->all->type.number)
		return &f->a->search->all->type;
	for (size_t i = 0; i < f->of->facets_n; i++)
		if (f->of->facets[i].number == number)
			return &f->of->facets[i];
	return NULL;
}

static bool has_value(const struct fitting *f, const struct query *q)
{
	int64_t values[MAX_FACET_OF_RECORD];

	for (size_t i = 0; i < q->values_n; i++) {
		const struct facet *x = facet_numbered(f, q->values[i].facet);
		size_t n;

		if (!x)
			continue;
		n = facet_values(f->cx, f->of, x, f->row, values, LEN(values));
		for (size_t k = 0; k < n; k++)
			if (values[k] == q->values[i].value)
				return true;
	}
	return false;
}

static bool has_date(const struct fitting *f, const struct query *q)
{
	int64_t at = str_eq(q->field, "deadline") ? document_deadline(f->of, f->row)
	                                          : ((const struct record *)f->row)->updated_at;

	return at >= q->from && at <= q->to && !(str_eq(q->field, "deadline") && at == INT32_MAX);
}

static bool fits(const struct fitting *f, const struct query *q)
{
	bool all = true, any = false;

	switch (q->kind) {
	case QUERY_ALL:
		return true;
	case QUERY_NONE:
		return false;
	case QUERY_WORD:
	case QUERY_PREFIX:
		return has_word(f, q);
	case QUERY_PHRASE:
		return has_phrase(f, q);
	case QUERY_CODES:
		return has_value(f, q);
	case QUERY_DATES:
		return has_date(f, q);
	case QUERY_NOT:
		return !fits(f, q->parts[0]);
	case QUERY_AND:
	case QUERY_OR:
		for (size_t i = 0; i < q->parts_n; i++) {
			bool one = fits(f, q->parts[i]);

			all = all && one;
			any = any || one;
		}
		return q->kind == QUERY_AND ? all : any;
	}
	return false;
}

/* ---- which there are */

static bool named_ids(struct context *cx, const struct findable *f, int64_t *ret, size_t *ret_n)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	struct rows *r;

	*ret_n = 0;
	buffer_fmt(&sql, "SELECT r.id FROM %s r WHERE r.classification = 'restricted' AND ",
	           f->type->name);
	access_field_sql(cx, f->type, NULL, &sql, values);
	buffer_fmt(&sql, " ORDER BY r.id DESC LIMIT %d", MAX_READ);
	r = db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	while (r && rows_next(cx, r))
		ret[(*ret_n)++] = rows_int(r, 0);
	return !failed(cx);
}

/* ---- the log of readings */

struct told {
	const struct search_item *items;
	size_t n;
};

static bool write_down(struct context *cx, void *data)
{
	const struct told *t = data;

	for (size_t i = 0; i < t->n; i++)
		if (!change_event(cx, CHANGE_READ, t->items[i].type->name, t->items[i].id, "search",
		                  NULL))
			return false;
	return true;
}

static bool log_reading(struct context *cx, const struct search_item *items, size_t n)
{
	struct told told = { items, n };

	return !n || change_reading(cx, write_down, &told);
}

/* ---- finding */

struct search_list {
	struct search_item *v;
	size_t n, most;
};

static bool take_row(struct context *cx, const struct asking *a, const struct findable *f,
                     const struct query *query, const void *row, struct search_list *ret)
{
	struct fitting fitting = { cx, a, f, row, a->maker };
	struct speakers speakers;

	if (!access_record(cx, f->type, row, RIGHT_READ) || !access_content(cx, f->type, row))
		return true;
	speakers_of(cx, &speakers);
	if (!document_terms(cx, a->maker, f, &speakers, row))
		return false;
	if (!fits(&fitting, query))
		return true;
	ret->v[ret->n++] = (struct search_item){ .type = f->type,
		                                 .id = ((const struct record *)row)->id,
		                                 .row = row,
		                                 .reference = document_reference(cx, f, row),
		                                 .title = document_title(cx, f, row),
		                                 .snippet = { .text = "" } };
	return !failed(cx);
}

static bool take_type(struct context *cx, const struct asking *a, const struct findable *f,
                      const struct query *query, struct search_list *ret)
{
	int64_t *ids = arena_array(cx->mem, int64_t, MAX_READ);
	size_t n, found;
	void **rows;

	if (!access_function(cx, f->type->function, RIGHT_READ) &&
	    !access_function(cx, "restricted_files", RIGHT_READ))
		return true;
	if (!named_ids(cx, f, ids, &n))
		return false;
	for (size_t from = 0; from < n && ret->n < ret->most; from += MAX_LIST_PAGE) {
		size_t some = n - from < MAX_LIST_PAGE ? n - from : MAX_LIST_PAGE;

		if (!record_load_many(cx, f->type, ids + from, some, &rows, &found))
			return false;
		for (size_t i = found; i-- > 0 && ret->n < ret->most;)
			if (!take_row(cx, a, f, query, rows[i], ret))
				return false;
	}
	return true;
}

static bool find(struct context *cx, struct asking *a, const char *query, struct search_list *ret)
{
	const struct search_ask ask = { .query = query };
	struct query_words words;
	struct question q;

	if (!question_of(cx, a, &ask, &q))
		return false;
	read_release(a->reading);
	for (size_t i = 0; i < a->search->all->n; i++) {
		const struct findable *f = &a->search->all->v[i];

		if ((!a->of || f == a->of) && !take_type(cx, a, f, q.index.query, ret))
			return false;
	}
	if (!log_reading(cx, ret->v, ret->n))
		return false;
	query_words(cx, q.index.query, &words);
	for (size_t i = 0; i < ret->n; i++)
		item_snippet(cx, a, &words, &ret->v[i]);
	return !failed(cx);
}

bool search_restricted(struct context *cx, const struct type *t, const char *query, size_t most,
                       struct search_item **ret, size_t *ret_n)
{
	struct search_list list = { arena_array(cx->mem, struct search_item, most + 1), 0, most };
	struct asking a;
	bool behind, ok = asking_begin(cx, t, &a, &behind) && find(cx, &a, query, &list);

	asking_end(&a);
	*ret = list.v;
	*ret_n = ok ? list.n : 0;
	return ok;
}
