/* See key.h.  The file is written whole under another name, flushed, and renamed, so that a crash
 * leaves the old or the new one.  A rotation writes the file first and the database second: what
 * can be lost in between is finished by the next key_load, because the file still holds the older
 * key that has to vouch for the newer. */
#include "record/key.h"

#include "base/number.h"
#include "record/change.h"
#include "record/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

SQL(key_newest, "SELECT generation, public_key FROM chain_key ORDER BY generation DESC LIMIT 1");
SQL(key_of_ours, "SELECT generation FROM chain_key WHERE public_key = $1");
SQL(key_insert, "INSERT INTO chain_key (generation, public_key, from_seq, signature, at)"
                " VALUES ($1, $2, $3, $4, $5)");

static const char first_line[] = "ygrar signing key 1\n";

enum { MAX_KEY_FILE = 32 * 1024 };

void keys_wipe(struct keys *keys)
{
	secret_wipe(keys, sizeof *keys);
}

/* ---- the file */

static void close_file(void *what)
{
	int *fd = what;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* A descriptor that dies with the arena. */
static int *file_slot(struct context *cx)
{
	int *fd = arena_new_of(cx->mem, int);

	*fd = -1;
	arena_defer(cx->mem, close_file, fd);
	return fd;
}

static bool cannot(struct context *cx, const char *path)
{
	return fail(cx, ERR_UNAVAILABLE, NULL, N_("The key file %s: %s"), path, strerror(errno));
}

static bool guarded(struct context *cx, int fd, const char *path)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return cannot(cx, path);
	if (!S_ISREG(st.st_mode) || st.st_size > MAX_KEY_FILE)
		return fail(cx, ERR_INVALID, NULL, N_("%s is no key file."), path);
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("Others than its owner may use the key file %s. Close it to them "
		               "(chmod 600), or make a new key if somebody may have read it."),
		            path);
	return true;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t got = write(fd, bytes, n);

		if (got < 0 && errno != EINTR)
			return false;
		if (got > 0) {
			bytes += got;
			n -= (size_t)got;
		}
	}
	return true;
}

