/* The program: one command of command/, which wires the floors together. */
#include "command/command.h"

#include "base/secret.h"

#include <sys/prctl.h>
#include <sys/resource.h>

/* Names of victims must not lie about in core files. */
static void no_core_dumps(void)
{
	struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

int main(int argc, char **argv)
{
	struct invocation *v = calloc(1, sizeof *v);
	int status;

	no_core_dumps();
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
