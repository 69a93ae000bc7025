/* How all stands today: recommendations counted by the search index, which knows them by body,
 * theme, document, cycle, group and goal and counts for each reader what is open to him; by plan
 * those that the database says are answered; the few thousand measures by one grouped statement. */
#include "subject/glance/part.h"

#include "record/app.h"
#include "record/setting.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"

const struct glance_cut_of glance_cuts[GLANCE_CUTS] = {
	[CUT_BODY] = { "body", N_("Body"), "lead", &institution_type, true },
	[CUT_PLAN] = { "plan", N_("Plan"), NULL, &plan_type, true },
	[CUT_THEME] = { "theme", N_("Theme"), "theme", &theme_type, false },
	[CUT_DOCUMENT] = { "document", N_("Document"), "document", &document_type, false },
	[CUT_CYCLE] = { "cycle", N_("Review cycle"), "cycle", &review_cycle_type, false },
	[CUT_GROUP] = { "group", N_("Group of persons"), "affected_persons", &affected_person_type,
	                false },
	[CUT_SDG] = { "sdg", N_("Sustainable Development Goal"), "sdg", &sdg_type, true },
};

/* ---- statements */

struct asked asked_new(struct context *cx, const char *text)
{
	struct asked a = { BUFFER(cx->mem, MAX_SQL), sql_values_new(cx->mem) };

	buffer_text(&a.text, text);
	return a;
}

struct rows *asked_rows(struct context *cx, struct asked *a)
{
	if (!buffer_ok(cx, &a->text))
		return NULL;
	return db_query_values(cx, MADE_SQL(buffer_str(&a->text)), a->values->v, a->values->n);
}

/* To be counted by a field is to be seen by it. */
void asked_readable(struct context *cx, const struct type *t, struct asked *a)
{
	buffer_text(&a->text, " AND ");
	access_field_sql(cx, t, NULL, &a->text, a->values);
}

int64_t glance_own_state(struct context *cx)
{
	return record_id_by_key(cx, &country_type, setting(cx, "state"));
}

/* The State stands in the text, so that PostgreSQL, which makes one plan for all values, sees that
 * nearly all records are its own. */
void asked_own(struct context *cx, struct asked *a)
{
	buffer_fmt(&a->text,
	           " AND r.classification <> 'restricted' AND EXISTS (SELECT 1 FROM ref o WHERE"
	           " o.record = r.id AND o.field = 'states_under_review' AND o.target = %lld)",
	           (long long)glance_own_state(cx));
}

bool asked_owing(struct context *cx, struct asked *a)
{
	struct half_year last;
	struct date known;

	if (!half_year_last_due(cx, &last))
		return false;
	known = half_year_last_day(last);
	buffer_text(&a->text, " AND r.state IN ('not_started', 'in_progress')"
	                      " AND r.followed_from <= ");
	sql_value(&a->text, a->values, V(known));
	buffer_text(&a->text, " AND coalesce(r.reported_until, '') < ");
	sql_value(&a->text, a->values, V(known));
	return true;
}

/* ---- recommendations */

/* All about the own State. */
static struct search_ask ask_own(struct context *cx, size_t values)
{
	struct search_choice *own = arena_new_of(cx->mem, struct search_choice);
	const char **state = arena_array(cx->mem, const char *, 1);

	state[0] = setting(cx, "state");
	*own = (struct search_choice){ "state_under_review", state, 1 };
	return (struct search_ask){
		.type = &recommendation_type, .choices = own, .choices_n = 1, .values = values
	};
}

static bool has_search(struct context *cx)
{
	return cx->app->search ||
	       fail(cx, ERR_UNAVAILABLE, NULL, N_("This program has no search."));
}

bool glance_entered(struct context *cx, struct search_table *ret)
{
	struct search_ask ask = ask_own(cx, 0);

	if (!has_search(cx) || !search_cross(cx, &ask, "recorded", "status", ret))
		return false;
	table_order_columns(cx, recommendation_statuses, ret);
	return true;
}

void asked_placed(struct asked *a)
{
	buffer_text(&a->text, "SELECT q.record AS measure, q.plan AS plan FROM measure_places q"
	                      " JOIN plan s ON s.id = q.plan AND s.state IN (" GLANCE_PLANS ")");
}

void asked_answers(struct context *cx, struct asked *a)
{
	buffer_text(&a->text, "SELECT x.record AS measure, x.target AS id FROM ref x"
	                      " WHERE x.field = 'recommendations' AND x.record IN"
	                      " (SELECT r.id FROM measure r"
	                      " WHERE r.state NOT IN ('draft', 'cancelled', 'carried_over')");
	asked_readable(cx, &measure_type, a);
	buffer_char(&a->text, ')');
}

/* One thing, and what belongs to it. */
struct pair {
	int64_t of, what;
};

