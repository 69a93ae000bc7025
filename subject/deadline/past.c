/* What was open on a day that has passed: what the register held at the end of that day, read back
 * from the log, so that what moved since has its date of then.
 *
 * Of what was said since, this counts for before: that it was met on that day or earlier; that it
 * had been called met by mistake; and what was registered later although it was due to others
 * already.  Since when it was the stored facts tell by the day from which it is counted; our own
 * steps and meetings begin when they are registered. */
#include "subject/deadline/register_part.h"

#include "base/zone.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/deadline/calendar.h"
#include "subject/mechanism/stage.h"

SQL(deadline_by_then,
    "SELECT id FROM deadline WHERE state <> 'met' OR done IS NULL OR done > $1 ORDER BY id");

/* Was it open, as it stands now and as it stood then? */
static bool was_open(const struct deadline *now, const struct deadline *then)
{
	if (deadline_in(then, "dropped"))
		return false;
	return deadline_in(then, "open") || !deadline_in(now, "dropped");
}

/* ---- what was registered later */

/* The date under that key in the line that was asked; none: it has no such key. */
static struct date asked(struct context *cx, const struct deadline *d, const char *key)
{
	const char *at = strstr(d->basis, arena_fmt(cx->mem, " %s=", key));
	struct date ret = { 0 };

	if (at) {
		at += strlen(key) + 2;
		if (!date_parse(arena_strn(cx->mem, at, strcspn(at, " ")), &ret))
			ret = (struct date){ 0 };
	}
	return ret;
}

static bool is_after(struct date d, struct date day)
{
	return date_set(d) && date_compare(date_first_day(d), day) > 0;
}

/* Had what it is counted from happened by then? */
static bool had_begun(struct context *cx, const struct deadline *d, struct date day)
{
	static const char *const events[] = { "adopted", "transmitted", "letter",
		                              "deposit", "in_force",    "signed" };
	const struct document *from;

	if (d->side != SIDE_EXTERNAL)
		return false;
	for (size_t i = 0; i < LEN(events); i++)
		if (is_after(asked(cx, d, events[i]), day))
			return false;
	if (str_eq(d->rule, "DL-12") && is_after(asked(cx, d, "review"), day))
		return false;
	if (d->source.type != &document_type)
		return true;
	from = record_get_any(cx, &document_type, d->source.id);
	return from && !is_after(document_given(from), day);
}

/* ---- what was held then */

/* What was erased since has nothing to be asked of. */
static bool explain(struct context *cx, const struct deadline *d, struct deadline_move *m)
{
	struct error before = cx->err;
	struct deadline_answer a;

	m->due = d->due;
	m->status = d->status;
	m->explanation = "";
	if (deadline_basis_erased(d))
		return true;
	if (deadline_ask_line(cx, d->basis, &a))
		m->explanation = a.explanation;
	else if (cx->err.kind == ERR_INVALID) /* a rule was corrected since */
		cx->err = before;
	return !failed(cx);
}

static bool put(struct context *cx, const struct deadline *d, struct deadline_move *v, size_t *n)
{
	v[*n] = (struct deadline_move){ .deadline = d };
	return explain(cx, d, &v[(*n)++]);
}

static bool add_later(struct context *cx, struct deadline *now, struct date day,
                      struct deadline_move *v, size_t *n)
{
	if (deadline_in(now, "dropped") || !had_begun(cx, now, day))
		return !failed(cx);
	deadline_set_state(now, "open");
	return put(cx, now, v, n);
}

static bool add_then(struct context *cx, const struct deadline *now, int64_t at,
                     struct deadline_move *v, size_t *n)
{
	struct deadline *then = record_as_of(cx, &deadline_type, now->record.id, at);

	if (!then || !was_open(now, then))
		return then != NULL;
	deadline_set_state(then, "open");
	if (!then->title.n)
		then->title = now->title;
	if (!then->basis)
		then->basis = now->basis;
	return put(cx, then, v, n);
}

static int by_due(const void *a, const void *b)
{
	const struct deadline *x = ((const struct deadline_move *)a)->deadline;
	const struct deadline *y = ((const struct deadline_move *)b)->deadline;
	int order = date_compare(x->due, y->due);

	return order ? order : (x->record.id > y->record.id) - (x->record.id < y->record.id);
}

bool deadline_open_on(struct context *cx, struct date day, struct deadline_move **ret,
                      size_t *ret_n)
{
	struct date after = date_add_days(day, 1);
	int64_t at = zone_midnight(setting_zone(cx), after) - cx->app->clock_shift - 1;
	struct refs ids;
	void **rows;
	size_t n;

	if (!refs_read(cx, db_query(cx, &deadline_by_then, V(day)), &ids) ||
	    !record_get_many(cx, &deadline_type, ids.v, ids.n, &rows, &n))
		return false;
	*ret = arena_array(cx->mem, struct deadline_move, n);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		struct deadline *d = rows[i];

		if (!access_content(cx, &deadline_type, d))
			continue; /* who may only know that it is there */
		if (d->record.created_at > at ? !add_later(cx, d, day, *ret, ret_n)
		                              : !add_then(cx, d, at, *ret, ret_n))
			return false;
	}
	if (*ret_n)
		qsort(*ret, *ret_n, sizeof **ret, by_due);
	return true;
}

/* A step of our own before it that was late then, and is listed with it. */
static const char *late_step(struct context *cx, const struct deadline *d,
                             const struct deadline_move *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct deadline *s = v[i].deadline;

		if (s->source.id == d->source.id && s != d && s->side != SIDE_EXTERNAL &&
		    deadline_overdue(cx, s) && date_compare(s->due, d->due) <= 0)
			return arena_fmt(cx->mem, tr(cx, "A step before it is late: %s"),
			                 record_title_of(cx, &deadline_type, s));
	}
	return NULL;
}

const char *deadline_risk_among(struct context *cx, const struct deadline *d,
                                const struct deadline_move *v, size_t n)
{
	const struct refs nobody = { 0 };
	const char *risk = deadline_risk_of(cx, d, &nobody);

	return risk || d->side != SIDE_EXTERNAL || !date_set(d->due) || d->voluntary == YES
	               ? risk
	               : late_step(cx, d, v, n);
}
