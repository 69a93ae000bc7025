/* The communication's field table, its life cycle and its rules.  Read it from the top: what it is,
 * what may happen to it, what is refused, what follows from a save. */
#include "subject/communication/part.h"

#include "language/messages.h"
#include "record/app.h"
#include "record/setting.h"
#include "subject/communication/sample.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

/* ---- words */

static const struct choice kinds[] = {
	{ "urgent_appeal", N_("Urgent appeal"), NULL },
	{ "allegation_letter", N_("Allegation letter"), NULL },
	{ "other_letter", N_("Other letter"), NULL },
	{ "individual_communication", N_("Individual communication"), NULL },
	{ "interim_measures", N_("Request for interim measures"), NULL },
	{ "inquiry", N_("Inquiry"), NULL },
	{ 0 },
};

static const struct choice stages[] = {
	{ "admissibility", N_("Objection to admissibility"), NULL },
	{ "merits", N_("Admissibility and merits"), NULL },
	{ 0 },
};

static const struct choice remedy_states[] = {
	{ "open", N_("Not begun"), "new st-new" },
	{ "in_progress", N_("In progress"), "go st-go" },
	{ "done", NC_("remedy", "Provided"), "done st-done" },
	{ 0 },
};

static const struct choice states[] = {
	{ "received", NC_("letter", "Received"), "draft" },
	{ "registered", NC_("letter", "Registered"), "ok" },
	{ "assigned", NC_("letter", "Assigned"), "sent" },
	{ "draft", N_("Draft reply submitted"), "draft" },
	{ "approved", N_("Reply approved"), "ok" },
	{ "sent", N_("Reply sent"), "sent" },
	{ "follow_up", NC_("letter", "Follow-up"), "go st-go" },
	{ "closed", NC_("letter", "Closed"), "lock" },
	{ 0 },
};
_Static_assert(LEN(states) == COMMUNICATION_STATES + 1, "counts for each state");

/* ---- fields */

#define M struct mandate
static const struct field mandate_fields[] = {
	TEXT(M, holder, N_("Mandate holder"), .max = 300, .flags = REQUIRED),
};
#undef M
static const struct row_type mandate_rows = { sizeof(struct mandate), FIELDS(mandate_fields) };

#define P struct concerned
static const struct field concerned_fields[] = {
	TEXT(P, pseudonym, N_("Pseudonym"), .max = 60,
	     .help = N_("Left empty, one is given: P1, P2.")),
	TEXT(P, name, N_("Name"), .max = 300, .flags = PERSONAL),
	TEXT(P, note, N_("Note"), .max = 2000, .flags = LONG | PERSONAL),
};
#undef P
static const struct row_type concerned_rows = { sizeof(struct concerned),
	                                        FIELDS(concerned_fields) };

#define D struct reply_draft
static const struct field draft_fields[] = {
	FILE_(D, file, N_("File"), .flags = REQUIRED),
	TEXT(D, note, N_("What it is"), .max = 300),
	REF(D, author, N_("Put in by"), .to = &account_type, .flags = READONLY),
};
#undef D
static const struct row_type draft_rows = { sizeof(struct reply_draft), FIELDS(draft_fields) };

#define V_ struct violation
static const struct field violation_fields[] = {
	REF(V_, instrument, N_("Instrument"), .to = &instrument_type),
	TEXT(V_, article, N_("Article"), .max = 60, .flags = REQUIRED),
	TEXT(V_, finding, N_("What was found"), .max = 2000, .flags = LONG),
};
#undef V_
static const struct row_type violation_rows = { sizeof(struct violation),
	                                        FIELDS(violation_fields) };

#define R struct remedy
static const struct field remedy_fields[] = {
	TEXT(R, asked, N_("What the committee asks for"), .max = 4000, .flags = REQUIRED | LONG),
	CHOICE(R, state, N_("Status"), .choices = remedy_states),
	TEXT(R, done, N_("What was done"), .max = 4000, .flags = LONG),
};
#undef R
static const struct row_type remedy_rows = { sizeof(struct remedy), FIELDS(remedy_fields) };

