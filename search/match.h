/* From a query to the documents that fit it, with their scores; private to search/. */
#ifndef SEARCH_MATCH_H
#define SEARCH_MATCH_H

#include "search/segment.h"

/* Documents are looked at in windows of so many, so that what a question needs does not grow with
 * the index and stays near the processor. */
enum { WINDOW = 8192 };

enum { IN_FILE, IN_FRESH, SEGMENTS };

struct segments {
	const struct file *file; /* NULL: none */
	const struct fresh *fresh;
	const struct names *names;
};

static inline const struct columns *segment_columns(const struct segments *s, int segment)
{
	return segment == IN_FILE ? file_columns(s->file) : &s->fresh->columns;
}

/* Documents of a window, ascending. */
struct hits {
	uint32_t n;
	uint32_t *doc; /* WINDOW of them */
	float *score;
};

struct node;

struct match {
	struct arena *mem;
	struct segments in;
	uint64_t *const *only; /* by segment, a bit for each document that counts; NULL: all */
	int segment;
	const struct columns *columns; /* of the segment at hand */
	float *slow;                   /* k1 * (1 - b + b * length / mean), by length */
	uint64_t docs;                 /* in both, the dead as well */
	struct node *root;
	uint8_t *fits; /* of whoever asks a part right now */
	float *score;
	struct places *places; /* leaf.c */
};

/* What the query asks of the segments, which must stay as they are while it is used.  only: by
 * segment, a bit for each document that counts; NULL: all.  Where there is no list to walk, no
 * other document is looked at. */
struct match *match_plan(struct context *cx, const struct segments *in, const struct query *q,
                         uint64_t *const *only);
/* Begins with a segment. */
void match_start(struct match *m, int segment);
/* What fits of the documents begin … end - 1, dead ones as well; windows ascend. */
void match_window(struct match *m, uint32_t begin, uint32_t end, struct hits *ret);

/* The documents of a window that a byte of `there` is 1 for, ascending; returns how many.  Which
 * ones cannot be foretold, so that there is no branch but for eight together that are not. */
static inline uint32_t window_marked(const uint8_t *there, uint32_t begin, uint32_t *docs)
{
	uint32_t n = 0;

	for (uint32_t at = 0; at < WINDOW; at += 8) {
		uint64_t eight;

		memcpy(&eight, there + at, sizeof eight);
		for (uint32_t i = at; eight && i < at + 8; i++) {
			docs[n] = begin + i;
			n += there[i];
		}
	}
	return n;
}

/* ---- between match.c and leaf.c: a word, a prefix or a phrase */

struct leaf;
struct leaf *leaf_word(struct match *m, const struct query *q);
struct leaf *leaf_prefix(struct match *m, const struct query *q);
struct leaf *leaf_phrase(struct match *m, const struct query *q);
/* In how many documents at most, the dead as well. */
uint64_t leaf_frequency(const struct leaf *l);
void leaf_start(struct match *m, struct leaf *l);
/* All of the window; or which of `docs`: fits[i], and score[i], 0 where it does not fit. */
void leaf_produce(struct match *m, struct leaf *l, uint32_t begin, uint32_t end, struct hits *ret);
void leaf_probe(struct match *m, struct leaf *l, const uint32_t *docs, uint32_t n, uint8_t *fits,
                float *score);

#endif
