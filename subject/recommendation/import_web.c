/* The secretariat's way of bringing in a file: choose it, see what would come of it, put it right,
 * say yes, see what came of it (import_web.h).  This file: choosing, and what was begun and brought
 * in before. */
#include "subject/recommendation/import_web.h"

#include "base/number.h"
#include "record/attachment.h"

/* ---- choosing a file */

#define FORM "imports"

/* What the form shows again: after an error, or after the language was changed. */
struct choosing {
	const struct request *typed;
	const struct attachment *file; /* that was chosen already; NULL: none */
	const struct error *errors;
};

/* The file that an earlier answer of this form has kept for its user; NULL, perhaps with a failure:
 * none. */
static const struct attachment *kept_file(struct context *cx, const struct request *typed)
{
	const char *text = request_form(typed, "file");
	const struct attachment *kept;
	int64_t id;

	if (!text || !parse_int_in(text, 1, INT64_MAX, &id))
		return NULL;
	kept = attachment_get(cx, id);
	if (!kept && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	return kept && !kept->record ? kept : NULL;
}

static void print_kept(struct html *h, const struct attachment *kept)
{
	html(h, "<input type=\"hidden\" name=\"file\" value=\"%lld\"><p class=\"note\">%s</p>",
	     (long long)kept->id, arena_fmt(h->cx->mem, tr(h->cx, N_("Chosen: %s")), kept->name));
}

static void print_file(struct page *p, const struct choosing *c)
{
	const struct error *errors = c->errors;
	const struct error *e = error_of(errors, "file");
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<div class=\"field drop%s\"><label for=\"file\">%s</label><p class=\"hint\" "
	     "id=\"file-h\">%s %s</p>",
	     e ? " bad" : "", tr(cx, N_("File")),
	     tr(cx, N_("Choose it or drop it here: XLSX, XLS, CSV, DOCX, PDF with text, JSON. The "
	               "content tells which format it is.")),
	     tr(cx, N_("Save a .doc, .odt, .ods or .rtf as .docx or .xlsx first.")));
	if (e) {
		html(h, "<p class=\"err\" id=\"file-e\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", e->text);
	}
	if (c->file)
		print_kept(h, c->file);
	html(h,
	     "<input type=\"file\" id=\"file\" name=\"file\" "
	     "aria-describedby=\"file-h%s\"></div>\n",
	     e ? " file-e" : "");
}

static void print_form(struct page *p, const struct choosing *c)
{
	const struct staging_told told = told_of(c->typed);
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<form method=\"post\" action=\"" IMPORTS
	        "\" enctype=\"multipart/form-data\" id=\"form\">");
	page_csrf(h, p->request);
	told_print_draft(h, FORM, 0, IMPORTS);
	print_file(p, c);
	html(h, "<details class=\"more field\"%s><summary>%s</summary>",
	     c->errors || c->typed != p->request ? " open" : "",
	     tr(cx, N_("If the file does not tell it")));
	told_print(h, &told, c->errors);
	html(h,
	     "</details><p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a "
	     "class=\"btn btn-bare\" href=\"/recommendations\">%s</a></p></form>\n",
	     tr(cx, N_("Look at it first")), tr(cx, N_("Cancel")));
}

static bool print_begun(struct page *p)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct staging *v;
	size_t n;

	if (!staging_list(cx, false, &v, &n))
		return false;
	if (!n)
		return true;
	page_section(h, tr(cx, N_("Looked at and not brought in yet")),
	             arena_fmt(cx->mem, tr(cx, N_("seen by you alone, kept for %d days")),
	                       STAGING_DAYS));
	html(h, "<ul class=\"plain stack-s\">");
	for (size_t i = 0; i < n; i++)
		html(h, "<li><a href=\"%s\">%s</a> <span class=\"note\">%s</span></li>\n",
		     look_path(cx, &v[i], ""), v[i].name, time_words(cx, v[i].made_at));
	html(h, "</ul></section>\n");
	return true;
}

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct choosing *c)
{
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, N_("Bring in a file")));
	p.type = &recommendation_type;
	p.form = "form";
	page_crumb(&p, tr(cx, recommendation_type.label_plural), "/recommendations");
	page_crumb(&p, p.title, NULL);
	p.lead = tr(cx, N_("You will see what would be new, what would change and what is wrong in "
	                   "which row, and can put it right, before anything is done."));
	print_form(&p, c);
	return print_begun(&p) && imports_print(&p) && page_end(&p);
}

