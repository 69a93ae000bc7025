/* Taking records out of their tables.  The log is not touched: it says what they were, and that
 * they are gone, so that their past can still be read and verify expects to find none. */
#include "record/change.h"
#include "record/load.h"

static bool run_ids(struct context *cx, const char *before, const char *after, const int64_t *ids,
                    size_t n, int64_t *ret)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);

	buffer_text(&sql, before);
	sql_ids(&sql, values, ids, n);
	buffer_text(&sql, after);
	return db_run_values(cx, MADE_SQL(buffer_str(&sql)), ret, values->v, values->n);
}

static bool remove_rows(struct context *cx, const struct type *t, const struct field *f,
                        const int64_t *ids, size_t n)
{
	const char *table = rows_table(cx->mem, t, f);
	const char *texts = arena_fmt(
	        cx->mem,
	        "DELETE FROM text WHERE record IN (SELECT r.id FROM %s r WHERE r.record IN (",
	        table);
	bool has = false;

	for (size_t i = 0; i < f->rows->n; i++)
		has |= f->rows->fields[i].kind == FIELD_TEXTS;
	return (!has || run_ids(cx, texts, "))", ids, n, NULL)) &&
	       run_ids(cx, arena_fmt(cx->mem, "DELETE FROM %s WHERE record IN (", table), ")", ids,
	               n, NULL);
}

static bool remove_parts(struct context *cx, const struct type *t, const int64_t *ids, size_t n)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		if (f->kind == FIELD_ROWS && !remove_rows(cx, t, f, ids, n))
			return false;
	return run_ids(cx, "DELETE FROM text WHERE record IN (", ")", ids, n, NULL) &&
	       run_ids(cx, "DELETE FROM ref WHERE record IN (", ")", ids, n, NULL) &&
	       run_ids(cx, "DELETE FROM imported WHERE record IN (", ")", ids, n, NULL);
}

bool records_remove(struct context *cx, const struct type *t, const int64_t *ids,
                    const int64_t *versions, size_t n)
{
	const char *text = arena_fmt(cx->mem, "DELETE FROM %s WHERE id IN (", t->name);
	int64_t gone = 0;

	if (!remove_parts(cx, t, ids, n) || !run_ids(cx, text, ")", ids, n, &gone))
		return false;
	if (gone != (int64_t)n)
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("Somebody else changed this record in the meantime."));
	for (size_t i = 0; i < n; i++) {
		const struct record was = { .id = ids[i], .version = versions[i] + 1 };
		const struct image nothing = { .n = 0 };
		int64_t change = 0;

		if (!change_write(cx, t, &was, CHANGE_REMOVE, NULL, &nothing, &change))
			return false;
	}
	return true;
}
