/* What a correction would move is told before it is done, to whom it may be told, and then moves
 * just so; on both engines. */
#include "subject/deadline/moves.h"

#include "record/setting.h"
#include "record/trust_test.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

static const struct actor console = { .login = "console", .console = true };

static struct texts words(struct context *cx, const char *en)
{
	struct text *v = arena_new_of(cx->mem, struct text);

	*v = (struct text){ .lang = "en", .body = en, .original = true };
	return (struct texts){ v, 1 };
}

static struct deadline_wanted wanted(struct context *cx, const char *name, const char *basis)
{
	return (struct deadline_wanted){
		.name = name,
		.kind = "task",
		.title = words(cx, name),
		.institution = record_id_by_key(cx, &institution_type, "MFA"),
		.basis = basis,
		.side = SIDE_INTERNAL,
	};
}

static void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->actor = &console;
	if (!login)
		return;
	test_ok(cx, account_actor(cx, account_by_login(cx, login)->record.id, 0, a));
	cx->actor = a;
}

static struct link review(struct context *cx)
{
	int64_t id = record_id_by_key(cx, &review_cycle_type, "CEDAW-6");

	assert_true(id != 0);
	return (struct link){ &review_cycle_type, id };
}

/* Five that are due: a Monday, a Friday, the same Monday restricted to `sec` and set from outside,
 * and one by a treaty. */
static struct context *begin(void **state)
{
	static const char *const users[][3] = { { "sec", "MFA", "SEC" },
		                                { "fp", "MOE", "FP" },
		                                { "adm", "MFA", "ADM" } };
	struct world *w = whole_world(state);
	struct context *cx = w->cx;
	struct refs readers = { arena_array(cx->mem, int64_t, 1), 1 };

	cx->actor = &console;
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx) &&
	                    deadline_subject.load_reference(cx, "turkmenistan"));
	for (size_t i = 0; i < LEN(users); i++)
		assert_true(account_add(cx, users[i][0], users[i][1], users[i][2], NULL, "en") !=
		            0);
	readers.v[0] = account_by_login(cx, "sec")->record.id;

	struct deadline_wanted v[] = {
		wanted(cx, "monday", "DL-18 date=2041-07-15"),
		wanted(cx, "friday", "DL-18 date=2041-07-19"),
		wanted(cx, "secret", "DL-18 date=2041-07-15"),
		wanted(cx, "outside", "DL-18 kind=external date=2041-07-15"),
		wanted(cx, "treaty", "DL-04 instrument=CED deposit=2039-01-01"),
	};

	v[2].classification = CLASS_RESTRICTED;
	v[2].readers = &readers;
	test_ok(cx, deadline_keep(cx, review(cx), v, LEN(v)));
	return cx;
}

static void is_due(struct context *cx, const char *name, const char *due)
{
	const struct deadline *d;
	char day[DATE_TEXT];
	struct value v = value_text(name);
	int64_t id = 0;

	test_ok(cx, db_int_values(cx, MADE_SQL("SELECT id FROM deadline WHERE name = $1"), &id,
	                          NULL, &v, 1));
	d = record_get_any(cx, &deadline_type, id);
	assert_non_null(d);
	assert_string_equal(date_text(d->due, day), due);
}

static void moves(const struct deadline_moved *m, size_t i, const char *name, const char *now,
                  const char *then)
{
	char day[DATE_TEXT];

	assert_true(i < m->n);
	assert_string_equal(m->v[i].deadline->name, name);
	assert_string_equal(date_text(m->v[i].deadline->due, day), now);
	assert_string_equal(date_text(m->v[i].due, day), then);
}

/* ---- the corrections: as the console, whoever asks what they would move */

static bool make_holiday(struct context *cx, void *data)
{
	struct holiday *h = record_new(cx, &holiday_type);

	h->code = "SAMPLE_DAY";
	h->name = words(cx, "Sample day");
	h->kind = 1;
	h->every_year = data;
	return record_save_as(cx, &holiday_type, h, CHANGE_CREATE);
}

static bool set_weekend(struct context *cx, void *data)
{
	const struct actor *actor = cx->actor;
	bool ok;

	cx->actor = &console;
	ok = setting_set(cx, "weekend", data);
	cx->actor = actor;
	return ok;
}

static bool set_in_force(struct context *cx, void *data)
{
	struct instrument *i = record_by_key(cx, &instrument_type, "CED");

	if (!i || !date_parse(data, &i->general_entry_into_force))
		return false;
	return record_save_as(cx, &instrument_type, i, CHANGE_UPDATE);
}

