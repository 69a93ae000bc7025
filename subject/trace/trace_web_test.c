/* Chains of all the sample's records, as each of its users sees them, on both engines. */
#include "subject/trace/trace.h"

#include "web/view_find_test.h"

#include "subject/institution/institution.h"
#include "subject/plan/plan.h"
#include "subject/progress/progress.h"

static const char *const logins[] = { "sec", "fp", "aud" };

static bool stands_in(const struct trace *t, const struct type *type, int64_t id)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->nodes[i].type == type && t->nodes[i].id == id)
			return true;
	return false;
}

static bool whole(const struct trace *t)
{
	for (int s = 0; s < STATIONS; s++)
		if (t->more[s])
			return false;
	return true;
}

/* Whoever sees a chain may read all that stands in it, lines join what is there, and what follows
 * from the record names it as where it comes from. */
static size_t look(struct context *cx, const struct type *t, int64_t id)
{
	struct trace trace, back;

	if (!trace_of(cx, t, id, &trace)) {
		assert_int_equal(cx->err.kind, ERR_NOT_FOUND);
		error_clear(cx);
		return 0;
	}
	assert_true(trace.nodes[0].type == t && trace.nodes[0].id == id);
	for (size_t i = 0; i < trace.n; i++) {
		test_ok(cx, record_get(cx, trace.nodes[i].type, trace.nodes[i].id) != NULL);
		assert_true(access_content(cx, trace.nodes[i].type, trace.nodes[i].row));
	}
	for (size_t i = 0; i < trace.links_n; i++) {
		const struct trace_node *from = &trace.nodes[trace.links[i].from],
		                        *to = &trace.nodes[trace.links[i].to];

		assert_true(trace.links[i].from < trace.n && trace.links[i].to < trace.n);
		if (from->id != id || !trace_knows(to->type) || to->id == id)
			continue;
		test_ok(cx, trace_of(cx, to->type, to->id, &back));
		assert_true(!whole(&back) || stands_in(&back, t, id));
	}
	for (size_t i = 0; i < trace.gaps_n; i++)
		assert_true(trace.gaps[i].node < trace.n && *trace.gaps[i].words);
	return trace.n;
}

static size_t look_at_all(struct context *cx, const struct type *t)
{
	enum { MOST = 60 };
	const char *text =
	        arena_fmt(cx->mem, "SELECT id FROM %s ORDER BY id LIMIT %d", t->name, (int)MOST);
	struct rows *r = db_query_values(cx, MADE_SQL(text), NULL, 0);
	int64_t ids[MOST];
	size_t n = 0, sum = 0;

	while (r && rows_next(cx, r) && n < MOST)
		ids[n++] = rows_int(r, 0);
	test_ok(cx, !failed(cx));
	for (size_t i = 0; i < n; i++) {
		struct context_mark mark = context_mark(cx);

		cx->titles = NULL;
		cx->deadline_book = NULL;
		sum += look(cx, t, ids[i]);
		cx->titles = NULL;
		cx->deadline_book = NULL;
		context_rewind(cx, mark);
	}
	return sum;
}

static void what_stands_in_a_chain_is_open_to_its_reader(void **state)
{
	static const struct type *const types[] = { &recommendation_type, &measure_type,
		                                    &progress_update_type, &evidence_type,
		                                    &deadline_type };
	struct world *w = start(state);
	size_t seen[LEN(logins)] = { 0 };

	for (size_t l = 0; l < LEN(logins); l++) {
		struct actor a = who(w, logins[l]);

		w->cx->actor = &a;
		test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx));
		for (size_t i = 0; i < LEN(types); i++)
			seen[l] += look_at_all(w->cx, types[i]);
		test_ok(w->cx, db_commit(w->cx));
	}
	assert_true(seen[0] > 200);
	assert_true(seen[1] > 0 && seen[1] < seen[0]);
	assert_true(seen[2] > 0);
	stop(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_in_a_chain_is_open_to_its_reader),
	};

	return world_tests("trace", tests, LEN(tests));
}
