/* Styles carry the names that Word and LibreOffice know ("heading 1", "List Bullet"), so that who
 * works on a document finds its headings in the navigation and changes its look in one place. */
#include "format/docx_parts.h"

/* Sizes are half points, distances twentieths of a point; 0 leaves it to the style below. */
struct style {
	const char *id, *name;
	const char *parent; /* "": Normal */
	const char *line;   /* the side that has one */
	int size, before, after, indent;
	int heading;     /* level */
	int list;        /* numbering.xml's number */
	bool bold, keep; /* keep: with what follows */
	bool own;        /* a name of ours */
};

static const struct style paragraphs[] = {
	{ "Title", "Title", "", .size = 36, .after = 120, .bold = true, .keep = true },
	{ "Subtitle", "Subtitle", "", .size = 26, .after = 240 },
	{ "Heading1", "heading 1", "", NULL, 30, 360, 120, .heading = 1, .bold = true,
	  .keep = true },
	{ "Heading2", "heading 2", "", NULL, 26, 300, 120, .heading = 2, .bold = true,
	  .keep = true },
	{ "Heading3", "heading 3", "", NULL, 24, 240, 120, .heading = 3, .bold = true,
	  .keep = true },
	{ "Heading4", "heading 4", "", NULL, 22, 240, 120, .heading = 4, .bold = true,
	  .keep = true },
	{ "Heading5", "heading 5", "", NULL, 22, 200, 120, .heading = 5, .bold = true,
	  .keep = true },
	{ "Heading6", "heading 6", "", NULL, 22, 200, 120, .heading = 6, .bold = true,
	  .keep = true },
	{ "ListBullet", "List Bullet", "", .after = 60, .list = 1 },
	{ "ListNumber", "List Number", "", .list = 2 },
	{ "Quote", "Quote", "", .line = "left", .indent = 425 },
	{ "Caption", "caption", "", NULL, 20, 120, 60, .bold = true, .keep = true },
	{ "Note", "Note", "", .size = 18, .after = 60, .own = true },
	{ "TableContents", "Table Contents", "", NULL, 20, 40, 40, .own = true },
	{ "TableHeading", "Table Heading", "TableContents", .bold = true, .keep = true,
	  .own = true },
	{ "Header", "header", "", .line = "bottom", .size = 18 },
	{ "Footer", "footer", "", .size = 18 },
};

/* Those that every document has, and the looks of a table and of a link. */
static const char others[] =
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
        "<w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:after=\"120\"/></w:pPr>"
        "</w:style>"
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
        "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/>"
        "</w:style>"
        "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\">"
        "<w:name w:val=\"No List\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/></w:style>"
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/>"
        "<w:basedOn w:val=\"DefaultParagraphFont\"/><w:uiPriority w:val=\"99\"/>"
        "<w:rPr><w:color w:val=\"1F3A7A\"/><w:u w:val=\"single\"/></w:rPr></w:style>"
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
        "<w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/>"
        "<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
        "<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/>"
        "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/>"
        "</w:tblCellMar></w:tblPr></w:style>";

static void put_line(struct buffer *b, const char *side, int space)
{
	buffer_fmt(b, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"%d\" w:color=\"808080\"/>", side,
	           space);
}

static void put_table_style(struct buffer *b)
{
	static const char *const sides[] = {
		"top", "left", "bottom", "right", "insideH", "insideV"
	};

	buffer_text(b, "<w:style w:type=\"table\" w:styleId=\"TableGrid\">"
	               "<w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/>"
	               "<w:uiPriority w:val=\"39\"/><w:tblPr><w:tblBorders>");
	for (size_t i = 0; i < LEN(sides); i++)
		put_line(b, sides[i], 0);
	buffer_text(b, "</w:tblBorders></w:tblPr></w:style>");
}

static void put_paragraph_properties(struct buffer *b, const struct style *s)
{
	buffer_text(b, "<w:pPr>");
	if (s->keep)
		buffer_text(b, s->heading ? "<w:keepNext/><w:keepLines/>" : "<w:keepNext/>");
	if (s->list)
		buffer_fmt(b, "<w:numPr><w:numId w:val=\"%d\"/></w:numPr>", s->list);
	if (s->line) {
		buffer_text(b, "<w:pBdr>");
		put_line(b, s->line, s->indent ? 8 : 1);
		buffer_text(b, "</w:pBdr>");
	}
	if (s->before || s->after)
		buffer_fmt(b, "<w:spacing w:before=\"%d\" w:after=\"%d\"/>", s->before, s->after);
	if (s->indent)
		buffer_fmt(b, "<w:ind w:left=\"%d\" w:right=\"%d\"/>", s->indent, s->indent);
	if (s->heading)
		buffer_fmt(b, "<w:outlineLvl w:val=\"%d\"/>", s->heading - 1);
	buffer_text(b, "</w:pPr>");
}