#define C struct communication
static const struct field fields[] = {
	CHOICE(C, kind, N_("Kind"), .choices = kinds, .flags = REQUIRED | LISTED | FILTERED,
	       .help = N_("Left empty, it is read from the reference.")),
	TEXT(C, reference, N_("Reference"), .max = 80, .flags = LISTED | SORTED,
	     .help = N_("As the letter has it: AL TKM 1/2026.")),
	REF(C, mechanism, N_("Mechanism"), .to = &mechanism_type, .flags = FILTERED,
	    .help = N_("Of an individual communication the committee: its clock follows from it.")),
	DATE(C, letter_date, N_("Date of the letter or transmission"),
	     .flags = REQUIRED | LISTED | FILTERED | SORTED),
	DATE(C, received, N_("Received on"), .flags = FILTERED | SORTED),
	CHOICE(C, stage, N_("Observations on"), .choices = stages,
	       .help = N_("Of an individual communication. Left empty, admissibility and merits.")),
	DATE(C, stated_due, N_("Reply due according to the letter"),
	     .help = N_("A date that the letter itself states; it outranks the computed one.")),
	DATE(C, extended_to, N_("Extended to"), .flags = READONLY),
	DATE(C, reply_due, N_("Reply due"),
	     .flags = LISTED | FILTERED | SORTED | READONLY | DERIVED),
	TEXTS(C, subject, N_("Subject"), .max = 8000, .flags = LONG,
	      .help = N_("Without names: persons concerned stand below by pseudonym.")),
	ROWS(C, mandates, N_("Mandate holders"), .rows = &mandate_rows),
	ROWS(C, persons, N_("Persons concerned"), .rows = &concerned_rows, .flags = PERSONAL),
	FILE_(C, letter, N_("The letter")),
	REF(C, lead, N_("Lead body"), .to = &institution_type,
	    .flags = LISTED | FILTERED | READONLY | ASSIGNS),
	REFS(C, co, N_("Co-bodies"), .to = &institution_type, .flags = READONLY | ASSIGNS),
	ROWS(C, drafts, N_("Drafts of the reply"), .rows = &draft_rows, .flags = READONLY),
	DATE(C, reply_sent, N_("Reply sent on"), .flags = FILTERED | SORTED | READONLY),
	TEXT(C, reply_reference, N_("Number of the note verbale"), .max = 80, .flags = READONLY),
	FILE_(C, reply, N_("The reply as sent"), .flags = READONLY),
	TEXT(C, views_symbol, N_("Symbol of the Views"), .max = 80),
	DATE(C, views_adopted, N_("Views adopted on")),
	DATE(C, views_transmitted, N_("Views transmitted on")),
	ROWS(C, violations, N_("Violations found"), .rows = &violation_rows),
	ROWS(C, remedies, N_("Remedies requested"), .rows = &remedy_rows),
	DATE(C, views_stated_due, N_("Reply to the Views due according to them")),
	DATE(C, views_due, N_("Reply to the Views due"),
	     .flags = FILTERED | SORTED | READONLY | DERIVED),
	DATE(C, views_reply_sent, N_("Reply to the Views sent on")),
	REF(C, views_grade, N_("Assessment of the committee"), .to = &grade_type),
	DATE(C, views_graded, N_("Assessed on")),
	TEXTS(C, remark, N_("Remark"), .max = 8000, .flags = LONG),
};
#undef C

/* ---- what is refused */

/* `late` names a day that cannot lie before the other one, or after today. */
struct order {
	const char *field;
	size_t late, early;
	const char *words; /* N_() */
};

