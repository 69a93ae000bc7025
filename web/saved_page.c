/* Pages of saved views: the line above a list, saving the list at hand, and what one has saved or
 * may take away. */
#include "web/saved.h"

#include "base/number.h"
#include "record/app.h"
#include "web/form.h"
#include "web/menu.h"
#include "web/request.h"
#include "web/view_find.h"

enum { SHOWN = 12 }; /* above a list; the others on the page of views */

static const char *address_of(struct context *cx, const struct saved_view *v)
{
	return arena_fmt(cx->mem, "/%s?%s", v->list, v->query);
}

static bool is_own(const struct context *cx, const struct saved_view *v)
{
	return v->account == cx->actor->user;
}

static const char *shared_words(struct context *cx, const char *shared)
{
	return str_eq(shared, "institution") ? tr(cx, "shared with the institution")
	       : str_eq(shared, "everybody") ? tr(cx, "shared with everybody")
	                                     : tr(cx, "private");
}

/* ---- the form of a view: its name and with whom it is shared */

static void print_shared(struct html *h, const struct error *e, const char *list,
                         const char *shared)
{
	struct context *cx = h->cx;

	form_select(h, e, "shared", tr(cx, "Who sees its name"));
	html_option(h, "", tr(cx, "only I"), str_empty(shared));
	if (saved_may_share(cx, list, "institution"))
		html_option(h, "institution", tr(cx, "all of my institution"),
		            str_eq(shared, "institution"));
	if (saved_may_share(cx, list, "everybody"))
		html_option(h, "everybody", tr(cx, "everybody"), str_eq(shared, "everybody"));
	form_select_close(h);
	html(h, "<p class=\"note\">%s</p>\n",
	     tr(cx, "A view is an address: whoever opens it is shown what he may read."));
}

static void print_fields(struct html *h, const struct request *q, const struct error *e,
                         const struct saved_view *v)
{
	page_csrf(h, q);
	form_input(h, e, "name", tr(h->cx, "Name of the view"), NULL, "text", v->name, NULL);
	print_shared(h, e, v->list, v->shared);
}

static void print_new(struct html *h, const struct request *q, const struct error *e,
                      const struct saved_view *v)
{
	html(h, "<form class=\"panel stack-s\" method=\"post\" action=\"/views\">");
	print_fields(h, q, e, v);
	html(h,
	     "<input type=\"hidden\" name=\"list\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"query\" value=\"%s\"><p class=\"row\"><button class=\"btn "
	     "btn-main\">%s</button>",
	     v->list, v->query, tr(h->cx, "Save the view"));
	if (e && str_eq(e->field, "name") && !str_empty(v->name))
		html(h, " <button class=\"btn\" name=\"replace\" value=\"1\">%s</button>",
		     tr(h->cx, "Put it in place of that one"));
	html(h, "</p></form>\n");
}

/* ---- above a list */

static void print_tag(struct html *h, const struct saved_view *v, const char *present)
{
	bool current = str_eq(v->query, present);

	html(h, "<li><a class=\"tag%s\" href=\"%s\"", current ? " tag-on" : "",
	     address_of(h->cx, v));
	if (current)
		html(h, " aria-current=\"true\"");
	html(h, ">%s</a></li>", v->name);
}

static bool print_tags(struct html *h, const struct saved_view *v, size_t n, const char *present,
                       bool own)
{
	size_t shown = 0;

	for (size_t i = 0; i < n; i++) {
		if (is_own(h->cx, &v[i]) != own || shown == SHOWN)
			continue;
		if (!shown++)
			html(h, "<span class=\"note\">%s</span><ul class=\"tags\">",
			     own ? tr(h->cx, "My views") : tr(h->cx, "Shared views"));
		print_tag(h, &v[i], present);
	}
	if (shown)
		html(h, "</ul>");
	return shown != 0;
}

