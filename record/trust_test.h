/* For the tests of access, seal, verify and erase: a small world on a fresh database of each
 * engine, with one record type that has a field of most kinds. */
#ifndef RECORD_TRUST_TEST_H
#define RECORD_TRUST_TEST_H

#include "base/embedded.h"
#include "record/app.h"
#include "record/erase.h"
#include "record/key.h"
#include "record/load.h"
#include "record/seal.h"
#include "record/setting.h"
#include "test/unit.h"

#include <unistd.h>

struct trial {
	struct record record;
	const char *code;
	struct texts title;
	const char *note;
	struct date due;
	int64_t lead;
	struct refs bodies;
	const char *secret;
	int64_t file;
};

#define T struct trial
static const struct field trial_fields[] = {
	TEXT(T, code, N_("Code"), .flags = REQUIRED | UNIQUE),
	TEXTS(T, title, N_("Title")),
	TEXT(T, note, N_("Note"), .flags = LONG),
	DATE(T, due, N_("Due"), .flags = FILTERED | SORTED),
	REF(T, lead, N_("Lead"), .flags = ASSIGNS),
	REFS(T, bodies, N_("Bodies"), .flags = ASSIGNS),
	TEXT(T, secret, N_("Secret"), .reader = "restricted_files", .flags = PERSONAL | FILTERED),
	FILE_(T, file, N_("File")),
};
#undef T

static const struct choice trial_states[] = {
	{ "entered", N_("Entered"), NULL },
	{ "accepted", N_("Accepted"), NULL },
	{ "closed", N_("Closed"), NULL },
	{ 0 },
};

static const char *trial_title(struct context *cx, const void *row)
{
	(void)cx;
	return ((const struct trial *)row)->code;
}

static const struct type trial_type = {
	.name = "trial",
	.plural = "trials",
	.label = N_("Trial"),
	.label_plural = N_("Trials"),
	.size = sizeof(struct trial),
	FIELDS(trial_fields),
	.function = "recommendations",
	.states = trial_states,
	.accepted_states = "accepted closed",
	.order = "id",
	.key = "code",
	.title = trial_title,
};

static const struct type *const trial_types[] = { &trial_type, &erasure_request_type, NULL };
static const struct subject trial_subject = { .name = "trial", .types = trial_types };
static const struct subject *const trial_subjects[] = { &trial_subject, NULL };

static const char trial_tables[] =
        "CREATE TABLE trial (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, state TEXT,"
        " classification TEXT NOT NULL, institution BIGINT, created_at BIGINT NOT NULL,"
        " created_by BIGINT NOT NULL, updated_at BIGINT NOT NULL, updated_by BIGINT NOT NULL,"
        " parts BIGINT NOT NULL, code TEXT, note TEXT, due TEXT, lead BIGINT, secret TEXT,"
        " file BIGINT);";

struct world {
	struct app app;
	struct context *cx;
	char folder[100], url[120], key_path[120];
};

/* The context has not failed; shows what it says when it has. */
static inline void test_ok(const struct context *cx, bool ok)
{
	if (!ok || failed(cx))
		fail_msg("%s: %s\n", cx->err.where,
		         cx->err.text ? cx->err.text : "failed without a cause");
}

static inline void test_fails(struct context *cx, bool ok, enum error_kind kind)
{
	assert_false(ok);
	if (cx->err.kind != kind)
		fail_msg("%s instead of %s: %s\n", error_kind_name(cx->err.kind),
		         error_kind_name(kind), cx->err.text ? cx->err.text : "");
	error_clear(cx);
}

static inline const struct embedded *embedded_named(const char *path)
{
	for (const struct embedded *e = embedded_files; e->path; e++)
		if (strcmp(e->path, path) == 0)
			return e;
	fail_msg("%s is not in the program", path);
	return NULL;
}

/* The program's tables, and the trial's own. */
static inline void world_tables(struct world *w)
{
	struct migration list[64] = { 0 };
	size_t n = 0;

	for (const struct migration *m = migrations; m->number; m++)
		list[n++] = *m;
	list[n] = (struct migration){ (int)n + 1, "trial", trial_tables };
	test_ok(w->cx, store_migrate(w->cx, w->app.store, list));
}

/* An empty database: a new file, or the server's own one emptied. */
static inline void world_database(struct world *w, const char *address)
{
	snprintf(w->url, sizeof w->url, "sqlite:%s/test.db", w->folder);
	w->app.store = store_open(w->cx, address ? address : w->url,
	                          (struct store_options){ .readers = 4 });
	test_ok(w->cx, w->app.store != NULL);
	if (address)
		test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
		                       db_run_values(w->cx, MADE_SQL("DROP SCHEMA public CASCADE"),
		                                     NULL, NULL, 0) &&
		                       db_run_values(w->cx, MADE_SQL("CREATE SCHEMA public"), NULL,
		                                     NULL, 0) &&
		                       db_commit(w->cx));
}

