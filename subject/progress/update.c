/* The progress update: its four boxes, its period, the ladder from the focal point to the lock.
 *
 * The matrix gives a focal point the right to create progress, and an approver and the secretariat
 * the right to approve it: the first that of the own body, the second that of all.  Writing is
 * therefore a step like the others, and which of the two approves is told by the extent of the
 * right. */
#include "subject/progress/part.h"

#include "record/app.h"
#include "record/hand.h"
#include "store/db.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"

#define U (&progress_update_type)

static const struct choice parts[] = {
	{ "first_half", N_("January to June"), NULL },
	{ "second_half", N_("July to December"), NULL },
	{ "year", N_("The whole year"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "draft", NC_("progress", "Being written"), "draft" },
	{ "submitted", N_("With the ministry’s approver"), "sent" },
	{ "approved", N_("With the secretariat"), "sent" },
	{ "returned", NC_("progress", "Returned"), "back st-back" },
	{ "accepted", N_("Accepted, locked"), "lock" },
	{ "superseded", N_("Replaced by a correction"), "lock" },
	{ 0 },
};

#define V_ struct progress_value
static const struct field value_fields[] = {
	REF(V_, indicator, N_("Indicator"), .to = &indicator_type, .flags = REQUIRED),
	TEXT(V_, breakdown, N_("Broken down by"), .max = 300,
	     .help = N_("Codes of groups, a semicolon between them; empty: the total.")),
	NUMBER(V_, value, NC_("indicator", "Value"), .scale = INDICATOR_SCALE),
	DATE(V_, value_date, N_("Day"),
	     .help = N_("Of an indicator whose value is a day: since when it is in force.")),
};
#undef V_
static const struct row_type value_rows = { sizeof(struct progress_value), FIELDS(value_fields) };

#define T struct progress_update
static const struct field fields[] = {
	LINK(T, about, NC_("progress", "About"), .flags = REQUIRED | LISTED | PUBLIC | IF_PUBLIC),
	DATE(T, year, N_("Year"), .flags = REQUIRED | LISTED | FILTERED | SORTED | PUBLIC),
	CHOICE(T, part, N_("Period"), .choices = parts,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	TEXTS(T, done, N_("What was done"), .max = 8000, .flags = LONG | PUBLIC,
	      .help = N_("Actions, legal acts, events.")),
	TEXTS(T, result, N_("What came of it"), .max = 8000, .flags = LONG | PUBLIC,
	      .help = N_("What changed, and in whose life? Say it in numbers.")),
	TEXTS(T, difficulties, N_("Difficulties"), .max = 8000, .flags = LONG,
	      .help = N_("If there are none, write “none”.")),
	TEXTS(T, next_step, N_("Next step"), .max = 8000, .flags = LONG | PUBLIC,
	      .help = N_("Who does what until when.")),
	CHOICE(T, status, N_("Status proposed"), .choices = recommendation_statuses,
	       .flags = LISTED | FILTERED | PUBLIC),
	TEXTS(T, status_reason, N_("What is missing"), .max = 8000, .flags = LONG | PUBLIC,
	      .help = N_("With “Partially implemented”.")),
	NUMBER(T, percent, N_("Done, in per cent"), .flags = PUBLIC),
	ROWS(T, values, N_("Values of indicators"), .rows = &value_rows),
	REFS(T, evidence, N_("Evidence"), .to = &evidence_type, .flags = PUBLIC | IF_PUBLIC),
	REF(T, corrects, N_("Corrects"), .to = &progress_update_type, .flags = FILTERED),
	DATE(T, deadline, N_("Due"), .flags = LISTED | FILTERED | SORTED | DERIVED | READONLY),
	DATE(T, submitted, N_("Handed in on"), .flags = READONLY),
	DATE(T, approved, NC_("progress", "Approved on"), .flags = READONLY),
	DATE(T, accepted, NC_("progress", "Accepted on"),
	     .flags = LISTED | FILTERED | READONLY | PUBLIC),
	YESNO(T, personal_data, N_("Holds personal data"), .flags = FILTERED | READONLY,
	      .help = N_("Names or traits by which a person can be told, in any of its boxes and "
	                 "languages.")),
	DATE(T, return_due, N_("To be handed in anew by"), .flags = READONLY),
};
#undef T

/* ---- its period */

struct date progress_year(int year)
{
	struct date d = date_day(year, 12, 31);

	d.precision = PRECISION_YEAR;
	return d;
}

static bool year_is_one(const struct progress_update *u)
{
	return u->year.precision == PRECISION_YEAR && u->year.year >= 1990 && u->year.year <= 2100;
}

size_t progress_halves(const struct progress_update *u, struct half_year ret[2])
{
	int year = u->year.year;

	if (u->part == PART_WHOLE_YEAR) {
		ret[0] = (struct half_year){ year, 1 };
		ret[1] = (struct half_year){ year, 2 };
		return 2;
	}
	ret[0] = (struct half_year){ year, u->part == PART_SECOND_HALF ? 2 : 1 };
	return 1;
}

const char *progress_period_words(struct context *cx, const struct progress_update *u)
{
	struct half_year h[2];

	if (u->part == PART_WHOLE_YEAR)
		return arena_fmt(cx->mem, "%d", u->year.year);
	progress_halves(u, h);
	return half_year_words(cx, h[0]);
}

static const char *title(struct context *cx, const void *row)
{
	const struct progress_update *u = row;

	return arena_fmt(cx->mem, "%s · %s",
	                 u->about.type ? record_title(cx, u->about.type, u->about.id) : "",
	                 progress_period_words(cx, u));
}

SQL(progress_same_period,
    "SELECT id FROM progress_update WHERE about = $1 AND year = $2 AND part = $3"
    " AND state <> 'superseded' AND id <> $4 ORDER BY id LIMIT 1");

int64_t progress_of_period(struct context *cx, struct link about, int year, int part)
{
	const struct choice *c = choice_at(parts, part);
	int64_t id = 0;
	bool found;

	return c &&
	                       db_int(cx, &progress_same_period, &id, &found, V(about.id),
	                              V(progress_year(year)), V(c->code), V(0)) &&
	                       found
	               ? id
	               : 0;
}

/* One report on a period; what is locked is corrected, and the correction takes its place when it
 * is accepted itself. */
static bool period_is_free(struct context *cx, const struct progress_update *u)
{
	int64_t other = 0;
	bool found;

	if (!db_int(cx, &progress_same_period, &other, &found, V(u->about.id), V(u->year),
	            V(choice_at(parts, u->part)->code), V(u->record.id)))
		return false;
	if (!found || other == u->corrects)
		return true;
	return fail(cx, ERR_INVALID, "part",
	            N_("This period is reported on already: go on with that report, or correct it "
	               "where it is locked. For a new report choose another period."));
}

static bool check_period(struct context *cx, const struct progress_update *u)
{
	struct half_year h[2];

	if (!date_set(u->year) || !u->part || !u->about.id)
		return true;
	if (!year_is_one(u))
		return fail(cx, ERR_INVALID, "year", N_("Give the year, for example 2026."));
	progress_halves(u, h);
	if (date_compare(half_year_first_day(h[0]), today(cx)) > 0)
		return fail(cx, ERR_INVALID, "year", N_("This period has not begun."));
	return period_is_free(cx, u);
}

/* ---- what is refused */

int64_t progress_lead(struct context *cx, struct link about)
{
	const void *row = about.id ? record_get_any(cx, about.type, about.id) : NULL;

	if (!row)
		return 0;
	if (about.type == &measure_type)
		return ((const struct measure *)row)->lead;
	return about.type == &recommendation_type ? ((const struct recommendation *)row)->lead : 0;
}

static const char *why_not_open(struct context *cx, struct link about, const void *row)
{
	if (about.type == &measure_type) {
		const struct measure *m = row;

		if (type_state_in(&measure_type, m->record.state, "draft"))
			return tr(cx, "The measure is not approved yet.");
		return measure_is_over(m) ? tr(cx, "Work on the measure is over.") : NULL;
	}
	if (type_state_in(&recommendation_type, ((const struct record *)row)->state,
	                  "accepted planned in_progress reported verified"))
		return NULL;
	return tr(cx, "A recommendation is reported on from when its lead body accepted it until "
	              "it is closed.");
}

bool progress_open(struct context *cx, struct link about, const char **ret_why)
{
	const void *row =
	        about.id && (about.type == &measure_type || about.type == &recommendation_type)
	                ? record_get_any(cx, about.type, about.id)
	                : NULL;
	const char *why = row ? why_not_open(cx, about, row)
	                      : tr(cx, "Progress is reported on a measure or a recommendation.");

	if (ret_why)
		*ret_why = why;
	return !failed(cx) && !why;
}

/* Only the lead body reports; what it is about stays what it was.  A reorganisation moves it to the
 * successor. */
static bool check_about(struct context *cx, const struct progress_update *old,
                        const struct progress_update *u)
{
	const char *why;

	if (old && (old->about.id != u->about.id || old->corrects != u->corrects))
		return fail(cx, ERR_INVALID, "about",
		            N_("A report stays with what it was begun for. Begin another one."));
	if (old || !u->about.id)
		return true;
	if (!progress_open(cx, u->about, &why))
		return failed(cx) ? false : fail(cx, ERR_INVALID, "about", "%s", why);
	return progress_lead(cx, u->about) == u->record.institution ||
	       fail(cx, ERR_INVALID, "about", N_("Only the lead body reports on it."));
}

static bool check_correction(struct context *cx, const struct progress_update *old,
                             const struct progress_update *u)
{
	const struct progress_update *was;

	if (!u->corrects || old)
		return true;
	was = record_get_any(cx, U, u->corrects);
	if (!was)
		return false;
	if (was->about.id != u->about.id || !type_state_in(U, was->record.state, "accepted"))
		return fail(cx, ERR_INVALID, "corrects",
		            N_("A correction is of a locked report on the same."));
	return (was->year.year == u->year.year && was->part == u->part) ||
	       fail(cx, ERR_INVALID, "part", N_("A correction is of the same period."));
}

static bool check_status(struct context *cx, const struct progress_update *u)
{
	if (u->status == STATUS_NOT_PURSUED)
		fail(cx, ERR_INVALID, "status",
		     N_("“Not pursued” is decided by the chair, with a reason."));
	if (u->percent.set && (u->percent.units < 0 || u->percent.units > 100))
		fail(cx, ERR_INVALID, "percent", N_("Per cent are from 0 to 100."));
	return !failed(cx);
}

static struct indicator_entry entry_of(const struct progress_update *u,
                                       const struct progress_value *v)
{
	return (struct indicator_entry){
		.indicator = v->indicator,
		.breakdown = v->breakdown,
		.value = v->value,
		.value_date = v->value_date,
		.about = u->about,
		.reported_with = { U, u->record.id },
	};
}

bool progress_entry(struct context *cx, const struct progress_update *u,
                    const struct progress_value *v, struct indicator_entry *ret)
{
	const struct indicator *i = record_get_any(cx, &indicator_type, v->indicator);
	struct half_year h[2];
	size_t n = progress_halves(u, h);

	if (!i)
		return false;
	*ret = entry_of(u, v);
	indicator_period_in_half(i, h[n - 1].year, h[n - 1].half, &ret->period, &ret->half);
	return true;
}

/* A value outside its unit is told beside its input. */
static bool check_values(struct context *cx, const struct progress_update *u)
{
	const struct progress_value *v = u->values.v;

	for (size_t i = 0; i < u->values.n && date_set(u->year) && u->part; i++) {
		struct indicator_entry e;

		if (!v[i].indicator)
			continue; /* said of the field already */
		if (!progress_entry(cx, u, &v[i], &e))
			return false;
		e.reported_with = (struct link){ 0 }; /* may be new */
		if (!indicator_entry_check(cx, &e, arena_fmt(cx->mem, "values.%zu.value", i)) &&
		    cx->err.kind != ERR_INVALID)
			return false;
	}
	return !failed(cx);
}

/* What another body gave is its own; what was rejected or withdrawn stands behind nothing new. */
static bool check_evidence(struct context *cx, const struct progress_update *old,
                           const struct progress_update *u)
{
	for (size_t i = 0; i < u->evidence.n; i++) {
		const struct evidence *e;

		if (old && refs_has(&old->evidence, u->evidence.v[i]))
			continue;
		e = record_get_any(cx, &evidence_type, u->evidence.v[i]);
		if (!e)
			return false;
		if (e->record.institution != u->record.institution)
			return fail(cx, ERR_INVALID, "evidence",
			            N_("There is no such evidence of your institution."));
		if (!type_state_in(&evidence_type, e->record.state, "unchecked accepted"))
			return fail(cx, ERR_INVALID, "evidence",
			            N_("This evidence was rejected or withdrawn."));
	}
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct progress_update *was = old, *u = row;
	bool moves = !was || date_compare(was->year, u->year) != 0 || was->part != u->part;

	return check_about(cx, was, u) && check_correction(cx, was, u) &&
	       (!moves || check_period(cx, u)) && check_status(cx, u) &&
	       check_evidence(cx, was, u) &&
	       (type_state_in(U, u->record.state, "accepted superseded") || check_values(cx, u));
}

/* ---- what is derived */

/* Rows that a form offered and nobody filled in are none. */
static void drop_empty_values(struct progress_update *u)
{
	struct progress_value *v = u->values.v;
	size_t n = 0;

	for (size_t i = 0; i < u->values.n; i++)
		if (v[i].value.set || date_set(v[i].value_date) || !v[i].indicator)
			v[n++] = v[i];
	u->values.n = n;
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct progress_update *u = row;
	const struct progress_update *was = old;
	struct half_year h[2];

	drop_empty_values(u);
	if (!u->record.institution && !was && cx->actor)
		u->record.institution = cx->actor->institution;
	if (!u->part || !year_is_one(u))
		return true;
	return half_year_due(cx, h[progress_halves(u, h) - 1], &u->deadline);
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct progress_update *was = old, *u = row;

	if (((was && date_set(was->return_due)) || date_set(u->return_due)) &&
	    !progress_keep_return(cx, u))
		return false;
	return !type_state_in(U, u->record.state, "accepted") ||
	       (was && was->record.state == u->record.state) || progress_take_effect(cx, u);
}

/* ---- who */

bool progress_people(struct context *cx, int64_t update, bool written, struct refs *ret)
{
	const char *steps =
	        written ? "create write submit" : "create write submit approve accept";
	const struct hand *v;
	size_t n;

	*ret = (struct refs){ 0 };
	if (!record_hands(cx, update, &v, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!hand_took(&v[i], steps))
			continue;
		if (v[i].who)
			refs_add(cx, ret, v[i].who);
		if (v[i].on_behalf)
			refs_add(cx, ret, v[i].on_behalf);
	}
	return !failed(cx);
}

bool progress_is_one_of(const struct context *cx, const struct refs *people)
{
	const struct actor *a = cx->actor;

	return a && ((a->user && refs_has(people, a->user)) ||
	             (a->on_behalf && refs_has(people, a->on_behalf)));
}

/* Rule 2 of the domain model: in whatever membership, and for whomever he acts. */
static bool not_own_words(struct context *cx, const void *row)
{
	struct refs people;

	return progress_people(cx, ((const struct record *)row)->id, true, &people) &&
	       (!progress_is_one_of(cx, &people) ||
	        fail(cx, ERR_INVALID, NULL, N_("Nobody approves what he reported himself.")));
}

static bool not_own_hands(struct context *cx, const void *row)
{
	struct refs people;

	return progress_people(cx, ((const struct record *)row)->id, false, &people) &&
	       (!progress_is_one_of(cx, &people) ||
	        fail(cx, ERR_INVALID, NULL,
	             N_("Nobody accepts what he reported or approved himself.")));
}

static unsigned approves(const struct context *cx)
{
	const struct actor *a = cx->actor;

	if (!a || a->console)
		return a ? SCOPE_ANY | SCOPE_OWN : 0;
	return permissions_scopes(cx->app->permissions, "progress", a->role, RIGHT_APPROVE);
}

/* The approver of the ministry. */
static bool in_the_ministry(struct context *cx, const void *row)
{
	(void)row;
	return approves(cx) & SCOPE_OWN;
}

/* Whoever approves the progress of all: the secretariat. */
bool progress_in_the_secretariat(struct context *cx, const void *row)
{
	(void)row;
	return approves(cx) & SCOPE_ANY;
}

/* The same for inboxes, from the same log. */
static void of_others(struct context *cx, const char *steps, struct buffer *text)
{
	const char *selves = access_selves_sql(cx);

	buffer_fmt(text,
	           "NOT EXISTS (SELECT 1 FROM change c WHERE c.record = r.id AND"
	           " (c.kind = 'create' OR c.step IN (%s)) AND"
	           " (c.who IN %s OR c.on_behalf IN %s))",
	           steps, selves, selves);
}

static void when_in_the_ministry(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)values;
	buffer_text(text, in_the_ministry(cx, NULL) ? "1 = 1" : "1 = 0");
}

static void when_approved_here(struct context *cx, struct buffer *text, struct sql_values *values)
{
	when_in_the_ministry(cx, text, values);
	buffer_text(text, " AND ");
	of_others(cx, "'write', 'submit'", text);
}

void progress_when_in_the_secretariat(struct context *cx, struct buffer *text,
                                      struct sql_values *values)
{
	(void)values;
	buffer_text(text, progress_in_the_secretariat(cx, NULL) ? "1 = 1" : "1 = 0");
}

static void when_accepted_here(struct context *cx, struct buffer *text, struct sql_values *values)
{
	progress_when_in_the_secretariat(cx, text, values);
	buffer_text(text, " AND ");
	of_others(cx, "'write', 'submit', 'approve', 'accept'", text);
}

/* ---- steps */

/* What is still to be checked cannot be missing altogether. */
static bool has_grounds_to_propose(struct context *cx, const void *row)
{
	const struct progress_update *u = row;

	if (u->status == STATUS_PARTIALLY_IMPLEMENTED && !u->status_reason.n)
		fail(cx, ERR_INVALID, "status_reason",
		     N_("“Partially implemented” needs a reason: what is missing?"));
	if (u->status == STATUS_IMPLEMENTED && !u->evidence.n)
		fail(cx, ERR_INVALID, "status",
		     N_("“Implemented” needs evidence: add it to the report."));
	return !failed(cx);
}

static bool hand_in(struct context *cx, void *row)
{
	struct progress_update *u = row;

	u->submitted = today(cx);
	u->approved = (struct date){ 0 };
	return true;
}

static bool approve(struct context *cx, void *row)
{
	((struct progress_update *)row)->approved = today(cx);
	return true;
}

static bool accept(struct context *cx, void *row)
{
	((struct progress_update *)row)->accepted = today(cx);
	return true;
}

static bool take_back(struct context *cx, void *row)
{
	(void)cx;
	((struct progress_update *)row)->submitted = (struct date){ 0 };
	return true;
}

/* ---- open to the public: said of what is locked, and changes no word of it */

static bool may_be_opened(struct context *cx, const void *row)
{
	return ((const struct record *)row)->classification == CLASS_INTERNAL &&
	       progress_in_the_secretariat(cx, row);
}

static bool may_be_closed(struct context *cx, const void *row)
{
	return ((const struct record *)row)->classification == CLASS_PUBLIC &&
	       progress_in_the_secretariat(cx, row);
}

static bool holds_no_personal_data(struct context *cx, const void *row)
{
	return ((const struct progress_update *)row)->personal_data == NO ||
	       fail(cx, ERR_INVALID, "personal_data",
	            N_("What holds personal data is not shown publicly."));
}

static bool open_to_all(struct context *cx, void *row)
{
	(void)cx;
	((struct record *)row)->classification = CLASS_PUBLIC;
	return true;
}

/* Whoever opens it again looks at it again. */
static bool close_to_all(struct context *cx, void *row)
{
	struct progress_update *u = row;

	(void)cx;
	u->record.classification = CLASS_INTERNAL;
	if (u->personal_data == NO)
		u->personal_data = UNSAID;
	return true;
}

static bool may_be_public(struct context *cx, const void *row)
{
	const struct progress_update *u = row;

	(void)cx;
	return u->record.classification == CLASS_PUBLIC && u->personal_data == NO;
}

#define WRITTEN                                                                      \
	"year part done result difficulties next_step status status_reason percent " \
	"values evidence"

static const struct step steps[] = {
	{ .name = "write",
	  .label = N_("Go on writing"),
	  .hint = N_("It is kept and seen by your institution alone."),
	  .from = "draft returned",
	  .right = RIGHT_CREATE,
	  .asks = WRITTEN,
	  .page = "/steps/write",
	  .aside = true },
	{ .name = "submit",
	  .label = N_("Send for approval"),
	  .hint = N_("The approver of your institution reads it next."),
	  .from = "draft returned",
	  .to = "submitted",
	  .right = RIGHT_CREATE,
	  .asks = WRITTEN,
	  .needs = "done result difficulties next_step status",
	  .page = "/steps/submit",
	  .check = has_grounds_to_propose,
	  .effect = hand_in },
	{ .name = "recall",
	  .label = N_("Take back"),
	  .hint = N_("It is yours again, until you send it anew."),
	  .from = "submitted",
	  .to = "draft",
	  .right = RIGHT_CREATE,
	  .aside = true,
	  .effect = take_back },
	{ .name = "approve",
	  .label = NC_("progress", "Approve"),
	  .hint = N_("The secretariat accepts it or returns it."),
	  .from = "submitted",
	  .to = "approved",
	  .right = RIGHT_APPROVE,
	  .fits = in_the_ministry,
	  .waits = when_approved_here,
	  .guard = not_own_words,
	  .effect = approve },
	{ .name = "return",
	  .label = N_("Return to the author"),
	  .hint = N_("The author reads the reason beside the report."),
	  .from = "submitted",
	  .to = "returned",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .fits = in_the_ministry,
	  .waits = when_in_the_ministry,
	  .effect = progress_give_back },
	{ .name = "accept",
	  .label = NC_("progress", "Accept"),
	  .hint = N_("It is locked, its status counts, and the deadline of the period is met."),
	  .from = "approved",
	  .to = "accepted",
	  .right = RIGHT_APPROVE,
	  .fits = progress_in_the_secretariat,
	  .waits = when_accepted_here,
	  .guard = not_own_hands,
	  .effect = accept },
	{ .name = "send_back",
	  .label = N_("Return to the ministry"),
	  .hint = N_("Its focal point reads the reason beside the report."),
	  .from = "approved",
	  .to = "returned",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .fits = progress_in_the_secretariat,
	  .waits = progress_when_in_the_secretariat,
	  .effect = progress_give_back },
	{ .name = "open",
	  .label = N_("Open to the public"),
	  .hint = N_("It can be proposed for the public site, without its difficulties."),
	  .from = "accepted",
	  .right = RIGHT_APPROVE,
	  .asks = "personal_data",
	  .needs = "personal_data",
	  .reason = true,
	  .aside = true,
	  .fits = may_be_opened,
	  .check = holds_no_personal_data,
	  .effect = open_to_all },
	{ .name = "close",
	  .label = N_("Close to the public"),
	  .hint = N_("What the public reads of it disappears at once."),
	  .from = "accepted",
	  .right = RIGHT_APPROVE,
	  .asks = "personal_data",
	  .reason = true,
	  .aside = true,
	  .fits = may_be_closed,
	  .effect = close_to_all },
	{ 0 },
};

static const struct type_search finding = { .titles = "done" };

const struct type progress_update_type = {
	.name = "progress_update",
	.plural = "progress_updates",
	.label = N_("Progress update"),
	.label_plural = N_("Progress updates"),
	.help = N_("What bodies report on measures and recommendations, for each half-year: what "
	           "was done, what came of it, difficulties, the next step."),
	.size = sizeof(struct progress_update),
	FIELDS(fields),
	.function = "progress",
	.states = states,
	.steps = steps,
	.order = "-deadline",
	.flags = TYPE_PUBLISHABLE | TYPE_PUBLIC_OWNER,
	.title = title,
	.title_from = "about",
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.accepted_states = "accepted",
	.publish_states = "accepted",
	.public_states = "accepted",
	.may_be_public = may_be_public,
	.finished_states = "accepted superseded",
	.closed_states = "draft submitted approved returned accepted superseded",
	.search = &finding,
};

/* ---- asking */

SQL(progress_about, "SELECT id FROM progress_update WHERE about = $1 AND about_type = $2"
                    " ORDER BY year DESC, part DESC, id DESC LIMIT 200");
SQL(progress_newest, "SELECT id FROM progress_update WHERE about = $1 AND about_type = $2"
                     " AND state <> 'superseded' ORDER BY deadline DESC, id DESC LIMIT 1");

static int newest_first(const void *a, const void *b)
{
	const struct progress_update *x = *(struct progress_update *const *)a;
	const struct progress_update *y = *(struct progress_update *const *)b;
	int order = date_compare(y->deadline, x->deadline);

	return order ? order : (y->record.id > x->record.id) - (y->record.id < x->record.id);
}

bool progress_of(struct context *cx, struct link about, int limit, struct progress_update ***ret,
                 size_t *n)
{
	enum { MOST = 200 };
	struct rows *r = db_query(cx, &progress_about, V(about.id), V(about.type->name));
	int64_t ids[MOST];
	size_t found = 0;
	void **rows;

	while (r && rows_next(cx, r) && found < MOST)
		ids[found++] = rows_int(r, 0);
	if (failed(cx) || !record_get_many(cx, U, ids, found, &rows, n))
		return false;
	*ret = (struct progress_update **)rows;
	if (*n)
		qsort(*ret, *n, sizeof **ret, newest_first);
	if (*n > (size_t)limit)
		*n = (size_t)limit;
	return true;
}

struct progress_update *progress_last(struct context *cx, struct link about)
{
	int64_t id = 0;
	bool found;

	return db_int(cx, &progress_newest, &id, &found, V(about.id), V(about.type->name)) && found
	               ? record_get_any(cx, U, id)
	               : NULL;
}
