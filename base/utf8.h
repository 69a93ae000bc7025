/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/base.h"

/* The length (1 … 4) of the character at the start of the `n` bytes, and its code point; 0 when
 * they do not begin with a whole, valid one. */
size_t utf8_next(const char *s, size_t n, uint32_t *ret);

/* True when all `n` bytes are whole characters.  A NUL is one. */
bool utf8_valid(const char *s, size_t n);

#endif
