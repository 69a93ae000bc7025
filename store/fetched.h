/* Rows taken from a statement at once, on the connection that goes to another thread when its user
 * has finished, and rows that wait to be put in (gather.h).  Memory is malloc's, because it
 * outlives no arena and belongs to none. */
#ifndef STORE_FETCHED_H
#define STORE_FETCHED_H

#include "store/db.h"

/* A row is as many cells as the statement has columns; until fetched_end() the `number` of a cell
 * with bytes is their place. */
struct fetched {
	struct value *cells;
	size_t count, room, at;
	char *bytes;
	size_t used, size;
};

/* Adds a copy of the cell; text gets a NUL behind it.  False: there is no memory. */
MUST_USE bool fetched_cell(struct fetched *f, struct value v);
/* All rows are there: cells point to their bytes. */
void fetched_end(struct fetched *f);
/* Empty again; what was large is given back. */
void fetched_clear(struct fetched *f);
void fetched_free(struct fetched *f);

#endif
