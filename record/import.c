/* See import.h.  The file is read by a confined child into a material, which can be gone through as
 * often as one likes.  That is done twice: once to look, in short reading transactions that stop
 * nobody, and once to save, in one that writes.  Between the two a row is some forty bytes. */
#include "record/import_merge.h"

#include "record/app.h"
#include "record/known.h"

/* ---- formats */

const struct import_format *import_format(const struct app *app, size_t i)
{
	if (i-- == 0)
		return &import_own;
	for (const struct subject *const *s = app->subjects; *s; s++)
		for (const struct import_format *const *f = (*s)->formats; f && *f; f++)
			if (i-- == 0)
				return *f;
	return NULL;
}

const struct import_format *import_format_named(const struct app *app, const char *name)
{
	const struct import_format *f;

	for (size_t i = 0; (f = import_format(app, i)); i++)
		if (str_eq(f->name, name))
			return f;
	return NULL;
}

static bool tell_reading(struct context *cx, void *listener, int64_t done)
{
	const struct import *im = listener;

	return im->progress(cx, im->listener, done, 0);
}

static bool read_material(struct context *cx, struct import *im)
{
	const struct material_options options = { .progress = im->progress ? tell_reading : NULL,
		                                  .listener = im };

	im->material = material_read(cx, im->bytes, im->size, &options);
	return im->material != NULL;
}

/* What the format allocates to find out is not kept. */
static int sureness(struct context *cx, const struct import *im, const struct import_format *f)
{
	struct context_mark mark = context_mark(cx);
	int sure;

	material_rewind(im->material);
	sure = f->guess(cx, im->material);
	if (!failed(cx))
		context_rewind(cx, mark);
	return failed(cx) ? 0 : sure;
}

static bool guess(struct context *cx, struct import *im)
{
	int best = import_own_guess(cx, im->bytes, im->size), sure;
	const struct import_format *f;

	if (best)
		im->format = &import_own;
	if (best == 100)
		return true;
	if (!read_material(cx, im))
		return false;
	for (size_t i = 1; (f = import_format(cx->app, i)); i++) {
		sure = sureness(cx, im, f);
		if (failed(cx))
			return false;
		if (sure > best) {
			best = sure;
			im->format = f;
		}
	}
	return im->format || fail(cx, ERR_BAD_REQUEST, NULL,
	                          N_("%s is in no format that the program knows."), im->file);
}

static bool choose_format(struct context *cx, struct import *im)
{
	if (!im->format)
		return guess(cx, im);
	return im->format == &import_own || read_material(cx, im);
}

static void take_hash(struct import *im)
{
	unsigned char digest[DIGEST_SIZE];

	digest_of(digest, im->bytes, im->size);
	hex_text(digest, sizeof digest, im->work->hash);
}

/* What its reader said of it lies in a file. */
static void forget_bytes(struct import *im)
{
	if (im->format == &import_own)
		return;
	im->bytes = NULL;
	im->size = 0;
	if (im->forget)
		im->forget(im->listener);
}

/* ---- units */

/* -1: nobody put it right. */
static int correction(const struct import *im, int64_t row, int column)
{
	for (size_t i = 0; i < im->corrections_n; i++)
		if (im->corrections[i].row == row && im->corrections[i].column == column)
			return (int)i;
	return -1;
}

/* The words that stand instead; what was there is remembered, for the cells that are kept. */
static const char *put_right(struct import *im, int which, const char *was)
{
	struct import_work *w = im->work;

	if (!w->was)
		w->was = arena_array(w->mem, const char *, im->corrections_n);
	if (!w->was[which])
		w->was[which] = arena_str(w->mem, was);
	return im->corrections[which].text;
}

/* The row with the cells that a person put right, which may stand behind its last one. */
static void correct_row(struct context *cx, struct import *im, struct unit *u)
{
	size_t n = u->cells_n;
	struct cell *cells;

	for (size_t i = 0; i < im->corrections_n; i++) {
		const struct import_correction *c = &im->corrections[i];

		if (c->row == u->number && c->column > (int)n && c->column <= MAX_MATERIAL_COLUMNS)
			n = (size_t)c->column;
	}
	cells = arena_array(cx->mem, struct cell, n);
	for (size_t i = 0; i < n; i++) {
		int which = correction(im, u->number, (int)i + 1);

		cells[i] = i < u->cells_n ? u->cells[i] : (struct cell){ .text = "", .columns = 1 };
		if (which < 0)
			continue;
		cells[i].text = put_right(im, which, cells[i].text);
		cells[i].kind = *cells[i].text ? CELL_TEXT : CELL_EMPTY;
	}
	u->cells = cells;
	u->cells_n = n;
}

