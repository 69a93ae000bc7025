/* Sessions of browsers.  Every request looks its session up; that it was used is written down once
 * a minute by the timer, so that reading costs no write.  A session that ran out stays a day, so
 * that a form sent too late can still be kept as its user's draft. */
#include "web/session.h"

#include "web/page.h"
#include "web/recent.h"
#include "web/request.h"

#include "base/number.h"
#include "record/setting.h"
#include "subject/institution/institution.h"

static const char cookie[] = "ygrar";
static const int64_t second = 1000000, day = 24 * 3600 * INT64_C(1000000);

enum { MAX_AGENT = 200, MAX_SESSIONS_SHOWN = 50, TOUCH_SECONDS = 60 };

SQL(session_by_digest,
    "SELECT s.id, s.account, s.membership, s.made_at, s.seen_at, s.ends_at, a.login, a.language, "
    "a.theme,"
    " a.density, a.layout, p.must_change FROM session s JOIN account a ON a.id = s.account"
    " LEFT JOIN password p ON p.account = s.account WHERE s.digest = $1 AND a.active = 1");
SQL(session_insert, "INSERT INTO session (id, digest, account, membership, remote, agent, made_at, "
                    "seen_at, ends_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)");
SQL(session_delete, "DELETE FROM session WHERE id = $1 AND account = $2");
SQL(session_delete_all, "DELETE FROM session WHERE account = $1");
SQL(session_delete_others, "DELETE FROM session WHERE account = $1 AND id <> $2");
SQL(session_delete_digest, "DELETE FROM session WHERE digest = $1");
SQL(session_act, "UPDATE session SET membership = $2 WHERE id = $1");
SQL(session_of_user,
    "SELECT id, made_at, seen_at, remote, agent FROM session"
    " WHERE account = $1 AND ends_at > $2 AND seen_at > $3 ORDER BY made_at DESC, id");
SQL(session_seen, "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2");
SQL(token_seen,
    "UPDATE api_token SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)");
SQL(session_old, "DELETE FROM session WHERE ends_at < $1 OR seen_at < $1");
SQL(attempt_old, "DELETE FROM login_attempt WHERE at < $1");

char *token_digest(const char *text, char out[HEX_DIGEST])
{
	unsigned char digest[DIGEST_SIZE];

	digest_of(digest, text, strlen(text));
	return hex_text(digest, sizeof digest, out);
}

/* ---- whose request it is */

static int64_t idle(struct context *cx)
{
	return setting_number(cx, "session_minutes") * 60 * second;
}

bool session_actor(struct context *cx, int64_t user, const char *login, int64_t membership,
                   struct actor *ret)
{
	struct standing *v;
	size_t n, chosen = 0;

	if (!account_memberships_on(cx, user, today(cx), &v, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i].membership == membership)
			chosen = i;
	*ret = (struct actor){ .user = user, .login = login };
	if (n) {
		ret->membership = v[chosen].membership;
		ret->institution = v[chosen].institution;
		ret->role = v[chosen].role;
		ret->on_behalf = v[chosen].on_behalf;
	}
	return true;
}

/* Derived from the token, which only the browser holds, so that the database cannot tell it. */
static void make_csrf(const char *token, char out[HEX_DIGEST])
{
	static const char purpose[] = "csrf";
	unsigned char digest[DIGEST_SIZE];
	struct digest d;

	digest_start(&d);
	digest_add(&d, purpose, sizeof purpose - 1);
	digest_add(&d, token, strlen(token));
	digest_end(&d, digest);
	hex_text(digest, sizeof digest, out);
}

static bool is_over(struct context *cx, const struct session *s)
{
	return cx->now > s->ends_at || cx->now - s->seen_at > idle(cx);
}

static struct session *read_session(struct context *cx, const struct recent_key *key)
{
	char digest[HEX_DIGEST];
	struct session *s = NULL;
	struct rows *r = db_query(cx, &session_by_digest,
	                          V(hex_text(key->digest, sizeof key->digest, digest)));

	if (r && rows_next(cx, r)) {
		s = arena_new_of(cx->mem, struct session);
		s->id = rows_int(r, 0);
		s->actor.user = rows_int(r, 1);
		s->actor.membership = rows_int(r, 2);
		s->made_at = rows_int(r, 3);
		s->seen_at = rows_int(r, 4);
		s->ends_at = rows_int(r, 5);
		s->actor.login = arena_str(cx->mem, rows_text(r, 6));
		s->lang = arena_str(cx->mem, rows_text(r, 7));
		s->theme = arena_str(cx->mem, rows_text(r, 8));
		s->density = arena_str(cx->mem, rows_text(r, 9));
		s->layout = arena_str(cx->mem, rows_text(r, 10));
		s->must_change = rows_int(r, 11) != 0;
		rows_close(r);
	}
	return failed(cx) ? NULL : s;
}

static struct session *look_up(struct context *cx, struct web *web, const struct recent_key *key)
{
	struct session *s = read_session(cx, key);

	if (!s || !session_actor(cx, s->actor.user, s->actor.login, s->actor.membership, &s->actor))
		return NULL;
	s->ended = is_over(cx, s);
	if (!s->ended)
		recent_keep(cx, web->recent, key, s);
	return s;
}

