/* Passwords and the way in.
 *
 * An attempt is counted before the password is looked at, so that many at once cannot slip through;
 * a right one takes its count back.  Waiting doubles by login and, from the tenth on, by address
 * (an office shares one).  The hash is computed outside of any transaction: it takes its time on
 * purpose, and nobody else should have to wait for it. */
#include "web/request.h"

#include "base/log.h"
#include "subject/institution/institution.h"

static const int64_t second = 1000000;

enum { FREE_BY_ADDRESS = 9, MAX_DOUBLING = 10 };

SQL(attempt_read, "SELECT failures, wait_until FROM login_attempt WHERE key = $1");
SQL(attempt_write,
    "INSERT INTO login_attempt (key, failures, at, wait_until) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, at = excluded.at,"
    " wait_until = excluded.wait_until");
SQL(attempt_forget, "DELETE FROM login_attempt WHERE key = $1");
SQL(password_of, "SELECT a.id, p.hash FROM account a LEFT JOIN password p ON p.account = a.id"
                 " WHERE a.login = $1 AND a.active = 1");
SQL(password_put,
    "INSERT INTO password (account, hash, must_change, changed_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (account) DO UPDATE SET hash = excluded.hash,"
    " must_change = excluded.must_change, changed_at = excluded.changed_at");
SQL(account_any, "SELECT 1 FROM account LIMIT 1");

struct attempt {
	const struct request *q;
	struct reply *reply; /* NULL: only check */
	const char *login, *password;
	char by_login[HEX_DIGEST], by_address[HEX_DIGEST];
	int64_t failures, address_failures; /* this one included */
	int64_t user;
	char hash[PASSWORD_HASH]; /* "": none */
	bool right;
};

/* ---- slowing down */

/* Neither logins nor addresses stand in the table: a mistyped login may be a password. */
static void make_key(char out[HEX_DIGEST], const char *kind, const char *text)
{
	unsigned char digest[DIGEST_SIZE];
	struct digest d;

	digest_start(&d);
	digest_add(&d, kind, strlen(kind));
	digest_add(&d, text, strlen(text));
	digest_end(&d, digest);
	hex_text(digest, sizeof digest, out);
}

/* 1, 2, 4 … seconds after the first, second, third … one too many. */
static int64_t wait_after(int64_t failures)
{
	int64_t seconds;

	if (failures < 1)
		return 0;
	seconds = INT64_C(1) << (failures - 1 < MAX_DOUBLING ? failures - 1 : MAX_DOUBLING);
	return (seconds < MAX_LOGIN_WAIT_SECONDS ? seconds : MAX_LOGIN_WAIT_SECONDS) * second;
}

/* Refuses while the wait runs; else *failures counts this attempt, too. */
static bool count_attempt(struct context *cx, const char *key, int64_t *failures)
{
	struct rows *r = db_query(cx, &attempt_read, V(key));
	int64_t until = 0;

	*failures = 0;
	if (r && rows_next(cx, r)) {
		*failures = rows_int(r, 0);
		until = rows_int(r, 1);
		rows_close(r);
	}
	if (failed(cx))
		return false;
	if (cx->now < until)
		return fail(cx, ERR_TOO_MANY, NULL, N_("Wait %lld seconds, then try again."),
		            (long long)((until - cx->now + second - 1) / second));
	++*failures;
	return true;
}

/* What stands in the table while the password is being looked at: the second of two attempts at
 * once already waits. */
