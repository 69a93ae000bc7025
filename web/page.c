/* The frame.  Handlers write the content of <main> first; page_end() then knows which symbols were
 * used and prints the frame around it.  Everything in the frame comes from the session, the
 * settings cache and constant tables, so that the page that says "the database is away" can still
 * be printed. */
#include "web/page.h"

#include "record/setting.h"
#include "store/db.h"
#include "subject/letter/letter.h"
#include "subject/remark/remark.h"
#include "subject/reminder/reminder.h"
#include "web/complete.h"
#include "web/glyph.h"
#include "web/menu.h"
#include "web/session.h"
#include "web/start.h"
#include "web/static.h"
#include "web/who.h"

enum { LONG_TITLE = 60 /* bytes */ };

void page_begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                const char *title)
{
	*p = (struct page){
		.cx = cx,
		.request = q,
		.reply = a,
		.title = title,
		.html = html_new(cx),
		.actions = html_new(cx),
		.below = html_new(cx),
		.crumbs = html_new(cx),
	};
}

static void print_meta(struct page *p, struct html *out)
{
	const struct session *s = p->request->session;
	const char *theme = s ? s->theme : NULL;

	html(out, "<!doctype html>\n<html lang=\"%s\"", p->cx->lang);
	if (!str_empty(theme))
		html(out, " data-theme=\"%s\"", theme);
	html(out,
	     ">\n<head>\n<meta charset=\"utf-8\">\n"
	     "<meta name=\"viewport\" content=\"width"
	     "=device-width, initial-scale=1\">\n"
	     "<meta name=\"color-scheme\" content=\"light dark\">\n"
	     "<meta name=\"htmx-config\" content=\"includeIndicatorCSS:false, history:true\">\n"
	     "<title>%s · Ygrar</title>\n"
	     "<link rel=\"icon\" type=\"image/svg+xml\" href=\"%s\">\n"
	     "<link rel=\"stylesheet\" href=\"%s\">\n"
	     "<link rel=\"stylesheet\" media=\"print\" href=\"%s\">\n"
	     "<script src=\"%s\" defer></script>\n"
	     "<script src=\"%s\" defer></script>\n",
	     p->title, static_url(p->cx, "mark.svg"), static_url(p->cx, "ygrar.css"),
	     static_url(p->cx, "print.css"), static_url(p->cx, "htmx.min.js"),
	     static_url(p->cx, "ygrar.js"));
}

/* What the user chose; else the secretariat, which works in lists all day, sees more at once. */
static bool is_dense(const struct session *s)
{
	return s->density ? str_eq(s->density, "compact") : s->actor.role == ROLE_SEC;
}

static void print_body_start(struct page *p, struct html *out)
{
	const struct session *s = p->request->session;

	html(out, "</head>\n<body");
	if (s && is_dense(s))
		html(out, " data-density=\"dense\"");
	if (s)
		html(out, " data-user=\"%lld\"", (long long)s->actor.user);
	html(out, ">\n");
}

const char *page_address(struct context *cx, const struct request *q, const char *name,
                         const char *value)
{
	struct buffer out = BUFFER(cx->mem, 2 * MAX_URL);
	const char *target = q->target ? q->target : "/";
	char mark = '?';

	buffer_put(&out, target, strcspn(target, "?"));
	for (size_t i = 0; i < q->query_n; i++) {
		const struct pair *v = &q->query[i];

		if (str_eq(v->name, name) || str_eq(v->name, "after") || str_eq(v->name, "offset"))
			continue;
		buffer_fmt(&out, "%c%s=%s", mark, url_part(cx, v->name), url_part(cx, v->value));
		mark = '&';
	}
	if (value)
		buffer_fmt(&out, "%c%s=%s", mark, url_part(cx, name), url_part(cx, value));
	return buffer_str(&out);
}

/* Buttons, because choosing a language changes something; on a form they post the form, whose draft
 * is kept on the way. */
static void print_languages(struct page *p, struct html *out)
{
	const char *form = p->form ? p->form : "language";
	const char *way =
	        p->request->method == METHOD_GET && p->request->target ? p->request->target : "/";

	html(out, "<nav class=\"langs\" aria-label=\"%s\">", tr(p->cx, "Language"));
	if (!p->form) {
		html(out, "<form id=\"language\" method=\"post\" action=\"/language\">");
		page_csrf(out, p->request);
		html(out, "<input type=\"hidden\" name=\"to\" value=\"%s\"></form>", way);
	}
	html(out, "<ul>");
	for (const char *const *l = page_languages(p->cx); *l; l++) {
		html(out,
		     "<li><button class=\"btn btn-bare\" form=\"%s\" formaction=\"/language\" "
		     "name=\"lang\" value=\"%s\" lang=\"%s\"",
		     form, *l, *l);
		if (str_eq(*l, p->cx->lang))
			html(out, " aria-current=\"true\"");
		html(out, ">%s</button></li>", language_name(*l));
	}
	html(out, "</ul></nav>");
}

