/* Private to this folder: what its files share. */
#ifndef SUBJECT_INSTITUTION_PART_H
#define SUBJECT_INSTITUTION_PART_H

#include "subject/institution/institution.h"

/* Does a period with open ends hold the day?  Do two such periods meet? */
bool period_holds(struct date from, struct date to, struct date day);
bool periods_meet(struct date from, struct date to, struct date other_from, struct date other_to);
/* Refuses a period that ends before it begins, and with `exact` dates that are not days.  `field`
 * names the input. */
bool period_check(struct context *cx, const char *field, struct date from, struct date to,
                  bool exact);

/* A code of reference data: capitals, digits, "_", 2 … 20 characters; never another one once
 * stored. */
bool code_check(struct context *cx, const char *before, const char *code);

/* One more owned row at the end of the field, zeroed; the array is a new one, for values are never
 * changed in place. */
void *owned_add(struct context *cx, struct owned *o, size_t size);
/* The same rows in an array of their own. */
void owned_own(struct context *cx, struct owned *o, size_t size);

/* Everything the reorganisation moves from the institution: duties, users, seats, posts, focal
 * points, the tree. */
MUST_USE bool transfer(struct context *cx, struct reorganisation *r, int64_t old);
/* What of the institution would find no successor; *ret 0: nothing. */
MUST_USE bool transfer_left(struct context *cx, const struct reorganisation *r, int64_t old,
                            size_t *ret);
/* Is the institution closed by the reorganisation?  Not by a new name, nor by a split that it
 * survives. */
bool reorganisation_closes(const struct reorganisation *r, int64_t institution);

/* The users of reference/sample/users.csv. */
MUST_USE bool sample_load_users(struct context *cx);

#endif
