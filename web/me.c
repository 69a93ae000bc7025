/* One's own page: in which membership one acts, language and looks, password, sessions, tokens of
 * programs, drafts. */
#include "base/number.h"
#include "subject/institution/institution.h"
#include "web/draft.h"
#include "web/form.h"
#include "web/job.h"
#include "web/page.h"
#include "web/session.h"
#include "web/view.h"
#include "web/who.h"

enum { JOBS_SHOWN = 10 };

static void post_open(struct html *h, const struct request *q, const char *action)
{
	html(h, "<form class=\"row\" method=\"post\" action=\"%s\">", action);
	page_csrf(h, q);
	html(h, "<input type=\"hidden\" name=\"to\" value=\"/me\">");
}

/* ---- memberships */

static void print_membership(struct page *p, const struct standing *m)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	bool current = m->membership == p->request->session->actor.membership &&
	               m->on_behalf == p->request->session->actor.on_behalf;

	html(h, "<li><div><h3>%s · %s</h3>", who_institution(cx, m->institution),
	     who_role(cx, m->role));
	if (m->on_behalf)
		html(h, "<p class=\"note\">%s %s</p>", tr(cx, "substituting for"),
		     who_name(cx, m->on_behalf));
	if (date_set(m->to_date))
		html(h, "<p class=\"note\">%s</p>",
		     arena_fmt(cx->mem, tr(cx, "until %s"), date_words(cx, m->to_date)));
	html(h, "</div>");
	if (current) {
		html_state(h, "ok st-done", tr(cx, "you act in this one now"));
	} else {
		post_open(h, p->request, "/membership");
		html(h,
		     "<button class=\"btn\" name=\"membership\" value=\"%lld\">%s</button></form>",
		     (long long)m->membership, tr(cx, "Act in this one"));
	}
	html(h, "</li>\n");
}

static void print_memberships(struct page *p)
{
	struct standing *v;
	size_t n;

	if (!account_memberships_on(p->cx, p->cx->actor->user, today(p->cx), &v, &n))
		return;
	html(&p->html,
	     "<section class=\"sect\" id=\"memberships\"><h2>%s</h2><ul class=\"plain stack\">\n",
	     tr(p->cx, "Memberships"));
	for (size_t i = 0; i < n; i++)
		print_membership(p, &v[i]);
	html(&p->html, "</ul></section>\n");
}

/* ---- language and looks */

static void print_language(struct page *p)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	post_open(h, p->request, "/language");
	html(h, "<label for=\"lang\">%s</label><select class=\"w-m\" id=\"lang\" name=\"lang\">",
	     tr(cx, "Language"));
	for (const char *const *l = page_languages(cx); *l; l++)
		language_option(h, *l, str_eq(*l, cx->lang));
	html(h, "</select><button class=\"btn\">%s</button></form>\n", tr(cx, "Choose language"));
}

static void print_looks(struct page *p)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct session *s = p->request->session;

	post_open(h, p->request, "/theme");
	html(h, "<label for=\"theme\">%s</label><select class=\"w-m\" id=\"theme\" name=\"theme\">",
	     tr(cx, "Colours"));
	html_option(h, "", tr(cx, "as the system has them"), !s->theme);
	html_option(h, "light", tr(cx, "light"), str_eq(s->theme, "light"));
	html_option(h, "dark", tr(cx, "dark"), str_eq(s->theme, "dark"));
	html(h,
	     "</select><label for=\"density\">%s</label><select class=\"w-m\" id=\"density\" "
	     "name=\"density\">",
	     tr(cx, "Density"));
	html_option(h, "", tr(cx, "as your role has it"), !s->density);
	html_option(h, "comfortable", tr(cx, "comfortable"), str_eq(s->density, "comfortable"));
	html_option(h, "compact", tr(cx, "dense"), str_eq(s->density, "compact"));
	html(h,
	     "</select><label for=\"layout\">%s</label><select class=\"w-m\" id=\"layout\" "
	     "name=\"layout\">",
	     tr(cx, "Layout of lists"));
	for (const struct view_layout *l = view_layouts; l->name; l++)
		html_option(h, l->name, tr(cx, l->label), view_layout_chosen(p->request) == l);
	html(h, "</select><button class=\"btn\">%s</button></form>\n", tr(cx, "Choose looks"));
}

/* ---- mail */

