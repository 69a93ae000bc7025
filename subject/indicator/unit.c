/* Units: which numbers are values of them, and how they are written. */
#include "subject/indicator/part.h"

#include "language/words.h"
#include "record/image.h"

enum { ONE = 10000 }; /* 10^INDICATOR_SCALE */

struct number indicator_unit_lowest(const struct indicator *i)
{
	if (i->lowest.set || i->unit_kind == UNIT_INDEX || i->unit_kind == UNIT_DATE)
		return i->lowest;
	return (struct number){ 0, true };
}

struct number indicator_unit_highest(const struct indicator *i)
{
	if (i->highest.set || (i->unit_kind != UNIT_PERCENT && i->unit_kind != UNIT_YES_NO))
		return i->highest;
	return (struct number){ i->unit_kind == UNIT_PERCENT ? 100 * ONE : ONE, true };
}

static int decimals_of(const struct indicator *i)
{
	if (i->unit_kind == UNIT_COUNT || i->unit_kind == UNIT_YES_NO)
		return 0;
	return i->decimals.set ? (int)i->decimals.units : INDICATOR_SCALE;
}

static int decimals_in(struct number n)
{
	return number_decimals(&n, INDICATOR_SCALE);
}

static const char *bare_number(struct context *cx, struct number n)
{
	int decimals = number_decimals(&n, INDICATOR_SCALE);

	return words_number(cx->mem, cx->lang, n.units, decimals);
}

const char *indicator_unit_number(struct context *cx, const struct indicator *i,
                                  struct number value)
{
	int decimals = decimals_in(value), least = i->decimals.set ? decimals_of(i) : 0;
	int64_t units = value.units;

	if (decimals < least)
		decimals = least;
	for (int n = decimals; n < INDICATOR_SCALE; n++)
		units /= 10;
	return words_number(cx->mem, cx->lang, units, decimals);
}

static const char *unit_of(struct context *cx, const struct indicator *i)
{
	return i->unit_kind == UNIT_PERCENT && !i->unit.n ? "%" : indicator_text(cx, &i->unit);
}

const char *indicator_value_words(struct context *cx, const struct indicator *i,
                                  struct number value, struct date date)
{
	const char *unit = unit_of(cx, i);

	if (i->unit_kind == UNIT_DATE)
		return words_date(cx->mem, cx->lang, date);
	if (!value.set)
		return "";
	if (i->unit_kind == UNIT_YES_NO)
		return value.units ? tr(cx, "yes") : tr(cx, "no");
	return arena_fmt(cx->mem, "%s%s%s", indicator_unit_number(cx, i, value), *unit ? " " : "",
	                 unit);
}

const char *indicator_unit_words(struct context *cx, const struct indicator *i)
{
	struct number low = indicator_unit_lowest(i), high = indicator_unit_highest(i);
	const char *unit = unit_of(cx, i), *bounds;

	if (i->unit_kind == UNIT_DATE || i->unit_kind == UNIT_YES_NO || (!low.set && !high.set))
		return unit;
	if (low.set && high.set)
		bounds = arena_fmt(cx->mem, tr(cx, "from %s to %s"), bare_number(cx, low),
		                   bare_number(cx, high));
	else
		bounds = arena_fmt(cx->mem, low.set ? tr(cx, "%s or more") : tr(cx, "at most %s"),
		                   bare_number(cx, low.set ? low : high));
	return arena_fmt(cx->mem, "%s%s%s", unit, *unit ? ", " : "", bounds);
}

bool indicator_unit_check(struct context *cx, const struct indicator *i, struct number value,
                          const char *field)
{
	struct number low = indicator_unit_lowest(i), high = indicator_unit_highest(i);

	if (!value.set)
		return true;
	if (i->unit_kind == UNIT_DATE)
		return fail(cx, ERR_INVALID, field,
		            N_("%s is a date, and no number: leave this empty."), i->code);
	if (i->unit_kind == UNIT_YES_NO && value.units != 0 && value.units != ONE)
		return fail(cx, ERR_INVALID, field, N_("%s is yes (1) or no (0)."), i->code);
	if ((low.set && value.units < low.units) || (high.set && value.units > high.units))
		return fail(cx, ERR_INVALID, field, N_("%s cannot be a value of %s (%s)."),
		            bare_number(cx, value), i->code, indicator_unit_words(cx, i));
	if (decimals_in(value) > decimals_of(i))
		return decimals_of(i)
		               ? fail(cx, ERR_INVALID, field,
		                      N_("%s is given with at most %d decimal places."), i->code,
		                      decimals_of(i))
		               : fail(cx, ERR_INVALID, field, N_("%s is a whole number."), i->code);
	return true;
}

bool indicator_read_number(struct context *cx, const char *typed, struct number *ret)
{
	ret->set = words_read_number(cx->lang, typed, INDICATOR_SCALE, &ret->units);
	return ret->set;
}
