/* What stands on the public site, type by type: under which address, in which columns, found by
 * what, and what is listed below a record. */
#include "subject/publication/publication_web.h"

#include "subject/indicator/indicator.h"
#include "subject/plan/plan.h"
#include "subject/progress/progress.h"
#include "subject/recommendation/recommendation.h"
#include "subject/treaty/treaty.h"

static const struct shelf_below below_recommendation[] = {
	{ &shelf_measures, "recommendations", N_("Measures that answer it") },
	{ &shelf_progress, "about", N_("Reports on progress") },
	{ &shelf_evidence, "about.subject", N_("Evidence") },
	{ 0 },
};

static const struct shelf_below below_plan[] = {
	{ &shelf_measures, "places.plan", N_("Measures of the plan") },
	{ 0 },
};

static const struct shelf_below below_measure[] = {
	{ &shelf_progress, "about", N_("Reports on progress") },
	{ &shelf_evidence, "about.subject", N_("Evidence") },
	{ 0 },
};

static const struct shelf_below below_indicator[] = {
	{ &shelf_values, "indicator", N_("Confirmed values") },
	{ &shelf_measures, "indicators", N_("Measures that it tells of") },
	{ 0 },
};

static const struct shelf_below below_progress[] = {
	{ &shelf_values, "reported_with", N_("Confirmed values") },
	{ &shelf_evidence, "evidence", N_("Evidence"), true },
	{ 0 },
};

const struct shelf shelf_recommendations = {
	.type = &recommendation_type,
	.path = "/public",
	.records = "/public/recommendations",
	.title = N_("Recommendations to the State"),
	.lead = N_("What human rights mechanisms recommended, and where the State stands with it: "
	           "approved for the public."),
	.first = N_("Paragraph"),
	.words = "text",
	.columns = "text position status lead",
	.filters = "mechanism document kind position status themes affected_persons sdg lead",
	.below = below_recommendation,
};

/* One act at a time, as it was approved; what follows from the acts is computed inside. */
const struct shelf shelf_treaties = {
	.type = &instrument_status_type,
	.path = "/public/treaties",
	.records = "/public/treaties",
	.title = N_("What the State signed and ratified"),
	.lead = N_("Signatures, ratifications, reservations and declarations under treaties: "
	           "approved for the public."),
	.first = N_("Act of a State"),
	.words = "text",
	.columns = "instrument national_act in_force",
	.filters = "instrument country action",
};

const struct shelf shelf_plans = {
	.type = &plan_type,
	.path = "/public/plans",
	.records = "/public/plans",
	.title = N_("Human rights plans"),
	.lead = N_("Action plans, strategies and programmes that were approved, with their "
	           "measures: approved for the public."),
	.first = N_("Plan"),
	.words = "-",
	.titled = "title",
	.columns = "state kind period_from period_to",
	.filters = "state kind coordinator body",
	.below = below_plan,
};

/* The stage is that which the last accepted report, or a decision, came to. */
const struct shelf shelf_measures = {
	.type = &measure_type,
	.path = "/public/measures",
	.records = "/public/measures",
	.title = N_("Measures"),
	.lead = N_("What is done, by whom and until when, and how far it is by what was last "
	           "accepted: approved for the public."),
	.first = N_("Measure"),
	.words = "text",
	.titled = "text",
	.columns = "state lead timing reported_until",
	.filters = "state lead co timing_kind sdg",
	.below = below_measure,
};

const struct shelf shelf_indicators = {
	.type = &indicator_type,
	.path = "/public/indicators",
	.records = "/public/indicators",
	.title = N_("What is measured"),
	.lead = N_("Indicators of human rights with the values that their source bodies confirmed: "
	           "approved for the public."),
	.first = N_("Indicator"),
	.words = "-",
	.columns = "kind unit source_body periodicity",
	.filters = "kind human_right source_body periodicity",
	.below = below_indicator,
};

const struct shelf shelf_values = {
	.type = &indicator_value_type,
	.path = "/public/indicator-values",
	.records = "/public/indicator-values",
	.title = N_("Values of indicators"),
	.lead = N_("What the source bodies confirmed: approved for the public."),
	.first = NC_("indicator", "Value"),
	.words = "-",
	.columns = "period breakdown origin reported_with",
	.filters = "indicator breakdown",
	.within = true,
};

const struct shelf shelf_evidence = {
	.type = &evidence_type,
	.path = "/public/evidence",
	.records = "/public/evidence",
	.title = N_("Evidence"),
	.lead = N_(
	        "What stands behind the reports, checked and accepted: approved for the public."),
	.first = N_("What it is"),
	.words = "-",
	.titled = "title",
	.columns = "type date_of_fact issuing_body",
	.filters = "type",
	.within = true,
};

static const struct shelf_word labels_of_progress[] = {
	{ "institution", N_("Reported by") },
	{ "status", N_("Status by the report") },
	{ 0 },
};

/* Below its measure it is told from the others by its period alone. */
static const char *period_of_report(struct context *cx, const struct json *fields)
{
	static const char *const told[] = { "year", "part" };
	struct progress_update *u = arena_new_of(cx->mem, struct progress_update);

	for (size_t i = 0; i < LEN(told); i++) {
		const struct field *f = type_field_named(&progress_update_type, told[i]);
		const struct json *value = json_member(fields, f->name);

		if (!value || !field_read(cx, &progress_update_type, f, value, u))
			return "";
	}
	return progress_period_words(cx, u);
}

/* Accepted reports, the newest period first.  Of the boxes “difficulties” stays inside. */
const struct shelf shelf_progress = {
	.type = &progress_update_type,
	.path = "/public/progress",
	.records = "/public/progress",
	.title = N_("Reports on progress"),
	.lead = N_("What bodies reported on measures and recommendations, and was accepted: "
	           "approved for the public."),
	.first = N_("Progress update"),
	.words = "-",
	.columns = "done status institution",
	.filters = "part status institution",
	.boxes = "done result next_step status_reason",
	.labels = labels_of_progress,
	.part_of = "about",
	.called = period_of_report,
	.below = below_progress,
};

const struct shelf *const shelves[] = { &shelf_recommendations, &shelf_treaties, &shelf_plans,
	                                &shelf_measures,        &shelf_progress, &shelf_indicators,
	                                &shelf_values,          &shelf_evidence, NULL };

const struct shelf *shelf_of(const struct type *t)
{
	for (const struct shelf *const *s = shelves; *s; s++)
		if ((*s)->type == t)
			return *s;
	return NULL;
}

const char *shelf_label(struct context *cx, const struct shelf *s, const struct field *f)
{
	for (const struct shelf_word *l = s->labels; l && l->field; l++)
		if (str_eq(l->field, f->name))
			return tr(cx, l->label);
	return tr(cx, f->label);
}
