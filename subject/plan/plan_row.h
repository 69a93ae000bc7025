/* Between plan_file.c and plan_row.c: a row of a table becomes a part or a measure. */
#ifndef SUBJECT_PLAN_ROW_H
#define SUBJECT_PLAN_ROW_H

#include "subject/plan/plan_file.h"

/* An executor_known: of bodies on record, and of names about which something was decided. */
struct plan_known {
	struct context *cx;
	const struct plan_file *file;
};
bool plan_body_known(const void *plan_known, const char *name);

/* What is decided; NULL: nothing. */
const char *plan_file_decision(const struct plan_file *f, const char *what);

void plan_item_wrong(struct context *cx, struct plan_item *item, enum plan_column column,
                     const char *message);
/* The same out of the context's failure, which is forgotten.  False: it is of no row. */
MUST_USE bool plan_item_failed(struct context *cx, struct plan_item *item);

/* item->part of a heading. */
void plan_read_part(struct context *cx, const struct plan_file *f, struct plan_item *item);
/* item->measure of a row and of those that go on with it; f->names grows. */
MUST_USE bool plan_read_measure(struct context *cx, struct plan_file *f, struct plan_item *item,
                                const struct plan_row *const *rows, size_t n);

/* One text in the file's language; none of "". */
struct texts plan_text_of(struct context *cx, const struct plan_file *f, const char *words);

#endif
