/* PostgreSQL's connections and transactions, whose turn it is, and cleaning. */
#include "store/postgresql.h"

#include <unistd.h>

enum {
	DEFAULT_LINKS = 4,
	OLDEST_SERVER = 150000,
};

/* ---- connections */

static bool not_answering(const PGconn *conn, struct trouble *t)
{
	return trouble(t, ERR_UNAVAILABLE, N_("The database does not answer."), "%s",
	               conn ? PQerrorMessage(conn) : "");
}

static void link_close(struct pg_link *l)
{
	l->common.lost = true; /* the server forgets the statements by itself */
	cache_clear(&postgresql_engine, &l->common);
	PQfinish(l->conn);
	free(l);
}

static void ignore_notice(void *unused, const char *message)
{
	(void)unused;
	(void)message;
}

/* What every session needs, whatever the server's or the user's own settings are.  An administrator
 * may ask for more durability than "on" (remote_apply), not for less.  Statements are prepared to
 * be run often: planned once (some are long, and are planned longer than they run), and each by
 * itself, without helpers that first have to be started (doc/store.md). */
static const char session[] =
        "SET standard_conforming_strings = on; SET TimeZone = 'UTC'; SET jit = off;"
        "SET plan_cache_mode = force_generic_plan; SET max_parallel_workers_per_gather = 0;"
        "SET client_min_messages = warning; SET bytea_output = hex;"
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'";

static struct pg_link *link_open(const char *url, struct trouble *t)
{
	/* What stands before the URL may be changed by it, what stands behind may not. */
	const char *const words[] = { "connect_timeout", "application_name", "dbname",
		                      "client_encoding", NULL };
	const char *const values[] = { "10", "ygrar", url, "UTF8", NULL };
	struct pg_link *l = calloc(1, sizeof *l);

	if (!l) {
		pg_no_memory(t);
		return NULL;
	}
	l->conn = PQconnectdbParams(words, values, 1);
	if (PQstatus(l->conn) != CONNECTION_OK) {
		not_answering(l->conn, t);
		link_close(l);
		return NULL;
	}
	PQsetNoticeProcessor(l->conn, ignore_notice, NULL);
	if (pg_exec(l, session, t))
		return l;
	if (t->kind == ERR_RETRY)
		not_answering(l->conn, t);
	link_close(l);
	return NULL;
}

/* Text has to compare by bytes, as on SQLite: otherwise lists, pages and keys have another order on
 * each machine. */
static bool check_database(struct pg_link *l, struct trouble *t)
{
	if (PQserverVersion(l->conn) < OLDEST_SERVER)
		return trouble(t, ERR_INVALID, N_("PostgreSQL 15 or newer is needed."), "%s", "");

	PGresult *r = PQexec(l->conn, "SELECT pg_encoding_to_char(encoding) = 'UTF8'"
	                              " AND datcollate IN ('C', 'POSIX') AND datlocprovider = 'c'"
	                              " FROM pg_database WHERE datname = current_database()");
	bool asked = pg_succeeded(r) || pg_trouble(l, r, t);
	bool good = asked && PQntuples(r) == 1 && PQgetvalue(r, 0, 0)[0] == 't';

	PQclear(r);
	if (!asked || good)
		return good;
	return trouble(
	        t, ERR_INVALID,
	        N_("The database must hold UTF-8 and compare text by bytes. Create it like this:"),
	        "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", PQdb(l->conn));
}

void pg_close(struct store *store)
{
	struct pg_store *s = (struct pg_store *)store;

	while (s->pool.idle) {
		struct pg_link *l = pg(s->pool.idle);

		s->pool.idle = l->common.next;
		link_close(l);
	}
	pool_end(&s->pool);
	free(s->url);
	free(s);
}

static void name_server(struct pg_store *s, const struct pg_link *l)
{
	int version = PQserverVersion(l->conn);

	snprintf(s->common.label, sizeof s->common.label, "PostgreSQL %d.%d", version / 10000,
	         version % 10000);
}

struct store *pg_open(const char *url, struct store_options options, struct trouble *t)
{
	int links = options.readers ? options.readers : DEFAULT_LINKS;
	struct pg_store *s = calloc(1, sizeof *s);

	if (!s || !(s->url = strdup(url))) {
		free(s);
		pg_no_memory(t);
		return NULL;
	}
	s->common.engine = &postgresql_engine;
	pool_init(&s->pool, 2 * links); /* a thread that reads may also write the reading log */

