/* Walks the chain: up from the record to what it comes from, then down from it and from what was
 * found above to what follows.  Every way on is one line of ways[]: where a field of the record
 * says it, or a statement asks who names it. */
#include "subject/trace/part.h"

#include "store/db.h"
#include "subject/deadline/deadline.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/plan/plan.h"
#include "subject/progress/progress.h"
#include "subject/recommendation/recommendation.h"
#include "subject/report/report.h"
#include "subject/treaty/treaty.h"

const struct choice trace_stations[] = {
	{ "source", N_("Source"), NULL },
	{ "promise", N_("Obligation or recommendation"), NULL },
	{ "body", N_("Responsible"), NULL },
	{ "deadline", N_("Deadline"), NULL },
	{ "measure", N_("Measures"), NULL },
	{ "progress", N_("Progress"), NULL },
	{ "evidence", N_("Evidence and figures"), NULL },
	{ "verification", N_("Verification"), NULL },
	{ "report", N_("Report"), NULL },
	{ 0 },
};

static const struct {
	const struct type *type;
	enum trace_station station;
} places[] = {
	{ &review_cycle_type, STATION_SOURCE },    { &document_type, STATION_SOURCE },
	{ &instrument_type, STATION_SOURCE },      { &provision_type, STATION_SOURCE },
	{ &recommendation_type, STATION_PROMISE }, { &obligation_type, STATION_PROMISE },
	{ &cluster_type, STATION_PROMISE },        { &institution_type, STATION_BODY },
	{ &deadline_type, STATION_DEADLINE },      { &measure_type, STATION_MEASURE },
	{ &plan_type, STATION_MEASURE },           { &progress_update_type, STATION_PROGRESS },
	{ &evidence_type, STATION_EVIDENCE },      { &indicator_value_type, STATION_EVIDENCE },
	{ &report_project_type, STATION_REPORT },
};

static enum trace_station station_of(const struct type *t)
{
	for (size_t i = 0; i < LEN(places); i++)
		if (places[i].type == t)
			return places[i].station;
	return 0;
}

bool trace_knows(const struct type *t)
{
	return station_of(t) && t != &institution_type;
}

/* ---- ways from one record to others */

SQL(trace_documents_of, "SELECT id FROM document WHERE cycle = $1 ORDER BY id LIMIT 25");
SQL(trace_recommendations_of,
    "SELECT id FROM recommendation WHERE document = $1 ORDER BY order_key, id LIMIT 25");
SQL(trace_provisions_of,
    "SELECT id FROM provision WHERE instrument = $1 ORDER BY order_key, id LIMIT 25");
SQL(trace_obligations_of,
    "SELECT id FROM obligation WHERE provision = $1 ORDER BY order_key, id LIMIT 25");
SQL(trace_measures_for, "SELECT m.id FROM measure m JOIN ref x ON x.record = m.id"
                        " WHERE x.target = $1 AND x.field IN ('recommendations', 'obligations')"
                        " AND m.state <> 'cancelled' ORDER BY m.order_key, m.id LIMIT 25");
SQL(trace_clusters_for, "SELECT c.id FROM cluster c JOIN ref x ON x.record = c.id"
                        " WHERE x.target = $1 AND x.field = 'recommendations'"
                        " ORDER BY c.id LIMIT 25");
SQL(trace_deadlines_of,
    "SELECT id FROM deadline WHERE source = $1 AND state = 'open' ORDER BY due, id LIMIT 25");
SQL(trace_measures_in, "SELECT record FROM measure_places WHERE plan = $1"
                       " ORDER BY order_key, id LIMIT 25");
SQL(trace_updates_about, "SELECT id FROM progress_update WHERE about = $1"
                         " AND state <> 'superseded' ORDER BY year DESC, id DESC LIMIT 25");
SQL(trace_evidence_for, "SELECT e.id FROM evidence e JOIN evidence_about a ON a.record = e.id"
                        " WHERE a.subject = $1 ORDER BY e.id LIMIT 25");
