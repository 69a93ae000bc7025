/* What is owed for an assignment: until when, by whom, that it is owed once, and that it ends. */
#include "subject/letter/letter_test.h"

static bool take(struct context *cx, int64_t id, const char *login, const char *step,
                 const char *lead)
{
	struct recommendation *r;
	bool done;

	as(cx, login);
	r = record_get_any(cx, R, id);
	if (lead)
		r->lead = institution_by_code(cx, lead);
	cx->reason = "A trial";
	done = record_step(cx, R, r, step_named(R, step));
	cx->reason = NULL;
	return done;
}

/* To the ministry of education, by the secretariat, today. */
static int64_t assigned(struct context *cx)
{
	struct recommendation *r = recommendation(cx);

	r->lead = 0;
	r->locator = "13 (b)";
	r->record.state = type_state(R, "triaged");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
	test_ok(cx, take(cx, r->record.id, "sec", "assign", "MOE"));
	return r->record.id;
}

static struct letter *letter_of(struct context *cx, int64_t id)
{
	return written(cx, record_get_any(cx, R, id), NULL);
}

static void it_is_owed_until_it_is_answered(void **state)
{
	struct context *cx = begin(state);
	int64_t id = assigned(cx);
	const struct deadline *d = deadline_kept(cx, R, id, "answer.2026-03-02.MOE");

	assert_true(date_compare(d->due, date_day(2026, 3, 12)) == 0);
	assert_string_equal(d->basis, "DL-18 date=2026-03-12");
	assert_string_equal(choice_at(deadline_kinds, d->kind)->code, "assignment");
	assert_int_equal(d->side, SIDE_INTERNAL);
	assert_true(d->owner == account_by_login(cx, "fp")->record.id);
	assert_true(d->record.institution == institution_by_code(cx, "MOE"));
	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "open");
	on(cx, date_day(2026, 3, 5));
	test_ok(cx, take(cx, id, "ma", "accept", NULL));
	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "met");
	assert_true(date_compare(deadline_kept(cx, R, id, "answer.2026-03-02.MOE")->done,
	                         today(cx)) == 0);
}

/* Those who read all deadlines do not all read what was assigned and not accepted. */
static void it_says_where_it_stands_and_none_of_its_words(void **state)
{
	struct context *cx = begin(state);
	const struct deadline *d = deadline_kept(cx, R, assigned(cx), "answer.2026-03-02.MOE");
	const struct texts *x = &d->title;

	assert_int_equal(d->record.classification, CLASS_INTERNAL);
	assert_int_equal(x->n, 3);
	for (size_t i = 0; i < x->n; i++) {
		assert_non_null(strstr(x->v[i].body, "13 (b)"));
		assert_null(strstr(x->v[i].body, "Sample words"));
	}
}

static void the_day_is_one_on_which_people_work(void **state)
{
	struct context *cx = begin(state);
	int64_t id;

	on(cx, date_day(2026, 3, 5)); /* ten days on is a Sunday */
	id = assigned(cx);
	assert_true(date_compare(deadline_kept(cx, R, id, "answer.2026-03-05.MOE")->due,
	                         date_day(2026, 3, 16)) == 0);
	assert_true(date_compare(((struct recommendation *)record_get_any(cx, R, id))->answer_due,
	                         date_day(2026, 3, 16)) == 0);
}

static void what_was_returned_is_answered_and_the_next_body_owes_it(void **state)
{
	struct context *cx = begin(state);
	int64_t id = assigned(cx);

	test_ok(cx, take(cx, id, "ma", "return", NULL));
	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "met");
	test_ok(cx, take(cx, id, "sec", "assign", "MOL"));
	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "met");
	assert_kept(cx, R, id, "answer.2026-03-02.MOL", NULL, "open");
}

static void it_goes_with_the_body(void **state)
{
	struct context *cx = begin(state);
	int64_t id = assigned(cx);

	on(cx, date_day(2026, 3, 4));
	test_ok(cx, take(cx, id, "sec", "reassign", "MOL"));
	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "dropped");
	assert_kept(cx, R, id, "answer.2026-03-04.MOL", NULL, "open");
	assert_true(deadline_kept(cx, R, id, "answer.2026-03-04.MOL")->owner ==
	            account_by_login(cx, "fp2")->record.id);
}

static void it_ends_with_the_work(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *r = record_get_any(cx, R, assigned(cx));

	as(cx, "console");
	r->record.state = type_state(R, "triaged");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
	assert_kept(cx, R, r->record.id, "answer.2026-03-02.MOE", NULL, "dropped");
}

static void what_a_letter_tells_is_owed_once(void **state)
{
	struct context *cx = begin(state);
	int64_t id = assigned(cx);
	struct letter *l = letter_of(cx, id);

	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "dropped");
	assert_true(type_state_in(&deadline_type, due_of(cx, l)->record.state, "open"));
	assert_true(due_of(cx, l)->owner == account_by_login(cx, "fp")->record.id);
	test_ok(cx, take(cx, id, "ma", "accept", NULL));
	assert_true(type_state_in(&deadline_type, due_of(cx, l)->record.state, "met"));
	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "dropped");
}

/* The secretariat says that it was answered: nobody is asked again for what the letter told. */
static void what_a_letter_told_stays_told(void **state)
{
	struct context *cx = begin(state);
	int64_t id = assigned(cx);
	struct letter *l = letter_of(cx, id);

	on(cx, date_day(2026, 3, 6));
	as(cx, "sec");
	l = again(cx, l);
	l->answered_on = today(cx);
	test_ok(cx, record_step(cx, T, l, step_named(T, "answered")));
	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "dropped");
	test_ok(cx, take(cx, id, "ma", "return", NULL));
	on(cx, date_day(2026, 3, 9));
	test_ok(cx, take(cx, id, "sec", "assign", "MOE"));
	assert_kept(cx, R, id, "answer.2026-03-09.MOE", NULL, "open");
}

