/* The door: a question is brought up to the transaction, put to the index with the classes that its
 * asker may see, and its rows are loaded and checked once more. */
#include "search/part.h"

enum { MAX_ASKED_FACETS = 64 };

/* ---- beginning */

bool asking_begin(struct context *cx, const struct type *t, struct asking *ret, bool *ret_behind)
{
	struct search *s = cx->app->search;

	*ret = (struct asking){ .search = s };
	if (!s)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("This program has no search."));
	ret->of = t ? findable_of(s->all, t) : NULL;
	if (t && !ret->of)
		return fail(cx, ERR_BAD_REQUEST, "type",
		            N_("Records of this type cannot be searched."));
	if (!search_catch_up(cx, s, ret_behind))
		return false;
	ret->maker_lent = lend_maker(cx, s);
	if (!ret->maker_lent)
		return false;
	ret->maker = ret->maker_lent->maker;
	ret->index_lent = lend_index(cx, s);
	ret->held = ret->index_lent->held;
	ret->reading = read_for(cx, ret->held->index);
	return reader_of(cx, s, ret->held, &ret->who);
}

void asking_end(struct asking *a)
{
	if (a->reading)
		read_release(a->reading);
	lent_back(a->index_lent);
	lent_back(a->maker_lent);
}

/* ---- the question */

bool facet_wanted(struct context *cx, const struct asking *a, const char *name,
                  const struct facet **ret, const struct findable **ret_of)
{
	*ret = facet_named(a->search->all, a->of ? a->of->type : NULL, name, ret_of);
	return *ret ||
	       fail(cx, ERR_BAD_REQUEST, name, N_("The list cannot be filtered by “%s”."), name);
}

static struct index_choice *choice_of(struct context *cx, struct index_ask *ask, int facet)
{
	struct index_choice *v;

	for (size_t i = 0; i < ask->choices_n; i++)
		if (ask->choices[i].facet == facet)
			return (struct index_choice *)(uintptr_t)&ask->choices[i];
	v = arena_array(cx->mem, struct index_choice, ask->choices_n + 1);
	if (ask->choices_n)
		memcpy(v, ask->choices, ask->choices_n * sizeof *v);
	ask->choices = v;
	v[ask->choices_n] = (struct index_choice){ .facet = facet };
	return &v[ask->choices_n++];
}

static void choose_uncoded(struct context *cx, struct index_choice *c, int64_t value)
{
	int64_t *values = arena_array(cx->mem, int64_t, c->values_n + 1);

	for (size_t i = 0; i < c->values_n; i++) {
		if (c->values[i] == value)
			return;
		values[i] = c->values[i];
	}
	values[c->values_n++] = value;
	c->values = values;
}

static void choose(struct context *cx, const struct asking *a, struct index_choice *c,
                   int64_t value)
{
	uint16_t code = index_code_known(a->held->index, c->facet, value);
	uint16_t *codes;

	if (!code) {
		choose_uncoded(cx, c, value);
		return;
	}
	codes = arena_array(cx->mem, uint16_t, c->codes_n + 1);
	if (c->codes_n)
		memcpy(codes, c->codes, c->codes_n * sizeof *codes);
	codes[c->codes_n++] = code;
	c->codes = codes;
}

void question_narrow(struct context *cx, const struct asking *a, const struct findable *f,
                     struct index_ask *ask)
{
	struct index_choice *c = choice_of(cx, ask, a->search->all->type.number);

	c->codes_n = c->values_n = 0;
	choose(cx, a, c, f->number);
}

static void nothing_fits(struct index_choice *c)
{
	c->codes_n = c->values_n = 0;
}

/* A value that nothing has is no mistake: nothing fits then. */
static bool add_choice(struct context *cx, const struct asking *a,
                       const struct search_choice *choice, struct question *q)
{
	const struct findable *of;
	const struct facet *x;
	struct index_choice *c;

	if (!facet_wanted(cx, a, choice->facet, &x, &of))
		return false;
	if (!choice->values_n)
		return true;
	c = choice_of(cx, &q->index, x->number);
	for (size_t i = 0; i < choice->values_n; i++) {
		int64_t *values;
		size_t n;

		if (!facet_value_typed(cx, a, of, x, choice->values[i], false, &values, &n))
			return false;
		if (x->kind == FACET_LATE && (!n || values[0] != YES))
			return fail(cx, ERR_BAD_REQUEST, choice->facet,
			            N_("The list cannot be filtered by “%s”."), choice->values[i]);
		for (size_t k = 0; x->kind != FACET_LATE && k < n; k++)
			choose(cx, a, c, values[k]);
	}
	if (of && !q->of)
		q->of = of;
	else if (of && q->of != of)
		q->contrary = true;
	return true;
}

