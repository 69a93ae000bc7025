/* Rule DL-21 at work: each day, each open deadline, which step of its schedule has come.
 *
 * The steps to the owner follow one another: of several that have come since the last look, only
 * the latest is told, so that a server that was away does not tell the same thing four times.  The
 * steps to others are each somebody else's, and all are told.  What nobody owns is told to the
 * secretariat, which can give it an owner. */
#include "subject/reminder/part.h"

#include "record/image.h"
#include "subject/letter/letter.h"
#include "subject/plan/plan.h"
#include "subject/progress/progress.h"

enum { SLICE = 300 };

SQL(reminder_candidates,
    "SELECT id, due, owner, institution, voluntary FROM deadline WHERE state = 'open'"
    " AND due IS NOT NULL AND (due > $1 OR (due = $1 AND id > $2)) ORDER BY due, id LIMIT $3");
SQL(reminder_given, "SELECT step, account FROM reminder WHERE deadline = $1 AND due = $2");
SQL(reminder_insert,
    "INSERT INTO reminder (id, deadline, due, step, account, membership, day, made_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (deadline, due, step, account) DO NOTHING");
SQL(reminder_forget, "DELETE FROM reminder WHERE deadline = $1");
SQL(reminder_day_made, "SELECT made_at FROM reminder_day WHERE day = $1");
SQL(reminder_day_insert, "INSERT INTO reminder_day (day, made_at) VALUES ($1, $2)"
                         " ON CONFLICT (day) DO NOTHING");
SQL(reminder_standings,
    "SELECT a.id, m.id, m.institution, m.role, 0 AS on_behalf, 0 AS own, a.login"
    " FROM account a JOIN account_memberships m ON m.record = a.id"
    " WHERE a.active = 1 AND (m.from_date IS NULL OR m.from_date <= $1)"
    " AND (m.to_date IS NULL OR m.to_date >= $1)"
    " UNION ALL"
    " SELECT b.id, m.id, m.institution, m.role, s.record AS on_behalf, 1 AS own, b.login"
    " FROM account_substitutions s JOIN account_memberships m"
    " ON m.id = s.membership AND m.record = s.record"
    " JOIN account a ON a.id = s.record JOIN account b ON b.id = s.substitute"
    " WHERE a.active = 1 AND b.active = 1 AND s.from_date <= $1 AND s.to_date >= $1"
    " AND (m.from_date IS NULL OR m.from_date <= $1)"
    " AND (m.to_date IS NULL OR m.to_date >= $1)"
    " ORDER BY own, 1, 2");

SQL(outbox_unsaid, "UPDATE outbox SET answer = NULL WHERE account = $1");

/* ---- who there is on the day */

struct people {
	struct actor *v;
	size_t n;
};

static bool people_on(struct context *cx, struct date day, struct people *ret)
{
	struct rows *r = db_query(cx, &reminder_standings, V(day));
	size_t room = 0;

	*ret = (struct people){ 0 };
	while (r && rows_next(cx, r)) {
		if (ret->n == room) {
			ret->v = arena_grow(cx->mem, ret->v, room * sizeof *ret->v,
			                    (2 * room + 32) * sizeof *ret->v);
			room = 2 * room + 32;
		}
		ret->v[ret->n++] = (struct actor){ .user = rows_int(r, 0),
			                           .membership = rows_int(r, 1),
			                           .institution = rows_int(r, 2),
			                           .role = role_named(rows_text(r, 3)),
			                           .on_behalf = rows_int(r, 4),
			                           .login = arena_str(cx->mem, rows_text(r, 6)) };
	}
	return !failed(cx);
}

/* ---- one deadline */

struct candidate {
	int64_t id, owner, institution;
	struct date due;
	bool voluntary;
};

struct work {
	struct reminder_run *run;
	struct people people;
	struct deadline_answer schedule; /* of the date that was asked last */
	struct date asked;
	size_t room;
	/* of the candidate at hand */
	const struct candidate *c;
	const struct deadline *row; /* NULL: not loaded yet */
	struct reminder *given;
	size_t given_n;
};

