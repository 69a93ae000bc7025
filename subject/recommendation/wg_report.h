/* The conclusions of a report of the UPR Working Group, as PDF or Word document: every paragraph is
 * a proposal that a person confirms. */
#ifndef SUBJECT_RECOMMENDATION_WG_REPORT_H
#define SUBJECT_RECOMMENDATION_WG_REPORT_H

#include "record/import.h"

extern const struct import_format wg_report_format;

#endif
