/* What a body owes, for the start page and the inbox. */
#ifndef SUBJECT_PROGRESS_WEB_H
#define SUBJECT_PROGRESS_WEB_H

#include "subject/deadline/deadline.h"
#include "subject/progress/progress.h"
#include "web/html.h"

/* The deadlines of half-years that the actor's body has to tell of a measure within two months and
 * nobody has begun to report, by date, at most MAX_LIST_PAGE; of whoever writes no reports none. */
MUST_USE bool progress_owed(struct context *cx, struct refs *ret);
/* The way from one of them to the report; main: the one of the page that matters. */
void progress_owed_way(struct html *h, const struct deadline *d, bool main);

#endif
