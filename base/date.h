/* Civil dates with a precision, and instants.
 *
 * A deadline "2025" is not the first of January: a date knows how precisely it was stated and
 * counts as its last day when it is compared with today.  It is stored as that last day with the
 * precision behind it
 * ("2025-12-31/y", "2025-06-30/q", "2025-02-28/m", "2025-06-17"), so that the database sorts and
 * compares it as text, and written for people and machines as "2025", "2025-Q2", "2025-02",
 * "2025-06-17" (ISO 8601 but for the quarter).
 *
 * An instant is microseconds since 1970-01-01T00:00Z.  Instants are for the log, sessions and
 * tokens; deadlines are civil dates in the State's own time zone (zone.h). */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/context.h"

enum precision {
	PRECISION_NONE,
	PRECISION_DAY,
	PRECISION_MONTH,
	PRECISION_QUARTER,
	PRECISION_YEAR
};

struct date {
	int16_t year;      /* 1 … 9999; the last day of the period that was stated */
	uint8_t month;     /* 1 … 12 */
	uint8_t day;       /* 1 … 31 */
	uint8_t precision; /* enum precision; PRECISION_NONE: no date */
};

enum { DATE_TEXT = 16 }; /* room for any text form of a date, NUL included */

static inline bool date_set(struct date d)
{
	return d.precision != PRECISION_NONE;
}

struct date date_day(int year, int month, int day); /* unchecked: for constants */
bool date_valid(int year, int month, int day);
int days_in_month(int year, int month);

/* Days since 1970-01-01 of the (last) day, and back. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);

struct date date_first_day(struct date d); /* of the period that was stated */

int date_compare(struct date a, struct date b); /* by last day; none sorts last */
struct date date_add_days(struct date d, int n);
/* Deadline rule DL-01: clamps to the month's last day. */
struct date date_add_months(struct date d, int n);
int date_weekday(struct date d); /* 1 Monday … 7 Sunday (ISO 8601) */

/* "2025", "2025-Q2", "2025-02", "2025-06-17" both ways.  Also reads "17.06.2025" and "06.2025". */
MUST_USE bool date_parse(const char *s, struct date *ret);
char *date_text(struct date d, char out[DATE_TEXT]); /* "" for none */

/* The stored form, both ways. */
MUST_USE bool date_from_store(const char *s, struct date *ret);
char *date_to_store(struct date d, char out[DATE_TEXT]);

/* The clock of the machine, now. */
int64_t instant_now(void);

/* "2025-06-17T12:00:00.123456Z", both ways; reading also takes an offset such as +05:00 and fewer
 * digits. */
enum { INSTANT_TEXT = 32 };
char *instant_text(int64_t instant, char out[INSTANT_TEXT]);
MUST_USE bool instant_parse(const char *s, int64_t *ret);

#endif
