/* Trees are kept plain: no AND within an AND, no doubles, and a NOT only beside something that it
 * takes away from. */
#include "search/query_part.h"

#include "base/utf8.h"
#include "language/letters.h"

enum { SHOWN = 200 }; /* bytes of a piece */

char *query_typed(struct context *cx, const char *text, size_t begin, size_t end)
{
	const char *s = arena_strn(cx->mem, text + begin, end - begin);
	struct buffer b = BUFFER(cx->mem, SHOWN + UTF8_ROOM + sizeof "…");
	uint32_t c;

	while ((c = utf8_take(&s)) && b.len < SHOWN) {
		char letter[UTF8_ROOM];

		if (char_is_space(c) || c < ' ')
			c = ' ';
		buffer_put(&b, letter, utf8_put(letter, c == 0xfffd ? '?' : c));
	}
	if (c)
		buffer_text(&b, "…");
	return arena_str(cx->mem, buffer_str(&b));
}

struct query *query_leaf(struct context *cx, enum query_kind kind, const char *text, size_t begin,
                         size_t end)
{
	struct query *q = arena_new_of(cx->mem, struct query);

	q->kind = kind;
	q->typed = query_typed(cx, text, begin, end);
	q->begin = (uint32_t)begin;
	q->end = (uint32_t)end;
	return q;
}

void query_add(struct context *cx, struct query_list *list, struct query *q)
{
	if (!q)
		return;
	if (list->n == list->room) {
		list->room = list->room * 2 + 4;
		list->v = arena_grow(cx->mem, list->v, list->n * sizeof(struct query *),
		                     list->room * sizeof(struct query *));
	}
	list->v[list->n++] = q;
}

static bool same(const struct query *a, const struct query *b);

static bool same_parts(const struct query *a, const struct query *b)
{
	for (size_t i = 0; i < a->parts_n && i < b->parts_n; i++) {
		if (!same(a->parts[i], b->parts[i]))
			return false;
	}
	return a->parts_n == b->parts_n;
}

static bool same_values(const struct query *a, const struct query *b)
{
	for (size_t i = 0; i < a->values_n && i < b->values_n; i++) {
		if (a->values[i].facet != b->values[i].facet ||
		    a->values[i].value != b->values[i].value)
			return false;
	}
	return a->values_n == b->values_n;
}

static bool same(const struct query *a, const struct query *b)
{
	if (a->kind != b->kind || a->where != b->where)
		return false;
	switch (a->kind) {
	case QUERY_WORD:
	case QUERY_PREFIX:
		return str_eq(a->word, b->word);
	case QUERY_CODES:
		return str_eq(a->typed, b->typed) && same_values(a, b);
	case QUERY_NOT:
	case QUERY_AND:
	case QUERY_OR:
		return same_parts(a, b);
	default:
		return false;
	}
}

static bool contains(const struct query_list *list, const struct query *q)
{
	for (size_t i = 0; i < list->n; i++) {
		if (same(list->v[i], q))
			return true;
	}
	return false;
}

static struct query *of_parts(struct context *cx, enum query_kind kind, struct query_list *list)
{
	struct query *q = arena_new_of(cx->mem, struct query);

	q->kind = kind;
	q->parts = list->v;
	q->parts_n = list->n;
	return q;
}

/* A symbol is an OR, too, but one piece of the query, which stays whole. */
static bool is_plain(const struct query *q, enum query_kind kind)
{
	return q->kind == kind && !q->typed;
}

static struct query *joined(struct context *cx, enum query_kind kind,
                            const struct query_list *parts)
{
	struct query_list list = { 0 };

	for (size_t i = 0; i < parts->n; i++) {
		struct query *q = parts->v[i], *const one[] = { q };
		bool within = is_plain(q, kind);
		struct query *const *v = within ? q->parts : one;

		for (size_t k = 0; k < (within ? q->parts_n : 1); k++) {
			if ((kind == QUERY_OR || v[k]->kind != QUERY_ALL) && !contains(&list, v[k]))
				query_add(cx, &list, v[k]);
		}
	}
	return list.n == 1 ? list.v[0] : list.n ? of_parts(cx, kind, &list) : NULL;
}

