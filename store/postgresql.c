/* PostgreSQL through libpq: a pool of connections, each with its prepared statements.
 *
 * Numbers and texts go as text, so that the server finds the type of every $n by itself; bytes go,
 * and everything comes, in binary.  The columns of a result may only be of types that SQLite also
 * has: another one is refused here, so that a statement cannot work on one engine alone.  Writing
 * transactions are SERIALIZABLE (doc/store.md tells why). */
#include "base/number.h"
#include "store/line.h"

#include <libpq-fe.h>
#include <unistd.h>

enum {
	DEFAULT_LINKS = 4,
	OLDEST_SERVER = 150000,
};

/* Types of the system catalogue, which never change. */
enum type_oid {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_NAME = 19,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_UNKNOWN = 705,
	OID_BPCHAR = 1042,
	OID_VARCHAR = 1043,
};

/* What goes with a statement, as libpq wants it. */
struct parameters {
	const char *values[MAX_PUT_VALUES];
	int lengths[MAX_PUT_VALUES], formats[MAX_PUT_VALUES];
	char numbers[MAX_PUT_VALUES][24]; /* or dates */
};
_Static_assert(DATE_TEXT <= 24 && INT_TEXT <= 24, "room for both");

struct pg_link {
	struct link common;
	PGconn *conn;
	unsigned statements; /* named so far */
	struct parameters parameters;
};

struct pg_store {
	struct store common;
	char *url;
	struct pool pool;
};

struct pg_statement {
	struct statement common;
	char name[16];
	PGresult *result;
	int row; /* the current one */
};

static struct pg_link *pg(struct link *l)
{
	return (struct pg_link *)l;
}

static bool out_of_memory(struct trouble *t)
{
	return trouble(t, ERR_UNAVAILABLE, N_("There is not enough memory."), "%s", "");
}

static bool not_answering(const PGconn *conn, struct trouble *t)
{
	return trouble(t, ERR_UNAVAILABLE, N_("The database does not answer."), "%s",
	               conn ? PQerrorMessage(conn) : "");
}

static bool retry(struct trouble *t)
{
	return trouble(t, ERR_RETRY, N_("Others are saving. Please try again."), "%s", "");
}

/* ---- errors */

static bool in_class(const char *state, const char *class)
{
	return strncmp(state, class, strlen(class)) == 0;
}

/* The server's sentence may quote a value, unless it is about the statement (class 42) or a damaged
 * file (XX). */
static bool broken(const PGresult *r, const char *state, struct trouble *t)
{
	const char *constraint = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
	const char *said = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

	if (constraint)
		said = constraint;
	else if (!in_class(state, "42") && !in_class(state, "XX"))
		said = "";
	return trouble(t, ERR_BROKEN, "the database says:", "%s %s", state, said ? said : "");
}

static bool pg_trouble(struct pg_link *l, const PGresult *r, struct trouble *t)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;

	/* Without a code it is libpq who says that the server is gone; of a write that failed its
	 * status says nothing. */
	if (!state || PQstatus(l->conn) == CONNECTION_BAD) {
		l->common.lost = true;
		return retry(t); /* nothing was committed: the work may run again on another
		                    connection */
	}
	if (in_class(state, "0A000")) {
		l->common.lost =
		        true; /* the tables changed below a prepared statement: prepare anew */
		return retry(t);
	}
	if (in_class(state, "40") || in_class(state, "55P03"))
		return retry(t);
	if (in_class(state, "23505"))
		return trouble(t, ERR_CONFLICT, N_("The same is stored already."), "%s", "");
	if (in_class(state, "25006"))
		return trouble(t, ERR_BROKEN, "a reading transaction tried to write", "%s", "");
	if (in_class(state, "22021"))
		return trouble(t, ERR_INVALID, N_("The text is not valid UTF-8."), "%s", "");
	if (in_class(state, "53100"))
		return trouble(t, ERR_UNAVAILABLE, N_("The disk is full."), "%s", "");
	if (in_class(state, "53") || in_class(state, "57P"))
		return trouble(t, ERR_UNAVAILABLE, N_("The database is overloaded or stopping."),
		               "%s", "");
	if (in_class(state, "58"))
		return trouble(t, ERR_UNAVAILABLE, N_("The disk cannot be read or written."), "%s",
		               "");
	if (in_class(state, "54000"))
		return trouble(t, ERR_TOO_LARGE, N_("This is too large for the database."), "%s",
		               "");
	return broken(r, state, t);
}

