/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/base.h"

/* The length (1 … 4) of the character at the start of the `n` bytes, and its code point; 0 when
 * they do not begin with a whole, valid one. */
size_t utf8_next(const char *s, size_t n, uint32_t *ret);

/* True when all `n` bytes are whole characters.  A NUL is one. */
bool utf8_valid(const char *s, size_t n);

/* For text that ends in NUL: the character at *s, which moves behind it; 0 at the end, where *s
 * stays.  A byte that begins no character is answered with U+FFFD and passed over alone. */
uint32_t utf8_take(const char **s);

/* How many characters utf8_take() would give. */
size_t utf8_count(const char *s);

/* Writes the character, without NUL, and returns its length, 1 … 4. */
enum { UTF8_ROOM = 4 };
size_t utf8_put(char out[UTF8_ROOM], uint32_t c);

#endif
