/* The page of a report and that of a piece of evidence; the reports of a measure or recommendation
 * on its own page; what is to be reported on the start page. */
#include "subject/progress/progress_web.h"
#include "subject/progress/report_web.h"

#include "language/words.h"
#include "record/app.h"
#include "record/attachment.h"
#include "store/db.h"
#include "web/who.h"

#define U (&progress_update_type)
#define E (&evidence_type)

enum { NEWEST = 8, SHOWN = 12 };

static const char *const boxes[] = { "done", "result", "difficulties", "next_step" };

static void print_state(struct html *h, const struct type *t, int state)
{
	const struct choice *c = choice_at(t->states, state);

	if (c)
		html_state(h, c->glyph, tr(h->cx, c->label));
}

static void print_status(struct html *h, int status)
{
	const struct choice *c = choice_at(recommendation_statuses, status);

	if (c)
		html_state(h, c->glyph, tr(h->cx, c->label));
}

/* ---- the page of a report */

static void print_box(struct html *h, const struct progress_update *u, const char *name)
{
	const struct field *f = type_field_named(U, name);
	const struct texts *x = field_at(f, u);
	const char *lang, *words = view_text(h->cx, x, &lang);

	html(h, "<section><h2>%s</h2>", tr(h->cx, f->label));
	if (!words) {
		html(h, "<p class=\"note\">%s</p></section>\n", tr(h->cx, "Nothing is said yet."));
		return;
	}
	html(h, "<div class=\"prose\"");
	html_lang(h, lang);
	html(h, ">");
	html_paragraphs(h, words);
	html(h, "</div>");
	view_text_note(h, x);
	html(h, "</section>\n");
}

static void print_values(struct page *p, const struct progress_update *u)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct progress_value *v = u->values.v;

	if (!u->values.n)
		return;
	page_section(h, tr(cx, "Values of indicators"),
	             tr(cx, "Entered as provisional when the report is accepted"));
	html(h,
	     "<div class=\"wide\"><table class=\"list\" role=\"table\"><caption "
	     "class=\"vh\">%s</caption><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" "
	     "scope=\"col\">%s</th><th role=\"columnheader\" scope=\"col\">%s</th></tr></thead>"
	     "<tbody role=\"rowgroup\">\n",
	     tr(cx, "Values of indicators"), tr(cx, "Indicator"), tr(cx, "Broken down by"),
	     tr(cx, NC_("indicator", "Value")));
	for (size_t i = 0; i < u->values.n; i++) {
		const struct indicator *ind = record_get_any(cx, &indicator_type, v[i].indicator);

		if (!ind)
			return;
		html(h, "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\">", tr(cx, "Indicator"));
		view_link(h, &indicator_type, v[i].indicator);
		html(h,
		     "</td><td role=\"cell\" data-l=\"%s\">%s</td><td role=\"cell\" class=\"num\" "
		     "data-l=\"%s\">%s</td></tr>\n",
		     tr(cx, "Broken down by"), indicator_breakdown_words(cx, v[i].breakdown),
		     tr(cx, NC_("indicator", "Value")),
		     indicator_value_words(cx, ind, v[i].value, v[i].value_date));
	}
	html(h, "</tbody></table></div></section>\n");
}

/* The first sixteen digits tell two files apart for the eye; the whole stands on the page of the
 * evidence. */
static const char *hash_of(struct context *cx, int64_t file)
{
	struct error before = cx->err;
	const struct attachment *a = file ? attachment_get(cx, file) : NULL;

	cx->err = before;
	return a ? a->hash : NULL;
}

static void print_piece(struct html *h, const struct evidence *e)
{
	struct context *cx = h->cx;
	const struct field *kind = type_field_named(E, "type");
	const char *hash = hash_of(cx, e->file);

	html(h, "<li><p>");
	view_link(h, E, e->record.id);
	html(h, " ");
	print_state(h, E, e->record.state);
	html(h, "</p><p class=\"note\">%s", field_words(cx, E, kind, e));
	if (date_set(e->date_of_fact))
		html(h, " · %s", date_words(cx, e->date_of_fact));
	if (!str_empty(e->issuing_body))
		html(h, " · %s", e->issuing_body);
	if (hash)
		html(h, " · SHA-256 <code>%.16s…</code>", hash);
	html(h, "</p>");
	if (!str_empty(e->check_reason))
		html(h, "<p class=\"small\">%s</p>", e->check_reason);
	html(h, "</li>\n");
}

