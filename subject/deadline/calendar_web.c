/* The calendar: a month, a year or a list of what is due, by mechanism, body and kind.  All of it
 * is in the address, so that a page can be kept, sent and printed; the year is what one prints as
 * the plan.  Nothing needs script. */
#include "subject/deadline/calendar_web.h"

#include "base/number.h"
#include "record/app.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "web/request.h"
#include "web/view_part.h"

#include "language/words.h"

enum {
	PER_LIST = 50,   /* a page stays small */
	PER_GRID = 400,  /* of six weeks */
	PER_PLAN = 400,  /* of a year */
	PER_MARGIN = 20, /* without a date, or late */
};

static const struct view_word {
	const char *name, *label;
} views[] = {
	[VIEW_MONTH] = { "month", N_("Month") },
	[VIEW_YEAR] = { "year", N_("Year") },
	[VIEW_LIST] = { "list", N_("List") },
};

/* ---- the address */

static struct date month_of(struct date d)
{
	return date_day(d.year, d.month, 1);
}

static struct date at_of(const struct calendar_page *c, struct date d)
{
	return c->view == VIEW_YEAR ? date_day(d.year, 1, 1) : month_of(d);
}

static bool read_view(struct calendar_page *c, const struct request *q)
{
	const char *name = request_query(q, "view");

	if (str_empty(name))
		return true;
	for (size_t i = 0; i < LEN(views); i++)
		if (str_eq(views[i].name, name)) {
			c->view = (enum calendar_view)i;
			return true;
		}
	return fail(c->p.cx, ERR_BAD_REQUEST, "view", N_("There is no such view."));
}

/* Years that nobody plans for would make dates that cannot be written. */
static bool read_at(struct calendar_page *c, const struct request *q)
{
	enum { EARLIEST = 1900, LATEST = 2200 };
	const char *text = request_query(q, "at");
	struct date d = today(c->p.cx);

	if (!str_empty(text) && (!date_parse(text, &d) || d.year < EARLIEST || d.year > LATEST))
		return fail(c->p.cx, ERR_BAD_REQUEST, "at",
		            N_("This is no month or year that the calendar knows."));
	c->at = at_of(c, d);
	return true;
}

static bool read_id(struct context *cx, const struct request *q, const char *name, int64_t *ret)
{
	const char *text = request_query(q, name);

	*ret = 0;
	return str_empty(text) || parse_int_in(text, 0, INT64_MAX, ret) ||
	       fail(cx, ERR_BAD_REQUEST, name, N_("This is no record."));
}

static bool read_kind(struct context *cx, const struct request *q, int *ret)
{
	const char *text = request_query(q, "kind");

	*ret = str_empty(text) ? 0 : choice_index(deadline_kinds, text);
	return str_empty(text) || *ret ||
	       fail(cx, ERR_BAD_REQUEST, "kind", N_("There is no such kind."));
}

static bool read_page(struct calendar_page *c, const struct request *q)
{
	struct context *cx = c->p.cx;
	const char *offset = request_query(q, "offset");

	return read_view(c, q) && read_at(c, q) &&
	       read_id(cx, q, "mechanism", &c->filter.mechanism) &&
	       read_id(cx, q, "body", &c->filter.body) && read_kind(cx, q, &c->filter.kind) &&
	       (str_empty(offset) || parse_int_in(offset, 0, 1000000, &c->offset) ||
	        fail(cx, ERR_BAD_REQUEST, "offset", N_("This is no place in a list.")));
}

const char *calendar_address(struct calendar_page *c, enum calendar_view view, struct date at,
                             int64_t offset)
{
	struct context *cx = c->p.cx;
	const struct calendar_filter *f = &c->filter;
	struct buffer b = BUFFER(cx->mem, 400);

	buffer_fmt(&b, "/calendar?view=%s", views[view].name);
	if (view == VIEW_YEAR)
		buffer_fmt(&b, "&at=%d", at.year);
	else if (view == VIEW_MONTH)
		buffer_fmt(&b, "&at=%d-%02d", at.year, at.month);
	if (f->mechanism)
		buffer_fmt(&b, "&mechanism=%lld", (long long)f->mechanism);
	if (f->body)
		buffer_fmt(&b, "&body=%lld", (long long)f->body);
	if (f->kind)
		buffer_fmt(&b, "&kind=%s", deadline_kinds[f->kind - 1].code);
	if (offset)
		buffer_fmt(&b, "&offset=%lld", (long long)offset);
	return buffer_str(&b);
}

/* ---- around it */

static const char *period(struct calendar_page *c, struct date at)
{
	at.precision = c->view == VIEW_YEAR ? PRECISION_YEAR : PRECISION_MONTH;
	return words_date(c->p.cx->mem, c->p.cx->lang, at);
}

