/* Identifiers of records: 63 bits, time-ordered, made by us, so that a record knows its name before
 * it is stored and several machines never ask each other.  41 bits of milliseconds since
 * 2020-01-01T00:00Z (until 2089), 10 of a node number leased in the table `node`, 12 of a counter.
 * In JSON they are strings: JavaScript loses integers above 2^53. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/base.h"

enum { ID_NODES = 1024, ID_TEXT = 21 };

struct id_maker;
struct id_maker *id_maker_new(int node); /* malloc'ed; NULL: no memory */
void id_maker_free(struct id_maker *m);

/* A new identifier, larger than every earlier one of this maker.  Thread-safe. */
int64_t id_new(struct id_maker *m);

/* The instant (microseconds) hidden in an identifier. */
int64_t id_instant(int64_t id);
/* No identifier made at that instant or later is smaller. */
int64_t id_first(int64_t instant);

char *id_text(int64_t id, char out[ID_TEXT]);

#endif
