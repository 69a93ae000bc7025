/* ygrar import: files from outside.  Exit status 0 when everything that was in them came in, 1 when
 * a row was wrong.  With --undo an import is taken back; 0 also when some of its records are kept.
 */
#include "command/command.h"

#include "base/number.h"
#include "record/import.h"

#include <unistd.h>

static const struct option_spec options[] = {
	{ "format", "FORMAT",
	  "ygrar (our own CSV or JSON), upr-info …; default: found out from the content" },
	{ "type", "TYPE",
	  "of our own form, when the file does not say of which type its rows are" },
	{ "mechanism", "CODE", "that the file is of, when it does not say so itself" },
	{ "state", "ISO3", "the State under review, when the file does not say which" },
	{ "document", "SYMBOL", "of the document, when the file does not say it" },
	{ "lang", "tk|ru|en", "the language of the file's texts" },
	{ "dry-run", NULL, "tell what would come of it, and change nothing" },
	{ "json", NULL, "the result as JSON, one object for each file" },
	{ "undo", "ID", "take this import back, wherever nobody has worked on its records" },
	{ "reason", "TEXT", "why it is taken back; logged" },
	{ 0 },
};

/* One file. */
struct task {
	struct import im;
	struct arena *file; /* its bytes, until they are not needed any more */
	struct arena *mem;
	struct buffer proposals; /* what a format proposes, as JSON; it outlives the slices */
	int64_t proposals_n;
};

static void forget(void *what)
{
	struct task *t = what;

	arena_free(t->file);
	t->file = NULL;
}

static void end_task(void *what)
{
	struct task *t = what;

	forget(t);
	arena_free(t->mem);
}

/* NULL: failed. */
static struct task *begin_task(struct context *cx)
{
	struct task *t = arena_new_of(cx->mem, struct task);

	arena_defer(cx->mem, end_task, t);
	t->file = arena_new(MAX_JOB_MEMORY);
	t->mem = arena_new(MAX_JOB_MEMORY);
	if (!t->file || !t->mem) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
		return NULL;
	}
	t->proposals = BUFFER(t->mem, MAX_ANSWER);
	return t;
}

static bool collect(struct context *cx, void *listener, const struct import_item *v, size_t n)
{
	struct task *t = listener;

	if (!(t->im.format->flags & IMPORT_PROPOSES))
		return true;
	for (size_t i = 0; i < n; i++) {
		struct json_writer w;

		buffer_text(&t->proposals, t->proposals_n++ ? "," : "");
		json_start(&w, cx, sink_to_buffer, &t->proposals);
		import_item_json(cx, &v[i], &w);
		if (!json_end(&w))
			return false;
	}
	return buffer_ok(cx, &t->proposals);
}

static bool print_json(struct context *cx, const struct task *t)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct json_writer w;
	const char *whole;

	json_start(&w, cx, sink_to_buffer, &b);
	import_json(&t->im, &w);
	if (!json_end(&w) || !buffer_ok(cx, &b))
		return false;
	whole = buffer_str(&b);
	if (t->im.format->flags & IMPORT_PROPOSES)
		printf("%.*s,\"proposals\":[%s]}\n", (int)b.len - 1, whole,
		       buffer_str(&t->proposals));
	else
		printf("%s\n", whole);
	return true;
}

static void print_words(const struct import *im)
{
	printf("%s: %s, %lld read, %lld new, %lld updated, %lld unchanged, %zu errors%s\n",
	       im->file, im->format->name, (long long)im->read, (long long)im->new,
	       (long long)im->updated, (long long)im->unchanged, im->problems_n,
	       im->id ? "" : " (nothing was changed)");
	for (size_t i = 0; i < im->problems_n; i++)
		printf("%s: row %lld%s%s: %s\n", im->file, (long long)im->problems[i].row,
		       im->problems[i].field ? ", " : "",
		       im->problems[i].field ? im->problems[i].field : "", im->problems[i].message);
	for (size_t i = 0; i < im->unknown_n; i++)
		printf("%s: row %lld, %s: nothing is called “%s” (rows: %lld); it is left out\n",
		       im->file, (long long)im->unknown[i].row, im->unknown[i].field,
		       im->unknown[i].label, (long long)im->unknown[i].rows);
	if (im->format->flags & IMPORT_PROPOSES)
		printf("%s: these are proposals, which a person confirms on the page “Bring in a "
		       "file”; --dry-run --json lists them\n",
		       im->file);
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return str_eq(path, "-") ? "standard input" : slash ? slash + 1 : path;
}

/* Progress for people who wait at a terminal. */
static bool show(struct context *cx, void *listener, int64_t done, int64_t total)
{
	(void)cx, (void)listener;
	if (total && isatty(STDERR_FILENO))
		fprintf(stderr, "\r%lld of %lld%s", (long long)done, (long long)total,
		        done < total ? " " : "\n");
	return true;
}

static char *read_file(struct invocation *v, const char *path, struct task *t, size_t *size)
{
	struct arena *mem = v->cx->mem;
	char *bytes;

	v->cx->mem = t->file;
	bytes = command_read(v, path, MAX_BODY, size);
	v->cx->mem = mem;
	return bytes;
}

