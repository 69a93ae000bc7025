/* The list people live in: where it stands, the words and their labels, three assessments side by
 * side, the body, the date (ui/recommendations.html).  The other pages of the subject stand beside
 * this file. */
#include "subject/recommendation/recommendation_web.h"

#include "language/words.h"
#include "record/app.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/taxonomy/taxonomy.h"

#define TITLES "document cycle lead recommending_states themes sdg"
#define BREAK  "<br>"

static bool may_assign(const struct context *cx)
{
	return access_function(cx, "recommendations", RIGHT_SEND);
}

static void head_cell(struct html *h, const char *label, const char *second)
{
	html(h, "<th role=\"columnheader\" scope=\"col\">%s", label);
	if (second)
		html(h, "<br>%s", second);
	html(h, "</th>");
}

static void head(struct html *h, const struct list *l)
{
	struct context *cx = h->cx;

	(void)l;
	if (may_assign(cx))
		html(h,
		     "<th role=\"columnheader\" scope=\"col\" class=\"pick\"><span "
		     "class=\"vh\">%s</span></th>",
		     tr(cx, "Select"));
	head_cell(h, tr(cx, "Paragraph"), NULL);
	head_cell(h, tr(cx, "Text and labels"), NULL);
	head_cell(h, tr(cx, "State’s own status"), tr(cx, "UPR position"));
	head_cell(h, tr(cx, "Mechanism’s grade"), NULL);
	head_cell(h, tr(cx, "Lead body"), NULL);
	head_cell(h, tr(cx, "Deadline"), tr(cx, "Stage"));
}

/* Its place in the document, or who said it. */
static void print_place(struct html *h, const struct recommendation *r, const char *end)
{
	struct context *cx = h->cx;

	if (!str_empty(r->locator))
		html(h, "<span class=\"ref\">%s</span>", r->locator);
	else if (r->recommending_states.n)
		html(h, "<span>%s%s</span>",
		     record_title(cx, &country_type, r->recommending_states.v[0]),
		     r->recommending_states.n > 1 ? " …" : "");
	else
		return;
	buffer_text(&h->out, end);
}

static void print_document(struct html *h, const struct recommendation *r)
{
	struct context *cx = h->cx;
	const char *where = r->document ? record_title(cx, &document_type, r->document)
	                    : r->cycle  ? record_title(cx, &review_cycle_type, r->cycle)
	                                : "";

	html(h, "<span class=\"note%s\">%s</span>", strchr(where, ' ') ? "" : " nb", where);
}

static void print_where(struct html *h, const struct recommendation *r)
{
	html(h, "<th role=\"rowheader\" scope=\"row\" id=\"r%lld\">", (long long)r->record.id);
	print_place(h, r, BREAK);
	print_document(h, r);
	html(h, "</th>");
}

/* As many labels as fit without pushing the next recommendation off the page; the record's page has
 * all. */
static void print_labels(struct html *h, const struct recommendation *r)
{
	enum { SHOWN = 2 };
	struct context *cx = h->cx;
	size_t more = 0;

	if (!r->themes.n && !r->sdg.n)
		return;
	html(h, "<ul class=\"tags\">");
	for (size_t i = 0; i < r->themes.n; i++)
		if (i < SHOWN)
			html(h, "<li class=\"tag\">%s</li>",
			     record_title(cx, &theme_type, r->themes.v[i]));
		else
			more++;
	for (size_t i = 0; i < r->sdg.n; i++) {
		const char *title = record_title(cx, &sdg_type, r->sdg.v[i]);

		html(h, "<li class=\"tag\">%s</li>",
		     arena_fmt(cx->mem, tr(cx, "SDG %s"),
		               arena_strn(cx->mem, title, strcspn(title, " "))));
	}
	if (more)
		html(h, "<li class=\"note\">+%zu</li>", more);
	html(h, "</ul>");
}

/* Where words were searched for, the piece that has them. */
static void print_words(struct html *h, const struct list *l, const struct recommendation *r)
{
	struct context *cx = h->cx;
	const char *lang, *body = view_text(cx, &r->text, &lang);

	html(h, "<a href=\"%s\">", record_path(cx, T, r->record.id, NULL));
	if (!view_found(h, l, r)) {
		html(h, "<span class=\"clamp\"");
		html_lang(h, lang);
		html(h, ">%s</span>", body);
	}
	html(h, "</a>");
}

static void print_text(struct html *h, const struct list *l, const struct recommendation *r)
{
	html(h, "<td role=\"cell\" class=\"what\">");
	print_words(h, l, r);
	print_labels(h, r);
	html(h, "</td>");
}

static void print_status(struct html *h, const struct recommendation *r)
{
	if (r->status)
		view_value(h, T, recommendation_field("status"), r);
	else
		html_state(h, "none st-none", tr(h->cx, "No status yet"));
}

