/* The rules of README.md: what a value may be, who enters and confirms it, what takes its place,
 * and what other subjects ask. */
#include "subject/indicator/indicator_test.h"

/* ---- what a value may be */

static void a_value_outside_its_unit_is_refused(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx), *n = share(cx, "COUNT-1"), *r = share(cx, "INDEX-1");

	refused(cx, record_save(cx, T, figure(cx, i, "2024", "", 100.1)), "value",
	        "100.1 cannot be a value of EDU-1 (%, from 0 to 100).");
	refused(cx, record_save(cx, T, figure(cx, i, "2024", "", -1)), "value", "-1");
	test_ok(cx, record_save(cx, T, figure(cx, i, "2024", "", 100)));
	test_ok(cx, record_save(cx, T, figure(cx, i, "2023", "", 0)));
	n->unit_kind = UNIT_COUNT;
	test_ok(cx, record_save(cx, I, n));
	refused(cx, record_save(cx, T, figure(cx, n, "2024", "", 2.5)), "value", "whole number");
	refused(cx, record_save(cx, T, figure(cx, n, "2024", "", -3)), "value", "0 or more");
	test_ok(cx, record_save(cx, T, figure(cx, n, "2024", "", 3000000)));
	as(cx, "sec");
	r->unit_kind = UNIT_INDEX;
	r->lowest = number(-2.5);
	r->highest = number(2.5);
	r->decimals = (struct number){ 2, true };
	test_ok(cx, record_save(cx, I, r));
	refused(cx, record_save(cx, T, figure(cx, r, "2024", "", -2.51)), "value",
	        "from -2.5 to 2.5");
	refused(cx, record_save(cx, T, figure(cx, r, "2024", "", 0.125)), "value",
	        "at most 2 decimal places");
	test_ok(cx, record_save(cx, T, figure(cx, r, "2024", "", -2.25)));
}

static void own_bounds_come_before_those_of_the_unit(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = share(cx, "GROSS-1");

	i->highest = number(150); /* gross enrolment may be above 100 */
	test_ok(cx, record_save(cx, I, i));
	test_ok(cx, record_save(cx, T, figure(cx, i, "2024", "", 104.2)));
	refused(cx, record_save(cx, T, figure(cx, i, "2023", "", 151)), "value", "from 0 to 150");
}

static void yes_or_no_and_dates_are_values(void **state)
{
	struct context *cx = begin(state);
	struct indicator *y = share(cx, "LAW-1"), *d = share(cx, "LAW-2");
	struct indicator_value *v;

	y->kind = d->kind = INDICATOR_STRUCTURAL;
	y->unit_kind = UNIT_YES_NO;
	d->unit_kind = UNIT_DATE;
	d->periodicity = ONCE;
	test_ok(cx, record_save(cx, I, y) && record_save(cx, I, d));
	refused(cx, record_save(cx, T, figure(cx, y, "2024", "", 2)), "value", "yes (1) or no (0)");
	test_ok(cx, record_save(cx, T, figure(cx, y, "2024", "", 1)));
	assert_string_equal(indicator_value_words(cx, y, number(1), when("")), "yes");
	refused(cx, record_save(cx, T, figure(cx, d, "2024", "", 1)), "value", "is a date");
	v = figure(cx, d, "2024", "", 0);
	v->value.set = false;
	refused(cx, record_save(cx, T, v), "value_date", "missing");
	v->value_date = when("2019-04-01");
	test_ok(cx, record_save(cx, T, v));
	v = figure(cx, y, "2023", "", 0);
	v->value.set = false;
	v->value_date = when("2019-04-01");
	refused(cx, record_save(cx, T, v), "value", "missing");
	refused(cx, record_save(cx, T, v), "value_date", "is a number, and no date");
}

