/* The rules of README.md: what acts come to, which cannot all have happened, who approves. */
#include "subject/treaty/treaty_test.h"

#include "subject/institution/institution.h"

/* ---- since when a State is bound */

static void the_pack_says_since_when_the_state_is_bound(void **state)
{
	static const struct {
		const char *instrument, *since;
	} known[] = {
		{ "ICCPR", "1997-08-01" },                                /* TC-03 */
		{ "ICCPR-OP1", "1997-08-01" }, { "CEDAW", "1997-05-31" }, /* TC-04 */
		{ "CRC", "1993-10-20" },                                  /* TC-05 */
		{ "CAT", "1999-07-25" },                                  /* TC-07 */
		{ "CRPD", "2008-10-04" },                                 /* TC-08 */
		{ "OPAC", "2005-05-29" },                                 /* TC-10 */
	};
	struct context *cx = treaty_open(state);
	int64_t own = treaty_own_state(cx);

	for (size_t i = 0; i < LEN(known); i++) {
		struct instrument_status *v;
		struct treaty_stand at;
		size_t n;

		test_ok(cx, status_history(cx, id_of(cx, &instrument_type, known[i].instrument),
		                           own, &v, &n));
		at = treaty_stand_on(v, n, day("2026-01-01"));
		assert_int_equal(at.standing, STANDING_BOUND);
		assert_day(at.since, known[i].since);
		assert_int_equal(at.act->effect, EFFECT_COMPUTED);
		assert_int_equal(at.act->record.state, type_state(STATUS, "listed"));
		assert_int_equal(at.act->record.sources.n, 1);
		/* the day before it was not */
		at = treaty_stand_on(v, n, date_add_days(day(known[i].since), -1));
		assert_int_equal(at.standing, STANDING_DEPOSITED);
	}
}

static void the_pack_loaded_twice_writes_nothing(void **state)
{
	struct world *w = treaty_world(state);
	struct context *cx = w->cx;
	int64_t before, after;

	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	test_ok(cx, db_int(cx, MADE_SQL("SELECT COUNT(*) FROM change"), &before, NULL));
	test_ok(cx, treaty_subject.load_reference(cx, "turkmenistan"));
	test_ok(cx, db_int(cx, MADE_SQL("SELECT COUNT(*) FROM change"), &after, NULL));
	assert_int_equal(before, after);
}

static void a_party_of_an_unknown_day_is_told_so(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *v;
	struct treaty_stand at;
	size_t n;

	test_ok(cx, status_history(cx, id_of(cx, &instrument_type, "GC1"), treaty_own_state(cx), &v,
	                           &n));
	assert_int_equal(n, 1);
	at = treaty_stand_on(v, n, day("2026-01-01"));
	assert_int_equal(at.standing, STANDING_DEPOSITED);
	assert_false(date_set(at.since));
	assert_int_equal(v->effect, EFFECT_MISSING);
	assert_non_null(STATUS->warning(cx, v));
}

static void not_a_party_is_told_as_of_its_time(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *v;
	struct treaty_stand at;
	size_t n;

	test_ok(cx, status_history(cx, id_of(cx, &instrument_type, "OPCAT"), treaty_own_state(cx),
	                           &v, &n));
	at = treaty_stand_on(v, n, day("2026-01-01"));
	assert_int_equal(at.standing, STANDING_ABSENT);
	assert_day(at.since, "2018");
	/* of a procedure it says nothing about the treaty */
	test_ok(cx, status_history(cx, id_of(cx, &instrument_type, "ICERD"), treaty_own_state(cx),
	                           &v, &n));
	assert_int_equal(treaty_stand_on(v, n, day("2026-01-01")).standing, STANDING_BOUND);
}

static void a_founder_is_bound_from_the_treatys_own_day(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *s = acts(cx, "CRC", "FRA", ACTION_RATIFICATION, "1990-01-30");

	assert_day(s->in_force, "1990-09-02"); /* TC-41 */
	assert_int_equal(s->effect, EFFECT_COMPUTED);
	assert_non_null(strstr(s->basis, "DL-03 instrument=CRC deposit=1990-01-30"));
}

