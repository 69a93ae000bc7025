/* What bodies report on measures and recommendations, and the evidence behind it.
 *
 * Rules (README.md says them in words): a report has four boxes and a period; the ministry's focal
 * point writes it, its approver approves it, the secretariat accepts or returns it; accepted, it is
 * locked and corrected by a new one only.  Nobody approves, accepts or verifies what he reported.
 * Accepting sets the State's status and the stage of the work, meets the deadline of the period and
 * enters the values of indicators provisionally. */
#ifndef SUBJECT_PROGRESS_H
#define SUBJECT_PROGRESS_H

#include "record/record.h"
#include "record/subject.h"
#include "subject/plan/plan.h"

/* ---- updates */

enum progress_part { PART_FIRST_HALF = 1, PART_SECOND_HALF, PART_WHOLE_YEAR };

/* A value of an indicator that is reported with it. */
struct progress_value {
	int64_t id;
	int64_t indicator;
	const char *breakdown; /* codes of disaggregations, ";" between; NULL: the total */
	struct number value;
	struct date value_date; /* of an indicator whose unit is a date */
};

struct progress_update {
	struct record record; /* .institution: the lead body, which reports */
	struct link about;    /* a measure or a recommendation */
	struct date year;     /* known to the year */
	int part;             /* enum progress_part */
	struct texts done, result, difficulties, next_step;
	int status;                 /* proposed; enum recommendation_status */
	struct texts status_reason; /* what is missing, where it is implemented in part */
	struct number percent;
	struct owned values;  /* struct progress_value */
	struct refs evidence; /* of evidence_type */
	int64_t corrects;     /* the locked update that this one corrects */
	struct date deadline; /* of the period (DL-20); kept by rules */
	struct date submitted, approved, accepted;
	enum yesno personal_data; /* as found when it was opened to the public */
	struct date return_due;   /* it was returned, and is to be handed in anew by then */
};
/* States: draft, submitted, approved, returned, accepted (locked), superseded. */
extern const struct type progress_update_type;

/* ---- evidence */

/* What it is evidence for, beside the updates that name it. */
struct evidence_subject {
	int64_t id;
	struct link subject; /* a measure or a recommendation */
};

enum evidence_kind {
	EVIDENCE_LEGAL_ACT = 1,
	EVIDENCE_STATISTIC,
	EVIDENCE_DOCUMENT,
	EVIDENCE_PHOTO,
	EVIDENCE_LINK,
	EVIDENCE_TRAINING_RECORD,
	EVIDENCE_COURT_STATISTIC,
	EVIDENCE_OTHER,
};

struct evidence {
	struct record record; /* .institution: the body that gave it */
	int type;             /* enum evidence_kind */
	struct texts title;
	int64_t file;
	const char *address; /* of a page */
	struct date date_of_fact;
	const char *issuing_body;
	enum yesno is_public, personal_data;
	struct date expiry;       /* the last day on which it counts */
	struct owned about;       /* struct evidence_subject */
	const char *check_reason; /* why it was rejected or withdrawn */
};
/* States: unchecked, accepted, rejected, withdrawn. */
extern const struct type evidence_type;

/* ---- asking */

/* The lead body of a measure or recommendation; 0: it has none, or is neither. */
int64_t progress_lead(struct context *cx, struct link about);
/* Can it be reported on: it has a lead body, and work on it is not over.  False without a failure:
 * no; *ret_why in words then (NULL: not asked). */
bool progress_open(struct context *cx, struct link about, const char **ret_why);

/* "first half of 2026", "2026" in the context's language. */
const char *progress_period_words(struct context *cx, const struct progress_update *u);

/* The updates about it that the actor may read, the newest period first, at most `limit`. */
MUST_USE bool progress_of(struct context *cx, struct link about, int limit,
                          struct progress_update ***ret, size_t *n);
/* The newest update about it whatever its state and whoever may read it, without those that were
 * superseded; NULL without a failure: none. */
struct progress_update *progress_last(struct context *cx, struct link about);
/* The update of that period that counts (not superseded); 0: none. */
int64_t progress_of_period(struct context *cx, struct link about, int year, int part);

/* What a new report begins with: the oldest half-year that is owed, else the last one that has ended
 * and is not reported on; and progress_offer_values().  u->about is set; `about` is that row. */
MUST_USE bool progress_begin(struct context *cx, struct progress_update *u, const void *about);
/* A row without a value for each indicator of the measure and each of its groups that has none yet:
 * what is left empty is not saved. */
MUST_USE bool progress_offer_values(struct context *cx, struct progress_update *u,
                                    const void *about);

/* Does accepted evidence, still valid today, stand behind it: its own, that of updates about it,
 * and, of a recommendation, that of its measures. */
MUST_USE bool evidence_stands(struct context *cx, struct link about, bool *ret);

/* The work of the day: what was returned before returns stood in the register of deadlines.  One
 * slice, for deadline_day_work(), and all of it. */
MUST_USE bool progress_day_slice(struct context *cx, void *deadline_day);
MUST_USE bool progress_begin_day(struct context *cx);

extern const struct subject progress_subject;

#endif
