/* The recommendation's field table, its life cycle and its rules.  Read it from the top: what it
 * is, what may happen to it, what is refused, what follows from a save. */
#include "subject/recommendation/recommendation.h"

#include "language/fold.h"
#include "record/app.h"
#include "record/setting.h"
#include "record/subject.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/locator.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/finding.h"
#include "subject/recommendation/matrix.h"
#include "subject/recommendation/observations.h"
#include "subject/recommendation/sample.h"
#include "subject/recommendation/staging.h"
#include "subject/recommendation/table.h"
#include "subject/recommendation/uhri.h"
#include "subject/recommendation/upr_info.h"
#include "subject/recommendation/upr_matrix.h"
#include "subject/recommendation/wg_report.h"
#include "subject/taxonomy/taxonomy.h"

/* ---- words */

static const struct choice kinds[] = {
	{ "recommendation", N_("Recommendation"), NULL },
	{ "observation", N_("Observation or concern"), NULL },
	{ "question", N_("Question"), NULL },
	{ "request_for_information", N_("Request for information"), NULL },
	{ "follow_up_priority", N_("Follow-up priority"), NULL },
	{ "agreed_step", N_("Agreed step"), NULL },
	{ "pledge", N_("Voluntary pledge"), NULL },
	{ 0 },
};

static const struct choice asks[] = {
	{ "law", N_("Law"), NULL },
	{ "practice", N_("Practice"), NULL },
	{ "both", N_("Law and practice"), NULL },
	{ "report", N_("A report"), NULL },
	{ 0 },
};

static const struct choice positions[] = {
	{ "pending", N_("Pending"), "none st-none" },
	{ "supported", N_("Supported"), "flag st-flag" },
	{ "noted", N_("Noted"), "flag-o st-flagged" },
	{ 0 },
};

static const struct choice priorities[] = {
	{ "high", N_("High"), NULL },
	{ "normal", N_("Normal"), NULL },
	{ "low", N_("Low"), NULL },
	{ 0 },
};

static const struct choice statuses[] = {
	{ "not_started", N_("Not started"), "new st-new" },
	{ "in_progress", N_("In progress"), "go st-go" },
	{ "partially_implemented", N_("Partially implemented"), "part st-part" },
	{ "implemented", N_("Implemented"), "done st-done" },
	{ "continuous", N_("Continuous"), "cont st-cont" },
	{ "not_pursued", N_("Not pursued"), "stop st-stop" },
	{ "no_information", N_("No information"), "none st-none" },
	{ 0 },
};

static const struct choice answers[] = {
	{ "accept", N_("Accept"), NULL },
	{ "return", N_("Return"), NULL },
	{ 0 },
};

static const struct choice opinions[] = {
	{ "agrees", N_("Shares the State’s view"), "d-yes st-voice" },
	{ "agrees_in_part", N_("Shares it in part"), "d-part st-voice" },
	{ "disagrees", N_("Does not share it"), "d-no st-voice" },
	{ 0 },
};

static const struct choice stages[] = {
	{ "entered", N_("Entered"), "draft" },
	{ "imported", N_("Imported"), "draft" },
	{ "triaged", N_("Triaged"), "ok" },
	{ "assigned", N_("Assigned, answer awaited"), "sent" },
	{ "accepted", N_("Accepted by the body"), "ok" },
	{ "returned", N_("Returned by the body"), "back st-back" },
	{ "merged", N_("Merged into another"), "lock" },
	{ "split", N_("Split into parts"), "lock" },
	{ "superseded", N_("Superseded"), "lock" },
	{ "not_pursued", N_("Not pursued"), "stop st-stop" },
	{ "reopened", N_("Reopened"), "draft" },
	{ 0 },
};

/* ---- fields */

#define A struct assessment
static const struct field assessment_fields[] = {
	REF(A, grade, N_("Grade"), .to = &grade_type, .flags = REQUIRED),
	REF(A, document, N_("Document"), .to = &document_type),
	TEXT(A, locator, N_("Paragraph"), .max = 60),
	DATE(A, date, N_("Date")),
	TEXT(A, note, N_("Reason given"), .max = 4000, .flags = LONG),
};
#undef A
static const struct row_type assessment_rows = { sizeof(struct assessment),
	                                         FIELDS(assessment_fields) };

