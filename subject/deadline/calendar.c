/* The statements are put together, because filters and access differ; their values are bound. */
#include "subject/deadline/calendar.h"

#include "record/app.h"
#include "store/db.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

SQL(calendar_late_sources, "SELECT DISTINCT source FROM deadline WHERE state = 'open' AND"
                           " side <> 'external' AND due < $1 ORDER BY source LIMIT 1000");

/* ---- which ones */

struct question {
	struct buffer text;
	struct sql_values *values;
};

static void begin(struct question *q, struct context *cx, const char *columns)
{
	q->text = (struct buffer)BUFFER(cx->mem, MAX_SQL);
	q->values = sql_values_new(cx->mem);
	buffer_fmt(&q->text, "SELECT %s FROM deadline r WHERE (", columns);
	access_sql(cx, &deadline_type, RIGHT_READ, &q->text, q->values);
	buffer_text(&q->text, ")");
	if (!access_field_always(cx, &deadline_type, NULL)) {
		buffer_text(&q->text, " AND (");
		access_field_sql(cx, &deadline_type, NULL, &q->text, q->values);
		buffer_text(&q->text, ")");
	}
}

static void equals(struct question *q, const char *column, struct value v)
{
	buffer_fmt(&q->text, " AND r.%s = ", column);
	sql_value(&q->text, q->values, v);
}

static void between(struct question *q, const char *low, const char *high, struct date from,
                    struct date to)
{
	if (date_set(from)) {
		buffer_fmt(&q->text, " AND r.%s >= ", low);
		sql_value(&q->text, q->values, V(from));
	}
	if (date_set(to)) {
		/* a month that ends on that day is stored behind the day */
		buffer_fmt(&q->text, " AND r.%s < ", high);
		sql_value(&q->text, q->values, V(date_add_days(to, 1)));
	}
}

static void narrow(struct question *q, struct context *cx, const struct calendar_filter *f)
{
	static const char *const parts[] = {
		[CALENDAR_ALL] = " AND r.state <> 'dropped' AND r.due IS NOT NULL",
		[CALENDAR_OPEN] = " AND r.state = 'open' AND r.due IS NOT NULL",
		[CALENDAR_OVERDUE] = " AND r.state = 'open' AND r.voluntary IS NULL AND r.due < ",
		[CALENDAR_AWAITING] = (" AND r.state = 'open' AND r.due IS NULL"
		                       " AND r.window_to IS NULL"),
		[CALENDAR_WINDOWS] = " AND r.state = 'open' AND r.window_to IS NOT NULL",
	};

	buffer_text(&q->text, parts[f->part]);
	if (f->part == CALENDAR_OVERDUE)
		sql_value(&q->text, q->values, V(today(cx)));
	if (f->part == CALENDAR_WINDOWS)
		between(q, "window_to", "window_from", f->from, f->to);
	else if (f->part != CALENDAR_AWAITING)
		between(q, "due", "due", f->from, f->to);
	if (f->mechanism)
		equals(q, "mechanism", V(f->mechanism));
	if (f->body)
		equals(q, "institution", V(f->body));
	if (f->kind)
		equals(q, "kind", V(deadline_kinds[f->kind - 1].code));
	if (f->never_restricted)
		buffer_text(&q->text, " AND r.classification <> 'restricted'");
}

static struct rows *ask(struct context *cx, const struct question *q)
{
	return db_query_values(cx, MADE_SQL(buffer_str(&q->text)), q->values->v, q->values->n);
}

static bool one_number(struct context *cx, const struct question *q, int64_t *ret)
{
	struct rows *r = ask(cx, q);

	if (!r || !rows_next(cx, r))
		return false;
	*ret = rows_int(r, 0);
	rows_close(r);
	return true;
}

/* ---- rows */

static bool found_ids(struct context *cx, const struct calendar_filter *f, int limit, int offset,
                      int64_t **ret, size_t *ret_n)
{
	struct question q;
	struct rows *r;

	begin(&q, cx, "r.id");
	narrow(&q, cx, f);
	buffer_fmt(&q.text,
	           " ORDER BY r.due NULLS LAST, r.window_from NULLS LAST, r.id"
	           " LIMIT %d OFFSET %d",
	           limit, offset);
	*ret = arena_array(cx->mem, int64_t, limit);
	*ret_n = 0;
	r = ask(cx, &q);
	while (r && rows_next(cx, r))
		(*ret)[(*ret_n)++] = rows_int(r, 0);
	return !failed(cx);
}

