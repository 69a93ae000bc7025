/* Versions of a plan, and what is left of it when its time is over.
 *
 * A measure that does not change stands in both versions: it is one record.  One that changes is
 * drafted anew beside the old one, which runs on until the plan in which the new one stands is
 * approved; then the new one takes its place with everything that was known of it, and the old one
 * points to it.  So nothing that was approved is overwritten, and links survive.  A successor plan
 * takes measures over in the same way. */
#include "subject/plan/part.h"

#include "record/app.h"
#include "store/db.h"

#define DRAFTED "concept drafting consultation"
#define RUNNING "approved not_started in_progress suspended"

/* ---- copies */

static struct record fresh(struct context *cx, const struct type *t, const struct record *like)
{
	const struct record *new = record_new(cx, t);
	struct record r = *new;

	r.classification = like->classification;
	r.institution = like->institution;
	r.readers = like->readers;
	return r;
}

static const char *code_of_version(struct context *cx, const struct plan *p)
{
	size_t n = strlen(p->code);
	const char *v = strrchr(p->code, '-');

	if (p->version_number.units > 1 && v && v[1] == 'v')
		n = (size_t)(v - p->code);
	return arena_fmt(cx->mem, "%.*s-v%lld", (int)n, p->code,
	                 (long long)p->version_number.units + 1);
}

static struct plan *next_version(struct context *cx, const struct plan *p)
{
	struct plan *v = arena_new_of(cx->mem, struct plan);

	*v = *p;
	v->record = fresh(cx, &plan_type, &p->record);
	v->record.state = type_state(&plan_type, "drafting");
	v->code = code_of_version(cx, p);
	v->revises = p->record.id;
	v->version_number = (struct number){ p->version_number.units + 1, true };
	v->act = NULL;
	v->act_date = (struct date){ 0 };
	v->document = v->file = 0;
	return record_save_as(cx, &plan_type, v, CHANGE_CREATE) ? v : NULL;
}

/* ---- parts */

SQL(plan_parts_of, "SELECT id FROM plan_part WHERE plan = $1 ORDER BY order_key, id");
SQL(plan_part_revised, "SELECT id FROM plan_part WHERE plan = $1 AND revises = $2");

static bool part_in(struct context *cx, int64_t plan, int64_t part, int64_t *ret)
{
	bool found;

	*ret = 0;
	return !part || db_int(cx, &plan_part_revised, ret, &found, V(plan), V(part));
}

/* Those above come before those below. */
static bool copy_parts(struct context *cx, int64_t from, int64_t to)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &plan_parts_of, V(from)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct plan_part *p = record_get_any(cx, &plan_part_type, ids.v[i]);
		int64_t above = 0;

		if (!p || !part_in(cx, to, p->parent, &above))
			return false;
		p->revises = p->record.id;
		p->record = fresh(cx, &plan_part_type, &p->record);
		p->plan = to;
		p->parent = above;
		if (!record_save_as(cx, &plan_part_type, p, CHANGE_CREATE))
			return false;
	}
	return true;
}

/* ---- places */

SQL(plan_measures_of, "SELECT record FROM measure_places WHERE plan = $1 ORDER BY order_key, id");

static void add_place(struct context *cx, struct measure *m, int64_t plan, int64_t part,
                      const char *number)
{
	struct measure_place *v = arena_array(cx->mem, struct measure_place, m->places.n + 1);

	if (m->places.n)
		memcpy(v, m->places.v, m->places.n * sizeof *v);
	v[m->places.n] = (struct measure_place){ .plan = plan, .part = part, .number = number };
	m->places = (struct owned){ v, m->places.n + 1 };
}

static void drop_place(struct context *cx, struct measure *m, int64_t plan)
{
	const struct measure_place *was = m->places.v;
	struct measure_place *v = arena_array(cx->mem, struct measure_place, m->places.n);
	size_t n = 0;

	for (size_t i = 0; i < m->places.n; i++)
		if (was[i].plan != plan)
			v[n++] = was[i];
	m->places = (struct owned){ v, n };
}

