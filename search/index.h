/* The index of one node: which record has which words where, and what it is counted by.  It knows
 * nothing of record types: search/document.c makes documents of records, search/follow.c keeps the
 * index up with the change log.
 *
 * Nothing in it is the truth: it can be deleted at any time and is made again.  It lies in one file
 * that is mapped (its format has a version; another one is made anew), and what has
 * changed since lies in memory.  A record has a document number that only grows: a change marks the
 * old one dead and adds the text under a new one (doc/search.md).
 *
 * Threads: any number search (index_read_begin), one changes (index_put …), and searching goes on
 * while the file is written.  What is asked of an index elsewhere than in the section "searching"
 * is asked by the thread that changes it, or between index_read_begin() and index_read_end();
 * classes and codes that are there can be asked for anywhere. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "search/query.h"

enum {
	MAX_FACETS = 48, /* different ones, over all types */
	MAX_FACET_CODES =
	        60000, /* different values, over all facets; further ones are not counted */
	MAX_DOCUMENT_CODES = 1000,
	INDEX_FRESH = 10000,    /* changed records in memory before the file is written anew */
	INDEX_BATCH = 100000,   /* the same while it is filled from nothing: memory against time */
	INDEX_BODY = 1 << 14,   /* positions: below are title and reference, from here the body */
	INDEX_TITLE_WEIGHT = 3, /* a word in the title counts as so many in the body */
};

struct index;

/* Opens the index in that file; a missing, damaged, older or foreign one is an empty index, and
 * *ret_empty says so.  path NULL: in memory alone.  malloc'ed.  NULL: failed. */
struct index *index_open(struct context *cx, const char *path, bool *ret_empty);
void index_close(struct index *ix);

/* ---- what records are counted by and who may see them: numbers for life, by one thread */

/* The number of the access class: of records with the same bytes `key`.  UINT32_MAX: no memory. */
uint32_t index_class(struct index *ix, const void *key, size_t size);
/* The key of class n, NULL past the last one; borrowed until index_close(). */
const void *index_class_key(const struct index *ix, uint32_t n, size_t *size);

/* The code of a facet's value.  Values of one facet: `facet` 0 … MAX_FACETS - 1, value as whoever
 * counts understands it (an identifier, a choice, a year).  0: there are too many already, and it
 * will not be counted. */
uint16_t index_code(struct index *ix, int facet, int64_t value);
/* The code if there is one, else 0. */
uint16_t index_code_known(const struct index *ix, int facet, int64_t value);
/* What a code means; false past the last one.  Codes begin with 1. */
bool index_code_value(const struct index *ix, uint16_t code, int *ret_facet, int64_t *ret_value);

/* ---- what is in it */

struct index_term {
	const char *term, *word; /* as analyse_text() gives them */
	uint32_t position;       /* title and reference from 0, body from INDEX_BODY; ascending */
};

struct index_document {
	int64_t id, version; /* of the record; an id's kind is nobody's business here */
	uint32_t access;     /* index_class() */
	int32_t deadline;    /* days since 1970; INT32_MAX: none, or its work is over */
	int64_t changed;     /* instant */
	const struct index_term *terms;
	size_t terms_n;
	const uint16_t *codes; /* of its facets, ascending, different ones */
	size_t codes_n;
};

/* Adds the document, in place of the one the record had.  False: no memory, or the index is full;
 * nothing has changed then. */
MUST_USE bool index_put(struct context *cx, struct index *ix, const struct index_document *d);
/* Takes the record out, if it is there. */
MUST_USE bool index_remove(struct context *cx, struct index *ix, int64_t id);
/* The version under which the record is in; 0: it is not. */
int64_t index_version(const struct index *ix, int64_t id);

/* By which analyser the file was made (language/analyse.h); 0: there is none.  By another one, the
 * words of a query find less than they should: it answers until one is made anew, and is not to be
 * written. */
int index_analyser(const struct index *ix);

/* How far the change log was followed; kept in the file. */
int64_t index_followed(const struct index *ix);
void index_set_followed(struct index *ix, int64_t seq);

/* How many changed records lie in memory: INDEX_FRESH and more want index_write(). */
size_t index_fresh(const struct index *ix);
/* Writes file and memory together as a new file (beside, synced, renamed) and goes on with it.
 * Searching goes on meanwhile; changing waits.  A stop at any moment leaves the old file or the new
 * one. */
