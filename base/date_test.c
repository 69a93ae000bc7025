#include "base/date.h"

#include "test/unit.h"

static struct date parsed(const char *s)
{
	struct date d = { 0 };

	if (!date_parse(s, &d))
		fail_msg("%s is refused", s);
	return d;
}

static void check_day(struct date d, const char *expected)
{
	char text[DATE_TEXT];

	assert_string_equal(date_text(d, text), expected);
}

/* Read, written for people, written for the database and read back from there. */
static void test_forms(void **state)
{
	static const struct {
		const char *read, *text, *store;
		enum precision precision;
	} cases[] = {
		{ "2025", "2025", "2025-12-31/y", PRECISION_YEAR },
		{ "2025-Q1", "2025-Q1", "2025-03-31/q", PRECISION_QUARTER },
		{ "2025-Q2", "2025-Q2", "2025-06-30/q", PRECISION_QUARTER },
		{ "2025-Q4", "2025-Q4", "2025-12-31/q", PRECISION_QUARTER },
		{ "2025-02", "2025-02", "2025-02-28/m", PRECISION_MONTH },
		{ "2024-02", "2024-02", "2024-02-29/m", PRECISION_MONTH },
		{ "02.2025", "2025-02", "2025-02-28/m", PRECISION_MONTH },
		{ "2025-06-17", "2025-06-17", "2025-06-17", PRECISION_DAY },
		{ "17.06.2025", "2025-06-17", "2025-06-17", PRECISION_DAY },
		{ "2024-02-29", "2024-02-29", "2024-02-29", PRECISION_DAY },
		{ "2000-02-29", "2000-02-29", "2000-02-29", PRECISION_DAY },
		{ "0001", "0001", "0001-12-31/y", PRECISION_YEAR },
		{ "9999-12-31", "9999-12-31", "9999-12-31", PRECISION_DAY },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct date d = parsed(cases[i].read), again;
		char text[DATE_TEXT];

		assert_int_equal(d.precision, cases[i].precision);
		assert_string_equal(date_text(d, text), cases[i].text);
		assert_int_equal(date_compare(d, parsed(text)), 0);
		assert_string_equal(date_to_store(d, text), cases[i].store);
		assert_true(date_from_store(text, &again));
		assert_memory_equal(&d, &again, sizeof d);
	}
}

static void test_refused(void **state)
{
	static const char *const texts[] = {
		NULL,
		"",
		"0",
		"25",
		"0000",
		"10000",
		"2025-",
		"2025-0",
		"2025-00",
		"2025-13",
		"2025-Q0",
		"2025-Q5",
		"2025-Q1x",
		"2025-q1",
		"2025-02-29",
		"1900-02-29",
		"2025-06-31",
		"2025-06-00",
		"2025-06-1",
		"2025-06-17x",
		"2025/06/17",
		" 2025",
		"17.06.25",
		"31.06.2025",
		"17.13.2025",
		"13.2025",
		"1.6.2025",
		"17.06.2025 ",
		"2025-06-17T00:00:00Z",
		"-2025",
		"2O25",
	};
	static const char *const stored[] = {
		NULL,
		"",
		"2025",
		"2025-06",
		"2025-06-31",
		"2025-06-17/",
		"2025-06-17/d",
		"2025-06-17/x",
		"2025-06-17/yy",
		"2025-06-17 ",
		"2025-Q2",
		"0000-01-01",
	};
	struct date d;

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++)
		if (date_parse(texts[i], &d))
			fail_msg("%s is taken for a date", texts[i]);
	for (size_t i = 0; i < LEN(stored); i++)
		if (date_from_store(stored[i], &d))
			fail_msg("%s is taken for a stored date", stored[i]);
}

static void test_no_date(void **state)
{
	struct date none = { .precision = PRECISION_NONE };
	char text[DATE_TEXT] = "x";

	(void)state;
	assert_false(date_set(none));
	assert_true(date_set(date_day(2025, 1, 1)));
	assert_string_equal(date_text(none, text), "");
	assert_string_equal(date_to_store(none, text), "");
	assert_true(date_compare(none, date_day(9999, 12, 31)) > 0);
	assert_true(date_compare(date_day(1, 1, 1), none) < 0);
	assert_int_equal(date_compare(none, none), 0);
}

