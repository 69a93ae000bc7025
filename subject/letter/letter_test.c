/* The register of letters: who reads and writes, numbers, answers, silence, and what is restricted.
 * Recommendations of the ministry of education that await its answer. */
#include "subject/letter/letter_test.h"

static void each_role_reads_and_writes_what_it_may(void **state)
{
	static const struct {
		const char *login;
		bool reads, writes;
	} people[] = {
		{ "sec", true, true },  { "ch", true, false },   { "dc", true, false },
		{ "fp", true, false },  { "ma", true, false },   { "fp2", false, false },
		{ "mj", false, false }, { "omb", true, false },  { "cso", false, false },
		{ "ip", false, false }, { "adm", false, false }, { "aud", true, false },
	};
	struct context *cx = begin(state);
	struct recommendation *r = recommendation(cx);
	struct letter *l = written(cx, r, NULL);

	for (size_t i = 0; i < LEN(people); i++) {
		as(cx, people[i].login);
		if ((record_get(cx, T, l->record.id) != NULL) != people[i].reads)
			fail_msg("%s reads something else", people[i].login);
		error_clear(cx);
		if (people[i].writes)
			continue;
		assert_null(letter_write(cx, l->correspondent, &l->items, l->answer_due, "tk"));
		assert_int_equal(cx->err.kind, ERR_FORBIDDEN);
		error_clear(cx);
	}
}

static void numbers_run_through_the_year(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *r = recommendation(cx);
	struct letter *own;

	assert_string_equal(written(cx, r, NULL)->number, "1/2026");
	own = record_new(cx, T);
	own->direction = LETTER_OUT;
	own->number = "7/2026";
	own->date = today(cx);
	own->correspondent = r->lead;
	own->subject = r->text;
	test_ok(cx, record_save(cx, T, own));
	assert_string_equal(written(cx, r, NULL)->number, "8/2026");
	own->record.version = 0;
	own->record.id = new_id(cx);
	test_fails(cx, record_save(cx, T, own), ERR_INVALID);
	on(cx, date_day(2027, 1, 5));
	assert_string_equal(written(cx, r, NULL)->number, "1/2027");
}

static void silence_is_late_after_ten_days(void **state)
{
	struct context *cx = begin(state);
	struct letter *l = written(cx, recommendation(cx), NULL);
	struct deadline *d = due_of(cx, l);

	assert_true(date_compare(l->answer_due, date_day(2026, 3, 12)) == 0);
	assert_true(date_compare(d->due, l->answer_due) == 0);
	assert_int_equal(d->side, SIDE_INTERNAL);
	assert_true(d->record.institution == l->correspondent);
	on(cx, date_day(2026, 3, 12));
	assert_false(letter_overdue(cx, l));
	on(cx, date_day(2026, 3, 13));
	assert_true(letter_overdue(cx, l));
}

static void it_is_answered_when_all_in_it_is(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *one = recommendation(cx), *other = recommendation(cx);
	struct letter *l = written(cx, one, other);

	answered(cx, one);
	assert_true(type_state_in(T, again(cx, l)->record.state, "awaiting"));
	answered(cx, other);
	assert_true(type_state_in(T, again(cx, l)->record.state, "answered"));
	assert_true(date_compare(again(cx, l)->answered_on, today(cx)) == 0);
	assert_true(type_state_in(&deadline_type, due_of(cx, l)->record.state, "met"));
}

static void a_letter_in_answers_one_out(void **state)
{
	struct context *cx = begin(state);
	struct letter *l = written(cx, recommendation(cx), NULL), *in;

	as(cx, "sec");
	in = record_new(cx, T);
	in->direction = LETTER_IN;
	in->date = date_day(2026, 3, 1);
	in->correspondent = institution_by_code(cx, "MOL");
	in->subject = l->subject;
	in->reply_to = l->record.id;
	test_fails(cx, record_save(cx, T, in), ERR_INVALID); /* no number */
	in->number = "03-15";
	test_fails(cx, record_save(cx, T, in), ERR_INVALID); /* of another institution */
	in->correspondent = l->correspondent;
	test_ok(cx, record_save(cx, T, in));
	assert_true(type_state_in(T, again(cx, l)->record.state, "answered"));
	assert_true(type_state_in(T, in->record.state, "done"));
}

static void what_was_written_stays(void **state)
{
	struct context *cx = begin(state);
	struct letter *l = written(cx, recommendation(cx), NULL);

	assert_true(l->file != 0);
	as(cx, "sec");
	l->number = "9/2026";
	test_fails(cx, record_save(cx, T, l), ERR_INVALID);
}

static void what_does_not_await_an_answer_stands_in_none(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *r = recommendation(cx);
	struct refs items = { 0 };

	refs_add(cx, &items, r->record.id);
	as(cx, "sec");
	assert_null(letter_write(cx, institution_by_code(cx, "MOL"), &items, today(cx), "tk"));
	assert_string_equal(cx->err.field, "items");
	error_clear(cx);
	answered(cx, r);
	assert_null(letter_write(cx, r->lead, &items, today(cx), "tk"));
	assert_string_equal(cx->err.field, "items");
	error_clear(cx);
	items.n = 0;
	assert_null(letter_write(cx, r->lead, &items, today(cx), "tk"));
	error_clear(cx);
}

static void a_letter_is_restricted_as_what_stands_in_it(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *r = recommendation(cx);
	struct letter *l = written(cx, r, NULL);

	as(cx, "console");
	r = record_get_any(cx, R, r->record.id);
	r->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &r->record.readers, record_id_by_key(cx, &account_type, "ma"));
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
	as(cx, "fp");
	assert_null(record_get(cx, T, l->record.id));
	error_clear(cx);
	as(cx, "ma");
	assert_non_null(record_get(cx, T, l->record.id));
	assert_int_equal(due_of(cx, l)->record.classification, CLASS_RESTRICTED);
}

static void it_speaks_the_language_of_the_focal_point(void **state)
{
	struct context *cx = begin(state);
	const char *lang;

	test_ok(cx, letter_language(cx, institution_by_code(cx, "MOE"), &lang));
	assert_string_equal(lang, "ru");
	test_ok(cx, letter_language(cx, institution_by_code(cx, "MOI"), &lang));
	assert_string_equal(lang, "tk");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_role_reads_and_writes_what_it_may),
		cmocka_unit_test(numbers_run_through_the_year),
		cmocka_unit_test(silence_is_late_after_ten_days),
		cmocka_unit_test(it_is_answered_when_all_in_it_is),
		cmocka_unit_test(a_letter_in_answers_one_out),
		cmocka_unit_test(what_was_written_stays),
		cmocka_unit_test(what_does_not_await_an_answer_stands_in_none),
		cmocka_unit_test(a_letter_is_restricted_as_what_stands_in_it),
		cmocka_unit_test(it_speaks_the_language_of_the_focal_point),
	};

	return world_tests("letter", tests, LEN(tests));
}
