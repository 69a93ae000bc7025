/* Values on pages: what a field holds, in the reader's language, with its shape (ui/DESIGN.md §3)
 * and its links. */
#include "web/view.h"

#include "record/app.h"
#include "record/attachment.h"
#include "web/menu.h"

const struct type *view_type(const struct request *q)
{
	return q->route->data;
}

const char *record_path(struct context *cx, const struct type *t, int64_t id, const char *what)
{
	return arena_fmt(cx->mem, "/%s/%lld%s", t->plural, (long long)id, what ? what : "");
}

void view_link(struct html *h, const struct type *t, int64_t id)
{
	struct context *cx = h->cx;
	const char *title = t ? record_title(cx, t, id) : "…";
	const char *lang = t ? record_title_lang(cx, t, id) : NULL;

	if (t && !str_eq(title, "…") && menu_type_open(cx, t)) {
		html(h, "<a href=\"%s\"", record_path(cx, t, id, NULL));
		html_lang(h, lang);
		html(h, ">%s</a>", title);
	} else if (lang && !str_eq(lang, cx->lang)) {
		html(h, "<span lang=\"%s\">%s</span>", lang, title);
	} else {
		html_text(h, title);
	}
}

/* ---- texts */

static const struct text *text_original(const struct texts *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].original)
			return &x->v[i];
	return NULL;
}

const char *view_text(struct context *cx, const struct texts *x, const char **ret_lang)
{
	const struct text *shown = texts_best(cx, x);

	*ret_lang = shown ? shown->lang : NULL;
	return shown ? shown->body : NULL;
}

const char *view_words(struct context *cx, const struct type *t, const void *row,
                       const char **ret_lang)
{
	*ret_lang = NULL;
	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (f->kind == FIELD_TEXTS && f->flags & LONG && !field_empty(f, row))
			return view_text(cx, field_at(f, row), ret_lang);
	}
	return NULL;
}

void view_text_note(struct html *h, const struct texts *x)
{
	struct context *cx = h->cx;
	const struct text *shown = texts_best(cx, x), *original = text_original(x);

	if (!shown)
		return;
	if (!str_eq(shown->lang, cx->lang)) {
		html(h, "<p class=\"note\">%s</p>",
		     arena_fmt(cx->mem,
		               tr(cx, "Language of this text: %s. Translation into this language "
		                      "(%s): none yet."),
		               language_words(cx, shown->lang), language_words(cx, cx->lang)));
	} else if (!shown->original && original && original->change && shown->from_change &&
	           shown->from_change != original->change) { /* no change: as of a day */
		html(h, "<p class=\"small\">");
		html_state(
		        h, "back st-back",
		        arena_fmt(cx->mem,
		                  tr(cx,
		                     "This translation is stale: the original was changed on %s."),
		                  time_words(cx, original->at)));
		html(h, "</p>");
	} else if (!shown->original && original) {
		html(h, "<p class=\"note\">%s</p>",
		     arena_fmt(cx->mem, tr(cx, "Translation. Language of the original: %s."),
		               language_words(cx, original->lang)));
	}
}

static void print_texts(struct html *h, const struct field *f, const struct texts *x)
{
	const char *lang, *body = view_text(h->cx, x, &lang);

	if (!body)
		return;
	html(h, "<div");
	html_lang(h, lang);
	html(h, ">");
	if (f->flags & LONG)
		html_paragraphs(h, body);
	else
		html_text(h, body);
	html(h, "</div>");
	view_text_note(h, x);
}

/* ---- the other kinds */

static void print_refs(struct html *h, const struct type *to, const struct refs *r)
{
	if (to && !record_titles(h->cx, to, r->v, r->n))
		return;
	html(h, "<ul class=\"tags\">");
	for (size_t i = 0; i < r->n; i++) {
		html(h, "<li class=\"tag\">");
		view_link(h, to, r->v[i]);
		html(h, "</li>");
	}
	html(h, "</ul>");
}

static void print_file(struct html *h, int64_t id)
{
	struct context *cx = h->cx;
	struct error before = cx->err;
	const struct attachment *a = attachment_get(cx, id);

	cx->err = before;
	html_glyph(h, "file");
	if (!a) {
		html(h, " <span class=\"note\">%s</span>",
		     tr(cx, "a file that is not open to you"));
		return;
	}
	html(h, " <a href=\"/attachments/%lld\">%s</a> <span class=\"note\">%s</span>",
	     (long long)id, a->name,
	     arena_fmt(cx->mem, tr(cx, "%lld KB"), (long long)(a->size + 1023) / 1024));
}

void view_value(struct html *h, const struct type *t, const struct field *f, const void *row)
{
	const void *p = field_at(f, row);

	if (field_empty(f, row))
		return;
	switch (f->kind) {
	case FIELD_TEXTS:
		print_texts(h, f, p);
		break;
	case FIELD_CHOICE: {
		const struct choice *c = choice_at(field_choices(t, f), *(const int *)p);

		if (c)
			html_state(h, c->glyph, tr(h->cx, c->label));
		break;
	}
	case FIELD_REF:
	case FIELD_PARENT:
		view_link(h, field_target(t, f), *(const int64_t *)p);
		break;
	case FIELD_REFS:
		print_refs(h, field_target(t, f), p);
		break;
	case FIELD_LINK:
		view_link(h, ((const struct link *)p)->type, ((const struct link *)p)->id);
		break;
	case FIELD_FILE:
		print_file(h, *(const int64_t *)p);
		break;
	case FIELD_DATE:
	case FIELD_INSTANT:
	case FIELD_NUMBER:
	case FIELD_MONEY:
		html(h, "<span class=\"nb\">%s</span>", field_words(h->cx, t, f, row));
		break;
	case FIELD_ROWS:
		html(h, "%zu", ((const struct owned *)p)->n);
		break;
	default:
		if (f->flags & LONG)
			html_paragraphs(h, field_words(h->cx, t, f, row));
		else
			html_text(h, field_words(h->cx, t, f, row));
	}
}

static bool is_fact(const struct type *t, const struct field *f, const void *row, const char *names)
{
	if (names)
		return word_in(names, f->name);
	if (f->flags & HIDDEN || f->kind == FIELD_ROWS || field_empty(f, row))
		return false;
	return !(f->kind == FIELD_TEXTS && f->flags & LONG) &&
	       !(f == &common_fields[0] && !t->states);
}

/* A field that a reader of the record would expect but that is empty is named, with words instead
 * of a gap. */
void view_facts(struct html *h, const struct type *t, const void *row, const char *names)
{
	const struct field *f;

	html(h, "<dl class=\"facts\">");
	for (size_t i = 0; i < t->n + COMMON_FIELDS; i++) {
		f = i < t->n ? &t->fields[i] : &common_fields[i - t->n];
		if (!is_fact(t, f, row, names) || !access_field(h->cx, t, row, f))
			continue;
		html(h, "<dt>%s</dt><dd>", tr(h->cx, f->label));
		if (field_empty(f, row))
			html(h, "<span class=\"note\">%s</span>", tr(h->cx, "not stated"));
		view_value(h, t, f, row);
		html(h, "</dd>\n");
	}
	html(h, "</dl>\n");
}
