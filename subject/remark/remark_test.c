/* Who reads and writes remarks, for every role; for whom they wait; and what follows when the
 * record changes.  A recommendation of the ministry of education, with that of labour as a co-body.
 */
#include "subject/remark/remark.h"

#include "record/trust_test.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"

#define T (&remark_type)
#define R (&recommendation_type)

static const struct actor console = { .login = "console", .console = true };

static struct context *begin(void **state)
{
	static const struct {
		const char *login, *institution, *role;
	} people[] = {
		{ "sec", "MFA", "SEC" },  { "sec2", "MFA", "SEC" }, { "ch", "MFA", "CH" },
		{ "dc", "ISLD", "DC" },   { "fp", "MOE", "FP" },    { "ma", "MOE", "MA" },
		{ "fp2", "MOL", "FP" },   { "ma2", "MOL", "MA" },   { "fp3", "MOI", "FP" },
		{ "mj", "MEJLIS", "MJ" }, { "omb", "OMB", "OMB" },  { "cso", "RCS", "CSO" },
		{ "ip", "UNDP", "IP" },   { "adm", "MFA", "ADM" },  { "aud", "CABINET", "AUD" },
		{ "mfa", "MFA", "FP" },
	};
	struct context *cx = whole_world(state)->cx;

	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE) && settings_refresh(cx));
	for (size_t i = 0; i < LEN(people); i++)
		test_ok(cx, account_add(cx, people[i].login, people[i].institution, people[i].role,
		                        NULL, "en") != 0);
	return cx;
}

static int64_t user(struct context *cx, const char *login)
{
	return record_id_by_key(cx, &account_type, login);
}

static void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->actor = &console;
	if (str_eq(login, "console"))
		return;
	test_ok(cx, account_actor(cx, user(cx, login), 0, a));
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
	refs_add(cx, &r->co, institution_by_code(cx, "MOL"));
	r->record.state = type_state(R, "accepted");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_CREATE));
	return r;
}

/* Not written yet. */
static struct remark *remark(struct context *cx, const struct recommendation *about,
                             const char *login, const char *words)
{
	struct remark *r;

	as(cx, login);
	r = record_new(cx, T);
	r->about = (struct link){ R, about->record.id };
	r->words = words;
	return r;
}

static struct remark *written(struct context *cx, const struct recommendation *about,
                              const char *login, const char *words)
{
	struct remark *r = remark(cx, about, login, words);

	test_ok(cx, remark_write(cx, r));
	return r;
}

static struct remark *answer(struct context *cx, const struct recommendation *about,
                             const char *login, const char *words, const struct remark *to)
{
	struct remark *r = remark(cx, about, login, words);

	r->answer_to = to->record.id;
	test_ok(cx, remark_write(cx, r));
	return r;
}

/* Alone, and among those of its record: both say the same. */
static bool sees(struct context *cx, const char *login, const struct remark *r)
{
	void *about;
	struct remark **v;
	size_t n = 0;
	bool alone, among = false;

	as(cx, login);
	alone = remark_get(cx, r->record.id, &about) != NULL;
	if (!alone)
		assert_int_equal(cx->err.kind, ERR_NOT_FOUND);
	error_clear(cx);
	about = record_get(cx, r->about.type, r->about.id);
	error_clear(cx);
	if (about)
		test_ok(cx, remark_on(cx, r->about.type, about, &v, &n));
	for (size_t i = 0; i < n; i++)
		among |= v[i]->record.id == r->record.id;
	assert_int_equal(alone, among);
	return alone;
}

static int64_t waiting(struct context *cx, const char *login)
{
	struct remark **v;
	size_t n;

	as(cx, login);
	test_ok(cx, remark_waiting(cx, &v, &n));
	assert_int_equal(test_count(cx, remark_count_sql), n);
	return (int64_t)n;
}

static void assert_refused(struct context *cx, struct remark *r, enum error_kind kind)
{
	assert_false(remark_write(cx, r));
	assert_int_equal(cx->err.kind, kind);
	if (kind == ERR_INVALID)
		assert_string_equal(cx->err.field, "words");
	error_clear(cx);
}

/* ---- who reads, who writes */

