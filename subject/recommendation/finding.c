/* What finding needs to know of recommendations (doc/search.md): how they are cited, from which
 * year they are, and by what people narrow them down, in the order in which it is offered. */
#include "subject/recommendation/finding.h"

#include "record/known.h"
#include "store/db.h"
#include "subject/recommendation/recommendation.h"

/* The year in which it was asked: the document's, else that of the review. */
SQL(recommendation_year, "SELECT d.adopted, d.distributed, c.review_date"
                         " FROM (SELECT 1 AS one) x"
                         " LEFT JOIN document d ON d.id = $1"
                         " LEFT JOIN review_cycle c ON c.id = $2");

static int year(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	struct known_fact fact = { .numbers = { 0 } };
	int64_t about = r->document ^ r->cycle;
	struct rows *rows;

	if (!about || known_fact(cx, &recommendation_year, about, &fact))
		return (int)fact.numbers[0];
	rows = db_query(cx, &recommendation_year, value_ref(r->document), value_ref(r->cycle));
	if (!rows || !rows_next(cx, rows))
		return 0;
	for (int i = 0; i < 3 && !fact.numbers[0]; i++)
		fact.numbers[0] = rows_date(rows, i).year;
	rows_close(rows);
	known_add_fact(cx, &recommendation_year, about, &fact);
	return (int)fact.numbers[0];
}

static const struct type_facet facets[] = {
	{ "state_under_review", "states_under_review", NULL },
	{ "theme", "themes", NULL },
	{ "affected_persons", NULL, NULL },
	{ "sdg", NULL, N_("SDG target") },
	{ "mechanism", NULL, NULL },
	{ "cycle", NULL, NULL },
	{ "document", NULL, NULL },
	{ "kind", NULL, NULL },
	{ "position", NULL, NULL },
	{ "status", NULL, NULL },
	{ "grade", "assessments.grade", NULL },
	{ "state", NULL, NULL },
	{ "lead", NULL, NULL },
	{ "recommending_state", "recommending_states", NULL },
	{ "year", NULL, N_("Year") },
	{ "asks_for", NULL, NULL },
	{ "overdue", NULL, N_("Overdue") },
	{ "missing", NULL, N_("Missing") },
	{ "recorded", NULL, N_("Entered in") },
	{ 0 },
};

static const char *reference(struct context *cx, const void *row)
{
	return recommendation_reference(cx, row);
}

const struct type_search recommendation_finding = {
	.reference = reference,
	.titles = "locator",
	.called = "text",
	.rests_on = "document cycle",
	.year = year,
	.deadline = "deadline",
	.missing = "lead deadline text",
	.facets = facets,
};
