/* Renaming, retiring and merging a term: each says beforehand what will happen and to how many.
 *
 * A merger takes effect in the request; where many records carry the term, they are given the other
 * by a job, in slices, so that others save in between. A job that was interrupted begins again and
 * finds only what is left. */
#include "subject/taxonomy/taxonomy_web.h"

#include "base/number.h"
#include "format/json.h"
#include "record/app.h"
#include "web/job.h"

#define KIND "merge"

enum { AT_ONCE = 200, SLICE = 100 };

struct page_of {
	const struct type *type;
	void *row;
	int64_t id;
};

static bool load(struct context *cx, const struct request *q, struct page_of *ret)
{
	*ret = (struct page_of){ .type = term_type_of(cx, q), .id = request_id(cx, q) };
	ret->row = ret->type && ret->id ? record_get(cx, ret->type, ret->id) : NULL;
	if (ret->row && !access_record(cx, ret->type, ret->row, RIGHT_UPDATE))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("Your role does not include changing this."));
	return ret->row != NULL;
}

static const char *path(struct context *cx, const struct page_of *t, const char *what)
{
	return record_path(cx, t->type, t->id, what);
}

static void begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                  const struct page_of *t, const char *title)
{
	page_begin(p, cx, q, a, title);
	p->type = t->type;
	p->kicker = record_title(cx, t->type, t->id);
	page_crumb(p, tr(cx, "Taxonomies"), "/taxonomies");
	page_crumb(p, tr(cx, t->type->label_plural),
	           arena_fmt(cx->mem, "/%s/tree", t->type->plural));
	page_crumb(p, p->kicker, path(cx, t, "/labels"));
	page_crumb(p, title, NULL);
}

static void print_buttons(struct page *p, const struct page_of *t, const char *label)
{
	html(&p->html,
	     "<p class=\"row\"><button class=\"btn btn-main\">%s</button><a class=\"btn\" "
	     "href=\"%s\">%s</a></p></form>\n",
	     label, path(p->cx, t, "/labels"), tr(p->cx, "Cancel"));
}

static void take_reason(struct context *cx, const struct request *q)
{
	cx->reason = request_form(q, "_reason");
	if (str_empty(cx->reason))
		cx->reason = NULL;
}

static void print_reason(struct page *p)
{
	form_input(&p->html, NULL, "_reason", tr(p->cx, "Reason"),
	           tr(p->cx, "It stands in the change log."), "text",
	           request_form(p->request, "_reason"), NULL);
}

/* ---- renaming */

static void rename_form(struct form *f, struct context *cx, const struct page_of *t)
{
	form_begin_with(f, cx, t->type, t->row, "name");
	f->action = path(cx, t, "/rename");
	f->reason = true;
}

static bool rename_page(struct context *cx, const struct request *q, struct reply *a,
                        const struct page_of *t, struct form *f)
{
	struct page p;

	begin(&p, cx, q, a, t, tr(cx, "Rename"));
	p.form = "form";
	p.lead = tr(cx, "The names it has now stay its labels: files that use them are still "
	                "understood.");
	form_print(f, &p.html, q, tr(cx, "Rename"), path(cx, t, "/labels"));
	return page_end(&p);
}

bool rename_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page_of t;
	struct form f;

	if (!load(cx, q, &t))
		return false;
	rename_form(&f, cx, &t);
	return rename_page(cx, q, a, &t, &f);
}

static bool save(struct context *cx, const struct type *t, void *row, const void *data)
{
	(void)data;
	return record_save(cx, t, row);
}

bool rename_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct page_of t;
	struct form f;
	void *mine;

	if (!load(cx, q, &t))
		return false;
	rename_form(&f, cx, &t);
	form_take(&f, q->form, q->form_n);
	mine = row_copy(cx, t.type, t.row);
	take_reason(cx, q);
	if (f.version != ((const struct record *)t.row)->version)
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("Somebody else changed this record in the meantime."));
	if (!form_read(&f, q, mine)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		f.errors = view_all_errors(cx, t.type, mine, save, NULL);
	} else if (!view_save(cx, t.type, mine, save, NULL, &f.errors)) {
		return false;
	}
	if (f.errors) {
		a->status = 422;
		return rename_page(cx, q, a, &t, &f);
	}
	return reply_notice(cx, a, q, tr(cx, "Renamed. The former names stay its labels.")) &&
	       reply_goto(cx, a, path(cx, &t, "/labels"));
}

/* ---- retiring */

