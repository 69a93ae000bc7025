/* How recommendations are found: recommendation_type.search. */
#ifndef SUBJECT_RECOMMENDATION_FINDING_H
#define SUBJECT_RECOMMENDATION_FINDING_H

#include "record/type.h"

extern const struct type_search recommendation_finding;

#endif
