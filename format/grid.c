/* Rows come from above, so of the merged ranges of a sheet, sorted by their first row, only those
 * matter that the row at hand is part of. */
#include "format/grid.h"

enum {
	MAX_STYLES = 64 * 1024,
	MAX_MERGES = 100 * 1000,
	MAX_ACTIVE = 1000,
};

struct own_format {
	int64_t id;
	struct number_format format;
};

/* Things of one size that grow in number, on the arena. */
struct many {
	void *items;
	size_t n, room;
};

struct grid {
	struct reader *r;
	bool from_1904;
	struct many formats; /* struct own_format */
	struct many styles;  /* struct number_format */
	struct many merges;  /* struct range */
	size_t merges_at;    /* those before it are active, or over */
	const struct range *active[MAX_ACTIVE];
	size_t active_n;
	int64_t row, column; /* the last ones */
};

struct grid *grid_new(struct context *cx, struct reader *r)
{
	struct grid *g = arena_new_of(cx->mem, struct grid);

	g->r = r;
	return g;
}

bool grid_damaged(struct context *cx)
{
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("The workbook is damaged: open it in a spreadsheet program, save it under "
	               "another name, and try again."));
}

/* Room for one more, which is returned. */
static void *add(struct context *cx, struct many *m, size_t size)
{
	if (m->n == m->room) {
		size_t room = m->room ? 2 * m->room : 64;

		m->items = arena_grow(cx->mem, m->items, m->room * size, room * size);
		m->room = room;
	}
	return (char *)m->items + m->n++ * size;
}

/* ---- styles */

void grid_count_from_1904(struct grid *g)
{
	g->from_1904 = true;
}

static bool too_many_styles(struct context *cx)
{
	return fail(cx, ERR_TOO_LARGE, NULL, N_("The workbook has more than %d cell styles."),
	            MAX_STYLES);
}

bool grid_format(struct context *cx, struct grid *g, int64_t id, const char *code)
{
	struct own_format *f;

	if (g->formats.n == MAX_STYLES)
		return too_many_styles(cx);
	f = add(cx, &g->formats, sizeof *f);
	f->id = id;
	f->format = number_format_of(code);
	return true;
}

/* Workbooks list their formats once and refer to few of them, mostly to the one defined last. */
static struct number_format format_of(const struct grid *g, int64_t id)
{
	const struct own_format *all = g->formats.items;

	for (size_t i = g->formats.n; i-- > 0;)
		if (all[i].id == id)
			return all[i].format;
	return number_format_known(id);
}

bool grid_style(struct context *cx, struct grid *g, int64_t id)
{
	struct number_format *f;

	if (g->styles.n == MAX_STYLES)
		return too_many_styles(cx);
	f = add(cx, &g->styles, sizeof *f);
	*f = format_of(g, id);
	return true;
}

/* ---- merged ranges */

bool grid_merge(struct context *cx, struct grid *g, const struct range *range)
{
	struct range *to;

	if (g->merges.n == MAX_MERGES)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("A sheet of the workbook has more than %d merged cells."),
		            MAX_MERGES);
	to = add(cx, &g->merges, sizeof *to);
	*to = *range;
	return true;
}

static int by_first_row(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return (x->first_row > y->first_row) - (x->first_row < y->first_row);
}

/* Those that the row is part of. */
static void activate_merges(struct grid *g, int64_t row)
{
	const struct range *all = g->merges.items;
	size_t kept = 0;

	for (size_t i = 0; i < g->active_n; i++)
		if (g->active[i]->last_row >= row)
			g->active[kept++] = g->active[i];
	g->active_n = kept;
	for (; g->merges_at < g->merges.n && all[g->merges_at].first_row <= row; g->merges_at++)
		if (all[g->merges_at].last_row >= row && g->active_n < MAX_ACTIVE)
			g->active[g->active_n++] = &all[g->merges_at];
}

static const struct range *merge_at(const struct grid *g, int64_t column)
{
	for (size_t i = 0; i < g->active_n; i++)
		if (column >= g->active[i]->first_column && column <= g->active[i]->last_column)
			return g->active[i];
	return NULL;
}

/* ---- rows */

bool grid_sheet(struct context *cx, struct grid *g, const char *name, bool hidden)
{
	g->row = 0;
	g->merges.n = g->merges_at = g->active_n = 0;
	return reader_sheet(cx, g->r, name, hidden);
}

bool grid_row(struct context *cx, struct grid *g, int64_t row, bool hidden)
{
	if (row <= g->row)
		return grid_damaged(cx);
	if (!g->row && g->merges.n)
		qsort(g->merges.items, g->merges.n, sizeof(struct range), by_first_row);
	g->row = row;
	g->column = 0;
	activate_merges(g, row);
	reader_row(g->r, row, hidden);
	return true;
}

int64_t grid_row_number(const struct grid *g)
{
	return g->row;
}

/* What stands in the next place, unless another cell covers it. */
static void give(struct grid *g, const struct cell *c, const char *text, size_t n)
{
	const struct range *m = merge_at(g, ++g->column);
	struct cell given = *c;

	if (m && (m->first_row != g->row || m->first_column != g->column)) {
		given = (struct cell){ .kind = CELL_EMPTY, .above = m->first_row != g->row };
		n = 0;
	} else if (m) {
		given.columns = (int)(m->last_column - m->first_column) + 1;
	}
	reader_cell_n(g->r, &given, text, n);
}

/* Empty places up to that column. */
static void fill_to(struct grid *g, int64_t column)
{
	static const struct cell empty = { .kind = CELL_EMPTY };

	while (g->column < column)
		give(g, &empty, "", 0);
}

/* Behind the last cell there may be places that are merged with those above. */
bool grid_end_row(struct context *cx, struct grid *g)
{
	for (size_t i = 0; i < g->active_n; i++) {
		int64_t last = g->active[i]->last_column;

		if (g->active[i]->first_row < g->row)
			fill_to(g, last < MAX_MATERIAL_COLUMNS ? last : MAX_MATERIAL_COLUMNS);
	}
	return reader_end_row(cx, g->r);
}

bool grid_cell(struct context *cx, struct grid *g, int64_t column, const struct cell *c,
               const char *text, size_t n)
{
	if (column <= g->column)
		return grid_damaged(cx);
	if (!n)
		return true;
	if (column > MAX_MATERIAL_COLUMNS)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("Row %lld has more than %d columns."),
		            (long long)g->row, MAX_MATERIAL_COLUMNS);
	fill_to(g, column - 1);
	give(g, c, text, n);
	return true;
}

bool grid_text(struct context *cx, struct grid *g, int64_t column, const char *s, size_t n)
{
	static const struct cell text = { .kind = CELL_TEXT };

	return grid_cell(cx, g, column, &text, s, n);
}

bool grid_number(struct context *cx, struct grid *g, int64_t column, double value, int64_t style)
{
	static const struct number_format general = { .decimals = 0 };
	const struct number_format *all = g->styles.items,
	                           *f = style >= 0 && style < (int64_t)g->styles.n ? &all[style]
	                                                                           : &general;
	struct cell c = { .number = value };
	char text[NUMBER_TEXT];

	c.kind = number_show(f, value, g->from_1904, text);
	return grid_cell(cx, g, column, &c, text, strlen(text));
}

bool grid_yes_no(struct context *cx, struct grid *g, int64_t column, bool value)
{
	const struct cell c = { .kind = CELL_YESNO, .number = value };
	const char *word = value ? "TRUE" : "FALSE";

	return grid_cell(cx, g, column, &c, word, strlen(word));
}
