/* The index as others see it: who may do what when, and which document a record has.
 *
 * Searching holds the read lock, a change the write lock for as long as it takes to add one
 * document. Writing the file holds neither: what it reads is changed by nobody else, for changing
 * waits for the mutex.  Only the step from the old file to the new one is a change like any other.
 */
#include "search/inside.h"

#include "search/collect.h"
#include "search/mix.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- which document a record has */

static int64_t id_at(const struct file *file, const struct fresh *fresh, uint32_t number)
{
	uint32_t n = file_columns(file)->n;

	return number < n ? file_columns(file)->id[number] : fresh->columns.id[number - n];
}

/* The slot of the id, or the empty one where it belongs. */
static uint32_t *id_slot(const struct places_of_ids *p, const struct file *file,
                         const struct fresh *fresh, int64_t id)
{
	uint32_t mask = p->room - 1, i = (uint32_t)mix((uint64_t)id) & mask;

	while (p->slots[i] && id_at(file, fresh, p->slots[i] - 1) != id)
		i = (i + 1) & mask;
	return &p->slots[i];
}

/* A table for all records of both with room for `more`.  A record's last document counts. */
static bool ids_make(struct places_of_ids *ret, const struct file *file, const struct fresh *fresh,
                     size_t more)
{
	uint32_t n = file_columns(file)->n + (fresh ? fresh->columns.n : 0);
	struct places_of_ids p = { .room = 1024 };

	while (p.room < 2 * (n + more))
		p.room *= 2;
	p.slots = calloc(p.room, sizeof *p.slots);
	if (!p.slots)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t *slot = id_slot(&p, file, fresh, id_at(file, fresh, i));

		p.used += *slot == 0;
		*slot = i + 1;
	}
	*ret = p;
	return true;
}

static bool ids_reserve(struct index *ix)
{
	struct places_of_ids more;

	if (ix->ids.used * 2 + 2 < ix->ids.room)
		return true;
	if (!ids_make(&more, ix->file, ix->fresh, ix->ids.used + 1))
		return false;
	free(ix->ids.slots);
	ix->ids = more;
	return true;
}

bool index_find(const struct index *ix, int64_t id, int *ret_segment, uint32_t *ret_doc)
{
	uint32_t slot = *id_slot(&ix->ids, ix->file, ix->fresh, id);
	uint32_t n = file_columns(ix->file)->n;
	struct segments in = index_segments(ix);

	if (!slot)
		return false;
	*ret_segment = slot - 1 < n ? IN_FILE : IN_FRESH;
	*ret_doc = slot - 1 < n ? slot - 1 : slot - 1 - n;
	return !column_dead(segment_columns(&in, *ret_segment), *ret_doc);
}

/* ---- opening and closing */

void index_close(struct index *ix)
{
	if (!ix)
		return;
	names_free(ix->names);
	file_close(ix->file);
	fresh_free(ix->fresh);
	free(ix->ids.slots);
	free(ix->path);
	pthread_rwlock_destroy(&ix->lock);
	pthread_mutex_destroy(&ix->changing);
	free(ix);
}

/* Who changes need not wait until nobody searches any more. */
static bool make_locks(struct index *ix)
{
	pthread_rwlockattr_t how;

	if (pthread_rwlockattr_init(&how) != 0)
		return false;
	pthread_rwlockattr_setkind_np(&how, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);

	bool ok = pthread_rwlock_init(&ix->lock, &how) == 0 &&
	          pthread_mutex_init(&ix->changing, NULL) == 0;

	pthread_rwlockattr_destroy(&how);
	return ok;
}

static bool open_parts(struct index *ix, const char *path)
{
	ix->names = names_new();
	ix->fresh = fresh_new();
	if (!ix->names || !ix->fresh || (path && !(ix->path = strdup(path))))
		return false;
	ix->file = path ? file_open(path, ix->names) : NULL;
	if (!ix->file) { /* it may have named some before it was found to be damaged */
		names_free(ix->names);
		ix->names = names_new();
	}
	ix->followed = file_followed(ix->file);
	return ix->names && ids_make(&ix->ids, ix->file, NULL, 0);
}

struct index *index_open(struct context *cx, const char *path, bool *ret_empty)
{
	struct index *ix = calloc(1, sizeof *ix);

	if (!ix || !make_locks(ix)) {
		free(ix);
	} else if (!open_parts(ix, path)) {
		index_close(ix);
	} else {
		*ret_empty = ix->file == NULL;
		return ix;
	}
	fail(cx, ERR_UNAVAILABLE, NULL, "no memory for the index");
	return NULL;
}

/* ---- numbers for life */

uint32_t index_class(struct index *ix, const void *key, size_t size)
{
	return names_class(ix->names, key, size);
}

const void *index_class_key(const struct index *ix, uint32_t n, size_t *size)
{
	return names_class_key(ix->names, n, size);
}

