/* The values of indicators.
 *
 * One value counts for each indicator, period and breakdown: the confirmed one, and before there is
 * one the provisional one.  A value stays as it was entered.  Another one of the same place takes
 * that of a provisional one at once; beside a confirmed one it waits until it is confirmed itself.
 * What gave way stays on record and says by what it was superseded. */
#include "subject/indicator/part.h"

#include "record/app.h"
#include "store/db.h"
#include "subject/institution/institution.h"

static const struct choice halves[] = {
	{ "first", N_("First half"), NULL },
	{ "second", N_("Second half"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "provisional", NC_("value", "Provisional"), "draft" },
	{ "confirmed", NC_("value", "Confirmed"), "done st-done" },
	{ "superseded", NC_("value", "Superseded"), "stop st-stop" },
	{ "withdrawn", NC_("value", "Withdrawn"), "stop st-stop" },
	{ 0 },
};

#define T struct indicator_value
static const struct field fields[] = {
	REF(T, indicator, N_("Indicator"), .to = &indicator_type,
	    .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	DATE(T, period, N_("Period"), .flags = REQUIRED | LISTED | FILTERED | SORTED | PUBLIC,
	     .help = N_("As long as the indicator is measured: 2024, 2024-Q3, 2024-05.")),
	CHOICE(T, half, N_("Half of the year"), .choices = halves, .flags = LISTED | PUBLIC,
	       .help = N_("Of indicators that are measured every half-year.")),
	REFS(T, breakdown, N_("Broken down by"), .to = &disaggregation_type,
	     .flags = LISTED | FILTERED | PUBLIC,
	     .help = N_("At most one group of each kind; left empty, it is the total.")),
	NUMBER(T, value, NC_("indicator", "Value"), .scale = INDICATOR_SCALE,
	       .flags = LISTED | PUBLIC),
	DATE(T, value_date, N_("Value: the date"), .flags = PUBLIC,
	     .help = N_("Of an indicator whose value is a date.")),
	TEXT(T, origin, N_("Taken from"), .max = 500, .flags = PUBLIC,
	     .help = N_("Publication, letter with its number and date, register.")),
	FILE_(T, file, N_("File")),
	TEXT(T, note, N_("Note"), .max = 2000, .flags = LONG),
	LINK(T, about, N_("Reported about"), .flags = READONLY),
	LINK(T, reported_with, N_("Reported with"), .flags = READONLY | PUBLIC | IF_PUBLIC),
	REF(T, entered_by, N_("Entered by"), .to = &account_type, .flags = READONLY | DERIVED),
	REF(T, superseded_by, N_("Superseded by"), .to = &indicator_value_type, .flags = READONLY),
	TEXT(T, period_key, N_("Period"), .max = 20, .flags = REQUIRED | HIDDEN),
	TEXT(T, breakdown_key, N_("Broken down by"), .max = 2000, .flags = REQUIRED | HIDDEN),
	TEXT(T, import_key, N_("Import key"), .max = 2200, .flags = REQUIRED | HIDDEN),
};
#undef T

static const struct indicator *indicator_of(struct context *cx, const struct indicator_value *v)
{
	return v->indicator ? record_get_any(cx, &indicator_type, v->indicator) : NULL;
}

static bool in_state(const struct indicator_value *v, const char *code)
{
	return type_state_in(&indicator_value_type, v->record.state, code);
}

/* ---- what is derived */

static const char *value_key(struct context *cx, const struct indicator_value *v)
{
	char text[DATE_TEXT];

	return v->value.set ? arena_fmt(cx->mem, "%lld", (long long)v->value.units)
	                    : arena_str(cx->mem, date_text(v->value_date, text));
}

/* A file finds again the very value that it brought in: another figure is another value. */
static bool prepare(struct context *cx, const void *old, void *row)
{
	struct indicator_value *v = row;
	const struct indicator *i = indicator_of(cx, v);

	if (failed(cx) && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx); /* check() says it beside the field */
	if (failed(cx))
		return false;
	if (i)
		v->record.institution = i->source_body;
	if (!old && !v->reported_with.type)
		v->entered_by = cx->actor ? cx->actor->user : 0;
	v->period_key = date_set(v->period) ? indicator_period_key(cx, v->period, v->half) : "-";
	v->breakdown_key = indicator_breakdown_key(cx, &v->breakdown);
	if (!v->breakdown_key)
		return false;
	v->import_key = arena_fmt(cx->mem, "%s %s %s = %s", i ? i->code : "-", v->period_key,
	                          v->breakdown_key, value_key(cx, v));
	return true;
}

/* ---- what is refused */

SQL(indicator_value_in_place,
    "SELECT id FROM indicator_value WHERE indicator = $1 AND period_key = $2"
    " AND breakdown_key = $3 AND state = $4 AND id <> $5 ORDER BY id DESC LIMIT 20");

bool indicator_value_find(struct context *cx, const struct indicator_value *like, const char *state,
                          int64_t *ret)
{
	struct rows *r =
	        db_query(cx, &indicator_value_in_place, V(like->indicator), V(like->period_key),
	                 V(like->breakdown_key), V(state), V(like->record.id));

	*ret = 0;
	while (r && rows_next(cx, r))
		if (!*ret && !access_hidden(cx, rows_int(r, 0)))
			*ret = rows_int(r, 0);
	return !failed(cx);
}

static bool same_value(const struct indicator_value *a, const struct indicator_value *b)
{
	return a->value.set == b->value.set && a->value.units == b->value.units &&
	       date_compare(a->value_date, b->value_date) == 0;
}

static const char *as_entered(struct context *cx)
{
	return tr(cx, N_("A value stays as it was entered: enter another one, which takes its "
	                 "place."));
}

static void check_frozen(struct context *cx, const struct indicator_value *was,
                         const struct indicator_value *v)
{
	bool open = in_state(was, "provisional");

	if (was->indicator != v->indicator)
		fail(cx, ERR_INVALID, "indicator", "%s", as_entered(cx));
	if (!str_eq(was->period_key, v->period_key))
		fail(cx, ERR_INVALID, "period", "%s", as_entered(cx));
	if (!str_eq(was->breakdown_key, v->breakdown_key))
		fail(cx, ERR_INVALID, "breakdown", "%s", as_entered(cx));
	if (!same_value(was, v))
		fail(cx, ERR_INVALID, date_set(v->value_date) ? "value_date" : "value", "%s",
		     as_entered(cx));
	if (!open && !str_eq(was->origin, v->origin))
		fail(cx, ERR_INVALID, "origin", "%s", as_entered(cx));
	if (!open && was->file != v->file)
		fail(cx, ERR_INVALID, "file", "%s", as_entered(cx));
}

static void check_given(struct context *cx, const struct indicator *i,
                        const struct indicator_value *v)
{
	const struct field *value = type_field_named(&indicator_value_type, "value");

	if (i->unit_kind == UNIT_DATE && !date_set(v->value_date) && !v->value.set)
		fail(cx, ERR_INVALID, "value_date", N_("%s is missing."), tr(cx, value->label));
	if (i->unit_kind != UNIT_DATE && !v->value.set)
		fail(cx, ERR_INVALID, "value", N_("%s is missing."), tr(cx, value->label));
	if (i->unit_kind != UNIT_DATE && date_set(v->value_date))
		fail(cx, ERR_INVALID, "value_date",
		     N_("%s is a number, and no date: leave this empty."), i->code);
}

static bool check_content(struct context *cx, const struct indicator *i,
                          const struct indicator_value *v)
{
	if (type_state_in(&indicator_type, i->record.state, "retired"))
		fail(cx, ERR_INVALID, "indicator", N_("%s is retired: no values are entered."),
		     i->code);
	check_given(cx, i, v);
	if (!indicator_period_check(cx, i, v->period, v->half) && cx->err.kind != ERR_INVALID)
		return false;
	if (!indicator_breakdown_check(cx, i, &v->breakdown, "breakdown") &&
	    cx->err.kind != ERR_INVALID)
		return false;
	return indicator_unit_check(cx, i, v->value, "value") && !failed(cx);
}

static bool check_same(struct context *cx, int64_t id, const struct indicator_value *v)
{
	const struct indicator_value *there =
	        id ? record_get_any(cx, &indicator_value_type, id) : NULL;

	if (!there || !same_value(there, v))
		return !failed(cx);
	return fail(cx, ERR_INVALID, "value", N_("This value is on record already."));
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct indicator_value *v = row;
	const struct indicator *i;
	int64_t confirmed, provisional;

	if (old) {
		check_frozen(cx, old, v);
		return !failed(cx);
	}
	i = indicator_of(cx, v);
	if (!i || !date_set(v->period))
		return !failed(cx);
	return check_content(cx, i, v) && indicator_value_find(cx, v, "confirmed", &confirmed) &&
	       indicator_value_find(cx, v, "provisional", &provisional) &&
	       check_same(cx, confirmed, v) && check_same(cx, provisional, v);
}

/* ---- what follows */

/* Those of the same place in that state give way. */
static bool supersede(struct context *cx, const struct indicator_value *v, const char *state)
{
	for (;;) {
		struct indicator_value *other;
		int64_t id;

		if (!indicator_value_find(cx, v, state, &id))
			return false;
		if (!id)
			return true;
		other = record_get_any(cx, &indicator_value_type, id);
		if (!other)
			return false;
		other->record.state = type_state(&indicator_value_type, "superseded");
		other->superseded_by = v->record.id;
		if (!record_save_as(cx, &indicator_value_type, other, CHANGE_UPDATE))
			return false;
	}
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct indicator_value *was = old, *v = row;

	if (in_state(v, "confirmed") && !(was && in_state(was, "confirmed")))
		return supersede(cx, v, "confirmed") && supersede(cx, v, "provisional");
	return was || !in_state(v, "provisional") || supersede(cx, v, "provisional");
}

SQL(values_of_indicator, "SELECT id FROM indicator_value WHERE indicator = $1 AND id > $2"
                         " AND (institution IS NULL OR institution <> $3) ORDER BY id LIMIT 1");

bool indicator_values_follow(struct context *cx, const struct indicator *i)
{
	for (int64_t id = 0;;) {
		struct context_mark mark = context_mark(cx);
		struct indicator_value *v;
		bool found;

		if (!db_int(cx, &values_of_indicator, &id, &found, V(i->record.id), V(id),
		            V(i->source_body)))
			return false;
		if (!found)
			return true;
		v = record_get_any(cx, &indicator_value_type, id);
		if (!v || !record_save_as(cx, &indicator_value_type, v, CHANGE_UPDATE))
			return false;
		context_rewind(cx, mark);
	}
}

/* ---- steps */

/* Whoever reported it, in whatever membership, and for whomever he acts. */
static bool by_another(struct context *cx, const void *row)
{
	const struct indicator_value *v = row;
	const struct actor *a = cx->actor;

	return !v->entered_by || !a ||
	       (a->user != v->entered_by && a->on_behalf != v->entered_by) ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("Nobody confirms a value that he entered or reported himself."));
}

static void when_of_others(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)values;
	buffer_fmt(text, "COALESCE(r.entered_by, 0) NOT IN %s", access_selves_sql(cx));
}

