/* The page of one communication: what was alleged, the clock with the reason for its date, the work
 * on the reply, Views and what follows; and how many there are, for the dashboard, which names
 * none.
 */
#include "subject/communication/communication.h"

#include "language/words.h"
#include "record/app.h"
#include "web/view.h"

#define T (&communication_type)

static const char *known_of(struct context *cx, const void *row, const char *names)
{
	struct buffer out = BUFFER(cx->mem, MAX_URL);

	for (const struct field *const *f = type_fields_named(cx, T, names); f && *f; f++)
		if (!field_empty(*f, row))
			buffer_fmt(&out, "%s%s", out.len ? " " : "", (*f)->name);
	return buffer_str(&out);
}

/* ---- the clock */

static void print_due(struct html *h, struct date due, struct date sent)
{
	struct context *cx = h->cx;
	bool late = !date_set(sent) && date_compare(due, today(cx)) < 0;

	if (!date_set(due) || date_set(sent))
		return;
	html(h, "<p class=\"small\">");
	html_state(h, late ? "late st-late" : "soon", words_due(cx, due, today(cx)));
	html(h, "</p>\n");
}

static void print_clock(struct page *p, const struct communication *c)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *why = communication_explained(cx, c, false);
	const char *late = communication_late(cx, c);

	if (c->kind == KIND_URGENT_APPEAL && !date_set(c->reply_sent))
		page_message_in(h, "warn", tr(cx, "Immediate"),
		                tr(cx, "An urgent appeal asks for action at once; the date below "
		                       "is that of its publication."));
	view_facts(
	        h, T, c,
	        known_of(
	                cx, c,
	                "state reply_due stated_due extended_to reply_sent reply_reference reply"));
	if (late) {
		html(h, "<p class=\"small\">");
		html_state(h, "late st-late", late);
		html(h, "</p>\n");
	}
	print_due(h, c->reply_due, c->reply_sent);
	if (why)
		html(h, "<p class=\"note\">%s</p>\n", why);
	else if (!date_set(c->reply_due))
		html(h, "<p class=\"note\">%s</p>\n",
		     tr(cx, "No rule gives a date, and none was stated."));
}

/* ---- what it says */

static void print_words(struct page *p, const struct communication *c)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *lang, *body = view_text(cx, &c->subject, &lang);

	html(h, "<section class=\"stack\" aria-labelledby=\"h-what\"><h2 id=\"h-what\">%s</h2>\n",
	     tr(cx, "Subject"));
	if (body) {
		html(h, "<blockquote class=\"said\"");
		html_lang(h, lang);
		html(h, ">");
		html_paragraphs(h, body);
		html(h, "</blockquote>\n");
		view_text_note(h, &c->subject);
	}
	view_facts(h, T, c,
	           known_of(cx, c,
	                    "kind reference mechanism letter_date received stage letter "
	                    "classification readers"));
	html(h, "</section>\n");
}

/* Real names are one click away: the page may lie open on a desk. */
static void print_persons(struct page *p, const struct communication *c)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct concerned *v = c->persons.v;

	if (!c->persons.n)
		return;
	page_section(h, tr(cx, "Persons concerned"), NULL);
	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < c->persons.n; i++) {
		html(h, "<li><b>%s</b>", v[i].pseudonym);
		if (!str_empty(v[i].name) || !str_empty(v[i].note)) {
			html(h, "<details class=\"more\"><summary>%s</summary><p>%s</p>",
			     tr(cx, "Name and note"), v[i].name);
			html_paragraphs(h, v[i].note);
			html(h, "</details>");
		}
		html(h, "</li>\n");
	}
	html(h, "</ul></section>\n");
}

static void print_mandates(struct page *p, const struct communication *c)
{
	struct html *h = &p->html;
	const struct mandate *v = c->mandates.v;

	if (!c->mandates.n)
		return;
	page_section(h, tr(p->cx, "Mandate holders"), NULL);
	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < c->mandates.n; i++)
		html(h, "<li>%s</li>\n", v[i].holder);
	html(h, "</ul></section>\n");
}

/* ---- the work on the reply */

