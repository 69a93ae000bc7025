/* Facets with their counts, as the index of the search told them: ticks beside a list, and a page
 * with all values of one of them, where they can be searched.  A count is what choosing the value
 * would give. */
#include "web/view_find.h"

#include "language/fold.h"
#include "record/app.h"
#include "web/request.h"
#include "web/view_part.h"

enum {
	OPEN = 12, /* facets that are open; of the others those in which something is chosen */
	FEWER = 3, /* of the facets that are not open, when they are asked for */
	FEW = 5,   /* values of a facet that has more; one more is no reason to hide it */
	PAGE_VALUES = 300, /* of one facet, on its page */
	ALL_VALUES = 20000,
};

static const struct search_facet_kind *kind_of(const struct found *f, const struct search_facet *x)
{
	for (size_t i = 0; i < f->kinds_n; i++)
		if (str_eq(f->kinds[i].name, x->name))
			return &f->kinds[i];
	return NULL;
}

bool facet_counts(const struct found *f, const struct field *field)
{
	for (size_t i = 0; i < f->kinds_n; i++)
		if (f->kinds[i].field == field)
			return true;
	return false;
}

/* ---- values */

static void print_value(struct html *h, const struct search_facet *x, const struct search_value *v)
{
	html(h, "<label class=\"tick\"><input type=\"checkbox\" name=\"%s\" value=\"%s\"", x->name,
	     v->value);
	if (v->chosen)
		html(h, " checked");
	html(h, "><span>%s</span><i>%lld</i></label>", v->label, (long long)v->count);
}

/* Stages and grades keep their own order. */
static void put_in_order(struct context *cx, const struct search_facet_kind *k,
                         const struct type *t, struct search_facet *x)
{
	const struct choice *choices =
	        k && k->ordered && k->field ? field_choices(t, k->field) : NULL;
	struct search_value *v;
	size_t n = 0;

	if (!choices)
		return;
	v = arena_array(cx->mem, struct search_value, x->values_n);
	for (const struct choice *c = choices; c->code; c++)
		for (size_t i = 0; i < x->values_n; i++)
			if (str_eq(x->values[i].value, c->code))
				v[n++] = x->values[i];
	for (size_t i = 0; i < x->values_n; i++)
		if (!choice_index(choices, x->values[i].value))
			v[n++] = x->values[i];
	x->values = v;
}

static bool any_chosen(const struct search_facet *x)
{
	for (size_t i = 0; i < x->values_n; i++)
		if (x->values[i].chosen)
			return true;
	return false;
}

/* ---- beside a list */

/* The present address with the facet's name in it. */
static const char *page_of(struct context *cx, const struct found *f, const struct search_facet *x)
{
	return arena_fmt(cx->mem, "/%s/facet?%s%sfacet=%s", f->list->type->plural, f->query,
	                 *f->query ? "&" : "", x->name);
}

static void print_facet(struct page *p, const struct found *f, struct search_facet *x, size_t few)
{
	const struct search_facet_kind *k = kind_of(f, x);
	bool all = (k && k->ordered) || x->values_all <= few + 1;
	struct html *h = &p->html;
	size_t shown = 0;

	html(h, "<fieldset><legend>%s</legend>", x->label);
	if (f->list->type)
		put_in_order(p->cx, k, f->list->type, x);
	else
		all = true;
	for (size_t i = 0; i < x->values_n; i++) {
		if (!all && i >= few && !x->values[i].chosen)
			continue;
		print_value(h, x, &x->values[i]);
		shown++;
	}
	if (shown < x->values_all)
		html(h, "<a href=\"%s\">%s<span class=\"vh\">: %s</span></a>", page_of(p->cx, f, x),
		     arena_fmt(p->cx->mem, tr(p->cx, "%zu more"), x->values_all - shown), x->label);
	html(h, "</fieldset>\n");
}

/* What is computed (overdue, missing) is what people come for; of the others the first ones. */
static bool is_open(const struct found *f, const struct search_facet *x, size_t at)
{
	const struct search_facet_kind *k = kind_of(f, x);

	return at < OPEN || any_chosen(x) ||
	       (k && !k->field && word_in("overdue missing", k->name));
}

/* "Not stated" alone is no choice. */
static bool is_worth(const struct search_facet *x)
{
	return any_chosen(x) || x->values_n > 1 ||
	       (x->values_n && !str_eq(x->values[0].value, "-"));
}

