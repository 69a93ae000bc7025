/* Tables for tests: test/table/README.md says how they are written down.  A plain text becomes the
 * file that a ministry would send: CSV in an encoding, or a workbook. */
#ifndef SUBJECT_RECOMMENDATION_TABLE_MADE_TEST_H
#define SUBJECT_RECOMMENDATION_TABLE_MADE_TEST_H

#include "base/buffer.h"
#include "base/date.h"
#include "format/csv.h"
#include "format/zip_write.h"
#include "test/unit.h"

#include <iconv.h>

enum { MADE_LINES = 200, MADE_CELLS = 40, MADE_SHEETS = 8, MADE_FILE = 256 * 1024 };

struct made_table {
	const char *name;
	bool workbook, mark;
	const char *encoding;
	char separator;
	struct made_line {
		char kind; /* '|' a row, 's' a sheet, 'h' a hidden one, '>' what is expected */
		const char *text;
		const char *cells[MADE_CELLS];
		size_t n;
	} lines[MADE_LINES];
	size_t lines_n;
};

static inline const char *made_trim(struct context *cx, const char *s, size_t n)
{
	while (n && s[n - 1] == ' ')
		n--;
	while (n && *s == ' ') {
		s++;
		n--;
	}
	return arena_strn(cx->mem, s, n);
}

static inline const char *made_escapes(struct context *cx, const char *s)
{
	char *out = arena_alloc(cx->mem, strlen(s) + 1);
	size_t n = 0;

	for (; *s; s++) {
		bool line = s[0] == '\\' && s[1] == 'n';

		out[n++] = line ? '\n' : *s;
		s += line;
	}
	return out;
}

static inline void made_as(struct context *cx, struct made_table *t, const char *line)
{
	char form[20] = "", encoding[20] = "utf-8", separator[20] = "comma", mark[20] = "";

	assert_true(sscanf(line, "as %19s %19s %19s %19s", form, encoding, separator, mark) >= 1);
	t->workbook = str_eq(form, "xlsx");
	t->encoding = arena_str(cx->mem, encoding);
	t->separator = str_eq(separator, "comma") ? ','
	               : str_eq(separator, "tab") ? '\t'
	                                          : *separator;
	t->mark = str_eq(mark, "mark");
}

static inline void made_row(struct context *cx, struct made_line *l, const char *text)
{
	for (const char *s = text + 1; *s && l->n < MADE_CELLS;) {
		size_t n = strcspn(s, "|");

		l->cells[l->n++] = made_escapes(cx, made_trim(cx, s, n));
		s += n + (s[n] == '|');
	}
}

static inline struct made_table *made_read(struct context *cx, const char *name)
{
	struct made_table *t = arena_new_of(cx->mem, struct made_table);
	char *text = arena_alloc(cx->mem, MADE_FILE);
	FILE *f = fopen(arena_fmt(cx->mem, "test/table/%s", name), "rbe");

	assert_non_null(f);
	assert_true(fread(text, 1, MADE_FILE - 1, f) > 0);
	fclose(f);
	t->name = name;
	for (const char *s = text; *s;) {
		size_t n = strcspn(s, "\n");
		const char *line = arena_strn(cx->mem, s, n);
		struct made_line *l = &t->lines[t->lines_n];

		s += n + (s[n] == '\n');
		if (str_starts(line, "as "))
			made_as(cx, t, line);
		else if (*line != '#' && *line) {
			l->kind = *line == 's' || *line == 'h' || *line == '>' ? *line : '|';
			l->text = *line == '>' ? line + 2 : strchrnul(line, ' ');
			l->text += l->kind != '>' && *l->text;
			if (l->kind == '|')
				made_row(cx, l, line);
			t->lines_n++;
			assert_true(t->lines_n < MADE_LINES);
		}
	}
	return t;
}

/* ---- CSV */

static inline const char *made_in(struct context *cx, const char *utf8, size_t n,
                                  const char *encoding, size_t *ret)
{
	size_t room = 4 * n + 4, left = room;
	char *out = arena_alloc(cx->mem, room), *to = out, *from = arena_strn(cx->mem, utf8, n);
	iconv_t how = iconv_open(str_eq(encoding, "macroman") ? "MACINTOSH" : encoding, "utf-8");

	assert_true(how != (iconv_t)-1);
	assert_int_equal(iconv(how, &from, &n, &to, &left), 0);
	iconv_close(how);
	*ret = room - left;
	return out;
}

static inline const char *made_csv(struct context *cx, const struct made_table *t, size_t *ret)
{
	struct buffer b = BUFFER(cx->mem, MADE_FILE);

	if (t->mark)
		buffer_text(&b, "\xEF\xBB\xBF");
	for (size_t i = 0; i < t->lines_n; i++) {
		const struct made_line *l = &t->lines[i];

		for (size_t k = 0; k < l->n && l->kind == '|'; k++) {
			bool quoted =
			        strpbrk(l->cells[k], "\n\"") || strchr(l->cells[k], t->separator);

			if (k)
				buffer_char(&b, t->separator);
			buffer_fmt(&b, quoted ? "\"%s\"" : "%s", l->cells[k]);
		}
		if (l->kind == '|')
			buffer_text(&b, "\r\n");
	}
	return made_in(cx, b.text, b.len, t->encoding, ret);
}

/* ---- a workbook */

#define MADE_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static inline void made_escaped(struct buffer *b, const char *s)
{
	for (; *s; s++)
		if (*s == '&')
			buffer_text(b, "&amp;");
		else if (*s == '<')
			buffer_text(b, "&lt;");
		else
			buffer_char(b, *s);
}

