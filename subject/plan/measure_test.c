/* Measures on both engines: one lead body, several plans, the term in words, what is owed, what
 * accepted updates come to, how a measure stands, and the steps of its life. */
#include "subject/plan/plan_test.h"

/* ---- one lead body */

static void a_measure_has_a_lead_body(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", NULL, "1");

	m->lead = 0;
	assert_beside(cx, record_save(cx, &measure_type, m), "lead");
}

static void the_lead_body_is_no_co_executor(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", NULL, "1");

	refs_add(cx, &m->co, body(cx, "MOL"));
	refs_add(cx, &m->co, body(cx, "MOE"));
	assert_beside(cx, record_save(cx, &measure_type, m), "co");
}

static void two_leads_in_one_cell_are_refused(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", NULL, "1");

	assert_beside(cx,
	              field_typed(cx, &measure_type, type_field_named(&measure_type, "lead"), "en",
	                          "MOE|MOL", m),
	              "lead");
}

static void a_partner_is_somebody_else(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", NULL, "1");
	struct measure_partner v[2] = { { .institution = m->lead }, { .name = "" } };

	m->partners = (struct owned){ v, 2 };
	assert_beside(cx, record_save(cx, &measure_type, m), "partners.0.institution");
	m->partners = (struct owned){ &v[1], 1 };
	assert_beside(cx, record_save(cx, &measure_type, m), "partners.0.institution");
	v[1].name = "A trial organisation";
	m->partners = (struct owned){ &v[1], 1 };
	test_ok(cx, record_save(cx, &measure_type, m));
}

static void a_measure_belongs_to_its_lead(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = made(cx, "Trial", "MOE", "2025", NULL, "1");

	assert_int_equal(m->record.institution, body(cx, "MOE"));
	as(cx, "fp2");
	m = tried(cx, "Trial of another's", "MOE", "2025", NULL, "2");
	test_fails(cx, record_save(cx, &measure_type, m), ERR_FORBIDDEN);
	m = tried(cx, "Trial of one's own", "MOL", "2025", NULL, "2");
	test_ok(cx, record_save(cx, &measure_type, m));
}

static void a_co_executor_reads_it_and_others_do_not(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", NULL, "1");

	refs_add(cx, &m->co, body(cx, "MOL"));
	test_ok(cx, record_save(cx, &measure_type, m));
	as(cx, "fp2");
	assert_non_null(record_get(cx, &measure_type, m->record.id));
	cx->actor = &console;
	m->co = (struct refs){ 0 };
	test_ok(cx, record_save(cx, &measure_type, m));
	as(cx, "fp2");
	assert_null(record_get(cx, &measure_type, m->record.id)); /* another's draft */
	error_clear(cx);
}

/* ---- places */

static void it_stands_in_two_plans_and_is_one(void **state)
{
	struct context *cx = begin(state);
	struct plan *a = drafted(cx, "TRIAL-A", 2025, 2026),
	            *b = drafted(cx, "TRIAL-B", 2024, 2027);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", a, "1.1");
	struct measure_place v[2] = { { .plan = a->record.id, .number = "1.1" },
		                      { .plan = b->record.id, .number = "7" } };
	int64_t counts[MEASURE_STANDINGS];

	m->places = (struct owned){ v, 2 };
	test_ok(cx, record_save(cx, &measure_type, m));
	test_ok(cx, plan_counts(cx, a->record.id, counts));
	assert_int_equal(counts[MEASURE_DRAFT], 1);
	test_ok(cx, plan_counts(cx, b->record.id, counts));
	assert_int_equal(counts[MEASURE_DRAFT], 1);
}

static void it_stands_in_a_plan_once(void **state)
{
	struct context *cx = begin(state);
	struct plan *a = drafted(cx, "TRIAL-A", 2025, 2026);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", a, "1.1");
	struct measure_place v[2] = { { .plan = a->record.id, .number = "1.1" },
		                      { .plan = a->record.id, .number = "1.2" } };

	m->places = (struct owned){ v, 2 };
	assert_beside(cx, record_save(cx, &measure_type, m), "places.1.plan");
}

