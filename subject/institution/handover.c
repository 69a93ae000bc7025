/* Hand-overs: an officer leaves, and all that is open goes to the successor in one recorded step.
 *
 * Whoever works with the officer may plan it; whoever keeps users carries it out, on the last day
 * or later, not before.  Then everything moves in one transaction (hand.c), and each record that
 * moves says so in its own history, with the same reason. */
#include "subject/institution/part.h"

#include "language/words.h"
#include "record/app.h"

#define TYPE (&handover_type)

static const struct choice states[] = {
	{ "planned", N_("Planned"), "draft" },
	{ "carried_out", N_("Carried out"), "done st-done" },
	{ "cancelled", N_("Cancelled"), "stop st-stop" },
	{ 0 },
};

#define M struct handed
static const struct field moved_fields[] = {
	TEXT(M, record_type, N_("Kind of record"), .max = 40),
	LINK(M, duty, N_("Record")),
	TEXT(M, field, N_("Field"), .max = 60),
};
#undef M
static const struct row_type moved_rows = { sizeof(struct handed), FIELDS(moved_fields) };

#define T struct handover
static const struct field fields[] = {
	REF(T, leaver, N_("Who leaves"), .to = &account_type,
	    .flags = REQUIRED | LISTED | FILTERED),
	REF(T, successor, N_("Who takes over"), .to = &account_type,
	    .flags = REQUIRED | LISTED | FILTERED),
	DATE(T, date, N_("Last day"), .flags = REQUIRED | LISTED | FILTERED | SORTED,
	     .help = N_("The memberships of whoever leaves end with this day.")),
	TEXT(T, reason, N_("Reason"), .max = 500, .flags = LISTED,
	     .help = N_("Needed where the two work in different institutions. It stands in the "
	                "history of every record that moves.")),
	TEXT(T, note, N_("Note"), .max = 4000, .flags = LONG),
	ROWS(T, moved, N_("What was moved"), .rows = &moved_rows, .flags = READONLY),
	NUMBER(T, duties, N_("Duties that moved"), .flags = READONLY),
	NUMBER(T, unread, N_("Duties that stayed, because the successor may not read them"),
	       .flags = READONLY),
	NUMBER(T, drafts, N_("Drafts that moved"), .flags = READONLY),
	NUMBER(T, drafts_left, N_("Drafts that stayed"), .flags = READONLY),
	NUMBER(T, substitutions, N_("Substitutions that ended"), .flags = READONLY),
};
#undef T

/* ---- what must fit together */

/* Has he a membership of his own today? */
static bool works(struct context *cx, int64_t account)
{
	struct standing *v;
	size_t n;

	if (!account_memberships_on(cx, account, today(cx), &v, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!v[i].on_behalf)
			return true;
	return false;
}

static void check_people(struct context *cx, const struct handover *h, const struct account *leaver,
                         const struct account *successor)
{
	if (h->leaver == h->successor)
		fail(cx, ERR_INVALID, "successor", N_("Nobody hands over to himself."));
	else if (!works(cx, h->successor) && (!failed(cx) || cx->err.kind == ERR_INVALID))
		fail(cx, ERR_INVALID, "successor",
		     N_("This user has no membership today and could do nothing with it."));
	if (leaver->record.institution != successor->record.institution && str_empty(h->reason))
		fail(cx, ERR_INVALID, "reason",
		     N_("The two work in different institutions: give the reason."));
}

/* Users of one's own institution alone, where the role keeps no others. */
static bool may_plan(struct context *cx, const struct handover *h)
{
	return !cx->actor || access_record(cx, TYPE, h, RIGHT_CREATE) ||
	       access_record(cx, TYPE, h, RIGHT_PROPOSE) ||
	       access_record(cx, TYPE, h, RIGHT_UPDATE);
}

static bool check(struct context *cx, const void *old_row, void *row)
{
	const struct handover *old = old_row;
	struct handover *h = row;
	const struct account *leaver, *successor;

	if (old && !type_state_in(TYPE, old->record.state, "planned"))
		return fail(cx, ERR_INVALID, NULL,
		            N_("What was carried out or cancelled is not changed any more."));
	if (date_set(h->date) && h->date.precision != PRECISION_DAY)
		fail(cx, ERR_INVALID, "date", N_("Give the exact day, for example 17.06.2025."));
	if (!h->leaver || !h->successor)
		return !failed(cx);
	leaver = record_get_any(cx, &account_type, h->leaver);
	successor = leaver ? record_get_any(cx, &account_type, h->successor) : NULL;
	if (!successor)
		return false;
	h->record.institution = leaver->record.institution;
	if (!may_plan(cx, h))
		return fail(cx, ERR_INVALID, "leaver",
		            N_("You may plan this for users of your own institution alone."));
	if (!old || type_state_in(TYPE, h->record.state, "planned"))
		check_people(cx, h, leaver, successor);
	return !failed(cx);
}

/* ---- carrying out */

static bool guard(struct context *cx, const void *row)
{
	const struct handover *h = row;

	if (date_compare(h->date, today(cx)) > 0)
		return fail(cx, ERR_INVALID, NULL, N_("This can be carried out from %s on."),
		            words_date_short(cx->mem, cx->lang, h->date));
	return works(cx, h->successor) || failed(cx) ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("This user has no membership today and could do nothing with it."));
}