/* Flushes the folder, so that the new name survives a crash as well. */
static bool flush_folder(struct context *cx, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? arena_strn(cx->mem, path, (size_t)(slash - path) + 1) : ".";
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

enum { KEY_LINE = 24 + 2 * SIGN_PUBLIC + 2 * SIGN_SECRET };

static size_t key_line(char out[KEY_LINE], size_t generation, const struct key *k)
{
	char public_key[2 * SIGN_PUBLIC + 1], secret_key[2 * SIGN_SECRET + 1];
	int n = snprintf(out, KEY_LINE, "%zu %s %s\n", generation,
	                 hex_text(k->public_key, SIGN_PUBLIC, public_key),
	                 hex_text(k->secret_key, SIGN_SECRET, secret_key));

	secret_wipe(secret_key, sizeof secret_key);
	return (size_t)n;
}

static bool write_keys(int fd, const struct keys *keys)
{
	char line[KEY_LINE];
	bool ok = write_all(fd, first_line, strlen(first_line));

	for (size_t i = 0; ok && i < keys->n; i++)
		ok = write_all(fd, line, key_line(line, i + 1, &keys->v[i]));
	secret_wipe(line, sizeof line);
	return ok && fsync(fd) == 0;
}

/* Puts the keys under a path: a new file only with `fresh`, else in the place of the old one. */
static bool save_keys(struct context *cx, const char *path, const struct keys *keys, bool fresh)
{
	const char *other = arena_fmt(cx->mem, "%s.new", path);
	int *fd = file_slot(cx);

	unlink(other); /* of a run that was cut off */
	*fd = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	bool ok = *fd >= 0 && write_keys(*fd, keys);

	/* link() refuses a name that exists, which rename() would replace. */
	if (ok && fresh)
		ok = link(other, path) == 0 && unlink(other) == 0;
	else if (ok)
		ok = rename(other, path) == 0;
	ok = ok && flush_folder(cx, path);
	if (!ok) {
		cannot(cx, path);
		unlink(other);
	}
	close_file(fd);
	return ok;
}

static bool same_pair(const struct key *k)
{
	unsigned char signature[SIGN_SIZE];

	sign_make(signature, first_line, strlen(first_line), k->secret_key);
	return sign_check(signature, first_line, strlen(first_line), k->public_key);
}

/* One line "generation public secret" of the text, which it cuts. */
static bool read_line(char *line, struct keys *keys)
{
	char *public_key = strchr(line, ' '),
	     *secret_key = public_key ? strchr(public_key + 1, ' ') : NULL;
	struct key *k = &keys->v[keys->n];
	int64_t generation;

	if (!secret_key || keys->n == MAX_KEYS)
		return false;
	*public_key++ = *secret_key++ = '\0';
	if (!parse_int(line, &generation) || generation != (int64_t)keys->n + 1 ||
	    !hex_parse(public_key, k->public_key, SIGN_PUBLIC) ||
	    !hex_parse(secret_key, k->secret_key, SIGN_SECRET) || !same_pair(k))
		return false;
	keys->n++;
	return true;
}

static bool read_text(char *text, struct keys *keys)
{
	keys->n = 0;
	if (!str_starts(text, first_line))
		return false;
	for (char *line = text + strlen(first_line), *end; *line; line = end + 1) {
		end = strchr(line, '\n');
		if (!end)
			return false;
		*end = '\0';
		if (!read_line(line, keys))
			return false;
	}
	return keys->n > 0;
}

static ssize_t read_file(int fd, char *text, size_t room)
{
	size_t n = 0;
	ssize_t got;

	while ((got = read(fd, text + n, room - n)) != 0) {
		if (got < 0 && errno != EINTR)
			return -1;
		n += got > 0 ? (size_t)got : 0;
	}
	text[n] = '\0';
	return (ssize_t)n;
}

static bool make_keys(struct context *cx, const char *path, struct keys *ret)
{
	ret->n = 1;
	sign_keypair(ret->v[0].public_key, ret->v[0].secret_key);
	return save_keys(cx, path, ret, true);
}

bool keys_read(struct context *cx, const char *path, bool create, struct keys *ret)
{
	int *fd = file_slot(cx);

	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (*fd < 0 && errno == ENOENT && create)
		return make_keys(cx, path, ret);
	if (*fd < 0)
		return cannot(cx, path);
	if (!guarded(cx, *fd, path))
		return false;

	char text[MAX_KEY_FILE + 1];
	ssize_t n = read_file(*fd, text, MAX_KEY_FILE);
	bool ok = n >= 0 && strlen(text) == (size_t)n && read_text(text, ret);

	secret_wipe(text, sizeof text);
	close_file(fd);
	return ok || fail(cx, ERR_INVALID, NULL, N_("The key file %s is damaged."), path);
}

/* ---- signing */

const char *key_statement(struct arena *mem, int64_t generation, const char *public_key,
                          int64_t from_seq)
{
	return arena_fmt(mem, "ygrar key %lld %s from %lld", (long long)generation, public_key,
	                 (long long)from_seq);
}

bool key_signed(const char *signature, const char *text, const char *public_key)
{
	unsigned char bytes[SIGN_SIZE], key[SIGN_PUBLIC];

	return signature && text && public_key && hex_parse(signature, bytes, sizeof bytes) &&
	       hex_parse(public_key, key, sizeof key) && sign_check(bytes, text, strlen(text), key);
}

static const char *sign_with(struct arena *mem, const struct key *k, const char *text)
{
	unsigned char signature[SIGN_SIZE];
	char *hex = arena_alloc(mem, 2 * SIGN_SIZE + 1);

	sign_make(signature, text, strlen(text), k->secret_key);
	return hex_text(signature, sizeof signature, hex);
}

const char *key_sign(struct context *cx, const char *text)
{
	char *hex = arena_alloc(cx->mem, 2 * SIGN_SIZE + 1);
	unsigned char signature[SIGN_SIZE];

	sign_make(signature, text, strlen(text), cx->app->sign_secret);
	return hex_text(signature, sizeof signature, hex);
}

bool key_public(struct context *cx, char out[KEY_TEXT])
{
	if (!cx->app->has_key)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("The signing key is not at hand."));
	hex_text(cx->app->sign_public, SIGN_PUBLIC, out);
	return true;
}

/* ---- the database's table of keys */

bool key_is_own(struct context *cx, const char *public_key, bool *ret)
{
	int64_t generation;

	return db_int(cx, &key_of_ours, &generation, ret, V(public_key));
}

static const char *public_hex(struct context *cx, const struct key *k)
{
	return hex_text(k->public_key, SIGN_PUBLIC, arena_alloc(cx->mem, KEY_TEXT));
}

/* Which of the file's keys the database holds as its newest; *ret_generation 0: it holds none. */
static bool known_key(struct context *cx, const struct keys *keys, int64_t *ret_generation,
                      size_t *ret_index)
{
	struct rows *r = db_query(cx, &key_newest);
	bool found = false;

	*ret_generation = 0;
	if (r && rows_next(cx, r)) {
		*ret_generation = rows_int(r, 0);
		for (size_t i = 0; i < keys->n; i++) {
			if (str_eq(public_hex(cx, &keys->v[i]), rows_text(r, 1))) {
				*ret_index = i;
				found = true;
			}
		}
	}
	rows_close(r);
	if (failed(cx))
		return false;
	return found || !*ret_generation ||
	       fail(cx, ERR_FORBIDDEN, NULL, N_("This key file does not belong to this database."));
}

