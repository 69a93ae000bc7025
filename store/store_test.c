/* What store/ promises about values, queries, transactions and failures, on both engines. */
#include "store/store_test.h"

SQL(test_create,
    "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, title TEXT UNIQUE, body BYTEA,"
    " due TEXT, version BIGINT NOT NULL DEFAULT 1)");
SQL(test_insert, "INSERT INTO thing (id, title, body, due) VALUES ($1, $2, $3, $4)");
SQL(test_insert_id, "INSERT INTO thing (id, title) VALUES ($1, $2)");
SQL(test_select, "SELECT id, title, body, due, version FROM thing WHERE id = $1");
SQL(test_all, "SELECT id FROM thing ORDER BY id");
SQL(test_pairs, "SELECT count(*) FROM thing a CROSS JOIN thing b CROSS JOIN thing c");
SQL(test_count, "SELECT count(*) FROM thing");
SQL(test_rename,
    "UPDATE thing SET title = $3, version = version + 1 WHERE id = $1 AND version = $2");
SQL(test_swapped,
    "SELECT CAST($2 AS BIGINT) - CAST($1 AS BIGINT) AS difference, CAST($2 AS TEXT) AS second");
SQL(test_returning, "UPDATE thing SET version = version + 1 RETURNING id, version");

SQL(test_gap, "SELECT id FROM thing WHERE id = $2");
SQL(test_question, "SELECT id FROM thing WHERE id = ?");
SQL(test_two, "SELECT 1; SELECT 2");
SQL(test_nonsense, "SELEKT 1");
SQL(test_no_column, "SELECT colour FROM thing");
SQL(test_quoted, "SELECT id FROM thing WHERE title = \"no such column\"");
SQL(test_required, "INSERT INTO thing (id, version) VALUES (1, NULL)");
SQL(test_mark, "PRAGMA application_id = 7");

static void create(struct test_store *ts)
{
	struct context *cx = &ts->cx;

	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_run(cx, &test_create) && db_commit(cx));
}

static void insert(struct test_store *ts, int64_t id, const char *title)
{
	struct context *cx = &ts->cx;

	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &test_insert_id, V(id), V(title)) && db_commit(cx));
}

static int64_t count(struct test_store *ts)
{
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	int64_t n = -1;

	test_ok(&cx, db_begin(&cx, ts->store, DB_READ) && db_int(&cx, &test_count, &n, NULL) &&
	                     db_commit(&cx));
	arena_free(cx.mem);
	return n;
}

static void parameters_are_bound_by_number(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	test_ok(cx, db_begin(cx, ts->store, DB_READ));

	struct rows *r = db_query(cx, &test_swapped, V(1), V(100));

	assert_true(r && rows_next(cx, r));
	assert_int_equal(rows_int(r, 0), 99);
	assert_string_equal(rows_text(r, 1), "100");
	assert_false(rows_next(cx, r));
	test_ok(cx, db_commit(cx));
}

static void values_come_back(void **state)
{
	static const char bytes[] = { 'a', 0, 'b', (char)0xff };
	static const int64_t numbers[] = { INT64_MIN, -1, 0, 1, 1LL << 53, INT64_MAX };
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	const struct date due = { 2025, 6, 30, PRECISION_QUARTER };

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (size_t i = 0; i < LEN(numbers); i++) {
		const char *title = arena_fmt(cx->mem, "Üýtgetmek, ýaşaýyş – Рекомендация %zu", i);
		size_t size;

		test_ok(cx, db_run(cx, &test_insert, V(numbers[i]), V(title), value_bytes(bytes, 4),
		                   V(due)));

		struct rows *r = db_query(cx, &test_select, V(numbers[i]));

		assert_true(r && rows_next(cx, r));
		assert_int_equal(rows_columns(r), 5);
		assert_true(rows_int(r, 0) == numbers[i]);
		assert_string_equal(rows_text(r, 1), title);
		assert_memory_equal(rows_bytes(r, 2, &size), bytes, 4);
		assert_int_equal(size, 4);
		assert_int_equal(date_compare(rows_date(r, 3), due), 0);
		assert_int_equal(rows_kind(r, 2), VALUE_BYTES);
		assert_false(rows_next(cx, r));
		assert_false(rows_next(cx, r));
	}
	test_ok(cx, db_commit(cx));
	assert_int_equal(count(ts), LEN(numbers));
}

