/* What “implemented” rests on, evidence that goes, and the stage of a recommendation (README.md),
 * on both engines. */
#include "subject/progress/progress_test.h"

/* ---- what "implemented" rests on */

static void implemented_needs_accepted_evidence(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);
	struct recommendation *r;
	int64_t id, proof;

	u->status = STATUS_IMPLEMENTED;
	id = written(cx, &c, u);
	assert_false(take(cx, U, id, "submit", NULL)); /* no evidence at all */
	assert_string_equal(cx->err.field, "status");
	error_clear(cx);
	proof = evidence(cx, &c, about);
	u = record_get(cx, U, id);
	refs_add(cx, &u->evidence, proof);
	test_ok(cx, record_step(cx, U, u, step_named(U, "submit")));
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "approve", NULL));
	cx->actor = &c.of[ROLE_SEC];
	r = record_get(cx, R, about.id);
	r->status = STATUS_IMPLEMENTED; /* nor by the secretariat's own hand */
	cx->reason = "we say so";
	assert_false(record_step(cx, R, r, step_named(R, "set_status")));
	assert_string_equal(cx->err.field, "status");
	error_clear(cx);
}

static void unchecked_evidence_is_none(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);
	int64_t id;

	u->status = STATUS_IMPLEMENTED;
	refs_add(cx, &u->evidence, evidence(cx, &c, about));
	id = approved(cx, &c, u);
	refused(cx, U, id, "accept", "status");
	assert_string_equal(stage_of(cx, U, id), "approved");
}

static void accepted_evidence_is_enough_for_a_law(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);

	u->status = STATUS_IMPLEMENTED;
	refs_add(cx, &u->evidence, accepted_evidence(cx, &c, about));
	accepted(cx, &c, u);
	assert_int_equal(now_r(cx, about.id)->status, STATUS_IMPLEMENTED);
	assert_string_equal(stage_of(cx, R, about.id), "reported");
}

static int64_t indicator(struct context *cx, const struct cast *c, int kind)
{
	struct indicator *i = record_new(cx, &indicator_type);
	const struct actor *before = cx->actor;

	cx->actor = &console;
	i->code = kind == INDICATOR_OUTCOME ? "SAMPLE-O" : "SAMPLE-S";
	i->name = words(cx, "Share of women among those admitted (sample)");
	i->kind = kind;
	i->unit_kind = UNIT_PERCENT;
	i->unit = words(cx, "%");
	i->periodicity = EVERY_YEAR;
	i->source_body = c->statistics;
	test_ok(cx, record_save_as(cx, &indicator_type, i, CHANGE_CREATE));
	cx->actor = before;
	return i->record.id;
}

static void add_value(struct context *cx, struct progress_update *u, int64_t of, int64_t percent)
{
	struct progress_value *v = arena_new_of(cx->mem, struct progress_value);

	v->indicator = of;
	v->value = (struct number){ percent * 10000, true };
	u->values = (struct owned){ v, 1 };
}

static struct progress_update *implemented(struct context *cx, const struct cast *c,
                                           struct link about)
{
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);

	u->status = STATUS_IMPLEMENTED;
	refs_add(cx, &u->evidence, accepted_evidence(cx, c, about));
	return u;
}

static void practice_needs_a_result(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_BOTH) };
	int64_t id = approved(cx, &c, implemented(cx, &c, about));

	refused(cx, U, id, "accept", "status"); /* a law alone */
}

static void a_structural_indicator_is_no_result(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_PRACTICE) };
	struct progress_update *u = implemented(cx, &c, about);
	int64_t id;

	add_value(cx, u, indicator(cx, &c, INDICATOR_STRUCTURAL), 34);
	id = approved(cx, &c, u);
	refused(cx, U, id, "accept", "status");
	assert_string_equal(stage_of(cx, U, id), "approved");
}

static void an_outcome_is_a_result(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_BOTH) };
	struct progress_update *u = implemented(cx, &c, about);
	int64_t of = indicator(cx, &c, INDICATOR_OUTCOME);
	const struct indicator_value *v;

	add_value(cx, u, of, 34);
	accepted(cx, &c, u);
	assert_int_equal(now_r(cx, about.id)->status, STATUS_IMPLEMENTED);
	/* the value is entered, and not confirmed by that */
	v = indicator_value_at(cx, of, (struct date){ 2026, 12, 31, PRECISION_YEAR }, 0, NULL,
	                       true);
	assert_non_null(v);
	assert_int_equal(v->value.units, 340000);
	assert_null(indicator_value_at(cx, of, (struct date){ 2026, 12, 31, PRECISION_YEAR }, 0,
	                               NULL, false));
}

