/* What follows from an accepted update, from evidence that counts no more, and from measures that
 * come to recommendations.  Everything here is the program's own doing, in the transaction of what
 * it follows from. */
#include "subject/progress/part.h"

#include "language/messages.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/indicator/indicator.h"

#define R (&recommendation_type)
#define M (&measure_type)
#define U (&progress_update_type)

/* ---- an update was accepted */

static bool supersede(struct context *cx, int64_t id)
{
	struct progress_update *was = id ? record_get_any(cx, U, id) : NULL;

	if (!was)
		return !failed(cx);
	was->record.state = type_state(U, "superseded");
	return record_save_as(cx, U, was, CHANGE_UPDATE);
}

static bool enter_values(struct context *cx, const struct progress_update *u)
{
	const struct progress_value *v = u->values.v;
	struct refs people;

	if (!progress_people(cx, u->record.id, true, &people))
		return false;
	for (size_t i = 0; i < u->values.n; i++) {
		struct indicator_entry e;

		if (!progress_entry(cx, u, &v[i], &e))
			return false;
		e.entered_by = people.n ? people.v[0] : 0;
		if (!indicator_enter(cx, &e, NULL))
			return false;
	}
	return true;
}

SQL(progress_later, "SELECT COUNT(*) FROM progress_update WHERE about = $1 AND state = 'accepted'"
                    " AND deadline > $2");

/* A report that comes late on an old period does not undo what a newer one said. */
static bool is_newest(struct context *cx, const struct progress_update *u, bool *ret)
{
	int64_t later = 0;

	if (!db_int(cx, &progress_later, &later, NULL, V(u->about.id), V(u->deadline)))
		return false;
	*ret = !later;
	return true;
}

static bool is_result(int status)
{
	return status == STATUS_IMPLEMENTED || status == STATUS_PARTIALLY_IMPLEMENTED ||
	       status == STATUS_CONTINUOUS;
}

/* What was verified stays so as long as the same is reported of it. */
static void move_stage(struct recommendation *r, int before)
{
	if (type_state_in(R, r->record.state, "verified") && r->status == before)
		return;
	if (type_state_in(R, r->record.state, "accepted planned in_progress reported verified"))
		r->record.state = type_state(R, is_result(r->status) ? "reported" : "in_progress");
}

static bool tell_recommendation(struct context *cx, const struct progress_update *u)
{
	struct recommendation *r = record_get_any(cx, R, u->about.id);
	struct refs people;
	bool newest;
	int before;

	if (!r || !is_newest(cx, u, &newest) || !progress_people(cx, u->record.id, false, &people))
		return false;
	before = r->status;
	refs_join(cx, &r->reported_by, &people);
	if (newest) {
		r->status = u->status;
		r->status_reason = u->status == STATUS_PARTIALLY_IMPLEMENTED ? u->status_reason
		                   : before == u->status                     ? r->status_reason
		                                                             : (struct texts){ 0 };
		move_stage(r, before);
	}
	return record_save_as(cx, R, r, CHANGE_UPDATE);
}

/* Those that the measure names, and those of its clusters. */
SQL(progress_answered,
    "SELECT f.target FROM ref f WHERE f.record = $1 AND f.field = 'recommendations'"
    " UNION SELECT g.target FROM ref f JOIN cluster c ON c.id = f.record"
    " JOIN ref g ON g.record = c.id AND g.field = 'recommendations'"
    " WHERE f.target = $1 AND f.field = 'measures' ORDER BY 1");

static bool answered_by(struct context *cx, int64_t measure, struct refs *ret)
{
	struct rows *r = db_query(cx, &progress_answered, V(measure));

	*ret = (struct refs){ 0 };
	while (r && rows_next(cx, r))
		refs_add(cx, ret, rows_int(r, 0));
	return !failed(cx);
}

/* The measure's recommendations are worked on, and whoever reported on the measure verifies none of
 * them. */
static bool begin_recommendation(struct context *cx, int64_t id, const struct refs *people)
{
	struct recommendation *r = record_get_any(cx, R, id);

	if (!r)
		return false;
	refs_join(cx, &r->reported_by, people);
	if (type_state_in(R, r->record.state, "accepted planned"))
		r->record.state = type_state(R, "in_progress");
	return record_save_as(cx, R, r, CHANGE_UPDATE);
}

static const char *state_of_measure(int status)
{
	switch (status) {
	case STATUS_IMPLEMENTED:
		return "reported_complete";
	case STATUS_NOT_STARTED:
	case STATUS_NO_INFORMATION:
		return NULL;
	default:
		return "in_progress";
	}
}

static bool tell_measure(struct context *cx, const struct progress_update *u)
{
	struct half_year halves[2];
	size_t n = progress_halves(u, halves);
	struct refs people, answered;
	bool newest;

	if (!is_newest(cx, u, &newest) || !progress_people(cx, u->record.id, false, &people) ||
	    !answered_by(cx, u->about.id, &answered))
		return false;
	if (u->status == STATUS_IMPLEMENTED && !progress_grounds(cx, u->about))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct measure_report report = {
			.period = halves[i],
			.day = date_set(u->approved) ? u->approved : today(cx),
			.state = newest ? state_of_measure(u->status) : NULL,
			.percent = newest ? u->percent : (struct number){ 0 },
		};

		if (!measure_report(cx, u->about.id, &report))
			return false;
	}
	for (size_t i = 0; i < answered.n; i++)
		if (!begin_recommendation(cx, answered.v[i], &people))
			return false;
	return true;
}

