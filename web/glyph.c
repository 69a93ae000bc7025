/* The drawings of a page.  Symbols are inlined once, at the top of the body, and only those that
 * the page used: html_glyph() leaves a mark in the html, page_end() asks here for what is marked. */
#include "web/glyph.h"

/* Shape says the family: circle the State, square the mechanism, diamond independent, triangle and
 * hourglass time, flag the UPR position, arrows and ticks the road of a document.  Sorted. */
static const struct symbol {
	const char *id, *drawing;
} symbols[] = {
	{"back", "<path class=\"o\" d=\"M6 2.4L2 6.4l4 4M2.4 6.4h7.2a3.6 3.6 0 0 1 0 7.2H6\"/>"},
	{"chart", "<path d=\"M2 9h3v5.5H2zM6.5 5h3v9.5h-3zM11 1.5h3v13h-3z\"/>"},
	{"cont",
	 "<path class=\"o\" d=\"M13.2 5A6 6 0 1 0 14 8.6\"/><path d=\"M15.4 1.6v5.2h-5.2z"
	 "\"/><circle cx=\"8\" cy=\"8\" r=\"2\"/>"},
	{"d-no", "<path class=\"o\" d=\"M8 1.4L14.6 8 8 14.6 1.4 8z\"/>"},
	{"d-part",
	 "<path class=\"o\" d=\"M8 1.4L14.6 8 8 14.6 1.4 8z\"/><path d=\"M8 1v14L1 8z\"/>"},
	{"d-yes", "<path d=\"M8 .8L15.2 8 8 15.2.8 8z\"/>"},
	{"done",
	 "<circle cx=\"8\" cy=\"8\" r=\"7\"/><path class=\"k\" d=\"M4.6 8.2l2.5 2.5 4.4-5.1\"/>"},
	{"down", "<path class=\"o\" d=\"M8 1.5v8.8M4 6.6l4 4 4-4M2 14.2h12\"/>"},
	{"draft", "<path class=\"o\" d=\"M3 1.8h7l3 3v9.4H3z\" stroke-dasharray=\"2.4 1.6\"/>"},
	{"eye",
	 "<path class=\"o\" d=\"M1 8s2.6-4.4 7-4.4S15 8 15 8s-2.6 4.4-7 4.4S1 8 1 8z"
	 "\"/><circle cx=\"8\" cy=\"8\" r=\"2\"/>"},
	{"file", "<path class=\"o\" d=\"M3 1.8h6.6L13 5.2v9H3zM9.4 2v3.4H13\"/>"},
	{"find",
	 "<circle class=\"o\" cx=\"7\" cy=\"7\" r=\"4.8\"/><path class=\"o\" d=\"M10.6 10.6L15 "
	 "15\"/>"},
	{"flag",
	 "<path class=\"o\" d=\"M3.2 1v14.4\"/><path d=\"M3.6 2h10.6l-2.8 3.4 2.8 3.4H3.6z\"/>"},
	{"flag-o", "<path class=\"o\" d=\"M3.2 1v14.4M3.6 2.4h9l-2 3 2 3h-9\"/>"},
	{"go", "<circle class=\"o\" cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M8 2a6 6 0 0 1 0 12z\"/>"},
	{"info",
	 "<circle class=\"o\" cx=\"8\" cy=\"8\" r=\"6.4\"/><path class=\"o\" d=\"M8 7.2v4.4M8 "
	 "4v1.7\"/>"},
	{"late", "<path d=\"M8 1l7.6 13.6H.4z\"/><path class=\"k\" d=\"M8 5.6v4.6M8 11.4v1.8\"/>"},
	{"law",
	 "<path class=\"o\" d=\"M8 1.6v12M4 14.2h8M2.4 4.2h11.2M2.4 4.4L.8 9.2h4zM13.6 4.4L12 "
	 "9.2h3.2z\" stroke-width=\"1.3\"/>"},
	{"lock", "<path class=\"o\" d=\"M5 7V4.8a3 3 0 0 1 6 0V7\"/><path d=\"M3 7h10v7.6H3z\"/>"},
	{"ne", "<path class=\"o\" d=\"M2 5.5h12M2 10.5h12M11.5 2l-7 12\"/>"},
	{"new", "<circle class=\"o\" cx=\"8\" cy=\"8\" r=\"6\"/>"},
	{"none", "<circle class=\"o\" cx=\"8\" cy=\"8\" r=\"6\" stroke-dasharray=\"2.3 2.41\"/>"},
	{"ok", "<path class=\"o\" d=\"M2 8.6l4 4L14 4\"/>"},
	{"part",
	 "<circle class=\"o\" cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M8 2a6 6 0 1 1-6 6h6z\"/>"},
	{"print", "<path class=\"o\" d=\"M4 6V1.8h8V6M4 11.5H1.8V6h12.4v5.5H12M4 9.4h8v4.8H4z\"/>"},
	{"q-full",
	 "<path d=\"M1.5 1.5h13v13h-13z\"/><path class=\"k\" d=\"M4.6 8.2l2.5 2.5 4.4-5.1\"/>"},
	{"q-no", "<path class=\"o\" d=\"M2.3 2.3h11.4v11.4H2.3zM5 5l6 6M11 5l-6 6\"/>"},
	{"q-part", "<path class=\"o\" d=\"M2.3 2.3h11.4v11.4H2.3z\"/><path d=\"M2 2l12 12H2z\"/>"},
	{"q-wait",
	 "<path class=\"o\" d=\"M2.3 2.3h11.4v11.4H2.3z\" stroke-dasharray=\"2.4 2.16\"/>"},
	{"sent", "<path class=\"o\" d=\"M1.5 8h11M8.4 3.4L13 8l-4.6 4.6\"/>"},
	{"soon",
	 "<path class=\"o\" d=\"M3 1.8h10M3 14.2h10M4.4 2c0 4 3 4.3 3 6s-3 2-3 6M11.6 2c0 4-3 "
	 "4.3-3 6s3 2 3 6\"/>"},
	{"stop",
	 "<circle class=\"o\" cx=\"8\" cy=\"8\" r=\"6\"/><path class=\"o\" d=\"M4.6 8h6.8\"/>"},
	{"ver", "<path class=\"o\" d=\"M.8 8.8l3.4 3.4L11 4.6M7.4 11.8l.6.4 7-7.6\"/>"},
};

