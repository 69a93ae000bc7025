/* Word documents (ECMA-376 part 1, WordprocessingML): paragraphs and tables in the order of the
 * text, as a person sees them who has accepted all changes.  One paragraph or cell is in memory.
 *
 * Left out: what was deleted, hidden text, pictures; and, said in a remark, footnotes and text
 * boxes.  A table within a cell is that cell's text.  What stands at the top of pages comes last,
 * as paragraphs of the style "header": thematic lists name their State and cycle only there. */
#include "format/package.h"
#include "format/word_list.h"
#include "format/word_style.h"

enum { HEADERS = 16, NAME = 200 };

/* A text that is never longer than a unit: all its room is there from the beginning. */
struct text {
	struct buffer b;
	size_t words; /* bytes that are not blank */
};

struct docx {
	struct reader *r;
	struct zip_archive *zip;
	const char *main;
	struct word_styles *styles;
	struct word_lists *lists;

	char prefix[16];  /* of WordprocessingML, as the outermost element has it */
	int left_out;     /* depth of the element whose inside is passed over; 0: none */
	bool is_fallback; /* it says again what was said */
	bool in_header;   /* of pages: tables are for looks */

	struct text paragraph, whole; /* whole: of a cell, or a paragraph with its label */
	bool open;                    /* a paragraph, whose end was perhaps deleted */
	bool joined;                  /* it goes on with the next one */
	const struct word_style *style;
	struct word_look look, run; /* what paragraph and run say themselves */
	const struct word_style *run_style;
	bool in_run, in_text, in_properties, in_mark;
	bool bold, italic; /* all words so far */

	int tables; /* that are open, one within another */
	bool told;  /* the table was */
	char name[NAME];
	int64_t row;
	bool row_open, row_deleted, in_row_properties, in_cell, above;
	int before, columns; /* places before the first cell; those the cell covers */

	char headers[HEADERS][64]; /* relationships */
	size_t headers_n;
	int64_t notes, boxes;
};

/* ---- text */

static void empty(struct text *t)
{
	t->b.len = t->words = 0;
	t->b.text[0] = '\0';
}

static void add(struct text *t, const char *s, size_t n)
{
	buffer_put(&t->b, s, n);
	for (size_t i = 0; i < n; i++)
		t->words += s[i] != ' ' && s[i] != '\n' && s[i] != '\t';
}

/* Without the blanks around it. */
static const char *trimmed(const struct text *t, size_t *ret)
{
	const char *s = buffer_str(&t->b);
	size_t n = t->b.len;

	while (n && strchr(" \n\t", s[n - 1]))
		n--;
	while (n && strchr(" \n\t", *s)) {
		s++;
		n--;
	}
	*ret = n;
	return s;
}

static enum word_answer said(enum word_answer run, enum word_answer style, enum word_answer under)
{
	return run != WORD_UNSAID ? run : style != WORD_UNSAID ? style : under;
}

static void add_run(struct docx *d, const char *s, size_t n)
{
	static const struct word_look nothing = { .list = -1, .level = -1 };
	const struct word_look *style = d->run_style ? &d->run_style->look : &nothing;
	const struct word_look *under = &d->style->look;
	size_t before = d->paragraph.words;

	if (said(d->run.hidden, style->hidden, under->hidden) == WORD_YES)
		return;
	add(&d->paragraph, s, n);
	if (d->paragraph.words > before) {
		d->bold &= said(d->run.bold, style->bold, under->bold) == WORD_YES;
		d->italic &= said(d->run.italic, style->italic, under->italic) == WORD_YES;
	}
}

/* Letters of fonts that are pictures: bullets, boxes to tick, ticks. */
static void add_symbol(struct docx *d, const struct xml_event *e)
{
	static const struct {
		const char *code, *text;
	} symbols[] = {
		{ "F0B7", "•" }, { "F0A7", "•" }, { "F06E", "•" }, { "F0A8", "☐" }, { "F06F", "☐" },
		{ "F0FE", "☒" }, { "F078", "☒" }, { "F0FC", "✓" }, { "F02D", "–" },
	};
	const char *code = xml_attribute(e, "char"), *text = "\ufffd";

	for (size_t i = 0; i < LEN(symbols); i++)
		if (str_eq(code, symbols[i].code))
			text = symbols[i].text;
	add_run(d, text, strlen(text));
}

/* ---- paragraphs */

