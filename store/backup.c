/* Writes and reads backups.  A backup is a run of items, each a letter and what belongs to it;
 * numbers are big-endian, texts have their length (4 bytes) before them:
 *
 *	"YGRAR BACKUP 1\n"
 *	S  schema (8), instant (8)            the highest migration, and when it was written
 *	T  name, columns (4), names           a table begins
 *	R  a value for each column:           n  nothing · i  number (8) · t  text · b  bytes
 *	E  rows (8)                           the table ends
 *	Z  tables (8), rows (8), digest (32)  BLAKE2b-256 of everything before the digest
 *
 * Rows stand in the order of their primary key, so that both engines write the same bytes for the
 * same content.  Leases of processes and the marks of migrations stay out: the first mean nothing
 * elsewhere, the second are made by migrating. */
#include "store/backup.h"

#include "base/buffer.h"
#include "base/secret.h"
#include "store/backup_format.h"
#include "store/driver.h"

enum { OUT_BUFFER = 64 * 1024, ROWS_AT_ONCE = 64, MAX_KEY = 8, MAX_KEY_TEXT = 4096 };

struct out {
	backup_sink *put;
	void *to;
	struct digest *digest;
	int64_t tables, rows;
	size_t used;
	char buffer[OUT_BUFFER];
};

struct table {
	const char *name;
	int columns, keys;
	const char *column[BACKUP_COLUMNS];
	int key[MAX_KEY];
	struct value last[MAX_KEY]; /* the key of the row that was written last */
	char text[MAX_KEY][MAX_KEY_TEXT];
};

/* ---- bytes */

static bool flush(struct context *cx, struct out *o)
{
	size_t n = o->used;

	o->used = 0;
	digest_more(o->digest, o->buffer, n);
	return o->put(cx, o->to, o->buffer, n);
}

static bool put(struct context *cx, struct out *o, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n) {
		size_t part = sizeof o->buffer - o->used < n ? sizeof o->buffer - o->used : n;

		memcpy(o->buffer + o->used, p, part);
		o->used += part;
		p += part;
		n -= part;
		if (o->used == sizeof o->buffer && !flush(cx, o))
			return false;
	}
	return true;
}

static bool put_number(struct context *cx, struct out *o, uint64_t v, int size)
{
	unsigned char bytes[8];

	for (int i = 0; i < size; i++)
		bytes[i] = (unsigned char)(v >> (8 * (size - 1 - i)));
	return put(cx, o, bytes, (size_t)size);
}

static bool put_text(struct context *cx, struct out *o, const void *text, size_t n)
{
	return put_number(cx, o, n, 4) && put(cx, o, text, n);
}

static bool put_value(struct context *cx, struct out *o, const struct rows *r, int column)
{
	size_t size;
	const void *bytes;

	switch (rows_kind(r, column)) {
	case VALUE_INT:
		return put(cx, o, "i", 1) && put_number(cx, o, (uint64_t)rows_int(r, column), 8);
	case VALUE_TEXT:
		bytes = rows_bytes(r, column, &size);
		return put(cx, o, "t", 1) && put_text(cx, o, bytes, size);
	case VALUE_BYTES:
		bytes = rows_bytes(r, column, &size);
		return put(cx, o, "b", 1) && put_text(cx, o, bytes, size);
	default:
		return put(cx, o, "n", 1);
	}
}

/* ---- tables */

static bool describe(struct context *cx, struct table *t)
{
	struct rows *r = db_query_values(cx, &store_engine_of(cx)->list_columns,
	                                 (struct value[]){ value_text(t->name) }, 1);

	while (rows_next(cx, r)) {
		if (t->columns == BACKUP_COLUMNS || (rows_int(r, 1) && t->keys == MAX_KEY))
			return fail(cx, ERR_BROKEN, NULL, "table %s has too many columns", t->name);
		if (rows_int(r, 1))
			t->key[t->keys++] = t->columns;
		t->column[t->columns++] = arena_str(cx->mem, rows_text(r, 0));
	}
	if (!failed(cx) && !t->keys)
		return fail(cx, ERR_BROKEN, NULL, "table %s has no primary key", t->name);
	return !failed(cx);
}

static void key_list(struct buffer *b, const struct table *t)
{
	for (int i = 0; i < t->keys; i++)
		buffer_fmt(b, "%s\"%s\"", i ? ", " : "", t->column[t->key[i]]);
}

/* The statement for the first rows, or for those behind the last key. */
static const char *page_text(struct context *cx, const struct table *t, bool first)
{
	struct buffer b = BUFFER(cx->mem, MAX_SQL);

	buffer_text(&b, "SELECT ");
	for (int i = 0; i < t->columns; i++)
		buffer_fmt(&b, "%s\"%s\"", i ? ", " : "", t->column[i]);
	buffer_fmt(&b, " FROM \"%s\"", t->name);
	if (!first) {
		buffer_text(&b, " WHERE (");
		key_list(&b, t);
		buffer_text(&b, ") > (");
		for (int i = 1; i <= t->keys; i++)
			buffer_fmt(&b, "%s$%d", i > 1 ? ", " : "", i);
		buffer_text(&b, ")");
	}
	buffer_text(&b, " ORDER BY ");
	key_list(&b, t);
	buffer_fmt(&b, " LIMIT %d", ROWS_AT_ONCE);
	return buffer_str(&b);
}

