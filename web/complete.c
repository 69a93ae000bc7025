/* Completion.  One address answers three ways: a script gets the options of a <datalist>, or the
 * names below an input of several lines; a person without script a page with a box and what was
 * found; a program JSON.  What is proposed is decided by search_complete(), for each reader. */
#include "web/complete.h"

#include "format/json.h"
#include "record/app.h"
#include "search/search.h"
#include "web/view.h"

enum { PROPOSED = 10 };

/* ---- inputs that propose */

static void print_script(struct html *h, const struct type *t, const char *id, const char *name,
                         const char *as)
{
	html(h,
	     " hx-get=\"/complete?as=%s&amp;field=%s%s%s\" hx-trigger=\"input changed "
	     "delay:150ms\" hx-target=\"#%s-list\" hx-swap=\"innerHTML\" hx-sync=\"this:replace\"",
	     as, name, t ? "&type=" : "", t ? t->name : "", id);
}

void complete_input(struct html *h, const struct type *t, const char *id, const char *name)
{
	html(h, " list=\"%s-list\" autocomplete=\"off\"", id);
	print_script(h, t, id, name, t ? "keys" : "words");
}

void complete_list(struct html *h, const char *id)
{
	html(h, "<datalist id=\"%s-list\"></datalist>", id);
}

void complete_lines(struct html *h, const struct type *t, const char *id, const char *name)
{
	print_script(h, t, id, name, "lines");
}

void complete_lines_list(struct html *h, const struct type *t, const char *id)
{
	html(h,
	     "<div class=\"small\" id=\"%s-list\" role=\"status\"></div><p class=\"small\"><a "
	     "href=\"/complete?type=%s\" target=\"_blank\">%s</a></p>",
	     id, t->name, tr(h->cx, "Look them up in another window"));
}

/* ---- what is asked */

struct wish {
	const struct type *type;
	const char *typed;
	struct search_completion *v;
	const char **keys; /* by which forms take them; "" where the type has none */
	size_t n;
};

/* The text is the parameter q, or the one that `field` names: a script sends an input as it is. */
static bool read_wish(struct context *cx, const struct request *q, struct wish *w)
{
	const char *type = request_query(q, "type"), *field = request_query(q, "field");

	*w = (struct wish){ .typed = request_query(q, field ? field : "q") };
	if (!w->typed)
		w->typed = "";
	if (str_empty(type))
		return true;
	w->type = type_named(cx->app->subjects, type);
	return w->type || fail(cx, ERR_NOT_FOUND, "type", N_("There is no such list."));
}

/* Nothing is proposed while the search cannot answer. */
static bool find(struct context *cx, struct wish *w)
{
	if (search_complete(cx, w->type, w->typed, PROPOSED, &w->v, &w->n))
		return true;
	if (cx->err.kind != ERR_UNAVAILABLE && cx->err.kind != ERR_BAD_REQUEST)
		return false;
	error_clear(cx);
	w->n = 0;
	return true;
}

static const char *key_of(struct context *cx, const struct search_completion *c)
{
	const struct field *key = c->type->key ? type_field_named(c->type, c->type->key) : NULL;
	const void *row = key && key->kind == FIELD_TEXT ? record_get(cx, c->type, c->id) : NULL;

	error_clear(cx); /* gone meanwhile */
	return row && !field_empty(key, row) ? typed_value(cx, c->type, key, row) : "";
}

static bool complete(struct context *cx, const struct request *q, struct wish *w)
{
	if (!read_wish(cx, q, w) || !find(cx, w))
		return false;
	w->keys = arena_array(cx->mem, const char *, w->n);
	for (size_t i = 0; i < w->n; i++)
		w->keys[i] = str_eq(request_query(q, "as"), "words") ? "" : key_of(cx, &w->v[i]);
	return true;
}

/* ---- for the script */

static void print_options(struct html *h, const struct wish *w, bool keys)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct search_completion *c = &w->v[i];

		if (keys && *w->keys[i])
			html_option(h, w->keys[i], c->label, false);
		else
			html_option(h, c->label, tr(h->cx, c->type->label), false);
	}
}

