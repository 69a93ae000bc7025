/* For the tests of this folder: two ministries with their people, what is reported on, and a report
 * on its way. */
#ifndef SUBJECT_PROGRESS_TEST_H
#define SUBJECT_PROGRESS_TEST_H

#include "subject/progress/progress.h"

#include "record/trust_test.h"
#include "subject/deadline/kept_test.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"

#define U (&progress_update_type)
#define E (&evidence_type)
#define R (&recommendation_type)
#define M (&measure_type)

/* 22 November 2026, 09:00 in Ashgabat: the first half of the year is over, the second runs. */
#define NOW 1795320000000000

static const struct actor console = { .login = "console", .console = true };

/* Two ministries, each with people; the secretariat has two. */
struct cast {
	int64_t justice, education, ombudsman_office, statistics;
	struct actor of[ROLES]; /* in justice where the role is a ministry's */
	struct actor second_officer, second_secretary, other_officer;
};

static inline struct texts words(struct context *cx, const char *s)
{
	struct text *t = arena_new_of(cx->mem, struct text);

	*t = (struct text){ .lang = "en", .body = s, .original = true };
	return (struct texts){ t, 1 };
}

static inline int64_t institution(struct context *cx, const char *code)
{
	struct institution *i = record_new(cx, &institution_type);

	i->code = code;
	i->name = words(cx, code);
	i->kind = i->branch = i->independence = 1;
	test_ok(cx, record_save_as(cx, &institution_type, i, CHANGE_REFERENCE));
	return i->record.id;
}

static inline struct actor person(struct context *cx, const char *login, const char *code,
                                  const char *role)
{
	char *small = arena_str(cx->mem, login);
	struct actor a = { 0 };
	int64_t id;

	for (char *p = small; *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 'a' - 'A') : *p;
	id = account_add(cx, small, code, role, NULL, "en");

	test_ok(cx, id && account_actor(cx, id, 0, &a));
	return a;
}

static inline struct context *begin(struct world *w, struct cast *c)
{
	struct context *cx = w->cx;
	struct country *tkm;

	w->app.subjects = subjects;
	cx->now = NOW;
	cx->lang = "en";
	cx->actor = &console;
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx));
	test_ok(cx, deadline_subject.load_reference(cx, "turkmenistan"));
	test_ok(cx, indicator_subject.load_reference(cx, "turkmenistan"));
	tkm = record_new(cx, &country_type);
	tkm->iso3 = "TKM";
	tkm->iso2 = "TM";
	tkm->name = words(cx, "Turkmenistan");
	test_ok(cx, record_save_as(cx, &country_type, tkm, CHANGE_REFERENCE));
	c->justice = institution(cx, "MOJ");
	c->education = institution(cx, "MOE");
	c->ombudsman_office = institution(cx, "OMB");
	c->statistics = institution(cx, "STAT");
	institution(cx, "MFA");
	for (enum role r = ROLE_NONE + 1; r < ROLES; r++)
		c->of[r] = person(cx, role_code(r),
		                  r == ROLE_FP || r == ROLE_MA ? "MOJ"
		                  : r == ROLE_OMB              ? "OMB"
		                                               : "MFA",
		                  role_code(r));
	c->second_officer = person(cx, "fp2", "MOJ", "FP");
	c->second_secretary = person(cx, "sec2", "MFA", "SEC");
	c->other_officer = person(cx, "fp3", "MOE", "FP");
	return cx;
}

/* ---- what is reported on */

static inline int64_t measure(struct context *cx, const struct cast *c, int64_t recommendation)
{
	const struct actor *before = cx->actor;
	struct measure *m = record_new(cx, M);

	cx->actor = &console;
	m->number = "27";
	m->text = words(cx, "Publish the numbers of those admitted to universities.");
	m->lead = c->justice;
	m->timing = "continuous";
	m->record.state = type_state(M, "approved");
	if (recommendation)
		refs_add(cx, &m->recommendations, recommendation);
	test_ok(cx, record_save_as(cx, M, m, CHANGE_CREATE));
	cx->actor = before;
	return m->record.id;
}

