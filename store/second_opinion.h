/* For tests alone: SQLite's own full-text index in memory, to be asked the same as ours
 * (search/index_opinion_test.c).  It stands here because store/ alone knows SQLite. */
#ifndef STORE_SECOND_OPINION_H
#define STORE_SECOND_OPINION_H

#include "base/base.h"

struct second_opinion;

struct second_opinion *second_opinion_open(void); /* NULL: it cannot be had */
void second_opinion_close(struct second_opinion *o);
/* Words of ASCII letters with blanks between, in place of what was there under this id; title NULL:
 * nothing any more. */
MUST_USE bool second_opinion_put(struct second_opinion *o, int64_t id, const char *title,
                                 const char *body);
/* The ids that fit a query in FTS5's language, ascending; SIZE_MAX: it does not understand it. */
size_t second_opinion_ask(struct second_opinion *o, const char *query, int64_t *ids, size_t room);

#endif
