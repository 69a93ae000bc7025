/* Pages of users: what each role sees of them, choosing a substitute, the slip with a password. */
#include "subject/institution/institution.h"

#include "web/session.h"
#include "web/web_test.h"

extern const struct pages institution_pages, session_pages;

static const struct actor console = { .login = "console", .console = true };

static bool sign_in(struct context *cx, const struct request *q, struct reply *a)
{
	return session_sign_in(cx, q, a, request_form(q, "login"), request_form(q, "password")) &&
	       reply_goto(cx, a, "/");
}

static const struct route routes[] = {
	{ METHOD_POST, "/sign-in", "@public", sign_in, NULL, ROUTE_NO_CSRF | ROUTE_NO_DB },
	{ 0 },
};

/* The reference data, an administrator and two focal points. */
static struct test_web *begin(void **state)
{
	static const char *const users[][3] = { { "adm", "MFA", "ADM" },
		                                { "fp", "MOE", "FP" },
		                                { "fp2", "MOE", "FP" } };
	struct test_web *t = *state;
	struct context *cx = t->cx;

	test_routes(t, routes);
	test_routes(t, institution_pages.routes);
	test_routes(t, session_pages.routes);
	cx->actor = &console;
	test_ok(cx, db_begin(cx, t->world.app.store, DB_WRITE) && settings_refresh(cx) &&
	                    institution_subject.load_reference(cx, "turkmenistan"));
	for (size_t i = 0; i < LEN(users); i++) {
		int64_t id = account_add(cx, users[i][0], users[i][1], users[i][2], NULL, "en");

		test_ok(cx, id && password_set(cx, id, users[i][0], TEST_PASSWORD, false));
	}
	test_ok(cx, db_commit(cx));
	return t;
}

static const char *page(const struct test_web *t)
{
	return buffer_str(&t->reply.body);
}

/* What stands behind `before` in the page, up to the next quotation mark. */
static const char *value_behind(struct test_web *t, const char *before)
{
	const char *s = strstr(page(t), before);

	if (!s)
		fail_msg("%s is not in the page", before);
	s += strlen(before);
	return arena_strn(t->cx->mem, s, strcspn(s, "\""));
}

/* Posts to `path` with the secret and the membership that the page asked last shows. */
static int post(struct test_web *t, const char *path, const char *form)
{
	const char *csrf = value_behind(t, "name=\"csrf\" value=\"");
	const char *membership = value_behind(t, "name=\"membership\"><option value=\"");

	return test_ask(t, "POST", path,
	                arena_fmt(t->cx->mem, "csrf=%s&membership=%s&%s", csrf, membership, form));
}

static int64_t id_of(struct test_web *t, const char *login)
{
	int64_t id;

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	id = account_by_login(t->cx, login)->record.id;
	db_rollback(t->cx);
	return id;
}

static const char *path_of(struct test_web *t, const char *login, const char *what)
{
	return arena_fmt(t->cx->mem, "/accounts/%lld%s", (long long)id_of(t, login), what);
}

static size_t ways_to_act(struct test_web *t, const char *login)
{
	struct standing *v;
	size_t n = 0;
	int64_t id = id_of(t, login);

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ) && settings_refresh(t->cx) &&
	                       account_memberships_on(t->cx, id, today(t->cx), &v, &n));
	db_rollback(t->cx);
	return n;
}

static const char *days_from_today(struct test_web *t, int days)
{
	char from[DATE_TEXT], to[DATE_TEXT];
	struct date d;

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ) && settings_refresh(t->cx));
	d = today(t->cx);
	db_rollback(t->cx);
	date_text(d, from);
	date_text(date_add_days(d, days), to);
	return arena_fmt(t->cx->mem, "substitute=fp2&from_date=%s&to_date=%s&reason=leave", from,
	                 to);
}

static void a_user_chooses_a_substitute(void **state)
{
	struct test_web *t = begin(state);

	test_enter_as(t, "fp");
	assert_int_equal(test_ask(t, "GET", "/me/substitution", NULL), 200);
	assert_non_null(strstr(page(t), "Nobody stands in"));
	assert_non_null(strstr(page(t), "<option value=\"fp2\">"));
	assert_null(strstr(page(t), "<option value=\"adm\">"));
	assert_int_equal(
	        post(t, "/me/substitution", "substitute=fp2&from_date=2025-07-01&reason=leave"),
	        422);
	assert_non_null(strstr(page(t), "a substitution always ends"));
	assert_non_null(strstr(page(t), "value=\"leave\"")); /* what was typed comes back */
	assert_int_equal(ways_to_act(t, "fp2"), 1);
	assert_int_equal(post(t, "/me/substitution", days_from_today(t, 5)), 303);
	assert_int_equal(ways_to_act(t, "fp2"), 2);

	assert_int_equal(test_ask(t, "GET", "/me/substitution", NULL), 200);
	assert_int_equal(post(t, "/me/substitution/end",
	                      arena_fmt(t->cx->mem, "substitution=%s",
	                                value_behind(t, "name=\"substitution\" value=\""))),
	                 303);
	assert_int_equal(ways_to_act(t, "fp2"), 1);
}

static void nobody_chooses_for_others(void **state)
{
	struct test_web *t = begin(state);

	test_enter_as(t, "fp");
	assert_int_equal(test_ask(t, "GET", "/me/substitution", NULL), 200);
	assert_int_equal(post(t, path_of(t, "fp2", "/substitutions"), days_from_today(t, 5)), 403);
	test_enter_as(t, "fp");
	assert_int_equal(test_ask(t, "GET", "/me/substitution", NULL), 200);
	assert_int_equal(post(t, path_of(t, "fp2", "/password"), "x=1"), 403);
	test_enter_as(t, "fp");
	assert_int_equal(test_ask(t, "GET", path_of(t, "adm", ""), NULL), 404);
	assert_int_equal(test_ask(t, "GET", path_of(t, "fp2", ""), NULL),
	                 200); /* of the own institution */
	assert_null(strstr(page(t), "Make a slip"));
}

static void the_administrator_keeps_users(void **state)
{
	struct test_web *t = begin(state);
	const char *path = path_of(t, "fp", "");

	test_enter_as(t, "adm");
	assert_int_equal(test_ask(t, "GET", path, NULL), 200);
	assert_non_null(strstr(page(t), "Ministry of Education of Turkmenistan"));
	assert_non_null(strstr(page(t), "runs today"));
	assert_int_equal(post(t, path_of(t, "fp", "/substitutions"), days_from_today(t, 5)), 303);
	assert_int_equal(ways_to_act(t, "fp2"), 2);
	assert_int_equal(test_ask(t, "GET", path, NULL), 200);
	assert_int_equal(post(t, path_of(t, "fp", "/password"), "x=1"), 200);
	assert_non_null(strstr(page(t), "<code>fp</code>"));
	assert_string_equal(test_reply_header(t, "Cache-Control"), "no-store");
	t->cookie = NULL;
	assert_int_equal(test_ask(t, "POST", "/sign-in", "login=fp&password=" TEST_PASSWORD), 422);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_chooses_a_substitute),
		cmocka_unit_test(nobody_chooses_for_others),
		cmocka_unit_test(the_administrator_keeps_users),
	};

	return test_web_run("institution_web", tests, LEN(tests));
}
