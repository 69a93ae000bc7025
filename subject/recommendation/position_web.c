/* The desk of a review: every paragraph with what the bodies and the secretariat propose and what
 * the chair decided, filtered, grouped, and ticked for what is done with many at once
 * (position_many_web.c). */
#include "subject/recommendation/position_web.h"

#include "language/words.h"
#include "record/app.h"
#include "subject/institution/institution.h"
#include "subject/taxonomy/taxonomy.h"

const struct choice desk_stages[] = {
	{ "unproposed", N_("Without a proposal of the lead body"), NULL },
	{ "proposed", N_("Proposed, not decided"), NULL },
	{ "disputed", N_("For the Commission"), NULL },
	{ "undecided", N_("Without a position"), NULL },
	{ "supported", N_("Supported"), NULL },
	{ "noted", N_("Noted"), NULL },
	{ 0 },
};

/* ---- which of them */

static const char *query_of(const struct request *q, const char *name)
{
	const char *value = request_query(q, name);

	return value ? value : "";
}

struct desk_wish desk_wish(const struct request *q)
{
	return (struct desk_wish){ query_of(q, "theme"), query_of(q, "body"), query_of(q, "stage"),
		                   query_of(q, "by") };
}

static bool is_id(const char *typed, int64_t id)
{
	char text[32];

	snprintf(text, sizeof text, "%lld", (long long)id);
	return str_eq(typed, text);
}

static bool stage_fits(const char *stage, const struct position_paragraph *p)
{
	const struct recommendation *r = p->r;
	bool known = position_known(p->decided);

	switch (choice_index(desk_stages, stage)) {
	case 1:
		return !known && !position_of_lead(r);
	case 2:
		return !known && position_of_lead(r);
	case 3:
		return r->position_dispute != 0;
	case 4:
		return !known;
	case 5:
		return p->decided->position == POSITION_SUPPORTED;
	case 6:
		return p->decided->position == POSITION_NOTED;
	default:
		return true;
	}
}

bool desk_fits(const struct desk_wish *w, const struct position_paragraph *p)
{
	const struct recommendation *r = p->r;
	bool theme = !*w->theme || (str_eq(w->theme, "-") && !r->themes.n);

	for (size_t i = 0; i < r->themes.n && !theme; i++)
		theme = is_id(w->theme, r->themes.v[i]);
	return theme && (!*w->body || (r->lead ? is_id(w->body, r->lead) : str_eq(w->body, "-"))) &&
	       stage_fits(w->stage, p);
}

/* ---- the desk */

struct position_desk *desk_of(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);

	return id ? position_desk(cx, id) : NULL;
}

struct position_desk *desk_whole(struct context *cx, const struct request *q)
{
	if (!access_wide(cx, T)) {
		fail(cx, ERR_FORBIDDEN, NULL,
		     N_("This is for those who read all recommendations of a review."));
		return NULL;
	}
	return desk_of(cx, q);
}

const char *desk_path(struct context *cx, const struct position_desk *d, const char *what)
{
	return arena_fmt(cx->mem, "/positions/%lld%s", (long long)d->cycle->record.id, what);
}

void desk_begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                const struct position_desk *d, const char *what)
{
	const char *review = record_title_of(cx, &review_cycle_type, d->cycle);

	page_begin(p, cx, q, a, what ? what : arena_fmt(cx->mem, tr(cx, "Positions: %s"), review));
	p->type = T;
	page_crumb(p, tr(cx, T->label_plural), "/recommendations");
	page_crumb(p, tr(cx, "UPR positions"), "/positions");
	page_crumb(p, review, what ? desk_path(cx, d, "") : NULL);
	if (what)
		page_crumb(p, what, NULL);
}

static bool load_titles(struct context *cx, const struct position_desk *d)
{
	void **rows = arena_array(cx->mem, void *, d->n + 1);
	int64_t *bodies = arena_array(cx->mem, int64_t, d->n * 8 + 1);
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct position_proposal *v = d->v[i].r->position_proposals.v;

		rows[i] = (void *)(uintptr_t)d->v[i].r;
		for (size_t k = 0; k < d->v[i].r->position_proposals.n && k < 8; k++)
			if (v[k].body)
				bodies[n++] = v[k].body;
	}
	return record_titles_in(cx, T, rows, d->n, "themes lead document cycle") &&
	       record_titles(cx, &institution_type, bodies, n);
}

