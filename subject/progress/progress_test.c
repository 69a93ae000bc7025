/* Reports: the ladder, who, periods and corrections (README.md), on both engines. */
#include "subject/progress/progress_test.h"

#include "record/hand.h"

static void a_report_climbs_the_ladder(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id = written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));
	const struct progress_update *u;

	assert_string_equal(stage_of(cx, U, id), "draft");
	u = record_get(cx, U, id);
	/* the half-year is due on 10 July (DL-20) */
	assert_int_equal(date_compare(u->deadline, date_day(2026, 7, 10)), 0);
	test_ok(cx, take(cx, U, id, "submit", NULL));
	cx->actor = &c.of[ROLE_MA];
	test_fails(cx, take(cx, U, id, "return", NULL), ERR_INVALID); /* why? */
	test_ok(cx, take(cx, U, id, "return", "give data by sex"));
	assert_string_equal(stage_of(cx, U, id), "returned");
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, take(cx, U, id, "submit", NULL));
	test_ok(cx, take(cx, U, id, "recall", NULL));
	test_ok(cx, take(cx, U, id, "submit", NULL));
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "approve", NULL));
	cx->actor = &c.of[ROLE_SEC];
	test_ok(cx, take(cx, U, id, "send_back", "what came of it?"));
	assert_string_equal(stage_of(cx, U, id), "returned");
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, take(cx, U, id, "submit", NULL));
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "approve", NULL));
	cx->actor = &c.of[ROLE_SEC];
	test_ok(cx, take(cx, U, id, "accept", NULL));
	assert_string_equal(stage_of(cx, U, id), "accepted");
	assert_string_equal(stage_of(cx, M, about.id), "in_progress");
}

static void an_empty_box_is_not_sent(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);
	int64_t id;

	u->difficulties = (struct texts){ 0 };
	u->status = 0;
	id = written(cx, &c, u); /* a draft may have them */
	assert_false(take(cx, U, id, "submit", NULL));
	assert_string_equal(cx->err.field, "difficulties");
	assert_string_equal(cx->err.next->field, "status");
	error_clear(cx);
	assert_string_equal(stage_of(cx, U, id), "draft");
}

static void accepting_meets_the_deadline(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id;

	assert_kept(cx, M, about.id, "progress.2026-H2", NULL, "open");
	id = approved(cx, &c, report(cx, about, 2026, PART_SECOND_HALF));
	assert_kept(cx, M, about.id, "progress.2026-H2", NULL, "open");
	test_ok(cx, take(cx, U, id, "accept", NULL));
	assert_kept(cx, M, about.id, "progress.2026-H2", NULL, "met");
}

/* ---- who */

static void nobody_approves_or_accepts_his_own(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	struct actor both = c.of[ROLE_MA], for_her = c.of[ROLE_MA], secretary = c.of[ROLE_SEC];
	int64_t id = written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));

	/* another officer sends what the first one wrote */
	cx->actor = &c.second_officer;
	test_ok(cx, take(cx, U, id, "submit", NULL));
	both.user = c.of[ROLE_FP].user;
	cx->actor = &both;
	test_fails(cx, take(cx, U, id, "approve", NULL), ERR_INVALID);
	for_her.on_behalf = c.second_officer.user;
	cx->actor = &for_her;
	test_fails(cx, take(cx, U, id, "approve", NULL), ERR_INVALID);
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "approve", NULL));
	secretary.user = c.of[ROLE_MA].user;
	cx->actor = &secretary;
	test_fails(cx, take(cx, U, id, "accept", NULL), ERR_INVALID);
	secretary.user = c.of[ROLE_FP].user;
	test_fails(cx, take(cx, U, id, "accept", NULL), ERR_INVALID);
	cx->actor = &c.of[ROLE_SEC];
	test_ok(cx, take(cx, U, id, "accept", NULL));
}

static size_t hands(struct context *cx, int64_t id, const struct hand **ret)
{
	size_t n;

	test_ok(cx, record_hands(cx, id, ret, &n));
	return n;
}