static void a_period_is_as_long_as_the_indicator_is_measured(void **state)
{
	static const struct {
		int every, half;
		const char *period, *beside; /* "": it is one */
	} cases[] = {
		{ EVERY_YEAR, 0, "2024", "" },
		{ EVERY_YEAR, 1, "2024", "period" },
		{ EVERY_YEAR, 0, "2024-Q1", "period" },
		{ EVERY_HALF_YEAR, 2, "2024", "" },
		{ EVERY_HALF_YEAR, 0, "2024", "period" },
		{ EVERY_QUARTER, 0, "2024-Q3", "" },
		{ EVERY_QUARTER, 0, "2024", "period" },
		{ EVERY_MONTH, 0, "2024-05", "" },
		{ EVERY_MONTH, 0, "2024-05-17", "period" },
		{ ONCE, 0, "2024-05-17", "" },
		{ ONCE, 1, "2024-05", "half" },
		{ EVERY_YEAR, 0, "2027", "period" },
		{ EVERY_YEAR, 0, "2026", "" },
		{ EVERY_HALF_YEAR, 2, "2026", "period" },
		{ EVERY_HALF_YEAR, 1, "2026", "" },
	};
	struct context *cx = begin(state);

	for (size_t k = 0; k < LEN(cases); k++) {
		struct indicator *i = share(cx, arena_fmt(cx->mem, "P-%zu", k));
		struct indicator_value *v;

		i->periodicity = cases[k].every;
		test_ok(cx, record_save(cx, I, i));
		v = figure(cx, i, cases[k].period, "", 5);
		v->half = cases[k].half;
		if (*cases[k].beside)
			refused(cx, record_save(cx, T, v), cases[k].beside, ".");
		else
			test_ok(cx, record_save(cx, T, v));
	}
}

static void a_breakdown_is_one_the_indicator_has(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);

	test_ok(cx, record_save(cx, T, figure(cx, i, "2024", "female;ASHGABAT", 30)));
	refused(cx, record_save(cx, T, figure(cx, i, "2024", "urban", 30)), "breakdown",
	        "EDU-1 is not broken down by “Urban or rural”");
	refused(cx, record_save(cx, T, figure(cx, i, "2024", "female;male", 30)), "breakdown",
	        "one group, not several");
	assert_string_equal(indicator_breakdown_key(
	                            cx, &figure(cx, i, "2024", "ASHGABAT;female", 1)->breakdown),
	                    "female;ASHGABAT");
}

static void a_new_city_is_a_row(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct disaggregation *d, **v;
	size_t n;

	as(cx, "sec");
	d = record_new(cx, &disaggregation_type);
	d->code = "NEW_CITY";
	d->dimension = BY_REGION;
	d->name = in_english(cx, "A new city");
	test_ok(cx, record_save(cx, &disaggregation_type, d));
	test_ok(cx, record_save(cx, T, figure(cx, i, "2024", "NEW_CITY", 30)));
	test_ok(cx, indicator_categories(cx, BY_REGION, &v, &n));
	assert_int_equal(n, 7); /* five provinces, Ashgabat, and it */
	as(cx, "sec");
	d->dimension = BY_SEX;
	refused(cx, record_save(cx, &disaggregation_type, d), "dimension", "it stays what it is");
	d->dimension = BY_REGION;
	d->code = "NEW;CITY";
	refused(cx, record_save(cx, &disaggregation_type, d), "code", "no spaces");
}

/* ---- the indicator itself */

static void an_indicator_says_no_nonsense(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = share(cx, "BAD-1");
	struct indicator_target *t = arena_array(cx->mem, struct indicator_target, 2);

	i->baseline = number(30);
	refused(cx, record_save(cx, I, i), "baseline_year", "Of which year");
	i->baseline_year = when("2020-05");
	refused(cx, record_save(cx, I, i), "baseline_year", "Give the year");
	i->baseline_year = when("2020");
	i->baseline = number(130);
	refused(cx, record_save(cx, I, i), "baseline", "130 cannot be");
	i->baseline = number(30);
	t[0] = (struct indicator_target){ .year = when("2030"), .value = number(101) };
	t[1] = (struct indicator_target){ .year = when("2030"), .value = number(50) };
	i->targets = (struct owned){ t, 2 };
	refused(cx, record_save(cx, I, i), "targets.0.value", "101 cannot be");
	refused(cx, record_save(cx, I, i), "targets.1.year", "One year has one target");
	i->targets.n = 0;
	i->lowest = number(5);
	i->highest = number(5);
	refused(cx, record_save(cx, I, i), "highest", "not above");
	i->highest = number(95);
	i->decimals = (struct number){ 7, true };
	refused(cx, record_save(cx, I, i), "decimals", "Between 0 and 4");
	i->decimals.set = false;
	add_dimension(cx, i, BY_SEX);
	refused(cx, record_save(cx, I, i), "disaggregations.2.dimension", "already");
	i->disaggregations.n = 2;
	test_ok(cx, record_save(cx, I, i));
}

