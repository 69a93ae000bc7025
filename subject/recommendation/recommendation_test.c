/* The rules of README.md, each by the step that keeps it. */
#include "record/trust_test.h"

#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"

#define T (&recommendation_type)

/* Two ministries, the secretariat, the chair, the Ombudsman. */
struct cast {
	struct actor secretary, deputy, chair, focal_point, approver, other_approver, ombudsman,
	        deputy_of_mejlis;
	int64_t justice, education, ombudsman_office;
};

static int64_t institution(struct context *cx, const char *code)
{
	struct institution *i = record_new(cx, &institution_type);
	struct text *name = arena_new_of(cx->mem, struct text);

	*name = (struct text){ .lang = "en", .body = code, .original = true };
	i->code = code;
	i->name = (struct texts){ name, 1 };
	i->kind = i->branch = i->independence = 1;
	test_ok(cx, record_save_as(cx, &institution_type, i, CHANGE_REFERENCE));
	return i->record.id;
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
	tkm->name =
	        (struct texts){ (struct text[]){ { .lang = "en", .body = "Turkmenistan" } }, 1 };
	test_ok(cx, record_save_as(cx, &country_type, tkm, CHANGE_REFERENCE));
	c->justice = institution(cx, "MOJ");
	c->education = institution(cx, "MOE");
	c->ombudsman_office = institution(cx, "OMB");
	c->secretary = (struct actor){ .user = 1, .role = ROLE_SEC, .membership = 1 };
	c->deputy = (struct actor){ .user = 2, .role = ROLE_DC, .membership = 2 };
	c->chair = (struct actor){ .user = 3, .role = ROLE_CH, .membership = 3 };
	c->focal_point = (struct actor){
		.user = 4, .role = ROLE_FP, .membership = 4, .institution = c->justice
	};
	c->approver = (struct actor){
		.user = 5, .role = ROLE_MA, .membership = 5, .institution = c->justice
	};
	c->other_approver = (struct actor){
		.user = 6, .role = ROLE_MA, .membership = 6, .institution = c->education
	};
	c->ombudsman = (struct actor){
		.user = 7, .role = ROLE_OMB, .membership = 7, .institution = c->ombudsman_office
	};
	c->deputy_of_mejlis = (struct actor){ .user = 8, .role = ROLE_MJ, .membership = 8 };
	cx->actor = &c->secretary;
	return cx;
}

static struct recommendation *entered(struct context *cx, const char *locator, const char *words)
{
	struct recommendation *r = record_new(cx, T);
	struct text *text = arena_new_of(cx->mem, struct text);

	*text = (struct text){ .lang = "en", .body = words, .original = true };
	r->locator = locator;
	r->kind = KIND_RECOMMENDATION;
	r->text = (struct texts){ text, 1 };
	test_ok(cx, record_save(cx, T, r));
	return record_get(cx, T, r->record.id);
}

static bool take(struct context *cx, struct recommendation *r, const char *step, const char *reason)
{
	bool done;

	cx->reason = reason;
	done = record_step(cx, T, r, step_named(T, step));
	cx->reason = NULL;
	return done;
}

static struct recommendation *assigned(struct context *cx, struct cast *c, const char *locator)
{
	struct recommendation *r = entered(cx, locator, "Adopt a law and apply it.");

	cx->actor = &c->secretary;
	test_ok(cx, take(cx, r, "triage", NULL));
	r->lead = c->justice;
	test_ok(cx, take(cx, r, "assign", NULL));
	return record_get(cx, T, r->record.id);
}

static void test_the_lead_body_answers(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "1");

	assert_true(date_set(r->answer_due));
	assert_int_equal(date_to_days(r->answer_due) - date_to_days(r->assigned_on), 10);
	cx->actor = &c.other_approver;
	/* another ministry does not even see it */
	test_fails(cx, take(cx, r, "accept", NULL), ERR_NOT_FOUND);
	cx->actor = &c.focal_point;
	test_fails(cx, take(cx, r, "accept", NULL), ERR_FORBIDDEN);
	r = record_get(cx, T, r->record.id);
	r->proposed_answer = 1;
	test_ok(cx, take(cx, r, "propose_answer", NULL));
	cx->actor = &c.approver;
	r = record_get(cx, T, r->record.id);
	test_fails(cx, take(cx, r, "return", NULL), ERR_INVALID); /* without a reason */
	test_ok(cx, take(cx, r, "return", "it is another ministry's field"));
	assert_int_equal(((struct recommendation *)record_get(cx, T, r->record.id))->record.state,
	                 type_state(T, "returned"));
}

