/* What language versions of a document state for an answer, on both engines (TC-15). */
#include "subject/mechanism/mechanism.h"

#include "record/trust_test.h"
#include "subject/institution/secretariat_test.h"

static const struct subject *const here[] = { &institution_subject, &mechanism_subject, NULL };
static const struct actor console = { .login = "console", .console = true };

static struct context *begin(void **state)
{
	return world_begin(*state, here, NULL);
}

static struct document *stored(struct context *cx, const char *symbol)
{
	struct document *d =
	        record_get(cx, &document_type, record_id_by_key(cx, &document_type, symbol));

	test_ok(cx, d != NULL);
	return d;
}

static struct document *list_of_issues(struct context *cx)
{
	return stored(cx, "E/C.12/TKM/Q/3");
}

static struct conflict *conflict(struct document *d, size_t i)
{
	assert_true(i < d->record.conflicts.n);
	return (struct conflict *)d->record.conflicts.v + i;
}

/* The date of the i-th version, as a person corrects it. */
static void correct(struct document *d, size_t i, const char *date)
{
	struct document_version *v = d->versions.v;

	assert_true(i < d->versions.n && date_parse(date, &v[i].stated_due));
}

static void assert_due(const struct document *d, const char *date)
{
	char text[DATE_TEXT];

	assert_string_equal(date_text(d->stated_due, text), date);
}

static void the_earlier_date_counts_and_both_are_kept(void **state)
{
	struct context *cx = begin(state);
	struct document *d = list_of_issues(cx);
	const struct conflict *c = conflict(d, 0);

	assert_int_equal(d->record.conflicts.n, 1);
	assert_due(d, "2025-10-30");
	assert_true(document_dates_differ(d));
	assert_string_equal(c->field, "stated_due");
	assert_string_equal(c->value_a, "2025-10-30");
	assert_string_equal(c->source_a, "E/C.12/TKM/Q/3 (ru)");
	assert_string_equal(c->value_b, "2025-11-30");
	assert_string_equal(c->source_b, "E/C.12/TKM/Q/3 (en)");
	assert_int_equal(c->resolved_by, 0);
	assert_string_equal(document_stated_line(cx, d),
	                    "stated.en=2025-11-30 stated.ru=2025-10-30");
	test_ok(cx, record_save(cx, &document_type, d)); /* once said is enough */
	assert_int_equal(list_of_issues(cx)->record.conflicts.n, 1);
}

static void nobody_types_the_later_date_in_passing(void **state)
{
	struct context *cx = begin(state);
	struct document *d = list_of_issues(cx);

	assert_true(date_parse("2025-11-30", &d->stated_due));
	test_fails(cx, record_save(cx, &document_type, d), ERR_INVALID);
	d = list_of_issues(cx);
	assert_true(date_parse("2025-12-24", &d->stated_due));
	test_fails(cx, record_save(cx, &document_type, d), ERR_INVALID);
}

static void a_named_person_decides_with_a_reason(void **state)
{
	struct context *cx = begin(state);
	struct date en = date_day(2025, 11, 30);
	struct document *d;
	int64_t user;

	test_fails(cx, document_resolve(cx, list_of_issues(cx), en, "en prevails"), ERR_INVALID);
	user = as_secretariat(cx);
	test_fails(cx, document_resolve(cx, list_of_issues(cx), en, ""), ERR_INVALID);
	test_fails(cx,
	           document_resolve(cx, list_of_issues(cx), date_day(2025, 12, 1), "en prevails"),
	           ERR_INVALID);
	test_ok(cx, document_resolve(cx, list_of_issues(cx), en, "en prevails (original)"));
	d = list_of_issues(cx);
	assert_due(d, "2025-11-30");
	assert_false(document_dates_differ(d));
	assert_true(conflict(d, 0)->resolved_by == user);
	assert_string_equal(conflict(d, 0)->resolution, "en prevails (original)");
	assert_string_equal(conflict(d, 0)->value_a, "2025-10-30");
	assert_string_equal(conflict(d, 0)->value_b, "2025-11-30");
	assert_string_equal(document_stated_line(cx, d), "stated=2025-11-30");
	test_fails(cx, document_resolve(cx, d, en, "again"), ERR_INVALID);
	d = list_of_issues(cx);
	d->issued_by = "The Committee"; /* a later save undoes nothing */
	test_ok(cx, record_save(cx, &document_type, d));
	assert_due(list_of_issues(cx), "2025-11-30");
	cx->actor = &console;
	test_ok(cx, mechanism_subject.load_reference(cx, "turkmenistan"));
	assert_due(list_of_issues(cx), "2025-11-30");
}

