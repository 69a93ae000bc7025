/* What a long piece of work remembers, and what it must not. */
#include "record/known.h"

#include "record/app.h"
#include "test/unit.h"

static const struct type country = { .name = "country" }, theme = { .name = "theme" };

struct memory {
	struct app app;
	struct context cx;
	int64_t older;
};

static int begin(void **state)
{
	struct memory *m = *state = calloc(1, sizeof *m);

	if (!m)
		return -1;
	m->app.ids = id_maker_new(1);
	m->cx = (struct context){ .mem = arena_new(MAX_REQUEST_MEMORY), .app = &m->app };
	m->older = id_new(m->app.ids);
	return 0;
}

static int end(void **state)
{
	struct memory *m = *state;

	arena_free(m->cx.mem);
	id_maker_free(m->app.ids);
	free(m);
	return 0;
}

static void nothing_is_known_where_nothing_was_begun(void **state)
{
	struct memory *m = *state;
	struct known_fact fact = { .text = "AB" };

	known_add_id(&m->cx, &country, m->older);
	known_add_words(&m->cx, &country, KNOWN_BY_KEY, "TKM", m->older);
	known_add_fact(&m->cx, &country, m->older, &fact);
	assert_false(known_id(&m->cx, &country, m->older));
	assert_int_equal(known_words(&m->cx, &country, KNOWN_BY_KEY, "TKM"), 0);
	assert_false(known_fact(&m->cx, &country, m->older, &fact));
	known_begin(&m->cx);
	known_add_id(&m->cx, &country, m->older);
	assert_true(known_id(&m->cx, &country, m->older));
	known_end(&m->cx);
	assert_false(known_id(&m->cx, &country, m->older));
}

static void each_is_found_as_what_it_was_met(void **state)
{
	struct memory *m = *state;
	struct known_fact fact = { .numbers = { 7, 8 }, .text = "AB" }, found;

	known_begin(&m->cx);
	known_add_id(&m->cx, &country, m->older);
	assert_false(known_id(&m->cx, &theme, m->older));
	assert_false(known_id(&m->cx, &country, m->older + 1));
	known_add_words(&m->cx, &country, KNOWN_BY_KEY, "TKM", m->older);
	assert_int_equal(known_words(&m->cx, &country, KNOWN_BY_KEY, "TKM"), m->older);
	assert_int_equal(known_words(&m->cx, &country, KNOWN_AS_TYPED, "TKM"), 0);
	assert_int_equal(known_words(&m->cx, &theme, KNOWN_BY_KEY, "TKM"), 0);
	assert_int_equal(known_words(&m->cx, &country, KNOWN_BY_KEY, "TK"), 0);
	assert_int_equal(known_words(&m->cx, &country, KNOWN_BY_KEY, NULL), 0);
	known_add_fact(&m->cx, &country, m->older, &fact);
	assert_true(known_fact(&m->cx, &country, m->older, &found));
	assert_memory_equal(&found, &fact, sizeof fact);
	assert_false(known_fact(&m->cx, &theme, m->older, &found));
}

/* The work may take back what it has made. */
static void what_the_work_made_is_not_remembered(void **state)
{
	struct memory *m = *state;
	struct known_fact fact = { .text = "AB" };
	int64_t younger;

	known_begin(&m->cx);
	younger = id_new(m->app.ids);
	known_add_id(&m->cx, &country, younger);
	known_add_words(&m->cx, &country, KNOWN_BY_KEY, "TKM", younger);
	known_add_fact(&m->cx, &country, younger, &fact);
	assert_false(known_id(&m->cx, &country, younger));
	assert_int_equal(known_words(&m->cx, &country, KNOWN_BY_KEY, "TKM"), 0);
	assert_false(known_fact(&m->cx, &country, younger, &fact));
}

/* However many there are, what is found is right, and the last one is found. */
static void it_forgets_but_is_never_wrong(void **state)
{
	enum { MANY = 20000 };
	struct memory *m = *state;
	int64_t *ids = arena_array(m->cx.mem, int64_t, MANY);
	int kept = 0;

	for (int i = 0; i < MANY; i++)
		ids[i] = id_new(m->app.ids);
	known_begin(&m->cx);
	for (int i = 0; i < MANY; i++) {
		struct known_fact fact = { .numbers = { i } }, found;
		const char *words = arena_fmt(m->cx.mem, "number %d", i);

		known_add_id(&m->cx, &country, ids[i]);
		known_add_words(&m->cx, &country, KNOWN_AS_TYPED, words, ids[i]);
		known_add_fact(&m->cx, &country, ids[i], &fact);
		assert_true(known_id(&m->cx, &country, ids[i]));
		assert_int_equal(known_words(&m->cx, &country, KNOWN_AS_TYPED, words), ids[i]);
		assert_true(known_fact(&m->cx, &country, ids[i], &found));
		assert_int_equal(found.numbers[0], i);
	}
	for (int i = 0; i < MANY; i++) {
		const char *words = arena_fmt(m->cx.mem, "number %d", i);
		int64_t id = known_words(&m->cx, &country, KNOWN_AS_TYPED, words);
		struct known_fact found;

		assert_true(id == 0 || id == ids[i]);
		if (known_fact(&m->cx, &country, ids[i], &found))
			assert_int_equal(found.numbers[0], i);
		kept += known_id(&m->cx, &country, ids[i]);
	}
	assert_in_range(kept, 1000, MANY - 1);
}

static void long_words_are_not_remembered(void **state)
{
	struct memory *m = *state;
	char words[400];

	memset(words, 'a', sizeof words - 1);
	words[sizeof words - 1] = '\0';
	known_begin(&m->cx);
	known_add_words(&m->cx, &country, KNOWN_AS_TYPED, words, m->older);
	assert_int_equal(known_words(&m->cx, &country, KNOWN_AS_TYPED, words), 0);
}

#define MEMORY(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		MEMORY(nothing_is_known_where_nothing_was_begun),
		MEMORY(each_is_found_as_what_it_was_met),
		MEMORY(what_the_work_made_is_not_remembered),
		MEMORY(it_forgets_but_is_never_wrong),
		MEMORY(long_words_are_not_remembered),
	};

	return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
