/* What the mechanism sets itself: back-planning of a report, papers of a meeting, rolling over days
 * of rest, half-years, reminders (DL-13, DL-17, DL-18, DL-20, DL-21). */
#include "subject/deadline/answer_part.h"

#include "language/messages.h"
#include "record/app.h"

static int amount_of(const struct deadline_rule *r)
{
	return r->amount.set ? (int)r->amount.units : 0;
}

/* The rule's rows that are counted from the event, the earliest first. */
static size_t rows_from(struct asking *a, const char *event, const struct deadline_rule ***ret)
{
	struct deadline_rule *const *rows;
	int wanted = choice_index(deadline_events, event);
	size_t all, n = 0;
	const struct deadline_rule **v;

	rows = book_rules(a->book, a->rule->code, &all);
	v = arena_array(a->cx->mem, const struct deadline_rule *, all + 1);
	for (size_t i = 0; i < all; i++) {
		size_t at = n;

		if (rows[i]->event != wanted || str_empty(rows[i]->part))
			continue;
		for (; at > 0 && amount_of(v[at - 1]) > amount_of(rows[i]); at--)
			v[at] = v[at - 1];
		v[at] = rows[i];
		n++;
	}
	*ret = v;
	return n;
}

/* A step for each row that is counted from the day. */
static void steps_from(struct asking *a, const char *event, struct date day)
{
	const struct deadline_rule **v;
	size_t n = rows_from(a, event, &v);

	for (size_t i = 0; i < n; i++)
		answer_step(a, v[i], row_date(a, v[i], day));
}

static const struct deadline_step *step_called(const struct asking *a, const char *name)
{
	for (size_t i = 0; i < a->ret->steps_n; i++)
		if (str_eq(a->ret->steps[i].name, name))
			return &a->ret->steps[i];
	return NULL;
}

/* Of a date that is known to the month or year the last day counts, as everywhere. */
static bool last_day(struct asking *a, const char *key, struct date *ret)
{
	struct span s;

	if (!asked_date(a, key, &s))
		return false;
	*ret = s.last;
	if (s.precision != PRECISION_DAY)
		explain(a, tr(a->cx, "The day is not known: it is counted from %s, the last one."),
		        shown_date(a, s.last));
	return true;
}

bool answer_dl13(struct asking *a)
{
	const struct deadline_rule *least = book_rule(a->book, "DL-13", NULL, "consultation");
	const struct deadline_step *opens;
	struct date due;

	if (!last_day(a, "due", &due) || !asked_as_told(a, "due", &a->ret->due))
		return false;
	steps_from(a, "due", due);
	a->ret->status = DEADLINE_COMPUTED;
	opens = step_called(a, "consultation_opens");
	if (opens && least)
		explain(a,
		        tr(a->cx, "The consultation stays open for at least %d working days: "
		                  "until %s."),
		        amount_of(least), shown_date(a, row_date(a, least, opens->date)));
	return true;
}

bool answer_dl17(struct asking *a)
{
	static const char *const events[] = { "meeting", "signed" };
	struct date day;

	for (size_t i = 0; i < LEN(events); i++) {
		if (!asked(a, events[i]))
			continue;
		if (!last_day(a, events[i], &day))
			return false;
		steps_from(a, events[i], day);
	}
	if (!a->ret->steps_n)
		return missing(a, "meeting");
	a->ret->status = DEADLINE_COMPUTED;
	return true;
}

bool answer_dl18(struct asking *a)
{
	const char *kind = asked(a, "kind");
	const struct deadline_rule *r = book_rule(a->book, "DL-18", NULL, kind ? kind : "internal");
	struct date d, to;

	if (!r)
		return refuse(a, "kind", N_("“%s” is not known here."), kind);
	if (!asked_as_told(a, "date", &d))
		return false;
	a->ret->due = to = d;
	a->ret->status = DEADLINE_COMPUTED;
	if (d.precision != PRECISION_DAY)
		return true;
	if (r->rolls == YES)
		to = book_working_day(a->book, d, r->side == SIDE_MEETING);
	a->ret->due = to;
	if (date_compare(to, d)) {
		answer_step_named(a, r->part, to, d);
		explain(a, tr(a->cx, "%s is not a working day: %s."), shown_date(a, d),
		        shown_date(a, to));
	}
	return true;
}

bool answer_half_year(struct asking *a, int year, int half)
{
	const struct deadline_rule *r =
	        book_rule(a->book, "DL-20", NULL, half == 1 ? "first" : "second");
	struct date raw, to;

	if (!r)
		return fail(a->cx, ERR_BROKEN, NULL, "DL-20 is not loaded");
	raw = row_date(a, r, date_day(year, 12, 31));
	to = r->rolls == YES ? book_working_day(a->book, raw, false) : raw;
	a->ret->from = date_day(year, half == 1 ? 1 : 7, 1);
	a->ret->to = half == 1 ? date_day(year, 6, 30) : date_day(year, 12, 31);
	a->ret->due = to;
	a->ret->status = DEADLINE_COMPUTED;
	explain(a, tr(a->cx, "Period %s – %s, due %s."), shown_date(a, a->ret->from),
	        shown_date(a, a->ret->to), shown_date(a, to));
	if (date_compare(to, raw))
		answer_step_named(a, "progress", to, raw);
	return true;
}

/* "2025-H1", "H1 2025", "2025-1"; "1" beside the key `year`. */
static bool read_half(struct asking *a, const char *s, int *ret_year, int *ret_half)
{
	int numbers[2] = { 0, 0 }, half = 0, year = 0;
	size_t n = 0;

	for (; *s && n < 2; s++) {
		if (*s < '0' || *s > '9')
			continue;
		while (*s >= '0' && *s <= '9' && numbers[n] < 10000)
			numbers[n] = numbers[n] * 10 + (*s++ - '0');
		s--;
		n++;
	}
	for (size_t i = 0; i < n; i++) {
		if (numbers[i] >= 1000)
			year = numbers[i];
		else
			half = numbers[i];
	}
	if (!year && asked(a, "year") && !asked_year(a, &year))
		return false;
	*ret_year = year;
	*ret_half = half;
	return (year && (half == 1 || half == 2)) ||
	       refuse(a, "half_year", N_("Write the half-year as 2025-H1 or 2025-H2."));
}

bool answer_dl20(struct asking *a)
{
	const char *told = asked(a, "half_year");
	struct date d;
	int year, half;

	if (told)
		return read_half(a, told, &year, &half) && answer_half_year(a, year, half);
	if (!asked(a, "date"))
		return missing(a, "half_year");
	if (!last_day(a, "date", &d))
		return false;
	return answer_half_year(a, d.year, d.month <= 6 ? 1 : 2);
}

bool answer_dl21(struct asking *a)
{
	struct date due;

	if (!last_day(a, "due", &due) || !asked_as_told(a, "due", &a->ret->due))
		return false;
	steps_from(a, "due", due);
	a->ret->status = DEADLINE_COMPUTED;
	return true;
}
