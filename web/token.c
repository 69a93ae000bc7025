/* Tokens of programs: "Authorization: Bearer TEXT".  Like a session's, only their digest is stored;
 * unlike it they name what they are for, end on a day, and may be told to read only. */
#include "web/recent.h"
#include "web/request.h"

#include "subject/institution/institution.h"

#include <strings.h>

static const int64_t day = 24 * 3600 * INT64_C(1000000);

enum { MAX_TOKENS_SHOWN = 100, TOUCH_MINUTES = 10 };

SQL(token_by_digest,
    "SELECT t.id, t.account, t.membership, t.scope, t.made_at, t.ends_at, t.used_at, a.login, "
    "a.language"
    " FROM api_token t JOIN account a ON a.id = t.account"
    " WHERE t.digest = $1 AND t.revoked_at IS NULL AND t.ends_at > $2 AND a.active = 1");
SQL(token_insert,
    "INSERT INTO api_token (id, account, membership, digest, scope, label, made_at, ends_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
SQL(token_of_user, "SELECT id, made_at, ends_at, used_at, revoked_at, scope, label FROM api_token"
                   " WHERE account = $1 ORDER BY made_at DESC, id");
SQL(token_end,
    "UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND account = $2 AND revoked_at IS NULL");

static bool read_token(struct context *cx, const struct recent_key *key, struct session *s,
                       int64_t *membership)
{
	char digest[HEX_DIGEST];
	struct rows *r = db_query(cx, &token_by_digest,
	                          V(hex_text(key->digest, sizeof key->digest, digest)), V(cx->now));

	if (!r || !rows_next(cx, r))
		return false;
	s->id = rows_int(r, 0);
	s->actor.user = rows_int(r, 1);
	*membership = rows_int(r, 2);
	s->read_only = str_eq(rows_text(r, 3), "read");
	s->made_at = rows_int(r, 4);
	s->ends_at = rows_int(r, 5);
	s->seen_at = rows_int(r, 6);
	s->actor.login = arena_str(cx->mem, rows_text(r, 7));
	s->lang = arena_str(cx->mem, rows_text(r, 8));
	rows_close(r);
	return true;
}

static struct session *look_up(struct context *cx, struct recent *recent,
                               const struct recent_key *key)
{
	struct session *s = arena_new_of(cx->mem, struct session);
	int64_t membership;

	if (!read_token(cx, key, s, &membership)) {
		fail(cx, ERR_UNAUTHENTICATED, NULL, N_("This token is not valid, or no longer."));
		return NULL;
	}
	if (!session_actor(cx, s->actor.user, s->actor.login, membership, &s->actor))
		return NULL;
	if (s->actor.membership != membership) {
		fail(cx, ERR_UNAUTHENTICATED, NULL, N_("The membership of this token has ended."));
		return NULL;
	}
	recent_keep(cx, recent, key, s);
	return s;
}

const struct session *token_session(struct context *cx, const struct request *q, const char *bearer)
{
	static const char scheme[] = "Bearer ";
	const struct exchange *x = q->connection;
	struct recent_key key = { .bearer = true };
	const char *text = bearer + sizeof scheme - 1;
	struct session *s;

	if (strncasecmp(bearer, scheme, sizeof scheme - 1) != 0) {
		fail(cx, ERR_UNAUTHENTICATED, NULL, N_("This token is not valid, or no longer."));
		return NULL;
	}
	digest_of(key.digest, text, strlen(text));
	s = recent_find(cx, x->web->recent, &key);
	if (!s)
		s = look_up(cx, x->web->recent, &key);
	if (!s)
		return NULL;
	if (cx->now - s->seen_at > TOUCH_MINUTES * INT64_C(60000000)) {
		session_touch(x->web, s->id, cx->now);
		recent_seen(cx, x->web->recent, &key);
	}
	s->id = 0;
	return s;
}

bool token_add(struct context *cx, const char *login, const char *scope, const char *label,
               int64_t days, char text[TOKEN_TEXT])
{
	unsigned char digest[DIGEST_SIZE];
	char hex[HEX_DIGEST];
	struct actor actor;
	struct account *account = account_by_login(cx, login);

	if (!account && !failed(cx))
		return fail(cx, ERR_NOT_FOUND, "login", N_("There is no user “%s”."), login);
	if (!str_eq(scope, "read") && !str_eq(scope, "write"))
		return fail(cx, ERR_INVALID, "scope", N_("The scope is “read” or “write”."));
	if (days < 1 || days > 366)
		return fail(cx, ERR_INVALID, "days", N_("A token is valid for 1 to 366 days."));
	if (!account || !session_actor(cx, account->record.id, login, 0, &actor))
		return false;
	if (!actor.membership)
		return fail(cx, ERR_INVALID, "login", N_("“%s” has no membership that runs today."),
		            login);
	token_new(text, digest);
	return db_run(cx, &token_insert, V(new_id(cx)), V(account->record.id), V(actor.membership),
	              V(hex_text(digest, sizeof digest, hex)), V(scope), V(label), V(cx->now),
	              V(cx->now + days * day));
}

bool token_list(struct context *cx, int64_t user, struct token_line **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &token_of_user, V(user));

	*ret = arena_array(cx->mem, struct token_line, MAX_TOKENS_SHOWN);
	*ret_n = 0;
	while (r && *ret_n < MAX_TOKENS_SHOWN && rows_next(cx, r))
		(*ret)[(*ret_n)++] = (struct token_line){
			.id = rows_int(r, 0),
			.made_at = rows_int(r, 1),
			.ends_at = rows_int(r, 2),
			.used_at = rows_int(r, 3),
			.revoked_at = rows_int(r, 4),
			.scope = arena_str(cx->mem, rows_text(r, 5)),
			.label = arena_str(cx->mem, rows_text(r, 6)),
		};
	return !failed(cx);
}

bool token_revoke(struct context *cx, int64_t user, int64_t token)
{
	int64_t n = 0;

	if (!db_run_count(cx, &token_end, &n, V(token), V(user), V(cx->now)))
		return false;
	return n == 1 || fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such token."));
}