static void put_size(struct buffer *b, int size)
{
	buffer_fmt(b, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", size, size);
}

static void put_style(struct buffer *b, const struct style *s)
{
	buffer_fmt(b,
	           "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
	           "<w:basedOn w:val=\"%s\"/><w:qFormat/>",
	           s->own ? " w:customStyle=\"1\"" : "", s->id, s->name,
	           *s->parent ? s->parent : "Normal");
	put_paragraph_properties(b, s);
	buffer_text(b, s->bold ? "<w:rPr><w:b/><w:bCs/>" : "<w:rPr>");
	if (s->size)
		put_size(b, s->size);
	buffer_text(b, "</w:rPr></w:style>\n");
}

void docx_put_styles(struct buffer *b, const struct docx_facts *f)
{
	bool right_to_left = docx_right_to_left(f->lang), east_asian = docx_east_asian(f->lang);

	buffer_text(b, DOCX_XML "<w:styles" DOCX_NAMES "><w:docDefaults><w:rPrDefault><w:rPr>"
	                        "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\""
	                        " w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>");
	put_size(b, 24);
	buffer_fmt(b, "<w:lang w:val=\"%s\" w:eastAsia=\"%s\" w:bidi=\"%s\"/>",
	           right_to_left || east_asian ? "en-GB" : f->lang, east_asian ? f->lang : "zh-CN",
	           right_to_left ? f->lang : "ar-SA");
	buffer_text(b, "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\n");
	buffer_text(b, others);
	put_table_style(b);
	for (size_t i = 0; i < LEN(paragraphs); i++)
		put_style(b, &paragraphs[i]);
	buffer_text(b, "</w:styles>\n");
}

/* ---- lists */

enum { HANGING = 425 };

/* Two kinds: bullets, and numbers as the United Nations write them. */
static const struct {
	const char *format, *text;
} levels[2][DOCUMENT_LEVELS] = {
	{ { "bullet", "•" }, { "bullet", "–" }, { "bullet", "•" } },
	{ { "decimal", "%1." }, { "lowerLetter", "(%2)" }, { "lowerRoman", "(%3)" } },
};

/* 2 belongs to the style List Number. */
int docx_number(int list)
{
	return list == DOCUMENT_BULLETS ? list : list + 1;
}

static void put_kind(struct buffer *b, int kind)
{
	buffer_fmt(b,
	           "<w:abstractNum w:abstractNumId=\"%d\"><w:multiLevelType"
	           " w:val=\"multilevel\"/>",
	           kind);
	for (int i = 0; i < DOCUMENT_LEVELS; i++)
		buffer_fmt(b,
		           "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"%s\"/>"
		           "<w:lvlText w:val=\"%s\"/><w:lvlJc w:val=\"left\"/><w:pPr>"
		           "<w:ind w:left=\"%d\" w:hanging=\"%d\"/></w:pPr></w:lvl>",
		           i, levels[kind][i].format, levels[kind][i].text, (i + 1) * HANGING,
		           HANGING);
	buffer_text(b, "</w:abstractNum>\n");
}

/* A list that someone began numbers from the beginning. */
static void put_list(struct buffer *b, int number, int kind, bool begins)
{
	buffer_fmt(b, "<w:num w:numId=\"%d\"><w:abstractNumId w:val=\"%d\"/>", number, kind);
	for (int i = 0; i < DOCUMENT_LEVELS && begins; i++)
		buffer_fmt(b,
		           "<w:lvlOverride w:ilvl=\"%d\"><w:startOverride w:val=\"1\"/>"
		           "</w:lvlOverride>",
		           i);
	buffer_text(b, "</w:num>\n");
}

void docx_put_numbering(struct buffer *b, const struct docx_facts *f)
{
	buffer_text(b, DOCX_XML "<w:numbering" DOCX_NAMES ">");
	put_kind(b, 0);
	put_kind(b, 1);
	put_list(b, 1, 0, false);
	put_list(b, 2, 1, false);
	for (int list = DOCUMENT_BULLETS + 1; list <= f->lists; list++)
		put_list(b, docx_number(list), 1, true);
	buffer_text(b, "</w:numbering>\n");
}