struct pairs {
	struct pair *v;
	size_t n;
};

static void add_pair(struct context *cx, struct pairs *p, int64_t of, int64_t what)
{
	p->v = glance_grow(cx, p->v, p->n, sizeof *p->v);
	p->v[p->n++] = (struct pair){ of, what };
}

static int pair_order(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->of != y->of)
		return x->of < y->of ? -1 : 1;
	return x->what < y->what ? -1 : x->what > y->what;
}

/* In order, each once. */
static void set_in_order(struct pairs *p)
{
	size_t n = 0;

	if (p->n)
		qsort(p->v, p->n, sizeof *p->v, pair_order);
	for (size_t i = 0; i < p->n; i++)
		if (!i || pair_order(&p->v[i - 1], &p->v[i]) != 0)
			p->v[n++] = p->v[i];
	p->n = n;
}

static struct pairs read_pairs(struct context *cx, struct asked *a)
{
	struct pairs p = { 0 };
	struct rows *r = asked_rows(cx, a);

	while (r && rows_next(cx, r))
		add_pair(cx, &p, rows_int(r, 0), rows_int(r, 1));
	set_in_order(&p);
	return p;
}

/* Recommendations and the plans whose measures answer them.  Joined here, because a database would
 * go to the same measure once for each plan, and send most of it twice. */
static bool read_answered(struct context *cx, struct pairs *ret)
{
	struct asked placed = asked_new(cx, ""), answers = asked_new(cx, "");
	struct pairs plans, ids;
	size_t from = 0;

	asked_placed(&placed);
	asked_answers(cx, &answers);
	plans = read_pairs(cx, &placed);
	ids = read_pairs(cx, &answers);
	*ret = (struct pairs){ 0 };
	for (size_t i = 0; i < ids.n; i++) {
		while (from < plans.n && plans.v[from].of < ids.v[i].of)
			from++;
		for (size_t k = from; k < plans.n && plans.v[k].of == ids.v[i].of; k++)
			add_pair(cx, ret, ids.v[i].what, plans.v[k].what);
	}
	set_in_order(ret);
	return !failed(cx);
}

/* Which of them stand in the status, by the index, plan by plan. */
static bool add_status(struct context *cx, const struct search_ask *of, const char *status,
                       const struct pairs *answered, struct making *m)
{
	struct search_choice choices[] = { of->choices[0], { "status", &status, 1 } };
	size_t column = (size_t)choice_index(recommendation_statuses, status), found_n, at = 0;
	struct search_ask ask = *of;
	int64_t *found;

	ask.choices = choices;
	ask.choices_n = LEN(choices);
	if (!search_ids(cx, &ask, of->only_n, &found, &found_n))
		return false;
	for (size_t i = 0; i < found_n; i++) {
		while (at < answered->n && answered->v[at].of < found[i])
			at++;
		for (; at < answered->n && answered->v[at].of == found[i]; at++)
			making_add(cx, m, answered->v[at].what, column, 1);
	}
	return true;
}

static bool by_plan(struct context *cx, const struct search_table *entered,
                    struct search_table *ret)
{
	struct making m = making_new(recommendation_statuses);
	int64_t *all = arena_array(cx->mem, int64_t, m.columns), *ids;
	struct search_ask ask = ask_own(cx, 0);
	struct pairs answered;

	if (!read_answered(cx, &answered))
		return false;
	ask.only = ids = arena_array(cx->mem, int64_t, answered.n + 1);
	for (size_t i = 0; i < answered.n; i++)
		if (!i || answered.v[i].of != answered.v[i - 1].of)
			ids[ask.only_n++] = answered.v[i].of;
	for (size_t i = 0; i < entered->columns.values_n; i++) {
		const struct search_value *c = &entered->columns.values[i];

		all[choice_index(recommendation_statuses, c->value)] = c->count;
		if (answered.n && !add_status(cx, &ask, c->value, &answered, &m))
			return false;
	}
	return making_end(cx, &m, all, &plan_type, ret);
}

bool glance_recommendations(struct context *cx, enum glance_cut cut, size_t values,
                            const struct search_table *entered, struct search_table *ret)
{
	struct search_ask ask = ask_own(cx, values);

	if (!glance_cuts[cut].facet)
		return by_plan(cx, entered, ret);
	if (!search_cross(cx, &ask, glance_cuts[cut].facet, "status", ret))
		return false;
	table_order_columns(cx, recommendation_statuses, ret);
	table_missing_last(cx, ret);
	return true;
}

bool glance_restricted(struct context *cx, int64_t *ret)
{
	int64_t *ids;
	size_t n = 0;
	const struct glance_figure f = { .what = GLANCE_RESTRICTED, .type = &recommendation_type };

	if (!glance_behind(cx, &f, &ids, &n))
		return false;
	*ret = (int64_t)n;
	return true;
}

