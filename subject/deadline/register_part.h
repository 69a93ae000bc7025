/* Private to this folder: what the files of the register share. */
#ifndef SUBJECT_DEADLINE_REGISTER_PART_H
#define SUBJECT_DEADLINE_REGISTER_PART_H

#include "subject/deadline/deadline.h"

bool deadline_in(const struct deadline *d, const char *state);
void deadline_set_state(struct deadline *d, const char *state);

/* The date that counts of an answer: its own, or that of one of its steps. */
MUST_USE bool deadline_date_of(struct context *cx, const struct deadline_answer *a,
                               const char *step, struct date *ret);

/* ---- source.c */

/* Documents as a deadline keeps them. */
const char *deadline_documents(struct context *cx, const struct refs *ids);

/* Classification and readers: as wanted (NULL: it is wanted no more), and never open to anybody who
 * may not read its source and the documents whose dates it holds. */
MUST_USE bool deadline_take_readers(struct context *cx, struct deadline *d,
                                    const struct deadline_wanted *w);

/* The record has other readers now: so have all deadlines that have something of it, also those
 * that were met or are no longer due. */
MUST_USE bool deadline_follow(struct context *cx, struct link from);

#endif
