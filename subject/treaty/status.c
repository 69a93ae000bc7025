/* What a State did about an instrument: one record for each act, with its date, its source and what
 * follows from it.
 *
 * The secretariat records, the chair approves, never the same person.  What came from a table is
 * "listed" until somebody has looked.  An approved act is changed only by taking it back first,
 * with a reason; a mistake is struck out and stays readable. */
#include "subject/treaty/part.h"

#include "language/words.h"
#include "record/app.h"
#include "record/load.h"
#include "record/reference.h"
#include "record/setting.h"
#include "subject/deadline/deadline.h"
#include "subject/taxonomy/taxonomy.h"

static const struct choice actions[] = {
	{ "signature", N_("Signature"), NULL },
	{ "ratification", N_("Ratification"), NULL },
	{ "accession", N_("Accession"), NULL },
	{ "succession", N_("Succession"), NULL },
	{ "acceptance", N_("Acceptance or approval"), NULL },
	{ "consent", N_("Consent to be bound, in what form is not said"), NULL },
	{ "declaration", N_("Declaration made to a treaty"), NULL },
	{ "reservation", N_("Reservation"), NULL },
	{ "withdrawal", N_("Withdrawal of a reservation or declaration"), NULL },
	{ "procedure", N_("Acceptance of a procedure"), NULL },
	{ "denunciation", N_("Denunciation"), NULL },
	{ "absence", N_("Not a party, or a procedure not accepted"), NULL },
	{ 0 },
};

