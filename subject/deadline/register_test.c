/* What records want to be due, what people say of it, and what is late, on both engines. */
#include "subject/deadline/deadline.h"

#include "record/trust_test.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

static const struct actor console = { .login = "console", .console = true };

/* It is that moment, "2026-02-16T18:59:59Z", by the test's clock. */
static void at(struct context *cx, const char *instant)
{
	int64_t moment;

	assert_true(instant_parse(instant, &moment));
	cx->now = moment - cx->app->clock_shift;
}

/* The reference data and people of three institutions, within one transaction. */
static struct context *begin(void **state)
{
	static const char *const users[][3] = { { "sec", "MFA", "SEC" },
		                                { "fp", "MOE", "FP" },
		                                { "fp2", "MOJ", "FP" } };
	struct world *w = whole_world(state);
	struct context *cx = w->cx;

	at(cx, "2020-01-01T07:00:00Z"); /* people are here before all that follows */
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx) &&
	                    deadline_subject.load_reference(cx, "turkmenistan"));
	for (size_t i = 0; i < LEN(users); i++)
		assert_true(account_add(cx, users[i][0], users[i][1], users[i][2], NULL, "en") !=
		            0);
	return cx;
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

static int64_t account(struct context *cx, const char *login)
{
	return account_by_login(cx, login)->record.id;
}

static struct link cedaw(struct context *cx)
{
	int64_t id = record_id_by_key(cx, &review_cycle_type, "CEDAW-6");

	assert_true(id != 0);
	return (struct link){ &review_cycle_type, id };
}

static struct texts words(struct context *cx, const char *en)
{
	struct text *v = arena_new_of(cx->mem, struct text);

	*v = (struct text){ .lang = "en", .body = en, .original = true };
	return (struct texts){ v, 1 };
}

/* A follow-up report to CEDAW, by rule DL-08. */
static struct deadline_wanted follow_up(struct context *cx, const char *adopted)
{
	return (struct deadline_wanted){
		.name = "follow_up",
		.kind = "follow_up",
		.title = words(cx, "CEDAW: follow-up report"),
		.mechanism = record_id_by_key(cx, &mechanism_type, "CEDAW"),
		.institution = record_id_by_key(cx, &institution_type, "MOE"),
		.basis = arena_fmt(cx->mem, "DL-08 committee=CEDAW adopted=%s", adopted),
		.side = SIDE_EXTERNAL,
	};
}

static struct deadline *only(struct context *cx)
{
	int64_t id = 0, n = 0;

	test_ok(cx,
	        db_int_values(cx, MADE_SQL("SELECT count(*) FROM deadline"), &n, NULL, NULL, 0) &&
	                db_int_values(cx, MADE_SQL("SELECT max(id) FROM deadline"), &id, NULL, NULL,
	                              0));
	assert_int_equal(n, 1);
	return record_get_any(cx, &deadline_type, id);
}

static void is_due(const struct deadline *d, const char *expected)
{
	char text[DATE_TEXT];

	assert_string_equal(date_text(d->due, text), expected);
}

static const char *state_of(const struct deadline *d)
{
	return choice_at(deadline_type.states, d->record.state)->code;
}

static void take(struct context *cx, struct deadline *d, const char *step)
{
	test_ok(cx, record_step(cx, &deadline_type, d, step_named(&deadline_type, step)));
}

static void what_is_wanted_is_in_the_register(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");
	const struct deadline *d;
	int64_t version;

	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	d = only(cx);
	is_due(d, "2026-02-16"); /* TC-16 */
	assert_int_equal(d->status, DEADLINE_COMPUTED);
	assert_string_equal(d->rule, "DL-08");
	assert_string_equal(state_of(d), "open");
	version = d->record.version;
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_int_equal(only(cx)->record.version, version);

	w = follow_up(cx, "2024-03-16");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	is_due(only(cx), "2026-03-16");
	test_ok(cx, deadline_keep(cx, cedaw(cx), NULL, 0));
	assert_string_equal(state_of(only(cx)), "dropped");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_string_equal(state_of(only(cx)), "open");
}

