/* For who writes a reader of a format: what it reads from and what it gives.
 *
 *	bool read_some(struct context *cx, struct reader *r)
 *	{
 *		if (!reader_sheet(cx, r, "Sheet1", false))
 *			return false;
 *		while (…) {
 *			reader_row(r, number, false);
 *			reader_text(r, "126.12", 6);
 *			reader_cell(r, &(struct cell){ .kind = CELL_DATE, .text = "2025-07-11", …
 *}); if (!reader_end_row(cx, r)) return false;
 *		}
 *		return !failed(cx);
 *	}
 *
 * A reader runs in a confined process: it cannot open anything, and writes nothing but units.  It
 * fails by fail(cx, ERR_BAD_REQUEST or ERR_TOO_LARGE, NULL, N_("words …")), which are shown to who
 * chose the file, in their language.  It streams: it may hold a row, not the table.  Its arena is
 * MAX_READER_ARENA; a loop that allocates rewinds it.  A format is a row of the table in reader.c.
 *
 * Text is put in order when it is given: CR LF and CR become \n, other control characters are left
 * out, what is not UTF-8 becomes U+FFFD.  Limits (columns, rows, length of a unit) are kept here.
 */
#ifndef FORMAT_READER_H
#define FORMAT_READER_H

#include "format/material.h"

struct reader;
typedef bool read_format(struct context *cx, struct reader *r);

read_format read_csv, read_json, read_xlsx, read_xls, read_docx, read_pdf;

/* ---- in */

size_t reader_size(const struct reader *r);

/* All the bytes, mapped.  What is looked at counts as memory, so who needs little, reads, and who
 * goes through them says how far it has come. */
const char *reader_bytes(const struct reader *r);
void reader_forget(struct reader *r, size_t before);

/* At most `room` bytes from that offset; how many there were. */
size_t reader_bytes_at(const struct reader *r, size_t offset, void *to, size_t room);

/* One after the other, a `source`: from is the reader.  reader_rewind() begins again. */
bool reader_source(struct context *cx, void *from, void *bytes, size_t room, size_t *ret);
void reader_rewind(struct reader *r);

const struct material_options *reader_options(const struct reader *r);

/* An empty file without a name, for what would not fit into memory; pread() and pwrite(). */
int reader_scratch(const struct reader *r);

/* What the program says that was started for this format (pdftotext), a `source`: from is the
 * reader.  reader_program_status() then waits for its end: its exit status, 127 when it is not
 * installed or could not be confined, 128 and more when a signal ended it. */
bool reader_program(struct context *cx, void *from, void *bytes, size_t room, size_t *ret);
int reader_program_status(struct reader *r);

/* ---- out */

/* Of CSV, once, before the first unit. */
void reader_is_csv(struct reader *r, const char *encoding, char separator);

MUST_USE bool reader_sheet(struct context *cx, struct reader *r, const char *name, bool hidden);

/* A row, cell by cell from the left; reader_to_column() fills up with empty ones to that column,
 * the first being 1.  A row in which nothing was said is not given, nor are empty cells at its
 * end. */
void reader_row(struct reader *r, int64_t number, bool hidden);
void reader_to_column(struct reader *r, size_t column);
void reader_cell(struct reader *r, const struct cell *c); /* the text is copied */
/* The same with another text than the cell's. */
void reader_cell_n(struct reader *r, const struct cell *c, const char *text, size_t n);
void reader_text(struct reader *r, const char *s, size_t n);
MUST_USE bool reader_end_row(struct context *cx, struct reader *r);

/* text, style, level, bold, italic; the number is counted here, of pages, too.  Paragraphs without
 * text are left out. */
MUST_USE bool reader_paragraph(struct context *cx, struct reader *r, const struct unit *paragraph);
MUST_USE bool reader_page(struct context *cx, struct reader *r);

/* What the reader leaves out, in the language of who chose the file. */
MUST_USE bool reader_remark(struct context *cx, struct reader *r, const char *text);

/* ---- the process */

/* `ygrar reader`: what material_read() starts.  Bytes on descriptor 0, units to 1, scratch is 3.
 * `translate` speaks the language that the parent named; NULL: English.  "--probe" behind the word
 * tries the locks instead (base/confine.h).  Returns the status to end with. */
enum { READER_BYTES = 0, READER_UNITS = 1, READER_SCRATCH = 3 };
typedef const char *translator(const struct catalogues *, const char *lang, const char *id);
int reader_main(int argc, char **argv, translator *translate);

/* ---- without a child: tests and fuzzing of readers */

/* As material_read(), but in this very process. */
struct material *material_read_here(struct context *cx, const char *bytes, size_t n,
                                    const struct material_options *options);

/* Runs the reader of whatever format the bytes have; units go to the sink as they would into the
 * pipe. */
MUST_USE bool reader_run(struct context *cx, struct reader *r);
struct reader *reader_open(struct context *cx, const char *bytes, size_t n, int scratch,
                           const struct material_options *options, sink *to_sink, void *to);

/* Gives the sink what waits; for who tries a part of a reader alone. */
MUST_USE bool reader_flush(struct context *cx, struct reader *r);

#endif