/* In the order of the ids. */
static void in_order(struct context *cx, const int64_t *ids, size_t ids_n, void **rows, size_t *n)
{
	void **sorted = arena_array(cx->mem, void *, *n);
	size_t done = 0;

	for (size_t i = 0; i < ids_n; i++)
		for (size_t k = 0; k < *n; k++)
			if (((const struct record *)rows[k])->id == ids[i]) {
				sorted[done++] = rows[k];
				break;
			}
	if (done)
		memcpy(rows, sorted, done * sizeof *rows);
	*n = done;
}

bool calendar_rows(struct context *cx, const struct calendar_filter *f, int limit, int offset,
                   struct deadline ***ret, size_t *n, int64_t *total)
{
	int64_t *ids;
	size_t ids_n;
	struct question q;
	void **rows;

	if (total) {
		begin(&q, cx, "count(*)");
		narrow(&q, cx, f);
		if (!one_number(cx, &q, total))
			return false;
	}
	if (!found_ids(cx, f, limit, offset, &ids, &ids_n) ||
	    !record_get_many(cx, &deadline_type, ids, ids_n, &rows, n))
		return false;
	in_order(cx, ids, ids_n, rows, n);
	*ret = (struct deadline **)rows;
	return true;
}

/* ---- a year */

static void count(struct calendar_month *m, const struct rows *r)
{
	const char *side = rows_text(r, 1);
	int64_t n = rows_int(r, 3);

	if (str_eq(side, "external"))
		m->external += n;
	else if (str_eq(side, "internal"))
		m->internal += n;
	else
		m->meeting += n;
	if (rows_int(r, 2))
		m->overdue += n;
}

bool calendar_year(struct context *cx, const struct calendar_filter *f, int year,
                   struct calendar_month ret[12])
{
	struct calendar_filter whole = *f;
	struct question q;
	struct rows *r;
	char now[DATE_TEXT];

	memset(ret, 0, 12 * sizeof *ret);
	whole.part = CALENDAR_ALL;
	whole.from = date_day(year, 1, 1);
	whole.to = date_day(year, 12, 31);
	date_to_store(today(cx), now); /* of digits and dashes */
	begin(&q, cx,
	      arena_fmt(cx->mem,
	                "CAST(substr(r.due, 6, 2) AS BIGINT) AS month, r.side AS side,"
	                " CASE WHEN r.state = 'open' AND r.voluntary IS NULL AND r.due < '%s'"
	                " THEN 1 ELSE 0 END AS late, count(*)",
	                now));
	narrow(&q, cx, &whole);
	buffer_text(&q.text, " GROUP BY month, side, late ORDER BY month, side, late");
	r = ask(cx, &q);
	while (r && rows_next(cx, r)) {
		int64_t month = rows_int(r, 0);

		if (month >= 1 && month <= 12)
			count(&ret[month - 1], r);
	}
	return !failed(cx);
}

/* ---- what can be chosen */

static int by_title(const void *a, const void *b, void *data)
{
	struct context *cx = ((void **)data)[0];
	const struct type *t = ((void **)data)[1];

	return strcmp(record_title(cx, t, *(const int64_t *)a),
	              record_title(cx, t, *(const int64_t *)b));
}

bool calendar_named(struct context *cx, const struct type *t, int64_t **ret, size_t *n)
{
	enum { MOST = 500 };
	const char *column = t == &mechanism_type ? "mechanism" : "institution";
	void *const with[] = { cx, (void *)(uintptr_t)t };
	struct question q;
	struct rows *r;

	begin(&q, cx, arena_fmt(cx->mem, "DISTINCT r.%s", column));
	buffer_fmt(&q.text, " AND r.state <> 'dropped' AND r.%s IS NOT NULL LIMIT %d", column,
	           MOST);
	*ret = arena_array(cx->mem, int64_t, MOST);
	*n = 0;
	r = ask(cx, &q);
	while (r && rows_next(cx, r))
		(*ret)[(*n)++] = rows_int(r, 0);
	if (failed(cx) || !record_titles(cx, t, *ret, *n))
		return false;
	if (*n)
		qsort_r(*ret, *n, sizeof **ret, by_title, (void *)(uintptr_t)with);
	return true;
}

bool calendar_late(struct context *cx, struct refs *ret)
{
	struct rows *r = db_query(cx, &calendar_late_sources, V(today(cx)));

	*ret = (struct refs){ .v = arena_array(cx->mem, int64_t, 1000) };
	while (r && rows_next(cx, r))
		ret->v[ret->n++] = rows_int(r, 0);
	return !failed(cx);
}
