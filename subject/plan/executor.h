/* Who executes a measure, as the cell of a plan writes it: bodies one below the other or in a row,
 * the lead first or marked as such.  No database: whether something is the name of a body is asked
 * of the caller. */
#ifndef SUBJECT_PLAN_EXECUTOR_H
#define SUBJECT_PLAN_EXECUTOR_H

#include "base/arena.h"

enum executor_role {
	EXECUTOR_UNMARKED, /* nothing is said: the first of the cell leads, the others execute */
	EXECUTOR_LEAD,
	EXECUTOR_CO,
	EXECUTOR_PARTNER,
};

struct executor {
	const char *name; /* on one line, without marks and bullets; never "" */
	enum executor_role role;
};

enum { MOST_EXECUTORS = 60 };

/* Is that the name of a body?  A name of several words, with commas and "and" in it, is one. */
typedef bool executor_known(const void *data, const char *name);

/* The names of the cell in their order, MOST_EXECUTORS of them at most; returns how many. What no
 * body is called stands as it is written: a line whole, unless parts of it are known. */
size_t executors_read(struct arena *mem, const char *cell, executor_known *known, const void *data,
                      struct executor ret[MOST_EXECUTORS]);

#endif
