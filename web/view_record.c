/* A record's page: the document's words beside the facts, what may be done next, owned rows,
 * sources and where they disagree, and the newest of its history.  Subjects print their own page
 * from the same parts. */
#include "web/similar.h"
#include "web/view.h"

#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "web/who.h"

enum { NEWEST = 5 };

void view_warning(struct page *p, const struct type *t, const void *row)
{
	const char *words = t->warning && access_record(p->cx, t, row, RIGHT_UPDATE)
	                            ? t->warning(p->cx, row)
	                            : NULL;

	if (words)
		page_message(p, "warn", words, NULL);
}

void view_head(struct page *p, const struct type *t, const void *row)
{
	struct context *cx = p->cx;
	const struct record *r = row;

	/* A failure stays in the context, and page_end() then gives nothing out.  Whoever posts has
	 * read before. */
	if (p->request->method == METHOD_GET && !view_reading(cx, t, row, "page"))
		return;
	p->type = t;
	page_crumb(p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(p, p->title, NULL);
	if (!p->kicker)
		p->kicker = tr(cx, t->label);
	if (r->classification == CLASS_RESTRICTED)
		page_message(
		        p, "warn", tr(cx, "Restricted"),
		        tr(cx,
		           "Only its named readers may read this record. Reading it is logged."));
	view_warning(p, t, row);
	html(&p->actions, "<details class=\"pop\"><summary class=\"btn\">%s</summary><div>",
	     tr(cx, "As it was on a date"));
	html(&p->actions,
	     "<form class=\"panel\" action=\"%s\"><div class=\"field\"><label "
	     "for=\"as-of\">%s</label><input "
	     "id=\"as-of\" name=\"date\"></div>"
	     "<p class=\"row\"><button class=\"btn\">%s</button></p></form></div></details>",
	     record_path(cx, t, r->id, "/as-of"), tr(cx, "Date"), tr(cx, "Show"));
	page_action(p, tr(cx, "History"), record_path(cx, t, r->id, "/history"), NULL, false);
	page_action(p, tr(cx, "Links here"), record_path(cx, t, r->id, "/links"), NULL, false);
	for (const struct pages *const *pages = all_pages; *pages; pages++)
		if ((*pages)->record_note)
			(*pages)->record_note(p, t, row);
	if (access_record(cx, t, row, RIGHT_UPDATE) &&
	    !type_state_in(t, r->state, t->closed_states))
		page_action(p, tr(cx, "Edit"), record_path(cx, t, r->id, "/edit"), NULL, true);
}

/* ---- texts */

static bool is_long_text(const struct field *f)
{
	return (f->kind == FIELD_TEXTS || f->kind == FIELD_TEXT) && f->flags & LONG &&
	       !(f->flags & HIDDEN);
}

static void print_all_languages(struct html *h, const struct texts *x, const char *shown)
{
	for (size_t i = 0; i < x->n; i++) {
		if (str_eq(x->v[i].lang, shown))
			continue;
		html(h,
		     "<details class=\"more\"><summary><span "
		     "lang=\"%s\">%s</span>%s%s</summary><blockquote class=\"said\"",
		     x->v[i].lang, language_name(x->v[i].lang), x->v[i].original ? ": " : "",
		     x->v[i].original ? tr(h->cx, "original") : "");
		html_lang(h, x->v[i].lang);
		html(h, ">");
		html_paragraphs(h, x->v[i].body);
		html(h, "</blockquote></details>\n");
	}
}

static void print_long(struct html *h, const struct type *t, const struct field *f,
                       const void *row, int level)
{
	struct context *cx = h->cx;
	const char *lang = NULL, *body;

	if (level == 2)
		html(h, "<h2 class=\"minor\">%s</h2>\n", tr(cx, f->label));
	else
		html(h, "<h3>%s</h3>\n", tr(cx, f->label));
	if (f->kind == FIELD_TEXT) {
		html(h, "<div class=\"prose\">");
		html_paragraphs(h, field_words(cx, t, f, row));
		html(h, "</div>\n");
		return;
	}
	body = view_text(cx, field_at(f, row), &lang);
	html(h, "<blockquote class=\"said prose\"");
	html_lang(h, lang);
	html(h, ">");
	html_paragraphs(h, body);
	html(h, "</blockquote>\n");
	view_text_note(h, field_at(f, row));
	print_all_languages(h, field_at(f, row), lang);
}

void view_texts(struct page *p, const struct type *t, const void *row, int level)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (is_long_text(f) && !field_empty(f, row) && access_field(p->cx, t, row, f))
			print_long(&p->html, t, f, row, level);
	}
}

