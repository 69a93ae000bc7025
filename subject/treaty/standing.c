/* What acts come to when they are taken together: where a State stands, and which acts cannot all
 * have happened.
 *
 * Dates may be known to the year only.  Two acts whose times overlap come in the order of nature:
 * one signs before one is bound, and is bound before one denounces; so a year never contradicts a
 * day that lies in it. */
#include "subject/treaty/part.h"

#include "language/words.h"
#include "store/db.h"

SQL(status_of_state, "SELECT id FROM instrument_status WHERE instrument = $1 AND country = $2"
                     " AND state <> 'struck' ORDER BY date, id");

/* ---- in order of time */

static int rank(int action)
{
	return action == ACTION_ABSENCE        ? 0
	       : action == ACTION_SIGNATURE    ? 1
	       : status_binds(action)          ? 2
	       : action == ACTION_DENUNCIATION ? 5
	       : action == ACTION_WITHDRAWAL   ? 4
	                                       : 3;
}

static bool comes_before(const struct instrument_status *a, const struct instrument_status *b)
{
	if (date_set(a->date) && date_set(b->date)) {
		if (date_compare(a->date, date_first_day(b->date)) < 0)
			return true;
		if (date_compare(b->date, date_first_day(a->date)) < 0)
			return false;
	}
	return rank(a->action) < rank(b->action);
}

/* Behind all that do not come after it. */
static void put_in_order(struct instrument_status *v, size_t n, const struct instrument_status *s)
{
	size_t at = n;

	while (at && comes_before(s, &v[at - 1])) {
		v[at] = v[at - 1];
		at--;
	}
	v[at] = *s;
}

void status_put_in_order(struct instrument_status *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct instrument_status s = v[i];

		put_in_order(v, i, &s);
	}
}

bool status_history(struct context *cx, int64_t instrument, int64_t country,
                    struct instrument_status **ret, size_t *n)
{
	struct rows *r = db_query(cx, &status_of_state, V(instrument), V(country));
	struct refs ids = { 0 };

	while (r && rows_next(cx, r))
		refs_add(cx, &ids, rows_int(r, 0));
	*ret = arena_array(cx->mem, struct instrument_status, ids.n + 1);
	*n = 0;
	for (size_t i = 0; !failed(cx) && i < ids.n; i++) {
		const struct instrument_status *s =
		        record_get_any(cx, &instrument_status_type, ids.v[i]);

		if (s)
			put_in_order(*ret, (*n)++, s);
	}
	return !failed(cx);
}

/* ---- where it stands */

const struct choice treaty_standings[] = {
	{ "none", N_("No act on record"), NULL },
	{ "absent", N_("Not a party, as a source says of that time"), NULL },
	{ "signed", N_("Signed, not bound"), "go st-go" },
	{ "deposited", N_("Party; since when it is bound is not on record"), "q-wait" },
	{ "bound", N_("Bound"), "done st-done" },
	{ "denounced", N_("Denounced"), "stop st-stop" },
	{ 0 },
};

static bool happened(struct date d, struct date day)
{
	return !date_set(d) || date_compare(date_first_day(d), day) <= 0;
}

static enum treaty_standing since_bound(const struct instrument_status *s, struct date day)
{
	return date_set(s->in_force) && happened(s->in_force, day) ? STANDING_BOUND
	                                                           : STANDING_DEPOSITED;
}

struct treaty_stand treaty_stand_on(const struct instrument_status *v, size_t n, struct date day)
{
	struct treaty_stand at = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct instrument_status *s = &v[i];

		if (!happened(s->date, day))
			continue;
		if (s->action == ACTION_ABSENCE && !s->provisions.n && !at.act)
			at = (struct treaty_stand){ STANDING_ABSENT, s->date, s };
		else if (s->action == ACTION_SIGNATURE)
			at = (struct treaty_stand){ STANDING_SIGNED, s->date, s };
		else if (status_binds(s->action))
			at = (struct treaty_stand){ since_bound(s, day), s->in_force, s };
		else if (s->action == ACTION_DENUNCIATION &&
		         happened(date_set(s->in_force) ? s->in_force : s->date, day))
			at = (struct treaty_stand){ STANDING_DENOUNCED,
				                    date_set(s->in_force) ? s->in_force : s->date,
				                    s };
	}
	return at;
}

