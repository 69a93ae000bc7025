/* The indicator's field table after the metadata sheet of HR/PUB/12/5, its rules, and the subject
 * as a whole.  Values stand in value.c. */
#include "subject/indicator/part.h"

#include "record/reference.h"
#include "store/db.h"
#include "subject/institution/institution.h"
#include "subject/taxonomy/taxonomy.h"

const struct choice indicator_kinds[] = {
	{ "structural", NC_("indicator", "Structural"), NULL },
	{ "process", NC_("indicator", "Process"), NULL },
	{ "outcome", NC_("indicator", "Outcome"), NULL },
	{ 0 },
};

static const struct choice unit_kinds[] = {
	{ "percent", N_("Per cent"), NULL },
	{ "count", NC_("unit", "Number of"), NULL },
	{ "rate", NC_("unit", "Rate"), NULL },
	{ "index", NC_("unit", "Index"), NULL },
	{ "yes_no", N_("Yes or no"), NULL },
	{ "date", NC_("unit", "Date"), NULL },
	{ 0 },
};

static const struct choice periodicities[] = {
	{ "year", N_("Every year"), NULL },       { "half_year", N_("Every half-year"), NULL },
	{ "quarter", N_("Every quarter"), NULL }, { "month", N_("Every month"), NULL },
	{ "once", N_("At times"), NULL },         { 0 },
};

static const struct choice states[] = {
	{ "in_use", NC_("indicator", "In use"), "go st-go" },
	{ "retired", NC_("indicator", "Retired"), "stop st-stop" },
	{ 0 },
};

#define D struct indicator_dimension
static const struct field dimension_fields[] = {
	CHOICE(D, dimension, N_("Broken down by"), .choices = indicator_dimensions,
	       .flags = REQUIRED),
};
#undef D
static const struct row_type dimension_rows = { sizeof(struct indicator_dimension),
	                                        FIELDS(dimension_fields) };

#define G struct indicator_target
static const struct field target_fields[] = {
	DATE(G, year, N_("By the year"), .flags = REQUIRED),
	NUMBER(G, value, NC_("indicator", "Target"), .scale = INDICATOR_SCALE, .flags = REQUIRED),
	TEXT(G, note, N_("Where it is set"), .max = 500),
};
#undef G
static const struct row_type target_rows = { sizeof(struct indicator_target),
	                                     FIELDS(target_fields) };

#define T struct indicator
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .max = 60, .flags = REQUIRED | LISTED | UNIQUE | SORTED | PUBLIC,
	     .help = N_("Files of values name the indicator by it.")),
	TEXTS(T, name, N_("Name"), .max = 500, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	CHOICE(T, kind, N_("Kind"), .choices = indicator_kinds,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC,
	       .help = N_("Structural: law, institution or policy is there. Process: what is done. "
	                  "Outcome: what people have of it.")),
	REF(T, human_right, N_("Right"), .to = &human_right_type, .flags = FILTERED | PUBLIC),
	TEXTS(T, attribute, N_("Attribute of the right"), .max = 300, .flags = PUBLIC,
	      .help = N_("What of the right is measured: access, quality, protection.")),
	TEXTS(T, definition, N_("Definition"), .max = 4000, .flags = LONG | PUBLIC),
	TEXTS(T, rationale, N_("Why it is measured"), .max = 4000, .flags = LONG | PUBLIC),
	TEXTS(T, method, N_("How it is computed"), .max = 4000, .flags = LONG | PUBLIC),
	CHOICE(T, unit_kind, N_("Kind of unit"), .choices = unit_kinds,
	       .flags = REQUIRED | FILTERED | PUBLIC,
	       .help = N_("A value outside the bounds of its unit is refused.")),
	TEXTS(T, unit, N_("Unit"), .max = 200, .flags = LISTED | PUBLIC,
	      .help = N_("In words: deaths per 1,000 live births. Of per cent, left empty, %.")),
	NUMBER(T, decimals, N_("Decimal places"),
	       .help = N_("At most so many, 0 to 4; left empty, up to 4.")),
	NUMBER(T, lowest, N_("Lowest value there can be"), .scale = INDICATOR_SCALE,
	       .help = N_("Left empty, 0, but for an index.")),
	NUMBER(T, highest, N_("Highest value there can be"), .scale = INDICATOR_SCALE,
	       .help = N_("Left empty, 100 of per cent.")),
	REF(T, source_body, N_("Source body"), .to = &institution_type,
	    .flags = REQUIRED | LISTED | FILTERED | ASSIGNS | PUBLIC,
	    .help = N_("Whose data it is. Its people enter values, and another of them confirms "
	               "them.")),
	TEXTS(T, data_source, N_("Data source"), .max = 500, .flags = PUBLIC,
	      .help = N_("Survey, census, register, records of courts.")),
	CHOICE(T, periodicity, N_("How often"), .choices = periodicities,
	       .flags = REQUIRED | FILTERED | PUBLIC),
	ROWS(T, disaggregations, N_("Broken down by"), .rows = &dimension_rows, .flags = PUBLIC),
	NUMBER(T, baseline, N_("Baseline"), .scale = INDICATOR_SCALE, .flags = PUBLIC),
	DATE(T, baseline_year, N_("Year of the baseline"), .flags = PUBLIC),
	ROWS(T, targets, N_("Targets"), .rows = &target_rows, .flags = PUBLIC),
	TEXT(T, sdg_indicator, N_("SDG indicator"), .max = 20, .flags = LISTED | FILTERED | PUBLIC,
	     .help = N_("Its number, where it is one: 5.5.1.")),
	TEXT(T, statistician, N_("Responsible statistician"), .max = 200, .flags = PERSONAL),
	TEXTS(T, limitations, N_("Limitations"), .max = 4000, .flags = LONG | PUBLIC),
};
#undef T