static void nothing_reads_as_nothing(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	size_t size = 9;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &test_insert, V(1), V((char *)NULL), value_bytes("", 0),
	                           V((struct date){ .precision = PRECISION_NONE })));

	struct rows *r = db_query(cx, &test_select, V(1));

	assert_true(r && rows_next(cx, r));
	assert_true(rows_null(r, 1));
	assert_null(rows_text(r, 1));
	assert_non_null(rows_bytes(r, 2, &size));
	assert_int_equal(size, 0);
	assert_false(date_set(rows_date(r, 3)));
	test_ok(cx, db_commit(cx));
}

static void text_must_be_utf8(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	test_fails(cx, db_run(cx, &test_insert_id, V(1), V("\xc3(")), ERR_INVALID);
	db_rollback(cx);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	test_fails(cx,
	           db_run(cx, &test_insert_id, V(1),
	                  ((struct value){ .kind = VALUE_TEXT, .bytes = "a\0b", .size = 3 })),
	           ERR_INVALID);
	db_rollback(cx);
	assert_int_equal(count(ts), 0);
}

static void queries_nest(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int pairs = 0;

	create(ts);
	for (int i = 1; i <= 5; i++)
		insert(ts, i, NULL);
	for (int mode = DB_READ; mode <= DB_WRITE; mode++) {
		test_ok(cx, db_begin(cx, ts->store, mode));
		for (struct rows *a = db_query(cx, &test_all); a && rows_next(cx, a);)
			for (struct rows *b = db_query(cx, &test_all); b && rows_next(cx, b);)
				pairs += rows_int(a, 0) * 10 + rows_int(b, 0) > 0;
		test_ok(cx, db_commit(cx));
	}
	assert_int_equal(pairs, 50);
}

static void rows_do_not_see_what_their_walker_writes(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int seen = 0;

	create(ts);
	insert(ts, 1, NULL);
	insert(ts, 2, NULL);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (struct rows *r = db_query(cx, &test_all); r && rows_next(cx, r) && seen < 100; seen++)
		test_ok(cx,
		        db_run(cx, &test_insert_id, V(rows_int(r, 0) + 10 + seen), value_null()));
	test_ok(cx, db_commit(cx));
	assert_int_equal(seen, 2);
	assert_int_equal(count(ts), 4);
}

static void touched_rows_are_counted(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int64_t n = 0;

	create(ts);
	insert(ts, 1, "one");
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	test_ok(cx, db_run_count(cx, &test_rename, &n, V(1), V(1), V("uno")));
	assert_int_equal(n, 1);
	test_ok(cx, db_run_count(cx, &test_rename, &n, V(1), V(1), V("due")));
	assert_int_equal(n, 0);

	struct rows *r = db_query(cx, &test_returning);

	assert_true(r && rows_next(cx, r));
	assert_int_equal(rows_int(r, 1), 3);
	rows_close(r);
	rows_close(r);
	test_ok(cx, db_commit(cx));
}

static void reading_sees_one_moment(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx, reader = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	int64_t n = 0;

	create(ts);
	insert(ts, 1, NULL);
	test_ok(&reader,
	        db_begin(&reader, ts->store, DB_READ) && db_int(&reader, &test_count, &n, NULL));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &test_insert_id, V(2), value_null()));
	test_ok(&reader, db_int(&reader, &test_count, &n, NULL));
	assert_int_equal(n, 1);
	test_ok(cx, db_commit(cx));
	test_ok(&reader, db_int(&reader, &test_count, &n, NULL) && db_commit(&reader));
	assert_int_equal(n, 1);
	arena_free(reader.mem);
	assert_int_equal(count(ts), 2);
}

static void reading_cannot_write(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_READ));
	test_fails(cx, db_run(cx, &test_insert_id, V(1), value_null()), ERR_BROKEN);
	db_rollback(cx);
	assert_int_equal(count(ts), 0);
}

/* Longer than the steps after which it asks who else wants the processor. */
static void a_long_reading_reads_the_same(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	const enum db_mode modes[] = { DB_READ_LONG, DB_READ };

	create(ts);
	for (int64_t id = 1; id <= 50; id++)
		insert(ts, id, arena_fmt(cx->mem, "thing %lld", (long long)id));
	for (size_t i = 0; i < LEN(modes); i++) { /* on the same connection */
		int64_t pairs = 0;

		test_ok(cx,
		        db_begin(cx, ts->store, modes[i]) && db_int(cx, &test_pairs, &pairs, NULL));
		assert_int_equal(pairs, 50 * 50 * 50);
		test_fails(cx, db_run(cx, &test_insert_id, V(100), V("x")), ERR_BROKEN);
		db_rollback(cx);
	}
}

