/* Inside this folder's pages: what is asked for, all the figures, and where each of them leads. */
#ifndef SUBJECT_GLANCE_WEB_H
#define SUBJECT_GLANCE_WEB_H

#include "subject/glance/glance.h"
#include "web/view.h"

struct glance {
	enum glance_cut cut;
	struct date since;
	const struct error *errors;                     /* of what was typed; NULL: none */
	bool behind;                                    /* the index does not know all yet */
	bool has_measures, has_deadlines, has_progress; /* the reader may read some */
	struct search_table recommendations, measures, course;
	struct glance_move *moved[2]; /* of glance_followed[] */
	size_t moved_n[2];
	struct glance_late *late;
	size_t late_n;
	struct glance_silent *silent;
	size_t silent_n;
	int64_t restricted;
};

/* The types whose moves are told. */
extern const struct type *const glance_followed[2];

/* Reads the address and counts; `values` of the cut at most (0: all that can be told).  A day that
 * nobody understands is in ret->errors, and thirty days are told. */
MUST_USE bool glance_read(struct context *cx, const struct request *q, size_t values,
                          struct glance *ret);
/* Measures are told by this cut, too. */
bool glance_cuts_measures(const struct glance *g);
/* The words for a code of a type that is followed: its status, or state. */
const struct choice *glance_choice(const struct type *t, const char *code);

/* ---- addresses */

/* Recommendations with that value of the cut (NULL: all) in that status (NULL: any). */
const char *glance_list(struct context *cx, enum glance_cut cut, const char *value,
                        const char *status);
/* The records behind another figure. */
const char *glance_address(struct context *cx, const struct glance_figure *f);
/* The reverse. */
MUST_USE bool glance_figure_read(struct context *cx, const struct request *q,
                                 struct glance_figure *ret);

/* ---- parts of the page */

/* A table of a cut: its rows × status or standing, every figure a link; measures: of measures. */
void glance_print_table(struct page *p, const struct glance *g, bool measures);
/* One bar of the whole State, with each part's figure below it. */
void glance_print_bar(struct html *h, const struct glance *g, bool measures);
/* How it came to be so. */
void glance_print_course(struct html *h, const struct glance *g);
/* The class of a bar's colour by a choice's glyph, and that of the number in it. */
const char *glance_colour(const struct choice *c, const char **ret_text);
/* A number as people write it. */
const char *glance_number(struct context *cx, int64_t n);

handler glance_get, glance_file_get, glance_records_get;

#endif
