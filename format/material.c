/* The side that is not locked in: it starts the reader, believes nothing it says, and keeps what
 * it said in a file without a name.
 *
 * The reader is this program itself, started anew: the server has many threads, so nothing but an
 * exec may follow a fork, and a fresh process holds neither keys nor other people's records.  It
 * gets the bytes, a pipe and an empty file, and an environment without secrets. */
#include "format/material.h"

#include "format/reader.h"
#include "format/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PIECE = 64 * 1024,
	TICK = 250,      /* milliseconds between looks at clock and listener */
	FIRST_FREE = 10, /* descriptors of ours stay above those that the child has */
	LONGEST_MESSAGE = 4000,
};

struct spool {
	FILE *file;
	int64_t size;
	const struct material_options *options;
	/* while the reader runs */
	int units, scratch, memory; /* pipe, the reader's file, its bytes; -1: closed */
	pid_t pid;
	char *in; /* bytes of frames that are not complete */
	size_t in_n, in_room;
	bool format_told, in_sheet, ended;
	/* while units are read */
	char *frame;
	size_t frame_room;
	struct cell cells[MAX_MATERIAL_COLUMNS];
};

static void close_descriptor(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void end_reader(struct spool *s)
{
	close_descriptor(&s->units);
	close_descriptor(&s->scratch);
	close_descriptor(&s->memory);
	if (s->pid > 0) {
		kill(s->pid, SIGKILL);
		waitpid(s->pid, NULL, 0);
	}
	s->pid = 0;
}

static void release(void *what)
{
	struct spool *s = what;

	end_reader(s);
	if (s->file)
		fclose(s->file);
	s->file = NULL;
	free(s->in);
	free(s->frame);
	s->in = s->frame = NULL;
}

/* Not on the arena: who reads units may forget what was allocated while he did. */
static bool make_room(struct context *cx, char **text, size_t *room, size_t wanted)
{
	char *more = wanted <= *room ? *text : realloc(*text, wanted);

	if (!more)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	*room = wanted <= *room ? *room : wanted;
	*text = more;
	return true;
}

static bool no_room(struct context *cx)
{
	return fail(cx, ERR_UNAVAILABLE, NULL,
	            N_("There is no room for temporary files just now; please try again."));
}

static int file_without_name(void)
{
	const char *folder = getenv("TMPDIR");

	return open(str_empty(folder) ? "/var/tmp" : folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static struct material *new_material(struct context *cx, const struct material_options *options)
{
	static const struct material_options none = { 0 };
	struct material *m = arena_new_of(cx->mem, struct material);
	struct spool *s = arena_new_of(cx->mem, struct spool);
	int fd;

	s->units = s->scratch = s->memory = -1;
	s->options = options ? options : &none;
	m->spool = s;
	m->format = m->encoding = "";
	arena_defer(cx->mem, release, s);
	fd = file_without_name();
	if (fd >= 0 && !(s->file = fdopen(fd, "w+")))
		close(fd);
	if ((!s->file && !no_room(cx)) || !make_room(cx, &s->in, &s->in_room, 2 * PIECE))
		return NULL;
	return m;
}

/* ---- what the reader says */

static bool strange(struct context *cx)
{
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("The file could not be read to its end: it is damaged, or it was made to "
	               "break programs that read it."));
}

/* Text that came out of the locked process, so it is shown only as far as it is words. */
static bool told_failure(struct context *cx, const struct frame *f)
{
	if (!*f->message)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The file cannot be read in %d MB of memory."),
		            MAX_READER_ARENA / 1024 / 1024);
	if (strlen(f->message) > LONGEST_MESSAGE)
		return strange(cx);
	return fail(cx, f->error, NULL, "%s", f->message);
}

static bool keep_unit(struct context *cx, struct material *m, const struct frame *f,
                      const char *bytes, size_t n)
{
	struct spool *s = m->spool;

	switch (f->unit.kind) {
	case UNIT_SHEET:
		s->in_sheet = true;
		m->sheets++;
		break;
	case UNIT_ROW:
		if (!s->in_sheet)
			return strange(cx);
		m->rows++;
		break;
	case UNIT_PARAGRAPH:
		s->in_sheet = false;
		m->paragraphs++;
		break;
	case UNIT_PAGE:
		s->in_sheet = false;
		m->pages++;
		break;
	case UNIT_REMARK:
		m->remarks++;
		break;
	}
	s->size += (int64_t)n;
	if (++m->units > MAX_MATERIAL_UNITS || s->size > MAX_MATERIAL_SPOOL)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The file holds more than this program takes from one file."));
	return fwrite(bytes, 1, n, s->file) == n || no_room(cx);
}

/* One whole frame, its head included. */
static bool take_frame(struct context *cx, struct material *m, const char *bytes, size_t n)
{
	struct spool *s = m->spool;
	struct frame f;

	if (s->ended || !frame_read(bytes + FRAME_HEAD, n - FRAME_HEAD, s->cells, &f) ||
	    (f.kind != FRAME_FAILED && s->format_told == (f.kind == FRAME_FORMAT)))
		return strange(cx);
	switch (f.kind) {
	case FRAME_FORMAT:
		s->format_told = true;
		m->format = arena_str(cx->mem, f.format);
		m->encoding = arena_str(cx->mem, f.encoding);
		m->separator = f.separator;
		return true;
	case FRAME_FAILED:
		return told_failure(cx, &f);
	case FRAME_END:
		s->ended = true;
		return true;
	default:
		return keep_unit(cx, m, &f, bytes, n);
	}
}

/* The length of the frame that stands at the beginning; 0: its length is not there yet. */
static size_t frame_length(const char *bytes, size_t n)
{
	uint32_t length;

	if (n < FRAME_HEAD)
		return 0;
	memcpy(&length, bytes, sizeof length);
	return FRAME_HEAD + (size_t)length;
}

/* Takes what is complete of s->in, and makes room for the rest of what is not. */
static bool take_frames(struct context *cx, struct material *m)
{
	struct spool *s = m->spool;
	size_t at = 0, n;

	while ((n = frame_length(s->in + at, s->in_n - at)) != 0 && n <= s->in_n - at) {
		if (!take_frame(cx, m, s->in + at, n))
			return false;
		at += n;
	}
	memmove(s->in, s->in + at, s->in_n - at);
	s->in_n -= at;
	if (n > MAX_MATERIAL_UNIT)
		return strange(cx);
	return s->in_room >= n + PIECE || make_room(cx, &s->in, &s->in_room, 2 * n + PIECE);
}

/* A sink, for the reader that runs in this process. */
static bool take_bytes(struct context *cx, void *to, const void *bytes, size_t n)
{
	struct material *m = to;
	struct spool *s = m->spool;

	for (const char *at = bytes; n;) {
		size_t part = s->in_room - s->in_n < n ? s->in_room - s->in_n : n;

		memcpy(s->in + s->in_n, at, part);
		s->in_n += part;
		at += part;
		n -= part;
		if (!take_frames(cx, m))
			return false;
	}
	return true;
}

/* ---- the reader's process */

/* Above the numbers that the child's descriptors get. */
static bool move_up(int *fd)
{
	int higher = *fd < 0 ? -1 : fcntl(*fd, F_DUPFD_CLOEXEC, FIRST_FREE);

	close_descriptor(fd);
	*fd = higher;
	return higher >= 0;
}

static bool fill_memory(struct context *cx, struct spool *s, source *from_source, void *from)
{
	char *piece = arena_raw(cx->mem, PIECE);
	size_t n, size = 0;

	for (;;) {
		if (!from_source(cx, from, piece, PIECE, &n))
			return false;
		if (!n)
			return lseek(s->memory, 0, SEEK_SET) == 0 || no_room(cx);
		if ((size += n) > MAX_MATERIAL)
			return fail(cx, ERR_TOO_LARGE, NULL, N_("The file is larger than %d MB."),
			            MAX_MATERIAL / 1024 / 1024);
		for (size_t at = 0; at < n;) {
			ssize_t done = write(s->memory, piece + at, n - at);

			if (done < 0 && errno != EINTR)
				return no_room(cx);
			at += done > 0 ? (size_t)done : 0;
		}
	}
}

static bool spawn(struct spool *s, int *out, char **words)
{
	static char language[] = "LC_ALL=C.UTF-8", *const environment[] = { language, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t all, none;
	bool done;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attributes);
	done = posix_spawn_file_actions_adddup2(&files, s->memory, READER_BYTES) == 0 &&
	       posix_spawn_file_actions_adddup2(&files, *out, READER_UNITS) == 0 &&
	       posix_spawn_file_actions_adddup2(&files, s->scratch, READER_SCRATCH) == 0 &&
	       posix_spawn_file_actions_addclosefrom_np(&files, READER_SCRATCH + 1) == 0 &&
	       posix_spawnattr_setsigdefault(&attributes, &all) == 0 &&
	       posix_spawnattr_setsigmask(&attributes, &none) == 0 &&
	       posix_spawnattr_setflags(&attributes,
	                                POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) == 0 &&
	       posix_spawn(&s->pid, "/proc/self/exe", &files, &attributes, words, environment) == 0;
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	if (!done)
		s->pid = 0;
	return done;
}

static bool start_reader(struct context *cx, struct spool *s)
{
	char program[] = "ygrar", word[] = "reader", separator[] = { s->options->separator, '\0' };
	char *words[] = { program,
		          word,
		          arena_str(cx->mem, cx->lang ? cx->lang : "en"),
		          arena_str(cx->mem, s->options->encoding ? s->options->encoding : ""),
		          separator,
		          NULL };
	int ends[2] = { -1, -1 };
	bool started;

	s->scratch = file_without_name();
	if (!move_up(&s->scratch))
		return no_room(cx);
	started = pipe2(ends, O_CLOEXEC) == 0;
	s->units = ends[0];
	started = started && move_up(&s->units) && move_up(&ends[1]) && spawn(s, &ends[1], words);
	close_descriptor(&ends[1]);
	close_descriptor(&s->memory);
	return started || fail(cx, ERR_UNAVAILABLE, NULL,
	                       N_("The machine could not start the program that reads this file; "
	                          "please try again."));
}

static int64_t milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool too_long(struct context *cx)
{
	return fail(cx, ERR_TOO_LARGE, NULL,
	            N_("Reading the file took longer than is allowed. Divide it and try again."));
}

static bool ask_listener(struct context *cx, struct material *m)
{
	const struct material_options *o = m->spool->options;

	return !o->progress || o->progress(cx, o->listener, m->rows ? m->rows : m->pages) ||
	       fail(cx, ERR_UNAVAILABLE, NULL, N_("The reading was stopped."));
}

/* It ended without saying that it is at the end. */
static bool died(struct context *cx, struct spool *s)
{
	int status = 0;
	pid_t pid = s->pid;

	s->pid = 0;
	if (waitpid(pid, &status, 0) != pid)
		return strange(cx);
	if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return too_long(cx);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The file holds more than this program takes from one file."));
	return strange(cx);
}

static bool follow_reader(struct context *cx, struct material *m)
{
	struct spool *s = m->spool;
	const int64_t begun = milliseconds();
	int64_t asked = begun;

	while (!s->ended) {
		struct pollfd p = { .fd = s->units, .events = POLLIN };
		int ready = poll(&p, 1, TICK);
		int64_t now = milliseconds();
		ssize_t got;

		if (now - begun > MAX_READER_WAIT * INT64_C(1000))
			return too_long(cx);
		if (now - asked >= TICK) {
			asked = now;
			if (!ask_listener(cx, m))
				return false;
		}
		if (ready <= 0)
			continue;
		got = read(s->units, s->in + s->in_n, s->in_room - s->in_n);
		if (got == 0)
			return died(cx, s);
		if (got > 0) {
			s->in_n += (size_t)got;
			if (!take_frames(cx, m))
				return false;
		}
	}
	return ask_listener(cx, m);
}

static struct material *complete(struct context *cx, struct material *m)
{
	struct spool *s = m->spool;

	if (fflush(s->file) != 0) {
		no_room(cx);
		return NULL;
	}
	free(s->in);
	s->in = NULL;
	s->in_room = 0;
	s->options = NULL; /* the caller's, who may be gone when units are read */
	material_rewind(m);
	return m;
}

struct material *material_read_from(struct context *cx, source *from_source, void *from,
                                    const struct material_options *options)
{
	struct material *m = new_material(cx, options);
	bool read;

	if (!m)
		return NULL;
	m->spool->memory = memfd_create("material", MFD_CLOEXEC);
	if (!move_up(&m->spool->memory)) {
		no_room(cx);
		return NULL;
	}
	read = fill_memory(cx, m->spool, from_source, from) && start_reader(cx, m->spool) &&
	       follow_reader(cx, m);
	end_reader(m->spool);
	return read ? complete(cx, m) : NULL;
}

struct material *material_read(struct context *cx, const char *bytes, size_t n,
                               const struct material_options *options)
{
	struct bytes from = { bytes, n };

	return material_read_from(cx, source_of_bytes, &from, options);
}

struct material *material_read_here(struct context *cx, const char *bytes, size_t n,
                                    const struct material_options *options)
{
	struct material *m = new_material(cx, options);

	if (!m)
		return NULL;
	m->spool->scratch = file_without_name();
	if (!reader_run(cx, reader_open(cx, bytes, n, m->spool->scratch, m->spool->options,
	                                take_bytes, m)) ||
	    failed(cx))
		return NULL;
	return complete(cx, m);
}

/* ---- units */

void material_rewind(struct material *m)
{
	rewind(m->spool->file);
}

bool material_next(struct context *cx, struct material *m, struct unit *ret)
{
	struct spool *s = m->spool;
	struct frame f;
	uint32_t n;

	if (fread(&n, 1, sizeof n, s->file) != sizeof n)
		return ferror(s->file) &&
		       fail(cx, ERR_UNAVAILABLE, NULL, N_("The file could not be read."));
	if (n > s->frame_room && !make_room(cx, &s->frame, &s->frame_room, 2 * (size_t)n))
		return false;
	if (fread(s->frame, 1, n, s->file) != n || !frame_read(s->frame, n, s->cells, &f))
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("The file could not be read."));
	*ret = f.unit;
	return true;
}