void facet_print(struct page *p, const struct found *f, bool open)
{
	for (size_t i = 0, at = 0; i < f->answer.facets_n; i++) {
		struct search_facet *x = &f->answer.facets[i];

		if (is_worth(x) && is_open(f, x, at++) == open)
			print_facet(p, f, x, open ? FEW : FEWER);
	}
}

void facet_form(struct page *p, const struct found *f)
{
	struct html *h = &p->html;

	html(h, "<form class=\"facets\" id=\"facets\" action=\"%s\" aria-label=\"%s\"" SWAPS ">\n",
	     p->request->path, tr(p->cx, "Filters"));
	view_keep_address(h, p->request, view_drop_filters);
	facet_print(p, f, true);
	html(h, "<p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(p->cx, "Apply filters"));
}

/* ---- all values of one */

static bool drop_find(const char *name)
{
	return word_in("find after offset", name);
}

static void print_find(struct page *p, const struct search_facet *x)
{
	struct html *h = &p->html;

	html(h,
	     "<form class=\"find find-in\" role=\"search\" aria-label=\"%s\" action=\"%s\"" SWAPS
	     ">",
	     x->label, p->request->path);
	view_keep_address(h, p->request, drop_find);
	html(h,
	     "<label class=\"vh\" for=\"find-value\">%s</label><input id=\"find-value\" "
	     "name=\"find\" "
	     "type=\"search\" accesskey=\"/\" value=\"%s\"><button "
	     "class=\"btn\">%s</button></form>\n",
	     tr(p->cx, "Search in these values"), request_query(p->request, "find"),
	     tr(p->cx, "Search"));
}

/* The other filters, and what is chosen here and not on the page. */
static void keep_others(struct page *p, const struct found *f, const struct search_facet *x)
{
	const struct search_facet_kind *k = kind_of(f, x);

	for (size_t i = 0; i < p->request->query_n; i++) {
		const char *name = p->request->query[i].name, *value = p->request->query[i].value;

		if (word_in("find facet after offset", name) || str_eq(name, x->name) ||
		    (k && k->field && str_eq(name, k->field->name)) || str_empty(value))
			continue;
		html(&p->html, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
	}
}

static void print_values(struct page *p, const struct found *f, const struct search_facet *x)
{
	const char *find = request_query(p->request, "find");
	const char *folded = fold_text(p->cx->mem, find ? find : "");
	struct html *h = &p->html;
	size_t shown = 0, fit = 0;

	html(h, "<form class=\"facets prose\" action=\"/%s\">\n<fieldset><legend>%s</legend>",
	     f->list->type->plural, x->label);
	keep_others(p, f, x);
	for (size_t i = 0; i < x->values_n; i++) {
		const struct search_value *v = &x->values[i];
		bool fits = strstr(fold_text(p->cx->mem, v->label), folded) != NULL;

		fit += fits;
		if (v->chosen || (fits && shown < PAGE_VALUES)) {
			print_value(h, x, v);
			shown += fits;
		}
	}
	html(h, "</fieldset>\n");
	if (!fit)
		html(h, "<p>%s</p>\n", tr(p->cx, "No value has these words."));
	if (fit > shown)
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(p->cx->mem, tr(p->cx, "%zu more: search for a word of theirs."),
		               fit - shown));
	html(h, "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form>\n",
	     tr(p->cx, "Apply filters"));
}

bool view_facet_get(struct context *cx, const struct request *q, struct reply *a)
{
	const char *name = request_query(q, "facet");
	struct list l = { .type = view_type(q) };
	struct search_facet *x;
	struct found f;
	struct page p;

	if (!find_read(cx, q, &l, &f))
		return false;
	if (str_empty(name))
		return reply_goto(
		        cx, a,
		        arena_fmt(cx->mem, "/%s%s", l.type->plural, view_list_query(cx, &l)));
	if (!f.index)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("This program has no search."));
	f.ask.facets = name;
	f.ask.values = ALL_VALUES;
	if (!find_counts(cx, &f))
		return false;
	if (f.answer.facets_n != 1)
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such page."));
	x = f.answer.facets;
	page_begin(&p, cx, q, a, x->label);
	p.type = l.type;
	page_crumb(&p, tr(cx, l.type->label_plural),
	           arena_fmt(cx->mem, "/%s%s", l.type->plural, view_list_query(cx, &l)));
	page_crumb(&p, x->label, NULL);
	put_in_order(cx, kind_of(&f, x), l.type, x);
	print_find(&p, x);
	p.own_search = true;
	print_values(&p, &f, x);
	return page_end(&p);
}
