/* Imports of our own form, all files made up here: what is new comes in, what is there stays, what
 * is wrong is told and changes nothing; a stop leaves nothing. */
#include "record/import_test.h"

#include "record/export.h"

/* ---- our own form */

static void rows_come_in_once(void **state)
{
	struct world *w = begin(state);
	const char *file = "code,title.tk,title.en,title.original,note,due\n"
	                   "A,Bir,One,en,first,2026-06-30\n"
	                   "B,Iki,Two,tk,,2026-Q3\n";
	struct import im = bring(w, file, false);

	assert_int_equal(im.read, 2);
	assert_counts(&im, 2, 0, 0, 0);
	assert_true(im.id != 0);
	assert_string_equal(stored(w, "A")->note, "first");
	assert_true(in_language(stored(w, "A"), "en")->original);
	assert_true(in_language(stored(w, "B"), "tk")->original);
	im = bring(w, file, false);
	assert_counts(&im, 0, 0, 2, 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 2);
	assert_int_equal(world_number(w, "SELECT count(*) FROM imported"), 2);
	assert_int_equal(world_number(w, "SELECT count(*) FROM import WHERE state = 'done'"), 2);
	im = bring(w, "code,note\nA,second\nB,\n", false);
	assert_counts(&im, 0, 1, 1, 0);
	assert_string_equal(stored(w, "A")->note, "second");
	assert_int_equal(stored(w, "A")->title.n, 2); /* what the file is silent about stays */
}

static void empty_says_nothing_and_a_dash_empties(void **state)
{
	struct world *w = begin(state);
	struct import im;

	world_trial(w, "A");
	im = bring(w, "code,note,due\nA,,\n", false);
	assert_counts(&im, 0, 0, 1, 0);
	im = bring(w, "code,note,due\nA,,-\n", false);
	assert_counts(&im, 0, 1, 0, 0);
	assert_false(date_set(stored(w, "A")->due));
	assert_string_equal(stored(w, "A")->note, "a note");
	im = bring(w, "[{\"type\":\"trial\",\"code\":\"A\",\"note\":null}]", false);
	assert_counts(&im, 0, 1, 0, 0);
	assert_null(stored(w, "A")->note);
}

static void a_wrong_row_changes_nothing(void **state)
{
	struct world *w = begin(state);
	const char *file = "code,due,note\n"
	                   "A,2026-01-31,good\n"
	                   "B,the day after tomorrow,bad\n"
	                   ",2026-01-31,without a code\n"
	                   "A,2026-01-31,twice\n"
	                   "C,2026-01-31,long,er\n";
	struct import dry = bring(w, file, true), im;

	assert_int_equal(dry.id, 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM change"), 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM import"), 0);
	im = bring(w, file, false);
	assert_int_equal(im.read, 5);
	assert_counts(&im, 1, 0, 0, 4);
	assert_counts(&dry, 1, 0, 0, 4);
	assert_problem(&im, 0, 3, "due");
	assert_problem(&im, 1, 4, "code");
	assert_problem(&im, 2, 5, "");
	assert_problem(&im, 3, 6, "");
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(im.problems[i].message, dry.problems[i].message);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 1);
	assert_int_equal(world_number(w, "SELECT count(*) FROM import_problems"), 4);
}

static void what_steps_set_is_not_set_by_files(void **state)
{
	struct world *w = begin(state);
	struct import im;

	world_trial(w, "A");
	im = bring(w, "code,state\nA,entered\nB,accepted\n", false);
	assert_counts(&im, 0, 0, 1, 1);
	assert_problem(&im, 0, 3, "state");
	im = bring(w, "code,state\nA,accepted\n", false);
	assert_counts(&im, 0, 0, 0, 1);
	assert_problem(&im, 0, 2, "state");
}

static void a_file_older_than_the_record_is_refused(void **state)
{
	struct world *w = begin(state);
	struct trial *t = world_trial(w, "A");
	struct import im;
	char file[300];

	t->note = "changed since";
	person_saves(w, t);
	snprintf(file, sizeof file,
	         "[{\"type\":\"trial\",\"id\":\"%lld\",\"version\":1,\"note\":\"old\"}]",
	         (long long)t->record.id);
	im = bring(w, file, false);
	assert_counts(&im, 0, 0, 0, 1);
	assert_problem(&im, 0, 1, "version");
	snprintf(file, sizeof file,
	         "[{\"type\":\"trial\",\"id\":\"%lld\",\"version\":1,\"note\":\"changed since\"}]",
	         (long long)t->record.id);
	im = bring(w, file, false);
	assert_counts(&im, 0, 0, 1, 0);
	im = bring(w, "[{\"type\":\"trial\",\"id\":\"123456789012345\",\"note\":\"nobody\"}]",
	           false);
	assert_counts(&im, 0, 0, 0, 1);
	assert_problem(&im, 0, 1, "id");
}

