/* Files that wait to be brought in: whose they are, what stays of what was typed, and when they
 * go. */
#include "subject/recommendation/staging.h"

#include "record/attachment.h"
#include "record/trust_test.h"

static const struct actor officer = { .user = 11, .login = "officer", .membership = 1 },
                          other = { .user = 12, .login = "other", .membership = 2 };
static const struct staging_told nothing = { "", "", "", "", "" };

static struct world *begin(void **state)
{
	struct world *w = *state;

	w->app.subjects = subjects;
	w->cx->actor = &officer;
	w->cx->now = instant_now();
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) && settings_refresh(w->cx));
	return w;
}

/* Within the test's transaction. */
static int64_t count_of(struct world *w, const char *text)
{
	int64_t n = 0;

	test_ok(w->cx, db_int_values(w->cx, MADE_SQL(text), &n, NULL, NULL, 0));
	return n;
}

static struct staging *waiting(struct world *w)
{
	int64_t file = attachment_store(w->cx, "made-up.csv", "a,b\n", 4),
	        id = file ? staging_add(w->cx, file, &nothing) : 0;
	struct staging *s = id ? staging_get(w->cx, id) : NULL;

	test_ok(w->cx, s != NULL);
	return s;
}

/* A row of a look that found it to be about the record. */
static void look(struct world *w, struct staging *s, int64_t row, int64_t found)
{
	static const struct field *const said[] = { NULL };
	struct import_item item = { .row = row,
		                    .type = &import_type,
		                    .record = record_new(w->cx, &import_type),
		                    .said = said,
		                    .found = found,
		                    .fate = ITEM_SAME };

	s->job = 77;
	test_ok(w->cx, staging_keep(w->cx, s, &item) && db_flush(w->cx));
}

static void it_is_its_owners_alone(void **state)
{
	struct world *w = begin(state);
	const struct staging *s = waiting(w);
	struct staging *v;
	size_t n;

	test_ok(w->cx, staging_list(w->cx, false, &v, &n));
	assert_int_equal(n, 1);
	assert_string_equal(v[0].name, "made-up.csv");
	w->cx->actor = &other;
	test_ok(w->cx, staging_list(w->cx, false, &v, &n));
	assert_int_equal(n, 0);
	assert_null(staging_get(w->cx, s->id));
	assert_int_equal(w->cx->err.kind, ERR_NOT_FOUND);
	error_clear(w->cx);
	assert_false(staging_drop(w->cx, s->id));
	error_clear(w->cx);
	w->cx->actor = &officer;
	test_ok(w->cx, staging_drop(w->cx, s->id));
	assert_int_equal(count_of(w, "SELECT count(*) FROM attachment"), 0);
	db_rollback(w->cx);
}

static void what_the_file_says_stays_beside_what_is_typed(void **state)
{
	struct world *w = begin(state);
	const struct staging *s = waiting(w);
	struct correction *v;
	size_t n;

	test_ok(w->cx,
	        staging_correct(w->cx, s, &(struct correction){ 3, 5, "Lemuria", "Atlantis" }));
	test_ok(w->cx,
	        staging_correct(w->cx, s, &(struct correction){ 3, 5, "Atlantis", "Belarus" }));
	test_ok(w->cx, staging_corrections(w->cx, s, 3, &v, &n));
	assert_int_equal(n, 1);
	assert_string_equal(v[0].was, "Lemuria");
	assert_string_equal(v[0].text, "Belarus");
	assert_true(staging_stale(staging_get(w->cx, s->id)));
	db_rollback(w->cx);
}

static void decisions_are_found_and_taken_back(void **state)
{
	struct world *w = begin(state);
	const struct staging *s = waiting(w);
	struct decision *v;
	size_t n;

	test_ok(w->cx, staging_decide(w->cx, s, "take:12", "yes") &&
	                       staging_decide(w->cx, s, "join:2", "99") &&
	                       staging_decide(w->cx, s, "take:2", "no") &&
	                       staging_decide(w->cx, s, "label:theme:Ünlükler", ""));
	test_ok(w->cx, staging_decisions(w->cx, s, &v, &n));
	assert_int_equal(n, 4);
	assert_string_equal(decision_of(v, n, "take:12"), "yes");
	assert_string_equal(decision_of(v, n, "take:2"), "no");
	assert_string_equal(decision_of(v, n, "label:theme:Ünlükler"), "");
	assert_null(decision_of(v, n, "take:1"));
	test_ok(w->cx,
	        staging_decide(w->cx, s, "take:12", NULL) && staging_decisions(w->cx, s, &v, &n));
	assert_null(decision_of(v, n, "take:12"));
	db_rollback(w->cx);
}

static void it_goes_after_thirty_days(void **state)
{
	const int64_t day = 24 * 3600 * INT64_C(1000000);
	struct world *w = begin(state);
	struct staging *s = waiting(w);

	look(w, s, 2, 0);
	test_ok(w->cx, attachments_forget(w->cx, w->cx->now + 1)); /* the file waits with it */
	assert_int_equal(count_of(w, "SELECT count(*) FROM attachment"), 1);
	w->cx->now += (STAGING_DAYS - 1) * day;
	test_ok(w->cx, staging_clean(w->cx));
	assert_int_equal(count_of(w, "SELECT count(*) FROM staging"), 1);
	w->cx->now += 2 * day;
	test_ok(w->cx, staging_clean(w->cx));
	assert_int_equal(count_of(w, "SELECT count(*) FROM staging"), 0);
	assert_int_equal(count_of(w, "SELECT count(*) FROM staged"), 0);
	assert_int_equal(count_of(w, "SELECT count(*) FROM attachment"), 0);
	db_rollback(w->cx);
}

static void erasure_reaches_it(void **state)
{
	struct world *w = begin(state);
	struct import_record *erased = record_new(w->cx, &import_type);
	struct staging *about = waiting(w), *apart = waiting(w);
	struct staging *v;
	size_t n;

	look(w, about, 2, erased->record.id);
	look(w, apart, 2, 0);
	test_ok(w->cx, staging_correct(w->cx, apart, &(struct correction){ 2, 1, "a", "b" }));
	test_ok(w->cx, staging_erased(w->cx, &import_type, erased, erased));
	assert_int_equal(count_of(w, "SELECT count(*) FROM staged"), 0);
	test_ok(w->cx, staging_list(w->cx, false, &v, &n)); /* the other can be looked at again */
	assert_int_equal(n, 1);
	assert_true(v[0].id == apart->id);
	assert_int_equal(count_of(w, "SELECT count(*) FROM staged_correction"), 1);
	assert_int_equal(count_of(w, "SELECT count(*) FROM attachment"), 1);
	db_rollback(w->cx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_its_owners_alone),
		cmocka_unit_test(what_the_file_says_stays_beside_what_is_typed),
		cmocka_unit_test(decisions_are_found_and_taken_back),
		cmocka_unit_test(it_goes_after_thirty_days),
		cmocka_unit_test(erasure_reaches_it),
	};

	return world_tests("staging", tests, LEN(tests));
}
