/* How it came to be so: a column for the end of each half-year and for now, its parts the statuses,
 * drawn here as SVG on one scale; every part and every figure of the table leads to the records
 * that stood so then. */
#include "subject/glance/glance_web.h"

#include "base/number.h"
#include "record/app.h"
#include "subject/recommendation/recommendation.h"

enum { WIDTH = 736, FLOOR = 200, TOP = 20, BAR = 52, LABEL = 18, LEAST = 15 };

static const char *address_of(struct context *cx, const struct search_table *t, size_t row,
                              const char *status)
{
	struct glance_figure f = { .what = GLANCE_STOOD, .status = status };

	/* now is today's list */
	if (!half_year_parse(t->rows.values[row].value, &f.at))
		return glance_list(cx, CUT_BODY, NULL, status);
	return glance_address(cx, &f);
}

static void print_column(struct html *h, const struct search_table *t, size_t row, int64_t most)
{
	size_t n = t->columns.values_n;
	double step = (double)WIDTH / (double)t->rows.values_n;
	double x = step * (double)row + (step - BAR) / 2, y = FLOOR;

	for (size_t k = 0; k < n; k++) {
		int64_t count = t->counts[row * n + k];
		double tall = (double)count * (FLOOR - TOP) / (double)most;
		const char *text, *colour;
		const struct search_value *v = &t->columns.values[k];

		if (!count)
			continue;
		y -= tall;
		colour = glance_colour(glance_choice(&recommendation_type, v->value), &text);
		html(h,
		     "<a href=\"%s\" aria-label=\"%s, %s: %s\"><rect class=\"seg %s\" x=\"%.1f\" "
		     "y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>",
		     address_of(h->cx, t, row, v->value), t->rows.values[row].label, v->label,
		     glance_number(h->cx, count), colour, x, y, BAR, tall);
		if (tall >= LEAST)
			html(h, "<text class=\"%s tm\" x=\"%.1f\" y=\"%.1f\">%s</text>", text,
			     x + BAR / 2.0, y + tall / 2 + 4, glance_number(h->cx, count));
		html(h, "</a>");
	}
	html(h, "<text class=\"t2 tm\" x=\"%.1f\" y=\"%d\">%s</text>\n", x + BAR / 2.0,
	     FLOOR + LABEL,
	     *t->rows.values[row].value ? t->rows.values[row].value : t->rows.values[row].label);
}

static void print_drawing(struct html *h, const struct search_table *t)
{
	int64_t most = 1;

	for (size_t i = 0; i < t->rows.values_n; i++)
		if (t->rows.values[i].count > most)
			most = t->rows.values[i].count;
	html(h, "<svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"%s\">\n", WIDTH,
	     FLOOR + LABEL + 6,
	     tr(h->cx, "Recommendations by status at the end of each half-year; the table below "
	               "gives the figures"));
	html(h, "<path class=\"ax\" d=\"M0 %dH%d\"/>", FLOOR, WIDTH);
	for (size_t i = 0; i < t->rows.values_n; i++)
		print_column(h, t, i, most);
	html(h, "</svg>\n");
}

static void print_cell(struct html *h, const char *address, int64_t n)
{
	if (n)
		html(h, "<td class=\"num\"><a href=\"%s\">%s</a></td>", address,
		     glance_number(h->cx, n));
	else
		html(h, "<td class=\"num\">0</td>");
}

static void print_table(struct html *h, const struct search_table *t)
{
	struct context *cx = h->cx;
	size_t n = t->columns.values_n;

	html(h,
	     "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
	     "aria-labelledby=\"h-course\"><table>"
	     "<thead><tr><th scope=\"col\">%s</th>",
	     tr(cx, "As of the end of"));
	for (size_t k = 0; k < n; k++) {
		const struct choice *c =
		        glance_choice(&recommendation_type, t->columns.values[k].value);

		html(h, "<th scope=\"col\" class=\"num\">");
		html_state(h, c ? c->glyph : NULL, t->columns.values[k].label);
		html(h, "</th>");
	}
	html(h, "<th scope=\"col\" class=\"num\">%s</th></tr></thead><tbody>\n", tr(cx, "All"));
	for (size_t i = 0; i < t->rows.values_n; i++) {
		html(h, "<tr><th scope=\"row\">%s</th>", t->rows.values[i].label);
		for (size_t k = 0; k < n; k++)
			print_cell(h, address_of(cx, t, i, t->columns.values[k].value),
			           t->counts[i * n + k]);
		print_cell(h, address_of(cx, t, i, NULL), t->rows.values[i].count);
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table></div>\n");
}

void glance_print_course(struct html *h, const struct glance *g)
{
	const struct search_table *t = &g->course;
	struct context *cx = h->cx;

	html(h,
	     "<section class=\"sect\"><h2 id=\"h-course\">%s <span class=\"note\">%s</span></h2>\n",
	     tr(cx, "Progress over time"),
	     tr(cx, "recommendations that had been entered by then, in the status of then"));
	html(h, "<figure class=\"chart wide\" tabindex=\"0\" aria-label=\"%s\">",
	     tr(cx, "Progress over time"));
	print_drawing(h, t);
	html(h, "</figure>\n");
	print_table(h, t);
	html(h, "</section>\n");
}