static bool copy_places(struct context *cx, int64_t from, int64_t to)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &plan_measures_of, V(from)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct measure *m = record_get_any(cx, &measure_type, ids.v[i]);
		const struct measure_place *p = m ? measure_place_in(m, from) : NULL;
		int64_t part;

		if (!p || !part_in(cx, to, p->part, &part))
			return false;
		if (measure_in(m, "cancelled carried_over"))
			continue;
		add_place(cx, m, to, part, p->number);
		if (!record_save_as(cx, &measure_type, m, CHANGE_UPDATE))
			return false;
	}
	return true;
}

/* ---- a new version */

SQL(plan_version_drafted,
    "SELECT id FROM plan WHERE revises = $1 AND state IN ('concept', 'drafting', 'consultation')"
    " ORDER BY id LIMIT 1");

static bool may_revise(struct context *cx, const struct plan *p)
{
	int64_t id = 0;
	bool found;

	if (!access_record_for(cx, &plan_type, p, "plan_approval", RIGHT_CREATE))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("This step is not yours to take."));
	if (!plan_runs(p))
		return fail(cx, ERR_INVALID, NULL,
		            N_("A plan that is approved and runs is revised; this one is not."));
	return db_int(cx, &plan_version_drafted, &id, &found, V(p->record.id)) &&
	       (!found ||
	        fail(cx, ERR_INVALID, NULL, N_("A new version of it is being drafted already.")));
}

int64_t plan_revise(struct context *cx, int64_t plan)
{
	const struct plan *p = record_get(cx, &plan_type, plan);
	const struct plan *v;

	if (!p || !may_revise(cx, p))
		return 0;
	v = next_version(cx, p);
	return v && copy_parts(cx, plan, v->record.id) && copy_places(cx, plan, v->record.id)
	               ? v->record.id
	               : 0;
}

static bool may_draft(struct context *cx, const struct plan *p, const struct measure *m)
{
	if (!access_record_for(cx, &plan_type, p, "plan_approval", RIGHT_CREATE))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("This step is not yours to take."));
	if (!p->revises || !plan_in(p, DRAFTED))
		return fail(cx, ERR_INVALID, NULL,
		            N_("Measures are changed in a version that is being drafted."));
	return measure_place_in(m, p->record.id) ||
	       fail(cx, ERR_INVALID, NULL, N_("It does not stand in this version."));
}

/* The same words, bodies and links, and nothing of what became of it. */
static struct measure *successor(struct context *cx, const struct measure *m)
{
	struct measure *next = arena_new_of(cx->mem, struct measure);

	*next = *m;
	next->record = fresh(cx, &measure_type, &m->record);
	next->record.sources = (struct owned){ 0 };
	next->carried_from = m->record.id;
	next->places = next->reported = (struct owned){ 0 };
	next->followed_from = next->reported_until = (struct date){ 0 };
	next->started_on = next->completed_on = (struct date){ 0 };
	next->percent = next->amendments = (struct number){ 0 };
	return next;
}

int64_t measure_revise(struct context *cx, int64_t plan, int64_t measure)
{
	const struct plan *p = record_get(cx, &plan_type, plan);
	struct measure *m = p ? record_get(cx, &measure_type, measure) : NULL, *next;
	struct measure_place *at;

	if (!m || !may_draft(cx, p, m))
		return 0;
	if (measure_in(m, "draft"))
		return measure; /* it is drafted for this version already */
	if (measure_is_over(m) || measure_in(m, "reported_complete")) {
		fail(cx, ERR_INVALID, NULL, N_("It is over: it stays as it was approved."));
		return 0;
	}
	at = measure_place_in(m, plan);
	next = successor(cx, m);
	add_place(cx, next, plan, at->part, at->number);
	drop_place(cx, m, plan);
	return record_save_as(cx, &measure_type, m, CHANGE_UPDATE) &&
	                       record_save_as(cx, &measure_type, next, CHANGE_CREATE)
	               ? next->record.id
	               : 0;
}

bool measure_leave_out(struct context *cx, int64_t plan, int64_t measure)
{
	const struct plan *p = record_get(cx, &plan_type, plan);
	struct measure *m = p ? record_get(cx, &measure_type, measure) : NULL;

	if (!m || !may_draft(cx, p, m))
		return false;
	if (measure_in(m, "draft"))
		return measure_save_state(cx, m, "cancelled");
	drop_place(cx, m, plan);
	return record_save_as(cx, &measure_type, m, CHANGE_UPDATE);
}