static bool print_evidence(struct page *p, const struct progress_update *u)
{
	struct context *cx = p->cx;
	void **rows;
	size_t n;

	if (!record_get_many(cx, E, u->evidence.v, u->evidence.n, &rows, &n))
		return false;
	if (!u->evidence.n)
		return true;
	page_section(&p->html, tr(cx, "Evidence"),
	             tr(cx, "“Implemented” rests on evidence that was accepted"));
	html(&p->html, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < n; i++)
		print_piece(&p->html, rows[i]);
	html(&p->html, "</ul></section>\n");
	return true;
}

/* ---- the ladder: who did what, from the log */

static const struct change *taken(const struct change *v, size_t n, const char *steps)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].step && word_in(steps, v[i].step))
			return &v[i];
	return NULL;
}

static void rung(struct html *h, const char *name, const struct change *c, bool here)
{
	struct context *cx = h->cx;

	if (here)
		html(h, "<li class=\"here\" aria-current=\"true\">");
	else if (c)
		html(h, "<li>");
	else
		html(h, "<li class=\"gap\">");
	html(h, "<b>%s</b>", name);
	if (c)
		html(h, "%s, %s", c->who ? c->who_name : who_name(cx, 0), time_words(cx, c->at));
	else
		html(h, "%s", here ? tr(cx, "awaited") : tr(cx, "not yet"));
	html(h, "</li>");
}

static bool print_ladder(struct page *p, const struct progress_update *u)
{
	enum { LOOKED_AT = 100 };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	bool sent = !type_state_in(U, u->record.state, "draft returned");
	bool approved = type_state_in(U, u->record.state, "approved accepted superseded");
	bool locked = type_state_in(U, u->record.state, "accepted superseded");
	struct change *v;
	size_t n;

	if (!record_history(cx, U, u->record.id, 0, LOOKED_AT, &v, &n))
		return false;
	html(h, "<ol class=\"chain\" tabindex=\"0\" aria-label=\"%s\">",
	     tr(cx, "From the focal point to the lock"));
	rung(h, tr(cx, "Focal point"), sent ? taken(v, n, "submit") : NULL, !sent);
	rung(h, tr(cx, "Approver of the ministry"), approved ? taken(v, n, "approve") : NULL,
	     sent && !approved);
	rung(h, tr(cx, "Secretariat"), locked ? taken(v, n, "accept") : NULL, approved && !locked);
	html(h, "</ol>\n");
	return true;
}

static void print_facts(struct page *p, const struct progress_update *u)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<dl class=\"facts\"><dt>%s</dt><dd>", tr(cx, NC_("progress", "About")));
	view_link(h, u->about.type, u->about.id);
	html(h, "</dd><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>", tr(cx, "Period"),
	     progress_period_words(cx, u), tr(cx, "Stage"));
	print_state(h, U, u->record.state);
	html(h, "</dd><dt>%s</dt><dd>", tr(cx, "Status proposed"));
	if (u->status)
		print_status(h, u->status);
	else
		html_text(h, tr(cx, "not chosen"));
	html(h, "</dd>");
	if (u->percent.set)
		html(h, "<dt>%s</dt><dd>%lld</dd>", tr(cx, "Done, in per cent"),
		     (long long)u->percent.units);
	if (date_set(u->deadline))
		html(h, "<dt>%s</dt><dd>%s</dd>", tr(cx, "Due"), date_words(cx, u->deadline));
	html(h, "</dl>\n");
	view_facts(h, U, u, "institution corrects submitted approved accepted return_due "
	           "classification");
	if (u->status_reason.n)
		print_box(h, u, "status_reason");
}

SQL(progress_correction, "SELECT id FROM progress_update WHERE corrects = $1 ORDER BY id DESC"
                         " LIMIT 1");

static void print_notes(struct page *p, const struct progress_update *u)
{
	struct context *cx = p->cx;
	const char *why = report_return_reason(cx, u);
	int64_t other = 0;
	bool found;

	if (why)
		page_message(p, "warn", tr(cx, "Returned, with this remark:"), why);
	if (db_int(cx, &progress_correction, &other, &found, V(u->record.id)) && found) {
		html(&p->html, "<p class=\"note\">%s ", tr(cx, "Corrected by:"));
		view_link(&p->html, U, other);
		html(&p->html, "</p>\n");
	} else if (type_state_in(U, u->record.state, "accepted") && report_possible(cx, u->about)) {
		page_action(p, tr(cx, "Correct by a new report"),
		            record_path(cx, U, u->record.id, "/steps/correct"), NULL, false);
	}
}

