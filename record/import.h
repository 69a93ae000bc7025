/* Bringing in files from outside.  A format says what the units of a file (format/material.h: rows
 * of cells, paragraphs, pages) mean: it makes items, records of ours as the file has them.  The
 * engine does the rest, the same for every format: finds the record that an item is about,
 * compares, tells what was wrong in which row, and saves.
 *
 * The rules (doc/import.md):
 *   - a row that is wrong changes nothing and is told with its number; the others come in;
 *   - the same file again changes nothing;
 *   - what the State entered is never overwritten by a foreign file;
 *   - looking writes nothing and stops nobody: it goes through the file in slices of IMPORT_SLICE
 *     items, each in a reading transaction of its own;
 *   - saving is all or nothing: a stop in the middle leaves nothing, and until it is done nobody
 * sees any of it;
 *   - a file of any length costs the memory of one slice and some forty bytes a row;
 *   - the cells as the file had them are kept for ever beside the record. */
#ifndef RECORD_IMPORT_H
#define RECORD_IMPORT_H

#include "format/material.h"
#include "record/record.h"

enum {
	IMPORT_SLICE = 100,          /* items that are looked at, or saved, together */
	MAX_IMPORT_PROBLEMS = 10000, /* more: it is not the right file */
	IMPORT_PROBLEMS_KEPT = 200,  /* with the import's record */
	MAX_IMPORT_LABELS = 2000,    /* that nobody knows; more are not listed */
};

enum import_flags {
	IMPORT_FOREIGN = 1 << 0,  /* what a person changed stays as it is; owned rows are added and
	                             never replaced */
	IMPORT_PROPOSES = 1 << 1, /* every item is a proposal that a person confirms: what nobody
	                             took (import_choice()) is left, and where nothing was taken,
	                             nothing is saved */
};

struct import;
struct import_item;

struct import_format {
	const char *name, *label; /* "upr-info", N_() */
	unsigned flags;           /* enum import_flags */
	/* How sure the format is that the material is its own: 0 no … 100; by header words, cell
	 * shapes, wording, never by the file's name.  The material is rewound before. */
	int (*guess)(struct context *cx, struct material *m);
	/* Begins to read im->material, rewound.  Everything that lasts is allocated here, in
	 * *ret_state on cx->mem; what next() allocates is gone after each slice of items.  Called
	 * more than once in an import (look, then save); must come to the same.  Within a
	 * transaction.  False: the file as a whole cannot be read. */
	bool (*open)(struct context *cx, struct import *im, void **ret_state);
	/* The next item: true with *item filled by import_begin() (perhaps with problems), false at
	 * the end or when failed(cx).  Within a transaction, not always the same one: keep no open
	 * query between calls. */
	bool (*next)(struct context *cx, struct import *im, void *state, struct import_item *item);
	/* Two rows of one file are about the same record: makes the first speak for both.  False:
	 * they contradict each other, and the second is a problem.  NULL: it always is. */
	bool (*join)(struct context *cx, void *first, const void *second);
	/* For an item that is new: the stored record that it may be the same as, by likeness (text
	 * >= 0.9, same cycle); *ret 0: none.  Score 0 … 1000.  NULL: nothing is proposed.  Within a
	 * reading transaction. */
	bool (*near)(struct context *cx, struct import *im, const struct import_item *item,
	             int64_t *ret, int *ret_score);
	/* The item was found to be about the stored record `old`, which the actor may read: the
	 * format may change what the item says beside its key (a translation instead of the
	 * words, one State more, a conflict of sources).  NULL: it says what it says.  Within a
	 * transaction. */
	bool (*meet)(struct context *cx, const struct import *im, struct import_item *item,
	             const void *old);
	/* In the last step of saving: what the format keeps of the file for the next one.  NULL:
	 * nothing.  It writes nowhere else. */
	bool (*saved)(struct context *cx, const struct import *im, void *state);
};

struct import_problem {
	int64_t row;
	const char *field; /* column of the file or field of the record; NULL: the whole row */
	const char *message;
};

