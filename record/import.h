/* Bringing in files from outside.  A format is one reader that turns the bytes of a file into
 * items: rows of the file as records of ours.  The engine does the rest, the same for every format:
 * finds the record that an item is about, compares, saves in slices, tells what was wrong in which
 * row.
 *
 * The rules (doc/import.md):
 *   - a row that is wrong changes nothing and is told with its number; the others come in;
 *   - the same file again changes nothing;
 *   - what the State entered is never overwritten by a foreign file;
 *   - a dry run does exactly what the import would do, and takes it back. */
#ifndef RECORD_IMPORT_H
#define RECORD_IMPORT_H

#include "record/record.h"

enum {
	IMPORT_SLICE = 200, /* rows saved in one transaction: other people's saves go between */
	IMPORT_SHORT_SLICE = 25,     /* while others do save */
	MAX_IMPORT_PROBLEMS = 10000, /* more: it is not the right file */
	IMPORT_PROBLEMS_KEPT = 200,  /* with the import's record */
};

struct import;

struct import_format {
	const char *name, *label; /* "upr-info", N_() */
	/* How sure the format is that the bytes are its own: 0 no … 100. */
	int (*guess)(const char *bytes, size_t n);
	/* Calls import_item() for every row it understands and import_problem() for the others.
	 * Within a reading transaction. False: the file as a whole cannot be read. */
	bool (*read)(struct context *cx, struct import *im, const char *bytes, size_t n);
	/* From outside: what a person changed stays as it is, owned rows are added and never
	 * replaced. */
	bool foreign;
	/* Two rows of one file are about the same record: makes the first speak for both.  False:
	 * they contradict each other, and the second is a problem.  NULL: it always is. */
	bool (*join)(struct context *cx, void *first, const void *second);
};

/* One row of the file. */
struct import_item {
	int64_t row; /* as a spreadsheet counts; of JSON the position in the list */
	const struct type *type;
	void *record;                    /* from record_new(): what the row says */
	const struct field *const *said; /* the fields it says something about, an empty one
	                                    included; NULL ends them */
	int64_t id, version;             /* of our record, if the file names them; 0: not said */

	/* the engine's */
	const char *key; /* value of the type's key field, or of its import key */
	int64_t found;   /* the record it is about; 0: a new one */
	enum { ITEM_OPEN, ITEM_NEW, ITEM_CHANGED, ITEM_SAME, ITEM_WRONG } fate;
};

struct import_problem {
	int64_t row;
	const char *field; /* column of the file or field of the record; NULL: the whole row */
	const char *message;
};

struct import {
	/* given */
	const struct import_format *format; /* NULL: found out */
	const char *file;                   /* its name, for the record and messages */
	const char *type; /* of our own form, when neither file nor columns tell; NULL: not given */
	bool dry_run;
	int64_t attachment; /* the stored file; 0: it is not kept */
	/* Told after every slice; false stops, what was saved stays.  NULL: nobody listens. */
	bool (*progress)(struct context *cx, void *listener, int64_t done, int64_t total);
	void *listener;

	/* what came of it */
	int64_t id; /* 0: a dry run */
	int64_t read, new, updated, unchanged;
	struct import_problem *problems;
	size_t problems_n;

	/* the engine's */
	struct import_item *items;
	size_t items_n, items_room, problems_room;
	struct arena *mem; /* of what must outlive a slice */
};

/* The formats of all subjects, our own form first; NULL past the end. */
const struct import_format *import_format(const struct app *app, size_t i);
const struct import_format *import_format_named(const struct app *app, const char *name);

/* Reads the file and brings its rows in, in the rights of the context's actor.  Outside of any
 * transaction.  False: nothing could be read, or the machine failed half way (what was saved before
 * stays; the file again brings in the rest).  Rows that are wrong are no failure: im->problems. */
MUST_USE bool import_run(struct context *cx, struct import *im, const char *bytes, size_t n);

/* {"import":ID,"format":…,"read":N,"new":N,"updated":N,"unchanged":N,"errors":[{"row":N,"field":…,"message":…}]}
 */
void import_json(const struct import *im, struct json_writer *w);

/* ---- for readers */

/* A row, with `record` made, to be filled; it stays where it is until the next one. */
struct import_item *import_item(struct context *cx, struct import *im, const struct type *t,
                                int64_t row);
/* What is wrong with the item; it will not come in.  The message is translated and complete. */
void import_problem(struct import *im, struct import_item *item, const char *field,
                    const char *message);
/* The same out of the context's failure, which is forgotten.  False when the failure is of no row
 * (busy, broken): it stays. */
MUST_USE bool import_failed(struct context *cx, struct import *im, struct import_item *item);

/* ---- the import as a record: who brought in what, when, with what result */

struct import_problem_row {
	int64_t id;
	struct number file_row;
	const char *field, *message;
};

struct import_record {
	struct record record;
	const char *format, *name, *hash; /* of the file: BLAKE2b-256 */
	int64_t file;                     /* the file itself, when it was uploaded */
	struct number rows_read, rows_new, rows_updated, rows_unchanged, rows_wrong;
	struct owned problems; /* the first ones */
};
extern const struct type import_type; /* states: begun, done */

/* A record's import key changes: the files that brought it in will find it by the one they came
 * with.  For save.c, within its transaction. */
MUST_USE bool import_key_moves(struct context *cx, const struct type *t, const void *old,
                               const void *row);

/* The imports that made the record or changed it, oldest first. */
MUST_USE bool imports_of(struct context *cx, const struct type *t, int64_t id, int64_t **ret,
                         size_t *ret_n);

/* The condition for struct list.where_sql: records that this import made or changed. */
const char *import_where(struct context *cx, int64_t import);

#endif
