/* Imports into the made-up type of trust_test.h, all files made up here: what is new comes in, what
 * is there stays, what is wrong is told and changes nothing, what a person entered is never
 * overwritten from outside. */
#include "record/import.h"

#include "record/change.h"
#include "record/erase.h"
#include "record/export.h"
#include "record/trust_test.h"
#include "record/verify.h"

static const struct import_format from_outside;
static const struct import_format proposing;
static const struct import_format *const outside_formats[] = { &from_outside, &proposing, NULL };
static const struct type *const here_types[] = { &trial_type, &import_type, NULL };
static const struct subject here_subject = { .name = "trial",
	                                     .types = here_types,
	                                     .formats = outside_formats };
static const struct subject *const here[] = { &here_subject, NULL };
static const struct actor console = { .login = "console", .console = true };

static struct world *begin(void **state)
{
	struct world *w = *state;

	w->app.subjects = here;
	w->cx->actor = &console;
	return w;
}

static struct import bring(struct world *w, const char *bytes, bool dry_run)
{
	struct import im = { .file = "made-up.csv", .dry_run = dry_run };

	test_ok(w->cx, import_run(w->cx, &im, bytes, strlen(bytes)));
	return im;
}

static void assert_counts(const struct import *im, int64_t new, int64_t updated, int64_t unchanged,
                          size_t wrong)
{
	if (im->problems_n != wrong && im->problems_n)
		print_message("row %lld, %s: %s\n", (long long)im->problems[0].row,
		              im->problems[0].field, im->problems[0].message);
	assert_int_equal(im->problems_n, wrong);
	assert_int_equal(im->new, new);
	assert_int_equal(im->updated, updated);
	assert_int_equal(im->unchanged, unchanged);
}

static void assert_problem(const struct import *im, size_t i, int64_t row, const char *field)
{
	assert_true(i < im->problems_n);
	assert_int_equal(im->problems[i].row, row);
	assert_string_equal(im->problems[i].field ? im->problems[i].field : "", field);
}

static struct trial *stored(struct world *w, const char *code)
{
	struct trial *t;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	t = record_by_key(w->cx, &trial_type, code);
	test_ok(w->cx, db_commit(w->cx));
	return t;
}

/* A person changes the record; `role` none: the console. */
static void person_saves(struct world *w, struct trial *t)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save(w->cx, &trial_type, t) && db_commit(w->cx));
}

static const struct text *in_language(const struct trial *t, const char *lang)
{
	for (size_t i = 0; i < t->title.n; i++)
		if (str_eq(t->title.v[i].lang, lang))
			return &t->title.v[i];
	return NULL;
}

static struct import_original *originals(struct world *w, const char *code, size_t *n)
{
	struct import_original *v;
	const struct trial *t = stored(w, code);

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       import_originals(w->cx, &trial_type, t->record.id, &v, n) &&
	                       db_commit(w->cx));
	return v;
}

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

/* ---- from outside */

static int guess_outside(struct context *cx, struct material *m)
{
	struct unit u;

	while (material_next(cx, m, &u))
		if (u.kind == UNIT_ROW)
			return str_eq(u.cells[0].text, "outside") ? 90 : 0;
	return 0;
}

static bool open_outside(struct context *cx, struct import *im, void **ret_state)
{
	const struct field **said = arena_array(cx->mem, const struct field *, 4);
	struct unit u;

	said[0] = type_field_named(&trial_type, "code");
	said[1] = type_field_named(&trial_type, "note");
	said[2] = type_field_named(&trial_type, "sources");
	*ret_state = said;
	while (import_unit(cx, im, &u))
		if (u.kind == UNIT_ROW) {
			import_header(cx, im, &u);
			return true;
		}
	return false;
}

/* Lines "code note": as a foreign table would be read. */
static bool next_outside(struct context *cx, struct import *im, void *state,
                         struct import_item *item)
{
	struct source *s = arena_new_of(cx->mem, struct source);
	struct trial *t;
	struct unit u;
	char *line;

	if (!import_unit(cx, im, &u))
		return false;
	import_begin(cx, im, item, &trial_type, &u);
	line = arena_str(cx->mem, u.cells[0].text);
	t = item->record;
	t->code = strsep(&line, " ");
	t->note = line;
	if (line && *line == '?') { /* words that nobody knows */
		t->note = NULL;
		import_unknown(im, item, "lead", &trial_type, line + 1);
	}
	s->title = "A table from outside";
	t->record.sources = (struct owned){ s, 1 };
	t->record.state = 2;
	item->said = state;
	return true;
}

static bool join_outside(struct context *cx, void *first, const void *second)
{
	(void)cx;
	return str_eq(((struct trial *)first)->note, ((const struct trial *)second)->note);
}

static const struct import_format from_outside = { .name = "outside",
	                                           .label = "Outside",
	                                           .flags = IMPORT_FOREIGN,
	                                           .guess = guess_outside,
	                                           .open = open_outside,
	                                           .next = next_outside,
	                                           .join = join_outside };

static int guess_proposing(struct context *cx, struct material *m)
{
	struct unit u;

	while (material_next(cx, m, &u))
		if (u.kind == UNIT_ROW)
			return str_eq(u.cells[0].text, "proposing") ? 90 : 0;
	return 0;
}

/* Whatever has no code yet is like the record whose note is "one". */
static bool near_outside(struct context *cx, struct import *im, const struct import_item *item,
                         int64_t *ret, int *ret_score)
{
	bool found;

	(void)im;
	*ret_score = 910;
	return !str_eq(((const struct trial *)item->record)->note, "alike") ||
	       db_int(cx, MADE_SQL("SELECT id FROM trial WHERE note = 'one'"), ret, &found);
}

static const struct import_format proposing = { .name = "proposing",
	                                        .label = "Proposing",
	                                        .flags = IMPORT_FOREIGN | IMPORT_PROPOSES,
	                                        .guess = guess_proposing,
	                                        .open = open_outside,
	                                        .next = next_outside,
	                                        .near = near_outside };

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
	struct import_original *v;
	size_t n;

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
	struct import_unknown_label *labels;
	size_t n;
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
		cmocka_unit_test(what_a_person_entered_stays),
		cmocka_unit_test(a_correction_of_the_source_stays),
		cmocka_unit_test(rows_about_one_record_are_joined),
		cmocka_unit_test(proposals_wait_for_a_person),
		cmocka_unit_test(corrections_are_read_instead),
		cmocka_unit_test(cells_are_kept_for_ever),
		cmocka_unit_test(what_was_kept_is_verified),
		cmocka_unit_test(erasing_reaches_what_was_kept),
		cmocka_unit_test(a_row_that_became_wrong_is_left_alone),
		cmocka_unit_test(what_was_entered_meanwhile_stays),
		cmocka_unit_test(a_stop_leaves_nothing),
		cmocka_unit_test(long_files_are_told_in_slices),
		cmocka_unit_test(the_wrong_file_is_given_up),
		cmocka_unit_test(a_broken_database_leaves_nothing),
		cmocka_unit_test(exports_come_back_unchanged),
		cmocka_unit_test(the_result_as_json),
	};

	return world_tests("import", tests, LEN(tests));
}