static bool succeeded(const PGresult *r)
{
	ExecStatusType status = PQresultStatus(r);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ---- rows that were put
 *
 * They are sent without waiting for the answers (libpq's pipeline), so that the server works on
 * them while we make the next ones.  Whoever wants anything else of the connection settles first.
 */

static bool pg_settle(struct link *common, struct trouble *t)
{
	struct pg_link *l = pg(common);
	bool ok = true, last = false;

	if (PQpipelineStatus(l->conn) == PQ_PIPELINE_OFF)
		return true;
	if (!PQpipelineSync(l->conn))
		return pg_trouble(l, NULL, t);
	while (!last) {
		PGresult *r = PQgetResult(l->conn); /* NULL stands between two statements */

		last = PQresultStatus(r) == PGRES_PIPELINE_SYNC ||
		       PQstatus(l->conn) == CONNECTION_BAD;
		l->common.gather.touched += strtoll(PQcmdTuples(r), NULL, 10);
		if (ok && (last ? PQstatus(l->conn) == CONNECTION_BAD : r && !succeeded(r)))
			ok = pg_trouble(l, r, t);
		PQclear(r);
	}
	if (!PQexitPipelineMode(l->conn))
		l->common.lost = true;
	return ok;
}

/* Runs statements without values. */
static bool exec(struct pg_link *l, const char *text, struct trouble *t)
{
	if (!pg_settle(&l->common, t))
		return false;

	PGresult *r = PQexec(l->conn, text);
	bool ok = succeeded(r) || pg_trouble(l, r, t);

	PQclear(r);
	return ok;
}

/* ---- statements */

static struct statement *pg_prepare(struct link *common, const char *text, struct trouble *t)
{
	struct pg_link *l = pg(common);
	struct pg_statement *st;

	if (!pg_settle(common, t))
		return NULL;
	st = calloc(1, sizeof *st);
	if (!st) {
		out_of_memory(t);
		return NULL;
	}
	snprintf(st->name, sizeof st->name, "s%u", ++l->statements);

	PGresult *r = PQprepare(l->conn, st->name, text, 0, NULL);
	bool ok = succeeded(r) || pg_trouble(l, r, t);

	PQclear(r);
	if (ok)
		return &st->common;
	free(st);
	return NULL;
}

static void pg_discard(struct link *common, struct statement *statement)
{
	struct pg_link *l = pg(common);
	struct pg_statement *st = (struct pg_statement *)statement;
	char text[40];

	PQclear(st->result);
	if (!l->common.lost && PQtransactionStatus(l->conn) != PQTRANS_INERROR) {
		snprintf(text, sizeof text, "DEALLOCATE %s", st->name);
		if (PQpipelineStatus(l->conn) == PQ_PIPELINE_OFF)
			PQclear(PQexec(l->conn, text));
		else if (!PQsendQueryParams(l->conn, text, 0, NULL, NULL, NULL, NULL, 0))
			l->common.lost = true;
	}
	free(st);
}

static void fill(struct parameters *p, const struct value *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct value *v = &values[i];

		p->values[i] = p->numbers[i];
		p->formats[i] = 0;
		switch (v->kind) {
		case VALUE_NULL:
			p->values[i] = NULL;
			break;
		case VALUE_INT:
			int_text(v->number, p->numbers[i]);
			break;
		case VALUE_DATE:
			date_to_store(v->date, p->numbers[i]);
			break;
		case VALUE_TEXT:
			p->values[i] = v->bytes;
			break;
		case VALUE_BYTES:
			p->values[i] = v->bytes;
			p->lengths[i] = (int)v->size;
			p->formats[i] = 1;
			break;
		}
	}
}

static enum value_kind kind_of(Oid type)
{
	switch (type) {
	case OID_BOOL:
	case OID_INT2:
	case OID_INT4:
	case OID_INT8:
		return VALUE_INT;
	case OID_TEXT:
	case OID_VARCHAR:
	case OID_NAME:
	case OID_BPCHAR:
	case OID_UNKNOWN:
		return VALUE_TEXT;
	case OID_BYTEA:
		return VALUE_BYTES;
	default:
		return VALUE_NULL;
	}
}

static bool check_types(const PGresult *r, struct trouble *t)
{
	for (int i = 0; i < PQnfields(r); i++)
		if (kind_of(PQftype(r, i)) == VALUE_NULL)
			return trouble(t, ERR_BROKEN,
			               "a column is not BIGINT, TEXT or BYTEA, CAST it:", "%s",
			               PQfname(r, i));
	return true;
}

static bool pg_run(struct link *common, struct statement *statement, const struct value *values,
                   size_t n, struct trouble *t)
{
	struct pg_link *l = pg(common);
	struct pg_statement *st = (struct pg_statement *)statement;
	struct parameters *p = &l->parameters;

	if (n > MAX_SQL_VALUES)
		return trouble(t, ERR_BROKEN, "too many values:", "%zu", n);
	if (!pg_settle(common, t))
		return false;
	fill(p, values, n);
	st->row = -1;
	st->result =
	        PQexecPrepared(l->conn, st->name, (int)n, p->values, p->lengths, p->formats, 1);
	if (!succeeded(st->result))
		return pg_trouble(l, st->result, t);
	return check_types(st->result, t);
}

/* The largest power of two that is not larger: a statement is prepared for so few numbers of rows
 * that all of them stay prepared. */
static size_t rows_at_once(size_t rows)
{
	size_t n = MAX_PUT_ROWS;

	while (n > rows)
		n /= 2;
	return n;
}

static bool pg_put(struct link *common, const char *text, const struct value *values, size_t width,
                   size_t rows, struct trouble *t)
{
	struct pg_link *l = pg(common);
	struct parameters *p = &l->parameters;

	bool many = statement_width(text) != 0;

	for (size_t n; rows; rows -= n, values += n * width) {
		n = many ? rows_at_once(rows) : 1;

		struct statement *st = statement_take(&postgresql_engine, common, text, n, t);

		if (!st)
			return false;
		fill(p, values, n * width);

		bool ok =
		        (PQpipelineStatus(l->conn) != PQ_PIPELINE_OFF ||
		         PQenterPipelineMode(l->conn)) &&
		        PQsendQueryPrepared(l->conn, ((struct pg_statement *)st)->name,
		                            (int)(n * width), p->values, p->lengths, p->formats, 1);

		statement_give(&postgresql_engine, common, st);
		if (!ok)
			return pg_trouble(l, NULL, t);
	}
	return true;
}

static bool pg_step(struct link *l, struct statement *statement, bool *ret_row, struct trouble *t)
{
	struct pg_statement *st = (struct pg_statement *)statement;

	(void)l;
	(void)t;
	*ret_row = ++st->row < PQntuples(st->result);
	return true;
}

/* A big-endian number of `n` bytes, with its sign. */
static int64_t number_in(const char *bytes, int n)
{
	uint64_t v = (unsigned char)bytes[0] & 0x80 ? UINT64_MAX : 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)bytes[i];
	return (int64_t)v;
}

