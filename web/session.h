/* Who is there: sessions of browsers, tokens of programs, passwords, and the first administrator.
 *
 * A session is a row; the browser holds a random token in the cookie "ygrar", the database its
 * digest.  It ends after 30 minutes (setting session_minutes) without a request and after 12 hours
 * in any case, by the real clock.  One acts in one membership at a time, one's own or, during a
 * substitution, another person's.  Wrong passwords make the next try wait 1, 2, 4 …
 * MAX_LOGIN_WAIT_SECONDS seconds, by login and by address, and never close an account.
 *
 * Routes that stand in session.c: POST /sign-out, /membership (membership), /language (lang),
 * /theme (theme, density), /sessions/end (session; "all": every other one); each takes `to`, the
 * path to go back to.  Pages, GET and POST /sign-in and /first among them, are page.c's neighbours'
 * business. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "web/route.h"

enum {
	SESSION_HOURS = 12,
	MIN_PASSWORD = 12, /* characters; NIST SP 800-63B asks length, not composition */
	MAX_PASSWORD = 200,
};

struct session {
	int64_t id;          /* 0: a token's */
	struct actor actor;  /* membership 0: the user has none that runs today */
	const char *lang;    /* NULL: not chosen */
	const char *theme;   /* "light", "dark"; NULL: the browser's */
	const char *density; /* "compact", "comfortable"; NULL: as the role has it */
	const char *layout;  /* of lists: "table", "list", "compact"; NULL: not chosen */
	char csrf[HEX_DIGEST];
	int64_t made_at, seen_at, ends_at;
	bool must_change; /* the password is from a slip and has to be changed first */
	bool read_only;   /* a token of scope "read" */
	bool ended;       /* ran out: nobody is signed in, but whose draft it was is known */
};

/* Checks login and password, slows down wrong ones (ERR_TOO_MANY tells the seconds), makes the
 * session and puts its cookie into the reply.  Begins and ends transactions of its own: the route
 * MUST have ROUTE_NO_DB | ROUTE_NO_CSRF. */
MUST_USE bool session_sign_in(struct context *cx, const struct request *q, struct reply *a,
                              const char *login, const char *password);
/* Ends the request's session and takes its cookie back. */
MUST_USE bool session_sign_out(struct context *cx, const struct request *q, struct reply *a);

/* Whose request it is: by cookie or bearer token.  NULL without a failure: nobody's.  A session
 * that ran out is answered with `ended`.  Within a transaction. */
const struct session *session_of(struct context *cx, const struct request *q);

/* The value of the hidden field "csrf" of every form; "" when nobody is signed in. */
const char *session_csrf(const struct request *q);

/* Acts in another membership from the next request on; ERR_FORBIDDEN when it is not one of those
 * that account_memberships_on() tells for today. */
MUST_USE bool session_switch(struct context *cx, const struct request *q, int64_t membership);

/* One's sessions, newest first: for the own page. */
struct session_line {
	int64_t id, made_at, seen_at;
	const char *remote, *agent; /* address and browser it was begun with */
	bool current;
};
MUST_USE bool session_list(struct context *cx, const struct request *q, struct session_line **ret,
                           size_t *ret_n);
/* Ends one session of the user; all of them (the password was changed, the account closed). */
MUST_USE bool session_end(struct context *cx, int64_t user, int64_t session);
MUST_USE bool session_end_all(struct context *cx, int64_t user);

/* ---- passwords */

/* ERR_INVALID beside "password" when it is too short, too long or contains the login. */
MUST_USE bool password_check(struct context *cx, const char *login, const char *password);
/* Checks, then sets the password and ends the user's sessions; must_change: it stands on a printed
 * slip. */
MUST_USE bool password_set(struct context *cx, int64_t user, const char *login,
                           const char *password, bool must_change);
/* A new password for a slip: 20 letters and digits that are not mistaken for one another, in groups
 * of five. */
enum { SLIP_TEXT = 24 };
char *password_slip(char out[SLIP_TEXT]);
/* One's own change: checks the old one first, ends all sessions and begins a new one.  Own
 * transactions: ROUTE_NO_DB. */
MUST_USE bool password_change(struct context *cx, const struct request *q, struct reply *a,
                              const char *old, const char *password);

/* ---- tokens of programs */

/* A new token of the login, scope "read" or "write", for 1 … 366 days, acting in the user's first
 * membership that runs today; its text is shown once and never stored. */
MUST_USE bool token_add(struct context *cx, const char *login, const char *scope, const char *label,
                        int64_t days, char text[TOKEN_TEXT]);

struct token_line {
	int64_t id, made_at, ends_at, used_at, revoked_at; /* 0: never */
	const char *scope, *label;
};
MUST_USE bool token_list(struct context *cx, int64_t user, struct token_line **ret, size_t *ret_n);
/* ERR_NOT_FOUND when the user has no such token. */
MUST_USE bool token_revoke(struct context *cx, int64_t user, int64_t token);

/* ---- the first administrator */

/* True when there is no user yet. */
MUST_USE bool first_due(struct context *cx, bool *ret);
/* At the start of the server: a one-time code, which goes to the console, or "" when there are
 * users. */
MUST_USE bool first_code(struct context *cx, char code[SLIP_TEXT]);
/* With the one-time code that the console printed: makes the first administrator.  Own
 * transactions: ROUTE_NO_DB. */
struct first {
	const char *code, *login, *name, *institution, *password; /* institution: its code */
};
MUST_USE bool first_administrator(struct context *cx, const struct request *q,
                                  const struct first *f);

/* ---- housekeeping, by the server's timer, within a DB_WRITE transaction */
MUST_USE bool session_clean(struct context *cx);

struct web;
/* Notes that the session or token was used; written down by session_flush() once a minute. */
void session_touch(struct web *web, int64_t id, int64_t at);
bool session_any_touched(struct web *web);
MUST_USE bool session_flush(struct context *cx, struct web *web);

/* ---- inside web/session.c, sign_in.c, token.c */
/* Makes the session of a user whose password was right, and its cookie.  Within a DB_WRITE
 * transaction. */
MUST_USE bool session_make(struct context *cx, const struct request *q, struct reply *a,
                           int64_t user);
/* Who acts: login and membership (0, or one that no longer runs: the first that does). */
MUST_USE bool session_actor(struct context *cx, int64_t user, const char *login, int64_t membership,
                            struct actor *ret);
const struct session *token_session(struct context *cx, const struct request *q,
                                    const char *bearer);
/* The digest, in hex, that the database keeps of a token's text. */
char *token_digest(const char *text, char out[HEX_DIGEST]);

#endif
