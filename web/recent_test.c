/* What is remembered of sessions and tokens, and that it is forgotten in time.  Two tables over one
 * database stand for two nodes. */
#include "web/session_test.h"

#include <pthread.h>

SQL(recent_session_gone, "DELETE FROM session");
SQL(recent_session_over, "UPDATE session SET ends_at = made_at");
SQL(recent_session_idle, "UPDATE session SET seen_at = seen_at - $1");
SQL(recent_session_used, "UPDATE session SET seen_at = seen_at + $1");
SQL(recent_session_other, "UPDATE session SET account = account + 1");
SQL(recent_account_closed, "UPDATE account SET active = 0");
SQL(recent_account_gone, "DELETE FROM account");
SQL(recent_membership_ended, "UPDATE account_memberships SET to_date = '2020-01-01'");
SQL(recent_membership_gone, "DELETE FROM account_memberships");
SQL(recent_role_changed, "UPDATE account_memberships SET role = 'AUD'");
SQL(recent_slip, "UPDATE password SET must_change = 1");
SQL(recent_token_revoked, "UPDATE api_token SET revoked_at = made_at");
SQL(recent_token_gone, "DELETE FROM api_token");
SQL(recent_token_used, "UPDATE api_token SET used_at = $1");
SQL(recent_token_read, "UPDATE api_token SET scope = 'read'");

static const struct route routes[] = {
	{ METHOD_POST, "/sign-in", "@public", test_sign_in, NULL, ROUTE_NO_CSRF | ROUTE_NO_DB },
	{ METHOD_GET, "/who", "@signed-in", test_tell_who },
	{ METHOD_GET, "/settings", "users_settings:read", test_tell_who },
	{ METHOD_GET, "/api/who", "@signed-in", test_tell_who },
	{ METHOD_POST, "/save", "@signed-in", test_tell_who },
	{ METHOD_POST, "/api/save", "@signed-in", test_tell_who },
	{ 0 },
};

static struct test_web *begin(void **state)
{
	struct test_web *t = *state;

	test_routes(t, routes);
	test_user(t, "sec", "SEC");
	return t;
}

/* ---- two nodes */

struct nodes {
	struct test_web *t;
	struct recent *one, *other;
	const char *bearer; /* NULL: asks with the cookie */
};

static struct nodes nodes_of(struct test_web *t)
{
	return (struct nodes){ .t = t, .one = t->web.recent, .other = recent_new() };
}

static void nodes_end(struct nodes *n)
{
	n->t->web.recent = n->one;
	recent_free(n->other);
}

/* The status at one node, and "login role lang" in the reply. */
static int ask(struct nodes *n, struct recent *node, const char *method, const char *target)
{
	n->t->web.recent = node;
	if (n->bearer)
		test_header(n->t, "Authorization", n->bearer);
	return test_ask(n->t, method, target, NULL);
}

static void both_know(struct nodes *n)
{
	const char *target = n->bearer ? "/api/who" : "/who";

	for (int i = 0; i < 2; i++) {
		assert_int_equal(ask(n, n->one, "GET", target), 200);
		assert_int_equal(ask(n, n->other, "GET", target), 200);
		assert_string_equal(buffer_str(&n->t->reply.body), "sec SEC en");
	}
}

static void both_answer(struct nodes *n, const char *target, int status)
{
	assert_int_equal(ask(n, n->one, "GET", target), status);
	assert_int_equal(ask(n, n->other, "GET", target), status);
}

/* Looks into the memory of the first node, as a request would. */
static struct session *remembered(struct test_web *t, bool bearer, const char *token, int64_t later)
{
	struct context *cx = t->cx;
	struct recent_key key = { .bearer = bearer };
	struct session *s;

	cx->now = instant_now() + later;
	digest_of(key.digest, token, strlen(token));
	test_ok(cx, db_begin(cx, t->world.app.store, DB_READ) && settings_refresh(cx));
	s = recent_find(cx, t->web.recent, &key);
	db_rollback(cx);
	return s;
}

static const char *token_of(const struct test_web *t)
{
	return t->cookie + strlen("ygrar=");
}

static struct nodes with_token(struct test_web *t, const char *scope)
{
	struct nodes n = nodes_of(t);
	char token[TOKEN_TEXT];

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) &&
	                       token_add(t->cx, "sec", scope, NULL, 30, token) && db_commit(t->cx));
	n.bearer = arena_fmt(t->cx->mem, "Bearer %s", token);
	return n;
}

/* ---- tests */

