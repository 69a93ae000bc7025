/* The recommendation's field table, its names and keys, and the rules of every save.  What may
 * happen to it stands in step.c. */
#include "subject/recommendation/recommendation.h"

#include "language/fold.h"
#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "record/subject.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/locator.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/finding.h"
#include "subject/recommendation/matrix.h"
#include "subject/recommendation/observations.h"
#include "subject/recommendation/part.h"
#include "subject/recommendation/position.h"
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

const struct choice recommendation_statuses[] = {
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
	{ "planned", N_("Planned: a measure answers it"), "ok" },
	{ "in_progress", N_("Worked on"), "go st-go" },
	{ "reported", N_("Reported, to be verified"), "sent" },
	{ "verified", N_("Verified"), "done st-done" },
	{ "closed", N_("Closed"), "lock" },
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
	CHOICE(R, position_proposed, N_("Position proposed"), .choices = position_proposals,
	       .flags = FILTERED | READONLY,
	       .help = N_(
	               "Supported or noted: there is no “partially”. What is accepted of it, the "
	               "explanation says.")),
	TEXTS(R, position_words, N_("Explanation proposed"), .max = 4000, .flags = LONG | READONLY),
	CHOICE(R, position_dispute, N_("Position for the Commission"), .choices = position_disputes,
	       .flags = FILTERED | READONLY),
	TEXT(R, position_dispute_note, N_("Why the position goes to the Commission"), .max = 1000,
	     .flags = LONG | READONLY),
	INSTANT(R, position_decided, N_("Position decided at"), .flags = READONLY),
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
	CHOICE(R, status, N_("Status"), .choices = recommendation_statuses,
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
	/* Rows that came later stand last: `parts` has a bit for each, in this order. */
	ROWS(R, position_proposals, N_("Proposals for the position"), .rows = &position_rows,
	     .flags = READONLY),
	REFS(R, reported_by, N_("Had a hand in the reports"), .to_named = "account",
	     .flags = READONLY,
	     .help = N_("Who wrote, approved or accepted a report on it does not verify it.")),
};
#undef R

/* ---- names and keys */

/* Three sources for "where it stands": paragraph of a document, document alone, or cycle and
 * recommending States. */
/* What has no place in a document is called by its words. */
static const char *first_words(struct context *cx, const struct texts *text)
{
	enum { MOST = 90 };
	const struct text *best = texts_best(cx, text);

	return best ? words_short(cx->mem, best->body, MOST) : NULL;
}

const char *recommendation_reference(struct context *cx, const struct recommendation *r)
{
	const char *where = r->document ? record_title(cx, &document_type, r->document)
	                    : r->cycle  ? record_title(cx, &review_cycle_type, r->cycle)
	                                : "";
	const char *locator = r->locator ? r->locator : "", *words;

	if (*locator)
		return arena_fmt(cx->mem, "%s%s%s", where, *where ? " " : "", locator);
	if (r->recommending_states.n)
		return arena_fmt(cx->mem, "%s%s%s%s", where, *where ? " · " : "",
		                 record_title(cx, &country_type, r->recommending_states.v[0]),
		                 r->recommending_states.n > 1 ? " …" : "");
	words = *where ? where : first_words(cx, &r->text);
	return words ? words : arena_fmt(cx->mem, "%lld", (long long)r->record.id);
}

/* 0 where it is restricted. */
static int64_t if_open(struct context *cx, const struct type *t, int64_t id)
{
	const struct record *r = id ? record_get_any(cx, t, id) : NULL;

	return r && r->classification != CLASS_RESTRICTED ? id : 0;
}

const char *recommendation_place(struct context *cx, const struct recommendation *r)
{
	static const struct actor whole = { .console = true };
	const struct actor *actor = cx->actor;
	struct titles *titles = cx->titles;
	struct recommendation open = *r;
	const char *words = "";

	open.document = if_open(cx, &document_type, r->document);
	open.cycle = if_open(cx, &review_cycle_type, r->cycle);
	if (failed(cx))
		return words;
	cx->actor = &whole;
	cx->titles = NULL; /* of another reader and another language */
	if (open.document || open.cycle || !str_empty(open.locator) || open.recommending_states.n)
		words = recommendation_reference(cx, &open);
	cx->actor = actor;
	cx->titles = titles;
	return words;
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
	return (!was || position_kept(cx, was, r)) && !failed(cx);
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
	position_derive(r);
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
	.steps = recommendation_steps,
	.order = "order_key",
	.flags = TYPE_PUBLISHABLE,
	.title = title,
	.title_from = "document cycle",
	.prepare = prepare,
	.check = check,
	.accepted_states = "accepted planned in_progress reported verified closed",
	.publish_states = "accepted planned in_progress reported verified closed not_pursued",
	.public_states = "triaged assigned accepted planned in_progress reported verified closed "
	                 "returned not_pursued reopened",
	.finished_states = "merged split superseded not_pursued closed",
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
