/* The transaction of one piece of work, and the statements in it.  Everything lent hangs on the
 * arena before it is taken, so that a longjmp out of any allocation gives it back: the transaction
 * rolls back, its rows close, the connection returns.
 *
 * After a statement has failed, only undoing is possible (the part it failed in, or all):
 * PostgreSQL is so, and SQLite is made so here, lest something works on one engine alone. */
#include "base/utf8.h"
#include "store/gather.h"

#include <assert.h>
#include <unistd.h>

struct db {
	struct context *cx;
	struct store *store;
	const struct engine *engine;
	struct link *link; /* NULL: given back */
	struct rows *rows; /* open ones */
	struct rows *lent; /* closed by the next statement */
	int parts;         /* open ones */
	bool writes;
	bool failed; /* a statement did; only undoing is left */
	struct trouble why;
};

struct rows {
	struct db *db; /* NULL: closed */
	struct rows *next;
	struct statement *st;
	const char *name;
};

static _Thread_local long fail_countdown;
static _Thread_local bool fail_by_collision;

void db_fail_after(long n)
{
	fail_countdown = n;
	fail_by_collision = false;
}

void db_collide_after(long n)
{
	fail_countdown = n;
	fail_by_collision = true;
}

static bool told_to_fail(struct trouble *t)
{
	if (fail_countdown <= 0 || --fail_countdown > 0)
		return false;
	trouble(t, fail_by_collision ? ERR_RETRY : ERR_BROKEN, "failed as the test wished", "%s",
	        "");
	return true;
}

/* ---- stores */

struct store *store_open(struct context *cx, const char *url, struct store_options options)
{
	const struct engine *e = NULL;
	struct trouble t;

	if (str_starts(url, "sqlite:") && url[strlen("sqlite:")])
		e = &sqlite_engine;
	else if (str_starts(url, "postgresql://") || str_starts(url, "postgres://"))
		e = &postgresql_engine;
	if (!e) {
		fail(cx, ERR_INVALID, NULL,
		     N_("The address of a database is sqlite:PATH or postgresql://…"));
		return NULL;
	}

	struct store *s = e->open(url, options, &t);

	if (!s) {
		trouble_report(cx, NULL, &t);
		return NULL;
	}
	s->node = -1;
	return s;
}

bool store_clean(struct context *cx, struct store *s)
{
	struct trouble t;

	return s->engine->clean(s, &t) || trouble_report(cx, NULL, &t);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->node >= 0)
		node_release(s);
	s->engine->close(s);
}

const char *store_engine(const struct store *s)
{
	return s->label;
}

const char *store_path(const struct store *s)
{
	return s->path;
}

/* A statement failed; what is asked before that is undone fails, too. */
static bool spoil(struct db *db, const struct trouble *t)
{
	if (!db->failed)
		db->why = *t;
	db->failed = true;
	return false;
}

/* A failure that was nobody's fault may have been taken for an answer ("there is none") and
 * forgotten; it is told again, so that the work is tried again. */
static bool spoilt(const struct db *db, struct trouble *t)
{
	if (db->failed && (db->why.kind == ERR_RETRY || db->why.kind == ERR_UNAVAILABLE))
		*t = db->why;
	else if (db->failed)
		trouble(t, ERR_BROKEN, "an earlier statement failed", "%s", "");
	return db->failed;
}

/* True when a statement may run. */
static bool may_run(struct db *db, struct trouble *t)
{
	return !spoilt(db, t) && (!told_to_fail(t) || spoil(db, t));
}

/* ---- rows to be put in */

static bool send(struct db *db, struct gathered *g, struct trouble *t)
{
	bool ok = may_run(db, t) && db->engine->put(db->link, g->text, gathered_values(g), g->width,
	                                            gathered_rows(g), t);

	gathered_empty(g);
	if (ok)
		return true;
	t->name = g->name;
	return spoil(db, t);
}

/* What was put will be undone, so nobody asks what became of it. */
static void forget(struct db *db)
{
	struct trouble t;

	if (db->link->gather.first && !db->engine->settle(db->link, &t))
		spoil(db, &t);
	gather_clear(&db->link->gather);
	db->link->gather.touched = 0;
}