static void a_rule_without_a_date_makes_nothing_due(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-09-13");
	int64_t n = -1;

	w.basis = "DL-08 committee=CRC adopted=2024-09-13"; /* TC-18 */
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	test_ok(cx,
	        db_int_values(cx, MADE_SQL("SELECT count(*) FROM deadline"), &n, NULL, NULL, 0));
	assert_int_equal(n, 0);
	w.basis = "DL-02 stated=to_be_communicated";
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_int_equal(only(cx)->status, DEADLINE_AWAITING);
	assert_false(date_set(only(cx)->due));
	assert_non_null(strstr(deadline_risk(cx, only(cx)), "still to be communicated"));
}

static void the_earlier_of_two_versions_counts(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-09-13");

	w.kind = "replies";
	w.basis = "DL-02 stated.en=2025-11-30 stated.ru=2025-10-30"; /* TC-15 */
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	is_due(only(cx), "2025-10-30");
	assert_int_equal(only(cx)->status, DEADLINE_CONFLICT);
	at(cx, "2025-10-01T00:00:00Z");
	assert_non_null(strstr(deadline_risk(cx, only(cx)), "two dates"));
	w.basis = "DL-02 stated=2025-11-30";
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	is_due(only(cx), "2025-11-30");
	assert_int_equal(only(cx)->status, DEADLINE_STATED);
}

/* TC-32: from 00:00 of the day after in Ashgabat, which is 19:00 UTC. */
static void overdue_begins_at_midnight_of_the_state(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");
	struct deadline *d;

	w.basis = "DL-02 stated=2025-10-30";
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	d = only(cx);
	at(cx, "2025-10-30T18:30:00Z");
	assert_false(deadline_overdue(cx, d));
	at(cx, "2025-10-30T18:59:59Z");
	assert_false(deadline_overdue(cx, d));
	at(cx, "2025-10-30T19:00:00Z");
	assert_true(deadline_overdue(cx, d));
	assert_non_null(strstr(deadline_risk(cx, d), "Overdue"));
	w.done = date_day(2025, 10, 30);
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_false(deadline_overdue(cx, only(cx)));
	assert_string_equal(state_of(only(cx)), "met");
	assert_null(deadline_risk(cx, only(cx)));
}

/* What is known to the month is late when the month is over. */
static void a_month_is_late_when_it_is_over(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2018-10");

	w.basis = "DL-02 stated=2023-10";
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	is_due(only(cx), "2023-10");
	at(cx, "2023-10-31T18:59:59Z");
	assert_false(deadline_overdue(cx, only(cx)));
	at(cx, "2023-10-31T19:00:00Z");
	assert_true(deadline_overdue(cx, only(cx)));
}

static void what_is_voluntary_is_never_late(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");

	w.basis = "DL-11 adopted=2019-03-14";
	w.kind = "mid_term";
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	is_due(only(cx), "2021-09-14");
	at(cx, "2025-01-01T00:00:00Z");
	assert_int_equal(only(cx)->voluntary, YES);
	assert_false(deadline_overdue(cx, only(cx)));
	assert_null(deadline_risk(cx, only(cx)));
}

/* ---- what people say */

static void an_owner_that_people_gave_stays(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");
	struct deadline *d;

	w.owner = account(cx, "fp");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_true(only(cx)->owner == w.owner);
	w.owner = account(cx, "fp2");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_true(only(cx)->owner == w.owner);
	as(cx, "sec");
	d = only(cx);
	d->owner = account(cx, "fp");
	take(cx, d, "assign");
	w = follow_up(cx, "2024-03-16");
	w.owner = account(cx, "sec");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_true(only(cx)->owner == account(cx, "fp"));
}

