/* SQLite's connections: one that writes, shared by group commit (group.c), and a pool of those that
 * cannot; and the journal, in which everything is written first. */
#include "store/group.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 0x59475241 /* "YGRA"; a macro, because it also stands in a text */

enum {
	BUSY_MILLISECONDS = 120000, /* patience with another process, which may bring in a file */
	QUICK_TRIES = 40, /* for its lock, a quarter of a millisecond apart; then a whole one */
	CLEAN_MILLISECONDS = 60000, /* of cleaning, which is seldom and must come to its turn */
	SHORT_WHILE = 1000,         /* steps of SQLite's machine: some dozen microseconds */
	DEFAULT_READERS = 8,
	DEFAULT_JOURNAL = 4000, /* pages, 16 MB */
	MOST_JOURNALS = 4,      /* so many times as long, it is folded before the next one writes */
};

static const char *const control_texts[CONTROLS] = {
	[BEGIN] = "BEGIN",
	[BEGIN_IMMEDIATE] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	[MEMBER] = "SAVEPOINT member",
	[RELEASE_MEMBER] = "RELEASE member",
};

/* Committed pages stand in the journal first, and are folded into the file later. */
struct journal {
	pthread_mutex_t folding;  /* somebody is at it */
	struct lite_link *folder; /* his connection */
	int step;                 /* as store_options.journal */
	int pages;                /* in it, as the last commit left it */
	_Atomic int due;          /* so many, and it is folded again */
};

struct lite_store {
	struct store common;
	struct group group;
	struct lite_link *writer;
	struct pool readers;
	struct journal journal;
	dev_t device; /* of the file that was opened */
	ino_t inode;  /* 0: not a file of that name, and never asked for again */
};

static bool control(struct lite_link *l, enum control what, struct trouble *t)
{
	sqlite3_stmt **handle = &l->controls[what];

	if (!*handle && sqlite3_prepare_v3(l->db, control_texts[what], -1,
	                                   SQLITE_PREPARE_PERSISTENT, handle, NULL) != SQLITE_OK)
		return lite_trouble(l, t);
	sqlite3_step(*handle);
	return sqlite3_reset(*handle) == SQLITE_OK || lite_trouble(l, t);
}

/* ---- connections */

static void link_close(struct lite_link *l)
{
	if (!l)
		return;
	cache_clear(&sqlite_engine, &l->common);
	for (int i = 0; i < CONTROLS; i++)
		sqlite3_finalize(l->controls[i]);
	sqlite3_close(l->db);
	free(l);
}

/* SQLite's own way waits longer from try to try, up to a tenth of a second, and meanwhile another
 * process that writes again and again has the file each time. */
static int wait_a_little(void *unused, int tries)
{
	(void)unused;
	if (tries >= QUICK_TRIES + BUSY_MILLISECONDS)
		return 0;
	usleep(tries < QUICK_TRIES ? 250 : 1000);
	return 1;
}

/* Whoever moves the file away, deletes it or puts another in its place while it is open leaves us
 * with one that has no name, where all that is saved would be lost with the process. */
static bool in_place(const struct lite_store *s, struct trouble *t)
{
	struct stat now;

	if (!s->inode ||
	    (stat(s->common.path, &now) == 0 && now.st_dev == s->device && now.st_ino == s->inode))
		return true;
	return trouble(t, ERR_UNAVAILABLE,
	               N_("The database file was moved, deleted or replaced. The program has to be "
	                  "started anew."),
	               "%s", "");
}

static struct lite_link *link_open(const char *path, bool writes, struct trouble *t)
{
	int flags = writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	struct lite_link *l = calloc(1, sizeof *l);

