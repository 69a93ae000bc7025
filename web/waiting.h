/* What waits for a step of whoever acts.
 *
 * It is asked of the database by one condition, made of the life cycles: the record's state has a
 * step that somebody is expected to take, the actor may take it of this record, nobody else must,
 * and its turn has come (struct step.waits).  The same condition counts for the header of every
 * page and finds what start page and inbox list, so the numbers are the same. */
#ifndef WEB_WAITING_H
#define WEB_WAITING_H

#include "record/record.h"

/* In the order in which everybody finds them. */
enum waiting_group {
	WAITING_LATE,
	WAITING_RETURNED,
	WAITING_APPROVAL,
	WAITING_OWED,
	WAITING_GROUPS
};

enum { MAX_WAITING = 100 }; /* counted of a type and state; the header is on every page */

/* Records of one type in one state. */
struct waiting {
	const struct type *type;
	const struct choice *state;
	const struct step *step;  /* the first that waits for the actor */
	enum waiting_group group; /* of those that are not late */
	size_t n;                 /* at most MAX_WAITING */
	bool more;                /* than that */
};

/* Those of which there are any, on the context's arena; one statement, which loads none of them. */
MUST_USE bool waiting_count(struct context *cx, struct waiting **ret, size_t *ret_n);
/* The first `limit` of them, in the order of their type; *l holds them. */
MUST_USE bool waiting_list(struct context *cx, const struct waiting *w, int limit, struct list *l);

/* Is the step work that somebody waits for in that state?  Not what may be done besides, nor what
 * accompanies a record wherever it stands. */
bool waiting_expected(const struct type *t, const struct step *s, const char *state);
/* Types whose records wait for anybody at all, of those that the actor finds in the menu. */
bool waiting_has_steps(const struct context *cx, const struct type *t);
/* A step is expected in the state, and only one of others. */
bool waiting_for_others(const struct context *cx, const struct type *t, const struct choice *state);

#endif
