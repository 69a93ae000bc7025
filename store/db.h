/* Rows in, rows out, on SQLite and PostgreSQL, with one SQL text for both.  This header is the
 * whole interface: nothing above store/ knows which engine answers, and store/ knows no word of
 * human rights.
 *
 * The dialect is doc/sql.md.  Parameters are $1 … $n in any order; dates are bound in their stored
 * text form; yes/no is BIGINT 0 or 1; NULL order is always spelled.  Text is UTF-8 and compares by
 * bytes. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/context.h"
#include "base/date.h"

/* A statement.  SQL(name, "text") at the beginning of a line defines the constant `name`;
 * tools/lists gathers all of them in all_statements[], and a test prepares each on both engines. */
struct sql {
	const char *name, *text;
};
#define SQL(id, ...) const struct sql id = { #id, __VA_ARGS__ }
/* A statement made at run time from field tables; prepared ones are found again by their text. */
#define MADE_SQL(sql_text) (&(const struct sql){ "made", (sql_text) })
extern const struct sql *const all_statements[]; /* NULL ends it */

/* ---- values */

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BYTES, VALUE_DATE };

struct value {
	enum value_kind kind;
	int64_t number;
	const void *bytes; /* VALUE_TEXT (a NUL stands behind it), VALUE_BYTES: borrowed until the
	                      statement has run */
	size_t size;
	struct date date;
};

static inline struct value value_int(int64_t n)
{
	return (struct value){ .kind = VALUE_INT, .number = n };
}

static inline struct value value_text(const char *s) /* NULL is SQL's NULL */
{
	return (struct value){ .kind = s ? VALUE_TEXT : VALUE_NULL,
		               .bytes = s,
		               .size = s ? strlen(s) : 0 };
}

static inline struct value value_bytes(const void *p, size_t n)
{
	return (struct value){ .kind = p ? VALUE_BYTES : VALUE_NULL, .bytes = p, .size = n };
}

static inline struct value value_date(struct date d) /* no date is NULL */
{
	return (struct value){ .kind = date_set(d) ? VALUE_DATE : VALUE_NULL, .date = d };
}

static inline struct value value_null(void)
{
	return (struct value){ .kind = VALUE_NULL };
}

/* An identifier of which 0 means none. */
static inline struct value value_ref(int64_t id)
{
	return id ? value_int(id) : value_null();
}

/* V(x): the value of an expression by its C type. */
#define V(x) \
	_Generic((x), bool: value_int, char: value_int, signed char: value_int, unsigned char: value_int, \
	         short: value_int, unsigned short: value_int, int: value_int, unsigned: value_int, \
	         long: value_int, unsigned long: value_int, long long: value_int, \
	         unsigned long long: value_int, char *: value_text, const char *: value_text, \
	         struct date: value_date)(x)

/* ---- statements */

