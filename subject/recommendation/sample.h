/* The sample recommendations: made up, and each says so. */
#ifndef SUBJECT_RECOMMENDATION_SAMPLE_H
#define SUBJECT_RECOMMENDATION_SAMPLE_H

#include "record/record.h"

/* Enters reference/sample/recommendations.csv and walks each through the steps to its stage, as the
 * sample users would, so that histories have something to tell.  The users and documents are there
 * already. */
MUST_USE bool recommendation_load_sample(struct context *cx);

#endif
