/* Drafting a version of a plan, and what it changes against the one before: changed, added, lost,
 * and how many links with recommendations survive. */
#include "subject/plan/plan_web.h"

#include "base/number.h"
#include "record/app.h"
#include "subject/institution/institution.h"

#define T (&plan_type)
#define M (&measure_type)

static const struct {
	const char *label, *glyph;
} differences[] = {
	[DIFFERENCE_SAME] = { N_("As it was"), "ok" },
	[DIFFERENCE_CHANGED] = { N_("Changed"), "part st-part" },
	[DIFFERENCE_ADDED] = { N_("Added"), "new st-new" },
	[DIFFERENCE_LOST] = { N_("Lost"), "stop st-stop" },
};

/* ---- comparing */

static const char *wording(const struct texts *x, const char *lang)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, lang))
			return x->v[i].body;
	return "";
}

/* Each language in which the words differ, not only the reader's. */
static void print_wordings(struct html *h, const struct field *f, const struct plan_compared *d)
{
	struct context *cx = h->cx;

	for (const char *const *l = page_languages(cx); *l; l++) {
		const char *was = wording(field_at(f, d->before), *l);
		const char *is = wording(field_at(f, d->after), *l);

		if (str_eq(was, is))
			continue;
		html(h, "<p><b>%s</b> <span class=\"note\">%s</span></p>", tr(cx, f->label),
		     language_words(cx, *l));
		if (*was)
			html(h, "<p lang=\"%s\"><del>%s</del></p>", *l, was);
		if (*is)
			html(h, "<p lang=\"%s\"><ins>%s</ins></p>", *l, is);
	}
}

static void print_values(struct html *h, const struct field *f, const struct plan_compared *d)
{
	html(h, "<p><b>%s</b></p>", tr(h->cx, f->label));
	if (!field_empty(f, d->before)) {
		html(h, "<div><del>");
		view_value(h, M, f, d->before);
		html(h, "</del></div>");
	}
	if (!field_empty(f, d->after)) {
		html(h, "<div><ins>");
		view_value(h, M, f, d->after);
		html(h, "</ins></div>");
	}
}

static void print_fields(struct html *h, const struct plan_compared *d)
{
	html(h, "<div class=\"stack-s\">");
	if (!str_eq(d->number_before, d->number_after))
		html(h, "<p><b>%s</b> <del>%s</del> <ins>%s</ins></p>", tr(h->cx, "Number"),
		     d->number_before, d->number_after);
	for (size_t i = 0; d->fields[i]; i++)
		if (d->fields[i]->kind == FIELD_TEXTS)
			print_wordings(h, d->fields[i], d);
		else
			print_values(h, d->fields[i], d);
	html(h, "</div>");
}

/* Of what has no like in the other version: who leads it, until when. */
static void print_whole(struct html *h, const struct measure *m)
{
	view_link(h, &institution_type, m->lead);
	html(h, "<p class=\"note\">%s</p>", m->timing);
}

static void print_links(struct html *h, const struct plan_compared *d)
{
	struct context *cx = h->cx;

	if (d->what == DIFFERENCE_ADDED)
		html(h, "%zu", d->links_after);
	else if (d->what == DIFFERENCE_LOST)
		html(h, "%s", arena_fmt(cx->mem, tr(cx, "%zu lost"), d->links_before));
	else
		html(h, "%s",
		     arena_fmt(cx->mem, tr(cx, "%zu of %zu kept"), d->links_kept, d->links_before));
}

static void print_measure(struct html *h, const struct plan_compared *d)
{
	html(h,
	     "<td role=\"cell\" data-l=\"%s\" class=\"ref\">%s</td><th role=\"rowheader\" "
	     "scope=\"row\" class=\"what\">",
	     tr(h->cx, "Number"), d->after ? d->number_after : d->number_before);
	tree_measure(h, d->after ? d->after : d->before);
	html(h, "</th>");
}

static void print_one(struct html *h, const struct plan_compared *d)
{
	struct context *cx = h->cx;

	html(h, "<tr role=\"row\">");
	if (d->what == DIFFERENCE_SAME) {
		print_measure(h, d);
	} else {
		page_cell(h, N_("In this version"));
		html_state(h, differences[d->what].glyph, tr(cx, differences[d->what].label));
		html(h, "</td>");
		print_measure(h, d);
		page_cell(h, N_("What changed"));
		if (d->what == DIFFERENCE_CHANGED)
			print_fields(h, d);
		else
			print_whole(h, d->after ? d->after : d->before);
		html(h, "</td>");
	}
	page_cell(h, N_("Links with recommendations"));
	print_links(h, d);
	html(h, "</td></tr>\n");
}

