/* The page of a report project: the plan counted back from its date, who owns each step, and what
 * is done.  Owners and days are given in one form; each is a step of the deadline's own life in the
 * register, in the rights of whoever gives it. */
#include "subject/report/report.h"

#include "base/number.h"
#include "language/words.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/institution/institution.h"
#include "web/view.h"

#define T (&report_project_type)
#define D (&deadline_type)

enum { NEWEST = 5, MOST = 64, MOST_PEOPLE = 500 };

SQL(plan_of_project, "SELECT id FROM deadline WHERE source = $1 AND source_type = 'report_project'"
                     " AND state <> 'dropped' ORDER BY due NULLS LAST, id LIMIT 64");
SQL(people_who_work, "SELECT id FROM account WHERE active = 1 ORDER BY login LIMIT 500");

struct plan {
	struct deadline **v;
	size_t n;
};

static int by_due(const void *a, const void *b)
{
	const struct deadline *x = *(const struct deadline *const *)a;
	const struct deadline *y = *(const struct deadline *const *)b;
	int order = date_compare(x->due, y->due);

	return order ? order : (x->record.id > y->record.id) - (x->record.id < y->record.id);
}

static bool ids_of(struct context *cx, struct rows *r, int64_t *ids, size_t most, size_t *ret_n)
{
	*ret_n = 0;
	while (r && rows_next(cx, r) && *ret_n < most)
		ids[(*ret_n)++] = rows_int(r, 0);
	return !failed(cx);
}

/* The steps that the actor may read, in their order. */
static bool plan_of(struct context *cx, int64_t project, struct plan *ret)
{
	int64_t ids[MOST];
	void **rows;
	size_t n;

	if (!ids_of(cx, db_query(cx, &plan_of_project, V(project)), ids, MOST, &n) ||
	    !record_get_many(cx, D, ids, n, &rows, &n))
		return false;
	ret->v = arena_array(cx->mem, struct deadline *, n);
	ret->n = 0;
	for (size_t i = 0; i < n; i++)
		if (access_content(cx, D, rows[i]))
			ret->v[ret->n++] = rows[i];
	if (ret->n)
		qsort(ret->v, ret->n, sizeof *ret->v, by_due);
	return true;
}

/* ---- the table */

struct people {
	int64_t ids[MOST_PEOPLE];
	size_t n;
};

/* Who can read the steps: the others would find them in no inbox.  All steps have the readers of
 * the project. */
static bool people_of(struct context *cx, const struct plan *plan, struct people *ret)
{
	int64_t all[MOST_PEOPLE];
	size_t n;

	ret->n = 0;
	if (!ids_of(cx, db_query(cx, &people_who_work), all, MOST_PEOPLE, &n))
		return false;
	for (size_t i = 0; i < n && plan->n && !failed(cx); i++)
		if (deadline_may_own(cx, plan->v[0], all[i]))
			ret->ids[ret->n++] = all[i];
	return !failed(cx) && record_titles(cx, &account_type, ret->ids, ret->n);
}

static const char *input_name(struct context *cx, const char *what, const struct deadline *d)
{
	return arena_fmt(cx->mem, "%s.%s", what, d->name);
}

static bool is_open(const struct deadline *d)
{
	return type_state_in(D, d->record.state, "open");
}

static bool may_change(struct context *cx, const struct deadline *d)
{
	return is_open(d) && access_record(cx, D, d, RIGHT_UPDATE);
}

static const char *step_words(struct context *cx, const struct deadline *d)
{
	const char *words = report_step_words(cx, d->step);

	return words ? words : "";
}

/* What the table is printed from: the form, or the words alone. */
struct table {
	struct page *p;
	const struct people *people;
	const struct error *errors;
	bool form; /* somebody may change something */
};

static void print_owner(const struct table *t, const struct deadline *d)
{
	struct html *h = &t->p->html;
	struct context *cx = t->p->cx;
	const char *name = input_name(cx, "owner", d), *typed = request_form(t->p->request, name);

	if (!may_change(cx, d)) {
		if (d->owner)
			view_link(h, &account_type, d->owner);
		return;
	}
	html(h, "<select name=\"%s\" aria-label=\"%s\">", name,
	     arena_fmt(cx->mem, tr(cx, "Owner of the step: %s"), step_words(cx, d)));
	html_option(h, "", tr(cx, "nobody yet"), typed ? !*typed : !d->owner);
	for (size_t i = 0; i < t->people->n; i++) {
		const char *id = arena_fmt(cx->mem, "%lld", (long long)t->people->ids[i]);

		html_option(h, id, record_title(cx, &account_type, t->people->ids[i]),
		            typed ? str_eq(typed, id) : t->people->ids[i] == d->owner);
	}
	html(h, "</select>");
}

