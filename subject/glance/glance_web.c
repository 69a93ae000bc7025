/* The page of the State at a glance.  All of it is plain links and one GET form; each figure leads
 * to its records, and the page says as of when and for whom it counted. */
#include "subject/glance/glance_web.h"

#include "language/messages.h"
#include "language/words.h"
#include "record/app.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"
#include "web/form.h"
#include "web/request.h"
#include "web/view_part.h"
#include "web/who.h"

enum { SHOWN = 30 }; /* rows of a cut; the workbook has all that can be told */

const struct type *const glance_followed[2] = { &recommendation_type, &measure_type };

/* ---- asking */

static void read_address(struct context *cx, const struct request *q, struct glance *g)
{
	const char *by = request_query(q, "by"), *typed = request_query(q, "since");
	struct date day = today(cx), since;

	for (int i = 0; by && i < GLANCE_CUTS; i++)
		if (str_eq(by, glance_cuts[i].code))
			g->cut = (enum glance_cut)i;
	g->since = date_add_days(day, -GLANCE_DAYS);
	if (str_empty(typed))
		return;
	if ((!date_parse(typed, &since) && !words_read_date(cx->mem, typed, &since)) ||
	    since.precision != PRECISION_DAY)
		fail(cx, ERR_INVALID, "since", N_("Give the exact day, for example 17.06.2025."));
	else if (date_compare(since, day) > 0)
		fail(cx, ERR_INVALID, "since", N_("This day has not come yet."));
	else
		g->since = since;
	if (failed(cx))
		g->errors = view_errors(cx);
}

bool glance_cuts_measures(const struct glance *g)
{
	return g->has_measures && glance_cuts[g->cut].measures;
}

/* Titles of the bodies of both tables, in one statement. */
static bool load_bodies(struct context *cx, const struct glance *g)
{
	int64_t *ids = arena_array(cx->mem, int64_t, g->late_n + g->silent_n);
	size_t n = 0;

	for (size_t i = 0; i < g->late_n; i++)
		ids[n++] = g->late[i].institution;
	for (size_t i = 0; i < g->silent_n; i++)
		ids[n++] = g->silent[i].institution;
	return record_titles(cx, &institution_type, ids, n);
}

bool glance_read(struct context *cx, const struct request *q, size_t values, struct glance *g)
{
	struct search_table entered;

	*g = (struct glance){ .has_measures = access_reads(cx, measure_type.function),
		              .has_deadlines = access_reads(cx, deadline_type.function),
		              .has_progress = access_reads(cx, progress_update_type.function) };
	read_address(cx, q, g);
	if (!glance_entered(cx, &entered) ||
	    !glance_recommendations(cx, g->cut, values, &entered, &g->recommendations) ||
	    !glance_past(cx, g->since, &entered, &g->moved[0], &g->moved_n[0], &g->course) ||
	    !glance_restricted(cx, &g->restricted))
		return false;
	g->behind = entered.behind || g->recommendations.behind;
	if (g->has_measures &&
	    (!glance_measures(cx, glance_cuts[g->cut].measures ? g->cut : CUT_BODY, &g->measures) ||
	     !glance_moved(cx, glance_followed[1], g->since, &g->moved[1], &g->moved_n[1])))
		return false;
	return (!g->has_deadlines || glance_late(cx, &g->late, &g->late_n)) &&
	       (!g->has_measures || !g->has_progress ||
	        glance_silent(cx, &g->silent, &g->silent_n)) &&
	       load_bodies(cx, g);
}

const struct choice *glance_choice(const struct type *t, const char *code)
{
	const struct choice *v = t == &recommendation_type ? recommendation_statuses : t->states;

	return choice_at(v, choice_index(v, code));
}

/* ---- what is asked for */

static const char *own_address(struct context *cx, const struct glance *g, enum glance_cut cut)
{
	char day[DATE_TEXT];

	return arena_fmt(cx->mem, "/overview?by=%s&since=%s", glance_cuts[cut].code,
	                 date_text(g->since, day));
}

static void print_cuts(struct page *p, const struct glance *g)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<nav class=\"row views no-print\" aria-label=\"%s\"><span "
	     "class=\"note\">%s</span><ul "
	     "class=\"tags\">",
	     tr(cx, "Counted by"), tr(cx, "Counted by"));
	for (int i = 0; i < GLANCE_CUTS; i++)
		html(h, "<li><a class=\"tag\" href=\"%s\"%s>%s</a></li>",
		     own_address(cx, g, (enum glance_cut)i),
		     i == (int)g->cut ? " aria-current=\"true\"" : "",
		     tr(cx, glance_cuts[i].label));
	html(h, "</ul></nav>\n");
}

