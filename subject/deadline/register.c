/* The register of what is due.
 *
 * Nobody enters a deadline: it follows from a record, which tells here what it wants after each of
 * its saves.  The line that was asked is kept, so that it can be asked again when a rule is
 * corrected, and so that everybody can see how the date was found.  People say two things of it:
 * who owns it, and when it was met. */
#include "subject/deadline/register_part.h"

#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/deadline/calendar.h"
#include "subject/institution/institution.h"

SQL(deadline_of_source,
    "SELECT id FROM deadline WHERE source = $1 AND source_type = $2 ORDER BY id");
SQL(deadline_open, "SELECT id FROM deadline WHERE state = 'open' AND"
                   " (CAST($1 AS TEXT) IS NULL OR rule = $1) ORDER BY due NULLS LAST, id");
SQL(deadline_step_late,
    "SELECT id FROM deadline WHERE source = $1 AND source_type = $2 AND id <> $3"
    " AND state = 'open' AND side <> 'external' AND due < $4 AND due <= $5"
    " ORDER BY due, id LIMIT 1");

const struct choice deadline_kinds[] = {
	{ "report", N_("Report"), NULL },
	{ "replies", N_("Replies to a list of issues"), NULL },
	{ "follow_up", N_("Follow-up report"), NULL },
	{ "assessment", N_("Assessment of the follow-up"), NULL },
	{ "national_report", N_("National report to the UPR"), NULL },
	{ "positions", N_("Positions on UPR recommendations"), NULL },
	{ "mid_term", N_("Mid-term report"), NULL },
	{ "next_review", N_("Next review"), NULL },
	{ "letter", N_("Reply to a letter"), NULL },
	{ "communication", N_("Individual communication"), NULL },
	{ "meeting", N_("Meeting"), NULL },
	{ "papers", N_("Papers of a meeting"), NULL },
	{ "task", N_("Task of a plan"), NULL },
	{ "other", N_("Other"), NULL },
	{ "measure", N_("Measure of a plan"), NULL },
	{ "progress", N_("Progress of a measure"), NULL },
	{ "assignment", N_("Answer to an assignment"), NULL },
	{ "return", N_("Report that was returned"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "open", N_("Open"), "go" },
	{ "met", N_("Met"), "done st-done" },
	{ "dropped", N_("No longer due"), "stop st-stop" },
	{ 0 },
};

static const struct choice statuses[] = {
	{ "computed", N_("Computed by the rule"), NULL },
	{ "stated", N_("Stated by the mechanism"), NULL },
	{ "awaiting", N_("Date to be communicated"), "q-wait" },
	{ "conflict", N_("Two versions state two dates"), "ne" },
	{ "none", N_("No date"), NULL },
	{ 0 },
};

static const struct choice sides[] = {
	{ "external", N_("Set from outside"), NULL },
	{ "internal", N_("Our own"), NULL },
	{ "meeting", N_("Meeting"), NULL },
	{ 0 },
};

#define T struct deadline
static const struct field fields[] = {
	TEXTS(T, title, N_("What is due"), .max = 500, .flags = REQUIRED | LISTED | READONLY),
	DATE(T, due, N_("Due"), .flags = LISTED | FILTERED | SORTED | READONLY),
	DATE(T, window_from, N_("Window from"), .flags = READONLY),
	DATE(T, window_to, N_("Window until"), .flags = READONLY),
	CHOICE(T, status, N_("How the date is known"), .choices = statuses,
	       .flags = REQUIRED | LISTED | FILTERED | READONLY),
	CHOICE(T, kind, N_("Kind"), .choices = deadline_kinds,
	       .flags = REQUIRED | LISTED | FILTERED | READONLY),
	REF(T, mechanism, N_("Mechanism"), .to_named = "mechanism",
	    .flags = LISTED | FILTERED | READONLY),
	REF(T, owner, N_("Owned by"), .to_named = "account",
	    .flags = LISTED | FILTERED | READONLY | OWNS),
	DATE(T, done, N_("Met on"), .flags = FILTERED | READONLY),
	LINK(T, source, N_("Follows from"), .flags = REQUIRED | READONLY),
	TEXT(T, name, N_("Name in its source"), .max = 100, .flags = REQUIRED | READONLY),
	TEXT(T, basis, N_("Asked of the rule"), .max = 1000, .flags = REQUIRED | READONLY),
	TEXT(T, step, N_("Step of the plan"), .max = 60, .flags = READONLY),
	TEXT(T, rule, N_("Rule"), .max = 20, .flags = FILTERED | READONLY),
	CHOICE(T, side, N_("Set by"), .choices = sides, .flags = REQUIRED | FILTERED | READONLY),
	YESNO(T, voluntary, N_("Voluntary"), .flags = READONLY),
	YESNO(T, verify, N_("To be checked in the document"), .flags = READONLY),
	REF(T, source_owner, N_("Owner by its source"), .to_named = "account",
	    .flags = HIDDEN | OWNS),
	DATE(T, source_done, N_("Met by its source on"), .flags = HIDDEN),
	REF(T, owner_institution, N_("Institution of the owner"), .to_named = "institution",
	    .flags = HIDDEN | ASSIGNS),
	TEXT(T, documents, N_("Documents whose dates it holds"), .flags = HIDDEN),
};
#undef T

static const char *title(struct context *cx, const void *row)
{
	const struct text *t = texts_best(cx, &((const struct deadline *)row)->title);

	return t ? t->body : "";
}

/* Whoever owns it reads it with his institution, and so does his approver, also where another body
 * leads. */
static bool place_owner(struct context *cx, struct deadline *d)
{
	struct standing *v;
	size_t n;

	d->owner_institution = 0;
	if (!d->owner)
		return true;
	if (!account_memberships_on(cx, d->owner, today(cx), &v, &n))
		return false;
	for (size_t i = 0; i < n && !d->owner_institution; i++)
		if (!v[i].on_behalf)
			d->owner_institution = v[i].institution;
	return true;
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	const struct deadline *was = old;
	struct deadline *d = row;

	if (d->basis)
		d->rule = arena_strn(cx->mem, d->basis, strcspn(d->basis, " "));
	return (was && was->owner == d->owner) || place_owner(cx, d);
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct deadline *d = row;

	return old || d->source.id ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("A deadline follows from a record: enter the document, the letter or the "
	               "report it comes from."));
}

