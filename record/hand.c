#include "record/hand.h"

#include "record/load.h"

#include <stdlib.h>
#include <string.h>

/* Of one record. */
struct of_record {
	int64_t record;
	struct hand *v;
	size_t n;
};

/* Of those that were asked for ahead, in the order of their identifiers. */
struct hands {
	const struct db *db; /* the transaction */
	struct of_record *v;
	size_t n;
	bool asked;
};

bool hand_took(const struct hand *h, const char *steps)
{
	return word_in(steps, h->kind) || (h->step && word_in(steps, h->step));
}

static int order(const void *a, const void *b)
{
	int64_t x = ((const struct of_record *)a)->record,
	        y = ((const struct of_record *)b)->record;

	return (x > y) - (x < y);
}

static void take(struct context *cx, struct of_record *o, const struct rows *r)
{
	if ((o->n & (o->n - 1)) == 0)
		o->v = arena_grow(cx->mem, o->v, o->n * sizeof *o->v,
		                  (o->n ? o->n * 2 : 1) * sizeof *o->v);
	o->v[o->n++] = (struct hand){
		.kind = arena_str(cx->mem, rows_text(r, 1)),
		.step = rows_null(r, 2) ? NULL : arena_str(cx->mem, rows_text(r, 2)),
		.who = rows_int(r, 3),
		.on_behalf = rows_int(r, 4),
	};
}

static struct of_record *among(struct of_record *v, size_t n, int64_t record)
{
	const struct of_record key = { .record = record };

	return n ? bsearch(&key, v, n, sizeof *v, order) : NULL;
}

static bool ask(struct context *cx, struct of_record *v, size_t n)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	int64_t *ids = arena_array(cx->mem, int64_t, n);
	struct rows *r;

	for (size_t i = 0; i < n; i++)
		ids[i] = v[i].record;
	buffer_text(&sql, "SELECT record, kind, step, who, on_behalf FROM change WHERE"
	                  " (step IS NOT NULL OR kind = 'create') AND record IN (");
	sql_ids(&sql, values, ids, n);
	buffer_text(&sql, ") ORDER BY record, version, id");
	r = db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	while (r && rows_next(cx, r))
		take(cx, among(v, n, rows_int(r, 0)), r);
	return !failed(cx);
}

static bool ask_all(struct context *cx)
{
	struct hands *h = cx->hands;

	h->asked = true;
	for (size_t from = 0; from < h->n; from += MAX_LIST_PAGE)
		if (!ask(cx, h->v + from, h->n - from < MAX_LIST_PAGE ? h->n - from : MAX_LIST_PAGE))
			return false;
	return true;
}

bool record_hands(struct context *cx, int64_t record, const struct hand **ret, size_t *n)
{
	const struct hands *h = cx->hands && cx->hands->db == cx->db ? cx->hands : NULL;
	struct of_record *o = h ? among(h->v, h->n, record) : NULL;

	if (o && !h->asked && !ask_all(cx))
		return false;
	if (!o) {
		o = arena_new_of(cx->mem, struct of_record);
		o->record = record;
		if (!ask(cx, o, 1))
			return false;
	}
	*ret = o->v;
	*n = o->n;
	return true;
}

void record_hands_of(struct context *cx, const int64_t *records, size_t n)
{
	struct hands *h;

	cx->hands = NULL;
	if (!cx->db || db_writes(cx) || !n)
		return;
	cx->hands = h = arena_new_of(cx->mem, struct hands);
	*h = (struct hands){ cx->db, arena_array(cx->mem, struct of_record, n), n, false };
	for (size_t i = 0; i < n; i++)
		h->v[i].record = records[i];
	qsort(h->v, n, sizeof *h->v, order);
}
