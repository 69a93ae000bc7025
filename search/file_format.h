/* Private to file.c and merge.c: what the file holds, byte for byte (doc/search.md, "File").
 * Numbers are little endian as the machine has them; each section begins at a multiple of eight. */
#ifndef SEARCH_FILE_FORMAT_H
#define SEARCH_FILE_FORMAT_H

#include "search/segment.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file is mapped as it lies");

#define FILE_MAGIC  \
	"Ygrar\x1a" \
	"ix"

/* Moves with every change of what is below. */
enum { FILE_FORMAT = 2 };

enum file_section {
	SECTION_LISTS, /* of each term: skips, postings, places */
	SECTION_TERMS, /* struct file_term, ascending by text */
	SECTION_WORDS, /* struct file_word, ascending by text, and one more that ends the last */
	SECTION_TEXT,  /* terms and words, each ending with NUL */
	SECTION_WORD_TERMS, /* uint32_t */
	SECTION_NEWEST,     /* varints: gaps between the newest records of a word */
	SECTION_ID,
	SECTION_VERSION,
	SECTION_CHANGED,
	SECTION_ACCESS,
	SECTION_SLOTS, /* uint16_t for each document, of each slot */
	SECTION_ROW,
	SECTION_DEADLINE,
	SECTION_LENGTH,
	SECTION_CODE,
	SECTION_CLASSES, /* uint32_t: where each key begins, and where the last ends */
	SECTION_KEYS,
	SECTION_VALUES, /* struct file_value, by code from 1 */
	FILE_SECTIONS,
};

struct file_header {
	char magic[8];
	uint32_t format, analyser;
	int64_t followed;
	uint64_t size, sum; /* of the whole file; sum as if it were 0 here */
	uint64_t length;    /* of all documents together */
	uint64_t in_rows;   /* a bit for each facet that has codes in rows */
	uint32_t docs, terms, words, classes, codes, slots;
	uint8_t slot_facet[MAX_SLOTS];
	struct {
		uint64_t at, size;
	} sections[FILE_SECTIONS];
};

struct file_term {
	uint64_t at; /* of its list */
	uint32_t text, n, post_size, place_size;
};

struct file_word {
	uint32_t text, records;
	uint32_t terms, newest; /* where they begin: numbers, bytes */
};

struct file_value {
	int64_t value;
	int32_t facet;
	uint32_t zero;
};

static inline uint32_t list_skips(uint32_t n)
{
	return n ? (n - 1) / SKIP_EVERY : 0;
}

/* A checksum against accidents: four lanes of multiplying and turning, so that it is as fast as
 * memory; one changed word changes its lane whatever follows. */
struct sum {
	uint64_t lane[4], n;
	uint8_t rest[32];
};
void sum_start(struct sum *s);
void sum_add(struct sum *s, const void *bytes, size_t n);
/* With the header, whose field `sum` does not count. */
uint64_t sum_end(struct sum *s, const struct file_header *h);

#endif