SQL(trace_values_about, "SELECT id FROM indicator_value WHERE about = $1"
                        " AND state IN ('provisional', 'confirmed') ORDER BY id LIMIT 25");
SQL(trace_updates_with, "SELECT u.id FROM progress_update u JOIN ref x ON x.record = u.id"
                        " WHERE x.target = $1 AND x.field = 'evidence'"
                        " AND u.state <> 'superseded' ORDER BY u.id LIMIT 25");
SQL(trace_reports_of,
    "SELECT id FROM report_project WHERE cycle = $1 AND state <> 'withdrawn' ORDER BY id LIMIT 25");

enum direction { UP, DOWN };

/* From a record of `from` to records of `to`: those its field names, or those the statement finds
 * for its id. */
struct way {
	enum direction direction;
	const struct type *from, *to;
	const char *field;
	const struct sql *asked;
	bool with; /* goes with the record: also where it stands above the one that was asked for */
};

static const struct way ways[] = {
	/* where it comes from */
	{ UP, &document_type, &review_cycle_type, "cycle", NULL },
	{ UP, &recommendation_type, &document_type, "document", NULL },
	{ UP, &provision_type, &instrument_type, "instrument", NULL },
	{ UP, &obligation_type, &provision_type, "provision", NULL },
	{ UP, &cluster_type, &recommendation_type, "recommendations", NULL },
	{ UP, &measure_type, &recommendation_type, "recommendations", NULL },
	{ UP, &measure_type, &obligation_type, "obligations", NULL },
	{ UP, &progress_update_type, NULL, "about", NULL },
	{ UP, &indicator_value_type, NULL, "about", NULL },
	{ UP, &evidence_type, &progress_update_type, NULL, &trace_updates_with },
	{ UP, &evidence_type, NULL, "about.subject", NULL },
	{ UP, &deadline_type, NULL, "source", NULL },
	{ UP, &report_project_type, &review_cycle_type, "cycle", NULL },
	/* what follows from it */
	{ DOWN, &review_cycle_type, &document_type, NULL, &trace_documents_of },
	{ DOWN, &review_cycle_type, &report_project_type, NULL, &trace_reports_of, true },
	{ DOWN, &document_type, &recommendation_type, NULL, &trace_recommendations_of },
	{ DOWN, &instrument_type, &provision_type, NULL, &trace_provisions_of },
	{ DOWN, &provision_type, &obligation_type, NULL, &trace_obligations_of },
	{ DOWN, &recommendation_type, &institution_type, "lead", NULL, true },
	{ DOWN, &recommendation_type, &cluster_type, NULL, &trace_clusters_for },
	{ DOWN, &recommendation_type, &measure_type, NULL, &trace_measures_for },
	{ DOWN, &recommendation_type, &progress_update_type, NULL, &trace_updates_about },
	{ DOWN, &recommendation_type, &evidence_type, NULL, &trace_evidence_for },
	{ DOWN, &recommendation_type, &indicator_value_type, NULL, &trace_values_about },
	{ DOWN, &recommendation_type, &deadline_type, NULL, &trace_deadlines_of, true },
	{ DOWN, &obligation_type, &institution_type, "lead", NULL, true },
	{ DOWN, &obligation_type, &measure_type, NULL, &trace_measures_for },
	{ DOWN, &cluster_type, &measure_type, "measures", NULL },
	{ DOWN, &plan_type, &measure_type, NULL, &trace_measures_in },
	{ DOWN, &measure_type, &institution_type, "lead", NULL, true },
	{ DOWN, &measure_type, &deadline_type, NULL, &trace_deadlines_of, true },
	{ DOWN, &measure_type, &progress_update_type, NULL, &trace_updates_about },
	{ DOWN, &measure_type, &evidence_type, NULL, &trace_evidence_for },
	{ DOWN, &measure_type, &indicator_value_type, NULL, &trace_values_about },
	{ DOWN, &progress_update_type, &evidence_type, "evidence", NULL },
};

/* ---- walking */

