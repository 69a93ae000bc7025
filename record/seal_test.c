/* The key file, the sealer, and what they refuse. */
#include "record/change.h"
#include "record/trust_test.h"
#include "record/verify.h"

#include <pthread.h>
#include <sys/stat.h>

static int64_t seal_all(struct world *w)
{
	int64_t sealed = -1;

	test_ok(w->cx, seal_run(w->cx, 0, &sealed));
	return sealed;
}

static struct seal_head head_of(struct world *w)
{
	struct seal_head head = { 0 };

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && seal_head(w->cx, &head) &&
	                       db_commit(w->cx));
	return head;
}

static void many_changes(struct world *w, int n)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	for (int i = 0; i < n; i++)
		test_ok(w->cx, change_event(w->cx, CHANGE_EVENT, "test", 0, "counted", "one"));
	test_ok(w->cx, db_commit(w->cx));
}

/* ---- the key file */

static void a_key_file_is_made_once(void **state)
{
	struct world *w = *state;
	char first[KEY_TEXT], again[KEY_TEXT];
	struct stat st;

	test_fails(w->cx, key_load(w->cx, w->key_path, false), ERR_UNAVAILABLE);
	test_fails(w->cx, key_public(w->cx, first), ERR_UNAVAILABLE);
	test_ok(w->cx, key_load(w->cx, w->key_path, true) && key_public(w->cx, first));
	assert_int_equal(stat(w->key_path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	test_ok(w->cx, key_load(w->cx, w->key_path, true) && key_public(w->cx, again));
	assert_string_equal(first, again);
}

static void a_key_that_others_may_read_is_refused(void **state)
{
	struct world *w = *state;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	chmod(w->key_path, 0640);
	test_fails(w->cx, key_load(w->cx, w->key_path, false), ERR_FORBIDDEN);
	chmod(w->key_path, 0600);
	test_ok(w->cx, key_load(w->cx, w->key_path, false));
}

/* Writes `text` as the key file. */
static void put_key_file(struct world *w, const char *text)
{
	FILE *f = fopen(w->key_path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static const char *key_file(struct world *w)
{
	char text[4096] = "";
	FILE *f = fopen(w->key_path, "r");

	assert_non_null(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	return arena_str(w->cx->mem, text);
}

static void a_damaged_key_file_is_refused(void **state)
{
	struct world *w = *state;
	struct keys keys;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));

	const char *whole = key_file(w);
	size_t n = strlen(whole);

	/* Every byte of it matters. */
	for (size_t i = 0; i < n; i++) {
		char *bad = arena_str(w->cx->mem, whole);

		bad[i] = bad[i] == '7' ? '8' : '7';
		put_key_file(w, bad);
		test_fails(w->cx, keys_read(w->cx, w->key_path, false, &keys), ERR_INVALID);
	}
	for (size_t i = 0; i < n; i += 7) {
		put_key_file(w, arena_strn(w->cx->mem, whole, i));
		test_fails(w->cx, keys_read(w->cx, w->key_path, false, &keys), ERR_INVALID);
	}
	put_key_file(w, whole);
	test_ok(w->cx, keys_read(w->cx, w->key_path, false, &keys));
	keys_wipe(&keys);
}

static void a_foreign_key_is_refused(void **state)
{
	struct world *w = *state;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	unlink(w->key_path);
	test_fails(w->cx, key_load(w->cx, w->key_path, true), ERR_FORBIDDEN);
}

static void a_key_is_rotated(void **state)
{
	struct world *w = *state;
	char first[KEY_TEXT], second[KEY_TEXT];
	struct app other;

	test_ok(w->cx, key_load(w->cx, w->key_path, true) && key_public(w->cx, first));
	world_trial(w, "R-1");
	seal_all(w);
	other = w->app; /* a node that still holds the older key */
	test_ok(w->cx, key_rotate(w->cx, w->key_path) && key_public(w->cx, second));
	assert_string_not_equal(first, second);
	seal_all(w);
	assert_string_equal(head_of(w).public_key, second);
	assert_int_equal(world_number(w, "SELECT count(*) FROM chain_key"), 2);
	world_trial(w, "R-2");

	struct context *cx = context_new(&other, MAX_REQUEST_MEMORY);
	int64_t sealed;

	test_fails(cx, seal_run(cx, 0, &sealed), ERR_UNAVAILABLE);
	context_free(cx);
	assert_int_equal(seal_all(w), 1);
}

/* The file was written, the database was not: the next start finishes the rotation. */
static void a_rotation_cut_off_is_finished(void **state)
{
	struct world *w = *state;
	struct keys keys;

	test_ok(w->cx,
	        key_load(w->cx, w->key_path, true) && keys_read(w->cx, w->key_path, false, &keys));

	char line[1000], public_key[KEY_TEXT], secret_key[2 * SIGN_SECRET + 1];

	sign_keypair(keys.v[1].public_key, keys.v[1].secret_key);
	snprintf(line, sizeof line, "%s2 %s %s\n", key_file(w),
	         hex_text(keys.v[1].public_key, SIGN_PUBLIC, public_key),
	         hex_text(keys.v[1].secret_key, SIGN_SECRET, secret_key));
	assert_int_equal(world_number(w, "SELECT count(*) FROM chain_key"), 1);
	put_key_file(w, line);
	test_ok(w->cx, key_load(w->cx, w->key_path, false));
	assert_int_equal(world_number(w, "SELECT count(*) FROM chain_key"), 2);
	assert_string_equal(head_of(w).public_key, public_key);
	world_trial(w, "R-1");
	assert_true(seal_all(w) > 0);
}

static void a_key_is_exported(void **state)
{
	struct world *w = *state;
	const char *copy = arena_fmt(w->cx->mem, "%s/copy.key", w->folder);
	struct keys keys;

	test_ok(w->cx, key_load(w->cx, w->key_path, true) && key_export(w->cx, w->key_path, copy) &&
	                       keys_read(w->cx, copy, false, &keys));
	assert_memory_equal(keys.v[0].secret_key, w->app.sign_secret, SIGN_SECRET);
	test_fails(w->cx, key_export(w->cx, w->key_path, copy), ERR_CONFLICT);
	assert_int_equal(
	        world_number(
	                w,
	                "SELECT count(*) FROM change WHERE kind = 'event' AND step = 'key_export'"),
	        1);
}

/* ---- sealing */

static void sealing_numbers_without_gap(void **state)
{
	struct world *w = *state;
	int64_t sealed;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	seal_all(w);

	int64_t before = head_of(w).seq;

	/* 200 takes every size of statement: 128, four of 16, and singles */
	many_changes(w, 203);
	test_ok(w->cx, seal_run(w->cx, 50, &sealed));
	assert_int_equal(sealed, 50);
	assert_int_equal(seal_all(w), 153);
	assert_int_equal(seal_all(w), 0);
	assert_int_equal(head_of(w).seq, before + 203);
	assert_int_equal(
	        world_number(w, "SELECT count(*) FROM change WHERE seq IS NULL OR hash IS NULL"),
	        0);
	assert_int_equal(world_number(w, "SELECT max(seq) - count(*) FROM change"), 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM change c JOIN chain_head h ON "
	                                 "h.hash = c.hash AND h.seq = c.seq"),
	                 1);
}

static void sealing_takes_more_than_one_batch(void **state)
{
	struct world *w = *state;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	seal_all(w);
	many_changes(w, 5400);
	assert_int_equal(seal_all(w), 5400);
}

static void without_a_key_seals_wait(void **state)
{
	struct world *w = *state;
	int64_t sealed;

	world_trial(w, "R-1");
	test_fails(w->cx, seal_run(w->cx, 0, &sealed), ERR_UNAVAILABLE);
	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	assert_int_equal(seal_all(w), 2); /* the record, and the key */
}

/* Sealing must not give a fresh signature to what somebody wrote without the key. */
static void a_tampered_head_is_not_sealed_over(void **state)
{
	static const char *const blows[] = {
		"UPDATE chain_head SET hash = "
		"'1111111111111111111111111111111111111111111111111111111111111111'",
		"UPDATE chain_head SET seq = seq - 1",
		"UPDATE chain_head SET seq = 0, hash = "
		"'0000000000000000000000000000000000000000000000000000000000000000'",
		"UPDATE chain_head SET signature = NULL",
		"DELETE FROM change WHERE seq = (SELECT max(seq) FROM change)",
	};
	struct world *w = *state;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	many_changes(w, 5);
	seal_all(w);
	many_changes(w, 1);

	struct seal_head head = head_of(w);

	for (size_t i = 0; i < LEN(blows); i++) {
		int64_t sealed;

		assert_int_equal(world_sql(w, blows[i]), 1);
		test_fails(w->cx, seal_run(w->cx, 0, &sealed), ERR_BROKEN);
		world_sql(
		        w,
		        arena_fmt(w->cx->mem,
		                  "UPDATE chain_head SET seq = %lld, hash = '%s', signature = '%s'",
		                  (long long)head.seq, head.hash, head.signature));
	}
}

/* ---- many at once */

enum { SAVERS = 3, SEALERS = 2, SAVES = 40 };

struct worker {
	struct app *app;
	bool seals, ok;
};

static bool save_one(struct context *cx, void *data)
{
	(void)data;
	return change_event(cx, CHANGE_EVENT, "test", 0, "counted", "one");
}

static void *work(void *data)
{
	struct worker *me = data;

	me->ok = true;
	for (int i = 0; i < SAVES && me->ok; i++) {
		struct context *cx = context_new(me->app, MAX_REQUEST_MEMORY);
		int64_t sealed;

		me->ok = me->seals ? seal_run(cx, 0, &sealed)
		                   : db_work(cx, me->app->store, DB_WRITE, save_one, NULL);
		context_free(cx);
	}
	return NULL;
}

static void sealers_and_savers_at_once(void **state)
{
	struct worker workers[SAVERS + SEALERS];
	pthread_t threads[SAVERS + SEALERS];
	struct world *w = *state;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	for (size_t i = 0; i < LEN(workers); i++) {
		workers[i] = (struct worker){ .app = &w->app, .seals = i < SEALERS };
		assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
	}
	for (size_t i = 0; i < LEN(workers); i++) {
		pthread_join(threads[i], NULL);
		assert_true(workers[i].ok);
	}
	seal_all(w);
	assert_int_equal(world_number(w, "SELECT count(*) FROM change"), SAVERS * SAVES + 1);
	assert_int_equal(world_number(w, "SELECT max(seq) FROM change"), SAVERS * SAVES + 1);
	assert_int_equal(head_of(w).seq, SAVERS * SAVES + 1);

	struct verify_result result;

	test_ok(w->cx, verify_run(w->cx, NULL, &result));
	assert_int_equal(result.faults, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_file_is_made_once),
		cmocka_unit_test(a_key_that_others_may_read_is_refused),
		cmocka_unit_test(a_damaged_key_file_is_refused),
		cmocka_unit_test(a_foreign_key_is_refused),
		cmocka_unit_test(a_key_is_rotated),
		cmocka_unit_test(a_rotation_cut_off_is_finished),
		cmocka_unit_test(a_key_is_exported),
		cmocka_unit_test(sealing_numbers_without_gap),
		cmocka_unit_test(sealing_takes_more_than_one_batch),
		cmocka_unit_test(without_a_key_seals_wait),
		cmocka_unit_test(a_tampered_head_is_not_sealed_over),
		cmocka_unit_test(sealers_and_savers_at_once),
	};

	return world_tests("seal", tests, LEN(tests));
}
