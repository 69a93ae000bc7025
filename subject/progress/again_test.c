/* What is owed of a report that was returned: until when, that it is owed once, and that it ends.
 */
#include "subject/progress/progress_test.h"

static int64_t returns(struct context *cx)
{
	int64_t n = -1;

	test_ok(cx, db_int(cx,
	                   MADE_SQL("SELECT COUNT(*) FROM deadline"
	                            " WHERE source_type = 'progress_update'"),
	                   &n, NULL));
	return n;
}

static struct progress_update *now_u(struct context *cx, int64_t id)
{
	struct progress_update *u = record_get_any(cx, U, id);

	test_ok(cx, u != NULL);
	return u;
}

static void on(struct context *cx, struct date day)
{
	cx->now = zone_midnight(setting_zone(cx), day) + (int64_t)12 * 3600 * 1000000 -
	          cx->app->clock_shift;
}

/* By the secretariat, on 22 November. */
static int64_t returned(struct context *cx, const struct cast *c, struct link about, int part)
{
	int64_t id = approved(cx, c, report(cx, about, 2026, part));

	test_ok(cx, take(cx, U, id, "send_back", "Give the numbers by sex"));
	return id;
}

static struct link accepted_one(struct context *cx, const struct cast *c)
{
	return (struct link){ R, recommendation(cx, c, "13 (b)", 0) };
}

static void it_is_owed_anew_until_it_is_handed_in(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	int64_t id = returned(cx, &c, accepted_one(cx, &c), PART_FIRST_HALF);
	const struct deadline *d = deadline_kept(cx, U, id, "return.2026-12-02");

	assert_true(date_compare(d->due, date_day(2026, 12, 2)) == 0);
	assert_true(date_compare(now_u(cx, id)->return_due, d->due) == 0);
	assert_string_equal(d->basis, "DL-18 date=2026-12-02");
	assert_string_equal(choice_at(deadline_kinds, d->kind)->code, "return");
	assert_int_equal(d->side, SIDE_INTERNAL);
	assert_int_equal(d->record.classification, CLASS_INTERNAL);
	assert_true(d->record.institution == c.justice);
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "open");
	on(cx, date_day(2026, 11, 25));
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, take(cx, U, id, "submit", NULL));
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "met");
	assert_true(date_compare(deadline_kept(cx, U, id, "return.2026-12-02")->done, today(cx)) ==
	            0);
	test_ok(cx, take(cx, U, id, "recall", NULL)); /* it was none yet */
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "open");
	test_ok(cx, take(cx, U, id, "submit", NULL));
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "met");
}

static void each_return_has_its_day(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	int64_t id = returned(cx, &c, accepted_one(cx, &c), PART_FIRST_HALF);

	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, take(cx, U, id, "submit", NULL));
	on(cx, date_day(2026, 12, 1));
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "return", "The second box")); /* 12 December is a holiday,
	                                                           * and 11 a Friday */
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "met");
	assert_kept(cx, U, id, "return.2026-12-11", NULL, "open");
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, take(cx, U, id, "submit", NULL));
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "approve", NULL));
	cx->actor = &c.of[ROLE_SEC];
	test_ok(cx, take(cx, U, id, "accept", NULL));
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "met");
	assert_kept(cx, U, id, "return.2026-12-11", NULL, "met");
}

/* The register asks for the half-year already, with the measure. */
static void before_the_day_of_its_half_year_that_day_counts(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id = returned(cx, &c, about, PART_SECOND_HALF);
	struct date due;

	assert_false(date_set(now_u(cx, id)->return_due));
	assert_int_equal(returns(cx), 0);
	test_ok(cx, measure_period_owed(cx, about.id, (struct half_year){ 2026, 2 }, &due));
	assert_true(date_compare(due, date_day(2027, 1, 11)) == 0);
	on(cx, date_day(2027, 1, 20));
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, take(cx, U, id, "submit", NULL));
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "return", "The second box"));
	assert_kept(cx, U, id, "return.2027-02-01", NULL, "open");
}

static void nobody_waits_for_another_body(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = accepted_one(cx, &c);
	int64_t id = returned(cx, &c, about, PART_FIRST_HALF);
	struct recommendation *r = now_r(cx, about.id);

	cx->actor = &console;
	r->lead = c.education;
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "dropped");
	r->lead = c.justice;
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "open");
	r->record.state = type_state(R, "not_pursued");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
	assert_kept(cx, U, id, "return.2026-12-02", NULL, "dropped");
}

