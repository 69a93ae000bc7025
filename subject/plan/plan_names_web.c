/* What a person says about a plan's file: who the executors are that nobody knows, once for all
 * rows, and what the columns are. */
#include "subject/plan/plan_file_web.h"

#include "base/number.h"
#include "language/messages.h"
#include "language/words.h"
#include "subject/institution/institution.h"

enum { NAMES_SHOWN = 40 };

static bool may_teach(struct context *cx)
{
	return access_function(cx, alias_type.function, RIGHT_CREATE);
}

static bool goes_back(struct context *cx, const struct plan_file *f, struct reply *a)
{
	return reply_goto(cx, a, plan_file_path(cx, f, ""));
}

/* ---- names */

static void print_option(struct html *h, const struct plan_name *n, int64_t body)
{
	const char *value = arena_fmt(h->cx->mem, "is:%lld", (long long)body),
	           *taught = arena_fmt(h->cx->mem, "alias:%lld", (long long)body);

	html_option(h, value, record_title(h->cx, &institution_type, body),
	            str_eq(n->decided, value) || str_eq(n->decided, taught));
}

static bool is_near(const struct plan_name *n, int64_t body)
{
	for (size_t i = 0; i < n->near_n; i++)
		if (n->near[i].record == body)
			return true;
	return false;
}

static void print_choice(struct html *h, const struct plan_name *n, size_t at,
                         const struct list *bodies)
{
	struct context *cx = h->cx;

	html(h,
	     "<label class=\"vh\" for=\"who-%zu\">%s: %s</label><select id=\"who-%zu\" "
	     "name=\"who.%zu\">",
	     at, tr(cx, N_("Who that is")), n->name, at, at);
	html_option(h, "", tr(cx, N_("choose")), !n->decided);
	if (n->near_n) {
		html(h, "<optgroup label=\"%s\">", tr(cx, N_("Called alike")));
		for (size_t i = 0; i < n->near_n; i++)
			print_option(h, n, n->near[i].record);
		html(h, "</optgroup>");
	}
	html_option(h, "partner", tr(cx, N_("a partner, named in these words")),
	            str_eq(n->decided, "partner"));
	html_option(h, "out", tr(cx, N_("nobody: leave the name out")), str_eq(n->decided, "out"));
	html(h, "<optgroup label=\"%s\">", tr(cx, institution_type.label_plural));
	for (size_t i = 0; i < bodies->n; i++) {
		int64_t id = ((const struct record *)bodies->rows[i])->id;

		if (!is_near(n, id))
			print_option(h, n, id);
	}
	html(h, "</optgroup></select>");
	if (may_teach(cx))
		html(h,
		     "<label class=\"tick\"><input type=\"checkbox\" name=\"teach.%zu\" "
		     "value=\"1\"%s> <span>%s</span></label>",
		     at, n->decided && str_starts(n->decided, "alias:") ? " checked" : "",
		     tr(cx, N_("known by this name from now on")));
}

static void print_name(struct html *h, const struct plan_name *n, size_t at,
                       const struct list *bodies)
{
	struct context *cx = h->cx;

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"of-file\">%s"
	     "</span><input type=\"hidden\" name=\"name.%zu\" value=\"%s\"></th><td role=\"cell\" "
	     "class=\"num\" data-l=\"%s\">%zu</td><td role=\"cell\" data-l=\"%s\">",
	     n->name, at, n->name, tr(cx, N_("Rows")), n->rows, tr(cx, N_("Who that is")));
	print_choice(h, n, at, bodies);
	html(h, "</td></tr>\n");
}

static size_t undecided(const struct plan_file *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->names_n; i++)
		n += !f->names[i].decided;
	return n;
}

/* Those to be decided come first. */
static void print_names(struct html *h, const struct plan_file *f, const struct list *bodies)
{
	size_t at = 0;

	for (int known = 0; known <= 1; known++)
		for (size_t i = 0; i < f->names_n && at < NAMES_SHOWN; i++)
			if ((f->names[i].decided != NULL) == known)
				print_name(h, &f->names[i], at++, bodies);
}

void plan_names_print(struct page *p, const struct plan_file *f)
{
	struct list bodies = { .type = &institution_type, .limit = MAX_LIST_PAGE };
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (!f->names_n || !record_list(cx, &bodies))
		return;
	html(h, "<div id=\"names\"></div>");
	page_section(
	        h,
	        arena_fmt(cx->mem, tr(cx, N_("Executors that nobody is called: %zu")),
	                  undecided(f)),
	        tr(cx, N_("Say once who each is; it counts for all rows of the file. Rows that "
	                  "name somebody else than a known body stay out until then.")));
	plan_file_form(p, f, "/names", "");
	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" scope=\"col\" "
	     "class=\"num\">%s</th><th role=\"columnheader\" scope=\"col\">%s</th></tr></thead>"
	     "<tbody role=\"rowgroup\">\n",
	     tr(cx, N_("In the file")), tr(cx, N_("Rows")), tr(cx, N_("Who that is")));
	print_names(h, f, &bodies);
	html(h, "</tbody></table>\n");
	if (f->names_n > NAMES_SHOWN)
		html(h, "<p class=\"note\">%s</p>",
		     tr(cx, N_("The others follow when these are decided.")));
	html(h,
	     "<p class=\"field row no-print\"><button class=\"btn\">%s</button></p></form>"
	     "</section>\n",
	     tr(cx, N_("Keep and look again")));
}