/* ---- owned rows */

static void print_table(struct html *h, const struct type *t, const struct field *f,
                        const struct owned *o)
{
	struct context *cx = h->cx;

	html(h,
	     "<table class=\"list\" role=\"table\"><caption>%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\">",
	     tr(cx, f->label));
	for (size_t k = 0; k < f->rows->n; k++)
		if (!(f->rows->fields[k].flags & HIDDEN))
			html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>",
			     tr(cx, f->rows->fields[k].label));
	html(h, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < o->n; i++) {
		const char *row = (const char *)o->v + i * f->rows->size;

		html(h, "<tr role=\"row\">");
		for (size_t k = 0; k < f->rows->n; k++) {
			const struct field *g = &f->rows->fields[k];

			if (g->flags & HIDDEN)
				continue;
			html(h, "<td role=\"cell\"");
			if (!field_empty(g, row))
				html(h, " data-l=\"%s\"", tr(cx, g->label));
			html(h, ">");
			view_value(h, t, g, row);
			html(h, "</td>");
		}
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table>\n");
}

void view_rows(struct page *p, const struct type *t, const void *row)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (f->kind == FIELD_ROWS && !(f->flags & HIDDEN) && !field_empty(f, row) &&
		    access_field(p->cx, t, row, f))
			print_table(&p->html, t, f, field_at(f, row));
	}
}

/* ---- steps */

static void print_step(struct html *h, const struct type *t, const void *row, const struct step *s,
                       const char *why)
{
	struct context *cx = h->cx;
	int64_t id = ((const struct record *)row)->id;

	html(h, "<li><p class=\"row\">");
	if (s->page)
		html(h, "<a class=\"btn\" href=\"%s\">%s</a></p>", record_path(cx, t, id, s->page),
		     tr(cx, s->label));
	else if (why)
		html(h,
		     "<span class=\"btn\" role=\"link\" aria-disabled=\"true\" "
		     "aria-describedby=\"why-%s\">%s</span></p>"
		     "<p class=\"note\" id=\"why-%s\">%s</p>",
		     s->name, tr(cx, s->label), s->name, why);
	else
		html(h, "<a class=\"btn%s\" href=\"%s\">%s</a></p>", s->aside ? "" : " btn-main",
		     arena_fmt(cx->mem, "%s/%s", record_path(cx, t, id, "/steps"), s->name),
		     tr(cx, s->label));
	if (s->hint && !why)
		html(h, "<p class=\"note\">%s</p>", tr(cx, s->hint));
	html(h, "</li>\n");
}

static void print_steps(struct html *h, const struct type *t, const void *row, bool aside)
{
	const char *why;

	for (const struct step *s = t->steps; s && s->name; s++)
		if (s->aside == aside && step_offered(h->cx, t, row, s, &why))
			print_step(h, t, row, s, why);
}

