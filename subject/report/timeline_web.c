/* A review's page: its stages as a line in time.  What is on record, what is expected next, what is
 * late and why; read from the documents and the register each time, without script. */
#include "subject/report/report.h"

#include "language/words.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/treaty/treaty.h"
#include "web/similar.h"
#include "web/view.h"

#define T (&review_cycle_type)

enum { NEWEST = 5, MOST = 64 };

SQL(deadlines_of_review, "SELECT id FROM deadline WHERE source = $1 AND source_type ="
                         " 'review_cycle' AND state <> 'dropped' ORDER BY id LIMIT 64");

/* The deadlines of the review that the actor may read, and when its report was due. */
struct clocks {
	struct deadline **v;
	size_t n;
	struct report_was report;
};

static bool clocks_of(struct context *cx, int64_t review, struct clocks *ret)
{
	struct rows *r = db_query(cx, &deadlines_of_review, V(review));
	int64_t ids[MOST];
	size_t n = 0, got;
	void **rows;

	while (r && rows_next(cx, r) && n < MOST)
		ids[n++] = rows_int(r, 0);
	if (failed(cx) || !record_get_many(cx, &deadline_type, ids, n, &rows, &got))
		return false;
	ret->v = arena_array(cx->mem, struct deadline *, got);
	ret->n = 0;
	for (size_t i = 0; i < got; i++)
		if (access_content(cx, &deadline_type, rows[i]))
			ret->v[ret->n++] = rows[i];
	return true;
}

static const struct deadline *clock_of(const struct clocks *c, enum stage_name name)
{
	const char *wanted = stage_deadline(name);

	for (size_t i = 0; wanted && i < c->n; i++)
		if (str_eq(c->v[i]->name, wanted))
			return c->v[i];
	return NULL;
}

/* ---- one stage */

static bool is_met(const struct deadline *d)
{
	return type_state_in(&deadline_type, d->record.state, "met");
}

static void print_progress(struct html *h, const struct stage *s, const struct deadline *d)
{
	struct context *cx = h->cx;

	if (d && deadline_overdue(cx, d))
		html_state(h, "late st-late", tr(cx, "Overdue"));
	else if (s->progress == STAGE_THERE && (s->n || s->name == STAGE_NEXT))
		html_state(h, "done st-done", tr(cx, "On record"));
	else if (s->progress == STAGE_THERE)
		html_state(h, "done st-done", tr(cx, "Has taken place"));
	else if (s->progress == STAGE_SKIPPED)
		html_state(h, "none st-none", tr(cx, "Nothing on record"));
	else if (s->progress == STAGE_COMING)
		html_state(h, "go st-go", tr(cx, "Expected next"));
	else
		html_state(h, "new st-new", tr(cx, "To come"));
}

static void print_documents(struct html *h, const struct stage *s)
{
	struct context *cx = h->cx;

	for (size_t i = 0; i < s->n; i++) {
		const struct document *d = s->v[i];
		struct date given = document_given(d), due;

		html(h, "<p>");
		view_link(h, &document_type, d->record.id);
		if (date_set(given))
			html(h, " <span class=\"nb\">%s</span>", date_words(cx, given));
		html(h, "</p>\n");
		if (document_late(cx, d, &due))
			html(h, "<p class=\"note\">%s</p>\n",
			     arena_fmt(cx->mem, tr(cx, "It came after its date, %s."),
			               date_words(cx, due)));
	}
}

static void print_due(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;
	const char *path = record_path(cx, &deadline_type, d->record.id, NULL);
	const char *met = is_met(d) ? deadline_met_words(cx, d) : NULL;

	if (is_met(d))
		html(h, "<p><a href=\"%s\">%s</a>%s%s</p>\n", path,
		     arena_fmt(cx->mem, tr(cx, "Met on %s"), date_words(cx, d->done)),
		     met ? ": " : "", met ? met : "");
	else if (date_set(d->due))
		html(h, "<p><a href=\"%s\">%s</a></p>\n", path,
		     arena_fmt(cx->mem, tr(cx, "Due on %s"), date_words(cx, d->due)));
	else if (date_set(d->window_from))
		html(h, "<p><a href=\"%s\">%s</a></p>\n", path,
		     arena_fmt(cx->mem, tr(cx, "Between %s and %s"), date_words(cx, d->window_from),
		               date_words(cx, d->window_to)));
	else
		html(h, "<p><a href=\"%s\">%s</a></p>\n", path, tr(cx, "Date to be communicated"));
}

/* How the date was found, and what stands against it. */
static void print_how(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;
	const char *risk = deadline_risk(cx, d);

	if (is_met(d) || d->status == DEADLINE_AWAITING)
		return;
	html(h, "<p class=\"note\">");
	view_value(h, &deadline_type, type_field_named(&deadline_type, "status"), d);
	if (d->voluntary == YES)
		html(h, " · %s", tr(cx, "voluntary"));
	if (d->verify == YES)
		html(h, " · %s", tr(cx, "look into the document whether it states a date"));
	html(h, "</p>\n");
	if (risk)
		html(h, "<p class=\"note\">%s</p>\n", risk);
}

