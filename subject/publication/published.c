/* What the public reads.  Every statement here names `publication` and `publication_value` and no
 * other table; a test reads this file and those of the public pages and says so
 * when that changes. */
#include "subject/publication/publication.h"

#include "base/number.h"
#include "record/app.h"
#include "record/setting.h"

SQL(published_one, "SELECT body, at FROM publication WHERE type = $1 AND record = $2");
SQL(published_newest, "SELECT max(at) FROM publication WHERE type = $1");
SQL(published_names, "SELECT value FROM publication_value WHERE type = $1 AND record = $2"
                     " AND field = $3 AND words IS NOT NULL ORDER BY value LIMIT 200");
SQL(published_facet, "SELECT v.value, max(v.words), count(*) FROM publication_value v"
                     " JOIN publication p ON p.type = v.type AND p.record = v.record"
                     " WHERE v.type = $1 AND v.field = $2 GROUP BY v.value ORDER BY count(*) DESC, "
                     "v.value LIMIT $3");

static const struct json *parse(struct context *cx, const char *text)
{
	return json_parse(cx, text, strlen(text), MAX_ANSWER);
}

const struct published *published_get(struct context *cx, const struct type *t, int64_t id)
{
	struct rows *r = db_query(cx, &published_one, V(t->name), V(id));
	struct published *p;

	if (!r || !rows_next(cx, r)) {
		if (!failed(cx))
			fail(cx, ERR_NOT_FOUND, NULL, N_("Nothing is published at this address."));
		return NULL;
	}
	p = arena_new_of(cx->mem, struct published);
	*p = (struct published){ .id = id,
		                 .body = parse(cx, rows_text(r, 0)),
		                 .at = rows_int(r, 1) };
	rows_close(r);
	return p->body ? p : NULL;
}

bool published_named(struct context *cx, const struct type *t, int64_t id, const char *field,
                     int64_t **ret, size_t *n)
{
	enum { MOST = 200 };
	struct rows *r = db_query(cx, &published_names, V(t->name), V(id), V(field));

	*n = 0;
	*ret = arena_array(cx->mem, int64_t, MOST);
	while (r && rows_next(cx, r) && *n < MOST)
		if (parse_int(rows_text(r, 0), &(*ret)[*n]))
			++*n;
	return !failed(cx);
}

bool published_until(struct context *cx, const struct type *t, int64_t *ret)
{
	struct rows *r = db_query(cx, &published_newest, V(t->name));

	*ret = 0;
	if (r && rows_next(cx, r)) {
		*ret = rows_int(r, 0);
		rows_close(r);
	}
	return !failed(cx);
}

/* ---- lists */

static void put_filter(const struct published_filter *f, struct buffer *sql,
                       struct sql_values *values)
{
	buffer_text(sql, " AND EXISTS (SELECT 1 FROM publication_value v WHERE v.type = p.type AND "
	                 "v.record = p.record"
	                 " AND v.field = ");
	sql_value(sql, values, V(f->field));
	for (size_t i = 0; i < f->n; i++) {
		buffer_text(sql, i ? ", " : " AND v.value IN (");
		sql_value(sql, values, V(f->values[i]));
	}
	buffer_text(sql, "))");
}

/* What stands behind the columns of a list. */
static const char *condition(struct context *cx, const struct published_list *l,
                             struct sql_values *values)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);

	buffer_text(&sql, " FROM publication p WHERE p.type = ");
	sql_value(&sql, values, V(l->type->name));
	for (size_t i = 0; i < l->filters_n; i++)
		if (l->filters[i].n)
			put_filter(&l->filters[i], &sql, values);
	if (!str_empty(l->words)) {
		buffer_text(&sql, " AND p.words LIKE ");
		sql_value(&sql, values, V(list_pattern(cx, l->words)));
		buffer_text(&sql, " ESCAPE '\\'");
	}
	return buffer_ok(cx, &sql) ? buffer_str(&sql) : NULL;
}

static bool count(struct context *cx, struct published_list *l, const char *where,
                  const struct sql_values *values)
{
	bool found;
	const char *sql = arena_fmt(cx->mem, "SELECT count(*)%s", where);

	return db_int_values(cx, MADE_SQL(sql), &l->total, &found, values->v, values->n);
}

bool published_list(struct context *cx, struct published_list *l)
{
	struct sql_values *values = sql_values_new(cx->mem);
	const char *where = condition(cx, l, values);
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct rows *r;

	l->n = 0;
	l->rows = arena_array(cx->mem, struct published, l->limit);
	if (!where || !count(cx, l, where, values))
		return false;
	buffer_fmt(&sql, "SELECT p.record, p.body, p.at%s ORDER BY p.sort_key, p.record LIMIT ",
	           where);
	sql_value(&sql, values, V(l->limit));
	buffer_text(&sql, " OFFSET ");
	sql_value(&sql, values, V(l->from));
	if (!buffer_ok(cx, &sql))
		return false;
	r = db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	while (r && rows_next(cx, r)) {
		struct published *p = &l->rows[l->n++];

		*p = (struct published){ .id = rows_int(r, 0),
			                 .body = parse(cx, rows_text(r, 1)),
			                 .at = rows_int(r, 2) };
		if (!p->body)
			return false;
	}
	return !failed(cx);
}

/* ---- filters */

bool published_is(const struct type *t, const struct field *f)
{
	const struct field *stage = &common_fields[0], *owner = &common_fields[2];

	return f->flags & PUBLIC || (f == stage && t->flags & TYPE_PUBLIC_STAGE) ||
	       (f == owner && t->flags & TYPE_PUBLIC_OWNER);
}

const struct field *published_field(const struct type *t, size_t i)
{
	const struct field *f;

	for (size_t k = 0; (f = type_field(t, k)); k++)
		if (published_is(t, f) && !i--)
			return f;
	return NULL;
}

bool published_by(const struct type *t, const struct field *f)
{
	return published_is(t, f) && f->flags & FILTERED && !f->reader &&
	       (f->kind == FIELD_CHOICE || f->kind == FIELD_REF || f->kind == FIELD_REFS ||
	        f->kind == FIELD_PARENT);
}

bool published_values(struct context *cx, const struct type *t, const struct field *f, int limit,
                      struct published_value **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &published_facet, V(t->name), V(f->name), V(limit));

	*ret_n = 0;
	*ret = arena_array(cx->mem, struct published_value, limit);
	while (r && rows_next(cx, r)) {
		struct published_value *v = &(*ret)[(*ret_n)++];

		v->value = arena_str(cx->mem, rows_text(r, 0));
		v->words = rows_null(r, 1) ? NULL : parse(cx, rows_text(r, 1));
		v->count = rows_int(r, 2);
	}
	return !failed(cx);
}

/* ---- words */

const struct json *published_words(struct context *cx, const struct json *languages,
                                   const char **ret_lang)
{
	const struct json *found = json_member(languages, cx->lang);
	const char *const *lang = setting_languages(cx);

	for (; !found && *lang; lang++)
		found = json_member(languages, *lang);
	if (!found)
		found = json_items(languages);
	if (ret_lang)
		*ret_lang = found ? found->key : NULL;
	return found;
}

const char *published_title(struct context *cx, const struct published *p, const char **ret_lang)
{
	const struct json *words = published_words(cx, json_member(p->body, "title"), ret_lang);

	return words && words->text ? words->text : "";
}
