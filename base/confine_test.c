#include "base/confine.h"

#include "base/buffer.h"
#include "test/unit.h"

#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* What `reader --probe` of this very program says, and how it ends. */
static int probe(struct context *cx, const char **ret)
{
	char name[] = "probe", word[] = "reader", option[] = "--probe";
	char *const words[] = { name, word, option, NULL }, *const none[] = { NULL };
	struct buffer b = BUFFER(cx->mem, 64 * 1024);
	posix_spawn_file_actions_t files;
	int ends[2], status;
	char piece[1024];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&files, ends[0]);
	assert_int_equal(posix_spawn(&pid, "/proc/self/exe", &files, NULL, words, none), 0);
	posix_spawn_file_actions_destroy(&files);
	close(ends[1]);
	for (ssize_t n; (n = read(ends[0], piece, sizeof piece)) > 0;)
		buffer_put(&b, piece, (size_t)n);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	*ret = buffer_str(&b);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A socket, a foreign file, a process … can be had without the locks and cannot with them. */
static void test_what_is_refused(void **state)
{
	static const char *const attempts[] = { "socket", "local-socket", "file",   "new-file",
		                                "fork",   "execute",      "signal", "trace" };
	struct context *cx = *state;
	const char *said;
	int status = probe(cx, &said);

	for (size_t i = 0; i < LEN(attempts); i++) {
		const char *free = arena_fmt(cx->mem, "free %s allowed\n", attempts[i]);
		const char *bytes = arena_fmt(cx->mem, "bytes %s refused\n", attempts[i]);
		const char *program = arena_fmt(cx->mem, "program %s refused\n", attempts[i]);

		if (!strstr(said, free) || !strstr(said, bytes))
			fail_msg("%s: %s", attempts[i], said);
		if (confine_landlock() && !strstr(said, program))
			fail_msg("program %s: %s", attempts[i], said);
	}
	if (!confine_landlock()) {
		print_message("no Landlock in this kernel: programs are not tried\n");
		skip();
	}
	assert_int_equal(status, 0);
}

/* How a child ends that confines itself and then does this. */
static int end_of(void (*what)(void), size_t memory, unsigned seconds)
{
	const struct confinement c = { .memory = memory, .file = 4096, .seconds = seconds };
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (!confine(&c))
			_exit(99);
		what();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

enum { REFUSED = 7, UNLIMITED = 8 };

static void take_memory(void)
{
	struct rlimit limit;
	char *volatile p;

	if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
		_exit(UNLIMITED);
	p = malloc(512 * 1024 * 1024);
	_exit(p ? 0 : REFUSED);
}

static void take_time(void)
{
	for (volatile unsigned long i = 0;; i++)
		;
}

/* Where a sanitizer needs terabytes of addresses, memory is not limited. */
static void test_memory_and_time_end(void **state)
{
	int came = end_of(take_memory, 256 * 1024 * 1024, 5);

	(void)state;
	assert_int_equal(end_of(take_time, 256 * 1024 * 1024, 1), 128 + SIGXCPU);
	if (came == UNLIMITED) {
		print_message("a sanitizer: memory is not limited\n");
		skip();
	}
	assert_int_equal(came, REFUSED);
}

/* CONFINE_PROGRAM runs the program it names, and that one can load its libraries. */
static void test_program_runs(void **state)
{
	const struct confinement c = { .kind = CONFINE_PROGRAM,
		                       .program = "/usr/bin/env",
		                       .memory = 256 * 1024 * 1024,
		                       .seconds = 5 };
	pid_t child;
	int status;

	(void)state;
	if (!confine_landlock())
		skip();
	child = fork();
	if (child == 0) {
		if (!confine(&c))
			_exit(99);
		execl("/usr/bin/env", "env", "-i", (char *)NULL);
		_exit(98);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_what_is_refused),
		UNIT(test_memory_and_time_end),
		UNIT(test_program_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