static void begin_paragraph(struct docx *d)
{
	if (!d->joined) {
		empty(&d->paragraph);
		d->bold = d->italic = true;
	}
	d->open = true;
	d->joined = false;
	d->style = word_usual_style(d->styles);
	d->look = WORD_LOOK;
}

/* The paragraph with what Word puts before it; counts it, too. */
static void put_whole(struct docx *d)
{
	struct word_look look = d->look;
	char label[WORD_LABEL] = "";
	size_t n;

	word_look_under(&look, &d->style->look);
	if (look.list > 0)
		word_list_label(d->lists, look.list, look.level < 0 ? 0 : look.level, label);
	if (!d->paragraph.words)
		return;
	if (d->whole.b.len)
		add(&d->whole, "\n", 1);
	if (*label) {
		add(&d->whole, label, strlen(label));
		add(&d->whole, " ", 1);
	}

	const char *s = trimmed(&d->paragraph, &n);

	add(&d->whole, s, n);
}

static bool give_paragraph(struct context *cx, struct docx *d)
{
	struct word_look look = d->look;
	struct unit u = { .style = d->in_header ? "header" : d->style->name };

	word_look_under(&look, &d->style->look);
	if (!d->paragraph.words)
		return true;
	u.text = buffer_str(&d->whole.b);
	u.level = look.outline < WORD_NO_HEADING ? look.outline : 0;
	u.bold = d->bold;
	u.italic = d->italic;
	return reader_paragraph(cx, d->r, &u);
}

static bool too_long(struct context *cx)
{
	return fail(cx, ERR_TOO_LARGE, NULL,
	            N_("The file has a row or paragraph of more than %d bytes."),
	            MAX_MATERIAL_UNIT);
}

/* In a cell it is one line or more of it. */
static bool end_paragraph(struct context *cx, struct docx *d)
{
	if (!d->open)
		return true;
	d->open = d->joined = false;
	if (!d->in_cell)
		empty(&d->whole);
	put_whole(d);
	if (d->paragraph.b.full || d->whole.b.full)
		return too_long(cx);
	return d->in_cell || give_paragraph(cx, d);
}

/* ---- tables */

static bool begin_cell(struct context *cx, struct docx *d)
{
	if (!d->told && !reader_sheet(cx, d->r, d->name, false))
		return false;
	d->told = true;
	if (!d->row_open && !d->row_deleted) {
		reader_row(d->r, d->row, false);
		reader_to_column(d->r, (size_t)d->before + 1);
		d->row_open = true;
	}
	d->in_cell = true;
	d->above = false;
	d->columns = 1;
	empty(&d->whole);
	return true;
}

static bool end_cell(struct context *cx, struct docx *d)
{
	struct cell c = { .kind = CELL_TEXT, .columns = d->columns };
	const struct cell covered = { .kind = CELL_EMPTY, .columns = 1, .above = d->above };
	size_t n;
	const char *s;

	if (!end_paragraph(cx, d))
		return false;
	d->in_cell = false;
	if (!d->row_open)
		return true;
	s = trimmed(&d->whole, &n);
	if (d->above)
		reader_cell(d->r, &covered);
	else
		reader_cell_n(d->r, &c, s, n);
	for (int i = 1; i < d->columns; i++)
		reader_cell(d->r, &covered);
	return true;
}

static bool begin_table(struct context *cx, struct docx *d)
{
	if (d->tables++)
		return true;
	d->told = false;
	d->row = 0;
	*d->name = '\0';
	return end_paragraph(cx, d);
}

static void begin_row(struct docx *d)
{
	d->row++;
	d->row_open = d->row_deleted = false;
	d->before = 0;
}

static bool end_row(struct context *cx, struct docx *d)
{
	bool open = d->row_open;

	d->row_open = false;
	return !open || reader_end_row(cx, d->r);
}

static int count_of(const struct xml_event *e)
{
	const char *s = xml_attribute(e, "val");
	char *end;
	long n = s ? strtol(s, &end, 10) : 1;

	return n < 1 ? 1 : n > MAX_MATERIAL_COLUMNS ? MAX_MATERIAL_COLUMNS : (int)n;
}

static void copy(char *to, size_t room, const char *s)
{
	snprintf(to, room, "%s", s ? s : "");
}

