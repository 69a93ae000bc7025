/* Inside record/: the sheet of a workbook that says where each record comes from. */
#ifndef RECORD_EXPORT_SOURCES_H
#define RECORD_EXPORT_SOURCES_H

#include "format/xlsx.h"
#include "record/record.h"

/* Which table of the workbook it is; 0: there was no source yet, and so there is no such sheet. */
struct sources_sheet {
	size_t table;
	int64_t n; /* rows */
};

/* Adds the sources of a page of records that the actor may read: the documents they name, with
 * their paragraphs, and the rows of "sources".  Leaves the workbook at its first table. */
MUST_USE bool sources_write(struct context *cx, struct xlsx *x, struct sources_sheet *s,
                            const struct type *t, void *const *rows, size_t n);

#endif
