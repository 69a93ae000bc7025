/* libseccomp makes the filter, and is included nowhere else; Landlock has no library in Debian 12
 * and is three system calls.
 *
 * Both are allow-lists.  The filter answers EPERM and does not kill: a library that asks for
 * something harmless in passing (a locale, a time zone) goes on without it, and a probe can tell
 * what it was refused.  Executable memory is not to be had for parsers, so that code cannot be
 * brought along in the file. */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0 /* the sanitizers map terabytes of shadow, which no limit would allow */
#endif

/* ---- resource limits */

/* What is limited already is not widened. */
static bool limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit to;

	if (getrlimit((__rlimit_resource_t)what, &to) != 0)
		return false;
	to.rlim_max = hard < to.rlim_max ? hard : to.rlim_max;
	to.rlim_cur = soft < to.rlim_max ? soft : to.rlim_max;
	return setrlimit((__rlimit_resource_t)what, &to) == 0;
}

static bool limit_all(const struct confinement *c)
{
	enum { OPEN_FILES = 32 };

	if (!limit(RLIMIT_CORE, 0, 0) || !limit(RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES) ||
	    !limit(RLIMIT_FSIZE, c->file, c->file) ||
	    !limit(RLIMIT_CPU, c->seconds, c->seconds + 1))
		return false;
	if (c->kind == CONFINE_BYTES && !limit(RLIMIT_NPROC, 0, 0))
		return false;
	return SANITIZED || limit(RLIMIT_AS, c->memory, c->memory);
}

/* ---- Landlock */

/* What a later Landlock handles that the headers of Debian 12 do not name yet. */
enum { FS_TRUNCATE = 1 << 14, FS_IOCTL_DEV = 1 << 15 };

static const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

int confine_landlock(void)
{
	long version =
	        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

/* Everything that this version can refuse. */
static uint64_t all_access(int version)
{
	uint64_t all = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | reading |
	               LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	               LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
	               LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	               LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
	               LANDLOCK_ACCESS_FS_MAKE_SYM;

	if (version >= 2)
		all |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		all |= FS_TRUNCATE;
	if (version >= 5)
		all |= FS_IOCTL_DEV;
	return all;
}

/* What is not there needs no permission. */
static bool permit(int rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	bool done;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT;
	done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return done;
}

/* The program, and what the dynamic loader and poppler look at before the first page. */
static bool permit_program(int rules, const char *program)
{
	static const char *const libraries[] = { "/usr/lib", "/usr/lib64", "/lib", "/lib64" };
	const uint64_t running = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;

	for (size_t i = 0; i < LEN(libraries); i++)
		if (!permit(rules, libraries[i], reading | LANDLOCK_ACCESS_FS_EXECUTE))
			return false;
	return permit(rules, program, running) && permit(rules, "/usr/share", reading) &&
	       permit(rules, "/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE);
}

static bool restrict_paths(const struct confinement *c)
{
	int version = confine_landlock();
	struct landlock_ruleset_attr attributes = { .handled_access_fs = all_access(version) };
	int rules;
	bool done;

	if (!version) {
		errno = ENOSYS;
		return c->kind == CONFINE_BYTES;
	}
	rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
	if (rules < 0)
		return false;
	done = (c->kind == CONFINE_BYTES || permit_program(rules, c->program)) &&
	       syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return done;
}

/* ---- the filter */

static const int allowed[] = {
	SCMP_SYS(read),
	SCMP_SYS(readv),
	SCMP_SYS(pread64),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(pwrite64),
	SCMP_SYS(lseek),
	SCMP_SYS(close),
	SCMP_SYS(fstat),
	SCMP_SYS(ftruncate),
	SCMP_SYS(fcntl),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(brk),
	SCMP_SYS(madvise),
	SCMP_SYS(futex),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(sched_yield),
	SCMP_SYS(wait4),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(restart_syscall),
};

/* What the loader does before a program begins, and poppler while it looks for its tables. */
static const int allowed_to_program[] = {
	SCMP_SYS(execve),     SCMP_SYS(access),          SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(arch_prctl),      SCMP_SYS(set_tid_address),
	SCMP_SYS(rseq),       SCMP_SYS(set_robust_list), SCMP_SYS(stat),
	SCMP_SYS(newfstatat), SCMP_SYS(statx),           SCMP_SYS(getdents64),
	SCMP_SYS(readlink),   SCMP_SYS(readlinkat),      SCMP_SYS(uname),
	SCMP_SYS(getuid),     SCMP_SYS(geteuid),         SCMP_SYS(getgid),
	SCMP_SYS(getegid),    SCMP_SYS(getcwd),          SCMP_SYS(sysinfo),
	SCMP_SYS(mmap),       SCMP_SYS(mprotect),        SCMP_SYS(sched_getaffinity),
};

static bool allow_list(scmp_filter_ctx filter, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
			return false;
	return true;
}

/* fstat() is this call with an empty name; with another it would tell which files there are. */
static bool allow_to_parser(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
	                        SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	                        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	                        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static bool allow_program(scmp_filter_ctx filter)
{
	return allow_list(filter, allowed_to_program, LEN(allowed_to_program)) &&
	       seccomp_rule_add(
	               filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
	               SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)) == 0;
}

/* Asking for a limit, not setting one. */
static bool allow_common(scmp_filter_ctx filter)
{
	return allow_list(filter, allowed, LEN(allowed)) &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
	                        SCMP_A2(SCMP_CMP_EQ, 0)) == 0;
}

static bool filter_calls(const struct confinement *c)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int wrong;

	if (!filter)
		return false;
	wrong = !allow_common(filter) ||
	        !(c->kind == CONFINE_BYTES ? allow_to_parser(filter) : allow_program(filter));
	if (!wrong && (wrong = seccomp_load(filter)) < 0)
		errno = -wrong;
	seccomp_release(filter);
	return !wrong;
}

