/* Words without their endings.  What comes in is folded (language/fold.h). */
#ifndef LANGUAGE_STEM_H
#define LANGUAGE_STEM_H

#include "base/base.h"

enum {
	MAX_STEM = 63, /* bytes; with the letter of its rule a term (language/analyse.h) */
};

/* Snowball's stemmers and what they have answered lately; one thread at a time. */
struct stems;
struct stems *stems_new(void); /* malloc'ed; NULL: no memory */
void stems_free(struct stems *s);

/* The term of a word by the rule: 'e', 'r', 't', or another letter, under which it stays as it is.
 * Begins with that letter, ends with NUL, and lasts until the next call.  Of a word of more than
 * MAX_STEM bytes the beginning counts. */
const char *stem_term(struct stems *s, char rule, const char *word, size_t n, size_t *ret_n);

/* The stem that an irregular form of English ('e') or Russian ('r') has, NULL: it is none. */
const char *irregular_stem(char rule, const char *word, size_t n);

/* The length of a Turkmen word of Latin letters without its commonest endings; changes its last
 * letter where the endings had changed it ("hukug" of "hukugy" is "hukuk"). */
size_t stem_turkmen(char *word, size_t n);

#endif
