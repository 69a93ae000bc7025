/* SQLite's statements.
 *
 * $1 … $n are *names* to SQLite, numbered by first appearance, so they are bound by name.  On the
 * writing connection the rows of a query are fetched at once, because the connection goes to
 * another thread when its user has finished, and because rows that change while they are walked
 * would behave otherwise than on PostgreSQL.  On the reading connections rows are walked in place.
 */
#include "store/sqlite.h"
#include "store/fetched.h"

struct lite_statement {
	struct statement common;
	sqlite3_stmt *handle;
	struct fetched rows; /* of the writing connection */
	bool fetch;
	int columns, parameters;
	int64_t touched;
	uint16_t number[]; /* of the parameter at each of SQLite's places, from 1 */
};

/* ---- errors */

bool lite_no_memory(struct trouble *t)
{
	return trouble(t, ERR_UNAVAILABLE, N_("There is not enough memory."), "%s", "");
}

bool lite_lost(struct trouble *t)
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

bool lite_trouble(struct lite_link *l, struct trouble *t)
{
	int extended = sqlite3_extended_errcode(l->db);
	const char *said = sqlite3_errmsg(l->db);

	switch (extended & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return lite_lost(t);
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
		return lite_no_memory(t);
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

bool lite_exec(struct lite_link *l, const char *text, struct trouble *t)
{
	return sqlite3_exec(l->db, text, NULL, NULL, NULL) == SQLITE_OK || lite_trouble(l, t);
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
		lite_no_memory(t);
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

static bool fetch_all(struct lite_link *l, struct lite_statement *st, struct trouble *t)
{
	struct fetched *f = &st->rows;
	int rc;

	while ((rc = sqlite3_step(st->handle)) == SQLITE_ROW)
		for (int i = 0; i < st->columns; i++)
			if (!fetched_cell(f, cell_in_place(st->handle, i)))
				return lite_no_memory(t);
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

bool lite_still_there(const struct lite_link *l, struct trouble *t)
{
	return !l->common.lost || lite_lost(t);
}

static bool lite_run(struct link *common, struct statement *statement, const struct value *values,
                     size_t n, struct trouble *t)
{
	struct lite_link *l = lite(common);
	struct lite_statement *st = (struct lite_statement *)statement;
	int64_t before = sqlite3_total_changes64(l->db);

	if (!lite_still_there(l, t) || !bind(l, st, values, n, t))
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
	        lite_still_there(l, t) ? statement_take(&sqlite_engine, common, text, 1, t) : NULL;
	int64_t before = sqlite3_total_changes64(l->db);
	bool ok = st != NULL;

	for (size_t i = 0; ok && i < rows; i++)
		ok = put_row(l, (struct lite_statement *)st, values + i * width, width, t);
	l->common.gather.touched += sqlite3_total_changes64(l->db) - before;
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

	if (!lite_still_there(l, t))
		return false;
	if (lite_exec(l, text, t))
		return true;
	notice_loss(l);
	return false;
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