static bool update_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct progress_update *u = id ? record_get(cx, U, id) : NULL;
	struct page p;

	if (!u)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, U, id));
	view_head(&p, U, u);
	print_notes(&p, u);
	if (!print_ladder(&p, u))
		return false;
	html(&p.html,
	     "<div class=\"cols cols-side\"><div class=\"stack\">\n<div class=\"four\">\n");
	for (size_t i = 0; i < LEN(boxes); i++)
		print_box(&p.html, u, boxes[i]);
	html(&p.html, "</div>\n");
	print_values(&p, u);
	if (!print_evidence(&p, u))
		return false;
	html(&p.html, "</div>\n<div class=\"stack\">\n");
	print_facts(&p, u);
	view_steps(&p, U, u);
	html(&p.html, "</div></div>\n");
	view_sources(&p, U, u);
	return view_history(&p, U, id, NEWEST) && page_end(&p);
}

/* ---- the page of a piece of evidence */

SQL(evidence_named, "SELECT u.id FROM ref f JOIN progress_update u ON u.id = f.record"
                    " WHERE f.target = $1 AND f.field = 'evidence' ORDER BY u.id DESC LIMIT 50");

static bool print_reports(struct page *p, const struct evidence *e)
{
	enum { MOST = 50 };
	struct rows *r = db_query(p->cx, &evidence_named, V(e->record.id));
	int64_t ids[MOST];
	size_t n = 0;
	void **rows;

	while (r && rows_next(p->cx, r) && n < MOST)
		ids[n++] = rows_int(r, 0);
	if (failed(p->cx) || !record_get_many(p->cx, U, ids, n, &rows, &n))
		return false;
	if (!n)
		return true;
	page_section(&p->html, tr(p->cx, "Reports that name it"), NULL);
	html(&p->html, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < n; i++) {
		html(&p->html, "<li>");
		view_link(&p->html, U, ((struct record *)rows[i])->id);
		html(&p->html, " ");
		print_state(&p->html, U, ((struct record *)rows[i])->state);
		html(&p->html, "</li>\n");
	}
	html(&p->html, "</ul></section>\n");
	return true;
}

static bool evidence_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct evidence *e = id ? record_get(cx, E, id) : NULL;
	const char *hash;
	struct page p;

	if (!e)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, E, id));
	p.title_lang = record_title_lang(cx, E, id);
	view_head(&p, E, e);
	if (e->personal_data == YES)
		page_message(&p, "", tr(cx, "It holds personal data."),
		             tr(cx, "It is shown to nobody but those who read the report."));
	html(&p.html, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
	view_facts(&p.html, E, e, NULL);
	hash = hash_of(cx, e->file);
	if (hash)
		html(&p.html, "<dl class=\"facts\"><dt>%s</dt><dd><code>%s</code></dd></dl>\n",
		     tr(cx, "SHA-256 of the file"), hash);
	view_texts(&p, E, e, 2);
	view_rows(&p, E, e);
	if (!print_reports(&p, e))
		return false;
	html(&p.html, "</div>\n<div>\n");
	view_steps(&p, E, e);
	html(&p.html, "</div></div>\n");
	view_sources(&p, E, e);
	return view_history(&p, E, id, NEWEST) && page_end(&p);
}

/* ---- on the page of what is reported on */

static void section(struct page *p, const struct type *t, const void *row)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct link about = { t, ((const struct record *)row)->id };
	struct progress_update **v;
	bool possible;
	size_t n;

	if ((t != &measure_type && t != &recommendation_type) || !access_reads(cx, U->function))
		return;
	possible = report_possible(cx, about);
	if (failed(cx) || !progress_of(cx, about, SHOWN, &v, &n) || (!n && !possible))
		return;
	page_section(h, tr(cx, "Progress"), NULL);
	html(h, "<div class=\"stack\">\n");
	if (n)
		html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < n; i++) {
		html(h, "<li><p><a href=\"%s\">%s</a> ", record_path(cx, U, v[i]->record.id, NULL),
		     progress_period_words(cx, v[i]));
		print_state(h, U, v[i]->record.state);
		html(h, " ");
		print_status(h, v[i]->status);
		html(h, "</p><p class=\"small clamp\">%s</p></li>\n", texts_words(cx, &v[i]->done));
	}
	if (n)
		html(h, "</ul>\n");
	if (possible)
		html(h,
		     "<p class=\"row no-print\"><a class=\"btn btn-main\" href=\"%s\">%s</a></p>",
		     report_path(cx, about), tr(cx, "Report progress"));
	html(h, "</div></section>\n");
}

