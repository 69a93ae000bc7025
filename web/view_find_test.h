/* For the tests of what lists and overviews count: the whole program with its sample, asked as its
 * people ask. */
#ifndef WEB_VIEW_FIND_TEST_H
#define WEB_VIEW_FIND_TEST_H

#include "record/trust_test.h"

#include "subject/deadline/deadline.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"
#include "web/request.h"
#include "web/view_find.h"

#define R (&recommendation_type)

/* With an index in memory. */
static inline struct world *start(void **state)
{
	struct world *w = whole_world(state);
	struct context_mark mark = context_mark(w->cx);

	/* the sample has letters and a report, whose dates follow from the rules, and figures
	 * that are broken down */
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       deadline_subject.load_reference(w->cx, "turkmenistan") &&
	                       indicator_subject.load_reference(w->cx, "turkmenistan") &&
	                       db_commit(w->cx));
	for (int order = 0; order <= 100; order++)
		for (const struct subject *const *s = subjects; *s; s++) {
			if ((*s)->order != order || !(*s)->load_sample)
				continue;
			test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
			                       (*s)->load_sample(w->cx) && db_commit(w->cx));
		}
	context_rewind(w->cx, mark); /* memory is for the test */
	w->app.search = search_open(w->cx, &w->app, NULL);
	test_ok(w->cx, w->app.search && search_follow(w->cx));
	return w;
}

static inline void stop(struct world *w)
{
	search_close(w->app.search);
	w->app.search = NULL;
}

static inline struct actor who(struct world *w, const char *login)
{
	struct actor a = { .login = login };
	struct standing *v;
	struct account *account;
	size_t n;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	account = account_by_login(w->cx, login);
	assert_non_null(account);
	test_ok(w->cx, account_memberships_on(w->cx, account->record.id, today(w->cx), &v, &n) &&
	                       db_commit(w->cx));
	assert_true(n > 0);
	a.user = account->record.id;
	a.membership = v->membership;
	a.institution = v->institution;
	a.role = v->role;
	return a;
}

static inline struct request request_of(struct world *w, const char *query)
{
	static const struct route route = { .data = &recommendation_type };
	struct request q = { .method = METHOD_GET, .route = &route };

	test_ok(w->cx, query_parse(w->cx, query, strlen(query), false, &q.query, &q.query_n));
	return q;
}

static inline void begin(struct world *w, const struct actor *a)
{
	w->cx->actor = a;
	w->cx->titles = NULL; /* another piece of work */
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx));
}

#endif