static void a_double_is_a_conflict(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	insert(ts, 1, "same");
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	test_fails(cx, db_run(cx, &test_insert_id, V(2), V("same")), ERR_CONFLICT);

	/* On both engines only undoing is left now. */
	test_fails(cx, db_run(cx, &test_insert_id, V(3), V("other")), ERR_BROKEN);
	test_fails(cx, db_commit(cx), ERR_BROKEN);
	assert_null(cx->db);
	assert_int_equal(count(ts), 1);
}

struct forgetful {
	int times;
};

static bool forget_and_go_on(struct context *cx, void *data)
{
	struct forgetful *f = data;

	if (f->times++ == 0) {
		db_collide_after(1);
		assert_false(db_run(cx, &test_insert_id, V(1), V("a")));
		assert_int_equal(cx->err.kind, ERR_RETRY);
		error_clear(cx); /* "there is none" */
		test_fails(cx, db_sound(cx), ERR_RETRY);
	}
	return db_run(cx, &test_insert_id, V(2), V("b"));
}

/* Who takes a collision for an answer and goes on is still run again. */
static void a_forgotten_collision_is_told_again(void **state)
{
	struct test_store *ts = *state;
	struct forgetful f = { .times = 0 };

	create(ts);
	test_ok(&ts->cx, db_work(&ts->cx, ts->store, DB_WRITE, forget_and_go_on, &f));
	assert_int_equal(f.times, 2);
	assert_int_equal(count(ts), 1);
}

static void parts_fail_alone(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int i = 1; i <= 6; i++) {
		test_ok(cx, db_part_begin(cx));
		test_ok(cx, db_part_begin(cx) && db_run(cx, &test_insert_id, V(i), value_null()) &&
		                    db_part_end(cx, true));
		if (i % 2 == 0) {
			test_fails(cx, db_run(cx, &test_insert_id, V(1), value_null()),
			           ERR_CONFLICT);
			test_ok(cx, db_part_end(cx, false));
		} else {
			test_ok(cx, db_part_end(cx, true));
		}
	}
	test_ok(cx, db_part_begin(cx));
	test_fails(cx, db_run(cx, &test_insert_id, V(1), value_null()), ERR_CONFLICT);
	test_fails(cx, db_part_end(cx, true), ERR_BROKEN);
	test_ok(cx, db_commit(cx));
	assert_int_equal(count(ts), 3);
}

static void leaving_rolls_back(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	for (int i = 0; i < 50; i++) { /* more often than there are connections */
		test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
		                    db_run(cx, &test_insert_id, V(1), value_null()));
		assert_true(rows_next(cx, db_query(cx, &test_all)));
		arena_reset(cx->mem);
		assert_null(cx->db);
		test_ok(cx, db_begin(cx, ts->store, DB_READ));
		assert_false(rows_next(cx, db_query(cx, &test_all)));
		arena_reset(cx->mem);
	}
	assert_int_equal(count(ts), 0);
}

/* Fills the arena in the middle of a transaction. */
static bool exhaust(struct context *cx, struct store *s)
{
	if (setjmp(*arena_recover(cx->mem)))
		return true;
	if (!db_begin(cx, s, DB_WRITE) || !db_run(cx, &test_insert_id, V(1), value_null()))
		return false;
	for (;;) {
		struct rows *r = db_query(cx, &test_all);

		if (!r || !rows_next(cx, r))
			return false;
	}
}

static void running_out_of_memory_returns_the_connection(void **state)
{
	struct test_store *ts = *state;

	create(ts);
	for (int i = 0; i < 20; i++) {
		struct context cx = { .mem = arena_new(32 * 1024) };

		assert_true(exhaust(&cx, ts->store));
		test_ok(&cx, true);
		arena_free(cx.mem);
		assert_null(cx.db);
		assert_int_equal(count(ts), 0);
	}
	insert(ts, 1, NULL);
}

static bool fill(struct context *cx, void *data)
{
	int *times = data;

	++*times;
	return db_run(cx, &test_insert_id, V(1), V("one")) && db_part_begin(cx) &&
	       db_run(cx, &test_insert_id, V(2), V("two")) && db_part_end(cx, true) &&
	       rows_next(cx, db_query(cx, &test_select, V(2))) &&
	       db_run(cx, &test_rename, V(1), V(1), V("uno"));
}