#define V_ struct view
static const struct field view_fields[] = {
	REF(V_, author, N_("Author"), .to = &institution_type, .flags = REQUIRED | AUTHOR),
	CHOICE(V_, opinion, N_("View"), .choices = opinions, .flags = REQUIRED),
	TEXTS(V_, words, N_("In the author’s words"), .max = 8000, .flags = LONG),
	DATE(V_, date, N_("Date")),
};
#undef V_
static const struct row_type view_rows = { sizeof(struct view), FIELDS(view_fields) };

#define P struct paper
static const struct field paper_fields[] = {
	FILE_(P, file, N_("File"), .flags = REQUIRED),
	TEXT(P, note, N_("What it is"), .max = 300),
};
#undef P
static const struct row_type paper_rows = { sizeof(struct paper), FIELDS(paper_fields) };

#define R struct recommendation
static const struct field fields[] = {
	REFS(R, states_under_review, N_("State under review"), .to = &country_type,
	     .flags = FILTERED | PUBLIC,
	     .help = N_("Left empty, it is the State of this installation.")),
	REF(R, mechanism, N_("Mechanism"), .to = &mechanism_type, .flags = FILTERED | PUBLIC),
	REF(R, cycle, N_("Review cycle"), .to = &review_cycle_type,
	    .flags = LISTED | FILTERED | PUBLIC),
	REF(R, document, N_("Document"), .to = &document_type, .flags = LISTED | FILTERED | PUBLIC,
	    .aliases = "symbol"),
	TEXT(R, locator, N_("Paragraph"), .max = 60, .flags = LISTED | FILTERED | PUBLIC,
	     .aliases = "paragraph|para",
	     .help = N_("As the document writes it, for example 126.12 or 13 (b) (ii).")),
	TEXTS(R, text, N_("Text"), .flags = REQUIRED | LISTED | LONG | FILTERED | PUBLIC,
	      .help = N_("The words of the document, unchanged. The other languages are "
	                 "translations.")),
	CHOICE(R, kind, N_("Kind"), .choices = kinds, .flags = REQUIRED | FILTERED | PUBLIC),
	REFS(R, themes, N_("Themes"), .to = &theme_type, .flags = LISTED | FILTERED | PUBLIC),
	REFS(R, affected_persons, N_("Affected persons"), .to = &affected_person_type,
	     .flags = FILTERED | PUBLIC),
	REFS(R, sdg, N_("Sustainable Development Goals"), .to = &sdg_type,
	     .flags = FILTERED | PUBLIC),
	REFS(R, instruments, N_("Instruments"), .to = &instrument_type, .flags = FILTERED | PUBLIC),
	TEXT(R, articles, N_("Articles"), .max = 200, .flags = PUBLIC),
	TEXT(R, regions, N_("Regions"), .max = 300, .flags = PUBLIC),
	CHOICE(R, asks_for, N_("Asks for"), .choices = asks, .flags = FILTERED | PUBLIC,
	       .help = N_("Whether a law alone can answer it, or practice must change.")),
	YESNO(R, follow_up, N_("Singled out for follow-up"), .flags = FILTERED | PUBLIC),
	DATE(R, follow_up_due, N_("Follow-up due"), .flags = PUBLIC),
	REFS(R, recommending_states, N_("Recommending States"), .to = &country_type,
	     .flags = LISTED | FILTERED | PUBLIC),
	CHOICE(R, position, N_("UPR position"), .choices = positions,
	       .flags = LISTED | FILTERED | PUBLIC),
	REF(R, position_document, N_("Position stated in"), .to = &document_type, .flags = PUBLIC),
	TEXT(R, position_locator, N_("Paragraph of the position"), .max = 60, .flags = PUBLIC),
	TEXT(R, position_source, N_("Position according to"), .max = 200, .flags = PUBLIC),
	TEXTS(R, position_remark, N_("Remark on the position"), .max = 4000,
	      .flags = LONG | PUBLIC),
	REF(R, lead, N_("Lead body"), .to = &institution_type,
	    .flags = LISTED | FILTERED | READONLY | ASSIGNS | PUBLIC),
	REFS(R, co, N_("Co-bodies"), .to = &institution_type,
	     .flags = FILTERED | READONLY | ASSIGNS),
	DATE(R, deadline, N_("Deadline"), .flags = LISTED | FILTERED | SORTED),
	CHOICE(R, priority, N_("Priority"), .choices = priorities, .flags = FILTERED),
	DATE(R, assigned_on, N_("Assigned on"), .flags = READONLY),
	DATE(R, answer_due, N_("Answer due"), .flags = READONLY | FILTERED),
	CHOICE(R, proposed_answer, N_("Answer proposed by the focal point"), .choices = answers,
	       .flags = READONLY),
	YESNO(R, proposed_not_pursued, N_("Proposed not to be pursued"),
	      .flags = READONLY | FILTERED),
	REF(R, merged_into, N_("Merged into"), .to = &recommendation_type,
	    .flags = READONLY | FILTERED),
	REF(R, split_from, N_("Split from"), .to = &recommendation_type,
	    .flags = READONLY | FILTERED),
	REF(R, superseded_by, N_("Superseded by"), .to = &recommendation_type,
	    .flags = READONLY | FILTERED),
	CHOICE(R, status, N_("Status"), .choices = statuses,
	       .flags = LISTED | FILTERED | READONLY | IMPORTED | PUBLIC),
	TEXTS(R, status_reason, N_("What the status rests on"), .max = 8000,
	      .flags = LONG | READONLY | IMPORTED | PUBLIC,
	      .help = N_("Stands beside the status, for everybody who reads it. With “Partially "
	                 "implemented”: what is missing.")),
	ROWS(R, assessments, N_("Grades of the mechanism"), .rows = &assessment_rows,
	     .flags = PUBLIC),
	ROWS(R, views, N_("Independent views"), .rows = &view_rows, .flags = READONLY | PUBLIC),
	ROWS(R, papers, N_("Files"), .rows = &paper_rows),
	TEXT(R, order_key, N_("Order"), .max = 1000, .flags = REQUIRED | HIDDEN),
	TEXT(R, import_key, N_("Import key"), .max = 100, .flags = REQUIRED | HIDDEN),
};
#undef R

