/* Letters of special procedures and individual communications: what was alleged about whom, who
 * answers it, by when, and what followed from a committee's Views.
 *
 * Rules (README.md says them in words): a communication begins restricted to a named list, and who
 * reads it is logged; the letter's own date outranks the computed one, and a date that was extended
 * outranks both; it never moves off a Saturday; a reply after its date is told, not refused; nobody
 * approves a draft that he wrote. */
#ifndef SUBJECT_COMMUNICATION_H
#define SUBJECT_COMMUNICATION_H

#include "record/record.h"
#include "record/subject.h"

enum communication_kind {
	KIND_URGENT_APPEAL = 1,
	KIND_ALLEGATION_LETTER,
	KIND_OTHER_LETTER,
	KIND_INDIVIDUAL,
	KIND_INTERIM_MEASURES,
	KIND_INQUIRY
};

/* Which observations a committee asks for; DL-15 has a clock for each. */
enum communication_stage { STAGE_UNSET, STAGE_ADMISSIBILITY, STAGE_MERITS };

struct mandate {
	int64_t id;
	const char *holder; /* "Special Rapporteur on torture" */
};

/* Somebody whom it concerns.  Work speaks of the pseudonym; the name is for who must know it. */
struct concerned {
	int64_t id;
	const char *pseudonym; /* "P1", where nobody gave one */
	const char *name, *note;
};

struct reply_draft {
	int64_t id;
	int64_t file;
	const char *note;
	int64_t author; /* account; set when the draft is put in */
};

struct violation {
	int64_t id;
	int64_t instrument;
	const char *article;
	const char *finding;
};

struct remedy {
	int64_t id;
	const char *asked; /* in the committee's words */
	int state;
	const char *done; /* what was done */
};

struct communication {
	struct record record;
	int kind;                /* enum communication_kind */
	const char *reference;   /* "AL TKM 1/2026" */
	int64_t mechanism;       /* special procedures, or the committee */
	struct date letter_date; /* of the letter, or of its transmission to the State */
	struct date received;
	int stage;              /* enum communication_stage; of individual communications */
	struct date stated_due; /* the letter's own date */
	struct date extended_to;
	struct date reply_due; /* what counts; none: no rule gives one, and the letter names none */
	struct texts subject;
	struct owned mandates, persons;
	int64_t letter; /* file */
	int64_t lead;
	struct refs co;
	struct owned drafts;
	struct date reply_sent;
	const char *reply_reference; /* number of the note verbale */
	int64_t reply;               /* file */
	/* Views of the committee and what follows */
	const char *views_symbol;
	struct date views_adopted, views_transmitted;
	struct owned violations, remedies;
	struct date views_stated_due, views_due, views_reply_sent;
	int64_t views_grade;
	struct date views_graded;
	struct texts remark;
};
extern const struct type communication_type;

/* Days between the date that counted and the reply; 0: in time, or no reply yet, or no date. */
int communication_days_late(const struct communication *c);
/* That in words of the context's language; NULL: in time. */
const char *communication_late(struct context *cx, const struct communication *c);
/* Its reply, or the reply to its Views, should have gone out before today. */
bool communication_overdue(struct context *cx, const struct communication *c);
/* What was applied to find the date of the reply (or to the Views), in the context's language;
 * NULL: no rule, or a failure. */
const char *communication_explained(struct context *cx, const struct communication *c, bool views);

/* How many there are, whoever may read them: what the dashboard shows, and nothing else. */
enum { COMMUNICATION_STATES = 8 };
struct communication_counts {
	int64_t in_state[COMMUNICATION_STATES]; /* in the order of the life cycle */
	int64_t all, overdue, late;             /* late: replied after the date */
};
/* May the actor be told them: who keeps or decides such files. */
bool communication_counted(const struct context *cx);
MUST_USE bool communication_count(struct context *cx, struct communication_counts *ret);

extern const struct subject communication_subject;

#endif
