/* The days off of one year: what is certain, what is not yet known, what runs over a New Year; on
 * both engines. */
#include "subject/deadline/days_off.h"

#include "record/trust_test.h"

static struct context *begin(void **state)
{
	static const char *const with[] = { "taxonomy", "mechanism", "deadline", NULL };

	return world_begin(*state, subjects, with);
}

static struct days_off of(struct context *cx, int year)
{
	struct days_off d;

	test_ok(cx, days_off(cx, year, &d));
	return d;
}

/* The i-th of the year: "NOWRUZ 2026-03-21 2026-03-22". */
static void is(const struct days_off *d, size_t i, const char *expected)
{
	char first[DATE_TEXT], last[DATE_TEXT], text[100];

	assert_true(i < d->n);
	date_text(d->v[i].first, first);
	date_text(d->v[i].last, last);
	snprintf(text, sizeof text, "%s %s %s", d->v[i].holiday->code, first, last);
	assert_string_equal(text, expected);
}

static bool is_unknown(const struct days_off *d, const char *code)
{
	for (size_t i = 0; i < d->unknown_n; i++)
		if (str_eq(d->unknown[i]->code, code))
			return true;
	return false;
}

static void enter(struct context *cx, const char *code, struct holiday_date *v, size_t n)
{
	struct holiday *h = record_by_key(cx, &holiday_type, code);

	assert_non_null(h);
	h->dates = (struct owned){ v, n };
	test_ok(cx, record_save_as(cx, &holiday_type, h, CHANGE_UPDATE));
}

static struct holiday *sample(struct context *cx, const char *code, const char *every_year,
                              int days)
{
	struct text *name = arena_new_of(cx->mem, struct text);
	struct holiday *h = record_new(cx, &holiday_type);

	*name = (struct text){ .lang = "en", .body = code, .original = true };
	h->code = code;
	h->name = (struct texts){ name, 1 };
	h->kind = HOLIDAY_RESTS;
	h->every_year = every_year;
	h->days = (struct number){ days, true };
	return h;
}

static void make(struct context *cx, struct holiday *h)
{
	test_ok(cx, record_save_as(cx, &holiday_type, h, CHANGE_CREATE));
}

static void a_year_has_what_comes_every_year(void **state)
{
	/* weekdays without the holidays that fall on one, from a calendar on paper */
	static const int working[] = { 21, 20, 22, 22, 20, 22, 23, 21, 22, 21, 21, 23 };
	struct context *cx = begin(state);
	struct days_off d = of(cx, 2026);

	assert_int_equal(d.n, 7);
	is(&d, 0, "NEW_YEAR 2026-01-01 2026-01-01");
	is(&d, 1, "WOMENS_DAY 2026-03-08 2026-03-08");
	is(&d, 2, "NOWRUZ 2026-03-21 2026-03-22");
	is(&d, 3, "CONSTITUTION 2026-05-18 2026-05-18");
	is(&d, 6, "NEUTRALITY 2026-12-12 2026-12-12");
	assert_true(d.v[2].every_year);
	for (size_t i = 0; i < LEN(working); i++)
		assert_int_equal(d.working[i], working[i]);
}

static void what_is_decided_each_year_is_not_known_before(void **state)
{
	struct holiday_date dates[] = {
		{ .date = date_day(2030, 1, 5), .act = "sample act" },
		{ .date = date_day(2030, 12, 26) },
	};
	struct context *cx = begin(state);
	struct days_off d = of(cx, 2030);

	assert_int_equal(d.unknown_n, 2);
	assert_true(is_unknown(&d, "ORAZA_BAYRAM") && is_unknown(&d, "GURBAN_BAYRAM"));
	enter(cx, "ORAZA_BAYRAM", dates, LEN(dates)); /* twice in a year: the moon's is shorter */
	d = of(cx, 2030);
	assert_false(is_unknown(&d, "ORAZA_BAYRAM"));
	assert_true(is_unknown(&d, "GURBAN_BAYRAM"));
	assert_int_equal(d.n, 9);
	is(&d, 1, "ORAZA_BAYRAM 2030-01-05 2030-01-05");
	assert_string_equal(d.v[1].act, "sample act");
	is(&d, 8, "ORAZA_BAYRAM 2030-12-26 2030-12-26");
	assert_null(d.v[8].act);
	d = of(cx, 2031);
	assert_true(is_unknown(&d, "ORAZA_BAYRAM"));
	assert_int_equal(d.n, 7);
}