static struct deadline_moved ask(struct context *cx, const char *login, deadline_work *work,
                                 const char *what)
{
	struct deadline_moved m;

	as(cx, login);
	test_ok(cx, deadline_moved_by(cx, work, arena_str(cx->mem, what), &m));
	as(cx, NULL);
	return m;
}

static void do_it(struct context *cx, deadline_work *work, const char *what)
{
	test_ok(cx, work(cx, arena_str(cx->mem, what)));
}

static void a_holiday_tells_before_and_moves_then(void **state)
{
	struct context *cx = begin(state);
	struct deadline_moved m = ask(cx, "sec", make_holiday, "07-15");

	assert_int_equal(m.n, 1);
	moves(&m, 0, "monday", "2041-07-15", "2041-07-16");
	is_due(cx, "monday", "2041-07-15");
	is_due(cx, "secret", "2041-07-15");
	assert_int_equal(record_id_by_key(cx, &holiday_type, "SAMPLE_DAY"), 0);
	do_it(cx, make_holiday, "07-15");
	is_due(cx, "monday", "2041-07-16");
	is_due(cx, "secret", "2041-07-16");
	is_due(cx, "outside", "2041-07-15");
}

/* A restricted one is counted to its reader, who is shown it on its own page, and to nobody else;
 * who reads no deadlines at all is told how many there are. */
static void it_is_told_to_whom_it_may_be(void **state)
{
	struct context *cx = begin(state);
	struct deadline_moved m = ask(cx, "sec", make_holiday, "07-15");

	assert_int_equal(m.n, 1);
	assert_int_equal(m.others, 1);
	m = ask(cx, "adm", make_holiday, "07-15");
	assert_int_equal(m.n, 0);
	assert_int_equal(m.others, 1);
	m = ask(cx, "sec", make_holiday, "07-16");
	assert_int_equal(m.n + (size_t)m.others, 0);
}

static void a_weekend_moves_what_is_registered(void **state)
{
	struct context *cx = begin(state);
	struct deadline_moved m = ask(cx, "sec", set_weekend, "5 6 7");

	assert_int_equal(m.n, 1);
	moves(&m, 0, "friday", "2041-07-19", "2041-07-22");
	is_due(cx, "friday", "2041-07-19");
	do_it(cx, set_weekend, "5 6 7");
	is_due(cx, "friday", "2041-07-22");
	is_due(cx, "monday", "2041-07-15");
	m = ask(cx, "sec", set_weekend, "7 1");
	assert_int_equal(m.n, 2);
	moves(&m, 0, "monday", "2041-07-15", "2041-07-16");
	moves(&m, 1, "friday", "2041-07-22", "2041-07-19");
	do_it(cx, set_weekend, "7 1");
	is_due(cx, "monday", "2041-07-16");
	is_due(cx, "friday", "2041-07-19");
	is_due(cx, "outside", "2041-07-15");
}

static void a_treatys_own_date_tells_before_and_moves_then(void **state)
{
	struct context *cx = begin(state);
	struct deadline_moved m = ask(cx, "sec", set_in_force, "2040-05-06");

	assert_int_equal(m.n, 1);
	moves(&m, 0, "treaty", "2041-01-31", "2042-05-06");
	is_due(cx, "treaty", "2041-01-31");
	do_it(cx, set_in_force, "2040-05-06");
	is_due(cx, "treaty", "2042-05-06");
}

/* Why it is refused is told by the save itself. */
static void what_is_refused_moves_nothing(void **state)
{
	struct context *cx = begin(state);
	struct deadline_moved m = ask(cx, "sec", make_holiday, "13-45");

	assert_int_equal(m.n + (size_t)m.others, 0);
	assert_false(failed(cx));
	m = ask(cx, "sec", set_weekend, "8");
	assert_int_equal(m.n + (size_t)m.others, 0);
	assert_false(failed(cx));
	is_due(cx, "monday", "2041-07-15");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_holiday_tells_before_and_moves_then),
		cmocka_unit_test(it_is_told_to_whom_it_may_be),
		cmocka_unit_test(a_weekend_moves_what_is_registered),
		cmocka_unit_test(a_treatys_own_date_tells_before_and_moves_then),
		cmocka_unit_test(what_is_refused_moves_nothing),
	};

	return world_tests("moved deadlines", tests, LEN(tests));
}
