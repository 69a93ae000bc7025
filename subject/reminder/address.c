/* Addresses that were refused.  Three refusals one after the other, or a person who has seen a mail
 * come back, suspend one: then nothing is sent there, the secretariat is told in its inbox, and
 * somebody has to say that it is in order again. */
#include "subject/reminder/part.h"

#include "record/change.h"

SQL(trouble_get, "SELECT refusals, suspended_at FROM mail_trouble WHERE account = $1");
SQL(trouble_put,
    "INSERT INTO mail_trouble (account, refusals, answer, at, suspended_at, suspended_by)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account) DO UPDATE SET"
    " refusals = excluded.refusals, answer = excluded.answer, at = excluded.at,"
    " suspended_at = excluded.suspended_at, suspended_by = excluded.suspended_by");
SQL(trouble_gone, "DELETE FROM mail_trouble WHERE account = $1");
SQL(trouble_suspended,
    "SELECT account, refusals, answer, at, suspended_at, suspended_by FROM mail_trouble"
    " WHERE suspended_at IS NOT NULL ORDER BY suspended_at DESC, account");

bool trouble_count(struct context *cx, int64_t account, const char *answer, bool *ret_suspended)
{
	struct rows *r = db_query(cx, &trouble_get, V(account));
	int64_t refusals = 0;

	*ret_suspended = false;
	if (r && rows_next(cx, r)) {
		refusals = rows_int(r, 0);
		*ret_suspended = !rows_null(r, 1);
		rows_close(r);
	}
	if (failed(cx) || *ret_suspended)
		return !failed(cx);
	refusals++;
	*ret_suspended = refusals >= MAX_REFUSALS;
	return db_run(cx, &trouble_put, V(account), V(refusals), V(answer), V(cx->now),
	              *ret_suspended ? V(cx->now) : value_null(),
	              *ret_suspended ? V(0) : value_null());
}

bool trouble_forget(struct context *cx, int64_t account)
{
	return db_run(cx, &trouble_gone, V(account));
}

bool mail_suspended(struct context *cx, struct mail_trouble **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &trouble_suspended);
	size_t room = 0;

	*ret = NULL;
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		if (*ret_n == room) {
			*ret = arena_grow(cx->mem, *ret, room * sizeof **ret,
			                  (2 * room + 16) * sizeof **ret);
			room = 2 * room + 16;
		}
		(*ret)[(*ret_n)++] = (struct mail_trouble){
			.account = rows_int(r, 0),
			.refusals = rows_int(r, 1),
			.answer = arena_str(cx->mem, rows_text(r, 2)),
			.at = rows_int(r, 3),
			.suspended_at = rows_int(r, 4),
			.suspended_by = rows_int(r, 5),
		};
	}
	return !failed(cx);
}

/* ---- people */

static unsigned scopes(const struct context *cx, enum right right)
{
	return cx->actor ? permissions_scopes(cx->app->permissions, account_type.function,
	                                      cx->actor->role, right)
	                 : 0;
}

bool mail_may_see(const struct context *cx)
{
	return scopes(cx, RIGHT_READ) & SCOPE_ANY;
}

bool mail_may_decide(const struct context *cx)
{
	return (scopes(cx, RIGHT_UPDATE) | scopes(cx, RIGHT_PROPOSE)) & SCOPE_ANY;
}

static bool may(struct context *cx, int64_t account)
{
	if (!mail_may_decide(cx))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("Only the secretariat and those who keep users decide this."));
	return record_get_any(cx, &account_type, account) != NULL;
}

bool mail_suspend(struct context *cx, int64_t account, const char *why)
{
	if (!may(cx, account))
		return false;
	if (str_empty(why))
		return fail(cx, ERR_INVALID, "why", N_("Say what came back."));
	return db_run(cx, &trouble_put, V(account), V(0), V(why), V(cx->now), V(cx->now),
	              V(cx->actor->user)) &&
	       change_event(cx, CHANGE_EVENT, account_type.name, account, "mail_suspended", NULL);
}

bool mail_lift(struct context *cx, int64_t account)
{
	return may(cx, account) && trouble_forget(cx, account) &&
	       change_event(cx, CHANGE_EVENT, account_type.name, account, "mail_lifted", NULL);
}