static inline int64_t recommendation(struct context *cx, const struct cast *c, const char *locator,
                                     int asks_for)
{
	const struct actor *before = cx->actor;
	struct recommendation *r = record_new(cx, R);

	cx->actor = &console;
	r->locator = locator;
	r->kind = KIND_RECOMMENDATION;
	r->text = words(cx, "Adopt a law and apply it.");
	r->lead = c->justice;
	r->asks_for = asks_for;
	r->record.state = type_state(R, "accepted");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_CREATE));
	cx->actor = before;
	return r->record.id;
}

static inline struct recommendation *now_r(struct context *cx, int64_t id)
{
	struct recommendation *r = record_get_any(cx, R, id);

	test_ok(cx, r != NULL);
	return r;
}

static inline const char *stage_of(struct context *cx, const struct type *t, int64_t id)
{
	const struct record *r = record_get_any(cx, t, id);

	test_ok(cx, r != NULL);
	return choice_at(t->states, r->state)->code;
}

/* ---- a report and its ladder */

static inline struct progress_update *report(struct context *cx, struct link about, int year,
                                             int part)
{
	struct progress_update *u = record_new(cx, U);

	u->about = about;
	u->year = (struct date){ (int16_t)year, 12, 31, PRECISION_YEAR };
	u->part = part;
	u->done = words(cx, "The list was made.");
	u->result = words(cx, "The numbers are published.");
	u->difficulties = words(cx, "none");
	u->next_step = words(cx, "The ministry publishes them each year.");
	u->status = STATUS_IN_PROGRESS;
	return u;
}

static inline bool take(struct context *cx, const struct type *t, int64_t id, const char *step,
                        const char *reason)
{
	void *row = record_get(cx, t, id);
	bool done;

	if (!row)
		return false;
	cx->reason = reason;
	done = record_step(cx, t, row, step_named(t, step));
	cx->reason = NULL;
	return done;
}

/* What the hooks refuse is refused when it was written: a part of the transaction takes it back. */
static inline void refused(struct context *cx, const struct type *t, int64_t id, const char *step,
                           const char *field)
{
	test_ok(cx, db_part_begin(cx));
	assert_false(take(cx, t, id, step, NULL));
	assert_int_equal(cx->err.kind, ERR_INVALID);
	if (field)
		assert_string_equal(cx->err.field, field);
	else
		assert_null(cx->err.field);
	error_clear(cx);
	test_ok(cx, db_part_end(cx, false));
}

static inline int64_t written(struct context *cx, const struct cast *c, struct progress_update *u)
{
	cx->actor = &c->of[ROLE_FP];
	test_ok(cx, record_save(cx, U, u));
	return u->record.id;
}

/* Up to the desk of the secretariat, which is left to act. */
static inline int64_t approved(struct context *cx, const struct cast *c, struct progress_update *u)
{
	int64_t id = written(cx, c, u);

	test_ok(cx, take(cx, U, id, "submit", NULL));
	cx->actor = &c->of[ROLE_MA];
	test_ok(cx, take(cx, U, id, "approve", NULL));
	cx->actor = &c->of[ROLE_SEC];
	return id;
}

static inline int64_t accepted(struct context *cx, const struct cast *c, struct progress_update *u)
{
	int64_t id = approved(cx, c, u);

	test_ok(cx, take(cx, U, id, "accept", NULL));
	return id;
}

static inline int64_t evidence(struct context *cx, const struct cast *c, struct link about)
{
	struct evidence *e = record_new(cx, E);
	struct evidence_subject *s = arena_new_of(cx->mem, struct evidence_subject);

	s->subject = about;
	e->title = words(cx, "Order No. 12 of the ministry");
	e->type = EVIDENCE_LEGAL_ACT;
	e->date_of_fact = date_day(2026, 3, 2);
	e->issuing_body = "Ministry of Justice (sample)";
	e->about = (struct owned){ s, 1 };
	cx->actor = &c->of[ROLE_FP];
	test_ok(cx, record_save(cx, E, e));
	return e->record.id;
}

static inline int64_t accepted_evidence(struct context *cx, const struct cast *c, struct link about)
{
	int64_t id = evidence(cx, c, about);

	cx->actor = &c->of[ROLE_SEC];
	test_ok(cx, take(cx, E, id, "accept", NULL));
	return id;
}

#endif
