/* Getting single records, and making new ones. */
#include "record/record.h"

#include "record/app.h"
#include "record/known.h"
#include "record/load.h"

void *record_new(struct context *cx, const struct type *t)
{
	struct record *r = arena_alloc(cx->mem, t->size);

	r->id = new_id(cx);
	r->state = t->states ? 1 : 0;
	r->classification = t->first_classification ? t->first_classification : CLASS_INTERNAL;
	/* Whoever enters what begins restricted is the first on its list: the right to make one is
	 * that of named readers. */
	if (r->classification == CLASS_RESTRICTED && cx->actor && cx->actor->user)
		refs_add(cx, &r->readers, cx->actor->user);
	return r;
}

static bool no_such(struct context *cx)
{
	return fail(cx, ERR_NOT_FOUND, NULL,
	            N_("There is no such record, or it is not open to you."));
}

void *record_get_any(struct context *cx, const struct type *t, int64_t id)
{
	void *row = record_load(cx, t, id);

	if (!row && !failed(cx))
		no_such(cx);
	return row;
}

void *record_get(struct context *cx, const struct type *t, int64_t id)
{
	void *row = record_load(cx, t, id);

	if (row && access_record(cx, t, row, RIGHT_READ)) {
		access_hide(cx, t, row);
		return row;
	}
	if (!failed(cx))
		no_such(cx);
	return NULL;
}

bool record_get_many(struct context *cx, const struct type *t, const int64_t *ids, size_t n,
                     void ***ret, size_t *ret_n)
{
	size_t all;

	*ret_n = 0;
	if (!record_load_many(cx, t, ids, n, ret, &all))
		return false;
	for (size_t i = 0; i < all; i++) {
		void *row = (*ret)[i];

		if (!access_record(cx, t, row, RIGHT_READ))
			continue;
		access_hide(cx, t, row);
		(*ret)[(*ret_n)++] = row;
	}
	return !failed(cx);
}

int64_t record_id_by_key(struct context *cx, const struct type *t, const char *key)
{
	int64_t id = known_words(cx, t, KNOWN_BY_KEY, key);
	const char *text;
	bool found;

	if (id)
		return id;
	text = arena_fmt(cx->mem, "SELECT id FROM %s WHERE %s = $1", t->name, t->key);
	if (!db_int(cx, MADE_SQL(text), &id, &found, V(key)) || !found || access_hidden(cx, id))
		return 0;
	known_add_words(cx, t, KNOWN_BY_KEY, key, id);
	return id;
}

void *record_by_key(struct context *cx, const struct type *t, const char *key)
{
	int64_t id = record_id_by_key(cx, t, key);

	return id ? record_load(cx, t, id) : NULL;
}