static void print_drafts(struct page *p, const struct communication *c)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct row_type *rows = type_field_named(T, "drafts")->rows;
	const struct reply_draft *v = c->drafts.v;

	if (!c->drafts.n)
		return;
	html(h, "<h3>%s</h3><ul class=\"plain stack-s\">\n", tr(cx, "Drafts of the reply"));
	for (size_t i = 0; i < c->drafts.n; i++) {
		html(h, "<li>");
		view_value(h, T, &rows->fields[0], &v[i]);
		html(h, " <span class=\"note\">%s%s", v[i].note,
		     str_empty(v[i].note) || !v[i].author ? "" : " · ");
		if (v[i].author)
			view_value(h, T, &rows->fields[2], &v[i]);
		html(h, "</span></li>\n");
	}
	html(h, "</ul>\n");
}

static void print_work(struct page *p, const struct communication *c)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<section class=\"stack\" aria-labelledby=\"h-work\"><h2 id=\"h-work\">%s</h2>\n",
	     tr(cx, "Reply"));
	print_clock(p, c);
	view_facts(h, T, c, known_of(cx, c, "lead co"));
	print_drafts(p, c);
	view_steps(p, T, c);
	html(h, "</section>\n");
}

/* ---- Views and what follows */

static bool any_views(const struct communication *c)
{
	return date_set(c->views_adopted) || date_set(c->views_transmitted) ||
	       !str_empty(c->views_symbol) || c->violations.n || c->remedies.n;
}

static void print_violations(struct html *h, const struct communication *c)
{
	const struct violation *v = c->violations.v;

	html(h, "<h3>%s</h3><ul class=\"plain stack-s\">\n", tr(h->cx, "Violations found"));
	for (size_t i = 0; i < c->violations.n; i++) {
		html(h, "<li>");
		if (v[i].instrument) {
			view_link(h, type_field_named(T, "violations")->rows->fields[0].to,
			          v[i].instrument);
			html(h, ", ");
		}
		html(h, "<span class=\"ref\">%s</span>", v[i].article);
		if (!str_empty(v[i].finding))
			html(h, "<p class=\"small\">%s</p>", v[i].finding);
		html(h, "</li>\n");
	}
	html(h, "</ul>\n");
}

static void print_remedies(struct html *h, const struct communication *c)
{
	const struct row_type *rows = type_field_named(T, "remedies")->rows;
	const struct remedy *v = c->remedies.v;

	html(h, "<h3>%s</h3><ul class=\"plain stack-s\">\n", tr(h->cx, "Remedies requested"));
	for (size_t i = 0; i < c->remedies.n; i++) {
		html(h, "<li><p>%s</p><p class=\"small\">", v[i].asked);
		if (v[i].state)
			view_value(h, T, &rows->fields[1], &v[i]);
		html(h, " %s</p></li>\n", v[i].done);
	}
	html(h, "</ul>\n");
}

static void print_views(struct page *p, const struct communication *c)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *why;

	if (!any_views(c))
		return;
	why = communication_explained(cx, c, true);
	page_section(h, tr(cx, "Views and their follow-up"), NULL);
	view_facts(h, T, c,
	           known_of(cx, c,
	                    "views_symbol views_adopted views_transmitted views_due "
	                    "views_stated_due views_reply_sent views_grade views_graded"));
	print_due(h, c->views_due, c->views_reply_sent);
	if (why)
		html(h, "<p class=\"note\">%s</p>\n", why);
	if (c->violations.n)
		print_violations(h, c);
	if (c->remedies.n)
		print_remedies(h, c);
	html(h, "</section>\n");
}

/* ---- the page */

static void print_remark(struct page *p, const struct communication *c)
{
	const char *lang, *body = view_text(p->cx, &c->remark, &lang);

	if (!body)
		return;
	page_section(&p->html, tr(p->cx, "Remark"), NULL);
	html(&p->html, "<div class=\"prose\"");
	html_lang(&p->html, lang);
	html(&p->html, ">");
	html_paragraphs(&p->html, body);
	html(&p->html, "</div></section>\n");
}

