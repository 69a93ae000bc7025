/* Every statement of the program, prepared on every engine against the whole schema: what one
 * grammar has and the other does not is found here, and so is a column that a migration renamed. */
#include "store/store_test.h"

static void every_statement_prepares(void **state)
{
	struct test_store *ts = *state;
	const struct engine *e = ts->store->engine;
	struct trouble t = { .detail = "" };
	int wrong = 0, all = 0;

	test_ok(&ts->cx, store_migrate(&ts->cx, ts->store, migrations));
	for (const struct sql *const *sql = all_statements; *sql; sql++, all++) {
		struct link *l = e->begin(ts->store, DB_WRITE, &t);

		assert_non_null(l);

		struct statement *st = e->prepare(l, (*sql)->text, &t);

		if (st) {
			e->discard(l, st);
		} else {
			print_error("%s: %s %s\n", (*sql)->name, t.text, t.detail);
			wrong++;
		}
		e->rollback(ts->store, l);
	}
	assert_int_equal(wrong, 0);
	assert_true(all > 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_prepares),
	};

	return test_both("statements", tests, LEN(tests));
}
