/* Treaties: entry into force for a State, and its initial and periodic reports (DL-03 … DL-06b). */
#include "subject/deadline/answer_part.h"

#include "language/messages.h"

/* Bounds of what multiplies: every date stays within four digits of a year. */
enum { MAX_REPORT = 60, MAX_PERIOD = 20 };

/* Not before the treaty's own; a deposit before its adoption cannot be. */
static bool with_treaty(struct asking *a, const char *code, const struct span *deposit,
                        struct span *in_force)
{
	struct context *cx = a->cx;
	const struct treaty_dates *t = book_treaty(a->book, code);
	struct date adopted, general;

	if (!t)
		return refuse(a, "instrument", N_("There is no instrument “%s”."), code);
	adopted = t->adopted;
	general = t->general_entry_into_force;
	if (date_set(adopted) &&
	    date_to_days(deposit->last) < date_to_days(date_first_day(adopted)))
		return refuse(a, "deposit",
		              N_("The instrument was adopted on %s: nothing was "
		                 "deposited before."),
		              shown_date(a, adopted));
	if (!date_set(general)) {
		a->ret->verify = true;
		explain(a, "%s",
		        tr(cx, N_("When the treaty itself entered into force is not "
		                  "recorded.")));
		return true;
	}

	struct span own = span_of(general);

	if (date_compare(in_force->first, own.first) < 0) {
		*in_force = span_later(*in_force, own);
		explain(a, tr(cx, N_("The treaty itself entered into force on %s: not before.")),
		        shown_date(a, general));
	}
	return true;
}

/* The instrument's row of the rule by its own code; "OP1" is one of the names of ICCPR-OP1. */
static const char *instrument_code(struct asking *a)
{
	const char *told = asked(a, "instrument");
	const struct deadline_rule *r = book_rule(a->book, "DL-03", told, NULL);

	return r && told ? r->applies_to : told;
}

/* Entry into force for the State; false also where the answer is none already. */
static bool entry_into_force(struct asking *a, struct span *ret)
{
	const struct deadline_rule *r;
	struct span deposit;

	if (asked(a, "in_force")) {
		if (!asked_date(a, "in_force", ret))
			return false;
		explain(a, tr(a->cx, N_("In force for the State since %s, as was told.")),
		        shown_span(a, ret));
		return true;
	}
	if (str_eq(asked(a, "action"), "succession")) {
		explain(a, "%s",
		        tr(a->cx,
		           N_("Succession: enter the date on which the State became bound.")));
		answer_none(a);
		return false;
	}
	r = asked_row(a, "DL-03", "instrument", NULL);
	if (!r || !asked_date(a, "deposit", &deposit))
		return false;
	*ret = span_add(a, r, deposit, 0);
	return with_treaty(a, instrument_code(a), &deposit, ret);
}

bool answer_dl03(struct asking *a)
{
	struct span s;

	if (!asked(a, "instrument"))
		return missing(a, "instrument");
	if (!entry_into_force(a, &s))
		return !failed(a->cx);
	answer_due(a, &s);
	if (asked(a, "in_force"))
		a->ret->status = DEADLINE_STATED;
	return true;
}

static bool initial_report(struct asking *a, struct span *ret)
{
	const struct deadline_rule *r = asked_row(a, "DL-04", "instrument", NULL);
	struct span in_force;

	if (!r || !entry_into_force(a, &in_force))
		return false;
	*ret = span_add(a, r, in_force, 0);
	return true;
}

bool answer_dl04(struct asking *a)
{
	struct span s;

	if (!asked(a, "instrument"))
		return missing(a, "instrument");
	if (!initial_report(a, &s))
		return !failed(a->cx);
	answer_due(a, &s);
	return true;
}

/* "6", and of combined reports "5-6" the last one. */
static bool report_number(struct asking *a, int *ret)
{
	const char *told = asked(a, "n");
	const char *dash = told ? strrchr(told, '-') : NULL;
	struct deadline_key last = { "n", dash ? dash + 1 : told };
	const struct deadline_key *keys = a->keys;
	size_t n = a->keys_n;
	bool ok;

	a->keys = &last;
	a->keys_n = 1;
	ok = asked_number(a, "n", 1, MAX_REPORT, ret);
	a->keys = keys;
	a->keys_n = n;
	return ok;
}

/* The period in years: as told, else the treaty's own. */
static bool period(struct asking *a, struct deadline_rule *ret)
{
	const struct deadline_rule *own;

	*ret = (struct deadline_rule){ .unit = UNIT_YEAR, .amount.set = true };
	if (asked(a, "period")) {
		int years;

		if (!asked_number(a, "period", 1, MAX_PERIOD, &years))
			return false;
		ret->amount.units = years;
		return true;
	}
	if (!asked(a, "instrument"))
		return missing(a, "period");
	own = asked_row(a, "DL-05", "instrument", NULL);
	if (own)
		*ret = *own;
	return own != NULL;
}

/* Counted from due dates, not from when reports came. */
static bool periodic_report(struct asking *a, struct span *ret)
{
	struct deadline_rule each;
	struct span initial;
	int n;

	if (!report_number(a, &n))
		return false;
	if (n > 1 && !period(a, &each))
		return false;
	if (asked(a, "initial")) {
		if (!asked_date(a, "initial", &initial))
			return false;
	} else if (!asked(a, "instrument")) {
		return missing(a, "initial");
	} else if (!initial_report(a, &initial)) {
		return false;
	}
	*ret = initial;
	if (n > 1) {
		each.amount.units *= n - 1;
		*ret = span_add(a, &each, initial, 0);
	}
	return true;
}

bool answer_dl05(struct asking *a)
{
	struct span s;

	if (!asked(a, "n"))
		return missing(a, "n");
	if (!periodic_report(a, &s))
		return !failed(a->cx);
	answer_due(a, &s);
	return true;
}

bool answer_dl06b(struct asking *a)
{
	const struct deadline_rule *r = book_rule(a->book, "DL-06b", NULL, NULL);
	struct span adopted;
	int years;

	if (!r || !asked_date(a, "adopted", &adopted) ||
	    !asked_number(a, "period", 1, MAX_PERIOD, &years))
		return r || fail(a->cx, ERR_BROKEN, NULL, "DL-06b is not loaded");

	struct span s = span_add(a, r, adopted, years);

	answer_due(a, &s);
	answer_marks(a, r);
	return true;
}

/* Nothing was stated: by the period, else by the treaty. */
bool answer_dl06(struct asking *a)
{
	if (asked(a, "adopted") && asked(a, "period") && !asked(a, "n"))
		return answer_dl06b(a);
	if (asked(a, "n"))
		return answer_dl05(a);
	explain(a, "%s", tr(a->cx, N_("Neither a date nor a period is known.")));
	answer_none(a);
	return true;
}
