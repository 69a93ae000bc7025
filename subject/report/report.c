/* Report projects and their plan (DL-13), and the subject as a whole.
 *
 * A project's due date is that of the register where it was made from there, and follows it; else
 * it is typed.  The steps of the plan are deadlines of the register, of the kind "task": they move
 * with the due date as long as they are not done, and stay where they were when they are. */
#include "subject/report/part.h"

#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/institution/institution.h"
#include "subject/report/sample.h"

#define SUBMISSION "submission"

static const struct choice kinds[] = {
	{ "periodic_report", N_("Report to a committee"), NULL },
	{ "replies", N_("Replies to a list of issues"), NULL },
	{ "follow_up", N_("Follow-up report"), NULL },
	{ "national_report", N_("National report for the UPR"), NULL },
	{ "positions", N_("UPR: addendum with the State’s positions"), NULL },
	{ "mid_term", N_("Mid-term report"), NULL },
	{ "common_core", N_("Common core document"), NULL },
	{ "other", N_("Other"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "open", N_("In preparation"), "go st-go" },
	{ "submitted", N_("Submitted"), "done st-done" },
	{ "withdrawn", N_("Withdrawn"), "stop st-stop" },
	{ 0 },
};

#define T struct report_project
static const struct field fields[] = {
	TEXTS(T, title, N_("Title"), .max = 500, .flags = REQUIRED | LISTED),
	CHOICE(T, kind, N_("Kind"), .choices = kinds, .flags = REQUIRED | LISTED | FILTERED),
	DATE(T, due, N_("Due"), .flags = REQUIRED | LISTED | FILTERED | SORTED,
	     .help = N_("Where the project hangs on a deadline of the register, its date counts.")),
	REF(T, lead, N_("Leader of the team"), .to_named = "account",
	    .flags = LISTED | FILTERED | OWNS,
	    .help = N_("Owns the steps that nobody else was given.")),
	REF(T, cycle, N_("Review"), .to = &review_cycle_type, .flags = FILTERED),
	REF(T, instrument, N_("Instrument"), .to = &instrument_type, .flags = FILTERED),
	REF(T, deadline, N_("Deadline in the register"), .to = &deadline_type, .flags = READONLY),
	DATE(T, submitted, N_("Submitted on"), .flags = READONLY),
	TEXT(T, note, N_("Note"), .max = 4000, .flags = LONG),
};
#undef T

static bool in_state(const struct report_project *p, const char *code)
{
	return type_state_in(&report_project_type, p->record.state, code);
}

/* ---- the type */

/* It follows from restricted documents that nobody may read together. */
static bool is_nobodys(const struct deadline *d)
{
	return d->record.classification == CLASS_RESTRICTED && !d->record.readers.n;
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	const struct report_project *was = old;
	struct report_project *p = row;
	const struct deadline *d;

	if (!p->deadline || !in_state(p, "open"))
		return true;
	d = record_get_any(cx, &deadline_type, p->deadline);
	if (!d)
		return false;
	if (!date_set(d->due) || date_compare(d->due, p->due) == 0 || is_nobodys(d))
		return true;
	if (was && date_compare(was->due, p->due) != 0)
		return fail(cx, ERR_INVALID, "due",
		            N_("The date follows the deadline in the register: correct it in the "
		               "document it comes from."));
	p->due = d->due;
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct report_project *p = row, *was = old;

	if (p->lead && (!was || was->lead != p->lead) &&
	    !account_reads(cx, p->lead, &report_project_type, row))
		return failed(cx) ? false
		                  : fail(cx, ERR_INVALID, "lead",
		                         N_("This person cannot read the project: it is led by "
		                            "another body, or restricted."));
	if (date_set(p->due) && p->due.precision != PRECISION_DAY)
		return fail(cx, ERR_INVALID, "due",
		            N_("The plan is counted back from a day: give the day."));
	return !was || was->deadline == p->deadline || !was->deadline ||
	       fail(cx, ERR_INVALID, "deadline",
	            N_("A project stays with the deadline it was made for."));
}

static bool not_ahead(struct context *cx, const void *row)
{
	const struct report_project *p = row;

	return date_compare(date_first_day(p->submitted), today(cx)) <= 0 ||
	       fail(cx, ERR_INVALID, "submitted", N_("This day has not come yet."));
}

static bool resume(struct context *cx, void *row)
{
	(void)cx;
	((struct report_project *)row)->submitted = (struct date){ 0 };
	return true;
}

static const struct step steps[] = {
	{ .name = "submit",
	  .label = N_("Say when it was submitted"),
	  .hint = N_("Steps that were not said to be done are no longer due."),
	  .from = "open",
	  .to = "submitted",
	  .right = RIGHT_UPDATE,
	  .asks = "submitted",
	  .needs = "submitted",
	  .check = not_ahead },
	{ .name = "withdraw",
	  .label = N_("Withdraw"),
	  .hint = N_("The report is not to be written; its steps are no longer due."),
	  .from = "open",
	  .to = "withdrawn",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true },
	{ .name = "resume",
	  .label = N_("Take up again"),
	  .hint = N_("Its steps are due again."),
	  .from = "submitted withdrawn",
	  .to = "open",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true,
	  .effect = resume },
	{ 0 },
};

/* ---- the plan */

const char *report_step_words(struct context *cx, const char *step)
{
	const struct deadline_rule *r =
	        record_by_key(cx, &deadline_rule_type, arena_fmt(cx->mem, "DL-13.%s", step));

	return r ? texts_words(cx, &r->name) : failed(cx) ? NULL : step;
}

struct task {
	const struct texts *title;
	const char *step;
};

static const char *task_words(struct context *cx, const void *data)
{
	const struct task *t = data;
	const char *step = report_step_words(cx, t->step);

	return arena_fmt(cx->mem, "%s: %s", texts_words(cx, t->title), step ? step : "");
}

static int64_t mechanism_of(struct context *cx, const struct report_project *p)
{
	const struct review_cycle *c =
	        p->cycle ? record_get_any(cx, &review_cycle_type, p->cycle) : NULL;

	return c ? c->mechanism : 0;
}

/* The last step is the report's own date: where the register has that already, it is not kept
 * twice. */
static bool is_wanted(const struct report_project *p, const char *step)
{
	if (str_eq(step, SUBMISSION))
		return !p->deadline && !in_state(p, "withdrawn");
	return in_state(p, "open");
}

static bool keep_plan(struct context *cx, const struct report_project *p)
{
	struct link from = { &report_project_type, p->record.id };
	char due[DATE_TEXT];
	const char *basis = arena_fmt(cx->mem, "DL-13 due=%s", date_text(p->due, due));
	int64_t mechanism = mechanism_of(cx, p);
	struct deadline_wanted *v;
	struct deadline_answer a;
	size_t n = 0;

	if (failed(cx) || !deadline_ask_line(cx, basis, &a))
		return false;
	v = arena_array(cx->mem, struct deadline_wanted, a.steps_n);
	for (size_t i = 0; i < a.steps_n; i++) {
		struct task t = { &p->title, a.steps[i].name };
		bool last = str_eq(t.step, SUBMISSION);

		if (!is_wanted(p, t.step))
			continue;
		v[n++] = (struct deadline_wanted){
			.name = arena_fmt(cx->mem, "plan.%s", t.step),
			.kind = last ? "report" : "task",
			.title = texts_in_languages(cx, task_words, &t),
			.mechanism = mechanism,
			.institution = p->record.institution,
			.owner = p->lead,
			.basis = basis,
			.step = t.step,
			.side = last ? SIDE_EXTERNAL : SIDE_INTERNAL,
			.done = last ? p->submitted : (struct date){ 0 },
		};
	}
	return !failed(cx) && deadline_keep(cx, from, v, n);
}

/* What was submitted is met in the register, too; and open again when that is taken back. */
static bool meet(struct context *cx, const struct report_project *was,
                 const struct report_project *p)
{
	bool submitted = in_state(p, "submitted"), back = was && in_state(was, "submitted");
	struct deadline *d = p->deadline && submitted != back
	                             ? record_get_any(cx, &deadline_type, p->deadline)
	                             : NULL;

	if (!d || !type_state_in(&deadline_type, d->record.state, submitted ? "open" : "met") ||
	    (!submitted && date_compare(d->done, was->submitted) != 0))
		return !failed(cx);
	d->done = p->submitted;
	d->record.state = type_state(&deadline_type, submitted ? "met" : "open");
	return record_save_as(cx, &deadline_type, d, CHANGE_UPDATE);
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	return keep_plan(cx, row) && meet(cx, old, row);
}

static const char *title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct report_project *)row)->title);
}

