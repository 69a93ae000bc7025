/* Private to store/: rows that wait to be put in (db_put()), gathered by statement. */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H

#include "store/driver.h"
#include "store/fetched.h"

/* The rows of one INSERT. */
struct gathered {
	struct gathered *next;
	const char *name;
	char *text;
	size_t width; /* values in a row */
	struct fetched cells;
};

/* Copies a row to the others of its statement; NULL: *t says why. */
struct gathered *gather_add(struct gather *g, const struct sql *sql, const struct value *values,
                            size_t n, struct trouble *t);
size_t gathered_rows(const struct gathered *g);
/* As many as go together. */
bool gathered_full(const struct gathered *g);
/* The values of all its rows, which are valid until the next one is added. */
const struct value *gathered_values(struct gathered *g);
void gathered_empty(struct gathered *g);
/* Forgets everything. */
void gather_clear(struct gather *g);

#endif
