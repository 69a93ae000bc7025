/* The two owners of documents: the mapped file, which never changes, and what has come since, in
 * memory.  Both number their documents from 0, hold the same kinds of columns and lists, and are
 * searched one after the other. */
#ifndef SEARCH_SEGMENT_H
#define SEARCH_SEGMENT_H

#include "search/list.h"
#include "search/names.h"
#include "search/pool.h"

enum {
	/* A word remembers its newest records, so that whether the asker may see one that has it is
	 * known without a list of its own (doc/search.md). */
	WORD_RECORDS = 16,
	NO_TERM = UINT32_MAX,
	MAX_SLOTS = 96,
	FACET_SLOTS = 4, /* of one facet at most */
};

struct columns {
	uint32_t n;
	const int64_t *id, *version, *changed;
	const uint32_t *access;
	/* Codes of document i: slot[k].code[i], 0 for none, and code[row[i]] … code[row[i + 1]] for
	 * those that found no slot of their facet. */
	uint32_t slots_n;
	struct column_slot {
		const uint16_t *code;
		int facet;
	} slot[MAX_SLOTS];
	uint64_t in_rows; /* a bit for each facet that has codes there */
	const uint32_t *row;
	const uint16_t *code;
	const int32_t *deadline;
	const uint16_t *length;
	uint64_t *dead; /* a bit each */
	uint16_t longest;
};

static inline bool column_dead(const struct columns *c, uint32_t doc)
{
	return c->dead[doc / 64] >> doc % 64 & 1;
}

/* All codes of a document, in no order; at most MAX_CODES_OF. */
enum { MAX_CODES_OF = MAX_SLOTS + MAX_DOCUMENT_CODES };

static inline size_t column_codes(const struct columns *c, uint32_t doc, uint16_t *codes)
{
	size_t n = c->row[doc + 1] - c->row[doc];

	if (n > MAX_DOCUMENT_CODES)
		n = MAX_DOCUMENT_CODES;
	if (n)
		memcpy(codes, c->code + c->row[doc], n * sizeof *codes);
	for (uint32_t k = 0; k < c->slots_n; k++)
		if (c->slot[k].code[doc])
			codes[n++] = c->slot[k].code[doc];
	return n;
}

/* ---- the file */

struct file;

/* Maps it, checks all of it, and puts its classes and codes into `names`, which is empty.  NULL:
 * there is none, it is not whole, or another program's; names may hold some of it then.  A file
 * that is NULL is an empty one to the functions below that count or find. */
struct file *file_open(const char *path, struct names *names);
/* The same of a descriptor, which stays the caller's.  trusted: its checksum was computed here just
 * now.  names NULL: it has them already. */
struct file *file_map(int fd, struct names *names, bool trusted);
void file_close(struct file *f);
const struct columns *file_columns(const struct file *f);
void file_kill(struct file *f, uint32_t doc);
int64_t file_followed(const struct file *f);
int file_analyser(const struct file *f);
uint64_t file_length(const struct file *f); /* of all documents together */
uint32_t file_dead(const struct file *f);
size_t file_size(const struct file *f);

uint32_t file_terms(const struct file *f);
const char *file_term(const struct file *f, uint32_t i);
uint32_t file_term_find(const struct file *f, const char *term); /* NO_TERM */
void file_list(const struct file *f, uint32_t i, struct list *ret);

struct word {
	const char *text;
	uint32_t records; /* that have it, some of them dead by now */
	const uint32_t *terms;
	uint32_t terms_n;
	uint32_t newest[WORD_RECORDS]; /* ascending */
	uint32_t newest_n;
};
uint32_t file_words(const struct file *f);
const char *file_word_text(const struct file *f, uint32_t i);
void file_word(const struct file *f, uint32_t i, struct word *ret);
uint32_t file_word_from(const struct file *f, const char *beginning); /* the first not before it */

/* ---- in memory */

struct fresh_term {
	const char *text;
	struct bytes post, place;
	uint32_t n;          /* documents; 0: a document that could not be added wanted it */
	uint32_t next;       /* the first document that may come */
	uint32_t seen, slot; /* while a document is being added */
};

struct fresh_word {
	const char *text;
	struct bytes terms, newest; /* uint32_t each */
	uint32_t records, seen;
};

/* Where a term or a word is found by its text. */
struct fresh_slot {
	uint32_t number; /* of it, from 1; 0: the slot is empty */
	uint32_t hash;
};

struct fresh {
	struct pool pool;
	struct columns columns;
	uint32_t room, code_room, codes_n, dead;
	uint64_t length;
	struct fresh_term *terms;
	uint32_t terms_n, terms_room;
	struct fresh_word *words;
	uint32_t words_n, words_room;
	struct fresh_slot *term_slots, *word_slots;
	uint32_t term_slots_n, word_slots_n;
	uint32_t adding;               /* number of the document being added, for `seen` */
	struct fresh_scratch *scratch; /* what is known of the document being added */
	uint32_t *places;
	uint8_t *encoded;
	uint32_t scratch_room;
};

struct fresh *fresh_new(void); /* NULL: no memory */
void fresh_free(struct fresh *f);
/* False: no memory; the document is not there then. */
MUST_USE bool fresh_put(struct fresh *f, const struct index_document *d);
void fresh_kill(struct fresh *f, uint32_t doc);
uint32_t fresh_term_find(const struct fresh *f, const char *term); /* NO_TERM */
uint32_t fresh_word_find(const struct fresh *f, const char *word);
void fresh_list(const struct fresh *f, uint32_t i, struct list *ret);
void fresh_word(const struct fresh *f, uint32_t i, struct word *ret);
size_t fresh_memory(const struct fresh *f);

/* ---- both into a new file */

/* Writes what is alive to fd, from its beginning.  False: errno says why. */
MUST_USE bool merge_write(int fd, const struct file *file, const struct fresh *fresh,
                          const struct names *names, int64_t followed);

#endif
