/* Reports of the State as projects: what is to be written, by when, who leads it, and the plan that
 * is counted back from the due date.
 *
 * Here, too, reviews and their documents get their deadlines (review_due.c): this subject knows
 * both the documents and the register. */
#ifndef SUBJECT_REPORT_H
#define SUBJECT_REPORT_H

#include "record/record.h"
#include "record/subject.h"
#include "subject/deadline/deadline.h"
#include "subject/mechanism/stage.h"

struct report_project {
	struct record record; /* .institution: the body that leads it */
	struct texts title;
	int kind;
	int64_t cycle, instrument;
	int64_t deadline; /* of the register: its date is that of the report; 0: typed */
	struct date due;
	int64_t lead; /* account: the leader of the team, who owns what nobody else does */
	struct date submitted;
	const char *note;
};
extern const struct type report_project_type; /* states: open, submitted, withdrawn */

/* A new project for a deadline of the register: kind, review, title and date follow from it.  Not
 * saved.  NULL: failed. */
struct report_project *report_for(struct context *cx, const struct deadline *d);

/* Can that deadline be planned: is something to be written until then? */
bool report_plannable(const struct deadline *d);

/* The project of that deadline that is not withdrawn; 0 without a failure: there is none. */
int64_t report_of_deadline(struct context *cx, int64_t deadline);

/* What a step of a plan is called in the context's language: "Zero draft"; NULL with a failure. */
const char *report_step_words(struct context *cx, const char *step);

/* ---- what reviews and documents have due (review_due.c) */

/* Brings the register in line with the review and its documents.  Of several own reviews by one
 * mechanism on one instrument only the newest has something due. */
MUST_USE bool review_due(struct context *cx, int64_t cycle);
/* The same for a document that belongs to no review. */
MUST_USE bool document_due(struct context *cx, const struct document *d);
/* All reviews and documents there are, after the rules were loaded. */
MUST_USE bool reviews_due(struct context *cx);

/* Which deadline of a review a stage has; NULL: none. */
const char *stage_deadline(enum stage_name name);

extern const struct subject report_subject;

#endif
