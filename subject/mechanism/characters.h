/* Private to this folder: characters of symbols and locators.  Letters and digits are those of the
 * United Nations' numbering, ASCII alone. */
#ifndef SUBJECT_MECHANISM_CHARACTERS_H
#define SUBJECT_MECHANISM_CHARACTERS_H

#include "base/utf8.h"

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* White space of every kind that documents are pasted with, zero width and byte order mark too. */
static inline bool is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) ||
	       c == 0x202f || c == 0x3000 || c == 0xfeff;
}

enum { TIDY_GROWS = 3 }; /* a byte that begins no character becomes the three of U+FFFD */

#endif