static void a_number_stands_once(void **state)
{
	struct context *cx = begin(state);
	struct plan *a = drafted(cx, "TRIAL-A", 2025, 2026);
	struct measure *m;

	made(cx, "Trial", "MOE", "2025", a, "1.1");
	m = tried(cx, "Another trial", "MOL", "2025", a, "1.1");
	assert_beside(cx, record_save(cx, &measure_type, m), "places.0.number");
}

static void a_part_is_of_its_own_plan(void **state)
{
	struct context *cx = begin(state);
	struct plan *a = drafted(cx, "TRIAL-A", 2025, 2026),
	            *b = drafted(cx, "TRIAL-B", 2025, 2026);
	struct plan_part *part = record_new(cx, &plan_part_type);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", a, "1.1");

	part->plan = b->record.id;
	part->kind = 1;
	part->title = words(cx, "A trial of a part");
	test_ok(cx, record_save(cx, &plan_part_type, part));
	((struct measure_place *)m->places.v)->part = part->record.id;
	assert_beside(cx, record_save(cx, &measure_type, m), "places.0.part");
}

/* ---- money, results, and what it serves */

static void what_it_serves_is_kept(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = tried(cx, "Trial", "MOE", "2025", NULL, "1");
	int64_t duty = record_id_by_key(cx, &obligation_type, "CEDAW 18 report");
	int64_t goal = record_id_by_key(cx, &sdg_type, "5.1");

	assert_true(duty && goal);
	refs_add(cx, &m->obligations, duty);
	refs_add(cx, &m->sdg, goal);
	m->expected_result = words(cx, "A trial of a result");
	m->budget_source = "A trial of a fund";
	m->budget = (struct money){ -100, "TMT" };
	assert_beside(cx, record_save(cx, &measure_type, m), "budget");
	m->budget.minor = 1250050;
	test_ok(cx, record_save(cx, &measure_type, m));
	m = measure_again(cx, m->record.id);
	assert_true(refs_has(&m->obligations, duty) && refs_has(&m->sdg, goal));
	assert_string_equal(m->expected_result.v[0].body, "A trial of a result");
	assert_string_equal(m->budget_source, "A trial of a fund");
	assert_int_equal(m->budget.minor, 1250050);
	assert_string_equal(m->budget.currency, "TMT");
}

/* ---- the term in words (DL-19) */

static void terms_become_dates(void **state)
{
	static const struct {
		const char *timing;
		int kind;
		const char *from, *due;
	} terms[] = {
		{ "2021–2025", TIMING_DATES, "2021-01-01", "2025-12-31" },
		{ "IV çärýek 2023", TIMING_DATES, "2023-10-01", "2023-12-31" },
		{ "2026", TIMING_DATES, "2026-01-01", "2026-12-31" },
		{ "до 30.06.2026", TIMING_UNSET, "", "" },
		{ "30.06.2026", TIMING_DATES, "2026-06-30", "2026-06-30" },
		{ "her ýyl", TIMING_YEARLY, "", "" },
		{ "every year, 2024-2026", TIMING_YEARLY, "2024-01-01", "2026-12-31" },
		{ "yzygiderli", TIMING_CONTINUOUS, "", "" },
		{ "continuously", TIMING_CONTINUOUS, "", "" },
		{ "постоянно, 2024–2025", TIMING_CONTINUOUS, "2024-01-01", "2025-12-31" },
	};
	struct context *cx = begin(state);

	for (size_t i = 0; i < LEN(terms); i++) {
		struct measure *m = tried(cx, "Trial", "MOE", terms[i].timing, NULL, NULL);
		char text[DATE_TEXT];

		if (!terms[i].kind) {
			assert_beside(cx, record_save(cx, &measure_type, m), "timing");
			continue;
		}
		test_ok(cx, record_save(cx, &measure_type, m));
		assert_int_equal(m->timing_kind, terms[i].kind);
		assert_string_equal(date_text(m->from_date, text), terms[i].from);
		assert_string_equal(date_text(m->due, text), terms[i].due);
	}
}

/* ---- outside any plan: approved by the ministry, by another than the one who wrote it */

static struct measure *running(struct context *cx, const char *timing)
{
	struct measure *m;

