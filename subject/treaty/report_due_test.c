/* The report that is due next: what a review says, else what the rules compute, and nothing
 * invented. */
#include "subject/treaty/treaty_test.h"

#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"

/* The open deadline of the act; NULL: the register has none. */
static struct deadline *in_register(struct context *cx, int64_t act_id)
{
	struct list l = { .type = &deadline_type };

	test_ok(cx, list_filter(cx, &l, "state", "open") && record_list(cx, &l));
	for (size_t i = 0; i < l.n; i++) {
		struct deadline *d = l.rows[i];

		if (d->source.type == STATUS && d->source.id == act_id)
			return d;
	}
	return NULL;
}

static int64_t act_of(struct context *cx, const char *instrument)
{
	struct instrument_status *v;
	size_t n;

	test_ok(cx, status_history(cx, id_of(cx, &instrument_type, instrument),
	                           treaty_own_state(cx), &v, &n));
	for (size_t i = 0; i < n; i++)
		if (status_binds(v[i].action))
			return v[i].record.id;
	fail_msg("the State is not bound by %s", instrument);
	return 0;
}

static struct report_next next_of(struct context *cx, const char *instrument)
{
	struct report_next next;

	test_ok(cx, report_next(cx, id_of(cx, &instrument_type, instrument), &next));
	return next;
}

static struct instrument_status *own_act(struct context *cx, const char *instrument,
                                         const char *date)
{
	struct instrument_status *s = record_new(cx, STATUS);

	s->instrument = id_of(cx, &instrument_type, instrument);
	s->country = treaty_own_state(cx);
	s->action = ACTION_RATIFICATION;
	s->date = day(date);
	test_ok(cx, record_save(cx, STATUS, s));
	return record_get(cx, STATUS, s->record.id);
}

/* The review has it in the register. */
static void what_the_review_says_counts(void **state)
{
	struct context *cx = treaty_open(state);
	struct review_cycle *c =
	        record_get(cx, &review_cycle_type, id_of(cx, &review_cycle_type, "CRC-5-6"));
	struct report_next next = next_of(cx, "CRC"); /* TC-18 */

	assert_int_equal(next.known, REPORT_STATED);
	assert_int_equal(next.number, 7); /* after 5-6 */
	assert_false(date_set(next.due)); /* to be communicated */
	assert_null(in_register(cx, act_of(cx, "CRC")));
	c->next_expectation = "2031-10-20"; /* made up */
	c->next_said = NEXT_STATED;
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	assert_day(next_of(cx, "CRC").due, "2031-10-20");
	c->next_said = NEXT_EXPECTED; /* by us: no date of the committee */
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	assert_false(date_set(next_of(cx, "CRC").due));
}

static void where_the_review_says_nothing_the_rule_does(void **state)
{
	struct context *cx = treaty_open(state);
	struct review_cycle *c =
	        record_get(cx, &review_cycle_type, id_of(cx, &review_cycle_type, "CRPD-1"));
	int64_t act_id = act_of(cx, "CRPD");
	const struct deadline *d;

	assert_int_equal(next_of(cx, "CRPD").known, REPORT_PASSED); /* the second */
	assert_null(in_register(cx, act_id));
	c->code = "CRPD-9"; /* made up */
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	d = in_register(cx, act_id);
	assert_non_null(d);
	assert_int_equal(d->status, DEADLINE_COMPUTED);
	assert_day(d->due, "2046-10-04"); /* 2010 + 9 times four years */
	c->next_expectation = "to_be_communicated";
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	assert_null(in_register(cx, act_id)); /* it is the review's now */
}

static void a_new_party_owes_an_initial_report(void **state)
{
	struct context *cx = treaty_open(state);
	int year = today(cx).year;
	struct instrument_status *s =
	        own_act(cx, "CED", arena_fmt(cx->mem, "%d-01-02", year)); /* made up */
	struct report_next next = next_of(cx, "CED");
	const struct deadline *d = in_register(cx, s->record.id);

	assert_int_equal(next.known, REPORT_COMPUTED);
	assert_int_equal(next.number, 1);
	assert_non_null(d);
	assert_int_equal(d->status, DEADLINE_COMPUTED);
	assert_day(d->due, arena_fmt(cx->mem, "%d-02-01", year + 2)); /* in force + 2 years */
	cx->reason = "It was another State's.";
	test_ok(cx, record_step(cx, STATUS, s, step_named(STATUS, "strike")));
	assert_null(in_register(cx, s->record.id));
	assert_int_equal(next_of(cx, "CED").known, REPORT_NONE);
}

/* Nobody says whether it was submitted: it is told, and is no overdue report. */
static void what_passed_long_ago_is_not_overdue(void **state)
{
	struct context *cx = treaty_open(state);
	struct report_next next = next_of(cx, "OPAC");

	assert_int_equal(next.known, REPORT_PASSED);
	assert_day(next.due, "2007-05-29");
	assert_null(in_register(cx, act_of(cx, "OPAC")));
}

static void where_no_report_is_owed_none_is_due(void **state)
{
	struct context *cx = treaty_open(state);

	assert_int_equal(next_of(cx, "OP-CEDAW").known, REPORT_NONE);
	assert_int_equal(next_of(cx, "GC1").known, REPORT_NONE);   /* since when is not known */
	assert_int_equal(next_of(cx, "OPCAT").known, REPORT_NONE); /* not a party */
}