/* ---- filters */

/* Those that occur, each once, as they come. */
static void print_filter(struct html *h, const struct position_desk *d, bool theme,
                         const char *chosen)
{
	struct context *cx = h->cx;
	struct refs seen = { 0 };

	for (size_t i = 0; i < d->n; i++) {
		const struct recommendation *r = d->v[i].r;
		const struct refs lead = { (int64_t[]){ r->lead }, r->lead != 0 };

		refs_join(cx, &seen, theme ? &r->themes : &lead);
	}
	form_select(h, NULL, theme ? "theme" : "body",
	            theme ? tr(cx, "Theme") : tr(cx, "Lead body"));
	html_option(h, "", tr(cx, "All"), !*chosen);
	for (size_t i = 0; i < seen.n; i++)
		html_option(h, arena_fmt(cx->mem, "%lld", (long long)seen.v[i]),
		            record_title(cx, theme ? &theme_type : &institution_type, seen.v[i]),
		            is_id(chosen, seen.v[i]));
	html_option(h, "-", tr(cx, "none"), str_eq(chosen, "-"));
	form_select_close(h);
}

static void print_filters(struct page *p, const struct position_desk *d, const struct desk_wish *w)
{
	struct html *h = &p->html;
	struct context *cx = p->cx;

	html(h, "<form class=\"row no-print\" method=\"get\" action=\"%s\">\n",
	     desk_path(cx, d, ""));
	print_filter(h, d, true, w->theme);
	print_filter(h, d, false, w->body);
	form_select(h, NULL, "stage", tr(cx, "Stage"));
	html_option(h, "", tr(cx, "All"), !*w->stage);
	for (const struct choice *c = desk_stages; c->code; c++)
		html_option(h, c->code, tr(cx, c->label), str_eq(c->code, w->stage));
	form_select_close(h);
	form_select(h, NULL, "by", tr(cx, "In the order of"));
	html_option(h, "", tr(cx, "Paragraph"), !*w->by);
	html_option(h, "theme", tr(cx, "Theme"), str_eq(w->by, "theme"));
	html_option(h, "body", tr(cx, "Lead body"), str_eq(w->by, "body"));
	form_select_close(h);
	html(h, "<p class=\"field\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(cx, "Show"));
}

/* ---- rows */

static void print_words_of(struct html *h, const struct texts *words)
{
	const char *lang = NULL, *body = view_text(h->cx, words, &lang);

	if (str_empty(body))
		return;
	html(h, " <span class=\"small\"");
	html_lang(h, lang);
	html(h, ">%s</span>", body);
}

void desk_print_position(struct html *h, int position, const struct texts *words)
{
	const struct choice *c = choice_at(recommendation_field("position")->choices, position);

	if (!position || position == POSITION_PENDING)
		html(h, "<span class=\"note\">%s</span>", tr(h->cx, "none yet"));
	else
		html_state(h, c->glyph, tr(h->cx, c->label));
	print_words_of(h, words);
}

void desk_print_proposals(struct html *h, const struct recommendation *r)
{
	const struct position_proposal *v = r->position_proposals.v;
	struct context *cx = h->cx;

	for (size_t i = 0; i < r->position_proposals.n; i++) {
		if (i)
			html(h, "<br>");
		html(h, "<span class=\"note\">%s:</span> ",
		     v[i].secretariat == YES ? tr(cx, "Secretariat")
		                             : record_title(cx, &institution_type, v[i].body));
		desk_print_position(h, position_of_proposal(v[i].proposed), &v[i].words);
	}
	if (!r->position_proposals.n)
		html(h, "<span class=\"note\">%s</span>", tr(cx, "none yet"));
	if (r->position_dispute) {
		html(h, "<br>");
		html_state(h, "flag st-flag",
		           arena_fmt(cx->mem, tr(cx, "For the Commission: %s"),
		                     tr(cx,
		                        choice_at(position_disputes, r->position_dispute)->label)));
		if (!str_empty(r->position_dispute_note))
			html(h, " <span class=\"small\">%s</span>", r->position_dispute_note);
	}
}

static void print_row(struct html *h, const struct position_paragraph *p, bool ticks)
{
	const struct recommendation *r = p->r;
	struct context *cx = h->cx;
	const char *lang = NULL, *body = view_text(cx, &r->text, &lang);
	long long id = (long long)r->record.id;

	html(h, "<tr role=\"row\">");
	if (ticks)
		html(h,
		     "<td role=\"cell\" class=\"pick\"><input type=\"checkbox\" name=\"id\" "
		     "value=\"%lld\" aria-labelledby=\"r%lld\"></td>",
		     id, id);
	html(h,
	     "<th role=\"rowheader\" scope=\"row\" id=\"r%lld\"><span class=\"ref\">%s</span></th>"
	     "<td role=\"cell\" class=\"what\"><a href=\"%s\"><span class=\"clamp\"",
	     id, recommendation_reference(cx, r), record_path(cx, T, r->record.id, NULL));
	html_lang(h, lang);
	html(h, ">%s</span></a></td><td role=\"cell\" data-l=\"%s\">%s</td>", body ? body : "",
	     tr(cx, "Lead body"),
	     r->lead ? record_title(cx, &institution_type, r->lead) : tr(cx, "none yet"));
	html(h, "<td role=\"cell\" data-l=\"%s\">", tr(cx, "Proposals"));
	desk_print_proposals(h, r);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, "Position"));
	desk_print_position(h, p->decided->position, &p->decided->position_remark);
	html(h, "</td></tr>\n");
}

