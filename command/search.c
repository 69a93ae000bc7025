/* ygrar search, ygrar reindex: what the pages find, at the command line. */
#include "command/command.h"

#include "base/number.h"
#include "search/json.h"

enum { MAX_WHERE = 40, LIMIT = 20 };

bool command_search(struct invocation *v)
{
	const char *path = option(v, "search");

	if (!path)
		path = search_path(v->cx, store_path(v->app.store), v->key_path);
	v->app.search = search_open(v->cx, &v->app, str_empty(path) ? NULL : path);
	return v->app.search || (command_failed(v), false);
}

/* ---- the question */

struct task {
	struct search_ask ask;
	struct search_answer answer;
};

static const char **values_of(struct context *cx, const char *s, size_t *ret_n)
{
	const char **v = arena_array(cx->mem, const char *, strlen(s) + 1);

	*ret_n = 0;
	for (;;) {
		size_t n = strcspn(s, "|");

		if (n)
			v[(*ret_n)++] = arena_strn(cx->mem, s, n);
		if (!s[n])
			return v;
		s += n + 1;
	}
}

static bool read_where(struct context *cx, struct search_ask *ask, struct search_choice *choices,
                       const char *where)
{
	const char *equals = strchr(where, '=');
	struct search_choice *c = &choices[ask->choices_n];

	if (!equals || equals == where)
		return fail(cx, ERR_BAD_REQUEST, "--where", N_("Write “field=value”, not “%s”."),
		            where);
	if (ask->choices_n == MAX_WHERE)
		return fail(cx, ERR_BAD_REQUEST, "--where", N_("Too many values to filter by."));
	c->facet = arena_strn(cx->mem, where, (size_t)(equals - where));
	c->values = values_of(cx, equals + 1, &c->values_n);
	ask->choices_n++;
	return true;
}

static bool read_number(struct invocation *v, const char *name, int64_t most, size_t *ret)
{
	const char *text = option(v, name);
	int64_t n = (int64_t)*ret;

	if (text && !parse_int_in(text, 0, most, &n))
		return fail(v->cx, ERR_BAD_REQUEST, NULL, N_("--%s takes a number from 0 to %lld."),
		            name, (long long)most);
	*ret = (size_t)n;
	return true;
}

static bool read_order(struct invocation *v, enum search_order *ret)
{
	static const char *const names[] = { "relevance", "changed", "deadline" };
	const char *name = option(v, "order");

	*ret = SEARCH_RELEVANCE;
	for (size_t i = 0; name && i < LEN(names); i++) {
		if (str_eq(name, names[i])) {
			*ret = (enum search_order)i;
			return true;
		}
	}
	return !name ||
	       fail(v->cx, ERR_BAD_REQUEST, "--order", N_("The list cannot be ordered by that."));
}

static bool read_ask(struct invocation *v, struct search_ask *ask)
{
	struct search_choice *choices = arena_array(v->cx->mem, struct search_choice, MAX_WHERE);
	const char *type = option(v, "type");

	*ask = (struct search_ask){ .query = v->words_n ? v->words[0] : "",
		                    .choices = choices,
		                    .facets = option(v, "facets"),
		                    .limit = LIMIT,
		                    .snippets = true };
	for (size_t i = 0; i < v->options_n; i++)
		if (str_eq(v->names[i], "where") && !read_where(v->cx, ask, choices, v->values[i]))
			return false;
	ask->type = type ? type_named(subjects, type) : NULL;
	if (type && !ask->type)
		return fail(v->cx, ERR_BAD_REQUEST, "--type", N_("There is no type “%s”."), type);
	return read_number(v, "limit", MAX_SEARCH_PAGE, &ask->limit) &&
	       read_number(v, "offset", MAX_SEARCH_OFFSET, &ask->offset) &&
	       read_order(v, &ask->order);
}

static bool find(struct context *cx, void *data)
{
	struct task *t = data;

	return search_find(cx, &t->ask, &t->answer);
}

/* ---- the answer, for programs */

static bool print_json(struct context *cx, const struct search_answer *answer)
{
	struct json_writer w;

	json_start(&w, cx, sink_to_file, stdout);
	search_json(&w, answer);
	if (!json_end(&w))
		return false;
	putchar('\n');
	return true;
}

/* ---- and for people */

static void print_snippet(const struct snippet *s)
{
	uint32_t at = 0;

	printf("    %s", s->cut_before ? "… " : "");
	for (size_t i = 0; i < s->marks_n; i++) {
		printf("%.*s**%.*s**", (int)(s->marks[i].from - at), s->text + at,
		       (int)(s->marks[i].to - s->marks[i].from), s->text + s->marks[i].from);
		at = s->marks[i].to;
	}
	printf("%s%s\n", s->text + at, s->cut_after ? " …" : "");
}

