/* Reviews and documents that a file from outside names and that are not on record yet: those of
 * other States, and the own State's next ones.  What the file does not say stays empty: a review
 * that is made so has neither date nor session. */
#ifndef SUBJECT_MECHANISM_REVIEW_H
#define SUBJECT_MECHANISM_REVIEW_H

#include "subject/mechanism/mechanism.h"

/* The cycles of the Universal Periodic Review and which sessions belong to each
 * (reference/upr_cycles.csv). */
struct upr_cycle {
	int64_t number;
	int64_t sessions[2]; /* of the Working Group, the first and the last */
	int64_t councils[2]; /* of the Human Rights Council, in the symbols of the reports */
};
struct upr_cycles {
	struct upr_cycle *v;
	size_t n;
};
MUST_USE bool upr_cycles_load(struct context *cx, struct upr_cycles *ret);

/* The number of the cycle; 0: the table does not say it. */
int64_t upr_cycle_of_session(const struct upr_cycles *c, int64_t session);
int64_t upr_cycle_of_council(const struct upr_cycles *c, int64_t session);

/* The code of a State's review: "UPR-3" of the own one, "SVN-UPR-3" of another; NULL with a
 * failure. */
const char *review_code(struct context *cx, int64_t state, const char *mechanism,
                        const char *number);

/* Slovenia's third cycle: the review on record, else one that the import makes (known_plan()).
 * `mechanism` is its code, `number` as the code of the review has it ("3", "5-6").  0 with a
 * failure, or where there is no such mechanism. */
int64_t review_needed(struct context *cx, int64_t state, const char *mechanism, const char *number);

/* What the file says of the review, for one that is made now; what is empty is not said. */
struct review_facts {
	const char *session;
	struct date review_date;
};
int64_t review_needed_with(struct context *cx, int64_t state, const char *mechanism,
                           const char *number, const struct review_facts *facts);

/* The document with that symbol: the one on record, else one that the import makes, about this
 * State and review (0: not known). */
int64_t document_needed(struct context *cx, const char *symbol, int64_t state, int64_t cycle);

/* What the document says of itself, for one that is made now. */
struct document_facts {
	struct date adopted, distributed;
	struct date stated_due; /* of the answer it asks for */
};
int64_t document_needed_with(struct context *cx, const char *symbol, int64_t state, int64_t cycle,
                             const struct document_facts *facts);

/* The symbol without its addendum: "A/HRC/28/15" of "A/HRC/28/15/Add.1"; in normal form. */
const char *symbol_of_report(struct context *cx, const char *symbol);

#endif
