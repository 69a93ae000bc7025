/* A text from outside as passages: its paragraphs in their order, each with the page it begins on,
 * the number that stands before it, and whether it looks like a heading.  Reports of the Working
 * Group and concluding observations are read from them (wg_text.h, observations_text.h).
 *
 * Nothing here knows records or asks the database. */
#ifndef SUBJECT_RECOMMENDATION_PASSAGE_H
#define SUBJECT_RECOMMENDATION_PASSAGE_H

#include "base/date.h"
#include "format/material.h"

enum {
	MAX_PASSAGES = 20000, /* a report of 500 pages has 6,000 */
	MAX_PASSAGE_BYTES = 16 * 1024 * 1024,
	MAX_PASSAGE_WORDS =
	        100 * 1000, /* bytes; what goes on behind them is told by its place alone */
	MARK_LETTERS = 8,
};

/* What stands before a paragraph's words: "112.", "112.1", "(1)", "13. (a)", "(ii)", in Russian
 * "a)".  Letters are Latin and small, as the documents have them in every language. */
struct mark {
	int number, part;                  /* 112 and 1; 0: there is none */
	int item;                          /* of "(1)" */
	char bracket[2][MARK_LETTERS + 1]; /* "a", "ii"; "" */
	const char *words;                 /* behind it */
};

struct passage {
	struct unit unit; /* as it stands in the file, a copy; a row has no cells here */
	int64_t page;     /* of a PDF; 0 */
	const char *text; /* white space made single blanks; a row's cells one behind the other */
	struct mark mark;
	bool heading;
};

struct passages {
	struct passage *v;
	size_t n, room, bytes;
	int64_t page;
};

/* Takes a unit in, whatever its kind is.  Everything lives on the context's arena. False:
 * ERR_TOO_LARGE, no document of this kind is as long. */
MUST_USE bool passages_add(struct context *cx, struct passages *p, const struct unit *u);

/* The mark at the beginning of a text; all empty where there is none. */
struct mark mark_read(const char *s);

/* The value of "iv", 1 … 39; 0: no roman numeral. */
int mark_roman(const char *s);

/* ---- words in a text */

/* The text without a number of its own ("II. ", "A. "), the footnote's asterisks, and what stands
 * in brackets at its end, which comes to *bracket ("arts. 2 and 26"), "" where there is none. */
const char *heading_words(struct arena *mem, const char *text, const char **bracket);

/* One of the words, NULL behind the last, stands in the folded text (language/fold.h). */
bool says_any(const char *folded, const char *const *words);

/* The words end where a sentence or an item of a list does: at a sign, with all brackets closed. */
bool words_end(const char *words);

/* "ru" where half of the letters are Cyrillic, else "en". */
const char *passages_language(const struct passages *p);

/* A date of a day begins here: "26 April 2013, the …". */
bool date_at(struct arena *mem, const char *s, struct date *ret);

/* The first date of a day in the text, "26 April 2013", "12 апреля 2023 года"; none: not set. */
struct date date_in(struct arena *mem, const char *text);

/* The next symbol of the United Nations in the text: a run without blanks that has two slashes and
 * begins with a capital, without what closes a sentence.  NULL at the end. */
const char *symbol_in(struct arena *mem, const char **text);

#endif