static struct date moved(const struct calendar_page *c, int n)
{
	return date_add_months(c->at, c->view == VIEW_YEAR ? 12 * n : n);
}

static void print_actions(struct calendar_page *c)
{
	struct context *cx = c->p.cx;

	if (c->view != VIEW_LIST) {
		page_action(&c->p, period(c, moved(c, -1)),
		            calendar_address(c, c->view, moved(c, -1), 0), "back", false);
		page_action(&c->p, period(c, moved(c, 1)),
		            calendar_address(c, c->view, moved(c, 1), 0), "sent", false);
	}
	for (size_t i = 0; i < LEN(views); i++)
		if (i != c->view)
			page_action(&c->p, tr(cx, views[i].label),
			            calendar_address(c, (enum calendar_view)i,
			                             c->view == VIEW_YEAR &&
			                                             c->at.year == today(cx).year
			                                     ? month_of(today(cx))
			                                     : c->at,
			                             0),
			            NULL, false);
	if (route_allowed(cx, "reference_data:read"))
		page_action(&c->p, tr(cx, "Days off"), url(cx, "/holidays/year?at=%d", c->at.year),
		            NULL, false);
	page_action(&c->p, tr(cx, "In my own calendar"), "/calendar/feed", NULL, false);
	page_action(&c->p, tr(cx, "Deadline calculator"), "/deadlines/calculator", NULL, false);
}

static bool print_named(struct calendar_page *c, const struct type *t, const char *name,
                        const char *label, int64_t chosen)
{
	struct context *cx = c->p.cx;
	struct html *h = &c->p.html;
	int64_t *ids;
	size_t n;

	if (!calendar_named(cx, t, &ids, &n))
		return false;
	form_select(h, NULL, name, label);
	html_option(h, "", tr(cx, "all"), !chosen);
	for (size_t i = 0; i < n; i++)
		html_option(h, arena_fmt(cx->mem, "%lld", (long long)ids[i]),
		            record_title(cx, t, ids[i]), ids[i] == chosen);
	form_select_close(h);
	return true;
}

static bool drop_own(const char *name)
{
	return word_in("mechanism body kind offset", name);
}

