/* Imports from outside: what a person entered is never overwritten; proposals wait for a person;
 * what the file had is kept, verified and erased; the world goes on between looking and saving. */
#include "record/import_test.h"

#include "record/erase.h"
#include "record/verify.h"

/* ---- from outside */

struct seen {
	int64_t near[8];
	enum import_fate fates[8];
	int scores[8];
	size_t n;
};

static bool see(struct context *cx, void *listener, const struct import_item *v, size_t n)
{
	struct seen *s = listener;

	(void)cx;
	for (size_t i = 0; i < n && s->n < LEN(s->fates); i++, s->n++) {
		s->near[s->n] = v[i].near;
		s->scores[s->n] = v[i].score;
		s->fates[s->n] = v[i].fate;
	}
	return true;
}

static void proposals_wait_for_a_person(void **state)
{
	struct world *w = begin(state);
	static const char file[] = "proposing\nX two\nY alike\nZ three\nV ?never\n";
	static const struct import_choice_made refused[] = { { "take:2", "no" } };
	struct import_choice_made taken[] = {
		{ "take:2", "yes" }, { "take:3", "yes" }, { "take:4", "no" }, { "join:3", NULL }
	};
	struct seen seen = { .n = 0 };
	struct import im = { .file = "made-up.csv", .looked = see, .listener = &seen };
	int64_t one;

	bring(w, "outside\nA one\n", false);
	one = stored(w, "A")->record.id;
	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, 0, 0, 0, 0);
	assert_int_equal(im.left, 4);
	assert_int_equal(im.id, 0);
	assert_int_equal(seen.n, 4);
	assert_int_equal(seen.fates[1], ITEM_NEW);
	assert_int_equal(seen.near[0], 0);
	assert_int_equal(seen.near[1], one);
	assert_int_equal(seen.scores[1], 910);
	im.choices = refused;
	im.choices_n = 1;
	im.dry_run = true;
	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, 3, 0, 0, 0);
	assert_int_equal(im.left, 1);
	assert_int_equal(world_number(w, "SELECT count(*) FROM import"), 1);
	taken[3].value = arena_fmt(w->cx->mem, "%lld", (long long)one);
	im.choices = taken;
	im.choices_n = LEN(taken);
	im.dry_run = false;
	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, 1, 1, 0, 0);
	assert_int_equal(im.left, 2);
	assert_string_equal(stored(w, "Y")->note, "alike");
	assert_int_equal(stored(w, "Y")->record.id, one);
	assert_null(stored(w, "Z"));
}

static void corrections_are_read_instead(void **state)
{
	struct world *w = begin(state);
	static const char file[] = "outside\nA one\nB two\n";
	static const struct import_correction corrections[] = { { 3, 1, "C two" },
		                                                { 3, 2, "behind it" } };
	struct import im = { .file = "made-up.csv",
		             .corrections = corrections,
		             .corrections_n = LEN(corrections) };
	struct import_original *v = NULL;
	size_t n = 0;

	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, 2, 0, 0, 0);
	assert_null(stored(w, "B"));
	v = originals(w, "C", &n);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].n, 2);
	assert_string_equal(v[0].values[0], "B two"); /* as the file has it */
	assert_string_equal(v[0].values[1], "");
	assert_string_equal(v[0].names[1], "");
}

/* The caller's bytes, which he spoils when he is told that they are not needed. */
struct lent {
	char *bytes;
	int told;
};

static void spoil(void *listener)
{
	struct lent *l = listener;

	memset(l->bytes, '?', strlen(l->bytes));
	l->told++;
}

static void bytes_are_forgotten(void **state)
{
	struct world *w = begin(state);
	static const struct {
		const char *file;
		int told; /* our own form is read from the bytes */
	} files[] = { { "outside\nA one\nB two\n", 1 }, { "code,note\nC,three\nD,four\n", 0 } };

	for (size_t i = 0; i < LEN(files); i++) {
		struct lent l = { .bytes = arena_str(w->cx->mem, files[i].file) };
		struct import im = {
			.file = "made-up.csv", .type = "trial", .forget = spoil, .listener = &l
		};
		size_t n = strlen(files[i].file);
		unsigned char digest[DIGEST_SIZE];
		char hex[HEX_DIGEST];

		test_ok(w->cx, import_run(w->cx, &im, l.bytes, n));
		assert_counts(&im, 2, 0, 0, 0);
		assert_int_equal(l.told, files[i].told);
		digest_of(digest, files[i].file, n);
		hex_text(digest, sizeof digest, hex);
		assert_int_equal(
		        world_number(w, arena_fmt(w->cx->mem,
		                                  "SELECT count(*) FROM import WHERE hash = '%s'",
		                                  hex)),
		        1);
	}
	assert_string_equal(stored(w, "B")->note, "two");
}

