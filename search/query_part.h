/* What the reading of a query is made of; for search/query*.c alone. */
#ifndef SEARCH_QUERY_PART_H
#define SEARCH_QUERY_PART_H

#include "search/query.h"

/* ---- query_cut.c: the text cut into words */

/* A word, number or symbol of the query. */
struct chunk {
	uint32_t from, to, position;
	const char *word;     /* folded */
	struct chunk *pieces; /* of a symbol: its words and numbers */
	size_t pieces_n;
};

struct chunks {
	struct chunk *v;
	size_t n;
	size_t text_n; /* bytes of the text that were cut; the rest is left out */
};

void chunks_cut(struct context *cx, struct analyser *a, const char *text, struct chunks *ret);
/* The chunk that begins at that byte, or NULL; the first one from there on. */
const struct chunk *chunk_at(const struct chunks *c, size_t at);
const struct chunk *chunk_from(const struct chunks *c, size_t at);

/* ---- query_tree.c: nodes */

struct query_list {
	struct query **v;
	size_t n, room;
};

void query_add(struct context *cx, struct query_list *list, struct query *q);
/* A node of that piece of the text. */
struct query *query_leaf(struct context *cx, enum query_kind kind, const char *text, size_t begin,
                         size_t end);
/* Flat and without doubles; of one part, that part; of none, NULL.  query_and() of negations alone
 * is everything without them. */
struct query *query_and(struct context *cx, struct query_list *parts);
struct query *query_or(struct context *cx, struct query_list *parts);
struct query *query_not(struct context *cx, struct query *q);

/* The word with its relatives: who asks for the disabled means disability as well (maýyp,
 * maýyplyk), but not in quotation marks. */
struct query *query_with_relatives(struct context *cx, struct query *q);

/* Bytes of the text as they can be shown: UTF-8, blanks for white space, shortened. */
char *query_typed(struct context *cx, const char *text, size_t begin, size_t end);

/* ---- query_explain.c */

/* What could not be done as it was asked. */
struct query_notes {
	const char *v[8];
	size_t n;
};

const char *query_explain(struct context *cx, const struct query *q,
                          const struct query_notes *notes);

#endif