const struct session *session_of(struct context *cx, const struct request *q)
{
	const struct exchange *x = q->connection;
	const char *bearer = request_header(q, "Authorization"), *token = request_cookie(q, cookie);
	struct recent_key key = { .bearer = false };
	struct session *s;

	if (bearer)
		return token_session(cx, q, bearer);
	if (!token)
		return NULL;
	digest_of(key.digest, token, strlen(token));
	s = recent_find(cx, x->web->recent, &key);
	if (!s || is_over(cx, s)) /* another node may have noted a later use */
		s = look_up(cx, x->web, &key);
	if (!s)
		return NULL;
	make_csrf(token, s->csrf);
	if (!s->ended && cx->now - s->seen_at > TOUCH_SECONDS * second) {
		session_touch(x->web, s->id, cx->now);
		recent_seen(cx, x->web->recent, &key);
	}
	return s;
}

const char *session_csrf(const struct request *q)
{
	return q->session ? q->session->csrf : "";
}

/* ---- begin and end */

static const char *cookie_line(struct context *cx, const struct request *q, const char *value,
                               const char *more)
{
	return arena_fmt(cx->mem, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie, value,
	                 request_secure(cx, q) ? "; Secure" : "", more);
}

/* The token of a browser that signs in again ends with it. */
static bool end_former(struct context *cx, const struct request *q)
{
	const char *former = request_cookie(q, cookie);
	char digest[HEX_DIGEST];

	return !former || db_run(cx, &session_delete_digest, V(token_digest(former, digest)));
}

static const char *agent_of(struct context *cx, const struct request *q)
{
	const char *agent = request_header(q, "User-Agent");
	size_t n = agent ? strlen(agent) : 0;

	return agent ? text_value(cx, agent, n < MAX_AGENT ? n : MAX_AGENT) : NULL;
}

bool session_make(struct context *cx, const struct request *q, struct reply *a, int64_t user)
{
	unsigned char digest[DIGEST_SIZE];
	char token[TOKEN_TEXT], hex[HEX_DIGEST];
	struct actor actor;
	const char *agent = agent_of(cx, q);

	error_clear(cx); /* a browser with an odd name may sign in, too */
	token_new(token, digest);
	/* Signing in begins transactions of its own: the settings may be those of long ago. */
	if (!settings_refresh(cx) || !end_former(cx, q) ||
	    !session_actor(cx, user, NULL, 0, &actor) ||
	    !db_run(cx, &session_insert, V(new_id(cx)), V(hex_text(digest, sizeof digest, hex)),
	            V(user), V(actor.membership), V(q->remote), V(agent), V(cx->now),
	            V(cx->now + SESSION_HOURS * 3600 * second)))
		return false;
	reply_header(a, "Set-Cookie", cookie_line(cx, q, token, ""));
	secret_wipe(token, sizeof token);
	return true;
}

bool session_sign_out(struct context *cx, const struct request *q, struct reply *a)
{
	reply_header(a, "Set-Cookie", cookie_line(cx, q, "", "; Max-Age=0"));
	reply_header(a, "Clear-Site-Data", "\"storage\"");
	return !q->session || session_end(cx, q->session->actor.user, q->session->id);
}

bool session_end(struct context *cx, int64_t user, int64_t session)
{
	return db_run(cx, &session_delete, V(session), V(user));
}

bool session_end_all(struct context *cx, int64_t user)
{
	return db_run(cx, &session_delete_all, V(user));
}

bool session_switch(struct context *cx, const struct request *q, int64_t membership)
{
	struct actor actor;

	if (!q->session || !q->session->id)
		return fail(cx, ERR_FORBIDDEN, NULL, N_("Please sign in."));
	if (!session_actor(cx, q->session->actor.user, q->session->actor.login, membership, &actor))
		return false;
	if (actor.membership != membership)
		return fail(cx, ERR_FORBIDDEN, "membership",
		            N_("This membership is not yours today."));
	return db_run(cx, &session_act, V(q->session->id), V(membership));
}

bool session_list(struct context *cx, const struct request *q, struct session_line **ret,
                  size_t *ret_n)
{
	struct rows *r;

	*ret = arena_array(cx->mem, struct session_line, MAX_SESSIONS_SHOWN);
	*ret_n = 0;
	if (!q->session)
		return fail(cx, ERR_UNAUTHENTICATED, NULL, N_("Please sign in."));
	r = db_query(cx, &session_of_user, V(q->session->actor.user), V(cx->now),
	             V(cx->now - idle(cx)));
	while (r && *ret_n < MAX_SESSIONS_SHOWN && rows_next(cx, r))
		(*ret)[(*ret_n)++] = (struct session_line){
			.id = rows_int(r, 0),
			.made_at = rows_int(r, 1),
			.seen_at = rows_int(r, 2),
			.remote = arena_str(cx->mem, rows_text(r, 3)),
			.agent = arena_str(cx->mem, rows_text(r, 4)),
			.current = rows_int(r, 0) == q->session->id,
		};
	return !failed(cx);
}