static void print_head(struct html *h, bool ticks)
{
	struct context *cx = h->cx;
	const char *const titles[] = { tr(cx, "Paragraph"), tr(cx, "Recommendation"),
		                       tr(cx, "Lead body"), tr(cx, "Proposals"),
		                       tr(cx, "Position") };

	html(h,
	     "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table "
	     "class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">",
	     tr(cx, "UPR positions"));
	if (ticks)
		html(h,
		     "<th role=\"columnheader\" scope=\"col\" class=\"pick\"><span "
		     "class=\"vh\">%s</span></th>",
		     tr(cx, "Select"));
	for (size_t i = 0; i < LEN(titles); i++)
		html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>", titles[i]);
	html(h, "</tr></thead><tbody role=\"rowgroup\">\n");
}

/* ---- what is done with many */

struct way {
	enum right right;
	const char *path, *one, *all; /* of those ticked, of all that are shown */
};

static const struct way ways[] = {
	{ RIGHT_PROPOSE, "/propose", N_("Propose…"), N_("Propose for all shown…") },
	{ RIGHT_CREATE, "/propose", N_("Propose as the secretariat…"),
	  N_("Propose for all shown…") },
	{ RIGHT_CREATE, "/mark", N_("Mark for the Commission…"), NULL },
	{ RIGHT_APPROVE, "/decide", N_("Decide…"), N_("Decide all shown…") },
};

static bool may_work(struct context *cx, const struct position_desk *d)
{
	bool may = false;

	for (size_t i = 0; i < LEN(ways); i++)
		may |= access_function(cx, "upr_position", ways[i].right);
	return may && !date_set(position_frozen_on(cx, d->cycle));
}

static void print_bar(struct page *p, const struct position_desk *d)
{
	struct html *h = &p->html;
	struct context *cx = p->cx;
	const char *query = strchr(p->request->target, '?');

	html(h, "<div class=\"bulk no-print\" role=\"group\" aria-label=\"%s\"><b>%s</b>",
	     tr(cx, "Work on the selection"), tr(cx, "With those selected"));
	for (size_t i = 0; i < LEN(ways); i++)
		if (access_function(cx, "upr_position", ways[i].right))
			html(h, "<button class=\"btn\" formaction=\"%s\">%s</button>",
			     desk_path(cx, d, ways[i].path), tr(cx, ways[i].one));
	html(h, "</div>\n<p class=\"row no-print\">");
	for (size_t i = 0; i < LEN(ways); i++)
		if (ways[i].all && access_function(cx, "upr_position", ways[i].right))
			html(h, "<a class=\"btn\" href=\"%s%s\">%s</a>",
			     desk_path(cx, d, ways[i].path), query ? query : "",
			     tr(cx, ways[i].all));
	html(h, "</p>\n");
}

/* ---- groups */

static int64_t group_of(const struct desk_wish *w, const struct recommendation *r)
{
	if (str_eq(w->by, "theme"))
		return r->themes.n ? r->themes.v[0] : 0;
	return str_eq(w->by, "body") ? r->lead : 0;
}