static bool bring_in(struct invocation *v, const char *path, struct task *t)
{
	struct context *cx = v->cx;
	size_t size;
	char *bytes = read_file(v, path, t, &size);

	t->im = (struct import){ .file = name_of(path),
		                 .type = option(v, "type"),
		                 .mechanism = option(v, "mechanism"),
		                 .state = option(v, "state"),
		                 .document = option(v, "document"),
		                 .lang = option(v, "lang"),
		                 .dry_run = option(v, "dry-run") != NULL,
		                 .progress = show,
		                 .forget = forget,
		                 .listener = t };
	if (option(v, "format"))
		t->im.format = import_format_named(cx->app, option(v, "format"));
	if (t->im.dry_run && option(v, "json"))
		t->im.looked = collect;
	return bytes && import_run(cx, &t->im, bytes, size);
}

static bool one_file(struct invocation *v, const char *path, bool *all_well)
{
	struct task *t = begin_task(v->cx);

	if (!t || !bring_in(v, path, t))
		return false;
	*all_well &= !t->im.problems_n && !t->im.left;
	if (option(v, "json"))
		return print_json(v->cx, t);
	print_words(&t->im);
	return true;
}

/* What is told of a file that could not be read. */
static void print_refused(struct invocation *v, const char *path)
{
	const struct error e = v->cx->err;
	struct json_writer w;

	fprintf(stderr, "%s: ", name_of(path));
	command_failed(v);
	error_clear(v->cx);
	if (!option(v, "json"))
		return;
	json_start(&w, v->cx, sink_to_file, stdout);
	json_open(&w, '{');
	json_key(&w, "import");
	json_nil(&w);
	json_key(&w, "file");
	json_text(&w, name_of(path));
	json_key(&w, "error");
	json_open(&w, '{');
	json_key(&w, "kind");
	json_text(&w, error_kind_name(e.kind));
	json_key(&w, "field");
	json_text(&w, e.field);
	json_key(&w, "message");
	json_text(&w, e.text);
	json_close(&w);
	json_close(&w);
	if (!json_end(&w) || !sink_to_file(v->cx, stdout, "\n", 1))
		error_clear(v->cx); /* whoever read it is gone; the exit status tells */
}

/* Each file stands for itself: one that cannot be read does not keep the next ones out. */
static bool next_file(struct invocation *v, const char *path)
{
	struct context_mark mark = context_mark(v->cx);
	bool all_well = true;

	if (!one_file(v, path, &all_well)) {
		print_refused(v, path); /* before its words are gone */
		all_well = false;
	}
	context_rewind(v->cx, mark);
	return all_well;
}

/* ---- taking back */

static void print_undone(const struct import_undone *u)
{
	printf("import %lld: %lld records as before, %zu kept\n", (long long)u->import,
	       (long long)u->undone, u->kept_n);
	for (size_t i = 0; i < u->kept_n; i++)
		printf("%s %lld: %s\n", u->kept[i].type ? u->kept[i].type->name : "record",
		       (long long)u->kept[i].id, u->kept[i].reason);
}

static bool undo_work(struct context *cx, void *data)
{
	struct import_undone *u = data;

	return import_undo(cx, u->import, u);
}

static int undo(struct invocation *v)
{
	struct import_undone u = { .progress = show };
	struct json_writer w;
	const char *reason = option(v, "reason");
	bool ok = true;

	if (v->words_n || !parse_int_in(option(v, "undo"), 1, INT64_MAX, &u.import)) {
		fprintf(stderr, "ygrar: --undo takes the number of an import, and no files\n");
		return EXIT_USE;
	}
	if (!command_open(v, 0))
		return EXIT_REFUSED;
	v->cx->reason = str_empty(reason) ? "taken back at the command line" : reason;
	if (!command_work(v, DB_WRITE, undo_work, &u))
		return EXIT_REFUSED;
	if (option(v, "json")) {
		json_start(&w, v->cx, sink_to_file, stdout);
		import_undone_json(&u, &w);
		ok = json_end(&w) && sink_to_file(v->cx, stdout, "\n", 1);
	} else {
		print_undone(&u);
	}
	return command_seal(v) && ok ? EXIT_DONE : EXIT_REFUSED;
}

static int import(struct invocation *v)
{
	const char *format = option(v, "format"), *lang = option(v, "lang");
	bool all_well = true;

	if (option(v, "undo"))
		return undo(v);
	if (!v->words_n) {
		fprintf(stderr, "ygrar: import which file?\n");
		return EXIT_USE;
	}
	if (!command_open(v, 0))
		return EXIT_REFUSED;
	if (format && !import_format_named(&v->app, format)) {
		fprintf(stderr, "ygrar: no such format: %s\n", format);
		return EXIT_USE;
	}
	if (lang && !str_eq(lang, "tk") && !str_eq(lang, "ru") && !str_eq(lang, "en")) {
		fprintf(stderr, "ygrar: --lang is tk, ru or en\n");
		return EXIT_USE;
	}
	for (size_t i = 0; i < v->words_n; i++)
		all_well &= next_file(v, v->words[i]);
	return command_seal(v) && all_well ? EXIT_DONE : EXIT_REFUSED;
}

const struct command import_command = {
	"import",
	"FILE… | --undo ID",
	"Bring in files.\n\nWhat is there already is left alone, what a person entered is never "
	"overwritten, a row that is wrong\n"
	"changes nothing and is told with its number.",
	0,
	MAX_WORDS,
	options,
	import
};