static bool print_filters(struct calendar_page *c)
{
	struct context *cx = c->p.cx;
	struct html *h = &c->p.html;

	html(h,
	     "<form class=\"panel no-print\" action=\"/calendar\" aria-label=\"%s\"" SWAPS
	     "><div class=\"fields\">",
	     tr(cx, "What is shown"));
	view_keep_address(h, c->p.request, drop_own);
	if (!print_named(c, &mechanism_type, "mechanism", tr(cx, "Mechanism"),
	                 c->filter.mechanism) ||
	    !print_named(c, &institution_type, "body", tr(cx, "Lead body"), c->filter.body))
		return false;
	form_select(h, NULL, "kind", tr(cx, "Kind"));
	html_option(h, "", tr(cx, "all"), !c->filter.kind);
	for (const struct choice *k = deadline_kinds; k->code; k++)
		html_option(h, k->code, tr(cx, k->label),
		            c->filter.kind == (int)(k - deadline_kinds) + 1);
	form_select_close(h);
	html(h, "</div><p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(cx, "Show"));
	return true;
}

/* Rows of a part, logged where they are restricted, with the titles that they name. */
static bool rows_of(struct calendar_page *c, const struct calendar_filter *f, int limit,
                    int64_t offset, struct deadline ***rows, size_t *n, int64_t *total)
{
	struct context *cx = c->p.cx;

	return calendar_rows(cx, f, limit, (int)offset, rows, n, total) &&
	       view_reading_rows(cx, &deadline_type, (void *const *)*rows, *n, "calendar") &&
	       record_titles_in(cx, &deadline_type, (void *const *)*rows, *n,
	                        "mechanism owner institution");
}

static struct calendar_filter part(const struct calendar_page *c, enum calendar_part which)
{
	struct calendar_filter f = c->filter;

	f.part = which;
	return f;
}

/* ---- what stands beside */

static bool print_margin(struct calendar_page *c, struct date from, struct date to)
{
	struct context *cx = c->p.cx;
	struct html *h = &c->p.html;
	struct calendar_filter awaited = part(c, CALENDAR_AWAITING);
	struct calendar_filter windows = part(c, CALENDAR_WINDOWS);
	struct deadline **rows;
	size_t n;

	html(h, "<aside class=\"stack\" aria-label=\"%s\">", tr(cx, "Dates not fixed"));
	if (!rows_of(c, &awaited, PER_MARGIN, 0, &rows, &n, NULL))
		return false;
	calendar_panel(c, tr(cx, "Awaiting a date"),
	               tr(cx, "“Date to be communicated”: nothing is invented meanwhile."), rows,
	               n);
	windows.from = from;
	windows.to = to;
	if (!rows_of(c, &windows, PER_MARGIN, 0, &rows, &n, NULL))
		return false;
	calendar_panel(c, tr(cx, "Windows"), tr(cx, "The day is not known, only between which."),
	               rows, n);
	html(h, "</aside>");
	return true;
}

static bool print_overdue(struct calendar_page *c)
{
	struct context *cx = c->p.cx;
	struct calendar_filter f = part(c, CALENDAR_OVERDUE);
	struct deadline **rows;
	int64_t total;
	size_t n;

	if (!rows_of(c, &f, PER_MARGIN, 0, &rows, &n, &total))
		return false;
	if (!n)
		return true;
	html(&c->p.html,
	     "<section class=\"sect\"><h2>%s <span class=\"count count-late\">%lld</span></h2>\n",
	     tr(cx, "Overdue"), (long long)total);
	calendar_table(c, tr(cx, "Overdue, the oldest first"), rows, n);
	html(&c->p.html, "</section>\n");
	return true;
}

/* ---- the three views */

static void print_due(struct calendar_page *c, struct deadline *const *rows, size_t n)
{
	struct context *cx = c->p.cx;
	struct html *h = &c->p.html;

	html(h, "<section class=\"sect\"><h2>%s</h2>\n", tr(cx, "What is due"));
	if (n)
		calendar_table(c, tr(cx, "Deadlines in order of date"), rows, n);
	else
		page_empty(h, tr(cx, "Nothing is due."),
		           tr(cx, "Deadlines follow from documents, letters, treaties and reports; "
		                  "those come here by themselves."),
		           NULL, NULL);
	html(h, "</section>\n");
}

/* Those of the month alone, out of the weeks around it. */
static void print_month_list(struct calendar_page *c, struct deadline **rows, size_t n)
{
	size_t from = 0, to;

	while (from < n && date_compare(rows[from]->due, c->at) < 0)
		from++;
	for (to = from; to < n && rows[to]->due.month == c->at.month;)
		to++;
	print_due(c, rows + from, to - from);
}

static bool print_month(struct calendar_page *c)
{
	struct calendar_filter f = part(c, CALENDAR_ALL);
	struct html *h = &c->p.html;
	struct deadline **rows;
	int64_t total;
	size_t n;

	f.from = calendar_grid_from(c->at);
	f.to = calendar_grid_to(c->at);
	if (!rows_of(c, &f, PER_GRID, 0, &rows, &n, &total))
		return false;
	html(h, "<div class=\"cols cols-side\"><div class=\"stack\">");
	if (total > (int64_t)n)
		page_message_in(h, "warn", tr(h->cx, "Not all are shown."),
		                tr(h->cx, "Filter by mechanism, body or kind to see the others."));
	calendar_grid(c, rows, n);
	print_month_list(c, rows, n);
	html(h, "</div>");
	return print_margin(c, c->at, date_add_days(date_add_months(c->at, 1), -1)) &&
	       (html(h, "</div>\n"), print_overdue(c));
}

static bool print_year(struct calendar_page *c)
{
	struct context *cx = c->p.cx;
	struct calendar_filter f = part(c, CALENDAR_ALL);
	struct html *h = &c->p.html;
	struct calendar_month months[12];
	struct deadline **rows;
	int64_t total;
	size_t n;

	f.from = c->at;
	f.to = date_day(c->at.year, 12, 31);
	if (!calendar_year(cx, &f, c->at.year, months) ||
	    !rows_of(c, &f, PER_PLAN, 0, &rows, &n, &total))
		return false;
	html(h, "<div class=\"cols cols-side\"><div class=\"stack\">");
	calendar_months(c, months);
	html(h, "</div>");
	if (!print_margin(c, f.from, f.to))
		return false;
	html(h, "</div>\n<section class=\"sect\"><h2>%s</h2>\n", tr(cx, "Plan of the year"));
	if (total > (int64_t)n)
		page_message_in(h, "warn", tr(cx, "Not all are shown."),
		                tr(cx, "Filter by mechanism, body or kind to see the others."));
	calendar_plan(c, rows, n);
	html(h, "</section>\n");
	return true;
}

static void print_pager(struct calendar_page *c, int64_t shown, int64_t total)
{
	struct context *cx = c->p.cx;
	struct html *h = &c->p.html;

	html(h, "<nav class=\"row pager\" aria-label=\"%s\">", tr(cx, "Pages of the list"));
	if (c->offset)
		html(h, "<a class=\"btn\" href=\"%s\">%s</a>",
		     calendar_address(c, VIEW_LIST, c->at,
		                      c->offset > PER_LIST ? c->offset - PER_LIST : 0),
		     tr(cx, "Earlier ones"));
	if (c->offset + shown < total)
		html(h, "<a class=\"btn\" href=\"%s\">%s</a>",
		     calendar_address(c, VIEW_LIST, c->at, c->offset + PER_LIST),
		     tr(cx, "Later ones"));
	html(h, "<span class=\"note\">%s</span></nav>\n",
	     arena_fmt(cx->mem, tr(cx, "%lld deadlines with a date"), (long long)total));
}

/* What is open, from the oldest on. */
static bool print_list(struct calendar_page *c)
{
	struct calendar_filter f = part(c, CALENDAR_OPEN);
	struct html *h = &c->p.html;
	struct deadline **rows;
	int64_t total;
	size_t n;

	if (!rows_of(c, &f, PER_LIST, c->offset, &rows, &n, &total))
		return false;
	html(h, "<div class=\"cols cols-side\"><div class=\"stack\">");
	print_due(c, rows, n);
	print_pager(c, (int64_t)n, total);
	html(h, "</div>");
	return print_margin(c, (struct date){ 0 }, (struct date){ 0 }) &&
	       (html(h, "</div>\n"), true);
}

/* ---- the page */

static bool calendar_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct calendar_page c = { .p.cx = cx };
	const char *title;
	bool ok;

	if (!read_page(&c, q) || !calendar_late(cx, &c.late))
		return false;
	title = c.view == VIEW_LIST ? tr(cx, "Calendar: what is open")
	                            : arena_fmt(cx->mem, tr(cx, "Calendar: %s"), period(&c, c.at));
	page_begin(&c.p, cx, q, a, title);
	c.p.lead = tr(cx, "Days of the State's own time zone. A day is late from 00:00 of the "
	                  "next one.");
	print_actions(&c);
	if (!print_filters(&c))
		return false;
	ok = c.view == VIEW_MONTH  ? print_month(&c)
	     : c.view == VIEW_YEAR ? print_year(&c)
	                           : print_list(&c);
	return ok && page_end(&c.p);
}