static const char *group_title(struct context *cx, const struct desk_wish *w, int64_t group)
{
	if (str_eq(w->by, "theme"))
		return group ? record_title(cx, &theme_type, group) : tr(cx, "Without a theme");
	return group ? record_title(cx, &institution_type, group) : tr(cx, "No lead body");
}

static size_t print_rows(struct html *h, const struct position_desk *d, const struct desk_wish *w,
                         bool ticks)
{
	struct context *cx = h->cx;
	struct refs groups = { 0 };
	bool none = false, grouped = str_eq(w->by, "theme") || str_eq(w->by, "body");
	size_t shown = 0;

	for (size_t i = 0; i < d->n; i++) {
		int64_t g = group_of(w, d->v[i].r);

		if (g)
			refs_add(cx, &groups, g);
		none |= !g;
	}
	if (none)
		refs_add(cx, &groups, 0);
	for (size_t k = 0; k < groups.n; k++) {
		bool headed = !grouped;

		for (size_t i = 0; i < d->n; i++) {
			if (group_of(w, d->v[i].r) != groups.v[k] || !desk_fits(w, &d->v[i]))
				continue;
			if (!headed)
				html(h,
				     "<tr role=\"row\"><th role=\"rowheader\" colspan=\"%d\" "
				     "scope=\"rowgroup\">%s</th></tr>\n",
				     5 + ticks, group_title(cx, w, groups.v[k]));
			headed = true;
			print_row(h, &d->v[i], ticks);
			shown++;
		}
	}
	return shown;
}

/* ---- the pages */

static void print_actions(struct page *p, const struct position_desk *d)
{
	struct context *cx = p->cx;

	if (!access_wide(cx, T))
		return;
	page_action(p, tr(cx, "What is missing"), desk_path(cx, d, "/missing"), NULL, false);
	page_action(p, tr(cx, "For the Commission"), desk_path(cx, d, "/commission"), NULL, false);
	page_action(p, tr(cx, "Addendum"), desk_path(cx, d, "/addendum"), NULL, true);
	if (access_function(cx, "recommendations", RIGHT_CREATE))
		page_action(p, tr(cx, "Compare with the published list"),
		            desk_path(cx, d, "/compare"), NULL, false);
}

static bool desk_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct position_desk *d = desk_of(cx, q);
	struct desk_wish w = desk_wish(q);
	struct date frozen;
	struct page p;
	bool ticks;
	size_t shown;

	if (!d || !load_titles(cx, d))
		return false;
	frozen = position_frozen_on(cx, d->cycle);
	ticks = may_work(cx, d);
	desk_begin(&p, cx, q, a, d, NULL);
	p.lead = arena_fmt(cx->mem,
	                   tr(cx, "%zu recommendations: %zu supported, %zu noted, %zu without a "
	                          "position; %zu for the Commission."),
	                   d->n, d->supported, d->noted, d->open, d->disputed);
	print_actions(&p, d);
	if (date_set(frozen))
		page_message(&p, "",
		             arena_fmt(cx->mem, tr(cx, "The outcome was adopted on %s."),
		                       words_date_short(cx->mem, cx->lang, frozen)),
		             tr(cx, "The positions are frozen."));
	print_filters(&p, d, &w);
	html(&p.html, "<form method=\"post\" action=\"%s\">", desk_path(cx, d, "/propose"));
	page_csrf(&p.html, q);
	print_head(&p.html, ticks);
	shown = print_rows(&p.html, d, &w, ticks);
	html(&p.html, "</tbody></table></div>\n<p class=\"note\">%s</p>\n",
	     arena_fmt(cx->mem, tr(cx, "Shown: %zu"), shown));
	if (ticks && shown)
		print_bar(&p, d);
	html(&p.html, "</form>\n");
	return page_end(&p);
}

