/* The rules of README.md, "Positions", each by the step that keeps it. */
#include "record/trust_test.h"

#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/position.h"
#include "subject/taxonomy/taxonomy.h"

#define T (&recommendation_type)

struct cast {
	struct actor secretary, chair, focal_point, other_focal_point;
	int64_t justice, education, review;
};

static struct texts words(struct context *cx, const char *body)
{
	struct text *text = arena_new_of(cx->mem, struct text);

	*text = (struct text){ .lang = "en", .body = body, .original = true };
	return (struct texts){ text, 1 };
}

static int64_t institution(struct context *cx, const char *code)
{
	struct institution *i = record_new(cx, &institution_type);

	i->code = code;
	i->name = words(cx, code);
	i->kind = i->branch = i->independence = 1;
	test_ok(cx, record_save_as(cx, &institution_type, i, CHANGE_REFERENCE));
	return i->record.id;
}

static int64_t account(struct context *cx, const char *login)
{
	struct account *a = record_new(cx, &account_type);

	a->login = login;
	a->name = words(cx, login);
	a->active = YES;
	test_ok(cx, record_save_as(cx, &account_type, a, CHANGE_REFERENCE));
	return a->record.id;
}

static int64_t review(struct context *cx)
{
	struct mechanism *m = record_new(cx, &mechanism_type);
	struct review_cycle *c = record_new(cx, &review_cycle_type);

	m->code = "UPR";
	m->kind = 1;
	m->name = words(cx, "Universal Periodic Review");
	test_ok(cx, record_save_as(cx, &mechanism_type, m, CHANGE_REFERENCE));
	c->code = "UPR-9";
	c->mechanism = m->record.id;
	c->label = words(cx, "UPR 9th cycle");
	test_ok(cx, record_save_as(cx, &review_cycle_type, c, CHANGE_REFERENCE));
	return c->record.id;
}

static struct context *begin(struct world *w, struct cast *c)
{
	struct context *cx = w->cx;
	struct country *tkm;

	w->app.subjects = subjects;
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx));
	test_ok(cx, deadline_subject.load_reference(cx, "turkmenistan"));
	tkm = record_new(cx, &country_type);
	tkm->iso3 = "TKM";
	tkm->iso2 = "TM";
	tkm->name = words(cx, "Turkmenistan");
	test_ok(cx, record_save_as(cx, &country_type, tkm, CHANGE_REFERENCE));
	c->justice = institution(cx, "MOJ");
	c->education = institution(cx, "MOE");
	c->review = review(cx);
	c->secretary =
	        (struct actor){ .user = account(cx, "sec"), .role = ROLE_SEC, .membership = 1 };
	c->chair = (struct actor){ .user = account(cx, "ch"), .role = ROLE_CH, .membership = 3 };
	c->focal_point = (struct actor){ .user = account(cx, "fp"),
		                         .role = ROLE_FP,
		                         .membership = 4,
		                         .institution = c->justice };
	c->other_focal_point = (struct actor){ .user = account(cx, "fp2"),
		                               .role = ROLE_FP,
		                               .membership = 6,
		                               .institution = c->education };
	cx->actor = &c->secretary;
	return cx;
}

static struct recommendation *again(struct context *cx, const struct recommendation *r)
{
	struct recommendation *now = record_get_any(cx, T, r->record.id);

	assert_non_null(now);
	return now;
}

static bool take(struct context *cx, const struct actor *who, struct recommendation *r,
                 const char *step)
{
	cx->actor = who;
	return record_step(cx, T, r, step_named(T, step));
}

/* Assigned to justice with education beside it. */
static struct recommendation *assigned(struct context *cx, struct cast *c, const char *locator)
{
	struct recommendation *r = record_new(cx, T);

	cx->actor = &c->secretary;
	r->locator = locator;
	r->kind = KIND_RECOMMENDATION;
	r->cycle = c->review;
	r->text = words(cx, "Adopt a law and apply it.");
	test_ok(cx, record_save(cx, T, r));
	r = again(cx, r);
	test_ok(cx, take(cx, &c->secretary, r, "triage"));
	r = again(cx, r);
	r->lead = c->justice;
	r->co = (struct refs){ arena_array(cx->mem, int64_t, 1), 1 };
	r->co.v[0] = c->education;
	test_ok(cx, take(cx, &c->secretary, r, "assign"));
	return again(cx, r);
}

static struct recommendation *proposed(struct context *cx, const struct actor *who,
                                       struct recommendation *r, const char *step, int position,
                                       const char *body)
{
	r->position_proposed = position;
	r->position_words = words(cx, body);
	test_ok(cx, take(cx, who, r, step));
	return again(cx, r);
}