#define AT(m) offsetof(struct communication, m)
static const struct order orders[] = {
	{ "received", AT(received), AT(letter_date), N_("It was received before it was written.") },
	{ "stated_due", AT(stated_due), AT(letter_date), N_("It is due before it was written.") },
	{ "reply_sent", AT(reply_sent), AT(letter_date),
	  N_("The reply went out before the letter was written.") },
	{ "views_adopted", AT(views_adopted), AT(letter_date),
	  N_("The Views were adopted before the communication was transmitted.") },
	{ "views_transmitted", AT(views_transmitted), AT(views_adopted),
	  N_("The Views were transmitted before they were adopted.") },
	{ "views_stated_due", AT(views_stated_due), AT(views_transmitted),
	  N_("It is due before the Views were transmitted.") },
	{ "views_reply_sent", AT(views_reply_sent), AT(views_transmitted),
	  N_("The reply went out before the Views were transmitted.") },
	{ "views_graded", AT(views_graded), AT(views_adopted),
	  N_("It was assessed before the Views were adopted.") },
};
/* What has happened cannot lie in the future. */
static const struct order pasts[] = {
	{ "letter_date", AT(letter_date) },
	{ "received", AT(received) },
	{ "reply_sent", AT(reply_sent) },
	{ "views_adopted", AT(views_adopted) },
	{ "views_transmitted", AT(views_transmitted) },
	{ "views_reply_sent", AT(views_reply_sent) },
	{ "views_graded", AT(views_graded) },
};
#undef AT

static struct date day_at(const struct communication *c, size_t offset)
{
	return *(const struct date *)(const void *)((const char *)c + offset);
}

/* A day that was on record before is not asked again whether it has come: what follows from a rule
 * or a reorganisation must not fail because a clock was set back. */
static void check_days(struct context *cx, const struct communication *was,
                       const struct communication *c)
{
	for (size_t i = 0; i < LEN(orders); i++)
		if (date_behind(day_at(c, orders[i].early), day_at(c, orders[i].late)))
			fail(cx, ERR_INVALID, orders[i].field, "%s", tr(cx, orders[i].words));
	for (size_t i = 0; i < LEN(pasts); i++)
		if (date_behind(day_at(c, pasts[i].late), today(cx)) &&
		    (!was ||
		     date_compare(day_at(was, pasts[i].late), day_at(c, pasts[i].late)) != 0))
			fail(cx, ERR_INVALID, pasts[i].field, N_("This day is still to come."));
}

SQL(communication_same,
    "SELECT id FROM communication WHERE reference = $1 AND id <> $2 ORDER BY id LIMIT 20");

/* Two communications with one reference are refused as far as the other one may be read: whoever is
 * not on its list must not learn from a refusal that it is there. */
static bool check_twice(struct context *cx, const struct communication *c)
{
	struct rows *r = db_query(cx, &communication_same, V(c->reference), V(c->record.id));
	bool twice = false;

	while (r && rows_next(cx, r)) {
		const void *other = record_get_any(cx, &communication_type, rows_int(r, 0));

		if (!other)
			return false;
		twice |= access_record(cx, &communication_type, other, RIGHT_READ) &&
		         access_content(cx, &communication_type, other);
	}
	return !failed(cx) &&
	       (!twice || fail(cx, ERR_INVALID, "reference",
	                       N_("A communication with this reference is registered already.")));
}

static bool has_views(const struct communication *c)
{
	return !str_empty(c->views_symbol) || date_set(c->views_adopted) ||
	       date_set(c->views_transmitted) || c->violations.n || c->remedies.n ||
	       date_set(c->views_stated_due) || date_set(c->views_reply_sent) || c->views_grade ||
	       date_set(c->views_graded);
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct communication *was = old;
	const struct communication *c = row;

	check_days(cx, was, c);
	if (!is_letter(c) && c->kind && !c->mechanism)
		fail(cx, ERR_INVALID, "mechanism",
		     N_("Name the committee or body that transmitted it."));
	if (c->kind && c->kind != KIND_INDIVIDUAL && c->stage)
		fail(cx, ERR_INVALID, "stage",
		     N_("Only an individual communication has observations of two sorts."));
	if (c->kind && c->kind != KIND_INDIVIDUAL && has_views(c))
		fail(cx, ERR_INVALID, "views_symbol",
		     N_("Views are adopted on individual communications alone."));
	if (failed(cx) || str_empty(c->reference) || (was && str_eq(was->reference, c->reference)))
		return !failed(cx);
	return check_twice(cx, c);
}

