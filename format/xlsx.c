/* libxlsxwriter builds the workbook, and is included nowhere else.  It runs in its constant memory
 * mode: a row that is left behind goes to a temporary file, so rows come in order and cells from
 * left to right.  The workbook, the file and its name hang on the arena before anything else
 * happens, so a request that runs out of memory leaves nothing behind.
 *
 * Text is prepared here, because the library drops a cell that is too long and writes characters
 * that XML does not know: such a workbook does not open. */
#include "format/xlsx.h"

#include "base/utf8.h"

#include <assert.h>
#include <fcntl.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
	SHEET_NAME = 31,
	NARROWEST = 8,
	WIDEST = 44,
	WIDER = 62, /* where there are so few columns that they fill an A4 page's width */
	FEW = 3,
	FILTER_BUTTON = 4,
	SCALES = 10,
	DAYS_TO_1970 = 25569, /* from Excel's day 0, 1899-12-30 */
	A4 = 9,
	READABLE_ON_A4 = 16, /* columns; more of them would be too small on one page's width */
	LINE_HEIGHT = 15,    /* points, of the standard font */
	TALLEST = 27,        /* lines: Excel's rows are at most 409 points high */
};

/* Excel believes that 1900 was a leap year: before March its days are one off. */
static const int64_t first_excel_day = -25508; /* 1900-03-01 */
static const int64_t largest_exact = 1LL << 53;

/* A sheet with a head. */
struct table {
	lxw_worksheet *sheet;
	size_t columns, column;
	lxw_row_t row;
	int lines; /* of the tallest cell of this row */
	int widest;
	int widths[XLSX_COLUMNS];
	bool guarded, hidden;
	struct column {
		bool open, hidden;
		const struct table *list; /* to choose from; NULL: none */
		size_t from, choices;     /* its column, and how many cells below the head */
	} of[XLSX_COLUMNS];
};

struct xlsx {
	struct context *cx;
	char *path;
	int fd; /* -1: closed */
	lxw_workbook *book;
	struct table tables[XLSX_TABLES], *to; /* to: the one that is written */
	size_t tables_n;
	lxw_worksheet *about; /* NULL until it has a line */
	const char *about_name;
	lxw_format *head, *text, *open, *day, *time, *numbers[SCALES];
	lxw_row_t about_row;
	const char *note; /* stands at the end of a cell that was cut */
	size_t note_units;
	int64_t cut;
	bool broken; /* the library refused a cell: the workbook is not given out */
	struct buffer scratch;
};

static void close_rows(lxw_worksheet *sheet)
{
	if (sheet && sheet->optimize_tmpfile)
		fclose(sheet->optimize_tmpfile);
}

static void release(void *what)
{
	struct xlsx *x = what;

	if (x->book) {
		/* the library closes its own temporary files only when it completes a workbook */
		for (size_t i = 0; i < x->tables_n; i++)
			close_rows(x->tables[i].sheet);
		close_rows(x->about);
		lxw_workbook_free(x->book);
	}
	x->book = NULL;
	if (x->fd >= 0) {
		unlink(x->path);
		close(x->fd);
	}
	x->fd = -1;
}

/* What one character becomes: XML 1.0 has no control characters and no U+FFFE, U+FFFF. */
static uint32_t allowed(uint32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' ? c : ' ';
	return c == 0xfffe || c == 0xffff ? 0xfffd : c;
}

/* Spreadsheets read "_x0041_" as "A" (ECMA-376, ST_Xstring); such text gets its first "_" spelled
 * so. */
static bool reads_as_escape(const char *s, size_t n)
{
	if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
		return false;
	for (int i = 2; i < 6; i++)
		if (!strchr("0123456789abcdefABCDEF", s[i]))
			return false;
	return true;
}

/* Puts the character at `s` as a workbook may hold it; returns its length in UTF-16 units and in
 * *length how many bytes of `s` it took. */
