/* Loading the shipped reference data (doc/reference.md): one CSV file into one type.
 *
 * Columns are matched to fields by name or alias, name_tk, name_ru, name_en to the languages of a
 * text; `source` and `certainty` become the record's source; references are written by the target's
 * key, sets joined by "|".  A record is found again by its key.  What a person changed stays: a
 * value is overwritten only if the last change of it in the log was a load, so loading twice writes
 * nothing and a new release never undoes a correction. */
#ifndef RECORD_REFERENCE_H
#define RECORD_REFERENCE_H

#include "record/record.h"

struct reference_row;

/* The cell of a column in the row; "" when it is empty, NULL when there is no such column. */
const char *reference_cell(const struct reference_row *r, const char *column);

struct reference_options {
	const char *match; /* names of the fields that tell rows apart, blanks between; NULL: the
	                      type's key */
	const char *skip;  /* columns that are no fields and that nothing reads, blanks between */
	/* Columns that are no fields: sees each row after its cells were put in, before it is
	 * compared and saved.  Names in `skip` what it reads. */
	bool (*complete)(struct context *cx, const struct reference_row *cells, void *row,
	                 void *data);
	void *data;
};

struct reference_report {
	size_t read, added, updated, unchanged;
	size_t kept; /* values that differ from the shipped ones because a person changed them */
	const char *differing; /* "MFA name.en; MOJ parent"; "" for none */
};

/* Loads "reference/NAME.csv" out of the program.  `options` and `ret` may be NULL.  Within a
 * transaction; the actor's rights are not asked.  ERR_INVALID names row and column of a cell that
 * cannot be read; ERR_BROKEN: no such file. */
MUST_USE bool reference_load(struct context *cx, const struct type *t, const char *path,
                             const struct reference_options *options, struct reference_report *ret);

/* The file with its size inside the program; NULL with ERR_BROKEN. */
struct embedded;
const struct embedded *reference_file(struct context *cx, const char *path);

#endif
