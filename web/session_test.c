#include "web/session_test.h"

#include "web/draft.h"

SQL(test_session_move,
    "UPDATE session SET seen_at = seen_at - $1, made_at = made_at - $1, ends_at = ends_at - $1");
SQL(test_session_idle, "UPDATE session SET seen_at = seen_at - $1");
SQL(test_session_count, "SELECT COUNT(*) FROM session");
SQL(test_wait_over, "UPDATE login_attempt SET wait_until = 0");
SQL(test_wait_read, "SELECT MAX(wait_until - at) FROM login_attempt");
SQL(test_membership_end, "UPDATE account_memberships SET to_date = '2020-01-01'");
SQL(test_draft_age, "UPDATE draft SET at = at - $1");
SQL(test_account_close, "UPDATE account SET active = 0");

static bool save(struct context *cx, const struct request *q, struct reply *a)
{
	return str_eq(request_form(q, "title"), "wrong")
	               ? fail_(cx, ERR_INVALID, "here", "title", "wrong")
	               : reply_goto(cx, a, "/done");
}

static bool change(struct context *cx, const struct request *q, struct reply *a)
{
	return password_change(cx, q, a, request_form(q, "old"), request_form(q, "new")) &&
	       reply_goto(cx, a, "/");
}

static const struct route routes[] = {
	{ METHOD_POST, "/sign-in", "@public", test_sign_in, NULL, ROUTE_NO_CSRF | ROUTE_NO_DB },
	{ METHOD_GET, "/who", "@signed-in", test_tell_who },
	{ METHOD_GET, "/settings", "users_settings:read", test_tell_who },
	{ METHOD_GET, "/minutes", "minutes:approve", test_tell_who },
	{ METHOD_POST, "/save", "@signed-in", save },
	{ METHOD_POST, "/password", "@signed-in", change, NULL, ROUTE_NO_DB },
	{ METHOD_GET, "/api/who", "@signed-in", test_tell_who },
	{ METHOD_POST, "/api/save", "@signed-in", save },
	{ 0 },
};

extern const struct pages session_pages, draft_pages;

static const char wrong[] = "login=sec&password=another+long+password";

static struct test_web *begin(void **state)
{
	struct test_web *t = *state;

	test_routes(t, routes);
	test_routes(t, session_pages.routes);
	test_routes(t, draft_pages.routes);
	test_user(t, "sec", "SEC,AUD");
	return t;
}

static int64_t number(struct test_web *t, const struct sql *sql)
{
	int64_t n = -1;

	test_ok(t->cx,
	        db_begin(t->cx, t->world.app.store, DB_READ) && db_int(t->cx, sql, &n, NULL));
	db_rollback(t->cx);
	return n;
}

/* ---- tests */

static void the_right_password_opens(void **state)
{
	struct test_web *t = begin(state);

	assert_int_equal(test_ask(t, "GET", "/who", NULL), 303);
	test_enter(t);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_string_equal(buffer_str(&t->reply.body), "sec SEC en");
	assert_string_equal(test_reply_header(t, "Cache-Control"), "no-store");
	assert_int_equal(test_ask(t, "GET", "/minutes", NULL), 403);
	assert_int_equal(test_ask(t, "POST", "/sign-out", test_csrf(t, "x=1")), 303);
	assert_non_null(strstr(test_reply_header(t, "Set-Cookie"), "ygrar=; "));
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 303);
}

static void wrong_passwords_wait_longer_and_longer(void **state)
{
	struct test_web *t = begin(state);

	for (int64_t seconds = 1; seconds <= 4; seconds *= 2) {
		assert_int_equal(test_ask(t, "POST", "/sign-in", wrong), 422);
		assert_true(number(t, &test_wait_read) == seconds * second);
		assert_int_equal(test_ask(t, "POST", "/sign-in", right), 429);
		test_run(t, &test_wait_over, 0);
	}
	for (int i = 0; i < 5; i++)
		assert_int_equal(test_ask(t, "POST", "/sign-in", "login=nobody&password=x"),
		                 i ? 429 : 422);
	test_run(t, &test_wait_over, 0);
	test_enter(t); /* the account was never closed */
	assert_int_equal(test_ask(t, "POST", "/sign-in", wrong), 422);
	assert_true(number(t, &test_wait_read) == second);
}

