/* Private to this folder: what its files share. */
#ifndef SUBJECT_TAXONOMY_PART_H
#define SUBJECT_TAXONOMY_PART_H

#include "subject/taxonomy/taxonomy.h"

/* The mappings that are shipped (reference/mappings.csv). */
MUST_USE bool mappings_load_reference(struct context *cx);
/* The countries with their other names (reference/country_aliases.csv). */
MUST_USE bool countries_load(struct context *cx);

/* Type and folded label; "" of an empty one (alias.c). */
const char *alias_code(struct context *cx, const struct type *t, const char *label);

/* What the subject does after every save: names that a term had stay its labels. */
MUST_USE bool term_changed(struct context *cx, const struct type *t, const void *old,
                           const void *row);

/* ---- mappings from one taxonomy to another, those in use, read once */

struct mapped {
	int64_t from, to;
	enum issue_fit fit;
};
struct mappings;
struct mappings *mappings_load(struct context *cx, const struct type *from, const struct type *to);
/* Those of the term. */
const struct mapped *mappings_of(const struct mappings *m, int64_t term, size_t *ret_n);

/* ---- labels */

/* A label of a record, as it is written. */
struct label_name {
	const char *text;
	int64_t record;
};

/* The words of a folded label that tell it apart, in order: without punctuation, "&", "and" and the
 * number some lists put before it. */
size_t label_words(struct arena *mem, const char *folded, const char ***ret);
/* With one space between. */
const char *words_joined(struct arena *mem, const char *const *v, size_t n);

/* Labels made ready to be compared; `names` is borrowed.  Lives on the arena. */
struct nearness;
struct nearness *nearness_new(struct context *cx, const struct label_name *names, size_t n);
/* See labels_near(). */
size_t nearness_best(struct context *cx, const struct nearness *x, const char *label,
                     struct near *ret, size_t room);

/* Text in a table with room for `n` texts and more: folded text to a number.  Lives on the arena.
 */
struct words;
struct words *words_new(struct arena *mem, size_t n);
/* The number kept for the text, to be read or set; 0 when it is new.  The text is borrowed. */
int64_t *words_place(struct words *w, const char *folded);
/* Only looks: 0 when it is not there. */
int64_t words_at(const struct words *w, const char *folded);

#endif
