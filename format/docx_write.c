/* A document as WordprocessingML (ECMA-376, transitional).  What is told becomes XML at once and
 * waits in an unlinked temporary file; the addresses of links, which stand in a part of their own,
 * in a second one.  At the end both are packed together with the parts that do not grow
 * (docx_parts.c).
 *
 * Word processors "repair" a file whose elements stand in another order than the schema's, whose
 * cell does not end in a paragraph, whose columns do not add up.  So each element is written in one
 * place, in the schema's order; test/docx/check looks at what comes of it. */
#include "format/docx_parts.h"

#include <fcntl.h>
#include <strings.h>
#include <unistd.h>

struct docx {
	struct context *cx;
	struct docx_facts facts;
	FILE *body, *links;
	int links_n;
	int64_t length; /* of both files */
	bool broken;    /* the disk is full, or too much was told */
	bool in_cell, in_head_row;
	bool paragraph_in_cell; /* Word wants one in each */
	bool right_to_left;     /* the paragraph's language */
	const char *lang;       /* of the paragraph, as in docx_language() */
	char language[DOCX_LANGUAGE];
	int widths[DOCUMENT_COLUMNS];
	int column;
};

static void release(void *what)
{
	struct docx *x = what;

	if (x->body)
		fclose(x->body);
	if (x->links)
		fclose(x->links);
	x->body = x->links = NULL;
}

static void put_n(struct docx *x, FILE *f, const char *s, size_t n)
{
	x->length += (int64_t)n;
	if (!x->broken && x->length > MAX_DOCUMENT) {
		x->broken = true;
		fail(x->cx, ERR_TOO_LARGE, NULL,
		     N_("A text document holds at most %d MB; choose fewer records."),
		     MAX_DOCUMENT / 1024 / 1024);
	}
	if (!x->broken && fwrite(s, 1, n, f) != n) {
		x->broken = true;
		fail(x->cx, ERR_UNAVAILABLE, NULL,
		     N_("The document could not be written: is the disk full?"));
	}
}

static void put_to(struct docx *x, FILE *f, const char *s)
{
	put_n(x, f, s, strlen(s));
}

static void put(struct docx *x, const char *s)
{
	put_to(x, x->body, s);
}

static void putf(struct docx *x, const char *format, ...) PRINTF(2, 3);

/* For numbers and words of ours. */
static void putf(struct docx *x, const char *format, ...)
{
	char s[256];
	va_list args;

	va_start(args, format);

	int n = vsnprintf(s, sizeof s, format, args);

	va_end(args);
	put_n(x, x->body, s, (size_t)n);
}

/* The text of a run: line ends and tabs are elements. */
static void put_text(struct docx *x, const char *s)
{
	char room[DOCX_CHARACTER];

	put(x, "<w:t xml:space=\"preserve\">");
	while (*s) {
		if (*s == '\r' && s[1] == '\n')
			s++;
		if (*s == '\n' || *s == '\r' || *s == '\t') {
			put(x, *s == '\t' ? "</w:t><w:tab/>" : "</w:t><w:br/>");
			put(x, "<w:t xml:space=\"preserve\">");
			s++;
		} else {
			size_t n = docx_character(&s, room);

			put_n(x, x->body, room, n);
		}
	}
	put(x, "</w:t>");
}

static const char *style_of(const struct docx *x, const struct document_paragraph *p)
{
	static const char *const names[] = {
		[DOCUMENT_BODY] = "",
		[DOCUMENT_TITLE] = "Title",
		[DOCUMENT_SUBTITLE] = "Subtitle",
		[DOCUMENT_QUOTE] = "Quote",
		[DOCUMENT_CAPTION] = "Caption",
		[DOCUMENT_NOTE] = "Note",
	};
	static const char *const headings[DOCUMENT_HEADINGS] = {
		"Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6",
	};

	if (p->heading)
		return headings[p->heading - 1];
	if (p->style != DOCUMENT_BODY)
		return names[p->style];
	if (x->in_cell)
		return x->in_head_row ? "TableHeading" : "TableContents";
	if (p->list)
		return p->list == DOCUMENT_BULLETS ? "ListBullet" : "ListNumber";
	return "";
}

