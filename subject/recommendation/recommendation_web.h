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

/* assign_web.c: the bar below the list, and what it leads to. */
void recommendation_bulk(struct html *h, const struct list *l);
handler assign_form, assign_post, triage_post;

/* enter_web.c: pasting a run of paragraphs, splitting one recommendation. */
handler paste_form, paste_look, paste_enter, split_form, split_post;

/* record_web.c: the page of one recommendation. */
handler recommendation_page;

#endif