	as(cx, "fp");
	m = tried(cx, "Trial", "MOE", timing, NULL, "R.1");
	test_ok(cx, record_save(cx, &measure_type, m));
	as(cx, "ma");
	test_ok(cx, step(cx, &measure_type, m->record.id, "approve"));
	cx->actor = &console;
	return measure_again(cx, m->record.id);
}

static void a_reform_outside_any_plan_begins_at_once(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "2025");
	char text[DATE_TEXT];

	assert_string_equal(state_of(cx, &measure_type, m->record.id), "not_started");
	assert_string_equal(date_text(m->followed_from, text), "2025-07-01");
}

static void nobody_approves_his_own(void **state)
{
	struct context *cx = begin(state);
	struct measure *m;

	test_ok(cx, account_add(cx, "both", "MOE", "FP,MA", NULL, "en") != 0);
	as(cx, "both");
	m = tried(cx, "Trial", "MOE", "2025", NULL, "R.1");
	test_ok(cx, record_save(cx, &measure_type, m));
	as(cx, "both");
	{
		struct actor *a = arena_new_of(cx->mem, struct actor);

		*a = *cx->actor;
		a->role = ROLE_MA;
		cx->actor = a;
	}
	test_fails(cx, step(cx, &measure_type, m->record.id, "approve"), ERR_INVALID);
}

static void what_is_to_come_waits_for_its_day(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "2026");
	struct deadline_day day = { 0 };

	assert_string_equal(state_of(cx, &measure_type, m->record.id), "approved");
	assert_kept(cx, &measure_type, m->record.id, "end", "2026-12-31", "open");
	assert_null(deadline_found(cx, &measure_type, m->record.id, "progress.2025-H2"));
	on(cx, "2026-01-01");
	test_ok(cx, plan_day_slice(cx, &day));
	assert_true(day.done);
	assert_string_equal(state_of(cx, &measure_type, m->record.id), "not_started");
	assert_kept(cx, &measure_type, m->record.id, "progress.2026-H1", "2026-07-10", "open");
	assert_null(deadline_found(cx, &measure_type, m->record.id, "progress.2025-H2"));
}

/* ---- what was approved is not rewritten in passing */

static void approved_words_are_kept(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "2025");

	as(cx, "fp");
	m->text = words(cx, "Something else");
	assert_beside(cx, record_save(cx, &measure_type, m), "text");
	m = measure_again(cx, m->record.id);
	m->timing = "2030";
	assert_beside(cx, record_save(cx, &measure_type, m), "timing");
	m = measure_again(cx, m->record.id);
	m->lead = body(cx, "MOL");
	assert_beside(cx, record_save(cx, &measure_type, m), "lead");
	m = measure_again(cx, m->record.id);
	m->budget_source = "A trial budget";
	test_ok(cx, record_save(cx, &measure_type, m));
}

static void the_chair_sets_another_term(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "II quarter 2025");

	assert_kept(cx, &measure_type, m->record.id, "end", "2025-06-30", "open");
	as(cx, "sec");
	m->timing = "2025";
	cx->reason = "The ministry asked for it";
	test_fails(cx, record_step(cx, &measure_type, m, step_named(&measure_type, "extend")),
	           ERR_FORBIDDEN);
	as(cx, "ch");
	m = measure_again(cx, m->record.id);
	cx->reason = "The ministry asked for it";
	assert_beside(cx, record_step(cx, &measure_type, m, step_named(&measure_type, "extend")),
	              "timing");
	m = measure_again(cx, m->record.id);
	m->timing = "2025";
	test_ok(cx, record_step(cx, &measure_type, m, step_named(&measure_type, "extend")));
	assert_kept(cx, &measure_type, m->record.id, "end", "2025-12-31", "open");
	assert_int_equal(m->amendments.units, 1);
}

static void only_the_chair_cancels_and_says_why(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "2025");

	as(cx, "sec");
	cx->reason = "A trial";
	test_fails(cx, step(cx, &measure_type, m->record.id, "cancel"), ERR_FORBIDDEN);
	as(cx, "ch");
	assert_beside(cx, step(cx, &measure_type, m->record.id, "cancel"), "reason");
	cx->reason = "A trial";
	test_ok(cx, step(cx, &measure_type, m->record.id, "cancel"));
	assert_kept(cx, &measure_type, m->record.id, "end", "2025-12-31", "dropped");
	assert_kept(cx, &measure_type, m->record.id, "progress.2025-H2", "2026-01-12", "dropped");
}

