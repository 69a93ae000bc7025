/* Pages of hand-overs: planning one, and what it would move, before anything moves.  The step
 * itself and the list are the generic ones. */
#include "subject/institution/handover_web.h"
#include "subject/institution/part.h"

#include "base/number.h"
#include "record/app.h"
#include "web/form.h"
#include "web/view.h"
#include "web/who.h"

#define T     (&handover_type)
#define NEW   "/handovers/new"
#define ASKED "leaver successor date reason note"

/* ---- the preview */

static void print_count(struct page *p, const char *what, size_t goes, size_t stays)
{
	static const char *const heads[] = { N_("Goes over"), N_("Stays") };

	html(&p->html, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>", what);
	page_cell(&p->html, heads[0]);
	html(&p->html, "%zu</td>", goes);
	page_cell(&p->html, heads[1]);
	html(&p->html, "%zu</td></tr>\n", stays);
}

/* Whose the work is stays where it is, and who can do something about it. */
static void print_stays(struct page *p, const struct handover_plan *plan)
{
	struct context *cx = p->cx;
	size_t unread = 0;

	for (size_t i = 0; i < plan->n; i++)
		unread += plan->parts[i].unread;
	if (unread)
		page_message(p, "warn",
		             arena_fmt(cx->mem, tr(cx, "Records that stay: %zu."), unread),
		             tr(cx, "The successor may not read them. Whoever may change the named "
		                    "readers must name the successor first; else they stay with "
		                    "whoever leaves."));
	if (plan->drafts_left)
		page_message(
		        p, "",
		        arena_fmt(cx->mem, tr(cx, "Drafts that stay: %zu."), plan->drafts_left),
		        tr(cx, "They are about something that the successor may not read or "
		               "begin, or the successor is writing the same. They are not told "
		               "here."));
}

static bool print_preview(struct page *p, struct handover *h)
{
	static const char *const heads[] = { N_("What"), N_("Goes over"), N_("Stays") };
	struct context *cx = p->cx;
	struct handover_plan plan;

	if (!hand(cx, h, false, &plan))
		return false;
	page_section(&p->html, tr(cx, "What will move"),
	             tr(cx, "as it is now; counted again when it is carried out"));
	page_table(&p->html, tr(cx, "What will move"), heads, LEN(heads));
	for (size_t i = 0; i < plan.n; i++)
		print_count(p, tr(cx, plan.parts[i].type->label_plural), plan.parts[i].n,
		            plan.parts[i].unread);
	print_count(p, tr(cx, "Drafts"), plan.drafts, plan.drafts_left);
	page_table_end(&p->html);
	if (plan.substitutions)
		html(&p->html, "<p>%s</p>\n",
		     arena_fmt(cx->mem, tr(cx, "Substitutions that will end: %zu."),
		               plan.substitutions));
	print_stays(p, &plan);
	html(&p->html, "</section>\n");
	return true;
}

static bool handover_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	struct handover *h = id ? record_get(cx, T, id) : NULL;
	struct page p;

	if (!h)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, id));
	view_head(&p, T, h);
	html(&p.html, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
	view_facts(&p.html, T, h, NULL);
	view_texts(&p, T, h, 2);
	if (type_state_in(T, h->record.state, "planned") && !print_preview(&p, h))
		return false;
	html(&p.html, "</div>\n<div>\n");
	view_steps(&p, T, h);
	html(&p.html, "</div></div>\n");
	view_rows(&p, T, h);
	return view_history(&p, T, id, 5) && page_end(&p);
}

/* ---- planning */

static bool may_plan(struct context *cx)
{
	return access_function(cx, T->function, RIGHT_CREATE) ||
	       access_function(cx, T->function, RIGHT_PROPOSE);
}

static void begin(struct page *p, struct context *cx, const struct request *q, struct reply *a)
{
	page_begin(p, cx, q, a, tr(cx, "Plan a hand-over"));
	p->type = T;
	p->form = "form";
	p->lead = access_function(cx, T->function, RIGHT_UPDATE)
	                  ? tr(cx, "Nothing moves yet: the next page shows what would.")
	                  : tr(cx, "Nothing moves yet: the next page shows what would, and an "
	                           "administrator carries it out.");
	page_crumb(p, tr(cx, T->label_plural), "/handovers");
	page_crumb(p, tr(cx, "Plan a hand-over"), NULL);
}