/* ---- what is derived */

/* What a symbol of special procedures says, where nobody said it. */
static void read_reference(struct context *cx, struct communication *c)
{
	struct symbol s;

	if (str_empty(c->reference))
		return;
	if (symbol_parse(cx->mem, c->reference, &s) && str_eq(s.kind, "sp_communication") &&
	    !c->kind)
		c->kind = strstr(s.text, "UA ")   ? KIND_URGENT_APPEAL
		          : strstr(s.text, "AL ") ? KIND_ALLEGATION_LETTER
		                                  : KIND_OTHER_LETTER;
	if (!c->mechanism && s.mechanism)
		c->mechanism = record_id_by_key(cx, &mechanism_type, s.mechanism);
	if (!c->mechanism && is_letter(c))
		c->mechanism = record_id_by_key(cx, &mechanism_type, "SP");
	c->reference = s.text;
}

static bool pseudonym_taken(const struct owned *persons, const char *name)
{
	const struct concerned *v = persons->v;

	for (size_t i = 0; i < persons->n; i++)
		if (str_eq(v[i].pseudonym, name))
			return true;
	return false;
}

static void give_pseudonyms(struct context *cx, struct communication *c)
{
	struct concerned *v = c->persons.v;

	for (size_t i = 0, number = 1; i < c->persons.n; i++)
		while (str_empty(v[i].pseudonym)) {
			const char *name = arena_fmt(cx->mem, "P%zu", number++);

			if (!pseudonym_taken(&c->persons, name))
				v[i].pseudonym = name;
		}
}

static const struct reply_draft *draft_of_id(const struct communication *c, int64_t id)
{
	const struct reply_draft *v = c ? c->drafts.v : NULL;

	for (size_t i = 0; c && i < c->drafts.n; i++)
		if (v[i].id == id)
			return &v[i];
	return NULL;
}

/* Whose draft it is says who put in the file, not who corrects the note beside it. */
static void sign_drafts(struct context *cx, const struct communication *old,
                        struct communication *c)
{
	struct reply_draft *v = c->drafts.v;

	for (size_t i = 0; i < c->drafts.n; i++) {
		const struct reply_draft *was = draft_of_id(old, v[i].id);

		v[i].author = was && was->file == v[i].file ? was->author
		              : cx->actor                   ? cx->actor->user
		                                            : 0;
	}
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct communication *c = row;

	read_reference(cx, c);
	if (!old && c->record.classification == CLASS_RESTRICTED && cx->actor && cx->actor->user)
		refs_add(cx, &c->record.readers, cx->actor->user);
	give_pseudonyms(cx, c);
	sign_drafts(cx, old, c);
	return !failed(cx) && clock_set(cx, old, c);
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	(void)old;
	return clock_keep(cx, row);
}

/* ---- steps: what refuses them, what they do */

static bool lead_is_named(struct context *cx, const void *row)
{
	const struct communication *c = row;
	const struct institution *lead;

	if (refs_has(&c->co, c->lead))
		return fail(cx, ERR_INVALID, "co", N_("The lead body cannot be a co-body, too."));
	lead = record_get_any(cx, &institution_type, c->lead);
	if (!lead)
		return false;
	return !date_set(lead->active_to) || date_compare(lead->active_to, today(cx)) >= 0 ||
	       fail(cx, ERR_INVALID, "lead", N_("The lead body does not exist any more."));
}

/* Approval is another person's: who put in one of the drafts is not that person, in whatever
 * membership and for whomever he acts (roles, rule 2). */
