/* Who is reminded of what and when, and what the inbox tells of it, on both engines. */
#include "subject/reminder/reminder_test.h"

#include "subject/recommendation/recommendation.h"

/* DL-21: the owner 30, 14, 7 and 1 days before; 1 day after the ministry's approver, 7 the
 * secretariat, 14 the chair. */
static void each_step_has_its_day(void **state)
{
	static const struct {
		const char *day, *who;
	} days[] = {
		{ "2025-05-31", "" },
		{ "2025-06-01", "fp:owner_first" },
		{ "2025-06-02", "" },
		{ "2025-06-16", "" },
		{ "2025-06-17", "fp:owner_second" },
		{ "2025-06-24", "fp:owner_third" },
		{ "2025-06-29", "" },
		{ "2025-06-30", "fp:owner_last" },
		{ "2025-07-01", "" },
		{ "2025-07-02", "ma:approver" },
		{ "2025-07-07", "" },
		{ "2025-07-08", "sec:secretariat" },
		{ "2025-07-14", "" },
		{ "2025-07-15", "chair:chair" },
		{ "2026-07-15", "" },
	};
	struct context *cx = begin(state);

	one(cx, "2025-07-01", "fp");
	commit(cx);
	for (size_t i = 0; i < LEN(days); i++) {
		on(cx, days[i].day);
		assert_string_equal(reminded(cx, days[i].day), days[i].who);
		assert_string_equal(reminded(cx, days[i].day), "");
	}
}

static void of_missed_steps_the_owner_hears_the_last(void **state)
{
	struct context *cx = begin(state);

	one(cx, "2025-07-01", "fp");
	commit(cx);
	on(cx, "2025-06-26");
	assert_string_equal(reminded_dry(cx, "2025-06-26", true), "fp:owner_third");
	assert_int_equal(number(cx, "SELECT count(*) FROM reminder"), 0);
	assert_string_equal(reminded(cx, "2025-06-26"), "fp:owner_third");
	on(cx, "2025-08-01");
	assert_string_equal(reminded(cx, "2025-08-01"),
	                    "ma:approver sec:secretariat chair:chair fp:owner_last");
}

static void the_numbers_are_the_rules(void **state)
{
	struct context *cx = begin(state);

	one(cx, "2025-07-01", "fp");
	test_ok(cx, db_run_values(cx,
	                          MADE_SQL("UPDATE deadline_rule SET amount = -20"
	                                   " WHERE code = 'DL-21.owner_first'"),
	                          NULL, NULL, 0));
	commit(cx);
	cx->deadline_book = NULL;
	on(cx, "2025-06-10");
	assert_string_equal(reminded(cx, "2025-06-10"), "");
	assert_string_equal(reminded(cx, "2025-06-11"), "fp:owner_first");
}

/* SC-03: the schedule is made anew. */
static void a_moved_date_is_another_schedule(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = one(cx, "2025-07-01", "fp");

	commit(cx);
	on(cx, "2025-06-24");
	assert_string_equal(reminded(cx, "2025-06-24"), "fp:owner_third");
	again(cx);
	d = record_get_any(cx, &deadline_type, d->record.id);
	d->due = date_day(2025, 7, 24);
	save(cx, d);
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-24"), "fp:owner_first");
	assert_string_equal(reminded(cx, "2025-07-10"), "fp:owner_second");
	assert_int_equal(number(cx, "SELECT count(*) FROM reminder"), 3);
}

static void what_nobody_owns_is_the_secretariats(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = one(cx, "2025-07-01", NULL);

	commit(cx);
	on(cx, "2025-06-01");
	assert_string_equal(reminded(cx, "2025-06-01"), "sec:owner_first");
	again(cx);
	d = record_get_any(cx, &deadline_type, d->record.id);
	d->owner = account(cx, "fp2");
	save(cx, d);
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-02"), "fp2:owner_first");
}

static void what_is_voluntary_is_never_late(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = deadline(cx, "Mid-term report", "2025-07-01", "fp");

	d->voluntary = YES;
	save(cx, d);
	commit(cx);
	on(cx, "2025-09-01");
	assert_string_equal(reminded(cx, "2025-09-01"), "fp:owner_last");
}

static void what_is_met_is_nobodys(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = deadline(cx, "Follow-up report", "2025-07-01", "fp");

	d->record.state = type_state(&deadline_type, "met");
	d->done = date_day(2025, 5, 1);
	save(cx, d);
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-30"), "");
}

