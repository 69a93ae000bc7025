/* The Universal Human Rights Index (https://uhri.ohchr.org): its export as a workbook, and its
 * records as JSON, of every mechanism and State. */
#ifndef SUBJECT_RECOMMENDATION_UHRI_H
#define SUBJECT_RECOMMENDATION_UHRI_H

#include "record/import.h"

extern const struct import_format uhri_format;

#endif
