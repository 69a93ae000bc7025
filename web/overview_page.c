/* The page of an overview: which facets are crossed is chosen in a GET form, every number leads to
 * its records, and what is behind each shade stands above the table. */
#include "web/overview.h"

#include "language/words.h"
#include "web/request.h"
#include "web/view_part.h"

/* ---- what is crossed */

static bool drop_own(const char *name)
{
	return word_in("rows columns years order offset", name);
}

static void print_choice(struct html *h, const struct overview *o, const char *name,
                         const char *label, const char *chosen, const char *none)
{
	form_select(h, NULL, name, label);
	if (none)
		html_option(h, "", none, !*chosen);
	for (size_t i = 0; i < o->found.kinds_n; i++) {
		const struct search_facet_kind *k = &o->found.kinds[i];

		if (!none || !str_eq(k->name, "year"))
			html_option(h, k->name, tr(h->cx, k->label), str_eq(k->name, chosen));
	}
	form_select_close(h);
}

static void print_form(struct page *p, const struct overview *o)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<form class=\"panel no-print\" action=\"%s\" aria-label=\"%s\"" SWAPS
	     "><div class=\"fields\">",
	     p->request->path, tr(cx, "What is counted by what"));
	view_keep_address(h, p->request, drop_own);
	print_choice(h, o, "rows", tr(cx, "In rows"), o->rows, NULL);
	print_choice(h, o, "columns", tr(cx, "In columns"), o->columns, NULL);
	if (o->has_years)
		print_choice(h, o, "years", tr(cx, "Over the years"), o->years, tr(cx, "no chart"));
	html(h, "</div><p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(cx, "Count"));
}

/* ---- shades */

/* What is not stated is most often most, and would leave the others pale. */
static int64_t most_stated(const struct search_table *t)
{
	int64_t most = 0;

	for (size_t i = 0; i < t->rows.values_n; i++)
		for (size_t k = 0; k < t->columns.values_n; k++) {
			int64_t n = t->counts[i * t->columns.values_n + k];

			if (n > most && !str_eq(t->rows.values[i].value, "-") &&
			    !str_eq(t->columns.values[k].value, "-"))
				most = n;
		}
	return most;
}

/* From 1, 2, 5, 10 and 20, or the same times 2, 5, 10 … where the table goes that far. */
void overview_shades(const struct search_table *t, int64_t *ret)
{
	static const int64_t first[OVERVIEW_SHADES] = { 1, 2, 5, 10, 20 };
	int64_t unit = 1, most = most_stated(t);

	for (int step = 0;; step++) {
		int64_t next = step % 3 == 1 ? unit / 2 * 5 : unit * 2;

		if (next * first[OVERVIEW_SHADES - 1] > most)
			break;
		unit = next;
	}
	ret[0] = 1;
	for (int i = 1; i < OVERVIEW_SHADES; i++)
		ret[i] = first[i] * unit;
}

int overview_shade(const int64_t *shades, int64_t count)
{
	int shade = 0;

	while (shade < OVERVIEW_SHADES && count >= shades[shade])
		shade++;
	return shade;
}

static const char *number(struct context *cx, int64_t n)
{
	return words_number(cx->mem, cx->lang, n, 0);
}

const char *overview_shades_words(struct context *cx, const int64_t *shades)
{
	struct buffer out = BUFFER(cx->mem, MAX_URL);

	for (int i = 0; i + 1 < OVERVIEW_SHADES; i++)
		if (shades[i] + 1 == shades[i + 1])
			buffer_fmt(&out, "%s, ", number(cx, shades[i]));
		else
			buffer_fmt(&out, "%s–%s, ", number(cx, shades[i]),
			           number(cx, shades[i + 1] - 1));
	buffer_fmt(&out, tr(cx, "%s and more"), number(cx, shades[OVERVIEW_SHADES - 1]));
	return arena_fmt(cx->mem,
	                 tr(cx, "Stronger colour = more: %s. Every number opens its list."),
	                 buffer_str(&out));
}

/* ---- the table */

static size_t shown(const struct search_facet *x, size_t most)
{
	return x->values_n < most ? x->values_n : most;
}

static void print_value(struct html *h, const struct overview *o, const struct search_facet *x,
                        const struct search_value *v)
{
	const struct search_facet_kind *k = overview_kind(o, x->name);
	const struct choice *choices =
	        k && k->ordered && k->field ? field_choices(o->list.type, k->field) : NULL;
	const struct choice *c =
	        choices ? choice_at(choices, choice_index(choices, v->value)) : NULL;

	html(h, "<a href=\"%s\">", overview_list(h->cx, o, x, v->value, NULL, NULL));
	if (c && c->glyph) {
		html_glyph(h, c->glyph);
		buffer_text(&h->out, x == &o->table.columns ? "<br>" : " ");
	}
	html(h, "%s</a>", v->label);
}

static void print_cell(struct html *h, const struct overview *o, size_t row, size_t column,
                       const int64_t *shades)
{
	const struct search_table *t = &o->table;
	int64_t n = t->counts[row * t->columns.values_n + column];

	if (!n) {
		html(h, "<td class=\"h0\"><span aria-hidden=\"true\">·</span><span "
		        "class=\"vh\">0</span></td>");
		return;
	}
	html(h, "<td class=\"h%d\"><a href=\"%s\">%s</a></td>", overview_shade(shades, n),
	     overview_list(h->cx, o, &t->rows, t->rows.values[row].value, &t->columns,
	                   t->columns.values[column].value),
	     number(h->cx, n));
}

static void print_sum(struct html *h, const char *address, int64_t n)
{
	html(h, "<td class=\"sum\"><a href=\"%s\">%s</a></td>", address, number(h->cx, n));
}

