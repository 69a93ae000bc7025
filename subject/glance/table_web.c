/* The bar of the whole State, and the table of a cut as a heat map: colour says how much beside the
 * figure, never instead of it. */
#include "subject/glance/glance_web.h"

#include "base/number.h"
#include "language/words.h"
#include "record/app.h"
#include "subject/recommendation/recommendation.h"
#include "web/overview.h"

enum { WIDTH = 736, TALL = 28, LEAST = 26 };

const char *glance_number(struct context *cx, int64_t n)
{
	return words_number(cx->mem, cx->lang, n, 0);
}

static const struct choice *choice_of(bool measures, const char *code)
{
	const struct choice *v =
	        measures ? &measure_standings[MEASURE_DRAFT] : recommendation_statuses;

	return choice_at(v, choice_index(v, code));
}

static const char *address_of(struct context *cx, const struct glance *g, bool measures,
                              const char *value, const char *status)
{
	struct glance_figure f = { .what = GLANCE_MEASURES, .cut = g->cut, .status = status };

	if (!measures)
		return glance_list(cx, g->cut, value, status);
	return value && !parse_int(value, &f.value) ? "/" : glance_address(cx, &f);
}

/* ---- the bar */

/* The colour of a bar and of the number in it, by the glyph of the status. */
const char *glance_colour(const struct choice *c, const char **ret_text)
{
	static const char *const colours[][3] = {
		{ "done", "c-done", "tw" }, { "cont", "c-cont", "tw" }, { "part", "c-part", "tb" },
		{ "go", "c-go", "tw" },     { "late", "c-late", "tw" }, { "new", "c-new", "tb" },
	};
	size_t n = c && c->glyph ? strcspn(c->glyph, " ") : 0;

	*ret_text = "tb";
	for (size_t i = 0; i < LEN(colours); i++)
		if (n == strlen(colours[i][0]) && strncmp(c->glyph, colours[i][0], n) == 0) {
			*ret_text = colours[i][2];
			return colours[i][1];
		}
	return "c-none";
}

static void print_part(struct html *h, const struct glance *g, bool measures,
                       const struct search_value *v, double x, double wide)
{
	const char *text, *colour = glance_colour(choice_of(measures, v->value), &text);

	html(h,
	     "<a href=\"%s\" aria-label=\"%s: %s\"><rect class=\"seg %s\" x=\"%.1f\" y=\"2\" "
	     "width=\"%.1f\" height=\"%d\"/>",
	     address_of(h->cx, g, measures, NULL, v->value), v->label,
	     glance_number(h->cx, v->count), colour, x, wide, TALL);
	if (wide >= LEAST + 6 * (double)strlen(glance_number(h->cx, v->count)) - 12)
		html(h, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>", text, x + 6, TALL - 8,
		     glance_number(h->cx, v->count));
	html(h, "</a>");
}

static void print_key(struct html *h, const struct glance *g, bool measures,
                      const struct search_table *t)
{
	html(h, "<ul class=\"key\">");
	for (size_t i = 0; i < t->columns.values_n; i++) {
		const struct search_value *v = &t->columns.values[i];
		const struct choice *c = choice_of(measures, v->value);

		html(h, "<li>");
		html_state(h, c ? c->glyph : NULL, v->label);
		html(h, " <a href=\"%s\">%s</a></li>",
		     address_of(h->cx, g, measures, NULL, v->value),
		     glance_number(h->cx, v->count));
	}
	html(h, "</ul>\n");
}

void glance_print_bar(struct html *h, const struct glance *g, bool measures)
{
	const struct search_table *t = measures ? &g->measures : &g->recommendations;
	const char *label =
	        tr(h->cx, measures ? measure_type.label_plural : recommendation_type.label_plural);
	double x = 0;

	html(h, "<p class=\"note\">%s <a href=\"%s\">%s</a></p>\n", tr(h->cx, "In all:"),
	     address_of(h->cx, g, measures, NULL, NULL), glance_number(h->cx, t->total));
	if (!t->total)
		return;
	html(h,
	     "<figure class=\"chart\"><svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"%s\">",
	     WIDTH, TALL + 4, label);
	for (size_t i = 0; i < t->columns.values_n; i++) {
		double wide = (double)t->columns.values[i].count * WIDTH / (double)t->total;

		print_part(h, g, measures, &t->columns.values[i], x, wide);
		x += wide;
	}
	html(h, "</svg>\n");
	print_key(h, g, measures, t);
	html(h, "</figure>\n");
}

/* ---- the table */

