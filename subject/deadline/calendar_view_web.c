/* The parts of the calendar's pages: the table of weeks, the list, the margin, the year.  Colour is
 * spent on what is late or soon; what is voluntary stays without. */
#include "subject/deadline/calendar_web.h"

#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

enum { SOON = 30 }; /* days; as on the start page */

static const char *const weekdays[] = {
	N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
	N_("Friday"), N_("Saturday"), N_("Sunday"),
};

const char *calendar_weekday(const struct context *cx, int weekday)
{
	return tr(cx, weekdays[weekday - 1]);
}

static bool is_open(const struct deadline *d)
{
	return d->record.state == type_state(&deadline_type, "open");
}

static const char *path_of(struct context *cx, const struct deadline *d)
{
	return record_path(cx, &deadline_type, d->record.id, NULL);
}

static void print_link(struct html *h, const struct deadline *d)
{
	const char *lang, *words = view_text(h->cx, &d->title, &lang);

	html(h, "<a href=\"%s\"", path_of(h->cx, d));
	if (words)
		html_lang(h, lang);
	html(h, ">%s</a>", words ? words : "…");
}

/* ---- how it stands */

static void print_when(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;
	const char *words = words_due(cx, d->due, today(cx));

	if (d->voluntary == YES)
		html_text(h, tr(cx, "voluntary"));
	else if (!date_set(d->due))
		html_state(h, "q-wait", tr(cx, "awaiting a date"));
	else if (deadline_overdue(cx, d))
		html_state(h, "late st-late", words);
	else if (date_to_days(d->due) - date_to_days(today(cx)) <= SOON)
		html_state(h, "soon st-soon", words);
	else
		html_text(h, words);
}

void calendar_state(struct html *h, const struct deadline *d, const struct refs *late)
{
	struct context *cx = h->cx;
	const char *risk;

	if (!is_open(d)) {
		const char *met = deadline_met_words(cx, d);

		html_state(h, "done st-done",
		           arena_fmt(cx->mem, tr(cx, "met on %s"), date_words(cx, d->done)));
		if (met)
			html(h, "<br><span class=\"note\">%s</span>", met);
		return;
	}
	print_when(h, d);
	risk = deadline_risk_of(cx, d, late);
	if (risk)
		html(h, "<br><span class=\"note\">%s</span>", risk);
}

/* ---- the list */

static void print_what(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;
	const struct choice *kind = choice_at(deadline_kinds, d->kind);

	print_link(h, d);
	html(h, "<br><span class=\"note\">%s", kind ? tr(cx, kind->label) : "");
	if (d->mechanism)
		html(h, " · %s", record_title(cx, &mechanism_type, d->mechanism));
	if (d->record.classification == CLASS_RESTRICTED) {
		html(h, " · ");
		html_state(h, "lock", tr(cx, "Restricted"));
	}
	html(h, "</span>");
}

static void print_known(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;
	const struct field *f = type_field_named(&deadline_type, "status");
	const struct choice *status = choice_at(f->choices, d->status);

	html(h, "<span class=\"tag%s\">%s</span> <span class=\"note\">%s%s%s</span>",
	     d->status == DEADLINE_COMPUTED ? " tag-off" : "", status ? tr(cx, status->label) : "",
	     d->rule, d->verify == YES ? " · " : "",
	     d->verify == YES ? tr(cx, "look into the document") : "");
}

static void print_who(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;

	if (d->record.institution)
		html_text(h, record_title(cx, &institution_type, d->record.institution));
	if (d->owner && d->record.institution)
		html(h, "<br>");
	if (d->owner)
		html(h, "<span class=\"note\">%s</span>",
		     record_title(cx, &account_type, d->owner));
	if (!d->owner && !d->record.institution)
		html(h, "<span class=\"note\">%s</span>", tr(cx, "nobody yet"));
}

static void print_row(struct html *h, const struct deadline *d, const struct refs *late)
{
	struct context *cx = h->cx;

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"nb\">%s</th>",
	     date_set(d->due) ? date_words(cx, d->due) : "–");
	html(h, "<td role=\"cell\" class=\"what\">");
	print_what(h, d);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, "Date"));
	print_known(h, d);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, "Who"));
	print_who(h, d);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, "Stage"));
	calendar_state(h, d, late);
	html(h, "</td></tr>\n");
}

