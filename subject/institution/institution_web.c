/* Pages of users: memberships and substitutions as they run, choosing a substitute, and the printed
 * slip with a password.
 *
 * Everything else here (institutions, reorganisations, people, the Commission) is shown by the
 * generic pages. */
#include "subject/institution/handover_web.h"
#include "subject/institution/part.h"

#include "base/number.h"
#include "language/words.h"
#include "record/app.h"
#include "record/change.h"
#include "web/form.h"
#include "web/session.h"
#include "web/view.h"
#include "web/who.h"

/* ---- when it runs */

static void print_period(struct page *p, struct date from, struct date to)
{
	struct context *cx = p->cx;
	struct date day = today(cx);

	if (date_set(to) && date_compare(to, day) < 0)
		html_state(&p->html, "stop st-stop", tr(cx, "ended"));
	else if (date_set(from) && date_compare(day, from) < 0)
		html_state(&p->html, "new st-new", tr(cx, "not begun"));
	else
		html_state(&p->html, "ok st-done", tr(cx, "runs today"));
}

static const char *day_words(struct context *cx, struct date d)
{
	return date_set(d) ? date_words(cx, d) : tr(cx, "open");
}

/* ---- tables */

static void cell(struct page *p, const char *head, const char *words)
{
	page_cell(&p->html, head);
	html(&p->html, "%s</td>", words);
}

static const char *place_words(struct context *cx, const struct account_membership *m)
{
	const char *institution =
	        m->institution ? record_title(cx, &institution_type, m->institution) : "";
	const char *body = m->body ? record_title(cx, &body_type, m->body) : "";

	return *institution && *body ? arena_fmt(cx->mem, "%s · %s", institution, body)
	       : *institution        ? institution
	                             : body;
}

static void print_memberships(struct page *p, const struct account *a)
{
	static const char *const heads[] = { N_("Institution or body"), N_("Role"), N_("From"),
		                             N_("Until"), N_("Today") };
	struct context *cx = p->cx;
	const struct account_membership *m = a->memberships.v;

	page_section(&p->html, tr(cx, "Memberships"), NULL);
	if (!a->memberships.n)
		page_empty(&p->html, tr(cx, "No membership: this user can sign in and do nothing."),
		           "", NULL, NULL);
	else
		page_table(&p->html, tr(cx, "Memberships"), heads, LEN(heads));
	for (size_t i = 0; i < a->memberships.n; i++) {
		html(&p->html, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>",
		     place_words(cx, &m[i]));
		cell(p, heads[1], who_role(cx, (enum role)m[i].role));
		cell(p, heads[2], day_words(cx, m[i].from_date));
		cell(p, heads[3], day_words(cx, m[i].to_date));
		page_cell(&p->html, heads[4]);
		print_period(p, m[i].from_date, m[i].to_date);
		html(&p->html, "</td></tr>\n");
	}
	if (a->memberships.n)
		page_table_end(&p->html);
	html(&p->html, "</section>\n");
}

/* ---- the list */

/* Role and place of the memberships that hold today; several one below the other. */
static void list_cell(struct html *h, const struct list *l, const void *row, size_t column)
{
	const struct account *a = row;
	const struct account_membership *m = a->memberships.v;
	struct context *cx = h->cx;
	struct date day = today(cx);
	size_t n = 0;

	if (!access_field(cx, l->type, row, type_field_named(l->type, "memberships")))
		return;
	for (size_t i = 0; i < a->memberships.n; i++)
		if (period_holds(m[i].from_date, m[i].to_date, day))
			html(h, "%s%s", n++ ? "; " : "",
			     column ? place_words(cx, &m[i]) : who_role(cx, (enum role)m[i].role));
}

static bool user_list(struct context *cx, const struct request *q, struct reply *a)
{
	static const char *const more[] = { N_("Role"), N_("Institution or body"), NULL };
	static const struct view_list list = { .more = more, .more_cell = list_cell };

	return view_list_page(cx, q, a, &account_type, &list);
}

/* ---- substitutions */

static const struct account_membership *membership_of(const struct account *a, int64_t id)
{
	const struct account_membership *m = a->memberships.v;

	for (size_t i = 0; i < a->memberships.n; i++)
		if (m[i].id == id)
			return &m[i];
	return NULL;
}

static const char *membership_words(struct context *cx, const struct account *a, int64_t id)
{
	const struct account_membership *m = membership_of(a, id);

	return m ? arena_fmt(cx->mem, "%s · %s", place_words(cx, m),
	                     who_role(cx, (enum role)m->role))
	         : "…";
}

