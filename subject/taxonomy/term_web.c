/* A term's labels and mappings: what it is called in files, what it is in other taxonomies, who
 * carries it; and the buttons for renaming, retiring and merging it. */
#include "subject/taxonomy/taxonomy_web.h"

#include "base/number.h"
#include "record/app.h"
#include "web/who.h"

struct term {
	const struct type *type;
	const void *row;
	int64_t id;
	bool edits;
};

static bool load_term(struct context *cx, const struct request *q, struct term *ret)
{
	*ret = (struct term){ .type = term_type_of(cx, q), .id = request_id(cx, q) };
	ret->row = ret->type && ret->id ? record_get(cx, ret->type, ret->id) : NULL;
	ret->edits = ret->row && access_record(cx, ret->type, ret->row, RIGHT_UPDATE);
	return ret->row != NULL;
}

static const char *labels_path(struct context *cx, const struct term *t)
{
	return record_path(cx, t->type, t->id, "/labels");
}

/* ---- its names */

static void print_names(struct page *p, const struct term *t)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct texts *x = term_name(t->type, t->row);

	page_section(h, tr(cx, "Names"), NULL);
	html(h, "<dl class=\"facts\"><dt>%s</dt><dd><code>%s</code></dd>", tr(cx, "Code"),
	     term_code(t->type, t->row));
	for (size_t i = 0; i < x->n; i++) {
		html(h, "<dt>%s</dt><dd", language_name(x->v[i].lang));
		html_lang(h, x->v[i].lang);
		html(h, ">%s</dd>", x->v[i].body);
	}
	html(h, "</dl></section>\n");
}

/* ---- its labels */

static const char *const label_heads[] = { N_("Label"), N_("Language"), N_("Where it is from"),
	                                   N_("Take back") };

static void label_row(struct html *h, const char *label, const char *lang, const char *from)
{
	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"");
	html_lang(h, lang);
	html(h, ">%s</th>", label);
	page_cell(h, label_heads[1]);
	html(h, "%s</td>", lang ? language_name(lang) : "");
	page_cell(h, label_heads[2]);
	html(h, "%s</td>", from);
	page_cell(h, label_heads[3]);
}

static void print_shipped(struct html *h, const struct term *t)
{
	const struct field *f = type_field_named(t->type, "aliases");
	const char *s = f ? *(const char **)field_at(f, t->row) : NULL, *end;

	for (; s && *s; s = *end ? end + 1 : end) {
		end = strchrnul(s, '|');
		label_row(h, arena_strn(h->cx->mem, s, (size_t)(end - s)), NULL,
		          tr(h->cx, "among its other labels"));
		html(h, "</td></tr>\n");
	}
}

SQL(term_web_labels, "SELECT id, label, lang, created_by, created_at FROM alias"
                     " WHERE target_type = $1 AND target = $2 AND coalesce(retired, 0) = 0"
                     " ORDER BY label, id");

static bool print_taught(struct page *p, struct html *h, const struct term *t)
{
	struct context *cx = p->cx;
	struct rows *r = db_query(cx, &term_web_labels, V(t->type->name), V(t->id));

	while (r && rows_next(cx, r)) {
		const char *label = arena_str(cx->mem, rows_text(r, 1));
		int64_t who = rows_int(r, 3), at = rows_int(r, 4);

		label_row(h, label, rows_null(r, 2) ? NULL : arena_str(cx->mem, rows_text(r, 2)),
		          arena_fmt(cx->mem, "%s, %s", who_name(cx, who), time_words(cx, at)));
		if (t->edits) {
			html(h, "<form method=\"post\" action=\"%s/remove\">", labels_path(cx, t));
			page_csrf(h, p->request);
			html(h,
			     "<button class=\"btn\" name=\"label\" value=\"%lld\" "
			     "aria-label=\"%s\">%s</button></form>",
			     (long long)rows_int(r, 0),
			     arena_fmt(cx->mem, "%s: %s", tr(cx, "Take back"), label),
			     tr(cx, "Take back"));
		}
		html(h, "</td></tr>\n");
	}
	return !failed(cx);
}