static const struct type_search finding = { .titles = "title", .deadline = "due" };

const struct type report_project_type = {
	.name = "report_project",
	.plural = "report_projects",
	.label = N_("Report project"),
	.label_plural = N_("Report projects"),
	.help = N_("Reports that are being prepared. From the due date the plan is counted back; "
	           "its steps are tasks with owners, and those not done move with it."),
	.size = sizeof(struct report_project),
	FIELDS(fields),
	.function = "report_drafts",
	.states = states,
	.steps = steps,
	.order = "due",
	.title = title,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.finished_states = "submitted withdrawn",
	.closed_states = "submitted withdrawn",
	.search = &finding,
};

/* ---- from a deadline of the register */

/* The kind of a project by that of the deadline; NULL: nothing is written for it. */
static const char *kind_for(const struct deadline *d)
{
	static const struct {
		const char *deadline, *project;
	} of[] = { { "report", "periodic_report" }, { "replies", "replies" },
		   { "follow_up", "follow_up" },    { "national_report", "national_report" },
		   { "positions", "positions" },    { "mid_term", "mid_term" } };
	const struct choice *c = choice_at(deadline_kinds, d->kind);

	for (size_t i = 0; c && i < LEN(of); i++)
		if (str_eq(of[i].deadline, c->code))
			return of[i].project;
	return NULL;
}

