/* Reporting: a form of four boxes with the period, the values of indicators and one more piece of
 * evidence, from a measure or recommendation in one step.  What is typed is kept as a draft; two
 * officers who write one report see both versions. */
#include "subject/progress/report_web.h"

#include "record/app.h"
#include "web/draft.h"

#define U (&progress_update_type)
#define E (&evidence_type)

#define EVIDENCE_FIELDS \
	"title type file address date_of_fact issuing_body is_public personal_data expiry"

/* A report that is being written: what is stored, what was typed, where it is posted to. */
struct writing {
	const struct request *q;
	struct progress_update *row, *mine;
	struct evidence *evidence, *added; /* added: NULL where nothing was typed of it */
	struct form update, proof;
	struct report_form form;
	bool fresh, send;
};

const char *report_path(struct context *cx, struct link about)
{
	return record_path(cx, about.type, about.id, "/steps/report");
}

bool report_possible(struct context *cx, struct link about)
{
	return cx->actor && access_function(cx, U->function, RIGHT_CREATE) && !cx->actor->console &&
	       cx->actor->institution && progress_lead(cx, about) == cx->actor->institution &&
	       progress_open(cx, about, NULL);
}

/* ---- what it begins with */

static bool forbidden(struct context *cx)
{
	return fail(cx, ERR_FORBIDDEN, NULL, N_("Only the lead body reports on it."));
}

/* A new report on a measure or recommendation that the actor may read. */
static struct progress_update *begin_about(struct context *cx, struct link about)
{
	struct progress_update *u = record_new(cx, U);
	const void *row = record_get(cx, about.type, about.id);
	const char *why;

	if (!row)
		return NULL;
	if (!progress_open(cx, about, &why)) {
		if (!failed(cx))
			fail(cx, ERR_CONFLICT, NULL, "%s", why);
		return NULL;
	}
	if (!report_possible(cx, about)) {
		forbidden(cx);
		return NULL;
	}
	u->about = about;
	u->record.institution = cx->actor->institution;
	return progress_begin(cx, u, row) ? u : NULL;
}

/* What is locked, once more, as a new report that will take its place. */
static struct progress_update *begin_correction(struct context *cx, int64_t id)
{
	const struct progress_update *was = id ? record_get(cx, U, id) : NULL;
	struct progress_update *u;
	struct progress_value *v;

	if (!was)
		return NULL;
	if (!type_state_in(U, was->record.state, "accepted") || !report_possible(cx, was->about)) {
		fail(cx, ERR_CONFLICT, NULL,
		     N_("Only a locked report is corrected by a new one, by the body that "
		        "reports."));
		return NULL;
	}
	u = row_copy(cx, U, was);
	u->record = ((struct progress_update *)record_new(cx, U))->record;
	u->record.institution = was->record.institution;
	u->corrects = id;
	u->submitted = u->approved = u->accepted = u->return_due = (struct date){ 0 };
	u->personal_data = UNSAID;
	v = u->values.v;
	for (size_t i = 0; i < u->values.n; i++)
		v[i].id = 0;
	return u;
}

static const struct step *write_step(void)
{
	return step_named(U, "write");
}

static bool is_path(const struct request *q, const char *end)
{
	size_t n = strlen(q->path), m = strlen(end);

	return n > m && strcmp(q->path + n - m, end) == 0;
}

/* ---- the form */

/* Both types' fields have different names, so that one form holds both. */
static void join_forms(struct context *cx, struct writing *w)
{
	struct form *all = &w->form.all;

	*all = w->update;
	all->fields = arena_array(cx->mem, const struct field *, w->update.n + w->proof.n);
	memcpy(all->fields, w->update.fields, w->update.n * sizeof *all->fields);
	memcpy(all->fields + w->update.n, w->proof.fields, w->proof.n * sizeof *all->fields);
	all->n = w->update.n + w->proof.n;
}

