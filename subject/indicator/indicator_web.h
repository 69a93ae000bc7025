/* An indicator's figures on a page: for its own page, and for those of other subjects that show
 * what is measured. */
#ifndef SUBJECT_INDICATOR_INDICATOR_WEB_H
#define SUBJECT_INDICATOR_INDICATOR_WEB_H

#include "subject/indicator/indicator.h"
#include "web/page.h"

/* What the actor may read of an indicator's values, by period, the total before its parts: of the
 * total the newest 200 periods, of its parts the newest twelve that have any. */
struct measured {
	const struct indicator *indicator;
	struct indicator_value **counting; /* confirmed, or provisional where none is */
	size_t counting_n;
	struct indicator_value **waiting; /* provisional ones, newest first, at most 200 */
	size_t waiting_n;
	int64_t waiting_all;
	bool more; /* than are here */
	struct disaggregation **groups;
	size_t groups_n;
};
MUST_USE bool indicator_measured(struct context *cx, const struct indicator *i,
                                 struct measured *ret);
/* "female, Aşgabat", "all". */
const char *measured_breakdown(struct context *cx, const struct measured *m, const char *key);

/* The charts with the table behind them: the total over time with baseline and targets, and a row
 * of bars for each group of a breakdown.  Nothing is printed where nothing was measured. */
void indicator_charts(struct page *p, const struct measured *m);

/* ---- inside the folder: the form on the indicator's page (enter_web.c) */
MUST_USE bool indicator_enter_form(struct page *p, const struct indicator *i,
                                   const struct error *errors);
/* Enters what was typed, all or nothing.  *ret_errors: what was refused, beside the inputs. */
MUST_USE bool indicator_enter_typed(struct context *cx, const struct request *q,
                                    const struct indicator *i, const struct error **ret_errors);
/* May the actor enter values of it? */
bool indicator_may_enter(struct context *cx, const struct indicator *i);

#endif
