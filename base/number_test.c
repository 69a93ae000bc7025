#include "base/number.h"

#include "test/unit.h"

static void test_read(void **state)
{
	static const struct {
		const char *text;
		int64_t number;
	} cases[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "42", 42 },
		{ "007", 7 },
		{ "-9223372036854775808", INT64_MIN },
		{ "9223372036854775807", INT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		int64_t n = -1;

		assert_true(parse_int(cases[i].text, &n));
		assert_true(n == cases[i].number);
	}
}

static void test_refused(void **state)
{
	static const char *const texts[] = {
		NULL,
		"",
		"-",
		"+1",
		" 1",
		"1 ",
		"1.0",
		"0x10",
		"1e3",
		"--1",
		"one",
		"١",
		"9223372036854775808",
		"-9223372036854775809",
		"99999999999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++) {
		int64_t n = 77;

		assert_false(parse_int(texts[i], &n));
		assert_int_equal(n, 77);
	}
}

static void test_range(void **state)
{
	int64_t n = 77;

	(void)state;
	assert_true(parse_int_in("1", 1, 9, &n) && n == 1);
	assert_true(parse_int_in("9", 1, 9, &n) && n == 9);
	assert_false(parse_int_in("0", 1, 9, &n));
	assert_false(parse_int_in("10", 1, 9, &n));
	assert_int_equal(n, 9);
}

static void test_written(void **state)
{
	static const int64_t numbers[] = { 0, 7, -1, 10, 4096, -999, INT64_MAX, INT64_MIN };
	char text[INT_TEXT], want[40];

	(void)state;
	for (size_t i = 0; i < LEN(numbers); i++) {
		size_t n = int_text(numbers[i], text);

		snprintf(want, sizeof want, "%lld", (long long)numbers[i]);
		assert_string_equal(text, want);
		assert_int_equal(n, strlen(want));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_read),
		UNIT(test_refused),
		UNIT(test_range),
		UNIT(test_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
