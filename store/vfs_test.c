/* A disk that fails under SQLite.  A virtual file system of our own stands between SQLite and the
 * real one and lets the n-th write, sync or read of a scene fail, for n = 1, 2, 3 … until the scene
 * plays to its end: no space left, a write that stops half way, a sync that fails, a read that
 * fails, and the power going out in the middle of a write or of a sync, which also loses half of
 * what was not synced before.  After each, the file is opened again: it is whole, what was
 * acknowledged is there, nothing is there by halves, and it can be written.  Every third save is a
 * step (DB_STEP), which may be lost, but not before what was saved after it. */
#include "store/store_test.h"

#include <sqlite3.h>
#include <sys/stat.h>

enum {
	SAVES = 8,
	AGAIN = SAVES,     /* the save when the disk is well again */
	LATER = SAVES + 1, /* the first save after the next start */
	LAST = SAVES + 2,
	ALL_SAVES = SAVES + 3,
	PARTS = 4,
	TEXT = 3000,       /* of a part: about a page */
	JOURNAL = 12,      /* it is folded into the file again and again, and not only at the end */
	MOST_CALLS = 3000, /* no scene has as many */
};

enum fault_kind {
	FAULT_FULL,  /* the disk is full from the n-th write on, until somebody makes room */
	FAULT_SHORT, /* the n-th write stops half way */
	FAULT_SYNC,  /* the n-th sync fails */
	FAULT_READ,  /* the n-th read fails */
	FAULT_TORN,  /* the power goes out during the n-th write */
	FAULT_DARK,  /* the power goes out during the n-th sync */
};

/* A write that no sync has confirmed, with what stood there before. */
struct loose {
	struct loose *next;
	sqlite3_file *real;
	const char *name; /* of the file */
	sqlite3_int64 offset;
	int size;
	char before[];
};

struct disk {
	sqlite3_vfs vfs, *real;
	pthread_mutex_t lock;
	enum fault_kind kind;
	long at, calls; /* the at-th call fails; 0: none */
	bool fired;
	_Atomic bool dark;   /* also asked without the lock */
	struct loose *loose; /* the last one first */
};

struct disk_file {
	sqlite3_file common;
	struct disk *disk;
	const char *name;
	sqlite3_file *real; /* behind this struct */
};

static sqlite3_file *real_of(sqlite3_file *f)
{
	return ((struct disk_file *)f)->real;
}

static struct disk *disk_of(sqlite3_file *f)
{
	return ((struct disk_file *)f)->disk;
}

/* ---- faults; the disk is locked */

/* Whether a call that this kind of fault strikes is the one. */
static bool strikes(struct disk *d, enum fault_kind kind)
{
	if (d->kind != kind || !d->at || ++d->calls < d->at)
		return false;
	if (d->calls > d->at && kind != FAULT_FULL)
		return false;
	return d->fired = true;
}

static void remember(struct disk *d, sqlite3_file *file, int size, sqlite3_int64 offset)
{
	sqlite3_file *real = real_of(file);
	struct loose *l = calloc(1, sizeof *l + (size_t)size);

	assert_non_null(l);
	*l = (struct loose){ .next = d->loose,
		             .real = real,
		             .name = ((struct disk_file *)file)->name,
		             .offset = offset,
		             .size = size };
	real->pMethods->xRead(real, l->before, size, offset); /* zeros where nothing stood */
	d->loose = l;
}

/* What was written through this opening of the file, or (a sync is of the file) through any. */
static void forget(struct disk *d, sqlite3_file *file, bool any)
{
	const char *name = ((struct disk_file *)file)->name;

	for (struct loose **at = &d->loose; *at;) {
		struct loose *l = *at;

		if (any ? strcmp(l->name, name) != 0 : l->real != real_of(file)) {
			at = &l->next;
			continue;
		}
		*at = l->next;
		free(l);
	}
}

/* Every second write that was not synced never reached the disk, and from now on nothing does. */
static void power_goes(struct disk *d)
{
	int i = 0;

	for (const struct loose *l = d->loose; l; l = l->next)
		if (i++ % 2)
			l->real->pMethods->xWrite(l->real, l->before, l->size, l->offset);
	d->dark = true;
}