static struct value pg_cell(const struct statement *statement, int column)
{
	const struct pg_statement *st = (const struct pg_statement *)statement;
	const char *bytes = PQgetvalue(st->result, st->row, column);
	int size = PQgetlength(st->result, st->row, column);
	enum value_kind kind = kind_of(PQftype(st->result, column));

	if (PQgetisnull(st->result, st->row, column))
		return value_null();
	if (kind == VALUE_INT)
		return value_int(number_in(bytes, size));
	return (struct value){ .kind = kind, .bytes = bytes, .size = (size_t)size };
}

static enum value_kind pg_kind(const struct statement *statement, int column)
{
	const struct pg_statement *st = (const struct pg_statement *)statement;

	return PQgetisnull(st->result, st->row, column) ? VALUE_NULL
	                                                : kind_of(PQftype(st->result, column));
}

static int pg_width(const struct statement *st)
{
	return PQnfields(((const struct pg_statement *)st)->result);
}

static int64_t pg_touched(const struct statement *st)
{
	return strtoll(PQcmdTuples(((const struct pg_statement *)st)->result), NULL, 10);
}

static void pg_reset(struct statement *statement)
{
	struct pg_statement *st = (struct pg_statement *)statement;

	PQclear(st->result);
	st->result = NULL;
}

static bool pg_script(struct link *l, const char *text, struct trouble *t)
{
	return exec(pg(l), text, t);
}

/* ---- connections */

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
 * may ask for more durability than "on" (remote_apply), not for less. */
static const char session[] =
        "SET standard_conforming_strings = on; SET TimeZone = 'UTC'; SET jit = off;"
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
		out_of_memory(t);
		return NULL;
	}
	l->conn = PQconnectdbParams(words, values, 1);
	if (PQstatus(l->conn) != CONNECTION_OK) {
		not_answering(l->conn, t);
		link_close(l);
		return NULL;
	}
	PQsetNoticeProcessor(l->conn, ignore_notice, NULL);
	if (exec(l, session, t))
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
	bool asked = succeeded(r) || pg_trouble(l, r, t);
	bool good = asked && PQntuples(r) == 1 && PQgetvalue(r, 0, 0)[0] == 't';

	PQclear(r);
	if (!asked || good)
		return good;
	return trouble(
	        t, ERR_INVALID,
	        N_("The database must hold UTF-8 and compare text by bytes. Create it like this:"),
	        "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", PQdb(l->conn));
}

static void pg_close(struct store *store)
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

static struct store *pg_open(const char *url, struct store_options options, struct trouble *t)
{
	int links = options.readers ? options.readers : DEFAULT_LINKS;
	struct pg_store *s = calloc(1, sizeof *s);

