/* The side that is locked in.  It looks at the first bytes to know the format, starts the program
 * that one format needs (itself confined, before a byte of the file was believed), locks itself in,
 * and only then parses.
 *
 * Units are built in one buffer and given to a sink in pieces, so reading costs a row of memory.
 * The same code runs without a process and a pipe in tests and fuzz targets. */
#include "format/reader.h"

#include "base/confine.h"
#include "format/ole.h"
#include "format/package.h"
#include "format/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, FORGOTTEN = 4 * 1024 * 1024, NICE = 5 };

struct reader {
	const char *bytes;
	size_t size, at, forgotten;
	int fd; /* of the bytes; -1: they are in memory alone */
	int scratch;
	struct material_options options;
	const struct format *format;
	sink *sink;
	void *to;
	int program; /* its standard output, -1 */
	pid_t program_pid;
	bool format_given;
	const char *encoding;
	char separator;
	struct frame_buffer frame;
	bool row_says;
	size_t row_kept; /* its length behind the last cell that says something or is merged */
	size_t columns, columns_kept;
	int64_t row, rows, units, sheets, paragraphs, pages, remarks;
	size_t waiting;
	char piece[PIECE];
};

/* ---- formats */

static bool begins(const struct reader *r, const char *s)
{
	size_t n = strlen(s);

	return r->size >= n && memcmp(r->bytes, s, n) == 0;
}

/* The place of the next byte that is neither white space nor part of a mark. */
static size_t skip_blank(const struct reader *r, size_t i)
{
	if (i == 0 && begins(r, "\xef\xbb\xbf"))
		i = 3;
	while (i < r->size && r->bytes[i] && strchr(" \t\r\n", r->bytes[i]))
		i++;
	return i;
}

static bool is_compound(const struct reader *r)
{
	return begins(r, OLE_MAGIC);
}

static bool is_archive(const struct reader *r)
{
	return begins(r, "PK\x03\x04") || begins(r, "PK\x05\x06");
}

/* A bracket alone may begin a table, too. */
static bool is_json(const struct reader *r)
{
	size_t first = skip_blank(r, 0), next = skip_blank(r, first + 1);

	if (next >= r->size)
		return false;
	return (r->bytes[first] == '[' && strchr("{]", r->bytes[next]) && r->bytes[next]) ||
	       (r->bytes[first] == '{' && strchr("\"}", r->bytes[next]) && r->bytes[next]);
}

/* Web pages and others whose name ends in .xls or .doc, which office programs open all the same. */
static bool is_page(const struct reader *r)
{
	static const char *const words[] = { "<!doctype", "<html", "<head",  "<table",
		                             "<meta",     "<?xml", "{\\rtf", "MIME-Version:" };
	size_t at = skip_blank(r, 0);

	for (size_t i = 0; i < LEN(words); i++)
		if (r->size - at >= strlen(words[i]) &&
		    strncasecmp(r->bytes + at, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static bool refuse_page(struct context *cx, struct reader *r)
{
	(void)r;
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("This is a web page or rich text, whatever the file is called. Open it in "
	               "its program, save it as .xlsx or .docx, and try again."));
}

/* Some programs write a line before it. */
static bool is_pdf(const struct reader *r)
{
	return memmem(r->bytes, r->size < 1024 ? r->size : 1024, "%PDF-", 5) != NULL;
}

static bool is_table_of_text(const struct reader *r)
{
	(void)r;
	return true;
}

static read_format read_archive, read_compound;

static const char *const pdftotext[] = {
	"/usr/bin/pdftotext", "-tsv", "-enc", "UTF-8", "-q", "-", "-", NULL
};

/* The first that fits; those without a test are found by what reads the container. */
static const struct format {
	const char *name;
	bool (*fits)(const struct reader *r);
	read_format *read;
	const char *const *program; /* reads the bytes from its standard input; NULL: none */
} formats[] = {
	// clang-format off
	{ "xlsx", NULL, read_xlsx, NULL },
	{ "xls", NULL, read_xls, NULL },
	{ "docx", NULL, read_docx, NULL },
	{ "zip", is_archive, read_archive, NULL },
	{ "compound", is_compound, read_compound, NULL },
	{ "pdf", is_pdf, read_pdf, pdftotext },
	{ "json", is_json, read_json, NULL },
	{ "page", is_page, refuse_page, NULL },
	{ "csv", is_table_of_text, read_csv, NULL },
	// clang-format on
};

static const struct format *format_of(const struct reader *r)
{
	for (size_t i = 0; i < LEN(formats); i++)
		if (formats[i].fits && formats[i].fits(r))
			return &formats[i];
	return NULL;
}

/* What is in the container has a format of its own. */
static bool read_as(struct context *cx, struct reader *r, const char *name)
{
	for (size_t i = 0; i < LEN(formats); i++)
		if (str_eq(formats[i].name, name))
			r->format = &formats[i];
	return r->format->read(cx, r);
}

static bool read_archive(struct context *cx, struct reader *r)
{
	struct zip_archive *z = zip_of_reader(cx, r);
	enum package_kind kind = z ? package_kind(cx, z) : PACKAGE_NONE;

	return kind != PACKAGE_NONE && read_as(cx, r, kind == PACKAGE_WORKBOOK ? "xlsx" : "docx");
}

/* Office encrypts into such a file, too, whatever the document is. */
static bool read_compound(struct context *cx, struct reader *r)
{
	struct ole *o = ole_of_reader(cx, r);

	if (!o)
		return false;
	if (ole_has(o, "Workbook"))
		return read_as(cx, r, "xls");
	if (ole_has(o, "EncryptedPackage"))
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("The file is protected by a password. Save it without one and try "
		               "again."));
	if (ole_has(o, "WordDocument"))
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("This is a .doc file of Word 97 to 2003. Open it in Word or "
		               "LibreOffice, save it as .docx, and try again."));
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("This is an old Office file that is neither a workbook of Excel 97 or "
	               "later nor text. Open it in its program, save it as .xlsx or .docx, and "
	               "try again."));
}