static void print_label_form(struct page *p, const struct term *t, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *const *languages = page_languages(cx);
	const char *chosen = request_form(p->request, "lang");

	html(h, "<form class=\"panel no-print\" method=\"post\" action=\"%s\">",
	     labels_path(cx, t));
	page_csrf(h, p->request);
	form_input(h, errors, "label", tr(cx, "A label that files use for it"),
	           tr(cx, "Imports find it by this label from then on."), "text",
	           request_form(p->request, "label"), NULL);
	form_select(h, errors, "lang", tr(cx, "Language"));
	html_option(h, "", tr(cx, "not stated"), str_empty(chosen));
	for (; *languages; languages++)
		html_option(h, *languages, language_name(*languages), str_eq(*languages, chosen));
	form_select_close(h);
	html(h, "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form>\n",
	     tr(cx, "Add the label"));
}

/* The rows as a table, or the words where there are none. */
static void print_rows(struct page *p, const struct html *rows, const char *caption,
                       const char *const *heads, size_t n, const char *none)
{
	if (!rows->out.len) {
		html(&p->html, "<p>%s</p>\n", none);
		return;
	}
	page_table(&p->html, caption, heads, n);
	html_append(&p->html, rows);
	page_table_end(&p->html);
}

static bool print_labels(struct page *p, const struct term *t, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html rows = html_new(cx);

	print_shipped(&rows, t);
	if (!print_taught(p, &rows, t))
		return false;
	page_section(&p->html, tr(cx, "Labels in files"), tr(cx, "beside its names and its code"));
	print_rows(p, &rows, tr(cx, "Labels in files"), label_heads, LEN(label_heads),
	           tr(cx, "Files are not known to call it anything else."));
	if (t->edits)
		print_label_form(p, t, errors);
	html(&p->html, "</section>\n");
	return true;
}

/* ---- its mappings */

static const char *const map_heads[] = { N_("Taxonomy"), N_("Term"), N_("Fit"),
	                                 N_("Where it is from"), N_("Take back") };

/* Shipped ones say where they come from, a person's who made them. */
static const char *map_source(struct context *cx, const struct mapping *m)
{
	const struct source *s = m->record.sources.v;

	if (m->record.sources.n && !str_empty(s->title))
		return s->title;
	return arena_fmt(cx->mem, "%s, %s", who_name(cx, m->record.created_by),
	                 time_words(cx, m->record.created_at));
}

static void print_mapping(struct page *p, struct html *h, const struct term *t,
                          const struct mapping *m)
{
	struct context *cx = p->cx;
	struct link other = m->from_term.id == t->id ? m->to_term : m->from_term;
	const char *title = record_title(cx, other.type, other.id);

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>"
	     "<td role=\"cell\" data-l=\"%s\"><a href=\"%s\"",
	     tr(cx, other.type->label_plural), tr(cx, map_heads[1]),
	     record_path(cx, other.type, other.id, "/labels"));
	html_lang(h, record_title_lang(cx, other.type, other.id));
	html(h, ">%s</a></td>", title);
	page_cell(h, map_heads[2]);
	html(h, "%s</td>", mapping_fit_words(cx, (enum issue_fit)m->fit));
	page_cell(h, map_heads[3]);
	html(h, "%s</td>", map_source(cx, m));
	page_cell(h, map_heads[4]);
	if (t->edits) {
		html(h, "<form method=\"post\" action=\"%s\">",
		     record_path(cx, t->type, t->id, "/unmap"));
		page_csrf(h, p->request);
		html(h,
		     "<button class=\"btn\" name=\"mapping\" value=\"%lld\" "
		     "aria-label=\"%s\">%s</button></form>",
		     (long long)m->record.id,
		     arena_fmt(cx->mem, "%s: %s", tr(cx, "Take back"), title), tr(cx, "Take back"));
	}
	html(h, "</td></tr>\n");
}

SQL(term_web_mappings, "SELECT id FROM mapping WHERE coalesce(retired, 0) = 0 AND"
                       " (from_term_type = $1 AND from_term = $2 OR"
                       " to_term_type = $1 AND to_term = $2) ORDER BY code");

static bool print_map_rows(struct page *p, struct html *h, const struct term *t)
{
	struct context *cx = p->cx;
	struct rows *r = db_query(cx, &term_web_mappings, V(t->type->name), V(t->id));
	struct refs ids = { 0 };
	size_t room = 0;

	while (r && rows_next(cx, r)) {
		if (ids.n == room) {
			size_t more = room ? 2 * room : 16;

			ids.v = arena_grow(cx->mem, ids.v, room * sizeof *ids.v,
			                   more * sizeof *ids.v);
			room = more;
		}
		ids.v[ids.n++] = rows_int(r, 0);
	}
	for (size_t i = 0; i < ids.n; i++) {
		const struct mapping *m = record_get(cx, &mapping_type, ids.v[i]);

		if (!m)
			return false;
		print_mapping(p, h, t, m);
	}
	return !failed(cx);
}