static int write_or_fail(struct disk *d, sqlite3_file *file, const void *bytes, int size,
                         sqlite3_int64 offset)
{
	sqlite3_file *real = real_of(file);

	if (d->dark)
		return SQLITE_IOERR_WRITE;
	if (strikes(d, FAULT_FULL))
		return SQLITE_FULL;
	remember(d, file, size, offset);

	bool torn = strikes(d, FAULT_TORN), half = torn || strikes(d, FAULT_SHORT);
	int rc = real->pMethods->xWrite(real, bytes, half ? size / 2 : size, offset);

	if (torn)
		power_goes(d);
	return half ? SQLITE_IOERR_WRITE : rc;
}

/* The real sync is left out: the machine that runs the test keeps its power. */
static int sync_or_fail(struct disk *d, sqlite3_file *file)
{
	if (strikes(d, FAULT_DARK))
		power_goes(d);
	if (d->dark || strikes(d, FAULT_SYNC))
		return SQLITE_IOERR_FSYNC;
	forget(d, file, true);
	return SQLITE_OK;
}

/* ---- the file's methods */

static int file_close(sqlite3_file *f)
{
	struct disk *d = disk_of(f);

	pthread_mutex_lock(&d->lock);
	forget(d, f, false);
	pthread_mutex_unlock(&d->lock);
	return real_of(f)->pMethods->xClose(real_of(f));
}

static int file_read(sqlite3_file *f, void *to, int size, sqlite3_int64 offset)
{
	struct disk *d = disk_of(f);

	pthread_mutex_lock(&d->lock);

	bool bad = strikes(d, FAULT_READ);

	pthread_mutex_unlock(&d->lock);
	return bad ? SQLITE_IOERR_READ : real_of(f)->pMethods->xRead(real_of(f), to, size, offset);
}

static int file_write(sqlite3_file *f, const void *bytes, int size, sqlite3_int64 offset)
{
	struct disk *d = disk_of(f);

	pthread_mutex_lock(&d->lock);

	int rc = write_or_fail(d, f, bytes, size, offset);

	pthread_mutex_unlock(&d->lock);
	return rc;
}

static int file_sync(sqlite3_file *f, int flags)
{
	struct disk *d = disk_of(f);

	(void)flags;
	pthread_mutex_lock(&d->lock);

	int rc = sync_or_fail(d, f);

	pthread_mutex_unlock(&d->lock);
	return rc;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return disk_of(f)->dark ? SQLITE_IOERR_TRUNCATE
	                        : real_of(f)->pMethods->xTruncate(real_of(f), size);
}

static int file_size(sqlite3_file *f, sqlite3_int64 *ret)
{
	return real_of(f)->pMethods->xFileSize(real_of(f), ret);
}

static int file_lock(sqlite3_file *f, int level)
{
	return real_of(f)->pMethods->xLock(real_of(f), level);
}

static int file_unlock(sqlite3_file *f, int level)
{
	return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int file_reserved(sqlite3_file *f, int *ret)
{
	return real_of(f)->pMethods->xCheckReservedLock(real_of(f), ret);
}

static int file_control(sqlite3_file *f, int what, void *data)
{
	return real_of(f)->pMethods->xFileControl(real_of(f), what, data);
}

static int file_sector(sqlite3_file *f)
{
	return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int file_traits(sqlite3_file *f)
{
	return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int file_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **ret)
{
	return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, ret);
}

static int file_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}

static void file_shm_barrier(sqlite3_file *f)
{
	real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int file_shm_unmap(sqlite3_file *f, int remove)
{
	return real_of(f)->pMethods->xShmUnmap(real_of(f), remove);
}

static const sqlite3_io_methods file_methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_traits,
	.xShmMap = file_shm_map,
	.xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier,
	.xShmUnmap = file_shm_unmap,
};

/* ---- the file system */

static int disk_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                     int *ret_flags)
{
	struct disk *d = vfs->pAppData;
	struct disk_file *f = (struct disk_file *)file;

	f->common.pMethods = NULL;
	f->disk = d;
	f->name = name ? name : "";
	f->real = (sqlite3_file *)(f + 1);
	if (d->dark)
		return SQLITE_CANTOPEN;

	int rc = d->real->xOpen(d->real, name, f->real, flags, ret_flags);

	if (f->real->pMethods)
		f->common.pMethods = &file_methods;
	return rc;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	struct disk *d = vfs->pAppData;

	return d->dark ? SQLITE_IOERR_DELETE : d->real->xDelete(d->real, name, sync_folder);
}

static void disk_start(struct disk *d)
{
	*d = (struct disk){ .real = sqlite3_vfs_find(NULL) };
	pthread_mutex_init(&d->lock, NULL);
	d->vfs = *d->real;
	d->vfs.pNext = NULL;
	d->vfs.zName = "failing";
	d->vfs.szOsFile += (int)sizeof(struct disk_file);
	d->vfs.pAppData = d;
	d->vfs.xOpen = disk_open;
	d->vfs.xDelete = disk_delete;
	assert_int_equal(sqlite3_vfs_register(&d->vfs, false), SQLITE_OK);
}