static void it_is_met_when_somebody_says_so(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");
	struct deadline *d;

	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	at(cx, "2026-02-10T08:00:00Z");
	as(cx, "fp2"); /* not of the lead body */
	d = only(cx);
	d->done = date_day(2026, 2, 9);
	test_fails(cx, record_step(cx, &deadline_type, d, step_named(&deadline_type, "meet")),
	           ERR_NOT_FOUND);
	as(cx, "fp");
	d = only(cx);
	test_fails(cx, record_step(cx, &deadline_type, d, step_named(&deadline_type, "meet")),
	           ERR_INVALID);
	d->done = date_day(2026, 2, 11);
	test_fails(cx, record_step(cx, &deadline_type, d, step_named(&deadline_type, "meet")),
	           ERR_INVALID);
	d->done = date_day(2026, 2, 10);
	take(cx, d, "meet");
	assert_string_equal(state_of(only(cx)), "met");
	as(cx, NULL);
	w = follow_up(cx, "2024-03-16"); /* a met one stays as it was */
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	is_due(only(cx), "2026-02-16");
	as(cx, "sec");
	cx->reason = "It was another report.";
	d = only(cx);
	take(cx, d, "reopen");
	assert_string_equal(state_of(only(cx)), "open");
	assert_false(date_set(only(cx)->done));
}

static void the_source_may_take_back_that_it_was_met(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");

	w.done = date_day(2026, 1, 31);
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_string_equal(state_of(only(cx)), "met");
	w.done = (struct date){ 0 };
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_string_equal(state_of(only(cx)), "open");
	assert_false(date_set(only(cx)->done));
}

static void nobody_enters_one_by_hand(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d;

	as(cx, "sec");
	d = record_new(cx, &deadline_type);
	d->title = words(cx, "By hand");
	test_fails(cx, record_save(cx, &deadline_type, d), ERR_INVALID);
}

/* Whoever may not read the source learns nothing of its deadline. */
static void a_restricted_source_has_a_restricted_deadline(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");
	int64_t reader = account(cx, "fp");
	struct refs readers = { &reader, 1 };
	struct deadline_move *moves;
	int64_t id;
	size_t n;

	w.classification = CLASS_RESTRICTED;
	w.readers = &readers;
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	id = only(cx)->record.id;
	as(cx, "sec");
	assert_null(record_get(cx, &deadline_type, id));
	assert_failed(cx, ERR_NOT_FOUND);
	test_ok(cx, deadline_moves(cx, NULL, &moves, &n));
	assert_int_equal(n, 0);
	as(cx, "fp");
	test_ok(cx, record_get(cx, &deadline_type, id) != NULL);
	test_ok(cx, deadline_moves(cx, "DL-08", &moves, &n));
	assert_int_equal(n, 1);
	as(cx, NULL);
	w = follow_up(cx, "2024-02-16"); /* open again, and so is its deadline */
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	as(cx, "sec");
	test_ok(cx, record_get(cx, &deadline_type, id) != NULL);
}

/* ---- risks */

static struct deadline *of_name(struct context *cx, const char *name)
{
	int64_t id = 0;
	bool found;
	const struct value v = value_text(name);

	test_ok(cx, db_int_values(cx, MADE_SQL("SELECT id FROM deadline WHERE name = $1"), &id,
	                          &found, &v, 1));
	assert_true(found);
	return record_get_any(cx, &deadline_type, id);
}

static void a_late_step_is_told_of_what_follows_it(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w[2] = { follow_up(cx, "2024-02-16"), follow_up(cx, "2024-02-16") };

	w[0].name = "report";
	w[0].kind = "report";
	w[0].owner = account(cx, "fp");
	w[0].basis = "DL-02 stated=2025-10-30";
	w[1].name = "plan.zero_draft";
	w[1].kind = "task";
	w[1].title = words(cx, "Zero draft");
	w[1].basis = "DL-13 due=2025-10-30"; /* TC-29 */
	w[1].step = "zero_draft";
	w[1].side = SIDE_INTERNAL;
	test_ok(cx, deadline_keep(cx, cedaw(cx), w, 2));
	is_due(of_name(cx, "plan.zero_draft"), "2025-08-01");
	at(cx, "2025-08-01T12:00:00Z");
	assert_null(deadline_risk(cx, of_name(cx, "report")));
	assert_non_null(strstr(deadline_risk(cx, of_name(cx, "plan.zero_draft")), "Nobody"));
	at(cx, "2025-08-02T12:00:00Z");
	assert_string_equal(deadline_risk(cx, of_name(cx, "report")),
	                    "A step before it is late: Zero draft");
}