/* ---- rules */

/* Own data: the source body's. */
static bool prepare(struct context *cx, const void *old, void *row)
{
	struct indicator *i = row;

	(void)cx, (void)old;
	if (i->source_body)
		i->record.institution = i->source_body;
	return true;
}

static void check_bounds(struct context *cx, const struct indicator *i)
{
	bool numbers = i->unit_kind != UNIT_DATE && i->unit_kind != UNIT_YES_NO;

	if (i->decimals.set && (i->decimals.units < 0 || i->decimals.units > INDICATOR_SCALE))
		fail(cx, ERR_INVALID, "decimals", N_("Between 0 and %d."), INDICATOR_SCALE);
	if (!numbers && i->lowest.set)
		fail(cx, ERR_INVALID, "lowest", N_("Such a unit has no bounds."));
	if (!numbers && i->highest.set)
		fail(cx, ERR_INVALID, "highest", N_("Such a unit has no bounds."));
	if (i->lowest.set && i->highest.set && i->lowest.units >= i->highest.units)
		fail(cx, ERR_INVALID, "highest",
		     N_("The highest value is not above the lowest one."));
}

static bool is_year(struct date d)
{
	return d.precision == PRECISION_YEAR;
}

static void check_baseline(struct context *cx, const struct indicator *i)
{
	if (i->baseline.set && !date_set(i->baseline_year))
		fail(cx, ERR_INVALID, "baseline_year", N_("Of which year is the baseline?"));
	if (!i->baseline.set && date_set(i->baseline_year))
		fail(cx, ERR_INVALID, "baseline", N_("There is a year, but no baseline."));
	if (date_set(i->baseline_year) && !is_year(i->baseline_year))
		fail(cx, ERR_INVALID, "baseline_year", N_("Give the year: 2024."));
}

/* Each collects what is wrong, and another failure than ERR_INVALID ends it. */
static bool check_targets(struct context *cx, const struct indicator *i)
{
	const struct indicator_target *v = i->targets.v;

	for (size_t k = 0; k < i->targets.n; k++) {
		const char *year = arena_fmt(cx->mem, "targets.%zu.year", k);

		if (date_set(v[k].year) && !is_year(v[k].year))
			fail(cx, ERR_INVALID, year, N_("Give the year: 2024."));
		for (size_t j = 0; j < k; j++)
			if (date_set(v[k].year) && date_compare(v[j].year, v[k].year) == 0)
				fail(cx, ERR_INVALID, year, N_("One year has one target."));
		if (!indicator_unit_check(cx, i, v[k].value,
		                          arena_fmt(cx->mem, "targets.%zu.value", k)) &&
		    cx->err.kind != ERR_INVALID)
			return false;
	}
	return !failed(cx) || cx->err.kind == ERR_INVALID;
}