static enum index_order order_of(enum search_order order)
{
	switch (order) {
	case SEARCH_CHANGED:
		return ORDER_CHANGED;
	case SEARCH_DEADLINE:
		return ORDER_DEADLINE;
	case SEARCH_RELEVANCE:
		break;
	}
	return ORDER_SCORE;
}

bool question_of(struct context *cx, const struct asking *a, const struct search_ask *ask,
                 struct question *ret)
{
	const struct query_fields fields = { query_field, query_labelled, (void *)(uintptr_t)a };
	struct query *query;

	*ret = (struct question){ .of = a->of };
	if (ask->offset > MAX_SEARCH_OFFSET)
		return fail(cx, ERR_BAD_REQUEST, "offset",
		            N_("The list is too long to be turned to there: narrow it down."));
	ret->index = (struct index_ask){
		.open = a->who.open,
		.open_n = a->who.n,
		.order = order_of(ask->order),
		.offset = ask->offset,
		.limit = ask->limit < MAX_SEARCH_PAGE ? ask->limit : MAX_SEARCH_PAGE,
		.today = (int32_t)date_to_days(today(cx)),
		.only = ask->only,
		.only_n = ask->only_n,
	};
	if (a->of)
		question_narrow(cx, a, a->of, &ret->index);
	for (size_t i = 0; i < ask->choices_n; i++)
		if (!add_choice(cx, a, &ask->choices[i], ret))
			return false;
	if (ret->of && !a->of)
		question_narrow(cx, a, ret->of, &ret->index);
	if (ret->contrary)
		nothing_fits(choice_of(cx, &ret->index, a->search->all->type.number));
	if (!query_read(cx, a->maker->analyser, &fields, ask->query ? ask->query : "", &query,
	                &ret->explained))
		return false;
	ret->index.query = query;
	return true;
}

/* ---- facets */

static const struct index_choice *choice_for(const struct index_ask *ask, const struct facet *x)
{
	static const struct index_choice none = { .facet = 0 };

	for (size_t i = 0; i < ask->choices_n; i++)
		if (ask->choices[i].facet == x->number)
			return &ask->choices[i];
	return &none;
}

static bool is_chosen(const struct index_ask *ask, const struct facet *x, uint16_t code)
{
	const struct index_choice *choice = choice_for(ask, x);

	for (size_t i = 0; i < choice->codes_n; i++)
		if (choice->codes[i] == code)
			return true;
	return false;
}

/* Chosen values without a code are told as those that have one and count nothing: whether something
 * had them once is nobody's business. */
static void add_uncoded(const struct index_ask *ask, struct counted *c)
{
	const struct index_choice *choice = choice_for(ask, c->facet);

	for (size_t i = 0; i < choice->values_n; i++)
		c->v[c->n++] = (struct value_count){ choice->values[i], 0, 0, true };
}

