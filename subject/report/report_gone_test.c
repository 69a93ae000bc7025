/* What becomes of deadlines whose source is gone: taken back with its import, or erased.  All
 * documents are made up here. */
#include "subject/report/report.h"

#include "record/import.h"
#include "record/trust_test.h"
#include "record/verify.h"
#include "subject/institution/institution.h"
#include "subject/taxonomy/taxonomy.h"

static const struct type *const own_types[] = { &import_type, &erasure_request_type, NULL };
static const struct subject own_subject = { .name = "own", .types = own_types };
static const struct subject *const here[] = { &own_subject,
	                                      &institution_subject,
	                                      &taxonomy_subject,
	                                      &mechanism_subject,
	                                      &deadline_subject,
	                                      &report_subject,
	                                      NULL };
static const struct actor console = { .login = "console", .console = true };

/* 11 July 2025, 09:00 in Ashgabat: the day of the stories. */
#define NOW 1752206400000000

/* A document of which the answer is due, and one by which replies came. */
static const char file[] = "type,symbol,kind,title.en,title.original,submitted,stated_due\n"
                           "document,TRIAL-1,concluding_observations,Of Jane Roe,en,,2026-03-01\n"
                           "document,E/C.12/TKM/RQ/3,,A trial,en,2025-07-10,\n";

static struct world *begin(void **state)
{
	struct world *w = *state;
	struct context *cx = w->cx;

	w->app.subjects = here;
	cx->actor = &console;
	cx->lang = "en";
	cx->now = NOW;
	test_ok(cx, key_load(cx, w->key_path, true));
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx));
	for (size_t i = 0; here[i]; i++)
		test_ok(cx,
		        !here[i]->load_reference || here[i]->load_reference(cx, "turkmenistan"));
	test_ok(cx, db_commit(cx));
	return w;
}

static int64_t bring(struct world *w)
{
	struct import im = { .file = "made-up.csv" };

	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	for (size_t i = 0; i < im.problems_n; i++)
		fail_msg("row %lld: %s", (long long)im.problems[i].row, im.problems[i].message);
	w->cx->now = NOW;
	return im.id;
}

static struct import_undone undo(struct world *w, int64_t import)
{
	struct import_undone u = { .progress = NULL };
	struct context *cx = w->cx;

	cx->reason = "the wrong file";
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && import_undo(cx, import, &u) &&
	                    db_commit(cx));
	cx->reason = NULL;
	return u;
}

static int64_t count(struct world *w, const char *what)
{
	return world_number(w, arena_fmt(w->cx->mem, "SELECT count(*) FROM %s", what));
}

/* How many of the deadline of that name and state there are, of sources that are there. */
static int64_t due(struct world *w, const char *type, const char *key, const char *code,
                   const char *name, const char *state)
{
	return count(w, arena_fmt(w->cx->mem,
	                          "deadline d JOIN %s s ON s.id = d.source WHERE"
	                          " d.source_type = '%s' AND s.%s = '%s' AND d.name = '%s'"
	                          " AND d.state = '%s'",
	                          type, type, key, code, name, state));
}

static int64_t answers(struct world *w, const char *state)
{
	return due(w, "document", "symbol", "TRIAL-1", "answer", state);
}

static int64_t replies(struct world *w, const char *state)
{
	return due(w, "review_cycle", "code", "CESCR-3", "replies", state);
}

static void fits(struct world *w)
{
	struct buffer text = BUFFER(w->cx->mem, MAX_ANSWER);
	struct verify_result result;

	test_ok(w->cx, verify_run(w->cx, NULL, &result));
	if (verify_report(w->cx, &result, &text))
		fail_msg("%s\n", buffer_str(&text));
}

static int64_t answer_of(struct world *w)
{
	return world_number(w, "SELECT id FROM deadline WHERE name = 'answer' AND source ="
	                       " (SELECT id FROM document WHERE symbol = 'TRIAL-1')");
}

static void take(struct world *w, const char *step)
{
	struct context *cx = w->cx;
	int64_t id = answer_of(w);
	struct deadline *d;

	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	d = record_get_any(cx, &deadline_type, id);
	d->done = date_day(2025, 7, 10);
	test_ok(cx, record_step(cx, &deadline_type, d, step_named(&deadline_type, step)) &&
	                    db_commit(cx));
}

