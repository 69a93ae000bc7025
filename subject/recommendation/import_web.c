/* The secretariat's way of bringing in a file: choose it, look at what would come of it, say yes,
 * see what came of it.
 *
 * Looking and bringing in are one kind of job with another argument, so a file of any length goes
 * the same way.  The file waits as an attachment between the two; the result of each waits as one,
 * too, in the form of `ygrar import --json`. */
#include "base/number.h"
#include "format/json.h"
#include "record/attachment.h"
#include "record/import.h"
#include "store/attachment.h"
#include "subject/recommendation/import_undo_web.h"
#include "subject/recommendation/recommendation_web.h"
#include "web/job.h"
#include "web/view.h"
#include "web/who.h"

#define KIND "import"
#define PATH "/imports"

enum { PAST_SHOWN = 25, MAX_RESULT = 8 * 1024 * 1024 };

/* ---- what a job is told, and what it tells */

struct told {
	int64_t file;
	const char *format; /* "": found out */
	bool dry_run;
};

static int64_t start(struct context *cx, const struct told *t)
{
	struct buffer b = BUFFER(cx->mem, 1024);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '{');
	json_key(&w, "file");
	json_id(&w, t->file);
	json_key(&w, "format");
	json_text(&w, t->format);
	json_key(&w, "dry_run");
	json_bool(&w, t->dry_run);
	json_close(&w);
	return json_end(&w) && buffer_ok(cx, &b) ? job_add(cx, KIND, buffer_str(&b)) : 0;
}

static bool read_told(struct context *cx, const struct job *job, struct told *ret)
{
	const struct json *v = json_parse(cx, job->args, strlen(job->args), 4096);
	const char *file = v ? json_text_or_null(v, "file") : NULL;
	const struct json *dry = json_member(v, "dry_run");

	*ret = (struct told){ .format = v ? json_text_or_null(v, "format") : NULL,
		              .dry_run = !dry || dry->number };
	return (file && parse_int_in(file, 1, INT64_MAX, &ret->file)) ||
	       fail(cx, ERR_BROKEN, NULL, "the job %lld names no file", (long long)job->id);
}

static char *bytes_of(struct context *cx, const struct attachment *a, size_t most, size_t *ret_n)
{
	char *bytes = a->size <= (int64_t)most ? arena_alloc(cx->mem, (size_t)a->size + 1) : NULL;

	*ret_n = 0;
	if (!bytes)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The file is too large.")), NULL;
	for (int64_t chunk = 0;; chunk++) {
		const void *piece;
		size_t n;

		if (!attachment_read(cx, a->id, chunk, &piece, &n))
			return NULL;
		if (!n || *ret_n + n > (size_t)a->size)
			return bytes;
		memcpy(bytes + *ret_n, piece, n);
		*ret_n += n;
	}
}

/* ---- the job */

struct load {
	struct told told;
	struct attachment *file;
	char *bytes;
	size_t n;
};

static bool load_file(struct context *cx, void *data)
{
	struct load *l = data;

	l->file = attachment_get(cx, l->told.file);
	l->bytes = l->file ? bytes_of(cx, l->file, MAX_ATTACHMENT, &l->n) : NULL;
	return l->bytes != NULL;
}

static bool tell(struct context *cx, void *listener, int64_t done, int64_t total)
{
	return job_progress(cx, listener, done, total, NULL);
}

struct result {
	const struct import *im;
	int64_t attachment;
};

static bool store_result(struct context *cx, void *data)
{
	struct result *r = data;
	struct buffer b = BUFFER(cx->mem, MAX_RESULT);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	import_json(r->im, &w);
	r->attachment = json_end(&w) && buffer_ok(cx, &b)
	                        ? attachment_store(cx, "import.json", b.text, b.len)
	                        : 0;
	return r->attachment != 0;
}

static bool run(struct context *cx, struct job *job)
{
	struct load l = { .n = 0 };
	struct import im = { .progress = tell, .listener = job };
	struct result r = { .im = &im };

	if (!read_told(cx, job, &l.told) || !db_work(cx, cx->app->store, DB_READ, load_file, &l))
		return false;
	im.file = l.file->name;
	im.dry_run = l.told.dry_run;
	im.format = str_empty(l.told.format) ? NULL : import_format_named(cx->app, l.told.format);
	im.attachment = l.file->record || im.dry_run
	                        ? 0
	                        : l.file->id; /* one that was begun before may hold it already */
	if (!import_run(cx, &im, l.bytes, l.n) ||
	    !db_work(cx, cx->app->store, DB_WRITE, store_result, &r))
		return false;
	job->result = r.attachment;
	job->message = NULL;
	return true;
}

/* ---- choosing a file */

