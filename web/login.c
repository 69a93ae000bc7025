/* The door: signing in, and the first start of an empty database.  Neither has a session, so both
 * check that the form came from here by the browser's word (route.h) and run their own
 * transactions. */
#include "language/messages.h"
#include "record/setting.h"
#include "web/form.h"
#include "web/page.h"
#include "web/session.h"

/* ---- signing in */

static const char *to_of(const struct request *q)
{
	return request_way(q, "to", "/");
}

static void print_about(struct page *p)
{
	struct context *cx = p->cx;

	html(&p->html,
	     "<aside class=\"stack\" aria-label=\"%s\"><p class=\"said\">%s</p>\n<dl "
	     "class=\"facts\"><dt>%s</dt><dd>%s</dd>"
	     "<dt>%s</dt><dd>%s</dd></dl>\n<p class=\"note\">%s</p></aside>\n",
	     tr(cx, "About this system"),
	     tr(cx, "From the international obligation to the report: who does what, by when, and "
	            "with what evidence."),
	     tr(cx, "For whom"),
	     tr(cx, "Members of the Commission, focal points of ministries, the secretariat, the "
	            "Ombudsman's office"),
	     tr(cx, "Forgotten the password?"),
	     tr(cx, "The administrator prints a slip with a new one."),
	     tr(cx, "On a shared computer, press “Sign out” when you have finished."));
}

static bool sign_in_page(struct context *cx, const struct request *q, struct reply *a,
                         const struct error *e)
{
	struct html *h;
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Sign in to Ygrar"));
	p.bare = true;
	h = &p.html;
	html(h, "<div class=\"door\">\n<section><h1>%s</h1>\n", tr(cx, "Sign in to Ygrar"));
	if (!e && request_query(q, "to"))
		page_message(&p, "", tr(cx, "Please sign in to go on."),
		             tr(cx, "What you typed before is kept: you find it again on the page "
		                    "you came from."));
	if (e && e->field == NULL)
		page_message(&p, "bad", e->text, NULL);
	html(h, "<form class=\"sect\" action=\"/sign-in\" method=\"post\">\n");
	html(h, "<input type=\"hidden\" name=\"to\" value=\"%s\">", to_of(q));
	form_input(h, e, "login", tr(cx, "Login"), NULL, "text",
	           e ? request_form(q, "login") : NULL,
	           " autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\"");
	form_input(h, e, "password", tr(cx, "Password"), NULL, "password", NULL,
	           " autocomplete=\"current-password\"");
	html(h, "<div class=\"field\"><p class=\"note\">%s</p></div>\n",
	     tr(cx,
	        "After each wrong attempt the waiting time grows. Your account is not closed."));
	html(h,
	     "<div class=\"field row\"><button class=\"btn "
	     "btn-main\">%s</button></div></form></section>\n",
	     tr(cx, "Sign in"));
	print_about(&p);
	if (setting_yes(cx, "sample"))
		page_message(&p, "", tr(cx, "This is a sample database."),
		             tr(cx, "Logins are the codes of the roles (sec, fp, ma, ch …); the "
		                    "password of all is: sample-password"));
	html(h, "</div>\n");
	return page_end(&p);
}

static bool sign_in_get(struct context *cx, const struct request *q, struct reply *a)
{
	bool due;

	if (q->session)
		return reply_goto(cx, a, to_of(q));
	if (!first_due(cx, &due))
		return false;
	return due ? reply_goto(cx, a, "/first") : sign_in_page(cx, q, a, NULL);
}

/* Wrong words come back to the page; what is broken goes on to the router. */
static bool is_told(enum error_kind kind)
{
	return kind == ERR_INVALID || kind == ERR_TOO_MANY || kind == ERR_FORBIDDEN;
}

static bool sign_in_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct error e;

	if (session_sign_in(cx, q, a, request_form(q, "login"), request_form(q, "password")))
		return reply_goto(cx, a, to_of(q));
	if (!is_told(cx->err.kind))
		return false;
	e = cx->err;
	error_clear(cx);
	a->status = e.kind == ERR_INVALID ? 422 : error_status(e.kind);
	return sign_in_page(cx, q, a, &e);
}

/* ---- the first start */

static bool first_page(struct context *cx, const struct request *q, struct reply *a,
                       const struct error *e)
{
	struct html *h;
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "The first administrator"));
	p.lead = tr(cx, "This database has no users yet. The program printed a code on its console "
	                "when it started; whoever "
	                "can read it may make the first administrator.");
	h = &p.html;
	if (e && !e->field)
		page_message(&p, "bad", e->text, NULL);
	html(h, "<form class=\"prose\" action=\"/first\" method=\"post\">\n");
	form_input(h, e, "code", tr(cx, "Code from the console"), NULL, "text",
	           request_form(q, "code"),
	           " autocomplete=\"one-time-code\" autocapitalize=\"none\" spellcheck=\"false\"");
	form_input(h, e, "login", tr(cx, "Login"), tr(cx, "Small letters and digits"), "text",
	           request_form(q, "login"),
	           " autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\"");
	form_input(h, e, "name", trc(cx, "of a person", "Name"), NULL, "text",
	           request_form(q, "name"), " autocomplete=\"name\"");
	form_input(h, e, "institution", tr(cx, "Institution"), tr(cx, "Its code, for example MFA"),
	           "text", request_form(q, "institution"), " autocapitalize=\"characters\"");
	form_input(h, e, "password", tr(cx, "Password"),
	           arena_fmt(cx->mem,
	                     tr(cx, "At least %d characters; a sentence is better than signs"),
	                     MIN_PASSWORD),
	           "password", NULL, " autocomplete=\"new-password\"");
	html(h,
	     "<div class=\"field row\"><button class=\"btn btn-main\">%s</button></div></form>\n",
	     tr(cx, "Make the administrator"));
	return page_end(&p);
}

static bool first_get(struct context *cx, const struct request *q, struct reply *a)
{
	bool due;

	if (!first_due(cx, &due))
		return false;
	return due ? first_page(cx, q, a, NULL) : reply_goto(cx, a, "/sign-in");
}

static bool first_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct first f = { request_form(q, "code"), request_form(q, "login"),
		                 request_form(q, "name"), request_form(q, "institution"),
		                 request_form(q, "password") };
	struct error e;

	if (first_administrator(cx, q, &f))
		return reply_goto(cx, a, "/sign-in");
	if (!is_told(cx->err.kind) && cx->err.kind != ERR_NOT_FOUND)
		return false;
	e = cx->err;
	error_clear(cx);
	a->status = 422;
	return first_page(cx, q, a, &e);
}

static const struct route routes[] = {
	{ METHOD_GET, "/sign-in", "@public", sign_in_get, N_("Signing in") },
	{ METHOD_POST, "/sign-in", "@public", sign_in_post, N_("Signs in"),
	  ROUTE_NO_DB | ROUTE_NO_CSRF },
	{ METHOD_GET, "/first", "@public", first_get,
	  N_("The first administrator of an empty database") },
	{ METHOD_POST, "/first", "@public", first_post, N_("Makes the first administrator"),
	  ROUTE_NO_DB | ROUTE_NO_CSRF },
	{ 0 },
};

const struct pages login_pages = { .name = "login", .routes = routes };
