/* Between the pages of files that are brought in.  The way of a file:
 *
 *	/imports                      choose it; those begun, those brought in before
 *	/imports/looks/ID             a look is on its way · what would come of it · it is brought
 *in /imports/looks/ID/rows/ROW    one row: its cells, to be put right /imports/ID what came of it;
 *and /undo
 *
 * What is decided on the way stands in staging.h. */
#ifndef SUBJECT_IMPORT_WEB_H
#define SUBJECT_IMPORT_WEB_H

#include "subject/recommendation/staging.h"
#include "web/job.h"
#include "web/view.h"

#include "subject/recommendation/recommendation.h"

#define IMPORTS "/imports"

/* A page about a file that waits, and what everything on it needs. */
struct look {
	struct page page;
	struct staging *file;
	struct decision *decisions;
	size_t decisions_n;
	struct correction *corrections;
	size_t corrections_n;
	const struct error *errors; /* of what was sent last; NULL: none */
};

const char *look_path(struct context *cx, const struct staging *s, const char *more);
/* The file of the request's {id}; NULL: failed. */
struct staging *look_of(struct context *cx, const struct request *q);
/* What was decided about it; NULL: nothing. */
const char *look_decision(const struct look *l, const char *format, ...) PRINTF(2, 3);
/* "Tables › Bring in a file › NAME" */
void look_begin(struct look *l, struct context *cx, const struct request *q, struct reply *a,
                struct staging *s, const char *title);
/* Back to the file, with words for what was done. */
MUST_USE bool look_return(struct context *cx, const struct request *q, struct reply *a,
                          const struct staging *s, const char *where, const char *words);

/* import_told_web.c: how the file is to be read. */
void told_print(struct html *h, const struct staging_told *told, const struct error *errors);
struct staging_told told_of(const struct request *q);
/* The hidden fields that make a draft (web/draft.h) of the form; the page is told again at `path`.
 */
void told_print_draft(struct html *h, const char *form, int64_t record, const char *path);
/* What the draft holds, where the address asks for it; NULL, perhaps with a failure: it does not,
 * or there is none. */
const struct request *told_typed(struct context *cx, const struct request *q, const char *form,
                                 int64_t record);
/* What cannot be so; NULL: nothing (or failed). */
const struct error *told_errors(struct context *cx, const struct staging_told *told);
/* For the engine; the State by its code. */
MUST_USE bool told_take(struct context *cx, const struct staging_told *told, struct import *im);

/* import_job_web.c.  Within a writing transaction. */
/* The file's last job; NULL without a failure: it is gone, or there was none. */
const struct job *look_job(struct context *cx, const struct staging *s);
MUST_USE bool look_again(struct context *cx, const struct staging *s);
MUST_USE bool look_bring_in(struct context *cx, const struct staging *s);
extern const struct job_kind import_jobs[];
/* The file that the job is about; 0: none. */
int64_t job_staging(struct context *cx, const struct job *job);

/* import_look_web.c */
bool look_print_page(struct context *cx, const struct request *q, struct reply *a,
                     struct staging *s, const struct error *errors);
handler look_page, look_again_post, look_bring_in_post, look_drop_post;

/* import_rows_web.c: the rows of the preview. */
MUST_USE bool rows_print(struct look *l);
handler rows_post;
/* "Row 5", "Paragraph 112.1" */
const char *row_name(struct context *cx, const struct staged *v);
/* "New", with its sign */
void fate_print(struct html *h, const char *fate);
void row_problems(struct html *h, const char *problems);
/* The words that the row is about, and what it sets, in small. */
void row_words(struct html *h, const struct staged *v);
/* All that it sets. */
void row_facts(struct html *h, const struct staged *v);

/* import_compare_web.c: two texts word by word. */
/* The text with what differs from the other marked, but for case, accents and punctuation. */
void compare_alike(struct html *h, const char *words, const char *other);
/* Old → new. */
void compare_change(struct html *h, const char *was, const char *is);

/* import_cell_web.c: one row. */
handler cell_page, cell_post;

/* import_label_web.c: labels that nobody knows. */
MUST_USE bool labels_print(struct look *l);
handler labels_page, label_post;

/* import_table_web.c: a table of any layout. */
/* What it is taken for, as JSON; *ret NULL: it is of a format of its own.  Reading transaction. */
MUST_USE bool table_recognised(struct context *cx, struct import *im, const char **ret);
MUST_USE bool table_print(struct look *l);
handler table_page, table_post;

/* import_done_web.c: what came of it. */
handler import_page;
MUST_USE bool imports_print(struct page *p);

#endif
