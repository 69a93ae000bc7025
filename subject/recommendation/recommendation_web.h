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

/* selection_web.c: many at once. */
struct selection {
	struct recommendation **v;
	const char **names; /* told before the steps, which use up the rows */
	size_t n;
	bool more; /* there are more than can be worked on at once */
};
/* Those of the form's ids, in the order in which they were posted. */
MUST_USE bool selection_read(struct context *cx, const struct request *q, struct selection *s);
/* The list that the address tells, page after page. */
MUST_USE bool selection_find(struct context *cx, struct list *l, struct selection *s);
MUST_USE bool selection_name(struct context *cx, struct selection *s);
/* Hidden inputs with the ids, but for those that were refused (NULL: none was). */
void selection_ids(struct html *h, const struct selection *s, const struct error *const *refused);
/* Between a look and its "now": what was typed, hidden, with the versions that were looked at; and
 * whether this version was. */
void selection_keep(struct html *h, const struct request *q, const struct selection *s);
bool selection_seen(struct context *cx, const struct request *q, const struct recommendation *r);
/* Where the filters find more than can be worked on at once, it says so and what can be done with
 * the rest. */
void selection_more(struct page *p, const struct selection *s, const char *then);
/* Back to the list with a word. */
bool selection_none(struct context *cx, const struct request *q, struct reply *a);
/* The page after a step with many: what was refused and why, and the button that takes it back. */
struct outcome {
	const char *step, *title, *next;
	void (*offer)(struct page *p, const struct selection *s,
	              const struct error *const *refused); /* NULL: nothing more */
	const char *back; /* where its list is; NULL: /recommendations */
};
bool selection_report(struct context *cx, const struct request *q, struct reply *a,
                      const struct selection *s, const struct error *const *refused,
                      const struct outcome *o);

/* assign_web.c: the bar below the list, and what it leads to; those ticked, or all that the filters
 * of an address find. */
void recommendation_bulk(struct html *h, const struct list *l);
handler assign_form, assign_found, assign_post, triage_post;

/* change_web.c: fields of many, changed together. */
handler change_form, change_found, change_look, change_now;

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

/* The same, only to see what would be refused: nothing stays. */
MUST_USE bool together_would(struct context *cx, one_of_many *take, void *data,
                             const struct error **refused);

/* The step of a change that is no step of the type. */
#define TOGETHER_CHANGE "change"
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
