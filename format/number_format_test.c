#include "format/number_format.h"

#include "test/unit.h"

static void test_shown(void **state)
{
	static const struct {
		const char *code;
		double value;
		enum cell_kind kind;
		const char *text;
	} cases[] = {
		{ "General", 5, CELL_NUMBER, "5" },
		{ "General", 126.1, CELL_NUMBER, "126.1" },
		{ "General", -0.0, CELL_NUMBER, "0" },
		{ "General", 0.1 + 0.2, CELL_NUMBER, "0.3" },
		{ "General", 123456789012345678.0, CELL_NUMBER, "123456789012345680" },
		{ "General", 1e300, CELL_NUMBER, "1e+300" },
		{ "0.00", 126.1, CELL_NUMBER, "126.10" },
		{ "0.00", 126, CELL_NUMBER, "126.00" },
		{ "#,##0.00;[Red]-#,##0.00", -1234.5, CELL_NUMBER, "-1234.50" },
		{ "0.0#", 2.25, CELL_NUMBER, "2.25" },
		{ "0", 3.7, CELL_NUMBER, "3.7" }, /* nothing is rounded away */
		{ "000", 7, CELL_NUMBER, "007" },
		{ "000", -7, CELL_NUMBER, "-007" },
		{ "0%", 0.45, CELL_NUMBER, "45%" },
		{ "0.0%", 0.5, CELL_NUMBER, "50.0%" },
		{ "0.00E+00", 12345, CELL_NUMBER, "12345" },
		{ "\"day\" 0", 3, CELL_NUMBER, "3" },
		{ "@", 12, CELL_NUMBER, "12" },
		{ "yyyy-mm-dd", 45849, CELL_DATE, "2025-07-11" },
		{ "yyyy\\-mm\\-dd;@", 45849.0, CELL_DATE, "2025-07-11" },
		{ "[$-419]dd mmmm yyyy\" г.\"", 45849, CELL_DATE, "2025-07-11" },
		{ "dd.mm.yyyy hh:mm", 45849.604166666664, CELL_DATE, "2025-07-11T14:30:00" },
		{ "dd.mm.yyyy hh:mm", 45849, CELL_DATE, "2025-07-11" },
		{ "dd.mm.yyyy hh:mm", 45849.9999999, CELL_DATE, "2025-07-12" },
		{ "dd.mm.yyyy", 45849.6, CELL_DATE, "2025-07-11" },
		{ "mmm yyyy", 45849, CELL_DATE, "2025-07" },
		{ "yyyy", 45849, CELL_DATE, "2025" },
		{ "d-mmm", 45849, CELL_DATE, "2025-07-11" },
		{ "yyyy-mm-dd", 1, CELL_DATE, "1900-01-01" },
		{ "yyyy-mm-dd", 59, CELL_DATE, "1900-02-28" },
		{ "yyyy-mm-dd", 60, CELL_NUMBER, "60" },
		{ "yyyy-mm-dd", 61, CELL_DATE, "1900-03-01" },
		{ "yyyy-mm-dd", 0, CELL_NUMBER, "0" },
		{ "yyyy-mm-dd", -3, CELL_NUMBER, "-3" },
		{ "yyyy-mm-dd", 2958465, CELL_DATE, "9999-12-31" },
		{ "yyyy-mm-dd", 2958466, CELL_NUMBER, "2958466" },
		{ "yyyy-mm-dd", 1e18, CELL_NUMBER, "1000000000000000000" },
		{ "h:mm", 0.5, CELL_TEXT, "12:00:00" },
		{ "mm:ss", 0.5, CELL_TEXT, "12:00:00" },
		{ "h:mm AM/PM", 0.75, CELL_TEXT, "18:00:00" },
		{ "[h]:mm:ss", 1.25, CELL_TEXT, "30:00:00" },
		{ "[Red]0.0", 1, CELL_NUMBER, "1.0" },
		{ "[", 1, CELL_NUMBER, "1" },
		{ "\"", 1, CELL_NUMBER, "1" },
		{ "\\", 1, CELL_NUMBER, "1" },
		{ "", 1, CELL_NUMBER, "1" },
	};
	char out[NUMBER_TEXT];

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct number_format f = number_format_of(cases[i].code);

		if (number_show(&f, cases[i].value, false, out) != cases[i].kind ||
		    !str_eq(out, cases[i].text))
			fail_msg("%s of %.17g: %s", cases[i].code, cases[i].value, out);
	}
}

static void test_known_and_1904(void **state)
{
	static const struct {
		int64_t id;
		const char *text;
	} cases[] = {
		{ 0, "45849" },       { 1, "45849" },    { 2, "45849.00" },    { 9, "4584900%" },
		{ 14, "2025-07-11" }, { 17, "2025-07" }, { 22, "2025-07-11" }, { 49, "45849" },
		{ 57, "2025-07-11" }, { 1000, "45849" },
	};
	char out[NUMBER_TEXT];
	struct number_format day = number_format_known(14);

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct number_format f = number_format_known(cases[i].id);

		(void)number_show(&f, 45849, false, out);
		assert_string_equal(out, cases[i].text);
	}
	assert_int_equal(number_show(&day, 45849 - 1462, true, out), CELL_DATE);
	assert_string_equal(out, "2025-07-11");
	assert_int_equal(number_show(&day, 0, true, out), CELL_DATE);
	assert_string_equal(out, "1904-01-01");
}

/* Whatever stands there is shown, in the room there is. */
static void test_extremes(void **state)
{
	static const char *const codes[] = {
		"General", "0.000000000000000000000000000000",
		"%0%",     "yyyy-mm-dd hh:mm:ss",
		"[h]:mm",  "000000000000000000000000000000000000000000000000"
	};
	static const double values[] = { 1e308, -1e308, 5e-324, 1e15, -1e21, 1e-7, 123456.789 };
	char out[NUMBER_TEXT];

	(void)state;
	for (size_t i = 0; i < LEN(codes); i++)
		for (size_t j = 0; j < LEN(values); j++) {
			struct number_format f = number_format_of(codes[i]);

			(void)number_show(&f, values[j], false, out);
			assert_in_range(strlen(out), 1, NUMBER_TEXT - 1);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_shown),
		UNIT(test_known_and_1904),
		UNIT(test_extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
