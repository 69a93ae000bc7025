/* How the measures of plans stand, drawn here as SVG: one bar for each plan, all on one scale, each
 * part a link to the measures it counts, and the same figures in a table behind it. */
#include "subject/plan/plan_web.h"

#include "language/words.h"
#include "record/app.h"

enum { WIDTH = 736, ROW = 48, TALL = 22, LABEL = 16, NUMBERS = 60, LEAST = 18, LETTERS = 80 };

/* In the order in which they are read, with the colour of the bar and, beside colour, a pattern. */
static const struct {
	enum measure_standing standing;
	const char *colour, *text;
} drawn[] = {
	{ MEASURE_COMPLETE, "c-done", "tw" },  { MEASURE_IN_PROGRESS, "c-go", "tw" },
	{ MEASURE_DELAYED, "c-late", "tw" },   { MEASURE_NOT_STARTED, "c-new", "tb" },
	{ MEASURE_SILENT, "c-none", "tb" },    { MEASURE_SUSPENDED, "c-none", "tb" },
	{ MEASURE_CANCELLED, "c-none", "tb" }, { MEASURE_CARRIED_OVER, "c-none", "tb" },
	{ MEASURE_DRAFT, "c-new", "tb" },
};

enum measure_standing standing_asked(const struct request *q)
{
	const char *code = request_query(q, "standing");

	for (int i = MEASURE_DRAFT; code && i < MEASURE_STANDINGS; i++)
		if (str_eq(measure_standings[i].code, code))
			return (enum measure_standing)i;
	return 0;
}

void standing_print(struct html *h, enum measure_standing at)
{
	html_state(h, measure_standings[at].glyph, tr(h->cx, measure_standings[at].label));
}

bool bar_of(struct context *cx, const struct plan *p, struct bar *ret)
{
	*ret = (struct bar){ .plan = p };
	return plan_counts(cx, p->record.id, ret->counts);
}

int64_t bar_all(const struct bar *b)
{
	int64_t n = 0;

	for (size_t i = 0; i < MEASURE_STANDINGS; i++)
		n += b->counts[i];
	return n;
}

static const char *list_of(struct context *cx, const struct bar *b, enum measure_standing at)
{
	return arena_fmt(cx->mem, "%s?standing=%s#measures",
	                 record_path(cx, &plan_type, b->plan->record.id, NULL),
	                 measure_standings[at].code);
}

static const char *number(struct context *cx, int64_t n)
{
	return words_number(cx->mem, cx->lang, n, 0);
}

/* ---- the figure */

static void print_part(struct html *h, const struct bar *b, size_t i, double x, double wide,
                       int top)
{
	enum measure_standing at = drawn[i].standing;
	struct context *cx = h->cx;

	html(h,
	     "<a href=\"%s\" aria-label=\"%s: %s\"><rect class=\"seg %s\" x=\"%.1f\" y=\"%d\" "
	     "width=\"%.1f\" height=\"%d\"/>",
	     list_of(cx, b, at), tr(cx, measure_standings[at].label), number(cx, b->counts[at]),
	     drawn[i].colour, x, top, wide, TALL);
	if (wide >= LEAST)
		html(h, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>", drawn[i].text, x + 6,
		     top + TALL - 7, number(cx, b->counts[at]));
	html(h, "</a>");
}

static void print_bar(struct html *h, const struct bar *b, double scale, int top)
{
	struct context *cx = h->cx;
	double x = 0;

	html(h, "<text x=\"0\" y=\"%d\">%s</text>", top + LABEL - 4,
	     words_short(cx->mem, record_title(cx, &plan_type, b->plan->record.id), LETTERS));
	for (size_t i = 0; i < LEN(drawn); i++) {
		double wide = (double)b->counts[drawn[i].standing] * scale;

		if (!b->counts[drawn[i].standing])
			continue;
		print_part(h, b, i, x, wide, top + LABEL);
		x += wide;
	}
	html(h, "<text class=\"t2\" x=\"%.1f\" y=\"%d\">%s</text>", x + 8, top + LABEL + TALL - 7,
	     number(cx, bar_all(b)));
}