/* ---- what people say of it */

static bool not_ahead(struct context *cx, const void *row)
{
	const struct deadline *d = row;

	return date_compare(date_first_day(d->done), today(cx)) <= 0 ||
	       fail(cx, ERR_INVALID, "done", N_("This day has not come yet."));
}

bool deadline_may_own(struct context *cx, const struct deadline *d, int64_t account)
{
	struct deadline would = *d;

	would.owner = account;
	return place_owner(cx, &would) && account_reads(cx, account, &deadline_type, &would);
}

/* Whoever cannot read it finds it in no inbox. */
static bool owner_reads(struct context *cx, const void *row)
{
	const struct deadline *d = row;

	return !d->owner || deadline_may_own(cx, d, d->owner) ||
	       fail(cx, ERR_INVALID, "owner",
	            N_("This person cannot read it: it is restricted, or outside their work."));
}

static bool can_be_asked(struct context *cx, const void *row)
{
	return !deadline_basis_erased(row) ||
	       fail(cx, ERR_CONFLICT, NULL, N_("The date it was counted from was erased."));
}

static bool forget_done(struct context *cx, void *row)
{
	(void)cx;
	((struct deadline *)row)->done = (struct date){ 0 };
	return true;
}

static const struct step steps[] = {
	{ .name = "assign",
	  .label = N_("Say who owns it"),
	  .hint = N_("The owner finds it in the inbox and is reminded of it."),
	  .from = "open",
	  .right = RIGHT_UPDATE,
	  .asks = "owner",
	  .aside = true,
	  .check = owner_reads },
	{ .name = "meet",
	  .label = N_("Say when it was met"),
	  .hint = N_("It is no longer due, and nobody is reminded of it any more."),
	  .from = "open",
	  .to = "met",
	  .right = RIGHT_UPDATE,
	  .asks = "done",
	  .needs = "done",
	  .aside = true,
	  .check = not_ahead },
	{ .name = "reopen",
	  .label = N_("Open again"),
	  .hint = N_("It is due again."),
	  .from = "met",
	  .to = "open",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true,
	  .guard = can_be_asked,
	  .effect = forget_done },
	{ 0 },
};

