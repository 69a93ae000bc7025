/* What a change would move: it is done, looked at, and undone.
 *
 * A correction of a holiday, of the weekend or of a treaty's own date reaches deadlines by ways of
 * its own: an act's entry into force, a report that follows from it, the plan of that report.
 * Asking the rules again would see the last step alone; doing it in a part of the transaction sees
 * all of them, with the very functions that will move them. */
#include "subject/deadline/moves.h"

#include "record/load.h"
#include "store/db.h"

SQL(deadline_open_dates, "SELECT id, due FROM deadline WHERE state = 'open' ORDER BY id");

/* The open deadlines with their dates, by id. */
struct dates {
	int64_t *ids;
	struct date *due;
	size_t n;
};

static bool read_dates(struct context *cx, struct dates *ret)
{
	struct rows *r = db_query(cx, &deadline_open_dates);
	size_t room = 0;

	*ret = (struct dates){ 0 };
	while (r && rows_next(cx, r)) {
		if (ret->n == room) {
			size_t more = room ? room * 2 : 256;

			ret->ids = arena_grow(cx->mem, ret->ids, room * sizeof *ret->ids,
			                      more * sizeof *ret->ids);
			ret->due = arena_grow(cx->mem, ret->due, room * sizeof *ret->due,
			                      more * sizeof *ret->due);
			room = more;
		}
		ret->ids[ret->n] = rows_int(r, 0);
		ret->due[ret->n++] = rows_date(r, 1);
	}
	return !failed(cx);
}

/* ---- before and after */

static bool is_same(struct date a, struct date b)
{
	return date_compare(a, b) == 0 && a.precision == b.precision;
}

static void add(struct dates *d, int64_t id, struct date due)
{
	d->ids[d->n] = id;
	d->due[d->n++] = due;
}

/* Those that differ, in `now` as they were and in `then` as they are. */
static void compare(struct context *cx, const struct dates *a, const struct dates *b,
                    struct dates *now, struct dates *then)
{
	size_t most = a->n + b->n;

	for (size_t k = 0; k < 2; k++)
		*(k ? then : now) =
		        (struct dates){ arena_array(cx->mem, int64_t, most + 1),
			                arena_array(cx->mem, struct date, most + 1), 0 };
	for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
		bool was = i < a->n && (j == b->n || a->ids[i] <= b->ids[j]);
		bool is = j < b->n && (i == a->n || b->ids[j] <= a->ids[i]);
		int64_t id = was ? a->ids[i] : b->ids[j];
		struct date old = was ? a->due[i] : (struct date){ 0 };
		struct date new = is ? b->due[j] : (struct date){ 0 };

		i += was;
		j += is;
		if (was && is && is_same(old, new))
			continue;
		add(now, id, old);
		add(then, id, new);
	}
}

/* ---- to whom it is told */

static void tell(struct context *cx, struct deadline *d, struct date now, struct date then,
                 struct deadline_moved *ret)
{
	bool restricted = d->record.classification == CLASS_RESTRICTED;
	bool may = access_record(cx, &deadline_type, d, RIGHT_READ) &&
	           access_content(cx, &deadline_type, d);

	if (restricted && !may)
		return;
	if (restricted || !may) {
		ret->others++;
		return;
	}
	d->due = now;
	ret->v[ret->n++] =
	        (struct deadline_move){ .deadline = d, .due = then, .status = d->status };
}

static int by_date(const void *a, const void *b)
{
	const struct deadline_move *x = a, *y = b;
	int order = date_compare(date_set(x->deadline->due) ? x->deadline->due : x->due,
	                         date_set(y->deadline->due) ? y->deadline->due : y->due);
	int64_t i = x->deadline->record.id, j = y->deadline->record.id;

	return order ? order : (i > j) - (i < j);
}

static bool collect(struct context *cx, const struct dates *before, struct deadline_moved *ret)
{
	struct dates after, now, then;
	void **rows;
	size_t n;

	if (!read_dates(cx, &after))
		return false;
	compare(cx, before, &after, &now, &then);
	if (!record_load_many(cx, &deadline_type, now.ids, now.n, &rows, &n))
		return false;
	ret->v = arena_array(cx->mem, struct deadline_move, n + 1);
	for (size_t i = 0, k = 0; i < n; i++) {
		struct deadline *d = rows[i];

		while (now.ids[k] != d->record.id)
			k++;
		tell(cx, d, now.due[k], then.due[k], ret);
	}
	qsort(ret->v, ret->n, sizeof *ret->v, by_date);
	return true;
}

static bool is_refusal(enum error_kind kind)
{
	return kind == ERR_INVALID || kind == ERR_CONFLICT || kind == ERR_FORBIDDEN;
}

bool deadline_moved_by(struct context *cx, deadline_work *work, void *data,
                       struct deadline_moved *ret)
{
	struct dates before;
	struct error cause;
	bool ok;

	*ret = (struct deadline_moved){ 0 };
	if (!read_dates(cx, &before) || !db_part_begin(cx))
		return false;
	ok = work(cx, data) && collect(cx, &before, ret);
	cause = cx->err;
	error_clear(cx);
	cx->deadline_book = NULL; /* the one of what is undone */
	cx->titles = NULL;
	if (!db_part_end(cx, false))
		return false;
	if (ok)
		return true;
	*ret = (struct deadline_moved){ 0 };
	if (is_refusal(cause.kind))
		return true;
	cx->err = cause;
	return false;
}
