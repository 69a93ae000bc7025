/* Private to store/: what an engine does, so that db.c can be written once.  Drivers never see a
 * context or an arena: what went wrong comes back as a `struct trouble` of fixed size, and db.c
 * reports it when no lock or link is at risk. */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H

#include "store/db.h"

#include <pthread.h>

/* ---- what went wrong */

struct trouble {
	enum error_kind kind;
	const char *text; /* an English message id: N_("…") */
	char detail[240]; /* technical, of names only, never of what records hold; "" for none */
	const char *name; /* of the statement, when it is not the one that was asked for */
};

/* Fills *t and returns false. */
bool trouble(struct trouble *t, enum error_kind kind, const char *text, const char *detail_format,
             ...) PRINTF(4, 5);

/* Reports a trouble of the statement `name` (NULL: of none) in the context; returns false. */
bool trouble_report(struct context *cx, const char *name, const struct trouble *t);

/* ---- prepared statements, kept by their text */

struct statement {
	struct statement *next; /* in its slot of the cache, the last used first */
	char *text;
	size_t rows; /* of an INSERT: how many it puts in; else 1 */
	uint64_t hash;
};

enum { CACHE_SLOTS = 64, CACHE_DEPTH = 8 };

struct cache {
	struct statement *slot[CACHE_SLOTS];
};

/* Rows that wait to be put in: gather.h. */
struct gather {
	struct gathered *first;
	int64_t touched; /* rows, by what was put and answered since the last flush */
};

/* A connection.  Used by one thread at a time. */
struct link {
	struct link *next; /* in the pool */
	struct cache cache;
	struct gather gather;
	bool lost; /* of no use any more: the driver drops it when it is given back */
};

struct engine;

/* Takes a statement out of the cache, or prepares it; NULL: *t says why.  With rows > 1 the text is
 * an INSERT of one row, and the statement puts in so many. */
struct statement *statement_take(const struct engine *e, struct link *l, const char *text,
                                 size_t rows, struct trouble *t);
/* How many values a row of the INSERT has: $1 … $n, in this order and nowhere else; 0: the text is
 * of another form. */
size_t statement_width(const char *text);
/* Resets a statement and puts it (back) into the cache. */
void statement_give(const struct engine *e, struct link *l, struct statement *st);
void cache_clear(const struct engine *e, struct link *l);

/* ---- engines */

struct store {
	const struct engine *engine;
	char label[64]; /* for people */
	char *path;     /* SQLite's file */
	int64_t holder; /* this process's random name in the table `node` */
	int node;       /* the number it leased there, -1 for none */
};

struct engine {
	bool reads_at_once;      /* reading waits for no other process */
	const char *block;       /* its word in migrations: "-- @sqlite" */
	const char *lock_schema; /* makes migrating exclusive within a transaction; NULL: it is
	                            already */
	struct sql list_tables;  /* the names of our tables */
	struct sql list_columns; /* of the table $1, in their order: name, 1 when it is in the
	                            primary key */

	struct store *(*open)(const char *url, struct store_options options, struct trouble *t);
	void (*close)(struct store *s);

	/* begin waits for a free link and begins a transaction on it; commit and rollback give it
	 * back in any case. */
	struct link *(*begin)(struct store *s, enum db_mode mode, struct trouble *t);
	bool (*commit)(struct store *s, struct link *l, struct trouble *t);
	void (*rollback)(struct store *s, struct link *l);

	/* store_clean(), on a connection of its own. */
	bool (*clean)(struct store *s, struct trouble *t);

	/* Runs statements that answer nothing and have no values: savepoints, migrations. */
	bool (*script)(struct link *l, const char *text, struct trouble *t);

	struct statement *(*prepare)(struct link *l, const char *text, struct trouble *t);
	void (*discard)(struct link *l, struct statement *st);
	bool (*run)(struct link *l, struct statement *st, const struct value *values, size_t n,
	            struct trouble *t);
	bool (*step)(struct link *l, struct statement *st, bool *ret_row, struct trouble *t);
	enum value_kind (*kind)(const struct statement *st, int column); /* of the cell */
	struct value (*cell)(const struct statement *st, int column);
	int (*width)(const struct statement *st);
	int64_t (*touched)(const struct statement *st);
	void (*reset)(struct statement *st);

	/* Runs a statement for each of the rows; an INSERT of one row may put in many at a time.
	 * Counts the rows it touched in the link's gather.  The engine may answer later: what went
	 * wrong is told by settle(), which waits for all that was put, or by whatever is called
	 * next. */
	bool (*put)(struct link *l, const char *text, const struct value *values, size_t width,
	            size_t rows, struct trouble *t);
	bool (*settle)(struct link *l, struct trouble *t);
};

extern const struct engine sqlite_engine, postgresql_engine;

/* ---- inside db.c, for the other files of store/ */

const struct engine *
store_engine_of(const struct context *cx); /* of the transaction that is open */
MUST_USE bool db_script(struct context *cx, const char *name, const char *text);

/* Closes the rows when the next statement runs, not before: their current row is lent until then.
 */
void rows_lend(struct rows *r);

/* node.c: shortens this process's lease when it ends. */
void node_release(struct store *s);

#endif