static void every_statement_may_fail(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int times = 0, failures = 0;

	create(ts);
	for (;; failures++) {
		db_fail_after(failures + 1);

		bool ok = db_work(cx, ts->store, DB_WRITE, fill, &times);

		db_fail_after(0);
		if (ok)
			break;
		test_fails(cx, ok, ERR_BROKEN);
		assert_null(cx->db);
		assert_int_equal(count(ts), 0);
	}
	assert_int_equal(failures,
	                 8); /* begin, insert, two for the part, insert, select, update, commit */
	assert_int_equal(count(ts), 2);
}

static bool refuse_twice(struct context *cx, void *data)
{
	int *times = data;

	test_ok(cx, db_run(cx, &test_insert_id, V(*times), value_null()));
	if (++*times <= 2)
		return test_refuse(cx, ERR_RETRY);
	return true;
}

static bool refuse_always(struct context *cx, void *data)
{
	++*(int *)data;
	return test_refuse(cx, ERR_RETRY);
}

static void work_is_done_again(void **state)
{
	struct test_store *ts = *state;
	int times = 0;

	create(ts);
	test_ok(&ts->cx, db_work(&ts->cx, ts->store, DB_WRITE, refuse_twice, &times));
	assert_int_equal(times, 3);
	assert_int_equal(count(ts), 1);
	times = 0;
	test_fails(&ts->cx, db_work(&ts->cx, ts->store, DB_WRITE, refuse_always, &times),
	           ERR_UNAVAILABLE);
	assert_int_equal(times, MAX_RETRIES + 1);
}

static void addresses_are_checked(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	test_fails(cx, store_open(cx, "mysql://x", (struct store_options){ 0 }) != NULL,
	           ERR_INVALID);
	test_fails(cx, store_open(cx, "sqlite:", (struct store_options){ 0 }) != NULL, ERR_INVALID);
	test_fails(cx,
	           store_open(cx, "sqlite:/nowhere/at/all.db",
	                      (struct store_options){ .must_exist = true }) != NULL,
	           ERR_NOT_FOUND);
	test_fails(cx,
	           store_open(cx, "sqlite:/nowhere/at/all.db", (struct store_options){ 0 }) != NULL,
	           ERR_NOT_FOUND);
	test_fails(cx, store_open(cx, "sqlite:/", (struct store_options){ 0 }) != NULL,
	           ERR_UNAVAILABLE);
	test_fails(cx,
	           store_open(cx, "postgresql:///x?host=/nowhere", (struct store_options){ 0 }) !=
	                   NULL,
	           ERR_UNAVAILABLE);
	assert_true(str_starts(store_engine(ts->store),
	                       ts->postgresql ? "PostgreSQL 1" : "SQLite 3.54.1"));
	assert_true(ts->postgresql == !store_path(ts->store));
}

static void wrong_statements_fail(void **state)
{
	static const struct sql *const wrong[] = {
		&test_gap,       &test_question, &test_two,      &test_nonsense,
		&test_no_column, &test_quoted,   &test_required,
	};
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	for (size_t i = 0; i < LEN(wrong); i++) {
		test_ok(cx, db_begin(cx, ts->store, DB_WRITE));

		bool ok = db_run(cx, wrong[i]);

		assert_false(ok);
		assert_non_null(strstr(cx->err.text, wrong[i]->name));
		test_fails(cx, ok, ERR_BROKEN);
		db_rollback(cx);
	}
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	test_fails(cx, db_run(cx, &test_insert_id, V(1)), ERR_BROKEN);
	db_rollback(cx);
}

static void what_is_not_there_is_not_found(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int64_t n = 5;
	bool found = true;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_READ));
	test_ok(cx, db_int(cx, &test_select, &n, &found, V(1)));
	assert_false(found);
	assert_int_equal(n, 5);
	test_ok(cx, db_int(cx, &test_count, &n, &found));
	assert_true(found);
	assert_int_equal(n, 0);
	test_fails(cx, db_int(cx, &test_no_column, &n, &found), ERR_BROKEN);
	db_rollback(cx);
}

