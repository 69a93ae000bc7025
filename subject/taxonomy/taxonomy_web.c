/* The taxonomies as a whole: which there are, each as a tree with search, and what changed in one
 * between two dates: its versions, read from the change log. */
#include "subject/taxonomy/taxonomy_web.h"

#include "base/zone.h"
#include "format/json.h"
#include "language/fold.h"
#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "web/who.h"

enum { MAX_TERMS = 2000, MAX_CHANGED = 500 };

const struct type *term_type_of(struct context *cx, const struct request *q)
{
	const char *plural = q->route->path + 1;
	size_t n = strcspn(plural, "/");

	for (size_t i = 0; i < 16; i++) {
		const struct type *t = term_taxonomy(cx, i);

		if (t && strlen(t->plural) == n && strncmp(t->plural, plural, n) == 0)
			return t;
	}
	fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such page."));
	return NULL;
}

/* ---- which there are */

/* The last change of a term, of a label or of a mapping of the taxonomy; 0: never changed. */
static bool last_change(struct context *cx, const struct type *t, int64_t *ret)
{
	const char *text =
	        arena_fmt(cx->mem,
	                  "SELECT coalesce(max(at), 0) FROM (SELECT max(updated_at) AS at"
	                  " FROM %s UNION ALL SELECT max(updated_at) FROM alias"
	                  " WHERE target_type = $1 UNION ALL SELECT max(updated_at)"
	                  " FROM mapping WHERE from_term_type = $1 OR to_term_type = $1"
	                  ") x",
	                  t->name);

	*ret = 0;
	return db_int(cx, MADE_SQL(text), ret, NULL, V(t->name));
}

static bool counts(struct context *cx, const struct type *t, int64_t *used, int64_t *retired)
{
	const char *text =
	        arena_fmt(cx->mem,
	                  "SELECT count(*), CAST(coalesce(sum(coalesce(retired, 0)), 0) AS"
	                  " BIGINT) FROM %s",
	                  t->name);
	struct rows *r = db_query(cx, MADE_SQL(text));

	*used = *retired = 0;
	while (r && rows_next(cx, r)) {
		*retired = rows_int(r, 1);
		*used = rows_int(r, 0) - *retired;
	}
	return !failed(cx);
}

static const char *version_words(struct context *cx, int64_t at)
{
	return at ? arena_fmt(cx->mem, tr(cx, "Version of %s"), time_words(cx, at))
	          : tr(cx, "Nothing is stored yet.");
}

static bool print_taxonomy(struct html *h, const struct type *t)
{
	struct context *cx = h->cx;
	int64_t at, used, retired;

	if (!last_change(cx, t, &at) || !counts(cx, t, &used, &retired))
		return false;
	html(h, "<li><h2><a href=\"/%s/tree\">%s</a></h2><p>%s</p><p class=\"note\">%s · %s",
	     t->plural, tr(cx, t->label_plural), t->help ? tr(cx, t->help) : "",
	     arena_fmt(cx->mem, tr(cx, "%lld in use"), (long long)used), version_words(cx, at));
	html(h, "</p><p class=\"small\"><a href=\"/%s/changes\">%s</a></p></li>\n", t->plural,
	     arena_fmt(cx->mem, tr(cx, "What changed: %s"), tr(cx, t->label_plural)));
	return true;
}

static bool overview_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t;
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Taxonomies"));
	p.type = &theme_type;
	p.lead = tr(cx,
	            "The words by which recommendations are labelled. Imports, forms and filters "
	            "use what is changed here from then on.");
	page_crumb(&p, tr(cx, "Reference data"), "/reference");
	page_crumb(&p, p.title, NULL);
	page_action(&p, tr(cx, alias_type.label_plural), "/aliases", NULL, false);
	page_action(&p, tr(cx, mapping_type.label_plural), "/mappings", NULL, false);
	html(&p.html, "<ul class=\"ways\">\n");
	for (size_t i = 0; i < 16; i++)
		if ((t = term_taxonomy(cx, i)) && !print_taxonomy(&p.html, t))
			return false;
	html(&p.html, "</ul>\n");
	return page_end(&p);
}

/* ---- one, as a tree */

struct tree {
	const struct type *type;
	void **v;
	size_t n;
	bool *shown;       /* the search found it, or something below it */
	const char *words; /* folded; "": all */
	bool retired;      /* those that are not used any more, too */
	bool edits;
};

