/* For tests: fresh, empty databases on SQLite (a file in a temporary folder) and, when
 * YGRAR_TEST_PG names a server whose user may create databases, on PostgreSQL.  test_both() makes
 * every test run on each engine that there is. */
#ifndef STORE_STORE_TEST_H
#define STORE_STORE_TEST_H

#include "base/secret.h"
#include "store/driver.h"
#include "test/engines.h"

#include <fcntl.h>
#include <unistd.h>

struct test_store {
	bool postgresql;
	char url[600], server[600], name[80], folder[80];
	struct context cx; /* a context for the test itself */
	struct store *store;
};

/* Statements that no transaction may hold: CREATE DATABASE, DROP DATABASE. */
static inline void test_on_server(const char *server, const char *text)
{
	const struct engine *e = &postgresql_engine;
	struct trouble t = { .detail = "" };
	struct store *s = e->open(server, (struct store_options){ .readers = 1 }, &t);
	struct link *l = s ? e->begin(s, DB_WRITE, &t) : NULL;

	if (!l || !e->script(l, "ROLLBACK", &t) || !e->script(l, text, &t))
		fail_msg("%s: %s", text, t.detail);
	e->rollback(s, l);
	e->close(s);
}

/* The server's address with another database in it. */
static inline void test_name_database(struct test_store *ts)
{
	const char *server = getenv("YGRAR_TEST_PG");
	const char *path = strchr(strstr(server, "://") + 3, '/');
	const char *options = strchr(server, '?');

	snprintf(ts->server, sizeof ts->server, "%s", server);
	snprintf(ts->url, sizeof ts->url, "%.*s/%s%s", (int)(path - server), server, ts->name,
	         options ? options : "");
}

static inline void test_store_make(struct test_store *ts, bool postgresql)
{
	uint32_t number;
	char text[200];

	*ts = (struct test_store){ .postgresql = postgresql };
	assert_true(secret_start());
	secret_random(&number, sizeof number);
	if (postgresql) {
		snprintf(ts->name, sizeof ts->name, "ygrar_test_%08x", number);
		test_name_database(ts);
		snprintf(text, sizeof text,
		         "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
		         ts->name);
		test_on_server(ts->server, text);
	} else {
		const char *folder = getenv("TMPDIR");

		snprintf(ts->folder, sizeof ts->folder, "%s/ygrar.XXXXXX",
		         folder ? folder : "/tmp");
		assert_non_null(mkdtemp(ts->folder));
		snprintf(ts->url, sizeof ts->url, "sqlite:%s/test.db", ts->folder);
	}
	ts->cx.mem = arena_new(MAX_JOB_MEMORY);
	ts->store = store_open(&ts->cx, ts->url, (struct store_options){ .readers = 8 });
	if (!ts->store)
		fail_msg("%s", ts->cx.err.text);
}

static inline void test_store_drop(struct test_store *ts)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char text[200];

	arena_free(ts->cx.mem);
	store_close(ts->store);
	if (ts->postgresql) {
		snprintf(text, sizeof text, "DROP DATABASE %s WITH (FORCE)", ts->name);
		test_on_server(ts->server, text);
		return;
	}
	for (size_t i = 0; i < LEN(ends); i++) {
		snprintf(text, sizeof text, "%s/test.db%s", ts->folder, ends[i]);
		unlink(text);
	}
	rmdir(ts->folder);
}

static inline int test_setup_sqlite(void **state)
{
	test_store_make(*state = calloc(1, sizeof(struct test_store)), false);
	return 0;
}

static inline int test_setup_postgresql(void **state)
{
	test_store_make(*state = calloc(1, sizeof(struct test_store)), true);
	return 0;
}

static inline int test_teardown(void **state)
{
	test_store_drop(*state);
	free(*state);
	return 0;
}

/* Runs each test with a fresh test_store in *state, on every engine that there is. */
static inline int test_both(const char *name, const struct CMUnitTest *tests, size_t n)
{
	return test_engines(name, tests, n, test_setup_sqlite, test_setup_postgresql,
	                    test_teardown);
}

/* cmocka has a macro fail() of its own, so tests that refuse something use this. */
static inline bool test_refuse(struct context *cx, enum error_kind kind)
{
	return fail_(cx, kind, __FILE__, NULL, "refused by the test");
}

#endif