static void a_succession_is_entered_and_never_computed(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *s = acts(cx, "ICCPR", "FRA", ACTION_SUCCESSION, "1992-10-06");

	assert_false(date_set(s->in_force)); /* TC-42 */
	assert_int_equal(s->effect, EFFECT_MISSING);
	assert_non_null(STATUS->warning(cx, s));
	s->in_force_stated = day("1991-06-25"); /* before the notification */
	test_ok(cx, record_save(cx, STATUS, s));
	assert_day(s->in_force, "1991-06-25");
	assert_int_equal(s->effect, EFFECT_STATED);
	assert_null(STATUS->warning(cx, s));
	s->in_force_stated = day("1970-01-01"); /* before the Covenant itself */
	refused(cx, s, "in_force_stated");
}

static void what_is_known_to_the_year_stays_so(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *s = acts(cx, "CEDAW", "FRA", ACTION_CONSENT, "1983"), *m;

	assert_int_equal(s->date.precision, PRECISION_YEAR);
	assert_int_equal(s->in_force.precision, PRECISION_YEAR);
	assert_day(s->in_force, "1983");
	m = acts(cx, "CRC", "FRA", ACTION_RATIFICATION, "1993-08");
	assert_int_equal(m->in_force.precision, PRECISION_MONTH);
	assert_day(m->in_force, "1993-09");
}

static void a_correction_of_the_rule_moves_what_follows(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *s = acts(cx, "CRC", "FRA", ACTION_RATIFICATION, "1990-01-30");
	struct instrument *i =
	        record_get_any(cx, &instrument_type, id_of(cx, &instrument_type, "CRC"));

	i->general_entry_into_force = day("1990-10-02"); /* made up */
	test_ok(cx, record_save_as(cx, &instrument_type, i, CHANGE_UPDATE));
	s = record_get(cx, STATUS, s->record.id);
	assert_day(s->in_force, "1990-10-02");
}

/* ---- what cannot be */

static void nobody_acts_before_the_treaty_was_adopted(void **state)
{
	struct context *cx = treaty_open(state);

	refused(cx, act(cx, "CEDAW", "FRA", ACTION_RATIFICATION, "1979-12-17"), "date");
	refused(cx, act(cx, "CEDAW", "FRA", ACTION_SIGNATURE, "1978"), "date");
	/* the year of its adoption may be right */
	(void)acts(cx, "CEDAW", "FRA", ACTION_SIGNATURE, "1979");
	refused(cx, act(cx, "CEDAW", "FRA", ACTION_RATIFICATION, "2999-01-01"), "date");
	refused(cx, act(cx, "CEDAW", "FRA", ACTION_DENUNCIATION, ""), "date");
}

static void acts_that_contradict_each_other_are_refused(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *s;

	refused(cx, act(cx, "CRC", "FRA", ACTION_DENUNCIATION, "1992"), "action");
	s = acts(cx, "CRC", "FRA", ACTION_RATIFICATION, "1990-08-07");
	refused(cx, act(cx, "CRC", "FRA", ACTION_ACCESSION, "1991-01-01"), "action");
	refused(cx, act(cx, "CRC", "FRA", ACTION_ABSENCE, "2018"), "action");
	refused(cx, act(cx, "CRC", "FRA", ACTION_SIGNATURE, "1990-08-08"), "date");
	/* a year that holds the day contradicts nothing */
	(void)acts(cx, "CRC", "FRA", ACTION_SIGNATURE, "1990");
	refused(cx, act(cx, "CRC", "FRA", ACTION_SIGNATURE, "1989-12-31"), "date");
	/* not now, but after a denunciation */
	(void)acts(cx, "CRC", "FRA", ACTION_DENUNCIATION, "1995-01-01");
	(void)acts(cx, "CRC", "FRA", ACTION_ACCESSION, "1996-01-01");
	/* nothing else of it may be taken away */
	s->date = day("1995-06-01");
	refused(cx, s, "action");
}

static void declarations_and_pledges_are_not_ratified(void **state)
{
	struct context *cx = treaty_open(state);

	refused(cx, act(cx, "UDHR", "FRA", ACTION_RATIFICATION, "1948-12-10"), "instrument");
}

