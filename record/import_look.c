/* Looking: the whole file, slice by slice, each in a reading transaction of its own.  What is
 * decided here is decided once more when it is saved, because the world goes on meanwhile; so
 * everything that can be refused is refused here, in the same words.
 *
 * Rows that are about one record are rare, and may stand far apart.  They are found by the digests
 * of their keys; then the file is read once more, as far as the last of them, and what they say
 * together is put aside. */
#include "record/import_merge.h"

#include "base/secret.h"
#include "record/app.h"
#include "record/load.h"

/* ---- what is kept of each row */

static bool no_memory(struct context *cx)
{
	return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
}

/* malloc'ed, so that growing leaves nothing behind. */
static bool grow(struct context *cx, void *array, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : 1024;
	void *v, **to = array;

	if (more > UINT32_MAX || !(v = realloc(*to, more * size)))
		return no_memory(cx);
	*to = v;
	*room = more;
	return true;
}

static size_t place_of(const struct import_work *w, const struct import_row *row)
{
	uint64_t h;

	memcpy(&h, row->key, sizeof h);
	return (size_t)h & (w->index_room - 1);
}

/* Twice as many places as rows at least, so that looking ends soon. */
static bool make_index(struct context *cx, struct import_work *w)
{
	size_t room = w->index_room ? 2 * w->index_room : 4096;
	uint32_t *index = calloc(room, sizeof *index);

	if (!index)
		return no_memory(cx);
	free(w->index);
	w->index = index;
	w->index_room = room;
	for (size_t i = 0; i < w->rows_n; i++) {
		size_t at = place_of(w, &w->rows[i]);

		if (!w->rows[i].keyed)
			continue;
		while (index[at])
			at = (at + 1) & (room - 1);
		index[at] = (uint32_t)i + 1;
	}
	return true;
}

/* The row before with the same key, counted from 1, and 0 where there is none: then it is `row`
 * from now on. */
static uint32_t earlier(struct import_work *w, const struct import_row *row, size_t number)
{
	size_t at = place_of(w, row);

	for (; w->index[at]; at = (at + 1) & (w->index_room - 1))
		if (memcmp(w->rows[w->index[at] - 1].key, row->key, sizeof row->key) == 0)
			return w->index[at];
	w->index[at] = (uint32_t)number + 1;
	return 0;
}

static void digest_key(struct context *cx, const struct import_item *item, struct import_row *row)
{
	unsigned char digest[DIGEST_SIZE];
	const char *s =
	        item->id ? arena_fmt(cx->mem, "%s\001%lld", item->type->name, (long long)item->id)
	                 : arena_fmt(cx->mem, "%s\002%s", item->type->name,
	                             item->external ? item->external : item->key);

	digest_of(digest, s, strlen(s));
	memcpy(row->key, digest, sizeof row->key);
}

/* ---- items about one record */

static bool new_joined(struct context *cx, struct import_work *w, size_t first)
{
	if (w->joined_n == w->joined_room &&
	    !grow(cx, &w->joined, &w->joined_room, sizeof *w->joined))
		return false;
	w->joined[w->joined_n++] =
	        (struct import_joined){ .record = -1, .cells = -1, .first = (uint32_t)first };
	w->rows[first].joined = (uint32_t)w->joined_n;
	return true;
}

/* The first speaks for all of them, if the format can make it so. */
static bool join(struct context *cx, struct import *im, struct import_item *item, size_t first)
{
	struct import_work *w = im->work;
	struct import_row *row = &w->rows[w->rows_n];

	if (!im->format->join) {
		import_problem(im, item, NULL,
		               arena_fmt(cx->mem, tr(cx, N_("Row %lld is about the same record.")),
		                         (long long)w->rows[first].row));
		return true;
	}
	if (!w->rows[first].joined && !new_joined(cx, w, first))
		return false;
	row->joined = w->rows[first].joined;
	w->joined[row->joined - 1].last = (uint32_t)w->rows_n;
	item->fate = ITEM_SAME;
	return true;
}

