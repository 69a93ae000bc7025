/* What a measure owes, in the register of deadlines: the end of its term, each year where it recurs
 * every year, and the progress of each half-year as long as it is open.  The focal point of the
 * lead body owns it.
 *
 * Half-years are owed from the one on in which the measure was put under follow-up, so that a plan
 * that is entered late does not owe years of reports.  The daily work adds the half-year that
 * runs. */
#include "subject/plan/part.h"

#include "language/words.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"

enum { MOST_WANTED = 2 * MOST_HALF_YEARS };

/* ---- what was reported */

static const struct measure_reported *reported(const struct measure *m, struct half_year h)
{
	const struct measure_reported *v = m->reported.v;
	struct half_year at;

	for (size_t i = 0; i < m->reported.n; i++)
		if (half_year_parse(v[i].half_year, &at) && half_year_compare(at, h) == 0)
			return &v[i];
	return NULL;
}

bool measure_periods_due(struct context *cx, const struct measure *m, struct half_year **ret,
                         size_t *n)
{
	struct half_year last = half_year_of(today(cx)), h;

	*ret = arena_array(cx->mem, struct half_year, MOST_HALF_YEARS);
	*n = 0;
	if (!measure_is_open(m) || !date_set(m->followed_from))
		return true;
	for (h = half_year_of(m->followed_from);
	     half_year_compare(h, last) <= 0 && *n < MOST_HALF_YEARS; h = half_year_after(h))
		if (!reported(m, h))
			(*ret)[(*n)++] = h;
	return true;
}

SQL(measure_period_open, "SELECT due FROM deadline WHERE source = $1 AND source_type = 'measure'"
                         " AND name = $2 AND state = 'open'");

static const char *period_name(struct context *cx, struct half_year h)
{
	return arena_fmt(cx->mem, "progress.%s", half_year_code(cx, h));
}

bool measure_period_owed(struct context *cx, int64_t measure, struct half_year h, struct date *ret)
{
	struct rows *r = db_query(cx, &measure_period_open, V(measure), V(period_name(cx, h)));

	*ret = (struct date){ 0 };
	while (r && rows_next(cx, r))
		*ret = rows_date(r, 0);
	return !failed(cx);
}

/* ---- what it wants in the register */

struct owed {
	const struct measure *m;
	struct half_year half_year; /* 0: of the end of its term */
	int year;                   /* of what recurs every year */
};

static const char *words(struct context *cx, const void *data)
{
	enum { MOST = 90 };
	const struct owed *o = data;
	const char *text = words_short(cx->mem, texts_words(cx, &o->m->text), MOST);
	const char *number = measure_number_in(o->m, 0), *dot = *number ? ". " : "";

	if (o->half_year.year)
		return arena_fmt(cx->mem, tr(cx, N_("%s%s%s — progress, %s")), number, dot, text,
		                 half_year_words(cx, o->half_year));
	if (o->year)
		return arena_fmt(cx->mem, tr(cx, N_("%s%s%s — to be done in %d")), number, dot,
		                 text, o->year);
	return arena_fmt(cx->mem, tr(cx, N_("%s%s%s — end of its term")), number, dot, text);
}

struct wants {
	const struct measure *m;
	int64_t owner;
	struct deadline_wanted v[MOST_WANTED];
	size_t n;
};

static void want(struct context *cx, struct wants *w, const char *name, const char *kind,
                 const struct owed *o, const char *basis, struct date done)
{
	bool restricted = w->m->record.classification == CLASS_RESTRICTED;

	if (w->n == MOST_WANTED)
		return;
	w->v[w->n++] = (struct deadline_wanted){
		.name = name,
		.kind = kind,
		.title = texts_in_languages(cx, words, o),
		.institution = w->m->lead,
		.owner = w->owner,
		.basis = basis,
		.side = SIDE_INTERNAL,
		.classification = restricted ? CLASS_RESTRICTED : CLASS_INTERNAL,
		.readers = restricted ? &w->m->record.readers : NULL,
		.done = done,
	};
}

static void want_progress(struct context *cx, struct wants *w, struct half_year h, struct date done)
{
	const struct owed o = { .m = w->m, .half_year = h };

	want(cx, w, period_name(cx, h), "progress", &o,
	     arena_fmt(cx->mem, "DL-20 half_year=%s", half_year_code(cx, h)), done);
}