static void each_role_reads_and_writes_what_it_may(void **state)
{
	static const struct {
		const char *login;
		bool plain, of_body, writes;
	} people[] = {
		{ "sec", true, true, true },    { "ch", true, false, false },
		{ "dc", true, false, false },   { "fp", true, true, true },
		{ "ma", true, true, true },     { "fp2", true, false, true },
		{ "ma2", true, false, true },   { "fp3", false, false, false },
		{ "mj", true, false, false },   { "omb", true, false, false },
		{ "cso", false, false, false }, { "ip", false, false, false },
		{ "adm", false, false, false }, { "aud", true, false, false },
		{ "mfa", false, false, false },
	};
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);
	struct remark *plain = written(cx, about, "sec", "When will it begin?"),
	              *of_body = written(cx, about, "sec", "@MOE, when will it begin?");

	for (size_t i = 0; i < LEN(people); i++) {
		struct remark *own = remark(cx, about, people[i].login, "A word");

		if (sees(cx, people[i].login, plain) != people[i].plain ||
		    sees(cx, people[i].login, of_body) != people[i].of_body)
			fail_msg("%s reads something else", people[i].login);
		as(cx, people[i].login);
		if (people[i].writes)
			test_ok(cx, remark_write(cx, own));
		else
			assert_refused(cx, own, ERR_FORBIDDEN);
	}
}

static void what_a_body_says_to_another_is_read_by_both(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);
	struct remark *r = written(cx, about, "fp2", "Please send (@moe) the figures."), *back;

	assert_true(sees(cx, "fp2", r) && sees(cx, "ma2", r) && sees(cx, "ma", r));
	assert_true(sees(cx, "sec", r));
	assert_false(sees(cx, "ch", r) || sees(cx, "aud", r) || sees(cx, "omb", r));
	back = answer(cx, about, "ma", "They are attached.", r);
	assert_true(sees(cx, "fp2", back) && sees(cx, "fp", back) && sees(cx, "sec2", back));
	assert_false(sees(cx, "ch", back) || sees(cx, "aud", back));
}

static void only_bodies_that_read_the_record_are_mentioned(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);
	struct remark *r = written(cx, about, "sec", "Write to a@moe.example or a.b@MOL, please.");

	assert_int_equal(r->mentions.n, 0);
	assert_refused(cx, remark(cx, about, "sec", "@NOBODY, please"), ERR_INVALID);
	assert_refused(cx, remark(cx, about, "sec", "@MOI, please"), ERR_INVALID);
	assert_refused(cx, remark(cx, about, "sec", ""), ERR_INVALID);
	r = written(cx, about, "sec", "@MOE-, @MOL: please; @MOE!");
	assert_int_equal(r->mentions.n, 2);
}

/* ---- for whom it waits */

static void it_waits_for_the_body_and_the_secretariat(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);
	struct remark *r = written(cx, about, "fp2", "@MOE, who begins?");

	assert_int_equal(waiting(cx, "fp"), 1);
	assert_int_equal(waiting(cx, "ma"), 1);
	assert_int_equal(waiting(cx, "sec"), 1);
	assert_int_equal(waiting(cx, "fp2"), 0);
	assert_int_equal(waiting(cx, "ch"), 0);
	as(cx, "sec");
	test_ok(cx, remark_take_note(cx, r));
	test_ok(cx, remark_take_note(cx, r)); /* once is enough */
	assert_int_equal(r->notes.n, 1);
	assert_int_equal(waiting(cx, "sec2"), 0);
	assert_int_equal(waiting(cx, "ma"), 1);
	answer(cx, about, "ma", "We do.", r);
	assert_int_equal(waiting(cx, "fp"), 0);
	assert_int_equal(waiting(cx, "ma2"), 1); /* the answer */
	assert_int_equal(waiting(cx, "sec"), 1);
}

static void what_the_secretariat_says_waits_for_whom_it_names(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);

	written(cx, about, "sec", "For the file");
	assert_int_equal(waiting(cx, "fp") + waiting(cx, "fp2") + waiting(cx, "sec2"), 0);
	written(cx, about, "sec", "@MOL, for you");
	assert_int_equal(waiting(cx, "fp"), 0);
	assert_int_equal(waiting(cx, "fp2"), 1);
}

/* ---- withdrawn, replaced */