	if (!l) {
		lite_no_memory(t);
		return NULL;
	}
	l->writes = writes;
	if (sqlite3_open_v2(path, &l->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	                    NULL) != SQLITE_OK) {
		if (l->db)
			lite_trouble(l, t);
		else
			lite_no_memory(t);
		link_close(l);
		return NULL;
	}
	sqlite3_busy_handler(l->db, wait_a_little, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

	bool ok = lite_exec(l, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;", t) &&
	          lite_exec(l,
	                    writes ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	                             "PRAGMA secure_delete = FAST;"
	                             "PRAGMA journal_size_limit = 67108864;"
	                           : "PRAGMA query_only = ON;",
	                    t);

	if (ok)
		return l;
	link_close(l);
	return NULL;
}

/* ---- the journal
 *
 * To fold it takes as long as some dozen saves, so it is done beside the writers, by the one whose
 * commit made it long enough, when he has given the turn to the next.  Only where they write faster
 * than that, and the journal would grow without end, it is done in the turn. */

static int journal_grew(void *what, sqlite3 *db, const char *name, int pages)
{
	struct journal *j = what;

	if (pages < j->pages)
		j->due = j->step; /* it was begun anew */
	j->pages = pages;
	if (pages >= MOST_JOURNALS * j->step)
		sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return SQLITE_OK;
}

/* What cannot be folded now is folded another time: the journal is part of the database. */
static void fold(struct lite_store *s)
{
	struct journal *j = &s->journal;
	int folded = 0;
	struct trouble t;

	if (pthread_mutex_trylock(&j->folding) != 0)
		return;
	if (!j->folder && in_place(s, &t))
		j->folder = link_open(s->common.path, true, &t);
	if (j->folder && sqlite3_wal_checkpoint_v2(j->folder->db, NULL, SQLITE_CHECKPOINT_PASSIVE,
	                                           NULL, &folded) == SQLITE_OK)
		j->due = folded + j->step;
	pthread_mutex_unlock(&j->folding);
}

static void journal_start(struct lite_store *s, int step)
{
	s->journal.due = s->journal.step = step ? step : DEFAULT_JOURNAL;
	sqlite3_wal_hook(s->writer->db, journal_grew, &s->journal);
}

static bool pragma_int(struct lite_link *l, const char *text, int64_t *ret, struct trouble *t)
{
	sqlite3_stmt *handle;

	if (sqlite3_prepare_v2(l->db, text, -1, &handle, NULL) != SQLITE_OK)
		return lite_trouble(l, t);

	bool ok = sqlite3_step(handle) == SQLITE_ROW;

	if (ok)
		*ret = sqlite3_column_int64(handle, 0);
	else
		lite_trouble(l, t); /* before another call puts its own error in the place */
	sqlite3_finalize(handle);
	return ok;
}

/* Our mark in the file's head, so that the file of another program is not taken for an empty one of
 * ours. */
static bool check_mark(struct lite_link *l, struct trouble *t)
{
	int64_t mark = 0, tables = 0;

	if (!pragma_int(l, "PRAGMA application_id", &mark, t) ||
	    !pragma_int(l, "SELECT count(*) FROM sqlite_schema", &tables, t))
		return false;
	if (mark == APPLICATION_ID)
		return true;
	if (mark || tables)
		return trouble(t, ERR_INVALID, N_("This file is the database of another program."),
		               "%s", "");
	return lite_exec(l, "PRAGMA application_id = " STR(APPLICATION_ID), t);
}

/* The file holds what nobody else on the machine may read; SQLite gives its companions the same
 * rights. */
static bool make_file(struct lite_store *s, bool must_exist, struct trouble *t)
{
	const char *path = s->common.path;
	struct stat made;

	if (str_starts(path, "file:"))
		return true; /* SQLite's own way to name a file: for tests */

	int fd = open(path, (must_exist ? 0 : O_CREAT) | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0 && fstat(fd, &made) == 0) {
		s->device = made.st_dev;
		s->inode = made.st_ino;
	}
	if (fd < 0)
		return trouble(t, errno == ENOENT ? ERR_NOT_FOUND : ERR_UNAVAILABLE,
		               errno == ENOENT ? N_("There is no database here:")
		                               : N_("The database file cannot be opened:"),
		               "%s", path);
	close(fd);
	return true;
}

/* secure_delete alone is not enough: where SQLite moves cells from page to page, copies of them
 * stay in the gaps.  VACUUM writes all pages anew from what is there, and the checkpoint empties
 * the journal.  The copy it needs on the way goes to a file, because it may be larger than the
 * memory. */
bool lite_clean(struct store *store, struct trouble *t)
{
	struct lite_store *s = (struct lite_store *)store;
	struct journal *j = &s->journal;
	struct lite_link *l = in_place(s, t) ? link_open(store->path, true, t) : NULL;
	int64_t busy = 0;
	bool ok;

	if (!l)
		return false;
	pthread_mutex_lock(&j->folding);
	sqlite3_busy_timeout(l->db, CLEAN_MILLISECONDS);
	ok = lite_exec(l, "PRAGMA temp_store = FILE; VACUUM", t) &&
	     pragma_int(l, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, t);
	pthread_mutex_unlock(&j->folding);
	link_close(l);
	if (ok && !busy)
		return true;
	if (!ok && t->kind != ERR_RETRY)
		return false;
	return trouble(t, ERR_UNAVAILABLE, N_("Others are using the database all the time."), "%s",
	               "");
}

void lite_close(struct store *store)
{
	struct lite_store *s = (struct lite_store *)store;

	while (s->readers.idle) {
		struct lite_link *l = lite(s->readers.idle);

		s->readers.idle = l->common.next;
		link_close(l);
	}
	link_close(s->journal.folder);
	link_close(s->writer); /* the last one: it folds the journal into the file */
	pthread_mutex_destroy(&s->journal.folding);
	pool_end(&s->readers);
	group_free(&s->group);
	free(s->common.path);
	free(s);
}

struct store *lite_open(const char *url, struct store_options options, struct trouble *t)
{
	const char *path = url + strlen("sqlite:");
	struct lite_store *s = calloc(1, sizeof *s);

	if (!s || !(s->common.path = strdup(path))) {
		free(s);
		lite_no_memory(t);
		return NULL;
	}
	s->common.engine = &sqlite_engine;
	snprintf(s->common.label, sizeof s->common.label, "SQLite %s", sqlite3_libversion());
	group_init(&s->group);
	pool_init(&s->readers, options.readers ? options.readers : DEFAULT_READERS);
	pthread_mutex_init(&s->journal.folding, NULL);
	if (!make_file(s, options.must_exist, t) || !(s->writer = link_open(path, true, t)) ||
	    !check_mark(s->writer, t)) {
		lite_close(&s->common);
		return NULL;
	}
	journal_start(s, options.journal);
	return &s->common;
}

/* ---- transactions */

/* Who computes without a pause keeps the processor for the milliseconds that the scheduler gives
 * him, and a page that is made in one of them waits all that time. */
static int let_others_go_first(void *unused)
{
	(void)unused;
	sched_yield();
	return 0;
}

static struct link *begin_reading(struct lite_store *s, enum db_mode mode, struct trouble *t)
{
	struct link *l;

	if (!pool_take(&s->readers, mode != DB_READ_AT_ONCE, &l, t))
		return NULL;
	if (!l) {
		struct lite_link *made = link_open(s->common.path, false, t);

		l = made ? &made->common : NULL;
	}
	if (l && control(lite(l), BEGIN, t)) {
		if (mode == DB_READ_LONG)
			sqlite3_progress_handler(lite(l)->db, SHORT_WHILE, let_others_go_first,
			                         NULL);
		return l;
	}
	if (l)
		link_close(lite(l));
	pool_give(&s->readers, NULL);
	return NULL;
}

static void end_reading(struct lite_store *s, struct link *l)
{
	struct trouble t;

	sqlite3_progress_handler(lite(l)->db, 0, NULL, NULL);
	if (!control(lite(l), ROLLBACK, &t)) {
		link_close(lite(l));
		l = NULL;
	}
	pool_give(&s->readers, l);
}

/* Ends the whole transaction, in which the caller was the last to work.  Members who wait hear
 * "saved" only from a COMMIT that succeeded. */
static bool end_group(struct lite_store *s, enum group_duty duty, struct trouble *t)
{
	struct lite_link *l = s->writer;
	bool ok = !sqlite3_get_autocommit(l->db) && duty == GROUP_COMMIT, full;

	*t = (struct trouble){ .kind = ERR_NONE };
	if (ok)
		ok = in_place(s, t) && control(l, COMMIT, t);
	else
		lite_lost(t);
	if (!sqlite3_get_autocommit(l->db))
		control(l, ROLLBACK, &(struct trouble){ .kind = ERR_NONE });
	l->common.lost = false;
	full = s->journal.pages >= s->journal.due;
	group_end(&s->group, t);
	if (full)
		fold(s);
	return ok;
}

/* The journal is written in order and a sync confirms all that was written before, so a commit that
 * does not wait for the disk is made sure by the next one that does. */
static bool set_step(struct lite_link *l, bool step, struct trouble *t)
{
	if (l->step == step)
		return true;
	if (!lite_exec(l, step ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL", t))
		return false;
	l->step = step;
	return true;
}

/* Who opens the group needs no savepoint: what he undoes is all there is.  That spares SQLite a
 * copy of each page he writes. */
static struct link *begin_writing(struct lite_store *s, bool step, struct trouble *t)
{
	if (!group_enter(&s->group, t))
		return NULL;
	if (!group_is_open(&s->group)) {
		if (!set_step(s->writer, step, t) || !control(s->writer, BEGIN_IMMEDIATE, t)) {
			group_end(&s->group, t);
			return NULL;
		}
		group_opened(&s->group);
		s->writer->savepoint = false;
		return &s->writer->common;
	}
	s->writer->savepoint = true;
	if (control(s->writer, MEMBER, t))
		return &s->writer->common;
	end_group(s, GROUP_COMMIT, &(struct trouble){ .kind = ERR_NONE });
	return NULL;
}

static void undo_writing(struct lite_store *s)
{
	struct trouble t = { .kind = ERR_NONE };
	enum group_duty duty = GROUP_ROLLBACK;

	if (s->writer->savepoint && !s->writer->common.lost &&
	    lite_exec(s->writer, "ROLLBACK TO member; RELEASE member", &t))
		duty = group_finish(&s->group, false, &t);
	if (duty != GROUP_NOTHING)
		end_group(s, duty, &t);
}

struct link *lite_begin(struct store *store, enum db_mode mode, struct trouble *t)
{
	struct lite_store *s = (struct lite_store *)store;

	if (!in_place(s, t))
		return NULL;
	if (mode == DB_WRITE || mode == DB_ALONE || mode == DB_STEP || mode == DB_LONG)
		return begin_writing(s, mode == DB_STEP, t);
	return begin_reading(s, mode, t);
}

void lite_rollback(struct store *store, struct link *l)
{
	struct lite_store *s = (struct lite_store *)store;

	if (lite(l)->writes)
		undo_writing(s);
	else
		end_reading(s, l);
}

bool lite_commit(struct store *store, struct link *l, struct trouble *t)
{
	struct lite_store *s = (struct lite_store *)store;

	t->kind = ERR_NONE;
	if (!lite(l)->writes) {
		end_reading(s, l);
		return true;
	}
	if (!lite_still_there(lite(l), t) ||
	    (lite(l)->savepoint && !control(lite(l), RELEASE_MEMBER, t))) {
		undo_writing(s);
		return false;
	}

	enum group_duty duty = lite(l)->step ? GROUP_COMMIT : group_finish(&s->group, true, t);

	if (duty != GROUP_NOTHING)
		return end_group(s, duty, t);
	return t->kind == ERR_NONE;
}
