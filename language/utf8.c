/* One decoder serves all: it looks at no byte behind the first wrong one, so a NUL always stops
 * it, and it needs no length. */
#include "language/utf8.h"

/* The code point at s and its length; 0 bytes when s begins no character. */
static size_t decode(const unsigned char *s, uint32_t *ret)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] < 0x80   ? 1
	           : s[0] < 0xc2 ? 0
	           : s[0] < 0xe0 ? 2
	           : s[0] < 0xf0 ? 3
	           : s[0] < 0xf5 ? 4
	                         : 0;

	if (n <= 1) {
		*ret = s[0];
		return n;
	}

	uint32_t c = s[0] & (0x7fU >> n);

	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < smallest[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*ret = c;
	return n;
}

bool utf8_valid(const char *s, size_t n)
{
	uint32_t c;

	for (size_t i = 0, step; i < n; i += step) {
		unsigned char rest[UTF8_ROOM + 1] = { 0 }; /* s need not end in NUL */

		memcpy(rest, s + i, n - i < UTF8_ROOM ? n - i : UTF8_ROOM);
		step = decode(rest, &c);
		if (step == 0 || c == 0)
			return false;
	}
	return true;
}

uint32_t utf8_next(const char **s)
{
	uint32_t c;

	if (!**s)
		return 0;

	size_t n = decode((const unsigned char *)*s, &c);

	*s += n ? n : 1;
	return n ? c : UTF8_WRONG;
}

size_t utf8_count(const char *s)
{
	size_t n = 0;

	while (utf8_next(&s))
		n++;
	return n;
}

size_t utf8_put(char out[UTF8_ROOM], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}

	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(0xf00U >> n | c);
	return n;
}