/* ---- what cannot all have happened */

/* The acts so far, as one goes through them. */
struct so_far {
	const struct instrument_status *signature, *bound, *denounced;
};

static const char *day_of(struct context *cx, const struct instrument_status *s)
{
	return date_set(s->date) ? words_date_short(cx->mem, cx->lang, s->date)
	                         : tr(cx, N_("a day that is not known"));
}

static bool take(struct context *cx, struct so_far *f, const struct instrument_status *s)
{
	if (s->action == ACTION_ABSENCE && !s->provisions.n && f->bound)
		return fail(cx, ERR_INVALID, "action",
		            N_("The State has been bound since the act of %s: both cannot be so."),
		            day_of(cx, f->bound));
	if (s->action == ACTION_SIGNATURE && (f->signature || f->bound))
		return fail(cx, ERR_INVALID, "date",
		            N_("The act of %s comes before: nobody signs after it."),
		            day_of(cx, f->bound ? f->bound : f->signature));
	if (status_binds(s->action) && f->bound)
		return fail(cx, ERR_INVALID, "action",
		            N_("The State is bound already by the act of %s. Strike that one out, "
		               "or record the denunciation between them."),
		            day_of(cx, f->bound));
	if (s->action == ACTION_DENUNCIATION && !f->bound)
		return fail(cx, ERR_INVALID, "action",
		            N_("Nothing is recorded by which the State became bound before."));
	if (s->action == ACTION_SIGNATURE)
		f->signature = s;
	if (status_binds(s->action))
		f->bound = s;
	if (s->action == ACTION_DENUNCIATION)
		*f = (struct so_far){ .denounced = s };
	return true;
}

static bool is_withdrawable(const struct instrument_status *s)
{
	return s->action == ACTION_DECLARATION || s->action == ACTION_RESERVATION ||
	       s->action == ACTION_PROCEDURE;
}

static bool withdrawal_fits(struct context *cx, const struct instrument_status *s,
                            const struct instrument_status *v, size_t n)
{
	const struct instrument_status *what = NULL;

	if (s->action != ACTION_WITHDRAWAL)
		return !s->withdraws || fail(cx, ERR_INVALID, "withdraws",
		                             N_("Only a withdrawal withdraws something."));
	if (!s->withdraws)
		return fail(cx, ERR_INVALID, "withdraws", N_("Say what is withdrawn."));
	for (size_t i = 0; i < n; i++) {
		if (v[i].record.id == s->withdraws)
			what = &v[i];
		if (v[i].record.id != s->record.id && v[i].withdraws == s->withdraws)
			return fail(cx, ERR_INVALID, "withdraws",
			            N_("It is withdrawn already, by the act of %s."),
			            day_of(cx, &v[i]));
	}
	if (!what || !is_withdrawable(what))
		return fail(cx, ERR_INVALID, "withdraws",
		            N_("It is no reservation, declaration or procedure of this State about "
		               "this instrument."));
	return !comes_before(s, what) ||
	       fail(cx, ERR_INVALID, "date",
	            N_("It was made on %s: it cannot be withdrawn before."), day_of(cx, what));
}

bool status_fits(struct context *cx, const struct instrument_status *s)
{
	struct instrument_status *v, *all;
	struct so_far f = { 0 };
	size_t n, m = 0;

	if (!status_history(cx, s->instrument, s->country, &v, &n) || !withdrawal_fits(cx, s, v, n))
		return false;
	all = arena_array(cx->mem, struct instrument_status, n + 1);
	for (size_t i = 0; i < n; i++)
		if (v[i].record.id != s->record.id)
			all[m++] = v[i];
	put_in_order(all, m++, s);
	for (size_t i = 0; i < m; i++)
		if (!take(cx, &f, &all[i]))
			return false;
	return true;
}
