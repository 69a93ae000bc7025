/* Plans on both engines: what is shipped, approval by act and chair, versions that can be compared,
 * and what is carried over when the time of a plan is over. */
#include "subject/plan/plan_test.h"

/* ---- what is shipped */

static const struct plan *shipped(struct context *cx, const char *code)
{
	const struct plan *p = record_by_key(cx, &plan_type, code);

	if (!p)
		fail_msg("there is no plan %s", code);
	return p;
}

static void the_plans_of_the_sources_are_there(void **state)
{
	static const struct {
		const char *code;
		int from, to;
	} named[] = { { "NHRAP-2021-2025", 2021, 2025 },
		      { "GENDER-2021-2025", 2021, 2025 },
		      { "CHILDREN-2018-2022", 2018, 2022 },
		      { "EARLY-CHILDHOOD-2020-2025", 2020, 2025 },
		      { "COMMISSION-WORK-PLAN-2023", 2023, 2023 } };
	struct context *cx = begin(state);

	for (size_t i = 0; i < LEN(named); i++) {
		const struct plan *p = shipped(cx, named[i].code);
		const struct source *s = p->record.sources.v;

		assert_int_equal(p->period_from.year, named[i].from);
		assert_int_equal(p->period_to.year, named[i].to);
		assert_int_equal(p->period_to.precision, PRECISION_YEAR);
		assert_int_equal(p->record.sources.n, 1);
		assert_false(str_empty(s->title));
		assert_int_not_equal(s->certainty, 0);
	}
	assert_int_equal(shipped(cx, "IHL-2024-2028")->predecessor,
	                 shipped(cx, "IHL-2021-2023")->record.id);
}

/* The misprint of the source is kept, and what counts beside it. */
static void a_misprinted_period_is_a_conflict(void **state)
{
	struct context *cx = begin(state);
	const struct plan *p = shipped(cx, "CHILDREN-2018-2022");
	const struct conflict *c = p->record.conflicts.v;

	assert_int_equal(p->record.conflicts.n, 1);
	assert_string_equal(c->field, "period_to");
	assert_string_equal(c->value_a, "2022");
	assert_string_equal(c->value_b, "2025");
	assert_int_equal(c->resolved_by, 0);
	assert_int_equal(p->period_to.year, 2022);
}

static void loaded_twice_it_writes_nothing(void **state)
{
	struct context *cx = begin(state);
	int64_t version = shipped(cx, "CHILDREN-2018-2022")->record.version;

	test_ok(cx, plan_subject.load_reference(cx, "turkmenistan"));
	assert_int_equal(shipped(cx, "CHILDREN-2018-2022")->record.version, version);
	assert_int_equal(shipped(cx, "CHILDREN-2018-2022")->record.conflicts.n, 1);
}

/* ---- what cannot be */

static void a_plan_does_not_end_before_it_begins(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = plan_again(cx, drafted(cx, "TRIAL-A", 2025, 2026));

	p->period_to = date_day(2024, 12, 31);
	assert_beside(cx, record_save(cx, &plan_type, p), "period_to");
	p = plan_again(cx, p);
	p->mid_term_review = date_day(2027, 1, 1);
	assert_beside(cx, record_save(cx, &plan_type, p), "mid_term_review");
}

static void a_plan_does_not_succeed_itself(void **state)
{
	struct context *cx = begin(state);
	struct plan *a = drafted(cx, "TRIAL-A", 2021, 2025),
	            *b = drafted(cx, "TRIAL-B", 2026, 2030);

	b->predecessor = a->record.id;
	test_ok(cx, record_save(cx, &plan_type, b));
	a = plan_again(cx, a);
	a->predecessor = b->record.id;
	assert_beside(cx, record_save(cx, &plan_type, a), "predecessor");
}

static void only_a_roadmap_is_bound_to_recommendations(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = plan_again(cx, drafted(cx, "TRIAL-A", 2025, 2026));

	refs_add(cx, &p->recommendations, asked_for(cx, "A trial")->record.id);
	assert_beside(cx, record_save(cx, &plan_type, p), "recommendations");
	p->kind = choice_index(type_field_named(&plan_type, "kind")->choices, "roadmap");
	test_ok(cx, record_save(cx, &plan_type, p));
}