static void print_sign_out(struct page *p, struct html *out)
{
	html(out, "<li><form method=\"post\" action=\"/sign-out\">");
	page_csrf(out, p->request);
	html(out, "<button class=\"btn btn-bare\">%s</button></form></li>", tr(p->cx, "Sign out"));
}

/* What stands in the inbox besides what waits for a step: deadlines, remarks, late letters. */
static int64_t count_besides(struct context *cx)
{
	struct buffer text = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values;
	int64_t n = 0;

	if (!cx->actor || !cx->actor->membership || !cx->db || failed(cx))
		return 0;
	values = sql_values_new(cx->mem);
	buffer_text(&text, "SELECT 0");
	reminder_count_sql(cx, &text, values);
	remark_count_sql(cx, &text, values);
	letter_count_sql(cx, &text, values);
	return buffer_ok(cx, &text) && db_int_values(cx, MADE_SQL(buffer_str(&text)), &n, NULL,
	                                             values->v, values->n)
	               ? n
	               : 0;
}

/* With how much stands there. */
static void print_inbox(struct page *p, struct html *out)
{
	int64_t n = count_besides(p->cx), steps;
	bool more;

	html(out, "<a class=\"btn btn-bare\" href=\"/inbox\">%s", tr(p->cx, "Inbox"));
	if (start_count(p->cx, p->desk, &steps, &more) && n + steps)
		html(out, " <span class=\"count\">%lld%s</span>", (long long)(n + steps),
		     more ? "+" : "");
	html(out, "</a>\n");
}

/* Who acts, and in which membership. */
static void print_me(struct page *p, struct html *out)
{
	const struct actor *who = &p->request->session->actor;

	html(out,
	     "<details class=\"pop me\"><summary>%s<br><span class=\"note\">%s · "
	     "%s</span>",
	     who_name(p->cx, who->user), who_institution(p->cx, who->institution),
	     who_role(p->cx, who->role));
	if (who->on_behalf)
		html(out, "<br><span class=\"note\">%s %s</span>", tr(p->cx, "substituting for"),
		     who_name(p->cx, who->on_behalf));
	html(out, "</summary><ul>");
	html(out, "<li><a href=\"/me\">%s</a></li><li><a href=\"/me#memberships\">%s</a></li>",
	     tr(p->cx, "My account"), tr(p->cx, "Act in another membership"));
	print_sign_out(p, out);
	html(out, "</ul></details>");
}

static void print_tabs(struct page *p, struct html *out, const struct menu *m)
{
	for (size_t i = 0; i < m->n; i++) {
		html(out, "<li><a href=\"%s\"", m->v[i].path);
		if (m->current == &m->v[i])
			html(out, " aria-current=\"page\"");
		html(out, ">%s</a></li>", tr(p->cx, m->v[i].label));
	}
}

static void print_menu(struct page *p, struct html *out, const struct menu *m)
{
	const struct session *s = p->request->session;

	if (!m->n && !s)
		return;
	html(out, "<details class=\"pop menu\"><summary>%s</summary><ul>", tr(p->cx, "Menu"));
	print_tabs(p, out, m);
	if (s) {
		html(out, "<li><a href=\"/me\">%s · %s</a></li>", who_name(p->cx, s->actor.user),
		     who_role(p->cx, s->actor.role));
		print_sign_out(p, out);
	}
	html(out, "</ul></details>");
}

const char *page_home(const struct request *q)
{
	return q->session ? "/" : "/public";
}

/* Over everything; a list has a box of its own besides. */
static void print_find(struct page *p, struct html *out)
{
	if (!p->request->session || !p->cx->app || !p->cx->app->search ||
	    str_eq(p->request->path, "/search"))
		return;
	html(out,
	     "<form class=\"find\" role=\"search\" action=\"/search\" aria-label=\"%s\"><label "
	     "class=\"vh\" for=\"search\">%s</label><input id=\"search\" name=\"q\" "
	     "type=\"search\"",
	     tr(p->cx, "Search in everything"), tr(p->cx, "Search in everything"));
	complete_input(out, NULL, "search", "q");
	if (!p->own_search)
		html(out, " accesskey=\"/\"");
	html(out, "><button class=\"btn\" aria-label=\"%s\">", tr(p->cx, "Search"));
	html_glyph(out, "find");
	html(out, "</button>");
	complete_list(out, "search");
	html(out, "</form>\n");
}