static void nobody_is_remembered_for_long(void **state)
{
	struct test_web *t = begin(state);
	const struct session *s;

	test_enter(t);
	assert_null(remembered(t, false, token_of(t), 0));
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	s = remembered(t, false, token_of(t), 0);
	assert_non_null(s);
	assert_string_equal(s->actor.login, "sec");
	assert_string_equal(s->lang, "en");
	assert_null(s->theme);
	assert_int_equal(s->actor.role, ROLE_SEC);
	assert_string_equal(s->csrf, "");
	assert_non_null(remembered(t, false, token_of(t), (RECENT_SECONDS - 2) * second));
	assert_null(remembered(t, false, token_of(t), (RECENT_SECONDS + 1) * second));
	assert_null(remembered(t, false, token_of(t), -3600 * second)); /* a clock set back */
	assert_null(remembered(t, false, "another", 0));
	assert_null(remembered(t, true, token_of(t), 0)); /* a cookie is no bearer's token */
}

static void without_an_epoch_nobody_is_known(void **state)
{
	struct test_web *t = begin(state);
	struct recent_key key = { .bearer = false };

	test_enter(t);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	digest_of(key.digest, token_of(t), strlen(token_of(t)));
	t->cx->now = instant_now();
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	assert_null(recent_find(t->cx, t->web.recent, &key));
	test_ok(t->cx, settings_refresh(t->cx));
	assert_non_null(recent_find(t->cx, t->web.recent, &key));
	db_rollback(t->cx);
}

static void a_session_that_ends_ends_everywhere(void **state)
{
	static const struct sql *const ends[] = { &recent_session_gone, &recent_session_over,
		                                  &recent_session_other, &recent_account_closed };
	struct test_web *t = begin(state);
	struct nodes n = nodes_of(t);

	for (size_t i = 0; i < LEN(ends); i++) {
		test_enter(t);
		both_know(&n);
		test_run(t, ends[i], 0);
		both_answer(&n, "/who", 303);
		t->cookie = NULL;
	}
	nodes_end(&n);
}

static void a_session_that_was_silent_ends(void **state)
{
	struct test_web *t = begin(state);
	struct nodes n = nodes_of(t);

	test_enter(t);
	both_know(&n);
	test_run(t, &recent_session_idle, 31 * 60 * second);
	both_answer(&n, "/who", 303);
	nodes_end(&n);
}

/* One node remembers it as silent; another one has noted its use, which moves no epoch. */
static void a_use_elsewhere_counts(void **state)
{
	struct test_web *t = begin(state);
	struct session *s;
	int64_t epoch;

	test_enter(t);
	test_run(t, &recent_session_idle, 29 * 60 * second);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	s = remembered(t, false, token_of(t), 0);
	assert_non_null(s);
	epoch = t->cx->access_epoch;
	assert_true(instant_now() - s->seen_at < second); /* noted here, once */
	assert_int_equal(t->web.touched.n, 1);
	t->web.touched.n = 0;
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	assert_int_equal(t->web.touched.n, 0);
	test_run(t, &recent_session_used, 29 * 60 * second);
	assert_non_null(remembered(t, false, token_of(t), 0));
	assert_true(t->cx->access_epoch == epoch);
}

static void rights_that_end_end_everywhere(void **state)
{
	static const struct sql *const ends[] = { &recent_membership_ended,
		                                  &recent_membership_gone };
	struct test_web *t = begin(state);
	struct nodes n = nodes_of(t);

	test_enter(t);
	both_know(&n);
	test_run(t, &recent_role_changed, 0);
	both_answer(&n, "/who", 200);
	assert_string_equal(buffer_str(&t->reply.body), "sec AUD en");
	for (size_t i = 0; i < LEN(ends); i++) {
		both_answer(&n, "/who", 200);
		test_run(t, ends[i], 0);
		both_answer(&n, "/settings", 403);
		assert_int_equal(ask(&n, n.one, "GET", "/who"), 200);
		assert_string_equal(buffer_str(&t->reply.body), "sec  en");
	}
	test_run(t, &recent_account_gone, 0);
	both_answer(&n, "/who", 303);
	nodes_end(&n);
}

