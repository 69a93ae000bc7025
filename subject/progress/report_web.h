/* Between the pages of this folder. */
#ifndef SUBJECT_PROGRESS_REPORT_WEB_H
#define SUBJECT_PROGRESS_REPORT_WEB_H

#include "subject/progress/part.h"
#include "web/view.h"

/* ---- report_form_web.c: the form of four boxes as HTML */

struct report_form {
	const struct progress_update *update; /* as stored, or new */
	struct link about;
	struct form all; /* fields of the update and of a piece of evidence: what is printed */
};

void report_form_print(struct page *p, struct report_form *r);
/* What stands beside it: what is reported on, what was reported last, the way in three steps. */
void report_form_beside(struct page *p, const struct report_form *r);

/* The reason for which it was returned last; NULL: it was not, or is not any more. */
const char *report_return_reason(struct context *cx, const struct progress_update *u);

/* Something was typed of a new piece of evidence. */
bool report_evidence_typed(const struct form *f, const struct request *q);

/* "/measures/123/steps/report" */
const char *report_path(struct context *cx, struct link about);
/* May the actor report on it now. */
bool report_possible(struct context *cx, struct link about);

#endif
