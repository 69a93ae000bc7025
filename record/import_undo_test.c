/* Imports that are taken back, all files made up here: what nobody has worked on is as it was
 * before, the rest is kept with a reason, and the log holds in every case. */
#include "record/import.h"

#include "record/trust_test.h"
#include "record/verify.h"

static const struct type *const here_types[] = { &trial_type, &import_type, NULL };
static const struct subject here_subject = { .name = "trial", .types = here_types };
static const struct subject *const here[] = { &here_subject, NULL };
static const struct actor console = { .login = "console", .console = true };
static const struct actor officer = {
	.login = "sec", .user = 9, .membership = 10, .role = ROLE_SEC
};
static const struct actor colleague = {
	.login = "other", .user = 11, .membership = 12, .role = ROLE_SEC
};

static struct world *begin(void **state)
{
	struct world *w = *state;

	w->app.subjects = here;
	w->cx->actor = &console;
	for (int64_t user = 9; user < 30; user++)
		world_sql(w, arena_fmt(w->cx->mem,
		                       "INSERT INTO account (id, version, classification,"
		                       " created_at, created_by, updated_at, updated_by, parts,"
		                       " login, active) VALUES (%lld, 1, 'internal', 0, 0, 0, 0, 0,"
		                       " 'user %lld', 1)",
		                       (long long)user, (long long)user));
	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	return w;
}

static int64_t bring(struct world *w, const char *bytes)
{
	struct import im = { .file = "made-up.csv" };

	test_ok(w->cx, import_run(w->cx, &im, bytes, strlen(bytes)));
	assert_int_equal(im.problems_n, 0);
	return im.id;
}

/* In a transaction of its own; false: refused, nothing changed. */
static bool undo(struct world *w, int64_t import, struct import_undone *ret)
{
	struct context *cx = w->cx;
	bool ok;

	cx->now = instant_now();
	cx->reason = "the wrong file";
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	ok = import_undo(cx, import, ret);
	cx->reason = NULL;
	if (!ok) {
		db_rollback(cx);
		return false;
	}
	test_ok(cx, db_commit(cx));
	return true;
}

static struct import_undone undone(struct world *w, int64_t import, int64_t n, size_t kept)
{
	struct import_undone u = { .progress = NULL };

	test_ok(w->cx, undo(w, import, &u));
	for (size_t i = 0; u.kept_n != kept && i < u.kept_n; i++)
		print_message("%lld: %s\n", (long long)u.kept[i].id, u.kept[i].reason);
	assert_int_equal(u.kept_n, kept);
	assert_int_equal(u.undone, n);
	assert_true(u.import == import);
	return u;
}

static void fits(struct world *w)
{
	struct buffer text = BUFFER(w->cx->mem, MAX_ANSWER);
	struct verify_result result;

	test_ok(w->cx, verify_run(w->cx, NULL, &result));
	if (verify_report(w->cx, &result, &text))
		fail_msg("%s\n", buffer_str(&text));
}

static struct trial *stored(struct world *w, const char *code)
{
	struct trial *t;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	t = record_by_key(w->cx, &trial_type, code);
	test_ok(w->cx, db_commit(w->cx));
	return t;
}

static const struct text *in_language(const struct trial *t, const char *lang)
{
	for (size_t i = 0; i < t->title.n; i++)
		if (str_eq(t->title.v[i].lang, lang))
			return &t->title.v[i];
	return NULL;
}

static void set_note(struct world *w, const char *code, const char *note)
{
	struct trial *t = stored(w, code);

	t->note = note;
	world_save(w, t, CHANGE_UPDATE);
}

static const char *why(const struct import_undone *u, const struct trial *t)
{
	for (size_t i = 0; i < u->kept_n; i++)
		if (u->kept[i].id == t->record.id) {
			assert_ptr_equal(u->kept[i].type, &trial_type);
			return u->kept[i].reason;
		}
	fail_msg("%s was not kept", t->code);
	return NULL;
}

static struct import_record *import_of(struct world *w, int64_t id)
{
	struct import_record *r;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	r = record_get(w->cx, &import_type, id);
	test_ok(w->cx, r && db_commit(w->cx));
	return r;
}

/* ---- what it made */

static const char two[] = "code,title.tk,title.en,title.original,note\n"
                          "A,Bir,One,en,first\n"
                          "B,Iki,Two,tk,\n";