static void print_end(struct page *p, const struct account_substitution *s, const char *action)
{
	page_cell(&p->html, N_("End"));
	if (action && date_compare(s->to_date, today(p->cx)) >= 0) {
		html(&p->html, "<form method=\"post\" action=\"%s/end\">", action);
		page_csrf(&p->html, p->request);
		html(&p->html,
		     "<button class=\"btn\" name=\"substitution\" "
		     "value=\"%lld\">%s</button></form>",
		     (long long)s->id, tr(p->cx, "End"));
	}
	html(&p->html, "</td></tr>\n");
}

/* `action` NULL: only to be read. */
static void print_substitutions(struct page *p, const struct account *a, const char *action)
{
	static const char *const heads[] = { N_("Substitute"), N_("Acts as"), N_("From"),
		                             N_("Until"),      N_("Reason"),  N_("Today"),
		                             N_("End") };
	struct context *cx = p->cx;
	const struct account_substitution *s = a->substitutions.v;

	page_section(&p->html, tr(cx, "Substitutions"),
	             tr(cx, "what the substitute does is logged with both names"));
	if (!a->substitutions.n)
		page_empty(&p->html, tr(cx, "Nobody stands in for this user."), "", NULL, NULL);
	else
		page_table(&p->html, tr(cx, "Substitutions"), heads, LEN(heads));
	for (size_t i = 0; i < a->substitutions.n; i++) {
		html(&p->html, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>",
		     who_name(cx, s[i].substitute));
		cell(p, heads[1], membership_words(cx, a, s[i].membership.units));
		cell(p, heads[2], day_words(cx, s[i].from_date));
		cell(p, heads[3], day_words(cx, s[i].to_date));
		cell(p, heads[4], s[i].reason ? s[i].reason : "");
		page_cell(&p->html, heads[5]);
		print_period(p, s[i].from_date, s[i].to_date);
		html(&p->html, "</td>");
		print_end(p, &s[i], action);
	}
	if (a->substitutions.n)
		page_table_end(&p->html);
	html(&p->html, "</section>\n");
}

/* Who works in the same institutions: offered while typing, anybody else can be typed. */
SQL(institution_web_colleagues,
    "SELECT DISTINCT a.id, a.login FROM account a JOIN account_memberships m ON m.record = a.id"
    " WHERE a.active = 1 AND a.id <> $1 AND m.institution IN"
    " (SELECT institution FROM account_memberships WHERE record = $1) ORDER BY a.login LIMIT 200");

static void print_colleagues(struct page *p, const struct account *a)
{
	struct context *cx = p->cx;
	struct rows *r = db_query(cx, &institution_web_colleagues, V(a->record.id));
	struct {
		int64_t id;
		const char *login;
	} *v = arena_alloc(cx->mem, 200 * sizeof *v);
	size_t n = 0;

	while (r && n < 200 && rows_next(cx, r)) {
		v[n].id = rows_int(r, 0);
		v[n++].login = arena_str(cx->mem, rows_text(r, 1));
	}
	html(&p->html, "<datalist id=\"colleagues\">");
	for (size_t i = 0; i < n; i++)
		html(&p->html, "<option value=\"%s\">%s</option>", v[i].login,
		     who_name(cx, v[i].id));
	html(&p->html, "</datalist>\n");
}

static void print_choice(struct page *p, const struct account *a)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct account_membership *m = a->memberships.v;
	const char *chosen = request_form(p->request, "membership");
	char id[ID_TEXT];

	html(h,
	     "<div class=\"field\"><label for=\"i-membership\">%s</label>"
	     "<select id=\"i-membership\" name=\"membership\">",
	     tr(cx, "In which membership"));
	for (size_t i = 0; i < a->memberships.n; i++) {
		if (date_set(m[i].to_date) && date_compare(m[i].to_date, today(cx)) < 0)
			continue;
		html(h, "<option value=\"%s\"", id_text(m[i].id, id));
		if (str_eq(chosen, id))
			html(h, " selected");
		html(h, ">%s</option>", membership_words(cx, a, m[i].id));
	}
	html(h, "</select></div>\n");
}