static void many_tries_from_one_address_wait_whatever_the_login(void **state)
{
	struct test_web *t = begin(state);
	char form[64];

	for (int i = 0; i < 10; i++) {
		snprintf(form, sizeof form, "login=nobody%d&password=x", i);
		assert_int_equal(test_ask(t, "POST", "/sign-in", form), 422);
	}
	assert_int_equal(test_ask(t, "POST", "/sign-in", right), 429);
	test_run(t, &test_wait_over, 0);
	test_enter(t);
}

static void sessions_end_by_themselves(void **state)
{
	struct test_web *t = begin(state);

	test_enter(t);
	test_run(t, &test_session_idle, 29 * 60 * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	test_run(t, &test_session_idle, 2 * 60 * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 303);
	test_enter(t);
	test_run(t, &test_session_move, (SESSION_HOURS * 3600 - 60) * second);
	test_run(t, &test_session_idle, -(SESSION_HOURS * 3600 - 60) * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	test_run(t, &test_session_move, 61 * second);
	test_run(t, &test_session_idle, -61 * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 303);
}

static void rights_end_at_once(void **state)
{
	struct test_web *t = begin(state);

	test_enter(t);
	test_run(t, &test_membership_end, 0);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_string_equal(buffer_str(&t->reply.body), "sec  en");
	assert_int_equal(test_ask(t, "GET", "/settings", NULL), 403);
	test_run(t, &test_account_close, 0);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 303);
	assert_int_equal(test_ask(t, "POST", "/sign-in", right), 422);
}

static void one_acts_in_one_membership_at_a_time(void **state)
{
	struct test_web *t = begin(state);
	struct standing *v = NULL;
	size_t n = 0;
	char form[64];

	test_enter(t);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));

	struct account *a = account_by_login(t->cx, "sec");

	test_ok(t->cx, a && account_memberships_on(t->cx, a->record.id, today(t->cx), &v, &n));
	db_rollback(t->cx);
	assert_int_equal(n, 2);
	snprintf(form, sizeof form, "membership=%lld&to=/who", (long long)v[1].membership);
	assert_int_equal(test_ask(t, "POST", "/membership", form), 403);
	assert_int_equal(test_ask(t, "POST", "/membership", test_csrf(t, form)), 303);
	assert_string_equal(test_reply_header(t, "Location"), "/who");
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_string_equal(buffer_str(&t->reply.body), "sec AUD en");
	assert_int_equal(test_ask(t, "POST", "/membership", test_csrf(t, "membership=12345")), 403);
}

static void languages_are_kept(void **state)
{
	struct test_web *t = begin(state);

	assert_int_equal(test_ask(t, "POST", "/language", "lang=tk&to=//evil.example"), 303);
	assert_string_equal(test_reply_header(t, "Location"), "/");
	assert_int_equal(test_ask(t, "POST", "/language", "lang=xx"), 400);
	test_enter(t);
	assert_int_equal(test_ask(t, "POST", "/language", "lang=ru&to=/who"), 303);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_string_equal(buffer_str(&t->reply.body), "sec SEC ru");
}

