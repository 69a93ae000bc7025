/* Saving.  Where several can write at once (PostgreSQL) it is one transaction for the whole file.
 * Where one can (SQLite) it is slices, each a transaction of its own, so that others save between
 * them: what they bring in is hidden until the last step, which shows all of it at once, and is
 * taken out again when it does not come to that (import_hidden.c).  What others see already, and
 * what takes effect as soon as it is saved, waits for that last step.
 *
 * A slice is a part that can be undone alone: where one of its rows is refused after all, because
 * the world went on since it was looked at, the slice goes in row by row. */
#include "record/import_merge.h"

#include "record/app.h"
#include "record/known.h"
#include "record/load.h"

struct saving {
	struct import *im;
	bool sliced;     /* each slice is a transaction of its own … */
	bool last;       /* … but for those of the last step */
	size_t later_n;  /* put aside before this slice */
	size_t plans_at; /* the next one */
	struct import_item *v[IMPORT_SLICE];
	struct import_row *rows[IMPORT_SLICE]; /* of v */
	size_t n;
	size_t at;     /* of the next row; in the last step of the next that was put aside */
	size_t looked; /* problems when the file had been looked at */
	size_t told;   /* … when the last step began */
	int64_t done, done_before; /* rows; when the last step began */
	bool each_apart, spoilt, end;
};

/* A transaction of its own, or a part of the one that there is. */
static bool in_step(struct context *cx, struct saving *s, enum db_mode mode,
                    bool (*work)(struct context *cx, void *data))
{
	return s->sliced ? db_work(cx, cx->app->store, mode, work, s) : work(cx, s);
}

/* ---- what waits for the last step */

static bool has_file(const struct field *f, const void *row)
{
	if (f->kind == FIELD_FILE)
		return !field_empty(f, row);
	for (size_t i = 0; f->kind == FIELD_ROWS && i < f->rows->n; i++)
		if (f->rows->fields[i].kind == FIELD_FILE)
			return !field_empty(f, row);
	return false;
}

/* Reference data is read by itself, without asking for access; some types act as soon as they are
 * saved; and that a file hangs on a record is logged by itself. */
static bool takes_effect(const struct type *t, const void *row)
{
	const struct field *f;

	if (t->flags & TYPE_REFERENCE || t->saved)
		return true;
	for (size_t i = 0; (f = type_field(t, i)); i++)
		if (has_file(f, row))
			return true;
	return false;
}

/* What this import itself made is open to no one, and may be changed at once. */
SQL(saving_made, "SELECT 1 FROM imported WHERE import = $1 AND record = $2");

static bool others_see(struct context *cx, const struct import *im, const struct import_item *item,
                       bool *ret)
{
	bool made = false;
	int64_t one;

	if (!db_int(cx, &saving_made, &one, &made, V(im->id), V(item->found)))
		return false;
	*ret = !made;
	return true;
}

static bool put_aside(struct context *cx, struct saving *s, const struct import_item *item,
                      struct import_row *row)
{
	struct import_work *w = s->im->work;

	if (w->later_n == w->later_room) {
		size_t room = w->later_room ? 2 * w->later_room : 64;

		w->later = arena_grow(w->mem, w->later, w->later_room * sizeof *w->later,
		                      room * sizeof *w->later);
		w->later_room = room;
	}
	w->later[w->later_n].row = row;
	return import_spool_put_item(cx, w->later_spool, item, &w->later[w->later_n++]);
}

/* ---- one slice */

static bool save_row(struct context *cx, const struct import *im, const struct import_item *item,
                     const void *old, void *row)
{
	return record_save_import(cx, item->type, old, row) && import_record_add(cx, im, item, row);
}

/* In a part of its own, which a wrong row alone undoes; or without, and then a wrong row spoils the
 * slice. */
static bool save_item(struct context *cx, struct saving *s, size_t i, const void *old)
{
	struct import_item *item = s->v[i];
	bool ok, waits = false;
	void *row;

	if (!import_decide(cx, s->im, item, old, &row))
		return import_failed(cx, s->im, item);
	if (!row)
		return true; /* somebody did it meanwhile */
	if (old && s->sliced && !s->last && !others_see(cx, s->im, item, &waits))
		return false;
	if (waits) /* somebody made it meanwhile */
		return put_aside(cx, s, item, s->rows[i]);
	if (s->each_apart && !db_part_begin(cx))
		return false;
	ok = save_row(cx, s->im, item, old, row) && (!s->each_apart || db_flush(cx));
	s->spoilt |= !ok && !s->each_apart;
	return (ok || import_failed(cx, s->im, item)) && (!s->each_apart || db_part_end(cx, ok));
}

/* Several rows may have been joined with one record: each must find what the one before made of it.
 * How many there are before the first such row. */
static size_t apart(struct import_item *const *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = 0; v[i]->found && k < i; k++)
			if (v[k]->found == v[i]->found)
				return i;
	return n;
}