static void print_form(struct page *p, const struct account *a, const char *action,
                       const struct error *e)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct request *q = p->request;
	const struct error *general = e && !e->field ? e : NULL;

	page_section(h, tr(cx, "Choose a substitute"), NULL);
	if (general)
		page_message(p, "bad", general->text, NULL);
	html(h, "<form class=\"panel\" method=\"post\" action=\"%s\">", action);
	page_csrf(h, q);
	print_choice(p, a);
	form_input(h, e, "substitute", tr(cx, "Login of the substitute"), NULL, "text",
	           request_form(q, "substitute"), " list=\"colleagues\" autocomplete=\"off\"");
	print_colleagues(p, a);
	form_input(h, e, "from_date", tr(cx, "First day"), tr(cx, "For example 17.06.2025"), "text",
	           request_form(q, "from_date"), NULL);
	form_input(h, e, "to_date", tr(cx, "Last day"), tr(cx, "A substitution always ends."),
	           "text", request_form(q, "to_date"), NULL);
	form_input(h, e, "reason", tr(cx, "Reason"), tr(cx, "Leave, mission, illness"), "text",
	           request_form(q, "reason"), NULL);
	html(h,
	     "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form></section>\n",
	     tr(cx, "Appoint the substitute"));
}

static bool read_day(struct context *cx, const struct request *q, const char *name,
                     struct date *ret)
{
	const char *typed = request_form(q, name);

	*ret = (struct date){ 0 };
	if (str_empty(typed) ||
	    (words_read_date(cx->mem, typed, ret) && ret->precision == PRECISION_DAY))
		return true;
	return fail(cx, ERR_INVALID, name, N_("Give the exact day, for example 17.06.2025."));
}

static bool read_id(struct context *cx, const struct request *q, const char *name, int64_t *ret)
{
	const char *typed = request_form(q, name);

	return (typed && parse_int_in(typed, 1, INT64_MAX, ret)) ||
	       fail(cx, ERR_BAD_REQUEST, name, N_("The form is not complete."));
}

static bool appoint(struct context *cx, const struct request *q, int64_t account)
{
	struct date from, to;
	int64_t membership;
	bool days;

	if (!read_id(cx, q, "membership", &membership))
		return false;
	days = read_day(cx, q, "from_date", &from);
	days = read_day(cx, q, "to_date", &to) && days;
	cx->reason = request_form(q, "reason");
	return days &&
	       account_substitute(cx, account, membership, request_form(q, "substitute"), from, to);
}

static bool end(struct context *cx, const struct request *q, struct reply *a, int64_t account,
                const char *back)
{
	int64_t id;

	return read_id(cx, q, "substitution", &id) && account_substitute_end(cx, account, id) &&
	       reply_notice(cx, a, q, tr(cx, "The substitution has ended.")) &&
	       reply_goto(cx, a, back);
}

/* ---- one's own substitutes */

static const char own_path[] = "/me/substitution";

static bool own_page(struct context *cx, const struct request *q, struct reply *reply,
                     const struct error *e)
{
	const struct account *a = record_get_any(cx, &account_type, cx->actor->user);
	struct page p;

	if (!a)
		return false;
	page_begin(&p, cx, q, reply, tr(cx, "My substitutes"));
	page_crumb(&p, tr(cx, "My account"), "/me");
	page_crumb(&p, tr(cx, "My substitutes"), NULL);
	p.lead = tr(cx, "While you are away, another user can act in one of your memberships, with "
	                "your rights and "
	                "not more, until the last day that you name.");
	print_substitutions(&p, a, cx->actor->on_behalf ? NULL : own_path);
	if (cx->actor->on_behalf)
		page_message(
		        &p, "", tr(cx, "You stand in for somebody now."),
		        tr(cx,
		           "Act in a membership of your own to choose a substitute for yourself."));
	else
		print_form(&p, a, own_path, e);
	return page_end(&p);
}

static bool own_get(struct context *cx, const struct request *q, struct reply *a)
{
	return own_page(cx, q, a, NULL);
}

static bool own_post(struct context *cx, const struct request *q, struct reply *a)
{
	if (appoint(cx, q, cx->actor->user))
		return reply_notice(cx, a, q, tr(cx, "The substitute is appointed.")) &&
		       reply_goto(cx, a, own_path);
	if (cx->err.kind != ERR_INVALID)
		return false;
	a->status = 422;
	return own_page(cx, q, a, view_errors(cx));
}

static bool own_end(struct context *cx, const struct request *q, struct reply *a)
{
	return end(cx, q, a, cx->actor->user, own_path);
}

/* ---- a user */

static const char *substitutions_path(struct context *cx, int64_t id)
{
	return record_path(cx, &account_type, id, "/substitutions");
}

