/* Workbooks of Excel 97 to 2003 (BIFF8, [MS-XLS]).  The stream is walked through twice: for what
 * concerns the whole workbook and for merged ranges, which stand behind the rows; then for the
 * rows.  Texts lie in the reader's file as those of .xlsx do.
 *
 * Why no library: the one there is keeps the whole sheet in memory, knows neither merged cells nor
 * hidden sheets nor how a number is shown, and wants to open files, which is not to be had here. */
#include "format/biff.h"
#include "format/grid.h"
#include "format/ole.h"
#include "format/strings.h"

enum record {
	FORMULA = 0x0006,
	END_OF_SUBSTREAM = 0x000a,
	DATE_MODE = 0x0022,
	PASSWORD = 0x002f,
	SHEET = 0x0085,
	MANY_RK = 0x00bd,
	RICH_TEXT = 0x00d6,
	STYLE = 0x00e0,
	MERGED = 0x00e5,
	SHARED_TEXTS = 0x00fc,
	SHARED_TEXT = 0x00fd,
	NUMBER = 0x0203,
	TEXT = 0x0204,
	YES_NO_OR_ERROR = 0x0205,
	FORMULA_TEXT = 0x0207,
	ROW = 0x0208,
	RK = 0x027e,
	NUMBER_FORMAT = 0x041e,
	SUBSTREAM = 0x0809,
};

enum {
	BIFF8 = 0x0600,
	WORKSHEET = 0x0010,
	ROWS = 65536,
	MAX_SHEETS = 1000,
	WIDE = 1,
	PHONETIC = 4,
	RICH = 8,
	ROW_HIDDEN = 0x20,
};

struct xls_sheet {
	uint32_t offset;
	const char *name;
	bool hidden;
};

struct sheet_merge {
	int64_t offset; /* of the sheet */
	struct range range;
	struct sheet_merge *next;
};

struct xls {
	struct reader *r;
	struct biff *b;
	struct grid *grid;
	struct strings *strings;
	struct xls_sheet sheets[MAX_SHEETS];
	size_t sheets_n;
	struct sheet_merge *merges;
	struct buffer text;
	/* of the sheet at hand */
	int64_t substream; /* where it begins */
	bool in_row;
	int64_t row;
	int64_t text_column; /* a formula whose text is to come; 0: none */
	bool hidden[ROWS];
};

static const char *text_of(const struct buffer *b)
{
	return b->len ? buffer_str(b) : "";
}

/* ---- the whole workbook */

/* A text with its length before it, of one or two bytes. */
static bool take_text(struct context *cx, struct xls *x, bool long_length)
{
	unsigned count, flags;

	x->text.len = 0;
	return (long_length ? biff_u16(cx, x->b, &count) : biff_u8(cx, x->b, &count)) &&
	       biff_u8(cx, x->b, &flags) &&
	       biff_characters(cx, x->b, count, flags & WIDE, &x->text);
}

static bool take_sheet(struct context *cx, struct xls *x)
{
	struct xls_sheet *s = &x->sheets[x->sheets_n];
	unsigned state, type;

	if (x->sheets_n == MAX_SHEETS)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The workbook has more than %d sheets."),
		            MAX_SHEETS);
	if (!biff_u32(cx, x->b, &s->offset) || !biff_u8(cx, x->b, &state) ||
	    !biff_u8(cx, x->b, &type) || !take_text(cx, x, false))
		return false;
	s->hidden = state & 3;
	s->name = arena_str(cx->mem, text_of(&x->text));
	x->sheets_n++;
	return true;
}

static bool take_date_mode(struct context *cx, struct xls *x)
{
	unsigned mode;

	if (!biff_u16(cx, x->b, &mode))
		return false;
	if (mode)
		grid_count_from_1904(x->grid);
	return true;
}

static bool take_format(struct context *cx, struct xls *x)
{
	unsigned id;

	return biff_u16(cx, x->b, &id) && take_text(cx, x, true) &&
	       grid_format(cx, x->grid, id, text_of(&x->text));
}

