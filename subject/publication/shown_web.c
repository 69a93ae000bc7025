/* A copy for people.  Everything is in its JSON but the words of choices and the labels of fields,
 * which are the program's own; so nothing here may ask the database. */
#include "subject/publication/publication_web.h"

#include "record/app.h"

static const char *label_of_choice(struct context *cx, const struct type *t, const struct field *f,
                                   const struct json *value, const char **ret_glyph)
{
	const struct choice *choices = field_choices(t, f);
	const struct choice *c = choice_at(choices, choice_index(choices, value->text));

	*ret_glyph = c ? c->glyph : NULL;
	return c ? tr(cx, c->label) : value->text;
}

/* ---- words */

const char *shown_text(const struct json *texts, const char *lang)
{
	const char *body = json_text_or_null(json_member(texts, lang), "body");

	return body ? body : "";
}

/* Kinds whose canonical form is their own: read back into an empty row and written as
 * on any page. */
static const char *plain_words(struct context *cx, const struct type *t, const struct field *f,
                               const struct json *value)
{
	void *row = arena_alloc(cx->mem, f->offset + sizeof(struct money) + sizeof(struct texts));

	return field_read(cx, t, f, value, row) ? field_words(cx, t, f, row) : "";
}

/* What stands alone in its row needs no label. */
static const char *row_words(struct context *cx, const struct type *t, const struct field *f,
                             const struct json *row)
{
	struct buffer out = BUFFER(cx->mem, MAX_CSV_CELL);

	for (size_t i = 0; i < f->rows->n; i++) {
		const struct field *g = &f->rows->fields[i];
		const struct json *value = json_member(row, g->name);

		if (value && f->rows->n == 1)
			return shown_words(cx, t, g, value);
		if (value)
			buffer_fmt(&out, "%s%s: %s", out.len ? "; " : "", tr(cx, g->label),
			           shown_words(cx, t, g, value));
	}
	return buffer_str(&out);
}

static const char *rows_words(struct context *cx, const struct type *t, const struct field *f,
                              const struct json *rows)
{
	struct buffer out = BUFFER(cx->mem, MAX_CSV_CELL);

	for (const struct json *row = json_items(rows); row; row = row->next)
		buffer_fmt(&out, "%s%s", out.len ? "\n" : "", row_words(cx, t, f, row));
	return buffer_str(&out);
}

static const char *title_words(struct context *cx, const struct json *languages)
{
	const struct json *words = published_words(cx, languages, NULL);

	return words && words->text ? words->text : "";
}

static const char *set_words(struct context *cx, const struct json *set)
{
	struct buffer out = BUFFER(cx->mem, MAX_CSV_CELL);

	for (const struct json *one = json_items(set); one; one = one->next)
		buffer_fmt(&out, "%s%s", out.len ? "; " : "", title_words(cx, one));
	return buffer_str(&out);
}

const char *shown_words(struct context *cx, const struct type *t, const struct field *f,
                        const struct json *value)
{
	const char *glyph, *body;

	if (!value)
		return "";
	switch (f->kind) {
	case FIELD_TEXTS:
		body = json_text_or_null(published_words(cx, value, NULL), "body");
		return body ? body : "";
	case FIELD_CHOICE:
		return label_of_choice(cx, t, f, value, &glyph);
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_LINK:
		return title_words(cx, value);
	case FIELD_REFS:
		return set_words(cx, value);
	case FIELD_ROWS:
		return rows_words(cx, t, f, value);
	default:
		return plain_words(cx, t, f, value);
	}
}

/* ---- HTML */

static bool is_true(const struct json *of, const char *name)
{
	const struct json *v = json_member(of, name);

	return v && v->kind == JSON_KIND_BOOL && v->number;
}

static const char *original_language(const struct json *texts)
{
	for (const struct json *one = json_items(texts); one; one = one->next)
		if (is_true(one, "original"))
			return one->key;
	return NULL;
}

static void print_text_note(struct html *h, const struct json *texts, const struct json *shown)
{
	struct context *cx = h->cx;
	const char *original = original_language(texts);

	if (is_true(shown, "stale"))
		html(h, "<p class=\"note\">%s</p>",
		     tr(cx, "This translation is older than the original."));
	else if (original && !str_eq(original, shown->key))
		html(h, "<p class=\"note\">%s</p>",
		     arena_fmt(cx->mem, tr(cx, "Translation. Language of the original: %s."),
		               language_words(cx, original)));
	else if (!str_eq(shown->key, cx->lang))
		html(h, "<p class=\"note\">%s</p>",
		     arena_fmt(cx->mem,
		               tr(cx, "Language of this text: %s. Translation into this language "
		                      "(%s): none yet."),
		               language_words(cx, shown->key), language_words(cx, cx->lang)));
}

