/* What only a server can do to us: other collations, killed back ends, transactions that do not
 * serialise. */
#include "store/store_test.h"

SQL(pg_create, "CREATE TABLE duty (id BIGINT NOT NULL PRIMARY KEY, held BIGINT NOT NULL)");
SQL(pg_insert, "INSERT INTO duty (id, held) VALUES ($1, 1)");
SQL(pg_held, "SELECT count(*) FROM duty WHERE held = 1");
SQL(pg_release, "UPDATE duty SET held = 0 WHERE id = $1");
SQL(pg_kill_others, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()");
SQL(pg_average, "SELECT avg(held) FROM duty");

static const char die_at_commit[] =
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN "
        "NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON duty DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION die()";

static void create(struct test_store *ts)
{
	struct context *cx = &ts->cx;

	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_run(cx, &pg_create) &&
	                    db_run(cx, &pg_insert, V(1)) && db_run(cx, &pg_insert, V(2)) &&
	                    db_commit(cx));
}

static void kill_others(struct test_store *ts)
{
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct store *s = store_open(&cx, ts->url, (struct store_options){ .readers = 1 });

	test_ok(&cx,
	        s && db_begin(&cx, s, DB_READ) && db_run(&cx, &pg_kill_others) && db_commit(&cx));
	arena_free(cx.mem);
	store_close(s);
}

static int64_t held(struct test_store *ts)
{
	struct context *cx = &ts->cx;
	int64_t n = -1;

	test_ok(cx, db_begin(cx, ts->store, DB_READ) && db_int(cx, &pg_held, &n, NULL) &&
	                    db_commit(cx));
	return n;
}

static void only_bytewise_order_is_accepted(void **state)
{
	struct test_store *ts = *state;
	char text[200], url[700];

	snprintf(text, sizeof text,
	         "CREATE DATABASE %s_x TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
	         ts->name);
	test_on_server(ts->server, text);
	snprintf(url, sizeof url, "%.*s_x%s",
	         (int)(strstr(ts->url, ts->name) - ts->url + strlen(ts->name)), ts->url,
	         strstr(ts->url, ts->name) + strlen(ts->name));
	assert_null(store_open(&ts->cx, url, (struct store_options){ .readers = 1 }));
	assert_non_null(strstr(ts->cx.err.text, "LOCALE 'C'"));
	test_fails(&ts->cx, false, ERR_INVALID);
	snprintf(text, sizeof text, "DROP DATABASE %s_x", ts->name);
	test_on_server(ts->server, text);
}

static void idle_connections_may_die(void **state)
{
	struct test_store *ts = *state;

	create(ts);
	kill_others(ts);
	assert_int_equal(held(ts), 2);
}

struct interrupted {
	struct test_store *ts;
	int times;
};

static bool killed_once(struct context *cx, void *data)
{
	struct interrupted *i = data;

	if (!db_run(cx, &pg_insert, V(3)))
		return false;
	if (i->times++ == 0)
		kill_others(i->ts);
	return db_run(cx, &pg_insert, V(4));
}

static void a_killed_back_end_is_tried_again(void **state)
{
	struct test_store *ts = *state;
	struct interrupted i = { .ts = ts };

	create(ts);
	test_ok(&ts->cx, db_work(&ts->cx, ts->store, DB_WRITE, killed_once, &i));
	assert_int_equal(i.times, 2);
	assert_int_equal(held(ts), 4);
}

static void a_connection_that_dies_in_commit_is_not_called_saved(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_script(cx, "test", die_at_commit) &&
	                    db_commit(cx));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_run(cx, &pg_insert, V(3)));
	test_fails(cx, db_commit(cx), ERR_UNAVAILABLE);
	assert_int_equal(held(ts), 2);
}

/* "At least one keeps the duty": two who look at the same moment and then each give theirs up.
 * Rules of this kind hold on SQLite, whose writers take turns, and must hold here. */
static void what_was_read_is_still_true_at_commit(void **state)
{
	struct test_store *ts = *state;
	struct context *a = &ts->cx, b = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	int64_t seen_by_a = 0, seen_by_b = 0;

	create(ts);
	test_ok(a, db_begin(a, ts->store, DB_WRITE) && db_int(a, &pg_held, &seen_by_a, NULL));
	test_ok(&b, db_begin(&b, ts->store, DB_WRITE) && db_int(&b, &pg_held, &seen_by_b, NULL));
	assert_int_equal(seen_by_a + seen_by_b, 4);
	test_ok(a, db_run(a, &pg_release, V(1)));

	bool both = db_run(&b, &pg_release, V(2)) && db_commit(a) && db_commit(&b);

	assert_false(both);
	assert_int_equal(a->err.kind == ERR_NONE ? b.err.kind : a->err.kind, ERR_RETRY);
	error_clear(a);
	error_clear(&b);
	arena_reset(b.mem);
	arena_reset(a->mem);
	assert_int_equal(held(ts), 1);
	arena_free(b.mem);
}

static void foreign_types_are_refused(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_READ));
	assert_null(db_query(cx, &pg_average));
	assert_non_null(strstr(cx->err.text, "CAST it"));
	test_fails(cx, false, ERR_BROKEN);
	db_rollback(cx);
}

SQL(pg_everything, "SELECT * FROM duty WHERE id = $1");
SQL(pg_alter, "ALTER TABLE duty ADD COLUMN note TEXT");

static bool read_everything(struct context *cx, void *data)
{
	struct rows *r = db_query(cx, &pg_everything, V(1));

	if (!rows_next(cx, r))
		return false;
	*(int *)data = rows_columns(r);
	return true;
}

/* A second program that migrates while this one serves. */
static void tables_may_change_below_us(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	struct store *other = store_open(cx, ts->url, (struct store_options){ .readers = 1 });
	int columns = 0;

	create(ts);
	test_ok(cx, db_work(cx, ts->store, DB_READ, read_everything, &columns));
	assert_int_equal(columns, 2);
	test_ok(cx, db_begin(cx, other, DB_WRITE) && db_run(cx, &pg_alter) && db_commit(cx));
	test_ok(cx, db_work(cx, ts->store, DB_READ, read_everything, &columns));
	assert_int_equal(columns, 3);
	store_close(other);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_bytewise_order_is_accepted,
		                                test_setup_postgresql, test_teardown),
		cmocka_unit_test_setup_teardown(idle_connections_may_die, test_setup_postgresql,
		                                test_teardown),
		cmocka_unit_test_setup_teardown(a_killed_back_end_is_tried_again,
		                                test_setup_postgresql, test_teardown),
		cmocka_unit_test_setup_teardown(
		        a_connection_that_dies_in_commit_is_not_called_saved, test_setup_postgresql,
		        test_teardown),
		cmocka_unit_test_setup_teardown(what_was_read_is_still_true_at_commit,
		                                test_setup_postgresql, test_teardown),
		cmocka_unit_test_setup_teardown(foreign_types_are_refused, test_setup_postgresql,
		                                test_teardown),
		cmocka_unit_test_setup_teardown(tables_may_change_below_us, test_setup_postgresql,
		                                test_teardown),
	};

	if (!getenv("YGRAR_TEST_PG")) {
		print_message("left out: YGRAR_TEST_PG names no PostgreSQL server\n");
		return 0;
	}
	return cmocka_run_group_tests_name("postgresql", tests, NULL, NULL);
}
