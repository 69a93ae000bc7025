/* Taking an import back: a page that says what will happen and asks for the reason, a job, and what
 * came of it on the import's own page.  Over the API it is one request. */
#include "subject/recommendation/import_undo_web.h"

#include "base/number.h"
#include "format/json.h"
#include "web/api.h"
#include "web/draft.h"
#include "web/job.h"
#include "web/view.h"

#define KIND  "import_undo"
#define PATH  "/imports"
#define TITLE N_("Take the import back")
#define DRAFT "import-undo"

static struct import_record *import_of(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);

	return id ? record_get(cx, &import_type, id) : NULL;
}

static const char *path_of(struct context *cx, int64_t import, const char *what)
{
	return arena_fmt(cx->mem, PATH "/%lld%s", (long long)import, what);
}

/* ---- the job */

struct told {
	int64_t import;
	const char *reason;
};

static int64_t start(struct context *cx, int64_t import, const char *reason)
{
	struct buffer b = BUFFER(cx->mem, MAX_FORM);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '{');
	json_key(&w, "import");
	json_id(&w, import);
	json_key(&w, "reason");
	json_text(&w, reason);
	json_close(&w);
	return json_end(&w) && buffer_ok(cx, &b) ? job_add_once(cx, KIND, buffer_str(&b)) : 0;
}

static bool read_told(struct context *cx, const struct job *job, struct told *ret)
{
	const struct json *v = json_parse(cx, job->args, strlen(job->args), MAX_FORM);
	const char *import = v ? json_text_or_null(v, "import") : NULL;

	ret->reason = v ? json_text_or_null(v, "reason") : NULL;
	return (import && parse_int_in(import, 1, INT64_MAX, &ret->import)) ||
	       fail(cx, ERR_BROKEN, NULL, "the job %lld names no import", (long long)job->id);
}

static bool tell(struct context *cx, void *job, int64_t done, int64_t total)
{
	return job_progress(cx, job, done, total, NULL);
}

struct work {
	struct job *job;
	struct told told;
	struct import_undone undone;
};

static bool undo(struct context *cx, void *data)
{
	struct work *w = data;

	cx->reason = w->told.reason;
	return import_undo(cx, w->told.import, &w->undone) && job_goes_on(cx, w->job);
}

static bool run(struct context *cx, struct job *job)
{
	struct work w = { .job = job, .undone = { .progress = tell, .listener = job } };

	if (!read_told(cx, job, &w.told) || !db_work(cx, cx->app->store, DB_WRITE, undo, &w))
		return false;
	job->message = arena_fmt(cx->mem, tr(cx, N_("Records as before: %lld. Records kept: %zu.")),
	                         (long long)w.undone.undone, w.undone.kept_n);
	return true;
}

/* ---- asking */

/* What was typed and not sent is a draft, so it stays when the language is changed. */
static const struct draft *begin_form(struct page *p, int64_t import)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *path = path_of(cx, import, "/undo");
	const struct draft *d = draft_load(cx, cx->actor->user, DRAFT, import);

	p->form = "form";
	html(h, "<form id=\"form\" method=\"post\" action=\"%s\" data-draft=\"server\">", path);
	page_csrf(h, p->request);
	html(h,
	     "<input type=\"hidden\" name=\"draft\" value=\"" DRAFT "\"><input type=\"hidden\" "
	     "name=\"draft_record\" value=\"%lld\"><input type=\"hidden\" name=\"to\" "
	     "value=\"%s\">\n",
	     (long long)import, path);
	return d;
}

static void print_reason(struct page *p, int64_t import, const char *typed, const char *error)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct draft *d = begin_form(p, import);

	if (!typed && d)
		typed = draft_field(d, "reason");
	html(h, "<div class=\"field%s\"><label for=\"reason\">%s</label>", error ? " bad" : "",
	     tr(cx, N_("Reason")));
	if (error) {
		html(h, "<p class=\"err\" id=\"reason-e\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", error);
	}
	html(h, "<textarea id=\"reason\" name=\"reason\" rows=\"3\"");
	if (error)
		html(h, " aria-invalid=\"true\" aria-describedby=\"reason-e\"");
	html(h,
	     ">\n%s</textarea></div>\n"
	     "<p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn "
	     "btn-bare\" href=\"%s\">%s</a></p></form>\n",
	     typed ? typed : "", tr(cx, TITLE), path_of(cx, import, ""),
	     tr(cx, N_("Leave it as it is")));
}

/* `bold`: why it came to nothing before; NULL: it was not tried. */
static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct import_record *r, const char *typed, const char *error,
                 const char *bold)
{
	struct page p;
	const char *why;

	page_begin(&p, cx, q, a, tr(cx, TITLE));
	p.kicker = r->name;
	p.lead = tr(cx, N_("Records that it made go, and records that it changed become as they "
	                   "were, wherever nobody has worked on them since. The others stay, and "
	                   "you will see which and why. The change log keeps everything."));
	page_crumb(&p, tr(cx, N_("Bring in a file")), PATH);
	page_crumb(&p, r->name, path_of(cx, r->record.id, ""));
	page_crumb(&p, tr(cx, TITLE), NULL);
	if (!import_undo_offered(cx, r, &why))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("You may take back only imports of your own."));
	if (why || bold)
		page_message(&p, "warn", tr(cx, N_("The import was not taken back.")),
		             why ? why : bold);
	if (!why)
		print_reason(&p, r->record.id, typed, error);
	return page_end(&p);
}

