/* See view_find.h: from the address to a question, and from the answer to a list. */
#include "web/view_find.h"

#include "base/number.h"
#include "record/app.h"
#include "web/request.h"
#include "web/saved.h"
#include "web/view_part.h"

enum { MAX_NAMED = 200 }; /* ids in a statement */

/* ---- the address */

static const struct search_facet_kind *kind_named(const struct found *f, const char *name)
{
	for (size_t i = 0; i < f->kinds_n; i++)
		if (str_eq(f->kinds[i].name, name))
			return &f->kinds[i];
	for (size_t i = 0; i < f->kinds_n; i++)
		if (f->kinds[i].field && str_eq(f->kinds[i].field->name, name))
			return &f->kinds[i];
	return NULL;
}

/* "a|b" and several of one name are any of them. */
static const char **values_of(struct context *cx, const char *joined, size_t *ret_n)
{
	const char **v = arena_array(cx->mem, const char *, strlen(joined) / 2 + 1);

	*ret_n = 0;
	for (const char *s = joined; *s;) {
		size_t length = strcspn(s, "|");

		if (length)
			v[(*ret_n)++] = arena_strn(cx->mem, s, length);
		s += length + (s[length] == '|');
	}
	return v;
}

static bool is_mixed(const struct search_choice *c)
{
	for (size_t i = 0; i < c->values_n; i++)
		if (c->values_n > 1 && str_eq(c->values[i], "-"))
			return true;
	return false;
}

/* What the index alone knows is told among the filters, too. */
static void tell_filter(struct context *cx, struct list *l, const struct filter *w)
{
	l->filters = arena_grow(cx->mem, l->filters, l->filters_n * sizeof *w,
	                        (l->filters_n + 1) * sizeof *w);
	l->filters[l->filters_n++] = *w;
}

const struct search_choice *find_choose(struct context *cx, struct search_ask *ask,
                                        const char *facet, const char *joined)
{
	struct search_choice *v = arena_array(cx->mem, struct search_choice, ask->choices_n + 1);
	struct search_choice *c = &v[ask->choices_n];

	if (ask->choices_n)
		memcpy(v, ask->choices, ask->choices_n * sizeof *v);
	c->facet = facet;
	c->values = values_of(cx, joined, &c->values_n);
	if (!c->values_n)
		return NULL;
	ask->choices = v;
	ask->choices_n++;
	return c;
}

static bool add_choice(struct context *cx, struct found *f, const struct search_facet_kind *k,
                       const char *joined)
{
	const struct search_choice *c = find_choose(cx, &f->ask, k->name, joined);
	struct filter w = { .label = k->label };

	if (!c)
		return true;
	if (k->filter && !is_mixed(c))
		return list_filter(cx, f->list, k->field->name, joined);
	f->searched = true;
	w.values = values_of(cx, joined, &w.n);
	tell_filter(cx, f->list, &w);
	return true;
}

static bool add_words(struct context *cx, struct found *f)
{
	if (!*f->words)
		return true;
	f->ask.query = f->words;
	f->searched = f->index;
	return !f->list->type || list_filter(cx, f->list, "q", f->words);
}

static bool add_filter(struct context *cx, const struct request *q, struct found *f,
                       const char *name)
{
	const char *joined = view_joined(cx, q, name);
	const struct search_facet_kind *k = kind_named(f, name);

	if (k)
		return add_choice(cx, f, k, joined);
	if (!f->list->type)
		return fail(cx, ERR_BAD_REQUEST, name, N_("The list cannot be filtered by “%s”."),
		            name);
	return list_filter(cx, f->list, name, joined) && list_filter(cx, &f->beside, name, joined);
}

static bool add_filters(struct context *cx, const struct request *q, struct found *f)
{
	for (size_t i = 0; i < q->query_n; i++) {
		const char *name = q->query[i].name;

		if (view_is_setting(name) || str_eq(name, "q") || !view_is_first(q, i))
			continue;
		if (!add_filter(cx, q, f, name))
			return false;
	}
	return true;
}

