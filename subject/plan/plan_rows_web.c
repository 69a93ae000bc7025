/* The rows of a plan's file as they would come in, each with what is wrong beside it; and the page
 * on which one of them is put right.  The file itself is never changed: what is typed lies over it.
 */
#include "subject/plan/plan_file_web.h"

#include "base/number.h"
#include "language/messages.h"
#include "language/words.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"

enum { ROWS_SHOWN = 100, MAX_CELL_TYPED = 20000, LONG_CELL = 60 };

static const struct {
	const char *label, *glyph;
} fates[PLAN_FATES] = {
	[PLAN_NEW] = { N_("New"), "new st-go" },
	[PLAN_CHANGED] = { N_("Changed"), "part st-part" },
	[PLAN_UNCHANGED] = { N_("Unchanged"), "ok st-done" },
	[PLAN_WRONG] = { N_("Refused"), "late st-late" },
};

/* ---- one row */

static void print_problems(struct html *h, const struct plan_item *item)
{
	struct context *cx = h->cx;

	for (size_t i = 0; i < item->problems_n; i++) {
		enum plan_column c = item->problems[i].column;

		html(h, "<p class=\"err\">");
		html_glyph(h, "late");
		html(h, "<span>%s%s%s</span></p>", c ? tr(cx, plan_columns[c].label) : "",
		     c ? ": " : "", item->problems[i].message);
	}
}

/* What becomes of each field of a row that is there already. */
static void print_changes(struct html *h, const struct plan_item *item)
{
	struct context *cx = h->cx;

	for (size_t i = 0; i < item->said.changes_n && item->fate == PLAN_CHANGED; i++) {
		const struct import_change *c = &item->said.changes[i];
		const struct field *f = type_field_named(item->said.type, c->field);

		html(h, "<p class=\"note\">%s: <del>%s</del> <ins>%s</ins></p>", tr(cx, f->label),
		     words_short(cx->mem, c->was, 200), words_short(cx->mem, c->is, 200));
	}
}

static void print_bodies(struct html *h, const struct measure *m)
{
	const struct measure_partner *v = m->partners.v;

	if (m->lead)
		view_link(h, &institution_type, m->lead);
	if (!m->co.n && !m->partners.n)
		return;
	html(h, "<p class=\"note\">");
	for (size_t i = 0; i < m->co.n; i++) {
		html(h, "%s", i ? ", " : "");
		view_link(h, &institution_type, m->co.v[i]);
	}
	for (size_t i = 0; i < m->partners.n; i++)
		html(h, "%s%s: %s", i || m->co.n ? "; " : "", tr(h->cx, N_("partner")),
		     v[i].institution ? record_title(h->cx, &institution_type, v[i].institution)
		                      : v[i].name);
	html(h, "</p>");
}

/* How the term was understood. */
static void print_term(struct html *h, const struct measure *m)
{
	struct context *cx = h->cx;
	const struct field *kind = type_field_named(&measure_type, "timing_kind");

	html(h, "%s", m->timing);
	if (!m->timing_kind)
		return;
	html(h, "<p class=\"note\">");
	if (m->timing_kind != TIMING_DATES)
		html(h, "%s ", field_words(cx, &measure_type, kind, m));
	if (date_set(m->from_date) && date_set(m->due))
		html(h, "<span class=\"nb\">%s</span> – <span class=\"nb\">%s</span>",
		     date_words(cx, m->from_date), date_words(cx, m->due));
	html(h, "</p>");
}

static void print_indicators(struct html *h, const struct plan_item *item)
{
	struct context *cx = h->cx;
	const struct measure *m = item->measure;

	for (size_t i = 0; i < m->indicators.n; i++) {
		html(h, "<p>%s ", tr(cx, N_("indicator:")));
		view_link(h, &indicator_type, m->indicators.v[i]);
		html(h, "</p>");
	}
	if (m->expected_result.n)
		html(h, "<p>%s</p>",
		     words_short(cx->mem, texts_words(cx, &m->expected_result), 200));
	if (*item->words)
		html(h, "<p class=\"note\">%s</p>",
		     tr(cx, N_("No indicator is called so: kept as words of the result.")));
}

static const char *row_path(struct context *cx, const struct plan_file *f, const struct plan_row *r)
{
	return plan_file_path(cx, f, arena_fmt(cx->mem, "/rows/%lld", (long long)r->at));
}

static void print_where(struct html *h, const struct plan_file *f, const struct plan_item *item)
{
	struct context *cx = h->cx;

	page_cell(h, N_("Row"));
	html(h, "<a href=\"%s\">%s</a><br>", row_path(cx, f, item->row),
	     plan_row_words(cx, f, item->row));
	html_state(h, fates[item->fate].glyph, tr(cx, fates[item->fate].label));
	html(h, "</td>");
}