static bool begin(struct context *cx, const struct request *q, struct writing *w)
{
	const struct type *t = q->route->data;
	int64_t id = request_id(cx, q);

	*w = (struct writing){ .q = q, .fresh = t != U || is_path(q, "/correct") };
	if (!id)
		return false;
	w->row = t != U                   ? begin_about(cx, (struct link){ t, id })
	         : is_path(q, "/correct") ? begin_correction(cx, id)
	                                  : record_get(cx, U, id);
	if (!w->row)
		return false;
	w->evidence = record_new(cx, E);
	w->evidence->record.institution = w->row->record.institution;
	w->form.update = w->row;
	w->form.about = w->row->about;
	form_begin_with(&w->update, cx, U, w->row, write_step()->asks);
	form_begin_with(&w->proof, cx, E, w->evidence, EVIDENCE_FIELDS);
	w->update.draft_record = id;
	w->update.action = q->path;
	if (t != U) {
		w->update.draft = arena_fmt(cx->mem, "%s/report", t->name);
	} else if (w->fresh) {
		w->update.draft = "progress_update/correct";
	} else {
		w->update.draft = "progress_update/write";
		w->update.action = record_path(cx, U, id, "/steps/write");
	}
	join_forms(cx, w);
	return true;
}

static void page_start(struct page *p, struct context *cx, const struct writing *w, struct reply *a)
{
	struct link about = w->form.about;
	const char *title = record_title(cx, about.type, about.id);

	page_begin(p, cx, w->q, a, tr(cx, "Report progress"));
	p->type = U;
	p->form = "form";
	p->kicker = title;
	page_crumb(p, tr(cx, about.type->label_plural),
	           arena_fmt(cx->mem, "/%s", about.type->plural));
	page_crumb(p, title, record_path(cx, about.type, about.id, NULL));
	page_crumb(p, p->title, NULL);
}

static bool show(struct page *p, struct writing *w)
{
	const char *why = w->fresh ? NULL : report_return_reason(p->cx, w->row);

	if (why)
		page_message(p, "warn", tr(p->cx, "Returned, with this remark:"), why);
	html(&p->html, "<div class=\"cols cols-side\"><div>\n");
	report_form_print(p, &w->form);
	html(&p->html, "</div>\n<aside class=\"stack\" aria-label=\"%s\">\n",
	     tr(p->cx, "What it is about, and help"));
	report_form_beside(p, &w->form);
	html(&p->html, "</aside></div>\n");
	return page_end(p);
}

/* Why the report cannot be written on now; NULL: it can. */
static const char *not_now(struct context *cx, const struct writing *w)
{
	const char *why;

	if (w->fresh)
		return NULL;
	return step_offered(cx, U, w->row, write_step(), &why)
	               ? why
	               : tr(cx, "This step is not possible at this stage, or not yours to take.");
}

static bool refuse(struct context *cx, struct reply *a, const struct writing *w, const char *why)
{
	struct page p;

	page_start(&p, cx, w, a);
	p.form = NULL;
	a->status = 403;
	page_message(&p, "warn", tr(cx, "This step cannot be taken now."), why);
	html(&p.html, "<p class=\"row\"><a class=\"btn\" href=\"%s\">%s</a></p>\n",
	     record_path(cx, U, w->row->record.id, NULL), tr(cx, "Back to the record"));
	return page_end(&p);
}

/* The period is being written on by somebody of the body already: go on there. */
static int64_t begun_already(struct context *cx, const struct writing *w)
{
	const struct progress_update *u = w->row, *other;
	int64_t id = w->fresh && !u->corrects
	                     ? progress_of_period(cx, u->about, u->year.year, u->part)
	                     : 0;

	other = id ? record_get(cx, U, id) : NULL;
	return other && type_state_in(U, other->record.state, "draft returned") ? id : 0;
}

