/* Packs: the list of those that were issued, downloading one, bringing one back, and the ways there
 * from the start page and from an institution.
 *
 * A workbook is read by a process of its own, which may take a while, so whoever brings one back
 * has no transaction meanwhile: these handlers begin their own. */
#include "subject/pack/pack_web.h"

#include "base/number.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/institution/institution.h"

#include <stdio.h>
#include <unistd.h>

#define T (&pack_type)

enum { NEWEST = 60 };

const char *pack_path(struct context *cx, const struct pack *p, const char *what)
{
	return arena_fmt(cx->mem, PACKS "/%lld%s", (long long)p->record.id, what);
}

bool pack_begin_db(struct context *cx, enum db_mode mode)
{
	return db_begin(cx, cx->app->store, mode) && settings_refresh(cx);
}

void pack_page_begin(struct page *page, struct context *cx, const struct request *q,
                     struct reply *a, const struct pack *p, const char *title)
{
	page_begin(page, cx, q, a, title);
	page->type = &progress_update_type;
	page_crumb(page, tr(cx, T->label_plural), PACKS);
	if (p)
		page_crumb(page, p->code, pack_path(cx, p, ""));
	if (!p || !str_eq(title, p->code))
		page_crumb(page, title, NULL);
}

static int64_t own_institution(struct context *cx)
{
	int64_t own = cx->actor ? cx->actor->institution : 0;

	return own && pack_may_issue(cx, own) && !access_wide(cx, T) ? own : 0;
}

/* ---- downloading one */

SQL(pack_leads, "SELECT lead FROM measure WHERE lead IS NOT NULL UNION"
                " SELECT lead FROM recommendation WHERE lead IS NOT NULL");

static int by_title(const void *a, const void *b)
{
	return strcmp(((const struct pair *)a)->value, ((const struct pair *)b)->value);
}

/* The secretariat chooses among the bodies that lead something. */
static bool print_institutions(struct page *p, int64_t chosen)
{
	struct context *cx = p->cx;
	struct rows *r = db_query(cx, &pack_leads);
	struct refs ids = { 0 };
	struct pair *v;

	while (r && rows_next(cx, r))
		refs_add(cx, &ids, rows_int(r, 0));
	if (failed(cx) || !record_titles(cx, &institution_type, ids.v, ids.n))
		return false;
	v = arena_array(cx->mem, struct pair, ids.n + 1);
	for (size_t i = 0; i < ids.n; i++)
		v[i] = (struct pair){ arena_fmt(cx->mem, "%lld", (long long)ids.v[i]),
			              record_title(cx, &institution_type, ids.v[i]) };
	qsort(v, ids.n, sizeof *v, by_title);
	form_select(&p->html, NULL, "institution", tr(cx, N_("Institution")));
	for (size_t i = 0; i < ids.n; i++)
		html_option(&p->html, v[i].name, v[i].value,
		            str_eq(v[i].name, arena_fmt(cx->mem, "%lld", (long long)chosen)));
	form_select_close(&p->html);
	return true;
}

static bool print_download(struct page *p, const struct request *q)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	int64_t own = own_institution(cx);
	const char *asked = request_query(q, "institution");
	int64_t chosen = 0;

	if (!own && !access_function(cx, T->function, RIGHT_APPROVE))
		return true;
	if (asked && !parse_int_in(asked, 1, INT64_MAX, &chosen))
		chosen = 0;
	page_section(h, tr(cx, N_("Download a pack")),
	             tr(cx, N_("One workbook with all that the body leads and has to report on")));
	html(h, "<form class=\"stack prose\" method=\"post\" action=\"" PACKS "\">");
	page_csrf(h, q);
	if (own)
		html(h, "<input type=\"hidden\" name=\"institution\" value=\"%lld\"><p>%s</p>",
		     (long long)own, record_title(cx, &institution_type, own));
	html(h, "<div class=\"fields\">\n");
	if (!own && !print_institutions(p, chosen))
		return false;
	form_select(h, NULL, "language", tr(cx, N_("Language of the pack")));
	for (const char *const *l = page_languages(cx); *l; l++)
		language_option(h, *l, str_eq(*l, cx->lang));
	form_select_close(h);
	html(h,
	     "</div>\n<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form>"
	     "</section>\n",
	     tr(cx, N_("Download pack")));
	return !failed(cx);
}

