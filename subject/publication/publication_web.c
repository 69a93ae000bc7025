/* The public site: the list, a record, open data.  Nobody has to sign in, and whoever has sees the
 * same.  All of it is read from the copies (publication.h, "the public side"); a test refuses any
 * other way to the database in this file. */
#include "subject/publication/publication_web.h"

#include "base/number.h"
#include "format/csv.h"
#include "record/app.h"

#include <unistd.h>

enum {
	PER_PAGE = 25,
	PER_SLICE = 100,
	BELOW = 200,
	FACET_VALUES = 40,
	MAX_FILTERS = 16,
	MAX_PAGES = 100 * 1000
};

static const struct shelf *shelf_here(const struct request *q)
{
	return q->route->data;
}

static const char *path_of(struct context *cx, const struct shelf *s, int64_t id)
{
	return arena_fmt(cx->mem, "%s/%lld", s->records, (long long)id);
}

/* ---- what is asked for */

static bool is_filter(const struct shelf *s, const struct field *f)
{
	return word_in(s->filters, f->name) && published_by(s->type, f);
}

static bool asked_for(const struct request *q, const char *name, const char *value)
{
	for (size_t i = 0; i < q->query_n; i++)
		if (str_eq(q->query[i].name, name) && str_eq(q->query[i].value, value))
			return true;
	return false;
}

static void read_filters(struct context *cx, const struct request *q, const struct shelf *s,
                         struct published_list *l)
{
	struct published_filter *v = arena_array(cx->mem, struct published_filter, MAX_FILTERS);
	const struct field *f;

	l->type = s->type;
	l->words = request_query(q, "q");
	l->filters = v;
	for (size_t i = 0; l->filters_n < MAX_FILTERS && (f = published_field(s->type, i)); i++) {
		struct published_filter *one = &v[l->filters_n];

		if (!is_filter(s, f) || !request_query(q, f->name))
			continue;
		*one = (struct published_filter){
			.field = f->name, .values = arena_array(cx->mem, const char *, q->query_n)
		};
		for (size_t k = 0; k < q->query_n; k++)
			if (str_eq(q->query[k].name, f->name) && !str_empty(q->query[k].value))
				one->values[one->n++] = q->query[k].value;
		l->filters_n++;
	}
}

static bool read_page(struct context *cx, const struct request *q, int64_t *ret)
{
	const char *typed = request_query(q, "page");

	*ret = 1;
	return !typed || parse_int_in(typed, 1, MAX_PAGES, ret) ||
	       fail(cx, ERR_BAD_REQUEST, "page", N_("There is no such page of the list."));
}

/* ---- the list */

static void print_head(struct html *h, const struct shelf *s)
{
	const struct field *f;

	html(h,
	     "<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
	     "scope=\"col\">%s</th>",
	     tr(h->cx, s->first));
	for (size_t i = 0; (f = published_field(s->type, i)); i++)
		if (word_in(s->columns, f->name))
			html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>",
			     shelf_label(h->cx, s, f));
	html(h, "</tr></thead>\n");
}

static void print_cell(struct html *h, const struct shelf *s, const struct field *f,
                       const struct json *value)
{
	html(h, "<td role=\"cell\"");
	if (str_eq(f->name, s->words))
		html(h, " class=\"what\"");
	else if (value)
		html(h, " data-l=\"%s\"", shelf_label(h->cx, s, f));
	html(h, ">");
	shown_value(h, s->type, f, value);
	html(h, "</td>");
}

/* A title that is a text is in the language of that text. */
static const char *title_of(struct context *cx, const struct shelf *s, const struct published *p,
                            const char **ret_lang)
{
	const char *title = published_title(cx, p, ret_lang), *own;

	if (s->titled &&
	    published_words(cx, json_member(json_member(p->body, "fields"), s->titled), &own))
		*ret_lang = own;
	return title;
}

/* What it is called where the reader knows what it is part of. */
static const char *called(struct context *cx, const struct shelf *s, const struct published *p,
                          const char **ret_lang)
{
	const char *name = s->called ? s->called(cx, json_member(p->body, "fields")) : "";

	if (!*name)
		return title_of(cx, s, p, ret_lang);
	*ret_lang = cx->lang;
	return name;
}

