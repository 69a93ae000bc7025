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

static struct gathered *new_one(const struct sql *sql, size_t width, struct trouble *t)
{
	struct gathered *one;

	if (str_starts(sql->text, "INSERT") ? statement_width(sql->text) != width
	                                    : !width || (!str_starts(sql->text, "UPDATE") &&
	                                                 !str_starts(sql->text, "DELETE"))) {
		trouble(t, ERR_BROKEN,
		        "not an INSERT, UPDATE or DELETE of one row with so many values:", "%zu",
		        width);
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

static struct gathered *of_statement(struct gather *g, const struct sql *sql, size_t width,
                                     struct trouble *t)
{
	struct gathered **at = &g->first;

	while (*at && strcmp((*at)->text, sql->text) != 0)
		at = &(*at)->next;
	if (!*at)
		*at = new_one(sql, width, t);
	return *at;
}

struct gathered *gather_add(struct gather *g, const struct sql *sql, const struct value *values,
                            size_t n, struct trouble *t)
{
	struct gathered *one = of_statement(g, sql, n, t);

	if (!one)
		return NULL;
	if (n != one->width) {
		trouble(t, ERR_BROKEN, "wrong number of values:", "%zu wanted, %zu given",
		        one->width, n);
		return NULL;
	}
	for (size_t i = 0; i < n; i++)
		if (!fetched_cell(&one->cells, values[i])) {
			no_memory(t);
			return NULL;
		}
	return one;
}

size_t gathered_rows(const struct gathered *one)
{
	return one->cells.count / one->width;
}

bool gathered_full(const struct gathered *one)
{
	return gathered_rows(one) == MAX_PUT_ROWS ||
	       one->cells.count + one->width > MAX_PUT_VALUES || one->cells.used > MAX_PUT_BYTES;
}

const struct value *gathered_values(struct gathered *one)
{
	fetched_end(&one->cells);
	return one->cells.cells;
}

void gathered_empty(struct gathered *one)
{
	one->cells.count = one->cells.used = 0;
}

void gather_clear(struct gather *g)
{
	while (g->first) {
		struct gathered *one = g->first;

		g->first = one->next;
		fetched_free(&one->cells);
		free(one->text);
		free(one);
	}
}
