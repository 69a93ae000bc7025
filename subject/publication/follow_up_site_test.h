/* For the tests of plans, measures, evidence, indicators and reports on the public site: what is
 * fetched and found there, and who brings it there. */
#ifndef SUBJECT_PUBLICATION_FOLLOW_UP_SITE_TEST_H
#define SUBJECT_PUBLICATION_FOLLOW_UP_SITE_TEST_H

#include "subject/publication/site_test.h"

#include "subject/indicator/indicator.h"
#include "subject/plan/plan.h"
#include "subject/progress/progress.h"
#include "subject/publication/publication_web.h"

extern const struct pages publication_pages;

#define P      (&plan_type)
#define M      (&measure_type)
#define E      (&evidence_type)
#define I      (&indicator_type)
#define V_     (&indicator_value_type)
#define SECRET "only-for-the-house"

static inline struct test_web *begin(void **state)
{
	struct test_web *t = site_begin(state);

	test_routes(t, publication_pages.routes);
	return t;
}

static inline const char *fetch(struct test_web *t, const char *path, int status)
{
	return site_fetch(t, "en", path, status);
}

static inline const char *at(struct context *cx, const struct type *t, int64_t id)
{
	return arena_fmt(cx->mem, "%s/%lld", shelf_of(t)->records, (long long)id);
}

static inline void shows(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("“%s” is not there", what);
}

static inline void hides(const char *text, const char *what)
{
	if (strstr(text, what))
		fail_msg("“%s” is there", what);
}

/* ---- the sample */

static inline int64_t called(struct context *cx, const char *sql)
{
	int64_t id = site_number(cx, sql, 0);

	assert_true(id != 0);
	return id;
}

static inline int64_t the_plan(struct context *cx)
{
	return called(cx, "SELECT id FROM plan WHERE code = 'SAMPLE-PLAN'");
}

static inline int64_t measure_called(struct context *cx, const char *number)
{
	return called(cx, arena_fmt(cx->mem, "SELECT id FROM measure WHERE number = '%s'", number));
}

static inline int64_t the_evidence(struct context *cx)
{
	return called(cx, "SELECT min(id) FROM evidence WHERE state = 'accepted'");
}

static inline int64_t the_indicator(struct context *cx)
{
	return called(cx, "SELECT id FROM indicator WHERE code = 'SAMPLE-EDU-1'");
}

static inline int64_t value_of_2023(struct context *cx)
{
	return called(cx, "SELECT v.id FROM indicator_value v JOIN indicator i ON"
	                  " i.id = v.indicator WHERE i.code = 'SAMPLE-EDU-1' AND v.state ="
	                  " 'confirmed' AND v.period_key = '2023' AND v.breakdown_key = '-'");
}

static inline void *row_of(struct context *cx, const struct type *t, int64_t id)
{
	struct record *r = record_get_any(cx, t, id);

	test_ok(cx, r != NULL);
	return r;
}

static inline void save(struct context *cx, const struct type *t, void *row)
{
	site_as(cx, "console");
	test_ok(cx, record_save_as(cx, t, row, CHANGE_UPDATE));
}

/* What the secretariat does before it proposes. */
static inline void open_to_all(struct context *cx, const struct type *t, int64_t id)
{
	struct record *r = row_of(cx, t, id);

	site_as(cx, "sec");
	cx->reason = "as the test wants it";
	r->classification = CLASS_PUBLIC;
	test_ok(cx, record_save(cx, t, r));
	site_as(cx, "console");
}

static inline void show_evidence(struct context *cx)
{
	struct evidence *e = row_of(cx, E, the_evidence(cx));

	e->is_public = YES;
	save(cx, E, e);
}

static inline int64_t publish(struct context *cx, const struct type *t, int64_t id)
{
	int64_t request;

	site_as(cx, "sec");
	test_ok(cx, publication_propose(cx, t, id, NULL, &request));
	test_fails(cx, publication_approve(cx, request), ERR_FORBIDDEN);
	site_as(cx, "ch");
	test_ok(cx, publication_approve(cx, request));
	site_as(cx, "console");
	return request;
}

static inline void refused(struct context *cx, const struct type *t, int64_t id)
{
	int64_t request;

	site_as(cx, "sec");
	if (publication_propose(cx, t, id, NULL, &request) || cx->err.kind != ERR_INVALID)
		fail_msg("%s %s is not refused", t->name, record_title(cx, t, id));
	error_clear(cx);
	site_as(cx, "console");
}

static inline int64_t copies(struct context *cx, int64_t id)
{
	return site_number(cx, "SELECT count(*) FROM publication WHERE record = $1", id);
}

static inline void no_copy_holds_the_secret(struct context *cx)
{
	assert_int_equal(site_number(cx,
	                             "SELECT count(*) FROM publication WHERE body LIKE '%" SECRET
	                             "%' OR words LIKE '%" SECRET "%'",
	                             0),
	                 0);
}

#endif
