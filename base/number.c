/* strtoll accepts blanks, "+", and trailing text, and needs errno; none of that is wanted here. */
#include "base/number.h"

bool parse_int(const char *s, int64_t *ret)
{
	if (!s)
		return false;

	bool negative = *s == '-';
	int64_t n = 0;

	s += negative;
	if (!*s)
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return false;

		int digit = *s - '0';

		if (__builtin_mul_overflow(n, (int64_t)10, &n) ||
		    __builtin_add_overflow(n, (int64_t)(negative ? -digit : digit), &n))
			return false;
	}
	*ret = n;
	return true;
}

bool parse_int_in(const char *s, int64_t low, int64_t high, int64_t *ret)
{
	int64_t n;

	if (!parse_int(s, &n) || n < low || n > high)
		return false;
	*ret = n;
	return true;
}

size_t int_text(int64_t n, char out[INT_TEXT])
{
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char digits[INT_TEXT], *at = digits + sizeof digits;

	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (n < 0)
		*--at = '-';

	size_t length = (size_t)(digits + sizeof digits - at);

	memcpy(out, at, length);
	out[length] = '\0';
	return length;
}
