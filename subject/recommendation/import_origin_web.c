/* Where a record came from: each file that brought it in or changed it, the place in the file, and
 * the cells as they stood there, for ever, whatever became of the record since. */
#include "subject/recommendation/import_web.h"

#include "subject/recommendation/recommendation_web.h"
#include "web/who.h"

enum { OPEN_AT_MOST = 1 };

static const char *place_words(struct context *cx, const struct import_original *o)
{
	const char *row =
	        arena_fmt(cx->mem,
	                  o->names || !o->page ? tr(cx, N_("Row %lld"))
	                                       : tr(cx, N_("Paragraph no. %lld of the file")),
	                  (long long)o->row);

	return o->page ? arena_fmt(cx->mem, "%s, %s", row,
	                           arena_fmt(cx->mem, tr(cx, N_("Page %lld")), (long long)o->page))
	               : row;
}

static void print_cells(struct html *h, const struct import_original *o)
{
	struct context *cx = h->cx;

	if (!o->names) {
		html(h, "<blockquote class=\"said\">");
		html_paragraphs(h, o->n ? o->values[0] : "");
		html(h, "</blockquote>");
		return;
	}
	html(h, "<dl class=\"facts\">");
	for (size_t i = 0; i < o->n; i++)
		if (!str_empty(o->values[i]))
			html(h, "<dt>%s</dt><dd>%s</dd>",
			     str_empty(o->names[i])
			             ? arena_fmt(cx->mem, tr(cx, N_("Column %d")), (int)i + 1)
			             : o->names[i],
			     o->values[i]);
	html(h, "</dl>");
}

/* NULL: the file is not open to who reads the record. */
static const struct import_record *import_of(struct context *cx, int64_t id)
{
	const struct import_record *r = record_get(cx, &import_type, id);

	if (!r && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	return r;
}

static void print_original(struct html *h, const struct import_original *o, bool open)
{
	struct context *cx = h->cx;
	const struct import_record *r = import_of(cx, o->import);

	html(h, "<details class=\"more\"%s><summary>%s</summary>", open ? " open" : "",
	     arena_fmt(cx->mem, "%s, %s", r ? r->name : "…", place_words(cx, o)));
	if (r)
		html(h, "<p class=\"note\"><a href=\"" IMPORTS "/%lld\">%s</a> %s, %s",
		     (long long)o->import, tr(cx, N_("Brought in")),
		     time_words(cx, r->record.created_at), who_name(cx, r->record.created_by));
	if (r && r->file && o->page)
		html(h,
		     " · <a target=\"_blank\" rel=\"noopener\" "
		     "href=\"/attachments/%lld#page=%lld\">"
		     "%s</a>",
		     (long long)r->file, (long long)o->page,
		     tr(cx, N_("Open the page in the file, in a new tab")));
	if (r)
		html(h, "</p>");
	print_cells(h, o);
	html(h, "</details>\n");
}

bool recommendation_origins(struct page *p, int64_t id)
{
	struct import_original *v;
	size_t n;

	if (!import_originals(p->cx, T, id, &v, &n))
		return false;
	if (!n)
		return true;
	page_section(&p->html, tr(p->cx, N_("In the files it came from")),
	             tr(p->cx, N_("As it stood there, whatever was changed here since")));
	for (size_t i = 0; i < n; i++)
		print_original(&p->html, &v[i], n <= OPEN_AT_MOST);
	html(&p->html, "</section>\n");
	return true;
}
