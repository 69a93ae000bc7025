/* Pages of plans: all of them with their bars, and one with its tree. */
#include "subject/plan/plan_web.h"

#include "language/messages.h"
#include "record/app.h"
#include "store/db.h"

#define T (&plan_type)

enum { NEWEST = 5, MOST_BARS = 12 };

/* ---- all plans */

static void print_bars(struct html *h, const struct list *shown)
{
	struct context *cx = h->cx;
	struct list l = { .type = T,
		          .limit = MAX_LIST_PAGE,
		          .where_sql = "r.state IN ('approved', 'in_force', 'mid_term_review')"
		                       " AND EXISTS (SELECT 1 FROM measure_places m"
		                       " WHERE m.plan = r.id)" };
	struct bar v[MOST_BARS];
	size_t n = 0;

	if (shown->filters_n || shown->after || !record_list(cx, &l))
		return;
	for (size_t i = 0; i < l.n && n < MOST_BARS; i++) {
		if (!bar_of(cx, l.rows[i], &v[n]))
			return;
		n += bar_all(&v[n]) > 0;
	}
	if (n)
		bars_print(h, v, n);
	html(h,
	     "<p class=\"row no-print\"><a class=\"btn\" href=\"/measures\">%s</a><a "
	     "class=\"btn\" href=\"/clusters\">%s</a>",
	     tr(cx, "All measures"), tr(cx, "Clusters of recommendations"));
	if (access_function(cx, "measures", RIGHT_CREATE))
		html(h, "<a class=\"btn\" href=\"/plans/import\">%s</a>",
		     tr(cx, N_("Bring in a plan")));
	html(h, "</p>\n");
}

static bool plans_get(struct context *cx, const struct request *q, struct reply *a)
{
	static const struct view_list v = { .views = print_bars };

	return view_list_page(cx, q, a, T, &v);
}

/* ---- one plan */

SQL(plan_next_version, "SELECT id FROM plan WHERE revises = $1 ORDER BY id DESC LIMIT 1");
SQL(plan_succeeded_by, "SELECT id FROM plan WHERE predecessor = $1 AND revises IS NULL"
                       " ORDER BY period_from, id LIMIT 1");

/* A record that the actor may read, or 0. */
static bool readable(struct context *cx, const struct sql *sql, int64_t id, int64_t *ret)
{
	bool found;

	*ret = 0;
	if (!db_int(cx, sql, ret, &found, V(id)))
		return false;
	if (!found || record_get(cx, T, *ret))
		return true;
	*ret = 0;
	if (cx->err.kind != ERR_NOT_FOUND)
		return false;
	error_clear(cx);
	return true;
}

static void print_related(struct page *p, const char *label, int64_t id)
{
	if (!id)
		return;
	html(&p->html, "<p>%s ", label);
	view_link(&p->html, T, id);
	html(&p->html, "</p>\n");
}

/* What came after it; what was before stands among its facts. */
static bool print_relations(struct page *p, const struct plan *plan)
{
	struct context *cx = p->cx;
	int64_t next, after;

	if (!readable(cx, &plan_next_version, plan->record.id, &next) ||
	    !readable(cx, &plan_succeeded_by, plan->record.id, &after))
		return false;
	print_related(p, tr(cx, "There is a newer version:"), next);
	print_related(p, tr(cx, "Succeeded by"), after);
	return true;
}

/* What is left when its time is over (TC-33). */
static bool print_left(struct page *p, const struct plan *plan)
{
	struct context *cx = p->cx;
	struct refs left;

	if (date_compare(plan->period_to, today(cx)) >= 0 ||
	    type_state_in(T, plan->record.state, "concept drafting consultation revised"))
		return true;
	if (!plan_unfinished(cx, plan->record.id, &left))
		return false;
	if (!left.n)
		return true;
	page_message(p, "warn",
	             arena_fmt(cx->mem,
	                       trn(cx, "Its time is over, and %zu measure is not finished.",
	                           "Its time is over, and %zu measures are not finished.",
	                           (int64_t)left.n),
	                       left.n),
	             tr(cx, "They stay open until they are carried over to a plan that follows, or "
	                    "cancelled."));
	if (access_record_for(cx, T, plan, "plan_approval", RIGHT_CREATE))
		html(&p->html,
		     "<p class=\"row no-print\"><a class=\"btn btn-main\" href=\"%s\">%s</a></p>\n",
		     record_path(cx, T, plan->record.id, "/carry-over"),
		     tr(cx, "Carry over what is unfinished"));
	return true;
}

