/* What the pages of plans and measures share. */
#ifndef SUBJECT_PLAN_WEB_H
#define SUBJECT_PLAN_WEB_H

#include "subject/plan/part.h"
#include "web/view.h"

/* The standing the address asks for, "?standing=delayed"; 0: all. */
enum measure_standing standing_asked(const struct request *q);
void standing_print(struct html *h, enum measure_standing at);

/* ---- bars (bars_web.c) */

struct bar {
	const struct plan *plan;
	int64_t counts[MEASURE_STANDINGS];
};
MUST_USE bool bar_of(struct context *cx, const struct plan *p, struct bar *ret);
int64_t bar_all(const struct bar *b);
/* A bar for each plan on one scale, each part leads to its measures; the figures stand behind. */
void bars_print(struct html *h, const struct bar *v, size_t n);
/* The figures of one plan, each a link. */
void bars_figures(struct html *h, const struct bar *b);

/* ---- the tree of a plan (tree_web.c) */

MUST_USE bool tree_print(struct page *p, const struct plan *plan);
/* A measure's words, leading to it, where its number stands beside them. */
void tree_measure(struct html *h, const struct measure *m);
/* The form of a measure that is to stand in the plan. */
const char *tree_new_measure(struct context *cx, const struct plan *p);
/* The version that is being drafted, and whoever may say what changes in it. */
bool version_is_drafted(struct context *cx, const struct plan *p);

handler plan_compare_get, plan_revise_post, plan_change_post,
        plan_leave_out_post;                                                    /* version_web.c */
handler plan_carry_get, plan_carry_post, measure_carry_get, measure_carry_post; /* carry_web.c */
handler cluster_get, cluster_prepare_post;                                      /* cluster_web.c */
handler measure_get;                                                            /* measure_web.c */

#endif
