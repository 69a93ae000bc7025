/* A file that was brought in: who brought it in, when, how it was read, what came of it, what was
 * wrong, which labels nobody knew, and the records; and the list of those files. */
#include "subject/recommendation/import_web.h"

#include "subject/recommendation/import_undo_web.h"
#include "subject/recommendation/recommendation_web.h"
#include "web/who.h"

enum { PAST_SHOWN = 25 };

/* ---- those before */

static bool is_count(const struct field *f)
{
	return word_in("rows_read rows_new rows_updated rows_unchanged rows_wrong rows_left",
	               f->name);
}

static void print_counts(struct html *h, const struct import_record *r)
{
	for (size_t i = 0; i < import_type.n; i++) {
		const struct field *f = &import_type.fields[i];

		if (is_count(f))
			html(h, "<td role=\"cell\" class=\"num\" data-l=\"%s\">%s</td>",
			     tr(h->cx, f->label), field_words(h->cx, &import_type, f, r));
	}
}

static void print_past(struct html *h, const struct import_record *r)
{
	struct context *cx = h->cx;

	html(h,
	     "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\"><span class=\"nb\">%s</span> %s</td>"
	     "<td role=\"cell\" data-l=\"%s\"><a href=\"" IMPORTS "/%lld\">%s</a>",
	     tr(cx, N_("When and by whom")), time_words(cx, r->record.created_at),
	     who_name(cx, r->record.created_by), tr(cx, N_("File")), (long long)r->record.id,
	     r->name);
	if (r->undone_at.us)
		html(h, " <span class=\"note\">%s</span>", tr(cx, N_("Taken back")));
	html(h, "</td>");
	print_counts(h, r);
	html(h, "</tr>\n");
}

bool imports_print(struct page *p)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct list l = { .type = &import_type, .limit = PAST_SHOWN };

	if (!record_list(cx, &l))
		return false;
	if (!l.n)
		return true;
	page_section(h, tr(cx, N_("Brought in before")), NULL);
	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th>"
	     "<th role=\"columnheader\" scope=\"col\">%s</th>",
	     tr(cx, N_("When and by whom")), tr(cx, N_("File")));
	for (size_t i = 0; i < import_type.n; i++)
		if (is_count(&import_type.fields[i]))
			html(h, "<th role=\"columnheader\" scope=\"col\" class=\"num\">%s</th>",
			     tr(cx, import_type.fields[i].label));
	html(h, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t k = 0; k < l.n; k++)
		print_past(h, l.rows[k]);
	html(h, "</tbody></table></section>\n");
	return true;
}

/* ---- one of them */

static void print_problems(struct html *h, const struct import_record *r)
{
	const struct import_problem_row *v = r->problems.v;
	struct context *cx = h->cx;

	if (!r->problems.n)
		return;
	page_section(h, tr(cx, N_("What was wrong")),
	             tr(cx, N_("These rows changed nothing; the others came in.")));
	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" scope=\"col\">%s"
	     "</th><th role=\"columnheader\" scope=\"col\">%s</th></tr></thead><tbody "
	     "role=\"rowgroup\">\n",
	     tr(cx, N_("Row")), tr(cx, N_("Field")), tr(cx, N_("What is wrong")));
	for (size_t i = 0; i < r->problems.n; i++)
		html(h,
		     "<tr role=\"row\"><td role=\"cell\" data-l=\"%s\">%lld</td><td role=\"cell\" "
		     "data-l=\"%s\">%s</td><td role=\"cell\" data-l=\"%s\">%s</td></tr>\n",
		     tr(cx, N_("Row")), (long long)v[i].file_row.units, tr(cx, N_("Field")),
		     v[i].field ? v[i].field : "", tr(cx, N_("What is wrong")), v[i].message);
	html(h, "</tbody></table></section>\n");
}

static bool print_unknown(struct html *h, const struct import_record *r)
{
	struct import_unknown_label *v;
	struct context *cx = h->cx;
	size_t n;

	if (!import_unknown_of(cx, r->record.id, &v, &n))
		return false;
	if (!n)
		return true;
	page_section(h, tr(cx, N_("Labels that nobody knew")),
	             tr(cx, N_("They stand in the rows’ sources and name nothing else.")));
	html(h, "<ul class=\"plain\">");
	for (size_t i = 0; i < n; i++)
		html(h, "<li>%s <span class=\"note\">%s · %s</span></li>", v[i].label,
		     tr(cx, v[i].type->label),
		     arena_fmt(cx->mem, tr(cx, N_("rows: %lld")), (long long)v[i].rows));
	html(h, "</ul></section>\n");
	return true;
}

static const char *format_words(struct context *cx, const char *name)
{
	const struct import_format *f = import_format_named(cx->app, name);

	return f ? tr(cx, f->label) : name;
}

/* What people ask for comes first, what programs compare last. */
static void print_facts(struct html *h, const struct import_record *r)
{
	static const char elsewhere[] = "format name hash originals header problems kept undone_at "
	                                "undone_by undone_why rows_undone rows_kept";
	struct buffer names = BUFFER(h->cx->mem, MAX_URL);

	for (size_t i = 0; i < import_type.n; i++) {
		const struct field *f = &import_type.fields[i];

		if (!word_in(elsewhere, f->name) && !field_empty(f, r))
			buffer_fmt(&names, " %s", f->name);
	}
	html(h, "<p>%s</p>\n", format_words(h->cx, r->format));
	view_facts(h, &import_type, r, buffer_str(&names));
	html(h, "<details class=\"more\"><summary>%s</summary>", tr(h->cx, N_("Digests")));
	view_facts(h, &import_type, r, str_empty(r->originals) ? "hash" : "hash originals");
	html(h, "</details>\n");
}

bool import_page(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct import_record *r = id ? record_get(cx, &import_type, id) : NULL;
	struct list l = { .type = &recommendation_type, .count = true };
	struct page p;

	if (!r || !view_list_read(cx, q, &l))
		return false;
	l.where_sql = import_where(cx, id);
	if (!record_list(cx, &l))
		return false;
	page_begin(&p, cx, q, a, r->name);
	p.type = &recommendation_type;
	page_crumb(&p, tr(cx, recommendation_type.label_plural), "/recommendations");
	page_crumb(&p, tr(cx, N_("Bring in a file")), IMPORTS);
	page_crumb(&p, r->name, NULL);
	p.lead = arena_fmt(cx->mem, "%s, %s", time_words(cx, r->record.created_at),
	                   who_name(cx, r->record.created_by));
	print_facts(&p.html, r);
	import_undo_show(&p, r);
	print_problems(&p.html, r);
	if (!print_unknown(&p.html, r))
		return false;
	if (import_format_named(cx->app, r->format)) { /* else it has a page of its own */
		page_section(&p.html, tr(cx, N_("Recommendations that it made or changed")), NULL);
		view_list_print(&p, &l, recommendation_list(cx));
		html(&p.html, "</section>\n");
	}
	return page_end(&p);
}
