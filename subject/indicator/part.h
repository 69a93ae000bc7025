/* Private to this folder: what its files share. */
#ifndef SUBJECT_INDICATOR_PART_H
#define SUBJECT_INDICATOR_PART_H

#include "subject/indicator/indicator.h"

/* The text in the context's language, else as the instance prefers; "" where there is none. */
static inline const char *indicator_text(struct context *cx, const struct texts *x)
{
	const struct text *t = texts_best(cx, x);

	return t ? t->body : "";
}

extern const struct choice indicator_dimensions[], indicator_kinds[];

/* ---- breakdowns (disaggregation.c) */

#define BREAKDOWN_TOTAL "-" /* the key of what is not broken down */

/* Codes in the order of dimensions, ";" between; BREAKDOWN_TOTAL for none.  NULL: failed. */
const char *indicator_breakdown_key(struct context *cx, const struct refs *breakdown);
/* The other way round, from any order; fails beside `field` for a code that is not there. */
MUST_USE bool indicator_breakdown_of(struct context *cx, const char *codes, const char *field,
                                     struct refs *ret);
/* One category of each dimension, and only of those that the indicator has. */
MUST_USE bool indicator_breakdown_check(struct context *cx, const struct indicator *i,
                                        const struct refs *breakdown, const char *field);

/* All groups that are open to the actor, also those not used any more, in order. */
MUST_USE bool indicator_groups(struct context *cx, struct disaggregation ***ret, size_t *ret_n);

/* ---- periods (period.c) */

/* "2024", "2024-H1", "2024-Q3", "2024-05", "2024-05-17". */
const char *indicator_period_key(struct context *cx, struct date period, int half);
/* Does it fit how often the indicator is measured, and has it begun? */
MUST_USE bool indicator_period_check(struct context *cx, const struct indicator *i,
                                     struct date period, int half);
/* Short, for an axis: "2024", "2024-II", "05.2024". */
const char *indicator_period_short(struct context *cx, struct date period, int half);
/* The last day of the period. */
struct date indicator_period_end(struct date period, int half);
/* The `n` newest periods that have begun, newest first. */
struct indicator_period {
	struct date date;
	int half;
};
void indicator_periods_offered(struct context *cx, const struct indicator *i,
                               struct indicator_period *v, size_t n);

/* ---- units (unit.c) */

/* The bounds that hold: the indicator's own, else those of its unit. */
struct number indicator_unit_lowest(const struct indicator *i);
struct number indicator_unit_highest(const struct indicator *i);
/* Is it a value of that unit?  All that is wrong, beside `field`. */
MUST_USE bool indicator_unit_check(struct context *cx, const struct indicator *i,
                                   struct number value, const char *field);
/* The number alone, with the indicator's decimals. */
const char *indicator_unit_number(struct context *cx, const struct indicator *i,
                                  struct number value);

/* ---- values (value.c) */

/* The live value of the place in the state; 0: none. */
MUST_USE bool indicator_value_find(struct context *cx, const struct indicator_value *like,
                                   const char *state, int64_t *ret);

/* The source body of the indicator changed: its values are the new one's. */
MUST_USE bool indicator_values_follow(struct context *cx, const struct indicator *i);

extern const struct import_format indicator_values_format; /* value_file.c */

MUST_USE bool indicator_sample(struct context *cx); /* sample.c */

#endif
