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
};

/* What is late is judged on that day, at the hour that it is now. */
static bool go_to(struct context *cx, const char *as_of)
{
	struct date d;

	if (!as_of)
		return true;
	if (!date_parse(as_of, &d) || d.precision != PRECISION_DAY)
		return fail(cx, ERR_BAD_REQUEST, "--as-of", N_("Write a day as 2025-10-30."));
	cx->now += (date_to_days(d) - date_to_days(today(cx))) * 24 * 3600 * INT64_C(1000000);
	return true;
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

static void json_deadline(struct json_writer *w, const struct deadline_move *m)
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
	member(w, "risk", deadline_risk(cx, d));
	json_close(w);
}

static bool print_json(struct context *cx, const struct deadline_move *v, size_t n)
{
	struct json_writer w;

	json_start(&w, cx, sink_to_file, stdout);
	json_open(&w, '[');
	for (size_t i = 0; i < n; i++)
		json_deadline(&w, &v[i]);
	json_close(&w);
	return json_end(&w) && sink_to_file(cx, stdout, "\n", 1);
}

/* ---- for people */

static void print_deadline(struct context *cx, const struct deadline_move *m)
{
	const struct deadline *d = m->deadline;
	const char *body = name_of(cx, &institution_type, d->record.institution);
	const char *risk = deadline_risk(cx, d);
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
	const struct task *t = data;
	struct deadline_move *v;
	size_t n;

	if (!go_to(cx, t->as_of) || !deadline_moves(cx, NULL, &v, &n))
		return false;
	if (option(t->v, "json"))
		return print_json(cx, v, n);
	for (size_t i = 0; i < n; i++)
		print_deadline(cx, &v[i]);
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
	{ "as-of", "DATE", "what is late and at risk is judged on that day (default: today)" },
	{ "json", NULL, "for programs" },
	{ 0 },
};

const struct command due_command = {
	"due",
	"",
	"List every open deadline by date, and how its date was found.\n\n"
	"Below each stand the line that was asked of a rule, the rule's explanation, and why the\n"
	"deadline may not be met. Restricted ones are listed for their named readers alone.",
	0,
	0,
	due_options,
	due
};