static void disk_end(struct disk *d)
{
	sqlite3_vfs_unregister(&d->vfs);
	assert_null(d->loose);
	pthread_mutex_destroy(&d->lock);
}

/* ---- the scene: saves of several pages, in a file of its own */

SQL(vfs_save, "INSERT INTO save (id, parts) VALUES ($1, $2)");
SQL(vfs_part, "INSERT INTO part (save, number, body) VALUES ($1, $2, $3)");
SQL(vfs_whole, "SELECT id, parts, (SELECT count(*) FROM part WHERE save = id AND body = $1)"
               " FROM save ORDER BY id");
SQL(vfs_parts, "SELECT count(*), coalesce(sum(length(body)), 0) FROM part");
/* So that pages are read again. */
SQL(vfs_cache, "PRAGMA cache_size = 4");

static const struct migration steps[] = {
	{ 1, "0001_saves",
	  "CREATE TABLE save (id BIGINT NOT NULL PRIMARY KEY, parts BIGINT NOT NULL);\n"
	  "CREATE TABLE part (save BIGINT NOT NULL, number BIGINT NOT NULL, body TEXT NOT NULL,"
	  " PRIMARY KEY (save, number));\n" },
	{ 0, NULL, NULL },
};

struct scene {
	struct disk disk;
	char folder[80], url[160], plain[160];
	char body[TEXT + 1];
	bool migrated;
	bool done[ALL_SAVES]; /* committed, which of a step is no promise yet */
	bool acknowledged[ALL_SAVES];
};

/* One save of one writer. */
struct saving {
	const struct scene *scene;
	int id;
};

static void scene_path(const struct scene *s, const char *end, char *to, size_t size)
{
	snprintf(to, size, "%s/test.db%s", s->folder, end);
}

static void scene_clear(const struct scene *s)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
	char path[160];

	for (size_t i = 0; i < LEN(ends); i++) {
		scene_path(s, ends[i], path, sizeof path);
		unlink(path);
	}
}

static int scene_set_up(void **state)
{
	struct scene *s = *state = calloc(1, sizeof *s);
	const char *folder = getenv("TMPDIR");

	if (!s)
		return -1;
	snprintf(s->folder, sizeof s->folder, "%s/vfs.XXXXXX", folder ? folder : "/tmp");
	if (!mkdtemp(s->folder))
		return -1;
	snprintf(s->url, sizeof s->url, "sqlite:file:%s/test.db?vfs=failing", s->folder);
	snprintf(s->plain, sizeof s->plain, "sqlite:%s/test.db", s->folder);
	memset(s->body, 'a', TEXT);
	disk_start(&s->disk);
	return 0;
}

static int scene_tear_down(void **state)
{
	struct scene *s = *state;

	scene_clear(s);
	rmdir(s->folder);
	disk_end(&s->disk);
	free(s);
	return 0;
}

/* What a failing disk has to say, and in which words. */
static void assert_plain(struct context *cx)
{
	static const char *const words[] = {
		"The disk is full.",
		"The disk cannot be read or written.",
		"The database file cannot be opened.",
		"Many are saving at the same time. Please try again.",
	};

	for (size_t i = 0; i < LEN(words); i++)
		if (cx->err.kind == ERR_UNAVAILABLE && str_eq(cx->err.text, words[i])) {
			error_clear(cx);
			return;
		}
	fail_msg("not plain words: %s: %s", error_kind_name(cx->err.kind), cx->err.text);
}

static bool write_save(struct context *cx, void *data)
{
	const struct saving *w = data;

	if (!db_run(cx, &vfs_save, V(w->id), V(PARTS)))
		return false;
	for (int i = 0; i < PARTS; i++)
		if (!db_run(cx, &vfs_part, V(w->id), V(i), V(w->scene->body)))
			return false;
	return true;
}