/* Everything that was put is in, or has failed. */
static bool flush_count(struct db *db, int64_t *ret, struct trouble *t)
{
	bool ok = true;

	*ret = 0;
	if (!db->link->gather.first)
		return true;
	for (struct gathered *g = db->link->gather.first; ok && g; g = g->next)
		ok = !gathered_rows(g) || send(db, g, t);
	if (ok && !db->engine->settle(db->link, t)) {
		ok = false;
		t->name = "put";
	}
	if (!ok)
		spoil(db, t);
	*ret = db->link->gather.touched;
	forget(db);
	return ok;
}

static bool flush(struct db *db, struct trouble *t)
{
	int64_t touched;

	return flush_count(db, &touched, t);
}

/* ---- transactions */

static void close_rows(struct db *db)
{
	while (db->rows)
		rows_close(db->rows);
}

/* The arena is going, whatever state the transaction is in. */
static void end_with_arena(void *what)
{
	struct db *db = what;

	if (!db->link)
		return;
	close_rows(db);
	forget(db);
	db->engine->rollback(db->store, db->link);
	db->link = NULL;
	db->cx->db = NULL;
}

bool store_reads_at_once(const struct store *s)
{
	return s->engine->reads_at_once;
}

bool db_may_wait(struct context *cx)
{
	return !cx->at_once ||
	       fail(cx, ERR_RETRY, NULL, N_("Others are saving. Please try again."));
}

bool db_begin(struct context *cx, struct store *s, enum db_mode mode)
{
	if (cx->at_once && mode == DB_READ)
		mode = DB_READ_AT_ONCE;
	if (mode == DB_WRITE && cx->tries >= RETRIES_BESIDE_OTHERS)
		mode = DB_ALONE;
	bool writes = mode == DB_WRITE || mode == DB_ALONE || mode == DB_STEP || mode == DB_LONG;

	if (writes && !db_may_wait(cx))
		return false;

	struct db *db = arena_new_of(cx->mem, struct db);
	struct trouble t;

	assert(!cx->db);
	cx->access_epoch = 0; /* this transaction has not asked yet */
	cx->open_import.asked = false;
	*db = (struct db){ .cx = cx, .store = s, .engine = s->engine, .writes = writes };
	arena_defer(cx->mem, end_with_arena, db);
	if (told_to_fail(&t) || !(db->link = db->engine->begin(s, mode, &t)))
		return trouble_report(cx, "begin", &t);
	cx->db = db;
	return true;
}

bool db_writes(const struct context *cx)
{
	return cx->db && cx->db->writes;
}

void db_rollback(struct context *cx)
{
	if (cx->db)
		end_with_arena(cx->db);
}

bool db_commit(struct context *cx)
{
	struct db *db = cx->db;
	struct trouble t;

	assert(db && db->parts == 0);
	if (spoilt(db, &t) || !flush(db, &t) || told_to_fail(&t)) {
		end_with_arena(db);
		return trouble_report(cx, "commit", &t);
	}
	close_rows(db);

	struct link *l = db->link;

	db->link = NULL;
	cx->db = NULL;
	return db->engine->commit(db->store, l, &t) || trouble_report(cx, "commit", &t);
}

bool db_sound(struct context *cx)
{
	struct trouble t;

	return !cx->db || !spoilt(cx->db, &t) || trouble_report(cx, NULL, &t);
}

const struct engine *store_engine_of(const struct context *cx)
{
	return cx->db->engine;
}

static bool run_script(struct db *db, const char *text, struct trouble *t)
{
	return (flush(db, t) && db->engine->script(db->link, text, t)) || spoil(db, t);
}

bool db_script(struct context *cx, const char *name, const char *text)
{
	struct trouble t;

	return (may_run(cx->db, &t) && run_script(cx->db, text, &t)) ||
	       trouble_report(cx, name, &t);
}

bool db_part_begin(struct context *cx)
{
	struct db *db = cx->db;
	struct trouble t;
	char text[40];

	snprintf(text, sizeof text, "SAVEPOINT part%d", db->parts + 1);
	if (!may_run(db, &t) || !run_script(db, text, &t))
		return trouble_report(cx, "part", &t);
	db->parts++;
	return true;
}

