/* Bringing in a plan from a file: choosing it, seeing what would come of it, saying yes, seeing
 * what came of it. */
#include "subject/plan/plan_file_web.h"

#include "base/number.h"
#include "language/messages.h"
#include "language/words.h"
#include "record/app.h"
#include "record/attachment.h"
#include "record/setting.h"
#include "store/attachment.h"
#include "store/db.h"
#include "web/who.h"

#define T (&plan_type)

enum { MOST_KEPT = 8 * 1024 * 1024 }; /* a larger file is chosen again */

/* ---- what the pages share */

const char *plan_file_path(struct context *cx, const struct plan_file *f, const char *more)
{
	return arena_fmt(cx->mem, PLAN_IMPORT "/%lld%s", (long long)f->staging->id, more);
}

struct plan_file *plan_file_of(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);

	return id ? plan_file_look(cx, id) : NULL;
}

void plan_file_begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                     const char *title)
{
	page_begin(p, cx, q, a, title);
	p->type = T;
	page_crumb(p, tr(cx, T->label_plural), "/plans");
}

void plan_file_form(struct page *p, const struct plan_file *f, const char *more, const char *class)
{
	html(&p->html, "<form method=\"post\" action=\"%s\" class=\"%s\">",
	     plan_file_path(p->cx, f, more), class);
	page_csrf(&p->html, p->request);
}

const char *plan_row_words(struct context *cx, const struct plan_file *f, const struct plan_row *r)
{
	const char *sheet = f->table->sheets[r->sheet];

	if (f->table->sheets_n < 2)
		return arena_fmt(cx->mem, tr(cx, N_("Row %lld")), (long long)r->number);
	if (*sheet)
		return arena_fmt(cx->mem, tr(cx, N_("%s, row %lld")), sheet, (long long)r->number);
	return arena_fmt(cx->mem, tr(cx, N_("Table %d, row %lld")), r->sheet + 1,
	                 (long long)r->number);
}

/* ---- choosing */

static const char *typed(const struct request *q, const char *name)
{
	const char *value = request_form(q, name);

	return value ? value : "";
}

/* Of plans that are being drafted; the one the address asks for is chosen. */
static bool print_plans(struct page *p, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct list l = { .type = T,
		          .limit = MAX_LIST_PAGE,
		          .where_sql = "r.state IN ('concept', 'drafting', 'consultation')" };
	const char *asked = request_query(p->request, "plan"), *now = typed(p->request, "plan");

	if (!record_list(cx, &l))
		return false;
	form_select(h, errors, "plan", tr(cx, N_("Plan into which it goes")));
	html_option(h, "new", tr(cx, N_("A new plan, which is made with it")), str_eq(now, "new"));
	for (size_t i = 0; i < l.n; i++) {
		const struct plan *plan = l.rows[i];
		const char *id = arena_fmt(cx->mem, "%lld", (long long)plan->record.id);

		html_option(h, id, record_title(cx, T, plan->record.id),
		            str_eq(*now    ? now
		                   : asked ? asked
		                           : "",
		                   id));
	}
	form_select_close(h);
	return true;
}

static void print_new_plan(struct page *p, const struct error *errors)
{
	const struct request *q = p->request;
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<fieldset><legend>%s</legend><div class=\"four\">\n", tr(cx, N_("Of a new plan")));
	form_input(h, errors, "title", tr(cx, N_("Title of the plan")), NULL, "text",
	           typed(q, "title"), NULL);
	form_input(h, errors, "code", tr(cx, N_("Code")),
	           tr(cx, N_("Short and for ever, for example NHRAP-2021-2025: files and commands "
	                     "name the plan by it.")),
	           "text", typed(q, "code"), NULL);
	form_select(h, errors, "kind", tr(cx, N_("Kind")));
	html_option(h, "", tr(cx, N_("choose")), !*typed(q, "kind"));
	for (const struct choice *c = type_field_named(T, "kind")->choices; c->code; c++)
		html_option(h, c->code, tr(cx, c->label), str_eq(c->code, typed(q, "kind")));
	form_select_close(h);
	form_input(h, errors, "period_from", tr(cx, N_("Period from")),
	           tr(cx, N_("A year or a date: 2026, 01.01.2026")), "text",
	           typed(q, "period_from"), NULL);
	form_input(h, errors, "period_to", tr(cx, N_("Period until")), NULL, "text",
	           typed(q, "period_to"), NULL);
	html(h, "</div></fieldset>\n");
}

