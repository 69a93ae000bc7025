/* What a long piece of work has found to be there.  Records are never deleted, so a row of an
 * import need not ask for the country that the row before has found.  What is younger than the
 * piece of work is not remembered: the work may have made it itself, and take it back.  Of a fixed
 * size: it forgets, and then it is asked again. */
#ifndef RECORD_KNOWN_H
#define RECORD_KNOWN_H

#include "record/type.h"

/* From now on, until the end of the arena or known_end(), the context remembers. */
void known_begin(struct context *cx);
void known_end(struct context *cx);

/* True when a record of the type with this identifier was met. */
bool known_id(const struct context *cx, const struct type *t, int64_t id);
void known_add_id(struct context *cx, const struct type *t, int64_t id);

/* The record of the type that had this key when it was first asked for; 0: not met. */
int64_t known_key(const struct context *cx, const struct type *t, const char *key);
void known_add_key(struct context *cx, const struct type *t, const char *key, int64_t id);

#endif