static bool take_style(struct context *cx, struct xls *x)
{
	unsigned font, format;

	return biff_u16(cx, x->b, &font) && biff_u16(cx, x->b, &format) &&
	       grid_style(cx, x->grid, format);
}

/* Behind the characters stand their fonts and how they are pronounced, both passed over. */
static bool take_shared_text(struct context *cx, struct xls *x)
{
	unsigned count, flags, runs = 0;
	uint32_t phonetic = 0;

	x->text.len = 0;
	if (!biff_u16(cx, x->b, &count) || !biff_u8(cx, x->b, &flags) ||
	    ((flags & RICH) && !biff_u16(cx, x->b, &runs)) ||
	    ((flags & PHONETIC) && !biff_u32(cx, x->b, &phonetic)) ||
	    !biff_characters(cx, x->b, count, flags & WIDE, &x->text))
		return false;
	return biff_skip(cx, x->b, 4 * (size_t)runs) && biff_skip(cx, x->b, phonetic) &&
	       strings_add(cx, x->strings, text_of(&x->text), x->text.len);
}

static bool take_shared_texts(struct context *cx, struct xls *x)
{
	uint32_t used, count;

	if (!biff_u32(cx, x->b, &used) || !biff_u32(cx, x->b, &count))
		return false;
	for (; count; count--)
		if (!take_shared_text(cx, x))
			return false;
	return strings_complete(cx, x->strings);
}

static bool take_merged(struct context *cx, struct xls *x)
{
	unsigned count, at[4];

	if (!biff_u16(cx, x->b, &count))
		return false;
	for (; count; count--) {
		struct sheet_merge *m = arena_new_of(cx->mem, struct sheet_merge);

		for (size_t i = 0; i < LEN(at); i++)
			if (!biff_u16(cx, x->b, &at[i]))
				return false;
		m->offset = x->substream;
		m->range = (struct range){ at[0] + 1, at[1] + 1, at[2] + 1, at[3] + 1 };
		m->next = x->merges;
		x->merges = m;
	}
	return true;
}

static bool take_global(struct context *cx, struct xls *x)
{
	switch (x->b->type) {
	case PASSWORD:
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("The file is protected by a password. Save it without one and try "
		               "again."));
	case SHEET:
		return take_sheet(cx, x);
	case DATE_MODE:
		return take_date_mode(cx, x);
	case NUMBER_FORMAT:
		return take_format(cx, x);
	case STYLE:
		return take_style(cx, x);
	case SHARED_TEXTS:
		return take_shared_texts(cx, x);
	case MERGED:
		return take_merged(cx, x);
	default:
		return true;
	}
}

/* ---- rows */

static bool end_row(struct context *cx, struct xls *x)
{
	bool was_in = x->in_row;

	x->in_row = false;
	x->text_column = 0;
	return !was_in || grid_end_row(cx, x->grid);
}

/* Row and column of the cell that the record is, from 1, and its style. */
static bool take_place(struct context *cx, struct xls *x, int64_t *column, unsigned *style)
{
	unsigned row, at;

	if (!biff_u16(cx, x->b, &row) || !biff_u16(cx, x->b, &at))
		return false;
	if (style && !biff_u16(cx, x->b, style))
		return false;
	*column = (int64_t)at + 1;
	x->text_column = 0;
	if (x->in_row && x->row == (int64_t)row + 1)
		return true;
	if (!end_row(cx, x))
		return false;
	x->row = (int64_t)row + 1;
	x->in_row = true;
	return grid_row(cx, x->grid, x->row, x->hidden[row]);
}

static bool take_row(struct context *cx, struct xls *x)
{
	unsigned row, flags;

	if (!biff_u16(cx, x->b, &row) || !biff_skip(cx, x->b, 10) || !biff_u16(cx, x->b, &flags))
		return false;
	x->hidden[row] = flags & ROW_HIDDEN;
	return true;
}

