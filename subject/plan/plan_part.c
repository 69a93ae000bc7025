/* The tree of a plan: parts, sections, objectives.  Each follows the state of its plan, so that
 * what was approved is not rewritten in passing. */
#include "subject/plan/part.h"

#include "record/app.h"
#include "subject/mechanism/locator.h"

static const struct choice kinds[] = {
	{ "part", N_("Part"), NULL },
	{ "section", N_("Section"), NULL },
	{ "objective", N_("Objective"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "draft", N_("Draft"), "draft" },
	{ "approved", N_("Approved with its plan"), "ok" },
	{ 0 },
};

#define T struct plan_part
static const struct field fields[] = {
	REF(T, plan, N_("Plan"), .to = &plan_type, .flags = REQUIRED | LISTED | FILTERED),
	PARENT(T, parent, N_("Within")),
	CHOICE(T, kind, N_("Kind"), .choices = kinds, .flags = REQUIRED | LISTED),
	TEXT(T, number, N_("Number"), .max = 40, .flags = LISTED),
	TEXTS(T, title, N_("Heading"), .max = 1000, .flags = REQUIRED | LISTED),
	NUMBER(T, position, N_("Place among its neighbours"),
	       .help = N_("Left empty, its number decides.")),
	REF(T, revises, N_("In the version before"), .to = &plan_part_type, .flags = READONLY),
	TEXT(T, order_key, N_("Order"), .max = 1000, .flags = REQUIRED | HIDDEN | SORTED),
};
#undef T

static const char *title(struct context *cx, const void *row)
{
	const struct plan_part *p = row;
	const char *words = texts_words(cx, &p->title);

	return str_empty(p->number) ? words : arena_fmt(cx->mem, "%s. %s", p->number, words);
}

/* Below its parent, by position, then by number. */
static const char *order_key(struct context *cx, const struct plan_part *p)
{
	const struct plan_part *above =
	        p->parent ? record_get_any(cx, &plan_part_type, p->parent) : NULL;

	return arena_fmt(cx->mem, "%s/%06lld %s", above ? above->order_key : "",
	                 p->position.set ? (long long)p->position.units : 0LL,
	                 str_empty(p->number) ? "~" : locator_key(cx->mem, p->number));
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct plan_part *p = row;
	const struct plan *plan = p->plan ? record_get_any(cx, &plan_type, p->plan) : NULL;

	(void)old;
	if (plan && !p->record.version)
		p->record.institution = plan->record.institution;
	p->order_key = order_key(cx, p);
	return !failed(cx);
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct plan_part *p = row, *was = old;
	const struct plan *plan = p->plan ? record_get_any(cx, &plan_type, p->plan) : NULL;
	const struct plan_part *above =
	        p->parent ? record_get_any(cx, &plan_part_type, p->parent) : NULL;

	if (failed(cx))
		return false;
	if (above && above->plan != p->plan)
		return fail(cx, ERR_INVALID, "parent", N_("That part is of another plan."));
	if (was && was->plan != p->plan)
		return fail(cx, ERR_INVALID, "plan", N_("A part stays in its plan."));
	return was || !plan || plan_in(plan, "concept drafting consultation") ||
	       p->record.state > 1 ||
	       fail(cx, ERR_INVALID, "plan",
	            N_("The plan is approved: it is changed by a new version."));
}

/* What stands below it is ordered anew. */
SQL(plan_part_below, "SELECT id FROM plan_part WHERE parent = $1 ORDER BY id");

static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct plan_part *was = old, *p = row;
	struct refs below;

	if (!was || str_eq(was->order_key, p->order_key))
		return true;
	if (!refs_read(cx, db_query(cx, &plan_part_below, V(p->record.id)), &below))
		return false;
	for (size_t i = 0; i < below.n; i++) {
		struct plan_part *b = record_get_any(cx, &plan_part_type, below.v[i]);

		if (!b || !record_save_as(cx, &plan_part_type, b, CHANGE_UPDATE))
			return false;
	}
	return true;
}

/* Its heading is as public as the plan. */
static bool as_its_plan(struct context *cx, const void *row)
{
	const struct plan_part *part = row;
	const struct record *plan = part->plan ? record_get_any(cx, &plan_type, part->plan) : NULL;

	return plan && part->record.classification != CLASS_RESTRICTED &&
	       type_state_in(&plan_part_type, part->record.state, "approved") &&
	       plan->classification == CLASS_PUBLIC;
}

const struct type plan_part_type = {
	.name = "plan_part",
	.plural = "plan_parts",
	.label = N_("Part of a plan"),
	.label_plural = N_("Parts of plans"),
	.help = N_("Parts, sections and objectives of plans."),
	.size = sizeof(struct plan_part),
	FIELDS(fields),
	.function = "measures",
	.flags = TYPE_NO_TAB,
	.states = states,
	.order = "order_key",
	.title = title,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.accepted_states = "approved",
	.closed_states = "approved",
	.may_be_public = as_its_plan,
};
