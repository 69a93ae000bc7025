/* Deadlines: the rules as data that people correct, the one function that every part asks, and the
 * register of what is due.
 *
 * Rules are those of the domain report, DL-01 … DL-21 (README.md says them in words, reference/
 * deadline_rules.csv holds their numbers).  Dates are civil dates in the State's own time zone; a
 * date may be known to the month or year only and then so is what follows from it.  What a
 * mechanism stated outranks what is computed; "to be communicated" is never given an invented date.
 */
#ifndef SUBJECT_DEADLINE_H
#define SUBJECT_DEADLINE_H

#include "record/record.h"
#include "record/subject.h"

/* ---- asking (answer.c) */

/* What is known, by the words of the rules: date, months, instrument, deposit, in_force, initial,
 * n, period, committee, adopted, stated ("to_be_communicated" or a date; stated.en, stated.ru …
 * where language versions differ), review, session, letter, transmitted, due, meeting, signed,
 * timing, kind (internal, external, meeting), half_year, action (ratification, accession,
 * succession), stage (admissibility, merits, views), year, urgent. */
struct deadline_key {
	const char *name, *value;
};

enum deadline_status {
	DEADLINE_UNSET,
	DEADLINE_COMPUTED, /* by the rule */
	DEADLINE_STATED,   /* by the mechanism */
	DEADLINE_AWAITING, /* to be communicated */
	DEADLINE_CONFLICT, /* two versions state two dates: the earlier counts until somebody
	                      resolves it */
	DEADLINE_NONE      /* the rule gives none; the explanation says why */
};

struct deadline_step {
	const char *name; /* "zero_draft" */
	struct date date;
	struct date rolled_from; /* set where a non-working day moved it (DL-18) */
};

struct deadline_answer {
	const char *rule;     /* "DL-13" */
	struct date due;      /* none where there is none; its precision is that of what is known */
	struct date from, to; /* of a window (DL-12) or a period */
	struct deadline_step *steps;
	size_t steps_n;
	enum deadline_status status;
	bool voluntary;          /* never overdue (DL-11) */
	bool immediate;          /* an urgent appeal (DL-14) */
	bool verify;             /* computed where the document should say it: look there */
	const char *explanation; /* what was applied, in the context's language */
};

/* Asks a rule, "DL-03".  False, in words: no such rule, a key that is missing, unknown or cannot be
 * (ERR_INVALID with the key as the field).  Asked within a transaction; the rules and holidays are
 * those of the database. */
MUST_USE bool deadline_ask(struct context *cx, const char *rule, const struct deadline_key *keys,
                           size_t n, struct deadline_answer *ret);

/* The same of one line, "DL-08 committee=CEDAW adopted=2024-02-16": the form in which the register
 * keeps how a date was found. */
MUST_USE bool deadline_ask_line(struct context *cx, const char *line, struct deadline_answer *ret);

/* "day", "month", "quarter", "year"; "computed" …: as the API and the command name them. */
const char *deadline_precision_code(struct date d);
const char *deadline_status_code(enum deadline_status status);

/* The rules that can be asked, in order. */
struct deadline_listed {
	const char *rule;
	const char *keys;  /* blanks between; "stated" stands for all of its languages */
	const char *words; /* in the context's language */
};
MUST_USE bool deadline_list(struct context *cx, struct deadline_listed **ret, size_t *ret_n);

/* The first working day on or after `d`, for what rolls (DL-18); Saturday counts for meetings. */
MUST_USE bool deadline_working_day(struct context *cx, struct date d, bool meeting,
                                   struct date *ret);

/* The line of what is asked, for keeping: values with blanks stand in quotation marks. */
const char *deadline_line(struct context *cx, const char *rule, const struct deadline_key *keys,
                          size_t n);

/* ---- the rules and holidays (rule.c, holiday.c) */

/* One number of a rule: how long, from which event.  Rules in parts, or with several instruments or
 * committees, have several; the one without either says the rule in words. */
