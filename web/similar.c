/* See similar.h.  Likeness is by rare words (search_alike()); each record shows the piece of its
 * text, in whichever of its languages, that has most of the words that both have, and these are
 * marked.  One word in common says nothing: below `least` it is not told. */
#include "web/similar.h"

#include "language/fold.h"
#include "record/app.h"
#include "search/highlight.h"
#include "web/glyph.h"
#include "web/view_find.h"

#include <ctype.h>

enum {
	FEW = 5,
	WIDTH = 36,      /* words of the piece */
	LEAST = 2,       /* shared words of a record worth looking at */
	LEAST_TYPED = 3, /* and of one that may be the same */
};

/* ---- whose words are compared */

static bool is_text(const struct field *f)
{
	return f->kind == FIELD_TEXTS && f->flags & LONG && !(f->flags & HIDDEN);
}

static bool has_words(const struct type *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_text(&t->fields[i]))
			return !(t->flags & TYPE_REFERENCE);
	return false;
}

bool similar_offered(struct context *cx, const struct type *t)
{
	struct search_facet_kind *kinds;
	size_t n;

	return cx->app->search && has_words(t) && search_facets(cx, t, &kinds, &n);
}

/* ---- asking */

struct looking {
	struct analyser *analyser;
	struct like {
		const struct search_like *of;
		struct query_words words; /* that both have */
	} v[FEW];
	size_t n;
};

static void free_analyser(void *a)
{
	analyser_free(a);
}

static bool is_plain(const char *word)
{
	for (const char *s = word; *s; s++)
		if ((unsigned char)*s < 0x80 && !isalpha((unsigned char)*s))
			return false;
	return true;
}

/* As a query, which leaves out words that every text has. */
static bool read_words(struct context *cx, struct looking *l, struct like *like)
{
	struct buffer b = BUFFER(cx->mem, MAX_QUERY);
	const char *explained;
	struct query *query;

	for (size_t i = 0; i < like->of->shared_n; i++) {
		const char *word = like->of->shared[i];

		if (is_plain(word))
			buffer_fmt(&b, "%s ", fold_text(cx->mem, word));
		else
			buffer_fmt(&b, "\"%s\" ", word);
	}
	if (!query_read(cx, l->analyser, NULL, buffer_str(&b), &query, &explained))
		return false;
	query_words(cx, query, &like->words);
	return true;
}

/* What the index cannot say just now is left out, not the page. */
static bool find_like(struct context *cx, const struct type *t, const void *row, size_t least,
                      struct looking *l)
{
	struct search_like *v;
	size_t n;

	if (!search_alike(cx, t, row, FEW, &v, &n)) {
		if (cx->err.kind != ERR_UNAVAILABLE)
			return false;
		error_clear(cx);
		return true;
	}
	l->analyser = analyser_new();
	if (!l->analyser)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
	arena_defer(cx->mem, free_analyser, l->analyser);
	for (size_t i = 0; i < n && l->n < FEW; i++) {
		struct like *like = &l->v[l->n];

		like->of = &v[i];
		if (!read_words(cx, l, like))
			return false;
		l->n += like->words.n >= least;
	}
	return true;
}

/* ---- the piece of text that shows it */

static void better(struct context *cx, struct analyser *a, const struct query_words *words,
                   const struct text *text, struct snippet *best)
{
	struct snippet s;

	snippet_make(cx, a, words, text->lang, text->body, WIDTH, &s);
	if (!best->text || s.marks_n > best->marks_n ||
	    (s.marks_n == best->marks_n && str_eq(text->lang, cx->lang)))
		*best = s;
}

static void find_piece(struct context *cx, struct analyser *a, const struct query_words *words,
                       const struct search_item *item, struct snippet *best)
{
	const struct type *t = item->type;

	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];
		const struct texts *x = field_at(f, item->row);

		if (!is_text(f) || !access_field(cx, t, item->row, f))
			continue;
		for (size_t k = 0; k < x->n; k++)
			better(cx, a, words, &x->v[k], best);
	}
}

