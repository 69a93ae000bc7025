/* What files from outside have in common about recommendations that are on record already: which
 * one a new row may be the same as, and what a row may say about the one it is found to be. */
#ifndef SUBJECT_RECOMMENDATION_NEAR_H
#define SUBJECT_RECOMMENDATION_NEAR_H

#include "record/import.h"
#include "subject/recommendation/recommendation.h"

/* struct import_format.near: a recommendation of the same review with words at least 0.9 alike
 * (alike.h), where one of the two has no place in a document, so that nothing else can join them.
 * Of two without a place the recommending States must be the same.  A person decides. */
bool recommendation_near(struct context *cx, struct import *im, const struct import_item *item,
                         int64_t *ret, int *ret_score);

/* struct import_format.join for rows of one file: the first speaks for both, with the labels,
 * States and sources of both; false when they differ about kind or position. */
bool recommendation_join(struct context *cx, void *first, const void *second);

/* struct import_format.meet: the item turned out to be about `old`.
 *   - Words in another language than the authoritative one are a translation.
 *   - An empty cell says nothing, and "pending" says nothing where a position is on record.
 *   - What another language version, or a position with another source, says differently becomes a
 *     conflict of the sources (record_conflicts) and changes nothing.  A row that was brought in
 *     before is no news: what a person made of it since stays.
 *   - A row without a place in a document (UPR Info's) about a recommendation that has one adds its
 *     States and its source, and changes neither words nor labels nor position. */
bool recommendation_meet(struct context *cx, const struct import *im, struct import_item *item,
                         const void *old);

#endif