	struct pg_link *first = link_open(url, t);

	if (!first || !check_database(first, t)) {
		if (first)
			link_close(first);
		pg_close(&s->common);
		return NULL;
	}
	name_server(s, first);
	s->pool.open = 1;
	pool_give(&s->pool, &first->common);
	return &s->common;
}

/* ---- transactions */

/* Writers share a lock, which costs nothing, until somebody who was refused several times wants to
 * be alone (DB_ALONE).  It is asked for before anything is seen.  A thread that writes in two
 * transactions at once asks only for the outer one: the inner one would wait for who waits for the
 * outer. */
static _Thread_local int turns;

#define UNDEFINED_TABLE "42P01"
#define SHARED          "LOCK TABLE schema_migration IN ROW SHARE MODE;"
/* Whom it waits for may himself wait for a long import; and all others then wait behind it. */
#define EXCLUSIVE                        \
	"SET LOCAL lock_timeout = '1s';" \
	"LOCK TABLE schema_migration IN EXCLUSIVE MODE;"

#define SERIALIZABLE "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE;"

static bool begin_writing(struct pg_link *l, const char *with_lock, struct trouble *t)
{
	if (!turns && pg_exec(l, with_lock, t))
		return true;
	/* Before the first migration there is nothing to lock. */
	if (!turns && (t->kind != ERR_BROKEN || !pg_in_class(t->detail, UNDEFINED_TABLE) ||
	               !pg_exec(l, "ROLLBACK", t)))
		return false;
	return pg_exec(l, SERIALIZABLE, t);
}

