/* Deadlines that would move, with their dates now and then. */
#ifndef SUBJECT_DEADLINE_MOVES_WEB_H
#define SUBJECT_DEADLINE_MOVES_WEB_H

#include "subject/deadline/moves.h"
#include "web/page.h"

/* A section of its own: "What moves". */
void deadline_moved_print(struct page *p, const struct deadline_moved *m);

#endif
