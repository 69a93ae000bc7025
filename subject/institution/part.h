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
/* Of the files that move duties: the condition " AND …" that leaves out what is finished; the
 * identifiers a statement answers for $1 (and a day, when it asks for $2); types of this folder,
 * which move by rules of their own. */
void sql_open_only(struct buffer *sql, const struct type *t);
MUST_USE bool ids_of(struct context *cx, const struct sql *sql, int64_t of, struct date day,
                     struct refs *ret);
bool has_own_rules(const struct type *t);
/* A record that may not be saved as it stands stops everything and is named; a restricted one stops
 * it, too, and is not.  Both answer false. */
bool move_blame(struct context *cx, const struct type *t, int64_t id);
bool move_blame_unnamed(struct context *cx);

/* What a hand-over moves, or would move. */
struct handover_part {
	const struct type *type;
	size_t n, unread; /* moved; kept back, because the successor may not read them */
};
struct handover_plan {
	struct handover_part *parts; /* those of which there is something */
	size_t n;
	size_t drafts, drafts_left, substitutions;
};
/* hand.c: with `move` all of it is done, and h->moved says what. */
MUST_USE bool hand(struct context *cx, struct handover *h, bool move, struct handover_plan *ret);

/* Is the institution closed by the reorganisation?  Not by a new name, nor by a split that it
 * survives. */
bool reorganisation_closes(const struct reorganisation *r, int64_t institution);

/* The users of reference/sample/users.csv. */
MUST_USE bool sample_load_users(struct context *cx);

#endif
