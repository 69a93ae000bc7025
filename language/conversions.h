/* What printf would read from its arguments for a format.  A translation is only used where it
 * reads exactly what the English text reads: otherwise a slip of a translator would crash the
 * program. */
#ifndef LANGUAGE_CONVERSIONS_H
#define LANGUAGE_CONVERSIONS_H

#include "base/base.h"

enum { MAX_CONVERSIONS = 16 };

struct conversions {
	unsigned n;
	uint16_t type[MAX_CONVERSIONS]; /* of argument 1, 2, 3 …: length and class; 0: not named */
};

/* False when the text is no format: a "%" that begins no conversion, "%n", "%1$s" mixed with
 * "%s", an argument left out or named with two types, or more than MAX_CONVERSIONS. */
MUST_USE bool conversions_read(const char *format, struct conversions *ret);

bool conversions_equal(const struct conversions *a, const struct conversions *b);

/* Whether all that `a` reads stands at the beginning of what `b` reads. */
bool conversions_begin(const struct conversions *a, const struct conversions *b);

#endif
