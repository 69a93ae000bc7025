/* What a status rests on (domain model §2.3; TC-40): "implemented" needs accepted evidence, and
 * where the recommendation asks for practice, a result: a value of a process or outcome indicator,
 * or a measure of it that was verified. */
#include "subject/progress/part.h"

#include "record/app.h"
#include "store/db.h"
#include "subject/indicator/indicator.h"

/* Evidence counts when it was accepted and has not run out; the updates that name it are those that
 * have reached the secretariat, or were accepted. */
SQL(evidence_standing,
    "SELECT COUNT(*) FROM evidence e WHERE e.state = 'accepted'"
    " AND (e.expiry IS NULL OR e.expiry >= $2) AND (e.id IN"
    " (SELECT a.record FROM evidence_about a WHERE a.subject = $1) OR e.id IN"
    " (SELECT f.target FROM progress_update u JOIN ref f ON f.record = u.id"
    " AND f.field = 'evidence' WHERE u.about = $1 AND u.state IN ('approved', 'accepted')))");

bool progress_subjects(struct context *cx, struct link about, struct link **ret, size_t *n)
{
	struct refs measures = { 0 };

	if (about.type == &recommendation_type &&
	    !measures_of_recommendation(cx, about.id, &measures))
		return false;
	*ret = arena_array(cx->mem, struct link, measures.n + 1);
	(*ret)[0] = about;
	*n = 1;
	for (size_t i = 0; i < measures.n; i++)
		(*ret)[(*n)++] = (struct link){ &measure_type, measures.v[i] };
	return true;
}

bool evidence_stands(struct context *cx, struct link about, bool *ret)
{
	struct link *v;
	size_t n;
	int64_t count = 0;

	*ret = false;
	if (!progress_subjects(cx, about, &v, &n))
		return false;
	for (size_t i = 0; i < n && !count; i++)
		if (!db_int(cx, &evidence_standing, &count, NULL, V(v[i].id), V(today(cx))))
			return false;
	*ret = count > 0;
	return true;
}

static bool asks_for_practice(struct context *cx, struct link about, bool *ret)
{
	const struct recommendation *r;

	*ret = false;
	if (about.type != &recommendation_type)
		return true;
	r = record_get_any(cx, &recommendation_type, about.id);
	*ret = r && (r->asks_for == ASKS_PRACTICE || r->asks_for == ASKS_BOTH);
	return r != NULL;
}

static bool is_verified(struct context *cx, struct link subject, bool *ret)
{
	const struct measure *m;

	*ret = false;
	if (subject.type != &measure_type)
		return true;
	m = record_get_any(cx, &measure_type, subject.id);
	*ret = m && type_state_in(&measure_type, m->record.state, "verified_complete");
	return m != NULL;
}

static bool has_result(struct context *cx, struct link about, bool *ret)
{
	struct link *v;
	size_t n;

	*ret = false;
	if (!progress_subjects(cx, about, &v, &n))
		return false;
	for (size_t i = 0; i < n && !*ret; i++)
		if (!indicator_has_result_about(cx, v[i], false, ret) ||
		    (!*ret && !is_verified(cx, v[i], ret)))
			return false;
	return true;
}

bool progress_grounds(struct context *cx, struct link about)
{
	bool stands, practice, result = true;

	if (!evidence_stands(cx, about, &stands) || !asks_for_practice(cx, about, &practice) ||
	    (stands && practice && !has_result(cx, about, &result)))
		return false;
	if (!stands)
		return fail(cx, ERR_INVALID, "status",
		            N_("“Implemented” needs accepted evidence, and there is none."));
	return result ||
	       fail(cx, ERR_INVALID, "status",
	            N_("The recommendation asks for practice: “implemented” needs a value of a "
	               "process or outcome indicator, or a verified measure, not a law alone."));
}