static int64_t parent_of(const struct type *t, const void *row)
{
	static const char *const names[] = { "parent", "scheme" };

	for (size_t i = 0; i < LEN(names); i++) {
		const struct field *f = type_field_named(t, names[i]);

		if (f && field_target(t, f) == t)
			return *(const int64_t *)field_at(f, row);
	}
	return 0;
}

static bool load_tree(struct context *cx, struct tree *tree)
{
	struct list l = { .type = tree->type, .limit = MAX_LIST_PAGE };

	do {
		if (!record_list(cx, &l))
			return false;
		tree->v = arena_grow(cx->mem, tree->v, tree->n * sizeof *tree->v,
		                     (tree->n + l.n) * sizeof *tree->v);
		if (l.n)
			memcpy(tree->v + tree->n, l.rows, l.n * sizeof *tree->v);
		tree->n += l.n;
		l.after = l.next;
	} while (l.next && tree->n < MAX_TERMS);
	return true;
}

static bool says(struct context *cx, const char *text, const char *folded)
{
	return text && strstr(fold_text(cx->mem, text), folded);
}

static bool is_found(struct context *cx, const struct tree *tree, const void *row)
{
	const struct texts *x = term_name(tree->type, row);
	const struct field *aliases = type_field_named(tree->type, "aliases");
	bool found = says(cx, term_code(tree->type, row), tree->words) ||
	             (aliases && says(cx, *(const char **)field_at(aliases, row), tree->words));

	for (size_t i = 0; i < x->n && !found; i++)
		found = says(cx, x->v[i].body, tree->words);
	return found;
}

SQL(taxonomy_web_labels, "SELECT target FROM alias WHERE target_type = $1"
                         " AND coalesce(retired, 0) = 0 AND code LIKE $2 ESCAPE '\\'");

static void show(struct tree *tree, int64_t id)
{
	for (size_t depth = 0; id && depth < 32; depth++) {
		int64_t next = 0;

		for (size_t i = 0; i < tree->n; i++)
			if (((const struct record *)tree->v[i])->id == id) {
				tree->shown[i] = true;
				next = parent_of(tree->type, tree->v[i]);
			}
		id = next;
	}
}

/* What the search found, with what stands above it. */
static bool search(struct context *cx, struct tree *tree)
{
	struct rows *r;

	tree->shown = arena_array(cx->mem, bool, tree->n);
	for (size_t i = 0; i < tree->n; i++)
		if ((tree->retired || !term_retired(tree->type, tree->v[i])) &&
		    (!*tree->words || is_found(cx, tree, tree->v[i])))
			show(tree, ((const struct record *)tree->v[i])->id);
	if (!*tree->words)
		return true;
	r = db_query(
	        cx, &taxonomy_web_labels, V(tree->type->name),
	        V(arena_fmt(cx->mem, "%s:%s", tree->type->name, list_pattern(cx, tree->words))));
	while (r && rows_next(cx, r))
		show(tree, rows_int(r, 0));
	return !failed(cx);
}

/* The name in the page's language; in the others behind it. */
static void print_term(struct html *h, const struct tree *tree, const void *row)
{
	struct context *cx = h->cx;
	const struct type *t = tree->type;
	const struct texts *x = term_name(t, row);
	const struct text *best = texts_best(cx, x);
	int64_t id = ((const struct record *)row)->id, into = term_merged_into(t, row);

	html(h, "<a href=\"%s\"", record_path(cx, t, id, "/labels"));
	html_lang(h, best ? best->lang : NULL);
	html(h, ">%s</a>", t->title(cx, row));
	for (size_t i = 0; i < x->n; i++)
		if (&x->v[i] != best) {
			html(h, " · <span class=\"note\"");
			html_lang(h, x->v[i].lang);
			html(h, ">%s</span>", x->v[i].body);
		}
	if (term_retired(t, row)) {
		html(h, " ");
		html_state(h, "stop st-stop",
		           into ? arena_fmt(cx->mem, tr(cx, "merged into “%s”"),
		                            record_title(cx, t, into))
		                : tr(cx, "no longer used"));
	}
}

/* What it hangs under here; 0: nothing, or what is in another section. */
static int64_t above_of(const struct tree *tree, const void *row)
{
	int64_t id = parent_of(tree->type, row);

	for (size_t i = 0; i < tree->n; i++)
		if (((const struct record *)tree->v[i])->id == id)
			return id;
	return 0;
}