/* The records that filters of the database alone leave. */
static bool read_beside(struct context *cx, struct found *f)
{
	int64_t *ids;
	bool all;

	if (!f->index || !f->beside.filters_n || f->ask.only)
		return true;
	if (!record_list_ids(cx, &f->beside, MAX_FOUND, &ids, &f->ask.only_n, &all))
		return false;
	f->ask.only = ids;
	return all || fail(cx, ERR_BAD_REQUEST, NULL,
	                   N_("More than %zu records fit: narrow it down."), (size_t)MAX_FOUND);
}

static bool sorts(const struct type *t, const char *name)
{
	const struct field *field = t && name ? type_field_named(t, name) : NULL;

	return field && field->flags & SORTED;
}

/* By relevance, by what was changed last, by what is due first the index answers itself what it has
 * found; other orders, and lists of the database, are those of fields. */
static void read_order(const struct request *q, struct found *f)
{
	const char *order = request_query(q, "order");
	const struct type *t = f->list->type;
	const char *deadline = t && t->search ? t->search->deadline : NULL;

	f->list->order = order;
	f->ask.order = SEARCH_RELEVANCE;
	if (str_empty(order) || str_eq(order, "relevance")) {
		f->list->order = NULL;
		f->ranked = f->searched && (*f->words || !t);
	} else if (str_eq(order, "changed")) {
		f->list->order = "-updated_at";
		f->ask.order = SEARCH_CHANGED;
		f->ranked = f->searched;
	} else if (str_eq(order, "deadline") && (!t || deadline)) {
		f->list->order = sorts(t, deadline) ? deadline : order;
		f->ask.order = SEARCH_DEADLINE;
		f->ranked = f->searched;
	}
}

bool find_number(struct context *cx, const struct request *q, const char *name, int64_t least,
                 int64_t most, int64_t *ret)
{
	const char *text = request_query(q, name);

	if (str_empty(text) || parse_int_in(text, least, most, ret))
		return true;
	if (str_eq(name, "limit"))
		return fail(cx, ERR_BAD_REQUEST, "limit",
		            N_("A page of a list holds 1 to %d records."), MAX_LIST_PAGE);
	return fail(cx, ERR_BAD_REQUEST, name,
	            N_("The list is too long to be turned to there: narrow it down."));
}

bool find_read(struct context *cx, const struct request *q, struct list *list, struct found *f)
{
	const char *words = request_query(q, "q");
	struct search_facet_kind *kinds = NULL;
	int64_t limit = 25, offset = 0;

	*f = (struct found){ .list = list,
		             .words = words ? words : "",
		             .query = saved_query(cx, q->query, q->query_n),
		             .beside = { .type = list->type },
		             .ask = { .type = list->type, .values = FACET_SHOWN } };
	f->index = search_facets(cx, list->type, &kinds, &f->kinds_n) && !list->where_sql;
	f->kinds = kinds;
	if (!f->index)
		f->kinds_n = 0;
	f->searched = f->index && !list->type;
	if (!add_filters(cx, q, f) || !add_words(cx, f) ||
	    !find_number(cx, q, "limit", 1, MAX_LIST_PAGE, &limit) ||
	    !find_number(cx, q, "offset", 0, MAX_SEARCH_OFFSET, &offset))
		return false;
	read_order(q, f);
	list->limit = (int)limit;
	list->after = request_query(q, "after");
	if (f->ranked && list->after && !offset &&
	    !find_number(cx, q, "after", 0, MAX_SEARCH_OFFSET, &offset))
		return false;
	list->count = request_query(q, "count") != NULL;
	list->shown = f;
	f->ask.limit = (size_t)limit;
	f->ask.offset = (size_t)offset;
	return true;
}

const char *find_facets(struct context *cx, const struct found *f)
{
	struct buffer b = BUFFER(cx->mem, MAX_URL);

	for (size_t i = 0; i < f->kinds_n; i++)
		buffer_fmt(&b, "%s%s", i ? " " : "", f->kinds[i].name);
	return buffer_str(&b);
}

/* ---- restricted records: in lists of those who may read them, and in no index */

SQL(records_read_by_name,
    "SELECT record FROM ref WHERE target = $1 AND field = 'readers' ORDER BY record LIMIT $2");

/* "r.classification = …" for the list; "": there are none for this actor.  The few that name him
 * are looked up first, because a statement about all filters may begin at another end. */