static void it_goes_with_its_source(void **state)
{
	struct world *w = begin(state);
	int64_t before = count(w, "deadline"), import = bring(w);
	struct import_undone u;

	assert_int_equal(answers(w, "open"), 1);
	assert_int_equal(replies(w, "met"), 1);
	u = undo(w, import);
	for (size_t i = 0; i < u.kept_n; i++)
		fail_msg("%lld: %s", (long long)u.kept[i].id, u.kept[i].reason);
	assert_int_equal(u.undone, 2);
	assert_int_equal(count(w, "deadline"), before); /* none is left without its source */
	assert_int_equal(replies(w, "open"), 1);        /* they have not come */
	fits(w);
}

static void whoever_worked_on_it_keeps_its_source(void **state)
{
	struct world *w = begin(state);
	int64_t import = bring(w);
	struct import_undone u;

	take(w, "meet");
	u = undo(w, import);
	assert_int_equal(u.undone, 1);
	assert_int_equal(u.kept_n, 1);
	assert_string_equal(u.kept[0].reason, "Another record refers to it (Deadline).");
	assert_int_equal(answers(w, "met"), 1);
	fits(w);
}

/* A plan was made for the deadline. */
static void whoever_refers_to_it_keeps_its_source(void **state)
{
	struct world *w = begin(state);
	int64_t import = bring(w);
	struct context *cx = w->cx;
	int64_t answer = answer_of(w);
	struct report_project *p;
	struct import_undone u;

	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	p = record_new(cx, &report_project_type);
	p->title.v = arena_new_of(cx->mem, struct text);
	p->title.v[0] = (struct text){ .lang = "en", .body = "A trial", .original = true };
	p->title.n = 1;
	p->kind = 2;
	p->due = date_day(2026, 3, 1);
	p->deadline = answer;
	test_ok(cx, record_save_as(cx, &report_project_type, p, CHANGE_CREATE) && db_commit(cx));
	u = undo(w, import);
	assert_int_equal(u.kept_n, 1);
	assert_int_equal(answers(w, "open"), 1);
	fits(w);
}

/* ---- erased */

static void erase_of(struct world *w, const char *symbol, const char *names)
{
	struct context *cx = w->cx;
	struct erasure_request *r;
	int64_t id = 0, document = world_number(w, arena_fmt(cx->mem,
	                                                     "SELECT id FROM document WHERE"
	                                                     " symbol = '%s'",
	                                                     symbol));

	cx->actor = &(const struct actor){
		.login = "sec", .user = 9, .membership = 10, .role = ROLE_SEC
	};
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) &&
	                    erase_request(cx, &document_type, document, names, "asked", &id) &&
	                    db_commit(cx));
	cx->actor = &(
	        const struct actor){ .login = "ch", .user = 11, .membership = 12, .role = ROLE_CH };
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	r = record_get(cx, &erasure_request_type, id);
	test_ok(cx, r &&
	                    record_step(cx, &erasure_request_type, r,
	                                step_named(&erasure_request_type, "approve")) &&
	                    db_commit(cx));
	cx->reason = "approved";
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && erase_execute(cx, id) && db_commit(cx));
	cx->reason = NULL;
	cx->actor = &console;
}

static void erase(struct world *w, const char *names)
{
	erase_of(w, "TRIAL-1", names);
}

/* The symbol stands in the deadline's title. */
static void nothing_of_it_is_left(struct world *w)
{
	static const char *const left[] = {
		"text WHERE body LIKE '%TRIAL-1%'",
		"change_value v JOIN change c ON c.id = v.change WHERE c.type = 'deadline'"
		" AND v.value LIKE '%TRIAL-1%'",
	};

	for (size_t i = 0; i < LEN(left); i++)
		assert_int_equal(count(w, left[i]), 0);
}

static void what_was_erased_is_in_no_title(void **state)
{
	struct world *w = begin(state);

	bring(w);
	assert_int_not_equal(count(w, "text WHERE body LIKE '%TRIAL-1%'"), 0);
	erase(w, "symbol");
	nothing_of_it_is_left(w);
	assert_int_equal(count(w, "deadline WHERE name = 'answer' AND state = 'open'"), 1);
	fits(w);
}

static void nor_in_that_of_one_that_was_met(void **state)
{
	struct world *w = begin(state);

	bring(w);
	take(w, "meet");
	erase(w, "symbol");
	nothing_of_it_is_left(w);
	assert_int_equal(count(w, "deadline WHERE name = 'answer' AND state = 'met'"), 1);
	fits(w);
}

