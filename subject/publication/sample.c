/* See sample.h.  Goes through the same doors as people do, so that the histories have something to
 * tell. */
#include "subject/publication/sample.h"

#include "subject/institution/institution.h"
#include "subject/publication/publication.h"
#include "subject/recommendation/recommendation.h"
#include "subject/treaty/treaty.h"

enum { PUBLISHED = 7 };

/* Those that say of themselves that they are samples, and no others. */
SQL(sample_publishable,
    "SELECT r.id FROM recommendation r JOIN document d ON d.id = r.document WHERE r.state IN "
    "('accepted', 'not_pursued')"
    " AND r.classification = 'public' AND d.symbol >= 'SAMPLE/' AND d.symbol < 'SAMPLE0'"
    " AND NOT EXISTS (SELECT 1 FROM publication_request q WHERE q.subject = r.id) ORDER BY "
    "r.locator, r.order_key LIMIT $1");
SQL(sample_acts,
    "SELECT s.id FROM instrument_status s JOIN instrument i ON i.id = s.instrument"
    " WHERE s.state = 'approved' AND i.code >= 'SAMPLE-' AND i.code < 'SAMPLE.' ORDER BY s.id");
SQL(sample_published, "SELECT count(*) FROM publication_request");

static bool propose(struct context *cx, const struct type *t, int64_t id, int64_t *ret)
{
	struct actor actor;

	cx->reason = NULL;
	return account_act_as(cx, "sec", &actor) &&
	       publication_propose(cx, t, id, "Sample: for the public site.", ret);
}

static bool publish(struct context *cx, int64_t request)
{
	struct actor actor;

	return account_act_as(cx, "ch", &actor) && publication_approve(cx, request);
}

bool publication_load_sample(struct context *cx)
{
	const struct actor *before = cx->actor;
	struct rows *r;
	int64_t there = 0, request;
	bool found, ok = true;

	if (!db_int(cx, &sample_published, &there, &found) || there)
		return !failed(cx);
	r = db_query(cx, &sample_publishable, V(PUBLISHED + 1));
	for (int n = 0; ok && r && rows_next(cx, r); n++)
		ok = propose(cx, &recommendation_type, rows_int(r, 0), &request) &&
		     (n == PUBLISHED || publish(cx, request));
	r = ok ? db_query(cx, &sample_acts) : NULL;
	while (ok && r && rows_next(cx, r))
		ok = propose(cx, &instrument_status_type, rows_int(r, 0), &request) &&
		     publish(cx, request);
	cx->actor = before;
	return ok && !failed(cx);
}
