/* Erasure: two people, a reason, nothing left of the data, and a chain that still holds. */
#include "record/attachment.h"
#include "record/change.h"
#include "record/trust_test.h"
#include "record/verify.h"
#include "store/attachment.h"

enum { SECRETARY = 31, CHAIR = 32 };

static const struct actor secretary = { .user = SECRETARY, .role = ROLE_SEC };
static const struct actor chair = { .user = CHAIR, .role = ROLE_CH };
static const struct actor console = { .console = true };

/* A record whose note, title and file name somebody; sealed. */
static struct trial *somebody(struct world *w)
{
	struct trial *r;
	int64_t sealed;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	r = world_trial(w, "R-1");
	r->note = "Ogulnabat";
	world_save(w, r, CHANGE_UPDATE);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) && settings_refresh(w->cx));
	r->file = attachment_store(w->cx, "passport of Ogulnabat.txt", "Ogulnabat", 9);
	w->cx->reason = "as Ogulnabat asked";
	test_ok(w->cx, record_save_as(w->cx, &trial_type, r, CHANGE_UPDATE) &&
	                       db_run_values(w->cx,
	                                     MADE_SQL("INSERT INTO publication (type, record, "
	                                              "version, body, at, who) VALUES ('trial', "
	                                              "$1, 1, '{}', 0, 0)"),
	                                     NULL, VALUES_(V(r->record.id))) &&
	                       db_commit(w->cx) && seal_run(w->cx, 0, &sealed));
	w->cx->reason = NULL;
	return r;
}

static bool request(struct world *w, int64_t id, const char *names, int64_t *ret)
{
	bool ok;

	w->cx->actor = &secretary;
	ok = db_begin(w->cx, w->app.store, DB_WRITE) &&
	     erase_request(w->cx, &trial_type, id, names, "She asked for it.", ret) &&
	     db_commit(w->cx);
	db_rollback(w->cx);
	w->cx->actor = NULL;
	return ok;
}

static bool take_step(struct world *w, const struct actor *who, int64_t id, const char *step)
{
	bool ok;

	w->cx->actor = who;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));

	struct erasure_request *r = record_get(w->cx, &erasure_request_type, id);

	ok = r &&
	     record_step(w->cx, &erasure_request_type, r,
	                 step_named(&erasure_request_type, step)) &&
	     db_commit(w->cx);
	db_rollback(w->cx);
	w->cx->actor = NULL;
	return ok;
}

static bool execute(struct world *w, const struct actor *who, int64_t id, const char *reason)
{
	bool ok;

	w->cx->actor = who;
	w->cx->reason = reason;
	ok = db_begin(w->cx, w->app.store, DB_WRITE) && erase_execute(w->cx, id) &&
	     db_commit(w->cx);
	db_rollback(w->cx);
	w->cx->actor = NULL;
	w->cx->reason = NULL;
	return ok;
}

static void fits(struct world *w, int64_t erased)
{
	struct verify_result result;
	struct buffer text = BUFFER(w->cx->mem, MAX_ANSWER);

	test_ok(w->cx, verify_run(w->cx, NULL, &result));
	if (verify_report(w->cx, &result, &text))
		fail_msg("%s\n", buffer_str(&text));
	assert_int_equal(result.erased, erased);
}

static int64_t count_of(struct world *w, const char *what)
{
	return world_number(w, arena_fmt(w->cx->mem, "SELECT count(*) FROM %s", what));
}

static void what_is_erased_is_gone(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	int64_t id, name;

	test_ok(w->cx, request(w, r->record.id, "note title file #reason", &id));
	test_ok(w->cx, take_step(w, &chair, id, "approve"));
	fits(w, 0);
	test_ok(w->cx, execute(w, &console, id, "by order of the chair"));
	name = count_of(
	        w, "change_value WHERE value LIKE '%Ogulnabat%' OR value LIKE '%Title of R-1%'");
	assert_int_equal(name, 0);
	assert_int_equal(count_of(w, "trial WHERE note IS NOT NULL OR file IS NOT NULL"), 0);
	assert_int_equal(count_of(w, "text"), 0);
	assert_int_equal(count_of(w, "attachment"), 0);
	assert_int_equal(count_of(w, "publication"), 0);
	/* what was not named stays */
	assert_int_equal(
	        count_of(w,
	                 "trial WHERE code = 'R-1' AND secret = 'a secret' AND due = '2026-06-30'"),
	        1);
	assert_int_equal(
	        count_of(w, "change_value WHERE name = 'secret' AND value = '\"a secret\"'"), 1);
	/* and so does why */
	assert_int_equal(
	        count_of(w,
	                 "change_value WHERE name = '#reason' AND value = 'by order of the chair'"),
	        3);
	/* note twice, title in two languages, file, reason of the change and of hanging the file */
	fits(w, 7);
	/* a record that was emptied can be filled again */
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	r = record_get_any(w->cx, &trial_type, r->record.id);
	test_ok(w->cx, r && db_commit(w->cx));
	r->note = "A person";
	world_save(w, r, CHANGE_UPDATE);
	fits(w, 7);
}

