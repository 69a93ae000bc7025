/* PostgreSQL through libpq: prepared statements, their values and rows, and what its errors mean to
 * us.
 *
 * Numbers and texts go as text, so that the server finds the type of every $n by itself; bytes go,
 * and everything comes, in binary.  The columns of a result may only be of types that SQLite also
 * has: another one is refused here, so that a statement cannot work on one engine alone.  Writing
 * transactions are SERIALIZABLE (doc/store.md tells why). */
#include "store/postgresql.h"

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

struct pg_statement {
	struct statement common;
	char name[16];
	PGresult *result;
	int row; /* the current one */
};

bool pg_no_memory(struct trouble *t)
{
	return trouble(t, ERR_UNAVAILABLE, N_("There is not enough memory."), "%s", "");
}

static bool retry(struct trouble *t)
{
	return trouble(t, ERR_RETRY, N_("Others are saving. Please try again."), "%s", "");
}

/* ---- errors */

bool pg_in_class(const char *state, const char *class)
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
	else if (!pg_in_class(state, "42") && !pg_in_class(state, "XX"))
		said = "";
	return trouble(t, ERR_BROKEN, "the database says:", "%s %s", state, said ? said : "");
}

bool pg_trouble(struct pg_link *l, const PGresult *r, struct trouble *t)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;

	/* Without a code it is libpq who says that the server is gone; of a write that failed its
	 * status says nothing. */
	if (!state || PQstatus(l->conn) == CONNECTION_BAD) {
		l->common.lost = true;
		return retry(t); /* nothing was committed: the work may run again on another
		                    connection */
	}
	if (pg_in_class(state, "0A000")) {
		l->common.lost =
		        true; /* the tables changed below a prepared statement: prepare anew */
		return retry(t);
	}
	if (pg_in_class(state, "40") || pg_in_class(state, "55P03"))
		return retry(t);
	if (pg_in_class(state, "23505"))
		return trouble(t, ERR_CONFLICT, N_("The same is stored already."), "%s", "");
	if (pg_in_class(state, "25006"))
		return trouble(t, ERR_BROKEN, "a reading transaction tried to write", "%s", "");
	if (pg_in_class(state, "22021"))
		return trouble(t, ERR_INVALID, N_("The text is not valid UTF-8."), "%s", "");
	if (pg_in_class(state, "53100"))
		return trouble(t, ERR_UNAVAILABLE, N_("The disk is full."), "%s", "");
	if (pg_in_class(state, "53") || pg_in_class(state, "57P"))
		return trouble(t, ERR_UNAVAILABLE, N_("The database is overloaded or stopping."),
		               "%s", "");
	if (pg_in_class(state, "58"))
		return trouble(t, ERR_UNAVAILABLE, N_("The disk cannot be read or written."), "%s",
		               "");
	if (pg_in_class(state, "54000"))
		return trouble(t, ERR_TOO_LARGE, N_("This is too large for the database."), "%s",
		               "");
	return broken(r, state, t);
}

bool pg_succeeded(const PGresult *r)
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
		if (ok && (last ? PQstatus(l->conn) == CONNECTION_BAD : r && !pg_succeeded(r)))
			ok = pg_trouble(l, r, t);
		PQclear(r);
	}
	if (!PQexitPipelineMode(l->conn))
		l->common.lost = true;
	return ok;
}

/* Runs statements without values. */
bool pg_exec(struct pg_link *l, const char *text, struct trouble *t)
{
	if (!pg_settle(&l->common, t))
		return false;

	PGresult *r = PQexec(l->conn, text);
	bool ok = pg_succeeded(r) || pg_trouble(l, r, t);

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
		pg_no_memory(t);
		return NULL;
	}
	snprintf(st->name, sizeof st->name, "s%u", ++l->statements);

	PGresult *r = PQprepare(l->conn, st->name, text, 0, NULL);
	bool ok = pg_succeeded(r) || pg_trouble(l, r, t);

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
	if (!pg_succeeded(st->result))
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
	return pg_exec(pg(l), text, t);
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
