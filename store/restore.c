/* Reads a backup (the format is described in backup.c), either only to see that it is whole, or
 * into an empty database. Everything up to the last row and the comparison of the digest happens in
 * one transaction: a backup that turns out to be cut off leaves an empty database behind, not half
 * of one. */
#include "base/buffer.h"
#include "base/secret.h"
#include "store/backup_format.h"
#include "store/migrate.h"

enum { MAX_BATCH_BYTES = 1024 * 1024, MAX_BATCH_ROWS = 64 };

struct in {
	backup_source *get;
	void *from;
	struct digest digest;
	bool into_database;
	struct backup_report *report;
	int64_t tables, rows;
};

/* A table's rows on their way into the database, some at a time. */
struct batch {
	char name[BACKUP_NAME];
	int columns;
	char column[BACKUP_COLUMNS][BACKUP_NAME];
	struct value values[MAX_SQL_VALUES];
	int rows, most;
	size_t bytes;
	int64_t all;
};

/* ---- bytes */

static bool damaged(struct context *cx)
{
	return fail(cx, ERR_INVALID, NULL, N_("The backup is damaged or was cut off."));
}

static bool get(struct context *cx, struct in *in, void *bytes, size_t n)
{
	if (!in->get(cx, in->from, bytes, n))
		return failed(cx) ? false : damaged(cx);
	digest_more(&in->digest, bytes, n);
	in->report->bytes += (int64_t)n;
	return true;
}

static bool get_number(struct context *cx, struct in *in, int64_t *ret, int size)
{
	unsigned char bytes[8];
	uint64_t v = 0;

	if (!get(cx, in, bytes, (size_t)size))
		return false;
	for (int i = 0; i < size; i++)
		v = v << 8 | bytes[i];
	*ret = (int64_t)v;
	return true;
}

static bool name_ok(const char *name)
{
	for (const char *p = name; *p; p++)
		if (!(*p >= 'a' && *p <= 'z') && !(*p >= '0' && *p <= '9') && *p != '_')
			return false;
	return *name != 0;
}

/* A name goes into statements, so it may consist of what our names consist of only. */
static bool get_name(struct context *cx, struct in *in, char name[BACKUP_NAME])
{
	int64_t n = 0;

	if (!get_number(cx, in, &n, 4) || n >= BACKUP_NAME || !get(cx, in, name, (size_t)n))
		return damaged(cx);
	name[n] = 0;
	return name_ok(name) || damaged(cx);
}

static bool get_value(struct context *cx, struct in *in, struct value *ret)
{
	int64_t n = 0;
	char kind;

	*ret = value_null();
	if (!get(cx, in, &kind, 1))
		return false;
	if (kind == 'n')
		return true;
	if (kind == 'i') {
		ret->kind = VALUE_INT;
		return get_number(cx, in, &ret->number, 8);
	}
	if ((kind != 't' && kind != 'b') || !get_number(cx, in, &n, 4) || n > MAX_BODY)
		return damaged(cx);

	char *bytes = arena_alloc(cx->mem, (size_t)n + 1);

	*ret = (struct value){ .kind = kind == 't' ? VALUE_TEXT : VALUE_BYTES,
		               .bytes = bytes,
		               .size = (size_t)n };
	return get(cx, in, bytes, (size_t)n);
}

/* ---- rows */

static const char *insert_text(struct context *cx, const struct batch *b)
{
	struct buffer text = BUFFER(cx->mem, MAX_SQL);

	buffer_fmt(&text, "INSERT INTO \"%s\" (", b->name);
	for (int i = 0; i < b->columns; i++)
		buffer_fmt(&text, "%s\"%s\"", i ? ", " : "", b->column[i]);
	buffer_text(&text, ") VALUES ");
	for (int row = 0, n = 1; row < b->rows; row++) {
		buffer_text(&text, row ? ", (" : "(");
		for (int i = 0; i < b->columns; i++)
			buffer_fmt(&text, "%s$%d", i ? ", " : "", n++);
		buffer_text(&text, ")");
	}
	return buffer_str(&text);
}

static bool flush(struct context *cx, const struct in *in, struct batch *b)
{
	bool ok = true;

	if (b->rows && in->into_database) {
		const struct sql insert = { b->name, insert_text(cx, b) };

		ok = db_run_values(cx, &insert, NULL, b->values, (size_t)(b->rows * b->columns));
	}
	b->rows = 0;
	b->bytes = 0;
	return ok;
}

static bool read_row(struct context *cx, struct in *in, struct batch *b)
{
	for (int i = 0; i < b->columns; i++) {
		struct value *v = &b->values[b->rows * b->columns + i];

		if (!get_value(cx, in, v))
			return false;
		b->bytes += v->size;
	}
	b->rows++;
	b->all++;
	return true;
}

static bool read_table_head(struct context *cx, struct in *in, struct batch *b)
{
	int64_t columns = 0;

	*b = (struct batch){ .rows = 0 };
	if (!get_name(cx, in, b->name) || !get_number(cx, in, &columns, 4))
		return false;
	if (columns < 1 || columns > BACKUP_COLUMNS || backup_leaves_out(b->name))
		return damaged(cx);
	b->columns = (int)columns;
	b->most = MAX_SQL_VALUES / b->columns;
	if (b->most > MAX_BATCH_ROWS)
		b->most = MAX_BATCH_ROWS;
	for (int i = 0; i < b->columns; i++)
		if (!get_name(cx, in, b->column[i]))
			return false;
	return true;
}