static void print_below(struct html *h, const struct tree *tree, int64_t above, int depth)
{
	bool open = false;

	for (size_t i = 0; i < tree->n && depth < 16; i++) {
		const struct record *r = tree->v[i];

		if (!tree->shown[i] || above_of(tree, r) != above)
			continue;
		if (!open && depth)
			html(h, "<ul>");
		else if (!open)
			html(h, "<ul class=\"plain stack-s tree\">");
		html(h, "<li>");
		open = true;
		print_term(h, tree, r);
		print_below(h, tree, r->id, depth + 1);
		html(h, "</li>\n");
	}
	if (open)
		html(h, "</ul>\n");
}

/* The heading a term stands under: the group of a theme, the scale of a grade. */
static const char *heading_of(struct context *cx, const struct type *t, const void *row)
{
	const struct field *f = type_field_named(t, "family");

	if (!f)
		f = type_field_named(t, "scheme");
	return f && !field_empty(f, row) ? field_words(cx, t, f, row) : "";
}

static bool any_shown(const struct tree *tree)
{
	for (size_t i = 0; i < tree->n; i++)
		if (tree->shown[i])
			return true;
	return false;
}

/* Terms in the order of the list; a section wherever the heading changes. */
static void print_tree(struct html *h, const struct tree *tree)
{
	for (size_t i = 0; i < tree->n;) {
		const char *heading = heading_of(h->cx, tree->type, tree->v[i]);
		struct tree part = *tree;
		size_t first = i;

		while (i < tree->n && str_eq(heading_of(h->cx, tree->type, tree->v[i]), heading))
			i++;
		part.v += first;
		part.shown += first;
		part.n = i - first;
		if (!any_shown(&part))
			continue;
		if (*heading)
			page_section(h, heading, NULL);
		print_below(h, &part, 0, 0);
		if (*heading)
			html(h, "</section>\n");
	}
}

static void print_search(struct page *p, const struct tree *tree)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<form class=\"find find-in no-print\" role=\"search\" aria-label=\"%s\" "
	     "action=\"/%s/tree\"><label class=\"vh\" for=\"q\">%s</label><input id=\"q\" "
	     "name=\"q\" type=\"search\" accesskey=\"/\" value=\"%s\">",
	     tr(cx, tree->type->label_plural), tree->type->plural,
	     tr(cx, "Search names and labels, in any language"), request_query(p->request, "q"));
	p->own_search = true;
	html(h,
	     "<label class=\"tick\"><input type=\"checkbox\" name=\"retired\" value=\"1\"%s>"
	     "<span>%s</span></label><button class=\"btn\">%s</button></form>\n",
	     tree->retired ? " checked" : "", tr(cx, "also what is no longer used"),
	     tr(cx, "Search"));
}

static bool tree_get(struct context *cx, const struct request *q, struct reply *a)
{
	const char *words = request_query(q, "q");
	struct tree tree = { .type = term_type_of(cx, q),
		             .words = fold_text(cx->mem, words ? words : ""),
		             .retired = request_query(q, "retired") != NULL };
	int64_t at;
	struct page p;

	if (!tree.type || !load_tree(cx, &tree) || !search(cx, &tree) ||
	    !last_change(cx, tree.type, &at))
		return false;
	page_begin(&p, cx, q, a, tr(cx, tree.type->label_plural));
	p.type = tree.type;
	p.lead = version_words(cx, at);
	page_crumb(&p, tr(cx, "Taxonomies"), "/taxonomies");
	page_crumb(&p, p.title, NULL);
	page_action(&p, tr(cx, "What changed"),
	            arena_fmt(cx->mem, "/%s/changes", tree.type->plural), NULL, false);
	page_action(&p, tr(cx, "As a table"), arena_fmt(cx->mem, "/%s", tree.type->plural), NULL,
	            false);
	if (access_function(cx, tree.type->function, RIGHT_CREATE))
		page_action(&p, arena_fmt(cx->mem, tr(cx, "New: %s"), tr(cx, tree.type->label)),
		            arena_fmt(cx->mem, "/%s/new", tree.type->plural), NULL, true);
	print_search(&p, &tree);
	if (!any_shown(&tree))
		page_empty(&p.html, tr(cx, "Nothing is called so."),
		           tr(cx, "Search for fewer words."),
		           arena_fmt(cx->mem, "/%s/tree", tree.type->plural), tr(cx, "Show all"));
	html(&p.html, "<div class=\"stack\">\n");
	print_tree(&p.html, &tree);
	html(&p.html, "</div>\n");
	return page_end(&p);
}

