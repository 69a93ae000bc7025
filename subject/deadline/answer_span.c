/* Dates as precise as they are known, intervals from them, and putting them into the answer. */
#include "subject/deadline/answer_part.h"

#include "language/messages.h"
#include "language/words.h"

struct span span_of(struct date d)
{
	struct span s = { date_first_day(d), date_day(d.year, d.month, d.day), d.precision };

	return s;
}

/* The period of the precision in which the day lies. */
static struct date period_of(struct date d, enum precision precision)
{
	int last = precision == PRECISION_YEAR      ? 12
	           : precision == PRECISION_QUARTER ? (d.month + 2) / 3 * 3
	                                            : d.month;

	if (precision == PRECISION_DAY)
		return d;
	return (struct date){ d.year, (uint8_t)last, (uint8_t)days_in_month(d.year, last),
		              (uint8_t)precision };
}

struct date span_date(const struct span *s)
{
	int64_t days = date_to_days(s->last) - date_to_days(s->first);

	if (!days)
		return s->first;
	return period_of(date_add_days(s->first, (int)(days / 2)), s->precision);
}

struct span span_later(struct span a, struct span b)
{
	struct span s = { date_compare(a.first, b.first) >= 0 ? a.first : b.first,
		          date_compare(a.last, b.last) >= 0 ? a.last : b.last,
		          a.precision > b.precision ? a.precision : b.precision };

	if (!date_compare(s.first, s.last))
		s.precision = PRECISION_DAY;
	return s;
}

static struct date rounded(struct date d, int rounding)
{
	switch (rounding) {
	case ROUND_FIRST_OF_NEXT_MONTH:
		return date_add_months(date_day(d.year, d.month, 1), 1);
	case ROUND_END_OF_MONTH:
		return date_day(d.year, d.month, days_in_month(d.year, d.month));
	default:
		return d;
	}
}

static struct date moved(const struct asking *a, const struct deadline_rule *r, struct date d,
                         int amount)
{
	int month, day;

	switch (r->unit) {
	case UNIT_DAY:
		d = date_add_days(d, amount);
		break;
	case UNIT_WORKING_DAY:
		d = book_add_working_days(a->book, d, amount);
		break;
	case UNIT_WEEK:
		d = date_add_days(d, amount * 7);
		break;
	case UNIT_MONTH:
		d = date_add_months(d, amount);
		break;
	case UNIT_YEAR:
		d = date_add_months(d, amount * 12);
		break;
	default:
		break;
	}
	if (deadline_day_of_year(r->fixed_day, &month, &day))
		d = date_day(d.year, month, day);
	return rounded(d, r->rounding);
}

struct date row_date(const struct asking *a, const struct deadline_rule *r, struct date from)
{
	return moved(a, r, from, r->amount.set ? (int)r->amount.units : 0);
}

const char *shown_date(struct asking *a, struct date d)
{
	return words_date_short(a->cx->mem, a->cx->lang, d);
}

const char *shown_span(struct asking *a, const struct span *s)
{
	return shown_date(a, span_date(s));
}

static const char *interval_words(struct asking *a, int unit, int n)
{
	struct arena *m = a->cx->mem;

	n = n < 0 ? -n : n;
	switch (unit) {
	case UNIT_WORKING_DAY:
		return arena_fmt(m, trn(a->cx, "%d working day", "%d working days", n), n);
	case UNIT_WEEK:
		return arena_fmt(m, trn(a->cx, "%d week", "%d weeks", n), n);
	case UNIT_MONTH:
		return arena_fmt(m, trn(a->cx, "%d month", "%d months", n), n);
	case UNIT_YEAR:
		return arena_fmt(m, trn(a->cx, "%d year", "%d years", n), n);
	default:
		return arena_fmt(m, trn(a->cx, "%d day", "%d days", n), n);
	}
}

struct span span_add(struct asking *a, const struct deadline_rule *r, struct span from, int amount)
{
	int n = r->amount.set ? (int)r->amount.units : amount;
	struct span to = { moved(a, r, from.first, n), moved(a, r, from.last, n), from.precision };

	if (!date_compare(to.first, to.last))
		to.precision = PRECISION_DAY;
	if (n)
		explain(a, "%s %s %s → %s.", shown_span(a, &from), n < 0 ? "−" : "+",
		        interval_words(a, r->unit, n), shown_span(a, &to));
	return to;
}

/* Not all of what it may be lies in the period that is told. */
static bool outside(const struct span *s, struct date told)
{
	return date_to_days(s->first) < date_to_days(date_first_day(told)) ||
	       date_to_days(s->last) > date_to_days(told);
}

void answer_due(struct asking *a, const struct span *s)
{
	struct deadline_answer *ret = a->ret;

	ret->due = span_date(s);
	ret->status = DEADLINE_COMPUTED;
	if (!outside(s, ret->due))
		return;
	ret->verify = true;
	explain(a, tr(a->cx, N_("The day is not known: it lies between %s and %s.")),
	        shown_date(a, s->first), shown_date(a, s->last));
}

void answer_none(struct asking *a)
{
	a->ret->due = (struct date){ 0 };
	a->ret->status = DEADLINE_NONE;
}

void answer_step_named(struct asking *a, const char *name, struct date d, struct date rolled_from)
{
	struct deadline_answer *ret = a->ret;

	if (ret->steps_n == a->steps_room) {
		size_t more = a->steps_room ? a->steps_room * 2 : 16;

		ret->steps = arena_grow(a->cx->mem, ret->steps, a->steps_room * sizeof *ret->steps,
		                        more * sizeof *ret->steps);
		a->steps_room = more;
	}
	ret->steps[ret->steps_n++] = (struct deadline_step){ name, d, rolled_from };
}

void answer_step(struct asking *a, const struct deadline_rule *r, struct date d)
{
	struct date to = r->rolls == YES && r->side != SIDE_EXTERNAL
	                         ? book_working_day(a->book, d, r->side == SIDE_MEETING)
	                         : d;

	answer_step_named(a, r->part, to, date_compare(to, d) ? d : (struct date){ 0 });
}
