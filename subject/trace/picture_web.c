/* The chain as a drawing: a column for each station that has records, a box for each of the first
 * of them, a line where one leads to the other. */
#include "subject/trace/picture_web.h"

#include "language/words.h"

enum {
	BOX = 132,
	BOX_TALL = 40,
	GAP = 34, /* between columns */
	ROW = 52,
	HEAD = 38,
	IN_COLUMN = 8,
	LINE = 112, /* that a line of a box holds, of letters as broad as these: */
	NARROW = 7,
	BROAD = 9,
};

struct drawing {
	const struct trace *t;
	int column[STATIONS]; /* of a station; -1: none */
	int columns, rows;
	int *place; /* of a node in its column; -1: not drawn */
};

static void lay_out(struct context *cx, struct drawing *d)
{
	int count[STATIONS] = { 0 };

	d->place = arena_array(cx->mem, int, d->t->n);
	for (size_t i = 0; i < d->t->n; i++) {
		int *n = &count[d->t->nodes[i].station];

		d->place[i] = *n < IN_COLUMN ? *n : -1;
		++*n;
		if (*n <= IN_COLUMN && *n > d->rows)
			d->rows = *n;
	}
	for (int s = STATION_SOURCE; s < STATIONS; s++)
		d->column[s] = count[s] ? d->columns++ : -1;
}

static int left(const struct drawing *d, size_t node)
{
	return d->column[d->t->nodes[node].station] * (BOX + GAP);
}

static int top(const struct drawing *d, size_t node)
{
	return HEAD + d->place[node] * ROW;
}

/* The line leaves a box on the side on which the other one stands. */
static void print_line(struct html *h, const struct drawing *d, const struct trace_link *l)
{
	int x1 = left(d, l->from) + BOX, y1 = top(d, l->from) + BOX_TALL / 2, x2 = left(d, l->to),
	    y2 = top(d, l->to) + BOX_TALL / 2;

	if (x2 < x1 - BOX) {
		x1 -= BOX;
		x2 += BOX;
	} else if (x2 < x1) { /* in one column: around on the right */
		x2 = x1;
	}
	html(h, "<path class=\"ln\" d=\"M%d %dC%d %d %d %d %d %d\"/>\n", x1, y1,
	     x1 + (x2 < x1 ? -GAP / 2 : GAP / 2), y1,
	     x2 + (x2 < x1   ? GAP / 2
	           : x2 > x1 ? -GAP / 2
	                     : GAP / 2),
	     y2, x2, y2);
}

/* Capitals and digits of codes are broader; a letter is measured at its first byte. */
static int breadth(const char *s)
{
	if (((unsigned char)*s & 0xc0) == 0x80)
		return 0;
	return (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') ? BROAD : NARROW;
}

/* As many words as a line holds; a word that is longer is cut. */
static const char *line_of(struct context *cx, const char **text)
{
	const char *from = *text, *cut = NULL, *s = from;
	int wide = 0;

	for (; *s && wide + breadth(s) <= LINE; s++) {
		if (*s == ' ')
			cut = s;
		wide += breadth(s);
	}
	if (!*s) {
		*text = s;
		return from;
	}
	if (!cut)
		cut = s;
	*text = cut + (*cut == ' ');
	return arena_strn(cx->mem, from, (size_t)(cut - from));
}

static void print_box(struct html *h, const struct drawing *d, size_t i)
{
	struct context *cx = h->cx;
	const struct trace_node *node = &d->t->nodes[i];
	const char *title = trace_title(cx, node), *rest = title, *first = line_of(cx, &rest),
	           *second = line_of(cx, &rest);
	int x = left(d, i), y = top(d, i);

	html(h,
	     "<a href=\"%s\"><title>%s: %s</title><rect class=\"bx%s\" x=\"%d\" y=\"%d\" "
	     "width=\"%d\" height=\"%d\" rx=\"3\"/><text x=\"%d\" y=\"%d\">%s</text>",
	     record_path(cx, node->type, node->id, NULL), tr(cx, node->type->label), title,
	     i ? "" : " me", x, y, BOX, BOX_TALL, x + 7, y + 16, first);
	html(h, "<text x=\"%d\" y=\"%d\">%s%s</text></a>\n", x + 7, y + 32, second,
	     *rest ? "…" : "");
}

static void print_heads(struct html *h, const struct drawing *d)
{
	for (int s = STATION_SOURCE; s < STATIONS; s++) {
		const char *rest = tr(h->cx, trace_stations[s - 1].label),
		           *first = line_of(h->cx, &rest);
		int x = d->column[s] * (BOX + GAP);

		if (x < 0)
			continue;
		html(h, "<text class=\"t2\" x=\"%d\" y=\"%d\">%s</text>", x, *rest ? 12 : 28,
		     first);
		if (*rest)
			html(h, "<text class=\"t2\" x=\"%d\" y=\"28\">%s</text>", x,
			     line_of(h->cx, &rest));
	}
}

void trace_picture(struct html *h, const struct trace *t)
{
	struct context *cx = h->cx;
	struct drawing d = { .t = t };

	if (t->n < 2)
		return;
	lay_out(cx, &d);
	page_section(h, tr(cx, "Picture"), tr(cx, "The stations below say the same."));
	html(h,
	     "<figure class=\"chart trace\"><div class=\"wide\" tabindex=\"0\" role=\"region\" "
	     "aria-label=\"%s\"><svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"group\" "
	     "aria-label=\"%s\">\n",
	     tr(cx, "The chain as a picture"), d.columns * (BOX + GAP) - GAP + GAP / 2,
	     HEAD + d.rows * ROW, d.columns * (BOX + GAP) - GAP / 2,
	     tr(cx, "The chain as a picture"));
	print_heads(h, &d);
	for (size_t i = 0; i < t->links_n; i++)
		if (d.place[t->links[i].from] >= 0 && d.place[t->links[i].to] >= 0)
			print_line(h, &d, &t->links[i]);
	for (size_t i = 0; i < t->n; i++)
		if (d.place[i] >= 0)
			print_box(h, &d, i);
	html(h, "</svg></div></figure></section>\n");
}
