/* Private to this folder: what the files of the engine share.
 *
 * A date that is known to the month or year only is every day of it: intervals are added to its
 * first and to its last day, and what comes out is told as precisely as it went in (struct span).
 */
#ifndef SUBJECT_DEADLINE_ANSWER_PART_H
#define SUBJECT_DEADLINE_ANSWER_PART_H

#include "base/buffer.h"
#include "subject/deadline/deadline.h"

enum deadline_unit {
	UNIT_UNSET,
	UNIT_DAY,
	UNIT_WORKING_DAY,
	UNIT_WEEK,
	UNIT_MONTH,
	UNIT_YEAR,
	UNIT_WEEKDAY
};

enum deadline_rounding { ROUND_UNSET, ROUND_FIRST_OF_NEXT_MONTH, ROUND_END_OF_MONTH };

extern const struct choice deadline_events[]; /* codes are the keys that hold the event's date */
extern const struct choice deadline_sides[];

/* "09-01" → 9, 1; of any year, so never 29 February. */
bool deadline_day_of_year(const char *s, int *ret_month, int *ret_day);

/* What is proposed becomes what is in force, or the other way round. */
void deadline_rule_take(struct deadline_rule *r);
void deadline_rule_propose_same(struct deadline_rule *r);
/* The rule whose deadlines it can move; NULL: those of several. */
const char *deadline_rule_reaches(const struct deadline_rule *r);

/* ---- rules and holidays as this piece of work reads them (rule_book.c) */

struct holiday_span {
	struct date first, last; /* in one year, where every_year */
	int month, day, days;    /* of one that comes every year; month 0: of that date alone */
	bool works;
};

/* The first day on which a holiday counts; none: it always did. */
static inline struct date holiday_since(const struct holiday *h)
{
	return date_set(h->valid_from) ? date_first_day(h->valid_from) : h->valid_from;
}

struct treaty_dates {
	const char *code;
	struct date adopted, general_entry_into_force;
};

struct deadline_book {
	struct deadline_rule **rules; /* by code */
	size_t rules_n;
	struct holiday_span *holidays;
	size_t holidays_n;
	struct treaty_dates *treaties;
	size_t treaties_n;
	bool rest[8];    /* by weekday, 1 Monday … 7 Sunday */
	int meetings_on; /* a day of rest on which meetings may be; 0: none */
};

/* All of them, struct holiday *, by code, whoever may read them. */
MUST_USE bool deadline_holidays(struct context *cx, void ***ret, size_t *ret_n);

/* NULL: failed. */
const struct deadline_book *deadline_book(struct context *cx);

/* NULL: the rule has no such row. */
const struct deadline_rule *book_rule(const struct deadline_book *b, const char *rule,
                                      const char *applies_to, const char *part);
/* The rows of one rule; they stand together. */
struct deadline_rule *const *book_rules(const struct deadline_book *b, const char *rule,
                                        size_t *ret_n);
/* NULL: there is no such instrument. */
const struct treaty_dates *book_treaty(const struct deadline_book *b, const char *code);
bool book_works(const struct deadline_book *b, struct date d, bool meeting);
struct date book_working_day(const struct deadline_book *b, struct date d, bool meeting);
/* n working days after (before) d, which itself does not count. */
struct date book_add_working_days(const struct deadline_book *b, struct date d, int n);

/* ---- one question */

/* All the days that a date may be: of the precision with which it was told. */
struct span {
	struct date first, last; /* days; last none: no date */
	uint8_t precision;
};

struct asking;

struct asked_rule {
	const char *code;
	const char *keys; /* blanks between; what the events of its rows name may be told, too */
	bool (*answer)(struct asking *a);
};
extern const struct asked_rule asked_rules[]; /* code NULL ends it */

struct asking {
	struct context *cx;
	const struct asked_rule *rule;
	const struct deadline_key *keys;
	size_t keys_n;
	const struct deadline_book *book;
	struct deadline_answer *ret;
	struct buffer words; /* the explanation so far */
	size_t steps_room;
};