static bool only_takes_away(const struct query *q)
{
	for (size_t i = 0; i < q->parts_n; i++) {
		if (q->parts[i]->kind != QUERY_NOT)
			return false;
	}
	return true;
}

struct query *query_and(struct context *cx, struct query_list *parts)
{
	struct query *q = joined(cx, QUERY_AND, parts);
	struct query_list list = { 0 };

	if (!q || (q->kind != QUERY_NOT && (!is_plain(q, QUERY_AND) || !only_takes_away(q))))
		return q;

	struct query *all = arena_new_of(cx->mem, struct query);

	query_add(cx, &list, all);
	if (q->kind == QUERY_NOT)
		query_add(cx, &list, q);
	else
		for (size_t i = 0; i < q->parts_n; i++)
			query_add(cx, &list, q->parts[i]);
	return of_parts(cx, QUERY_AND, &list);
}

struct query *query_or(struct context *cx, struct query_list *parts)
{
	return joined(cx, QUERY_OR, parts);
}

struct query *query_not(struct context *cx, struct query *q)
{
	struct query_list list = { 0 };

	if (!q)
		return NULL;
	/* -(-a) is a. */
	if (is_plain(q, QUERY_AND) && q->parts_n == 2 && q->parts[0]->kind == QUERY_ALL)
		return q->parts[1]->parts[0];
	query_add(cx, &list, q);
	return of_parts(cx, QUERY_NOT, &list);
}

/* ---- words that say the same */

/* The Turkmen noun with -lyk, or without: adds its terms, returns how many. */
static size_t with_lyk(struct context *cx, const char *term, const char *ret[2])
{
	enum { SHORTEST = 5 };
	size_t n = strlen(term);

	if (term[0] != 't' || n < 1 + SHORTEST)
		return 0;
	if (!str_eq(term + n - 3, "lyk") && !str_eq(term + n - 3, "lik")) {
		ret[0] = arena_fmt(cx->mem, "%slyk", term);
		ret[1] = arena_fmt(cx->mem, "%slik", term);
		return 2;
	}
	ret[0] = arena_strn(cx->mem, term, n - 3);
	return n - 3 >= 1 + SHORTEST;
}

struct query *query_with_relatives(struct context *cx, struct query *q)
{
	const char **terms;
	size_t n;

	if (!q || q->kind != QUERY_WORD)
		return q;
	terms = arena_array(cx->mem, const char *, 3 * q->terms_n);
	for (n = 0; n < q->terms_n; n++)
		terms[n] = q->terms[n];
	for (size_t i = 0; i < q->terms_n; i++)
		n += with_lyk(cx, q->terms[i], terms + n);
	q->terms = terms;
	q->terms_n = n;
	return q;
}

/* ---- what is looked for */

static size_t collect(const struct query *q, const struct query **v)
{
	size_t n = 0;

	switch (q->kind) {
	case QUERY_WORD:
	case QUERY_PREFIX:
	case QUERY_PHRASE:
		if (v)
			v[0] = q;
		return 1;
	case QUERY_AND:
	case QUERY_OR:
		for (size_t i = 0; i < q->parts_n; i++)
			n += collect(q->parts[i], v ? v + n : NULL);
		return n;
	default:
		return 0;
	}
}

void query_words(struct context *cx, const struct query *q, struct query_words *ret)
{
	ret->n = collect(q, NULL);
	ret->v = arena_array(cx->mem, const struct query *, ret->n);
	collect(q, ret->v);
}

/* Not what negates. */
bool query_function_word(const char *folded)
{
	static const char *const words[] = {
		"a",    "an",  "and",   "are", "as",  "at",  "be",   "by",   "for", "from",
		"in",   "is",  "it",    "its", "of",  "on",  "or",   "that", "the", "their",
		"this", "to",  "with",  "в",   "во",  "для", "за",   "и",    "из",  "или",
		"к",    "как", "на",    "о",   "об",  "от",  "по",   "при",  "с",   "со",
		"у",    "что", "bilen", "bu",  "hem", "su",  "ucin", "we",   "ya",
	};

	for (size_t i = 0; i < LEN(words); i++) {
		if (str_eq(folded, words[i]))
			return true;
	}
	return false;
}