const struct type deadline_type = {
	.name = "deadline",
	.plural = "deadlines",
	.label = N_("Deadline"),
	.label_plural = N_("Deadlines"),
	.help = N_("What the State owes and when. Each deadline follows from a record and moves "
	           "with it; how its date was found stands beside it."),
	.size = sizeof(struct deadline),
	FIELDS(fields),
	.function = "work_plan",
	.states = states,
	.steps = steps,
	.order = "due",
	.title = title,
	.prepare = prepare,
	.check = check,
	.follows = "source",
	.finished_states = "met dropped",
	.closed_states = "open met dropped",
};

bool deadline_in(const struct deadline *d, const char *code)
{
	return type_state_in(&deadline_type, d->record.state, code);
}

void deadline_set_state(struct deadline *d, const char *code)
{
	d->record.state = type_state(&deadline_type, code);
}

/* ---- what the rule says */

bool deadline_date_of(struct context *cx, const struct deadline_answer *a, const char *step,
                      struct date *ret)
{
	*ret = a->due;
	if (!step || !date_set(a->due))
		return true;
	for (size_t i = 0; i < a->steps_n; i++)
		if (str_eq(a->steps[i].name, step)) {
			*ret = a->steps[i].date;
			return true;
		}
	return fail(cx, ERR_BROKEN, NULL, "%s has no step %s", a->rule, step);
}

/* Asks again; what is due follows.  A rule that gives no date at all makes nothing due. */
static bool ask(struct context *cx, struct deadline *d)
{
	struct deadline_answer a;

	if (!deadline_ask_line(cx, d->basis, &a) || !deadline_date_of(cx, &a, d->step, &d->due))
		return false;
	d->window_from = a.from;
	d->window_to = a.to;
	d->status = a.status;
	d->voluntary = a.voluntary ? YES : UNSAID;
	d->verify = a.verify ? YES : UNSAID;
	deadline_set_state(d, a.status == DEADLINE_NONE ? "dropped" : "open");
	return true;
}

/* ---- what a record wants */

/* People's word stays until the source says something new. */
static void take_owner(struct deadline *d, const struct deadline_wanted *w)
{
	if (d->owner == d->source_owner)
		d->owner = w->owner;
	d->source_owner = w->owner;
}

/* What the source takes back is due again; what people said stays. */
static void take_back(struct deadline *d, const struct deadline_wanted *w)
{
	if (deadline_in(d, "met") && date_set(d->source_done) && !date_set(w->done) &&
	    date_compare(d->done, d->source_done) == 0) {
		d->done = (struct date){ 0 };
		deadline_set_state(d, "open");
	}
}

static void take_done(struct deadline *d, const struct deadline_wanted *w)
{
	if (date_set(w->done) && deadline_in(d, "open")) {
		d->done = w->done;
		deadline_set_state(d, "met");
	}
	d->source_done = w->done;
}

static void take_words(struct context *cx, struct deadline *d, const struct deadline_wanted *w)
{
	d->kind = choice_index(deadline_kinds, w->kind);
	d->title = w->title;
	d->mechanism = w->mechanism;
	d->record.institution = w->institution;
	d->basis = w->basis;
	d->step = w->step;
	d->side = w->side;
	d->documents = deadline_documents(cx, &w->documents);
}

