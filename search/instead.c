/* "Did you mean": for a word of the query that nothing has which the asker may see, the nearest one
 * that something has.  The index knows that a record he sees stands under the word; whether it is
 * the word and not another of the same stem is seen in the record itself, which is loaded and
 * checked as every record that is shown.  It is proposed as these records write it most. */
#include "search/part.h"

#include "language/fold.h"

enum {
	MAX_WRONG = 4,  /* words that are put right */
	MAX_NEAR = 5,   /* candidates for each */
	MAX_TRIED = 10, /* records in which one is looked for */
	MAX_WRITTEN = 4,
	LONGEST = 4 * 1024,
};

/* A word that has no hit. */
struct wrong_word {
	const struct query *node;
	struct candidate {
		const char *word;
		struct index_answer found;
	} near[MAX_NEAR];
	size_t near_n;
	const char *better;
};

/* ---- while the index is read */

static bool how_many(struct context *cx, const struct asking *a, const struct question *q,
                     const struct query *query, size_t limit, struct index_answer *ret)
{
	struct index_ask ask = { .query = query,
		                 .open = a->who.open,
		                 .open_n = a->who.n,
		                 .limit = limit,
		                 .today = q->index.today };

	if (q->of)
		question_narrow(cx, a, q->of, &ask);
	return index_search(cx, a->held->index, &ask, ret);
}

static struct query *query_of_word(struct context *cx, const struct asking *a, const char *word)
{
	char terms[MAX_VARIANTS][MAX_TERM + 1];
	size_t n = analyse_variants(a->maker->analyser, word, terms);
	const char **v = arena_array(cx->mem, const char *, n);
	struct query *q = arena_new_of(cx->mem, struct query);

	for (size_t i = 0; i < n; i++)
		v[i] = arena_str(cx->mem, terms[i]);
	*q = (struct query){ .kind = QUERY_WORD, .typed = word, .terms = v, .terms_n = n };
	return q;
}

static const char *word_of(const struct query *node)
{
	return node->word ? node->word : node->typed;
}

static bool find_near(struct context *cx, const struct asking *a, const struct question *q,
                      struct wrong_word *w)
{
	struct index_spelling *near;
	size_t n;

	if (!index_near(cx, a->held->index, word_of(w->node), a->who.open, a->who.n, MAX_NEAR,
	                &near, &n))
		return false;
	for (size_t i = 0; i < n && i < MAX_NEAR; i++) {
		struct candidate *c = &w->near[w->near_n];

		c->word = arena_str(cx->mem, near[i].word);
		if (!how_many(cx, a, q, query_of_word(cx, a, c->word), MAX_TRIED, &c->found))
			return false;
		w->near_n += c->found.hits_n > 0;
	}
	return true;
}

static bool has_digit(const char *s)
{
	return s[strcspn(s, "0123456789")] != '\0';
}

static bool look_for(struct context *cx, const struct asking *a, const struct question *q,
                     const struct query *node, struct wrong_word *v, size_t *n)
{
	struct index_answer found;

	if (node->kind != QUERY_WORD || *n == MAX_WRONG || str_empty(word_of(node)) ||
	    has_digit(word_of(node)))
		return true;
	if (!how_many(cx, a, q, node, 0, &found))
		return false;
	if (found.total)
		return true;
	v[*n] = (struct wrong_word){ .node = node };
	if (!find_near(cx, a, q, &v[*n]))
		return false;
	*n += v[*n].near_n > 0;
	return true;
}

static bool find_wrong(struct context *cx, const struct asking *a, const struct question *q,
                       struct wrong_word *v, size_t *ret_n)
{
	struct query_words words;

	*ret_n = 0;
	query_words(cx, q->index.query, &words);
	for (size_t i = 0; i < words.n; i++) {
		const struct query *node = words.v[i];

		if (!look_for(cx, a, q, node, v, ret_n))
			return false;
		for (size_t k = 0; node->kind == QUERY_PHRASE && k < node->parts_n; k++)
			if (!look_for(cx, a, q, node->parts[k], v, ret_n))
				return false;
	}
	return true;
}

