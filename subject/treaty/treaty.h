/* What the State has promised, provision by provision: the provisions of instruments, what each
 * State did about an instrument and since when it is bound, and who answers for which duty.
 *
 * Rules (README.md says them in words): what happened is recorded one act at a time, each with its
 * source, and approved by another person; the day on which a State is bound follows from the
 * deposit by rule DL-03, never for a succession; acts that contradict each other are refused. */
#ifndef SUBJECT_TREATY_H
#define SUBJECT_TREATY_H

#include "record/record.h"
#include "record/subject.h"
#include "subject/mechanism/mechanism.h"

/* ---- provisions */

struct provision {
	struct record record;
	const char *code; /* instrument and number, "CEDAW 18"; made by prepare() */
	int64_t instrument, parent;
	const char *number; /* "18", "2 (f)", "preamble" */
	struct texts heading, text;
	const char *order_key;
};
extern const struct type provision_type; /* title "CEDAW 18: reports of States" */

/* ---- what a State did about an instrument */

enum status_action {
	ACTION_UNSET,
	ACTION_SIGNATURE,
	ACTION_RATIFICATION,
	ACTION_ACCESSION,
	ACTION_SUCCESSION,
	ACTION_ACCEPTANCE, /* or approval: the treaty's own words for being bound */
	ACTION_CONSENT,    /* ratification or accession: the source does not say which */
	ACTION_DECLARATION,
	ACTION_RESERVATION,
	ACTION_WITHDRAWAL, /* of a reservation, declaration or acceptance of a procedure */
	ACTION_PROCEDURE,  /* acceptance of a procedure: CAT art. 22 */
	ACTION_DENUNCIATION,
	ACTION_ABSENCE /* not a party, or a procedure not accepted, as of the date */
};

/* How the day is known from which the act has its effect. */
enum status_effect {
	EFFECT_UNSET,
	EFFECT_COMPUTED, /* by rule DL-03 */
	EFFECT_STATED,   /* by hand */
	EFFECT_MISSING   /* a succession, or a treaty without a rule: somebody has to say it */
};

struct instrument_status {
	struct record record;
	int64_t instrument, country;
	int action; /* enum status_action */
	struct date date;
	const char *national_act; /* "476-V" */
	struct date national_act_date;
	struct date in_force_stated; /* by hand */
	struct date in_force;        /* what counts; of a denunciation: its effect */
	int effect;                  /* enum status_effect */
	const char *basis;           /* the line that DL-03 was asked */
	struct texts text;           /* of a declaration or reservation */
	struct refs provisions;      /* what it is about */
	int64_t withdraws;
	struct texts remark;
	const char *import_key;
};
/* States: recorded, approved, listed (from a table, nobody has looked), struck (a mistake). */
extern const struct type instrument_status_type;

/* By such an act a State becomes bound. */
bool status_binds(int action);

/* The acts of a State about an instrument, oldest first, but for those struck out.  Without asking
 * access: for rules. */
MUST_USE bool status_history(struct context *cx, int64_t instrument, int64_t country,
                             struct instrument_status **ret, size_t *n);

/* Puts acts in order of time; where times overlap, in the order of nature. */
void status_put_in_order(struct instrument_status *v, size_t n);

/* Where a State stands. */
enum treaty_standing {
	STANDING_NONE,
	STANDING_ABSENT, /* a source says so, as of that day */
	STANDING_SIGNED,
	STANDING_DEPOSITED, /* not in force for it yet, or it is not known since when */
	STANDING_BOUND,
	STANDING_DENOUNCED
};
struct treaty_stand {
	enum treaty_standing standing;
	struct date since;                   /* none: not known */
	const struct instrument_status *act; /* from which it follows; NULL: none */
};
/* On that day, after these acts (oldest first). */
struct treaty_stand treaty_stand_on(const struct instrument_status *v, size_t n, struct date day);
/* In words, and with its glyph. */
extern const struct choice treaty_standings[]; /* at enum treaty_standing, from STANDING_NONE */

/* ---- the report of a review */

/* When the report that a review of the own State is about was due. */
struct report_was {
	struct date due; /* none: nothing on record says it */
	bool review;     /* the review before it said so (DL-06, DL-06b); else the rule by its
	                    number (DL-04, DL-05) */
};
MUST_USE bool report_was_due(struct context *cx, const struct review_cycle *c,
                             struct report_was *ret);

/* ---- obligations */

enum duty { DUTY_UNSET, DUTY_RESPECT, DUTY_PROTECT, DUTY_FULFIL, DUTY_REPORT, DUTY_COOPERATE };

struct obligation {
	struct record record; /* .institution: the lead body */
	int64_t provision;
	int duty; /* enum duty */
	struct texts summary;
	int64_t lead;
	struct refs co_bodies;
	const char *code; /* provision and duty, "CEDAW 18 report"; made by prepare() */
	const char *order_key;
};
extern const struct type obligation_type;

extern const struct subject treaty_subject;

#endif