static void foreign_files_are_refused(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int64_t n;

	if (ts->postgresql)
		skip(); /* a server has no file */
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_int(cx, &test_mark, &n, NULL) &&
	                    db_commit(cx));
	test_fails(cx, store_open(cx, ts->url, (struct store_options){ 0 }) != NULL, ERR_INVALID);
}

/* What is saved into a file without a name is lost with the process. */
static void a_file_that_was_moved_is_noticed(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	const char *path = ts->url + strlen("sqlite:");
	char aside[256];
	int fd;

	if (ts->postgresql)
		skip(); /* a server has no file */
	snprintf(aside, sizeof aside, "%s.aside", path);
	create(ts);
	insert(ts, 1, "before");

	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &test_insert_id, V(2), V("while it is moved")));
	assert_int_equal(rename(path, aside), 0);
	test_fails(cx, db_commit(cx), ERR_UNAVAILABLE);
	test_fails(cx, db_begin(cx, ts->store, DB_WRITE), ERR_UNAVAILABLE);
	test_fails(cx, db_begin(cx, ts->store, DB_READ), ERR_UNAVAILABLE);

	assert_true((fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600)) >= 0);
	close(fd);
	test_fails(cx, db_begin(cx, ts->store, DB_WRITE), ERR_UNAVAILABLE);

	assert_int_equal(rename(aside, path), 0);
	assert_int_equal(count(ts), 1);
}

/* ---- rows that are put */

static int64_t seen(struct context *cx)
{
	int64_t n = -1;

	test_ok(cx, db_int(cx, &test_count, &n, NULL));
	return n;
}

static bool put(struct context *cx, int64_t id)
{
	char title[40]; /* gone when the row is sent */
	bool ok;

	snprintf(title, sizeof title, "thing %lld", (long long)id);
	ok = db_put(cx, &test_insert, V(id), V((const char *)title), value_bytes(&id, sizeof id),
	            value_null());
	memset(title, 'x', sizeof title - 1);
	return ok;
}

/* Numbers around those of which the statements are made. */
static void rows_that_are_put_are_there_for_whoever_asks(void **state)
{
	static const int numbers[] = {
		1, 2, 3, 31, MAX_PUT_ROWS - 1, MAX_PUT_ROWS, MAX_PUT_ROWS + 1, 5 * MAX_PUT_ROWS + 77
	};
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int64_t id = 0, size = 0;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (size_t i = 0; i < LEN(numbers); i++) {
		for (int n = 0; n < numbers[i]; n++)
			test_ok(cx, put(cx, ++id));
		assert_int_equal(seen(cx), id);
	}

	struct rows *r = db_query(cx, &test_select, V(77));

	assert_true(r && rows_next(cx, r));
	assert_string_equal(rows_text(r, 1), "thing 77");
	assert_memory_equal(rows_bytes(r, 2, (size_t *)&size), &(int64_t){ 77 }, sizeof id);
	test_ok(cx, put(cx, ++id) && db_commit(cx));
	assert_int_equal(count(ts), id);
}

static void rows_of_several_statements_are_put_side_by_side(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int64_t id = 0; id < 300; id += 2)
		test_ok(cx, put(cx, id) && db_put(cx, &test_insert_id, V(id + 1), value_null()));
	test_ok(cx, db_flush(cx));
	test_ok(cx, db_flush(cx)); /* nothing is left to send */
	test_ok(cx, db_commit(cx));
	assert_int_equal(count(ts), 300);
}

/* Whoever comes next hears it: here the flush, a query, the commit. */
static void what_is_wrong_with_a_row_is_told_later(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int64_t n;

	create(ts);
	insert(ts, 7, "there already");
	for (int how = 0; how < 3; how++) {
		test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
		for (int64_t id = 1; id < 20; id++)
			test_ok(cx, put(cx, id));
		if (how == 0)
			test_fails(cx, db_flush(cx), ERR_CONFLICT);
		else if (how == 1)
			test_fails(cx, db_int(cx, &test_count, &n, NULL), ERR_CONFLICT);
		else
			test_fails(cx, db_commit(cx), ERR_CONFLICT);
		if (how < 2)
			test_fails(cx, put(cx, 100), ERR_BROKEN);
		db_rollback(cx);
		assert_int_equal(count(ts), 1);
	}
}