static void what_was_typed_is_kept(void **state)
{
	struct test_web *t = begin(state);
	const struct draft *d;
	const char *form;

	test_enter(t);
	form = test_csrf(t, "title=wrong&note=a%0D%0Ab&draft=thing&draft_record=7");
	assert_int_equal(test_ask(t, "POST", "/save", form), 422);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));

	int64_t user = account_by_login(t->cx, "sec")->record.id;

	d = draft_load(t->cx, user, "thing", 7);
	assert_non_null(d);
	assert_int_equal(d->fields_n, 2);
	assert_string_equal(draft_field(d, "note"), "a\nb");
	assert_null(draft_load(t->cx, user, "thing", 8));
	db_rollback(t->cx);

	/* A session that ran out: nobody is signed in, but the draft is his. */
	form = test_csrf(t, "title=late&draft=thing&draft_record=7");
	test_run(t, &test_session_idle, 3600 * second);
	test_header(t, "Host", "here");
	test_header(t, "Referer", "http://here/things/7/edit?x=1");
	assert_int_equal(test_ask(t, "POST", "/save", form), 303);
	assert_string_equal(test_reply_header(t, "Location"),
	                    "/sign-in?to=%2Fthings%2F7%2Fedit%3Fx%3D1");
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	d = draft_load(t->cx, user, "thing", 7);
	db_rollback(t->cx);
	assert_non_null(d);
	assert_string_equal(draft_field(d, "title"), "late");

	t->cookie = NULL;
	test_enter(t);
	assert_int_equal(
	        test_ask(t, "POST", "/save", test_csrf(t, "title=good&draft=thing&draft_record=7")),
	        303);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	assert_null(draft_load(t->cx, user, "thing", 7));
	db_rollback(t->cx);
	assert_int_equal(test_ask(t, "POST", "/draft", test_csrf(t, "title=more&draft=thing")),
	                 204);
	assert_int_equal(test_ask(t, "POST", "/language", "lang=tk&title=most&draft=thing"), 303);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	d = draft_load(t->cx, user, "thing", 0);
	assert_non_null(d);
	assert_string_equal(draft_field(d, "title"), "most");
	db_rollback(t->cx);
	assert_int_equal(test_ask(t, "POST", "/draft/drop", test_csrf(t, "draft=thing&to=/who")),
	                 303);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	assert_null(draft_load(t->cx, user, "thing", 0));
	db_rollback(t->cx);
}

static void drafts_do_not_pile_up(void **state)
{
	struct test_web *t = begin(state);
	struct draft *v;
	size_t n;
	char form[32];

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE));
	for (int i = 0; i < MAX_DRAFTS + 5; i++) {
		snprintf(form, sizeof form, "form%d", i);
		t->cx->now += second;
		test_ok(t->cx, draft_save(t->cx, 1, form, 0, "a=1", 3));
	}
	test_ok(t->cx, draft_list(t->cx, 1, &v, &n));
	assert_int_equal(n, MAX_DRAFTS);
	assert_string_equal(v[0].form, form);
	test_fails(t->cx, draft_save(t->cx, 1, "long", 0, form, MAX_DRAFT + 1), ERR_TOO_LARGE);
	t->cx->now += (30 * 24 * 3600 + 1) * second;
	test_ok(t->cx, draft_clean(t->cx) && draft_list(t->cx, 1, &v, &n));
	assert_int_equal(n, 0);
	db_rollback(t->cx);
}

static void tokens_open_the_api(void **state)
{
	struct test_web *t = begin(state);
	char read[TOKEN_TEXT], write[TOKEN_TEXT];
	struct token_line *v;
	size_t n;
	int64_t user;
	const char *header;

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE));
	test_ok(t->cx, token_add(t->cx, "sec", "read", "a test", 30, read) &&
	                       token_add(t->cx, "sec", "write", NULL, 1, write));
	test_fails(t->cx, token_add(t->cx, "nobody", "read", NULL, 30, read + 0), ERR_NOT_FOUND);
	test_fails(t->cx, token_add(t->cx, "sec", "all", NULL, 30, write), ERR_INVALID);
	test_fails(t->cx, token_add(t->cx, "sec", "read", NULL, 367, write), ERR_INVALID);
	user = account_by_login(t->cx, "sec")->record.id;
	test_ok(t->cx, token_list(t->cx, user, &v, &n) && db_commit(t->cx));
	assert_int_equal(n, 2);

	header = arena_fmt(t->cx->mem, "Bearer %s", read);
	test_header(t, "Authorization", header);
	assert_int_equal(test_ask(t, "GET", "/api/who", NULL), 200);
	assert_string_equal(buffer_str(&t->reply.body), "sec SEC en");
	test_header(t, "Authorization", header);
	assert_int_equal(test_ask(t, "POST", "/api/save", NULL), 403);
	header = arena_fmt(t->cx->mem, "Bearer %s", write);
	test_header(t, "Authorization", header);
	assert_int_equal(test_ask(t, "POST", "/api/save", NULL), 303);

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE));
	for (size_t i = 0; i < n; i++)
		test_ok(t->cx, token_revoke(t->cx, user, v[i].id));
	test_fails(t->cx, token_revoke(t->cx, user + 1, v[0].id), ERR_NOT_FOUND);
	test_ok(t->cx, db_commit(t->cx));
	test_header(t, "Authorization", header);
	assert_int_equal(test_ask(t, "GET", "/api/who", NULL), 401);
}