static void print_part(struct html *h, const struct plan_file *f, const struct plan_item *item)
{
	struct context *cx = h->cx;
	const struct plan_part *part = item->part;

	html(h, "<tr role=\"row\">");
	print_where(h, f, item);
	html(h, "<td role=\"cell\" data-l=\"%s\">%s</td>", tr(cx, N_("Number")), item->number);
	html(h, "<td role=\"cell\" colspan=\"4\"><b>%s: %s</b>",
	     field_words(cx, &plan_part_type, type_field_named(&plan_part_type, "kind"), part),
	     texts_words(cx, &part->title));
	print_changes(h, item);
	print_problems(h, item);
	html(h, "</td></tr>\n");
}

static void print_measure(struct html *h, const struct plan_file *f, const struct plan_item *item)
{
	struct context *cx = h->cx;
	const struct measure *m = item->measure;

	html(h, "<tr role=\"row\">");
	print_where(h, f, item);
	html(h,
	     "<td role=\"cell\" class=\"ref\" data-l=\"%s\">%s</td><td role=\"cell\" "
	     "class=\"what\" "
	     "data-l=\"%s\"><span",
	     tr(cx, N_("Number")), item->number, tr(cx, N_("Measure")));
	html_lang(h, f->lang);
	html(h, ">%s</span>", words_short(cx->mem, texts_words(cx, &m->text), 300));
	print_changes(h, item);
	print_problems(h, item);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, N_("Lead body and co-executors")));
	print_bodies(h, m);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, N_("Timing")));
	print_term(h, m);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">",
	     tr(cx, N_("Indicators and expected result")));
	print_indicators(h, item);
	html(h, "</td></tr>\n");
}

/* ---- all of them */

static bool is_shown(const struct plan_item *item, const char *only)
{
	return str_empty(only) || str_eq(only, plan_fates[item->fate]);
}

/* "": of all. */
static const char *fate_of(const char *only)
{
	for (int i = 0; i < PLAN_FATES; i++)
		if (str_eq(only, plan_fates[i]))
			return plan_fates[i];
	return "";
}

static void print_pager(struct page *p, const struct plan_file *f, size_t from, size_t all)
{
	const char *only = request_query(p->request, "show");
	struct context *cx = p->cx;

	if (from + ROWS_SHOWN < all)
		html(&p->html,
		     "<p class=\"pager no-print\"><a class=\"btn\" rel=\"next\" href=\"%s\">%s</a>"
		     "</p>\n",
		     plan_file_path(cx, f,
		                    arena_fmt(cx->mem, "?show=%s&after=%zu#rows", fate_of(only),
		                              from + ROWS_SHOWN)),
		     tr(cx, N_("Next page")));
}

void plan_rows_print(struct page *p, const struct plan_file *f)
{
	static const char *const heads[] = { N_("Row"),     N_("Number"),
		                             N_("Measure"), N_("Lead body and co-executors"),
		                             N_("Timing"),  N_("Indicators and expected result") };
	const char *only = request_query(p->request, "show"),
	           *after = request_query(p->request, "after");
	struct context *cx = p->cx;
	struct html *h = &p->html;
	int64_t from = 0;
	size_t n = 0;

	if (after && !parse_int_in(after, 0, MOST_PLAN_ROWS, &from))
		from = 0;
	html(h, "<div id=\"rows\"></div>");
	page_section(h, tr(cx, N_("Row by row")),
	             tr(cx, N_("Open a row to put it right, or to say what it is.")));
	if (!str_empty(only))
		html(h, "<p><a href=\"%s\">%s</a></p>", plan_file_path(cx, f, "#rows"),
		     tr(cx, N_("Show all")));
	page_table(h, tr(cx, N_("Row by row")), heads, LEN(heads));
	for (size_t i = 0; i < f->n; i++) {
		const struct plan_item *item = &f->items[i];

		if (!is_shown(item, only))
			continue;
		if (n >= (size_t)from && n < (size_t)from + ROWS_SHOWN)
			(item->is_part ? print_part : print_measure)(h, f, item);
		n++;
	}
	page_table_end(h);
	print_pager(p, f, (size_t)from, n);
	html(h, "</section>\n");
}

/* ---- a row to be put right */

static const struct plan_row *row_of(struct context *cx, const struct plan_file *f,
                                     const struct request *q)
{
	const char *text = request_param(q, "row");
	int64_t at;

	if (text && parse_int_in(text, 1, (int64_t)f->table->n, &at))
		return &f->table->rows[at - 1];
	fail(cx, ERR_NOT_FOUND, NULL, N_("The file has no such row."));
	return NULL;
}

/* What the file itself has there. */
static const char *was(const struct plan_file *f, const struct plan_row *r, size_t column)
{
	for (size_t i = 0; i < f->corrections_n; i++)
		if (f->corrections[i].row == r->at && f->corrections[i].column == (int)column + 1)
			return f->corrections[i].was;
	return column < r->n ? r->cells[column].text : "";
}

