/* For the tests of access, seal, verify and erase: a small world on a fresh database of each
 * engine, with one record type that has a field of most kinds. */
#ifndef RECORD_TRUST_TEST_H
#define RECORD_TRUST_TEST_H

#include "record/erase.h"
#include "record/key.h"
#include "record/seal.h"
#include "record/world_test.h"

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

/* A test's set-up on one engine; `address` of a server, or NULL: SQLite. */
static inline int world_open(void **state, const char *address)
{
	struct world *w = calloc(1, sizeof *w);

	world_start(w, trial_subjects, address);
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
	world_stop(*state);
	free(*state);
	return 0;
}

/* Runs each test in a fresh world, on each engine that there is. */
static inline int world_tests(const char *group, const struct CMUnitTest *tests, size_t n)
{
	return test_engines(group, tests, n, world_sqlite, world_postgresql, world_close);
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

/* Whom the sorts of records name. */
enum { MINE = 11, OTHERS = 12, ME = 21, SOMEBODY = 22 };

/* The n-th sort of record: all combinations of what access may look at. */
enum { TRIAL_SORTS = 3 * 3 * 2 * 2 * 2 * 2 };
static inline void trial_sort(int n, struct trial *r)
{
	static int64_t mine[] = { MINE }, me[] = { SOMEBODY, ME }, others[] = { OTHERS };
	static const int64_t owners[] = { MINE, OTHERS, 0 };

	r->record.classification = n % 3 + 1;
	n /= 3;
	r->record.institution = owners[n % 3];
	n /= 3;
	r->lead = n % 2 ? MINE : OTHERS;
	n /= 2;
	r->bodies = (struct refs){ n % 2 ? mine : others, 1 };
	n /= 2;
	r->record.readers = (struct refs){ me, n % 2 ? 2 : 1 };
	n /= 2;
	r->record.state = n % 2 + 1;
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
