/* The page of one indicator: its figures as charts, what waits to be confirmed, the form for new
 * values, and the metadata that say what the figures mean. */
#include "subject/indicator/indicator_web.h"

#include "base/number.h"
#include "language/messages.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/indicator/part.h"
#include "subject/institution/institution.h"
#include "web/view.h"

#define T  (&indicator_type)
#define V_ (&indicator_value_type)

enum { NEWEST = 5 };

/* ---- its values */

static int in_time(const void *a, const void *b)
{
	const struct indicator_value *x = *(const struct indicator_value *const *)a,
	                             *y = *(const struct indicator_value *const *)b;
	int by = date_compare(indicator_period_end(x->period, x->half),
	                      indicator_period_end(y->period, y->half));

	if (!by)
		by = (x->breakdown.n > y->breakdown.n) - (x->breakdown.n < y->breakdown.n);
	if (!by)
		by = strcmp(x->breakdown_key, y->breakdown_key);
	return by ? by : (x->record.id > y->record.id) - (x->record.id < y->record.id);
}

static bool is_state(const struct indicator_value *v, const char *state)
{
	return type_state_in(V_, v->record.state, state);
}

static bool same_place(const struct indicator_value *x, const struct indicator_value *y)
{
	return str_eq(x->period_key, y->period_key) && str_eq(x->breakdown_key, y->breakdown_key);
}

/* Sorted, the confirmed and the provisional value of a place stand side by side. */
static void sort_out(struct measured *m, struct indicator_value **v, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		bool beside =
		        (k && same_place(v[k], v[k - 1]) && is_state(v[k - 1], "confirmed")) ||
		        (k + 1 < n && same_place(v[k], v[k + 1]) &&
		         is_state(v[k + 1], "confirmed"));

		if (is_state(v[k], "confirmed") || !beside)
			m->counting[m->counting_n++] = v[k];
	}
}

/* Of a list at most so many, its newest. */
static bool take(struct context *cx, struct measured *m, struct list *l, size_t most,
                 struct indicator_value ***v, size_t *n)
{
	size_t taken = 0;

	if (!list_filter(cx, l, "indicator",
	                 arena_fmt(cx->mem, "%lld", (long long)m->indicator->record.id)))
		return false;
	do {
		if (!record_list(cx, l))
			return false;
		*v = arena_grow(cx->mem, *v, *n * sizeof **v, (*n + l->n + 1) * sizeof **v);
		for (size_t k = 0; k < l->n; k++)
			(*v)[(*n)++] = l->rows[k];
		taken += l->n;
		l->after = l->next;
	} while (l->after && taken < most);
	m->more |= l->after != NULL;
	return true;
}

SQL(indicator_newest_parts,
    "SELECT max(period) FROM indicator_value WHERE indicator = $1 AND breakdown_key <> '-'"
    " AND state IN ('provisional', 'confirmed') GROUP BY period_key"
    " ORDER BY max(period) DESC, period_key DESC LIMIT 13");

/* The first day of the newest periods that have parts; no date: all have room. */
static bool since_when(struct context *cx, const struct measured *m, struct date *ret)
{
	enum { PERIODS = 12 };
	struct rows *r = db_query(cx, &indicator_newest_parts, V(m->indicator->record.id));
	struct date oldest = { 0 };
	size_t n = 0;

	*ret = (struct date){ 0 };
	while (r && rows_next(cx, r))
		if (n++ < PERIODS && !date_from_store(rows_text(r, 0), &oldest))
			return fail(cx, ERR_BROKEN, NULL, "period %s", rows_text(r, 0));
	if (n > PERIODS)
		*ret = oldest;
	return !failed(cx);
}

#define LIVE "r.state IN ('provisional', 'confirmed')"

bool indicator_measured(struct context *cx, const struct indicator *i, struct measured *ret)
{
	enum { MOST_PARTS = 800 };
	struct list whole = { .type = V_,
		              .limit = MAX_LIST_PAGE,
		              .order = "-period",
		              .where_sql = LIVE " AND r.breakdown_key = '-'" },
	            parts = whole, waiting = whole;
	struct indicator_value **v = NULL;
	char text[DATE_TEXT];
	struct date since;
	size_t n = 0;

	*ret = (struct measured){ .indicator = i };
	parts.where_sql = LIVE " AND r.breakdown_key <> '-'";
	waiting.where_sql = "r.state = 'provisional'";
	waiting.count = true;
	if (!indicator_groups(cx, &ret->groups, &ret->groups_n) || !since_when(cx, ret, &since) ||
	    (date_set(since) &&
	     !list_filter(cx, &parts, "period>", date_text(date_first_day(since), text))) ||
	    !take(cx, ret, &waiting, 1, &ret->waiting, &ret->waiting_n) ||
	    !take(cx, ret, &whole, 1, &v, &n) || !take(cx, ret, &parts, MOST_PARTS, &v, &n))
		return false;
	ret->waiting_all = waiting.total;
	ret->more |= date_set(since);
	if (n)
		qsort(v, n, sizeof *v, in_time);
	ret->counting = arena_array(cx->mem, struct indicator_value *, n + 1);
	sort_out(ret, v, n);
	return true;
}