static void a_verified_measure_is_a_result(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_BOTH) };
	struct link through = { M, measure(cx, &c, about.id) };
	struct progress_update *u = report(cx, through, 2026, PART_FIRST_HALF);

	u->status = STATUS_IMPLEMENTED;
	refs_add(cx, &u->evidence, accepted_evidence(cx, &c, through));
	accepted(cx, &c, u);
	cx->actor = &c.second_secretary;
	test_ok(cx, take(cx, M, through.id, "verify", NULL));
	u = implemented(cx, &c, about);
	accepted(cx, &c, u);
	assert_int_equal(now_r(cx, about.id)->status, STATUS_IMPLEMENTED);
}

static void a_value_outside_its_unit_is_refused(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_BOTH) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);

	add_value(cx, u, indicator(cx, &c, INDICATOR_OUTCOME), 340);
	cx->actor = &c.of[ROLE_FP];
	assert_false(record_save(cx, U, u));
	assert_string_equal(cx->err.field, "values.0.value");
	error_clear(cx);
}

/* ---- evidence withdrawn */

static void withdrawn_evidence_sets_back(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);
	int64_t first = accepted_evidence(cx, &c, about), second;
	struct recommendation *r;

	u->status = STATUS_IMPLEMENTED;
	second = accepted_evidence(cx, &c, about);
	refs_add(cx, &u->evidence, second);
	accepted(cx, &c, u);
	cx->actor = &c.second_secretary;
	test_ok(cx, take(cx, R, about.id, "verify", NULL));
	/* another piece stands: nothing moves */
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, take(cx, E, first, "withdraw", "a wrong file"));
	assert_string_equal(stage_of(cx, R, about.id), "verified");
	test_ok(cx, take(cx, E, second, "withdraw", "the act was repealed"));
	r = now_r(cx, about.id);
	assert_string_equal(stage_of(cx, R, about.id), "in_progress");
	assert_int_equal(r->status, STATUS_NO_INFORMATION);
	assert_non_null(strstr(r->status_reason.v[0].body, "Order No. 12"));
	assert_string_equal(stage_of(cx, U, u->record.id), "accepted"); /* what was said stays */
}

SQL(test_set_back, "SELECT COUNT(*) FROM recommendation WHERE state = $1 AND status = $2");

/* One record more than evidence names at once: the last is one of which a report rests on it. */
static void all_that_rests_on_evidence_is_set_back(void **state)
{
	enum { NAMED = MAX_ROWS_IN_FIELD };
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct evidence *e = record_new(cx, E);
	struct evidence_subject *about = arena_array(cx->mem, struct evidence_subject, NAMED);
	struct progress_update *u;
	int64_t n = 0;

	for (size_t i = 0; i < NAMED; i++) {
		struct recommendation *r = record_new(cx, R);

		cx->actor = &console;
		r->locator = arena_fmt(cx->mem, "%zu", i);
		r->kind = KIND_RECOMMENDATION;
		r->text = words(cx, "Adopt a law.");
		r->lead = c.justice;
		r->status = STATUS_IMPLEMENTED;
		r->record.state = type_state(R, "reported");
		test_ok(cx, record_save_as(cx, R, r, CHANGE_CREATE));
		about[i].subject = (struct link){ R, r->record.id };
	}
	e->title = words(cx, "The law");
	e->type = EVIDENCE_LEGAL_ACT;
	e->date_of_fact = date_day(2026, 3, 2);
	e->issuing_body = "Of the test";
	e->about = (struct owned){ about, NAMED };
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, record_save(cx, E, e));
	cx->actor = &c.of[ROLE_SEC];
	test_ok(cx, take(cx, E, e->record.id, "accept", NULL));
	u = report(cx, (struct link){ R, recommendation(cx, &c, "last", ASKS_LAW) }, 2026,
	           PART_FIRST_HALF);
	u->status = STATUS_IMPLEMENTED;
	refs_add(cx, &u->evidence, e->record.id);
	accepted(cx, &c, u);
	test_ok(cx, take(cx, E, e->record.id, "revoke", "the act was repealed"));
	test_ok(cx, db_int(cx, &test_set_back, &n, NULL, V("in_progress"), V("no_information")));
	assert_int_equal(n, NAMED + 1);
}