static void only_its_author_takes_it_back(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);
	struct remark *r = written(cx, about, "fp", "@MOL: a slip"), *instead;

	instead = remark(cx, about, "ma", "Not mine");
	instead->replaces = r->record.id;
	assert_refused(cx, instead, ERR_FORBIDDEN);
	assert_false(remark_withdraw(cx, r));
	assert_int_equal(cx->err.kind, ERR_FORBIDDEN);
	error_clear(cx);
	instead = remark(cx, about, "fp", "For all who read it");
	instead->replaces = r->record.id;
	test_ok(cx, remark_write(cx, instead));
	r = record_get_any(cx, T, r->record.id);
	assert_true(type_state_in(T, r->record.state, "replaced"));
	assert_int_equal(waiting(cx, "fp2"), 0);
	assert_true(sees(cx, "ch", instead));
	as(cx, "fp");
	test_ok(cx, remark_withdraw(cx, instead));
	assert_int_equal(waiting(cx, "sec"), 0);
	assert_true(sees(cx, "ch", instead)); /* that there was one */
	assert_false(remark_is_author(cx, instead));
}

static void what_was_withdrawn_is_not_answered(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);
	struct remark *r = written(cx, about, "sec", "@MOE: a slip"), *late;

	late = remark(cx, about, "fp", "An answer");
	late->answer_to = r->record.id;
	as(cx, "sec");
	test_ok(cx, remark_withdraw(cx, r));
	as(cx, "fp");
	assert_refused(cx, late, ERR_INVALID);
}

static void an_answer_stays_with_its_record(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *one = recommendation(cx), *other = recommendation(cx);
	struct remark *r = written(cx, one, "sec", "@MOE"), *astray;

	astray = remark(cx, other, "fp", "An answer");
	astray->answer_to = r->record.id;
	assert_refused(cx, astray, ERR_BAD_REQUEST);
}

/* ---- when the record changes */

static void of_a_restricted_record_only_its_readers(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);
	struct remark *r = written(cx, about, "fp2", "@MOE, who begins?");

	about = record_get_any(cx, R, about->record.id);
	about->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &about->record.readers, user(cx, "sec"));
	refs_add(cx, &about->record.readers, user(cx, "ma"));
	refs_add(cx, &about->record.readers, user(cx, "ch"));
	test_ok(cx, record_save_as(cx, R, about, CHANGE_UPDATE));
	assert_true(sees(cx, "sec", r) && sees(cx, "ma", r));
	assert_false(sees(cx, "fp", r) || sees(cx, "fp2", r) || sees(cx, "sec2", r) ||
	             sees(cx, "ch", r) || sees(cx, "aud", r));
	assert_int_equal(waiting(cx, "sec"), 1);
	assert_int_equal(waiting(cx, "ma"), 1);
	assert_int_equal(waiting(cx, "sec2"), 0);
	assert_int_equal(waiting(cx, "fp"), 0);
	assert_refused(cx, remark(cx, about, "sec", "@MOL, too"), ERR_INVALID);
	r = written(cx, about, "sec", "@MOE, you are named");
	assert_int_equal(r->record.classification, CLASS_RESTRICTED);
}

static void a_body_that_no_longer_reads_the_record_hears_no_more(void **state)
{
	struct context *cx = begin(state);
	struct recommendation *about = recommendation(cx);
	struct remark *r = written(cx, about, "sec", "@MOE and @MOL, please");

	about = record_get_any(cx, R, about->record.id);
	about->lead = institution_by_code(cx, "MOI");
	test_ok(cx, record_save_as(cx, R, about, CHANGE_UPDATE));
	assert_false(sees(cx, "fp", r));
	assert_int_equal(waiting(cx, "fp"), 0);
	assert_int_equal(waiting(cx, "fp2"), 1);
	assert_false(sees(cx, "fp3", r));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_role_reads_and_writes_what_it_may),
		cmocka_unit_test(what_a_body_says_to_another_is_read_by_both),
		cmocka_unit_test(only_bodies_that_read_the_record_are_mentioned),
		cmocka_unit_test(it_waits_for_the_body_and_the_secretariat),
		cmocka_unit_test(what_the_secretariat_says_waits_for_whom_it_names),
		cmocka_unit_test(only_its_author_takes_it_back),
		cmocka_unit_test(what_was_withdrawn_is_not_answered),
		cmocka_unit_test(an_answer_stays_with_its_record),
		cmocka_unit_test(of_a_restricted_record_only_its_readers),
		cmocka_unit_test(a_body_that_no_longer_reads_the_record_hears_no_more),
	};

	return world_tests("remark", tests, LEN(tests));
}