static void form_of(struct form *f, struct context *cx, const struct handover *h)
{
	form_begin_with(f, cx, T, h, ASKED);
	f->action = NEW;
	f->draft = T->name;
}

static bool plan_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct handover *h = record_new(cx, T);
	const char *leaver = request_query(q, "leaver");
	struct form f;
	struct page p;

	if (!may_plan(cx))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("Your role does not include changing this."));
	if (leaver && (!parse_int_in(leaver, 1, INT64_MAX, &h->leaver) ||
	               !record_get(cx, &account_type, h->leaver)))
		return failed(cx) ? false
		                  : fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such user."));
	h->date = today(cx);
	begin(&p, cx, q, a);
	form_of(&f, cx, h);
	view_draft(&p, &f);
	form_print(&f, &p.html, q, tr(cx, "Plan it"), "/handovers");
	return page_end(&p);
}

/* Whose users one may plan for is the type's to say, for every door. */
static bool put(struct context *cx, const struct type *t, void *row, const void *data)
{
	(void)data;
	return record_save_as(cx, t, row, CHANGE_CREATE);
}

static bool again(struct context *cx, const struct request *q, struct reply *a, struct form *f)
{
	struct page p;

	if (!form_refused(f, q))
		return false;
	a->status = 422;
	begin(&p, cx, q, a);
	form_print(f, &p.html, q, tr(cx, "Plan it"), "/handovers");
	return page_end(&p);
}

static bool plan_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct handover *h = record_new(cx, T);
	void *mine = row_copy(cx, T, h);
	struct form f;

	if (!may_plan(cx))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("Your role does not include changing this."));
	form_of(&f, cx, h);
	form_take(&f, q->form, q->form_n);
	if (!form_read(&f, q, mine)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		f.errors = view_all_errors(cx, T, mine, put, NULL);
		return f.errors && again(cx, q, a, &f);
	}
	if (!view_save(cx, T, mine, put, NULL, &f.errors))
		return false;
	if (f.errors)
		return again(cx, q, a, &f);
	return reply_notice(cx, a, q, tr(cx, "It is planned; nothing has moved yet.")) &&
	       reply_goto(cx, a, record_path(cx, T, ((struct record *)mine)->id, NULL));
}

/* ---- on other pages */

void handover_action(struct page *p, int64_t account)
{
	if (may_plan(p->cx))
		page_action(p, tr(p->cx, "Hand over the work"),
		            arena_fmt(p->cx->mem, NEW "?leaver=%lld", (long long)account), NULL,
		            false);
	page_action(p, tr(p->cx, T->label_plural), "/handovers", NULL, false);
}

static void print_notice(struct page *p, const struct handover *h, int64_t me)
{
	struct context *cx = p->cx;
	const char *day = date_words(cx, h->date);
	const char *words =
	        h->leaver == me ? arena_fmt(cx->mem, tr(cx, "%s: your work went to %s."), day,
	                                    who_name(cx, h->successor))
	                        : arena_fmt(cx->mem, tr(cx, "%s: the work of %s came to you."),
	                                    day, who_name(cx, h->leaver));
	const char *number = arena_fmt(cx->mem, tr(cx, "Duties: %lld, drafts: %lld."),
	                               (long long)h->duties.units, (long long)h->drafts.units);

	page_message(p, "", words, number);
	if (access_record(cx, T, h, RIGHT_READ))
		html(&p->html, "<p class=\"small\"><a href=\"%s\">%s</a></p>\n",
		     record_path(cx, T, h->record.id, NULL), tr(cx, "What was moved"));
}

void handover_notices(struct page *p)
{
	const struct actor *who = p->cx->actor;
	int64_t me = !who ? 0 : who->on_behalf ? who->on_behalf : who->user;
	struct handover **v;
	size_t n;

	if (!me || !handover_recent(p->cx, me, &v, &n))
		return;
	for (size_t i = 0; i < n; i++)
		print_notice(p, v[i], me);
}

static const struct route routes[] = {
	{ METHOD_GET, "/handovers/{id}", "users_settings:read", handover_get, N_("A hand-over"), 0,
	  &handover_type },
	{ METHOD_GET, NEW, "users_settings:read", plan_get, N_("The form of a hand-over") },
	{ METHOD_POST, NEW, "users_settings:read", plan_post, N_("Plans a hand-over") },
	{ 0 },
};

const struct pages handover_pages = { .name = "handover",
	                              .routes = routes,
	                              .start_note = handover_notices };
