/* Workbooks as a library writes them, and as nobody should. */
#include "format/material_test.h"
#include "format/zip_write.h"

#include <sys/stat.h>
#include <xlsxwriter.h>

/* ---- as libxlsxwriter writes them */

struct made {
	char *path;
	lxw_workbook *book;
};

static struct made begin_book(struct context *cx)
{
	const char *folder = getenv("TMPDIR");
	struct made m = { .path = arena_fmt(cx->mem, "%s/made-XXXXXX",
		                            str_empty(folder) ? "/tmp" : folder) };
	int fd = mkstemp(m.path);

	assert_true(fd >= 0);
	close(fd);
	m.book = workbook_new(m.path);
	return m;
}

static char *end_book(struct context *cx, struct made *m, size_t *n)
{
	FILE *f;
	char *bytes;
	struct stat about;

	assert_int_equal(workbook_close(m->book), LXW_NO_ERROR);
	f = fopen(m->path, "rbe");
	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &about), 0);
	*n = (size_t)about.st_size;
	bytes = arena_raw(cx->mem, *n);
	assert_int_equal(fread(bytes, 1, *n, f), *n);
	fclose(f);
	unlink(m->path);
	return bytes;
}

static lxw_format *format_of(lxw_workbook *book, const char *code)
{
	lxw_format *f = workbook_add_format(book);

	format_set_num_format(f, code);
	return f;
}