/* What an item would change in the stored record, in words. */
struct import_change {
	const char *field;
	const char *was, *is; /* "": nothing */
};

/* One record as the file has it. */
struct import_item {
	int64_t row;  /* number of the unit with which it begins: of a row as a spreadsheet counts;
	                 of JSON the position in the list */
	int64_t page; /* of a PDF; 0 */
	const struct type *type;
	void *record;                    /* from record_new(): what the file says */
	const struct field *const *said; /* the fields it says something about, an empty one
	                                    included; NULL ends them */
	int64_t id, version;             /* of our record, if the file names them; 0: not said */
	const char *external; /* how the file's own system names it, "uhri:…", the same in every
	                         file; NULL: not at all.  It comes before the key */
	const char *cells;    /* as they stand, for import_original(); NULL while nobody asks */

	/* the engine's, to be read by who shows them */
	const char *key; /* value of the type's key field, or of its import key */
	int64_t found;   /* the record it is about; 0: a new one */
	int64_t chosen;  /* what a person joined it with; 0: nothing */
	int64_t near;    /* what a new one may be the same as; 0: nothing */
	int score;
	enum import_fate {
		ITEM_OPEN,
		ITEM_NEW,
		ITEM_CHANGED,
		ITEM_SAME,
		ITEM_WRONG,
		ITEM_LEFT /* a proposal that was not taken */
	} fate;
	struct import_change *changes; /* only when somebody looks (im->looked) */
	size_t changes_n;
	struct import_problem *problems;
	size_t problems_n;
};

/* What a person put right before the file comes in. */
struct import_correction {
	int64_t row;
	int column; /* from 1; 0: a paragraph's words */
	const char *text;
};

/* What a person decided: "join:ROW" -> id of a record, "take:ROW" -> "yes" or "no", "column:N" ->
 * field, "header" -> row, "label:TYPE:TEXT" -> id. */
struct import_choice_made {
	const char *what, *value;
};

/* A label that nobody knows: what it stood for came in without it. */
struct import_unknown_label {
	const struct type *type; /* of what it would name */
	const char *field, *label;
	int64_t row, rows; /* the first one, and how many */
};

struct import {
	/* given */
	const struct import_format *format; /* NULL: found out */
	const char *file;                   /* its name, for the record and messages */
	const char *type; /* of our own form, when neither file nor columns tell; NULL: not given */
	bool dry_run;
	int64_t attachment;    /* the stored file; 0: it is not kept */
	const char *mechanism; /* code; NULL: the file tells */
	const char *state;     /* under review, ISO 3166-1 alpha-3; NULL: the file tells, else the
	                          own one */
	const char *document;  /* symbol; NULL: the file tells */
	const char *lang;      /* of the file's texts; NULL: what the format finds out, else "en" */
	const struct import_correction *corrections;
	size_t corrections_n;
	const struct import_choice_made *choices;
	size_t choices_n;
	/* Told after every slice of looking and of saving, and while the import waits for its turn;
	 * total 0: not known.  Within the writing transaction, too: it must not write then.  False:
	 * everything is taken back.  NULL: nobody listens. */
	bool (*progress)(struct context *cx, void *listener, int64_t done, int64_t total);
	/* After each slice of the look, outside of transactions: for who keeps them for a preview.
	 * An item that turns out otherwise is told once more with the same row.  NULL: nobody. */
	bool (*looked)(struct context *cx, void *listener, const struct import_item *v, size_t n);
	/* The bytes are not needed any more: of a foreign file, as soon as its reader has them.
	 * NULL: they stay where they are. */
	void (*forget)(void *listener);
	void *listener;

	/* what came of it */
	int64_t id; /* 0: nothing was saved */
	int64_t read, new, updated, unchanged, left;
	struct import_problem *problems;
	size_t problems_n;
	struct import_unknown_label *unknown;
	size_t unknown_n;
	const char *header; /* JSON list of the names above the columns; NULL: none */

	/* for formats */
	struct material *material; /* NULL: our own form, which is read from the bytes */
	const char *bytes;         /* of our own form alone */
	size_t size;