void calendar_table(struct calendar_page *c, const char *caption, struct deadline *const *rows,
                    size_t n)
{
	static const char *const heads[] = { N_("Due"), N_("What"), N_("How the date is known"),
		                             N_("Who"), N_("Stage") };
	struct html *h = &c->p.html;

	page_table(h, caption, heads, LEN(heads));
	for (size_t i = 0; i < n; i++)
		print_row(h, rows[i], &c->late);
	page_table_end(h);
}

/* ---- the margin */

void calendar_panel(struct calendar_page *c, const char *title, const char *text,
                    struct deadline *const *rows, size_t n)
{
	struct html *h = &c->p.html;
	struct context *cx = h->cx;

	if (!n)
		return;
	html(h,
	     "<section class=\"panel\"><h2>%s</h2><p class=\"note\">%s</p>"
	     "<ul class=\"plain small stack-s\">",
	     title, text);
	for (size_t i = 0; i < n; i++) {
		const struct deadline *d = rows[i];

		html(h, "<li>");
		print_link(h, d);
		if (date_set(d->window_to))
			html(h, "<br><span class=\"note\">%s – %s</span>",
			     date_words(cx, d->window_from), date_words(cx, d->window_to));
		html(h, "</li>");
	}
	html(h, "</ul></section>\n");
}

/* ---- the month */

struct date calendar_grid_from(struct date month)
{
	return date_add_days(month, 1 - date_weekday(month));
}

struct date calendar_grid_to(struct date month)
{
	struct date last = date_add_days(date_add_months(month, 1), -1);

	return date_add_days(last, 7 - date_weekday(last));
}

/* Solid: owed to others, never moves; double: ours, rolls. */
static const char *bar(struct context *cx, const struct deadline *d)
{
	if (deadline_overdue(cx, d))
		return "ev-late";
	if (d->voluntary == YES)
		return "ev-free";
	return d->side == SIDE_EXTERNAL ? "ev-out" : d->side == SIDE_MEETING ? "ev-meet" : "ev-in";
}

static void print_event(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;

	html(h, "<li class=\"%s\">", bar(cx, d));
	print_link(h, d);
	if (d->due.precision != PRECISION_DAY)
		html(h, "<br><span class=\"note\">%s</span>", date_words(cx, d->due));
	if (!is_open(d))
		html(h, "<br><span class=\"note\">%s</span>", tr(cx, "met"));
	else if (deadline_overdue(cx, d))
		html(h, "<br><span class=\"note\">%s</span>", words_due(cx, d->due, today(cx)));
	html(h, "</li>");
}

static void print_day_number(struct html *h, struct date day, bool outside)
{
	struct context *cx = h->cx;

	if (date_compare(day, today(cx)) == 0)
		html(h, "<b aria-current=\"date\">%s</b>",
		     arena_fmt(cx->mem, tr(cx, "Today, %d"), day.day));
	else if (outside)
		html(h, "<b>%s</b>", date_words(cx, day));
	else
		html(h, "<b>%d</b>", day.day);
}

/* The setting names the days of the week, "6 7": shaded, whether or not we may meet on them. */
static bool is_rest(struct context *cx, struct date day)
{
	return strchr(setting(cx, "weekend"), '0' + date_weekday(day)) != NULL;
}

/* One day; *at steps over its rows.  A quiet cell holds eight, the list below says all. */
static void print_day(struct html *h, struct date month, struct date day,
                      struct deadline *const *rows, size_t n, size_t *at)
{
	enum { MOST = 8 };
	bool outside = day.month != month.month;
	size_t shown = 0, first = *at;

	html(h, "<td class=\"%s%s%s\">", outside ? "out " : "", is_rest(h->cx, day) ? "rest " : "",
	     date_compare(day, today(h->cx)) == 0 ? "today" : "");
	print_day_number(h, day, outside);
	while (*at < n && date_compare(rows[*at]->due, day) <= 0)
		(*at)++;
	if (*at > first)
		html(h, "<ul>");
	for (size_t i = first; i < *at && shown < MOST; i++, shown++)
		print_event(h, rows[i]);
	if (*at - first > shown)
		html(h, "<li class=\"note\">%s</li>",
		     arena_fmt(h->cx->mem, tr(h->cx, "and %lld more"),
		               (long long)(*at - first - shown)));
	if (*at > first)
		html(h, "</ul>");
	html(h, "</td>");
}