static const char *numbered(const struct request *q, struct context *cx, const char *what,
                            size_t at)
{
	return request_form(q, arena_fmt(cx->mem, "%s.%zu", what, at));
}

static bool decide_name(struct context *cx, const struct plan_file *f, const char *name,
                        const char *who, bool teach)
{
	const char *value = who;
	int64_t id;

	if (str_starts(who, "is:")) {
		if (!parse_int_in(who + 3, 1, INT64_MAX, &id) ||
		    !record_get(cx, &institution_type, id))
			return !failed(cx) ? fail(cx, ERR_BAD_REQUEST, "who",
			                          N_("There is no such record."))
			                   : false;
		if (teach && may_teach(cx))
			value = arena_fmt(cx->mem, "alias:%lld", (long long)id);
	} else if (*who && !str_eq(who, "partner") && !str_eq(who, "out")) {
		return fail(cx, ERR_BAD_REQUEST, "who", N_("There is no such record."));
	}
	return staging_decide(cx, f->staging, plan_name_decision(cx, name), *value ? value : NULL);
}

bool plan_names_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct plan_file *f = plan_file_of(cx, q);

	if (!f)
		return false;
	for (size_t i = 0; i < NAMES_SHOWN; i++) {
		const char *name = numbered(q, cx, "name", i), *who = numbered(q, cx, "who", i);

		if (!str_empty(name) && who &&
		    !decide_name(cx, f, name, who, numbered(q, cx, "teach", i) != NULL))
			return false;
	}
	return goes_back(cx, f, a);
}

/* ---- columns */

static void print_column(struct html *h, const struct plan_layout *l, size_t layout, size_t at)
{
	struct context *cx = h->cx;
	const char *head = *l->heads[at] ? l->heads[at]
	                                 : arena_fmt(cx->mem, tr(cx, N_("Column %d")), (int)at + 1);

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><label class=\"of-file\" "
	     "for=\"c-%zu-%zu\">%s</label></th><td role=\"cell\" class=\"said\" data-l=\"%s\">%s"
	     "</td><td role=\"cell\" data-l=\"%s\"><select id=\"c-%zu-%zu\" "
	     "name=\"column.%zu.%zu\">",
	     layout, at, head, tr(cx, N_("For example")), words_short(cx->mem, l->samples[at], 90),
	     tr(cx, N_("Is taken as")), layout, at, layout, at);
	for (int c = 0; c < PLAN_COLUMNS; c++)
		html_option(h, plan_columns[c].code, tr(cx, plan_columns[c].label),
		            l->columns[at] == (enum plan_column)c);
	html(h, "</select></td></tr>\n");
}

static bool has(const struct plan_layout *l, enum plan_column column)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->columns[i] == column)
			return true;
	return false;
}

void plan_columns_print(struct page *p, const struct plan_file *f)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	bool lacks = false;

	for (size_t i = 0; i < f->table->layouts_n; i++)
		lacks |= !has(f->table->layouts[i], PLAN_MEASURE) ||
		         !has(f->table->layouts[i], PLAN_EXECUTORS) ||
		         !has(f->table->layouts[i], PLAN_TERM);
	if (lacks)
		page_message(p, "warn",
		             tr(cx, N_("The table lacks a column for the measure, the executors or "
		                       "the term.")),
		             tr(cx, N_("Say below what its columns are.")));
	html(h, "<details class=\"more no-print\"%s><summary>%s</summary>", lacks ? " open" : "",
	     tr(cx, N_("What the columns are")));
	plan_file_form(p, f, "/columns", "panel");
	for (size_t i = 0; i < f->table->layouts_n; i++) {
		const struct plan_layout *l = f->table->layouts[i];

		html(h,
		     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr "
		     "role=\"row\"><th role=\"columnheader\" scope=\"col\">%s</th><th "
		     "role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" "
		     "scope=\"col\">%s</th></tr></thead><tbody role=\"rowgroup\">\n",
		     tr(cx, N_("In the file")), tr(cx, N_("For example")),
		     tr(cx, N_("Is taken as")));
		for (size_t c = 0; c < l->n; c++)
			print_column(h, l, i, c);
		html(h, "</tbody></table>\n");
	}
	html(h, "<p class=\"field row\"><button class=\"btn\">%s</button></p></form></details>\n",
	     tr(cx, N_("Keep and look again")));
}

bool plan_columns_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct plan_file *f = plan_file_of(cx, q);

	if (!f)
		return false;
	for (size_t i = 0; i < f->table->layouts_n; i++)
		for (size_t c = 0; c < f->table->layouts[i]->n; c++) {
			const char *code =
			        request_form(q, arena_fmt(cx->mem, "column.%zu.%zu", i, c));
			enum plan_column is = f->table->layouts[i]->columns[c];

			if (code && !str_eq(code, plan_columns[is].code) &&
			    !staging_decide(cx, f->staging,
			                    arena_fmt(cx->mem, "column:%zu:%zu", i, c), code))
				return false;
		}
	return goes_back(cx, f, a);
}
