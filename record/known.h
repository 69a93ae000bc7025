/* What a long piece of work has found to be there.  Records are never deleted, so a row of an
 * import need not ask for the country that the row before has found.  What is younger than the
 * piece of work is not remembered: the work may have made it itself, and take it back.  Of a fixed
 * size: it forgets, and then it is asked again.  Where nothing was begun, nothing is known. */
#ifndef RECORD_KNOWN_H
#define RECORD_KNOWN_H

#include "record/type.h"

/* From now on, until known_end(), the context remembers. */
void known_begin(struct context *cx);
void known_end(struct context *cx);

/* True when a record of the type with this identifier was met. */
bool known_id(const struct context *cx, const struct type *t, int64_t id);
void known_add_id(struct context *cx, const struct type *t, int64_t id);

/* The record that these words meant when they were first asked for; 0: not met. */
enum known_as { KNOWN_BY_KEY, KNOWN_AS_TYPED };
int64_t known_words(const struct context *cx, const struct type *t, enum known_as as,
                    const char *words);
void known_add_words(struct context *cx, const struct type *t, enum known_as as, const char *words,
                     int64_t id);

/* What was read of a record to derive others from it: `about` is a constant of whoever asks.  For
 * what those others do not follow, either, when it changes later. */
struct known_fact {
	int64_t numbers[2];
	char text[200];
};
bool known_fact(const struct context *cx, const void *about, int64_t id, struct known_fact *ret);
void known_add_fact(struct context *cx, const void *about, int64_t id,
                    const struct known_fact *fact);

/* Something of the caller's that lasts as long as the work, which forgets nothing of it: `size`
 * bytes, zero at first, one for each `about`.  NULL with a failure; where nothing was begun, too.
 */
void *known_place(struct context *cx, const void *about, size_t size);
/* The memory that lasts so long. */
struct arena *known_memory(const struct context *cx);

/* ---- records that the work is going to make itself, before what points to them */

struct plan {
	const struct type *type;
	void *row; /* prepared; its identifier will be the record's */
};

/* The record of the type with that key, which has a key field: the stored one, else one that was
 * planned before, else what `make` fills in now (it may be called with another memory behind
 * cx->mem, which lasts as long as the work).  From now on it counts as being there: checks find it,
 * and it has a title.  0 with a failure.  After known_begin(), within a transaction. */
int64_t known_plan(struct context *cx, const struct type *t, const char *key,
                   bool (*make)(struct context *cx, void *row, void *data), void *data);

/* The planned record with this identifier; NULL: it is none. */
const void *known_planned(const struct context *cx, const struct type *t, int64_t id);

/* All of them, in the order in which they were planned. */
const struct plan *known_plans(const struct context *cx, size_t *n);

#endif