static void what_values_mean_does_not_change_under_them(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);

	entered(cx, i, "2024", "", 30);
	as(cx, "sec");
	i->unit_kind = UNIT_COUNT;
	refused(cx, record_save(cx, I, i), "unit_kind", "begin a new indicator");
	i->unit_kind = UNIT_PERCENT;
	i->periodicity = EVERY_MONTH;
	refused(cx, record_save(cx, I, i), "periodicity", "begin a new indicator");
	i->periodicity = EVERY_YEAR;
	i->code = "EDU-2";
	refused(cx, record_save(cx, I, i), "code", "it stays");
	i->code = "EDU-1";
	cx->reason = "no longer measured";
	test_ok(cx, record_step(cx, I, i, step_named(I, "retire")));
	refused(cx, record_save(cx, T, figure(cx, i, "2025", "", 30)), "indicator", "is retired");
}

static void data_goes_with_its_source(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct indicator_value *v = confirmed(cx, entered(cx, i, "2024", "", 30)),
	                       *w = entered(cx, i, "2025", "", 31);
	int64_t labour = institution_by_code(cx, "MOL");

	as(cx, "sec");
	i = record_get(cx, I, i->record.id);
	i->source_body = labour;
	test_ok(cx, record_save(cx, I, i));
	assert_int_equal(i->record.institution, labour);
	assert_int_equal(again(cx, v)->record.institution, labour);
	assert_int_equal(again(cx, w)->record.institution, labour);
	as(cx, "fp2");
	assert_non_null(record_get(cx, T, v->record.id));
	as(cx, "fp");
	assert_null(record_get(cx, T, v->record.id));
	assert_failed(cx, ERR_NOT_FOUND);
}

/* ---- who */

static void each_role_reads_and_writes_what_it_may(void **state)
{
	static const struct {
		const char *login;
		bool reads, enters, defines;
	} people[] = {
		{ "sec", true, true, true },    { "ch", true, false, false },
		{ "dc", true, false, false },   { "fp", true, true, false },
		{ "ma", true, false, false },   { "fp2", false, false, false },
		{ "ma2", false, false, false }, { "mj", true, false, false },
		{ "omb", true, false, false },  { "cso", false, false, false },
		{ "ip", false, false, false },  { "adm", false, false, false },
		{ "aud", true, false, false },
	};
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct indicator_value *there = entered(cx, i, "2020", "", 20);

	for (size_t k = 0; k < LEN(people); k++) {
		struct indicator_value *v =
		        figure(cx, i, arena_fmt(cx->mem, "%zu", 2000 + k), "", 30);
		struct indicator *change;
		bool ok;

		as(cx, people[k].login);
		assert_int_equal(record_get(cx, I, i->record.id) != NULL, people[k].reads);
		error_clear(cx);
		assert_int_equal(record_get(cx, T, there->record.id) != NULL, people[k].reads);
		error_clear(cx);
		ok = record_save(cx, T, v);
		if (ok != people[k].enters || (!ok && cx->err.kind != ERR_FORBIDDEN))
			fail_msg("%s: %d\n", people[k].login, ok);
		error_clear(cx);
		change = record_get_any(cx, I, i->record.id);
		change->statistician = people[k].login;
		ok = record_save(cx, I, change);
		if (ok != people[k].defines || (!ok && cx->err.kind != ERR_FORBIDDEN))
			fail_msg("%s: %d\n", people[k].login, ok);
		error_clear(cx);
	}
	as(cx, "fp2"); /* but what it is called, everybody who works here may be told */
	assert_string_equal(record_title(cx, I, i->record.id), "EDU-1 A share");
}

static void another_person_of_the_source_body_confirms(void **state)
{
	static const char *const never[] = { "sec", "ch", "dc", "fp", "fp2", "ma2", "aud", "omb" };
	const struct step *confirm = step_named(T, "confirm");
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct indicator_value *v = entered(cx, i, "2024", "", 30);
	struct actor deputy;

	for (size_t k = 0; k < LEN(never); k++) {
		as(cx, never[k]);
		assert_false(record_step(cx, T, again(cx, v), confirm));
		assert_true(cx->err.kind == ERR_FORBIDDEN || cx->err.kind == ERR_NOT_FOUND);
		error_clear(cx);
	}
	as(cx, "ma"); /* in the place of who entered it */
	deputy = *cx->actor;
	deputy.on_behalf = user(cx, "fp");
	cx->actor = &deputy;
	refused(cx, record_step(cx, T, again(cx, v), confirm), NULL, "another person");
	as(cx, "ma");
	test_ok(cx, record_step(cx, T, again(cx, v), confirm));
	assert_true(is(again(cx, v), "confirmed"));
}

