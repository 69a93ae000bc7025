/* Keeps the order of what is told: what is open, which columns a row has filled, what is merged
 * downwards.  So a writer of a format sees nothing that it cannot write, and what began ends.
 *
 * The mistakes that are asserted here are a programmer's, never a user's: no text and no number of
 * records leads to them. */
#include "format/document.h"

#include <assert.h>

enum place { OUTSIDE, IN_TABLE, IN_ROW, IN_CELL };

struct document {
	struct context *cx;
	const struct document_writer *writer;
	void *to;
	bool broken, ended; /* broken: the rest is not looked at */
	bool paragraph;     /* one is open */
	int lists;
	enum place place;
	bool filled;     /* the open cell may hold nothing more */
	bool rows, body; /* one has come; one of the body has */
	int columns, column;
	/* How many columns the cell above has that begins here and may be continued; 0: none does
	 */
	int merged[DOCUMENT_COLUMNS];
};

struct document *document_start(struct context *cx, const struct document_writer *writer, void *w)
{
	struct document *d = arena_new_of(cx->mem, struct document);

	*d = (struct document){ .cx = cx, .writer = writer, .to = w, .lists = DOCUMENT_BULLETS };
	return d;
}

static bool goes_on(struct document *d)
{
	assert(!d->ended);
	d->broken |= failed(d->cx);
	return !d->broken;
}

static void end_paragraph(struct document *d)
{
	if (d->paragraph)
		d->writer->end_paragraph(d->to);
	d->paragraph = false;
}

static void end_cell(struct document *d)
{
	end_paragraph(d);
	if (d->place == IN_CELL) {
		d->writer->end_cell(d->to);
		d->place = IN_ROW;
	}
}

static void end_row(struct document *d)
{
	end_cell(d);
	if (d->place == IN_ROW) {
		assert(d->column == d->columns);
		d->writer->end_row(d->to);
		d->place = IN_TABLE;
	}
}

int document_list(struct document *d)
{
	return ++d->lists;
}

void document_paragraph(struct document *d, const struct document_paragraph *p)
{
	if (!goes_on(d))
		return;
	end_paragraph(d);
	assert(d->place == OUTSIDE || (d->place == IN_CELL && !d->filled));
	assert(p->heading >= 0 && p->heading <= DOCUMENT_HEADINGS);
	assert(p->list >= 0 && p->list <= d->lists);
	assert(p->level >= 0 && p->level < DOCUMENT_LEVELS);
	d->writer->paragraph(d->to, p);
	d->paragraph = true;
}

void document_run(struct document *d, const struct document_run *r)
{
	if (!goes_on(d))
		return;
	assert(d->paragraph);
	if (!str_empty(r->text))
		d->writer->run(d->to, r);
}

void document_heading(struct document *d, int level, const char *lang, const char *text)
{
	document_paragraph(d, &(struct document_paragraph){ .heading = level, .lang = lang });
	document_run(d, &(struct document_run){ .text = text });
}

void document_text(struct document *d, const char *text)
{
	document_paragraph(d, &(struct document_paragraph){ 0 });
	document_run(d, &(struct document_run){ .text = text });
}

void document_table(struct document *d, const struct document_table *t)
{
	if (!goes_on(d))
		return;
	if (t->columns > DOCUMENT_COLUMNS) {
		fail(d->cx, ERR_TOO_LARGE, NULL,
		     N_("A table of a text document has at most %d columns."), DOCUMENT_COLUMNS);
		return;
	}
	end_paragraph(d);
	assert(d->place == OUTSIDE && t->columns > 0);
	for (size_t i = 0; i < t->columns; i++)
		assert(t->widths[i] > 0);
	d->place = IN_TABLE;
	d->columns = d->column = (int)t->columns;
	d->rows = d->body = false;
	memset(d->merged, 0, sizeof d->merged);
	d->writer->table(d->to, t);
}

void document_row(struct document *d, enum document_row kind)
{
	if (!goes_on(d))
		return;
	end_row(d);
	assert(d->place == IN_TABLE);
	assert(kind == DOCUMENT_BODY_ROW || !d->body);
	if (!d->body && kind == DOCUMENT_BODY_ROW)
		memset(d->merged, 0, sizeof d->merged);
	d->body |= kind == DOCUMENT_BODY_ROW;
	d->rows = true;
	d->place = IN_ROW;
	d->column = 0;
	d->writer->row(d->to, kind);
}

void document_cell(struct document *d, const struct document_cell *c)
{
	struct document_cell cell = *c;

	if (!goes_on(d))
		return;
	end_cell(d);
	if (!cell.columns)
		cell.columns = 1;
	assert(d->place == IN_ROW);
	assert(cell.columns > 0 && d->column + cell.columns <= d->columns);
	assert(cell.merge != DOCUMENT_ABOVE || d->merged[d->column] == cell.columns);
	for (int i = 0; i < cell.columns; i++)
		d->merged[d->column + i] = 0;
	if (cell.merge != DOCUMENT_ALONE)
		d->merged[d->column] = cell.columns;
	d->column += cell.columns;
	d->place = IN_CELL;
	d->filled = cell.merge == DOCUMENT_ABOVE;
	d->writer->cell(d->to, &cell);
}

void document_end_table(struct document *d)
{
	if (!goes_on(d))
		return;
	end_row(d);
	assert(d->place == IN_TABLE && d->rows);
	d->writer->end_table(d->to);
	d->place = OUTSIDE;
}

void document_section(struct document *d, bool landscape)
{
	if (!goes_on(d))
		return;
	end_paragraph(d);
	assert(d->place == OUTSIDE);
	d->writer->section(d->to, landscape);
}

bool document_end(struct context *cx, struct document *d, sink *to_sink, void *to)
{
	if (!goes_on(d))
		return false;
	end_paragraph(d);
	assert(d->place == OUTSIDE);
	d->ended = true;
	return d->writer->end(cx, d->to, to_sink, to);
}