static bool ask(struct context *cx, const struct request *q, struct reply *a)
{
	const struct import_record *r = import_of(cx, q);

	return r && show(cx, q, a, r, NULL, NULL, NULL);
}

static bool begin(struct context *cx, const struct request *q, struct reply *a)
{
	const struct import_record *r = import_of(cx, q);
	const char *reason = request_form(q, "reason"), *why;
	bool said = reason && reason[strspn(reason, " \t\r\n")];
	int64_t job;

	if (!r)
		return false;
	if (!import_undo_offered(cx, r, &why) || why || !said) {
		a->status = why ? 409 : 422;
		return show(cx, q, a, r, reason, said ? NULL : tr(cx, N_("Give the reason.")),
		            NULL);
	}
	job = start(cx, r->record.id, reason);
	return job && reply_goto(cx, a, path_of(cx, job, "/undone"));
}

static bool wait(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct job *job = id ? job_load(cx, id) : NULL;
	const struct import_record *r;
	struct told t;

	if (job && !str_eq(job->kind, KIND))
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such job."));
	if (!job || !read_told(cx, job, &t))
		return false;
	r = record_get(cx, &import_type, t.import);
	if (!r)
		return false;
	if (str_eq(job->state, "done"))
		return reply_notice(cx, a, q, job->message ? job->message : "") &&
		       reply_goto(cx, a, path_of(cx, t.import, ""));
	if (job->ended_at)
		return show(cx, q, a, r, t.reason, NULL,
		            job->message ? job->message : job_state_words(cx, job));
	return page_progress(cx, q, a, tr(cx, N_("The import is taken back")),
	                     job->message ? job->message : job_state_words(cx, job), job->done,
	                     job->total, arena_fmt(cx->mem, "/jobs/%lld/cancel", (long long)id),
	                     NULL);
}

/* ---- on the import's page */

static void print_kept(struct html *h, const struct import_record *r)
{
	struct context *cx = h->cx;
	const struct import_kept_row *v = r->kept.v;

	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" "
	     "scope=\"col\">%s</th></tr></thead><tbody role=\"rowgroup\">\n",
	     tr(cx, N_("Record")), tr(cx, N_("Why it was kept")));
	for (size_t i = 0; i < r->kept.n; i++) {
		html(h, "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\">", tr(cx, N_("Record")));
		if (v[i].subject.type)
			view_link(h, v[i].subject.type, v[i].subject.id);
		html(h, "</td><td role=\"cell\" data-l=\"%s\">%s</td></tr>\n",
		     tr(cx, N_("Why it was kept")), v[i].reason);
	}
	html(h, "</tbody></table>");
	if (r->rows_kept.units > (int64_t)r->kept.n)
		html(h, "<p class=\"note\">%s</p>", tr(cx, N_("The first ones only.")));
}

void import_undo_show(struct page *p, const struct import_record *r)
{
	struct context *cx = p->cx;
	const char *why;
	bool offered = import_undo_offered(cx, r, &why);

	if (offered && !why)
		page_action(p, tr(cx, TITLE), path_of(cx, r->record.id, "/undo"), NULL, false);
	if (!r->undone_at.us)
		return;
	page_section(&p->html, tr(cx, N_("Taken back")), NULL);
	view_facts(&p->html, &import_type, r,
	           "undone_at undone_by undone_why rows_undone rows_kept");
	if (r->kept.n)
		print_kept(&p->html, r);
	html(&p->html, "</section>\n");
}

/* ---- the API */

static bool undo_api(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct json *body = id ? api_body(cx, q) : NULL;
	struct import_undone u = { .progress = NULL };
	struct json_writer w;

	if (!body)
		return false;
	cx->reason = json_text_or_null(body, "reason");
	if (!import_undo(cx, id, &u))
		return false;
	a->type = "application/json";
	a->body = BUFFER(cx->mem, MAX_ANSWER);
	json_start(&w, cx, sink_to_buffer, &a->body);
	import_undone_json(&u, &w);
	return json_end(&w);
}

/* Whoever reads imports may ask; import_undo_offered() decides: one's own for who brings in files
 * (recommendations:create), all for who approves (recommendations:approve). */
static const struct route routes[] = {
	{ METHOD_GET, PATH "/{id}/undo", "recommendations:read", ask,
	  N_("Take an import back: the reason"), 0 },
	{ METHOD_POST, PATH "/{id}/undo", "recommendations:read", begin,
	  N_("Take an import back: one's own, or any for who approves"), 0 },
	{ METHOD_GET, PATH "/{id}/undone", "recommendations:read", wait,
	  N_("How far the taking back is, by its job"), 0 },
	{ METHOD_POST, "/api/v1/imports/{id}/steps/undo", "recommendations:read", undo_api,
	  N_("Takes an import back: one's own, or any for who approves"), ROUTE_JOB, &import_type },
	{ 0 },
};

static const struct job_kind jobs[] = {
	{ KIND, TITLE, "recommendations:read", run, NULL },
	{ 0 },
};

const struct pages import_undo_pages = { "import_undo", routes, NULL, jobs };
