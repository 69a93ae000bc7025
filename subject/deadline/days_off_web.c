/* The days off of one year on one page, as one prints it and hangs it up: holidays by date, with
 * what set them; those whose dates are still to be decided; days of rest on which work is done; and
 * how many working days each month has. */
#include "subject/deadline/days_off.h"

#include "language/words.h"
#include "record/app.h"
#include "subject/deadline/calendar_web.h"

#define T (&holiday_type)

struct year_page {
	struct page p;
	int year;
	struct days_off days;
	bool rest[8]; /* by weekday */
	int meetings_on;
};

static const char *address(struct context *cx, int year)
{
	return url(cx, "/holidays/year?at=%d", year);
}

/* As the calendar does: years that nobody plans for cannot be written. */
static bool read_year(struct context *cx, const struct request *q, int *ret)
{
	enum { EARLIEST = 1900, LATEST = 2200 };
	const char *text = request_query(q, "at");
	struct date d = today(cx);

	if (!str_empty(text) && (!date_parse(text, &d) || d.year < EARLIEST || d.year > LATEST))
		return fail(cx, ERR_BAD_REQUEST, "at",
		            N_("This is no month or year that the calendar knows."));
	*ret = d.year;
	return true;
}

/* ---- the week */

static void print_week(struct year_page *y)
{
	struct context *cx = y->p.cx;
	struct html *h = &y->p.html;
	const char *comma = "";

	html(h, "<section class=\"sect\"><h2>%s</h2>\n<p>", tr(cx, "In each week"));
	for (int d = 1; d <= 7; d++) {
		if (!y->rest[d])
			continue;
		html(h, "%s%s", comma, calendar_weekday(cx, d));
		comma = ", ";
	}
	html(h, "</p>\n");
	if (y->meetings_on)
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem, tr(cx, "Meetings may be held on this day: %s."),
		               calendar_weekday(cx, y->meetings_on)));
	html(h, "</section>\n");
}

/* ---- the holidays */

static void print_day(struct html *h, const struct day_off *d)
{
	struct context *cx = h->cx;

	html(h, "<th role=\"rowheader\" scope=\"row\"><span class=\"nb\">%s</span>",
	     date_words(cx, d->first));
	if (date_compare(d->first, d->last))
		html(h, " – <span class=\"nb\">%s</span>", date_words(cx, d->last));
	html(h, "</th>");
}

static void print_weekdays(struct year_page *y, const struct day_off *d)
{
	struct html *h = &y->p.html;
	bool all = true;

	html_text(h, calendar_weekday(h->cx, date_weekday(d->first)));
	if (date_compare(d->first, d->last))
		html(h, " – %s", calendar_weekday(h->cx, date_weekday(d->last)));
	for (struct date at = d->first; date_compare(at, d->last) <= 0; at = date_add_days(at, 1))
		all &= y->rest[date_weekday(at)];
	if (all && d->holiday->kind == HOLIDAY_RESTS)
		html(h, "<br><span class=\"note\">%s</span>",
		     tr(h->cx, "a day of rest in any case"));
}

static void print_known(struct html *h, const struct day_off *d)
{
	struct context *cx = h->cx;

	if (d->every_year)
		html_text(h, tr(cx, "certain: on this day every year"));
	else if (d->act)
		html_text(h, arena_fmt(cx->mem, tr(cx, "certain: by %s"), d->act));
	else
		html_text(h, tr(cx, "entered, without the act that decides it"));
}

static void print_days(struct year_page *y)
{
	static const char *const heads[] = { N_("Day"), N_("Day of the week"), N_("Name"),
		                             N_("How it is known") };
	struct context *cx = y->p.cx;
	struct html *h = &y->p.html;

	page_section(h, tr(cx, "Holidays"), NULL);
	if (!y->days.n)
		page_empty(h, tr(cx, "None is known for this year."), "", NULL, NULL);
	if (y->days.n)
		page_table(h, tr(cx, "Holidays by date"), heads, LEN(heads));
	for (size_t i = 0; i < y->days.n; i++) {
		const struct day_off *d = &y->days.v[i];

		html(h, "<tr role=\"row\">");
		print_day(h, d);
		page_cell(h, heads[1]);
		print_weekdays(y, d);
		html(h, "</td>");
		page_cell(h, heads[2]);
		view_link(h, T, d->holiday->record.id);
		if (d->holiday->kind == HOLIDAY_WORKS)
			html(h, "<br><span class=\"tag\">%s</span>",
			     tr(cx, "Working day by decision"));
		html(h, "</td>");
		page_cell(h, heads[3]);
		print_known(h, d);
		html(h, "</td></tr>\n");
	}
	if (y->days.n)
		page_table_end(h);
	html(h, "</section>\n");
}

/* ---- what is still open */

