/* Entry into force and reports of every treaty (DL-03, DL-04, DL-05, DL-06), deposit by deposit,
 * against a second engine that counts days (answer_property_test.h).  The table is typed from the
 * text of the rules and of the treaties, not from what the program ships. */
#include "subject/deadline/answer_property_test.h"

/* How long after the deposit it is in force for the State; when it was adopted and entered into
 * force itself; years to the initial report and between the others.  0: none. */
static const struct treaty {
	const char *code;
	int days, months;
	struct day adopted, general;
	int initial, period;
} treaties[] = {
	{ "ICERD", 30, 0, { 1965, 12, 21 }, { 1969, 1, 4 }, 1, 2 },
	{ "ICESCR", 0, 3, { 1966, 12, 16 }, { 1976, 1, 3 }, 2, 5 },
	{ "ICCPR", 0, 3, { 1966, 12, 16 }, { 1976, 3, 23 }, 1, 0 },
	{ "OP1", 0, 3, { 1966, 12, 16 }, { 1976, 3, 23 }, 0, 0 },
	{ "OP2", 0, 3, { 1989, 12, 15 }, { 1991, 7, 11 }, 0, 0 },
	{ "CEDAW", 30, 0, { 1979, 12, 18 }, { 1981, 9, 3 }, 1, 4 },
	{ "OP-CEDAW", 0, 3, { 1999, 10, 6 }, { 2000, 12, 22 }, 0, 0 },
	{ "CAT", 30, 0, { 1984, 12, 10 }, { 1987, 6, 26 }, 1, 4 },
	{ "OPCAT", 30, 0, { 2002, 12, 18 }, { 2006, 6, 22 }, 0, 0 },
	{ "CRC", 30, 0, { 1989, 11, 20 }, { 1990, 9, 2 }, 2, 5 },
	{ "OPAC", 0, 1, { 2000, 5, 25 }, { 2002, 2, 12 }, 2, 5 },
	{ "OPSC", 0, 1, { 2000, 5, 25 }, { 2002, 1, 18 }, 2, 5 },
	{ "OPIC", 0, 3, { 2011, 12, 19 }, { 2014, 4, 14 }, 0, 0 },
	{ "CMW", 0, 3, { 1990, 12, 18 }, { 2003, 7, 1 }, 1, 5 },
	{ "CRPD", 30, 0, { 2006, 12, 13 }, { 2008, 5, 3 }, 2, 4 },
	{ "OP-CRPD", 30, 0, { 2006, 12, 13 }, { 2008, 5, 3 }, 0, 0 },
	{ "CED", 30, 0, { 2006, 12, 20 }, { 2010, 12, 23 }, 2, 0 },
	{ "OP-ICESCR", 0, 3, { 2008, 12, 10 }, { 2013, 5, 5 }, 0, 0 },
};

static bool is_before(struct day a, struct day b)
{
	return a.year != b.year     ? a.year < b.year
	       : a.month != b.month ? a.month < b.month
	                            : a.number < b.number;
}

/* The later of the treaty's own day and the interval after the deposit; of CMW the first day of the
 * month after the three. */
static struct day in_force(const struct treaty *t, struct day deposit)
{
	struct day d = months_on(after(deposit, t->days), t->months);

	if (str_eq(t->code, "CMW")) {
		d.number = 1;
		d = months_on(d, 1);
	}
	return later(d, t->general);
}

static const char *line_of(struct context *cx, const char *rule, const struct treaty *t,
                           const char *more, struct day deposit)
{
	return arena_fmt(cx->mem, "%s instrument=%s %s deposit=%s", rule, t->code, more,
	                 text(deposit));
}

static void each_treaty(struct context *cx, struct day d,
                        void (*look)(struct context *cx, const struct treaty *t, struct day d))
{
	for (size_t i = 0; i < LEN(treaties); i++)
		if (!is_before(d, treaties[i].adopted))
			look(cx, &treaties[i], d);
}

static void gives_none(struct context *cx, const char *line)
{
	struct deadline_answer a = ask(cx, line);

	if (a.status != DEADLINE_NONE || date_set(a.due))
		fail_msg("%s: %d-%d-%d, but the rule gives none", line, a.due.year, a.due.month,
		         a.due.day);
}

/* ---- DL-03 */