/* What waits to be done stands open; what may be done besides is one click away. */
void view_steps(struct page *p, const struct type *t, const void *row)
{
	struct html next = html_new(p->cx), besides = html_new(p->cx);

	print_steps(&next, t, row, false);
	print_steps(&besides, t, row, true);
	if (next.out.len) {
		html(&p->html,
		     "<section class=\"panel no-print\" id=\"next\"><h2>%s</h2><ul class=\"plain "
		     "stack\">\n",
		     tr(p->cx, "Next step"));
		html_append(&p->html, &next);
		html(&p->html, "</ul></section>\n");
	}
	if (besides.out.len) {
		html(&p->html,
		     "<details class=\"more no-print\"><summary>%s</summary><ul class=\"plain "
		     "stack\">\n",
		     tr(p->cx, "What else can be done"));
		html_append(&p->html, &besides);
		html(&p->html, "</ul></details>\n");
	}
}

/* ---- sources and conflicts */

static const char *label_of(struct context *cx, const struct type *t, const char *name)
{
	const struct field *f = str_empty(name) ? NULL : type_field_named(t, name);

	return f ? tr(cx, f->label) : tr(cx, "the whole record");
}

/* A value that a source gives, as the field would say it; as it was written where it would not. */
static const char *value_of(struct context *cx, const struct type *t, const char *name,
                            const char *value)
{
	const struct field *f = str_empty(name) ? NULL : type_field_named(t, name);
	struct error before = cx->err;
	void *row = arena_alloc(cx->mem, t->size);
	bool read = f && f->kind == FIELD_DATE && field_typed(cx, t, f, NULL, value, row);

	cx->err = before;
	return read ? field_words(cx, t, f, row) : value;
}

/* What a source says of a field that one may not see is not told either. */
static bool about_seen(struct context *cx, const struct type *t, const void *row, const char *name)
{
	const struct field *f = str_empty(name) ? NULL : type_field_named(t, name);

	return !f || access_field(cx, t, row, f);
}

static void print_conflict(struct page *p, const struct type *t, const struct conflict *c)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<div class=\"msg%s\">", c->resolved_by ? "" : " msg-warn");
	html_glyph(h, "ne");
	html(h, "<div><p><b>%s: %s</b></p><dl class=\"facts\">", label_of(cx, t, c->field),
	     c->resolved_by ? tr(cx, "sources disagreed") : tr(cx, "sources disagree"));
	html(h, "<dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd>", c->source_a,
	     value_of(cx, t, c->field, c->value_a), c->source_b,
	     value_of(cx, t, c->field, c->value_b));
	if (!str_empty(c->rule))
		html(h, "<dt>%s</dt><dd>%s</dd>", tr(cx, "What counts meanwhile"), c->rule);
	if (c->resolved_by)
		html(h, "<dt>%s</dt><dd>%s, %s: %s</dd>", tr(cx, "Resolved"),
		     who_name(cx, c->resolved_by), time_words(cx, c->resolved_at.us),
		     c->resolution);
	else
		html(h, "<dt>%s</dt><dd>%s</dd>", tr(cx, "Who resolves it"),
		     tr(cx, "whoever may edit this record, with the reason"));
	html(h, "</dl></div></div>\n");
}

static const char *certainty_of(struct context *cx, const struct type *t, const struct source *s)
{
	const struct field *f = type_field_named(t, "sources");

	for (size_t i = 0; i < f->rows->n; i++)
		if (str_eq(f->rows->fields[i].name, "certainty") && s->certainty)
			return field_words(cx, t, &f->rows->fields[i], s);
	return NULL;
}

static void print_source(struct html *h, const struct type *t, const struct source *s)
{
	struct context *cx = h->cx;
	const char *certainty = certainty_of(cx, t, s);

	html(h, "<li class=\"source\"><b>%s</b>: ", label_of(cx, t, s->field));
	if (s->document.id)
		view_link(h, s->document.type, s->document.id);
	html(h, "%s%s", s->document.id && !str_empty(s->title) ? ", " : "", s->title);
	if (!str_empty(s->locator))
		html(h, ", <span class=\"ref\">%s</span>", s->locator);
	if (certainty)
		html(h, " · %s", certainty);
	if (!str_empty(s->note))
		html(h, "<p class=\"note\">%s</p>", s->note);
	html(h, "</li>\n");
}