static void print_texts(struct html *h, const struct field *f, const struct json *texts)
{
	const struct json *shown = published_words(h->cx, texts, NULL);

	if (!shown)
		return;
	html(h, "<div");
	html_lang(h, shown->key);
	html(h, ">");
	if (f->flags & LONG)
		html_paragraphs(h, json_text_or_null(shown, "body"));
	else
		html_text(h, json_text_or_null(shown, "body"));
	html(h, "</div>");
	print_text_note(h, texts, shown);
}

static void print_set(struct html *h, const struct json *set)
{
	html(h, "<ul class=\"tags\">");
	for (const struct json *one = json_items(set); one; one = one->next)
		html(h, "<li class=\"tag\">%s</li>", title_words(h->cx, one));
	html(h, "</ul>");
}

static void print_rows(struct html *h, const struct type *t, const struct field *f,
                       const struct json *rows)
{
	html(h, "<ul class=\"plain\">");
	for (const struct json *row = json_items(rows); row; row = row->next)
		html(h, "<li>%s</li>", row_words(h->cx, t, f, row));
	html(h, "</ul>");
}

void shown_value(struct html *h, const struct type *t, const struct field *f,
                 const struct json *value)
{
	const char *glyph, *words;

	if (!value)
		return;
	switch (f->kind) {
	case FIELD_TEXTS:
		print_texts(h, f, value);
		break;
	case FIELD_REFS:
		print_set(h, value);
		break;
	case FIELD_ROWS:
		print_rows(h, t, f, value);
		break;
	case FIELD_CHOICE:
		words = label_of_choice(h->cx, t, f, value, &glyph);
		html_state(h, glyph, words);
		break;
	default:
		html_text(h, shown_words(h->cx, t, f, value));
	}
}

/* ---- the document's words, in every language that there is */

static void print_said(struct html *h, const struct json *texts)
{
	struct context *cx = h->cx;
	const struct json *shown = published_words(cx, texts, NULL);

	if (!shown)
		return;
	html(h, "<blockquote class=\"said\"");
	html_lang(h, shown->key);
	html(h, ">");
	html_paragraphs(h, json_text_or_null(shown, "body"));
	html(h, "</blockquote>\n");
	print_text_note(h, texts, shown);
	for (const struct json *one = json_items(texts); one; one = one->next) {
		if (one == shown)
			continue;
		html(h,
		     "<details class=\"more\"><summary><span "
		     "lang=\"%s\">%s</span>%s</summary><blockquote class=\"said\"",
		     one->key, language_name(one->key),
		     is_true(one, "original") ? arena_fmt(cx->mem, ": %s", tr(cx, "original"))
		                              : "");
		html_lang(h, one->key);
		html(h, ">");
		html_paragraphs(h, json_text_or_null(one, "body"));
		html(h, "</blockquote></details>\n");
	}
}

/* ---- facts */

/* The fields of the three assessments stand below, side by side. */
#define VOICES "status status_reason assessments views"

static bool has_voices(const struct shelf *s)
{
	return type_field_named(s->type, "assessments") != NULL;
}

/* Does the field stand elsewhere on the page? */
static bool is_apart(const struct shelf *s, const struct field *f, bool listed)
{
	if (str_eq(f->name, s->words) || (has_voices(s) && word_in(VOICES, f->name)) ||
	    (s->boxes && word_in(s->boxes, f->name)))
		return true;
	for (const struct shelf_below *b = s->below; listed && b && b->of; b++)
		if (b->named && str_eq(b->field, f->name))
			return true;
	return false;
}

static void print_facts(struct html *h, const struct shelf *s, const struct json *fields,
                        bool listed)
{
	const struct field *f;

	html(h, "<dl class=\"facts\">");
	for (size_t i = 0; (f = published_field(s->type, i)); i++) {
		const struct json *value = json_member(fields, f->name);

		if (!value || is_apart(s, f, listed))
			continue;
		html(h, "<dt>%s</dt><dd>", shelf_label(h->cx, s, f));
		shown_value(h, s->type, f, value);
		html(h, "</dd>\n");
	}
	html(h, "</dl>\n");
}

/* ---- three assessments, always in this order, never merged */

struct voice {
	struct html *h;
	const struct type *type;
	const struct json *fields;
};

/* A member of an owned row, by the name of the field and of the member. */
static void print_member(const struct voice *v, const char *of, const struct json *row,
                         const char *name, const char *before, const char *after)
{
	const struct row_type *rows = type_field_named(v->type, of)->rows;
	const struct json *value = json_member(row, name);

	for (size_t i = 0; value && i < rows->n; i++) {
		if (!str_eq(rows->fields[i].name, name))
			continue;
		buffer_text(&v->h->out, before);
		shown_value(v->h, v->type, &rows->fields[i], value);
		buffer_text(&v->h->out, after);
	}
}

