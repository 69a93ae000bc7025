/* Every worked case of the domain report by its number, what cannot be asked, and dates that are
 * known to the month or year only; on both engines. */
#include "subject/deadline/deadline.h"
#include "subject/mechanism/mechanism.h"

#include "record/trust_test.h"

/* The world of trust_test.h with the reference data loaded, in one transaction. */
static struct context *begin(void **state)
{
	static const char *const with[] = { "taxonomy", "mechanism", "deadline", NULL };

	return world_begin(*state, subjects, with);
}

static struct deadline_answer ask(struct context *cx, const char *line)
{
	struct deadline_answer a;

	if (!deadline_ask_line(cx, line, &a))
		fail_msg("%s: %s: %s", line, cx->err.field, cx->err.text);
	return a;
}

static const char *text_of(struct date d)
{
	static char text[4][DATE_TEXT];
	static int next;

	next = (next + 1) % 4;
	return date_text(d, text[next]);
}

static void expect(struct context *cx, const char *line, enum deadline_status status,
                   const char *due)
{
	struct deadline_answer a = ask(cx, line);

	if (a.status != status || !str_eq(text_of(a.due), due))
		fail_msg("%s: %s (%d): %s", line, text_of(a.due), (int)a.status, a.explanation);
	assert_true(*a.explanation);
}

#define COMPUTED(line, due) expect(cx, line, DEADLINE_COMPUTED, due)

static void dl01_adds_months(void **state)
{
	struct context *cx = begin(state);

	COMPUTED("DL-01 date=2025-01-31 months=1", "2025-02-28");  /* TC-01 */
	COMPUTED("DL-01 date=2024-02-29 months=12", "2025-02-28"); /* TC-02 */
	COMPUTED("DL-01 date=2024-01-31 months=1", "2024-02-29");
	COMPUTED("DL-01 date=31.03.2025 months=-1", "2025-02-28");
	COMPUTED("DL-01 date=2025-12 months=1", "2026-01");
	COMPUTED("DL-01 date=2025 months=12", "2026");
}

static void treaties_enter_into_force(void **state)
{
	struct context *cx = begin(state);

	/* TC-03, TC-04, TC-05, TC-07, TC-08, TC-10, TC-12 */
	COMPUTED("DL-03 instrument=ICCPR deposit=1997-05-01", "1997-08-01");
	COMPUTED("DL-04 instrument=ICCPR deposit=1997-05-01", "1998-08-01");
	COMPUTED("DL-03 instrument=CEDAW deposit=1997-05-01", "1997-05-31");
	COMPUTED("DL-04 instrument=CEDAW deposit=1997-05-01", "1998-05-31");
	COMPUTED("DL-03 instrument=CRC deposit=1993-09-20", "1993-10-20");
	COMPUTED("DL-04 instrument=CRC deposit=1993-09-20", "1995-10-20");
	COMPUTED("DL-05 instrument=CRC deposit=1993-09-20 n=6", "2020-10-20");
	COMPUTED("DL-05 instrument=CRC initial=1995-10-20 n=5-6", "2020-10-20");
	COMPUTED("DL-05 initial=1995-10-20 n=6 period=5", "2020-10-20");
	COMPUTED("DL-03 instrument=CAT deposit=1999-06-25", "1999-07-25");
	COMPUTED("DL-04 instrument=CAT deposit=1999-06-25", "2000-07-25");
	COMPUTED("DL-03 instrument=CRPD deposit=2008-09-04", "2008-10-04");
	COMPUTED("DL-04 instrument=CRPD deposit=2008-09-04", "2010-10-04");
	COMPUTED("DL-03 instrument=OPAC deposit=2005-04-29", "2005-05-29");
	COMPUTED("DL-03 instrument=CMW deposit=2026-01-15", "2026-05-01");
	COMPUTED("DL-03 instrument=OP1 deposit=1997-05-01", "1997-08-01");
}

