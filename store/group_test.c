/* Many writers at once: what was acknowledged is there, what was undone is not, and a transaction
 * that the engine gives up takes nobody else's acknowledgement with it. */
#include "store/line.h"
#include "store/store_test.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { THREADS = 8, SAVES = 60, FOLLOWS = 20 };

SQL(group_create, "CREATE TABLE saved (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL)");
SQL(group_insert, "INSERT INTO saved (id, body) VALUES ($1, $2)");
SQL(group_count, "SELECT count(*) FROM saved WHERE id >= $1 AND id < $2");
SQL(group_has, "SELECT count(*) FROM saved WHERE id = $1");
SQL(group_counter, "UPDATE saved SET id = id + 1 WHERE body = 'counter'");
SQL(group_read_counter, "SELECT id FROM saved WHERE body = 'counter'");
SQL(group_limit, "PRAGMA max_page_count = 60");
SQL(group_no_limit, "PRAGMA max_page_count = 1000000");

struct worker {
	pthread_t thread;
	struct store *store;
	int number, acknowledged, refused;
	int64_t id;
	const char *body;
	bool keep;
	int pipe, round; /* of a program that is killed */
};

static bool save(struct context *cx, void *data)
{
	const struct worker *w = data;

	return db_run(cx, &group_insert, V(w->id), V(w->body)) &&
	       (w->keep || test_refuse(cx, ERR_INVALID));
}

/* Every third work is undone after it has written. */
static void *save_many(void *data)
{
	struct worker *w = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	for (int i = 0; i < SAVES; i++) {
		w->id = w->number * 1000 + i;
		w->keep = i % 3 != 2;
		if (db_work(&cx, w->store, DB_WRITE, save, w))
			w->acknowledged++;
		else
			w->refused++;
		error_clear(&cx);
		arena_reset(cx.mem);
	}
	arena_free(cx.mem);
	return NULL;
}

static void make_table(struct test_store *ts)
{
	struct context *cx = &ts->cx;

	test_ok(cx,
	        db_begin(cx, ts->store, DB_WRITE) && db_run(cx, &group_create) && db_commit(cx));
}

static void run_workers(struct test_store *ts, struct worker workers[THREADS], void *(*run)(void *),
                        const char *body)
{
	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ .store = ts->store, .number = i, .body = body };
		assert_int_equal(pthread_create(&workers[i].thread, NULL, run, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(workers[i].thread, NULL);
}

static int64_t number(struct test_store *ts, const struct sql *sql, int64_t a, int64_t b, size_t n)
{
	struct context *cx = &ts->cx;
	int64_t ret = -1;

	test_ok(cx, db_begin(cx, ts->store, DB_READ));
	test_ok(cx, db_int_values(cx, sql, &ret, NULL, (struct value[]){ V(a), V(b) }, n));
	test_ok(cx, db_commit(cx));
	return ret;
}

static void what_is_acknowledged_is_there(void **state)
{
	struct test_store *ts = *state;
	struct worker workers[THREADS];

	make_table(ts);
	run_workers(ts, workers, save_many, "one of many");
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(workers[i].acknowledged, SAVES * 2 / 3);
		assert_int_equal(workers[i].refused, SAVES / 3);
		assert_int_equal(number(ts, &group_count, i * 1000, i * 1000 + 1000, 2),
		                 SAVES * 2 / 3);
		for (int k = 2; k < SAVES; k += 3)
			assert_int_equal(number(ts, &group_has, i * 1000 + k, 0, 1), 0);
	}
}

static bool add_one(struct context *cx, void *data)
{
	int64_t touched = 0;

	(void)data;
	return db_run_count(cx, &group_counter, &touched) && touched == 1;
}

static void *count_up(void *data)
{
	struct worker *w = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	for (int i = 0; i < 20; i++) {
		if (db_work(&cx, w->store, DB_WRITE, add_one, w))
			w->acknowledged++;
		error_clear(&cx);
		arena_reset(cx.mem);
	}
	arena_free(cx.mem);
	return NULL;
}