/* Enters one key and signs the head anew with it. */
static bool enter_key(struct context *cx, int64_t generation, const struct key *older,
                      const struct key *k)
{
	struct seal_head head;
	const char *public_key = public_hex(cx, k);

	if (!seal_head(cx, &head))
		return false;
	if (older && !seal_head_signed(cx, &head))
		return fail(cx, ERR_BROKEN, NULL,
		            N_("The change log is not as it was signed; run verify."));

	const char *statement = key_statement(cx->mem, generation, public_key, head.seq);

	return db_run(cx, &key_insert, V(generation), V(public_key), V(head.seq),
	              V(older ? sign_with(cx->mem, older, statement) : NULL), V(cx->now)) &&
	       seal_head_write(cx, &head,
	                       sign_with(cx->mem, k, seal_statement(cx->mem, head.seq, head.hash)),
	                       public_key) &&
	       change_event(cx, CHANGE_EVENT, "key", 0, "key", public_key);
}

static bool enter_keys(struct context *cx, void *data)
{
	const struct keys *keys = data;
	int64_t generation;
	size_t i = 0;

	if (!known_key(cx, keys, &generation, &i))
		return false;
	if (!generation) {
		if (!enter_key(cx, ++generation, NULL, &keys->v[0]))
			return false;
		i = 0;
	}
	for (; i + 1 < keys->n; i++)
		if (!enter_key(cx, ++generation, &keys->v[i], &keys->v[i + 1]))
			return false;
	return true;
}

static void use_key(struct app *app, const struct key *k)
{
	memcpy(app->sign_public, k->public_key, SIGN_PUBLIC);
	memcpy(app->sign_secret, k->secret_key, SIGN_SECRET);
	app->has_key = true;
}

static void wipe_with_arena(void *what)
{
	keys_wipe(what);
}

static struct keys *keys_slot(struct context *cx)
{
	struct keys *keys = arena_new_of(cx->mem, struct keys);

	arena_defer(cx->mem, wipe_with_arena, keys);
	return keys;
}

struct entering {
	const struct keys *keys;
	bool due;
};

/* Most starts find the key known already, and then nobody has to be able to write. */
static bool entering_due(struct context *cx, void *data)
{
	struct entering *e = data;
	int64_t generation;
	size_t i = 0;

	if (!known_key(cx, e->keys, &generation, &i))
		return false;
	e->due = !generation || i + 1 < e->keys->n;
	return true;
}

static bool enter_if_due(struct context *cx, struct keys *keys)
{
	struct entering e = { .keys = keys };

	return db_work(cx, cx->app->store, DB_READ, entering_due, &e) &&
	       (!e.due || db_work(cx, cx->app->store, DB_WRITE, enter_keys, keys));
}

bool key_load(struct context *cx, const char *path, bool create)
{
	struct keys *keys = keys_slot(cx);

	if (!keys_read(cx, path, create, keys) || !enter_if_due(cx, keys))
		return false;
	use_key(cx->app, &keys->v[keys->n - 1]);
	return true;
}

bool key_rotate(struct context *cx, const char *path)
{
	struct keys *keys = keys_slot(cx);

	if (!keys_read(cx, path, false, keys))
		return false;
	if (keys->n == MAX_KEYS)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The key file %s holds %d keys, and no more fit."), path, MAX_KEYS);
	/* The database must know the key that vouches before the new one exists. */
	if (!enter_if_due(cx, keys))
		return false;
	sign_keypair(keys->v[keys->n].public_key, keys->v[keys->n].secret_key);
	keys->n++;
	if (!save_keys(cx, path, keys, false) ||
	    !db_work(cx, cx->app->store, DB_WRITE, enter_keys, keys))
		return false;
	use_key(cx->app, &keys->v[keys->n - 1]);
	return true;
}

static bool log_export(struct context *cx, void *data)
{
	return change_event(cx, CHANGE_EVENT, "key", 0, "key_export", data);
}

bool key_export(struct context *cx, const char *path, const char *to)
{
	struct keys *keys = keys_slot(cx);

	if (!keys_read(cx, path, false, keys))
		return false;
	if (access(to, F_OK) == 0)
		return fail(cx, ERR_CONFLICT, NULL, N_("%s exists already."), to);

	char *public_key = arena_alloc(cx->mem, KEY_TEXT);

	hex_text(keys->v[keys->n - 1].public_key, SIGN_PUBLIC, public_key);
	return db_work(cx, cx->app->store, DB_WRITE, log_export, public_key) &&
	       save_keys(cx, to, keys, true);
}