/* Whoever may know only that it exists sees its number, its state and when it changed. */
static bool record_page(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	struct communication *c = id ? record_get(cx, T, id) : NULL;
	struct page p;

	if (!c)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, id));
	if (!access_content(cx, T, c)) {
		view_head(&p, T, c);
		view_facts(&p.html, T, c, "state classification");
		return view_history(&p, T, id, 5) && page_end(&p);
	}
	view_head(&p, T, c);
	html(&p.html, "<div class=\"cols cols-record\">\n");
	print_words(&p, c);
	print_work(&p, c);
	html(&p.html, "</div>\n");
	print_persons(&p, c);
	print_mandates(&p, c);
	print_views(&p, c);
	print_remark(&p, c);
	view_sources(&p, T, c);
	return view_history(&p, T, id, 5) && page_end(&p);
}

/* ---- how many there are */

static void figure(struct html *h, const char *glyph, const char *label, int64_t n)
{
	html(h, "<div><dt>");
	html_state(h, glyph, label);
	html(h, "</dt><dd>%lld</dd></div>\n", (long long)n);
}

static void print_counts(struct html *h, const struct communication_counts *n)
{
	struct context *cx = h->cx;

	html(h, "<dl class=\"figs\">\n");
	figure(h, NULL, tr(cx, "In all"), n->all);
	figure(h, n->overdue ? "late st-late" : NULL, tr(cx, "Overdue"), n->overdue);
	figure(h, NULL, tr(cx, "Replied after the date"), n->late);
	for (size_t i = 0; i < COMMUNICATION_STATES; i++)
		figure(h, T->states[i].glyph, tr(cx, T->states[i].label), n->in_state[i]);
	html(h, "</dl>\n");
}

static bool counts_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct communication_counts n;
	struct page p;

	if (!communication_count(cx, &n))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Communications: how many"));
	p.type = T;
	p.lead = tr(cx, "Of all communications, also of those that are not open to you. Numbers "
	                "alone: no title, name or reference.");
	page_crumb(&p, tr(cx, T->label_plural), "/communications");
	page_crumb(&p, tr(cx, "How many"), NULL);
	print_counts(&p.html, &n);
	return page_end(&p);
}

/* On the start page of those who keep or decide them. */
static void start_note(struct page *p)
{
	struct context *cx = p->cx;
	struct communication_counts n;

	if (!communication_counted(cx) || !communication_count(cx, &n) || !n.all)
		return;
	html(&p->html,
	     "<section class=\"panel\"><h2><a href=\"/communications/counts\">%s</a></h2><p "
	     "class=\"small\">%s</p>",
	     tr(cx, T->label_plural),
	     arena_fmt(cx->mem, tr(cx, "In all %lld, not closed %lld."), (long long)n.all,
	               (long long)(n.all - n.in_state[COMMUNICATION_STATES - 1])));
	if (n.overdue) {
		html(&p->html, "<p class=\"small\">");
		html_state(&p->html, "late st-late",
		           arena_fmt(cx->mem, tr(cx, "Overdue: %lld"), (long long)n.overdue));
		html(&p->html, "</p>");
	}
	html(&p->html, "</section>\n");
}

/* ---- the list */

static void views(struct html *h, const struct list *l)
{
	static const struct view_ready ready[] = {
		{ N_("All"), "" },
		{ N_("Reply not sent"), "?reply_sent=-" },
		{ N_("Individual communications"), "?kind=individual_communication" },
		{ N_("Letters of special procedures"),
		  "?kind=urgent_appeal&kind=allegation_letter&kind=other_letter" },
	};
	struct context *cx = h->cx;

	view_ready_print(h, l, ready, LEN(ready));
	if (communication_counted(cx))
		html(h,
		     "<p class=\"row no-print\"><a class=\"btn\" "
		     "href=\"/communications/counts\">%s</a></p>\n",
		     tr(cx, "How many"));
}

static bool list_page(struct context *cx, const struct request *q, struct reply *a)
{
	static const struct view_list list = { .views = views };

	return view_list_page(cx, q, a, T, &list);
}

static const struct route routes[] = {
	{ METHOD_GET, "/communications", "restricted_files:read", list_page,
	  N_("Communications that are open to you"), 0 },
	{ METHOD_GET, "/communications/counts", "restricted_files:read", counts_page,
	  N_("How many communications there are, by stage"), 0 },
	{ METHOD_GET, "/communications/{id}", "restricted_files:read", record_page,
	  N_("A communication with the work on its reply"), 0 },
	{ 0 },
};

const struct pages communication_pages = {
	.name = "communication",
	.routes = routes,
	.start_note = start_note,
};