static void nobody_confirms_his_own(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct indicator_value *v = figure(cx, i, "2024", "", 30);
	struct actor approver;
	struct standing *s;
	size_t n;

	as(cx, "both"); /* focal point and approver in one */
	test_ok(cx, record_save(cx, T, v));
	assert_int_equal(again(cx, v)->entered_by, user(cx, "both"));
	test_ok(cx, account_memberships_on(cx, user(cx, "both"), today(cx), &s, &n));
	assert_int_equal(n, 2);
	for (size_t k = 0; k < n; k++)
		if (s[k].role == ROLE_MA)
			test_ok(cx,
			        account_actor(cx, user(cx, "both"), s[k].membership, &approver));
	cx->actor = &approver;
	refused(cx, record_step(cx, T, again(cx, v), step_named(T, "confirm")), NULL,
	        "another person");
}

static void who_reported_it_does_not_confirm_it(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct indicator_entry e = { .indicator = i->record.id,
		                     .period = when("2024"),
		                     .value = number(34),
		                     .about = { I, i->record.id },
		                     .reported_with = { I, i->record.id },
		                     .entered_by = user(cx, "ma") };
	int64_t id;

	as(cx, "sec"); /* accepts what the other reported */
	test_ok(cx, indicator_enter(cx, &e, &id));
	as(cx, "ma");
	refused(cx, record_step(cx, T, record_get(cx, T, id), step_named(T, "confirm")), NULL,
	        "Nobody confirms a value");
	cx->reason = "the survey is not finished";
	test_ok(cx, record_step(cx, T, record_get(cx, T, id), step_named(T, "refuse")));
	assert_true(is(record_get(cx, T, id), "withdrawn"));
}

/* ---- what takes its place */

static void a_confirmed_value_is_superseded_and_never_overwritten(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct indicator_value *v = confirmed(cx, entered(cx, i, "2024", "female", 30)), *w;
	const struct indicator_value *counts;

	as(cx, "sec");
	v->value = number(31);
	refused(cx, record_save(cx, T, v), "value", "stays as it was entered");
	assert_false(record_save_as(cx, T, v, CHANGE_UPDATE)); /* nor does the program */
	assert_failed(cx, ERR_INVALID);
	v = again(cx, v);
	v->origin = "another book";
	refused(cx, record_save(cx, T, v), "origin", "stays as it was entered");

	w = entered(cx, i, "2024", "female", 31);
	counts = indicator_value_at(cx, i->record.id, when("2024"), 0, "female", true);
	assert_int_equal(counts->record.id, v->record.id); /* until the other is confirmed */
	assert_true(is(again(cx, v), "confirmed"));
	w = confirmed(cx, w);
	v = again(cx, v);
	assert_true(is(v, "superseded"));
	assert_int_equal(v->superseded_by, w->record.id);
	assert_int_equal(v->value.units, 300000);
	counts = indicator_value_at(cx, i->record.id, when("2024"), 0, "female", false);
	assert_int_equal(counts->record.id, w->record.id);
}

static void a_provisional_value_gives_way_at_once(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct indicator_value *v = entered(cx, i, "2024", "", 30), *w;

	as(cx, "sec");
	v->value = number(32);
	refused(cx, record_save(cx, T, v), "value", "stays as it was entered");
	refused(cx, record_save(cx, T, figure(cx, i, "2024", "", 30)), "value",
	        "on record already");
	w = entered(cx, i, "2024", "", 31);
	v = again(cx, v);
	assert_true(is(v, "superseded"));
	assert_int_equal(v->superseded_by, w->record.id);
	assert_true(is(entered(cx, i, "2023", "", 29), "provisional")); /* another place */
	assert_true(is(again(cx, w), "provisional"));
}

/* ---- what others ask */

