/* For the tests of what records owe: the deadlines that the register keeps for them. */
#ifndef SUBJECT_DEADLINE_KEPT_TEST_H
#define SUBJECT_DEADLINE_KEPT_TEST_H

#include "record/world_test.h"
#include "subject/deadline/deadline.h"

/* What the record has there under the name; NULL: no such deadline. */
static inline struct deadline *deadline_found(struct context *cx, const struct type *t,
                                              int64_t from, const char *name)
{
	int64_t id = 0;
	bool found;

	test_ok(cx, db_int(cx,
	                   MADE_SQL("SELECT id FROM deadline WHERE source = $1 AND"
	                            " source_type = $2 AND name = $3"),
	                   &id, &found, V(from), V(t->name), V(name)));
	return found ? record_get_any(cx, &deadline_type, id) : NULL;
}

/* The same, which must be there. */
static inline struct deadline *deadline_kept(struct context *cx, const struct type *t, int64_t from,
                                             const char *name)
{
	struct deadline *d = deadline_found(cx, t, from, name);

	if (!d)
		fail_msg("%s has no deadline %s", record_title(cx, t, from), name);
	return d;
}

/* date NULL: whatever its date is. */
static inline void assert_kept(struct context *cx, const struct type *t, int64_t from,
                               const char *name, const char *date, const char *state)
{
	const struct deadline *d = deadline_kept(cx, t, from, name);
	char text[DATE_TEXT];

	if (date)
		assert_string_equal(date_text(d->due, text), date);
	assert_string_equal(choice_at(deadline_type.states, d->record.state)->code, state);
}

#endif
