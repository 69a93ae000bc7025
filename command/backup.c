/* ygrar backup, ygrar restore.  A backup is the store's engine-neutral stream, plain or sealed to a
 * public key: whoever has the file but not the key file of that key cannot read it.
 *
 * A sealed file: the line "ygrar sealed backup 1", the box header, then chunks of BOX_CHUNK bytes,
 * each with its overhead; the last one is marked in its seal, so a cut file does not pass for a
 * whole one. */
#include "command/backup.h"

#include "base/secret.h"
#include "record/key.h"
#include "store/backup.h"

#include <errno.h>
#include <unistd.h>

static const char sealed_mark[] = "ygrar sealed backup 1\n";

/* ---- out */

struct out {
	FILE *file;
	struct box_writer *box; /* NULL: plain */
	unsigned char plain[BOX_CHUNK], sealed[BOX_CHUNK + BOX_OVERHEAD];
	size_t n;
};

static bool write_bytes(struct context *cx, struct out *o, const void *bytes, size_t n)
{
	return fwrite(bytes, 1, n, o->file) == n ||
	       fail(cx, ERR_UNAVAILABLE, NULL, N_("The backup cannot be written: %s"),
	            strerror(errno));
}

static bool write_chunk(struct context *cx, struct out *o, bool last)
{
	size_t n = o->n;

	box_write(o->box, o->plain, n, last, o->sealed);
	o->n = 0;
	return write_bytes(cx, o, o->sealed, n + BOX_OVERHEAD);
}

static bool put(struct context *cx, void *to, const void *bytes, size_t n)
{
	struct out *o = to;
	const char *p = bytes;

	if (!o->box)
		return write_bytes(cx, o, bytes, n);
	while (n) {
		size_t some = n < BOX_CHUNK - o->n ? n : BOX_CHUNK - o->n;

		if (o->n == BOX_CHUNK && !write_chunk(cx, o, false))
			return false;
		some = n < BOX_CHUNK - o->n ? n : BOX_CHUNK - o->n;
		memcpy(o->plain + o->n, p, some);
		o->n += some;
		p += some;
		n -= some;
	}
	return true;
}

static bool begin_box(struct context *cx, struct out *o, const char *public_hex)
{
	unsigned char key[SIGN_PUBLIC], header[BOX_HEADER];

	if (!hex_parse(public_hex, key, sizeof key))
		return fail(cx, ERR_INVALID, "--to-key",
		            N_("A public key is 64 hexadecimal digits; `ygrar keys public` prints "
		               "it."));
	o->box = box_write_start(cx->mem, key, header);
	if (!o->box)
		return fail(cx, ERR_INVALID, "--to-key", N_("This is not a public key."));
	return write_bytes(cx, o, sealed_mark, sizeof sealed_mark - 1) &&
	       write_bytes(cx, o, header, sizeof header);
}

static void close_file(void *what)
{
	struct out *o = what;

	if (o->file && o->file != stdout)
		fclose(o->file);
}

bool backup_to_file(struct context *cx, struct store *store, const char *path, const char *to_key)
{
	const char *partly = arena_fmt(cx->mem, "%s.partly", path);
	struct out *o = arena_new_of(cx->mem, struct out);
	bool to_stdout = str_eq(path, "-");

	arena_defer(cx->mem, close_file, o);
	o->file = to_stdout ? stdout : fopen(partly, "wb");
	if (!o->file)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("The backup cannot be written: %s"),
		            strerror(errno));
	if ((to_key && !begin_box(cx, o, to_key)) || !backup_write(cx, store, put, o) ||
	    (o->box && !write_chunk(cx, o, true)))
		return false;
	if (fflush(o->file) != 0 ||
	    (!to_stdout && (fsync(fileno(o->file)) != 0 || rename(partly, path) != 0)))
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("The backup cannot be written: %s"),
		            strerror(errno));
	return true;
}

static int backup(struct invocation *v)
{
	if (!command_open(v, 0))
		return EXIT_REFUSED;
	return backup_to_file(v->cx, v->app.store, v->words[0], option(v, "to-key"))
	               ? EXIT_DONE
	               : command_failed(v);
}

static const struct option_spec backup_options[] = {
	{ "to-key", "PUBLICKEY", "seal it: only the holder of that key's file can read it" },
	{ 0 },
};

const struct command backup_command = { "backup",
	                                "FILE",
	                                "Copy everything as of now, while others go on "
	                                "working.\n\nRestores on SQLite and on PostgreSQL.",
	                                1,
	                                1,
	                                backup_options,
	                                backup };

/* ---- in */

