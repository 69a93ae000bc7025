/* What our own thematic list (matrix.c) says of a recommendation beside the published form, read
 * back: each on a line of its own, behind the name of the field in any of the languages. */
#ifndef SUBJECT_RECOMMENDATION_MATRIX_TOLD_H
#define SUBJECT_RECOMMENDATION_MATRIX_TOLD_H

#include "base/context.h"

enum matrix_line {
	TOLD_DOCUMENT,
	TOLD_REVIEW,
	TOLD_STATE, /* under review */
	TOLD_STATES,
	TOLD_KIND,
	TOLD_ACCESS,
	TOLD_LANGUAGE,
	TOLD_POSITION, /* its source; OHCHR's lists have this line, too */
	TOLD_LINES
};

/* Parts a number that is not of the form 126.12 ("15 (a)") from the words. */
#define MATRIX_GAP "\u2003"

struct matrix_told {
	bool own; /* it is our list, for it says what no other does */
	/* The paragraph's number where it stands apart (MATRIX_GAP), else "". */
	const char *number;
	/* As they stand on record; before them the number, as other lists would write it, too. */
	const char *words;
	const char *v[TOLD_LINES]; /* "" */
	const char *lang;          /* of the words */
};

/* The language that words are in where nothing is said, in a list of that language. */
const char *matrix_language(const char *words, const char *lang);

/* The line's name in the context's language, with the colon. */
const char *matrix_label(struct context *cx, enum matrix_line line);

struct matrix_told matrix_told(struct context *cx, const char *cell);

#endif
