/* The page of a file that waits: while a look is on its way, how far it is; then what would come of
 * it, how it was read, labels that nobody knows, and the rows; while it is brought in, how far that
 * is.  Whatever is corrected or decided waits until one looks again, so that one click costs no
 * reading of the whole file, and nothing comes in that was not seen before. */
#include "subject/recommendation/import_web.h"

#include "record/app.h"

SQL(look_others, "SELECT count(*) FROM import WHERE created_at > $1");
SQL(look_touched, "SELECT count(*) FROM staged s JOIN recommendation r ON r.id = s.found"
                  " WHERE s.staging = $1 AND s.look = $2 AND s.type = 'recommendation'"
                  " AND r.updated_at > $3");

const char *look_path(struct context *cx, const struct staging *s, const char *more)
{
	return arena_fmt(cx->mem, IMPORTS "/looks/%lld%s", (long long)s->id, more);
}

struct staging *look_of(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);
	struct staging *s = id ? staging_get(cx, id) : NULL;

	if (!s || !str_eq(s->told.format, STAGING_PLAN))
		return s;
	fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such file, or it is not open to you."));
	return NULL;
}

const char *look_decision(const struct look *l, const char *format, ...)
{
	const char *what;
	va_list args;

	va_start(args, format);
	what = arena_vfmt(l->page.cx->mem, format, args);
	va_end(args);
	return decision_of(l->decisions, l->decisions_n, what);
}

void look_begin(struct look *l, struct context *cx, const struct request *q, struct reply *a,
                struct staging *s, const char *title)
{
	*l = (struct look){ .file = s };
	page_begin(&l->page, cx, q, a, title);
	l->page.type = &recommendation_type;
	page_crumb(&l->page, tr(cx, recommendation_type.label_plural), "/recommendations");
	page_crumb(&l->page, tr(cx, N_("Bring in a file")), IMPORTS);
}

bool look_return(struct context *cx, const struct request *q, struct reply *a,
                 const struct staging *s, const char *where, const char *words)
{
	return (!words || reply_notice(cx, a, q, words)) &&
	       reply_goto(cx, a, look_path(cx, s, where));
}

/* ---- what would come of it, in figures that are filters */

struct figure {
	const char *show, *label;
	int64_t n;
	bool always;
};

static void print_figure(struct look *l, const struct figure *f)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const char *shown = request_query(l->page.request, "show");

	if (!f->n && !f->always)
		return;
	html(h, "<div><dt>%s</dt><dd>", f->label);
	if (!f->n)
		html(h, "0");
	else
		html(h, "<a href=\"%s\"%s>%lld</a>",
		     look_path(cx, l->file,
		               *f->show ? arena_fmt(cx->mem, "?show=%s#rows", f->show) : "#rows"),
		     str_eq(shown ? shown : "", f->show) ? " aria-current=\"true\"" : "",
		     (long long)f->n);
	html(h, "</dd></div>");
}

static void print_figures(struct look *l)
{
	struct context *cx = l->page.cx;
	const struct staging *s = l->file;
	const struct figure figures[] = {
		{ "", tr(cx, N_("Rows read")), s->read, true },
		{ "new", tr(cx, N_("New")), s->rows_new, true },
		{ "near", tr(cx, N_("Perhaps known already")), s->near, false },
		{ "updated", tr(cx, N_("Changed")), s->updated, true },
		{ "unchanged", tr(cx, N_("Unchanged")), s->unchanged, true },
		{ "wrong", tr(cx, N_("Wrong")), s->wrong, true },
		{ "left", tr(cx, N_("Proposals not taken")), s->left, false },
	};

	html(&l->page.html, "<dl class=\"figs\">");
	for (size_t i = 0; i < LEN(figures); i++)
		print_figure(l, &figures[i]);
	html(&l->page.html, "</dl>\n");
}

/* Others work while one looks. */
static bool print_others(struct look *l)
{
	struct context *cx = l->page.cx;
	const struct staging *s = l->file;
	int64_t imports = 0, touched = 0;

	if (!db_int(cx, &look_others, &imports, NULL, V(s->looked_at)) ||
	    !db_int(cx, &look_touched, &touched, NULL, V(s->id), V(s->look), V(s->looked_at)))
		return false;
	if (imports + touched)
		page_message(
		        &l->page, "warn", tr(cx, N_("Others worked on it since this look.")),
		        tr(cx, N_("What they entered stays in any case. Look again to see what "
		                  "would come of the file now.")));
	return true;
}