static void print_lines(struct html *h, const struct wish *w)
{
	html(h, "<ul class=\"plain\">");
	for (size_t i = 0; i < w->n; i++)
		html(h, "<li>%s <span class=\"ref\">%s</span></li>", w->v[i].label, w->keys[i]);
	html(h, "</ul>");
}

static bool answer_part(struct context *cx, const struct request *q, struct reply *a,
                        const struct wish *w)
{
	const char *as = request_query(q, "as");
	struct html h = html_new(cx);

	if (str_eq(as, "lines"))
		print_lines(&h, w);
	else
		print_options(&h, w, str_eq(as, "keys"));
	a->body = h.out;
	return !failed(cx);
}

/* ---- for people */

static void print_box(struct page *p, const struct wish *w)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<form class=\"find find-in\" role=\"search\" aria-label=\"%s\" "
	     "action=\"/complete\">",
	     p->title);
	if (w->type)
		html(h, "<input type=\"hidden\" name=\"type\" value=\"%s\">", w->type->name);
	html(h,
	     "<label class=\"vh\" for=\"q\">%s</label><input id=\"q\" name=\"q\" type=\"search\" "
	     "accesskey=\"/\" value=\"%s\"><button class=\"btn\">%s</button></form>\n",
	     tr(cx, "Beginning of a name, a code or a symbol"), w->typed, tr(cx, "Look up"));
	p->own_search = true;
}

static void print_matches(struct html *h, const struct wish *w)
{
	html(h, "<ul class=\"work\">\n");
	for (size_t i = 0; i < w->n; i++) {
		const struct search_completion *c = &w->v[i];

		html(h,
		     "<li><div class=\"when\">%s</div><div><p class=\"what\"><a "
		     "href=\"%s\">%s</a></p><p class=\"note\">%s</p></div></li>\n",
		     w->keys[i], record_path(h->cx, c->type, c->id, NULL), c->label,
		     tr(h->cx, c->type->label));
	}
	html(h, "</ul>\n");
}

static bool complete_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct wish w;
	struct page p;

	if (!complete(cx, q, &w))
		return false;
	if (q->htmx)
		return answer_part(cx, q, a, &w);
	page_begin(&p, cx, q, a, tr(cx, "Look up"));
	if (w.type) {
		p.type = w.type;
		p.kicker = tr(cx, w.type->label_plural);
	}
	print_box(&p, &w);
	if (w.n)
		print_matches(&p.html, &w);
	else if (*w.typed)
		page_empty(&p.html, tr(cx, "Nothing begins so."),
		           tr(cx, "Search for words that stand anywhere."),
		           url(cx, "/search?q=%s", w.typed), tr(cx, "Search"));
	return page_end(&p);
}

/* ---- for programs */

static bool complete_api(struct context *cx, const struct request *q, struct reply *a)
{
	struct json_writer w;
	struct wish wish;

	if (!complete(cx, q, &wish))
		return false;
	a->type = "application/json";
	a->body = BUFFER(cx->mem, MAX_ANSWER);
	json_start(&w, cx, sink_to_buffer, &a->body);
	json_open(&w, '{');
	json_key(&w, "items");
	json_open(&w, '[');
	for (size_t i = 0; i < wish.n; i++) {
		json_open(&w, '{');
		json_key(&w, "type");
		json_text(&w, wish.v[i].type->name);
		json_key(&w, "id");
		json_id(&w, wish.v[i].id);
		json_key(&w, "key");
		json_text(&w, *wish.keys[i] ? wish.keys[i] : NULL);
		json_key(&w, "label");
		json_text(&w, wish.v[i].label);
		json_close(&w);
	}
	json_close(&w);
	json_close(&w);
	return json_end(&w) && !failed(cx);
}

static const struct route routes[] = {
	{ METHOD_GET, "/complete", "@signed-in", complete_get,
	  N_("Names, codes and symbols that begin so") },
	{ METHOD_GET, "/api/v1/complete", "@signed-in", complete_api,
	  N_("Names, codes and symbols that begin so, for programs") },
	{ 0 },
};

const struct pages complete_pages = { .name = "complete", .routes = routes };