static bool begin(struct pg_link *l, enum db_mode mode, struct trouble *t)
{
	switch (mode) {
	case DB_READ:
	case DB_READ_LONG:
	case DB_READ_AT_ONCE:
		return pg_exec(l, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", t);
	case DB_WRITE:
		return begin_writing(l, SERIALIZABLE SHARED, t);
	case DB_ALONE:
		return begin_writing(l, SERIALIZABLE EXCLUSIVE, t);
	case DB_STEP:
		return pg_exec(l, SERIALIZABLE "SET LOCAL synchronous_commit = off", t);
	case DB_LONG: /* one at a time, which others are not to notice */
		return pg_exec(l,
		               "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
		               "SELECT pg_advisory_xact_lock(1)",
		               t);
	}
	return false;
}

static void take_turn(struct pg_link *l, enum db_mode mode)
{
	l->turn = mode == DB_WRITE || mode == DB_ALONE;
	turns += l->turn;
}

static void end_turn(struct pg_link *l)
{
	turns -= l->turn;
	l->turn = false;
}

static void give_back(struct pg_store *s, struct link *l)
{
	if (PQstatus(pg(l)->conn) == CONNECTION_BAD || l->lost) {
		link_close(pg(l));
		l = NULL;
	}
	pool_give(&s->pool, l);
}

struct link *pg_begin(struct store *store, enum db_mode mode, struct trouble *t)
{
	struct pg_store *s = (struct pg_store *)store;

	for (;;) {
		struct link *l;

		if (!pool_take(&s->pool, mode != DB_READ_AT_ONCE, &l, t))
			return NULL;

		bool old = l != NULL;

		if (!l) {
			struct pg_link *made = link_open(s->url, t);

			l = made ? &made->common : NULL;
		}
		if (l && begin(pg(l), mode, t)) {
			take_turn(pg(l), mode);
			return l;
		}
		if (l)
			give_back(s, l);
		else
			pool_give(&s->pool, NULL);
		if (!old || t->kind != ERR_RETRY)
			return NULL; /* an idle connection may have died unseen; a new one has not
			              */
	}
}

void pg_rollback(struct store *store, struct link *l)
{
	struct trouble t;

	end_turn(pg(l));
	if (!l->lost && !pg_exec(pg(l), "ROLLBACK", &t))
		l->lost = true;
	give_back((struct pg_store *)store, l);
}

/* A connection that dies while it commits leaves open whether it did. */
bool pg_commit(struct store *store, struct link *l, struct trouble *t)
{
	PGconn *conn = pg(l)->conn;
	PGresult *r = PQexec(conn, "COMMIT");

	end_turn(pg(l));
	bool ok = pg_succeeded(r) && strcmp(PQcmdStatus(r), "COMMIT") == 0;
	bool told = pg_succeeded(r) || PQresultErrorField(r, PG_DIAG_SQLSTATE);

	t->kind = ERR_NONE;
	if (!ok && (!told || PQstatus(conn) == CONNECTION_BAD))
		trouble(t, ERR_UNAVAILABLE,
		        N_("The connection to the database broke while saving: "
		           "look whether it was saved before you repeat it."),
		        "%s", "");
	else if (!ok && pg_succeeded(r))
		trouble(t, ERR_BROKEN, "the database rolled back", "%s", "");
	else if (!ok)
		pg_trouble(pg(l), r, t);
	l->lost |= !told;
	PQclear(r);
	give_back((struct pg_store *)store, l);
	return ok;
}

/* ---- cleaning */

enum { CLEAN_TRIES = 600, CLEAN_PAUSE = 100 * 1000 /* microseconds: a minute in all */ };

/* The first cell of the first row; 0 without one. */
static bool ask(struct pg_link *l, const char *text, long *ret, struct trouble *t)
{
	PGresult *r = PQexec(l->conn, text);
	bool ok = pg_succeeded(r) || pg_trouble(l, r, t);

	*ret = ok && PQntuples(r) ? strtol(PQgetvalue(r, 0, 0), NULL, 10) : 0;
	PQclear(r);
	return ok;
}

/* Asks until the answer is 0, a minute at most. */
static bool wait_for_none(struct pg_link *l, const char *text, struct trouble *t)
{
	long others;

	for (int i = 0; i < CLEAN_TRIES; i++) {
		if (!ask(l, text, &others, t))
			return false;
		if (!others)
			return true;
		usleep(CLEAN_PAUSE);
	}
	return trouble(t, ERR_UNAVAILABLE, N_("Others are using the database all the time."), "%s",
	               "");
}

/* VACUUM FULL keeps every row that a snapshot older than its deletion could still see, and its own
 * snapshot is as old as the oldest writer, of whichever database of the server.  So first all
 * writers begun before now have to end; then those who read in this database, the server's own
 * collecting of statistics with them, whose snapshots may be as old as those writers. */
static bool wait_for_older(struct pg_link *l, struct trouble *t)
{
	char text[200];
	long now;

	if (!ask(l, "SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)", &now, t))
		return false;
	snprintf(text, sizeof text,
	         "SELECT CASE WHEN CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT)"
	         " AS BIGINT) <= %ld THEN 1 ELSE 0 END",
	         now);
	if (!wait_for_none(l, text, t) ||
	    !ask(l, "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)", &now,
	         t))
		return false;
	snprintf(text, sizeof text,
	         "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
	         " AND pid <> pg_backend_pid() AND xact_start < to_timestamp(%ld / 1000000.0)",
	         now);
	return wait_for_none(l, text, t);
}

/* FULL writes the table into new files; ANALYZE takes what it held out of the statistics, which
 * keep samples of it. */
static bool clean_table(struct pg_link *l, const char *name, struct trouble *t)
{
	char text[200];

	snprintf(text, sizeof text, "VACUUM (FULL, ANALYZE) \"%s\"", name);
	return pg_exec(l, text, t);
}

static bool clean_tables(struct pg_link *l, struct trouble *t)
{
	PGresult *r = PQexec(l->conn, postgresql_engine.list_tables.text);
	bool ok = pg_succeeded(r) || pg_trouble(l, r, t);

	for (int i = 0; ok && i < PQntuples(r); i++)
		ok = clean_table(l, PQgetvalue(r, i, 0), t);
	PQclear(r);
	/* Who does not own the database is refused the catalogue with a warning. */
	return ok && wait_for_older(l, t) && pg_exec(l, "VACUUM (FULL) pg_statistic", t);
}

bool pg_clean(struct store *store, struct trouble *t)
{
	struct pg_link *l = link_open(((struct pg_store *)store)->url, t);
	bool ok;

	if (!l)
		return false;
	ok = pg_exec(l, "SET lock_timeout = '60s'", t) && wait_for_older(l, t) &&
	     clean_tables(l, t);
	link_close(l);
	if (ok || t->kind != ERR_RETRY)
		return ok;
	return trouble(t, ERR_UNAVAILABLE, N_("Others are using the database all the time."), "%s",
	               "");
}