static void what_it_made_is_taken_out(void **state)
{
	struct world *w = begin(state);
	struct trial *kept = world_trial(w, "K");
	int64_t import = bring(w, two), again;
	struct import_record *r;

	undone(w, import, 2, 0);
	assert_null(stored(w, "A"));
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 1);
	assert_int_equal(world_number(w, "SELECT count(*) FROM text"), (int64_t)kept->title.n);
	assert_int_equal(world_number(w, "SELECT count(*) FROM imported"), 0);
	r = import_of(w, import);
	assert_true(type_state_in(&import_type, r->record.state, "undone"));
	assert_string_equal(r->undone_why, "the wrong file");
	assert_true(r->undone_at.us == w->cx->now);
	assert_int_equal(r->rows_undone.units, 2);
	fits(w);
	again = bring(w, two);
	assert_int_equal(import_of(w, again)->rows_new.units, 2);
	assert_string_equal(stored(w, "A")->note, "first");
	fits(w);
}

static void it_is_taken_back_once_and_with_a_reason(void **state)
{
	struct world *w = begin(state);
	int64_t import = bring(w, two);
	struct import_undone u = { .undone = 0 };

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	test_fails(w->cx, import_undo(w->cx, import, &u), ERR_INVALID);
	db_rollback(w->cx);
	test_fails(w->cx, undo(w, 12345, &u), ERR_NOT_FOUND);
	undone(w, import, 2, 0);
	test_fails(w->cx, undo(w, import, &u), ERR_CONFLICT);
	fits(w);
}

static void its_past_can_still_be_read(void **state)
{
	struct world *w = begin(state);
	struct context *cx = w->cx;
	int64_t import = bring(w, two), id = stored(w, "A")->record.id, before = cx->now;
	struct change *v;
	struct trial *t;
	size_t n;

	undone(w, import, 2, 0);
	test_ok(cx, db_begin(cx, w->app.store, DB_READ));
	test_fails(cx, record_get(cx, &trial_type, id) != NULL, ERR_NOT_FOUND);
	test_ok(cx, record_history(cx, &trial_type, id, 0, 10, &v, &n));
	assert_int_equal(n, 2);
	assert_true(v[0].kind == CHANGE_REMOVE && v[0].version == 2);
	assert_string_equal(v[0].reason, "made-up.csv: the wrong file");
	assert_string_equal(image_value(&v[1].after, "note"), "\"first\"");
	t = record_as_of(cx, &trial_type, id, before);
	test_ok(cx, t != NULL);
	assert_string_equal(in_language(t, "tk")->body, "Bir");
	test_fails(cx, record_as_of(cx, &trial_type, id, cx->now) != NULL, ERR_NOT_FOUND);
	t = record_get_past(cx, &trial_type, id);
	test_ok(cx, t && t->record.version == 1 && t->record.created_at == before);
	test_ok(cx, db_commit(cx));
}

/* Who could not read it while it was there does not read its past. */
static void a_restricted_past_stays_closed(void **state)
{
	struct world *w = begin(state);
	struct context *cx = w->cx;
	int64_t import, id;

	cx->actor = &officer;
	import = bring(w, "code,note,classification\nA,first,restricted\n");
	id = stored(w, "A")->record.id;
	undone(w, import, 1, 0);
	test_ok(cx, db_begin(cx, w->app.store, DB_READ));
	test_ok(cx, record_get_past(cx, &trial_type, id) != NULL);
	cx->actor = &colleague;
	test_fails(cx, record_get_past(cx, &trial_type, id) != NULL, ERR_NOT_FOUND);
	test_ok(cx, db_commit(cx));
}

static void a_record_that_came_back_is_a_fault(void **state)
{
	struct world *w = begin(state);
	int64_t import = bring(w, two), id = stored(w, "B")->record.id;
	struct verify_result result;

	undone(w, import, 2, 0);
	world_sql(w, arena_fmt(w->cx->mem,
	                       "INSERT INTO trial (id, version, state, classification, created_at,"
	                       " created_by, updated_at, updated_by, parts, code) VALUES"
	                       " (%lld, 1, 'entered', 'internal', 0, 0, 0, 0, 0, 'B')",
	                       (long long)id));
	test_ok(w->cx, verify_run(w->cx, NULL, &result));
	assert_int_equal(result.faults, 1);
	assert_true(result.v[0].kind == FAULT_RECORD && result.v[0].record == id);
}