/* A number in 30 bits: an integer or the upper part of a real one, perhaps times a hundred. */
static double real_of_rk(uint32_t rk)
{
	double value;
	uint64_t bits = (uint64_t)(rk & ~(uint32_t)3) << 32;

	memcpy(&value, &bits, sizeof bits);
	if (rk & 2)
		value = (double)((int32_t)rk >> 2);
	return rk & 1 ? value / 100 : value;
}

static bool take_rk(struct context *cx, struct xls *x)
{
	int64_t column;
	unsigned style;
	uint32_t rk;

	return take_place(cx, x, &column, &style) && biff_u32(cx, x->b, &rk) &&
	       grid_number(cx, x->grid, column, real_of_rk(rk), style);
}

/* Cells side by side; behind the last one stands its column. */
static bool take_many_rk(struct context *cx, struct xls *x)
{
	int64_t column;
	unsigned style;
	uint32_t rk;

	if (!take_place(cx, x, &column, NULL))
		return false;
	for (; biff_has(x->b, 8); column++)
		if (!biff_u16(cx, x->b, &style) || !biff_u32(cx, x->b, &rk) ||
		    !grid_number(cx, x->grid, column, real_of_rk(rk), style))
			return false;
	return true;
}

static bool take_number(struct context *cx, struct xls *x)
{
	int64_t column;
	unsigned style;
	double value;

	return take_place(cx, x, &column, &style) && biff_real(cx, x->b, &value) &&
	       grid_number(cx, x->grid, column, value, style);
}

static bool take_shared(struct context *cx, struct xls *x)
{
	int64_t column;
	unsigned style;
	uint32_t number;
	const char *text;
	size_t n;

	if (!take_place(cx, x, &column, &style) || !biff_u32(cx, x->b, &number))
		return false;
	text = strings_get(cx, x->strings, number, &n);
	return text ? grid_text(cx, x->grid, column, text, n) : grid_damaged(cx);
}

static bool take_label(struct context *cx, struct xls *x)
{
	int64_t column;
	unsigned style;

	return take_place(cx, x, &column, &style) && take_text(cx, x, true) &&
	       grid_text(cx, x->grid, column, text_of(&x->text), x->text.len);
}

static bool give_yes_no_or_error(struct context *cx, struct xls *x, int64_t column, unsigned value,
                                 bool is_error)
{
	static const struct {
		unsigned value;
		const char *text;
	} errors[] = {
		{ 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0f, "#VALUE!" }, { 0x17, "#REF!" },
		{ 0x1d, "#NAME?" }, { 0x24, "#NUM!" },   { 0x2a, "#N/A" },
	};

	if (!is_error)
		return grid_yes_no(cx, x->grid, column, value);
	for (size_t i = 0; i < LEN(errors); i++)
		if (errors[i].value == value)
			return grid_text(cx, x->grid, column, errors[i].text,
			                 strlen(errors[i].text));
	return grid_damaged(cx);
}

static bool take_yes_no(struct context *cx, struct xls *x)
{
	int64_t column;
	unsigned style, value, is_error;

	return take_place(cx, x, &column, &style) && biff_u8(cx, x->b, &value) &&
	       biff_u8(cx, x->b, &is_error) && give_yes_no_or_error(cx, x, column, value, is_error);
}

/* The result is a number, or, where its last two bytes are set, what its first one says. */
static bool take_formula(struct context *cx, struct xls *x)
{
	enum { IS_TEXT, IS_YES_NO, IS_ERROR };
	unsigned char result[8];
	int64_t column;
	unsigned style;
	double value;

	if (!take_place(cx, x, &column, &style) || !biff_take(cx, x->b, result, sizeof result))
		return false;
	if (result[6] != 0xff || result[7] != 0xff) {
		memcpy(&value, result, sizeof result);
		return grid_number(cx, x->grid, column, value, style);
	}
	if (result[0] == IS_TEXT)
		x->text_column = column;
	if (result[0] == IS_YES_NO || result[0] == IS_ERROR)
		return give_yes_no_or_error(cx, x, column, result[2], result[0] == IS_ERROR);
	return true;
}