/* As people change a user: the role, the language, whether she may sign in. */
static void a_changed_user_is_another(void **state)
{
	struct test_web *t = begin(state);
	struct nodes n = nodes_of(t);
	struct context *cx = t->cx;
	struct account *a;

	test_enter(t);
	for (int round = 0; round < 3; round++) {
		both_answer(&n, "/who", 200);
		test_ok(cx, db_begin(cx, t->world.app.store, DB_WRITE) && settings_refresh(cx));
		a = account_by_login(cx, "sec");
		assert_non_null(a);
		if (round == 0)
			((struct account_membership *)a->memberships.v)->role = ROLE_AUD;
		else if (round == 1)
			a->language = 2;
		else
			a->active = NO;
		test_ok(cx, record_save_as(cx, &account_type, a, CHANGE_UPDATE) && db_commit(cx));
		if (round == 2)
			break;
		both_answer(&n, "/who", 200);
		assert_string_equal(buffer_str(&t->reply.body),
		                    round ? "sec AUD ru" : "sec AUD en");
	}
	both_answer(&n, "/who", 303);
	nodes_end(&n);
}

static void a_slip_has_to_be_changed_at_once(void **state)
{
	struct test_web *t = begin(state);
	struct nodes n = nodes_of(t);

	test_enter(t);
	assert_int_equal(ask(&n, n.one, "GET", "/settings"), 200);
	assert_int_equal(ask(&n, n.other, "GET", "/settings"), 200);
	test_run(t, &recent_slip, 0);
	both_answer(&n, "/settings", 303);
	assert_string_equal(test_reply_header(t, "Location"), "/me/password");
	nodes_end(&n);
}

static void tokens_end_everywhere(void **state)
{
	static const struct sql *const ends[] = { &recent_token_revoked, &recent_token_gone };
	struct test_web *t = begin(state);

	for (size_t i = 0; i < LEN(ends); i++) {
		struct nodes n = with_token(t, "read");

		both_know(&n);
		test_run(t, ends[i], 0);
		both_answer(&n, "/api/who", 401);
		nodes_end(&n);
	}
}

static void a_token_may_less(void **state)
{
	struct test_web *t = begin(state);
	struct nodes n = with_token(t, "write");

	assert_int_equal(ask(&n, n.one, "POST", "/api/save"), 200);
	test_run(t, &recent_token_read, 0);
	assert_int_equal(ask(&n, n.one, "POST", "/api/save"), 403);
	nodes_end(&n);
}

/* A token ends by the clock; that it was used moves no epoch; it is no cookie. */
static void a_token_is_remembered_as_one(void **state)
{
	struct test_web *t = begin(state);
	struct nodes n = with_token(t, "read");
	const char *token = n.bearer + strlen("Bearer ");
	int64_t epoch;

	both_know(&n);
	t->web.recent = n.one;
	assert_non_null(remembered(t, true, token, 0));
	epoch = t->cx->access_epoch;
	assert_null(remembered(t, true, token, 31 * 24 * 3600 * second));
	test_run(t, &recent_token_used, instant_now());
	test_run(t, &recent_token_used, instant_now());
	assert_non_null(remembered(t, true, token, 0));
	assert_true(t->cx->access_epoch == epoch);
	n.bearer = NULL;
	t->cookie = arena_fmt(t->cx->mem, "ygrar=%s", token);
	both_answer(&n, "/who", 303);
	nodes_end(&n);
}

static void what_ends_soon_is_not_remembered_beyond_its_end(void **state)
{
	struct test_web *t = begin(state);
	struct recent_key key = { .bearer = true };
	struct session s = { .id = 1, .actor = { .user = 1, .login = "sec" } };
	struct context *cx = t->cx;

	test_ok(cx, db_begin(cx, t->world.app.store, DB_READ) && settings_refresh(cx));
	s.ends_at = cx->now + 5 * second;
	recent_keep(cx, t->web.recent, &key, &s);
	assert_non_null(recent_find(cx, t->web.recent, &key));
	cx->now += 4 * second;
	assert_non_null(recent_find(cx, t->web.recent, &key));
	cx->now += second;
	assert_null(recent_find(cx, t->web.recent, &key));
	db_rollback(cx);
}

/* A substitution ends with its last day, without anybody's doing. */
static void a_substitution_ends_by_the_calendar(void **state)
{
	struct test_web *t = begin(state);
	struct nodes n = nodes_of(t);
	struct context *cx = t->cx;
	struct account_membership *m;
	struct account *a;

	test_user(t, "chair", "CH");
	test_ok(cx, db_begin(cx, t->world.app.store, DB_WRITE) && settings_refresh(cx));
	a = account_by_login(cx, "chair");
	assert_non_null(a);
	m = a->memberships.v;
	cx->reason = "on leave";
	test_ok(cx, account_substitute(cx, a->record.id, m->id, "sec", today(cx), today(cx)) &&
	                    db_commit(cx));
	test_run(t, &recent_session_gone, 0);
	test_enter(t);
	test_ok(cx, db_begin(cx, t->world.app.store, DB_WRITE) && settings_refresh(cx));
	test_ok(cx, db_run(cx, MADE_SQL("UPDATE session SET membership = $1"), V(m->id)) &&
	                    db_commit(cx));
	both_answer(&n, "/who", 200);
	assert_string_equal(buffer_str(&t->reply.body), "sec CH en");
	both_answer(&n, "/who", 200);
	t->world.app.clock_shift = 24 * 3600 * second;
	both_answer(&n, "/who", 200);
	assert_string_equal(buffer_str(&t->reply.body), "sec SEC en");
	nodes_end(&n);
}