/* A test's set-up on one engine; `address` of a server, or NULL: SQLite. */
static inline int world_open(void **state, const char *address)
{
	const struct embedded *roles = embedded_named("reference/roles.csv");
	const char *folder = getenv("TMPDIR");
	struct world *w = calloc(1, sizeof *w);

	assert_true(secret_start());
	snprintf(w->folder, sizeof w->folder, "%s/ygrar.XXXXXX", folder ? folder : "/tmp");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->key_path, sizeof w->key_path, "%s/ygrar.key", w->folder);
	w->app = (struct app){ .ids = id_maker_new(1),
		               .subjects = trial_subjects,
		               .settings = settings_new() };
	w->cx = context_new(&w->app, MAX_JOB_MEMORY);
	world_database(w, address);
	w->app.permissions = permissions_load(w->cx, (const char *)roles->data, roles->size);
	test_ok(w->cx, w->app.permissions != NULL);
	world_tables(w);
	*state = w;
	return 0;
}

static inline int world_sqlite(void **state)
{
	return world_open(state, NULL);
}

static inline int world_postgresql(void **state)
{
	return world_open(state, getenv("YGRAR_TEST_PG"));
}

static inline int world_close(void **state)
{
	struct world *w = *state;
	const char *const ends[] = { "test.db", "test.db-wal", "test.db-shm", "ygrar.key",
		                     "copy.key" };
	char path[200];

	context_free(w->cx);
	store_close(w->app.store);
	permissions_free((struct permissions *)(uintptr_t)w->app.permissions);
	settings_free(w->app.settings);
	id_maker_free(w->app.ids);
	for (size_t i = 0; i < LEN(ends); i++) {
		snprintf(path, sizeof path, "%s/%s", w->folder, ends[i]);
		unlink(path);
	}
	rmdir(w->folder);
	free(w);
	return 0;
}

/* Runs each test in a fresh world, on each engine that there is. */
static inline int world_tests(const char *group, const struct CMUnitTest *tests, size_t n)
{
	size_t engines = getenv("YGRAR_TEST_PG") ? 2 : 1;
	struct CMUnitTest *all = calloc(2 * n, sizeof *all);
	char(*names)[120] = calloc(2 * n, sizeof *names);

	for (size_t i = 0; i < engines * n; i++) {
		bool postgresql = i >= n;

		all[i] = tests[i % n];
		snprintf(names[i], sizeof names[i], "%s%s", postgresql ? "postgresql_" : "sqlite_",
		         all[i].name);
		all[i].name = names[i];
		all[i].setup_func = postgresql ? world_postgresql : world_sqlite;
		all[i].teardown_func = world_close;
	}
	if (engines == 1)
		print_message("PostgreSQL is left out: YGRAR_TEST_PG names no database\n");

	int failures = _cmocka_run_group_tests(group, all, engines * n, NULL, NULL);

	free(names);
	free(all);
	return failures;
}

/* Runs one statement in a transaction of its own, as somebody with the database's password would.
 */
static inline int64_t world_sql(struct world *w, const char *text)
{
	int64_t touched = 0;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       db_run_values(w->cx, MADE_SQL(text), &touched, NULL, 0) &&
	                       db_commit(w->cx));
	return touched;
}

static inline int64_t world_number(struct world *w, const char *text)
{
	int64_t n = 0;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       db_int_values(w->cx, MADE_SQL(text), &n, NULL, NULL, 0) &&
	                       db_commit(w->cx));
	return n;
}

/* Saves in a transaction of its own. */
static inline void world_save(struct world *w, void *row, enum change_kind kind)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save_as(w->cx, &trial_type, row, kind) && db_commit(w->cx));
}

/* A new record with texts in two languages. */
static inline struct trial *world_trial(struct world *w, const char *code)
{
	struct context *cx = w->cx;
	struct trial *r = record_new(cx, &trial_type);

	r->code = code;
	r->note = "a note";
	r->secret = "a secret";
	r->due = date_day(2026, 6, 30);
	r->title.n = 2;
	r->title.v = arena_array(cx->mem, struct text, 2);
	r->title.v[0] = (struct text){ .lang = "en",
		                       .body = arena_fmt(cx->mem, "Title of %s", code),
		                       .original = true };
	r->title.v[1] =
	        (struct text){ .lang = "ru", .body = arena_fmt(cx->mem, "Название %s", code) };
	world_save(w, r, CHANGE_CREATE);
	return r;
}

#endif
