/* For the tests of formats that propose: a program with all reference data, and bringing a file in
 * as a person does who looks and confirms everything. */
#ifndef SUBJECT_RECOMMENDATION_PROPOSAL_TEST_H
#define SUBJECT_RECOMMENDATION_PROPOSAL_TEST_H

#include "format/material_test.h"
#include "record/import.h"
#include "record/trust_test.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"

/* What a look found. */
struct looked {
	struct import_choice_made choices[800];
	size_t n;
	struct import_choice_made also; /* what a person decided besides */
	bool join;     /* each that may be a record which is there is joined with it */
	int64_t pages; /* items that have a page beside them */
	int64_t near;  /* those that may be a record which is there */
};

static inline void keep_choice(struct looked *to, const char *what, const char *value)
{
	assert_true(to->n < LEN(to->choices));
	to->choices[to->n++] = (struct import_choice_made){ strdup(what), strdup(value) };
}

static inline bool keep_looked(struct context *cx, void *listener, const struct import_item *v,
                               size_t n)
{
	struct looked *to = listener;

	for (size_t i = 0; i < n; i++) {
		const char *what = arena_fmt(cx->mem, "take:%lld", (long long)v[i].row);

		for (size_t k = 0; k < to->n; k++)
			assert_string_not_equal(to->choices[k].what, what);
		keep_choice(to, what, "yes");
		to->pages += v[i].page > 0;
		to->near += v[i].near > 0;
		if (to->join && v[i].near)
			keep_choice(to, arena_fmt(cx->mem, "join:%lld", (long long)v[i].row),
			            arena_fmt(cx->mem, "%lld", (long long)v[i].near));
	}
	return true;
}

/* Looks, then brings in what was found.  A machine that reads no PDFs skips the test. */
static inline struct import confirm(struct world *w, const char *bytes, size_t n, struct looked *l)
{
	struct import im = {
		.file = "file", .dry_run = true, .looked = keep_looked, .listener = l
	};
	struct import brought = { .file = "file", .choices = l->choices };

	l->n = 0;
	l->pages = l->near = 0;
	if (!import_run(w->cx, &im, bytes, n) && w->cx->err.kind == ERR_UNAVAILABLE) {
		print_message("%s: skipped\n", w->cx->err.text);
		error_clear(w->cx);
		skip();
	}
	test_ok(w->cx, !failed(w->cx));
	assert_int_equal(im.id, 0);
	if (l->also.what)
		keep_choice(l, l->also.what, l->also.value);
	brought.choices_n = l->n;
	test_ok(w->cx, import_run(w->cx, &brought, bytes, n));
	for (size_t i = 0; i < l->n; i++) {
		free((char *)(uintptr_t)l->choices[i].what);
		free((char *)(uintptr_t)l->choices[i].value);
	}
	return brought;
}

static inline struct recommendation *recommendation_at(struct world *w, const char *symbol,
                                                       const char *locator, int kind)
{
	struct list l = { .type = &recommendation_type, .limit = MAX_LIST_PAGE };
	struct recommendation *found = NULL;
	int64_t document;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	document = document_by_symbol(w->cx, symbol);
	do {
		test_ok(w->cx, record_list(w->cx, &l));
		for (size_t i = 0; i < l.n && !found; i++) {
			struct recommendation *r = l.rows[i];

			if (r->document == document && str_eq(r->locator, locator) &&
			    r->kind == kind)
				found = r;
		}
		l.after = l.next;
	} while (!found && l.next);
	test_ok(w->cx, db_commit(w->cx));
	assert_non_null(found);
	return found;
}

#endif
