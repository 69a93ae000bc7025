/* Comma-separated values (RFC 4180), out and in.  Both stream and hold one row at most. */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "format/sink.h"

enum csv_form {
	CSV_FOR_PEOPLE, /* opened in a spreadsheet: byte order mark, cells disarmed */
	CSV_OWN,        /* our own export: disarmed, too, and each cell comes back by csv_plain() */
	CSV_FOR_PROGRAMS, /* bytes as they are */
};

struct csv_writer {
	struct context *cx;
	sink *sink;
	void *to;
	enum csv_form form;
	bool broken;
	size_t cells; /* of the row begun */
	size_t first; /* length of its first cell */
	size_t n;
	char bytes[8192];
};

/* Cells are quoted where needed, rows end in CR LF.  But for programs, a cell that a spreadsheet
 * would take for a formula (beginning with = + - @, tab or line end, and no plain number) gets an
 * apostrophe before it, which the spreadsheet shows: text that came from outside must not compute
 * there.  So does one that only has apostrophes before that, or it could not be told from the
 * first. */
void csv_start(struct csv_writer *w, struct context *cx, enum csv_form form, sink *to_sink,
               void *to);
void csv_cell(struct csv_writer *w, const char *s); /* NULL is an empty cell */
void csv_cell_n(struct csv_writer *w, const char *s, size_t n);
void csv_end_row(struct csv_writer *w);
MUST_USE bool csv_end(struct csv_writer *w); /* false: the sink failed, cause in the context */
/* The text of a cell as it was before it was disarmed; within `s`. */
const char *csv_plain(const char *s);

struct csv_row {
	int64_t number; /* as a spreadsheet counts: 1 is the header, empty rows count */
	int64_t line;   /* of the file, where the row begins; line breaks within cells count */
	size_t count;
	const char *const *cells; /* each ended by NUL, valid UTF-8; until the next csv_next() */
};

struct csv_reader;

/* Reads from the source, and finds out the separator (comma, semicolon or tab) by the first row.
 * A byte order mark is dropped; rows end in CR LF, LF or CR.  NULL: the source failed. */
struct csv_reader *csv_open(struct context *cx, source *from_source, void *from);
struct csv_reader *csv_open_bytes(struct context *cx, const char *bytes, size_t n);

/* The next row that is not empty.  False at the end, and when something is wrong: ask failed(cx).
 * ERR_BAD_REQUEST, naming the row: not UTF-8, a quotation mark never closed, text behind a closed
 * one. ERR_TOO_LARGE: MAX_CSV_CELL, MAX_CSV_ROW, MAX_CSV_COLUMNS, MAX_CSV_ROWS. */
MUST_USE bool csv_next(struct context *cx, struct csv_reader *r, struct csv_row *row);

char csv_separator(const struct csv_reader *r);

/* For who knows it better; before the first csv_next(). */
void csv_use_separator(struct csv_reader *r, char separator);

#endif
