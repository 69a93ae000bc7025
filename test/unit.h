/* What every unit test begins with: cmocka, and a context on an arena of its own for each test.
 *
 *	static void test_that(void **state)
 *	{
 *		struct context *cx = *state;
 *		…
 *	}
 *
 *	int main(void)
 *	{
 *		const struct CMUnitTest tests[] = { UNIT(test_that), };
 *
 *		return cmocka_run_group_tests(tests, NULL, NULL);
 *	}
 */
#ifndef TEST_UNIT_H
#define TEST_UNIT_H

#include "base/context.h"
#include "format/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

/* cmocka has a fail() of its own, which its fail_msg() calls. */
#pragma push_macro("fail")
#undef fail
#include <cmocka.h>
#undef fail
#pragma pop_macro("fail")
#undef fail_msg
#define fail_msg(...) (print_error("" __VA_ARGS__), _fail(__FILE__, __LINE__))

/* material_read() starts the program anew with this word to read a foreign file, and the program is
 * the test. */
__attribute__((constructor)) static void unit_reader(int argc, char **argv)
{
	if (argc > 1 && str_eq(argv[1], "reader"))
		_exit(reader_main(argc - 1, argv + 1, NULL));
}

static inline int unit_set_up(void **state)
{
	struct context *cx = calloc(1, sizeof *cx);

	if (!cx || !(cx->mem = arena_new(MAX_JOB_MEMORY)))
		return -1;
	*state = cx;
	return 0;
}

static inline int unit_tear_down(void **state)
{
	struct context *cx = *state;

	arena_free(cx->mem);
	free(cx);
	return 0;
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, unit_set_up, unit_tear_down)

/* The context holds a failure of this kind; forgets it. */
#define assert_failed(cx, expected)                         \
	do {                                                \
		assert_int_equal((cx)->err.kind, expected); \
		error_clear(cx);                            \
	} while (0)

#endif