bool import_unit(struct context *cx, struct import *im, struct unit *ret)
{
	int which;

	if (!material_next(cx, im->material, ret))
		return false;
	if (ret->kind == UNIT_PAGE)
		im->work->page = ret->number;
	if (!im->corrections_n)
		return true;
	if (ret->kind == UNIT_ROW)
		correct_row(cx, im, ret);
	if (ret->kind == UNIT_PARAGRAPH && (which = correction(im, ret->number, 0)) >= 0)
		ret->text = put_right(im, which, ret->text);
	return true;
}

/* As the file has it, whatever a person made of it. */
static const char *as_it_stood(const struct import *im, const struct unit *u, int column,
                               const char *text)
{
	int which = im->work->was ? correction(im, u->number, column) : -1;

	return which >= 0 && im->work->was[which] ? im->work->was[which] : text;
}

static void write_cells(const struct import *im, struct json_writer *w, const struct unit *u)
{
	json_key(w, "cells");
	json_open(w, '[');
	for (size_t i = 0; i < u->cells_n; i++)
		json_text(w, as_it_stood(im, u, (int)i + 1, u->cells[i].text));
	json_close(w);
}

/* One unit as it stands. */
static void write_unit(const struct import *im, struct json_writer *w, const struct unit *u)
{
	int64_t page = im->work->page;

	json_open(w, '{');
	json_key(w, "row");
	json_int(w, u->number);
	if (page) {
		json_key(w, "page");
		json_int(w, page);
	}
	if (u->kind == UNIT_ROW) {
		write_cells(im, w, u);
	} else {
		json_key(w, "text");
		json_text(w, as_it_stood(im, u, 0, u->text));
	}
	json_close(w);
}

void import_header(struct context *cx, struct import *im, const struct unit *u)
{
	struct buffer b = BUFFER(cx->mem, MAX_TEXT);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '[');
	for (size_t i = 0; i < u->cells_n; i++)
		json_text(&w, u->cells[i].text);
	json_close(&w);
	if (json_end(&w) && !b.full)
		im->header = arena_str(im->work->mem, buffer_str(&b));
}

/* ---- items */

void import_cells(struct context *cx, struct import *im, struct import_item *item,
                  const struct unit *u)
{
	const char *before = item->cells;
	struct buffer b = BUFFER(cx->mem, 2 * MAX_MATERIAL_UNIT);
	struct json_writer w;

	if (!im->work->cells)
		return;
	buffer_put(&b, before ? before : "[", before ? strlen(before) - 1 : 1);
	buffer_text(&b, before ? "," : "");
	json_start(&w, cx, sink_to_buffer, &b);
	write_unit(im, &w, u);
	if (!json_end(&w))
		return;
	buffer_text(&b, "]");
	if (!b.full)
		item->cells = buffer_str(&b);
}

void import_on_page(struct import *im, int64_t page)
{
	im->work->page = page;
}

void import_begin(struct context *cx, struct import *im, struct import_item *item,
                  const struct type *t, const struct unit *u)
{
	item->type = t;
	item->row = u->number;
	item->page = im->work->page;
	item->record = record_new(cx, t);
	import_cells(cx, im, item, u);
}

void import_begin_row(struct context *cx, struct import *im, struct import_item *item,
                      const struct type *t, int64_t row, const char *const *cells, size_t n)
{
	struct unit u = { .kind = UNIT_ROW, .number = row, .cells_n = n };
	struct cell *v = cells ? arena_array(cx->mem, struct cell, n) : NULL;

	for (size_t i = 0; v && i < n; i++)
		v[i] = (struct cell){ .kind = CELL_TEXT, .text = cells[i], .columns = 1 };
	u.cells = v;
	item->type = t;
	item->row = row;
	item->record = record_new(cx, t);
	if (v)
		import_cells(cx, im, item, &u);
}

/* Twice the room when it is used up. */
static void *grown(struct arena *mem, void *v, size_t n, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : 64;

	if (n < *room)
		return v;
	v = arena_grow(mem, v, n * size, more * size);
	*room = more;
	return v;
}

static void add_problem(struct import *im, struct import_problem p)
{
	struct import_work *w = im->work;

	im->problems = grown(w->mem, im->problems, im->problems_n, &w->problems_room, sizeof p);
	im->problems[im->problems_n++] = p;
}

void import_problem(struct import *im, struct import_item *item, const char *field,
                    const char *message)
{
	struct import_work *w = im->work;
	struct import_problem p;

	item->fate = ITEM_WRONG;
	if (im->problems_n == MAX_IMPORT_PROBLEMS)
		return; /* the import is given up as a whole */
	p = (struct import_problem){ item->row, arena_str(w->mem, field),
		                     arena_str(w->mem, message) };
	item->problems = arena_grow(w->mem, item->problems, item->problems_n * sizeof p,
	                            (item->problems_n + 1) * sizeof p);
	item->problems[item->problems_n++] = p;
	if (!w->again)
		add_problem(im, p);
}