bool db_part_end(struct context *cx, bool keep)
{
	struct db *db = cx->db;
	struct trouble t, why;
	int n = db->parts--;
	char text[80];

	assert(n > 0);

	bool refused = keep && (spoilt(db, &why) || !flush(db, &why) || told_to_fail(&why));

	if (keep && !refused)
		snprintf(text, sizeof text, "RELEASE part%d", n);
	else
		snprintf(text, sizeof text, "ROLLBACK TO part%d; RELEASE part%d", n, n);
	forget(db);
	db->failed = false;
	if (!run_script(db, text, &t))
		return trouble_report(cx, "part", &t);
	return !refused || trouble_report(cx, "part", &why);
}

/* ---- statements */

/* Text is checked here, not by one of the engines: PostgreSQL refuses what SQLite would keep. */
static bool check_text(const struct value *values, size_t n, struct trouble *t)
{
	for (size_t i = 0; i < n; i++) {
		const struct value *v = &values[i];

		if (v->kind != VALUE_TEXT)
			continue;
		assert(((const char *)v->bytes)[v->size] == 0);
		if (memchr(v->bytes, 0, v->size) || !utf8_valid(v->bytes, v->size))
			return trouble(t, ERR_INVALID, N_("The text is not valid UTF-8."), "%s",
			               "");
	}
	return true;
}

/* Takes the statement and runs it; NULL: failed, and reported by the caller. */
static struct statement *start(struct db *db, const char *text, const struct value *values,
                               size_t n, struct trouble *t)
{
	rows_close(db->lent);
	if (!may_run(db, t) || !flush(db, t))
		return NULL;

	struct statement *st = NULL;

	if (check_text(values, n, t))
		st = statement_take(db->engine, db->link, text, 1, t);
	if (st && db->engine->run(db->link, st, values, n, t))
		return st;
	if (st)
		statement_give(db->engine, db->link, st);
	spoil(db, t);
	return NULL;
}

bool db_run_values(struct context *cx, const struct sql *sql, int64_t *ret_count,
                   const struct value *values, size_t n)
{
	struct db *db = cx->db;
	struct trouble t;
	struct statement *st = start(db, sql->text, values, n, &t);
	bool row = true, ok = true;

	if (!st)
		return trouble_report(cx, sql->name, &t);
	while (ok && row)
		ok = db->engine->step(db->link, st, &row, &t);
	if (ok && ret_count)
		*ret_count = db->engine->touched(st);
	statement_give(db->engine, db->link, st);
	if (ok)
		return true;
	spoil(db, &t);
	return trouble_report(cx, sql->name, &t);
}

bool db_put_values(struct context *cx, const struct sql *sql, const struct value *values, size_t n)
{
	struct db *db = cx->db;
	struct gathered *g;
	struct trouble t;

	if (spoilt(db, &t))
		return trouble_report(cx, sql->name, &t);
	g = check_text(values, n, &t) ? gather_add(&db->link->gather, sql, values, n, &t) : NULL;
	if (g && (!gathered_full(g) || send(db, g, &t)))
		return true;
	spoil(db, &t);
	return trouble_report(cx, sql->name, &t);
}

bool db_flush_count(struct context *cx, int64_t *ret)
{
	struct trouble t;

	return flush_count(cx->db, ret, &t) || trouble_report(cx, "put", &t);
}

bool db_flush(struct context *cx)
{
	struct trouble t;

	return flush(cx->db, &t) || trouble_report(cx, "put", &t);
}

static void close_with_arena(void *what)
{
	rows_close(what);
}

struct rows *db_query_values(struct context *cx, const struct sql *sql, const struct value *values,
                             size_t n)
{
	struct db *db = cx->db;
	struct rows *r = arena_new_of(cx->mem, struct rows);
	struct trouble t;

	arena_defer(cx->mem, close_with_arena, r);
	r->name = sql->name;
	r->st = start(db, sql->text, values, n, &t);
	if (!r->st) {
		trouble_report(cx, sql->name, &t);
		return NULL;
	}
	r->db = db;
	r->next = db->rows;
	db->rows = r;
	return r;
}

bool rows_next(struct context *cx, struct rows *r)
{
	struct trouble t;
	bool row = false;

	if (!r || !r->db)
		return false;
	if (r->db->engine->step(r->db->link, r->st, &row, &t)) {
		if (!row)
			rows_close(r);
		return row;
	}
	spoil(r->db, &t);
	rows_close(r);
	return trouble_report(cx, r->name, &t);
}