/* The key's value; NULL: not told. */
const char *asked(const struct asking *a, const char *key);
/* Its date, which must be told; ERR_INVALID. */
MUST_USE bool asked_date(struct asking *a, const char *key, struct span *ret);
/* The same as it was told, not as the days that it may be. */
MUST_USE bool asked_as_told(struct asking *a, const char *key, struct date *ret);
MUST_USE bool asked_year(struct asking *a, int *ret);
MUST_USE bool asked_number(struct asking *a, const char *key, int low, int high, int *ret);
bool missing(struct asking *a, const char *key);
/* What was told of the key cannot be. */
#define refuse(a, key, ...) fail((a)->cx, ERR_INVALID, (key), __VA_ARGS__)

/* A sentence of the explanation, already in the context's language. */
void explain(struct asking *a, const char *format, ...) PRINTF(2, 3);
/* The rule's row for what the key names (instrument, committee), or its only one where the key is
 * not told.  NULL: failed, or the rule says nothing of it and the answer is none already. */
const struct deadline_rule *asked_row(struct asking *a, const char *rule, const char *key,
                                      const char *part);
/* The words of a rule's row. */
void explain_row(struct asking *a, const struct deadline_rule *r);

/* ---- dates (answer_span.c) */

struct span span_of(struct date d);
/* Told as precisely as it is known: the period in which most of its days lie, the earlier of two
 * with as many; a day where only one is left. */
struct date span_date(const struct span *s);
struct span span_later(struct span a, struct span b);
/* The row's interval from the span, rounded as it says; explains it.  `amount` instead of the row's
 * where that says none. */
struct span span_add(struct asking *a, const struct deadline_rule *r, struct span from, int amount);
/* The row's interval from a day, without a word. */
struct date row_date(const struct asking *a, const struct deadline_rule *r, struct date from);
const char *shown_date(struct asking *a, struct date d);
const char *shown_span(struct asking *a, const struct span *s);

/* The span as what is due. */
void answer_due(struct asking *a, const struct span *s);
/* The rule gives none; the words of why are explained before. */
void answer_none(struct asking *a);
/* What the row says beside its interval: verify, voluntary. */
void answer_marks(struct asking *a, const struct deadline_rule *r);
/* Adds a step; rolls it where the row says so. */
void answer_step(struct asking *a, const struct deadline_rule *r, struct date d);
void answer_step_named(struct asking *a, const char *name, struct date d, struct date rolled_from);

/* ---- what mechanisms stated (answer_stated.c) */

/* Some key "stated…" was told. */
bool is_stated(const struct asking *a);
/* DL-02. */
MUST_USE bool answer_stated(struct asking *a);

/* ---- the rules, by what they are about */

bool answer_dl01(struct asking *a);
bool answer_dl02(struct asking *a);
bool answer_dl03(struct asking *a);
bool answer_dl04(struct asking *a);
bool answer_dl05(struct asking *a);
bool answer_dl06(struct asking *a);
bool answer_dl06b(struct asking *a);
bool answer_dl07(struct asking *a);
bool answer_dl08(struct asking *a);
bool answer_dl10(struct asking *a);
bool answer_dl12(struct asking *a);
bool answer_dl13(struct asking *a);
bool answer_dl14(struct asking *a);
bool answer_dl15(struct asking *a);
bool answer_dl16(struct asking *a);
bool answer_dl17(struct asking *a);
bool answer_dl18(struct asking *a);
bool answer_dl19(struct asking *a);
bool answer_dl20(struct asking *a);
bool answer_dl21(struct asking *a);
/* DL-20 of the half-year, 1 or 2. */
bool answer_half_year(struct asking *a, int year, int half);
/* One interval from one event: DL-09, DL-11. */
bool answer_interval(struct asking *a);
/* The same of a row. */
bool answer_row(struct asking *a, const struct deadline_rule *r);

#endif
