/* What a change moves in the register, for whoever decides about the change. */
#ifndef SUBJECT_DEADLINE_MOVES_H
#define SUBJECT_DEADLINE_MOVES_H

#include "subject/deadline/deadline.h"

struct deadline_moved {
	struct deadline_move *v; /* as it is, with the date that it would get; by date */
	size_t n;
	int64_t others; /* move as well, and are not named to the actor: he may not read them, or
	                   they are restricted.  Of restricted ones that he may not read nothing is
	                   told. */
};

/* Looks at the open deadlines, does the work, looks again, and undoes the work.  What is no longer
 * due has no date then, what becomes due has none now.  Where the work is refused (ERR_INVALID,
 * ERR_CONFLICT, ERR_FORBIDDEN) nothing moves: whoever does it in earnest is told why. */
typedef bool deadline_work(struct context *cx, void *data);
MUST_USE bool deadline_moved_by(struct context *cx, deadline_work *work, void *data,
                                struct deadline_moved *ret);

#endif
