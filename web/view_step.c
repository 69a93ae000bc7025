/* A life-cycle step: what it does, the fields it asks for, the reason, one button.  The same words
 * that refuse it stand on the record's page below the greyed button. */
#include "web/view.h"

enum { NEWEST = 3 };

/* The step of the address, for a record the actor may read; NULL: failed. */
static const struct step *step_of(struct context *cx, const struct request *q, void **ret_row)
{
	const struct type *t = view_type(q);
	int64_t id = request_id(cx, q);
	const struct step *s;

	*ret_row = id ? record_get(cx, t, id) : NULL;
	if (!*ret_row)
		return NULL;
	s = step_named(t, request_param(q, "step"));
	if (!s)
		fail(cx, ERR_NOT_FOUND, NULL, N_("There is no step of that name."));
	return s;
}

static void form_of_step(struct form *f, struct context *cx, const struct type *t, const void *row,
                         const struct step *s)
{
	const struct record *r = row;

	form_begin_with(f, cx, t, row, s->asks);
	f->action = arena_fmt(cx->mem, "%s/%s", record_path(cx, t, r->id, "/steps"), s->name);
	f->draft = arena_fmt(cx->mem, "%s/%s", t->name, s->name);
	f->draft_record = r->id;
	f->reason = true;
	f->reason_required = s->reason;
	f->needs = s->needs;
}

/* What the step is about: nobody decides about a number. */
static void print_words(struct page *p, const struct type *t, const void *row)
{
	const char *lang, *words = view_words(p->cx, t, row, &lang);

	if (!words)
		return;
	html(&p->html, "<blockquote class=\"said prose\"");
	html_lang(&p->html, lang);
	html(&p->html, ">");
	html_paragraphs(&p->html, words);
	html(&p->html, "</blockquote>\n<hr>\n");
}

static void begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                  const struct type *t, const void *row, const struct step *s)
{
	const struct record *r = row;
	const char *title = record_title(cx, t, r->id);

	page_begin(p, cx, q, a, tr(cx, s->label));
	p->type = t;
	p->form = "form";
	p->kicker = title;
	p->lead = s->hint ? tr(cx, s->hint) : NULL;
	page_crumb(p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(p, title, record_path(cx, t, r->id, NULL));
	page_crumb(p, tr(cx, s->label), NULL);
	print_words(p, t, row);
}

/* Whoever decides sees what was proposed and why. */
static bool end(struct page *p, struct form *f, const struct step *s)
{
	struct context *cx = p->cx;
	const struct record *r = f->row;

	form_print(f, &p->html, p->request, tr(cx, s->label),
	           record_path(cx, f->type, r->id, NULL));
	return view_history(p, f->type, r->id, NEWEST) && page_end(p);
}

bool view_step_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	void *row;
	const struct step *s = step_of(cx, q, &row);
	const char *why;
	struct form f;
	struct page p;

	if (!s || !view_reading(cx, t, row, "step"))
		return false;
	begin(&p, cx, q, a, t, row, s);
	if (!step_offered(cx, t, row, s, &why)) {
		a->status = 403;
		why = tr(cx, "This step is not possible at this stage, or not yours to take.");
	}
	if (why) {
		p.form = NULL;
		html(&p.html, "<div class=\"msg msg-warn\">");
		html_glyph(&p.html, "back");
		html(&p.html,
		     "<div><p><b>%s</b></p><p>%s</p><p class=\"row\"><a class=\"btn\" "
		     "href=\"%s\">%s</a></p></div></div>\n",
		     tr(cx, "This step cannot be taken now."), why,
		     record_path(cx, t, ((struct record *)row)->id, NULL),
		     tr(cx, "Back to the record"));
		return page_end(&p);
	}
	form_of_step(&f, cx, t, row, s);
	view_draft(&p, &f);
	return end(&p, &f, s);
}

static bool again(struct context *cx, const struct request *q, struct reply *a, struct form *f,
                  const struct step *s, int status)
{
	struct page p;

	if (status == 200 ? !form_keep_files(f, q) : !form_refused(f, q))
		return false;
	a->status = status;
	begin(&p, cx, q, a, f->type, f->row, s);
	return end(&p, f, s);
}

static bool take(struct context *cx, const struct type *t, void *row, const void *step)
{
	return record_step(cx, t, row, step);
}

/* The engine names the input `reason`; ours begins with an underscore, as no field does. */
static const struct error *own_names(struct context *cx, const struct error *errors)
{
	struct error *first = NULL, **next = &first;

	for (const struct error *e = errors; e; e = e->next) {
		*next = arena_new_of(cx->mem, struct error);
		**next = *e;
		if (str_eq(e->field, "reason"))
			(*next)->field = "_reason";
		next = &(*next)->next;
	}
	return first;
}

static bool stale(struct context *cx, const struct request *q, struct reply *a, struct form *f,
                  const struct step *s)
{
	const void *mine = form_mine(f, q);
	struct page p;

	if (!mine)
		return false;
	a->status = 409;
	begin(&p, cx, q, a, f->type, f->row, s);
	return view_conflict(&p, f, f->row, mine);
}

bool view_step_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	void *row, *mine;
	const struct step *s = step_of(cx, q, &row);
	struct form f;

	if (!s)
		return false;
	form_of_step(&f, cx, t, row, s);
	form_take(&f, q->form, q->form_n);
	form_choose(&f, q);
	if (form_again(&f, q))
		return again(cx, q, a, &f, s, 200);
	mine = row_copy(cx, t, row);
	cx->reason = request_form(q, "_reason");
	if (!form_read(&f, q, mine)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		f.errors = view_all_errors(cx, t, mine, take, s);
		f.errors = f.errors ? own_names(cx, f.errors) : NULL;
		return f.errors && again(cx, q, a, &f, s, 422);
	}
	if (f.version != ((struct record *)row)->version)
		return stale(cx, q, a, &f, s);
	if (!view_save(cx, t, mine, take, s, &f.errors))
		return false;
	if (f.errors) {
		f.errors = own_names(cx, f.errors);
		return again(cx, q, a, &f, s, 422);
	}
	return reply_notice(cx, a, q, arena_fmt(cx->mem, tr(cx, "Done: %s"), tr(cx, s->label))) &&
	       reply_goto(cx, a, record_path(cx, t, ((struct record *)row)->id, NULL));
}
