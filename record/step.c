/* Life-cycle steps: state, permission, another person, guard, and only the fields the step asks
 * for. */
#include "record/change.h"
#include "record/hand.h"
#include "record/load.h"

const struct step *step_named(const struct type *t, const char *name)
{
	for (const struct step *s = t->steps; s && s->name; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

static bool permitted(struct context *cx, const struct type *t, const void *row,
                      const struct step *s)
{
	return access_record_for(cx, t, row, s->function ? s->function : t->function, s->right);
}

/* Whoever took the step (or created the record) may not take this one: rules 2 of domain model and
 * roles. */
static bool other_person(struct context *cx, const void *row, const struct step *s)
{
	const struct hand *v;
	int64_t who;
	size_t n;

	if (!s->not_by)
		return true;
	if (!record_hands(cx, ((const struct record *)row)->id, &v, &n))
		return false;
	while (n && !hand_took(&v[n - 1], s->not_by))
		n--;
	who = n ? v[n - 1].who : 0;
	if (!who || !cx->actor || (who != cx->actor->user && who != cx->actor->on_behalf))
		return true;
	return fail(
	        cx, ERR_INVALID, NULL,
	        N_("This must be done by another person than the one who did the step before."));
}

static bool allowed_now(struct context *cx, const void *row, const struct step *s)
{
	return other_person(cx, row, s) && (!s->guard || s->guard(cx, row));
}

bool step_offered(struct context *cx, const struct type *t, const void *row, const struct step *s,
                  const char **ret_why)
{
	const struct record *r = row;
	struct error before = cx->err;

	*ret_why = NULL;
	if (!type_state_in(t, r->state, s->from) || !permitted(cx, t, row, s) ||
	    (s->fits && !s->fits(cx, row)))
		return false;
	if (!allowed_now(cx, row, s)) {
		*ret_why = cx->err.text;
		cx->err = before;
	}
	return true;
}

/* Is it this step's turn, and is it his? */
static bool possible(struct context *cx, const struct type *t, const struct record *old,
                     const struct record *r, const struct step *s)
{
	if (old->version != r->version)
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("Somebody else changed this record in the meantime."));
	if (!type_state_in(t, old->state, s->from))
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("This step is not possible at the stage the record is in now."));
	if (!permitted(cx, t, old, s))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("This step is not yours to take."));
	return !s->fits || s->fits(cx, old) ||
	       fail(cx, ERR_INVALID, NULL, N_("This step is not about such a record."));
}

/* The step's form may change what the step asks for and nothing else. */
static bool only_asked(struct context *cx, const struct type *t, const void *old, const void *row,
                       const struct step *s)
{
	struct image before, after, difference;

	image_of(cx, t, old, &before);
	image_of(cx, t, row, &after);
	image_difference(cx, &before, &after, &difference);
	for (size_t i = 0; i < difference.n; i++) {
		const struct field *f = difference.v[i].field;

		if (!s->asks || !word_in(s->asks, f->name))
			return fail(cx, ERR_INVALID, f->name,
			            N_("“%s” cannot be changed by this step."), tr(cx, f->label));
	}
	return true;
}

/* All that is missing is said at once. */
static bool told_enough(struct context *cx, const struct type *t, const void *row,
                        const struct step *s)
{
	const struct field *f;

	if (s->reason && str_empty(cx->reason))
		fail(cx, ERR_INVALID, "reason", N_("Give the reason."));
	for (size_t i = 0; s->needs && (f = type_field(t, i)); i++)
		if (word_in(s->needs, f->name) && field_empty(f, row))
			fail(cx, ERR_INVALID, f->name, N_("%s is missing."), tr(cx, f->label));
	return !failed(cx);
}

bool record_step(struct context *cx, const struct type *t, void *row, const struct step *s)
{
	struct record *r = row;
	void *old = record_get(cx, t, r->id);

	if (!old || !possible(cx, t, old, r, s) || !only_asked(cx, t, old, row, s) ||
	    !allowed_now(cx, old, s) || !told_enough(cx, t, row, s) ||
	    (s->check && !s->check(cx, row)) || (s->effect && !s->effect(cx, row)))
		return false;
	if (s->to)
		r->state = type_state(t, s->to);
	return record_save_step(cx, t, row, s->name);
}

/* ---- and back again */

/* The row with the values that the image names, which may be empty there. */
static bool put_back(struct context *cx, const struct type *t, void *row,
                     const struct image *before)
{
	void *was = arena_alloc(cx->mem, t->size);
	struct image now, all = { 0 };

	image_of(cx, t, row, &now);
	all.v = arena_array(cx->mem, struct entry, now.n + before->n);
	for (size_t i = 0; i < before->n; i++)
		if (before->v[i].value)
			all.v[all.n++] = before->v[i];
	for (size_t i = 0; i < now.n; i++) {
		bool told = false;

		for (size_t k = 0; k < before->n && !told; k++)
			told = str_eq(before->v[k].name, now.v[i].name);
		if (!told)
			all.v[all.n++] = now.v[i];
	}
	if (!image_to_row(cx, t, &all, was))
		return false;
	for (size_t i = 0; i < before->n; i++)
		if (before->v[i].field)
			field_copy(before->v[i].field, was, row);
	return true;
}

/* The change that made the version, as long as that is the newest; NULL with the reason. */
static const struct change *newest(struct context *cx, const struct type *t,
                                   const struct record *row, int64_t version)
{
	struct change *last;
	size_t n;

	if (row->version == version && !record_history(cx, t, row->id, 0, 1, &last, &n))
		return NULL;
	if (row->version == version && n && last->version == version)
		return last;
	fail(cx, ERR_CONFLICT, NULL, N_("Somebody else changed this record in the meantime."));
	return NULL;
}

bool record_step_back(struct context *cx, const struct type *t, int64_t id, int64_t version)
{
	struct record *row = record_get(cx, t, id);
	const struct change *taken = row ? newest(cx, t, row, version) : NULL;

	if (!taken)
		return false;
	if (taken->kind != CHANGE_STEP || !step_named(t, taken->step) || taken->erased)
		return fail(cx, ERR_CONFLICT, NULL, N_("This was no step that can be taken back."));
	if (!permitted(cx, t, row, step_named(t, taken->step)) || !access_content(cx, t, row))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("This step is not yours to take."));
	return put_back(cx, t, row, &taken->before) && record_save_step(cx, t, row, STEP_BACK);
}

bool record_change_back(struct context *cx, const struct type *t, int64_t id, int64_t version)
{
	struct record *row = record_get(cx, t, id);
	const struct change *made = row ? newest(cx, t, row, version) : NULL;

	if (!made)
		return false;
	if (made->kind != CHANGE_UPDATE || made->erased)
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("This was no change that can be taken back."));
	return put_back(cx, t, row, &made->before) && record_save(cx, t, row);
}
