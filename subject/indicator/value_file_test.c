/* Tables of values brought in: as CSV in three languages and from a workbook. */
#include "subject/indicator/indicator_test.h"

#include "format/material_test.h"
#include "format/xlsx.h"
#include "record/import.h"

static struct import bring(struct context *cx, const char *file, const char *bytes, size_t n)
{
	struct import im = { .file = file };

	test_ok(cx, import_run(cx, &im, bytes, n));
	return im;
}

static struct import bring_csv(struct context *cx, const char *text)
{
	struct import im = bring(cx, "made-up.csv", text, strlen(text));

	assert_string_equal(im.format->name, "indicator-values");
	return im;
}

/* With an indicator, and outside of transactions, as the secretariat. */
static struct context *with_share(void **state, int64_t *ret)
{
	struct context *cx = begin(state);

	*ret = saved_share(cx)->record.id;
	test_ok(cx, db_commit(cx));
	return cx;
}

/* "300000" in the state; NULL: there is none. */
static const char *stored(struct context *cx, int64_t indicator, const char *period,
                          const char *breakdown)
{
	const struct indicator_value *v;
	const char *words;

	test_ok(cx, db_begin(cx, cx->app->store, DB_READ));
	v = indicator_value_at(cx, indicator, when(period), 0, breakdown, true);
	assert_false(failed(cx));
	words = v ? arena_fmt(cx->mem, "%lld %s", (long long)v->value.units,
	                      T->states[v->record.state - 1].code)
	          : NULL;
	test_ok(cx, db_commit(cx));
	return words;
}

static bool told(const struct import *im, int64_t row, const char *field, const char *words)
{
	for (size_t i = 0; i < im->problems_n; i++)
		if (im->problems[i].row == row && str_eq(im->problems[i].field, field) &&
		    strstr(im->problems[i].message, words))
			return true;
	return false;
}

static void a_row_is_a_value(void **state)
{
	int64_t id;
	struct context *cx = with_share(state, &id);
	struct import im = bring_csv(cx, "Indicator,Year,Sex,Region,Value,Source,Note\n"
	                                 "EDU-1,2023,,,32.7,Yearbook 2024,\n"
	                                 "EDU-1,2023,Female,,41.5,,of all women\n"
	                                 "EDU-1,2023,women,Ashgabat,44,,\n"
	                                 "EDU-1,2023,total,Mary Province,31.4,,\n"
	                                 "EDU-1,2022,,,..,,\n"
	                                 "EDU-1,2021,,,–,,\n");

	assert_int_equal(im.problems_n, 0);
	assert_int_equal(im.new, 4);
	assert_string_equal(stored(cx, id, "2023", ""), "327000 provisional");
	assert_string_equal(stored(cx, id, "2023", "female"), "415000 provisional");
	assert_string_equal(stored(cx, id, "2023", "female;ASHGABAT"), "440000 provisional");
	assert_string_equal(stored(cx, id, "2023", "MARY"), "314000 provisional");
	assert_null(stored(cx, id, "2022", ""));
}

static void headings_and_numbers_are_read_in_three_languages(void **state)
{
	int64_t id;
	struct context *cx = with_share(state, &id);

	cx->lang = "ru";
	assert_int_equal(
	        bring_csv(cx, "Показатель;Год;Пол;Значение\nEDU-1;2023;Женский;41,5\n").new, 1);
	assert_string_equal(stored(cx, id, "2023", "female"), "415000 provisional");
	cx->lang = "tk";
	assert_int_equal(
	        bring_csv(cx, "Görkeziji;Ýyl;Welaýat;Baha\nEDU-1;2022;Balkan;30,9 %\n").new, 1);
	assert_string_equal(stored(cx, id, "2022", "BALKAN"), "309000 provisional");
}

static void a_workbook_is_read_below_its_titles(void **state)
{
	static const char *const titles[] = { "Table 4. Heads of schools", "", "", "" };
	static const char *const head[] = { "indicator code", "period", "value", "province" };
	int64_t id;
	struct context *cx = with_share(state, &id);
	struct xlsx *x = xlsx_start(cx, "Data", "About", titles, 4);
	struct buffer out = BUFFER(cx->mem, MAX_ANSWER);
	struct import im;

	test_ok(cx, x != NULL && xlsx_row(cx, x));
	for (size_t i = 0; i < LEN(head); i++)
		xlsx_text(x, head[i]);
	for (int year = 2022; year <= 2023; year++) {
		test_ok(cx, xlsx_row(cx, x));
		xlsx_text(x, "EDU-1");
		xlsx_integer(x, year);
		xlsx_decimal(x, 300 + year - 2000, 1);
		xlsx_text(x, "Lebap");
	}
	xlsx_about(x, "value", "nothing of this sheet is one");
	test_ok(cx, xlsx_end(cx, x, sink_to_buffer, &out));
	im = bring(cx, "made-up.xlsx", buffer_str(&out), out.len);
	assert_string_equal(im.format->name, "indicator-values");
	assert_int_equal(im.problems_n, 0);
	assert_int_equal(im.new, 2);
	assert_string_equal(stored(cx, id, "2022", "LEBAP"), "322000 provisional");
	assert_string_equal(stored(cx, id, "2023", "LEBAP"), "323000 provisional");
}

