/* While an import is at work nobody sees any of it, and everybody works on: on SQLite, where it is
 * saved by slices, and on PostgreSQL, where it is one transaction.  What a killed one left is taken
 * back.  All files are made up here. */
#include "record/import_test.h"

#include "record/verify.h"

#include <signal.h>
#include <sys/wait.h>

/* Rows, slices of them, and what is told before they are saved: that the file is read, and how far
 * it is looked at. */
enum { MANY = 2 * IMPORT_SLICE + 7, SLICES = 3, LOOKS = SLICES + 1 };

/* Of the format from outside. */
static const char *file_of(struct context *cx, int n, const char *before)
{
	struct buffer b = BUFFER(cx->mem, 1 << 20);

	buffer_fmt(&b, "outside\n%s", before);
	for (int i = 0; i < n; i++)
		buffer_fmt(&b, "T%d x\n", i);
	return buffer_str(&b);
}

static void verified(struct world *w)
{
	struct verify_result result;

	test_ok(w->cx, verify_run(w->cx, NULL, &result));
	if (result.faults)
		fail_msg("%s", result.v[0].text);
}

static struct world *begin_signed(void **state)
{
	struct world *w = begin(state);
	int64_t sealed;

	test_ok(w->cx,
	        key_load(w->cx, w->key_path, true) && seal_run(w->cx, 0, &sealed)); /* the key */
	return w;
}

/* ---- somebody else, each time the import tells how far it is */

struct other {
	struct world *w;
	struct context *cx;
	int calls, saves;
	int64_t sealed, imported; /* changes; of them by imports, before this one */
	const char *expected;     /* A's note, while the import is at work; NULL: there is no A */
};

static int64_t number(struct context *cx, const char *text)
{
	int64_t n = -1;

	test_ok(cx, db_int_values(cx, MADE_SQL(text), &n, NULL, NULL, 0));
	return n;
}

/* Every way to a record that asks for access or looks for a key. */
static void sees_nothing(struct other *o)
{
	struct context *cx = o->cx;
	struct list l = { .type = &trial_type, .count = true };
	int64_t others = o->saves + (o->expected != NULL), few = -1;
	struct trial *a;

	test_ok(cx, db_begin(cx, cx->app->store, DB_READ));
	test_ok(cx, record_list(cx, &l) && record_few(cx, &trial_type, 1000, &few));
	assert_int_equal(l.total, others);
	assert_int_equal(few, others);
	assert_int_equal(record_id_by_key(cx, &trial_type, "T0"), 0);
	assert_null(record_by_key(cx, &trial_type, "T1"));
	a = record_by_key(cx, &trial_type, "A");
	assert_true(o->expected ? str_eq(a->note, o->expected) : !a);
	assert_int_equal(number(cx, "SELECT count(*) FROM import"), 0);
	test_ok(cx, db_commit(cx));
}

static void saves_one(struct other *o)
{
	struct context *cx = o->cx;
	struct trial *t = record_new(cx, &trial_type);

	t->code = arena_fmt(cx->mem, "OTHER%d", o->saves++);
	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE) && record_save(cx, &trial_type, t) &&
	                    db_commit(cx));
}

/* What others do is sealed at once, what the import does when it is done. */
static void seals(struct other *o)
{
	struct context *cx = o->cx;
	int64_t sealed;

	test_ok(cx, seal_run(cx, 0, &sealed));
	o->sealed += sealed;
	test_ok(cx, db_begin(cx, cx->app->store, DB_READ));
	assert_int_equal(number(cx, "SELECT count(*) FROM change WHERE seq IS NULL AND kind <> "
	                            "'import'"),
	                 0);
	assert_int_equal(number(cx, "SELECT count(*) FROM change WHERE seq IS NOT NULL AND kind = "
	                            "'import'"),
	                 o->imported);
	test_ok(cx, db_commit(cx));
}

static bool at_each_slice(struct context *cx, void *listener, int64_t done, int64_t total)
{
	struct other *o = listener;

	(void)cx;
	(void)total;
	if (++o->calls <= LOOKS)
		return true;
	sees_nothing(o);
	if (done == total)
		return true; /* the last step, perhaps */
	saves_one(o);
	seals(o);
	return true;
}

static struct other beside(struct world *w)
{
	struct other o = { .w = w, .cx = context_new(&w->app, MAX_JOB_MEMORY) };

	o.cx->actor = &console;
	return o;
}