/* ---- in */

size_t reader_size(const struct reader *r)
{
	return r->size;
}

const char *reader_bytes(const struct reader *r)
{
	return r->bytes;
}

/* The machine may have the pages back; who looks at them again, finds them again. */
void reader_forget(struct reader *r, size_t before)
{
	before -= before % FORGOTTEN;
	if (r->fd < 0 || before <= r->forgotten)
		return;
	madvise((void *)(uintptr_t)(r->bytes + r->forgotten), before - r->forgotten, MADV_DONTNEED);
	r->forgotten = before;
}

size_t reader_bytes_at(const struct reader *r, size_t offset, void *to, size_t room)
{
	size_t n = offset < r->size ? r->size - offset : 0;

	if (n > room)
		n = room;
	if (n && r->fd < 0)
		memcpy(to, r->bytes + offset, n);
	else if (n && pread(r->fd, to, n, (off_t)offset) != (ssize_t)n)
		n = 0;
	return n;
}

bool reader_source(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct reader *r = from;

	(void)cx;
	*ret = reader_bytes_at(r, r->at, bytes, room);
	r->at += *ret;
	return true;
}

void reader_rewind(struct reader *r)
{
	r->at = r->forgotten = 0;
}

const struct material_options *reader_options(const struct reader *r)
{
	return &r->options;
}

int reader_scratch(const struct reader *r)
{
	return r->scratch;
}

/* ---- the program of a format */

enum { NO_PROGRAM = 127 };

static void end_program(struct reader *r)
{
	if (r->program >= 0)
		close(r->program);
	r->program = -1;
	if (r->program_pid > 0) {
		kill(r->program_pid, SIGKILL);
		waitpid(r->program_pid, NULL, 0);
	}
	r->program_pid = 0;
}

/* In the new process: the bytes are its standard input, the pipe its output, its messages go
 * nowhere. */
__attribute__((noreturn)) static void become_program(const char *const *words, int in, int out)
{
	static const char *const nothing[] = { "LC_ALL=C.UTF-8", NULL };
	const struct confinement locks = { CONFINE_PROGRAM, words[0], 2 * (size_t)MAX_READER_MEMORY,
		                           0, MAX_READER_SECONDS };
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (nowhere >= 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
	    dup2(nowhere, STDERR_FILENO) >= 0 && lseek(STDIN_FILENO, 0, SEEK_SET) == 0 &&
	    confine(&locks))
		execve(words[0], (char *const *)(uintptr_t)words,
		       (char *const *)(uintptr_t)nothing);
	_exit(NO_PROGRAM);
}