uint16_t index_code(struct index *ix, int facet, int64_t value)
{
	return names_code(ix->names, facet, value);
}

uint16_t index_code_known(const struct index *ix, int facet, int64_t value)
{
	return names_code_known(ix->names, facet, value);
}

bool index_code_value(const struct index *ix, uint16_t code, int *ret_facet, int64_t *ret_value)
{
	return names_code_value(ix->names, code, ret_facet, ret_value);
}

/* ---- changing */

static void kill(struct index *ix, int segment, uint32_t doc)
{
	if (segment == IN_FILE)
		file_kill(ix->file, doc);
	else
		fresh_kill(ix->fresh, doc);
}

static void change_begin(struct index *ix)
{
	pthread_mutex_lock(&ix->changing);
	pthread_rwlock_wrlock(&ix->lock);
}

static void change_end(struct index *ix)
{
	pthread_rwlock_unlock(&ix->lock);
	pthread_mutex_unlock(&ix->changing);
}

static bool put(struct index *ix, const struct index_document *d)
{
	int segment;
	uint32_t doc;
	bool there;

	if (!ids_reserve(ix))
		return false;
	there = index_find(ix, d->id, &segment, &doc);
	if (!fresh_put(ix->fresh, d))
		return false;
	if (there)
		kill(ix, segment, doc);

	uint32_t *slot = id_slot(&ix->ids, ix->file, ix->fresh, d->id);

	ix->ids.used += *slot == 0;
	*slot = file_columns(ix->file)->n + ix->fresh->columns.n;
	ix->changes++;
	return true;
}

bool index_put(struct context *cx, struct index *ix, const struct index_document *d)
{
	change_begin(ix);

	bool ok = put(ix, d);

	change_end(ix);
	return ok || fail(cx, ERR_UNAVAILABLE, NULL, "no memory for the index");
}

bool index_remove(struct context *cx, struct index *ix, int64_t id)
{
	int segment;
	uint32_t doc;

	(void)cx;
	change_begin(ix);
	if (index_find(ix, id, &segment, &doc)) {
		kill(ix, segment, doc);
		ix->changes++;
	}
	change_end(ix);
	return true;
}

int64_t index_version(const struct index *ix, int64_t id)
{
	struct segments in = index_segments(ix);
	int segment;
	uint32_t doc;

	return index_find(ix, id, &segment, &doc) ? segment_columns(&in, segment)->version[doc] : 0;
}

int index_analyser(const struct index *ix)
{
	return file_analyser(ix->file);
}

int64_t index_followed(const struct index *ix)
{
	return ix->followed;
}

void index_set_followed(struct index *ix, int64_t seq)
{
	change_begin(ix);
	ix->followed = seq;
	change_end(ix);
}

size_t index_fresh(const struct index *ix)
{
	return ix->changes;
}

void index_size(const struct index *ix, struct index_size *ret)
{
	const struct columns *file = file_columns(ix->file), *fresh = &ix->fresh->columns;
	int64_t dead = (int64_t)file_dead(ix->file) + ix->fresh->dead;

	*ret = (struct index_size){
		.documents = (int64_t)file->n + fresh->n - dead,
		.dead = dead,
		.terms = (int64_t)file_terms(ix->file) + ix->fresh->terms_n,
		.words = (int64_t)file_words(ix->file) + ix->fresh->words_n,
		.classes = names_classes(ix->names),
		.codes = names_codes(ix->names),
		.file_bytes = (int64_t)file_size(ix->file),
		.memory_bytes = (int64_t)(fresh_memory(ix->fresh) + names_memory(ix->names) +
		                          ix->ids.room * sizeof *ix->ids.slots + file->n / 8),
	};
}

/* ---- writing */

/* An empty file beside `path` that nobody else is writing; -1: errno says why.  It is truncated
 * only when it is ours: another program may have been about to give it its name. */
static int open_beside(const char *beside)
{
	for (;;) {
		struct stat mine, there;
		int fd = open(beside, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

		if (fd < 0)
			return -1;
		if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &mine) == 0) {
			if (stat(beside, &there) == 0 && there.st_ino == mine.st_ino &&
			    there.st_dev == mine.st_dev && ftruncate(fd, 0) == 0)
				return fd;
			close(fd);
			continue;
		}

		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
}

/* The name stays with the old file or the new one when the machine stops.  Should it be the old one
 * after all, nothing is lost: it is followed up from where it was. */
static void sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

/* What takes the place of what there is. */
struct next {
	struct file *file;
	struct fresh *fresh;
	struct places_of_ids ids;
};

/* Everything that can fail. */
static bool make_next(struct index *ix, int fd, struct next *n)
{
	errno = ENOMEM;
	n->fresh = fresh_new();
	if (!n->fresh || !merge_write(fd, ix->file, ix->fresh, ix->names, ix->followed) ||
	    (ix->path && fsync(fd) != 0))
		return false;
	n->file = file_map(fd, NULL, true);
	return n->file && ids_make(&n->ids, n->file, NULL, 0);
}

