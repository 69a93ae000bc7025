/* See overview.h: from the address to two questions, and their answers in the order in which they
 * are read: stages and grades in their own, years by time, the others with the most frequent first;
 * what is not stated stands last. */
#include "web/overview.h"

#include "base/number.h"
#include "web/request.h"
#include "web/view_part.h"
#include "web/who.h"

#define OWN  "rows columns years"
#define YEAR "year"

/* ---- the address */

static void read_plain(struct context *cx, const struct request *q, struct request *ret)
{
	*ret = *q;
	ret->query = arena_array(cx->mem, struct pair, q->query_n);
	ret->query_n = 0;
	for (size_t i = 0; i < q->query_n; i++)
		if (!word_in(OWN " limit order offset", q->query[i].name))
			ret->query[ret->query_n++] = q->query[i];
}

const struct search_facet_kind *overview_kind(const struct overview *o, const char *name)
{
	for (size_t i = 0; i < o->found.kinds_n; i++)
		if (str_eq(o->found.kinds[i].name, name))
			return &o->found.kinds[i];
	return NULL;
}

static const char *first_of(const struct overview *o, const char *const *names, size_t n,
                            const char *but)
{
	for (size_t i = 0; i < n; i++)
		if (overview_kind(o, names[i]) && !str_eq(names[i], but))
			return names[i];
	for (size_t i = 0; i < o->found.kinds_n; i++)
		if (!str_eq(o->found.kinds[i].name, but))
			return o->found.kinds[i].name;
	return "";
}

static bool read_name(struct context *cx, const struct overview *o, const struct request *q,
                      const char *name, const char **ret)
{
	const char *typed = request_query(q, name);

	if (!typed)
		return true;
	*ret = typed;
	return !*typed || overview_kind(o, typed) ||
	       fail(cx, ERR_BAD_REQUEST, name, N_("The list is not counted by “%s”."), typed);
}

/* What answers the question that is asked most: who has how much of what. */
static bool read_names(struct context *cx, struct overview *o, const struct request *q)
{
	static const char *const rows[] = { "lead", "theme" };
	static const char *const columns[] = { "status", "state", "kind" };
	static const char *const series[] = { "position", "kind", "mechanism" };

	o->has_years = overview_kind(o, YEAR) != NULL;
	o->rows = first_of(o, rows, LEN(rows), "");
	o->columns = first_of(o, columns, LEN(columns), o->rows);
	o->years = o->has_years ? first_of(o, series, LEN(series), YEAR) : "";
	if (!read_name(cx, o, q, "rows", &o->rows) ||
	    !read_name(cx, o, q, "columns", &o->columns) ||
	    !read_name(cx, o, q, "years", &o->years))
		return false;
	o->same = str_eq(o->rows, o->columns);
	return true;
}

static bool is_of(const struct overview *o, const struct search_facet *x, const char *name)
{
	const struct search_facet_kind *k = x ? overview_kind(o, x->name) : NULL;

	return x && (str_eq(name, x->name) || (k && k->field && str_eq(name, k->field->name)));
}

const char *overview_list(struct context *cx, const struct overview *o,
                          const struct search_facet *a, const char *a_value,
                          const struct search_facet *b, const char *b_value)
{
	struct buffer out = BUFFER(cx->mem, 4 * MAX_URL);

	for (size_t i = 0; i < o->plain.query_n; i++) {
		const struct pair *v = &o->plain.query[i];

		if (is_of(o, a, v->name) || is_of(o, b, v->name) || str_empty(v->value) ||
		    (view_is_setting(v->name) && !str_eq(v->name, "q")))
			continue;
		query_write(&out, v->name, v->value);
	}
	if (a && a_value)
		query_write(&out, a->name, a_value);
	if (b && b_value)
		query_write(&out, b->name, b_value);
	return arena_fmt(cx->mem, "/%s%s%s", o->list.type->plural, out.len ? "?" : "",
	                 buffer_str(&out));
}

