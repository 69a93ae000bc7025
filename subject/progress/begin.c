/* What a report begins with, for the form and for packs: a period, and a row for each value that
 * the indicators of the measure ask for. */
#include "subject/progress/part.h"

#include "record/app.h"

static void set_period(struct progress_update *u, struct half_year h)
{
	u->year = progress_year(h.year);
	u->part = h.half == 2 ? PART_SECOND_HALF : PART_FIRST_HALF;
}

static struct half_year half_before(struct half_year h)
{
	return h.half == 2 ? (struct half_year){ h.year, 1 } : (struct half_year){ h.year - 1, 2 };
}

/* The oldest half-year that is owed; else the last one that has ended and is not reported on. */
static bool first_period(struct context *cx, struct progress_update *u, const struct measure *m)
{
	struct half_year now = half_year_of(today(cx)), last = half_before(now), *owed;
	size_t n = 0;

	if (m && !measure_periods_due(cx, m, &owed, &n))
		return false;
	set_period(u, n ? owed[0] : last);
	if (!n && progress_of_period(cx, u->about, last.year, u->part))
		set_period(u, now);
	return !failed(cx);
}

enum { MOST_VALUES = 60 };

static void offer_value(struct progress_update *u, int64_t indicator, const char *breakdown)
{
	struct progress_value *v = u->values.v;

	if (u->values.n >= MOST_VALUES)
		return;
	for (size_t i = 0; i < u->values.n; i++)
		if (v[i].indicator == indicator && str_eq(v[i].breakdown, breakdown))
			return;
	v[u->values.n++] =
	        (struct progress_value){ .indicator = indicator, .breakdown = breakdown };
}

/* Each indicator of the measure that has no row yet: its total, and each group by which it is
 * broken down. */
static bool offer_values(struct context *cx, struct progress_update *u, const struct measure *m)
{
	struct progress_value *v;

	if (!m || !m->indicators.n)
		return true;
	v = arena_array(cx->mem, struct progress_value, MOST_VALUES + u->values.n);
	if (u->values.n)
		memcpy(v, u->values.v, u->values.n * sizeof *v);
	u->values.v = v;
	for (size_t k = 0; k < m->indicators.n; k++) {
		const struct indicator *i = record_get_any(cx, &indicator_type, m->indicators.v[k]);

		if (!i)
			return false;
		offer_value(u, i->record.id, NULL);
		for (enum dimension d = BY_SEX; d <= DIMENSIONS; d++) {
			struct disaggregation **groups;
			size_t n;

			if (!indicator_broken_by(i, d))
				continue;
			if (!indicator_categories(cx, d, &groups, &n))
				return false;
			for (size_t g = 0; g < n; g++)
				offer_value(u, i->record.id, groups[g]->code);
		}
	}
	return !failed(cx);
}

bool progress_offer_values(struct context *cx, struct progress_update *u, const void *about)
{
	return offer_values(cx, u, u->about.type == &measure_type ? about : NULL);
}

bool progress_begin(struct context *cx, struct progress_update *u, const void *about)
{
	return first_period(cx, u, u->about.type == &measure_type ? about : NULL) &&
	       progress_offer_values(cx, u, about);
}
