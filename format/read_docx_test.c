/* Word documents made by hand, by this program and by the United Nations. */
#include "format/csv.h"
#include "format/document.h"
#include "format/material_test.h"
#include "format/zip_write.h"

#define W     "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R     "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define T(s)  "<w:r><w:t>" s "</w:t></w:r>"
#define P(s)  "<w:p>" T(s) "</w:p>"
#define TC(s) "<w:tc>" s "</w:tc>"
#define TR(s) "<w:tr>" s "</w:tr>"

struct parts {
	const char *body, *styles, *numbering, *header;
};

static void put(struct context *cx, struct zip_writer *z, const char *name, const char *root,
                const char *text)
{
	const char *whole = text ? arena_fmt(cx->mem,
	                                     "<?xml version=\"1.0\"?><w:%s " W
	                                     " xmlns:mc=\"urn:mc\" xmlns:r=\"" R "\">%s</w:%s>",
	                                     root, text, root)
	                         : "";

	if (text)
		assert_true(zip_put(cx, z, name, whole, strlen(whole)));
}

/* A document of these parts. */
static const char *document_of(struct context *cx, const struct parts *p, size_t *n)
{
	static const char root[] =
	        "<Relationships><Relationship Id=\"a\" Type=\"" R
	        "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
	static const char links[] =
	        "<Relationships><Relationship Id=\"s\" Type=\"" R
	        "/styles\" Target=\"styles.xml\"/>"
	        "<Relationship Id=\"n\" Type=\"" R "/numbering\" Target=\"numbering.xml\"/>"
	        "<Relationship Id=\"h\" Type=\"" R "/header\" Target=\"header1.xml\"/>"
	        "</Relationships>";
	static const char none[] = "<Relationships/>";
	struct buffer *b = arena_new_of(cx->mem, struct buffer);
	struct zip_writer *z;
	bool linked = p->styles || p->numbering || p->header;

	*b = BUFFER(cx->mem, MAX_ANSWER);
	z = zip_start(cx, sink_to_buffer, b);
	assert_true(zip_put(cx, z, "_rels/.rels", root, strlen(root)));
	put(cx, z, "word/document.xml", "document",
	    arena_fmt(cx->mem, "<w:body>%s</w:body>", p->body));
	put(cx, z, "word/styles.xml", "styles", linked && !p->styles ? "" : p->styles);
	put(cx, z, "word/numbering.xml", "numbering", linked && !p->numbering ? "" : p->numbering);
	put(cx, z, "word/header1.xml", "hdr", linked && !p->header ? "" : p->header);
	assert_true(zip_put(cx, z, "word/_rels/document.xml.rels", linked ? links : none,
	                    strlen(linked ? links : none)));
	assert_true(zip_end(cx, z));
	*n = b->len;
	return b->text;
}

static const char *lines(struct context *cx, const struct parts *p)
{
	size_t n;
	const char *bytes = document_of(cx, p, &n);

	return lines_of(cx, bytes, n);
}

static const char *body_lines(struct context *cx, const char *body)
{
	return lines(cx, &(struct parts){ .body = body });
}

/* ---- text */