/* A report that is due is planned from here, or its plan is one click away. */
static void print_plan(struct page *p, struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;
	int64_t project = report_of_deadline(cx, d->record.id);
	const struct report_project *r =
	        project ? record_get_any(cx, &report_project_type, project) : NULL;

	if (r && access_record(cx, &report_project_type, r, RIGHT_READ)) {
		html(h, "<p><a href=\"%s\">%s</a></p>\n",
		     record_path(cx, &report_project_type, project, NULL),
		     tr(cx, "Plan of the report"));
		return;
	}
	if (project || !report_plannable(d) ||
	    !access_function(cx, report_project_type.function, RIGHT_CREATE))
		return;
	html(h, "<form class=\"no-print\" method=\"post\" action=\"%s\">",
	     record_path(cx, &deadline_type, d->record.id, "/plan"));
	page_csrf(h, p->request);
	html(h, "<button class=\"btn\">%s</button></form>\n", tr(cx, "Plan the report"));
}

/* Reports of before are in no register: whether they came on time follows from their day, and from
 * what the review before or the rule says. */
static void print_report(struct html *h, const struct stage *s, const struct report_was *was)
{
	struct context *cx = h->cx;
	struct date came = { 0 };
	const char *timely;
	int64_t days;

	for (size_t i = 0; i < s->n && !date_set(came); i++)
		came = s->v[i]->submitted;
	timely = deadline_timely_words(cx, was->due, came);
	if (!timely)
		return;
	html(h, "<p class=\"note\">%s</p>\n",
	     arena_fmt(cx->mem,
	               was->review ? tr(cx, "By the review before it the report was due by %s. It "
	                                    "came on %s: %s.")
	                           : tr(cx, "By the rule the report was due by %s. It came on %s: "
	                                    "%s."),
	               date_words(cx, was->due), date_words(cx, came), timely));
	if (!was->review && deadline_timely(was->due, came, &days) == TIMELY_NO)
		html(h, "<p class=\"note\">%s</p>\n",
		     tr(cx, "Look into the observations before it whether they set another date."));
}

/* The review that followed, or when we expect one although nobody has stated it. */
static void print_next(struct html *h, const struct review_cycle *c, int64_t next)
{
	if (next) {
		html(h, "<p>");
		view_link(h, T, next);
		html(h, "</p>\n");
	} else if (c->next_said == NEXT_EXPECTED && !str_empty(c->next_expectation) &&
	           !strchr(c->next_expectation, '/')) {
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(h->cx->mem, tr(h->cx, "We expect it: %s. It was not stated."),
		               c->next_expectation));
	}
}

static void print_stage(struct page *p, const struct review_cycle *c, const struct stage *s,
                        int64_t next, const struct clocks *clocks)
{
	struct html *h = &p->html;
	const struct deadline *d = clock_of(clocks, s->name);
	const char *class = s->progress == STAGE_COMING    ? "here"
	                    : s->progress == STAGE_SKIPPED ? "gap"
	                                                   : "at";

	html(h, "<li class=\"%s\">", class);
	html(h, "<b>%s</b><p>", tr(h->cx, s->label));
	print_progress(h, s, d);
	html(h, "</p>\n");
	if (s->name == STAGE_NEXT)
		print_next(h, c, next);
	if (date_set(s->date) && !s->n)
		html(h, "<p class=\"nb\">%s</p>\n", date_words(h->cx, s->date));
	print_documents(h, s);
	if (!d && s->name == STAGE_REPORT)
		print_report(h, s, &clocks->report);
	if (d) {
		print_due(h, d);
		print_how(h, d);
		print_plan(p, h, d);
	}
	html(h, "</li>\n");
}

static void print_line(struct page *p, const struct review_cycle *c, const struct stages *s,
                       const struct clocks *clocks)
{
	page_section(&p->html, tr(p->cx, "Stages"),
	             tr(p->cx, "Documents belong to their stage by kind and review."));
	html(&p->html, "<ol class=\"chain\">\n");
	for (size_t i = 0; i < s->n; i++)
		print_stage(p, c, &s->v[i], s->next, clocks);
	html(&p->html, "</ol></section>\n");
}

static bool review_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct review_cycle *c = id ? record_get(cx, T, id) : NULL;
	struct stages stages;
	struct clocks clocks;
	struct page p;

	if (!c || !review_stages(cx, c, false, &stages) || !clocks_of(cx, id, &clocks) ||
	    !report_was_due(cx, c, &clocks.report))
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, id));
	p.title_lang = record_title_lang(cx, T, id);
	view_head(&p, T, c);
	print_line(&p, c, &stages, &clocks);
	html(&p.html, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
	view_facts(&p.html, T, c, NULL);
	view_rows(&p, T, c);
	html(&p.html, "</div>\n<div>\n");
	view_steps(&p, T, c);
	html(&p.html, "</div></div>\n");
	view_sources(&p, T, c);
	return similar_section(&p, T, c) && view_history(&p, T, id, NEWEST) && page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/review_cycles/{id}", "reference_data:read", review_get,
	  N_("A review with its stages, documents and dates"), 0, NULL },
	{ 0 },
};

const struct pages timeline_pages = { .name = "timeline", .routes = routes };