/* Lists ask for many at once; who may write asks the log each time. */
static void hands_of_many_are_those_of_each(void **state)
{
	struct world *w = *state;
	struct cast c;
	struct context *cx = begin(w, &c);
	int64_t first = approved(cx, &c, report(cx, (struct link){ M, measure(cx, &c, 0) }, 2026,
	                                        PART_FIRST_HALF)),
	        second = written(cx, &c, report(cx, (struct link){ M, measure(cx, &c, 0) }, 2026,
	                                        PART_FIRST_HALF));
	const int64_t ids[] = { second, first };
	const struct hand *one, *many;
	size_t n;

	record_hands_of(cx, ids, 2);
	n = hands(cx, first, &one);
	cx->actor = &c.of[ROLE_SEC];
	test_ok(cx, take(cx, U, first, "accept", NULL));
	assert_int_equal(hands(cx, first, &one), n + 1);
	test_ok(cx, db_commit(cx) && db_begin(cx, w->app.store, DB_READ));
	n = hands(cx, first, &one);
	record_hands_of(cx, ids, 2);
	assert_int_equal(hands(cx, second, &many), 1);
	assert_true(hand_took(many, "create") && !hand_took(many, "submit approve"));
	db_fail_after(1); /* no statement follows */
	assert_int_equal(hands(cx, first, &many), n);
	db_fail_after(0);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(many[i].kind, one[i].kind);
		assert_true(str_eq(many[i].step, one[i].step));
		assert_int_equal(many[i].who, one[i].who);
		assert_int_equal(many[i].on_behalf, one[i].on_behalf);
	}
	assert_true(hand_took(&many[n - 1], "approve accept"));
	test_ok(cx, db_commit(cx));
}

static void nobody_verifies_what_he_had_a_hand_in(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);
	struct actor chair = c.of[ROLE_CH];

	u->status = STATUS_CONTINUOUS;
	accepted(cx, &c, u);
	assert_string_equal(stage_of(cx, R, about.id), "reported");
	/* whoever accepted it, does not verify it */
	test_fails(cx, take(cx, R, about.id, "verify", NULL), ERR_INVALID);
	cx->actor = &c.second_secretary;
	test_ok(cx, take(cx, R, about.id, "verify", NULL));
	chair.user = c.second_secretary.user;
	cx->actor = &chair;
	test_fails(cx, take(cx, R, about.id, "close", NULL), ERR_INVALID);
	cx->actor = &c.of[ROLE_CH];
	test_ok(cx, take(cx, R, about.id, "close", NULL));
	assert_string_equal(stage_of(cx, R, about.id), "closed");
	/* nothing is reported on what is closed */
	cx->actor = &c.of[ROLE_FP];
	test_fails(cx, record_save(cx, U, report(cx, about, 2026, PART_SECOND_HALF)), ERR_INVALID);
	cx->actor = &c.of[ROLE_CH];
	test_ok(cx, take(cx, R, about.id, "resume", "it is needed again"));
	assert_string_equal(stage_of(cx, R, about.id), "reopened");
}

static void a_measure_is_verified_by_another(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);

	u->status = STATUS_IMPLEMENTED;
	refs_add(cx, &u->evidence, accepted_evidence(cx, &c, about));
	accepted(cx, &c, u);
	assert_string_equal(stage_of(cx, M, about.id), "reported_complete");
	refused(cx, M, about.id, "verify", NULL);
	cx->actor = &c.second_secretary;
	test_ok(cx, take(cx, M, about.id, "verify", NULL));
	assert_string_equal(stage_of(cx, M, about.id), "verified_complete");
}

/* Who may take which step: all roles are tried, those of the ministry in the lead body. */
struct rung {
	const struct type *type;
	const char *state, *step, *roles;
};
static const struct rung rungs[] = {
	{ U, "draft", "write", "FP" },
	{ U, "returned", "write", "FP" },
	{ U, "draft", "submit", "FP" },
	{ U, "submitted", "recall", "FP" },
	{ U, "submitted", "approve", "MA" },
	{ U, "submitted", "return", "MA" },
	{ U, "approved", "accept", "SEC" },
	{ U, "approved", "send_back", "SEC" },
	{ U, "accepted", "open", "SEC" },
	{ U, "accepted", "close", "SEC" },
	{ E, "unchecked", "correct", "FP" },
	{ E, "unchecked", "accept", "SEC" },
	{ E, "unchecked", "reject", "SEC" },
	{ E, "accepted", "withdraw", "FP" },
	{ E, "accepted", "revoke", "SEC" },
	{ R, "reported", "verify", "DC SEC" },
	{ R, "reported", "not_verified", "DC SEC" },
	{ R, "verified", "close", "CH" },
	{ R, "closed", "resume", "CH" },
};

