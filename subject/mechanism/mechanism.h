/* Who asks something of the State and in which document: mechanisms, the instruments they watch,
 * their scales of grades, reviews, and documents with their symbols.
 *
 * Rules (README.md says them in words): a symbol outside the grammar is allowed with a warning;
 * what a symbol says of kind, mechanism and review is only proposed where nobody said it; a grade
 * belongs to the scale of its committee. */
#ifndef SUBJECT_MECHANISM_H
#define SUBJECT_MECHANISM_H

#include "record/record.h"
#include "record/subject.h"
#include "subject/mechanism/locator.h"
#include "subject/mechanism/symbol.h"

/* ---- mechanisms and instruments */

struct mechanism {
	struct record record;
	const char *code; /* "CCPR", "UPR" */
	int kind;
	struct texts name;
	const char *symbol_prefix, *secretariat;
};
extern const struct type mechanism_type;

struct instrument {
	struct record record;
	const char *code; /* "ICCPR", "OP-CEDAW" */
	int kind;
	struct texts name;
	const char *aliases;  /* as tables of ratifications call it: "IV-4|CCPR" */
	int64_t committee;    /* the mechanism that watches it */
	struct texts wording; /* of a voluntary pledge: exactly as it was given */
	struct texts depositary;
	struct date adopted, general_entry_into_force;
	const char *symbol_prefix;
};
extern const struct type instrument_type;

/* ---- grades */

struct grade_scheme {
	struct record record;
	const char *code;
	int64_t committee; /* 0: for mechanisms without a scale of their own */
	struct texts name;
	enum yesno retired;
	int64_t merged_into;
};
extern const struct type grade_scheme_type;

struct grade {
	struct record record;
	const char *code; /* scheme and grade: "CCPR-A" */
	int64_t scheme;
	const char *grade;      /* as the committee writes it: "A", "B1", "implemented" */
	struct number position; /* in its scheme, the best first */
	struct texts name, meaning;
	struct date valid_from, valid_to;
	enum yesno retired;
	int64_t merged_into;
};
extern const struct type grade_type; /* title "CCPR: A" */

/* ---- reviews */

enum next_said {
	NEXT_UNSAID,
	NEXT_STATED,  /* by the mechanism: it counts */
	NEXT_EXPECTED /* by us: shown as expected, and its date is still awaited */
};

struct review_cycle {
	struct record record;
	const char *code; /* "UPR-4", "CRC-5-6"; of another State "SVN-UPR-3" */
	int64_t mechanism, instrument;
	int64_t state_under_review; /* 0: the installation's own */
	struct texts label;
	const char *session;
	struct date review_date;
	struct date adopted_on;       /* the outcome, or the observations, were adopted */
	struct date hrc_session_from; /* UPR: first day of the Council's session that adopts it */
	const char *next_expectation; /* a date, "FROM/TO", or "to_be_communicated": shown as
	                                 awaiting date, never computed */
	int next_said;                /* enum next_said: who says so */
	struct number next_period;    /* years until the next report, where only that is known */
	const char *order_key;
};
extern const struct type review_cycle_type;

/* Sorts reviews by mechanism and number; "" with a failure. */
const char *review_cycle_order(struct context *cx, int64_t id);

/* ---- documents */

struct document_version {
	int64_t id;
	int language;
	int64_t file;           /* 0: the version is known, and not at hand */
	struct date stated_due; /* the date that this version states for an answer */
	const char *note;
};

struct document {
	struct record record;
	const char *symbol; /* as the United Nations write it; empty where there is none */
	int kind;
	int64_t mechanism, cycle;
	struct texts title;
	const char *issued_by;
	struct date adopted, distributed;
	struct date submitted; /* what the State wrote: the day on which the mechanism had it */
	int original_language;
	struct owned versions;
	struct date stated_due; /* the date that the document itself sets for an answer; outranks a
	                           computed one */
	struct texts remark;
	const char *order_key;
};
extern const struct type document_type;

/* Sorts documents by symbol, numbers by value: …/CO/2 before …/CO/10; "" with a failure. */
const char *document_order(struct context *cx, int64_t id);

/* Fills what is still 0 from the document. */
void document_complete(struct context *cx, int64_t id, int64_t *mechanism, int64_t *cycle);

/* The document with that symbol, however spaced and capitalised; 0 without a failure: there is
 * none. */
int64_t document_by_symbol(struct context *cx, const char *symbol);

/* Do language versions state different dates, and nobody has decided yet (stated.c)? */
bool document_dates_differ(const struct document *d);
/* What it states for an answer, in the words of the deadline rules: "stated=2025-10-30", or
 * "stated.en=2025-11-30 stated.ru=2025-10-30" while versions differ; "": nothing. */
const char *document_stated_line(struct context *cx, const struct document *d);
/* Decides for one of the dates, with a reason, and saves.  ERR_INVALID beside "stated_due" or
 * "resolution". */
MUST_USE bool document_resolve(struct context *cx, struct document *d, struct date chosen,
                               const char *reason);
/* What the State answered came after the date that the question stated: *ret_due. */
bool document_late(struct context *cx, const struct document *d, struct date *ret_due);

/* What to tell whoever enters it, in the context's language: its symbol fits no known form, or it
 * came too late.  NULL: nothing. */
const char *document_warning(struct context *cx, const struct document *d);

extern const struct subject mechanism_subject;

#endif
