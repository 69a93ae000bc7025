/* What may be proposed, disputed and decided about the position on one recommendation.
 *
 * A proposal is a row of its own for each body and for the secretariat; nobody overwrites
 * another's. What the record shows as proposed is the lead body's.  Whether the proposals differ is
 * found at every save, from the rows of those bodies that the recommendation is assigned to now. */
#include "subject/recommendation/position.h"

#include "language/words.h"
#include "record/app.h"
#include "subject/institution/institution.h"

#define T (&recommendation_type)

const struct choice position_proposals[] = {
	{ "supported", N_("Supported"), "flag st-flag" },
	{ "noted", N_("Noted"), "flag-o st-flagged" },
	{ 0 },
};

const struct choice position_disputes[] = {
	{ "bodies_differ", N_("Two bodies differ"), NULL },
	{ "secretariat_differs", N_("Secretariat and body differ"), NULL },
	{ "marked", N_("Asked for by somebody"), NULL },
	{ 0 },
};

#define P struct position_proposal
static const struct field proposal_fields[] = {
	REF(P, body, N_("Body"), .to = &institution_type),
	REF(P, proposer, N_("Proposed by"), .to_named = "account"),
	YESNO(P, secretariat, N_("As the secretariat")),
	CHOICE(P, proposed, N_("Position"), .choices = position_proposals, .flags = REQUIRED),
	TEXTS(P, words, N_("Explanation"), .max = 4000, .flags = LONG),
	DATE(P, date, N_("Date")),
};
#undef P
const struct row_type position_rows = { sizeof(struct position_proposal), FIELDS(proposal_fields) };

/* ---- whose review it is */

bool position_own_review(struct context *cx, const struct review_cycle *c)
{
	return c && !c->state_under_review &&
	       c->mechanism == record_id_by_key(cx, &mechanism_type, "UPR") && !failed(cx);
}

struct date position_frozen_on(struct context *cx, const struct review_cycle *c)
{
	struct date none = { 0 };

	return date_set(c->adopted_on) && date_compare(c->adopted_on, today(cx)) <= 0
	               ? c->adopted_on
	               : none;
}

static const struct review_cycle *review_of(struct context *cx, const struct recommendation *r)
{
	return r->cycle ? record_get_any(cx, &review_cycle_type, r->cycle) : NULL;
}

bool position_fits(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	return r->kind == KIND_RECOMMENDATION && position_own_review(cx, review_of(cx, r));
}

static bool not_frozen(struct context *cx, const struct recommendation *r)
{
	const struct review_cycle *c = review_of(cx, r);
	struct date day = c ? position_frozen_on(cx, c) : (struct date){ 0 };

	if (failed(cx))
		return false;
	return !date_set(day) ||
	       fail(cx, ERR_INVALID, "position",
	            N_("The outcome was adopted on %s: positions are frozen since then."),
	            words_date_short(cx->mem, cx->lang, day));
}

/* ---- proposals */

static const struct position_proposal *proposal_of(const struct recommendation *r, int64_t body,
                                                   bool secretariat)
{
	const struct position_proposal *v = r->position_proposals.v;

	for (size_t i = 0; i < r->position_proposals.n; i++)
		if ((v[i].secretariat == YES) == secretariat && (secretariat || v[i].body == body))
			return &v[i];
	return NULL;
}

const struct position_proposal *position_of_lead(const struct recommendation *r)
{
	return r->lead ? proposal_of(r, r->lead, false) : NULL;
}

bool position_may_be_proposed(struct context *cx, const void *row)
{
	const struct recommendation *r = row;

	if (!not_frozen(cx, r))
		return false;
	return !r->position_decided.us ||
	       fail(cx, ERR_INVALID, NULL, N_("The chair has decided the position."));
}

/* In the place of the same body's earlier one; the log keeps that. */
static bool take(struct context *cx, struct recommendation *r, bool secretariat)
{
	int64_t body = cx->actor ? cx->actor->institution : 0;
	const struct position_proposal *was = proposal_of(r, body, secretariat);
	struct position_proposal *v =
	        arena_array(cx->mem, struct position_proposal, r->position_proposals.n + 1);
	size_t n = r->position_proposals.n, at = n;

	for (size_t i = 0; i < n; i++) {
		v[i] = ((const struct position_proposal *)r->position_proposals.v)[i];
		if (was && v[i].id == was->id)
			at = i;
	}
	v[at] = (struct position_proposal){
		.id = was ? was->id : 0,
		.body = body,
		.proposer = cx->actor ? cx->actor->user : 0,
		.secretariat = secretariat ? YES : UNSAID,
		.proposed = r->position_proposed,
		.words = r->position_words,
		.date = today(cx),
	};
	r->position_proposals = (struct owned){ v, at == n ? n + 1 : n };
	return true;
}

bool position_take_of_body(struct context *cx, void *row)
{
	return take(cx, row, false);
}