static bool report_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct writing w;
	struct page p;
	const char *why;
	int64_t there;

	if (!begin(cx, q, &w))
		return false;
	why = not_now(cx, &w);
	if (why)
		return refuse(cx, a, &w, why);
	there = begun_already(cx, &w);
	if (there)
		return reply_goto(cx, a, record_path(cx, U, there, "/steps/write"));
	page_start(&p, cx, &w, a);
	view_draft(&p, &w.form.all);
	return show(&p, &w);
}

/* ---- what was typed */

static const char *const boxes[] = { "done", "result", "difficulties", "next_step" };

/* The words of the last report, into boxes that are empty; the period stays what it is. */
static bool carry_over(struct context *cx, struct form *f, struct link about, int64_t self)
{
	const struct progress_update *last = progress_last(cx, about);
	struct pair *v;
	size_t n = f->values_n;

	if (last && last->record.id == self)
		last = NULL;
	v = arena_array(cx->mem, struct pair, n + LEN(boxes) * MAX_LANGUAGES);
	memcpy(v, f->values, n * sizeof *v);
	for (size_t i = 0; last && i < LEN(boxes); i++) {
		const struct texts *x = field_at(type_field_named(U, boxes[i]), last);

		for (size_t k = 0; k < x->n && k < MAX_LANGUAGES; k++) {
			const char *name = arena_fmt(cx->mem, "%s.%s", boxes[i], x->v[k].lang);

			if (str_empty(form_value(f, name)))
				v[n++] = (struct pair){ name, x->v[k].body };
		}
	}
	form_take(f, v, n);
	return !failed(cx);
}

/* The first pair of a name counts, so what is empty makes room. */
static void leave_empty_out(struct form *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->values_n; i++)
		if (*f->values[i].value)
			f->values[n++] = f->values[i];
	f->values_n = n;
}

static bool again(struct context *cx, struct reply *a, struct writing *w, int status)
{
	struct page p;

	if (status == 200 ? !form_keep_files(&w->proof, w->q) : !form_refused(&w->proof, w->q))
		return false;
	form_take(&w->form.all, w->proof.values, w->proof.values_n);
	a->status = status;
	page_start(&p, cx, w, a);
	return show(&p, w);
}

static bool conflict(struct context *cx, struct reply *a, struct writing *w)
{
	const void *mine;
	struct page p;

	if (!form_refused(&w->proof, w->q))
		return false;
	form_take(&w->update, w->proof.values, w->proof.values_n);
	form_choose(&w->update, w->q);
	mine = form_mine(&w->update, w->q);
	if (!mine)
		return false;
	a->status = 409;
	page_start(&p, cx, w, a);
	return view_conflict(&p, &w->update, w->row, mine);
}

/* Both parts are read, so that one mistake does not hide the next; *ret: what was wrong. */
static bool read_both(struct context *cx, struct writing *w, const struct error **ret)
{
	const struct error *first = NULL;
	struct error *last;

	*ret = NULL;
	if (!form_read(&w->update, w->q, w->mine)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		first = view_errors(cx);
	}
	if (report_evidence_typed(&w->proof, w->q)) {
		w->added = w->evidence;
		if (!form_read(&w->proof, w->q, w->added)) {
			if (cx->err.kind != ERR_INVALID)
				return false;
			*ret = view_errors(cx);
		}
	}
	if (!first)
		return true;
	last = (struct error *)(uintptr_t)first;
	while (last->next)
		last = last->next;
	last->next = (struct error *)(uintptr_t)*ret;
	*ret = first;
	return true;
}

/* ---- saving */

static bool add_evidence(struct context *cx, struct writing *w)
{
	struct evidence_subject *s;

	if (!w->added)
		return true;
	s = arena_new_of(cx->mem, struct evidence_subject);
	s->subject = w->form.about;
	w->added->about = (struct owned){ s, 1 };
	if (!record_save(cx, E, w->added))
		return false;
	refs_add(cx, &w->mine->evidence, w->added->record.id);
	return true;
}

