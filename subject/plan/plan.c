/* Plans: the field table, their rules, and the subject as a whole.
 *
 * A plan is approved by an act outside this program: the secretariat records the act, the chair
 * confirms it (plan_step.c), and from then on its measures are followed. */
#include "subject/plan/part.h"

#include "record/app.h"
#include "record/reference.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"

static const struct choice kinds[] = {
	{ "national_plan", N_("National action plan"), NULL },
	{ "thematic_plan", N_("Thematic plan"), NULL },
	{ "strategy", N_("Strategy"), NULL },
	{ "ihl_plan", N_("Plan on humanitarian law"), NULL },
	{ "roadmap", N_("Roadmap for a set of recommendations"), NULL },
	{ "work_plan", N_("Work plan"), NULL },
	{ "sector_programme", N_("Sector programme"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "concept", N_("Concept"), "draft" },
	{ "drafting", N_("Being drafted"), "draft" },
	{ "consultation", N_("In consultation"), "sent" },
	{ "approved", N_("Approved"), "ok" },
	{ "in_force", N_("In force"), "go st-go" },
	{ "mid_term_review", N_("Mid-term review"), "go st-go" },
	{ "revised", N_("Replaced by a new version"), "lock" },
	{ "completed", N_("Its time is over"), "done st-done" },
	{ "evaluated", N_("Evaluated"), "done st-done" },
	{ "archived", N_("Archived"), "lock" },
	{ 0 },
};

#define T struct plan
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .max = 60, .flags = REQUIRED | UNIQUE | FILTERED | PUBLIC,
	     .help = N_("Short and for ever, for example NHRAP-2021-2025: files and commands name "
	                "the plan by it.")),
	TEXTS(T, title, N_("Title of the plan"), .max = 500,
	      .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	CHOICE(T, kind, N_("Kind"), .choices = kinds,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	DATE(T, period_from, N_("Period from"),
	     .flags = REQUIRED | LISTED | FILTERED | SORTED | PUBLIC),
	DATE(T, period_to, N_("Period until"),
	     .flags = REQUIRED | LISTED | FILTERED | SORTED | PUBLIC),
	TEXT(T, act, N_("Approving act"), .max = 500, .flags = READONLY | PUBLIC,
	     .help = N_("As it is called, with its number.")),
	DATE(T, act_date, N_("Date of the approving act"), .flags = READONLY | PUBLIC),
	REF(T, coordinator, N_("Coordinating institution"), .to = &institution_type,
	    .flags = FILTERED | PUBLIC),
	REF(T, body, N_("Coordinating body"), .to = &body_type, .flags = FILTERED | PUBLIC),
	REF(T, predecessor, N_("Succeeds"), .to = &plan_type,
	    .flags = FILTERED | PUBLIC | IF_PUBLIC),
	REF(T, revises, N_("New version of"), .to = &plan_type,
	    .flags = READONLY | FILTERED | PUBLIC | IF_PUBLIC),
	NUMBER(T, version_number, N_("Version"), .flags = READONLY | DERIVED | LISTED),
	DATE(T, mid_term_review, N_("Mid-term review"), .flags = FILTERED | PUBLIC),
	REFS(T, recommendations, N_("Recommendations it answers"), .to = &recommendation_type,
	     .flags = FILTERED | PUBLIC | IF_PUBLIC,
	     .help = N_("Of a roadmap: the set that it is bound to.")),
	REF(T, document, N_("Document"), .to = &document_type, .flags = PUBLIC | IF_PUBLIC),
	FILE_(T, file, N_("Text of the plan")),
	TEXTS(T, note, N_("Note"), .max = 4000, .flags = LONG),
};
#undef T

bool plan_in(const struct plan *p, const char *codes)
{
	return type_state_in(&plan_type, p->record.state, codes);
}

bool plan_runs(const struct plan *p)
{
	return plan_in(p, "approved in_force mid_term_review");
}

bool plan_save_state(struct context *cx, struct plan *p, const char *state)
{
	p->record.state = type_state(&plan_type, state);
	return record_save_as(cx, &plan_type, p, CHANGE_UPDATE);
}

/* ---- rules */

static const char *title(struct context *cx, const void *row)
{
	const struct plan *p = row;
	const char *words = texts_words(cx, &p->title);

	return p->version_number.units > 1 ? arena_fmt(cx->mem, tr(cx, N_("%s (version %lld)")),
	                                               words, (long long)p->version_number.units)
	                                   : words;
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct plan *p = row;

	(void)cx, (void)old;
	if (!p->version_number.set)
		p->version_number = (struct number){ 1, true };
	return true;
}

/* A plan never succeeds itself, by whatever way. */
static bool in_no_circle(struct context *cx, const struct plan *p)
{
	int64_t at = p->predecessor;

	for (int i = 0; at && i < 100; i++) {
		const struct plan *before;

		if (at == p->record.id)
			return fail(cx, ERR_INVALID, "predecessor",
			            N_("A plan cannot succeed itself."));
		before = record_get_any(cx, &plan_type, at);
		if (!before)
			return false;
		at = before->predecessor;
	}
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct plan *p = row;
	bool spans = date_set(p->period_from) && date_set(p->period_to);

	(void)old;
	if (spans && date_compare(p->period_to, date_first_day(p->period_from)) < 0)
		fail(cx, ERR_INVALID, "period_to", N_("The plan ends before it begins."));
	if (spans && date_set(p->mid_term_review) &&
	    (date_compare(p->mid_term_review, date_first_day(p->period_from)) < 0 ||
	     date_compare(date_first_day(p->mid_term_review), p->period_to) > 0))
		fail(cx, ERR_INVALID, "mid_term_review",
		     N_("The review lies outside the period of the plan."));
	if (p->recommendations.n && p->kind != choice_index(kinds, "roadmap"))
		fail(cx, ERR_INVALID, "recommendations",
		     N_("Only a roadmap is bound to a set of recommendations; elsewhere each "
		        "measure names those it answers."));
	return in_no_circle(cx, p) && !failed(cx);
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct plan *was = old, *p = row;

	if (was && !plan_runs(was) && plan_in(p, "approved") &&
	    plan_in(was, "concept drafting consultation")) {
		struct plan *own = arena_new_of(cx->mem, struct plan);

		*own = *p;
		return plan_takes_effect(cx, own);
	}
	return !was || !plan_in(was, "approved") || !plan_in(p, "in_force") ||
	       plan_comes_into_force(cx, p);
}

static const struct type_search finding = { .titles = "title", .deadline = "period_to" };

const struct type plan_type = {
	.name = "plan",
	.plural = "plans",
	.label = N_("Plan"),
	.label_plural = N_("Plans"),
	.help = N_(
	        "Action plans, strategies, roadmaps and programmes with their parts and measures. "
	        "Several run at once and overlap."),
	.size = sizeof(struct plan),
	FIELDS(fields),
	.function = "measures",
	.states = states,
	.steps = plan_steps,
	.order = "-period_from",
	.key = "code",
	.flags = TYPE_PUBLISHABLE | TYPE_PUBLIC_STAGE,
	.title = title,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.accepted_states = "approved in_force mid_term_review revised completed evaluated archived",
	/* what a new version replaced is not in force any more, whatever its copy says */
	.publish_states = "approved in_force mid_term_review completed evaluated archived",
	.public_states = "approved in_force mid_term_review completed evaluated archived",
	.finished_states = "revised completed evaluated archived",
	.search = &finding,
};

/* ---- the reference pack */

/* The other value a source prints, "field|value|source|other value|its source|rule". */
static void take_conflict(struct context *cx, struct plan *p, const char *cell)
{
	const char *v[6] = { 0 };
	struct conflict *c;

	for (size_t i = 0; i < LEN(v); i++) {
		size_t n = strcspn(cell, "|");

		v[i] = arena_strn(cx->mem, cell, n);
		cell += n + (cell[n] == '|');
	}
	c = arena_new_of(cx->mem, struct conflict);
	*c = (struct conflict){ .field = v[0],
		                .value_a = v[1],
		                .source_a = v[2],
		                .value_b = v[3],
		                .source_b = v[4],
		                .rule = v[5] };
	p->record.conflicts = (struct owned){ c, 1 };
}

static bool complete(struct context *cx, const struct reference_row *cells, void *row, void *data)
{
	struct plan *p = row;
	const char *conflict = reference_cell(cells, "conflict");

	(void)data;
	if (p->record.version)
		return true;
	p->record.state = type_state(&plan_type, reference_cell(cells, "state"));
	if (!str_empty(conflict))
		take_conflict(cx, p, conflict);
	return p->record.state || fail(cx, ERR_BROKEN, NULL, "%s has no such state", p->code);
}

static bool load_reference(struct context *cx, const char *pack)
{
	static const struct reference_options options = { .skip = "state conflict",
		                                          .complete = complete };

	(void)pack; /* one is shipped: reference/ */
	return reference_load(cx, &plan_type, "reference/plans.csv", &options, NULL);
}

/* ---- the subject */

static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct focal_point *was = old, *is = row;

	if (t == &recommendation_type)
		return recommendation_is_planned(cx, row) &&
		       clusters_follow(cx, "recommendations", ((const struct record *)row)->id);
	if (t == &measure_type)
		return clusters_follow(cx, "measures", ((const struct record *)row)->id);
	if (t != &focal_point_type)
		return true;
	return (!was || was->office == is->office || measures_owe_of(cx, was->office)) &&
	       measures_owe_of(cx, is->office);
}

static const struct type *const types[] = { &plan_type, &plan_part_type, &measure_type,
	                                    &cluster_type, NULL };

const struct subject plan_subject = {
	.name = "plan",
	.types = types,
	.load_reference = load_reference,
	.load_sample = plan_load_sample,
	.changed = changed,
	.order = 48,
};