	struct import_work *work; /* the engine's */
};

/* The formats of all subjects, our own form first; NULL past the end. */
const struct import_format *import_format(const struct app *app, size_t i);
const struct import_format *import_format_named(const struct app *app, const char *name);

/* Reads the file and brings it in, in the rights of the context's actor.  Outside of any
 * transaction.  False: nothing could be read, or the machine failed, and then nothing came in.
 * Rows that are wrong are no failure: im->problems. */
MUST_USE bool import_run(struct context *cx, struct import *im, const char *bytes, size_t n);

/* {"import":ID,"format":…,"read":N,"new":N,"updated":N,"unchanged":N,"left":N,
 * "errors":[{"row":N,"field":…,"message":…}],
 * "unknown":[{"type":…,"label":…,"field":…,"row":N,"rows":N}]} */
void import_json(const struct import *im, struct json_writer *w);

/* {"row":N,"page":N,"fate":"new","id":ID,"near":ID,"score":N,"record":{…},"errors":[…]}: what is
 * not there is left out. */
void import_item_json(struct context *cx, const struct import_item *item, struct json_writer *w);

/* ---- for formats, in open() and next() */

/* Instead of material_next(): the same with the corrections that a person made. */
MUST_USE bool import_unit(struct context *cx, struct import *im, struct unit *ret);
/* The header row: kept with the import's record, and the cells of rows are told by its names. */
void import_header(struct context *cx, struct import *im, const struct unit *u);
/* Begins the item with the unit: makes item->record of the type, takes the number, keeps the cells.
 */
void import_begin(struct context *cx, struct import *im, struct import_item *item,
                  const struct type *t, const struct unit *u);
/* For formats that read the whole file before they begin: the page on which the unit stands that
 * comes next to import_begin() or import_cells(). */
void import_on_page(struct import *im, int64_t page);
/* More of the file belongs to the item: a paragraph that goes on, a second line. */
void import_cells(struct context *cx, struct import *im, struct import_item *item,
                  const struct unit *u);
/* What is wrong with the item; it will not come in.  The message is translated and complete. */
void import_problem(struct import *im, struct import_item *item, const char *field,
                    const char *message);
/* The same out of the context's failure, which is forgotten.  False when the failure is of no row
 * (busy, broken): it stays. */
MUST_USE bool import_failed(struct context *cx, struct import *im, struct import_item *item);
/* A label that nobody knows: the item comes in without it, and the label is listed with its number;
 * nothing is dropped.  `t`: type of what it would name (theme, country, body …). */
void import_unknown(struct import *im, const struct import_item *item, const char *field,
                    const struct type *t, const char *label);
/* What a person decided; NULL: nothing. */
const char *import_choice(const struct import *im, const char *what);

/* ---- for who saves what a file holds by himself, because its records hang together
 *
 * Within one DB_WRITE transaction: begin, merge and save each, count in *im, end. */

/* *im: format (its name), file, attachment, document, header; the digest of the file as
 * attachments have it. */
MUST_USE bool import_apart_begin(struct context *cx, struct import *im, const char *hash);
/* *ret: what is to be saved for the item, as a foreign file may say it (import_merge.c); `old`
 * NULL: a new record.  Sets found, fate and changes.  Needs no import_apart_begin(): for previews,
 * too. */
MUST_USE bool import_apart_merge(struct context *cx, struct import_item *item, const void *old,
                                 void **ret);
/* Saves the row in the actor's rights, and keeps that it is of this import. */
MUST_USE bool import_apart_save(struct context *cx, const struct import *im,
                                const struct import_item *item, const void *old, void *row);
/* The import's own record. */
MUST_USE bool import_apart_end(struct context *cx, struct import *im);

/* ---- the import as a record: who brought in what, when, with what result */

struct import_problem_row {
	int64_t id;
	struct number file_row;
	const char *field, *message;
};

/* A record that an undoing left as it was. */
struct import_kept_row {
	int64_t id;
	struct link subject;
	const char *reason;
};

