/* The change log into the index.  What a change says is only that a record is to be looked at
 * again: it is read as it is now, so that undoing, removing, erasing and stepping back are all just
 * changes, and one that was seen twice does no harm.
 *
 * Sealed changes are followed by their place in the chain, which is the order in which they became
 * visible.  Those that are committed but not sealed yet are looked at too, whenever somebody asks:
 * so his own save is in the answer, and what was restricted a moment ago, on whatever node, is not.
 * While an import is open, changes of imports wait for their seal: what is not done shows nothing.
 *
 * Several transactions may bring the index forward, each with its own view of the database: an
 * older view never takes back what a newer one has put in or taken out (search_knows). */
#include "search/part.h"

#include "record/change.h"
#include "record/known.h"
#include "record/load.h"

enum {
	AT_ONCE = 500,      /* changed records that a question brings in by itself */
	URGENT = 5000,      /* of those, when there are more: what is in the index already */
	BACKLOG = 100000,   /* changes that are looked at for that */
	FAR = 3000,         /* changes */
	TOGETHER = 200,     /* records that are loaded at once */
	MANY = 20,          /* from here on it pays to remember what was read */
	STEP_WAIT = 50,     /* milliseconds between two looks of who waits */
	DEPENDENTS = 20000, /* records that rest on one */
};

SQL(search_head, "SELECT seq FROM chain_head WHERE one = 1");
SQL(search_sealed, "SELECT seq, type, record, version, kind, who FROM change"
                   " WHERE seq > $1 ORDER BY seq LIMIT $2");
SQL(search_unsealed, "SELECT id, type, record, version, kind, who FROM change"
                     " WHERE seq IS NULL ORDER BY id LIMIT $1");
SQL(search_unsealed_beside, "SELECT id, type, record, version, kind, who FROM change"
                            " WHERE seq IS NULL AND kind <> 'import' ORDER BY id LIMIT $1");

bool follow_head(struct context *cx, int64_t *ret)
{
	bool found = false;

	*ret = 0;
	return db_int(cx, &search_head, ret, &found);
}

/* ---- what has changed */

struct missed {
	const struct findable *of;
	int64_t id, version;
	bool new;    /* made by this change, so that nothing can rest on it yet */
	bool own;    /* saved by whoever asks, not brought in */
	bool inside; /* it is in the index, in an older version */
};

struct backlog {
	struct missed *v;
	size_t n, room;
	int64_t sealed;       /* up to where it was read */
	bool all_sealed, all; /* no more are there */
	bool erased;
};

static const struct findable *findable_named(const struct findables *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].type->name, name))
			return &all->v[i];
	return NULL;
}

static void take_change(struct search *s, const struct context *cx, const struct rows *r,
                        struct backlog *b)
{
	enum change_kind kind = change_kind_of(rows_text(r, 4));
	int64_t who = rows_int(r, 5);

	if (kind == CHANGE_READ || kind == CHANGE_EVENT)
		return;
	b->erased = b->erased || kind == CHANGE_ERASE;
	b->v[b->n] = (struct missed){ .of = findable_named(s->all, rows_text(r, 1)),
		                      .id = rows_int(r, 2),
		                      .version = rows_int(r, 3),
		                      .new = kind == CHANGE_CREATE || rows_int(r, 3) == 1,
		                      .own = kind != CHANGE_IMPORT && cx->actor &&
		                             cx->actor->user && cx->actor->user == who };
	b->n += b->v[b->n].of != NULL;
}

static int missed_order(const void *a, const void *b)
{
	const struct missed *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->version > y->version) - (x->version < y->version);
}

static bool rests(const struct findable *of, const struct type *on, const struct field **ret)
{
	const char *names = of->search->rests_on;

	for (size_t i = 0; names && i < of->type->n; i++) {
		const struct field *f = &of->type->fields[i];

		if (!word_in(names, f->name) || field_target(of->type, f) != on)
			continue;
		*ret = f;
		return true;
	}
	return false;
}

static bool rested_upon(const struct search *s, const struct findable *f)
{
	const struct field *field;

	for (size_t i = 0; i < s->all->n; i++)
		if (rests(&s->all->v[i], f->type, &field))
			return true;
	return false;
}

