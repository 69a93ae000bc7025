/* For the tests of this folder: the program's reference data, in which a made-up State can do
 * something about an instrument. */
#ifndef SUBJECT_TREATY_TREATY_TEST_H
#define SUBJECT_TREATY_TREATY_TEST_H

#include "record/trust_test.h"
#include "subject/mechanism/mechanism.h"
#include "subject/taxonomy/taxonomy.h"
#include "subject/treaty/part.h"

#define STATUS (&instrument_status_type)

static const struct actor a_secretary = { .user = 1, .role = ROLE_SEC, .membership = 1 };
static const struct actor a_chair = { .user = 3, .role = ROLE_CH, .membership = 3 };

/* What every installation has, as far as deadlines and treaties go. */
static inline struct world *treaty_world(void **state)
{
	static const char *const more[] = { "deadline", "treaty" };
	struct world *w = whole_world(state);

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	for (size_t i = 0; i < LEN(more); i++)
		for (const struct subject *const *s = subjects; *s; s++)
			if (str_eq((*s)->name, more[i]))
				test_ok(w->cx, (*s)->load_reference(w->cx, "turkmenistan"));
	test_ok(w->cx, db_commit(w->cx));
	w->cx->actor = &a_secretary;
	return w;
}

/* The same, and a transaction is open. */
static inline struct context *treaty_open(void **state)
{
	struct world *w = treaty_world(state);

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	return w->cx;
}

static inline int64_t id_of(struct context *cx, const struct type *t, const char *key)
{
	int64_t id = record_id_by_key(cx, t, key);

	if (!id)
		fail_msg("there is no %s %s", t->name, key);
	return id;
}

static inline struct date day(const char *s)
{
	struct date d = { 0 };

	assert_true(!*s || date_parse(s, &d));
	return d;
}

/* Not saved yet. */
static inline struct instrument_status *act(struct context *cx, const char *instrument,
                                            const char *country, int action, const char *date)
{
	struct instrument_status *s = record_new(cx, STATUS);

	s->instrument = id_of(cx, &instrument_type, instrument);
	s->country = id_of(cx, &country_type, country);
	s->action = action;
	s->date = day(date);
	return s;
}

static inline struct instrument_status *acts(struct context *cx, const char *instrument,
                                             const char *country, int action, const char *date)
{
	struct instrument_status *s = act(cx, instrument, country, action, date);

	test_ok(cx, record_save(cx, STATUS, s));
	return record_get(cx, STATUS, s->record.id);
}

/* Refused beside that field. */
static inline void refused(struct context *cx, struct instrument_status *s, const char *field)
{
	assert_false(record_save(cx, STATUS, s));
	assert_int_equal(cx->err.kind, ERR_INVALID);
	if (!str_eq(cx->err.field, field))
		fail_msg("beside %s: %s", cx->err.field ? cx->err.field : "nothing", cx->err.text);
	error_clear(cx);
}

static inline void assert_day(struct date d, const char *expected)
{
	char text[DATE_TEXT];

	assert_string_equal(date_text(d, text), expected);
}

#endif
