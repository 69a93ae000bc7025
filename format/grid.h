/* What workbooks have in common, whatever their format: cells in rows, styles that say how a number
 * is shown, and merged ranges.  Between the reader of a workbook and format/reader.h. */
#ifndef FORMAT_GRID_H
#define FORMAT_GRID_H

#include "format/number_format.h"
#include "format/reader.h"

struct grid;

/* On the arena. */
struct grid *grid_new(struct context *cx, struct reader *r);

/* ---- of the whole workbook */

void grid_count_from_1904(struct grid *g);

/* A number format that the workbook defines; before the styles that use it. */
MUST_USE bool grid_format(struct context *cx, struct grid *g, int64_t id, const char *code);

/* The next style of cells, from 0, has the number format `id`. */
MUST_USE bool grid_style(struct context *cx, struct grid *g, int64_t id);

/* ---- of a sheet: first what is merged, then the rows */

struct range {
	int64_t first_row, last_row, first_column, last_column; /* from 1 */
};

MUST_USE bool grid_sheet(struct context *cx, struct grid *g, const char *name, bool hidden);
MUST_USE bool grid_merge(struct context *cx, struct grid *g, const struct range *range);

/* Rows and the cells in them come in order; if not, the workbook is damaged. */
MUST_USE bool grid_row(struct context *cx, struct grid *g, int64_t row, bool hidden);
int64_t grid_row_number(const struct grid *g); /* of the row begun last; 0: none */
MUST_USE bool grid_end_row(struct context *cx, struct grid *g);

/* The cell of that column; places between are empty. */
MUST_USE bool grid_cell(struct context *cx, struct grid *g, int64_t column, const struct cell *c,
                        const char *text, size_t n);
MUST_USE bool grid_text(struct context *cx, struct grid *g, int64_t column, const char *s,
                        size_t n);
MUST_USE bool grid_number(struct context *cx, struct grid *g, int64_t column, double value,
                          int64_t style);
MUST_USE bool grid_yes_no(struct context *cx, struct grid *g, int64_t column, bool value);

/* The words for a workbook that is not as it ought to be; returns false. */
bool grid_damaged(struct context *cx);

#endif