static bool ask_schedule(struct context *cx, struct work *w, struct date due)
{
	char text[DATE_TEXT];
	const struct deadline_key key = { "due", date_text(due, text) };

	if (date_set(w->asked) && w->asked.precision == due.precision &&
	    date_compare(w->asked, due) == 0)
		return true;
	w->asked = due;
	return deadline_ask(cx, "DL-21", &key, 1, &w->schedule);
}

static bool load_given(struct context *cx, struct work *w)
{
	struct rows *r = db_query(cx, &reminder_given, V(w->c->id), V(w->c->due));
	size_t room = 0;

	w->given = NULL;
	w->given_n = 0;
	while (r && rows_next(cx, r)) {
		if (w->given_n == room) {
			w->given = arena_grow(cx->mem, w->given, room * sizeof *w->given,
			                      (2 * room + 8) * sizeof *w->given);
			room = 2 * room + 8;
		}
		w->given[w->given_n++] =
		        (struct reminder){ .step = arena_str(cx->mem, rows_text(r, 0)),
			                   .account = rows_int(r, 1) };
	}
	return !failed(cx);
}

static bool was_given(const struct work *w, const char *step, int64_t account)
{
	for (size_t i = 0; i < w->given_n; i++)
		if (w->given[i].account == account && str_eq(w->given[i].step, step))
			return true;
	for (size_t i = 0; i < w->run->n; i++)
		if (w->run->v[i].deadline == w->c->id && w->run->v[i].account == account &&
		    str_eq(w->run->v[i].step, step))
			return true;
	return false;
}

/* A restricted one is told to its named readers alone, whatever the step. */
static bool may_read(struct context *cx, struct work *w, const struct actor *who)
{
	const struct actor *before = cx->actor;
	bool may;

	if (!w->row)
		w->row = record_get_any(cx, &deadline_type, w->c->id);
	if (!w->row)
		return false;
	cx->actor = who;
	may = access_record(cx, &deadline_type, w->row, RIGHT_READ);
	cx->actor = before;
	return may;
}

/* *ret_told is left alone where he may not read it. */
static bool give(struct context *cx, struct work *w, const char *step, const struct actor *who,
                 bool *ret_told)
{
	struct reminder_run *run = w->run;

	if (was_given(w, step, who->user))
		return *ret_told = true;
	if (!may_read(cx, w, who))
		return !failed(cx);
	*ret_told = true;
	if (run->n == w->room) {
		run->v = arena_grow(cx->mem, run->v, w->room * sizeof *run->v,
		                    (2 * w->room + 64) * sizeof *run->v);
		w->room = 2 * w->room + 64;
	}
	run->v[run->n++] = (struct reminder){ .deadline = w->c->id,
		                              .due = w->c->due,
		                              .step = arena_str(cx->mem, step),
		                              .account = who->user,
		                              .membership = who->membership };
	return run->dry ||
	       db_put(cx, &reminder_insert, V(new_id(cx)), V(w->c->id), V(w->c->due), V(step),
	              V(who->user), V(who->membership), V(run->day), V(cx->now));
}

/* All of a role, of one institution or (0) of any; *ret_told whether anybody was. */
static bool give_role(struct context *cx, struct work *w, const char *step, enum role role,
                      int64_t institution, bool *ret_told)
{
	*ret_told = false;
	for (size_t i = 0; i < w->people.n; i++) {
		const struct actor *who = &w->people.v[i];

		if (who->role != role || (institution && who->institution != institution))
			continue;
		if (!give(cx, w, step, who, ret_told))
			return false;
	}
	return true;
}

static bool give_secretariat(struct context *cx, struct work *w, const char *step)
{
	bool told;

	return give_role(cx, w, step, ROLE_SEC, 0, &told);
}

/* The membership in which he owns it: in the lead body, if he has one there. */
static const struct actor *owner_in(const struct work *w, bool substitute, int64_t user)
{
	const struct actor *first = NULL;

	for (size_t i = 0; i < w->people.n; i++) {
		const struct actor *who = &w->people.v[i];

		if ((substitute       ? who->on_behalf
		     : who->on_behalf ? 0
		                      : who->user) != w->c->owner ||
		    (user && who->user != user))
			continue;
		if (who->institution == w->c->institution)
			return who;
		if (!first)
			first = who;
	}
	return first;
}