static void what_is_reported_is_entered_once(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct indicator_entry e = { .indicator = i->record.id,
		                     .period = when("2024"),
		                     .breakdown = "female",
		                     .value = number(34),
		                     .about = { I, i->record.id } };
	int64_t id, same;

	as(cx, "sec");
	test_ok(cx, indicator_entry_check(cx, &e, "values.0.value"));
	test_ok(cx, indicator_enter(cx, &e, &id));
	assert_true(is(record_get(cx, T, id), "provisional"));
	assert_int_equal(((struct indicator_value *)record_get(cx, T, id))->record.institution,
	                 i->source_body);
	test_ok(cx, indicator_entry_check(cx, &e, "values.0.value")); /* no news, no mistake */
	test_ok(cx, indicator_enter(cx, &e, &same));
	assert_int_equal(id, same);
	e.value = number(134);
	refused(cx, indicator_entry_check(cx, &e, "values.0.value"), "values.0.value",
	        "EDU-1 A share: 134 cannot be");
	e.value = number(34);
	e.breakdown = "nobody";
	refused(cx, indicator_entry_check(cx, &e, "values.0.value"), "values.0.value",
	        "There is no group “nobody”");
	e.breakdown = "rural";
	refused(cx, indicator_entry_check(cx, &e, "values.0.value"), "values.0.value",
	        "not broken down by");
}

static void only_process_and_outcome_are_results(void **state)
{
	struct context *cx = begin(state);
	struct indicator *law = share(cx, "LAW-1"), *i;
	struct link about;
	bool result;

	law->kind = INDICATOR_STRUCTURAL;
	test_ok(cx, record_save(cx, I, law));
	i = saved_share(cx);
	about = (struct link){ I, law->record.id };

	confirmed(cx, entered(cx, law, "2024", "", 50));
	test_ok(cx, indicator_has_result(cx, &law->record.id, 1, false, &result));
	assert_false(result);
	test_ok(cx, indicator_has_result(cx, &i->record.id, 1, false, &result));
	assert_false(result);
	as(cx, "sec");
	test_ok(cx, indicator_enter(cx,
	                            &(struct indicator_entry){ .indicator = i->record.id,
	                                                       .period = when("2024"),
	                                                       .value = number(34),
	                                                       .about = about },
	                            NULL));
	test_ok(cx, indicator_has_result(cx, &i->record.id, 1, false, &result));
	assert_true(result);
	test_ok(cx, indicator_has_result(cx, &i->record.id, 1, true, &result));
	assert_false(result); /* it is provisional */
	test_ok(cx, indicator_has_result_about(cx, about, false, &result));
	assert_true(result);
	test_ok(cx, indicator_has_result_about(cx, about, true, &result));
	assert_false(result);
	about.id = i->record.id;
	test_ok(cx, indicator_has_result_about(cx, about, false, &result));
	assert_false(result);
}

static void a_half_year_fits_every_periodicity(void **state)
{
	static const struct {
		int every;
		const char *first, *second;
	} cases[] = {
		{ EVERY_YEAR, "2024", "2024" },
		{ EVERY_HALF_YEAR, "2024-H1", "2024-H2" },
		{ EVERY_QUARTER, "2024-Q2", "2024-Q4" },
		{ EVERY_MONTH, "2024-06", "2024-12" },
	};
	struct context *cx = begin(state);

	for (size_t k = 0; k < LEN(cases); k++) {
		struct indicator i = { .periodicity = cases[k].every };
		struct date d;
		int half;

		indicator_period_in_half(&i, 2024, 1, &d, &half);
		assert_string_equal(indicator_period_key(cx, d, half), cases[k].first);
		indicator_period_in_half(&i, 2024, 2, &d, &half);
		assert_string_equal(indicator_period_key(cx, d, half), cases[k].second);
	}
}

static void periods_are_read_and_said(void **state)
{
	static const char *const same[][2] = {
		{ "2024", "2024" },         { "2024-H2", "2024-H2" }, { "H1 2024", "2024-H1" },
		{ "2024 h2", "2024-H2" },   { "2024-Q3", "2024-Q3" }, { "2024-05", "2024-05" },
		{ "2024-nji ýyl", "2024" },
	};
	static const char *const nothing[] = { "", "H3 2024", "24", "half", "2024-H12", "H1" };
	struct context *cx = begin(state);
	struct date d;
	int half;

	for (size_t k = 0; k < LEN(same); k++) {
		assert_true(indicator_read_period(cx, same[k][0], &d, &half));
		assert_string_equal(indicator_period_key(cx, d, half), same[k][1]);
	}
	for (size_t k = 0; k < LEN(nothing); k++)
		if (indicator_read_period(cx, nothing[k], &d, &half))
			fail_msg("“%s” was read as %s\n", nothing[k],
			         indicator_period_key(cx, d, half));
	assert_string_equal(indicator_period_words(cx, when("2024"), 2), "second half of 2024");
}