static void print_state(struct html *h, const struct recommendation *r)
{
	html(h, "<td role=\"cell\" data-l=\"%s\">", tr(h->cx, "State"));
	print_status(h, r);
	if (r->position) {
		html(h, "<br>");
		view_value(h, T, recommendation_field("position"), r);
	}
	html(h, "</td>");
}

/* The newest grade; what is missing is said only where a mechanism gives grades. */
static void print_grade(struct html *h, const struct recommendation *r)
{
	const struct assessment *a = r->assessments.v;

	if (!r->assessments.n) {
		html(h, "<td role=\"cell\"></td>");
		return;
	}
	html(h, "<td role=\"cell\" data-l=\"%s\"><span class=\"grade\">%s</span></td>",
	     tr(h->cx, "Mechanism"),
	     record_title(h->cx, &grade_type, a[r->assessments.n - 1].grade));
}

static void print_lead(struct html *h, const struct recommendation *r)
{
	html(h, "<td role=\"cell\" data-l=\"%s\">", tr(h->cx, "Lead body"));
	if (r->lead)
		view_value(h, T, recommendation_field("lead"), r);
	else
		html(h, "<span class=\"note\">%s</span>", tr(h->cx, "none yet"));
	html(h, "</td>");
}

static bool work_goes_on(const struct recommendation *r)
{
	return !type_state_in(T, r->record.state, T->finished_states);
}

static void print_deadline(struct html *h, const struct recommendation *r)
{
	struct context *cx = h->cx;
	struct date day = today(cx);
	const char *words = words_date_short(cx->mem, cx->lang, r->deadline);

	if (!date_set(r->deadline))
		html(h, "<span class=\"note\">%s</span>", tr(cx, "not set"));
	else if (work_goes_on(r) && date_compare(r->deadline, day) < 0)
		html_state(h, "late st-late", words);
	else if (work_goes_on(r) && date_to_days(r->deadline) - date_to_days(day) <= 30)
		html_state(h, "soon st-soon", words);
	else
		html(h, "<span class=\"nb\">%s</span>", words);
}

static void print_due(struct html *h, const struct recommendation *r)
{
	html(h, "<td role=\"cell\" data-l=\"%s\">", tr(h->cx, "Deadline"));
	print_deadline(h, r);
	html(h, "<br>");
	view_value(h, T, &common_fields[0], r);
	html(h, "</td>");
}

static void print_tick(struct html *h, const struct recommendation *r)
{
	html(h, "<input type=\"checkbox\" name=\"id\" value=\"%lld\" aria-labelledby=\"r%lld\">",
	     (long long)r->record.id, (long long)r->record.id);
}

static void row(struct html *h, const struct list *l, const void *record)
{
	const struct recommendation *r = record;

	if (may_assign(h->cx)) {
		html(h, "<td role=\"cell\" class=\"pick\">");
		print_tick(h, r);
		html(h, "</td>");
	}
	print_where(h, r);
	print_text(h, l, r);
	print_state(h, r);
	print_grade(h, r);
	print_lead(h, r);
	print_due(h, r);
}

/* As a block: where it stands, the words and labels, how far it is. */
static void card(struct html *h, const struct list *l, const void *record)
{
	const struct recommendation *r = record;

	html(h, "<div class=\"when\">");
	if (may_assign(h->cx))
		print_tick(h, r);
	html(h, " <span id=\"r%lld\">", (long long)r->record.id);
	print_place(h, r, BREAK);
	print_document(h, r);
	html(h, "</span></div><div><p class=\"what\">");
	print_words(h, l, r);
	html(h, "</p>");
	print_labels(h, r);
	html(h, "<p class=\"note\">%s: %s · %s: ", tr(h->cx, "Lead body"),
	     r->lead ? record_title(h->cx, &institution_type, r->lead) : tr(h->cx, "none yet"),
	     tr(h->cx, "Deadline"));
	print_deadline(h, r);
	html(h, "</p></div><div class=\"small\">");
	print_status(h, r);
	if (r->position) {
		html(h, "<br>");
		view_value(h, T, recommendation_field("position"), r);
	}
	html(h, "<br>");
	view_value(h, T, &common_fields[0], r);
	html(h, "</div>");
}

static void line(struct html *h, const struct list *l, const void *record)
{
	const struct recommendation *r = record;

	if (may_assign(h->cx))
		print_tick(h, r);
	html(h, "<span id=\"r%lld\">", (long long)r->record.id);
	print_place(h, r, " ");
	print_document(h, r);
	html(h, "</span><span class=\"what\">");
	print_words(h, l, r);
	html(h, "</span>");
	print_status(h, r);
}

#define LOOKS .head = head, .row = row, .titles = TITLES, .card = card, .line = line

