/* The days off of one year, as people plan by them. */
#ifndef SUBJECT_DEADLINE_DAYS_OFF_H
#define SUBJECT_DEADLINE_DAYS_OFF_H

#include "subject/deadline/deadline.h"

/* Days on which nobody works, or on which work is done by decision although they are days of rest
 * (the holiday's kind). */
struct day_off {
	const struct holiday *holiday;
	struct date first, last; /* those in the year */
	bool every_year;         /* by itself; else its date was entered */
	const char *act;         /* that set the date; NULL: none is told */
};

struct days_off {
	struct day_off *v; /* by date */
	size_t n;
	/* Decided each year, and not entered for this one: they do not count yet. */
	const struct holiday **unknown;
	size_t unknown_n;
	int working[12]; /* days of each month on which people work, by what is known */
};

/* Of the holidays that the actor may read; the working days are those of the rules (DL-18). */
MUST_USE bool days_off(struct context *cx, int year, struct days_off *ret);

/* A day of rest of the week, by the setting. */
MUST_USE bool days_off_weekend(struct context *cx, bool ret[8], int *ret_meetings_on);

#endif