static void test_a_ministry_sees_hers_alone(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct list l = { .type = T, .count = true };

	assigned(cx, &c, "1");
	entered(cx, "2", "Not assigned.");
	cx->actor = &c.focal_point;
	test_ok(cx, record_list(cx, &l));
	assert_int_equal(l.total, 1);
	cx->actor = &c.other_approver;
	test_ok(cx, record_list(cx, &l));
	assert_int_equal(l.total, 0);
	cx->actor = &c.secretary;
	test_ok(cx, record_list(cx, &l));
	assert_int_equal(l.total, 2);
	cx->actor = &c.deputy_of_mejlis; /* sees what a body accepted */
	test_ok(cx, record_list(cx, &l));
	assert_int_equal(l.total, 0);
}

static void test_implemented_needs_evidence(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "1");

	r->status = STATUS_IMPLEMENTED;
	test_fails(cx, take(cx, r, "set_status", "we say so"), ERR_INVALID);
	r = record_get(cx, T, r->record.id);
	r->status = STATUS_PARTIALLY_IMPLEMENTED;
	test_fails(cx, take(cx, r, "set_status", "half done"), ERR_INVALID);
	r = record_get(cx, T, r->record.id);
	r->status = STATUS_PARTIALLY_IMPLEMENTED;
	r->status_reason = (struct texts){
		(struct text[]){
		        { .lang = "en", .body = "The law is adopted, courts do not apply it." } },
		1
	};
	test_ok(cx, take(cx, r, "set_status", "half-year report"));
	r->status = STATUS_IMPLEMENTED;
	test_fails(cx, record_save(cx, T, r), ERR_INVALID); /* nor by editing */
}

static void test_two_persons_stop_pursuing(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "1");
	struct actor both = c.chair;

	cx->actor = &c.chair;
	/* nobody proposed it */
	test_fails(cx, take(cx, r, "not_pursue", "noted"), ERR_INVALID);
	cx->actor = &c.deputy;
	test_ok(cx, take(cx, r, "propose_not_pursue", "noted"));
	both.user = c.deputy.user; /* the same person with the chair's role */
	cx->actor = &both;
	r = record_get(cx, T, r->record.id);
	test_fails(cx, take(cx, r, "not_pursue", "noted"), ERR_INVALID);
	cx->actor = &c.chair;
	test_ok(cx, take(cx, r, "go_on", "the law is being drafted"));
	/* the proposal is gone: what was declined once is not decided on */
	r = record_get(cx, T, r->record.id);
	test_fails(cx, take(cx, r, "not_pursue", "noted"), ERR_INVALID);
	cx->actor = &c.deputy;
	r = record_get(cx, T, r->record.id);
	test_ok(cx, take(cx, r, "propose_not_pursue", "noted"));
	cx->actor = &c.chair;
	r = record_get(cx, T, r->record.id);
	test_ok(cx, take(cx, r, "not_pursue", "noted"));
	r = record_get(cx, T, r->record.id);
	assert_int_equal(r->status, STATUS_NOT_PURSUED);
	test_ok(cx, take(cx, r, "resume", "taken up again"));
}

static void test_merged_and_superseded_point_on(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *a = entered(cx, "1", "One."), *b = entered(cx, "2", "Two."),
	                      *d = entered(cx, "3", "Three.");

	a->merged_into = a->record.id;
	test_fails(cx, take(cx, a, "merge", "the same"), ERR_INVALID);
	a = record_get(cx, T, a->record.id);
	a->merged_into = a->record.id + 1;
	/* said beside the field, not by a page that is missing */
	test_fails(cx, take(cx, a, "merge", "the same"), ERR_INVALID);
	a = record_get(cx, T, a->record.id);
	a->merged_into = b->record.id;
	test_ok(cx, take(cx, a, "merge", "the same"));
	d->superseded_by = a->record.id;
	/* that one leads on itself */
	test_fails(cx, take(cx, d, "supersede", "newer"), ERR_INVALID);
	a = record_get(cx, T, a->record.id);
	assert_int_equal(a->merged_into, b->record.id);
	test_ok(cx, take(cx, a, "reopen", "they differ after all"));
	assert_int_equal(((struct recommendation *)record_get(cx, T, a->record.id))->merged_into,
	                 0);
}