static void print_formats(struct html *h)
{
	const struct import_format *f;

	html(h,
	     "<div class=\"field\"><label for=\"format\">%s</label><select id=\"format\" "
	     "name=\"format\"><option value=\"\">%s</option>",
	     tr(h->cx, N_("Format")), tr(h->cx, N_("Found out by itself")));
	for (size_t i = 0; (f = import_format(h->cx->app, i)); i++)
		html(h, "<option value=\"%s\">%s</option>", f->name, tr(h->cx, f->label));
	html(h, "</select></div>\n");
}

static void print_form(struct page *p, const struct error *errors)
{
	const struct error *e = error_of(errors, "file");
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<form method=\"post\" action=\"" PATH
	        "\" enctype=\"multipart/form-data\" id=\"form\">");
	page_csrf(h, p->request);
	html(h,
	     "<div class=\"field%s\"><label for=\"file\">%s</label><p class=\"hint\" "
	     "id=\"file-h\">%s</p>",
	     e ? " bad" : "", tr(cx, N_("File")),
	     tr(cx, N_("UPR Info’s table as UTF-8 CSV, or CSV and JSON in Ygrar’s own form.")));
	if (e) {
		html(h, "<p class=\"err\" id=\"file-e\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", e->text);
	}
	html(h,
	     "<input type=\"file\" id=\"file\" name=\"file\" accept=\".csv,.json\" "
	     "aria-describedby=\"file-h%s\"></div>\n",
	     e ? " file-e" : "");
	print_formats(h);
	html(h,
	     "<p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn "
	     "btn-bare\" href=\"/recommendations\">%s</a></p></form>\n",
	     tr(cx, N_("Look at it first")), tr(cx, N_("Cancel")));
}

static void count_cell(struct html *h, const struct field *f, const struct import_record *r)
{
	html(h, "<td role=\"cell\" data-l=\"%s\">%s</td>", tr(h->cx, f->label),
	     field_words(h->cx, &import_type, f, r));
}

static bool print_past(struct page *p)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct list l = { .type = &import_type, .limit = PAST_SHOWN };

	if (!record_list(cx, &l))
		return false;
	if (!l.n)
		return true;
	page_section(h, tr(cx, N_("Brought in before")), NULL);
	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th>"
	     "<th role=\"columnheader\" scope=\"col\">%s</th>",
	     tr(cx, N_("When and by whom")), tr(cx, N_("File")));
	for (size_t i = 0; i < import_type.n; i++)
		if (import_type.fields[i].kind == FIELD_NUMBER)
			html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>",
			     tr(cx, import_type.fields[i].label));
	html(h, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t k = 0; k < l.n; k++) {
		const struct import_record *r = l.rows[k];

		html(h,
		     "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\"><span "
		     "class=\"nb\">%s</span> %s</td>"
		     "<td role=\"cell\" data-l=\"%s\"><a href=\"" PATH "/%lld\">%s</a></td>",
		     tr(cx, N_("When and by whom")), time_words(cx, r->record.created_at),
		     who_name(cx, r->record.created_by), tr(cx, N_("File")),
		     (long long)r->record.id, r->name);
		for (size_t i = 0; i < import_type.n; i++)
			if (import_type.fields[i].kind == FIELD_NUMBER)
				count_cell(h, &import_type.fields[i], r);
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table></section>\n");
	return true;
}

static void begin_page(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                       const char *title)
{
	page_begin(p, cx, q, a, title);
	p->type = &recommendation_type;
	page_crumb(p, tr(cx, recommendation_type.label_plural), "/recommendations");
	page_crumb(p, tr(cx, N_("Bring in a file")), str_eq(q->path, PATH) ? NULL : PATH);
}

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct error *errors)
{
	struct page p;

	begin_page(&p, cx, q, a, tr(cx, N_("Bring in a file")));
	p.lead = tr(cx, N_("You will see what would be new, what would change and what is wrong in "
	                   "which row before anything is done."));
	print_form(&p, errors);
	return print_past(&p) && page_end(&p);
}

static bool choose(struct context *cx, const struct request *q, struct reply *a)
{
	return show(cx, q, a, NULL);
}

static bool look(struct context *cx, const struct request *q, struct reply *a)
{
	const struct upload *u = request_upload(q, "file");
	struct told t = { .format = request_form(q, "format"), .dry_run = true };
	int64_t job;

	if (!u || !u->size) {
		fail(cx, ERR_INVALID, "file", N_("Choose a file that is not empty."));
	} else {
		t.file = attachment_store(cx, u->filename, u->bytes, u->size);
	}
	if (failed(cx) && cx->err.kind != ERR_INVALID)
		return false;
	if (failed(cx)) {
		struct error e = cx->err;

		error_clear(cx);
		a->status = 422;
		return show(cx, q, a, &e);
	}
	job = start(cx, &t);
	return job && reply_goto(cx, a, arena_fmt(cx->mem, PATH "/jobs/%lld", (long long)job));
}

