/* Saving: one transaction for the whole file, so that a stop in the middle leaves nothing, and
 * nobody sees half of it.  Slices of it are parts that can be undone alone: where one of its rows
 * is refused after all, because the world went on since it was looked at, the slice goes in row by
 * row. */
#include "record/import_merge.h"

#include "record/app.h"
#include "record/known.h"
#include "record/load.h"

struct saving {
	struct import *im;
	struct import_item *v[IMPORT_SLICE];
	struct import_row *rows[IMPORT_SLICE]; /* of v */
	size_t n;
	size_t at;       /* of the next row */
	size_t problems; /* when the file had been looked at */
	bool each_apart, spoilt, end;
};

static bool save_row(struct context *cx, const struct import *im, const struct import_item *item,
                     const void *old, void *row)
{
	return record_save_import(cx, item->type, old, row) && import_record_add(cx, im, item, row);
}

/* In a part of its own, which a wrong row alone undoes; or without, and then a wrong row spoils the
 * slice. */
static bool save_item(struct context *cx, struct saving *s, struct import_item *item,
                      const void *old)
{
	void *row;
	bool ok;

	if (!import_decide(cx, s->im, item, old, &row))
		return import_failed(cx, s->im, item);
	if (!row)
		return true; /* somebody did it meanwhile */
	if (s->each_apart && !db_part_begin(cx))
		return false;
	ok = save_row(cx, s->im, item, old, row) && (!s->each_apart || db_flush(cx));
	s->spoilt |= !ok && !s->each_apart;
	return (ok || import_failed(cx, s->im, item)) && (!s->each_apart || db_part_end(cx, ok));
}

/* What the file names and what is not there is made first. */
static bool save_plans(struct context *cx, struct import *im)
{
	size_t n;
	const struct plan *v = known_plans(cx, &n);

	for (size_t i = 0; i < n; i++) {
		struct import_item item = { .type = v[i].type };
		void *row = row_copy(cx, v[i].type, v[i].row); /* this may run again */

		if (!record_save_import(cx, v[i].type, NULL, row) || !db_flush(cx) ||
		    !import_record_add(cx, im, &item, row))
			return false;
	}
	return true;
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
		if (!save_item(cx, s, s->v[at + i], old[i]))
			return false;
	return true;
}

static bool save_items(struct context *cx, struct saving *s)
{
	s->spoilt = false;
	for (size_t at = 0, n; at < s->n && !s->spoilt; at += n)
		if (!save_run(cx, s, at, &n))
			return false;
	return true;
}

/* As one; *spoilt: a row was refused, and nothing of it is in. */
static bool save_at_once(struct context *cx, struct saving *s)
{
	s->each_apart = false;
	if (!db_part_begin(cx) || !save_items(cx, s))
		return false;
	if (s->spoilt)
		return db_part_end(cx, false);
	if (db_part_end(cx, true))
		return true;
	if (!import_of_a_row(cx))
		return false;
	s->spoilt = true;
	error_clear(cx);
	return true;
}

static bool save_slice(struct context *cx, struct saving *s)
{
	if (!s->n)
		return true;
	if (!save_at_once(cx, s))
		return false;
	if (s->spoilt) {
		s->each_apart = true;
		if (!save_items(cx, s))
			return false;
	}
	for (size_t i = 0; i < s->n; i++) {
		s->rows[i]->came = (uint8_t)s->v[i]->fate;
		import_tell_problems(s->im, s->v[i]);
	}
	return true;
}

/* The next items that are to be saved. */
static bool read_slice(struct context *cx, struct saving *s)
{
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
		s->rows[s->n] = row;
		s->v[s->n++] = item;
	}
	s->end = n < IMPORT_SLICE;
	return !failed(cx);
}

static bool save_all(struct context *cx, struct saving *s)
{
	struct import *im = s->im;
	int64_t done = 0;

	do {
		struct context_mark mark = context_mark(cx);

		if (!read_slice(cx, s) || !save_slice(cx, s) || import_too_many(cx, im))
			return false;
		done += (int64_t)s->n;
		if (s->n && im->progress &&
		    !im->progress(cx, im->listener, done, im->work->to_save))
			return false;
		context_rewind(cx, mark);
	} while (!s->end);
	return true;
}

/* Runs again when the database could not serialise it: everything as it was when the file had been
 * looked at. */
static bool save(struct context *cx, void *data)
{
	struct saving *s = data;
	struct import *im = s->im;
	struct import_work *w = im->work;

	s->at = 0;
	im->problems_n = s->problems;
	w->met_n = 0;
	if (w->met)
		memset(w->met, 0, w->met_room * sizeof *w->met);
	im->id = new_id(cx);
	w->to_save = 0;
	for (size_t i = 0; i < w->rows_n; i++) {
		w->rows[i].came = w->rows[i].fate;
		w->to_save += w->rows[i].fate == ITEM_NEW || w->rows[i].fate == ITEM_CHANGED;
	}
	if (w->to_save && (!save_plans(cx, im) || !import_open(cx, im) || !save_all(cx, s)))
		return false;
	import_count(im);
	return import_record_save(cx, im);
}

bool import_save(struct context *cx, struct import *im)
{
	struct saving *s = arena_new_of(cx->mem, struct saving);
	/* Our own form may hold records with rules over several of them. */
	enum db_mode mode = im->format->flags & IMPORT_FOREIGN ? DB_LONG : DB_WRITE;

	s->im = im;
	s->problems = im->problems_n;
	im->work->again = im->work->cells = true;
	if (db_work(cx, cx->app->store, mode, save, s))
		return true;
	im->id = 0;
	return false;
}