bool retire_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page_of t;
	struct page p;
	bool retired;

	if (!load(cx, q, &t))
		return false;
	retired = term_retired(t.type, t.row);
	begin(&p, cx, q, a, &t, retired ? tr(cx, "Use it again") : tr(cx, "Use it no longer"));
	p.lead = retired ? tr(cx, "Imports and forms find it again by its names and labels.")
	                 : tr(cx, "It stays on the records that carry it. Imports and forms do not "
	                          "find it any more, and its labels are free for another.");
	if (!term_print_usage(&p, t.type, t.id))
		return false;
	html(&p.html, "<form class=\"panel\" method=\"post\" action=\"%s\">",
	     path(cx, &t, "/retire"));
	page_csrf(&p.html, q);
	html(&p.html, "<input type=\"hidden\" name=\"retired\" value=\"%d\">", !retired);
	print_reason(&p);
	print_buttons(&p, &t, p.title);
	return page_end(&p);
}

bool retire_post(struct context *cx, const struct request *q, struct reply *a)
{
	bool retired = str_eq(request_form(q, "retired"), "1");
	struct page_of t;

	if (!load(cx, q, &t))
		return false;
	take_reason(cx, q);
	return term_retire(cx, t.type, t.id, retired) &&
	       reply_notice(cx, a, q,
	                    retired ? tr(cx, "It is no longer used.")
	                            : tr(cx, "It is used again.")) &&
	       reply_goto(cx, a, path(cx, &t, "/labels"));
}

/* ---- merging: choosing and looking */

/* The other term: an identifier from a proposal, else what is called so. */
static bool other_of(struct context *cx, const struct page_of *t, const char *typed,
                     const char *found, int64_t *ret)
{
	const struct labels *l;

	*ret = 0;
	if (!str_empty(found))
		return parse_int_in(found, 1, INT64_MAX, ret) &&
		       record_get(cx, t->type, *ret) != NULL;
	l = labels_load(cx, t->type);
	if (!l)
		return false;
	*ret = str_empty(typed) ? 0 : labels_find(cx, l, typed);
	if (*ret == t->id)
		*ret = 0;
	return true;
}

static void print_choose(struct page *p, const struct page_of *t, const char *typed,
                         const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct labels *l = labels_load(cx, t->type);
	const char *about = str_empty(typed) ? record_title(cx, t->type, t->id) : typed;
	struct near near[6];
	size_t n = l ? labels_near(cx, l, about, near, LEN(near)) : 0, others = 0;

	for (size_t i = 0; i < n; i++)
		if (near[i].record != t->id)
			near[others++] = near[i];
	html(h, "<form class=\"panel\" action=\"%s\">", path(cx, t, "/merge"));
	form_input(h, errors, "into", tr(cx, "Merge it into"),
	           tr(cx, "Name, code or a label of the term that stays."), "text", typed, NULL);
	if (n > (near[0].record == t->id))
		html(h, "<p>%s</p><ul class=\"plain\">", tr(cx, "Most like it:"));
	for (size_t i = 0; i < n; i++)
		if (near[i].record != t->id)
			html(h,
			     "<li><label class=\"tick\"><input type=\"radio\" name=\"found\" "
			     "value=\"%lld\"><span>%s</span></label></li>",
			     (long long)near[i].record, record_title(cx, t->type, near[i].record));
	if (n > (near[0].record == t->id))
		html(h, "</ul>\n");
	print_buttons(p, t, tr(cx, "Look at what will happen"));
}

static bool print_preview(struct page *p, const struct page_of *t, int64_t into)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	page_message(p, "",
	             arena_fmt(cx->mem, tr(cx, "“%s” will be merged into “%s”."),
	                       record_title(cx, t->type, t->id), record_title(cx, t->type, into)),
	             tr(cx, "The records below will carry the other one, each change in the "
	                    "history of its record. The merged one stays as no longer used and "
	                    "points to the other, which gets its labels and mappings. This is not "
	                    "undone by a button."));
	if (!term_print_usage(p, t->type, t->id))
		return false;
	html(h, "<form class=\"panel\" method=\"post\" action=\"%s\">", path(cx, t, "/merge"));
	page_csrf(h, p->request);
	html(h, "<input type=\"hidden\" name=\"found\" value=\"%lld\">", (long long)into);
	print_reason(p);
	print_buttons(p, t, tr(cx, "Merge"));
	return true;
}

static bool merge_page(struct context *cx, const struct request *q, struct reply *a,
                       const struct page_of *t, int64_t into, const struct error *errors)
{
	const char *typed = request_query(q, "into");
	struct error *unknown = arena_new_of(cx->mem, struct error);
	struct page p;

	if (!errors && !into && !str_empty(typed)) {
		*unknown = (struct error){
			.kind = ERR_INVALID,
			.field = "into",
			.text = arena_fmt(cx->mem, tr(cx, "Nothing in use is called “%s” there."),
			                  typed)
		};
		errors = unknown;
		a->status = 422;
	}
	begin(&p, cx, q, a, t, tr(cx, "Merge into another"));
	if (errors && !errors->field)
		page_message(&p, "bad", errors->text, NULL);
	if (into && !errors) {
		if (!print_preview(&p, t, into))
			return false;
	} else {
		print_choose(&p, t, typed, errors);
	}
	return page_end(&p);
}

