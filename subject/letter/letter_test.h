/* For the tests of this folder: people of several institutions, a recommendation that awaits the
 * answer of the ministry of education, a letter that says so. */
#ifndef SUBJECT_LETTER_TEST_H
#define SUBJECT_LETTER_TEST_H

#include "subject/letter/letter.h"

#include "record/trust_test.h"
#include "subject/deadline/kept_test.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"

#define T (&letter_type)
#define R (&recommendation_type)

static const struct actor console = { .login = "console", .console = true };

static inline void on(struct context *cx, struct date day)
{
	cx->now = zone_midnight(setting_zone(cx), day) + (int64_t)12 * 3600 * 1000000 -
	          cx->app->clock_shift;
}

static inline struct context *begin(void **state)
{
	static const struct {
		const char *login, *institution, *role;
	} people[] = {
		{ "sec", "MFA", "SEC" },  { "ch", "MFA", "CH" },   { "dc", "ISLD", "DC" },
		{ "fp", "MOE", "FP" },    { "ma", "MOE", "MA" },   { "fp2", "MOL", "FP" },
		{ "mj", "MEJLIS", "MJ" }, { "omb", "OMB", "OMB" }, { "cso", "RCS", "CSO" },
		{ "ip", "UNDP", "IP" },   { "adm", "MFA", "ADM" }, { "aud", "CABINET", "AUD" },
	};
	struct context *cx = whole_world(state)->cx;

	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE) && settings_refresh(cx));
	test_ok(cx, deadline_subject.load_reference(cx, "turkmenistan"));
	on(cx, date_day(2026, 3, 2));
	for (size_t i = 0; i < LEN(people); i++)
		test_ok(cx, account_add(cx, people[i].login, people[i].institution, people[i].role,
		                        NULL, "ru") != 0);
	return cx;
}

static inline void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->actor = &console;
	if (str_eq(login, "console"))
		return;
	test_ok(cx, account_actor(cx, record_id_by_key(cx, &account_type, login), 0, a));
	cx->actor = a;
}

static inline struct recommendation *recommendation(struct context *cx)
{
	struct recommendation *r;

	as(cx, "console");
	r = record_new(cx, R);
	r->text.v = arena_new_of(cx->mem, struct text);
	r->text.v[0] = (struct text){ .lang = "en", .body = "Sample words", .original = true };
	r->text.n = 1;
	r->lead = institution_by_code(cx, "MOE");
	r->record.state = type_state(R, "assigned");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_CREATE));
	return r;
}

static inline struct letter *written(struct context *cx, const struct recommendation *a,
                                     const struct recommendation *b)
{
	struct refs items = { 0 };
	struct letter *l;
	struct date due;

	refs_add(cx, &items, a->record.id);
	if (b)
		refs_add(cx, &items, b->record.id);
	as(cx, "sec");
	test_ok(cx, letter_due(cx, &due));
	l = letter_write(cx, institution_by_code(cx, "MOE"), &items, due, "ru");
	test_ok(cx, l != NULL);
	return l;
}

static inline struct letter *again(struct context *cx, const struct letter *l)
{
	return record_get_any(cx, T, l->record.id);
}

static inline struct deadline *due_of(struct context *cx, const struct letter *l)
{
	return deadline_kept(cx, T, l->record.id, "answer");
}

static inline void answered(struct context *cx, struct recommendation *r)
{
	r = record_get_any(cx, R, r->record.id);
	r->record.state = type_state(R, "accepted");
	test_ok(cx, record_save_as(cx, R, r, CHANGE_UPDATE));
}

#endif
