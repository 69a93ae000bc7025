/* What is said when something does not work: what happened, the number to quote, and a way on. Also
 * the page one waits on while a job runs. */
#include "web/api.h"
#include "web/page.h"

static const struct said {
	enum error_kind kind;
	const char *title, *text;
} said[] = {
	{ ERR_BAD_REQUEST, N_("This address cannot be understood"),
	  N_("Something in the address or the form does not have the expected form.") },
	{ ERR_INVALID, N_("Something has to be put right"),
	  N_("Go back and correct what is named below.") },
	{ ERR_UNAUTHENTICATED, N_("Please sign in"),
	  N_("This page is only for people who have signed in.") },
	{ ERR_FORBIDDEN, N_("Your role does not include this"),
	  N_("The table of rights says who may do it. Ask the secretariat if you need it for your "
	     "work.") },
	{ ERR_NOT_FOUND, N_("There is no such page"),
	  N_("It may have been moved or withdrawn, or it may not be open to you.") },
	{ ERR_CONFLICT, N_("Somebody else changed this meanwhile"),
	  N_("Open it again to see the present version. What you typed is kept as a draft.") },
	{ ERR_PRECONDITION, N_("The version is missing"),
	  N_("A change must name the version of the record that it changes.") },
	{ ERR_TOO_LARGE, N_("This is too large"),
	  N_("Send less at once, or narrow the list with filters.") },
	{ ERR_TOO_MANY, N_("Too many attempts"), N_("Wait a little and try again.") },
	{ ERR_UNAVAILABLE, N_("The program is busy"),
	  N_("Nothing is lost. Try again in a few seconds.") },
	{ ERR_RETRY, N_("The program is busy"),
	  N_("Nothing is lost. Try again in a few seconds.") },
	{ ERR_BROKEN, N_("Something went wrong here, not with you"),
	  N_("The mistake has been recorded. Nothing of what you did in this step was saved; what "
	     "you "
	     "typed before is kept as a draft.") },
};

static const struct said *said_of(enum error_kind kind)
{
	for (size_t i = 0; i < LEN(said); i++)
		if (said[i].kind == kind)
			return &said[i];
	return &said[LEN(said) - 1];
}

/* The cause says no more than the title: with and without the full stop they are two messages. */
static bool is_title(const char *text, const char *title)
{
	size_t n = strlen(title);

	return strncmp(text, title, n) == 0 && (!text[n] || str_eq(text + n, "."));
}

/* The causes in words; technical ones are for the log alone. */
static void print_causes(struct page *p, const struct error *e)
{
	if (e->kind == ERR_BROKEN || e->kind == ERR_RETRY || str_empty(e->text) ||
	    (!e->next && is_title(e->text, p->title)))
		return;
	html(&p->html, "<ul class=\"plain\">");
	for (; e; e = e->next)
		html(&p->html, "<li>%s</li>", e->text);
	html(&p->html, "</ul>\n");
}

static void print_ways(struct page *p, const struct error *e)
{
	const struct request *q = p->request;

	html(&p->html, "<p class=\"row\">");
	if (e->kind == ERR_UNAUTHENTICATED)
		html(&p->html, "<a class=\"btn btn-main\" href=\"%s\">%s</a>",
		     url(p->cx, "/sign-in?to=%s",
		         q->method == METHOD_GET && q->target ? q->target : "/"),
		     tr(p->cx, "Sign in"));
	if (e->kind == ERR_UNAVAILABLE || e->kind == ERR_RETRY || e->kind == ERR_TOO_MANY)
		html(&p->html, "<a class=\"btn\" href=\"%s\">%s</a>", q->target ? q->target : "/",
		     tr(p->cx, "Try again"));
	if (e->kind == ERR_FORBIDDEN && q->session)
		html(&p->html, "<a class=\"btn\" href=\"/permissions\">%s</a>",
		     tr(p->cx, "Table of rights"));
	html(&p->html,
	     "<a class=\"btn\" href=\"%s\">%s</a><a class=\"btn\" href=\"/help\">%s</a></p>\n",
	     page_home(q), q->session ? tr(p->cx, "Start page") : tr(p->cx, "Public page"),
	     tr(p->cx, "Help"));
}

bool page_error(struct context *cx, const struct request *q, struct reply *a, const struct error *e)
{
	struct error cause = *e;
	const struct said *s = said_of(cause.kind);
	struct page p;

	error_clear(cx);
	a->status = error_status(cause.kind);
	if (q->api)
		return api_error(cx, a, &cause);
	page_begin(&p, cx, q, a, tr(cx, s->title));
	p.kicker = arena_fmt(cx->mem, "%d", a->status);
	html(&p.html, "<div class=\"prose stack\"><p>%s</p>\n", tr(cx, s->text));
	print_causes(&p, &cause);
	if (!str_empty(q->number))
		html(&p.html, "<p class=\"note\">%s <b class=\"ref\">%s</b></p>\n",
		     tr(cx, "If you ask for help, please quote this number:"), q->number);
	print_ways(&p, &cause);
	html(&p.html, "</div>\n");
	return page_end(&p);
}

static void print_bar(struct html *h, int64_t done, int64_t total)
{
	int percent = total > 0 ? (int)(done * 100 / total) : 0;

	html(h, "<p><progress max=\"100\"");
	if (total > 0)
		html(h, " value=\"%d\"", percent);
	html(h, " aria-labelledby=\"state\"></progress></p>\n");
}

bool page_progress(struct context *cx, const struct request *q, struct reply *a, const char *title,
                   const char *state, int64_t done, int64_t total, const char *cancel,
                   const char *where)
{
	struct page p;

	page_begin(&p, cx, q, a, title);
	html(&p.html, "<div class=\"prose stack\"><p id=\"state\" role=\"status\">%s", state);
	if (total > 0)
		html(&p.html, " <span class=\"ref\">%lld / %lld</span>", (long long)done,
		     (long long)total);
	html(&p.html, "</p>\n");
	if (where) {
		html(&p.html, "<p><a class=\"btn btn-main\" href=\"%s\">%s</a></p>\n", where,
		     tr(cx, "Open the result"));
	} else if (cancel) {
		print_bar(&p.html, done, total);
		html(&p.html, "<p class=\"note\">%s</p>\n",
		     tr(cx, "This page loads itself again every three seconds. You may leave it; "
		            "the work goes on."));
		html(&p.html, "<form method=\"post\" action=\"%s\">", cancel);
		page_csrf(&p.html, q);
		html(&p.html, "<button class=\"btn btn-stop\">%s</button></form>\n",
		     tr(cx, "Cancel"));
		reply_header(a, "Refresh", "3");
	}
	html(&p.html, "</div>\n");
	return page_end(&p);
}