static void founders_and_successors_come_out_right(void **state)
{
	struct context *cx = begin(state);
	struct deadline_answer a;

	/* TC-41, TC-42 */
	COMPUTED("DL-03 instrument=CRC deposit=1990-01-30", "1990-09-02");
	COMPUTED("DL-04 instrument=CRC deposit=1990-01-30", "1992-09-02");
	expect(cx, "DL-03 instrument=ICCPR deposit=1992-10-06 action=succession", DEADLINE_NONE,
	       "");
	a = ask(cx, "DL-04 instrument=ICCPR deposit=1992-10-06 action=succession");
	assert_int_equal(a.status, DEADLINE_NONE);
	assert_non_null(strstr(a.explanation, "enter the date on which the State became bound"));
	expect(cx, "DL-03 instrument=ICCPR action=succession in_force=1991-09-08", DEADLINE_STATED,
	       "1991-09-08");
	COMPUTED("DL-04 instrument=ICCPR action=succession in_force=1991-09-08", "1992-09-08");
	expect(cx, "DL-04 instrument=OPCAT deposit=2010-01-01", DEADLINE_NONE, "");
	expect(cx, "DL-05 instrument=ICCPR deposit=1997-05-01 n=2", DEADLINE_NONE, "");
	expect(cx, "DL-03 instrument=UDHR deposit=1997-05-01", DEADLINE_NONE, "");
}

static void what_was_stated_outranks(void **state)
{
	struct context *cx = begin(state);
	struct deadline_answer a;

	/* TC-15 */
	expect(cx, "DL-02 stated.en=2025-11-30 stated.ru=2025-10-30", DEADLINE_CONFLICT,
	       "2025-10-30");
	a = ask(cx, "DL-02 stated.en=2025-11-30 stated.ru=2025-10-30");
	assert_int_equal(a.steps_n, 2);
	assert_string_equal(a.steps[0].name, "stated.en");
	expect(cx, "DL-02 stated=2025-11-30 stated.en=2025-11-30 stated.ru=2025-10-30",
	       DEADLINE_STATED, "2025-11-30");
	expect(cx, "DL-02 stated.en=2025-11-30 stated.ru=30.11.2025", DEADLINE_STATED,
	       "2025-11-30");
	expect(cx, "DL-02 stated.en=2025-11-30 stated.ru=to_be_communicated", DEADLINE_CONFLICT,
	       "2025-11-30");
	expect(cx, "DL-09 review=2023-11-06 stated=2023-08-01", DEADLINE_STATED, "2023-08-01");
	COMPUTED("DL-02 date=2025-11-30", "2025-11-30");
	/* TC-13, TC-14, TC-18 */
	COMPUTED("DL-06b committee=CESCR adopted=2018-10 period=5", "2023-10");
	COMPUTED("DL-06 committee=CEDAW adopted=2018-07 period=4", "2022-07");
	assert_true(ask(cx, "DL-06b adopted=2018-07 period=4").verify);
	expect(cx, "DL-08 committee=CRC adopted=2024-09-13", DEADLINE_NONE, "");
	expect(cx, "DL-06 committee=CRC adopted=2024-09-13 stated=to_be_communicated",
	       DEADLINE_AWAITING, "");
	expect(cx, "DL-06 committee=CRC adopted=2024-09-13", DEADLINE_NONE, "");
	/* TC-16, TC-19 */
	COMPUTED("DL-08 committee=CEDAW adopted=2024-02-16", "2026-02-16");
	COMPUTED("DL-08 committee=CCPR adopted=2023-03-24", "2026-03-24");
	assert_true(ask(cx, "DL-08 committee=CCPR adopted=2023-03-24").verify);
	assert_false(ask(cx, "DL-08 committee=CEDAW adopted=2024-02-16").verify);
	COMPUTED("DL-07 transmitted=2029-01-31", "2030-01-31");
	expect(cx, "DL-07 committee=CESCR transmitted=2025-01-31", DEADLINE_NONE, "");
}