/* ---- what is refused */

static bool lead_is_named(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	const struct institution *lead;

	for (size_t i = 0; i < r->co.n; i++)
		if (r->co.v[i] == r->lead)
			return fail(cx, ERR_INVALID, "co",
			            N_("The lead body cannot be a co-body, too."));
	lead = record_get_any(cx, &institution_type, r->lead);
	if (!lead)
		return false;
	return !date_set(lead->active_to) || date_compare(lead->active_to, today(cx)) >= 0 ||
	       fail(cx, ERR_INVALID, "lead", N_("The lead body does not exist any more."));
}

/* Only the lead body answers for the assignment; a co-body follows. */
static bool answered_by_lead(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return (cx->actor && (cx->actor->console || cx->actor->institution == r->lead)) ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("Only the lead body accepts or returns the assignment."));
}

/* Two persons decide that the State does not pursue a recommendation: one proposes, the chair
 * decides (roles, "close"). */
static bool not_pursuing_is_proposed(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return r->proposed_not_pursued == YES ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("The secretariat or the deputy chair proposes it first, with a reason."));
}

static bool not_proposed_yet(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return r->proposed_not_pursued != YES ||
	       fail(cx, ERR_INVALID, NULL, N_("It has been proposed; the chair decides."));
}

static bool not_itself(struct context *cx, const struct recommendation *r, int64_t other,
                       const char *field)
{
	const struct recommendation *o;

	if (other == r->record.id)
		return fail(cx, ERR_INVALID, field,
		            N_("A recommendation cannot stand for itself."));
	o = record_get(cx, &recommendation_type, other);
	if (!o && cx->err.kind == ERR_NOT_FOUND) {
		error_clear(cx);
		fail(cx, ERR_INVALID, field,
		     N_("There is no such recommendation, or it is not open to you."));
	}
	if (!o)
		return false;
	return !type_state_in(&recommendation_type, o->record.state, "merged split superseded") ||
	       fail(cx, ERR_INVALID, field,
	            N_("That recommendation was itself merged, split or superseded."));
}