MUST_USE bool index_write(struct context *cx, struct index *ix);

/* For `ygrar reindex`, metrics and tests. */
struct index_size {
	int64_t documents, dead, terms, words, classes, codes, file_bytes, memory_bytes;
};
void index_size(const struct index *ix, struct index_size *ret);

/* ---- searching, between index_read_begin() and index_read_end() */

/* Not within one another.  Searching allocates: hang index_read_end() on the arena where that may
 * jump. */
void index_read_begin(struct index *ix);
void index_read_end(struct index *ix);

/* What is chosen of one facet: a record fits when it has one of the codes.  Choices of different
 * facets must all fit.  A facet's own choice does not narrow its counts: they say what a further
 * click would give. */
struct index_choice {
	int facet;
	const uint16_t *codes;
	size_t codes_n;
	const int64_t *values; /* chosen as well, but nothing has them: they have no code */
	size_t values_n;
};

enum index_order { ORDER_SCORE, ORDER_CHANGED, ORDER_DEADLINE };

/* OVERDUE is a facet without codes, computed from the deadline and `today`. */
enum { FACET_OVERDUE = MAX_FACETS };

struct index_ask {
	const struct query *query;
	const struct index_choice *choices; /* one per facet at most; FACET_OVERDUE: codes NULL */
	size_t choices_n;
	const uint8_t *open; /* by access class: whether the asker may see its records */
	uint32_t open_n;     /* classes from here on are closed */
	uint64_t count;      /* bit n: count facet n */
	int32_t today;       /* for FACET_OVERDUE */
	enum index_order order;
	size_t offset, limit; /* limit 0: counts alone */
	const int64_t *only;  /* not NULL: no other records than these, ascending */
	size_t only_n;
};

struct index_hit {
	int64_t id, version;
	float score;
};

struct index_answer {
	int64_t total;
	struct index_hit *hits;
	size_t hits_n;
	const uint32_t *counts; /* by code; 0 for facets that were not asked for */
	uint32_t overdue;       /* what choosing FACET_OVERDUE would give */
};

/* Every hit is visited once; scores are BM25 (k1 1.2, b 0.75), a word's variants one word; equal
 * ones in the order of ids, newest first.  Memory from the context's arena: some eight bytes per
 * hit and node of the query.  False: failed. */
MUST_USE bool index_search(struct context *cx, struct index *ix, const struct index_ask *ask,
                           struct index_answer *ret);

/* All ids that fit, ascending: for bulk work and exports.  At most `most`; *ret_all: no more are
 * there. */
MUST_USE bool index_ids(struct context *cx, struct index *ix, const struct index_ask *ask,
                        size_t most, int64_t **ret, size_t *ret_n, bool *ret_all);

/* Two facets crossed: ret[i * columns_n + k] records fit that have both rows[i] and columns[k],
 * whatever the ask chooses of these two.  A code 0 is at no record.  Of the ask the order, the limit
 * and what is to be counted do not matter. */
struct index_pairs {
	int row_facet, column_facet; /* different ones, that have codes */
	const uint16_t *rows, *columns;
	size_t rows_n, columns_n;
};
MUST_USE bool index_cross(struct context *cx, struct index *ix, const struct index_ask *ask,
                          const struct index_pairs *pairs, int64_t *ret);

/* The records most like this document by their rarest words: a query for index_search(), with at
 * most `words` of them; words of a single record, which may be this one, come last. */
MUST_USE bool index_alike(struct context *cx, struct index *ix, const struct index_term *terms,
                          size_t terms_n, size_t words, struct query **ret);

/* Folded words that begin with it, or that are near to it in spelling (one letter off in a word of
 * up to seven, two in a longer one), the nearer and then the more frequent first, of records that
 * are open to the asker: one of the newest that have the word must be. */
struct index_spelling {
	const char *word;
	uint32_t records; /* in the index, of whatever access: for order alone, never to be shown */
};
MUST_USE bool index_begins(struct context *cx, struct index *ix, const char *beginning,
                           const uint8_t *open, uint32_t open_n, size_t most,
                           struct index_spelling **ret, size_t *ret_n);
MUST_USE bool index_near(struct context *cx, struct index *ix, const char *word,
                         const uint8_t *open, uint32_t open_n, size_t most,
                         struct index_spelling **ret, size_t *ret_n);

#endif