static void revoked_evidence_sets_a_measure_back(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);
	int64_t proof = accepted_evidence(cx, &c, about);

	u->status = STATUS_IMPLEMENTED;
	refs_add(cx, &u->evidence, proof);
	accepted(cx, &c, u);
	cx->actor = &c.second_secretary;
	test_ok(cx, take(cx, M, about.id, "verify", NULL));
	test_ok(cx, take(cx, E, proof, "revoke", "it is another ministry's"));
	assert_string_equal(stage_of(cx, M, about.id), "in_progress");
}

static void evidence_that_ran_out_counts_no_more(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	int64_t id = accepted_evidence(cx, &c, about);
	struct evidence *e = record_get_any(cx, E, id);
	bool stands;

	test_ok(cx, evidence_stands(cx, about, &stands));
	assert_true(stands);
	cx->actor = &console;
	e->expiry = date_day(2026, 11, 21); /* yesterday */
	test_ok(cx, record_save_as(cx, E, e, CHANGE_UPDATE));
	test_ok(cx, evidence_stands(cx, about, &stands));
	assert_false(stands);
}

static void refused_evidence(struct context *cx, const struct cast *c, struct evidence *e,
                             const char *field)
{
	cx->actor = &c->of[ROLE_FP];
	assert_false(record_save(cx, E, e));
	assert_string_equal(cx->err.field, field);
	error_clear(cx);
}

static void evidence_says_what_it_is(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct evidence *e = record_new(cx, E);
	struct evidence_subject s = { .subject = { R, recommendation(cx, &c, "1", ASKS_LAW) } };

	e->title = words(cx, "Of the test");
	e->type = EVIDENCE_LINK;
	refused_evidence(cx, &c, e, "address");
	e->address = "ftp://example.org/act";
	refused_evidence(cx, &c, e, "address");
	e->type = EVIDENCE_STATISTIC;
	e->address = NULL;
	refused_evidence(cx, &c, e, "date_of_fact");
	e->date_of_fact = date_day(2027, 1, 1);
	e->issuing_body = "Statistics";
	refused_evidence(cx, &c, e, "date_of_fact"); /* has not come */
	e->date_of_fact = date_day(2026, 1, 1);
	e->is_public = e->personal_data = YES;
	refused_evidence(cx, &c, e, "is_public");
	e->is_public = NO;
	e->type = EVIDENCE_PHOTO;
	refused_evidence(cx, &c, e, "file");
	e->type = EVIDENCE_STATISTIC;
	e->about = (struct owned){ &s, 1 };
	cx->actor = &c.other_officer;
	e->record.institution = c.education;
	assert_false(record_save(cx, E, e)); /* their ministry has no part in it */
	assert_string_equal(cx->err.field, "about.0.subject");
	error_clear(cx);
	cx->actor = &c.of[ROLE_FP];
	e->record.institution = 0;
	test_ok(cx, record_save(cx, E, e));
	assert_int_equal(e->record.institution, c.justice);
}

/* ---- the stage of a recommendation */

static void a_measure_makes_it_planned(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	int64_t id = recommendation(cx, &c, "1", ASKS_BOTH);
	int64_t of = measure(cx, &c, id);
	struct measure *m;

	assert_string_equal(stage_of(cx, R, id), "planned");
	m = record_get_any(cx, M, of);
	m->recommendations = (struct refs){ 0 };
	cx->actor = &console;
	test_ok(cx, record_save_as(cx, M, m, CHANGE_UPDATE));
	assert_string_equal(stage_of(cx, R, id), "accepted");
	refs_add(cx, &m->recommendations, id);
	test_ok(cx, record_save_as(cx, M, m, CHANGE_UPDATE));
	accepted(cx, &c, report(cx, (struct link){ M, of }, 2026, PART_FIRST_HALF));
	assert_string_equal(stage_of(cx, R, id), "in_progress");
	/* who reported on the measure does not verify the recommendation either */
	assert_true(refs_has(&now_r(cx, id)->reported_by, c.of[ROLE_FP].user));
}