bool progress_take_effect(struct context *cx, const struct progress_update *u)
{
	return supersede(cx, u->corrects) && enter_values(cx, u) &&
	       (u->about.type == M ? tell_measure(cx, u) : tell_recommendation(cx, u));
}

/* ---- evidence counts no more */

SQL(evidence_rests,
    "SELECT a.subject FROM evidence_about a WHERE a.record = $1 AND a.subject_type = $2"
    " UNION SELECT u.about FROM ref f JOIN progress_update u ON u.id = f.record"
    " WHERE f.target = $1 AND f.field = 'evidence' AND u.state = 'accepted'"
    " AND u.about_type = $2 ORDER BY 1");

static bool set_back_recommendation(struct context *cx, int64_t id, const struct texts *why)
{
	struct recommendation *r = record_get_any(cx, R, id);
	bool stands;

	if (!r || r->status != STATUS_IMPLEMENTED)
		return r != NULL;
	if (!evidence_stands(cx, (struct link){ R, id }, &stands))
		return false;
	if (stands)
		return true;
	r->status = STATUS_NO_INFORMATION;
	r->status_reason = *why;
	if (type_state_in(R, r->record.state, "reported verified closed"))
		r->record.state = type_state(R, "in_progress");
	return record_save_as(cx, R, r, CHANGE_UPDATE);
}

static bool set_back_measure(struct context *cx, int64_t id, const struct texts *why)
{
	struct measure *m = record_get_any(cx, M, id);
	struct refs answered;
	bool stands;

	if (!m || !answered_by(cx, id, &answered))
		return false;
	if (type_state_in(M, m->record.state, "reported_complete verified_complete")) {
		if (!evidence_stands(cx, (struct link){ M, id }, &stands))
			return false;
		if (!stands) {
			m->record.state = type_state(M, "in_progress");
			m->completed_on = (struct date){ 0 };
			if (!record_save_as(cx, M, m, CHANGE_UPDATE))
				return false;
		}
	}
	for (size_t i = 0; i < answered.n; i++)
		if (!set_back_recommendation(cx, answered.v[i], why))
			return false;
	return true;
}

/* The reason, for whoever reads the status. */
static const char *why_set_back(struct context *cx, const void *data)
{
	const struct evidence *e = data;

	return arena_fmt(cx->mem,
	                 tr(cx, N_("The evidence on which it was called implemented counts no "
	                           "more: %s.")),
	                 texts_words(cx, &e->title));
}

/* However many they are: what one of them took of memory is given back before the next. */
static bool set_back_each(struct context *cx, const struct evidence *e, const struct type *t,
                          bool (*one)(struct context *cx, int64_t id, const struct texts *why),
                          const struct texts *why)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &evidence_rests, V(e->record.id), V(t->name)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct context_mark mark = context_mark(cx);

		if (!one(cx, ids.v[i], why))
			return false;
		context_rewind(cx, mark);
	}
	return true;
}

bool progress_set_back(struct context *cx, const struct evidence *e)
{
	struct texts why = texts_in_languages(cx, why_set_back, e);

	return set_back_each(cx, e, M, set_back_measure, &why) &&
	       set_back_each(cx, e, R, set_back_recommendation, &why);
}

/* ---- measures come and go */

static bool plan_recommendation(struct context *cx, int64_t id)
{
	struct recommendation *r = record_get_any(cx, R, id);
	struct refs measures;
	bool planned = r && type_state_in(R, r->record.state, "planned");

	if (!r || (!planned && !type_state_in(R, r->record.state, "accepted")))
		return r != NULL;
	if (!measures_of_recommendation(cx, id, &measures))
		return false;
	if (planned == (measures.n > 0))
		return true;
	r->record.state = type_state(R, planned ? "accepted" : "planned");
	return record_save_as(cx, R, r, CHANGE_UPDATE);
}

static bool same_set(const struct refs *a, const struct refs *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!refs_has(b, a->v[i]))
			return false;
	return a->n == b->n;
}

static bool plan_each(struct context *cx, const struct refs *before, const struct refs *now)
{
	struct refs all = { 0 };

	refs_join(cx, &all, now);
	if (before)
		refs_join(cx, &all, before);
	for (size_t i = 0; i < all.n; i++)
		if (!plan_recommendation(cx, all.v[i]))
			return false;
	return true;
}

/* A cluster's measures answer what it holds: a measure's own state moves those, too. */
bool progress_of_measure(struct context *cx, const struct measure *old, const struct measure *m)
{
	struct refs answered;

	if (old && old->record.state == m->record.state &&
	    same_set(&old->recommendations, &m->recommendations))
		return true;
	return answered_by(cx, m->record.id, &answered) &&
	       plan_each(cx, old ? &old->recommendations : NULL, &answered);
}

bool progress_of_cluster(struct context *cx, const struct cluster *old, const struct cluster *c)
{
	return (old && same_set(&old->measures, &c->measures) &&
	        same_set(&old->recommendations, &c->recommendations)) ||
	       plan_each(cx, old ? &old->recommendations : NULL, &c->recommendations);
}