static void print_identifiers(struct page *p, const struct record *r)
{
	const struct identifier *v = r->identifiers.v;

	if (!r->identifiers.n)
		return;
	page_section(&p->html, tr(p->cx, "Numbers in other registries"), NULL);
	html(&p->html, "<ul class=\"plain\">\n");
	for (size_t i = 0; i < r->identifiers.n; i++) {
		html(&p->html, "<li>%s <b class=\"ref\">%s</b>", v[i].registry, v[i].number);
		if (date_set(v[i].date))
			html(&p->html, " <span class=\"nb\">%s</span>",
			     date_words(p->cx, v[i].date));
		html(&p->html, "</li>\n");
	}
	html(&p->html, "</ul></section>\n");
}

void view_sources(struct page *p, const struct type *t, const void *row)
{
	const struct record *r = row;
	const struct source *sources = r->sources.v;
	const struct conflict *conflicts = r->conflicts.v;

	if (!access_field(p->cx, t, row, type_field_named(t, "sources")))
		return;
	print_identifiers(p, r);
	for (size_t i = 0; i < r->conflicts.n; i++)
		if (about_seen(p->cx, t, row, conflicts[i].field))
			print_conflict(p, t, &conflicts[i]);
	if (!r->sources.n)
		return;
	page_section(&p->html, tr(p->cx, "Sources"), NULL);
	html(&p->html, "<ul class=\"plain\">\n");
	for (size_t i = 0; i < r->sources.n; i++)
		if (about_seen(p->cx, t, row, sources[i].field))
			print_source(&p->html, t, &sources[i]);
	html(&p->html, "</ul></section>\n");
}

/* ---- the page */

void view_sections(struct page *p, const struct type *t, const void *row)
{
	for (const struct pages *const *pages = all_pages; *pages; pages++)
		if ((*pages)->record_section)
			(*pages)->record_section(p, t, row);
}

static bool has_long_texts(const struct type *t, const void *row)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_long_text(&t->fields[i]) && !field_empty(&t->fields[i], row))
			return true;
	return false;
}

static void print_body(struct page *p, const struct type *t, const void *row)
{
	struct html *h = &p->html;

	if (!has_long_texts(t, row)) {
		html(h, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
		view_facts(h, t, row, NULL);
		view_rows(p, t, row);
		html(h, "</div>\n<div>\n");
		view_steps(p, t, row);
		html(h, "</div></div>\n");
		return;
	}
	html(h,
	     "<div class=\"cols cols-record\">\n<section class=\"stack\" "
	     "aria-labelledby=\"h-text\"><h2 id=\"h-text\">%s</h2>\n",
	     tr(p->cx, "Text"));
	view_texts(p, t, row, 3);
	html(h,
	     "</section>\n<section class=\"stack\" aria-labelledby=\"h-work\"><h2 "
	     "id=\"h-work\">%s</h2>\n",
	     tr(p->cx, "Facts and work"));
	view_facts(h, t, row, NULL);
	view_rows(p, t, row);
	view_steps(p, t, row);
	html(h, "</section></div>\n");
}

bool view_record_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id = request_id(cx, q);
	void *row = id ? record_get(cx, t, id) : NULL;
	struct page p;

	if (!row)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, t, id));
	p.title_lang = record_title_lang(cx, t, id);
	view_head(&p, t, row);
	print_body(&p, t, row);
	view_sections(&p, t, row);
	view_sources(&p, t, row);
	return similar_section(&p, t, row) && view_history(&p, t, id, NEWEST) && page_end(&p);
}

/* No date, one that nobody understands, or one before there was a record: what was typed, and what
 * is wrong with it. */
