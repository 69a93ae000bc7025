/* Many at once: select in the list; assign them, having chosen the body and seen what will happen,
 * or triage them; read what was refused and why. */
#include "subject/recommendation/recommendation_web.h"

#include "base/number.h"
#include "subject/institution/institution.h"

void recommendation_bulk(struct html *h, const struct list *l)
{
	struct context *cx = h->cx;

	(void)l;
	html(h,
	     "<div class=\"bulk no-print\" role=\"group\" aria-label=\"%s\"><b>%s</b><button "
	     "class=\"btn btn-main\">%s</button><button class=\"btn\" "
	     "formaction=\"/recommendations/triage\">%s</button></div>\n",
	     tr(cx, "Work on the selection"), tr(cx, "With those selected"), tr(cx, "Assign…"),
	     tr(cx, "Triage"));
}

struct selection {
	struct recommendation *v[MAX_LIST_PAGE];
	size_t n;
};

static bool read_selection(struct context *cx, const struct request *q, struct selection *s)
{
	s->n = 0;
	for (size_t i = 0; i < q->form_n && s->n < MAX_LIST_PAGE; i++) {
		int64_t id;

		if (!str_eq(q->form[i].name, "id") ||
		    !parse_int_in(q->form[i].value, 1, INT64_MAX, &id))
			continue;
		s->v[s->n] = record_get(cx, T, id);
		if (!s->v[s->n++])
			return false;
	}
	return true;
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
		const char *lang, *words = view_words(p->cx, T, s->v[i], &lang);

		html(h, "<li>");
		view_link(h, T, s->v[i]->record.id);
		html(h, " <span class=\"small\"");
		html_lang(h, lang);
		html(h, ">%s</span> ", words);
		view_value(h, T, &common_fields[0], s->v[i]);
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

static bool show(struct context *cx, const struct request *q, struct reply *a, struct form *f,
                 const struct selection *s)
{
	struct page p;

	page_begin(&p, cx, q, a, arena_fmt(cx->mem, tr(cx, "Assign %zu recommendations"), s->n));
	p.type = T;
	page_crumb(&p, tr(cx, T->label_plural), "/recommendations");
	page_crumb(&p, p.title, NULL);
	print_selection(&p, s);
	form_open(f, &p.html, q);
	for (size_t i = 0; i < s->n; i++)
		html(&p.html, "<input type=\"hidden\" name=\"id\" value=\"%lld\">",
		     (long long)s->v[i]->record.id);
	for (size_t i = 0; i < f->n; i++)
		form_field(f, &p.html, f->fields[i]);
	form_close(f, &p.html, arena_fmt(cx->mem, tr(cx, "Assign %zu"), s->n), "/recommendations");
	return page_end(&p);
}

static bool nothing_selected(struct context *cx, const struct request *q, struct reply *a)
{
	return reply_notice(cx, a, q, tr(cx, "Nothing was selected.")) &&
	       reply_goto(cx, a, "/recommendations");
}

bool assign_form(struct context *cx, const struct request *q, struct reply *a)
{
	struct selection s;
	struct form f;

	if (!read_selection(cx, q, &s))
		return false;
	if (!s.n)
		return nothing_selected(cx, q, a);
	begin_form(&f, cx, record_new(cx, T));
	return show(cx, q, a, &f, &s);
}

/* One of many: what is refused is told, and the others go on. */
static bool take_one(struct context *cx, struct recommendation *r, const struct step *s,
                     const struct error **refused)
{
	struct error before = cx->err;

	*refused = NULL;
	if (!db_part_begin(cx))
		return false;

	bool done = s ? record_step(cx, T, r, s)
	              : fail(cx, ERR_INVALID, NULL,
	                     N_("This step is not possible at the stage the record is in now."));

	if (!done && cx->err.kind != ERR_INVALID && cx->err.kind != ERR_CONFLICT &&
	    cx->err.kind != ERR_FORBIDDEN)
		return false;
	if (!done) {
		struct error *e = arena_new_of(cx->mem, struct error);

		*e = cx->err;
		*refused = e;
		cx->err = before;
	}
	return db_part_end(cx, done);
}

/* The typed assignment, put into each record. */
static bool assign_one(struct context *cx, struct recommendation *r,
                       const struct recommendation *typed, const struct error **refused)
{
	const struct step *s = assigning_step(cx, r);

	r->lead = typed->lead;
	r->co = typed->co;
	if (date_set(typed->deadline))
		r->deadline = typed->deadline;
	if (typed->priority)
		r->priority = typed->priority;
	return take_one(cx, r, s, refused);
}

static bool report(struct context *cx, const struct request *q, struct reply *a,
                   const struct selection *s, const struct error *const *refused, const char *title,
                   const char *next)
{
	size_t refused_n = 0;
	struct page p;

	for (size_t i = 0; i < s->n; i++)
		refused_n += refused[i] != NULL;
	page_begin(&p, cx, q, a, title);
	p.type = T;
	page_crumb(&p, tr(cx, T->label_plural), "/recommendations");
	page_message(
	        &p, refused_n ? "warn" : "good",
	        arena_fmt(cx->mem, tr(cx, "%zu done, %zu refused."), s->n - refused_n, refused_n),
	        next);
	html(&p.html, "<ul class=\"plain stack-s\">");
	for (size_t i = 0; i < s->n; i++) {
		html(&p.html, "<li>");
		view_link(&p.html, T, s->v[i]->record.id);
		if (refused[i])
			html(&p.html, " <span class=\"st st-late\"><span>%s</span></span>",
			     refused[i]->text);
		html(&p.html, "</li>\n");
	}
	html(&p.html,
	     "</ul><p class=\"field row\"><a class=\"btn\" href=\"/recommendations\">%s</a></p>\n",
	     tr(cx, "Back to the list"));
	return page_end(&p);
}

bool assign_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct recommendation *typed = record_new(cx, T);
	const struct error **refused;
	struct selection s;
	struct form f;

	if (!read_selection(cx, q, &s))
		return false;
	if (!s.n)
		return nothing_selected(cx, q, a);
	begin_form(&f, cx, typed);
	form_take(&f, q->form, q->form_n);
	if (form_again(&f, q))
		return show(cx, q, a, &f, &s);
	if (!form_read(&f, q, typed) ||
	    (!typed->lead && !fail(cx, ERR_INVALID, "lead", N_("Name the lead body.")))) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		f.errors = view_errors(cx);
		a->status = 422;
		return show(cx, q, a, &f, &s);
	}
	cx->reason = request_form(q, "_reason");
	refused = arena_array(cx->mem, const struct error *, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (!assign_one(cx, s.v[i], typed, &refused[i]))
			return false;
	return report(cx, q, a, &s, refused, tr(cx, "Assigned"),
	              tr(cx, "The bodies see them from now on."));
}

/* ---- triaging many: a table that was imported is not opened row by row */

bool triage_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct step *triage = step_named(T, "triage");
	const struct error **refused;
	struct selection s;

	if (!read_selection(cx, q, &s))
		return false;
	if (!s.n)
		return nothing_selected(cx, q, a);
	refused = arena_array(cx->mem, const struct error *, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (!take_one(cx, s.v[i], triage, &refused[i]))
			return false;
	return report(cx, q, a, &s, refused, tr(cx, "Triaged"),
	              tr(cx, "They can be assigned to bodies now."));
}
