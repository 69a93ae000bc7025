/* Bodies as plans name them: by code, name, short name, a name they had, what people taught
 * (labels_find()), and by the name without that of the State: "Bilim ministrligi". */
#ifndef SUBJECT_PLAN_BODY_H
#define SUBJECT_PLAN_BODY_H

#include "subject/taxonomy/taxonomy.h"

struct plan_bodies;

/* On the context's arena; NULL: failed. */
struct plan_bodies *plan_bodies_load(struct context *cx);
/* 0: nobody is called so, or two are. */
int64_t plan_bodies_find(struct context *cx, const struct plan_bodies *b, const char *name);
/* As labels_near(). */
size_t plan_bodies_near(struct context *cx, const struct plan_bodies *b, const char *name,
                        struct near *ret, size_t n);

#endif