static void what_a_person_entered_stays(void **state)
{
	struct world *w = begin(state);
	struct import im = bring(w, "outside\nA one\nB two\n", false);
	struct trial *t;

	assert_string_equal(im.format->name, "outside");
	assert_counts(&im, 2, 0, 0, 0);
	assert_int_equal(stored(w, "A")->record.state, 2);
	im = bring(w, "outside\nA one (corrected)\nB two\n", false);
	assert_counts(&im, 0, 1, 1, 0); /* a file may correct what a file brought */
	t = stored(w, "A");
	t->note = "what the State says";
	person_saves(w, t);
	im = bring(w, "outside\nA one\nB two\n", false);
	assert_counts(&im, 0, 0, 2, 0);
	assert_string_equal(stored(w, "A")->note, "what the State says");
	assert_int_equal(stored(w, "A")->record.sources.n, 1);
}

static void a_correction_of_the_source_stays(void **state)
{
	struct world *w = begin(state);
	struct import im = bring(w, "outside\nA one\n", false);
	struct trial *t = stored(w, "A");

	t->record.sources.n = 0;
	person_saves(w, t);
	im = bring(w, "outside\nA one\n", false);
	assert_counts(&im, 0, 0, 1, 0);
	assert_int_equal(stored(w, "A")->record.sources.n, 0);
}

static void rows_about_one_record_are_joined(void **state)
{
	struct world *w = begin(state);
	struct import im = bring(w, "outside\nA one\nA one\nA another\n", false);

	assert_int_equal(im.read, 3);
	assert_counts(&im, 1, 0, 1, 1);
	assert_problem(&im, 0, 4, "");
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 1);
}

/* ---- what the file had, as it stood */

static int64_t faults(struct world *w)
{
	struct verify_result r = { 0 };

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && verify_originals(w->cx, &r) &&
	                       db_commit(w->cx));
	return r.faults;
}

static void cells_are_kept_for_ever(void **state)
{
	struct world *w = begin(state);
	struct import im = bring(w, "outside\nA one\nB two\nA one\n", false);
	size_t n;
	struct import_original *v = originals(w, "A", &n);

	assert_int_equal(n, 2); /* both rows that are about it */
	assert_int_equal(v[0].import, im.id);
	assert_int_equal(v[0].row, 2);
	assert_int_equal(v[1].row, 4);
	assert_int_equal(v[0].n, 1);
	assert_string_equal(v[0].names[0], "outside");
	assert_string_equal(v[0].values[0], "A one");
	im = bring(w, "outside\nA \"a \"\"second\"\" time\"\nB two\n", false);
	v = originals(w, "A", &n);
	assert_int_equal(n, 3);
	assert_int_equal(v[2].import, im.id);
	assert_string_equal(v[2].values[0], "A \"a \"\"second\"\" time\"");
	originals(w, "B", &n);
	assert_int_equal(n, 1); /* the second file changed nothing */
	assert_int_equal(faults(w), 0);
}

static void what_was_kept_is_verified(void **state)
{
	static const char *const tamperings[] = {
		"UPDATE imported SET cells = replace(cells, 'one', 'won')",
		"UPDATE imported SET cells = NULL WHERE record = (SELECT min(id) FROM trial)",
		"UPDATE imported SET digest = NULL",
		"DELETE FROM imported WHERE record = (SELECT max(id) FROM trial)",
	};

	for (size_t i = 0; i < LEN(tamperings); i++) {
		struct world *w = begin(state);

		world_sql(w, "DELETE FROM trial");
		world_sql(w, "DELETE FROM imported");
		world_sql(w, "DELETE FROM import");
		bring(w, "outside\nA one\nB two\n", false);
		assert_int_equal(faults(w), 0);
		world_sql(w, tamperings[i]);
		assert_true(faults(w) > 0);
	}
}

