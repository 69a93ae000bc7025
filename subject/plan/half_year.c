/* Half-years, the periods of progress (DL-20). */
#include "subject/plan/part.h"

#include "base/number.h"
#include "language/words.h"
#include "record/app.h"
#include "subject/deadline/deadline.h"

const char *half_year_code(struct context *cx, struct half_year h)
{
	return h.year ? arena_fmt(cx->mem, "%04d-H%d", h.year, h.half) : NULL;
}

bool half_year_parse(const char *code, struct half_year *ret)
{
	char year[5];
	int64_t n;

	*ret = (struct half_year){ 0 };
	if (!code || strlen(code) != 7 || code[4] != '-' || code[5] != 'H' ||
	    (code[6] != '1' && code[6] != '2'))
		return false;
	memcpy(year, code, 4);
	year[4] = 0;
	if (!parse_int_in(year, 1900, 2300, &n))
		return false;
	*ret = (struct half_year){ (int)n, code[6] - '0' };
	return true;
}

const char *half_year_words(struct context *cx, struct half_year h)
{
	return arena_fmt(cx->mem,
	                 h.half == 1 ? tr(cx, N_("first half of %d"))
	                             : tr(cx, N_("second half of %d")),
	                 h.year);
}

struct half_year half_year_of(struct date day)
{
	return (struct half_year){ day.year, day.month <= 6 ? 1 : 2 };
}

struct half_year half_year_after(struct half_year h)
{
	return h.half == 1 ? (struct half_year){ h.year, 2 } : (struct half_year){ h.year + 1, 1 };
}

static struct half_year before(struct half_year h)
{
	return h.half == 2 ? (struct half_year){ h.year, 1 } : (struct half_year){ h.year - 1, 2 };
}

struct date half_year_first_day(struct half_year h)
{
	return h.year ? date_day(h.year, h.half == 1 ? 1 : 7, 1) : (struct date){ 0 };
}

struct date half_year_last_day(struct half_year h)
{
	if (!h.year)
		return (struct date){ 0 };
	return h.half == 1 ? date_day(h.year, 6, 30) : date_day(h.year, 12, 31);
}

int half_year_compare(struct half_year a, struct half_year b)
{
	int x = 2 * a.year + a.half, y = 2 * b.year + b.half;

	return (x > y) - (x < y);
}

bool half_year_due(struct context *cx, struct half_year h, struct date *ret)
{
	const char *code = half_year_code(cx, h);
	const struct deadline_key key = { "half_year", code };
	struct deadline_answer a;

	if (!code || !deadline_ask(cx, "DL-20", &key, 1, &a))
		return false;
	*ret = a.due;
	return true;
}

bool half_year_last_due(struct context *cx, struct half_year *ret)
{
	struct date due;

	*ret = before(half_year_of(today(cx)));
	if (!half_year_due(cx, *ret, &due))
		return false;
	if (date_compare(due, today(cx)) >= 0)
		*ret = before(*ret);
	return true;
}
