/* Workbooks (ECMA-376 part 1, SpreadsheetML): the list of sheets, number formats, shared texts,
 * then sheet after sheet, each gone through from its first byte to its last.  Only the shared
 * texts' places, the formats and the merged ranges of one sheet are in memory.
 *
 * Merged ranges stand behind the rows that they concern.  So a sheet is unpacked twice, but parsed
 * twice only if the word occurs in it. */
#include "format/grid.h"
#include "format/package.h"
#include "format/strings.h"
#include "format/xml_read.h"

#include "base/date.h"
#include "base/number.h"
#include "base/utf8.h"

#include <ctype.h>
#include <math.h>

enum { MAX_SHEETS = 1000, DAYS_TO_1970 = 25569 };

struct sheet {
	const char *name, *part;
	bool hidden;
	struct sheet *next;
};

struct book {
	struct reader *r;
	struct grid *grid;
	struct zip_archive *zip;
	const char *main;
	struct sheet *sheets, **sheets_end;
	size_t sheets_n;
	struct strings *strings;
	struct buffer text; /* of a cell */
};

/* The part as events. */
struct part {
	struct zip_part *zip;
	struct xml *xml;
};

static bool open_part(struct context *cx, struct book *b, const char *name, struct part *ret)
{
	ret->zip = zip_open_part(cx, b->zip, name);
	ret->xml = ret->zip ? xml_open(cx, zip_source_of_part, ret->zip) : NULL;
	return ret->xml;
}

static void close_part(struct part *p)
{
	xml_close(p->xml);
	zip_close_part(p->zip);
}

/* ---- texts */

/* "_x000D_" stands for that character (ECMA-376, ST_Xstring); it takes seven bytes. */
static bool is_escape(const char *s, size_t n, uint32_t *ret)
{
	if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
		return false;
	for (int i = 2; i < 6; i++)
		if (!isxdigit((unsigned char)s[i]))
			return false;
	*ret = (uint32_t)strtoul(s + 2, NULL, 16);
	return true;
}

static void add_text(struct buffer *b, const char *s, size_t n)
{
	const char *mark;
	uint32_t c;

	while (n && (mark = memchr(s, '_', n))) {
		size_t before = (size_t)(mark - s);

		buffer_put(b, s, before);
		s += before;
		n -= before;
		if (is_escape(s, n, &c)) {
			char out[UTF8_ROOM];

			if (c && (c < 0xd800 || c > 0xdfff))
				buffer_put(b, out, utf8_put(out, c));
			s += 7;
			n -= 7;
		} else {
			buffer_char(b, '_');
			s++;
			n--;
		}
	}
	buffer_put(b, s, n);
}

/* All <t> up to the end of the element that begins at `e`, but not how it is pronounced. */
static bool read_text(struct context *cx, struct xml *x, const struct xml_event *e,
                      struct buffer *b)
{
	const int depth = e->depth;
	int spoken = 0;
	bool within = false;
	struct xml_event inner;

	while (xml_next(cx, x, &inner)) {
		if (inner.kind == XML_END && inner.depth == depth)
			return true;
		if (xml_starts(&inner, "rPh"))
			spoken++;
		else if (xml_ends(&inner, "rPh"))
			spoken--;
		else if (inner.kind != XML_TEXT)
			within = xml_starts(&inner, "t") && !spoken;
		else if (within)
			add_text(b, inner.text, inner.n);
	}
	return false;
}

static const char *text_of(const struct buffer *b)
{
	return b->len ? buffer_str(b) : "";
}

static bool read_strings(struct context *cx, struct book *b)
{
	const char *name = package_related(cx, b->zip, b->main, "sharedStrings", NULL);
	struct part p;
	struct xml_event e;

	b->strings = strings_new(cx, b->r);
	if (!name)
		return !failed(cx);
	if (!open_part(cx, b, name, &p))
		return false;
	while (xml_next(cx, p.xml, &e)) {
		if (!xml_starts(&e, "si"))
			continue;
		b->text.len = 0;
		if (!read_text(cx, p.xml, &e, &b->text) || !buffer_ok(cx, &b->text) ||
		    !strings_add(cx, b->strings, text_of(&b->text), b->text.len))
			return false;
	}
	close_part(&p);
	return !failed(cx) && strings_complete(cx, b->strings);
}

/* ---- formats */

static int64_t number_of(const struct xml_event *e, const char *name, int64_t otherwise)
{
	const char *s = xml_attribute(e, name);
	int64_t n;

	return s && parse_int(s, &n) ? n : otherwise;
}

static bool is_true(const char *s)
{
	return str_eq(s, "1") || str_eq(s, "true") || str_eq(s, "on");
}

static bool add_format(struct context *cx, struct book *b, const struct xml_event *e)
{
	const char *code = xml_attribute(e, "formatCode");

	return grid_format(cx, b->grid, number_of(e, "numFmtId", -1), code ? code : "");
}

