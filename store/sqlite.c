/* SQLite: one connection that writes, shared by group commit (group.c), and a pool of connections
 * that cannot write.
 *
 * $1 … $n are *names* to SQLite, numbered by first appearance, so they are bound by name.  On the
 * writing connection the rows of a query are fetched at once, because the connection goes to
 * another thread when its user has finished, and because rows that change while they are walked
 * would behave otherwise than on PostgreSQL.  On the reading connections rows are walked in place.
 */
#include "store/fetched.h"
#include "store/group.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#define APPLICATION_ID 0x59475241 /* "YGRA"; a macro, because it also stands in a text */

enum {
	BUSY_MILLISECONDS = 10000, /* patience with another process */
	QUICK_TRIES = 40, /* for its lock, a quarter of a millisecond apart; then a whole one */
	LEAST_WAY = 800,  /* microseconds that a try surely falls into */
	CLEAN_MILLISECONDS = 60000, /* of cleaning, which is seldom and must come to its turn */
	DEFAULT_READERS = 8,
};

/* What begins and ends transactions, prepared once a connection. */
enum control { BEGIN, BEGIN_IMMEDIATE, COMMIT, ROLLBACK, MEMBER, RELEASE_MEMBER, CONTROLS };

static const char *const control_texts[CONTROLS] = {
	[BEGIN] = "BEGIN",
	[BEGIN_IMMEDIATE] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	[MEMBER] = "SAVEPOINT member",
	[RELEASE_MEMBER] = "RELEASE member",
};

struct lite_link {
	struct link common;
	sqlite3 *db;
	sqlite3_stmt *controls[CONTROLS];
	bool writes;
	bool savepoint; /* its user works in one, because others worked before him */
};

struct lite_store {
	struct store common;
	struct group group;
	struct lite_link *writer;
	int64_t turns; /* of the writer; counted by who has it */
	struct pool readers;
};

struct lite_statement {
	struct statement common;
	sqlite3_stmt *handle;
	struct fetched rows; /* of the writing connection */
	bool fetch;
	int columns, parameters;
	int64_t touched;
	uint16_t number[]; /* of the parameter at each of SQLite's places, from 1 */
};

static struct lite_link *lite(struct link *l)
{
	return (struct lite_link *)l;
}

static bool out_of_memory(struct trouble *t)
{
	return trouble(t, ERR_UNAVAILABLE, N_("There is not enough memory."), "%s", "");
}

static bool lost_with_others(struct trouble *t)
{
	return trouble(t, ERR_RETRY, N_("Others are saving. Please try again."), "%s", "");
}

static enum error_kind constraint_kind(int extended)
{
	switch (extended) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return ERR_CONFLICT;
	default:
		return ERR_BROKEN;
	}
}

/* What the error of the connection's last call means to us. */
static bool lite_trouble(struct lite_link *l, struct trouble *t)
{
	int extended = sqlite3_extended_errcode(l->db);
	const char *said = sqlite3_errmsg(l->db);

	switch (extended & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return lost_with_others(t);
	case SQLITE_FULL:
		return trouble(t, ERR_UNAVAILABLE, N_("The disk is full."), "%s", "");
	case SQLITE_IOERR:
		return trouble(t, ERR_UNAVAILABLE, N_("The disk cannot be read or written."), "%s",
		               "");
	case SQLITE_READONLY:
		if (l->writes)
			return trouble(t, ERR_UNAVAILABLE, N_("The database may not be written."),
			               "%s", "");
		return trouble(t, ERR_BROKEN, "a reading transaction tried to write", "%s", "");
	case SQLITE_CANTOPEN:
		return trouble(t, ERR_UNAVAILABLE, N_("The database file cannot be opened."), "%s",
		               "");
	case SQLITE_NOMEM:
		return out_of_memory(t);
	case SQLITE_TOOBIG:
		return trouble(t, ERR_TOO_LARGE, N_("This is too large for the database."), "%s",
		               "");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return trouble(t, ERR_BROKEN, "the database file is damaged:", "%s", said);
	case SQLITE_CONSTRAINT:
		if (constraint_kind(extended) == ERR_CONFLICT)
			return trouble(t, ERR_CONFLICT, N_("The same is stored already."), "%s",
			               "");
		return trouble(t, ERR_BROKEN, "refused by the database:", "%s", said);
	default:
		return trouble(t, ERR_BROKEN, "the database says:", "%s", said);
	}
}