/* Steps that the table above forgets would be tested by nobody. */
static void every_step_has_its_rung(void **state)
{
	static const struct type *const types[] = { U, E };

	(void)state;
	for (size_t i = 0; i < LEN(types); i++)
		for (const struct step *s = types[i]->steps; s->name; s++) {
			bool there = false;

			for (size_t k = 0; k < LEN(rungs); k++)
				there |= rungs[k].type == types[i] &&
				         str_eq(rungs[k].step, s->name) &&
				         word_in(s->from, rungs[k].state);
			if (!there)
				fail_msg("nobody tries %s of %s", s->name, types[i]->name);
		}
}

static int64_t in_state(struct context *cx, const struct cast *c, const struct rung *g)
{
	struct link about = { R, recommendation(cx, c, "1", ASKS_LAW) };
	int64_t id = g->type == R   ? about.id
	             : g->type == E ? evidence(cx, c, about)
	                            : written(cx, c, report(cx, about, 2026, PART_FIRST_HALF));
	struct record *row = record_get_any(cx, g->type, id);

	row->state = type_state(g->type, g->state);
	if (g->type == R)
		((struct recommendation *)row)->status = STATUS_CONTINUOUS;
	if (g->type == U)
		((struct progress_update *)row)->personal_data = NO;
	if (g->type == U && str_eq(g->step, "close"))
		row->classification = CLASS_PUBLIC;
	cx->actor = &console;
	test_ok(cx, record_save_as(cx, g->type, row, CHANGE_UPDATE));
	return id;
}

static void each_role_takes_its_steps_alone(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);

	for (size_t i = 0; i < LEN(rungs); i++)
		for (enum role r = ROLE_NONE + 1; r < ROLES; r++) {
			bool may = word_in(rungs[i].roles, role_code(r)), did;
			int64_t id;

			test_ok(cx, db_part_begin(cx));
			id = in_state(cx, &c, &rungs[i]);
			cx->actor = &c.of[r];
			did = take(cx, rungs[i].type, id, rungs[i].step, "because");
			if (did != may)
				fail_msg("%s of %s as %s: %s", rungs[i].step, rungs[i].type->name,
				         role_code(r), did ? "taken" : cx->err.text);
			error_clear(cx);
			test_ok(cx, db_part_end(cx, false));
		}
}

static void other_ministries_see_no_draft(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id = written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));

	cx->actor = &c.other_officer;
	assert_null(record_get(cx, U, id));
	test_fails(cx, false, ERR_NOT_FOUND);
	/* nor do they report on what another body leads */
	test_fails(cx, record_save(cx, U, report(cx, about, 2026, PART_SECOND_HALF)), ERR_INVALID);
	cx->actor = &c.of[ROLE_MJ]; /* the Mejlis reads what was accepted */
	assert_null(record_get(cx, U, id));
	error_clear(cx);
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, take(cx, U, id, "submit", NULL));
	cx->actor = &c.of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "approve", NULL));
	cx->actor = &c.of[ROLE_SEC];
	test_ok(cx, take(cx, U, id, "accept", NULL));
	cx->actor = &c.of[ROLE_MJ];
	assert_non_null(record_get(cx, U, id));
}

/* ---- periods and corrections */

static void a_period_is_reported_once(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };

	written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));
	/* the text of the last period may be taken over, its period may not */
	test_fails(cx, record_save(cx, U, report(cx, about, 2026, PART_FIRST_HALF)), ERR_INVALID);
	test_ok(cx, record_save(cx, U, report(cx, about, 2026, PART_SECOND_HALF)));
	assert_false(record_save(cx, U, report(cx, about, 2027, PART_FIRST_HALF)));
	assert_string_equal(cx->err.field, "year"); /* has not begun */
	error_clear(cx);
}