/* Deadlines are entered by nobody; whoever comes here learns where they come from. */
static bool new_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "A deadline follows from a record"));
	p.type = &deadline_type;
	page_crumb(&p, tr(cx, "Deadlines"), "/deadlines");
	page_empty(&p.html, tr(cx, "Deadlines are not entered by hand."),
	           tr(cx, "Enter the document, the letter, the treaty or the report; what is due "
	                  "comes from there, and moves with it."),
	           "/calendar", tr(cx, "To the calendar"));
	return page_end(&p);
}

/* Met, and whether in time. */
static void print_met(struct page *p, const struct deadline *d)
{
	struct context *cx = p->cx;
	const char *words = date_set(d->done) ? deadline_met_words(cx, d) : NULL;

	if (words)
		page_message_in(&p->html, "",
		                arena_fmt(cx->mem, tr(cx, "Met on %s"), date_words(cx, d->done)),
		                words);
}

/* How it was found, whether it was met in time, and why it may not be met: beside the head of its
 * page. */
static void note(struct page *p, const struct type *t, const void *row)
{
	struct context *cx = p->cx;
	const struct deadline *d = row;
	struct deadline_answer answer;
	const char *risk;

	if (t != &deadline_type || !access_content(cx, t, row))
		return;
	risk = deadline_risk(cx, d);
	if (risk)
		page_message_in(&p->html, deadline_overdue(cx, d) ? "bad" : "warn",
		                tr(cx, "It may not be met."), risk);
	print_met(p, d);
	if (deadline_basis_erased(d))
		page_message_in(&p->html, "", tr(cx, "How the date was found"),
		                tr(cx, "The date it was counted from was erased."));
	else if (deadline_ask_line(cx, d->basis, &answer))
		page_message_in(&p->html, "", tr(cx, "How the date was found"), answer.explanation);
	else if (cx->err.kind == ERR_INVALID) /* a rule was corrected since */
		page_message_in(&p->html, "warn", tr(cx, "How the date was found"),
		                view_errors(cx)->text);
}

static const struct route routes[] = {
	{ METHOD_GET, "/calendar", "work_plan:read", calendar_get,
	  N_("What is due: month, year or list"), 0, NULL },
	{ METHOD_GET, "/deadlines/new", "work_plan:create", new_get,
	  N_("Where deadlines come from"), 0, &deadline_type },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("Calendar"), "/calendar", "work_plan:read", 60 },
	{ N_("Deadlines"), "/deadlines", "work_plan:read", 61 },
	{ 0 },
};

const struct pages calendar_pages = {
	.name = "calendar",
	.routes = routes,
	.tabs = tabs,
	.record_note = note,
};