static void a_code_names_one_plan(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = record_new(cx, &plan_type);

	p->code = "NHRAP-2021-2025";
	p->title = words(cx, "A trial");
	p->kind = 1;
	p->period_from = p->period_to = date_day(2025, 1, 1);
	assert_false(record_save(cx, &plan_type, p));
	error_clear(cx);
}

/* ---- approval */

static void the_chair_confirms_the_act_that_another_recorded(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-A", 2025, 2026);
	int64_t m = made(cx, "Trial", "MOE", "2025", p, "1")->record.id;

	as(cx, "ch");
	test_fails(cx, step(cx, &plan_type, p->record.id, "confirm"), ERR_INVALID); /* no act */
	as(cx, "sec");
	test_fails(cx, step(cx, &plan_type, p->record.id, "confirm"), ERR_FORBIDDEN);
	approve(cx, p);
	assert_string_equal(state_of(cx, &plan_type, p->record.id), "approved");
	assert_string_equal(state_of(cx, &measure_type, m), "approved");
	as(cx, "sec");
	test_ok(cx, step(cx, &plan_type, p->record.id, "put_in_force"));
	assert_string_equal(state_of(cx, &measure_type, m), "not_started");
	assert_kept(cx, &measure_type, m, "progress.2025-H2", "2026-01-12", "open");
}

static void an_act_of_tomorrow_is_refused(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-A", 2025, 2026);

	as(cx, "sec");
	p = plan_again(cx, p);
	p->act = "Trial resolution";
	p->act_date = date_day(2025, 7, 12);
	assert_beside(cx, record_step(cx, &plan_type, p, step_named(&plan_type, "record_act")),
	              "act_date");
}

static void a_ministry_reads_an_approved_plan_and_no_draft(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-A", 2025, 2026);

	as(cx, "fp");
	assert_null(record_get(cx, &plan_type, p->record.id));
	error_clear(cx);
	approve(cx, p);
	as(cx, "fp");
	assert_non_null(record_get(cx, &plan_type, p->record.id));
}

/* ---- versions (SC-12) */

struct versions {
	struct plan *first, *second;
	int64_t kept, changed, lost, added, changed_to;
	struct recommendation *asked;
};

/* A plan in force with three measures, and its second version: one changed, one lost, one added. */
static struct versions versions(struct context *cx)
{
	struct versions v = { .first = drafted(cx, "TRIAL-A", 2025, 2027) };
	struct measure *m;

	v.asked = asked_for(cx, "A trial");
	v.kept = made(cx, "Kept", "MOE", "2025", v.first, "1.1")->record.id;
	m = tried(cx, "Before", "MOE", "2025", v.first, "1.2");
	refs_add(cx, &m->recommendations, v.asked->record.id);
	test_ok(cx, record_save_as(cx, &measure_type, m, CHANGE_CREATE));
	v.changed = m->record.id;
	v.lost = made(cx, "Lost", "MOL", "2025", v.first, "1.3")->record.id;
	put_in_force(cx, v.first);
	test_ok(cx, measure_report(cx, v.changed,
	                           &(struct measure_report){ .period = { 2025, 2 },
	                                                     .day = date_day(2025, 7, 11),
	                                                     .state = "in_progress" }));
	as(cx, "sec");
	v.second = record_get(cx, &plan_type, plan_revise(cx, v.first->record.id));
	test_ok(cx, v.second != NULL);
	v.changed_to = measure_revise(cx, v.second->record.id, v.changed);
	test_ok(cx, v.changed_to != 0);
	m = measure_again(cx, v.changed_to);
	m->text = words(cx, "After");
	test_ok(cx, record_save(cx, &measure_type, m));
	test_ok(cx, measure_leave_out(cx, v.second->record.id, v.lost));
	cx->actor = &console;
	v.added = made(cx, "Added", "MOL", "2026", v.second, "1.4")->record.id;
	return v;
}

