/* Lists: what is shown is told by the address alone (filters, order, place), so a list can be sent,
 * printed and exported as it stands.  Without script every part is a link or a GET form; htmx only
 * swaps #results of the same address. */
#include "web/view_part.h"

#include "base/number.h"
#include "record/app.h"
#include "record/export.h"
#include "web/menu.h"
#include "web/saved.h"
#include "web/session.h"
#include "web/view_find.h"
#include "web/who.h"

/* ---- the address */

/* Names in the address that are no filters. */
bool view_is_setting(const char *name)
{
	return word_in("order after offset limit lang format count draft layout facets "
	               "facet find filters restricted",
	               name);
}

/* All values of one name, "|" between them, the way list_filter() reads them. */
const char *view_joined(struct context *cx, const struct request *q, const char *name)
{
	struct buffer out = BUFFER(cx->mem, MAX_URL * 2);

	for (size_t i = 0; i < q->query_n; i++)
		if (str_eq(q->query[i].name, name) && !str_empty(q->query[i].value))
			buffer_fmt(&out, "%s%s", out.len ? "|" : "", q->query[i].value);
	return buffer_str(&out);
}

bool view_is_first(const struct request *q, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_eq(q->query[i].name, q->query[at].name))
			return false;
	return true;
}

bool view_list_read(struct context *cx, const struct request *q, struct list *l)
{
	const char *limit = request_query(q, "limit");
	int64_t n = 0;

	for (size_t i = 0; i < q->query_n; i++) {
		const char *name = q->query[i].name;

		if (view_is_setting(name) || !view_is_first(q, i))
			continue;
		if (!list_filter(cx, l, name, view_joined(cx, q, name)))
			return false;
	}
	if (limit && !parse_int_in(limit, 1, MAX_LIST_PAGE, &n))
		return fail(cx, ERR_BAD_REQUEST, "limit",
		            N_("A page of a list holds 1 to %d records."), MAX_LIST_PAGE);
	l->limit = (int)n;
	l->order = request_query(q, "order");
	l->after = request_query(q, "after");
	l->count = request_query(q, "count") != NULL;
	return true;
}

/* Hidden inputs that keep the address in a GET form, but for the names given. */
void view_keep_address(struct html *h, const struct request *q, bool (*drop)(const char *name))
{
	for (size_t i = 0; i < q->query_n; i++)
		if (!drop(q->query[i].name) && !str_eq(q->query[i].name, "after") &&
		    !str_empty(q->query[i].value))
			html(h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">",
			     q->query[i].name, q->query[i].value);
}

/* ---- the table */

bool view_is_column(const struct type *t, const struct field *f)
{
	return f->flags & LISTED && !(f->flags & HIDDEN) && f->kind != FIELD_ROWS &&
	       !(f == &common_fields[0] && !t->states);
}

static void print_column(struct html *h, const struct list *l, const struct request *q,
                         const struct field *f)
{
	struct context *cx = h->cx;
	const char *order = l->order ? l->order : l->type->order ? l->type->order : "";
	bool down = *order == '-', current = str_eq(order + down, f->name);
	const char *label = tr(cx, f->label);

	html(h, "<th role=\"columnheader\" scope=\"col\"");
	if (f->kind == FIELD_NUMBER || f->kind == FIELD_MONEY)
		html(h, " class=\"num\"");
	if (current)
		html(h, " aria-sort=\"%s\"", down ? "descending" : "ascending");
	if (f->flags & SORTED)
		html(h, "><a href=\"%s\">%s</a></th>",
		     page_address(cx, q, "order",
		                  current && !down ? arena_fmt(cx->mem, "-%s", f->name) : f->name),
		     label);
	else
		html(h, ">%s</th>", label);
}

