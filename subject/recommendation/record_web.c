/* The page of one recommendation (ui/recommendation.html): the document's words beside the work,
 * the three assessments side by side, the chain, the history. */
#include "subject/recommendation/position_web.h"

#include "language/words.h"
#include "record/app.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "web/similar.h"

/* What is known, and of the rest only what somebody should supply. */
static const char *known_of(struct context *cx, const void *row, const char *names,
                            const char *always)
{
	struct buffer out = BUFFER(cx->mem, MAX_URL);
	const struct field *f;

	for (size_t i = 0; (f = type_field(T, i)); i++)
		if (word_in(names, f->name) && (word_in(always, f->name) || !field_empty(f, row)))
			buffer_fmt(&out, "%s%s", out.len ? " " : "", f->name);
	return buffer_str(&out);
}

static void print_words(struct page *p, const struct recommendation *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *lang, *body = view_text(cx, &r->text, &lang);

	html(h,
	     "<section class=\"stack\" aria-labelledby=\"h-words\"><h2 "
	     "id=\"h-words\">%s</h2>\n<blockquote class=\"said\"",
	     tr(cx, "The document’s words"));
	html_lang(h, lang);
	html(h, ">");
	html_paragraphs(h, body);
	html(h, "</blockquote>\n");
	view_text_note(h, &r->text);
	for (size_t i = 0; i < r->text.n; i++) {
		const struct text *t = &r->text.v[i];

		if (str_eq(t->lang, lang))
			continue;
		html(h,
		     "<details class=\"more\"><summary><span "
		     "lang=\"%s\">%s</span>%s</summary><blockquote class=\"said\"",
		     t->lang, language_name(t->lang),
		     t->original ? arena_fmt(cx->mem, ": %s", tr(cx, "original")) : "");
		html_lang(h, t->lang);
		html(h, ">");
		html_paragraphs(h, t->body);
		html(h, "</blockquote></details>\n");
	}
	view_facts(h, T, r,
	           known_of(cx, r,
	                    "document locator mechanism cycle kind asks_for states_under_review "
	                    "recommending_states position"
	                    " position_document position_locator position_source themes "
	                    "affected_persons sdg instruments articles regions"
	                    " follow_up follow_up_due classification institution readers",
	                    "document locator asks_for themes"));
	html(h, "</section>\n");
}

static bool print_work(struct page *p, const struct recommendation *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<section class=\"stack\" aria-labelledby=\"h-work\"><h2 id=\"h-work\">%s</h2>\n",
	     tr(cx, "Work"));
	view_facts(h, T, r,
	           known_of(cx, r,
	                    "state lead co deadline priority assigned_on answer_due "
	                    "proposed_answer proposed_not_pursued merged_into"
	                    " split_from superseded_by",
	                    "state lead deadline"));
	if (date_set(r->deadline) && !type_state_in(T, r->record.state, T->finished_states)) {
		bool late = date_compare(r->deadline, today(cx)) < 0;

		html(h, "<p class=\"small\">");
		html_state(h, late ? "late st-late" : "soon",
		           words_due(cx, r->deadline, today(cx)));
		html(h, "</p>\n");
	}
	view_steps(p, T, r);
	if (!together_mention(p, r))
		return false;
	html(h, "</section>\n");
	return true;
}

/* What bodies and secretariat propose to say of it in the Universal Periodic Review. */
static bool print_proposals(struct page *p, const struct recommendation *r)
{
	struct context *cx = p->cx;
	const struct position_proposal *v = r->position_proposals.v;
	int64_t *bodies = arena_array(cx->mem, int64_t, r->position_proposals.n + 1);
	size_t n = 0;

	if (!r->position_proposals.n)
		return true;
	for (size_t i = 0; i < r->position_proposals.n; i++)
		if (v[i].body)
			bodies[n++] = v[i].body;
	if (!record_titles(cx, &institution_type, bodies, n))
		return false;
	page_section(&p->html, tr(cx, "Proposals for the position"), NULL);
	html(&p->html, "<p>");
	desk_print_proposals(&p->html, r);
	html(&p->html, "</p><p><a href=\"/positions/%lld\">%s</a></p></section>\n",
	     (long long)r->cycle, tr(cx, "UPR positions"));
	return true;
}

/* ---- three assessments, always in this order, never merged */

static void print_state_voice(struct html *h, const struct recommendation *r)
{
	struct context *cx = h->cx;
	const char *lang, *reason = view_text(cx, &r->status_reason, &lang);

	html(h, "<section><h3>%s</h3><p class=\"is\">", tr(cx, "The State about itself"));
	if (r->status)
		view_value(h, T, recommendation_field("status"), r);
	else
		html_state(h, "none st-none", tr(cx, "No status yet"));
	html(h, "</p>");
	if (reason) {
		html(h, "<p class=\"small\"");
		html_lang(h, lang);
		html(h, ">%s</p>", reason);
		view_text_note(h, &r->status_reason);
	}
	html(h, "</section>\n");
}