/* Each line is a save: all its parts, with all their text. */
static bool read_saves(struct context *cx, void *data)
{
	const struct scene *s = data;
	int64_t saves = 0, parts = 0;
	bool seen[ALL_SAVES] = { false };
	struct rows *r = db_query(cx, &vfs_whole, V(s->body));

	while (rows_next(cx, r)) {
		assert_int_equal(rows_int(r, 1), PARTS);
		assert_int_equal(rows_int(r, 2), PARTS);
		assert_in_range(rows_int(r, 0), 0, LAST);
		seen[rows_int(r, 0)] = true;
		saves++;
	}
	if (failed(cx) || !db_int(cx, &vfs_parts, &parts, NULL))
		return false;
	assert_int_equal(parts, saves * PARTS);
	for (size_t i = LEN(seen), later = LEN(seen); i-- > 0;) {
		if (s->acknowledged[i] && !seen[i])
			fail_msg("save %zu was acknowledged and is lost", i);
		if (s->done[i] && !seen[i] && later < LEN(seen))
			fail_msg("step %zu is lost, and save %zu is there", i, later);
		if (seen[i])
			later = i;
	}
	return true;
}

static void scene_save(struct scene *s, struct context *cx, struct store *store, int id)
{
	struct saving w = { .scene = s, .id = id };
	bool step = id % 3 == 0;
	enum db_mode mode = step ? DB_STEP : DB_WRITE;

	s->done[id] = db_work(cx, store, mode, write_save, &w);
	if (!s->done[id])
		assert_plain(cx);
	else if (!step)
		memcpy(s->acknowledged, s->done,
		       sizeof s->done); /* what came before is safe, too */
	/* What is read meanwhile is whole, too, where it can be read. */
	if (!db_work(cx, store, DB_READ, read_saves, s))
		assert_plain(cx);
}

static bool small_memory(struct context *cx, void *data)
{
	(void)data;
	return db_run(cx, &vfs_cache);
}

/* The disk has failed or not: what is in the file, and does it take more? */
static void scene_check(struct scene *s, const char *url, int id)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	struct saving more = { .scene = s, .id = id };
	const char *complaint;
	struct store *store;

	s->disk.at = 0;
	s->disk.dark = false;
	store = store_open(&cx, url, (struct store_options){ .readers = 1, .journal = JOURNAL });
	if (!store)
		fail_msg("it cannot be opened again: %s", cx.err.text);
	test_ok(&cx, store_integrity(&cx, store, &complaint));
	if (complaint)
		fail_msg("the file is damaged: %s", complaint);
	if (!s->migrated)
		test_ok(&cx, store_migrate(&cx, store, steps));
	test_ok(&cx, db_work(&cx, store, DB_READ, read_saves, s));
	test_ok(&cx, db_work(&cx, store, DB_WRITE, write_save, &more));
	store_close(store);
	arena_free(cx.mem);
}

/* An empty file becomes a database and takes saves; when something failed and the power is still
 * there, the disk gets well, and one more save has to succeed without a new start. */
static void scene_play(struct scene *s)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	struct store *store =
	        store_open(&cx, s->url, (struct store_options){ .readers = 1, .journal = JOURNAL });

	s->migrated = store && store_migrate(&cx, store, steps);
	if (!s->migrated)
		assert_plain(&cx);
	if (s->migrated && !db_work(&cx, store, DB_WRITE, small_memory, NULL))
		assert_plain(&cx);
	for (int i = 0; s->migrated && i < SAVES; i++)
		scene_save(s, &cx, store, i);
	if (s->disk.fired && !s->disk.dark) {
		s->disk.at = 0;
		if (store && !s->migrated) {
			test_ok(&cx, store_migrate(&cx, store, steps));
			s->migrated = true;
		}
		if (store) {
			scene_save(s, &cx, store, AGAIN);
			assert_true(s->acknowledged[AGAIN]);
		}
	}
	store_close(store);
	arena_free(cx.mem);
}

static void make_empty_file(const struct scene *s)
{
	char path[160];
	FILE *f;

	scene_clear(s);
	scene_path(s, "", path, sizeof path);
	assert_non_null(f = fopen(path, "w"));
	fclose(f);
}

/* Plays the scene with each call failing in turn. */
static void scene_fails(struct scene *s, enum fault_kind kind, long least)
{
	struct disk *d = &s->disk;
	long at = 0;

	do {
		make_empty_file(s);
		memset(s->done, 0, sizeof s->done);
		memset(s->acknowledged, 0, sizeof s->acknowledged);
		d->kind = kind;
		d->at = ++at;
		d->calls = 0;
		d->fired = false;
		d->dark = false;
		scene_play(s);
		scene_check(s, s->url, LATER);
	} while (d->fired && at < MOST_CALLS);
	assert_false(d->fired);
	scene_check(s, s->plain, LAST); /* the real file system finds the same */
	assert_true(at > least);
	for (int i = 0; i < SAVES; i++)
		assert_true(s->acknowledged[i]);
}

