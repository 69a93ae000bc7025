/* The schema, step by step.  Each migration runs once, in one transaction with its mark; what was
 * released is never edited (its digest is kept), and there is no way back but a backup.  Two nodes
 * that start at the same time take turns: SQLite's writing transaction is exclusive, PostgreSQL
 * locks the table of marks first. */
#include "store/migrate.h"
#include "base/buffer.h"
#include "base/secret.h"

SQL(migration_all, "SELECT number, name, digest FROM schema_migration ORDER BY number");

SQL(migration_mark,
    "INSERT INTO schema_migration (number, name, digest, at) VALUES ($1, $2, $3, $4)");

static const char create_table[] = "CREATE TABLE IF NOT EXISTS schema_migration ("
                                   "number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest "
                                   "TEXT NOT NULL, at BIGINT NOT NULL)";

/* ---- the text */

static bool line_is(const char *line, size_t n, const char *mark, const char *word)
{
	char wanted[40];

	snprintf(wanted, sizeof wanted, "-- @%s%s", mark, word);
	while (n && (line[n - 1] == '\r' || line[n - 1] == ' '))
		n--;
	return n == strlen(wanted) && memcmp(line, wanted, n) == 0;
}

/* Leaves out the blocks for other engines. */
static bool text_for(struct context *cx, const struct engine *e, const struct migration *m,
                     const char **ret)
{
	enum { MAX_MIGRATION = 4 * 1024 * 1024 };
	struct buffer b = BUFFER(cx->mem, MAX_MIGRATION);
	bool ours = true, inside = false;

	for (const char *line = m->sql; *line;) {
		size_t n = strcspn(line, "\n");
		bool starts = n > 4 && memcmp(line, "-- @", 4) == 0;

		if (starts && line_is(line, n, "end", "") == inside) {
			inside = !inside;
			ours = !inside || line_is(line, n, "", e->block);
			if (inside && !ours && !line_is(line, n, "", "sqlite") &&
			    !line_is(line, n, "", "postgresql"))
				return fail(cx, ERR_BROKEN, NULL, "migration %s: unknown block",
				            m->name);
		} else if (starts) {
			return fail(cx, ERR_BROKEN, NULL, "migration %s: blocks do not match",
			            m->name);
		} else if (ours) {
			buffer_put(&b, line, n);
		}
		buffer_char(&b, '\n');
		line += n + (line[n] == '\n');
	}
	if (inside)
		return fail(cx, ERR_BROKEN, NULL, "migration %s: a block has no end", m->name);
	*ret = buffer_str(&b);
	return buffer_ok(cx, &b);
}

static void digest_text(const char *sql, char hex[HEX_DIGEST])
{
	unsigned char digest[DIGEST_SIZE];

	digest_of(digest, sql, strlen(sql));
	hex_text(digest, sizeof digest, hex);
}

/* ---- the marks */

/* Looks for a table; the catalogue answers without an error where there is none, which would end
 * the transaction. */
static bool has_table(struct context *cx, const char *name, bool *ret)
{
	struct rows *r = db_query_values(cx, &store_engine_of(cx)->list_tables, NULL, 0);

	*ret = false;
	while (r && rows_next(cx, r))
		if (!name || str_eq(rows_text(r, 0), name))
			*ret = true;
	return !failed(cx);
}

static const struct migration *find(const struct migration *list, int64_t number)
{
	while (list->number && list->number != number)
		list++;
	return list->number ? list : NULL;
}

/* Compares a mark with the program's own migration of that number. */
static bool check_mark(struct context *cx, const struct migration *list, const struct rows *r)
{
	const struct migration *m = find(list, rows_int(r, 0));
	char hex[HEX_DIGEST];

	if (!m)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("The database was made by a newer version of this program: it holds "
		               "\"%s\". "
		               "Install that version, or a later one."),
		            rows_text(r, 1));
	digest_text(m->sql, hex);
	if (!str_eq(hex, rows_text(r, 2)))
		return fail(cx, ERR_BROKEN, NULL,
		            "migration %s was edited after it had been applied to this database",
		            m->name);
	return true;
}