static void print_file(struct page *p, const struct attachment *kept, const struct error *errors)
{
	const struct error *e = error_of(errors, "file");
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<div class=\"field drop%s\"><label for=\"file\">%s</label><p class=\"hint\" "
	     "id=\"file-h\">%s %s</p>",
	     e ? " bad" : "", tr(cx, N_("File")),
	     tr(cx,
	        N_("Choose it or drop it here: DOCX, XLSX, XLS or CSV with tables whose rows are "
	           "measures.")),
	     arena_fmt(cx->mem, tr(cx, N_("At most %d rows.")), MOST_PLAN_ROWS));
	if (e) {
		html(h, "<p class=\"err\" id=\"file-e\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", e->text);
	}
	if (kept)
		html(h,
		     "<input type=\"hidden\" name=\"file\" value=\"%lld\"><p class=\"note\">%s</p>",
		     (long long)kept->id, arena_fmt(cx->mem, tr(cx, N_("Chosen: %s")), kept->name));
	html(h,
	     "<input type=\"file\" id=\"file\" name=\"file\" accept=\".docx,.xlsx,.xls,.csv\" "
	     "aria-describedby=\"file-h%s\"></div>\n",
	     e ? " file-e" : "");
}

static void print_language(struct page *p)
{
	struct context *cx = p->cx;
	const char *now = typed(p->request, "lang");

	form_select(&p->html, NULL, "lang", tr(cx, N_("Language of its texts")));
	html_option(&p->html, "", tr(cx, N_("Found out by itself")), !*now);
	for (const char *const *l = page_languages(cx); *l; l++)
		language_option(&p->html, *l, str_eq(*l, now));
	form_select_close(&p->html);
}

static bool print_begun(struct page *p)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct staging *v;
	size_t n;

	if (!staging_list(cx, true, &v, &n))
		return false;
	if (!n)
		return true;
	page_section(h, tr(cx, N_("Looked at and not brought in yet")),
	             arena_fmt(cx->mem, tr(cx, N_("seen by you alone, kept for %d days")),
	                       STAGING_DAYS));
	html(h, "<ul class=\"plain stack-s\">");
	for (size_t i = 0; i < n; i++)
		html(h,
		     "<li><a href=\"" PLAN_IMPORT "/%lld\">%s</a> <span class=\"note\">%s</span>"
		     "</li>\n",
		     (long long)v[i].id, v[i].name, time_words(cx, v[i].made_at));
	html(h, "</ul></section>\n");
	return true;
}

/* kept: the file that was chosen already; NULL: none. */
static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct attachment *kept, const struct error *errors)
{
	struct page p;

	plan_file_begin(&p, cx, q, a, tr(cx, N_("Bring in a plan")));
	page_crumb(&p, p.title, NULL);
	p.form = "form";
	p.lead = tr(cx, N_("From a table with number, measure, executors, term and indicators. You "
	                   "see and correct what would come of each row before anything is done."));
	if (errors)
		page_message(&p, "bad", tr(cx, N_("Something has to be put right")),
		             errors->field ? tr(cx, N_("See beside the fields.")) : errors->text);
	html(&p.html, "<form method=\"post\" action=\"" PLAN_IMPORT
	              "\" enctype=\"multipart/form-data\" id=\"form\" class=\"stack prose\">");
	page_csrf(&p.html, q);
	print_file(&p, kept, errors);
	if (!print_plans(&p, errors))
		return false;
	print_new_plan(&p, errors);
	print_language(&p);
	html(&p.html,
	     "<p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn "
	     "btn-bare\" href=\"/plans\">%s</a></p></form>\n",
	     tr(cx, N_("Look at it first")), tr(cx, N_("Cancel")));
	return print_begun(&p) && page_end(&p);
}

