/* Inside publication: making, keeping and removing the copies. */
#ifndef SUBJECT_PUBLICATION_COPY_H
#define SUBJECT_PUBLICATION_COPY_H

#include "record/record.h"

struct copy_value {
	const char *field, *value, *words;
	struct copy_value *next;
};

struct copy {
	const char *body, *sort_key, *words;
	struct copy_value *values;
};

/* The copy as it would be now.  ERR_INVALID when a public field names a record that
 * is not public. */
MUST_USE bool copy_make(struct context *cx, const struct type *t, const void *row,
                        struct copy *ret);
/* Puts it in the place of an older one. */
MUST_USE bool copy_store(struct context *cx, const struct type *t, const void *row,
                         const struct copy *c);
/* Takes it away; what was read because it was published may not be read any more. */
MUST_USE bool copy_remove(struct context *cx, const struct type *t, int64_t id);
MUST_USE bool copy_exists(struct context *cx, const struct type *t, int64_t id, bool *ret);

/* May it be public at all: is that its classification, or does its type say so? */
bool copy_may_be_public(struct context *cx, const struct type *t, const void *row);
/* May the title of this record stand in a copy?  What is published one by one must have been
 * approved, too. */
bool copy_may_name(struct context *cx, const struct type *t, const void *row);
/* Is a record published only together with what this field of it names? */
bool copy_rests_on(const struct field *f);
/* Did a field change that goes into the copy? */
bool copy_differs(struct context *cx, const struct type *t, const void *old, const void *row);

#endif
