/* What leaves the desk: what is still missing, the list for the Commission, the addendum in the
 * three languages with its number of words, the table in the published form, and where the
 * positions stand once the addendum has a symbol. */
#include "subject/recommendation/position_web.h"

#include <stdio.h>
#include <unistd.h>

#include "language/words.h"
#include "record/app.h"
#include "record/export.h"
#include "subject/institution/institution.h"

/* ---- what is missing */

static void print_paragraph(struct html *h, const struct position_paragraph *p, const char *why)
{
	struct context *cx = h->cx;

	together_line(h, p->r);
	html(h, " <span class=\"note\">%s: %s</span>", tr(cx, "Lead body"),
	     p->r->lead ? record_title(cx, &institution_type, p->r->lead) : tr(cx, "none yet"));
	html(h, "<br><span class=\"st st-late\"><span>%s</span></span></li>\n", why);
}

static const char *lack_of(struct context *cx, const struct position_paragraph *p)
{
	if (p->contradicted)
		return tr(cx, "Another part of this paragraph has another position.");
	if (position_known(p->decided))
		return NULL;
	if (p->r->position_dispute)
		return tr(cx, "It waits for the Commission.");
	return position_of_lead(p->r) ? tr(cx, "The chair has not decided it.")
	                              : tr(cx, "The lead body has proposed nothing.");
}

static bool load_titles(struct context *cx, const struct position_desk *d)
{
	void **rows = arena_array(cx->mem, void *, d->n + 1);

	for (size_t i = 0; i < d->n; i++)
		rows[i] = (void *)(uintptr_t)d->v[i].r;
	return record_titles_in(cx, T, rows, d->n,
	                        "document cycle recommending_states lead position_document");
}

/* Why the addendum cannot be made, in words; NULL: it can. */
static const char *obstacle(struct context *cx, const struct position_desk *d)
{
	struct error before = cx->err;
	const char *why;

	if (position_covered(cx, d))
		return NULL;
	why = cx->err.text;
	cx->err = before;
	return why;
}

static void print_coverage(struct page *p, const struct position_desk *d)
{
	struct context *cx = p->cx;
	const char *why = obstacle(cx, d);

	page_message(p, why ? "warn" : "good",
	             why ? why : tr(cx, "Every paragraph has a position."),
	             why ? tr(cx, "The addendum can be made when every paragraph has a position.")
	                 : NULL);
	if (*d->missing)
		page_message(p, "warn",
		             arena_fmt(cx->mem, tr(cx, "Paragraphs that are not on record: %s"),
		                       d->missing),
		             tr(cx, "A report numbers its recommendations without gaps."));
}

bool position_missing(struct context *cx, const struct request *q, struct reply *a)
{
	struct position_desk *d = desk_whole(cx, q);
	struct page p;

	if (!d || !load_titles(cx, d))
		return false;
	desk_begin(&p, cx, q, a, d, tr(cx, "What is missing"));
	print_coverage(&p, d);
	html(&p.html, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < d->n; i++) {
		const char *why = lack_of(cx, &d->v[i]);

		if (why)
			print_paragraph(&p.html, &d->v[i], why);
	}
	html(&p.html, "</ul>\n");
	if (!obstacle(cx, d))
		html(&p.html, "<p><a class=\"btn btn-main\" href=\"%s\">%s</a></p>\n",
		     desk_path(cx, d, "/addendum"), tr(cx, "Addendum"));
	return page_end(&p);
}