/* ---- housekeeping */

bool session_clean(struct context *cx)
{
	return db_run(cx, &session_old, V(cx->now - day)) &&
	       db_run(cx, &attempt_old, V(cx->now - day));
}

void session_touch(struct web *web, int64_t id, int64_t at)
{
	struct touched *t = &web->touched;
	size_t i = 0;

	pthread_mutex_lock(&t->mutex);
	while (i < t->n && t->v[i].session != id)
		i++;
	if (i < LEN(t->v)) {
		t->v[i].session = id;
		t->v[i].at = at;
		t->n += i == t->n;
	}
	pthread_mutex_unlock(&t->mutex);
}

bool session_any_touched(struct web *web)
{
	struct touched *t = &web->touched;
	bool any;

	pthread_mutex_lock(&t->mutex);
	any = t->n > 0;
	pthread_mutex_unlock(&t->mutex);
	return any;
}

/* Identifiers are never used twice, so one list serves sessions and tokens. */
bool session_flush(struct context *cx, struct web *web)
{
	struct touched *t = &web->touched;
	struct touch *v = arena_array(cx->mem, struct touch, LEN(t->v));
	size_t n;

	pthread_mutex_lock(&t->mutex);
	n = t->n;
	memcpy(v, t->v, n * sizeof *v);
	t->n = 0;
	pthread_mutex_unlock(&t->mutex);
	for (size_t i = 0; i < n; i++)
		if (!db_run(cx, &session_seen, V(v[i].session), V(v[i].at)) ||
		    !db_run(cx, &token_seen, V(v[i].session), V(v[i].at)))
			return false;
	return true;
}

/* ---- routes */

/* Back to where the form says, else to the page it stood on. */
static bool back(struct context *cx, const struct request *q, struct reply *a)
{
	const char *referer = request_header(q, "Referer");
	const char *host = referer ? strstr(referer, "://") : NULL;
	const char *path = host ? strchr(host + 3, '/') : NULL;

	return reply_goto(cx, a, request_way(q, "to", path && path[1] != '/' ? path : "/"));
}

static bool sign_out(struct context *cx, const struct request *q, struct reply *a)
{
	return session_sign_out(cx, q, a) && reply_goto(cx, a, "/sign-in");
}

static bool switch_membership(struct context *cx, const struct request *q, struct reply *a)
{
	const char *text = request_form(q, "membership");
	int64_t membership;

	if (!text || !parse_int_in(text, 1, INT64_MAX, &membership))
		return fail(cx, ERR_BAD_REQUEST, "membership", N_("There is no such membership."));
	return session_switch(cx, q, membership) && back(cx, q, a);
}

static bool choose_language(struct context *cx, const struct request *q, struct reply *a)
{
	const char *lang = request_form(q, "lang");
	const char *const *known = page_languages(cx);

	while (*known && !str_eq(*known, lang))
		known++;
	if (!*known)
		return fail(cx, ERR_BAD_REQUEST, "lang", N_("There is no such language."));
	reply_header(a, "Set-Cookie",
	             arena_fmt(cx->mem,
	                       "ygrar-lang=%s; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax%s",
	                       *known, request_secure(cx, q) ? "; Secure" : ""));
	if (q->session && q->session->id &&
	    !account_prefer(cx, q->session->actor.user, *known, NULL, NULL, NULL))
		return false;
	return back(cx, q, a);
}

static bool choose_looks(struct context *cx, const struct request *q, struct reply *a)
{
	return account_prefer(cx, q->session->actor.user, NULL, request_form(q, "theme"),
	                      request_form(q, "density"), request_form(q, "layout")) &&
	       back(cx, q, a);
}

static bool end_sessions(struct context *cx, const struct request *q, struct reply *a)
{
	const char *text = request_form(q, "session");
	int64_t user = q->session->actor.user, session;

	if (str_eq(text, "all"))
		return db_run(cx, &session_delete_others, V(user), V(q->session->id)) &&
		       back(cx, q, a);
	if (!text || !parse_int_in(text, 1, INT64_MAX, &session))
		return fail(cx, ERR_BAD_REQUEST, "session", N_("There is no such session."));
	return session_end(cx, user, session) && back(cx, q, a);
}

static const struct route routes[] = {
	{ METHOD_POST, "/sign-out", "@signed-in", sign_out, N_("Ends the session") },
	{ METHOD_POST, "/membership", "@signed-in", switch_membership,
	  N_("Acts in another membership"), ROUTE_KEEPS_DRAFT | ROUTE_UPLOAD },
	{ METHOD_POST, "/language", "@public", choose_language, N_("Speaks another language"),
	  ROUTE_KEEPS_DRAFT | ROUTE_UPLOAD | ROUTE_NO_CSRF },
	{ METHOD_POST, "/theme", "@signed-in", choose_looks, N_("Light or dark, wide or narrow"),
	  ROUTE_KEEPS_DRAFT },
	{ METHOD_POST, "/sessions/end", "@signed-in", end_sessions,
	  N_("Ends a session of one's own") },
	{ 0 },
};

const struct pages session_pages = { "session", routes, NULL };