void import_tell_problems(struct import *im, const struct import_item *item)
{
	for (size_t i = 0; i < item->problems_n && im->problems_n < MAX_IMPORT_PROBLEMS; i++)
		add_problem(im, item->problems[i]);
}

bool import_of_a_row(const struct context *cx)
{
	switch (cx->err.kind) {
	case ERR_NONE:
	case ERR_RETRY:
	case ERR_UNAVAILABLE:
	case ERR_BROKEN:
		return false;
	default:
		return true;
	}
}

bool import_failed(struct context *cx, struct import *im, struct import_item *item)
{
	if (!import_of_a_row(cx))
		return false;
	for (const struct error *e = &cx->err; e; e = e->next)
		import_problem(im, item, e->field, e->text);
	error_clear(cx);
	return true;
}

bool import_too_many(struct context *cx, const struct import *im)
{
	return im->problems_n == MAX_IMPORT_PROBLEMS &&
	       !fail(cx, ERR_INVALID, NULL,
	             N_("More than %d rows are wrong.  Is this the right file?"),
	             MAX_IMPORT_PROBLEMS);
}

void import_unknown(struct import *im, const struct import_item *item, const char *field,
                    const struct type *t, const char *label)
{
	struct import_work *w = im->work;
	struct import_unknown_label *u;

	if (w->again || item->fate == ITEM_WRONG)
		return;
	for (size_t i = 0; i < im->unknown_n; i++) {
		u = &im->unknown[i];
		if (u->type == t && str_eq(u->field, field) && str_eq(u->label, label)) {
			u->rows++;
			return;
		}
	}
	if (im->unknown_n == MAX_IMPORT_LABELS)
		return;
	im->unknown = grown(w->mem, im->unknown, im->unknown_n, &w->unknown_room, sizeof *u);
	im->unknown[im->unknown_n++] =
	        (struct import_unknown_label){ t, arena_str(w->mem, field),
		                               arena_str(w->mem, label), item->row, 1 };
}

const char *import_choice(const struct import *im, const char *what)
{
	for (size_t i = 0; i < im->choices_n; i++)
		if (str_eq(im->choices[i].what, what))
			return im->choices[i].value;
	return NULL;
}

/* ---- the whole */

static int problem_order(const void *a, const void *b)
{
	int64_t x = ((const struct import_problem *)a)->row,
	        y = ((const struct import_problem *)b)->row;

	return (x > y) - (x < y);
}

void import_count(struct import *im)
{
	int64_t *counts[] = { [ITEM_OPEN] = &im->left,       [ITEM_NEW] = &im->new,
		              [ITEM_CHANGED] = &im->updated, [ITEM_SAME] = &im->unchanged,
		              [ITEM_WRONG] = NULL,           [ITEM_LEFT] = &im->left };

	im->new = im->updated = im->unchanged = im->left = 0;
	for (size_t i = 0; i < im->work->rows_n; i++) {
		int64_t *n = counts[im->work->rows[i].came];

		if (n)
			++*n;
	}
}

static void tidy(struct import *im)
{
	import_count(im);
	if (im->problems_n)
		qsort(im->problems, im->problems_n, sizeof *im->problems, problem_order);
}

/* What stands beside the file must be there, before anything is read. */
static bool check_named(struct context *cx, const char *type, const char *option, const char *key)
{
	const struct type *t = key ? type_named(cx->app->subjects, type) : NULL;

	return !t || record_id_by_key(cx, t, key) ||
	       (!failed(cx) &&
	        fail(cx, ERR_INVALID, option, N_("%s: there is no “%s”."), tr(cx, t->label), key));
}

static bool check_given(struct context *cx, void *data)
{
	const struct import *im = data;

	return check_named(cx, "mechanism", "mechanism", im->mechanism) &&
	       check_named(cx, "country", "state", im->state);
}

static bool anything_taken(const struct import *im)
{
	for (size_t i = 0; i < im->choices_n; i++)
		if (str_starts(im->choices[i].what, "take:") && str_eq(im->choices[i].value, "yes"))
			return true;
	return false;
}

/* Proposals that nobody took. */
static void leave(struct import *im)
{
	for (size_t i = 0; i < im->work->rows_n; i++) {
		struct import_row *row = &im->work->rows[i];

		if (row->came == ITEM_NEW || row->came == ITEM_CHANGED)
			row->came = ITEM_LEFT;
	}
}

