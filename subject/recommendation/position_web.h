/* Between the pages of the positions of a review. */
#ifndef SUBJECT_RECOMMENDATION_POSITION_WEB_H
#define SUBJECT_RECOMMENDATION_POSITION_WEB_H

#include "subject/recommendation/position.h"
#include "subject/recommendation/recommendation_web.h"

/* position_web.c: which of the desk's paragraphs an address asks for. */
struct desk_wish {
	const char *theme, *body; /* ids as typed; "" all, "-" none */
	const char *stage;        /* desk_stages[]; "" all */
	const char *by;           /* grouped by "theme", "body"; "" in the order of the report */
};
extern const struct choice desk_stages[];
struct desk_wish desk_wish(const struct request *q);
bool desk_fits(const struct desk_wish *w, const struct position_paragraph *p);

/* The desk that the address names. */
struct position_desk *desk_of(struct context *cx, const struct request *q);
/* The same for who reads all of it. */
struct position_desk *desk_whole(struct context *cx, const struct request *q);
const char *desk_path(struct context *cx, const struct position_desk *d, const char *what);
/* A page of the desk with its crumbs; what NULL: the desk itself. */
void desk_begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                const struct position_desk *d, const char *what);

/* The position with its explanation, or that there is none. */
void desk_print_position(struct html *h, int position, const struct texts *words);
void desk_print_proposals(struct html *h, const struct recommendation *r);

/* position_many_web.c: proposing, deciding, marking many. */
handler position_propose_form, position_propose_look, position_propose_now, position_decide_form,
        position_decide_look, position_decide_now, position_mark_form, position_mark_look,
        position_mark_now;

/* position_out_web.c: what is missing, the list for the Commission, the addendum, the table. */
handler position_missing, position_commission, position_addendum_page, position_addendum_file,
        position_table_file, position_sources_post;

/* position_compare_web.c: what a published list says otherwise. */
handler position_compare_form, position_compare_post;

#endif