static void print_done(const struct table *t, const struct deadline *d)
{
	struct html *h = &t->p->html;
	struct context *cx = t->p->cx;
	const char *name = input_name(cx, "done", d), *typed = request_form(t->p->request, name);
	const struct error *e = error_of(t->errors, name);

	if (!may_change(cx, d)) {
		html(h, "%s", date_words(cx, d->done));
		return;
	}
	html(h, "<input name=\"%s\" value=\"%s\" size=\"10\" aria-label=\"%s\"", name,
	     typed ? typed : "",
	     arena_fmt(cx->mem, tr(cx, "Day on which it was done: %s"), step_words(cx, d)));
	if (!e) {
		html(h, ">");
		return;
	}
	html(h, " aria-invalid=\"true\" aria-describedby=\"e-%s\">", name);
	html(h, "<p class=\"err\" id=\"e-%s\">%s</p>", name, e->text);
}

static void print_state(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;
	const char *risk = deadline_risk(cx, d);

	if (!is_open(d)) {
		const char *met = deadline_met_words(cx, d);

		html_state(h, "done st-done", tr(cx, "Done"));
		if (met)
			html(h, "<p class=\"note\">%s</p>", met);
	} else if (deadline_overdue(cx, d))
		html_state(h, "late st-late", tr(cx, "Overdue"));
	else
		html_state(h, "go st-go", words_due(cx, d->due, today(cx)));
	if (risk && !deadline_overdue(cx, d))
		html(h, "<p class=\"note\">%s</p>", risk);
}

/* The day before it was moved to a working day (DL-18). */
static bool rolled_from(struct context *cx, const struct deadline *d, struct date *ret)
{
	struct deadline_answer a;

	if (!deadline_ask_line(cx, d->basis, &a))
		return false;
	*ret = (struct date){ 0 };
	for (size_t i = 0; i < a.steps_n; i++)
		if (str_eq(a.steps[i].name, d->step))
			*ret = a.steps[i].rolled_from;
	return true;
}

static bool print_step(const struct table *t, const struct deadline *d)
{
	struct html *h = &t->p->html;
	struct context *cx = t->p->cx;
	struct date rolled;

	if (!rolled_from(cx, d, &rolled))
		return false;
	html(h, "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\"><a href=\"%s\">%s</a></td>",
	     tr(cx, "Step"), record_path(cx, D, d->record.id, NULL), step_words(cx, d));
	html(h, "<td role=\"cell\" data-l=\"%s\"><span class=\"nb\">%s</span>", tr(cx, "Due"),
	     date_words(cx, d->due));
	if (date_set(rolled) && is_open(d))
		html(h, "<p class=\"note\">%s</p>",
		     arena_fmt(cx->mem, tr(cx, "moved from %s, no working day"),
		               date_words(cx, rolled)));
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, "State"));
	print_state(h, d);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, "Owned by"));
	print_owner(t, d);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, "Done on"));
	print_done(t, d);
	html(h, "</td></tr>\n");
	return true;
}

static bool print_table(const struct table *t, const struct plan *plan)
{
	static const char *const heads[] = { N_("Step"), N_("Due"), N_("State"), N_("Owned by"),
		                             N_("Done on") };
	struct html *h = &t->p->html;

	html(h, "<div class=\"wide\">");
	page_table(h, tr(t->p->cx, "Plan"), heads, LEN(heads));
	for (size_t i = 0; i < plan->n; i++)
		if (!print_step(t, plan->v[i]))
			return false;
	page_table_end(h);
	html(h, "</div>\n");
	return true;
}

static bool print_plan(struct page *p, const struct report_project *r, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct people people;
	struct plan plan;
	struct table t = { .p = p, .people = &people, .errors = errors };

	if (!plan_of(cx, r->record.id, &plan) || !people_of(cx, &plan, &people))
		return false;
	for (size_t i = 0; i < plan.n; i++)
		t.form |= may_change(cx, plan.v[i]);
	page_section(
	        h, tr(cx, "Plan"),
	        arena_fmt(cx->mem,
	                  tr(cx, "Counted back from %s. Steps that are not done move with it."),
	                  date_words(cx, r->due)));
	if (t.form) {
		html(h, "<form class=\"stack\" method=\"post\" action=\"%s\">",
		     record_path(cx, T, r->record.id, "/plan"));
		page_csrf(h, p->request);
	}
	if (!print_table(&t, &plan))
		return false;
	if (t.form)
		html(h,
		     "<p class=\"row no-print\"><button class=\"btn btn-main\">%s</button></p>"
		     "</form>\n",
		     tr(cx, "Save owners and days"));
	html(h, "</section>\n");
	return true;
}

