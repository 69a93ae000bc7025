/* Everything of a Word document but its text and its styles.  The parts are small: each is built in
 * memory. */
#include "format/docx_parts.h"

#include "base/date.h"
#include "base/utf8.h"
#include "format/zip_write.h"

#include <ctype.h>

enum { SHORT = 11906, LONG = 16838, MARGIN = 1134, EDGE = 567 }; /* A4, twentieths of a point */

int docx_text_width(bool landscape)
{
	return (landscape ? LONG : SHORT) - 2 * MARGIN;
}

size_t docx_character(const char **s, char room[DOCX_CHARACTER])
{
	uint32_t c = utf8_take(s);
	const char *name = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;";

	if (c == '&' || c == '<' || c == '>' || c == '"')
		return (size_t)snprintf(room, DOCX_CHARACTER, "%s", name);
	if (c < 0x20)
		c = ' ';
	return utf8_put(room, c == 0xfffe || c == 0xffff ? 0xfffd : c);
}

const char *docx_language(const char *lang, char room[DOCX_LANGUAGE])
{
	static const char *const known[][2] = {
		{ "ar", "ar-SA" }, { "en", "en-GB" }, { "es", "es-ES" }, { "fr", "fr-FR" },
		{ "ru", "ru-RU" }, { "tk", "tk-TM" }, { "zh", "zh-CN" },
	};
	size_t n = strlen(lang);

	for (size_t i = 0; i < LEN(known); i++)
		if (strcmp(lang, known[i][0]) == 0)
			lang = known[i][1];
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)lang[i]) && lang[i] != '-')
			n = 0;
	snprintf(room, DOCX_LANGUAGE, "%s", n > 1 && n < DOCX_LANGUAGE ? lang : "");
	return room;
}

static bool is_one_of(const char *lang, const char *const *list)
{
	size_t n = strcspn(lang, "-");

	for (; *list; list++)
		if (strlen(*list) == n && memcmp(lang, *list, n) == 0)
			return true;
	return false;
}

bool docx_right_to_left(const char *lang)
{
	static const char *const list[] = { "ar", "fa", "he", "ku", "ps", "ur", NULL };

	return is_one_of(lang, list);
}

bool docx_east_asian(const char *lang)
{
	static const char *const list[] = { "ja", "ko", "zh", NULL };

	return is_one_of(lang, list);
}

static const char *copy(struct context *cx, const char *s)
{
	return s ? arena_str(cx->mem, s) : "";
}

void docx_learn(struct context *cx, struct docx_facts *facts, const struct document_about *about)
{
	char time[INSTANT_TEXT];
	const char *before = cx->lang;

	*facts = (struct docx_facts){
		.title = copy(cx, about->title),
		.subject = copy(cx, about->subject),
		.author = copy(cx, about->author),
		.head = copy(cx, about->head),
		.foot = copy(cx, about->foot),
		.landscape = about->landscape,
	};
	if (!*docx_language(about->lang, facts->lang))
		docx_language("en", facts->lang);
	snprintf(facts->time, sizeof facts->time, "%.19sZ", instant_text(cx->now, time));
	cx->lang = about->lang; /* which need not be that of who asks */
	facts->page = copy(cx, tr(cx, N_("Page {page} of {pages}")));
	cx->lang = before;
}

static void put_escaped(struct buffer *b, const char *s)
{
	char room[DOCX_CHARACTER];

	while (*s) {
		size_t n = docx_character(&s, room);

		buffer_put(b, room, n);
	}
}

static void put_element(struct buffer *b, const char *name, const char *text)
{
	if (!*text)
		return;
	buffer_fmt(b, "<%s>", name);
	put_escaped(b, text);
	buffer_fmt(b, "</%s>", name);
}