static void open_post(struct look *l, const char *where, const char *class)
{
	html(&l->page.html, "<form method=\"post\" action=\"%s\" class=\"%s\">",
	     look_path(l->page.cx, l->file, where), class);
	page_csrf(&l->page.html, l->page.request);
}

static void print_again(struct look *l)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;

	html(h, "<div class=\"msg msg-warn\">");
	html_glyph(h, "back");
	html(h, "<div><p><b>%s</b></p><p>%s</p>",
	     tr(cx, N_("You corrected or decided something since this look.")),
	     tr(cx, N_("Go on with the next one, or look again: only what was seen comes in.")));
	open_post(l, "/again", "row no-print");
	html(h, "<button class=\"btn btn-main\">%s</button></form></div></div>\n",
	     tr(cx, N_("Look again")));
}

static const char *what_stays_out(struct look *l)
{
	struct context *cx = l->page.cx;
	const struct staging *s = l->file;

	return arena_fmt(
	        cx->mem, "%s%s%s",
	        s->near ? tr(cx,
	                     N_("Those that may be known already come in as new ones, unless you "
	                        "say that they are the same. "))
	                : "",
	        s->left ? tr(cx, N_("Proposals that you did not take stay out. ")) : "",
	        s->wrong ? tr(cx, N_("Wrong rows stay out.")) : "");
}

static void print_bring_in(struct look *l)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const struct staging *s = l->file;
	int64_t n = s->rows_new + s->near + s->updated;

	if (!n && s->left) {
		page_message(&l->page, "", tr(cx, N_("Nothing is taken yet.")),
		             tr(cx, N_("The file holds proposals. Take those that are right, look "
		                       "again, and bring them in.")));
		return;
	}
	if (!n) {
		page_empty(h, tr(cx, N_("Nothing would change.")),
		           tr(cx, N_("Everything in the file is there already, or is wrong.")),
		           IMPORTS, tr(cx, N_("Another file")));
		return;
	}
	open_post(l, "/make", "row no-print");
	html(h,
	     "<button class=\"btn btn-main\">%s</button> <span class=\"note\">%s</span></form>\n",
	     arena_fmt(cx->mem, "%s: %lld", tr(cx, N_("Bring it in")), (long long)n),
	     what_stays_out(l));
}

/* ---- how it was read */

static const char *format_words(struct context *cx, const char *name)
{
	const struct import_format *f = import_format_named(cx->app, name);

	return f ? tr(cx, f->label) : name;
}

#define FORM "imports/look"

static bool print_told(struct look *l, bool open)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const struct staging *s = l->file;
	const struct request *typed = told_typed(cx, l->page.request, FORM, s->id);
	const struct staging_told told = typed ? told_of(typed) : s->told;

	if (failed(cx))
		return false;

	html(h, "<details class=\"more no-print\"%s><summary>%s%s%s</summary>",
	     open || typed ? " open" : "", tr(cx, N_("How it is read")), *s->format ? ": " : "",
	     *s->format ? format_words(cx, s->format) : "");
	html(h, "<form method=\"post\" action=\"%s\" class=\"panel\" id=\"told\">",
	     look_path(cx, s, "/again"));
	page_csrf(h, l->page.request);
	told_print_draft(h, FORM, s->id, look_path(cx, s, ""));
	html(h, "<input type=\"hidden\" name=\"told\" value=\"1\">");
	told_print(h, &told, l->errors);
	html(h, "<p class=\"field row\"><button class=\"btn\">%s</button></p></form></details>\n",
	     tr(cx, N_("Look again")));
	return true;
}

static void print_end(struct look *l)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;

	html(h, "<hr>");
	open_post(l, "/drop", "row no-print");
	html(h,
	     "<a class=\"btn\" href=\"" IMPORTS "\">%s</a> <button class=\"btn btn-stop\">%s"
	     "</button></form>\n",
	     tr(cx, N_("Another file")), tr(cx, N_("Throw this away")));
}

/* ---- the page */