/* A file without a name that holds the bytes, for a program to read. */
static int file_of_bytes(const struct reader *r)
{
	int fd = memfd_create("material", MFD_CLOEXEC);

	if (fd >= 0 && r->size && pwrite(fd, r->bytes, r->size, 0) != (ssize_t)r->size) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool start_program(struct context *cx, struct reader *r, int bytes_fd)
{
	int in = bytes_fd >= 0 ? bytes_fd : file_of_bytes(r), ends[2] = { -1, -1 };

	if (in >= 0 && pipe2(ends, O_CLOEXEC) == 0) {
		r->program = ends[0];
		r->program_pid = fork();
		if (r->program_pid == 0)
			become_program(r->format->program, in, ends[1]);
		close(ends[1]);
	}
	if (in >= 0 && bytes_fd < 0)
		close(in);
	return r->program_pid > 0 ||
	       fail(cx, ERR_UNAVAILABLE, NULL,
	            N_("The machine could not start the program that reads this file; please try "
	               "again."));
}

bool reader_program(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct reader *r = from;
	ssize_t got;

	do
		got = read(r->program, bytes, room);
	while (got < 0 && errno == EINTR);
	*ret = got > 0 ? (size_t)got : 0;
	return got >= 0 || fail(cx, ERR_UNAVAILABLE, NULL, N_("The file could not be read."));
}

int reader_program_status(struct reader *r)
{
	int status = 0;
	pid_t ended;

	do
		ended = waitpid(r->program_pid, &status, 0);
	while (ended < 0 && errno == EINTR);
	r->program_pid = 0;
	if (ended < 0)
		return NO_PROGRAM;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- out */

bool reader_flush(struct context *cx, struct reader *r)
{
	size_t n = r->waiting;

	r->waiting = 0;
	return !n || r->sink(cx, r->to, r->piece, n);
}

/* Gives the frame that is complete. */
static bool give(struct context *cx, struct reader *r)
{
	if (!frame_end(&r->frame))
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The file has a row or paragraph of more than %d bytes."),
		            MAX_MATERIAL_UNIT);
	if (r->frame.n > PIECE - r->waiting && !reader_flush(cx, r))
		return false;
	if (r->frame.n > PIECE)
		return r->sink(cx, r->to, r->frame.bytes, r->frame.n);
	memcpy(r->piece + r->waiting, r->frame.bytes, r->frame.n);
	r->waiting += r->frame.n;
	return true;
}

void reader_is_csv(struct reader *r, const char *encoding, char separator)
{
	r->encoding = encoding;
	r->separator = separator;
}

static bool give_format(struct context *cx, struct reader *r)
{
	const char *name = r->format ? r->format->name : ""; /* a part of a reader, on trial */

	r->format_given = true;
	frame_begin(&r->frame, FRAME_FORMAT);
	frame_text(&r->frame, name, strlen(name));
	frame_text(&r->frame, r->encoding, strlen(r->encoding));
	frame_byte(&r->frame, r->separator);
	return give(cx, r);
}

/* Gives the frame of a unit, the first one behind what the format is. */
static bool give_unit(struct context *cx, struct reader *r)
{
	if (++r->units > MAX_MATERIAL_UNITS)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The file has more than %d rows and paragraphs."),
		            MAX_MATERIAL_UNITS);
	return give(cx, r);
}

/* What the format is goes first, before a unit's frame is begun. */
static bool begin_unit(struct context *cx, struct reader *r, enum unit_kind kind)
{
	if (!r->format_given && !give_format(cx, r))
		return false;
	frame_begin(&r->frame, (int)kind);
	return true;
}

bool reader_sheet(struct context *cx, struct reader *r, const char *name, bool hidden)
{
	const struct unit u = { .hidden = hidden };

	r->rows = 0;
	if (!begin_unit(cx, r, UNIT_SHEET))
		return false;
	frame_int(&r->frame, ++r->sheets);
	frame_flags(&r->frame, &u);
	frame_text(&r->frame, name, strlen(name));
	return give_unit(cx, r);
}