static bool was_rested(struct search *s, const struct missed *m)
{
	bool found = false;

	pthread_mutex_lock(&s->mutex);
	for (size_t i = 0; i < LEN(s->rested); i++)
		found = found || (s->rested[i].id == m->id && s->rested[i].version >= m->version);
	pthread_mutex_unlock(&s->mutex);
	return found;
}

/* Each record once, in its newest version; those of which all is known are left out. */
static void keep_missed(struct search *s, const struct index *ix, struct backlog *b)
{
	size_t kept = 0;

	if (b->n)
		qsort(b->v, b->n, sizeof *b->v, missed_order);
	for (size_t i = 0; i < b->n; i++) {
		struct missed *m = &b->v[i];

		if (kept && b->v[kept - 1].id == m->id) {
			m->own = m->own || b->v[kept - 1].own;
			b->v[kept - 1] = *m;
		} else {
			b->v[kept++] = *m;
		}
	}
	b->n = kept;
	kept = 0;
	for (size_t i = 0; i < b->n; i++) {
		struct missed *m = &b->v[i];

		m->inside = index_version(ix, m->id) != 0;
		if (search_knows(s, ix, m->id) < m->version ||
		    (!m->new &&rested_upon(s, m->of) && !was_rested(s, m)))
			b->v[kept++] = *m;
	}
	b->n = kept;
}

/* Returns how many rows there were. */
static size_t take_changes(struct context *cx, struct search *s, struct rows *r, bool sealed,
                           struct backlog *b)
{
	size_t n = 0;

	while (r && rows_next(cx, r)) {
		if (b->n == b->room) { /* a look at nothing costs nothing */
			size_t room = b->room ? 2 * b->room : 64;

			b->v = arena_grow(cx->mem, b->v, b->room * sizeof *b->v,
			                  room * sizeof *b->v);
			b->room = room;
		}
		if (sealed)
			b->sealed = rows_int(r, 0);
		take_change(s, cx, r, b);
		n++;
	}
	return n;
}

/* Up to `most` sealed changes, and when those are all, what is not sealed yet. */
static bool read_backlog(struct context *cx, struct search *s, struct index *ix, size_t most,
                         size_t most_unsealed, struct backlog *ret)
{
	struct hold_read *reading = read_for(cx, ix);

	*ret = (struct backlog){ .sealed = index_followed(ix) };
	read_release(reading);
	ret->all_sealed = take_changes(cx, s, db_query(cx, &search_sealed, V(ret->sealed), V(most)),
	                               true, ret) < most;
	ret->all = ret->all_sealed &&
	           take_changes(cx, s,
	                        db_query(cx,
	                                 access_import_open(cx) ? &search_unsealed_beside
	                                                        : &search_unsealed,
	                                 V(most_unsealed)),
	                        false, ret) < most_unsealed;
	if (failed(cx))
		return false;
	reading = read_for(cx, ix);
	keep_missed(s, ix, ret);
	read_release(reading);
	return true;
}

/* ---- taking it in */

/* The words of what was restricted, erased or removed shall not stay in the file. */
static void write_soon(struct search *s)
{
	pthread_mutex_lock(&s->mutex);
	s->soon = true;
	pthread_mutex_unlock(&s->mutex);
}

static bool take_out(struct context *cx, struct search *s, struct held *h, const struct findable *f,
                     int64_t id, int64_t version)
{
	if (index_version(h->index, id))
		write_soon(s);
	return index_remove(cx, h->index, id) && search_note_absent(cx, s, id, version) &&
	       (!f->labelled || label_put(cx, h->labels, f, NULL, id, NULL, 0));
}

static bool take_row(struct context *cx, struct search *s, struct held *h, struct maker *m,
                     const struct findable *f, const struct speakers *speakers, const void *row,
                     bool again)
{
	const struct record *r = row;
	int64_t known = search_knows(s, h->index, r->id);
	uint32_t class;

	if (access_hidden(cx, r->id)) /* by an import that is not done */
		return !failed(cx);
	if (r->version < known || (r->version == known && !again))
		return true;
	if (!document_open(row))
		return take_out(cx, s, h, f, r->id, r->version);
	if (again && r->version == known && index_version(h->index, r->id) < known)
		return true; /* it was taken out in this version */
	return document_put(cx, m, h->index, s->all, f, speakers, row, &class) &&
	       (!f->labelled || label_put(cx, h->labels, f, speakers, r->id, row, class));
}

