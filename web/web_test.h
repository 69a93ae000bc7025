/* For tests of web/: a whole program on a fresh database, without a network: requests are exchanges
 * given to the router. */
#ifndef WEB_WEB_TEST_H
#define WEB_WEB_TEST_H

#include "record/world_test.h"
#include "subject/institution/institution.h"
#include "web/router.h"

struct test_web {
	struct world world;
	struct web web;
	struct context *cx; /* the test's own, of the world */
	struct context
	        *work; /* of the request that is answered; its reply lives until the next one */
	struct reply reply;
	struct exchange x;
	const char *cookie; /* sent with every request; NULL: none */
};

/* Set-up on one engine (`postgresql` NULL: SQLite); without routes, the test adds its own. */
static inline int test_web_open(void **state, const char *postgresql)
{
	struct test_web *t = calloc(1, sizeof *t);
	struct context *made;

	world_start(&t->world, subjects, postgresql);
	t->cx = t->world.cx;
	test_ok(t->cx, store_migrate(t->cx, t->world.app.store, migrations));
	t->web.app = &t->world.app;
	t->web.router = router_empty();
	t->web.recent = recent_new();
	pthread_mutex_init(&t->web.touched.mutex, NULL);
	pthread_mutex_init(&t->web.running.mutex, NULL);
	t->world.app.running = &t->web.running;
	/* The router uses its context again and again, so it must not lie on its own arena. */
	made = context_new(&t->world.app, MAX_REQUEST_MEMORY);
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
	struct test_web *t = *state;

	arena_free(t->work->mem);
	free(t->work);
	router_free(t->web.router);
	recent_free(t->web.recent);
	world_stop(&t->world);
	free(t);
	return 0;
}

/* Runs each test in a fresh program, on each engine that there is. */
static inline int test_web_run(const char *group, const struct CMUnitTest *tests, size_t n)
{
	return test_engines(group, tests, n, test_web_sqlite, test_web_postgresql, test_web_close);
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

/* Signs in, with the password of all test users. */
#define TEST_PASSWORD "a-long-enough-password"
static inline void test_enter_as(struct test_web *t, const char *login)
{
	const char *line;

	t->cookie = NULL;
	assert_int_equal(test_ask(t, "POST", "/sign-in",
	                          arena_fmt(t->cx->mem, "login=%s&password=" TEST_PASSWORD, login)),
	                 303);
	line = test_reply_header(t, "Set-Cookie");
	assert_non_null(line);
	t->cookie = arena_strn(t->cx->mem, line, strcspn(line, ";"));
}

#endif