static void what_is_no_file_of_ours_is_refused(void **state)
{
	static const struct {
		const char *file;
		enum error_kind kind;
	} refused[] = {
		{ "this is no table of ours", ERR_BAD_REQUEST },
		{ "", ERR_BAD_REQUEST },
		{ "code,colour\nA,red\n", ERR_INVALID },
		{ "type,code\nnothing,A\n", ERR_INVALID },
		{ "code,note\nA,\"torn\n", ERR_BAD_REQUEST },
		{ "[{\"code\":\"A\"}]", ERR_INVALID },
		{ "[{\"type\":\"trial\",\"code\":\"A\"},7]", ERR_INVALID },
		{ "[{\"type\":\"trial\",\"code\":\"A\"", ERR_BAD_REQUEST },
	};
	struct world *w = begin(state);

	for (size_t i = 0; i < LEN(refused); i++) {
		struct import im = { .file = "made-up" };

		test_fails(w->cx, import_run(w->cx, &im, refused[i].file, strlen(refused[i].file)),
		           refused[i].kind);
	}
	assert_int_equal(world_number(w, "SELECT count(*) FROM import"), 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 0);
}

/* ---- rights */

static void the_actor_brings_in_what_he_may(void **state)
{
	struct world *w = begin(state);
	const struct actor secretariat = {
		.user = 21, .login = "sec", .institution = 11, .role = ROLE_SEC
	};
	const struct actor ministry = {
		.user = 22, .login = "fp", .institution = 12, .role = ROLE_FP
	};
	struct import im = { .file = "made-up.csv" };

	world_trial(w, "A");
	world_sql(w, "UPDATE trial SET classification = 'restricted'");
	w->cx->actor = &ministry;
	test_fails(w->cx, import_run(w->cx, &im, "code,note\nB,x\n", 14), ERR_FORBIDDEN);
	w->cx->actor = &secretariat;
	im = bring(w, "code,note\nA,overwritten\nB,x\n", false);
	assert_counts(&im, 1, 0, 1, 0); /* that it differs is not told */
	im = bring(w, "code,secret\nB,a guess\n", false);
	assert_counts(&im, 0, 0, 0, 1);
	assert_problem(&im, 0, 2, "secret");
	w->cx->actor = &console;
	assert_string_equal(stored(w, "A")->note, "a note");
}

/* ---- long files */

static const char *many(struct context *cx, int n, const char *note)
{
	struct buffer b = BUFFER(cx->mem, 1 << 20);

	buffer_text(&b, "code,note\n");
	for (int i = 0; i < n; i++)
		buffer_fmt(&b, "T%d,%s\n", i, note);
	return buffer_str(&b);
}

struct listener {
	int calls;
	int64_t last, total;
	int stop_at; /* the call that says no; 0: none does */
};

static bool told(struct context *cx, void *data, int64_t done, int64_t total)
{
	struct listener *l = data;

	l->calls++;
	l->last = done;
	l->total = total;
	return l->calls != l->stop_at || fail(cx, ERR_UNAVAILABLE, NULL, "stopped by the test");
}

/* Whoever stops it, while it looks or while it saves, has nothing of it. */
static void a_stop_leaves_nothing(void **state)
{
	struct world *w = begin(state);
	const char *file = many(w->cx, 2 * IMPORT_SLICE + 7, "x");
	int64_t changes = world_number(w, "SELECT count(*) FROM change");

	for (int at = 1; at <= 6; at++) {
		struct listener l = { .stop_at = at };
		struct import im = { .file = "long.csv", .progress = told, .listener = &l };

		test_fails(w->cx, import_run(w->cx, &im, file, strlen(file)), ERR_UNAVAILABLE);
		assert_int_equal(im.id, 0);
		assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 0);
		assert_int_equal(world_number(w, "SELECT count(*) FROM import"), 0);
		assert_int_equal(world_number(w, "SELECT count(*) FROM imported"), 0);
		assert_int_equal(world_number(w, "SELECT count(*) FROM change"), changes);
	}
}