static void erasing_reaches_what_was_kept(void **state)
{
	struct world *w = begin(state);
	struct import im =
	        bring(w, "outside\nA ?Secret Person\nB ?somebody else\nC ?somebody else\n", false);
	struct import_unknown_label *labels = NULL;
	size_t n = 0;
	int64_t id;

	assert_int_equal(im.unknown_n, 2);
	assert_string_equal(im.unknown[1].label, "somebody else");
	assert_int_equal(im.unknown[1].row, 3);
	assert_int_equal(im.unknown[1].rows, 2);
	id = stored(w, "A")->record.id;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       change_event(w->cx, CHANGE_ERASE, "trial", id, "erase", "note") &&
	                       erase_originals(w->cx, id) && db_commit(w->cx));
	assert_int_equal(
	        world_number(w, "SELECT count(*) FROM imported WHERE cells LIKE '%Secret%'"), 0);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       import_unknown_of(w->cx, im.id, &labels, &n) && db_commit(w->cx));
	assert_int_equal(n, 1);
	assert_string_equal(labels[0].label, "somebody else");
	assert_int_equal(labels[0].rows, 2);
	assert_ptr_equal(labels[0].type, &trial_type);
	originals(w, "A", &n);
	assert_int_equal(n, 0);
	originals(w, "B", &n);
	assert_int_equal(n, 1);
	assert_int_equal(faults(w), 0);
}

/* ---- what happens between looking and saving */

struct meanwhile {
	struct world *w;
	const char *code;
	int told;
};

static bool somebody_changes_it(struct context *cx, void *listener, const struct import_item *v,
                                size_t n)
{
	struct meanwhile *m = listener;
	struct context *other = context_new(&m->w->app, MAX_JOB_MEMORY);
	struct trial *t;

	(void)v;
	assert_null(cx->db);
	m->told += (int)n;
	other->actor = &console;
	test_ok(other, db_begin(other, m->w->app.store, DB_WRITE));
	t = record_by_key(other, &trial_type, m->code);
	t->note = "entered meanwhile";
	test_ok(other, record_save(other, &trial_type, t) && db_commit(other));
	context_free(other);
	return true;
}

static void a_row_that_became_wrong_is_left_alone(void **state)
{
	struct world *w = begin(state);
	struct meanwhile m = { .w = w, .code = "B" };
	struct import im = { .file = "made-up.csv", .looked = somebody_changes_it, .listener = &m };
	struct buffer file = BUFFER(w->cx->mem, 4096);
	static const char *const codes[] = { "A", "B", "C" };

	buffer_text(&file, "id,version,note\n");
	for (size_t i = 0; i < LEN(codes); i++)
		buffer_fmt(&file, "%lld,1,from the file\n",
		           (long long)world_trial(w, codes[i])->record.id);
	im.type = "trial";
	test_ok(w->cx, import_run(w->cx, &im, buffer_str(&file), file.len));
	assert_int_equal(m.told, 3);
	assert_counts(&im, 0, 2, 0, 1);
	assert_problem(&im, 0, 3, "version");
	assert_string_equal(stored(w, "A")->note, "from the file");
	assert_string_equal(stored(w, "B")->note, "entered meanwhile");
	assert_string_equal(stored(w, "C")->note, "from the file");
	assert_int_equal(world_number(w, "SELECT count(*) FROM imported"), 2);
}

static void what_was_entered_meanwhile_stays(void **state)
{
	struct world *w = begin(state);
	struct meanwhile m = { .w = w, .code = "B" };
	struct import im = { .file = "made-up.csv", .looked = somebody_changes_it, .listener = &m };
	static const char file[] = "outside\nA one\nB two, newer\nC three\n";

	bring(w, "outside\nB two\n", false);
	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, 2, 0, 1, 0);
	assert_string_equal(stored(w, "B")->note, "entered meanwhile");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_person_entered_stays),
		cmocka_unit_test(a_correction_of_the_source_stays),
		cmocka_unit_test(rows_about_one_record_are_joined),
		cmocka_unit_test(proposals_wait_for_a_person),
		cmocka_unit_test(corrections_are_read_instead),
		cmocka_unit_test(bytes_are_forgotten),
		cmocka_unit_test(cells_are_kept_for_ever),
		cmocka_unit_test(what_was_kept_is_verified),
		cmocka_unit_test(erasing_reaches_what_was_kept),
		cmocka_unit_test(a_row_that_became_wrong_is_left_alone),
		cmocka_unit_test(what_was_entered_meanwhile_stays),
	};

	return world_tests("import_outside", tests, LEN(tests));
}
