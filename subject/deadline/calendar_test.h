/* For tests and measures of the calendar: a program with its reference data and deadlines in it. */
#ifndef SUBJECT_CALENDAR_TEST_H
#define SUBJECT_CALENDAR_TEST_H

#include "subject/deadline/calendar.h"
#include "subject/mechanism/mechanism.h"
#include "web/web_test.h"

static const struct actor calendar_console = { .login = "console", .console = true };

static inline struct texts calendar_words(struct context *cx, const char *en)
{
	struct text *v = arena_new_of(cx->mem, struct text);

	*v = (struct text){ .lang = "en", .body = en, .original = true };
	return (struct texts){ v, 1 };
}

/* It is that moment, "2026-02-16T18:59:59Z", to whoever asks in the test's own context. */
static inline void calendar_at(struct context *cx, const char *instant)
{
	int64_t moment;

	assert_true(instant_parse(instant, &moment));
	cx->now = moment - cx->app->clock_shift;
}

/* One that a review wants; CRC's when nothing else is said. */
static inline struct deadline_wanted calendar_wanted(struct context *cx, const char *name,
                                                     const char *title, const char *basis)
{
	return (struct deadline_wanted){
		.name = name,
		.kind = "report",
		.title = calendar_words(cx, title),
		.mechanism = record_id_by_key(cx, &mechanism_type, "CRC"),
		.institution = record_id_by_key(cx, &institution_type, "MOE"),
		.basis = basis,
		.side = SIDE_EXTERNAL,
	};
}

static inline struct link calendar_source(struct context *cx, const char *review)
{
	int64_t id = record_id_by_key(cx, &review_cycle_type, review);

	assert_true(id != 0);
	return (struct link){ &review_cycle_type, id };
}

#endif