static const struct step steps[] = {
	{ .name = "confirm",
	  .label = NC_("value", "Confirm"),
	  .hint = N_("It counts from now on, and is not changed any more. A value confirmed before "
	             "is superseded."),
	  .from = "provisional",
	  .to = "confirmed",
	  .right = RIGHT_APPROVE,
	  .not_by = "create",
	  .waits = when_of_others,
	  .guard = by_another },
	{ .name = "refuse",
	  .label = NC_("value", "Refuse"),
	  .hint = N_("It does not count. The reason stands in its history."),
	  .from = "provisional",
	  .to = "withdrawn",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .aside = true },
	{ .name = "withdraw",
	  .label = NC_("value", "Withdraw"),
	  .hint = N_("It was entered by mistake. The reason stands in its history."),
	  .from = "provisional",
	  .to = "withdrawn",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true },
	{ 0 },
};

/* ---- the type */

static const char *title(struct context *cx, const void *row)
{
	const struct indicator_value *v = row;
	const struct indicator *i = indicator_of(cx, v);
	const char *by = str_eq(v->breakdown_key, BREAKDOWN_TOTAL)
	                         ? ""
	                         : indicator_breakdown_words(cx, v->breakdown_key);

	if (!i || !by) {
		error_clear(cx);
		return "…";
	}
	return arena_fmt(cx->mem, "%s, %s%s%s: %s", i->code,
	                 indicator_period_words(cx, v->period, v->half), *by ? ", " : "", by,
	                 indicator_value_words(cx, i, v->value, v->value_date));
}

const struct type indicator_value_type = {
	.name = "indicator_value",
	.plural = "indicator_values",
	.label = N_("Value of an indicator"),
	.label_plural = N_("Values of indicators"),
	.help = N_("What was measured, by period and breakdown. A value is provisional until "
	           "another person of the source body confirms it; it is never overwritten."),
	.size = sizeof(struct indicator_value),
	FIELDS(fields),
	.function = "indicators",
	.states = states,
	.steps = steps,
	.order = "-period",
	.flags = TYPE_NO_TAB | TYPE_PUBLISHABLE,
	.title = title,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.accepted_states = "confirmed",
	.publish_states = "confirmed",
	.public_states = "confirmed",
	.closed_states = "confirmed superseded withdrawn",
};