static void one_language_is_erased(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	int64_t id;

	test_ok(w->cx, request(w, r->record.id, "title.en", &id));
	test_ok(w->cx, take_step(w, &chair, id, "approve"));
	test_ok(w->cx, execute(w, &secretary, id, "by order"));
	assert_int_equal(count_of(w, "text WHERE lang = 'ru'"), 1);
	assert_int_equal(count_of(w, "text WHERE lang = 'en'"), 0);
	assert_int_equal(count_of(w, "change_value WHERE name = 'title.ru' AND salt IS NULL"), 0);
	fits(w, 1);
}

/* A field that every record must have can be personal data, too. */
static void a_required_field_is_erased(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	int64_t id;

	test_ok(w->cx, request(w, r->record.id, "code", &id));
	test_ok(w->cx, take_step(w, &chair, id, "approve"));
	test_ok(w->cx, execute(w, &console, id, "by order"));
	assert_int_equal(count_of(w, "trial WHERE code IS NULL"), 1);
	fits(w, 1);
}

static void two_rights_are_needed(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	int64_t id;

	test_ok(w->cx, request(w, r->record.id, "note", &id));
	test_fails(w->cx, execute(w, &console, id, "in a hurry"), ERR_CONFLICT);
	test_fails(w->cx, take_step(w, &secretary, id, "approve"), ERR_FORBIDDEN);
	test_ok(w->cx, take_step(w, &chair, id, "approve"));
	test_fails(w->cx, execute(w, &console, id, NULL), ERR_INVALID);
	test_fails(w->cx, execute(w, NULL, id, "unknown"), ERR_FORBIDDEN);
	assert_int_equal(count_of(w, "change_value WHERE salt IS NULL"), 0);
	test_ok(w->cx, execute(w, &console, id, "by order"));
	test_fails(w->cx, execute(w, &console, id, "once more"), ERR_CONFLICT);
	fits(w, 2);
}

static void a_refused_request_is_not_executed(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	int64_t id;

	test_ok(w->cx, request(w, r->record.id, "note", &id));
	test_fails(w->cx, take_step(w, &chair, id, "refuse"), ERR_INVALID); /* without a reason */
	w->cx->reason = "It is evidence.";
	test_ok(w->cx, take_step(w, &chair, id, "refuse"));
	w->cx->reason = NULL;
	test_fails(w->cx, execute(w, &console, id, "all the same"), ERR_CONFLICT);
	assert_int_equal(count_of(w, "trial WHERE note = 'Ogulnabat'"), 1);
}

static void some_names_cannot_be_erased(void **state)
{
	static const char *const wrong[] = { "",        " ",     "nothing", "classification",
		                             "readers", "state", "note.ru", "note version" };
	struct world *w = *state;
	struct trial *r = somebody(w);
	int64_t id;

	for (size_t i = 0; i < LEN(wrong); i++)
		test_fails(w->cx, request(w, r->record.id, wrong[i], &id), ERR_INVALID);
	test_fails(w->cx, request(w, 17, "note", &id), ERR_NOT_FOUND);
}

/* ---- what stands beside the record */

SQL(test_draft, "INSERT INTO draft (account, form, record, bytes, at) VALUES ($1, $2, $3, $4, 0)");
SQL(test_result, "INSERT INTO attachment (id, type, record, name, media_type, size, hash, at, who)"
                 " VALUES ($1, '', $1, 'trials.csv', 'text/csv', 9, '', 0, 33)");
SQL(test_job, "INSERT INTO job (id, kind, args, state, done, total, result, account, membership,"
              " on_behalf, lang, cancel, tries, lease, lease_until, made_at)"
              " VALUES ($1, 'export', '{}', $2, 0, 0, $3, 33, 0, 0, 'en', 0, 0, 0, 0, 0)");