static void check_dimensions(struct context *cx, const struct indicator *i)
{
	const struct indicator_dimension *v = i->disaggregations.v;

	for (size_t k = 0; k < i->disaggregations.n; k++)
		for (size_t j = 0; j < k; j++)
			if (v[j].dimension == v[k].dimension)
				fail(cx, ERR_INVALID,
				     arena_fmt(cx->mem, "disaggregations.%zu.dimension", k),
				     N_("This stands there already."));
}

SQL(indicator_values_count, "SELECT count(*) FROM indicator_value WHERE indicator = $1");

/* What the values mean does not change under them. */
static bool check_meaning(struct context *cx, const struct indicator *was,
                          const struct indicator *i)
{
	int64_t n = 0;

	if (!was || (was->unit_kind == i->unit_kind && was->periodicity == i->periodicity &&
	             was->source_body == i->source_body && str_eq(was->code, i->code)))
		return true;
	if (!db_int(cx, &indicator_values_count, &n, NULL, V(i->record.id)))
		return false;
	if (n && was->unit_kind != i->unit_kind)
		fail(cx, ERR_INVALID, "unit_kind",
		     N_("There are values in the unit of before: begin a new indicator."));
	if (n && was->periodicity != i->periodicity)
		fail(cx, ERR_INVALID, "periodicity",
		     N_("There are values of the periods of before: begin a new indicator."));
	if (n && !str_eq(was->code, i->code))
		fail(cx, ERR_INVALID, "code", N_("Values are kept under this code: it stays."));
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct indicator *i = row;

	check_bounds(cx, i);
	check_baseline(cx, i);
	check_dimensions(cx, i);
	if (!indicator_unit_check(cx, i, i->baseline, "baseline") && cx->err.kind != ERR_INVALID)
		return false;
	return check_targets(cx, i) && check_meaning(cx, old, i) && !failed(cx);
}

/* ---- the type */

static const struct step steps[] = {
	{ .name = "retire",
	  .label = NC_("indicator", "Retire"),
	  .hint = N_("No values are entered any more; those that there are stay."),
	  .from = "in_use",
	  .to = "retired",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true },
	{ .name = "resume",
	  .label = N_("Take up again"),
	  .hint = N_("Values can be entered again."),
	  .from = "retired",
	  .to = "in_use",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true },
	{ 0 },
};

static const char *title(struct context *cx, const void *row)
{
	const struct indicator *i = row;

	return arena_fmt(cx->mem, "%s %s", i->code, indicator_text(cx, &i->name));
}

static const struct type_search finding = { .titles = "code name", .completed = true };

const struct type indicator_type = {
	.name = "indicator",
	.plural = "indicators",
	.label = N_("Indicator"),
	.label_plural = N_("Indicators"),
	.help = N_("What is measured to see whether a right is enjoyed: whether law and "
	           "institutions are there, what is done, what people have of it. The fields "
	           "follow the metadata sheet of OHCHR’s guide (HR/PUB/12/5)."),
	.size = sizeof(struct indicator),
	FIELDS(fields),
	.function = "indicators",
	.states = states,
	.steps = steps,
	.order = "code",
	.key = "code",
	.flags = TYPE_OPEN_TITLES | TYPE_PUBLISHABLE,
	.title = title,
	.prepare = prepare,
	.check = check,
	.publish_states = "in_use",
	.public_states = "in_use retired",
	.finished_states = "retired",
	.search = &finding,
};

/* ---- the subject */

static bool load_reference(struct context *cx, const char *pack)
{
	(void)pack; /* one is shipped: reference/ */
	return reference_load(cx, &disaggregation_type, "reference/disaggregations.csv", NULL,
	                      NULL);
}

/* Whose data an indicator is, its values are, too. */
static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct indicator *was = old, *i = row;

	return t != &indicator_type || !was || was->source_body == i->source_body ||
	       indicator_values_follow(cx, i);
}

static const struct type *const types[] = { &indicator_type, &indicator_value_type,
	                                    &disaggregation_type, NULL };
static const struct import_format *const formats[] = { &indicator_values_format, NULL };

const struct subject indicator_subject = {
	.name = "indicator",
	.types = types,
	.load_reference = load_reference,
	.load_sample = indicator_sample,
	.changed = changed,
	.formats = formats,
	.order = 47,
};
