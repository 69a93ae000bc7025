/* The timing of a measure as plans write it (DL-19): a range of years, a quarter or half-year, "her
 * ýyl", "yzygiderli", and every form of a date that people type. */
#include "subject/deadline/answer_part.h"

#include "language/fold.h"
#include "language/messages.h"
#include "language/words.h"
#include "record/app.h"

/* One of the row's words stands in the folded text. */
static bool says(struct asking *a, const char *part, const char *folded)
{
	const struct deadline_rule *r = book_rule(a->book, "DL-19", NULL, part);

	for (const char *s = r ? r->also : NULL; !str_empty(s);) {
		size_t n = strcspn(s, "|");
		const char *word = fold_text(a->cx->mem, arena_strn(a->cx->mem, s, n));

		if (*word && strstr(folded, word))
			return true;
		s += n + (s[n] == '|');
	}
	return false;
}

/* What a timing names beside words: years, and the small number of a quarter or half-year. */
struct named {
	int years[2], years_n, number;
};

static int roman(const char *s, size_t n)
{
	static const char *const numbers[] = { "i", "ii", "iii", "iv" };

	for (int i = 0; i < (int)LEN(numbers); i++)
		if (strlen(numbers[i]) == n && !strncmp(s, numbers[i], n))
			return i + 1;
	return 0;
}

static struct named read_numbers(const char *s)
{
	struct named v = { 0 };

	while (*s) {
		size_t digits = strspn(s, "0123456789");
		size_t letters = strcspn(s, " -,.;()/0123456789");
		int n = 0;

		for (size_t i = 0; i < digits && i < 4; i++)
			n = n * 10 + (s[i] - '0');
		if (digits == 4 && v.years_n < 2)
			v.years[v.years_n++] = n;
		else if (digits == 1)
			v.number = n;
		else if (letters && !v.number)
			v.number = roman(s, letters);
		s += digits ? digits : letters ? letters : 1;
	}
	return v;
}

static void period(struct asking *a, struct date from, struct date to)
{
	a->ret->from = from;
	a->ret->to = to;
	a->ret->due = to;
	a->ret->status = DEADLINE_COMPUTED;
	explain(a, tr(a->cx, "Period %s – %s."), shown_date(a, from), shown_date(a, to));
}

/* The day from which "every year" and "continuously" are looked at: told, else today. */
static bool looked_at(struct asking *a, struct date *ret)
{
	struct span s;
	int year;

	*ret = today(a->cx);
	if (asked(a, "date")) {
		if (!asked_date(a, "date", &s))
			return false;
		*ret = s.last;
	} else if (asked(a, "year")) {
		if (!asked_year(a, &year))
			return false;
		*ret = date_day(year, 12, 31);
	}
	return true;
}

static bool every_year(struct asking *a, const struct named *v)
{
	const struct deadline_rule *r = book_rule(a->book, "DL-19", NULL, "yearly");
	struct date day, end;

	if (v->years_n)
		day = date_day(v->years[v->years_n - 1], 12, 31);
	else if (!looked_at(a, &day))
		return false;
	end = row_date(a, r, day);
	explain_row(a, r);
	period(a, date_day(end.year, 1, 1), end);
	return true;
}

static bool continuous(struct asking *a)
{
	struct date day;

	if (!looked_at(a, &day))
		return false;
	explain_row(a, book_rule(a->book, "DL-19", NULL, "continuous"));
	return answer_half_year(a, day.year, day.month <= 6 ? 1 : 2);
}

/* The number-th of the year's parts of so many months. */
static bool part_of_year(struct asking *a, const struct named *v, int months)
{
	int year = v->years[0], last = v->number * months;

	if (v->years_n != 1 || !v->number || last > 12)
		return refuse(a, "timing", N_("“%s” names no period that is known here."),
		              asked(a, "timing"));
	period(a, date_day(year, last - months + 1, 1),
	       date_day(year, last, days_in_month(year, last)));
	return true;
}

bool answer_dl19(struct asking *a)
{
	const char *timing = asked(a, "timing");
	const char *folded = timing ? fold_text(a->cx->mem, timing) : NULL;
	struct named v;
	struct date d;

	if (!timing)
		return missing(a, "timing");
	if (words_read_date(a->cx->mem, timing, &d)) {
		period(a, date_first_day(d), date_day(d.year, d.month, d.day));
		return true;
	}
	v = read_numbers(folded);
	if (says(a, "yearly", folded))
		return every_year(a, &v);
	if (says(a, "continuous", folded))
		return continuous(a);
	if (says(a, "quarter", folded))
		return part_of_year(a, &v, 3);
	if (says(a, "half", folded))
		return part_of_year(a, &v, 6);
	if (v.years_n == 2 && v.years[0] <= v.years[1]) {
		period(a, date_day(v.years[0], 1, 1), date_day(v.years[1], 12, 31));
		return true;
	}
	return refuse(a, "timing", N_("“%s” names no period that is known here."), timing);
}
