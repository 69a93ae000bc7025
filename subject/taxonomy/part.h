/* Private to this folder: what its files share. */
#ifndef SUBJECT_TAXONOMY_PART_H
#define SUBJECT_TAXONOMY_PART_H

#include "subject/taxonomy/taxonomy.h"

/* The countries with their other names (reference/country_aliases.csv). */
MUST_USE bool countries_load(struct context *cx);

/* Text in a table with room for `n` texts and more: folded text to a number.  Lives on the arena.
 */
struct words;
struct words *words_new(struct arena *mem, size_t n);
/* The number kept for the text, to be read or set; 0 when it is new.  The text is borrowed. */
int64_t *words_place(struct words *w, const char *folded);
/* Only looks: 0 when it is not there. */
int64_t words_at(const struct words *w, const char *folded);

#endif