static bool titles_first(struct context *cx, const struct findable *f,
                         const struct speakers *speakers, void *const *rows, size_t n)
{
	if (n < MANY)
		return true;
	known_begin(speakers->v[0]);
	for (size_t i = 0; i < speakers->n; i++) {
		speakers->v[i]->known = speakers->v[0]->known;
		if (f->search->rests_on &&
		    !record_titles_in(speakers->v[i], f->type, rows, n, f->search->rests_on)) {
			cx->err = speakers->v[i]->err;
			return false;
		}
	}
	return true;
}

bool follow_rows(struct context *cx, struct search *s, struct held *h, const struct findable *f,
                 void *const *rows, size_t n, bool again)
{
	struct lent *lent = lend_maker(cx, s);
	struct speakers speakers;
	bool ok = lent;

	if (!lent)
		return false;
	speakers_of(cx, &speakers);
	ok = titles_first(cx, f, &speakers, rows, n);
	for (size_t i = 0; i < n && ok; i++)
		ok = take_row(cx, s, h, lent->maker, f, &speakers, rows[i], again);
	lent_back(lent);
	return ok;
}

static bool take_ids(struct context *cx, struct search *s, struct held *h, const struct findable *f,
                     const int64_t *ids, size_t n, bool again)
{
	for (size_t from = 0; from < n; from += TOGETHER) {
		struct context_mark mark = context_mark(cx);
		size_t some = n - from < TOGETHER ? n - from : TOGETHER, found;
		void **rows;

		if (!record_load_many(cx, f->type, ids + from, some, &rows, &found) ||
		    !follow_rows(cx, s, h, f, rows, found, again))
			return false;
		context_rewind(cx, mark);
	}
	return true;
}

/* Those that are no longer there. */
static bool take_gone(struct context *cx, struct search *s, struct held *h, const struct missed *v,
                      size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (search_knows(s, h->index, v[i].id) < v[i].version &&
		    !take_out(cx, s, h, v[i].of, v[i].id, v[i].version))
			return false;
	return true;
}

/* Records whose reference speaks of this one. */
static bool take_dependents(struct context *cx, struct search *s, struct held *h,
                            const struct missed *m)
{
	const struct field *f;

	for (size_t i = 0; i < s->all->n; i++) {
		const struct findable *of = &s->all->v[i];
		int64_t *ids;
		size_t n = 0;
		struct rows *r;

		if (!rests(of, m->of->type, &f))
			continue;

		const char *text = arena_fmt(cx->mem, "SELECT id FROM %s WHERE %s = $1 LIMIT %d",
		                             of->type->name, f->name, DEPENDENTS);

		ids = arena_array(cx->mem, int64_t, DEPENDENTS);
		r = db_query(cx, MADE_SQL(text), V(m->id));
		while (r && rows_next(cx, r))
			ids[n++] = rows_int(r, 0);
		if (failed(cx) || !take_ids(cx, s, h, of, ids, n, true))
			return false;
	}
	pthread_mutex_lock(&s->mutex);
	s->rested[s->rested_n++ % LEN(s->rested)] = (struct rested){ m->id, m->version };
	pthread_mutex_unlock(&s->mutex);
	return true;
}

static bool take_in(struct context *cx, struct search *s, struct held *h, const struct missed *v,
                    size_t n)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n);

	for (size_t i = 0; i < s->all->n; i++) {
		const struct findable *f = &s->all->v[i];
		size_t some = 0;

		for (size_t k = 0; k < n; k++)
			if (v[k].of == f)
				ids[some++] = v[k].id;
		if (some && !take_ids(cx, s, h, f, ids, some, false))
			return false;
	}
	if (!take_gone(cx, s, h, v, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (v[i].new || !rested_upon(s, v[i].of) || was_rested(s, &v[i]))
			continue;
		if (!take_dependents(cx, s, h, &v[i]))
			return false;
	}
	return true;
}

