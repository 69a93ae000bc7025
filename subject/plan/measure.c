/* A measure: the field table, its timing and its places, and the rules of every save.  What may
 * happen to it stands in measure_step.c, what it owes in owed.c.
 *
 * What was approved is not rewritten in passing: its words, its term and its places in approved
 * plans change with a new version or by a step, which counts as an amendment. */
#include "subject/plan/part.h"

#include "language/words.h"
#include "record/access.h"
#include "record/app.h"
#include "subject/deadline/deadline.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/locator.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"
#include "subject/treaty/treaty.h"

static const struct choice timings[] = {
	{ "dates", N_("Until a day"), NULL },
	{ "yearly", N_("Every year"), NULL },
	{ "continuous", N_("Continuously"), NULL },
	{ 0 },
};

const struct choice measure_states[] = {
	{ "draft", N_("Draft"), "draft" },
	{ "approved", N_("Approved, its time has not come"), "ok" },
	{ "not_started", N_("Not started"), "new st-new" },
	{ "in_progress", N_("In progress"), "go st-go" },
	{ "reported_complete", N_("Reported as complete"), "part st-part" },
	{ "verified_complete", N_("Complete, verified"), "done st-done" },
	{ "suspended", N_("Suspended"), "stop st-stop" },
	{ "cancelled", N_("Cancelled"), "stop st-stop" },
	{ "carried_over", N_("Carried over"), "lock" },
	{ 0 },
};

#define P struct measure_place
static const struct field place_fields[] = {
	REF(P, plan, N_("Plan"), .to = &plan_type, .flags = REQUIRED | IF_PUBLIC),
	REF(P, part, N_("Part"), .to = &plan_part_type, .flags = IF_PUBLIC),
	TEXT(P, number, N_("Number in the plan"), .max = 40),
	TEXT(P, order_key, N_("Order"), .max = 1200, .flags = HIDDEN),
};
#undef P
static const struct row_type place_rows = { sizeof(struct measure_place), FIELDS(place_fields) };

#define P struct measure_partner
static const struct field partner_fields[] = {
	REF(P, institution, N_("Institution"), .to = &institution_type),
	TEXT(P, name, N_("Or its name"), .max = 300),
};
#undef P
static const struct row_type partner_rows = { sizeof(struct measure_partner),
	                                      FIELDS(partner_fields) };

#define P struct measure_reported
static const struct field reported_fields[] = {
	TEXT(P, half_year, N_("Half-year"), .max = 10, .flags = REQUIRED),
	DATE(P, day, N_("Handed in on"), .flags = REQUIRED),
};
#undef P
static const struct row_type reported_rows = { sizeof(struct measure_reported),
	                                       FIELDS(reported_fields) };

