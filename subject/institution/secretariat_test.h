/* For tests: the secretariat at work. */
#ifndef SUBJECT_INSTITUTION_SECRETARIAT_TEST_H
#define SUBJECT_INSTITUTION_SECRETARIAT_TEST_H

#include "record/world_test.h"
#include "subject/institution/institution.h"

/* From here on it acts; its user is returned. */
static inline int64_t as_secretariat(struct context *cx)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);
	int64_t user = account_add(cx, "sec", "MFA", "SEC", NULL, "en");

	test_ok(cx, user && account_actor(cx, user, 0, a));
	cx->actor = a;
	return user;
}

#endif
