/* Opening the database for a command, and what every command needs around its work. */
#include "command/command.h"

#include "base/embedded.h"
#include "base/log.h"
#include "base/number.h"
#include "language/messages.h"
#include "record/access.h"
#include "record/kept.h"
#include "record/key.h"
#include "record/seal.h"
#include "record/setting.h"
#include "search/search.h"
#include "subject/institution/institution.h"
#include "web/server.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct embedded *embedded_at(const char *path)
{
	for (const struct embedded *e = embedded_files; e->path; e++)
		if (strcmp(e->path, path) == 0)
			return e;
	return NULL;
}

int command_failed(struct invocation *v)
{
	const struct context *cx = v->cx;

	for (const struct error *e = &cx->err; e; e = e->next) {
		if (e->kind == ERR_NONE)
			break;
		fprintf(stderr, "ygrar: %s%s%s\n", e->field ? e->field : "", e->field ? ": " : "",
		        e->text);
		if (e->kind == ERR_BROKEN)
			log_event(LOG_ERROR, "failed", "where", e->where, NULL);
	}
	return EXIT_REFUSED;
}

/* What needs no database: catalogues, permissions, settings cache. */
bool command_program(struct invocation *v)
{
	const struct embedded *roles = embedded_at("reference/roles.csv");

	v->app.subjects = subjects;
	v->app.settings = settings_new();
	v->app.kept = kept_new();
	v->cx = v->app.settings ? context_new(&v->app, MAX_JOB_MEMORY) : NULL;
	if (!v->cx)
		return fputs("ygrar: out of memory\n", stderr), false;
	v->app.catalogues = catalogues_load(v->cx, embedded_files);
	v->cx->catalogues = v->app.catalogues;
	if (option(v, "lang"))
		v->cx->lang = option(v, "lang");
	v->app.permissions =
	        v->app.catalogues && roles
	                ? permissions_load(v->cx, (const char *)roles->data, roles->size)
	                : NULL;
	return v->app.permissions || (command_failed(v), false);
}

static bool schema_fits(struct invocation *v, unsigned flags)
{
	int version = 0, head = 0;

	for (const struct migration *m = migrations; m->number; m++)
		head = m->number;
	if (!store_version(v->cx, v->app.store, &version))
		return false;
	if (flags & (OPEN_NEW | OPEN_OLD | OPEN_EMPTY))
		return true;
	if (!version)
		return fail(v->cx, ERR_INVALID, NULL,
		            N_("There is no Ygrar database there yet: `ygrar init` makes one."));
	if (version < head)
		return fail(v->cx, ERR_INVALID, NULL,
		            N_("The database is older than this program: `ygrar migrate` brings it "
		               "up."));
	return version == head ||
	       fail(v->cx, ERR_INVALID, NULL,
	            N_("The database was made by a newer version of this program."));
}

/* ygrar.key beside a SQLite file; with PostgreSQL it must be named. */
static bool find_key(struct invocation *v)
{
	const char *given = option(v, "key-file"), *path = store_path(v->app.store);
	const char *slash = path ? strrchr(path, '/') : NULL;

	if (given)
		snprintf(v->key_path, sizeof v->key_path, "%s", given);
	else if (path)
		snprintf(v->key_path, sizeof v->key_path, "%.*sygrar.key",
		         slash ? (int)(slash - path + 1) : 0, path);
	return true;
}

static bool load_key(struct invocation *v, unsigned flags)
{
	bool needed = flags & (OPEN_KEY | OPEN_MAKE_KEY);

	if (!*v->key_path)
		return !needed ||
		       fail(v->cx, ERR_INVALID, NULL,
		            N_("With PostgreSQL, name the signing key: --key-file PATH"));
	if (!needed && access(v->key_path, R_OK) != 0)
		return true; /* commands that only read get along without */
	return key_load(v->cx, v->key_path, flags & OPEN_MAKE_KEY);
}

static bool find_user(struct context *cx, const char *login, struct actor *ret)
{
	const struct account *a = account_by_login(cx, login);

	if (!a)
		return failed(cx) ? false
		                  : fail(cx, ERR_NOT_FOUND, "--as", N_("There is no user “%s”."),
		                         login);
	return account_actor(cx, a->record.id, 0, ret);
}

/* --as LOGIN: that user in the first of his memberships; else the console. */
static bool find_actor(struct context *cx, void *data)
{
	struct invocation *v = data;
	const char *login = option(v, "as");

	if (!settings_refresh(cx))
		return false;
	if (login)
		return find_user(cx, login, &v->actor);
	v->actor = (struct actor){ .console = true,
		                   .login = "console",
		                   .restricted_reason = option(v, "restricted") };
	return true;
}