/* All change the same row; whoever gives up after all repetitions says so. */
static void nobody_overwrites_another(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	struct worker workers[THREADS];
	int64_t acknowledged = 0;

	make_table(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &group_insert, V(0), V("counter")) && db_commit(cx));
	run_workers(ts, workers, count_up, NULL);
	for (int i = 0; i < THREADS; i++)
		acknowledged += workers[i].acknowledged;
	assert_true(acknowledged > 0);
	assert_int_equal(number(ts, &group_read_counter, 0, 0, 0), acknowledged);
}

/* Works until the disk (a limit of the file's pages) is full: SQLite then gives up the transaction
 * of the whole group. */
static void *fill_disk(void *data)
{
	struct worker *w = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	bool full = false;

	w->keep = true;
	for (int i = 0; i < 100 && !full; i++) {
		w->id = w->number * 1000 + w->acknowledged;
		if (db_work(&cx, w->store, DB_WRITE, save, w))
			w->acknowledged++;
		else
			full = cx.err.kind == ERR_UNAVAILABLE &&
			       strstr(cx.err.text, "disk is full");
		error_clear(&cx);
		arena_reset(cx.mem);
	}
	w->refused = full;
	arena_free(cx.mem);
	return NULL;
}

static void a_full_disk_loses_nothing_acknowledged(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	struct worker workers[THREADS];
	char body[3000];
	int64_t n;

	if (ts->postgresql)
		skip(); /* its disk cannot be limited from here */
	memset(body, 'x', sizeof body - 1);
	body[sizeof body - 1] = 0;
	make_table(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_int(cx, &group_limit, &n, NULL) &&
	                    db_commit(cx));
	run_workers(ts, workers, fill_disk, body);
	for (int i = 0; i < THREADS; i++) {
		assert_true(workers[i].refused);
		assert_int_equal(number(ts, &group_count, i * 1000, i * 1000 + 1000, 2),
		                 workers[i].acknowledged);
	}

	/* When there is room again, work goes on without a restart. */
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_int(cx, &group_no_limit, &n, NULL) &&
	                    db_commit(cx));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &group_insert, V(99000), V(body)) && db_commit(cx));
	assert_int_equal(number(ts, &group_has, 99000, 0, 1), 1);
}

static void one_thread_has_one_writing_transaction(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx, second = { .mem = NULL };

	if (ts->postgresql)
		skip(); /* there they do not wait for each other */
	second.mem = arena_new(MAX_REQUEST_MEMORY);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	test_fails(&second, db_begin(&second, ts->store, DB_WRITE), ERR_BROKEN);
	test_ok(cx, db_commit(cx));
	test_ok(&second, db_begin(&second, ts->store, DB_WRITE));
	arena_free(second.mem);
}

/* Another process that has the file: here simply the same file opened twice. */
static void two_programs_take_turns(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx, other = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct store *s = store_open(&other, ts->url, (struct store_options){ .must_exist = true });

	test_ok(&other, s != NULL);
	make_table(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &group_insert, V(1), V("here")) && db_commit(cx));
	test_ok(&other, db_begin(&other, s, DB_WRITE) &&
	                        db_run(&other, &group_insert, V(2), V("there")) &&
	                        db_commit(&other));
	assert_int_equal(number(ts, &group_count, 0, 10, 2), 2);
	arena_free(other.mem);
	store_close(s);
}

SQL(group_no_patience, "PRAGMA busy_timeout = 0");

