/* For the tests of this folder: a program with all reference and sample data, and people who act in
 * it. */
#ifndef SUBJECT_PUBLICATION_SITE_TEST_H
#define SUBJECT_PUBLICATION_SITE_TEST_H

#include "subject/publication/publication.h"
#include "subject/recommendation/recommendation.h"
#include "web/web_test.h"

#define T (&recommendation_type)
#define Q (&publication_request_type)

static const struct actor console = { .login = "console", .console = true };

/* Loads everything, and stays in a writing transaction as the console. */
static inline struct test_web *site_begin(void **state)
{
	struct test_web *t = *state;
	struct context *cx = t->cx;

	cx->actor = &console;
	cx->lang = "en";
	test_ok(cx, store_migrate(cx, t->world.app.store, migrations) &&
	                    db_begin(cx, t->world.app.store, DB_WRITE) && settings_refresh(cx));
	for (int sample = 0; sample < 2; sample++)
		for (int order = 0; order <= 100; order++)
			for (const struct subject *const *s = subjects; *s; s++) {
				struct context_mark mark;

				if ((*s)->order != order)
					continue;
				mark = context_mark(cx);
				if (!sample && (*s)->load_reference)
					test_ok(cx, (*s)->load_reference(cx, "turkmenistan"));
				if (sample && (*s)->load_sample)
					test_ok(cx, (*s)->load_sample(cx));
				context_rewind(cx, mark);
			}
	return t;
}

static inline void site_as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->reason = NULL;
	cx->actor = &console;
	if (str_eq(login, "console"))
		return;
	test_ok(cx, account_actor(cx, account_by_login(cx, login)->record.id, 0, a));
	cx->actor = a;
}

static inline void site_commit(struct test_web *t)
{
	site_as(t->cx, "console");
	test_ok(t->cx, db_commit(t->cx));
}

/* After site_commit(): writes on, as the console. */
static inline void site_again(struct test_web *t)
{
	test_ok(t->cx, db_begin(t->cx, t->world.app.store, DB_WRITE) && settings_refresh(t->cx));
	site_as(t->cx, "console");
}

/* The page or file at the address, copied; the status must be this one.  lang NULL: in none that
 * was asked for. */
static inline const char *site_fetch(struct test_web *t, const char *lang, const char *path,
                                     int status)
{
	char *text;

	if (lang)
		test_header(t, "Accept-Language", lang);
	assert_int_equal(test_ask(t, "GET", path, NULL), status);
	if (status != 200 || str_empty(test_reply_header(t, "Content-Disposition")))
		return arena_str(t->cx->mem, buffer_str(&t->reply.body));
	text = arena_alloc(t->cx->mem, (size_t)t->reply.file_size + 1);
	assert_int_equal(pread(t->reply.file, text, (size_t)t->reply.file_size, 0),
	                 t->reply.file_size);
	return text;
}

/* The pages are the same when nothing is left in these tables: nothing but the copies is asked for
 * them.  After site_commit(); NULL ends both lists. */
static inline void site_asks_copies_alone(struct test_web *t, const char *const *pages,
                                          const char *const *tables)
{
	enum { MOST = 10 };
	struct context *cx = t->cx;
	const char *before[MOST];
	size_t n = 0;

	for (; pages[n]; n++) {
		assert_true(n < MOST);
		before[n] = site_fetch(t, NULL, pages[n], 200);
	}
	site_again(t);
	for (; *tables; tables++)
		test_ok(cx,
		        db_run_values(cx, MADE_SQL(arena_fmt(cx->mem, "DELETE FROM %s", *tables)),
		                      NULL, NULL, 0));
	site_commit(t);
	while (n--)
		assert_string_equal(site_fetch(t, NULL, pages[n], 200), before[n]);
}

/* One number; `record` is $1, where it is not 0. */
static inline int64_t site_number(struct context *cx, const char *sql, int64_t record)
{
	struct value v = value_int(record);
	int64_t n = 0;
	bool found;

	test_ok(cx, db_int_values(cx, MADE_SQL(sql), &n, &found, &v, record != 0));
	return found ? n : 0;
}

static inline int64_t site_sample(struct context *cx, const char *document, const char *locator)
{
	const char *sql =
	        arena_fmt(cx->mem,
	                  "SELECT r.id FROM recommendation r JOIN document d ON d.id = r.document"
	                  " WHERE d.symbol = '%s' AND r.locator = '%s'",
	                  document, locator);
	int64_t id = site_number(cx, sql, 0);

	assert_true(id != 0);
	return id;
}

/* A published one, and its request. */
static inline int64_t site_published(struct context *cx, int64_t *ret_request)
{
	*ret_request = site_number(
	        cx, "SELECT min(id) FROM publication_request WHERE state = 'published'", 0);
	assert_true(*ret_request != 0);
	return site_number(cx, "SELECT subject FROM publication_request WHERE id = $1",
	                   *ret_request);
}

static inline struct recommendation *site_record(struct context *cx, int64_t id)
{
	struct recommendation *r = record_get_any(cx, T, id);

	test_ok(cx, r != NULL);
	return r;
}

static inline const struct publication_request *site_request(struct context *cx, int64_t id)
{
	const struct publication_request *r = record_get_any(cx, Q, id);

	test_ok(cx, r != NULL);
	return r;
}

static inline const char *site_state(struct context *cx, int64_t request)
{
	return choice_at(Q->states, site_request(cx, request)->record.state)->code;
}

static inline int64_t site_copies(struct context *cx, int64_t record)
{
	return site_number(
	        cx,
	        "SELECT count(*) FROM publication WHERE type = 'recommendation' AND record = $1",
	        record);
}

/* What the copy holds. */
static inline const char *site_body(struct context *cx, int64_t record)
{
	struct rows *r =
	        db_query(cx, MADE_SQL("SELECT body FROM publication WHERE record = $1"), V(record));
	const char *body;

	assert_true(r && rows_next(cx, r));
	body = arena_str(cx->mem, rows_text(r, 0));
	rows_close(r);
	return body;
}

static inline void site_classify(struct context *cx, int64_t id, int classification)
{
	struct recommendation *r = site_record(cx, id);

	site_as(cx, "sec");
	cx->reason = "as the test wants it";
	r->record.classification = classification;
	test_ok(cx, record_save(cx, T, r));
	site_as(cx, "console");
}

static inline void site_step(struct context *cx, const char *login, struct recommendation *r,
                             const char *step)
{
	site_as(cx, login);
	cx->reason = "as the test wants it";
	test_ok(cx, record_step(cx, T, r, step_named(T, step)));
	site_as(cx, "console");
}

#endif
