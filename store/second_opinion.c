/* A table of FTS5 in a database in memory; see second_opinion.h. */
#include "store/second_opinion.h"

#include "store/sqlite.h"

struct second_opinion {
	sqlite3 *db;
	sqlite3_stmt *put, *take, *ask;
};

static bool prepare(struct second_opinion *o)
{
	return sqlite3_open(":memory:", &o->db) == SQLITE_OK &&
	       sqlite3_exec(o->db,
	                    "CREATE VIRTUAL TABLE t USING fts5 (title, body, tokenize ="
	                    " 'ascii')",
	                    NULL, NULL, NULL) == SQLITE_OK &&
	       sqlite3_prepare_v2(o->db, "INSERT INTO t (rowid, title, body) VALUES (?1, ?2, ?3)",
	                          -1, &o->put, NULL) == SQLITE_OK &&
	       sqlite3_prepare_v2(o->db, "DELETE FROM t WHERE rowid = ?1", -1, &o->take, NULL) ==
	               SQLITE_OK &&
	       sqlite3_prepare_v2(o->db, "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY rowid", -1,
	                          &o->ask, NULL) == SQLITE_OK;
}

struct second_opinion *second_opinion_open(void)
{
	struct second_opinion *o = calloc(1, sizeof *o);

	if (o && !prepare(o)) {
		second_opinion_close(o);
		o = NULL;
	}
	return o;
}

void second_opinion_close(struct second_opinion *o)
{
	sqlite3_finalize(o->put);
	sqlite3_finalize(o->take);
	sqlite3_finalize(o->ask);
	sqlite3_close(o->db);
	free(o);
}

static bool run(sqlite3_stmt *s, int64_t id, const char *title, const char *body)
{
	sqlite3_reset(s);
	sqlite3_bind_int64(s, 1, id);
	if (sqlite3_bind_parameter_count(s) == 3) {
		sqlite3_bind_text(s, 2, title, -1, SQLITE_TRANSIENT);
		sqlite3_bind_text(s, 3, body, -1, SQLITE_TRANSIENT);
	}
	return sqlite3_step(s) == SQLITE_DONE;
}

bool second_opinion_put(struct second_opinion *o, int64_t id, const char *title, const char *body)
{
	return run(o->take, id, NULL, NULL) && (!title || run(o->put, id, title, body));
}

size_t second_opinion_ask(struct second_opinion *o, const char *query, int64_t *ids, size_t room)
{
	size_t n = 0;
	int state;

	sqlite3_reset(o->ask);
	sqlite3_bind_text(o->ask, 1, query, -1, SQLITE_TRANSIENT);
	while ((state = sqlite3_step(o->ask)) == SQLITE_ROW && n < room)
		ids[n++] = sqlite3_column_int64(o->ask, 0);
	return state == SQLITE_DONE ? n : SIZE_MAX;
}