static void print_mail(struct page *p, const struct error *e)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct account *a = record_get_any(cx, &account_type, cx->actor->user);
	const char *typed = e ? request_form(p->request, "mail") : NULL;

	if (!a)
		return;
	page_section(h, tr(cx, "Mail"),
	             tr(cx, "reminders, at most one mail a day; never what is restricted"));
	html(h, "<form class=\"panel\" method=\"post\" action=\"/me/mail\">");
	page_csrf(h, p->request);
	form_input(h, e, "mail", tr(cx, "Mail address"), NULL, "email", typed ? typed : a->mail,
	           NULL);
	html(h,
	     "<div class=\"field\"><label for=\"wanted\">%s</label><select class=\"w-m\" "
	     "id=\"wanted\" name=\"wanted\">",
	     tr(cx, "Reminders by mail"));
	html_option(h, "1", tr(cx, "Yes"), a->no_mail != YES);
	html_option(h, "0", tr(cx, "No"), a->no_mail == YES);
	html(h,
	     "</select></div><p class=\"row\"><button class=\"btn\">%s</button></p></form>"
	     "</section>\n",
	     tr(cx, "Save"));
}

/* ---- sessions */

static void print_session(struct page *p, const struct session_line *s)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th><td role=\"cell\" "
	     "data-l=\"%s\">%s</td>",
	     time_words(cx, s->made_at), tr(cx, "Last used"), time_words(cx, s->seen_at));
	html(h, "<td role=\"cell\" data-l=\"%s\">%s</td><td role=\"cell\">",
	     tr(cx, "Address of the computer"), s->remote);
	if (s->current) {
		html(h, "%s", tr(cx, "this one"));
	} else {
		post_open(h, p->request, "/sessions/end");
		html(h, "<button class=\"btn\" name=\"session\" value=\"%lld\">%s</button></form>",
		     (long long)s->id, tr(cx, "End"));
	}
	html(h, "</td></tr>\n");
}

static void print_sessions(struct page *p)
{
	static const char *const heads[] = { N_("Begun"), N_("Last used"),
		                             N_("Address of the computer"), N_("End") };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct session_line *v;
	size_t n;

	if (!session_list(cx, p->request, &v, &n))
		return;
	page_section(h, tr(cx, "Sessions"), NULL);
	page_table(h, tr(cx, "Sessions"), heads, LEN(heads));
	for (size_t i = 0; i < n; i++)
		print_session(p, &v[i]);
	page_table_end(h);
	if (n > 1) {
		post_open(h, p->request, "/sessions/end");
		html(h, "<button class=\"btn\" name=\"session\" value=\"all\">%s</button></form>\n",
		     tr(cx, "End all other sessions"));
	}
	html(h, "</section>\n");
}

/* ---- tokens */

static const char *token_state(struct context *cx, const struct token_line *t)
{
	if (t->revoked_at)
		return arena_fmt(cx->mem, tr(cx, "revoked on %s"), time_words(cx, t->revoked_at));
	if (t->ends_at < cx->now)
		return arena_fmt(cx->mem, tr(cx, "ended on %s"), time_words(cx, t->ends_at));
	return arena_fmt(cx->mem, tr(cx, "until %s"), time_words(cx, t->ends_at));
}

static void print_token(struct page *p, const struct token_line *t)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<li><p><b>%s</b> <span class=\"note\">%s · %s · %s</span></p>", t->label,
	     str_eq(t->scope, "write") ? tr(cx, "reads and writes") : tr(cx, "reads"),
	     token_state(cx, t), t->used_at ? time_words(cx, t->used_at) : tr(cx, "never used"));
	if (!t->revoked_at && t->ends_at >= cx->now) {
		post_open(h, p->request, "/me/tokens/revoke");
		html(h, "<button class=\"btn\" name=\"token\" value=\"%lld\">%s</button></form>",
		     (long long)t->id, tr(cx, "Revoke"));
	}
	html(h, "</li>\n");
}

/* What was typed comes back when it was refused, but not once the token is made. */
static void print_tokens(struct page *p, const struct error *e)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct request *q = p->request;
	struct token_line *v;
	size_t n;

	if (!token_list(cx, cx->actor->user, &v, &n))
		return;
	html(h,
	     "<section class=\"sect stack\" id=\"tokens\"><h2>%s</h2><p class=\"note\">%s</p><ul "
	     "class=\"plain stack\">\n",
	     tr(cx, "Tokens of programs"),
	     tr(cx, "A program that works for you through the API shows a token instead of your "
	            "password."));
	for (size_t i = 0; i < n; i++)
		print_token(p, &v[i]);
	html(h, "</ul>\n<form class=\"panel\" method=\"post\" action=\"/me/tokens\">");
	page_csrf(h, q);
	form_input(h, e, "label", tr(cx, "What is it for?"),
	           tr(cx, "For example: table for the half-year report"), "text",
	           e ? request_form(q, "label") : NULL, NULL);
	html(h,
	     "<div class=\"field\"><label for=\"scope\">%s</label><select id=\"scope\" "
	     "name=\"scope\">",
	     tr(cx, "It may"));
	html_option(h, "read", tr(cx, "read"), false);
	html_option(h, "write", tr(cx, "read and write"), false);
	html(h, "</select></div>\n");
	form_input(h, e, "days", tr(cx, "For how many days"), tr(cx, "1 to 366"), "text", "90",
	           " inputmode=\"numeric\"");
	html(h, "<p class=\"row\"><button class=\"btn\">%s</button></p></form></section>\n",
	     tr(cx, "Make a token"));
}

