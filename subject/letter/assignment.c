/* What a body owes to which a recommendation was assigned: its answer, by the day on the record.
 *
 * The duty stands in the register of deadlines once: of what a letter tells, the letter has the
 * deadline, for all that is in it; of what no letter tells, the recommendation itself.  Of
 * recommendations nothing else is in the register. */
#include "subject/letter/part.h"

#include "record/app.h"
#include "store/db.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"

#define R (&recommendation_type)

/* A letter to the lead body that still awaits its answer, or had it after this assignment.  One
 * that is restricted is not told to all who read the recommendation. */
#define TOLD(id, lead, assigned_on, classification)                                               \
	"EXISTS (SELECT 1 FROM ref x JOIN letter l ON l.id = x.record"                            \
	" WHERE x.target = " id " AND x.field = 'items' AND l.direction = 'out'"                  \
	" AND l.correspondent = " lead " AND (l.state = 'awaiting'"                               \
	" OR (l.state = 'answered' AND l.answer_due IS NOT NULL AND l.answered_on > " assigned_on \
	")) AND (l.classification <> 'restricted' OR " classification " = 'restricted'))"

SQL(assignment_told, "SELECT 1 WHERE " TOLD("$1", "$2", "$3", "CAST($4 AS TEXT)"));
SQL(assignments_of, "SELECT source FROM deadline WHERE institution = $1 AND state = 'open'"
                    " AND kind = 'assignment' ORDER BY id");
SQL(assignments_of_day, "SELECT r.id FROM recommendation r WHERE r.id > $1 AND r.state = 'assigned'"
                        " AND r.answer_due IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deadline d"
                        " WHERE d.source = r.id AND d.source_type = 'recommendation')"
                        " AND NOT " TOLD("r.id", "r.lead", "r.assigned_on",
                                         "r.classification") " ORDER BY r.id LIMIT $2");

/* The body is asked, and has not answered. */
static bool runs(const struct recommendation *r)
{
	return r && r->lead && date_set(r->answer_due) &&
	       type_state_in(R, r->record.state, "assigned");
}

static bool is_told(struct context *cx, const struct recommendation *r, bool *ret)
{
	bool restricted = r->record.classification == CLASS_RESTRICTED;
	int64_t one;

	return db_int(cx, &assignment_told, &one, ret, V(r->record.id), V(r->lead),
	              V(r->assigned_on), V(restricted ? "restricted" : ""));
}

static const char *words(struct context *cx, const void *data)
{
	const struct recommendation *r = data;
	const char *place = recommendation_place(cx, r);
	const char *body = institution_name_on(cx, r->lead, r->assigned_on);

	return *place ? arena_fmt(cx->mem, tr(cx, N_("Answer to the assignment of %s: %s")), place,
	                          body)
	              : arena_fmt(cx->mem, tr(cx, N_("Answer to an assignment: %s")), body);
}

/* Each assignment is another duty: what one body answered stays, whoever is asked next. */
static const char *name_of(struct context *cx, const struct recommendation *r)
{
	const struct institution *body = record_get_any(cx, &institution_type, r->lead);
	char day[DATE_TEXT];

	return arena_fmt(cx->mem, "answer.%s.%s", date_text(r->assigned_on, day),
	                 body ? body->code : "");
}

static bool keep(struct context *cx, const struct recommendation *r, struct date done)
{
	char due[DATE_TEXT];
	struct deadline_key key = { "date", date_text(r->answer_due, due) };
	bool restricted = r->record.classification == CLASS_RESTRICTED;
	struct deadline_wanted wanted = { .kind = "assignment",
		                          .institution = r->lead,
		                          .side = SIDE_INTERNAL,
		                          .classification =
		                                  restricted ? CLASS_RESTRICTED : CLASS_INTERNAL,
		                          .readers = &r->record.readers,
		                          .done = done };
	bool owed = runs(r), told = false;

	if (owed && !is_told(cx, r, &told))
		return false;
	owed = owed && !told;
	if (owed) {
		if (!account_of_focal_point(cx, r->lead, &wanted.owner))
			return false;
		wanted.name = name_of(cx, r);
		wanted.title = texts_in_languages(cx, words, r);
		wanted.basis = deadline_line(cx, "DL-18", &key, 1);
	}
	return !failed(cx) &&
	       deadline_keep(cx, (struct link){ R, r->record.id }, &wanted, owed ? 1 : 0);
}

static bool same_set(const struct refs *a, const struct refs *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!refs_has(b, a->v[i]))
			return false;
	return a->n == b->n;
}

/* What the duty is made of; most saves move nothing of it. */
static bool same_duty(const struct recommendation *a, const struct recommendation *b)
{
	return runs(a) && runs(b) && a->lead == b->lead &&
	       date_compare(a->assigned_on, b->assigned_on) == 0 &&
	       date_compare(a->answer_due, b->answer_due) == 0 &&
	       a->record.classification == b->record.classification &&
	       same_set(&a->record.readers, &b->record.readers) && a->document == b->document &&
	       a->cycle == b->cycle && str_eq(a->locator, b->locator) &&
	       same_set(&a->recommending_states, &b->recommending_states);
}

bool assignment_follow(struct context *cx, const struct recommendation *was,
                       const struct recommendation *is)
{
	if (runs(was) && was->lead == is->lead &&
	    type_state_in(R, is->record.state, "accepted returned"))
		return keep(cx, was, today(cx));
	return (!runs(was) && !runs(is)) || (was && same_duty(was, is)) ||
	       keep(cx, is, (struct date){ 0 });
}

/* In memory of its own: a body can have thousands. */
static bool keep_one(struct context *cx, int64_t id)
{
	struct context_mark mark = context_mark(cx);
	const struct recommendation *r = record_get_any(cx, R, id);

	if (!r || (runs(r) && !keep(cx, r, (struct date){ 0 })))
		return false;
	context_rewind(cx, mark);
	return true;
}

static bool keep_all(struct context *cx, const struct refs *ids)
{
	for (size_t i = 0; i < ids->n; i++)
		if (!keep_one(cx, ids->v[i]))
			return false;
	return true;
}

bool assignments_follow_letter(struct context *cx, const struct letter *was,
                               const struct letter *is)
{
	struct refs items = { 0 };

	refs_join(cx, &items, &is->items);
	if (was)
		refs_join(cx, &items, &was->items);
	return keep_all(cx, &items);
}

bool assignments_follow_institution(struct context *cx, int64_t institution)
{
	struct refs ids;

	return refs_read(cx, db_query(cx, &assignments_of, V(institution)), &ids) &&
	       keep_all(cx, &ids);
}

/* ---- the day */

bool assignment_day_slice(struct context *cx, void *data)
{
	struct deadline_day *day = data;

	return deadline_day_each(
	        cx, day, db_query(cx, &assignments_of_day, V(day->after), V((int)DEADLINE_SLICE)),
	        keep_one);
}

bool assignment_begin_day(struct context *cx)
{
	return deadline_day_work(cx, assignment_day_slice);
}