static void test_a_split_keeps_links_and_labels(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = entered(cx, "9", "(a) Adopt a law; (b) Train judges.");
	struct paragraph parts[] = { { "9(a)", "Adopt a law" }, { "9(b)", "Train judges." } };
	struct list l = { .type = T, .count = true };
	struct change *v;
	size_t n;

	test_fails(cx, recommendation_split(cx, r, parts, 1), ERR_INVALID);
	db_rollback(cx);
	cx = begin(*state, &c);
	r = entered(cx, "9", "(a) Adopt a law; (b) Train judges.");
	r->priority = 1;
	test_ok(cx, record_save(cx, T, r));
	test_ok(cx, recommendation_split(cx, r, parts, 2));
	test_ok(cx, list_filter(cx, &l, "split_from",
	                        arena_fmt(cx->mem, "%lld", (long long)r->record.id)));
	test_ok(cx, record_list(cx, &l));
	assert_int_equal(l.n, 2);
	assert_int_equal(((struct recommendation *)l.rows[0])->priority, 1);
	test_ok(cx, record_history(cx, T, r->record.id, 0, 10, &v, &n));
	assert_string_equal(v[0].step, "split");
	assert_int_equal(n, 3);
}

static void test_a_view_is_its_authors(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = assigned(cx, &c, "1");
	struct view view = { .author = c.ombudsman_office, .opinion = 3 };

	r->views = (struct owned){ &view, 1 };
	/* the secretariat writes nobody's view */
	test_fails(cx, record_save(cx, T, r), ERR_INVALID);
	cx->actor = &c.approver;
	r = record_get(cx, T, r->record.id);
	test_ok(cx, take(cx, r, "accept", NULL));
	cx->actor = &c.ombudsman;
	r = record_get(cx, T, r->record.id);
	r->views = (struct owned){ &view, 1 };
	test_ok(cx, take(cx, r, "give_view", NULL));
	r = record_get(cx, T, r->record.id);
	assert_int_equal(r->views.n, 1);
	view.author = c.justice; /* in another's name */
	r->views = (struct owned){ &view, 1 };
	test_fails(cx, take(cx, r, "give_view", NULL), ERR_INVALID);
}

static void test_a_pledge_has_no_position(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *r = entered(cx, "1", "We pledge.");

	r->kind = KIND_PLEDGE;
	r->position = POSITION_SUPPORTED;
	test_fails(cx, record_save(cx, T, r), ERR_INVALID);
}

static void test_paragraphs_sort_as_the_document_runs(void **state)
{
	static const char *const locators[] = { "126.12", "126.2", "126.9" }, *const sorted[] = {
		"126.2", "126.9", "126.12"
	};
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct list l = { .type = T };

	for (size_t i = 0; i < LEN(locators); i++)
		entered(cx, locators[i], "Words.");
	test_ok(cx, record_list(cx, &l));
	for (size_t i = 0; i < LEN(sorted); i++)
		assert_string_equal(((struct recommendation *)l.rows[i])->locator, sorted[i]);
}

static void test_the_same_again_is_known(void **state)
{
	struct cast c;
	struct context *cx = begin(*state, &c);
	struct recommendation *a = entered(cx, NULL, "Adopt a  LAW."),
	                      *b = entered(cx, NULL, "adopt a law."),
	                      *d = entered(cx, NULL, "adopt two laws.");

	assert_string_equal(a->import_key, b->import_key);
	assert_string_not_equal(a->import_key, d->import_key);
}

static void test_pasted_paragraphs(void **state)
{
	struct world *w = *state;
	struct paragraph *v;
	size_t n;

	recommendation_paragraphs(
	        w->cx,
	        "126.1 Ratify the treaty (State A);\n\n126.2 Adopt a law\nagainst it (State B);",
	        &v, &n);
	assert_int_equal(n, 2);
	assert_string_equal(v[1].locator, "126.2");
	assert_non_null(strstr(v[1].text, "against it"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_lead_body_answers),
		cmocka_unit_test(test_a_ministry_sees_hers_alone),
		cmocka_unit_test(test_implemented_needs_evidence),
		cmocka_unit_test(test_two_persons_stop_pursuing),
		cmocka_unit_test(test_merged_and_superseded_point_on),
		cmocka_unit_test(test_a_split_keeps_links_and_labels),
		cmocka_unit_test(test_a_view_is_its_authors),
		cmocka_unit_test(test_a_pledge_has_no_position),
		cmocka_unit_test(test_paragraphs_sort_as_the_document_runs),
		cmocka_unit_test(test_the_same_again_is_known),
		cmocka_unit_test(test_pasted_paragraphs),
	};

	return world_tests("recommendation", tests, LEN(tests));
}
