/* What a search adds to a list's page: how the words were understood, the pieces of text that show
 * why a record was found, pages by number, and restricted records, which are searched only when one
 * asks for it. */
#include "web/view_find.h"

#include "record/app.h"
#include "web/request.h"
#include "web/view_part.h"

enum { MAX_RESTRICTED = 100 };

static const struct found *found_of(const struct list *l)
{
	return l->shown;
}

/* ---- pieces of text */

bool found_snippet(struct html *h, const struct snippet *s)
{
	uint32_t at = 0;

	if (!s->marks_n)
		return false;
	html(h, "%s", s->cut_before ? "… " : "");
	for (size_t i = 0; i < s->marks_n; i++) {
		html(h, "%.*s<mark>%.*s</mark>", (int)(s->marks[i].from - at), s->text + at,
		     (int)(s->marks[i].to - s->marks[i].from), s->text + s->marks[i].from);
		at = s->marks[i].to;
	}
	html(h, "%s%s", s->text + at, s->cut_after ? " …" : "");
	return true;
}

bool found_title(struct html *h, const char *title, const struct snippet *s)
{
	const char *at =
	        s->marks_n && !s->cut_before && !s->cut_after ? strstr(title, s->text) : NULL;

	if (!at) {
		html_text(h, title);
		return !s->marks_n;
	}
	html(h, "%.*s", (int)(at - title), title);
	found_snippet(h, s);
	html_text(h, at + strlen(s->text));
	return true;
}

const struct search_item *found_item(const struct list *l, const void *row)
{
	const struct found *f = found_of(l);
	int64_t id = ((const struct record *)row)->id;

	for (size_t i = 0; f && i < f->answer.items_n; i++)
		if (f->answer.items[i].id == id)
			return &f->answer.items[i];
	return NULL;
}

bool view_found(struct html *h, const struct list *l, const void *row)
{
	const struct search_item *item = found_item(l, row);

	if (!item || !item->snippet.marks_n)
		return false;
	html(h, "<span class=\"clamp\"");
	html_lang(h, item->snippet.lang);
	html(h, ">");
	found_snippet(h, &item->snippet);
	html(h, "</span>");
	return true;
}

const char *view_list_query(struct context *cx, const struct list *l)
{
	const struct found *f = found_of(l);

	return f && *f->query ? arena_fmt(cx->mem, "?%s", f->query) : "";
}

/* ---- above the list */

static void print_restricted(struct page *p, const struct found *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct search_item *v;
	size_t n;

	if (!search_restricted(cx, f->list->type, f->words, MAX_RESTRICTED, &v, &n))
		return;
	page_section(h, tr(cx, "Restricted records that you are a named reader of"),
	             tr(cx, "That they were read is in the log."));
	html(h, "<ul class=\"work\">\n");
	for (size_t i = 0; i < n; i++) {
		html(h,
		     "<li><div class=\"when\">%s</div><div><p class=\"what\"><a "
		     "href=\"%s\">%s</a></p>",
		     v[i].reference, record_path(cx, v[i].type, v[i].id, NULL), v[i].title);
		if (v[i].snippet.marks_n) {
			html(h, "<p");
			html_lang(h, v[i].snippet.lang);
			html(h, ">");
			found_snippet(h, &v[i].snippet);
			html(h, "</p>");
		}
		html(h, "</div></li>\n");
	}
	html(h, "</ul>\n");
	if (!n)
		html(h, "<p>%s</p>\n", tr(cx, "None of them has these words."));
	html(h, "</section>\n");
}

static void print_apart(struct page *p, const struct found *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (!f->apart)
		return;
	if (!f->searched) {
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem,
		               tr(cx,
		                  "Restricted records: %lld. They stand in the list and are not "
		                  "counted beside the filters."),
		               (long long)f->apart));
	} else if (request_query(p->request, "restricted") && *f->words) {
		print_restricted(p, f);
	} else {
		html(h, "<p class=\"note\">%s",
		     tr(cx, "Restricted records are not among what was searched."));
		if (*f->words && cx->actor->role != ROLE_AUD)
			html(h, " <a href=\"%s\">%s</a>",
			     page_address(cx, p->request, "restricted", "1"),
			     tr(cx, "Search those that you are a named reader of"));
		html(h, "</p>\n");
	}
}

