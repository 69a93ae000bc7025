/* Private to this folder: what its files share. */
#ifndef SUBJECT_REPORT_PART_H
#define SUBJECT_REPORT_PART_H

#include "subject/report/report.h"

/* True when the rules are loaded: before that nothing can be asked. */
bool rules_are_there(struct context *cx);

/* The projects that hang on a deadline follow it. */
MUST_USE bool projects_follow(struct context *cx, const struct deadline *d);

#endif
