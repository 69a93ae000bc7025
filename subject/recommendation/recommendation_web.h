/* Between the pages of this folder. */
#ifndef SUBJECT_RECOMMENDATION_WEB_H
#define SUBJECT_RECOMMENDATION_WEB_H

#include "subject/recommendation/recommendation.h"
#include "web/view.h"

#define T (&recommendation_type)

static inline const struct field *recommendation_field(const char *name)
{
	return type_field_named(T, name);
}

/* recommendation_web.c: the list as people know it, on another page than its own. */
const struct view_list *recommendation_list(const struct context *cx);

/* assign_web.c: the bar below the list, and what it leads to; those ticked, or all that the filters
 * of an address find. */
void recommendation_bulk(struct html *h, const struct list *l);
handler assign_form, assign_found, assign_post, triage_post;

/* together_web.c: one line for each of many: which it is, its words, its stage; the caller ends it.
 * Titles are loaded for all of them before. */
MUST_USE bool together_titles(struct context *cx, struct recommendation *const *v, size_t n);
void together_line(struct html *h, const struct recommendation *r);

/* One of many, in a part of the transaction and in memory that is free afterwards:
 * whatever the step made of the row but its numbers is gone.  *refused: in words; NULL: done.
 * False: failed otherwise. */
typedef bool one_of_many(struct context *cx, void *data);
MUST_USE bool together_one(struct context *cx, one_of_many *take, void *data,
                           const struct error **refused);

/* What was done with many at once, kept so that it can be taken back.  `refused`:
 * NULL where the step was taken, whose version the row has.  *ret 0: there is nothing to keep. */
MUST_USE bool together_note(struct context *cx, const char *step, struct recommendation *const *v,
                            const struct error *const *refused, size_t n, int64_t *ret);
/* The button that takes back `n`. */
void together_form(struct page *p, int64_t id, size_t n);
/* A line on the record's page, while it is as such a step left it. */
MUST_USE bool together_mention(struct page *p, const struct recommendation *r);
handler together_list, together_page, together_undo;

/* enter_web.c: pasting a run of paragraphs, splitting one recommendation. */
handler paste_form, paste_look, paste_enter, split_form, split_post;

/* import_origin_web.c: the section about the files that the record came from. */
MUST_USE bool recommendation_origins(struct page *p, int64_t id);

/* record_web.c: the page of one recommendation. */
handler recommendation_page;

#endif