static bool save(struct context *cx, const struct type *t, void *row, const void *data)
{
	struct writing *w = (struct writing *)(uintptr_t)data;
	const struct step *submit = step_named(U, "submit");

	if (!add_evidence(cx, w))
		return false;
	if (!w->fresh)
		return record_step(cx, t, row, w->send ? submit : write_step());
	return record_save(cx, t, row) && (!w->send || record_step(cx, t, row, submit));
}

static bool save_report(struct context *cx, struct reply *a, struct writing *w)
{
	const struct error *errors;
	int64_t corrects = w->row->corrects;

	w->mine = row_copy(cx, U, w->row);
	w->send = str_eq(request_form(w->q, "_do"), "send");
	if (!read_both(cx, w, &errors))
		return false;
	w->mine->corrects = corrects;
	if (!errors && !w->fresh && w->update.version != w->row->record.version)
		return conflict(cx, a, w);
	if (!errors && !view_save(cx, U, w->mine, save, w, &errors))
		return false;
	if (errors) {
		w->form.all.errors = errors;
		return again(cx, a, w, 422);
	}
	return reply_notice(cx, a, w->q,
	                    w->send ? tr(cx, "Sent. The approver of your institution reads it "
	                                     "next.")
	                            : tr(cx, "Saved. It is not sent yet.")) &&
	       reply_goto(cx, a, record_path(cx, U, w->mine->record.id, NULL));
}

static bool report_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct writing w;
	const char *why;

	if (!begin(cx, q, &w))
		return false;
	why = not_now(cx, &w);
	if (why)
		return refuse(cx, a, &w, why);
	form_take(&w.update, q->form, q->form_n);
	if (form_again(&w.update, q) || str_eq(request_form(q, "_do"), "carry")) {
		if (str_eq(request_form(q, "_do"), "carry")) {
			leave_empty_out(&w.update);
			if (!carry_over(cx, &w.update, w.form.about, w.row->record.id))
				return false;
		}
		form_take(&w.proof, w.update.values, w.update.values_n);
		return again(cx, a, &w, 200);
	}
	form_take(&w.proof, q->form, q->form_n);
	form_choose(&w.update, q);
	return save_report(cx, a, &w);
}

#define REPORT "progress:create"

static const struct route routes[] = {
	{ METHOD_GET, "/measures/{id}/steps/report", REPORT, report_get,
	  N_("The form for progress on a measure"), 0, &measure_type },
	{ METHOD_POST, "/measures/{id}/steps/report", REPORT, report_post,
	  N_("Save or send progress on a measure"), ROUTE_UPLOAD, &measure_type },
	{ METHOD_GET, "/recommendations/{id}/steps/report", REPORT, report_get,
	  N_("The form for progress on a recommendation"), 0, &recommendation_type },
	{ METHOD_POST, "/recommendations/{id}/steps/report", REPORT, report_post,
	  N_("Save or send progress on a recommendation"), ROUTE_UPLOAD, &recommendation_type },
	{ METHOD_GET, "/progress_updates/{id}/steps/write", REPORT, report_get,
	  N_("The form of a progress update"), 0, &progress_update_type },
	{ METHOD_POST, "/progress_updates/{id}/steps/write", REPORT, report_post,
	  N_("Save or send a progress update"), ROUTE_UPLOAD, &progress_update_type },
	{ METHOD_GET, "/progress_updates/{id}/steps/submit", REPORT, report_get,
	  N_("The form of a progress update, to be sent"), 0, &progress_update_type },
	{ METHOD_POST, "/progress_updates/{id}/steps/submit", REPORT, report_post,
	  N_("Save or send a progress update"), ROUTE_UPLOAD, &progress_update_type },
	{ METHOD_GET, "/progress_updates/{id}/steps/correct", REPORT, report_get,
	  N_("The form that corrects a locked progress update"), 0, &progress_update_type },
	{ METHOD_POST, "/progress_updates/{id}/steps/correct", REPORT, report_post,
	  N_("Correct a locked progress update by a new one"), ROUTE_UPLOAD,
	  &progress_update_type },
	{ 0 },
};

const struct pages report_pages = { .name = "report", .routes = routes };
