/* Many at once: select in the list, or take all that its filters find; assign them, having chosen
 * the body and seen what will happen, or triage them; read what was refused and why, and take it
 * back (together_web.c). */
#include "subject/recommendation/recommendation_web.h"

#include "record/export.h"
#include "subject/institution/institution.h"

/* What is about the ticks stays in view; what is about the whole list stands below it. */
void recommendation_bulk(struct html *h, const struct list *l)
{
	struct context *cx = h->cx;

	html(h,
	     "<div class=\"bulk no-print\" role=\"group\" aria-label=\"%s\"><b>%s</b><button "
	     "class=\"btn btn-main\">%s</button><button class=\"btn\" "
	     "formaction=\"/recommendations/triage\">%s</button><button class=\"btn\" "
	     "formaction=\"/recommendations/change\">%s</button>",
	     tr(cx, "Work on the selection"), tr(cx, "With those selected"), tr(cx, "Assign…"),
	     tr(cx, "Triage"), tr(cx, "Change…"));
	html(h,
	     "<button class=\"btn\" formaction=\"/letters/prepare\">%s</button><button "
	     "class=\"btn\" formaction=\"/clusters/prepare\">%s</button>",
	     tr(cx, "Assignment letters…"), tr(cx, "Cluster…"));
	html(h, "</div>\n<p class=\"row no-print\">");
	if (l->filters_n && l->shown)
		html(h,
		     "<a class=\"btn\" href=\"/recommendations/assign%s\">%s</a><a class=\"btn\" "
		     "href=\"/recommendations/change%s\">%s</a>",
		     view_list_query(cx, l), tr(cx, "Assign all that the filters find…"),
		     view_list_query(cx, l), tr(cx, "Change all that the filters find…"));
	html(h, "<a class=\"btn btn-bare\" href=\"/recommendations/together\">%s</a></p>\n",
	     tr(cx, "Done together"));
}

/* Which of the two steps leads to "assigned" from where the record is; NULL: none. */
static const struct step *assigning_step(struct context *cx, const struct recommendation *r)
{
	static const char *const names[] = { "assign", "reassign" };
	const char *why;

	for (size_t i = 0; i < LEN(names); i++) {
		const struct step *s = step_named(T, names[i]);

		if (type_state_in(T, r->record.state, s->from) && step_offered(cx, T, r, s, &why))
			return s;
	}
	return NULL;
}

static void print_selection(struct page *p, const struct selection *s)
{
	struct html *h = &p->html;

	html(h, "<ul class=\"plain stack-s\">");
	for (size_t i = 0; i < s->n; i++) {
		together_line(h, s->v[i]);
		if (!assigning_step(p->cx, s->v[i]))
			html(h, " <span class=\"note\">%s</span>",
			     tr(p->cx, "cannot be assigned at this stage: triage it first, or it "
			               "is closed"));
		html(h, "</li>\n");
	}
	html(h, "</ul>\n");
}

static void begin_form(struct form *f, struct context *cx, const struct recommendation *first)
{
	form_begin_with(f, cx, T, first, "lead co deadline priority");
	f->action = "/recommendations/assign/now";
	f->reason = true;
	f->needs = "lead";
}

/* What was imported is triaged before it is assigned, on the same way. */
static void offer_triage(struct html *h, const struct selection *s)
{
	const struct step *triage = step_named(T, "triage");
	struct context *cx = h->cx;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += type_state_in(T, s->v[i]->record.state, triage->from);
	if (n)
		html(h,
		     "<p><button class=\"btn\" formaction=\"/recommendations/triage\" "
		     "formnovalidate>%s</button></p>\n",
		     arena_fmt(cx->mem, tr(cx, "Triage %zu of them first"), n));
}

static bool show(struct context *cx, const struct request *q, struct reply *a, struct form *f,
                 const struct selection *s, const char *filters)
{
	struct page p;

	if (!together_titles(cx, s->v, s->n))
		return false;
	page_begin(&p, cx, q, a, arena_fmt(cx->mem, tr(cx, "Assign %zu recommendations"), s->n));
	p.type = T;
	page_crumb(&p, tr(cx, T->label_plural), "/recommendations");
	page_crumb(&p, p.title, NULL);
	p.lead = filters ? arena_fmt(cx->mem, tr(cx, "Found by the filters: %s."), filters) : NULL;
	selection_more(&p, s, tr(cx, "The rest can be assigned afterwards in the same way."));
	print_selection(&p, s);
	form_open(f, &p.html, q);
	selection_ids(&p.html, s, NULL);
	offer_triage(&p.html, s);
	for (size_t i = 0; i < f->n; i++)
		form_field(f, &p.html, f->fields[i]);
	form_close(f, &p.html, arena_fmt(cx->mem, tr(cx, "Assign %zu"), s->n), "/recommendations");
	return page_end(&p);
}

