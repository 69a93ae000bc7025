/* The reading log: who read a restricted record, or one of a type that asks for it, is written down
 * and durable before the first byte leaves, or the page is refused.  Written in a context of its
 * own: the page's snapshot cannot write. */
#include "record/change.h"
#include "web/view.h"

struct reading {
	const struct type *type;
	void *const *rows;
	size_t n;
	const char *what;
};

static bool is_logged(const struct type *t, const void *row)
{
	return t->flags & TYPE_LOGS_READING ||
	       ((const struct record *)row)->classification == CLASS_RESTRICTED;
}

static bool write_down(struct context *cx, void *data)
{
	const struct reading *r = data;

	for (size_t i = 0; i < r->n; i++)
		if (is_logged(r->type, r->rows[i]) &&
		    !change_event(cx, CHANGE_READ, r->type->name,
		                  ((const struct record *)r->rows[i])->id, r->what, NULL))
			return false;
	return true;
}

bool view_reading_rows(struct context *cx, const struct type *t, void *const *rows, size_t n,
                       const char *what)
{
	struct reading r = { t, rows, n, what };
	struct context *own;
	size_t first = 0;
	bool ok;

	while (first < n && !is_logged(t, rows[first]))
		first++;
	if (first == n || cx->reading_logged)
		return !failed(cx);
	if (!db_may_wait(cx))
		return false;
	own = context_new(cx->app, MAX_REQUEST_MEMORY);
	if (!own)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	own->actor = cx->actor;
	ok = db_work(own, cx->app->store, DB_WRITE, write_down, &r);
	context_free(own);
	cx->reading_logged = ok;
	if (!ok)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("The reading could not be logged, so nothing is given out."));
	return !failed(cx);
}

bool view_reading(struct context *cx, const struct type *t, const void *row, const char *what)
{
	void *const one = (void *)(uintptr_t)row;

	return view_reading_rows(cx, t, &one, 1, what);
}