static void print_drafts(struct page *p)
{
	struct context *cx = p->cx;
	struct draft *v;
	size_t n;

	if (!draft_list(cx, cx->actor->user, &v, &n) || !n)
		return;
	page_section(&p->html, tr(cx, "Drafts"), tr(cx, "typed and not saved yet"));
	html(&p->html, "<ul class=\"plain\">\n");
	for (size_t i = 0; i < n; i++) {
		const char *slash = strchr(v[i].form, '/');
		const char *name = arena_strn(cx->mem, v[i].form, strcspn(v[i].form, "/"));
		const struct type *t = type_named(cx->app->subjects, name);
		const struct step *step = t && slash ? step_named(t, slash + 1) : NULL;
		const char *where;

		if (!t)
			continue;
		where = !v[i].record ? arena_fmt(cx->mem, "/%s/new", t->plural)
		        : slash      ? arena_fmt(cx->mem, "/%s/%lld/steps%s", t->plural,
		                                 (long long)v[i].record, slash)
		                     : arena_fmt(cx->mem, "/%s/%lld/edit", t->plural,
		                                 (long long)v[i].record);
		html(&p->html,
		     "<li><a href=\"%s?draft=1\">%s</a> <span class=\"note\">%s%s%s</span></li>\n",
		     where,
		     v[i].record ? arena_fmt(cx->mem, "%s: %s", tr(cx, t->label),
		                             record_title(cx, t, v[i].record))
		                 : arena_fmt(cx->mem, tr(cx, "New: %s"), tr(cx, t->label)),
		     step ? tr(cx, step->label) : "", step ? " · " : "", time_words(cx, v[i].at));
	}
	html(&p->html, "</ul></section>\n");
}

static void print_jobs(struct page *p)
{
	struct context *cx = p->cx;
	struct job *v;
	size_t n;

	if (!job_list(cx, &v, &n) || !n)
		return;
	page_section(&p->html, tr(cx, "Work behind the pages"),
	             tr(cx, "files being brought in or made"));
	html(&p->html, "<ul class=\"plain\">\n");
	for (size_t i = 0; i < n && i < JOBS_SHOWN; i++) {
		const struct job_kind *kind = job_kind_named(v[i].kind);

		html(&p->html,
		     "<li><a href=\"/jobs/%lld\">%s</a> <span class=\"note\">%s · %s</span></li>\n",
		     (long long)v[i].id, kind ? tr(cx, kind->label) : v[i].kind,
		     time_words(cx, v[i].made_at), job_state_words(cx, &v[i]));
	}
	html(&p->html, "</ul></section>\n");
}

/* ---- the page */

static bool me_page(struct context *cx, const struct request *q, struct reply *a,
                    const struct error *e, const char *token)
{
	const struct actor *who = &q->session->actor;
	struct page p;

	page_begin(&p, cx, q, a, who_name(cx, who->user));
	p.kicker = tr(cx, "My account");
	p.lead = arena_fmt(cx->mem, "%s · %s · %s", who->login,
	                   who_institution(cx, who->institution), who_role(cx, who->role));
	page_action(&p, tr(cx, "My substitutes"), "/me/substitution", NULL, false);
	page_action(&p, tr(cx, "Change password"), "/me/password", NULL, false);
	if (token) {
		html(&p.html, "<div class=\"msg msg-good\">");
		html_glyph(&p.html, "ok");
		html(&p.html, "<div><p><b>%s</b></p><p><code>%s</code></p></div></div>\n",
		     tr(cx, "The new token. It is shown only this once: copy it now."), token);
	}
	print_memberships(&p);
	page_section(&p.html, tr(cx, "Language and looks"), NULL);
	print_language(&p);
	print_looks(&p);
	html(&p.html, "</section>\n");
	print_mail(&p, e);
	print_drafts(&p);
	print_jobs(&p);
	print_sessions(&p);
	print_tokens(&p, e);
	return page_end(&p);
}

static bool me_get(struct context *cx, const struct request *q, struct reply *a)
{
	return me_page(cx, q, a, NULL, NULL);
}

