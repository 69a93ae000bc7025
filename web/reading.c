/* The reading log: who read a restricted record, or one of a type that asks for it, is written down
 * and durable before the first byte leaves, or the page is refused (change_reading()). */
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
	size_t first = 0;

	while (first < n && !is_logged(t, rows[first]))
		first++;
	if (first == n || cx->reading_logged)
		return !failed(cx);
	if (!change_reading(cx, write_down, &r))
		return false;
	cx->reading_logged = true;
	return !failed(cx);
}

bool view_reading(struct context *cx, const struct type *t, const void *row, const char *what)
{
	void *const one = (void *)(uintptr_t)row;

	return view_reading_rows(cx, t, &one, 1, what);
}