static void a_column_may_be_a_period(void **state)
{
	static const char table[] = "Indicator,Sex,2020,2021,2022\n"
	                            "EDU-1,,28.9,30.4,..\n"
	                            "EDU-1,female,33,many,35\n";
	int64_t id;
	struct context *cx = with_share(state, &id);
	struct import im = bring_csv(cx, table);

	assert_int_equal(im.new, 4);
	assert_int_equal(im.problems_n, 1);
	assert_true(told(&im, 3, "2021", "“many” is no number"));
	assert_string_equal(stored(cx, id, "2020", ""), "289000 provisional");
	assert_string_equal(stored(cx, id, "2021", ""), "304000 provisional");
	assert_null(stored(cx, id, "2022", ""));
	assert_string_equal(stored(cx, id, "2020", "female"), "330000 provisional");
	assert_null(stored(cx, id, "2021", "female"));
	assert_string_equal(stored(cx, id, "2022", "female"), "350000 provisional");
	im = bring_csv(cx, table);
	assert_int_equal(im.new + im.updated, 0);
	assert_int_equal(im.unchanged, 4);
}

static void the_same_again_changes_nothing(void **state)
{
	static const char table[] = "code,period,value\nEDU-1,2023,32.7\nEDU-1,2022,31\n";
	int64_t id;
	struct context *cx = with_share(state, &id);
	struct import im;

	assert_int_equal(bring_csv(cx, table).new, 2);
	im = bring_csv(cx, table);
	assert_int_equal(im.new + im.updated, 0);
	assert_int_equal(im.unchanged, 2);
}

static void a_revised_figure_waits_beside_the_confirmed_one(void **state)
{
	int64_t id;
	struct context *cx = with_share(state, &id);
	struct import im;

	assert_int_equal(bring_csv(cx, "code,period,value\nEDU-1,2023,32.7\n").new, 1);
	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE));
	confirmed(cx, indicator_value_at(cx, id, when("2023"), 0, "", true));
	test_ok(cx, db_commit(cx));
	test_ok(cx, db_begin(cx, cx->app->store, DB_READ));
	as(cx, "sec");
	test_ok(cx, db_commit(cx));
	im = bring_csv(cx, "code,period,value\nEDU-1,2023,32.9\n");
	assert_int_equal(im.problems_n, 0);
	assert_int_equal(im.new, 1);
	assert_string_equal(stored(cx, id, "2023", ""), "327000 confirmed");
	im = bring_csv(cx, "code,period,value\nEDU-1,2023,32.7\n"); /* the older file once more */
	assert_int_equal(im.new + im.updated, 0);
	assert_string_equal(stored(cx, id, "2023", ""), "327000 confirmed");
}

static void what_is_wrong_is_told_with_its_row(void **state)
{
	int64_t id;
	struct context *cx = with_share(state, &id);
	struct import im = bring_csv(cx, "Indicator,Period,Half,Sex,Value\n"
	                                 "NO-1,2023,,,30\n"
	                                 "EDU-1,last year,,,30\n"
	                                 "EDU-1,2023,,,many\n"
	                                 "EDU-1,2023,,third,30\n"
	                                 "EDU-1,2023,,Ashgabat,30\n"
	                                 "EDU-1,2023,,,134\n"
	                                 "EDU-1,2023,3,,30\n"
	                                 "EDU-1,2023,2,,30\n"
	                                 "EDU-1,2020,,,30\n");

	assert_true(told(&im, 2, "Indicator", "There is no indicator “NO-1”"));
	assert_true(told(&im, 3, "Period", "“last year” is no period"));
	assert_true(told(&im, 4, "Value", "“many” is no number"));
	assert_true(told(&im, 5, "Sex", "There is no group “third”"));
	assert_true(told(&im, 6, "Sex", "There is no group “Ashgabat”"));
	assert_true(told(&im, 7, "value", "134 cannot be a value of EDU-1"));
	assert_true(told(&im, 8, "Half", "1 or 2"));
	assert_true(told(&im, 9, "period", "Give the year"));
	assert_int_equal(im.new, 1);
	assert_string_equal(stored(cx, id, "2020", ""), "300000 provisional");
}

static void two_figures_of_one_file_are_not_guessed(void **state)
{
	int64_t id;
	struct context *cx = with_share(state, &id);
	struct import im = bring_csv(cx, "code,period,value\nEDU-1,2023,32.7\nEDU-1,2023,32.8\n");

	assert_int_equal(im.new, 1);
	assert_true(told(&im, 3, "value", "Row 2 has another value"));
	assert_string_equal(stored(cx, id, "2023", ""), "327000 provisional");
}

static void only_the_secretariat_brings_files_in(void **state)
{
	static const char table[] = "code,period,value\nEDU-1,2023,32.7\n";
	static const char *const refused_to[] = { "ch", "fp", "ma", "fp2", "aud", "adm" };
	int64_t id;
	struct context *cx = with_share(state, &id);

	for (size_t i = 0; i < LEN(refused_to); i++) {
		struct import im = { .file = "made-up.csv" };

		test_ok(cx, db_begin(cx, cx->app->store, DB_READ));
		as(cx, refused_to[i]);
		test_ok(cx, db_commit(cx));
		assert_false(import_run(cx, &im, table, strlen(table)));
		assert_failed(cx, ERR_FORBIDDEN);
	}
	assert_null(stored(cx, id, "2023", ""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_a_value),
		cmocka_unit_test(headings_and_numbers_are_read_in_three_languages),
		cmocka_unit_test(a_workbook_is_read_below_its_titles),
		cmocka_unit_test(a_column_may_be_a_period),
		cmocka_unit_test(the_same_again_changes_nothing),
		cmocka_unit_test(a_revised_figure_waits_beside_the_confirmed_one),
		cmocka_unit_test(what_is_wrong_is_told_with_its_row),
		cmocka_unit_test(two_figures_of_one_file_are_not_guessed),
		cmocka_unit_test(only_the_secretariat_brings_files_in),
	};

	return world_tests("value_file", tests, LEN(tests));
}