static void fill_sheet(lxw_workbook *book, lxw_worksheet *s)
{
	lxw_format *bold = workbook_add_format(book);
	char ensure[] = "Ensure ", rights[] = "rights";
	lxw_rich_string_tuple one = { .format = bold, .string = ensure },
	                      two = { .string = rights };
	lxw_rich_string_tuple *rich[] = { &one, &two, NULL };
	lxw_row_col_options hidden = { .hidden = 1 };

	format_set_bold(bold);
	worksheet_merge_range(s, 0, 0, 0, 3, "List of recommendations", NULL);
	worksheet_write_string(s, 2, 0, "Theme", NULL);
	worksheet_write_string(s, 2, 1, "Paragraph", NULL);
	worksheet_merge_range(s, 3, 0, 4, 0, "Women", NULL);
	worksheet_write_number(s, 3, 1, 126.1, format_of(book, "0.00"));
	worksheet_write_number(s, 4, 1, 45849, format_of(book, "dd.mm.yyyy"));
	worksheet_write_number(s, 4, 2, 45849.604166666664, format_of(book, "yyyy-mm-dd hh:mm"));
	worksheet_write_boolean(s, 5, 0, 1, NULL);
	worksheet_write_rich_string(s, 5, 1, rich, NULL);
	worksheet_write_string(s, 5, 3, "- a\n- _x005F_x0041_ & <b>", NULL);
	worksheet_write_formula_num(s, 6, 0, "=1+1", NULL, 2);
	worksheet_write_formula_str(s, 6, 1, "=\"a\"", NULL, "a");
	worksheet_write_blank(s, 6, 5, bold);
	worksheet_set_row_opt(s, 7, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
	worksheet_write_string(s, 7, 1, "filtered out", NULL);
	worksheet_write_string(s, 8, 0, "\xc2\xa0", NULL); /* blank: left out */
}

static void test_workbook(void **state)
{
	struct context *cx = *state;
	struct made m = begin_book(cx);
	size_t n;
	char *bytes;
	lxw_worksheet *hidden;
	struct material *material;

	fill_sheet(m.book, workbook_add_worksheet(m.book, "Ýurt"));
	workbook_add_worksheet(m.book, "Empty");
	hidden = workbook_add_worksheet(m.book, "Lists");
	worksheet_write_string(hidden, 0, 2, "x", NULL);
	worksheet_hide(hidden);
	bytes = end_book(cx, &m, &n);
	material = material_read(cx, bytes, n, NULL);
	assert_non_null(material);
	assert_string_equal(material->format, "xlsx");
	assert_int_equal(material->sheets, 3);
	assert_int_equal(material->rows, 8);
	assert_string_equal(material_lines(cx, material), "= Ýurt\n"
	                                                  "1|List of recommendations+4\n"
	                                                  "3|Theme|Paragraph\n"
	                                                  "4|Women|126.10#\n"
	                                                  "5|^|2025-07-11@|2025-07-11T14:30:00@\n"
	                                                  "6|TRUE?|Ensure rights||- a\n"
	                                                  "- _x0041_ & <b>\n"
	                                                  "7|2#|a\n"
	                                                  "~8||filtered out\n"
	                                                  "= Empty\n"
	                                                  "~= Lists\n"
	                                                  "1|||x\n");
}

/* More texts than the cache of pieces holds, asked for in an order that is not theirs. */
static void test_many_texts(void **state)
{
	enum { ROWS = 4000, LENGTH = 2500 };
	struct context *cx = *state;
	struct made m = begin_book(cx);
	lxw_worksheet *s = workbook_add_worksheet(m.book, "S");
	char *text = arena_raw(cx->mem, LENGTH + 1), *bytes, tail[16];
	struct material *material;
	struct unit u;
	size_t n;

	memset(text, 'x', LENGTH);
	text[LENGTH] = '\0';
	for (int i = 0; i < ROWS; i++) {
		snprintf(tail, sizeof tail, "%08d", i);
		memcpy(text + LENGTH - 8, tail, 8);
		worksheet_write_string(s, (lxw_row_t)(i * 1237 % ROWS), 0, text, NULL);
	}
	bytes = end_book(cx, &m, &n);
	material = material_read(cx, bytes, n, NULL);
	assert_non_null(material);
	assert_int_equal(material->rows, ROWS);
	while (material_next(cx, material, &u))
		if (u.kind == UNIT_ROW) {
			long i = strtol(u.cells[0].text + LENGTH - 8, NULL, 10);

			assert_int_equal(strlen(u.cells[0].text), LENGTH);
			assert_int_equal(u.number - 1, i * 1237 % ROWS);
		}
	assert_false(failed(cx));
}

/* ---- as nobody should */

#define TYPES "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
#define RELATION(id, type, target)                                                            \
	"<Relationship Id=\"" id                                                              \
	"\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type \
	"\" Target=\"" target "\"/>"
#define RELATIONS(content) "<Relationships>" content "</Relationships>"
#define BOOK(attributes)                                              \
	"<x:workbook xmlns:x=\"urn:x\" xmlns:r=\"urn:r\">" attributes \
	"<x:sheets><x:sheet name=\"S\" sheetId=\"7\" r:id=\"rId1\"/></x:sheets></x:workbook>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

struct part {
	const char *name, *text;
};

static void put_part(struct context *cx, struct zip_writer *z, const struct part *p)
{
	assert_true(zip_put(cx, z, p->name, p->text, strlen(p->text)));
}

/* A workbook of hand-made parts: the usual ones, unless they are given. */
static const char *lines_of_parts(struct context *cx, const struct part *given, size_t given_n)
{
	static const struct part usual[] = {
		{ "[Content_Types].xml", TYPES },
		{ "_rels/.rels", RELATIONS(RELATION("rId9", "officeDocument", "/book/the.xml")) },
		{ "book/the.xml", BOOK("") },
		{ "book/_rels/the.xml.rels",
		  RELATIONS(RELATION("rId1", "worksheet", "../data/./s.xml")
		                    RELATION("rId2", "sharedStrings", "strings.xml")
		                            RELATION("rId3", "styles", "styles.xml")) },
		{ "book/strings.xml",
		  "<sst><si><t>zero</t></si><si/><si><r><t xml:space=\"preserve\">t </t></r>"
		  "<r><t>wo</t></r><rPh><t>spoken</t></rPh></si></sst>" },
		{ "book/styles.xml",
		  "<styleSheet><numFmts><numFmt numFmtId=\"165\" "
		  "formatCode=\"yyyy\\-mm\"/></numFmts>"
		  "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
		  "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>" },
		{ "data/s.xml", SHEET("<row><c t=\"s\"><v>0</v></c></row>") },
	};
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct zip_writer *z = zip_start(cx, sink_to_buffer, &b);

	for (size_t i = 0; i < LEN(usual); i++) {
		const struct part *p = &usual[i];

		for (size_t k = 0; k < given_n; k++)
			if (str_eq(given[k].name, p->name))
				p = &given[k];
		if (p->text)
			put_part(cx, z, p);
	}
	assert_true(zip_end(cx, z));
	return lines_of(cx, b.text, b.len);
}

static const char *lines_of_sheet(struct context *cx, const char *sheet)
{
	return lines_of_parts(cx, &(struct part){ "data/s.xml", sheet }, 1);
}

/* What the standard allows and one program or another writes. */
static void test_variants(void **state)
{
	static const struct {
		const char *sheet, *lines;
	} cases[] = {
		{ SHEET("<row><c t=\"s\"><v>2</v></c><c t=\"s\"><v>1</v></c><c><v>7</v></c></row>"),
		  "= S\n1|t wo||7#\n" },
		{ SHEET("<row r=\"3\"><c r=\"C3\" t=\"inlineStr\"><is><t>a</t></is></c></row>"
		        "<row><c t=\"str\"><f>x</f><v>b</v></c></row>"),
		  "= S\n3|||a\n4|b\n" },
		{ SHEET("<row><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c>"
		        "<c t=\"d\"><v>2025-07-11T00:00:00</v></c></row>"),
		  "= S\n1|FALSE?|#N/A|2025-07-11@\n" },
		{ SHEET("<row><c s=\"1\"><v>45849</v></c><c s=\"99\"><v>1.5</v></c></row>"),
		  "= S\n1|2025-07@|1.5#\n" },
		{ SHEET("<row><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row>"),
		  "= S\n1|1#\n" },
		{ SHEET("<row><c t=\"str\"><v>a_x000D__x000A_b_x41</v></c></row>"),
		  "= S\n1|a\nb_x41\n" },
		{ "<x:worksheet "
		  "xmlns:x=\"urn:x\"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row>"
		  "</x:sheetData><x:mergeCells><x:mergeCell ref=\"A1:B1\"/></x:mergeCells>"
		  "</x:worksheet>",
		  "= S\n1|1#+2\n" },
		{ "<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</"
		  "v></c>"
		  "<c><v>4</v></c><c><v>5</v></c></row></sheetData><mergeCells>"
		  "<mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>",
		  "= S\n1|1#+2\n2|^|^|5#\n" },
		{ "<worksheet><sheetData><row/><row><c><v>1</v></c></row></sheetData><mergeCells>"
		  "<mergeCell ref=\"B1:C2\"/></mergeCells></worksheet>",
		  "= S\n2|1#|^|^\n" },
		{ "<chartsheet/>", "= S\n" },
		{ "<!-- a comment --><worksheet><sheetData/></worksheet>", "= S\n" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(lines_of_sheet(cx, cases[i].sheet), cases[i].lines);
}

static void test_1904(void **state)
{
	static const struct part parts[] = {
		{ "book/the.xml", BOOK("<x:workbookPr date1904=\"1\"/>") },
		{ "data/s.xml", SHEET("<row><c s=\"1\"><v>0</v></c></row>") },
	};

	assert_string_equal(lines_of_parts(*state, parts, LEN(parts)), "= S\n1|1904-01@\n");
}

#define DAMAGED                                                                                   \
	"The workbook is damaged: open it in a spreadsheet program, save it under another name, " \
	"and try again."

static void test_damaged_sheets(void **state)
{
	static const struct {
		const char *sheet, *words;
	} cases[] = {
		{ SHEET("<row><c t=\"s\"><v>3</v></c></row>"), DAMAGED },
		{ SHEET("<row><c t=\"s\"><v>-1</v></c></row>"), DAMAGED },
		{ SHEET("<row r=\"2\"/><row r=\"2\"/>"), DAMAGED },
		{ SHEET("<row r=\"0\"/>"), DAMAGED },
		{ SHEET("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"), DAMAGED },
		{ SHEET("<row><c r=\"B1\"/><c r=\"A1\"><v>1</v></c></row>"), DAMAGED },
		{ SHEET("<row><c r=\"1A\"><v>1</v></c></row>"), DAMAGED },
		{ "<worksheet><sheetData/><mergeCells><mergeCell "
		  "ref=\"A1\"/></mergeCells></worksheet>",
		  DAMAGED },
		{ SHEET("<row><c r=\"SH1\"><v>1</v></c></row>"),
		  "Row 1 has more than 500 columns." },
		{ "<worksheet><sheetData><row>",
		  "The file is damaged or was cut off: line 1 of one of its parts is not well "
		  "formed." },
		{ "", "The file is damaged or was cut off: line 1 of one of its parts is not well "
		      "formed." },
		{ "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
		  "\"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
		  "<worksheet><sheetData><row><c t=\"str\"><v>&c;&c;&c;</v></c></row></sheetData>"
		  "</worksheet>",
		  "The file is built in a way that no office program uses and attackers do, so it "
		  "is not read." },
		{ "<!DOCTYPE worksheet SYSTEM \"file:///etc/passwd\"><worksheet/>",
		  "The file is built in a way that no office program uses and attackers do, so it "
		  "is not read." },
		{ SHEET("<row><c t=\"str\"><v>&unknown;</v></c></row>"),
		  "The file is damaged or was cut off: line 1 of one of its parts is not well "
		  "formed." },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(lines_of_sheet(cx, cases[i].sheet), cases[i].words);
}

static void test_other_packages(void **state)
{
	static const struct {
		struct part part;
		const char *words;
	} cases[] = {
		{ { "_rels/.rels", NULL },
		  "This is an archive, not a document or a workbook. Unpack it and bring in the "
		  "files one by one." },
		{ { "book/the.xml", NULL },
		  "The file is damaged or was cut off. Copy or download it again." },
		{ { "book/the.xml", "<presentation/>" },
		  "This is a file of the kind book/the.xml. Open it in its program, save it as "
		  ".xlsx "
		  "or .docx, and try again." },
		{ { "book/_rels/the.xml.rels", NULL }, DAMAGED },
		{ { "data/s.xml", NULL },
		  "The file is damaged or was cut off. Copy or download it again." },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(lines_of_parts(cx, &cases[i].part, 1), cases[i].words);
	/* without texts and styles there is still a sheet */
	assert_string_equal(
	        lines_of_parts(cx,
	                       (const struct part[]){
	                               { "book/_rels/the.xml.rels",
	                                 RELATIONS(RELATION("rId1", "worksheet", "/data/s.xml")) },
	                               { "data/s.xml", SHEET("<row><c><v>1</v></c></row>") } },
	                       2),
	        "= S\n1|1#\n");
}

/* ---- too large */

/* Pieces again and again, between a beginning and an end. */
struct repeated {
	const char *begin, *piece, *end;
	int64_t times;
	size_t at; /* within the text at hand */
};

static bool give_repeated(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct repeated *r = from;

	(void)cx;
	for (*ret = 0; *ret < room;) {
		const char *text = r->begin ? r->begin : r->times > 0 ? r->piece : r->end;
		size_t n = text ? strlen(text) - r->at : 0;

		if (!text)
			return true;
		n = n < room - *ret ? n : room - *ret;
		memcpy((char *)bytes + *ret, text + r->at, n);
		*ret += n;
		r->at += n;
		if (text[r->at])
			continue;
		r->at = 0;
		if (r->begin)
			r->begin = NULL;
		else if (r->times-- <= 0)
			r->end = NULL;
	}
	return true;
}

static const char *words_for_repeated(struct context *cx, struct repeated r)
{
	static const struct part parts[] = {
		{ "_rels/.rels", RELATIONS(RELATION("rId9", "officeDocument", "book.xml")) },
		{ "book.xml", BOOK("") },
		{ "_rels/book.xml.rels", RELATIONS(RELATION("rId1", "worksheet", "s.xml")) },
	};
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct zip_writer *z = zip_start(cx, sink_to_buffer, &b);

	for (size_t i = 0; i < LEN(parts); i++)
		put_part(cx, z, &parts[i]);
	assert_true(zip_put_from(cx, z, "s.xml", give_repeated, &r));
	assert_true(zip_end(cx, z));
	assert_null(material_read(cx, b.text, b.len, NULL));
	assert_int_equal(cx->err.kind, ERR_TOO_LARGE);

	const char *words = cx->err.text;

	error_clear(cx);
	return words;
}

#define BEGIN "<worksheet><sheetData>"
#define END   "</sheetData></worksheet>"

static void test_bomb(void **state)
{
	assert_string_equal(
	        words_for_repeated(*state, (struct repeated){ BEGIN, "<row></row>          ", END,
	                                                      10 * 1000 * 1000, 0 }),
	        "The file unpacks to more than this program takes from one file.");
}

/* Rows of a kind that is not packed too well; the first one above what a sheet can have ends it. */
static void test_ten_million_rows(void **state)
{
	assert_string_equal(
	        words_for_repeated(*state, (struct repeated){ BEGIN, "<row><c/></row>", END,
	                                                      2 * 1000 * 1000, 0 }),
	        "A sheet of the file has more than 1048576 rows.");
}

static void test_deep(void **state)
{
	assert_string_equal(
	        words_for_repeated(*state, (struct repeated){ BEGIN, "<row>", END, 1000, 0 }),
	        "The file is nested deeper than 256 levels.");
}

static void test_long_text(void **state)
{
	static const char piece[] = "some text that goes on and on, ";

	assert_string_equal(
	        words_for_repeated(*state,
	                           (struct repeated){ BEGIN "<row><c t=\"str\"><v>", piece,
	                                              "</v></c></row>" END,
	                                              2 * 1024 * 1024 / (sizeof piece - 1), 0 }),
	        "The text is longer than 1048576 characters.");
}

/* Cut off anywhere: words, and never half of the rows. */
static void test_truncated(void **state)
{
	struct context *cx = *state;
	struct made m = begin_book(cx);
	char *bytes, *exact;
	size_t n;

	fill_sheet(m.book, workbook_add_worksheet(m.book, "S"));
	bytes = end_book(cx, &m, &n);
	for (size_t i = 8; i < n; i += i < 100 || i > n - 100 ? 1 : 97) {
		struct context_mark mark = context_mark(cx);

		exact = malloc(i);
		memcpy(exact, bytes, i);
		if (material_read_here(cx, exact, i, NULL))
			fail_msg("read %zu of %zu bytes", i, n);
		assert_failed(cx, ERR_BAD_REQUEST);
		free(exact);
		context_rewind(cx, mark);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_workbook),  UNIT(test_many_texts),       UNIT(test_variants),
		UNIT(test_1904),      UNIT(test_damaged_sheets),   UNIT(test_other_packages),
		UNIT(test_bomb),      UNIT(test_ten_million_rows), UNIT(test_deep),
		UNIT(test_long_text), UNIT(test_truncated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