/* ---- while it runs, and what came of it */

static int64_t count_of(const struct json *result, const char *name)
{
	int64_t n = 0;

	return json_int_of(result, name, &n) ? n : 0;
}

static void print_counts(struct html *h, const struct json *result)
{
	struct context *cx = h->cx;
	const struct {
		const char *name, *label;
	} counts[] = { { "read", tr(cx, N_("Rows read")) },
		       { "new", tr(cx, N_("New")) },
		       { "updated", tr(cx, N_("Updated")) },
		       { "unchanged", tr(cx, N_("Unchanged")) } };

	html(h, "<dl class=\"figs\">");
	for (size_t i = 0; i < LEN(counts); i++)
		html(h, "<div><dt>%s</dt><dd>%lld</dd></div>", counts[i].label,
		     (long long)count_of(result, counts[i].name));
	html(h, "<div><dt>%s</dt><dd>%zu</dd></div></dl>\n", tr(cx, N_("Wrong")),
	     json_member(result, "errors") ? json_member(result, "errors")->count : 0);
}

static void open_problems(struct html *h)
{
	struct context *cx = h->cx;

	page_section(h, tr(cx, N_("What is wrong")),
	             tr(cx, N_("These rows change nothing; the others come in.")));
	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th>"
	     "<th role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" "
	     "scope=\"col\">%s</th></tr></thead>"
	     "<tbody role=\"rowgroup\">\n",
	     tr(cx, N_("Row")), tr(cx, N_("Field")), tr(cx, N_("What is wrong")));
}

static void print_problem(struct html *h, int64_t row, const char *field, const char *message)
{
	struct context *cx = h->cx;

	html(h,
	     "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\">%lld</td><td role=\"cell\" "
	     "data-l=\"%s\">%s</td>"
	     "<td role=\"cell\" data-l=\"%s\">%s</td></tr>\n",
	     tr(cx, N_("Row")), (long long)row, tr(cx, N_("Field")), field ? field : "",
	     tr(cx, N_("What is wrong")), message);
}

static void print_problems(struct html *h, const struct json *problems)
{
	size_t shown = 0;

	if (!problems || !problems->count)
		return;
	open_problems(h);
	for (const struct json *e = json_items(problems); e && shown < IMPORT_PROBLEMS_KEPT;
	     e = e->next, shown++)
		print_problem(h, count_of(e, "row"), json_text_or_null(e, "field"),
		              json_text_or_null(e, "message"));
	html(h, "</tbody></table>");
	if (problems->count > shown)
		html(h, "<p class=\"note\">%s</p>", tr(h->cx, N_("The first ones only.")));
	html(h, "</section>\n");
}

static const struct json *result_of(struct context *cx, const struct job *job)
{
	const struct attachment *a = attachment_get(cx, job->result);
	size_t n;
	char *bytes = a ? bytes_of(cx, a, MAX_RESULT, &n) : NULL;

	return bytes ? json_parse(cx, bytes, n, MAX_RESULT) : NULL;
}

static void print_confirm(struct page *p, const struct job *job, int64_t rows)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (!rows) {
		page_empty(h, tr(cx, N_("Nothing would change.")),
		           tr(cx, N_("Everything in the file is there already, or is wrong.")),
		           PATH, tr(cx, N_("Another file")));
		return;
	}
	html(h, "<form method=\"post\" action=\"" PATH "/jobs/%lld\">", (long long)job->id);
	page_csrf(h, p->request);
	html(h,
	     "<p class=\"row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn\" "
	     "href=\"" PATH "\">%s</a></p></form>\n",
	     tr(cx, N_("Bring it in")), tr(cx, N_("Another file")));
}

static bool show_preview(struct context *cx, const struct request *q, struct reply *a,
                         const struct job *job, const struct json *result)
{
	struct page p;

	begin_page(&p, cx, q, a, tr(cx, N_("What would come of it")));
	page_crumb(&p, tr(cx, N_("What would come of it")), NULL);
	p.lead = tr(cx, N_("Nothing has been done yet."));
	print_counts(&p.html, result);
	print_confirm(&p, job, count_of(result, "new") + count_of(result, "updated"));
	print_problems(&p.html, json_member(result, "errors"));
	return page_end(&p);
}

static struct job *import_job(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);
	struct job *job = id ? job_load(cx, id) : NULL;

	if (job && str_eq(job->kind, KIND))
		return job;
	if (!failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such job."));
	return NULL;
}