static bool exec(struct lite_link *l, const char *text, struct trouble *t)
{
	return sqlite3_exec(l->db, text, NULL, NULL, NULL) == SQLITE_OK || lite_trouble(l, t);
}

static bool control(struct lite_link *l, enum control what, struct trouble *t)
{
	sqlite3_stmt **handle = &l->controls[what];

	if (!*handle && sqlite3_prepare_v3(l->db, control_texts[what], -1,
	                                   SQLITE_PREPARE_PERSISTENT, handle, NULL) != SQLITE_OK)
		return lite_trouble(l, t);
	sqlite3_step(*handle);
	return sqlite3_reset(*handle) == SQLITE_OK || lite_trouble(l, t);
}

/* ---- statements */

/* Reads the numbers of the parameters, which must be $1 … $n without a gap, as PostgreSQL wants
 * them. */
static bool number_parameters(struct lite_statement *st, struct trouble *t)
{
	for (int i = 1; i <= st->parameters; i++) {
		const char *name = sqlite3_bind_parameter_name(st->handle, i);
		char *end;
		long number = name && name[0] == '$' ? strtol(name + 1, &end, 10) : 0;

		if (number < 1 || number > st->parameters || *end)
			return trouble(t, ERR_BROKEN, "parameters are not $1 … $n:", "%s",
			               name ? name : "?");
		st->number[i] = (uint16_t)number;
	}
	return true;
}

static void lite_discard(struct link *l, struct statement *common)
{
	struct lite_statement *st = (struct lite_statement *)common;

	(void)l;
	sqlite3_finalize(st->handle);
	fetched_free(&st->rows);
	free(st);
}

static struct statement *lite_prepare(struct link *common, const char *text, struct trouble *t)
{
	struct lite_link *l = lite(common);
	sqlite3_stmt *handle;
	const char *rest;

	if (sqlite3_prepare_v3(l->db, text, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest) !=
	    SQLITE_OK) {
		lite_trouble(l, t);
		return NULL;
	}

	int n = sqlite3_bind_parameter_count(handle);
	struct lite_statement *st = calloc(1, sizeof *st + ((size_t)n + 1) * sizeof st->number[0]);

	if (!st) {
		sqlite3_finalize(handle);
		out_of_memory(t);
		return NULL;
	}
	st->handle = handle;
	st->parameters = n;
	st->fetch = l->writes;
	if (!handle || rest[strspn(rest, " \t\n;")])
		trouble(t, ERR_BROKEN, "not exactly one statement", "%s", "");
	else if (number_parameters(st, t))
		return &st->common;
	lite_discard(common, &st->common);
	return NULL;
}

static int bind_one(sqlite3_stmt *handle, int place, const struct value *v,
                    sqlite3_destructor_type how)
{
	char date[DATE_TEXT];

	switch (v->kind) {
	case VALUE_INT:
		return sqlite3_bind_int64(handle, place, v->number);
	case VALUE_TEXT:
		return sqlite3_bind_text64(handle, place, v->bytes, v->size, how, SQLITE_UTF8);
	case VALUE_BYTES:
		return sqlite3_bind_blob64(handle, place, v->bytes, v->size, how);
	case VALUE_DATE:
		return sqlite3_bind_text(handle, place, date_to_store(v->date, date), -1,
		                         SQLITE_TRANSIENT);
	case VALUE_NULL:
		break;
	}
	return sqlite3_bind_null(handle, place);
}

static bool bind(struct lite_link *l, struct lite_statement *st, const struct value *values,
                 size_t n, struct trouble *t)
{
	/* A query that is walked in place outlives what its caller lent it. */
	sqlite3_destructor_type how = st->fetch ? SQLITE_STATIC : SQLITE_TRANSIENT;

	if (n != (size_t)st->parameters)
		return trouble(t, ERR_BROKEN, "wrong number of values:", "%d wanted, %d given",
		               st->parameters, (int)n);
	for (int i = 1; i <= st->parameters; i++)
		if (bind_one(st->handle, i, &values[st->number[i] - 1], how) != SQLITE_OK)
			return lite_trouble(l, t);
	return true;
}

static struct value cell_in_place(sqlite3_stmt *handle, int column)
{
	switch (sqlite3_column_type(handle, column)) {
	case SQLITE_INTEGER:
		return value_int(sqlite3_column_int64(handle, column));
	case SQLITE_TEXT: {
		const unsigned char *text = sqlite3_column_text(handle, column);

		return (struct value){ .kind = VALUE_TEXT,
			               .bytes = text ? text : (const unsigned char *)"",
			               .size = (size_t)sqlite3_column_bytes(handle, column) };
	}
	case SQLITE_BLOB: {
		const void *bytes = sqlite3_column_blob(handle, column);

		return value_bytes(bytes ? bytes : "",
		                   (size_t)sqlite3_column_bytes(handle, column));
	}
	default:
		return value_null();
	}
}