static bool choose(struct context *cx, const struct request *q, struct reply *a)
{
	return show(cx, q, a, NULL, NULL);
}

/* ---- a file comes */

struct coming {
	const struct request *q;
	const char *name;
	const void *bytes; /* NULL: none came */
	size_t n;
	int64_t kept; /* the file of an answer before; 0: none */
	const char *table;
	int64_t id;
};

static bool date_of(struct context *cx, const char *text, const char **ret)
{
	char iso[DATE_TEXT];
	struct date d;

	*ret = text;
	if (*text && words_read_date(cx->mem, text, &d))
		*ret = arena_str(cx->mem, date_text(d, iso));
	return true;
}

static bool keep(struct context *cx, void *data)
{
	struct coming *c = data;
	const char *plan = typed(c->q, "plan"), *from, *to;
	const struct plan *into = NULL;
	int64_t id;

	if (!date_of(cx, typed(c->q, "period_from"), &from) ||
	    !date_of(cx, typed(c->q, "period_to"), &to))
		return false;

	const struct decision v[] = { /* in the order of their names */
		                      { "lang", typed(c->q, "lang") },
		                      { "new.code", typed(c->q, "code") },
		                      { "new.from", from },
		                      { "new.kind", typed(c->q, "kind") },
		                      { "new.title", typed(c->q, "title") },
		                      { "new.to", to }
	};

	if (!str_eq(plan, "new")) {
		if (!parse_int_in(plan, 1, INT64_MAX, &id))
			return fail(cx, ERR_INVALID, "plan", N_("Choose the plan."));
		into = record_get(cx, T, id);
		if (!into)
			return false;
		if (!plan_in(into, "concept drafting consultation"))
			return fail(cx, ERR_INVALID, "plan",
			            N_("The plan is approved: it is changed by a new version."));
	} else if (!plan_file_new_plan(cx, v, LEN(v))) {
		return false;
	}
	c->id = plan_file_add(cx, c->name, c->bytes, c->n, c->table, into, v, into ? 0 : LEN(v));
	return c->id != 0 && (!into || staging_decide(cx, &(struct staging){ .id = c->id }, "lang",
	                                              typed(c->q, "lang")));
}

/* What was wrong in a form before was not its file: it is not to be chosen again. */
static bool load_kept(struct context *cx, void *data)
{
	struct coming *c = data;
	const struct attachment *kept = attachment_get(cx, c->kept);
	char *bytes;

	if (!kept || kept->record || kept->size > MOST_KEPT)
		return !failed(cx);
	bytes = arena_alloc(cx->mem, (size_t)kept->size + 1);
	c->name = kept->name;
	c->bytes = bytes;
	c->n = 0;
	for (int64_t chunk = 0;; chunk++) {
		const void *piece;
		size_t n;

		if (!attachment_read(cx, kept->id, chunk, &piece, &n))
			return false;
		if (!n || c->n + n > (size_t)kept->size)
			return true;
		memcpy(bytes + c->n, piece, n);
		c->n += n;
	}
}

static bool read_file(struct context *cx, struct coming *c)
{
	const struct material_options options = { .encoding = NULL };
	const struct upload *u = request_upload(c->q, "file");
	struct material *m;

	if (u && u->size) {
		c->name = u->filename;
		c->bytes = u->bytes;
		c->n = u->size;
	} else if (parse_int_in(typed(c->q, "file"), 1, INT64_MAX, &c->kept) &&
	           !db_work(cx, cx->app->store, DB_READ, load_kept, c)) {
		return false;
	}
	if (!c->bytes || !c->n)
		return fail(cx, ERR_INVALID, "file", N_("Choose a file that is not empty."));
	m = material_read(cx, c->bytes, c->n, &options);
	c->table = m ? plan_table_keep(cx, m) : NULL;
	return c->table != NULL;
}

static bool keep_upload(struct context *cx, void *data)
{
	struct coming *c = data;

	c->kept = attachment_store(cx, c->name, c->bytes, c->n);
	return c->kept != 0;
}

