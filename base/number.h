/* Reading numbers strictly, without locale and without silent overflow. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/base.h"

/* The whole of `s` as a decimal integer, "-" allowed.  False when it is anything else or out of
 * range. */
MUST_USE bool parse_int(const char *s, int64_t *ret);

/* The same within [low, high]. */
MUST_USE bool parse_int_in(const char *s, int64_t low, int64_t high, int64_t *ret);

/* Writes the number's decimal digits and a NUL, and returns how many bytes stand before it: for
 * places that write many, where snprintf() would be most of the work. */
enum { INT_TEXT = 21 };
size_t int_text(int64_t n, char out[INT_TEXT]);

#endif