static void print_head(struct html *h, const struct list *l, const struct request *q,
                       const struct view_list *v)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(l->type, i)); i++)
		if (i >= COMMON_FIELDS && view_is_column(l->type, f))
			print_column(h, l, q, f);
	for (const char *const *label = v ? v->more : NULL; label && *label; label++)
		html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>", tr(h->cx, *label));
	if (l->type->states)
		print_column(h, l, q, &common_fields[0]);
}

void view_name(struct html *h, const struct list *l, const struct field *f, const void *row)
{
	struct context *cx = h->cx;
	const struct search_item *item = found_item(l, row);
	const char *words, *lang = NULL;

	if (f->kind == FIELD_TEXTS)
		words = view_text(cx, field_at(f, row), &lang);
	else
		words = field_words(cx, l->type, f, row);
	html(h, "<a href=\"%s\"", record_path(cx, l->type, ((const struct record *)row)->id, NULL));
	html_lang(h, lang);
	html(h, "><span class=\"clamp\">");
	if (str_empty(words))
		words = tr(cx, "without a name");
	if (!item || !item->snippet.marks_n) {
		html(h, "%s</span></a>", words);
	} else if (found_title(h, words, &item->snippet)) {
		html(h, "</span></a>");
	} else {
		html(h, "</span></a><span class=\"note\"");
		html_lang(h, item->snippet.lang);
		html(h, ">");
		found_snippet(h, &item->snippet);
		html(h, "</span>");
	}
}

static void print_cell(struct html *h, const struct list *l, const struct field *f, const void *row)
{
	bool empty = field_empty(f, row) || !access_field(h->cx, l->type, row, f);

	html(h, "<td role=\"cell\"");
	if (f->kind == FIELD_NUMBER || f->kind == FIELD_MONEY)
		html(h, " class=\"num\"");
	if (!empty)
		html(h, " data-l=\"%s\"", tr(h->cx, f->label));
	html(h, ">");
	if (!empty && f->kind == FIELD_TEXTS) {
		const char *lang, *body = view_text(h->cx, field_at(f, row), &lang);

		html(h, "<span class=\"clamp\"");
		html_lang(h, lang);
		html(h, ">%s</span>", body);
	} else if (!empty) {
		view_value(h, l->type, f, row);
	}
	html(h, "</td>");
}

/* The column whose words name the record: the first text in languages, else the first column. */
const struct field *view_name_column(const struct type *t)
{
	const struct field *f, *first = NULL;

	for (size_t i = COMMON_FIELDS; (f = type_field(t, i)); i++) {
		if (!view_is_column(t, f))
			continue;
		if (f->kind == FIELD_TEXTS)
			return f;
		first = first ? first : f;
	}
	return first;
}

static void print_more(struct html *h, const struct list *l, const void *row,
                       const struct view_list *v)
{
	for (size_t i = 0; v && v->more && v->more[i]; i++) {
		html(h, "<td role=\"cell\" data-l=\"%s\">", tr(h->cx, v->more[i]));
		v->more_cell(h, l, row, i);
		html(h, "</td>");
	}
}

static void print_row(struct html *h, const struct list *l, const void *row,
                      const struct view_list *v)
{
	const struct field *f, *name = view_name_column(l->type);
	bool first = true;

	for (size_t i = COMMON_FIELDS; (f = type_field(l->type, i)); i++) {
		const char *tag = first ? "th" : "td",
		           *role = first ? "rowheader\" scope=\"row" : "cell";

		if (!view_is_column(l->type, f))
			continue;
		if (!first && f != name) {
			print_cell(h, l, f, row);
			continue;
		}
		html(h, "<%s class=\"%s\" role=\"", tag,
		     f->kind == FIELD_TEXTS || f->kind == FIELD_REF || f->kind == FIELD_LINK
		             ? "what"
		             : "ref");
		buffer_text(&h->out, role);
		html(h, "\">");
		view_name(h, l, f, row);
		html(h, "</%s>", tag);
		first = false;
	}
	print_more(h, l, row, v);
	if (l->type->states)
		print_cell(h, l, &common_fields[0], row);
}