static void what_is_suspended_owes_nothing(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "2025");

	as(cx, "sec");
	cx->reason = "A trial";
	test_ok(cx, step(cx, &measure_type, m->record.id, "suspend"));
	assert_kept(cx, &measure_type, m->record.id, "progress.2025-H2", "2026-01-12", "dropped");
	test_ok(cx, step(cx, &measure_type, m->record.id, "resume"));
	assert_string_equal(state_of(cx, &measure_type, m->record.id), "not_started");
	assert_kept(cx, &measure_type, m->record.id, "progress.2025-H2", "2026-01-12", "open");
}

/* ---- what is owed, and what updates come to */

static void progress_is_owed_each_half_year(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "yzygiderli");
	struct deadline_day day = { 0 };
	struct half_year *v;
	size_t n;

	assert_null(deadline_found(cx, &measure_type, m->record.id, "end"));
	assert_kept(cx, &measure_type, m->record.id, "progress.2025-H2", "2026-01-12", "open");
	on(cx, "2026-07-01");
	test_ok(cx, plan_day_slice(cx, &day));
	assert_kept(cx, &measure_type, m->record.id, "progress.2026-H1", "2026-07-10", "open");
	assert_kept(cx, &measure_type, m->record.id, "progress.2026-H2", "2027-01-11", "open");
	test_ok(cx, measure_periods_due(cx, measure_again(cx, m->record.id), &v, &n));
	assert_int_equal(n, 3);
	assert_string_equal(half_year_code(cx, v[0]), "2025-H2");
	assert_string_equal(half_year_code(cx, v[2]), "2026-H2");
}

static void what_recurs_is_due_each_year(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "her ýyl");
	struct deadline_day day = { 0 };

	assert_kept(cx, &measure_type, m->record.id, "end.2025", "2025-12-31", "open");
	on(cx, "2026-01-02");
	test_ok(cx, plan_day_slice(cx, &day));
	assert_kept(cx, &measure_type, m->record.id, "end.2026", "2026-12-31", "open");
	test_ok(cx, measure_report(cx, m->record.id,
	                           &(struct measure_report){ .period = { 2025, 2 },
	                                                     .day = date_day(2026, 1, 2),
	                                                     .state = "in_progress" }));
	assert_kept(cx, &measure_type, m->record.id, "end.2025", "2025-12-31", "met");
	assert_kept(cx, &measure_type, m->record.id, "end.2026", "2026-12-31", "open");
}

static void the_focal_point_owns_it(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "2025");
	const struct account *fp = account_by_login(cx, "fp");
	struct person *person = record_new(cx, &person_type);
	struct focal_point *f = record_new(cx, &focal_point_type);
	struct account *second;

	assert_int_equal(deadline_kept(cx, &measure_type, m->record.id, "end")->owner,
	                 fp->record.id);
	test_ok(cx, account_add(cx, "fp3", "MOE", "FP", NULL, "en") != 0);
	second = account_by_login(cx, "fp3");
	person->full_name = words(cx, "A trial person");
	person->office = body(cx, "MOE");
	test_ok(cx, record_save_as(cx, &person_type, person, CHANGE_CREATE));
	second->person = person->record.id;
	test_ok(cx, record_save_as(cx, &account_type, second, CHANGE_UPDATE));
	f->office = body(cx, "MOE");
	f->person = person->record.id;
	f->chief = YES;
	f->active_from = date_day(2025, 1, 1);
	test_ok(cx, record_save_as(cx, &focal_point_type, f, CHANGE_CREATE));
	assert_int_equal(deadline_kept(cx, &measure_type, m->record.id, "end")->owner,
	                 second->record.id);
}