static struct recommendation *by_body(struct context *cx, const struct actor *who,
                                      struct recommendation *r, int position, const char *body)
{
	return proposed(cx, who, r, "propose_position", position, body);
}

static bool decide(struct context *cx, const struct actor *who, struct recommendation *r,
                   int position)
{
	r->position = position;
	return take(cx, who, r, "decide_position");
}

static void adopt(struct context *cx, const struct cast *c)
{
	struct review_cycle *cycle = record_get_any(cx, &review_cycle_type, c->review);

	cycle->adopted_on = date_add_days(today(cx), -1);
	test_ok(cx, record_save_as(cx, &review_cycle_type, cycle, CHANGE_REFERENCE));
}

/* ---- */

static void each_body_has_a_proposal_of_its_own(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "126.1");

	r = by_body(cx, &c.other_focal_point, r, PROPOSED_SUPPORTED, "We can.");
	assert_int_equal(r->position_proposed, PROPOSED_NOTHING); /* the lead body's counts */
	r = by_body(cx, &c.focal_point, r, PROPOSED_SUPPORTED, "The law is drafted.");
	assert_int_equal(r->position_proposed, PROPOSED_SUPPORTED);
	assert_string_equal(r->position_words.v[0].body, "The law is drafted.");
	assert_int_equal(r->position_proposals.n, 2);
	assert_int_equal(r->position_dispute, DISPUTE_NONE);
	r = by_body(cx, &c.focal_point, r, PROPOSED_SUPPORTED, "The law is adopted.");
	assert_int_equal(r->position_proposals.n, 2); /* in the place of its earlier one */
	assert_string_equal(position_of_lead(r)->words.v[0].body, "The law is adopted.");
}

static void what_differs_goes_to_the_commission(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "126.1"), *s = assigned(cx, &c, "126.2");

	r = by_body(cx, &c.focal_point, r, PROPOSED_SUPPORTED, "Yes.");
	r = by_body(cx, &c.other_focal_point, r, PROPOSED_NOTED, "Not yet.");
	assert_int_equal(r->position_dispute, DISPUTE_BODIES);
	r = by_body(cx, &c.other_focal_point, r, PROPOSED_SUPPORTED, "Yes.");
	assert_int_equal(r->position_dispute, DISPUTE_NONE);
	r = proposed(cx, &c.secretary, r, "state_position", PROPOSED_NOTED, "Not in this cycle.");
	assert_int_equal(r->position_dispute, DISPUTE_SECRETARIAT);
	assert_int_equal(r->position_proposed, PROPOSED_SUPPORTED); /* still the lead body's */

	s = by_body(cx, &c.focal_point, s, PROPOSED_SUPPORTED, "Yes.");
	test_fails(cx, take(cx, &c.secretary, s, "mark_position"), ERR_INVALID); /* why? */
	s = again(cx, s);
	s->position_dispute_note = "It touches the budget.";
	test_ok(cx, take(cx, &c.focal_point, s, "dispute_position"));
	s = again(cx, s);
	assert_int_equal(s->position_dispute, DISPUTE_MARKED);
	test_ok(cx, decide(cx, &c.chair, s, POSITION_SUPPORTED));
	assert_int_equal(again(cx, s)->position_dispute, DISPUTE_NONE);
}

static void the_chair_decides_and_nobody_the_own_proposal(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "126.1");
	struct actor also_chair = { .user = c.focal_point.user, .role = ROLE_CH, .membership = 9 };

	test_fails(cx, decide(cx, &c.chair, r, POSITION_SUPPORTED), ERR_INVALID);
	r = by_body(cx, &c.focal_point, again(cx, r), PROPOSED_SUPPORTED, "Yes.");
	test_fails(cx, decide(cx, &c.focal_point, r, POSITION_SUPPORTED), ERR_FORBIDDEN);
	test_fails(cx, decide(cx, &c.secretary, again(cx, r), POSITION_SUPPORTED), ERR_FORBIDDEN);
	test_fails(cx, decide(cx, &also_chair, again(cx, r), POSITION_SUPPORTED), ERR_INVALID);
	test_fails(cx, decide(cx, &c.chair, again(cx, r), POSITION_PENDING), ERR_INVALID);
	r = again(cx, r);
	r->position = POSITION_SUPPORTED; /* past the step */
	cx->actor = &c.secretary;
	test_fails(cx, record_save(cx, T, r), ERR_INVALID);
	r = again(cx, r);
	test_ok(cx, decide(cx, &c.chair, r, POSITION_NOTED));
	r = again(cx, r);
	assert_int_equal(r->position, POSITION_NOTED);
	r->position_proposed = PROPOSED_NOTED;
	test_fails(cx, take(cx, &c.focal_point, r, "propose_position"), ERR_INVALID);
}

