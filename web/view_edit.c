/* Entering and changing records by form.  One path for both, so that its rules stand once: what was
 * typed always comes back, a row added is no save, a version that moved meanwhile leads to the page
 * that shows both. */
#include "web/view.h"

#include "web/draft.h"
#include "web/look.h"
#include "web/similar.h"

bool view_save(struct context *cx, const struct type *t, void *row, save_work *work,
               const void *data, const struct error **ret_errors)
{
	struct error *cause;

	*ret_errors = NULL;
	if (!db_part_begin(cx))
		return false;
	if (work(cx, t, row, data))
		return db_part_end(cx, true);
	cause = arena_new_of(cx->mem, struct error);
	*cause = cx->err;
	error_clear(cx);
	if (!db_part_end(cx, false))
		return false;
	if (cause->kind == ERR_INVALID) {
		*ret_errors = cause;
		return true;
	}
	cx->err = *cause;
	return false;
}

const struct error *view_errors(struct context *cx)
{
	struct error *e = arena_new_of(cx->mem, struct error);

	*e = cx->err;
	error_clear(cx);
	return e;
}

static bool told(const struct error *errors, const char *field)
{
	for (const struct error *e = errors; e; e = e->next)
		if (str_eq(e->field, field))
			return true;
	return false;
}

const struct error *view_all_errors(struct context *cx, const struct type *t, void *row,
                                    save_work *work, const void *data)
{
	struct error *first = arena_new_of(cx->mem, struct error), *last = first;
	struct error more;

	*first = cx->err;
	error_clear(cx);
	if (!db_part_begin(cx))
		return NULL;
	if (!work(cx, t, row, data) && cx->err.kind != ERR_INVALID &&
	    cx->err.kind != ERR_CONFLICT && cx->err.kind != ERR_FORBIDDEN)
		return NULL;
	more = cx->err;
	error_clear(cx);
	if (!db_part_end(cx, false))
		return NULL;
	while (last->next)
		last = last->next;
	for (const struct error *e = &more; e && more.kind == ERR_INVALID; e = e->next) {
		if (!e->field || told(first, e->field))
			continue;
		last->next = arena_new_of(cx->mem, struct error);
		last = last->next;
		*last = *e;
		last->next = NULL;
	}
	return first;
}

void view_draft(struct page *p, struct form *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct draft *d;

	if (!cx->actor || !f->draft)
		return;
	d = draft_load(cx, cx->actor->user, f->draft, f->draft_record);
	if (!d)
		return;
	html(h, "<div class=\"msg no-print\">");
	html_glyph(h, "draft");
	if (request_query(p->request, "draft")) {
		form_take(f, d->fields, d->fields_n);
		html(h, "<div><p><b>%s</b></p>",
		     arena_fmt(cx->mem,
		               tr(cx, "This is what you typed until %s. It is not saved yet."),
		               time_words(cx, d->at)));
	} else {
		html(h, "<div><p><b>%s</b></p>",
		     arena_fmt(cx->mem,
		               tr(cx, "You typed something here on %s and did not save it."),
		               time_words(cx, d->at)));
	}
	html(h, "<form class=\"row\" method=\"post\" action=\"/draft/drop\">");
	page_csrf(h, p->request);
	html(h,
	     "<input type=\"hidden\" name=\"draft\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"draft_record\" value=\"%lld\">"
	     "<input type=\"hidden\" name=\"to\" value=\"%s\">",
	     f->draft, (long long)f->draft_record, f->action);
	if (!request_query(p->request, "draft"))
		html(h, "<a class=\"btn btn-main\" href=\"%s\">%s</a>", form_draft_path(f),
		     tr(cx, "Continue with what I typed"));
	html(h, "<button class=\"btn\">%s</button></form></div></div>\n",
	     tr(cx, "Throw the draft away"));
}

/* ---- the page */

static void form_names(struct form *f, struct context *cx, const struct type *t, int64_t id)
{
	f->action = id ? record_path(cx, t, id, "/edit") : arena_fmt(cx->mem, "/%s/new", t->plural);
	f->draft = t->name;
	f->draft_record = id;
	f->reason = id != 0;
}

