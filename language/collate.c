/* The Unicode collation algorithm cut down to three alphabets: a key is three strings, the letters,
 * the accents and the capitals, with a space between, which is lower than all their bytes.  The two
 * last are mostly empty, as their common endings are left out.
 *
 * Every letter is one byte, a number is a mark, the count of its digits and the digits. */
#include "language/collate.h"

#include "base/utf8.h"
#include "language/letters.h"

enum {
	NEXT_LEVEL = ' ',
	GAP = '!',
	NUMBER = '"',
	FIRST_LETTER = '#',
	OTHER_LETTER = '~',
	COMMON = '!', /* on the levels of accents and capitals */
	CAPITAL = '"',
	FIRST_ACCENT = '#',
	UNKNOWN_ACCENT = '~',
	MAX_DIGITS = 40, /* of one number; a longer one is cut into such pieces */
	MAX_MARKS = 3,   /* on one letter */
};

/* Turkmen's own letters stand at their places; the other languages never ask for them. */
static const uint16_t latin[] = {
	'a',    'b', 'c', 0x00e7, 'd', 'e',    0x00e4, 'f',    'g',    'h', 'i', 'j',
	0x017e, 'k', 'l', 'm',    'n', 0x0148, 'o',    0x00f6, 'p',    'q', 'r', 's',
	0x015f, 't', 'u', 0x00fc, 'v', 'w',    'x',    'y',    0x00fd, 'z',
};

/* The order of Unicode's root collation. */
static const uint16_t cyrillic[] = {
	0x0430, 0x04d9, 0x0431, 0x0432, 0x0433, 0x0493, 0x0434, 0x0452, 0x0435, 0x0454, 0x0436,
	0x0497, 0x0437, 0x0455, 0x0438, 0x0456, 0x0439, 0x0458, 0x043a, 0x049b, 0x043b, 0x0459,
	0x043c, 0x043d, 0x04a3, 0x045a, 0x043e, 0x04e9, 0x043f, 0x0440, 0x0441, 0x0442, 0x045b,
	0x0443, 0x04af, 0x04b1, 0x0444, 0x0445, 0x04b3, 0x04bb, 0x0446, 0x0447, 0x04b7, 0x045f,
	0x0448, 0x0449, 0x044a, 0x044b, 0x044c, 0x044d, 0x044e, 0x044f,
};

/* Likewise. */
static const uint16_t accents[] = {
	0x0301, 0x0300, 0x0306, 0x0302, 0x030c, 0x030a, 0x0308, 0x030b, 0x0303,
	0x0307, 0x0338, 0x0327, 0x0328, 0x0304, 0x0309, 0x030f, 0x0311, 0x031b,
	0x0323, 0x0324, 0x0325, 0x0326, 0x032d, 0x032e, 0x0330, 0x0331,
};

enum { STROKE = 0x0338 }; /* what sets ø from o, æ from ae */

struct level {
	char text[COLLATE_KEY / 2];
	size_t len;
};

struct key {
	bool turkmen, cyrillic_first;
	bool gap; /* seen since the last letter, not yet written */
	struct level letters, accents, capitals;
};

static void put(struct level *l, char c)
{
	l->text[l->len++] = c;
}

static int place(const uint16_t *in, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++) {
		if (in[i] == c)
			return (int)i;
	}
	return -1;
}

/* Where the letters of ASCII, of which most texts are made, stand in latin[]. */
static int place_of_ascii(uint32_t c)
{
	static const unsigned char places[] = {
		0,  1,  2,  4,  5,  7,  8,  9,  10, 11, 13, 14, 15,
		16, 18, 20, 21, 22, 23, 25, 26, 28, 29, 30, 31, 33
	};

	return c >= 'a' && c <= 'z' ? places[c - 'a'] : -1;
}

/* The byte of a small letter; 0 when it has none of its own in this language. */
static char weight(const struct key *k, uint32_t c)
{
	int at = c < 0x80 ? place_of_ascii(c) : place(latin, LEN(latin), c);

	if (at >= 0 && (c < 0x80 || k->turkmen))
		return (char)(FIRST_LETTER + at + (k->cyrillic_first ? (int)LEN(cyrillic) : 0));
	at = place(cyrillic, LEN(cyrillic), c);
	if (at >= 0)
		return (char)(FIRST_LETTER + at + (k->cyrillic_first ? 0 : (int)LEN(latin)));
	return 0;
}

static void put_gap(struct key *k)
{
	if (!k->gap)
		return;
	k->gap = false;
	if (!k->letters.len)
		return;
	put(&k->letters, GAP);
	put(&k->accents, COMMON);
	put(&k->capitals, COMMON);
}

static void put_accent(struct key *k, uint32_t mark)
{
	int at = place(accents, LEN(accents), mark);

	put(&k->accents, at < 0 ? UNKNOWN_ACCENT : (char)(FIRST_ACCENT + at));
}