void reader_row(struct reader *r, int64_t number, bool hidden)
{
	const struct unit u = { .hidden = hidden };

	frame_begin(&r->frame, UNIT_ROW);
	frame_int(&r->frame, number);
	frame_flags(&r->frame, &u);
	r->row = number;
	r->row_kept = 0;
	r->row_says = false;
	r->columns = r->columns_kept = 0;
}

void reader_cell_n(struct reader *r, const struct cell *c, const char *text, size_t n)
{
	bool says = frame_cell(&r->frame, c, text, n);

	r->columns++;
	r->row_says |= says;
	if (says || (c->above && r->columns <= MAX_MATERIAL_COLUMNS)) {
		r->row_kept = r->frame.n;
		r->columns_kept = r->columns;
	}
}

void reader_to_column(struct reader *r, size_t column)
{
	static const struct cell empty = { .kind = CELL_EMPTY };

	while (r->columns + 1 < column && !r->frame.full)
		reader_cell_n(r, &empty, "", 0);
}

void reader_cell(struct reader *r, const struct cell *c)
{
	const char *text = c->text ? c->text : "";

	reader_cell_n(r, c, text, strlen(text));
}

void reader_text(struct reader *r, const char *s, size_t n)
{
	static const struct cell text = { .kind = CELL_TEXT };

	reader_cell_n(r, &text, s, n);
}

bool reader_end_row(struct context *cx, struct reader *r)
{
	if (r->row > MAX_MATERIAL_ROWS)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("A sheet of the file has more than %d rows."), MAX_MATERIAL_ROWS);
	if (r->columns_kept > MAX_MATERIAL_COLUMNS)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("Row %lld has more than %d columns."),
		            (long long)r->row, MAX_MATERIAL_COLUMNS);
	if (!r->row_says && !r->frame.full)
		return true;
	if (!r->frame.full)
		r->frame.n = r->row_kept;
	return give_unit(cx, r);
}

bool reader_paragraph(struct context *cx, struct reader *r, const struct unit *p)
{
	const char *style = p->style ? p->style : "";

	if (!begin_unit(cx, r, UNIT_PARAGRAPH))
		return false;
	frame_int(&r->frame, r->paragraphs + 1);
	frame_flags(&r->frame, p);
	frame_byte(&r->frame, p->level < 0 || p->level > UINT8_MAX ? 0 : p->level);
	if (!frame_words(&r->frame, p->text, strlen(p->text)) && !r->frame.full)
		return true;
	frame_text(&r->frame, style, strlen(style));
	r->paragraphs++;
	return give_unit(cx, r);
}

bool reader_page(struct context *cx, struct reader *r)
{
	if (!begin_unit(cx, r, UNIT_PAGE))
		return false;
	frame_int(&r->frame, ++r->pages);
	return give_unit(cx, r);
}

bool reader_remark(struct context *cx, struct reader *r, const char *text)
{
	static const struct unit none;

	if (!begin_unit(cx, r, UNIT_REMARK))
		return false;
	frame_int(&r->frame, ++r->remarks);
	frame_flags(&r->frame, &none);
	frame_text(&r->frame, text, strlen(text));
	return give_unit(cx, r);
}

/* ---- the whole */

static void release(void *what)
{
	struct reader *r = what;

	end_program(r);
	frame_free(&r->frame);
}

struct reader *reader_open(struct context *cx, const char *bytes, size_t n, int scratch,
                           const struct material_options *options, sink *to_sink, void *to)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);

	*r = (struct reader){ .bytes = bytes,
		              .size = n,
		              .fd = -1,
		              .scratch = scratch,
		              .sink = to_sink,
		              .to = to,
		              .encoding = "",
		              .program = -1 };
	if (options)
		r->options = *options;
	arena_defer(cx->mem, release, r);
	return r;
}

/* Finds out the format, and starts its program while that can be done. */
static bool prepare(struct context *cx, struct reader *r, int bytes_fd)
{
	if (!r->size)
		return fail(cx, ERR_BAD_REQUEST, NULL, N_("The file is empty."));
	r->format = format_of(r);
	return !r->format->program || start_program(cx, r, bytes_fd);
}

static bool give_end(struct context *cx, struct reader *r)
{
	if (!r->format_given && !give_format(cx, r))
		return false;
	frame_begin(&r->frame, FRAME_END);
	return give(cx, r) && reader_flush(cx, r);
}

