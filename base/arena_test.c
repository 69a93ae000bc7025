#include "base/arena.h"

#include "test/unit.h"

static void test_zeroed_and_aligned(void **state)
{
	struct context *cx = *state;

	for (size_t n = 1; n < 3000; n += 7) {
		unsigned char *p = arena_alloc(cx->mem, n);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	arena_reset(cx->mem);

	unsigned char *again = arena_alloc(cx->mem, 4096);

	for (size_t i = 0; i < 4096; i++)
		assert_int_equal(again[i], 0);
}

static void test_texts(void **state)
{
	struct context *cx = *state;
	char *long_text = arena_fmt(cx->mem, "%0*d", 100000, 7);

	assert_null(arena_str(cx->mem, NULL));
	assert_string_equal(arena_str(cx->mem, ""), "");
	assert_string_equal(arena_strn(cx->mem, "recommendation", 9), "recommend");
	assert_string_equal(arena_fmt(cx->mem, "%s-%d", "A/HRC", 55), "A/HRC-55");
	assert_int_equal(strlen(long_text), 100000);
	assert_memory_equal(arena_grow(cx->mem, long_text, 100000, 200000), long_text, 100000);
}

static void test_limit_jumps(void **state)
{
	struct arena *a = arena_new(1000);
	volatile int allocated = 0;
	volatile bool jumped = false;

	(void)state;
	if (setjmp(*arena_recover(a))) {
		jumped = true;
	} else {
		for (;;) {
			arena_alloc(a, 100); /* takes 112 */
			allocated++;
		}
	}
	assert_true(jumped);
	assert_int_equal(allocated, 1000 / 112);
	assert_in_range(arena_used(a), 0, 1000);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	assert_non_null(arena_alloc(a, 900));
	arena_free(a);
}

static void test_size_does_not_overflow(void **state)
{
	struct arena *a = arena_new(SIZE_MAX);
	volatile bool jumped = false;

	(void)state;
	if (setjmp(*arena_recover(a)))
		jumped = true;
	else
		arena_alloc(a, SIZE_MAX - 3);
	assert_true(jumped);
	arena_free(a);
}

struct trace {
	char text[8];
	size_t n;
};

struct mark {
	struct trace *trace;
	char letter;
};

static void leave_mark(void *what)
{
	struct mark *m = what;

	m->trace->text[m->trace->n++] = m->letter;
}

static void test_clean_ups_run_newest_first(void **state)
{
	struct trace trace = { .n = 0 };
	struct mark marks[] = { { &trace, 'a' }, { &trace, 'b' }, { &trace, 'c' } };
	struct arena *a = arena_new(10000);

	(void)state;
	arena_defer(a, leave_mark, &marks[0]);
	arena_defer(a, leave_mark, &marks[1]);
	arena_reset(a);
	assert_string_equal(trace.text, "ba");
	arena_defer(a, leave_mark, &marks[2]);
	arena_free(a);
	assert_string_equal(trace.text, "bac");
	arena_free(NULL);
}

static void test_fail_after(void **state)
{
	struct arena *a = arena_new(10000);
	volatile int allocated = 0;

	(void)state;
	if (setjmp(*arena_recover(a)) == 0) {
		arena_fail_after(3);
		for (;;) {
			arena_alloc(a, 1);
			allocated++;
		}
	}
	assert_int_equal(allocated, 2);
	assert_non_null(arena_alloc(a, 1)); /* once only */
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_zeroed_and_aligned),
		UNIT(test_texts),
		UNIT(test_limit_jumps),
		UNIT(test_size_does_not_overflow),
		UNIT(test_clean_ups_run_newest_first),
		UNIT(test_fail_after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
