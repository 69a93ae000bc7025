/* Which States recommend what: the names in brackets at the end of a recommendation of the Working
 * Group, "Accede to OP-CAT (Estonia, Spain); ratify it (Iran (Islamic Republic of)) (Chile)". */
#ifndef SUBJECT_RECOMMENDATION_WG_STATES_H
#define SUBJECT_RECOMMENDATION_WG_STATES_H

#include "base/arena.h"

/* What one State, or several together, said: older reports put several of them into one paragraph.
 */
struct statement {
	const char *words;   /* without the brackets */
	const char **states; /* as the report writes them */
	size_t states_n;
};

struct statements {
	struct statement *v;
	size_t n;
	bool words_behind; /* the last words are nobody's: no bracket follows them */
};

/* Whether there is a State of that name. */
typedef bool state_known(void *with, const char *name);

/* `words`: a recommendation without its number, white space made single blanks.  What stands in
 * brackets is taken for States when they all are known, or, so that no name is lost that is written
 * in a way nobody knows, when it stands where States stand and does not look like an abbreviation.
 * At least one statement. */
struct statements statements_read(struct arena *mem, const char *words, state_known *known,
                                  void *with);

#endif