static void print_unknown(struct year_page *y)
{
	struct context *cx = y->p.cx;
	struct html *h = &y->p.html;

	page_section(h, tr(cx, "Not yet known"), NULL);
	if (!y->days.unknown_n) {
		html(h, "<p>%s</p></section>\n",
		     tr(cx, "The dates of all holidays of this year are known."));
		return;
	}
	html(h, "<p>%s</p>\n<ul class=\"plain\">",
	     tr(cx, "Their dates are decided each year, and are not entered for this one: until "
	            "then no deadline moves with them."));
	for (size_t i = 0; i < y->days.unknown_n; i++) {
		html(h, "<li>");
		view_link(h, T, y->days.unknown[i]->record.id);
		html(h, "</li>");
	}
	html(h, "</ul></section>\n");
}

/* ---- the months */

static void print_month(struct year_page *y, const char *const *heads, int month)
{
	struct context *cx = y->p.cx;
	struct html *h = &y->p.html;
	int length = days_in_month(y->year, month), works = y->days.working[month - 1];
	struct date d = { (int16_t)y->year, (uint8_t)month, (uint8_t)length, PRECISION_MONTH };

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
	if (route_allowed(cx, "work_plan:read"))
		html(h, "<a href=\"%s\">%s</a>",
		     url(cx, "/calendar?view=month&at=%d-%02d", y->year, month),
		     words_date(cx->mem, cx->lang, d));
	else
		html_text(h, words_date(cx->mem, cx->lang, d));
	html(h, "</th>");
	page_cell(h, heads[1]);
	html(h, "%d</td>", works);
	page_cell(h, heads[2]);
	html(h, "%d</td></tr>\n", length - works);
}

static void print_months(struct year_page *y)
{
	static const char *const heads[] = { N_("Month"), N_("Working days"), N_("Days off") };
	struct context *cx = y->p.cx;
	struct html *h = &y->p.html;
	int works = 0, all = 0;

	page_section(h, tr(cx, "Month by month"), NULL);
	if (y->days.unknown_n)
		html(h, "<p class=\"note\">%s</p>\n",
		     tr(cx, "Without the holidays that are not yet known."));
	page_table(h, tr(cx, "Working days of each month"), heads, LEN(heads));
	for (int month = 1; month <= 12; month++) {
		print_month(y, heads, month);
		works += y->days.working[month - 1];
		all += days_in_month(y->year, month);
	}
	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%d</th>", y->year);
	page_cell(h, heads[1]);
	html(h, "<b>%d</b></td>", works);
	page_cell(h, heads[2]);
	html(h, "<b>%d</b></td></tr>\n", all - works);
	page_table_end(h);
	html(h, "</section>\n");
}

/* ---- the page */

static bool year_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct year_page y = { 0 };

	if (!read_year(cx, q, &y.year) || !days_off(cx, y.year, &y.days) ||
	    !days_off_weekend(cx, y.rest, &y.meetings_on))
		return false;
	page_begin(&y.p, cx, q, a, arena_fmt(cx->mem, tr(cx, "Days off in %d"), y.year));
	y.p.lead = tr(cx, "Our own deadlines that fall on a day off move to the next working day; "
	                  "those that mechanisms set never move.");
	y.p.type = T;
	y.p.dated = true;
	page_crumb(&y.p, tr(cx, T->label_plural), "/holidays");
	page_crumb(&y.p, arena_fmt(cx->mem, "%d", y.year), NULL);
	page_action(&y.p, arena_fmt(cx->mem, "%d", y.year - 1), address(cx, y.year - 1), "back",
	            false);
	page_action(&y.p, arena_fmt(cx->mem, "%d", y.year + 1), address(cx, y.year + 1), "sent",
	            false);
	if (route_allowed(cx, "work_plan:read"))
		page_action(&y.p, tr(cx, "Calendar"), url(cx, "/calendar?view=year&at=%d", y.year),
		            NULL, false);
	print_week(&y);
	print_days(&y);
	print_unknown(&y);
	print_months(&y);
	return page_end(&y.p);
}

static void views(struct html *h, const struct list *l)
{
	int year = today(h->cx).year;

	(void)l;
	html(h, "<p class=\"row no-print\"><a class=\"btn\" href=\"%s\">%s</a></p>\n",
	     address(h->cx, year), arena_fmt(h->cx->mem, tr(h->cx, "Days off in %d"), year));
}

static bool list_page(struct context *cx, const struct request *q, struct reply *a)
{
	static const struct view_list list = { .views = views };

	return view_list_page(cx, q, a, T, &list);
}

static const struct route routes[] = {
	{ METHOD_GET, "/holidays", "reference_data:read", list_page,
	  N_("Holidays, and the way to the days off of a year"), 0, &holiday_type },
	{ METHOD_GET, "/holidays/year", "reference_data:read", year_page,
	  N_("The days off of one year: holidays, days of rest, what is not yet known"), 0,
	  &holiday_type },
	{ 0 },
};

const struct pages days_off_pages = { .name = "days_off", .routes = routes };