/* ---- what it changed */

static void what_it_changed_is_as_before(void **state)
{
	struct world *w = begin(state);
	struct trial *t = world_trial(w, "A"), *now;
	enum change_kind kind = CHANGE_READ;
	int64_t import = bring(w, "code,title.en,note,due\nA,New title,new note,2027-01-01\n");

	assert_true(text_stale(&stored(w, "A")->title, in_language(stored(w, "A"), "ru")));
	undone(w, import, 1, 0);
	now = stored(w, "A");
	assert_string_equal(now->note, "a note");
	assert_string_equal(in_language(now, "en")->body, "Title of A");
	assert_false(text_stale(&now->title, in_language(now, "ru")));
	assert_true(date_compare(now->due, t->due) == 0);
	assert_int_equal(now->record.version, 3);
	assert_int_equal(world_number(w, "SELECT count(*) FROM imported"), 0);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       record_writer(w->cx, now->record.id, "note", &kind) &&
	                       db_commit(w->cx));
	assert_true(kind == CHANGE_CREATE); /* it is a person's word again */
	fits(w);
}

static void later_imports_first(void **state)
{
	struct world *w = begin(state);
	int64_t first = bring(w, two), second = bring(w, "code,note\nA,second\n");
	struct import_undone u = undone(w, first, 1, 1);

	assert_string_equal(why(&u, stored(w, "A")), "A later import has changed it.");
	assert_null(stored(w, "B"));
	undone(w, second, 1, 0);
	assert_string_equal(stored(w, "A")->note, "first");
	fits(w);
	first = bring(w, "code,note\nA,third\n");
	second = bring(w, "code,note\nA,fourth\n");
	undone(w, second, 1, 0);
	undone(w, first, 1, 0);
	assert_string_equal(stored(w, "A")->note, "first");
	fits(w);
}

/* ---- what is kept */

static const char seven[] = "code,note\nA,\nB,\nC,\nD,\nE,\nF,\nG,\n";

static void what_somebody_worked_on_is_kept(void **state)
{
	struct world *w = begin(state);
	int64_t import = bring(w, seven);
	struct trial *d = stored(w, "D"), *e = stored(w, "E"), *f = stored(w, "F");
	struct trial *other = world_trial(w, "Z");
	struct import_undone u;

	set_note(w, "A", "worked on");
	other->lead = stored(w, "B")->record.id;
	other->bodies = (struct refs){ (int64_t[]){ stored(w, "C")->record.id }, 1 };
	world_save(w, other, CHANGE_UPDATE);
	world_sql(w, arena_fmt(w->cx->mem,
	                       "INSERT INTO draft (account, form, record, bytes, at)"
	                       " VALUES (1, 'trial', %lld, '', 0)",
	                       (long long)d->record.id));
	world_sql(w, arena_fmt(w->cx->mem,
	                       "INSERT INTO publication (type, record, version, body, at, who)"
	                       " VALUES ('trial', %lld, 1, '{}', 0, 0)",
	                       (long long)e->record.id));
	world_sql(w, arena_fmt(w->cx->mem,
	                       "INSERT INTO attachment (id, type, record, name, media_type, size,"
	                       " hash, at, who) VALUES (5, 'trial', %lld, 'a', 'b', 0, '', 0, 0)",
	                       (long long)f->record.id));
	u = undone(w, import, 1, 6);
	assert_null(stored(w, "G"));
	assert_string_equal(why(&u, stored(w, "A")), "Somebody has changed it since.");
	assert_string_equal(why(&u, stored(w, "B")), "Another record refers to it (Trial).");
	assert_string_equal(why(&u, stored(w, "C")), "Another record refers to it.");
	assert_string_equal(why(&u, d), "Somebody has a form about it that is not saved yet.");
	assert_string_equal(why(&u, e), "It is on the public site.");
	assert_string_equal(why(&u, f), "A file hangs on it.");
	assert_int_equal(world_number(w, "SELECT count(*) FROM imported"), 6);
	assert_int_equal(import_of(w, import)->rows_kept.units, 6);
	assert_int_equal(import_of(w, import)->kept.n, 6);
}

