/* A light stemmer of Turkmen nouns: case, person and number go off from the end, then what is left
 * loses a last n and a last vowel, so that words on a vowel come to the same as those on a
 * consonant, of which nobody without a dictionary can tell them: the accusative "zenany" may be of
 * "zenan" or of "zena".  What stands in the table says all; figures are in doc/search.md.
 *
 * Folded letters are fewer than Turkmen's: ä a, ö o, ü u, ý y, ň n, ş s, ç c, ž z. */
#include "language/stem.h"

enum { SHORTEST = 3 }; /* letters that every stem keeps */

/* What a suffix stands behind. */
enum behind {
	ANYTHING,
	A_VOWEL,
	A_CONSONANT,
	FOUR_LETTERS,  /* the last a consonant: çaga is not çag-a, the limit's (çäk) */
	NO_VOWEL_NO_S, /* or -sy, a person's, would be torn */
	Y_I_U,         /* as the third person ends */
	NO_YS, /* a vowel, but none that makes -yş of the suffix's s: ösüş-i, not ösü-şi */
};

struct suffix {
	const char *text;
	enum behind behind;
};

/* In each list the longer ones first. */
static const struct suffix copulas[] = { { "dyrlar" }, { "dirler" }, { "durlar" }, { "dyr" },
	                                 { "dir" },    { "dur" },    { NULL } };
static const struct suffix cases[] = {
	{ "ndaky", Y_I_U },
	{ "ndaki", Y_I_U },
	{ "ndeki", Y_I_U },
	{ "daky" },
	{ "daki" },
	{ "deki" },
	{ "ndan", Y_I_U },
	{ "nden", Y_I_U },
	{ "nyn", A_VOWEL },
	{ "nin", A_VOWEL },
	{ "nda", Y_I_U },
	{ "nde", Y_I_U },
	{ "dan" },
	{ "den" },
	{ "da" },
	{ "de" },
	{ "ny", A_VOWEL },
	{ "ni", A_VOWEL },
	{ "na", Y_I_U },
	{ "ne", Y_I_U },
	{ "yn" },
	{ "in" },
	{ "un" },
	{ "a", FOUR_LETTERS },
	{ "e", FOUR_LETTERS },
	{ "y", NO_VOWEL_NO_S }, /* -sy is a person's */
	{ "i", NO_VOWEL_NO_S },
	{ NULL },
};
static const struct suffix persons[] = {
	{ "ymyz" },         { "imiz" },           { "umyz" },           { "umiz" },
	{ "ynyz" },         { "iniz" },           { "unyz" },           { "uniz" },
	{ "myz", A_VOWEL }, { "miz", A_VOWEL },   { "sy", NO_YS },      { "si", NO_YS },
	{ "su", NO_YS },    { "y", A_CONSONANT }, { "i", A_CONSONANT }, { "u", A_CONSONANT },
	{ NULL },
};
static const struct suffix numbers[] = { { "lar" }, { "ler" }, { NULL } };
static const struct suffix *const order[] = { copulas, cases, persons, numbers };

/* A folded y is ý behind a vowel and at the beginning. */
static bool is_vowel(const char *word, size_t at)
{
	if (word[at] == 'y')
		return at && !is_vowel(word, at - 1);
	return word[at] && strchr("aeiou", word[at]) != NULL;
}

static bool fits(const struct suffix *s, const char *word, size_t n)
{
	size_t length = strlen(s->text);

	if (n < length + SHORTEST || memcmp(word + n - length, s->text, length) != 0)
		return false;

	size_t last = n - length - 1;
	char before = word[last];

	switch (s->behind) {
	case ANYTHING:
		return true;
	case A_VOWEL:
		return is_vowel(word, last);
	case A_CONSONANT:
		return !is_vowel(word, last);
	case FOUR_LETTERS:
		return !is_vowel(word, last) && last >= 3;
	case NO_VOWEL_NO_S:
		return !is_vowel(word, last) && before != 's';
	case Y_I_U:
		return is_vowel(word, last) && !strchr("aeo", before);
	case NO_YS:
		return is_vowel(word, last) &&
		       (strchr("aeo", before) || strchr("cjl", word[last - 1]));
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

/* An infinitive's ending has one vowel, whatever the word's: etmek, etmäge; and one consonant. */
static bool is_infinitive(const char *word, size_t n)
{
	return n > SHORTEST + 1 && word[n - 3] == 'm' && strchr("ae", word[n - 2]) &&
	       strchr("kg", word[n - 1]);
}

static size_t without_inflection(const char *word, size_t n)
{
	for (size_t i = 0; i < LEN(order); i++)
		n = without(order[i], word, n);
	return n;
}

/* "-daky" makes a new word of a place, which has case, person and number again. */
static bool is_of_a_place(const char *word, size_t n)
{
	return n > SHORTEST + 4 && word[n - 4] == 'd' && word[n - 2] == 'k';
}

/* A last a or e belongs to what is left of a short word. */
static bool loses_vowel(const char *word, size_t n)
{
	size_t least = strchr("ae", word[n - 1]) ? SHORTEST + 1 : SHORTEST;

	return n > least && is_vowel(word, n - 1);
}

size_t stem_turkmen(char *word, size_t n)
{
	n = without_inflection(word, n);
	if (is_of_a_place(word, n))
		n = without_inflection(word, n);
	if (is_infinitive(word, n)) {
		memcpy(word + n - 3, "mak", 3);
		return n;
	}
	if (n > SHORTEST + 1 && word[n - 1] == 'n' && is_vowel(word, n - 2))
		n--;
	if (loses_vowel(word, n))
		n--;
	if (n >= SHORTEST)
		word[n - 1] = voiceless(word[n - 1]);
	return n;
}