static bool keep(struct context *cx, struct deadline *d, const struct deadline_wanted *w)
{
	take_back(d, w);
	if (!deadline_in(d, "met")) {
		take_words(cx, d, w);
		take_owner(d, w);
		if (!ask(cx, d))
			return false;
	}
	if (!deadline_take_readers(cx, d, w))
		return false;
	if (deadline_in(d, "dropped") && !d->record.version)
		return true;
	take_done(d, w);
	return record_save_as(cx, &deadline_type, d,
	                      d->record.version ? CHANGE_UPDATE : CHANGE_CREATE);
}

/* What is no longer wanted has the readers of its source as much as what is. */
static bool drop(struct context *cx, struct deadline *d)
{
	if (deadline_in(d, "open"))
		deadline_set_state(d, "dropped");
	return deadline_take_readers(cx, d, NULL) &&
	       record_save_as(cx, &deadline_type, d, CHANGE_UPDATE);
}

struct kept {
	struct deadline **v;
	size_t n;
};

/* Those that the source has already. */
static bool find(struct context *cx, struct link from, struct kept *ret)
{
	struct rows *r = db_query(cx, &deadline_of_source, V(from.id), V(from.type->name));
	size_t room = 0;

	*ret = (struct kept){ 0 };
	while (r && rows_next(cx, r)) {
		struct deadline *d = record_get_any(cx, &deadline_type, rows_int(r, 0));

		if (!d)
			return false;
		if (ret->n == room) {
			ret->v = arena_grow(cx->mem, ret->v, room * sizeof *ret->v,
			                    (2 * room + 8) * sizeof *ret->v);
			room = 2 * room + 8;
		}
		ret->v[ret->n++] = d;
	}
	return !failed(cx);
}

static struct deadline *named(struct context *cx, const struct kept *k, struct link from,
                              const char *name)
{
	struct deadline *d;

	for (size_t i = 0; i < k->n; i++)
		if (str_eq(k->v[i]->name, name))
			return k->v[i];
	d = record_new(cx, &deadline_type);
	d->source = from;
	d->name = name;
	return d;
}

static bool wanted(const struct deadline_wanted *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return true;
	return false;
}

bool deadline_keep(struct context *cx, struct link from, const struct deadline_wanted *v, size_t n)
{
	const char *reason = cx->reason;
	struct kept k;
	bool ok;

	if (!find(cx, from, &k))
		return false;
	cx->reason = NULL; /* it is the source's, and may say what is restricted */
	ok = true;
	for (size_t i = 0; ok && i < n; i++)
		ok = keep(cx, named(cx, &k, from, v[i].name), &v[i]);
	for (size_t i = 0; ok && i < k.n; i++)
		ok = wanted(v, n, k.v[i]->name) || drop(cx, k.v[i]);
	cx->reason = reason;
	return ok;
}

struct slice {
	bool (*work)(struct context *cx, void *deadline_day);
	struct deadline_day day, next; /* it may be begun anew: from the same record */
};

static bool do_slice(struct context *cx, void *data)
{
	struct slice *s = data;

	s->next = s->day;
	return settings_refresh(cx) && s->work(cx, &s->next);
}

bool deadline_day_work(struct context *cx, bool (*work)(struct context *cx, void *deadline_day))
{
	struct context_mark mark = context_mark(cx);
	struct slice s = { .work = work };

	while (!s.day.done) {
		if (!db_work(cx, cx->app->store, DB_WRITE, do_slice, &s))
			return false;
		s.day = s.next;
		context_rewind(cx, mark);
	}
	return true;
}

bool deadline_day_each(struct context *cx, struct deadline_day *day, struct rows *ids,
                       bool (*one)(struct context *cx, int64_t id))
{
	struct refs found;

	if (!refs_read(cx, ids, &found))
		return false;
	for (size_t i = 0; i < found.n; i++)
		if (!one(cx, found.v[i]))
			return false;
	day->done = found.n < DEADLINE_SLICE;
	day->after = found.n ? found.v[found.n - 1] : day->after;
	return true;
}

/* ---- asking again */