/* YGRAR_NOW moves the civil clock of test builds: deadlines, never sessions or the log. */
static bool set_clock(struct invocation *v)
{
#if YGRAR_TEST_CLOCK
	const char *now = getenv("YGRAR_NOW");
	int64_t instant;

	if (!now)
		return true;
	if (!instant_parse(now, &instant))
		return fail(v->cx, ERR_INVALID, NULL,
		            N_("YGRAR_NOW is not an instant such as 2025-07-11T09:00:00+05:00."));
	v->app.clock_shift = instant - instant_now();
#else
	(void)v;
#endif
	return true;
}

static bool open_database(struct invocation *v, unsigned flags)
{
	const char *url = option(v, "db") ? option(v, "db") : "sqlite:ygrar.db";
	const char *workers = option(v, "workers");
	struct store_options options = { .must_exist = !(flags & (OPEN_NEW | OPEN_EMPTY)) };
	int64_t n = 0;

	if (!workers || parse_int_in(workers, 1, 256, &n))
		options.readers = server_readers((int)n);
	v->app.store = store_open(v->cx, url, options);
	v->app.node = -1;
	return v->app.store && schema_fits(v, flags) && find_key(v);
}

/* What needs the tables. */
static bool open_records(struct invocation *v, unsigned flags)
{
	if (!store_lease_node(v->cx, v->app.store, &v->app.node))
		return false;
	v->app.ids = id_maker_new(v->app.node);
	return v->app.ids && load_key(v, flags) &&
	       db_work(v->cx, v->app.store, DB_READ, find_actor, v);
}

bool command_open(struct invocation *v, unsigned flags)
{
	if (!command_program(v))
		return false;
	if (!set_clock(v) || !open_database(v, flags) ||
	    (flags & OPEN_NEW && !store_migrate(v->cx, v->app.store, migrations)) ||
	    (!(flags & (OPEN_OLD | OPEN_EMPTY)) && !open_records(v, flags)))
		return command_failed(v), false;
	v->cx->actor = &v->actor;
	return true;
}

void command_close(struct invocation *v)
{
	struct permissions *permissions = (struct permissions *)(uintptr_t)v->app.permissions;
	struct catalogues *catalogues = (struct catalogues *)(uintptr_t)v->app.catalogues;

	context_free(v->cx);
	search_close(v->app.search);
	settings_free(v->app.settings);
	kept_free(v->app.kept);
	store_close(v->app.store);
	id_maker_free(v->app.ids);
	permissions_free(permissions);
	catalogues_free(catalogues);
}

bool command_work(struct invocation *v, enum db_mode mode,
                  bool (*work)(struct context *cx, void *data), void *data)
{
	if (db_work(v->cx, v->app.store, mode, work, data))
		return true;
	command_failed(v);
	return false;
}

bool command_seal(struct invocation *v)
{
	int64_t sealed;

	return !v->app.has_key || seal_run(v->cx, 0, &sealed) || (command_failed(v), false);
}

/* ---- files */

static bool file_failed(struct invocation *v, const char *path)
{
	return fail(v->cx, ERR_UNAVAILABLE, NULL, "%s: %s", path, strerror(errno));
}

char *command_read(struct invocation *v, const char *path, size_t most, size_t *size)
{
	FILE *f = !path || str_eq(path, "-") ? stdin : fopen(path, "rb");
	size_t room = 64 * 1024;
	struct stat st;
	char *bytes;

	*size = 0;
	if (!f)
		return file_failed(v, path), NULL;
	/* A file tells how long it is; what is piped in has to grow, which costs it twice. */
	if (fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		room = ((size_t)st.st_size < most ? (size_t)st.st_size : most) + 2;
	bytes = arena_raw(v->cx->mem, room);
	for (size_t n; (n = fread(bytes + *size, 1, room - *size - 1, f)) > 0;) {
		*size += n;
		if (*size > most)
			break;
		if (*size + 1 == room) {
			bytes = arena_grow(v->cx->mem, bytes, room, room * 2);
			room *= 2;
		}
	}

	bool bad = ferror(f);

	if (f != stdin)
		fclose(f);
	if (bad)
		return file_failed(v, path ? path : "-"), NULL;
	if (*size > most)
		return fail(v->cx, ERR_TOO_LARGE, NULL, N_("The file is larger than %zu bytes."),
		            most),
		       NULL;
	bytes[*size] = '\0';
	return bytes;
}

FILE *command_write(struct invocation *v, const char *path)
{
	FILE *f = !path || str_eq(path, "-") ? stdout : fopen(path, "wb");

	if (!f)
		file_failed(v, path);
	return f;
}

bool command_written(struct invocation *v, FILE *f)
{
	bool ok = fflush(f) == 0 && !ferror(f);

	if (f != stdout) {
		ok = ok && fsync(fileno(f)) == 0;
		ok = fclose(f) == 0 && ok;
	}
	return ok || file_failed(v, option(v, "output") ? option(v, "output") : "-");
}
