/* Letters between the secretariat and institutions: the register of those that went out and came
 * in, and the assignment letter, which the program writes (README.md says the rules in words). */
#ifndef SUBJECT_LETTER_H
#define SUBJECT_LETTER_H

#include "format/sink.h"
#include "record/record.h"
#include "record/subject.h"

enum letter_direction { LETTER_OUT = 1, LETTER_IN };

struct letter {
	struct record record; /* of the secretariat; restricted as what it is about */
	int direction;        /* enum letter_direction */
	const char *number;   /* out: unique in its year, given by the program where left empty */
	struct date date;
	int64_t correspondent; /* institution: to whom, or from whom */
	struct texts subject;
	struct refs items;      /* recommendations */
	int language;           /* of a letter that the program wrote */
	struct date answer_due; /* rolls to a working day (DL-18) */
	struct date answered_on;
	int64_t reply_to; /* the letter that this one answers */
	int64_t file;
	struct number serial;     /* of the number, in its year */
	const char *register_key; /* direction, correspondent of those that came in, year, number */
};
extern const struct type letter_type; /* states: awaiting, answered, done */

/* Awaits an answer, and its day has passed. */
bool letter_overdue(struct context *cx, const struct letter *l);
/* Appends " + (SELECT …)": how many of those the actor reads, at most MAX_LIST_PAGE; nothing for
 * whoever sends no letters. */
void letter_count_sql(struct context *cx, struct buffer *text, struct sql_values *values);
/* When the answer to a letter of today is due: setting answer_days, on a working day. */
MUST_USE bool letter_due(struct context *cx, struct date *ret);
/* The language in which its focal points read the program, else the first of the installation. */
MUST_USE bool letter_language(struct context *cx, int64_t institution, const char **ret);

/* An assignment letter of today in the register, with its DOCX: `items` are recommendations that
 * await the institution's answer.  ERR_INVALID in words. */
struct letter *letter_write(struct context *cx, int64_t institution, const struct refs *items,
                            struct date due, const char *lang);
/* Its DOCX, in its own language. */
MUST_USE bool letter_docx(struct context *cx, const struct letter *l, sink *to_sink, void *to);

/* The work of the day: what was assigned before assignments stood in the register of deadlines.
 * One slice, for deadline_day_work(), and all of it. */
MUST_USE bool assignment_day_slice(struct context *cx, void *deadline_day);
MUST_USE bool assignment_begin_day(struct context *cx);

extern const struct subject letter_subject;

#endif
