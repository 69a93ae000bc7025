/* The table of rights as the program applies it: a row for each function, a column for each role.
 */
#include "record/app.h"
#include "web/page.h"
#include "web/who.h"

static const char *const right_words[RIGHTS] = {
	[RIGHT_READ] = N_("reads"),       [RIGHT_CREATE] = N_("enters"),
	[RIGHT_UPDATE] = N_("changes"),   [RIGHT_PROPOSE] = N_("proposes"),
	[RIGHT_COMMENT] = N_("comments"), [RIGHT_APPROVE] = N_("decides"),
	[RIGHT_SEND] = N_("sends"),
};

static const struct {
	unsigned scope;
	const char *words;
} scope_words[] = {
	{ SCOPE_ANY, N_("all") },
	{ SCOPE_OWN, N_("of the own institution") },
	{ SCOPE_ASSIGNED, N_("assigned to the own institution") },
	{ SCOPE_NAMED, N_("where named") },
	{ SCOPE_INVITED, N_("where invited") },
	{ SCOPE_ACCEPTED, N_("accepted") },
	{ SCOPE_PUBLISHED, N_("published") },
	{ SCOPE_ENDORSED, N_("endorsed") },
	{ SCOPE_DELEGATED, N_("by delegation") },
	{ SCOPE_CHAIRED, N_("where chaired") },
	{ SCOPE_MEMBER, N_("as member") },
	{ SCOPE_METADATA, N_("that it exists") },
};

static void print_cell(struct html *h, const char *function, enum role role)
{
	struct context *cx = h->cx;
	bool empty = true;

	html(h, "<td>");
	for (int right = 0; right < RIGHTS; right++) {
		unsigned scopes =
		        permissions_scopes(cx->app->permissions, function, role, (enum right)right);

		for (size_t i = 0; i < LEN(scope_words); i++) {
			if (!(scopes & scope_words[i].scope))
				continue;
			html(h, "%s<b>%s</b> %s", empty ? "" : "; ", tr(cx, right_words[right]),
			     tr(cx, scope_words[i].words));
			empty = false;
		}
	}
	if (empty)
		html(h, "<span class=\"note\">%s</span>", tr(cx, "none"));
	html(h, "</td>");
}

static void print_head(struct html *h)
{
	struct context *cx = h->cx;

	html(h, "<thead><tr><th scope=\"col\">%s</th>", tr(cx, "Function"));
	for (int role = ROLE_NONE + 1; role < ROLES; role++)
		html(h, "<th scope=\"col\">%s<br>%s</th>", role_code((enum role)role),
		     who_role(cx, (enum role)role));
	html(h, "</tr></thead>\n");
}

static bool permissions_get(struct context *cx, const struct request *q, struct reply *a)
{
	const char *function;
	struct page p;
	struct html *h = &p.html;

	page_begin(&p, cx, q, a, tr(cx, "Table of rights"));
	p.lead = tr(cx, "Who may do what. A restricted record is open to its named readers alone, "
	                "whatever the role.");
	html(h,
	     "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"rights\">"
	     "<table><caption class=\"vh\" id=\"rights\">%s</caption>",
	     tr(cx, "Table of rights"));
	print_head(h);
	html(h, "<tbody>\n");
	for (size_t i = 0; (function = permissions_function(cx->app->permissions, i)); i++) {
		html(h, "<tr><th scope=\"row\">%s</th>",
		     permissions_label(cx->app->permissions, i, cx->lang));
		for (int role = ROLE_NONE + 1; role < ROLES; role++)
			print_cell(h, function, (enum role)role);
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table></div>\n");
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/permissions", "@signed-in", permissions_get, N_("Who may do what") },
	{ 0 },
};

const struct pages permissions_pages = { .name = "permissions", .routes = routes };