static void others_see_nothing_and_save(void **state)
{
	struct world *w = begin_signed(state);
	struct other o = beside(w);
	struct import im = { .file = "long", .progress = at_each_slice, .listener = &o };
	const char *file = file_of(w->cx, MANY, "");
	int64_t sealed;

	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, MANY, 0, 0, 0);
	assert_int_equal(o.calls, LOOKS + SLICES);
	assert_int_equal(o.sealed, SLICES - 1);
	assert_string_equal(stored(w, "T0")->note, "x");
	assert_int_equal(world_number(w, "SELECT count(*) FROM import_open"), 0);
	test_ok(w->cx, seal_run(w->cx, 0, &sealed));
	assert_int_equal(sealed, MANY + 1); /* the import's own record */
	verified(w);
	context_free(o.cx);
}

/* What was there already changes at the end, with all the rest. */
static void what_others_see_changes_at_the_end(void **state)
{
	struct world *w = begin_signed(state);
	struct other o = beside(w);
	struct import im = { .file = "long", .progress = at_each_slice, .listener = &o };
	const char *file = file_of(w->cx, MANY, "A new\n");
	struct import again;

	bring(w, "outside\nA old\n", false);
	test_ok(w->cx, seal_run(w->cx, 0, &o.imported));
	world_sql(w, "DELETE FROM import");
	o.expected = "old";
	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, MANY, 1, 0, 0);
	assert_true(o.saves >= SLICES - 1);
	assert_string_equal(stored(w, "A")->note, "new");
	again = bring(w, file, false);
	assert_counts(&again, 0, 0, MANY + 1, 0);
	context_free(o.cx);
}

/* ---- stopped */

/* Rows in all that an import writes into. */
static int64_t rows_there(struct world *w)
{
	static const char *const tables[] = { "trial",       "text",         "ref",
		                              "import",      "imported",     "change",
		                              "import_open", "change_value", "record_sources" };
	int64_t n = 0;

	for (size_t i = 0; i < LEN(tables); i++)
		n += world_number(w, arena_fmt(w->cx->mem, "SELECT count(*) FROM %s", tables[i]));
	return n;
}

/* A program of its own, which is killed when it has told so often how far it is. */
static bool until_killed(struct context *cx, void *listener, int64_t done, int64_t total)
{
	int *calls = listener;

	(void)cx, (void)done, (void)total;
	if (--*calls == 0)
		raise(SIGKILL);
	return true;
}

static _Noreturn void be_killed(const struct world *parent, const char *url, int calls)
{
	struct app app = parent->app;
	struct context *cx;
	struct import im = { .file = "long", .progress = until_killed, .listener = &calls };
	const char *file;

	app.ids = id_maker_new(2);
	cx = context_new(&app, MAX_JOB_MEMORY);
	cx->actor = &console;
	app.store = store_open(cx, url, (struct store_options){ .must_exist = true });
	file = file_of(cx, MANY, "");
	(void)!import_run(cx, &im, file, strlen(file));
	_exit(1);
}

static void a_program_is_killed(struct world *w, int calls)
{
	const char *server = getenv("YGRAR_TEST_PG");
	bool sqlite = store_path(w->app.store) != NULL;
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		be_killed(w, sqlite ? w->url : server, calls);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static void what_a_killed_one_left_is_hidden_and_taken_back(void **state)
{
	struct world *w = begin_signed(state);
	bool slices = store_path(w->app.store) != NULL;
	int64_t before = rows_there(w);
	struct other o = beside(w);

	for (int calls = LOOKS + 1; calls <= LOOKS + SLICES; calls++) {
		int64_t left = slices ? (int64_t)(calls - LOOKS) * IMPORT_SLICE : 0;

		a_program_is_killed(w, calls);
		assert_int_equal(world_number(w, "SELECT count(*) FROM trial"),
		                 left < MANY ? left : MANY);
		sees_nothing(&o);
		seals(&o);
		verified(w);
		test_ok(w->cx, import_tidy(w->cx));
		assert_int_equal(rows_there(w), before);
		verified(w);
	}
	context_free(o.cx);
}

static void the_next_import_takes_it_back(void **state)
{
	struct world *w = begin_signed(state);
	const char *file = file_of(w->cx, MANY, "");
	struct import im;
	int64_t sealed;

	a_program_is_killed(w, LOOKS + 2);
	im = bring(w, file, false);
	assert_counts(&im, MANY, 0, 0, 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), MANY);
	test_ok(w->cx, seal_run(w->cx, 0, &sealed));
	assert_int_equal(sealed, MANY + 1);
	verified(w);
}

