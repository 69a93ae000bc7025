/* What a list offers to choose from, and all that it holds in the order in which it is shown. */
#include "search/part.h"

static bool is_filter(const struct facet *x)
{
	return x->field && !x->within && x->field->flags & FILTERED;
}

static struct search_facet_kind kind_of(const struct facet *x)
{
	return (struct search_facet_kind){ .name = x->name,
		                           .label = x->label,
		                           .field = x->field && !x->within ? x->field : NULL,
		                           .filter = is_filter(x),
		                           .ordered = x->kind == FACET_CHOICE ||
		                                      x->kind == FACET_YESNO };
}

bool search_facets(struct context *cx, const struct type *t, struct search_facet_kind **ret,
                   size_t *ret_n)
{
	const struct findables *all = cx->app->search ? cx->app->search->all : NULL;
	const struct findable *f = all && t ? findable_of(all, t) : NULL;

	*ret_n = 0;
	if (!all || (t && !f))
		return false;
	*ret = arena_array(cx->mem, struct search_facet_kind, t ? f->facets_n : 1);
	if (!t)
		(*ret)[(*ret_n)++] = kind_of(&all->type);
	for (size_t i = 0; t && i < f->facets_n; i++)
		(*ret)[(*ret_n)++] = kind_of(&f->facets[i]);
	return true;
}

static bool rank(struct context *cx, struct asking *a, const struct search_ask *ask, size_t most,
                 struct index_answer *ret)
{
	struct question q;

	if (!question_of(cx, a, ask, &q))
		return false;
	q.index.count = 0;
	q.index.offset = 0;
	q.index.limit = most;
	return index_search(cx, a->held->index, &q.index, ret);
}

bool search_ranked(struct context *cx, const struct search_ask *ask, size_t most, int64_t **ret,
                   size_t *ret_n)
{
	struct index_answer answer;
	struct asking a;
	bool behind,
	        ok = asking_begin(cx, ask->type, &a, &behind) && rank(cx, &a, ask, most, &answer);

	asking_end(&a);
	*ret_n = 0;
	if (!ok)
		return false;
	if (answer.total > (int64_t)most)
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("More than %zu records fit: narrow it down."), most);
	*ret = arena_array(cx->mem, int64_t, answer.hits_n);
	for (; *ret_n < answer.hits_n; (*ret_n)++)
		(*ret)[*ret_n] = answer.hits[*ret_n].id;
	return !failed(cx);
}
