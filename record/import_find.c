/* Which record an item of a file is about, and what is to be done about it. */
#include "record/import_merge.h"

#include "base/number.h"
#include "record/app.h"
#include "record/load.h"

/* ---- the next item */

bool import_open(struct context *cx, struct import *im)
{
	im->work->page = 0;
	im->work->state = NULL;
	if (im->material)
		material_rewind(im->material);
	return im->format->open(cx, im, &im->work->state);
}

/* What a person decided about the item. */
static bool take_choices(struct context *cx, const struct import *im, struct import_item *item)
{
	const char *row = arena_fmt(cx->mem, "%lld", (long long)item->row), *s;

	s = import_choice(im, arena_fmt(cx->mem, "join:%s", row));
	if (!str_empty(s) && !parse_int_in(s, 1, INT64_MAX, &item->chosen))
		return fail(cx, ERR_INVALID, NULL, N_("“%s” is no identifier."), s);
	s = import_choice(im, arena_fmt(cx->mem, "take:%s", row));
	if (s && !str_eq(s, "yes"))
		item->fate = ITEM_LEFT;
	if (!s && im->format->flags & IMPORT_PROPOSES && !im->dry_run && im->work->again)
		item->fate = ITEM_LEFT;
	return true;
}

const struct field *import_key_field(const struct type *t)
{
	const struct field *f = type_field_named(t, t->key ? t->key : "import_key");

	return f && f->kind == FIELD_TEXT ? f : NULL;
}

/* The key as the record would be stored: import keys are made by the type's prepare(). */
static bool find_key(struct context *cx, struct import *im, struct import_item *item)
{
	const struct field *f = import_key_field(item->type);

	if (f && f->flags & HIDDEN && item->type->prepare &&
	    !item->type->prepare(cx, NULL, item->record) && !import_failed(cx, im, item))
		return false;
	item->key = f && !field_empty(f, item->record)
	                    ? *(const char *const *)field_at(f, item->record)
	                    : NULL;
	return true;
}

bool import_next(struct context *cx, struct import *im, struct import_item *item)
{
	static const struct field *const nothing[] = { NULL };

	*item = (struct import_item){ .said = nothing };
	if (!im->format->next(cx, im, im->work->state, item))
		return false;
	if (item->fate != ITEM_OPEN)
		return true;
	if ((im->choices_n || im->format->flags & IMPORT_PROPOSES) && !take_choices(cx, im, item))
		return false;
	return item->fate != ITEM_OPEN || find_key(cx, im, item);
}

/* ---- the stored record */

/* By the key as it is now, else by the one with which an earlier import brought the record in; of
 * several the oldest.  Written for a PostgreSQL that knows nothing yet of a table which grew by an
 * import: a list of keys it would answer by reading the whole table, and a plain min(id) by walking
 * along the identifiers until one has the key. */
static const char *find_by_key_sql(struct context *cx, const struct type *t,
                                   const struct field *key)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	const char *now =
	        arena_fmt(cx->mem, "(SELECT min(r.id + 0) FROM %s r WHERE r.%s = k.column2)",
	                  t->name, key->name);

	if (key->flags & HIDDEN)
		buffer_fmt(
		        &sql,
		        "SELECT k.column1, coalesce(%s, (SELECT min(x.record + 0) FROM imported x"
		        " WHERE x.import_key = k.column2 AND x.type = '%s'),"
		        " (SELECT min(y.record + 0) FROM imported_also y JOIN %s z ON z.id = "
		        "y.record"
		        " WHERE y.import_key = k.column2 AND y.type = '%s')) FROM (VALUES ",
		        now, t->name, t->name, t->name);
	else
		buffer_fmt(&sql, "SELECT k.column1, %s FROM (VALUES ", now);
	for (int i = 0; i < IMPORT_SLICE; i++) /* one statement for all slices */
		buffer_fmt(&sql, "%s(%d, CAST($%d AS TEXT))", i ? ", " : "", i, i + 1);
	buffer_text(&sql, ") AS k");
	return buffer_str(&sql);
}