static bool other_to_merge_into(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return not_itself(cx, r, r->merged_into, "merged_into");
}

static bool other_that_supersedes(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return not_itself(cx, r, r->superseded_by, "superseded_by");
}

SQL(recommendation_parts, "SELECT count(*) FROM recommendation WHERE split_from = $1");

static bool parts_exist(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	int64_t n = 0;
	bool found;

	return db_int(cx, &recommendation_parts, &n, &found, V(r->record.id)) &&
	       (n > 1 || fail(cx, ERR_INVALID, NULL, N_("Enter the parts first.")));
}

/* The State may not call a thing done on its word alone (domain model §2.3; TC-40).  Accepted
 * evidence comes with the follow-up loop; until it exists nothing can be called implemented by
 * hand. */
static bool status_has_grounds(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	if (r->status == STATUS_IMPLEMENTED)
		return fail(cx, ERR_INVALID, "status",
		            N_("“Implemented” needs accepted evidence, and there is none."));
	if (r->status == STATUS_NOT_PURSUED)
		return fail(cx, ERR_INVALID, "status",
		            N_("“Not pursued” is decided by the chair, with a reason."));
	return r->status != STATUS_PARTIALLY_IMPLEMENTED || r->status_reason.n ||
	       fail(cx, ERR_INVALID, "status_reason",
	            N_("“Partially implemented” needs a reason: what is missing?"));
}

static const struct view *view_of_id(const struct owned *views, int64_t id)
{
	const struct view *v = views->v;

	for (size_t i = 0; i < views->n; i++)
		if (v[i].id == id)
			return &v[i];
	return NULL;
}

static bool same_view(const struct view *a, const struct view *b)
{
	if (a->author != b->author || a->opinion != b->opinion ||
	    date_compare(a->date, b->date) != 0 || a->words.n != b->words.n)
		return false;
	for (size_t i = 0; i < a->words.n; i++)
		if (!str_eq(a->words.v[i].lang, b->words.v[i].lang) ||
		    !str_eq(a->words.v[i].body, b->words.v[i].body))
			return false;
	return true;
}

/* An independent view is its author's: nobody adds, changes or removes another's
 * (roles, rule 4). */
static bool only_own_views(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	const struct recommendation *old = record_get_any(cx, &recommendation_type, r->record.id);
	int64_t own = cx->actor ? cx->actor->institution : 0;
	const struct view *v;

	if (!old)
		return false;
	v = r->views.v;
	for (size_t i = 0; i < r->views.n; i++) {
		const struct view *was = view_of_id(&old->views, v[i].id);

		if (v[i].author != own && !(was && same_view(was, &v[i])))
			return fail(cx, ERR_INVALID, "views",
			            N_("A view is written by its author alone."));
	}
	v = old->views.v;
	for (size_t i = 0; i < old->views.n; i++)
		if (v[i].author != own && !view_of_id(&r->views, v[i].id))
			return fail(cx, ERR_INVALID, "views",
			            N_("A view is taken back by its author alone."));
	return true;
}

/* ---- what follows */

/* The assignment letter: from when on the body answers, and until when (SC-02: ten days, a
 * setting). */
static bool start_answer_clock(struct context *cx, void *row)
{
	struct recommendation *r = row;

	r->assigned_on = today(cx);
	r->answer_due = date_add_days(r->assigned_on, (int)setting_number(cx, "answer_days"));
	r->proposed_answer = 0;
	return true;
}

static bool stop_answer_clock(struct context *cx, void *row)
{
	struct recommendation *r = row;

	(void)cx;
	r->answer_due = (struct date){ 0 };
	r->proposed_answer = 0;
	return true;
}

static bool propose_not_to_pursue(struct context *cx, void *row)
{
	(void)cx;
	((struct recommendation *)row)->proposed_not_pursued = YES;
	return true;
}

