/* Private to the two files about SQLite, and the only one that includes <sqlite3.h>: a connection,
 * and what both do with it. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/driver.h"

#include <sqlite3.h>

/* What begins and ends transactions, prepared once a connection. */
enum control { BEGIN, BEGIN_IMMEDIATE, COMMIT, ROLLBACK, MEMBER, RELEASE_MEMBER, CONTROLS };

struct lite_link {
	struct link common;
	sqlite3 *db;
	sqlite3_stmt *controls[CONTROLS];
	bool writes;
	bool savepoint; /* its user works in one, because others worked before him */
	bool step;      /* the open transaction is a step (DB_STEP), and nobody joins it */
};

static inline struct lite_link *lite(struct link *l)
{
	return (struct lite_link *)l;
}

/* ---- sqlite.c */

bool lite_no_memory(struct trouble *t);
/* The whole transaction is gone, and the work of others in it. */
bool lite_lost(struct trouble *t);
/* What the error of the connection's last call means to us. */
bool lite_trouble(struct lite_link *l, struct trouble *t);
/* False when the link's transaction is lost. */
bool lite_still_there(const struct lite_link *l, struct trouble *t);

bool lite_exec(struct lite_link *l, const char *text, struct trouble *t);

/* ---- sqlite_turn.c */

struct store *lite_open(const char *url, struct store_options options, struct trouble *t);
void lite_close(struct store *s);
struct link *lite_begin(struct store *s, enum db_mode mode, struct trouble *t);
bool lite_commit(struct store *s, struct link *l, struct trouble *t);
void lite_rollback(struct store *s, struct link *l);
bool lite_clean(struct store *s, struct trouble *t);

#endif