static void updates_are_put_and_counted(void **state)
{
	enum { ROWS = MAX_PUT_ROWS + 50, OTHERS = 30 };
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int64_t touched = 0;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int64_t id = 0; id < ROWS; id++)
		test_ok(cx, put(cx, id));
	test_ok(cx, db_flush_count(cx, &touched));
	assert_int_equal(touched, ROWS);
	for (int64_t id = 0; id < ROWS; id++) /* some are of another version */
		test_ok(cx, db_put(cx, &test_rename, V(id), V(id < OTHERS ? 2 : 1),
		                   V(arena_fmt(cx->mem, "renamed %lld", (long long)id))));
	test_ok(cx, db_flush_count(cx, &touched));
	assert_int_equal(touched, ROWS - OTHERS);
	test_ok(cx, db_flush_count(cx, &touched));
	assert_int_equal(touched, 0);

	struct rows *r = db_query(cx, &test_select, V(ROWS - 1));

	assert_true(r && rows_next(cx, r));
	assert_int_equal(rows_int(r, 4), 2);
	test_ok(cx, db_commit(cx));
}

static void a_part_takes_back_what_was_put(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && put(cx, 1) && db_part_begin(cx) &&
	                    put(cx, 2) && db_part_end(cx, false));
	test_ok(cx, put(cx, 3) && db_part_begin(cx) && put(cx, 3)); /* twice */
	test_fails(cx, db_part_end(cx, true), ERR_CONFLICT);
	test_ok(cx, put(cx, 4) && db_part_begin(cx) && put(cx, 5) && db_part_end(cx, true));
	test_ok(cx, db_part_begin(cx) && put(cx, 4));
	test_fails(cx, db_flush(cx), ERR_CONFLICT);
	test_ok(cx, db_part_end(cx, false) && db_commit(cx));
	assert_int_equal(count(ts), 4);
}

static void what_was_put_goes_with_a_rollback(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int64_t id = 0; id < MAX_PUT_ROWS + 7; id++)
		test_ok(cx, put(cx, id));
	db_rollback(cx);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && put(cx, 1));
	assert_int_equal(seen(cx), 1);
	test_ok(cx, db_commit(cx));
	assert_int_equal(count(ts), 1);
}

static void what_cannot_be_put_is_refused(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	test_fails(cx, db_put(cx, &test_insert_id, V(1), V("\xff")), ERR_INVALID);
	db_rollback(cx);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	test_fails(cx, db_put(cx, &test_select, V(1)), ERR_BROKEN);
	db_rollback(cx);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && put(cx, 1));
	test_fails(cx, db_put(cx, &test_insert, V(2), V("too few")), ERR_BROKEN);
	db_rollback(cx);
	assert_int_equal(count(ts), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(parameters_are_bound_by_number),
		cmocka_unit_test(values_come_back),
		cmocka_unit_test(nothing_reads_as_nothing),
		cmocka_unit_test(text_must_be_utf8),
		cmocka_unit_test(queries_nest),
		cmocka_unit_test(rows_do_not_see_what_their_walker_writes),
		cmocka_unit_test(touched_rows_are_counted),
		cmocka_unit_test(reading_sees_one_moment),
		cmocka_unit_test(reading_cannot_write),
		cmocka_unit_test(a_long_reading_reads_the_same),
		cmocka_unit_test(a_double_is_a_conflict),
		cmocka_unit_test(a_forgotten_collision_is_told_again),
		cmocka_unit_test(parts_fail_alone),
		cmocka_unit_test(leaving_rolls_back),
		cmocka_unit_test(running_out_of_memory_returns_the_connection),
		cmocka_unit_test(every_statement_may_fail),
		cmocka_unit_test(work_is_done_again),
		cmocka_unit_test(addresses_are_checked),
		cmocka_unit_test(wrong_statements_fail),
		cmocka_unit_test(what_is_not_there_is_not_found),
		cmocka_unit_test(foreign_files_are_refused),
		cmocka_unit_test(a_file_that_was_moved_is_noticed),
		cmocka_unit_test(rows_that_are_put_are_there_for_whoever_asks),
		cmocka_unit_test(rows_of_several_statements_are_put_side_by_side),
		cmocka_unit_test(what_is_wrong_with_a_row_is_told_later),
		cmocka_unit_test(updates_are_put_and_counted),
		cmocka_unit_test(a_part_takes_back_what_was_put),
		cmocka_unit_test(what_was_put_goes_with_a_rollback),
		cmocka_unit_test(what_cannot_be_put_is_refused),
	};

	return test_both("store", tests, LEN(tests));
}
