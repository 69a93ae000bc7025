/* For the tests of this folder: two ministries with a focal point and an approver each, the
 * secretariat, and an indicator of the one ministry.  The day is the fifth of May 2026. */
#ifndef SUBJECT_INDICATOR_INDICATOR_TEST_H
#define SUBJECT_INDICATOR_INDICATOR_TEST_H

#include "record/trust_test.h"
#include "subject/indicator/part.h"
#include "subject/institution/institution.h"

#define I (&indicator_type)
#define T (&indicator_value_type)

static const struct actor console = { .login = "console", .console = true };

static inline struct context *begin(void **state)
{
	static const struct {
		const char *login, *institution, *role;
	} people[] = {
		{ "sec", "MFA", "SEC" },     { "ch", "MFA", "CH" },      { "dc", "ISLD", "DC" },
		{ "fp", "MOE", "FP" },       { "fp2", "MOL", "FP" },     { "ma", "MOE", "MA" },
		{ "ma2", "MOL", "MA" },      { "mj", "MEJLIS", "MJ" },   { "omb", "OMB", "OMB" },
		{ "cso", "RCS", "CSO" },     { "ip", "UNDP", "IP" },     { "adm", "MFA", "ADM" },
		{ "aud", "CABINET", "AUD" }, { "both", "MOE", "FP,MA" },
	};
	struct context *cx = whole_world(state)->cx;

	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE) && settings_refresh(cx));
	test_ok(cx, indicator_subject.load_reference(cx, "turkmenistan"));
	cx->now = zone_midnight(setting_zone(cx), date_day(2026, 5, 5)) +
	          (int64_t)12 * 3600 * 1000000 - cx->app->clock_shift;
	for (size_t i = 0; i < LEN(people); i++)
		test_ok(cx, account_add(cx, people[i].login, people[i].institution, people[i].role,
		                        NULL, "en") != 0);
	return cx;
}

static inline int64_t user(struct context *cx, const char *login)
{
	return record_id_by_key(cx, &account_type, login);
}

static inline void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->reason = NULL;
	cx->actor = &console;
	if (str_eq(login, "console"))
		return;
	test_ok(cx, account_actor(cx, user(cx, login), 0, a));
	cx->actor = a;
}

static inline struct number number(double x)
{
	return (struct number){ (int64_t)(x * 10000 + (x < 0 ? -0.5 : 0.5)), true };
}

static inline struct date when(const char *s)
{
	struct date d = { 0 };

	assert_true(!*s || date_parse(s, &d));
	return d;
}

static inline void add_dimension(struct context *cx, struct indicator *i, enum dimension by)
{
	struct indicator_dimension *v =
	        arena_array(cx->mem, struct indicator_dimension, DIMENSIONS);

	for (size_t k = 0; k < i->disaggregations.n; k++)
		v[k] = ((struct indicator_dimension *)i->disaggregations.v)[k];
	v[i->disaggregations.n] = (struct indicator_dimension){ .dimension = (int)by };
	i->disaggregations = (struct owned){ v, i->disaggregations.n + 1 };
}

static inline struct texts in_english(struct context *cx, const char *words)
{
	struct text *t = arena_new_of(cx->mem, struct text);

	*t = (struct text){ .lang = "en", .body = words };
	return (struct texts){ t, 1 };
}

/* Not saved yet: of the ministry of education, a share, every year, by sex and region. */
static inline struct indicator *share(struct context *cx, const char *code)
{
	struct indicator *i;

	as(cx, "sec");
	i = record_new(cx, I);
	i->code = code;
	i->name = in_english(cx, "A share");
	i->kind = INDICATOR_OUTCOME;
	i->unit_kind = UNIT_PERCENT;
	i->source_body = institution_by_code(cx, "MOE");
	i->periodicity = EVERY_YEAR;
	add_dimension(cx, i, BY_SEX);
	add_dimension(cx, i, BY_REGION);
	return i;
}

static inline struct indicator *saved_share(struct context *cx)
{
	struct indicator *i = share(cx, "EDU-1");

	test_ok(cx, record_save(cx, I, i));
	return i;
}

/* Not saved yet: as the focal point. */
static inline struct indicator_value *figure(struct context *cx, const struct indicator *i,
                                             const char *period, const char *breakdown, double x)
{
	struct indicator_value *v;

	as(cx, "fp");
	v = record_new(cx, T);
	v->indicator = i->record.id;
	v->period = when(period);
	v->value = number(x);
	test_ok(cx, indicator_breakdown_of(cx, breakdown, "breakdown", &v->breakdown));
	return v;
}

static inline struct indicator_value *entered(struct context *cx, const struct indicator *i,
                                              const char *period, const char *breakdown, double x)
{
	struct indicator_value *v = figure(cx, i, period, breakdown, x);

	test_ok(cx, record_save(cx, T, v));
	return v;
}

static inline struct indicator_value *again(struct context *cx, const struct indicator_value *v)
{
	struct indicator_value *now = record_get_any(cx, T, v->record.id);

	assert_non_null(now);
	return now;
}

static inline bool is(const struct indicator_value *v, const char *state)
{
	return type_state_in(T, v->record.state, state);
}

static inline struct indicator_value *confirmed(struct context *cx, const struct indicator_value *v)
{
	as(cx, "ma");
	test_ok(cx, record_step(cx, T, again(cx, v), step_named(T, "confirm")));
	return again(cx, v);
}

/* Refused beside that field, with these words in it. */
static inline void refused(struct context *cx, bool ok, const char *field, const char *words)
{
	assert_false(ok);
	assert_int_equal(cx->err.kind, ERR_INVALID);
	for (const struct error *e = &cx->err; e; e = e->next)
		if (str_eq(e->field, field) && strstr(e->text, words)) {
			error_clear(cx);
			return;
		}
	fail_msg("beside %s: %s\n", cx->err.field ? cx->err.field : "nothing", cx->err.text);
}

#endif
