/* Private to the two files about PostgreSQL, and the only one that includes <libpq-fe.h>: a
 * connection, and what both do with it. */
#ifndef STORE_POSTGRESQL_H
#define STORE_POSTGRESQL_H

#include "base/number.h"
#include "store/line.h"

#include <libpq-fe.h>

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
	bool turn;           /* its transaction counts among this thread's `turns` */
	unsigned statements; /* named so far */
	struct parameters parameters;
};

struct pg_store {
	struct store common;
	char *url;
	struct pool pool;
};

static inline struct pg_link *pg(struct link *l)
{
	return (struct pg_link *)l;
}

/* ---- postgresql.c */

bool pg_no_memory(struct trouble *t);
/* The first characters of a SQLSTATE. */
bool pg_in_class(const char *state, const char *class);
/* What the server's error means to us; `r` NULL: the connection's. */
bool pg_trouble(struct pg_link *l, const PGresult *r, struct trouble *t);
bool pg_succeeded(const PGresult *r);
/* Runs statements without values. */
bool pg_exec(struct pg_link *l, const char *text, struct trouble *t);

/* ---- postgresql_turn.c */

struct store *pg_open(const char *url, struct store_options options, struct trouble *t);
void pg_close(struct store *s);
struct link *pg_begin(struct store *s, enum db_mode mode, struct trouble *t);
bool pg_commit(struct store *s, struct link *l, struct trouble *t);
void pg_rollback(struct store *s, struct link *l);
bool pg_clean(struct store *s, struct trouble *t);

#endif
