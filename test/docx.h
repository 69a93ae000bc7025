/* Holding DOCX files against test/docx/check, for the tests of whatever makes them. */
#ifndef TEST_DOCX_H
#define TEST_DOCX_H

#include "test/unit.h"

#include <sys/wait.h>
#include <unistd.h>

/* Runs the program and waits; its status, 127 when there is no such program. */
static inline int docx_run(const char *const *words)
{
	int status = -1;
	pid_t child = fork();

	assert_int_not_equal(child, -1);
	if (!child) {
		execvp(words[0], (char *const *)(uintptr_t)words);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Fails the test when a word processor would repair the file; the faults are printed.  False:
 * there is no python3 to look with. */
static inline bool docx_is_right(const char *path)
{
	int found = docx_run((const char *[]){ "python3", "test/docx/check", path, NULL });

	if (found == 127)
		print_message("no python3 to look with\n");
	else if (found != 0)
		fail_msg("%s is not right", path);
	return found == 0;
}

#endif