/* ---- measures */

const char *measures_from(enum glance_cut cut)
{
	switch (cut) {
	case CUT_PLAN:
		return " FROM measure r JOIN measure_places p ON p.record = r.id JOIN plan s"
		       " ON s.id = p.plan AND s.state IN (" GLANCE_PLANS ")";
	case CUT_SDG:
		return " FROM measure r JOIN ref x ON x.record = r.id AND x.field = 'sdg'";
	default:
		return " FROM measure r";
	}
}

const char *measures_key(enum glance_cut cut)
{
	return cut == CUT_PLAN ? "p.plan" : cut == CUT_SDG ? "x.target" : "r.lead";
}

static bool take_measures(struct context *cx, const char *key, const char *from, struct making *m)
{
	struct asked a = asked_new(cx, "SELECT ");

	buffer_fmt(&a.text, "%s, ", key);
	if (!measure_standing_sql(cx, &a.text))
		return false;
	buffer_fmt(&a.text, " AS standing, count(DISTINCT r.id)%s WHERE 1 = 1", from);
	asked_readable(cx, &measure_type, &a);
	buffer_text(&a.text, " GROUP BY 1, 2");
	return making_take(cx, m, asked_rows(cx, &a));
}

bool glance_measures(struct context *cx, enum glance_cut cut, struct search_table *ret)
{
	const struct choice *standings = &measure_standings[MEASURE_DRAFT];
	struct making m = making_new(standings), whole = making_new(standings);
	int64_t *none;

	if (!take_measures(cx, "CAST(0 AS BIGINT)", " FROM measure r", &whole) ||
	    !take_measures(cx, measures_key(cut), measures_from(cut), &m))
		return false;
	none = arena_array(cx->mem, int64_t, whole.columns);
	return making_end(cx, &m, whole.n ? whole.counts : none, glance_cuts[cut].to, ret);
}

/* ---- late and silent bodies */

bool glance_late(struct context *cx, struct glance_late **ret, size_t *n)
{
	struct asked a = asked_new(cx, "SELECT r.institution, count(*), min(r.due) FROM deadline r"
	                               " WHERE r.institution IS NOT NULL");
	struct rows *r;

	asked_late(cx, &a);
	buffer_text(&a.text, " GROUP BY r.institution ORDER BY 2 DESC, 3, 1");
	r = asked_rows(cx, &a);
	*ret = NULL;
	for (*n = 0; r && rows_next(cx, r);) {
		*ret = glance_grow(cx, *ret, *n, sizeof **ret);
		(*ret)[(*n)++] =
		        (struct glance_late){ rows_int(r, 0), rows_int(r, 1), rows_date(r, 2) };
	}
	return !failed(cx);
}

/* What is past and not voluntary; an internal deadline, which bodies owe to the State itself. */
void asked_late(struct context *cx, struct asked *a)
{
	buffer_text(&a->text, " AND r.state = 'open' AND r.side = 'internal'"
	                      " AND r.voluntary IS NULL AND r.due < ");
	sql_value(&a->text, a->values, V(today(cx)));
	asked_readable(cx, &deadline_type, a);
}

/* Whoever reads the reports of all bodies sees who is silent; others see their own body. */
bool asked_silent(struct context *cx, struct asked *a)
{
	if (!asked_owing(cx, a))
		return false;
	asked_readable(cx, &measure_type, a);
	if (access_wide(cx, &progress_update_type))
		return true;
	buffer_text(&a->text, " AND r.lead = ");
	sql_value(&a->text, a->values, V(cx->actor ? cx->actor->institution : 0));
	return true;
}

bool glance_silent(struct context *cx, struct glance_silent **ret, size_t *n)
{
	struct asked a = asked_new(cx, "SELECT r.lead, count(*), (SELECT max(u.submitted)"
	                               " FROM progress_update u WHERE u.institution = r.lead)"
	                               " FROM measure r WHERE 1 = 1");
	struct date since = date_add_months(today(cx), -6);
	struct rows *r;

	if (!asked_silent(cx, &a))
		return false;
	buffer_text(&a.text, " GROUP BY r.lead ORDER BY 2 DESC, 1");
	r = asked_rows(cx, &a);
	*ret = NULL;
	for (*n = 0; r && rows_next(cx, r);) {
		struct date last = rows_date(r, 2);

		if (date_set(last) && date_compare(last, since) >= 0)
			continue;
		*ret = glance_grow(cx, *ret, *n, sizeof **ret);
		(*ret)[(*n)++] = (struct glance_silent){ rows_int(r, 0), rows_int(r, 1), last };
	}
	return !failed(cx);
}

static const struct type *const types[] = { NULL };

const struct subject glance_subject = {
	.name = "glance",
	.types = types,
	.changed = glance_changed,
	.removed = glance_removed,
	.order = 910,
};