bool position_take_of_secretariat(struct context *cx, void *row)
{
	return take(cx, row, true);
}

static bool same_words(const struct texts *a, const struct texts *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->v[i].lang, b->v[i].lang) || !str_eq(a->v[i].body, b->v[i].body) ||
		    a->v[i].original != b->v[i].original)
			return false;
	return true;
}

/* Only those count to whom it is assigned now. */
static bool counts(const struct recommendation *r, const struct position_proposal *p)
{
	return p->secretariat != YES && (p->body == r->lead || refs_has(&r->co, p->body));
}

static enum position_dispute dispute_of(const struct recommendation *r)
{
	const struct position_proposal *v = r->position_proposals.v, *first = NULL,
	                               *own = proposal_of(r, 0, true);
	bool apart = false;

	for (size_t i = 0; i < r->position_proposals.n; i++) {
		if (!counts(r, &v[i]))
			continue;
		if (first && first->proposed != v[i].proposed)
			return DISPUTE_BODIES;
		first = &v[i];
		apart |= own && own->proposed != v[i].proposed;
	}
	return apart ? DISPUTE_SECRETARIAT : DISPUTE_NONE;
}

void position_derive(struct recommendation *r)
{
	const struct position_proposal *lead = position_of_lead(r);
	enum position_dispute found = dispute_of(r);
	struct texts none = { 0 };

	if (r->position_proposals.n) {
		r->position_proposed = lead ? lead->proposed : PROPOSED_NOTHING;
		if (!same_words(&r->position_words, lead ? &lead->words : &none))
			r->position_words = lead ? lead->words : none;
	}
	if (found || r->position_dispute != DISPUTE_MARKED)
		r->position_dispute = (int)found;
	if (r->position_decided.us)
		r->position_dispute = DISPUTE_NONE;
}

bool position_mark(struct context *cx, void *row)
{
	(void)cx;
	((struct recommendation *)row)->position_dispute = DISPUTE_MARKED;
	return true;
}

/* ---- the decision */

static bool is_own(const struct context *cx, const struct position_proposal *p)
{
	return cx->actor && p->proposer &&
	       (p->proposer == cx->actor->user || p->proposer == cx->actor->on_behalf);
}

bool position_may_be_decided(struct context *cx, const void *row)
{
	const struct recommendation *r = row;
	const struct position_proposal *v = r->position_proposals.v;

	if (!not_frozen(cx, r))
		return false;
	if (!position_of_lead(r))
		return fail(cx, ERR_INVALID, NULL, N_("The lead body has not proposed one yet."));
	for (size_t i = 0; i < r->position_proposals.n; i++)
		if (is_own(cx, &v[i]))
			return fail(cx, ERR_INVALID, NULL,
			            N_("Nobody decides about their own proposal."));
	return true;
}

bool position_is_decided(struct context *cx, const void *row)
{
	return position_known(row) ||
	       fail(cx, ERR_INVALID, "position",
	            N_("The decision is supported or noted. What is accepted of a noted one, the "
	               "explanation says."));
}

/* Where an earlier position was stated says nothing about this one. */
bool position_decide(struct context *cx, void *row)
{
	struct recommendation *r = row;
	const struct recommendation *was = record_get_any(cx, T, r->record.id);

	if (!was)
		return false;
	if (was->position != r->position) {
		r->position_document = 0;
		r->position_locator = r->position_source = NULL;
	}
	r->position_decided.us = cx->now;
	return true;
}

/* ---- every save */

/* A translation that is added changes nothing. */
static bool only_translated(const struct texts *was, const struct texts *is)
{
	for (size_t i = 0; i < was->n; i++) {
		bool there = false;

		for (size_t k = 0; k < is->n && !there; k++)
			there = str_eq(was->v[i].lang, is->v[k].lang) &&
			        str_eq(was->v[i].body, is->v[k].body);
		if (!there)
			return false;
	}
	return was->n > 0 || !is->n;
}

static bool chair_did(struct context *cx, const struct recommendation *was,
                      const struct recommendation *r)
{
	return !was->position_proposals.n || was->position_decided.us != r->position_decided.us ||
	       fail(cx, ERR_INVALID, "position",
	            N_("The chair decides the position: it is changed by that step alone."));
}

bool position_kept(struct context *cx, const struct recommendation *was,
                   const struct recommendation *r)
{
	if (was->position == r->position &&
	    only_translated(&was->position_remark, &r->position_remark))
		return true;
	if (!position_known(was) && !was->position_proposals.n)
		return true; /* one that was published before there was a desk is filled in */
	if (!position_fits(cx, was))
		return !failed(cx);
	if (position_known(was))
		return not_frozen(cx, was) && chair_did(cx, was, r);
	return date_set(position_frozen_on(cx, review_of(cx, was))) || chair_did(cx, was, r);
}
