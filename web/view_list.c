/* Lists: what is shown is told by the address alone (filters, order, place), so a list can be sent,
 * printed and exported as it stands.  Without script every part is a link or a GET form; htmx only
 * swaps #results of the same address. */
#include "web/view.h"

#include "base/number.h"
#include "record/app.h"
#include "record/export.h"
#include "web/menu.h"
#include "web/session.h"
#include "web/who.h"

/* A page stays small: so many members of references are offered in all, those of columns first; the
 * rest is typed by key. */
enum { FACET_MEMBERS = 40, ALL_MEMBERS = 90, OPTION_BYTES = 80 };

/* htmx swaps the page's main part for that of the same address; without it these are plain links
 * and GET forms. */
#define SWAPS " hx-boost=\"true\" hx-target=\"#main\" hx-select=\"#main\" hx-swap=\"outerHTML\""
#define LINKS_SWAP                                                                                 \
	" hx-boost:inherited=\"true\" hx-target:inherited=\"#main\" hx-select:inherited=\"#main\"" \
	" hx-swap:inherited=\"outerHTML\""

/* ---- the address */

/* Names in the address that are no filters. */
static bool is_setting(const char *name)
{
	return word_in("order after limit lang format count draft", name);
}

/* All values of one name, "|" between them, the way list_filter() reads them. */
static const char *query_joined(struct context *cx, const struct request *q, const char *name)
{
	struct buffer out = BUFFER(cx->mem, MAX_URL * 2);

	for (size_t i = 0; i < q->query_n; i++)
		if (str_eq(q->query[i].name, name) && !str_empty(q->query[i].value))
			buffer_fmt(&out, "%s%s", out.len ? "|" : "", q->query[i].value);
	return buffer_str(&out);
}

static bool is_first(const struct request *q, size_t at)
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

		if (is_setting(name) || !is_first(q, i))
			continue;
		if (!list_filter(cx, l, name, query_joined(cx, q, name)))
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
static void keep_address(struct html *h, const struct request *q, bool (*drop)(const char *name))
{
	for (size_t i = 0; i < q->query_n; i++)
		if (!drop(q->query[i].name) && !str_eq(q->query[i].name, "after") &&
		    !str_empty(q->query[i].value))
			html(h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">",
			     q->query[i].name, q->query[i].value);
}

/* ---- the table */

static bool is_column(const struct type *t, const struct field *f)
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
		if (i >= COMMON_FIELDS && is_column(l->type, f))
			print_column(h, l, q, f);
	for (const char *const *label = v ? v->more : NULL; label && *label; label++)
		html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>", tr(h->cx, *label));
	if (l->type->states)
		print_column(h, l, q, &common_fields[0]);
}