void calendar_grid(struct calendar_page *c, struct deadline *const *rows, size_t n)
{
	struct html *h = &c->p.html;
	struct context *cx = h->cx;
	struct date month = c->at, last = calendar_grid_to(c->at);
	size_t at = 0;

	month.precision = PRECISION_MONTH;
	html(h, "<table class=\"month\"><caption class=\"vh\">%s</caption><thead><tr>",
	     words_date(cx->mem, cx->lang, month));
	for (size_t i = 0; i < LEN(weekdays); i++)
		html(h, "<th scope=\"col\">%s</th>", tr(cx, weekdays[i]));
	html(h, "</tr></thead><tbody>");
	for (struct date d = calendar_grid_from(c->at); date_compare(d, last) <= 0;
	     d = date_add_days(d, 1)) {
		if (date_weekday(d) == 1)
			html(h, "<tr>");
		print_day(h, c->at, d, rows, n, &at);
		if (date_weekday(d) == 7)
			html(h, "</tr>\n");
	}
	html(h,
	     "</tbody></table>\n<ul class=\"key "
	     "no-narrow\"><li>%s</li><li>%s</li><li>%s</li></ul>\n",
	     tr(cx, "Solid bar: owed to others, never moves"),
	     tr(cx, "Double bar: ours, rolls over days off"),
	     tr(cx, "No colour: voluntary, never late"));
}

/* ---- the year */

static void print_number(struct html *h, int64_t n)
{
	if (n)
		html(h, "<td class=\"num\">%lld</td>", (long long)n);
	else
		html(h, "<td class=\"num note\">–</td>");
}

void calendar_months(struct calendar_page *c, const struct calendar_month v[12])
{
	static const char *const heads[] = { N_("Set from outside"), N_("Our own"), N_("Meetings"),
		                             N_("Overdue") };
	struct html *h = &c->p.html;
	struct context *cx = h->cx;

	html(h,
	     "<div class=\"wide few\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table>"
	     "<caption class=\"vh\">%s</caption><thead><tr><th scope=\"col\">%s</th>",
	     tr(cx, "How many are due in each month"), tr(cx, "How many are due in each month"),
	     tr(cx, "Month"));
	for (size_t i = 0; i < LEN(heads); i++)
		html(h, "<th scope=\"col\" class=\"num\">%s</th>", tr(cx, heads[i]));
	html(h, "</tr></thead><tbody>\n");
	for (int i = 0; i < 12; i++) {
		struct date month = date_day(c->at.year, i + 1, 1), words = month;

		words.precision = PRECISION_MONTH;
		html(h, "<tr><th scope=\"row\"><a href=\"%s\">%s</a></th>",
		     calendar_address(c, VIEW_MONTH, month, 0),
		     words_date(cx->mem, cx->lang, words));
		print_number(h, v[i].external);
		print_number(h, v[i].internal);
		print_number(h, v[i].meeting);
		print_number(h, v[i].overdue);
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table></div>\n");
}

/* Who does it, on one line; what is over needs nobody. */
static const char *who_plans(struct context *cx, const struct deadline *d)
{
	const char *body = d->record.institution
	                           ? record_title(cx, &institution_type, d->record.institution)
	                           : "",
	           *owner = d->owner ? record_title(cx, &account_type, d->owner) : "";

	if (!*body && !*owner)
		return is_open(d) && d->voluntary != YES ? tr(cx, "nobody yet") : "";
	return arena_fmt(cx->mem, "%s%s%s", owner, *owner && *body ? ", " : "", body);
}

static void print_planned(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;

	html(h, "<li><span class=\"nb\">%s</span> <span class=\"what\">", date_words(cx, d->due));
	print_link(h, d);
	html(h, "</span> ");
	if (d->record.classification == CLASS_RESTRICTED)
		html_state(h, "lock", tr(cx, "Restricted"));
	html(h, " <span class=\"note\">%s</span> ", who_plans(cx, d));
	if (is_open(d))
		print_when(h, d);
	else
		html_state(h, "done st-done", tr(cx, "met"));
	html(h, "</li>\n");
}

void calendar_plan(struct calendar_page *c, struct deadline *const *rows, size_t n)
{
	struct html *h = &c->p.html;
	struct context *cx = h->cx;
	int month = 0;

	if (!n)
		html(h, "<p class=\"note\">%s</p>\n", tr(cx, "Nothing is due in this year."));
	for (size_t i = 0; i < n; i++) {
		struct date d = rows[i]->due;

		if (d.month != month) {
			month = d.month;
			d.precision = PRECISION_MONTH;
			if (i)
				html(h, "</ul>\n");
			html(h, "<h3>%s</h3><ul class=\"lines\">\n",
			     words_date(cx->mem, cx->lang, d));
		}
		print_planned(h, rows[i]);
	}
	if (n)
		html(h, "</ul>\n");
}