static void of_a_restricted_one_only_its_readers_know(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct progress_update *u;
	int64_t id = returned(cx, &c, accepted_one(cx, &c), PART_FIRST_HALF), deadline;

	cx->actor = &console;
	u = now_u(cx, id);
	u->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &u->record.readers, c.of[ROLE_FP].user);
	test_ok(cx, record_save_as(cx, U, u, CHANGE_UPDATE));
	deadline = deadline_kept(cx, U, id, "return.2026-12-02")->record.id;
	cx->actor = &c.of[ROLE_SEC];
	assert_null(record_get(cx, &deadline_type, deadline));
	error_clear(cx);
	cx->actor = &c.of[ROLE_MA];
	assert_null(record_get(cx, &deadline_type, deadline));
	error_clear(cx);
	cx->actor = &c.of[ROLE_FP];
	assert_non_null(record_get(cx, &deadline_type, deadline));
}

/* What it is about is restricted, and named in the deadline. */
static void a_report_on_what_is_restricted_names_it_to_nobody_else(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = accepted_one(cx, &c);
	struct recommendation *r;
	const struct deadline *d;
	int64_t id;

	cx->actor = &console;
	r = now_r(cx, about.id);
	r->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &r->record.readers, c.of[ROLE_FP].user);
	refs_add(cx, &r->record.readers, c.of[ROLE_MA].user);
	refs_add(cx, &r->record.readers, c.of[ROLE_SEC].user);
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
	id = returned(cx, &c, about, PART_FIRST_HALF);
	d = deadline_kept(cx, U, id, "return.2026-12-02");
	assert_int_equal(d->record.classification, CLASS_RESTRICTED);
	assert_true(refs_has(&d->record.readers, c.of[ROLE_FP].user));
	assert_false(refs_has(&d->record.readers, c.second_officer.user));
}

static void the_focal_point_owns_it(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	int64_t id = returned(cx, &c, accepted_one(cx, &c), PART_FIRST_HALF);
	struct person *person = record_new(cx, &person_type);
	struct focal_point *f = record_new(cx, &focal_point_type);
	struct account *a;

	/* of two officers none is the first one: nobody owns it */
	assert_int_equal(deadline_kept(cx, U, id, "return.2026-12-02")->owner, 0);
	cx->actor = &console;
	person->full_name = words(cx, "A trial person");
	person->office = c.justice;
	test_ok(cx, record_save_as(cx, &person_type, person, CHANGE_CREATE));
	a = account_by_login(cx, "fp2");
	a->person = person->record.id;
	test_ok(cx, record_save_as(cx, &account_type, a, CHANGE_UPDATE));
	f->office = c.justice;
	f->person = person->record.id;
	f->chief = YES;
	test_ok(cx, record_save_as(cx, &focal_point_type, f, CHANGE_CREATE));
	assert_true(deadline_kept(cx, U, id, "return.2026-12-02")->owner == a->record.id);
}

/* As an older program left them: counted from the day on which days are counted. */
static void what_was_returned_before_is_owed_too(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	int64_t id = returned(cx, &c, accepted_one(cx, &c), PART_FIRST_HALF);
	struct link about = { M, measure(cx, &c, 0) };
	struct deadline_day day = { 0 };

	returned(cx, &c, about, PART_SECOND_HALF);
	test_ok(cx, db_run(cx, MADE_SQL("UPDATE progress_update SET return_due = NULL")) &&
	                    db_run(cx, MADE_SQL("DELETE FROM deadline WHERE source_type ="
	                                        " 'progress_update'")));
	on(cx, date_day(2026, 11, 30));
	cx->actor = NULL;
	test_ok(cx, progress_day_slice(cx, &day));
	assert_true(day.done);
	assert_kept(cx, U, id, "return.2026-12-10", NULL, "open");
	assert_int_equal(returns(cx), 1); /* the measure's half-year asks for the other */
	day = (struct deadline_day){ 0 };
	test_ok(cx, progress_day_slice(cx, &day));
	assert_int_equal(returns(cx), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_owed_anew_until_it_is_handed_in),
		cmocka_unit_test(each_return_has_its_day),
		cmocka_unit_test(before_the_day_of_its_half_year_that_day_counts),
		cmocka_unit_test(nobody_waits_for_another_body),
		cmocka_unit_test(of_a_restricted_one_only_its_readers_know),
		cmocka_unit_test(a_report_on_what_is_restricted_names_it_to_nobody_else),
		cmocka_unit_test(the_focal_point_owns_it),
		cmocka_unit_test(what_was_returned_before_is_owed_too),
	};

	return world_tests("again", tests, LEN(tests));
}
