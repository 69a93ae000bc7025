/* Replies, follow-up, the Universal Periodic Review, letters, communications, ILO reports: one
 * interval from one event, by committee or stage (DL-01, DL-07 … DL-12, DL-14 … DL-16). */
#include "subject/deadline/answer_part.h"

#include "language/messages.h"
#include "store/db.h"
#include "subject/mechanism/mechanism.h"

SQL(deadline_instrument_known, "SELECT id FROM instrument WHERE code = $1");
SQL(deadline_committee_known, "SELECT id FROM mechanism WHERE code = $1");

/* The only row of the part that gives an interval; NULL: there are several, or none. */
static const struct deadline_rule *only_row(const struct deadline_book *b, const char *rule,
                                            const char *part)
{
	const struct deadline_rule *found = NULL;
	size_t n;
	struct deadline_rule *const *rows = book_rules(b, rule, &n);

	for (size_t i = 0; i < n; i++) {
		if (!rows[i]->amount.set || !str_eq(rows[i]->part, part))
			continue;
		if (found)
			return NULL;
		found = rows[i];
	}
	return found;
}

static bool is_known(struct asking *a, const char *key, const char *code, bool *ret)
{
	int64_t id;

	return db_int(a->cx,
	              str_eq(key, "instrument") ? &deadline_instrument_known
	                                        : &deadline_committee_known,
	              &id, ret, V(code));
}

const struct deadline_rule *asked_row(struct asking *a, const char *rule, const char *key,
                                      const char *part)
{
	const char *told = asked(a, key);
	const struct deadline_rule *r =
	        told ? book_rule(a->book, rule, told, part) : only_row(a->book, rule, part);
	bool known = false;

	if (!told && !r) {
		(void)missing(a, key);
		return NULL;
	}
	if (!r && !is_known(a, key, told, &known))
		return NULL;
	if (!r && !known && !book_rule(a->book, "DL-03", told, NULL)) {
		(void)refuse(a, key, N_("“%s” is not known here."), told);
		return NULL;
	}
	if (r && (r->amount.set || r->fixed_day))
		return r;
	explain_row(a, r);
	explain(a, tr(a->cx, N_("%s gives no date for %s.")), rule, told ? told : "");
	answer_none(a);
	return NULL;
}

void answer_marks(struct asking *a, const struct deadline_rule *r)
{
	a->ret->voluntary |= r->voluntary == YES;
	if (r->verify == YES) {
		a->ret->verify = true;
		explain(a, "%s",
		        tr(a->cx, N_("Computed: look into the document whether it states "
		                     "another date.")));
	}
}

static bool event_of(struct asking *a, const struct deadline_rule *r, struct span *ret)
{
	const struct choice *c = choice_at(deadline_events, r->event);
	int year;

	if (!c)
		return fail(a->cx, ERR_INVALID, "rule", N_("%s does not say from which event."),
		            r->code);
	if (!str_eq(c->code, "year"))
		return asked_date(a, c->code, ret);
	if (!asked_year(a, &year))
		return false;
	*ret = span_of((struct date){ (int16_t)year, 12, 31, PRECISION_YEAR });
	return true;
}

bool answer_row(struct asking *a, const struct deadline_rule *r)
{
	struct span from, due;

	if (!event_of(a, r, &from))
		return false;
	due = span_add(a, r, from, 0);
	answer_due(a, &due);
	answer_marks(a, r);
	return true;
}

static const struct deadline_rule *own_row(struct asking *a, const char *part)
{
	const struct deadline_rule *r = book_rule(a->book, a->rule->code, NULL, part);

	if (!r)
		(void)fail(a->cx, ERR_BROKEN, NULL, "%s has no row %s", a->rule->code,
		           part ? part : "");
	return r;
}

bool answer_interval(struct asking *a)
{
	const struct deadline_rule *r = own_row(a, NULL);

	return r && answer_row(a, r);
}

