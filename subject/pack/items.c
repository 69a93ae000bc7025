/* What stands in a body's pack: what it leads and can report on, and its reports that are not sent
 * yet.  The rows are found by plain statements and given out by record_get_many(), so that a pack
 * holds nothing that who issues it may not read. */
#include "subject/pack/part.h"

#include "record/app.h"
#include "store/db.h"

SQL(pack_measures,
    "SELECT id FROM measure WHERE lead = $1 AND classification <> 'restricted' AND state IN"
    " ('approved', 'not_started', 'in_progress', 'reported_complete', 'suspended')"
    " ORDER BY order_key, id LIMIT 1001");
SQL(pack_recommendations,
    "SELECT id FROM recommendation WHERE lead = $1 AND classification <> 'restricted' AND state IN"
    " ('accepted', 'planned', 'in_progress', 'reported', 'verified')"
    " ORDER BY order_key, id LIMIT 1001");
SQL(pack_open_updates,
    "SELECT id FROM progress_update WHERE institution = $1 AND classification <> 'restricted'"
    " AND state IN ('draft', 'returned') ORDER BY deadline, id LIMIT 1001");

enum { MOST = MAX_PACK_ITEMS + 1 };

struct found {
	int64_t ids[MOST];
	void **rows; /* those of them that may be read, in any order */
	size_t n, rows_n;
};

static struct found *find(struct context *cx, const struct sql *sql, const struct type *t,
                          int64_t institution)
{
	struct found *f = arena_new_of(cx->mem, struct found);
	struct rows *r = db_query(cx, sql, V(institution));

	while (r && rows_next(cx, r) && f->n < MOST)
		f->ids[f->n++] = rows_int(r, 0);
	rows_close(r);
	return !failed(cx) && record_get_many(cx, t, f->ids, f->n, &f->rows, &f->rows_n) ? f : NULL;
}

static void *row_of(const struct found *f, int64_t id)
{
	for (size_t i = 0; i < f->rows_n; i++)
		if (((const struct record *)f->rows[i])->id == id)
			return f->rows[i];
	return NULL;
}

struct gathering {
	int64_t institution;
	struct found *updates;
	struct pack_item *v;
	size_t n;
};

static bool add(struct context *cx, struct gathering *g, struct link about, const void *row,
                struct progress_update *u)
{
	if (g->n == MAX_PACK_ITEMS)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("A pack has at most %d rows."),
		            MAX_PACK_ITEMS);
	if (!progress_offer_values(cx, u, row))
		return false;
	g->v[g->n++] = (struct pack_item){ about, row, u };
	return true;
}

/* The oldest half-year that is owed may have been sent and wait for somebody else: then the next
 * one that has begun.  None: the cell is left to who fills it in. */
static bool free_period(struct context *cx, struct progress_update *u)
{
	struct half_year h, now = half_year_of(today(cx));

	while (progress_of_period(cx, u->about, u->year.year, u->part)) {
		h = half_year_after((struct half_year){ u->year.year, u->part });
		if (half_year_compare(h, now) > 0) {
			u->year = (struct date){ 0 };
			u->part = 0;
			break;
		}
		u->year.year = (int16_t)h.year;
		u->part = h.half;
	}
	return !failed(cx);
}

static bool add_new(struct context *cx, struct gathering *g, struct link about, const void *row)
{
	struct progress_update *u = record_new(cx, U);

	u->about = about;
	u->record.institution = g->institution;
	return progress_begin(cx, u, row) && free_period(cx, u) && add(cx, g, about, row, u);
}

static bool add_item(struct context *cx, struct gathering *g, const struct type *t, void *row)
{
	struct link about = { t, ((const struct record *)row)->id };
	bool begun = false;

	for (size_t i = 0; i < g->updates->n; i++) {
		struct progress_update *u = row_of(g->updates, g->updates->ids[i]);

		if (!u || u->about.id != about.id)
			continue;
		begun = true;
		if (!add(cx, g, about, row, u))
			return false;
	}
	return begun || add_new(cx, g, about, row);
}

static bool add_all(struct context *cx, struct gathering *g, const struct type *t,
                    const struct found *f)
{
	for (size_t i = 0; i < f->n; i++) {
		void *row = row_of(f, f->ids[i]);

		if (row && !add_item(cx, g, t, row))
			return false;
	}
	return true;
}

bool pack_items(struct context *cx, int64_t institution, struct pack_item **ret, size_t *ret_n)
{
	struct found *measures = find(cx, &pack_measures, &measure_type, institution);
	struct found *asked =
	        measures ? find(cx, &pack_recommendations, &recommendation_type, institution)
	                 : NULL;
	struct gathering g = { .institution = institution };

	g.updates = asked ? find(cx, &pack_open_updates, U, institution) : NULL;
	if (!g.updates)
		return false;
	g.v = arena_array(cx->mem, struct pack_item, MAX_PACK_ITEMS);
	if (!add_all(cx, &g, &measure_type, measures) ||
	    !add_all(cx, &g, &recommendation_type, asked))
		return false;
	*ret = g.v;
	*ret_n = g.n;
	return true;
}
