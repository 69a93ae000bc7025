/* The well-formed sequences of RFC 3629 §4: what follows the first byte is bound by what the first
 * byte says, and the second byte's bounds shut out overlong forms, surrogates and too large ones.
 */
#include "base/utf8.h"

size_t utf8_next(const char *s, size_t n, uint32_t *ret)
{
	const unsigned char *p = (const unsigned char *)s;

	if (!n)
		return 0;
	if (p[0] < 0x80) {
		*ret = p[0];
		return 1;
	}

	size_t length = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	unsigned char low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
	unsigned char high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;

	if (p[0] < 0xc2 || p[0] > 0xf4 || n < length || p[1] < low || p[1] > high)
		return 0;

	uint32_t c = p[0] & (0x7fU >> length);

	for (size_t i = 1; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	*ret = c;
	return length;
}

/* How many of the bytes, eight at a time, are ASCII up to the first that is not. */
static size_t ascii_run(const char *s, size_t n)
{
	size_t at = 0;
	uint64_t word;

	for (; n - at >= sizeof word; at += sizeof word) {
		memcpy(&word, s + at, sizeof word);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	return at;
}

bool utf8_valid(const char *s, size_t n)
{
	uint32_t c;

	for (size_t at = ascii_run(s, n), length; at < n; at += length) {
		length = utf8_next(s + at, n - at, &c);
		if (!length)
			return false;
		if (length > 1)
			length += ascii_run(s + at + length, n - at - length);
	}
	return true;
}

uint32_t utf8_take(const char **s)
{
	uint32_t c = (unsigned char)**s;

	if (c < 0x80) {
		*s += c != 0;
		return c;
	}

	size_t length = utf8_next(*s, strnlen(*s, UTF8_ROOM), &c);

	*s += length ? length : 1;
	return length ? c : 0xfffd;
}

size_t utf8_count(const char *s)
{
	size_t n = 0;

	while (utf8_take(&s))
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
	out[0] = (char)((0xf00U >> n & 0xff) | c);
	return n;
}
