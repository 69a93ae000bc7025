/* The tree of a plan: parts, sections and objectives as headings, and under each its measures with
 * lead body, term and how they stand.  In a version that is being drafted each measure has the
 * buttons that say what changes. */
#include "subject/plan/plan_web.h"

#include "language/words.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/institution/institution.h"

#define M (&measure_type)
#define P (&plan_part_type)

SQL(tree_parts, "SELECT id FROM plan_part WHERE plan = $1 ORDER BY order_key, id LIMIT 1000");
SQL(tree_measures, "SELECT record FROM measure_places WHERE plan = $1 ORDER BY order_key, id"
                   " LIMIT 5000");

struct tree {
	struct page *p;
	const struct plan *plan;
	void **parts, **measures; /* in order */
	size_t parts_n, measures_n;
	enum measure_standing only; /* 0: all */
	bool drafted;
	size_t shown;
};

static int by_id(const void *a, const void *b)
{
	const struct record *x = *(const struct record *const *)a;
	const struct record *y = *(const struct record *const *)b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Those that the actor may read, in the order of the query. */
static bool load(struct context *cx, const struct type *t, struct rows *r, void ***ret,
                 size_t *ret_n)
{
	enum { MOST = 5000 };
	int64_t *ids = arena_array(cx->mem, int64_t, MOST);
	size_t n = 0, got;
	void **rows;

	while (r && rows_next(cx, r) && n < MOST)
		ids[n++] = rows_int(r, 0);
	if (failed(cx) || !record_get_many(cx, t, ids, n, &rows, &got))
		return false;
	if (got)
		qsort(rows, got, sizeof *rows, by_id);
	*ret = arena_array(cx->mem, void *, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		struct record key = { .id = ids[i] }, *at = &key;
		void **found = got ? bsearch(&at, rows, got, sizeof *rows, by_id) : NULL;

		if (found && access_content(cx, t, *found))
			(*ret)[(*ret_n)++] = *found;
	}
	return true;
}

bool version_is_drafted(struct context *cx, const struct plan *p)
{
	return p->revises &&
	       type_state_in(&plan_type, p->record.state, "concept drafting consultation") &&
	       access_record_for(cx, &plan_type, p, "plan_approval", RIGHT_CREATE);
}

const char *tree_new_measure(struct context *cx, const struct plan *p)
{
	return url(cx, "/measures/new?places.0.plan=%lld", (long long)p->record.id);
}

/* ---- one measure */

static void print_button(const struct tree *t, const struct measure *m, const char *what,
                         const char *label)
{
	struct html *h = &t->p->html;

	html(h, "<form method=\"post\" action=\"%s\">",
	     record_path(h->cx, &plan_type, t->plan->record.id, what));
	page_csrf(h, t->p->request);
	html(h,
	     "<input type=\"hidden\" name=\"measure\" value=\"%lld\"><button class=\"btn\" "
	     "aria-label=\"%s: %s\">%s</button></form>",
	     (long long)m->record.id, label, record_title(h->cx, M, m->record.id), label);
}

static void print_bodies(struct html *h, const struct measure *m)
{
	view_link(h, &institution_type, m->lead);
	if (!m->co.n)
		return;
	html(h, "<p class=\"note\">");
	for (size_t i = 0; i < m->co.n; i++) {
		html(h, "%s", i ? ", " : "");
		view_link(h, &institution_type, m->co.v[i]);
	}
	html(h, "</p>");
}

void tree_measure(struct html *h, const struct measure *m)
{
	const char *lang, *words = view_text(h->cx, &m->text, &lang);

	html(h, "<a href=\"%s\"", record_path(h->cx, M, m->record.id, NULL));
	html_lang(h, lang);
	html(h, ">%s</a>", words ? words : "");
}

static bool print_measure(struct tree *t, const struct measure *m, enum measure_standing at)
{
	struct html *h = &t->p->html;
	struct context *cx = h->cx;
	const struct measure_place *place = measure_place_in(m, t->plan->record.id);

	html(h,
	     "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\" class=\"ref\">%s</td><th "
	     "role=\"rowheader\" scope=\"row\" class=\"what\">",
	     tr(cx, "Number"), place && place->number ? place->number : "");
	tree_measure(h, m);
	html(h, "</th><td role=\"cell\" data-l=\"%s\">", tr(cx, "Lead body"));
	print_bodies(h, m);
	html(h, "</td><td role=\"cell\" data-l=\"%s\">%s", tr(cx, "Timing"), m->timing);
	if (date_set(m->due))
		html(h, "<p class=\"note nb\">%s</p>",
		     arena_fmt(cx->mem, tr(cx, "until %s"), date_words(cx, m->due)));
	html(h, "</td><td role=\"cell\" data-l=\"%s\">", tr(cx, "Status"));
	standing_print(h, at);
	if (m->percent.set)
		html(h, "<p class=\"note\">%lld %%</p>", (long long)m->percent.units);
	html(h, "</td>");
	if (t->drafted) {
		html(h, "<td role=\"cell\" class=\"acts no-print\"><div class=\"row\">");
		print_button(t, m, "/change", tr(cx, "Change"));
		print_button(t, m, "/leave-out", tr(cx, "Leave out"));
		html(h, "</div></td>");
	}
	html(h, "</tr>\n");
	t->shown++;
	return true;
}

/* ---- one part */

static void print_head(const struct tree *t)
{
	static const char *const heads[] = { N_("Number"), N_("Measure"), N_("Lead body"),
		                             N_("Timing"), N_("Status") };
	struct html *h = &t->p->html;

	html(h,
	     "<div class=\"wide\"><table class=\"list\" role=\"table\"><caption "
	     "class=\"vh\">%s</caption><thead role=\"rowgroup\"><tr role=\"row\">",
	     tr(h->cx, "Measures"));
	for (size_t i = 0; i < LEN(heads); i++)
		html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>", tr(h->cx, heads[i]));
	if (t->drafted)
		html(h, "<th role=\"columnheader\" scope=\"col\" class=\"no-print\">%s</th>",
		     tr(h->cx, "In this version"));
	html(h, "</tr></thead><tbody role=\"rowgroup\">\n");
}

/* Measures that stand directly in the part (0: in the plan). */
static bool print_measures(struct tree *t, int64_t part)
{
	bool open = false;

	for (size_t i = 0; i < t->measures_n; i++) {
		const struct measure *m = t->measures[i];
		const struct measure_place *place = measure_place_in(m, t->plan->record.id);
		enum measure_standing at;

		if (!place || place->part != part)
			continue;
		if (!measure_standing(t->p->cx, m, &at))
			return false;
		if (t->only && at != t->only)
			continue;
		if (!open)
			print_head(t);
		open = true;
		if (!print_measure(t, m, at))
			return false;
	}
	if (open)
		html(&t->p->html, "</tbody></table></div>\n");
	return true;
}

static const struct plan_part *part_with(const struct tree *t, int64_t id)
{
	for (size_t i = 0; i < t->parts_n; i++)
		if (((const struct record *)t->parts[i])->id == id)
			return t->parts[i];
	return NULL;
}

static int depth_of(const struct tree *t, const struct plan_part *part)
{
	int depth = 0;

	while (part && part->parent && depth < 3) {
		part = part_with(t, part->parent);
		depth++;
	}
	return depth;
}

static void print_heading(const struct tree *t, const struct plan_part *part)
{
	struct html *h = &t->p->html;
	struct context *cx = h->cx;
	const char *kind = field_words(cx, P, type_field_named(P, "kind"), part);
	const char *title = record_title(cx, P, part->record.id);
	const char *where = record_path(cx, P, part->record.id, NULL);

	switch (depth_of(t, part)) {
	case 0:
		html(h, "<h3 class=\"sect\">%s <a href=\"%s\">%s</a></h3>\n", kind, where, title);
		break;
	case 1:
		html(h, "<h4>%s <a href=\"%s\">%s</a></h4>\n", kind, where, title);
		break;
	default:
		html(h, "<h5>%s <a href=\"%s\">%s</a></h5>\n", kind, where, title);
		break;
	}
}

static void print_only(const struct tree *t)
{
	struct html *h = &t->p->html;

	if (!t->only)
		return;
	html(h, "<p class=\"row\"><span>%s</span> ", tr(h->cx, "Shown are those that stand so:"));
	standing_print(h, t->only);
	html(h, " <a href=\"%s\">%s</a></p>\n",
	     record_path(h->cx, &plan_type, t->plan->record.id, "#measures"),
	     tr(h->cx, "Show all"));
}

bool tree_print(struct page *p, const struct plan *plan)
{
	struct context *cx = p->cx;
	struct tree t = { .p = p,
		          .plan = plan,
		          .only = standing_asked(p->request),
		          .drafted = version_is_drafted(cx, plan) };

	if (!load(cx, P, db_query(cx, &tree_parts, V(plan->record.id)), &t.parts, &t.parts_n) ||
	    !load(cx, M, db_query(cx, &tree_measures, V(plan->record.id)), &t.measures,
	          &t.measures_n) ||
	    !record_titles_in(cx, M, t.measures, t.measures_n, "lead co"))
		return false;
	html(&p->html, "<div id=\"measures\"></div>");
	page_section(&p->html, tr(cx, "Objectives and measures"), NULL);
	print_only(&t);
	if (!print_measures(&t, 0))
		return false;
	for (size_t i = 0; i < t.parts_n; i++) {
		const struct plan_part *part = t.parts[i];

		if (!t.only)
			print_heading(&t, part);
		if (!print_measures(&t, part->record.id))
			return false;
	}
	if (!t.shown)
		page_empty(&p->html, tr(cx, "No measures here."),
		           tr(cx, "A measure names the plan and the part in which it stands."),
		           access_function(cx, "measures", RIGHT_CREATE)
		                   ? tree_new_measure(cx, plan)
		                   : NULL,
		           tr(cx, "New measure"));
	html(&p->html, "</section>\n");
	return true;
}