static const char *apart_where(struct context *cx)
{
	const char *restricted = "r.classification = 'restricted'";
	struct buffer ids = BUFFER(cx->mem, MAX_SQL);
	struct rows *r;
	int64_t n = 0;

	if (cx->actor->role == ROLE_AUD) /* learns of all of them */
		return restricted;
	r = db_query(cx, &records_read_by_name, V(cx->actor->user), V((int64_t)MAX_NAMED + 1));
	for (; r && rows_next(cx, r); n++)
		buffer_fmt(&ids, "%s%lld", n ? ", " : "", (long long)rows_int(r, 0));
	if (!n)
		return "";
	if (n <= MAX_NAMED)
		return arena_fmt(cx->mem, "%s AND r.id IN (%s)", restricted, buffer_str(&ids));
	return arena_fmt(cx->mem,
	                 "%s AND r.id IN (SELECT x.record FROM ref x WHERE x.field = 'readers' AND "
	                 "x.target = %lld)",
	                 restricted, (long long)cx->actor->user);
}

static bool count_apart(struct context *cx, struct found *f)
{
	struct list l = *f->list;
	int64_t *ids;
	size_t n;
	bool all;

	if (!l.type)
		return true;
	if (f->searched) /* those of them that fit are told by nobody here */
		l.filters_n = 0;
	l.only = NULL;
	l.where_sql = apart_where(cx);
	if (failed(cx) || !*l.where_sql)
		return !failed(cx);
	if (!record_list_ids(cx, &l, MAX_LIST_PAGE, &ids, &n, &all))
		return false;
	f->apart = (int64_t)n;
	if (all)
		return true;
	l.count = true;
	l.limit = 1;
	l.after = NULL;
	if (!record_list(cx, &l))
		return false;
	f->apart = l.total;
	return true;
}

/* ---- asking */

/* A list that the database answers is shown without counts rather than not at all. */
static bool count_beside(struct context *cx, struct found *f)
{
	struct search_ask ask = f->ask;

	ask.limit = ask.offset = 0;
	if (search_find(cx, &ask, &f->answer)) {
		f->counted = true;
		return true;
	}
	if (cx->err.kind != ERR_UNAVAILABLE)
		return false;
	f->trouble = tr(cx, "The search is being brought up to date: nothing is counted now.");
	error_clear(cx);
	return true;
}

bool find_counts(struct context *cx, struct found *f)
{
	f->ask.limit = f->ask.offset = 0;
	f->counted = read_beside(cx, f) && search_find(cx, &f->ask, &f->answer);
	return f->counted;
}

static bool find_ranked(struct context *cx, struct found *f)
{
	struct list *l = f->list;

	f->ask.snippets = *f->words != '\0';
	if (!search_find(cx, &f->ask, &f->answer))
		return false;
	f->counted = true;
	l->rows = arena_array(cx->mem, void *, f->answer.items_n);
	l->n = 0;
	for (size_t i = 0; i < f->answer.items_n; i++)
		l->rows[l->n++] = (void *)(uintptr_t)f->answer.items[i].row;
	l->total = f->answer.total;
	if ((int64_t)(f->ask.offset + f->ask.limit) < f->answer.total)
		l->next = arena_fmt(cx->mem, "%zu", f->ask.offset + f->ask.limit);
	return true;
}

static int id_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The pieces of text of a page that is in another order than that of the search. */
static bool add_snippets(struct context *cx, struct found *f)
{
	struct search_ask ask = f->ask;
	int64_t *ids = arena_array(cx->mem, int64_t, f->list->n);
	struct search_answer answer;

	if (!*f->words || !f->list->n)
		return true;
	for (size_t i = 0; i < f->list->n; i++)
		ids[i] = ((struct record *)f->list->rows[i])->id;
	qsort(ids, f->list->n, sizeof *ids, id_order);
	ask.only = ids;
	ask.only_n = ask.limit = f->list->n;
	ask.offset = 0;
	ask.facets = NULL;
	ask.snippets = true;
	if (!search_find(cx, &ask, &answer))
		return false;
	f->answer.items = answer.items;
	f->answer.items_n = answer.items_n;
	return true;
}

/* None is not all. */
static const int64_t *known(struct context *cx, const int64_t *ids)
{
	return ids ? ids : arena_array(cx->mem, int64_t, 1);
}