/* Of the outermost table; those within its cells are text. */
static bool start_of_table(struct context *cx, struct docx *d, const struct xml_event *e)
{
	if (xml_starts(e, "tbl"))
		return begin_table(cx, d);
	if (d->tables != 1)
		return true;
	if (xml_starts(e, "tblCaption"))
		copy(d->name, sizeof d->name, xml_attribute(e, "val"));
	else if (xml_starts(e, "tr"))
		begin_row(d);
	else if (xml_starts(e, "trPr"))
		d->in_row_properties = true;
	else if (xml_starts(e, "gridBefore"))
		d->before = count_of(e);
	else if (xml_starts(e, "tc"))
		return begin_cell(cx, d);
	else if (xml_starts(e, "gridSpan"))
		d->columns = count_of(e);
	else if (xml_starts(e, "vMerge"))
		d->above = !str_eq(xml_attribute(e, "val"), "restart");
	return true;
}

static bool end_of_table(struct context *cx, struct docx *d, const struct xml_event *e)
{
	if (xml_ends(e, "tbl"))
		d->tables--;
	if (d->tables != 1)
		return true;
	if (xml_ends(e, "trPr"))
		d->in_row_properties = false;
	else if (xml_ends(e, "tc"))
		return end_cell(cx, d);
	else if (xml_ends(e, "tr"))
		return end_row(cx, d);
	return true;
}

/* ---- what is passed over */

/* In the properties of a mark or a row the same word says that it was deleted. */
static bool is_deletion(struct docx *d, const struct xml_event *e)
{
	if (!xml_starts(e, "del") && !xml_starts(e, "moveFrom"))
		return false;
	if (d->in_mark)
		d->joined = true;
	if (d->in_row_properties)
		d->row_deleted = true;
	return true;
}

static bool is_left_out(struct docx *d, const struct xml_event *e)
{
	static const char *const names[] = {
		"delText",       "instrText",    "drawing",       "pict",       "object",
		"rPrChange",     "pPrChange",    "tblPrChange",   "tcPrChange", "trPrChange",
		"tblGridChange", "sectPrChange", "tblPrExChange", "sdtPr",      "rt",
	};

	d->is_fallback = xml_starts(e, "Fallback");
	if (d->is_fallback || is_deletion(d, e))
		return true;
	for (size_t i = 0; i < LEN(names); i++)
		if (xml_starts(e, names[i]))
			return true;
	return false;
}

/* ---- events */

static void keep_header(struct docx *d, const struct xml_event *e)
{
	if (d->headers_n < HEADERS && xml_attribute(e, "id"))
		copy(d->headers[d->headers_n++], sizeof d->headers[0], xml_attribute(e, "id"));
}

static void start_of_run(struct docx *d, const struct xml_event *e)
{
	if (xml_starts(e, "rPr"))
		d->in_properties = true;
	else if (xml_starts(e, "rStyle"))
		d->run_style = word_style(d->styles, xml_attribute(e, "val"));
	else if (d->in_properties)
		word_look_at(&d->run, e);
	else if (xml_starts(e, "t"))
		d->in_text = true;
	else if (xml_starts(e, "tab") || xml_starts(e, "ptab"))
		add_run(d, "\t", 1);
	else if (xml_starts(e, "br") || xml_starts(e, "cr"))
		add_run(d, "\n", 1);
	else if (xml_starts(e, "noBreakHyphen"))
		add_run(d, "-", 1);
	else if (xml_starts(e, "sym"))
		add_symbol(d, e);
	else if (xml_starts(e, "footnoteReference") || xml_starts(e, "endnoteReference"))
		d->notes++;
}

static void start_of_paragraph(struct docx *d, const struct xml_event *e)
{
	if (xml_starts(e, "pStyle")) {
		const struct word_style *named = word_style(d->styles, xml_attribute(e, "val"));

		if (named)
			d->style = named;
	} else if (xml_starts(e, "rPr")) {
		d->in_mark = true;
	} else if (xml_starts(e, "headerReference")) {
		keep_header(d, e);
	} else if (!d->in_mark) {
		word_look_at(&d->look, e);
	}
}