/* An error of ours or the machine's is told as such, without the words meant for the log. */
static bool give_failure(struct context *cx, struct reader *r)
{
	struct error e = cx->err;

	if (e.kind != ERR_BAD_REQUEST && e.kind != ERR_TOO_LARGE && e.kind != ERR_UNAVAILABLE)
		e = (struct error){ .kind = ERR_UNAVAILABLE,
			            .text = tr(cx, N_("The file could not be read.")) };
	error_clear(cx);
	frame_begin(&r->frame, FRAME_FAILED);
	frame_byte(&r->frame, (int)e.kind);
	frame_text(&r->frame, e.text, strlen(e.text));
	return give(cx, r) && reader_flush(cx, r);
}

/* The end or the failure is the last frame, whichever it is. */
static bool read_to_end(struct context *cx, struct reader *r)
{
	return r->format->read(cx, r) && !failed(cx) ? give_end(cx, r) : give_failure(cx, r);
}

bool reader_run(struct context *cx, struct reader *r)
{
	return prepare(cx, r, -1) ? read_to_end(cx, r) : give_failure(cx, r);
}

/* ---- the process */

static bool sink_to_descriptor(struct context *cx, void *to, const void *bytes, size_t n)
{
	const char *at = bytes;

	for (ssize_t done; n; at += done, n -= (size_t)done) {
		done = write(*(const int *)to, at, n);
		if (done < 0 && errno == EINTR)
			done = 0;
		if (done < 0)
			return fail(cx, ERR_UNAVAILABLE, NULL, "write: %s", strerror(errno));
	}
	return true;
}

/* The bytes of descriptor 0; NULL when they cannot be mapped. */
static const char *map_bytes(size_t *ret)
{
	struct stat about;
	void *bytes;

	if (fstat(READER_BYTES, &about) != 0)
		return NULL;
	*ret = (size_t)about.st_size;
	if (!*ret)
		return "";
	bytes = mmap(NULL, *ret, PROT_READ, MAP_PRIVATE, READER_BYTES, 0);
	return bytes == MAP_FAILED ? NULL : bytes;
}

static bool lock_in(struct context *cx)
{
	const struct confinement locks = { CONFINE_BYTES, NULL, MAX_READER_MEMORY,
		                           MAX_MATERIAL_SPOOL, MAX_READER_SECONDS };

	return confine(&locks) || fail(cx, ERR_UNAVAILABLE, NULL,
	                               N_("This machine cannot lock in the program that reads "
	                                  "foreign files, so none is read."));
}

/* With a recovery point set: a file that needs more memory than there is has an answer, too. */
static bool serve(struct context *cx, struct reader *r)
{
	bool ready;

	if (setjmp(*arena_recover(cx->mem)) != 0) {
		frame_begin(&r->frame, FRAME_FAILED);
		frame_byte(&r->frame, ERR_TOO_LARGE);
		frame_text(&r->frame, "", 0);
		return give(cx, r) && reader_flush(cx, r);
	}
	ready = prepare(cx, r, READER_BYTES);
	if (!lock_in(cx) || !ready)
		return give_failure(cx, r);
	return read_to_end(cx, r);
}

/* argv: reader LANG ENCODING SEPARATOR, the last two "" when they are not known. */
int reader_main(int argc, char **argv, translator *translate)
{
	struct context cx = { .mem = arena_new(MAX_READER_ARENA), .translate = translate };
	int units = READER_UNITS;
	size_t n;

	if (argc == 2 && str_eq(argv[1], "--probe"))
		return confine_probe() ? EXIT_SUCCESS : EXIT_FAILURE;
	if (argc != 4 || !cx.mem)
		return EXIT_FAILURE;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpriority(PRIO_PROCESS, 0, NICE);

	const struct material_options options = { .encoding = *argv[2] ? argv[2] : NULL,
		                                  .separator = *argv[3] };
	const char *bytes = map_bytes(&n);

	if (!bytes)
		return EXIT_FAILURE;
	cx.lang = argv[1];

	struct reader *r =
	        reader_open(&cx, bytes, n, READER_SCRATCH, &options, sink_to_descriptor, &units);

	r->fd = READER_BYTES;
	return serve(&cx, r) ? EXIT_SUCCESS : EXIT_FAILURE;
}