static void the_universal_periodic_review(void **state)
{
	struct context *cx = begin(state);
	struct deadline_answer a;

	COMPUTED("DL-09 review=2023-11-06", "2023-08-14"); /* TC-20 */
	a = ask(cx, "DL-12 review=2023-11-06");
	assert_string_equal(text_of(a.from), "2028-05-06");
	assert_string_equal(text_of(a.to), "2029-05-06");
	assert_false(date_set(a.due));
	COMPUTED("DL-10 session=2024-02-26", "2024-02-26");
	a = ask(cx, "DL-10 session=2024-02-26");
	assert_string_equal(a.steps[0].name, "warn");
	assert_string_equal(text_of(a.steps[0].date), "2024-01-27");
	expect(cx, "DL-10 session=2024-02-26 stated=2024-02-12", DEADLINE_STATED, "2024-02-12");
	COMPUTED("DL-10 session=2024-02-26 stated=2024-03-12", "2024-02-26");
	COMPUTED("DL-11 adopted=2024-03-22", "2026-09-22");
	assert_true(ask(cx, "DL-11 adopted=2024-03-22").voluntary);
}

static void letters_communications_and_ilo(void **state)
{
	struct context *cx = begin(state);
	struct deadline_answer a;

	COMPUTED("DL-14 letter=2026-03-03", "2026-05-02"); /* TC-22: a Saturday */
	a = ask(cx, "DL-14 letter=2026-03-03 urgent=yes");
	assert_true(a.immediate);
	assert_string_equal(text_of(a.due), "2026-05-02");
	COMPUTED("DL-15 committee=CCPR transmitted=2025-08-31", "2026-02-28");
	COMPUTED("DL-15 committee=CERD transmitted=2025-08-31 stage=merits", "2025-11-30");
	COMPUTED("DL-15 committee=CAT transmitted=2025-01-15 stage=admissibility", "2025-03-15");
	COMPUTED("DL-15 committee=CCPR transmitted=2025-01-01 stage=views", "2025-06-30");
	COMPUTED("DL-15 committee=CAT transmitted=2025-01-01 stage=views", "2025-04-01");
	COMPUTED("DL-15 committee=CRPD transmitted=2025-01-01 stage=views", "2025-07-01");
	expect(cx, "DL-15 committee=CERD transmitted=2025-01-01 stage=views", DEADLINE_NONE, "");
	COMPUTED("DL-16 in_force=2014-12-12", "2015-09-01"); /* TC-26 */
	a = ask(cx, "DL-16 year=2026");
	assert_string_equal(text_of(a.due), "2026-09-01");
	assert_string_equal(text_of(a.steps[0].date), "2026-02-01");
	assert_string_equal(a.steps[0].name, "reminder");
}

static void steps_are(const struct deadline_answer *a, const char *const expected[][3], size_t n)
{
	assert_int_equal(a->steps_n, n);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(a->steps[i].name, expected[i][0]);
		assert_string_equal(text_of(a->steps[i].date), expected[i][1]);
		assert_string_equal(text_of(a->steps[i].rolled_from), expected[i][2]);
	}
}

/* TC-29 */
static void a_report_is_planned_back_from_its_due_date(void **state)
{
	static const char *const expected[][3] = {
		{ "kick_off", "2025-05-05", "2025-05-03" },
		{ "sections_assigned", "2025-06-02", "" },
		{ "data_call_closes", "2025-07-02", "" },
		{ "zero_draft", "2025-08-01", "" },
		{ "comments", "2025-08-18", "2025-08-16" },
		{ "consultation_opens", "2025-09-01", "2025-08-31" },
		{ "revised_draft", "2025-09-15", "" },
		{ "commission_approval", "2025-09-30", "" },
		{ "translation_done", "2025-10-16", "" },
		{ "chair_sign_off", "2025-10-23", "" },
		{ "submission", "2025-10-30", "" },
	};
	struct context *cx = begin(state);
	struct deadline_answer a = ask(cx, "DL-13 due=2025-10-30");

	assert_string_equal(text_of(a.due), "2025-10-30");
	steps_are(&a, expected, LEN(expected));
	/* fifteen working days from 1 September, the day itself not counted */
	assert_non_null(strstr(a.explanation, "22 Sep 2025"));
	a = ask(cx, "DL-13 due=2026-05-02"); /* a Saturday: the due date never rolls */
	assert_string_equal(text_of(a.steps[10].date), "2026-05-02");
	a = ask(cx, "DL-13 due=2025-10");
	assert_string_equal(text_of(a.due), "2025-10");
	assert_string_equal(text_of(a.steps[10].date), "2025-10-31");
}

