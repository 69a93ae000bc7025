/* Texts brought to a common form, so that what people take for the same is found as the same.
 *
 * Both functions answer in the arena, never longer in bytes than the text; a byte that is not UTF-8
 * becomes "?".  White space of every kind becomes one space and goes away at both ends; soft
 * hyphens and other invisible marks go away.  A letter and a mark after it count as the accented
 * letter. */
#ifndef LANGUAGE_FOLD_H
#define LANGUAGE_FOLD_H

#include "base/arena.h"

/* For search and for finding duplicates: small letters without accents.  Latin ä ç ň ö ş ü ý ž are
 * a c n o s u y z (glossary §8.3), æ is ae, ß is ss; Cyrillic ё is е, while й, ї, ў, ѓ and ќ are
 * letters of their own and stay.  Dashes are "-", quotation marks of all kinds ' and ". */
char *fold_text(struct arena *a, const char *s);

/* One character as fold_text() writes it, whatever stands around it: 1 … 4 bytes, without NUL. */
enum { FOLD_ROOM = 4 };
size_t fold_letter(uint32_t c, char out[FOLD_ROOM]);

/* For keys that come with imported files: only white space and case. */
char *fold_space_case(struct arena *a, const char *s);

#endif