static bool want_half_years(struct context *cx, struct wants *w)
{
	const struct measure_reported *v = w->m->reported.v;
	struct half_year *open, h;
	size_t n;

	if (!measure_periods_due(cx, w->m, &open, &n))
		return false;
	for (size_t i = 0; i < w->m->reported.n; i++)
		if (half_year_parse(v[i].half_year, &h))
			want_progress(cx, w, h, v[i].day);
	for (size_t i = 0; i < n; i++)
		want_progress(cx, w, open[i], (struct date){ 0 });
	return true;
}

static const char *asked_timing(struct context *cx, const char *timing, int year)
{
	char number[8];
	const struct deadline_key keys[] = { { "timing", timing }, { "year", number } };

	snprintf(number, sizeof number, "%d", year);
	return deadline_line(cx, "DL-19", keys, year ? 2 : 1);
}

static void want_year(struct context *cx, struct wants *w, int year)
{
	const struct measure_reported *r = reported(w->m, (struct half_year){ year, 2 });
	const struct owed o = { .m = w->m, .year = year };

	want(cx, w, arena_fmt(cx->mem, "end.%d", year), "measure", &o,
	     asked_timing(cx, measure_timing_words(cx, w->m->timing), year),
	     r ? r->day : w->m->completed_on);
}

/* What is complete was done on its day; what waits for its time has an end already. */
static void want_end(struct context *cx, struct wants *w)
{
	const struct measure *m = w->m;
	const struct owed o = { .m = m };
	int last = today(cx).year;

	if (!measure_in(m, "approved not_started in_progress reported_complete verified_complete"))
		return;
	if (m->timing_kind == TIMING_DATES)
		want(cx, w, "end", "measure", &o, asked_timing(cx, m->timing, 0), m->completed_on);
	if (m->timing_kind != TIMING_YEARLY || !date_set(m->followed_from))
		return;
	if (date_set(m->due) && m->due.year < last)
		last = m->due.year;
	for (int year = m->followed_from.year; year <= last; year++)
		want_year(cx, w, year);
}

bool measure_owes(struct context *cx, const struct measure *m)
{
	struct link from = { &measure_type, m->record.id };
	struct wants *w = arena_new_of(cx->mem, struct wants);

	if (measure_in(m, "draft") && m->record.version == 1)
		return true; /* a new draft owes nothing, and never did */
	w->m = m;
	if (!account_of_focal_point(cx, m->lead, &w->owner))
		return false;
	want_end(cx, w);
	return want_half_years(cx, w) && deadline_keep(cx, from, w->v, w->n);
}

SQL(measures_open_of, "SELECT id FROM measure WHERE lead = $1 AND"
                      " state IN ('approved', 'not_started', 'in_progress') ORDER BY id");

bool measures_owe_of(struct context *cx, int64_t institution)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &measures_open_of, V(institution)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		const struct measure *m = record_get_any(cx, &measure_type, ids.v[i]);

		if (!m || !measure_owes(cx, m))
			return false;
	}
	return true;
}

/* ---- the day */

SQL(measures_of_day,
    "SELECT m.id FROM measure m WHERE m.id > $1 AND (m.state = 'approved' OR"
    " (m.state IN ('not_started', 'in_progress') AND NOT EXISTS (SELECT 1 FROM deadline d"
    " WHERE d.source = m.id AND d.source_type = 'measure' AND d.name = $2)))"
    " ORDER BY m.id LIMIT $3");

static bool follow(struct context *cx, int64_t id)
{
	struct measure *m = record_get_any(cx, &measure_type, id);

	if (!m)
		return false;
	if (measure_in(m, "approved"))
		return measure_settle(cx, m);
	if (date_set(m->followed_from))
		return measure_owes(cx, m);
	measure_follow(cx, m);
	return record_save_as(cx, &measure_type, m, CHANGE_UPDATE);
}

bool plan_day_slice(struct context *cx, void *data)
{
	struct deadline_day *day = data;
	const char *name = period_name(cx, half_year_of(today(cx)));

	return deadline_day_each(
	        cx, day,
	        db_query(cx, &measures_of_day, V(day->after), V(name), V((int)DEADLINE_SLICE)),
	        follow);
}

bool plan_begin_day(struct context *cx)
{
	return deadline_day_work(cx, plan_day_slice);
}
