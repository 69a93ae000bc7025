/* Numbers are integers with a scale, never floating point: what was typed is what is stored. */
#include "language/words.h"

#include "base/utf8.h"
#include "language/letters.h"

static bool is_english(const char *lang)
{
	return !str_eq(lang, "tk") && !str_eq(lang, "ru");
}

char *words_number(struct arena *a, const char *lang, int64_t value, int scale)
{
	const char *part = is_english(lang) ? "," : "\xc2\xa0";
	char digits[32], out[80];
	uint64_t amount = value < 0 ? -(uint64_t)value : (uint64_t)value;
	int n = snprintf(digits, sizeof digits, "%0*llu", scale + 1, (unsigned long long)amount);
	int whole = n - scale;
	size_t len = 0;

	if (value < 0)
		out[len++] = '-';
	for (int i = 0; i < n; i++) {
		if (i == whole)
			out[len++] = is_english(lang) ? '.' : ',';
		else if (i && i < whole && (whole - i) % 3 == 0)
			len += (size_t)snprintf(out + len, sizeof out - len, "%s", part);
		out[len++] = digits[i];
	}
	return arena_strn(a, out, len);
}

/* The number being read, as its digits. */
struct reading {
	const char *s;
	bool english;
	int64_t value;
};

static bool add_digit(struct reading *r, char c)
{
	return !__builtin_mul_overflow(r->value, (int64_t)10, &r->value) &&
	       !__builtin_sub_overflow(r->value, (int64_t)(c - '0'), &r->value);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What stands between two groups of digits: its bytes, 0 when it is no such thing. */
static size_t parting(const struct reading *r, const char *s)
{
	const char *p = s;

	if (*s == ',' && r->english)
		return 1;
	return *s && char_is_space(utf8_take(&p)) ? (size_t)(p - s) : 0;
}

/* "1 234" or "1234"; *s is left at what follows. */
static bool whole(struct reading *r)
{
	size_t in_group = 0, groups = 0, step;

	for (;;) {
		while (is_digit(*r->s)) {
			if (!add_digit(r, *r->s++))
				return false;
			in_group++;
		}
		if (in_group == 0 || (groups && in_group != 3))
			return false;
		step = parting(r, r->s);
		if (!step || !is_digit(r->s[step]))
			return true;
		if (!groups && in_group > 3)
			return false;
		r->s += step;
		in_group = 0;
		groups++;
	}
}

static bool decimals(struct reading *r, int scale)
{
	int n = 0;
	bool point = *r->s == '.' || (*r->s == ',' && !r->english);

	if (point && !is_digit(*++r->s))
		return false;
	for (; point && is_digit(*r->s); r->s++, n++) {
		if (n < scale ? !add_digit(r, *r->s) : *r->s != '0')
			return false;
	}
	for (; n < scale; n++) {
		if (!add_digit(r, '0'))
			return false;
	}
	return true;
}

static void skip_spaces(struct reading *r)
{
	for (const char *p = r->s; *p && char_is_space(utf8_take(&p)); r->s = p)
		;
}

bool words_read_number(const char *lang, const char *s, int scale, int64_t *ret)
{
	struct reading r = { .s = s ? s : "", .english = is_english(lang) };

	skip_spaces(&r);

	bool minus = *r.s == '-' || str_starts(r.s, "−");

	r.s += !minus ? 0 : *r.s == '-' ? 1 : strlen("−");
	/* Collected below zero, where there is room for one more. */
	if (!whole(&r) || !decimals(&r, scale))
		return false;
	skip_spaces(&r);
	if (*r.s || (!minus && r.value == INT64_MIN))
		return false;
	*ret = minus ? r.value : -r.value;
	return true;
}
