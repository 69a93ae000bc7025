/* Plans of the State, their measures, and clusters of recommendations that measures answer
 * together.
 *
 * Rules (README.md says them in words): a measure has exactly one lead body and any number of
 * others; it stands once, in any number of plans or in none; how its timing is written becomes
 * dates by rule DL-19; what was approved is changed by a new version of its plan or by the chair,
 * and nothing of before is lost.  What it owes stands in the register (subject/deadline/): its own
 * end, and the progress of each half-year (DL-20) as long as it is open.
 *
 * Progress on a measure, its evidence and who verifies it belong to subject/progress, which sets a
 * measure's state with measure_report(). */
#ifndef SUBJECT_PLAN_H
#define SUBJECT_PLAN_H

#include "record/record.h"
#include "record/subject.h"

/* ---- half-years (DL-20) */

struct half_year {
	int year, half; /* 1 January to June, 2 July to December; 0, 0: none */
};

/* "2026-H1", both ways; NULL and false: none. */
const char *half_year_code(struct context *cx, struct half_year h);
MUST_USE bool half_year_parse(const char *code, struct half_year *ret);
/* "first half of 2026" in the context's language. */
const char *half_year_words(struct context *cx, struct half_year h);
struct half_year half_year_of(struct date day);
struct half_year half_year_after(struct half_year h);
struct date half_year_first_day(struct half_year h);
struct date half_year_last_day(struct half_year h);
int half_year_compare(struct half_year a, struct half_year b);
/* The newest one whose progress should be there by now. */
MUST_USE bool half_year_last_due(struct context *cx, struct half_year *ret);
/* Until when its progress is to be told: rule DL-20. */
MUST_USE bool half_year_due(struct context *cx, struct half_year h, struct date *ret);

/* ---- plans */

struct plan {
	struct record record; /* .institution: the one that drafts it; 0: the mechanism */
	const char *code;     /* "NHRAP-2021-2025": never changes */
	struct texts title;
	int kind; /* national_plan, thematic_plan, strategy, ihl_plan, roadmap, work_plan,
	             sector_programme */
	struct date period_from, period_to;
	const char *act; /* the approving act, as it is called */
	struct date act_date;
	int64_t coordinator; /* institution */
	int64_t body;        /* or the Commission */
	int64_t predecessor; /* the plan that this one succeeds */
	int64_t revises;     /* the version before this one */
	struct number version_number;
	struct date mid_term_review;
	struct refs recommendations; /* of a roadmap: what it answers */
	int64_t document, file;
	struct texts note;
};
/* States: concept, drafting, consultation, approved, in_force, mid_term_review, revised, completed,
 * evaluated, archived. */
extern const struct type plan_type;

/* Its measures are followed: it is approved, and neither over nor replaced. */
bool plan_runs(const struct plan *p);

struct plan_part {
	struct record record;
	int64_t plan, parent;
	int kind; /* part, section, objective */
	const char *number;
	struct texts title;
	struct number position;
	int64_t revises; /* the same part of the version before */
	const char *order_key;
};
extern const struct type plan_part_type; /* states: draft, approved; they follow the plan's */

/* ---- measures */

enum measure_timing { TIMING_UNSET, TIMING_DATES, TIMING_YEARLY, TIMING_CONTINUOUS };

/* Where it stands in a plan. */
struct measure_place {
	int64_t id;
	int64_t plan, part; /* part 0: directly in the plan */
	const char *number;
	const char *order_key;
};

struct measure_partner {
	int64_t id;
	int64_t institution; /* 0: named in words */
	const char *name;
};

/* A half-year for which its progress was accepted. */
struct measure_reported {
	int64_t id;
	const char *half_year; /* "2026-H1" */
	struct date day;       /* on which it was handed in */
};

struct measure {
	struct record record; /* .institution: the lead body */
	const char *number;   /* outside any plan; else each place has its own */
	struct texts text, expected_result;
	int64_t lead;
	struct refs co;
	struct owned partners, places;
	const char *timing; /* as the plan writes it */
	int timing_kind;    /* enum measure_timing */
	struct date from_date,
	        due; /* by DL-19; due: of the timing alone, none where it is continuous */
	const char *budget_source;
	struct money budget;
	struct refs recommendations, obligations, sdg, indicators;
	int64_t carried_from;      /* the measure of the plan or version before */
	struct date followed_from; /* since when its progress is owed: first day of a half-year */
	struct owned reported;
	struct date reported_until; /* last day of the newest half-year that was accepted */
	struct date started_on, completed_on;
	struct number percent;    /* as the newest accepted update says */
	struct number amendments; /* how often its words or its term were changed once approved */
	const char *order_key;
};
/* States: draft, approved, not_started, in_progress, reported_complete, verified_complete,
 * suspended, cancelled, carried_over. */
extern const struct type measure_type;

/* It is approved and neither complete nor given up: not_started, in_progress.  Progress is owed. */
bool measure_is_open(const struct measure *m);
/* Nothing more is done about it: verified_complete, cancelled, carried_over. */
bool measure_is_over(const struct measure *m);