static bool choose(struct context *cx, const struct request *q, struct reply *a)
{
	struct choosing c = { .typed = told_typed(cx, q, FORM, 0) };

	if (c.typed)
		c.file = kept_file(cx, c.typed);
	else
		c.typed = q;
	return !failed(cx) && show(cx, q, a, &c);
}

/* The file waits with what was typed beside it, also when that cannot be so: it is said on the
 * file's own page, and nobody has to choose the file again. */
static bool keep_file(struct context *cx, const struct request *q, struct staging **ret)
{
	const struct upload *u = request_upload(q, "file");
	const struct staging_told told = told_of(q);
	const struct attachment *kept = u && u->size ? NULL : kept_file(cx, q);
	int64_t file, id;

	if (failed(cx))
		return false;
	if (!kept && (!u || !u->size))
		return fail(cx, ERR_INVALID, "file", N_("Choose a file that is not empty."));
	file = kept ? kept->id : attachment_store(cx, u->filename, u->bytes, u->size);
	id = file ? staging_add(cx, file, &told) : 0;
	*ret = id ? staging_get(cx, id) : NULL;
	return *ret != NULL;
}

static bool look(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = NULL;
	const struct error *wrong;

	if (!keep_file(cx, q, &s)) {
		struct choosing c = { .typed = q };

		if (cx->err.kind != ERR_INVALID)
			return false;
		a->status = 422;
		c.errors = view_errors(cx);
		return show(cx, q, a, &c);
	}
	wrong = told_errors(cx, &s->told);
	if (failed(cx) || (!wrong && !look_again(cx, s)))
		return false;
	return look_return(cx, q, a, s, "", NULL);
}

/* Where a job of ours is waited for. */
static bool job_page(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct job *job = id ? job_load(cx, id) : NULL;
	const struct job_kind *kind = job ? job_kind_named(job->kind) : NULL;
	struct staging *s = NULL;

	if (!job)
		return false;
	for (const struct job_kind *k = import_jobs; k->name; k++)
		if (k == kind && (id = job_staging(cx, job)))
			s = staging_get(cx, id);
	if (!s && !failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such job."));
	return s && look_return(cx, q, a, s, "", NULL);
}

static const struct route routes[] = {
	{ METHOD_GET, IMPORTS, "recommendations:create", choose, N_("Bring in a file: choose it"),
	  0 },
	{ METHOD_POST, IMPORTS, "recommendations:create", look, N_("See what would come of a file"),
	  ROUTE_UPLOAD },
	{ METHOD_GET, IMPORTS "/jobs/{id}", "recommendations:create", job_page,
	  N_("How far the file is, and what came of it"), 0 },
	{ METHOD_GET, IMPORTS "/looks/{id}", "recommendations:create", look_page,
	  N_("What would come of a file, row by row"), 0 },
	{ METHOD_POST, IMPORTS "/looks/{id}/again", "recommendations:create", look_again_post,
	  N_("Look at the file again, with what was corrected and decided"), 0 },
	{ METHOD_POST, IMPORTS "/looks/{id}/make", "recommendations:create", look_bring_in_post,
	  N_("Bring in the file that was looked at"), 0 },
	{ METHOD_POST, IMPORTS "/looks/{id}/drop", "recommendations:create", look_drop_post,
	  N_("Throw away a file that was looked at"), 0 },
	{ METHOD_POST, IMPORTS "/looks/{id}/rows", "recommendations:create", rows_post,
	  N_("Take or leave rows of the file, or join them with known records"), 0 },
	{ METHOD_GET, IMPORTS "/looks/{id}/table", "recommendations:create", table_page,
	  N_("What was recognised of a table, to be corrected"), 0 },
	{ METHOD_POST, IMPORTS "/looks/{id}/table", "recommendations:create", table_post,
	  N_("Say what the columns of a table are"), 0 },
	{ METHOD_GET, IMPORTS "/looks/{id}/labels", "recommendations:create", labels_page,
	  N_("Labels of the file that nobody knows"), 0 },
	{ METHOD_POST, IMPORTS "/looks/{id}/labels", "recommendations:create", label_post,
	  N_("Say what an unknown label of the file means"), 0 },
	{ METHOD_GET, IMPORTS "/looks/{id}/rows/{row}", "recommendations:create", cell_page,
	  N_("A row of the file, cell by cell"), 0 },
	{ METHOD_POST, IMPORTS "/looks/{id}/rows/{row}", "recommendations:create", cell_post,
	  N_("Put cells of a row right"), 0 },
	{ METHOD_GET, IMPORTS "/{id}", "recommendations:read", import_page,
	  N_("A file that was brought in"), 0 },
	{ 0 },
};

const struct pages import_pages = { "import", routes, NULL, import_jobs };
