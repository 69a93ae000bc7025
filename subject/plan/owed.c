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
#include "record/setting.h"
#include "store/db.h"
#include "subject/deadline/deadline.h"

enum { MOST_WANTED = 2 * MOST_HALF_YEARS, SLICE = 200 };

/* ---- who owns it */

SQL(measure_focal_point,
    "SELECT a.id FROM focal_point f JOIN account a ON a.person = f.person WHERE f.office = $1"
    " AND f.chief = 1 AND (f.active_from IS NULL OR f.active_from <= $2)"
    " AND (f.active_to IS NULL OR f.active_to >= $2) AND a.active = 1 ORDER BY a.id LIMIT 1");
SQL(measure_officers,
    "SELECT DISTINCT a.id AS id FROM account a JOIN account_memberships m ON m.record = a.id"
    " WHERE m.institution = $1 AND m.role = 'FP' AND a.active = 1"
    " AND (m.from_date IS NULL OR m.from_date <= $2)"
    " AND (m.to_date IS NULL OR m.to_date >= $2) ORDER BY id LIMIT 2");

/* The primary focal point, else whoever is the only one; 0: nobody, or it is not clear who. */
static bool owner_of(struct context *cx, int64_t institution, int64_t *ret)
{
	struct refs officers;
	bool found;

	*ret = 0;
	if (!institution)
		return true;
	if (!db_int(cx, &measure_focal_point, ret, &found, V(institution), V(today(cx))))
		return false;
	if (found)
		return true;
	if (!refs_read(cx, db_query(cx, &measure_officers, V(institution), V(today(cx))),
	               &officers))
		return false;
	*ret = officers.n == 1 ? officers.v[0] : 0;
	return true;
}

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
	const char *code = half_year_code(cx, h);

	want(cx, w, arena_fmt(cx->mem, "progress.%s", code), "progress", &o,
	     arena_fmt(cx->mem, "DL-20 half_year=%s", code), done);
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
	if (!owner_of(cx, m->lead, &w->owner))
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
	struct plan_day *day = data;
	const char *name;
	struct refs ids;

	if (!settings_refresh(cx))
		return false;
	name = arena_fmt(cx->mem, "progress.%s", half_year_code(cx, half_year_of(today(cx))));
	if (!refs_read(cx, db_query(cx, &measures_of_day, V(day->after), V(name), V((int)SLICE)),
	               &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++)
		if (!follow(cx, ids.v[i]))
			return false;
	day->done = ids.n < SLICE;
	day->to = ids.n ? ids.v[ids.n - 1] : day->after;
	return true;
}

bool plan_begin_day(struct context *cx)
{
	struct context_mark mark = context_mark(cx);
	struct plan_day day = { 0 };

	while (!day.done) {
		if (!db_work(cx, cx->app->store, DB_WRITE, plan_day_slice, &day))
			return false;
		day.after = day.to;
		context_rewind(cx, mark);
	}
	return true;
}
