/* Between the pages of a plan that is brought in from a file:
 *
 *	/plans/import               choose file and plan; those begun
 *	/plans/import/ID            what would come of it: names, columns, rows
 *	/plans/import/ID/rows/ROW   one row, cell by cell
 *	/plans/imported/ID          what came of it */
#ifndef SUBJECT_PLAN_FILE_WEB_H
#define SUBJECT_PLAN_FILE_WEB_H

#include "subject/plan/plan_file.h"
#include "subject/plan/plan_web.h"

#define PLAN_IMPORT "/plans/import"

const char *plan_file_path(struct context *cx, const struct plan_file *f, const char *more);
/* The file of the request's {id}, looked at; NULL: failed. */
struct plan_file *plan_file_of(struct context *cx, const struct request *q);
/* "Plans › Bring in a plan". */
void plan_file_begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                     const char *title);
/* A form posted to the file's address. */
void plan_file_form(struct page *p, const struct plan_file *f, const char *more, const char *class);
/* "Row 5"; with the sheet or table, where there are several. */
const char *plan_row_words(struct context *cx, const struct plan_file *f, const struct plan_row *r);

/* plan_names_web.c: names that nobody has, and columns. */
void plan_names_print(struct page *p, const struct plan_file *f);
void plan_columns_print(struct page *p, const struct plan_file *f);
handler plan_names_post, plan_columns_post;

/* plan_rows_web.c: the rows, and one of them. */
void plan_rows_print(struct page *p, const struct plan_file *f);
handler plan_row_get, plan_row_post;

#endif
