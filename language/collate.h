/* Keys that sort as a language sorts its words, whatever the database: compared byte by byte (the
 * order of TEXT in SQLite and of COLLATE "C" in PostgreSQL) they give the order of the alphabet. */
#ifndef LANGUAGE_COLLATE_H
#define LANGUAGE_COLLATE_H

#include "base/arena.h"

enum {
	COLLATE_CHARACTERS = 120, /* of the text; what follows does not sort */
	COLLATE_KEY = 1600,       /* no key is longer, in bytes */
};

/* The key in the arena: printable ASCII, "" for a text without letters and digits.
 *
 * tk  A B Ç D E Ä F G H I J Ž K L M N Ň O Ö P R S Ş T U Ü W Y Ý Z (glossary §8.3), with c, q, v and
 * x where other languages have them; Cyrillic after Latin ru  Cyrillic before Latin, ё with е else
 * the Latin alphabet, accents only deciding between equal words; Cyrillic after Latin
 *
 * Numbers sort by value and before letters ("Article 9", "Article 12"; 126.9 before 126.12).
 * Quotation marks and apostrophes do not count; other signs and white space count as one space,
 * which sorts before everything.  Between words equal so far the first accent decides, then the
 * first capital (small first).  Scripts other than Latin and Cyrillic come last, by code point. */
char *collate_key(struct arena *a, const char *lang, const char *text);

#endif