/* Ready filters, each a plain link. */
static void views(struct html *h, const struct list *l)
{
	static const struct view_ready ready[] = {
		{ N_("All"), "" },
		{ N_("Not triaged yet"), "?state=entered&state=imported&state=reopened" },
		{ N_("No lead body"), "?lead=-" },
		{ N_("Answer awaited"), "?state=assigned" },
		{ N_("Returned"), "?state=returned" },
		{ N_("Singled out for follow-up"), "?follow_up=yes" },
	};
	struct context *cx = h->cx;

	view_ready_print(h, l, ready, LEN(ready));
	html(h,
	     "<p class=\"row no-print\"><a class=\"btn btn-bare\" href=\"/letters\">%s</a></p>\n",
	     tr(cx, "Letters"));
	if (access_function(cx, T->function, RIGHT_CREATE))
		html(h,
		     "<p class=\"row no-print\"><a class=\"btn\" "
		     "href=\"/recommendations/paste\">%s</a>"
		     " <a class=\"btn\" href=\"/imports\">%s</a></p>\n",
		     tr(cx, "Paste paragraphs"), tr(cx, "Bring in a file"));
}

const struct view_list *recommendation_list(const struct context *cx)
{
	static const struct view_list plain = { LOOKS };
	static const struct view_list with_bar = { LOOKS, .bulk_action = "/recommendations/assign",
		                                   .bulk = recommendation_bulk };

	return may_assign(cx) ? &with_bar : &plain;
}

static bool list_page(struct context *cx, const struct request *q, struct reply *a)
{
	static const struct view_list plain = { LOOKS, .views = views };
	static const struct view_list with_bar = { LOOKS, .views = views,
		                                   .bulk_action = "/recommendations/assign",
		                                   .bulk = recommendation_bulk };

	if (permissions_scopes(cx->app->permissions, T->function, cx->actor->role, RIGHT_READ) ==
	    SCOPE_PUBLISHED)
		/* whose right is to read what was published reads the copies */
		return reply_goto(cx, a, "/public");
	return view_list_page(cx, q, a, T, may_assign(cx) ? &with_bar : &plain);
}

static const struct route routes[] = {
	{ METHOD_GET, "/recommendations", "recommendations:read", list_page,
	  N_("Recommendations, filtered and ordered"), 0 },
	{ METHOD_GET, "/recommendations/paste", "recommendations:create", paste_form,
	  N_("Enter a run of numbered paragraphs"), 0 },
	{ METHOD_POST, "/recommendations/paste", "recommendations:create", paste_look,
	  N_("See the paragraphs that were found"), 0 },
	{ METHOD_POST, "/recommendations/paste/enter", "recommendations:create", paste_enter,
	  N_("Enter the paragraphs that were confirmed"), 0 },
	{ METHOD_GET, "/recommendations/assign", "recommendations:send", assign_found,
	  N_("Choose the body for all that the filters find"), 0 },
	{ METHOD_POST, "/recommendations/assign", "recommendations:send", assign_form,
	  N_("Choose the body for the recommendations selected"), 0 },
	{ METHOD_POST, "/recommendations/assign/now", "recommendations:send", assign_post,
	  N_("Assign the recommendations selected"), 0 },
	{ METHOD_GET, "/recommendations/change", "recommendations:update", change_found,
	  N_("Choose what changes in all that the filters find"), 0 },
	{ METHOD_POST, "/recommendations/change", "recommendations:update", change_form,
	  N_("Choose what changes in the recommendations selected"), 0 },
	{ METHOD_POST, "/recommendations/change/look", "recommendations:update", change_look,
	  N_("See what would change, and what is refused"), 0 },
	{ METHOD_POST, "/recommendations/change/now", "recommendations:update", change_now,
	  N_("Change the recommendations selected"), 0 },
	{ METHOD_POST, "/recommendations/triage", "recommendations:update", triage_post,
	  N_("Triage the recommendations selected"), 0 },
	{ METHOD_GET, "/recommendations/together", "recommendations:update", together_list,
	  N_("What was done with many recommendations at once"), 0 },
	{ METHOD_GET, "/recommendations/together/{id}", "recommendations:read", together_page,
	  N_("A step that was taken with many recommendations at once"), 0 },
	{ METHOD_POST, "/recommendations/together/{id}/undo", "recommendations:read", together_undo,
	  N_("Takes it back with those that nobody has changed since"), 0 },
	{ METHOD_GET, "/recommendations/{id}", "recommendations:read", recommendation_page,
	  N_("A recommendation with the work on it"), 0 },
	{ METHOD_GET, "/recommendations/{id}/split", "recommendations:update", split_form,
	  N_("Write down the parts of a recommendation"), 0 },
	{ METHOD_POST, "/recommendations/{id}/split", "recommendations:update", split_post,
	  N_("Split a recommendation into parts"), 0 },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("Recommendations"), "/recommendations", "recommendations:read", 20 },
	{ 0 },
};

const struct pages recommendation_pages = { "recommendation", routes, tabs };