/* By the last day; of the same last day, the more precise first. */
static void test_order(void **state)
{
	static const char *const rising[] = {
		"2024",       "2025-01-01", "2025-01", "2025-03-31", "2025-03", "2025-Q1",
		"2025-04-01", "2025-12-31", "2025-12", "2025-Q4",    "2025",    "2026-01-01",
	};

	(void)state;
	for (size_t i = 0; i < LEN(rising); i++)
		for (size_t j = 0; j < LEN(rising); j++) {
			int order = date_compare(parsed(rising[i]), parsed(rising[j]));

			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
}

/* 40,000 days around 1970, one after another, by a calendar that is kept by hand. */
static void test_round_trip(void **state)
{
	int year = 1916, month = 1, day = 1, weekday = 6; /* 1916-01-01 was a Saturday */
	int64_t first = date_to_days(date_day(1916, 1, 1));

	(void)state;
	assert_int_equal(date_to_days(date_day(1970, 1, 1)), 0);
	for (int64_t n = first; n < first + 40000; n++) {
		struct date d = date_from_days(n);

		if (d.year != year || d.month != month || d.day != day || date_to_days(d) != n ||
		    date_weekday(d) != weekday || !date_valid(year, month, day))
			fail_msg("day %lld", (long long)n);
		weekday = weekday % 7 + 1;
		if (++day > days_in_month(year, month)) {
			assert_false(date_valid(year, month, day));
			day = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
	assert_int_equal(year, 2025);
}

static void test_leap_years(void **state)
{
	(void)state;
	assert_int_equal(days_in_month(1900, 2), 28);
	assert_int_equal(days_in_month(2000, 2), 29);
	assert_int_equal(days_in_month(2023, 2), 28);
	assert_int_equal(days_in_month(2024, 2), 29);
	assert_false(date_valid(2025, 13, 1) || date_valid(2025, 0, 1) || date_valid(0, 1, 1) ||
	             date_valid(10000, 1, 1) || date_valid(2025, 4, 31));
}

/* The worked examples of the deadline rules, by their numbers there. */
static void test_first_days(void **state)
{
	static const char *const periods[][2] = { { "2025-06-17", "2025-06-17" },
		                                  { "2024-02", "2024-02-01" },
		                                  { "2025-Q1", "2025-01-01" },
		                                  { "2025-Q4", "2025-10-01" },
		                                  { "2025", "2025-01-01" } };
	char text[DATE_TEXT];

	(void)state;
	for (size_t i = 0; i < LEN(periods); i++) {
		struct date d;

		assert_true(date_parse(periods[i][0], &d));
		assert_string_equal(date_text(date_first_day(d), text), periods[i][1]);
	}
}

static void test_deadline_rules(void **state)
{
	(void)state;
	check_day(date_add_months(date_day(2025, 1, 31), 1), "2025-02-28");   /* TC-01 */
	check_day(date_add_months(date_day(2024, 2, 29), 12), "2025-02-28");  /* TC-02 */
	check_day(date_add_months(date_day(1997, 5, 1), 3), "1997-08-01");    /* TC-03 */
	check_day(date_add_days(date_day(1997, 5, 1), 30), "1997-05-31");     /* TC-04 */
	check_day(date_add_days(date_day(2023, 11, 6), -84), "2023-08-14");   /* TC-20 */
	check_day(date_add_months(date_day(2023, 11, 6), 54), "2028-05-06");  /* TC-20 */
	check_day(date_add_months(date_day(2023, 11, 6), 66), "2029-05-06");  /* TC-20 */
	check_day(date_add_days(date_day(2026, 3, 3), 60), "2026-05-02");     /* TC-22 */
	assert_int_equal(date_weekday(date_day(2026, 5, 2)), 6);              /* a Saturday */
	assert_int_equal(date_weekday(date_day(2025, 5, 18)), 7);             /* TC-31 */
	assert_int_equal(date_weekday(date_day(2023, 2, 3)), 5);              /* TC-28 */
	check_day(date_add_days(date_day(2025, 10, 30), -180), "2025-05-03"); /* TC-29 */
	check_day(date_add_months(date_day(2025, 3, 31), -1), "2025-02-28");
	check_day(date_add_months(date_day(2025, 1, 15), -1), "2024-12-15");
	check_day(date_add_months(date_day(2025, 12, 15), 1), "2026-01-15");
	check_day(date_add_months(date_day(2025, 12, 15), 0), "2025-12-15");
}

static void test_instants(void **state)
{
	static const struct {
		const char *read, *text;
		int64_t instant;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z", 0 },
		{ "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", -1 },
		{ "2025-07-11T09:00:00+05:00", "2025-07-11T04:00:00.000000Z", 1752206400000000 },
		{ "2025-07-11T09:00:00.5+0500", "2025-07-11T04:00:00.500000Z", 1752206400500000 },
		{ "2025-07-11T00:30:00.1234567-03:30", "2025-07-11T04:00:00.123456Z",
		  1752206400123456 },
		{ "2001-09-09T01:46:40Z", "2001-09-09T01:46:40.000000Z", 1000000000000000 },
	};
	static const char *const refused[] = {
		NULL,
		"",
		"2025-07-11",
		"2025-07-11T09:00Z",
		"2025-07-11T09:00:00",
		"2025-07-11 09:00:00Z",
		"2025-07-11T24:00:00Z",
		"2025-07-11T09:60:00Z",
		"2025-07-11T09:00:60Z",
		"2025-07-11T09:00:00.Z",
		"2025-07-11T09:00:00+15:00",
		"2025-07-11T09:00:00+05:60",
		"2025-07-11T09:00:00+05:00x",
		"2025-07-11T09:00:00Zx",
		"2025-02-29T09:00:00Z",
		"2025-07-11T09:00:00+5",
	};
	int64_t instant;
	char text[INSTANT_TEXT];

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_true(instant_parse(cases[i].read, &instant));
		assert_true(instant == cases[i].instant);
		assert_string_equal(instant_text(instant, text), cases[i].text);
	}
	for (size_t i = 0; i < LEN(refused); i++)
		if (instant_parse(refused[i], &instant))
			fail_msg("%s is taken for an instant", refused[i]);
	assert_true(instant_parse("2025-01-01T00:00:00Z", &instant));
	assert_true(instant_now() > instant);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_forms),      UNIT(test_refused),        UNIT(test_no_date),
		UNIT(test_order),      UNIT(test_round_trip),     UNIT(test_leap_years),
		UNIT(test_first_days), UNIT(test_deadline_rules), UNIT(test_instants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
