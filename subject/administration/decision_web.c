/* The requests to erase: a list that says what and how far, and a page on which the chair decides
 * with all that would go in sight, as far as she may read it. */
#include "subject/administration/administration_web.h"

#include "record/app.h"
#include "web/who.h"

#define T (&erasure_request_type)

static bool in_state(const struct erasure_request *r, const char *codes)
{
	return type_state_in(T, r->record.state, codes);
}

/* The record, when the actor may read what it holds; NULL: not, or it is gone. */
static const void *subject_of(struct context *cx, const struct erasure_request *r)
{
	struct error before = cx->err;
	const void *row = r->subject.type ? record_get(cx, r->subject.type, r->subject.id) : NULL;

	if (!row && cx->err.kind == ERR_NOT_FOUND)
		cx->err = before;
	return row && access_content(cx, r->subject.type, row) ? row : NULL;
}

/* ---- the list */

/* "Name, Russian; Phone". */
static const char *names_words(struct context *cx, const struct erasure_request *r)
{
	struct buffer out = BUFFER(cx->mem, MAX_PAGE);
	struct erase_part *v;
	size_t n;

	if (!r->subject.type || !erase_parts(cx, r->subject.type, NULL, r->names, &v, &n))
		return "";
	for (size_t i = 0; i < n; i++)
		buffer_fmt(&out, "%s%s", i ? "; " : "", part_words(cx, &v[i]));
	return buffer_str(&out);
}

static void print_head(struct html *h, const struct list *l)
{
	const char *const heads[] = { N_("Record"), N_("What is to be erased"), N_("Requested by"),
		                      common_fields[0].label };

	(void)l;
	for (size_t i = 0; i < LEN(heads); i++)
		html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>", tr(h->cx, heads[i]));
}

static void print_row(struct html *h, const struct list *l, const void *row)
{
	const struct erasure_request *r = row;
	struct context *cx = h->cx;
	const struct choice *state = choice_at(T->states, r->record.state);

	(void)l;
	html(h,
	     "<th class=\"what\" role=\"rowheader\" scope=\"row\"><a href=\"%s\"><span "
	     "class=\"clamp\">%s</span></a></th>",
	     record_path(cx, T, r->record.id, NULL),
	     r->subject.type ? arena_fmt(cx->mem, "%s: %s", tr(cx, r->subject.type->label),
	                                 record_title(cx, r->subject.type, r->subject.id))
	                     : "…");
	html(h, "<td role=\"cell\" data-l=\"%s\">%s</td>", tr(cx, N_("What is to be erased")),
	     names_words(cx, r));
	html(h, "<td role=\"cell\" data-l=\"%s\">%s, <span class=\"nb\">%s</span></td>",
	     tr(cx, N_("Requested by")), who_name(cx, r->record.created_by),
	     time_words(cx, r->record.created_at));
	html(h, "<td role=\"cell\" data-l=\"%s\">", tr(cx, common_fields[0].label));
	html_state(h, state->glyph, tr(cx, state->label));
	html(h, "</td>");
}

bool erasure_list(struct context *cx, const struct request *q, struct reply *a)
{
	static const struct view_list list = { .head = print_head, .row = print_row };

	return view_list_page(cx, q, a, T, &list);
}

/* ---- one request */

static const char *title_of_parts(struct context *cx, const struct erasure_request *r)
{
	return in_state(r, "executed")  ? tr(cx, N_("What was erased"))
	       : in_state(r, "refused") ? tr(cx, N_("What was to be erased"))
	                                : tr(cx, N_("What will be erased"));
}

static void print_parts(struct page *p, const struct erasure_request *r, const void *row)
{
	struct html *h = &p->html;
	struct erase_part *v;
	size_t n;

	if (!erase_parts(p->cx, r->subject.type, row, r->names, &v, &n))
		return;
	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < n; i++) {
		html(h, "<li><b>%s</b>", part_words(p->cx, &v[i]));
		if (row)
			part_print(h, r->subject.type, row, &v[i]);
		html(h, "</li>\n");
	}
	html(h, "</ul>\n");
}

static void print_beside(struct page *p, const struct erasure_request *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct erase_beside beside;

	if (!erase_beside(cx, r->subject.type, r->subject.id, &beside))
		return;
	html(h, "<h3>%s</h3><ul class=\"plain\">\n", tr(cx, N_("With it go")));
	if (beside.published)
		html(h, "<li>%s</li>\n", tr(cx, N_("the copy on the public site")));
	if (beside.drafts)
		html(h, "<li>%s</li>\n",
		     arena_fmt(cx->mem,
		               tr(cx, N_("drafts of this record that were not saved: %lld")),
		               (long long)beside.drafts));
	html(h, "<li>%s</li></ul>\n",
	     tr(cx, N_("lists that were exported and are kept for a day")));
}

static void print_what(struct page *p, const struct erasure_request *r)
{
	struct context *cx = p->cx;
	bool waits = in_state(r, "requested approved");
	const void *row = subject_of(cx, r);

	if (row && !view_reading(cx, r->subject.type, row, "erasure"))
		return;
	page_section(&p->html, title_of_parts(cx, r), NULL);
	html(&p->html, "<div class=\"stack-s\">\n");
	if (!row)
		page_message(p, "", tr(cx, N_("You may not read this record.")),
		             tr(cx, N_("So only the names of what is to be erased are shown.")));
	print_parts(p, r, waits ? row : NULL);
	if (waits)
		print_beside(p, r);
	if (waits && row)
		part_print_elsewhere(&p->html, r->subject.type, r->subject.id);
	html(&p->html, "</div></section>\n");
}

/* How far it is, where the state alone does not say it. */
static void print_progress(struct page *p, const struct erasure_request *r)
{
	struct context *cx = p->cx;
	const char *command =
	        arena_fmt(cx->mem, "ygrar erase %lld --reason …", (long long)r->record.id);
	int64_t at;

	if (in_state(r, "approved"))
		page_message(p, "", tr(cx, N_("Approved, and not carried out yet.")),
		             arena_fmt(cx->mem, tr(cx, N_("On the machine of the database: %s")),
		                       command));
	if (!in_state(r, "executed") || !erase_cleaned_at(cx, r->record.id, &at))
		return;
	if (at)
		page_message(p, "good", tr(cx, N_("Erased, and the database’s files are clean.")),
		             arena_fmt(cx->mem, tr(cx, N_("Cleaned: %s")), time_words(cx, at)));
	else
		page_message(p, "warn",
		             tr(cx, N_("Erased, but the database’s files may still hold traces.")),
		             arena_fmt(cx->mem,
		                       tr(cx, N_("Clean them on the machine of the database: %s")),
		                       command));
}

static void print_asked(struct page *p, const struct erasure_request *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	view_facts(h, T, r, "state subject reason");
	html(h, "<dl class=\"facts\"><dt>%s</dt><dd>%s, <span class=\"nb\">%s</span></dd></dl>\n",
	     tr(cx, N_("Requested by")), who_name(cx, r->record.created_by),
	     time_words(cx, r->record.created_at));
}

bool erasure_page(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	struct erasure_request *r = id ? record_get(cx, T, id) : NULL;
	struct page p;

	if (!r)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, id));
	view_head(&p, T, r);
	print_progress(&p, r);
	html(&p.html, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
	print_asked(&p, r);
	if (r->subject.type)
		print_what(&p, r);
	html(&p.html, "</div>\n<div>\n");
	view_steps(&p, T, r);
	html(&p.html, "</div></div>\n");
	return view_history(&p, T, id, 5) && page_end(&p);
}
