/* ygrar deadline: asks a rule of deadlines, as the calculator's page does. */
#include "command/command.h"

#include "format/json.h"
#include "record/setting.h"
#include "subject/deadline/deadline.h"

struct task {
	struct invocation *v;
	struct deadline_answer answer;
	struct deadline_listed *list;
	size_t list_n;
};

/* ---- the answer as JSON: what applies, and `due` always */

static void member(struct json_writer *w, const char *key, const char *value)
{
	json_key(w, key);
	json_text(w, value);
}

/* The day that counts: of a month or year the last one; `precision` says what is known. */
static void member_date(struct json_writer *w, const char *key, struct date d)
{
	char text[DATE_TEXT];

	if (date_set(d))
		member(w, key, date_text(date_day(d.year, d.month, d.day), text));
}

static void json_steps(struct json_writer *w, const struct deadline_answer *a)
{
	if (!a->steps_n)
		return;
	json_key(w, "steps");
	json_open(w, '[');
	for (size_t i = 0; i < a->steps_n; i++) {
		json_open(w, '{');
		member(w, "name", a->steps[i].name);
		member_date(w, "date", a->steps[i].date);
		member_date(w, "rolled_from", a->steps[i].rolled_from);
		json_close(w);
	}
	json_close(w);
}

static void json_answer(struct json_writer *w, const struct deadline_answer *a)
{
	json_open(w, '{');
	member(w, "rule", a->rule);
	if (date_set(a->due))
		member_date(w, "due", a->due);
	else
		member(w, "due", NULL);
	if (date_set(a->due))
		member(w, "precision", deadline_precision_code(a->due));
	member_date(w, "from", a->from);
	member_date(w, "to", a->to);
	json_steps(w, a);
	member(w, "status", deadline_status_code(a->status));
	member(w, "explanation", a->explanation);
	json_close(w);
}

static bool print_answer_json(struct context *cx, const struct deadline_answer *a)
{
	struct json_writer w;

	json_start(&w, cx, sink_to_file, stdout);
	json_answer(&w, a);
	return json_end(&w) && sink_to_file(cx, stdout, "\n", 1);
}

/* ---- for people */

static void print_answer(const struct deadline_answer *a)
{
	char text[DATE_TEXT], other[DATE_TEXT];

	printf("%s: %s (%s)\n", a->rule, date_set(a->due) ? date_text(a->due, text) : "no date",
	       deadline_status_code(a->status));
	if (date_set(a->from))
		printf("  %s … %s\n", date_text(a->from, text), date_text(a->to, other));
	for (size_t i = 0; i < a->steps_n; i++) {
		const struct deadline_step *s = &a->steps[i];

		printf("  %-10s %s", date_text(s->date, text), s->name);
		if (date_set(s->rolled_from))
			printf(" (moved from %s)", date_text(s->rolled_from, other));
		putchar('\n');
	}
	printf("%s\n", a->explanation);
}

/* ---- the rules */

static bool print_list_json(struct context *cx, const struct task *t)
{
	struct json_writer w;

	json_start(&w, cx, sink_to_file, stdout);
	json_open(&w, '[');
	for (size_t i = 0; i < t->list_n; i++) {
		json_open(&w, '{');
		member(&w, "rule", t->list[i].rule);
		member(&w, "keys", t->list[i].keys);
		member(&w, "explanation", t->list[i].words);
		json_close(&w);
	}
	json_close(&w);
	return json_end(&w) && sink_to_file(cx, stdout, "\n", 1);
}

static void print_list(const struct task *t)
{
	for (size_t i = 0; i < t->list_n; i++)
		printf("%-7s %s\n        %s\n", t->list[i].rule, t->list[i].keys, t->list[i].words);
}

/* ---- the command */

static bool ask(struct context *cx, void *data)
{
	struct task *t = data;
	struct invocation *v = t->v;
	struct deadline_key *keys = arena_array(cx->mem, struct deadline_key, v->words_n + 1);

	if (option(v, "list"))
		return deadline_list(cx, &t->list, &t->list_n);
	for (size_t i = 1; i < v->words_n; i++) {
		const char *word = v->words[i], *equals = strchr(word, '=');

		if (!equals)
			return fail(cx, ERR_INVALID, "rule", N_("“%s”: write key=value."), word);
		keys[i - 1].name = arena_strn(cx->mem, word, (size_t)(equals - word));
		keys[i - 1].value = equals + 1;
	}
	return deadline_ask(cx, v->words[0], keys, v->words_n - 1, &t->answer);
}

static int run(struct invocation *v)
{
	struct task t = { .v = v };
	bool json = option(v, "json");

	if ((v->words_n > 0) == (option(v, "list") != NULL)) {
		fputs("ygrar: deadline RULE key=value… or deadline --list\n", stderr);
		return EXIT_USE;
	}
	if (!command_open(v, 0) || !command_work(v, DB_READ, ask, &t))
		return EXIT_REFUSED;
	if (option(v, "list") && !json)
		print_list(&t);
	else if (!json)
		print_answer(&t.answer);
	else if (!(option(v, "list") ? print_list_json(v->cx, &t)
	                             : print_answer_json(v->cx, &t.answer)))
		return command_failed(v);
	return EXIT_DONE;
}

static const struct option_spec options[] = {
	{ "json", NULL, "the answer as JSON" },
	{ "list", NULL, "the rules and the keys that each asks for" },
	{ 0 },
};

const struct command deadline_command = {
	"deadline",
	"RULE key=value…",
	"Compute a deadline by a rule.\n\nExample: ygrar deadline DL-03 instrument=CEDAW "
	"deposit=1997-05-01",
	0,
	40,
	options,
	run
};
