/* The life cycle of a measure.  Between its beginning and its completion it moves with the updates
 * that the secretariat accepts (subject/progress), not by hand. */
#include "subject/plan/part.h"

#include "record/app.h"

/* ---- when */

static bool stands_outside(struct context *cx, const void *row)
{
	const struct measure *m = row;

	return !m->places.n ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("It stands in a plan: it is approved with the plan, or by the chair."));
}

static void when_outside(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)cx, (void)values;
	buffer_text(text, "NOT EXISTS (SELECT 1 FROM measure_places p WHERE p.record = r.id)");
}

static bool plans_are_approved(struct context *cx, const void *row)
{
	const struct measure *m = row;
	const struct measure_place *v = m->places.v;

	for (size_t i = 0; i < m->places.n; i++) {
		const struct plan *p = record_get_any(cx, &plan_type, v[i].plan);

		if (!p)
			return false;
		if (plan_in(p, "concept drafting consultation"))
			return fail(cx, ERR_INVALID, NULL,
			            N_("Its plan is a draft: it is approved with the plan."));
	}
	return true;
}

static void when_approved(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)cx, (void)values;
	buffer_text(text, "NOT EXISTS (SELECT 1 FROM measure_places p JOIN plan l ON l.id = p.plan"
	                  " WHERE p.record = r.id AND l.state IN ('concept', 'drafting',"
	                  " 'consultation'))");
}

/* Whoever had a hand in a report does not verify; subject/progress refuses it by the same log. */
static void when_of_others(struct context *cx, struct buffer *text, struct sql_values *values)
{
	const char *selves = access_selves_sql(cx);

	(void)values;
	buffer_fmt(text,
	           "NOT EXISTS (SELECT 1 FROM progress_update u JOIN change c ON c.record = u.id"
	           " WHERE u.about = r.id AND u.state IN ('accepted', 'superseded')"
	           " AND (c.kind = 'create' OR c.step IN ('write', 'submit', 'approve', 'accept'))"
	           " AND (c.who IN %s OR c.on_behalf IN %s))",
	           selves, selves);
}

static bool has_successor(struct context *cx, const void *row)
{
	const struct measure *m = row;
	bool found;

	return measure_has_successor(cx, m->record.id, &found) &&
	       (found ||
	        fail(cx, ERR_INVALID, NULL, N_("Choose the plan that takes it over first.")));
}

static bool term_is_other(struct context *cx, const void *row)
{
	const struct measure *m = row;
	const struct measure *old = record_get_any(cx, &measure_type, m->record.id);

	if (!old)
		return false;
	return !str_eq(old->timing, m->timing) ||
	       fail(cx, ERR_INVALID, "timing", N_("This is the term it has."));
}

/* ---- what follows */

static bool amend(struct context *cx, void *row)
{
	(void)cx;
	measure_amend(row);
	return true;
}

static bool go_on(struct context *cx, void *row)
{
	struct measure *m = row;

	(void)cx;
	m->record.state =
	        type_state(&measure_type, date_set(m->started_on) ? "in_progress" : "not_started");
	return true;
}

static bool not_complete(struct context *cx, void *row)
{
	struct measure *m = row;

	(void)cx;
	m->completed_on = (struct date){ 0 };
	return true;
}

/* ---- the table */

#define RUNS "approved not_started in_progress suspended"

const struct step measure_steps[] = {
	{ .name = "approve",
	  .label = N_("Approve"),
	  .hint = N_("It is followed from its first day on."),
	  .from = "draft",
	  .to = "approved",
	  .right = RIGHT_APPROVE,
	  .not_by = "create",
	  .waits = when_outside,
	  .guard = stands_outside },
	{ .name = "confirm",
	  .label = N_("Approve as the chair"),
	  .hint = N_("It is followed from its first day on."),
	  .from = "draft",
	  .to = "approved",
	  .function = "plan_approval",
	  .right = RIGHT_APPROVE,
	  .not_by = "create",
	  .waits = when_approved,
	  .guard = plans_are_approved },
	{ .name = "withdraw",
	  .label = N_("Withdraw the draft"),
	  .hint = N_("It stays readable and is not followed."),
	  .from = "draft",
	  .to = "cancelled",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true },
	{ .name = "correct",
	  .label = N_("Correct its words"),
	  .hint = N_("What it says stays the same; the history shows what was corrected."),
	  .from = RUNS,
	  .function = "plan_approval",
	  .right = RIGHT_CREATE,
	  .asks = "text expected_result",
	  .needs = "text",
	  .reason = true,
	  .aside = true,
	  .effect = amend },
	{ .name = "extend",
	  .label = N_("Set another term"),
	  .hint = N_("Its deadlines move; that it was late stays in its history."),
	  .from = RUNS,
	  .function = "plan_approval",
	  .right = RIGHT_APPROVE,
	  .asks = "timing",
	  .needs = "timing",
	  .reason = true,
	  .aside = true,
	  .check = term_is_other,
	  .effect = amend },
	{ .name = "suspend",
	  .label = N_("Suspend"),
	  .hint = N_("Nothing is owed until it is resumed."),
	  .from = "not_started in_progress",
	  .to = "suspended",
	  .function = "plan_approval",
	  .right = RIGHT_CREATE,
	  .reason = true,
	  .aside = true },
	{ .name = "resume",
	  .label = N_("Resume"),
	  .hint = N_("Its progress is owed again."),
	  .from = "suspended",
	  .function = "plan_approval",
	  .right = RIGHT_CREATE,
	  .reason = true,
	  .aside = true,
	  .effect = go_on },
	{ .name = "cancel",
	  .label = N_("Cancel"),
	  .hint = N_("The reason stands on record; nothing more is owed."),
	  .from = RUNS,
	  .to = "cancelled",
	  .function = "plan_approval",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .aside = true },
	{ .name = "carry_over",
	  .label = N_("Carry over to another plan"),
	  .hint = N_("The measure goes on there with its links; this one points to it."),
	  .from = RUNS,
	  .to = "carried_over",
	  .function = "plan_approval",
	  .right = RIGHT_CREATE,
	  .page = "/carry-over",
	  .aside = true,
	  .guard = has_successor },
	{ .name = "verify",
	  .label = N_("Verify that it is complete"),
	  .hint = N_("Whoever reported or approved the progress does not verify it."),
	  .from = "reported_complete",
	  .to = "verified_complete",
	  .function = "verification",
	  .right = RIGHT_APPROVE,
	  .waits = when_of_others },
	{ .name = "not_verify",
	  .label = N_("Do not verify"),
	  .hint = N_("It goes on; the body reads the reason and reports again."),
	  .from = "reported_complete",
	  .to = "in_progress",
	  .function = "verification",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .effect = not_complete },
	{ 0 },
};
