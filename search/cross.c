/* Two facets crossed: for each value of the one the counts of the other, each as a click on both
 * would give them. */
#include "search/part.h"

struct crossing {
	struct counted rows, columns;
	int64_t *counts;
	int64_t total;
};

/* Where some are chosen, the others are not in the table. */
static void keep_chosen(struct counted *c)
{
	size_t kept = 0;
	bool any = false;

	for (size_t i = 0; i < c->n; i++)
		any = any || c->v[i].chosen;
	for (size_t i = 0; i < c->n; i++)
		if (!any || c->v[i].chosen)
			c->v[kept++] = c->v[i];
	c->n = kept;
}

/* ---- what is late has no code: for each of the rows it is asked by itself */

/* The question with this one value of the facet. */
static struct index_ask with_value(struct context *cx, const struct index_ask *ask,
                                   const struct facet *x, const struct value_count *v)
{
	struct index_choice *choices =
	        arena_array(cx->mem, struct index_choice, ask->choices_n + 1);
	struct index_ask one = *ask;

	one.choices_n = 0;
	for (size_t i = 0; i < ask->choices_n; i++)
		if (ask->choices[i].facet != x->number)
			choices[one.choices_n++] = ask->choices[i];
	choices[one.choices_n] = (struct index_choice){ .facet = x->number };
	if (x->kind != FACET_LATE) {
		choices[one.choices_n].codes = &v->code;
		choices[one.choices_n].codes_n = 1;
	}
	one.choices_n++;
	one.choices = choices;
	return one;
}

/* What has no code is at no record. */
static int64_t count_of_code(const struct index_answer *answer, uint16_t code)
{
	return code ? answer->counts[code] : 0;
}

static bool fill_row(struct context *cx, const struct asking *a, const struct index_ask *ask,
                     struct crossing *x, size_t row)
{
	struct context_mark mark = context_mark(cx);
	struct index_ask one = with_value(cx, ask, x->rows.facet, &x->rows.v[row]);
	struct index_answer answer;

	one.count = UINT64_C(1) << x->columns.facet->number;
	if (!index_search(cx, a->held->index, &one, &answer))
		return false;
	for (size_t i = 0; i < x->columns.n; i++)
		x->counts[row * x->columns.n + i] =
		        x->columns.facet->kind == FACET_LATE
		                ? answer.overdue
		                : count_of_code(&answer, x->columns.v[i].code);
	context_rewind(cx, mark);
	return true;
}

/* ---- all others at once */

static const uint16_t *codes_of(struct context *cx, const struct counted *c)
{
	uint16_t *codes = arena_array(cx->mem, uint16_t, c->n);

	for (size_t i = 0; i < c->n; i++)
		codes[i] = c->v[i].code;
	return codes;
}

static bool fill_pairs(struct context *cx, const struct asking *a, const struct index_ask *ask,
                       struct crossing *x)
{
	struct context_mark mark = context_mark(cx);
	const struct index_pairs pairs = {
		.row_facet = x->rows.facet->number,
		.column_facet = x->columns.facet->number,
		.rows = codes_of(cx, &x->rows),
		.columns = codes_of(cx, &x->columns),
		.rows_n = x->rows.n,
		.columns_n = x->columns.n,
	};

	if (!index_cross(cx, a->held->index, ask, &pairs, x->counts))
		return false;
	context_rewind(cx, mark);
	return true;
}

static bool fill(struct context *cx, const struct asking *a, struct question *q, struct crossing *x)
{
	struct counted *both[] = { &x->rows, &x->columns };
	struct index_answer answer;
	const struct findable *of = x->rows.of ? x->rows.of : x->columns.of;

	if (of && !q->of)
		question_narrow(cx, a, of, &q->index);
	q->index.limit = 0;
	q->index.count = UINT64_C(1) << x->rows.facet->number | UINT64_C(1)
	                                                                << x->columns.facet->number;
	if (!index_search(cx, a->held->index, &q->index, &answer))
		return false;
	counts_of(cx, a, &q->index, &answer, both, 2);
	keep_chosen(&x->rows);
	keep_chosen(&x->columns);
	x->total = answer.total;
	x->counts = arena_array(cx->mem, int64_t, x->rows.n * x->columns.n);
	if (x->rows.facet->kind != FACET_LATE && x->columns.facet->kind != FACET_LATE)
		return fill_pairs(cx, a, &q->index, x);
	for (size_t i = 0; i < x->rows.n; i++)
		if (!fill_row(cx, a, &q->index, x, i))
			return false;
	return true;
}

static bool has_words(struct context *cx, const struct asking *a, const struct counted *c, size_t i)
{
	struct search_value v;

	return facet_value_words(cx, a, c->of, c->facet, c->v[i].value, &v);
}

/* Values that this program has no word for (of a field that it had once) are not told, and so have
 * no row or column. */
static void drop_untold(struct context *cx, const struct asking *a, const struct crossing *x,
                        struct search_table *t)
{
	size_t n = 0;

	if (t->rows.values_n == x->rows.n && t->columns.values_n == x->columns.n)
		return;
	for (size_t i = 0; i < x->rows.n; i++)
		for (size_t k = 0; has_words(cx, a, &x->rows, i) && k < x->columns.n; k++)
			if (has_words(cx, a, &x->columns, k))
				t->counts[n++] = x->counts[i * x->columns.n + k];
}

static bool cross(struct context *cx, struct asking *a, const struct search_ask *ask,
                  const char *rows, const char *columns, struct search_table *ret)
{
	struct crossing x = { .rows.most = ask->values, .columns.most = ask->values };
	struct question q;

	if (!question_of(cx, a, ask, &q) || !facet_wanted(cx, a, rows, &x.rows.facet, &x.rows.of) ||
	    !facet_wanted(cx, a, columns, &x.columns.facet, &x.columns.of))
		return false;
	if (x.rows.facet == x.columns.facet ||
	    (x.rows.of && x.columns.of && x.rows.of != x.columns.of))
		return fail(cx, ERR_BAD_REQUEST, columns, N_("These two cannot be crossed."));
	if (!fill(cx, a, &q, &x))
		return false;
	read_release(a->reading);
	*ret = (struct search_table){ .counts = x.counts, .total = x.total };
	facet_told(cx, a, &x.rows, &ret->rows);
	facet_told(cx, a, &x.columns, &ret->columns);
	drop_untold(cx, a, &x, ret);
	return !failed(cx);
}

bool search_cross(struct context *cx, const struct search_ask *ask, const char *rows,
                  const char *columns, struct search_table *ret)
{
	struct asking a;
	bool behind, ok = asking_begin(cx, ask->type, &a, &behind) &&
	                  cross(cx, &a, ask, rows, columns, ret);

	asking_end(&a);
	if (ok)
		ret->behind = behind;
	return ok;
}
