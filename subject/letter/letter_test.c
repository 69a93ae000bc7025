/* The register of letters: who reads and writes, numbers, answers, silence, and what is restricted.
 * Recommendations of the ministry of education that await its answer. */
#include "subject/letter/letter.h"

#include "record/trust_test.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"

#define T (&letter_type)
#define R (&recommendation_type)

static const struct actor console = { .login = "console", .console = true };

static void on(struct context *cx, struct date day)
{
	cx->now = zone_midnight(setting_zone(cx), day) + (int64_t)12 * 3600 * 1000000 -
	          cx->app->clock_shift;
}

static struct context *begin(void **state)
{
	static const struct {
		const char *login, *institution, *role;
	} people[] = {
		{ "sec", "MFA", "SEC" },  { "ch", "MFA", "CH" },   { "dc", "ISLD", "DC" },
		{ "fp", "MOE", "FP" },    { "ma", "MOE", "MA" },   { "fp2", "MOL", "FP" },
		{ "mj", "MEJLIS", "MJ" }, { "omb", "OMB", "OMB" }, { "cso", "RCS", "CSO" },
		{ "ip", "UNDP", "IP" },   { "adm", "MFA", "ADM" }, { "aud", "CABINET", "AUD" },
	};
	struct context *cx = whole_world(state)->cx;

	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE) && settings_refresh(cx));
	test_ok(cx, deadline_subject.load_reference(cx, "turkmenistan"));
	on(cx, date_day(2026, 3, 2));
	for (size_t i = 0; i < LEN(people); i++)
		test_ok(cx, account_add(cx, people[i].login, people[i].institution, people[i].role,
		                        NULL, "ru") != 0);
	return cx;
}

static void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->actor = &console;
	if (str_eq(login, "console"))
		return;
	test_ok(cx, account_actor(cx, record_id_by_key(cx, &account_type, login), 0, a));
	cx->actor = a;
}

static struct recommendation *recommendation(struct context *cx)
{
	struct recommendation *r;

	as(cx, "console");
	r = record_new(cx, R);
	r->text.v = arena_new_of(cx->mem, struct text);
	r->text.v[0] = (struct text){ .lang = "en", .body = "Sample words", .original = true };
	r->text.n = 1;
	r->lead = institution_by_code(cx, "MOE");
	r->record.state = type_state(R, "assigned");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_CREATE));
	return r;
}

static struct letter *written(struct context *cx, const struct recommendation *a,
                              const struct recommendation *b)
{
	struct refs items = { 0 };
	struct letter *l;
	struct date due;

	refs_add(cx, &items, a->record.id);
	if (b)
		refs_add(cx, &items, b->record.id);
	as(cx, "sec");
	test_ok(cx, letter_due(cx, &due));
	l = letter_write(cx, institution_by_code(cx, "MOE"), &items, due, "ru");
	test_ok(cx, l != NULL);
	return l;
}

static struct letter *again(struct context *cx, const struct letter *l)
{
	return record_get_any(cx, T, l->record.id);
}

static struct deadline *due_of(struct context *cx, const struct letter *l)
{
	struct rows *r = db_query(cx,
	                          MADE_SQL("SELECT id FROM deadline WHERE source = $1 AND"
	                                   " source_type = 'letter'"),
	                          V(l->record.id));
	int64_t id = 0;

	while (r && rows_next(cx, r))
		id = rows_int(r, 0);
	test_ok(cx, id != 0);
	return record_get_any(cx, &deadline_type, id);
}

static void answered(struct context *cx, struct recommendation *r)
{
	r = record_get_any(cx, R, r->record.id);
	r->record.state = type_state(R, "accepted");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
}

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