	if (!s || !(s->url = strdup(url))) {
		free(s);
		out_of_memory(t);
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

static void give_back(struct pg_store *s, struct link *l)
{
	if (PQstatus(pg(l)->conn) == CONNECTION_BAD || l->lost) {
		link_close(pg(l));
		l = NULL;
	}
	pool_give(&s->pool, l);
}

static struct link *pg_begin(struct store *store, enum db_mode mode, struct trouble *t)
{
	struct pg_store *s = (struct pg_store *)store;
	static const char *const begins[] = {
		[DB_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		[DB_READ_LONG] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		[DB_READ_AT_ONCE] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		[DB_WRITE] = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
		/* One at a time: the lock is asked for before anything is seen. */
		[DB_LONG] = ("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
		             "LOCK TABLE schema_migration IN SHARE ROW EXCLUSIVE MODE"),
		[DB_STEP] = ("BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE;"
		             "SET LOCAL synchronous_commit = off"),
	};

	for (;;) {
		struct link *l;

		if (!pool_take(&s->pool, mode != DB_READ_AT_ONCE, &l, t))
			return NULL;

		bool old = l != NULL;

		if (!l) {
			struct pg_link *made = link_open(s->url, t);

			l = made ? &made->common : NULL;
		}
		if (l && exec(pg(l), begins[mode], t))
			return l;
		if (l)
			give_back(s, l);
		else
			pool_give(&s->pool, NULL);
		if (!old || t->kind != ERR_RETRY)
			return NULL; /* an idle connection may have died unseen; a new one has not
			              */
	}
}

static void pg_rollback(struct store *store, struct link *l)
{
	struct trouble t;

	if (!l->lost && !exec(pg(l), "ROLLBACK", &t))
		l->lost = true;
	give_back((struct pg_store *)store, l);
}

/* A connection that dies while it commits leaves open whether it did. */
static bool pg_commit(struct store *store, struct link *l, struct trouble *t)
{
	PGconn *conn = pg(l)->conn;
	PGresult *r = PQexec(conn, "COMMIT");
	bool ok = succeeded(r) && strcmp(PQcmdStatus(r), "COMMIT") == 0;
	bool told = succeeded(r) || PQresultErrorField(r, PG_DIAG_SQLSTATE);

	t->kind = ERR_NONE;
	if (!ok && (!told || PQstatus(conn) == CONNECTION_BAD))
		trouble(t, ERR_UNAVAILABLE,
		        N_("The connection to the database broke while saving: "
		           "look whether it was saved before you repeat it."),
		        "%s", "");
	else if (!ok && succeeded(r))
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
	bool ok = succeeded(r) || pg_trouble(l, r, t);

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
	return exec(l, text, t);
}

static bool clean_tables(struct pg_link *l, struct trouble *t)
{
	PGresult *r = PQexec(l->conn, postgresql_engine.list_tables.text);
	bool ok = succeeded(r) || pg_trouble(l, r, t);

	for (int i = 0; ok && i < PQntuples(r); i++)
		ok = clean_table(l, PQgetvalue(r, i, 0), t);
	PQclear(r);
	/* Who does not own the database is refused the catalogue with a warning. */
	return ok && wait_for_older(l, t) && exec(l, "VACUUM (FULL) pg_statistic", t);
}

static bool pg_clean(struct store *store, struct trouble *t)
{
	struct pg_link *l = link_open(((struct pg_store *)store)->url, t);
	bool ok;

	if (!l)
		return false;
	ok = exec(l, "SET lock_timeout = '60s'", t) && wait_for_older(l, t) && clean_tables(l, t);
	link_close(l);
	if (ok || t->kind != ERR_RETRY)
		return ok;
	return trouble(t, ERR_UNAVAILABLE, N_("Others are using the database all the time."), "%s",
	               "");
}

const struct engine postgresql_engine = {
	.block = "postgresql",
	.lock_schema = "LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE",
	.list_tables = { "postgresql_tables", "SELECT c.relname FROM pg_class c"
	                                      " JOIN pg_namespace n ON n.oid = c.relnamespace"
	                                      " WHERE n.nspname = current_schema()"
	                                      " AND c.relkind IN ('r', 'p') ORDER BY c.relname" },
	.list_columns = { "postgresql_columns",
	                  "SELECT a.attname, CASE WHEN a.attnum = ANY (i.indkey) THEN 1 ELSE 0 END"
	                  " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
	                  " JOIN pg_namespace n ON n.oid = c.relnamespace"
	                  " LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
	                  " WHERE n.nspname = current_schema() AND c.relname = $1"
	                  " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum" },
	.open = pg_open,
	.close = pg_close,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.clean = pg_clean,
	.script = pg_script,
	.prepare = pg_prepare,
	.discard = pg_discard,
	.run = pg_run,
	.step = pg_step,
	.kind = pg_kind,
	.cell = pg_cell,
	.width = pg_width,
	.touched = pg_touched,
	.reset = pg_reset,
	.put = pg_put,
	.settle = pg_settle,
};
