/* What an accepted update comes to, how a measure stands today, and which measures belong
 * together. */
#include "subject/plan/part.h"

#include "record/access.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/recommendation/recommendation.h"

const struct choice measure_standings[] = {
	[0] = { "", "", NULL },
	[MEASURE_DRAFT] = { "draft", N_("Not begun: a draft, or its time has not come"), "draft" },
	[MEASURE_NOT_STARTED] = { "not_started", N_("Not started"), "new st-new" },
	[MEASURE_IN_PROGRESS] = { "in_progress", N_("In progress"), "go st-go" },
	[MEASURE_COMPLETE] = { "complete", N_("Complete"), "done st-done" },
	[MEASURE_DELAYED] = { "delayed", N_("Delayed"), "late st-late" },
	[MEASURE_SILENT] = { "silent", N_("No information"), "none st-none" },
	[MEASURE_SUSPENDED] = { "suspended", N_("Suspended"), "stop st-stop" },
	[MEASURE_CANCELLED] = { "cancelled", N_("Cancelled"), "stop st-stop" },
	[MEASURE_CARRIED_OVER] = { "carried_over", N_("Carried over"), "lock" },
	[MEASURE_STANDINGS] = { 0 },
};

/* ---- an accepted update */

static bool take_period(struct context *cx, struct measure *m, const struct measure_report *r)
{
	const char *code = half_year_code(cx, r->period);
	struct measure_reported *v = m->reported.v, *own;
	struct date end = half_year_last_day(r->period);

	if (!code)
		return true;
	for (size_t i = 0; i < m->reported.n; i++)
		if (str_eq(v[i].half_year, code))
			return true;
	own = arena_array(cx->mem, struct measure_reported, m->reported.n + 1);
	if (m->reported.n)
		memcpy(own, v, m->reported.n * sizeof *v);
	own[m->reported.n] = (struct measure_reported){ .half_year = code, .day = r->day };
	m->reported = (struct owned){ own, m->reported.n + 1 };
	if (!date_set(m->reported_until) || date_compare(m->reported_until, end) < 0)
		m->reported_until = end;
	return true;
}

bool measure_report(struct context *cx, int64_t id, const struct measure_report *r)
{
	struct measure *m = record_get_any(cx, &measure_type, id);
	bool complete = str_eq(r->state, "reported_complete");

	if (!m)
		return false;
	if (measure_in(m, "draft approved"))
		return fail(cx, ERR_INVALID, NULL,
		            N_("The measure has not begun: nothing is reported on it."));
	if (!measure_is_open(m))
		return fail(cx, ERR_INVALID, NULL,
		            N_("The measure is not open: nothing more is reported on it."));
	if (r->state && !complete && !str_eq(r->state, "in_progress"))
		return fail(cx, ERR_BROKEN, NULL, "%s follows from no update", r->state);
	if (!take_period(cx, m, r))
		return false;
	if (r->percent.set)
		m->percent = r->percent;
	if (r->state && !date_set(m->started_on))
		m->started_on = r->day;
	if (complete)
		m->completed_on = r->day;
	if (r->state)
		m->record.state = type_state(&measure_type, r->state);
	return record_save_as(cx, &measure_type, m, CHANGE_UPDATE);
}

/* ---- how it stands */

/* The rule of standing_sql() below, for one that is at hand. */
static enum measure_standing standing(struct context *cx, const struct measure *m,
                                      struct half_year last)
{
	static const struct {
		const char *states;
		enum measure_standing standing;
	} by_state[] = { { "draft approved", MEASURE_DRAFT },
		         { "reported_complete verified_complete", MEASURE_COMPLETE },
		         { "suspended", MEASURE_SUSPENDED },
		         { "cancelled", MEASURE_CANCELLED },
		         { "carried_over", MEASURE_CARRIED_OVER } };
	struct date known = half_year_last_day(last);

	for (size_t i = 0; i < LEN(by_state); i++)
		if (measure_in(m, by_state[i].states))
			return by_state[i].standing;
	if (date_set(m->due) && date_compare(m->due, today(cx)) < 0)
		return MEASURE_DELAYED;
	if (date_set(m->followed_from) && date_compare(m->followed_from, known) <= 0 &&
	    (!date_set(m->reported_until) || date_compare(m->reported_until, known) < 0))
		return MEASURE_SILENT;
	return measure_in(m, "in_progress") ? MEASURE_IN_PROGRESS : MEASURE_NOT_STARTED;
}