static const char *shown_of(struct context *cx, const struct list *l)
{
	const char *counted = found_shown(cx, l);

	if (counted)
		return counted;
	if (l->count)
		return arena_fmt(cx->mem, tr(cx, "%zu shown of %lld"), l->n, (long long)l->total);
	if (!l->after && !l->next)
		return arena_fmt(cx->mem, tr(cx, "%zu in all"), l->n);
	return arena_fmt(cx->mem, tr(cx, "%zu shown, there are more"), l->n);
}

static void print_table(struct page *p, const struct list *l, const struct view_list *v)
{
	struct html *h = &p->html;
	const char *caption = arena_fmt(p->cx->mem, "%s: %s", tr(p->cx, l->type->label_plural),
	                                shown_of(p->cx, l));

	if (!record_titles_in(p->cx, l->type, l->rows, l->n, v ? v->titles : NULL) ||
	    view_laid_out(p, l, v, caption))
		return;
	html(h, "<table class=\"list\" role=\"table\"><caption class=\"vh\">%s</caption>\n",
	     caption);
	html(h, "<thead role=\"rowgroup\"" LINKS_SWAP "><tr role=\"row\">");
	if (v && v->head)
		v->head(h, l);
	else
		print_head(h, l, p->request, v);
	html(h, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < l->n; i++) {
		html(h, "<tr role=\"row\">");
		if (v && v->row)
			v->row(h, l, l->rows[i]);
		else
			print_row(h, l, l->rows[i], v);
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table>\n");
}

static void print_pager(struct page *p, const struct list *l)
{
	const struct found *f = l->shown;
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (f && f->counted) {
		found_pager(p, f);
		return;
	}
	html(h,
	     "<nav class=\"pager\" aria-label=\"%s\"" LINKS_SWAP
	     "><span role=\"status\">%s</span><span class=\"row\">",
	     tr(cx, "Pages"), shown_of(cx, l));
	if (!l->count && (l->next || l->after))
		html(h, "<a href=\"%s\">%s</a>", page_address(cx, p->request, "count", "1"),
		     tr(cx, "Count them"));
	if (l->after)
		html(h, "<a class=\"btn\" href=\"%s\">%s</a>",
		     page_address(cx, p->request, "after", NULL), tr(cx, "First page"));
	if (l->next)
		html(h, "<a class=\"btn\" rel=\"next\" href=\"%s\">%s</a>",
		     page_address(cx, p->request, "after", l->next), tr(cx, "Next page"));
	html(h, "</span></nav>\n");
}

/* ---- the whole */

static bool drop_search(const char *name)
{
	return word_in("q after offset restricted", name);
}

static void print_search(struct page *p, const struct list *l, bool facets)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<form class=\"find find-in\" role=\"search\" aria-label=\"%s\" action=\"%s\"" SWAPS
	     ">",
	     tr(cx, l->type->label_plural), p->request->path);
	view_keep_address(h, p->request, drop_search);
	html(h,
	     "<label class=\"vh\" for=\"q\">%s</label><input id=\"q\" name=\"q\" type=\"search\" "
	     "accesskey=\"/\" value=\"%s\">",
	     tr(cx, "Search in this list"), request_query(p->request, "q"));
	html(h, "<button class=\"btn\">%s</button></form>\n", tr(cx, "Search"));
	p->own_search = true;
	if (facets)
		html(h, "<p><a class=\"btn to-facets\" href=\"#facets\">%s</a></p>\n",
		     tr(cx, "Filters"));
}

static void print_empty(struct page *p, const struct list *l)
{
	struct context *cx = p->cx;

	if (l->filters_n || l->after)
		page_empty(&p->html, tr(cx, "Nothing here fits these filters."),
		           tr(cx, "Take a filter away, or search for fewer words."),
		           p->request->path, tr(cx, "Show all"));
	else
		page_empty(
		        &p->html, tr(cx, "There is nothing here yet."),
		        tr(cx,
		           "What is entered, imported or assigned to you will stand in this list."),
		        "/", tr(cx, "Start page"));
}