static void print_one(struct html *h, const struct looking *l, const struct like *like)
{
	const struct search_item *item = &like->of->item;
	struct context *cx = h->cx;
	struct snippet piece = { .text = NULL };

	find_piece(cx, l->analyser, &like->words, item, &piece);
	html(h, "<li><a href=\"%s\">%s</a>", record_path(cx, item->type, item->id, NULL),
	     str_empty(item->reference) ? item->title : item->reference);
	if (item->type->states) {
		html(h, " <span class=\"small\">");
		view_value(h, item->type, &common_fields[0], item->row);
		html(h, "</span>");
	}
	if (piece.text) {
		html(h, "<br><span class=\"small\"");
		html_lang(h, piece.lang);
		html(h, ">");
		if (!found_snippet(h, &piece))
			html_text(h, piece.text);
		html(h, "</span>");
	}
	html(h, "</li>\n");
}

static void print_all(struct html *h, const struct looking *l)
{
	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < l->n; i++)
		print_one(h, l, &l->v[i]);
	html(h, "</ul>\n");
}

bool similar_section(struct page *p, const struct type *t, const void *row)
{
	struct context *cx = p->cx;
	struct looking l = { .n = 0 };

	if (!similar_offered(cx, t) || !access_content(cx, t, row))
		return true;
	if (!find_like(cx, t, row, LEAST, &l))
		return false;
	if (!l.n)
		return true;
	page_section(&p->html, tr(cx, "Similar records"),
	             tr(cx, "By their words; what both have is marked."));
	print_all(&p->html, &l);
	html(&p->html, "</section>\n");
	return true;
}

/* ---- what is being typed */

/* The words of the form, and nothing else of it, as a row. */
static void *typed_row(struct context *cx, const struct type *t, const struct pair *values,
                       size_t n)
{
	struct request words = { .form = (struct pair *)(uintptr_t)values, .form_n = n };
	struct buffer names = BUFFER(cx->mem, MAX_URL);
	void *row = record_new(cx, t);
	struct error before = cx->err;
	struct form f;

	for (size_t i = 0; i < t->n; i++)
		if (is_text(&t->fields[i]))
			buffer_fmt(&names, "%s ", t->fields[i].name);
	form_begin_with(&f, cx, t, row, buffer_str(&names));
	form_take(&f, values, n);
	if (!form_read(&f, &words, row) && cx->err.kind != ERR_INVALID)
		return NULL;
	cx->err = before; /* what is wrong with it is told when it is saved */
	return row;
}

static bool says_something(const struct type *t, const void *row)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct texts *x = field_at(&t->fields[i], row);

		if (is_text(&t->fields[i]) && x->n && !str_empty(x->v[0].body))
			return true;
	}
	return false;
}

static bool print_list(struct html *h, const struct type *t, const struct pair *values, size_t n,
                       bool looked)
{
	struct context *cx = h->cx;
	void *row = typed_row(cx, t, values, n);
	struct looking l = { .n = 0 };

	if (!row || (says_something(t, row) && !find_like(cx, t, row, LEAST_TYPED, &l)))
		return false;
	if (l.n) {
		html(h, "<p><b>%s</b> <span class=\"note\">%s</span></p>\n",
		     tr(cx, "This may already be here."),
		     tr(cx, "By their words; what both have is marked."));
		print_all(h, &l);
		return true;
	}
	if (looked)
		html(h, "<p class=\"note\">%s</p>\n",
		     says_something(t, row) ? tr(cx, "Nothing here is like it.")
		                            : tr(cx, "Type the words first."));
	return true;
}

bool similar_beside(struct page *p, const struct form *f, bool looked)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<aside class=\"stay stack-s\" aria-labelledby=\"h-similar\" "
	     "hx-post=\"/%s/new/similar\" hx-include=\"#form\" hx-trigger=\"input delay:1s "
	     "from:#form\" hx-target=\"#similar\" hx-swap=\"innerHTML\">\n<h2 "
	     "id=\"h-similar\">%s</h2>\n<div id=\"similar\" class=\"stack-s\" role=\"status\">",
	     f->type->plural, tr(cx, "Is it here already?"));
	if (!print_list(h, f->type, f->values, f->values_n, looked))
		return false;
	html(h,
	     "</div>\n<p><button class=\"btn\" form=\"form\" name=\"_do\" value=\"similar\" "
	     "formnovalidate>%s</button></p></aside>\n",
	     tr(cx, "Look for similar ones"));
	return true;
}

bool similar_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	struct html h = html_new(cx), out = html_new(cx);

	if (!similar_offered(cx, t))
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such page."));
	if (!print_list(&h, t, q->form, q->form_n, true))
		return false;
	glyph_symbols(&out, h.glyphs);
	html_append(&out, &h);
	a->body = out.out;
	return !failed(cx);
}