static void put_core(struct buffer *b, const struct docx_facts *f)
{
	buffer_text(b, DOCX_XML
	            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/"
	            "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	            " xmlns:dcterms=\"http://purl.org/dc/terms/\""
	            " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
	put_element(b, "dc:title", f->title);
	put_element(b, "dc:subject", f->subject);
	put_element(b, "dc:creator", f->author);
	put_element(b, "dc:language", f->lang);
	buffer_fmt(b, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created>", f->time);
	buffer_fmt(b, "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">%s</dcterms:modified>",
	           f->time);
	buffer_text(b, "</cp:coreProperties>\n");
}

static void put_settings(struct buffer *b, const struct docx_facts *f)
{
	(void)f;
	buffer_text(b, DOCX_XML
	            "<w:settings" DOCX_NAMES "><w:zoom w:percent=\"100\"/>"
	            "<w:defaultTabStop w:val=\"567\"/>"
	            "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
	            "<w:compatSetting w:name=\"compatibilityMode\""
	            " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
	            "</w:settings>\n");
}

static void put_run(struct buffer *b, const char *s, size_t n)
{
	if (!n)
		return;
	buffer_text(b, "<w:r><w:t xml:space=\"preserve\">");
	put_escaped(b, arena_strn(b->mem, s, n));
	buffer_text(b, "</w:t></w:r>");
}

static void put_header(struct buffer *b, const struct docx_facts *f)
{
	buffer_text(b, DOCX_XML "<w:hdr" DOCX_NAMES
	                        "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>");
	put_run(b, f->head, strlen(f->head));
	buffer_text(b, "</w:p></w:hdr>\n");
}

/* {page} and {pages} stand where the language wants them. */
static void put_page(struct buffer *b, const char *s)
{
	static const char *const fields[][2] = { { "{page}", " PAGE " },
		                                 { "{pages}", " NUMPAGES " } };

	while (*s) {
		size_t n = strcspn(s, "{"), i = 0;

		put_run(b, s, n);
		s += n;
		while (i < LEN(fields) && !str_starts(s, fields[i][0]))
			i++;
		if (i < LEN(fields)) {
			buffer_fmt(
			        b,
			        "<w:fldSimple w:instr=\"%s\"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
			        fields[i][1]);
			s += strlen(fields[i][0]);
		} else if (*s) {
			put_run(b, s++, 1);
		}
	}
}

/* A tab at the right margin, which is elsewhere on a page that lies across. */
static void put_footer(struct buffer *b, const struct docx_facts *f, bool landscape)
{
	buffer_fmt(b,
	           DOCX_XML "<w:ftr" DOCX_NAMES "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs>"
	                    "<w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs></w:pPr>",
	           docx_text_width(landscape));
	put_run(b, f->foot, strlen(f->foot));
	buffer_text(b, "<w:r><w:tab/></w:r>");
	put_page(b, f->page);
	buffer_text(b, "</w:p></w:ftr>\n");
}

static void put_footer_upright(struct buffer *b, const struct docx_facts *f)
{
	put_footer(b, f, false);
}

static void put_footer_across(struct buffer *b, const struct docx_facts *f)
{
	put_footer(b, f, true);
}

const char *docx_section(const struct docx_facts *f, char room[DOCX_SECTION])
{
	int n = snprintf(room, DOCX_SECTION, "<w:sectPr>");

	if (*f->head)
		n += snprintf(room + n, DOCX_SECTION - (size_t)n,
		              "<w:headerReference w:type=\"default\" r:id=\"header\"/>");
	snprintf(room + n, DOCX_SECTION - (size_t)n,
	         "<w:footerReference w:type=\"default\" r:id=\"footer%d\"/>"
	         "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" w:right=\"%d\""
	         " w:bottom=\"%d\" w:left=\"%d\" w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/>"
	         "</w:sectPr>",
	         f->landscape + 1, f->landscape ? LONG : SHORT, f->landscape ? SHORT : LONG,
	         f->landscape ? " w:orient=\"landscape\"" : "", MARGIN, MARGIN, MARGIN, MARGIN,
	         EDGE, EDGE);
	return room;
}

/* Every part: its name, what it is to the document, what it holds. */
static const struct part {
	const char *name, *relation, *id, *type;
	void (*put)(struct buffer *b, const struct docx_facts *f);
	enum { ALWAYS, WITH_HEAD, UPRIGHT, ACROSS } when;
} parts[] = {
	{ "styles.xml", "styles", "styles", "styles", docx_put_styles, ALWAYS },
	{ "numbering.xml", "numbering", "numbering", "numbering", docx_put_numbering, ALWAYS },
	{ "settings.xml", "settings", "settings", "settings", put_settings, ALWAYS },
	{ "header.xml", "header", "header", "header", put_header, WITH_HEAD },
	{ "footer1.xml", "footer", "footer1", "footer", put_footer_upright, UPRIGHT },
	{ "footer2.xml", "footer", "footer2", "footer", put_footer_across, ACROSS },
};

static bool is_there(const struct part *p, const struct docx_facts *f)
{
	return p->when == ALWAYS || (p->when == WITH_HEAD && *f->head) ||
	       (p->when == UPRIGHT && f->used[false]) || (p->when == ACROSS && f->used[true]);
}

#define CONTENT "application/vnd.openxmlformats-officedocument.wordprocessingml."

static void put_types(struct buffer *b, const struct docx_facts *f)
{
	buffer_text(b, DOCX_XML
	            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	            "<Default Extension=\"rels\""
	            " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	            "<Override PartName=\"/docProps/core.xml\""
	            " ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
	            "<Override PartName=\"/word/document.xml\" ContentType=\"" CONTENT
	            "document.main+xml\"/>");
	for (size_t i = 0; i < LEN(parts); i++)
		if (is_there(&parts[i], f))
			buffer_fmt(b,
			           "<Override PartName=\"/word/%s\" ContentType=\"" CONTENT
			           "%s+xml\"/>",
			           parts[i].name, parts[i].type);
	buffer_text(b, "</Types>\n");
}

static void put_roots(struct buffer *b, const struct docx_facts *f)
{
	(void)f;
	buffer_text(b, DOCX_XML DOCX_RELATIONS
	            "<Relationship Id=\"document\" Type=\"" DOCX_RELATION "officeDocument\""
	            " Target=\"word/document.xml\"/><Relationship Id=\"core\""
	            " Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
	            "core-properties\" Target=\"docProps/core.xml\"/></Relationships>\n");
}

const char *docx_relations(struct context *cx, const struct docx_facts *f)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (size_t i = 0; i < LEN(parts); i++)
		if (is_there(&parts[i], f))
			buffer_fmt(&b,
			           "<Relationship Id=\"%s\" Type=\"" DOCX_RELATION
			           "%s\" Target=\"%s\"/>",
			           parts[i].id, parts[i].relation, parts[i].name);
	return buffer_str(&b);
}

static bool pack(struct context *cx, struct zip_writer *z, const char *name,
                 const struct docx_facts *f,
                 void (*put)(struct buffer *b, const struct docx_facts *f))
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	put(&b, f);
	return buffer_ok(cx, &b) && zip_put(cx, z, name, b.text, b.len);
}

bool docx_pack(struct context *cx, const struct docx_facts *f, FILE *body, FILE *links,
               sink *to_sink, void *to)
{
	struct zip_writer *z = zip_start(cx, to_sink, to);

	rewind(body);
	rewind(links);
	if (!pack(cx, z, "[Content_Types].xml", f, put_types) ||
	    !pack(cx, z, "_rels/.rels", f, put_roots) ||
	    !pack(cx, z, "docProps/core.xml", f, put_core) ||
	    !zip_put_from(cx, z, "word/document.xml", source_of_file, body) ||
	    !zip_put_from(cx, z, "word/_rels/document.xml.rels", source_of_file, links))
		return false;
	for (size_t i = 0; i < LEN(parts); i++)
		if (is_there(&parts[i], f) &&
		    !pack(cx, z, arena_fmt(cx->mem, "word/%s", parts[i].name), f, parts[i].put))
			return false;
	return zip_end(cx, z);
}