static bool read_table(struct context *cx, struct in *in, struct batch *b)
{
	struct context_mark mark = context_mark(cx);
	int64_t rows = 0;
	char item;

	if (!read_table_head(cx, in, b))
		return false;
	for (;;) {
		if (!get(cx, in, &item, 1))
			return false;
		if (item == 'E')
			break;
		if (item != 'R')
			return damaged(cx);
		if (!read_row(cx, in, b))
			return false;
		if (b->rows == b->most || b->bytes > MAX_BATCH_BYTES) {
			if (!flush(cx, in, b))
				return false;
			context_rewind(cx, mark);
		}
	}
	if (!flush(cx, in, b) || !get_number(cx, in, &rows, 8))
		return false;
	context_rewind(cx, mark);
	in->tables++;
	in->rows += rows;
	return rows == b->all || damaged(cx);
}

/* ---- the whole */

static bool read_head(struct context *cx, struct in *in, int64_t *ret_schema)
{
	char magic[sizeof BACKUP_MAGIC - 1], item;
	int64_t at;

	if (!get(cx, in, magic, sizeof magic))
		return false;
	if (memcmp(magic, BACKUP_MAGIC, strlen("YGRAR BACKUP ")) != 0)
		return fail(cx, ERR_INVALID, NULL, N_("This file is not a backup."));
	if (memcmp(magic, BACKUP_MAGIC, sizeof magic) != 0)
		return fail(cx, ERR_INVALID, NULL,
		            N_("The backup was made by a newer version of this program."));
	return get(cx, in, &item, 1) && (item == 'S' || damaged(cx)) &&
	       get_number(cx, in, ret_schema, 8) && get_number(cx, in, &at, 8);
}

static bool read_tail(struct context *cx, struct in *in)
{
	unsigned char digest[DIGEST_SIZE], stored[DIGEST_SIZE];
	int64_t tables, rows;

	if (!get_number(cx, in, &tables, 8) || !get_number(cx, in, &rows, 8))
		return false;
	digest_end(&in->digest, digest);
	if (!in->get(cx, in->from, stored, sizeof stored))
		return failed(cx) ? false : damaged(cx);
	in->report->bytes += (int64_t)sizeof stored;
	in->report->tables = in->tables;
	in->report->rows = in->rows;
	return (tables == in->tables && rows == in->rows &&
	        secret_equal(digest, stored, DIGEST_SIZE)) ||
	       damaged(cx);
}

static bool read_items(struct context *cx, struct in *in)
{
	struct batch *b = arena_new_of(cx->mem, struct batch);
	char item;

	for (;;) {
		if (!get(cx, in, &item, 1))
			return false;
		if (item == 'Z')
			return read_tail(cx, in);
		if (item != 'T')
			return damaged(cx);
		if (!read_table(cx, in, b))
			return false;
	}
}

static bool delete_rows(struct context *cx, const char *name)
{
	const struct sql all = { name, arena_fmt(cx->mem, "DELETE FROM \"%s\"", name) };

	return db_run(cx, &all);
}

/* Makes the tables as they were when the backup was written, without the rows that migrations put
 * in. */
static bool make_tables(struct context *cx, const struct migration *list, int schema)
{
	struct rows *r = db_query_values(cx, &store_engine_of(cx)->list_tables, NULL, 0);

	if (rows_next(cx, r))
		return fail(cx, ERR_INVALID, NULL,
		            N_("The database is not empty: a backup needs an empty one."));
	if (failed(cx) || !migrate_here(cx, list, schema))
		return false;
	r = db_query_values(cx, &store_engine_of(cx)->list_tables, NULL, 0);
	while (rows_next(cx, r))
		if (!backup_leaves_out(rows_text(r, 0)) && !delete_rows(cx, rows_text(r, 0)))
			return false;
	return !failed(cx);
}

static bool restore(struct context *cx, struct store *s, const struct migration *list,
                    struct in *in)
{
	if (!db_begin(cx, s, DB_WRITE))
		return false;
	if (make_tables(cx, list, in->report->schema) && read_items(cx, in))
		return db_commit(cx) && store_migrate(cx, s, list);
	db_rollback(cx);
	return false;
}

static int last_number(const struct migration *list)
{
	int last = 0;

	for (; list->number; list++)
		last = list->number;
	return last;
}

bool backup_read(struct context *cx, struct store *s, const struct migration *list,
                 backup_source *get_bytes, void *from, struct backup_report *report)
{
	struct in in = {
		.get = get_bytes, .from = from, .into_database = s != NULL, .report = report
	};
	int64_t schema = 0;

	*report = (struct backup_report){ .schema = 0 };
	digest_start(&in.digest);
	if (!read_head(cx, &in, &schema))
		return false;
	if (schema < 0 || schema > last_number(list))
		return fail(cx, ERR_INVALID, NULL,
		            N_("The backup was made by a newer version of this program."));
	report->schema = (int)schema;
	return s ? restore(cx, s, list, &in) : read_items(cx, &in);
}