static void print_people(struct context *cx, const struct search_answer *answer)
{
	printf(tr(cx, N_("%lld found")), (long long)answer->total);
	printf("%s%s\n", *answer->explained ? ": " : "", answer->explained);
	if (answer->behind)
		printf("%s\n", tr(cx, N_("The index is being made and does not know all yet.")));
	if (answer->instead) {
		printf(tr(cx, N_("Did you mean: %s")), answer->instead);
		putchar('\n');
	}
	for (size_t i = 0; i < answer->items_n; i++) {
		const struct search_item *item = &answer->items[i];

		bool named = item->reference && !str_starts(item->title, item->reference);

		printf("\n%s%s%s  (%s %lld)\n", named ? item->reference : "", named ? "  " : "",
		       item->title, tr(cx, item->type->label), (long long)item->id);
		if (!str_empty(item->snippet.text))
			print_snippet(&item->snippet);
	}
	for (size_t i = 0; i < answer->facets_n; i++) {
		const struct search_facet *f = &answer->facets[i];

		printf("\n%s\n", f->label);
		for (size_t k = 0; k < f->values_n; k++)
			printf("%8lld  %s%s%s%s\n", (long long)f->values[k].count,
			       f->values[k].label,
			       str_eq(f->values[k].label, f->values[k].value) ? "" : "  (",
			       str_eq(f->values[k].label, f->values[k].value) ? ""
			                                                      : f->values[k].value,
			       str_eq(f->values[k].label, f->values[k].value) ? "" : ")");
	}
}

static int search(struct invocation *v)
{
	struct task task;

	if (!command_open(v, 0) || !command_search(v))
		return EXIT_REFUSED;
	if (!read_ask(v, &task.ask))
		return command_failed(v);
	if (!command_work(v, DB_READ, find, &task))
		return EXIT_REFUSED;
	if (!option(v, "json"))
		print_people(v->cx, &task.answer);
	else if (!print_json(v->cx, &task.answer))
		return command_failed(v);
	return command_written(v, stdout) ? EXIT_DONE : command_failed(v);
}

static const struct option_spec search_options[] = {
	{ "json", NULL, "for programs" },
	{ "type", "TYPE", "records of this type alone, such as recommendation" },
	{ "facets", "NAME,NAME", "count by these: theme, position, status, lead, year …" },
	{ "where", "FIELD=VALUE",
	  "only these, several values with |, “-” for missing; may come again" },
	{ "order", "ORDER", "relevance (default), changed or deadline" },
	{ "limit", "N", "how many are shown (default 20, at most 200)" },
	{ "offset", "N", "how many are left out before" },
	{ "search", "PATH", "the index (default: beside the SQLite file, or beside the key)" },
	{ 0 },
};

const struct command search_command = {
	"search",
	"[QUERY]",
	"Find records by their words.\n\n"
	"Words are found in all their forms and must all be there; \"words in a row\", OR, -not,\n"
	"prefix*, field:value and brackets are understood. Without a query everything is found\n"
	"and can be counted.",
	0,
	1,
	search_options,
	search
};

/* ---- making the index anew */

static int reindex(struct invocation *v)
{
	int64_t began = instant_now();
	struct search_size size;
	double seconds;

	if (!command_open(v, 0) || !command_search(v))
		return EXIT_REFUSED;
	if (!search_rebuild(v->cx))
		return command_failed(v);
	seconds = (double)(instant_now() - began) / 1e6;
	search_size(&v->app, &size);
	if (option(v, "json"))
		printf("{\"records\":%lld,\"terms\":%lld,\"bytes\":%lld,\"seconds\":%.3f}\n",
		       (long long)size.records, (long long)size.terms, (long long)size.file_bytes,
		       seconds);
	else
		printf(tr(v->cx, N_("%lld records, %lld word forms, %lld bytes, %.1f seconds\n")),
		       (long long)size.records, (long long)size.terms, (long long)size.file_bytes,
		       seconds);
	return command_written(v, stdout) ? EXIT_DONE : command_failed(v);
}

static const struct option_spec reindex_options[] = {
	{ "json", NULL, "for programs" },
	{ "search", "PATH", "the index (default: beside the SQLite file, or beside the key)" },
	{ 0 },
};

const struct command reindex_command = {
	"reindex",
	"",
	"Make the index of the search anew.\n\n"
	"It makes itself, follows every change, and is made anew when it is lost or damaged; the\n"
	"old one answers meanwhile. Beside a running server, the server does it.",
	0,
	0,
	reindex_options,
	reindex
};