static void a_version_that_is_corrected_is_compared_anew(void **state)
{
	struct context *cx = begin(state);
	struct document *d = list_of_issues(cx);

	as_secretariat(cx);
	test_ok(cx, document_resolve(cx, d, date_day(2025, 11, 30), "en prevails"));
	d = list_of_issues(cx);
	correct(d, 1, "2025-10-15");
	test_ok(cx, record_save(cx, &document_type, d));
	d = list_of_issues(cx);
	assert_due(d, "2025-10-15");
	assert_int_equal(d->record.conflicts.n, 2); /* today's, and the one that was decided */
	assert_true(document_dates_differ(d));
	correct(d, 1, "2025-11-30"); /* now they agree */
	test_ok(cx, record_save(cx, &document_type, d));
	d = list_of_issues(cx);
	assert_due(d, "2025-11-30");
	assert_int_equal(d->record.conflicts.n, 1);
	assert_false(document_dates_differ(d));
}

static void each_later_date_is_a_conflict_with_the_earliest(void **state)
{
	struct context *cx = begin(state);
	struct document *d = list_of_issues(cx);
	struct document_version v[4] = {
		{ .language = 4 }, { .language = 1 }, { .language = 2 }, { .language = 5 }
	};

	d->versions = (struct owned){ v, 4 };
	correct(d, 0, "2025-11");
	correct(d, 1, "2025-10-30");
	correct(d, 2, "2025-12-24");
	correct(d, 3, "2025-10-30");
	test_ok(cx, record_save(cx, &document_type, d));
	d = list_of_issues(cx);
	assert_int_equal(d->record.conflicts.n, 2);
	assert_due(d, "2025-10-30");
	assert_string_equal(conflict(d, 0)->value_b, "2025-11"); /* as precise as it was said */
	assert_string_equal(conflict(d, 1)->value_b, "2025-12-24");
	as_secretariat(cx);
	test_ok(cx, document_resolve(cx, d, date_day(2025, 12, 24), "the note verbale of today"));
	d = list_of_issues(cx);
	assert_due(d, "2025-12-24");
	assert_true(conflict(d, 0)->resolved_by && conflict(d, 1)->resolved_by);
}

static void a_version_has_a_file_or_a_date(void **state)
{
	struct context *cx = begin(state);
	struct document *d = stored(cx, "CRC/C/TKM/CO/5-6");
	struct document_version v = { .language = 1 };

	d->versions = (struct owned){ &v, 1 };
	test_fails(cx, record_save(cx, &document_type, d), ERR_INVALID);
	d = stored(cx, "CRC/C/TKM/CO/5-6");
	d->versions = (struct owned){ &v, 1 };
	correct(d, 0, "2029-10-09");
	test_ok(cx, record_save(cx, &document_type, d));
	assert_due(stored(cx, "CRC/C/TKM/CO/5-6"), "2029-10-09");
	assert_int_equal(stored(cx, "CRC/C/TKM/CO/5-6")->record.conflicts.n, 0);
}

static struct document *replies(struct context *cx, struct date submitted)
{
	struct document *d = record_new(cx, &document_type);

	d->symbol = "E/C.12/TKM/RQ/3";
	d->title.v = arena_new_of(cx->mem, struct text);
	d->title.v[0] = (struct text){ .lang = "en", .body = "A trial", .original = true };
	d->title.n = 1;
	d->submitted = submitted;
	test_ok(cx, record_save(cx, &document_type, d));
	return d;
}

static void a_reply_after_its_clock_is_told(void **state)
{
	struct context *cx = begin(state);
	struct document *d = replies(cx, date_day(2025, 10, 30));
	struct date due;

	assert_null(document_warning(cx, d)); /* on the last day it is in time (TC-32) */
	d->submitted = date_day(2025, 10, 31);
	test_ok(cx, record_save(cx, &document_type, d));
	assert_true(document_late(cx, d, &due));
	assert_true(date_compare(due, date_day(2025, 10, 30)) == 0);
	assert_non_null(strstr(document_warning(cx, d), "2025-10-30"));
	as_secretariat(cx);
	test_ok(cx, document_resolve(cx, list_of_issues(cx), date_day(2025, 11, 30), "en"));
	assert_null(document_warning(cx, d)); /* it was the other date that counts */
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_earlier_date_counts_and_both_are_kept),
		cmocka_unit_test(nobody_types_the_later_date_in_passing),
		cmocka_unit_test(a_named_person_decides_with_a_reason),
		cmocka_unit_test(a_version_that_is_corrected_is_compared_anew),
		cmocka_unit_test(each_later_date_is_a_conflict_with_the_earliest),
		cmocka_unit_test(a_version_has_a_file_or_a_date),
		cmocka_unit_test(a_reply_after_its_clock_is_told),
	};

	return world_tests("mechanism: stated dates", tests, LEN(tests));
}
