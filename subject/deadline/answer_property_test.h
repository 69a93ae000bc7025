/* For tests of the engine against a second one, which counts days one by one from the text of the
 * rules and calls none of the same helpers: every day from 1990 to 2060, and so every end of a
 * month, leap day and turn of a year. */
#ifndef SUBJECT_DEADLINE_ANSWER_PROPERTY_TEST_H
#define SUBJECT_DEADLINE_ANSWER_PROPERTY_TEST_H

#include "subject/deadline/deadline.h"

#include "record/trust_test.h"

enum { FIRST_YEAR = 1990, LAST_YEAR = 2060 };

/* ---- the second calendar: a day is the one after the day before */

struct day {
	int year, month, number, weekday; /* weekday 1 Monday … 7 Sunday */
};

static inline int length(int year, int month)
{
	if (month == 2)
		return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static inline void next(struct day *d)
{
	d->weekday = d->weekday == 7 ? 1 : d->weekday + 1;
	if (++d->number <= length(d->year, d->month))
		return;
	d->number = 1;
	if (++d->month <= 12)
		return;
	d->month = 1;
	d->year++;
}

static inline void before(struct day *d)
{
	d->weekday = d->weekday == 1 ? 7 : d->weekday - 1;
	if (--d->number >= 1)
		return;
	if (--d->month < 1) {
		d->month = 12;
		d->year--;
	}
	d->number = length(d->year, d->month);
}

static inline struct day after(struct day d, int n)
{
	for (; n > 0; n--)
		next(&d);
	for (; n < 0; n++)
		before(&d);
	return d;
}

/* The same number in a later month, else that month's last day; month by month. */
static inline struct day months_on(struct day d, int n)
{
	for (; n > 0; n--)
		if (++d.month > 12) {
			d.month = 1;
			d.year++;
		}
	for (; n < 0; n++)
		if (--d.month < 1) {
			d.month = 12;
			d.year--;
		}
	if (d.number > length(d.year, d.month))
		d.number = length(d.year, d.month);
	return d;
}

static inline struct day later(struct day a, struct day b)
{
	if (a.year != b.year)
		return a.year > b.year ? a : b;
	if (a.month != b.month)
		return a.month > b.month ? a : b;
	return a.number > b.number ? a : b;
}

/* Public holidays of the domain report, and the weekend. */
static inline bool rests(struct day d, bool meeting)
{
	static const int days[][2] = { { 1, 1 },  { 3, 8 },  { 3, 21 }, { 3, 22 },
		                       { 5, 18 }, { 9, 27 }, { 10, 6 }, { 12, 12 } };

	for (size_t i = 0; i < LEN(days); i++)
		if (d.month == days[i][0] && d.number == days[i][1])
			return true;
	return d.weekday == 7 || (d.weekday == 6 && !meeting);
}

static inline struct day rolled(struct day d, bool meeting)
{
	while (rests(d, meeting))
		next(&d);
	return d;
}

/* ---- comparing */

static inline const char *text(struct day d)
{
	static char out[8][24];
	static int at;

	at = (at + 1) % 8;
	snprintf(out[at], sizeof out[at], "%04d-%02d-%02d", d.year, d.month, d.number);
	return out[at];
}

static inline void same(const char *line, struct date due, struct day expected)
{
	if (due.year != expected.year || due.month != expected.month ||
	    due.day != expected.number || due.precision != PRECISION_DAY)
		fail_msg("%s: %d-%d-%d, but counting days it is %s", line, due.year, due.month,
		         due.day, text(expected));
}

static inline struct deadline_answer ask(struct context *cx, const char *line)
{
	struct deadline_answer a;

	if (!deadline_ask_line(cx, line, &a))
		fail_msg("%s: %s", line, cx->err.text);
	return a;
}

static inline void due_is(struct context *cx, const char *rule, struct day d, struct day expected)
{
	const char *line = arena_fmt(cx->mem, "%s%s", rule, text(d));

	same(line, ask(cx, line).due, expected);
}

static inline struct context *begin(void **state)
{
	static const char *const with[] = { "taxonomy", "mechanism", "deadline", NULL };

	return world_begin(*state, subjects, with);
}

/* Walks all days; each is given to `look` on memory that is taken back. */
static inline void every_day(void **state, void (*look)(struct context *cx, struct day d))
{
	struct context *cx = begin(state);
	struct day d = { FIRST_YEAR, 1, 1, 1 }; /* a Monday */

	(void)ask(cx, "DL-18 date=1990-01-01"); /* the rules are read once, before the mark */
	for (; d.year <= LAST_YEAR; next(&d)) {
		struct deadline_book *book = cx->deadline_book;
		struct context_mark mark = context_mark(cx);

		look(cx, d);
		context_rewind(cx, mark);
		cx->deadline_book = book;
	}
}

#endif