/* ---- carried over */

static const char *period_words(struct context *cx, const struct plan *p)
{
	int from = p->period_from.year, to = p->period_to.year;

	return from == to ? arena_fmt(cx->mem, "%d", to) : arena_fmt(cx->mem, "%d-%d", from, to);
}

SQL(measure_successor, "SELECT id FROM measure WHERE carried_from = $1 AND state <> 'cancelled'"
                       " ORDER BY id LIMIT 1");

bool measure_has_successor(struct context *cx, int64_t measure, bool *ret)
{
	int64_t id = 0;

	return db_int(cx, &measure_successor, &id, ret, V(measure));
}

static bool may_carry(struct context *cx, const struct measure *m, const struct plan *p)
{
	bool found;

	if (!access_record_for(cx, &measure_type, m, "plan_approval", RIGHT_CREATE))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("This step is not yours to take."));
	if (!measure_in(m, RUNNING))
		return fail(cx, ERR_INVALID, NULL,
		            N_("Only what is approved and not finished is carried over."));
	if ((!plan_runs(p) && !plan_in(p, DRAFTED)) || date_compare(p->period_to, today(cx)) < 0)
		return fail(cx, ERR_INVALID, "plan", N_("That plan is over."));
	if (measure_place_in(m, p->record.id))
		return fail(cx, ERR_INVALID, "plan", N_("It stands in this plan already."));
	return measure_has_successor(cx, m->record.id, &found) &&
	       (!found || fail(cx, ERR_INVALID, NULL, N_("It was carried over already.")));
}

static bool replace(struct context *cx, struct measure *m, struct measure *by);

int64_t measure_carry_over(struct context *cx, int64_t measure, int64_t plan, int64_t part,
                           const char *number, const char *timing)
{
	struct measure *m = record_get(cx, &measure_type, measure), *next;
	const struct plan *p = m ? record_get(cx, &plan_type, plan) : NULL;

	if (!p || !may_carry(cx, m, p))
		return 0;
	next = successor(cx, m);
	if (!str_empty(timing))
		next->timing = timing;
	else if (m->timing_kind == TIMING_DATES)
		next->timing = period_words(cx, p);
	add_place(cx, next, plan, part, number ? number : measure_number_in(m, 0));
	if (!record_save_as(cx, &measure_type, next, CHANGE_CREATE) ||
	    (plan_runs(p) && !replace(cx, m, next)))
		return 0;
	return next->record.id;
}

SQL(plan_left,
    "SELECT r.id FROM measure_places p JOIN measure r ON r.id = p.record WHERE p.plan = $1"
    " AND r.state IN ('approved', 'not_started', 'in_progress', 'suspended')"
    " ORDER BY p.order_key, r.id");

bool plan_unfinished(struct context *cx, int64_t plan, struct refs *ret)
{
	return refs_read(cx, db_query(cx, &plan_left, V(plan)), ret);
}

/* ---- taking effect */

/* Half-years that were not reported are owed by the new one; those that were, were. */
static bool take_progress(struct context *cx, const struct measure *m, struct measure *by)
{
	const struct measure_reported *v = m->reported.v;
	struct measure_reported *own = arena_array(cx->mem, struct measure_reported, m->reported.n);
	struct half_year *open, h;
	size_t n, kept = 0;

	if (!measure_periods_due(cx, m, &open, &n))
		return false;
	by->percent = m->percent;
	by->reported_until = m->reported_until;
	by->started_on = m->started_on;
	if (!date_set(m->followed_from))
		return true;
	by->followed_from = half_year_first_day(n ? open[0] : half_year_of(today(cx)));
	for (size_t i = 0; i < m->reported.n; i++)
		if (half_year_parse(v[i].half_year, &h) &&
		    date_compare(half_year_first_day(h), by->followed_from) >= 0)
			own[kept++] = (struct measure_reported){ .half_year = v[i].half_year,
				                                 .day = v[i].day };
	by->reported = (struct owned){ own, kept };
	return true;
}