/* A title that stands alone is a sentence and breaks; beside the words it is their paragraph. */
static void print_row(struct html *h, const struct shelf *s, const struct published *p, bool below)
{
	const struct json *fields = json_member(p->body, "fields");
	const char *lang,
	        *title = below ? called(h->cx, s, p, &lang) : title_of(h->cx, s, p, &lang);
	const struct field *f;

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"%s\"><a href=\"%s\"",
	     word_in(s->columns, s->words) ? "ref" : "what", path_of(h->cx, s, p->id));
	html_lang(h, lang);
	html(h, ">%s</a></th>", title);
	for (size_t i = 0; (f = published_field(s->type, i)); i++)
		if (word_in(s->columns, f->name))
			print_cell(h, s, f, json_member(fields, f->name));
	html(h, "</tr>\n");
}

static const char *address_of_page(struct context *cx, const struct request *q, int64_t page)
{
	return page_address(cx, q, "page",
	                    page > 1 ? arena_fmt(cx->mem, "%lld", (long long)page) : NULL);
}

static void print_pager(struct page *p, const struct published_list *l, int64_t page)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<nav class=\"pager\" aria-label=\"%s\"><span role=\"status\">%s</span><span "
	     "class=\"row\">",
	     tr(cx, "Pages"),
	     arena_fmt(cx->mem, tr(cx, "%zu shown of %lld"), l->n, (long long)l->total));
	if (page > 1)
		html(h, "<a class=\"btn\" rel=\"prev\" href=\"%s\">%s</a>",
		     address_of_page(cx, p->request, page - 1), tr(cx, "Previous page"));
	if (l->from + (int64_t)l->n < l->total)
		html(h, "<a class=\"btn\" rel=\"next\" href=\"%s\">%s</a>",
		     address_of_page(cx, p->request, page + 1), tr(cx, "Next page"));
	html(h, "</span></nav>\n");
}

