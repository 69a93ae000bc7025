/* Secret addresses for calendar programs: the page that makes and ends them, and what is read
 * there.  Who knows the address reads, so it is shown once and made anew at will. */
#include "subject/deadline/feed.h"

#include "base/number.h"
#include "record/setting.h"
#include "subject/deadline/calendar.h"
#include "subject/institution/institution.h"
#include "web/view.h"

static bool print_mine(struct page *p)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct feed *v;
	size_t n;

	if (!feed_list(cx, &v, &n))
		return false;
	if (!n)
		return true;
	page_section(h, tr(cx, "Your addresses"), NULL);
	html(h, "<ul class=\"lines\">\n");
	for (size_t i = 0; i < n; i++) {
		html(h, "<li><span class=\"what\">%s</span> <span class=\"note\">%s</span>",
		     v[i].body ? record_title(cx, &institution_type, v[i].body)
		               : tr(cx, "All that I may read"),
		     time_words(cx, v[i].made_at));
		html(h, "<form method=\"post\" action=\"/calendar/feed/end\">");
		page_csrf(h, p->request);
		html(h,
		     "<input type=\"hidden\" name=\"id\" value=\"%lld\"><button class=\"btn "
		     "btn-bare\">%s</button></form></li>\n",
		     (long long)v[i].id, tr(cx, "End it"));
	}
	html(h, "</ul></section>\n");
	return true;
}

static bool print_form(struct page *p)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	int64_t *ids;
	size_t n;

	if (!calendar_named(cx, &institution_type, &ids, &n))
		return false;
	page_section(h, tr(cx, "A new address"), NULL);
	html(h, "<form method=\"post\" action=\"/calendar/feed\">");
	page_csrf(h, p->request);
	form_select(h, NULL, "body", tr(cx, "What it shows"));
	html_option(h, "", tr(cx, "All that I may read"), true);
	for (size_t i = 0; i < n; i++)
		html_option(h, arena_fmt(cx->mem, "%lld", (long long)ids[i]),
		            record_title(cx, &institution_type, ids[i]), false);
	form_select_close(h);
	html(h,
	     "<p class=\"note\">%s</p><p class=\"row\"><button class=\"btn "
	     "btn-main\">%s</button></p></form></section>\n",
	     tr(cx, "An earlier address of yours for the same ends."),
	     tr(cx, "Make a secret address"));
	return true;
}

static bool show(struct context *cx, const struct request *q, struct reply *a, const char *made)
{
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Deadlines in my own calendar"));
	p.lead =
	        tr(cx, "A calendar program on your telephone or computer reads the deadlines under "
	               "a secret address. Restricted ones are never among them.");
	page_crumb(&p, tr(cx, "Calendar"), "/calendar");
	page_crumb(&p, tr(cx, "In my own calendar"), NULL);
	if (made)
		page_message(&p, "good",
		             tr(cx, "The new address. It is shown only this once: copy it now."),
		             arena_fmt(cx->mem, "%s/calendar/feed/%s.ics", setting(cx, "address"),
		                       made));
	return print_mine(&p) && print_form(&p) && page_end(&p);
}

static bool feed_get(struct context *cx, const struct request *q, struct reply *a)
{
	return show(cx, q, a, NULL);
}

static bool form_id_of(struct context *cx, const struct request *q, const char *name, int64_t *ret)
{
	const char *text = request_form(q, name);

	*ret = 0;
	return str_empty(text) || parse_int_in(text, 1, INT64_MAX, ret) ||
	       fail(cx, ERR_BAD_REQUEST, name, N_("This is no record."));
}

static bool feed_post(struct context *cx, const struct request *q, struct reply *a)
{
	char text[TOKEN_TEXT];
	int64_t body;

	return form_id_of(cx, q, "body", &body) && feed_make(cx, body, text) &&
	       show(cx, q, a, text);
}

static bool feed_end_post(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id;

	return form_id_of(cx, q, "id", &id) && feed_end(cx, id) &&
	       reply_notice(cx, a, q, tr(cx, N_("The address has ended."))) &&
	       reply_goto(cx, a, "/calendar/feed");
}

/* Asked by a program that has nothing but the address. */
static bool feed_ics(struct context *cx, const struct request *q, struct reply *a)
{
	static const char ending[] = ".ics";
	const char *text = request_param(q, "token");
	size_t n = strlen(text), tail = sizeof ending - 1;
	struct actor *actor = arena_new_of(cx->mem, struct actor); /* outlives this function */
	struct feed f;

	if (n > tail && str_eq(text + n - tail, ending))
		text = arena_strn(cx->mem, text, n - tail);
	if (!feed_open(cx, text, &f, actor))
		return false;
	cx->actor = actor;
	cx->titles = NULL; /* what was met as nobody */
	a->type = "text/calendar; charset=utf-8";
	a->body = (struct buffer)BUFFER(cx->mem, MAX_ANSWER);
	reply_header(a, "Content-Disposition", "inline; filename=\"deadlines.ics\"");
	return feed_write(cx, &f, &a->body);
}

static const struct route routes[] = {
	{ METHOD_GET, "/calendar/feed", "work_plan:read", feed_get,
	  N_("Secret addresses for calendar programs"), 0, NULL },
	{ METHOD_POST, "/calendar/feed", "work_plan:read", feed_post,
	  N_("Makes a secret address for a calendar program"), 0, NULL },
	{ METHOD_POST, "/calendar/feed/end", "work_plan:read", feed_end_post,
	  N_("Ends a secret address"), 0, NULL },
	{ METHOD_GET, "/calendar/feed/{token}", "@public", feed_ics,
	  N_("Deadlines for a calendar program, under a secret address"), 0, NULL },
	{ 0 },
};

const struct pages feed_pages = { .name = "feed", .routes = routes };
