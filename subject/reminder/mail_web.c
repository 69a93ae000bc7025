/* Mail as those see it who keep the system: whether there is any, what waits, what was refused, and
 * addresses to which nothing is sent.  Of a mail it says to whom and when, never what. */
#include "subject/reminder/reminder_web.h"

#include "base/number.h"
#include "record/setting.h"

enum { SHOWN = 100 };

SQL(outbox_shown, "SELECT account, day, state, tries, next_at, answer FROM outbox"
                  " ORDER BY day DESC, id DESC LIMIT $1");

static const struct choice states[] = {
	{ "waiting", N_("waits"), "q-wait" },
	{ "sending", N_("on its way"), "go" },
	{ "sent", N_("sent"), "done st-done" },
	{ "refused", N_("refused"), "stop st-stop" },
	{ "given_up", N_("given up"), "stop st-stop" },
	{ "withdrawn", N_("nothing was left to tell"), NULL },
	{ 0 },
};

/* ---- suspended addresses */

static void print_lift(struct page *p, int64_t account)
{
	html(&p->html, "<form class=\"row\" method=\"post\" action=\"/mail/lift\">");
	page_csrf(&p->html, p->request);
	html(&p->html,
	     "<input type=\"hidden\" name=\"to\" value=\"%s\"><button class=\"btn\" "
	     "name=\"account\" value=\"%lld\">%s</button></form>",
	     p->request->path, (long long)account, tr(p->cx, "It is in order again"));
}

void mail_print_suspended(struct page *p, const struct mail_trouble *v, size_t n)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<ul class=\"plain stack\">\n");
	for (size_t i = 0; i < n; i++) {
		html(h, "<li><h3>");
		view_link(h, &account_type, v[i].account);
		html(h, "</h3><p class=\"note\">%s · %s<br>%s</p>",
		     arena_fmt(cx->mem, tr(cx, "since %s"), time_words(cx, v[i].suspended_at)),
		     v[i].suspended_by ? who_name(cx, v[i].suspended_by)
		                       : tr(cx, "refused three times"),
		     v[i].answer ? v[i].answer : "");
		if (mail_may_decide(cx))
			print_lift(p, v[i].account);
		html(h, "</li>\n");
	}
	html(h, "</ul>\n");
}

/* ---- the page */

static void print_state(struct page *p)
{
	struct context *cx = p->cx;

	if (!mail_is_on(cx))
		page_message(p, "", tr(cx, "Mail is off."),
		             tr(cx, "No mail server or no sender is set. Everything stands in the "
		                    "inbox of each; nothing waits to be sent."));
	else
		page_message(p, "good", tr(cx, "Mail is on."),
		             arena_fmt(cx->mem, tr(cx, "By %s, as %s."), setting(cx, "mail_server"),
		                       setting(cx, "mail_from")));
}

static void print_mail(struct page *p, const struct rows *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct choice *state = choice_at(states, choice_index(states, rows_text(r, 2)));
	bool waits = str_eq(rows_text(r, 2), "waiting");

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th><td role=\"cell\" "
	     "data-l=\"%s\">%s</td><td role=\"cell\" data-l=\"%s\">",
	     date_words(cx, rows_date(r, 1)), tr(cx, "To"), who_name(cx, rows_int(r, 0)),
	     tr(cx, "State"));
	html_state(h, state->glyph, tr(cx, state->label));
	if (waits && rows_int(r, 3))
		html(h, "<br><span class=\"note\">%s</span>",
		     arena_fmt(cx->mem, tr(cx, "next try %s"), time_words(cx, rows_int(r, 4))));
	html(h, "</td><td role=\"cell\" data-l=\"%s\">%s</td></tr>\n",
	     tr(cx, "What the server said"), rows_text(r, 5) ? rows_text(r, 5) : "");
}