/* Two carpet rows, repeated to the width of the window. */
static const char band[] =
	"<svg class=\"band\" aria-hidden=\"true\" "
	"shape-rendering=\"crispEdges\"><defs><pattern id=\"gul\" width=\"48\" height=\"18\" "
	"patternUnits=\"userSpaceOnUse\"><path class=\"b1\" d=\"M8 2h14v2h-14zM4 4h4v2h-4zM22 "
	"4h4v2h-4zM2 6h2v2h-2zM10 6h4v2h-4zM16 6h4v2h-4zM26 6h2v2h-2zM2 8h2v2h-2zM6 8h4v2h-4z"
	"M12 8h6v2h-6zM20 8h4v2h-4zM26 8h2v2h-2zM2 10h2v2h-2zM10 10h4v2h-4zM16 10h4v2h-4zM26 "
	"10h2v2h-2zM4 12h4v2h-4zM22 12h4v2h-4zM8 14h14v2h-14zM38 4h2v2h-2zM36 6h2v2h-2zM40 "
	"6h2v2h-2zM34 8h2v2h-2zM42 8h2v2h-2zM36 10h2v2h-2zM40 10h2v2h-2zM38 12h2v2h-2z"
	"\"/><path class=\"b2\" d=\"M8 4h14v2h-14zM4 6h6v2h-6zM20 6h6v2h-6zM4 8h2v2h-2zM24 "
	"8h2v2h-2zM4 10h6v2h-6zM20 10h6v2h-6zM8 12h14v2h-14z\"/><path class=\"b3\" d=\"M14 "
	"6h2v2h-2zM10 8h2v2h-2zM18 8h2v2h-2zM14 10h2v2h-2zM38 6h2v2h-2zM36 8h2v2h-2zM40 "
	"8h2v2h-2zM38 10h2v2h-2z\"/></pattern></defs><rect width=\"100%\" height=\"18\" "
	"fill=\"url(#gul)\"/></svg>";