static void who_leads_the_reporting_has_the_deadline(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *s =
	        own_act(cx, "CED", arena_fmt(cx->mem, "%d-01-02", today(cx).year)); /* made up */
	struct obligation *o = record_new(cx, &obligation_type);
	struct text summary = { .lang = "en", .body = "A sample", .original = true };

	assert_int_equal(in_register(cx, s->record.id)->record.institution, 0);
	o->provision = id_of(cx, &provision_type, "CED 29");
	o->duty = DUTY_REPORT;
	o->summary = (struct texts){ &summary, 1 };
	o->lead = id_of(cx, &institution_type, "MFA");
	test_ok(cx, record_save(cx, &obligation_type, o));
	assert_int_equal(in_register(cx, s->record.id)->record.institution, o->lead);
}

/* ---- reports that came */

static struct report_was was_due(struct context *cx, const char *review)
{
	struct report_was was;

	test_ok(cx, report_was_due(cx,
	                           record_get(cx, &review_cycle_type,
	                                      id_of(cx, &review_cycle_type, review)),
	                           &was));
	return was;
}

/* As it is on record when it came. */
static const char *timely(struct context *cx, const char *review, const char *symbol)
{
	const struct document *d =
	        record_get(cx, &document_type, id_of(cx, &document_type, symbol));

	return deadline_timely_words(cx, was_due(cx, review).due, d->submitted);
}

static void tc_05_the_report_on_the_child_came_on_time(void **state)
{
	struct context *cx = treaty_open(state);

	cx->lang = "en";
	assert_day(was_due(cx, "CRC-5-6").due, "2020-10-20"); /* with the last of them, n = 6 */
	assert_false(was_due(cx, "CRC-5-6").review);
	assert_string_equal(timely(cx, "CRC-5-6", "CRC/C/TKM/5-6"),
	                    "on time, 4 days before its date");
}

static void tc_13_the_report_on_social_rights_came_on_time(void **state)
{
	struct context *cx = treaty_open(state);
	struct document *d =
	        record_get(cx, &document_type, id_of(cx, &document_type, "E/C.12/TKM/3"));

	cx->lang = "en";
	assert_day(was_due(cx, "CESCR-3").due, "2023-10");
	assert_true(was_due(cx, "CESCR-3").review);
	assert_string_equal(timely(cx, "CESCR-3", "E/C.12/TKM/3"), "on time");
	d->submitted = day("2023-11-02"); /* made up */
	test_ok(cx, record_save(cx, &document_type, d));
	assert_string_equal(timely(cx, "CESCR-3", "E/C.12/TKM/3"), "late by 2 days");
}

static void what_no_record_says_is_not_judged(void **state)
{
	struct context *cx = treaty_open(state);
	struct review_cycle *c =
	        record_get(cx, &review_cycle_type, id_of(cx, &review_cycle_type, "CESCR-2"));

	c->next_expectation = "to_be_communicated"; /* made up */
	c->next_said = NEXT_STATED;
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	assert_false(date_set(was_due(cx, "CESCR-3").due));
	assert_null(timely(cx, "CESCR-3", "E/C.12/TKM/3"));
	assert_false(date_set(was_due(cx, "CCPR-3").due)); /* the Committee sets the dates */
	assert_false(date_set(was_due(cx, "UPR-4").due));
}

static void what_is_known_of_both_days_decides(void **state)
{
	static const struct {
		const char *due, *done, *words;
	} of[] = {
		{ "2025-10-30", "2025-10-30", "on time, on its last day" },
		{ "2025-10-30", "2025-10-31", "late by 1 day" },
		{ "2025-10-30", "2025-10-29", "on time, 1 day before its date" },
		{ "2025-10-30", "2025-09", "on time" },
		{ "2025-10-30", "2025-10", NULL }, /* some days of it are late */
		{ "2025-10-30", "2025-11", "late" },
		{ "2025-10", "2025-10-31", "on time" },
		{ "2025-10", "2025-11-01", "late by 1 day" },
		{ "2025", "2025-12-31", "on time" },
	};
	struct context *cx = treaty_open(state);

	cx->lang = "en";
	for (size_t i = 0; i < LEN(of); i++) {
		const char *words = deadline_timely_words(cx, day(of[i].due), day(of[i].done));

		if (of[i].words)
			assert_string_equal(words, of[i].words);
		else
			assert_null(words);
	}
	assert_null(deadline_timely_words(cx, (struct date){ 0 }, day("2025-10-30")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_review_says_counts),
		cmocka_unit_test(where_the_review_says_nothing_the_rule_does),
		cmocka_unit_test(a_new_party_owes_an_initial_report),
		cmocka_unit_test(what_passed_long_ago_is_not_overdue),
		cmocka_unit_test(where_no_report_is_owed_none_is_due),
		cmocka_unit_test(who_leads_the_reporting_has_the_deadline),
		cmocka_unit_test(tc_05_the_report_on_the_child_came_on_time),
		cmocka_unit_test(tc_13_the_report_on_social_rights_came_on_time),
		cmocka_unit_test(what_no_record_says_is_not_judged),
		cmocka_unit_test(what_is_known_of_both_days_decides),
	};

	return world_tests("report_due", tests, LEN(tests));
}