static void print_outbox(struct page *p)
{
	static const char *const heads[] = { N_("Day"), N_("To"), N_("State"),
		                             N_("What the server said") };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct rows *r = db_query(cx, &outbox_shown, V((int)SHOWN));
	bool any = false;

	page_section(h, tr(cx, "Outbox"), tr(cx, "one mail a day to each who wants it"));
	while (r && rows_next(cx, r)) {
		if (!any)
			page_table(h, tr(cx, "Outbox"), heads, LEN(heads));
		any = true;
		print_mail(p, r);
	}
	if (any)
		page_table_end(h);
	else
		html(h, "<p class=\"note\">%s</p>\n",
		     tr(cx, "Nothing waits, and nothing was sent."));
	html(h, "</section>\n");
}

static void print_bounced(struct page *p, const struct error *e)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (!mail_may_decide(cx))
		return;
	page_section(h, tr(cx, "A mail came back"),
	             tr(cx, "what comes back to the sender is not read by the program"));
	html(h, "<form class=\"prose\" method=\"post\" action=\"/mail/suspend\">");
	page_csrf(h, p->request);
	form_input(h, e, "login", tr(cx, "Login"), NULL, "text",
	           e ? request_form(p->request, "login") : NULL, NULL);
	form_input(h, e, "why", tr(cx, "What came back"),
	           tr(cx, "For example: 550 mailbox unknown"), "text",
	           e ? request_form(p->request, "why") : NULL, NULL);
	html(h, "<p class=\"row\"><button class=\"btn\">%s</button></p></form></section>\n",
	     tr(cx, "Send nothing there"));
}

static bool mail_page(struct context *cx, const struct request *q, struct reply *a,
                      const struct error *e)
{
	struct mail_trouble *v;
	struct page p;
	size_t n;

	if (!mail_may_see(cx))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include this."));
	if (!mail_suspended(cx, &v, &n))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Mail"));
	print_state(&p);
	if (n) {
		page_section(&p.html, tr(cx, "Mail that does not arrive"),
		             tr(cx, "nothing is sent there until somebody says that it is in "
		                    "order"));
		mail_print_suspended(&p, v, n);
		html(&p.html, "</section>\n");
	}
	print_outbox(&p);
	print_bounced(&p, e);
	return page_end(&p);
}

static bool mail_get(struct context *cx, const struct request *q, struct reply *a)
{
	return mail_page(cx, q, a, NULL);
}

/* ---- what is decided */

static bool suspend_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *login = request_form(q, "login");
	const struct account *to = login ? account_by_login(cx, login) : NULL;
	struct error e;

	if (!to && !failed(cx))
		fail(cx, ERR_INVALID, "login", N_("There is no such user."));
	if (to && mail_suspend(cx, to->record.id, request_form(q, "why")))
		return reply_notice(cx, a, q, tr(cx, "Nothing is sent there any more.")) &&
		       reply_goto(cx, a, "/mail");
	if (cx->err.kind != ERR_INVALID)
		return false;
	e = cx->err;
	error_clear(cx);
	a->status = 422;
	return mail_page(cx, q, a, &e);
}

static bool lift_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *text = request_form(q, "account");
	int64_t id;

	if (!text || !parse_int_in(text, 1, INT64_MAX, &id))
		return fail(cx, ERR_BAD_REQUEST, "account", N_("There is no such user."));
	return mail_lift(cx, id) && reply_notice(cx, a, q, tr(cx, "Mail goes there again.")) &&
	       reply_goto(cx, a, request_way(q, "to", "/mail"));
}

static const struct route routes[] = {
	{ METHOD_GET, "/mail", "users_settings:read", mail_get,
	  N_("Mail: whether there is any, what waits, what was refused") },
	{ METHOD_POST, "/mail/suspend", "users_settings:read", suspend_post,
	  N_("Sends no more mail to an address from which it came back") },
	{ METHOD_POST, "/mail/lift", "users_settings:read", lift_post,
	  N_("Sends mail to a suspended address again") },
	{ 0 },
};

const struct pages mail_pages = { .name = "mail", .routes = routes };
