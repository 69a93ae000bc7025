/* What a version of a plan changed against the one before it: measure by measure, with the fields
 * that differ and what became of their links with recommendations. */
#include "subject/plan/part.h"

#include "record/image.h"
#include "store/db.h"

SQL(plan_compared_places,
    "SELECT record FROM measure_places WHERE plan = $1 ORDER BY order_key, id");

/* The fields that say what is to be done; the others follow from the work. */
static const char content[] = "text expected_result lead co partners timing budget_source budget "
                              "recommendations obligations sdg indicators";

struct comparing {
	const struct plan *p;
	struct measure **before, **after;
	size_t before_n, after_n;
	bool *met; /* of before: it has its like in the new version */
	struct plan_compared *v;
	size_t n;
};

static bool load(struct context *cx, int64_t plan, struct measure ***ret, size_t *ret_n)
{
	struct refs ids;
	void **rows;
	size_t n;

	if (!refs_read(cx, db_query(cx, &plan_compared_places, V(plan)), &ids) ||
	    !record_get_many(cx, &measure_type, ids.v, ids.n, &rows, &n))
		return false;
	*ret = arena_array(cx->mem, struct measure *, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < ids.n; i++)
		for (size_t k = 0; k < n; k++)
			if (((const struct record *)rows[k])->id == ids.v[i] &&
			    access_content(cx, &measure_type, rows[k]))
				(*ret)[(*ret_n)++] = rows[k];
	return true;
}

static bool same_texts(const struct texts *a, const struct texts *b)
{
	for (size_t i = 0; i < a->n; i++) {
		bool there = false;

		for (size_t k = 0; k < b->n && !there; k++)
			there = str_eq(a->v[i].lang, b->v[k].lang) &&
			        str_eq(a->v[i].body, b->v[k].body);
		if (!there)
			return false;
	}
	return a->n == b->n;
}

static bool same_partners(const struct owned *a, const struct owned *b)
{
	const struct measure_partner *x = a->v, *y = b->v;

	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (x[i].institution != y[i].institution || !str_eq(x[i].name, y[i].name))
			return false;
	return a->n == b->n;
}

/* Whose rows and texts they are does not count. */
static bool same_value(struct context *cx, const struct field *f, const struct measure *a,
                       const struct measure *b)
{
	struct buffer x = BUFFER(cx->mem, MAX_ANSWER), y = BUFFER(cx->mem, MAX_ANSWER);

	if (f->kind == FIELD_TEXTS)
		return same_texts(field_at(f, a), field_at(f, b));
	if (f->kind == FIELD_ROWS)
		return same_partners(field_at(f, a), field_at(f, b));
	field_write(cx, &measure_type, f, a, &x);
	field_write(cx, &measure_type, f, b, &y);
	return str_eq(buffer_str(&x), buffer_str(&y));
}

static const struct field **differing(struct context *cx, const struct measure *a,
                                      const struct measure *b)
{
	const struct field **v = arena_array(cx->mem, const struct field *, measure_type.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < measure_type.n; i++) {
		const struct field *f = &measure_type.fields[i];

		if (word_in(content, f->name) && !same_value(cx, f, a, b))
			v[n++] = f;
	}
	return v;
}

static size_t kept(const struct refs *a, const struct refs *b)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		n += refs_has(b, a->v[i]);
	return n;
}

static struct measure *like(const struct comparing *c, const struct measure *m, size_t *ret)
{
	for (*ret = 0; *ret < c->before_n; (*ret)++)
		if (c->before[*ret]->record.id == m->record.id)
			return c->before[*ret];
	for (*ret = 0; *ret < c->before_n; (*ret)++)
		if (c->before[*ret]->record.id == m->carried_from)
			return c->before[*ret];
	return NULL;
}

static void add(struct context *cx, struct comparing *c, const struct measure *before,
                const struct measure *after)
{
	static const struct field *none[] = { NULL };
	struct plan_compared *d = &c->v[c->n++];

	*d = (struct plan_compared){ .before = before, .after = after, .fields = none };
	if (before) {
		d->number_before = measure_number_in(before, c->p->revises);
		d->links_before = before->recommendations.n;
	}
	if (after) {
		d->number_after = measure_number_in(after, c->p->record.id);
		d->links_after = after->recommendations.n;
	}
	if (!before || !after) {
		d->what = before ? DIFFERENCE_LOST : DIFFERENCE_ADDED;
		return;
	}
	d->links_kept = kept(&before->recommendations, &after->recommendations);
	if (before != after)
		d->fields = differing(cx, before, after);
	d->what = d->fields[0] || !str_eq(d->number_before, d->number_after) ? DIFFERENCE_CHANGED
	                                                                     : DIFFERENCE_SAME;
}

/* What had been given up before the version was begun was not lost by it. */
static bool was_there(struct context *cx, const struct comparing *c, const struct measure *m,
                      bool *ret)
{
	const struct measure *then =
	        record_as_of(cx, &measure_type, m->record.id, c->p->record.created_at);

	if (!then && cx->err.kind != ERR_NOT_FOUND)
		return false;
	error_clear(cx);
	*ret = !then || !measure_in(then, "cancelled carried_over");
	return true;
}

static bool add_lost(struct context *cx, struct comparing *c)
{
	for (size_t i = 0; i < c->before_n; i++) {
		bool there;

		if (c->met[i])
			continue;
		if (!was_there(cx, c, c->before[i], &there))
			return false;
		if (there)
			add(cx, c, c->before[i], NULL);
	}
	return true;
}

bool plan_compare(struct context *cx, const struct plan *p, struct plan_compared **ret, size_t *n)
{
	struct comparing c = { .p = p };

	if (!p->revises)
		return fail(cx, ERR_NOT_FOUND, NULL, N_("It is the first version of its plan."));
	if (!load(cx, p->revises, &c.before, &c.before_n) ||
	    !load(cx, p->record.id, &c.after, &c.after_n))
		return false;
	c.met = arena_array(cx->mem, bool, c.before_n + 1);
	c.v = arena_array(cx->mem, struct plan_compared, c.before_n + c.after_n + 1);
	for (size_t i = 0; i < c.after_n; i++) {
		size_t at;
		const struct measure *before = like(&c, c.after[i], &at);

		if (measure_in(c.after[i], "cancelled") && before != c.after[i])
			continue; /* a draft that was left out again */
		if (before)
			c.met[at] = true;
		add(cx, &c, before, c.after[i]);
	}
	if (!add_lost(cx, &c))
		return false;
	*ret = c.v;
	*n = c.n;
	return true;
}
