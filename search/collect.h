/* From documents that fit a query to the answer: who may see them, how many there are of each kind,
 * and which are the first; private to search/. */
#ifndef SEARCH_COLLECT_H
#define SEARCH_COLLECT_H

#include "search/match.h"

struct collect;

/* only: by segment, a bit for each document that counts; NULL: all.  The ask stays as it is while
 * it is used. */
struct collect *collect_start(struct context *cx, const struct segments *in,
                              const struct index_ask *ask, uint64_t *const *only);
/* The same for all ids that fit, and nothing else. */
struct collect *collect_ids(struct context *cx, const struct segments *in,
                            const struct index_ask *ask, uint64_t *const *only);
/* The same for the counts of pairs, and nothing else. */
struct collect *collect_pairs(struct context *cx, const struct segments *in,
                              const struct index_ask *ask, uint64_t *const *only,
                              const struct index_pairs *pairs);
/* Takes the hits of a window of that segment; they are changed. */
void collect_take(struct collect *c, int segment, struct hits *h);

void collect_answer(struct collect *c, struct index_answer *ret);
/* Ascending. */
size_t collect_found(struct collect *c, int64_t **ret);
/* As index_cross() says it. */
void collect_paired(const struct collect *c, int64_t *ret);

#endif