/* The list at its own address: only there an address can be kept under a name. */
static bool is_own_page(const struct page *p, const struct type *t)
{
	return p->request->path && *p->request->path == '/' &&
	       str_eq(p->request->path + 1, t->plural);
}

/* In which order and layout: one line above the table. */
static void print_manner(struct page *p, const struct list *l, const struct view_list *v)
{
	const struct found *f = l->shown;

	html(&p->html, "<div class=\"row row-wide\">\n");
	if (f && f->counted)
		found_orders(p, f);
	view_layout_print(p, v);
	html(&p->html, "</div>\n");
}

void view_ready_print(struct html *h, const struct list *l, const struct view_ready *v, size_t n)
{
	html(h,
	     "<div class=\"row views no-print\"><span class=\"note\">%s</span><ul class=\"tags\">",
	     tr(h->cx, "Ready filters"));
	for (size_t i = 0; i < n; i++)
		html(h, "<li><a class=\"tag\" href=\"/%s%s\">%s</a></li>", l->type->plural,
		     v[i].query, tr(h->cx, v[i].label));
	html(h, "</ul></div>\n");
}

void view_list_print(struct page *p, const struct list *l, const struct view_list *v)
{
	struct html *h = &p->html;
	bool facets = view_has_facets(l->type);

	html(h, "<div class=\"cols%s\" id=\"results\">\n<div>\n", facets ? " cols-facets" : "");
	print_search(p, l, facets);
	if (v && v->views)
		v->views(h, l);
	if (is_own_page(p, l->type))
		saved_print(p, l->type);
	if (l->shown)
		found_told(p, l->shown);
	if (l->n)
		print_manner(p, l, v);
	if (!l->n) {
		print_empty(p, l);
	} else if (v && v->bulk) {
		html(h, "<form action=\"%s\" method=\"post\">\n", v->bulk_action);
		page_csrf(h, p->request);
		print_table(p, l, v);
		v->bulk(h, l);
		html(h, "</form>\n");
	} else {
		print_table(p, l, v);
	}
	if (l->n)
		print_pager(p, l);
	html(h, "</div>\n");
	if (facets)
		view_facets(p, l);
	html(h, "</div>\n");
}

/* Values of the address come as they were typed, so the new ones go behind them. */
static void export_link(struct page *p, const struct type *t, const char *format, const char *lang,
                        const char *words)
{
	const char *address = page_address(p->cx, p->request, "format", NULL),
	           *query = strchr(address, '?');
	struct html *h = &p->actions;

	html(h, "<li><a href=\"/%s/export%s%sformat=%s", t->plural, query ? query : "",
	     query ? "&" : "?", format);
	if (lang)
		html(h, "&lang=%s\" lang=\"%s\" hreflang=\"%s", lang, lang, lang);
	html(h, "\">%s</a></li>", words);
}

/* Words in the page's language come first; the files that people send to one another, in the others
 * too. */
static void print_export(struct page *p, const struct type *t)
{
	struct context *cx = p->cx;
	struct html *h = &p->actions;

	html(h, "<details class=\"pop\"><summary class=\"btn\">");
	html_glyph(h, "down");
	html(h, "%s</summary><ul>", tr(cx, "Export"));
	export_link(p, t, "xlsx", NULL, tr(cx, "Excel workbook with sources (XLSX)"));
	if (t->text)
		export_link(p, t, "docx", NULL, tr(cx, t->text->label));
	export_link(p, t, "csv", NULL, tr(cx, "Table for other programs (CSV)"));
	export_link(p, t, "json", NULL, tr(cx, "Data for programs (JSON)"));
	for (const char *const *l = page_languages(cx); *l; l++) {
		if (str_eq(*l, p->request->lang))
			continue;
		export_link(p, t, "xlsx", *l, arena_fmt(cx->mem, "XLSX: %s", language_name(*l)));
		if (t->text)
			export_link(p, t, "docx", *l,
			            arena_fmt(cx->mem, "DOCX: %s", language_name(*l)));
	}
	html(h, "</ul></details>");
}