/* The mark: one carpet medallion, sixteen by seventeen knots. */
static const char mark[] =
	"<svg class=\"gul\" viewBox=\"0 -1 17 17\" aria-hidden=\"true\" "
	"shape-rendering=\"crispEdges\"><path class=\"b0\" d=\"M4 0h9v1h-9zM2 1h13v1h-13zM1 "
	"2h15v1h-15zM0 3h17v1h-17zM0 4h17v1h-17zM0 5h17v1h-17zM0 6h17v1h-17zM0 7h17v1h-17zM0 "
	"8h17v1h-17zM0 9h17v1h-17zM0 10h17v1h-17zM0 11h17v1h-17zM1 12h15v1h-15zM2 13h13v1h-13z"
	"M4 14h9v1h-9z\"/><path class=\"b1\" d=\"M4 0h9v1h-9zM2 1h2v1h-2zM13 1h2v1h-2zM1 "
	"2h1v1h-1zM8 2h1v1h-1zM15 2h1v1h-1zM0 3h1v1h-1zM8 3h1v1h-1zM16 3h1v1h-1zM0 4h1v1h-1z"
	"M7 4h3v1h-3zM16 4h1v1h-1zM0 5h1v1h-1zM6 5h2v1h-2zM9 5h2v1h-2zM16 5h1v1h-1zM0 "
	"6h1v1h-1zM5 6h2v1h-2zM10 6h2v1h-2zM16 6h1v1h-1zM0 7h1v1h-1zM2 7h5v1h-5zM10 7h5v1h-5z"
	"M16 7h1v1h-1zM0 8h1v1h-1zM5 8h2v1h-2zM10 8h2v1h-2zM16 8h1v1h-1zM0 9h1v1h-1zM6 "
	"9h2v1h-2zM9 9h2v1h-2zM16 9h1v1h-1zM0 10h1v1h-1zM7 10h3v1h-3zM16 10h1v1h-1zM0 "
	"11h1v1h-1zM8 11h1v1h-1zM16 11h1v1h-1zM1 12h1v1h-1zM8 12h1v1h-1zM15 12h1v1h-1zM2 "
	"13h2v1h-2zM13 13h2v1h-2zM4 14h9v1h-9z\"/><path class=\"b2\" d=\"M4 2h4v1h-4zM3 "
	"3h5v1h-5zM2 4h5v1h-5zM2 5h4v1h-4zM2 6h3v1h-3zM12 8h3v1h-3zM11 9h4v1h-4zM10 10h5v1h-5z"
	"M9 11h5v1h-5zM9 12h4v1h-4z\"/><path class=\"b3\" d=\"M9 2h4v1h-4zM9 3h5v1h-5zM10 "
	"4h5v1h-5zM11 5h4v1h-4zM12 6h3v1h-3zM2 8h3v1h-3zM2 9h4v1h-4zM2 10h5v1h-5zM3 11h5v1h-5z"
	"M4 12h4v1h-4z\"/></svg>";

int glyph_index(const char *name, size_t n)
{
	for (size_t i = 0; i < LEN(symbols); i++)
		if (strlen(symbols[i].id) == n && memcmp(symbols[i].id, name, n) == 0)
			return (int)i;
	return -1;
}

const char *glyph_name(size_t i)
{
	return i < LEN(symbols) ? symbols[i].id : NULL;
}

void glyph_symbols(struct html *h, const unsigned long used[2])
{
	if (!used[0] && !used[1])
		return;
	html(h, "<svg hidden aria-hidden=\"true\">");
	for (size_t i = 0; i < LEN(symbols); i++) {
		if (!(used[i / 64] >> i % 64 & 1))
			continue;
		html(h, "<symbol id=\"%s\" viewBox=\"0 0 16 16\">", symbols[i].id);
		buffer_text(&h->out, symbols[i].drawing);
		html(h, "</symbol>");
	}
	html(h, "</svg>\n");
}

void glyph_band(struct html *h)
{
	buffer_text(&h->out, band);
}

void glyph_mark(struct html *h)
{
	buffer_text(&h->out, mark);
}