static bool begin_attempt(struct context *cx, void *data)
{
	struct attempt *t = data;
	struct rows *r;

	if (!count_attempt(cx, t->by_login, &t->failures) ||
	    !count_attempt(cx, t->by_address, &t->address_failures) ||
	    !db_run(cx, &attempt_write, V(t->by_login), V(t->failures), V(cx->now),
	            V(t->failures > 1 ? cx->now + wait_after(t->failures) : 0)) ||
	    !db_run(cx, &attempt_write, V(t->by_address), V(t->address_failures), V(cx->now),
	            V(cx->now + wait_after(t->address_failures - FREE_BY_ADDRESS))))
		return false;
	t->user = 0;
	t->hash[0] = '\0';
	r = db_query(cx, &password_of, V(t->login));
	if (r && rows_next(cx, r)) {
		t->user = rows_int(r, 0);
		if (!rows_null(r, 1))
			snprintf(t->hash, sizeof t->hash, "%s", rows_text(r, 1));
		rows_close(r);
	}
	return !failed(cx);
}

static bool end_wrong(struct context *cx, void *data)
{
	struct attempt *t = data;

	return db_run(cx, &attempt_write, V(t->by_login), V(t->failures), V(cx->now),
	              V(cx->now + wait_after(t->failures)));
}

static bool end_right(struct context *cx, void *data)
{
	struct attempt *t = data;

	if (!db_run(cx, &attempt_forget, V(t->by_login)) ||
	    !db_run(cx, &attempt_write, V(t->by_address), V(t->address_failures - 1), V(cx->now),
	            V(0)))
		return false;
	return !t->reply || session_make(cx, t->q, t->reply, t->user);
}

static bool try_password(struct context *cx, struct attempt *t)
{
	struct store *store = cx->app->store;
	char text[24];

	make_key(t->by_login, "login", t->login);
	make_key(t->by_address, "address", t->q->remote);
	if (!db_work(cx, store, DB_WRITE, begin_attempt, t))
		return false;
	t->right = strlen(t->password) <= MAX_PASSWORD &&
	           password_matches(t->hash[0] ? t->hash : NULL, t->password);
	secret_wipe(t->hash, sizeof t->hash);
	if (t->right)
		return db_work(cx, store, DB_WRITE, end_right, t);
	snprintf(text, sizeof text, "%lld", (long long)t->failures);
	log_event(LOG_WARN, "sign-in-refused", "number", t->q->number, "failures", text, NULL);
	if (!db_work(cx, store, DB_WRITE, end_wrong, t))
		return false;
	return fail(cx, ERR_INVALID, "password",
	            N_("Login or password is wrong. The next try is possible in %lld seconds."),
	            (long long)(wait_after(t->failures) / second));
}

bool session_sign_in(struct context *cx, const struct request *q, struct reply *a,
                     const char *login, const char *password)
{
	struct attempt t = { .q = q,
		             .reply = a,
		             .login = login ? login : "",
		             .password = password ? password : "" };
	char user[ID_TEXT];

	if (!try_password(cx, &t))
		return false;
	log_event(LOG_INFO, "sign-in", "number", q->number, "user", id_text(t.user, user), NULL);
	return true;
}

/* ---- passwords */

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

bool password_check(struct context *cx, const char *login, const char *password)
{
	size_t n = password ? characters(password) : 0;

	if (n < MIN_PASSWORD)
		return fail(cx, ERR_INVALID, "password",
		            N_("A password has at least %d characters."), MIN_PASSWORD);
	if (strlen(password) > MAX_PASSWORD)
		return fail(cx, ERR_INVALID, "password",
		            N_("A password has at most %d characters."), MAX_PASSWORD);
	if (!str_empty(login) && strstr(password, login))
		return fail(cx, ERR_INVALID, "password",
		            N_("The password must not contain the login."));
	for (const char *s = password; s[1]; s++)
		if (s[1] != s[0])
			return true;
	return fail(cx, ERR_INVALID, "password",
	            N_("The password must not be one character again and again."));
}

static bool store_password(struct context *cx, int64_t user, const char *hash, bool must_change)
{
	return db_run(cx, &password_put, V(user), V(hash), V(must_change), V(cx->now)) &&
	       session_end_all(cx, user);
}

bool password_set(struct context *cx, int64_t user, const char *login, const char *password,
                  bool must_change)
{
	char hash[PASSWORD_HASH];

	return password_check(cx, login, password) && password_hash(cx, password, hash) &&
	       store_password(cx, user, hash, must_change);
}