static void passwords_are_changed(void **state)
{
	struct test_web *t = begin(state);
	const char *old;

	test_enter(t);
	old = t->cookie;
	assert_int_equal(
	        test_ask(t, "POST", "/password", test_csrf(t, "old=wrong&new=a+new+long+password")),
	        422);
	test_run(t, &test_wait_over, 0);
	assert_int_equal(test_ask(t, "POST", "/password",
	                          test_csrf(t, "old=a+long+enough+password&new=short")),
	                 422);
	assert_int_equal(
	        test_ask(t, "POST", "/password",
	                 test_csrf(t, "old=a+long+enough+password&new=a+new+long+password")),
	        303);
	t->cookie = test_cookie(t);
	assert_string_not_equal(t->cookie, old);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_int_equal(number(t, &test_session_count), 1);
	t->cookie = old;
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 303);
	assert_int_equal(test_ask(t, "POST", "/sign-in", right), 422);
}

static void weak_passwords_are_refused(void **state)
{
	static const char *const weak[] = {
		NULL, "", "elevenchars", "aaaaaaaaaaaaaaaa", "my name is sec!!", "жжжжж"
	};
	struct test_web *t = *state;
	char slip[SLIP_TEXT];

	for (size_t i = 0; i < LEN(weak); i++)
		test_fails(t->cx, password_check(t->cx, "sec", weak[i]), ERR_INVALID);
	test_ok(t->cx, password_check(t->cx, "sec", password_slip(slip)));
	assert_int_equal(strlen(slip), SLIP_TEXT - 1);
}

static void slips_must_be_changed(void **state)
{
	struct test_web *t = begin(state);

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE));

	struct account *a = account_by_login(t->cx, "sec");

	test_ok(t->cx,
	        password_set(t->cx, a->record.id, "sec", password, true) && db_commit(t->cx));
	test_enter(t);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_int_equal(test_ask(t, "GET", "/settings", NULL), 303);
	assert_string_equal(test_reply_header(t, "Location"), "/me/password");
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE));
	test_ok(t->cx,
	        password_set(t->cx, a->record.id, "sec", password, false) && db_commit(t->cx));
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 303);
}

static void the_first_user_needs_the_code(void **state)
{
	struct test_web *t = *state;
	struct exchange x = { .web = &t->web };
	struct request q = { .connection = &x };
	struct first f = { "wrong", "adm", "Administrator", "MFA", password };
	bool due = false;

	test_ok(t->cx, first_code(t->cx, t->web.first_code));
	assert_int_equal(strlen(t->web.first_code), SLIP_TEXT - 1);
	test_fails(t->cx, first_administrator(t->cx, &q, &f), ERR_INVALID);
	f.code = t->web.first_code;
	test_fails(t->cx, first_administrator(t->cx, &q, &f),
	           ERR_INVALID); /* no such institution */
	test_user(t, "someone", "SEC");
	test_fails(t->cx, first_administrator(t->cx, &q, &f), ERR_FORBIDDEN);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE));
	test_ok(t->cx, db_run_values(t->cx, MADE_SQL("DELETE FROM account"), NULL, NULL, 0));
	test_ok(t->cx, first_due(t->cx, &due) && db_commit(t->cx));
	assert_true(due);
	test_ok(t->cx, first_administrator(t->cx, &q, &f));
	assert_string_equal(t->web.first_code, "");
	test_ok(t->cx, first_code(t->cx, t->web.first_code));
	assert_string_equal(t->web.first_code, "");
	test_fails(t->cx, first_administrator(t->cx, &q, &f), ERR_INVALID);
}