static void an_accepted_update_moves_it(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "2025");
	struct measure_report r = { .period = { 2025, 2 },
		                    .day = date_day(2025, 7, 10),
		                    .state = "in_progress",
		                    .percent = { 40, true } };

	test_ok(cx, measure_report(cx, m->record.id, &r));
	m = measure_again(cx, m->record.id);
	assert_string_equal(state_of(cx, &measure_type, m->record.id), "in_progress");
	assert_int_equal(m->percent.units, 40);
	assert_kept(cx, &measure_type, m->record.id, "progress.2025-H2", "2026-01-12", "met");
	assert_kept(cx, &measure_type, m->record.id, "end", "2025-12-31", "open");
	r.state = "reported_complete";
	r.day = date_day(2025, 7, 11);
	test_ok(cx, measure_report(cx, m->record.id, &r));
	assert_kept(cx, &measure_type, m->record.id, "end", "2025-12-31", "met");
	assert_int_equal(measure_again(cx, m->record.id)->reported.n, 1);
	test_fails(cx, measure_report(cx, m->record.id, &r), ERR_INVALID);
}

static void nothing_is_reported_on_a_draft(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = made(cx, "Trial", "MOE", "2025", NULL, "1");
	struct measure_report r = { .period = { 2025, 1 }, .day = date_day(2025, 7, 10) };

	test_fails(cx, measure_report(cx, m->record.id, &r), ERR_INVALID);
}

static void completion_is_verified_or_sent_back(void **state)
{
	struct context *cx = begin(state);
	struct measure *m = running(cx, "2025");
	struct measure_report r = { .period = { 2025, 2 },
		                    .day = date_day(2025, 7, 10),
		                    .state = "reported_complete" };

	test_ok(cx, measure_report(cx, m->record.id, &r));
	as(cx, "fp");
	test_fails(cx, step(cx, &measure_type, m->record.id, "verify"), ERR_FORBIDDEN);
	as(cx, "sec");
	assert_beside(cx, step(cx, &measure_type, m->record.id, "not_verify"), "reason");
	cx->reason = "The figures are missing";
	test_ok(cx, step(cx, &measure_type, m->record.id, "not_verify"));
	assert_kept(cx, &measure_type, m->record.id, "end", "2025-12-31", "open");
	r.period = (struct half_year){ 2025, 2 };
	test_ok(cx, measure_report(cx, m->record.id, &r));
	test_ok(cx, step(cx, &measure_type, m->record.id, "verify"));
	assert_string_equal(state_of(cx, &measure_type, m->record.id), "verified_complete");
}

/* ---- how it stands */

static void assert_stands(struct context *cx, int64_t id, enum measure_standing wanted)
{
	enum measure_standing at;

	test_ok(cx, measure_standing(cx, measure_again(cx, id), &at));
	assert_string_equal(measure_standings[at].code, measure_standings[wanted].code);
}

/* The counts of the database and the rule for one record say the same. */
static void delayed_and_silent_follow_from_the_day(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-A", 2025, 2026);
	int64_t late = made(cx, "Late", "MOE", "III quarter 2025", p, "1")->record.id;
	int64_t silent = made(cx, "Silent", "MOE", "2025-2026", p, "2")->record.id;
	int64_t told = made(cx, "Told", "MOL", "2025-2026", p, "3")->record.id;
	int64_t counts[MEASURE_STANDINGS];

	put_in_force(cx, p);
	assert_stands(cx, late, MEASURE_NOT_STARTED);
	test_ok(cx, measure_report(cx, told,
	                           &(struct measure_report){ .period = { 2025, 2 },
	                                                     .day = date_day(2025, 7, 11),
	                                                     .state = "in_progress" }));
	on(cx, "2026-01-12");
	assert_stands(cx, late, MEASURE_DELAYED);
	assert_stands(cx, silent, MEASURE_NOT_STARTED); /* it may still come today */
	on(cx, "2026-01-13");
	assert_stands(cx, silent, MEASURE_SILENT);
	assert_stands(cx, told, MEASURE_IN_PROGRESS);
	test_ok(cx, plan_counts(cx, p->record.id, counts));
	assert_int_equal(counts[MEASURE_DELAYED], 1);
	assert_int_equal(counts[MEASURE_SILENT], 1);
	assert_int_equal(counts[MEASURE_IN_PROGRESS], 1);
}

