/* One facet over the years: for each value a row of bars, all on one scale, drawn here as SVG.  A
 * row for each value, not a stack: a record may have several values, and a stack would count it
 * twice.  Every bar leads to its records; the table behind has the same figures. */
#include "web/overview.h"

#include "base/number.h"
#include "language/words.h"

enum {
	WIDTH = 736,
	ROW = 78,   /* a value: its name, room for numbers, bars */
	NAME = 14,  /* baseline of the name */
	FLOOR = 66, /* on which the bars stand */
	TALL = 32,  /* the highest bar */
	AXIS = 22,
	LETTERS = 90, /* of a name */
	YEAR_ROOM = 40,
};

struct chart {
	const struct overview *o;
	const struct search_table *t;
	int64_t first, last, most;      /* years drawn; the highest bar */
	size_t values[OVERVIEW_SERIES]; /* drawn: those with records in these years */
	size_t series;
	double step;
};

static const char *number(struct context *cx, int64_t n)
{
	return words_number(cx->mem, cx->lang, n, 0);
}

static int64_t year_at(const struct search_table *t, size_t row)
{
	int64_t year = 0;

	return parse_int(t->rows.values[row].value, &year) ? year : 0;
}

static int64_t count_at(const struct chart *c, size_t row, size_t value)
{
	return c->t->counts[row * c->t->columns.values_n + value];
}

static bool has_bars(const struct chart *c, size_t value)
{
	for (size_t i = 0; i < c->t->rows.values_n; i++)
		if (year_at(c->t, i) >= c->first && count_at(c, i, value))
			return true;
	return false;
}

static bool measure(struct chart *c)
{
	const struct search_table *t = c->t;

	for (size_t i = 0; i < t->rows.values_n; i++) {
		int64_t year = year_at(t, i);

		if (!year)
			continue;
		if (!c->first)
			c->first = year;
		c->last = year;
	}
	if (!c->first)
		return false;
	if (c->last - c->first >= OVERVIEW_YEARS)
		c->first = c->last - OVERVIEW_YEARS + 1;
	for (size_t k = 0; k < t->columns.values_n && c->series < OVERVIEW_SERIES; k++)
		if (has_bars(c, k))
			c->values[c->series++] = k;
	for (size_t i = 0; i < t->rows.values_n; i++)
		for (size_t k = 0; k < c->series && year_at(t, i) >= c->first; k++)
			if (count_at(c, i, c->values[k]) > c->most)
				c->most = count_at(c, i, c->values[k]);
	c->step = (double)WIDTH / (double)(c->last - c->first + 1);
	return c->most > 0;
}

/* ---- drawing */

static const char *short_name(struct context *cx, const char *name)
{
	size_t letters = 0;

	for (const char *s = name; *s; s++)
		if (((unsigned char)*s & 0xc0) != 0x80 && ++letters > LETTERS)
			return arena_fmt(cx->mem, "%.*s…", (int)(s - name), name);
	return name;
}

static void print_bar(struct html *h, const struct chart *c, size_t row, size_t value, int top)
{
	const struct search_facet *years = &c->t->rows, *of = &c->t->columns;
	int64_t n = count_at(c, row, value);
	double x = (double)(year_at(c->t, row) - c->first) * c->step,
	       tall = (double)n * TALL / (double)c->most,
	       wide = c->step > YEAR_ROOM ? YEAR_ROOM : c->step - 4;

	if (!n || year_at(c->t, row) < c->first)
		return;
	html(h,
	     "<a href=\"%s\" aria-label=\"%s, %s: %s\"><rect fill=\"none\" pointer-events=\"all\" "
	     "x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
	     overview_list(h->cx, c->o, years, years->values[row].value, of,
	                   of->values[value].value),
	     of->values[value].label, years->values[row].label, number(h->cx, n), x, top + NAME + 6,
	     c->step, FLOOR - NAME - 6);
	html(h,
	     "<rect class=\"seg c-go\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>"
	     "<text class=\"tm\" x=\"%.1f\" y=\"%.1f\">%s</text></a>",
	     x + (c->step - wide) / 2, top + FLOOR - tall, wide, tall, x + c->step / 2,
	     top + FLOOR - tall - 4, number(h->cx, n));
}

