/* Inside record/: a row of a file against the stored record. */
#ifndef RECORD_IMPORT_MERGE_H
#define RECORD_IMPORT_MERGE_H

#include "record/import.h"

/* *ret: the stored record with what the item says put in, where it may go in; *changed: something
 * was.  False with the reason in the context: a field that the actor may not see, or a file older
 * than the record. */
MUST_USE bool import_merge(struct context *cx, const struct import_item *item, bool foreign,
                           const void *old, void **ret, bool *changed);

extern const struct import_format import_own; /* import_own.c */

#endif
