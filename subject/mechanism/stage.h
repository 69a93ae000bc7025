/* The stages of a review and what belongs to each: documents by their kind, dates of the review.
 * Which stages there are depends on the mechanism: a committee's review runs from the report to the
 * assessment of the follow-up, with the list of issues first where it was asked prior to
 * reporting; the UPR from the national report to the mid-term report. */
#ifndef SUBJECT_MECHANISM_STAGE_H
#define SUBJECT_MECHANISM_STAGE_H

#include "subject/mechanism/mechanism.h"

enum stage_name {
	STAGE_NONE,
	STAGE_REPORT,
	STAGE_LIST,
	STAGE_REPLIES,
	STAGE_COMPILATION,
	STAGE_DIALOGUE,
	STAGE_OUTCOME, /* concluding observations, or the report of the UPR's Working Group */
	STAGE_POSITIONS,
	STAGE_ADOPTION,
	STAGE_MATRIX,
	STAGE_FOLLOW_UP,
	STAGE_ASSESSMENT,
	STAGE_MID_TERM,
	STAGE_NEXT
};

/* How far a stage is. */
enum stage_progress {
	STAGE_THERE,   /* its document is on record, or its day has come */
	STAGE_SKIPPED, /* nothing on record, and a later stage is there */
	STAGE_COMING,  /* the first one that is expected now */
	STAGE_LATER
};

struct stage {
	enum stage_name name;
	const char *label;   /* N_() */
	struct document **v; /* of the stage's kinds, the earliest first */
	size_t n;
	struct date
	        date; /* when it was: of the review, else of its first document; none: not known */
	enum stage_progress progress;
};

struct stages {
	struct stage *v;
	size_t n;
	int64_t next; /* the review that followed this one; 0: none yet */
};

/* The stages of the review with the documents that the actor may read; `all`: for rules of the
 * program, with all of them. */
MUST_USE bool review_stages(struct context *cx, const struct review_cycle *c, bool all,
                            struct stages *ret);

/* NULL: this review has none of that name. */
const struct stage *stage_of(const struct stages *s, enum stage_name name);

/* When the document was given: submitted, adopted or distributed, whichever is known first. */
struct date document_given(const struct document *d);

/* Is its kind the one of that code? */
bool document_is(const struct document *d, const char *kind);

/* The kind of a mechanism by its code ("treaty_body", "upr", …); "" with a failure. */
const char *mechanism_kind(struct context *cx, int64_t id);

#endif