/* ---- the page */

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct report_project *r, const struct error *errors, int status)
{
	struct page p;

	page_begin(&p, cx, q, a, record_title(cx, T, r->record.id));
	p.title_lang = record_title_lang(cx, T, r->record.id);
	view_head(&p, T, r);
	if (errors)
		page_message(&p, "bad", tr(cx, "Nothing was saved."), errors->text);
	if (!print_plan(&p, r, errors))
		return false;
	html(&p.html, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
	view_facts(&p.html, T, r, NULL);
	view_texts(&p, T, r, 2);
	html(&p.html, "</div>\n<div>\n");
	view_steps(&p, T, r);
	html(&p.html, "</div></div>\n");
	view_sources(&p, T, r);
	a->status = status;
	return view_history(&p, T, r->record.id, NEWEST) && page_end(&p);
}

static bool project_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct report_project *r = id ? record_get(cx, T, id) : NULL;

	return r && show(cx, q, a, r, NULL, 0);
}

/* ---- owners and days */

struct given {
	const struct request *q;
	struct plan plan;
	const struct deadline *at; /* the step that is being saved */
};

static bool give_owner(struct context *cx, struct deadline *d, const char *typed)
{
	int64_t owner = 0;

	if (!typed || (*typed && !parse_int(typed, &owner)))
		return !typed || fail(cx, ERR_INVALID, "owner", N_("There is no such person."));
	if (owner == d->owner)
		return true;
	d->owner = owner;
	return record_step(cx, D, d, step_named(D, "assign"));
}

static bool give_day(struct context *cx, struct deadline *d, const char *typed)
{
	if (str_empty(typed))
		return true;
	if (!words_read_date(cx->mem, typed, &d->done))
		return fail(cx, ERR_INVALID, "done", N_("Give the day, for example 17.06.2025."));
	return record_step(cx, D, d, step_named(D, "meet"));
}

static bool give(struct context *cx, const struct type *t, void *row, const void *data)
{
	struct given *g = (struct given *)(uintptr_t)data;

	(void)t, (void)row;
	for (size_t i = 0; i < g->plan.n; i++) {
		struct deadline *d = g->plan.v[i];

		g->at = d;
		if (may_change(cx, d) &&
		    (!give_owner(cx, d, request_form(g->q, input_name(cx, "owner", d))) ||
		     !give_day(cx, d, request_form(g->q, input_name(cx, "done", d)))))
			return false;
	}
	return true;
}

/* The engine names the field; the input is that of the step. */
static const struct error *at_step(struct context *cx, const struct error *e,
                                   const struct deadline *d)
{
	struct error *own = arena_new_of(cx->mem, struct error);

	*own = *e;
	own->next = NULL;
	if (e->field && d)
		own->field = input_name(cx, e->field, d);
	return own;
}

static bool plan_post(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	struct report_project *r = id ? record_get(cx, T, id) : NULL;
	struct given g = { .q = q };
	const struct error *errors;

	if (!r || !plan_of(cx, id, &g.plan) || !view_save(cx, T, r, give, &g, &errors))
		return false;
	if (errors)
		return show(cx, q, a, r, at_step(cx, errors, g.at), 422);
	return reply_notice(cx, a, q, tr(cx, "Saved.")) &&
	       reply_goto(cx, a, record_path(cx, T, id, NULL));
}

/* ---- from the register */

static bool make(struct context *cx, struct report_project *r)
{
	return (access_record(cx, T, r, RIGHT_CREATE) ||
	        fail(cx, ERR_FORBIDDEN, NULL, N_("You may not change this record."))) &&
	       record_save_as(cx, T, r, CHANGE_CREATE);
}

static bool deadline_post(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q), there;
	const struct deadline *d = id ? record_get(cx, D, id) : NULL;
	struct report_project *r;

	if (!d)
		return false;
	there = report_of_deadline(cx, id);
	if (there)
		return reply_goto(cx, a, record_path(cx, T, there, NULL));
	r = report_for(cx, d);
	return r && make(cx, r) &&
	       reply_notice(cx, a, q,
	                    tr(cx, "Planned. Give each step its owner; the leader of the team owns "
	                           "what nobody else does.")) &&
	       reply_goto(cx, a, record_path(cx, T, r->record.id, NULL));
}

static const struct route routes[] = {
	{ METHOD_GET, "/report_projects/{id}", "report_drafts:read", project_get,
	  N_("A report project with its plan"), 0, NULL },
	{ METHOD_POST, "/report_projects/{id}/plan", "report_drafts:read", plan_post,
	  N_("Give the steps of a plan their owners and days"), 0, NULL },
	{ METHOD_POST, "/deadlines/{id}/plan", "report_drafts:create", deadline_post,
	  N_("Plan the report that is due"), 0, NULL },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("Reports"), "/report_projects", "report_drafts:read", 50 },
	{ 0 },
};

const struct pages plan_pages = { .name = "plan", .routes = routes, .tabs = tabs };
