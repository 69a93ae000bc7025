/* Erasure: two people, a reason, nothing left of the data, and a chain that still holds. */
#include "record/attachment.h"
#include "record/change.h"
#include "record/trust_test.h"
#include "record/verify.h"

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_erased_is_gone),
		cmocka_unit_test(one_language_is_erased),
		cmocka_unit_test(a_required_field_is_erased),
		cmocka_unit_test(two_rights_are_needed),
		cmocka_unit_test(a_refused_request_is_not_executed),
		cmocka_unit_test(some_names_cannot_be_erased),
	};

	return world_tests("erase", tests, LEN(tests));
}