static size_t put_character(struct buffer *b, const char *s, size_t n, size_t *length)
{
	uint32_t c;

	*length = utf8_next(s, n, &c);
	if (!*length) {
		*length = 1;
		buffer_text(b, "\ufffd");
		return 1;
	}
	if (c == '\r') {
		*length += n > 1 && s[1] == '\n';
		buffer_char(b, '\n');
		return 1;
	}
	if (reads_as_escape(s, n)) {
		buffer_text(b, "_x005F_");
		return 7;
	}
	if (allowed(c) == c)
		buffer_put(b, s, *length);
	else
		buffer_text(b, allowed(c) == ' ' ? " " : "\ufffd");
	return c > 0xffff ? 2 : 1;
}

/* A cell's text on its way into the scratch buffer. */
struct cell {
	struct buffer *text;
	size_t units;    /* so far, in UTF-16 */
	size_t fits;     /* bytes behind which the note of a cut still has room */
	int line, width; /* characters of this line, of the longest one */
	int lines;       /* that are full, as they wrap in the widest column */
	int widest;
	bool cut;
};

static struct cell begin_cell(struct xlsx *x)
{
	x->scratch.len = 0;
	return (struct cell){ .text = &x->scratch, .widest = x->to ? x->to->widest : WIDEST };
}

static void add_text(struct xlsx *x, struct cell *cell, const char *s)
{
	size_t length;

	for (size_t n = strlen(s); n && !cell->cut; s += length, n -= length) {
		cell->units += put_character(cell->text, s, n, &length);
		cell->cut = cell->units > XLSX_CELL_CHARACTERS;
		if (cell->units + x->note_units <= XLSX_CELL_CHARACTERS)
			cell->fits = cell->text->len;
		if (*s == '\n')
			cell->lines += 1 + cell->line / cell->widest;
		cell->line = *s == '\n' || *s == '\r' ? 0 : cell->line + 1;
		if (cell->line > cell->width)
			cell->width = cell->line;
	}
}

static const char *end_cell(struct xlsx *x, struct cell *cell)
{
	if (cell->cut) {
		cell->text->len = cell->fits;
		buffer_text(cell->text, x->note);
		x->cut++;
	}
	if (x->to && cell->lines + 1 + cell->line / cell->widest > x->to->lines)
		x->to->lines = cell->lines + 1 + cell->line / cell->widest;
	return cell->text->len ? buffer_str(cell->text) : "";
}

static const char *cell_text(struct xlsx *x, const char *s, int *width)
{
	struct cell cell = begin_cell(x);

	add_text(x, &cell, s);
	*width = cell.width;
	return end_cell(x, &cell);
}

static size_t units_of(const char *s)
{
	size_t units = 0;

	for (; *s; s++)
		units += ((unsigned char)*s & 0xc0) !=
		         0x80; /* the note has no character above U+FFFF */
	return units;
}

/* A valid name for a sheet, made from any text; NULL when nothing remains. */
static char *sheet_name(struct context *cx, const char *s)
{
	struct buffer b = BUFFER(cx->mem, 4 * SHEET_NAME);
	size_t units = 0, length;

	for (size_t n = strlen(s); n; s += length, n -= length) {
		uint32_t c;

		length = utf8_next(s, n, &c);
		if (!length)
			return NULL;
		units += c > 0xffff ? 2 : 1;
		if (units > SHEET_NAME)
			break;
		if (c < 0x80 && (c < 0x20 || strchr("[]:*?/\\'", (int)c)))
			buffer_char(&b, ' ');
		else
			buffer_put(&b, s, length);
	}
	while (b.len && b.text[b.len - 1] == ' ')
		b.text[--b.len] = '\0';
	return b.len ? b.text : NULL;
}

/* Excel keeps "History" for itself.  Whatever it does not like is left to the library to name. */
static lxw_worksheet *add_sheet(struct xlsx *x, const char *wanted)
{
	const char *name = sheet_name(x->cx, wanted);

	if (name && (strcasecmp(name, "History") == 0 ||
	             workbook_validate_sheet_name(x->book, name) != LXW_NO_ERROR))
		name = NULL;

	lxw_worksheet *sheet = workbook_add_worksheet(x->book, name);

	if (sheet) {
		worksheet_set_landscape(sheet);
		worksheet_set_paper(sheet, A4);
		worksheet_set_footer(sheet, "&L&A&R&P / &N");
		worksheet_gridlines(sheet, LXW_SHOW_ALL_GRIDLINES); /* on paper, too */
	}
	return sheet;
}