static void the_first_version_runs_while_the_second_is_drafted(void **state)
{
	struct context *cx = begin(state);
	struct versions v = versions(cx);

	assert_string_equal(v.second->code, "TRIAL-A-v2");
	assert_string_equal(state_of(cx, &plan_type, v.first->record.id), "in_force");
	assert_string_equal(state_of(cx, &measure_type, v.changed), "in_progress");
	assert_string_equal(state_of(cx, &measure_type, v.changed_to), "draft");
	assert_string_equal(state_of(cx, &measure_type, v.lost), "not_started");
	as(cx, "sec");
	assert_int_equal(plan_revise(cx, v.first->record.id), 0); /* one at a time */
	error_clear(cx);
}

static size_t compared(struct context *cx, const struct plan *p, enum plan_difference what,
                       const struct plan_compared **ret)
{
	struct plan_compared *v;
	size_t n, of = 0;

	test_ok(cx, plan_compare(cx, p, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i].what == what) {
			*ret = &v[i];
			of++;
		}
	return of;
}

static void assert_compared(struct context *cx, const struct versions *v)
{
	const struct plan *p = plan_again(cx, v->second);
	const struct plan_compared *d;

	assert_int_equal(compared(cx, p, DIFFERENCE_SAME, &d), 1);
	assert_int_equal(d->after->record.id, v->kept);
	assert_int_equal(compared(cx, p, DIFFERENCE_ADDED, &d), 1);
	assert_int_equal(d->after->record.id, v->added);
	assert_int_equal(compared(cx, p, DIFFERENCE_LOST, &d), 1);
	assert_int_equal(d->before->record.id, v->lost);
	assert_int_equal(compared(cx, p, DIFFERENCE_CHANGED, &d), 1);
	assert_int_equal(d->before->record.id, v->changed);
	assert_int_equal(d->after->record.id, v->changed_to);
	assert_string_equal(d->fields[0]->name, "text");
	assert_null(d->fields[1]);
	assert_int_equal(d->links_before, 1);
	assert_int_equal(d->links_kept, 1);
}

static void versions_are_compared_before_and_after(void **state)
{
	struct context *cx = begin(state);
	struct versions v = versions(cx);

	assert_compared(cx, &v);
	on(cx, "2025-07-20");
	approve(cx, v.second);
	cx->actor = &console;
	assert_compared(cx, &v);
}

static void the_new_version_takes_over(void **state)
{
	struct context *cx = begin(state);
	struct versions v = versions(cx);
	const struct measure *m;
	struct refs line;

	approve(cx, v.second);
	assert_string_equal(state_of(cx, &plan_type, v.first->record.id), "revised");
	assert_string_equal(state_of(cx, &plan_type, v.second->record.id), "in_force");
	assert_string_equal(state_of(cx, &measure_type, v.kept), "not_started");
	assert_string_equal(state_of(cx, &measure_type, v.changed), "carried_over");
	assert_string_equal(state_of(cx, &measure_type, v.changed_to), "in_progress");
	assert_string_equal(state_of(cx, &measure_type, v.lost), "cancelled");
	assert_string_equal(state_of(cx, &measure_type, v.added), "approved");
	m = measure_again(cx, v.changed_to);
	assert_true(refs_has(&m->recommendations, v.asked->record.id));
	assert_kept(cx, &measure_type, v.changed_to, "progress.2025-H2", "2026-01-12", "met");
	assert_kept(cx, &measure_type, v.changed_to, "end", "2025-12-31", "open");
	assert_kept(cx, &measure_type, v.changed, "end", "2025-12-31", "dropped");
	test_ok(cx, measure_line(cx, v.changed_to, &line));
	assert_int_equal(line.n, 2);
	assert_int_equal(line.v[1], v.changed);
}

static void an_approved_place_changes_with_a_version_alone(void **state)
{
	struct context *cx = begin(state);
	struct versions v = versions(cx);
	struct measure *m = measure_again(cx, v.kept);

	as(cx, "sec");
	m->places = (struct owned){ 0 };
	assert_beside(cx, record_save(cx, &measure_type, m), "places");
}

