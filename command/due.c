/* ygrar due: every open deadline, and how its date was found. */
#include "command/command.h"

#include "format/json.h"
#include "record/setting.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

struct task {
	struct invocation *v;
	const char *as_of; /* NULL: today */
	struct deadline_move *rows;
	size_t n;
	bool past; /* they were open on that day, and may not be now */
};

/* Of a day to come nobody knows what will be open: what is so now. */
static bool find(struct context *cx, struct task *t)
{
	struct date d = today(cx);

	if (t->as_of && (!date_parse(t->as_of, &d) || d.precision != PRECISION_DAY))
		return fail(cx, ERR_BAD_REQUEST, "--as-of", N_("Write a day as 2025-10-30."));
	t->past = date_compare(d, today(cx)) < 0;
	if (t->past ? !deadline_open_on(cx, d, &t->rows, &t->n)
	            : !deadline_moves(cx, NULL, &t->rows, &t->n))
		return false;
	/* what is late is judged on that day, at the hour that it is now */
	cx->now += (date_to_days(d) - date_to_days(today(cx))) * 24 * 3600 * INT64_C(1000000);
	return true;
}

static const char *risk_of(struct context *cx, const struct task *t, const struct deadline *d)
{
	return t->past ? deadline_risk_among(cx, d, t->rows, t->n) : deadline_risk(cx, d);
}

static const char *kind_of(const struct deadline *d)
{
	const struct choice *c = choice_at(deadline_kinds, d->kind);

	return c ? c->code : "";
}

/* NULL where there is none. */
static const char *name_of(struct context *cx, const struct type *t, int64_t id)
{
	return id ? record_title(cx, t, id) : NULL;
}

/* ---- for programs */

static void member(struct json_writer *w, const char *key, const char *value)
{
	json_key(w, key);
	json_text(w, value);
}

static void member_date(struct json_writer *w, const char *key, struct date d)
{
	char text[DATE_TEXT];

	member(w, key, date_set(d) ? date_text(date_day(d.year, d.month, d.day), text) : NULL);
}

static void json_how(struct json_writer *w, const struct deadline_move *m)
{
	const struct deadline *d = m->deadline;

	member(w, "status", deadline_status_code((enum deadline_status)d->status));
	member(w, "basis", d->basis);
	if (d->step)
		member(w, "step", d->step);
	member(w, "explanation", m->explanation);
	if (date_compare(m->due, d->due) != 0)
		member_date(w, "asked_now", m->due);
}

static void json_deadline(struct json_writer *w, const struct task *t,
                          const struct deadline_move *m)
{
	struct context *cx = w->cx;
	const struct deadline *d = m->deadline;

	json_open(w, '{');
	json_key(w, "id");
	json_id(w, d->record.id);
	member(w, "title", record_title_of(cx, &deadline_type, d));
	member(w, "kind", kind_of(d));
	member_date(w, "due", d->due);
	if (date_set(d->due))
		member(w, "precision", deadline_precision_code(d->due));
	if (date_set(d->window_to)) {
		member_date(w, "from", d->window_from);
		member_date(w, "to", d->window_to);
	}
	member(w, "mechanism", name_of(cx, &mechanism_type, d->mechanism));
	member(w, "body", name_of(cx, &institution_type, d->record.institution));
	member(w, "owner", name_of(cx, &account_type, d->owner));
	json_how(w, m);
	json_key(w, "overdue");
	json_bool(w, deadline_overdue(cx, d));
	json_key(w, "voluntary");
	json_bool(w, d->voluntary == YES);
	member(w, "risk", risk_of(cx, t, d));
	json_close(w);
}

static bool print_json(struct context *cx, const struct task *t)
{
	struct json_writer w;

	json_start(&w, cx, sink_to_file, stdout);
	json_open(&w, '[');
	for (size_t i = 0; i < t->n; i++)
		json_deadline(&w, t, &t->rows[i]);
	json_close(&w);
	return json_end(&w) && sink_to_file(cx, stdout, "\n", 1);
}

/* ---- for people */

static void print_deadline(struct context *cx, const struct task *t, const struct deadline_move *m)
{
	const struct deadline *d = m->deadline;
	const char *body = name_of(cx, &institution_type, d->record.institution);
	const char *risk = risk_of(cx, t, d);
	char text[DATE_TEXT], other[DATE_TEXT];

	printf("%-10s  %s%s%s%s\n", date_set(d->due) ? date_text(d->due, text) : "–",
	       record_title_of(cx, &deadline_type, d), body ? " (" : "", body ? body : "",
	       body ? ")" : "");
	if (date_set(d->window_to))
		printf("            %s … %s\n", date_text(d->window_from, text),
		       date_text(d->window_to, other));
	printf("            %s%s%s: %s\n", d->basis, d->step ? " → " : "", d->step ? d->step : "",
	       m->explanation);
	if (date_compare(m->due, d->due) != 0)
		printf(tr(cx, N_("            Asked now, it would be %s.\n")),
		       date_set(m->due) ? date_text(m->due, text) : "–");
	if (risk)
		printf("            %s\n", risk);
}

static bool list(struct context *cx, void *data)
{
	struct task *t = data;

	if (!find(cx, t))
		return false;
	if (option(t->v, "json"))
		return print_json(cx, t);
	for (size_t i = 0; i < t->n; i++)
		print_deadline(cx, t, &t->rows[i]);
	return !failed(cx);
}

static int due(struct invocation *v)
{
	struct task task = { .v = v, .as_of = option(v, "as-of") };

	if (!command_open(v, 0) || !command_work(v, DB_READ, list, &task))
		return EXIT_REFUSED;
	return command_written(v, stdout) ? EXIT_DONE : command_failed(v);
}

static const struct option_spec due_options[] = {
	{ "as-of", "DATE",
	  "what was open at the end of that day, and what is late and at risk on it (default: "
	  "today)" },
	{ "json", NULL, "for programs" },
	{ 0 },
};

const struct command due_command = {
	"due",
	"",
	"List every open deadline by date, and how its date was found.\n\n"
	"Below each stand the line that was asked of a rule, the rule's explanation, and why the\n"
	"deadline may not be met. Restricted ones are listed for their named readers alone.\n\n"
	"With --as-of and a day that has passed it is what was open at the end of that day, with "
	"the\n"
	"dates the register had then: also what was met or dropped since, without what was met by\n"
	"then, whenever that was said. What was registered later is listed where others set it "
	"and\n"
	"the day from which it is counted had come. Of a day to come nobody knows what will be\n"
	"open: what is open now is judged on it.",
	0,
	0,
	due_options,
	due
};
