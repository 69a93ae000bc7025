/* The subject: its types, and what it refuses and sets in records of lower floors, which it sees in
 * the transaction of each save. */
#include "subject/progress/part.h"

#include "record/app.h"
#include "subject/institution/institution.h"

#define R (&recommendation_type)
#define M (&measure_type)

static bool comes_to(const struct type *t, const struct record *old, const struct record *r,
                     const char *state)
{
	return old && old->state != r->state && type_state_in(t, r->state, state);
}

/* The State may not call a thing done on its word alone, whoever sets the status. */
static bool status_has_grounds(struct context *cx, const struct recommendation *old,
                               const struct recommendation *r)
{
	bool said = old && old->status != r->status && r->status == STATUS_IMPLEMENTED;
	bool verified = comes_to(R, old ? &old->record : NULL, &r->record, "verified") &&
	                r->status == STATUS_IMPLEMENTED;

	return (!said && !verified) || progress_grounds(cx, (struct link){ R, r->record.id });
}

SQL(progress_accepted_of, "SELECT id FROM progress_update WHERE about = $1"
                          " AND state IN ('accepted', 'superseded') ORDER BY id DESC LIMIT 200");

/* Nobody verifies a measure on which he had a hand in a report. */
static bool measure_by_another(struct context *cx, const struct measure *m)
{
	enum { MOST = 200 };
	struct rows *rows = db_query(cx, &progress_accepted_of, V(m->record.id));
	int64_t ids[MOST];
	size_t n = 0;

	while (rows && rows_next(cx, rows) && n < MOST)
		ids[n++] = rows_int(rows, 0);
	for (size_t i = 0; i < n && !failed(cx); i++) {
		struct refs people;

		if (!progress_people(cx, ids[i], false, &people))
			return false;
		if (progress_is_one_of(cx, &people))
			return fail(cx, ERR_INVALID, NULL,
			            N_("Nobody verifies what he reported, approved or accepted "
			               "himself."));
	}
	return !failed(cx);
}

static bool of_recommendation(struct context *cx, const struct recommendation *was,
                              const struct recommendation *is)
{
	bool moved = was && (was->record.state != is->record.state || was->lead != is->lead);

	return status_has_grounds(cx, was, is) &&
	       (!moved || progress_returns_about(cx, is->record.id));
}

static bool of_measure(struct context *cx, const struct measure *was, const struct measure *is)
{
	bool moved = was && (was->record.state != is->record.state || was->lead != is->lead);

	return (!comes_to(M, was ? &was->record : NULL, &is->record, "verified_complete") ||
	        measure_by_another(cx, is)) &&
	       progress_of_measure(cx, was, is) &&
	       (!moved || progress_returns_about(cx, is->record.id));
}

/* Another person answers for the institution. */
static bool of_focal_point(struct context *cx, const struct focal_point *was,
                           const struct focal_point *is)
{
	return (!was || was->office == is->office || progress_returns_of(cx, was->office)) &&
	       progress_returns_of(cx, is->office);
}

static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	if (t == R)
		return of_recommendation(cx, old, row);
	if (t == M)
		return of_measure(cx, old, row);
	if (t == &focal_point_type)
		return of_focal_point(cx, old, row);
	return t != &cluster_type || progress_of_cluster(cx, old, row);
}

static const struct type *const types[] = { &progress_update_type, &evidence_type, NULL };

const struct subject progress_subject = {
	.name = "progress",
	.types = types,
	.load_sample = progress_load_sample,
	.changed = changed,
	.order = 55,
};