static bool user_page(struct context *cx, const struct request *q, struct reply *reply,
                      const struct error *e)
{
	int64_t id = request_id(cx, q);
	const struct account *a = id ? record_get(cx, &account_type, id) : NULL;
	bool keeps;
	struct page p;

	if (!a)
		return false;
	keeps = access_record(cx, &account_type, a, RIGHT_UPDATE);
	page_begin(&p, cx, q, reply, record_title(cx, &account_type, id));
	view_head(&p, &account_type, a);
	handover_action(&p, id);
	if (a->active != YES)
		page_message(&p, "warn", tr(cx, "This user cannot sign in."), NULL);
	html(&p.html, "<div class=\"stack\">\n");
	view_facts(&p.html, &account_type, a, "login name person active language");
	print_memberships(&p, a);
	print_substitutions(&p, a, keeps ? substitutions_path(cx, id) : NULL);
	if (keeps) {
		print_form(&p, a, substitutions_path(cx, id), e);
		html(&p.html,
		     "<form class=\"sect\" method=\"post\" action=\"%s\"><h2>%s</h2><p>%s</p>",
		     record_path(cx, &account_type, id, "/password"), tr(cx, "Password"),
		     tr(cx, "A new password is printed on a slip. All sessions of the user end, "
		            "and the password must "
		            "be changed at the first sign-in."));
		page_csrf(&p.html, q);
		html(&p.html, "<p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
		     tr(cx, "Make a slip"));
	}
	html(&p.html, "</div>\n");
	return view_history(&p, &account_type, id, 5) && page_end(&p);
}

static bool user_get(struct context *cx, const struct request *q, struct reply *a)
{
	return user_page(cx, q, a, NULL);
}

static bool user_substitute(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);

	if (!id || !record_get(cx, &account_type, id))
		return false;
	if (appoint(cx, q, id))
		return reply_notice(cx, a, q, tr(cx, "The substitute is appointed.")) &&
		       reply_goto(cx, a, record_path(cx, &account_type, id, NULL));
	if (cx->err.kind != ERR_INVALID)
		return false;
	a->status = 422;
	return user_page(cx, q, a, view_errors(cx));
}

static bool user_end(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);

	return id && record_get(cx, &account_type, id) &&
	       end(cx, q, a, id, record_path(cx, &account_type, id, NULL));
}

/* The password is in this one answer and nowhere else. */
static bool slip_post(struct context *cx, const struct request *q, struct reply *reply)
{
	int64_t id = request_id(cx, q);
	const struct account *a = id ? record_get(cx, &account_type, id) : NULL;
	char slip[SLIP_TEXT];
	struct page p;

	if (!a)
		return false;
	if (!access_record(cx, &account_type, a, RIGHT_UPDATE))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("Your role does not include changing this."));
	password_slip(slip);
	if (!password_set(cx, id, a->login, slip, true) ||
	    !change_event(cx, CHANGE_EVENT, account_type.name, id, "password_slip", NULL))
		return false;
	page_begin(&p, cx, q, reply, tr(cx, "Slip with a password"));
	page_crumb(&p, tr(cx, account_type.label_plural), "/accounts");
	page_crumb(&p, record_title(cx, &account_type, id),
	           record_path(cx, &account_type, id, NULL));
	page_crumb(&p, tr(cx, "Slip with a password"), NULL);
	page_message(
	        &p, "",
	        tr(cx, "It is shown only this once: print this page and hand it over in person."),
	        NULL);
	html(&p.html,
	     "<dl class=\"facts\"><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd><code>%s</code></dd>"
	     "<dt>%s</dt><dd><code>%s</code></dd></dl>\n",
	     tr(cx, "User"), record_title(cx, &account_type, id), tr(cx, "Login"), a->login,
	     tr(cx, "Password"), slip);
	html(&p.html, "<p class=\"prose\">%s</p>\n",
	     tr(cx,
	        "At the first sign-in you choose a password of your own. Then destroy this slip."));
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/accounts", "users_settings:read", user_list,
	  N_("Users, with role and institution"), 0, &account_type },
	{ METHOD_GET, "/accounts/{id}", "users_settings:read", user_get, N_("A user"), 0,
	  &account_type },
	{ METHOD_POST, "/accounts/{id}/substitutions", "users_settings:update", user_substitute,
	  N_("Appoints a substitute for a user") },
	{ METHOD_POST, "/accounts/{id}/substitutions/end", "users_settings:update", user_end,
	  N_("Ends a substitution of a user") },
	{ METHOD_POST, "/accounts/{id}/password", "users_settings:update", slip_post,
	  N_("A new password on a slip") },
	{ METHOD_GET, "/me/substitution", "@signed-in", own_get, N_("One's own substitutes") },
	{ METHOD_POST, "/me/substitution", "@signed-in", own_post,
	  N_("Appoints a substitute for oneself") },
	{ METHOD_POST, "/me/substitution/end", "@signed-in", own_end,
	  N_("Ends a substitution of one's own") },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("Users"), "/accounts", "users_settings:read", 8980 },
	{ 0 },
};

const struct pages institution_pages = {
	.name = "institution",
	.routes = routes,
	.tabs = tabs,
};