static bool read_styles(struct context *cx, struct book *b)
{
	const char *name = package_related(cx, b->zip, b->main, "styles", NULL);
	bool of_cells = false, right = true;
	struct part p;
	struct xml_event e;

	if (!name)
		return !failed(cx);
	if (!open_part(cx, b, name, &p))
		return false;
	while (right && xml_next(cx, p.xml, &e)) {
		if (e.kind != XML_TEXT && strcmp(e.name, "cellXfs") == 0)
			of_cells = e.kind == XML_START;
		else if (xml_starts(&e, "numFmt"))
			right = add_format(cx, b, &e);
		else if (of_cells && xml_starts(&e, "xf"))
			right = grid_style(cx, b->grid, number_of(&e, "numFmtId", 0));
	}
	close_part(&p);
	return !failed(cx);
}

/* ---- the list of sheets */

static bool add_sheet(struct context *cx, struct book *b, const struct xml_event *e)
{
	struct sheet *s = arena_new_of(cx->mem, struct sheet);
	const char *state = xml_attribute(e, "state"),
	           *id = arena_str(cx->mem, xml_attribute(e, "id"));

	s->name = arena_str(cx->mem, xml_attribute(e, "name"));
	s->hidden = state && !str_eq(state, "visible");
	if (b->sheets_n++ == MAX_SHEETS)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The workbook has more than %d sheets."),
		            MAX_SHEETS);
	if (!id || !s->name || !(s->part = package_related(cx, b->zip, b->main, NULL, id)))
		return grid_damaged(cx);
	*b->sheets_end = s;
	b->sheets_end = &s->next;
	return true;
}

static bool read_book(struct context *cx, struct book *b)
{
	struct part p;
	struct xml_event e;

	b->sheets_end = &b->sheets;
	if (!open_part(cx, b, b->main, &p))
		return false;
	while (xml_next(cx, p.xml, &e)) {
		if (xml_starts(&e, "workbookPr") && is_true(xml_attribute(&e, "date1904")))
			grid_count_from_1904(b->grid);
		else if (xml_starts(&e, "sheet") && !add_sheet(cx, b, &e))
			return false;
	}
	close_part(&p);
	return !failed(cx) && (b->sheets || grid_damaged(cx));
}

/* ---- merged ranges */

/* "AB12" → column 28, row 12; false when it is no cell. */
static bool parse_cell(const char *s, int64_t *column, int64_t *row)
{
	*column = *row = 0;
	for (; isalpha((unsigned char)*s) && *column < INT16_MAX; s++)
		*column = *column * 26 + (toupper((unsigned char)*s) - 'A' + 1);
	for (; isdigit((unsigned char)*s) && *row < INT32_MAX; s++)
		*row = *row * 10 + (*s - '0');
	return !*s && *column && *row;
}

static bool parse_range(const char *s, struct range *ret)
{
	char first[32];
	const char *colon = s ? strchr(s, ':') : NULL;

	if (!colon || (size_t)(colon - s) >= sizeof first)
		return false;
	memcpy(first, s, (size_t)(colon - s));
	first[colon - s] = '\0';
	return parse_cell(first, &ret->first_column, &ret->first_row) &&
	       parse_cell(colon + 1, &ret->last_column, &ret->last_row) &&
	       ret->first_row <= ret->last_row && ret->first_column <= ret->last_column;
}

/* Whether the word stands anywhere in the part's bytes. */
static bool has_merges(struct context *cx, struct book *b, const char *part, bool *ret)
{
	static const char word[] = "mergeCells";
	enum { PIECE = 64 * 1024, WORD = sizeof word - 1 };
	struct zip_part *p = zip_open_part(cx, b->zip, part);
	char *piece = arena_raw(cx->mem, PIECE + WORD);
	size_t kept = 0, got;

	*ret = false;
	if (!p)
		return false;
	do {
		if (!zip_source_of_part(cx, p, piece + kept, PIECE, &got))
			return false;
		*ret = memmem(piece, kept + got, word, WORD) != NULL;
		got += kept;
		kept = got < WORD ? got : WORD - 1;
		memmove(piece, piece + got - kept, kept);
	} while (!*ret && got > kept);
	zip_close_part(p);
	return true;
}

static bool read_merges(struct context *cx, struct book *b, const char *part)
{
	bool any, right = true;
	struct part p;
	struct xml_event e;

	if (!has_merges(cx, b, part, &any))
		return false;
	if (!any)
		return true;
	if (!open_part(cx, b, part, &p))
		return false;
	while (right && xml_next(cx, p.xml, &e)) {
		struct range range;

		if (xml_starts(&e, "mergeCell"))
			right = parse_range(xml_attribute(&e, "ref"), &range)
			                ? grid_merge(cx, b->grid, &range)
			                : grid_damaged(cx);
	}
	close_part(&p);
	return !failed(cx);
}

/* ---- cells */