static bool keep_row(struct context *cx, struct import *im, struct import_item *item)
{
	struct import_work *w = im->work;
	struct import_row *row;
	uint32_t first = 0;

	if ((w->rows_n == w->rows_room && !grow(cx, &w->rows, &w->rows_room, sizeof *w->rows)) ||
	    (2 * w->rows_n >= w->index_room && !make_index(cx, w)))
		return false;
	row = &w->rows[w->rows_n];
	*row = (struct import_row){ .row = item->row,
		                    .keyed = item->fate == ITEM_OPEN &&
		                             (item->id || item->external || item->key) };
	if (row->keyed) {
		digest_key(cx, item, row);
		first = earlier(w, row, w->rows_n);
	}
	if (first && !join(cx, im, item, first - 1))
		return false;
	w->rows_n++;
	return true;
}

static void *joined_record(struct context *cx, struct import *im, const struct import_joined *j,
                           const struct import_item *item)
{
	return import_spool_get_record(cx, im->work->spool, item->type, j->record);
}

static bool put_aside(struct context *cx, struct import *im, struct import_joined *j,
                      const struct import_item *item)
{
	return import_spool_put_record(cx, im->work->spool, item, &j->record) &&
	       (!item->cells || import_spool_put(cx, im->work->spool, item->cells, &j->cells));
}

bool import_take_joined(struct context *cx, struct import *im, const struct import_row *row,
                        struct import_item *item)
{
	const struct import_joined *j = row->joined ? &im->work->joined[row->joined - 1] : NULL;

	if (!j || row != &im->work->rows[j->first])
		return true;
	item->record = joined_record(cx, im, j, item);
	if (item->record && j->cells >= 0)
		item->cells = import_spool_get(cx, im->work->spool, j->cells);
	return !failed(cx);
}

/* ---- one slice */

struct slice {
	struct import *im;
	struct import_item *v[IMPORT_SLICE]; /* to be looked at */
	size_t n;
	struct import_item *tell; /* twice IMPORT_SLICE of them */
	size_t tell_n;
	bool end;
	/* where the file is read another time */
	size_t at, stop;           /* the next row; the first that is not needed */
	uint32_t of[IMPORT_SLICE]; /* the rows of v */
};

void import_changes(struct context *cx, struct import_item *item, const void *old, const void *row)
{
	size_t n = 0;

	while (item->said[n])
		n++;
	item->changes = arena_array(cx->mem, struct import_change, n);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = item->said[i];
		struct buffer a = BUFFER(cx->mem, MAX_ANSWER), b = BUFFER(cx->mem, MAX_ANSWER);

		field_write(cx, item->type, f, old, &a);
		field_write(cx, item->type, f, row, &b);
		if (!str_eq(buffer_str(&a), buffer_str(&b)))
			item->changes[item->changes_n++] =
			        (struct import_change){ f->name,
				                        field_words(cx, item->type, f, old),
				                        field_words(cx, item->type, f, row) };
	}
}

/* Whatever saving would refuse is refused now. */
static bool look_at(struct context *cx, struct import *im, struct import_item *item,
                    const void *old)
{
	void *row;

	if (!import_decide(cx, im, item, old, &row) ||
	    (row && !record_check_import(cx, item->type, old, row)))
		return import_failed(cx, im, item);
	if (im->looked && item->fate == ITEM_CHANGED)
		import_changes(cx, item, old, row);
	if (item->fate == ITEM_NEW && im->format->near &&
	    !im->format->near(cx, im, item, &item->near, &item->score))
		return false;
	return true;
}

/* Runs of one type. */
static bool look_at_all(struct context *cx, struct slice *s)
{
	struct import_item *run[IMPORT_SLICE];
	void *old[IMPORT_SLICE];

	for (size_t at = 0, n; at < s->n; at += n) {
		const struct type *t = s->v[at]->type;

		for (n = 0; at + n < s->n && s->v[at + n]->type == t; n++)
			run[n] = s->v[at + n];
		if (!import_find(cx, run, n, old))
			return false;
		for (size_t i = 0; i < n; i++)
			if (!look_at(cx, s->im, run[i], old[i]))
				return false;
	}
	return true;
}