static bool open_ids(struct context *cx, const char *rule, struct refs *ret)
{
	return refs_read(cx, db_query(cx, &deadline_open, V(rule)), ret);
}

static int by_due(const void *a, const void *b)
{
	const struct deadline *x = *(const struct deadline *const *)a;
	const struct deadline *y = *(const struct deadline *const *)b;
	int order = date_compare(x->due, y->due);

	return order ? order : (x->record.id > y->record.id) - (x->record.id < y->record.id);
}

bool deadline_moves(struct context *cx, const char *rule, struct deadline_move **ret, size_t *ret_n)
{
	struct refs ids;
	void **rows;
	size_t n;

	if (!open_ids(cx, rule, &ids) ||
	    !record_get_many(cx, &deadline_type, ids.v, ids.n, &rows, &n))
		return false;
	if (n)
		qsort(rows, n, sizeof *rows, by_due);
	*ret = arena_array(cx->mem, struct deadline_move, n);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct deadline *d = rows[i];
		struct deadline_move *m = &(*ret)[*ret_n];
		struct deadline_answer a;

		if (!access_content(cx, &deadline_type, d))
			continue; /* who may only know that it is there */
		*m = (struct deadline_move){ .deadline = d };
		if (!deadline_ask_line(cx, d->basis, &a) ||
		    !deadline_date_of(cx, &a, d->step, &m->due))
			return false;
		m->status = a.status;
		m->explanation = a.explanation;
		(*ret_n)++;
	}
	return true;
}

bool deadline_recompute(struct context *cx, const char *rule)
{
	struct refs ids;

	if (!open_ids(cx, rule, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct deadline *d = record_get_any(cx, &deadline_type, ids.v[i]);

		if (!d || !ask(cx, d) || !record_save_as(cx, &deadline_type, d, CHANGE_UPDATE))
			return false;
	}
	return true;
}

/* ---- is it late? */

bool deadline_overdue(struct context *cx, const struct deadline *d)
{
	return deadline_in(d, "open") && d->voluntary != YES && date_set(d->due) &&
	       date_compare(d->due, today(cx)) < 0;
}

/* Its own steps come before it: one that is late makes it late. */
static const char *late_step(struct context *cx, const struct deadline *d)
{
	int64_t id = 0;
	bool found = false;

	if (d->side != SIDE_EXTERNAL || !date_set(d->due) || !d->source.type ||
	    !db_int(cx, &deadline_step_late, &id, &found, V(d->source.id), V(d->source.type->name),
	            V(d->record.id), V(today(cx)), V(d->due)) ||
	    !found)
		return NULL;
	return arena_fmt(cx->mem, tr(cx, N_("A step before it is late: %s")),
	                 record_title(cx, &deadline_type, id));
}

static bool soon(struct context *cx, const struct deadline *d)
{
	enum { DAYS = 90 };

	return date_set(d->due) && date_to_days(d->due) - date_to_days(today(cx)) <= DAYS;
}

const char *deadline_risk_of(struct context *cx, const struct deadline *d, const struct refs *late)
{
	if (!deadline_in(d, "open") || d->voluntary == YES)
		return NULL;
	if (deadline_overdue(cx, d))
		return tr(cx, N_("Overdue: its day has passed and nobody said that it was met."));
	if (d->status == DEADLINE_AWAITING)
		return tr(cx, N_("Its date is still to be communicated."));
	if (d->status == DEADLINE_CONFLICT)
		return tr(cx, N_("Two language versions state two dates; the earlier one counts "
		                 "until somebody resolves it."));
	if (!d->owner && soon(cx, d))
		return tr(cx, N_("Nobody owns it, and it is due within 90 days."));
	if (d->verify == YES)
		return tr(cx, N_("Computed; look into the document whether it states a date."));
	return !late || refs_has(late, d->source.id) ? late_step(cx, d) : NULL;
}

const char *deadline_risk(struct context *cx, const struct deadline *d)
{
	return deadline_risk_of(cx, d, NULL);
}