static void what_is_locked_is_corrected_by_a_new_one(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	int64_t id = accepted(cx, &c, report(cx, about, 2026, PART_FIRST_HALF)), second;
	struct progress_update *u;

	cx->actor = &c.of[ROLE_FP];
	u = record_get(cx, U, id);
	u->done = words(cx, "Something else.");
	cx->reason = "a slip";
	test_fails(cx, record_save(cx, U, u), ERR_FORBIDDEN);
	test_fails(cx, record_step(cx, U, u, step_named(U, "write")), ERR_CONFLICT);
	cx->reason = NULL;
	u = report(cx, about, 2026, PART_FIRST_HALF);
	u->corrects = id;
	u->status = STATUS_CONTINUOUS;
	second = approved(cx, &c, u);
	assert_string_equal(stage_of(cx, U, id), "accepted"); /* it counts until then */
	test_ok(cx, take(cx, U, second, "accept", NULL));
	assert_string_equal(stage_of(cx, U, id), "superseded");
	assert_int_equal(now_r(cx, about.id)->status, STATUS_CONTINUOUS);
}

static void a_late_report_does_not_undo_a_newer_one(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);

	u->status = STATUS_CONTINUOUS;
	accepted(cx, &c, u);
	accepted(cx, &c, report(cx, about, 2025, PART_SECOND_HALF));
	assert_int_equal(now_r(cx, about.id)->status, STATUS_CONTINUOUS);
	assert_string_equal(stage_of(cx, R, about.id), "reported");
}

static void two_officers_collide(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id = written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));
	struct progress_update *mine = record_get(cx, U, id), *hers = record_get(cx, U, id);

	mine->done = words(cx, "Mine.");
	hers->done = words(cx, "Hers.");
	test_ok(cx, record_step(cx, U, mine, step_named(U, "write")));
	cx->actor = &c.second_officer;
	test_fails(cx, record_step(cx, U, hers, step_named(U, "write")), ERR_CONFLICT);
}

static void a_whole_year_is_two_halves(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	struct progress_update *u = report(cx, about, 2026, PART_WHOLE_YEAR);

	accepted(cx, &c, u);
	assert_kept(cx, M, about.id, "progress.2026-H2", NULL, "met");
	/* it is due when its second half is */
	u = record_get(cx, U, u->record.id);
	assert_int_equal(u->deadline.year, 2027);
	u = report(cx, about, 2026, PART_FIRST_HALF);
	u->year.precision = PRECISION_DAY; /* a day is no year */
	cx->actor = &c.of[ROLE_FP];
	assert_false(record_save(cx, U, u));
	assert_string_equal(cx->err.field, "year");
	error_clear(cx);
}

static void only_own_evidence_that_counts_is_named(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct progress_update *u = report(cx, about, 2026, PART_FIRST_HALF);
	int64_t own = evidence(cx, &c, about);
	struct evidence *other = record_new(cx, E);

	other->title = words(cx, "Of another ministry");
	other->type = EVIDENCE_LINK;
	other->address = "https://example.org/act";
	cx->actor = &c.other_officer;
	test_ok(cx, record_save(cx, E, other));
	refs_add(cx, &u->evidence, other->record.id);
	cx->actor = &c.of[ROLE_FP];
	assert_false(record_save(cx, U, u));
	assert_string_equal(cx->err.field, "evidence");
	error_clear(cx);
	test_ok(cx, take(cx, E, own, "withdraw", "a wrong file"));
	u->evidence.v[0] = own;
	assert_false(record_save(cx, U, u));
	assert_string_equal(cx->err.field, "evidence");
	error_clear(cx);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_climbs_the_ladder),
		cmocka_unit_test(an_empty_box_is_not_sent),
		cmocka_unit_test(accepting_meets_the_deadline),
		cmocka_unit_test(nobody_approves_or_accepts_his_own),
		cmocka_unit_test(hands_of_many_are_those_of_each),
		cmocka_unit_test(nobody_verifies_what_he_had_a_hand_in),
		cmocka_unit_test(a_measure_is_verified_by_another),
		cmocka_unit_test(every_step_has_its_rung),
		cmocka_unit_test(each_role_takes_its_steps_alone),
		cmocka_unit_test(other_ministries_see_no_draft),
		cmocka_unit_test(a_period_is_reported_once),
		cmocka_unit_test(what_is_locked_is_corrected_by_a_new_one),
		cmocka_unit_test(a_late_report_does_not_undo_a_newer_one),
		cmocka_unit_test(two_officers_collide),
		cmocka_unit_test(a_whole_year_is_two_halves),
		cmocka_unit_test(only_own_evidence_that_counts_is_named),
	};

	return world_tests("progress", tests, LEN(tests));
}