/* What is wrong stands beside its field; the form is shown again in a transaction of its own, with
 * the file where that was not it. */
static bool refused(struct context *cx, struct coming *c, struct reply *a)
{
	enum error_kind kind = cx->err.kind;
	const struct attachment *kept = NULL;
	const struct error *errors;

	if (kind != ERR_INVALID && kind != ERR_BAD_REQUEST && kind != ERR_TOO_LARGE)
		return false;
	if (kind != ERR_INVALID)
		cx->err.field = "file";
	errors = view_errors(cx);
	if (c->table && !c->kept && c->n <= MOST_KEPT &&
	    !db_work(cx, cx->app->store, DB_WRITE, keep_upload, c))
		return false;
	if (!db_begin(cx, cx->app->store, DB_READ) || !settings_refresh(cx))
		return false;
	if (c->table && c->kept && !(kept = attachment_get(cx, c->kept)))
		return false;
	a->status = 422;
	return show(cx, c->q, a, kept, errors);
}

static bool upload(struct context *cx, const struct request *q, struct reply *a)
{
	struct coming c = { .q = q };

	if (!read_file(cx, &c) || !db_work(cx, cx->app->store, DB_WRITE, keep, &c))
		return refused(cx, &c, a);
	return reply_goto(cx, a, arena_fmt(cx->mem, PLAN_IMPORT "/%lld", (long long)c.id));
}

/* ---- what would come of it */

static void print_figure(struct page *p, const struct plan_file *f, const char *show_only,
                         const char *label, size_t n)
{
	html(&p->html, "<div><dt>%s</dt><dd>", label);
	if (n && show_only)
		html(&p->html, "<a href=\"%s\">%zu</a>",
		     plan_file_path(p->cx, f, arena_fmt(p->cx->mem, "?show=%s#rows", show_only)),
		     n);
	else
		html(&p->html, "%zu", n);
	html(&p->html, "</dd></div>");
}

static void print_figures(struct page *p, const struct plan_file *f)
{
	struct context *cx = p->cx;

	html(&p->html, "<dl class=\"figs\">");
	print_figure(p, f, "new", tr(cx, N_("New")), f->measures[PLAN_NEW]);
	print_figure(p, f, "changed", tr(cx, N_("Changed")), f->measures[PLAN_CHANGED]);
	print_figure(p, f, "unchanged", tr(cx, N_("Unchanged")), f->measures[PLAN_UNCHANGED]);
	print_figure(p, f, "wrong", tr(cx, N_("Refused")),
	             f->measures[PLAN_WRONG] + f->parts[PLAN_WRONG]);
	if (f->left)
		print_figure(p, f, NULL, tr(cx, N_("Left out")), f->left);
	print_figure(p, f, NULL, tr(cx, N_("New parts of the plan")), f->parts[PLAN_NEW]);
	html(&p->html, "</dl>\n");
}

static size_t would_do(const struct plan_file *f)
{
	return f->measures[PLAN_NEW] + f->measures[PLAN_CHANGED] + f->parts[PLAN_NEW] +
	       f->parts[PLAN_CHANGED];
}

static void print_bring_in(struct page *p, const struct plan_file *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (f->closed) {
		page_message(p, "bad", tr(cx, N_("Nothing can come in.")),
		             tr(cx, N_("The plan is approved: it is changed by a new version.")));
		return;
	}
	if (!would_do(f)) {
		page_empty(
		        h, tr(cx, N_("Nothing would change.")),
		        f->measures[PLAN_WRONG]
		                ? tr(cx, N_("What is not wrong is there already."))
		                : tr(cx, N_("Every row of the file stands in the plan already.")),
		        PLAN_IMPORT, tr(cx, N_("Another file")));
		return;
	}
	plan_file_form(p, f, "/make", "row no-print");
	html(h,
	     "<input type=\"hidden\" name=\"seen\" value=\"%s\"><button class=\"btn btn-main\">%s"
	     "</button> <span class=\"note\">%s</span></form>\n",
	     f->fingerprint,
	     arena_fmt(cx->mem, "%s: %zu", tr(cx, N_("Bring it in")),
	               f->measures[PLAN_NEW] + f->measures[PLAN_CHANGED]),
	     f->measures[PLAN_WRONG]
	             ? tr(cx, N_("Refused rows stay out, until they are put right."))
	             : "");
}

