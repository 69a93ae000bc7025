/* Paragraphs that a text refers to: "the recommendations in paragraphs 9, 13 (a) and (b) and 18
 * above", "paragraphs 23 (last sentence), 29 (d), (f) and (g)", "пунктах 9, 21 b) и 30". */
#ifndef SUBJECT_RECOMMENDATION_CITED_H
#define SUBJECT_RECOMMENDATION_CITED_H

#include "base/arena.h"

enum { MAX_CITED = 500 };

struct cited {
	int number;             /* 29 */
	const char *bracket[2]; /* "d"; "ii"; "" */
	bool last_sentence;
};

struct cited_list {
	struct cited *v;
	size_t n;
};

/* All of them, in the text's order.  A paragraph of something else ("rule 71, paragraph 5, of the
 * Committee's rules of procedure", "paragraph 15 of the annex to resolution 5/1") is none. */
struct cited_list cited_paragraphs(struct arena *mem, const char *text);

/* Numbers behind "Nos.": "recommendations Nos. 7, 8 and 10 above". */
struct cited_list cited_numbers(struct arena *mem, const char *text);

/* "29 (d)", as the United Nations write it. */
const char *cited_locator(struct arena *mem, const struct cited *c);

/* The locator ("21 (b) (ii)") is the paragraph or a part of it. */
bool cited_covers(struct arena *mem, const struct cited *c, const char *locator);

#endif
