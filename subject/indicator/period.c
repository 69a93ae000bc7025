/* Periods of values: a year, half of a year, a quarter, a month, a day.
 *
 * A date knows all of them but the half, which stands beside the year.  A value's period has the
 * length by which the indicator is measured: a year's figure and a quarter's are different things,
 * and one chart never shows both. */
#include "subject/indicator/part.h"

#include "base/number.h"
#include "language/words.h"
#include "record/app.h"

static struct date in_year(int year, int month, enum precision precision)
{
	struct date d = date_day(year, month, days_in_month(year, month));

	d.precision = (uint8_t)precision;
	return d;
}

const char *indicator_period_key(struct context *cx, struct date period, int half)
{
	char text[DATE_TEXT];

	if (!half)
		return arena_str(cx->mem, date_text(period, text));
	return arena_fmt(cx->mem, "%d-H%d", period.year, half);
}

struct date indicator_period_end(struct date period, int half)
{
	return date_day(period.year, half == 1 ? 6 : period.month, half == 1 ? 30 : period.day);
}

static struct date period_begin(struct date period, int half)
{
	return half == 2 ? date_day(period.year, 7, 1) : date_first_day(period);
}

/* ---- what fits */

static const char *length_words(struct context *cx, int periodicity)
{
	static const char *const words[] = {
		[EVERY_YEAR] = N_("Give the year: 2024."),
		[EVERY_HALF_YEAR] = N_("Give the half of a year: 2024-H1 or 2024-H2."),
		[EVERY_QUARTER] = N_("Give the quarter: 2024-Q3."),
		[EVERY_MONTH] = N_("Give the month: 2024-05."),
	};

	return tr(cx, words[periodicity]);
}

static bool fits(int periodicity, struct date d, int half)
{
	switch (periodicity) {
	case EVERY_YEAR:
		return d.precision == PRECISION_YEAR && !half;
	case EVERY_HALF_YEAR:
		return d.precision == PRECISION_YEAR && half;
	case EVERY_QUARTER:
		return d.precision == PRECISION_QUARTER && !half;
	case EVERY_MONTH:
		return d.precision == PRECISION_MONTH && !half;
	default:
		return !half || d.precision == PRECISION_YEAR;
	}
}

bool indicator_period_check(struct context *cx, const struct indicator *i, struct date period,
                            int half)
{
	if (!date_set(period))
		return true;
	if (!fits(i->periodicity, period, half))
		return i->periodicity == ONCE
		               ? fail(cx, ERR_INVALID, "half", N_("Only a year has halves."))
		               : fail(cx, ERR_INVALID, "period", "%s",
		                      length_words(cx, i->periodicity));
	return date_compare(period_begin(period, half), today(cx)) <= 0 ||
	       fail(cx, ERR_INVALID, "period",
	            N_("This period has not begun: nothing can have been measured in it."));
}

void indicator_period_in_half(const struct indicator *i, int year, int half, struct date *period,
                              int *ret_half)
{
	int month = half == 1 ? 6 : 12;

	*ret_half = i->periodicity == EVERY_HALF_YEAR ? half : 0;
	*period = i->periodicity == EVERY_QUARTER ? in_year(year, month, PRECISION_QUARTER)
	          : i->periodicity == EVERY_MONTH ? in_year(year, month, PRECISION_MONTH)
	                                          : in_year(year, 12, PRECISION_YEAR);
}

/* ---- those that a form offers */

static int months_of(int periodicity)
{
	return periodicity == EVERY_MONTH       ? 1
	       : periodicity == EVERY_QUARTER   ? 3
	       : periodicity == EVERY_HALF_YEAR ? 6
	                                        : 12;
}

void indicator_periods_offered(struct context *cx, const struct indicator *i,
                               struct indicator_period *v, size_t n)
{
	static const enum precision precisions[] = { [1] = PRECISION_MONTH,
		                                     [3] = PRECISION_QUARTER,
		                                     [6] = PRECISION_YEAR,
		                                     [12] = PRECISION_YEAR };
	int length = months_of(i->periodicity);
	struct date now = today(cx);
	int at = (now.year * 12 + now.month - 1) / length; /* periods since the year 0 */

	for (size_t k = 0; k < n; k++, at--) {
		int last = (at + 1) * length - 1, year = last / 12, month = last % 12 + 1;

		v[k].half = length == 6 ? month / 6 : 0;
		v[k].date = in_year(year, precisions[length] == PRECISION_YEAR ? 12 : month,
		                    precisions[length]);
	}
}

/* ---- words */

const char *indicator_period_words(struct context *cx, struct date period, int half)
{
	const char *year = str_eq(cx->lang, "tk") ? words_ordinal(cx->mem, cx->lang, period.year)
	                                          : arena_fmt(cx->mem, "%d", period.year);

	if (!half)
		return words_date(cx->mem, cx->lang, period);
	return arena_fmt(cx->mem,
	                 half == 1 ? tr(cx, "first half of %s") : tr(cx, "second half of %s"),
	                 year);
}

const char *indicator_period_short(struct context *cx, struct date period, int half)
{
	static const char *const roman[] = { "", "I", "II", "III", "IV" };

	if (half)
		return arena_fmt(cx->mem, "%d-%s", period.year, roman[half]);
	if (period.precision == PRECISION_QUARTER)
		return arena_fmt(cx->mem, "%d-%s", period.year, roman[period.month / 3]);
	return words_date_short(cx->mem, cx->lang, period);
}

/* ---- reading */

/* "2024-H2", "H2 2024", "2024 h2": the year and which half; false for anything else. */
static bool read_half(const char *s, struct date *period, int *half)
{
	const char *h = strpbrk(s, "Hh");
	int64_t year = 0;
	char digits[5] = "";
	size_t n = 0;

	if (!h || (h[1] != '1' && h[1] != '2') || (h[2] >= '0' && h[2] <= '9'))
		return false;
	for (const char *c = s; *c; c++) {
		if (c == h) {
			c++;
			continue;
		}
		if (*c >= '0' && *c <= '9' && n < 4)
			digits[n++] = *c;
		else if (!strchr(" -/,.", *c))
			return false;
	}
	if (n != 4 || !parse_int_in(digits, 1, 9999, &year))
		return false;
	*half = h[1] - '0';
	*period = in_year((int)year, 12, PRECISION_YEAR);
	return true;
}

bool indicator_read_period(struct context *cx, const char *typed, struct date *period, int *half)
{
	*half = 0;
	return read_half(typed, period, half) || words_read_date(cx->mem, typed, period);
}