bool confine(const struct confinement *c)
{
	return limit_all(c) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && restrict_paths(c) &&
	       filter_calls(c);
}

/* ---- the probe */

static bool may_open_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static bool may_open_local_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

/* Readable by everybody, and of no concern to any program that is confined here. */
static bool may_read_file(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool may_write_file(void)
{
	return open("/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600) >= 0;
}

static bool may_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child > 0 && waitpid(child, NULL, 0) == child;
}

static bool may_execute(void)
{
	char name[] = "true", *const words[] = { name, NULL }, *const none[] = { NULL };

	execve("/bin/true", words, none);
	return false; /* true ends with 0, which the prober takes for "allowed" */
}

static bool may_signal_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static bool may_trace(void)
{
	return syscall(SYS_ptrace, 0, 0, 0, 0) == 0; /* PTRACE_TRACEME */
}

static const struct {
	const char *name;
	bool (*try)(void);
} attempts[] = {
	{ "socket", may_open_socket },
	{ "local-socket", may_open_local_socket },
	{ "file", may_read_file },
	{ "new-file", may_write_file },
	{ "fork", may_fork },
	{ "execute", may_execute },
	{ "signal", may_signal_parent },
	{ "trace", may_trace },
};

enum { PROBE_ALLOWED = 0, PROBE_REFUSED = 1, PROBE_BROKEN = 2 };

/* In a child of its own, so that each attempt meets a fresh process. */
static int attempt(size_t i, const struct confinement *c)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		if (c && !confine(c))
			_exit(PROBE_BROKEN);
		_exit(attempts[i].try() ? PROBE_ALLOWED : PROBE_REFUSED);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return PROBE_BROKEN;
	return WEXITSTATUS(status);
}

bool confine_probe(void)
{
	static const char *const words[] = { "allowed", "refused", "broken" };
	static const struct {
		const char *name;
		int expected;
		bool confined;
		enum confine_kind kind;
	} rounds[] = {
		{ "free", PROBE_ALLOWED, false, CONFINE_BYTES },
		{ "bytes", PROBE_REFUSED, true, CONFINE_BYTES },
		{ "program", PROBE_REFUSED, true, CONFINE_PROGRAM },
	};
	enum { MEMORY = 64 * 1024 * 1024, FILE_SIZE = 1024 * 1024, SECONDS = 5 };
	bool right = true;

	for (size_t r = 0; r < LEN(rounds); r++)
		for (size_t i = 0; i < LEN(attempts); i++) {
			struct confinement c = { rounds[r].kind, "/usr/bin/pdftotext", MEMORY,
				                 FILE_SIZE, SECONDS };
			int came = attempt(i, rounds[r].confined ? &c : NULL);

			printf("%s %s %s\n", rounds[r].name, attempts[i].name,
			       words[came <= PROBE_BROKEN ? came : PROBE_BROKEN]);
			fflush(stdout);
			right = right && came == rounds[r].expected;
		}
	return right;
}