/* The highest number applied, after all marks have been checked. */
static bool check_marks(struct context *cx, const struct migration *list, int *ret)
{
	struct rows *r = db_query(cx, &migration_all);

	*ret = 0;
	while (r && rows_next(cx, r)) {
		if (!check_mark(cx, list, r))
			return false;
		*ret = (int)rows_int(r, 0);
	}
	return !failed(cx);
}

/* In SQLite's file the number also stands in the head, where file(1) and people with a hex editor
 * find it. */
static bool stamp(struct context *cx, const struct migration *m)
{
	return store_engine_of(cx) != &sqlite_engine ||
	       db_script(cx, m->name, arena_fmt(cx->mem, "PRAGMA user_version = %d", m->number));
}

static bool apply(struct context *cx, const struct migration *m)
{
	char hex[HEX_DIGEST];
	const char *text = NULL;

	digest_text(m->sql, hex);
	return text_for(cx, store_engine_of(cx), m, &text) && db_script(cx, m->name, text) &&
	       db_run(cx, &migration_mark, V(m->number), V(m->name), V((const char *)hex),
	              V(instant_now())) &&
	       stamp(cx, m);
}

static bool lock_schema(struct context *cx)
{
	const char *text = store_engine_of(cx)->lock_schema;

	return !text || db_script(cx, "lock of the schema", text);
}

bool migrate_here(struct context *cx, const struct migration *list, int last)
{
	int at;

	if (!db_script(cx, "schema_migration", create_table) || !lock_schema(cx) ||
	    !check_marks(cx, list, &at))
		return false;
	for (const struct migration *m = list; m->number && m->number <= last; m++)
		if (m->number > at && !apply(cx, m))
			return false;
	return true;
}

/* ---- */

struct migrating {
	const struct migration *list;
	bool done;
};

static bool create(struct context *cx, void *data)
{
	bool there;

	(void)data;
	return has_table(cx, "schema_migration", &there) &&
	       (there || db_script(cx, "schema_migration", create_table));
}

static bool next(struct context *cx, void *data)
{
	struct migrating *m = data;
	int at;

	if (!lock_schema(cx) || !check_marks(cx, m->list, &at))
		return false;

	const struct migration *pending = find(m->list, at + 1);

	m->done = !pending;
	return !pending || apply(cx, pending);
}

static bool look_for_marks(struct context *cx, void *data)
{
	return has_table(cx, "schema_migration", data);
}

/* Of two nodes that create the table of marks at the same moment PostgreSQL refuses one, in three
 * different ways; what counts is whether the table is there then. */
static bool create_table_once(struct context *cx, struct store *s)
{
	bool there = false;

	if (db_work(cx, s, DB_WRITE, create, NULL))
		return true;
	if (cx->err.kind != ERR_CONFLICT && cx->err.kind != ERR_BROKEN)
		return false;

	struct error refused = cx->err;

	error_clear(cx);
	if (!db_work(cx, s, DB_READ, look_for_marks, &there))
		return false;
	if (!there)
		cx->err = refused;
	return there;
}

bool store_migrate(struct context *cx, struct store *s, const struct migration *list)
{
	struct migrating m = { .list = list };

	if (!create_table_once(cx, s))
		return false;
	while (!m.done)
		if (!db_work(cx, s, DB_WRITE, next, &m))
			return false;
	return true;
}

SQL(migration_last, "SELECT coalesce(max(number), 0) FROM schema_migration");

static bool read_version(struct context *cx, void *data)
{
	int64_t *ret = data;
	bool there;

	*ret = 0;
	return has_table(cx, "schema_migration", &there) &&
	       (!there || db_int(cx, &migration_last, ret, NULL));
}

bool store_version(struct context *cx, struct store *s, int *ret)
{
	int64_t version;

	if (!db_work(cx, s, DB_READ, read_version, &version))
		return false;
	*ret = (int)version;
	return true;
}

static bool look_empty(struct context *cx, void *data)
{
	bool *ret = data;

	if (!has_table(cx, NULL, ret))
		return false;
	*ret = !*ret;
	return true;
}

bool store_empty(struct context *cx, struct store *s, bool *ret)
{
	return db_work(cx, s, DB_READ, look_empty, ret);
}