static bool is_language(struct context *cx, const char *lang)
{
	for (const char *const *l = page_languages(cx); *l; l++)
		if (str_eq(*l, lang))
			return true;
	return false;
}

static bool issue_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *lang = request_form(q, "language"), *asked = request_form(q, "institution");
	const struct pack *p;
	int64_t institution;
	FILE *file;

	if (!asked || !parse_int_in(asked, 1, INT64_MAX, &institution))
		return fail(cx, ERR_BAD_REQUEST, NULL, N_("Choose an institution."));
	file = reply_spool_file(cx, a);
	p = file ? pack_write(cx, institution, is_language(cx, lang) ? lang : cx->lang,
	                      sink_to_file, file)
	         : NULL;
	if (!p)
		return false;
	if (fflush(file) != 0)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("There is no room for a temporary file."));
	a->file_size = ftello(file);
	a->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	reply_header(
	        a, "Content-Disposition",
	        arena_fmt(cx->mem, "attachment; filename*=UTF-8''%s.xlsx", url_part(cx, p->code)));
	return true;
}

/* ---- the list */

static void print_state(struct html *h, const struct pack *p)
{
	const struct choice *c = choice_at(T->states, p->record.state);

	html_state(h, c->glyph, tr(h->cx, c->label));
}

static const char *const heads[] = { N_("Code"),      N_("Institution"),   N_("Language"),
	                             N_("Issued at"), NC_("pack", "Rows"), N_("State") };

static void print_pack(struct html *h, const struct pack *p)
{
	struct context *cx = h->cx;

	html(h, "<tr role=\"row\">");
	page_cell(h, heads[0]);
	html(h, "<a href=\"%s\">%s</a></td>", pack_path(cx, p, ""), p->code);
	page_cell(h, heads[1]);
	html(h, "%s</td>", record_title(cx, &institution_type, p->record.institution));
	page_cell(h, heads[2]);
	html(h, "%s</td>", language_words(cx, p->language));
	page_cell(h, heads[3]);
	html(h, "%s</td>", time_words(cx, p->issued.us));
	page_cell(h, heads[4]);
	html(h, "%lld</td>", (long long)p->items.units);
	page_cell(h, heads[5]);
	print_state(h, p);
	html(h, "</td></tr>\n");
}

static bool print_list(struct page *p, const struct request *q)
{
	struct context *cx = p->cx;
	struct list l = { .type = T, .limit = NEWEST };
	const char *asked = request_query(q, "institution");

	if (asked && !list_filter(cx, &l, "institution", asked))
		return false;
	if (!record_list(cx, &l))
		return false;
	page_section(&p->html, tr(cx, N_("Packs that were issued")), NULL);
	if (!l.n) {
		html(&p->html, "<p class=\"note\">%s</p></section>\n", tr(cx, N_("None yet.")));
		return true;
	}
	html(&p->html, "<div class=\"wide\">");
	page_table(&p->html, tr(cx, N_("Packs that were issued")), heads, LEN(heads));
	for (size_t i = 0; i < l.n; i++)
		print_pack(&p->html, l.rows[i]);
	page_table_end(&p->html);
	html(&p->html, "</div></section>\n");
	return true;
}

static bool list_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, T->label_plural));
	p.type = &progress_update_type;
	p.lead = tr(cx, T->help);
	if (access_function(cx, T->function, RIGHT_CREATE))
		page_action(&p, tr(cx, N_("Bring back a pack")), PACKS "/back", NULL, false);
	return print_download(&p, q) && print_list(&p, q) && page_end(&p);
}

/* ---- one of them */