static void long_files_are_told_in_slices(void **state)
{
	struct world *w = begin(state);
	struct listener l = { 0 };
	struct import im = { .file = "long.csv", .progress = told, .listener = &l };
	const char *file = many(w->cx, 2 * IMPORT_SLICE + 7, "x");

	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, 2 * IMPORT_SLICE + 7, 0, 0, 0);
	assert_int_equal(l.calls, 6); /* three slices are looked at, and saved */
	assert_int_equal(l.last, 2 * IMPORT_SLICE + 7);
	assert_int_equal(l.total, 2 * IMPORT_SLICE + 7);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 2 * IMPORT_SLICE + 7);
	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, 0, 0, 2 * IMPORT_SLICE + 7, 0);
}

static void the_wrong_file_is_given_up(void **state)
{
	struct world *w = begin(state);
	struct buffer b = BUFFER(w->cx->mem, 1 << 20);
	struct import im = { .file = "wrong.csv" };

	buffer_text(&b, "code,due\n");
	for (int i = 0; i <= MAX_IMPORT_PROBLEMS; i++)
		buffer_fmt(&b, "T%d,never\n", i);
	test_fails(w->cx, import_run(w->cx, &im, buffer_str(&b), b.len), ERR_INVALID);
	assert_int_equal(world_number(w, "SELECT count(*) FROM import"), 0);
}

/* Every statement fails in turn: then nothing is in the database, and the same file brings it in.
 */
static void a_broken_database_leaves_nothing(void **state)
{
	struct world *w = begin(state);
	const char *file = many(w->cx, 3, "x");
	bool ok = false;

	for (long n = 1; !ok; n += 5) {
		struct import im = { .file = "made-up.csv" };
		int64_t rows;

		world_sql(w, "DELETE FROM trial");
		world_sql(w, "DELETE FROM text");
		db_fail_after(n);
		ok = import_run(w->cx, &im, file, strlen(file));
		db_fail_after(0);
		error_clear(w->cx);
		rows = world_number(w, "SELECT count(*) FROM trial");
		assert_int_equal(rows, ok ? 3 : 0);
		im = bring(w, file, false);
		assert_counts(&im, 3 - rows, 0, rows, 0);
	}
}

/* ---- there and back */

static void exports_come_back_unchanged(void **state)
{
	static const enum export_format formats[] = { EXPORT_CSV, EXPORT_JSON };
	struct world *w = begin(state);

	world_trial(w, "=A;\"quoted\", with a comma");
	world_trial(w, "-");
	for (size_t i = 0; i < LEN(formats); i++) {
		struct list l = { .type = &trial_type };
		struct arena *own = arena_new(1 << 20);
		struct buffer b = BUFFER(own, 1 << 18);
		struct import im;

		test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
		                       export_write(w->cx, &l, formats[i], EXPORT_OWN,
		                                    sink_to_buffer, &b, NULL) &&
		                       db_commit(w->cx));
		im = bring(w, buffer_str(&b), false);
		assert_counts(&im, 0, 0, 2, 0);
		arena_free(own);
	}
}

static void the_result_as_json(void **state)
{
	struct world *w = begin(state);
	struct import im = bring(w, "code,due\nA,2026\nB,never\n", true);
	struct buffer b = BUFFER(w->cx->mem, 4096);
	struct json_writer j;

	json_start(&j, w->cx, sink_to_buffer, &b);
	import_json(&im, &j);
	test_ok(w->cx, json_end(&j));
	assert_string_equal(buffer_str(&b),
	                    "{\"import\":null,\"format\":\"ygrar\",\"read\":2,"
	                    "\"new\":1,\"updated\":0,\"unchanged\":0,\"left\":0,"
	                    "\"errors\":[{\"row\":3,\"field\":\"due\",\"message\":"
	                    "\"Due: “never” is no date. Write 17.06.2025, 06.2025 or 2025.\"}],"
	                    "\"unknown\":[]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_in_once),
		cmocka_unit_test(empty_says_nothing_and_a_dash_empties),
		cmocka_unit_test(a_wrong_row_changes_nothing),
		cmocka_unit_test(what_steps_set_is_not_set_by_files),
		cmocka_unit_test(a_file_older_than_the_record_is_refused),
		cmocka_unit_test(what_is_no_file_of_ours_is_refused),
		cmocka_unit_test(the_actor_brings_in_what_he_may),
		cmocka_unit_test(a_stop_leaves_nothing),
		cmocka_unit_test(long_files_are_told_in_slices),
		cmocka_unit_test(the_wrong_file_is_given_up),
		cmocka_unit_test(a_broken_database_leaves_nothing),
		cmocka_unit_test(exports_come_back_unchanged),
		cmocka_unit_test(the_result_as_json),
	};

	return world_tests("import", tests, LEN(tests));
}