bool position_commission(struct context *cx, const struct request *q, struct reply *a)
{
	struct position_desk *d = desk_whole(cx, q);
	struct page p;
	size_t n = 0;

	if (!d || !load_titles(cx, d))
		return false;
	desk_begin(&p, cx, q, a, d, tr(cx, "Positions for the Commission"));
	p.lead = tr(cx, "Where two proposals differ, or somebody asked for it. The chair decides "
	                "afterwards, and they leave this list.");
	html(&p.html, "<ol class=\"stack-s\">\n");
	for (size_t i = 0; i < d->n; i++) {
		if (!d->v[i].r->position_dispute)
			continue;
		together_line(&p.html, d->v[i].r);
		html(&p.html, "<br>");
		desk_print_proposals(&p.html, d->v[i].r);
		html(&p.html, "</li>\n");
		n++;
	}
	html(&p.html, "</ol>\n");
	if (!n)
		page_empty(&p.html, tr(cx, "No position is disputed."), "", desk_path(cx, d, ""),
		           tr(cx, "Back to the list"));
	return page_end(&p);
}

/* ---- the addendum */

static bool count(struct page *p, const struct position_desk *d, bool quoted)
{
	struct context *cx = p->cx;
	struct position_addendum a = { .desk = d, .quoted = quoted };
	bool late, soon;

	if (!position_addendum_count(cx, &a))
		return false;
	late = a.words > a.most;
	soon = a.words * 5 >= a.most * 4;
	html(&p->html, "<p><b>%s</b> ",
	     quoted ? tr(cx, "With the words of the recommendations:")
	            : tr(cx, "With the numbers of the paragraphs alone:"));
	html_state(&p->html,
	           late   ? "late st-late"
	           : soon ? "soon st-soon"
	                  : "done st-done",
	           arena_fmt(cx->mem, tr(cx, "%s of %s words"),
	                     words_number(cx->mem, cx->lang, a.words, 0),
	                     words_number(cx->mem, cx->lang, a.most, 0)));
	html(&p->html, "</p>\n");
	return true;
}

static void print_files(struct page *p, const struct position_desk *d)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<ul class=\"plain stack-s\">\n");
	for (int quoted = 0; quoted < 2; quoted++)
		for (const char *const *lang = page_languages(cx); *lang; lang++)
			html(h, "<li><a href=\"%s?lang=%s%s\">%s</a></li>\n",
			     desk_path(cx, d, "/addendum/file"), *lang, quoted ? "&words=yes" : "",
			     arena_fmt(cx->mem,
			               quoted ? tr(cx, "Word document with the recommendations’ "
			                               "words (%s)")
			                      : tr(cx, "Word document with the paragraphs’ numbers "
			                               "(%s)"),
			               language_name(*lang)));
	html(h, "</ul>\n");
}

static void print_table_links(struct page *p, const struct position_desk *d)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	page_section(h, tr(cx, "In the published form"),
	             tr(cx, "Three columns: recommendation with its States, position, themes with "
	                    "groups and goals."));
	html(h,
	     "<p class=\"row\"><a class=\"btn\" href=\"%s\">%s</a> <a class=\"btn\" "
	     "href=\"/recommendations/"
	     "export?format=docx&amp;cycle=%lld&amp;kind=recommendation\">%s"
	     "</a></p></section>\n",
	     desk_path(cx, d, "/table"), tr(cx, "Workbook (XLSX)"), (long long)d->cycle->record.id,
	     tr(cx, "Word document (DOCX)"));
}

static void print_sources(struct page *p, const struct position_desk *d, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (!access_function(cx, "recommendations", RIGHT_UPDATE))
		return;
	page_section(h, tr(cx, "Where the positions stand"),
	             tr(cx, "When the United Nations have given the addendum its symbol, and it "
	                    "is among the documents."));
	html(h, "<form method=\"post\" action=\"%s\" class=\"stack-s\">",
	     desk_path(cx, d, "/sources"));
	page_csrf(h, p->request);
	form_input(h, errors, "symbol", tr(cx, "Symbol of the addendum"), NULL, "text",
	           request_form(p->request, "symbol"), "");
	html(h, "<p><button class=\"btn\">%s</button></p></form></section>\n",
	     tr(cx, "Record it with each position"));
}