/* The chair declines the proposal. */
static bool go_on(struct context *cx, void *row)
{
	(void)cx;
	((struct recommendation *)row)->proposed_not_pursued = UNSAID;
	return true;
}

static bool stop_pursuing(struct context *cx, void *row)
{
	struct recommendation *r = row;

	r->proposed_not_pursued = UNSAID;
	r->status = STATUS_NOT_PURSUED;
	return stop_answer_clock(cx, row);
}

static bool begin_again(struct context *cx, void *row)
{
	struct recommendation *r = row;

	(void)cx;
	r->merged_into = r->superseded_by = 0;
	r->proposed_not_pursued = UNSAID;
	if (r->status == STATUS_NOT_PURSUED)
		r->status = 0;
	return true;
}

/* ---- the life cycle */

#define OPEN "entered imported triaged assigned accepted returned reopened"

static const struct step steps[] = {
	{ .name = "triage",
	  .label = N_("Triage"),
	  .hint = N_("It can then be assigned to a body."),
	  .from = "entered imported reopened",
	  .to = "triaged",
	  .right = RIGHT_UPDATE,
	  .asks = "kind themes affected_persons sdg asks_for priority" },
	{ .name = "assign",
	  .label = N_("Assign"),
	  .hint = N_("The lead body and its co-bodies see it from now on; the lead body accepts or "
	             "returns it."),
	  .from = "triaged returned reopened",
	  .to = "assigned",
	  .right = RIGHT_SEND,
	  .asks = "lead co deadline priority",
	  .needs = "lead",
	  .check = lead_is_named,
	  .effect = start_answer_clock },
	{ .name = "reassign",
	  .aside = true,
	  .label = N_("Assign to another body"),
	  .hint = N_("The body that had it sees the reason; the new one accepts or returns it."),
	  .from = "assigned accepted",
	  .to = "assigned",
	  .right = RIGHT_SEND,
	  .asks = "lead co deadline priority",
	  .needs = "lead",
	  .reason = true,
	  .check = lead_is_named,
	  .effect = start_answer_clock },
	{ .name = "propose_answer",
	  .label = N_("Propose an answer"),
	  .hint = N_("The ministry’s approver decides."),
	  .from = "assigned",
	  .function = "assignment_answer",
	  .right = RIGHT_PROPOSE,
	  .asks = "proposed_answer",
	  .needs = "proposed_answer",
	  .guard = answered_by_lead },
	{ .name = "accept",
	  .label = N_("Accept"),
	  .hint = N_("The body answers for it from now on."),
	  .from = "assigned",
	  .to = "accepted",
	  .function = "assignment_answer",
	  .right = RIGHT_APPROVE,
	  .guard = answered_by_lead,
	  .effect = stop_answer_clock },
	{ .name = "return",
	  .label = N_("Return"),
	  .hint = N_("The secretariat reads the reason and assigns it anew."),
	  .from = "assigned",
	  .to = "returned",
	  .function = "assignment_answer",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .guard = answered_by_lead,
	  .effect = stop_answer_clock },
	{ .name = "set_status",
	  .aside = true,
	  .label = N_("Set the State’s status"),
	  .hint = N_("It stands beside the mechanism’s grade and independent views, never instead "
	             "of them."),
	  .from = OPEN,
	  .right = RIGHT_UPDATE,
	  .asks = "status status_reason",
	  .needs = "status",
	  .reason = true,
	  .check = status_has_grounds },
	{ .name = "merge",
	  .aside = true,
	  .label = N_("Merge into another"),
	  .hint = N_("It stays readable with its history and points to the other one."),
	  .from = OPEN,
	  .to = "merged",
	  .right = RIGHT_UPDATE,
	  .asks = "merged_into",
	  .needs = "merged_into",
	  .reason = true,
	  .check = other_to_merge_into },
	{ .name = "split",
	  .aside = true,
	  .label = N_("Split it into parts"),
	  .hint = N_("Work goes on with the parts; this one stays readable."),
	  .from = OPEN,
	  .to = "split",
	  .right = RIGHT_UPDATE,
	  .page = "/split",
	  .guard = parts_exist },
	{ .name = "supersede",
	  .aside = true,
	  .label = N_("Mark as superseded"),
	  .hint = N_("It stays readable and points to the newer one."),
	  .from = OPEN,
	  .to = "superseded",
	  .right = RIGHT_UPDATE,
	  .asks = "superseded_by",
	  .needs = "superseded_by",
	  .reason = true,
	  .check = other_that_supersedes },
	{ .name = "propose_not_pursue",
	  .aside = true,
	  .label = N_("Propose not to pursue"),
	  .hint = N_("The chair decides."),
	  .from = OPEN,
	  .function = "close_recommendation",
	  .right = RIGHT_PROPOSE,
	  .reason = true,
	  .guard = not_proposed_yet,
	  .effect = propose_not_to_pursue },
	{ .name = "not_pursue",
	  .label = N_("Decide not to pursue"),
	  .hint = N_("The reason stands on record; the chair can resume it."),
	  .from = OPEN,
	  .to = "not_pursued",
	  .function = "close_recommendation",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .not_by = "propose_not_pursue",
	  .guard = not_pursuing_is_proposed,
	  .effect = stop_pursuing },
	{ .name = "go_on",
	  .label = N_("Decide to go on"),
	  .hint = N_("The proposal is declined; the work goes on as it was."),
	  .from = OPEN,
	  .function = "close_recommendation",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .guard = not_pursuing_is_proposed,
	  .effect = go_on },
	{ .name = "reopen",
	  .aside = true,
	  .label = N_("Reopen"),
	  .hint = N_("It is triaged or assigned again."),
	  .from = "merged split superseded",
	  .to = "reopened",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .effect = begin_again },
	{ .name = "resume",
	  .aside = true,
	  .label = N_("Resume"),
	  .hint = N_("It is triaged or assigned again."),
	  .from = "not_pursued",
	  .to = "reopened",
	  .function = "close_recommendation",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .effect = begin_again },
	{ .name = "give_view",
	  .aside = true,
	  .label = N_("Give an independent view"),
	  .hint = N_("It stands beside the State’s status under your institution’s name."),
	  .from = OPEN " not_pursued",
	  .function = "verification",
	  .right = RIGHT_COMMENT,
	  .asks = "views",
	  .check = only_own_views },
	{ 0 },
};