void saved_print(struct page *p, const struct type *t)
{
	const char *present = saved_query(p->cx, p->request->query, p->request->query_n);
	const struct saved_view new = { .list = t->plural, .query = present };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct saved_view *v;
	bool any, known = false;
	size_t n;

	if (!p->request->session || !saved_views(cx, t->plural, &v, &n) || (!n && !*present))
		return;
	for (size_t i = 0; i < n; i++)
		known |= is_own(cx, &v[i]) && str_eq(v[i].query, present);
	html(h, "<div class=\"row views no-print\">");
	any = print_tags(h, v, n, present, true);
	any |= print_tags(h, v, n, present, false);
	if (any)
		html(h, "<a class=\"tag\" href=\"/views\">%s</a>", tr(cx, "All views"));
	if (*present && !known && strlen(present) <= MAX_SAVED_QUERY) {
		html(h, "<details class=\"more\"><summary class=\"tag tag-off\">%s</summary>",
		     tr(cx, "Save this view"));
		print_new(h, p->request, NULL, &new);
		html(h, "</details>");
	}
	html(h, "</div>\n");
}

/* ---- saving */

static struct saved_view typed_view(const struct request *q)
{
	return (struct saved_view){
		.list = request_form(q, "list"),
		.name = request_form(q, "name"),
		.shared = request_form(q, "shared"),
		.query = request_form(q, "query"),
	};
}

/* What was refused, kept for the page; NULL: it failed otherwise. */
static const struct error *refusal(struct context *cx, struct reply *a)
{
	if (cx->err.kind != ERR_INVALID)
		return NULL;
	a->status = 422;
	return view_errors(cx);
}

static bool save_refused(struct context *cx, const struct request *q, struct reply *a,
                         const struct saved_view *v, const struct error *e)
{
	const struct type *t = type_named(cx->app->subjects, v->list);
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Save a view"));
	page_crumb(&p, tr(cx, t->label_plural), address_of(cx, v));
	page_crumb(&p, p.title, NULL);
	if (!error_of(e, "name") && !error_of(e, "shared"))
		page_message(&p, "bad", e->text, NULL);
	print_new(&p.html, q, e, v);
	return page_end(&p);
}

static bool view_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct saved_view v = typed_view(q), typed = v;
	const struct error *e;

	if (!v.list || !type_named(cx->app->subjects, v.list))
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such list."));
	if (saved_put(cx, &v, request_form(q, "replace") != NULL))
		return reply_notice(cx, a, q, tr(cx, "The view is saved.")) &&
		       reply_goto(cx, a, address_of(cx, &v));
	e = refusal(cx, a);
	if (!e)
		return false;
	typed.query = typed.query ? typed.query : "";
	return save_refused(cx, q, a, &typed, e);
}

/* ---- all views */

/* The filters in words, where the list still understands them. */
static const char *filters_of(struct context *cx, const struct saved_view *v)
{
	struct request q = { .method = METHOD_GET };
	struct list l = { .type = type_named(cx->app->subjects, v->list) };
	struct error before = cx->err;
	struct found f;
	bool read = query_parse(cx, v->query, strlen(v->query), false, &q.query, &q.query_n) &&
	            find_read(cx, &q, &l, &f);
	const char *words = read ? view_filters(cx, &l) : "";

	cx->err = before;
	return words;
}

static void print_view(struct html *h, const struct saved_view *v)
{
	struct context *cx = h->cx;
	const char *filters = filters_of(cx, v);

	html(h, "<li><p><a href=\"%s\">%s</a> <span class=\"note\">%s</span></p>",
	     address_of(cx, v), v->name, shared_words(cx, v->shared));
	if (*filters)
		html(h, "<p class=\"note\">%s</p>", filters);
	if (saved_may_remove(cx, v))
		html(h, "<p><a class=\"btn\" href=\"/views/%lld\">%s: %s</a></p>", (long long)v->id,
		     is_own(cx, v) ? tr(cx, "Change") : tr(cx, "Take away"), v->name);
	html(h, "</li>\n");
}

static void print_list(struct html *h, const struct type *t, const struct saved_view *v, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (!str_eq(v[i].list, t->plural))
			continue;
		if (!any) {
			page_section(h, tr(h->cx, t->label_plural), NULL);
			html(h, "<ul class=\"plain stack\">\n");
		}
		any = true;
		print_view(h, &v[i]);
	}
	if (any)
		html(h, "</ul></section>\n");
}