static void use_is_noted_later(void **state)
{
	struct test_web *t = begin(state);

	test_enter(t);
	test_run(t, &test_session_idle, 20 * 60 * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_int_equal(t->web.touched.n, 1);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) &&
	                       session_flush(t->cx, &t->web) && session_clean(t->cx) &&
	                       db_commit(t->cx));
	test_run(t, &test_session_idle, 20 * 60 * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	test_run(t, &test_session_move, 48 * 3600 * second);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) && session_clean(t->cx) &&
	                       db_commit(t->cx));
	assert_int_equal(number(t, &test_session_count), 0);
}

static void decide(struct test_web *t, const char *name, const char *value)
{
	t->cx->actor = &console;
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) && settings_refresh(t->cx) &&
	                       setting_set(t->cx, name, value) && db_commit(t->cx));
}

static void minutes_of_silence_are_a_setting(void **state)
{
	struct test_web *t = begin(state);

	decide(t, "session_minutes", "5");
	test_enter(t);
	test_run(t, &test_session_idle, 4 * 60 * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	test_run(t, &test_session_idle, 2 * 60 * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 303);
	decide(t, "session_minutes", "480");
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
}

static void an_https_address_makes_cookies_secure(void **state)
{
	struct test_web *t = begin(state);

	assert_int_equal(test_ask(t, "POST", "/sign-in", right), 303);
	assert_null(strstr(test_reply_header(t, "Set-Cookie"), "; Secure"));
	assert_null(test_reply_header(t, "Strict-Transport-Security"));
	decide(t, "address", "https://ygrar.example");
	assert_int_equal(test_ask(t, "POST", "/sign-in", right), 303);
	assert_non_null(strstr(test_reply_header(t, "Set-Cookie"), "; Secure"));
	t->cookie = test_cookie(t);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_int_equal(test_ask(t, "POST", "/language", "lang=tk"), 303);
	assert_non_null(strstr(test_reply_header(t, "Set-Cookie"), "; Secure"));
	assert_non_null(test_reply_header(t, "Strict-Transport-Security"));
	t->cookie = NULL;
	decide(t, "address", "http://ygrar.example");
	assert_int_equal(test_ask(t, "POST", "/sign-in", right), 303);
	assert_null(strstr(test_reply_header(t, "Set-Cookie"), "; Secure"));
}

static size_t drafts_left(struct test_web *t)
{
	struct draft *v;
	size_t n = 0;

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) && settings_refresh(t->cx) &&
	                       draft_clean(t->cx) && draft_list(t->cx, 1, &v, &n) &&
	                       db_commit(t->cx));
	return n;
}

static void days_of_drafts_are_a_setting(void **state)
{
	struct test_web *t = begin(state);

	decide(t, "draft_days", "3");
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) &&
	                       draft_save(t->cx, 1, "thing", 0, "a=1", 3) && db_commit(t->cx));
	test_run(t, &test_draft_age, 2 * 24 * 3600 * second);
	assert_int_equal(drafts_left(t), 1);
	test_run(t, &test_draft_age, 2 * 24 * 3600 * second);
	decide(t, "draft_days", "30");
	assert_int_equal(drafts_left(t), 1);
	decide(t, "draft_days", "3");
	assert_int_equal(drafts_left(t), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_password_opens),
		cmocka_unit_test(wrong_passwords_wait_longer_and_longer),
		cmocka_unit_test(many_tries_from_one_address_wait_whatever_the_login),
		cmocka_unit_test(sessions_end_by_themselves),
		cmocka_unit_test(rights_end_at_once),
		cmocka_unit_test(one_acts_in_one_membership_at_a_time),
		cmocka_unit_test(languages_are_kept),
		cmocka_unit_test(what_was_typed_is_kept),
		cmocka_unit_test(drafts_do_not_pile_up),
		cmocka_unit_test(tokens_open_the_api),
		cmocka_unit_test(passwords_are_changed),
		cmocka_unit_test(weak_passwords_are_refused),
		cmocka_unit_test(slips_must_be_changed),
		cmocka_unit_test(the_first_user_needs_the_code),
		cmocka_unit_test(use_is_noted_later),
		cmocka_unit_test(minutes_of_silence_are_a_setting),
		cmocka_unit_test(an_https_address_makes_cookies_secure),
		cmocka_unit_test(days_of_drafts_are_a_setting),
	};

	return test_web_run("session", tests, LEN(tests));
}