/* ---- one at a time */

struct second {
	struct context *cx;
	struct import im;
	int calls, waited;
};

static bool waits(struct context *cx, void *listener, int64_t done, int64_t total)
{
	struct second *s = listener;

	(void)done, (void)total;
	return ++s->waited < 3 || fail(cx, ERR_UNAVAILABLE, NULL, "it waited long enough");
}

static bool starts_another(struct context *cx, void *listener, int64_t done, int64_t total)
{
	struct second *s = listener;
	struct import im = { .file = "second", .progress = waits, .listener = s };

	(void)cx;
	if (++s->calls > LOOKS && done < total && !s->waited) {
		test_fails(s->cx, import_run(s->cx, &im, "outside\nS x\n", 12), ERR_UNAVAILABLE);
		/* nor is anything taken back from who is at work */
		test_ok(s->cx, import_tidy(s->cx));
	}
	return true;
}

static void a_second_one_waits(void **state)
{
	struct world *w = begin(state);
	struct second s = { .cx = context_new(&w->app, MAX_JOB_MEMORY) };
	struct import im = { .file = "first", .progress = starts_another, .listener = &s };
	const char *file = file_of(w->cx, MANY, "");

	if (!store_path(w->app.store)) {
		context_free(s.cx);
		skip(); /* there it waits in the database */
	}
	s.cx->actor = &console;
	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_counts(&im, MANY, 0, 0, 0);
	assert_int_equal(s.waited, 3);
	context_free(s.cx);
}

/* ---- doors that do not ask for access */

static void nobody_gets_at_what_is_hidden(void **state)
{
	struct world *w = begin_signed(state);
	struct context *cx = w->cx;
	struct trial *open = world_trial(w, "OPEN"), *hidden = world_trial(w, "HIDDEN");
	struct import_undone undone = { 0 };
	struct link there = { &trial_type, hidden->record.id };
	struct source from = { .title = "made up", .document = there };
	int64_t import = bring(w, "outside\nA x\n", false).id;

	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) &&
	                    db_run_values(cx,
	                                  MADE_SQL("INSERT INTO import_open (one, import, since) "
	                                           "VALUES (1, 7, $1)"),
	                                  NULL, VALUES_(V(open->record.id))) &&
	                    db_run_values(cx,
	                                  MADE_SQL("INSERT INTO imported (import, type, record) "
	                                           "VALUES (7, 'trial', $1)"),
	                                  NULL, VALUES_(V(hidden->record.id))) &&
	                    db_commit(cx));
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	assert_non_null(record_get(cx, &trial_type, open->record.id));
	test_fails(cx, record_get(cx, &trial_type, hidden->record.id) != NULL, ERR_NOT_FOUND);
	assert_string_equal(record_title(cx, &trial_type, hidden->record.id), "…");
	assert_int_equal(record_id_by_key(cx, &trial_type, "HIDDEN"), 0);
	assert_int_equal(record_id_by_key(cx, &trial_type, "OPEN"), open->record.id);
	hidden->note = "changed";
	test_fails(cx, record_save_as(cx, &trial_type, hidden, CHANGE_UPDATE), ERR_UNAVAILABLE);
	open->record.sources = (struct owned){ &from, 1 };
	test_fails(cx, record_save_as(cx, &trial_type, open, CHANGE_UPDATE), ERR_INVALID);
	cx->reason = "made up";
	test_fails(cx, import_undo(cx, import, &undone), ERR_UNAVAILABLE);
	cx->importing = 7; /* but the import itself */
	assert_non_null(record_get(cx, &trial_type, hidden->record.id));
	assert_int_equal(record_id_by_key(cx, &trial_type, "HIDDEN"), hidden->record.id);
	cx->importing = 0;
	db_rollback(cx);
	/* as a backup has it that was made meanwhile */
	test_ok(cx, import_tidy(cx));
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial WHERE code = 'HIDDEN'"), 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 2);
	verified(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others_see_nothing_and_save),
		cmocka_unit_test(what_others_see_changes_at_the_end),
		cmocka_unit_test(what_a_killed_one_left_is_hidden_and_taken_back),
		cmocka_unit_test(the_next_import_takes_it_back),
		cmocka_unit_test(a_second_one_waits),
		cmocka_unit_test(nobody_gets_at_what_is_hidden),
	};

	return world_tests("import_hidden", tests, LEN(tests));
}
