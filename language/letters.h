/* What folding and collation need to know about single letters: Latin (Latin-1, Extended-A, what
 * European and Vietnamese names use beyond) and Cyrillic.  Other scripts have no entry here and
 * stay as they are. */
#ifndef LANGUAGE_LETTERS_H
#define LANGUAGE_LETTERS_H

#include "base/base.h"

/* The small letter of a capital.  Plain pairs in every language: I is i and Turkish İ is i too. */
uint32_t letter_lower(uint32_t c);

/* é is e with U+0301.  Only small letters are known, so take letter_lower() first.  False, with
 * nothing set, when c is not of two parts. */
bool letter_split(uint32_t c, uint32_t *base, uint32_t *mark);

/* The reverse: 0 when there is no such letter. */
uint32_t letter_join(uint32_t base, uint32_t mark);

/* "ae" for æ, "ss" for ß, "o" for ø: the small letters that are not of two parts but are looked for
 * under plain ones.  NULL for all others. */
const char *letter_plain(uint32_t c);

/* U+0300 … U+036F, which belong to the letter before them. */
bool letter_is_mark(uint32_t c);

/* White space of every width, and what has neither width nor meaning in a name (soft hyphen, marks
 * of direction). */
bool char_is_space(uint32_t c);
bool char_is_invisible(uint32_t c);

#endif