static void begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                  const struct type *t, int64_t id)
{
	const char *title = id ? arena_fmt(cx->mem, tr(cx, "Edit: %s"), record_title(cx, t, id))
	                       : arena_fmt(cx->mem, tr(cx, "New: %s"), tr(cx, t->label));

	page_begin(p, cx, q, a, title);
	p->type = t;
	p->form = "form";
	page_crumb(p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	if (id)
		page_crumb(p, record_title(cx, t, id), record_path(cx, t, id, NULL));
	page_crumb(p, id ? tr(cx, "Edit") : tr(cx, "New record"), NULL);
}

static bool wants_similar(const struct request *q)
{
	return str_eq(request_form(q, "_do"), "similar");
}

static bool end(struct page *p, struct form *f, int64_t id)
{
	struct context *cx = p->cx;
	const struct type *t = f->type;
	bool beside = !id && similar_offered(cx, t);

	if (f->look)
		f->look->print(p, f->look);
	if (beside)
		html(&p->html, "<div class=\"cols cols-side\">\n");
	form_print(f, &p->html, p->request, f->look ? f->look->save : tr(cx, "Save"),
	           id ? record_path(cx, t, id, NULL) : arena_fmt(cx->mem, "/%s", t->plural));
	if (beside && !similar_beside(p, f, wants_similar(p->request)))
		return false;
	if (beside)
		html(&p->html, "</div>\n");
	return page_end(p);
}

/* The row to be changed: a new one, or the stored one the actor may change; NULL: failed. */
static void *row_of(struct context *cx, const struct request *q, const struct type *t,
                    int64_t *ret_id)
{
	void *row;

	*ret_id = 0;
	if (!request_param(q, "id")) {
		row = record_new(cx, t);
		if (access_record(cx, t, row, RIGHT_CREATE))
			return row;
	} else {
		*ret_id = request_id(cx, q);
		row = *ret_id ? record_get(cx, t, *ret_id) : NULL;
		if (!row || access_record(cx, t, row, RIGHT_UPDATE))
			return row;
	}
	fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include changing this."));
	return NULL;
}

bool view_edit_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id;
	void *row = row_of(cx, q, t, &id);
	struct form f;
	struct page p;

	if (!row || !view_reading(cx, t, row, "form"))
		return false;
	begin(&p, cx, q, a, t, id);
	form_begin(&f, cx, t, row);
	form_names(&f, cx, t, id);
	if (id)
		view_warning(&p, t, row);
	else
		form_preset(&f, q->query, q->query_n);
	view_draft(&p, &f);
	return end(&p, &f, id);
}

bool view_new_get(struct context *cx, const struct request *q, struct reply *a)
{
	return view_edit_get(cx, q, a);
}

/* ---- saving */

static bool again(struct context *cx, const struct request *q, struct reply *a, struct form *f,
                  int64_t id, int status)
{
	struct page p;

	if (status == 200 ? !form_keep_files(f, q) : !form_refused(f, q))
		return false;
	a->status = status;
	begin(&p, cx, q, a, f->type, id);
	return end(&p, f, id);
}

static bool save(struct context *cx, const struct type *t, void *row, const void *data)
{
	(void)data;
	return record_save(cx, t, row);
}

/* The row stays as it was typed: it is saved again when that is not undone. */
static bool save_copy(struct context *cx, void *data)
{
	const struct form *f = data;

	return record_save(cx, f->type, row_copy(cx, f->type, f->row));
}

/* What saving `mine` would move, unless it was shown already. */
static bool looks(struct form *f, const struct request *q, const void *mine)
{
	struct form then = *f;

	then.row = mine;
	return look_first(f->cx, q, f->type, f->row, mine, save_copy, &then, &f->look);
}

static bool saved(struct context *cx, const struct request *q, struct reply *a,
                  const struct type *t, const void *row)
{
	return reply_notice(cx, a, q, tr(cx, "Saved.")) &&
	       reply_goto(cx, a, record_path(cx, t, ((const struct record *)row)->id, NULL));
}

static bool conflict(struct context *cx, const struct request *q, struct reply *a, struct form *f)
{
	const struct record *r = f->row;
	const void *mine = form_mine(f, q);
	struct page p;

	if (!mine)
		return false;
	a->status = 409;
	begin(&p, cx, q, a, f->type, r->id);
	return view_conflict(&p, f, f->row, mine);
}

bool view_edit_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id;
	void *row = row_of(cx, q, t, &id), *mine;
	struct form f;

	if (!row)
		return false;
	form_begin(&f, cx, t, row);
	form_names(&f, cx, t, id);
	form_take(&f, q->form, q->form_n);
	form_choose(&f, q);
	if (form_again(&f, q) || (!id && wants_similar(q)))
		return again(cx, q, a, &f, id, 200);
	mine = row_copy(cx, t, row);
	cx->reason = request_form(q, "_reason");
	if (str_empty(cx->reason))
		cx->reason = NULL;
	if (!form_read(&f, q, mine)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		f.errors = view_all_errors(cx, t, mine, save, NULL);
		return f.errors && again(cx, q, a, &f, id, 422);
	}
	if (f.version != ((struct record *)row)->version)
		return conflict(cx, q, a, &f);
	if (!looks(&f, q, mine))
		return false;
	if (f.look)
		return again(cx, q, a, &f, id, 200);
	if (!view_save(cx, t, mine, save, NULL, &f.errors))
		return false;
	if (f.errors)
		return again(cx, q, a, &f, id, 422);
	return saved(cx, q, a, t, mine);
}

bool view_new_post(struct context *cx, const struct request *q, struct reply *a)
{
	return view_edit_post(cx, q, a);
}
