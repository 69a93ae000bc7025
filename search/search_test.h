/* For the tests of search/ on records: a world whose records are tried, found and compared with
 * what the rule of access opens. */
#ifndef SEARCH_SEARCH_TEST_H
#define SEARCH_SEARCH_TEST_H

#include "record/trust_test.h"

#include "search/search.h"

static inline bool begin(struct world *w)
{
	return db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx);
}

/* Whom the records name. */
static inline void people(struct world *w)
{
	static const int64_t institutions[] = { MINE, OTHERS }, accounts[] = { ME, SOMEBODY };

	for (size_t i = 0; i < 2; i++) {
		world_sql(w,
		          arena_fmt(w->cx->mem,
		                    "INSERT INTO institution (id, version, classification, "
		                    "created_at, created_by, updated_at, updated_by, parts, code)"
		                    " VALUES (%d, 1, 'public', 0, 0, 0, 0, 0, 'I%d')",
		                    (int)institutions[i], (int)institutions[i]));
		world_sql(w,
		          arena_fmt(w->cx->mem,
		                    "INSERT INTO account (id, version, classification, created_at,"
		                    " created_by, updated_at, updated_by, parts, login)"
		                    " VALUES (%d, 1, 'internal', 0, 0, 0, 0, 0, 'u%d')",
		                    (int)accounts[i], (int)accounts[i]));
	}
}

static inline void open_search(struct world *w, const char *path)
{
	w->app.search = search_open(w->cx, &w->app, path);
	test_ok(w->cx, w->app.search != NULL);
}

static inline void close_search(struct world *w)
{
	search_close(w->app.search);
	w->app.search = NULL;
}

/* What was found, asked in a transaction of its own; the answer stays. */
static inline struct search_answer find(struct world *w, const struct actor *who,
                                        struct search_ask ask)
{
	struct search_answer answer;

	w->cx->actor = who;
	for (int i = 0;; i++) {
		test_ok(w->cx, begin(w));
		if (search_find(w->cx, &ask, &answer))
			break;
		if (w->cx->err.kind != ERR_RETRY || i == MAX_RETRIES)
			test_ok(w->cx, false);
		error_clear(w->cx);
		db_rollback(w->cx);
	}
	test_ok(w->cx, db_commit(w->cx));
	w->cx->actor = NULL;
	return answer;
}

static inline int64_t total(struct world *w, const struct actor *who, const char *query)
{
	return find(w, who, (struct search_ask){ .query = query, .limit = 20 }).total;
}

static const struct actor secretary = { .user = ME, .institution = MINE, .role = ROLE_SEC };

static inline void give_title(struct world *w, struct trial *r, const char *words)
{
	r->title.n = 1;
	r->title.v = arena_array(w->cx->mem, struct text, 1);
	r->title.v[0] = (struct text){ .lang = "en", .body = words, .original = true };
}

/* All that the rule opens to him, by the list's SQL; the C form is compared with it here, too. */
static inline size_t open_rows(struct world *w, const struct type *t, const struct actor *who,
                               struct trial ***ret)
{
	struct buffer sql = BUFFER(w->cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(w->cx->mem);
	int64_t all[1000];
	size_t n = 0, all_n = 0, loaded, kept = 0;
	struct rows *r;
	void **rows;

	w->cx->actor = who;
	test_ok(w->cx, begin(w));
	buffer_text(&sql, "SELECT r.id FROM trial r WHERE r.classification <> 'restricted' AND ");
	access_field_sql(w->cx, t, NULL, &sql, values);
	r = db_query_values(w->cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	while (r && rows_next(w->cx, r))
		n++;
	r = db_query(w->cx, MADE_SQL("SELECT id FROM trial ORDER BY id"));
	while (r && rows_next(w->cx, r))
		all[all_n++] = rows_int(r, 0);
	test_ok(w->cx, record_load_many(w->cx, t, all, all_n, &rows, &loaded));
	*ret = arena_array(w->cx->mem, struct trial *, loaded);
	for (size_t i = 0; i < loaded; i++) {
		struct trial *one = rows[i];

		if (one->record.classification != CLASS_RESTRICTED &&
		    access_record(w->cx, t, one, RIGHT_READ) && access_content(w->cx, t, one))
			(*ret)[kept++] = one;
	}
	test_ok(w->cx, db_commit(w->cx));
	w->cx->actor = NULL;
	assert_int_equal(kept, n);
	return kept;
}

static inline bool among_rows(struct trial *const *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i]->record.id == id)
			return true;
	return false;
}

static inline int64_t count_state(struct trial *const *rows, size_t n, const char *code)
{
	int64_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += rows[i]->record.state == type_state(&trial_type, code);
	return found;
}

static inline void seal_all(struct world *w)
{
	int64_t sealed;

	if (!w->app.has_key)
		test_ok(w->cx, key_load(w->cx, w->key_path, true));
	test_ok(w->cx, seal_run(w->cx, 0, &sealed));
}

#endif
