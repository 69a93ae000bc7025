/* Dates, numbers and lists as people write them in Turkmen, Russian and English, and reading back
 *what was written.  `lang` is "tk", "ru" or "en"; any other language gets the English form. Results
 *are in the arena.
 *
 * Sources: glossary §8.3 (tk) and the usage of United Nations documents (ru, en).  The forms:
 *
 *	            tk                               ru                   en
 *	day         2025-nji ýylyň 17-nji iýuny      17 июня 2025 г.      17 June 2025
 *	month       2025-nji ýylyň iýuny             июнь 2025 г.         June 2025
 *	quarter     2025-nji ýylyň II çärýegi        II квартал 2025 г.   Q2 2025
 *	year        2025-nji ýyl                     2025 г.              2025
 *	short day   17.06.2025                       17.06.2025           17 Jun 2025
 *	short month 06.2025                          06.2025              Jun 2025
 *	number      1 234,5                          1 234,5              1,234.5
 *	ordinal     17-nji                           17-й                 17th */
#ifndef LANGUAGE_WORDS_H
#define LANGUAGE_WORDS_H

#include "base/date.h"

/* "" for no date.  The short form of a quarter is the long one, of a year its number. */
char *words_date(struct arena *a, const char *lang, struct date d);
char *words_date_short(struct arena *a, const char *lang, struct date d);

/* "17.06.2025 14:05", "17 Jun 2025 14:05", from zone_date()'s answer. */
char *words_time(struct arena *a, const char *lang, struct date d, int seconds);

/* Reads all the forms above in any of the languages, whatever the page's, and beside them:
 * 2025-06-17, 17.6.2025, 2025-Q2, "June 17, 2025", "17 iýun 2025", "second quarter of 2025",
 * "2 квартал 2025 года", Turkmen case endings ("17-nji iýunynda") and the months of 2002–2008
 * ("2004-nji ýylyň Alp Arslan aýynyň 16-sy"), those only in these years.  17/06/2025 is read,
 * 06/07/2025 is not: nobody can know which number is the month.  Years have four digits.  False for
 * anything else. */
MUST_USE bool words_read_date(struct arena *a, const char *s, struct date *ret);

/* tk: the ending follows the vowels of the last spoken number word (6, 9, 10, 30, 40, 60, 90,
 * million: -njy). ru: masculine, nominative. */
char *words_ordinal(struct arena *a, const char *lang, int64_t n);

/* value / 10^scale, all `scale` decimals written (0 … 9), thousands parted: by U+00A0 and a decimal
 * comma in tk and ru. */
char *words_number(struct arena *a, const char *lang, int64_t value, int scale);

/* The reverse, as people type it: thousands parted by any kind of space, in English also by commas,
 * or not at all; the decimal mark is the comma in tk and ru, where a lone point is taken for it
 * too, and the point in English. False when thousands are not of three digits, when there are more
 * decimals than `scale` but for zeros, and when it does not fit. */
MUST_USE bool words_read_number(const char *lang, const char *s, int scale, int64_t *ret);

/* "1 234,50 TMT", "TMT 1,234.50"; the currency by its ISO 4217 code. */
char *words_money(struct arena *a, const char *lang, int64_t value, int scale,
                  const char *currency);

/* CLDR's plural category of a whole number.  Turkmen has two by CLDR, but its nouns stay singular
 * after a numeral, so locale/tk.po has one form. */
enum plural { PLURAL_ONE, PLURAL_FEW, PLURAL_MANY, PLURAL_OTHER };
enum plural words_plural(const char *lang, int64_t n);

/* Its beginning, at most so many letters, cut at a word, with dots behind it; itself where it is not
 * longer. */
const char *words_short(struct arena *a, const char *words, size_t most);

/* "a, b and c" in the context's language. */
char *words_list(struct context *cx, const char *const *items, size_t n);

/* "today", "tomorrow", "in 5 days", "5 days late"; "" when no date is set. */
char *words_due(struct context *cx, struct date due, struct date today);

#endif