static bool pack_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct pack *pack = id ? record_get(cx, T, id) : NULL;
	struct page p;

	if (!pack)
		return false;
	pack_page_begin(&p, cx, q, a, pack, pack->code);
	p.kicker = tr(cx, T->label);
	html(&p.html, "<p>");
	print_state(&p.html, pack);
	html(&p.html, "</p>\n");
	view_facts(&p.html, T, pack,
	           "institution language issued items returned returned_at taken");
	if (pack->returned && pack_may_bring_back(cx, pack->record.institution))
		html(&p.html, "<p class=\"row\"><a class=\"btn btn-main\" href=\"%s\">%s</a></p>\n",
		     pack_path(cx, pack, "/back"), tr(cx, N_("What would change")));
	return view_history(&p, T, id, NEWEST) && page_end(&p);
}

/* ---- bringing one back */

static bool print_upload(struct context *cx, const struct request *q, struct reply *a,
                         const struct error *errors)
{
	const struct error *e = error_of(errors, "file");
	struct page p;
	struct html *h = &p.html;

	pack_page_begin(&p, cx, q, a, NULL, tr(cx, N_("Bring back a pack")));
	p.lead = tr(cx, N_("You see what would change, what was changed here meanwhile and what is "
	                   "wrong, before anything is saved."));
	html(h, "<form class=\"prose\" method=\"post\" action=\"" PACKS
	        "/back\" enctype=\"multipart/form-data\">");
	page_csrf(h, q);
	html(h,
	     "<div class=\"field drop%s\"><label for=\"file\">%s</label><p class=\"hint\" "
	     "id=\"file-h\">%s</p>",
	     e ? " bad" : "", tr(cx, N_("File")),
	     tr(cx, N_("The workbook (XLSX) that was downloaded here, filled in.")));
	if (e) {
		html(h, "<p class=\"err\" id=\"file-e\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", e->text);
	}
	html(h,
	     "<input type=\"file\" id=\"file\" name=\"file\" aria-describedby=\"file-h%s\">"
	     "</div>\n<p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a "
	     "class=\"btn btn-bare\" href=\"" PACKS "\">%s</a></p></form>\n",
	     e ? " file-e" : "", tr(cx, N_("Look at it first")), tr(cx, N_("Cancel")));
	return page_end(&p);
}

static bool back_get(struct context *cx, const struct request *q, struct reply *a)
{
	return print_upload(cx, q, a, NULL);
}

/* Kept as it came, before anything is decided; 0: refused. */
static int64_t keep(struct context *cx, const struct request *q)
{
	const struct upload *u = request_upload(q, "file");
	const struct pack_content *c;
	struct material *m;

	if (!u || !u->size) {
		fail(cx, ERR_INVALID, "file", N_("Choose a file that is not empty."));
		return 0;
	}
	if (u->size > MAX_PACK_FILE) {
		fail(cx, ERR_INVALID, "file", N_("A pack is not larger than %d MB."),
		     MAX_PACK_FILE / 1024 / 1024);
		return 0;
	}
	m = material_read(cx, u->bytes, u->size, NULL);
	if (!m || !pack_begin_db(cx, DB_WRITE))
		return 0;
	c = pack_read(cx, m);
	return c ? pack_bring_back(cx, c, u->filename, u->bytes, u->size) : 0;
}

static bool back_post(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = keep(cx, q);
	struct error *e;

	if (id)
		return reply_goto(cx, a, arena_fmt(cx->mem, PACKS "/%lld/back", (long long)id));
	if (cx->err.kind != ERR_INVALID && cx->err.kind != ERR_BAD_REQUEST &&
	    cx->err.kind != ERR_TOO_LARGE)
		return false;
	e = arena_new_of(cx->mem, struct error);
	*e = cx->err;
	e->field = "file";
	error_clear(cx);
	db_rollback(cx);
	a->status = 422;
	return pack_begin_db(cx, DB_READ) && print_upload(cx, q, a, e);
}

/* ---- the ways there */

static void print_ways(struct html *h, int64_t institution)
{
	struct context *cx = h->cx;

	html(h, "<p class=\"row\"><a class=\"btn\" href=\"" PACKS);
	if (institution)
		html(h, "?institution=%lld", (long long)institution);
	html(h, "\">%s</a>", tr(cx, N_("Download pack")));
	if (access_function(cx, T->function, RIGHT_CREATE))
		html(h, " <a class=\"btn\" href=\"" PACKS "/back\">%s</a>",
		     tr(cx, N_("Bring back a pack")));
	html(h, "</p>");
}

