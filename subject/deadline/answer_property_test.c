/* The engine against a second one that counts days (answer_property_test.h): months, some treaties
 * and clocks, what rolls, half-years.  All treaties: answer_treaty_property_test.c; all committees:
 * answer_review_property_test.c. */
#include "subject/deadline/answer_property_test.h"

static void look_at_months(struct context *cx, struct day d)
{
	static const int months[] = { -13, -1, 1, 6, 12, 30, 54 };

	for (size_t i = 0; i < LEN(months); i++) {
		const char *line =
		        arena_fmt(cx->mem, "DL-01 date=%s months=%d", text(d), months[i]);

		same(line, ask(cx, line).due, months_on(d, months[i]));
	}
}

static void months_are_added(void **state)
{
	every_day(state, look_at_months);
}

static void look_at_treaties(struct context *cx, struct day d)
{
	const struct day crc = { 1990, 9, 2, 0 }, ced = { 2010, 12, 23, 0 },
	                 cmw = { 2003, 7, 1, 0 };
	struct day first_of_next = months_on(d, 3), crc_in_force = later(after(d, 30), crc);

	first_of_next.number = 1;
	first_of_next = months_on(first_of_next, 1);
	due_is(cx, "DL-03 instrument=CRC deposit=", d, crc_in_force);
	due_is(cx, "DL-04 instrument=CRC deposit=", d, months_on(crc_in_force, 24));
	due_is(cx, "DL-05 instrument=CRC n=6 deposit=", d,
	       months_on(months_on(crc_in_force, 24), 5 * 60));
	due_is(cx, "DL-03 instrument=ICCPR deposit=", d, months_on(d, 3));
	if (d.year > 1990)
		due_is(cx, "DL-03 instrument=CMW deposit=", d, later(first_of_next, cmw));
	if (d.year > 2006)
		due_is(cx, "DL-03 instrument=CED deposit=", d, later(after(d, 30), ced));
}

static void treaties_are_counted(void **state)
{
	every_day(state, look_at_treaties);
}

static void look_at_clocks(struct context *cx, struct day d)
{
	struct deadline_answer a;
	const char *line = arena_fmt(cx->mem, "DL-12 review=%s", text(d));

	due_is(cx, "DL-08 committee=CEDAW adopted=", d, months_on(d, 24));
	due_is(cx, "DL-09 review=", d, after(d, -84));
	due_is(cx, "DL-11 adopted=", d, months_on(d, 30));
	due_is(cx, "DL-14 letter=", d, after(d, 60));
	due_is(cx, "DL-15 committee=CCPR transmitted=", d, months_on(d, 6));
	due_is(cx, "DL-15 committee=CCPR stage=views transmitted=", d, after(d, 180));
	due_is(cx, "DL-16 in_force=", d, (struct day){ d.year + 1, 9, 1, 0 });
	a = ask(cx, line);
	same(line, a.from, months_on(d, 54));
	same(line, a.to, months_on(d, 66));
}

static void clocks_of_mechanisms_run(void **state)
{
	every_day(state, look_at_clocks);
}

static void look_at_rolling(struct context *cx, struct day d)
{
	static const int plan[] = { -180, -150, -120, -90, -75, -60, -45, -30, -14, -7 };
	static const int reminders[] = { -30, -14, -7, -1, 1, 7, 14 };
	const char *line = arena_fmt(cx->mem, "DL-13 due=%s", text(d));
	struct deadline_answer a = ask(cx, line);
	struct day end = d;

	assert_int_equal(a.steps_n, LEN(plan) + 1);
	for (size_t i = 0; i < LEN(plan); i++)
		same(line, a.steps[i].date, rolled(after(d, plan[i]), false));
	same(line, a.steps[LEN(plan)].date, d);
	due_is(cx, "DL-18 date=", d, rolled(d, false));
	due_is(cx, "DL-18 kind=meeting date=", d, rolled(d, true));
	due_is(cx, "DL-18 kind=external date=", d, d);
	line = arena_fmt(cx->mem, "DL-21 due=%s", text(d));
	a = ask(cx, line);
	assert_int_equal(a.steps_n, LEN(reminders));
	for (size_t i = 0; i < LEN(reminders); i++)
		same(line, a.steps[i].date, after(d, reminders[i]));
	line = arena_fmt(cx->mem, "DL-17 meeting=%s", text(d));
	a = ask(cx, line);
	same(line, a.steps[0].date, after(d, -10));
	for (int left = 5; left > 0; left -= !rests(end, false))
		next(&end);
	same(line, a.steps[1].date, end);
}

static void internal_deadlines_roll(void **state)
{
	every_day(state, look_at_rolling);
}

static void look_at_halves(struct context *cx, struct day d)
{
	struct day due = d;

	while (due.number != 10 || due.month != (d.month <= 6 ? 7 : 1))
		next(&due); /* day by day, for its weekday */
	due_is(cx, "DL-20 date=", d, rolled(due, false));
}

static void half_years_end(void **state)
{
	every_day(state, look_at_halves);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(months_are_added),
		cmocka_unit_test(treaties_are_counted),
		cmocka_unit_test(clocks_of_mechanisms_run),
		cmocka_unit_test(internal_deadlines_roll),
		cmocka_unit_test(half_years_end),
	};

	return world_tests("deadline properties", tests, LEN(tests));
}