static void parts_come_along_and_stay_as_they_were(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-A", 2025, 2027), *next;
	struct plan_part *part = record_new(cx, &plan_part_type), *below, *late;
	struct measure *m;
	struct rows *r;

	part->plan = p->record.id;
	part->kind = 1;
	part->number = "I";
	part->title = words(cx, "A trial of a part");
	test_ok(cx, record_save(cx, &plan_part_type, part));
	below = record_new(cx, &plan_part_type);
	below->plan = p->record.id;
	below->parent = part->record.id;
	below->kind = 3;
	below->number = "1";
	below->title = words(cx, "A trial of an objective");
	test_ok(cx, record_save(cx, &plan_part_type, below));
	m = tried(cx, "Trial", "MOE", "2025", p, "1.1");
	((struct measure_place *)m->places.v)->part = below->record.id;
	test_ok(cx, record_save_as(cx, &measure_type, m, CHANGE_CREATE));
	put_in_force(cx, p);
	assert_string_equal(state_of(cx, &plan_part_type, below->record.id), "approved");
	late = record_new(cx, &plan_part_type);
	late->plan = p->record.id;
	late->kind = 1;
	late->title = words(cx, "Too late");
	assert_beside(cx, record_save(cx, &plan_part_type, late), "plan");
	as(cx, "sec");
	next = record_get(cx, &plan_type, plan_revise(cx, p->record.id));
	test_ok(cx, next != NULL);
	r = db_query(cx,
	             MADE_SQL("SELECT a.revises, b.revises FROM plan_part a JOIN plan_part b"
	                      " ON a.parent = b.id WHERE a.plan = $1"),
	             V(next->record.id));
	test_ok(cx, r && rows_next(cx, r));
	assert_int_equal(rows_int(r, 0), below->record.id);
	assert_int_equal(rows_int(r, 1), part->record.id);
	rows_close(r);
}

/* ---- the time of a plan is over (TC-33, SC-13) */

static void what_is_unfinished_is_late_and_offered(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-A", 2021, 2025);
	int64_t open = made(cx, "Open", "MOE", "2021–2025", p, "1")->record.id;
	int64_t done = made(cx, "Done", "MOE", "2021–2025", p, "2")->record.id;
	struct refs left;

	put_in_force(cx, p);
	test_ok(cx, measure_report(cx, done,
	                           &(struct measure_report){ .period = { 2025, 2 },
	                                                     .day = date_day(2025, 7, 11),
	                                                     .state = "reported_complete" }));
	on(cx, "2025-12-31");
	assert_false(deadline_overdue(cx, deadline_kept(cx, &measure_type, open, "end")));
	on(cx, "2026-01-01");
	assert_true(deadline_overdue(cx, deadline_kept(cx, &measure_type, open, "end")));
	assert_false(deadline_overdue(cx, deadline_kept(cx, &measure_type, done, "end")));
	test_ok(cx, plan_unfinished(cx, p->record.id, &left));
	assert_int_equal(left.n, 1);
	assert_int_equal(left.v[0], open);
}

static struct plan *successor_of(struct context *cx, const struct plan *p)
{
	struct plan *next = drafted(cx, "TRIAL-B", 2026, 2030);

	next->predecessor = p->record.id;
	test_ok(cx, record_save_as(cx, &plan_type, next, CHANGE_UPDATE));
	return next;
}