static int count_order(const void *a, const void *b)
{
	const struct value_count *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

static void keep_first(struct counted *c)
{
	size_t kept = 0, most = c->most ? c->most : MAX_FACET_VALUES;

	qsort(c->v, c->n, sizeof *c->v, count_order);
	c->all = c->n;
	for (size_t i = 0; i < c->n; i++)
		if (i < most || c->v[i].chosen)
			c->v[kept++] = c->v[i];
	c->n = kept;
}

static void late_count(struct context *cx, const struct index_ask *ask,
                       const struct index_answer *answer, struct counted *c)
{
	bool chosen = false;

	for (size_t i = 0; i < ask->choices_n; i++)
		chosen = chosen || ask->choices[i].facet == FACET_OVERDUE;
	c->v = arena_new_of(cx->mem, struct value_count);
	c->n = c->all = answer->overdue || chosen;
	c->v[0] = (struct value_count){ YES, answer->overdue, 0, chosen };
}

/* Whose codes are wanted, by the facet's number. */
static struct counted *counted_by(struct counted *const by[MAX_FACETS], int facet,
                                  const struct index_ask *ask, const uint32_t *counts,
                                  uint16_t code, bool *ret_chosen)
{
	struct counted *c = by[facet];

	*ret_chosen = c && is_chosen(ask, c->facet, code);
	return c && (counts[code] || *ret_chosen) ? c : NULL;
}

void counts_of(struct context *cx, const struct asking *a, const struct index_ask *ask,
               const struct index_answer *answer, struct counted *const *v, size_t n)
{
	struct counted *by[MAX_FACETS] = { NULL };
	const struct index *ix = a->held->index;
	struct counted *c;
	int64_t value;
	bool chosen;
	int facet;

	for (size_t i = 0; i < n; i++) {
		v[i]->n = 0;
		if (v[i]->facet->kind == FACET_LATE)
			late_count(cx, ask, answer, v[i]);
		else
			by[v[i]->facet->number] = v[i];
	}
	for (uint32_t code = 1; index_code_value(ix, (uint16_t)code, &facet, &value); code++) {
		c = counted_by(by, facet, ask, answer->counts, (uint16_t)code, &chosen);
		if (c)
			c->n++;
	}
	for (size_t i = 0; i < n; i++) {
		if (v[i]->facet->kind == FACET_LATE)
			continue;
		v[i]->v = arena_array(cx->mem, struct value_count,
		                      v[i]->n + choice_for(ask, v[i]->facet)->values_n);
		v[i]->n = 0;
		add_uncoded(ask, v[i]);
	}
	for (uint32_t code = 1; index_code_value(ix, (uint16_t)code, &facet, &value); code++) {
		c = counted_by(by, facet, ask, answer->counts, (uint16_t)code, &chosen);
		if (c)
			c->v[c->n++] = (struct value_count){ value, answer->counts[code],
				                             (uint16_t)code, chosen };
	}
	for (size_t i = 0; i < n; i++)
		if (v[i]->facet->kind != FACET_LATE)
			keep_first(v[i]);
}

void facet_told(struct context *cx, const struct asking *a, const struct counted *c,
                struct search_facet *ret)
{
	*ret = (struct search_facet){ .name = c->facet->name,
		                      .label = tr(cx, c->facet->label),
		                      .values = arena_array(cx->mem, struct search_value, c->n),
		                      .values_all = c->all };
	for (size_t i = 0; i < c->n; i++) {
		struct search_value *v = &ret->values[ret->values_n];

		if (!facet_value_words(cx, a, c->of, c->facet, c->v[i].value, v))
			continue;
		v->count = c->v[i].count;
		v->chosen = c->v[i].chosen;
		ret->values_n++;
	}
}

/* The facets that are asked for: names with blanks or commas between. */
static bool read_facets(struct context *cx, const struct asking *a, const struct search_ask *ask,
                        struct counted *ret, size_t *ret_n)
{
	const char *names = ask->facets;

	*ret_n = 0;
	for (const char *s = names ? names : ""; *(s += strspn(s, " ,"));) {
		size_t length = strcspn(s, " ,");
		const char *name = arena_strn(cx->mem, s, length);

		if (*ret_n == MAX_ASKED_FACETS)
			return fail(cx, ERR_BAD_REQUEST, "facets",
			            N_("Too many values to filter by."));
		ret[*ret_n] = (struct counted){ .most = ask->values };
		if (!facet_wanted(cx, a, name, &ret[*ret_n].facet, &ret[*ret_n].of))
			return false;
		(*ret_n)++;
		s += length;
	}
	return true;
}

/* Of the facets of one type (NULL: of all). */
static void counts_within(struct context *cx, const struct asking *a, const struct index_ask *ask,
                          const struct index_answer *answer, const struct findable *of,
                          struct counted *v, size_t n)
{
	struct counted **some = arena_array(cx->mem, struct counted *, n);
	size_t some_n = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].of == of)
			some[some_n++] = &v[i];
	counts_of(cx, a, ask, answer, some, some_n);
}

/* Those of other types than the question is about are counted within theirs, since facets of
 * different types share their numbers. */
static bool count_apart(struct context *cx, const struct asking *a, const struct question *q,
                        struct counted *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct findable *of = v[i].of;
		struct index_ask ask = q->index;
		struct index_answer answer;
		bool done = !of || of == q->of;

		for (size_t k = 0; k < i && !done; k++)
			done = v[k].of == of;
		if (done)
			continue;
		ask.count = 0;
		ask.limit = 0;
		for (size_t k = i; k < n; k++)
			if (v[k].of == of)
				ask.count |= UINT64_C(1) << v[k].facet->number;
		question_narrow(cx, a, of, &ask);
		if (q->of || !index_search(cx, a->held->index, &ask, &answer))
			return !failed(cx);
		counts_within(cx, a, &ask, &answer, of, v, n);
	}
	return true;
}