static void a_ministry_without_an_approver_is_the_secretariats(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = deadline(cx, "Replies", "2025-07-01", "other");

	d->record.institution = institution(cx, "MOL");
	save(cx, d);
	commit(cx);
	on(cx, "2025-07-02");
	assert_string_equal(reminded(cx, "2025-07-02"), "sec:approver other:owner_last");
}

static void a_substitute_hears_it_too(void **state)
{
	struct context *cx = begin(state);
	const struct account *fp = account_by_login(cx, "fp");
	const struct account_membership *m = fp->memberships.v;

	one(cx, "2025-07-01", "fp");
	cx->reason = "on leave";
	test_ok(cx, account_substitute(cx, fp->record.id, m->id, "other", date_day(2025, 6, 10),
	                               date_day(2025, 6, 20)));
	cx->reason = NULL;
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-01"), "fp:owner_first");
	on(cx, "2025-06-17");
	assert_string_equal(reminded(cx, "2025-06-17"), "fp:owner_second other:owner_second");
}

/* Neither approver nor secretariat nor chair are among its readers. */
static void a_restricted_one_is_its_readers(void **state)
{
	struct context *cx = begin(state);

	restricted(cx);
	commit(cx);
	on(cx, "2025-08-01");
	assert_string_equal(reminded(cx, "2025-08-01"), "fp:owner_last");
}

/* Where whoever it is for is not on its list, the secretariat hears of it, if it is. */
static void a_restricted_one_is_never_nobodys(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = restricted(cx);
	int64_t readers[] = { account(cx, "fp"), account(cx, "sec") };

	d->record.readers = (struct refs){ readers, 2 };
	save(cx, d);
	d = deadline(cx, "Other secret words", "2025-09-01", "other");
	d->record.classification = CLASS_RESTRICTED;
	d->record.readers = (struct refs){ readers + 1, 1 };
	save(cx, d);
	commit(cx);
	on(cx, "2025-07-02");
	assert_string_equal(reminded(cx, "2025-07-02"), "sec:approver fp:owner_last");
	on(cx, "2025-08-02");
	assert_string_equal(reminded(cx, "2025-08-02"), "sec:secretariat sec:owner_first");
}

/* More than one slice, and a fault in the middle: nobody is left out, nobody told twice. */
static void many_are_told_once(void **state)
{
	struct context *cx = begin(state);

	for (int i = 0; i < 650; i++)
		save(cx, deadline(cx, arena_fmt(cx->mem, "Report %d", i), "2025-07-01", "fp"));
	commit(cx);
	on(cx, "2025-06-24");
	db_fail_after(500);
	assert_false(remind(cx, date_day(2025, 6, 24), false, NULL, NULL));
	db_fail_after(0);
	error_clear(cx);
	db_rollback(cx);
	test_ok(cx, remind(cx, date_day(2025, 6, 24), false, NULL, NULL));
	assert_int_equal(number(cx, "SELECT count(*) FROM reminder"), 650);
	assert_int_equal(number(cx, "SELECT count(DISTINCT deadline) FROM reminder"), 650);
}

static void the_clock_asks_once_a_day(void **state)
{
	struct context *cx = begin(state);
	struct date day;
	bool due = false;

	commit(cx);
	test_ok(cx, db_begin(cx, cx->app->store, DB_READ) && reminder_is_due(cx, &day, &due));
	assert_true(due && date_compare(day, date_day(2025, 6, 1)) == 0);
	test_ok(cx, db_commit(cx) && remind(cx, day, false, NULL, NULL));
	test_ok(cx, db_begin(cx, cx->app->store, DB_READ) && reminder_is_due(cx, &day, &due));
	assert_false(due);
	cx->now +=
	        INT64_C(19) * 3600 * 1000000; /* seven in the morning, where it is noon in UTC+0 */
	test_ok(cx, reminder_is_due(cx, &day, &due));
	assert_true(due && date_compare(day, date_day(2025, 6, 2)) == 0);
	cx->now -= 1000000; /* a second before seven */
	test_ok(cx, reminder_is_due(cx, &day, &due));
	assert_false(due);
}

/* ---- the inbox */

static void each_membership_has_its_own(void **state)
{
	struct context *cx = begin(state);
	struct refs all, now;

	one(cx, "2025-07-01", "fp");
	restricted(cx);
	commit(cx);
	on(cx, "2025-07-10");
	reminded(cx, "2025-07-10");
	again(cx);
	as(cx, "fp");
	assert_int_equal(test_count(cx, reminder_count_sql), 2);
	as(cx, "sec");
	assert_int_equal(test_count(cx, reminder_count_sql), 1);
	test_ok(cx, reminder_open(cx, &all, &now));
	assert_int_equal(all.n, 1);
	assert_int_equal(now.n, 1);
	as(cx, "chair");
	assert_int_equal(test_count(cx, reminder_count_sql), 0);
	as(cx, "other");
	assert_int_equal(test_count(cx, reminder_count_sql), 0);
	test_ok(cx, reminder_open(cx, &all, &now));
	assert_int_equal(all.n, 0);
	cx->actor = &console;
	commit(cx);
}