static void what_was_approved_is_kept(void **state)
{
	struct world *w = begin(state);
	int64_t import = bring(w, "code,note\nA,first\nB,first\n");
	struct import_undone u;
	struct trial *b = stored(w, "B");

	b->record.state = type_state(&trial_type, "accepted");
	world_save(w, b, CHANGE_STEP);
	u = undone(w, import, 1, 1);
	assert_string_equal(why(&u, b), "A step was taken with it since.");
	fits(w);
}

static void personal_data_is_not_taken_out(void **state)
{
	struct world *w = begin(state);
	int64_t import = bring(w, "code,secret\nA,somebody\n");
	struct import_undone u = undone(w, import, 0, 1);

	assert_string_equal(why(&u, stored(w, "A")),
	                    "It holds personal data, which is erased on request.");
}

static void refer(struct world *w, const char *from, const char *to)
{
	struct trial *t = stored(w, from);
	char text[200];

	snprintf(text, sizeof text, "[{\"type\":\"trial\",\"code\":\"%s\",\"lead\":\"%lld\"}]",
	         from, (long long)stored(w, to)->record.id);
	assert_non_null(t);
	bring(w, text);
}

/* A and B refer to each other and go together; C is named by D, and D is kept. */
static void who_stays_keeps_what_he_names(void **state)
{
	struct world *w = begin(state);
	int64_t import = bring(w, "code,note\nA,\nB,\nC,\nD,\nE,\n");
	struct import_undone u;

	world_sql(w, "UPDATE trial SET lead = (SELECT id FROM trial WHERE code = 'B')"
	             " WHERE code = 'A'");
	world_sql(w, "UPDATE trial SET lead = (SELECT id FROM trial WHERE code = 'A')"
	             " WHERE code = 'B'");
	refer(w, "D", "C");
	world_sql(w, "UPDATE trial SET lead = (SELECT id FROM trial WHERE code = 'E')"
	             " WHERE code = 'C'");
	u = undone(w, import, 2, 3);
	assert_null(stored(w, "A"));
	assert_null(stored(w, "B"));
	assert_string_equal(why(&u, stored(w, "D")), "A later import has changed it.");
	assert_string_equal(why(&u, stored(w, "C")), "Another record refers to it (Trial).");
	assert_string_equal(why(&u, stored(w, "E")), "Another record refers to it (Trial).");
}

static void what_cannot_be_as_it_was_is_kept(void **state)
{
	struct world *w = begin(state);
	struct import_undone u;
	int64_t import, id;

	world_trial(w, "A");
	id = stored(w, "A")->record.id;
	import = bring(w, arena_fmt(w->cx->mem, "id,code\n%lld,B\n", (long long)id));
	world_trial(w, "A"); /* the code is taken meanwhile */
	u = undone(w, import, 0, 1);
	assert_true(str_starts(why(&u, stored(w, "B")), "It cannot be as it was: "));
	fits(w);
}

/* ---- who, and while it lasts */

static void an_officer_takes_back_her_own(void **state)
{
	const struct actor people[] = {
		colleague,
		{ .login = "fp", .user = 13, .membership = 14, .role = ROLE_FP },
		{ .login = "ch", .user = 15, .membership = 16, .role = ROLE_CH },
		{ .login = "adm", .user = 17, .membership = 18, .role = ROLE_ADM },
	};
	static const struct actor substitute = {
		.login = "sub", .user = 19, .membership = 20, .role = ROLE_SEC, .on_behalf = 9
	};
	static const struct actor deputy = {
		.login = "dc", .user = 21, .membership = 22, .role = ROLE_DC
	};
	struct world *w = begin(state);
	struct import_undone u = { .undone = 0 };
	int64_t imports[3];

	for (int i = 0; i < 3; i++) {
		w->cx->actor = &officer;
		imports[i] = bring(w, arena_fmt(w->cx->mem, "code,note\nP%d,\n", i));
	}
	for (size_t i = 0; i < LEN(people); i++) {
		w->cx->actor = &people[i];
		assert_false(undo(w, imports[0], &u));
		assert_true(w->cx->err.kind == ERR_FORBIDDEN || w->cx->err.kind == ERR_NOT_FOUND);
		error_clear(w->cx);
	}
	w->cx->actor = &officer;
	undone(w, imports[0], 1, 0);
	w->cx->actor = &substitute;
	undone(w, imports[1], 1, 0);
	w->cx->actor = &deputy;
	undone(w, imports[2], 1, 0);
	fits(w);
}