static void it_may_run_over_a_new_year(void **state)
{
	struct context *cx = begin(state);
	struct days_off d;

	make(cx, sample(cx, "SAMPLE", "12-30", 4));
	d = of(cx, 2026);
	assert_int_equal(d.n, 9);
	is(&d, 0, "NEW_YEAR 2026-01-01 2026-01-01");
	is(&d, 1, "SAMPLE 2026-01-01 2026-01-02");
	is(&d, 8, "SAMPLE 2026-12-30 2026-12-31");
	assert_int_equal(d.working[11], 21);
	assert_int_equal(d.working[0], 20);
}

/* Since 2027: since its first day, also for the rules; until 2027: until its last. */
static void it_counts_as_long_as_it_is_valid(void **state)
{
	struct context *cx = begin(state);
	struct holiday *since = sample(cx, "SINCE", "01-05", 1);
	struct holiday *until = sample(cx, "UNTIL", "12-27", 1);
	struct holiday *ended = sample(cx, "ENDED", NULL, 1);
	struct deadline_answer a;
	struct days_off d;

	since->valid_from = until->valid_to = date_day(2027, 12, 31);
	since->valid_from.precision = until->valid_to.precision = PRECISION_YEAR;
	ended->valid_to = date_day(2026, 6, 30);
	make(cx, since);
	make(cx, until);
	make(cx, ended);
	d = of(cx, 2026);
	assert_int_equal(d.n, 8);
	is(&d, 7, "UNTIL 2026-12-27 2026-12-27");
	assert_true(is_unknown(&d, "ENDED"));
	d = of(cx, 2027);
	assert_int_equal(d.n, 9);
	is(&d, 1, "SINCE 2027-01-05 2027-01-05");
	is(&d, 8, "UNTIL 2027-12-27 2027-12-27");
	assert_false(is_unknown(&d, "ENDED"));
	assert_int_equal(of(cx, 2028).n, 8);
	test_ok(cx, deadline_ask_line(cx, "DL-18 date=2027-01-05", &a));
	assert_int_equal(date_compare(a.due, date_day(2027, 1, 6)), 0);
	test_ok(cx, deadline_ask_line(cx, "DL-18 date=2026-01-05", &a));
	assert_int_equal(date_compare(a.due, date_day(2026, 1, 5)), 0);
}

/* A Saturday on which work is done by decision. */
static void a_day_of_rest_may_be_worked_on(void **state)
{
	struct holiday_date day = { .date = date_day(2026, 5, 30), .act = "sample act" };
	struct context *cx = begin(state);
	struct holiday *h = sample(cx, "SATURDAY", NULL, 1);
	struct days_off d;

	h->kind = HOLIDAY_WORKS;
	h->dates = (struct owned){ &day, 1 };
	make(cx, h);
	d = of(cx, 2026);
	is(&d, 4, "SATURDAY 2026-05-30 2026-05-30");
	assert_int_equal(d.working[4], 21);
	d = of(cx, 2027);
	assert_int_equal(d.n, 7);
	assert_false(is_unknown(&d, "SATURDAY"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_year_has_what_comes_every_year),
		cmocka_unit_test(what_is_decided_each_year_is_not_known_before),
		cmocka_unit_test(it_may_run_over_a_new_year),
		cmocka_unit_test(it_counts_as_long_as_it_is_valid),
		cmocka_unit_test(a_day_of_rest_may_be_worked_on),
	};

	return world_tests("days off", tests, LEN(tests));
}