/* What one owes is there long before the first reminder. */
static void what_one_owns_is_there_at_once(void **state)
{
	struct context *cx = begin(state);
	struct refs all, now;

	one(cx, "2026-07-01", "fp");
	as(cx, "fp");
	assert_int_equal(test_count(cx, reminder_count_sql), 0);
	test_ok(cx, reminder_open(cx, &all, &now));
	assert_int_equal(all.n, 1);
	assert_int_equal(now.n, 0);
	as(cx, "fp2");
	test_ok(cx, reminder_open(cx, &all, &now));
	assert_int_equal(all.n, 0);
	cx->actor = &console;
	commit(cx);
}

/* ---- what waits itself */

static void inbox_has(struct context *cx, const char *login, int64_t wanted)
{
	again(cx);
	as(cx, login);
	if (test_count(cx, reminder_count_sql) != wanted)
		fail_msg("the inbox of %s counts %lld", login, (long long)test_count(cx, reminder_count_sql));
	cx->actor = &console;
	commit(cx);
}

static void assign(struct context *cx, const char *code, const char *due)
{
	struct recommendation *r = record_new(cx, &recommendation_type);
	struct text *v = arena_new_of(cx->mem, struct text);

	*v = (struct text){ .lang = "en", .body = "Sample words", .original = true };
	r->text = (struct texts){ v, 1 };
	r->lead = institution(cx, code);
	r->assigned_on = today(cx);
	assert_true(date_parse(due, &r->answer_due));
	r->record.state = type_state(&recommendation_type, "assigned");
	test_ok(cx, record_save_as(cx, &recommendation_type, r, CHANGE_CREATE));
}

/* The recommendation itself waits in the inbox of the body; others find the deadline in theirs. */
static void an_assignment_is_told_and_stands_there_once(void **state)
{
	struct context *cx = begin(state);

	assign(cx, "MOL", "2025-06-11");
	commit(cx);
	on(cx, "2025-06-04");
	assert_string_equal(reminded(cx, "2025-06-04"), "other:owner_third");
	on(cx, "2025-06-12");
	assert_string_equal(reminded(cx, "2025-06-12"), "sec:approver other:owner_last");
	on(cx, "2025-06-25");
	assert_string_equal(reminded(cx, "2025-06-25"), "sec:secretariat chair:chair");
	inbox_has(cx, "other", 0);
	inbox_has(cx, "sec", 1);
	inbox_has(cx, "chair", 1);
}

/* So does a report that came back; whoever owns the deadline of another body has that alone. */
static void a_return_stands_there_once(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = deadline(cx, "return.2025-06-11", "2025-06-11", "fp");

	d->kind = choice_index(deadline_kinds, "return");
	save(cx, d);
	commit(cx);
	on(cx, "2025-06-12");
	assert_string_equal(reminded(cx, "2025-06-12"), "ma:approver fp:owner_last");
	inbox_has(cx, "fp", 0);
	inbox_has(cx, "ma", 1);
	again(cx);
	d->owner = account(cx, "other");
	save(cx, d);
	commit(cx);
	inbox_has(cx, "other", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_step_has_its_day),
		cmocka_unit_test(of_missed_steps_the_owner_hears_the_last),
		cmocka_unit_test(the_numbers_are_the_rules),
		cmocka_unit_test(a_moved_date_is_another_schedule),
		cmocka_unit_test(what_nobody_owns_is_the_secretariats),
		cmocka_unit_test(what_is_voluntary_is_never_late),
		cmocka_unit_test(what_is_met_is_nobodys),
		cmocka_unit_test(a_ministry_without_an_approver_is_the_secretariats),
		cmocka_unit_test(a_substitute_hears_it_too),
		cmocka_unit_test(a_restricted_one_is_its_readers),
		cmocka_unit_test(a_restricted_one_is_never_nobodys),
		cmocka_unit_test(many_are_told_once),
		cmocka_unit_test(the_clock_asks_once_a_day),
		cmocka_unit_test(each_membership_has_its_own),
		cmocka_unit_test(what_one_owns_is_there_at_once),
		cmocka_unit_test(an_assignment_is_told_and_stands_there_once),
		cmocka_unit_test(a_return_stands_there_once),
	};

	return world_tests("reminder", tests, LEN(tests));
}
