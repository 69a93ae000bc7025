/* The report that the State owes next under an instrument.
 *
 * What the last review on record says counts, and stands in the register as the review's own
 * (subject/report/).  Only where it says nothing the rules compute a date (DL-04, DL-05), which is
 * then the deadline of the act by which the State is bound.  A computed date that has passed is no
 * overdue report: whether it was submitted is not on record, so it is told on the instrument's page
 * and kept out of the register. */
#include "subject/treaty/part.h"

#include "base/number.h"
#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/deadline/deadline.h"

SQL(report_last_review, "SELECT id FROM review_cycle WHERE instrument = $1"
                        " AND state_under_review IS NULL ORDER BY order_key DESC, id DESC LIMIT 1");
SQL(report_lead, "SELECT o.lead FROM obligation o JOIN provision p ON p.id = o.provision"
                 " WHERE p.instrument = $1 AND o.duty = 'report' AND o.lead IS NOT NULL"
                 " ORDER BY p.order_key LIMIT 1");

/* The last number in its code: 6 of "CRC-5-6"; 0: it has none. */
static int64_t number_of(const char *code)
{
	const char *dash = strrchr(code, '-');
	int64_t n;

	return dash && parse_int_in(dash + 1, 1, 1000, &n) ? n : 0;
}

/* Asks; a rule that does not know the instrument is no failure. */
static bool ask(struct context *cx, const char *line, struct deadline_answer *ret)
{
	struct error before = cx->err;

	*ret = (struct deadline_answer){ .status = DEADLINE_NONE };
	if (deadline_ask_line(cx, line, ret))
		return true;
	if (cx->err.kind != ERR_INVALID)
		return false;
	cx->err = before;
	return true;
}

/* By rule DL-05, else nothing. */
static bool periodic(struct context *cx, const char *code, struct date initial,
                     struct report_next *ret, struct deadline_answer *answer)
{
	char day[DATE_TEXT];

	if (ret->number < 2)
		return true;
	ret->basis = arena_fmt(cx->mem, "DL-05 instrument=%s initial=%s n=%lld", code,
	                       date_text(initial, day), (long long)ret->number);
	return ask(cx, ret->basis, answer);
}

/* Of "2028-05/2029-05" the end. */
static const char *end_of(const char *expectation)
{
	const char *slash = strchr(expectation, '/');

	return slash ? slash + 1 : expectation;
}

/* What is asked of a rule for what the review says of the next report; NULL: it says nothing. */
static const char *said_by(struct context *cx, const struct review_cycle *c)
{
	char adopted[DATE_TEXT];

	if (!str_empty(c->next_expectation))
		return arena_fmt(cx->mem, "DL-06 stated=%s",
		                 c->next_said != NEXT_EXPECTED ? end_of(c->next_expectation)
		                                               : "to_be_communicated");
	if (c->next_period.set && date_set(c->adopted_on))
		return arena_fmt(cx->mem, "DL-06b adopted=%s period=%lld",
		                 date_text(c->adopted_on, adopted),
		                 (long long)c->next_period.units);
	return NULL;
}

/* What the last review says, else what the rules make of it. */
static bool after_review(struct context *cx, const char *code, struct date initial,
                         struct report_next *ret, struct deadline_answer *answer)
{
	const struct review_cycle *c = record_get_any(cx, &review_cycle_type, ret->review);
	const char *said;

	if (!c)
		return false;
	ret->number = number_of(c->code);
	ret->number += ret->number > 0;
	said = said_by(cx, c);
	ret->review_says = said != NULL;
	if (!said)
		return periodic(cx, code, initial, ret, answer);
	ret->basis = said;
	return ask(cx, said, answer);
}

static enum report_known known_by(struct context *cx, const struct deadline_answer *a)
{
	switch (a->status) {
	case DEADLINE_STATED:
	case DEADLINE_AWAITING:
	case DEADLINE_CONFLICT:
		return REPORT_STATED;
	case DEADLINE_COMPUTED:
		return date_compare(a->due, today(cx)) < 0 ? REPORT_PASSED : REPORT_COMPUTED;
	default:
		return REPORT_NONE;
	}
}

/* By which act the State is bound, with a day; NULL: it is not, or since when is not known. */
static const struct instrument_status *binding_act(struct context *cx,
                                                   const struct instrument_status *v, size_t n)
{
	struct treaty_stand at = treaty_stand_on(v, n, today(cx));

	return (at.standing == STANDING_BOUND || at.standing == STANDING_DEPOSITED) &&
	                       date_set(at.act->in_force)
	               ? at.act
	               : NULL;
}

static bool find_next(struct context *cx, int64_t instrument, const struct instrument_status *act,
                      struct report_next *ret)
{
	struct deadline_answer initial, answer = { 0 };
	const char *code = treaty_code(cx, instrument);
	char since[DATE_TEXT];
	bool found;

	if (!code)
		return false;
	ret->act = act->record.id;
	ret->number = 1;
	ret->basis = arena_fmt(cx->mem, "DL-04 instrument=%s in_force=%s", code,
	                       date_text(act->in_force, since));
	if (!ask(cx, ret->basis, &initial) ||
	    !db_int(cx, &report_last_review, &ret->review, &found, V(instrument)))
		return false;
	if (initial.status != DEADLINE_COMPUTED)
		return true; /* no reports are owed under it */
	answer = initial;
	if (found) {
		answer = (struct deadline_answer){ .status = DEADLINE_NONE };
		if (!after_review(cx, code, initial.due, ret, &answer))
			return false;
	}
	ret->known = known_by(cx, &answer);
	ret->due = answer.due;
	ret->how = answer.explanation;
	return true;
}