static void print_table(struct page *p, const struct shelf *s, const struct published_list *l,
                        bool below)
{
	struct html *h = &p->html;

	html(h, "<table class=\"list\" role=\"table\"><caption class=\"vh\">%s</caption>\n",
	     tr(p->cx, s->title));
	print_head(h, s);
	html(h, "<tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < l->n; i++)
		print_row(h, s, &l->rows[i], below);
	html(h, "</tbody></table>\n");
}

static void print_nothing(struct page *p, const struct shelf *s, const struct published_list *l)
{
	struct context *cx = p->cx;

	if (l->filters_n || !str_empty(l->words) || l->from)
		page_empty(&p->html, tr(cx, "Nothing here fits these filters."),
		           tr(cx, "Take a filter away, or search for fewer words."), s->path,
		           tr(cx, "Show all"));
	else
		page_empty(&p->html, tr(cx, "Nothing is published yet."),
		           tr(cx, "What the mechanism approves for the public will stand here."),
		           NULL, NULL);
}

static void print_search(struct page *p, const struct shelf *s)
{
	struct html *h = &p->html;

	html(h, "<form class=\"find find-in\" role=\"search\" aria-label=\"%s\" action=\"%s\">",
	     tr(p->cx, s->title), s->path);
	for (size_t i = 0; i < p->request->query_n; i++)
		if (word_in(s->filters, p->request->query[i].name) &&
		    !str_empty(p->request->query[i].value))
			html(h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">",
			     p->request->query[i].name, p->request->query[i].value);
	html(h,
	     "<label class=\"vh\" for=\"q\">%s</label><input id=\"q\" name=\"q\" type=\"search\" "
	     "accesskey=\"/\" value=\"%s\">",
	     tr(p->cx, "Search in this list"), request_query(p->request, "q"));
	p->own_search = true;
	html(h, "<button class=\"btn\">%s</button></form>\n", tr(p->cx, "Search"));
	html(h, "<p><a class=\"btn to-facets\" href=\"#facets\">%s</a></p>\n",
	     tr(p->cx, "Filters"));
}

/* ---- filters */

static const char *label_of_value(struct context *cx, const struct type *t, const struct field *f,
                                  const struct published_value *v)
{
	const struct choice *choices = field_choices(t, f),
	                    *c = choice_at(choices, choice_index(choices, v->value));
	const struct json *words = published_words(cx, v->words, NULL);

	if (words && words->text)
		return words->text;
	return c ? tr(cx, c->label) : v->value;
}

static void print_facet(struct page *p, const struct shelf *s, const struct field *f)
{
	const struct type *t = s->type;
	struct html *h = &p->html;
	struct published_value *v;
	size_t n;

	if (!published_values(p->cx, t, f, FACET_VALUES, &v, &n) || !n)
		return;
	html(h, "<fieldset><legend>%s</legend>\n", shelf_label(p->cx, s, f));
	for (size_t i = 0; i < n; i++) {
		html(h, "<label class=\"tick\"><input type=\"checkbox\" name=\"%s\" value=\"%s\"",
		     f->name, v[i].value);
		if (asked_for(p->request, f->name, v[i].value))
			html(h, " checked");
		html(h, "><span>%s</span><i>%lld</i></label>\n", label_of_value(p->cx, t, f, &v[i]),
		     (long long)v[i].count);
	}
	html(h, "</fieldset>\n");
}

static void print_facets(struct page *p, const struct shelf *s)
{
	struct html *h = &p->html;
	const char *words = request_query(p->request, "q");
	const struct field *f;

	html(h, "<form class=\"facets\" id=\"facets\" action=\"%s\" aria-label=\"%s\">\n", s->path,
	     tr(p->cx, "Filters"));
	if (!str_empty(words))
		html(h, "<input type=\"hidden\" name=\"q\" value=\"%s\">", words);
	for (size_t i = 0; (f = published_field(s->type, i)); i++)
		if (is_filter(s, f))
			print_facet(p, s, f);
	html(h,
	     "<p class=\"row\"><button class=\"btn\">%s</button><a class=\"btn btn-bare\" "
	     "href=\"%s\">%s</a></p></form>\n",
	     tr(p->cx, "Apply filters"), s->path, tr(p->cx, "All"));
}

/* ---- the pages */

/* The day by the civil clock, which a test may have set. */
static const char *day_words(struct context *cx, int64_t at)
{
	int seconds;

	return date_words(cx, civil_date(cx, at + cx->app->clock_shift, &seconds));
}

static const char *as_of(struct context *cx, const struct shelf *s, const struct published_list *l)
{
	int64_t until;

	if (!published_until(cx, s->type, &until) || !until)
		return tr(cx, s->lead);
	return arena_fmt(cx->mem, "%s %s", tr(cx, s->lead),
	                 arena_fmt(cx->mem, tr(cx, "As of %s, number: %lld."), day_words(cx, until),
	                           (long long)l->total));
}

static bool list_page(struct context *cx, const struct request *q, struct reply *a)
{
	const struct shelf *s = shelf_here(q);
	struct published_list l = { .limit = PER_PAGE };
	const char *query = q->target ? strchr(q->target, '?') : NULL;
	int64_t number;
	struct page p;

	read_filters(cx, q, s, &l);
	if (!read_page(cx, q, &number))
		return false;
	l.from = (number - 1) * PER_PAGE;
	if (!published_list(cx, &l))
		return false;
	page_begin(&p, cx, q, a, tr(cx, s->title));
	p.kicker = mechanism_name(cx);
	p.lead = as_of(cx, s, &l);
	for (const struct shelf *const *other = shelves; *other; other++)
		if (*other != s && !(*other)->within)
			page_action(&p, tr(cx, (*other)->title), (*other)->path, NULL, false);
	page_action(&p, tr(cx, "Open data, CSV"),
	            arena_fmt(cx->mem, "%s.csv%s", s->records, query ? query : ""), "down", false);
	html(&p.html, "<div class=\"cols cols-facets\" id=\"results\">\n<div>\n");
	print_search(&p, s);
	if (l.n) {
		print_table(&p, s, &l, false);
		print_pager(&p, &l, number);
	} else {
		print_nothing(&p, s, &l);
	}
	html(&p.html, "</div>\n");
	print_facets(&p, s);
	html(&p.html, "</div>\n");
	return page_end(&p);
}

/* A copy that may have gone; NULL without a failure: it has. */
static const struct published *copy_of(struct context *cx, const struct shelf *s, int64_t id)
{
	const struct published *copy = published_get(cx, s->type, id);

	if (!copy && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	return copy;
}

static bool find_named(struct context *cx, const struct shelf *s, int64_t id,
                       const struct shelf_below *b, struct published_list *l)
{
	int64_t *ids;
	size_t n;

	if (!published_named(cx, s->type, id, b->field, &ids, &n))
		return false;
	l->rows = arena_array(cx->mem, struct published, n);
	for (size_t i = 0; i < n; i++) {
		const struct published *copy = copy_of(cx, b->of, ids[i]);

		if (copy)
			l->rows[l->n++] = *copy;
	}
	l->total = (int64_t)l->n;
	return !failed(cx);
}

static bool find_below(struct context *cx, const struct shelf *s, int64_t id,
                       const struct shelf_below *b, struct published_list *l)
{
	const char *named = arena_fmt(cx->mem, "%lld", (long long)id);
	const struct published_filter filter = { .field = b->field, .values = &named, .n = 1 };
	bool found;

	l->type = b->of->type;
	l->limit = BELOW;
	if (b->named)
		return find_named(cx, s, id, b, l);
	l->filters = &filter;
	l->filters_n = 1;
	found = published_list(cx, l);
	l->filters = NULL;
	return found;
}

/* What stands on the public site about it: measures below a plan, values below an indicator. */
static bool print_below(struct page *p, const struct shelf *s, int64_t id)
{
	struct context *cx = p->cx;

	for (const struct shelf_below *b = s->below; b && b->of; b++) {
		struct published_list l = { 0 };

		if (!find_below(cx, s, id, b, &l))
			return false;
		if (!l.n)
			continue;
		page_section(
		        &p->html, tr(cx, b->title),
		        arena_fmt(cx->mem, tr(cx, "%zu shown of %lld"), l.n, (long long)l.total));
		print_table(p, b->of, &l, true);
		html(&p->html, "</section>\n");
	}
	return true;
}

/* Back to the measure or recommendation that a report is about. */
static bool crumb_of_whole(struct page *p, const struct shelf *s, int64_t id)
{
	struct context *cx = p->cx;
	int64_t *ids;
	size_t n;

	if (!published_named(cx, s->type, id, s->part_of, &ids, &n))
		return false;
	for (const struct shelf *const *of = shelves; n && *of; of++) {
		const struct published *copy = copy_of(cx, *of, ids[0]);

		if (failed(cx))
			return false;
		if (copy)
			page_crumb(p, published_title(cx, copy, NULL), path_of(cx, *of, ids[0]));
	}
	return true;
}

static bool record_page(struct context *cx, const struct request *q, struct reply *a)
{
	const struct shelf *s = shelf_here(q);
	int64_t id = request_id(cx, q);
	const struct published *copy = id ? published_get(cx, s->type, id) : NULL;
	const char *lang, *title;
	struct page p;

	if (!copy)
		return false;
	title = title_of(cx, s, copy, &lang);
	page_begin(&p, cx, q, a, title);
	p.title_lang = lang;
	p.kicker = tr(cx, s->type->label);
	p.lead = arena_fmt(cx->mem, tr(cx, "As it was approved for the public on %s."),
	                   day_words(cx, copy->at));
	page_crumb(&p, tr(cx, s->title), s->path);
	if (s->part_of && !crumb_of_whole(&p, s, id))
		return false;
	page_crumb(&p, called(cx, s, copy, &lang), NULL);
	shown_copy(&p.html, s, copy->body, true);
	return print_below(&p, s, id) && page_end(&p);
}

/* ---- open data */

static void write_cell(struct csv_writer *w, const char *label, const char *lang)
{
	csv_cell(w, arena_fmt(w->cx->mem, "%s (%s)", label, lang));
}

static void write_heads(struct csv_writer *w, const struct shelf *s)
{
	const struct type *t = s->type;
	struct context *cx = w->cx;
	const struct field *f;

	csv_cell(w, tr(cx, "Identifier"));
	csv_cell(w, tr(cx, t->label));
	for (size_t i = 0; (f = published_field(t, i)); i++) {
		for (const char *const *l = page_languages(cx); f->kind == FIELD_TEXTS && *l; l++)
			write_cell(w, shelf_label(cx, s, f), *l);
		if (f->kind != FIELD_TEXTS)
			csv_cell(w, shelf_label(cx, s, f));
	}
	csv_cell(w, tr(cx, "Published on"));
	csv_end_row(w);
}

static void write_record(struct csv_writer *w, const struct type *t, const struct published *p)
{
	struct context *cx = w->cx;
	const struct json *fields = json_member(p->body, "fields");
	const struct field *f;

	csv_cell(w, arena_fmt(cx->mem, "%lld", (long long)p->id));
	csv_cell(w, published_title(cx, p, NULL));
	for (size_t i = 0; (f = published_field(t, i)); i++) {
		const struct json *value = json_member(fields, f->name);

		for (const char *const *l = page_languages(cx); f->kind == FIELD_TEXTS && *l; l++)
			csv_cell(w, shown_text(value, *l));
		if (f->kind != FIELD_TEXTS)
			csv_cell(w, shown_words(cx, t, f, value));
	}
	csv_cell(w, day_words(cx, p->at));
	csv_end_row(w);
}

static void close_file(void *file)
{
	fclose(file);
}

/* The spool file belongs to the reply; writing goes through a second descriptor of it. */
static FILE *file_of(struct context *cx, int spool)
{
	int copy = spool < 0 ? -1 : dup(spool);
	FILE *file = copy < 0 ? NULL : fdopen(copy, "w");

	if (file) {
		arena_defer(cx->mem, close_file, file);
		return file;
	}
	if (copy >= 0)
		close(copy);
	if (!failed(cx))
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is no room for a temporary file."));
	return NULL;
}

/* Slice after slice, in the memory of one. */
static bool write_records(struct csv_writer *w, struct published_list *l)
{
	struct context *cx = w->cx;

	l->limit = PER_SLICE;
	do {
		struct context_mark mark = context_mark(cx);

		if (!published_list(cx, l))
			return false;
		for (size_t i = 0; i < l->n; i++)
			write_record(w, l->type, &l->rows[i]);
		l->from += (int64_t)l->n;
		context_rewind(cx, mark);
	} while (l->n == PER_SLICE);
	return csv_end(w);
}

static bool csv_file(struct context *cx, const struct request *q, struct reply *a)
{
	const struct shelf *s = shelf_here(q);
	struct published_list l = { .limit = PER_SLICE };
	struct csv_writer *w = arena_new_of(cx->mem, struct csv_writer);
	FILE *file;

	read_filters(cx, q, s, &l);
	a->file = reply_spool(cx);
	file = file_of(cx, a->file);
	if (!file)
		return false;
	csv_start(w, cx, CSV_FOR_PEOPLE, sink_to_file, file);
	write_heads(w, s);
	if (!write_records(w, &l))
		return false;
	if (fflush(file) != 0)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("There is no room for a temporary file."));
	a->file_size = ftello(file);
	a->type = "text/csv; charset=utf-8";
	reply_header(a, "Content-Disposition",
	             arena_fmt(cx->mem, "attachment; filename=\"%s.csv\"", s->type->plural));
	return true;
}

/* The list, the file and one record of a shelf. */
#define SHELF(shelf, at, list, file, one)                                                \
	{ METHOD_GET, at, "@public", list_page, list, 0, &shelf },                       \
	        { METHOD_GET, at ".csv", "@public", csv_file, file, ROUTE_JOB, &shelf }, \
	{                                                                                \
		METHOD_GET, at "/{id}", "@public", record_page, one, 0, &shelf           \
	}

static const struct route routes[] = {
	{ METHOD_GET, "/public", "@public", list_page, N_("The public site: what is published"), 0,
	  &shelf_recommendations },
	{ METHOD_GET, "/public/recommendations.csv", "@public", csv_file,
	  N_("Open data: what is published, as a file"), ROUTE_JOB, &shelf_recommendations },
	{ METHOD_GET, "/public/recommendations/{id}", "@public", record_page,
	  N_("A published recommendation"), 0, &shelf_recommendations },
	SHELF(shelf_treaties, "/public/treaties",
	      N_("The public site: what the State signed and ratified"),
	      N_("Open data: what the State signed and ratified, as a file"),
	      N_("A published act of a State")),
	SHELF(shelf_plans, "/public/plans", N_("The public site: plans"),
	      N_("Open data: plans, as a file"), N_("A published plan with its measures")),
	SHELF(shelf_measures, "/public/measures", N_("The public site: measures"),
	      N_("Open data: measures, as a file"), N_("A published measure")),
	SHELF(shelf_progress, "/public/progress", N_("The public site: reports on progress"),
	      N_("Open data: reports on progress, as a file"), N_("A published report")),
	SHELF(shelf_indicators, "/public/indicators", N_("The public site: indicators"),
	      N_("Open data: indicators, as a file"), N_("A published indicator with its values")),
	SHELF(shelf_values, "/public/indicator-values", N_("The public site: values of indicators"),
	      N_("Open data: values of indicators, as a file"),
	      N_("A published value of an indicator")),
	SHELF(shelf_evidence, "/public/evidence", N_("The public site: evidence"),
	      N_("Open data: evidence, as a file"), N_("Published evidence")),
	{ METHOD_GET, "/publication_requests/new", "publication:create", propose_form,
	  N_("Propose to publish a record"), 0, &publication_request_type },
	{ METHOD_GET, "/publication_requests/{id}", "publication:read", request_page,
	  N_("A proposal to publish, with the copy in sight"), 0, &publication_request_type },
	{ 0 },
};

/* For who signs in and reads of these what is published alone. */
static const struct tab tabs[] = {
	{ N_("Recommendations to the State"), "/public", "recommendations:read", 10, true },
	{ N_("What the State signed and ratified"), "/public/treaties", "instruments:read", 35,
	  true },
	{ N_("Human rights plans"), "/public/plans", "measures:read", 40, true },
	{ N_("What is measured"), "/public/indicators", "indicators:read", 45, true },
	{ 0 },
};

const struct pages publication_pages = {
	.name = "publication", .routes = routes, .tabs = tabs, .record_note = publication_note
};