static void look_at_force(struct context *cx, const struct treaty *t, struct day d)
{
	const char *line = line_of(cx, "DL-03", t, "", d);

	same(line, ask(cx, line).due, in_force(t, d));
}

/* Before a treaty was adopted nothing was deposited. */
static void look_at_deposits(struct context *cx, struct day d)
{
	each_treaty(cx, d, look_at_force);
	for (size_t i = 0; i < LEN(treaties); i++) {
		const char *line = line_of(cx, "DL-03", &treaties[i], "", d);
		struct deadline_answer a;

		if (!is_before(d, treaties[i].adopted))
			continue;
		if (deadline_ask_line(cx, line, &a) || !str_eq(cx->err.field, "deposit"))
			fail_msg("%s: not refused", line);
		error_clear(cx);
	}
}

static void every_treaty_enters_into_force(void **state)
{
	every_day(state, look_at_deposits);
}

/* ---- DL-04 */

static void look_at_initial(struct context *cx, const struct treaty *t, struct day d)
{
	const char *line = line_of(cx, "DL-04", t, "", d);

	if (t->initial)
		same(line, ask(cx, line).due, months_on(in_force(t, d), 12 * t->initial));
	else
		gives_none(cx, line);
}

static void look_at_initial_reports(struct context *cx, struct day d)
{
	each_treaty(cx, d, look_at_initial);
	for (size_t i = 0; i < LEN(treaties); i++) {
		const struct treaty *t = &treaties[i];

		if (t->initial) /* since when it is in force was told */
			due_is(cx, arena_fmt(cx->mem, "DL-04 instrument=%s in_force=", t->code), d,
			       months_on(d, 12 * t->initial));
	}
}

static void every_initial_report_is_counted(void **state)
{
	every_day(state, look_at_initial_reports);
}

/* ---- DL-05, DL-06 */

/* Another number of the report each day: the second to the seventh. */
static int number_on(struct day d)
{
	return 2 + d.number % 6;
}

static void look_at_periodic(struct context *cx, const struct treaty *t, struct day d)
{
	int n = number_on(d);
	const char *line = line_of(cx, "DL-05", t, arena_fmt(cx->mem, "n=%d", n), d);
	struct day first = months_on(in_force(t, d), 12 * t->initial);

	if (t->period)
		same(line, ask(cx, line).due, months_on(first, (n - 1) * 12 * t->period));
	else
		gives_none(cx, line);
}

/* Nothing stated: as by DL-05, here from the due date of the initial report, combined reports with
 * the last of them; stated: that, or no date at all. */
static void look_at_next(struct context *cx, const struct treaty *t, struct day d)
{
	int n = number_on(d);
	const char *asked = arena_fmt(cx->mem, "DL-06 instrument=%s n=%d-%d initial=%s", t->code, n,
	                              n + 1, text(d));
	const char *stated = arena_fmt(cx->mem, "%s stated=%s", asked, text(after(d, 400)));
	const char *awaited = arena_fmt(cx->mem, "%s stated=to_be_communicated", asked);
	struct deadline_answer a;

	if (!t->period) {
		gives_none(cx, asked);
		return;
	}
	same(asked, ask(cx, asked).due, months_on(d, n * 12 * t->period));
	a = ask(cx, stated);
	same(stated, a.due, after(d, 400));
	assert_int_equal(a.status, DEADLINE_STATED);
	a = ask(cx, awaited);
	assert_false(date_set(a.due));
	assert_int_equal(a.status, DEADLINE_AWAITING);
}

static void look_at_periodic_reports(struct context *cx, struct day d)
{
	each_treaty(cx, d, look_at_periodic);
}

static void every_periodic_report_is_counted(void **state)
{
	every_day(state, look_at_periodic_reports);
}

static void look_at_next_reports(struct context *cx, struct day d)
{
	for (size_t i = 0; i < LEN(treaties); i++)
		if (treaties[i].initial)
			look_at_next(cx, &treaties[i], d);
}

static void what_observations_say_replaces_it(void **state)
{
	every_day(state, look_at_next_reports);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_treaty_enters_into_force),
		cmocka_unit_test(every_initial_report_is_counted),
		cmocka_unit_test(every_periodic_report_is_counted),
		cmocka_unit_test(what_observations_say_replaces_it),
	};

	return world_tests("deadline properties of treaties", tests, LEN(tests));
}