static void only_what_was_made_can_be_withdrawn(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *bound = acts(cx, "CRC", "FRA", ACTION_RATIFICATION, "1990-08-07"),
	                         *made = acts(cx, "CRC", "FRA", ACTION_RESERVATION, "1990-08-07"),
	                         *s = act(cx, "CRC", "FRA", ACTION_WITHDRAWAL, "1999-01-01");

	refused(cx, s, "withdraws");
	s->withdraws = bound->record.id;
	refused(cx, s, "withdraws");
	s->withdraws = made->record.id;
	s->date = day("1990-08-06");
	refused(cx, s, "date");
	s->date = day("1999-01-01");
	test_ok(cx, record_save(cx, STATUS, s));
	s = act(cx, "CRC", "FRA", ACTION_WITHDRAWAL, "2001-01-01");
	s->withdraws = made->record.id;
	refused(cx, s, "withdraws");
	/* of another State */
	s = act(cx, "CRC", "DEU", ACTION_WITHDRAWAL, "2001-01-01");
	s->withdraws = made->record.id;
	refused(cx, s, "withdraws");
	s = act(cx, "CRC", "DEU", ACTION_SIGNATURE, "1990-01-26");
	s->withdraws = made->record.id;
	refused(cx, s, "withdraws");
}

static void a_procedure_is_one_of_its_own_instrument(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *s = act(cx, "CAT", "FRA", ACTION_PROCEDURE, "1988-06-23");
	int64_t article = id_of(cx, &provision_type, "CEDAW 18");

	refused(cx, s, "provisions");
	s->provisions = (struct refs){ &article, 1 };
	refused(cx, s, "provisions");
	article = id_of(cx, &provision_type, "CAT 22");
	test_ok(cx, record_save(cx, STATUS, s));
}

/* ---- who records, who approves */

static bool take(struct context *cx, struct instrument_status *s, const char *step,
                 const char *reason)
{
	bool done;

	cx->reason = reason;
	done = record_step(cx, STATUS, s, step_named(STATUS, step));
	cx->reason = NULL;
	return done;
}

static void the_chair_approves_what_another_recorded(void **state)
{
	static const struct actor both = { .user = 1, .role = ROLE_CH, .membership = 2 };
	struct context *cx = treaty_open(state);
	struct instrument_status *s = acts(cx, "CRC", "FRA", ACTION_RATIFICATION, "1990-08-07");

	test_fails(cx, take(cx, s, "approve", NULL), ERR_FORBIDDEN); /* the secretariat */
	cx->actor = &both; /* the same person in another membership */
	test_fails(cx, take(cx, s, "approve", NULL), ERR_INVALID);
	cx->actor = &a_chair;
	test_ok(cx, take(cx, s, "approve", NULL));
	cx->actor = &a_secretary;
	s = record_get(cx, STATUS, s->record.id);
	s->date = day("1990-08-08");
	refused(cx, s, "date"); /* it is approved */
	s = record_get(cx, STATUS, s->record.id);
	test_fails(cx, take(cx, s, "take_up", NULL), ERR_INVALID); /* no reason */
	test_ok(cx, take(cx, s, "take_up", "The depositary's notification says another day."));
	s->date = day("1990-08-08");
	test_ok(cx, record_save(cx, STATUS, s));
}

static void who_confirmed_a_listed_act_does_not_approve_it(void **state)
{
	static const struct actor same = { .user = 1, .role = ROLE_CH, .membership = 2 };
	struct context *cx = treaty_open(state);
	struct instrument_status *v;
	size_t n;

	test_ok(cx, status_history(cx, id_of(cx, &instrument_type, "CEDAW"), treaty_own_state(cx),
	                           &v, &n));
	test_ok(cx, take(cx, v, "confirm", NULL));
	cx->actor = &same;
	test_fails(cx, take(cx, v, "approve", NULL), ERR_INVALID);
	cx->actor = &a_chair;
	test_ok(cx, take(cx, v, "approve", NULL));
}

static void what_is_struck_out_counts_no_more(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument_status *s = acts(cx, "CRC", "FRA", ACTION_RATIFICATION, "1990-08-07"), *v;
	size_t n;

	test_fails(cx, take(cx, s, "strike", NULL), ERR_INVALID); /* no reason */
	test_ok(cx, take(cx, s, "strike", "Another State's."));
	test_ok(cx, status_history(cx, s->instrument, s->country, &v, &n));
	assert_int_equal(n, 0);
	(void)acts(cx, "CRC", "FRA", ACTION_ACCESSION, "1991-01-01");
	/* and does not come back beside what was recorded since */
	test_fails(cx, take(cx, s, "take_up", "It was right."), ERR_INVALID);
}

/* ---- provisions, obligations, pledges */

