/* Lists as XLSX workbooks: a sheet of data, perhaps further tables that belong to it, and a sheet
 * that says what the list is.  With cells to be filled in, where it is to come back.
 *
 * Rows go to temporary files as they come ($TMPDIR or /tmp, unlinked), so a list of 300,000 records
 * costs a few megabytes of memory.  Text is always text: nothing that a user typed becomes a
 * formula or a link.  Whatever does not fit a spreadsheet's numbers (ids, integers above 2^53,
 * dates before March 1900, dates without a day) is written as text rather than changed. */
#ifndef FORMAT_XLSX_H
#define FORMAT_XLSX_H

#include "base/date.h"
#include "format/sink.h"

enum {
	XLSX_CELL_CHARACTERS =
	        32767,       /* UTF-16 units, Excel's limit; longer text is cut and so marked */
	XLSX_ROWS = 1048576, /* with the header; more are refused */
	XLSX_COLUMNS = 500,
	XLSX_TABLES = 8, /* sheets with a head */
};

struct xlsx;

/* A workbook with the data sheet's bold, frozen header and filter buttons.  Both names become valid
 * sheet names (31 characters, none of []:*?/\).  It is hung on the context's arena.  NULL: no
 * temporary file or no memory (ERR_UNAVAILABLE), or too many columns (ERR_TOO_LARGE); there is one
 * at least.  The sheet that says what the list is comes with its first line. */
struct xlsx *xlsx_start(struct context *cx, const char *sheet, const char *about_sheet,
                        const char *const *titles, size_t columns);

/* One more sheet with a head of its own, before the first xlsx_about(); what follows goes there.
 * At any time: it needs no memory that lasts. */
MUST_USE bool xlsx_table(struct context *cx, struct xlsx *x, const char *sheet,
                         const char *const *titles, size_t columns);
/* What follows goes to that sheet, 0 the first; they may be written in turns, row by row. */
void xlsx_to(struct xlsx *x, size_t table);

/* Begins the next row; false with ERR_TOO_LARGE when the sheet is full.  Cells then follow from
 * left to right, at most one for each column. */
MUST_USE bool xlsx_row(struct context *cx, struct xlsx *x);
void xlsx_empty(struct xlsx *x);
void xlsx_text(struct xlsx *x, const char *s);                        /* NULL or "": empty */
void xlsx_texts(struct xlsx *x, const char *const *values, size_t n); /* one below the other */
void xlsx_integer(struct xlsx *x, int64_t n);
void xlsx_decimal(struct xlsx *x, int64_t units, int scale); /* 1250, 2 → 12.50; scale 0 … 9 */
void xlsx_date(struct xlsx *x, struct date d);
void xlsx_time(struct xlsx *x, struct date d, int seconds); /* a day of the clock on the wall */
void xlsx_yes_no(struct xlsx *x, bool value, const char *yes, const char *no);

/* ---- workbooks that people fill in and bring back; of the sheet that is written to
 *
 * What is protected is protected against mistakes, without a password: who reads it back believes
 * none of it. */

/* Nothing in it can be changed but the cells of its open columns. */
void xlsx_protect(struct xlsx *x);
/* Before its first row: cells of the column are to be filled in, those left empty as well; so many
 * characters wide at least. */
void xlsx_open_column(struct xlsx *x, size_t column, int width);
/* Cells of the column offer a list: the first n cells below the head of a column of another table,
 * which may be hidden.  What is not in the list can be typed all the same. */
void xlsx_choices(struct xlsx *x, size_t column, size_t table, size_t from, size_t n);
/* Not shown to who opens the workbook; never the first sheet. */
void xlsx_hide(struct xlsx *x);
void xlsx_hide_column(struct xlsx *x, size_t column);

/* A line of the last sheet: list name, filter, as of, user, count. */
void xlsx_about(struct xlsx *x, const char *key, const char *value);

/* Cells that were cut so far, for a line of xlsx_about(). */
int64_t xlsx_cut(const struct xlsx *x);

/* Completes the workbook and gives its bytes to the sink.  Nothing can be added afterwards. */
MUST_USE bool xlsx_end(struct context *cx, struct xlsx *x, sink *to_sink, void *to);

#endif