const char *measured_breakdown(struct context *cx, const struct measured *m, const char *key)
{
	const char *words = NULL;

	if (str_eq(key, BREAKDOWN_TOTAL))
		return trc(cx, "breakdown", "all");
	for (const char *s = key; *s;) {
		const char *code = arena_strn(cx->mem, s, strcspn(s, ";")), *name = code;

		for (size_t k = 0; k < m->groups_n; k++)
			if (str_eq(m->groups[k]->code, code))
				name = indicator_text(cx, &m->groups[k]->name);
		words = words ? arena_fmt(cx->mem, "%s, %s", words, name) : name;
		s += strlen(code) + (s[strlen(code)] == ';');
	}
	return words;
}

/* ---- what waits */

static bool may_confirm(struct context *cx, const struct indicator_value *v, const char **ret_why)
{
	return step_offered(cx, V_, v, step_named(V_, "confirm"), ret_why);
}

static void print_waiting_row(struct page *p, const struct measured *m,
                              const struct indicator_value *v, bool form)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *why = NULL;
	bool mine = form && may_confirm(cx, v, &why);

	html(h, "<tr role=\"row\">");
	if (form) {
		html(h, "<td role=\"cell\">");
		if (mine && !why)
			html(h,
			     "<label class=\"pick\"><input type=\"checkbox\" name=\"value\" "
			     "value=\"%lld\" checked><span class=\"vh\">%s</span></label>",
			     (long long)v->record.id, record_title_of(cx, V_, v));
		html(h, "</td>");
	}
	html(h, "<td role=\"cell\" data-l=\"%s\"><a href=\"%s\">%s</a></td>", tr(cx, "Period"),
	     record_path(cx, V_, v->record.id, NULL),
	     indicator_period_words(cx, v->period, v->half));
	html(h, "<td role=\"cell\" data-l=\"%s\">%s</td>", tr(cx, "Broken down by"),
	     measured_breakdown(cx, m, v->breakdown_key));
	html(h, "<td role=\"cell\" class=\"num\" data-l=\"%s\">%s</td>",
	     trc(cx, "indicator", "Value"),
	     indicator_value_words(cx, m->indicator, v->value, v->value_date));
	html(h, "<td role=\"cell\" data-l=\"%s\">%s", tr(cx, "Entered by"),
	     v->entered_by ? record_title(cx, &account_type, v->entered_by) : "");
	if (why)
		html(h, "<p class=\"note\">%s</p>", why);
	html(h, "</td></tr>\n");
}

static bool anything_to_confirm(struct context *cx, const struct measured *m)
{
	const char *why;

	for (size_t k = 0; k < m->waiting_n; k++)
		if (may_confirm(cx, m->waiting[k], &why) && !why)
			return true;
	return false;
}

static void print_waiting(struct page *p, const struct measured *m)
{
	static const char *const heads[] = { N_("Period"), N_("Broken down by"),
		                             NC_("indicator", "Value"), N_("Entered by") };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	bool form = anything_to_confirm(cx, m);

	if (!m->waiting_n)
		return;
	page_section(h, tr(cx, "To be confirmed"),
	             tr(cx, "By a person of the source body who did not enter the value."));
	if (form) {
		html(h, "<form class=\"stack\" method=\"post\" action=\"%s\">",
		     record_path(cx, T, m->indicator->record.id, "/confirm"));
		page_csrf(h, p->request);
	}
	html(h,
	     "<table class=\"list\" role=\"table\"><caption class=\"vh\">%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\">",
	     tr(cx, "To be confirmed"));
	if (form)
		html(h, "<th role=\"columnheader\" scope=\"col\"><span class=\"vh\">%s</span></th>",
		     tr(cx, "Select"));
	for (size_t k = 0; k < LEN(heads); k++)
		html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>", tr(cx, heads[k]));
	html(h, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t k = 0; k < m->waiting_n; k++)
		print_waiting_row(p, m, m->waiting[k], form);
	html(h, "</tbody></table>\n");
	if (m->waiting_all > (int64_t)m->waiting_n)
		html(h, "<p class=\"note\"><a href=\"%s\">%s</a></p>\n",
		     arena_fmt(cx->mem, "/indicator_values?indicator=%lld&state=provisional",
		               (long long)m->indicator->record.id),
		     arena_fmt(cx->mem, tr(cx, "In all %lld"), (long long)m->waiting_all));
	if (form)
		html(h,
		     "<p class=\"row no-print\"><button class=\"btn btn-main\">%s</button></p>"
		     "</form>\n",
		     tr(cx, "Confirm the selected values"));
	html(h, "</section>\n");
}

/* ---- the page */

