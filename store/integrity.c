/* Asks the database whether its files are whole.  SQLite checks its pages and indexes itself.
 * PostgreSQL has no such command for everybody: every row of every table is read with all its
 * bytes, and the indexes are checked where the extension amcheck is installed and allowed to us. */
#include "store/driver.h"

static const struct sql sqlite_check = {
	"sqlite_check",
	"SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 1",
};

static const struct sql amcheck_allowed = {
	"amcheck_allowed",
	"SELECT count(*) FROM pg_proc p WHERE p.proname = 'bt_index_check' AND p.pronargs = 1"
	" AND has_function_privilege(p.oid, 'EXECUTE') AND pg_function_is_visible(p.oid)",
};

static const struct sql amcheck_indexes = {
	"amcheck_indexes",
	"SELECT coalesce(CAST(bt_index_check(c.oid) AS TEXT), '') FROM pg_class c"
	" JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree'"
	" JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()"
	" WHERE c.relkind = 'i'",
};

static bool read_table(struct context *cx, const char *name)
{
	const struct sql all = {
		name,
		arena_fmt(cx->mem,
		          "SELECT count(length(CAST(whole_row AS TEXT))) FROM \"%s\" whole_row",
		          name),
	};
	int64_t rows;

	return db_int(cx, &all, &rows, NULL);
}

static bool check_postgresql(struct context *cx)
{
	struct rows *tables = db_query_values(cx, &store_engine_of(cx)->list_tables, NULL, 0);
	int64_t allowed = 0;

	while (rows_next(cx, tables))
		if (!read_table(cx, rows_text(tables, 0)))
			return false;
	if (failed(cx) || !db_int(cx, &amcheck_allowed, &allowed, NULL))
		return false;
	return !allowed || db_run(cx, &amcheck_indexes);
}

static bool check(struct context *cx, void *data)
{
	const char **complaint = data;

	if (store_engine_of(cx) == &postgresql_engine)
		return check_postgresql(cx);

	struct rows *r = db_query(cx, &sqlite_check);

	if (rows_next(cx, r))
		*complaint = arena_str(cx->mem, rows_text(r, 0));
	return !failed(cx);
}

/* Damage that keeps the question from being answered is an answer too. */
bool store_integrity(struct context *cx, struct store *s, const char **ret_complaint)
{
	*ret_complaint = NULL;
	if (db_work(cx, s, DB_READ, check, ret_complaint))
		return true;
	if (cx->err.kind != ERR_BROKEN)
		return false;
	*ret_complaint = cx->err.text;
	error_clear(cx);
	return true;
}