struct deadline_rule {
	struct record record;
	const char *code;       /* "DL-15.CAT.views" */
	const char *rule;       /* "DL-15" */
	const char *applies_to; /* "CAT": instrument or committee; NULL: any */
	const char *part;       /* "views", "zero_draft"; NULL */
	const char *also;       /* words by which it is called, | between them */
	struct texts name;      /* the rule, or the step, in words without its numbers */
	struct number amount;
	int unit;  /* enum deadline_unit */
	int event; /* deadline_events[] */
	int rounding;
	const char *fixed_day; /* "09-01" */
	enum yesno rolls;
	int side; /* enum deadline_side */
	enum yesno verify, voluntary;
	/* What is proposed instead; as in force while nothing is. */
	struct number proposed_amount;
	int proposed_unit, proposed_event, proposed_rounding;
	const char *proposed_day;
	enum yesno proposed_rolls;
};

struct holiday_date {
	int64_t id;
	struct date date; /* the first day */
	const char *act;
};

enum holiday_kind { HOLIDAY_UNSET, HOLIDAY_RESTS, HOLIDAY_WORKS };

struct holiday {
	struct record record;
	const char *code;
	struct texts name;
	int kind;               /* enum holiday_kind: holiday, working_day */
	const char *every_year; /* "05-18"; NULL: decided each year */
	struct number days;
	struct date valid_from, valid_to;
	struct owned dates; /* of struct holiday_date */
};

extern const struct type deadline_rule_type, holiday_type;

/* ---- the register (register.c) */

enum deadline_side { SIDE_UNSET, SIDE_EXTERNAL, SIDE_INTERNAL, SIDE_MEETING };

/* Something is due.  Made and moved by the record it follows from; people give it an owner and say
 * when it was met. */
struct deadline {
	struct record record; /* .institution: the lead body; restricted as its source is */
	struct link source;   /* the record it follows from */
	const char *name;     /* unique in its source: "replies", "plan.zero_draft" */
	int kind;             /* deadline_kinds[] */
	struct texts title;   /* "CEDAW: 7th periodic report" */
	int64_t mechanism;    /* 0: none */
	const char *basis;    /* the line that was asked (deadline_ask_line()) */
	const char *step;     /* of the answer, whose date counts; NULL: .due does */
	const char *rule;     /* the first word of the basis: "DL-08" */
	struct date due;      /* what counts; none while awaiting */
	struct date window_from, window_to;
	int status;           /* enum deadline_status */
	int side;             /* enum deadline_side: external ones never roll */
	enum yesno voluntary; /* neutral, never overdue */
	enum yesno verify;    /* computed where the document should say it */
	int64_t owner;        /* account; 0: nobody yet */
	struct date done;     /* when it was met */
	/* What its source said last: where that changes, it counts; what people said stays. */
	int64_t source_owner;
	struct date source_done;
	int64_t owner_institution; /* of the owner: it is assigned to, whoever leads */
	const char *documents;     /* whose dates it holds: ids, blanks around each; NULL: none */
};
extern const struct type deadline_type; /* states: open, met, dropped */

extern const struct choice
        deadline_kinds[]; /* report, replies, follow_up, assessment, national_report, positions,
                             mid_term, next_review, letter, communication, meeting, papers, task,
                             other, measure, progress, assignment, return */

/* What a record wants to be in the register. */
struct deadline_wanted {
	const char *name, *kind;
	struct texts title;
	int64_t mechanism, institution, owner;
	const char *basis;
	const char *step; /* of the answer: its date counts instead of .due; NULL: .due */
	enum deadline_side side;
	/* Open to nobody who may not read the source; more narrowly where it says so. */
	int classification;
	const struct refs *readers; /* of what is restricted; NULL: none */
	struct refs documents;      /* whose dates it holds, too: nor to who may not read them */
	struct date done;           /* already met on that day; none: open */
};

