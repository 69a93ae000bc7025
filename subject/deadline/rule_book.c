/* The rules, holidays and dates of treaties as one piece of work reads them: once, all of them
 * (there are about two hundred), for thousands of deadlines may be asked in a row.  Corrections let
 * go of it (cx->deadline_book), and so does whoever looks at what a proposed correction would do.
 */
#include "subject/deadline/answer_part.h"

#include "record/load.h"
#include "record/setting.h"
#include "store/db.h"

SQL(deadline_rule_ids, "SELECT id FROM deadline_rule ORDER BY code");
SQL(deadline_treaties,
    "SELECT code, adopted, general_entry_into_force FROM instrument ORDER BY code");
SQL(holiday_ids, "SELECT id FROM holiday ORDER BY code");

static bool all_of(struct context *cx, const struct type *t, const struct sql *ids, void ***ret,
                   size_t *ret_n)
{
	struct rows *r = db_query(cx, ids);
	size_t n = 0, room = 0;
	int64_t *v = NULL;

	while (r && rows_next(cx, r)) {
		if (n == room) {
			size_t more = room ? room * 2 : 128;

			v = arena_grow(cx->mem, v, room * sizeof *v, more * sizeof *v);
			room = more;
		}
		v[n++] = rows_int(r, 0);
	}
	return !failed(cx) && record_load_many(cx, t, v, n, ret, ret_n);
}

bool deadline_day_of_year(const char *s, int *ret_month, int *ret_day)
{
	struct date d;
	char text[DATE_TEXT];

	if (!s || strlen(s) != 5)
		return false;
	snprintf(text, sizeof text, "2001-%s", s); /* no leap year */
	if (!date_parse(text, &d))
		return false;
	*ret_month = d.month;
	*ret_day = d.day;
	return true;
}

static void add_span(struct deadline_book *b, size_t *room, struct context *cx,
                     struct holiday_span s)
{
	if (b->holidays_n == *room) {
		size_t more = *room ? *room * 2 : 32;

		b->holidays = arena_grow(cx->mem, b->holidays, *room * sizeof *b->holidays,
		                         more * sizeof *b->holidays);
		*room = more;
	}
	b->holidays[b->holidays_n++] = s;
}

static void read_holiday(struct context *cx, struct deadline_book *b, size_t *room,
                         const struct holiday *h)
{
	const struct holiday_date *v = h->dates.v;
	struct holiday_span s = { .first = holiday_since(h),
		                  .last = h->valid_to,
		                  .days = h->days.set ? (int)h->days.units : 1,
		                  .works = h->kind == HOLIDAY_WORKS };

	if (deadline_day_of_year(h->every_year, &s.month, &s.day))
		add_span(b, room, cx, s);
	s.month = 0;
	for (size_t i = 0; i < h->dates.n; i++) {
		s.first = v[i].date;
		s.last = date_add_days(v[i].date, s.days - 1);
		add_span(b, room, cx, s);
	}
}

static bool read_treaties(struct context *cx, struct deadline_book *b)
{
	struct rows *r = db_query(cx, &deadline_treaties);
	size_t room = 0;

	while (r && rows_next(cx, r)) {
		if (b->treaties_n == room) {
			size_t more = room ? room * 2 : 64;

			b->treaties = arena_grow(cx->mem, b->treaties, room * sizeof *b->treaties,
			                         more * sizeof *b->treaties);
			room = more;
		}
		b->treaties[b->treaties_n++] =
		        (struct treaty_dates){ arena_str(cx->mem, rows_text(r, 0)), rows_date(r, 1),
			                       rows_date(r, 2) };
	}
	return !failed(cx);
}

const struct treaty_dates *book_treaty(const struct deadline_book *b, const char *code)
{
	for (size_t i = 0; i < b->treaties_n; i++)
		if (str_eq(b->treaties[i].code, code))
			return &b->treaties[i];
	return NULL;
}

/* As this transaction has it: it may be the one that changes it. */
static bool read_weekend(struct context *cx, struct deadline_book *b)
{
	const struct deadline_rule *meeting = book_rule(b, "DL-18", NULL, "meeting");
	const char *days = setting_stored(cx, "weekend");

	for (const char *s = days; s && *s; s++)
		if (*s >= '1' && *s <= '7')
			b->rest[*s - '0'] = true;
	if (meeting && meeting->amount.set && meeting->unit == UNIT_WEEKDAY)
		b->meetings_on = (int)meeting->amount.units;
	return days != NULL;
}