/* ---- names and keys */

/* Three sources for "where it stands": paragraph of a document, document alone, or cycle and
 * recommending States. */
const char *recommendation_reference(struct context *cx, const struct recommendation *r)
{
	const char *where = r->document ? record_title(cx, &document_type, r->document)
	                    : r->cycle  ? record_title(cx, &review_cycle_type, r->cycle)
	                                : "";
	const char *locator = r->locator ? r->locator : "";

	if (*locator)
		return arena_fmt(cx->mem, "%s%s%s", where, *where ? " " : "", locator);
	if (r->recommending_states.n)
		return arena_fmt(cx->mem, "%s%s%s%s", where, *where ? " · " : "",
		                 record_title(cx, &country_type, r->recommending_states.v[0]),
		                 r->recommending_states.n > 1 ? " …" : "");
	return *where ? where : arena_fmt(cx->mem, "%lld", (long long)r->record.id);
}

static const char *title(struct context *cx, const void *row)
{
	return recommendation_reference(cx, row);
}

static const struct text *authoritative(const struct texts *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].original)
			return &x->v[i];
	return x->n ? &x->v[0] : NULL;
}

const char *recommendation_import_key(struct context *cx, const struct recommendation *r)
{
	const struct text *text = authoritative(&r->text);
	struct digest d;
	unsigned char bytes[DIGEST_SIZE];
	char hex[HEX_DIGEST];

	digest_start(&d);
	if (r->document && !str_empty(r->locator)) {
		const char *locator = locator_normal(cx->mem, r->locator);

		digest_add(&d, &r->document, sizeof r->document);
		digest_add(&d, locator, strlen(locator));
		/* a concern and what follows from it may stand in one paragraph */
		if (r->kind == KIND_OBSERVATION)
			digest_add(&d, "observation", strlen("observation"));
	} else {
		const char *words = fold_space_case(cx->mem, text ? text->body : "");

		digest_add(&d, r->states_under_review.v,
		           r->states_under_review.n ? sizeof(int64_t) : 0);
		digest_add(&d, &r->cycle, sizeof r->cycle);
		digest_add(&d, r->recommending_states.v,
		           r->recommending_states.n * sizeof(int64_t));
		digest_add(&d, words, strlen(words));
	}
	digest_end(&d, bytes);
	hex_text(bytes, sizeof bytes, hex);
	return arena_str(cx->mem, hex);
}