/* What the printed page must say of itself: which filters, as of when, for whom. */
const char *view_filters(struct context *cx, const struct list *l)
{
	struct buffer out = BUFFER(cx->mem, MAX_URL * 4);

	for (size_t i = 0; i < l->filters_n; i++) {
		const struct filter *w = &l->filters[i];

		buffer_fmt(&out, "%s%s", out.len ? "; " : "",
		           w->label   ? tr(cx, w->label)
		           : w->field ? tr(cx, w->field->label)
		                      : tr(cx, "words"));
		buffer_text(&out, w->op == FILTER_FROM ? " ≥" : w->op == FILTER_TO ? " ≤" : ":");
		if (w->op == FILTER_MISSING)
			buffer_fmt(&out, " %s", tr(cx, "not stated"));
		for (size_t k = 0; k < w->n; k++) {
			void *row = arena_alloc(cx->mem, l->type->size);
			struct error before = cx->err;
			bool read = w->field && w->field->kind != FIELD_TEXTS &&
			            field_typed(cx, l->type, w->field, cx->lang, w->values[k], row);

			cx->err = before;
			buffer_fmt(&out, "%s %s", k ? "," : "",
			           read ? field_words(cx, l->type, w->field, row) : w->values[k]);
		}
	}
	return buffer_str(&out);
}

static const char *list_lead(struct context *cx, const struct list *l)
{
	const char *filters = view_filters(cx, l);
	const char *who = cx->actor ? who_name(cx, cx->actor->user) : tr(cx, "everybody");

	if (*filters)
		return arena_fmt(cx->mem, tr(cx, "As of %s, for %s. Filters: %s."),
		                 time_words(cx, cx->now), who, filters);
	return arena_fmt(cx->mem, tr(cx, "As of %s, for %s."), time_words(cx, cx->now), who);
}

bool view_list_page(struct context *cx, const struct request *q, struct reply *a,
                    const struct type *t, const struct view_list *v)
{
	struct list l = { .type = t };
	const struct error *errors = NULL;
	struct found f;
	struct page p;

	if (!find_read(cx, q, &l, &f)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		errors = view_errors(cx);
		a->status = 422;
	} else {
		f.ask.facets = find_facets(cx, &f);
		if (!find_page(cx, &f))
			return false;
	}
	if (t->flags & TYPE_LOGS_READING && !view_reading_rows(cx, t, l.rows, l.n, "list"))
		return false;
	page_begin(&p, cx, q, a, tr(cx, t->label_plural));
	p.type = t;
	if (errors)
		page_message(&p, "bad", errors->text, NULL);
	p.lead = list_lead(cx, &l);
	p.dated = true;
	if (f.index && f.kinds_n > 1)
		page_action(
		        &p, tr(cx, "Overview"),
		        arena_fmt(cx->mem, "/%s/overview%s", t->plural, view_list_query(cx, &l)),
		        NULL, false);
	print_export(&p, t);
	if (access_function(cx, t->function, RIGHT_CREATE))
		page_action(&p, arena_fmt(cx->mem, tr(cx, "New: %s"), tr(cx, t->label)),
		            arena_fmt(cx->mem, "/%s/new", t->plural), NULL, true);
	if (t->help)
		html(&p.html, "<p class=\"prose note no-print\">%s</p>\n", tr(cx, t->help));
	view_list_print(&p, &l, v);
	return page_end(&p);
}

bool view_list_get(struct context *cx, const struct request *q, struct reply *a)
{
	return view_list_page(cx, q, a, view_type(q), NULL);
}
