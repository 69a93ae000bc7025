/* What a chain lacks.  It is asked of what there is, whoever may read it: nothing is called missing
 * that is only not open to the reader. */
#include "subject/trace/part.h"

#include "subject/plan/plan.h"
#include "subject/progress/progress.h"
#include "subject/recommendation/recommendation.h"
#include "subject/treaty/treaty.h"

struct look {
	struct context *cx;
	struct trace *t;
	size_t node;
};

static bool lacks(struct look *l, enum trace_station station, const char *words)
{
	if (l->t->gaps_n < TRACE_GAPS)
		l->t->gaps[l->t->gaps_n++] =
		        (struct trace_gap){ station, tr(l->cx, words), l->node };
	else
		l->t->more[station] = true;
	return true;
}

static bool reported(struct context *cx, struct link about)
{
	return progress_last(cx, about) != NULL;
}

static bool evidence(struct look *l, struct link about)
{
	bool stands;

	return evidence_stands(l->cx, about, &stands) &&
	       (stands || lacks(l, STATION_EVIDENCE, N_("There is no accepted evidence.")));
}

static bool has_deadline(const struct look *l)
{
	for (size_t i = 0; i < l->t->links_n; i++)
		if (l->t->links[i].from == l->node &&
		    l->t->nodes[l->t->links[i].to].station == STATION_DEADLINE)
			return true;
	return false;
}

static bool of_recommendation(struct look *l, const struct recommendation *r)
{
	const struct link about = { &recommendation_type, r->record.id };
	struct refs measures = { 0 };
	bool told;

	if (type_state_in(about.type, r->record.state,
	                  "merged split superseded not_pursued closed"))
		return true;
	if (!r->lead)
		lacks(l, STATION_BODY, N_("No body answers for it yet."));
	if (!date_set(r->deadline) && !has_deadline(l))
		lacks(l, STATION_DEADLINE, N_("It has no deadline."));
	if (!measures_of_recommendation(l->cx, about.id, &measures))
		return false;
	if (!measures.n)
		lacks(l, STATION_MEASURE, N_("No measure answers it."));
	told = reported(l->cx, about);
	for (size_t i = 0; i < measures.n && !told; i++)
		told = reported(l->cx, (struct link){ &measure_type, measures.v[i] });
	if (!told)
		lacks(l, STATION_PROGRESS, N_("Nothing was reported yet."));
	if (!evidence(l, about))
		return false;
	return type_state_in(about.type, r->record.state, "verified") ||
	       lacks(l, STATION_VERIFICATION, N_("Nobody verified it yet."));
}

static bool of_measure(struct look *l, const struct measure *m)
{
	const struct link about = { &measure_type, m->record.id };

	if (measure_is_over(m) || type_state_in(about.type, m->record.state, "draft"))
		return true;
	if (!m->recommendations.n && !m->obligations.n)
		lacks(l, STATION_PROMISE, N_("It answers no recommendation and no obligation."));
	if (!reported(l->cx, about))
		lacks(l, STATION_PROGRESS, N_("Nothing was reported yet."));
	return evidence(l, about) && lacks(l, STATION_VERIFICATION, N_("Nobody verified it yet."));
}

static bool of_obligation(struct look *l, const struct obligation *o)
{
	return o->lead || lacks(l, STATION_BODY, N_("No body answers for it yet."));
}

bool trace_gaps(struct context *cx, struct trace *t)
{
	struct look l = { cx, t, 0 };
	bool ok = true;

	t->gaps = arena_array(cx->mem, struct trace_gap, TRACE_GAPS);
	for (; l.node < t->n && ok; l.node++) {
		const struct trace_node *node = &t->nodes[l.node];

		if (node->station == STATION_VERIFICATION)
			continue;
		if (node->type == &recommendation_type)
			ok = of_recommendation(&l, node->row);
		else if (node->type == &measure_type)
			ok = of_measure(&l, node->row);
		else if (node->type == &obligation_type)
			ok = of_obligation(&l, node->row);
	}
	return ok && !failed(cx);
}
