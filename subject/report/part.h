/* Private to this folder: what its files share. */
#ifndef SUBJECT_REPORT_PART_H
#define SUBJECT_REPORT_PART_H

#include "subject/report/report.h"

/* One text in each language of the instance, as `words` says it in the context's language. */
struct texts in_each_language(struct context *cx,
                              const char *(*words)(struct context *cx, const void *data),
                              const void *data);

/* The text in the context's language, else as the instance prefers; "" where there is none. */
const char *words_of(struct context *cx, const struct texts *x);

/* True when the rules are loaded: before that nothing can be asked. */
bool rules_are_there(struct context *cx);

/* The projects that hang on a deadline follow it. */
MUST_USE bool projects_follow(struct context *cx, const struct deadline *d);

#endif