static void test_text(void **state)
{
	static const struct {
		const char *body, *lines;
	} cases
	        [] = {
		        { P("a") P("") P(" b ") "<w:p/>" P("&lt;c&gt;"), "a\nb\n<c>\n" },
		        /* one word in many runs, and what stands for signs */
		        { "<w:p>" T("re") T("com") T("mendation") "</w:p>", "recommendation\n" },
		        { "<w:p><w:pPr><w:tabs><w:tab "
		          "w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/>"
		          "<w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/"
		          "><w:t>e</w:t>"
		          "<w:softHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/>"
		          "<w:sym w:font=\"Wingdings\" w:char=\"F001\"/></w:r></w:p>",
		          "a\tb\nc\nd-e☒\ufffd\n" },
		        /* what holds other things is looked through */
		        { "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>" P("a") "</w:sdtContent></w:sdt><w:p><w:hyperlink>" T(
		                  "b") "</w:hyperlink><w:smartTag>" T("c") "</"
		                                                           "w:smartTag><w:"
		                                                           "fldSimple "
		                                                           "w:instr=\"PAGE\">" T(
		                                                                   "1") "</"
		                                                                        "w:"
		                                                                        "fldSimple>"
		                                                                        "</w:p>",
		          "a\nbc1\n" },
		        { "<w:p><w:r><w:fldChar "
		          "w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK x"
		          "</w:instrText></w:r>" T("shown") "</w:p>",
		          "shown\n" },
		        /* hidden, and shown in spite of it */
		        { "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></"
		          "w:r><w:r><w:rPr><w:vanish "
		          "w:val=\"0\"/></w:rPr><w:t>b</w:t></w:r></w:p>",
		          "b\n" },
		        /* pictures, with a text box that is told twice */
		        { "<w:p>" T("a") "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:"
		                         "txbxContent>" P("box") "</w:txbxContent></w:drawing></"
		                                                 "mc:Choice><mc:Fallback><w:pict><"
		                                                 "w:txbxContent>" P(
		                                                         "box") "</w:txbxContent></"
		                                                                "w:pict></"
		                                                                "mc:Fallback></"
		                                                                "mc:"
		                                                                "AlternateContent>"
		                                                                "<w:"
		                                                                "footnoteReference "
		                                                                "w:id=\"2\"/></"
		                                                                "w:r>" T(
		                                                                        "b") "</"
		                                                                             "w:p>",
		          "ab\n! Footnotes are not read; there are 1.\n! Text boxes are not read; "
		          "there are 1.\n" },
		        /* of another vocabulary */
		        { "<w:p><m:oMath xmlns:m=\"urn:m\"><m:r><m:t>x</m:t></m:r></m:oMath>" T(
		                  "a") "</w:p>",
		          "a\n" },
	        };
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(body_lines(cx, cases[i].body), cases[i].lines);
}

