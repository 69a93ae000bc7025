/* The life cycle of a recommendation: what is refused, what follows, and the steps themselves. */
#include "subject/recommendation/part.h"

#include "record/app.h"
#include "record/setting.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/position.h"

/* ---- what is refused */

static bool lead_is_named(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	const struct institution *lead;

	for (size_t i = 0; i < r->co.n; i++)
		if (r->co.v[i] == r->lead)
			return fail(cx, ERR_INVALID, "co",
			            N_("The lead body cannot be a co-body, too."));
	lead = record_get_any(cx, &institution_type, r->lead);
	if (!lead)
		return false;
	return !date_set(lead->active_to) || date_compare(lead->active_to, today(cx)) >= 0 ||
	       fail(cx, ERR_INVALID, "lead", N_("The lead body does not exist any more."));
}

/* Only the lead body answers for the assignment; a co-body follows. */
static bool answered_by_lead(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return (cx->actor && (cx->actor->console || cx->actor->institution == r->lead)) ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("Only the lead body accepts or returns the assignment."));
}

static void when_lead(struct context *cx, struct buffer *text, struct sql_values *values)
{
	buffer_text(text, "r.lead = ");
	sql_value(text, values, V(cx->actor ? cx->actor->institution : 0));
}

/* Two persons decide that the State does not pursue a recommendation: one proposes, the chair
 * decides (roles, "close"). */
static bool not_pursuing_is_proposed(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return r->proposed_not_pursued == YES ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("The secretariat or the deputy chair proposes it first, with a reason."));
}

static void when_proposed(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)cx, (void)values;
	buffer_text(text, "r.proposed_not_pursued = 1");
}

static bool not_proposed_yet(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return r->proposed_not_pursued != YES ||
	       fail(cx, ERR_INVALID, NULL, N_("It has been proposed; the chair decides."));
}

static bool not_itself(struct context *cx, const struct recommendation *r, int64_t other,
                       const char *field)
{
	const struct recommendation *o;

	if (other == r->record.id)
		return fail(cx, ERR_INVALID, field,
		            N_("A recommendation cannot stand for itself."));
	o = record_get(cx, &recommendation_type, other);
	if (!o && cx->err.kind == ERR_NOT_FOUND) {
		error_clear(cx);
		fail(cx, ERR_INVALID, field,
		     N_("There is no such recommendation, or it is not open to you."));
	}
	if (!o)
		return false;
	return !type_state_in(&recommendation_type, o->record.state, "merged split superseded") ||
	       fail(cx, ERR_INVALID, field,
	            N_("That recommendation was itself merged, split or superseded."));
}

static bool other_to_merge_into(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return not_itself(cx, r, r->merged_into, "merged_into");
}

static bool other_that_supersedes(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return not_itself(cx, r, r->superseded_by, "superseded_by");
}

SQL(recommendation_parts, "SELECT count(*) FROM recommendation WHERE split_from = $1");

static bool parts_exist(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	int64_t n = 0;
	bool found;

	return db_int(cx, &recommendation_parts, &n, &found, V(r->record.id)) &&
	       (n > 1 || fail(cx, ERR_INVALID, NULL, N_("Enter the parts first.")));
}

/* That "implemented" has accepted evidence is seen by subject/progress, which knows it (domain
 * model §2.3; TC-40). */
static bool status_is_told(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	if (r->status == STATUS_NOT_PURSUED)
		return fail(cx, ERR_INVALID, "status",
		            N_("“Not pursued” is decided by the chair, with a reason."));
	return r->status != STATUS_PARTIALLY_IMPLEMENTED || r->status_reason.n ||
	       fail(cx, ERR_INVALID, "status_reason",
	            N_("“Partially implemented” needs a reason: what is missing?"));
}

/* Domain model, consistency rule 2, for whomever he acts. */
static bool by_another(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	const struct actor *a = cx->actor;
	bool own = a && ((a->user && refs_has(&r->reported_by, a->user)) ||
	                 (a->on_behalf && refs_has(&r->reported_by, a->on_behalf)));

	return !own || fail(cx, ERR_INVALID, NULL,
	                    N_("Nobody verifies what he reported, approved or accepted himself."));
}

static bool can_be_verified(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	if (r->status != STATUS_IMPLEMENTED && r->status != STATUS_PARTIALLY_IMPLEMENTED &&
	    r->status != STATUS_CONTINUOUS)
		return fail(cx, ERR_INVALID, NULL,
		            N_("Only what is implemented, implemented in part or continuous is "
		               "verified."));
	return by_another(cx, row);
}