static void another_programs_lock_is_tried_again(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx, other = { .mem = NULL };
	int64_t n;

	if (ts->postgresql)
		skip(); /* no such lock */
	other.mem = arena_new(MAX_REQUEST_MEMORY);

	struct store *s = store_open(&other, ts->url, (struct store_options){ .must_exist = true });

	test_ok(&other, s && db_begin(&other, s, DB_WRITE) &&
	                        db_int(&other, &group_no_patience, &n, NULL) && db_commit(&other));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int i = 0; i < 3; i++)
		test_fails(&other, db_begin(&other, s, DB_WRITE), ERR_RETRY);
	test_ok(cx, db_commit(cx));
	test_ok(&other, db_begin(&other, s, DB_WRITE) && db_commit(&other));
	arena_free(other.mem);
	store_close(s);
}

static void *save_until_done(void *data)
{
	struct worker *w = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	for (int i = 0; i < 20; i++) {
		w->id = w->number * 1000 + i;
		w->acknowledged += db_work(&cx, w->store, DB_WRITE, save, w);
		error_clear(&cx);
		arena_reset(cx.mem);
	}
	arena_free(cx.mem);
	return NULL;
}

static bool fail_after_writing(struct context *cx, void *data)
{
	(void)data;
	return db_run(cx, &group_counter) && test_refuse(cx, ERR_INVALID);
}

static bool hold(struct context *cx, void *data)
{
	usleep(*(const unsigned *)data);
	return db_run(cx, &group_counter);
}

/* While one works long, another thread and another program wait until he is ready, and what becomes
 * of him is nothing to their saves. */
static void others_wait_for_a_long_one(void **state)
{
	enum { OTHERS = 2 };
	struct test_store *ts = *state;
	struct context *cx = &ts->cx, other = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct store *there =
	        store_open(&other, ts->url, (struct store_options){ .must_exist = true });
	struct worker w[OTHERS] = { { .body = "here", .keep = true, .store = ts->store },
		                    { .body = "there", .keep = true, .store = there } };
	static const struct migration none[] = { { 0 } };
	unsigned time = 400000;

	test_ok(&other, there != NULL);
	test_ok(cx, store_migrate(cx, ts->store, none));
	make_table(ts);
	for (int i = 0; i < OTHERS; i++) {
		w[i].number = i + 1;
		assert_int_equal(pthread_create(&w[i].thread, NULL, save_until_done, &w[i]), 0);
	}
	for (int i = 0; i < 3; i++, time = 50000)
		test_ok(cx, db_work(cx, ts->store, DB_LONG, hold, &time));
	test_fails(cx, db_work(cx, ts->store, DB_LONG, fail_after_writing, NULL), ERR_INVALID);
	for (int i = 0; i < OTHERS; i++) {
		pthread_join(w[i].thread, NULL);
		assert_int_equal(w[i].acknowledged, 20);
	}
	arena_free(other.mem);
	store_close(there);
}

/* ---- who is refused again and again */

SQL(group_sum, "SELECT CAST(sum(id) AS BIGINT) FROM saved WHERE body <> $1");
SQL(group_follow, "UPDATE saved SET id = $1 WHERE body = $2");

/* What each writes follows from what all others wrote: no two of them can be at once. */
static bool follow_the_others(struct context *cx, void *data)
{
	const struct worker *w = data;
	int64_t sum = 0;

	if (!db_int(cx, &group_sum, &sum, NULL, V(w->body)))
		return false;
	usleep(2000); /* so that the others read it, too */
	return db_run(cx, &group_follow, V(sum % 1000003 * THREADS + w->number), V(w->body));
}

static void *follow_many(void *data)
{
	struct worker *w = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	char body[] = { (char)('a' + w->number), 0 };

	w->body = body;
	for (int i = 0; i < FOLLOWS; i++) {
		w->acknowledged += db_work(&cx, w->store, DB_WRITE, follow_the_others, w);
		error_clear(&cx);
		arena_reset(cx.mem);
	}
	arena_free(cx.mem);
	return NULL;
}