static bool addendum_page(struct context *cx, const struct request *q, struct reply *a,
                          const struct error *errors)
{
	struct position_desk *d = desk_whole(cx, q);
	struct page p;

	if (!d || !load_titles(cx, d))
		return false;
	desk_begin(&p, cx, q, a, d, tr(cx, "Addendum"));
	p.lead = tr(cx, "The State’s views on the recommendations: paragraph, position and "
	                "explanation, those supported first. Words are counted in the language of "
	                "this page.");
	print_coverage(&p, d);
	if (!count(&p, d, false) || !count(&p, d, true))
		return false;
	if (!obstacle(cx, d))
		print_files(&p, d);
	print_table_links(&p, d);
	print_sources(&p, d, errors);
	return page_end(&p);
}

bool position_addendum_page(struct context *cx, const struct request *q, struct reply *a)
{
	return addendum_page(cx, q, a, NULL);
}

/* ---- files */

static bool sent(struct context *cx, struct reply *a, FILE *file, enum export_format format,
                 const char *name)
{
	if (fflush(file) != 0)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("There is no room for a temporary file."));
	a->file_size = ftello(file);
	a->type = export_media_type(format);
	reply_header(
	        a, "Content-Disposition",
	        arena_fmt(cx->mem, "attachment; filename=\"%s.%s\"", name, export_formats[format]));
	return true;
}

static bool is_language(struct context *cx, const char *lang)
{
	for (const char *const *l = page_languages(cx); *l; l++)
		if (str_eq(*l, lang))
			return true;
	return false;
}

bool position_addendum_file(struct context *cx, const struct request *q, struct reply *a)
{
	struct position_desk *d = desk_whole(cx, q);
	const char *lang = request_query(q, "lang");
	struct position_addendum addendum = { .desk = d,
		                              .quoted = request_query(q, "words") != NULL };
	FILE *file = d ? reply_spool_file(cx, a) : NULL;

	if (!file)
		return false;
	if (is_language(cx, lang))
		cx->lang = lang;
	return position_addendum_write(cx, &addendum, sink_to_file, file) &&
	       sent(cx, a, file, EXPORT_DOCX,
	            arena_fmt(cx->mem, "addendum-%s-%s", d->cycle->code, cx->lang));
}

bool position_table_file(struct context *cx, const struct request *q, struct reply *a)
{
	struct position_desk *d = desk_whole(cx, q);
	FILE *file = d ? reply_spool_file(cx, a) : NULL;

	return file && position_table_write(cx, d, sink_to_file, file) &&
	       sent(cx, a, file, EXPORT_XLSX, arena_fmt(cx->mem, "positions-%s", d->cycle->code));
}

/* ---- where they stand */

static bool record_source(struct context *cx, const struct position_desk *d, int64_t document,
                          struct recommendation *r)
{
	r->position_document = document;
	r->position_locator = position_addendum_paragraph(cx, d, r->position);
	r->position_source = NULL;
	return record_save(cx, T, r);
}

bool position_sources_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct position_desk *d = desk_whole(cx, q);
	const char *symbol = request_form(q, "symbol");
	int64_t document = str_empty(symbol) ? 0 : document_by_symbol(cx, symbol);
	const struct error *errors;
	size_t n = 0;

	if (!d || failed(cx))
		return false;
	if (!document) {
		fail(cx, ERR_INVALID, "symbol", N_("There is no document with this symbol."));
		errors = view_errors(cx);
		a->status = 422;
		return addendum_page(cx, q, a, errors);
	}
	for (size_t i = 0; i < d->n; i++) {
		if (!position_known(d->v[i].r))
			continue;
		if (!record_source(cx, d, document, row_copy(cx, T, d->v[i].r)))
			return false;
		n++;
	}
	return reply_notice(cx, a, q,
	                    arena_fmt(cx->mem, tr(cx, "Recorded with %zu positions."), n)) &&
	       reply_goto(cx, a, desk_path(cx, d, "/addendum"));
}