/* ---- what changed between two dates */

struct changed {
	const struct type *type;
	int64_t id;
};

/* Records that changed in the time: terms, labels and mappings of the taxonomy. */
static bool changed_records(struct context *cx, const struct type *t, int64_t from, int64_t to,
                            struct changed **ret, size_t *ret_n)
{
	const char *text =
	        arena_fmt(cx->mem,
	                  "SELECT c.type, c.record FROM change c JOIN %s r ON r.id = c.record"
	                  " WHERE c.at >= $1 AND c.at < $2 UNION"
	                  " SELECT c.type, c.record FROM change c JOIN alias r ON r.id = c.record"
	                  " WHERE r.target_type = $3 AND c.at >= $1 AND c.at < $2 UNION"
	                  " SELECT c.type, c.record FROM change c JOIN mapping r ON r.id = c.record"
	                  " WHERE (r.from_term_type = $3 OR r.to_term_type = $3) AND c.at >= $1 AND"
	                  " c.at < $2 ORDER BY 2 LIMIT %d",
	                  t->name, MAX_CHANGED);
	struct rows *r = db_query(cx, MADE_SQL(text), V(from), V(to), V(t->name));

	*ret = arena_array(cx->mem, struct changed, MAX_CHANGED);
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		const struct type *type = type_named(cx->app->subjects, rows_text(r, 0));

		if (type)
			(*ret)[(*ret_n)++] = (struct changed){ type, rows_int(r, 1) };
	}
	return !failed(cx);
}

static const char *value_words(struct context *cx, const struct type *t, const struct image *im,
                               const char *name, const struct field *f)
{
	const char *value = image_value(im, name);
	struct error before = cx->err;
	const struct json *v = value ? json_parse(cx, value, strlen(value), MAX_ANSWER) : NULL;
	const char *words = "";

	if (v && f->kind == FIELD_TEXTS) {
		words = v->kind == JSON_KIND_TEXT ? v->text : json_text_or_null(v, "body");
	} else if (v) {
		void *row = arena_alloc(cx->mem, t->size);

		if (field_read(cx, t, f, v, row))
			words = field_words(cx, t, f, row);
	}
	cx->err = before;
	return words ? words : "";
}

static void print_value(struct html *h, const struct type *t, const struct change *c,
                        const struct entry *e)
{
	struct context *cx = h->cx;
	const char *dot = strchr(e->name, '.');
	const char *lang = e->field->kind == FIELD_TEXTS && dot ? dot + 1 : NULL;
	const char *was = value_words(cx, t, &c->before, e->name, e->field),
	           *is = value_words(cx, t, &c->after, e->name, e->field);

	html(h, "<br>%s%s%s: ", tr(cx, e->field->label), lang ? ", " : "",
	     lang ? language_words(cx, lang) : "");
	if (*was) {
		html(h, "<del");
		html_lang(h, lang);
		html(h, ">%s</del> ", was);
	}
	if (*is) {
		html(h, "<ins");
		html_lang(h, lang);
		html(h, ">%s</ins>", is);
	}
}

static void print_change(struct html *h, const struct changed *r, const struct change *c)
{
	struct context *cx = h->cx;

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
	view_link(h, r->type, r->id);
	html(h, "</th>");
	page_cell(h, N_("When"));
	html(h, "%s</td>", time_words(cx, c->at));
	page_cell(h, N_("Who"));
	html(h, "%s</td>", c->who ? c->who_name : who_name(cx, 0));
	page_cell(h, N_("What"));
	html(h, "%s", view_change_words(cx, r->type, c->kind, c->step));
	if (!str_empty(c->reason))
		html(h, ". %s", c->reason);
	for (size_t i = 0; i < c->after.n; i++)
		if (c->after.v[i].field && !(c->after.v[i].field->flags & HIDDEN))
			print_value(h, r->type, c, &c->after.v[i]);
	html(h, "</td></tr>\n");
}

static bool print_changes(struct page *p, const struct type *t, int64_t from, int64_t to)
{
	static const char *const heads[] = { N_("Record"), N_("When"), N_("Who"), N_("What") };
	struct context *cx = p->cx;
	struct changed *v;
	struct change *c;
	size_t n, m;

	if (!changed_records(cx, t, from, to, &v, &n))
		return false;
	if (!n) {
		page_empty(&p->html, tr(cx, "Nothing changed in this time."), "", NULL, NULL);
		return true;
	}
	if (n == MAX_CHANGED)
		page_message(p, "warn", tr(cx, "More changed than is shown here."),
		             tr(cx, "Choose a shorter time."));
	page_table(&p->html, tr(cx, "What changed"), heads, LEN(heads));
	for (size_t i = 0; i < n; i++) {
		if (!record_history(cx, v[i].type, v[i].id, 0, 50, &c, &m))
			return false;
		while (m--)
			if (c[m].at >= from && c[m].at < to)
				print_change(&p->html, &v[i], &c[m]);
	}
	page_table_end(&p->html);
	return true;
}

