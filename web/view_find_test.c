/* Lists by index and by database: what both can answer is the same, for every role; and what takes
 * a whole list takes what its page shows. */
#include "web/view_find_test.h"

/* How many the page says there are; restricted ones with them. */
static int64_t counted(struct world *w, const struct actor *a, const char *query)
{
	struct context_mark mark = context_mark(w->cx);
	struct request q = request_of(w, query);
	struct list l = { .type = R };
	struct found f;

	begin(w, a);
	test_ok(w->cx, find_read(w->cx, &q, &l, &f));
	f.ask.facets = find_facets(w->cx, &f);
	test_ok(w->cx, find_page(w->cx, &f) && db_commit(w->cx));
	assert_true(f.counted);
	assert_false(f.searched && f.list->n > (size_t)f.answer.total);
	context_rewind(w->cx, mark);
	return f.answer.total + (f.searched ? 0 : f.apart);
}

/* The same without an index. */
static int64_t listed(struct world *w, const struct actor *a, const char *query)
{
	struct context_mark mark = context_mark(w->cx);
	struct request q = request_of(w, query);
	struct search *s = w->app.search;
	struct list l = { .type = R };
	struct found f;

	w->app.search = NULL;
	begin(w, a);
	test_ok(w->cx, find_read(w->cx, &q, &l, &f));
	l.count = true;
	test_ok(w->cx, find_page(w->cx, &f) && db_commit(w->cx));
	assert_false(f.counted);
	w->app.search = s;
	context_rewind(w->cx, mark);
	return l.total;
}

static const char *const logins[] = { "ch", "dc",  "sec", "fp", "ma", "ma2",
	                              "mj", "omb", "cso", "ip", "aud" };

static void an_index_counts_what_the_database_lists(void **state)
{
	static const char *const queries[] = {
		"",
		"position=supported",
		"position=supported&position=noted",
		"lead=-",
		"state=accepted&state=assigned&kind=recommendation",
		"themes=education",
		"mechanism=UPR&status=in_progress",
		"deadline%3E=2020-01-01&position=supported",
		"deadline=-",
		"classification=restricted",
		"locator=126.9",
	};
	struct world *w = start(state);
	int64_t most = 0;

	for (size_t i = 0; i < LEN(logins); i++) {
		struct actor a = who(w, logins[i]);

		for (size_t k = 0; k < LEN(queries); k++) {
			int64_t n = listed(w, &a, queries[k]);

			if (counted(w, &a, queries[k]) != n)
				fail_msg("%s: “%s” is counted otherwise than %lld", logins[i],
				         queries[k], (long long)n);
			most = n > most ? n : most;
		}
	}
	assert_true(most > 50);
	stop(w);
}

/* All of it, page after page. */
static int64_t taken(struct world *w, const struct actor *a, const char *query)
{
	struct context_mark mark = context_mark(w->cx);
	struct request q = request_of(w, query);
	struct list l = { .type = R };
	int64_t n = 0;

	begin(w, a);
	test_ok(w->cx, view_list_all(w->cx, &q, &l));
	l.limit = 7;
	do {
		test_ok(w->cx, record_list(w->cx, &l));
		n += (int64_t)l.n;
		l.after = l.next;
	} while (l.next);
	test_ok(w->cx, db_commit(w->cx));
	context_rewind(w->cx, mark);
	return n;
}

static void who_takes_a_list_takes_what_is_shown(void **state)
{
	static const char *const queries[] = {
		"",
		"q=women",
		"q=women&order=-deadline",
		"q=sample+-women&order=changed",
		"overdue=yes",
		"missing=lead&position=supported",
		"lead=-&lead=MOE",
		"q=education&deadline%3E=2020-01-01",
		"year=2024&order=deadline",
		"q=womne",
	};
	struct world *w = start(state);
	int64_t all = 0;

	for (size_t i = 0; i < LEN(logins); i++) {
		struct actor a = who(w, logins[i]);

		for (size_t k = 0; k < LEN(queries); k++) {
			int64_t n = counted(w, &a, queries[k]);

			if (taken(w, &a, queries[k]) != n)
				fail_msg("%s: of “%s” not the %lld are taken that are shown",
				         logins[i], queries[k], (long long)n);
			all += n;
		}
	}
	assert_true(all > 500);
	stop(w);
}

/* Of every type, by the order that the type itself names. */
static void every_list_opens(void **state)
{
	struct world *w = start(state);
	struct actor a = who(w, "sec");
	size_t n = 0;

	begin(w, &a);
	for (const struct subject *const *s = subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++) {
			struct list l = { .type = *t, .limit = 1 };

			if (!record_list(w->cx, &l))
				fail_msg("%s: %s", (*t)->name, w->cx->err.text);
			n++;
		}
	assert_true(n > 20);
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_index_counts_what_the_database_lists),
		cmocka_unit_test(who_takes_a_list_takes_what_is_shown),
		cmocka_unit_test(every_list_opens),
	};

	return world_tests("view_find", tests, LEN(tests));
}
