/* ygrar import: files from outside.  Exit status 0 when everything that was in them came in, 1 when
 * a row was wrong. */
#include "command/command.h"

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
	{ 0 },
};

static bool print_json(struct context *cx, const struct import *im)
{
	struct json_writer w;

	json_start(&w, cx, sink_to_file, stdout);
	import_json(im, &w);
	return json_end(&w) && sink_to_file(cx, stdout, "\n", 1);
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
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%lld of %lld%s", (long long)done, (long long)total,
		        done < total ? " " : "\n");
	return true;
}

static bool one_file(struct invocation *v, const char *path, bool *all_well)
{
	struct context *cx = v->cx;
	struct import *im = arena_new_of(cx->mem, struct import);
	size_t size;
	char *bytes = command_read(v, path, MAX_BODY, &size);

	*im = (struct import){ .file = name_of(path),
		               .type = option(v, "type"),
		               .mechanism = option(v, "mechanism"),
		               .state = option(v, "state"),
		               .document = option(v, "document"),
		               .lang = option(v, "lang"),
		               .dry_run = option(v, "dry-run") != NULL,
		               .progress = show };
	if (option(v, "format"))
		im->format = import_format_named(cx->app, option(v, "format"));
	if (!bytes || !import_run(cx, im, bytes, size))
		return false;
	*all_well &= !im->problems_n;
	if (option(v, "json"))
		return print_json(cx, im);
	print_words(im);
	return true;
}

static int import(struct invocation *v)
{
	const char *format = option(v, "format");
	bool all_well = true, ok = true;

	if (!command_open(v, 0))
		return EXIT_REFUSED;
	if (format && !import_format_named(&v->app, format)) {
		fprintf(stderr, "ygrar: no such format: %s\n", format);
		return EXIT_USE;
	}
	for (size_t i = 0; ok && i < v->words_n; i++) {
		struct context_mark mark = context_mark(v->cx);

		ok = one_file(v, v->words[i], &all_well);
		if (!ok) {
			command_failed(v); /* before its words are gone */
			error_clear(v->cx);
		}
		context_rewind(v->cx, mark);
	}
	if (!command_seal(v) || !ok)
		return EXIT_REFUSED;
	return all_well ? EXIT_DONE : EXIT_REFUSED;
}

const struct command import_command = {
	"import",
	"FILE…",
	"Bring in files.\n\nWhat is there already is left alone, what a person entered is never "
	"overwritten, a row that is wrong\n"
	"changes nothing and is told with its number.",
	1,
	MAX_WORDS,
	options,
	import
};