static void a_provision_is_known_however_it_is_spaced(void **state)
{
	struct context *cx = treaty_open(state);
	struct provision *p = record_new(cx, &provision_type), *again;
	struct text heading = { .lang = "en", .body = "Made up", .original = true };

	p->instrument = id_of(cx, &instrument_type, "CEDAW");
	p->parent = id_of(cx, &provision_type, "CEDAW 2");
	p->number = "2(f)";
	p->heading = (struct texts){ &heading, 1 };
	test_ok(cx, record_save(cx, &provision_type, p));
	assert_string_equal(p->number, "2 (f)");
	assert_int_equal(id_of(cx, &provision_type, "CEDAW 2 (f)"), p->record.id);
	assert_string_equal(record_title(cx, &provision_type, p->record.id),
	                    "CEDAW 2 (f): Made up");
	again = record_new(cx, &provision_type);
	again->instrument = p->instrument;
	again->number = "2  (f)";
	again->heading = p->heading;
	test_fails(cx, record_save(cx, &provision_type, again), ERR_INVALID);
	p->parent = id_of(cx, &provision_type, "CAT 2");
	test_fails(cx, record_save(cx, &provision_type, p), ERR_INVALID);
}

static void a_duty_of_a_provision_stands_once(void **state)
{
	struct context *cx = treaty_open(state);
	struct obligation *o = record_new(cx, &obligation_type);
	struct text summary = { .lang = "en", .body = "Made up", .original = true };

	o->provision = id_of(cx, &provision_type, "CEDAW 18");
	o->duty = DUTY_REPORT; /* in the pack */
	o->summary = (struct texts){ &summary, 1 };
	test_fails(cx, record_save(cx, &obligation_type, o), ERR_INVALID);
	o->duty = DUTY_COOPERATE;
	o->lead = id_of(cx, &institution_type, "MFA");
	o->co_bodies = (struct refs){ &o->lead, 1 };
	test_fails(cx, record_save(cx, &obligation_type, o), ERR_INVALID);
	o->co_bodies.n = 0;
	test_ok(cx, record_save(cx, &obligation_type, o));
	assert_string_equal(record_title(cx, &obligation_type, o->record.id),
	                    "CEDAW 18 · Cooperate");
}

static void a_pledge_has_its_words_and_their_source(void **state)
{
	struct context *cx = treaty_open(state);
	struct instrument *i = record_new(cx, &instrument_type);
	struct text name = { .lang = "en", .body = "A sample pledge", .original = true },
	            words = { .lang = "en", .body = "We shall …", .original = true };
	struct source said = { .title = "A sample statement" };
	const struct choice *kinds = type_field_named(&instrument_type, "kind")->choices;

	i->code = "PLEDGE-1";
	i->name = (struct texts){ &name, 1 };
	i->kind = choice_index(kinds, "voluntary_pledge");
	assert_false(record_save(cx, &instrument_type, i));
	assert_string_equal(cx->err.field, "wording");
	assert_string_equal(cx->err.next->field, "sources");
	error_clear(cx);
	i->wording = (struct texts){ &words, 1 };
	i->record.sources = (struct owned){ &said, 1 };
	test_ok(cx, record_save(cx, &instrument_type, i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_pack_says_since_when_the_state_is_bound),
		cmocka_unit_test(the_pack_loaded_twice_writes_nothing),
		cmocka_unit_test(a_party_of_an_unknown_day_is_told_so),
		cmocka_unit_test(not_a_party_is_told_as_of_its_time),
		cmocka_unit_test(a_founder_is_bound_from_the_treatys_own_day),
		cmocka_unit_test(a_succession_is_entered_and_never_computed),
		cmocka_unit_test(what_is_known_to_the_year_stays_so),
		cmocka_unit_test(a_correction_of_the_rule_moves_what_follows),
		cmocka_unit_test(nobody_acts_before_the_treaty_was_adopted),
		cmocka_unit_test(acts_that_contradict_each_other_are_refused),
		cmocka_unit_test(declarations_and_pledges_are_not_ratified),
		cmocka_unit_test(only_what_was_made_can_be_withdrawn),
		cmocka_unit_test(a_procedure_is_one_of_its_own_instrument),
		cmocka_unit_test(the_chair_approves_what_another_recorded),
		cmocka_unit_test(who_confirmed_a_listed_act_does_not_approve_it),
		cmocka_unit_test(what_is_struck_out_counts_no_more),
		cmocka_unit_test(a_provision_is_known_however_it_is_spaced),
		cmocka_unit_test(a_duty_of_a_provision_stands_once),
		cmocka_unit_test(a_pledge_has_its_words_and_their_source),
	};

	return world_tests("treaty", tests, LEN(tests));
}
