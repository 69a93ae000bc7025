#include "web/session_test.h"

#include "web/job.h"

#include "base/utf8.h"
#include "record/attachment.h"
#include "store/attachment.h"

extern const struct pages job_pages;

static const struct route job_test_routes[] = {
	{ METHOD_POST, "/sign-in", "@public", test_sign_in, NULL, ROUTE_NO_CSRF | ROUTE_NO_DB },
	{ 0 },
};

SQL(test_job_add,
    "INSERT INTO job (id, kind, args, state, done, total, account, membership, on_behalf, lang, "
    "cancel,"
    " tries, lease, lease_until, made_at)"
    " VALUES ($1, 'unheard-of', '{}', 'queued', 0, 0, 0, 0, 0, 'en', 0, 0, 0, 0, $2)");
SQL(test_lease_over, "UPDATE job SET lease_until = $1");

static int64_t add(struct test_web *t)
{
	int64_t id = id_new(t->world.app.ids);

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) &&
	                       db_run(t->cx, &test_job_add, V(id), V(instant_now())) &&
	                       db_commit(t->cx));
	return id;
}

static struct job *load(struct test_web *t, int64_t id)
{
	struct job *job;

	t->cx->actor = &console;
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	job = job_load(t->cx, id);
	db_rollback(t->cx);
	test_ok(t->cx, job != NULL);
	job->web = &t->web;
	return job;
}

static void lose_lease(struct test_web *t)
{
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) &&
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
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) && job_cancel(t->cx, id) &&
	                       job_cancel(t->cx, waiting) && db_commit(t->cx));
	assert_string_equal(load(t, waiting)->state, "cancelled");
	assert_string_equal(load(t, id)->state, "running");
	test_fails(t->cx, job_progress(t->cx, job, 1, 2, NULL), ERR_UNAVAILABLE);
	assert_true(job->cancel);
}

/* As job_perform() notes it. */
static struct job *run_here(struct test_web *t, int64_t id)
{
	t->web.running.v[0] = (struct running_job){ .id = id };
	return load(t, id);
}

static void what_runs_here_is_not_taken_again(void **state)
{
	struct test_web *t = *state;
	int64_t id = add(t), later = add(t);

	assert_true(job_take(t->cx) == id);
	run_here(t, id);
	lose_lease(t);
	assert_true(job_take(t->cx) == 0); /* its lease is renewed instead */
	assert_true(job_take(t->cx) == later);
	assert_int_equal(load(t, id)->tries, 1);
	t->web.running.v[0].id = 0;
	lose_lease(t);
	assert_true(job_take(t->cx) == id);
}

/* What the others see is in memory on SQLite, in memory and in the row on PostgreSQL. */
static void progress_is_seen_within_its_transaction(void **state)
{
	struct test_web *t = *state;
	int64_t id = add(t);
	struct job *job, *seen;
	char text[1001];

	assert_true(job_take(t->cx) == id);
	job = run_here(t, id);
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = i % 2 ? '\xa4' : '\xc3';
	text[sizeof text - 1] = '\0';
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) &&
	                       job_progress(t->cx, job, 5, 10, text));

	struct context *other = context_new(&t->world.app, MAX_REQUEST_MEMORY);

	other->actor = &console;
	test_ok(other, db_begin(other, t->world.app.store, DB_READ));
	seen = job_load(other, id);
	test_ok(other, seen != NULL);
	assert_true(seen->done == 5 && seen->total == 10);
	assert_int_equal(strlen(seen->message), 398); /* no half character */
	assert_true(utf8_valid(seen->message, 398));
	context_free(other);
	test_ok(t->cx, job_goes_on(t->cx, job) && db_commit(t->cx));
	t->web.running.v[0].id = 0;
	assert_true(load(t, id)->done == 5);
}

SQL(test_job_owner, "UPDATE job SET account = $1");

struct click {
	struct test_web *t;
	const char *path, *form;
	int status;
};

static void *press_cancel(void *data)
{
	struct click *c = data;

	c->status = test_ask(c->t, "POST", c->path, c->form);
	return NULL;
}

