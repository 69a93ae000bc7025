/* The generic routes: for each type one set of paths, guarded by its row of the table of rights.
 * What the row does not decide (which records, which fields) the engine decides again for each
 * record. */
#include "web/view.h"

#include "base/number.h"
#include "record/app.h"
#include "web/api.h"
#include "web/menu.h"
#include "web/overview.h"
#include "web/similar.h"

static const struct generic {
	enum method method;
	const char *path; /* behind the plural */
	enum right right;
	handler *handle;
	const char *help;
	unsigned flags;
} generic[] = {
	{ METHOD_GET, "", RIGHT_READ, view_list_get, N_("The list, with filters and search"), 0 },
	{ METHOD_GET, "/export", RIGHT_READ, view_export_get, N_("The list as a file"), ROUTE_JOB },
	{ METHOD_GET, "/facet", RIGHT_READ, view_facet_get, N_("All values of a facet of the list"),
	  0 },
	{ METHOD_GET, "/overview", RIGHT_READ, overview_get,
	  N_("Overview of the list: two facets crossed, one over the years"), 0 },
	{ METHOD_GET, "/overview/export", RIGHT_READ, overview_file_get,
	  N_("The overview as a workbook"), ROUTE_JOB },
	{ METHOD_GET, "/new", RIGHT_CREATE, view_new_get, N_("The form of a new record"), 0 },
	{ METHOD_POST, "/new", RIGHT_CREATE, view_new_post, N_("Enters a record"), ROUTE_UPLOAD },
	{ METHOD_POST, "/new/similar", RIGHT_CREATE, similar_post,
	  N_("Records like the one that is being typed"), 0 },
	{ METHOD_GET, "/{id}", RIGHT_READ, view_record_get, N_("One record"), 0 },
	{ METHOD_GET, "/{id}/edit", RIGHT_UPDATE, view_edit_get, N_("The form of a record"), 0 },
	{ METHOD_POST, "/{id}/edit", RIGHT_UPDATE, view_edit_post, N_("Changes a record"),
	  ROUTE_UPLOAD },
	{ METHOD_GET, "/{id}/history", RIGHT_READ, view_history_get,
	  N_("What happened to a record"), 0 },
	{ METHOD_GET, "/{id}/as-of", RIGHT_READ, view_as_of_get, N_("A record as it was on a date"),
	  0 },
	{ METHOD_GET, "/{id}/links", RIGHT_READ, view_links_get, N_("Which records name this one"),
	  0 },
	{ METHOD_GET, "/{id}/steps/{step}", RIGHT_READ, view_step_get, N_("The form of a step"),
	  0 },
	{ METHOD_POST, "/{id}/steps/{step}", RIGHT_READ, view_step_post, N_("Takes a step"),
	  ROUTE_UPLOAD },
};

static bool add_type(struct context *cx, struct router *r, const struct type *t)
{
	struct route *routes = arena_array(cx->mem, struct route, LEN(generic));

	for (size_t i = 0; i < LEN(generic); i++) {
		const struct generic *g = &generic[i];

		if (strstr(g->path, "/steps/") && !t->steps)
			continue;
		routes[i] = (struct route){
			.method = g->method,
			.path = arena_fmt(cx->mem, "/%s%s", t->plural, g->path),
			.permission =
			        arena_fmt(cx->mem, "%s:%s", t->function, right_name(g->right)),
			.handle = g->handle,
			.help = g->help,
			.flags = g->flags,
			.data = t,
		};
		if (!router_add(cx, r, &routes[i]))
			return false;
	}
	return true;
}

bool view_add_routes(struct context *cx, struct router *r)
{
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (!((*t)->flags & TYPE_NO_PAGES) && !add_type(cx, r, *t))
				return false;
	return api_add_routes(cx, r);
}

bool view_subject(struct context *cx, const struct request *q, struct link *ret)
{
	const char *typed = request_query(q, "record"), *colon = typed ? strchr(typed, ':') : NULL;

	*ret = (struct link){ 0 };
	if (!typed)
		return true;
	if (colon)
		ret->type = type_named(cx->app->subjects,
		                       arena_strn(cx->mem, typed, (size_t)(colon - typed)));
	return (ret->type && parse_int_in(colon + 1, 1, INT64_MAX, &ret->id)) ||
	       fail(cx, ERR_NOT_FOUND, NULL,
	            N_("There is no such record, or it is not open to you."));
}

/* ---- reference data: one page that leads to the lists of its types */

static bool reference_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Reference data"));
	p.lead = tr(cx, "What the other lists choose from. The first rows came with the program, "
	                "each with its source; "
	                "a correction made here is never overwritten.");
	html(&p.html, "<ul class=\"ways\">\n");
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if ((*t)->flags & TYPE_REFERENCE && menu_type_open(cx, *t))
				html(&p.html,
				     "<li><h2><a href=\"/%s\">%s</a></h2><p "
				     "class=\"small\">%s</p></li>\n",
				     (*t)->plural, tr(cx, (*t)->label_plural),
				     (*t)->help ? tr(cx, (*t)->help) : "");
	html(&p.html, "</ul>\n");
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/reference", "reference_data:read", reference_get,
	  N_("Lists of reference data") },
	{ 0 },
};

const struct pages view_pages = { .name = "view", .routes = routes };