static void test_changes_are_accepted(void **state)
{
	static const struct {
		const char *body, *lines;
	} cases[] = {
		{ "<w:p>" T(
		          "Consider ") "<w:del><w:r><w:delText>ratifying</w:delText></w:r></w:del>"
		                       "<w:ins>" T("acceding") "</w:ins></w:p>",
		  "Consider acceding\n" },
		{ "<w:p><w:moveFrom>" T("away") "</w:moveFrom>" T("a") "</w:p><w:p><w:moveTo>" T(
		          "here") "</w:moveTo></w:p>",
		  "a\nhere\n" },
		/* a deleted end of paragraph joins it with the next one */
		{ "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>" T("a ") "</w:p>" P("b")
		          P("c"),
		  "a b\nc\n" },
		{ "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" T("last") "</w:p>", "last\n" },
		{ "<w:tbl>" TR(TC(P("a"))) "<w:tr><w:trPr><w:del/></w:trPr>" TC(
		          P("b")) "</w:tr>"
		                  "<w:tr><w:trPr><w:ins/></w:trPr>" TC(P("c")) "</w:tr></w:tbl>",
		  "= \n1|a\n3|c\n" },
		{ "<w:p><w:r><w:rPr><w:vanish/><w:rPrChange><w:rPr/></w:rPrChange></w:rPr><w:t>a</"
		  "w:t>"
		  "</w:r><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>"
		  "<w:t>b</w:t></w:r></w:p>",
		  "b\n" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(body_lines(cx, cases[i].body), cases[i].lines);
}

/* ---- tables */

#define SPAN(n)   "<w:tcPr><w:gridSpan w:val=\"" n "\"/></w:tcPr>"
#define MERGED(s) "<w:tcPr><w:vMerge" s "/></w:tcPr>"

static void test_tables(void **state)
{
	static const struct {
		const char *body, *lines;
	} cases[] = {
		{ "<w:tbl>" TR(TC(P("a")) TC(P("b"))) TR(TC("<w:p/>") TC("<w:p/>"))
		          TR(TC(P("c") P("d")) TC("<w:p/>")) "</w:tbl>" P("e"),
		  "= \n1|a|b\n3|c\nd\ne\n" },
		{ "<w:tbl><w:tblPr><w:tblCaption w:val=\"Matrix\"/></w:tblPr>" TR(
		          TC(SPAN("3") P("theme"))) TR(TC(P("1")) TC(SPAN("2") P("2"))) "</w:tbl>",
		  "= Matrix\n1|theme+3\n2|1|2+2\n" },
		{ "<w:tbl>" TR(TC(MERGED(" w:val=\"restart\"") P("a"))
		                       TC(P("b"))) TR(TC(MERGED("") "<w:p/>") TC(P("c")))
		          TR(TC(MERGED(" w:val=\"continue\"") P("lost")) TC(P("d"))) "</w:tbl>",
		  "= \n1|a|b\n2|^|c\n3|^|d\n" },
		{ "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>" TC(
		          P("a")) "</w:tr></w:tbl>",
		  "= \n1|||a\n" },
		/* a table in a cell is its text; two tables are two */
		{ "<w:tbl>" TR(TC(P("a") "<w:tbl>" TR(TC(P("b")) TC(P("c"))) "</w:tbl>" P("d"))
		                       TC(P("e"))) "</w:tbl><w:tbl>" TR(TC(P("f"))) "</w:tbl>",
		  "= \n1|a\nb\nc\nd|e\n= \n1|f\n" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(body_lines(cx, cases[i].body), cases[i].lines);
}

/* ---- numbers */

#define LEVEL(n, kind, text)                                                    \
	"<w:lvl w:ilvl=\"" n "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" kind \
	"\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"
#define ITEM(list, level, s)                                                       \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" list \
	"\"/></w:numPr></w:pPr>" T(s) "</w:p>"

static const char numbering[] = "<w:abstractNum w:abstractNumId=\"7\">" LEVEL("0", "decimal", "%1.")
        LEVEL("1", "lowerLetter", "(%2)") LEVEL("2", "lowerRoman", "(%3)") LEVEL(
                "3", "decimal",
                "%1.%4") "</w:abstractNum>"
                         "<w:abstractNum w:abstractNumId=\"8\">" LEVEL(
                                 "0", "bullet",
                                 "\uf0b7") "</w:abstractNum>"
                                           "<w:abstractNum w:abstractNumId=\"9\">" LEVEL(
                                                   "0", "upperRoman",
                                                   "%1.") LEVEL("1", "russianLower",
                                                                "%2)") LEVEL("2", "none", "%3")
                                                   LEVEL("3", "upperLetter",
                                                         "%4.") "</w:abstractNum>"
                                                                "<w:num "
                                                                "w:numId=\"1\"><w:abstractNumId "
                                                                "w:val=\"7\"/></w:num>"
                                                                "<w:num "
                                                                "w:numId=\"2\"><w:abstractNumId "
                                                                "w:val=\"7\"/><w:lvlOverride "
                                                                "w:ilvl=\"0\">"
                                                                "<w:startOverride "
                                                                "w:val=\"13\"/></w:lvlOverride></"
                                                                "w:num>"
                                                                "<w:num "
                                                                "w:numId=\"3\"><w:abstractNumId "
                                                                "w:val=\"8\"/></w:num>"
                                                                "<w:num "
                                                                "w:numId=\"4\"><w:abstractNumId "
                                                                "w:val=\"9\"/></w:num>"
                                                                "<w:num "
                                                                "w:numId=\"5\"><w:abstractNumId "
                                                                "w:val=\"99\"/></w:num>";

static void test_numbers(void **state)
{
	static const char body[] = ITEM("1", "0", "one") ITEM("1", "1", "a") ITEM(
	        "1", "1", "b") ITEM("1", "2", "i") ITEM("1", "0", "two") ITEM("1", "1", "again a")
	        ITEM("1", "3", "both") P("between") ITEM("1", "0", "three") ITEM(
	                "2", "0", "thirteen") ITEM("2", "1", "its a") ITEM("3", "0", "bullet")
	                ITEM("4", "0", "I") ITEM("4", "1", "first") ITEM("4", "1", "second") ITEM(
	                        "4", "2", "nothing") ITEM("4", "3", "A") ITEM("5", "0", "no kind")
	                        ITEM("6", "0", "no list") ITEM("0", "0", "taken away") "<w:tbl>" TR(
	                                TC(ITEM("3", "0", "x") ITEM("3", "0", "y"))) "</w:tbl>";
	struct context *cx = *state;

	assert_string_equal(lines(cx, &(struct parts){ body, NULL, numbering, NULL }),
	                    "1. one\n(a) a\n(b) b\n(i) i\n2. two\n(a) again a\n2.1 both\nbetween\n"
	                    "3. three\n13. thirteen\n(a) its a\n- bullet\nI. I\nа) first\n"
	                    "б) second\nnothing\nA. A\nno kind\nno list\ntaken away\n"
	                    "= \n1|- x\n- y\n");
}

/* ---- styles */

static const char styles[] =
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"N\"><w:name w:val=\"Normal\"/>"
        "</w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:name w:val=\"heading 2\"/><w:rPr><w:b/>"
        "</w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"HCh\"><w:name w:val=\"_ H _Ch_G\"/><w:basedOn "
        "w:val=\"N\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:i/></w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"Sub\"><w:name w:val=\"Sub\"/><w:basedOn "
        "w:val=\"HCh\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"Out\"><w:name w:val=\"Out\"/><w:basedOn "
        "w:val=\"HCh\"/><w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr></w:style>"
        "<w:style w:type=\"character\" w:styleId=\"Strong\"><w:name w:val=\"Strong\"/><w:rPr><w:b/>"
        "</w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"C1\"><w:name w:val=\"C1\"/><w:basedOn "
        "w:val=\"C2\"/></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"C2\"><w:name w:val=\"C2\"/><w:basedOn "
        "w:val=\"C1\"/></w:style>";

#define STYLED(id, s) "<w:p><w:pPr><w:pStyle w:val=\"" id "\"/></w:pPr>" s "</w:p>"
#define RUN(p, s)     "<w:r><w:rPr>" p "</w:rPr><w:t>" s "</w:t></w:r>"

static void test_styles(void **state)
{
	static const char body[] = STYLED("H2", T("a")) STYLED("HCh", T("b")) STYLED(
	        "Sub", T("c")) STYLED("Out", T("d")) STYLED("C1", T("e")) STYLED("none", T("f"))
	        P("g") "<w:p>" RUN("<w:b/>", "all ") RUN("<w:rStyle w:val=\"Strong\"/>", "bold")
	                T(" ") "</w:p>"
	                       "<w:p>" RUN("<w:b/>", "not ") T("all") "</w:p>" STYLED(
	                               "H2", RUN("<w:b w:val=\"false\"/><w:i/>", "h"));
	static const struct {
		const char *text, *style;
		int level;
		bool bold, italic;
	} wanted[] = {
		{ "a", "heading 2", 2, true, false },     { "b", "_ H _Ch_G", 1, false, true },
		{ "1. c", "Sub", 1, false, true },        { "d", "Out", 0, false, true },
		{ "e", "C1", 0, false, false },           { "f", "Normal", 0, false, false },
		{ "g", "Normal", 0, false, false },       { "all bold", "Normal", 0, true, false },
		{ "not all", "Normal", 0, false, false }, { "h", "heading 2", 2, false, true },
	};
	struct context *cx = *state;
	size_t n, i = 0;
	const char *bytes = document_of(cx, &(struct parts){ body, styles, numbering, NULL }, &n);
	struct material *m = material_read_here(cx, bytes, n, NULL);
	struct unit u;

	assert_non_null(m);
	for (; material_next(cx, m, &u); i++) {
		assert_in_range(i, 0, LEN(wanted) - 1);
		assert_int_equal(u.kind, UNIT_PARAGRAPH);
		assert_string_equal(u.text, wanted[i].text);
		assert_string_equal(u.style, wanted[i].style);
		assert_int_equal(u.level, wanted[i].level);
		assert_int_equal(u.bold, wanted[i].bold);
		assert_int_equal(u.italic, wanted[i].italic);
	}
	assert_int_equal(i, LEN(wanted));
}

static void test_header(void **state)
{
	struct context *cx = *state;
	size_t n;
	const char *bytes = document_of(
	        cx,
	        &(struct parts){
	                .body = P("a") "<w:sectPr><w:headerReference r:id=\"h\"/></w:sectPr>",
	                .header = "<w:tbl>" TR(TC(P("UPR of Made-up"))
	                                               TC(P("2nd Cycle"))) "</w:tbl>" },
	        &n);
	struct material *m = material_read_here(cx, bytes, n, NULL);
	struct unit u;

	assert_non_null(m);
	assert_int_equal(m->paragraphs, 3);
	assert_true(material_next(cx, m, &u));
	assert_string_equal(u.text, "a");
	assert_true(material_next(cx, m, &u));
	assert_string_equal(u.text, "UPR of Made-up");
	assert_string_equal(u.style, "header");
}

/* ---- what is wrong */

static void test_refused(void **state)
{
	struct context *cx = *state;
	size_t n;
	const char *bytes = document_of(cx, &(struct parts){ .body = P("a") }, &n);

	assert_string_equal(lines_of(cx, bytes, n / 2),
	                    "The file is damaged or was cut off. Copy or download it again.");
	assert_string_equal(body_lines(cx, "<w:p>"),
	                    "The file is damaged or was cut off: line 1 of one of its parts is not "
	                    "well formed.");

	/* without anything in it, it is still one */
	assert_string_equal(body_lines(cx, ""), "");
}

static void test_long_paragraph(void **state)
{
	struct context *cx = *state;
	size_t most = MAX_MATERIAL_UNIT + 1000, n;
	char *text = arena_raw(cx->mem, most + 1);

	memset(text, 'a', most);
	text[most] = '\0';

	const char *bytes = document_of(
	        cx,
	        &(struct parts){
	                .body = arena_fmt(cx->mem, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", text) },
	        &n);

	assert_null(material_read_here(cx, bytes, n, NULL));
	assert_failed(cx, ERR_TOO_LARGE);
}

/* ---- what this program writes */

static void say(struct document *d, const struct document_paragraph *p, const char *text)
{
	document_paragraph(d, p);
	document_run(d, &(struct document_run){ .text = text });
}

static void test_our_own(void **state)
{
	static const int widths[] = { 60, 40 };
	struct context *cx = *state;
	struct document *d = docx_start(
	        cx, &(struct document_about){ .title = "A", .lang = "tk", .head = "Nusga" });
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	int list = document_list(d);

	document_heading(d, 1, NULL, "Maslahatlar");
	say(d, &(struct document_paragraph){ .list = list }, "birinji\nsetir");
	say(d, &(struct document_paragraph){ .list = list, .level = 1 }, "harp");
	say(d, &(struct document_paragraph){ .list = DOCUMENT_BULLETS }, "nokat");
	document_table(d, &(struct document_table){ .widths = widths, .columns = 2, .name = "M" });
	for (int i = 0; i < 3; i++) {
		document_row(d, i ? DOCUMENT_BODY_ROW : DOCUMENT_HEAD_ROW);
		document_cell(d, &(struct document_cell){ .columns = i ? 1 : 2 });
		document_text(d, "< & >");
		document_text(d, "ýene");
		if (i)
			document_cell(d,
			              &(struct document_cell){ .merge = i == 1 ? DOCUMENT_FIRST
			                                                       : DOCUMENT_ABOVE });
		if (i == 1)
			document_text(d, "x");
	}
	document_end_table(d);
	assert_true(document_end(cx, d, sink_to_buffer, &b));
	assert_string_equal(lines_of(cx, b.text, b.len),
	                    "Maslahatlar\n1. birinji\nsetir\n(a) harp\n- nokat\n= M\n"
	                    "1|< & >\nýene+2\n2|< & >\nýene|x\n3|< & >\nýene|^\nNusga\n");
}

/* ---- OHCHR's thematic lists */

struct list_place {
	struct material *m;
	const char *theme;
	struct unit row;
};

/* The next recommendation, and the theme it stands under. */
static bool next_recommendation(struct context *cx, struct list_place *p)
{
	while (material_next(cx, p->m, &p->row)) {
		const struct unit *u = &p->row;

		if (u->kind != UNIT_ROW || u->number == 1)
			continue;
		if (u->cells[0].columns < 4)
			return true;
		assert_true(str_starts(u->cells[0].text, "Theme: "));
		p->theme = arena_str(cx->mem, u->cells[0].text + strlen("Theme: "));
	}
	return false;
}

/* The cell has the label as a line of its own, perhaps with "- " before it. */
static bool has_line(const char *cell, const char *label, size_t n)
{
	for (const char *s = cell; s; s = strchr(s, '\n') ? strchr(s, '\n') + 1 : NULL) {
		size_t length = strcspn(s, "\n");
		size_t skip = str_starts(s, "- ") ? 2 : 0;

		while (length > skip && s[length - 1] == ' ')
			length--;
		if (length - skip == n && memcmp(s + skip, label, n) == 0)
			return true;
	}
	return false;
}

static void check_recommendation(const struct list_place *p, const struct csv_row *row)
{
	const struct cell *c = p->row.cells;
	const char *text = row->cells[3];

	assert_string_equal(p->theme, row->cells[2]);
	if (!str_starts(c[0].text, text) || c[0].text[strlen(text)] != '\n' ||
	    !strstr(c[0].text, row->cells[9]))
		fail_msg("%s: %s", row->cells[1], c[0].text);
	assert_string_equal(c[1].text, row->cells[5]);
	for (const char *s = row->cells[6]; *s; s += strspn(s, "|")) {
		size_t n = strcspn(s, "|");

		if (!has_line(c[2].text, s, n))
			fail_msg("%s: no %.*s in %s", row->cells[1], (int)n, s, c[2].text);
		s += n;
	}
}

static void check_list(struct context *cx, const char *path, const char *cycle, int wanted)
{
	size_t n, table_n;
	char *table = shared_file(cx, "upr-ohchr-matrix/slovenia_cycles_2_3_parsed.csv", &table_n);
	char *bytes = shared_file(cx, path, &n);
	struct list_place place = { .m = material_read(cx, bytes, n, NULL) };
	struct csv_reader *r = csv_open_bytes(cx, table, table_n);
	struct csv_row row;
	int found = 0;

	assert_non_null(place.m);
	assert_non_null(r);
	while (csv_next(cx, r, &row)) {
		if (!str_eq(row.cells[0], cycle))
			continue;
		if (!next_recommendation(cx, &place))
			fail_msg("%s is not found", row.cells[1]);
		check_recommendation(&place, &row);
		found++;
	}
	assert_false(next_recommendation(cx, &place));
	assert_int_equal(found, wanted);
}

static void test_second_cycle(void **state)
{
	check_list(*state, "upr-ohchr-matrix/c2_UPR20__Slovenia_ThematicListRecommendations_E.docx",
	           "2", 163);
}

static void test_third_cycle(void **state)
{
	check_list(*state,
	           "upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx", "3",
	           215);
}

/* They are called .doc. */
static void test_advance_questions(void **state)
{
	static const struct {
		const char *path;
		int paragraphs;
	} files[] = {
		{ "upr-ohchr-matrix/c2_AdvancedQuestionsSlovenia.doc", 20 },
		{ "upr-ohchr-matrix/c2_AdvancedQuestionsSloveniaAdd1.doc", 4 },
		{ "upr-ohchr-matrix/c2_AdvancedQuestionsSloveniaAdd2.doc", 8 },
		{ "upr-ohchr-matrix/c2_AdvancedQuestionsSloveniaAdd3.doc", 5 },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(files); i++) {
		size_t n;
		char *bytes = shared_file(cx, files[i].path, &n);
		struct material *m = material_read(cx, bytes, n, NULL);

		assert_non_null(m);
		assert_string_equal(m->format, "docx");
		assert_int_equal(m->paragraphs, files[i].paragraphs);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_text),        UNIT(test_changes_are_accepted),
		UNIT(test_tables),      UNIT(test_numbers),
		UNIT(test_styles),      UNIT(test_header),
		UNIT(test_refused),     UNIT(test_long_paragraph),
		UNIT(test_our_own),     UNIT(test_second_cycle),
		UNIT(test_third_cycle), UNIT(test_advance_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