bool overview_several(const struct overview *o, const struct search_facet *x)
{
	const struct search_facet_kind *k = overview_kind(o, x->name);

	if (word_in(YEAR " recorded overdue", x->name))
		return false;
	return !k || !k->field || k->field->kind == FIELD_REFS || k->field->kind == FIELD_ROWS;
}

const char *overview_lead(struct context *cx, const struct overview *o)
{
	const char *filters = view_filters(cx, &o->list);
	const char *who = cx->actor ? who_name(cx, cx->actor->user) : tr(cx, "everybody");

	if (*filters)
		return arena_fmt(cx->mem, tr(cx, "As of %s, for %s. Filters: %s."),
		                 time_words(cx, cx->now), who, filters);
	return arena_fmt(cx->mem, tr(cx, "As of %s, for %s."), time_words(cx, cx->now), who);
}

/* ---- the order of values */

struct place {
	int64_t key;
	size_t at;
};

static int place_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static int64_t key_of(struct context *cx, const struct overview *o, const struct search_facet *x,
                      size_t at)
{
	const struct search_facet_kind *k = overview_kind(o, x->name);
	const char *value = x->values[at].value;
	const struct choice *choices =
	        k && k->ordered && k->field ? field_choices(o->list.type, k->field) : NULL;
	int64_t key = (int64_t)at;

	if (str_eq(value, "-"))
		return INT64_MAX;
	if (str_eq(x->name, YEAR) && parse_int(value, &key))
		return key;
	if (str_eq(x->name, "recorded") && strlen(value) == 7) /* "2025-H2" */
		return parse_int(arena_strn(cx->mem, value, 4), &key) ? 2 * key + value[6] : key;
	return choices ? choice_index(choices, value) : key;
}

static struct place *places_of(struct context *cx, const struct overview *o, struct search_facet *x)
{
	struct search_value *v = arena_array(cx->mem, struct search_value, x->values_n);
	struct place *places = arena_array(cx->mem, struct place, x->values_n);

	for (size_t i = 0; i < x->values_n; i++)
		places[i] = (struct place){ key_of(cx, o, x, i), i };
	if (x->values_n)
		qsort(places, x->values_n, sizeof *places, place_order);
	for (size_t i = 0; i < x->values_n; i++)
		v[i] = x->values[places[i].at];
	x->values = v;
	return places;
}

static void put_in_order(struct context *cx, const struct overview *o, struct search_table *t)
{
	size_t columns = t->columns.values_n;
	const struct place *down = places_of(cx, o, &t->rows), *across;
	int64_t *counts = arena_array(cx->mem, int64_t, t->rows.values_n * columns);

	across = places_of(cx, o, &t->columns);
	for (size_t i = 0; i < t->rows.values_n; i++)
		for (size_t k = 0; k < columns; k++)
			counts[i * columns + k] = t->counts[down[i].at * columns + across[k].at];
	t->counts = counts;
}

/* ---- asking */

static bool ask(struct context *cx, struct overview *o, size_t values, const char *rows,
                const char *columns, struct search_table *ret)
{
	struct search_ask asked = o->found.ask;

	asked.values = values;
	if (!search_cross(cx, &asked, rows, columns, ret))
		return false;
	put_in_order(cx, o, ret);
	return true;
}

bool overview_read(struct context *cx, const struct request *q, size_t values, struct overview *o)
{
	*o = (struct overview){ .list = { .type = view_type(q) } };
	read_plain(cx, q, &o->plain);
	if (!find_read(cx, &o->plain, &o->list, &o->found))
		return false;
	if (!o->found.index)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("This program has no search."));
	if (!read_names(cx, o, q) || !find_counts(cx, &o->found))
		return false;
	if (*o->rows && *o->columns && !o->same &&
	    !ask(cx, o, values, o->rows, o->columns, &o->table))
		return false;
	return !*o->years || str_eq(o->years, YEAR) ||
	       ask(cx, o, MAX_FACET_VALUES, YEAR, o->years, &o->over);
}
