/* Inside the pages of the calendar. */
#ifndef SUBJECT_CALENDAR_WEB_H
#define SUBJECT_CALENDAR_WEB_H

#include "subject/deadline/calendar.h"
#include "web/view.h"

enum calendar_view { VIEW_MONTH, VIEW_YEAR, VIEW_LIST };

struct calendar_page {
	struct page p;
	enum calendar_view view;
	struct calendar_filter filter; /* mechanism, body, kind */
	struct date at;                /* the first day of the month or year that is shown */
	struct refs late;              /* calendar_late() */
	int64_t offset;                /* of the list */
};

/* The same filters at another place: "/calendar?view=month&at=2025-07&kind=report". */
const char *calendar_address(struct calendar_page *c, enum calendar_view view, struct date at,
                             int64_t offset);

/* "Monday" of 1 … "Sunday" of 7, in the context's language. */
const char *calendar_weekday(const struct context *cx, int weekday);

/* The month as a table of weeks; `rows` are those from the Monday before it to the Sunday after.
 */
void calendar_grid(struct calendar_page *c, struct deadline *const *rows, size_t n);
/* The first and the last day of that table. */
struct date calendar_grid_from(struct date month), calendar_grid_to(struct date month);

/* What is due, one in a row: when, what, how the date is known, who, how it stands. */
void calendar_table(struct calendar_page *c, const char *caption, struct deadline *const *rows,
                    size_t n);
/* In the margin: those without a date of their own. */
void calendar_panel(struct calendar_page *c, const char *title, const char *note,
                    struct deadline *const *rows, size_t n);
/* The year month by month, in numbers and in short lines for print. */
void calendar_months(struct calendar_page *c, const struct calendar_month v[12]);
void calendar_plan(struct calendar_page *c, struct deadline *const *rows, size_t n);

/* How it stands, with shape and words; neutral where it is voluntary. */
void calendar_state(struct html *h, const struct deadline *d, const struct refs *late);

#endif