/* Those that were not found yet: by the name that the file's own system gave them, or by key. */
static bool find_by_key(struct context *cx, const struct type *t, struct import_item **v, size_t n,
                        bool external)
{
	const struct field *key = import_key_field(t);
	struct value values[IMPORT_SLICE];
	struct rows *r;

	if (!key)
		return true;
	for (size_t i = 0; i < IMPORT_SLICE; i++)
		values[i] = value_text(i < n && !v[i]->found ? external ? v[i]->external : v[i]->key
		                                             : NULL);
	r = db_query_values(cx, MADE_SQL(find_by_key_sql(cx, t, key)), values, IMPORT_SLICE);
	while (r && rows_next(cx, r))
		if (!rows_null(r, 1) && !access_hidden(cx, rows_int(r, 1)))
			v[rows_int(r, 0)]->found = rows_int(r, 1);
	return !failed(cx);
}

static void *row_of(void **rows, size_t n, int64_t id)
{
	for (size_t low = 0, high = n; low < high;) {
		size_t middle = low + (high - low) / 2;
		int64_t at = ((const struct record *)rows[middle])->id;

		if (at == id)
			return rows[middle];
		if (at < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static int id_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* By identifier, else by key, else it is what a person chose. */
bool import_find(struct context *cx, struct import_item **v, size_t n, void **old)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n);
	const struct type *t = v[0]->type;
	size_t ids_n = 0, rows_n;
	bool external = false;
	void **rows;

	for (size_t i = 0; i < n; i++) {
		v[i]->found = v[i]->id ? v[i]->id : v[i]->chosen;
		external |= v[i]->external != NULL;
		old[i] = NULL;
	}
	if ((external && !find_by_key(cx, t, v, n, true)) || !find_by_key(cx, t, v, n, false))
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i]->found)
			ids[ids_n++] = v[i]->found;
	qsort(ids, ids_n, sizeof *ids, id_order);
	if (!record_load_many(cx, t, ids, ids_n, &rows, &rows_n))
		return false;
	for (size_t i = 0; i < n; i++)
		old[i] = v[i]->found ? row_of(rows, rows_n, v[i]->found) : NULL;
	return true;
}

/* Our own form says of a new record what a form says, and no more. */
static bool says_no_step(struct context *cx, const struct import_item *item)
{
	for (const struct field *const *f = item->said; *f; f++)
		if ((*f)->flags & IMPORTED && !field_empty(*f, item->record))
			return fail(cx, ERR_INVALID, (*f)->name,
			            N_("“%s” is set by steps, not by hand."), tr(cx, (*f)->label));
	return true;
}

bool import_decide(struct context *cx, const struct import *im, struct import_item *item,
                   const void *old, void **ret)
{
	const struct record *r = item->record;
	bool foreign = im->format->flags & IMPORT_FOREIGN, changed;

	*ret = NULL;
	if ((item->found && !old) || (item->id && !access_record(cx, item->type, old, RIGHT_READ)))
		return fail(cx, ERR_NOT_FOUND, "id",
		            N_("There is no such record, or it is not open to you."));
	if (!old) {
		*ret = row_copy(cx, item->type, item->record);
		item->fate = ITEM_NEW;
		if (!foreign && !says_no_step(cx, item))
			return false;
		return foreign || !item->type->states || r->state == 1 ||
		       fail(cx, ERR_INVALID, "state", N_("“%s” is set by steps, not by hand."),
		            tr(cx, common_fields[0].label));
	}
	item->fate = ITEM_SAME;
	if (!access_record(cx, item->type, old, RIGHT_READ))
		return true; /* it is there; more is not told */
	if (im->format->meet && !im->format->meet(cx, im, item, old))
		return false;
	if (!import_merge(cx, item, foreign, old, ret, &changed))
		return false;
	item->fate = changed ? ITEM_CHANGED : ITEM_SAME;
	*ret = changed ? *ret : NULL;
	return true;
}