static void a_letter_to_another_body_tells_it_nothing(void **state)
{
	struct context *cx = begin(state);
	int64_t id = assigned(cx);
	struct letter *l = letter_of(cx, id);

	test_ok(cx, take(cx, id, "sec", "reassign", "MOL"));
	assert_kept(cx, R, id, "answer.2026-03-02.MOL", NULL, "open");
	assert_true(type_state_in(&deadline_type, due_of(cx, l)->record.state, "met"));
}

static void restrict_to(struct context *cx, int64_t id, const char *login)
{
	struct recommendation *r;

	as(cx, "console");
	r = record_get_any(cx, R, id);
	r->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &r->record.readers, account_by_login(cx, login)->record.id);
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
}

static void of_a_restricted_one_only_its_readers_know(void **state)
{
	struct context *cx = begin(state);
	int64_t id = assigned(cx), deadline;

	restrict_to(cx, id, "ma");
	deadline = deadline_kept(cx, R, id, "answer.2026-03-02.MOE")->record.id;
	as(cx, "fp");
	assert_null(record_get(cx, &deadline_type, deadline));
	error_clear(cx);
	as(cx, "sec");
	assert_null(record_get(cx, &deadline_type, deadline));
	error_clear(cx);
	as(cx, "ma");
	assert_non_null(record_get(cx, &deadline_type, deadline));
}

/* Its letter is closed to the focal point; what is open in it is told to her. */
static void a_restricted_letter_does_not_hide_what_is_open(void **state)
{
	struct context *cx = begin(state);
	int64_t open = assigned(cx), closed = assigned(cx);
	struct letter *l = written(cx, record_get_any(cx, R, open), record_get_any(cx, R, closed));

	assert_kept(cx, R, open, "answer.2026-03-02.MOE", NULL, "dropped");
	restrict_to(cx, closed, "ma");
	assert_int_equal(again(cx, l)->record.classification, CLASS_RESTRICTED);
	assert_kept(cx, R, open, "answer.2026-03-02.MOE", NULL, "open");
	assert_kept(cx, R, closed, "answer.2026-03-02.MOE", NULL, "dropped");
}

static int64_t number(struct context *cx)
{
	int64_t n = 0;

	test_ok(cx, db_int(cx,
	                   MADE_SQL("SELECT COUNT(*) FROM deadline"
	                            " WHERE source_type = 'recommendation'"),
	                   &n, NULL));
	return n;
}

/* As an older program left them: the day's work brings what is missing, and nothing twice. */
static void what_was_assigned_before_is_owed_too(void **state)
{
	struct context *cx = begin(state);
	int64_t told = assigned(cx), id = assigned(cx);
	struct deadline_day day = { 0 };

	letter_of(cx, told);
	test_ok(cx, db_run(cx, MADE_SQL("DELETE FROM deadline WHERE source_type ="
	                                " 'recommendation'")));
	as(cx, "console");
	test_ok(cx, assignment_day_slice(cx, &day));
	assert_true(day.done);
	assert_kept(cx, R, id, "answer.2026-03-02.MOE", NULL, "open");
	assert_int_equal(number(cx), 1);
	day = (struct deadline_day){ 0 };
	test_ok(cx, assignment_day_slice(cx, &day));
	assert_int_equal(number(cx), 1);
}

static void another_focal_point_owns_it(void **state)
{
	struct context *cx = begin(state);
	int64_t id = assigned(cx), told = assigned(cx);
	struct letter *l = letter_of(cx, told);
	struct person *person = record_new(cx, &person_type);
	struct focal_point *f = record_new(cx, &focal_point_type);
	struct account *second;

	as(cx, "console");
	test_ok(cx, account_add(cx, "fp3", "MOE", "FP", NULL, "en") != 0);
	person->full_name = again(cx, l)->subject;
	person->office = institution_by_code(cx, "MOE");
	test_ok(cx, record_save_as(cx, &person_type, person, CHANGE_CREATE));
	second = account_by_login(cx, "fp3");
	second->person = person->record.id;
	test_ok(cx, record_save_as(cx, &account_type, second, CHANGE_UPDATE));
	f->office = person->office;
	f->person = person->record.id;
	f->chief = YES;
	test_ok(cx, record_save_as(cx, &focal_point_type, f, CHANGE_CREATE));
	assert_true(deadline_kept(cx, R, id, "answer.2026-03-02.MOE")->owner == second->record.id);
	assert_true(due_of(cx, l)->owner == second->record.id);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_owed_until_it_is_answered),
		cmocka_unit_test(it_says_where_it_stands_and_none_of_its_words),
		cmocka_unit_test(the_day_is_one_on_which_people_work),
		cmocka_unit_test(what_was_returned_is_answered_and_the_next_body_owes_it),
		cmocka_unit_test(it_goes_with_the_body),
		cmocka_unit_test(it_ends_with_the_work),
		cmocka_unit_test(what_a_letter_tells_is_owed_once),
		cmocka_unit_test(what_a_letter_told_stays_told),
		cmocka_unit_test(a_letter_to_another_body_tells_it_nothing),
		cmocka_unit_test(of_a_restricted_one_only_its_readers_know),
		cmocka_unit_test(a_restricted_letter_does_not_hide_what_is_open),
		cmocka_unit_test(what_was_assigned_before_is_owed_too),
		cmocka_unit_test(another_focal_point_owns_it),
	};

	return world_tests("assignment", tests, LEN(tests));
}
