/* What a label in a file means: what a person decided on the page of unknown labels, else what is
 * called so on record. */
#ifndef SUBJECT_RECOMMENDATION_FILE_LABEL_H
#define SUBJECT_RECOMMENDATION_FILE_LABEL_H

#include "record/import.h"
#include "subject/taxonomy/taxonomy.h"

/* The record that a person decided this means ("label:TYPE:LABEL"); 0: nobody did. */
int64_t file_label_decided(struct context *cx, const struct import *im, const struct type *t,
                           const char *label);

/* That one, else the one that is called so; 0: nobody knows. */
int64_t file_label(struct context *cx, const struct import *im, const struct type *t,
                   const struct labels *labels, const char *label);

/* The same; a label that nobody knows is listed for the field of the item.  An empty one is 0. */
int64_t file_label_or_unknown(struct context *cx, struct import *im, const struct import_item *item,
                              const char *field, const struct type *t, const struct labels *labels,
                              const char *label);

#endif