static void print_top(struct page *p, struct html *out)
{
	const char *mechanism = mechanism_name(p->cx);
	struct menu m;

	menu_of(p->cx, p->request, p->type, &m);
	html(out, "<a class=\"skip\" href=\"#main\">%s</a>\n<header class=\"top\">\n",
	     tr(p->cx, "Skip to content"));
	glyph_band(out);
	html(out, "\n<div class=\"bar\">\n<a class=\"brand\" href=\"%s\">", page_home(p->request));
	glyph_mark(out);
	html(out, "<b>Ygrar</b>");
	if (!str_empty(mechanism))
		html(out, "<span>%s</span>", mechanism);
	html(out, "</a>\n");
	print_find(p, out);
	print_languages(p, out);
	if (p->request->session) {
		print_inbox(p, out);
		print_me(p, out);
	}
	print_menu(p, out, &m);
	html(out, "\n</div>\n");
	if (m.n) {
		html(out, "<nav class=\"tabs\" aria-label=\"%s\"><ul>", tr(p->cx, "Main sections"));
		print_tabs(p, out, &m);
		html(out, "</ul></nav>\n");
	}
	html(out, "</header>\n");
	if (setting_yes(p->cx, "sample"))
		html(out, "<aside class=\"phase\" aria-label=\"%s\"><p>%s</p></aside>\n",
		     tr(p->cx, "Sample"),
		     tr(p->cx, "This database holds sample data: users, recommendations and files "
		               "that are called samples were made up."));
}

/* A printed page says as of when and for whom; on the screen both are plain. */
static void print_printed(struct page *p, struct html *out)
{
	struct context *cx = p->cx;

	if (!p->request->session || p->dated)
		return;
	html(out, "<p class=\"only-print note\" hidden>%s</p>",
	     arena_fmt(cx->mem, tr(cx, "As of %s, for %s."), time_words(cx, cx->now),
	               who_name(cx, p->request->session->actor.user)));
}

static void print_head(struct page *p, struct html *out)
{
	if (p->crumbs.out.len) {
		html(out, "<nav class=\"crumbs\" aria-label=\"%s\"><ol>", tr(p->cx, "Path"));
		html_append(out, &p->crumbs);
		html(out, "</ol></nav>\n");
	}
	if (p->bare)
		return;
	html(out, "<div class=\"head\"><div>");
	if (p->kicker)
		html(out, "<p class=\"kicker\">%s</p>", p->kicker);
	html(out, "<h1");
	html_lang(out, p->title_lang);
	html(out, ">%s</h1>", p->title);
	if (p->lead)
		html(out, "<p>%s</p>", p->lead);
	print_printed(p, out);
	html(out, "</div>");
	if (p->actions.out.len) {
		/* buttons beside a long title would press it into a column */
		if (strlen(p->title) > LONG_TITLE)
			html(out, "</div>\n<div class=\"head\">");
		html(out, "\n<div class=\"row\">");
		html_append(out, &p->actions);
		html(out, "</div>");
	}
	html(out, "</div>\n");
	if (p->request->notice)
		page_message_in(out, "good", p->request->notice, NULL);
}

static void print_foot(struct page *p, struct html *out)
{
	html(out, "<footer class=\"foot\"><div><span>Ygrar %s</span>", YGRAR_VERSION);
	html(out, "<a href=\"/help\">%s</a><a href=\"/accessibility\">%s</a>", tr(p->cx, "Help"),
	     tr(p->cx, "Accessibility statement"));
	if (route_allowed(p->cx, "audit_log:read"))
		html(out, "<a href=\"/audit\">%s</a>", tr(p->cx, "Audit log"));
	if (!p->request->session)
		html(out, "<a href=\"/public\">%s</a><a href=\"/sign-in\">%s</a>",
		     tr(p->cx, "Public page"), tr(p->cx, "Sign in"));
	if (YGRAR_TEST_CLOCK && p->cx->app && p->cx->app->clock_shift)
		html(out, "<b>%s</b>",
		     arena_fmt(p->cx->mem, tr(p->cx, "Test clock: today is %s"),
		               date_words(p->cx, today(p->cx))));
	html(out, "</div></footer>\n</body>\n</html>\n");
}

bool page_end(struct page *p)
{
	struct html frame = html_new(p->cx), main = html_new(p->cx), out = html_new(p->cx);

	print_top(p, &frame);
	html(&main, "<main id=\"main\">\n");
	print_head(p, &main);
	html_append(&main, &p->html);
	html_append(&main, &p->below);
	html(&main, "</main>\n");
	html_append(&frame, &main);
	print_foot(p, &frame);

	print_meta(p, &out);
	print_body_start(p, &out);
	glyph_symbols(&out, frame.glyphs);
	html_append(&out, &frame);
	if (failed(p->cx) || !buffer_ok(p->cx, &out.out))
		return false;
	p->reply->body = out.out;
	return true;
}