static bool started(struct context *cx, struct docx *d, const struct xml_event *e)
{
	if (d->left_out) {
		d->boxes += xml_starts(e, "txbxContent") && !d->is_fallback;
		return true;
	}
	if (is_left_out(d, e)) {
		d->left_out = e->depth;
		return true;
	}
	if (strcmp(e->prefix, d->prefix) != 0)
		return true;
	if (d->in_run)
		start_of_run(d, e);
	else if (xml_starts(e, "r")) {
		d->in_run = true;
		d->run = WORD_LOOK;
		d->run_style = NULL;
	} else if (xml_starts(e, "p")) {
		begin_paragraph(d);
	} else if (xml_starts(e, "pPr") && d->open) {
		d->in_properties = true;
	} else if (d->in_properties) {
		start_of_paragraph(d, e);
	} else if (xml_starts(e, "headerReference")) {
		keep_header(d, e);
	} else if (!d->in_header) {
		return start_of_table(cx, d, e);
	}
	return true;
}

static bool ended(struct context *cx, struct docx *d, const struct xml_event *e)
{
	if (d->left_out) {
		if (e->depth == d->left_out)
			d->left_out = 0;
		return true;
	}
	if (strcmp(e->prefix, d->prefix) != 0)
		return true;
	if (xml_ends(e, "t"))
		d->in_text = false;
	else if (xml_ends(e, "r"))
		d->in_run = d->in_text = d->in_properties = false;
	else if (xml_ends(e, "rPr") && d->in_mark)
		d->in_mark = false;
	else if (xml_ends(e, "rPr") || xml_ends(e, "pPr"))
		d->in_properties = d->in_mark = false;
	else if (xml_ends(e, "p"))
		return d->joined || end_paragraph(cx, d);
	else if (!d->in_header && d->tables)
		return end_of_table(cx, d, e);
	return true;
}

static bool take(struct context *cx, struct docx *d, const struct xml_event *e)
{
	switch (e->kind) {
	case XML_START:
		return started(cx, d, e);
	case XML_END:
		return ended(cx, d, e);
	case XML_TEXT:
		if (d->in_text && !d->left_out)
			add_run(d, e->text, e->n);
		return true;
	}
	return true;
}

/* ---- parts */

static bool read_part(struct context *cx, struct docx *d, const char *name)
{
	struct zip_part *part = zip_open_part(cx, d->zip, name);
	struct xml *x = part ? xml_open(cx, zip_source_of_part, part) : NULL;
	struct xml_event e;
	bool going = x && xml_next(cx, x, &e);

	if (going)
		copy(d->prefix, sizeof d->prefix, e.prefix);
	while (going && xml_next(cx, x, &e))
		going = take(cx, d, &e);
	if (x)
		xml_close(x);
	if (part)
		zip_close_part(part);
	return !failed(cx) && end_paragraph(cx, d);
}

/* Those that are the same on first, left and right pages are told once for each. */
static bool read_headers(struct context *cx, struct docx *d)
{
	d->in_header = true;
	for (size_t i = 0; i < d->headers_n; i++) {
		const char *name = package_related(cx, d->zip, d->main, NULL, d->headers[i]);

		if (failed(cx) || (name && !read_part(cx, d, name)))
			return false;
	}
	return true;
}

static bool tell_left_out(struct context *cx, struct docx *d)
{
	if (d->notes &&
	    !reader_remark(cx, d->r,
	                   arena_fmt(cx->mem, tr(cx, N_("Footnotes are not read; there are %lld.")),
	                             (long long)d->notes)))
		return false;
	return !d->boxes ||
	       reader_remark(cx, d->r,
	                     arena_fmt(cx->mem,
	                               tr(cx, N_("Text boxes are not read; there are %lld.")),
	                               (long long)d->boxes));
}

static void make_room(struct context *cx, struct text *t)
{
	t->b = BUFFER(cx->mem, MAX_MATERIAL_UNIT);
	t->b.room = t->b.max + 1;
	t->b.text = arena_raw(cx->mem, t->b.room);
	t->b.text[0] = '\0';
}

bool read_docx(struct context *cx, struct reader *r)
{
	struct docx *d = arena_new_of(cx->mem, struct docx);

	d->r = r;
	d->zip = zip_of_reader(cx, r);
	d->main = d->zip ? package_main(cx, d->zip) : NULL;
	d->styles = d->main ? word_styles_read(cx, d->zip, d->main) : NULL;
	d->lists = d->styles ? word_lists_read(cx, d->zip, d->main) : NULL;
	if (!d->lists)
		return false;
	make_room(cx, &d->paragraph);
	make_room(cx, &d->whole);
	d->style = word_usual_style(d->styles);
	return read_part(cx, d, d->main) && read_headers(cx, d) && tell_left_out(cx, d);
}