static bool find_known(struct context *cx, struct found *f)
{
	int64_t *ids;

	if (!search_ids(cx, &f->ask, MAX_FOUND, &ids, &f->list->only_n))
		return false;
	f->list->only = known(cx, ids);
	return true;
}

/* The values that people read, in place of those that the index alone knows. */
static void tell_values(struct context *cx, const struct found *f,
                        const struct search_answer *answer)
{
	for (size_t i = 0; i < f->list->filters_n; i++) {
		struct filter *w = &f->list->filters[i];
		const struct search_facet *x = NULL;

		for (size_t k = 0; w->label && k < answer->facets_n; k++)
			if (str_eq(answer->facets[k].label, tr(cx, w->label)))
				x = &answer->facets[k];
		if (!x)
			continue;
		w->values = arena_array(cx->mem, const char *, x->values_n);
		w->n = 0;
		for (size_t k = 0; k < x->values_n; k++)
			if (x->values[k].chosen)
				w->values[w->n++] = x->values[k].label;
	}
}

/* Whether the database can answer it, in its own way. */
static bool is_plain(const struct found *f)
{
	for (size_t i = 0; i < f->list->filters_n; i++)
		if (f->list->filters[i].label)
			return false;
	return f->list->type != NULL;
}

/* While the index does not know everything, what it does not know would be missed. */
static bool find_meanwhile(struct context *cx, struct found *f)
{
	f->searched = f->ranked = f->counted = false;
	f->list->only = NULL;
	f->answer.items_n = 0;
	f->trouble = tr(cx, "The search is being made anew. Until it is ready nothing is counted, "
	                    "and words are found as they are written.");
	return record_list(cx, f->list);
}

static bool find_by_index(struct context *cx, struct found *f)
{
	if (f->ranked)
		return find_ranked(cx, f);
	if (f->searched && !find_known(cx, f))
		return false;
	if (!record_list(cx, f->list))
		return false;
	return (!f->ask.facets && !f->searched) || (count_beside(cx, f) && add_snippets(cx, f));
}

static bool find_rows(struct context *cx, struct found *f)
{
	if (!f->index)
		return record_list(cx, f->list);
	if (!find_by_index(cx, f))
		return false;
	return !f->counted || !f->answer.behind || !is_plain(f) || find_meanwhile(cx, f);
}

bool find_page(struct context *cx, struct found *f)
{
	if (!read_beside(cx, f) || !find_rows(cx, f))
		return false;
	if (f->counted)
		tell_values(cx, f, &f->answer);
	return !f->index || !f->ask.facets || count_apart(cx, f);
}

/* ---- all of it */

/* Which values were chosen of what the index alone knows, in words. */
static bool tell_chosen(struct context *cx, const struct found *f, bool *ret_behind)
{
	struct search_ask ask = { .type = f->ask.type,
		                  .choices = f->ask.choices,
		                  .choices_n = f->ask.choices_n,
		                  .values = 1 };
	struct buffer names = BUFFER(cx->mem, MAX_URL);
	struct search_answer answer;

	for (size_t i = 0; i < ask.choices_n; i++)
		buffer_fmt(&names, "%s ", ask.choices[i].facet);
	ask.facets = buffer_str(&names);
	if (!search_find(cx, &ask, &answer))
		return false;
	tell_values(cx, f, &answer);
	*ret_behind = answer.behind;
	return true;
}

bool find_all(struct context *cx, struct found *f)
{
	int64_t *ids;
	bool behind;

	f->list->after = NULL;
	f->list->count = false;
	if (!f->searched)
		return true;
	if (!read_beside(cx, f) || !tell_chosen(cx, f, &behind))
		return false;
	if (behind)
		return is_plain(f) ||
		       fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("The search is being made anew and does not know everything yet."));
	f->list->ranked = f->ranked;
	if (!f->ranked)
		return find_known(cx, f);
	if (!search_ranked(cx, &f->ask, MAX_FOUND, &ids, &f->list->only_n))
		return false;
	f->list->only = known(cx, ids);
	return true;
}

bool view_list_all(struct context *cx, const struct request *q, struct list *l)
{
	struct found *f = arena_new_of(cx->mem, struct found);

	return find_read(cx, q, l, f) && find_all(cx, f);
}
