/* What other subjects ask: values that came with something else, which value counts, whether there
 * is a result.  The program's own work: rights were asked where it began. */
#include "subject/indicator/part.h"

#include "store/db.h"

static const struct type *const T = &indicator_value_type;

static struct indicator_value *value_of(struct context *cx, const struct indicator_entry *e)
{
	struct indicator_value *v = record_new(cx, T);

	v->indicator = e->indicator;
	v->period = e->period;
	v->half = e->half;
	v->value = e->value;
	v->value_date = e->value_date;
	v->origin = e->origin;
	v->note = e->note;
	v->about = e->about;
	v->reported_with = e->reported_with;
	v->entered_by = e->entered_by ? e->entered_by : cx->actor ? cx->actor->user : 0;
	return indicator_breakdown_of(cx, e->breakdown, "breakdown", &v->breakdown) &&
	                       T->prepare(cx, NULL, v)
	               ? v
	               : NULL;
}

/* The same value that counts already; 0: none. */
static bool find_same(struct context *cx, const struct indicator_value *v, int64_t *ret)
{
	static const char *const live[] = { "provisional", "confirmed" };
	const struct indicator_value *there;

	*ret = 0;
	for (size_t i = 0; i < LEN(live) && !*ret; i++) {
		int64_t id;

		if (!indicator_value_find(cx, v, live[i], &id))
			return false;
		there = id ? record_get_any(cx, T, id) : NULL;
		if (there && str_eq(there->import_key, v->import_key))
			*ret = id;
	}
	return !failed(cx);
}

/* Each reason beside the caller's own field, and of which indicator it is. */
static bool told_beside(struct context *cx, const struct indicator_entry *e, const char *field)
{
	struct error cause = cx->err;
	const char *name;

	if (cause.kind != ERR_INVALID)
		return false;
	error_clear(cx);
	name = e->indicator ? record_title(cx, &indicator_type, e->indicator) : "";
	for (const struct error *x = &cause; x; x = x->next)
		fail(cx, ERR_INVALID, field, "%s%s%s", name, *name ? ": " : "", x->text);
	return false;
}

bool indicator_entry_check(struct context *cx, const struct indicator_entry *e, const char *field)
{
	struct indicator_value *v = value_of(cx, e);
	int64_t same = 0;

	if (v && find_same(cx, v, &same) && (same || record_check(cx, T, NULL, v)))
		return true;
	return told_beside(cx, e, field);
}

bool indicator_enter(struct context *cx, const struct indicator_entry *e, int64_t *ret)
{
	struct indicator_value *v = value_of(cx, e);
	int64_t same;

	if (!v || !find_same(cx, v, &same) || (!same && !record_save_as(cx, T, v, CHANGE_CREATE)))
		return false;
	if (ret)
		*ret = same ? same : v->record.id;
	return true;
}

/* ---- asking */

const struct indicator_value *indicator_value_at(struct context *cx, int64_t indicator,
                                                 struct date period, int half,
                                                 const char *breakdown, bool provisional)
{
	struct indicator_value like = { .indicator = indicator };
	int64_t id = 0;

	if (!indicator_breakdown_of(cx, breakdown, NULL, &like.breakdown))
		return NULL;
	like.period_key = indicator_period_key(cx, period, half);
	like.breakdown_key = indicator_breakdown_key(cx, &like.breakdown);
	if (!like.breakdown_key || !indicator_value_find(cx, &like, "confirmed", &id) ||
	    (!id && provisional && !indicator_value_find(cx, &like, "provisional", &id)))
		return NULL;
	return id ? record_get_any(cx, T, id) : NULL;
}

#define COUNTS                                                                              \
	" AND i.kind IN ('process', 'outcome') AND (v.state = 'confirmed' OR v.state = $2)" \
	" ORDER BY v.id LIMIT 1"

SQL(indicator_result, "SELECT v.id FROM indicator i JOIN indicator_value v ON v.indicator = i.id"
                      " WHERE i.id = $1" COUNTS);
SQL(indicator_result_about,
    "SELECT v.id FROM indicator_value v JOIN indicator i ON i.id = v.indicator"
    " WHERE v.about = $1 AND v.about_type = $3" COUNTS);

static const char *also(bool confirmed)
{
	return confirmed ? "confirmed" : "provisional";
}

bool indicator_has_result(struct context *cx, const int64_t *indicators, size_t n, bool confirmed,
                          bool *ret)
{
	int64_t id;

	*ret = false;
	for (size_t i = 0; i < n && !*ret; i++)
		if (!db_int(cx, &indicator_result, &id, ret, V(indicators[i]), V(also(confirmed))))
			return false;
	return true;
}

bool indicator_has_result_about(struct context *cx, struct link about, bool confirmed, bool *ret)
{
	int64_t id;

	*ret = false;
	return !about.type || db_int(cx, &indicator_result_about, &id, ret, V(about.id),
	                             V(also(confirmed)), V(about.type->name));
}