static void the_form_offers_periods_that_have_begun(void **state)
{
	static const struct {
		int every;
		const char *keys[3];
	} cases[] = {
		{ EVERY_YEAR, { "2026", "2025", "2024" } },
		{ EVERY_HALF_YEAR, { "2026-H1", "2025-H2", "2025-H1" } },
		{ EVERY_QUARTER, { "2026-Q2", "2026-Q1", "2025-Q4" } },
		{ EVERY_MONTH, { "2026-05", "2026-04", "2026-03" } },
	};
	struct context *cx = begin(state);

	for (size_t k = 0; k < LEN(cases); k++) {
		struct indicator i = { .periodicity = cases[k].every };
		struct indicator_period v[3];

		indicator_periods_offered(cx, &i, v, 3);
		for (size_t j = 0; j < 3; j++)
			assert_string_equal(indicator_period_key(cx, v[j].date, v[j].half),
			                    cases[k].keys[j]);
	}
}

static void a_retired_group_is_not_offered_any_more(void **state)
{
	struct context *cx = begin(state);
	struct disaggregation *d, **v;
	size_t offered, all, n;

	as(cx, "sec");
	test_ok(cx, indicator_categories(cx, BY_REGION, &v, &offered));
	test_ok(cx, indicator_groups(cx, &v, &all));
	d = record_by_key(cx, &disaggregation_type, "BALKAN");
	d->retired = YES;
	test_ok(cx, record_save(cx, &disaggregation_type, d));
	test_ok(cx, indicator_categories(cx, BY_REGION, &v, &n));
	assert_int_equal(n, offered - 1);
	for (size_t k = 0; k < n; k++)
		assert_string_not_equal(v[k]->code, "BALKAN");
	test_ok(cx, indicator_groups(cx, &v, &n)); /* old figures still have its name */
	assert_int_equal(n, all);
}

static void the_sample_is_made_twice_without_news(void **state)
{
	struct context *cx = begin(state);
	int64_t before, after, indicators;

	as(cx, "console");
	test_ok(cx, indicator_sample(cx));
	test_ok(cx, db_int(cx, MADE_SQL("SELECT count(*) FROM change"), &before, NULL));
	test_ok(cx, indicator_sample(cx));
	test_ok(cx, db_int(cx, MADE_SQL("SELECT count(*) FROM change"), &after, NULL));
	assert_int_equal(before, after);
	test_ok(cx, db_int(cx, MADE_SQL("SELECT count(*) FROM indicator WHERE code LIKE 'SAMPLE%'"),
	                   &indicators, NULL));
	assert_int_equal(indicators, 3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_outside_its_unit_is_refused),
		cmocka_unit_test(own_bounds_come_before_those_of_the_unit),
		cmocka_unit_test(yes_or_no_and_dates_are_values),
		cmocka_unit_test(a_period_is_as_long_as_the_indicator_is_measured),
		cmocka_unit_test(a_breakdown_is_one_the_indicator_has),
		cmocka_unit_test(a_new_city_is_a_row),
		cmocka_unit_test(an_indicator_says_no_nonsense),
		cmocka_unit_test(what_values_mean_does_not_change_under_them),
		cmocka_unit_test(data_goes_with_its_source),
		cmocka_unit_test(each_role_reads_and_writes_what_it_may),
		cmocka_unit_test(another_person_of_the_source_body_confirms),
		cmocka_unit_test(nobody_confirms_his_own),
		cmocka_unit_test(who_reported_it_does_not_confirm_it),
		cmocka_unit_test(a_confirmed_value_is_superseded_and_never_overwritten),
		cmocka_unit_test(a_provisional_value_gives_way_at_once),
		cmocka_unit_test(what_is_reported_is_entered_once),
		cmocka_unit_test(only_process_and_outcome_are_results),
		cmocka_unit_test(a_half_year_fits_every_periodicity),
		cmocka_unit_test(periods_are_read_and_said),
		cmocka_unit_test(the_form_offers_periods_that_have_begun),
		cmocka_unit_test(a_retired_group_is_not_offered_any_more),
		cmocka_unit_test(the_sample_is_made_twice_without_news),
	};

	return world_tests("indicator", tests, LEN(tests));
}