static void everybody_comes_to_it(void **state)
{
	struct test_store *ts = *state;
	struct worker workers[THREADS];
	static const struct migration none[] = { { 0 } };

	test_ok(&ts->cx, store_migrate(&ts->cx, ts->store, none));
	make_table(ts);
	test_ok(&ts->cx, db_begin(&ts->cx, ts->store, DB_WRITE));
	for (int i = 0; i < THREADS; i++)
		test_ok(&ts->cx, db_run(&ts->cx, &group_insert, V(i),
		                        V(arena_fmt(ts->cx.mem, "%c", 'a' + i))));
	test_ok(&ts->cx, db_commit(&ts->cx));
	run_workers(ts, workers, follow_many, NULL);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(workers[i].acknowledged, FOLLOWS);
}

struct second {
	struct store *store;
	enum db_mode mode;
	atomic_bool begun;
};

static void *begin_second(void *data)
{
	struct second *s = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	if (db_begin(&cx, s->store, s->mode)) {
		s->begun = true;
		db_rollback(&cx);
	}
	arena_free(cx.mem);
	return NULL;
}

/* Whether a second one begins while the first is not yet ready. */
static bool begins_beside(struct test_store *ts, enum db_mode first, enum db_mode mode)
{
	struct second s = { .store = ts->store, .mode = mode };
	pthread_t thread;
	bool beside;

	test_ok(&ts->cx, db_begin(&ts->cx, ts->store, first));
	assert_int_equal(pthread_create(&thread, NULL, begin_second, &s), 0);
	for (int i = 0; i < 30 && !s.begun; i++)
		usleep(10 * 1000);
	beside = s.begun;
	db_rollback(&ts->cx);
	pthread_join(thread, NULL);
	assert_true(s.begun);
	return beside;
}

static void who_is_alone_is_alone(void **state)
{
	struct test_store *ts = *state;
	static const struct migration none[] = { { 0 } };
	struct context inner = { 0 };

	if (!ts->postgresql)
		skip(); /* there all are */
	inner.mem = arena_new(MAX_REQUEST_MEMORY);
	test_ok(&ts->cx, store_migrate(&ts->cx, ts->store, none));
	assert_true(begins_beside(ts, DB_WRITE, DB_WRITE));
	assert_false(begins_beside(ts, DB_WRITE, DB_ALONE));
	assert_false(begins_beside(ts, DB_ALONE, DB_WRITE));
	assert_false(begins_beside(ts, DB_ALONE, DB_ALONE));
	assert_true(begins_beside(ts, DB_ALONE, DB_READ));
	assert_true(begins_beside(ts, DB_ALONE, DB_LONG));
	assert_true(begins_beside(ts, DB_LONG, DB_ALONE));
	/* The log that one thread writes beside its work waits for nobody. */
	test_ok(&ts->cx, db_begin(&ts->cx, ts->store, DB_ALONE));
	test_ok(&inner, db_begin(&inner, ts->store, DB_WRITE) && db_commit(&inner));
	test_ok(&ts->cx, db_commit(&ts->cx));
	assert_false(begins_beside(ts, DB_ALONE, DB_WRITE));
	arena_free(inner.mem);
}

static void *read_many(void *data)
{
	struct worker *w = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	int64_t n = -1;

	for (int i = 0; i < SAVES; i++) {
		if (db_begin(&cx, w->store, DB_READ) && db_int(&cx, &group_has, &n, NULL, V(0)) &&
		    n == 1 && db_commit(&cx))
			w->acknowledged++;
		arena_reset(cx.mem);
	}
	arena_free(cx.mem);
	return NULL;
}

/* More readers than connections: they wait for one another. */
static void readers_share_connections(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	struct worker workers[THREADS];

	make_table(ts);
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &group_insert, V(0), V("there")) && db_commit(cx));
	store_close(ts->store);
	ts->store = store_open(cx, ts->url, (struct store_options){ .readers = 1 });
	test_ok(cx, ts->store != NULL);
	run_workers(ts, workers, read_many, NULL);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(workers[i].acknowledged, SAVES);
}

