/* Migrations: order, blocks for one engine, refusals in plain words, two programs at once; leases
 * of node numbers. */
#include "store/store_test.h"

#define ONE                                                                               \
	{                                                                                 \
		1, "0001_one",                                                            \
		        "CREATE TABLE one (id BIGINT NOT NULL PRIMARY KEY, note TEXT);\n" \
		        "INSERT INTO one VALUES (1, 'a; b -- c');\n"                      \
	}
#define TWO                                                                                        \
	{                                                                                          \
		2, "0002_two",                                                                     \
		        "-- @sqlite\nCREATE TABLE engine (name TEXT);\n"                           \
		        "INSERT INTO engine VALUES ('SQLite');\n-- @end\n"                         \
		        "-- @postgresql\nCREATE TABLE engine (name TEXT);\n"                       \
		        "DO $$ BEGIN INSERT INTO engine VALUES ('PostgreSQL'); END $$;\n-- @end\n" \
		        "UPDATE one SET note = note || '!';\n"                                     \
	}
#define THREE                                                                             \
	{                                                                                 \
		3, "0003_three", "CREATE TABLE three (id BIGINT NOT NULL PRIMARY KEY);\n" \
	}
#define END                   \
	{                     \
		0, NULL, NULL \
	}

static const struct migration two[] = { ONE, TWO, END };
static const struct migration three[] = { ONE, TWO, THREE, END };

SQL(migrate_engine, "SELECT name, (SELECT note FROM one) FROM engine");
SQL(migrate_age_leases, "UPDATE node SET until = until - 700000000");
SQL(migrate_fill, "INSERT INTO one (id, note) VALUES ($1, $2)");

static int version(struct test_store *ts)
{
	int ret = -1;

	test_ok(&ts->cx, store_version(&ts->cx, ts->store, &ret));
	return ret;
}

static void steps_are_taken_once(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	bool empty;

	test_ok(cx, store_empty(cx, ts->store, &empty));
	assert_true(empty);
	assert_int_equal(version(ts), 0);
	for (int i = 0; i < 2; i++) {
		test_ok(cx, store_migrate(cx, ts->store, two));
		assert_int_equal(version(ts), 2);
	}
	test_ok(cx, store_migrate(cx, ts->store, three));
	assert_int_equal(version(ts), 3);
	test_ok(cx, store_empty(cx, ts->store, &empty));
	assert_false(empty);

	test_ok(cx, db_begin(cx, ts->store, DB_READ));

	struct rows *r = db_query(cx, &migrate_engine);

	assert_true(rows_next(cx, r));
	assert_string_equal(rows_text(r, 0), ts->postgresql ? "PostgreSQL" : "SQLite");
	assert_string_equal(rows_text(r, 1), "a; b -- c!");
	assert_false(rows_next(cx, r));
	test_ok(cx, db_commit(cx));
}

static void a_newer_database_is_refused(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	bool ok;

	test_ok(cx, store_migrate(cx, ts->store, three));
	ok = store_migrate(cx, ts->store, two);
	assert_non_null(cx->err.text);
	assert_non_null(strstr(cx->err.text, "newer version"));
	assert_non_null(strstr(cx->err.text, "0003_three"));
	test_fails(cx, ok, ERR_UNAVAILABLE);
	assert_int_equal(version(ts), 3);
}

static void an_edited_migration_is_refused(void **state)
{
	static const struct migration edited[] = { ONE, { 2, "0002_two", "SELECT 1;\n" }, END };
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	test_ok(cx, store_migrate(cx, ts->store, two));

	bool ok = store_migrate(cx, ts->store, edited);

	assert_non_null(strstr(cx->err.text, "0002_two was edited"));
	test_fails(cx, ok, ERR_BROKEN);
}

static void a_failed_step_leaves_nothing(void **state)
{
	static const struct migration wrong[] = {
		ONE,
		{ 2, "0002_wrong",
		  "CREATE TABLE half (id BIGINT);\nINSERT INTO nowhere VALUES (1);\n" },
		END
	};
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	test_fails(cx, store_migrate(cx, ts->store, wrong), ERR_BROKEN);
	assert_int_equal(version(ts), 1);
	test_ok(cx, store_migrate(cx, ts->store, two));
	assert_int_equal(version(ts), 2);
}

static void blocks_must_match(void **state)
{
	static const char *const texts[] = {
		"-- @sqlite\nSELECT 1;\n",
		"SELECT 1;\n-- @end\n",
		"-- @sqlite\n-- @postgresql\n-- @end\n",
		"-- @oracle\n-- @end\n",
	};
	struct test_store *ts = *state;

	for (size_t i = 0; i < LEN(texts); i++) {
		const struct migration list[] = { { 1, "0001_blocks", texts[i] }, END };

		test_fails(&ts->cx, store_migrate(&ts->cx, ts->store, list), ERR_BROKEN);
		assert_int_equal(version(ts), 0);
	}
}