static void internal_deadlines_roll(void **state)
{
	static const char *const reminders[][3] = {
		{ "owner_first", "2025-09-30", "" }, { "owner_second", "2025-10-16", "" },
		{ "owner_third", "2025-10-23", "" }, { "owner_last", "2025-10-29", "" },
		{ "approver", "2025-10-31", "" },    { "secretariat", "2025-11-06", "" },
		{ "chair", "2025-11-13", "" },
	};
	static const char *const meeting[][3] = {
		{ "papers", "2023-01-24", "" },
		{ "minutes_draft", "2023-02-10", "" },
		{ "rework", "2023-02-13", "" },
		{ "extracts", "2023-02-15", "" },
	};
	struct context *cx = begin(state);
	struct deadline_answer a;

	/* TC-28: Friday; the extracts three working days after Friday 10 February */
	a = ask(cx, "DL-17 meeting=2023-02-03 signed=2023-02-10");
	steps_are(&a, meeting, LEN(meeting));
	assert_int_equal(ask(cx, "DL-17 meeting=2023-02-03").steps_n, 3);
	/* TC-31: a holiday on a Sunday */
	COMPUTED("DL-18 date=2025-05-18", "2025-05-19");
	assert_string_equal(text_of(ask(cx, "DL-18 date=2025-05-18").steps[0].rolled_from),
	                    "2025-05-18");
	COMPUTED("DL-18 date=2025-05-18 kind=external", "2025-05-18");
	COMPUTED("DL-18 date=2025-05-17 kind=internal", "2025-05-19"); /* Saturday */
	COMPUTED("DL-18 date=2025-05-17 kind=meeting", "2025-05-17");
	COMPUTED("DL-18 date=2025-05-18 kind=meeting", "2025-05-19");
	COMPUTED("DL-18 date=2025-03-21", "2025-03-24"); /* Nowruz, two days, and a weekend */
	COMPUTED("DL-18 date=2025-05", "2025-05");
	a = ask(cx, "DL-21 due=2025-10-30");
	steps_are(&a, reminders, LEN(reminders));
}

static void a_period_is(struct context *cx, const char *line, const char *from, const char *due)
{
	struct deadline_answer a = ask(cx, line);

	if (!str_eq(text_of(a.from), from) || !str_eq(text_of(a.due), due))
		fail_msg("%s: %s to %s", line, text_of(a.from), text_of(a.due));
}

static void timing_becomes_dates(void **state)
{
	struct context *cx = begin(state);

	cx->now = 1781258400000000;                                            /* 12 June 2026 */
	a_period_is(cx, "DL-19 timing=2021–2025", "2021-01-01", "2025-12-31"); /* TC-33 */
	a_period_is(cx, "DL-19 timing=\"2021-2025 ýyllar\"", "2021-01-01", "2025-12-31");
	a_period_is(cx, "DL-19 timing=\"IV çärýek 2023\"", "2023-10-01", "2023-12-31");
	a_period_is(cx, "DL-19 timing=\"2023-nji ýylyň 4-nji çärýegi\"", "2023-10-01",
	            "2023-12-31");
	a_period_is(cx, "DL-19 timing=\"II квартал 2024 г.\"", "2024-04-01", "2024-06-30");
	a_period_is(cx, "DL-19 timing=\"1 полугодие 2024\"", "2024-01-01", "2024-06-30");
	a_period_is(cx, "DL-19 timing=\"her ýyl\"", "2026-01-01", "2026-12-31");
	a_period_is(cx, "DL-19 timing=\"her ýyl\" year=2024", "2024-01-01", "2024-12-31");
	a_period_is(cx, "DL-19 timing=yzygiderli", "2026-01-01", "2026-07-10");
	a_period_is(cx, "DL-19 timing=постоянно date=2025-11-03", "2025-07-01", "2026-01-12");
	a_period_is(cx, "DL-19 timing=2025", "2025-01-01", "2025-12-31");
	a_period_is(cx, "DL-19 timing=\"March 2024\"", "2024-03-01", "2024-03-31");
	a_period_is(cx, "DL-20 half_year=2025-H1", "2025-01-01", "2025-07-10");
	a_period_is(cx, "DL-20 half_year=2 year=2025", "2025-07-01", "2026-01-12"); /* Saturday */
	a_period_is(cx, "DL-20 date=2025-06-30", "2025-01-01", "2025-07-10");
}