void rows_close(struct rows *r)
{
	if (!r || !r->db)
		return;

	struct rows **at = &r->db->rows;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	if (r->db->lent == r)
		r->db->lent = NULL;
	statement_give(r->db->engine, r->db->link, r->st);
	r->db = NULL;
	r->st = NULL;
}

void rows_lend(struct rows *r)
{
	r->db->lent = r;
}

static struct value cell(const struct rows *r, int column)
{
	assert(r->db && column >= 0 && column < r->db->engine->width(r->st));
	return r->db->engine->cell(r->st, column);
}

enum value_kind rows_kind(const struct rows *r, int column)
{
	assert(r->db && column >= 0 && column < r->db->engine->width(r->st));
	return r->db->engine->kind(r->st, column);
}

bool rows_null(const struct rows *r, int column)
{
	return rows_kind(r, column) == VALUE_NULL;
}

int64_t rows_int(const struct rows *r, int column)
{
	struct value v = cell(r, column);

	assert(v.kind == VALUE_INT || v.kind == VALUE_NULL);
	return v.number;
}

const char *rows_text(const struct rows *r, int column)
{
	struct value v = cell(r, column);

	assert(v.kind == VALUE_TEXT || v.kind == VALUE_NULL);
	return v.bytes;
}

const void *rows_bytes(const struct rows *r, int column, size_t *size)
{
	struct value v = cell(r, column);

	assert(v.kind != VALUE_INT);
	*size = v.size;
	return v.bytes;
}

/* Text that is no date reads as no date: the database holds only what value_date() made. */
struct date rows_date(const struct rows *r, int column)
{
	struct date d = { .precision = PRECISION_NONE };
	const char *text = rows_text(r, column);

	return text && date_from_store(text, &d) ? d : (struct date){ .precision = PRECISION_NONE };
}

int rows_columns(const struct rows *r)
{
	return r->db ? r->db->engine->width(r->st) : 0;
}

bool db_int_values(struct context *cx, const struct sql *sql, int64_t *ret, bool *found,
                   const struct value *values, size_t n)
{
	struct db *db = cx->db;
	struct trouble t;
	struct statement *st = start(db, sql->text, values, n, &t);
	bool row = false;

	if (!st)
		return trouble_report(cx, sql->name, &t);

	bool ok = db->engine->step(db->link, st, &row, &t);

	if (ok && row) {
		struct value v = db->engine->cell(st, 0);

		assert(v.kind == VALUE_INT || v.kind == VALUE_NULL);
		*ret = v.number;
	}
	if (found)
		*found = ok && row;
	statement_give(db->engine, db->link, st);
	if (ok)
		return true;
	spoil(db, &t);
	return trouble_report(cx, sql->name, &t);
}

/* ---- work */

/* A little longer each time, and never two the same, so that those who collided do not meet again.
 */
static void wait_before(int attempt)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);

	unsigned most = 1000u << (attempt < 7 ? attempt : 7);

	usleep(500 + (unsigned)(now.tv_nsec / 64) % most);
}

static bool work_once(struct context *cx, struct store *s, enum db_mode mode,
                      bool (*work)(struct context *cx, void *data), void *data)
{
	if (!db_begin(cx, s, mode))
		return false;
	if (work(cx, data))
		return db_commit(cx);
	db_rollback(cx);
	return false;
}

static bool work_until(struct context *cx, struct store *s, enum db_mode mode,
                       bool (*work)(struct context *cx, void *data), void *data)
{
	struct context_mark mark = context_mark(cx);

	for (cx->tries = 0; !work_once(cx, s, mode, work, data); cx->tries++) {
		if (cx->err.kind != ERR_RETRY)
			return false;
		error_clear(cx);
		context_rewind(cx, mark);
		mark = context_mark(cx);
		if (cx->tries == MAX_RETRIES)
			return fail(cx, ERR_UNAVAILABLE, NULL,
			            N_("Many are saving at the same time. Please try again."));
		wait_before(cx->tries);
	}
	return true;
}

bool db_work(struct context *cx, struct store *s, enum db_mode mode,
             bool (*work)(struct context *cx, void *data), void *data)
{
	bool ok = work_until(cx, s, mode, work, data);

	cx->tries = 0;
	return ok;
}
