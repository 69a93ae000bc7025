/* Cutting a text into runs of letters and digits, and reading what is written with digits across
 * several of them.  For language/analyse.c alone. */
#ifndef LANGUAGE_CUT_H
#define LANGUAGE_CUT_H

#include "language/analyse.h"
#include "language/sign.h"

/* A place in a text. */
struct cut {
	struct signs *signs;
	const char *text, *at;
};

/* Letters and digits without anything between them, folded. */
struct run {
	char text[MAX_TERM + FOLD_ROOM]; /* of a longer one the beginning; ends with NUL */
	size_t n;
	size_t digits_n; /* of text, at its beginning */
	uint32_t from, to;
	bool latin, cyrillic, script, digits; /* what is in it */
};

/* Passes over everything to the next letter or digit; false: there is none. */
bool cut_find(struct cut *c);
/* Reads the run that begins at the place. */
void cut_run(struct cut *c, struct run *ret);
/* The sign at the place, which moves over hidden ones before it, and past it when it is of that
 * kind. */
bool cut_takes(struct cut *c, enum sign_kind kind);
bool cut_is(struct cut *c, enum sign_kind kind);
/* Passes over up to two blanks; returns how many. */
int cut_blanks(struct cut *c);

/* What is written with digits, in one form. */
struct numbered {
	char text[MAX_TERM + 1];
	size_t n;
	uint32_t from, to;
	size_t ends[4]; /* of the pieces that stand for themselves, too: "13" of "13(b)" */
	size_t ends_n;
};

/* The symbol of a document that begins at the place: words and numbers with slashes between, and a
 * digit in it.  False: there is none; nothing moves. */
bool cut_symbol(const struct cut *c, struct numbered *ret);

/* The number whose first run was just read, and begins with digits: with what belongs to it. */
void cut_number(struct cut *c, const struct run *first, struct numbered *ret);

#endif