static void print_head(struct html *h, const struct glance *g, bool measures,
                       const struct search_table *t)
{
	html(h, "<thead><tr><th scope=\"col\">%s</th>", tr(h->cx, glance_cuts[g->cut].label));
	for (size_t k = 0; k < t->columns.values_n; k++) {
		const struct search_value *v = &t->columns.values[k];
		const struct choice *c = choice_of(measures, v->value);

		html(h, "<th scope=\"col\">");
		if (c && c->glyph) {
			html_glyph(h, arena_strn(h->cx->mem, c->glyph, strcspn(c->glyph, " ")));
			html(h, "<br>");
		}
		html(h, "%s</th>", v->label);
	}
	html(h, "<th scope=\"col\" class=\"num\">%s</th></tr></thead>\n", tr(h->cx, "All"));
}

static void print_row(struct html *h, const struct glance *g, bool measures,
                      const struct search_table *t, size_t row, const int64_t *shades)
{
	const struct search_value *r = &t->rows.values[row];
	size_t n = t->columns.values_n;

	html(h, "<tr><th scope=\"row\">%s</th>", r->label);
	for (size_t k = 0; k < n; k++) {
		int64_t count = t->counts[row * n + k];

		if (count)
			html(h, "<td class=\"h%d\"><a href=\"%s\">%s</a></td>",
			     overview_shade(shades, count),
			     address_of(h->cx, g, measures, r->value, t->columns.values[k].value),
			     glance_number(h->cx, count));
		else
			html(h, "<td class=\"h0\"><span aria-hidden=\"true\">·</span><span "
			        "class=\"vh\">0</span></td>");
	}
	html(h, "<td class=\"sum\"><a href=\"%s\">%s</a></td></tr>\n",
	     address_of(h->cx, g, measures, r->value, NULL), glance_number(h->cx, r->count));
}

/* Of the whole State, so that it need not be the sum of the rows. */
static void print_foot(struct html *h, const struct glance *g, bool measures,
                       const struct search_table *t)
{
	html(h, "</tbody><tfoot><tr><th scope=\"row\">%s</th>", tr(h->cx, "The whole State"));
	for (size_t k = 0; k < t->columns.values_n; k++)
		html(h, "<td class=\"sum\"><a href=\"%s\">%s</a></td>",
		     address_of(h->cx, g, measures, NULL, t->columns.values[k].value),
		     glance_number(h->cx, t->columns.values[k].count));
	html(h, "<td class=\"sum\"><a href=\"%s\">%s</a></td></tr></tfoot>",
	     address_of(h->cx, g, measures, NULL, NULL), glance_number(h->cx, t->total));
}

static void print_notes(struct html *h, const struct glance *g, const struct search_table *t)
{
	struct context *cx = h->cx;

	if (t->rows.values_all > t->rows.values_n)
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem,
		               tr(cx, "%s: the %zu most frequent of %zu are shown; the workbook "
		                      "has more."),
		               tr(cx, glance_cuts[g->cut].label), t->rows.values_n,
		               t->rows.values_all));
	if (g->cut != CUT_BODY && g->cut != CUT_DOCUMENT && g->cut != CUT_CYCLE)
		html(h, "<p class=\"note\">%s</p>\n",
		     tr(cx, "A record with several values stands in several rows; the whole State "
		            "counts it once."));
}

void glance_print_table(struct page *p, const struct glance *g, bool measures)
{
	const struct search_table *t = measures ? &g->measures : &g->recommendations;
	const char *id = measures ? "h-measures" : "h-recommendations";
	struct context *cx = p->cx;
	struct html *h = &p->html;
	int64_t shades[OVERVIEW_SHADES];

	if (!t->rows.values_n)
		return;
	overview_shades(t, shades);
	html(h, "<section class=\"sect\"><h2 id=\"%s\">%s <span class=\"note\">%s</span></h2>\n",
	     id,
	     arena_fmt(cx->mem, "%s: %s",
	               tr(cx,
	                  measures ? measure_type.label_plural : recommendation_type.label_plural),
	               tr(cx, glance_cuts[g->cut].label)),
	     overview_shades_words(cx, shades));
	html(h,
	     "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"%s\"><table "
	     "class=\"heat\">",
	     id);
	print_head(h, g, measures, t);
	html(h, "<tbody>\n");
	for (size_t i = 0; i < t->rows.values_n; i++)
		print_row(h, g, measures, t, i, shades);
	print_foot(h, g, measures, t);
	html(h, "</table></div>\n");
	print_notes(h, g, t);
	html(h, "</section>\n");
}
