/* Tables of counts while their rows come from the database: a column for each choice, in the order
 * of the choices, and what is not stated behind them. */
#include "subject/glance/part.h"

#include "base/number.h"

struct making making_new(const struct choice *choices)
{
	struct making m = { .choices = choices, .columns = 1 };

	while (choice_at(choices, (int)m.columns))
		m.columns++;
	return m;
}

static size_t row_of(struct context *cx, struct making *m, int64_t id)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->ids[i] == id)
			return i;
	if (m->n == m->room) {
		size_t row = m->columns * sizeof *m->counts, room = m->room ? 2 * m->room : 32;

		m->ids = arena_grow(cx->mem, m->ids, m->n * sizeof *m->ids, room * sizeof *m->ids);
		m->counts = arena_grow(cx->mem, m->counts, m->n * row, room * row);
		m->room = room;
	}
	m->ids[m->n] = id;
	memset(m->counts + m->n * m->columns, 0, m->columns * sizeof *m->counts);
	return m->n++;
}

static size_t column_of(const struct making *m, const struct rows *r, int column)
{
	if (rows_null(r, column))
		return 0;
	return rows_kind(r, column) == VALUE_INT
	               ? (size_t)rows_int(r, column)
	               : (size_t)choice_index(m->choices, rows_text(r, column));
}

void making_add(struct context *cx, struct making *m, int64_t id, size_t column, int64_t count)
{
	size_t row = row_of(cx, m, id);

	if (column < m->columns)
		m->counts[row * m->columns + column] += count;
}

bool making_take(struct context *cx, struct making *m, struct rows *r)
{
	while (r && rows_next(cx, r))
		making_add(cx, m, rows_int(r, 0), column_of(m, r, 1), rows_int(r, 2));
	return !failed(cx);
}

static int most_first(const void *a, const void *b)
{
	const struct search_value *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->value, y->value);
}

static struct search_value column_value(struct context *cx, const struct choice *choices, size_t i)
{
	const struct choice *c = i ? choice_at(choices, (int)i) : NULL;

	return (struct search_value){ .value = c ? c->code : "-",
		                      .label = c ? tr(cx, c->label) : tr(cx, "not stated") };
}

bool making_end(struct context *cx, const struct making *m, const int64_t *all,
                const struct type *to, struct search_table *ret)
{
	struct search_value *rows = arena_array(cx->mem, struct search_value, m->n);
	struct search_value *columns = arena_array(cx->mem, struct search_value, m->columns);
	size_t *of = arena_array(cx->mem, size_t, m->columns), n = 0;

	*ret = (struct search_table){ .total = 0 };
	for (size_t i = 1; i <= m->columns; i++) {
		size_t at = i % m->columns; /* what is not stated stands last */

		if (!all[at])
			continue;
		of[n] = at;
		columns[n] = column_value(cx, m->choices, at);
		columns[n++].count = all[at];
		ret->total += all[at];
	}
	if (to && !record_titles(cx, to, m->ids, m->n))
		return false;
	for (size_t i = 0; i < m->n; i++) {
		rows[i].value = arena_fmt(cx->mem, "%lld", (long long)m->ids[i]);
		rows[i].label = to ? record_title(cx, to, m->ids[i]) : "";
		for (size_t k = 0; k < m->columns; k++)
			rows[i].count += m->counts[i * m->columns + k];
	}
	if (m->n)
		qsort(rows, m->n, sizeof *rows, most_first);
	ret->rows = (struct search_facet){ .values = rows, .values_n = m->n, .values_all = m->n };
	ret->columns = (struct search_facet){ .values = columns, .values_n = n, .values_all = n };
	ret->counts = arena_array(cx->mem, int64_t, m->n * n);
	for (size_t i = 0; i < m->n; i++) {
		int64_t id = 0;
		size_t at = 0;

		if (!parse_int(rows[i].value, &id))
			continue;
		while (m->ids[at] != id)
			at++;
		for (size_t k = 0; k < n; k++)
			ret->counts[i * n + k] = m->counts[at * m->columns + of[k]];
	}
	return true;
}

/* ---- one that the index made */

static size_t place_of(const struct choice *choices, const struct search_value *v)
{
	int at = choice_index(choices, v->value);

	return at ? (size_t)at : SIZE_MAX; /* what is not stated */
}

void table_order_columns(struct context *cx, const struct choice *choices, struct search_table *t)
{
	size_t n = t->columns.values_n, rows = t->rows.values_n;
	struct search_value *v = arena_array(cx->mem, struct search_value, n);
	int64_t *counts = arena_array(cx->mem, int64_t, rows * n);

	for (size_t i = 0; i < n; i++) {
		size_t at = 0, place = place_of(choices, &t->columns.values[i]);

		for (size_t k = 0; k < n; k++)
			at += place_of(choices, &t->columns.values[k]) < place;
		v[at] = t->columns.values[i];
		for (size_t row = 0; row < rows; row++)
			counts[row * n + at] = t->counts[row * n + i];
	}
	t->columns.values = v;
	t->counts = counts;
}

void table_missing_last(struct context *cx, struct search_table *t)
{
	size_t n = t->rows.values_n, columns = t->columns.values_n, to = 0;
	struct search_value *v = arena_array(cx->mem, struct search_value, n);
	int64_t *counts = arena_array(cx->mem, int64_t, n * columns);

	for (int missing = 0; missing < 2; missing++)
		for (size_t i = 0; i < n; i++) {
			if (str_eq(t->rows.values[i].value, "-") != (missing == 1))
				continue;
			v[to] = t->rows.values[i];
			if (columns)
				memcpy(counts + to * columns, t->counts + i * columns,
				       columns * sizeof *counts);
			to++;
		}
	t->rows.values = v;
	t->counts = counts;
}
