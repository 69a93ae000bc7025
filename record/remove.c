/* Taking records out of their tables.  The log is not touched: it says what they were, and that
 * they are gone, so that their past can still be read and verify expects to find none.  Only what
 * nobody has seen yet and nobody sealed goes as if it had never been.
 *
 * Each row of each table is named by its key: a PostgreSQL that knows nothing yet of tables which
 * grew by an import would answer a list of keys by reading them whole. */
#include "record/app.h"
#include "record/change.h"
#include "record/load.h"

static bool put_ids(struct context *cx, const char *table, const char *column,
                    const struct record_head *v, size_t n, int64_t part)
{
	const char *text = arena_fmt(cx->mem, "DELETE FROM %s WHERE %s = $1", table, column);

	for (size_t i = 0; i < n; i++)
		if ((!part || v[i].parts & part) && !db_put(cx, MADE_SQL(text), V(v[i].id)))
			return false;
	return true;
}

/* Texts of owned rows hang on the rows, and have to go while those are there. */
static bool remove_rows_texts(struct context *cx, const struct type *t, const struct field *f,
                              const struct record_head *v, size_t n, int64_t part)
{
	const char *text = arena_fmt(
	        cx->mem,
	        "DELETE FROM text WHERE record IN (SELECT r.id FROM %s r WHERE r.record = $1)",
	        rows_table(cx->mem, t, f));
	bool has = false;

	for (size_t i = 0; i < f->rows->n; i++)
		has |= f->rows->fields[i].kind == FIELD_TEXTS;
	for (size_t i = 0; has && i < n; i++)
		if (v[i].parts & part && !db_put(cx, MADE_SQL(text), V(v[i].id)))
			return false;
	return !has || db_flush(cx);
}

static bool remove_parts(struct context *cx, const struct type *t, const struct record_head *v,
                         size_t n)
{
	const struct field *f;
	int64_t part, next = PART_ROWS;

	for (size_t i = 0; (f = type_field(t, i)); i++) {
		if (f->kind != FIELD_ROWS)
			continue;
		part = part_of(f, &next);
		if (!remove_rows_texts(cx, t, f, v, n, part) ||
		    !put_ids(cx, rows_table(cx->mem, t, f), "record", v, n, part))
			return false;
	}
	return put_ids(cx, "text", "record", v, n, PART_TEXTS) &&
	       put_ids(cx, "ref", "record", v, n, PART_REFS);
}

static bool remove_all(struct context *cx, const struct type *t, const struct record_head *v,
                       size_t n)
{
	return remove_parts(cx, t, v, n) && put_ids(cx, "imported", "record", v, n, 0) &&
	       put_ids(cx, t->name, "id", v, n, 0);
}

/* ---- what follows from them, and what was worked out of them */

static bool is_one_of(const struct record_head *v, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].id == id)
			return true;
	return false;
}

static bool remove_followers_of(struct context *cx, const struct type *t,
                                const struct record_head *v, size_t n, const struct type *follower)
{
	const char *f = follower->follows;
	const char *text = arena_fmt(cx->mem,
	                             "SELECT id, version, parts, %s FROM %s WHERE %s >= $1 AND"
	                             " %s <= $2 AND %s_type = $3 ORDER BY id",
	                             f, follower->name, f, f, f);
	int64_t first = INT64_MAX, last = 0;
	struct record_head *found = NULL;
	size_t found_n = 0, room = 0;
	struct rows *r;

	for (size_t i = 0; i < n; i++) {
		first = v[i].id < first ? v[i].id : first;
		last = v[i].id > last ? v[i].id : last;
	}
	r = db_query(cx, MADE_SQL(text), V(first), V(last), V(t->name));
	while (r && rows_next(cx, r)) {
		if (!is_one_of(v, n, rows_int(r, 3)))
			continue;
		if (found_n == room) {
			found = arena_grow(cx->mem, found, room * sizeof *found,
			                   (2 * room + 16) * sizeof *found);
			room = 2 * room + 16;
		}
		found[found_n++] =
		        (struct record_head){ rows_int(r, 0), rows_int(r, 1), rows_int(r, 2) };
	}
	return !failed(cx) && (!found_n || records_remove(cx, follower, found, found_n));
}

static bool remove_followers(struct context *cx, const struct type *t, const struct record_head *v,
                             size_t n)
{
	for (const struct subject *const *s = cx->app->subjects; n && *s; s++)
		for (const struct type *const *f = (*s)->types; *f; f++)
			if ((*f)->follows && !remove_followers_of(cx, t, v, n, *f))
				return false;
	return true;
}

static bool tell_subjects(struct context *cx, const struct type *t, const struct record_head *v,
                          size_t n)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n);

	for (size_t i = 0; i < n; i++)
		ids[i] = v[i].id;
	for (const struct subject *const *s = cx->app->subjects; n && *s; s++)
		if ((*s)->removed && !(*s)->removed(cx, t, ids, n))
			return false;
	return true;
}

bool records_remove(struct context *cx, const struct type *t, const struct record_head *v, size_t n)
{
	const struct image nothing = { .n = 0 };

	if (!remove_followers(cx, t, v, n) || !remove_all(cx, t, v, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct record was = { .id = v[i].id, .version = v[i].version + 1 };
		int64_t change = 0;

		if (!change_write(cx, t, &was, CHANGE_REMOVE, NULL, &nothing, &change))
			return false;
	}
	return db_flush(cx) && tell_subjects(cx, t, v, n);
}

SQL(unmake_values,
    "DELETE FROM change_value WHERE change IN (SELECT c.id FROM change c WHERE c.record = $1)");
SQL(unmake_changes, "DELETE FROM change WHERE record = $1 AND seq IS NULL");

bool records_unmake(struct context *cx, const struct type *t, const struct record_head *v, size_t n)
{
	if (!remove_followers(cx, t, v, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!db_put(cx, &unmake_values, V(v[i].id)))
			return false;
	if (!db_flush(cx) || !remove_all(cx, t, v, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!db_put(cx, &unmake_changes, V(v[i].id)))
			return false;
	return db_flush(cx) && tell_subjects(cx, t, v, n);
}
