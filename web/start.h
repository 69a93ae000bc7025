/* What waits for a step of whoever acts, for other pages than the start page. */
#ifndef WEB_START_H
#define WEB_START_H

#include "web/page.h"
#include "web/waiting.h"

struct desk;

/* How many there are, and the first of each type and state, by date; on the context's arena.  NULL:
 * it failed. */
const struct desk *start_desk(struct context *cx);
/* How many of the group wait; *ret_more: of some there are more than are counted. */
size_t start_waiting(const struct desk *d, enum waiting_group group, bool *ret_more);
/* Their lines, within a list, and the way to the rest. */
void start_print(struct page *p, const struct desk *d, enum waiting_group group);
/* A section of what waits and is not named, because reading it is logged; how many. */
size_t start_unnamed(struct page *p, const struct desk *d);

/* How many wait, as start_waiting() and start_unnamed() together say it, without loading any; `d`
 * says it where it has been asked for already, else NULL. */
MUST_USE bool start_count(struct context *cx, const struct desk *d, int64_t *ret, bool *ret_more);

#endif