static void section(struct page *p, const struct type *t, const void *row)
{
	const struct record *r = row;

	if (t != &institution_type || !pack_may_issue(p->cx, r->id))
		return;
	page_section(&p->html, tr(p->cx, T->label_plural), NULL);
	html(&p->html, "<p class=\"note\">%s</p>", tr(p->cx, T->help));
	print_ways(&p->html, r->id);
	html(&p->html, "</section>\n");
}

/* Of those whose packs they are, and of the secretariat. */
static void start_note(struct page *p)
{
	struct context *cx = p->cx;

	if (!cx->actor || (!access_function(cx, T->function, RIGHT_CREATE) &&
	                   !access_function(cx, T->function, RIGHT_APPROVE)))
		return;
	html(&p->html,
	     "<section class=\"panel\"><h2><a href=\"" PACKS "\">%s</a></h2><p "
	     "class=\"small\">%s</p>",
	     tr(cx, T->label_plural), tr(cx, T->help));
	print_ways(&p->html, 0);
	html(&p->html, "</section>\n");
}

SQL(pack_to_decide, "SELECT id FROM pack WHERE institution = $1 AND state = 'brought_back'"
                    " ORDER BY returned_at DESC, id DESC LIMIT 20");

/* Nothing that was brought back is forgotten. */
static size_t to_decide(struct context *cx, struct html *h)
{
	enum { MOST = 20 };
	const struct actor *a = cx->actor;
	struct rows *r;
	int64_t ids[MOST];
	size_t n = 0, shown;
	void **rows;

	if (!a || !a->institution || !pack_may_bring_back(cx, a->institution))
		return 0;
	r = db_query(cx, &pack_to_decide, V(a->institution));
	while (r && rows_next(cx, r) && n < MOST)
		ids[n++] = rows_int(r, 0);
	if (failed(cx) || !record_get_many(cx, T, ids, n, &rows, &shown) || !shown)
		return 0;
	html(h,
	     "<section class=\"sect\"><h2>%s <span class=\"count\">%zu</span></h2><ul "
	     "class=\"work\">\n",
	     tr(cx, N_("Packs to be decided on")), shown);
	for (size_t i = 0; i < shown; i++) {
		const struct pack *p = rows[i];

		html(h,
		     "<li><div class=\"when\"><span class=\"note\">%s</span></div><div><h3><a "
		     "href=\"%s\">%s</a></h3></div><a class=\"btn\" href=\"%s\">%s</a></li>\n",
		     time_words(cx, p->returned_at.us), pack_path(cx, p, ""), p->code,
		     pack_path(cx, p, "/back"), tr(cx, N_("What would change")));
	}
	html(h, "</ul></section>\n");
	return shown;
}

static const struct route routes[] = {
	{ METHOD_GET, PACKS, "progress:read", list_get,
	  N_("Packs of ministries: those issued, and the form for a new one"), 0 },
	{ METHOD_POST, PACKS, "progress:read", issue_post,
	  N_("Issues the pack of an institution as a workbook"), ROUTE_JOB },
	{ METHOD_GET, PACKS "/back", "progress:create", back_get, N_("Bring back a pack"), 0 },
	{ METHOD_POST, PACKS "/back", "progress:create", back_post,
	  N_("Keeps a pack that comes back, to be looked at"), ROUTE_UPLOAD | ROUTE_NO_DB },
	{ METHOD_GET, PACKS "/{id}", "progress:read", pack_get, N_("A pack and what came of it"),
	  0 },
	{ METHOD_GET, PACKS "/{id}/back", "progress:create", pack_look_get,
	  N_("What a pack that came back would change"), ROUTE_NO_DB },
	{ METHOD_POST, PACKS "/{id}/back", "progress:create", pack_look_post,
	  N_("Saves what a pack holds as drafts"), ROUTE_NO_DB },
	{ 0 },
};

const struct pages pack_pages = {
	.name = "pack",
	.routes = routes,
	.record_section = section,
	.start_note = start_note,
	.start_work = to_decide,
};
