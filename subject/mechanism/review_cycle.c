/* Reviews: a State's turn before a mechanism, from its report to the follow-up. */
#include "subject/mechanism/part.h"

#include "language/collate.h"
#include "record/setting.h"
#include "subject/taxonomy/taxonomy.h"

static const struct choice next_saids[] = {
	{ "stated", N_("The mechanism stated it"), NULL },
	{ "expected", N_("We expect it; it was not stated"), NULL },
	{ 0 },
};

#define T struct review_cycle
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .max = 40, .flags = REQUIRED | LISTED | UNIQUE | PUBLIC,
	     .help = N_("Mechanism and number: UPR-4, or CRC-5-6 for combined reports. Of another "
	                "State its code comes first: SVN-UPR-3.")),
	REF(T, mechanism, N_("Mechanism"), .to = &mechanism_type,
	    .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	REF(T, instrument, N_("Instrument"), .to = &instrument_type, .flags = FILTERED | PUBLIC),
	REF(T, state_under_review, N_("State under review"), .to = &country_type,
	    .flags = LISTED | FILTERED | PUBLIC,
	    .help = N_("Left empty, it is the State of this installation.")),
	TEXTS(T, label, N_("Review"), .max = 200, .flags = REQUIRED | LISTED | PUBLIC,
	      .help = N_("With the name of the mechanism: “CEDAW: 6th periodic”.")),
	TEXT(T, session, N_("Session"), .max = 100, .flags = PUBLIC),
	DATE(T, review_date, N_("Date of the review"),
	     .flags = LISTED | FILTERED | SORTED | PUBLIC),
	DATE(T, adopted_on, N_("Outcome adopted on"), .flags = FILTERED | SORTED | PUBLIC,
	     .help = N_("The concluding observations, or in the UPR the outcome by the Council.")),
	DATE(T, hrc_session_from, N_("Council’s session begins on"), .flags = PUBLIC,
	     .help = N_("UPR: the first day of the session of the Human Rights Council that adopts "
	                "the outcome; the positions are due on it.")),
	TEXT(T, next_expectation, N_("Next one expected"), .max = 40, .flags = PUBLIC,
	     .help = N_("A date, a window (2028-05/2029-05), or to_be_communicated while the "
	                "mechanism has "
	                "not said it; never a computed date.")),
	CHOICE(T, next_said, N_("Who says when the next one is"), .choices = next_saids,
	       .flags = PUBLIC,
	       .help = N_("What is only expected is shown so, and its date stays awaited.")),
	NUMBER(T, next_period, N_("Next report after (years)"), .flags = PUBLIC,
	       .help = N_("Where the mechanism said a period and no date.")),
	TEXT(T, order_key, N_("Order"), .flags = REQUIRED | HIDDEN | SORTED),
};
#undef T

/* The own State's reviews come first; those of others follow, State by State. */
static bool prepare(struct context *cx, const void *old, void *row)
{
	struct review_cycle *c = row;
	const char *key = str_empty(c->code) ? NULL : collate_key(cx->mem, "en", c->code);

	(void)old;
	if (c->state_under_review &&
	    c->state_under_review == record_id_by_key(cx, &country_type, setting(cx, "state")))
		c->state_under_review = 0;
	c->order_key = key && c->state_under_review ? arena_fmt(cx->mem, "~%s", key) : key;
	return !failed(cx);
}

/* A date, two dates with "/" between them, or the word. */
static bool is_expectation(struct context *cx, const char *s)
{
	const char *slash = strchr(s, '/');
	struct date from, to;

	if (str_eq(s, "to_be_communicated"))
		return true;
	if (!slash)
		return date_parse(s, &from);
	return date_parse(arena_strn(cx->mem, s, (size_t)(slash - s)), &from) &&
	       date_parse(slash + 1, &to) && date_compare(from, to) <= 0;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct review_cycle *c = row;

	(void)old;
	return str_empty(c->next_expectation) || is_expectation(cx, c->next_expectation) ||
	       fail(cx, ERR_INVALID, "next_expectation",
	            N_("Write a date, two dates with / between them, or to_be_communicated."));
}

static const char *title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct review_cycle *)row)->label);
}

static const struct type_search finding = { .titles = "code label", .completed = true };

const struct type review_cycle_type = {
	.name = "review_cycle",
	.plural = "review_cycles",
	.label = N_("Review"),
	.label_plural = N_("Reviews"),
	.help = N_("The State’s reviews by mechanisms, past and expected, and those of other "
	           "States whose recommendations were brought in."),
	.size = sizeof(struct review_cycle),
	FIELDS(fields),
	.function = "reference_data",
	.order = "order_key",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.offered = "r.state_under_review IS NULL",
	.title = title,
	.prepare = prepare,
	.check = check,
	.search = &finding,
};

const char *review_cycle_order(struct context *cx, int64_t id)
{
	return order_key_of(cx, &review_cycle_type, id);
}