/* Why the last job came to nothing. */
static void print_outcome(struct look *l, const struct job *job)
{
	struct context *cx = l->page.cx;

	if (!job || str_eq(job->state, "done"))
		return;
	page_message(&l->page, str_eq(job->state, "cancelled") ? "warn" : "bad",
	             str_eq(job->state, "cancelled") ? tr(cx, N_("It was stopped."))
	             : l->file->makes                ? tr(cx, N_("It could not be brought in."))
	                                             : tr(cx, N_("The file could not be read.")),
	             arena_fmt(cx->mem, "%s%s%s",
	                       job->message && !str_eq(job->state, "cancelled") ? job->message : "",
	                       job->message && !str_eq(job->state, "cancelled") ? " " : "",
	                       l->file->makes ? tr(cx, N_("Nothing of it came in.")) : ""));
}

static bool print_preview(struct look *l)
{
	print_figures(l);
	if (!print_others(l))
		return false;
	if (staging_stale(l->file))
		print_again(l);
	else
		print_bring_in(l);
	return print_told(l, l->errors != NULL) && table_print(l) && labels_print(l) &&
	       rows_print(l);
}

bool look_print_page(struct context *cx, const struct request *q, struct reply *a,
                     struct staging *s, const struct error *errors)
{
	const struct job *job = look_job(cx, s);
	struct look l;

	look_begin(&l, cx, q, a, s,
	           s->look ? tr(cx, N_("What would come of it"))
	                   : tr(cx, N_("A file to bring in")));
	page_crumb(&l.page, l.page.title, NULL);
	l.page.form = "told";
	l.page.lead =
	        arena_fmt(cx->mem, "%s. %s", s->name, tr(cx, N_("Nothing has been done yet.")));
	l.errors = errors ? errors : told_errors(cx, &s->told);
	if (failed(cx) || !staging_decisions(cx, s, &l.decisions, &l.decisions_n))
		return false;
	print_outcome(&l, job);
	if (s->look && !print_preview(&l))
		return false;
	if (!s->look && !print_told(&l, true))
		return false;
	print_end(&l);
	return page_end(&l.page);
}

bool look_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);
	const struct job *job = s ? look_job(cx, s) : NULL;

	if (!s || failed(cx))
		return false;
	if (s->import)
		return reply_goto(cx, a, arena_fmt(cx->mem, IMPORTS "/%lld", (long long)s->import));
	if (!job || job->ended_at)
		return look_print_page(cx, q, a, s, NULL);
	return page_progress(cx, q, a,
	                     arena_fmt(cx->mem, "%s: %s",
	                               s->makes ? tr(cx, N_("The file is brought in"))
	                                        : tr(cx, N_("The file is being read")),
	                               s->name),
	                     job->message ? job->message : job_state_words(cx, job), job->done,
	                     job->total,
	                     arena_fmt(cx->mem, "/jobs/%lld/cancel", (long long)job->id), NULL);
}

/* ---- what one does with it */

bool look_again_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);
	const struct error *errors;

	if (!s)
		return false;
	if (request_form(q, "told")) {
		s->told = told_of(q);
		errors = told_errors(cx, &s->told);
		if (failed(cx) || !staging_tell(cx, s->id, &s->told))
			return false;
		if (errors) /* shown beside the fields, which keep what was typed */
			return look_return(cx, q, a, s, "", NULL);
	}
	return (s->import || look_again(cx, s)) && look_return(cx, q, a, s, "", NULL);
}

bool look_bring_in_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);

	if (!s)
		return false;
	if (!s->import && (!s->look || staging_stale(s)))
		return look_return(cx, q, a, s, "",
		                   tr(cx, N_("Something was decided meanwhile. Look at it again "
		                             "first.")));
	return (s->import || look_bring_in(cx, s)) && look_return(cx, q, a, s, "", NULL);
}

bool look_drop_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);
	const struct job *job = s ? look_job(cx, s) : NULL;

	if (!s || failed(cx))
		return false;
	if (job && !job->ended_at && !job_cancel(cx, job->id))
		return false;
	return staging_drop(cx, s->id) &&
	       reply_notice(cx, a, q, tr(cx, N_("It was thrown away."))) &&
	       reply_goto(cx, a, IMPORTS);
}