static bool ask_index(struct context *cx, const struct asking *a, struct question *q,
                      struct counted *facets, size_t facets_n, struct index_answer *ret)
{
	for (size_t i = 0; i < facets_n; i++)
		if (!facets[i].of || facets[i].of == q->of)
			q->index.count |= UINT64_C(1) << facets[i].facet->number;
	if (!index_search(cx, a->held->index, &q->index, ret))
		return false;
	counts_within(cx, a, &q->index, ret, NULL, facets, facets_n);
	if (q->of)
		counts_within(cx, a, &q->index, ret, q->of, facets, facets_n);
	return count_apart(cx, a, q, facets, facets_n);
}

/* ---- finding */

static void snippets(struct context *cx, const struct asking *a, const struct query *query,
                     struct search_answer *ret)
{
	struct query_words words;

	query_words(cx, query, &words);
	for (size_t i = 0; i < ret->items_n; i++)
		item_snippet(cx, a, &words, &ret->items[i]);
}

static bool find_for(struct context *cx, struct asking *a, const struct search_ask *ask,
                     struct search_answer *ret, bool *ret_again)
{
	struct counted *facets = arena_array(cx->mem, struct counted, MAX_ASKED_FACETS);
	struct index_answer answer;
	struct question q;
	size_t n;

	if (!question_of(cx, a, ask, &q) || !read_facets(cx, a, ask, facets, &n) ||
	    !ask_index(cx, a, &q, facets, n, &answer))
		return false;
	read_release(a->reading);
	ret->total = answer.total;
	ret->explained = q.explained;
	if (!items_of(cx, a, answer.hits, answer.hits_n, &ret->items, &ret->items_n, ret_again))
		return false;
	if (*ret_again)
		return true;
	ret->facets = arena_array(cx->mem, struct search_facet, n);
	for (; ret->facets_n < n; ret->facets_n++)
		facet_told(cx, a, &facets[ret->facets_n], &ret->facets[ret->facets_n]);
	if (ask->snippets)
		snippets(cx, a, q.index.query, ret);
	return ret->total || str_empty(ask->query) ||
	       query_instead(cx, a, &q, ask->query, &ret->instead);
}

static bool find_once(struct context *cx, const struct search_ask *ask, struct search_answer *ret,
                      bool *ret_again)
{
	struct asking a;
	bool ok;

	*ret = (struct search_answer){ .explained = "" };
	ok = asking_begin(cx, ask->type, &a, &ret->behind) && find_for(cx, &a, ask, ret, ret_again);
	asking_end(&a);
	return ok;
}

bool asked_too_often(struct context *cx)
{
	return fail(cx, ERR_RETRY, NULL, N_("Others are saving. Please try again."));
}

bool search_find(struct context *cx, const struct search_ask *ask, struct search_answer *ret)
{
	for (int i = 0; i < MAX_ATTEMPTS; i++) {
		bool again = false;

		if (!find_once(cx, ask, ret, &again))
			return false;
		if (!again)
			return !failed(cx);
	}
	return asked_too_often(cx);
}

bool search_ids(struct context *cx, const struct search_ask *ask, size_t most, int64_t **ret,
                size_t *ret_n)
{
	struct question q;
	struct asking a;
	bool ok, all = false, behind;

	ok = asking_begin(cx, ask->type, &a, &behind) && question_of(cx, &a, ask, &q) &&
	     index_ids(cx, a.held->index, &q.index, most, ret, ret_n, &all);
	asking_end(&a);
	return ok && (all || fail(cx, ERR_BAD_REQUEST, NULL,
	                          N_("More than %zu records fit: narrow it down."), most));
}

bool search_complete(struct context *cx, const struct type *t, const char *beginning, size_t most,
                     struct search_completion **ret, size_t *ret_n)
{
	struct asking a;
	bool behind;

	*ret_n = 0;
	*ret = arena_array(cx->mem, struct search_completion, most + 1);
	if (asking_begin(cx, t, &a, &behind))
		*ret_n = labels_complete(cx, a.held->labels, &a.who, t, beginning, most, *ret);
	asking_end(&a);
	return !failed(cx);
}
