/* A cluster: the words of what is asked in it and of the measures that answer, and how far each is;
 * and the form of a new one with what was ticked in the list of recommendations. */
#include "subject/plan/plan_web.h"
#include "subject/recommendation/recommendation_web.h"

#include "language/messages.h"
#include "record/app.h"
#include "subject/institution/institution.h"
#include "web/similar.h"

#define C (&cluster_type)
#define R (&recommendation_type)
#define M (&measure_type)

enum { NEWEST = 5, MOST = 100 /* what an address holds */ };

/* ---- one cluster */

static void print_lead(struct html *h, int64_t lead)
{
	page_cell(h, N_("Lead body"));
	if (lead)
		view_link(h, &institution_type, lead);
	html(h, "</td>");
}

static void print_due(struct html *h, struct date due)
{
	page_cell(h, N_("Deadline"));
	html(h, "%s</td></tr>\n", date_words(h->cx, due));
}

static void print_recommendation(struct html *h, const struct recommendation *r)
{
	struct context *cx = h->cx;
	const char *lang = NULL, *words = view_words(cx, R, r, &lang);

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a></th>",
	     record_path(cx, R, r->record.id, NULL), recommendation_reference(cx, r));
	page_cell(h, N_("Text"));
	html(h, "<span");
	html_lang(h, lang);
	html(h, ">%s</span></td>", words);
	print_lead(h, r->lead);
	page_cell(h, N_("Stage"));
	view_value(h, R, &common_fields[0], r);
	html(h, "</td>");
	print_due(h, r->deadline);
}

static void print_measure(struct html *h, const struct measure *m)
{
	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
	tree_measure(h, m);
	html(h, "</th>");
	print_lead(h, m->lead);
	page_cell(h, N_("Stage"));
	view_value(h, M, &common_fields[0], m);
	html(h, "</td>");
	print_due(h, m->due);
}

/* Those that the reader may read, with the titles that their lines need. */
static bool read_them(struct context *cx, const struct type *t, const struct refs *ids,
                      const char *titles, void ***ret, size_t *ret_n)
{
	size_t n = 0;

	if (!record_get_many(cx, t, ids->v, ids->n, ret, ret_n))
		return false;
	for (size_t i = 0; i < *ret_n; i++)
		if (access_content(cx, t, (*ret)[i]))
			(*ret)[n++] = (*ret)[i];
	*ret_n = n;
	return record_titles_in(cx, t, *ret, n, titles);
}

static bool print_recommendations(struct page *p, const struct cluster *c)
{
	static const char *const heads[] = { N_("Recommendation"), N_("Text"), N_("Lead body"),
		                             N_("Stage"), N_("Deadline") };
	struct context *cx = p->cx;
	void **rows;
	size_t n;

	if (!read_them(cx, R, &c->recommendations, "document cycle recommending_states lead", &rows,
	               &n))
		return false;
	page_section(&p->html, tr(cx, "Recommendations"), NULL);
	page_table(&p->html, tr(cx, "Recommendations"), heads, LEN(heads));
	for (size_t i = 0; i < n; i++)
		print_recommendation(&p->html, rows[i]);
	page_table_end(&p->html);
	html(&p->html, "</section>\n");
	return true;
}

static bool print_measures(struct page *p, const struct cluster *c)
{
	static const char *const heads[] = { N_("Measure"), N_("Lead body"), N_("Stage"),
		                             N_("Deadline") };
	struct context *cx = p->cx;
	void **rows;
	size_t n;

	if (!read_them(cx, M, &c->measures, "lead", &rows, &n))
		return false;
	if (!n)
		return true;
	page_section(&p->html, tr(cx, "Common measures"), NULL);
	page_table(&p->html, tr(cx, "Common measures"), heads, LEN(heads));
	for (size_t i = 0; i < n; i++)
		print_measure(&p->html, rows[i]);
	page_table_end(&p->html);
	html(&p->html, "</section>\n");
	return true;
}

bool cluster_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct cluster *c = id ? record_get(cx, C, id) : NULL;
	struct page p;

	if (!c)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, C, id));
	p.title_lang = record_title_lang(cx, C, id);
	view_head(&p, C, c);
	html(&p.html, "<div class=\"stack\">\n");
	view_facts(&p.html, C, c, "lead earliest classification");
	view_texts(&p, C, c, 2);
	html(&p.html, "</div>\n");
	if (!print_recommendations(&p, c) || !print_measures(&p, c))
		return false;
	view_sections(&p, C, c);
	view_sources(&p, C, c);
	return similar_section(&p, C, c) && view_history(&p, C, id, NEWEST) && page_end(&p);
}

/* ---- a new one */

bool cluster_prepare_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct buffer form = BUFFER(cx->mem, 64 * MOST);
	struct selection s;

	if (!selection_read(cx, q, &s))
		return false;
	if (!s.n)
		return selection_none(cx, q, a);
	if (s.n > MOST)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("At most %d recommendations at once."),
		            MOST);
	for (size_t i = 0; i < s.n; i++)
		buffer_fmt(&form, "%srecommendations=%lld", i ? "&" : "/clusters/new?",
		           (long long)s.v[i]->record.id);
	return buffer_ok(cx, &form) && reply_goto(cx, a, buffer_str(&form));
}