static bool views_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct saved_view *v;
	struct page p;
	size_t n;

	if (!saved_views(cx, NULL, &v, &n))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Saved views"));
	p.lead = tr(cx, "Lists with their filters, order and layout under a name. Above a list "
	                "stands what saves it.");
	if (!n)
		page_empty(&p.html, tr(cx, "No view is saved yet."),
		           tr(cx, "Choose filters in a list, then “Save this view” above it."), "/",
		           tr(cx, "Start page"));
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (menu_type_open(cx, *t))
				print_list(&p.html, *t, v, n);
	return page_end(&p);
}

/* ---- one view */

static const struct saved_view *view_at(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);
	const struct saved_view *v = id ? saved_view(cx, id) : NULL;

	if (v && !saved_may_remove(cx, v)) {
		fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include this."));
		return NULL;
	}
	return v;
}

static bool view_page(struct context *cx, const struct request *q, struct reply *a,
                      const struct saved_view *v, const struct error *e)
{
	struct html *h;
	struct page p;

	page_begin(&p, cx, q, a, v->name);
	page_crumb(&p, tr(cx, "Saved views"), "/views");
	page_crumb(&p, p.title, NULL);
	p.lead = shared_words(cx, v->shared);
	page_action(&p, tr(cx, "Open the list"), address_of(cx, v), NULL, false);
	h = &p.html;
	if (e && !error_of(e, "name") && !error_of(e, "shared"))
		page_message(&p, "bad", e->text, NULL);
	if (is_own(cx, v)) {
		html(h, "<form class=\"prose stack-s\" method=\"post\" action=\"/views/%lld\">",
		     (long long)v->id);
		print_fields(h, q, e, v);
		html(h, "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form>\n",
		     tr(cx, "Save"));
	}
	page_section(h, tr(cx, "Delete the view"), NULL);
	html(h, "<form method=\"post\" action=\"/views/%lld/delete\">", (long long)v->id);
	page_csrf(h, q);
	html(h,
	     "<p class=\"row\"><button class=\"btn btn-stop\">%s</button><span "
	     "class=\"note\">%s</span></p></form>\n",
	     tr(cx, "Delete the view"),
	     tr(cx, "No record is touched; the list opens once more and can be saved again."));
	html(h, "</section>\n");
	return page_end(&p);
}

static bool view_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct saved_view *v = view_at(cx, q);

	return v && view_page(cx, q, a, v, NULL);
}

static bool change_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct saved_view *old = view_at(cx, q);
	struct saved_view v;
	const struct error *e;

	if (!old)
		return false;
	if (!is_own(cx, old))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include this."));
	v = *old;
	v.name = request_form(q, "name");
	v.shared = request_form(q, "shared");
	if (!str_eq(v.shared, old->shared))
		v.institution = 0;
	if (saved_put(cx, &v, false))
		return reply_notice(cx, a, q, tr(cx, "The view is saved.")) &&
		       reply_goto(cx, a, "/views");
	e = refusal(cx, a);
	v.name = str_empty(v.name) ? old->name : v.name;
	return e && view_page(cx, q, a, &v, e);
}

static bool delete_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct saved_view *v = view_at(cx, q);

	return v && saved_remove(cx, v) &&
	       reply_notice(cx, a, q,
	                    arena_fmt(cx->mem, tr(cx, "The view “%s” is deleted."), v->name)) &&
	       reply_goto(cx, a, address_of(cx, v));
}

static const struct route routes[] = {
	{ METHOD_GET, "/views", "@signed-in", views_get, N_("Saved views of lists") },
	{ METHOD_POST, "/views", "@signed-in", view_post, N_("Saves a view of a list") },
	{ METHOD_GET, "/views/{id}", "@signed-in", view_get, N_("A saved view") },
	{ METHOD_POST, "/views/{id}", "@signed-in", change_post,
	  N_("Changes the name of a view, and who sees it") },
	{ METHOD_POST, "/views/{id}/delete", "@signed-in", delete_post, N_("Deletes a view") },
	{ 0 },
};

const struct pages saved_pages = { .name = "saved", .routes = routes };