/* Other plans in which the old one stands and that run have the new one from now on. */
static bool take_places(struct context *cx, const struct measure *m, struct measure *by)
{
	const struct measure_place *v = m->places.v;
	const struct measure_place *first = by->places.v;
	const struct plan *to = record_get_any(cx, &plan_type, first->plan);

	for (size_t i = 0; to && i < m->places.n; i++) {
		const struct plan *p = record_get_any(cx, &plan_type, v[i].plan);

		if (!p)
			return false;
		if (p->record.id == to->revises || p->record.id == to->predecessor ||
		    date_compare(p->period_to, today(cx)) < 0 ||
		    !(plan_runs(p) || plan_in(p, DRAFTED)) || measure_place_in(by, v[i].plan))
			continue;
		add_place(cx, by, v[i].plan, v[i].part, v[i].number);
	}
	return to != NULL;
}

static bool replace(struct context *cx, struct measure *m, struct measure *by)
{
	int was = m->record.state;

	if (!take_progress(cx, m, by) || !take_places(cx, m, by) ||
	    !measure_save_state(cx, m, "carried_over"))
		return false;
	by->record.state = was;
	return record_save_as(cx, &measure_type, by, CHANGE_UPDATE);
}

static bool approve_parts(struct context *cx, int64_t plan)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &plan_parts_of, V(plan)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct plan_part *p = record_get_any(cx, &plan_part_type, ids.v[i]);

		if (!p)
			return false;
		p->record.state = type_state(&plan_part_type, "approved");
		if (!record_save_as(cx, &plan_part_type, p, CHANGE_UPDATE))
			return false;
	}
	return true;
}

/* A draft takes the place of the measure it follows, or is approved by itself. */
static bool approve_measure(struct context *cx, struct measure *m)
{
	struct measure *before =
	        m->carried_from ? record_get_any(cx, &measure_type, m->carried_from) : NULL;

	if (failed(cx))
		return false;
	if (before && measure_in(before, RUNNING))
		return replace(cx, before, m);
	return measure_save_state(cx, m, "approved");
}

static bool approve_measures(struct context *cx, int64_t plan)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &plan_measures_of, V(plan)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct measure *m = record_get_any(cx, &measure_type, ids.v[i]);

		if (!m || (measure_in(m, "draft") && !approve_measure(cx, m)))
			return false;
	}
	return true;
}

static bool runs_elsewhere(struct context *cx, const struct measure *m, int64_t but, bool *ret)
{
	const struct measure_place *v = m->places.v;

	*ret = false;
	for (size_t i = 0; i < m->places.n; i++) {
		const struct plan *p =
		        v[i].plan == but ? NULL : record_get_any(cx, &plan_type, v[i].plan);

		if (failed(cx))
			return false;
		*ret |= p && plan_runs(p);
	}
	return true;
}

/* What the new version leaves out, and no other plan has, is given up with it. */
static bool give_up_lost(struct context *cx, int64_t before)
{
	struct refs left;

	if (!plan_unfinished(cx, before, &left))
		return false;
	for (size_t i = 0; i < left.n; i++) {
		struct measure *m = record_get_any(cx, &measure_type, left.v[i]);
		bool elsewhere;

		if (!m || !runs_elsewhere(cx, m, before, &elsewhere))
			return false;
		if (!elsewhere && !measure_save_state(cx, m, "cancelled"))
			return false;
	}
	return true;
}

static bool replace_version(struct context *cx, const struct plan *p)
{
	struct plan *before = record_get_any(cx, &plan_type, p->revises);

	return before && give_up_lost(cx, p->revises) &&
	       (!plan_runs(before) || plan_save_state(cx, before, "revised"));
}

bool plan_takes_effect(struct context *cx, struct plan *p)
{
	bool was_in_force = false;

	if (p->revises) {
		const struct plan *before = record_get_any(cx, &plan_type, p->revises);

		if (!before)
			return false;
		was_in_force = plan_in(before, "in_force mid_term_review");
	}
	if (!approve_parts(cx, p->record.id) || !approve_measures(cx, p->record.id) ||
	    (p->revises && !replace_version(cx, p)))
		return false;
	/* a version takes over while its plan runs: there is no day between them */
	return !was_in_force || plan_save_state(cx, p, "in_force");
}

bool plan_comes_into_force(struct context *cx, const struct plan *p)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &plan_measures_of, V(p->record.id)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct measure *m = record_get_any(cx, &measure_type, ids.v[i]);

		if (!m || !measure_settle(cx, m))
			return false;
	}
	return true;
}