static void asking_again_moves_what_is_open(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");
	struct deadline_move *moves = NULL;
	struct deadline *d;
	size_t n = 0;

	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	d = only(cx);
	d->due = date_day(2026, 1, 1); /* as an earlier rule had it */
	test_ok(cx, record_save_as(cx, &deadline_type, d, CHANGE_UPDATE) &&
	                    deadline_moves(cx, "DL-08", &moves, &n));
	assert_int_equal(n, 1);
	assert_int_equal(date_compare(moves[0].due, date_day(2026, 2, 16)), 0);
	is_due(moves[0].deadline, "2026-01-01");
	assert_true(*moves[0].explanation);
	test_ok(cx, deadline_moves(cx, "DL-07", &moves, &n));
	assert_int_equal(n, 0);
	test_ok(cx, deadline_recompute(cx, "DL-08"));
	is_due(only(cx), "2026-02-16");
}

/* ---- what was open on a day that has passed */

/* "2026-02-16 CEDAW: follow-up report": the one that was open on the day; "" where none was. */
static const char *open_on(struct context *cx, int year, int month, int day)
{
	struct deadline_move *v;
	char text[DATE_TEXT];
	size_t n;

	test_ok(cx, deadline_open_on(cx, date_day(year, month, day), &v, &n));
	assert_true(n <= 1);
	return n ? arena_fmt(cx->mem, "%s %s", date_text(v[0].deadline->due, text),
	                     record_title_of(cx, &deadline_type, v[0].deadline))
	         : "";
}

#define FOLLOW_UP " CEDAW: follow-up report"

/* Registered on 5 March 2024, moved on 10 June, dropped on 20 August and due again from 1 October;
 * met on 3 December, which was said on the 9th. */
static void what_was_open_then_is_known(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");
	struct deadline *d;

	at(cx, "2024-03-05T09:00:00Z");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	at(cx, "2024-06-10T09:00:00Z");
	w = follow_up(cx, "2024-03-16");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	at(cx, "2024-08-20T09:00:00Z");
	test_ok(cx, deadline_keep(cx, cedaw(cx), NULL, 0));
	at(cx, "2024-10-01T09:00:00Z");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	at(cx, "2024-12-09T09:00:00Z");
	as(cx, "sec");
	d = only(cx);
	d->done = date_day(2024, 12, 3);
	take(cx, d, "meet");
	at(cx, "2025-01-15T09:00:00Z");
	assert_string_equal(open_on(cx, 2024, 3, 5), "2026-02-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 6, 9), "2026-02-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 6, 10), "2026-03-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 8, 19), "2026-03-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 8, 20), "");
	assert_string_equal(open_on(cx, 2024, 9, 30), "");
	assert_string_equal(open_on(cx, 2024, 10, 1), "2026-03-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 12, 2), "2026-03-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 12, 3), ""); /* although it was said later */
	assert_string_equal(open_on(cx, 2024, 12, 8), "");
	cx->reason = "It was another report.";
	d = only(cx);
	take(cx, d, "reopen"); /* it had not been met at all */
	assert_string_equal(open_on(cx, 2024, 12, 3), "2026-03-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 12, 31), "2026-03-16" FOLLOW_UP);
}