static void print_name(struct html *h, const struct list *l, const struct field *f, const void *row)
{
	struct context *cx = h->cx;
	const char *words, *lang = NULL;

	if (f->kind == FIELD_TEXTS)
		words = view_text(cx, field_at(f, row), &lang);
	else
		words = field_words(cx, l->type, f, row);
	html(h, "<a href=\"%s\"", record_path(cx, l->type, ((const struct record *)row)->id, NULL));
	html_lang(h, lang);
	html(h, "><span class=\"clamp\">%s</span></a>",
	     str_empty(words) ? tr(cx, "without a name") : words);
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
static const struct field *name_column(const struct type *t)
{
	const struct field *f, *first = NULL;

	for (size_t i = COMMON_FIELDS; (f = type_field(t, i)); i++) {
		if (!is_column(t, f))
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
	const struct field *f, *name = name_column(l->type);
	bool first = true;

	for (size_t i = COMMON_FIELDS; (f = type_field(l->type, i)); i++) {
		const char *tag = first ? "th" : "td",
		           *role = first ? "rowheader\" scope=\"row" : "cell";

		if (!is_column(l->type, f))
			continue;
		if (!first && f != name) {
			print_cell(h, l, f, row);
			continue;
		}
		html(h, "<%s class=\"%s\" role=\"", tag, f->kind == FIELD_TEXTS ? "what" : "ref");
		buffer_text(&h->out, role);
		html(h, "\">");
		print_name(h, l, f, row);
		html(h, "</%s>", tag);
		first = false;
	}
	print_more(h, l, row, v);
	if (l->type->states)
		print_cell(h, l, &common_fields[0], row);
}

static const char *shown_of(struct context *cx, const struct request *q, const struct list *l)
{
	if (l->count)
		return arena_fmt(cx->mem, tr(cx, "%zu shown of %lld"), l->n, (long long)l->total);
	if (!l->after && !l->next)
		return arena_fmt(cx->mem, tr(cx, "%zu in all"), l->n);
	(void)q;
	return arena_fmt(cx->mem, tr(cx, "%zu shown, there are more"), l->n);
}

static void print_table(struct page *p, const struct list *l, const struct view_list *v)
{
	struct html *h = &p->html;

	if (!record_titles_in(p->cx, l->type, l->rows, l->n, NULL))
		return;
	html(h, "<table class=\"list\" role=\"table\"><caption class=\"vh\">%s: %s</caption>\n",
	     tr(p->cx, l->type->label_plural), shown_of(p->cx, p->request, l));
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
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<nav class=\"pager\" aria-label=\"%s\"" LINKS_SWAP
	     "><span role=\"status\">%s</span><span class=\"row\">",
	     tr(cx, "Pages"), shown_of(cx, p->request, l));
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

/* ---- filters */

static bool has_value(const struct request *q, const char *name, const char *value)
{
	for (size_t i = 0; i < q->query_n; i++)
		if (str_eq(q->query[i].name, name) && str_eq(q->query[i].value, value))
			return true;
	return false;
}

static void print_tick(struct html *h, const struct request *q, const char *name, const char *value,
                       const char *label)
{
	html(h, "<label class=\"tick\"><input type=\"checkbox\" name=\"%s\" value=\"%s\"", name,
	     value);
	if (has_value(q, name, value))
		html(h, " checked");
	html(h, "><span>%s</span></label>", label);
}

static void print_missing(struct html *h, const struct request *q, const struct field *f)
{
	if (!(f->flags & REQUIRED) && f != &common_fields[0]) /* every record has a state */
		print_tick(h, q, f->name, "-", tr(h->cx, "not stated"));
}

static void print_choices(struct html *h, const struct request *q, const struct list *l,
                          const struct field *f)
{
	for (const struct choice *c = field_choices(l->type, f); c && c->code; c++)
		print_tick(h, q, f->name, c->code, tr(h->cx, c->label));
}

static void print_typed(struct html *h, const struct request *q, const struct field *f)
{
	html(h, "<input name=\"%s\" aria-label=\"%s\" value=\"%s\">", f->name, tr(h->cx, f->label),
	     request_query(q, f->name));
}

/* A title cut for a narrow column, between characters. */
static const char *cut(struct context *cx, const char *title)
{
	size_t n = OPTION_BYTES;

	if (strlen(title) <= OPTION_BYTES)
		return title;
	while (n && ((unsigned char)title[n] & 0xc0) == 0x80)
		n--;
	return arena_fmt(cx->mem, "%.*s…", (int)n, title);
}

/* The members of a reference type: counted first, loaded when they are few enough to be offered. */
struct members {
	struct list list;
	int64_t n; /* counted */
	struct members *next;
};

/* Which references are offered whole. */
struct facets {
	struct members *met;
	uint64_t offered; /* by the field's place in the type */
	int64_t left;     /* options that may still be printed */
};

static struct members *members_of(struct context *cx, struct facets *all, const struct type *type)
{
	struct members *m = all->met;

	while (m && m->list.type != type)
		m = m->next;
	if (m)
		return m;
	m = arena_new_of(cx->mem, struct members);
	m->list = (struct list){ .type = type, .limit = FACET_MEMBERS };
	m->next = all->met;
	all->met = m;
	if (!record_few(cx, type, FACET_MEMBERS, &m->n))
		return NULL;
	if (m->n > FACET_MEMBERS && type->offered) {
		m->list.where_sql = type->offered;
		if (!record_list(cx, &m->list))
			return NULL;
		m->n = (int64_t)m->list.n + (m->list.next != NULL);
	}
	return m;
}

static const struct list *load_members(struct context *cx, struct facets *all,
                                       const struct type *type)
{
	struct members *m = members_of(cx, all, type);

	return m && (m->list.rows || record_list(cx, &m->list)) ? &m->list : NULL;
}

static bool is_reference(const struct field *f)
{
	return f->kind == FIELD_REF || f->kind == FIELD_REFS || f->kind == FIELD_PARENT;
}

static void offer(struct context *cx, struct facets *all, const struct type *t, size_t i)
{
	const struct field *f = type_field(t, i);
	const struct type *to = field_target(t, f);
	const struct members *of;

	if (!is_reference(f) || i >= 64 || !to || to == t || all->left < 10)
		return;
	of = members_of(cx, all, to);
	if (!of || of->n > FACET_MEMBERS || of->n > all->left)
		return;
	all->offered |= UINT64_C(1) << i;
	all->left -= of->n;
}

static bool is_facet(const struct type *t, const struct field *f)
{
	return f->flags & FILTERED && !(f->flags & HIDDEN) && f->kind != FIELD_ROWS &&
	       f->kind != FIELD_LINK && !(f == &common_fields[0] && !t->states);
}

static void choose_offered(struct context *cx, struct facets *all, const struct type *t)
{
	const struct field *f;

	for (int listed = 1; listed >= 0; listed--)
		for (size_t i = 0; (f = type_field(t, i)); i++)
			if (is_facet(t, f) && !(f->flags & LISTED) == !listed)
				offer(cx, all, t, i);
}

/* Where not all are offered, the address may name one of the others. */
static bool offers(const struct list *of, const char *value)
{
	int64_t id;

	if (!of->where_sql || !parse_int_in(value, 1, INT64_MAX, &id))
		return true;
	for (size_t i = 0; i < of->n; i++)
		if (((struct record *)of->rows[i])->id == id)
			return true;
	return false;
}

static void print_members(struct html *h, const struct request *q, const struct list *of,
                          const struct field *f)
{
	struct context *cx = h->cx;
	const char *value = request_query(q, f->name);

	html(h, "<select name=\"%s\" aria-label=\"%s\"><option value=\"\">%s</option>", f->name,
	     tr(cx, f->label), tr(cx, "all"));
	for (size_t i = 0; i < of->n; i++) {
		const char *id =
		        arena_fmt(cx->mem, "%lld", (long long)((struct record *)of->rows[i])->id);

		html_option(h, id, of->type->title ? cut(cx, of->type->title(cx, of->rows[i])) : id,
		            str_eq(id, value));
	}
	if (!(f->flags & REQUIRED))
		html_option(h, "-", tr(cx, "not stated"), str_eq(value, "-"));
	html(h, "</select>");
}

static void print_bound(struct html *h, const struct request *q, const struct field *f, char sign,
                        const char *label)
{
	const char *name = arena_fmt(h->cx->mem, "%s%c", f->name, sign);
	const char *side = sign == '>' ? "from" : "to", *value = request_query(q, name);

	html(h, "<div class=\"field\"><label class=\"small\" for=\"%s-%s\">%s</label>", side,
	     f->name, label);
	html(h, "<input id=\"%s-%s\" name=\"%s\" value=\"%s\"></div>", side, f->name, name, value);
}

/* A record that the address names by its identifier: its title, or all again. */
static bool print_named(struct html *h, const struct request *q, const struct type *to,
                        const struct field *f)
{
	struct context *cx = h->cx;
	const char *value = request_query(q, f->name);
	int64_t id;

	if (!to || str_empty(value) || !parse_int_in(value, 1, INT64_MAX, &id))
		return false;
	html(h,
	     "<select name=\"%s\" aria-label=\"%s\"><option value=\"\">%s</option><option "
	     "value=\"%s\" selected>%s</option></select>",
	     f->name, tr(cx, f->label), tr(cx, "all"), value, cut(cx, record_title(cx, to, id)));
	return true;
}

static void print_facet(struct html *h, const struct request *q, const struct list *l,
                        const struct field *f, const struct list *members)
{
	struct context *cx = h->cx;

	html(h, "<fieldset><legend>%s</legend>", tr(cx, f->label));
	switch (f->kind) {
	case FIELD_CHOICE:
		print_choices(h, q, l, f);
		print_missing(h, q, f);
		break;
	case FIELD_YESNO:
		print_tick(h, q, f->name, "yes", tr(cx, "Yes"));
		print_tick(h, q, f->name, "no", tr(cx, "No"));
		print_missing(h, q, f);
		break;
	case FIELD_REF:
	case FIELD_REFS:
	case FIELD_PARENT:
		if (members && offers(members, request_query(q, f->name)))
			print_members(h, q, members, f);
		else if (!print_named(h, q, field_target(l->type, f), f))
			print_typed(h, q, f);
		break;
	case FIELD_DATE:
	case FIELD_INSTANT:
		print_bound(h, q, f, '>', tr(cx, "from"));
		print_bound(h, q, f, '<', tr(cx, "to"));
		print_missing(h, q, f);
		break;
	default:
		print_typed(h, q, f);
	}
	html(h, "</fieldset>\n");
}

/* All but the order goes with the filters; the words searched for stay. */
static bool drop_filters(const char *name)
{
	return !word_in("order limit q", name);
}

static bool drop_search(const char *name)
{
	return str_eq(name, "q") || str_eq(name, "after");
}

static bool has_facets(const struct type *t)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		if (is_facet(t, f) && !(t->flags & TYPE_REFERENCE && i < COMMON_FIELDS))
			return true;
	return false;
}

static void print_facets(struct page *p, const struct list *l)
{
	struct html *h = &p->html;
	struct facets all = { .left = ALL_MEMBERS };
	const struct field *f;

	choose_offered(p->cx, &all, l->type);
	html(h, "<form class=\"facets\" id=\"facets\" action=\"%s\" aria-label=\"%s\"" SWAPS ">\n",
	     p->request->path, tr(p->cx, "Filters"));
	keep_address(h, p->request, drop_filters);
	for (size_t i = 0; (f = type_field(l->type, i)); i++)
		if (is_facet(l->type, f) && !(l->type->flags & TYPE_REFERENCE && i < COMMON_FIELDS))
			print_facet(h, p->request, l, f,
			            i < 64 && all.offered >> i & 1
			                    ? load_members(p->cx, &all, field_target(l->type, f))
			                    : NULL);
	html(h,
	     "<p class=\"row\"><button class=\"btn\">%s</button><a class=\"btn btn-bare\" "
	     "href=\"%s\">%s</a></p></form>\n",
	     tr(p->cx, "Apply filters"), p->request->path, tr(p->cx, "All"));
}

/* ---- the whole */

static void print_search(struct page *p, const struct list *l, bool facets)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<form class=\"find find-in\" role=\"search\" aria-label=\"%s\" action=\"%s\"" SWAPS
	     ">",
	     tr(cx, l->type->label_plural), p->request->path);
	keep_address(h, p->request, drop_search);
	html(h,
	     "<label class=\"vh\" for=\"q\">%s</label><input id=\"q\" name=\"q\" type=\"search\" "
	     "accesskey=\"/\" value=\"%s\">",
	     tr(cx, "Search in this list"), request_query(p->request, "q"));
	html(h, "<button class=\"btn\">%s</button></form>\n", tr(cx, "Search"));
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

void view_list_print(struct page *p, const struct list *l, const struct view_list *v)
{
	struct html *h = &p->html;
	bool facets = has_facets(l->type);

	html(h, "<div class=\"cols%s\" id=\"results\">\n<div>\n", facets ? " cols-facets" : "");
	print_search(p, l, facets);
	if (v && v->views)
		v->views(h, l);
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
		print_facets(p, l);
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
		           w->field ? tr(cx, w->field->label) : tr(cx, "words"));
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
	struct page p;

	if (!view_list_read(cx, q, &l)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		errors = view_errors(cx);
		a->status = 422;
	} else if (!record_list(cx, &l)) {
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
