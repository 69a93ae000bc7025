/* For tests of what stands on a database: each runs on every engine that there is, and what a
 * context says of a failure is shown. */
#ifndef TEST_ENGINES_H
#define TEST_ENGINES_H

#include "base/error.h"
#include "test/unit.h"

/* The context has not failed; shows what it says when it has. */
static inline void test_ok(const struct context *cx, bool ok)
{
	if (!ok || failed(cx))
		fail_msg("%s: %s\n", cx->err.where,
		         cx->err.text ? cx->err.text : "failed without a cause");
}

static inline void test_fails(struct context *cx, bool ok, enum error_kind kind)
{
	assert_false(ok);
	if (cx->err.kind != kind)
		fail_msg("%s instead of %s: %s\n", error_kind_name(cx->err.kind),
		         error_kind_name(kind), cx->err.text ? cx->err.text : "");
	error_clear(cx);
}

/* Runs each test on SQLite and, when YGRAR_TEST_PG names a server, on PostgreSQL; what is prepared
 * and cleaned up is fresh for each. */
static inline int test_engines(const char *group, const struct CMUnitTest *tests, size_t n,
                               CMFixtureFunction sqlite, CMFixtureFunction postgresql,
                               CMFixtureFunction clean)
{
	size_t engines = getenv("YGRAR_TEST_PG") ? 2 : 1;
	struct CMUnitTest *all = calloc(2 * n, sizeof *all);
	char(*names)[120] = calloc(2 * n, sizeof *names);

	for (size_t i = 0; i < engines * n; i++) {
		snprintf(names[i], sizeof names[i], "%s_%s", i < n ? "sqlite" : "postgresql",
		         tests[i % n].name);
		all[i] = tests[i % n];
		all[i].name = names[i];
		all[i].setup_func = i < n ? sqlite : postgresql;
		all[i].teardown_func = clean;
	}
	if (engines == 1)
		print_message("PostgreSQL is left out: YGRAR_TEST_PG names no server\n");

	int failures = _cmocka_run_group_tests(group, all, engines * n, NULL, NULL);

	free(names);
	free(all);
	return failures;
}

#endif
