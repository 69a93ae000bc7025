/* A handful of the sample recommendations, and the acts about the sample treaty, on the public
 * site, so that it has something to show. */
#ifndef SUBJECT_PUBLICATION_SAMPLE_H
#define SUBJECT_PUBLICATION_SAMPLE_H

#include "record/record.h"

/* Proposed by the sample secretariat, published by the sample chair; one proposal
 * is left waiting. */
MUST_USE bool publication_load_sample(struct context *cx);

#endif