static void print_head(struct html *h, const struct overview *o)
{
	const struct search_table *t = &o->table;

	html(h, "<thead><tr><th scope=\"col\">%s</th>", t->rows.label);
	for (size_t k = 0; k < shown(&t->columns, OVERVIEW_COLUMNS); k++) {
		html(h, "<th scope=\"col\">");
		print_value(h, o, &t->columns, &t->columns.values[k]);
		html(h, "</th>");
	}
	html(h, "<th scope=\"col\" class=\"num\">%s</th></tr></thead>\n", tr(h->cx, "All"));
}

static void print_foot(struct html *h, const struct overview *o)
{
	const struct search_table *t = &o->table;

	html(h, "<tfoot><tr><th scope=\"row\">%s</th>", tr(h->cx, "All"));
	for (size_t k = 0; k < shown(&t->columns, OVERVIEW_COLUMNS); k++)
		print_sum(h,
		          overview_list(h->cx, o, &t->columns, t->columns.values[k].value, NULL,
		                        NULL),
		          t->columns.values[k].count);
	print_sum(h, overview_list(h->cx, o, NULL, NULL, NULL, NULL), t->total);
	html(h, "</tr></tfoot>");
}

static void print_table(struct html *h, const struct overview *o, const int64_t *shades)
{
	const struct search_table *t = &o->table;

	html(h, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"h-cross\">"
	        "<table class=\"heat\">");
	print_head(h, o);
	html(h, "<tbody>\n");
	for (size_t i = 0; i < shown(&t->rows, OVERVIEW_ROWS); i++) {
		html(h, "<tr><th scope=\"row\">");
		print_value(h, o, &t->rows, &t->rows.values[i]);
		html(h, "</th>");
		for (size_t k = 0; k < shown(&t->columns, OVERVIEW_COLUMNS); k++)
			print_cell(h, o, i, k, shades);
		print_sum(h, overview_list(h->cx, o, &t->rows, t->rows.values[i].value, NULL, NULL),
		          t->rows.values[i].count);
		html(h, "</tr>\n");
	}
	html(h, "</tbody>");
	print_foot(h, o);
	html(h, "</table></div>\n");
}

static void print_cut(struct html *h, const struct search_facet *x, size_t most)
{
	struct context *cx = h->cx;

	if (x->values_all > shown(x, most))
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem,
		               tr(cx, "%s: the %zu most frequent of %zu are shown; the workbook "
		                      "has more."),
		               x->label, shown(x, most), x->values_all));
}

static void print_cross(struct page *p, const struct overview *o)
{
	const struct search_table *t = &o->table;
	struct context *cx = p->cx;
	struct html *h = &p->html;
	int64_t shades[OVERVIEW_SHADES];

	if (o->same) {
		page_message(p, "warn", tr(cx, "Rows and columns are the same."),
		             tr(cx, "Choose two different ones."));
		return;
	}
	overview_shades(t, shades);
	html(h,
	     "<section class=\"sect\"><h2 id=\"h-cross\">%s <span class=\"note\">%s</span></h2>\n",
	     arena_fmt(cx->mem, "%s × %s", t->rows.label, t->columns.label),
	     overview_shades_words(cx, shades));
	print_table(h, o, shades);
	print_cut(h, &t->rows, OVERVIEW_ROWS);
	print_cut(h, &t->columns, OVERVIEW_COLUMNS);
	if (overview_several(o, &t->rows) || overview_several(o, &t->columns))
		html(h, "<p class=\"note\">%s</p>\n",
		     tr(cx, "A record with several values stands in several cells; the sums count "
		            "it once."));
	html(h, "</section>\n");
}

/* ---- the page */

static void print_actions(struct page *p, const struct overview *o)
{
	const char *query = strchr(p->request->target, '?');
	struct context *cx = p->cx;

	page_action(p, tr(cx, "Excel workbook (XLSX)"),
	            arena_fmt(cx->mem, "/%s/overview/export%s", o->list.type->plural,
	                      query ? query : ""),
	            "down", false);
}

static void print_told(struct page *p, const struct overview *o)
{
	const struct found *f = &o->found;
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (f->answer.behind)
		page_message(
		        p, "warn",
		        tr(cx, "The search is being made anew and does not know everything yet."),
		        NULL);
	html(h, "<p class=\"note\">%s <b>%s</b>. %s</p>\n", tr(cx, "Records counted:"),
	     number(cx, f->answer.total), tr(cx, "Restricted records are not counted."));
	if (!str_empty(f->answer.explained))
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem, tr(cx, "Searched for: %s"), f->answer.explained));
}

bool overview_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct overview o;
	struct page p;

	if (!overview_read(cx, q, OVERVIEW_ROWS, &o))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Overview"));
	p.type = o.list.type;
	p.kicker = tr(cx, o.list.type->label_plural);
	p.lead = overview_lead(cx, &o);
	p.dated = true;
	page_crumb(&p, tr(cx, o.list.type->label_plural),
	           overview_list(cx, &o, NULL, NULL, NULL, NULL));
	page_crumb(&p, p.title, NULL);
	print_actions(&p, &o);
	print_told(&p, &o);
	print_form(&p, &o);
	if (o.found.answer.total) {
		print_cross(&p, &o);
		overview_chart(&p, &o);
	} else {
		page_empty(&p.html, tr(cx, "Nothing has these words."),
		           tr(cx, "Take a filter away, or search for fewer words."),
		           overview_list(cx, &o, NULL, NULL, NULL, NULL),
		           tr(cx, "Back to the list"));
	}
	return page_end(&p);
}
