/* For tests of sessions: a program with a user who signs in. */
#ifndef WEB_SESSION_TEST_H
#define WEB_SESSION_TEST_H

#include "web/web_test.h"

static const int64_t second = 1000000;

static inline bool test_tell_who(struct context *cx, const struct request *q, struct reply *a)
{
	a->type = "text/plain";
	buffer_fmt(&a->body, "%s %s %s", cx->actor->login, role_code(cx->actor->role), q->lang);
	return true;
}

static inline bool test_sign_in(struct context *cx, const struct request *q, struct reply *a)
{
	return session_sign_in(cx, q, a, request_form(q, "login"), request_form(q, "password")) &&
	       reply_goto(cx, a, "/");
}

static const char password[] = "a long enough password";
static const char right[] = "login=sec&password=a+long+enough+password";
static const struct actor console = { .login = "console", .console = true };

static inline int64_t test_user(struct test_web *t, const char *login, const char *roles)
{
	struct context *cx = t->cx;
	struct institution *i;
	int64_t user;

	test_ok(cx, db_begin(cx, t->world.app.store, DB_WRITE) && settings_refresh(cx));
	cx->actor = &console;
	if (!institution_by_code(cx, "MFA")) {
		i = record_new(cx, &institution_type);
		i->code = "MFA";
		i->kind = i->branch = 1;
		i->name = (struct texts){ arena_new_of(cx->mem, struct text), 1 };
		*i->name.v = (struct text){ .lang = "en", .body = "Ministry", .original = true };
		test_ok(cx, record_save_as(cx, &institution_type, i, CHANGE_REFERENCE));
	}
	user = account_add(cx, login, "MFA", roles, NULL, "en");
	test_ok(cx, user != 0);
	test_ok(cx, password_set(cx, user, login, password, false) && db_commit(cx));
	return user;
}

/* "ygrar=TOKEN" of the last reply, on the test's arena. */
static inline const char *test_cookie(struct test_web *t)
{
	const char *line = test_reply_header(t, "Set-Cookie");

	assert_non_null(line);
	assert_non_null(strstr(line, "; HttpOnly; SameSite=Lax"));
	return arena_strn(t->cx->mem, line, strcspn(line, ";"));
}

static inline void test_enter(struct test_web *t)
{
	assert_int_equal(test_ask(t, "POST", "/sign-in", right), 303);
	t->cookie = test_cookie(t);
}

/* The form with the secret that the session's pages carry. */
static inline const char *test_csrf(struct test_web *t, const char *form)
{
	struct exchange x = { .web = &t->web };
	struct request q = { .connection = &x };
	struct pair pair = { "ygrar", t->cookie + strlen("ygrar=") };
	const struct session *s;

	q.cookies = &pair;
	q.cookies_n = 1;
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	s = session_of(t->cx, &q);
	db_rollback(t->cx);
	assert_non_null(s);
	return arena_fmt(t->cx->mem, "csrf=%s&%s", s->csrf, form);
}

static inline void test_run(struct test_web *t, const struct sql *sql, int64_t value)
{
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE));
	test_ok(t->cx, value ? db_run(t->cx, sql, V(value)) : db_run(t->cx, sql));
	test_ok(t->cx, db_commit(t->cx));
}

#endif
