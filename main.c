/* The program: one command of command/, which wires the floors together. */
#include "command/command.h"

#include "base/secret.h"
#include "format/reader.h"
#include "language/messages.h"

#include <sys/prctl.h>
#include <sys/resource.h>

/* Names of victims must not lie about in core files. */
static void no_core_dumps(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

/* The reader of foreign files says what is wrong with one, once, in a process of its own: it has no
 * catalogues until then. */
static const char *translate_once(const struct catalogues *none, const char *lang, const char *id)
{
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	(void)none;
	return cx.mem ? message(catalogues_load(&cx, embedded_files), lang, id) : id;
}

int main(int argc, char **argv)
{
	struct invocation *v = calloc(1, sizeof *v);
	int status;

	no_core_dumps();
	if (argc > 1 && str_eq(argv[1], "reader")) /* format/material.c starts it */
		return reader_main(argc - 1, argv + 1, translate_once);
	if (!v || !secret_start()) {
		fputs("ygrar: out of memory\n", stderr);
		return EXIT_REFUSED;
	}
	status = command_line(v, argc, argv);
	if (status < 0) {
		status = v->command->run(v);
		command_close(v);
	}
	free(v);
	return status;
}
