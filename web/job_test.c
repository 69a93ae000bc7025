#include "web/web_test.h"

#include "web/job.h"

static const int64_t second = 1000000;

SQL(test_job_add,
    "INSERT INTO job (id, kind, args, state, done, total, account, membership, on_behalf, lang, "
    "cancel,"
    " tries, lease, lease_until, made_at)"
    " VALUES ($1, 'unheard-of', '{}', 'queued', 0, 0, 0, 0, 0, 'en', 0, 0, 0, 0, $2)");
SQL(test_lease_over, "UPDATE job SET lease_until = $1");

static const struct actor console = { .login = "console", .console = true };

static int64_t add(struct test_web *t)
{
	int64_t id = id_new(t->app.ids);

	test_ok(t->cx, db_begin(t->cx, t->app.store, DB_WRITE) &&
	                       db_run(t->cx, &test_job_add, V(id), V(instant_now())) &&
	                       db_commit(t->cx));
	return id;
}

static struct job *load(struct test_web *t, int64_t id)
{
	struct job *job;

	t->cx->actor = &console;
	test_ok(t->cx, db_begin(t->cx, t->app.store, DB_READ));
	job = job_load(t->cx, id);
	db_rollback(t->cx);
	test_ok(t->cx, job != NULL);
	job->web = &t->web;
	return job;
}

static void lose_lease(struct test_web *t)
{
	test_ok(t->cx, db_begin(t->cx, t->app.store, DB_WRITE) &&
	                       db_run(t->cx, &test_lease_over, V(second)) && db_commit(t->cx));
}

static void a_job_is_taken_once(void **state)
{
	struct test_web *t = *state;
	int64_t first = add(t), later = add(t);

	assert_true(job_take(t->cx) == first);
	assert_true(job_take(t->cx) == later);
	assert_true(job_take(t->cx) == 0);
	test_ok(t->cx, true);
	assert_string_equal(load(t, first)->state, "running");
	assert_int_equal(load(t, first)->tries, 1);
	assert_true(load(t, first)->lease != load(t, later)->lease);
}

static void a_lost_lease_is_taken_again(void **state)
{
	struct test_web *t = *state;
	int64_t id = add(t);
	struct job *before, *after;

	assert_true(job_take(t->cx) == id);
	before = load(t, id);
	lose_lease(t);
	assert_true(job_take(t->cx) == id);
	after = load(t, id);
	assert_true(before->lease != after->lease);
	assert_int_equal(after->tries, 2);
	test_fails(t->cx, job_progress(t->cx, before, 1, 2, NULL), ERR_UNAVAILABLE);
	test_ok(t->cx, job_progress(t->cx, after, 1, 2, "half"));
	after = load(t, id);
	assert_true(after->done == 1 && after->total == 2);
	assert_string_equal(after->message, "half");
}

static void jobs_are_cancelled(void **state)
{
	struct test_web *t = *state;
	int64_t id = add(t), waiting = add(t);
	struct job *job;

	assert_true(job_take(t->cx) == id);
	job = load(t, id);
	test_ok(t->cx, db_begin(t->cx, t->app.store, DB_WRITE) && job_cancel(t->cx, id) &&
	                       job_cancel(t->cx, waiting) && db_commit(t->cx));
	assert_string_equal(load(t, waiting)->state, "cancelled");
	assert_string_equal(load(t, id)->state, "running");
	test_fails(t->cx, job_progress(t->cx, job, 1, 2, NULL), ERR_UNAVAILABLE);
	assert_true(job->cancel);
}

static void stopping_stops_jobs(void **state)
{
	struct test_web *t = *state;
	int64_t id = add(t);
	struct job *job;

	assert_true(job_take(t->cx) == id);
	job = load(t, id);
	test_ok(t->cx, job_progress(t->cx, job, 1, 2, NULL));
	atomic_store(&t->web.stopping, true);
	test_fails(t->cx, job_progress(t->cx, job, 1, 2, NULL), ERR_UNAVAILABLE);
}

static void what_nobody_knows_fails_in_words(void **state)
{
	struct test_web *t = *state;
	int64_t id = add(t);
	struct job *job;

	assert_true(job_take(t->cx) == id);
	job_perform(&t->web, id);
	job = load(t, id);
	assert_string_equal(job->state, "failed");
	assert_string_equal(job->message, "This program does not know such jobs.");
	assert_true(job->ended_at > 0);
	assert_false(job_any_running(&t->web));
	t->cx->now += 31 * 24 * 3600 * second;
	test_ok(t->cx, db_begin(t->cx, t->app.store, DB_WRITE) && job_clean(t->cx));
	test_fails(t->cx, job_load(t->cx, id) != NULL, ERR_NOT_FOUND);
	db_rollback(t->cx);
}

static void what_never_ends_is_given_up(void **state)
{
	struct test_web *t = *state;
	int64_t id = add(t);

	for (int i = 0; i < 4; i++) {
		assert_true(job_take(t->cx) == id);
		if (i < 3)
			lose_lease(t);
	}
	job_perform(&t->web, id);
	assert_string_equal(load(t, id)->state, "failed");
	assert_non_null(strstr(load(t, id)->message, "3 times"));
}

static void jobs_are_their_owners(void **state)
{
	static const struct actor stranger = {
		.login = "cso", .user = 7, .membership = 8, .role = ROLE_CSO
	};
	struct test_web *t = *state;
	int64_t id = add(t);
	struct job *v;
	size_t n;

	t->cx->actor = &stranger;
	test_ok(t->cx, db_begin(t->cx, t->app.store, DB_READ));
	test_fails(t->cx, job_load(t->cx, id) != NULL, ERR_NOT_FOUND);
	test_fails(t->cx, job_cancel(t->cx, id), ERR_NOT_FOUND);
	test_ok(t->cx, job_list(t->cx, &v, &n));
	assert_int_equal(n, 0);
	test_fails(t->cx, job_add(t->cx, "unheard-of", "{}") != 0, ERR_BROKEN);
	db_rollback(t->cx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_is_taken_once),
		cmocka_unit_test(a_lost_lease_is_taken_again),
		cmocka_unit_test(jobs_are_cancelled),
		cmocka_unit_test(stopping_stops_jobs),
		cmocka_unit_test(what_nobody_knows_fails_in_words),
		cmocka_unit_test(what_never_ends_is_given_up),
		cmocka_unit_test(jobs_are_their_owners),
	};

	return test_web_run("job", tests, LEN(tests));
}