static void print_target(struct page *p, const struct plan_file *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<p>%s ", tr(cx, N_("Goes into the plan:")));
	if (f->new_plan)
		html(h, "<b>%s</b> <span class=\"note\">%s</span>", record_title_of(cx, T, f->plan),
		     tr(cx, N_("new, made with it")));
	else
		view_link(h, T, f->plan->record.id);
	html(h, "</p>\n");
	if (f->before)
		page_message(
		        p, "warn", tr(cx, N_("This very file was brought into this plan before.")),
		        arena_fmt(cx->mem, "%s, %s.", time_words(cx, f->before->record.created_at),
		                  who_name(cx, f->before->record.created_by)));
}

static bool preview(struct context *cx, const struct request *q, struct reply *a)
{
	struct plan_file *f;
	struct page p;
	int64_t id = request_id(cx, q);
	const struct staging *s = id ? staging_get(cx, id) : NULL;

	if (s && s->import)
		return reply_goto(cx, a,
		                  arena_fmt(cx->mem, "/plans/imported/%lld", (long long)s->import));
	f = s ? plan_file_look(cx, id) : NULL;
	if (!f)
		return false;
	plan_file_begin(&p, cx, q, a, tr(cx, N_("What would come of it")));
	page_crumb(&p, tr(cx, N_("Bring in a plan")), PLAN_IMPORT);
	page_crumb(&p, p.title, NULL);
	p.lead = arena_fmt(cx->mem, "%s. %s", f->staging->name,
	                   tr(cx, N_("Nothing has been done yet.")));
	print_target(&p, f);
	print_figures(&p, f);
	print_bring_in(&p, f);
	plan_names_print(&p, f);
	plan_columns_print(&p, f);
	plan_rows_print(&p, f);
	html(&p.html, "<hr>");
	plan_file_form(&p, f, "/drop", "row no-print");
	html(&p.html,
	     "<a class=\"btn\" href=\"" PLAN_IMPORT "\">%s</a> <button class=\"btn btn-stop\">%s"
	     "</button></form>\n",
	     tr(cx, N_("Another file")), tr(cx, N_("Throw this away")));
	return page_end(&p);
}

/* ---- saying yes or no */

static bool make(struct context *cx, const struct request *q, struct reply *a)
{
	struct plan_file *f = plan_file_of(cx, q);
	int64_t import;

	if (!f)
		return false;
	if (!str_eq(request_form(q, "seen"), f->fingerprint))
		return reply_notice(cx, a, q,
		                    tr(cx, N_("Something was changed meanwhile. Look at it again "
		                              "first."))) &&
		       reply_goto(cx, a, plan_file_path(cx, f, ""));
	return plan_file_make(cx, f, &import) &&
	       reply_goto(cx, a, arena_fmt(cx->mem, "/plans/imported/%lld", (long long)import));
}

static bool drop(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);

	return id && staging_drop(cx, id) &&
	       reply_notice(cx, a, q, tr(cx, N_("It was thrown away."))) &&
	       reply_goto(cx, a, PLAN_IMPORT);
}

/* ---- what came of it */

/* Of the actor himself, or of whoever may read imports. */
static const struct import_record *import_of(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);
	const struct import_record *r = id ? record_get_any(cx, &import_type, id) : NULL;

	if (failed(cx))
		return NULL;
	if (r && str_eq(r->format, STAGING_PLAN) &&
	    (r->record.created_by == cx->actor->user ||
	     access_record(cx, &import_type, r, RIGHT_READ)))
		return r;
	fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such file, or it is not open to you."));
	return NULL;
}

