#include "base/zone.h"

#include "test/unit.h"

static int64_t instant(const char *s)
{
	int64_t ret;

	assert_true(instant_parse(s, &ret));
	return ret;
}

static void check_offset(struct context *cx, const char *name, const char *when, int seconds)
{
	struct zone *z = zone_load(cx, name);

	assert_non_null(z);
	assert_int_equal(zone_offset(z, instant(when)), seconds);
	zone_free(z);
}

static void test_ashgabat(void **state)
{
	struct context *cx = *state;

	check_offset(cx, "Asia/Ashgabat", "2025-07-11T00:00:00Z", 5 * 3600);
	check_offset(cx, "Asia/Ashgabat", "1990-01-01T00:00:00Z", 5 * 3600);
	check_offset(cx, "Asia/Ashgabat", "1970-01-01T00:00:00Z", 5 * 3600);
	check_offset(cx, "Asia/Ashgabat", "1985-07-01T00:00:00Z", 6 * 3600);
	check_offset(cx, "Asia/Ashgabat", "1900-01-01T00:00:00Z", 3 * 3600 + 53 * 60 + 32);
}

static void test_summer_time(void **state)
{
	static const struct {
		const char *name, *when;
		int seconds;
	} cases[] = {
		{ "Europe/Berlin", "2025-03-30T00:59:59Z", 3600 },
		{ "Europe/Berlin", "2025-03-30T01:00:00Z", 7200 },
		{ "Europe/Berlin", "2025-10-26T00:59:59Z", 7200 },
		{ "Europe/Berlin", "2025-10-26T01:00:00Z", 3600 },
		/* years after the file's last transition: the footer's rule */
		{ "Europe/Berlin", "2061-03-27T00:59:59Z", 3600 },
		{ "Europe/Berlin", "2061-03-27T01:00:00Z", 7200 },
		{ "Europe/Berlin", "2061-10-30T00:59:59Z", 7200 },
		{ "Europe/Berlin", "2061-10-30T01:00:00Z", 3600 },
		/* south of the equator, where summer spans the new year */
		{ "Australia/Sydney", "2060-01-01T00:00:00Z", 11 * 3600 },
		{ "Australia/Sydney", "2060-07-01T00:00:00Z", 10 * 3600 },
		{ "Australia/Sydney", "2060-12-31T23:59:59Z", 11 * 3600 },
		/* a footer with a negative time of day and unnamed abbreviations */
		{ "America/Nuuk", "2060-01-01T00:00:00Z", -2 * 3600 },
		{ "America/Nuuk", "2060-07-01T00:00:00Z", -1 * 3600 },
		{ "UTC", "2060-07-01T00:00:00Z", 0 },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		check_offset(cx, cases[i].name, cases[i].when, cases[i].seconds);
}

static void test_fixed(void **state)
{
	struct context *cx = *state;

	check_offset(cx, "+05:00", "2025-07-11T00:00:00Z", 5 * 3600);
	check_offset(cx, "-03:30", "2025-07-11T00:00:00Z", -(3 * 3600 + 30 * 60));
}

static void test_bad_names(void **state)
{
	static const char *const names[] = {
		NULL,
		"",
		"Asia/Nowhere",
		"../../../etc/passwd",
		"Asia/../Asia/Ashgabat",
		"/etc/localtime",
		"Asia",
		"tzdata.zi",
		"zone.tab",
		"Asia/Ashgabat ",
		"+5:00",
		"+05:60",
		"+15:00",
		"+05:00x",
		"Europe/Berlin\n",
		"a_name_that_is_far_too_long_for_any_place_that_has_a_time_zone_of_its_own",
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(names); i++) {
		assert_null(zone_load(cx, names[i]));
		assert_failed(cx, ERR_INVALID);
	}
}

/* TC-32: a report submitted at 23:30 in Ashgabat on its last day is in time. */
static void test_date(void **state)
{
	struct context *cx = *state;
	struct zone *z = zone_load(cx, "Asia/Ashgabat");
	int seconds;

	assert_non_null(z);

	struct date d = zone_date(z, instant("2025-10-30T18:30:00Z"), &seconds);

	assert_int_equal(date_compare(d, date_day(2025, 10, 30)), 0);
	assert_int_equal(seconds, 23 * 3600 + 30 * 60);
	d = zone_date(z, instant("2025-10-30T19:00:00Z"), &seconds);
	assert_int_equal(date_compare(d, date_day(2025, 10, 31)), 0);
	assert_int_equal(seconds, 0);
	d = zone_date(z, instant("1969-12-31T18:59:59Z"), NULL);
	assert_int_equal(date_compare(d, date_day(1969, 12, 31)), 0);
	zone_free(z);
}

static void test_midnight(void **state)
{
	static const struct {
		const char *name;
		int year, month, day;
		const char *begins;
	} cases[] = {
		{ "Asia/Ashgabat", 2025, 7, 11, "2025-07-10T19:00:00Z" },
		{ "Europe/Berlin", 2025, 3, 30, "2025-03-29T23:00:00Z" },
		{ "Europe/Berlin", 2025, 3, 31, "2025-03-30T22:00:00Z" },
		{ "Europe/Berlin", 2061, 10, 31, "2061-10-30T23:00:00Z" },
		/* midnight was skipped: the day began at one */
		{ "America/Sao_Paulo", 2018, 11, 4, "2018-11-04T03:00:00Z" },
		/* 23:00 came twice the evening before */
		{ "America/Sao_Paulo", 2019, 2, 17, "2019-02-17T03:00:00Z" },
		/* the whole of the 30th was skipped */
		{ "Pacific/Apia", 2011, 12, 31, "2011-12-30T10:00:00Z" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		struct zone *z = zone_load(cx, cases[i].name);
		char got[INSTANT_TEXT], wanted[INSTANT_TEXT];

		assert_non_null(z);
		instant_text(
		        zone_midnight(z, date_day(cases[i].year, cases[i].month, cases[i].day)),
		        got);
		assert_string_equal(got, instant_text(instant(cases[i].begins), wanted));
		zone_free(z);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_ashgabat),  UNIT(test_summer_time), UNIT(test_fixed),
		UNIT(test_bad_names), UNIT(test_date),        UNIT(test_midnight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