static void print_proposals(struct html *h, const struct type *to, const struct near *near,
                            size_t n)
{
	if (!n)
		return;
	html(h, "<p>%s</p><ul class=\"plain\">", tr(h->cx, "Is one of these meant?"));
	for (size_t i = 0; i < n; i++)
		html(h,
		     "<li><label class=\"tick\"><input type=\"radio\" name=\"found\" "
		     "value=\"%lld\"><span>%s</span></label></li>",
		     (long long)near[i].record, record_title(h->cx, to, near[i].record));
	html(h, "</ul>\n");
}

static const struct type *chosen_taxonomy(struct context *cx, const struct request *q)
{
	const char *typed = request_form(q, "taxonomy");
	const struct type *t = typed ? type_named(cx->app->subjects, typed) : NULL;

	return t && term_is_taxonomy(t) ? t : NULL;
}

static void print_map_form(struct page *p, const struct term *t, const struct error *errors)
{
	static const char *const fits[] = { "exact", "near", "wide" };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct type *to = chosen_taxonomy(cx, p->request), *other;
	const char *typed = request_form(p->request, "term"),
	           *fit = request_form(p->request, "fit");
	struct near near[5];
	size_t n = 0;

	html(h, "<form class=\"panel no-print\" method=\"post\" action=\"%s\">",
	     record_path(cx, t->type, t->id, "/map"));
	page_csrf(h, p->request);
	form_select(h, errors, "taxonomy", tr(cx, "Taxonomy"));
	for (size_t i = 0; i < 16; i++)
		if ((other = term_taxonomy(cx, i)) && other != t->type)
			html_option(h, other->name, tr(cx, other->label_plural), other == to);
	form_select_close(h);
	form_input(h, errors, "term", tr(cx, "Term"), tr(cx, "Its name, code or a label."), "text",
	           typed, NULL);
	if (error_of(errors, "term") && to && !str_empty(typed)) {
		const struct labels *l = labels_load(cx, to);

		n = l ? labels_near(cx, l, typed, near, LEN(near)) : 0;
		print_proposals(h, to, near, n);
	}
	form_select(h, errors, "fit", tr(cx, "Fit"));
	for (size_t i = 0; i < LEN(fits); i++)
		html_option(h, fits[i], mapping_fit_words(cx, (enum issue_fit)(i + 1)),
		            str_eq(fits[i], fit));
	form_select_close(h);
	html(h, "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form>\n",
	     tr(cx, "Map"));
}

static bool print_mappings(struct page *p, const struct term *t, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html rows = html_new(cx);

	if (!print_map_rows(p, &rows, t))
		return false;
	page_section(&p->html, tr(cx, "In other taxonomies"),
	             tr(cx, "imports label by what fits; what is only related waits for a person"));
	print_rows(p, &rows, tr(cx, "In other taxonomies"), map_heads, LEN(map_heads),
	           tr(cx, "It is not mapped to any term of another taxonomy."));
	if (t->edits)
		print_map_form(p, t, errors);
	html(&p->html, "</section>\n");
	return true;
}

/* ---- who carries it */

bool term_print_usage(struct page *p, const struct type *t, int64_t id)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct term_use *use;
	size_t n;

	if (!term_usage(cx, t, id, &use, &n))
		return false;
	page_section(h, tr(cx, "Who carries it"), NULL);
	if (!n)
		html(h, "<p>%s</p>", tr(cx, "No record carries it."));
	else
		html(h, "<ul class=\"plain\">");
	for (size_t i = 0; i < n; i++)
		html(h, "<li><a href=\"/%s?%s=%lld\">%s</a></li>\n", use[i].type->plural,
		     use[i].field->name, (long long)id,
		     arena_fmt(cx->mem, tr(cx, "%s: %lld carry it (%s)"),
		               tr(cx, use[i].type->label_plural), (long long)use[i].n,
		               tr(cx, use[i].field->label)));
	if (n)
		html(h, "</ul>");
	html(h, "</section>\n");
	return true;
}

/* ---- the page */