/* A holiday whose date is decided each year counts from when it is entered; a day of rest may be
 * made one of work. */
static void holidays_are_a_table(void **state)
{
	struct context *cx = begin(state);
	struct holiday_date may = { .date = date_day(2026, 5, 27), .act = "sample" };
	struct holiday_date saturday = { .date = date_day(2026, 5, 30), .act = "sample" };
	struct text name = { .lang = "en", .body = "Working Saturday (sample)", .original = true };
	struct holiday *h = record_by_key(cx, &holiday_type, "GURBAN_BAYRAM");
	struct date d;

	COMPUTED("DL-18 date=2026-05-27", "2026-05-27");
	h->dates = (struct owned){ &may, 1 };
	test_ok(cx, record_save_as(cx, &holiday_type, h, CHANGE_UPDATE));
	COMPUTED("DL-18 date=2026-05-27", "2026-06-01");
	h = record_new(cx, &holiday_type);
	h->code = "MOVED_2026";
	h->name = (struct texts){ &name, 1 };
	h->kind = 2;
	h->dates = (struct owned){ &saturday, 1 };
	test_ok(cx, record_save_as(cx, &holiday_type, h, CHANGE_CREATE));
	COMPUTED("DL-18 date=2026-05-27", "2026-05-30");
	test_ok(cx, deadline_working_day(cx, date_day(2026, 5, 28), true, &d));
	assert_string_equal(text_of(d), "2026-05-30");
	h->every_year = "13-01";
	test_fails(cx, record_save_as(cx, &holiday_type, h, CHANGE_UPDATE), ERR_INVALID);
}

static void a_treaty_s_own_date_counts_as_it_is_corrected(void **state)
{
	struct context *cx = begin(state);
	struct instrument *crc = record_by_key(cx, &instrument_type, "CRC");

	COMPUTED("DL-03 instrument=CRC deposit=1990-01-30", "1990-09-02");
	crc->general_entry_into_force = date_day(1990, 9, 3); /* sample */
	test_ok(cx, record_save_as(cx, &instrument_type, crc, CHANGE_UPDATE));
	COMPUTED("DL-03 instrument=CRC deposit=1990-01-30", "1990-09-03");
}

static void what_is_known_to_the_year_stays_so(void **state)
{
	struct context *cx = begin(state);
	struct deadline_answer a;

	COMPUTED("DL-03 instrument=CRC deposit=1993", "1993");
	COMPUTED("DL-04 instrument=CRC deposit=1993", "1995");
	COMPUTED("DL-03 instrument=ICCPR deposit=1997", "1997");
	COMPUTED("DL-08 committee=CEDAW adopted=2024", "2026");
	a = ask(cx, "DL-03 instrument=CRC deposit=1993");
	assert_true(a.verify);
	assert_non_null(strstr(a.explanation, "31 Jan 1993"));
	/* all of that year lies before the treaty's own day */
	COMPUTED("DL-03 instrument=CRPD deposit=2007", "2008-05-03");
}

static void refused(struct context *cx, const char *line, const char *field)
{
	struct deadline_answer a;

	if (deadline_ask_line(cx, line, &a))
		fail_msg("%s was answered: %s", line, a.explanation);
	if (cx->err.kind != ERR_INVALID || !str_eq(cx->err.field, field))
		fail_msg("%s: %s: %s", line, cx->err.field, cx->err.text);
	error_clear(cx);
}