static bool reviews_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct list l = { .type = &review_cycle_type, .limit = MAX_LIST_PAGE };
	struct page p;
	size_t shown = 0;

	if (!list_filter(cx, &l, "mechanism", "UPR") ||
	    !list_filter(cx, &l, "state_under_review", "-") || !record_list(cx, &l))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "UPR positions"));
	p.type = T;
	p.lead = tr(cx, "The State’s positions on the recommendations of its reviews: bodies "
	                "propose, the chair decides, and every paragraph has one before the "
	                "addendum is made.");
	page_crumb(&p, tr(cx, T->label_plural), "/recommendations");
	page_crumb(&p, p.title, NULL);
	html(&p.html, "<ul class=\"plain stack-s\">\n");
	for (size_t i = l.n; i-- > 0; shown++) {
		const struct review_cycle *c = l.rows[i];

		html(&p.html,
		     "<li><a href=\"/positions/%lld\">%s</a> <span class=\"note\">%s</span></li>\n",
		     (long long)c->record.id, record_title_of(cx, &review_cycle_type, c),
		     words_date_short(cx->mem, cx->lang, c->review_date));
	}
	html(&p.html, "</ul>\n");
	if (!shown)
		page_empty(&p.html, tr(cx, "No review by the UPR is on record."),
		           tr(cx, "It is entered among the reviews."), "/review_cycles",
		           tr(cx, review_cycle_type.label_plural));
	return page_end(&p);
}

#define READS "upr_position:read"

static const struct route routes[] = {
	{ METHOD_GET, "/positions", READS, reviews_page, N_("Reviews with positions"), 0 },
	{ METHOD_GET, "/positions/{id}", READS, desk_page, N_("The positions of a review"), 0 },
	{ METHOD_GET, "/positions/{id}/propose", READS, position_propose_form,
	  N_("Propose the position on all that are shown"), 0 },
	{ METHOD_POST, "/positions/{id}/propose", READS, position_propose_form,
	  N_("Propose the position on those selected"), 0 },
	{ METHOD_POST, "/positions/{id}/propose/look", READS, position_propose_look,
	  N_("See what would come of the proposals"), 0 },
	{ METHOD_POST, "/positions/{id}/propose/now", READS, position_propose_now, N_("Propose"),
	  0 },
	{ METHOD_GET, "/positions/{id}/decide", "upr_position:approve", position_decide_form,
	  N_("Decide all that are shown"), 0 },
	{ METHOD_POST, "/positions/{id}/decide", "upr_position:approve", position_decide_form,
	  N_("Decide those selected"), 0 },
	{ METHOD_POST, "/positions/{id}/decide/look", "upr_position:approve", position_decide_look,
	  N_("See what would come of the decisions"), 0 },
	{ METHOD_POST, "/positions/{id}/decide/now", "upr_position:approve", position_decide_now,
	  N_("Decide"), 0 },
	{ METHOD_POST, "/positions/{id}/mark", "upr_position:create", position_mark_form,
	  N_("Mark those selected for the Commission"), 0 },
	{ METHOD_POST, "/positions/{id}/mark/look", "upr_position:create", position_mark_look,
	  N_("See which would be marked"), 0 },
	{ METHOD_POST, "/positions/{id}/mark/now", "upr_position:create", position_mark_now,
	  N_("Mark for the Commission"), 0 },
	{ METHOD_GET, "/positions/{id}/missing", READS, position_missing,
	  N_("What is missing before the addendum can be made"), 0 },
	{ METHOD_GET, "/positions/{id}/commission", READS, position_commission,
	  N_("Positions for the Commission"), 0 },
	{ METHOD_GET, "/positions/{id}/addendum", READS, position_addendum_page,
	  N_("The addendum with its number of words"), 0 },
	{ METHOD_GET, "/positions/{id}/addendum/file", READS, position_addendum_file,
	  N_("The addendum as a Word document"), ROUTE_JOB },
	{ METHOD_GET, "/positions/{id}/table", READS, position_table_file,
	  N_("The positions in the published form, as a workbook"), ROUTE_JOB },
	{ METHOD_POST, "/positions/{id}/sources", "recommendations:update", position_sources_post,
	  N_("Say in which document the positions stand"), 0 },
	{ METHOD_GET, "/positions/{id}/compare", "recommendations:create", position_compare_form,
	  N_("Compare with the list that OHCHR published"), 0 },
	{ METHOD_POST, "/positions/{id}/compare", "recommendations:create", position_compare_post,
	  N_("What the published list says otherwise"), ROUTE_UPLOAD | ROUTE_NO_DB | ROUTE_JOB },
	{ 0 },
};

const struct pages position_pages = { "position", routes };
