/* The page of a measure: how it stands, its words, where it stands in plans and where it stood
 * before, what it answers, and what is owed. */
#include "subject/plan/plan_web.h"

#include "language/words.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/deadline/deadline.h"

#define T (&measure_type)
#define D (&deadline_type)

enum { NEWEST = 5, MOST = 64 };

SQL(measure_owed, "SELECT id FROM deadline WHERE source = $1 AND source_type = 'measure'"
                  " AND state <> 'dropped' ORDER BY due NULLS LAST, id LIMIT 64");
SQL(measure_gone_on, "SELECT id FROM measure WHERE carried_from = $1 AND state <> 'cancelled'"
                     " ORDER BY id LIMIT 20");

static bool ids_of(struct context *cx, struct rows *r, int64_t *ids, size_t *ret_n)
{
	*ret_n = 0;
	while (r && rows_next(cx, r) && *ret_n < MOST)
		ids[(*ret_n)++] = rows_int(r, 0);
	return !failed(cx);
}

/* ---- plans */

static void print_places(struct html *h, const struct measure *m)
{
	struct context *cx = h->cx;
	const struct measure_place *v = m->places.v;

	for (size_t i = 0; i < m->places.n; i++) {
		if (i)
			html(h, "<br>");
		view_link(h, &plan_type, v[i].plan);
		if (!str_empty(v[i].number))
			html(h, ", <span class=\"ref\">%s</span>", v[i].number);
		if (v[i].part) {
			html(h, " <span class=\"note\">");
			view_link(h, &plan_part_type, v[i].part);
			html(h, "</span>");
		}
	}
	if (!m->places.n)
		html(h, "%s", tr(cx, "Outside any plan"));
}

static void print_stop(struct html *h, const struct measure *m, const struct measure *here)
{
	const struct choice *state = choice_at(T->states, m->record.state);
	struct context *cx = h->cx;

	html(h, "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\">", tr(cx, "Plan"));
	print_places(h, m);
	html(h, "</td><th role=\"rowheader\" scope=\"row\">");
	if (m == here)
		html(h, "%s", tr(cx, "This measure"));
	else
		view_link(h, T, m->record.id);
	html(h, "</th><td role=\"cell\" data-l=\"%s\">%s</td><td role=\"cell\" data-l=\"%s\">",
	     tr(cx, "Timing"), m->timing, tr(cx, "Stage"));
	html_state(h, state->glyph, tr(cx, state->label));
	html(h, "</td></tr>\n");
}

/* Those it follows and those that follow it, the oldest first. */
static bool line_of(struct context *cx, const struct measure *m, void ***ret, size_t *ret_n)
{
	int64_t next[MOST];
	struct refs line;
	void **rows;
	size_t n, next_n;

	if (!measure_line(cx, m->record.id, &line) ||
	    !ids_of(cx, db_query(cx, &measure_gone_on, V(m->record.id)), next, &next_n))
		return false;
	for (size_t i = 0; i < next_n; i++)
		refs_add(cx, &line, next[i]);
	if (!record_get_many(cx, T, line.v, line.n, &rows, &n))
		return false;
	for (size_t i = 1; i < n; i++) /* identifiers grow with time */
		for (size_t k = i;
		     k && ((struct record *)rows[k - 1])->id > ((struct record *)rows[k])->id;
		     k--) {
			void *x = rows[k];

			rows[k] = rows[k - 1];
			rows[k - 1] = x;
		}
	*ret = rows;
	*ret_n = n;
	return true;
}