static void print_cell(struct page *p, const struct plan_file *f, const struct plan_row *r,
                       size_t at)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct plan_layout *l = r->layout;
	const char *head = l && at < l->n && *l->heads[at]
	                           ? l->heads[at]
	                           : arena_fmt(cx->mem, tr(cx, N_("Column %d")), (int)at + 1),
	           *is = at < r->n ? r->cells[at].text : "", *before = was(f, r, at);
	enum plan_column column = l && at < l->n ? l->columns[at] : PLAN_SKIPPED;

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><label for=\"cell-%zu\" "
	     "class=\"of-file\">%s</label><br><span class=\"note\">%s</span></th><td role=\"cell\" "
	     "class=\"said\" data-l=\"%s\">",
	     at, head, tr(cx, plan_columns[column].label), tr(cx, N_("In the file")));
	html_paragraphs(h, before);
	html(h, "</td><td role=\"cell\">");
	if (strlen(is) > LONG_CELL || strlen(before) > LONG_CELL || strchr(is, '\n'))
		html(h, "<textarea id=\"cell-%zu\" name=\"cell.%zu\">\n%s</textarea>", at, at, is);
	else
		html(h, "<input id=\"cell-%zu\" name=\"cell.%zu\" value=\"%s\">", at, at, is);
	if (!str_eq(before, is))
		html(h, "<p class=\"note\">%s</p>", tr(cx, N_("Corrected")));
	html(h, "</td></tr>\n");
}

static const struct {
	const char *code, *label;
	enum plan_row_kind kind;
} row_kinds[] = {
	{ "measure", N_("a measure"), PLAN_ROW_MEASURE },
	{ "heading", N_("the heading of a part"), PLAN_ROW_HEADING },
	{ "more", N_("goes on with the measure above"), PLAN_ROW_MORE },
	{ "out", N_("nothing: leave it out"), PLAN_ROW_OUT },
};

static void print_kind(struct page *p, const struct plan_row *r)
{
	struct context *cx = p->cx;

	form_select(&p->html, NULL, "kind", tr(cx, N_("What this row is")));
	for (size_t i = 0; i < LEN(row_kinds); i++)
		html_option(&p->html, row_kinds[i].code, tr(cx, row_kinds[i].label),
		            row_kinds[i].kind == r->kind);
	form_select_close(&p->html);
}

static void print_cells(struct page *p, const struct plan_file *f, const struct plan_row *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	size_t n = r->layout && r->layout->n > r->n ? r->layout->n : r->n;

	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" scope=\"col\">%s"
	     "</th><th role=\"columnheader\" scope=\"col\">%s</th></tr></thead><tbody "
	     "role=\"rowgroup\">\n",
	     tr(cx, N_("Column")), tr(cx, N_("In the file")), tr(cx, N_("As it comes in")));
	for (size_t i = 0; i < n; i++)
		print_cell(p, f, r, i);
	html(h, "</tbody></table>\n");
}

bool plan_row_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct plan_file *f = plan_file_of(cx, q);
	const struct plan_row *r = f ? row_of(cx, f, q) : NULL;
	struct page p;

	if (!r)
		return false;
	plan_file_begin(&p, cx, q, a, plan_row_words(cx, f, r));
	page_crumb(&p, tr(cx, N_("Bring in a plan")), PLAN_IMPORT);
	page_crumb(&p, f->staging->name, plan_file_path(cx, f, ""));
	page_crumb(&p, p.title, NULL);
	p.lead = tr(cx, N_("The file itself stays as it is; what you type here counts instead."));
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].row == r)
			print_problems(&p.html, &f->items[i]);
	plan_file_form(&p, f, arena_fmt(cx->mem, "/rows/%lld", (long long)r->at), "stack");
	print_kind(&p, r);
	print_cells(&p, f, r);
	html(&p.html,
	     "<p class=\"field row no-print\"><button class=\"btn btn-main\">%s</button> <a "
	     "class=\"btn btn-bare\" href=\"%s\">%s</a></p></form>\n",
	     tr(cx, N_("Keep and look again")), plan_file_path(cx, f, "#rows"),
	     tr(cx, N_("Cancel")));
	return page_end(&p);
}

static bool correct(struct context *cx, const struct request *q, const struct plan_file *f,
                    const struct plan_row *r, size_t at)
{
	const char *text = request_form(q, arena_fmt(cx->mem, "cell.%zu", at)),
	           *is = at < r->n ? r->cells[at].text : "";

	if (!text || str_eq(text, is))
		return true;
	if (strlen(text) > MAX_CELL_TYPED)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("That is too much for one cell."));
	return staging_correct(cx, f->staging,
	                       &(struct correction){ r->at, (int)at + 1, is, text });
}

bool plan_row_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct plan_file *f = plan_file_of(cx, q);
	const struct plan_row *r = f ? row_of(cx, f, q) : NULL;
	const char *kind = request_form(q, "kind");

	if (!r)
		return false;
	for (size_t i = 0; i < MOST_PLAN_COLUMNS; i++)
		if (!correct(cx, q, f, r, i))
			return false;
	for (size_t i = 0; i < LEN(row_kinds); i++)
		if (str_eq(kind, row_kinds[i].code) && row_kinds[i].kind != r->kind &&
		    !staging_decide(cx, f->staging,
		                    arena_fmt(cx->mem, "row:%lld", (long long)r->at), kind))
			return false;
	return reply_goto(cx, a, plan_file_path(cx, f, "#rows"));
}
