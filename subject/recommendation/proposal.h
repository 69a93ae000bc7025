/* What the formats that read a document and propose have in common (wg_report.c, observations.c):
 * its passages, what it is about, and items that stand in a paragraph of it. */
#ifndef SUBJECT_RECOMMENDATION_PROPOSAL_H
#define SUBJECT_RECOMMENDATION_PROPOSAL_H

#include "record/import.h"
#include "subject/recommendation/passage.h"
#include "subject/recommendation/recommendation.h"

struct proposals {
	struct passages passages;
	bool *taken;   /* of each passage: an item begins there */
	int64_t extra; /* the last number given to an item whose passage was taken */
	int64_t state, mechanism, cycle, document;
	const char *symbol, *lang;
	const struct field *const *said;
};

/* The passages of a text document; none of a table, and none that is too long. */
struct passages proposal_passages(struct context *cx, struct material *m);

/* For open(): reads them with the corrections a person made. */
MUST_USE bool proposals_read(struct context *cx, struct import *im, struct proposals *p);

/* What the document is about: what the person said goes before what was found on its cover, and the
 * installation's own State stands where neither says one. */
MUST_USE bool proposals_find(struct context *cx, const struct import *im, struct proposals *p,
                             const char *symbol, const char *iso3, const char *lang);

/* Begins an item with its paragraph and those behind it.  Each has a number of its own: an item
 * that begins where another one does gets one behind the document's last. */
struct recommendation *proposal_begin(struct context *cx, struct import *im, struct proposals *p,
                                      struct import_item *item, const struct passage *at,
                                      const struct passage *const *more, size_t more_n);

/* Place, words and source: where in which document. */
void proposal_words(struct context *cx, const struct proposals *p, struct recommendation *r,
                    const struct passage *at, const char *locator, const char *words,
                    const char *note);

struct texts proposal_texts(struct context *cx, const struct proposals *p, const char *body);

#endif