enum { MAX_MONTHS = 1200 };

bool answer_dl01(struct asking *a)
{
	const struct deadline_rule *r = own_row(a, NULL);
	struct span from, due;
	int months;

	if (!r || !event_of(a, r, &from) ||
	    !asked_number(a, "months", -MAX_MONTHS, MAX_MONTHS, &months))
		return false;
	due = span_add(a, r, from, months);
	answer_due(a, &due);
	return true;
}

/* Nothing was stated: what was computed, told as `date`, counts. */
bool answer_dl02(struct asking *a)
{
	struct span s;

	if (!asked_date(a, "date", &s))
		return false;
	answer_due(a, &s);
	return true;
}

static bool by_committee(struct asking *a, const char *part)
{
	const struct deadline_rule *r = asked_row(a, a->rule->code, "committee", part);

	return r ? answer_row(a, r) : !failed(a->cx);
}

bool answer_dl07(struct asking *a)
{
	return by_committee(a, NULL);
}

bool answer_dl08(struct asking *a)
{
	return by_committee(a, NULL);
}

bool answer_dl15(struct asking *a)
{
	const char *stage = asked(a, "stage");

	return by_committee(a, stage ? stage : "merits");
}

/* The first day of the session, or an earlier date that the secretariat stated; warned of before.
 */
bool answer_dl10(struct asking *a)
{
	const struct deadline_rule *warn = own_row(a, "warn");
	struct deadline_answer *ret = a->ret;
	struct date first = { 0 };

	if (!warn)
		return false;
	if (asked(a, "session") || !is_stated(a)) {
		if (!answer_interval(a))
			return false;
		first = ret->due;
	}
	if (is_stated(a)) {
		if (!answer_stated(a))
			return false;
		if (date_set(first) && date_compare(first, ret->due) < 0) {
			ret->due = first;
			ret->status = DEADLINE_COMPUTED;
			explain(a, "%s",
			        tr(a->cx, N_("The session begins before: its first day "
			                     "counts.")));
		}
	}
	if (date_set(ret->due)) {
		struct span due = span_of(ret->due), from = span_add(a, warn, due, 0);

		answer_step(a, warn, from.last);
	}
	return true;
}

/* A window: nothing is due on a day. */
bool answer_dl12(struct asking *a)
{
	const struct deadline_rule *from = own_row(a, "from"), *to = from ? own_row(a, "to") : NULL;
	struct span review, s;

	if (!to || !event_of(a, from, &review))
		return false;
	s = span_add(a, from, review, 0);
	a->ret->from = span_date(&s);
	if (!event_of(a, to, &review))
		return false;
	s = span_add(a, to, review, 0);
	a->ret->to = span_date(&s);
	a->ret->status = DEADLINE_COMPUTED;
	return true;
}

static bool yes(const char *s)
{
	return str_eq(s, "yes") || str_eq(s, "1") || str_eq(s, "true");
}

bool answer_dl14(struct asking *a)
{
	if (!answer_interval(a))
		return false;
	if (yes(asked(a, "urgent"))) {
		a->ret->immediate = true;
		explain(a, "%s",
		        tr(a->cx, N_("An urgent appeal: answer immediately; the letters are "
		                     "published after the same time.")));
	}
	return true;
}

/* The first report by the day on which the convention entered into force for the State, later ones
 * by the year of the cycle. */
bool answer_dl16(struct asking *a)
{
	const struct deadline_rule *r = own_row(a, asked(a, "in_force") ? "first" : "cycle");
	const struct deadline_rule *reminder = r ? own_row(a, "reminder") : NULL;

	if (!reminder || !answer_row(a, r))
		return false;
	if (a->ret->due.precision == PRECISION_DAY) {
		struct span year =
		        span_of((struct date){ a->ret->due.year, 12, 31, PRECISION_YEAR });
		struct span from = span_add(a, reminder, year, 0);

		answer_step(a, reminder, from.last);
	}
	return true;
}