/* Registered on 5 March 2024, counted from 16 February: it had begun then, and not before. */
static void what_was_registered_later_had_begun(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");

	at(cx, "2024-03-05T09:00:00Z");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_string_equal(open_on(cx, 2024, 2, 15), "");
	assert_string_equal(open_on(cx, 2024, 2, 16), "2026-02-16" FOLLOW_UP);
	w.done = date_day(2024, 3, 1); /* and is met on that day */
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_string_equal(open_on(cx, 2024, 2, 15), "");
	assert_string_equal(open_on(cx, 2024, 2, 29), "2026-02-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 3, 1), "");
	w.done = (struct date){ 0 };
	w.side = SIDE_INTERNAL; /* ours begins when we say so */
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	assert_string_equal(open_on(cx, 2024, 2, 29), "");
	test_ok(cx, deadline_keep(cx, cedaw(cx), NULL, 0));
	assert_string_equal(open_on(cx, 2024, 3, 4), "");
}

/* Days end at midnight in Ashgabat, which is 19:00 UTC. */
static void a_day_ends_in_the_states_zone(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");

	at(cx, "2024-03-05T18:59:59Z");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	at(cx, "2024-03-05T19:00:00Z");
	test_ok(cx, deadline_keep(cx, cedaw(cx), NULL, 0));
	at(cx, "2024-04-01T00:00:00Z");
	assert_string_equal(open_on(cx, 2024, 3, 5), "2026-02-16" FOLLOW_UP);
	assert_string_equal(open_on(cx, 2024, 3, 6), "");
}

/* Who may not read it now does not learn that it was open then. */
static void what_is_restricted_now_was_open_to_its_readers(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w = follow_up(cx, "2024-02-16");
	int64_t reader = account(cx, "fp");
	struct refs readers = { &reader, 1 };

	at(cx, "2024-03-05T09:00:00Z");
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	at(cx, "2024-06-10T09:00:00Z");
	w.classification = CLASS_RESTRICTED;
	w.readers = &readers;
	test_ok(cx, deadline_keep(cx, cedaw(cx), &w, 1));
	as(cx, "sec");
	assert_string_equal(open_on(cx, 2024, 4, 1), "");
	as(cx, "fp");
	assert_string_equal(open_on(cx, 2024, 4, 1), "2026-02-16" FOLLOW_UP);
}

/* A step that was met since was late then; TC-29. */
static void what_was_late_then_is_told(void **state)
{
	struct context *cx = begin(state);
	struct deadline_wanted w[2] = { follow_up(cx, "2024-02-16"), follow_up(cx, "2024-02-16") };
	struct deadline_move *v;
	struct deadline *d;
	size_t n;

	w[0].name = "report";
	w[0].owner = account(cx, "fp");
	w[0].basis = "DL-02 stated=2025-10-30";
	w[1].name = "plan.zero_draft";
	w[1].title = words(cx, "Zero draft");
	w[1].basis = "DL-13 due=2025-10-30";
	w[1].step = "zero_draft";
	w[1].side = SIDE_INTERNAL;
	test_ok(cx, deadline_keep(cx, cedaw(cx), w, 2));
	at(cx, "2025-08-05T09:00:00Z");
	as(cx, "sec");
	d = of_name(cx, "plan.zero_draft");
	d->done = date_day(2025, 8, 4);
	take(cx, d, "meet");
	at(cx, "2025-09-01T09:00:00Z");
	test_ok(cx, deadline_open_on(cx, date_day(2025, 8, 3), &v, &n));
	assert_int_equal(n, 2);
	assert_string_equal(v[0].deadline->name, "plan.zero_draft");
	assert_int_equal(date_compare(v[1].due, date_day(2025, 10, 30)), 0);
	at(cx, "2025-08-03T09:00:00Z");
	assert_true(deadline_overdue(cx, v[0].deadline));
	assert_string_equal(deadline_risk_among(cx, v[1].deadline, v, n),
	                    "A step before it is late: Zero draft");
	at(cx, "2025-08-01T09:00:00Z");
	assert_null(deadline_risk_among(cx, v[1].deadline, v, n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wanted_is_in_the_register),
		cmocka_unit_test(a_rule_without_a_date_makes_nothing_due),
		cmocka_unit_test(the_earlier_of_two_versions_counts),
		cmocka_unit_test(overdue_begins_at_midnight_of_the_state),
		cmocka_unit_test(a_month_is_late_when_it_is_over),
		cmocka_unit_test(what_is_voluntary_is_never_late),
		cmocka_unit_test(an_owner_that_people_gave_stays),
		cmocka_unit_test(it_is_met_when_somebody_says_so),
		cmocka_unit_test(the_source_may_take_back_that_it_was_met),
		cmocka_unit_test(nobody_enters_one_by_hand),
		cmocka_unit_test(a_restricted_source_has_a_restricted_deadline),
		cmocka_unit_test(a_late_step_is_told_of_what_follows_it),
		cmocka_unit_test(asking_again_moves_what_is_open),
		cmocka_unit_test(what_was_open_then_is_known),
		cmocka_unit_test(what_was_registered_later_had_begun),
		cmocka_unit_test(a_day_ends_in_the_states_zone),
		cmocka_unit_test(what_is_restricted_now_was_open_to_its_readers),
		cmocka_unit_test(what_was_late_then_is_told),
	};
	return world_tests("register", tests, LEN(tests));
}