static void put_draft(struct context *cx, int64_t account, int64_t record, int64_t file)
{
	const char *bytes =
	        arena_fmt(cx->mem, "_version=3&note=Ogulnabat&file=%lld", (long long)file);

	test_ok(cx, db_run(cx, &test_draft, V(account), V("trial"), V(record),
	                   value_bytes(bytes, strlen(bytes))));
}

/* Of two files that the secretary chose, one for this record; of two exports, one that is being
 * made. */
static void put_beside(struct world *w, const struct trial *r)
{
	struct context *cx = w->cx;
	int64_t mine, other;

	cx->actor = &secretary;
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	mine = attachment_store(cx, "mine.txt", "Ogulnabat", 9);
	other = attachment_store(cx, "other.txt", "Somebody", 8);
	put_draft(cx, SECRETARY, r->record.id, mine);
	put_draft(cx, SECRETARY, 0, other);
	put_draft(cx, CHAIR, r->record.id, 0);
	test_ok(cx,
	        attachment_put(cx, 901, 0, "Ogulnabat", 9) && db_run(cx, &test_result, V(901)) &&
	                db_run(cx, &test_job, V(901), V("done"), V(901)) &&
	                db_run(cx, &test_job, V(902), V("running"), value_null()) && db_commit(cx));
	cx->actor = NULL;
}

static void what_is_beside_it_goes_too(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	struct erase_beside beside;
	int64_t id;

	put_beside(w, r);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       erase_beside(w->cx, &trial_type, r->record.id, &beside) &&
	                       db_commit(w->cx));
	assert_int_equal(beside.drafts, 2);
	assert_true(beside.published);
	test_ok(w->cx, request(w, r->record.id, "note file #reason", &id));
	/* trying it undid it */
	assert_int_equal(count_of(w, "draft"), 3);
	assert_int_equal(count_of(w, "attachment"), 4);
	test_ok(w->cx, take_step(w, &chair, id, "approve"));
	test_ok(w->cx, execute(w, &console, id, "by order"));
	assert_int_equal(count_of(w, "draft WHERE record = 0"), 1);
	assert_int_equal(count_of(w, "draft"), 1);
	assert_int_equal(count_of(w, "attachment WHERE name = 'other.txt'"), 1);
	assert_int_equal(count_of(w, "attachment"), 1);
	assert_int_equal(count_of(w, "attachment_chunk"), 1);
	assert_int_equal(count_of(w, "job WHERE result IS NOT NULL"), 0);
	assert_int_equal(count_of(w, "job WHERE state = 'running' AND cancel = 1"), 1);
}

/* ---- the parts */

static size_t parts_of(struct world *w, const struct actor *who, int64_t id, const char *names,
                       struct erase_part **ret)
{
	size_t n = 0;

	w->cx->actor = who;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));

	void *row = record_get(w->cx, &trial_type, id);

	test_ok(w->cx,
	        row && erase_parts(w->cx, &trial_type, row, names, ret, &n) && db_commit(w->cx));
	w->cx->actor = NULL;
	return n;
}

static const struct erase_part *part_named(const struct erase_part *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return &v[i];
	return NULL;
}

static void the_parts_tell_what_there_is(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	struct erase_part *v;
	size_t n;

	n = parts_of(w, &secretary, r->record.id, NULL, &v);
	assert_int_equal(part_named(v, n, "note")->values, 2);
	assert_true(part_named(v, n, "note")->now);
	assert_int_equal(part_named(v, n, "title.ru")->values, 1);
	assert_string_equal(part_named(v, n, "title.ru")->lang, "ru");
	assert_null(part_named(v, n, "#reason")->field);
	assert_null(part_named(v, n, "classification"));
	assert_null(part_named(v, n, "state"));
	/* of a request: all languages of a text, and what never was there */
	n = parts_of(w, &secretary, r->record.id, "title lead", &v);
	assert_int_equal(n, 4);
	assert_int_equal(part_named(v, n, "lead")->values, 0);
	assert_false(part_named(v, n, "lead")->now);
}

/* The secret has a reader class: who is not named does not learn that there is one, and may not
 * have it erased. */
