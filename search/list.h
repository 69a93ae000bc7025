/* One term's list: which documents have it, how often, and where.  The same form lies in the
 * mapped file and in memory, so one reader reads both.
 *
 * A posting is varint(gap * 2 + (weight > 1)), then varint(weight - 2) if it is more than 1.  The
 * gap counts the documents that were left out since the last one.  The weight is what BM25 takes as
 * the frequency: INDEX_TITLE_WEIGHT for each place in the title, 1 for one in the body.
 *
 * Places lie in a second stream that only phrases and questions about the title read.  Of a posting
 * of weight 1 it is varint(place in the body); of another one a varint(gap * 2 + is it in the
 * title) for each place until the weights add up, so that no count is stored and each posting's
 * places can be copied without knowing what was before.
 *
 * What is read may be anything (a file's checksum finds accidents, not malice): a reader stays
 * within its list but for the last varint, MAX_VARINT bytes, and its documents only grow. */
#ifndef SEARCH_LIST_H
#define SEARCH_LIST_H

#include "search/index.h"

enum {
	MAX_VARINT = 10,
	LIST_PADDING = 2 * MAX_VARINT, /* bytes to be read after the last list */
	SKIP_EVERY = 128,              /* postings */
	MAX_PLACES = 16384,            /* of one word in one document; further ones do not count */
};

/* The state of a reader after SKIP_EVERY more postings. */
struct skip {
	uint32_t doc;         /* the last one before */
	uint32_t post, place; /* bytes from the beginning of the streams */
};

struct list {
	const uint8_t *post, *place;
	uint32_t post_size, place_size;
	const struct skip *skips;
	uint32_t skips_n;
	uint32_t n; /* documents */
};

struct reader {
	uint64_t doc; /* LIST_END: no more */
	uint32_t weight;
	bool places; /* follow the second stream, too */
	const uint8_t *post, *post_end;
	const uint8_t *place, *place_end;
	const uint8_t *passed; /* where the next posting's places begin; NULL: not known yet */
	const struct list *list;
	uint32_t skip; /* the next one */
};

#define LIST_END UINT64_MAX

/* By value, so that who reads a list can keep its place in a register. */
struct varint {
	uint64_t value;
	const uint8_t *end;
};

static inline struct varint varint_long(const uint8_t *p)
{
	struct varint v = { .value = *p++ & 127 };

	for (int shift = 7; shift < 7 * MAX_VARINT; shift += 7) {
		uint64_t byte = *p++;

		v.value |= (byte & 127) << (shift & 63);
		if (byte < 128)
			break;
	}
	v.end = p;
	return v;
}

static inline uint64_t varint(const uint8_t **p)
{
	if (**p < 128)
		return *(*p)++;

	struct varint v = varint_long(*p);

	*p = v.end;
	return v.value;
}

static inline uint8_t *varint_put(uint8_t *to, uint64_t v)
{
	for (; v >= 128; v >>= 7)
		*to++ = (uint8_t)(v | 128);
	*to++ = (uint8_t)v;
	return to;
}

/* Goes past the places of the posting at hand. */
static inline void reader_pass_places(struct reader *r)
{
	if (r->passed) {
		r->place = r->passed;
		r->passed = NULL;
		return;
	}
	if (r->weight == 1) {
		if (r->place < r->place_end)
			varint(&r->place);
		return;
	}
	for (uint64_t weight = 0; weight < r->weight && r->place < r->place_end;)
		weight += varint(&r->place) & 1 ? INDEX_TITLE_WEIGHT : 1;
}

/* Reads the posting after `last`. */
static inline void reader_take(struct reader *r, uint64_t last)
{
	if (r->post >= r->post_end) {
		r->doc = LIST_END;
		return;
	}

	uint64_t v = varint(&r->post);

	r->doc = last + 1 + (v >> 1);
	if (r->doc >= UINT32_MAX)
		r->doc = LIST_END;
	r->weight = v & 1 ? (uint32_t)varint(&r->post) + 2 : 1;
}

static inline void reader_next(struct reader *r)
{
	if (r->places)
		reader_pass_places(r);
	reader_take(r, r->doc);
}

/* To the first posting.  The list is borrowed. */
void reader_start(struct reader *r, const struct list *l, bool places);
void reader_skip(struct reader *r, uint64_t doc);

/* To the first posting of this document or a later one.  Only copies of the reader are walked with:
 * they stay in registers, while bytes that are read could be those of *r itself. */
static inline void reader_seek(struct reader *r, uint64_t doc)
{
	if (r->doc >= doc)
		return;
	if (r->skip < r->list->skips_n && r->list->skips[r->skip].doc < doc) {
		struct reader far = *r;

		reader_skip(&far, doc);
		*r = far;
	}

	struct reader near = *r;

	while (near.doc < doc)
		reader_next(&near);
	*r = near;
}

/* The places of the posting at hand, ascending, at most MAX_PLACES; the body's have INDEX_BODY
 * added.  Returns how many. */
size_t reader_places(struct reader *r, uint32_t *places);
/* How much of the posting's weight lies in the title. */
uint32_t reader_title_weight(const struct reader *r);

/* Bytes that one posting and its places come to at most. */
enum { MAX_POSTING = 10 };
uint8_t *list_put_posting(uint8_t *to, uint32_t gap, uint32_t weight);
uint8_t *list_put_places(uint8_t *to, uint32_t weight, const uint32_t *places, size_t n);

#endif