static inline void made_cell(struct buffer *b, const char *text, char column, int64_t row)
{
	struct date date;

	if (!*text || str_eq(text, "<") || str_eq(text, "^"))
		return;
	if (*text == '@' && date_parse(text + 1, &date)) {
		buffer_fmt(b, "<c r=\"%c%lld\" s=\"1\"><v>%lld</v></c>", column, (long long)row,
		           (long long)date_to_days(date) + 25569);
		return;
	}
	if (*text == '#') {
		buffer_fmt(b, "<c r=\"%c%lld\"><v>%s</v></c>", column, (long long)row, text + 1);
		return;
	}
	buffer_fmt(b, "<c r=\"%c%lld\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", column,
	           (long long)row);
	made_escaped(b, text);
	buffer_text(b, "</t></is></c>");
}

/* The cell at the row and column begins a range that others say they are merged with. */
static inline void made_merge(struct buffer *b, const struct made_line *l, size_t lines,
                              size_t column, int64_t row)
{
	size_t right = column, down = 0;

	if (str_eq(l->cells[column], "<") || str_eq(l->cells[column], "^"))
		return;
	while (right + 1 < l->n && str_eq(l->cells[right + 1], "<"))
		right++;
	while (down + 1 < lines && l[down + 1].kind == '|' && column < l[down + 1].n &&
	       str_eq(l[down + 1].cells[column], "^"))
		down++;
	if (right > column || down)
		buffer_fmt(b, "<mergeCell ref=\"%c%lld:%c%lld\"/>", (int)('A' + column),
		           (long long)row, (int)('A' + right), (long long)row + (long long)down);
}

static inline const char *made_sheet(struct context *cx, const struct made_line *l, size_t lines)
{
	struct buffer b = BUFFER(cx->mem, MADE_FILE), merges = BUFFER(cx->mem, MADE_FILE);

	buffer_text(&b, "<worksheet><sheetData>");
	for (size_t i = 0; i < lines && l[i].kind == '|'; i++) {
		int64_t row = (int64_t)i + 1;

		buffer_fmt(&b, "<row r=\"%lld\">", (long long)row);
		for (size_t k = 0; k < l[i].n; k++) {
			made_cell(&b, l[i].cells[k], (char)('A' + k), row);
			made_merge(&merges, &l[i], lines - i, k, row);
		}
		buffer_text(&b, "</row>");
	}
	buffer_text(&b, "</sheetData>");
	if (merges.len)
		buffer_fmt(&b, "<mergeCells>%s</mergeCells>", buffer_str(&merges));
	buffer_text(&b, "</worksheet>");
	return buffer_str(&b);
}

static inline bool made_put(struct context *cx, struct zip_writer *z, const char *name,
                            const char *text)
{
	return zip_put(cx, z, name, text, strlen(text));
}

static inline const char *made_workbook(struct context *cx, const struct made_table *t, size_t *ret)
{
	struct buffer *out = arena_new_of(cx->mem, struct buffer);
	struct buffer book = BUFFER(cx->mem, MADE_FILE), rels = BUFFER(cx->mem, MADE_FILE);
	struct zip_writer *z;
	int sheets = 0;

	*out = BUFFER(cx->mem, MADE_FILE);
	z = zip_start(cx, sink_to_buffer, out);
	buffer_text(&book, "<workbook xmlns:r=\"urn:r\"><sheets>");
	buffer_text(&rels, "<Relationships>");
	for (size_t i = 0; i < t->lines_n; i++) {
		const struct made_line *l = &t->lines[i];

		if (l->kind != 's' && l->kind != 'h')
			continue;
		sheets++;
		buffer_fmt(&book, "<sheet name=\"%s\" sheetId=\"%d\" r:id=\"r%d\"%s/>", l->text,
		           sheets, sheets, l->kind == 'h' ? " state=\"hidden\"" : "");
		buffer_fmt(&rels,
		           "<Relationship Id=\"r%d\" Type=\"" MADE_REL
		           "worksheet\" Target=\"sheet%d.xml\"/>",
		           sheets, sheets);
		assert_true(made_put(cx, z, arena_fmt(cx->mem, "xl/sheet%d.xml", sheets),
		                     made_sheet(cx, l + 1, t->lines_n - i - 1)));
	}
	buffer_text(&book, "</sheets></workbook>");
	buffer_text(&rels, "<Relationship Id=\"s\" Type=\"" MADE_REL
	                   "styles\" Target=\"styles.xml\"/></Relationships>");
	assert_true(made_put(cx, z, "[Content_Types].xml", "<Types/>") &&
	            made_put(cx, z, "_rels/.rels",
	                     "<Relationships><Relationship Id=\"b\" Type=\"" MADE_REL
	                     "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>") &&
	            made_put(cx, z, "xl/workbook.xml", buffer_str(&book)) &&
	            made_put(cx, z, "xl/_rels/workbook.xml.rels", buffer_str(&rels)) &&
	            made_put(cx, z, "xl/styles.xml",
	                     "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
	                     "</cellXfs></styleSheet>") &&
	            zip_end(cx, z));
	*ret = out->len;
	return out->text;
}

static inline const char *made_bytes(struct context *cx, const struct made_table *t, size_t *ret)
{
	return t->workbook ? made_workbook(cx, t, ret) : made_csv(cx, t, ret);
}

#endif