bool deadline_holidays(struct context *cx, void ***ret, size_t *ret_n)
{
	return all_of(cx, &holiday_type, &holiday_ids, ret, ret_n);
}

const struct deadline_book *deadline_book(struct context *cx)
{
	struct deadline_book *b = cx->deadline_book;
	void **rules, **holidays;
	size_t n, room = 0;

	if (b)
		return b;
	b = arena_new_of(cx->mem, struct deadline_book);
	if (!all_of(cx, &deadline_rule_type, &deadline_rule_ids, &rules, &b->rules_n) ||
	    !deadline_holidays(cx, &holidays, &n) || !read_treaties(cx, b))
		return NULL;
	b->rules = arena_array(cx->mem, struct deadline_rule *, b->rules_n + 1);
	for (size_t i = 0; i < b->rules_n; i++)
		b->rules[i] = rules[i];
	for (size_t i = 0; i < n; i++)
		read_holiday(cx, b, &room, holidays[i]);
	return read_weekend(cx, b) ? (cx->deadline_book = b) : NULL;
}

static bool is(const char *a, const char *b)
{
	return str_empty(a) ? str_empty(b) : str_eq(a, b);
}

/* "OP1" for ICCPR-OP1: the words of a row, | between them. */
static bool also_called(const struct deadline_rule *r, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = r->also; !str_empty(s); s += strcspn(s, "|"), s += *s == '|')
		if (strcspn(s, "|") == n && !strncmp(s, name, n))
			return true;
	return false;
}

const struct deadline_rule *book_rule(const struct deadline_book *b, const char *rule,
                                      const char *applies_to, const char *part)
{
	for (size_t i = 0; i < b->rules_n; i++) {
		const struct deadline_rule *r = b->rules[i];

		if (str_eq(r->rule, rule) && is(r->part, part) &&
		    (is(r->applies_to, applies_to) ||
		     (applies_to && r->applies_to && also_called(r, applies_to))))
			return r;
	}
	return NULL;
}

/* By code "DL-06" comes before "DL-06.x" and "DL-06b" behind; rows of one rule stand together. */
struct deadline_rule *const *book_rules(const struct deadline_book *b, const char *rule,
                                        size_t *ret_n)
{
	size_t from = 0, n = 0;

	while (from < b->rules_n && !str_eq(b->rules[from]->rule, rule))
		from++;
	while (from + n < b->rules_n && str_eq(b->rules[from + n]->rule, rule))
		n++;
	*ret_n = n;
	return b->rules + from;
}

static bool spans(const struct holiday_span *s, struct date d)
{
	if (!s->month)
		return date_compare(s->first, d) <= 0 && date_compare(d, s->last) <= 0;
	if ((date_set(s->first) && date_compare(d, s->first) < 0) ||
	    (date_set(s->last) && date_compare(d, s->last) > 0))
		return false;
	for (int year = d.year - 1; year <= d.year; year++) { /* it may run over a New Year */
		int64_t since = date_to_days(d) - date_to_days(date_day(year, s->month, s->day));

		if (since >= 0 && since < s->days)
			return true;
	}
	return false;
}

bool book_works(const struct deadline_book *b, struct date d, bool meeting)
{
	int weekday = date_weekday(d);
	bool works = !b->rest[weekday] || (meeting && weekday == b->meetings_on);

	for (size_t i = 0; i < b->holidays_n; i++) {
		const struct holiday_span *s = &b->holidays[i];

		if (spans(s, d)) {
			if (s->works)
				return true;
			works = false;
		}
	}
	return works;
}

/* A year without a working day would be a mistake in the table: no further than that. */
enum { FAR = 366 };

struct date book_working_day(const struct deadline_book *b, struct date d, bool meeting)
{
	struct date day = d;

	for (int i = 0; i < FAR && !book_works(b, day, meeting); i++)
		day = date_add_days(day, 1);
	return day;
}

struct date book_add_working_days(const struct deadline_book *b, struct date d, int n)
{
	int step = n < 0 ? -1 : 1;

	for (int i = 0, left = n * step; left > 0 && i < FAR * 20; i++) {
		d = date_add_days(d, step);
		left -= book_works(b, d, false);
	}
	return d;
}

bool deadline_working_day(struct context *cx, struct date d, bool meeting, struct date *ret)
{
	const struct deadline_book *b = deadline_book(cx);

	if (b)
		*ret = book_working_day(b, d, meeting);
	return b != NULL;
}
