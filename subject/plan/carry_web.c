/* Carrying over what a plan leaves unfinished: all that is left is offered, those that are ticked
 * go to one plan that follows, all or none of them.  The same for a single measure. */
#include "subject/plan/plan_web.h"

#include "base/number.h"
#include "record/app.h"
#include "subject/institution/institution.h"

#define T (&plan_type)
#define M (&measure_type)

enum { MOST = 500 };

/* What is offered, and what was chosen. */
struct carry {
	const struct request *q;
	int64_t plan; /* from which; 0: of a single measure */
	struct refs offered;
	const char *path;
	struct link from; /* what it leads back to */
	int64_t to;
	size_t n;
};

static bool chosen(const struct request *q, int64_t id)
{
	int64_t one;

	for (size_t i = 0; i < q->form_n; i++)
		if (str_eq(q->form[i].name, "measure") && parse_int(q->form[i].value, &one) &&
		    one == id)
			return true;
	return false;
}

/* ---- the form */

static bool print_plans(struct html *h, const struct carry *c, const struct error *errors)
{
	struct context *cx = h->cx;
	struct list l = { .type = T,
		          .limit = MAX_LIST_PAGE,
		          .where_sql = "r.state NOT IN ('revised', 'completed', 'evaluated', "
		                       "'archived')" };
	const char *typed = request_form(c->q, "plan");

	if (!record_list(cx, &l))
		return false;
	form_select(h, errors, "plan", tr(cx, "Plan that takes them over"));
	html_option(h, "", tr(cx, "choose"), false);
	for (size_t i = 0; i < l.n; i++) {
		const struct plan *p = l.rows[i];
		const char *id = arena_fmt(cx->mem, "%lld", (long long)p->record.id);

		if (p->record.id == c->plan || date_compare(p->period_to, today(cx)) < 0)
			continue;
		html_option(h, id, record_title(cx, T, p->record.id),
		            typed ? str_eq(typed, id) : p->predecessor == c->plan && c->plan);
	}
	form_select_close(h);
	return true;
}

static void print_offered(struct html *h, const struct carry *c, void *const *rows, size_t n)
{
	struct context *cx = h->cx;
	bool posted = c->q->method == METHOD_POST;

	html(h, "<fieldset><legend>%s</legend><ul class=\"plain stack-s\">\n",
	     tr(cx, "Measures that are not finished"));
	for (size_t i = 0; i < c->offered.n; i++) {
		const struct measure *m = NULL;

		for (size_t k = 0; k < n; k++)
			if (((const struct record *)rows[k])->id == c->offered.v[i])
				m = rows[k];
		if (!m)
			continue;
		html(h,
		     "<li><label class=\"tick\"><input type=\"checkbox\" name=\"measure\" "
		     "value=\"%lld\"%s> <span>%s<br><span class=\"note\">%s · "
		     "%s</span></span></label>"
		     "</li>\n",
		     (long long)m->record.id,
		     !posted || chosen(c->q, m->record.id) ? " checked" : "",
		     record_title(cx, M, m->record.id),
		     record_title(cx, &institution_type, m->lead), m->timing);
	}
	html(h, "</ul></fieldset>\n");
}

