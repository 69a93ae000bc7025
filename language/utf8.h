/* UTF-8 as RFC 3629 defines it: shortest forms only, no surrogates, nothing above U+10FFFF. */
#ifndef LANGUAGE_UTF8_H
#define LANGUAGE_UTF8_H

#include "base/base.h"

enum { UTF8_ROOM = 4, UTF8_WRONG = 0xfffd };

/* Whether the n bytes are UTF-8 without U+0000, which no text column can hold. */
bool utf8_valid(const char *s, size_t n);

/* The code point at *s, which moves behind it.  0 at the end of the text, where *s stays.  A
 * byte that begins no character is answered with U+FFFD and passed over alone. */
uint32_t utf8_next(const char **s);

/* Code points in the text, every wrong byte counted as one. */
size_t utf8_count(const char *s);

/* Writes the code point without NUL and returns the number of bytes, 1 … 4. */
size_t utf8_put(char out[UTF8_ROOM], uint32_t c);

#endif
