/* Every statement of the program, prepared on every engine against the whole schema: what one
 * grammar has and the other does not is found here, and so is a column that a migration renamed. */
#include "store/store_test.h"

/* 1 when the statement is refused. */
static int refused(struct test_store *ts, const struct sql *sql, size_t rows)
{
	const struct engine *e = ts->store->engine;
	struct trouble t = { .detail = "" };
	struct link *l = e->begin(ts->store, DB_WRITE, &t);
	struct statement *st;

	assert_non_null(l);
	st = statement_take(e, l, sql->text, rows, &t);
	if (st)
		statement_give(e, l, st);
	else
		print_error("%s, %zu rows: %s %s\n", sql->name, rows, t.text, t.detail);
	e->rollback(ts->store, l);
	return st == NULL;
}

static void every_statement_prepares(void **state)
{
	struct test_store *ts = *state;
	int wrong = 0, all = 0;

	test_ok(&ts->cx, store_migrate(&ts->cx, ts->store, migrations));
	for (const struct sql *const *sql = all_statements; *sql; sql++, all++)
		wrong += refused(ts, *sql, 1);
	assert_int_equal(wrong, 0);
	assert_true(all > 0);
}

/* An INSERT of one row may be put (db_put()), and is then prepared for 2, 4, 8 … rows. */
static void inserts_prepare_for_many_rows(void **state)
{
	struct test_store *ts = *state;
	int wrong = 0, all = 0;

	test_ok(&ts->cx, store_migrate(&ts->cx, ts->store, migrations));
	for (const struct sql *const *sql = all_statements; *sql; sql++) {
		size_t width = statement_width((*sql)->text);

		for (size_t n = 2; width && n <= MAX_PUT_ROWS && n * width <= MAX_PUT_VALUES;
		     n *= 2)
			wrong += refused(ts, *sql, n);
		all += width != 0;
	}
	assert_int_equal(wrong, 0);
	assert_true(all > 0);
}

static void only_plain_inserts_are_put(void **state)
{
	static const struct {
		const char *text;
		size_t width;
	} texts[] = {
		{ "INSERT INTO t (a) VALUES ($1)", 1 },
		{ "INSERT INTO t (a, b, c) VALUES ($1, $2, $3) ON CONFLICT (a) DO NOTHING", 3 },
		{ "INSERT INTO t (a, b) VALUES ($2, $1)", 0 },
		{ "INSERT INTO t (a, b) VALUES ($1, $1)", 0 },
		{ "INSERT INTO t (a, b) VALUES ($1, 7)", 0 },
		{ "INSERT INTO t (a, b) VALUES ($1, CAST($2 AS TEXT))", 0 },
		{ "INSERT INTO t (a) VALUES ($1), ($2)", 0 },
		{ "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = $1", 0 },
		{ "INSERT INTO t (a) SELECT $1", 0 },
		{ "UPDATE t SET a = $1", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++)
		assert_int_equal(statement_width(texts[i].text), texts[i].width);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_prepares),
		cmocka_unit_test(inserts_prepare_for_many_rows),
		cmocka_unit_test(only_plain_inserts_are_put),
	};

	return test_both("statements", tests, LEN(tests));
}