#define T struct measure
static const struct field fields[] = {
	TEXT(T, number, N_("Number"), .max = 40,
	     .help = N_("Of a measure outside any plan; in a plan its place has the number."),
	     .flags = PUBLIC),
	TEXTS(T, text, N_("Measure"), .max = 8000,
	      .flags = REQUIRED | LISTED | LONG | FILTERED | PUBLIC),
	TEXTS(T, expected_result, N_("Expected result"), .max = 8000, .flags = LONG | PUBLIC),
	REF(T, lead, N_("Lead body"), .to = &institution_type,
	    .flags = REQUIRED | LISTED | FILTERED | ASSIGNS | PUBLIC,
	    .help = N_("Exactly one body leads; the others are co-executors.")),
	REFS(T, co, N_("Co-executors"), .to = &institution_type,
	     .flags = LISTED | FILTERED | ASSIGNS | PUBLIC),
	ROWS(T, partners, N_("Partners"), .rows = &partner_rows),
	ROWS(T, places, N_("Plans in which it stands"), .rows = &place_rows,
	     .flags = PUBLIC | IF_PUBLIC),
	TEXT(T, timing, N_("Timing"), .max = 300, .flags = REQUIRED | LISTED | PUBLIC,
	     .help = N_("As the plan writes it: 2021–2025, IV quarter 2023, every year, "
	                "continuously.")),
	CHOICE(T, timing_kind, N_("Kind of timing"), .choices = timings,
	       .flags = READONLY | DERIVED | FILTERED | PUBLIC),
	DATE(T, from_date, N_("Begins"), .flags = READONLY | DERIVED | PUBLIC),
	DATE(T, due, N_("Ends"), .flags = LISTED | READONLY | DERIVED | FILTERED | SORTED | PUBLIC),
	TEXT(T, budget_source, N_("Paid from"), .max = 300),
	MONEY(T, budget, N_("Budget")),
	REFS(T, recommendations, N_("Recommendations it answers"), .to = &recommendation_type,
	     .flags = FILTERED | PUBLIC | IF_PUBLIC),
	REFS(T, obligations, N_("Obligations it serves"), .to = &obligation_type,
	     .flags = FILTERED | PUBLIC | IF_PUBLIC),
	REFS(T, sdg, N_("Sustainable Development Goals"), .to = &sdg_type,
	     .flags = FILTERED | PUBLIC),
	REFS(T, indicators, N_("Indicators"), .to = &indicator_type,
	     .flags = FILTERED | PUBLIC | IF_PUBLIC),
	REF(T, carried_from, N_("Carried over from"), .to = &measure_type,
	    .flags = READONLY | FILTERED | PUBLIC | IF_PUBLIC),
	DATE(T, followed_from, N_("Progress owed from"), .flags = READONLY),
	ROWS(T, reported, N_("Progress accepted"), .rows = &reported_rows, .flags = READONLY),
	DATE(T, reported_until, N_("Progress known until"), .flags = READONLY | FILTERED | PUBLIC),
	DATE(T, started_on, N_("Begun on"), .flags = READONLY | PUBLIC),
	DATE(T, completed_on, N_("Completed on"), .flags = READONLY | PUBLIC),
	NUMBER(T, percent, N_("Done in per cent"), .flags = READONLY | PUBLIC),
	NUMBER(T, amendments, N_("Amended, times"), .flags = READONLY),
	TEXT(T, order_key, N_("Order"), .max = 1400, .flags = REQUIRED | HIDDEN | SORTED),
};
#undef T

bool measure_in(const struct measure *m, const char *codes)
{
	return type_state_in(&measure_type, m->record.state, codes);
}

bool measure_is_open(const struct measure *m)
{
	return measure_in(m, "not_started in_progress");
}

bool measure_is_over(const struct measure *m)
{
	return measure_in(m, "verified_complete cancelled carried_over");
}

bool measure_save_state(struct context *cx, struct measure *m, const char *state)
{
	m->record.state = type_state(&measure_type, state);
	return record_save_as(cx, &measure_type, m, CHANGE_UPDATE);
}

void measure_amend(struct measure *m)
{
	m->amendments = (struct number){ m->amendments.units + 1, true };
}

/* ---- places */

struct measure_place *measure_place_in(const struct measure *m, int64_t plan)
{
	struct measure_place *v = m->places.v;

	for (size_t i = 0; i < m->places.n; i++)
		if (v[i].plan == plan)
			return &v[i];
	return NULL;
}

const char *measure_number_in(const struct measure *m, int64_t plan)
{
	const struct measure_place *p =
	        plan || !m->places.n ? measure_place_in(m, plan) : m->places.v;
	const char *number = p ? p->number : m->number;

	return number ? number : "";
}

/* By part, then by number. */
static bool order_places(struct context *cx, struct measure *m)
{
	struct measure_place *v = m->places.v;

	for (size_t i = 0; i < m->places.n; i++) {
		const struct plan_part *part =
		        v[i].part ? record_get_any(cx, &plan_part_type, v[i].part) : NULL;

		v[i].order_key =
		        arena_fmt(cx->mem, "%s %s", part ? part->order_key : "",
		                  str_empty(v[i].number) ? "~" : locator_key(cx->mem, v[i].number));
	}
	return !failed(cx);
}

