/* How a list lies on the page: as a table, as one block per record, as one line per record.  The
 * address says it (layout=), else what its reader chose last.  All three are plain HTML and print
 * as they stand. */
#include "web/view_part.h"

#include "record/app.h"
#include "subject/institution/institution.h"
#include "web/request.h"
#include "web/session.h"

const struct view_layout view_layouts[] = {
	{ "table", N_("Table") },
	{ "list", NC_("layout", "List") },
	{ "compact", N_("Compact") },
	{ 0 },
};

enum { TABLE, LIST, COMPACT };

static const struct view_layout *named(const char *name)
{
	for (const struct view_layout *v = view_layouts; name && v->name; v++)
		if (str_eq(v->name, name))
			return v;
	return NULL;
}

const struct view_layout *view_layout_chosen(const struct request *q)
{
	const struct view_layout *v = named(request_query(q, "layout"));

	if (!v && q->session)
		v = named(q->session->layout);
	return v ? v : &view_layouts[TABLE];
}

/* A subject with a table of its own has the other layouts when it prints them, too. */
static bool has_layouts(const struct view_list *v)
{
	return !v || !v->row || v->card;
}

void view_layout_print(struct page *p, const struct view_list *v)
{
	const struct view_layout *chosen = view_layout_chosen(p->request);
	struct html *h = &p->html;

	if (!has_layouts(v) || !p->request->session)
		return;
	html(h,
	     "<form class=\"row no-print layouts\" method=\"post\" action=\"/layout\" "
	     "aria-label=\"%s\">",
	     tr(p->cx, "Layout of lists"));
	page_csrf(h, p->request);
	html(h, "<input type=\"hidden\" name=\"to\" value=\"%s\">",
	     page_address(p->cx, p->request, "layout", NULL));
	for (const struct view_layout *l = view_layouts; l->name; l++) {
		html(h, "<button class=\"tag%s\" name=\"layout\" value=\"%s\"",
		     l == chosen ? " tag-on" : "", l->name);
		if (l == chosen)
			html(h, " aria-current=\"true\"");
		html(h, ">%s</button>", tr(p->cx, l->label));
	}
	html(h, "</form>\n");
}

/* What was chosen is kept for the next list, and stands in the address, which can be sent. */
static bool layout_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *layout = request_form(q, "layout"), *to = request_way(q, "to", "/");

	if (!named(layout))
		return fail(cx, ERR_BAD_REQUEST, "layout", N_("There is no such layout."));
	return account_prefer(cx, q->session->actor.user, NULL, NULL, NULL, layout) &&
	       reply_goto(cx, a,
	                  arena_fmt(cx->mem, "%s%clayout=%s", to, strchr(to, '?') ? '&' : '?',
	                            layout));
}

/* ---- rows that no subject prints itself */

/* What a record is called by beside its name: its first column, where that is another one. */
static void print_first(struct html *h, const struct list *l, const void *row)
{
	const struct field *f, *name = view_name_column(l->type);

	for (size_t i = COMMON_FIELDS; (f = type_field(l->type, i)); i++) {
		if (!view_is_column(l->type, f))
			continue;
		if (f != name && !field_empty(f, row) && access_field(h->cx, l->type, row, f)) {
			html(h, "<span class=\"ref\">");
			view_value(h, l->type, f, row);
			html(h, "</span>");
		}
		return;
	}
}

static void print_state(struct html *h, const struct list *l, const void *row)
{
	if (l->type->states)
		view_value(h, l->type, &common_fields[0], row);
}

/* The other columns, each with its label. */
static void print_others(struct html *h, const struct list *l, const void *row)
{
	const struct field *f, *name = view_name_column(l->type);
	bool first = true, any = false;

	for (size_t i = COMMON_FIELDS; (f = type_field(l->type, i)); i++) {
		bool skip = first || f == name;

		if (!view_is_column(l->type, f))
			continue;
		first = false;
		if (skip || field_empty(f, row) || !access_field(h->cx, l->type, row, f))
			continue;
		html(h, "%s%s: ", any ? " · " : "<p class=\"note\">", tr(h->cx, f->label));
		view_value(h, l->type, f, row);
		any = true;
	}
	if (any)
		html(h, "</p>");
}

static void print_card(struct html *h, const struct list *l, const void *row)
{
	html(h, "<div class=\"when\">");
	print_first(h, l, row);
	html(h, "</div><div><p class=\"what\">");
	view_name(h, l, view_name_column(l->type), row);
	html(h, "</p>");
	print_others(h, l, row);
	html(h, "</div><div>");
	print_state(h, l, row);
	html(h, "</div>");
}

static void print_line(struct html *h, const struct list *l, const void *row)
{
	print_first(h, l, row);
	html(h, "<span class=\"what\">");
	view_name(h, l, view_name_column(l->type), row);
	html(h, "</span>");
	print_state(h, l, row);
}

bool view_laid_out(struct page *p, const struct list *l, const struct view_list *v,
                   const char *caption)
{
	ptrdiff_t layout = view_layout_chosen(p->request) - view_layouts;
	void (*print)(struct html *, const struct list *, const void *);
	struct html *h = &p->html;

	if (layout == TABLE || !has_layouts(v))
		return false;
	if (layout == LIST)
		print = v && v->card ? v->card : print_card;
	else
		print = v && v->line ? v->line : print_line;
	html(h, "<ul class=\"%s\" aria-label=\"%s\">\n", layout == LIST ? "work" : "lines",
	     caption);
	for (size_t i = 0; i < l->n; i++) {
		html(h, "<li>");
		print(h, l, l->rows[i]);
		html(h, "</li>\n");
	}
	html(h, "</ul>\n");
	return true;
}

static const struct route routes[] = {
	{ METHOD_POST, "/layout", "@signed-in", layout_post, N_("Chooses how lists are laid out") },
	{ 0 },
};

const struct pages layout_pages = { .name = "layout", .routes = routes };
