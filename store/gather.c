/* Rows that wait to be put in.  A save writes some twenty rows into six tables, an import saves two
 * hundred records at a time: sent one by one, most of the time goes by on the way to PostgreSQL and
 * back, or in starting and ending a statement of SQLite.  So rows are copied here, those of one
 * statement behind one another, and sent together before anything else happens in the transaction.
 * They do not live on an arena: one that is rewound meanwhile would take them along. */
#include "store/gather.h"

static bool no_memory(struct trouble *t)
{
	return trouble(t, ERR_UNAVAILABLE, N_("There is not enough memory."), "%s", "");
}

static struct gathered *new_one(const struct sql *sql, struct trouble *t)
{
	struct gathered *one;
	size_t width = statement_width(sql->text);

	if (!width) {
		trouble(t, ERR_BROKEN, "not an INSERT of one row", "%s", "");
		return NULL;
	}
	one = calloc(1, sizeof *one);
	if (one)
		one->text = strdup(sql->text);
	if (!one || !one->text) {
		free(one);
		no_memory(t);
		return NULL;
	}
	one->name = sql->name;
	one->width = width;
	return one;
}

static struct gathered *of_statement(struct gather *g, const struct sql *sql, struct trouble *t)
{
	struct gathered **at = &g->first;

	while (*at && strcmp((*at)->text, sql->text) != 0)
		at = &(*at)->next;
	if (!*at)
		*at = new_one(sql, t);
	return *at;
}

static bool grow(void **p, size_t unit, size_t want, size_t *room)
{
	size_t more = *room ? *room : 16;
	void *q;

	if (want <= *room)
		return true;
	while (more < want)
		more *= 2;
	q = realloc(*p, more * unit);
	if (!q)
		return false;
	*p = q;
	*room = more;
	return true;
}

static size_t bytes_of(const struct value *values, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		if (values[i].kind == VALUE_TEXT || values[i].kind == VALUE_BYTES)
			sum += values[i].size + 1;
	return sum;
}

static bool make_room(struct gathered *one, size_t bytes)
{
	void *p = one->values, *q = one->bytes;
	bool ok = grow(&p, sizeof *one->values, (one->rows + 1) * one->width, &one->room) &&
	          grow(&q, 1, one->used + bytes, &one->size);

	one->values = p;
	one->bytes = q;
	return ok;
}

struct gathered *gather_add(struct gather *g, const struct sql *sql, const struct value *values,
                            size_t n, struct trouble *t)
{
	struct gathered *one = of_statement(g, sql, t);

	if (!one)
		return NULL;
	if (n != one->width) {
		trouble(t, ERR_BROKEN, "wrong number of values:", "%zu wanted, %zu given",
		        one->width, n);
		return NULL;
	}
	if (!make_room(one, bytes_of(values, n))) {
		no_memory(t);
		return NULL;
	}
	for (size_t i = 0; i < n; i++) {
		struct value *v = &one->values[one->rows * n + i];

		*v = values[i];
		if (v->kind != VALUE_TEXT && v->kind != VALUE_BYTES)
			continue;
		v->number = (int64_t)one->used;
		memcpy(one->bytes + one->used, v->bytes, v->size);
		one->bytes[one->used + v->size] = '\0';
		one->used += v->size + 1;
	}
	one->rows++;
	return one;
}

bool gathered_full(const struct gathered *one)
{
	return one->rows == MAX_PUT_ROWS || (one->rows + 1) * one->width > MAX_PUT_VALUES ||
	       one->used > MAX_PUT_BYTES;
}

const struct value *gathered_values(struct gathered *one)
{
	for (size_t i = 0; i < one->rows * one->width; i++) {
		struct value *v = &one->values[i];

		if (v->kind == VALUE_TEXT || v->kind == VALUE_BYTES)
			v->bytes = one->bytes + v->number;
	}
	return one->values;
}

void gathered_empty(struct gathered *one)
{
	one->rows = one->used = 0;
}

void gather_clear(struct gather *g)
{
	while (g->first) {
		struct gathered *one = g->first;

		g->first = one->next;
		free(one->text);
		free(one->values);
		free(one->bytes);
		free(one);
	}
}