static lxw_format *add_format(struct xlsx *x)
{
	lxw_format *f = workbook_add_format(x->book);

	if (f) {
		format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
		format_set_text_wrap(f);
	}
	return f;
}

static bool add_formats(struct xlsx *x)
{
	static const char *const numbers[SCALES] = {
		"0",       "0.0",      "0.00",      "0.000",      "0.0000",
		"0.00000", "0.000000", "0.0000000", "0.00000000", "0.000000000",
	};

	x->head = add_format(x);
	x->text = add_format(x);
	x->open = add_format(x);
	x->day = add_format(x);
	x->time = add_format(x);
	if (!x->head || !x->text || !x->open || !x->day || !x->time)
		return false;
	format_set_bold(x->head);
	format_set_bg_color(x->head, 0xe8ecef);
	format_set_bottom(x->head, LXW_BORDER_THIN);
	format_set_unlocked(x->open);
	format_set_bg_color(x->open, 0xfffbe6);
	format_set_border(x->open, LXW_BORDER_HAIR);
	format_set_num_format(x->day, str_eq(x->cx->lang, "en") ? "yyyy-mm-dd" : "dd.mm.yyyy");
	format_set_num_format(x->time,
	                      str_eq(x->cx->lang, "en") ? "yyyy-mm-dd hh:mm" : "dd.mm.yyyy hh:mm");
	for (int i = 0; i < SCALES; i++) {
		x->numbers[i] = add_format(x);
		if (!x->numbers[i])
			return false;
		format_set_num_format(x->numbers[i], numbers[i]);
	}
	return true;
}

static void widen(struct table *t, size_t column, int width)
{
	if (width > t->widest)
		width = t->widest;
	if (width > t->widths[column])
		t->widths[column] = width;
}

/* An empty string would be a cell that holds something: it is left out. */
static void put_text(struct xlsx *x, const char *text, lxw_format *format, int width)
{
	struct table *t = x->to;

	if (*text)
		x->broken |= worksheet_write_string(t->sheet, t->row, (lxw_col_t)t->column, text,
		                                    format) != LXW_NO_ERROR;
	widen(t, t->column, width);
}

static void put_titles(struct xlsx *x, const char *const *titles)
{
	struct table *t = x->to;

	for (; t->column < t->columns; t->column++) {
		int width;
		const char *title = cell_text(x, titles[t->column], &width);

		put_text(x, title, x->head, width + FILTER_BUTTON);
	}
}

static bool add_table(struct xlsx *x, const char *name, const char *const *titles, size_t columns)
{
	struct table *t = &x->tables[x->tables_n];

	memset(t, 0, sizeof *t);
	t->columns = columns;
	t->widest = columns <= FEW ? WIDER : WIDEST;
	t->sheet = add_sheet(x, name);
	if (!t->sheet)
		return false;
	x->tables_n++;
	x->to = t;
	worksheet_freeze_panes(t->sheet, 1, 0);
	worksheet_repeat_rows(t->sheet, 0, 0);
	if (columns <= READABLE_ON_A4)
		worksheet_fit_to_pages(t->sheet, 1, 0); /* one page wide, as long as need be */
	for (size_t i = 0; i < columns; i++)
		t->widths[i] = NARROWEST;
	put_titles(x, titles);
	return true;
}

static bool start(struct xlsx *x, const char *sheet, const char *const *titles, size_t columns)
{
	const char *folder = getenv("TMPDIR");

	if (str_empty(folder))
		folder = "/tmp";
	x->path = arena_fmt(x->cx->mem, "%s/ygrar-XXXXXX", folder);
	x->fd = mkostemp(x->path, O_CLOEXEC);
	if (x->fd < 0)
		return false;

	lxw_workbook_options options = { .constant_memory = LXW_TRUE,
		                         .tmpdir = arena_str(x->cx->mem, folder) };

	x->book = workbook_new_opt(x->path, &options);
	return x->book && add_formats(x) && add_table(x, sheet, titles, columns);
}