static bool take_label(struct context *cx, struct held *h, const struct findable *f,
                       const struct speakers *speakers, const void *row)
{
	struct buffer key = BUFFER(cx->mem, MAX_SQL);
	int64_t id = ((const struct record *)row)->id;

	if (!document_open(row) || access_hidden(cx, id))
		return !failed(cx) && label_put(cx, h->labels, f, speakers, id, NULL, 0);
	class_key(&key, f, row);
	return label_put(cx, h->labels, f, speakers, id, row,
	                 index_class(h->index, key.text, key.len));
}

static bool take_labels(struct context *cx, struct held *h, const struct findable *f, int64_t *last)
{
	const char *text =
	        arena_fmt(cx->mem, "SELECT id FROM %s WHERE id > $1 ORDER BY id LIMIT %d",
	                  f->type->name, TOGETHER);
	struct rows *r = db_query(cx, MADE_SQL(text), V(*last));
	int64_t ids[TOGETHER];
	struct speakers speakers;
	size_t n = 0, found;
	void **rows;

	while (r && rows_next(cx, r))
		ids[n++] = rows_int(r, 0);
	*last = n == TOGETHER ? ids[n - 1] : 0;
	if (failed(cx) || !record_load_many(cx, f->type, ids, n, &rows, &found))
		return false;
	speakers_of(cx, &speakers);
	for (size_t i = 0; i < found; i++)
		if (!take_label(cx, h, f, &speakers, rows[i]))
			return false;
	return true;
}

bool follow_labels(struct context *cx, struct search *s, struct held *h)
{
	for (size_t i = 0; i < s->all->n && !h->labelled; i++) {
		int64_t last = 0;

		do {
			struct context_mark mark = context_mark(cx);

			if (s->all->v[i].labelled && !take_labels(cx, h, &s->all->v[i], &last))
				return false;
			context_rewind(cx, mark);
		} while (last);
	}
	h->labelled = true;
	return true;
}

bool follow_slice(struct context *cx, struct search *s, struct held *h, size_t most, bool *ret_done)
{
	struct backlog b;

	if (!follow_labels(cx, s, h) || !read_backlog(cx, s, h->index, most, INT32_MAX, &b) ||
	    !take_in(cx, s, h, b.v, b.n))
		return false;
	if (b.sealed > index_followed(h->index))
		index_set_followed(h->index, b.sealed);
	*ret_done = b.all_sealed;
	if (b.erased)
		write_soon(s);
	pthread_mutex_lock(&s->mutex);
	s->complete = s->complete || b.all;
	pthread_mutex_unlock(&s->mutex);
	return true;
}

/* ---- before an answer */

static bool not_now(struct context *cx)
{
	return fail(cx, ERR_UNAVAILABLE, NULL,
	            N_("The search is being brought up to date. Please try again."));
}

static bool take_now(struct context *cx, struct search *s, struct held *h, const struct backlog *b)
{
	struct hold_lock *lock;
	bool ok;

	if (!db_may_wait(cx))
		return false;
	lock = lock_for(cx, &s->change);
	ok = take_in(cx, s, h, b->v, b->n);

	if (ok && b->all && b->sealed > index_followed(h->index))
		index_set_followed(h->index, b->sealed);
	lock_release(lock);
	return ok;
}

static void wait_a_little(struct search *s)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += STEP_WAIT * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&s->mutex);
	s->woken = true;
	pthread_cond_broadcast(&s->moved);
	pthread_cond_timedwait(&s->moved, &s->mutex, &until);
	pthread_mutex_unlock(&s->mutex);
}

/* More than can be brought in at once: what the index has of older versions goes first, and what
 * the actor did himself; of the rest nothing wrong can be told, only less. */
static bool take_urgent(struct context *cx, struct search *s, struct held *h, struct backlog *b)
{
	size_t n = 0;

	pthread_mutex_lock(&s->mutex);

	bool complete = s->complete;

	pthread_mutex_unlock(&s->mutex);
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].inside || (b->v[i].own && complete))
			b->v[n++] = b->v[i];
	if (n > URGENT || (!b->all && b->n && complete))
		return not_now(cx);
	b->n = n;
	b->all = false;
	return take_now(cx, s, h, b);
}

static bool is_known(struct search *s)
{
	bool known;

	pthread_mutex_lock(&s->mutex);
	known = s->known;
	pthread_mutex_unlock(&s->mutex);
	return known;
}

