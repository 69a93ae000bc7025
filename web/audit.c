/* The change log of everything, newest first: that something happened, to which record, by whom.
 * Values stand in the history of each record, where its own rules of access hold. */
#include "base/number.h"
#include "record/app.h"
#include "record/change.h"
#include "web/view.h"
#include "web/who.h"

enum { PAGE = 50 };

SQL(audit_page, "SELECT id, at, who, on_behalf, type, record, kind, step, seq FROM change"
                " WHERE id < $1 AND ($2 = 0 OR who = $2) ORDER BY id DESC LIMIT $3");

/* Whoever has the log only as his own sees what he did. */
static int64_t only_of(const struct context *cx)
{
	unsigned scopes =
	        permissions_scopes(cx->app->permissions, "audit_log", cx->actor->role, RIGHT_READ);

	return scopes & (SCOPE_ANY | SCOPE_METADATA) ? 0 : cx->actor->user;
}

static void print_record(struct html *h, const char *type, int64_t record)
{
	const struct type *t = type_named(h->cx->app->subjects, type);

	if (!t) {
		html_text(h, type);
		return;
	}
	html(h, "%s: ", tr(h->cx, t->label));
	view_link(h, t, record);
}

/* Read whole before names are looked up: those are queries of their own. */
struct entry_line {
	int64_t id, at, who, on_behalf, record, seq;
	const char *type, *kind, *step;
};

static bool load_log(struct context *cx, int64_t before, struct entry_line v[PAGE], size_t *ret_n)
{
	struct rows *r = db_query(cx, &audit_page, V(before), V(only_of(cx)), V(PAGE));

	*ret_n = 0;
	while (r && rows_next(cx, r))
		v[(*ret_n)++] = (struct entry_line){
			.id = rows_int(r, 0),
			.at = rows_int(r, 1),
			.who = rows_int(r, 2),
			.on_behalf = rows_int(r, 3),
			.type = arena_str(cx->mem, rows_text(r, 4)),
			.record = rows_int(r, 5),
			.kind = arena_str(cx->mem, rows_text(r, 6)),
			.step = arena_str(cx->mem, rows_text(r, 7)),
			.seq = rows_int(r, 8),
		};
	return !failed(cx);
}

static void print_entry(struct html *h, const struct entry_line *e)
{
	struct context *cx = h->cx;

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"ref\">%s</th>",
	     time_words(cx, e->at));
	html(h, "<td role=\"cell\" data-l=\"%s\">%s", tr(cx, "Who"), who_name(cx, e->who));
	if (e->on_behalf)
		html(h, " <span class=\"note\">%s %s</span>", tr(cx, "on behalf of"),
		     who_name(cx, e->on_behalf));
	html(h, "</td><td role=\"cell\" data-l=\"%s\">%s%s%s</td><td role=\"cell\" data-l=\"%s\">",
	     tr(cx, "What"), e->kind, e->step ? " " : "", e->step, tr(cx, "Record"));
	print_record(h, e->type, e->record);
	html(h, "</td><td role=\"cell\" class=\"num\" data-l=\"%s\">",
	     tr(cx, "Place in the chain"));
	if (e->seq)
		html(h, "%lld", (long long)e->seq);
	else
		html_text(h, tr(cx, "not sealed yet"));
	html(h, "</td></tr>\n");
}

static bool audit_get(struct context *cx, const struct request *q, struct reply *a)
{
	static const char *const columns[] = { N_("When"), N_("Who"), N_("What"), N_("Record"),
		                               N_("Place in the chain") };
	const char *from = request_query(q, "before");
	struct entry_line *v = arena_array(cx->mem, struct entry_line, PAGE);
	int64_t before = INT64_MAX;
	struct page p;
	size_t n;

	if (from && !parse_int_in(from, 1, INT64_MAX, &before))
		return fail(cx, ERR_BAD_REQUEST, "before",
		            N_("The log cannot be continued from there."));
	if (!load_log(cx, before, v, &n))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Audit log"));
	p.lead = tr(cx, "Everything that was entered, changed, stepped, imported, erased or read "
	                "under log. Nothing can be taken "
	                "out: each entry carries the mark of the one before.");
	html(&p.html,
	     "<table class=\"list\" role=\"table\"><caption class=\"vh\">%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\">",
	     tr(cx, "Audit log"));
	for (size_t i = 0; i < LEN(columns); i++)
		html(&p.html, "<th role=\"columnheader\" scope=\"col\">%s</th>",
		     tr(cx, columns[i]));
	html(&p.html, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < n; i++)
		print_entry(&p.html, &v[i]);
	html(&p.html, "</tbody></table>\n");
	if (n == PAGE)
		html(&p.html,
		     "<nav class=\"pager\" aria-label=\"%s\"><a class=\"btn\" rel=\"next\" "
		     "href=\"/audit?before=%lld\">%s</a></nav>\n",
		     tr(cx, "Pages"), (long long)v[n - 1].id, tr(cx, "Earlier"));
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/audit", "audit_log:read", audit_get, N_("The change log of everything") },
	{ 0 },
};

const struct pages audit_pages = { .name = "audit", .routes = routes };