static void paragraph(void *w, const struct document_paragraph *p)
{
	struct docx *x = w;
	const char *style = style_of(x, p);

	x->paragraph_in_cell = true;
	x->lang = p->lang ? docx_language(p->lang, x->language) : x->facts.lang;
	x->right_to_left = docx_right_to_left(x->lang);
	put(x, "<w:p><w:pPr>");
	if (*style)
		putf(x, "<w:pStyle w:val=\"%s\"/>", style);
	if (p->keep)
		put(x, "<w:keepNext/>");
	if (p->list)
		putf(x, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"%d\"/></w:numPr>",
		     p->level, docx_number(p->list));
	if (x->right_to_left)
		put(x, "<w:bidi/>");
	put(x, "</w:pPr>");
	if (p->list > x->facts.lists)
		x->facts.lists = p->list;
}

/* What Word calls bidi and eastAsia are languages of their own scripts. */
static void put_language(struct docx *x, const char *lang)
{
	const char *kind = docx_right_to_left(lang) ? "bidi"
	                   : docx_east_asian(lang)  ? "eastAsia"
	                                            : "val";

	putf(x, "<w:lang w:%s=\"%s\"/>", kind, lang);
}

static bool is_address(const char *s)
{
	return s && (strncasecmp(s, "https://", 8) == 0 || strncasecmp(s, "http://", 7) == 0 ||
	             strncasecmp(s, "mailto:", 7) == 0);
}

/* An address is kept as it came but for what no address may hold. */
static void put_link(struct docx *x, const char *address)
{
	char s[16];

	snprintf(s, sizeof s, "link%d", ++x->links_n);
	put_to(x, x->links, "<Relationship Id=\"");
	put_to(x, x->links, s);
	put_to(x, x->links, "\" Type=\"" DOCX_RELATION "hyperlink\" Target=\"");
	for (; *address; address++) {
		unsigned char c = (unsigned char)*address;

		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
			snprintf(s, sizeof s, "%%%02X", c);
		else
			snprintf(s, sizeof s, "%s", c == '&' ? "&amp;" : (char[]){ (char)c, 0 });
		put_to(x, x->links, s);
	}
	put_to(x, x->links, "\" TargetMode=\"External\"/>");
	putf(x, "<w:hyperlink r:id=\"link%d\">", x->links_n);
}

static void run(void *w, const struct document_run *r)
{
	struct docx *x = w;
	char room[DOCX_LANGUAGE];
	const char *lang = r->lang ? docx_language(r->lang, room) : x->lang;
	bool link = is_address(r->link);

	if (link)
		put_link(x, r->link);
	put(x, "<w:r><w:rPr>");
	if (link)
		put(x, "<w:rStyle w:val=\"Hyperlink\"/>");
	if (r->bold)
		put(x, "<w:b/><w:bCs/>");
	if (r->italic)
		put(x, "<w:i/><w:iCs/>");
	if (docx_right_to_left(lang))
		put(x, "<w:rtl/>");
	if (*lang && strcmp(lang, x->facts.lang) != 0)
		put_language(x, lang);
	put(x, "</w:rPr>");
	put_text(x, r->text);
	put(x, "</w:r>");
	if (link)
		put(x, "</w:hyperlink>");
}

static void end_paragraph(void *w)
{
	put(w, "</w:p>\n");
}

/* The shares become twentieths of a point that add up to the page's width exactly. */
static void measure(struct docx *x, const struct document_table *t)
{
	int64_t shares = 0, told = 0;
	int width = docx_text_width(x->facts.landscape), given = 0;

	for (size_t i = 0; i < t->columns; i++)
		shares += t->widths[i];
	for (size_t i = 0; i < t->columns; i++) {
		told += t->widths[i];
		x->widths[i] = (int)(told * width / shares) - given;
		given += x->widths[i];
	}
}

static void table(void *w, const struct document_table *t)
{
	struct docx *x = w;

	measure(x, t);
	putf(x,
	     "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
	     "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\"/>",
	     docx_text_width(x->facts.landscape));
	if (!str_empty(t->name)) {
		put(x, "<w:tblCaption w:val=\"");
		for (const char *s = t->name; *s;) {
			char room[DOCX_CHARACTER];
			size_t n = docx_character(&s, room);

			put_n(x, x->body, room, n);
		}
		put(x, "\"/>");
	}
	put(x, "</w:tblPr><w:tblGrid>");
	for (size_t i = 0; i < t->columns; i++)
		putf(x, "<w:gridCol w:w=\"%d\"/>", x->widths[i]);
	put(x, "</w:tblGrid>\n");
}