bool assign_form(struct context *cx, const struct request *q, struct reply *a)
{
	struct selection s;
	struct form f;

	if (!selection_read(cx, q, &s))
		return false;
	if (!s.n)
		return selection_none(cx, q, a);
	begin_form(&f, cx, record_new(cx, T));
	return show(cx, q, a, &f, &s, NULL);
}

bool assign_found(struct context *cx, const struct request *q, struct reply *a)
{
	struct list l = { .type = T };
	const char *filters;
	struct selection s;
	struct form f;

	if (!view_list_all(cx, q, &l))
		return false;
	filters = export_filters(cx, &l);
	if (!selection_find(cx, &l, &s))
		return false;
	if (!s.n)
		return selection_none(cx, q, a);
	begin_form(&f, cx, record_new(cx, T));
	return show(cx, q, a, &f, &s, *filters ? filters : tr(cx, "none"));
}

struct task {
	struct recommendation *r;
	const struct step *step; /* NULL: none is possible now */
};

static bool take_step(struct context *cx, void *data)
{
	const struct task *t = data;

	return t->step ? record_step(cx, T, t->r, t->step)
	               : fail(cx, ERR_INVALID, NULL,
	                      N_("This step is not possible at the stage the record is in now."));
}

/* The typed assignment, put into each record. */
static bool assign_one(struct context *cx, struct recommendation *r,
                       const struct recommendation *typed, const struct error **refused)
{
	struct task task = { r, assigning_step(cx, r) };

	r->lead = typed->lead;
	r->co = typed->co;
	if (date_set(typed->deadline))
		r->deadline = typed->deadline;
	if (typed->priority)
		r->priority = typed->priority;
	return together_one(cx, take_step, &task, refused);
}

static void offer_assigning(struct page *p, const struct selection *s,
                            const struct error *const *refused)
{
	html(&p->html, "<form method=\"post\" action=\"/recommendations/assign\">");
	page_csrf(&p->html, p->request);
	selection_ids(&p->html, s, refused);
	html(&p->html, "<p><button class=\"btn btn-main\">%s</button></p></form>\n",
	     tr(p->cx, "Assign these…"));
}

bool assign_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct recommendation *typed = record_new(cx, T);
	const struct error **refused;
	struct selection s;
	struct form f;

	if (!selection_read(cx, q, &s))
		return false;
	if (!s.n)
		return selection_none(cx, q, a);
	begin_form(&f, cx, typed);
	form_take(&f, q->form, q->form_n);
	if (form_again(&f, q))
		return show(cx, q, a, &f, &s, NULL);
	if (!form_read(&f, q, typed) ||
	    (!typed->lead && !fail(cx, ERR_INVALID, "lead", N_("Name the lead body.")))) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		f.errors = view_errors(cx);
		a->status = 422;
		return show(cx, q, a, &f, &s, NULL);
	}
	if (!selection_name(cx, &s))
		return false;
	cx->reason = request_form(q, "_reason");
	refused = arena_array(cx->mem, const struct error *, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (!assign_one(cx, s.v[i], typed, &refused[i]))
			return false;
	return selection_report(cx, q, a, &s, refused,
	                        &(struct outcome){ "assign", tr(cx, "Assigned"),
	                                           tr(cx, "The bodies see them from now on."),
	                                           NULL });
}

/* ---- triaging many: a table that was imported is not opened row by row */

bool triage_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct step *triage = step_named(T, "triage");
	const struct error **refused;
	struct selection s;

	if (!selection_read(cx, q, &s))
		return false;
	if (!s.n)
		return selection_none(cx, q, a);
	if (!selection_name(cx, &s))
		return false;
	refused = arena_array(cx->mem, const struct error *, s.n);
	for (size_t i = 0; i < s.n; i++) {
		struct task task = { s.v[i], triage };

		if (!together_one(cx, take_step, &task, &refused[i]))
			return false;
	}
	return selection_report(cx, q, a, &s, refused,
	                        &(struct outcome){ "triage", tr(cx, "Triaged"),
	                                           tr(cx, "They can be assigned to bodies now."),
	                                           offer_assigning });
}
