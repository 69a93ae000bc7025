#include "web/web_test.h"

#include "web/draft.h"

static bool say(struct context *cx, const struct request *q, struct reply *a)
{
	(void)cx;
	a->type = "text/plain";
	buffer_fmt(&a->body, "%s", q->route->path);
	for (size_t i = 0; i < q->params_n; i++)
		buffer_fmt(&a->body, " %s=%s", q->params[i].name, q->params[i].value);
	return true;
}

SQL(test_draft_insert,
    "INSERT INTO draft (account, form, record, bytes, at) VALUES (1, $1, 0, $2, 0)");
SQL(test_draft_count, "SELECT COUNT(*) FROM draft");

static bool insert(struct context *cx, const struct request *q)
{
	return db_run(cx, &test_draft_insert, V(request_form(q, "form")), value_bytes("x", 1));
}

static bool save(struct context *cx, const struct request *q, struct reply *a)
{
	return insert(cx, q) && reply_goto(cx, a, "/done");
}

static bool save_and_fail(struct context *cx, const struct request *q, struct reply *a)
{
	(void)a;
	return insert(cx, q) && fail_(cx, ERR_INVALID, "here", "form", "refused by the test");
}

static bool save_and_answer_422(struct context *cx, const struct request *q, struct reply *a)
{
	a->status = 422;
	return insert(cx, q);
}

static bool devour(struct context *cx, const struct request *q, struct reply *a)
{
	(void)q;
	for (size_t i = 0; i < MAX_REQUEST_MEMORY; i += 1024)
		arena_alloc(cx->mem, 1024);
	return reply_goto(cx, a, "/never");
}

static bool retry(struct context *cx, const struct request *q, struct reply *a)
{
	const struct exchange *x = q->connection;

	if (x->retries < 3)
		return fail_(cx, ERR_RETRY, "here", NULL, "again");
	buffer_text(&a->body, "in the end");
	return true;
}

static bool retry_for_ever(struct context *cx, const struct request *q, struct reply *a)
{
	(void)q;
	(void)a;
	return fail_(cx, ERR_RETRY, "here", NULL, "again");
}

static bool write_in_get(struct context *cx, const struct request *q, struct reply *a)
{
	(void)q;
	(void)a;
	return db_run(cx, &test_draft_insert, V("get"), value_bytes("x", 1));
}

static bool forget_failure(struct context *cx, const struct request *q, struct reply *a)
{
	(void)q;
	(void)a;
	(void)fail_(cx, ERR_FORBIDDEN, "here", NULL, "forgotten");
	return true;
}

