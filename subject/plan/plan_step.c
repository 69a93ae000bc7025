/* The life cycle of a plan.  It is approved by an act outside this program: the secretariat records
 * the act, and the chair, another person, confirms it. */
#include "subject/plan/part.h"

#include "record/app.h"

static bool not_ahead(struct context *cx, const void *row)
{
	const struct plan *p = row;

	return date_compare(date_first_day(p->act_date), today(cx)) <= 0 ||
	       fail(cx, ERR_INVALID, "act_date", N_("This day has not come yet."));
}

static bool act_is_recorded(struct context *cx, const void *row)
{
	const struct plan *p = row;

	if (str_empty(p->act))
		return fail(cx, ERR_INVALID, NULL,
		            N_("The secretariat records the approving act first."));
	return p->recommendations.n ||
	       p->kind != choice_index(type_field_named(&plan_type, "kind")->choices, "roadmap") ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("A roadmap names the recommendations that it answers."));
}

static void when_recorded(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)cx, (void)values;
	buffer_text(text, "COALESCE(r.act, '') <> ''");
}

static bool period_has_begun(struct context *cx, const void *row)
{
	const struct plan *p = row;

	return date_compare(date_first_day(p->period_from), today(cx)) <= 0 ||
	       fail(cx, ERR_INVALID, NULL, N_("Its period has not begun yet."));
}

static void when_begun(struct context *cx, struct buffer *text, struct sql_values *values)
{
	buffer_text(text, "r.period_from <= ");
	sql_value(text, values, V(today(cx)));
}

static bool period_is_over(struct context *cx, const void *row)
{
	const struct plan *p = row;

	return date_compare(p->period_to, today(cx)) < 0 ||
	       fail(cx, ERR_INVALID, NULL, N_("Its period is not over yet."));
}

static void when_over(struct context *cx, struct buffer *text, struct sql_values *values)
{
	buffer_text(text, "r.period_to < ");
	sql_value(text, values, V(today(cx)));
}

const struct step plan_steps[] = {
	{ .name = "draft",
	  .label = N_("Begin to draft"),
	  .hint = N_("Parts and measures are written."),
	  .from = "concept",
	  .to = "drafting",
	  .right = RIGHT_UPDATE },
	{ .name = "consult",
	  .label = N_("Open the consultation"),
	  .hint = N_("The draft lies with those who are asked for their view."),
	  .from = "drafting",
	  .to = "consultation",
	  .right = RIGHT_UPDATE },
	{ .name = "redraft",
	  .label = N_("Go back to drafting"),
	  .hint = N_("What was said is worked in."),
	  .from = "consultation",
	  .to = "drafting",
	  .right = RIGHT_UPDATE,
	  .aside = true },
	{ .name = "record_act",
	  .label = N_("Record the approving act"),
	  .hint = N_("The chair confirms it; until then the plan is a draft."),
	  .from = "drafting consultation",
	  .function = "plan_approval",
	  .right = RIGHT_CREATE,
	  .asks = "act act_date document file",
	  .needs = "act act_date",
	  .check = not_ahead },
	{ .name = "confirm",
	  .label = N_("Confirm the approval"),
	  .hint = N_("Its parts and measures are approved with it, and a version before it is "
	             "replaced."),
	  .from = "drafting consultation",
	  .to = "approved",
	  .function = "plan_approval",
	  .right = RIGHT_APPROVE,
	  .not_by = "record_act",
	  .waits = when_recorded,
	  .guard = act_is_recorded },
	{ .name = "put_in_force",
	  .label = N_("Put into force"),
	  .hint = N_("Measures whose time has come begin, and their progress is owed."),
	  .from = "approved",
	  .to = "in_force",
	  .right = RIGHT_UPDATE,
	  .waits = when_begun,
	  .guard = period_has_begun },
	{ .name = "begin_review",
	  .label = N_("Begin the mid-term review"),
	  .hint = N_("Its measures run on; what the review finds becomes a new version."),
	  .from = "in_force",
	  .to = "mid_term_review",
	  .right = RIGHT_UPDATE,
	  .asks = "mid_term_review",
	  .needs = "mid_term_review",
	  .aside = true },
	{ .name = "end_review",
	  .label = N_("End the mid-term review"),
	  .hint = N_("The plan goes on as it is, or as its new version has it."),
	  .from = "mid_term_review",
	  .to = "in_force",
	  .right = RIGHT_UPDATE },
	{ .name = "complete",
	  .label = N_("Close the plan"),
	  .hint = N_("Measures that are not finished stay open until they are carried over to a "
	             "plan that follows, or cancelled."),
	  .from = "approved in_force mid_term_review",
	  .to = "completed",
	  .right = RIGHT_UPDATE,
	  .waits = when_over,
	  .guard = period_is_over },
	{ .name = "evaluate",
	  .label = N_("Say that it was evaluated"),
	  .hint = N_("It can then be archived."),
	  .from = "completed",
	  .to = "evaluated",
	  .right = RIGHT_UPDATE },
	{ .name = "archive",
	  .label = N_("Archive"),
	  .hint = N_("It stays readable with all of its measures."),
	  .from = "evaluated",
	  .to = "archived",
	  .right = RIGHT_UPDATE,
	  .aside = true },
	{ 0 },
};