static void what_cannot_be_is_refused_beside_its_key(void **state)
{
	struct context *cx = begin(state);

	refused(cx, "DL-99 date=2025-01-01", "rule");
	refused(cx, "", "rule");
	refused(cx, "DL-01 date", "rule");
	refused(cx, "DL-01 months=1", "date");
	refused(cx, "DL-01 date=2025-02-30 months=1", "date");
	refused(cx, "DL-01 date=1066-10-14 months=1", "date");
	refused(cx, "DL-01 date=2025-01-01 months=1201", "months");
	refused(cx, "DL-01 date=2025-01-01 months=1 months=2", "months");
	refused(cx, "DL-01 date=2025-01-01 months=1 colour=red", "colour");
	refused(cx, "DL-03 deposit=1997-05-01", "instrument");
	refused(cx, "DL-03 instrument=CEDAW", "deposit");
	refused(cx, "DL-03 instrument=XYZ deposit=1997-05-01", "instrument");
	refused(cx, "DL-03 instrument=CEDAW deposit=1979-12-17", "deposit"); /* before adoption */
	refused(cx, "DL-03 instrument=CEDAW deposit=1978", "deposit");
	refused(cx, "DL-03 instrument=CEDAW deposit=1997-05-01 action=signature", "action");
	refused(cx, "DL-05 instrument=CRC deposit=1993-09-20", "n");
	refused(cx, "DL-05 initial=1995-10-20 n=2", "period");
	refused(cx, "DL-05 initial=1995-10-20 n=61 period=5", "n");
	refused(cx, "DL-05 period=5 n=2", "initial");
	refused(cx, "DL-08 adopted=2024-02-16", "committee");
	refused(cx, "DL-08 committee=NOBODY adopted=2024-02-16", "committee");
	refused(cx, "DL-15 committee=CAT transmitted=2025-01-01 stage=appeal", "stage");
	refused(cx, "DL-09 review=2023-11-06 stated=soon", "stated");
	refused(cx, "DL-14 letter=2026-03-03 urgent=perhaps", "urgent");
	refused(cx, "DL-16", "year");
	refused(cx, "DL-13 due=soon", "due");
	refused(cx, "DL-17", "meeting");
	refused(cx, "DL-18 date=2025-05-18 kind=holiday", "kind");
	refused(cx, "DL-19", "timing");
	refused(cx, "DL-19 timing=soon", "timing");
	refused(cx, "DL-19 timing=\"V çärýek 2023\"", "timing");
	refused(cx, "DL-19 timing=2025–2021", "timing");
	refused(cx, "DL-20 half_year=2025-H3", "half_year");
	refused(cx, "DL-20", "half_year");
}

static void a_line_is_read_as_it_was_written(void **state)
{
	struct context *cx = begin(state);
	const struct deadline_key keys[] = { { "date", "2025-01-31" }, { "timing", "IV 2023" } };

	assert_string_equal(deadline_line(cx, "DL-01", keys, 1), "DL-01 date=2025-01-31");
	assert_string_equal(deadline_line(cx, "DL-19", keys, 2),
	                    "DL-19 date=2025-01-31 timing=\"IV 2023\"");
	COMPUTED("  DL-01   date=\"2025-01-31\"  months=1 ", "2025-02-28");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(dl01_adds_months),
		cmocka_unit_test(treaties_enter_into_force),
		cmocka_unit_test(founders_and_successors_come_out_right),
		cmocka_unit_test(what_was_stated_outranks),
		cmocka_unit_test(the_universal_periodic_review),
		cmocka_unit_test(letters_communications_and_ilo),
		cmocka_unit_test(a_report_is_planned_back_from_its_due_date),
		cmocka_unit_test(internal_deadlines_roll),
		cmocka_unit_test(timing_becomes_dates),
		cmocka_unit_test(holidays_are_a_table),
		cmocka_unit_test(a_treaty_s_own_date_counts_as_it_is_corrected),
		cmocka_unit_test(what_is_known_to_the_year_stays_so),
		cmocka_unit_test(what_cannot_be_is_refused_beside_its_key),
		cmocka_unit_test(a_line_is_read_as_it_was_written),
	};

	return world_tests("deadline answers", tests, LEN(tests));
}