static bool look_at_slice(struct context *cx, struct slice *s)
{
	struct import *im = s->im;
	struct import_work *w = im->work;
	size_t first = w->rows_n, n = 0;

	s->n = 0;
	for (; n < IMPORT_SLICE && import_next(cx, im, &w->slice[n]); n++) {
		if (!keep_row(cx, im, &w->slice[n]))
			return false;
		if (w->slice[n].fate == ITEM_OPEN)
			s->v[s->n++] = &w->slice[n];
	}
	s->end = n < IMPORT_SLICE;
	if (failed(cx) || !look_at_all(cx, s))
		return false;
	im->read += (int64_t)n;
	for (size_t i = 0; i < n; i++) {
		w->rows[first + i].fate = w->rows[first + i].came = (uint8_t)w->slice[i].fate;
		s->tell[i] = w->slice[i];
	}
	s->tell_n = n;
	return true;
}

/* ---- the rows about one record, read once more */

/* A row that contradicts those before it. */
static bool contradicts(struct context *cx, struct import *im, struct import_row *row,
                        struct import_item *item)
{
	struct import_work *w = im->work;

	w->again = false;
	import_problem(im, item, NULL,
	               arena_fmt(cx->mem, tr(cx, N_("Row %lld is about the same record.")),
	                         (long long)w->rows[w->joined[row->joined - 1].first].row));
	w->again = true;
	row->fate = row->came = ITEM_WRONG;
	return true;
}

static bool add_to_joined(struct context *cx, struct import *im, struct import_row *row,
                          struct import_item *item)
{
	struct import_joined *j = &im->work->joined[row->joined - 1];
	struct import_item both = *item;
	const char *cells;

	if (j->record < 0)
		return put_aside(cx, im, j, item);
	both.record = joined_record(cx, im, j, item);
	if (!both.record)
		return false;
	if (!im->format->join(cx, both.record, item->record))
		return !failed(cx) && contradicts(cx, im, row, item);
	cells = j->cells < 0 ? NULL : import_spool_get(cx, im->work->spool, j->cells);
	if (cells && item->cells)
		both.cells = arena_fmt(cx->mem, "%.*s,%s", (int)strlen(cells) - 1, cells,
		                       item->cells + 1);
	return !failed(cx) && put_aside(cx, im, j, &both);
}

/* The item that speaks for all of them, when the last has been read; NULL: failed. */
static struct import_item *spokesman(struct context *cx, struct import *im,
                                     const struct import_joined *j, const struct import_item *last)
{
	struct import_item *item = arena_new_of(cx->mem, struct import_item);
	const struct import_row *row = &im->work->rows[j->first];

	*item = *last;
	item->row = row->row;
	item->fate = ITEM_OPEN;
	item->problems = NULL;
	item->problems_n = 0;
	return import_take_joined(cx, im, row, item) ? item : NULL;
}

static bool read_joined(struct context *cx, struct slice *s, struct import_item *item)
{
	struct import_work *w = s->im->work;
	struct import_row *row = &w->rows[s->at];
	const struct import_joined *j = row->joined ? &w->joined[row->joined - 1] : NULL;
	struct import_item *speaks;

	if (!j)
		return true;
	if (row->fate != ITEM_WRONG && !add_to_joined(cx, s->im, row, item))
		return false;
	if (item->fate == ITEM_WRONG)
		s->tell[s->tell_n++] = *item;
	if (s->at != j->last)
		return true;
	speaks = spokesman(cx, s->im, j, item);
	s->of[s->n] = j->first;
	s->v[s->n++] = speaks;
	return speaks != NULL;
}