static void cancelling_needs_no_writer(void **state)
{
	struct test_web *t = *state;
	struct click c = { .t = t };
	pthread_t thread;
	int64_t id = add(t);
	struct job *job;

	test_routes(t, job_pages.routes);
	test_routes(t, job_test_routes);
	test_run(t, &test_job_owner, test_user(t, "sec", "SEC"));
	test_enter(t);
	assert_true(job_take(t->cx) == id);
	t->web.running.v[0] = (struct running_job){ .id = id };
	t->cx->actor = &console;
	c.path = arena_fmt(t->cx->mem, "/jobs/%lld/cancel", (long long)id);
	c.form = test_csrf(t, "");
	job = arena_new_of(t->cx->mem, struct job);
	*job = (struct job){ .id = id, .web = &t->web };

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE));
	job->told_at = INT64_MAX / 2; /* memory alone has to tell */
	assert_int_equal(pthread_create(&thread, NULL, press_cancel, &c), 0);
	for (int i = 0; i < 10000 && job_progress(t->cx, job, i, 0, NULL); i++)
		usleep(1000);
	test_fails(t->cx, job_goes_on(t->cx, job), ERR_UNAVAILABLE);
	assert_true(job->cancel);
	db_rollback(t->cx);
	pthread_join(thread, NULL);
	assert_int_equal(c.status, 303);
	t->web.running.v[0].id = 0;
	test_run(t, MADE_SQL("UPDATE job SET account = 0"), 0);
	assert_true(load(t, id)->cancel); /* it is written, too */
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
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) && job_clean(t->cx));
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
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	test_fails(t->cx, job_load(t->cx, id) != NULL, ERR_NOT_FOUND);
	test_fails(t->cx, job_cancel(t->cx, id), ERR_NOT_FOUND);
	test_ok(t->cx, job_list(t->cx, &v, &n));
	assert_int_equal(n, 0);
	test_fails(t->cx, job_add(t->cx, "unheard-of", "{}") != 0, ERR_BROKEN);
	db_rollback(t->cx);
}

static const struct actor officer = {
	.login = "sec", .user = 9, .membership = 10, .role = ROLE_SEC
};

static void begun_twice_it_is_one(void **state)
{
	struct test_web *t = *state;
	struct context *cx = t->cx;
	int64_t one;

	cx->actor = &officer;
	test_ok(cx, db_begin(cx, t->world.app.store, DB_WRITE));
	one = job_add_once(cx, "export", "{}");
	assert_true(one != 0 && job_add_once(cx, "export", "{}") == one);
	assert_true(job_add_once(cx, "export", "[]") != one);
	cx->lang = "ru";
	assert_true(job_add_once(cx, "export", "{}") != one);
	cx->lang = "en";
	test_ok(cx, job_cancel(cx, one));
	assert_true(job_add_once(cx, "export", "{}") != one);
	test_ok(cx, db_commit(cx));
}

static void one_user_has_only_so_many(void **state)
{
	struct test_web *t = *state;
	struct context *cx = t->cx;
	int64_t id = 0;

	cx->actor = &officer;
	test_ok(cx, db_begin(cx, t->world.app.store, DB_WRITE));
	for (int i = 0; i < MAX_OPEN_JOBS; i++)
		id = job_add(cx, "export", "{}");
	test_ok(cx, id != 0);
	test_fails(cx, job_add(cx, "export", "{}") != 0, ERR_TOO_MANY);
	test_ok(cx, job_cancel(cx, id) && job_add(cx, "export", "{}") != 0 && db_commit(cx));
}

/* ---- what a job made */

struct made {
	FILE *file;
	struct attachment_result result;
	int slices, most;
};

static bool goes_on(struct context *cx, void *data)
{
	struct made *m = data;

	return m->slices++ < m->most || fail(cx, ERR_UNAVAILABLE, NULL, "enough");
}

static struct made make_file(int64_t size)
{
	struct made m = { .file = tmpfile(), .most = 100 };

