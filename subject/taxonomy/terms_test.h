/* What the tests of taxonomies have in common: a world with reference data, in one transaction. */
#ifndef SUBJECT_TAXONOMY_TERMS_TEST_H
#define SUBJECT_TAXONOMY_TERMS_TEST_H

#include "record/trust_test.h"
#include "subject/taxonomy/taxonomy.h"

/* The world of trust_test.h with the reference data of these subjects, in the transaction that
 * loaded it. */
static inline struct context *terms_begin(void **state, const struct subject *const *subjects_here)
{
	static const struct actor console = { .login = "console", .console = true };
	struct world *w = *state;

	w->app.subjects = subjects_here;
	w->cx->actor = &console;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) && settings_refresh(w->cx));
	for (; *subjects_here; subjects_here++)
		if ((*subjects_here)->load_reference)
			test_ok(w->cx, (*subjects_here)->load_reference(w->cx, "turkmenistan"));
	return w->cx;
}

static inline int64_t keyed(struct context *cx, const struct type *t, const char *key)
{
	int64_t id = record_id_by_key(cx, t, key);

	if (!id)
		fail_msg("there is no %s “%s”", t->name, key);
	return id;
}

static inline int64_t number(struct context *cx, const char *text)
{
	int64_t n = -1;

	test_ok(cx, db_int_values(cx, MADE_SQL(text), &n, NULL, NULL, 0));
	return n;
}

static inline struct theme *theme(struct context *cx, const char *code, const char *name,
                                  const char *aliases)
{
	struct theme *t = record_new(cx, &theme_type);

	t->code = code;
	t->family = 1;
	t->aliases = aliases;
	t->name.v = arena_new_of(cx->mem, struct text);
	t->name.v[0] = (struct text){ .lang = "en", .body = name, .original = true };
	t->name.n = 1;
	test_ok(cx, record_save(cx, &theme_type, t));
	return t;
}

#endif