static void row(void *w, enum document_row kind)
{
	struct docx *x = w;

	x->column = 0;
	x->in_head_row = kind == DOCUMENT_HEAD_ROW;
	put(x, x->in_head_row ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
	                      : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
}

static void cell(void *w, const struct document_cell *c)
{
	struct docx *x = w;
	int width = 0;

	for (int i = 0; i < c->columns; i++)
		width += x->widths[x->column++];
	putf(x, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
	if (c->columns > 1)
		putf(x, "<w:gridSpan w:val=\"%d\"/>", c->columns);
	if (c->merge == DOCUMENT_FIRST)
		put(x, "<w:vMerge w:val=\"restart\"/>");
	else if (c->merge == DOCUMENT_ABOVE)
		put(x, "<w:vMerge/>");
	if (c->shaded || x->in_head_row)
		put(x, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E8ECEF\"/>");
	put(x, "</w:tcPr>");
	x->in_cell = true;
	x->paragraph_in_cell = false;
}

static void end_cell(void *w)
{
	struct docx *x = w;

	if (!x->paragraph_in_cell)
		put(x, "<w:p><w:pPr><w:pStyle w:val=\"TableContents\"/></w:pPr></w:p>");
	put(x, "</w:tc>");
	x->in_cell = false;
}

static void end_row(void *w)
{
	put(w, "</w:tr>\n");
}

/* Two tables without anything between them would become one. */
static void end_table(void *w)
{
	put(w, "</w:tbl><w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\""
	       " w:lineRule=\"exact\"/></w:pPr></w:p>\n");
}

/* A section is described where it ends. */
static void put_section(struct docx *x)
{
	char s[DOCX_SECTION];

	put(x, docx_section(&x->facts, s));
	x->facts.used[x->facts.landscape] = true;
}

static void section(void *w, bool landscape)
{
	struct docx *x = w;

	put(x, "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\""
	       " w:lineRule=\"exact\"/>");
	put_section(x);
	put(x, "</w:pPr></w:p>\n");
	x->facts.landscape = landscape;
}

static bool end(struct context *cx, void *w, sink *to_sink, void *to)
{
	struct docx *x = w;

	put_section(x);
	put(x, "</w:body></w:document>\n");
	put_to(x, x->links, docx_relations(cx, &x->facts));
	put_to(x, x->links, "</Relationships>\n");
	if (!x->broken && (fflush(x->body) != 0 || fflush(x->links) != 0))
		fail(cx, ERR_UNAVAILABLE, NULL,
		     N_("The document could not be written: is the disk full?"));

	bool ok = !failed(cx) && docx_pack(cx, &x->facts, x->body, x->links, to_sink, to);

	release(x);
	return ok;
}

static FILE *temporary(struct context *cx)
{
	const char *folder = getenv("TMPDIR");
	char *path = arena_fmt(cx->mem, "%s/ygrar-XXXXXX", str_empty(folder) ? "/tmp" : folder);
	int fd = mkostemp(path, O_CLOEXEC);

	if (fd < 0)
		return NULL;
	unlink(path);

	FILE *f = fdopen(fd, "w+b");

	if (!f)
		close(fd);
	return f;
}

static void begin(struct docx *x)
{
	put(x, DOCX_XML "<w:document" DOCX_NAMES "><w:body>\n");
	put_to(x, x->links, DOCX_XML DOCX_RELATIONS);
}

struct document *docx_start(struct context *cx, const struct document_about *about)
{
	static const struct document_writer writer = {
		.paragraph = paragraph,
		.run = run,
		.end_paragraph = end_paragraph,
		.table = table,
		.row = row,
		.cell = cell,
		.end_cell = end_cell,
		.end_row = end_row,
		.end_table = end_table,
		.section = section,
		.end = end,
	};
	struct docx *x = arena_new_of(cx->mem, struct docx);

	x->cx = cx;
	docx_learn(cx, &x->facts, about);
	arena_defer(cx->mem, release, x);
	x->body = temporary(cx);
	x->links = temporary(cx);
	if (!x->body || !x->links) {
		release(x);
		fail(cx, ERR_UNAVAILABLE, NULL,
		     N_("The document could not be begun: is the disk full?"));
		return NULL;
	}
	begin(x);
	return document_start(cx, &writer, x);
}