static void print_mechanism_voice(struct html *h, const struct recommendation *r)
{
	struct context *cx = h->cx;
	const struct assessment *a = r->assessments.v;

	html(h, "<section><h3>%s</h3>", tr(cx, "The mechanism"));
	if (!r->assessments.n) {
		html(h, "<p class=\"is\">");
		html_state(h, "q-wait st-grade", tr(cx, "No grade known"));
		html(h, "</p>");
	}
	for (size_t i = r->assessments.n; i-- > 0;) {
		html(h, "<p class=\"is\"><span class=\"grade\">%s</span></p>",
		     record_title(cx, &grade_type, a[i].grade));
		if (!str_empty(a[i].note))
			html(h, "<p class=\"small\">%s</p>", a[i].note);
		html(h, "<p class=\"note\">%s %s %s</p>",
		     a[i].document ? record_title(cx, &document_type, a[i].document) : "",
		     a[i].locator, words_date_short(cx->mem, cx->lang, a[i].date));
	}
	html(h, "</section>\n");
}

static void print_independent_voice(struct html *h, const struct recommendation *r)
{
	struct context *cx = h->cx;
	const struct row_type *rows = recommendation_field("views")->rows;
	const struct view *v = r->views.v;

	html(h, "<section><h3>%s</h3>", tr(cx, "Independent views"));
	if (!r->views.n) {
		html(h, "<p class=\"is\">");
		html_state(h, "none st-none", tr(cx, "None known"));
		html(h, "</p>");
	}
	for (size_t i = r->views.n; i-- > 0;) {
		const char *lang, *words = view_text(cx, &v[i].words, &lang);

		html(h, "<p class=\"is\">");
		view_value(h, T, &rows->fields[1], &v[i]);
		html(h, "</p>");
		if (words) {
			html(h, "<p class=\"small\"");
			html_lang(h, lang);
			html(h, ">%s</p>", words);
			view_text_note(h, &v[i].words);
		}
		html(h, "<p class=\"note\">%s %s</p>",
		     record_title(cx, &institution_type, v[i].author),
		     words_date_short(cx->mem, cx->lang, v[i].date));
	}
	html(h, "</section>\n");
}

static void print_voices(struct page *p, const struct recommendation *r)
{
	struct html *h = &p->html;

	page_section(h, tr(p->cx, "Three assessments"),
	             tr(p->cx, "Given by different sides and never merged into one"));
	html(h, "<div class=\"voices\">\n");
	print_state_voice(h, r);
	print_mechanism_voice(h, r);
	print_independent_voice(h, r);
	html(h, "</div></section>\n");
}

/* ---- papers */

static void print_papers(struct page *p, const struct recommendation *r)
{
	struct html *h = &p->html;
	const struct field *f = recommendation_field("papers");
	const struct paper *v = r->papers.v;

	if (!r->papers.n)
		return;
	page_section(h, tr(p->cx, f->label), NULL);
	html(h, "<ul class=\"plain stack-s\">");
	for (size_t i = 0; i < r->papers.n; i++) {
		html(h, "<li>");
		view_value(h, T, &f->rows->fields[0], &v[i]);
		html(h, " <span class=\"note\">%s</span></li>", v[i].note);
	}
	html(h, "</ul></section>\n");
}

/* ---- the chain: from what was asked to who answers for it */

static void station(struct html *h, const char *name, const char *words, bool here)
{
	if (here)
		html(h, "<li class=\"here\" aria-current=\"true\">");
	else if (str_empty(words))
		html(h, "<li class=\"gap\">");
	else
		html(h, "<li>");
	html(h, "<b>%s</b>%s</li>", name, str_empty(words) ? tr(h->cx, "not known") : words);
}

static void print_chain(struct page *p, const struct recommendation *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	page_section(h, tr(cx, "Chain"), NULL);
	html(h, "<ol class=\"chain\" tabindex=\"0\" aria-label=\"%s\">",
	     tr(cx, "From the mechanism to the body that answers"));
	station(h, tr(cx, "Mechanism"),
	        r->mechanism ? record_title(cx, &mechanism_type, r->mechanism) : NULL, false);
	station(h, tr(cx, "Document"),
	        r->document ? record_title(cx, &document_type, r->document) : NULL, false);
	station(h, tr(cx, "Recommendation"), str_empty(r->locator) ? p->title : r->locator, true);
	station(h, tr(cx, "Lead body"),
	        r->lead ? record_title(cx, &institution_type, r->lead) : NULL, false);
	html(h, "</ol></section>\n");
}

bool recommendation_page(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	struct recommendation *r = id ? record_get(cx, T, id) : NULL;
	struct page p;

	if (!r)
		return false;
	page_begin(&p, cx, q, a, recommendation_reference(cx, r));
	p.kicker =
	        choice_at(recommendation_field("kind")->choices, r->kind)
	                ? tr(cx, choice_at(recommendation_field("kind")->choices, r->kind)->label)
	                : NULL;
	view_head(&p, T, r);
	html(&p.html, "<div class=\"cols cols-record\">\n");
	print_words(&p, r);
	if (!print_work(&p, r))
		return false;
	html(&p.html, "</div>\n");
	if (!print_proposals(&p, r))
		return false;
	print_voices(&p, r);
	view_sections(&p, T, r);
	print_chain(&p, r);
	print_papers(&p, r);
	view_sources(&p, T, r);
	return similar_section(&p, T, r) && recommendation_origins(&p, id) &&
	       view_history(&p, T, id, 5) && page_end(&p);
}