void found_told(struct page *p, const struct found *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<div class=\"stack-s\">\n");
	if (f->trouble)
		page_message(p, "warn", f->trouble, NULL);
	if (f->counted && f->answer.behind)
		page_message(
		        p, "warn",
		        tr(cx, "The search is being made anew and does not know everything yet."),
		        NULL);
	if (f->counted && !str_empty(f->answer.explained))
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem, tr(cx, "Searched for: %s"), f->answer.explained));
	if (f->counted && f->answer.instead)
		html(h, "<p><b>%s</b> <a href=\"%s\">%s</a></p>\n", tr(cx, "Did you mean:"),
		     page_address(cx, p->request, "q", f->answer.instead), f->answer.instead);
	print_apart(p, f);
	html(h, "</div>\n");
}

static void print_order(struct page *p, const char *order, const char *words)
{
	const char *present = request_query(p->request, "order");
	bool current = str_eq(present, order) || (str_empty(present) && !order);

	html(&p->html, "<li><a class=\"tag%s\" href=\"%s\"", current ? " tag-on" : "",
	     page_address(p->cx, p->request, "order", order));
	if (current)
		html(&p->html, " aria-current=\"true\"");
	html(&p->html, ">%s</a></li>", words);
}

void found_orders(struct page *p, const struct found *f)
{
	const struct type *t = f->list->type;
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<div class=\"row views no-print\"><span class=\"note\">%s</span><ul class=\"tags\">",
	     tr(cx, "In the order"));
	print_order(p, NULL,
	            *f->words ? tr(cx, "that fits best") : tr(cx, "that the list has by itself"));
	print_order(p, "changed", tr(cx, "changed last"));
	if (t && t->search && t->search->deadline)
		print_order(p, "deadline", tr(cx, "due first"));
	html(h, "</ul></div>\n");
}

/* ---- below it */

static const char *counted_words(struct context *cx, const struct found *f, size_t n)
{
	const struct list *l = f->list;
	long long total = f->answer.total;
	size_t from = f->ranked ? f->ask.offset : 0;

	if (!f->ranked && (l->after || l->next))
		return arena_fmt(cx->mem, tr(cx, "%zu shown of %lld"), n, total);
	if (from || (long long)n < total)
		return arena_fmt(cx->mem, tr(cx, "%zu–%zu of %lld"), from + 1, from + n, total);
	return arena_fmt(cx->mem, tr(cx, "%zu in all"), n);
}

/* What a filter's count says is what its list says; restricted ones are told beside it. */
static const char *shown_words(struct context *cx, const struct found *f)
{
	size_t n = f->list->n;

	if (f->searched || !f->apart)
		return counted_words(cx, f, n);
	if ((long long)n > f->answer.total)
		n = (size_t)f->answer.total;
	return arena_fmt(cx->mem, tr(cx, "%s, and restricted ones: %lld"), counted_words(cx, f, n),
	                 (long long)f->apart);
}

const char *found_shown(struct context *cx, const struct list *l)
{
	const struct found *f = found_of(l);

	return f && f->counted ? shown_words(cx, f) : NULL;
}

static void pager_link(struct page *p, const char *name, const char *value, const char *words)
{
	html(&p->html, "<a class=\"btn\" href=\"%s\">%s</a>",
	     page_address(p->cx, p->request, name, value), words);
}

static const char *offset_text(struct context *cx, size_t offset)
{
	return offset ? arena_fmt(cx->mem, "%zu", offset) : NULL;
}

static void print_turning(struct page *p, const struct found *f)
{
	size_t at = f->ask.offset, limit = f->ask.limit;
	struct context *cx = p->cx;

	if (at)
		pager_link(p, "offset", offset_text(cx, at > limit ? at - limit : 0),
		           tr(cx, "Previous page"));
	if ((int64_t)(at + limit) >= f->answer.total)
		return;
	if (at + limit > MAX_SEARCH_OFFSET)
		html(&p->html, "<span class=\"note\">%s</span>",
		     tr(cx, "Narrow it down to see more, or export it."));
	else
		pager_link(p, "offset", offset_text(cx, at + limit), tr(cx, "Next page"));
}

void found_pager(struct page *p, const struct found *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<nav class=\"pager\" aria-label=\"%s\"" LINKS_SWAP
	     "><span role=\"status\">%s</span><span class=\"row\">",
	     tr(cx, "Pages"), shown_words(cx, f));
	if (f->ranked) {
		print_turning(p, f);
	} else {
		if (f->list->after)
			pager_link(p, "after", NULL, tr(cx, "First page"));
		if (f->list->next)
			pager_link(p, "after", f->list->next, tr(cx, "Next page"));
	}
	html(h, "</span></nav>\n");
}