/* Makes room for `more` further units of `unit` bytes. */
static bool fetch_all(struct lite_link *l, struct lite_statement *st, struct trouble *t)
{
	struct fetched *f = &st->rows;
	int rc;

	while ((rc = sqlite3_step(st->handle)) == SQLITE_ROW)
		for (int i = 0; i < st->columns; i++)
			if (!fetched_cell(f, cell_in_place(st->handle, i)))
				return out_of_memory(t);
	if (rc != SQLITE_DONE)
		return lite_trouble(l, t);
	fetched_end(f);
	return true;
}

static void lite_reset(struct statement *common)
{
	struct lite_statement *st = (struct lite_statement *)common;

	sqlite3_reset(st->handle);
	fetched_clear(&st->rows);
}

/* A disk that fails, or is full, makes SQLite give up the whole transaction, and with it the work
 * of all in the group. */
static void notice_loss(struct lite_link *l)
{
	if (sqlite3_get_autocommit(l->db))
		l->common.lost = true;
}

static bool still_there(const struct lite_link *l, struct trouble *t)
{
	return !l->common.lost || lost_with_others(t);
}

static bool lite_run(struct link *common, struct statement *statement, const struct value *values,
                     size_t n, struct trouble *t)
{
	struct lite_link *l = lite(common);
	struct lite_statement *st = (struct lite_statement *)statement;
	int64_t before = sqlite3_total_changes64(l->db);

	if (!still_there(l, t) || !bind(l, st, values, n, t))
		return false;
	st->columns = sqlite3_column_count(st->handle);
	if (!st->fetch)
		return true;

	bool ok = fetch_all(l, st, t);

	st->touched = sqlite3_total_changes64(l->db) == before ? 0 : sqlite3_changes64(l->db);
	sqlite3_reset(st->handle);
	if (!ok)
		notice_loss(l);
	return ok;
}

static bool lite_step(struct link *common, struct statement *statement, bool *ret_row,
                      struct trouble *t)
{
	struct lite_link *l = lite(common);
	struct lite_statement *st = (struct lite_statement *)statement;

	if (st->fetch) {
		*ret_row = st->rows.at < st->rows.count;
		st->rows.at += (size_t)(*ret_row ? st->columns : 0);
		return true;
	}

	int rc = sqlite3_step(st->handle);

	st->columns = sqlite3_column_count(st->handle);
	*ret_row = rc == SQLITE_ROW;
	return rc == SQLITE_ROW || rc == SQLITE_DONE || lite_trouble(l, t);
}

static struct value lite_cell(const struct statement *common, int column)
{
	const struct lite_statement *st = (const struct lite_statement *)common;

	if (!st->fetch)
		return cell_in_place(st->handle, column);
	return st->rows.cells[st->rows.at - (size_t)st->columns + (size_t)column];
}

static enum value_kind lite_kind(const struct statement *common, int column)
{
	const struct lite_statement *st = (const struct lite_statement *)common;

	if (st->fetch)
		return lite_cell(common, column).kind;
	switch (sqlite3_column_type(st->handle, column)) {
	case SQLITE_INTEGER:
		return VALUE_INT;
	case SQLITE_TEXT:
		return VALUE_TEXT;
	case SQLITE_BLOB:
		return VALUE_BYTES;
	default:
		return VALUE_NULL;
	}
}

static int lite_width(const struct statement *st)
{
	return ((const struct lite_statement *)st)->columns;
}

static int64_t lite_touched(const struct statement *st)
{
	return ((const struct lite_statement *)st)->touched;
}

/* SQLite is in the same process: each row is a run of the one statement.  One INSERT of many rows
 * would have to keep a journal of its own, because its second row may be refused. */
static bool put_row(struct lite_link *l, struct lite_statement *st, const struct value *values,
                    size_t width, struct trouble *t)
{
	if (!bind(l, st, values, width, t))
		return false;

	bool ok = sqlite3_step(st->handle) == SQLITE_DONE || lite_trouble(l, t);

	sqlite3_reset(st->handle);
	if (!ok)
		notice_loss(l);
	return ok;
}