static bool look_at_joined(struct context *cx, struct slice *s)
{
	struct import_work *w = s->im->work;
	size_t n = 0;

	s->n = s->tell_n = 0;
	for (; n < IMPORT_SLICE && s->at < s->stop && import_next(cx, s->im, &w->slice[n]);
	     n++, s->at++)
		if (!read_joined(cx, s, &w->slice[n]))
			return false;
	s->end = n < IMPORT_SLICE;
	if (failed(cx) || !look_at_all(cx, s))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		struct import_row *row = &w->rows[s->of[i]];

		if (s->v[i]->fate == ITEM_WRONG && row->fate != ITEM_WRONG)
			import_tell_problems(s->im, s->v[i]);
		row->fate = row->came = (uint8_t)s->v[i]->fate;
		s->tell[s->tell_n++] = *s->v[i];
	}
	return true;
}

/* ---- the whole file */

static bool in_reading(struct context *cx, bool (*work)(struct context *, struct slice *),
                       struct slice *s)
{
	if (!db_begin(cx, cx->app->store, DB_READ))
		return false;
	if (work(cx, s))
		return db_commit(cx);
	db_rollback(cx);
	return false;
}

static bool begin(struct context *cx, struct slice *s)
{
	return import_open(cx, s->im);
}

/* What somebody who keeps them has been told already, he is not told again when reading had to
 * begin anew. */
static bool tell(struct context *cx, const struct slice *s, size_t before)
{
	struct import *im = s->im;
	struct import_work *w = im->work;
	size_t skip = !w->again && w->told > before ? w->told - before : 0;

	if (im->looked && skip < s->tell_n &&
	    !im->looked(cx, im->listener, s->tell + skip, s->tell_n - skip))
		return false;
	if (!w->again && w->rows_n > w->told)
		w->told = w->rows_n;
	return !im->progress || w->again ||
	       im->progress(cx, im->listener, (int64_t)w->rows_n,
	                    im->material ? im->material->rows : 0);
}

/* What the format looked up at the beginning goes, too: whoever goes through the file again begins
 * anew. */
static bool go_through(struct context *cx, struct slice *s,
                       bool (*work)(struct context *, struct slice *))
{
	struct context_mark whole = context_mark(cx);

	if (!in_reading(cx, begin, s))
		return false;
	do {
		struct context_mark mark = context_mark(cx);
		size_t before = s->im->work->rows_n;

		if (!in_reading(cx, work, s) || !tell(cx, s, before) || import_too_many(cx, s->im))
			return false;
		context_rewind(cx, mark);
	} while (!s->end);
	context_rewind(cx, whole);
	return true;
}

static void forget(struct import *im)
{
	struct import_work *w = im->work;

	w->rows_n = w->joined_n = 0;
	w->again = false;
	if (w->index)
		memset(w->index, 0, w->index_room * sizeof *w->index);
	im->problems_n = im->unknown_n = 0;
	im->read = 0;
}

static bool look_once(struct context *cx, struct import *im)
{
	struct slice *s = arena_new_of(cx->mem, struct slice);
	struct import_work *w = im->work;

	forget(im);
	s->im = im;
	s->tell = arena_array(cx->mem, struct import_item, 2 * IMPORT_SLICE);
	if (!go_through(cx, s, look_at_slice))
		return false;
	w->again = true;
	if (!w->joined_n)
		return true;
	for (size_t i = 0; i < w->joined_n; i++)
		if (w->joined[i].last >= s->stop)
			s->stop = w->joined[i].last + 1;
	w->cells = true; /* they go where the record goes */
	w->spool = import_spool_new(cx);
	return w->spool && go_through(cx, s, look_at_joined);
}

bool import_look(struct context *cx, struct import *im)
{
	struct context_mark mark = context_mark(cx);

	for (int attempt = 0;; attempt++) {
		im->work->cells = im->looked != NULL;
		if (look_once(cx, im))
			return true;
		if (cx->err.kind != ERR_RETRY || attempt == MAX_RETRIES)
			return false;
		error_clear(cx);
		context_rewind(cx, mark);
		mark = context_mark(cx);
	}
}
