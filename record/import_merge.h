/* Inside record/: what the files of the import engine share. */
#ifndef RECORD_IMPORT_MERGE_H
#define RECORD_IMPORT_MERGE_H

#include "record/import.h"

#include "base/secret.h"
#include "store/db.h"

/* ---- a row of a file against the stored record (import_merge.c) */

/* *ret: the stored record with what the item says put in, where it may go in; *changed: something
 * was.  False with the reason in the context: a field that the actor may not see, or a file older
 * than the record. */
MUST_USE bool import_merge(struct context *cx, const struct import_item *item, bool foreign,
                           const void *old, void **ret, bool *changed);

/* ---- our own form (import_own.c) */

extern const struct import_format import_own;

/* How sure it is that the bytes are ours: 0, 20 perhaps, 100. */
int import_own_guess(struct context *cx, const char *bytes, size_t n);

/* As import_begin(), of a row that is no unit of a material; cells NULL: none are kept. */
void import_begin_row(struct context *cx, struct import *im, struct import_item *item,
                      const struct type *t, int64_t row, const char *const *cells, size_t n);

/* ---- records put aside (import_spool.c) */

/* A file without a name.  NULL: failed. */
struct import_spool *import_spool_new(struct context *cx);
/* *ret: where it stands. */
MUST_USE bool import_spool_put(struct context *cx, struct import_spool *s, const char *text,
                               int64_t *ret);
const char *import_spool_get(struct context *cx, struct import_spool *s, int64_t at);

/* What an item's record says.  A record read again has an identifier of its own; NULL: failed. */
MUST_USE bool import_spool_put_record(struct context *cx, struct import_spool *s,
                                      const struct import_item *item, int64_t *ret);
void *import_spool_get_record(struct context *cx, struct import_spool *s, const struct type *t,
                              int64_t at);

/* A whole item, and where it lies. */
struct import_aside {
	struct import_item item; /* numbers alone; what it points to is in the spool */
	int64_t record, said, external, cells; /* -1: none */
	struct import_row *row;
};
MUST_USE bool import_spool_put_item(struct context *cx, struct import_spool *s,
                                    const struct import_item *item, struct import_aside *ret);
MUST_USE bool import_spool_get_item(struct context *cx, struct import_spool *s,
                                    const struct import_aside *a, struct import_item *item);

/* ---- one import at work */

/* What is kept of an item. */
struct import_row {
	int64_t row;
	unsigned char key[16]; /* digest of type and identifier or key */
	uint32_t joined;       /* which of those about one record it belongs to, from 1; 0: none */
	bool keyed;
	uint8_t fate, came; /* when it was looked at; when it was saved */
};

/* Items about one record: what they say together. */
struct import_joined {
	int64_t record, cells; /* places in the spool; -1: not there yet */
	uint32_t first, last;  /* rows */
};

/* A stored record and the first row that is about it. */
struct import_met {
	int64_t id, row;
};

struct import_work {
	struct arena *mem; /* of what must outlive a slice */
	void *state;       /* the format's */
	bool cells;        /* somebody wants to have them */
	bool again;        /* the file is read another time: what is wrong was told */
	int64_t page;      /* of the unit that was read last */
	const char **was;  /* what a person's corrections stand instead of; NULL: nothing yet */
	size_t problems_room, unknown_room;
	struct import_item *slice; /* IMPORT_SLICE of them */
	struct import_row *rows;   /* malloc'ed */
	size_t rows_n, rows_room;
	uint32_t *index; /* malloc'ed; by key: row, from 1 */
	size_t index_room;
	struct import_joined *joined; /* malloc'ed */
	size_t joined_n, joined_room;
	struct import_spool *spool; /* NULL: no items are about one record */
	size_t told;                /* rows that im->looked has been told */
	int64_t to_save;            /* rows */
	struct import_aside *later; /* items that are saved in the last step */
	size_t later_n, later_room;
	struct import_spool *later_spool;
	const char *originals;  /* the digest, where it was made beforehand */
	struct import_met *met; /* malloc'ed; a hash table by identifier */
	size_t met_n, met_room;
	char hash[HEX_DIGEST];    /* of the file */
	int64_t since;            /* an identifier before all that the import makes */
	struct import_turn *turn; /* NULL: none is needed */
};

/* Opens the format at the beginning of the file. */
MUST_USE bool import_open(struct context *cx, struct import *im);
/* The next item, with what a person decided about it.  False at the end and when failed(cx). */
MUST_USE bool import_next(struct context *cx, struct import *im, struct import_item *item);
/* Finds the stored records of items of one type, by identifier, else by key: old[i] is NULL for a
 * new one. */
MUST_USE bool import_find(struct context *cx, struct import_item **v, size_t n, void **old);
/* What is to be saved for the item: *ret NULL when nothing is.  Sets its fate. */
MUST_USE bool import_decide(struct context *cx, const struct import *im, struct import_item *item,
                            const void *old, void **ret);
/* item->changes: what becomes of the fields it says something about. */
void import_changes(struct context *cx, struct import_item *item, const void *old, const void *row);
/* What is wrong with the item, which was not told because it is read another time. */
void import_tell_problems(struct import *im, const struct import_item *item);
/* The failure is of a row, not of the machine. */
bool import_of_a_row(const struct context *cx);
bool import_too_many(struct context *cx, const struct import *im);
/* Where the item's record is the first of several: what they say together, and the cells of all. */
MUST_USE bool import_take_joined(struct context *cx, struct import *im,
                                 const struct import_row *row, struct import_item *item);

/* Goes through the file and decides about each item (import_look.c). */
MUST_USE bool import_look(struct context *cx, struct import *im);
/* Goes through it again and saves (import_save.c). */
MUST_USE bool import_save(struct context *cx, struct import *im);

/* ---- what is saved by slices is hidden until it is done (import_hidden.c) */

/* Where imports are saved by slices, one is at work at a time: waits for its turn, asking
 * im->progress, and takes back what a killed one left.  import_turn_end() gives the turn back; so
 * does the end of the process, whatever ended it. */
MUST_USE bool import_turn_begin(struct context *cx, struct import *im);
void import_turn_end(struct import *im);
/* From now on nobody sees what the import makes; from now on everybody.  Within a transaction. */
MUST_USE bool import_hide(struct context *cx, const struct import *im);
MUST_USE bool import_show(struct context *cx, const struct import *im);
/* Takes out, by slices, all that the open import has made, with its log, which nobody has sealed.
 * Outside of transactions, in one's turn. */
MUST_USE bool import_take_back(struct context *cx);

/* From what came of each row. */
void import_count(struct import *im);
/* The import's own record, at the end of its transaction (import_record.c). */
MUST_USE bool import_record_save(struct context *cx, struct import *im);
/* That the import made or changed the record. */
MUST_USE bool import_record_add(struct context *cx, const struct import *im,
                                const struct import_item *item, const void *row);
/* The item's cells as they are kept beside the record, and their digest; NULL: it has none. */
const char *import_original_text(struct context *cx, const struct import_item *item, int64_t record,
                                 char digest[HEX_DIGEST]);
/* Over the digests of all that the import kept. */
MUST_USE bool import_originals_digest(struct context *cx, int64_t import, char hex[HEX_DIGEST]);
const struct field *import_key_field(const struct type *t);

#endif