struct walk {
	struct context *cx;
	struct trace *t;
};

static bool find_node(const struct trace *t, const struct type *type, int64_t id, size_t *ret)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->nodes[i].type == type && t->nodes[i].id == id &&
		    t->nodes[i].station != STATION_VERIFICATION) {
			*ret = i;
			return true;
		}
	return false;
}

static void add_link(struct trace *t, size_t from, size_t to)
{
	for (size_t i = 0; i < t->links_n; i++)
		if (t->links[i].from == from && t->links[i].to == to)
			return;
	if (from != to && t->links_n < TRACE_LINKS)
		t->links[t->links_n++] = (struct trace_link){ from, to };
}

static void link_nodes(struct trace *t, size_t at, enum direction direction, size_t found)
{
	if (direction == UP)
		add_link(t, found, at);
	else
		add_link(t, at, found);
}

static bool add_node(struct trace *t, const struct type *type, void *row, size_t *ret)
{
	enum trace_station station = station_of(type);

	if (find_node(t, type, ((const struct record *)row)->id, ret))
		return true;
	if (t->n == TRACE_NODES) {
		t->more[station] = true;
		return false;
	}
	*ret = t->n;
	t->nodes[t->n++] = (struct trace_node){ station, type, ((struct record *)row)->id, row };
	return true;
}

/* Those of the ids that the actor may read, linked with the node from which they were found. */
static bool go_to(struct walk *w, size_t at, enum direction direction, const struct type *to,
                  const int64_t *ids, size_t n)
{
	int64_t wanted[TRACE_STEP] = { 0 };
	size_t node, found, wanted_n = 0;
	void **rows;

	if (!to || !station_of(to))
		return true;
	if (n > TRACE_STEP) {
		w->t->more[station_of(to)] = true;
		n = TRACE_STEP;
	}
	for (size_t i = 0; i < n; i++)
		if (find_node(w->t, to, ids[i], &node))
			link_nodes(w->t, at, direction, node);
		else
			wanted[wanted_n++] = ids[i];
	if (!record_get_many(w->cx, to, wanted, wanted_n, &rows, &found))
		return false;
	for (size_t i = 0; i < wanted_n; i++) /* in the order in which they were found */
		for (size_t k = 0; k < found; k++)
			if (((const struct record *)rows[k])->id == wanted[i] &&
			    access_content(w->cx, to, rows[k]) &&
			    add_node(w->t, to, rows[k], &node))
				link_nodes(w->t, at, direction, node);
	return true;
}

static bool go_asked(struct walk *w, size_t at, const struct way *way)
{
	int64_t ids[TRACE_STEP + 1];
	size_t n = 0;
	struct rows *r = db_query(w->cx, way->asked, V(w->t->nodes[at].id));

	while (r && rows_next(w->cx, r) && n < LEN(ids))
		ids[n++] = rows_int(r, 0);
	rows_close(r);
	return !failed(w->cx) && go_to(w, at, way->direction, way->to, ids, n);
}

/* Links in owned rows: of each the record it names. */
static bool go_rows(struct walk *w, size_t at, const struct way *way, const char *dot)
{
	const struct trace_node *node = &w->t->nodes[at];
	const struct field *f = type_field_named(
	        node->type, arena_strn(w->cx->mem, way->field, (size_t)(dot - way->field)));
	const struct owned *rows = field_at(f, node->row);

	for (size_t i = 0; i < rows->n; i++) {
		const char *row = (const char *)rows->v + i * f->rows->size;

		for (size_t k = 0; k < f->rows->n; k++) {
			const struct link *l = field_at(&f->rows->fields[k], row);

			if (str_eq(f->rows->fields[k].name, dot + 1) && l->id &&
			    !go_to(w, at, way->direction, l->type, &l->id, 1))
				return false;
		}
	}
	return true;
}