/* The next items of one type from `at` on. */
static bool save_run(struct context *cx, struct saving *s, size_t at, size_t *n)
{
	void *old[IMPORT_SLICE];

	for (*n = 0; at + *n < s->n && s->v[at + *n]->type == s->v[at]->type; ++*n) {
		struct import_item *item = s->v[at + *n];

		item->fate = ITEM_OPEN; /* this may run again */
		item->problems = NULL;
		item->problems_n = 0;
	}
	if (!import_find(cx, &s->v[at], *n, old))
		return false;
	*n = apart(&s->v[at], *n);
	for (size_t i = 0; i < *n && !s->spoilt; i++)
		if (!save_item(cx, s, at + i, old[i]))
			return false;
	return true;
}

static bool save_items(struct context *cx, struct saving *s)
{
	s->spoilt = false;
	s->im->work->later_n = s->later_n; /* this may run again */
	for (size_t at = 0, n; at < s->n && !s->spoilt; at += n)
		if (!save_run(cx, s, at, &n))
			return false;
	return true;
}

/* What a refused row leaves behind is for the caller to undo. */
static bool save_unspoilt(struct context *cx, void *data)
{
	struct saving *s = data;

	return save_items(cx, s) && !s->spoilt;
}

/* In a part of the transaction that there is. */
static bool save_part(struct context *cx, struct saving *s)
{
	return db_part_begin(cx) && save_items(cx, s) && db_part_end(cx, !s->spoilt) && !s->spoilt;
}

/* As one.  False with s->spoilt: a row was refused, and nothing of it is in.  A transaction of its
 * own needs no part to be undone alone. */
static bool save_at_once(struct context *cx, struct saving *s)
{
	s->each_apart = s->spoilt = false;
	if (s->sliced && !s->last ? db_work(cx, cx->app->store, DB_STEP, save_unspoilt, s)
	                          : save_part(cx, s))
		return true;
	if (failed(cx))
		s->spoilt = import_of_a_row(cx);
	if (s->spoilt)
		error_clear(cx);
	return false;
}

static bool save_each(struct context *cx, void *data)
{
	return save_items(cx, data);
}

static bool save_slice(struct context *cx, struct saving *s)
{
	if (!s->n || save_at_once(cx, s))
		return true;
	if (!s->spoilt)
		return false;
	s->each_apart = true;
	return s->last ? save_items(cx, s) : in_step(cx, s, DB_STEP, save_each);
}

/* What came of the slice; false: it is not to go on. */
static bool tell_slice(struct context *cx, struct saving *s)
{
	struct import *im = s->im;

	for (size_t i = 0; i < s->n; i++) {
		s->rows[i]->came = (uint8_t)s->v[i]->fate;
		import_tell_problems(im, s->v[i]);
	}
	s->done += (int64_t)s->n;
	return !import_too_many(cx, im) &&
	       (!s->n || !im->progress ||
	        im->progress(cx, im->listener, s->done, im->work->to_save));
}

/* ---- the file, but for what waits */

/* The next items that are to be saved. */
static bool read_slice(struct context *cx, void *data)
{
	struct saving *s = data;
	struct import_work *w = s->im->work;
	size_t n = 0;

	s->n = 0;
	for (; n < IMPORT_SLICE && s->at < w->rows_n && import_next(cx, s->im, &w->slice[n]);
	     n++, s->at++) {
		struct import_item *item = &w->slice[n];
		struct import_row *row = &w->rows[s->at];

		if (row->fate != ITEM_NEW && row->fate != ITEM_CHANGED)
			continue;
		if (item->fate == ITEM_WRONG)
			import_tell_problems(s->im, item);
		row->came = (uint8_t)item->fate;
		if (item->fate != ITEM_OPEN)
			continue;
		if (!import_take_joined(cx, s->im, row, item))
			return false;
		if (s->sliced &&
		    (row->fate == ITEM_CHANGED || takes_effect(item->type, item->record))) {
			if (!put_aside(cx, s, item, row))
				return false;
			continue;
		}
		s->rows[s->n] = row;
		s->v[s->n++] = item;
	}
	s->end = n < IMPORT_SLICE;
	s->later_n = w->later_n;
	return !failed(cx);
}

static bool open_file(struct context *cx, void *data)
{
	const struct saving *s = data;

	return import_open(cx, s->im);
}

static bool save_file(struct context *cx, struct saving *s)
{
	if (!in_step(cx, s, DB_READ, open_file))
		return false;
	do {
		struct context_mark mark = context_mark(cx);

		if (!in_step(cx, s, DB_READ, read_slice) || !save_slice(cx, s) ||
		    !tell_slice(cx, s))
			return false;
		context_rewind(cx, mark);
	} while (!s->end);
	return true;
}

/* ---- before it: what the file names and what is not there */