static bool ask_date(struct context *cx, const struct request *q, struct reply *a,
                     const struct type *t, int64_t id, const char *typed, const char *wrong,
                     int status)
{
	struct error e = { .kind = ERR_INVALID, .field = "date", .text = wrong };
	struct page p;

	if (!record_get(cx, t, id))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "As it was on a date"));
	p.type = t;
	p.kicker = record_title(cx, t, id);
	page_crumb(&p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(&p, p.kicker, record_path(cx, t, id, NULL));
	page_crumb(&p, p.title, NULL);
	html(&p.html, "<form class=\"prose\" action=\"%s\">", record_path(cx, t, id, "/as-of"));
	form_input(&p.html, str_empty(typed) ? NULL : &e, "date", tr(cx, "Date"),
	           tr(cx, "For example 17.06.2025"), "text", typed ? typed : "", NULL);
	html(&p.html, "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form>\n",
	     tr(cx, "Show"));
	if (!str_empty(typed))
		a->status = status;
	return page_end(&p);
}

bool view_as_of_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id = request_id(cx, q);
	const char *typed = request_query(q, "date");
	struct date date;
	void *row;
	struct page p;

	if (!id)
		return false;
	if (str_empty(typed) || !words_read_date(cx->mem, typed, &date))
		return ask_date(cx, q, a, t, id, typed,
		                tr(cx, "Give the date, for example 17.06.2025."), 422);
	/* The whole of that day counts: as it was at its last moment. */
	row = record_as_of(cx, t, id, zone_midnight(setting_zone(cx), date_add_days(date, 1)) - 1);
	if (!row && cx->err.kind == ERR_NOT_FOUND) {
		const char *wrong = cx->err.text;

		error_clear(cx);
		return ask_date(cx, q, a, t, id, typed, wrong, 404);
	}
	if (!row || !view_reading(cx, t, row, "as of"))
		return false;
	page_begin(&p, cx, q, a, t->title ? t->title(cx, row) : record_title(cx, t, id));
	p.type = t;
	p.kicker = arena_fmt(cx->mem, tr(cx, "As it was on %s, end of day"), date_words(cx, date));
	page_crumb(&p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(&p, record_title(cx, t, id), record_path(cx, t, id, NULL));
	page_crumb(&p, date_words(cx, date), NULL);
	page_message(&p, "", tr(cx, "This is not the present version."),
	             tr(cx, "It was put together from the change log, and shows only what you may "
	                    "read today."));
	html(&p.html, "<div class=\"cols cols-record\">\n<section class=\"stack\"><h2>%s</h2>\n",
	     tr(cx, "Text"));
	view_texts(&p, t, row, 3);
	html(&p.html, "</section>\n<section class=\"stack\"><h2>%s</h2>\n", tr(cx, "Facts"));
	view_facts(&p.html, t, row, NULL);
	view_rows(&p, t, row);
	html(&p.html, "</section></div>\n");
	view_sources(&p, t, row);
	return page_end(&p);
}

bool view_links_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id = request_id(cx, q);
	struct referrer *v;
	size_t n;
	struct page p;

	if (!id || !record_get(cx, t, id) || !record_referrers(cx, t, id, MAX_LIST_PAGE, &v, &n))
		return false;
	page_begin(&p, cx, q, a,
	           arena_fmt(cx->mem, tr(cx, "Links to: %s"), record_title(cx, t, id)));
	p.type = t;
	page_crumb(&p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(&p, record_title(cx, t, id), record_path(cx, t, id, NULL));
	page_crumb(&p, tr(cx, "Links here"), NULL);
	if (!n)
		page_empty(&p.html, tr(cx, "No other record names this one."), "",
		           record_path(cx, t, id, NULL), tr(cx, "Back to the record"));
	html(&p.html, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < n; i++) {
		html(&p.html, "<li>");
		view_link(&p.html, v[i].type, v[i].id);
		html(&p.html, " <span class=\"note\">%s · %s</span></li>\n",
		     tr(cx, v[i].type->label), v[i].field ? tr(cx, v[i].field->label) : "");
	}
	html(&p.html, "</ul>\n");
	return page_end(&p);
}