static void print_actions(struct page *p, const struct term *t)
{
	struct context *cx = p->cx;

	page_action(p, tr(cx, "The record"), record_path(cx, t->type, t->id, NULL), NULL, false);
	if (!t->edits)
		return;
	page_action(p, tr(cx, "Rename"), record_path(cx, t->type, t->id, "/rename"), NULL, false);
	if (!term_retired(t->type, t->row))
		page_action(p, tr(cx, "Merge into another"),
		            record_path(cx, t->type, t->id, "/merge"), NULL, false);
	page_action(p,
	            term_retired(t->type, t->row) ? tr(cx, "Use it again")
	                                          : tr(cx, "Use it no longer"),
	            record_path(cx, t->type, t->id, "/retire"), NULL, false);
}

static bool term_page(struct context *cx, const struct request *q, struct reply *a,
                      const struct term *t, const struct error *errors)
{
	int64_t into = term_merged_into(t->type, t->row);
	struct page p;

	page_begin(&p, cx, q, a, record_title(cx, t->type, t->id));
	p.title_lang = record_title_lang(cx, t->type, t->id);
	p.type = t->type;
	p.kicker = tr(cx, t->type->label);
	page_crumb(&p, tr(cx, "Taxonomies"), "/taxonomies");
	page_crumb(&p, tr(cx, t->type->label_plural),
	           arena_fmt(cx->mem, "/%s/tree", t->type->plural));
	page_crumb(&p, p.title, NULL);
	print_actions(&p, t);
	if (term_retired(t->type, t->row))
		page_message(&p, "warn", tr(cx, "This is no longer used."),
		             into ? arena_fmt(cx->mem, tr(cx, "It was merged into “%s”."),
		                              record_title(cx, t->type, into))
		                  : NULL);
	html(&p.html, "<div class=\"stack\">\n");
	print_names(&p, t);
	if (!print_labels(&p, t, errors) || !print_mappings(&p, t, errors) ||
	    !term_print_usage(&p, t->type, t->id))
		return false;
	html(&p.html, "</div>\n");
	return page_end(&p);
}

static bool labels_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct term t;

	return load_term(cx, q, &t) && term_page(cx, q, a, &t, NULL);
}

/* The page again with what was refused; anything else fails. */
static bool refused(struct context *cx, const struct request *q, struct reply *a,
                    const struct term *t)
{
	if (cx->err.kind != ERR_INVALID)
		return false;
	a->status = 422;
	return term_page(cx, q, a, t, view_errors(cx));
}

static bool done(struct context *cx, const struct request *q, struct reply *a, const struct term *t,
                 const char *words)
{
	return reply_notice(cx, a, q, words) && reply_goto(cx, a, labels_path(cx, t));
}

static bool labels_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *label = request_form(q, "label"), *lang = request_form(q, "lang");
	struct term t;

	if (!load_term(cx, q, &t))
		return false;
	if (!alias_add(cx, t.type, t.id, label, str_empty(lang) ? NULL : lang))
		return refused(cx, q, a, &t);
	return done(cx, q, a, &t, tr(cx, "Imports find it by this label from now on."));
}

static bool form_id_of(struct context *cx, const struct request *q, const char *name, int64_t *ret)
{
	const char *typed = request_form(q, name);

	return (typed && parse_int_in(typed, 1, INT64_MAX, ret)) ||
	       fail(cx, ERR_BAD_REQUEST, name, N_("The form is not complete."));
}

static bool remove_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct alias *alias;
	struct term t;
	int64_t id;

	if (!load_term(cx, q, &t) || !form_id_of(cx, q, "label", &id))
		return false;
	alias = record_get(cx, &alias_type, id);
	if (!alias)
		return false;
	alias->retired = YES;
	return record_save(cx, &alias_type, alias) &&
	       done(cx, q, a, &t, tr(cx, "The label was taken back."));
}

/* The term that was chosen among proposals, else the one that is called so. */
static bool chosen_term(struct context *cx, const struct request *q, struct link *ret)
{
	const char *typed = request_form(q, "term"), *found = request_form(q, "found");
	const struct labels *l;

	*ret = (struct link){ .type = chosen_taxonomy(cx, q) };
	if (!ret->type)
		return fail(cx, ERR_INVALID, "taxonomy", N_("Choose a taxonomy."));
	if (found && parse_int_in(found, 1, INT64_MAX, &ret->id))
		return record_get(cx, ret->type, ret->id) != NULL;
	l = labels_load(cx, ret->type);
	if (!l)
		return false;
	ret->id = labels_find(cx, l, typed);
	return ret->id || fail(cx, ERR_INVALID, "term", N_("Nothing in use is called “%s” there."),
	                       typed ? typed : "");
}