struct in {
	FILE *file;
	struct box_reader *box;
	unsigned char sealed[BOX_CHUNK + BOX_OVERHEAD], plain[BOX_CHUNK];
	size_t n, at;
	bool last;
	char begins[sizeof sealed_mark]; /* what was read to find out whether it is sealed */
	size_t begins_n, begins_at;
};

static bool torn(struct context *cx)
{
	return fail(cx, ERR_INVALID, NULL, N_("The backup is torn or was altered."));
}

static size_t read_file(struct in *in, void *bytes, size_t n)
{
	size_t kept = in->begins_n - in->begins_at, some = n < kept ? n : kept;

	memcpy(bytes, in->begins + in->begins_at, some);
	in->begins_at += some;
	return some + fread((char *)bytes + some, 1, n - some, in->file);
}

static bool read_chunk(struct context *cx, struct in *in)
{
	size_t n = in->last ? 0 : read_file(in, in->sealed, sizeof in->sealed);

	if (n < BOX_OVERHEAD || !box_read(in->box, in->sealed, n, &in->last, in->plain))
		return torn(cx);
	in->n = n - BOX_OVERHEAD;
	in->at = 0;
	return true;
}

static bool get(struct context *cx, void *from, void *bytes, size_t n)
{
	struct in *in = from;
	char *p = bytes;

	if (!in->box)
		return read_file(in, bytes, n) == n || torn(cx);
	while (n) {
		size_t some;

		if (in->at == in->n && !read_chunk(cx, in))
			return false;
		some = n < in->n - in->at ? n : in->n - in->at;
		memcpy(p, in->plain + in->at, some);
		in->at += some;
		p += some;
		n -= some;
	}
	return true;
}

/* Any generation of the key file may be the one it was sealed to. */
static bool open_box(struct context *cx, struct in *in, const char *key_path)
{
	struct keys *keys = arena_new_of(cx->mem, struct keys);
	unsigned char header[BOX_HEADER];

	if (!*key_path)
		return fail(cx, ERR_INVALID, NULL,
		            N_("This backup is sealed: name the key file it was sealed to with "
		               "--key-file."));
	if (read_file(in, header, sizeof header) != sizeof header)
		return torn(cx);
	if (!keys_read(cx, key_path, false, keys))
		return false;
	for (size_t i = keys->n; i-- > 0 && !in->box;)
		in->box = box_read_start(cx->mem, keys->v[i].secret_key, header);
	keys_wipe(keys);
	return in->box || fail(cx, ERR_INVALID, NULL, N_("This backup was sealed to another key."));
}

static void close_in(void *what)
{
	struct in *in = what;

	if (in->file && in->file != stdin)
		fclose(in->file);
}

static bool read_backup(struct invocation *v, struct store *store, struct backup_report *report)
{
	struct context *cx = v->cx;
	struct in *in = arena_new_of(cx->mem, struct in);
	const char *path = v->words[0];

	arena_defer(cx->mem, close_in, in);
	in->file = str_eq(path, "-") ? stdin : fopen(path, "rb");
	if (!in->file)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("The backup cannot be read: %s"),
		            strerror(errno));
	in->begins_n = fread(in->begins, 1, sizeof sealed_mark - 1, in->file);
	if (in->begins_n == sizeof sealed_mark - 1 &&
	    memcmp(in->begins, sealed_mark, in->begins_n) == 0) {
		in->begins_at = in->begins_n;
		if (!open_box(cx, in,
		              *v->key_path            ? v->key_path
		              : option(v, "key-file") ? option(v, "key-file")
		                                      : ""))
			return false;
	}
	return backup_read(cx, store, migrations, get, in, report);
}

static int restore(struct invocation *v)
{
	struct backup_report report;
	bool only_check = option(v, "check");

	if (only_check ? !command_program(v) : !command_open(v, OPEN_EMPTY))
		return EXIT_REFUSED;
	if (!read_backup(v, only_check ? NULL : v->app.store, &report))
		return command_failed(v);
	printf("schema %d, tables %lld, rows %lld, bytes %lld\n", report.schema,
	       (long long)report.tables, (long long)report.rows, (long long)report.bytes);
	return EXIT_DONE;
}

static const struct option_spec restore_options[] = {
	{ "check", NULL, "only read it through: the drill" },
	{ 0 },
};

const struct command restore_command = { "restore",
	                                 "FILE",
	                                 "Put a backup into an empty database.\n\nKeep the key "
	                                 "file: without it the chain cannot go on.",
	                                 1,
	                                 1,
	                                 restore_options,
	                                 restore };