/* In a process without a thread that follows, whoever asks does it all. */
static bool do_it_oneself(struct context *cx, struct search *s)
{
	struct context *own;
	bool ok, done = false;

	if (!is_known(s)) {
		own = context_new(cx->app, MAX_JOB_MEMORY);
		ok = own && search_follow(own);
		context_free(own);
		if (!ok)
			return fail(
			        cx, ERR_UNAVAILABLE, NULL,
			        N_("The search is being brought up to date. Please try again."));
	}

	struct hold_lock *lock = lock_for(cx, &s->change);
	struct lent *lent = lend_index(cx, s);

	for (ok = true; ok && !done;)
		ok = follow_slice(cx, s, lent->held, BACKLOG, &done);
	lent_back(lent);
	lock_release(lock);
	return ok;
}

/* So far away that it does not pay to look what is missing. */
static bool far_behind(struct context *cx, struct held *h, bool *ret)
{
	struct hold_read *reading = read_for(cx, h->index);
	int64_t followed = index_followed(h->index), head;

	read_release(reading);
	*ret = true;
	if (!follow_head(cx, &head))
		return false;
	*ret = head - followed > FAR;
	return true;
}

/* One look; the last one takes what cannot wait.  *ret_done: the index is where the transaction is,
 * or (*ret_behind) as near as it comes. */
static bool look_once(struct context *cx, struct search *s, bool last, bool *ret_done,
                      bool *ret_behind)
{
	struct lent *lent = lend_index(cx, s);
	bool ok = is_known(s) || !last || not_now(cx), far = !is_known(s);
	struct backlog b;

	*ret_done = last;
	ok = ok && (far || last || far_behind(cx, lent->held, &far));
	if (ok && !far && (ok = read_backlog(cx, s, lent->held->index, BACKLOG, BACKLOG, &b))) {
		bool few = b.all && b.n <= AT_ONCE;

		if (few && b.n)
			ok = take_now(cx, s, lent->held, &b);
		else if (!few && last)
			ok = take_urgent(cx, s, lent->held, &b);
		*ret_done = few || last;
		*ret_behind = !few;
	}
	lent_back(lent);
	return ok;
}

static bool catch_up(struct context *cx, struct search *s, bool *ret_behind)
{
	for (int waited = 0;; waited += STEP_WAIT) {
		struct context_mark mark = context_mark(cx);
		bool done, last = waited >= SEARCH_WAIT;

		if (!look_once(cx, s, last, &done, ret_behind))
			return false;
		context_rewind(cx, mark);
		if (done)
			return true;
		if (!db_may_wait(cx))
			return false;
		wait_a_little(s);
	}
}

bool search_catch_up(struct context *cx, struct search *s, bool *ret_behind)
{
	*ret_behind = false;
	/* Who writes sees what may never have happened: the index does not learn it from him. */
	if (db_writes(cx))
		return is_known(s) || not_now(cx);
	return s->threaded ? catch_up(cx, s, ret_behind) : do_it_oneself(cx, s);
}

/* ---- what an answer showed, and is not so */

SQL(search_removed, "SELECT max(version) FROM change WHERE record = $1 AND kind = 'remove'");

static bool look_at(struct context *cx, struct search *s, struct held *h, const struct findable *f,
                    int64_t id)
{
	int64_t removed = 0;
	void *row = record_load(cx, f->type, id);
	bool found;

	if (failed(cx))
		return false;
	if (row)
		return ((const struct record *)row)->version < search_knows(s, h->index, id)
		               ? true
		               : follow_rows(cx, s, h, f, &row, 1, true);
	return db_int(cx, &search_removed, &removed, &found, V(id)) &&
	       (removed <= search_knows(s, h->index, id) || take_out(cx, s, h, f, id, removed));
}

bool search_look_again(struct context *cx, struct search *s, const struct findable *f,
                       const int64_t *ids, size_t n)
{
	struct hold_lock *lock;
	struct lent *lent;
	bool ok = true;

	if (!db_may_wait(cx))
		return false;
	lent = lend_index(cx, s);
	lock = lock_for(cx, &s->change);
	for (size_t i = 0; i < n && ok; i++)
		ok = look_at(cx, s, lent->held, f, ids[i]);
	lock_release(lock);
	lent_back(lent);
	return ok;
}