static bool take_formula_text(struct context *cx, struct xls *x)
{
	int64_t column = x->text_column;

	x->text_column = 0;
	return !column || (take_text(cx, x, true) &&
	                   grid_text(cx, x->grid, column, text_of(&x->text), x->text.len));
}

static bool take_cell(struct context *cx, struct xls *x)
{
	switch (x->b->type) {
	case ROW:
		return take_row(cx, x);
	case RK:
		return take_rk(cx, x);
	case MANY_RK:
		return take_many_rk(cx, x);
	case NUMBER:
		return take_number(cx, x);
	case SHARED_TEXT:
		return take_shared(cx, x);
	case TEXT:
	case RICH_TEXT:
		return take_label(cx, x);
	case YES_NO_OR_ERROR:
		return take_yes_no(cx, x);
	case FORMULA:
		return take_formula(cx, x);
	case FORMULA_TEXT:
		return take_formula_text(cx, x);
	default:
		return true;
	}
}

static const struct xls_sheet *sheet_at(const struct xls *x, int64_t offset)
{
	for (size_t i = 0; i < x->sheets_n; i++)
		if (x->sheets[i].offset == offset)
			return &x->sheets[i];
	return NULL;
}

static bool begin_sheet(struct context *cx, struct xls *x)
{
	const struct xls_sheet *s = sheet_at(x, x->substream);

	memset(x->hidden, 0, sizeof x->hidden);
	if (!s)
		return grid_damaged(cx);
	if (!grid_sheet(cx, x->grid, s->name, s->hidden))
		return false;
	for (const struct sheet_merge *m = x->merges; m; m = m->next)
		if (m->offset == x->substream && !grid_merge(cx, x->grid, &m->range))
			return false;
	return true;
}

/* ---- the stream */

/* Charts lie within the substream of their sheet; only what belongs to the outermost counts. */
static bool walk(struct context *cx, struct xls *x, bool rows)
{
	int depth = 0;
	unsigned version, type = 0;

	while (biff_next(cx, x->b)) {
		if (x->b->type == SUBSTREAM && depth++ == 0) {
			x->substream = x->b->offset;
			if (!biff_u16(cx, x->b, &version) || !biff_u16(cx, x->b, &type))
				return false;
			if (version != BIFF8)
				return fail(cx, ERR_BAD_REQUEST, NULL,
				            N_("This workbook is older than Excel 97. Open it in "
				               "a spreadsheet program, save it as .xlsx, and try "
				               "again."));
			if (rows && type == WORKSHEET && !begin_sheet(cx, x))
				return false;
		} else if (x->b->type == END_OF_SUBSTREAM && depth > 0) {
			if (--depth == 0 && !end_row(cx, x))
				return false;
		} else if (depth == 1 && !rows && !take_global(cx, x)) {
			return false;
		} else if (depth == 1 && rows && type == WORKSHEET && !take_cell(cx, x)) {
			return false;
		}
	}
	return !failed(cx) && (depth == 0 || grid_damaged(cx));
}

static bool walk_stream(struct context *cx, struct xls *x, struct ole *o, bool rows)
{
	struct ole_stream *s = ole_open_stream(cx, o, "Workbook");

	x->b = s ? biff_open(cx, ole_source, s) : NULL;
	return x->b && walk(cx, x, rows);
}

bool read_xls(struct context *cx, struct reader *r)
{
	struct xls *x = arena_new_of(cx->mem, struct xls);
	struct ole *o = ole_of_reader(cx, r);

	x->r = r;
	x->grid = grid_new(cx, r);
	x->strings = strings_new(cx, r);
	x->text = BUFFER(cx->mem, MAX_CSV_CELL);
	return o && walk_stream(cx, x, o, false) && (x->sheets_n || grid_damaged(cx)) &&
	       walk_stream(cx, x, o, true);
}