/* ---- what is owed */

enum { SOON = 60, MOST_OWED = 40 }; /* days: a half-year is known before it is due */

/* Updates are found by what they are about: thousands are due on the same day. */
SQL(progress_half_years_owed,
    "SELECT d.id FROM deadline d WHERE d.institution = $1 AND d.state = 'open'"
    " AND d.kind = 'progress' AND d.source_type = 'measure' AND d.due <= $2"
    " AND NOT EXISTS (SELECT 1 FROM progress_update u WHERE u.about = d.source"
    " AND CASE WHEN u.deadline = d.due THEN 1 END = 1 AND u.state <> 'superseded')"
    " ORDER BY d.due, d.id LIMIT $3");

bool progress_owed(struct context *cx, struct refs *ret)
{
	const struct actor *a = cx->actor;

	*ret = (struct refs){ 0 };
	if (!a || !a->institution || !access_function(cx, U->function, RIGHT_CREATE))
		return true;
	return refs_read(cx,
	                 db_query(cx, &progress_half_years_owed, V(a->institution),
	                          V(date_add_days(today(cx), SOON)), V((int64_t)MAX_LIST_PAGE)),
	                 ret);
}

void progress_owed_way(struct html *h, const struct deadline *d, bool main)
{
	html(h, "<a class=\"btn%s\" href=\"%s\">%s</a>", main ? " btn-main" : "",
	     report_path(h->cx, d->source), tr(h->cx, NC_("verb", "Report")));
}

/* The half-year of which the register asks: "DL-20 half_year=2026-H1". */
static const char *half_owed(struct context *cx, const struct deadline *d)
{
	const char *code = d->basis ? strstr(d->basis, "half_year=") : NULL;
	struct half_year h;

	code = code ? code + strlen("half_year=") : "";
	return half_year_parse(arena_strn(cx->mem, code, strcspn(code, " ")), &h)
	               ? half_year_words(cx, h)
	               : "";
}

static void print_owed(struct html *h, const struct deadline *d, bool main)
{
	struct context *cx = h->cx;

	html(h, "<li><div class=\"when\">");
	html_state(h, deadline_overdue(cx, d) ? "late st-late" : "soon st-soon",
	           words_due(cx, d->due, today(cx)));
	html(h, "<br><span class=\"note\">%s</span></div><div><h3><a href=\"%s\">%s</a></h3>",
	     date_words(cx, d->due), record_path(cx, d->source.type, d->source.id, NULL),
	     record_title(cx, d->source.type, d->source.id));
	html(h, "<p class=\"note\">%s</p></div>", half_owed(cx, d));
	progress_owed_way(h, d, main);
	html(h, "</li>\n");
}

/* On the start page. */
static size_t owed(struct context *cx, struct html *h)
{
	struct refs ids;
	size_t n, shown;
	void **rows;

	if (!progress_owed(cx, &ids))
		return 0;
	n = ids.n < MOST_OWED ? ids.n : MOST_OWED;
	if (!record_get_many(cx, &deadline_type, ids.v, n, &rows, &shown) || !shown ||
	    !record_titles_in(cx, &deadline_type, rows, shown, "source"))
		return 0;
	html(h,
	     "<section class=\"sect\"><h2>%s <span class=\"count\">%zu</span></h2><ul "
	     "class=\"work\">\n",
	     tr(cx, "Progress to report"), shown);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < shown; k++)
			if (((struct record *)rows[k])->id == ids.v[i])
				print_owed(h, rows[k], i == 0);
	html(h, "</ul></section>\n");
	return shown;
}

static const struct route routes[] = {
	{ METHOD_GET, "/progress_updates/{id}", "progress:read", update_get,
	  N_("A progress update"), 0, NULL },
	{ METHOD_GET, "/evidence/{id}", "progress:read", evidence_get, N_("A piece of evidence"), 0,
	  NULL },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("Progress"), "/progress_updates", "progress:read", 44 },
	{ N_("Evidence"), "/evidence", "progress:read", 45 },
	{ 0 },
};

const struct pages update_pages = {
	.name = "update",
	.routes = routes,
	.tabs = tabs,
	.record_section = section,
	.start_work = owed,
};