/* And whoever stands in for him; where none of them may read it, the secretariat. */
static bool give_owner(struct context *cx, struct work *w, const char *step)
{
	const struct actor *owner = w->c->owner ? owner_in(w, false, 0) : NULL;
	bool told = false;

	if (owner && !give(cx, w, step, owner, &told))
		return false;
	for (size_t i = 0; owner && i < w->people.n; i++) {
		const struct actor *who = &w->people.v[i];

		if (who->on_behalf == w->c->owner && owner_in(w, true, who->user) == who &&
		    !give(cx, w, step, who, &told))
			return false;
	}
	return told || give_secretariat(cx, w, step);
}

/* Of the owner's ministry; where it has no approver who may read it, the secretariat. */
static bool give_approver(struct context *cx, struct work *w, const char *step)
{
	const struct actor *owner = w->c->owner ? owner_in(w, false, 0) : NULL;
	int64_t ministry = owner ? owner->institution : w->c->institution;
	bool told = false;

	if (ministry && !give_role(cx, w, step, ROLE_MA, ministry, &told))
		return false;
	return told || give_secretariat(cx, w, step);
}

static bool give_above(struct context *cx, struct work *w, const char *step)
{
	bool told;

	if (str_eq(step, "approver"))
		return give_approver(cx, w, step);
	if (str_eq(step, "secretariat"))
		return give_secretariat(cx, w, step);
	return !str_eq(step, "chair") || give_role(cx, w, step, ROLE_CH, 0, &told);
}

static bool remind_of(struct context *cx, struct work *w, const struct candidate *c)
{
	const struct deadline_step *owner = NULL;

	w->c = c;
	w->row = NULL;
	if (!ask_schedule(cx, w, c->due) || !load_given(cx, w))
		return false;
	for (size_t i = 0; i < w->schedule.steps_n; i++) {
		const struct deadline_step *s = &w->schedule.steps[i];

		if (!date_set(s->date) || date_compare(s->date, w->run->day) > 0)
			continue;
		if (str_starts(s->name, "owner")) {
			if (!owner || date_compare(s->date, owner->date) > 0)
				owner = s;
		} else if (!c->voluntary && !give_above(cx, w, s->name)) {
			return false;
		}
	}
	return !owner || give_owner(cx, w, owner->name);
}

/* ---- the day */

static struct candidate *candidates(struct context *cx, const struct reminder_run *run,
                                    size_t *ret_n)
{
	struct candidate *v = arena_array(cx->mem, struct candidate, SLICE);
	struct date from = date_set(run->due) ? run->due : date_day(1, 1, 1);
	struct rows *r = db_query(cx, &reminder_candidates, V(from), V(run->id), V((int)SLICE));

	*ret_n = 0;
	while (r && rows_next(cx, r))
		v[(*ret_n)++] = (struct candidate){ .id = rows_int(r, 0),
			                            .due = rows_date(r, 1),
			                            .owner = rows_int(r, 2),
			                            .institution = rows_int(r, 3),
			                            .voluntary = rows_int(r, 4) == 1 };
	return failed(cx) ? NULL : v;
}

bool reminder_slice(struct context *cx, void *data)
{
	struct reminder_run *run = data;
	struct work w = { .run = run };
	size_t n;
	struct candidate *v;

	run->v = NULL;
	run->n = 0;
	v = settings_refresh(cx) ? candidates(cx, run, &n) : NULL;
	if (!v || !people_on(cx, run->day, &w.people))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!remind_of(cx, &w, &v[i]))
			return false;
	if (!run->dry && !db_flush(cx))
		return false;
	run->done = n < SLICE;
	if (n) {
		run->to_due = v[n - 1].due;
		run->to_id = v[n - 1].id;
	}
	return true;
}

bool reminder_close(struct context *cx, void *data)
{
	const struct reminder_run *run = data;

	return settings_refresh(cx) && outbox_fill(cx, run->day) &&
	       db_run(cx, &reminder_day_insert, V(run->day), V(cx->now));
}