static void a_carried_over_measure_shows_both_plans(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-A", 2021, 2025), *next;
	struct recommendation *asked = asked_for(cx, "A trial");
	struct measure *m = tried(cx, "Open", "MOE", "2021-2025", p, "1"), *new;
	struct refs line;
	int64_t to;

	refs_add(cx, &m->recommendations, asked->record.id);
	test_ok(cx, record_save_as(cx, &measure_type, m, CHANGE_CREATE));
	put_in_force(cx, p);
	on(cx, "2026-01-02");
	next = successor_of(cx, p);
	as(cx, "sec");
	to = measure_carry_over(cx, m->record.id, next->record.id, 0, NULL, NULL);
	test_ok(cx, to != 0);
	assert_int_equal(measure_carry_over(cx, m->record.id, next->record.id, 0, NULL, NULL), 0);
	error_clear(cx);
	/* it runs on until the plan that takes it over is approved */
	assert_string_equal(state_of(cx, &measure_type, m->record.id), "not_started");
	assert_string_equal(state_of(cx, &measure_type, to), "draft");
	approve(cx, next);
	cx->actor = &console;
	assert_string_equal(state_of(cx, &measure_type, m->record.id), "carried_over");
	assert_string_equal(state_of(cx, &measure_type, to), "not_started");
	new = measure_again(cx, to);
	assert_string_equal(new->timing, "2026-2030");
	assert_true(refs_has(&new->recommendations, asked->record.id));
	test_ok(cx, measure_line(cx, to, &line));
	assert_int_equal(line.n, 2);
	assert_int_equal(((struct measure_place *)measure_again(cx, line.v[0])->places.v)->plan,
	                 next->record.id);
	assert_int_equal(((struct measure_place *)measure_again(cx, line.v[1])->places.v)->plan,
	                 p->record.id);
	/* what was not reported is owed by whoever goes on */
	assert_kept(cx, &measure_type, to, "progress.2025-H2", "2026-01-12", "open");
	assert_kept(cx, &measure_type, m->record.id, "progress.2025-H2", "2026-01-12", "dropped");
	assert_kept(cx, &measure_type, to, "end", "2030-12-31", "open");
}

static void into_a_plan_that_runs_it_goes_at_once(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-A", 2021, 2025), *next;
	int64_t m = made(cx, "Open", "MOE", "2021-2025", p, "1")->record.id, to;

	put_in_force(cx, p);
	on(cx, "2026-01-02");
	next = successor_of(cx, p);
	put_in_force(cx, next);
	as(cx, "fp");
	assert_int_equal(measure_carry_over(cx, m, next->record.id, 0, "9", NULL), 0);
	assert_int_equal(cx->err.kind, ERR_FORBIDDEN);
	error_clear(cx);
	as(cx, "sec");
	to = measure_carry_over(cx, m, next->record.id, 0, "9", "II quarter 2026");
	test_ok(cx, to != 0);
	assert_string_equal(state_of(cx, &measure_type, m), "carried_over");
	assert_string_equal(state_of(cx, &measure_type, to), "not_started");
	assert_kept(cx, &measure_type, to, "end", "2026-06-30", "open");
	assert_int_equal(measure_carry_over(cx, to, p->record.id, 0, NULL, NULL), 0);
	assert_int_equal(cx->err.kind, ERR_INVALID);
	error_clear(cx);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_plans_of_the_sources_are_there),
		cmocka_unit_test(a_misprinted_period_is_a_conflict),
		cmocka_unit_test(loaded_twice_it_writes_nothing),
		cmocka_unit_test(a_plan_does_not_end_before_it_begins),
		cmocka_unit_test(a_plan_does_not_succeed_itself),
		cmocka_unit_test(only_a_roadmap_is_bound_to_recommendations),
		cmocka_unit_test(a_code_names_one_plan),
		cmocka_unit_test(the_chair_confirms_the_act_that_another_recorded),
		cmocka_unit_test(an_act_of_tomorrow_is_refused),
		cmocka_unit_test(a_ministry_reads_an_approved_plan_and_no_draft),
		cmocka_unit_test(the_first_version_runs_while_the_second_is_drafted),
		cmocka_unit_test(versions_are_compared_before_and_after),
		cmocka_unit_test(the_new_version_takes_over),
		cmocka_unit_test(an_approved_place_changes_with_a_version_alone),
		cmocka_unit_test(parts_come_along_and_stay_as_they_were),
		cmocka_unit_test(what_is_unfinished_is_late_and_offered),
		cmocka_unit_test(a_carried_over_measure_shows_both_plans),
		cmocka_unit_test(into_a_plan_that_runs_it_goes_at_once),
	};

	return world_tests("plan", tests, LEN(tests));
}