#define VALUES_(...)                                        \
	(const struct value[]){ { 0 }, ##__VA_ARGS__ } + 1, \
	        sizeof((const struct value[]){ { 0 }, ##__VA_ARGS__ }) / sizeof(struct value) - 1

/* Runs a statement that answers nothing.  db_run(cx, &rename, V(id), V(title)) */
#define db_run(cx, sql, ...) db_run_values((cx), (sql), NULL, VALUES_(__VA_ARGS__))
/* The same, and how many rows it touched. */
#define db_run_count(cx, sql, ret, ...) db_run_values((cx), (sql), (ret), VALUES_(__VA_ARGS__))
MUST_USE bool db_run_values(struct context *cx, const struct sql *sql, int64_t *ret_count,
                            const struct value *values, size_t n);

/* Puts a row in, sooner or later: rows of one statement are gathered and go to the database
 * together, at the latest before anything else happens in the transaction, so that nobody sees them
 * missing.  What the database says against a row is therefore told by a later call, db_flush() at
 * the latest.  The statement is an INSERT … VALUES ($1, $2, …, $n) …, or an UPDATE or DELETE of
 * rows by a key; the rows are different ones, and nothing depends on the order in which rows of
 * different statements come.  Values are copied. */
#define db_put(cx, sql, ...) db_put_values((cx), (sql), VALUES_(__VA_ARGS__))
MUST_USE bool db_put_values(struct context *cx, const struct sql *sql, const struct value *values,
                            size_t n);
/* Sends what was put and waits for the answer. */
MUST_USE bool db_flush(struct context *cx);
/* The same, and how many rows were touched by all that was put since the last time. */
MUST_USE bool db_flush_count(struct context *cx, int64_t *ret);

/* Runs a query.  The rows belong to the arena; walk them to the end or close them early.  NULL:
 * failed. struct rows *r = db_query(cx, &overdue, V(today)); while (r && rows_next(cx, r)) … if
 * (failed(cx)) return false; */
struct rows;
#define db_query(cx, sql, ...) db_query_values((cx), (sql), VALUES_(__VA_ARGS__))
struct rows *db_query_values(struct context *cx, const struct sql *sql, const struct value *values,
                             size_t n);

/* Steps to the next row; false at the end, on failure, and for NULL.  The end closes the rows. */
MUST_USE bool rows_next(struct context *cx, struct rows *r);
void rows_close(struct rows *r);

/* Columns of the current row, from 0.  Text and bytes are borrowed until the next step; NULL reads
 * as 0, NULL, no date. */
bool rows_null(const struct rows *r, int column);
enum value_kind rows_kind(const struct rows *r, int column);
int64_t rows_int(const struct rows *r, int column);
const char *rows_text(const struct rows *r, int column);
const void *rows_bytes(const struct rows *r, int column, size_t *size);
struct date rows_date(const struct rows *r, int column);
int rows_columns(const struct rows *r);

/* One number: the first column of the first row.  False when failed; *ret is unchanged and *found
 * false without a row. */
#define db_int(cx, sql, ret, found, ...) \
	db_int_values((cx), (sql), (ret), (found), VALUES_(__VA_ARGS__))
MUST_USE bool db_int_values(struct context *cx, const struct sql *sql, int64_t *ret, bool *found,
                            const struct value *values, size_t n);

/* ---- the database and its connections */

struct store;

struct store_options {
	int readers;     /* connections for reading; 0: 8 */
	bool must_exist; /* SQLite: do not create the file */
	int journal; /* SQLite: pages of the journal to be folded into the file at once; 0: 4,000
	              */
};

/* Opens "sqlite:PATH" or "postgresql://…".  malloc'ed; close with store_close.  NULL: failed. */
struct store *store_open(struct context *cx, const char *url, struct store_options options);
void store_close(struct store *s);

/* "SQLite 3.54.1", "PostgreSQL 15.18": for people. */
const char *store_engine(const struct store *s);
/* The path of an SQLite database, NULL for PostgreSQL: for the default place of the key file. */
const char *store_path(const struct store *s);

enum db_mode {
	DB_READ,  /* a snapshot on a connection that cannot write */
	DB_WRITE, /* serialised: may fail with ERR_RETRY, then the caller runs the whole work again
	           */
	DB_ALONE, /* DB_WRITE while nobody else has one, so that it does not fail: db_begin() makes
	             it of the tries from RETRIES_BESIDE_OTHERS on (cx->tries) */
	DB_STEP,  /* DB_WRITE for a step of longer work: its commit does not wait for the disk.  If
	             the machine stops, the step may be gone, but never while anything committed
	             after it is there.  So nobody is told "saved" before a DB_WRITE that follows. */
	DB_LONG, /* DB_WRITE for one long piece of work (an import) on PostgreSQL, one at a time: it
	             sees what others have committed by each of its statements, for nobody's save
	             may make all of it in vain; it asks of each record that it changes whether it
	             is still the one that it read, and looks again.  On SQLite, where everybody
	             would wait for it, it is DB_WRITE, and nothing long should be one. */
	DB_READ_LONG,    /* as DB_READ, for a walk of seconds: pages have the processor before it */
	DB_READ_AT_ONCE, /* as DB_READ, but ERR_RETRY instead of waiting for a connection */
};

/* True when reading waits for no other process: SQLite. */
bool store_reads_at_once(const struct store *s);
/* False, with ERR_RETRY, in a piece of work that may wait for nobody (cx->at_once): it is to run
 * again elsewhere.  To be asked before anything that waits but db_begin(), which asks itself. */
MUST_USE bool db_may_wait(struct context *cx);

/* Lends a connection to the context and begins a transaction.  Both end with db_commit(),
 * db_rollback(), or when the arena is reset, whichever comes first.  A context has one transaction
 * at a time; work that must survive a failure of the main work (the reading log) takes a second
 * context.  The context outlives its arena's reset, which ends the transaction; who has a writing
 * transaction waits for nobody, not for a reading one either. */
MUST_USE bool db_begin(struct context *cx, struct store *s, enum db_mode mode);

/* Returns when the writes are on disk.  On SQLite several writers share one commit (group commit):
 * each runs in a savepoint and waits until the group is durable. */
MUST_USE bool db_commit(struct context *cx);
void db_rollback(struct context *cx);

/* Whether the open transaction may write: what it sees may not have happened yet. */
bool db_writes(const struct context *cx);

/* False, with the failure, when a statement of the open transaction failed and was not undone,
 * whatever has become of the context's failure since: then nothing that was read after it is known.
 */
MUST_USE bool db_sound(struct context *cx);

/* A part of a transaction that may fail alone: begin, then end with `keep` false to undo it (import
 * rows). */
MUST_USE bool db_part_begin(struct context *cx);
MUST_USE bool db_part_end(struct context *cx, bool keep);

/* Runs `work` in a transaction, again from a clean arena mark when the database could not serialise
 * it (at most MAX_RETRIES times), and commits.  For command line, jobs and tests; the router does
 * the same for requests. */
MUST_USE bool db_work(struct context *cx, struct store *s, enum db_mode mode,
                      bool (*work)(struct context *cx, void *data), void *data);

/* Test hook: the n-th statement from now on (this thread) fails as a broken database would; 0: off.
 */
void db_fail_after(long n);
/* The same as if others had saved what it read. */
void db_collide_after(long n);

/* ---- schema */

struct migration {
	int number;
	const char *name, *sql;
};
extern const struct migration migrations[]; /* number 0 ends it; generated by tools/lists */

/* Brings the database to the head.  Each migration runs in a transaction of its own with its mark
 * and digest.  A file may hold blocks between lines "-- @sqlite" / "-- @postgresql" and "-- @end"
 * for one engine alone.  Refuses, in plain words, a database that is newer than this program or
 * whose released migrations were edited. */
MUST_USE bool store_migrate(struct context *cx, struct store *s, const struct migration *list);

/* The highest migration applied; 0 for an empty database. */
MUST_USE bool store_version(struct context *cx, struct store *s, int *ret);
/* True when the database holds no table of ours. */
MUST_USE bool store_empty(struct context *cx, struct store *s, bool *ret);

/* The database's own check of its files or pages; the first complaint goes into *ret_complaint,
 * else NULL. */
MUST_USE bool store_integrity(struct context *cx, struct store *s, const char **ret_complaint);

/* What was deleted leaves the database's own files too: free pages and journal (SQLite), dead rows
 * and statistics (PostgreSQL).  Outside of transactions; saves wait meanwhile, and it takes room
 * for a second copy.  What the server itself kept elsewhere (PostgreSQL's log, archives, replicas)
 * is its administrator's.  ERR_UNAVAILABLE when others read all the while, or the disk is full:
 * then some of it may still be there, and it can be asked again. */
MUST_USE bool store_clean(struct context *cx, struct store *s);

/* ---- nodes: who makes identifiers */

/* Leases a free node number (0 … 1023) in the table `node` for this process and keeps renewing it
 * when called again with the same *number ≥ 0; -1 asks for a new one.  A lease runs for ten
 * minutes. */
MUST_USE bool store_lease_node(struct context *cx, struct store *s, int *number);

#endif
