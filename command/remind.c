/* ygrar remind: who is to be reminded of what on a day. */
#include "command/command.h"

#include "language/words.h"
#include "record/setting.h"
#include "subject/institution/institution.h"
#include "subject/reminder/reminder.h"

struct said {
	struct context *cx; /* of the lines: another than that of the work */
	struct app *app;
	size_t n;
};

struct line {
	const struct reminder *reminder;
	const char *title, *login;
};

/* The console names restricted records by nothing but their number. */
static bool look_up(struct context *cx, void *data)
{
	struct line *l = data;
	const struct deadline *d = record_get_any(cx, &deadline_type, l->reminder->deadline);
	const struct account *a = record_get_any(cx, &account_type, l->reminder->account);

	if (!d || !a)
		return false;
	l->login = a->login;
	l->title = d->record.classification == CLASS_RESTRICTED ? tr(cx, N_("restricted"))
	                                                        : deadline_type.title(cx, d);
	return true;
}

static void tell(struct context *work, const struct reminder *r, void *data)
{
	struct said *s = data;
	struct context_mark mark = context_mark(s->cx);
	struct line l = { .reminder = r };
	char due[DATE_TEXT];

	(void)work;
	s->n++;
	if (db_work(s->cx, s->app->store, DB_READ, look_up, &l))
		printf("%s  %-14s  %-20s  %lld  %s\n", date_text(r->due, due), r->step, l.login,
		       (long long)r->deadline, l.title);
	context_rewind(s->cx, mark);
}

static bool day_of(struct invocation *v, struct date *ret)
{
	const char *text = option(v, "as-of");
	struct date now = today(v->cx);

	*ret = now;
	if (text && (!date_parse(text, ret) || ret->precision != PRECISION_DAY))
		return fail(v->cx, ERR_INVALID, "--as-of", N_("Write the day as 2025-06-17."));
	return option(v, "dry-run") || date_compare(*ret, now) <= 0 ||
	       fail(v->cx, ERR_INVALID, "--as-of",
	            N_("A day that has not come can only be tried: add --dry-run."));
}

static int run_remind(struct invocation *v)
{
	bool dry = option(v, "dry-run") != NULL;
	struct said said = { .app = &v->app };
	struct date day;
	bool done;

	if (!command_open(v, dry ? 0 : OPEN_KEY))
		return EXIT_REFUSED;
	if (!day_of(v, &day))
		return command_failed(v);
	said.cx = context_new(&v->app, MAX_JOB_MEMORY);
	if (!said.cx)
		return fputs("ygrar: out of memory\n", stderr), EXIT_REFUSED;
	said.cx->lang = v->cx->lang;
	done = remind(v->cx, day, dry, tell, &said);
	context_free(said.cx);
	if (!done)
		return command_failed(v);
	printf(tr(v->cx, dry ? N_("%zu reminders would be made\n") : N_("%zu reminders\n")),
	       said.n);
	return command_written(v, stdout) ? EXIT_DONE : command_failed(v);
}

static const struct option_spec options[] = {
	{ "as-of", "DATE", "the day (default: today)" },
	{ "dry-run", NULL, "only say who would be reminded of what" },
	{ 0 },
};

const struct command remind_command = {
	"remind",
	"",
	"Remind of what is due.\n\n"
	"Whom and how many days before and after is rule DL-21. The server does this by itself\n"
	"once a day, from the hour of the setting reminder_hour; nobody is reminded twice of the\n"
	"same step. What goes out by mail waits in the outbox until the server sends it.",
	0,
	0,
	options,
	run_remind
};
