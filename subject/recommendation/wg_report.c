/* What wg_text.h finds in a report of the Working Group, as recommendations of ours.  The paragraph
 * is the recommendation, also where several States say different things in it: that is how the
 * State answers it and how OHCHR lists it.  Its words keep the States in brackets, as the report
 * has them.  A position is stated in the report itself, in the paragraph above the recommendations;
 * what the State says later, in its addendum, is another document. */
#include "subject/recommendation/wg_report.h"

#include "language/words.h"
#include "record/app.h"
#include "subject/mechanism/review.h"
#include "subject/recommendation/file_label.h"
#include "subject/recommendation/near.h"
#include "subject/recommendation/proposal.h"
#include "subject/recommendation/wg_text.h"

struct reader {
	struct proposals p;
	struct wg_report report;
	const struct labels *countries;
	size_t at;
	const char *note; /* of every source: the session and its days */
};

struct lookup {
	struct context *cx;
	const struct labels *countries;
};

static bool is_country(void *with, const char *name)
{
	const struct lookup *l = with;

	return labels_find(l->cx, l->countries, name) != 0;
}

static int guess(struct context *cx, struct material *m)
{
	struct passages p = proposal_passages(cx, m);

	return wg_guess(cx->mem, &p);
}

/* ---- once */

/* The cover's State by its name, where no symbol of the session's papers says it. */
static const char *state_by_name(struct context *cx, const struct reader *r)
{
	int64_t id = r->report.state ? labels_find(cx, r->countries, r->report.state) : 0;
	const struct country *c = id ? record_get_any(cx, &country_type, id) : NULL;

	return c ? c->iso3 : NULL;
}

static void put_date(struct buffer *b, const char *name, struct date d)
{
	char text[DATE_TEXT];

	if (date_set(d))
		buffer_fmt(b, "; %s: %s", name, date_text(d, text));
}

static const char *note(struct context *cx, const struct wg_report *r)
{
	struct buffer b = BUFFER(cx->mem, MAX_TITLE);

	if (r->session)
		buffer_fmt(&b, "Session: %d", r->session);
	put_date(&b, "Review", r->reviewed);
	put_date(&b, "Adopted", r->adopted);
	put_date(&b, "Distributed", r->distributed);
	return str_starts(buffer_str(&b), "; ") ? buffer_str(&b) + 2 : buffer_str(&b);
}

static bool find_review(struct context *cx, struct reader *r)
{
	const struct wg_report *from = &r->report;
	struct review_facts review = { .review_date = from->reviewed };
	struct document_facts document = { .adopted = from->adopted,
		                           .distributed = from->distributed };
	struct upr_cycles cycles;
	int64_t cycle;

	r->p.mechanism = record_id_by_key(cx, &mechanism_type, "UPR");
	if (failed(cx) || !upr_cycles_load(cx, &cycles))
		return false;
	cycle = upr_cycle_of_session(&cycles, from->session);
	if (cycle) {
		review.session = arena_fmt(cx->mem, "%s session of the Working Group",
		                           words_ordinal(cx->mem, "en", from->session));
		r->p.cycle =
		        review_needed_with(cx, r->p.state, "UPR",
		                           arena_fmt(cx->mem, "%lld", (long long)cycle), &review);
	}
	if (!failed(cx))
		r->p.document =
		        document_needed_with(cx, r->p.symbol, r->p.state, r->p.cycle, &document);
	return !failed(cx);
}

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);
	struct lookup lookup = { cx, NULL };
	const char *iso3;

	*ret_state = r;
	r->p.said = type_fields_named(
	        cx, &recommendation_type,
	        "states_under_review mechanism cycle document locator text kind "
	        "recommending_states "
	        "position position_document position_locator position_remark sources");
	r->countries = lookup.countries = r->p.said ? labels_load(cx, &country_type) : NULL;
	if (!r->countries || !proposals_read(cx, im, &r->p))
		return false;
	if (!wg_read(cx->mem, &r->p.passages, is_country, &lookup, &r->report))
		return fail(cx, ERR_INVALID, NULL,
		            N_("The document has no chapter of conclusions and recommendations."));
	iso3 = r->report.iso3 ? r->report.iso3 : state_by_name(cx, r);
	if (failed(cx) || !proposals_find(cx, im, &r->p, r->report.symbol, iso3, r->report.lang))
		return false;
	r->note = note(cx, &r->report);
	return find_review(cx, r);
}

/* ---- items */

static void read_states(struct context *cx, struct import *im, const struct reader *r,
                        struct import_item *item, const struct wg_item *from)
{
	struct recommendation *to = item->record;

	for (size_t i = 0; i < from->statements.n; i++) {
		const struct statement *s = &from->statements.v[i];

		for (size_t k = 0; k < s->states_n; k++) {
			int64_t id =
			        file_label_or_unknown(cx, im, item, "recommending_states",
			                              &country_type, r->countries, s->states[k]);

			if (id)
				refs_add(cx, &to->recommending_states, id);
		}
	}
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct reader *r = state;
	const struct wg_item *from = &r->report.items[r->at];
	struct recommendation *to;

	if (r->at == r->report.items_n)
		return false;
	r->at++;
	to = proposal_begin(cx, im, &r->p, item, from->at, from->more, from->more_n);
	proposal_words(cx, &r->p, to, from->at, from->locator, from->words, r->note);
	to->kind = from->kind;
	to->position = from->position;
	if (from->position) {
		to->position_document = r->p.document;
		to->position_locator = from->group;
	}
	if (from->remark)
		to->position_remark = proposal_texts(cx, &r->p, from->remark);
	read_states(cx, im, r, item, from);
	return !failed(cx);
}

const struct import_format wg_report_format = {
	.name = "wg-report",
	.label = N_("Report of the UPR Working Group (PDF, Word)"),
	.flags = IMPORT_FOREIGN | IMPORT_PROPOSES,
	.guess = guess,
	.open = open,
	.next = next,
	.near = recommendation_near,
	.meet = recommendation_meet,
};