struct import_record {
	struct record record;
	const char *format, *name, *hash; /* of the file: BLAKE2b-256 */
	const char *originals; /* digest over all that was kept of it, record by record */
	int64_t file;          /* the file itself, when it was uploaded */
	/* as struct import was given them; NULL: not said */
	const char *mechanism, *review_of, *document, *lang;
	const char *header; /* as in struct import */
	struct number rows_read, rows_new, rows_updated, rows_unchanged, rows_wrong, rows_left;
	struct owned problems; /* the first ones */
	/* when it was taken back; then who, why, and what came of it */
	struct instant undone_at;
	int64_t undone_by; /* account */
	const char *undone_why;
	struct number rows_undone, rows_kept;
	struct owned kept; /* the first ones */
};
extern const struct type
        import_type; /* states: begun (of an older program: it was stopped), done */

/* A record's import key changes: the files that brought it in will find it by the one they came
 * with.  For save.c, within its transaction. */
MUST_USE bool import_key_moves(struct context *cx, const struct type *t, const void *old,
                               const void *row);

/* The imports that made the record or changed it, oldest first. */
MUST_USE bool imports_of(struct context *cx, const struct type *t, int64_t id, int64_t **ret,
                         size_t *ret_n);

/* The condition for struct list.where_sql: records that this import made or changed. */
const char *import_where(struct context *cx, int64_t import);

/* What a file had in one place about a record, as it stood. */
struct import_original {
	int64_t import;
	int64_t row, page;
	const char *
	        *names; /* of the columns, n of them, "" where there is none; NULL: a paragraph */
	const char **values; /* n of them; of a paragraph one */
	size_t n;
};

/* All of them, oldest import first, rows in their order.  Rights are those of the record: who may
 * not read it must not ask. */
MUST_USE bool import_originals(struct context *cx, const struct type *t, int64_t id,
                               struct import_original **ret, size_t *ret_n);

/* The labels that the import did not know. */
MUST_USE bool import_unknown_of(struct context *cx, int64_t import,
                                struct import_unknown_label **ret, size_t *ret_n);

/* Takes back what an import left that was killed while it was saved by slices; nothing while one is
 * at work.  Outside of transactions; for servers, now and then. */
MUST_USE bool import_tidy(struct context *cx);

/* ---- taking an import back (import_undo.c)
 *
 * While nobody has worked on its records: those it made are taken out, those it changed get back
 * what the change log has from before.  One that somebody changed since (by hand, a step, a later
 * import, an erasure), that another record refers to, that has a file, a form not saved yet or a
 * copy on the public site, or is approved, is kept, with a reason. */

struct import_kept {
	const struct type *type; /* NULL: this program does not know it */
	int64_t id;
	const char *reason; /* in the context's language */
};

struct import_undone {
	/* given: told after each slice, within the transaction; false takes everything back.  NULL:
	 * nobody listens */
	bool (*progress)(struct context *cx, void *listener, int64_t done, int64_t total);
	void *listener;

	/* what came of it */
	int64_t import, undone;
	struct import_kept *kept;
	size_t kept_n;
};

/* Within a DB_WRITE transaction; cx->reason says why, and is asked for.  The import's own record
 * stays, in the state "undone".  ERR_NOT_FOUND; ERR_FORBIDDEN: it is somebody else's;
 * ERR_CONFLICT: it was taken back already; ERR_INVALID "reason"; ERR_UNAVAILABLE: another one is
 * being saved, and may refer to what would be taken out. */
MUST_USE bool import_undo(struct context *cx, int64_t import, struct import_undone *ret);

/* May the actor take it back?  Whoever may bring in files, his own imports; who approves in the
 * matter of recommendations, all.  *ret_why: NULL, or in words why it is not possible now. */
bool import_undo_offered(struct context *cx, const struct import_record *r, const char **ret_why);

/* {"import":ID,"undone":N,"kept":[{"id":…,"reason":…}]} */
void import_undone_json(const struct import_undone *u, struct json_writer *w);

#endif