/* ---- in the records */

/* As the records write it, in small letters. */
struct written {
	const char *text;
	size_t times;
};

struct looking {
	struct arena *mem;
	struct analyser *analyser;
	const char *word, *text;
	bool found;
	struct written as[MAX_WRITTEN];
	size_t as_n;
};

static void count_written(struct looking *l, const char *text)
{
	size_t i = 0;

	while (i < l->as_n && !str_eq(l->as[i].text, text))
		i++;
	if (i == MAX_WRITTEN)
		return;
	l->as_n += i == l->as_n;
	l->as[i].text = text;
	l->as[i].times++;
}

static bool is_word(void *data, const struct analysed *w)
{
	struct looking *l = data;
	const char *written;

	if (!str_eq(w->word, l->word))
		return true;
	l->found = true;
	written = fold_space_case(l->mem, arena_strn(l->mem, l->text + w->from, w->to - w->from));
	if (str_eq(fold_text(l->mem, written), l->word)) /* not of "women's" */
		count_written(l, written);
	return true;
}

static bool in_text(void *data, bool title, const char *lang, const char *text)
{
	struct looking *l = data;

	(void)title;
	l->text = text;
	analyse_text(l->analyser, lang, text, is_word, l);
	return true;
}

static const char *most_written(const struct looking *l)
{
	const struct written *best = NULL;

	for (size_t i = 0; i < l->as_n; i++)
		if (!best || l->as[i].times > best->times)
			best = &l->as[i];
	return best ? best->text : l->word;
}

/* How the records that may be shown write it; NULL: they do not. */
static bool really_there(struct context *cx, const struct asking *a, const struct candidate *c,
                         const char **ret)
{
	struct looking l = { .mem = cx->mem, .analyser = a->maker->analyser, .word = c->word };
	struct search_item *items;
	size_t n;
	bool again;

	if (!items_of(cx, a, c->found.hits, c->found.hits_n, &items, &n, &again))
		return false;
	for (size_t i = 0; i < n; i++)
		document_texts(findable_of(a->search->all, items[i].type), items[i].row, in_text,
		               &l);
	*ret = l.found ? most_written(&l) : NULL;
	return true;
}

static bool choose(struct context *cx, const struct asking *a, struct wrong_word *w)
{
	for (size_t i = 0; i < w->near_n && !w->better; i++)
		if (!really_there(cx, a, &w->near[i], &w->better))
			return false;
	return true;
}

/* ---- the query again */

static int place_order(const void *a, const void *b)
{
	const struct wrong_word *x = a, *y = b;

	return (x->node->begin > y->node->begin) - (x->node->begin < y->node->begin);
}

static const char *written_anew(struct context *cx, struct wrong_word *v, size_t n,
                                const char *text)
{
	struct buffer b = BUFFER(cx->mem, 2 * LONGEST);
	bool changed = false;
	uint32_t at = 0;

	qsort(v, n, sizeof *v, place_order);
	for (size_t i = 0; i < n; i++) {
		if (!v[i].better || v[i].node->begin < at)
			continue;
		buffer_put(&b, text + at, v[i].node->begin - at);
		buffer_text(&b, v[i].better);
		at = v[i].node->end;
		changed = true;
	}
	buffer_text(&b, text + at);
	return changed && !b.full ? buffer_str(&b) : NULL;
}

bool query_instead(struct context *cx, const struct asking *a, const struct question *q,
                   const char *text, const char **ret)
{
	struct wrong_word *wrong = arena_array(cx->mem, struct wrong_word, MAX_WRONG + 1);
	struct hold_read *reading;
	size_t n = 0;
	bool ok;

	*ret = NULL;
	if (strlen(text) > LONGEST)
		return true;
	reading = read_for(cx, a->held->index);
	ok = find_wrong(cx, a, q, wrong, &n);
	read_release(reading);
	for (size_t i = 0; i < n && ok; i++)
		ok = choose(cx, a, &wrong[i]);
	if (!ok)
		return false;
	*ret = written_anew(cx, wrong, n, text);
	return true;
}