/* What was stated was taken back, then erased: the deadline is no longer due, and says it no more
 * than its log does. */
static void no_date_that_was_erased_stays(void **state)
{
	static const char *const left[] = {
		"deadline WHERE basis LIKE '%2026-03-01%' OR due LIKE '2026-03-01%'",
		"change_value v JOIN change c ON c.id = v.change WHERE c.type = 'deadline'"
		" AND v.value LIKE '%2026-03-01%'",
	};
	struct world *w = begin(state);
	struct context *cx = w->cx;
	struct document *d;

	bring(w);
	for (size_t i = 0; i < LEN(left); i++)
		assert_int_not_equal(count(w, left[i]), 0);
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	d = record_get_any(cx, &document_type, record_id_by_key(cx, &document_type, "TRIAL-1"));
	d->stated_due = (struct date){ 0 };
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_UPDATE) && db_commit(cx));
	assert_int_equal(answers(w, "dropped"), 1);
	for (size_t i = 0; i < LEN(left); i++)
		assert_int_not_equal(count(w, left[i]), 0);
	erase(w, "stated_due");
	for (size_t i = 0; i < LEN(left); i++)
		assert_int_equal(count(w, left[i]), 0);
	assert_int_equal(count(w, "deadline WHERE name = 'answer' AND state = 'dropped'"
	                          " AND basis = 'DL-02' AND rule = 'DL-02'"),
	                 1);
	fits(w);
}

/* It was met: that stays, and what it was counted from does not; so it cannot be opened again. */
static void nor_in_one_that_was_met(void **state)
{
	struct world *w = begin(state);
	struct context *cx = w->cx;
	int64_t id;

	bring(w);
	take(w, "meet");
	id = answer_of(w);
	erase(w, "stated_due");
	assert_int_equal(count(w, "deadline WHERE basis LIKE '%2026%' OR due LIKE '2026%'"
	                          " AND name = 'answer'"),
	                 0);
	assert_int_equal(count(w, "deadline WHERE name = 'answer' AND state = 'met'"
	                          " AND done LIKE '2025-07-10%'"),
	                 1);
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	cx->reason = "a mistake";
	test_fails(cx,
	           record_step(cx, &deadline_type, record_get_any(cx, &deadline_type, id),
	                       step_named(&deadline_type, "reopen")),
	           ERR_CONFLICT);
	cx->reason = NULL;
	db_rollback(cx);
	fits(w);
}

/* The day on which something came, and the date that a document of a review states. */
static void nor_in_those_of_a_review(void **state)
{
	static const char *const left[] = {
		"deadline WHERE done LIKE '2025-07-10%' OR source_done LIKE '2025-07-10%'",
		"change_value v JOIN change c ON c.id = v.change WHERE c.type = 'deadline'"
		" AND v.value LIKE '%2025-07-10%'",
	};
	struct world *w = begin(state);

	bring(w);
	assert_int_equal(replies(w, "met"), 1);
	erase_of(w, "E/C.12/TKM/RQ/3", "submitted");
	for (size_t i = 0; i < LEN(left); i++)
		assert_int_equal(count(w, left[i]), 0);
	assert_int_equal(replies(w, "met"), 0);
	erase_of(w, "E/C.12/TKM/Q/3", "stated_due versions");
	assert_int_equal(count(w, "change_value v JOIN change c ON c.id = v.change WHERE"
	                          " c.type = 'deadline' AND v.value LIKE '%2025-10-30%'"),
	                 0);
	assert_int_equal(count(w, "deadline WHERE basis LIKE '%2025-10-30%'"), 0);
	fits(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_goes_with_its_source),
		cmocka_unit_test(whoever_worked_on_it_keeps_its_source),
		cmocka_unit_test(whoever_refers_to_it_keeps_its_source),
		cmocka_unit_test(what_was_erased_is_in_no_title),
		cmocka_unit_test(nor_in_that_of_one_that_was_met),
		cmocka_unit_test(no_date_that_was_erased_stays),
		cmocka_unit_test(nor_in_one_that_was_met),
		cmocka_unit_test(nor_in_those_of_a_review),
	};

	return world_tests("report_gone", tests, LEN(tests));
}