static void print_actions(struct page *p, const struct plan *plan)
{
	struct context *cx = p->cx;
	bool drafted = plan_in(plan, "concept drafting consultation");

	if (plan->revises)
		page_action(p, tr(cx, "Compare with the version before"),
		            record_path(cx, T, plan->record.id, "/compare"), "ne", false);
	if (access_function(cx, "measures", RIGHT_CREATE) && (drafted || plan_runs(plan))) {
		page_action(p, tr(cx, "New part"),
		            url(cx, "/plan_parts/new?plan=%lld", (long long)plan->record.id), NULL,
		            false);
		page_action(p, tr(cx, "New measure"), tree_new_measure(cx, plan), NULL, false);
		if (drafted)
			page_action(p, tr(cx, "Bring in a table"),
			            url(cx, "/plans/import?plan=%lld", (long long)plan->record.id),
			            NULL, false);
	}
}

static void print_revise(struct page *p, const struct plan *plan)
{
	struct context *cx = p->cx;

	if (!plan_runs(plan) || !access_record_for(cx, T, plan, "plan_approval", RIGHT_CREATE))
		return;
	html(&p->html, "<form class=\"no-print\" method=\"post\" action=\"%s\">",
	     record_path(cx, T, plan->record.id, "/revise"));
	page_csrf(&p->html, p->request);
	html(&p->html, "<p><button class=\"btn\">%s</button></p><p class=\"note\">%s</p></form>\n",
	     tr(cx, "Draft a new version"),
	     tr(cx, "This one runs on until the new one is approved."));
}

static bool plan_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct plan *plan = id ? record_get(cx, T, id) : NULL;
	struct page p;
	struct bar bar;

	if (!plan || !bar_of(cx, plan, &bar))
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, id));
	p.title_lang = record_title_lang(cx, T, id);
	view_head(&p, T, plan);
	print_actions(&p, plan);
	html(&p.html, "<div class=\"stack\">\n");
	if (!print_relations(&p, plan) || !print_left(&p, plan))
		return false;
	if (bar_all(&bar))
		bars_figures(&p.html, &bar);
	html(&p.html, "</div>\n<div class=\"cols cols-side\"><div class=\"stack\">\n");
	view_facts(&p.html, T, plan, NULL);
	view_texts(&p, T, plan, 2);
	html(&p.html, "</div>\n<div>\n");
	view_steps(&p, T, plan);
	print_revise(&p, plan);
	html(&p.html, "</div></div>\n");
	if (!tree_print(&p, plan))
		return false;
	view_sources(&p, T, plan);
	return view_history(&p, T, id, NEWEST) && page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/plans", "measures:read", plans_get,
	  N_("Plans and how their measures stand"), 0, NULL },
	{ METHOD_GET, "/plans/{id}", "measures:read", plan_get,
	  N_("A plan with its parts, objectives and measures"), 0, NULL },
	{ METHOD_GET, "/plans/{id}/compare", "measures:read", plan_compare_get,
	  N_("What a version of a plan changed"), 0, NULL },
	{ METHOD_POST, "/plans/{id}/revise", "plan_approval:create", plan_revise_post,
	  N_("Draft a new version of a plan"), 0, NULL },
	{ METHOD_POST, "/plans/{id}/change", "plan_approval:create", plan_change_post,
	  N_("Change a measure in a version that is being drafted"), 0, NULL },
	{ METHOD_POST, "/plans/{id}/leave-out", "plan_approval:create", plan_leave_out_post,
	  N_("Leave a measure out of a version that is being drafted"), 0, NULL },
	{ METHOD_GET, "/plans/{id}/carry-over", "plan_approval:create", plan_carry_get,
	  N_("What a plan leaves unfinished"), 0, NULL },
	{ METHOD_POST, "/plans/{id}/carry-over", "plan_approval:create", plan_carry_post,
	  N_("Carry unfinished measures over to another plan"), 0, NULL },
	{ METHOD_GET, "/clusters/{id}", "recommendations:read", cluster_get,
	  N_("A cluster with its recommendations and the measures that answer them"), 0, NULL },
	{ METHOD_POST, "/clusters/prepare", "recommendations:create", cluster_prepare_post,
	  N_("The form of a cluster with the recommendations that were selected"), 0, NULL },
	{ METHOD_GET, "/measures/{id}", "measures:read", measure_get,
	  N_("A measure, where it stands and what is owed"), 0, NULL },
	{ METHOD_GET, "/measures/{id}/carry-over", "plan_approval:create", measure_carry_get,
	  N_("Carry a measure over to another plan"), 0, NULL },
	{ METHOD_POST, "/measures/{id}/carry-over", "plan_approval:create", measure_carry_post,
	  N_("Carry a measure over to another plan"), 0, NULL },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("Plans"), "/plans", "measures:read", 42 },
	{ N_("Measures"), "/measures", "measures:read", 43 },
	{ 0 },
};

const struct pages plans_pages = { .name = "plans", .routes = routes, .tabs = tabs };