static bool not_begun(struct context *cx)
{
	return fail(cx, ERR_UNAVAILABLE, NULL,
	            N_("The workbook could not be begun: is the disk full?"));
}

static bool few_columns(struct context *cx, size_t columns)
{
	return columns <= XLSX_COLUMNS ||
	       fail(cx, ERR_TOO_LARGE, NULL, N_("A workbook has at most %d columns."),
	            XLSX_COLUMNS);
}

struct xlsx *xlsx_start(struct context *cx, const char *sheet, const char *about_sheet,
                        const char *const *titles, size_t columns)
{
	if (!few_columns(cx, columns))
		return NULL;

	assert(columns > 0);

	struct xlsx *x = arena_new_of(cx->mem, struct xlsx);

	x->cx = cx;
	x->fd = -1;
	x->about_name = arena_str(cx->mem, about_sheet);
	x->scratch = BUFFER(cx->mem, 4 * XLSX_CELL_CHARACTERS + 1024);
	/* All of it now: who writes a long list rewinds the arena between its pages. */
	x->scratch.room = x->scratch.max + 1;
	x->scratch.text = arena_alloc(cx->mem, x->scratch.room);
	x->note = tr(cx, N_("… [cut here: a cell holds no more]"));
	x->note_units = units_of(x->note);
	arena_defer(cx->mem, release, x);
	if (!start(x, sheet, titles, columns)) {
		release(x);
		not_begun(cx);
		return NULL;
	}
	return x;
}

bool xlsx_table(struct context *cx, struct xlsx *x, const char *sheet, const char *const *titles,
                size_t columns)
{
	assert(columns > 0 && x->tables_n < XLSX_TABLES && !x->about);
	return few_columns(cx, columns) && (add_table(x, sheet, titles, columns) || not_begun(cx));
}

void xlsx_to(struct xlsx *x, size_t table)
{
	assert(table < x->tables_n);
	x->to = &x->tables[table];
}

/* Not every program that opens a workbook works out how high its rows must be. */
static void end_row(struct xlsx *x, struct table *t)
{
	int lines = t->lines < TALLEST ? t->lines : TALLEST;

	if (t->row && lines > 1)
		x->broken |= worksheet_set_row(t->sheet, t->row, lines * LINE_HEIGHT, NULL) !=
		             LXW_NO_ERROR;
	t->lines = 0;
}

bool xlsx_row(struct context *cx, struct xlsx *x)
{
	struct table *t = x->to;

	if (t->row + 1 >= XLSX_ROWS)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("A workbook has at most %d rows; export fewer records or as CSV."),
		            XLSX_ROWS);
	end_row(x, t);
	t->row++;
	t->column = 0;
	return true;
}

static void check_place(const struct xlsx *x)
{
	assert(x->to->row > 0 && x->to->column < x->to->columns);
}

static bool is_open(const struct table *t)
{
	return t->of[t->column].open;
}

/* A cell that is to be filled in is there before anybody has. */
static void put_blank(struct xlsx *x)
{
	struct table *t = x->to;

	if (is_open(t))
		x->broken |= worksheet_write_blank(t->sheet, t->row, (lxw_col_t)t->column,
		                                   x->open) != LXW_NO_ERROR;
}

void xlsx_empty(struct xlsx *x)
{
	check_place(x);
	put_blank(x);
	x->to->column++;
}

void xlsx_texts(struct xlsx *x, const char *const *values, size_t n)
{
	struct cell cell = begin_cell(x);
	const char *text;

	check_place(x);
	for (size_t i = 0; i < n; i++) {
		if (i)
			add_text(x, &cell, "\n");
		add_text(x, &cell, values[i]);
	}
	text = end_cell(x, &cell);
	if (!*text)
		put_blank(x);
	put_text(x, text, is_open(x->to) ? x->open : x->text, cell.width);
	x->to->column++;
}

void xlsx_text(struct xlsx *x, const char *s)
{
	xlsx_texts(x, &s, s != NULL);
}

