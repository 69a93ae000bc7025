/* Evidence: a file (its hash stands beside it), an address, a legal act or a statistic with the day
 * of the fact and who issued it; what the check of the secretariat said of it; and that it may be
 * withdrawn, whatever rests on it. */
#include "subject/progress/part.h"

#include "record/app.h"
#include "subject/institution/institution.h"

#define E (&evidence_type)

static const struct choice kinds[] = {
	{ "legal_act", N_("Legal act"), NULL },
	{ "statistic", N_("Statistic"), NULL },
	{ "document", N_("Document"), NULL },
	{ "photo", N_("Photograph"), NULL },
	{ "link", N_("Page on the internet"), NULL },
	{ "training_record", N_("Record of a training"), NULL },
	{ "court_statistic", N_("Court statistic"), NULL },
	{ "other", N_("Other"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "unchecked", N_("Not checked yet"), "q-wait" },
	{ "accepted", NC_("evidence", "Accepted"), "ok st-done" },
	{ "rejected", NC_("evidence", "Rejected"), "stop st-stop" },
	{ "withdrawn", NC_("evidence", "Withdrawn"), "stop st-stop" },
	{ 0 },
};

#define A struct evidence_subject
static const struct field about_fields[] = {
	LINK(A, subject, N_("Measure or recommendation"), .flags = REQUIRED | IF_PUBLIC),
};
#undef A
static const struct row_type about_rows = { sizeof(struct evidence_subject), FIELDS(about_fields) };

#define T struct evidence
static const struct field fields[] = {
	TEXTS(T, title, N_("What it is"), .max = 500, .flags = REQUIRED | LISTED | PUBLIC,
	      .help = N_("For example: order of the ministry, with its number and day.")),
	CHOICE(T, type, N_("Kind"), .choices = kinds,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	FILE_(T, file, N_("File"), .flags = PERSONAL),
	TEXT(T, address, N_("Address of the page"), .max = 1000,
	     .help = N_("Begins with http:// or https://"), .flags = PUBLIC),
	DATE(T, date_of_fact, N_("Date of the fact"), .flags = LISTED | FILTERED | SORTED | PUBLIC,
	     .help = N_("Of a legal act its adoption, of a statistic the period it counts.")),
	TEXT(T, issuing_body, N_("Issued by"), .max = 300, .flags = LISTED | PUBLIC),
	YESNO(T, is_public, N_("May be shown publicly"), .flags = FILTERED),
	YESNO(T, personal_data, N_("Holds personal data"), .flags = FILTERED),
	DATE(T, expiry, N_("Counts until"), .flags = FILTERED,
	     .help = N_("Left empty, it counts without an end.")),
	ROWS(T, about, N_("Evidence for"), .rows = &about_rows, .flags = PUBLIC | IF_PUBLIC),
	TEXT(T, check_reason, N_("Result of the check"), .max = 4000, .flags = LONG | READONLY),
};
#undef T

/* ---- what is refused */

static bool is_address(const char *s)
{
	return (str_starts(s, "https://") && s[strlen("https://")]) ||
	       (str_starts(s, "http://") && s[strlen("http://")]);
}

/* Whoever looks at it later must find the thing itself, or the act by its body and day. */
static void check_substance(struct context *cx, const struct evidence *e)
{
	bool fact = e->type == EVIDENCE_LEGAL_ACT || e->type == EVIDENCE_STATISTIC ||
	            e->type == EVIDENCE_COURT_STATISTIC;

	if (!str_empty(e->address) && !is_address(e->address))
		fail(cx, ERR_INVALID, "address", N_("An address begins with http:// or https://"));
	if (e->type == EVIDENCE_LINK && str_empty(e->address))
		fail(cx, ERR_INVALID, "address", N_("Give the address of the page."));
	if (fact && !date_set(e->date_of_fact))
		fail(cx, ERR_INVALID, "date_of_fact",
		     N_("An act and a statistic have the date of the fact."));
	if (fact && str_empty(e->issuing_body))
		fail(cx, ERR_INVALID, "issuing_body",
		     N_("Say who issued the act or the statistic."));
	if (!fact && e->type && e->type != EVIDENCE_LINK && !e->file && str_empty(e->address))
		fail(cx, ERR_INVALID, "file", N_("Add the file, or the address of the page."));
}

static void check_days(struct context *cx, const struct evidence *e)
{
	if (date_set(e->date_of_fact) &&
	    date_compare(date_first_day(e->date_of_fact), today(cx)) > 0)
		fail(cx, ERR_INVALID, "date_of_fact", N_("This day has not come yet."));
	if (date_set(e->expiry) && date_set(e->date_of_fact) &&
	    date_compare(e->expiry, date_first_day(e->date_of_fact)) < 0)
		fail(cx, ERR_INVALID, "expiry", N_("It ends before the date of the fact."));
}

static bool has_part_in(struct context *cx, struct link subject, int64_t institution)
{
	const void *row = record_get_any(cx, subject.type, subject.id);

	if (!row)
		return false;
	if (subject.type == &measure_type) {
		const struct measure *m = row;

		return m->lead == institution || refs_has(&m->co, institution);
	}
	return ((const struct recommendation *)row)->lead == institution ||
	       refs_has(&((const struct recommendation *)row)->co, institution);
}

/* What was there stays, also when a reorganisation gave it to a successor. */
static bool same_subjects(const struct evidence *was, const struct evidence *e)
{
	const struct evidence_subject *a = was ? was->about.v : NULL, *b = e->about.v;
	size_t same = 0;

	for (size_t i = 0; was && i < was->about.n && i < e->about.n; i++)
		same += a[i].subject.id == b[i].subject.id;
	return was && same == e->about.n;
}

static bool check_subjects(struct context *cx, const struct evidence *e)
{
	const struct evidence_subject *v = e->about.v;

	for (size_t i = 0; i < e->about.n; i++) {
		const char *name = arena_fmt(cx->mem, "about.%zu.subject", i);

		if (!v[i].subject.id)
			continue;
		if (v[i].subject.type != &measure_type && v[i].subject.type != &recommendation_type)
			return fail(cx, ERR_INVALID, name,
			            N_("Evidence is for a measure or a recommendation."));
		if (!has_part_in(cx, v[i].subject, e->record.institution))
			return failed(cx) ? false
			                  : fail(cx, ERR_INVALID, name,
			                         N_("Your institution has no part in it."));
	}
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct evidence *was = old, *e = row;

	if (was && !type_state_in(E, e->record.state, "unchecked"))
		return true;
	check_substance(cx, e);
	check_days(cx, e);
	if (e->is_public == YES && e->personal_data == YES)
		fail(cx, ERR_INVALID, "is_public",
		     N_("What holds personal data is not shown publicly."));
	return !failed(cx) && (same_subjects(was, e) || check_subjects(cx, e));
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct evidence *e = row;

	if (!old && !e->record.institution && cx->actor)
		e->record.institution = cx->actor->institution;
	if (!e->is_public)
		e->is_public = NO;
	if (!e->personal_data)
		e->personal_data = NO;
	return true;
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct evidence *was = old, *e = row;

	return !was || !type_state_in(E, was->record.state, "accepted") ||
	       type_state_in(E, e->record.state, "accepted") || progress_set_back(cx, e);
}

/* ---- steps */

static bool keep_reason(struct context *cx, void *row)
{
	((struct evidence *)row)->check_reason = cx->reason;
	return true;
}

static bool unchecked_again(struct context *cx, void *row)
{
	(void)cx;
	((struct evidence *)row)->check_reason = NULL;
	return true;
}

#define GIVEN                                                                        \
	"title type file address date_of_fact issuing_body is_public personal_data " \
	"expiry about"

static const struct step steps[] = {
	{ .name = "correct",
	  .label = NC_("evidence", "Correct"),
	  .hint = N_("The secretariat checks it anew."),
	  .from = "unchecked rejected",
	  .to = "unchecked",
	  .right = RIGHT_CREATE,
	  .asks = GIVEN,
	  .aside = true,
	  .effect = unchecked_again },
	{ .name = "accept",
	  .label = NC_("evidence", "Accept"),
	  .hint = N_("What is reported can rest on it."),
	  .from = "unchecked",
	  .to = "accepted",
	  .right = RIGHT_APPROVE,
	  .fits = progress_in_the_secretariat,
	  .waits = progress_when_in_the_secretariat,
	  .not_by = "create",
	  .effect = keep_reason },
	{ .name = "reject",
	  .label = NC_("evidence", "Reject"),
	  .hint = N_("The body that gave it reads the reason and can correct it."),
	  .from = "unchecked",
	  .to = "rejected",
	  .right = RIGHT_APPROVE,
	  .fits = progress_in_the_secretariat,
	  .waits = progress_when_in_the_secretariat,
	  .reason = true,
	  .not_by = "create",
	  .effect = keep_reason },
	{ .name = "withdraw",
	  .label = NC_("evidence", "Withdraw"),
	  .hint = N_("What is called implemented, or was verified, on it alone is set back."),
	  .from = "unchecked accepted",
	  .to = "withdrawn",
	  .right = RIGHT_CREATE,
	  .reason = true,
	  .aside = true,
	  .effect = keep_reason },
	{ .name = "revoke",
	  .label = N_("Take the acceptance back"),
	  .hint = N_("What is called implemented, or was verified, on it alone is set back."),
	  .from = "accepted",
	  .to = "rejected",
	  .right = RIGHT_APPROVE,
	  .fits = progress_in_the_secretariat,
	  .reason = true,
	  .aside = true,
	  .effect = keep_reason },
	{ 0 },
};

static const char *title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct evidence *)row)->title);
}

/* The body says so of it, and the secretariat checked it. */
static bool may_be_public(struct context *cx, const void *row)
{
	const struct evidence *e = row;

	(void)cx;
	return e->is_public == YES && e->personal_data != YES &&
	       e->record.classification != CLASS_RESTRICTED;
}

static const struct type_search finding = { .titles = "title" };

const struct type evidence_type = {
	.name = "evidence",
	.plural = "evidence",
	.label = NC_("one", "Evidence"),
	.label_plural = N_("Evidence"),
	.help = N_("What stands behind the reports: files, addresses, legal acts and statistics, "
	           "each with the result of its check."),
	.size = sizeof(struct evidence),
	FIELDS(fields),
	.function = "progress",
	.states = states,
	.steps = steps,
	.order = "-date_of_fact",
	.flags = TYPE_PUBLISHABLE,
	.title = title,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.accepted_states = "accepted",
	.publish_states = "accepted",
	.public_states = "accepted",
	.may_be_public = may_be_public,
	.finished_states = "accepted rejected withdrawn",
	.closed_states = "unchecked accepted rejected withdrawn",
	.search = &finding,
};