static const struct choice effects[] = {
	{ "computed", N_("Computed from the deposit"), NULL },
	{ "stated", N_("Entered by hand"), NULL },
	{ "missing", N_("Somebody has to enter it"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "recorded", N_("Recorded"), "new st-new" },
	{ "approved", N_("Approved"), "done st-done" },
	{ "listed", N_("Taken from a table"), NULL },
	{ "struck", N_("Struck out"), "stop st-stop" },
	{ 0 },
};

#define T struct instrument_status
static const struct field fields[] = {
	REF(T, instrument, N_("Instrument"), .to = &instrument_type,
	    .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	REF(T, country, N_("State"), .to = &country_type,
	    .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	CHOICE(T, action, N_("What was done"), .choices = actions,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	DATE(T, date, N_("Date of the act"), .flags = LISTED | FILTERED | SORTED | PUBLIC,
	     .help = N_("The day of the signature, of the deposit, or of the notification; a month "
	                "or a year where no more is known. Of what was not done: as of when.")),
	TEXT(T, national_act, N_("National act"), .max = 200, .flags = PUBLIC,
	     .help = N_("The law or resolution by which it was decided, with its number.")),
	DATE(T, national_act_date, N_("Date of the national act"), .flags = PUBLIC),
	DATE(T, in_force_stated, N_("In force for the State since, by hand"), .flags = PUBLIC,
	     .help = N_("For a succession, and where the depositary gives another day than the "
	                "rule. Of a denunciation: the day on which it takes effect.")),
	DATE(T, in_force, N_("In force for the State since"),
	     .flags = LISTED | FILTERED | SORTED | READONLY | DERIVED | PUBLIC),
	CHOICE(T, effect, N_("How that day is known"), .choices = effects,
	       .flags = FILTERED | READONLY | DERIVED | PUBLIC),
	TEXT(T, basis, N_("Asked of the rule"), .max = 200, .flags = READONLY | DERIVED),
	REFS(T, provisions, N_("Provisions"), .to = &provision_type, .flags = PUBLIC,
	     .help = N_("What a declaration, reservation or procedure is about.")),
	REF(T, withdraws, N_("What is withdrawn"), .to = &instrument_status_type, .flags = PUBLIC),
	TEXTS(T, text, N_("Text of the declaration or reservation"), .flags = LONG | PUBLIC),
	TEXTS(T, remark, N_("Remark"), .flags = LONG | PUBLIC),
	TEXT(T, import_key, N_("Import key"), .max = 100, .flags = HIDDEN),
};
#undef T

bool status_binds(int action)
{
	return action >= ACTION_RATIFICATION && action <= ACTION_CONSENT;
}

int64_t treaty_own_state(struct context *cx)
{
	return record_id_by_key(cx, &country_type, setting(cx, "state"));
}

/* A State is bound once, signs once; of the rest the day tells one from another. */
static const char *import_key(struct context *cx, const struct instrument_status *s)
{
	const struct choice *action = choice_at(actions, s->action);
	bool once = status_binds(s->action) || s->action == ACTION_SIGNATURE;
	char date[DATE_TEXT];

	return arena_fmt(cx->mem, "%lld %lld %s %s", (long long)s->instrument,
	                 (long long)s->country, status_binds(s->action) ? "bound" : action->code,
	                 once ? "" : date_text(s->date, date));
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct instrument_status *s = row;

	(void)old;
	if (!s->instrument || !s->country || !s->action)
		return true; /* told by the fields */
	s->import_key = import_key(cx, s);
	return status_compute(cx, s);
}

/* ---- checks */

static const char *day_words(struct context *cx, struct date d)
{
	return words_date_short(cx->mem, cx->lang, d);
}

/* All of `a` lies before `b`. */
static bool before(struct date a, struct date b)
{
	return date_set(a) && date_set(b) && date_compare(a, date_first_day(b)) < 0;
}

static bool check_dates(struct context *cx, const struct instrument_status *s,
                        const struct instrument *i)
{
	struct date day = today(cx);

	if (!date_set(s->date) && s->action != ACTION_CONSENT && s->action != ACTION_SIGNATURE)
		fail(cx, ERR_INVALID, "date", N_("Say when: the year is enough."));
	if (before(s->date, i->adopted))
		fail(cx, ERR_INVALID, "date",
		     N_("%s was adopted on %s: nobody can have done this before."), i->code,
		     day_words(cx, i->adopted));
	if (before(day, s->date))
		fail(cx, ERR_INVALID, "date", N_("This day is still to come."));
	if (before(s->in_force_stated, i->general_entry_into_force))
		fail(cx, ERR_INVALID, "in_force_stated",
		     N_("%s came into force on %s: nobody was bound before."), i->code,
		     day_words(cx, i->general_entry_into_force));
	if (s->action != ACTION_SUCCESSION && before(s->in_force_stated, s->date))
		fail(cx, ERR_INVALID, "in_force_stated",
		     N_("It cannot have taken effect before it was done."));
	return !failed(cx);
}

static bool is_promise_alone(const struct instrument *i)
{
	const struct choice *kinds = type_field_named(&instrument_type, "kind")->choices;

	return i->kind == choice_index(kinds, "declaration") ||
	       i->kind == choice_index(kinds, "voluntary_pledge");
}

static bool check_instrument(struct context *cx, const struct instrument_status *s,
                             const struct instrument *i)
{
	if (is_promise_alone(i))
		return fail(cx, ERR_INVALID, "instrument",
		            N_("Declarations and pledges are neither signed nor ratified."));
	for (size_t k = 0; k < s->provisions.n; k++) {
		const struct provision *p = record_get_any(cx, &provision_type, s->provisions.v[k]);

		if (!p)
			return false;
		if (p->instrument != s->instrument)
			return fail(cx, ERR_INVALID, "provisions",
			            N_("%s is of another instrument."), p->code);
	}
	if (s->action == ACTION_PROCEDURE && !s->provisions.n)
		return fail(cx, ERR_INVALID, "provisions",
		            N_("Say which procedure: the article that provides for it."));
	return true;
}

/* What was approved stays as it was approved; the program may compute anew. */
static bool check_frozen(struct context *cx, const void *old, const void *row)
{
	int approved = type_state(&instrument_status_type, "approved");
	const struct record *was = old, *now = row;

	if (!was || was->state != approved || now->state != approved)
		return true;
	for (size_t i = 0; i < LEN(fields); i++) {
		struct buffer a = BUFFER(cx->mem, MAX_ANSWER), b = BUFFER(cx->mem, MAX_ANSWER);

		if (fields[i].flags & (READONLY | HIDDEN))
			continue;
		field_write(cx, &instrument_status_type, &fields[i], old, &a);
		field_write(cx, &instrument_status_type, &fields[i], row, &b);
		if (!str_eq(buffer_str(&a), buffer_str(&b)))
			return fail(cx, ERR_INVALID, fields[i].name,
			            N_("It is approved. Take the approval back first."));
	}
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct instrument_status *s = row;
	const struct instrument *i;

	if (s->record.state == type_state(&instrument_status_type, "struck"))
		return true;
	if (!s->instrument || !s->country || !s->action)
		return true; /* told by the fields */
	i = record_get_any(cx, &instrument_type, s->instrument);
	return i && check_dates(cx, s, i) && check_instrument(cx, s, i) &&
	       check_frozen(cx, old, row) && status_fits(cx, s);
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct instrument_status *s = row, *was = old;
	int64_t own = treaty_own_state(cx);

	if (failed(cx))
		return false;
	if (s->record.state == type_state(&instrument_status_type, "struck") &&
	    !deadline_keep(cx, (struct link){ &instrument_status_type, s->record.id }, NULL, 0))
		return false;
	if (was && was->country == own && (was->instrument != s->instrument || s->country != own) &&
	    !reports_keep(cx, was->instrument))
		return false;
	return s->country != own || reports_keep(cx, s->instrument);
}

/* ---- the life cycle */

SQL(status_changed_by, "SELECT who FROM change WHERE record = $1 AND kind <> 'read'"
                       " ORDER BY version DESC, id DESC LIMIT 1");

/* Nobody approves what he entered, put right or confirmed himself. */
static bool by_another(struct context *cx, const void *row)
{
	int64_t who = 0;
	bool found;

	if (!db_int(cx, &status_changed_by, &who, &found, V(((const struct record *)row)->id)))
		return false;
	if (!found || !who || !cx->actor || (who != cx->actor->user && who != cx->actor->on_behalf))
		return true;
	return fail(cx, ERR_INVALID, NULL,
	            N_("Another person must approve this than the one who changed it last."));
}

static const struct step steps[] = {
	{ .name = "confirm",
	  .aside = true,
	  .label = N_("Confirm"),
	  .hint = N_("It was compared with its source; the chair approves it."),
	  .from = "listed",
	  .to = "recorded",
	  .right = RIGHT_UPDATE },
	{ .name = "approve",
	  .label = N_("Approve"),
	  .hint = N_("It stands as the State’s own record."),
	  .from = "recorded",
	  .to = "approved",
	  .right = RIGHT_APPROVE,
	  .not_by = "create",
	  .guard = by_another },
	{ .name = "take_up",
	  .aside = true,
	  .label = N_("Put right"),
	  .hint = N_("The approval is taken back, and it is approved anew."),
	  .from = "approved struck",
	  .to = "recorded",
	  .right = RIGHT_UPDATE,
	  .reason = true },
	{ .name = "strike",
	  .aside = true,
	  .label = N_("Strike out"),
	  .hint = N_("It was a mistake: it counts no more and stays readable."),
	  .from = "recorded listed",
	  .to = "struck",
	  .right = RIGHT_UPDATE,
	  .reason = true },
	{ 0 },
};

/* ---- the type */

static const char *title(struct context *cx, const void *row)
{
	const struct instrument_status *s = row;
	const struct instrument *i =
	        s->instrument ? record_get_any(cx, &instrument_type, s->instrument) : NULL;
	const struct choice *action = choice_at(actions, s->action);

	if (!i || !action)
		return "";
	return arena_fmt(cx->mem, "%s · %s · %s%s%s", i->code,
	                 record_title(cx, &country_type, s->country), tr(cx, action->label),
	                 date_set(s->date) ? ", " : "", day_words(cx, s->date));
}

static const char *warning(struct context *cx, const void *row)
{
	const struct instrument_status *s = row;

	if (!status_binds(s->action) || s->effect != EFFECT_MISSING)
		return NULL;
	return s->action == ACTION_SUCCESSION
	               ? tr(cx, N_("A succession: enter the day on which the State became bound; "
	                           "it is never computed."))
	               : tr(cx, N_("Since when the State is bound cannot be computed: enter it "
	                           "where it is known."));
}

static const struct type_search finding = { .titles = "text remark", .rests_on = "instrument" };

const struct type instrument_status_type = {
	.name = "instrument_status",
	.plural = "instrument_statuses",
	.label = N_("Act of a State"),
	.label_plural = N_("Acts of States"),
	.help = N_("Signatures, ratifications, reservations and what else States did about an "
	           "instrument, each with its date and source."),
	.size = sizeof(struct instrument_status),
	FIELDS(fields),
	.function = "instruments",
	.states = states,
	.steps = steps,
	.order = "-date",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.warning = warning,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.closed_states = "approved struck",
	.publish_states = "approved",
	.public_states = "approved",
	.search = &finding,
};

/* ---- the reference pack */

/* It is as good as its source until somebody has looked. */
static bool complete(struct context *cx, const struct reference_row *cells, void *row, void *data)
{
	struct instrument_status *s = row;

	(void)cells, (void)data;
	if (!s->record.version)
		s->record.state = type_state(&instrument_status_type, "listed");
	return prepare(cx, NULL, row);
}

bool statuses_load(struct context *cx)
{
	static const struct reference_options options = { .match = "import_key",
		                                          .complete = complete };

	return reference_load(cx, &instrument_status_type, "reference/instrument_statuses.csv",
	                      &options, NULL);
}