char *password_slip(char out[SLIP_TEXT])
{
	static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz"; /* 31 */
	int at = 0;

	for (int i = 0; i < 20; i++) {
		unsigned char random;

		do
			secret_random(&random, 1);
		while (random >= 31 * 8);
		if (i && i % 5 == 0)
			out[at++] = '-';
		out[at++] = letters[random % 31];
	}
	out[at] = '\0';
	return out;
}

struct new_password {
	const struct request *q;
	struct reply *reply;
	int64_t user;
	char hash[PASSWORD_HASH];
};

static bool change_password(struct context *cx, void *data)
{
	struct new_password *n = data;

	return store_password(cx, n->user, n->hash, false) &&
	       session_make(cx, n->q, n->reply, n->user);
}

bool password_change(struct context *cx, const struct request *q, struct reply *a, const char *old,
                     const char *password)
{
	const struct actor *who = q->session ? &q->session->actor : NULL;
	struct attempt t = { .q = q, .password = old ? old : "" };
	struct new_password n = { .q = q, .reply = a };

	if (!who)
		return fail(cx, ERR_UNAUTHENTICATED, NULL, N_("Please sign in."));
	t.login = who->login;
	n.user = who->user;
	return try_password(cx, &t) && password_check(cx, who->login, password) &&
	       password_hash(cx, password, n.hash) &&
	       db_work(cx, cx->app->store, DB_WRITE, change_password, &n);
}

/* ---- the first administrator */

bool first_due(struct context *cx, bool *ret)
{
	int64_t one;
	bool found;

	if (!db_int(cx, &account_any, &one, &found))
		return false;
	*ret = !found;
	return true;
}

static bool ask_due(struct context *cx, void *data)
{
	return first_due(cx, data);
}

bool first_code(struct context *cx, char code[SLIP_TEXT])
{
	bool due;

	code[0] = '\0';
	if (!db_work(cx, cx->app->store, DB_READ, ask_due, &due))
		return false;
	if (due) {
		password_slip(code);
		log_event(LOG_WARN, "first-start", "page", "/first", "code", code, NULL);
	}
	return true;
}

struct first_work {
	const struct first *f;
	char hash[PASSWORD_HASH];
};

static bool make_first(struct context *cx, void *data)
{
	const struct first_work *w = data;
	const struct actor console = { .login = "console", .console = true };
	const struct actor *before = cx->actor;
	bool due = false;
	int64_t user;

	if (!first_due(cx, &due))
		return false;
	if (!due)
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("There are users already. Please sign in."));
	cx->actor = &console;
	cx->reason = "first start";
	user = account_add(cx, w->f->login, w->f->institution, role_code(ROLE_ADM), w->f->name,
	                   cx->lang);
	cx->actor = before;
	return user && store_password(cx, user, w->hash, false);
}

bool first_administrator(struct context *cx, const struct request *q, const struct first *f)
{
	struct exchange *x = q->connection;
	struct touched *guard = &x->web->touched;
	struct first_work w = { .f = f };
	bool right;

	pthread_mutex_lock(&guard->mutex);
	right = f->code && x->web->first_code[0] && strlen(f->code) == strlen(x->web->first_code) &&
	        secret_equal(f->code, x->web->first_code, strlen(f->code));
	pthread_mutex_unlock(&guard->mutex);
	if (!right)
		return fail(cx, ERR_INVALID, "code",
		            N_("This is not the code that the console printed."));
	if (!password_check(cx, f->login, f->password) || !password_hash(cx, f->password, w.hash) ||
	    !db_work(cx, cx->app->store, DB_WRITE, make_first, &w))
		return false;
	pthread_mutex_lock(&guard->mutex);
	x->web->first_code[0] = '\0';
	pthread_mutex_unlock(&guard->mutex);
	return true;
}