static void print_series(struct html *h, const struct chart *c, size_t at)
{
	size_t value = c->values[at];
	int top = (int)at * ROW;
	const char *label = c->t->columns.values[value].label;

	html(h, "<text class=\"tb\" x=\"0\" y=\"%d\">%s</text><path class=\"ax\" d=\"M0 %dH%d\"/>",
	     top + NAME, short_name(h->cx, label), top + FLOOR, WIDTH);
	for (size_t i = 0; i < c->t->rows.values_n; i++)
		if (year_at(c->t, i))
			print_bar(h, c, i, value, top);
	html(h, "\n");
}

static void print_axis(struct html *h, const struct chart *c)
{
	int every = c->step >= YEAR_ROOM ? 1 : (int)(YEAR_ROOM / c->step) + 1;

	for (int64_t year = c->first; year <= c->last; year++)
		if ((c->last - year) % every == 0)
			html(h, "<text class=\"t2 tm\" x=\"%.1f\" y=\"%d\">%lld</text>",
			     ((double)(year - c->first) + 0.5) * c->step,
			     (int)c->series * ROW + AXIS - 8, (long long)year);
}

static void print_drawing(struct html *h, const struct chart *c)
{
	struct context *cx = h->cx;

	html(h, "<svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"%s\">\n", WIDTH,
	     (int)c->series * ROW + AXIS,
	     arena_fmt(cx->mem, tr(cx, "%s from %lld to %lld; the table below gives the figures"),
	               c->t->columns.label, (long long)c->first, (long long)c->last));
	for (size_t k = 0; k < c->series; k++)
		print_series(h, c, k);
	print_axis(h, c);
	html(h, "</svg>\n");
}

/* ---- the table behind it */

static void print_number(struct html *h, const char *address, int64_t n)
{
	if (n)
		html(h, "<td class=\"num\"><a href=\"%s\">%s</a></td>", address, number(h->cx, n));
	else
		html(h, "<td class=\"num\">0</td>");
}

static void print_table(struct html *h, const struct chart *c)
{
	const struct search_facet *years = &c->t->rows, *of = &c->t->columns;
	size_t columns = of->values_n < OVERVIEW_COLUMNS ? of->values_n : OVERVIEW_COLUMNS;
	struct context *cx = h->cx;

	html(h,
	     "<details class=\"more\"><summary>%s</summary><div class=\"wide\" tabindex=\"0\" "
	     "role=\"region\" aria-label=\"%s\"><table><thead><tr><th scope=\"col\">%s</th>",
	     tr(cx, "Table behind the chart"), of->label, years->label);
	for (size_t k = 0; k < columns; k++)
		html(h, "<th scope=\"col\" class=\"num\">%s</th>", of->values[k].label);
	html(h, "<th scope=\"col\" class=\"num\">%s</th></tr></thead><tbody>\n", tr(cx, "All"));
	for (size_t i = 0; i < years->values_n; i++) {
		const char *year = years->values[i].value;

		html(h, "<tr><th scope=\"row\">%s</th>", years->values[i].label);
		for (size_t k = 0; k < columns; k++)
			print_number(h,
			             overview_list(cx, c->o, years, year, of, of->values[k].value),
			             count_at(c, i, k));
		print_number(h, overview_list(cx, c->o, years, year, NULL, NULL),
		             years->values[i].count);
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table></div></details>\n");
}

void overview_chart(struct page *p, const struct overview *o)
{
	struct chart c = { .o = o, .t = &o->over };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *over;

	if (!*o->years)
		return;
	if (!measure(&c))
		return;
	over = arena_fmt(cx->mem, "%s × %s", c.t->columns.label, c.t->rows.label);
	page_section(h, over, tr(cx, "One scale for all rows; every bar opens its list."));
	html(h, "<figure class=\"chart wide\" tabindex=\"0\" aria-label=\"%s\">\n", over);
	print_drawing(h, &c);
	print_table(h, &c);
	html(h, "</figure>\n");
	if (c.series == OVERVIEW_SERIES && c.t->columns.values_all > c.series)
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem,
		               tr(cx, "%s: the %zu most frequent of %zu are shown; the workbook "
		                      "has more."),
		               c.t->columns.label, c.series, c.t->columns.values_all));
	html(h, "</section>\n");
}