static void print_state_voice(const struct voice *v)
{
	struct html *h = v->h;
	const struct json *status = json_member(v->fields, "status");

	html(h, "<section><h3>%s</h3><p class=\"is\">", tr(h->cx, "The State about itself"));
	if (status)
		shown_value(h, v->type, type_field_named(v->type, "status"), status);
	else
		html_state(h, "none st-none", tr(h->cx, "No status yet"));
	html(h, "</p><div class=\"small\">");
	shown_value(h, v->type, type_field_named(v->type, "status_reason"),
	            json_member(v->fields, "status_reason"));
	html(h, "</div></section>\n");
}

static void print_mechanism_voice(const struct voice *v)
{
	struct html *h = v->h;
	const struct json *rows = json_member(v->fields, "assessments");

	html(h, "<section><h3>%s</h3>", tr(h->cx, "The mechanism"));
	if (!rows) {
		html(h, "<p class=\"is\">");
		html_state(h, "q-wait st-grade", tr(h->cx, "No grade known"));
		html(h, "</p>");
	}
	for (const struct json *row = json_items(rows); row; row = row->next) {
		print_member(v, "assessments", row, "grade",
		             "<p class=\"is\"><span class=\"grade\">", "</span></p>");
		print_member(v, "assessments", row, "note", "<div class=\"small\">", "</div>");
		html(h, "<p class=\"note\">");
		print_member(v, "assessments", row, "document", "", " ");
		print_member(v, "assessments", row, "locator", "", " ");
		print_member(v, "assessments", row, "date", "", "");
		html(h, "</p>");
	}
	html(h, "</section>\n");
}

static void print_independent_voice(const struct voice *v)
{
	struct html *h = v->h;
	const struct json *rows = json_member(v->fields, "views");

	html(h, "<section><h3>%s</h3>", tr(h->cx, "Independent views"));
	if (!rows) {
		html(h, "<p class=\"is\">");
		html_state(h, "none st-none", tr(h->cx, "None known"));
		html(h, "</p>");
	}
	for (const struct json *row = json_items(rows); row; row = row->next) {
		print_member(v, "views", row, "opinion", "<p class=\"is\">", "</p>");
		print_member(v, "views", row, "words", "<div class=\"small\">", "</div>");
		html(h, "<p class=\"note\">");
		print_member(v, "views", row, "author", "", " ");
		print_member(v, "views", row, "date", "", "");
		html(h, "</p>");
	}
	html(h, "</section>\n");
}

static void print_voices(struct html *h, const struct shelf *s, const struct json *fields)
{
	const struct voice v = { h, s->type, fields };

	if (!has_voices(s))
		return;
	page_section(h, tr(h->cx, "Three assessments"),
	             tr(h->cx, "Given by different sides and never merged into one"));
	html(h, "<div class=\"voices\">\n");
	print_state_voice(&v);
	print_mechanism_voice(&v);
	print_independent_voice(&v);
	html(h, "</div></section>\n");
}

/* In the order in which the shelf names them. */
static void print_boxes(struct html *h, const struct shelf *s, const struct json *fields)
{
	const struct field **v = type_fields_named(h->cx, s->type, s->boxes);

	html(h, "<div class=\"stack\">\n<div class=\"four\">\n");
	for (; v && *v; v++) {
		const struct json *texts = json_member(fields, (*v)->name);

		if (!texts)
			continue;
		html(h, "<section class=\"prose\"><h2>%s</h2>", tr(h->cx, (*v)->label));
		print_texts(h, *v, texts);
		html(h, "</section>\n");
	}
	html(h, "</div></div>\n");
}

void shown_copy(struct html *h, const struct shelf *s, const struct json *body, bool listed)
{
	const struct json *fields = json_member(body, "fields"),
	                  *said = json_member(fields, s->words);

	html(h, "<div class=\"%s\">\n",
	     said       ? "cols cols-record"
	     : s->boxes ? "cols cols-side"
	                : "stack");
	if (s->boxes)
		print_boxes(h, s, fields);
	if (said) {
		html(h,
		     "<section class=\"stack\" aria-labelledby=\"h-said\"><h2 "
		     "id=\"h-said\">%s</h2>\n",
		     tr(h->cx, "The document’s words"));
		print_said(h, said);
		html(h, "</section>\n");
	}
	html(h,
	     "<section class=\"stack\" aria-labelledby=\"h-facts\"><h2 "
	     "id=\"h-facts\">%s</h2>\n",
	     tr(h->cx, "Facts"));
	print_facts(h, s, fields, listed);
	html(h, "</section></div>\n");
	print_voices(h, s, fields);
}
