/* The State's positions in the Universal Periodic Review (README.md, "Positions"): bodies propose,
 * the secretariat may propose beside them, what differs or is doubted goes to the Commission, the
 * chair decides, and the adoption of the outcome ends it. */
#ifndef SUBJECT_RECOMMENDATION_POSITION_H
#define SUBJECT_RECOMMENDATION_POSITION_H

#include "format/sink.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"

/* ---- of one recommendation (position.c) */

/* As position_proposals[]: there is no pending one, and no "partially". */
enum position_proposed { PROPOSED_NOTHING, PROPOSED_SUPPORTED, PROPOSED_NOTED };

enum position_dispute {
	DISPUTE_NONE,
	DISPUTE_BODIES,      /* two bodies propose different positions */
	DISPUTE_SECRETARIAT, /* the secretariat and a body do */
	DISPUTE_MARKED       /* somebody asked for the Commission's view; see the note */
};

struct position_proposal {
	int64_t id;
	int64_t body;     /* institution */
	int64_t proposer; /* account */
	enum yesno secretariat;
	int proposed;
	struct texts words;
	struct date date;
};

extern const struct choice position_proposals[], position_disputes[];
extern const struct row_type position_rows;

static inline int position_of_proposal(int proposed)
{
	return proposed == PROPOSED_SUPPORTED ? POSITION_SUPPORTED
	       : proposed == PROPOSED_NOTED   ? POSITION_NOTED
	                                      : 0;
}

static inline bool position_known(const struct recommendation *r)
{
	return r->position == POSITION_SUPPORTED || r->position == POSITION_NOTED;
}

/* The lead body's proposal; NULL: it has made none. */
const struct position_proposal *position_of_lead(const struct recommendation *r);

/* A UPR review of the State of this installation.  False also when failed(cx). */
bool position_own_review(struct context *cx, const struct review_cycle *c);

/* When the outcome was adopted, by which its positions are frozen; no date: not yet. */
struct date position_frozen_on(struct context *cx, const struct review_cycle *c);

/* For the life cycle (step.c). */
bool position_fits(struct context *cx, const void *row);
bool position_may_be_proposed(struct context *cx, const void *row);
bool position_may_be_decided(struct context *cx, const void *row);
bool position_is_decided(struct context *cx, const void *row);
bool position_take_of_body(struct context *cx, void *row);
bool position_take_of_secretariat(struct context *cx, void *row);
bool position_mark(struct context *cx, void *row);
bool position_decide(struct context *cx, void *row);

/* What follows from the proposals: the lead body's, and whether they differ. */
void position_derive(struct recommendation *r);

/* Refuses a change of a position that is the chair's to make, or nobody's any more. */
bool position_kept(struct context *cx, const struct recommendation *was,
                   const struct recommendation *r);

/* ---- of a review (position_desk.c) */

/* A paragraph of the Working Group's report that asks for a position. */
struct position_paragraph {
	const struct recommendation *r;
	/* whose position counts: of the one it was merged into; else r */
	const struct recommendation *decided;
	bool contradicted; /* another part of the same paragraph has another position */
};

struct position_desk {
	const struct review_cycle *cycle;
	struct position_paragraph *v; /* in the order of the paragraphs */
	size_t n;
	int64_t hidden;      /* that are not open to the actor */
	const char *missing; /* numbers that the report should have, "126.4, 126.9"; "" */
	size_t supported, noted, open, disputed, unproposed;
};

enum { MAX_POSITIONS = 2000 /* of one review; the most so far were below 500 */ };

/* The review and what of it the actor may read; NULL with ERR_NOT_FOUND where it is no UPR review
 * of the own State. */
struct position_desk *position_desk(struct context *cx, int64_t cycle);

/* Every paragraph has a position, and all of them are open to the actor: only then an addendum can
 * be made.  False, in words, otherwise. */
bool position_covered(struct context *cx, const struct position_desk *d);

/* ---- what is given out (position_addendum.c, position_table.c) */

struct position_addendum {
	const struct position_desk *desk;
	bool quoted;   /* with the words of the recommendations */
	int64_t words; /* that it has, as a reader counts them */
	int64_t most;  /* that it may have (setting "addendum_words") */
};

/* Counts its words in the context's language. */
MUST_USE bool position_addendum_count(struct context *cx, struct position_addendum *a);
/* As a Word document; ERR_INVALID, in words, as long as a position is missing. */
MUST_USE bool position_addendum_write(struct context *cx, struct position_addendum *a,
                                      sink *to_sink, void *to);
/* The paragraph of the addendum that states such a position, "2". */
const char *position_addendum_paragraph(struct context *cx, const struct position_desk *d,
                                        int position);

/* The table as OHCHR publishes it, as a workbook: recommendation with its States and where the
 * position stands, position, themes with groups and goals. */
MUST_USE bool position_table_write(struct context *cx, const struct position_desk *d, sink *to_sink,
                                   void *to);

#endif