/* ---- a right that ends between the question who asks and the save */

struct ending {
	struct test_web *t;
	pthread_barrier_t held;
	bool ok;
};

static void *end_sessions(void *data)
{
	struct ending *e = data;
	struct context *cx = context_new(&e->t->world.app, MAX_REQUEST_MEMORY);

	e->ok = db_begin(cx, e->t->world.app.store, DB_WRITE) && db_run(cx, &recent_session_gone);
	pthread_barrier_wait(&e->held);
	usleep(300 * 1000); /* the save has asked who it is by then, and waits */
	e->ok = e->ok && db_commit(cx);
	context_free(cx);
	return NULL;
}

static void who_lost_it_meanwhile_saves_nothing(void **state)
{
	struct test_web *t = begin(state);
	struct ending e = { .t = t };
	pthread_t thread;
	const char *form;

	if (str_starts(store_engine(t->world.app.store), "PostgreSQL"))
		skip(); /* there the save goes first, or is refused by the database */
	test_enter(t);
	assert_int_equal(test_ask(t, "GET", "/who", NULL), 200);
	form = test_csrf(t, "a=1");
	pthread_barrier_init(&e.held, NULL, 2);
	assert_int_equal(pthread_create(&thread, NULL, end_sessions, &e), 0);
	pthread_barrier_wait(&e.held);
	assert_int_equal(test_ask(t, "POST", "/save", form), 303);
	assert_true(str_starts(test_reply_header(t, "Location"), "/sign-in"));
	assert_int_equal(t->x.retries, 1);
	pthread_join(thread, NULL);
	pthread_barrier_destroy(&e.held);
	assert_true(e.ok);
}

/* More sessions than places: the newest are known, and nobody is taken for another. */
static void many_are_remembered_each_for_himself(void **state)
{
	enum { MANY = 5000 };
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	int64_t found = 0;

	test_ok(cx, db_begin(cx, t->world.app.store, DB_READ) && settings_refresh(cx));
	for (int64_t i = 1; i <= MANY; i++) {
		struct recent_key key = { .bearer = false };
		struct session s = { .id = i,
			             .ends_at = cx->now + 3600 * second,
			             .actor = { .user = i, .login = "sec" } };

		digest_of(key.digest, &i, sizeof i);
		cx->now++;
		recent_keep(cx, t->web.recent, &key, &s);
	}
	for (int64_t i = 1; i <= MANY; i++) {
		struct recent_key key = { .bearer = false };
		const struct session *s;

		digest_of(key.digest, &i, sizeof i);
		s = recent_find(cx, t->web.recent, &key);
		found += s != NULL;
		if (s)
			assert_true(s->id == i && s->actor.user == i);
		if (i == MANY)
			assert_non_null(s);
	}
	assert_true(found > 1500);
	db_rollback(cx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_is_remembered_for_long),
		cmocka_unit_test(without_an_epoch_nobody_is_known),
		cmocka_unit_test(a_session_that_ends_ends_everywhere),
		cmocka_unit_test(a_session_that_was_silent_ends),
		cmocka_unit_test(a_use_elsewhere_counts),
		cmocka_unit_test(rights_that_end_end_everywhere),
		cmocka_unit_test(a_changed_user_is_another),
		cmocka_unit_test(a_slip_has_to_be_changed_at_once),
		cmocka_unit_test(tokens_end_everywhere),
		cmocka_unit_test(a_token_may_less),
		cmocka_unit_test(a_token_is_remembered_as_one),
		cmocka_unit_test(what_ends_soon_is_not_remembered_beyond_its_end),
		cmocka_unit_test(a_substitution_ends_by_the_calendar),
		cmocka_unit_test(who_lost_it_meanwhile_saves_nothing),
		cmocka_unit_test(many_are_remembered_each_for_himself),
	};

	return test_web_run("recent", tests, LEN(tests));
}