static const struct route routes[] = {
	{ METHOD_GET, "/", "@public", say, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/things", "@public", say, NULL, ROUTE_NO_DB },
	{ METHOD_POST, "/things", "@public", say, NULL, ROUTE_NO_DB | ROUTE_NO_CSRF },
	{ METHOD_GET, "/things/{id}", "@public", say, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/things/new", "@public", say, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/things/{id}/history", "@public", say, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/{name}/new/deep", "@public", say, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/things/{other}", "@public", retry, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/mine", "@signed-in", say },
	{ METHOD_GET, "/settings", "users_settings:read", say },
	{ METHOD_POST, "/save", "@public", save, NULL, ROUTE_NO_CSRF },
	{ METHOD_POST, "/fail", "@public", save_and_fail, NULL, ROUTE_NO_CSRF },
	{ METHOD_POST, "/422", "@public", save_and_answer_422, NULL, ROUTE_NO_CSRF },
	{ METHOD_POST, "/guarded", "@public", say },
	{ METHOD_GET, "/devour", "@public", devour, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/retry", "@public", retry, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/retry-for-ever", "@public", retry_for_ever, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/write", "@public", write_in_get },
	{ METHOD_GET, "/forget", "@public", forget_failure, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/api/v1/things/{id}", "@signed-in", say },
	{ 0 },
};

static struct test_web *begin(void **state)
{
	struct test_web *t = *state;

	test_routes(t, routes);
	return t;
}

static void says(struct test_web *t, const char *target, const char *text)
{
	assert_int_equal(test_ask(t, "GET", target, NULL), 200);
	assert_string_equal(buffer_str(&t->reply.body), text);
}

static void literals_beat_parameters(void **state)
{
	struct test_web *t = begin(state);

	says(t, "/", "/");
	says(t, "/things/new?x=1", "/things/new");
	says(t, "/things/7", "/things/{id} id=7");
	says(t, "/things/a%2Fb%20c", "/things/{id} id=a/b c");
	says(t, "/things/new/deep", "/{name}/new/deep name=things");
	says(t, "/things/new/history", "/things/{id}/history id=new");
}

static void what_is_not_there_is_told(void **state)
{
	struct test_web *t = begin(state);

	assert_int_equal(test_ask(t, "GET", "/nothing", NULL), 404);
	assert_int_equal(test_ask(t, "GET", "/things/7/nothing", NULL), 404);
	assert_int_equal(test_ask(t, "GET", "//things", NULL), 404);
	assert_int_equal(test_ask(t, "GET", "/things/%ff", NULL), 400);
	assert_int_equal(test_ask(t, "OPTIONS", "/things", NULL), 405);
	assert_string_equal(test_reply_header(t, "Allow"), "GET, HEAD, POST");
	assert_int_equal(test_ask(t, "PATCH", "/things/7", NULL), 405);
	assert_string_equal(test_reply_header(t, "Allow"), "GET, HEAD");
	assert_int_equal(test_ask(t, "GET", "/things/?q=1", NULL), 308);
	assert_string_equal(test_reply_header(t, "Location"), "/things?q=1");
	assert_int_equal(test_ask(t, "HEAD", "/things", NULL), 200);
}

static void strangers_are_sent_to_sign_in(void **state)
{
	struct test_web *t = begin(state);

	assert_int_equal(test_ask(t, "GET", "/mine?a=b&c", NULL), 303);
	assert_string_equal(test_reply_header(t, "Location"), "/sign-in?to=%2Fmine%3Fa%3Db%26c");
	assert_int_equal(test_ask(t, "GET", "/settings", NULL), 303);
	assert_int_equal(test_ask(t, "GET", "/api/v1/things/1", NULL), 401);
	assert_string_equal(t->reply.type, "application/json");
	assert_non_null(strstr(buffer_str(&t->reply.body), "\"unauthenticated\""));
	test_header(t, "Authorization", "Bearer nonsense");
	assert_int_equal(test_ask(t, "GET", "/api/v1/things/1", NULL), 401);
	t->cookie = "ygrar=nonsense";
	assert_int_equal(test_ask(t, "GET", "/mine", NULL), 303);
}

static int64_t drafts(struct test_web *t)
{
	int64_t n = -1;

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ) &&
	                       db_int(t->cx, &test_draft_count, &n, NULL));
	db_rollback(t->cx);
	return n;
}

static void only_success_is_committed(void **state)
{
	struct test_web *t = begin(state);

	assert_int_equal(test_ask(t, "POST", "/fail", "form=a"), 422);
	assert_int_equal(test_ask(t, "POST", "/422", "form=b"), 422);
	assert_int_equal(drafts(t), 0);
	assert_int_equal(test_ask(t, "POST", "/save", "form=c"), 303);
	assert_int_equal(drafts(t), 1);
	assert_int_equal(test_ask(t, "GET", "/write", NULL), 500);
	assert_int_equal(drafts(t), 1);
	assert_int_equal(test_ask(t, "GET", "/forget", NULL), 403);
}

static void forms_of_other_sites_are_refused(void **state)
{
	struct test_web *t = begin(state);

	test_header(t, "Sec-Fetch-Site", "cross-site");
	assert_int_equal(test_ask(t, "POST", "/save", "form=a"), 403);
	test_header(t, "Host", "here:8080");
	test_header(t, "Origin", "https://here:8080");
	assert_int_equal(test_ask(t, "POST", "/save", "form=b"), 303);
	test_header(t, "Host", "here:8080");
	test_header(t, "Origin", "https://here:8080.evil.example");
	assert_int_equal(test_ask(t, "POST", "/save", "form=c"), 403);
	test_header(t, "Origin", "null");
	assert_int_equal(test_ask(t, "POST", "/save", "form=d"), 403);
	assert_int_equal(test_ask(t, "POST", "/guarded", "csrf="), 403);
	assert_int_equal(drafts(t), 1);
}

static void hunger_ends_one_request_alone(void **state)
{
	struct test_web *t = begin(state);

	assert_int_equal(test_ask(t, "GET", "/devour", NULL), 503);
	assert_non_null(strstr(t->reply.body.text, "Number: "));
	assert_string_equal(test_reply_header(t, "X-Content-Type-Options"), "nosniff");
	says(t, "/things", "/things");
}

static void the_database_is_asked_again(void **state)
{
	struct test_web *t = begin(state);

	says(t, "/retry", "in the end");
	assert_int_equal(test_ask(t, "GET", "/retry-for-ever", NULL), 503);
	assert_non_null(test_reply_header(t, "Retry-After"));
}

static void every_reply_has_its_headers(void **state)
{
	static const char *const targets[] = { "/things", "/nothing", "/devour", "/mine",
		                               "/api/v1/things/1" };
	struct test_web *t = begin(state);

	for (size_t i = 0; i < LEN(targets); i++) {
		test_ask(t, "GET", targets[i], NULL);
		assert_non_null(strstr(test_reply_header(t, "Content-Security-Policy"),
		                       "default-src 'none'"));
		assert_string_equal(test_reply_header(t, "X-Content-Type-Options"), "nosniff");
		assert_string_equal(test_reply_header(t, "Referrer-Policy"), "same-origin");
		assert_string_equal(test_reply_header(t, "Cross-Origin-Opener-Policy"),
		                    "same-origin");
		assert_non_null(test_reply_header(t, "Permissions-Policy"));
		assert_non_null(test_reply_header(t, "Cache-Control"));
	}
}

static void refuses(struct test_web *t, const char *permission, const char *path)
{
	const struct route route = { METHOD_GET, path, permission, say };

	assert_false(router_add(t->cx, t->web.router, &route));
	assert_int_equal(t->cx->err.kind, ERR_BROKEN);
	assert_non_null(strstr(t->cx->err.text, path));
	error_clear(t->cx);
}

static void routes_without_permission_are_refused(void **state)
{
	struct test_web *t = begin(state);

	refuses(t, NULL, "/forgotten");
	refuses(t, "", "/empty");
	refuses(t, "@nobody", "/unknown");
	refuses(t, "recommendations:raed", "/mistyped");
	refuses(t, "recomendations:read", "/mistyped-too");
	refuses(t, "recommendations", "/half");
	refuses(t, "@public", "no-slash");
	refuses(t, "@public", "/slash/");
}

static void all_routes_of_the_program_are_sound(void **state)
{
	struct test_web *t = begin(state);
	struct router *r;

	r = router_new(t->cx);
	if (!r)
		fail_msg("%s", t->cx->err.text);
	assert_non_null(router_route(r, 0));
	router_free(r);
}

static void large_bodies_are_only_for_uploads(void **state)
{
	static const struct route upload = { METHOD_POST, "/files", "@public",
		                             say,         NULL,     ROUTE_UPLOAD | ROUTE_JOB };
	struct test_web *t = begin(state);

	test_ok(t->cx, router_add(t->cx, t->web.router, &upload));
	assert_int_equal(route_body_limit(router_route_of(t->web.router, "POST", "/files?x")),
	                 MAX_BODY);
	assert_int_equal(route_body_limit(router_route_of(t->web.router, "POST", "/things")),
	                 MAX_FORM);
	assert_null(router_route_of(t->web.router, "POST", "/nothing"));
	assert_int_equal(route_body_limit(NULL), MAX_FORM);
	assert_null(router_route_of(t->web.router, "GET", "/files"));
}

/* As the reading log does it, in a context of its own. */
static bool write_beside(struct context *cx, const struct request *q, struct reply *a)
{
	struct context *own;
	bool ok;

	if (!db_may_wait(cx))
		return false;
	own = context_new(cx->app, MAX_REQUEST_MEMORY);
	ok = db_begin(own, cx->app->store, DB_WRITE) && db_commit(own);
	context_free(own);
	return ok && say(cx, q, a);
}

static bool begin_to_write(struct context *cx, const struct request *q, struct reply *a)
{
	db_rollback(cx);
	return db_begin(cx, cx->app->store, DB_WRITE) && say(cx, q, a);
}

static int ask_at_once(struct test_web *t, const char *target)
{
	int status;

	t->x.at_once = true;
	status = test_ask(t, "GET", target, NULL);
	t->x.at_once = false;
	return t->x.later ? 0 : status;
}

/* On the network's thread nobody may be waited for: such a request is given back, and goes the
 * usual way. */
static void what_would_wait_is_asked_later(void **state)
{
	static const struct route waiting[] = {
		{ METHOD_GET, "/quick", "@public", say, NULL, ROUTE_AT_ONCE },
		{ METHOD_GET, "/log", "@public", write_beside, NULL, ROUTE_AT_ONCE },
		{ METHOD_GET, "/begin", "@public", begin_to_write, NULL, ROUTE_AT_ONCE },
		{ 0 },
	};
	struct test_web *t = begin(state);
	struct context *readers[20];

	test_routes(t, waiting);
	assert_int_equal(ask_at_once(t, "/quick"), 200);
	assert_int_equal(ask_at_once(t, "/log"), 0);
	assert_int_equal(test_ask(t, "GET", "/log", NULL), 200);
	assert_int_equal(ask_at_once(t, "/begin"), 0);
	assert_int_equal(test_ask(t, "GET", "/begin", NULL), 200);
	for (size_t i = 0; i < LEN(readers); i++) {
		readers[i] = context_new(&t->world.app, MAX_REQUEST_MEMORY);
		readers[i]->at_once = true;
		if (!db_begin(readers[i], t->world.app.store, DB_READ))
			assert_int_equal(readers[i]->err.kind, ERR_RETRY);
	}
	assert_int_equal(readers[LEN(readers) - 1]->err.kind, ERR_RETRY);
	assert_int_equal(ask_at_once(t, "/quick"), 0);
	for (size_t i = 0; i < LEN(readers); i++)
		context_free(readers[i]);
	assert_int_equal(ask_at_once(t, "/quick"), 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(literals_beat_parameters),
		cmocka_unit_test(what_is_not_there_is_told),
		cmocka_unit_test(strangers_are_sent_to_sign_in),
		cmocka_unit_test(only_success_is_committed),
		cmocka_unit_test(forms_of_other_sites_are_refused),
		cmocka_unit_test(hunger_ends_one_request_alone),
		cmocka_unit_test(the_database_is_asked_again),
		cmocka_unit_test(every_reply_has_its_headers),
		cmocka_unit_test(routes_without_permission_are_refused),
		cmocka_unit_test(all_routes_of_the_program_are_sound),
		cmocka_unit_test(large_bodies_are_only_for_uploads),
		cmocka_unit_test(what_would_wait_is_asked_later),
	};

	return test_web_run("route", tests, LEN(tests));
}