bool measure_standing(struct context *cx, const struct measure *m, enum measure_standing *ret)
{
	struct half_year last;

	if (!half_year_last_due(cx, &last))
		return false;
	*ret = standing(cx, m, last);
	return true;
}

bool measure_standing_sql(struct context *cx, struct buffer *text)
{
	char now[DATE_TEXT], known[DATE_TEXT];
	struct half_year last;

	if (!half_year_last_due(cx, &last))
		return false;
	date_to_store(today(cx), now);
	date_to_store(half_year_last_day(last), known);
	buffer_fmt(text,
	           "CASE WHEN r.state IN ('draft', 'approved') THEN %d"
	           " WHEN r.state IN ('reported_complete', 'verified_complete') THEN %d"
	           " WHEN r.state = 'suspended' THEN %d WHEN r.state = 'cancelled' THEN %d"
	           " WHEN r.state = 'carried_over' THEN %d WHEN r.due < '%s' THEN %d",
	           MEASURE_DRAFT, MEASURE_COMPLETE, MEASURE_SUSPENDED, MEASURE_CANCELLED,
	           MEASURE_CARRIED_OVER, now, MEASURE_DELAYED);
	buffer_fmt(text,
	           " WHEN r.followed_from <= '%s' AND coalesce(r.reported_until, '') < '%s' THEN %d"
	           " WHEN r.state = 'in_progress' THEN %d ELSE %d END",
	           known, known, MEASURE_SILENT, MEASURE_IN_PROGRESS, MEASURE_NOT_STARTED);
	return true;
}

/* Counted by the database, for whoever may read them. */
bool plan_counts(struct context *cx, int64_t plan, int64_t ret[MEASURE_STANDINGS])
{
	struct sql_values *values = sql_values_new(cx->mem);
	struct buffer text = BUFFER(cx->mem, MAX_SQL);
	struct rows *r;

	memset(ret, 0, MEASURE_STANDINGS * sizeof *ret);
	buffer_text(&text, "SELECT ");
	if (!measure_standing_sql(cx, &text))
		return false;
	buffer_text(&text, " AS standing, count(*) FROM measure_places p JOIN measure r"
	                   " ON r.id = p.record WHERE p.plan = ");
	sql_value(&text, values, V(plan));
	buffer_text(&text, " AND ");
	access_sql(cx, &measure_type, RIGHT_READ, &text, values);
	buffer_text(&text, " GROUP BY 1");
	if (!buffer_ok(cx, &text))
		return false;
	r = db_query_values(cx, MADE_SQL(buffer_str(&text)), values->v, values->n);
	while (r && rows_next(cx, r))
		ret[rows_int(r, 0)] = rows_int(r, 1);
	return !failed(cx);
}

/* ---- which belong together */

bool measure_line(struct context *cx, int64_t id, struct refs *ret)
{
	enum { MOST = 50 };

	*ret = (struct refs){ 0 };
	while (id && ret->n < MOST) {
		const struct measure *m = record_get_any(cx, &measure_type, id);

		if (!m)
			return false;
		if (refs_has(ret, id))
			break;
		refs_add(cx, ret, id);
		id = m->carried_from;
	}
	return true;
}

SQL(measures_answering,
    "SELECT m.id AS id FROM measure m JOIN ref x ON x.record = m.id"
    " WHERE x.field = 'recommendations' AND x.target = $1"
    " AND m.state NOT IN ('draft', 'cancelled', 'carried_over')"
    " UNION SELECT m.id AS id FROM ref x JOIN cluster c ON c.id = x.record"
    " JOIN ref y ON y.record = c.id AND y.field = 'measures' JOIN measure m ON m.id = y.target"
    " WHERE x.field = 'recommendations' AND x.target = $1"
    " AND m.state NOT IN ('draft', 'cancelled', 'carried_over') ORDER BY id");

bool measures_of_recommendation(struct context *cx, int64_t recommendation, struct refs *ret)
{
	return refs_read(cx, db_query(cx, &measures_answering, V(recommendation)), ret);
}

/* ---- the recommendation is planned */

bool recommendation_is_planned(struct context *cx, const struct recommendation *r)
{
	int planned = type_state(&recommendation_type, "planned");
	struct recommendation *own;
	struct refs measures;

	if (!planned || !type_state_in(&recommendation_type, r->record.state, "accepted"))
		return true;
	if (!measures_of_recommendation(cx, r->record.id, &measures))
		return false;
	if (!measures.n)
		return true;
	own = row_copy(cx, &recommendation_type, r);
	own->record.state = planned;
	return record_save_as(cx, &recommendation_type, own, CHANGE_UPDATE);
}
