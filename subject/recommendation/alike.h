/* How alike the words of two recommendations are, whoever wrote them down: one office keeps the
 * States in brackets, another cuts them off, a third joins two sentences to one paragraph.
 *
 * The measure is Dice's coefficient over all trigrams of the folded letters and digits, each as
 * often as it occurs: 1000 the same words, 0 none in common.  Each of UPR Info's 180 rows about
 * Slovenia's second review finds its paragraph in OHCHR's list, 179 of them above 960.  A comparison
 * takes about a microsecond. */
#ifndef SUBJECT_RECOMMENDATION_ALIKE_H
#define SUBJECT_RECOMMENDATION_ALIKE_H

#include "base/arena.h"

enum { ALIKE = 900 }; /* from here on it is proposed */

/* The trigrams of a text, sorted. */
struct grams {
	uint32_t *v;
	size_t n;
};

/* The words of a recommendation without States in brackets, and, when several statements stand in
 * one paragraph, each of them alone. */
struct wording {
	struct grams whole;
	struct grams *parts; /* parts_n of them: 0, or more than one */
	size_t parts_n;
};
struct wording wording_of(struct arena *mem, const char *words);

/* 0 … 1000: of the wholes, or of the whole of one and a part of the other.  What cannot reach
 * `least` is 0 at once. */
int wording_alike(const struct wording *a, const struct wording *b, int least);

#endif