static void a_cluster_makes_it_planned(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	int64_t id = recommendation(cx, &c, "1", ASKS_BOTH);
	int64_t of = measure(cx, &c, 0);
	struct cluster *k = record_new(cx, &cluster_type);

	cx->actor = &console;
	k->title = words(cx, "Of the test");
	k->lead = c.justice;
	refs_add(cx, &k->recommendations, id);
	refs_add(cx, &k->recommendations, recommendation(cx, &c, "2", ASKS_BOTH));
	test_ok(cx, record_save_as(cx, &cluster_type, k, CHANGE_CREATE));
	assert_string_equal(stage_of(cx, R, id), "accepted");
	refs_add(cx, &k->measures, of);
	test_ok(cx, record_save_as(cx, &cluster_type, k, CHANGE_UPDATE));
	assert_string_equal(stage_of(cx, R, id), "planned");
	accepted(cx, &c, report(cx, (struct link){ M, of }, 2026, PART_FIRST_HALF));
	assert_string_equal(stage_of(cx, R, id), "in_progress");
}

static void not_verified_goes_back(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);

	u->status = STATUS_PARTIALLY_IMPLEMENTED;
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, record_save(cx, U, u));
	assert_false(take(cx, U, u->record.id, "submit", NULL));
	assert_string_equal(cx->err.field, "status_reason");
	error_clear(cx);
	u = record_get(cx, U, u->record.id);
	u->status_reason = words(cx, "Courts do not apply it yet.");
	test_ok(cx, record_step(cx, U, u, step_named(U, "submit")));
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, u->record.id, "approve", NULL));
	cx->actor = &c.of[ROLE_SEC];
	test_ok(cx, take(cx, U, u->record.id, "accept", NULL));
	assert_string_equal(now_r(cx, about.id)->status_reason.v[0].body,
	                    "Courts do not apply it yet.");
	cx->actor = &c.of[ROLE_DC];
	test_fails(cx, take(cx, R, about.id, "not_verified", NULL), ERR_INVALID); /* why? */
	test_ok(cx, take(cx, R, about.id, "not_verified", "no judgment was shown"));
	assert_string_equal(stage_of(cx, R, about.id), "in_progress");
	/* only results are verified */
	cx->actor = &c.of[ROLE_DC];
	test_fails(cx, take(cx, R, about.id, "verify", NULL), ERR_CONFLICT);
}

static void the_independent_view_stays_its_authors(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct view view = { .author = c.ombudsman_office, .opinion = 3 };
	struct recommendation *r;

	cx->actor = &c.of[ROLE_OMB];
	r = record_get(cx, R, about.id);
	r->views = (struct owned){ &view, 1 };
	test_ok(cx, record_step(cx, R, r, step_named(R, "give_view")));
	accepted(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));
	r = now_r(cx, about.id);
	assert_int_equal(r->views.n, 1);
	assert_int_equal(r->status, STATUS_IN_PROGRESS);
	/* no government role touches it, whatever step it takes */
	for (enum role role = ROLE_CH; role <= ROLE_MA; role++) {
		cx->actor = &c.of[role];
		r = record_get(cx, R, about.id);
		if (!r) {
			error_clear(cx);
			continue;
		}
		r->views.n = 0;
		assert_false(record_save(cx, R, r));
		error_clear(cx);
	}
	assert_int_equal(now_r(cx, about.id)->views.n, 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(implemented_needs_accepted_evidence),
		cmocka_unit_test(unchecked_evidence_is_none),
		cmocka_unit_test(accepted_evidence_is_enough_for_a_law),
		cmocka_unit_test(practice_needs_a_result),
		cmocka_unit_test(a_structural_indicator_is_no_result),
		cmocka_unit_test(an_outcome_is_a_result),
		cmocka_unit_test(a_verified_measure_is_a_result),
		cmocka_unit_test(a_value_outside_its_unit_is_refused),
		cmocka_unit_test(withdrawn_evidence_sets_back),
		cmocka_unit_test(all_that_rests_on_evidence_is_set_back),
		cmocka_unit_test(revoked_evidence_sets_a_measure_back),
		cmocka_unit_test(evidence_that_ran_out_counts_no_more),
		cmocka_unit_test(evidence_says_what_it_is),
		cmocka_unit_test(a_measure_makes_it_planned),
		cmocka_unit_test(a_cluster_makes_it_planned),
		cmocka_unit_test(not_verified_goes_back),
		cmocka_unit_test(the_independent_view_stays_its_authors),
	};

	return world_tests("grounds", tests, LEN(tests));
}
