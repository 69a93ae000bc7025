/* Clusters: recommendations that ask for the same and are answered by common measures.  The
 * earliest of their deadlines is kept with the cluster, so that lists can be ordered by it. */
#include "subject/plan/part.h"

#include "record/app.h"
#include "store/db.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"

#define T struct cluster
static const struct field fields[] = {
	TEXTS(T, title, N_("What they have in common"), .max = 500,
	      .flags = REQUIRED | LISTED | FILTERED),
	REFS(T, recommendations, N_("Recommendations"), .to = &recommendation_type,
	     .flags = REQUIRED | FILTERED),
	REF(T, lead, N_("Lead body"), .to = &institution_type,
	    .flags = LISTED | FILTERED | ASSIGNS),
	REFS(T, measures, N_("Common measures"), .to = &measure_type, .flags = FILTERED),
	DATE(T, earliest, N_("Earliest deadline"), .flags = LISTED | READONLY | DERIVED | SORTED,
	     .help = N_("Of its open recommendations and measures.")),
	TEXTS(T, note, N_("Note"), .max = 4000, .flags = LONG),
};
#undef T

static void take_earlier(struct date *at, struct date d)
{
	if (date_set(d) && (!date_set(*at) || date_compare(d, *at) < 0))
		*at = d;
}

static bool look(struct context *cx, struct cluster *c)
{
	c->earliest = (struct date){ 0 };
	for (size_t i = 0; i < c->recommendations.n; i++) {
		const struct recommendation *r =
		        record_get_any(cx, &recommendation_type, c->recommendations.v[i]);

		if (!r)
			return false;
		if (!type_state_in(&recommendation_type, r->record.state,
		                   recommendation_type.finished_states))
			take_earlier(&c->earliest, r->deadline);
	}
	for (size_t i = 0; i < c->measures.n; i++) {
		const struct measure *m = record_get_any(cx, &measure_type, c->measures.v[i]);

		if (!m)
			return false;
		if (measure_in(m, "approved not_started in_progress suspended"))
			take_earlier(&c->earliest, m->due);
	}
	return true;
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct cluster *c = row;
	struct error before = cx->err;

	(void)old;
	c->record.institution = c->lead;
	if (look(cx, c))
		return true;
	if (cx->err.kind != ERR_NOT_FOUND)
		return false;
	cx->err = before; /* the checks of the fields say it */
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct cluster *c = row;

	(void)old;
	return c->recommendations.n != 1 ||
	       fail(cx, ERR_INVALID, "recommendations",
	            N_("A cluster holds at least two recommendations."));
}

static const char *title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct cluster *)row)->title);
}

static const struct type_search finding = { .titles = "title" };

const struct type cluster_type = {
	.name = "cluster",
	.plural = "clusters",
	.label = N_("Cluster of recommendations"),
	.label_plural = N_("Clusters of recommendations"),
	.help = N_("Recommendations of different mechanisms that ask for the same and are answered "
	           "by common measures."),
	.size = sizeof(struct cluster),
	FIELDS(fields),
	.function = "recommendations",
	.order = "earliest",
	.title = title,
	.prepare = prepare,
	.check = check,
	.search = &finding,
};

SQL(clusters_with, "SELECT c.id FROM cluster c JOIN ref x ON x.record = c.id WHERE x.field = $1"
                   " AND x.target = $2 ORDER BY c.id");

bool clusters_follow(struct context *cx, const char *field, int64_t id)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &clusters_with, V(field), V(id)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct cluster *c = record_get_any(cx, &cluster_type, ids.v[i]);
		const char *reason = cx->reason;
		bool ok;

		if (!c)
			return false;
		cx->reason = NULL; /* it is the other's */
		ok = record_save_as(cx, &cluster_type, c, CHANGE_UPDATE);
		cx->reason = reason;
		if (!ok)
			return false;
	}
	return true;
}