/* What is different first. */
static void print_sum(struct html *h, const struct plan_compared *v, size_t n)
{
	static const enum plan_difference order[] = { DIFFERENCE_CHANGED, DIFFERENCE_ADDED,
		                                      DIFFERENCE_LOST, DIFFERENCE_SAME };
	size_t counts[LEN(differences)] = { 0 };

	for (size_t i = 0; i < n; i++)
		counts[v[i].what]++;
	html(h, "<dl class=\"figs\">\n");
	for (size_t i = 0; i < LEN(order); i++)
		html(h, "<div><dt>%s</dt><dd>%zu</dd></div>\n",
		     tr(h->cx, differences[order[i]].label), counts[order[i]]);
	html(h, "</dl>\n");
}

static void print_table(struct page *p, const struct plan_compared *v, size_t n, bool same)
{
	static const char *const all[] = { N_("In this version"), N_("Number"), N_("Measure"),
		                           N_("What changed"), N_("Links with recommendations") };
	static const char *const few[] = { N_("Number"), N_("Measure"),
		                           N_("Links with recommendations") };
	struct html *h = &p->html;
	const char *title = same ? tr(p->cx, "As it was") : tr(p->cx, "What is different");
	size_t of = 0;

	for (size_t i = 0; i < n; i++)
		of += (v[i].what == DIFFERENCE_SAME) == same;
	if (!of)
		return;
	page_section(h, title, NULL);
	html(h, "<div class=\"wide\">");
	page_table(h, title, same ? few : all, same ? LEN(few) : LEN(all));
	for (size_t i = 0; i < n; i++)
		if ((v[i].what == DIFFERENCE_SAME) == same)
			print_one(h, &v[i]);
	page_table_end(h);
	html(h, "</div></section>\n");
}

bool plan_compare_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct plan *plan = id ? record_get(cx, T, id) : NULL;
	struct plan_compared *v;
	struct page p;
	size_t n;

	if (!plan || !plan_compare(cx, plan, &v, &n))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "What this version changes"));
	p.type = T;
	p.kicker = record_title(cx, T, id);
	page_crumb(&p, tr(cx, T->label_plural), "/plans");
	page_crumb(&p, p.kicker, record_path(cx, T, id, NULL));
	page_crumb(&p, p.title, NULL);
	html(&p.html, "<div class=\"stack\"><p>%s ", tr(cx, "Compared with"));
	view_link(&p.html, T, plan->revises);
	html(&p.html, "</p>\n");
	print_sum(&p.html, v, n);
	html(&p.html, "</div>\n");
	print_table(&p, v, n, false);
	print_table(&p, v, n, true);
	return page_end(&p);
}

/* ---- drafting */

struct work {
	int64_t plan, measure, made;
};

static bool refused(struct context *cx, const struct request *q, struct reply *a,
                    const struct error *e, int64_t plan)
{
	return reply_notice(cx, a, q, e->text) && reply_goto(cx, a, record_path(cx, T, plan, NULL));
}

static bool revise(struct context *cx, const struct type *t, void *row, const void *data)
{
	struct work *w = (struct work *)(uintptr_t)data;

	(void)t, (void)row;
	w->made = plan_revise(cx, w->plan);
	return w->made != 0;
}

bool plan_revise_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct work w = { .plan = request_id(cx, q) };
	const struct error *errors;

	if (!w.plan || !view_save(cx, T, NULL, revise, &w, &errors))
		return false;
	if (errors)
		return refused(cx, q, a, errors, w.plan);
	return reply_notice(cx, a, q,
	                    tr(cx, "Drafted. Say of each measure what changes; the version before "
	                           "runs on meanwhile.")) &&
	       reply_goto(cx, a, record_path(cx, T, w.made, NULL));
}

static bool change(struct context *cx, const struct type *t, void *row, const void *data)
{
	struct work *w = (struct work *)(uintptr_t)data;

	(void)t, (void)row;
	w->made = measure_revise(cx, w->plan, w->measure);
	return w->made != 0;
}

static bool leave_out(struct context *cx, const struct type *t, void *row, const void *data)
{
	const struct work *w = data;

	(void)t, (void)row;
	return measure_leave_out(cx, w->plan, w->measure);
}

static bool read_work(struct context *cx, const struct request *q, struct work *ret)
{
	const char *measure = request_form(q, "measure");

	*ret = (struct work){ .plan = request_id(cx, q) };
	return ret->plan && ((measure && parse_int(measure, &ret->measure)) ||
	                     fail(cx, ERR_BAD_REQUEST, "measure", N_("There is no such record.")));
}

bool plan_change_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct error *errors;
	struct work w;

	if (!read_work(cx, q, &w) || !view_save(cx, T, NULL, change, &w, &errors))
		return false;
	return errors ? refused(cx, q, a, errors, w.plan)
	              : reply_goto(cx, a, record_path(cx, M, w.made, "/edit"));
}

bool plan_leave_out_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct error *errors;
	struct work w;

	if (!read_work(cx, q, &w) || !view_save(cx, T, NULL, leave_out, &w, &errors))
		return false;
	if (errors)
		return refused(cx, q, a, errors, w.plan);
	return reply_notice(cx, a, q, tr(cx, "Left out of this version.")) &&
	       reply_goto(cx, a, record_path(cx, T, w.plan, "#measures"));
}