/* ---- what moved */

static void print_code(struct html *h, const struct type *t, const char *code)
{
	const struct choice *c = glance_choice(t, code);

	if (c)
		html_state(h, c->glyph, tr(h->cx, c->label));
	else
		html_text(h, tr(h->cx, "not stated"));
}

static void print_moves(struct html *h, const struct glance *g, size_t at)
{
	static const char *const heads[] = { N_("Stood then"), N_("Stands now"), N_("Records") };
	const struct type *t = glance_followed[at];
	struct context *cx = h->cx;

	html(h, "<div><h3>%s</h3>\n", tr(cx, t->label_plural));
	if (!g->moved_n[at]) {
		html(h, "<p class=\"note\">%s</p></div>\n", tr(cx, "Nothing has moved."));
		return;
	}
	page_table(h, tr(cx, t->label_plural), heads, LEN(heads));
	for (size_t i = 0; i < g->moved_n[at]; i++) {
		const struct glance_move *v = &g->moved[at][i];
		struct glance_figure f = { .what = GLANCE_MOVED,
			                   .type = t,
			                   .before = *v->before ? v->before : "-",
			                   .status = *v->after ? v->after : "-",
			                   .since = g->since };

		html(h, "<tr role=\"row\">");
		page_cell(h, heads[0]);
		print_code(h, t, v->before);
		html(h, "</td>");
		page_cell(h, heads[1]);
		print_code(h, t, v->after);
		html(h, "</td>");
		page_cell(h, heads[2]);
		html(h, "<a href=\"%s\">%s</a></td></tr>\n", glance_address(cx, &f),
		     glance_number(cx, v->count));
	}
	page_table_end(h);
	html(h, "</div>\n");
}

static void print_moved(struct page *p, const struct glance *g)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	page_section(h,
	             arena_fmt(cx->mem, tr(cx, "Moved since %s"),
	                       words_date(cx->mem, cx->lang, g->since)),
	             tr(cx, "records that stood otherwise when that day began"));
	html(h, "<form class=\"panel no-print\" action=\"/overview\"><div class=\"fields\">");
	html(h, "<input type=\"hidden\" name=\"by\" value=\"%s\">", glance_cuts[g->cut].code);
	form_input(h, g->errors, "since", tr(cx, "Since the day"), NULL, "text",
	           g->errors ? request_query(p->request, "since") : date_words(cx, g->since), NULL);
	html(h, "</div><p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(cx, "Compare"));
	html(h, "<div class=\"cols cols-half\">\n");
	print_moves(h, g, 0);
	if (g->has_measures)
		print_moves(h, g, 1);
	html(h, "</div></section>\n");
}

/* ---- late and silent bodies */

static void print_late(struct html *h, const struct glance *g)
{
	static const char *const heads[] = { N_("Body"), N_("Late deadlines"), N_("Oldest") };
	struct context *cx = h->cx;

	page_section(h, tr(cx, "Late bodies"), tr(cx, "internal deadlines that are past and open"));
	if (!g->late_n)
		html(h, "<p class=\"note\">%s</p>\n", tr(cx, "Nobody is late."));
	else
		page_table(h, tr(cx, "Late bodies"), heads, LEN(heads));
	for (size_t i = 0; i < g->late_n; i++) {
		const struct glance_late *v = &g->late[i];
		struct glance_figure f = { .what = GLANCE_LATE, .value = v->institution };
		int64_t days = date_to_days(today(cx)) - date_to_days(v->oldest);

		html(h, "<tr role=\"row\">");
		page_cell(h, heads[0]);
		html(h, "%s</td>", who_institution(cx, v->institution));
		page_cell(h, heads[1]);
		html(h, "<a href=\"%s\">%s</a></td>", glance_address(cx, &f),
		     glance_number(cx, v->count));
		page_cell(h, heads[2]);
		html_state(h, "late st-late",
		           arena_fmt(cx->mem, trn(cx, "%lld day late", "%lld days late", days),
		                     (long long)days));
		html(h, "</td></tr>\n");
	}
	if (g->late_n)
		page_table_end(h);
	html(h, "</section>\n");
}

