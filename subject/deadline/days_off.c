/* The days off of one year: of each holiday the days that lie in it, and those holidays whose dates
 * nobody has entered for it yet.  Working days are counted by the same book as deadlines are. */
#include "subject/deadline/days_off.h"

#include "subject/deadline/answer_part.h"

static void add(struct context *cx, struct days_off *d, size_t *room, struct day_off day)
{
	if (d->n == *room) {
		size_t more = *room ? *room * 2 : 32;

		d->v = arena_grow(cx->mem, d->v, *room * sizeof *d->v, more * sizeof *d->v);
		*room = more;
	}
	d->v[d->n++] = day;
}

static struct date later(struct date a, struct date b)
{
	return !date_set(a) || (date_set(b) && date_compare(a, b) < 0) ? b : a;
}

static struct date earlier(struct date a, struct date b)
{
	return !date_set(a) || (date_set(b) && date_compare(a, b) > 0) ? b : a;
}

/* What of it lies in the year; false: nothing. */
static bool clip(struct day_off *d, int year)
{
	d->first = later(d->first, date_day(year, 1, 1));
	d->last = earlier(d->last, date_day(year, 12, 31));
	return date_compare(d->first, d->last) <= 0;
}

static int days_of(const struct holiday *h)
{
	return h->days.set ? (int)h->days.units : 1;
}

/* One that began before a New Year may run over it. */
static void add_yearly(struct context *cx, const struct holiday *h, int year, struct days_off *ret,
                       size_t *room)
{
	int month, day;

	if (!deadline_day_of_year(h->every_year, &month, &day))
		return;
	for (int of = year - 1; of <= year; of++) {
		struct day_off d = { .holiday = h, .every_year = true };

		d.first = date_day(of, month, day);
		d.last = date_add_days(d.first, days_of(h) - 1);
		d.first = later(d.first, holiday_since(h));
		d.last = earlier(d.last, h->valid_to);
		if (clip(&d, year))
			add(cx, ret, room, d);
	}
}

/* True: some of its dates lie in the year. */
static bool add_dates(struct context *cx, const struct holiday *h, int year, struct days_off *ret,
                      size_t *room)
{
	const struct holiday_date *v = h->dates.v;
	bool some = false;

	for (size_t i = 0; i < h->dates.n; i++) {
		struct day_off d = { .holiday = h, .act = str_empty(v[i].act) ? NULL : v[i].act };

		d.first = v[i].date;
		d.last = date_add_days(v[i].date, days_of(h) - 1);
		if (!clip(&d, year))
			continue;
		add(cx, ret, room, d);
		some = true;
	}
	return some;
}

/* Days on which work is done are decided when they are; nobody waits for one. */
static bool awaited(const struct holiday *h, int year)
{
	struct day_off valid = { .first = holiday_since(h), .last = h->valid_to };

	return h->kind == HOLIDAY_RESTS && str_empty(h->every_year) && clip(&valid, year);
}

static int by_date(const void *a, const void *b)
{
	const struct day_off *x = a, *y = b;
	int order = date_compare(x->first, y->first);

	order = order ? order : date_compare(x->last, y->last);
	return order ? order : strcmp(x->holiday->code, y->holiday->code);
}

static void count(const struct deadline_book *b, int year, struct days_off *ret)
{
	struct date d = date_day(year, 1, 1);

	for (; d.year == year; d = date_add_days(d, 1))
		ret->working[d.month - 1] += book_works(b, d, false);
}

bool days_off(struct context *cx, int year, struct days_off *ret)
{
	const struct deadline_book *b = deadline_book(cx);
	void **rows;
	size_t n, room = 0;

	*ret = (struct days_off){ 0 };
	if (!b || !deadline_holidays(cx, &rows, &n))
		return false;
	ret->unknown = arena_array(cx->mem, const struct holiday *, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct holiday *h = rows[i];

		if (!access_record(cx, &holiday_type, h, RIGHT_READ) ||
		    !access_content(cx, &holiday_type, h))
			continue;
		add_yearly(cx, h, year, ret, &room);
		if (!add_dates(cx, h, year, ret, &room) && awaited(h, year))
			ret->unknown[ret->unknown_n++] = h;
	}
	if (ret->n)
		qsort(ret->v, ret->n, sizeof *ret->v, by_date);
	count(b, year, ret);
	return true;
}

bool days_off_weekend(struct context *cx, bool ret[8], int *ret_meetings_on)
{
	const struct deadline_book *b = deadline_book(cx);

	if (!b)
		return false;
	memcpy(ret, b->rest, sizeof b->rest);
	*ret_meetings_on = b->meetings_on && b->rest[b->meetings_on] ? b->meetings_on : 0;
	return true;
}