static bool lite_put(struct link *common, const char *text, const struct value *values,
                     size_t width, size_t rows, struct trouble *t)
{
	struct lite_link *l = lite(common);
	struct statement *st =
	        still_there(l, t) ? statement_take(&sqlite_engine, common, text, 1, t) : NULL;
	bool ok = st != NULL;

	for (size_t i = 0; ok && i < rows; i++)
		ok = put_row(l, (struct lite_statement *)st, values + i * width, width, t);
	if (st)
		statement_give(&sqlite_engine, common, st);
	return ok;
}

static bool lite_settle(struct link *l, struct trouble *t)
{
	(void)l, (void)t;
	return true;
}

static bool lite_script(struct link *common, const char *text, struct trouble *t)
{
	struct lite_link *l = lite(common);

	if (!still_there(l, t))
		return false;
	if (exec(l, text, t))
		return true;
	notice_loss(l);
	return false;
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

static struct lite_link *link_open(const char *path, bool writes, struct trouble *t)
{
	int flags = writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	struct lite_link *l = calloc(1, sizeof *l);

	if (!l) {
		out_of_memory(t);
		return NULL;
	}
	l->writes = writes;
	if (sqlite3_open_v2(path, &l->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	                    NULL) != SQLITE_OK) {
		if (l->db)
			lite_trouble(l, t);
		else
			out_of_memory(t);
		link_close(l);
		return NULL;
	}
	sqlite3_busy_handler(l->db, wait_a_little, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

	bool ok = exec(l, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;", t) &&
	          exec(l,
	               writes ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	                        "PRAGMA secure_delete = FAST;"
	                        "PRAGMA journal_size_limit = 67108864;"
	                        "PRAGMA wal_autocheckpoint = 4000;"
	                      : "PRAGMA query_only = ON;",
	               t);

	if (ok)
		return l;
	link_close(l);
	return NULL;
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
	return exec(l, "PRAGMA application_id = " STR(APPLICATION_ID), t);
}

/* The file holds what nobody else on the machine may read; SQLite gives its companions the same
 * rights. */
static bool make_file(const char *path, bool must_exist, struct trouble *t)
{
	if (str_starts(path, "file:"))
		return true; /* SQLite's own way to name a file: for tests */

	int fd = open(path, (must_exist ? 0 : O_CREAT) | O_RDWR | O_CLOEXEC, 0600);

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
static bool lite_clean(struct store *store, struct trouble *t)
{
	struct lite_link *l = link_open(store->path, true, t);
	int64_t busy = 0;
	bool ok;

	if (!l)
		return false;
	sqlite3_busy_timeout(l->db, CLEAN_MILLISECONDS);
	ok = exec(l, "PRAGMA temp_store = FILE; VACUUM", t) &&
	     pragma_int(l, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, t);
	link_close(l);
	if (ok && !busy)
		return true;
	if (!ok && t->kind != ERR_RETRY)
		return false;
	return trouble(t, ERR_UNAVAILABLE, N_("Others are using the database all the time."), "%s",
	               "");
}

static void lite_close(struct store *store)
{
	struct lite_store *s = (struct lite_store *)store;

	while (s->readers.idle) {
		struct lite_link *l = lite(s->readers.idle);

		s->readers.idle = l->common.next;
		link_close(l);
	}
	link_close(s->writer); /* the last one: it folds the journal into the file */
	pool_end(&s->readers);
	group_free(&s->group);
	free(s->common.path);
	free(s);
}

static struct store *lite_open(const char *url, struct store_options options, struct trouble *t)
{
	const char *path = url + strlen("sqlite:");
	struct lite_store *s = calloc(1, sizeof *s);

	if (!s || !(s->common.path = strdup(path))) {
		free(s);
		out_of_memory(t);
		return NULL;
	}
	s->common.engine = &sqlite_engine;
	snprintf(s->common.label, sizeof s->common.label, "SQLite %s", sqlite3_libversion());
	group_init(&s->group);
	pool_init(&s->readers, options.readers ? options.readers : DEFAULT_READERS);
	if (!make_file(path, options.must_exist, t) || !(s->writer = link_open(path, true, t)) ||
	    !check_mark(s->writer, t)) {
		lite_close(&s->common);
		return NULL;
	}
	return &s->common;
}

/* ---- transactions */

static struct link *begin_reading(struct lite_store *s, bool wait, struct trouble *t)
{
	struct link *l;

	if (!pool_take(&s->readers, wait, &l, t))
		return NULL;
	if (!l) {
		struct lite_link *made = link_open(s->common.path, false, t);

		l = made ? &made->common : NULL;
	}
	if (l && control(lite(l), BEGIN, t))
		return l;
	if (l)
		link_close(lite(l));
	pool_give(&s->readers, NULL);
	return NULL;
}

static void end_reading(struct lite_store *s, struct link *l)
{
	struct trouble t;

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
	bool ok = !sqlite3_get_autocommit(l->db) && duty == GROUP_COMMIT;

	*t = (struct trouble){ .kind = ERR_NONE };
	if (ok)
		ok = control(l, COMMIT, t);
	else
		lost_with_others(t);
	if (!sqlite3_get_autocommit(l->db))
		control(l, ROLLBACK, &(struct trouble){ .kind = ERR_NONE });
	l->common.lost = false;
	group_end(&s->group, t);
	return ok;
}

/* Who opens the group needs no savepoint: what he undoes is all there is.  That spares SQLite a
 * copy of each page he writes. */
static struct link *begin_writing(struct lite_store *s, struct trouble *t)
{
	if (!group_enter(&s->group, t))
		return NULL;
	if (!group_is_open(&s->group)) {
		if (!control(s->writer, BEGIN_IMMEDIATE, t)) {
			group_end(&s->group, t);
			return NULL;
		}
		group_opened(&s->group);
		s->writer->savepoint = false;
		s->turns++;
		return &s->writer->common;
	}
	s->turns++;
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
	    exec(s->writer, "ROLLBACK TO member; RELEASE member", &t))
		duty = group_finish(&s->group, false, &t);
	if (duty != GROUP_NOTHING)
		end_group(s, duty, &t);
}

/* In this process by the turns of the writer, in others by SQLite's own count. */
static bool lite_others_wrote(struct store *store, struct db_others *since)
{
	struct lite_store *s = (struct lite_store *)store;
	struct db_others now = { .version = since->version, .turns = s->turns };
	struct trouble t;
	bool wrote;

	if (!pragma_int(s->writer, "PRAGMA data_version", &now.version, &t))
		now.version = since->version;
	wrote = since->turns && (now.version != since->version || now.turns > since->turns + 1);
	*since = now;
	return wrote;
}

static void lite_give_way(int64_t microseconds)
{
	usleep((useconds_t)(microseconds < LEAST_WAY ? LEAST_WAY : microseconds));
}

static struct link *lite_begin(struct store *store, enum db_mode mode, struct trouble *t)
{
	struct lite_store *s = (struct lite_store *)store;

	return mode == DB_WRITE ? begin_writing(s, t)
	                        : begin_reading(s, mode != DB_READ_AT_ONCE, t);
}

static void lite_rollback(struct store *store, struct link *l)
{
	struct lite_store *s = (struct lite_store *)store;

	if (lite(l)->writes)
		undo_writing(s);
	else
		end_reading(s, l);
}

static bool lite_commit(struct store *store, struct link *l, struct trouble *t)
{
	struct lite_store *s = (struct lite_store *)store;

	t->kind = ERR_NONE;
	if (!lite(l)->writes) {
		end_reading(s, l);
		return true;
	}
	if (!still_there(lite(l), t) ||
	    (lite(l)->savepoint && !control(lite(l), RELEASE_MEMBER, t))) {
		undo_writing(s);
		return false;
	}

	enum group_duty duty = group_finish(&s->group, true, t);

	if (duty != GROUP_NOTHING)
		return end_group(s, duty, t);
	return t->kind == ERR_NONE;
}

const struct engine sqlite_engine = {
	.reads_at_once = true,
	.block = "sqlite",
	.list_tables = { "sqlite_tables",
	                 "SELECT name FROM sqlite_schema WHERE type = 'table'"
	                 " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name" },
	.list_columns = { "sqlite_columns", "SELECT name, CASE WHEN pk > 0 THEN 1 ELSE 0 END"
	                                    " FROM pragma_table_info($1) ORDER BY cid" },
	.open = lite_open,
	.close = lite_close,
	.begin = lite_begin,
	.commit = lite_commit,
	.rollback = lite_rollback,
	.others_wrote = lite_others_wrote,
	.give_way = lite_give_way,
	.clean = lite_clean,
	.script = lite_script,
	.prepare = lite_prepare,
	.discard = lite_discard,
	.run = lite_run,
	.step = lite_step,
	.kind = lite_kind,
	.cell = lite_cell,
	.width = lite_width,
	.touched = lite_touched,
	.reset = lite_reset,
	.put = lite_put,
	.settle = lite_settle,
};