static void print_silent(struct html *h, const struct glance *g)
{
	static const char *const heads[] = { N_("Body"), N_("Measures without a report"),
		                             N_("Last report") };
	struct context *cx = h->cx;

	page_section(h, tr(cx, "Silent bodies"),
	             tr(cx, "no report for half a year, although one is owed"));
	if (!g->silent_n)
		html(h, "<p class=\"note\">%s</p>\n", tr(cx, "Nobody is silent."));
	else
		page_table(h, tr(cx, "Silent bodies"), heads, LEN(heads));
	for (size_t i = 0; i < g->silent_n; i++) {
		const struct glance_silent *v = &g->silent[i];
		struct glance_figure f = { .what = GLANCE_SILENT, .value = v->institution };

		html(h, "<tr role=\"row\">");
		page_cell(h, heads[0]);
		html(h, "%s</td>", who_institution(cx, v->institution));
		page_cell(h, heads[1]);
		html(h, "<a href=\"%s\">%s</a></td>", glance_address(cx, &f),
		     glance_number(cx, v->count));
		page_cell(h, heads[2]);
		html(h, "%s</td></tr>\n",
		     date_set(v->last) ? date_words(cx, v->last) : tr(cx, "none yet"));
	}
	if (g->silent_n)
		page_table_end(h);
	html(h, "</section>\n");
}

/* ---- the page */

static void print_whole(struct page *p, const struct glance *g)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<div class=\"cols cols-half\">\n<section class=\"sect\"><h2>%s</h2>\n",
	     tr(cx, recommendation_type.label_plural));
	glance_print_bar(h, g, false);
	html(h, "</section>\n");
	if (g->has_measures) {
		html(h, "<section class=\"sect\"><h2>%s</h2>\n", tr(cx, measure_type.label_plural));
		glance_print_bar(h, g, true);
		html(h, "</section>\n");
	}
	html(h, "</div>\n");
}

static void print_told(struct page *p, const struct glance *g)
{
	const struct glance_figure f = { .what = GLANCE_RESTRICTED };
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (g->behind)
		page_message(
		        p, "warn",
		        tr(cx, "The search is being made anew and does not know everything yet."),
		        NULL);
	html(h, "<p class=\"note\">%s",
	     tr(cx, "Recommendations about the own State; restricted ones are in none of their "
	            "figures."));
	if (g->restricted)
		html(h, " %s <a href=\"%s\">%s</a>.", tr(cx, "Restricted ones that you may read:"),
		     glance_address(cx, &f), glance_number(cx, g->restricted));
	html(h, "</p>\n");
}

static void print_actions(struct page *p, const struct glance *g)
{
	struct context *cx = p->cx;
	char day[DATE_TEXT];

	page_action(p, tr(cx, "Excel workbook (XLSX)"),
	            arena_fmt(cx->mem, "/overview/export?by=%s&since=%s", glance_cuts[g->cut].code,
	                      date_text(g->since, day)),
	            "down", false);
}

bool glance_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct glance g;
	struct page p;

	if (!glance_read(cx, q, SHOWN, &g))
		return false;
	if (g.errors)
		a->status = 422;
	page_begin(&p, cx, q, a, tr(cx, "The State at a glance"));
	p.lead = arena_fmt(cx->mem, tr(cx, "As of %s, for %s."),
	                   time_words(cx, cx->now + cx->app->clock_shift),
	                   who_name(cx, cx->actor->user));
	p.dated = true;
	print_actions(&p, &g);
	print_whole(&p, &g);
	print_told(&p, &g);
	print_cuts(&p, &g);
	glance_print_table(&p, &g, false);
	if (glance_cuts_measures(&g))
		glance_print_table(&p, &g, true);
	print_moved(&p, &g);
	html(&p.html, "<div class=\"cols cols-half\">\n");
	if (g.has_deadlines)
		print_late(&p.html, &g);
	if (g.has_measures && g.has_progress)
		print_silent(&p.html, &g);
	html(&p.html, "</div>\n");
	glance_print_course(&p.html, &g);
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/overview", "recommendations:read", glance_get,
	  N_("The State at a glance: how recommendations and measures stand"), 0, NULL },
	{ METHOD_GET, "/overview/export", "recommendations:read", glance_file_get,
	  N_("The State at a glance as a workbook"), 0, NULL },
	{ METHOD_GET, "/overview/records", "recommendations:read", glance_records_get,
	  N_("The records behind a figure of the State at a glance"), 0, NULL },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("At a glance"), "/overview", "recommendations:read", 65 },
	{ 0 },
};

const struct pages glance_pages = { .name = "glance", .routes = routes, .tabs = tabs };
