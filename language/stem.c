/* Each word is stemmed once and then remembered: a text of 60 words has some 45 different ones, and
 * 300,000 texts not many more.  What is remembered has one place in a table, by its hash, and who
 * comes later takes it, so the table stays as large as it is. */
#include "language/stem.h"

#include "base/utf8.h"

#include <libstemmer.h>

enum {
	PLACES = 1 << 14,
	PLACE_ROOM = 62,
};

struct place {
	uint8_t word_n, term_n;
	char text[PLACE_ROOM]; /* the word, then its term and NUL */
};

struct stems {
	struct sb_stemmer *english, *russian;
	char term[1 + MAX_STEM + 1]; /* of what is too long to be remembered */
	struct place places[PLACES];
};

struct stems *stems_new(void)
{
	struct stems *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->english = sb_stemmer_new("english", "UTF_8");
	s->russian = sb_stemmer_new("russian", "UTF_8");
	if (!s->english || !s->russian) {
		stems_free(s);
		return NULL;
	}
	return s;
}

void stems_free(struct stems *s)
{
	if (!s)
		return;
	sb_stemmer_delete(s->english);
	sb_stemmer_delete(s->russian);
	free(s);
}

/* пыток is пытк- as пытки is, беженец беженц- as беженцы: a vowel between the last consonants comes
 * and goes, and Snowball leaves it.  Stems of less than five letters keep it (срок, век, отец). */
static size_t without_fleeting_vowel(char *stem, size_t n)
{
	static const char *const endings[] = { "ок", "ек", "ец" };
	enum { LETTER = 2 };

	for (size_t i = 0; n >= 5 * LETTER && i < LEN(endings); i++) {
		char *end = stem + n - 2 * LETTER;

		if (memcmp(end, endings[i], 2 * LETTER) == 0) {
			memmove(end, end + LETTER, LETTER);
			return n - LETTER;
		}
	}
	return n;
}

static size_t snowball(struct sb_stemmer *with, const char *word, size_t n, char *out)
{
	const sb_symbol *stem = sb_stemmer_stem(with, (const sb_symbol *)word, (int)n);
	int length = stem ? sb_stemmer_length(with) : 0;

	if (length <= 0 || length > MAX_STEM) { /* no memory: the word as it is */
		memcpy(out, word, n);
		return n;
	}
	memcpy(out, stem, (size_t)length);
	return (size_t)length;
}

/* Writes the stem and returns its length; n is at most MAX_STEM. */
static size_t stem(struct stems *s, char rule, const char *word, size_t n, char *out)
{
	const char *irregular = irregular_stem(rule, word, n);

	if (irregular) {
		n = strlen(irregular);
		memcpy(out, irregular, n);
		return n;
	}
	switch (rule) {
	case 'e':
		return snowball(s->english, word, n, out);
	case 'r':
		n = snowball(s->russian, word, n, out);
		return without_fleeting_vowel(out, n);
	}
	memcpy(out, word, n);
	return rule == 't' ? stem_turkmen(out, n) : n;
}

static struct place *place_of(struct stems *s, char rule, const char *word, size_t n)
{
	uint64_t hash = (unsigned char)rule * UINT64_C(0x9e3779b97f4a7c15) + n, piece;

	for (; n; word += sizeof piece, n -= sizeof piece) {
		piece = 0;
		memcpy(&piece, word, n < sizeof piece ? n : sizeof piece);
		hash = (hash ^ piece) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
		if (n <= sizeof piece)
			break;
	}
	return &s->places[hash % PLACES];
}

static size_t whole_letters(const char *word, size_t n)
{
	if (n <= MAX_STEM)
		return n;
	for (n = MAX_STEM; n && ((unsigned char)word[n] & 0xc0) == 0x80;)
		n--;
	return n;
}

const char *stem_term(struct stems *s, char rule, const char *word, size_t n, size_t *ret_n)
{
	n = whole_letters(word, n);

	struct place *p = place_of(s, rule, word, n);

	if (p->term_n && p->word_n == n && p->text[n] == rule && memcmp(p->text, word, n) == 0) {
		*ret_n = p->term_n;
		return p->text + n;
	}
	s->term[0] = rule;
	*ret_n = 1 + stem(s, rule, word, n, s->term + 1);
	s->term[*ret_n] = '\0';
	if (n + *ret_n + 1 <= PLACE_ROOM) {
		p->word_n = (uint8_t)n;
		p->term_n = (uint8_t)*ret_n;
		memcpy(p->text, word, n);
		memcpy(p->text + n, s->term, *ret_n + 1);
	}
	return s->term;
}