static void there_is_no_third_position(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "126.1");

	assert_int_equal(choice_index(position_proposals, "partially"), 0);
	assert_int_equal(choice_index(position_proposals, "pending"), 0);
	cx->actor = &c.focal_point;
	test_fails(
	        cx,
	        field_typed(cx, T, type_field_named(T, "position_proposed"), "en", "partially", r),
	        ERR_INVALID);
	test_fails(cx, take(cx, &c.focal_point, again(cx, r), "propose_position"), ERR_INVALID);
	r = by_body(cx, &c.focal_point, again(cx, r), PROPOSED_NOTED, "Partially: its first half.");
	assert_string_equal(r->position_words.v[0].body, "Partially: its first half.");
}

static void adoption_freezes(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "126.1"), *open = assigned(cx, &c, "126.2");

	r = by_body(cx, &c.focal_point, r, PROPOSED_SUPPORTED, "Yes.");
	test_ok(cx, decide(cx, &c.chair, r, POSITION_SUPPORTED));
	adopt(cx, &c);
	test_fails(cx, decide(cx, &c.chair, again(cx, r), POSITION_NOTED), ERR_INVALID);
	r = again(cx, r);
	cx->actor = &c.secretary;
	r->position = POSITION_NOTED;
	test_fails(cx, record_save(cx, T, r), ERR_INVALID);
	assert_int_equal(again(cx, r)->position, POSITION_SUPPORTED);
	open->position_proposed = PROPOSED_SUPPORTED;
	test_fails(cx, take(cx, &c.focal_point, open, "propose_position"), ERR_INVALID);
	/* where it stands is known only afterwards */
	r = again(cx, r);
	cx->actor = &c.secretary;
	r->position_locator = "2";
	test_ok(cx, record_save(cx, T, r));
	/* and what the desk did not have is filled in from what was published */
	open = again(cx, open);
	open->position = POSITION_NOTED;
	test_ok(cx, record_save(cx, T, open));
}

static void the_addendum_covers_every_paragraph(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "126.1"), *s = assigned(cx, &c, "126.4");
	struct position_addendum a = { 0 };
	struct position_desk *d;
	struct buffer out = BUFFER(cx->mem, MAX_PAGE);

	r = by_body(cx, &c.focal_point, r, PROPOSED_SUPPORTED, "One two three – four.");
	test_ok(cx, decide(cx, &c.chair, r, POSITION_SUPPORTED));
	d = position_desk(cx, c.review);
	assert_non_null(d);
	assert_int_equal(d->n, 2);
	assert_int_equal(d->open, 1);
	assert_string_equal(d->missing, "126.2, 126.3");
	a.desk = d;
	test_fails(cx, position_addendum_write(cx, &a, sink_to_buffer, &out), ERR_INVALID);
	s = by_body(cx, &c.focal_point, again(cx, s), PROPOSED_NOTED, "");
	test_ok(cx, decide(cx, &c.chair, s, POSITION_NOTED));
	d = position_desk(cx, c.review);
	a = (struct position_addendum){ .desk = d };
	test_ok(cx, position_addendum_write(cx, &a, sink_to_buffer, &out));
	assert_true(out.len > 1000);
	assert_int_equal(a.most, 2675);
	assert_string_equal(position_addendum_paragraph(cx, d, POSITION_SUPPORTED), "2");
	assert_string_equal(position_addendum_paragraph(cx, d, POSITION_NOTED), "3");
	a.quoted = true;
	assert_true(a.words > 0);
	{
		int64_t plain = a.words;

		/* "Recommendation" over two columns, "Adopt a law and apply it." in two rows */
		test_ok(cx, position_addendum_count(cx, &a));
		assert_int_equal(a.words, plain + 2 + 2 * 6);
	}
}

static void other_recommendations_have_no_desk(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = record_new(cx, T);
	const char *why;

	r->kind = KIND_RECOMMENDATION;
	r->text = words(cx, "Report in two years.");
	test_ok(cx, record_save(cx, T, r));
	r = again(cx, r);
	assert_false(step_offered(cx, T, r, step_named(T, "state_position"), &why));
	r->position_proposed = PROPOSED_SUPPORTED;
	test_fails(cx, take(cx, &c.secretary, r, "state_position"), ERR_INVALID);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_body_has_a_proposal_of_its_own),
		cmocka_unit_test(what_differs_goes_to_the_commission),
		cmocka_unit_test(the_chair_decides_and_nobody_the_own_proposal),
		cmocka_unit_test(there_is_no_third_position),
		cmocka_unit_test(adoption_freezes),
		cmocka_unit_test(the_addendum_covers_every_paragraph),
		cmocka_unit_test(other_recommendations_have_no_desk),
	};

	return world_tests("position", tests, LEN(tests));
}