/* Brings the register in line with what follows from the record: new ones are added, those whose
 * line or date changed are moved (met ones stay as they are), those no longer wanted, or for which
 * the rule gives no date at all, are dropped.  Owners that people gave stay.  Called by the type's
 * `saved`, in its transaction. */
MUST_USE bool deadline_keep(struct context *cx, struct link from, const struct deadline_wanted *v,
                            size_t n);

/* What each day brings to the register, and what an older program left out: the work of a day, in
 * slices, each a transaction of its own.  A slice begins behind `after`, which it sets to its last
 * record, and says when it was the last one.  A day may be done again. */
struct deadline_day {
	int64_t after;
	bool done;
};
enum { DEADLINE_SLICE = 200 }; /* records at most */
MUST_USE bool deadline_day_work(struct context *cx,
                                bool (*slice)(struct context *cx, void *deadline_day));
/* One slice: `ids` are its records, by their order, DEADLINE_SLICE at most. */
MUST_USE bool deadline_day_each(struct context *cx, struct deadline_day *day, struct rows *ids,
                                bool (*one)(struct context *cx, int64_t id));

/* Something of the record was erased: nothing of it stays in what follows from it or holds its
 * dates, nor in the log of that.  What is open was worked out anew when the record was saved; what
 * was met or is no longer due loses its title, and dates that the record no longer says. */
MUST_USE bool deadline_forget(struct context *cx, struct link from);
/* Nothing is left of what it was counted from. */
bool deadline_basis_erased(const struct deadline *d);

/* Open deadlines that the actor may read, whose rule is named `rule` (NULL: all), by date, and what
 * asking again would make of them; for the preview of a corrected rule and for `ygrar due`. */
struct deadline_move {
	const struct deadline *deadline;
	struct date due; /* as asked now */
	int status;
	const char *explanation;
};
MUST_USE bool deadline_moves(struct context *cx, const char *rule, struct deadline_move **ret,
                             size_t *n);
/* Applies them, to all open deadlines whoever may read them. */
MUST_USE bool deadline_recompute(struct context *cx, const char *rule);

/* Those that were open at the end of a day that has passed, as the register held them then: what
 * moved since has its date of then, and what was met on the day or before is not among them,
 * whenever that was said.  What was registered later is, where others set it and the day from which
 * it is counted had come.  `due` and `status` are those of then, the explanation is by the rules of
 * now.  Those alone that the actor may read now. */
MUST_USE bool deadline_open_on(struct context *cx, struct date day, struct deadline_move **ret,
                               size_t *n);
/* Why one of such a list might not be met; as deadline_risk(), for the day that the context has. */
const char *deadline_risk_among(struct context *cx, const struct deadline *d,
                                const struct deadline_move *v, size_t n);

/* Could the user read it if it were his?  False with a failure, too. */
bool deadline_may_own(struct context *cx, const struct deadline *d, int64_t account);
/* Overdue from 00:00 of the day after (State's time zone); never when voluntary, met or awaiting.
 */
bool deadline_overdue(struct context *cx, const struct deadline *d);
/* Why it may not be met, in the context's language: overdue, nobody owns it, a step before it is
 * late, its date is awaited or in conflict; NULL: nothing. */
const char *deadline_risk(struct context *cx, const struct deadline *d);

/* ---- on time? (timely.c) */

enum deadline_timely { TIMELY_UNKNOWN, TIMELY_YES, TIMELY_NO };
/* Was what was due then done in time?  Unknown where a date is not set or not precise enough.
 * *ret_days: how many days before or after; -1: not known. */
enum deadline_timely deadline_timely(struct date due, struct date done, int64_t *ret_days);
/* "on time, 4 days before its date", "late by 3 days", in the context's language; NULL: unknown. */
const char *deadline_timely_words(struct context *cx, struct date due, struct date done);
/* Of one that was met; what is voluntary is never called late. */
const char *deadline_met_words(struct context *cx, const struct deadline *d);

extern const struct subject deadline_subject;

#endif
