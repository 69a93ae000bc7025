#include "base/id.h"

#include "base/date.h"

#include "test/unit.h"

#include <pthread.h>

enum { THREADS = 4, EACH = 50000 };

struct work {
	struct id_maker *maker;
	int64_t ids[EACH];
};

static void *make(void *what)
{
	struct work *w = what;

	for (size_t i = 0; i < EACH; i++)
		w->ids[i] = id_new(w->maker);
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Far more than 4,096 a millisecond: the counter runs over, too. */
static void test_unique_and_rising(void **state)
{
	struct context *cx = *state;
	struct id_maker *maker = id_maker_new(7);
	struct work *works = arena_array(cx->mem, struct work, THREADS);
	int64_t *all = arena_array(cx->mem, int64_t, THREADS * EACH);
	pthread_t threads[THREADS];

	for (size_t i = 0; i < THREADS; i++) {
		works[i].maker = maker;
		assert_int_equal(pthread_create(&threads[i], NULL, make, &works[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (size_t i = 0; i < THREADS; i++) {
		for (size_t j = 1; j < EACH; j++)
			if (works[i].ids[j] <= works[i].ids[j - 1])
				fail_msg("thread %zu, number %zu", i, j);
		memcpy(all + i * EACH, works[i].ids, sizeof works[i].ids);
	}
	qsort(all, THREADS * EACH, sizeof *all, by_number);
	for (size_t i = 1; i < THREADS * EACH; i++)
		if (all[i] == all[i - 1])
			fail_msg("%lld twice", (long long)all[i]);
	assert_true(all[0] > 0);
	id_maker_free(maker);
}

/* Two nodes never meet; the instant can be read back to the millisecond. */
static void test_parts(void **state)
{
	struct id_maker *one = id_maker_new(1), *last = id_maker_new(ID_NODES - 1);
	int64_t before = instant_now() / 1000 * 1000;
	int64_t a = id_new(one), b = id_new(last);
	char text[ID_TEXT];

	(void)state;
	assert_int_equal(a >> 12 & (ID_NODES - 1), 1);
	assert_int_equal(b >> 12 & (ID_NODES - 1), ID_NODES - 1);
	assert_true(id_instant(a) >= before && id_instant(a) <= instant_now());
	assert_true(id_first(id_instant(a)) <= a && id_first(id_instant(b) + 1000) > b);
	assert_int_equal(id_first(0), 0);
	assert_int_equal(id_first(INT64_MAX), INT64_MAX);
	assert_string_equal(id_text(INT64_MAX, text), "9223372036854775807");
	assert_string_equal(id_text(INT64_MIN, text), "-9223372036854775808");
	id_maker_free(one);
	id_maker_free(last);
	id_maker_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_unique_and_rising),
		UNIT(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