/* A date as text: 2025-07-11, perhaps with a time. */
static bool give_iso_date(struct context *cx, struct book *b, int64_t column, const char *s,
                          size_t n)
{
	struct cell c = { .kind = CELL_TEXT };
	char day[11] = "";
	struct date d;

	if (n >= 10)
		memcpy(day, s, 10);
	if (date_parse(day, &d)) {
		c.kind = CELL_DATE;
		c.number = (double)(date_to_days(d) + DAYS_TO_1970);
		if (n > 10 && strncmp(s + 10, "T00:00:00", 9) == 0)
			n = 10;
	}
	return grid_cell(cx, b->grid, column, &c, s, n);
}

static bool parse_real(const char *s, double *ret)
{
	char *end;

	*ret = strtod(s, &end);
	return end != s && !*end && isfinite(*ret);
}

static bool give_shared(struct context *cx, struct book *b, int64_t column, const char *s)
{
	const char *shared = NULL;
	int64_t number;
	size_t n;

	if (parse_int(s, &number))
		shared = strings_get(cx, b->strings, number, &n);
	return shared ? grid_text(cx, b->grid, column, shared, n) : grid_damaged(cx);
}

static bool give_value(struct context *cx, struct book *b, int64_t column, char type, int64_t style)
{
	const char *s = text_of(&b->text);
	size_t n = b->text.len;
	double number;

	if (n && type == 's')
		return give_shared(cx, b, column, s);
	if (n && type == 'b')
		return grid_yes_no(cx, b->grid, column, is_true(s));
	if (type == 'd')
		return give_iso_date(cx, b, column, s, n);
	if (type == 'n' && parse_real(s, &number))
		return grid_number(cx, b->grid, column, number, style);
	return grid_text(cx, b->grid, column, s, n);
}

/* One letter for the type of a cell: s shared, i inline, t text (of a formula or an error), b, d,
 * n. */
static char type_of(const char *t)
{
	if (!t || !*t)
		return 'n';
	if (strcmp(t, "inlineStr") == 0)
		return 'i';
	if (strcmp(t, "str") == 0 || strcmp(t, "e") == 0)
		return 't';
	return *t;
}

/* The value of the cell that begins at `e`, to b->text. */
static bool read_value(struct context *cx, struct book *b, struct xml *x, int depth)
{
	bool within = false;
	struct xml_event e;

	b->text.len = 0;
	while (xml_next(cx, x, &e)) {
		if (e.kind == XML_END && e.depth == depth)
			return buffer_ok(cx, &b->text);
		if (xml_starts(&e, "is")) {
			if (!read_text(cx, x, &e, &b->text))
				return false;
		} else if (e.kind != XML_TEXT) {
			within = xml_starts(&e, "v");
		} else if (within) {
			add_text(&b->text, e.text, e.n);
		}
	}
	return false;
}

/* Moves *column to the cell's. */
static bool read_cell(struct context *cx, struct book *b, struct xml *x, const struct xml_event *e,
                      int64_t *column)
{
	const char *ref = xml_attribute(e, "r");
	const int64_t style = number_of(e, "s", 0), before = *column;
	const char type = type_of(xml_attribute(e, "t"));
	int64_t row = grid_row_number(b->grid);

	++*column;
	if (ref && (!parse_cell(ref, column, &row) || row != grid_row_number(b->grid) ||
	            *column <= before))
		return grid_damaged(cx);
	return read_value(cx, b, x, e->depth) && give_value(cx, b, *column, type, style);
}

static bool read_row(struct context *cx, struct book *b, struct xml *x, const struct xml_event *e)
{
	const int depth = e->depth;
	int64_t column = 0;
	struct xml_event inner;

	if (!grid_row(cx, b->grid, number_of(e, "r", grid_row_number(b->grid) + 1),
	              is_true(xml_attribute(e, "hidden"))))
		return false;
	while (xml_next(cx, x, &inner)) {
		if (inner.kind == XML_END && inner.depth == depth)
			return grid_end_row(cx, b->grid);
		if (xml_starts(&inner, "c") && !read_cell(cx, b, x, &inner, &column))
			return false;
	}
	return false;
}

/* A sheet that is a chart has no rows. */
static bool read_sheet(struct context *cx, struct book *b, const struct sheet *s)
{
	struct part p;
	struct xml_event e;

	if (!grid_sheet(cx, b->grid, s->name, s->hidden) || !read_merges(cx, b, s->part) ||
	    !open_part(cx, b, s->part, &p))
		return false;
	while (xml_next(cx, p.xml, &e) && !xml_ends(&e, "sheetData"))
		if (xml_starts(&e, "row") && !read_row(cx, b, p.xml, &e))
			return false;
	close_part(&p);
	return !failed(cx);
}

bool read_xlsx(struct context *cx, struct reader *r)
{
	struct book *b = arena_new_of(cx->mem, struct book);

	b->r = r;
	b->grid = grid_new(cx, r);
	b->text = BUFFER(cx->mem, MAX_CSV_CELL);
	b->zip = zip_of_reader(cx, r);
	if (!b->zip || !(b->main = package_main(cx, b->zip)) || !read_book(cx, b) ||
	    !read_styles(cx, b) || !read_strings(cx, b))
		return false;
	for (const struct sheet *s = b->sheets; s; s = s->next)
		if (!read_sheet(cx, b, s))
			return false;
	return true;
}