static void print_facts(struct page *p, const struct indicator *i)
{
	view_facts(&p->html, T, i, NULL);
	view_rows(p, T, i);
	view_steps(p, T, i);
}

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct indicator *i, const struct error *errors, int status)
{
	struct measured m;
	struct page p;

	if (!indicator_measured(cx, i, &m))
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, i->record.id));
	view_head(&p, T, i);
	page_action(&p, tr(cx, "All its values"),
	            arena_fmt(cx->mem, "/indicator_values?indicator=%lld", (long long)i->record.id),
	            NULL, false);
	if (errors)
		page_message(&p, "bad", tr(cx, "Nothing was saved."),
		             tr(cx, "What is to be put right stands beside each figure."));
	html(&p.html, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
	indicator_charts(&p, &m);
	if (!m.counting_n)
		page_empty(&p.html, tr(cx, "Nothing was measured yet."),
		           tr(cx, "Values are entered here, or brought in from a table."), NULL,
		           NULL);
	print_waiting(&p, &m);
	if (indicator_may_enter(cx, i) && !indicator_enter_form(&p, i, errors))
		return false;
	view_texts(&p, T, i, 2);
	html(&p.html, "</div>\n<div class=\"stack\">\n");
	print_facts(&p, i);
	html(&p.html, "</div></div>\n");
	view_sources(&p, T, i);
	a->status = status;
	return view_history(&p, T, i->record.id, NEWEST) && page_end(&p);
}

static bool indicator_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct indicator *i = id ? record_get(cx, T, id) : NULL;

	return i && show(cx, q, a, i, NULL, 0);
}

static const char *back_to(struct context *cx, const struct request *q, int64_t id)
{
	const char *period = request_form(q, "period");

	return period ? url(cx, "/indicators/%lld?period=%s#enter", (long long)id, period)
	              : record_path(cx, T, id, NULL);
}

static bool values_post(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct indicator *i = id ? record_get(cx, T, id) : NULL;
	const struct error *errors;

	if (!i)
		return false;
	if (!indicator_may_enter(cx, i))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("You may not enter values of it."));
	if (!indicator_enter_typed(cx, q, i, &errors))
		return false;
	if (errors)
		return show(cx, q, a, i, errors, 422);
	return reply_notice(cx, a, q, tr(cx, "Entered; to be confirmed by another person.")) &&
	       reply_goto(cx, a, back_to(cx, q, id));
}

/* All that were selected, or none. */
static bool confirm_post(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q), value;
	size_t n = 0;

	if (!id || !record_get(cx, T, id))
		return false;
	for (size_t k = 0; k < q->form_n; k++) {
		struct indicator_value *v;

		if (!str_eq(q->form[k].name, "value"))
			continue;
		if (!parse_int_in(q->form[k].value, 1, INT64_MAX, &value))
			return fail(cx, ERR_BAD_REQUEST, "value", N_("“%s” is no identifier."),
			            q->form[k].value);
		v = record_get(cx, V_, value);
		if (!v || !record_step(cx, V_, v, step_named(V_, "confirm")))
			return false;
		n++;
	}
	return reply_notice(cx, a, q,
	                    n ? arena_fmt(cx->mem, tr(cx, "Confirmed: %zu"), n)
	                      : tr(cx, "Nothing was selected.")) &&
	       reply_goto(cx, a, record_path(cx, T, id, NULL));
}

/* ---- the list */

static void views(struct html *h, const struct list *l)
{
	struct context *cx = h->cx;
	const struct {
		const char *label, *where;
	} ready[] = {
		{ tr(cx, "All"), "/indicators" },
		{ trc(cx, "indicator", "Structural"), "/indicators?kind=structural" },
		{ trc(cx, "indicator", "Process"), "/indicators?kind=process" },
		{ trc(cx, "indicator", "Outcome"), "/indicators?kind=outcome" },
		{ tr(cx, "Values to be confirmed"), "/indicator_values?state=provisional" },
		{ tr(cx, "All values"), "/indicator_values" },
	};

	(void)l;
	html(h,
	     "<div class=\"row views no-print\"><span class=\"note\">%s</span><ul class=\"tags\">",
	     tr(cx, "Ready filters"));
	for (size_t k = 0; k < LEN(ready); k++)
		html(h, "<li><a class=\"tag\" href=\"%s\">%s</a></li>", ready[k].where,
		     ready[k].label);
	html(h, "</ul></div>\n");
}

static bool list_get(struct context *cx, const struct request *q, struct reply *a)
{
	static const struct view_list list = { .views = views };

	return view_list_page(cx, q, a, T, &list);
}

static const struct route routes[] = {
	{ METHOD_GET, "/indicators", "indicators:read", list_get,
	  N_("Indicators that are open to you"), 0 },
	{ METHOD_GET, "/indicators/{id}", "indicators:read", indicator_get,
	  N_("An indicator with its figures"), 0 },
	{ METHOD_POST, "/indicators/{id}/values", "indicators:create", values_post,
	  N_("Enter values of an indicator"), 0 },
	{ METHOD_POST, "/indicators/{id}/confirm", "indicators:approve", confirm_post,
	  N_("Confirm values of an indicator"), 0 },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("Indicators"), "/indicators", "indicators:read", 55 },
	{ 0 },
};

const struct pages indicator_pages = { .name = "indicator", .routes = routes, .tabs = tabs };
