/* A PDF out of paragraphs, a line of text each, for tests of what reads documents: Courier, A4, as
 * many pages as it needs.  ASCII; "# " begins a heading, which is larger. */
#ifndef TEST_TEXT_PDF_H
#define TEST_TEXT_PDF_H

#include "base/buffer.h"

enum { PDF_LINES = 46, PDF_LINE = 74 };

static inline void pdf_object(struct buffer *b, size_t *places, size_t n, const char *body)
{
	places[n] = b->len;
	buffer_fmt(b, "%zu 0 obj\n%s\nendobj\n", n, body);
}

/* The commands that write a page's lines, until the page is full; *text moves behind them. */
static inline const char *pdf_page(struct arena *mem, const char **text)
{
	struct buffer b = BUFFER(mem, MAX_PAGE);
	int lines = 0;

	buffer_text(&b, "BT 13 TL 72 770 Td\n");
	while (**text && lines < PDF_LINES) {
		bool heading = str_starts(*text, "# ");
		size_t n, take;

		*text += heading ? 2 : 0;
		n = take = strcspn(*text, "\n");
		if (take > PDF_LINE) {
			for (take = PDF_LINE; take && (*text)[take] != ' '; take--)
				;
			take = take ? take : PDF_LINE;
		}
		buffer_fmt(&b, "/F %d Tf (", heading ? 13 : 10);
		for (size_t i = 0; i < take; i++)
			buffer_fmt(&b, strchr("()\\", (*text)[i]) ? "\\%c" : "%c", (*text)[i]);
		buffer_text(&b, take < n ? ") Tj T*\n" : ") Tj T* T*\n");
		lines += take < n ? 1 : 2;
		*text += take + ((*text)[take] != '\0');
	}
	buffer_text(&b, "ET");
	return buffer_str(&b);
}

static inline const char *pdf_of_lines(struct arena *mem, const char *text, size_t *ret)
{
	enum { MAX_PAGES = 50, FIRST = 4 };
	struct buffer b = BUFFER(mem, MAX_ANSWER), kids = BUFFER(mem, MAX_PAGE);
	size_t places[FIRST + 2 * MAX_PAGES], n = FIRST, at;

	buffer_text(&b, "%PDF-1.4\n");
	pdf_object(&b, places, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	pdf_object(&b, places, 3,
	           "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding"
	           " /WinAnsiEncoding >>");
	while (*text && n + 2 < LEN(places)) {
		const char *page = pdf_page(mem, &text);

		buffer_fmt(&kids, "%zu 0 R ", n);
		pdf_object(&b, places, n,
		           arena_fmt(mem,
		                     "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
		                     " /Contents %zu 0 R /Resources << /Font << /F 3 0 R >> >> >>",
		                     n + 1));
		pdf_object(&b, places, n + 1,
		           arena_fmt(mem, "<< /Length %zu >>\nstream\n%s\nendstream", strlen(page),
		                     page));
		n += 2;
	}
	pdf_object(&b, places, 2,
	           arena_fmt(mem, "<< /Type /Pages /Kids [%s] /Count %zu >>", buffer_str(&kids),
	                     (n - FIRST) / 2));
	at = b.len;
	buffer_fmt(&b, "xref\n0 %zu\n0000000000 65535 f \n", n);
	for (size_t i = 1; i < n; i++)
		buffer_fmt(&b, "%010zu 00000 n \n", places[i]);
	buffer_fmt(&b, "trailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", n, at);
	*ret = b.len;
	return b.text;
}

#endif