static bool token_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *days = request_form(q, "days");
	char text[TOKEN_TEXT];
	struct error e;
	int64_t n;

	if (!days || !parse_int_in(days, 1, 366, &n)) {
		fail(cx, ERR_INVALID, "days", N_("A token runs for 1 to 366 days."));
	} else if (token_add(cx, cx->actor->login, request_form(q, "scope"),
	                     request_form(q, "label"), n, text)) {
		return me_page(cx, q, a, NULL, text);
	}
	if (cx->err.kind != ERR_INVALID)
		return false;
	e = cx->err;
	error_clear(cx);
	a->status = 422;
	return me_page(cx, q, a, &e, NULL);
}

static bool mail_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct error e;

	if (account_mail(cx, cx->actor->user, request_form(q, "mail"),
	                 !str_eq(request_form(q, "wanted"), "0")))
		return reply_notice(cx, a, q, tr(cx, "Saved.")) && reply_goto(cx, a, "/me");
	if (cx->err.kind != ERR_INVALID)
		return false;
	e = cx->err;
	error_clear(cx);
	a->status = 422;
	return me_page(cx, q, a, &e, NULL);
}

static bool revoke_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *text = request_form(q, "token");
	int64_t id;

	if (!text || !parse_int_in(text, 1, INT64_MAX, &id))
		return fail(cx, ERR_BAD_REQUEST, "token", N_("There is no such token."));
	return token_revoke(cx, cx->actor->user, id) &&
	       reply_notice(cx, a, q, tr(cx, "The token is revoked.")) && reply_goto(cx, a, "/me");
}

/* ---- the password */

static bool password_page(struct context *cx, const struct request *q, struct reply *a,
                          const struct error *e)
{
	struct html *h;
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Change password"));
	page_crumb(&p, tr(cx, "My account"), "/me");
	page_crumb(&p, p.title, NULL);
	if (q->session->must_change)
		p.lead = tr(cx, "Your password stands on a printed slip. Choose one of your own "
		                "before you go on.");
	h = &p.html;
	if (e && !e->field)
		page_message(&p, "bad", e->text, NULL);
	html(h, "<form class=\"prose\" method=\"post\" action=\"/me/password\">");
	page_csrf(h, q);
	form_input(h, e, "old", tr(cx, "Present password"), NULL, "password", NULL,
	           " autocomplete=\"current-password\"");
	form_input(h, e, "password", tr(cx, "New password"),
	           arena_fmt(cx->mem,
	                     tr(cx, "At least %d characters; a sentence is better than signs"),
	                     MIN_PASSWORD),
	           "password", NULL, " autocomplete=\"new-password\"");
	form_input(h, e, "again", tr(cx, "New password once more"), NULL, "password", NULL,
	           " autocomplete=\"new-password\"");
	html(h,
	     "<div class=\"field row\"><button class=\"btn btn-main\">%s</button><span "
	     "class=\"note\">%s</span></div></form>\n",
	     tr(cx, "Change password"), tr(cx, "All other sessions end."));
	return page_end(&p);
}

static bool password_get(struct context *cx, const struct request *q, struct reply *a)
{
	return password_page(cx, q, a, NULL);
}

static bool password_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *password = request_form(q, "password");
	bool sound = false;
	struct error e;

	if (!str_eq(password, request_form(q, "again")))
		fail(cx, ERR_INVALID, "again", N_("The two new passwords are not the same."));
	else
		sound = password_check(cx, cx->actor->login, password);
	if (sound && password_change(cx, q, a, request_form(q, "old"), password))
		return reply_notice(cx, a, q, tr(cx, "The password is changed.")) &&
		       reply_goto(cx, a, "/me");
	if (cx->err.kind != ERR_INVALID && cx->err.kind != ERR_TOO_MANY)
		return false;
	e = cx->err;
	if (sound)
		e.field = "old"; /* the new one was found sound: it is the present one that is wrong
		                  */
	error_clear(cx);
	a->status = e.kind == ERR_TOO_MANY ? 429 : 422;
	return password_page(cx, q, a, &e);
}

static const struct route routes[] = {
	{ METHOD_GET, "/me", "@signed-in", me_get, N_("One's own page") },
	{ METHOD_POST, "/me/mail", "@signed-in", mail_post,
	  N_("One's mail address, and whether one wants mail") },
	{ METHOD_POST, "/me/tokens", "@signed-in", token_post, N_("Makes a token for a program") },
	{ METHOD_POST, "/me/tokens/revoke", "@signed-in", revoke_post, N_("Revokes a token") },
	{ METHOD_GET, "/me/password", "@signed-in", password_get, N_("Changing one's password") },
	{ METHOD_POST, "/me/password", "@signed-in", password_post, N_("Changes one's password"),
	  ROUTE_NO_DB },
	{ 0 },
};

const struct pages me_pages = { .name = "me", .routes = routes };