bool report_next(struct context *cx, int64_t instrument, struct report_next *ret)
{
	int64_t own = treaty_own_state(cx);
	const struct instrument_status *act;
	struct instrument_status *v;
	size_t n;

	*ret = (struct report_next){ 0 };
	if (failed(cx) || !status_history(cx, instrument, own, &v, &n))
		return false;
	act = binding_act(cx, v, n);
	return !act || find_next(cx, instrument, act, ret);
}

/* ---- the report of a review that took place */

SQL(report_review_before,
    "SELECT n.id FROM review_cycle n JOIN review_cycle c ON c.mechanism = n.mechanism"
    " AND c.instrument = n.instrument WHERE c.id = $1 AND n.state_under_review IS NULL"
    " AND n.order_key < c.order_key ORDER BY n.order_key DESC, n.id LIMIT 1");

/* By its number, from the day on which the State was bound (DL-04, DL-05). */
static bool due_by_number(struct context *cx, const struct review_cycle *c,
                          struct deadline_answer *ret)
{
	struct report_next number = { .number = number_of(c->code) };
	const char *code = treaty_code(cx, c->instrument);
	const struct instrument_status *act;
	struct instrument_status *v;
	char since[DATE_TEXT];
	size_t n;

	if (!code || !status_history(cx, c->instrument, treaty_own_state(cx), &v, &n))
		return false;
	act = binding_act(cx, v, n);
	if (!act || !number.number)
		return !failed(cx);
	return ask(cx,
	           arena_fmt(cx->mem, "DL-04 instrument=%s in_force=%s", code,
	                     date_text(act->in_force, since)),
	           ret) &&
	       (number.number == 1 || ret->status != DEADLINE_COMPUTED ||
	        periodic(cx, code, ret->due, &number, ret));
}

bool report_was_due(struct context *cx, const struct review_cycle *c, struct report_was *ret)
{
	struct deadline_answer answer = { .status = DEADLINE_NONE };
	const struct review_cycle *before = NULL;
	const char *said = NULL;
	int64_t id = 0;
	bool found;

	*ret = (struct report_was){ 0 };
	if (!c->instrument || c->state_under_review)
		return true;
	if (!db_int(cx, &report_review_before, &id, &found, V(c->record.id)))
		return false;
	if (found) {
		before = record_get_any(cx, &review_cycle_type, id);
		said = before ? said_by(cx, before) : NULL;
	}
	if (failed(cx) || !(said ? ask(cx, said, &answer) : due_by_number(cx, c, &answer)))
		return false;
	*ret = (struct report_was){ answer.due, said != NULL };
	return true;
}

/* ---- in the register */

/* In every language of the installation. */
static struct texts title_of(struct context *cx, const char *code, int64_t number)
{
	const char *const *languages = setting_languages(cx), *before = cx->lang;
	struct texts all = { .v = arena_array(cx->mem, struct text, 8) };

	for (; *languages && all.n < 8; languages++) {
		cx->lang = *languages;
		all.v[all.n] = (struct text){
			.lang = *languages,
			.original = all.n == 0,
			.body = number == 1
			                ? arena_fmt(cx->mem, tr(cx, N_("%s: initial report")), code)
			        : number ? arena_fmt(cx->mem, tr(cx, N_("%s: %s periodic report")),
			                             code,
			                             words_ordinal(cx->mem, *languages, number))
			                 : arena_fmt(cx->mem, tr(cx, N_("%s: next report")), code)
		};
		all.n++;
	}
	cx->lang = before;
	return all;
}

static bool keep(struct context *cx, const struct instrument *i, const struct report_next *next)
{
	struct link act = { &instrument_status_type, next->act };
	struct deadline_wanted wanted = { .name = "next_report",
		                          .kind = "report",
		                          .mechanism = i->committee,
		                          .basis = next->basis,
		                          .side = SIDE_EXTERNAL,
		                          .classification = CLASS_PUBLIC };
	bool found;

	if (next->known != REPORT_COMPUTED || next->review_says)
		return deadline_keep(cx, act, NULL, 0);
	wanted.title = title_of(cx, i->code, next->number);
	return db_int(cx, &report_lead, &wanted.institution, &found, V(i->record.id)) &&
	       deadline_keep(cx, act, &wanted, 1);
}

bool reports_keep(struct context *cx, int64_t instrument)
{
	const struct instrument *i = record_get_any(cx, &instrument_type, instrument);
	int64_t own = treaty_own_state(cx);
	struct instrument_status *v;
	struct report_next next;
	size_t n;

	if (!i || failed(cx) || !report_next(cx, instrument, &next) ||
	    !status_history(cx, instrument, own, &v, &n))
		return false;
	for (size_t k = 0; k < n; k++)
		if (v[k].record.id != next.act && status_binds(v[k].action) &&
		    !deadline_keep(cx, (struct link){ &instrument_status_type, v[k].record.id },
		                   NULL, 0))
			return false;
	return !next.act || keep(cx, i, &next);
}
