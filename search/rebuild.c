/* Making the index anew, and the thread that follows.
 *
 * An index is made anew from the tables, not from the log: what is there counts, not how it came to
 * be.  The head of the log is read first, so that whatever changes meanwhile is followed from
 * there. The one in force answers until the other is written. */
#include "search/part.h"

#include "base/log.h"
#include "record/load.h"
#include "record/setting.h"

#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

enum {
	TOGETHER = 500,           /* records of one transaction */
	SLICE = 1000,             /* changes of one */
	FRESH_WHEN_MADE = 100000, /* records until the file is written while the index is made */
	ROUND = 250,              /* milliseconds between two looks at the log */
	AFTER_FAILURE = 10000,    /* and after one that failed */
	WAIT_FOR_OWNER =
	        600, /* seconds that `ygrar reindex` waits for the process whose file it is */
};

/* ---- of what program and database an index is */

SQL(search_link, "SELECT hash FROM change WHERE seq = $1");

/* Moves with what documents are made of. */
#define DOCUMENTS "1"

static const char *config_of(struct context *cx, struct search *s)
{
	struct buffer b = BUFFER(cx->mem, MAX_SQL);

	buffer_fmt(&b, "c%s", DOCUMENTS);
	for (const char *const *lang = setting_languages(cx); *lang; lang++)
		buffer_fmt(&b, " %s", *lang);
	buffer_text(&b, findables_words(cx, s->all));
	return buffer_str(&b);
}

bool search_mark(struct context *cx, struct search *s, struct index *ix)
{
	const char *config = config_of(cx, s);

	return index_class(ix, config, strlen(config)) != UINT32_MAX ||
	       fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
}

/* The link of the chain up to which the index knows the log: another one, or none, and the database
 * is not the one it was made of. */
static bool link_at(struct context *cx, int64_t seq, const char **ret)
{
	struct rows *r = db_query(cx, &search_link, V(seq));

	*ret = "";
	if (r && rows_next(cx, r)) {
		*ret = arena_fmt(cx->mem, "m%lld %s", (long long)seq, rows_text(r, 0));
		rows_close(r);
	}
	return !failed(cx);
}

static bool has_class(const struct index *ix, uint32_t n, const char *words)
{
	size_t size;
	const void *key = index_class_key(ix, n, &size);

	return key && size == strlen(words) && memcmp(key, words, size) == 0;
}

bool search_fits(struct context *cx, struct search *s, struct index *ix, bool *ret,
                 bool *ret_readable)
{
	int64_t head, followed = index_followed(ix);
	struct index_size size;
	const char *link;

	*ret = false;
	*ret_readable = false;
	index_size(ix, &size);
	if (!follow_head(cx, &head) || !link_at(cx, followed, &link))
		return false;
	if (!has_class(ix, 0, config_of(cx, s)) || followed > head || !followed)
		return true;
	for (uint32_t n = (uint32_t)size.classes; n-- > 1 && !*ret;)
		*ret = has_class(ix, n, link);
	*ret_readable = *ret;
	*ret = *ret && index_analyser(ix) == ANALYSER_VERSION;
	return true;
}

struct link_wanted {
	int64_t seq;
	const char *link;
};

static bool read_link(struct context *cx, void *data)
{
	struct link_wanted *w = data;

	return link_at(cx, w->seq, &w->link);
}

bool search_write(struct context *cx, struct search *s, struct held *h)
{
	struct link_wanted w = { .seq = index_followed(h->index) };

	if (!db_work(cx, s->app->store, DB_READ, read_link, &w))
		return false;
	if (*w.link && index_class(h->index, w.link, strlen(w.link)) == UINT32_MAX)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	if (!index_write(cx, h->index))
		return false;
	pthread_mutex_lock(&s->mutex);
	s->soon = false;
	pthread_mutex_unlock(&s->mutex);
	return true;
}

/* ---- anew */

struct walk {
	struct search *search;
	struct held *held;
	const struct findable *of;
	int64_t last;
	bool done;
};

