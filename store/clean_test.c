/* What was deleted is in no byte of the database's files once they were cleaned: the files are read
 * as a thief would read them.  The rows are put in and moved about in such an order that pages are
 * split and joined, because that is when engines leave copies behind. */
#include "store/store_test.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define SECRET "Ogulnabat Garaýewa"

enum { ROWS = 4000, EVERY = 7 /* so many of them hold the secret */, LONG = 3000 };

SQL(clean_insert, "INSERT INTO words (id, words, other) VALUES ($1, $2, $3)");
SQL(clean_change, "UPDATE words SET words = $2, other = $3 WHERE id = $1");
SQL(clean_empty, "UPDATE words SET words = NULL, other = NULL WHERE id = $1");
SQL(clean_delete, "DELETE FROM words WHERE id = $1");
SQL(clean_checkpoint, "CHECKPOINT");
SQL(clean_analyze, "ANALYZE words");
/* Names of relations in whose file the secret stands; the server reads its own files to us. */
SQL(clean_files, "SELECT CAST(c.relname AS TEXT) FROM pg_class c WHERE c.relkind IN ('r', 'i', 't')"
                 " AND position(convert_to($1, 'UTF8') IN"
                 " pg_read_binary_file(pg_relation_filepath(c.oid))) > 0 LIMIT 1");

static void create(struct test_store *ts)
{
	static const struct migration tables[] = {
		{ 1, "words",
		  "CREATE TABLE words (id BIGINT NOT NULL PRIMARY KEY, words TEXT, other TEXT);"
		  "CREATE INDEX words_by ON words (words);" },
		{ 0 },
	};

	test_ok(&ts->cx, store_migrate(&ts->cx, ts->store, tables));
}

static const char *words_of(struct context *cx, int64_t i, bool secret)
{
	return arena_fmt(cx->mem, "%08llx %s", (unsigned long long)((uint64_t)i * 2654435761u),
	                 secret ? SECRET : "nobody in particular");
}

/* Some are longer than a page. */
static const char *other_of(struct context *cx, int64_t i, bool secret)
{
	char *s = arena_alloc(cx->mem, LONG + 1);
	size_t n = i % 11 ? (size_t)(i % 200) : LONG;

	memset(s, 'a' + (int)(i % 26), n);
	return arena_fmt(cx->mem, "%s %s", s, secret ? SECRET : "");
}

static void fill(struct test_store *ts)
{
	struct context *cx = &ts->cx;

	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int64_t i = 0; i < ROWS; i++) {
		int64_t id = i * 2017 % ROWS;
		bool secret = id % EVERY == 0;

		test_ok(cx, db_run(cx, &clean_insert, V(id), V(words_of(cx, id, secret)),
		                   V(other_of(cx, id, secret))));
	}
	for (int64_t id = 0; id < ROWS; id += 3)
		test_ok(cx, db_run(cx, &clean_change, V(id), V(words_of(cx, ~id, id % EVERY == 0)),
		                   V(other_of(cx, id + 1, id % EVERY == 0))));
	test_ok(cx, db_commit(cx));
	if (ts->postgresql)
		test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_run(cx, &clean_analyze) &&
		                    db_commit(cx));
}

/* Half of the secrets are emptied, half of them go with their rows. */
static void erase(struct test_store *ts)
{
	struct context *cx = &ts->cx;

	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int64_t id = 0; id < ROWS; id += EVERY)
		test_ok(cx, db_run(cx, id % 2 ? &clean_empty : &clean_delete, V(id)));
	test_ok(cx, db_commit(cx));
}

static bool holds(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool found = false;

	if (fd < 0)
		return false;
	assert_int_equal(fstat(fd, &st), 0);
	if (st.st_size) {
		void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

		assert_true(bytes != MAP_FAILED);
		found = memmem(bytes, (size_t)st.st_size, SECRET, strlen(SECRET)) != NULL;
		munmap(bytes, (size_t)st.st_size);
	}
	close(fd);
	return found;
}

static bool found_in_server(struct test_store *ts)
{
	struct context *cx = &ts->cx;
	bool found;

	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) && db_run(cx, &clean_checkpoint) &&
	                    db_commit(cx));
	test_ok(cx, db_begin(cx, ts->store, DB_READ));

	struct rows *r = db_query(cx, &clean_files, V(SECRET));

	found = r && rows_next(cx, r);
	if (found) {
		print_message("found(ts) in %s\n", rows_text(r, 0));
		rows_close(r);
	}
	test_ok(cx, db_commit(cx));
	return found;
}

static bool found(struct test_store *ts)
{
	const char *path = ts->url + strlen("sqlite:");

	if (ts->postgresql)
		return found_in_server(ts);
	return holds(path) || holds(arena_fmt(ts->cx.mem, "%s-wal", path)) ||
	       holds(arena_fmt(ts->cx.mem, "%s-shm", path));
}

static void nothing_is_left(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	int64_t n = 0;

	create(ts);
	fill(ts);
	erase(ts);
	assert_true(found(ts)); /* or this test would look in the wrong place */
	test_ok(cx, store_clean(cx, ts->store));
	assert_false(found(ts));
	test_ok(cx, db_begin(cx, ts->store, DB_READ) &&
	                    db_int(cx, MADE_SQL("SELECT count(*) FROM words"), &n, NULL) &&
	                    db_commit(cx));
	assert_int_equal(n, ROWS - (ROWS + 2 * EVERY - 1) / (2 * EVERY));
}

/* It is asked while others work, and does not disturb them. */
static void others_go_on(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	create(ts);
	fill(ts);
	erase(ts);
	test_ok(cx, store_clean(cx, ts->store));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE) &&
	                    db_run(cx, &clean_insert, V(ROWS + 1), V("after"), V("")) &&
	                    db_commit(cx));
	test_ok(cx, store_clean(cx, ts->store));
	assert_false(found(ts));
}

/* ---- somebody writes in another database of the server meanwhile */

struct writer {
	struct store *store;
	struct link *link;
};

static void *end_soon(void *data)
{
	struct writer *w = data;

	usleep(500 * 1000);
	postgresql_engine.rollback(w->store, w->link);
	return NULL;
}

static struct writer write_elsewhere(struct test_store *ts)
{
	const struct engine *e = &postgresql_engine;
	struct trouble t = { .detail = "" };
	struct writer w = { .store = e->open(ts->server, (struct store_options){ .readers = 1 },
		                             &t) };

	w.link = w.store ? e->begin(w.store, DB_WRITE, &t) : NULL;
	if (!w.link || !e->script(w.link, "CREATE TEMPORARY TABLE elsewhere (id BIGINT)", &t))
		fail_msg("%s", t.detail);
	return w;
}

static void a_writer_elsewhere_is_waited_for(void **state)
{
	struct test_store *ts = *state;
	struct writer w;
	pthread_t thread;

	if (!ts->postgresql)
		skip();
	create(ts);
	fill(ts);
	w = write_elsewhere(ts);
	erase(ts);
	assert_int_equal(pthread_create(&thread, NULL, end_soon, &w), 0);
	test_ok(&ts->cx, store_clean(&ts->cx, ts->store));
	pthread_join(thread, NULL);
	postgresql_engine.close(w.store);
	assert_false(found(ts));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_left),
		cmocka_unit_test(others_go_on),
		cmocka_unit_test(a_writer_elsewhere_is_waited_for),
	};

	return test_both("clean", tests, LEN(tests));
}