static void print_table(struct html *h, const struct bar *v, size_t n)
{
	struct context *cx = h->cx;

	html(h,
	     "<details class=\"more\"><summary>%s</summary><div class=\"wide\" tabindex=\"0\" "
	     "role=\"region\" aria-label=\"%s\"><table><thead><tr><th scope=\"col\">%s</th>",
	     tr(cx, "Table behind the chart"), tr(cx, "Measures by plan"), tr(cx, "Plan"));
	for (size_t i = 0; i < LEN(drawn); i++)
		html(h, "<th scope=\"col\" class=\"num\">%s</th>",
		     tr(cx, measure_standings[drawn[i].standing].label));
	html(h, "<th scope=\"col\" class=\"num\">%s</th></tr></thead><tbody>\n", tr(cx, "All"));
	for (size_t k = 0; k < n; k++) {
		html(h, "<tr><th scope=\"row\">");
		view_link(h, &plan_type, v[k].plan->record.id);
		html(h, "</th>");
		for (size_t i = 0; i < LEN(drawn); i++)
			html(h, "<td class=\"num\">%s</td>",
			     number(cx, v[k].counts[drawn[i].standing]));
		html(h, "<td class=\"num\">%s</td></tr>\n", number(cx, bar_all(&v[k])));
	}
	html(h, "</tbody></table></div></details>\n");
}

static void print_key(struct html *h, const struct bar *v, size_t n)
{
	html(h, "<ul class=\"key\">");
	for (size_t i = 0; i < LEN(drawn); i++) {
		int64_t all = 0;

		for (size_t k = 0; k < n; k++)
			all += v[k].counts[drawn[i].standing];
		if (!all)
			continue;
		html(h, "<li>");
		standing_print(h, drawn[i].standing);
		html(h, "</li>");
	}
	html(h, "</ul>\n");
}

void bars_print(struct html *h, const struct bar *v, size_t n)
{
	struct context *cx = h->cx;
	int64_t most = 1;

	for (size_t i = 0; i < n; i++)
		if (bar_all(&v[i]) > most)
			most = bar_all(&v[i]);
	html(h,
	     "<figure class=\"chart wide\" tabindex=\"0\" aria-label=\"%s\"><figcaption>%s<span "
	     "class=\"note\">%s</span></figcaption><svg viewBox=\"0 0 %d %d\" role=\"group\" "
	     "aria-label=\"%s\">",
	     tr(cx, "Measures by plan"), tr(cx, "Measures by plan"),
	     arena_fmt(cx->mem, tr(cx, "As of %s. Each part opens the measures it counts."),
	               date_words(cx, today(cx))),
	     WIDTH, (int)n * ROW,
	     tr(cx, "Measures by plan and state; the table below gives the figures"));
	for (size_t i = 0; i < n; i++)
		print_bar(h, &v[i], (double)(WIDTH - NUMBERS) / (double)most, (int)i * ROW);
	html(h, "</svg>\n");
	print_key(h, v, n);
	print_table(h, v, n);
	html(h, "</figure>\n");
}

/* ---- one plan */

void bars_figures(struct html *h, const struct bar *b)
{
	struct context *cx = h->cx;

	html(h, "<dl class=\"figs\">\n<div><dt>%s</dt><dd><a href=\"%s\">%s</a></dd></div>\n",
	     tr(cx, "Measures in all"),
	     record_path(cx, &plan_type, b->plan->record.id, "#measures"), number(cx, bar_all(b)));
	for (size_t i = 0; i < LEN(drawn); i++)
		if (b->counts[drawn[i].standing])
			html(h, "<div><dt>%s</dt><dd><a href=\"%s\">%s</a></dd></div>\n",
			     tr(cx, measure_standings[drawn[i].standing].label),
			     list_of(cx, b, drawn[i].standing),
			     number(cx, b->counts[drawn[i].standing]));
	html(h, "</dl>\n");
}
