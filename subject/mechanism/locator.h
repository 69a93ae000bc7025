/* Where in a document: "13", "13 (b)", "13 (b) (ii)", "126.12".  Letters and numerals stay as the
 * document writes them and are never translated: "13 (c)" is not the third letter of another
 * alphabet (domain model §2.3). */
#ifndef SUBJECT_MECHANISM_LOCATOR_H
#define SUBJECT_MECHANISM_LOCATOR_H

#include "base/arena.h"

/* The normal form, for joins: without white space, "13 (b)" is "13(b)". */
char *locator_normal(struct arena *mem, const char *s);

/* As the United Nations write it: "13(b)(ii)" is "13 (b) (ii)". */
char *locator_written(struct arena *mem, const char *s);

/* Sorts as the document runs, compared byte by byte: 126.2, 126.9, 126.12; 13, 13(a), 13(b),
 * 13(b)(v), 13(b)(ix), 13(z), 13(aa), 14.  Roman numerals count as numbers in the second and later
 * brackets.  Printable ASCII, at most four times as long as the normal form. */
char *locator_key(struct arena *mem, const char *s);

/* A walk through pasted text: a run of numbered paragraphs. */
struct locator_walk {
	const char *rest; /* what has not been given out yet */
	const char *last; /* the locator before, in normal form; NULL: none yet */
};

/* The next paragraph: its text, trimmed, and its whole locator in normal form (a line "(ii) …"
 * within 13 (b) gives "13(b)(ii)"), or NULL for words before the first one.  A locator is found at
 * the beginning of a line only, as "126.1", "13.", "13 (a)",
 * "(a)" or "(ii)", and a number only where it is higher than the one before it, so that a wrapped
 * line that begins with a year or a sum stays text.  A number whose first words belong to its
 * sub-paragraph ("13. (a) …") gives the sub-paragraph.  False: the end. */
bool locator_next(struct arena *mem, struct locator_walk *walk, const char **locator,
                  const char **text);

#endif