/* The default order: the own State before others, which follow review by review; documents by
 * symbol, in each its paragraphs as they are numbered, 126.9 before 126.12. */
static const char *order_key(struct context *cx, const struct recommendation *r, int64_t own)
{
	const char *cycle = r->cycle ? review_cycle_order(cx, r->cycle) : "~",
	           *where = r->document ? document_order(cx, r->document) : cycle;

	if (r->states_under_review.n && r->states_under_review.v[0] != own)
		where = arena_fmt(cx->mem, "~%s %s", cycle, r->document ? where : "");
	return arena_fmt(cx->mem, "%s %s", where,
	                 str_empty(r->locator) ? "~" : locator_key(cx->mem, r->locator));
}

/* The instance's own State comes first among several. */
static bool own_state_first(struct context *cx, struct recommendation *r, int64_t own)
{
	struct refs *s = &r->states_under_review;
	int64_t *v = arena_array(cx->mem, int64_t, s->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->v[i] == own)
			v[n++] = own;
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i] != own)
			v[n++] = s->v[i];
	if (!n && own)
		v[n++] = own;
	*s = (struct refs){ v, n };
	return !failed(cx);
}

static bool check(struct context *cx, const void *old, void *row)
{
	struct recommendation *r = row;
	const struct recommendation *was = old;

	if (r->position && r->kind == KIND_PLEDGE)
		fail(cx, ERR_INVALID, "position", N_("A voluntary pledge has no position."));
	if (was && was->status != r->status && r->status == STATUS_IMPLEMENTED &&
	    !status_has_grounds(cx, row))
		return false;
	return !failed(cx);
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct recommendation *r = row;
	int64_t own = record_id_by_key(cx, &country_type, setting(cx, "state"));

	(void)old;
	if (!own_state_first(cx, r, own))
		return false;
	if (r->document)
		document_complete(cx, r->document, &r->mechanism, &r->cycle);
	if (!r->kind)
		r->kind = KIND_RECOMMENDATION;
	r->order_key = order_key(cx, r, own);
	r->import_key = recommendation_import_key(cx, r);
	return !failed(cx);
}

const struct type recommendation_type = {
	.name = "recommendation",
	.plural = "recommendations",
	.label = N_("Recommendation"),
	.label_plural = N_("Recommendations"),
	.help = N_("What mechanisms asked of the State, each in its own words, with the body that "
	           "answers for it."),
	.size = sizeof(struct recommendation),
	FIELDS(fields),
	.function = "recommendations",
	.states = stages,
	.steps = steps,
	.order = "order_key",
	.flags = TYPE_PUBLISHABLE,
	.title = title,
	.prepare = prepare,
	.check = check,
	.accepted_states = "accepted",
	.publish_states = "accepted not_pursued",
	.public_states = "triaged assigned accepted returned not_pursued reopened",
	.finished_states = "merged split superseded not_pursued",
	.text = &recommendation_matrix,
	.search = &recommendation_finding,
};

static const struct type *const types[] = { &recommendation_type, NULL };

static const struct import_format *const formats[] = {
	&upr_info_format,     &upr_matrix_format, &uhri_format,  &wg_report_format,
	&observations_format, &impact_oss_format, &table_format, NULL,
};

const struct subject recommendation_subject = {
	.name = "recommendation",
	.types = types,
	.load_sample = recommendation_load_sample,
	.erased = staging_erased,
	.formats = formats,
	.order = 40,
};