/* A program of its own with several saving threads, which says on the pipe what it was told is
 * saved. */
struct program {
	const char *url;
	int pipe, round;
};

static void *save_and_tell(void *data)
{
	struct worker *w = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	w->keep = true;
	for (int i = 0; i < 100000; i++) {
		int64_t id = w->id = (int64_t)w->round * 10000000 + w->number * 1000000 + i;

		if (!db_work(&cx, w->store, DB_WRITE, save, w) ||
		    write(w->pipe, &id, sizeof id) != sizeof id)
			break;
		arena_reset(cx.mem);
	}
	return NULL;
}

static _Noreturn void be_program(const struct program *p)
{
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct store *s = store_open(&cx, p->url, (struct store_options){ .readers = THREADS });
	struct worker workers[THREADS];

	for (int i = 0; s && i < THREADS; i++) {
		workers[i] = (struct worker){
			.store = s, .number = i, .pipe = p->pipe, .round = p->round, .body = "told"
		};
		pthread_create(&workers[i].thread, NULL, save_and_tell, &workers[i]);
	}
	for (;;)
		pause();
}

static void killed_programs_lose_nothing_they_told(void **state)
{
	enum { ROUNDS = 12 };
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int64_t id, told = 0;

	make_table(ts);
	store_close(ts->store);
	for (int round = 0; round < ROUNDS; round++) {
		int ends[2];

		assert_int_equal(pipe(ends), 0);

		pid_t child = fork();

		if (child == 0)
			be_program(&(struct program){ ts->url, ends[1], round });
		close(ends[1]);
		usleep(100000 + 7000 * (unsigned)round);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);

		ts->store = store_open(cx, ts->url, (struct store_options){ .readers = 4 });
		test_ok(cx, ts->store && db_begin(cx, ts->store, DB_READ));
		for (; read(ends[0], &id, sizeof id) == sizeof id; told++) {
			int64_t n = 0;

			test_ok(cx, db_int(cx, &group_has, &n, NULL, V(id)));
			assert_int_equal(n, 1);
		}
		test_ok(cx, db_commit(cx));
		close(ends[0]);
		if (round + 1 < ROUNDS)
			store_close(ts->store);
		arena_reset(cx->mem);
	}
	assert_true(told > ROUNDS);
}

static void who_waits_too_long_leaves_the_line(void **state)
{
	struct pool pool;
	struct link link, *got;
	struct trouble t;

	(void)state;
	pool_init(&pool, 1);
	pool.line.patience = 0;
	assert_true(pool_take(&pool, true, &got, &t));
	assert_null(got);
	for (int i = 0; i < 2; i++) {
		assert_false(pool_take(&pool, true, &got, &t));
		assert_int_equal(t.kind, ERR_UNAVAILABLE);
	}
	assert_false(pool_take(&pool, false, &got, &t));
	assert_int_equal(t.kind, ERR_RETRY);
	pool_give(&pool, &link);
	assert_true(pool_take(&pool, false, &got, &t));
	assert_ptr_equal(got, &link);
	pool_end(&pool);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_acknowledged_is_there),
		cmocka_unit_test(nobody_overwrites_another),
		cmocka_unit_test(a_full_disk_loses_nothing_acknowledged),
		cmocka_unit_test(others_wait_for_a_long_one),
		cmocka_unit_test(everybody_comes_to_it),
		cmocka_unit_test(who_is_alone_is_alone),
		cmocka_unit_test(one_thread_has_one_writing_transaction),
		cmocka_unit_test(two_programs_take_turns),
		cmocka_unit_test(another_programs_lock_is_tried_again),
		cmocka_unit_test(readers_share_connections),
		cmocka_unit_test(killed_programs_lose_nothing_they_told),
		cmocka_unit_test(who_waits_too_long_leaves_the_line),
	};

	return test_both("group", tests, LEN(tests));
}
