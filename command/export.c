/* ygrar export: a list as a file.  What is half written never bears the name that was asked for. */
#include "command/command.h"

#include "record/export.h"

#include <unistd.h>

struct task {
	struct invocation *v;
	const struct type *type;
	enum export_format format;
	enum export_columns columns;
	FILE *file;
};

/* "field=value", "field>=value", "field<=value": list_filter() knows the last two as "field>" and
 * "field<". */
static bool read_where(struct context *cx, struct list *l, const char *where)
{
	const char *equals = strchr(where, '=');

	if (!equals || equals == where)
		return fail(cx, ERR_BAD_REQUEST, "--where", N_("Write “field=value”, not “%s”."),
		            where);
	return list_filter(cx, l, arena_strn(cx->mem, where, (size_t)(equals - where)), equals + 1);
}

static bool write_list(struct context *cx, void *data)
{
	struct task *task = data;
	const struct invocation *v = task->v;
	struct list *l = arena_new_of(cx->mem, struct list);

	l->type = task->type;
	for (size_t i = 0; i < v->options_n; i++)
		if (str_eq(v->names[i], "where") && !read_where(cx, l, v->values[i]))
			return false;
	if (!access_function(cx, task->type->function, RIGHT_READ))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("This list is not open to you."));
	rewind(task->file); /* the work may run again */
	return export_write(cx, l, task->format, task->columns, sink_to_file, task->file, NULL);
}

/* Through a file beside it, which takes the name when all of it is on disk. */
static bool to_file(struct invocation *v, struct task *task, const char *path)
{
	const char *part = arena_fmt(v->cx->mem, "%s.part", path);
	bool ok;

	task->file = command_write(v, part);
	if (!task->file)
		return false;
	ok = db_work(v->cx, v->app.store, DB_READ, write_list, task);
	ok = command_written(v, task->file) && ok;
	if (ok && rename(part, path) != 0)
		ok = fail(v->cx, ERR_UNAVAILABLE, NULL, N_("%s cannot be written."), path);
	if (!ok)
		unlink(part);
	return ok;
}

/* Standard output cannot be begun anew: the list is completed first. */
static bool to_output(struct invocation *v, struct task *task)
{
	char bytes[64 * 1024];
	bool ok;

	task->file = tmpfile();
	if (!task->file)
		return fail(v->cx, ERR_UNAVAILABLE, NULL,
		            N_("There is no room for a temporary file."));
	ok = db_work(v->cx, v->app.store, DB_READ, write_list, task) && fflush(task->file) == 0;
	rewind(task->file);
	for (size_t n; ok && (n = fread(bytes, 1, sizeof bytes, task->file)) > 0;)
		ok = sink_to_file(v->cx, stdout, bytes, n);
	fclose(task->file);
	return ok && command_written(v, stdout);
}

static int export(struct invocation *v)
{
	const char *path = option(v, "output"),
	           *format = option(v, "format") ? option(v, "format") : "csv";
	struct task task = { .v = v, .type = type_named(subjects, v->words[0]) };
	bool ok;

	if (!task.type || !export_format_named(format, &task.format)) {
		fprintf(stderr, "ygrar: %s: %s\n", task.type ? "no such format" : "no such type",
		        task.type ? format : v->words[0]);
		return EXIT_USE;
	}
	task.columns = option(v, "lang") || task.format == EXPORT_XLSX || task.format == EXPORT_DOCX
	                       ? EXPORT_ALL
	                       : EXPORT_OWN;
	if (!command_open(v, 0))
		return EXIT_REFUSED;
	ok = str_empty(path) || str_eq(path, "-") ? to_output(v, &task) : to_file(v, &task, path);
	return ok && command_seal(v) ? EXIT_DONE : command_failed(v);
}

static const struct option_spec options[] = {
	{ "format", "csv|xlsx|json|docx",
	  "default csv; docx: the thematic list of recommendations" },
	{ "where", "FIELD=VALUE",
	  "only these; also >= and <=, several values with |, “-” for missing; may come again" },
	{ "output", "FILE", "also -o FILE; default standard output" },
	{ 0 },
};

const struct command export_command = {
	"export",
	"TYPE",
	"Write a list as a file.\n\nCSV with --lang, XLSX and DOCX are for people, in that "
	"language; CSV without\n"
	"--lang and JSON are the form that `ygrar import` reads back.",
	1,
	1,
	options,
	export
};