static bool order(struct context *cx, struct measure *m)
{
	const struct measure_place *first = m->places.v;
	const struct plan *p =
	        m->places.n && first->plan ? record_get_any(cx, &plan_type, first->plan) : NULL;

	if (failed(cx))
		return false;
	m->order_key = p ? arena_fmt(cx->mem, "%s %s", p->code, first->order_key)
	                 : arena_fmt(cx->mem, "~ %s",
	                             str_empty(m->number) ? "~" : locator_key(cx->mem, m->number));
	return true;
}

/* ---- timing (DL-19) */

/* Asks what the words come to on that day; a timing that is not known is no failure here. */
static bool ask(struct context *cx, const char *timing, const char *day, bool *ret_known,
                struct deadline_answer *ret)
{
	const struct deadline_key keys[] = { { "timing", timing }, { "date", day } };
	struct error before = cx->err;

	*ret_known = deadline_ask(cx, "DL-19", keys, LEN(keys), ret);
	if (!*ret_known && cx->err.kind != ERR_INVALID)
		return false;
	cx->err = before;
	return true;
}

/* "every year", "continuously": what they come to depends on the day on which one asks. */
static bool ask_recurring(struct context *cx, const char *timing, int *ret)
{
	struct deadline_answer a, b;
	bool known_a, known_b;

	*ret = TIMING_UNSET;
	if (!ask(cx, timing, "1990-03-01", &known_a, &a) ||
	    !ask(cx, timing, "1991-03-01", &known_b, &b))
		return false;
	if (known_a && known_b && date_compare(a.to, b.to) != 0)
		*ret = a.to.month == 12 ? TIMING_YEARLY : TIMING_CONTINUOUS;
	return true;
}

const char *measure_timing_words(struct context *cx, const char *timing)
{
	char *s = arena_str(cx->mem, timing);

	for (char *p = s; *p; p++)
		if ((*p >= '0' && *p <= '9') || *p == '-')
			*p = ' ';
	return s;
}

/* The first and the last year it names. */
static void years_of(const char *s, int *first, int *last)
{
	*first = *last = 0;
	for (; *s; s++) {
		size_t digits = strspn(s, "0123456789");
		int n = 0;

		for (size_t i = 0; i < digits && i < 4; i++)
			n = n * 10 + (s[i] - '0');
		if (digits == 4) {
			*first = *first ? *first : n;
			*last = n;
		}
		s += digits ? digits - 1 : 0;
	}
}

static void take_recurring(struct measure *m)
{
	int first, last;

	years_of(m->timing, &first, &last);
	m->from_date = first ? date_day(first, 1, 1) : (struct date){ 0 };
	m->due = last ? date_day(last, 12, 31) : (struct date){ 0 };
}

bool measure_read_timing(struct context *cx, struct measure *m)
{
	const struct deadline_key key = { "timing", m->timing };
	struct deadline_answer a;

	m->timing_kind = TIMING_UNSET;
	m->from_date = m->due = (struct date){ 0 };
	if (str_empty(m->timing))
		return true;
	if (!ask_recurring(cx, measure_timing_words(cx, m->timing), &m->timing_kind))
		return false;
	if (m->timing_kind) {
		take_recurring(m);
		return true;
	}
	if (!deadline_ask(cx, "DL-19", &key, 1, &a))
		return cx->err.kind == ERR_INVALID; /* it stands beside the field */
	m->timing_kind = TIMING_DATES;
	m->from_date = a.from;
	m->due = a.due;
	return true;
}

/* ---- its time */

bool measure_time_has_come(struct context *cx, const struct measure *m, bool *ret)
{
	const struct measure_place *v = m->places.v;
	bool runs = !m->places.n;

	for (size_t i = 0; i < m->places.n && !runs; i++) {
		const struct plan *p = record_get_any(cx, &plan_type, v[i].plan);

		if (!p)
			return false;
		runs = plan_in(p, "in_force mid_term_review");
	}
	*ret = runs && (!date_set(m->from_date) ||
	                date_compare(date_first_day(m->from_date), today(cx)) <= 0);
	return true;
}

void measure_follow(struct context *cx, struct measure *m)
{
	if (!date_set(m->followed_from))
		m->followed_from = half_year_first_day(half_year_of(today(cx)));
}

