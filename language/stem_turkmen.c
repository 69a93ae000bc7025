/* A light stemmer of Turkmen nouns: case, person and number go off from the end, then what is left
 * loses a last n and a last vowel, so that words on a vowel come to the same as those on a
 * consonant, of which nobody without a dictionary can tell them: the accusative "zenany" may be of
 * "zenan" or of "zena".  What stands in the table says all; figures are in doc/search.md.
 *
 * Folded letters are fewer than Turkmen's: ä a, ö o, ü u, ý y, ň n, ş s, ç c, ž z. */
#include "language/stem.h"

enum { SHORTEST = 3 }; /* letters that every stem keeps */

/* Whether the suffix stands only behind a vowel, or behind one of the third person. */
enum behind { ANYTHING, A_VOWEL, Y_I_U };

struct suffix {
	const char *text;
	enum behind behind;
};

/* In each list the longer ones first. */
static const struct suffix copulas[] = { { "dyr" }, { "dir" }, { "dur" }, { NULL } };
static const struct suffix relatives[] = { { "daky" }, { "daki" }, { "deki" }, { NULL } };
static const struct suffix cases[] = {
	{ "ndan", Y_I_U }, { "nden", Y_I_U }, { "nyn", A_VOWEL }, { "nin", A_VOWEL },
	{ "nda", Y_I_U },  { "nde", Y_I_U },  { "dan" },          { "den" },
	{ "da" },          { "de" },          { "ny", A_VOWEL },  { "ni", A_VOWEL },
	{ "na", Y_I_U },   { "ne", Y_I_U },   { "yn" },           { "in" },
	{ "un" },          { NULL },
};
static const struct suffix persons[] = {
	{ "ymyz" },        { "imiz" }, { "umyz" }, { "umiz" },        { "ynyz" },
	{ "iniz" },        { "unyz" }, { "uniz" }, { "sy", A_VOWEL }, { "si", A_VOWEL },
	{ "su", A_VOWEL }, { "y" },    { "i" },    { "u" },           { NULL },
};
static const struct suffix numbers[] = { { "lar" }, { "ler" }, { NULL } };

static const struct suffix *const order[] = { copulas, relatives, cases, persons, numbers };

static bool is_vowel(char c)
{
	return strchr("aeiouy", c) != NULL && c;
}

static bool fits(const struct suffix *s, const char *word, size_t n)
{
	size_t length = strlen(s->text);

	if (n < length + SHORTEST || memcmp(word + n - length, s->text, length) != 0)
		return false;

	char before = word[n - length - 1];

	switch (s->behind) {
	case ANYTHING:
		return true;
	case A_VOWEL:
		return is_vowel(before);
	case Y_I_U:
		return before == 'y' || before == 'i' || before == 'u';
	}
	return false;
}

static size_t without(const struct suffix *list, const char *word, size_t n)
{
	for (; list->text; list++) {
		if (fits(list, word, n))
			return n - strlen(list->text);
	}
	return n;
}

/* kitap, kitaby; hukuk, hukugy; ýurt, ýurdy: the last consonant is voiced before a vowel. */
static char voiceless(char c)
{
	switch (c) {
	case 'b':
		return 'p';
	case 'd':
		return 't';
	case 'g':
		return 'k';
	case 'j':
		return 'c';
	}
	return c;
}

size_t stem_turkmen(char *word, size_t n)
{
	for (size_t i = 0; i < LEN(order); i++)
		n = without(order[i], word, n);
	if (n > SHORTEST + 1 && word[n - 1] == 'n' && is_vowel(word[n - 2]))
		n--;
	if (n > SHORTEST && is_vowel(word[n - 1]))
		n--;
	if (n > SHORTEST)
		word[n - 1] = voiceless(word[n - 1]);
	return n;
}
