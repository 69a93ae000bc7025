/* For tests: a program without commands and pages, on a fresh database of each engine. */
#ifndef RECORD_WORLD_TEST_H
#define RECORD_WORLD_TEST_H

#include "base/embedded.h"
#include "base/secret.h"
#include "record/app.h"
#include "record/kept.h"
#include "record/load.h"
#include "record/setting.h"
#include "test/engines.h"

#include <unistd.h>

struct world {
	struct app app;
	struct context *cx; /* the test's own */
	char folder[100], url[120], key_path[120];
};

static inline const struct embedded *embedded_named(const char *path)
{
	for (const struct embedded *e = embedded_files; e->path; e++)
		if (strcmp(e->path, path) == 0)
			return e;
	fail_msg("%s is not in the program", path);
	return NULL;
}

/* An empty database: a new file, or the server's own one emptied. */
static inline void world_database(struct world *w, const char *address)
{
	snprintf(w->url, sizeof w->url, "sqlite:%s/test.db", w->folder);
	w->app.store = store_open(w->cx, address ? address : w->url,
	                          (struct store_options){ .readers = 8 });
	test_ok(w->cx, w->app.store != NULL);
	if (address)
		test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
		                       db_run_values(w->cx, MADE_SQL("DROP SCHEMA public CASCADE"),
		                                     NULL, NULL, 0) &&
		                       db_run_values(w->cx, MADE_SQL("CREATE SCHEMA public"), NULL,
		                                     NULL, 0) &&
		                       db_commit(w->cx));
}

/* On one engine (`address` of a server, or NULL: SQLite), with no tables yet. */
static inline void world_start(struct world *w, const struct subject *const *subjects_here,
                               const char *address)
{
	const struct embedded *roles = embedded_named("reference/roles.csv");
	const char *folder = getenv("TMPDIR");

	assert_true(secret_start());
	snprintf(w->folder, sizeof w->folder, "%s/ygrar.XXXXXX", folder ? folder : "/tmp");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->key_path, sizeof w->key_path, "%s/ygrar.key", w->folder);
	w->app = (struct app){ .ids = id_maker_new(1),
		               .subjects = subjects_here,
		               .settings = settings_new(),
		               .kept = kept_new() };
	w->cx = context_new(&w->app, MAX_JOB_MEMORY);
	world_database(w, address);
	w->app.permissions = permissions_load(w->cx, (const char *)roles->data, roles->size);
	test_ok(w->cx, w->app.permissions != NULL);
}

/* The console works, in a transaction that stands open, on subjects whose reference data is loaded:
 * those of `with` alone (names, NULL ends them; NULL: all). */
static inline struct context *world_begin(struct world *w, const struct subject *const *here,
                                          const char *const *with)
{
	static const struct actor console = { .login = "console", .console = true };
	struct context *cx = w->cx;

	w->app.subjects = here;
	cx->actor = &console;
	cx->lang = "en";
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx));
	for (const struct subject *const *s = here; !with && *s; s++)
		test_ok(cx, !(*s)->load_reference || (*s)->load_reference(cx, "turkmenistan"));
	for (; with && *with; with++)
		for (const struct subject *const *s = here; *s; s++)
			if (str_eq((*s)->name, *with))
				test_ok(cx, (*s)->load_reference(cx, "turkmenistan"));
	return cx;
}

/* The program's own subjects with some reference data, committed. */
static inline struct world *whole_world(void **state)
{
	static const char *const with[] = { "institution", "taxonomy", "mechanism", NULL };
	struct world *w = *state;

	test_ok(w->cx, db_commit(world_begin(w, subjects, with)));
	return w;
}

/* What "count" appends to a statement, counted. */
static inline int64_t test_count(struct context *cx,
                                 void (*count)(struct context *cx, struct buffer *text,
                                               struct sql_values *values))
{
	struct buffer text = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	int64_t n = 0;

	buffer_text(&text, "SELECT 0");
	count(cx, &text, values);
	test_ok(cx, db_int_values(cx, MADE_SQL(buffer_str(&text)), &n, NULL, values->v, values->n));
	return n;
}

/* In a transaction of its own. */
static inline int64_t id_with_key(struct world *w, const struct type *t, const char *key)
{
	int64_t id;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	id = record_id_by_key(w->cx, t, key);
	test_ok(w->cx, db_commit(w->cx));
	if (!id)
		fail_msg("there is no %s %s", t->name, key);
	return id;
}

static inline void world_stop(struct world *w)
{
	static const char *const files[] = { "test.db",        "test.db-wal", "test.db-shm",
		                             "test.db-import", "ygrar.key",   "copy.key" };
	char path[200];

	context_free(w->cx);
	store_close(w->app.store);
	permissions_free((struct permissions *)(uintptr_t)w->app.permissions);
	settings_free(w->app.settings);
	kept_free(w->app.kept);
	id_maker_free(w->app.ids);
	for (size_t i = 0; i < LEN(files); i++) {
		snprintf(path, sizeof path, "%s/%s", w->folder, files[i]);
		unlink(path);
	}
	rmdir(w->folder);
}

#endif