/* Remembers the row's key beyond the row. */
static bool keep_key(struct context *cx, struct table *t, const struct rows *r)
{
	for (int i = 0; i < t->keys; i++) {
		int column = t->key[i];
		size_t size;

		if (rows_kind(r, column) == VALUE_INT) {
			t->last[i] = value_int(rows_int(r, column));
			continue;
		}

		const void *bytes = rows_bytes(r, column, &size);

		if (!bytes || size >= MAX_KEY_TEXT)
			return fail(cx, ERR_BROKEN, NULL, "table %s has a key that cannot be kept",
			            t->name);
		memcpy(t->text[i], bytes, size);
		t->text[i][size] = 0;
		t->last[i] = (struct value){ .kind = rows_kind(r, column),
			                     .bytes = t->text[i],
			                     .size = size };
	}
	return true;
}

static bool write_page(struct context *cx, struct out *o, struct table *t, const struct sql *page,
                       size_t keys, int *ret_rows)
{
	struct rows *r = db_query_values(cx, page, t->last, keys);

	*ret_rows = 0;
	while (rows_next(cx, r)) {
		if (!put(cx, o, "R", 1))
			return false;
		for (int i = 0; i < t->columns; i++)
			if (!put_value(cx, o, r, i))
				return false;
		if (!keep_key(cx, t, r))
			return false;
		++*ret_rows;
	}
	return !failed(cx);
}

/* Counted by the database in the same snapshot: a row that no page brought would be a row lost. */
static bool check_count(struct context *cx, const struct table *t, int64_t written)
{
	const struct sql all = { t->name,
		                 arena_fmt(cx->mem, "SELECT count(*) FROM \"%s\"", t->name) };
	int64_t rows;

	if (!db_int(cx, &all, &rows, NULL))
		return false;
	return rows == written || fail(cx, ERR_BROKEN, NULL, "table %s: %lld rows, %lld written",
	                               t->name, (long long)rows, (long long)written);
}

static bool write_rows(struct context *cx, struct out *o, struct table *t)
{
	const struct sql first = { t->name, page_text(cx, t, true) };
	const struct sql more = { t->name, page_text(cx, t, false) };
	struct context_mark mark = context_mark(cx);
	int64_t written = 0;
	int n;

	do {
		if (!write_page(cx, o, t, written ? &more : &first, written ? (size_t)t->keys : 0,
		                &n))
			return false;
		written += n;
		context_rewind(cx, mark);
	} while (n == ROWS_AT_ONCE);
	o->tables++;
	o->rows += written;
	return check_count(cx, t, written) && put(cx, o, "E", 1) &&
	       put_number(cx, o, (uint64_t)written, 8);
}

static bool write_table(struct context *cx, struct out *o, const char *name)
{
	struct table *t = arena_new_of(cx->mem, struct table);

	t->name = name;
	if (!describe(cx, t) || !put(cx, o, "T", 1) || !put_text(cx, o, name, strlen(name)) ||
	    !put_number(cx, o, (uint64_t)t->columns, 4))
		return false;
	for (int i = 0; i < t->columns; i++)
		if (!put_text(cx, o, t->column[i], strlen(t->column[i])))
			return false;
	return write_rows(cx, o, t);
}

/* ---- */

bool backup_leaves_out(const char *table)
{
	return str_eq(table, "node") || str_eq(table, "schema_migration");
}

SQL(backup_schema, "SELECT coalesce(max(number), 0) FROM schema_migration");

static bool write_head(struct context *cx, struct out *o)
{
	int64_t schema;

	return db_int(cx, &backup_schema, &schema, NULL) &&
	       put(cx, o, BACKUP_MAGIC, strlen(BACKUP_MAGIC)) && put(cx, o, "S", 1) &&
	       put_number(cx, o, (uint64_t)schema, 8) &&
	       put_number(cx, o, (uint64_t)instant_now(), 8);
}

static bool write_tail(struct context *cx, struct out *o)
{
	unsigned char digest[DIGEST_SIZE];

	if (!put(cx, o, "Z", 1) || !put_number(cx, o, (uint64_t)o->tables, 8) ||
	    !put_number(cx, o, (uint64_t)o->rows, 8) || !flush(cx, o))
		return false;
	digest_end(o->digest, digest);
	return o->put(cx, o->to, digest, sizeof digest);
}

static bool write_all(struct context *cx, struct out *o)
{
	struct rows *r = db_query_values(cx, &store_engine_of(cx)->list_tables, NULL, 0);
	enum { MOST = 1000 };
	const char **names = arena_array(cx->mem, const char *, MOST);
	int n = 0;

	while (n < MOST && rows_next(cx, r))
		if (!backup_leaves_out(rows_text(r, 0)))
			names[n++] = arena_str(cx->mem, rows_text(r, 0));
	rows_close(r);
	if (failed(cx) || !write_head(cx, o))
		return false;

	struct context_mark mark = context_mark(cx);

	for (int i = 0; i < n; i++) {
		if (!write_table(cx, o, names[i]))
			return false;
		context_rewind(cx, mark);
	}
	return write_tail(cx, o);
}

/* Not db_work(): what was put cannot be put again, and reading in a snapshot has nobody to collide
 * with. */
bool backup_write(struct context *cx, struct store *s, backup_sink *put_bytes, void *to)
{
	struct out *o = arena_new_of(cx->mem, struct out);

	o->put = put_bytes;
	o->to = to;
	o->digest = digest_new(cx->mem);
	if (!db_begin(cx, s, DB_READ))
		return false;
	if (write_all(cx, o))
		return db_commit(cx);
	db_rollback(cx);
	return false;
}
