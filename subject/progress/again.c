/* A report that was returned is owed anew: by a day of its own, which stands in the register of
 * deadlines until the body hands the report in again.
 *
 * What is returned before the day of its half-year is owed by that day, which is in the register
 * with the measure: the same report is not owed twice. */
#include "subject/progress/part.h"

#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"

#define U (&progress_update_type)

SQL(returns_about, "SELECT id FROM progress_update WHERE about = $1"
                   " AND state IN ('returned', 'draft') AND return_due IS NOT NULL ORDER BY id");
SQL(returns_of, "SELECT source FROM deadline WHERE institution = $1 AND state = 'open'"
                " AND kind = 'return' ORDER BY id");
SQL(returns_of_day, "SELECT id FROM progress_update WHERE id > $1 AND state = 'returned'"
                    " AND return_due IS NULL ORDER BY id LIMIT $2");

/* ---- until when */

/* Of the half-year itself, while it is open in the register; none where it is not. */
static bool period_due(struct context *cx, const struct progress_update *u, struct date *ret)
{
	struct half_year h[2];

	*ret = (struct date){ 0 };
	return u->about.type != &measure_type ||
	       measure_period_owed(cx, u->about.id, h[progress_halves(u, h) - 1], ret);
}

static bool days_from_today(struct context *cx, struct date *ret)
{
	return deadline_working_day(
	        cx, date_add_days(today(cx), (int)setting_number(cx, "return_days")), false, ret);
}

bool progress_give_back(struct context *cx, void *row)
{
	struct progress_update *u = row;
	struct date period;

	u->return_due = (struct date){ 0 };
	return period_due(cx, u, &period) &&
	       ((date_set(period) && date_compare(period, today(cx)) >= 0) ||
	        days_from_today(cx, &u->return_due));
}

/* ---- in the register */

/* It is with the body again; what was taken back after it was handed in is, too. */
static bool is_with_the_body(const struct progress_update *u)
{
	return type_state_in(U, u->record.state, "draft returned");
}

/* Nobody waits for a report of another body, or on what is over. */
static bool is_owed(struct context *cx, const struct progress_update *u)
{
	if (!date_set(u->return_due) || type_state_in(U, u->record.state, "superseded"))
		return false;
	return !is_with_the_body(u) || (progress_open(cx, u->about, NULL) &&
	                                progress_lead(cx, u->about) == u->record.institution);
}

static const char *words(struct context *cx, const void *data)
{
	enum { MOST = 90 };
	const struct progress_update *u = data;
	const void *about = record_get_any(cx, u->about.type, u->about.id);
	const char *what = !about                           ? ""
	                   : u->about.type == &measure_type ? measure_type.title(cx, about)
	                                                    : recommendation_place(cx, about);

	return arena_fmt(cx->mem, tr(cx, N_("Returned report, %s: %s")),
	                 progress_period_words(cx, u), words_short(cx->mem, what, MOST));
}

bool progress_keep_return(struct context *cx, const struct progress_update *u)
{
	char text[DATE_TEXT];
	struct deadline_key key = { "date", date_text(u->return_due, text) };
	const struct record *about = record_get_any(cx, u->about.type, u->about.id);
	const struct record *r =
	        about && about->classification == CLASS_RESTRICTED ? about : &u->record;
	struct deadline_wanted wanted = { .kind = "return",
		                          .institution = u->record.institution,
		                          .side = SIDE_INTERNAL,
		                          .classification = r->classification == CLASS_RESTRICTED
		                                                    ? CLASS_RESTRICTED
		                                                    : CLASS_INTERNAL,
		                          .readers = &r->readers };
	bool owed = about && is_owed(cx, u);

	if (owed) {
		if (!account_of_focal_point(cx, u->record.institution, &wanted.owner))
			return false;
		wanted.name = arena_fmt(cx->mem, "return.%s", text);
		wanted.title = texts_in_languages(cx, words, u);
		wanted.basis = deadline_line(cx, "DL-18", &key, 1);
		if (!is_with_the_body(u))
			wanted.done = u->submitted;
	}
	return !failed(cx) &&
	       deadline_keep(cx, (struct link){ U, u->record.id }, &wanted, owed ? 1 : 0);
}

static bool keep_each(struct context *cx, struct rows *found)
{
	struct refs ids;

	if (!refs_read(cx, found, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct context_mark mark = context_mark(cx);
		const struct progress_update *u = record_get_any(cx, U, ids.v[i]);

		if (!u || !progress_keep_return(cx, u))
			return false;
		context_rewind(cx, mark);
	}
	return true;
}

bool progress_returns_about(struct context *cx, int64_t about)
{
	return keep_each(cx, db_query(cx, &returns_about, V(about)));
}

bool progress_returns_of(struct context *cx, int64_t institution)
{
	return keep_each(cx, db_query(cx, &returns_of, V(institution)));
}

/* ---- the day */

/* What was returned before days were counted has them from now on; what its half-year asks for
 * is in the register already. */
static bool begin_to_count(struct context *cx, int64_t id)
{
	struct context_mark mark = context_mark(cx);
	struct progress_update *u = record_get_any(cx, U, id);
	struct date period;
	bool counts;

	if (!u || !period_due(cx, u, &period))
		return false;
	counts = !date_set(period) && progress_open(cx, u->about, NULL) &&
	         progress_lead(cx, u->about) == u->record.institution;
	if (failed(cx) || (counts && (!days_from_today(cx, &u->return_due) ||
	                              !record_save_as(cx, U, u, CHANGE_UPDATE))))
		return false;
	context_rewind(cx, mark);
	return true;
}

bool progress_day_slice(struct context *cx, void *data)
{
	struct deadline_day *day = data;

	return deadline_day_each(
	        cx, day, db_query(cx, &returns_of_day, V(day->after), V((int)DEADLINE_SLICE)),
	        begin_to_count);
}

bool progress_begin_day(struct context *cx)
{
	return deadline_day_work(cx, progress_day_slice);
}
