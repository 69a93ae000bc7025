/* What a character is to whoever cuts a text into words, and how it is folded (language/fold.h):
 * one look into a table for all that our languages write. */
#ifndef LANGUAGE_SIGN_H
#define LANGUAGE_SIGN_H

#include "language/fold.h"

enum sign_kind {
	SIGN_BREAK, /* stands between words: all that has no kind of its own */
	SIGN_END,   /* of the text */
	SIGN_LATIN,
	SIGN_CYRILLIC,
	SIGN_SCRIPT, /* a letter of another script */
	SIGN_DIGIT,
	SIGN_ALONE,  /* a word by itself: scripts without blanks */
	SIGN_MARK,   /* belongs to the letter before */
	SIGN_HIDDEN, /* neither seen nor meant */
	SIGN_BLANK,
	SIGN_APOSTROPHE,
	SIGN_HYPHEN,
	SIGN_DOT,
	SIGN_SLASH,
	SIGN_OPEN,
	SIGN_CLOSE,
};

struct sign {
	uint8_t kind, n; /* n: bytes of text */
	char text[FOLD_ROOM];
	uint8_t pad[2]; /* eight bytes are one register */
};

enum { SIGN_TABLE = 0x2100 };

/* One thread at a time. */
struct signs {
	struct sign v[SIGN_TABLE];
	struct sign far; /* the last one that is not in the table */
};

void signs_fill(struct signs *t);

/* What stands at s, *length bytes of it; a byte that begins no character is a break.  Borrowed
 * until the next call. */
const struct sign *sign_far(struct signs *t, const char *s, size_t *length);

static inline const struct sign *sign_at(struct signs *t, const char *s, size_t *length)
{
	unsigned char c = (unsigned char)*s, next;

	*length = 1;
	if (c < 0x80)
		return &t->v[c];
	next = (unsigned char)s[1];
	if (c < 0xc2 || c > 0xdf || (next & 0xc0) != 0x80)
		return sign_far(t, s, length);
	*length = 2;
	return &t->v[(c & 0x1f) << 6 | (next & 0x3f)];
}

static inline bool sign_is_letter(enum sign_kind k)
{
	return k == SIGN_LATIN || k == SIGN_CYRILLIC || k == SIGN_SCRIPT;
}

/* Letters that look alike in Latin and Cyrillic script: a word that has both is brought to the
 * script of its letters that have no twin, else of most of its letters, or to Latin if it shall.
 * In place; returns the new length, which is at most `room`: the word must be folded. */
size_t script_unify(char *word, size_t n, size_t room, bool rather_latin);

#endif