bool report_plannable(const struct deadline *d)
{
	return kind_for(d) && d->source.type != &report_project_type && date_set(d->due) &&
	       d->due.precision == PRECISION_DAY &&
	       type_state_in(&deadline_type, d->record.state, "open");
}

/* Its title and date are those of the deadline: nobody reads it who may not read that.  That the
 * deadline is opened again opens no project; people do.  True: something changed. */
static bool restrict_as(struct context *cx, struct report_project *p, const struct deadline *d)
{
	const struct refs *may = &d->record.readers, *now = &p->record.readers;
	bool restricted = p->record.classification == CLASS_RESTRICTED;
	struct refs both = { 0 };

	if (d->record.classification != CLASS_RESTRICTED)
		return false;
	for (size_t i = 0; restricted && i < now->n; i++)
		if (refs_has(may, now->v[i]))
			refs_add(cx, &both, now->v[i]);
	if (restricted && both.n == now->n)
		return false;
	p->record.classification = CLASS_RESTRICTED;
	p->record.readers = both.n ? both : *may;
	return true;
}

struct report_project *report_for(struct context *cx, const struct deadline *d)
{
	struct report_project *p = record_new(cx, &report_project_type);
	const char *kind = kind_for(d);

	if (!report_plannable(d)) {
		fail(cx, ERR_INVALID, NULL,
		     N_("Nothing can be planned for it: it has no day, or nothing is written for "
		        "it."));
		return NULL;
	}
	p->title = d->title;
	p->kind = choice_index(kinds, kind);
	p->deadline = d->record.id;
	p->due = d->due;
	p->lead = d->owner;
	p->record.institution = d->record.institution;
	(void)restrict_as(cx, p, d);
	if (d->source.type == &review_cycle_type) {
		const struct review_cycle *c = record_get_any(cx, &review_cycle_type, d->source.id);

		p->cycle = d->source.id;
		p->instrument = c ? c->instrument : 0;
	}
	return failed(cx) ? NULL : p;
}

SQL(report_by_deadline, "SELECT id FROM report_project WHERE deadline = $1"
                        " AND state <> 'withdrawn' ORDER BY id LIMIT 1");
SQL(reports_by_deadline, "SELECT id FROM report_project WHERE deadline = $1 ORDER BY id LIMIT 20");
SQL(deadline_rules_count, "SELECT count(*) FROM deadline_rule WHERE rule = 'DL-13'");

int64_t report_of_deadline(struct context *cx, int64_t deadline)
{
	int64_t id = 0;
	bool found;

	return db_int(cx, &report_by_deadline, &id, &found, V(deadline)) && found ? id : 0;
}

static bool follow(struct context *cx, struct report_project *p, const struct deadline *d)
{
	bool restricted = restrict_as(cx, p, d);
	bool moved = in_state(p, "open") && date_set(d->due) && date_compare(p->due, d->due) != 0;

	if (moved)
		p->due = d->due;
	return (!moved && !restricted) ||
	       record_save_as(cx, &report_project_type, p, CHANGE_UPDATE);
}

bool projects_follow(struct context *cx, const struct deadline *d)
{
	enum { MOST = 20 };
	struct rows *r = db_query(cx, &reports_by_deadline, V(d->record.id));
	int64_t ids[MOST];
	size_t n = 0;

	while (r && rows_next(cx, r) && n < MOST)
		ids[n++] = rows_int(r, 0);
	for (size_t i = 0; i < n && !failed(cx) && !is_nobodys(d); i++) {
		struct report_project *p = record_get_any(cx, &report_project_type, ids[i]);

		if (!p || !follow(cx, p, d))
			return false;
	}
	return !failed(cx);
}

/* ---- the subject */

bool rules_are_there(struct context *cx)
{
	int64_t n = 0;

	return db_int(cx, &deadline_rules_count, &n, NULL) && n > 0;
}

static bool of_document(struct context *cx, const struct document *was, const struct document *d)
{
	if (was && was->cycle && was->cycle != d->cycle && !review_due(cx, was->cycle))
		return false;
	return (!d->cycle || review_due(cx, d->cycle)) && document_due(cx, d);
}

static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	if (t == &review_cycle_type)
		return review_due(cx, ((const struct record *)row)->id);
	if (t == &document_type)
		return of_document(cx, old, row);
	if (t == &deadline_type)
		return projects_follow(cx, row);
	return true;
}

/* What came with a document that is gone has not come. */
static bool removed(struct context *cx, const struct type *t, const int64_t *ids, size_t n)
{
	(void)ids;
	(void)n;
	return (t != &document_type && t != &review_cycle_type) || reviews_due(cx);
}

/* Reviews and documents were loaded before there were rules to ask. */
static bool load_reference(struct context *cx, const char *pack)
{
	(void)pack;
	return reviews_due(cx);
}

static const struct type *const types[] = { &report_project_type, NULL };

const struct subject report_subject = {
	.name = "report",
	.types = types,
	.load_reference = load_reference,
	.load_sample = report_load_sample,
	.changed = changed,
	.removed = removed,
	.order = 45,
};