static void put_number(struct xlsx *x, double number, lxw_format *format, int width)
{
	struct table *t = x->to;

	check_place(x);
	x->broken |= worksheet_write_number(t->sheet, t->row, (lxw_col_t)t->column, number,
	                                    is_open(t) ? x->open : format) != LXW_NO_ERROR;
	widen(t, t->column, width);
	t->column++;
}

void xlsx_integer(struct xlsx *x, int64_t n)
{
	xlsx_decimal(x, n, 0);
}

void xlsx_decimal(struct xlsx *x, int64_t units, int scale)
{
	uint64_t size = units < 0 ? -(uint64_t)units : (uint64_t)units, power = 1;
	char text[48];

	assert(scale >= 0 && scale < SCALES);
	for (int i = 0; i < scale; i++)
		power *= 10;

	int n = snprintf(text, sizeof text, "%s%llu", units < 0 ? "-" : "",
	                 (unsigned long long)(size / power));

	if (scale)
		n += snprintf(text + n, sizeof text - (size_t)n, ".%0*llu", scale,
		              (unsigned long long)(size % power));
	if (size > (uint64_t)largest_exact)
		xlsx_text(x, text);
	else
		put_number(x, (double)units / (double)power, x->numbers[scale], n + 1);
}

void xlsx_date(struct xlsx *x, struct date d)
{
	char text[DATE_TEXT];

	if (d.precision == PRECISION_DAY && date_to_days(d) >= first_excel_day)
		put_number(x, (double)(date_to_days(d) + DAYS_TO_1970), x->day, 11);
	else
		xlsx_text(x, date_text(d, text));
}

/* The library takes doubles; a spreadsheet shows the nearest minute of what they mean. */
void xlsx_time(struct xlsx *x, struct date d, int seconds)
{
	char text[DATE_TEXT];
	int64_t days = date_to_days(d);

	assert(d.precision == PRECISION_DAY && seconds >= 0);
	if (days >= first_excel_day)
		put_number(x, (double)(days + DAYS_TO_1970) + seconds / 86400.0, x->time, 17);
	else
		xlsx_text(x, date_text(d, text));
}

void xlsx_yes_no(struct xlsx *x, bool value, const char *yes, const char *no)
{
	xlsx_text(x, value ? yes : no);
}

/* ---- to be filled in */

void xlsx_protect(struct xlsx *x)
{
	x->to->guarded = true;
}

void xlsx_open_column(struct xlsx *x, size_t column, int width)
{
	struct table *t = x->to;

	assert(column < t->columns && !t->row);
	t->of[column].open = true;
	widen(t, column, width);
}

void xlsx_choices(struct xlsx *x, size_t column, size_t table, size_t from, size_t n)
{
	struct table *t = x->to;

	assert(column < t->columns && table < x->tables_n && from < x->tables[table].columns);
	t->of[column].list = &x->tables[table];
	t->of[column].from = from;
	t->of[column].choices = n;
}

void xlsx_hide(struct xlsx *x)
{
	assert(x->to != &x->tables[0]);
	x->to->hidden = true;
}

void xlsx_hide_column(struct xlsx *x, size_t column)
{
	assert(column < x->to->columns);
	x->to->of[column].hidden = true;
}

static void put_about(struct xlsx *x, lxw_col_t column, const char *s, lxw_format *format)
{
	int width;
	const char *text = cell_text(x, s, &width);

	if (*text)
		x->broken |= worksheet_write_string(x->about, x->about_row, column, text, format) !=
		             LXW_NO_ERROR;
}

/* The sheet is added with its first line, for the library never closes the temporary file of a
 * sheet without rows. */
void xlsx_about(struct xlsx *x, const char *key, const char *value)
{
	if (!x->about) {
		x->to = NULL; /* how high its rows are, programs work out themselves */
		x->about = add_sheet(x, x->about_name);
		if (!x->about || worksheet_set_column(x->about, 0, 0, 24, NULL) != LXW_NO_ERROR ||
		    worksheet_set_column(x->about, 1, 1, WIDEST, NULL) != LXW_NO_ERROR) {
			x->broken = true;
			return;
		}
	}
	put_about(x, 0, key, x->head);
	put_about(x, 1, value, x->text);
	x->about_row++;
}

