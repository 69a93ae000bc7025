/* Replies, follow-up, positions, communications of every committee and stage (DL-06b, DL-07, DL-08,
 * DL-10, DL-15) and the timing of measures (DL-19), against a second engine that counts days
 * (answer_property_test.h).  The tables are typed from the text of the rules. */
#include "subject/deadline/answer_property_test.h"

/* Days or months after the event; neither: the rule gives no date. */
static const struct clock {
	const char *committee, *stage;
	int months, days;
	bool verify;
} follow_up[] = {
	{ "CERD", NULL, 12 },  { "CAT", NULL, 12 },           { "CED", NULL, 12 },
	{ "CEDAW", NULL, 24 }, { "CMW", NULL, 24 },           { "CESCR", NULL, 24 },
	{ "CRC", NULL },       { "CCPR", NULL, 36, 0, true }, { "CRPD", NULL },
}, letters[] = {
	{ "CCPR", "merits", 6 },
	{ "CAT", "merits", 6 },
	{ "CEDAW", "merits", 6 },
	{ "CRPD", "merits", 6 },
	{ "CERD", "merits", 3 },
	{ "CCPR", "admissibility", 2 },
	{ "CAT", "admissibility", 2 },
	{ "CEDAW", "admissibility", 2 },
	{ "CRPD", "admissibility", 2 },
	{ "CERD", "admissibility", 2 },
	{ "CCPR", "views", 0, 180 },
	{ "CEDAW", "views", 6 },
	{ "CRPD", "views", 6 },
	{ "CAT", "views", 0, 90 },
	{ "CERD", "views" },
};

static void runs(struct context *cx, const struct clock *c, const char *line, struct day from)
{
	struct deadline_answer a = ask(cx, line);

	if (c->months || c->days) {
		same(line, a.due, months_on(after(from, c->days), c->months));
		assert_int_equal(a.status, DEADLINE_COMPUTED);
		assert_int_equal(a.verify, c->verify);
	} else if (a.status != DEADLINE_NONE || date_set(a.due)) {
		fail_msg("%s: %d-%d-%d, but the rule gives none", line, a.due.year, a.due.month,
		         a.due.day);
	}
}

static void is_stated(struct context *cx, const char *line, struct day expected)
{
	struct deadline_answer a = ask(cx, line);

	same(line, a.due, expected);
	assert_int_equal(a.status, DEADLINE_STATED);
}

/* ---- DL-08 */

static void look_at_follow_up(struct context *cx, struct day d)
{
	for (size_t i = 0; i < LEN(follow_up); i++)
		runs(cx, &follow_up[i],
		     arena_fmt(cx->mem, "DL-08 committee=%s adopted=%s", follow_up[i].committee,
		               text(d)),
		     d);
	is_stated(cx,
	          arena_fmt(cx->mem, "DL-08 committee=CCPR adopted=%s stated=%s", text(d),
	                    text(after(d, 700))),
	          after(d, 700));
}

static void follow_up_is_by_committee(void **state)
{
	every_day(state, look_at_follow_up);
}

/* ---- DL-15 */

static void look_at_communications(struct context *cx, struct day d)
{
	for (size_t i = 0; i < LEN(letters); i++)
		runs(cx, &letters[i],
		     arena_fmt(cx->mem, "DL-15 committee=%s stage=%s transmitted=%s",
		               letters[i].committee, letters[i].stage, text(d)),
		     d);
}

static void communications_are_by_committee_and_stage(void **state)
{
	every_day(state, look_at_communications);
}

/* ---- DL-06b, DL-07 */

static void look_at_replies(struct context *cx, struct day d)
{
	static const struct clock prior = { "CCPR", NULL, 12 }, no_clock = { "CEDAW", NULL };
	int years = 1 + d.number % 8;
	const char *line = arena_fmt(cx->mem, "DL-06b adopted=%s period=%d", text(d), years);
	struct deadline_answer a = ask(cx, line);

	same(line, a.due, months_on(d, 12 * years));
	assert_int_equal(a.status, DEADLINE_COMPUTED);
	assert_true(a.verify);
	line = arena_fmt(cx->mem, "DL-06 adopted=%s period=%d", text(d), years);
	same(line, ask(cx, line).due, months_on(d, 12 * years));
	line = arena_fmt(cx->mem, "DL-07 committee=CCPR transmitted=%s", text(d));
	runs(cx, &prior, line, d);
	is_stated(cx, arena_fmt(cx->mem, "%s stated=%s", line, text(after(d, 45))), after(d, 45));
	line = arena_fmt(cx->mem, "DL-07 committee=CEDAW transmitted=%s", text(d));
	runs(cx, &no_clock, line, d);
	is_stated(cx, arena_fmt(cx->mem, "%s stated=%s", line, text(after(d, 60))), after(d, 60));
}

