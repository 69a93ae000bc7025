/* What the page of an indicator loads of many values: bounded, and the newest of each sort. */
#include "subject/indicator/indicator_test.h"

#include "subject/indicator/indicator_web.h"

/* A month's figures, confirmed, past the rules of entering. */
static void months(struct context *cx, const struct indicator *i, int from, int n,
                   const char *breakdown)
{
	for (int k = from; k < from + n; k++) {
		struct context_mark mark = context_mark(cx);
		struct indicator_entry e = { .indicator = i->record.id,
			                     .breakdown = breakdown,
			                     .value = number(k % 100) };
		struct indicator_value *v;
		int64_t id;

		e.period = when(arena_fmt(cx->mem, "%04d-%02d", 2000 + k / 12, k % 12 + 1));
		test_ok(cx, indicator_enter(cx, &e, &id));
		v = record_get_any(cx, T, id);
		v->record.state = type_state(T, "confirmed");
		test_ok(cx, record_save_as(cx, T, v, CHANGE_UPDATE));
		context_rewind(cx, mark);
	}
}

static size_t of(const struct measured *m, const char *key)
{
	size_t n = 0;

	for (size_t k = 0; k < m->counting_n; k++)
		n += str_eq(m->counting[k]->breakdown_key, key);
	return n;
}

static void of_many_values_the_newest_are_shown(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = share(cx, "MONTH-1");
	struct measured m;

	i->periodicity = EVERY_MONTH;
	test_ok(cx, record_save(cx, I, i));
	months(cx, i, 0, 210, "");
	months(cx, i, 190, 20, "female");
	months(cx, i, 190, 20, "male;ASHGABAT");
	test_ok(cx, indicator_measured(cx, i, &m));
	assert_true(m.more);
	assert_int_equal(of(&m, "-"), 200);
	assert_int_equal(of(&m, "female"), 12);
	assert_int_equal(of(&m, "male;ASHGABAT"), 12);
	assert_string_equal(m.counting[m.counting_n - 1]->period_key, "2017-06");
	assert_int_equal(m.waiting_n, 0);
	assert_string_equal(measured_breakdown(cx, &m, "male;ASHGABAT"), "Male, City of Ashgabat");
	assert_string_equal(measured_breakdown(cx, &m, "-"), "all");
}

static void what_counts_stands_once(void **state)
{
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	struct measured m;

	confirmed(cx, entered(cx, i, "2023", "", 30));
	confirmed(cx, entered(cx, i, "2024", "", 31));
	entered(cx, i, "2024", "", 32); /* a correction that waits */
	entered(cx, i, "2025", "", 33);
	as(cx, "fp");
	test_ok(cx, indicator_measured(cx, i, &m));
	assert_false(m.more);
	assert_int_equal(m.counting_n, 3);
	assert_int_equal(m.counting[1]->value.units, 310000);
	assert_int_equal(m.counting[2]->value.units, 330000);
	assert_int_equal(m.waiting_n, 2);
	assert_int_equal(m.waiting_all, 2);
	as(cx, "fp2"); /* whose data it is not */
	test_ok(cx, indicator_measured(cx, i, &m));
	assert_int_equal(m.counting_n + m.waiting_n, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_many_values_the_newest_are_shown),
		cmocka_unit_test(what_counts_stands_once),
	};

	return world_tests("chart_web", tests, LEN(tests));
}