bool reminder_is_due(struct context *cx, struct date *ret_day, bool *ret)
{
	int64_t made_at;
	bool found;
	int seconds;

	*ret_day = civil_date(cx, cx->now + cx->app->clock_shift, &seconds);
	*ret = false;
	if (seconds < setting_number(cx, "reminder_hour") * 3600)
		return true;
	if (!db_int(cx, &reminder_day_made, &made_at, &found, V(*ret_day)))
		return false;
	*ret = !found;
	return true;
}

bool remind(struct context *cx, struct date day, bool dry,
            void (*tell)(struct context *cx, const struct reminder *r, void *data), void *data)
{
	struct reminder_run run = { .day = day, .dry = dry };
	struct context_mark mark = context_mark(cx);

	/* what the day itself brings is there before anybody is reminded of it */
	if (!dry && !(plan_begin_day(cx) && assignment_begin_day(cx) && progress_begin_day(cx)))
		return false;
	while (!run.done) {
		if (!db_work(cx, cx->app->store, dry ? DB_READ : DB_WRITE, reminder_slice, &run))
			return false;
		for (size_t i = 0; tell && i < run.n; i++)
			tell(cx, &run.v[i], data);
		run.due = run.to_due;
		run.id = run.to_id;
		run.v = NULL;
		run.n = 0;
		context_rewind(cx, mark);
	}
	return dry || db_work(cx, cx->app->store, DB_WRITE, reminder_close, &run);
}

/* ---- what the inbox asks */

/* What the inbox says already: an assignment and a returned report wait there themselves for the
 * body, and with them what an open letter tells it and the half-year reported on; a letter without
 * an answer stands there for whoever sends letters. */
static void said_otherwise(struct context *cx, struct buffer *text, struct sql_values *values)
{
	int64_t own = cx->actor->institution;

	if (access_function(cx, "assignment_answer", RIGHT_PROPOSE) ||
	    access_function(cx, "assignment_answer", RIGHT_APPROVE)) {
		buffer_text(text, " AND NOT (r.institution = ");
		sql_value(text, values, V(own));
		buffer_text(text,
		            " AND (r.kind = 'assignment' OR (r.source_type = 'letter' AND EXISTS"
		            " (SELECT 1 FROM ref x JOIN recommendation i ON i.id = x.target"
		            " WHERE x.record = r.source AND x.field = 'items'"
		            " AND i.state = 'assigned' AND i.lead = r.institution))))");
	}
	if (access_function(cx, progress_update_type.function, RIGHT_CREATE)) {
		buffer_text(text, " AND NOT (r.institution = ");
		sql_value(text, values, V(own));
		buffer_text(text, " AND (r.kind = 'return' OR (r.kind = 'progress' AND EXISTS"
		                  " (SELECT 1 FROM progress_update u WHERE u.about = r.source"
		                  " AND u.state = 'returned' AND u.deadline = r.due))))");
	}
	if (access_function(cx, letter_type.function, RIGHT_SEND)) {
		buffer_text(text, " AND NOT (COALESCE(r.source_type, '') = 'letter' AND r.due < ");
		sql_value(text, values, V(today(cx)));
		buffer_char(text, ')');
	}
}

/* "SELECT …": deadlines of which the actor was reminded. */
static void reminded_sql(struct context *cx, struct buffer *text, struct sql_values *values)
{
	buffer_text(text, "SELECT m.deadline FROM reminder m JOIN deadline d ON d.id = m.deadline"
	                  " AND d.due = m.due WHERE m.account = ");
	sql_value(text, values, V(cx->actor->user));
	buffer_text(text, " AND m.membership = ");
	sql_value(text, values, V(cx->actor->membership));
}

static void due_soon_sql(struct context *cx, const char *of, struct buffer *text,
                         struct sql_values *values)
{
	buffer_fmt(text, "%s.due <= ", of);
	sql_value(text, values, V(date_add_days(today(cx), REMINDER_SOON)));
}

/* " FROM deadline r WHERE …".  Counting is reading, so access is asked as for a list.  From the
 * reminders and what one owns to the deadlines, not through all that are open: the header of every
 * page asks it. */
