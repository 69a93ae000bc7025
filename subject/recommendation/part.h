/* Between recommendation.c and step.c. */
#ifndef SUBJECT_RECOMMENDATION_PART_H
#define SUBJECT_RECOMMENDATION_PART_H

#include "subject/recommendation/recommendation.h"

extern const struct step recommendation_steps[];

#endif
