/* A recommendation: what a mechanism asked of the State, in the mechanism's own words, and the work
 * it gives rise to.
 *
 * Three things that outsiders say and do about it stand side by side and are never merged: the
 * State's own status, the mechanism's grade, and independent views (domain model §2.3, consistency
 * rule 6).  Status and stage are two things, too: the status is what the State says publicly about
 * the substance, the stage is where the work stands.  README.md has the rules in plain words. */
#ifndef SUBJECT_RECOMMENDATION_H
#define SUBJECT_RECOMMENDATION_H

#include "record/record.h"

enum recommendation_kind {
	KIND_RECOMMENDATION = 1,
	KIND_OBSERVATION,
	KIND_QUESTION,
	KIND_REQUEST_FOR_INFORMATION,
	KIND_FOLLOW_UP_PRIORITY,
	KIND_AGREED_STEP,
	KIND_PLEDGE,
};

enum upr_position { POSITION_PENDING = 1, POSITION_SUPPORTED, POSITION_NOTED };

enum recommendation_status {
	STATUS_NOT_STARTED = 1,
	STATUS_IN_PROGRESS,
	STATUS_PARTIALLY_IMPLEMENTED,
	STATUS_IMPLEMENTED,
	STATUS_CONTINUOUS,
	STATUS_NOT_PURSUED,
	STATUS_NO_INFORMATION,
};

extern const struct choice recommendation_statuses[]; /* words and glyphs, at the enum */

enum asks_for { ASKS_LAW = 1, ASKS_PRACTICE, ASKS_BOTH, ASKS_REPORT };

/* The mechanism's grade: one row per assessment. */
struct assessment {
	int64_t id;
	int64_t grade;    /* of the committee's scheme */
	int64_t document; /* where the mechanism says so */
	const char *locator;
	struct date date;
	const char *note;
};

/* What an independent voice says: written by its author alone. */
struct view {
	int64_t id;
	int64_t author; /* institution */
	int opinion;    /* agrees, agrees in part, disagrees with the State's status */
	struct texts words;
	struct date date;
};

/* A letter or other paper that belongs to the work. */
struct paper {
	int64_t id;
	int64_t file;
	const char *note;
};

struct recommendation {
	struct record record;

	/* the words and where they stand */
	struct refs states_under_review; /* the instance's own first */
	int64_t mechanism, cycle, document;
	const char *locator;
	struct texts text;
	int kind;

	/* labels */
	struct refs themes, affected_persons, sdg, instruments;
	const char *articles, *regions;
	int asks_for;
	enum yesno follow_up; /* the committee singled the paragraph out */
	struct date follow_up_due;

	/* the Universal Periodic Review alone */
	struct refs recommending_states;
	int position;
	int64_t position_document;
	const char *position_locator, *position_source;
	struct texts position_remark;
	int position_proposed; /* by the lead body (position.h) */
	struct texts position_words;
	struct owned position_proposals;
	int position_dispute;
	const char *position_dispute_note;
	struct instant position_decided; /* by the chair */

	/* the work */
	int64_t lead;
	struct refs co;
	struct date deadline;
	int priority;
	struct date assigned_on, answer_due;
	int proposed_answer;
	enum yesno proposed_not_pursued;
	int64_t merged_into, split_from, superseded_by;
	struct owned papers;
	struct refs reported_by; /* accounts that had a hand in an accepted report on it: none of
	                            them verifies it */

	/* three assessments */
	int status;
	struct texts status_reason;
	struct owned assessments, views;

	/* kept by rules */
	const char *order_key, *import_key;
};

extern const struct type recommendation_type;

/* "A/HRC/24/3 112.4", or the cycle and the recommending States where there is no paragraph,
 * or its first words where there is neither. */
const char *recommendation_reference(struct context *cx, const struct recommendation *r);
/* The same in the context's language whoever acts, for what is kept and read by others: none of its
 * own words, and nothing of a document or review that is restricted; "": nothing is left. */
const char *recommendation_place(struct context *cx, const struct recommendation *r);

/* The key by which a file's row finds the record it made before (README.md, "The same again"):
 * document and locator (a concern apart from what stands in the same paragraph), else State under
 * review, cycle, recommending States and the words folded by white space and case.  Uses the loaded
 * row. */
const char *recommendation_import_key(struct context *cx, const struct recommendation *r);

/* ---- entering many at once */

/* A paragraph that was found in pasted text. */
struct paragraph {
	const char *locator, *text;
};

/* Splits a run of numbered paragraphs ("126.1 …", "13. …", "(a) …") by their locators;
 * sub-paragraphs carry their paragraph's number.  Words before the first locator become a paragraph
 * without one. */
void recommendation_paragraphs(struct context *cx, const char *text, struct paragraph **ret,
                               size_t *ret_n);

/* ---- splitting and merging */

/* Makes one recommendation per part, each linked to `r` and with its labels, and takes the step
 * "split" with it; all or nothing.  ERR_INVALID with fewer than two parts. */
MUST_USE bool recommendation_split(struct context *cx, struct recommendation *r,
                                   const struct paragraph *parts, size_t n);

#endif
