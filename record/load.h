/* Inside record/: the way between rows of tables and structs, without access and without log. */
#ifndef RECORD_LOAD_H
#define RECORD_LOAD_H

#include "record/record.h"
#include "store/db.h"

/* ---- columns: a scalar field has one, money and link two, texts, references and rows none */

/* Appends "r.column, …" for a field; nothing for those without columns. */
void columns_of(struct buffer *sql, const char *alias, const struct field *f);
/* Appends the field's values, in the order of its columns. */
void columns_values(const struct type *t, const struct field *f, const void *row,
                    struct sql_values *values);
/* Reads them from `*column` on and steps it. */
void columns_read(struct context *cx, const struct type *t, const struct field *f,
                  const struct rows *r, int *column, void *row);
/* The number of columns. */
int columns_count(const struct field *f);

/* "r.id, r.version, …": the columns of a record, in the order rows_to_record reads them. */
void record_columns(struct buffer *sql, const struct type *t);
void *rows_to_record(struct context *cx, const struct type *t, const struct rows *r);

/* The table of a field's owned rows. */
const char *rows_table(struct arena *mem, const struct type *t, const struct field *f);

/* Texts, references and owned rows of many records of one type, with one statement per kind of
 * part. */
MUST_USE bool load_parts(struct context *cx, const struct type *t, void **records, size_t n);

/* The bits of `parts`, and those that a row should have. */
enum {
	PART_TEXTS = 1 << 0,
	PART_REFS = 1 << 1,
	PART_ROWS = 1 << 2 /* and on, one bit per field of rows: part_of() */
};
/* That of a field of rows; `next` is PART_ROWS before the type's first one and moves on. */
int64_t part_of(const struct field *f, int64_t *next);
int64_t record_parts(const struct type *t, const void *row);

/* One record, or NULL: without failure when there is none. */
void *record_load(struct context *cx, const struct type *t, int64_t id);
/* Many by id; *ret holds those that exist, in the order of ids. */
MUST_USE bool record_load_many(struct context *cx, const struct type *t, const int64_t *ids,
                               size_t n, void ***ret, size_t *ret_n);

/* The same without texts, references and owned rows. */
MUST_USE bool record_load_heads(struct context *cx, const struct type *t, const int64_t *ids,
                                size_t n, void ***ret, size_t *ret_n);

/* "$4, $5, $6": a list of ids, padded to a few fixed lengths so that statements stay prepared. */
void sql_ids(struct buffer *sql, struct sql_values *values, const int64_t *ids, size_t n);

/* The record as that version of it left it, from the log; NULL: failed.  A translation that was up
 * to date then names no change of the original. */
void *record_at(struct context *cx, const struct type *t, int64_t id, int64_t version);

/* How the value of that name came to be what it is, where an undoing counts for nothing; *ret is
 * left alone when nobody ever wrote one. */
MUST_USE bool record_writer(struct context *cx, int64_t id, const char *name,
                            enum change_kind *ret);

/* Saves values of record_at() over the record as it is now (row's version). */
MUST_USE bool record_save_undo(struct context *cx, const struct type *t, void *row,
                               int64_t version);

/* Takes records out of their tables, with their parts and what imports keep of them, and logs it
 * (remove.c).  Version and parts are those that are stored.  That nothing refers to them is the
 * caller's care. */
struct record_head {
	int64_t id, version, parts;
};
MUST_USE bool records_remove(struct context *cx, const struct type *t, const struct record_head *v,
                             size_t n);

/* The same for records that an import made which was not done, with all that the log says of them;
 * none of it is sealed. */
MUST_USE bool records_unmake(struct context *cx, const struct type *t, const struct record_head *v,
                             size_t n);

/* A save as part of a step that has been allowed (step.c). */
MUST_USE bool record_save_step(struct context *cx, const struct type *t, void *row,
                               const char *step);

#endif
