/* OHCHR's thematic lists of recommendations ("matrices"): one table in a Word document, with a row
 * for each recommendation below rows that name themes. */
#ifndef SUBJECT_RECOMMENDATION_UPR_MATRIX_H
#define SUBJECT_RECOMMENDATION_UPR_MATRIX_H

#include "record/import.h"

extern const struct import_format upr_matrix_format;

#endif
