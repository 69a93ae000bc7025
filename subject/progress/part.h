/* Private to this folder: what its files share. */
#ifndef SUBJECT_PROGRESS_PART_H
#define SUBJECT_PROGRESS_PART_H

#include "record/image.h"
#include "subject/indicator/indicator.h"
#include "subject/progress/progress.h"
#include "subject/recommendation/recommendation.h"

/* The year as the field has it. */
struct date progress_year(int year);
/* The halves of the period, one or two. */
size_t progress_halves(const struct progress_update *u, struct half_year ret[2]);

/* What is entered of a value when the update is accepted. */
MUST_USE bool progress_entry(struct context *cx, const struct progress_update *u,
                             const struct progress_value *v, struct indicator_entry *ret);

/* ---- who (update.c) */

/* Who had a hand in the update: who wrote it, handed it in, approved or accepted it, and for whom
 * they acted.  With `written` only the first two. */
MUST_USE bool progress_people(struct context *cx, int64_t update, bool written, struct refs *ret);
/* Is the actor, or whom he acts for, among them. */
bool progress_is_one_of(const struct context *cx, const struct refs *people);

/* Fits a step whose right is that over the progress of all. */
bool progress_in_the_secretariat(struct context *cx, const void *row);
/* The same as struct step.waits. */
void progress_when_in_the_secretariat(struct context *cx, struct buffer *text,
                                      struct sql_values *values);

/* ---- what it rests on (grounds.c) */

/* May the State call it implemented?  ERR_INVALID beside "status", in words (TC-40): accepted
 * evidence, and where the recommendation asks for practice, a result. */
MUST_USE bool progress_grounds(struct context *cx, struct link about);
/* Of a recommendation its measures, with itself in front; of a measure the measure. */
MUST_USE bool progress_subjects(struct context *cx, struct link about, struct link **ret,
                                size_t *n);

/* ---- what follows (effect.c) */

/* An update was accepted. */
MUST_USE bool progress_take_effect(struct context *cx, const struct progress_update *u);
/* Evidence that was accepted counts no more: what rested on it alone is set back. */
MUST_USE bool progress_set_back(struct context *cx, const struct evidence *e);
/* Measures came to or went from recommendations, themselves or in clusters: their stage follows. */
MUST_USE bool progress_of_measure(struct context *cx, const struct measure *old,
                                  const struct measure *m);
MUST_USE bool progress_of_cluster(struct context *cx, const struct cluster *old,
                                  const struct cluster *c);

/* ---- what is owed anew (again.c) */

/* It was returned: the effect of such a step. */
MUST_USE bool progress_give_back(struct context *cx, void *row);
/* In the register of deadlines. */
MUST_USE bool progress_keep_return(struct context *cx, const struct progress_update *u);
/* The same of all that were returned about a record, or to an institution. */
MUST_USE bool progress_returns_about(struct context *cx, int64_t about);
MUST_USE bool progress_returns_of(struct context *cx, int64_t institution);

bool progress_load_sample(struct context *cx);

#endif