bool measure_settle(struct context *cx, struct measure *m)
{
	bool come;

	if (!measure_in(m, "approved"))
		return true;
	if (!measure_time_has_come(cx, m, &come))
		return false;
	if (!come)
		return true;
	measure_follow(cx, m);
	return measure_save_state(cx, m, "not_started");
}

/* ---- the rules of every save */

static bool prepare(struct context *cx, const void *old, void *row)
{
	const struct measure *was = old;
	struct measure *m = row;

	m->record.institution = m->lead;
	if (was && str_eq(was->timing, m->timing)) {
		m->timing_kind = was->timing_kind;
		m->from_date = was->from_date;
		m->due = was->due;
	} else if (!measure_read_timing(cx, m)) {
		return false;
	}
	return order_places(cx, m) && order(cx, m);
}

static void check_bodies(struct context *cx, const struct measure *m)
{
	const struct measure_partner *v = m->partners.v;

	if (m->lead && refs_has(&m->co, m->lead))
		fail(cx, ERR_INVALID, "co", N_("The lead body cannot be a co-executor, too."));
	for (size_t i = 0; i < m->partners.n; i++) {
		const char *field = arena_fmt(cx->mem, "partners.%zu.institution", i);

		if (!v[i].institution && str_empty(v[i].name))
			fail(cx, ERR_INVALID, field, N_("Say who the partner is."));
		else if (v[i].institution &&
		         (v[i].institution == m->lead || refs_has(&m->co, v[i].institution)))
			fail(cx, ERR_INVALID, field,
			     N_("It leads the measure or executes it already."));
	}
}

SQL(measure_numbered,
    "SELECT m.record FROM measure_places m JOIN measure r ON r.id = m.record"
    " WHERE m.plan = $1 AND coalesce(m.part, 0) = $2 AND m.number = $3 AND m.record <> $4"
    " AND r.state NOT IN ('cancelled', 'carried_over') ORDER BY m.record LIMIT 1");

/* Of a draft that is to take its place in a new version, the number is that of the other. */
static bool number_is_free(struct context *cx, const struct measure *m,
                           const struct measure_place *p, const char *field)
{
	int64_t id = 0;
	bool found;

	if (str_empty(p->number))
		return true;
	if (!db_int(cx, &measure_numbered, &id, &found, V(p->plan), V(p->part), V(p->number),
	            V(m->record.id)))
		return false;
	return !found || id == m->carried_from ||
	       fail(cx, ERR_INVALID, field,
	            N_("Another measure of the plan has this number already."));
}

static bool check_place(struct context *cx, const struct measure *m, size_t i)
{
	const struct measure_place *v = m->places.v, *p = &v[i];
	const struct plan_part *part =
	        p->part ? record_get_any(cx, &plan_part_type, p->part) : NULL;

	if (failed(cx))
		return cx->err.kind == ERR_INVALID;
	for (size_t k = 0; k < i; k++)
		if (v[k].plan == p->plan)
			return fail(cx, ERR_INVALID, arena_fmt(cx->mem, "places.%zu.plan", i),
			            N_("It stands in this plan already."));
	if (part && part->plan != p->plan)
		return fail(cx, ERR_INVALID, arena_fmt(cx->mem, "places.%zu.part", i),
		            N_("That part is of another plan."));
	return number_is_free(cx, m, p, arena_fmt(cx->mem, "places.%zu.number", i));
}

static const char *original(const struct texts *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].original)
			return x->v[i].body;
	return "";
}

/* Whoever drafts for his own institution alone does not give its measures to others. */
static bool drafts_own(const struct context *cx)
{
	const struct actor *a = cx->actor;

	return a && !a->console &&
	       !(permissions_scopes(cx->app->permissions, "measures", a->role, RIGHT_READ) &
	         SCOPE_ANY);
}