static void swap(struct index *ix, struct next *n)
{
	struct next old = { .file = ix->file, .fresh = ix->fresh, .ids = ix->ids };

	pthread_rwlock_wrlock(&ix->lock);
	ix->file = n->file;
	ix->fresh = n->fresh;
	ix->ids = n->ids;
	ix->changes = 0;
	pthread_rwlock_unlock(&ix->lock);
	*n = old;
}

/* The errno of what went wrong, 0: nothing. */
static int write_file(struct index *ix)
{
	struct next n = { 0 };
	char *beside = NULL;
	int error = 0;
	int fd = -1;

	if (!ix->path)
		fd = memfd_create("index", MFD_CLOEXEC);
	else if (asprintf(&beside, "%s.new", ix->path) >= 0)
		fd = open_beside(beside);
	if (fd >= 0 && make_next(ix, fd, &n) && (!ix->path || rename(beside, ix->path) == 0)) {
		if (ix->path)
			sync_folder(ix->path);
		swap(ix, &n);
	} else {
		error = errno ? errno : EIO;
		if (fd >= 0 && beside)
			unlink(beside);
	}
	if (fd >= 0)
		close(fd);
	free(beside);
	file_close(n.file);
	fresh_free(n.fresh);
	free(n.ids.slots);
	return error;
}

bool index_write(struct context *cx, struct index *ix)
{
	pthread_mutex_lock(&ix->changing);

	int error = write_file(ix);

	pthread_mutex_unlock(&ix->changing);
	return error == 0 || fail(cx, ERR_UNAVAILABLE, NULL, "the index cannot be written: %s",
	                          strerrordesc_np(error));
}

/* ---- searching */

void index_read_begin(struct index *ix)
{
	pthread_rwlock_rdlock(&ix->lock);
}

void index_read_end(struct index *ix)
{
	pthread_rwlock_unlock(&ix->lock);
}

/* A bit for each document that was named; NULL: all count. */
static uint64_t **mark_only(struct context *cx, const struct index *ix, const struct index_ask *ask)
{
	struct segments in = index_segments(ix);
	uint64_t **only = arena_array(cx->mem, uint64_t *, SEGMENTS);
	int segment;
	uint32_t doc;

	if (!ask->only)
		return NULL;
	for (int i = 0; i < SEGMENTS; i++)
		only[i] = arena_array(cx->mem, uint64_t, segment_columns(&in, i)->n / 64 + 1);
	for (size_t i = 0; i < ask->only_n; i++)
		if (index_find(ix, ask->only[i], &segment, &doc))
			only[segment][doc / 64] |= 1ull << doc % 64;
	return only;
}

static void walk(struct context *cx, const struct segments *in, const struct query *q,
                 uint64_t *const *only, struct collect *c)
{
	struct match *m = match_plan(cx, in, q, only);
	struct hits h = { .doc = arena_raw(cx->mem, WINDOW * sizeof *h.doc),
		          .score = arena_raw(cx->mem, WINDOW * sizeof *h.score) };

	for (int i = 0; i < SEGMENTS; i++) {
		uint32_t n = segment_columns(in, i)->n;

		if (n)
			match_start(m, i);
		for (uint32_t begin = 0; begin < n; begin += WINDOW) {
			match_window(m, begin, n - begin < WINDOW ? n : begin + WINDOW, &h);
			collect_take(c, i, &h);
		}
	}
}

bool index_search(struct context *cx, struct index *ix, const struct index_ask *ask,
                  struct index_answer *ret)
{
	struct segments in = index_segments(ix);
	uint64_t **only = mark_only(cx, ix, ask);
	struct collect *c = collect_start(cx, &in, ask, only);

	walk(cx, &in, ask->query, only, c);
	collect_answer(c, ret);
	return !failed(cx);
}

bool index_cross(struct context *cx, struct index *ix, const struct index_ask *ask,
                 const struct index_pairs *pairs, int64_t *ret)
{
	struct segments in = index_segments(ix);
	uint64_t **only = mark_only(cx, ix, ask);
	struct collect *c = collect_pairs(cx, &in, ask, only, pairs);

	walk(cx, &in, ask->query, only, c);
	collect_paired(c, ret);
	return !failed(cx);
}

bool index_ids(struct context *cx, struct index *ix, const struct index_ask *ask, size_t most,
               int64_t **ret, size_t *ret_n, bool *ret_all)
{
	struct segments in = index_segments(ix);
	uint64_t **only = mark_only(cx, ix, ask);
	struct collect *c = collect_ids(cx, &in, ask, only);
	size_t n;

	walk(cx, &in, ask->query, only, c);
	n = collect_found(c, ret);
	*ret_all = n <= most;
	*ret_n = n <= most ? n : most;
	return !failed(cx);
}