static bool read_day(struct context *cx, const struct request *q, const char *name,
                     struct date otherwise, struct date *ret)
{
	const char *typed = request_query(q, name);

	*ret = otherwise;
	if (str_empty(typed) || ((date_parse(typed, ret) || words_read_date(cx->mem, typed, ret)) &&
	                         ret->precision == PRECISION_DAY))
		return true;
	return fail(cx, ERR_INVALID, name, N_("Give the exact day, for example 17.06.2025."));
}

static void print_days(struct page *p, const struct type *t, struct date from, struct date to,
                       const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<form class=\"panel no-print\" action=\"/%s/changes\"><div class=\"fields\">",
	     t->plural);
	form_input(h, errors, "from", tr(cx, "From the day"), NULL, "text", date_words(cx, from),
	           NULL);
	form_input(h, errors, "to", tr(cx, "Through the day"), NULL, "text", date_words(cx, to),
	           NULL);
	html(h, "</div><p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(cx, "Show"));
}

static bool changes_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = term_type_of(cx, q);
	struct date day = today(cx), from, to;
	const struct error *errors = NULL;
	struct page p;

	if (!t)
		return false;
	read_day(cx, q, "from", date_add_days(day, -30), &from);
	read_day(cx, q, "to", day, &to);
	if (failed(cx)) {
		errors = view_errors(cx);
		a->status = 422;
	}
	page_begin(&p, cx, q, a,
	           arena_fmt(cx->mem, tr(cx, "What changed: %s"), tr(cx, t->label_plural)));
	p.type = t;
	p.lead = tr(cx, "Two versions of a taxonomy differ by what the change log says between "
	                "their days. Labels of older versions go on being found.");
	page_crumb(&p, tr(cx, "Taxonomies"), "/taxonomies");
	page_crumb(&p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s/tree", t->plural));
	page_crumb(&p, tr(cx, "What changed"), NULL);
	print_days(&p, t, from, to, errors);
	if (!errors && !print_changes(&p, t, zone_midnight(setting_zone(cx), from),
	                              zone_midnight(setting_zone(cx), date_add_days(to, 1))))
		return false;
	return page_end(&p);
}

/* ---- on the page of a term */

static void note(struct page *p, const struct type *t, const void *row)
{
	struct context *cx = p->cx;
	int64_t id = ((const struct record *)row)->id;

	if (!term_is_taxonomy(t))
		return;
	page_action(p, tr(cx, "Labels and mappings"), record_path(cx, t, id, "/labels"), NULL,
	            false);
	if (!term_retired(t, row))
		return;
	page_message(p, "warn", tr(cx, "This is no longer used."),
	             term_merged_into(t, row)
	                     ? arena_fmt(cx->mem, tr(cx, "It was merged into “%s”."),
	                                 record_title(cx, t, term_merged_into(t, row)))
	                     : NULL);
}

#define ROUTES(P)                                                     \
	{ METHOD_GET,                                                 \
	  "/" P "/tree",                                              \
	  "reference_data:read",                                      \
	  tree_get,                                                   \
	  N_("A taxonomy as a tree, with search"),                    \
	  0,                                                          \
	  NULL },                                                     \
	        { METHOD_GET,                                         \
		  "/" P "/changes",                                   \
		  "reference_data:read",                              \
		  changes_get,                                        \
		  N_("What changed in a taxonomy between two dates"), \
		  0,                                                  \
		  NULL },

static const struct route routes[] = {
	{ METHOD_GET, "/taxonomies", "reference_data:read", overview_get,
	  N_("The taxonomies, and the version of each"), 0, NULL },
	TERM_PATHS(ROUTES){ 0 },
};

static const struct tab tabs[] = {
	{ N_("Taxonomies"), "/taxonomies", "reference_data:update", 8990 },
	{ 0 },
};

const struct pages taxonomy_pages = {
	.name = "taxonomy", .routes = routes, .tabs = tabs, .record_note = note
};