static void print_refused(struct html *h, const struct import_record *r)
{
	static const char *const heads[] = { N_("Row"), N_("Field"), N_("What is wrong") };
	const struct import_problem_row *v = r->problems.v;
	struct context *cx = h->cx;

	if (!r->problems.n)
		return;
	page_section(h, tr(cx, N_("What was wrong")),
	             tr(cx, N_("These rows changed nothing; the others came in.")));
	page_table(h, tr(cx, N_("What was wrong")), heads, LEN(heads));
	for (size_t i = 0; i < r->problems.n; i++) {
		html(h, "<tr role=\"row\">");
		page_cell(h, heads[0]);
		html(h, "%lld</td>", (long long)v[i].file_row.units);
		page_cell(h, heads[1]);
		html(h, "%s</td>", v[i].field ? v[i].field : "");
		page_cell(h, heads[2]);
		html(h, "%s</td></tr>\n", v[i].message);
	}
	page_table_end(h);
	html(h, "</section>\n");
}

static bool imported(struct context *cx, const struct request *q, struct reply *a)
{
	const struct import_record *r = import_of(cx, q);
	const struct plan *plan = r ? record_by_key(cx, T, r->document) : NULL;
	struct page p;

	if (!r || failed(cx))
		return false;
	plan_file_begin(&p, cx, q, a, tr(cx, N_("What came of it")));
	page_crumb(&p, tr(cx, N_("Bring in a plan")), PLAN_IMPORT);
	page_crumb(&p, p.title, NULL);
	p.lead = arena_fmt(cx->mem, "%s · %s, %s", r->name, time_words(cx, r->record.created_at),
	                   who_name(cx, r->record.created_by));
	view_facts(&p.html, &import_type, r,
	           "rows_read rows_new rows_updated rows_unchanged rows_wrong rows_left");
	if (plan)
		html(&p.html,
		     "<p class=\"field row no-print\"><a class=\"btn btn-main\" "
		     "href=\"%s\">%s</a><a "
		     "class=\"btn\" href=\"" PLAN_IMPORT "?plan=%lld\">%s</a></p>\n",
		     record_path(cx, T, plan->record.id, NULL), tr(cx, N_("To the plan")),
		     (long long)plan->record.id, tr(cx, N_("Another file")));
	print_refused(&p.html, r);
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, PLAN_IMPORT, "measures:create", choose,
	  N_("Bring in a plan from a table: choose it"), 0, NULL },
	{ METHOD_POST, PLAN_IMPORT, "measures:create", upload,
	  N_("See what would come of a plan from a table"), ROUTE_UPLOAD | ROUTE_NO_DB | ROUTE_JOB,
	  NULL },
	{ METHOD_GET, PLAN_IMPORT "/{id}", "measures:create", preview,
	  N_("What would come of a plan from a table, row by row"), 0, NULL },
	{ METHOD_POST, PLAN_IMPORT "/{id}/names", "measures:create", plan_names_post,
	  N_("Say who the executors are that nobody knows"), 0, NULL },
	{ METHOD_POST, PLAN_IMPORT "/{id}/columns", "measures:create", plan_columns_post,
	  N_("Say what the columns of a plan’s table are"), 0, NULL },
	{ METHOD_GET, PLAN_IMPORT "/{id}/rows/{row}", "measures:create", plan_row_get,
	  N_("A row of a plan’s table, cell by cell"), 0, NULL },
	{ METHOD_POST, PLAN_IMPORT "/{id}/rows/{row}", "measures:create", plan_row_post,
	  N_("Put a row of a plan’s table right"), 0, NULL },
	{ METHOD_POST, PLAN_IMPORT "/{id}/make", "measures:create", make,
	  N_("Bring in the plan that was looked at"), ROUTE_JOB, NULL },
	{ METHOD_POST, PLAN_IMPORT "/{id}/drop", "measures:create", drop,
	  N_("Throw away a plan that was looked at"), 0, NULL },
	{ METHOD_GET, "/plans/imported/{id}", "measures:read", imported,
	  N_("A plan’s file that was brought in"), 0, NULL },
	{ 0 },
};

const struct pages plan_file_pages = { .name = "plan import", .routes = routes };