/* A script without alphabet here: four digits of six bits. */
static void put_other(struct key *k, uint32_t c)
{
	put(&k->letters, OTHER_LETTER);
	for (int shift = 18; shift >= 0; shift -= 6)
		put(&k->letters, (char)('0' + (c >> shift & 0x3f)));
	put(&k->accents, COMMON);
	put(&k->capitals, COMMON);
}

static void put_letter(struct key *k, uint32_t small, char capital)
{
	uint32_t base, marks[MAX_MARKS];
	size_t n = 0;

	put_gap(k);
	for (base = small; !weight(k, base) && n < MAX_MARKS; n++) {
		if (!letter_split(base, &base, &marks[n]))
			break;
	}

	const char *plain = letter_plain(base);

	if (!plain && !weight(k, base)) {
		put_other(k, small);
		return;
	}
	for (const char *p = plain; p && *p; p++) {
		put(&k->letters, weight(k, (unsigned char)*p));
		put(&k->accents, COMMON);
		put_accent(k, STROKE);
		put(&k->capitals, capital);
	}
	if (!plain) {
		put(&k->letters, weight(k, base));
		put(&k->accents, COMMON);
		put(&k->capitals, capital);
	}
	while (n > 0)
		put_accent(k, marks[--n]);
}

/* The digits at *s, at most `most` of them; *s moves behind.  Returns how many it moved. */
static size_t put_number(struct key *k, const char **s, size_t most)
{
	const char *p = *s, *stop = p;

	while (*stop >= '0' && *stop <= '9' && (size_t)(stop - p) < most)
		stop++;
	*s = stop;

	size_t all = (size_t)(stop - p);

	while (p + 1 < stop && *p == '0')
		p++;
	put_gap(k);
	while (p < stop) {
		size_t rest = (size_t)(stop - p), n = rest < MAX_DIGITS ? rest : MAX_DIGITS;

		put(&k->letters, NUMBER);
		put(&k->letters, (char)('0' + n + (rest > n)));
		memcpy(k->letters.text + k->letters.len, p, n);
		k->letters.len += n;
		put(&k->accents, COMMON);
		put(&k->capitals, COMMON);
		p += n;
	}
	return all;
}

static bool is_quote(uint32_t c)
{
	return c == '\'' || c == '"' || c == '`' || c == 0xab || c == 0xbb || c == 0x02bb ||
	       c == 0x02bc || (c >= 0x2018 && c <= 0x201f) || c == 0x2032 || c == 0x2033;
}

/* Signs, by the blocks that hold nothing else. */
static bool is_sign(uint32_t c)
{
	if (c < 0x80)
		return !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
	return c <= 0xbf || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x2bff) ||
	       (c >= 0x3000 && c <= 0x303f) || c == 0xfffd || char_is_space(c);
}

/* Accents and capitals end where only common ones follow. */
static size_t trimmed(const struct level *l)
{
	size_t n = l->len;

	while (n > 0 && l->text[n - 1] == COMMON)
		n--;
	return n;
}

static char *join(struct arena *a, const struct key *k)
{
	size_t second = trimmed(&k->accents), third = trimmed(&k->capitals);
	char *out = arena_alloc(a, k->letters.len + second + third + 3), *p = out;

	memcpy(p, k->letters.text, k->letters.len);
	p += k->letters.len;
	if (second || third) {
		*p++ = NEXT_LEVEL;
		memcpy(p, k->accents.text, second);
		p += second;
	}
	if (third) {
		*p++ = NEXT_LEVEL;
		memcpy(p, k->capitals.text, third);
	}
	return out;
}

/* c with the marks that follow it at *s, as one small letter where there is one. */
static uint32_t joined(uint32_t c, const char **s, size_t *left)
{
	uint32_t letter = letter_lower(c);

	for (const char *next = *s; *left; *s = next, --*left) {
		uint32_t mark = utf8_take(&next);
		uint32_t both = letter_is_mark(mark) ? letter_join(letter, mark) : 0;

		if (!both)
			break;
		letter = both;
	}
	return letter;
}

static void put_char(struct key *k, uint32_t c, const char **s, size_t *left)
{
	if (is_quote(c) || char_is_invisible(c))
		return;
	if (letter_is_mark(c)) {
		if (k->accents.len)
			put_accent(k, c);
	} else if (is_sign(c)) {
		k->gap = true;
	} else {
		put_letter(k, joined(c, s, left), letter_lower(c) == c ? COMMON : CAPITAL);
	}
}

char *collate_key(struct arena *a, const char *lang, const char *text)
{
	struct key k = { .turkmen = str_eq(lang, "tk"), .cyrillic_first = str_eq(lang, "ru") };
	size_t left = COLLATE_CHARACTERS;

	while (*text && left) {
		if (*text >= '0' && *text <= '9') {
			left -= put_number(&k, &text, left);
			continue;
		}
		left--;
		put_char(&k, utf8_take(&text), &text, &left);
	}
	return join(a, &k);
}
