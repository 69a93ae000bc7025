/* The rules of deadlines as records: how long, counted from which event, rounded to what, rolled or
 * not.  answer.c knows how a rule of the domain report is put together, and takes every number of
 * it from here.
 *
 * A correction is proposed by one person with a reason and approved by another (steps): until then
 * the proposed values stand beside those in force, and nothing is computed by them. */
#include "subject/deadline/answer_part.h"

static const struct choice units[] = {
	{ "day", N_("days"), NULL },
	{ "working_day", N_("working days"), NULL },
	{ "week", N_("weeks"), NULL },
	{ "month", N_("months"), NULL },
	{ "year", N_("years"), NULL },
	{ "weekday", N_("day of the week, 1 Monday to 7 Sunday"), NULL },
	{ 0 },
};

const struct choice deadline_events[] = {
	{ "date", N_("a date"), NULL },
	{ "deposit", N_("deposit"), NULL },
	{ "in_force", N_("entry into force for the State"), NULL },
	{ "initial", N_("due date of the initial report"), NULL },
	{ "adopted", N_("adoption"), NULL },
	{ "review", N_("review"), NULL },
	{ "session", N_("first day of the session"), NULL },
	{ "letter", N_("date of the letter"), NULL },
	{ "transmitted", N_("transmission to the State"), NULL },
	{ "due", N_("due date"), NULL },
	{ "meeting", N_("meeting"), NULL },
	{ "signed", N_("signature"), NULL },
	{ "year", N_("year"), NULL },
	{ "half_year", N_("half-year"), NULL },
	{ 0 },
};

static const struct choice roundings[] = {
	{ "first_of_next_month", N_("first day of the month that follows"), NULL },
	{ "end_of_month", N_("last day of that month"), NULL },
	{ 0 },
};

const struct choice deadline_sides[] = {
	{ "external", N_("external: set by a mechanism"), NULL },
	{ "internal", N_("internal: set by ourselves"), NULL },
	{ "meeting", N_("a meeting"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "in_force", N_("In force"), "done st-done" },
	{ "proposed", N_("A correction is proposed"), "waiting st-progress" },
	{ 0 },
};

#define T struct deadline_rule
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .max = 60, .flags = REQUIRED | UNIQUE | SORTED | PUBLIC,
	     .help = N_("Rule, what it applies to and which part of it: DL-15.CAT.views.")),
	TEXT(T, rule, N_("Rule"), .max = 10, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	TEXT(T, applies_to, N_("Instrument or committee"), .max = 30, .flags = LISTED | PUBLIC),
	TEXT(T, part, N_("Step or stage"), .max = 40, .flags = LISTED | PUBLIC),
	TEXT(T, also, N_("Words by which it is called"), .max = 300, .flags = PUBLIC,
	     .help = N_("With | between them.")),
	TEXTS(T, name, N_("In words"), .max = 600, .flags = LONG | PUBLIC),
	NUMBER(T, amount, N_("How many"), .flags = LISTED | READONLY | IMPORTED | PUBLIC,
	       .help = N_("Negative: before the event.")),
	CHOICE(T, unit, N_("Unit"), .choices = units,
	       .flags = LISTED | READONLY | IMPORTED | PUBLIC),
	CHOICE(T, event, N_("Counted from"), .choices = deadline_events,
	       .flags = LISTED | READONLY | IMPORTED | PUBLIC),
	CHOICE(T, rounding, N_("Rounded to"), .choices = roundings,
	       .flags = READONLY | IMPORTED | PUBLIC),
	TEXT(T, fixed_day, N_("Day of the year"), .max = 5, .flags = READONLY | IMPORTED | PUBLIC,
	     .help = N_("Month and day: 09-01.")),
	YESNO(T, rolls, N_("Moves to the next working day"),
	      .flags = LISTED | READONLY | IMPORTED | PUBLIC),
	CHOICE(T, side, N_("Side"), .choices = deadline_sides,
	       .flags = FILTERED | READONLY | IMPORTED | PUBLIC),
	YESNO(T, verify, N_("To be checked in the document"), .flags = PUBLIC,
	      .help = N_("The document should say the date itself: the computed one is only a "
	                 "default.")),
	YESNO(T, voluntary, N_("Voluntary"), .flags = PUBLIC, .help = N_("Never overdue.")),
	NUMBER(T, proposed_amount, N_("How many"), .flags = READONLY),
	CHOICE(T, proposed_unit, N_("Unit"), .choices = units, .flags = READONLY),
	CHOICE(T, proposed_event, N_("Counted from"), .choices = deadline_events,
	       .flags = READONLY),
	CHOICE(T, proposed_rounding, N_("Rounded to"), .choices = roundings, .flags = READONLY),
	TEXT(T, proposed_day, N_("Day of the year"), .max = 5, .flags = READONLY),
	YESNO(T, proposed_rolls, N_("Moves to the next working day"), .flags = READONLY),
};
#undef T

static const char *title(struct context *cx, const void *row)
{
	const struct deadline_rule *r = row;

	return arena_fmt(cx->mem, "%s%s%s%s%s", r->rule, str_empty(r->applies_to) ? "" : ", ",
	                 str_empty(r->applies_to) ? "" : r->applies_to,
	                 str_empty(r->part) ? "" : ", ", str_empty(r->part) ? "" : r->part);
}

void deadline_rule_propose_same(struct deadline_rule *r)
{
	r->proposed_amount = r->amount;
	r->proposed_unit = r->unit;
	r->proposed_event = r->event;
	r->proposed_rounding = r->rounding;
	r->proposed_day = r->fixed_day;
	r->proposed_rolls = r->rolls;
}