static bool not_own_draft(struct context *cx, const void *row)
{
	const struct communication *c = row;
	const struct reply_draft *v = c->drafts.v;
	const struct actor *a = cx->actor;

	for (size_t i = 0; a && i < c->drafts.n; i++)
		if (v[i].author && (v[i].author == a->user || v[i].author == a->on_behalf))
			return fail(cx, ERR_INVALID, NULL,
			            N_("Nobody approves a draft that he put in himself."));
	return true;
}

/* The date that counts so far is still that of before the step. */
static bool extension_is_later(struct context *cx, const void *row)
{
	const struct communication *c = row;

	return !date_set(c->reply_due) || date_behind(c->extended_to, c->reply_due) ||
	       fail(cx, ERR_INVALID, "extended_to",
	            N_("An extension leads to a later date than the one it extends."));
}

static bool is_individual(struct context *cx, const void *row)
{
	const struct communication *c = row;

	return c->kind == KIND_INDIVIDUAL ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("Views are adopted on individual communications alone."));
}

#define BEFORE_REPLY "received registered assigned draft approved"
#define VIEWS        "views_symbol views_adopted views_transmitted violations remedies views_stated_due"

static const struct step steps[] = {
	{ .name = "register",
	  .label = NC_("letter", "Register"),
	  .hint = N_("It has a reference and a date by which the State replies."),
	  .from = "received",
	  .to = "registered",
	  .right = RIGHT_UPDATE,
	  .asks = "reference received stated_due subject",
	  .needs = "reference received" },
	{ .name = "assign",
	  .label = N_("Assign"),
	  .hint = N_("It says who prepares the reply. Only those on the named list can read it: "
	             "add the people of these bodies."),
	  .from = "registered",
	  .to = "assigned",
	  .right = RIGHT_UPDATE,
	  .asks = "lead co readers",
	  .needs = "lead",
	  .check = lead_is_named },
	{ .name = "reassign",
	  .label = N_("Assign to another body"),
	  .hint = N_("Take those who prepared the reply until now off the named list, if they "
	             "should not read on."),
	  .from = "assigned draft",
	  .to = "assigned",
	  .right = RIGHT_UPDATE,
	  .asks = "lead co readers",
	  .needs = "lead",
	  .reason = true,
	  .aside = true,
	  .check = lead_is_named },
	{ .name = "draft",
	  .label = N_("Submit a draft reply"),
	  .hint = N_("The chair or deputy chair approves it or sends it back."),
	  .from = "assigned",
	  .to = "draft",
	  .right = RIGHT_UPDATE,
	  .asks = "drafts",
	  .needs = "drafts" },
	{ .name = "redraft",
	  .label = N_("Submit another draft"),
	  .hint = N_("The drafts of before stay."),
	  .from = "draft",
	  .right = RIGHT_UPDATE,
	  .asks = "drafts",
	  .needs = "drafts",
	  .aside = true },
	{ .name = "approve",
	  .label = NC_("reply", "Approve"),
	  .hint = N_("The secretariat sends the reply."),
	  .from = "draft",
	  .to = "approved",
	  .right = RIGHT_APPROVE,
	  .not_by = "draft",
	  .guard = not_own_draft },
	{ .name = "send_back",
	  .label = NC_("reply", "Send back"),
	  .hint = N_("A new draft is prepared; the reason stands beside it."),
	  .from = "draft approved",
	  .to = "assigned",
	  .right = RIGHT_APPROVE,
	  .reason = true },
	{ .name = "send",
	  .label = N_("Record that the reply was sent"),
	  .hint = N_("A reply after its date is recorded as such, and not refused."),
	  .from = "approved",
	  .to = "sent",
	  .right = RIGHT_UPDATE,
	  .asks = "reply_sent reply_reference reply",
	  .needs = "reply_sent" },
	{ .name = "extend",
	  .label = N_("Record an extension"),
	  .hint = N_("The date that was granted counts from now on; the earlier one stays in the "
	             "history."),
	  .from = BEFORE_REPLY,
	  .right = RIGHT_UPDATE,
	  .asks = "extended_to",
	  .needs = "extended_to",
	  .reason = true,
	  .aside = true,
	  .check = extension_is_later },
	{ .name = "follow_up",
	  .label = N_("Follow up"),
	  .hint = N_("The mechanism asked for more, or the State said what it would do."),
	  .from = "sent",
	  .to = "follow_up",
	  .right = RIGHT_UPDATE,
	  .aside = true },
	{ .name = "views",
	  .label = N_("Record Views"),
	  .hint = N_("The reply to the Views has a clock of its own."),
	  .from = "sent follow_up closed",
	  .to = "follow_up",
	  .right = RIGHT_UPDATE,
	  .asks = VIEWS,
	  .needs = "views_adopted",
	  .aside = true,
	  .guard = is_individual },
	{ .name = "close",
	  .label = NC_("letter", "Close"),
	  .hint = N_("It stays readable for its named list."),
	  .from = "sent follow_up",
	  .to = "closed",
	  .right = RIGHT_UPDATE },
	{ .name = "discontinue",
	  .label = N_("Close without a reply"),
	  .hint = N_(
	          "The mechanism withdrew it, or it was registered by mistake; the reason stands "
	          "on record."),
	  .from = BEFORE_REPLY,
	  .to = "closed",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .aside = true },
	{ 0 },
};