static void when_due(struct context *cx, struct buffer *text, struct sql_values *values)
{
	buffer_text(text, "r.date <= ");
	sql_value(text, values, V(today(cx)));
}

static const char *title(struct context *cx, const void *row)
{
	const struct handover *h = row;

	return arena_fmt(cx->mem, "%s, %s: %s → %s", tr(cx, TYPE->label),
	                 words_date_short(cx->mem, cx->lang, h->date),
	                 record_title(cx, &account_type, h->leaver),
	                 record_title(cx, &account_type, h->successor));
}

static struct number number_of(size_t n)
{
	return (struct number){ (int64_t)n, true };
}

static bool carry_out(struct context *cx, void *row)
{
	struct handover *h = row;
	const char *reason = cx->reason;
	struct handover_plan plan;
	bool done;

	cx->reason = str_empty(h->reason) ? title(cx, h)
	                                  : arena_fmt(cx->mem, "%s (%s)", title(cx, h), h->reason);
	done = hand(cx, h, true, &plan);
	cx->reason = reason;
	h->duties = h->unread = number_of(0);
	for (size_t i = 0; done && i < plan.n; i++) {
		h->duties.units += (int64_t)plan.parts[i].n;
		h->unread.units += (int64_t)plan.parts[i].unread;
	}
	h->drafts = number_of(plan.drafts);
	h->drafts_left = number_of(plan.drafts_left);
	h->substitutions = number_of(plan.substitutions);
	return done;
}

static const struct step steps[] = {
	{ .name = "carry_out",
	  .label = N_("Carry out"),
	  .hint = N_("Duties, drafts and deadlines go to the successor at once; the memberships of "
	             "whoever leaves end. This cannot be undone."),
	  .from = "planned",
	  .to = "carried_out",
	  .right = RIGHT_UPDATE,
	  .waits = when_due,
	  .guard = guard,
	  .effect = carry_out },
	{ .name = "cancel",
	  .label = NC_("a plan", "Cancel"),
	  .hint = N_("Nothing moves; the plan stays readable."),
	  .from = "planned",
	  .to = "cancelled",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true },
	{ .name = "withdraw",
	  .label = N_("Withdraw the proposal"),
	  .hint = N_("Nothing moves; the plan stays readable."),
	  .from = "planned",
	  .to = "cancelled",
	  .right = RIGHT_PROPOSE,
	  .reason = true,
	  .aside = true },
	{ 0 },
};

const struct type handover_type = {
	.name = "handover",
	.plural = "handovers",
	.label = N_("Hand-over"),
	.label_plural = N_("Hand-overs"),
	.help = N_(
	        "An officer leaves: duties, drafts and deadlines that are open go to the "
	        "successor in one recorded step. First write down who and when; on the last day, "
	        "whoever keeps users carries it out."),
	.size = sizeof(struct handover),
	FIELDS(fields),
	.function = "users_settings",
	.states = states,
	.steps = steps,
	.order = "-date",
	.flags = TYPE_NO_TAB,
	.title = title,
	.check = check,
	.closed_states = "carried_out cancelled",
};

/* ---- who hears of it */

enum { TOLD_FOR = 14, MOST_TOLD = 3 }; /* days */

SQL(handover_of_user, "SELECT id FROM handover WHERE state = 'carried_out'"
                      " AND (leaver = $1 OR successor = $1) AND updated_at >= $2"
                      " ORDER BY updated_at DESC, id LIMIT 3");

bool handover_recent(struct context *cx, int64_t account, struct handover ***ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &handover_of_user, V(account),
	                          V(cx->now - TOLD_FOR * INT64_C(86400000000)));
	int64_t ids[MOST_TOLD];
	size_t n = 0;

	*ret = arena_array(cx->mem, struct handover *, MOST_TOLD);
	*ret_n = 0;
	while (r && n < MOST_TOLD && rows_next(cx, r))
		ids[n++] = rows_int(r, 0);
	if (r)
		rows_close(r);
	for (size_t i = 0; i < n && !failed(cx); i++) {
		struct handover *h = record_get_any(cx, TYPE, ids[i]);

		if (h)
			(*ret)[(*ret_n)++] = h;
	}
	return !failed(cx);
}