static bool run(struct context *cx, struct import *im)
{
	const char *reason = cx->reason;
	bool ok;

	if (!db_work(cx, cx->app->store, DB_READ, check_given, im) || !choose_format(cx, im))
		return false;
	take_hash(im);
	forget_bytes(im);
	if (!import_look(cx, im))
		return false;
	ok = im->format->flags & IMPORT_PROPOSES && !im->dry_run && !anything_taken(im);
	if (ok)
		leave(im);
	tidy(im);
	if (ok || im->dry_run)
		return true;
	if (str_empty(reason))
		cx->reason = arena_fmt(cx->mem, "%s: %s", im->format->name, im->file);
	ok = import_save(cx, im);
	cx->reason = reason;
	tidy(im);
	return ok;
}

static void end_work(void *what)
{
	struct import_work *w = what;

	free(w->rows);
	free(w->index);
	free(w->joined);
	free(w->met);
	arena_free(w->mem);
}

static struct import_work *begin_work(struct context *cx)
{
	struct import_work *w = arena_new_of(cx->mem, struct import_work);

	w->mem = arena_new(MAX_JOB_MEMORY);
	if (!w->mem) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
		return NULL;
	}
	arena_defer(cx->mem, end_work, w);
	w->slice = arena_array(cx->mem, struct import_item, IMPORT_SLICE);
	return w;
}

bool import_run(struct context *cx, struct import *im, const char *bytes, size_t n)
{
	bool ok;

	im->bytes = bytes;
	im->size = n;
	im->id = 0;
	im->problems = NULL;
	im->unknown = NULL;
	im->material = NULL;
	im->header = NULL;
	if (!access_function(cx, import_type.function, RIGHT_CREATE))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("You may not bring in files."));
	im->work = begin_work(cx);
	if (!im->work)
		return false;
	im->work->since = new_id(cx);
	known_begin(cx);
	ok = (im->dry_run || import_turn_begin(cx, im)) && run(cx, im);
	known_end(cx);
	import_turn_end(im);
	return ok;
}

/* ---- what came of it */

static void write_problems(const struct import_problem *v, size_t n, struct json_writer *w)
{
	json_key(w, "errors");
	json_open(w, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(w, '{');
		json_key(w, "row");
		json_int(w, v[i].row);
		json_key(w, "field");
		json_text(w, v[i].field);
		json_key(w, "message");
		json_text(w, v[i].message);
		json_close(w);
	}
	json_close(w);
}

static void write_number(struct json_writer *w, const char *key, int64_t n)
{
	if (!n)
		return;
	json_key(w, key);
	json_int(w, n);
}

static void write_id(struct json_writer *w, const char *key, int64_t id)
{
	if (!id)
		return;
	json_key(w, key);
	json_id(w, id);
}

void import_item_json(struct context *cx, const struct import_item *item, struct json_writer *w)
{
	static const char *const fates[] = {
		"open", "new", "changed", "unchanged", "wrong", "left"
	};
	struct image image = { 0 };

	if (item->record)
		image_of(cx, item->type, item->record, &image);
	json_open(w, '{');
	json_key(w, "row");
	json_int(w, item->row);
	write_number(w, "page", item->page);
	json_key(w, "fate");
	json_text(w, fates[item->fate]);
	write_id(w, "id", item->found);
	write_id(w, "near", item->near);
	write_number(w, "score", item->score);
	json_key(w, "record");
	json_open(w, '{');
	for (size_t i = 0; i < image.n; i++)
		if (!(image.v[i].field->flags & HIDDEN)) {
			json_key(w, image.v[i].name);
			json_raw(w, image.v[i].value);
		}
	json_close(w);
	write_problems(item->problems, item->problems_n, w);
	json_close(w);
}

static void write_unknown(const struct import *im, struct json_writer *w)
{
	json_key(w, "unknown");
	json_open(w, '[');
	for (size_t i = 0; i < im->unknown_n; i++) {
		const struct import_unknown_label *u = &im->unknown[i];

		json_open(w, '{');
		json_key(w, "type");
		json_text(w, u->type->name);
		json_key(w, "label");
		json_text(w, u->label);
		json_key(w, "field");
		json_text(w, u->field);
		json_key(w, "row");
		json_int(w, u->row);
		json_key(w, "rows");
		json_int(w, u->rows);
		json_close(w);
	}
	json_close(w);
}

void import_json(const struct import *im, struct json_writer *w)
{
	const struct {
		const char *name;
		int64_t n;
	} counts[] = { { "read", im->read },
		       { "new", im->new },
		       { "updated", im->updated },
		       { "unchanged", im->unchanged },
		       { "left", im->left } };

	json_open(w, '{');
	json_key(w, "import");
	if (im->id)
		json_id(w, im->id);
	else
		json_nil(w);
	json_key(w, "format");
	json_text(w, im->format->name);
	for (size_t i = 0; i < LEN(counts); i++) {
		json_key(w, counts[i].name);
		json_int(w, counts[i].n);
	}
	write_problems(im->problems, im->problems_n, w);
	write_unknown(im, w);
	json_close(w);
}
