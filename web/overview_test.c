/* Every number of an overview is that of the list it leads to, and the sums are those of the lists
 * without that choice: for every role, whatever was chosen before. */
#include "web/overview.h"
#include "web/view_find_test.h"

/* How many the index finds for the address. */
static int64_t found(struct world *w, const char *address)
{
	struct context_mark mark = context_mark(w->cx);
	const char *query = strchr(address, '?');
	struct request q = request_of(w, query ? query + 1 : "");
	struct list l = { .type = R };
	struct found f;

	test_ok(w->cx, find_read(w->cx, &q, &l, &f) && find_counts(w->cx, &f));
	context_rewind(w->cx, mark);
	return f.answer.total;
}

static void expect(struct world *w, const char *login, const char *address, int64_t n)
{
	int64_t there = found(w, address);

	if (there != n)
		fail_msg("%s: %s holds %lld, not %lld", login, address, (long long)there,
		         (long long)n);
}

static int64_t see_table(struct world *w, const char *login, const struct overview *o,
                         const struct search_table *t)
{
	int64_t seen = 0;

	for (size_t i = 0; i < t->rows.values_n; i++) {
		const struct search_value *row = &t->rows.values[i];

		for (size_t k = 0; k < t->columns.values_n; k++) {
			const struct search_value *column = &t->columns.values[k];
			int64_t n = t->counts[i * t->columns.values_n + k];

			expect(w, login,
			       overview_list(w->cx, o, &t->rows, row->value, &t->columns,
			                     column->value),
			       n);
			seen += n;
		}
		expect(w, login, overview_list(w->cx, o, &t->rows, row->value, NULL, NULL),
		       row->count);
	}
	for (size_t k = 0; k < t->columns.values_n; k++)
		expect(w, login,
		       overview_list(w->cx, o, &t->columns, t->columns.values[k].value, NULL, NULL),
		       t->columns.values[k].count);
	expect(w, login, overview_list(w->cx, o, NULL, NULL, NULL, NULL), t->total);
	return seen;
}

static void every_number_is_that_of_its_list(void **state)
{
	static const char *const logins[] = { "ch", "sec", "ma", "omb", "cso", "aud" };
	static const char *const queries[] = {
		"rows=lead&columns=state&years=position",
		"rows=position&columns=overdue&years=kind&q=sample",
		"rows=missing&columns=kind&years=&position=supported&position=noted",
		"rows=theme&columns=position&years=&position=supported",
	};
	struct world *w = start(state);
	int64_t seen = 0;

	for (size_t i = 0; i < LEN(logins); i++) {
		struct actor a = who(w, logins[i]);

		for (size_t k = 0; k < LEN(queries); k++) {
			struct context_mark mark = context_mark(w->cx);
			struct request q = request_of(w, queries[k]);
			struct overview o;

			begin(w, &a);
			test_ok(w->cx, overview_read(w->cx, &q, 0, &o));
			seen += see_table(w, logins[i], &o, &o.table);
			if (*o.years)
				seen += see_table(w, logins[i], &o, &o.over);
			test_ok(w->cx, db_commit(w->cx));
			context_rewind(w->cx, mark);
		}
	}
	assert_true(seen > 500);
	stop(w);
}

static bool reads(struct world *w, const char *query)
{
	struct request q = request_of(w, query);
	struct overview o;

	return overview_read(w->cx, &q, 0, &o);
}

static void what_cannot_be_crossed(void **state)
{
	struct world *w = start(state);
	struct actor a = who(w, "sec");
	struct request q = request_of(w, "rows=state&columns=state");
	struct overview o;

	begin(w, &a);
	test_ok(w->cx, overview_read(w->cx, &q, 0, &o));
	assert_true(o.same);
	assert_false(reads(w, "rows=nothing"));
	assert_int_equal(w->cx->err.kind, ERR_BAD_REQUEST);
	error_clear(w->cx);
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_is_that_of_its_list),
		cmocka_unit_test(what_cannot_be_crossed),
	};

	return world_tests("overview", tests, LEN(tests));
}