/* Why it came to nothing, beside the field where another file is chosen. */
static bool show_failed(struct context *cx, const struct request *q, struct reply *a,
                        const struct job *job)
{
	struct error e = { .kind = ERR_INVALID,
		           .field = "file",
		           .text = job->message ? job->message : tr(cx, N_("It was stopped.")) };

	return show(cx, q, a, &e);
}

static bool show_job(struct context *cx, const struct request *q, struct reply *a)
{
	const struct job *job = import_job(cx, q);
	const char *cancel =
	        job ? arena_fmt(cx->mem, "/jobs/%lld/cancel", (long long)job->id) : NULL;
	const struct json *result;
	struct told t;
	const char *id;

	if (!job || !read_told(cx, job, &t))
		return false;
	if (!str_eq(job->state, "done") && job->ended_at)
		return show_failed(cx, q, a, job);
	if (!str_eq(job->state, "done"))
		return page_progress(cx, q, a,
		                     t.dry_run ? tr(cx, N_("The file is being read"))
		                               : tr(cx, N_("The file is brought in")),
		                     job->message    ? job->message
		                     : job->began_at ? tr(cx, N_("It is being done."))
		                                     : tr(cx, N_("It waits for its turn.")),
		                     job->done, job->total, cancel, NULL);
	result = result_of(cx, job);
	if (!result)
		return false;
	id = json_text_or_null(result, "import");
	return id ? reply_goto(cx, a, url(cx, PATH "/%s", id))
	          : show_preview(cx, q, a, job, result);
}

static bool confirm(struct context *cx, const struct request *q, struct reply *a)
{
	const struct job *job = import_job(cx, q);
	struct told t;
	int64_t next;

	if (!job || !read_told(cx, job, &t))
		return false;
	t.dry_run = false;
	next = start(cx, &t);
	return next && reply_goto(cx, a, arena_fmt(cx->mem, PATH "/jobs/%lld", (long long)next));
}

/* ---- an import that was made */

static void print_kept_problems(struct html *h, const struct import_record *r)
{
	const struct import_problem_row *v = r->problems.v;

	if (!r->problems.n)
		return;
	open_problems(h);
	for (size_t i = 0; i < r->problems.n; i++)
		print_problem(h, v[i].file_row.units, v[i].field, v[i].message);
	html(h, "</tbody></table></section>\n");
}

static const char *format_label(struct context *cx, const char *name)
{
	const struct import_format *f = import_format_named(cx->app, name);

	return f ? tr(cx, f->label) : name;
}

static bool show_import(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct import_record *r = id ? record_get(cx, &import_type, id) : NULL;
	struct list l = { .type = &recommendation_type, .count = true };
	struct page p;

	if (!r || !view_list_read(cx, q, &l))
		return false;
	l.where_sql = import_where(cx, id);
	if (!record_list(cx, &l))
		return false;
	begin_page(&p, cx, q, a, r->name);
	page_crumb(&p, r->name, NULL);
	p.lead = arena_fmt(cx->mem, "%s, %s", time_words(cx, r->record.created_at),
	                   who_name(cx, r->record.created_by));
	html(&p.html, "<p>%s</p>\n", format_label(cx, r->format));
	view_facts(
	        &p.html, &import_type, r,
	        r->file ? "state rows_read rows_new rows_updated rows_unchanged rows_wrong file "
	                  "hash"
	                : "state rows_read rows_new rows_updated rows_unchanged rows_wrong hash");
	import_undo_show(&p, r);
	print_kept_problems(&p.html, r);
	page_section(&p.html, tr(cx, N_("Recommendations that it made or changed")), NULL);
	view_list_print(&p, &l, recommendation_list(cx));
	html(&p.html, "</section>\n");
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, PATH, "recommendations:create", choose, N_("Bring in a file: choose it"), 0 },
	{ METHOD_POST, PATH, "recommendations:create", look, N_("See what would come of a file"),
	  ROUTE_UPLOAD },
	{ METHOD_GET, PATH "/jobs/{id}", "recommendations:create", show_job,
	  N_("How far the file is, and what came of it"), 0 },
	{ METHOD_POST, PATH "/jobs/{id}", "recommendations:create", confirm,
	  N_("Bring in the file that was looked at"), 0 },
	{ METHOD_GET, PATH "/{id}", "recommendations:read", show_import,
	  N_("A file that was brought in"), 0 },
	{ 0 },
};

static const struct job_kind jobs[] = {
	{ KIND, N_("Bring in a file"), "recommendations:create", run, PATH "/jobs" },
	{ 0 },
};

const struct pages import_pages = { "import", routes, NULL, jobs };