static bool kept_in_plans(struct context *cx, const struct measure *was, const struct measure *m)
{
	const struct measure_place *v = was->places.v;

	for (size_t i = 0; i < was->places.n; i++) {
		const struct measure_place *now = measure_place_in(m, v[i].plan);
		const struct plan *p;

		if (now && now->part == v[i].part && str_eq(now->number, v[i].number))
			continue;
		p = record_get_any(cx, &plan_type, v[i].plan);
		if (!p)
			return false;
		if (!plan_in(p, "concept drafting consultation"))
			fail(cx, ERR_INVALID, "places",
			     N_("The plan is approved: a place in it changes with a new version."));
	}
	return true;
}

#define FROZEN                                                                                     \
	N_("It is approved: its words change with a new version of the plan, or by the step that " \
	   "corrects them.")

/* What was approved stays as it was approved, but for translations. */
static bool check_frozen(struct context *cx, const struct measure *was, const struct measure *m)
{
	if (measure_in(was, "draft") || m->amendments.units != was->amendments.units)
		return true;
	if (!str_eq(original(&was->text), original(&m->text)))
		fail(cx, ERR_INVALID, "text", FROZEN);
	if (!str_eq(original(&was->expected_result), original(&m->expected_result)))
		fail(cx, ERR_INVALID, "expected_result", FROZEN);
	if (!str_eq(was->timing, m->timing))
		fail(cx, ERR_INVALID, "timing",
		     N_("It is approved: the chair extends its term, or a new version does."));
	if (was->lead != m->lead && drafts_own(cx))
		fail(cx, ERR_INVALID, "lead",
		     N_("It is approved: the secretariat gives it to another body."));
	return kept_in_plans(cx, was, m);
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct measure *m = row, *was = old;

	check_bodies(cx, m);
	for (size_t i = 0; i < m->places.n; i++)
		if (!check_place(cx, m, i) && cx->err.kind != ERR_INVALID)
			return false;
	if (m->budget.minor < 0)
		fail(cx, ERR_INVALID, "budget", N_("A budget is not negative."));
	if (date_set(m->due) && date_set(m->from_date) && date_compare(m->due, m->from_date) < 0)
		fail(cx, ERR_INVALID, "timing", N_("The term ends before it begins."));
	return (!was || check_frozen(cx, was, m)) && !failed(cx);
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct measure *m = row;
	struct measure *own;

	(void)old;
	if (!measure_owes(cx, m))
		return false;
	if (!measure_in(m, "approved"))
		return true;
	own = arena_new_of(cx->mem, struct measure);
	*own = *m;
	return measure_settle(cx, own);
}

/* ---- the type */

static const char *title(struct context *cx, const void *row)
{
	enum { MOST = 140 };
	const struct measure *m = row;
	const char *words = words_short(cx->mem, texts_words(cx, &m->text), MOST);
	const char *number = measure_number_in(m, 0);

	return *number ? arena_fmt(cx->mem, "%s. %s", number, words) : words;
}

static const struct type_facet facets[] = {
	{ "plan", "places.plan", N_("Plan") },
	{ "lead", NULL, NULL },
	{ 0 },
};

static const struct type_search finding = {
	.titles = "text",
	.deadline = "due",
	.missing = "text recommendations",
	.facets = facets,
};

const struct type measure_type = {
	.name = "measure",
	.plural = "measures",
	.label = N_("Measure"),
	.label_plural = N_("Measures"),
	.help = N_("What is done, by whom and until when: in plans, or outside any plan as a "
	           "reform or an initiative."),
	.size = sizeof(struct measure),
	FIELDS(fields),
	.function = "measures",
	.states = measure_states,
	.steps = measure_steps,
	.order = "order_key",
	.flags = TYPE_PUBLISHABLE | TYPE_PUBLIC_STAGE,
	.title = title,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.accepted_states = "approved not_started in_progress reported_complete verified_complete "
	                   "suspended cancelled carried_over",
	.publish_states = "approved not_started in_progress reported_complete verified_complete "
	                  "suspended cancelled carried_over",
	.public_states = "approved not_started in_progress reported_complete verified_complete "
	                 "suspended cancelled carried_over",
	.finished_states = "verified_complete cancelled carried_over",
	.closed_states = "verified_complete cancelled carried_over",
	.search = &finding,
};