/* How it stands today, for bars and lists: derived from state, dates and what was reported. */
enum measure_standing {
	MEASURE_DRAFT = 1,   /* not approved yet, or its time has not come */
	MEASURE_NOT_STARTED, /* its time has come */
	MEASURE_IN_PROGRESS,
	MEASURE_COMPLETE, /* reported or verified */
	MEASURE_DELAYED,  /* open after its last day */
	MEASURE_SILENT,   /* no information: the last half-year that was due was not reported */
	MEASURE_SUSPENDED,
	MEASURE_CANCELLED,
	MEASURE_CARRIED_OVER,
	MEASURE_STANDINGS
};
extern const struct choice measure_standings[]; /* words and glyphs, at enum measure_standing */
MUST_USE bool measure_standing(struct context *cx, const struct measure *m,
                               enum measure_standing *ret);
/* The same rule in SQL: a number of enum measure_standing for a measure `r`, today. */
MUST_USE bool measure_standing_sql(struct context *cx, struct buffer *text);
/* The same counted of all that stand in the plan and that the actor may read. */
MUST_USE bool plan_counts(struct context *cx, int64_t plan, int64_t ret[MEASURE_STANDINGS]);

/* ---- what progress asks and sets */

/* Until when the progress of that half-year is owed, as the register has it; none: it is not. */
MUST_USE bool measure_period_owed(struct context *cx, int64_t measure, struct half_year h,
                                  struct date *ret);
/* The half-years whose progress is owed and was not accepted, the oldest first; today's is the
 * last.  Without asking access. */
MUST_USE bool measure_periods_due(struct context *cx, const struct measure *m,
                                  struct half_year **ret, size_t *n);

/* What an accepted update comes to. */
struct measure_report {
	struct half_year period;
	struct date day;       /* handed in by the ministry: on it the deadline is met */
	const char *state;     /* "in_progress", "reported_complete"; NULL: as it is */
	struct number percent; /* not set: as it was */
};
/* Sets the state, meets the deadline of the half-year (and, when it is complete, that of the
 * measure), as the program, in the caller's transaction.  ERR_INVALID in words: it is not approved,
 * or over.  A period that was reported before stays reported on its first day. */
MUST_USE bool measure_report(struct context *cx, int64_t measure, const struct measure_report *r);

/* The measure and those it was carried over from, the newest first: whose updates are its history.
 * Without asking access. */
MUST_USE bool measure_line(struct context *cx, int64_t measure, struct refs *ret);

/* Measures that answer the recommendation, without drafts and those given up; itself and through
 * clusters.  Without asking access. */
MUST_USE bool measures_of_recommendation(struct context *cx, int64_t recommendation,
                                         struct refs *ret);

/* ---- versions and successors */

/* A new version of an approved plan, in drafting: its parts and all of its measures stand in it.
 * 0: failed; ERR_INVALID where another version is being drafted. */
int64_t plan_revise(struct context *cx, int64_t plan);
/* The measure as this version will have it: a draft that takes its place when the version is
 * approved.  0: failed. */
int64_t measure_revise(struct context *cx, int64_t plan, int64_t measure);
/* Takes an unfinished measure over into a plan that comes after: a new measure with its words, its
 * bodies and its links.  It goes on there when that plan is approved; until then the new one is a
 * draft and the old one runs.  `part` 0: directly in the plan; number NULL: its own; timing NULL:
 * the period of the plan, or as it recurs.  0: failed. */
int64_t measure_carry_over(struct context *cx, int64_t measure, int64_t plan, int64_t part,
                           const char *number, const char *timing);
/* Takes it out of a version that is being drafted. */
MUST_USE bool measure_leave_out(struct context *cx, int64_t plan, int64_t measure);
/* What a plan whose time is over has left: open or suspended measures, in its order. */
MUST_USE bool plan_unfinished(struct context *cx, int64_t plan, struct refs *ret);

/* What became of a measure between two versions of a plan. */
enum plan_difference { DIFFERENCE_SAME, DIFFERENCE_CHANGED, DIFFERENCE_ADDED, DIFFERENCE_LOST };
struct plan_compared {
	enum plan_difference what;
	const struct measure *before, *after; /* NULL where there is none */
	const char *number_before, *number_after;
	const struct field **fields;                  /* that differ, NULL ends them */
	size_t links_before, links_kept, links_after; /* with recommendations */
};
/* A version against the one before it, in its order, the lost ones last; what the actor may read.
 */
MUST_USE bool plan_compare(struct context *cx, const struct plan *p, struct plan_compared **ret,
                           size_t *n);

/* ---- clusters of recommendations */

struct cluster {
	struct record record; /* .institution: the lead body */
	struct texts title;
	struct refs recommendations;
	int64_t lead;
	struct refs measures;
	struct date earliest; /* of the deadlines of its open recommendations and measures */
	struct texts note;
};
extern const struct type cluster_type;

/* ---- the day */

/* The work of the day: measures whose time has come begin, and the half-year that runs is in the
 * register.  One slice, for deadline_day_work(). */
MUST_USE bool plan_day_slice(struct context *cx, void *deadline_day);
/* All of it, in transactions of its own. */
MUST_USE bool plan_begin_day(struct context *cx);

extern const struct subject plan_subject;

#endif
