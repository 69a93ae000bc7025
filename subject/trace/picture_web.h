/* Private to the pages of this folder. */
#ifndef SUBJECT_TRACE_PICTURE_WEB_H
#define SUBJECT_TRACE_PICTURE_WEB_H

#include "subject/trace/trace.h"
#include "web/view.h"

/* trace_web.c: what a record is called in its station: a deadline by its day and its kind, for its
 * title begins as that of its source does. */
const char *trace_title(struct context *cx, const struct trace_node *node);

/* picture_web.c: the chain as a drawing, columns of boxes joined by lines; nothing where there is
 * but the record itself. */
void trace_picture(struct html *h, const struct trace *t);

#endif
