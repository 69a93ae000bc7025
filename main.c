/*
 * The command line of Ygrar: finds the command by its first word and hands the rest over to it.
 *
 * Exit status: 0 done, 1 refused or failed, 2 wrong use.
 */
#include <stdio.h>
#include <string.h>

enum exit_status { EXIT_DONE = 0, EXIT_WRONG_USE = 2 };

static const char usage[] = "Use: ygrar COMMAND [OPTION]… [WORD]…\n"
			    "     ygrar --help\n";

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return EXIT_DONE;
	}
	fputs(usage, stderr);
	return EXIT_WRONG_USE;
}
