/* The chain around a record as a page: what it lacks, a picture, and station by station the records
 * themselves.  The picture says nothing that the stations do not say. */
#include "subject/trace/picture_web.h"

#include "base/number.h"
#include "record/app.h"
#include "record/subject.h"
#include "subject/deadline/deadline.h"
#include "subject/recommendation/recommendation.h"

enum { SHOWN = 10 }; /* records of one station */

/* ---- what it lacks */

static void print_gaps(struct html *h, const struct trace *t)
{
	struct context *cx = h->cx;

	page_section(h, tr(cx, "What the chain lacks"), NULL);
	if (!t->gaps_n)
		html(h, "<p>%s</p>\n", tr(cx, "Nothing: every link is there."));
	else
		html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < t->gaps_n; i++) {
		const struct trace_gap *g = &t->gaps[i];

		html(h, "<li>");
		html_glyph(h, "none");
		html(h, " <b>%s</b>: %s ", tr(cx, trace_stations[g->station - 1].label), g->words);
		view_link(h, t->nodes[g->node].type, t->nodes[g->node].id);
		html(h, "</li>\n");
	}
	if (t->gaps_n)
		html(h, "</ul>");
	html(h, "</section>\n");
}

/* ---- the stations */

static bool has_gap(const struct trace *t, enum trace_station station)
{
	for (size_t i = 0; i < t->gaps_n; i++)
		if (t->gaps[i].station == station)
			return true;
	return false;
}

const char *trace_title(struct context *cx, const struct trace_node *node)
{
	const struct deadline *d = node->row;

	if (node->type != &deadline_type || !d->kind || !date_set(d->due))
		return record_title(cx, node->type, node->id);
	return arena_fmt(cx->mem, "%s · %s", date_words(cx, d->due),
	                 tr(cx, deadline_kinds[d->kind - 1].label));
}

static void print_node(struct html *h, const struct trace_node *node)
{
	html(h, "<p>");
	if (node->type == &deadline_type)
		html(h, "<a href=\"%s\">%s</a>", record_path(h->cx, node->type, node->id, NULL),
		     trace_title(h->cx, node));
	else
		view_link(h, node->type, node->id);
	if (node->type->states) {
		html(h, " ");
		view_value(h, node->type, &common_fields[0], node->row);
	}
	if (node->type == &recommendation_type &&
	    date_set(((const struct recommendation *)node->row)->deadline))
		html(h, "<br>%s <span class=\"nb\">%s</span>", tr(h->cx, "Deadline"),
		     date_words(h->cx, ((const struct recommendation *)node->row)->deadline));
	html(h, "</p>");
}

static void print_station(struct html *h, const struct trace *t, enum trace_station station)
{
	struct context *cx = h->cx;
	bool here = t->nodes[0].station == station;
	size_t n = 0;

	html(h, "<li class=\"%s\"><b>%s</b>",
	     here                  ? "here"
	     : has_gap(t, station) ? "gap"
	                           : "",
	     tr(cx, trace_stations[station - 1].label));
	for (size_t i = 0; i < t->n; i++)
		if (t->nodes[i].station == station && ++n <= SHOWN)
			print_node(h, &t->nodes[i]);
	if (n > SHOWN || t->more[station])
		html(h, "<p class=\"note\">%s</p>", tr(cx, "and more"));
	if (!n)
		html(h, "<p class=\"note\">%s</p>",
		     has_gap(t, station) ? tr(cx, "is missing") : tr(cx, "nothing here"));
	html(h, "</li>\n");
}

static void print_stations(struct html *h, const struct trace *t)
{
	page_section(h, tr(h->cx, "Station by station"), NULL);
	html(h, "<ol class=\"chain\" tabindex=\"0\" aria-label=\"%s\">\n",
	     tr(h->cx, "The chain from the source to the report"));
	for (int station = STATION_SOURCE; station < STATIONS; station++)
		print_station(h, t, (enum trace_station)station);
	html(h, "</ol></section>\n");
}

/* ---- the pages */

/* All of them are at hand; first those that others are called by. */
static bool know_titles(struct context *cx, struct trace *t)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < t->n; i++)
			if ((t->nodes[i].type->title_from != NULL) == pass &&
			    !record_titles_known(cx, t->nodes[i].type, &t->nodes[i].row, 1))
				return false;
	return true;
}

/* Whose chain the address asks for, and that its reading is logged. */
static bool find(struct context *cx, const struct request *q, const struct type **ret_type,
                 struct trace *ret)
{
	const struct type *t = type_named(cx->app->subjects, request_param(q, "type"));
	int64_t id;

	if (!t || !trace_knows(t) || !parse_int_in(request_param(q, "id"), 1, INT64_MAX, &id))
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such page."));
	if (!trace_of(cx, t, id, ret))
		return false;
	for (size_t i = 0; i < ret->n; i++)
		if (!view_reading(cx, ret->nodes[i].type, ret->nodes[i].row, "trace"))
			return false;
	*ret_type = t;
	return know_titles(cx, ret);
}

static bool trace_page(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = NULL;
	struct trace trace;
	const char *title;
	struct page p;

	if (!find(cx, q, &t, &trace))
		return false;
	title = record_title_of(cx, t, trace.nodes[0].row);
	page_begin(&p, cx, q, a, arena_fmt(cx->mem, tr(cx, "Chain: %s"), title));
	p.type = t;
	page_crumb(&p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(&p, title, record_path(cx, t, trace.nodes[0].id, NULL));
	page_crumb(&p, tr(cx, "Chain"), NULL);
	p.lead = tr(cx, "What it comes from, who answers for it, what was done about it, and "
	                "what accounts for it. Only what is open to you stands here.");
	print_gaps(&p.html, &trace);
	trace_picture(&p.html, &trace);
	print_stations(&p.html, &trace);
	return page_end(&p);
}

static void record_note(struct page *p, const struct type *t, const void *row)
{
	const struct record *r = row;

	if (trace_knows(t) && r->version && p->cx->actor && p->cx->actor->user &&
	    access_content(p->cx, t, row))
		page_action(p, tr(p->cx, "Chain"),
		            arena_fmt(p->cx->mem, "/trace/%s/%lld", t->plural, (long long)r->id),
		            NULL, false);
}

static const struct route routes[] = {
	{ METHOD_GET, "/trace/{type}/{id}", "@signed-in", trace_page,
	  N_("The chain around a record, in both directions"), 0, NULL },
	{ 0 },
};

const struct pages trace_pages = { .name = "trace", .routes = routes, .record_note = record_note };
