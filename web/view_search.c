/* The search over everything: the box in the head of every page leads here.  Types are the first
 * facet; behind each stands its own list, with the same words and all its facets. */
#include "web/view_find.h"

#include "record/app.h"
#include "search/json.h"
#include "web/menu.h"
#include "web/request.h"
#include "web/view_part.h"

static bool drop_words(const char *name)
{
	return word_in("q after offset restricted", name);
}

static void print_box(struct page *p, const struct found *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<form class=\"find find-in\" role=\"search\" aria-label=\"%s\" "
	     "action=\"/search\"" SWAPS ">",
	     tr(cx, "Search in everything"));
	view_keep_address(h, p->request, drop_words);
	html(h,
	     "<label class=\"vh\" for=\"q\">%s</label><input id=\"q\" name=\"q\" type=\"search\" "
	     "accesskey=\"/\" value=\"%s\"><button class=\"btn\">%s</button></form>\n",
	     tr(cx, "Words"), f->words, tr(cx, "Search"));
	html(h, "<p class=\"note\">%s</p>\n",
	     tr(cx, "All words, in any of their forms. “Words in a row” in quotation marks; OR; "
	            "-without; beginning*; field:value."));
	p->own_search = true;
}

/* To the lists of the types that have the words. */
static void print_lists(struct page *p, const struct found *f)
{
	const struct search_facet *x = f->answer.facets;
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (!f->answer.facets_n || !x->values_n || !*f->words)
		return;
	html(h,
	     "<div class=\"row views no-print\"><span class=\"note\">%s</span><ul class=\"tags\">",
	     tr(cx, "Go on in the list"));
	for (size_t i = 0; i < x->values_n; i++) {
		const struct type *t = type_named(cx->app->subjects, x->values[i].value);

		if (t && menu_type_open(cx, t))
			html(h, "<li><a class=\"tag\" href=\"%s\">%s %lld</a></li>",
			     url(cx, "/%s?q=%s", t->plural, f->words), x->values[i].label,
			     (long long)x->values[i].count);
	}
	html(h, "</ul></div>\n");
}

/* A code of reference data says nothing beside its title. */
static bool is_cited(const struct search_item *item)
{
	return !str_empty(item->reference) && !(item->type->flags & TYPE_REFERENCE) &&
	       !strstr(item->title, item->reference);
}

static void print_item(struct html *h, const struct search_item *item)
{
	html(h, "<li><div class=\"when\"><span class=\"note\">%s</span>",
	     tr(h->cx, item->type->label));
	if (is_cited(item))
		html(h, "<br>%s", item->reference);
	html(h, "</div><div><p class=\"what\"><a href=\"%s\">",
	     record_path(h->cx, item->type, item->id, NULL));
	if (found_title(h, item->title, &item->snippet)) {
		html(h, "</a></p>");
	} else {
		html(h, "</a></p><p class=\"small\"");
		html_lang(h, item->snippet.lang);
		html(h, ">");
		found_snippet(h, &item->snippet);
		html(h, "</p>");
	}
	html(h, "</div></li>\n");
}

static void print_items(struct page *p, const struct found *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (!f->answer.items_n) {
		page_empty(h, tr(cx, "Nothing has these words."),
		           tr(cx, "Take a filter away, or search for fewer words."), NULL, NULL);
		return;
	}
	html(h, "<ol class=\"work\" aria-label=\"%s\">\n", tr(cx, "Found"));
	for (size_t i = 0; i < f->answer.items_n; i++)
		print_item(h, &f->answer.items[i]);
	html(h, "</ol>\n");
	found_pager(p, f);
}

static bool search_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct list l = { .type = NULL };
	struct found f;
	struct page p;

	if (!find_read(cx, q, &l, &f))
		return false;
	if (!f.index)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("This program has no search."));
	f.ask.facets = "type";
	f.ask.values = 0;
	if (!*f.words && !request_query(q, "order"))
		f.ask.order = SEARCH_CHANGED;
	if (!find_page(cx, &f))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Search"));
	html(&p.html, "<div class=\"cols cols-facets\" id=\"results\">\n<div>\n");
	print_box(&p, &f);
	found_told(&p, &f);
	print_lists(&p, &f);
	if (f.answer.items_n)
		found_orders(&p, &f);
	print_items(&p, &f);
	html(&p.html, "</div>\n");
	facet_form(&p, &f);
	html(&p.html, "</div>\n");
	return page_end(&p);
}

/* ---- the same for programs, as `ygrar search --json` says it */

static bool is_number(const char *name)
{
	return word_in("limit offset", name);
}

static bool read_ask(struct context *cx, const struct request *q, struct search_ask *ask)
{
	static const char *const orders[] = { "relevance", "changed", "deadline" };
	const char *order = request_query(q, "order");
	int64_t limit = 20, offset = 0;

	*ask = (struct search_ask){ .query = request_query(q, "q"),
		                    .facets = request_query(q, "facets"),
		                    .snippets = true };
	if (!find_number(cx, q, "limit", 0, MAX_SEARCH_PAGE, &limit) ||
	    !find_number(cx, q, "offset", 0, MAX_SEARCH_OFFSET, &offset))
		return false;
	ask->limit = (size_t)limit;
	ask->offset = (size_t)offset;
	for (size_t i = 0; i < LEN(orders); i++)
		if (str_eq(order, orders[i]))
			ask->order = (enum search_order)i;
	for (size_t i = 0; i < q->query_n; i++) {
		const char *name = q->query[i].name;

		if (word_in("q facets order lang", name) || is_number(name) || !view_is_first(q, i))
			continue;
		find_choose(cx, ask, name, view_joined(cx, q, name));
	}
	return str_empty(order) || str_eq(order, orders[ask->order]) ||
	       fail(cx, ERR_BAD_REQUEST, "order", N_("The list cannot be ordered by that."));
}

static bool search_api(struct context *cx, const struct request *q, struct reply *a)
{
	struct search_answer answer;
	struct search_ask ask;
	struct json_writer w;

	if (!read_ask(cx, q, &ask) || !search_find(cx, &ask, &answer))
		return false;
	a->type = "application/json";
	a->body = BUFFER(cx->mem, MAX_ANSWER);
	json_start(&w, cx, sink_to_buffer, &a->body);
	search_json(&w, &answer);
	return json_end(&w) && !failed(cx);
}

static const struct route routes[] = {
	{ METHOD_GET, "/search", "@signed-in", search_get, N_("Search in everything") },
	{ METHOD_GET, "/api/v1/search", "@signed-in", search_api,
	  N_("Records of all types by their words, counted by facets") },
	{ 0 },
};

const struct pages search_pages = { .name = "search", .routes = routes };
