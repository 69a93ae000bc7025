/* For tests of web/: a whole program on a fresh database, without a network: requests are exchanges
 * given to the router. */
#ifndef WEB_WEB_TEST_H
#define WEB_WEB_TEST_H

#include "base/embedded.h"
#include "record/load.h"
#include "record/setting.h"
#include "subject/institution/institution.h"
#include "test/unit.h"
#include "web/router.h"

#include <unistd.h>

struct test_web {
	struct app app;
	char folder[100], url[120];
	struct web web;
	struct context *cx; /* the test's own */
	struct context
	        *work; /* of the request that is answered; its reply lives until the next one */
	struct reply reply;
	struct exchange x;
	const char *cookie; /* sent with every request; NULL: none */
};

/* The context has not failed; shows what it says when it has. */
static inline void test_ok(const struct context *cx, bool ok)
{
	if (!ok || failed(cx))
		fail_msg("%s: %s", cx->err.where,
		         cx->err.text ? cx->err.text : "failed without a cause");
}

static inline void test_fails(struct context *cx, bool ok, enum error_kind kind)
{
	assert_false(ok);
	if (cx->err.kind != kind)
		fail_msg("%s instead of %s: %s", error_kind_name(cx->err.kind),
		         error_kind_name(kind), cx->err.text ? cx->err.text : "");
	error_clear(cx);
}

static inline void test_permissions(struct context *cx, struct app *app)
{
	for (const struct embedded *e = embedded_files; e->path; e++)
		if (str_eq(e->path, "reference/roles.csv"))
			app->permissions = permissions_load(cx, (const char *)e->data, e->size);
	assert_non_null(app->permissions);
}

/* What web/ needs: the tables of store/, record/, web/ itself and of users. */
static inline void test_tables(struct test_web *t)
{
	struct migration list[5] = { 0 };

	for (size_t i = 0; i + 1 < LEN(list) && migrations[i].number; i++)
		list[i] = migrations[i];
	test_ok(t->cx, store_migrate(t->cx, t->app.store, list));
}

/* An empty database: a new file, or the server's own one emptied. */
static inline void test_database(struct test_web *t, const char *postgresql)
{
	const char *folder = getenv("TMPDIR");

	snprintf(t->folder, sizeof t->folder, "%s/ygrar.XXXXXX", folder ? folder : "/tmp");
	assert_non_null(mkdtemp(t->folder));
	snprintf(t->url, sizeof t->url, "sqlite:%s/test.db", t->folder);
	t->app.store = store_open(t->cx, postgresql ? postgresql : t->url,
	                          (struct store_options){ .readers = 8 });
	test_ok(t->cx, t->app.store != NULL);
	if (postgresql)
		test_ok(t->cx, db_begin(t->cx, t->app.store, DB_WRITE) &&
		                       db_run_values(t->cx, MADE_SQL("DROP SCHEMA public CASCADE"),
		                                     NULL, NULL, 0) &&
		                       db_run_values(t->cx, MADE_SQL("CREATE SCHEMA public"), NULL,
		                                     NULL, 0) &&
		                       db_commit(t->cx));
	test_tables(t);
}

/* Set-up on one engine (`postgresql` NULL: SQLite); without routes, the test adds its own. */
static inline int test_web_open(void **state, const char *postgresql)
{
	struct test_web *t = calloc(1, sizeof *t);
	struct context *made;

	assert_true(secret_start());
	t->app.ids = id_maker_new(1);
	t->app.subjects = subjects;
	t->app.settings = settings_new();
	t->cx = context_new(&t->app, MAX_JOB_MEMORY);
	test_permissions(t->cx, &t->app);
	test_database(t, postgresql);
	t->web.app = &t->app;
	t->web.router = router_empty();
	pthread_mutex_init(&t->web.touched.mutex, NULL);
	pthread_mutex_init(&t->web.running.mutex, NULL);
	/* The router uses its context again and again, so it must not lie on its own arena. */
	made = context_new(&t->app, MAX_REQUEST_MEMORY);
	t->work = malloc(sizeof *t->work);
	*t->work = *made;
	*state = t;
	return 0;
}

static inline int test_web_sqlite(void **state)
{
	return test_web_open(state, NULL);
}

static inline int test_web_postgresql(void **state)
{
	return test_web_open(state, getenv("YGRAR_TEST_PG"));
}

static inline int test_web_close(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct test_web *t = *state;
	char path[200];

	arena_free(t->work->mem);
	free(t->work);
	context_free(t->cx);
	store_close(t->app.store);
	router_free(t->web.router);
	settings_free(t->app.settings);
	id_maker_free(t->app.ids);
	permissions_free((struct permissions *)(uintptr_t)t->app.permissions);
	for (size_t i = 0; i < LEN(ends); i++) {
		snprintf(path, sizeof path, "%s/test.db%s", t->folder, ends[i]);
		unlink(path);
	}
	rmdir(t->folder);
	free(t);
	return 0;
}

/* Runs each test in a fresh program, on each engine that there is. */
static inline int test_web_run(const char *group, const struct CMUnitTest *tests, size_t n)
{
	size_t engines = getenv("YGRAR_TEST_PG") ? 2 : 1;
	struct CMUnitTest *all = calloc(2 * n, sizeof *all);
	char(*names)[120] = calloc(2 * n, sizeof *names);

	for (size_t i = 0; i < engines * n; i++) {
		bool postgresql = i >= n;

		all[i] = tests[i % n];
		snprintf(names[i], sizeof names[i], "%s%s", postgresql ? "postgresql_" : "sqlite_",
		         all[i].name);
		all[i].name = names[i];
		all[i].setup_func = postgresql ? test_web_postgresql : test_web_sqlite;
		all[i].teardown_func = test_web_close;
	}
	if (engines == 1)
		print_message("PostgreSQL is left out: YGRAR_TEST_PG names no database\n");

	int failures = _cmocka_run_group_tests(group, all, engines * n, NULL, NULL);

	free(names);
	free(all);
	return failures;
}

static inline void test_routes(struct test_web *t, const struct route *routes)
{
	for (; routes->path; routes++)
		test_ok(t->cx, router_add(t->cx, t->web.router, routes));
}

static inline void test_header(struct test_web *t, const char *name, const char *value)
{
	t->x.headers[t->x.headers_n++] = (struct pair){ name, value };
}

/* Answers; what test_header() was told before is sent, too.  Returns the status. */
static inline int test_ask(struct test_web *t, const char *method, const char *target,
                           const char *form)
{
	t->x.web = &t->web;
	t->x.method = method;
	t->x.target = strdup(target);
	snprintf(t->x.remote, sizeof t->x.remote, "192.0.2.7");
	if (t->cookie)
		test_header(t, "Cookie", t->cookie);
	if (form) {
		test_header(t, "Content-Type", "application/x-www-form-urlencoded");
		t->x.body = form;
		t->x.body_size = strlen(form);
	}
	router_answer(t->work, &t->x, &t->reply);
	free(t->x.target);
	t->x.headers_n = t->x.body_size = 0;
	t->x.body = NULL;
	return t->reply.status;
}

static inline const char *test_reply_header(const struct test_web *t, const char *name)
{
	for (size_t i = 0; i < t->reply.headers_n; i++)
		if (str_eq(t->reply.headers[i].name, name))
			return t->reply.headers[i].value;
	return NULL;
}

#endif