/* ---- clusters */

static void a_cluster_has_the_earliest_deadline(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *a = asked_for(cx, "A trial"), *b = asked_for(cx, "Another trial");
	struct measure *m = running(cx, "2025");
	struct cluster *c = record_new(cx, &cluster_type);
	struct refs measures;
	char text[DATE_TEXT];

	a->deadline = date_day(2026, 3, 1);
	test_ok(cx, record_save_as(cx, &recommendation_type, a, CHANGE_UPDATE));
	c->title = words(cx, "A trial of a cluster");
	c->lead = body(cx, "MOE");
	refs_add(cx, &c->recommendations, a->record.id);
	assert_beside(cx, record_save(cx, &cluster_type, c), "recommendations");
	refs_add(cx, &c->recommendations, b->record.id);
	refs_add(cx, &c->measures, m->record.id);
	test_ok(cx, record_save(cx, &cluster_type, c));
	assert_string_equal(date_text(c->earliest, text), "2025-12-31");
	b = record_get_any(cx, &recommendation_type, b->record.id);
	b->deadline = date_day(2025, 9, 1);
	test_ok(cx, record_save_as(cx, &recommendation_type, b, CHANGE_UPDATE));
	c = record_get_any(cx, &cluster_type, c->record.id);
	assert_string_equal(date_text(c->earliest, text), "2025-09-01");
	test_ok(cx, measures_of_recommendation(cx, b->record.id, &measures));
	assert_int_equal(measures.n, 1);
	assert_int_equal(measures.v[0], m->record.id);
}

/* ---- half-years */

static void half_years_are_written_and_read(void **state)
{
	struct context *cx = begin(state);
	struct half_year h;
	char text[DATE_TEXT];

	assert_true(half_year_parse("2025-H2", &h));
	assert_string_equal(half_year_code(cx, half_year_after(h)), "2026-H1");
	assert_string_equal(date_text(half_year_last_day(h), text), "2025-12-31");
	assert_false(half_year_parse("2025-H3", &h));
	assert_false(half_year_parse("25-H1", &h));
	assert_false(half_year_parse(NULL, &h));
	assert_string_equal(half_year_words(cx, (struct half_year){ 2026, 1 }),
	                    "first half of 2026");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_measure_has_a_lead_body),
		cmocka_unit_test(the_lead_body_is_no_co_executor),
		cmocka_unit_test(two_leads_in_one_cell_are_refused),
		cmocka_unit_test(a_partner_is_somebody_else),
		cmocka_unit_test(a_measure_belongs_to_its_lead),
		cmocka_unit_test(a_co_executor_reads_it_and_others_do_not),
		cmocka_unit_test(it_stands_in_two_plans_and_is_one),
		cmocka_unit_test(it_stands_in_a_plan_once),
		cmocka_unit_test(a_number_stands_once),
		cmocka_unit_test(a_part_is_of_its_own_plan),
		cmocka_unit_test(what_it_serves_is_kept),
		cmocka_unit_test(terms_become_dates),
		cmocka_unit_test(a_reform_outside_any_plan_begins_at_once),
		cmocka_unit_test(nobody_approves_his_own),
		cmocka_unit_test(what_is_to_come_waits_for_its_day),
		cmocka_unit_test(approved_words_are_kept),
		cmocka_unit_test(the_chair_sets_another_term),
		cmocka_unit_test(only_the_chair_cancels_and_says_why),
		cmocka_unit_test(what_is_suspended_owes_nothing),
		cmocka_unit_test(progress_is_owed_each_half_year),
		cmocka_unit_test(what_recurs_is_due_each_year),
		cmocka_unit_test(the_focal_point_owns_it),
		cmocka_unit_test(an_accepted_update_moves_it),
		cmocka_unit_test(nothing_is_reported_on_a_draft),
		cmocka_unit_test(completion_is_verified_or_sent_back),
		cmocka_unit_test(delayed_and_silent_follow_from_the_day),
		cmocka_unit_test(a_cluster_has_the_earliest_deadline),
		cmocka_unit_test(half_years_are_written_and_read),
	};

	return world_tests("measure", tests, LEN(tests));
}
