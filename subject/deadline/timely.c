/* On time or late?  Both dates may be known to the month or year only: then every day of it may be
 * the one, and what that leaves open is not decided. */
#include "subject/deadline/deadline.h"

#include "language/messages.h"

enum deadline_timely deadline_timely(struct date due, struct date done, int64_t *ret_days)
{
	bool day = done.precision == PRECISION_DAY;

	*ret_days = -1;
	if (!date_set(due) || !date_set(done))
		return TIMELY_UNKNOWN;
	if (date_compare(done, due) <= 0) {
		if (day && due.precision == PRECISION_DAY)
			*ret_days = date_to_days(due) - date_to_days(done);
		return TIMELY_YES;
	}
	if (date_compare(date_first_day(done), due) <= 0)
		return TIMELY_UNKNOWN;
	if (day)
		*ret_days = date_to_days(done) - date_to_days(due);
	return TIMELY_NO;
}

const char *deadline_timely_words(struct context *cx, struct date due, struct date done)
{
	int64_t n;
	enum deadline_timely timely = deadline_timely(due, done, &n);
	long long days = n;

	if (timely == TIMELY_YES && days > 0)
		return arena_fmt(cx->mem,
		                 trn(cx, "on time, %lld day before its date",
		                     "on time, %lld days before its date", days),
		                 days);
	if (timely == TIMELY_YES)
		return days == 0 ? tr(cx, N_("on time, on its last day")) : tr(cx, N_("on time"));
	if (timely == TIMELY_NO && days > 0)
		return arena_fmt(cx->mem, trn(cx, "late by %lld day", "late by %lld days", days),
		                 days);
	return timely == TIMELY_NO ? tr(cx, N_("late")) : NULL;
}

const char *deadline_met_words(struct context *cx, const struct deadline *d)
{
	int64_t days;

	return d->voluntary == YES && deadline_timely(d->due, d->done, &days) == TIMELY_NO
	               ? NULL
	               : deadline_timely_words(cx, d->due, d->done);
}