static bool begin(struct context *cx, void *data)
{
	struct walk *w = data;
	int64_t head;

	if (!settings_refresh(cx) || !follow_head(cx, &head) ||
	    !search_mark(cx, w->search, w->held->index))
		return false;
	index_set_followed(w->held->index, head);
	return true;
}

static bool walk_slice(struct context *cx, void *data)
{
	struct walk *w = data;
	const char *text =
	        arena_fmt(cx->mem, "SELECT id FROM %s WHERE id > $1 ORDER BY id LIMIT %d",
	                  w->of->type->name, TOGETHER);
	struct rows *r = db_query(cx, MADE_SQL(text), V(w->last));
	int64_t ids[TOGETHER];
	size_t n = 0, found;
	void **rows;

	while (r && rows_next(cx, r))
		ids[n++] = rows_int(r, 0);
	if (failed(cx) || !record_load_many(cx, w->of->type, ids, n, &rows, &found) ||
	    !follow_rows(cx, w->search, w->held, w->of, rows, found, true))
		return false;
	w->done = n < TOGETHER;
	w->last = n ? ids[n - 1] : w->last;
	return true;
}

static bool walk_type(struct context *cx, struct walk *w)
{
	w->last = 0;
	w->done = false;
	while (!w->done) {
		struct context_mark mark = context_mark(cx);

		if (!db_work(cx, w->search->app->store, DB_READ_LONG, walk_slice, w))
			return false;
		context_rewind(cx, mark);
		if (w->search->path && index_fresh(w->held->index) >= FRESH_WHEN_MADE &&
		    !index_write(cx, w->held->index))
			return false;
	}
	return true;
}

static bool walk(struct context *cx, struct search *s, struct held *h)
{
	struct walk w = { .search = s, .held = h };

	if (!db_work(cx, s->app->store, DB_READ, begin, &w))
		return false;
	for (size_t i = 0; i < s->all->n; i++) {
		w.of = &s->all->v[i];
		if (!walk_type(cx, &w))
			return false;
	}
	h->labelled = true;
	return true;
}

static void log_failure(const struct context *cx)
{
	log_event(LOG_ERROR, "search", "kind", error_kind_name(cx->err.kind), "where",
	          cx->err.where ? cx->err.where : "", NULL);
}

struct making {
	struct search *search;
	struct held *held;
};

static void making_end(void *what)
{
	struct making *m = what;

	if (m->held)
		search_let_go(m->search, m->held);
	m->held = NULL;
}

/* What was written beside takes the place of the file, and is opened anew under its name. */
static struct held *take_place(struct context *cx, struct search *s, struct making *m,
                               const char *beside)
{
	struct held *h;
	bool empty;

	if (!search_write(cx, s, m->held))
		return NULL;
	if (rename(beside, s->path) != 0) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("%s cannot be written."), s->path);
		return NULL;
	}
	h = held_new(cx, s, s->path, &empty);
	if (h) { /* the titles are those of the same classes */
		struct labels *none = h->labels;

		h->labels = m->held->labels;
		h->labelled = true;
		m->held->labels = none;
	}
	return h;
}

static bool make(struct context *cx, struct search *s)
{
	const char *beside = s->lock >= 0 ? arena_fmt(cx->mem, "%s.made", s->path) : NULL;
	struct making *m = arena_new_of(cx->mem, struct making);
	struct held *h;
	bool empty;

	if (beside)
		unlink(beside);
	m->search = s;
	arena_defer(cx->mem, making_end, m);
	m->held = held_new(cx, s, beside, &empty);
	if (!m->held || !walk(cx, s, m->held))
		return false;
	h = beside ? take_place(cx, s, m, beside) : NULL;
	if (beside && !h) { /* it cannot be written, and answers from memory */
		log_failure(cx);
		error_clear(cx);
	}
	if (!h) {
		h = m->held;
		m->held = NULL;
	}
	search_put_in_force(s, h);
	making_end(m);
	return true;
}

