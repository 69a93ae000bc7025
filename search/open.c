/* The index of this process: opened, lent, closed.  Who asks holds the index that was in force when
 * he began, so that another one can take its place at any time. */
#include "search/part.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORTH_WRITING = 500, OWN_MEMORY = 4 * 1024 * 1024 };

/* ---- locks that are let go with the context's memory */

struct hold_lock {
	pthread_mutex_t *mutex;
};

void lock_release(struct hold_lock *l)
{
	if (l->mutex)
		pthread_mutex_unlock(l->mutex);
	l->mutex = NULL;
}

static void lock_end(void *what)
{
	lock_release(what);
}

struct hold_lock *lock_for(struct context *cx, pthread_mutex_t *mutex)
{
	struct hold_lock *l = arena_new_of(cx->mem, struct hold_lock);

	arena_defer(cx->mem, lock_end, l);
	pthread_mutex_lock(mutex);
	l->mutex = mutex;
	return l;
}

struct hold_read {
	struct index *index;
};

void read_release(struct hold_read *r)
{
	if (r->index)
		index_read_end(r->index);
	r->index = NULL;
}

static void read_end(void *what)
{
	read_release(what);
}

struct hold_read *read_for(struct context *cx, struct index *ix)
{
	struct hold_read *r = arena_new_of(cx->mem, struct hold_read);

	arena_defer(cx->mem, read_end, r);
	index_read_begin(ix);
	r->index = ix;
	return r;
}

/* ---- the index in force */

static void held_free(struct held *h)
{
	index_close(h->index);
	labels_free(h->labels);
	free(h);
}

struct held *held_new(struct context *cx, struct search *s, const char *path, bool *ret_empty)
{
	struct held *h = calloc(1, sizeof *h);
	struct labels *labels = labels_new();

	if (h && labels) {
		h->labels = labels;
		h->users = 1;
		h->index = index_open(cx, path, ret_empty);
		pthread_mutex_lock(&s->mutex);
		h->serial = ++s->serial;
		pthread_mutex_unlock(&s->mutex);
		if (h->index)
			return h;
	} else {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	}
	labels_free(labels);
	free(h);
	return NULL;
}

struct held *search_hold(struct search *s)
{
	struct held *h;

	pthread_mutex_lock(&s->mutex);
	h = s->now;
	h->users++;
	pthread_mutex_unlock(&s->mutex);
	return h;
}

void search_let_go(struct search *s, struct held *h)
{
	bool last;

	pthread_mutex_lock(&s->mutex);
	last = --h->users == 0;
	pthread_mutex_unlock(&s->mutex);
	if (last)
		held_free(h);
}

void search_put_in_force(struct search *s, struct held *h)
{
	struct held *before;

	pthread_mutex_lock(&s->mutex);
	before = s->now;
	s->now = h;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->mutex);
	search_let_go(s, before);
}

/* ---- what is lent */

static void give_back_maker(struct search *s, struct maker *m)
{
	pthread_mutex_lock(&s->mutex);
	if (s->idle_n < MAX_IDLE) {
		s->idle[s->idle_n++] = m;
		m = NULL;
	}
	pthread_mutex_unlock(&s->mutex);
	maker_free(m);
}

void lent_back(struct lent *l)
{
	if (l && l->held)
		search_let_go(l->search, l->held);
	if (l && l->maker)
		give_back_maker(l->search, l->maker);
	if (l)
		*l = (struct lent){ .search = l->search };
}

static void lent_end(void *what)
{
	lent_back(what);
}

static struct lent *lend(struct context *cx, struct search *s)
{
	struct lent *l = arena_new_of(cx->mem, struct lent);

	l->search = s;
	arena_defer(cx->mem, lent_end, l);
	return l;
}

struct lent *lend_index(struct context *cx, struct search *s)
{
	struct lent *l = lend(cx, s);

	l->held = search_hold(s);
	return l;
}

struct lent *lend_maker(struct context *cx, struct search *s)
{
	struct lent *l = lend(cx, s);

	pthread_mutex_lock(&s->mutex);
	if (s->idle_n)
		l->maker = s->idle[--s->idle_n];
	pthread_mutex_unlock(&s->mutex);
	if (!l->maker)
		l->maker = maker_new();
	if (l->maker)
		return l;
	fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	return NULL;
}

/* ---- records that are not in it */