static bool print_line(struct page *p, const struct measure *m)
{
	static const char *const heads[] = { N_("Plan"), N_("Measure"), N_("Timing"), N_("Stage") };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	void **rows;
	size_t n;

	if (!line_of(cx, m, &rows, &n))
		return false;
	if (n < 2)
		return true;
	page_section(h, tr(cx, "Its way through plans"),
	             tr(cx, "A measure that is changed or carried over goes on as a new record."));
	page_table(h, tr(cx, "Its way through plans"), heads, LEN(heads));
	for (size_t i = 0; i < n; i++) {
		const struct measure *one = rows[i];

		if (access_content(cx, T, one))
			print_stop(h, one->record.id == m->record.id ? m : one, m);
	}
	page_table_end(h);
	html(h, "</section>\n");
	return true;
}

/* ---- what is owed */

static void print_deadline(struct html *h, const struct deadline *d)
{
	struct context *cx = h->cx;
	bool open = type_state_in(D, d->record.state, "open");

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a></th><td "
	     "role=\"cell\" data-l=\"%s\" class=\"nb\">%s</td><td role=\"cell\" data-l=\"%s\">",
	     record_path(cx, D, d->record.id, NULL), record_title(cx, D, d->record.id),
	     tr(cx, "Due"), date_words(cx, d->due), tr(cx, "Status"));
	if (!open)
		html_state(h, "done st-done", tr(cx, "Done"));
	else if (deadline_overdue(cx, d))
		html_state(h, "late st-late", tr(cx, "Overdue"));
	else
		html_state(h, "go st-go", words_due(cx, d->due, today(cx)));
	html(h, "</td></tr>\n");
}

static bool print_owed(struct page *p, const struct measure *m)
{
	static const char *const heads[] = { N_("What is due"), N_("Due"), N_("Status") };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	int64_t ids[MOST];
	void **rows;
	size_t n;

	if (!ids_of(cx, db_query(cx, &measure_owed, V(m->record.id)), ids, &n) ||
	    !record_get_many(cx, D, ids, n, &rows, &n))
		return false;
	if (!n)
		return true;
	page_section(h, tr(cx, "What is owed"), NULL);
	page_table(h, tr(cx, "What is owed"), heads, LEN(heads));
	for (size_t i = 0; i < n; i++)
		if (access_content(cx, D, rows[i]))
			print_deadline(h, rows[i]);
	page_table_end(h);
	html(h, "</section>\n");
	return true;
}

/* ---- the page */

static void print_standing(struct page *p, const struct measure *m, enum measure_standing at)
{
	struct html *h = &p->html;

	html(h, "<p class=\"row\">");
	standing_print(h, at);
	if (m->percent.set)
		html(h, " <span class=\"note\">%s</span>",
		     arena_fmt(p->cx->mem, tr(p->cx, "%lld per cent done"),
		               (long long)m->percent.units));
	html(h, "</p>\n");
	if (!m->places.n)
		html(h, "<p>%s</p>\n", tr(p->cx, "Outside any plan"));
}

bool measure_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct measure *m = id ? record_get(cx, T, id) : NULL;
	enum measure_standing at;
	struct page p;

	if (!m || !measure_standing(cx, m, &at))
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, id));
	p.title_lang = record_title_lang(cx, T, id);
	view_head(&p, T, m);
	print_standing(&p, m, at);
	html(&p.html,
	     "<div class=\"cols cols-record\">\n<section class=\"stack\" "
	     "aria-labelledby=\"h-text\"><h2 id=\"h-text\">%s</h2>\n",
	     tr(cx, "Text"));
	view_texts(&p, T, m, 3);
	html(&p.html,
	     "</section>\n<section class=\"stack\" aria-labelledby=\"h-work\"><h2 "
	     "id=\"h-work\">%s</h2>\n",
	     tr(cx, "Facts and work"));
	view_facts(&p.html, T, m, NULL);
	view_rows(&p, T, m);
	view_steps(&p, T, m);
	html(&p.html, "</section></div>\n");
	if (!print_line(&p, m))
		return false;
	view_sections(&p, T, m);
	if (!print_owed(&p, m))
		return false;
	view_sources(&p, T, m);
	return view_history(&p, T, id, NEWEST) && page_end(&p);
}
