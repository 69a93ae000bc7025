/* Private to this folder: what its files share. */
#ifndef SUBJECT_TREATY_PART_H
#define SUBJECT_TREATY_PART_H

#include "subject/mechanism/mechanism.h"
#include "subject/treaty/treaty.h"

/* The code of an instrument; NULL: there is none, or failed. */
const char *treaty_code(struct context *cx, int64_t instrument);

/* The State of this installation; 0: it is not on record. */
int64_t treaty_own_state(struct context *cx);

/* What contradicts the acts that are recorded already: fails beside the field. */
MUST_USE bool status_fits(struct context *cx, const struct instrument_status *s);

/* Since when the act has its effect, into in_force, effect and basis. */
MUST_USE bool status_compute(struct context *cx, struct instrument_status *s);

/* Asks again for every act that follows from the rule or from the instrument (0: all), and saves
 * what changed. */
MUST_USE bool status_recompute(struct context *cx, int64_t instrument);

/* What is due to the committee follows from the acts of the own State: `saved` of an act, and what
 * a review of it changes. */
MUST_USE bool reports_keep(struct context *cx, int64_t instrument);

/* The report that is due next, as far as it is known. */
enum report_known {
	REPORT_NONE,     /* no rule gives reports, or the State is not bound */
	REPORT_COMPUTED, /* by the rule: the document of the last review should say it */
	REPORT_STATED,   /* a review says it, or says that it is awaited */
	REPORT_PASSED    /* computed, and passed: whether it was submitted is not on record */
};
struct report_next {
	enum report_known known;
	int64_t number;    /* 1: the initial one */
	int64_t act;       /* by which the State is bound */
	int64_t review;    /* the last one on record; 0: none */
	bool review_says;  /* so the deadline is the review\'s own */
	const char *basis; /* what the register asks */
	struct date due;   /* none while awaiting */
	const char *how;   /* the rule's explanation */
};
MUST_USE bool report_next(struct context *cx, int64_t instrument, struct report_next *ret);

/* ---- loading */

MUST_USE bool provisions_load(struct context *cx);
MUST_USE bool statuses_load(struct context *cx);
/* A made-up treaty that says so, with made-up acts: recorded as the sample secretariat would,
 * approved as the sample chair would (sample.c). */
MUST_USE bool treaty_load_sample(struct context *cx);
MUST_USE bool obligations_load(struct context *cx);

#endif
