/* Private to this folder: what its files share. */
#ifndef SUBJECT_MECHANISM_PART_H
#define SUBJECT_MECHANISM_PART_H

#include "subject/mechanism/mechanism.h"

/* The order key of one record, a column of its table; "" with a failure. */
const char *order_key_of(struct context *cx, const struct type *t, int64_t id);

/* The official languages of the United Nations, and the State's. */
extern const struct choice document_languages[];

/* What its language versions state: the date that counts, and the conflicts between them.  Part of
 * preparing a document. */
MUST_USE bool stated_settle(struct context *cx, const struct document *was, struct document *d);

/* A file of public documents: reference/documents.csv and the sample's. */
MUST_USE bool documents_load(struct context *cx, const char *path);

#endif