static bool go_named(struct walk *w, size_t at, const struct way *way)
{
	const struct trace_node *node = &w->t->nodes[at];
	const char *dot = strchr(way->field, '.');
	const struct field *f;
	const void *p;

	if (dot)
		return go_rows(w, at, way, dot);
	f = type_field_named(node->type, way->field);
	p = field_at(f, node->row);
	if (!access_field(w->cx, node->type, node->row, f) || field_empty(f, node->row))
		return true;
	if (f->kind == FIELD_LINK) {
		const struct link *l = p;

		return go_to(w, at, way->direction, l->type, &l->id, 1);
	}
	if (f->kind == FIELD_REFS) {
		const struct refs *set = p;

		return go_to(w, at, way->direction, way->to, set->v, set->n);
	}
	return go_to(w, at, way->direction, way->to, p, 1);
}

static bool go_way(struct walk *w, size_t at, const struct way *way)
{
	return way->asked ? go_asked(w, at, way) : go_named(w, at, way);
}

/* From the nodes from `first` on, and from those that are found so. */
static bool go(struct walk *w, size_t first, enum direction direction)
{
	for (size_t at = first; at < w->t->n; at++)
		for (size_t i = 0; i < LEN(ways); i++)
			if (ways[i].direction == direction &&
			    ways[i].from == w->t->nodes[at].type && !go_way(w, at, &ways[i]))
				return false;
	return true;
}

/* Down from the record itself, and from all that is found so; of what stands above it, what goes
 * with that: its body, its deadline, its report, and not what else follows from it. */
static bool go_down(struct walk *w, size_t above)
{
	for (size_t at = 0; at < above; at++)
		for (size_t i = 0; i < LEN(ways); i++)
			if (ways[i].direction == DOWN && ways[i].from == w->t->nodes[at].type &&
			    (at == 0 || ways[i].with) && !go_way(w, at, &ways[i]))
				return false;
	return go(w, above, DOWN);
}

/* ---- what stands at the other stations */

/* A measure names its plans in owned rows. */
static bool add_plans(struct walk *w)
{
	size_t n = w->t->n;

	for (size_t at = 0; at < n; at++) {
		const struct measure *m = w->t->nodes[at].row;
		const struct measure_place *places_of;
		struct refs plans = { 0 };

		if (w->t->nodes[at].type != &measure_type)
			continue;
		places_of = m->places.v;
		for (size_t i = 0; i < m->places.n; i++)
			refs_add(w->cx, &plans, places_of[i].plan);
		if (!go_to(w, at, UP, &plan_type, plans.v, plans.n))
			return false;
	}
	return true;
}

/* Verified is a stage of what was to be done, and stands in the chain as a station. */
static void add_verified(struct trace *t)
{
	size_t n = t->n;

	for (size_t i = 0; i < n && t->n < TRACE_NODES; i++) {
		const struct trace_node *node = &t->nodes[i];
		int state = ((const struct record *)node->row)->state;

		if (!(node->type == &measure_type &&
		      type_state_in(node->type, state, "verified_complete")) &&
		    !(node->type == &recommendation_type &&
		      type_state_in(node->type, state, "verified closed")))
			continue;
		t->nodes[t->n] = *node;
		t->nodes[t->n].station = STATION_VERIFICATION;
		add_link(t, i, t->n++);
	}
}

bool trace_of(struct context *cx, const struct type *t, int64_t id, struct trace *ret)
{
	struct walk w = { cx, ret };
	void *row = record_get(cx, t, id);
	size_t start;

	*ret = (struct trace){ .nodes = arena_array(cx->mem, struct trace_node, TRACE_NODES),
		               .links = arena_array(cx->mem, struct trace_link, TRACE_LINKS) };
	/* of what one may only know to exist nothing leads on */
	if (row && !access_content(cx, t, row))
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such record."));
	if (!row || !add_node(ret, t, row, &start) || !go(&w, 0, UP) || !go_down(&w, ret->n) ||
	    !add_plans(&w))
		return false;
	add_verified(ret);
	return trace_gaps(cx, ret);
}

static const struct type *const types[] = { NULL };

const struct subject trace_subject = { .name = "trace", .types = types, .order = 90 };
