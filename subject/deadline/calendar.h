/* What the calendar shows: the deadlines of some days that the actor may read, by filters.  Every
 * list of it asks access in the statement itself, and whatever is restricted is shown to its named
 * readers alone. */
#ifndef SUBJECT_CALENDAR_H
#define SUBJECT_CALENDAR_H

#include "subject/deadline/deadline.h"

/* Which deadlines; 0 and NULL: any. */
struct calendar_filter {
	int64_t mechanism, body;
	int kind;
	struct date from, to; /* of the due date, both belong to it */
	enum calendar_part {
		CALENDAR_ALL,      /* open and met ones with a date */
		CALENDAR_OPEN,     /* open ones with a date */
		CALENDAR_OVERDUE,  /* open ones whose day has passed; never voluntary ones */
		CALENDAR_AWAITING, /* open ones without a date */
		CALENDAR_WINDOWS,  /* open ones with a window that meets the days */
	} part;
	bool never_restricted; /* for what leaves the program */
};

/* Rows by date, `limit` of them from `offset` on; *total (NULL: not asked) how many there are. */
MUST_USE bool calendar_rows(struct context *cx, const struct calendar_filter *f, int limit,
                            int offset, struct deadline ***ret, size_t *n, int64_t *total);

/* How many are due in each month of the year, by who set them, and how many of them are overdue. */
struct calendar_month {
	int64_t external, internal, meeting, overdue;
};
MUST_USE bool calendar_year(struct context *cx, const struct calendar_filter *f, int year,
                            struct calendar_month ret[12]);

/* Mechanisms or bodies that deadlines which the actor may read name, by title. */
MUST_USE bool calendar_named(struct context *cx, const struct type *t, int64_t **ret, size_t *n);

/* Sources of which a step of our own is late, for many questions of deadline_risk_of(). */
MUST_USE bool calendar_late(struct context *cx, struct refs *ret);
/* As deadline_risk(), with the answer of calendar_late(). */
const char *deadline_risk_of(struct context *cx, const struct deadline *d, const struct refs *late);

#endif
