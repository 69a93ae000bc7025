/* Concluding observations of a treaty body, as PDF or Word document: every concern, recommendation
 * and request is a proposal that a person confirms. */
#ifndef SUBJECT_RECOMMENDATION_OBSERVATIONS_H
#define SUBJECT_RECOMMENDATION_OBSERVATIONS_H

#include "record/import.h"

extern const struct import_format observations_format;

#endif