int64_t xlsx_cut(const struct xlsx *x)
{
	return x->cut;
}

/* A range of cells below a head, as formulas name it: 'Lists'!$B$2:$B$4.  Names of sheets have no
 * quotes (sheet_name()). */
static bool offer(struct xlsx *x, const struct table *t, size_t column)
{
	const struct column *c = &t->of[column];
	char name[LXW_MAX_COL_NAME_LENGTH];
	lxw_data_validation v = {
		.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
		.show_error = LXW_VALIDATION_OFF, /* what is typed is judged where it comes back */
	};

	if (!c->list || !c->choices || !t->row)
		return true;
	lxw_col_to_name(name, (lxw_col_t)c->from, LXW_FALSE);
	v.value_formula = arena_fmt(x->cx->mem, "='%s'!$%s$2:$%s$%zu", c->list->sheet->name, name,
	                            name, c->choices + 1);
	return worksheet_data_validation_range(t->sheet, 1, (lxw_col_t)column, t->row,
	                                       (lxw_col_t)column, &v) == LXW_NO_ERROR;
}

/* Widths are known only now; the library writes them before the rows all the same. */
static bool end_columns(struct xlsx *x, struct table *t)
{
	bool ok = true;

	for (size_t i = 0; i < t->columns; i++) {
		lxw_row_col_options options = { .hidden = t->of[i].hidden };

		ok &= worksheet_set_column_opt(t->sheet, (lxw_col_t)i, (lxw_col_t)i, t->widths[i],
		                               NULL, &options) == LXW_NO_ERROR;
		ok &= offer(x, t, i);
	}
	return ok;
}

static bool end_table(struct xlsx *x, struct table *t)
{
	static const lxw_protection guard = { .format_columns = 1,
		                              .format_rows = 1,
		                              .autofilter = 1 };
	bool ok;

	end_row(x, t);
	ok = end_columns(x, t);
	if (t->guarded)
		worksheet_protect(t->sheet, NULL, (lxw_protection *)(uintptr_t)&guard);
	if (t->hidden) {
		worksheet_hide(t->sheet);
		return ok;
	}
	return worksheet_autofilter(t->sheet, 0, 0, t->row, (lxw_col_t)(t->columns - 1)) ==
	               LXW_NO_ERROR &&
	       ok;
}

/* The library asks gmtime() for the day of its making, and the C library's has one answer for all
 * threads.  The program's own goes before it, so each thread has its own. */
struct tm *(gmtime)(const time_t *instant)
{
	static _Thread_local struct tm answer;

	return gmtime_r(instant, &answer);
}

static bool finish(struct xlsx *x)
{
	lxw_doc_properties properties = { .created = (time_t)(x->cx->now / 1000000) };
	bool ok = workbook_set_properties(x->book, &properties) == LXW_NO_ERROR;

	for (size_t i = 0; i < x->tables_n; i++)
		ok &= end_table(x, &x->tables[i]);
	ok &= !x->broken;

	lxw_workbook *book = x->book;

	x->book = NULL; /* closing frees it, whatever comes of it */
	return workbook_close(book) == LXW_NO_ERROR && ok;
}

static bool give(struct context *cx, struct xlsx *x, sink *to_sink, void *to)
{
	char bytes[64 * 1024];
	ssize_t n;

	while ((n = read(x->fd, bytes, sizeof bytes)) > 0)
		if (!to_sink(cx, to, bytes, (size_t)n))
			return false;
	return n == 0 ||
	       fail(cx, ERR_UNAVAILABLE, NULL, N_("The workbook could not be read back."));
}

bool xlsx_end(struct context *cx, struct xlsx *x, sink *to_sink, void *to)
{
	bool ok = finish(x) || fail(cx, ERR_UNAVAILABLE, NULL,
	                            N_("The workbook could not be written: is the disk full?"));

	ok = ok && give(cx, x, to_sink, to);
	release(x);
	return ok;
}
