/* Kinds of characters are told by ranges, for the few that matter; the table of the first ones is
 * filled from the ranges once, for folding goes through several lists. */
#include "language/sign.h"

#include "base/utf8.h"
#include "language/letters.h"

enum { LONGEST = 128 }; /* bytes of a word whose letters are exchanged */

/* Sorted. */
static const struct range {
	uint32_t first, last;
	enum sign_kind kind;
} ranges[] = {
	{ '\'', '\'', SIGN_APOSTROPHE },
	{ '(', '(', SIGN_OPEN },
	{ ')', ')', SIGN_CLOSE },
	{ '-', '-', SIGN_HYPHEN },
	{ '.', '.', SIGN_DOT },
	{ '/', '/', SIGN_SLASH },
	{ '0', '9', SIGN_DIGIT },
	{ 'a', 'z', SIGN_LATIN },
	{ 0x00aa, 0x00aa, SIGN_SCRIPT },
	{ 0x00b5, 0x00b5, SIGN_SCRIPT },
	{ 0x00ba, 0x00ba, SIGN_SCRIPT },
	{ 0x00c0, 0x00d6, SIGN_LATIN },
	{ 0x00d8, 0x00f6, SIGN_LATIN },
	{ 0x00f8, 0x02af, SIGN_LATIN },
	{ 0x0300, 0x036f, SIGN_MARK },
	{ 0x0370, 0x037d, SIGN_SCRIPT },
	{ 0x037f, 0x03ff, SIGN_SCRIPT },
	{ 0x0400, 0x0481, SIGN_CYRILLIC },
	{ 0x048a, 0x052f, SIGN_CYRILLIC },
	{ 0x0531, 0x0589, SIGN_SCRIPT },
	{ 0x058a, 0x058a, SIGN_HYPHEN },
	{ 0x0591, 0x060b, SIGN_SCRIPT },
	{ 0x060e, 0x061a, SIGN_SCRIPT },
	{ 0x0620, 0x0669, SIGN_SCRIPT },
	{ 0x066e, 0x06d3, SIGN_SCRIPT },
	{ 0x06d5, 0x1dff, SIGN_SCRIPT },
	{ 0x1e00, 0x1eff, SIGN_LATIN },
	{ 0x1f00, 0x1fff, SIGN_SCRIPT },
	{ 0x2044, 0x2044, SIGN_SLASH },
	{ 0x2215, 0x2215, SIGN_SLASH },
	{ 0x2c00, 0x2dff, SIGN_SCRIPT },
	{ 0x2e80, 0x2fdf, SIGN_ALONE },
	{ 0x3040, 0x30ff, SIGN_ALONE },
	{ 0x3105, 0x31bf, SIGN_ALONE },
	{ 0x31f0, 0x31ff, SIGN_ALONE },
	{ 0x3400, 0x9fff, SIGN_ALONE },
	{ 0xa000, 0xd7ff, SIGN_SCRIPT },
	{ 0xf900, 0xfaff, SIGN_ALONE },
	{ 0xfb00, 0xfdff, SIGN_SCRIPT },
	{ 0xfe70, 0xfefc, SIGN_SCRIPT },
	{ 0xff0f, 0xff0f, SIGN_SLASH },
	{ 0x10000, 0x1efff, SIGN_SCRIPT },
	{ 0x20000, 0x3ffff, SIGN_ALONE },
};

static enum sign_kind kind_of(uint32_t c)
{
	size_t low = 0, high = LEN(ranges);

	if (!c)
		return SIGN_END;
	if (char_is_space(c))
		return SIGN_BLANK;
	if (char_is_invisible(c))
		return SIGN_HIDDEN;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (ranges[middle].last < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low < LEN(ranges) && ranges[low].first <= c ? ranges[low].kind : SIGN_BREAK;
}

static struct sign sign_of(uint32_t c)
{
	struct sign s = { 0 };
	uint32_t folded = 0;

	s.n = (uint8_t)fold_letter(c, s.text);
	/* By what it is folded to: ’ is an apostrophe, – a hyphen; but letters of plain spelling
	 * (ß) by themselves. */
	if (c && utf8_next(s.text, s.n, &folded) == s.n)
		c = folded;
	s.kind = (uint8_t)kind_of(c);
	return s;
}

void signs_fill(struct signs *t)
{
	for (uint32_t c = 0; c < SIGN_TABLE; c++)
		t->v[c] = sign_of(c);
}

const struct sign *sign_far(struct signs *t, const char *s, size_t *length)
{
	uint32_t c;

	*length = utf8_next(s, strnlen(s, UTF8_ROOM), &c);
	if (!*length) {
		*length = 1;
		return &t->v['?'];
	}
	if (c < SIGN_TABLE)
		return &t->v[c];
	t->far = sign_of(c);
	return &t->far;
}

/* Small letters, since words are folded; by their capitals, which look alike more often. */
static const struct twins {
	char latin;
	uint16_t cyrillic;
} twins[] = {
	{ 'a', 0x0430 }, { 'b', 0x0432 }, { 'e', 0x0435 }, { 'k', 0x043a }, { 'm', 0x043c },
	{ 'h', 0x043d }, { 'o', 0x043e }, { 'p', 0x0440 }, { 'c', 0x0441 }, { 't', 0x0442 },
	{ 'y', 0x0443 }, { 'x', 0x0445 }, { 's', 0x0455 }, { 'i', 0x0456 }, { 'j', 0x0458 },
};

static const struct twins *twin_of(uint32_t c)
{
	for (size_t i = 0; i < LEN(twins); i++) {
		if (c == (unsigned char)twins[i].latin || c == twins[i].cyrillic)
			return &twins[i];
	}
	return NULL;
}

static bool is_latin(const char *word, size_t n, bool rather_latin)
{
	int without_twin[2] = { 0 }, all[2] = { 0 };
	uint32_t c;

	for (size_t at = 0, length; at < n && (length = utf8_next(word + at, n - at, &c));
	     at += length) {
		enum sign_kind k = kind_of(c);

		if (k != SIGN_LATIN && k != SIGN_CYRILLIC)
			continue;
		all[k == SIGN_CYRILLIC]++;
		without_twin[k == SIGN_CYRILLIC] += !twin_of(c);
	}
	if (!without_twin[0] != !without_twin[1])
		return without_twin[0] > 0;
	return all[0] >= all[1] || (rather_latin && !without_twin[1]);
}

size_t script_unify(char *word, size_t n, size_t room, bool rather_latin)
{
	bool latin = is_latin(word, n, rather_latin);
	char out[LONGEST];
	size_t made = 0;
	uint32_t c;

	if (room > sizeof out)
		room = sizeof out;
	for (size_t at = 0, length; at < n && (length = utf8_next(word + at, n - at, &c));
	     at += length) {
		const struct twins *t = twin_of(c);
		char letter[UTF8_ROOM];

		if (t)
			c = latin ? (uint32_t)t->latin : t->cyrillic;

		size_t put = utf8_put(letter, c);

		if (made + put > room)
			break;
		memcpy(out + made, letter, put);
		made += put;
	}
	memcpy(word, out, made);
	return made;
}
