/* The records behind a figure that no list of its own can tell: as many as the figure said, page by
 * page, with what the figure was. */
#include "subject/glance/glance_web.h"

#include "language/messages.h"
#include "language/words.h"
#include "record/app.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"
#include "web/request.h"
#include "web/who.h"

/* ---- what the figure is */

static const char *status_words(struct context *cx, const struct glance_figure *f, const char *code)
{
	const struct choice *c =
	        f->what == GLANCE_MEASURES
	                ? choice_at(&measure_standings[MEASURE_DRAFT],
	                            choice_index(&measure_standings[MEASURE_DRAFT], code))
	                : glance_choice(f->type, code);

	return c ? tr(cx, c->label) : tr(cx, "not stated");
}

/* "Delayed · Ministry of Education" */
static const char *value_words(struct context *cx, const struct glance_figure *f)
{
	const struct type *to = f->what == GLANCE_PLANNED    ? &plan_type
	                        : f->what == GLANCE_MEASURES ? glance_cuts[f->cut].to
	                                                     : &institution_type;
	const char *title = f->value ? record_title(cx, to, f->value) : "";
	const char *status = f->status ? status_words(cx, f, f->status) : "";

	return arena_fmt(cx->mem, "%s%s%s", status, *status && *title ? " · " : "", title);
}

static const char *figure_words(struct context *cx, const struct glance_figure *f)
{
	switch (f->what) {
	case GLANCE_MOVED:
		return arena_fmt(cx->mem, tr(cx, "Moved since %s: %s → %s"),
		                 words_date(cx->mem, cx->lang, f->since),
		                 f->before ? status_words(cx, f, f->before) : "…",
		                 f->status ? status_words(cx, f, f->status) : "…");
	case GLANCE_LATE:
		return arena_fmt(cx->mem, "%s: %s", tr(cx, "Late deadlines"), value_words(cx, f));
	case GLANCE_SILENT:
		return arena_fmt(cx->mem, "%s: %s", tr(cx, "Measures without a report"),
		                 value_words(cx, f));
	case GLANCE_STOOD:
		return f->at.year ? arena_fmt(cx->mem, "%s %s: %s", tr(cx, "As of the end of"),
		                              half_year_words(cx, f->at), value_words(cx, f))
		                  : value_words(cx, f);
	case GLANCE_RESTRICTED:
		return tr(cx, "Restricted ones that you may read:");
	default:
		return value_words(cx, f);
	}
}

/* ---- the page */

static const char *const heads[] = { N_("Record"), N_("Body"), N_("Stage") };
static const char *const with_words[] = { N_("Record"), N_("Words"), N_("Body"), N_("Stage") };

/* The others are called by their words. */
static bool has_words(const struct type *t)
{
	return t == &recommendation_type;
}

static void print_row(struct html *h, const struct type *t, const void *row)
{
	struct context *cx = h->cx;
	const struct record *r = row;
	const char *lang = NULL, *words = view_words(cx, t, row, &lang);

	html(h, "<tr role=\"row\">");
	page_cell(h, heads[0]);
	view_link(h, t, r->id);
	html(h, "</td>");
	if (has_words(t)) {
		page_cell(h, with_words[1]);
		html(h, "<span class=\"clamp\"");
		html_lang(h, lang);
		html(h, ">%s</span></td>", words ? words : "");
	}
	page_cell(h, heads[1]);
	if (r->institution)
		html_text(h, who_institution(cx, r->institution));
	html(h, "</td>");
	page_cell(h, heads[2]);
	view_value(h, t, type_field_named(t, "state"), row);
	html(h, "</td></tr>\n");
}

static void print_list(struct page *p, const struct list *l, size_t all)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	bool words = has_words(l->type);

	page_table(h, tr(cx, l->type->label_plural), words ? with_words : heads,
	           words ? LEN(with_words) : LEN(heads));
	for (size_t i = 0; i < l->n; i++)
		print_row(h, l->type, l->rows[i]);
	page_table_end(h);
	html(h,
	     "<nav class=\"pager\" aria-label=\"%s\"><span role=\"status\">%s</span><span "
	     "class=\"row\">",
	     tr(cx, "Pages"),
	     arena_fmt(cx->mem, tr(cx, "%zu shown of %lld"), l->n, (long long)all));
	if (l->after)
		html(h, "<a class=\"btn\" href=\"%s\">%s</a>",
		     page_address(cx, p->request, "after", NULL), tr(cx, "First page"));
	if (l->next)
		html(h, "<a class=\"btn\" rel=\"next\" href=\"%s\">%s</a>",
		     page_address(cx, p->request, "after", l->next), tr(cx, "Next page"));
	html(h, "</span></nav>\n");
}

bool glance_records_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct list l = { .after = request_query(q, "after") };
	struct glance_figure f;
	struct page p;
	int64_t *ids;

	if (!glance_figure_read(cx, q, &f) || !glance_behind(cx, &f, &ids, &l.only_n))
		return false;
	l.type = f.type;
	l.only = ids;
	if (!record_list(cx, &l) || !record_titles_in(cx, l.type, l.rows, l.n, "institution") ||
	    !view_reading_rows(cx, l.type, l.rows, l.n, "overview"))
		return false;
	page_begin(&p, cx, q, a, figure_words(cx, &f));
	p.kicker = tr(cx, l.type->label_plural);
	p.lead = arena_fmt(cx->mem, tr(cx, "As of %s, for %s."),
	                   time_words(cx, cx->now + cx->app->clock_shift),
	                   who_name(cx, cx->actor->user));
	p.dated = true;
	page_crumb(&p, tr(cx, "The State at a glance"), "/overview");
	page_crumb(&p, p.title, NULL);
	html(&p.html, "<p class=\"note\">%s <b>%s</b></p>\n", tr(cx, "Records behind the figure:"),
	     glance_number(cx, (int64_t)l.only_n));
	if (l.n)
		print_list(&p, &l, l.only_n);
	else
		page_empty(&p.html, tr(cx, "Nothing stands behind this figure now."),
		           tr(cx, "It was counted at another moment, or for another reader."),
		           "/overview", tr(cx, "The State at a glance"));
	return page_end(&p);
}