static void replies_and_periods_run(void **state)
{
	every_day(state, look_at_replies);
}

/* ---- DL-10 */

static void positions_are_due(struct context *cx, const char *line, struct day due)
{
	struct deadline_answer a = ask(cx, line);

	same(line, a.due, due);
	assert_int_equal(a.steps_n, 1);
	same(line, a.steps[0].date, after(due, -30));
}

/* The first day of the session, or a stated one that is earlier; warned of 30 days before. */
static void look_at_positions(struct context *cx, struct day d)
{
	static const int stated[] = { -40, -1, 0, 1, 40 };
	const char *line = arena_fmt(cx->mem, "DL-10 session=%s", text(d));

	positions_are_due(cx, line, d);
	for (size_t i = 0; i < LEN(stated); i++)
		positions_are_due(
		        cx, arena_fmt(cx->mem, "%s stated=%s", line, text(after(d, stated[i]))),
		        stated[i] < 0 ? after(d, stated[i]) : d);
	positions_are_due(cx, arena_fmt(cx->mem, "DL-10 stated=%s", text(d)), d);
}

static void positions_are_due_with_the_session(void **state)
{
	every_day(state, look_at_positions);
}

/* ---- DL-19 */

static void a_period(struct context *cx, const char *line, struct day from, struct day to)
{
	struct deadline_answer a = ask(cx, line);

	same(line, a.from, from);
	same(line, a.to, to);
	same(line, a.due, to);
}

/* "her ýyl" is looked at on a day, "yzygiderli" is told each half-year, and a day is a day. */
static void look_at_timing(struct context *cx, struct day d)
{
	struct day due = d;
	const char *line =
	        arena_fmt(cx->mem, "DL-19 timing=%02d.%02d.%04d", d.number, d.month, d.year);

	a_period(cx, line, d, d);
	a_period(cx, arena_fmt(cx->mem, "DL-19 timing=\"her ýyl\" date=%s", text(d)),
	         (struct day){ d.year, 1, 1, 0 }, (struct day){ d.year, 12, 31, 0 });
	while (due.number != 10 || due.month != (d.month <= 6 ? 7 : 1))
		next(&due); /* day by day, for its weekday */
	due_is(cx, "DL-19 timing=yzygiderli date=", d, rolled(due, false));
}

static void timing_of_a_day(void **state)
{
	every_day(state, look_at_timing);
}

static struct day last_of(int year, int month)
{
	return (struct day){ year, month, length(year, month), 0 };
}

static struct day first_of(int year, int month)
{
	return (struct day){ year, month, 1, 0 };
}

static void look_at_year(struct context *cx, int year)
{
	static const char *const numbers[] = { "I", "II", "III", "IV" };

	for (int i = 0; i < 4; i++) {
		struct day from = first_of(year, 3 * i + 1), to = last_of(year, 3 * i + 3);

		a_period(cx, arena_fmt(cx->mem, "DL-19 timing=\"%s çärýek %d\"", numbers[i], year),
		         from, to);
		a_period(cx, arena_fmt(cx->mem, "DL-19 timing=\"%d квартал %d г.\"", i + 1, year),
		         from, to);
	}
	for (int i = 0; i < 2; i++)
		a_period(cx,
		         arena_fmt(cx->mem, "DL-19 timing=\"%s ýarymýyllyk %d\"", numbers[i], year),
		         first_of(year, 6 * i + 1), last_of(year, 6 * i + 6));
	for (int month = 1; month <= 12; month++)
		a_period(cx, arena_fmt(cx->mem, "DL-19 timing=%d-%02d", year, month),
		         first_of(year, month), last_of(year, month));
	for (int end = year; end <= LAST_YEAR; end++)
		a_period(cx, arena_fmt(cx->mem, "DL-19 timing=%d–%d", year, end), first_of(year, 1),
		         last_of(end, 12));
}

static void timing_of_years_and_their_parts(void **state)
{
	struct context *cx = begin(state);

	for (int year = FIRST_YEAR; year <= LAST_YEAR; year++)
		look_at_year(cx, year);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(follow_up_is_by_committee),
		cmocka_unit_test(communications_are_by_committee_and_stage),
		cmocka_unit_test(replies_and_periods_run),
		cmocka_unit_test(positions_are_due_with_the_session),
		cmocka_unit_test(timing_of_a_day),
		cmocka_unit_test(timing_of_years_and_their_parts),
	};

	return world_tests("deadline properties of committees", tests, LEN(tests));
}