/* The process that may write the file makes it, asked by a file beside it. */
static bool ask_owner(struct context *cx, struct search *s)
{
	const char *wish = arena_fmt(cx->mem, "%s.again", s->path);
	FILE *f = fopen(wish, "w");
	struct held *h;
	bool empty;

	if (!f)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("%s cannot be written."), wish);
	fclose(f);
	for (int i = 0; i < WAIT_FOR_OWNER * 10 && access(wish, F_OK) == 0; i++)
		usleep(100 * 1000);
	if (access(wish, F_OK) == 0)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("The search is being brought up to date. Please try again."));
	h = held_new(cx, s, s->path, &empty);
	if (h)
		search_put_in_force(s, h);
	return h != NULL;
}

static bool anew(struct context *cx, struct search *s)
{
	struct hold_lock *lock = lock_for(cx, &s->rebuilding);
	bool ok = make(cx, s);

	if (ok) {
		pthread_mutex_lock(&s->mutex);
		s->known = true;
		s->again = false;
		pthread_mutex_unlock(&s->mutex);
	}
	lock_release(lock);
	return ok;
}

bool search_rebuild(struct context *cx)
{
	struct search *s = cx->app->search;

	if (s->path && s->lock < 0)
		return ask_owner(cx, s) && search_follow(cx);
	return anew(cx, s) && search_follow(cx);
}

void search_size(struct app *app, struct search_size *ret)
{
	struct held *h = search_hold(app->search);
	struct index_size size;

	index_read_begin(h->index);
	index_size(h->index, &size);
	*ret = (struct search_size){ .records = size.documents,
		                     .terms = size.terms,
		                     .file_bytes = size.file_bytes,
		                     .memory_bytes = size.memory_bytes,
		                     .followed = index_followed(h->index) };
	index_read_end(h->index);
	search_let_go(app->search, h);
}

/* ---- following */

struct look {
	struct search *search;
	struct held *held;
	bool fits, readable, done;
};

static bool look(struct context *cx, void *data)
{
	struct look *l = data;

	return settings_refresh(cx) &&
	       search_fits(cx, l->search, l->held->index, &l->fits, &l->readable);
}

/* Opened, and not known yet whether it is of this database.  What is of another one, or counts by
 * other numbers, may not answer: an empty one does, until there is another. */
static bool get_to_know(struct context *cx, struct search *s)
{
	struct lent *lent = lend_index(cx, s);
	struct look l = { .search = s, .held = lent->held };
	struct held *h;
	bool empty, ok = db_work(cx, s->app->store, DB_READ, look, &l);

	lent_back(lent);
	if (!ok)
		return false;
	if (!l.readable) {
		h = held_new(cx, s, NULL, &empty);
		if (!h)
			return false;
		search_put_in_force(s, h);
	}
	pthread_mutex_lock(&s->mutex);
	s->known = true;
	s->again = !l.fits;
	pthread_mutex_unlock(&s->mutex);
	return true;
}

static bool slice(struct context *cx, void *data)
{
	struct look *l = data;
	int64_t head;

	if (!settings_refresh(cx) || !follow_head(cx, &head))
		return false;
	if (head < index_followed(l->held->index)) { /* an older copy of the database is back */
		pthread_mutex_lock(&l->search->mutex);
		l->search->known = false;
		pthread_mutex_unlock(&l->search->mutex);
		l->done = true;
		return true;
	}
	if (!has_class(l->held->index, 0, config_of(cx, l->search))) { /* languages, for one */
		pthread_mutex_lock(&l->search->mutex);
		l->search->again = true;
		pthread_mutex_unlock(&l->search->mutex);
	}
	return follow_slice(cx, l->search, l->held, SLICE, &l->done);
}

static bool is_set(struct search *s, const bool *what)
{
	bool set;

	pthread_mutex_lock(&s->mutex);
	set = *what;
	pthread_mutex_unlock(&s->mutex);
	return set;
}

