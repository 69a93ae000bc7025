/* Records like one another: those that have its rarest words.  What they share is shown in the
 * words of the record one looks at. */
#include "search/part.h"

enum { WORDS = 12, MAX_SHARED = 8 };

/* A word of the question, as the record writes it, and whether the other one has it. */
struct shared_word {
	const struct query *node;
	const char *written;
	bool has;
};

struct comparing {
	struct context *cx;
	struct analyser *analyser;
	struct shared_word *v;
	size_t n;
	const char *text; /* NULL: of the other one */
};

static bool stands_under(const struct query *q, const char *term)
{
	for (size_t i = 0; i < q->terms_n; i++)
		if (str_eq(q->terms[i], term))
			return true;
	return false;
}

static bool see_word(void *data, const struct analysed *w)
{
	struct comparing *c = data;

	for (size_t i = 0; i < c->n; i++) {
		struct shared_word *x = &c->v[i];

		if (!stands_under(x->node, w->term))
			continue;
		if (!c->text)
			x->has = true;
		else if (!x->written)
			x->written = arena_strn(c->cx->mem, c->text + w->from, w->to - w->from);
	}
	return true;
}

static bool see_own(void *data, bool title, const char *lang, const char *text)
{
	struct comparing *c = data;

	(void)title;
	c->text = text;
	analyse_text(c->analyser, lang, text, see_word, c);
	return true;
}

static bool see_other(void *data, bool title, const char *lang, const char *text)
{
	struct comparing *c = data;

	(void)title;
	c->text = NULL;
	analyse_text(c->analyser, lang, text, see_word, c);
	return true;
}

static void share(struct comparing *c, const struct findable *f, struct search_like *ret)
{
	const char **shared = arena_array(c->cx->mem, const char *, MAX_SHARED);

	for (size_t i = 0; i < c->n; i++)
		c->v[i].has = false;
	document_texts(f, ret->item.row, see_other, c);
	for (size_t i = 0; i < c->n && ret->shared_n < MAX_SHARED; i++)
		if (c->v[i].has && c->v[i].written)
			shared[ret->shared_n++] = c->v[i].written;
	ret->shared = shared;
}

static bool find_alike(struct context *cx, const struct asking *a, const void *row, size_t most,
                       struct query **ret_query, struct index_answer *ret)
{
	struct index_ask ask = { .open = a->who.open, .open_n = a->who.n, .limit = most + 1 };

	if (!document_terms(cx, a->maker, a->of, NULL, row) ||
	    !index_alike(cx, a->held->index, a->maker->terms, a->maker->terms_n, WORDS, ret_query))
		return false;
	ask.query = *ret_query;
	question_narrow(cx, a, a->of, &ask);
	return index_search(cx, a->held->index, &ask, ret);
}

static bool alike(struct context *cx, struct asking *a, const void *row, size_t most,
                  struct search_like **ret, size_t *ret_n, bool *ret_again)
{
	int64_t own = ((const struct record *)row)->id;
	struct index_answer answer;
	struct query_words words;
	struct search_item *items;
	struct query *query;
	size_t n;

	*ret_n = 0;
	if (!find_alike(cx, a, row, most, &query, &answer))
		return false;
	read_release(a->reading);
	if (!items_of(cx, a, answer.hits, answer.hits_n, &items, &n, ret_again))
		return false;
	query_words(cx, query, &words);

	struct comparing c = { .cx = cx,
		               .analyser = a->maker->analyser,
		               .v = arena_array(cx->mem, struct shared_word, words.n),
		               .n = words.n };

	for (size_t i = 0; i < words.n; i++)
		c.v[i].node = words.v[i];
	document_texts(a->of, row, see_own, &c);
	*ret = arena_array(cx->mem, struct search_like, n);
	for (size_t i = 0; i < n && *ret_n < most; i++) {
		if (items[i].id == own)
			continue;
		(*ret)[*ret_n].item = items[i];
		share(&c, a->of, &(*ret)[(*ret_n)++]);
	}
	return true;
}

static bool alike_once(struct context *cx, const struct type *t, const void *row, size_t most,
                       struct search_like **ret, size_t *ret_n, bool *ret_again)
{
	struct asking a;
	bool behind, ok = asking_begin(cx, t, &a, &behind) &&
	                  alike(cx, &a, row, most, ret, ret_n, ret_again);

	asking_end(&a);
	return ok;
}

bool search_alike(struct context *cx, const struct type *t, const void *row, size_t most,
                  struct search_like **ret, size_t *ret_n)
{
	for (int i = 0; i < MAX_ATTEMPTS; i++) {
		bool again = false;

		if (!alike_once(cx, t, row, most, ret, ret_n, &again))
			return false;
		if (!again)
			return !failed(cx);
	}
	return asked_too_often(cx);
}