static void by_others(struct context *cx, struct buffer *text)
{
	buffer_fmt(text,
	           "NOT EXISTS (SELECT 1 FROM ref x WHERE x.record = r.id AND"
	           " x.field = 'reported_by' AND x.target IN %s)",
	           access_selves_sql(cx));
}

static void when_done(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)values;
	buffer_text(text, "r.status IN ('implemented', 'partially_implemented', 'continuous') AND ");
	by_others(cx, text);
}

/* What was verified may still be found not to be so, but nobody waits for that. */
static void when_reported(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)values;
	buffer_text(text, "r.state = 'reported' AND ");
	by_others(cx, text);
}

static const struct view *view_of_id(const struct owned *views, int64_t id)
{
	const struct view *v = views->v;

	for (size_t i = 0; i < views->n; i++)
		if (v[i].id == id)
			return &v[i];
	return NULL;
}

static bool same_view(const struct view *a, const struct view *b)
{
	if (a->author != b->author || a->opinion != b->opinion ||
	    date_compare(a->date, b->date) != 0 || a->words.n != b->words.n)
		return false;
	for (size_t i = 0; i < a->words.n; i++)
		if (!str_eq(a->words.v[i].lang, b->words.v[i].lang) ||
		    !str_eq(a->words.v[i].body, b->words.v[i].body))
			return false;
	return true;
}

/* An independent view is its author's: nobody adds, changes or removes another's
 * (roles, rule 4). */
static bool only_own_views(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	const struct recommendation *old = record_get_any(cx, &recommendation_type, r->record.id);
	int64_t own = cx->actor ? cx->actor->institution : 0;
	const struct view *v;

	if (!old)
		return false;
	v = r->views.v;
	for (size_t i = 0; i < r->views.n; i++) {
		const struct view *was = view_of_id(&old->views, v[i].id);

		if (v[i].author != own && !(was && same_view(was, &v[i])))
			return fail(cx, ERR_INVALID, "views",
			            N_("A view is written by its author alone."));
	}
	v = old->views.v;
	for (size_t i = 0; i < old->views.n; i++)
		if (v[i].author != own && !view_of_id(&r->views, v[i].id))
			return fail(cx, ERR_INVALID, "views",
			            N_("A view is taken back by its author alone."));
	return true;
}

/* ---- what follows */

/* From when on the body answers, and until when (SC-02: ten days, a setting; on a working day,
 * DL-18). */
static bool start_answer_clock(struct context *cx, void *row)
{
	struct recommendation *r = row;

	r->assigned_on = today(cx);
	r->proposed_answer = 0;
	return deadline_working_day(
	        cx, date_add_days(r->assigned_on, (int)setting_number(cx, "answer_days")), false,
	        &r->answer_due);
}

static bool stop_answer_clock(struct context *cx, void *row)
{
	struct recommendation *r = row;

	(void)cx;
	r->answer_due = (struct date){ 0 };
	r->proposed_answer = 0;
	return true;
}

static bool propose_not_to_pursue(struct context *cx, void *row)
{
	(void)cx;
	((struct recommendation *)row)->proposed_not_pursued = YES;
	return true;
}

/* The chair declines the proposal. */
static bool go_on(struct context *cx, void *row)
{
	(void)cx;
	((struct recommendation *)row)->proposed_not_pursued = UNSAID;
	return true;
}

static bool stop_pursuing(struct context *cx, void *row)
{
	struct recommendation *r = row;

	r->proposed_not_pursued = UNSAID;
	r->status = STATUS_NOT_PURSUED;
	return stop_answer_clock(cx, row);
}

static bool begin_again(struct context *cx, void *row)
{
	struct recommendation *r = row;

	(void)cx;
	r->merged_into = r->superseded_by = 0;
	r->proposed_not_pursued = UNSAID;
	if (r->status == STATUS_NOT_PURSUED)
		r->status = 0;
	return true;
}

/* ---- the life cycle */

#define WORKED_ON "planned in_progress reported"
#define OPEN      "entered imported triaged assigned accepted " WORKED_ON " returned reopened"

