/* The thematic list of recommendations as a text document, in the form in which OHCHR publishes it:
 * recommendation, position, labels; under headings of themes. */
#ifndef SUBJECT_RECOMMENDATION_MATRIX_H
#define SUBJECT_RECOMMENDATION_MATRIX_H

#include "record/export.h"

extern const struct export_text recommendation_matrix;

/* ---- between matrix.c and matrix_spool.c: rows wait until all of them are known */

enum matrix_part {
	MATRIX_END,      /* of the row */
	MATRIX_CELL,     /* the next cell begins */
	MATRIX_NUMBER,   /* the paragraph's, before the words */
	MATRIX_WORDS,    /* of the document, in their language */
	MATRIX_NOTE,     /* a line of ours, below (matrix_told.h) */
	MATRIX_REVIEWED, /* the State under review: told where there are several */
	MATRIX_LINE,     /* of a cell */
	MATRIX_HEADING,  /* over lines of a cell */
};

struct matrix_spool;

/* An unlinked temporary file and the place of each row in it; closed with the arena.  NULL:
 * failed. */
struct matrix_spool *matrix_spool_new(struct context *cx);
/* A row that stands under the group (0 and up). */
MUST_USE bool matrix_spool_begin(struct context *cx, struct matrix_spool *s, int64_t group);
/* A part of it; lang NULL: the document's. */
void matrix_spool_put(struct matrix_spool *s, enum matrix_part part, const char *lang,
                      const char *text);
void matrix_spool_end(struct matrix_spool *s);

/* Groups in their order, in each the rows as they came. */
MUST_USE bool matrix_spool_sort(struct context *cx, struct matrix_spool *s);
int64_t matrix_spool_rows(const struct matrix_spool *s);
/* Goes to the next row; false at the end and when failed(cx). */
MUST_USE bool matrix_spool_next(struct context *cx, struct matrix_spool *s, int64_t *ret_group);
/* Its next part; MATRIX_END at its end and when failed(cx).  The texts live on the arena. */
enum matrix_part matrix_spool_part(struct context *cx, struct matrix_spool *s,
                                   const char **ret_lang, const char **ret_text);

#endif