static bool follow(struct context *cx, struct search *s)
{
	struct look l = { .search = s };

	while (!l.done) {
		struct context_mark mark = context_mark(cx);
		struct hold_lock *lock = lock_for(cx, &s->change);
		bool ok;

		struct lent *lent = lend_index(cx, s);

		l.held = lent->held;
		ok = db_work(cx, s->app->store, DB_READ, slice, &l);
		lent_back(lent);
		lock_release(lock);
		if (!ok)
			return false;
		context_rewind(cx, mark);
	}
	return true;
}

static bool is_due(struct search *s, struct held *h)
{
	size_t fresh;

	index_read_begin(h->index);
	fresh = index_fresh(h->index);
	index_read_end(h->index);
	return s->lock >= 0 && !is_set(s, &s->again) &&
	       (fresh >= INDEX_FRESH || is_set(s, &s->soon));
}

static bool write_when_due(struct context *cx, struct search *s)
{
	struct lent *lent = lend_index(cx, s);
	bool ok = true;

	if (is_due(s, lent->held)) {
		struct hold_lock *lock = lock_for(cx, &s->change);

		ok = search_write(cx, s, lent->held);
		lock_release(lock);
	}
	lent_back(lent);
	return ok;
}

bool search_follow(struct context *cx)
{
	struct search *s = cx->app->search;

	for (int round = 0; round < 2; round++) {
		if (!is_set(s, &s->known) && !get_to_know(cx, s))
			return false;
		if (is_set(s, &s->again) && !anew(cx, s))
			return false;
		if (!follow(cx, s))
			return false;
		if (is_set(s, &s->known))
			break;
	}
	return write_when_due(cx, s);
}

/* ---- the thread */

static bool one_round(struct context *cx, struct search *s)
{
	const char *wish = s->lock >= 0 ? arena_fmt(cx->mem, "%s.again", s->path) : NULL;
	bool wished = wish && access(wish, F_OK) == 0;

	if ((wished && !anew(cx, s)) || !search_follow(cx)) {
		log_failure(cx);
		return false;
	}
	if (wished)
		unlink(wish);
	return true;
}

/* True: the server ends. */
static bool rest(struct search *s, int64_t milliseconds)
{
	struct timespec until;
	bool ending;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += milliseconds / 1000;
	until.tv_nsec += milliseconds % 1000 * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&s->mutex);
	pthread_cond_broadcast(&s->moved); /* whoever waits looks again */
	if ((!s->woken || milliseconds > ROUND) && !s->ending)
		pthread_cond_timedwait(&s->moved, &s->mutex, &until);
	s->woken = false;
	ending = s->ending;
	pthread_mutex_unlock(&s->mutex);
	return ending;
}

/* False: it failed. */
static bool work(struct context *cx, struct search *s)
{
	struct arena_mark mark = arena_mark(cx->mem);
	struct context fresh = { .mem = cx->mem,
		                 .app = s->app,
		                 .lang = "en",
		                 .catalogues = cx->catalogues,
		                 .translate = cx->translate,
		                 .now = instant_now() };
	bool ok = false;

	*cx = fresh;
	if (setjmp(*arena_recover(cx->mem)))
		log_event(LOG_ERROR, "search", "kind", "memory", NULL);
	else
		ok = one_round(cx, s);
	arena_rewind(cx->mem, mark);
	return ok;
}

static void *run(void *data)
{
	struct search *s = data;
	struct context *cx = context_new(s->app, MAX_JOB_MEMORY);
	sigset_t all;
	bool ok;

	sigfillset(&all); /* signals are for the thread that waits for them */
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	if (!cx)
		return NULL;
	do {
		ok = work(cx, s);
	} while (!rest(s, ok ? ROUND : AFTER_FAILURE));
	context_free(cx);
	return NULL;
}

bool search_start(struct context *cx)
{
	struct search *s = cx->app->search;

	s->threaded = true;
	if (pthread_create(&s->thread, NULL, run, s) == 0)
		return true;
	s->threaded = false;
	return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
}

void search_awake(struct search *s)
{
	pthread_mutex_lock(&s->mutex);
	s->woken = true;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->mutex);
}

void search_wake(struct app *app)
{
	if (app->search)
		search_awake(app->search);
}
