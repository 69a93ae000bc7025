/* UPR Info's table of recommendations, as UTF-8 CSV: one row per recommending State, without
 * paragraph numbers. */
#ifndef SUBJECT_RECOMMENDATION_UPR_INFO_H
#define SUBJECT_RECOMMENDATION_UPR_INFO_H

#include "record/import.h"

extern const struct import_format upr_info_format;

#endif
