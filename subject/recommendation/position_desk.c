/* All paragraphs of a review that ask for a position, and what is still missing before the addendum
 * can be made. */
#include "subject/recommendation/position.h"

#include "base/number.h"
#include "store/db.h"

#define T (&recommendation_type)

SQL(position_all, "SELECT count(*) FROM recommendation WHERE cycle = $1 AND kind = "
                  "'recommendation' AND state NOT IN ('split', 'superseded')");

/* Page after page; what was split or superseded stands in its parts and its successor. */
static bool load(struct context *cx, struct position_desk *d)
{
	struct list l = { .type = T, .limit = MAX_LIST_PAGE };

	d->v = arena_array(cx->mem, struct position_paragraph, MAX_POSITIONS);
	if (!list_filter(cx, &l, "cycle",
	                 arena_fmt(cx->mem, "%lld", (long long)d->cycle->record.id)) ||
	    !list_filter(cx, &l, "kind", "recommendation"))
		return false;
	do {
		if (!record_list(cx, &l))
			return false;
		for (size_t i = 0; i < l.n; i++) {
			const struct recommendation *r = l.rows[i];

			if (type_state_in(T, r->record.state, "split superseded"))
				continue;
			if (d->n == MAX_POSITIONS)
				return fail(cx, ERR_TOO_LARGE, NULL,
				            N_("More than %d recommendations in one review."),
				            MAX_POSITIONS);
			d->v[d->n++] = (struct position_paragraph){ .r = r, .decided = r };
		}
		l.after = l.next;
	} while (l.next);
	return true;
}

/* A duplicate has the position of the one it was merged into, which may itself be merged. */
static bool follow_merged(struct context *cx, struct position_desk *d)
{
	enum { CHAIN = 8 };

	for (size_t i = 0; i < d->n; i++)
		for (int k = 0; k < CHAIN && d->v[i].decided->merged_into; k++) {
			const struct recommendation *other =
			        record_get_any(cx, T, d->v[i].decided->merged_into);

			if (!other)
				return false;
			d->v[i].decided = other;
		}
	return true;
}

/* Parts of a split paragraph stand one behind the other. */
static void find_contradictions(struct position_desk *d)
{
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < d->n; k++) {
			const struct recommendation *a = d->v[i].r, *b = d->v[k].r;

			if (i != k && a->document && a->document == b->document &&
			    !str_empty(a->locator) && str_eq(a->locator, b->locator) &&
			    position_known(d->v[i].decided) && position_known(d->v[k].decided) &&
			    d->v[i].decided->position != d->v[k].decided->position)
				d->v[i].contradicted = true;
		}
}

/* "126" and 12 of "126.12"; false for other forms. */
static bool is_numbered(struct context *cx, const struct recommendation *r, const char **ret_head,
                        int64_t *ret)
{
	const char *dot = str_empty(r->locator) ? NULL : strchr(r->locator, '.');

	if (!dot || !parse_int_in(dot + 1, 1, MAX_POSITIONS, ret))
		return false;
	*ret_head = arena_strn(cx->mem, r->locator, (size_t)(dot - r->locator));
	return true;
}

/* A report numbers its recommendations without gaps, so a gap is one that was not brought in. */
static const char *missing_numbers(struct context *cx, const struct position_desk *d)
{
	enum { TOLD = 50 };
	struct buffer out = BUFFER(cx->mem, MAX_URL);
	const char *head = NULL, *before = NULL;
	int64_t n, last = 0;
	size_t told = 0;

	for (size_t i = 0; i < d->n; i++) {
		if (!is_numbered(cx, d->v[i].r, &head, &n))
			continue;
		if (!before || !str_eq(before, head))
			last = 0;
		for (int64_t k = last + 1; k < n && told < TOLD; k++, told++)
			buffer_fmt(&out, "%s%s.%lld", out.len ? ", " : "", head, (long long)k);
		last = n > last ? n : last;
		before = head;
	}
	return buffer_str(&out);
}

static void count(struct position_desk *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct recommendation *r = d->v[i].r, *decided = d->v[i].decided;

		d->supported += decided->position == POSITION_SUPPORTED;
		d->noted += decided->position == POSITION_NOTED;
		d->open += !position_known(decided);
		d->disputed += r->position_dispute != 0;
		d->unproposed += !position_known(decided) && !position_of_lead(r);
	}
}

struct position_desk *position_desk(struct context *cx, int64_t cycle)
{
	struct position_desk *d = arena_new_of(cx->mem, struct position_desk);
	int64_t all = 0;
	bool found;

	d->cycle = record_get(cx, &review_cycle_type, cycle);
	if (!d->cycle)
		return NULL;
	if (!position_own_review(cx, d->cycle)) {
		if (!failed(cx))
			fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such record."));
		return NULL;
	}
	if (!load(cx, d) || !follow_merged(cx, d) ||
	    !db_int(cx, &position_all, &all, &found, V(cycle)))
		return NULL;
	d->hidden = all - (int64_t)d->n;
	find_contradictions(d);
	d->missing = missing_numbers(cx, d);
	count(d);
	return d;
}

bool position_covered(struct context *cx, const struct position_desk *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].contradicted)
			return fail(cx, ERR_INVALID, NULL,
			            N_("Parts of paragraph %s have different positions."),
			            d->v[i].r->locator);
	if (d->hidden > 0)
		return fail(cx, ERR_INVALID, NULL,
		            N_("%lld recommendations of the review are not open to you."),
		            (long long)d->hidden);
	if (!d->n)
		return fail(cx, ERR_INVALID, NULL,
		            N_("No recommendations of this review are on record."));
	return !d->open || fail(cx, ERR_INVALID, NULL,
	                        N_("%zu recommendations have no position yet."), d->open);
}
