/* The inside of publishing: whoever proposes and whoever decides sees what the public would read,
 * and the record's own page says whether it stands on the public site and whether
 * it changed since. */
#include "subject/publication/publication_web.h"

#include "web/view.h"

#define T (&publication_request_type)

/* ---- what the public would read */

static void print_preview(struct page *p, const struct type *t, const void *row)
{
	const struct shelf *s = shelf_of(t);
	struct error before = p->cx->err;
	const struct json *body = s ? publication_preview(p->cx, t, row) : NULL;

	if (!s)
		return;
	if (!body) {
		page_message(p, "warn", tr(p->cx, "It cannot be published as it is."),
		             p->cx->err.text);
		p->cx->err = before;
		return;
	}
	page_section(&p->html, tr(p->cx, "What the public would read"),
	             tr(p->cx, "nothing else of the record"));
	html(&p->html, "</section>\n");
	shown_copy(&p->html, s, body, false);
}

/* What stands on the public site now. */
static void print_published(struct page *p, const struct publication_request *r)
{
	const struct shelf *s = shelf_of(r->subject.type);
	struct error before = p->cx->err;
	const struct published *copy =
	        s ? published_get(p->cx, r->subject.type, r->subject.id) : NULL;

	p->cx->err = before;
	if (!copy)
		return;
	page_section(&p->html, tr(p->cx, "What the public reads"), NULL);
	html(&p->html, "</section>\n");
	shown_copy(&p->html, s, copy->body, false);
}

/* ---- proposing */

/* Of a record that is known, only the note is asked; the rest of the form is hidden. */
static void print_form_about(struct page *p, struct form *f, const struct link *subject)
{
	struct html *h = &p->html;

	form_open(f, h, p->request);
	html(h, "<input type=\"hidden\" name=\"subject.type\" value=\"%s\">", subject->type->name);
	html(h, "<input type=\"hidden\" name=\"subject.key\" value=\"%lld\">",
	     (long long)subject->id);
	html(h, "<input type=\"hidden\" name=\"classification\" value=\"%s\">",
	     form_value(f, "classification"));
	form_field(f, h, type_field_named(T, "note"));
	form_close(f, h, tr(p->cx, "Propose publication"),
	           record_path(p->cx, subject->type, subject->id, NULL));
}

static void print_form(struct page *p, const struct publication_request *r)
{
	struct form f;

	form_begin(&f, p->cx, T, r);
	f.action = "/publication_requests/new";
	f.draft = T->name;
	view_draft(p, &f);
	if (r->subject.id)
		print_form_about(p, &f, &r->subject);
	else
		form_print(&f, &p->html, p->request, tr(p->cx, "Propose publication"),
		           "/publication_requests");
}

bool propose_form(struct context *cx, const struct request *q, struct reply *a)
{
	struct publication_request *r = record_new(cx, T);
	const void *row;
	struct page p;

	if (!view_subject(cx, q, &r->subject))
		return false;
	row = r->subject.id ? record_get(cx, r->subject.type, r->subject.id) : NULL;
	if (r->subject.id && !row)
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Propose publication"));
	p.type = T;
	p.form = "form";
	p.lead = tr(cx, "Another person decides. Until then nothing is on the public site.");
	if (row)
		p.kicker = record_title(cx, r->subject.type, r->subject.id);
	page_crumb(&p, tr(cx, T->label_plural), "/publication_requests");
	page_crumb(&p, tr(cx, "Propose publication"), NULL);
	print_form(&p, r);
	if (row)
		print_preview(&p, r->subject.type, row);
	return page_end(&p);
}

/* ---- deciding */

bool request_page(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	struct publication_request *r = id ? record_get(cx, T, id) : NULL;
	const void *row;
	struct page p;

	if (!r)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, id));
	view_head(&p, T, r);
	if (r->changed == YES)
		page_message(&p, "warn", tr(cx, "Its public fields changed since."),
		             tr(cx, "What was approved is not what the record says now."));
	html(&p.html, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
	view_facts(&p.html, T, r, NULL);
	html(&p.html, "</div>\n<div>\n");
	view_steps(&p, T, r);
	html(&p.html, "</div></div>\n");
	if (type_state_in(T, r->record.state, "proposed")) {
		row = record_get(cx, r->subject.type, r->subject.id);
		if (!row)
			return false;
		print_preview(&p, r->subject.type, row);
	} else if (type_state_in(T, r->record.state, "published")) {
		print_published(&p, r);
	}
	return view_history(&p, T, id, 5) && page_end(&p);
}

/* ---- on the page of the record */

static void print_state(struct page *p, const struct publication_state *state,
                        const char *public_page)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *since = arena_fmt(cx->mem, tr(cx, "On the public site since %s."),
	                              date_words(cx, state->published_on));

	html(h, "<div class=\"msg%s\">", state->changed ? " msg-warn" : "");
	html_glyph(h, state->changed ? "back" : "ok");
	html(h, "<div><p><b>%s</b> %s</p><p><a href=\"%s\">%s</a></p></div></div>\n",
	     state->changed ? tr(cx, "Changed since publication.") : since,
	     state->changed ? tr(cx, "The public still reads what was approved; propose it again.")
	                    : "",
	     public_page, tr(cx, "The public page"));
}

static bool may_be_proposed(struct page *p, const struct type *t, const void *row,
                            const struct publication_state *state)
{
	struct error before = p->cx->err;
	bool ok = access_record_for(p->cx, t, row, "publication", RIGHT_CREATE) &&
	          publication_open(p->cx, t, row);

	p->cx->err = before;
	return ok && !state->proposed &&
	       (!state->published || state->changed ||
	        publication_says_else(p->cx, state->published));
}

void publication_note(struct page *p, const struct type *t, const void *row)
{
	const struct shelf *s = shelf_of(t);
	const struct record *r = row;
	struct publication_state state;
	struct context *cx = p->cx;

	if (!s || !publication_state_of(cx, t, r->id, &state))
		return;
	if (state.published)
		print_state(p, &state, arena_fmt(cx->mem, "%s/%lld", s->records, (long long)r->id));
	if (state.proposed && access_function(cx, "publication", RIGHT_READ))
		page_action(p, tr(cx, "Publication proposed"),
		            record_path(cx, T, state.proposed, NULL), NULL, false);
	else if (may_be_proposed(p, t, row, &state))
		page_action(p, tr(cx, "Propose publication"),
		            arena_fmt(cx->mem, "/publication_requests/new?record=%s:%lld", t->name,
		                      (long long)r->id),
		            NULL, false);
}