static void *migrate(void *data)
{
	struct test_store *ts = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct store *s = store_open(&cx, ts->url, (struct store_options){ .readers = 1 });
	bool ok = s && store_migrate(&cx, s, three);

	if (!ok)
		print_error("%s\n", cx.err.text);
	arena_free(cx.mem);
	store_close(s);
	return ok ? data : NULL;
}

static void several_programs_migrate_at_once(void **state)
{
	enum { PROGRAMS = 6 };
	struct test_store *ts = *state;
	pthread_t threads[PROGRAMS];

	for (int i = 0; i < PROGRAMS; i++)
		pthread_create(&threads[i], NULL, migrate, ts);
	for (int i = 0; i < PROGRAMS; i++) {
		void *result;

		pthread_join(threads[i], &result);
		assert_non_null(result);
	}
	assert_int_equal(version(ts), 3);
}

static void write_sql(struct test_store *ts, const struct sql *sql)
{
	struct context *cx = &ts->cx;

	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_run(cx, sql) && db_commit(cx));
}

static int lease(struct test_store *ts, struct store *s)
{
	int number = -1;

	test_ok(&ts->cx, store_lease_node(&ts->cx, s, &number));
	return number;
}

static void nodes_have_different_numbers(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	struct store *other = store_open(cx, ts->url, (struct store_options){ .readers = 1 });

	test_ok(cx, store_migrate(cx, ts->store, migrations));

	int here = lease(ts, ts->store), there = lease(ts, other);

	assert_int_equal(here, 0);
	assert_int_equal(there, 1);
	test_ok(cx, store_lease_node(cx, ts->store, &here));
	assert_int_equal(here, 0);

	/* One that ends gives its number back, a little later; one that died is waited for. */
	store_close(other);
	other = store_open(cx, ts->url, (struct store_options){ .readers = 1 });
	assert_int_equal(lease(ts, other), 2);
	write_sql(ts, &migrate_age_leases);
	store_close(other);
	other = store_open(cx, ts->url, (struct store_options){ .readers = 1 });
	assert_int_equal(lease(ts, other), 0);
	test_fails(cx, store_lease_node(cx, ts->store, &here), ERR_BROKEN);
	store_close(other);
}

static void whole_databases_have_no_complaint(void **state)
{
	struct test_store *ts = *state;
	const char *complaint = "none yet";

	test_ok(&ts->cx, store_migrate(&ts->cx, ts->store, three));
	test_ok(&ts->cx, store_integrity(&ts->cx, ts->store, &complaint));
	assert_null(complaint);
}

/* Overwrites some of the file's pages behind the first two. */
static void damage(const struct test_store *ts)
{
	FILE *f = fopen(ts->url + strlen("sqlite:"), "r+b");

	assert_non_null(f);
	assert_int_equal(fseek(f, 6 * 4096 + 100, SEEK_SET), 0);
	for (int i = 0; i < 3 * 4096; i++)
		fputc('x', f);
	fclose(f);
}

static void a_damaged_file_is_noticed(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	const char *complaint = NULL;

	if (ts->postgresql)
		skip(); /* its files belong to its server */
	test_ok(cx, store_migrate(cx, ts->store, two));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int i = 10; i < 1000; i++)
		test_ok(cx,
		        db_run(cx, &migrate_fill, V(i), V("enough of a text to fill some pages")));
	test_ok(cx, db_commit(cx));
	store_close(ts->store);
	damage(ts);
	ts->store = store_open(cx, ts->url, (struct store_options){ .readers = 1 });
	test_ok(cx, ts->store && store_integrity(cx, ts->store, &complaint));
	assert_non_null(complaint);
}

static void another_programs_file_is_refused(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	char path[120];

	if (ts->postgresql)
		skip();
	snprintf(path, sizeof path, "sqlite:%s/test.db-wal", ts->folder);

	FILE *f = fopen(path + strlen("sqlite:"), "wb");

	assert_non_null(f);
	fputs("This has never been a database, however long one looks at it.", f);
	fclose(f);
	test_fails(cx, store_open(cx, path, (struct store_options){ .readers = 1 }) != NULL,
	           ERR_BROKEN);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_are_taken_once),
		cmocka_unit_test(a_newer_database_is_refused),
		cmocka_unit_test(an_edited_migration_is_refused),
		cmocka_unit_test(a_failed_step_leaves_nothing),
		cmocka_unit_test(blocks_must_match),
		cmocka_unit_test(several_programs_migrate_at_once),
		cmocka_unit_test(nodes_have_different_numbers),
		cmocka_unit_test(whole_databases_have_no_complaint),
		cmocka_unit_test(a_damaged_file_is_noticed),
		cmocka_unit_test(another_programs_file_is_refused),
	};

	return test_both("migrate", tests, LEN(tests));
}
