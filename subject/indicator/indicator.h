/* Indicators: what is measured to see whether a right is enjoyed, and the values that were measured
 * (OHCHR, Human Rights Indicators, HR/PUB/12/5; domain model §2.4).
 *
 * A value is never overwritten: it is entered provisionally, confirmed by a person of the body
 * whose data it is and who did not enter it, and replaced by another value of the same period and
 * breakdown, which stands beside it until it is confirmed itself.  README.md has the rules. */
#ifndef SUBJECT_INDICATOR_H
#define SUBJECT_INDICATOR_H

#include "record/record.h"
#include "record/subject.h"

enum indicator_kind { INDICATOR_STRUCTURAL = 1, INDICATOR_PROCESS, INDICATOR_OUTCOME };

enum measured_in {
	UNIT_PERCENT = 1, /* 0 to 100 unless the indicator says otherwise */
	UNIT_COUNT,       /* whole, from 0 */
	UNIT_RATE,        /* from 0 */
	UNIT_INDEX,       /* any number within the indicator's bounds */
	UNIT_YES_NO,      /* 1 or 0 */
	UNIT_DATE,        /* a day, month or year: since when something is in force */
};

enum periodicity { EVERY_YEAR = 1, EVERY_HALF_YEAR, EVERY_QUARTER, EVERY_MONTH, ONCE };

enum dimension {
	BY_SEX = 1,
	BY_AGE,
	BY_REGION,
	BY_URBAN_RURAL,
	BY_DISABILITY,
	BY_NATIONALITY,
	BY_OTHER,
	DIMENSIONS = BY_OTHER
};

/* A group by which values are broken down: "female", "ASHGABAT", "age_15_24".  Reference data. */
struct disaggregation {
	struct record record;
	const char *code;
	int dimension;
	struct texts name;
	const char *aliases;
	struct number position;
	enum yesno retired;
};
extern const struct type disaggregation_type; /* key: code */

/* Owned rows of an indicator. */
struct indicator_dimension {
	int64_t id;
	int dimension;
};

struct indicator_target {
	int64_t id;
	struct date year;
	struct number value;
	const char *note;
};

enum { INDICATOR_SCALE = 4 }; /* decimal digits of baseline, targets, bounds and values */

struct indicator {
	struct record record; /* .institution: always the source body, whose own data it is */
	const char *code;
	struct texts name;
	int kind;
	int64_t human_right;
	struct texts attribute; /* what of the right is measured */
	struct texts definition, rationale, method;
	struct texts unit; /* in words: "deaths per 1,000 live births" */
	int unit_kind;
	struct number decimals, lowest, highest;
	int64_t source_body;      /* produces the data; its people enter and confirm values */
	struct texts data_source; /* survey, register, census */
	int periodicity;
	struct owned disaggregations; /* struct indicator_dimension */
	struct number baseline;
	struct date baseline_year;
	struct owned targets;      /* struct indicator_target */
	const char *sdg_indicator; /* "5.5.1" */
	const char *statistician;
	struct texts limitations;
};
/* key: code; states: in_use, retired; its titles are told to whoever works here */
extern const struct type indicator_type;

struct indicator_value {
	struct record record; /* .institution: the indicator's source body */
	int64_t indicator;
	struct date period;     /* year, quarter, month, day */
	int half;               /* 1, 2: that half of the year `period`; 0 */
	struct refs breakdown;  /* disaggregations, one of a dimension; none: the total */
	struct number value;    /* of all unit kinds but UNIT_DATE */
	struct date value_date; /* of UNIT_DATE */
	const char *origin;     /* publication, letter, register it was taken from */
	int64_t file;
	const char *note;
	struct link about;         /* measure or recommendation with which it was reported */
	struct link reported_with; /* the progress update */
	int64_t entered_by;        /* account: never confirms it */
	int64_t superseded_by;     /* the value that took its place */
	const char *period_key, *breakdown_key, *import_key; /* kept by rules */
};
/* states: provisional, confirmed, superseded, withdrawn */
extern const struct type indicator_value_type;

/* ---- for who reports values with something else (progress updates) */

struct indicator_entry {
	int64_t indicator;
	struct date period;
	int half;
	const char *breakdown; /* codes of disaggregations, ";" between: "female;ASHGABAT"; NULL or
	                          "": the total */
	struct number value;   /* scale INDICATOR_SCALE */
	struct date value_date;
	struct link about, reported_with;
	int64_t entered_by; /* account of who reported it; 0: the actor */
	const char *origin, *note;
};

/* Would it be refused?  All reasons as ERR_INVALID beside `field` (of the caller's form), in words
 * that name the indicator.  Writes nothing. */
MUST_USE bool indicator_entry_check(struct context *cx, const struct indicator_entry *e,
                                    const char *field);

/* Enters the value as the program itself, provisionally, in the caller's transaction.  The same
 * value entered already, and still counting: *ret is that one and nothing is written.  Another
 * provisional value of the same period and breakdown is superseded at once, a confirmed one stays
 * until the new one is confirmed.  `ret` may be NULL. */
MUST_USE bool indicator_enter(struct context *cx, const struct indicator_entry *e, int64_t *ret);

/* A half-year (1, 2) as the indicator's own periodicity counts: itself, its last quarter or month,
 * the year of a yearly one. */
void indicator_period_in_half(const struct indicator *i, int year, int half, struct date *period,
                              int *ret_half);

/* ---- asking: the program's own questions, rights are not asked */

/* The value that counts for the period and breakdown (codes, as above): the confirmed one, else,
 * with `provisional`, the provisional one.  NULL without a failure: there is none. */
const struct indicator_value *indicator_value_at(struct context *cx, int64_t indicator,
                                                 struct date period, int half,
                                                 const char *breakdown, bool provisional);

/* Has one of these indicators that is of process or outcome a value that counts?  With `confirmed`
 * only confirmed ones count. */
MUST_USE bool indicator_has_result(struct context *cx, const int64_t *indicators, size_t n,
                                   bool confirmed, bool *ret);
/* The same for values that were reported about this measure or recommendation. */
MUST_USE bool indicator_has_result_about(struct context *cx, struct link about, bool confirmed,
                                         bool *ret);

/* ---- words, in the context's language */

/* "34.0 %", "yes", "17 June 2025": with the unit. */
const char *indicator_value_words(struct context *cx, const struct indicator *i,
                                  struct number value, struct date date);
/* "2024", "second half of 2024", "Q3 2024". */
const char *indicator_period_words(struct context *cx, struct date period, int half);
/* The codes of a breakdown in words: "female, Aşgabat"; "all" for the total. */
const char *indicator_breakdown_words(struct context *cx, const char *codes);
/* What the unit allows: "%, from 0 to 100"; for the hint beside an input. */
const char *indicator_unit_words(struct context *cx, const struct indicator *i);

/* ---- for forms */

/* Is it broken down by this dimension? */
bool indicator_broken_by(const struct indicator *i, enum dimension dimension);
/* What may be chosen for a dimension, in order: rows of disaggregation_type that are in use. */
MUST_USE bool indicator_categories(struct context *cx, enum dimension dimension,
                                   struct disaggregation ***ret, size_t *ret_n);
/* A number as it is typed in the context's language ("34,5"), into scale INDICATOR_SCALE. */
MUST_USE bool indicator_read_number(struct context *cx, const char *typed, struct number *ret);
/* "2024", "2024-H2", "2024-Q3", "2024-05" and the words people write. */
MUST_USE bool indicator_read_period(struct context *cx, const char *typed, struct date *period,
                                    int *half);

extern const struct subject indicator_subject;

#endif
