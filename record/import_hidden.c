/* An import that is saved by slices is hidden until it is done (access.h), and taken out again when
 * it does not come to that: with its log, for nobody has seen or sealed any of it.
 *
 * One is at work at a time.  Who it is holds a lock on a file beside the database, which the kernel
 * gives back whatever ends the process: so who gets the lock, and finds an import open, knows that
 * nobody is at it any more.  On PostgreSQL nobody ever is: there one is open only where a backup of
 * SQLite was restored that had it. */
#include "record/import_merge.h"

#include "record/app.h"
#include "record/load.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

SQL(hidden_one, "SELECT import FROM import_open");
SQL(hidden_begin, "INSERT INTO import_open (one, import, since) VALUES (1, $1, $2)");
SQL(hidden_end, "DELETE FROM import_open WHERE import = $1");
SQL(hidden_some,
    "SELECT type, record FROM imported WHERE import = $1 ORDER BY record DESC LIMIT $2");
SQL(hidden_forget, "DELETE FROM imported WHERE import = $1 AND record = $2");
SQL(hidden_also, "DELETE FROM imported_also WHERE import = $1");

enum { SLICE = 100, WAIT_MICROSECONDS = 50000 };

/* ---- whose turn it is */

struct import_turn {
	int fd; /* -1: it was given back */
};

void import_turn_end(struct import *im)
{
	struct import_turn *turn = im->work->turn;

	if (turn && turn->fd >= 0)
		close(turn->fd);
	if (turn)
		turn->fd = -1;
}

static void release(void *what)
{
	struct import_turn *turn = what;

	if (turn->fd >= 0)
		close(turn->fd);
}

/* Beside the database, and its owner's, whoever makes it: the administrator imports where a server
 * is at work. */
static struct import_turn *turn_new(struct context *cx)
{
	struct import_turn *turn = arena_new_of(cx->mem, struct import_turn);
	const char *database = store_path(cx->app->store);
	const char *path = arena_fmt(cx->mem, "%s-import", database);
	struct stat owner;

	turn->fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (turn->fd < 0) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("The file “%s” cannot be opened."), path);
		return NULL;
	}
	arena_defer(cx->mem, release, turn);
	if (stat(database, &owner) == 0)
		(void)!fchown(turn->fd, owner.st_uid, owner.st_gid);
	return turn;
}

/* *got false: another one is at work. */
static bool take(struct context *cx, const struct import_turn *turn, bool *got)
{
	*got = flock(turn->fd, LOCK_EX | LOCK_NB) == 0;
	return *got || errno == EWOULDBLOCK || errno == EINTR ||
	       fail(cx, ERR_UNAVAILABLE, NULL,
	            N_("Whether another import is at work cannot be found out."));
}

bool import_turn_begin(struct context *cx, struct import *im)
{
	struct import_turn *turn;
	bool got;

	if (!store_path(cx->app->store))
		return import_take_back(cx);
	turn = im->work->turn = turn_new(cx);
	for (;;) {
		if (!turn || !take(cx, turn, &got))
			return false;
		if (got)
			return import_take_back(cx);
		if (im->progress && !im->progress(cx, im->listener, 0, 0))
			return false;
		usleep(WAIT_MICROSECONDS);
	}
}

/* ---- hidden, and not any more */

bool import_hide(struct context *cx, const struct import *im)
{
	return db_run(cx, &hidden_begin, V(im->id), V(im->work->since));
}

bool import_show(struct context *cx, const struct import *im)
{
	return db_run(cx, &hidden_end, V(im->id));
}

/* ---- taking back */

struct back {
	int64_t import; /* 0: none is open */
	size_t n;       /* records that were taken out by the last slice */
};

static bool find_open(struct context *cx, void *data)
{
	struct back *b = data;
	bool found;

	return db_int(cx, &hidden_one, &b->import, &found);
}

static bool unmake(struct context *cx, const struct type *t, const int64_t *ids, size_t n)
{
	struct record_head v[SLICE];
	void **rows;
	size_t found;

	if (!t)
		return fail(cx, ERR_BROKEN, NULL,
		            N_("This program does not know its kind of record."));
	if (!record_load_heads(cx, t, ids, n, &rows, &found))
		return false;
	for (size_t i = 0; i < found; i++) {
		const struct record *r = rows[i];

		v[i] = (struct record_head){ r->id, r->version, r->parts };
	}
	return records_unmake(cx, t, v, found);
}

/* Those that were made last go first, so that nothing refers to what is gone.  Runs of one type. */
static bool take_back_some(struct context *cx, void *data)
{
	struct back *b = data;
	const struct type *types[SLICE];
	int64_t ids[SLICE];
	struct rows *r = db_query(cx, &hidden_some, V(b->import), V(SLICE));

	for (b->n = 0; r && rows_next(cx, r); b->n++) {
		types[b->n] = type_named(cx->app->subjects, rows_text(r, 0));
		ids[b->n] = rows_int(r, 1);
	}
	rows_close(r);
	for (size_t at = 0, n; !failed(cx) && at < b->n; at += n) {
		for (n = 1; at + n < b->n && types[at + n] == types[at];)
			n++;
		if (!unmake(cx, types[at], &ids[at], n))
			return false;
	}
	for (size_t i = 0; !failed(cx) && i < b->n; i++)
		if (!db_put(cx, &hidden_forget, V(b->import), V(ids[i])))
			return false;
	return !failed(cx);
}

static bool end_back(struct context *cx, void *data)
{
	const struct back *b = data;

	return db_run(cx, &hidden_also, V(b->import)) && db_run(cx, &hidden_end, V(b->import));
}

bool import_take_back(struct context *cx)
{
	struct store *s = cx->app->store;
	struct back b = { 0 };

	if (!db_work(cx, s, DB_READ, find_open, &b))
		return false;
	if (!b.import)
		return true;
	do {
		struct context_mark mark = context_mark(cx);

		if (!db_work(cx, s, DB_STEP, take_back_some, &b))
			return false;
		context_rewind(cx, mark);
	} while (b.n);
	return db_work(cx, s, DB_WRITE, end_back, &b);
}

bool import_tidy(struct context *cx)
{
	struct import_turn *turn;
	struct back b = { 0 };
	bool got, ok;

	if (!store_path(cx->app->store))
		return import_take_back(cx);
	if (!db_work(cx, cx->app->store, DB_READ, find_open, &b) || !b.import)
		return !failed(cx);
	turn = turn_new(cx);
	if (!turn || !take(cx, turn, &got))
		return false;
	ok = !got || import_take_back(cx);
	release(turn);
	turn->fd = -1;
	return ok;
}