	assert_non_null(m.file);
	for (int64_t i = 0; i < size; i += 8)
		fprintf(m.file, "%07lld ", (long long)i);
	assert_int_equal(fflush(m.file), 0);
	m.result = (struct attachment_result){
		.name = "list.csv", .media_type = "text/csv", .file = fileno(m.file), .size = size
	};
	m.result.goes_on = goes_on;
	return m;
}

SQL(test_made, "UPDATE job SET kind = 'export', state = 'done', result = id, ended_at = $1");

static bool is_kept(struct test_web *t, int64_t id, int64_t size)
{
	struct attachment *a;
	char hex[HEX_DIGEST];
	int64_t stored = 0;

	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ) &&
	                       attachment_digest(t->cx, id, hex, &stored));
	a = attachment_of_job(t->cx, id);
	if (a) {
		assert_int_equal(a->size, size);
		assert_string_equal(a->hash, hex);
		test_fails(t->cx, attachment_get(t->cx, id) != NULL, ERR_NOT_FOUND);
	}
	assert_int_equal(stored, a ? size : 0);
	error_clear(t->cx);
	db_rollback(t->cx);
	return a != NULL;
}

static void clean_at(struct test_web *t, int64_t now)
{
	t->cx->now = now;
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) && job_clean(t->cx) &&
	                       db_commit(t->cx));
}

static void what_a_job_made_is_kept_a_day(void **state)
{
	const int64_t size = 9 * 1024 * 1024 + 24, hour = 3600 * second;
	struct test_web *t = *state;
	struct made m = make_file(size);
	int64_t id = add(t), now = instant_now();

	t->cx->actor = &officer;
	m.result.data = &m;
	test_ok(t->cx, attachment_keep_result(t->cx, id, &m.result));
	assert_int_equal(m.slices, 3);
	assert_true(is_kept(t, id, size));
	test_ok(t->cx, attachment_keep_result(t->cx, id, &m.result)); /* begun again */
	assert_true(is_kept(t, id, size));
	fclose(m.file);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) &&
	                       db_run(t->cx, &test_made, V(now)) && db_commit(t->cx));
	clean_at(t, now + 23 * hour);
	assert_true(is_kept(t, id, size));
	clean_at(t, now + 25 * hour);
	assert_false(is_kept(t, id, size));
	assert_true(load(t, id)->result == 0);
}

static void half_a_file_is_none(void **state)
{
	struct test_web *t = *state;
	struct made m = make_file(9 * 1024 * 1024);
	int64_t id = add(t);

	t->cx->actor = &officer;
	m.result.data = &m;
	m.most = 2;
	test_fails(t->cx, attachment_keep_result(t->cx, id, &m.result), ERR_UNAVAILABLE);
	fclose(m.file);
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_READ));
	test_fails(t->cx, attachment_of_job(t->cx, id) != NULL, ERR_NOT_FOUND);
	db_rollback(t->cx);
	m = make_file(0);
	m.result.data = &m;
	test_ok(t->cx, attachment_keep_result(t->cx, id, &m.result));
	assert_true(is_kept(t, id, 0));
	fclose(m.file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_is_taken_once),
		cmocka_unit_test(a_lost_lease_is_taken_again),
		cmocka_unit_test(jobs_are_cancelled),
		cmocka_unit_test(what_runs_here_is_not_taken_again),
		cmocka_unit_test(progress_is_seen_within_its_transaction),
		cmocka_unit_test(cancelling_needs_no_writer),
		cmocka_unit_test(stopping_stops_jobs),
		cmocka_unit_test(what_nobody_knows_fails_in_words),
		cmocka_unit_test(what_never_ends_is_given_up),
		cmocka_unit_test(jobs_are_their_owners),
		cmocka_unit_test(begun_twice_it_is_one),
		cmocka_unit_test(one_user_has_only_so_many),
		cmocka_unit_test(what_a_job_made_is_kept_a_day),
		cmocka_unit_test(half_a_file_is_none),
	};

	return test_web_run("job", tests, LEN(tests));
}
