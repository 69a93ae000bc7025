/* For the tests of this folder: the reference data, people of three institutions, and measures that
 * say in their name that they are tried out.  It is 11 July 2025, 09:00 in Ashgabat. */
#ifndef SUBJECT_PLAN_TEST_H
#define SUBJECT_PLAN_TEST_H

#include "subject/plan/plan.h"

#include "record/trust_test.h"
#include "subject/deadline/kept_test.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"
#include "subject/treaty/treaty.h"

extern const struct subject recommendation_subject;

static const struct subject *const here[] = {
	&institution_subject, &taxonomy_subject, &mechanism_subject,
	&deadline_subject,    &treaty_subject,   &recommendation_subject,
	&indicator_subject,   &plan_subject,     NULL
};
static const struct actor console = { .login = "console", .console = true };

/* It is noon of that day in Ashgabat. */
static inline void on(struct context *cx, const char *day)
{
	int64_t moment;

	assert_true(instant_parse(arena_fmt(cx->mem, "%sT07:00:00Z", day), &moment));
	cx->now = moment - cx->app->clock_shift;
}

static inline struct context *begin(void **state)
{
	static const char *const users[][3] = { { "sec", "MFA", "SEC" }, { "ch", "MFA", "CH" },
		                                { "dc", "MFA", "DC" },   { "fp", "MOE", "FP" },
		                                { "ma", "MOE", "MA" },   { "fp2", "MOL", "FP" } };
	struct world *w = *state;
	struct context *cx = w->cx;

	w->app.subjects = here;
	cx->actor = &console;
	cx->lang = "en";
	on(cx, "2025-07-11");
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx));
	for (size_t i = 0; here[i]; i++)
		test_ok(cx,
		        !here[i]->load_reference || here[i]->load_reference(cx, "turkmenistan"));
	for (size_t i = 0; i < LEN(users); i++)
		test_ok(cx,
		        account_add(cx, users[i][0], users[i][1], users[i][2], NULL, "en") != 0);
	return cx;
}

static inline void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);
	const struct account *who = account_by_login(cx, login);

	test_ok(cx, who && account_actor(cx, who->record.id, 0, a));
	cx->actor = a;
	cx->reason = NULL;
}

static inline int64_t body(struct context *cx, const char *code)
{
	int64_t id = institution_by_code(cx, code);

	assert_true(id != 0);
	return id;
}

static inline struct texts words(struct context *cx, const char *english)
{
	struct texts x = { arena_new_of(cx->mem, struct text), 1 };

	x.v[0] = (struct text){ .lang = "en", .body = english, .original = true };
	return x;
}

/* A plan that is being drafted. */
static inline struct plan *drafted(struct context *cx, const char *code, int from, int to)
{
	struct plan *p = record_new(cx, &plan_type);

	p->code = code;
	p->title = words(cx, arena_fmt(cx->mem, "A trial of a plan, %s", code));
	p->kind = 1;
	p->period_from = date_day(from, 1, 1);
	p->period_to = date_day(to, 12, 31);
	p->record.state = type_state(&plan_type, "drafting");
	test_ok(cx, record_save_as(cx, &plan_type, p, CHANGE_CREATE));
	return p;
}

static inline struct plan *plan_again(struct context *cx, const struct plan *p)
{
	struct plan *now = record_get_any(cx, &plan_type, p->record.id);

	test_ok(cx, now != NULL);
	return now;
}

static inline struct measure *measure_again(struct context *cx, int64_t id)
{
	struct measure *m = record_get_any(cx, &measure_type, id);

	test_ok(cx, m != NULL);
	return m;
}

/* Not saved; lead: code of an institution; plan NULL: outside any. */
static inline struct measure *tried(struct context *cx, const char *what, const char *lead,
                                    const char *timing, const struct plan *p, const char *number)
{
	struct measure *m = record_new(cx, &measure_type);

	m->text = words(cx, what);
	m->lead = body(cx, lead);
	m->timing = timing;
	if (p) {
		struct measure_place *at = arena_new_of(cx->mem, struct measure_place);

		*at = (struct measure_place){ .plan = p->record.id, .number = number };
		m->places = (struct owned){ at, 1 };
	} else {
		m->number = number;
	}
	return m;
}

static inline struct measure *made(struct context *cx, const char *what, const char *lead,
                                   const char *timing, const struct plan *p, const char *number)
{
	struct measure *m = tried(cx, what, lead, timing, p, number);

	test_ok(cx, record_save_as(cx, &measure_type, m, CHANGE_CREATE));
	return m;
}

static inline bool step(struct context *cx, const struct type *t, int64_t id, const char *name)
{
	void *row = record_get(cx, t, id);

	return row && record_step(cx, t, row, step_named(t, name));
}

/* Recorded by the secretariat, confirmed by the chair, put into force. */
static inline void approve(struct context *cx, const struct plan *p)
{
	struct plan *now;

	as(cx, "sec");
	now = plan_again(cx, p);
	now->act = "Trial resolution no. 1";
	now->act_date = date_day(2025, 1, 15);
	test_ok(cx, record_step(cx, &plan_type, now, step_named(&plan_type, "record_act")));
	as(cx, "ch");
	test_ok(cx, step(cx, &plan_type, p->record.id, "confirm"));
}

static inline void put_in_force(struct context *cx, const struct plan *p)
{
	approve(cx, p);
	as(cx, "sec");
	test_ok(cx, step(cx, &plan_type, p->record.id, "put_in_force"));
	cx->actor = &console;
}

static inline const char *state_of(struct context *cx, const struct type *t, int64_t id)
{
	const struct record *r = record_get_any(cx, t, id);

	test_ok(cx, r != NULL);
	return choice_at(t->states, r->state)->code;
}

static inline struct recommendation *asked_for(struct context *cx, const char *what)
{
	struct recommendation *r = record_new(cx, &recommendation_type);

	r->text = words(cx, what);
	r->kind = KIND_RECOMMENDATION;
	r->record.state = type_state(&recommendation_type, "accepted");
	test_ok(cx, record_save_as(cx, &recommendation_type, r, CHANGE_CREATE));
	return r;
}

/* The message that stands beside the field; the failure is over then. */
static inline void assert_beside(struct context *cx, bool done, const char *field)
{
	const struct error *e = &cx->err;
	bool there = false;

	assert_false(done);
	assert_int_equal(cx->err.kind, ERR_INVALID);
	for (; e; e = e->next)
		there = there || str_eq(e->field, field);
	if (!there)
		fail_msg("nothing stands beside %s: %s", field, cx->err.text);
	error_clear(cx);
}

#endif
