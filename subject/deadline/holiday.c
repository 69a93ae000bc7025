/* Days on which internal deadlines do not fall (DL-18): public holidays of each year, by themselves
 * or by a yearly act, and days of rest on which work is done by decision.  The weekend is a
 * setting.
 */
#include "subject/deadline/answer_part.h"

static const struct choice kinds[] = {
	{ "holiday", N_("Holiday"), NULL },
	{ "working_day", N_("Working day by decision"), NULL },
	{ 0 },
};

#define R struct holiday_date
static const struct field date_fields[] = {
	DATE(R, date, N_("First day"), .flags = REQUIRED | PUBLIC),
	TEXT(R, act, N_("Decided by"), .max = 200, .flags = PUBLIC),
};
#undef R
static const struct row_type date_rows = { sizeof(struct holiday_date), FIELDS(date_fields) };

#define T struct holiday
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .max = 40, .flags = REQUIRED | UNIQUE | SORTED | PUBLIC),
	TEXTS(T, name, N_("Name"), .max = 200, .flags = REQUIRED | LISTED | PUBLIC),
	CHOICE(T, kind, N_("Kind"), .choices = kinds, .flags = REQUIRED | FILTERED | PUBLIC),
	TEXT(T, every_year, N_("Every year on"), .max = 5, .flags = LISTED | SORTED | PUBLIC,
	     .help = N_("Month and day, such as 05-18. Empty: its dates are decided each year.")),
	NUMBER(T, days, N_("How many days"), .flags = LISTED | PUBLIC),
	DATE(T, valid_from, N_("Since"), .flags = PUBLIC),
	DATE(T, valid_to, N_("Until"), .flags = PUBLIC),
	ROWS(T, dates, N_("Dates, year by year"), .rows = &date_rows, .flags = PUBLIC),
};
#undef T

static const char *title(struct context *cx, const void *row)
{
	const struct text *t = texts_best(cx, &((const struct holiday *)row)->name);

	return t ? t->body : "";
}

enum { MAX_DAYS = 31 };

static bool check_dates(struct context *cx, const struct holiday *h)
{
	const struct holiday_date *v = h->dates.v;

	for (size_t i = 0; i < h->dates.n; i++)
		if (v[i].date.precision != PRECISION_DAY)
			return fail(cx, ERR_INVALID, "dates",
			            N_("A holiday is a day: write day, month and year."));
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct holiday *h = row;
	int month, day;
	bool ok = true;

	(void)old;
	if (!str_empty(h->every_year) && !deadline_day_of_year(h->every_year, &month, &day))
		ok = fail(cx, ERR_INVALID, "every_year", N_("Write month and day, such as 09-01."));
	if (h->days.set && (h->days.units < 1 || h->days.units > MAX_DAYS))
		ok = fail(cx, ERR_INVALID, "days", N_("Write a number from 1 to %d."), MAX_DAYS);
	if (date_set(h->valid_from) && date_set(h->valid_to) &&
	    date_compare(h->valid_from, h->valid_to) > 0)
		ok = fail(cx, ERR_INVALID, "valid_to", N_("The end lies before the beginning."));
	return check_dates(cx, h) && ok;
}

/* Internal deadlines move with it. */
static bool saved(struct context *cx, const void *old, const void *row)
{
	(void)old;
	(void)row;
	cx->deadline_book = NULL;
	return deadline_recompute(cx, NULL);
}

const struct type holiday_type = {
	.name = "holiday",
	.plural = "holidays",
	.label = N_("Holiday"),
	.label_plural = N_("Holidays"),
	.help = N_("Internal deadlines that fall on a holiday or a day of rest move to the next "
	           "working day; those set by mechanisms never move. Holidays whose dates are "
	           "decided each year count when their dates are entered."),
	.size = sizeof(struct holiday),
	FIELDS(fields),
	.function = "reference_data",
	.order = "every_year",
	.key = "code",
	.flags = TYPE_REFERENCE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.check = check,
	.saved = saved,
};