static bool save_some_plans(struct context *cx, void *data)
{
	const struct saving *s = data;
	size_t n;
	const struct plan *v = known_plans(cx, &n);

	for (size_t i = s->plans_at; i < n && i < s->plans_at + IMPORT_SLICE; i++) {
		struct import_item item = { .type = v[i].type };
		void *row = row_copy(cx, v[i].type, v[i].row); /* this may run again */

		if (!record_save_import(cx, v[i].type, NULL, row) || !db_flush(cx) ||
		    !import_record_add(cx, s->im, &item, row))
			return false;
	}
	return true;
}

static bool save_plans(struct context *cx, struct saving *s)
{
	size_t n;

	known_plans(cx, &n);
	for (s->plans_at = 0; s->plans_at < n; s->plans_at += IMPORT_SLICE) {
		struct context_mark mark = context_mark(cx);

		if (!in_step(cx, s, DB_STEP, save_some_plans))
			return false;
		context_rewind(cx, mark);
	}
	return true;
}

/* ---- behind it: what waited, and the import's own record */

static bool take_later(struct context *cx, struct saving *s)
{
	struct import_work *w = s->im->work;

	for (s->n = 0; s->n < IMPORT_SLICE && s->at < w->later_n; s->n++, s->at++) {
		s->v[s->n] = &w->slice[s->n];
		s->rows[s->n] = w->later[s->at].row;
		if (!import_spool_get_item(cx, w->later_spool, &w->later[s->at], s->v[s->n]))
			return false;
	}
	return true;
}

/* May run again. */
static bool last_step(struct context *cx, void *data)
{
	struct saving *s = data;
	struct import *im = s->im;

	s->done = s->done_before;
	im->problems_n = s->told;
	for (s->at = 0; s->at < im->work->later_n;) {
		struct context_mark mark = context_mark(cx);

		if (!take_later(cx, s) || !save_slice(cx, s) || !tell_slice(cx, s))
			return false;
		context_rewind(cx, mark);
	}
	import_count(im);
	return (!im->work->to_save || !im->format->saved ||
	        im->format->saved(cx, im, im->work->state)) &&
	       import_record_save(cx, im) && (!s->sliced || import_show(cx, im));
}

/* What it took to read all that was kept of the file nobody has to wait for, where nothing can come
 * to it any more. */
static bool digest_originals(struct context *cx, void *data)
{
	const struct saving *s = data;
	char hex[HEX_DIGEST];

	if (s->im->work->later_n)
		return true;
	if (!import_originals_digest(cx, s->im->id, hex))
		return false;
	s->im->work->originals = arena_str(s->im->work->mem, hex);
	return true;
}

/* ---- the whole */

static bool hide(struct context *cx, void *data)
{
	const struct saving *s = data;

	return import_hide(cx, s->im);
}

/* As it was when the file had been looked at. */
static void begin(struct context *cx, struct saving *s)
{
	struct import *im = s->im;
	struct import_work *w = im->work;

	s->at = s->later_n = w->later_n = 0;
	s->done = 0;
	im->problems_n = s->looked;
	w->met_n = 0;
	if (w->met)
		memset(w->met, 0, w->met_room * sizeof *w->met);
	im->id = new_id(cx);
	w->to_save = 0;
	for (size_t i = 0; i < w->rows_n; i++) {
		w->rows[i].came = w->rows[i].fate;
		w->to_save += w->rows[i].fate == ITEM_NEW || w->rows[i].fate == ITEM_CHANGED;
	}
}

/* As one transaction this runs again when the database could not serialise it. */
static bool save(struct context *cx, void *data)
{
	struct saving *s = data;
	struct import *im = s->im;

	begin(cx, s);
	if (s->sliced)
		cx->importing = im->id;
	if (im->work->to_save && ((s->sliced && !in_step(cx, s, DB_STEP, hide)) ||
	                          !save_plans(cx, s) || !save_file(cx, s)))
		return false;
	if (s->sliced && !in_step(cx, s, DB_READ, digest_originals))
		return false;
	s->last = true;
	s->done_before = s->done;
	s->told = im->problems_n;
	return in_step(cx, s, DB_WRITE, last_step);
}

/* What cannot be taken back now (the disk is full) stays hidden, and is taken back by who comes
 * next. */
static bool save_by_slices(struct context *cx, struct saving *s)
{
	struct error why;
	bool ok;

	s->im->work->later_spool = import_spool_new(cx);
	ok = s->im->work->later_spool && save(cx, s);
	if (!ok) {
		why = cx->err;
		error_clear(cx);
		(void)!import_take_back(cx);
		cx->err = why;
	}
	cx->importing = 0;
	return ok;
}

bool import_save(struct context *cx, struct import *im)
{
	struct saving *s = arena_new_of(cx->mem, struct saving);
	/* Our own form may hold records with rules over several of them. */
	enum db_mode mode = im->format->flags & IMPORT_FOREIGN ? DB_LONG : DB_WRITE;

	s->im = im;
	s->sliced = im->work->turn != NULL;
	s->looked = im->problems_n;
	im->work->again = im->work->cells = true;
	if (s->sliced ? save_by_slices(cx, s) : db_work(cx, cx->app->store, mode, save, s))
		return true;
	im->id = 0;
	return false;
}