static size_t place(const struct absence *v, size_t room, int64_t id)
{
	size_t i = ((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (room - 1);

	while (v[i].id && v[i].id != id)
		i = (i + 1) & (room - 1);
	return i;
}

static bool make_room(struct absent *a)
{
	size_t room = a->room ? a->room * 2 : 256;
	struct absence *v;

	if (a->room && a->n < a->room / 2)
		return true;
	v = calloc(room, sizeof *v);
	if (!v)
		return false;
	for (size_t i = 0; i < a->room; i++)
		if (a->v[i].id)
			v[place(v, room, a->v[i].id)] = a->v[i];
	free(a->v);
	a->v = v;
	a->room = room;
	return true;
}

bool search_note_absent(struct context *cx, struct search *s, int64_t id, int64_t version)
{
	bool ok;

	pthread_mutex_lock(&s->mutex);
	ok = make_room(&s->absent);
	if (ok) {
		struct absence *to = &s->absent.v[place(s->absent.v, s->absent.room, id)];

		s->absent.n += !to->id;
		to->id = id;
		to->version = version > to->version ? version : to->version;
	}
	pthread_mutex_unlock(&s->mutex);
	return ok || fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
}

int64_t search_knows(struct search *s, const struct index *ix, int64_t id)
{
	int64_t in = index_version(ix, id), absent = 0;

	pthread_mutex_lock(&s->mutex);
	if (s->absent.room)
		absent = s->absent.v[place(s->absent.v, s->absent.room, id)].version;
	pthread_mutex_unlock(&s->mutex);
	return in > absent ? in : absent;
}

/* ---- opening */

const char *search_path(struct context *cx, const char *database, const char *key)
{
	const char *beside = !str_empty(database) ? database : key;

	return str_empty(beside) ? NULL : arena_fmt(cx->mem, "%s-search", beside);
}

/* The administrator may be the first to search where a server of another user is at work: what is
 * in its folder belongs to whom the folder belongs to. */
static void give_to_folder(int fd, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	struct stat owner;

	if (geteuid() == 0 && folder && stat(folder, &owner) == 0)
		(void)!fchown(fd, owner.st_uid, owner.st_gid);
	free(folder);
}

/* Two processes may meet on a database: one of them writes the file. */
static int lock_file(struct context *cx, const char *path)
{
	const char *name = arena_fmt(cx->mem, "%s.lock", path);
	int fd = open(name, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return -1;
	give_to_folder(fd, path);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	close(fd);
	return -1;
}

static void search_free(struct search *s)
{
	if (s->now)
		search_let_go(s, s->now);
	for (size_t i = 0; i < s->idle_n; i++)
		maker_free(s->idle[i]);
	readers_free(s->readers);
	free(s->absent.v);
	free(s->path);
	arena_free(s->mem);
	if (s->lock >= 0)
		close(s->lock);
	pthread_cond_destroy(&s->moved);
	pthread_mutex_destroy(&s->mutex);
	pthread_mutex_destroy(&s->change);
	pthread_mutex_destroy(&s->rebuilding);
	free(s);
}

static bool fill(struct context *cx, struct search *s, const char *path)
{
	bool empty;

	s->mem = arena_new(OWN_MEMORY);
	s->readers = readers_new();
	s->path = path ? strdup(path) : NULL;
	if (!s->mem || !s->readers || (path && !s->path))
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	s->all = findables_of(s->mem, s->app->subjects);
	s->lock = path ? lock_file(cx, path) : -1;
	s->now = held_new(cx, s, path, &empty);
	return s->now != NULL;
}

struct search *search_open(struct context *cx, struct app *app, const char *path)
{
	struct search *s = calloc(1, sizeof *s);

	if (!s) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
		return NULL;
	}
	s->app = app;
	s->lock = -1;
	pthread_mutex_init(&s->mutex, NULL);
	pthread_mutex_init(&s->change, NULL);
	pthread_mutex_init(&s->rebuilding, NULL);
	pthread_cond_init(&s->moved, NULL);
	if (fill(cx, s, path))
		return s;
	search_free(s);
	return NULL;
}

/* What was learned since the file was written is worth being kept, but for little. */
static void write_rest(struct search *s)
{
	struct context *cx;

	if (s->lock < 0 || !s->complete || s->again ||
	    (!s->soon && index_fresh(s->now->index) < WORTH_WRITING))
		return;
	cx = context_new(s->app, MAX_JOB_MEMORY);
	if (cx && !search_write(cx, s, s->now))
		error_clear(cx); /* it is read from the log again */
	context_free(cx);
}

static void give_file(const struct search *s)
{
	int fd = s->lock >= 0 ? open(s->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;

	if (fd < 0)
		return;
	give_to_folder(fd, s->path);
	close(fd);
}

void search_close(struct search *s)
{
	if (!s)
		return;
	if (s->threaded) {
		pthread_mutex_lock(&s->mutex);
		s->ending = true;
		pthread_cond_broadcast(&s->moved);
		pthread_mutex_unlock(&s->mutex);
		pthread_join(s->thread, NULL);
	}
	write_rest(s);
	give_file(s);
	search_free(s);
}