const struct step recommendation_steps[] = {
	{ .name = "triage",
	  .label = N_("Triage"),
	  .hint = N_("It can then be assigned to a body."),
	  .from = "entered imported reopened",
	  .to = "triaged",
	  .right = RIGHT_UPDATE,
	  .asks = "kind themes affected_persons sdg asks_for priority" },
	{ .name = "assign",
	  .label = N_("Assign"),
	  .hint = N_("The lead body and its co-bodies see it from now on; the lead body accepts or "
	             "returns it."),
	  .from = "triaged returned reopened",
	  .to = "assigned",
	  .right = RIGHT_SEND,
	  .asks = "lead co deadline priority",
	  .needs = "lead",
	  .check = lead_is_named,
	  .effect = start_answer_clock },
	{ .name = "reassign",
	  .aside = true,
	  .label = N_("Assign to another body"),
	  .hint = N_("The body that had it sees the reason; the new one accepts or returns it."),
	  .from = "assigned accepted " WORKED_ON,
	  .to = "assigned",
	  .right = RIGHT_SEND,
	  .asks = "lead co deadline priority",
	  .needs = "lead",
	  .reason = true,
	  .check = lead_is_named,
	  .effect = start_answer_clock },
	{ .name = "propose_answer",
	  .label = N_("Propose an answer"),
	  .hint = N_("The ministry’s approver decides."),
	  .from = "assigned",
	  .function = "assignment_answer",
	  .right = RIGHT_PROPOSE,
	  .asks = "proposed_answer",
	  .needs = "proposed_answer",
	  .waits = when_lead,
	  .guard = answered_by_lead },
	{ .name = "accept",
	  .label = N_("Accept"),
	  .hint = N_("The body answers for it from now on."),
	  .from = "assigned",
	  .to = "accepted",
	  .function = "assignment_answer",
	  .right = RIGHT_APPROVE,
	  .waits = when_lead,
	  .guard = answered_by_lead,
	  .effect = stop_answer_clock },
	{ .name = "return",
	  .label = N_("Return"),
	  .hint = N_("The secretariat reads the reason and assigns it anew."),
	  .from = "assigned",
	  .to = "returned",
	  .function = "assignment_answer",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .waits = when_lead,
	  .guard = answered_by_lead,
	  .effect = stop_answer_clock },
	{ .name = "set_status",
	  .aside = true,
	  .label = N_("Set the State’s status"),
	  .hint = N_("It stands beside the mechanism’s grade and independent views, never instead "
	             "of them."),
	  .from = OPEN,
	  .right = RIGHT_UPDATE,
	  .asks = "status status_reason",
	  .needs = "status",
	  .reason = true,
	  .check = status_is_told },
	{ .name = "verify",
	  .label = N_("Verify"),
	  .hint = N_("You say that it is as reported. The chair closes it."),
	  .from = "reported",
	  .to = "verified",
	  .function = "verification",
	  .right = RIGHT_APPROVE,
	  .waits = when_done,
	  .guard = can_be_verified },
	{ .name = "not_verified",
	  .label = N_("Do not verify"),
	  .hint = N_("The lead body reads the reason and reports anew."),
	  .from = "reported verified",
	  .to = "in_progress",
	  .function = "verification",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .waits = when_reported,
	  .guard = by_another },
	{ .name = "close",
	  .label = NC_("recommendation", "Close"),
	  .hint = N_("Work on it is over; the chair can resume it."),
	  .from = "verified",
	  .to = "closed",
	  .function = "close_recommendation",
	  .right = RIGHT_APPROVE,
	  .not_by = "verify" },
	{ .name = "merge",
	  .aside = true,
	  .label = N_("Merge into another"),
	  .hint = N_("It stays readable with its history and points to the other one."),
	  .from = OPEN,
	  .to = "merged",
	  .right = RIGHT_UPDATE,
	  .asks = "merged_into",
	  .needs = "merged_into",
	  .reason = true,
	  .check = other_to_merge_into },
	{ .name = "split",
	  .aside = true,
	  .label = N_("Split it into parts"),
	  .hint = N_("Work goes on with the parts; this one stays readable."),
	  .from = OPEN,
	  .to = "split",
	  .right = RIGHT_UPDATE,
	  .page = "/split",
	  .guard = parts_exist },
	{ .name = "supersede",
	  .aside = true,
	  .label = N_("Mark as superseded"),
	  .hint = N_("It stays readable and points to the newer one."),
	  .from = OPEN,
	  .to = "superseded",
	  .right = RIGHT_UPDATE,
	  .asks = "superseded_by",
	  .needs = "superseded_by",
	  .reason = true,
	  .check = other_that_supersedes },
	{ .name = "propose_not_pursue",
	  .aside = true,
	  .label = N_("Propose not to pursue"),
	  .hint = N_("The chair decides."),
	  .from = OPEN,
	  .function = "close_recommendation",
	  .right = RIGHT_PROPOSE,
	  .reason = true,
	  .guard = not_proposed_yet,
	  .effect = propose_not_to_pursue },
	{ .name = "not_pursue",
	  .label = N_("Decide not to pursue"),
	  .hint = N_("The reason stands on record; the chair can resume it."),
	  .from = OPEN,
	  .to = "not_pursued",
	  .function = "close_recommendation",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .not_by = "propose_not_pursue",
	  .waits = when_proposed,
	  .guard = not_pursuing_is_proposed,
	  .effect = stop_pursuing },
	{ .name = "go_on",
	  .label = N_("Decide to go on"),
	  .hint = N_("The proposal is declined; the work goes on as it was."),
	  .from = OPEN,
	  .function = "close_recommendation",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .waits = when_proposed,
	  .guard = not_pursuing_is_proposed,
	  .effect = go_on },
	{ .name = "reopen",
	  .aside = true,
	  .label = N_("Reopen"),
	  .hint = N_("It is triaged or assigned again."),
	  .from = "merged split superseded",
	  .to = "reopened",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .effect = begin_again },
	{ .name = "resume",
	  .aside = true,
	  .label = N_("Resume"),
	  .hint = N_("It is triaged or assigned again."),
	  .from = "not_pursued closed",
	  .to = "reopened",
	  .function = "close_recommendation",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .effect = begin_again },
	{ .name = "propose_position",
	  .aside = true,
	  .label = N_("Propose the position"),
	  .hint = N_("The chair decides. Where two proposals differ, it goes to the Commission."),
	  .from = OPEN,
	  .function = "upr_position",
	  .right = RIGHT_PROPOSE,
	  .asks = "position_proposed position_words",
	  .needs = "position_proposed",
	  .fits = position_fits,
	  .guard = position_may_be_proposed,
	  .effect = position_take_of_body },
	{ .name = "state_position",
	  .aside = true,
	  .label = N_("Propose the position as the secretariat"),
	  .hint = N_("It stands beside those of the bodies. Where they differ, it goes to the "
	             "Commission."),
	  .from = OPEN,
	  .function = "upr_position",
	  .right = RIGHT_CREATE,
	  .asks = "position_proposed position_words",
	  .needs = "position_proposed",
	  .fits = position_fits,
	  .guard = position_may_be_proposed,
	  .effect = position_take_of_secretariat },
	{ .name = "dispute_position",
	  .aside = true,
	  .label = N_("Ask for the Commission’s view of the position"),
	  .hint = N_(
	          "It stands in the list of positions for the Commission until the chair decides."),
	  .from = OPEN,
	  .function = "upr_position",
	  .right = RIGHT_PROPOSE,
	  .asks = "position_dispute_note",
	  .needs = "position_dispute_note",
	  .fits = position_fits,
	  .guard = position_may_be_proposed,
	  .effect = position_mark },
	{ .name = "mark_position",
	  .aside = true,
	  .label = N_("Mark the position for the Commission"),
	  .hint = N_(
	          "It stands in the list of positions for the Commission until the chair decides."),
	  .from = OPEN,
	  .function = "upr_position",
	  .right = RIGHT_CREATE,
	  .asks = "position_dispute_note",
	  .needs = "position_dispute_note",
	  .fits = position_fits,
	  .guard = position_may_be_proposed,
	  .effect = position_mark },
	{ .name = "decide_position",
	  .aside = true,
	  .label = N_("Decide the position"),
	  .hint = N_("Supported or noted; it can be decided anew until the outcome is adopted."),
	  .from = OPEN,
	  .function = "upr_position",
	  .right = RIGHT_APPROVE,
	  .asks = "position position_remark",
	  .needs = "position",
	  .fits = position_fits,
	  .guard = position_may_be_decided,
	  .check = position_is_decided,
	  .effect = position_decide },
	{ .name = "give_view",
	  .aside = true,
	  .label = N_("Give an independent view"),
	  .hint = N_("It stands beside the State’s status under your institution’s name."),
	  .from = OPEN " verified closed not_pursued",
	  .function = "verification",
	  .right = RIGHT_COMMENT,
	  .asks = "views",
	  .check = only_own_views },
	{ 0 },
};
