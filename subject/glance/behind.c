/* The records behind a figure, by the same conditions as those that it was counted by. */
#include "subject/glance/part.h"

#include "record/app.h"
#include "subject/recommendation/recommendation.h"

static void asked_is(struct asked *a, const char *column, struct value v)
{
	buffer_fmt(&a->text, " AND %s = ", column);
	sql_value(&a->text, a->values, v);
}

/* A status as it is stored: "" where none is stated. */
static const char *stored(const char *status)
{
	return str_eq(status, "-") ? "" : status;
}

static bool planned(struct context *cx, const struct glance_figure *f, struct asked *a)
{
	*a = asked_new(cx, "SELECT r.id AS id FROM recommendation r WHERE r.id IN"
	                   " (SELECT y.id FROM (");
	asked_answers(cx, a);
	buffer_text(&a->text, ") y WHERE y.measure IN (SELECT z.measure FROM (");
	asked_placed(a);
	buffer_text(&a->text, ") z WHERE 1 = 1");
	if (f->value)
		asked_is(a, "z.plan", V(f->value));
	buffer_text(&a->text, "))");
	asked_own(cx, a);
	asked_readable(cx, &recommendation_type, a);
	if (f->status)
		asked_is(a, "coalesce(r.status, '')", V(stored(f->status)));
	return true;
}

static bool measures(struct context *cx, const struct glance_figure *f, struct asked *a)
{
	*a = asked_new(cx, "SELECT DISTINCT r.id AS id");
	buffer_fmt(&a->text, "%s WHERE 1 = 1", measures_from(f->value ? f->cut : CUT_BODY));
	asked_readable(cx, &measure_type, a);
	if (f->value)
		asked_is(a, measures_key(f->cut), V(f->value));
	if (!f->status)
		return true;
	buffer_text(&a->text, " AND ");
	if (!measure_standing_sql(cx, &a->text))
		return false;
	buffer_fmt(&a->text, " = %d", choice_index(&measure_standings[MEASURE_DRAFT], f->status));
	return true;
}

static bool moved(struct context *cx, const struct glance_figure *f, struct asked *a)
{
	*a = asked_new(cx, "SELECT g.record AS id");
	asked_moved(cx, f->type, glance_begin_of(cx, f->since), a);
	if (f->before)
		asked_is(a, "g.before", V(stored(f->before)));
	if (f->status)
		asked_is(a, "g.after", V(stored(f->status)));
	return true;
}

static bool late(struct context *cx, const struct glance_figure *f, struct asked *a)
{
	*a = asked_new(cx, "SELECT r.id AS id FROM deadline r WHERE r.institution IS NOT NULL");
	asked_late(cx, a);
	if (f->value)
		asked_is(a, "r.institution", V(f->value));
	return true;
}

static bool silent(struct context *cx, const struct glance_figure *f, struct asked *a)
{
	*a = asked_new(cx, "SELECT r.id AS id FROM measure r WHERE 1 = 1");
	asked_is(a, "r.lead", V(f->value));
	return asked_silent(cx, a);
}

/* Those that moved later stood in what the first of these moves began with. */
static void asked_stood(struct asked *a, int64_t end, const char *status)
{
	buffer_text(&a->text, " AND (coalesce(r.status, '') = ");
	sql_value(&a->text, a->values, V(status));
	buffer_fmt(&a->text,
	           " AND r.id NOT IN (SELECT m.record FROM glance_move m WHERE m.at >= %lld)"
	           " OR r.id IN (SELECT m.record FROM glance_move m WHERE m.at >= %lld"
	           " AND NOT EXISTS (SELECT 1 FROM glance_move e WHERE e.record = m.record"
	           " AND e.at >= %lld AND e.at < m.at) AND m.before = ",
	           (long long)end, (long long)end, (long long)end);
	sql_value(&a->text, a->values, V(status));
	buffer_text(&a->text, "))");
}

static bool stood(struct context *cx, const struct glance_figure *f, struct asked *a)
{
	int64_t end = INT64_MAX;

	*a = asked_new(cx, "SELECT r.id AS id FROM recommendation r WHERE 1 = 1");
	asked_own(cx, a);
	asked_readable(cx, &recommendation_type, a);
	if (f->at.year) {
		end = glance_begin_of(cx, half_year_first_day(half_year_after(f->at)));
		buffer_fmt(&a->text, " AND r.created_at < %lld", (long long)end);
	}
	if (f->status)
		asked_stood(a, end, stored(f->status));
	return true;
}

static bool restricted(struct context *cx, const struct glance_figure *f, struct asked *a)
{
	(void)f;
	*a = asked_new(cx, "SELECT r.id AS id FROM ref x JOIN recommendation r ON r.id = x.record"
	                   " WHERE x.field = 'readers' AND r.classification = 'restricted'");
	asked_is(a, "x.target", V(cx->actor ? cx->actor->user : 0));
	asked_readable(cx, &recommendation_type, a);
	return true;
}

static bool (*const asked_by[])(struct context *cx, const struct glance_figure *f,
                                struct asked *a) = {
	[GLANCE_PLANNED] = planned,       [GLANCE_MEASURES] = measures,
	[GLANCE_MOVED] = moved,           [GLANCE_LATE] = late,
	[GLANCE_SILENT] = silent,         [GLANCE_STOOD] = stood,
	[GLANCE_RESTRICTED] = restricted,
};

bool glance_behind(struct context *cx, const struct glance_figure *f, int64_t **ret, size_t *n)
{
	struct asked a;
	struct rows *r;

	if (!asked_by[f->what](cx, f, &a))
		return false;
	buffer_text(&a.text, " ORDER BY id");
	r = asked_rows(cx, &a);
	*ret = arena_new_of(cx->mem, int64_t);
	for (*n = 0; r && rows_next(cx, r); (*n)++) {
		if (*n == GLANCE_MOST) {
			rows_close(r);
			return fail(cx, ERR_BAD_REQUEST, NULL,
			            N_("More than %zu records fit: narrow it down."),
			            (size_t)GLANCE_MOST);
		}
		*ret = glance_grow(cx, *ret, *n, sizeof **ret);
		(*ret)[*n] = rows_int(r, 0);
	}
	return !failed(cx);
}