/* Others save while it goes on, each once. */
struct beside {
	struct world *w;
	int64_t import, worked, named;
	bool done;
};

static bool save_beside(struct context *cx, void *listener, int64_t done, int64_t total)
{
	struct beside *b = listener;
	struct context *other;
	struct trial *t, *z;

	(void)cx;
	if (b->done || done < total / 2)
		return true; /* all have been looked at before */
	b->done = true;
	other = context_new(&b->w->app, MAX_REQUEST_MEMORY);
	other->actor = &console;
	test_ok(other, db_begin(other, b->w->app.store, DB_WRITE));
	t = record_get_any(other, &trial_type, b->worked);
	z = record_by_key(other, &trial_type, "Z");
	assert_true(t && z);
	t->note = "meanwhile";
	z->lead = b->named;
	test_ok(other, record_save_as(other, &trial_type, t, CHANGE_UPDATE) &&
	                       record_get_any(other, &trial_type, b->named) != NULL &&
	                       record_save_as(other, &trial_type, z, CHANGE_UPDATE) &&
	                       db_commit(other));
	context_free(other);
	return true;
}

static bool undo_work(struct context *cx, void *data)
{
	struct import_undone *u = data;

	cx->reason = "the wrong file";
	return import_undo(cx, u->import, u);
}

/* On SQLite there is one writer, and nobody saves beside it. */
static void what_is_saved_meanwhile_is_kept(void **state)
{
	struct world *w = begin(state);
	struct beside b = { .w = w };
	struct import_undone u = { .progress = save_beside, .listener = &b };

	if (store_reads_at_once(w->app.store))
		skip();
	world_trial(w, "Z");
	u.import = bring(w, "code,note\nA,\nB,\nC,\n");
	b.worked = stored(w, "A")->record.id;
	b.named = stored(w, "B")->record.id;
	test_ok(w->cx, db_work(w->cx, w->app.store, DB_WRITE, undo_work, &u));
	assert_true(b.done);
	assert_int_equal(u.kept_n, 2);
	assert_string_equal(stored(w, "A")->note, "meanwhile");
	assert_true(stored(w, "Z")->lead == stored(w, "B")->record.id);
	assert_null(stored(w, "C"));
	fits(w);
}

static bool until_half(struct context *cx, void *listener, int64_t done, int64_t total)
{
	int64_t *seen = listener;

	assert_true(done >= *seen && done <= total);
	*seen = done;
	return done <= total / 2 || fail(cx, ERR_UNAVAILABLE, NULL, "stopped");
}

static void stopped_it_leaves_all_as_it_was(void **state)
{
	struct world *w = begin(state);
	struct buffer file = BUFFER(w->cx->mem, MAX_FORM);
	int64_t import, seen = 0;
	struct import_undone u = { .progress = until_half, .listener = &seen };

	buffer_text(&file, "code,title.en\n");
	for (int i = 0; i < 333; i++)
		buffer_fmt(&file, "R%d,Title %d\n", i, i);
	import = bring(w, buffer_str(&file));
	test_fails(w->cx, undo(w, import, &u), ERR_UNAVAILABLE);
	assert_true(seen > 333);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 333);
	fits(w);
	undone(w, import, 333, 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM trial"), 0);
	fits(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_made_is_taken_out),
		cmocka_unit_test(it_is_taken_back_once_and_with_a_reason),
		cmocka_unit_test(its_past_can_still_be_read),
		cmocka_unit_test(a_restricted_past_stays_closed),
		cmocka_unit_test(a_record_that_came_back_is_a_fault),
		cmocka_unit_test(what_it_changed_is_as_before),
		cmocka_unit_test(later_imports_first),
		cmocka_unit_test(what_somebody_worked_on_is_kept),
		cmocka_unit_test(what_was_approved_is_kept),
		cmocka_unit_test(personal_data_is_not_taken_out),
		cmocka_unit_test(who_stays_keeps_what_he_names),
		cmocka_unit_test(what_cannot_be_as_it_was_is_kept),
		cmocka_unit_test(an_officer_takes_back_her_own),
		cmocka_unit_test(what_is_saved_meanwhile_is_kept),
		cmocka_unit_test(stopped_it_leaves_all_as_it_was),
	};

	return world_tests("import_undo", tests, LEN(tests));
}