static void only_what_is_seen_is_offered(void **state)
{
	static int64_t named = SECRETARY;
	struct world *w = *state;
	struct trial *r = world_trial(w, "R-2");
	struct erase_part *v;
	int64_t id;
	size_t n;

	n = parts_of(w, &secretary, r->record.id, NULL, &v);
	assert_null(part_named(v, n, "secret"));
	test_fails(w->cx, request(w, r->record.id, "note secret", &id), ERR_INVALID);
	r->record.readers = (struct refs){ &named, 1 };
	w->cx->actor = &secretary;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       erase_parts(w->cx, &trial_type, r, NULL, &v, &n) &&
	                       db_commit(w->cx));
	w->cx->actor = NULL;
	assert_string_equal(v[0].name, "secret"); /* personal data stands first */
}

/* A page that was opened before the erasure learns what it must not bring back. */
static void what_was_erased_since(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	int64_t id, before = r->record.version;

	test_ok(w->cx, request(w, r->record.id, "note title.en", &id));
	test_ok(w->cx, take_step(w, &chair, id, "approve"));
	test_ok(w->cx, execute(w, &console, id, "by order"));
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	assert_string_equal(erased_since(w->cx, r->record.id, before), "note title.en");
	assert_string_equal(erased_since(w->cx, r->record.id, 1), "note title.en");
	assert_string_equal(erased_since(w->cx, r->record.id + 1, 1), "");
	r = record_get_any(w->cx, &trial_type, r->record.id);
	test_ok(w->cx, r && db_commit(w->cx));
	r->code = "R-9";
	world_save(w, r, CHANGE_UPDATE);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	assert_string_equal(erased_since(w->cx, r->record.id, r->record.version), "");
	test_ok(w->cx, db_commit(w->cx));
}

/* ---- the bytes */

static bool bytes_hold(struct world *w, const char *end, const char *word)
{
	const char *path = arena_fmt(w->cx->mem, "%s/test.db%s", w->folder, end);
	FILE *f = fopen(path, "rb");
	char *bytes;
	long size;

	if (!f)
		return false;
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	size = ftell(f);
	rewind(f);
	bytes = arena_alloc(w->cx->mem, (size_t)size + 1);
	assert_int_equal(fread(bytes, 1, (size_t)size, f), (size_t)size);
	fclose(f);
	return memmem(bytes, (size_t)size, word, strlen(word)) != NULL;
}

static bool files_hold(struct world *w, const char *word)
{
	return bytes_hold(w, "", word) || bytes_hold(w, "-wal", word) ||
	       bytes_hold(w, "-shm", word);
}

static bool log_cleaned(struct world *w, int64_t request, int64_t *ret)
{
	return db_begin(w->cx, w->app.store, DB_WRITE) && erase_cleaned(w->cx, request) &&
	       erase_cleaned_at(w->cx, request, ret) && db_commit(w->cx);
}

/* Beside forty others, whose pages were split and joined; PostgreSQL's files are searched by
 * store/clean_test.c. */
static void no_byte_is_left(void **state)
{
	struct world *w = *state;
	struct trial *r = somebody(w);
	int64_t id, at = 0;

	for (int i = 0; i < 40; i++)
		world_trial(w, arena_fmt(w->cx->mem, "S-%d", i));
	put_beside(w, r);
	test_ok(w->cx, request(w, r->record.id, "note title file #reason", &id));
	test_ok(w->cx, take_step(w, &chair, id, "approve"));
	assert_true(!store_path(w->app.store) || files_hold(w, "Ogulnabat"));
	world_sql(w, "DELETE FROM draft WHERE record = 0"); /* not of the record */
	test_ok(w->cx, execute(w, &console, id, "by order"));
	test_ok(w->cx, store_clean(w->cx, w->app.store));
	test_ok(w->cx, log_cleaned(w, id, &at));
	assert_true(at > 0);
	assert_false(files_hold(w, "Ogulnabat"));
	assert_false(files_hold(w, "ogulnabat")); /* folded */
	assert_false(files_hold(w, "Title of R-1"));
	fits(w, 7);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_erased_is_gone),
		cmocka_unit_test(one_language_is_erased),
		cmocka_unit_test(a_required_field_is_erased),
		cmocka_unit_test(two_rights_are_needed),
		cmocka_unit_test(a_refused_request_is_not_executed),
		cmocka_unit_test(some_names_cannot_be_erased),
		cmocka_unit_test(what_is_beside_it_goes_too),
		cmocka_unit_test(the_parts_tell_what_there_is),
		cmocka_unit_test(only_what_is_seen_is_offered),
		cmocka_unit_test(what_was_erased_since),
		cmocka_unit_test(no_byte_is_left),
	};

	return world_tests("erase", tests, LEN(tests));
}