bool merge_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page_of t;
	int64_t into;

	return load(cx, q, &t) &&
	       other_of(cx, &t, request_query(q, "into"), request_query(q, "found"), &into) &&
	       merge_page(cx, q, a, &t, into, NULL);
}

/* ---- merging: doing */

static int64_t start(struct context *cx, const struct term_merger *m)
{
	struct buffer b = BUFFER(cx->mem, 4096);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '{');
	json_key(&w, "type");
	json_text(&w, m->type->name);
	json_key(&w, "from");
	json_id(&w, m->from);
	json_key(&w, "into");
	json_id(&w, m->into);
	json_key(&w, "reason");
	json_text(&w, cx->reason ? cx->reason : "");
	json_close(&w);
	return json_end(&w) && buffer_ok(cx, &b) ? job_add(cx, KIND, buffer_str(&b)) : 0;
}

static bool read_told(struct context *cx, const struct job *job, struct term_merger *ret)
{
	const struct json *v = json_parse(cx, job->args, strlen(job->args), 8192);
	const char *type = v ? json_text_or_null(v, "type") : NULL,
	           *from = v ? json_text_or_null(v, "from") : NULL,
	           *into = v ? json_text_or_null(v, "into") : NULL,
	           *reason = v ? json_text_or_null(v, "reason") : NULL;

	*ret = (struct term_merger){ .type = type ? type_named(cx->app->subjects, type) : NULL };
	cx->reason = str_empty(reason) ? NULL : reason;
	return (ret->type && from && into && parse_int_in(from, 1, INT64_MAX, &ret->from) &&
	        parse_int_in(into, 1, INT64_MAX, &ret->into)) ||
	       fail(cx, ERR_BROKEN, NULL, "the job %lld names no terms", (long long)job->id);
}

static const char *done_words(struct context *cx, const struct term_merger *m)
{
	return m->refused ? arena_fmt(cx->mem,
	                              tr(cx, "%lld records carry the other one now; %lld could not "
	                                     "be saved and still carry the merged one."),
	                              (long long)m->done, (long long)m->refused)
	                  : arena_fmt(cx->mem, tr(cx, "%lld records carry the other one now."),
	                              (long long)m->done);
}

struct slice {
	struct term_merger before, after;
};

/* May be run again: it begins where it began. */
static bool slice(struct context *cx, void *data)
{
	struct slice *s = data;

	s->after = s->before;
	return term_relabel(cx, &s->after, SLICE);
}

static bool run(struct context *cx, struct job *job)
{
	struct slice s;

	if (!read_told(cx, job, &s.before))
		return false;
	do {
		struct context_mark mark = context_mark(cx);

		if (!db_work(cx, cx->app->store, DB_WRITE, slice, &s))
			return false;
		context_rewind(cx, mark);
		s.before = s.after;
		if (!job_progress(cx, job, s.after.done + s.after.refused, 0, NULL))
			return false;
	} while (!s.after.ended);
	job->message = done_words(cx, &s.after);
	return true;
}

static bool merged(struct context *cx, const struct request *q, struct reply *a,
                   const struct page_of *t, struct term_merger *m)
{
	if (!term_relabel(cx, m, AT_ONCE))
		return false;
	if (!m->ended) {
		int64_t job = start(cx, m);

		return job && reply_goto(cx, a, arena_fmt(cx->mem, "/jobs/%lld", (long long)job));
	}
	return reply_notice(cx, a, q, done_words(cx, m)) &&
	       reply_goto(cx, a, path(cx, t, "/labels"));
}

bool merge_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct term_merger m = { 0 };
	struct page_of t;

	if (!load(cx, q, &t) || !other_of(cx, &t, NULL, request_form(q, "found"), &m.into))
		return false;
	m.type = t.type;
	m.from = t.id;
	take_reason(cx, q);
	if (!m.into)
		return fail(cx, ERR_BAD_REQUEST, "found", N_("The form is not complete."));
	if (term_merge(cx, t.type, t.id, m.into))
		return merged(cx, q, a, &t, &m);
	if (cx->err.kind != ERR_INVALID)
		return false;
	a->status = 422;
	return merge_page(cx, q, a, &t, 0, view_errors(cx));
}

static const struct job_kind jobs[] = {
	{ KIND, N_("Merging terms"), "reference_data:update", run, NULL, 0 },
	{ 0 },
};

const struct pages merge_pages = { .name = "merge", .jobs = jobs };
