/* Reading numbers strictly, without locale and without silent overflow. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/base.h"

/* The whole of `s` as a decimal integer, "-" allowed.  False when it is anything else or out of
 * range. */
MUST_USE bool parse_int(const char *s, int64_t *ret);

/* The same within [low, high]. */
MUST_USE bool parse_int_in(const char *s, int64_t low, int64_t high, int64_t *ret);

#endif