static bool map_post(struct context *cx, const struct request *q, struct reply *a)
{
	static const struct choice fits[] = {
		{ "exact", NULL, NULL }, { "near", NULL, NULL }, { "wide", NULL, NULL }, { 0 }
	};
	const char *typed = request_form(q, "fit");
	int fit = typed ? choice_index(fits, typed) : 0;
	struct link other;
	struct term t;

	if (!load_term(cx, q, &t))
		return false;
	if (!fit)
		fail(cx, ERR_INVALID, "fit", N_("Say how well it fits."));
	if (!chosen_term(cx, q, &other) || !fit ||
	    !mapping_set(cx, (struct link){ t.type, t.id }, other, (enum issue_fit)fit))
		return refused(cx, q, a, &t);
	return done(cx, q, a, &t, tr(cx, "Imports use this mapping from now on."));
}

static bool unmap_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct mapping *m;
	struct term t;
	int64_t id;

	if (!load_term(cx, q, &t) || !form_id_of(cx, q, "mapping", &id))
		return false;
	m = record_get(cx, &mapping_type, id);
	return m && mapping_set(cx, m->from_term, m->to_term, FIT_NONE) &&
	       done(cx, q, a, &t, tr(cx, "The mapping was taken back."));
}

#define ROUTES(P)                                                                    \
	{ METHOD_GET,                                                                \
	  "/" P "/{id}/labels",                                                      \
	  "reference_data:read",                                                     \
	  labels_get,                                                                \
	  N_("What a term is called in files and in other taxonomies"),              \
	  0,                                                                         \
	  NULL },                                                                    \
	        { METHOD_POST, "/" P "/{id}/labels",        "reference_data:create", \
		  labels_post, N_("Add a label of a term"), 0,                       \
		  NULL },                                                            \
	        { METHOD_POST, "/" P "/{id}/labels/remove", "reference_data:update", \
		  remove_post, N_("Take a label back"),     0,                       \
		  NULL },                                                            \
	        { METHOD_POST,                                                       \
		  "/" P "/{id}/map",                                                 \
		  "reference_data:create",                                           \
		  map_post,                                                          \
		  N_("Map a term to one of another taxonomy"),                       \
		  0,                                                                 \
		  NULL },                                                            \
	        { METHOD_POST, "/" P "/{id}/unmap",       "reference_data:update",   \
		  unmap_post,  N_("Take a mapping back"), 0,                         \
		  NULL },                                                            \
	        { METHOD_GET, "/" P "/{id}/rename", "reference_data:update",         \
		  rename_get, N_("Rename a term"),  0,                               \
		  NULL },                                                            \
	        { METHOD_POST, "/" P "/{id}/rename", "reference_data:update",        \
		  rename_post, N_("Rename a term"),  0,                              \
		  NULL },                                                            \
	        { METHOD_GET,                                                        \
		  "/" P "/{id}/retire",                                              \
		  "reference_data:update",                                           \
		  retire_get,                                                        \
		  N_("See what it means to use a term no longer"),                   \
		  0,                                                                 \
		  NULL },                                                            \
	        { METHOD_POST,                                                       \
		  "/" P "/{id}/retire",                                              \
		  "reference_data:update",                                           \
		  retire_post,                                                       \
		  N_("Use a term no longer, or again"),                              \
		  0,                                                                 \
		  NULL },                                                            \
	        { METHOD_GET,                                                        \
		  "/" P "/{id}/merge",                                               \
		  "reference_data:update",                                           \
		  merge_get,                                                         \
		  N_("See what it means to merge a term into another"),              \
		  0,                                                                 \
		  NULL },                                                            \
	        { METHOD_POST,                                                       \
		  "/" P "/{id}/merge",                                               \
		  "reference_data:update",                                           \
		  merge_post,                                                        \
		  N_("Merge a term into another"),                                   \
		  0,                                                                 \
		  NULL },

static const struct route routes[] = { TERM_PATHS(ROUTES){ 0 } };

const struct pages term_pages = { .name = "term", .routes = routes };