/* ---- the type */

static const char *title(struct context *cx, const void *row)
{
	const struct communication *c = row;
	const struct choice *kind = choice_at(kinds, c->kind);
	char day[DATE_TEXT];

	if (!str_empty(c->reference))
		return c->reference;
	return kind ? arena_fmt(cx->mem, "%s, %s", tr(cx, kind->label),
	                        date_text(c->letter_date, day))
	            : "…";
}

static const char *odd_reference(struct context *cx, const struct communication *c)
{
	struct symbol s;

	if (!is_letter(c) || str_empty(c->reference))
		return NULL;
	if (!symbol_parse(cx->mem, c->reference, &s) || !str_eq(s.kind, "sp_communication"))
		return tr(cx, N_("This symbol fits no form that the program knows. It is kept as "
		                 "it is; check it."));
	return str_eq(s.iso3, setting(cx, "state"))
	               ? NULL
	               : tr(cx, N_("The reference names another State. It is kept as it is; check "
	                           "it."));
}

const char *communication_late(struct context *cx, const struct communication *c)
{
	int late = communication_days_late(c);

	return late ? arena_fmt(cx->mem,
	                        trn(cx, "The reply went out %d day after its date.",
	                            "The reply went out %d days after its date.", late),
	                        late)
	            : NULL;
}

static const char *warning(struct context *cx, const void *row)
{
	const struct communication *c = row;
	const char *late = communication_late(cx, c);

	if (late)
		return late;
	if (communication_overdue(cx, c))
		return tr(cx, N_("The reply is overdue."));
	return odd_reference(cx, c);
}

static int year(struct context *cx, const void *row)
{
	(void)cx;
	return ((const struct communication *)row)->letter_date.year;
}

static const struct type_search finding = { .titles = "reference", .year = year };

const struct type communication_type = {
	.name = "communication",
	.plural = "communications",
	.label = N_("Communication"),
	.label_plural = N_("Communications"),
	.help = N_(
	        "Letters of special procedures and individual communications. Each is open to its "
	        "named list alone, and who reads it is logged."),
	.size = sizeof(struct communication),
	FIELDS(fields),
	.function = "restricted_files",
	.states = states,
	.steps = steps,
	.order = "-letter_date",
	.flags = TYPE_LOGS_READING,
	.first_classification = CLASS_RESTRICTED,
	.title = title,
	.warning = warning,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.finished_states = "closed",
	.closed_states = "closed",
	.search = &finding,
};

static const struct type *const types[] = { &communication_type, NULL };

const struct subject communication_subject = {
	.name = "communication",
	.types = types,
	.load_sample = communication_load_sample,
	.changed = clock_follow,
	.order = 45,
};