static void open_sql(struct context *cx, bool all, struct buffer *text, struct sql_values *values)
{
	const struct actor *who = cx->actor;

	buffer_text(text, " FROM deadline r WHERE r.id IN (");
	reminded_sql(cx, text, values);
	buffer_text(text, " UNION SELECT o.id FROM deadline o WHERE o.state = 'open'"
	                  " AND o.owner = ");
	sql_value(text, values, V(who->on_behalf ? who->on_behalf : who->user));
	if (!all) {
		buffer_text(text, " AND ");
		due_soon_sql(cx, "o", text, values);
	}
	buffer_text(text, ") AND " DEADLINE_OPEN_HERE);
	said_otherwise(cx, text, values);
	buffer_text(text, " AND ");
	access_sql(cx, &deadline_type, RIGHT_READ, text, values);
}

bool reminder_open(struct context *cx, struct refs *ret, struct refs *ret_now)
{
	struct buffer text = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	struct rows *r;

	buffer_text(&text, "SELECT r.id, CASE WHEN ");
	due_soon_sql(cx, "r", &text, values);
	buffer_text(&text, " OR r.id IN (");
	reminded_sql(cx, &text, values);
	buffer_text(&text, ") THEN 1 ELSE 0 END");
	open_sql(cx, true, &text, values);
	buffer_fmt(&text, " ORDER BY r.due NULLS LAST, r.id LIMIT %d", MAX_LIST_PAGE);
	*ret = (struct refs){ arena_array(cx->mem, int64_t, MAX_LIST_PAGE), 0 };
	*ret_now = (struct refs){ arena_array(cx->mem, int64_t, MAX_LIST_PAGE), 0 };
	r = buffer_ok(cx, &text)
	            ? db_query_values(cx, MADE_SQL(buffer_str(&text)), values->v, values->n)
	            : NULL;
	while (r && rows_next(cx, r)) {
		ret->v[ret->n++] = rows_int(r, 0);
		if (rows_int(r, 1))
			ret_now->v[ret_now->n++] = rows_int(r, 0);
	}
	return !failed(cx);
}

bool reminder_sees_conflicts(const struct context *cx)
{
	return (access_function(cx, deadline_type.function, RIGHT_APPROVE) ||
	        access_function(cx, deadline_type.function, RIGHT_CREATE)) &&
	       access_wide(cx, &deadline_type);
}

void reminder_count_sql(struct context *cx, struct buffer *text, struct sql_values *values)
{
	if (!access_function(cx, deadline_type.function, RIGHT_READ))
		return;
	buffer_text(text, " + (SELECT count(*) FROM (SELECT 1 AS one");
	open_sql(cx, false, text, values);
	buffer_fmt(text, " LIMIT %d) o)", MAX_LIST_PAGE);
	if (!reminder_sees_conflicts(cx))
		return;
	buffer_text(text, " + (SELECT count(*) FROM (SELECT 1 AS one FROM deadline r"
	                  " WHERE " DEADLINE_IN_CONFLICT " AND ");
	access_sql(cx, &deadline_type, RIGHT_READ, text, values);
	buffer_fmt(text, " LIMIT %d) c)", MAX_LIST_PAGE);
}

/* ---- the subject */

/* Another address is another one's trouble. */
static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct account *was = old, *is = row;

	return t != &account_type || !was || str_eq(was->mail, is->mail) ||
	       trouble_forget(cx, is->record.id);
}

/* What a server said may name the address. */
static bool erased(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct account *was = old, *is = row;

	return t != &account_type || !was->mail || is->mail ||
	       (trouble_forget(cx, is->record.id) && db_run(cx, &outbox_unsaid, V(is->record.id)));
}

/* Nobody is reminded of what is gone. */
static bool removed(struct context *cx, const struct type *t, const int64_t *ids, size_t n)
{
	for (size_t i = 0; t == &deadline_type && i < n; i++)
		if (!db_run(cx, &reminder_forget, V(ids[i])))
			return false;
	return true;
}

static const struct type *const types[] = { NULL };

const struct subject reminder_subject = {
	.name = "reminder",
	.types = types,
	.changed = changed,
	.erased = erased,
	.removed = removed,
	.order = 900,
};