static bool show(struct context *cx, struct reply *a, const struct carry *c,
                 const struct error *errors, int status)
{
	const char *back = record_path(cx, c->from.type, c->from.id, NULL);
	struct page p;
	void **rows;
	size_t n;

	if (!record_get_many(cx, M, c->offered.v, c->offered.n, &rows, &n))
		return false;
	page_begin(&p, cx, c->q, a, tr(cx, "Carry over what is unfinished"));
	p.type = T;
	p.lead = tr(cx, "Each goes on in the other plan with its words, its bodies and its links "
	                "with recommendations; the old one points to it. Into a draft they go when "
	                "it is approved.");
	p.kicker = record_title(cx, c->from.type, c->from.id);
	page_crumb(&p, tr(cx, c->from.type->label_plural), url(cx, "/%s", c->from.type->plural));
	page_crumb(&p, p.kicker, back);
	page_crumb(&p, p.title, NULL);
	if (errors)
		page_message(&p, "bad", tr(cx, "Nothing was carried over."), errors->text);
	html(&p.html, "<form class=\"stack prose\" method=\"post\" action=\"%s\">", c->path);
	page_csrf(&p.html, c->q);
	if (!print_plans(&p.html, c, errors))
		return false;
	print_offered(&p.html, c, rows, n);
	form_input(
	        &p.html, errors, "timing", tr(cx, "New term"),
	        tr(cx, "Left empty, it is the period of the plan; what recurs goes on as it is."),
	        "text", request_form(c->q, "timing") ? request_form(c->q, "timing") : "", NULL);
	html(&p.html,
	     "<p class=\"row\"><button class=\"btn btn-main\">%s</button><a class=\"btn\" "
	     "href=\"%s\">%s</a></p></form>\n",
	     tr(cx, "Carry over"), back, tr(cx, "Cancel"));
	a->status = status;
	return page_end(&p);
}

/* ---- the work */

static bool carry(struct context *cx, const struct type *t, void *row, const void *data)
{
	struct carry *c = (struct carry *)(uintptr_t)data;
	const char *timing = request_form(c->q, "timing");

	(void)t, (void)row;
	if (!c->to)
		return fail(cx, ERR_INVALID, "plan", N_("Choose the plan that takes them over."));
	for (size_t i = 0; i < c->offered.n; i++) {
		if (!chosen(c->q, c->offered.v[i]))
			continue;
		if (!measure_carry_over(cx, c->offered.v[i], c->to, 0, NULL, timing))
			return false;
		c->n++;
	}
	return c->n || fail(cx, ERR_INVALID, "measure", N_("Tick at least one measure."));
}

static bool post(struct context *cx, struct reply *a, struct carry *c)
{
	const char *typed = request_form(c->q, "plan");
	const struct error *errors;

	if (!str_empty(typed) && !parse_int(typed, &c->to))
		return fail(cx, ERR_BAD_REQUEST, "plan", N_("There is no such record."));
	if (!view_save(cx, M, NULL, carry, c, &errors))
		return false;
	if (errors)
		return show(cx, a, c, errors, 422);
	return reply_notice(cx, a, c->q, arena_fmt(cx->mem, tr(cx, "Carried over: %zu."), c->n)) &&
	       reply_goto(cx, a, record_path(cx, T, c->to, "#measures"));
}

/* ---- of a plan */

static bool of_plan(struct context *cx, const struct request *q, struct carry *ret)
{
	int64_t id = request_id(cx, q);

	*ret = (struct carry){ .q = q, .plan = id, .from = { T, id } };
	if (!id || !record_get(cx, T, id) || !plan_unfinished(cx, id, &ret->offered))
		return false;
	if (ret->offered.n > MOST)
		ret->offered.n = MOST;
	ret->path = record_path(cx, T, id, "/carry-over");
	return true;
}

bool plan_carry_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct carry c;

	return of_plan(cx, q, &c) && show(cx, a, &c, NULL, 0);
}

bool plan_carry_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct carry c;

	return of_plan(cx, q, &c) && post(cx, a, &c);
}

/* ---- of a single measure */

static bool of_measure(struct context *cx, const struct request *q, struct carry *ret)
{
	int64_t id = request_id(cx, q);

	*ret = (struct carry){ .q = q, .from = { M, id } };
	if (!id || !record_get(cx, M, id))
		return false;
	refs_add(cx, &ret->offered, id);
	ret->path = record_path(cx, M, id, "/carry-over");
	return true;
}

bool measure_carry_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct carry c;

	return of_measure(cx, q, &c) && show(cx, a, &c, NULL, 0);
}

bool measure_carry_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct carry c;

	return of_measure(cx, q, &c) && post(cx, a, &c);
}