void deadline_rule_take(struct deadline_rule *r)
{
	r->amount = r->proposed_amount;
	r->unit = r->proposed_unit;
	r->event = r->proposed_event;
	r->rounding = r->proposed_rounding;
	r->fixed_day = r->proposed_day;
	r->rolls = r->proposed_rolls;
}

/* As long as nothing is proposed, the proposal's form begins with what is in force. */
static bool prepare(struct context *cx, const void *old, void *row)
{
	struct deadline_rule *r = row;

	(void)cx;
	(void)old;
	if (r->record.state != type_state(&deadline_rule_type, "proposed"))
		deadline_rule_propose_same(r);
	return true;
}

/* Bounds that keep every date within four digits of a year. */
enum { MAX_AMOUNT = 1000, MAX_YEARS = 20 };

static bool check_amount(struct context *cx, const char *field, struct number n, int unit)
{
	int64_t most = unit == UNIT_YEAR ? MAX_YEARS : unit == UNIT_WEEKDAY ? 7 : MAX_AMOUNT;

	if (!n.set)
		return true;
	if (n.units < -most || n.units > most)
		return fail(cx, ERR_INVALID, field, N_("Write a number from −%d to %d."), (int)most,
		            (int)most);
	return unit || fail(cx, ERR_INVALID, field, N_("Say of which unit."));
}

static bool check_day(struct context *cx, const char *field, const char *s)
{
	int month, day;

	return str_empty(s) || deadline_day_of_year(s, &month, &day) ||
	       fail(cx, ERR_INVALID, field, N_("Write month and day, such as 09-01."));
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct deadline_rule *r = row;
	bool ok = check_amount(cx, "amount", r->amount, r->unit);

	(void)old;
	ok &= check_amount(cx, "proposed_amount", r->proposed_amount, r->proposed_unit);
	ok &= check_day(cx, "fixed_day", r->fixed_day);
	ok &= check_day(cx, "proposed_day", r->proposed_day);
	return ok;
}

/* Entry into force, reports and rolling are part of what other rules answer. */
const char *deadline_rule_reaches(const struct deadline_rule *r)
{
	return word_in("DL-03 DL-04 DL-05 DL-06b DL-18 DL-20", r->rule) ? NULL : r->rule;
}

static bool same_number(struct number a, struct number b)
{
	return a.set == b.set && a.units == b.units;
}

static bool same_day(const char *a, const char *b)
{
	return str_empty(a) ? str_empty(b) : str_eq(a, b);
}

/* What deadlines are computed from is as it was. */
static bool computes_the_same(const struct deadline_rule *a, const struct deadline_rule *b)
{
	return same_number(a->amount, b->amount) && a->unit == b->unit && a->event == b->event &&
	       a->rounding == b->rounding && same_day(a->fixed_day, b->fixed_day) &&
	       a->rolls == b->rolls;
}

/* What was read of the rules before is no longer so, and what follows from this one moves. */
static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct deadline_rule *r = row;

	cx->deadline_book = NULL;
	return !old || computes_the_same(old, r) ||
	       deadline_recompute(cx, deadline_rule_reaches(r));
}

/* ---- a correction */

static bool check_proposal(struct context *cx, const void *row)
{
	const struct deadline_rule *r = row;
	struct deadline_rule then = *r;

	deadline_rule_take(&then);
	return !computes_the_same(r, &then) ||
	       fail(cx, ERR_INVALID, "proposed_amount", N_("This is what is in force already."));
}

static bool take_proposal(struct context *cx, void *row)
{
	(void)cx;
	deadline_rule_take(row);
	return true;
}

static bool drop_proposal(struct context *cx, void *row)
{
	(void)cx;
	deadline_rule_propose_same(row);
	return true;
}

static const struct step steps[] = {
	{ .name = "propose",
	  .label = N_("Propose a correction"),
	  .hint = N_("Nothing changes until another person approves it; the page then shows which "
	             "deadlines would move."),
	  .from = "in_force",
	  .to = "proposed",
	  .right = RIGHT_UPDATE,
	  .asks = "proposed_amount proposed_unit proposed_event proposed_rounding proposed_day "
	          "proposed_rolls",
	  .reason = true,
	  .aside = true,
	  .check = check_proposal },
	{ .name = "approve",
	  .label = N_("Approve the correction"),
	  .hint = N_("The rule changes, and the open deadlines that its page lists move at once."),
	  .from = "proposed",
	  .to = "in_force",
	  .function = "work_plan",
	  .right = RIGHT_APPROVE,
	  .not_by = "propose",
	  .effect = take_proposal },
	{ .name = "refuse",
	  .label = N_("Refuse the correction"),
	  .hint = N_("The rule stays as it is."),
	  .from = "proposed",
	  .to = "in_force",
	  .function = "work_plan",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .not_by = "propose",
	  .effect = drop_proposal },
	{ .name = "withdraw",
	  .label = N_("Withdraw the correction"),
	  .hint = N_("The rule stays as it is."),
	  .from = "proposed",
	  .to = "in_force",
	  .right = RIGHT_UPDATE,
	  .aside = true,
	  .effect = drop_proposal },
	{ 0 },
};

/* ---- the type */

const struct type deadline_rule_type = {
	.name = "deadline_rule",
	.plural = "deadline_rules",
	.label = N_("Deadline rule"),
	.label_plural = N_("Deadline rules"),
	.help = N_("How deadlines are computed: how long, from which event, rounded and rolled or "
	           "not. A date that a mechanism stated always outranks a computed one."),
	.size = sizeof(struct deadline_rule),
	FIELDS(fields),
	.function = "reference_data",
	.states = states,
	.steps = steps,
	.order = "code",
	.key = "code",
	.flags = TYPE_REFERENCE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.prepare = prepare,
	.check = check,
	.saved = saved,
};
