/* A subject is one folder of subject/: its types and its rules.  tools/lists gathers every
 * subject/NAME/NAME.c into subjects[]; menus, API, permissions, imports and reference data are
 * loops over it. */
#ifndef RECORD_SUBJECT_H
#define RECORD_SUBJECT_H

#include "record/type.h"

struct import_format;

struct subject {
	const char *name;
	const struct type *const *types; /* NULL ends it */
	/* Loads the shipped reference rows of this subject (reference/NAME.csv); never overwrites a
	 * person's correction. */
	bool (*load_reference)(struct context *cx, const char *pack);
	/* Loads the sample data (plainly called so). */
	bool (*load_sample)(struct context *cx);
	/* Sees every save of every type, in its transaction: withdrawals, derived tables. */
	bool (*changed)(struct context *cx, const struct type *t, const void *old, const void *row);
	/* Sees every erasure, in its transaction, when the emptied record is saved: what the
	 * subject keeps beside it goes, too. */
	bool (*erased)(struct context *cx, const struct type *t, const void *old, const void *row);
	/* Sees records that were taken out of their tables, with an import that was taken back or
	 * never done, in its transaction: what was worked out of them is worked out anew. */
	bool (*removed)(struct context *cx, const struct type *t, const int64_t *ids, size_t n);
	/* Files from outside that the subject can read (record/import.h); NULL: none, else NULL
	 * ends it. */
	const struct import_format *const *formats;
	int order; /* reference data and menus are loaded and shown in this order */
};

extern const struct subject *const subjects[]; /* NULL ends it; generated */

/* The type by its name or plural; NULL: none. */
const struct type *type_named(const struct subject *const *list, const char *name);

#endif