static void a_full_disk(void **state)
{
	scene_fails(*state, FAULT_FULL, 100);
}

static void short_writes(void **state)
{
	scene_fails(*state, FAULT_SHORT, 100);
}

static void failing_syncs(void **state)
{
	scene_fails(*state, FAULT_SYNC, 10);
}

static void failing_reads(void **state)
{
	scene_fails(*state, FAULT_READ, 20);
}

static void torn_writes(void **state)
{
	scene_fails(*state, FAULT_TORN, 100);
}

static void power_lost_in_a_sync(void **state)
{
	scene_fails(*state, FAULT_DARK, 10);
}

/* ---- several writers in one group */

struct writer {
	pthread_t thread;
	struct scene *scene;
	struct store *store;
	int id;
};

static void *save_one(void *data)
{
	struct writer *w = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct saving saving = { .scene = w->scene, .id = w->id };

	bool step = w->id % 3 == 0;
	enum db_mode mode = step ? DB_STEP : DB_WRITE;
	bool done = db_work(&cx, w->store, mode, write_save, &saving);

	w->scene->acknowledged[w->id] = done && !step;
	arena_free(cx.mem);
	return NULL;
}

static void a_group_play(struct scene *s, enum fault_kind kind, long at)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	struct store *store;
	struct writer writers[SAVES];

	make_empty_file(s);
	memset(s->acknowledged, 0, sizeof s->acknowledged);
	s->disk.at = 0;
	s->disk.fired = false;
	s->disk.dark = false;
	store = store_open(&cx, s->url, (struct store_options){ .readers = 1, .journal = JOURNAL });
	test_ok(&cx, store && store_migrate(&cx, store, steps));
	s->migrated = true;
	s->disk.kind = kind;
	s->disk.calls = 0;
	s->disk.at = at;
	for (int i = 0; i < SAVES; i++) {
		writers[i] = (struct writer){ .scene = s, .store = store, .id = i };
		pthread_create(&writers[i].thread, NULL, save_one, &writers[i]);
	}
	for (int i = 0; i < SAVES; i++)
		pthread_join(writers[i].thread, NULL);
	store_close(store);
	arena_free(cx.mem);
}

/* Who waits for another's commit hears "saved" only when it was. */
static void a_group_on_a_failing_disk(void **state)
{
	static const enum fault_kind kinds[] = { FAULT_FULL, FAULT_SYNC, FAULT_TORN, FAULT_DARK };
	struct scene *s = *state;

	for (size_t i = 0; i < LEN(kinds); i++) {
		long at = 0;

		do {
			a_group_play(s, kinds[i], ++at);
			scene_check(s, s->url, LATER);
		} while (s->disk.fired && at < MOST_CALLS);
		assert_true(at > 3);
	}
}

/* ---- a folder of somebody else's */

static void assert_refused(struct context *cx, const char *url, const char *words)
{
	struct store *s = store_open(cx, url, (struct store_options){ 0 });

	if (s)
		fail_msg("%s was opened", url);
	assert_int_equal(cx->err.kind, ERR_UNAVAILABLE);
	if (!str_starts(cx->err.text, words))
		fail_msg("not these words: %s", cx->err.text);
	error_clear(cx);
}

static void a_folder_that_may_not_be_written(void **state)
{
	struct scene *s = *state;
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	char path[160];

	if (geteuid() == 0)
		skip(); /* root may write everywhere */
	assert_int_equal(chmod(s->folder, 0500), 0);
	assert_refused(&cx, s->plain, "The database file cannot be opened:");

	assert_int_equal(chmod(s->folder, 0700), 0);
	make_empty_file(s);
	scene_check(s, s->plain, LATER); /* makes the tables */
	scene_path(s, "", path, sizeof path);
	assert_int_equal(chmod(path, 0400), 0);
	assert_refused(&cx, s->plain, "The database file cannot be opened:");

	/* The file may be written, but its journal cannot be made. */
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(chmod(s->folder, 0500), 0);
	assert_refused(&cx, s->plain, "The database may not be written.");
	assert_int_equal(chmod(s->folder, 0700), 0);
	arena_free(cx.mem);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set_up, scene_tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SCENE(a_full_disk),
		SCENE(short_writes),
		SCENE(failing_syncs),
		SCENE(failing_reads),
		SCENE(torn_writes),
		SCENE(power_lost_in_a_sync),
		SCENE(a_group_on_a_failing_disk),
		SCENE(a_folder_that_may_not_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
