/* See import.h.  Reading, finding and comparing happen in a reading transaction, where they stop
 * nobody; then what is new or different is saved in slices, each looked at again, because the world
 * went on meanwhile.  A dry run saves the same slices and takes each back, so that a preview cannot
 * promise what the import would refuse. */
#include "record/import_merge.h"

#include "record/app.h"
#include "record/known.h"
#include "record/load.h"

SQL(imported_from, "SELECT import FROM imported WHERE type = $1 AND record = $2 ORDER BY import");
SQL(imported_add, "INSERT INTO imported (import, type, record, import_key) VALUES ($1, $2, $3, $4)"
                  " ON CONFLICT (import, record) DO NOTHING");
SQL(imported_keep, "UPDATE imported SET import_key = $2 WHERE record = $1 AND import_key IS NULL");

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

static bool choose_format(struct context *cx, struct import *im, const char *bytes, size_t n)
{
	const struct import_format *f;
	int best = 0;

	for (size_t i = 0; !im->format && (f = import_format(cx->app, i)); i++)
		if (f->guess(bytes, n) > best)
			best = f->guess(bytes, n);
	for (size_t i = 0; !im->format && best && (f = import_format(cx->app, i)); i++)
		if (f->guess(bytes, n) == best)
			im->format = f;
	return im->format || fail(cx, ERR_BAD_REQUEST, NULL,
	                          N_("%s is in no format that the program knows."), im->file);
}

/* ---- items and problems */

struct import_item *import_item(struct context *cx, struct import *im, const struct type *t,
                                int64_t row)
{
	static const struct field *const nothing[] = { NULL };
	struct import_item *item;

	if (im->items_n == im->items_room) {
		size_t room = im->items_room ? im->items_room * 2 : 256;

		im->items = arena_grow(cx->mem, im->items, im->items_room * sizeof *item,
		                       room * sizeof *item);
		im->items_room = room;
	}
	item = &im->items[im->items_n++];
	*item = (struct import_item){
		.row = row, .type = t, .record = record_new(cx, t), .said = nothing
	};
	im->read++;
	return item;
}

void import_problem(struct import *im, struct import_item *item, const char *field,
                    const char *message)
{
	item->fate = ITEM_WRONG;
	if (im->problems_n == MAX_IMPORT_PROBLEMS)
		return; /* the import is given up as a whole */
	if (im->problems_n == im->problems_room) {
		size_t room = im->problems_room ? im->problems_room * 2 : 64;

		im->problems =
		        arena_grow(im->mem, im->problems, im->problems_room * sizeof *im->problems,
		                   room * sizeof *im->problems);
		im->problems_room = room;
	}
	im->problems[im->problems_n++] =
	        (struct import_problem){ item->row, arena_str(im->mem, field),
		                         arena_str(im->mem, message) };
}

/* The failure is of a row, not of the machine. */
static bool of_a_row(const struct context *cx)
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
	if (!of_a_row(cx))
		return false;
	for (const struct error *e = &cx->err; e; e = e->next)
		import_problem(im, item, e->field, e->text);
	error_clear(cx);
	return true;
}

static bool too_many(struct context *cx, const struct import *im)
{
	return im->problems_n == MAX_IMPORT_PROBLEMS &&
	       !fail(cx, ERR_INVALID, NULL,
	             N_("More than %d rows are wrong.  Is this the right file?"),
	             MAX_IMPORT_PROBLEMS);
}

/* ---- which record an item is about */

static const struct field *key_field(const struct type *t)
{
	const struct field *f = type_field_named(t, t->key ? t->key : "import_key");

	return f && f->kind == FIELD_TEXT ? f : NULL;
}

/* The key as the record would be stored: import keys are made by the type's prepare(). */
static bool find_key(struct context *cx, struct import *im, struct import_item *item)
{
	const struct field *f = key_field(item->type);

	if (f && f->flags & HIDDEN && item->type->prepare &&
	    !item->type->prepare(cx, NULL, item->record) && !import_failed(cx, im, item))
		return false;
	item->key = f && !field_empty(f, item->record)
	                    ? *(const char *const *)field_at(f, item->record)
	                    : NULL;
	return true;
}

static int item_order(const void *a, const void *b)
{
	const struct import_item *x = *(struct import_item *const *)a,
	                         *y = *(struct import_item *const *)b;
	int by_key = strcmp(x->key ? x->key : "", y->key ? y->key : "");

	if (x->type != y->type)
		return strcmp(x->type->name, y->type->name);
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return by_key ? by_key : (x->row > y->row) - (x->row < y->row);
}

static bool same_record(const struct import_item *a, const struct import_item *b)
{
	if (a->type != b->type || a->id != b->id)
		return false;
	return a->id || (a->key && b->key && strcmp(a->key, b->key) == 0);
}

/* Rows of the file that are about one record: the first speaks for all of them. */
static void join_doubles(struct context *cx, struct import *im)
{
	struct import_item **v = arena_array(cx->mem, struct import_item *, im->items_n);
	size_t n = 0, first = 0;

	for (size_t i = 0; i < im->items_n; i++)
		if (im->items[i].fate == ITEM_OPEN)
			v[n++] = &im->items[i];
	qsort(v, n, sizeof(struct import_item *), item_order);
	for (size_t i = 1; i < n; i++) {
		if (!same_record(v[first], v[i])) {
			first = i;
			continue;
		}
		if (im->format->join && im->format->join(cx, v[first]->record, v[i]->record))
			v[i]->fate = ITEM_SAME;
		else
			import_problem(im, v[i], NULL,
			               arena_fmt(cx->mem,
			                         tr(cx, N_("Row %lld is about the same record.")),
			                         (long long)v[first]->row));
	}
}

/* By the key as it is now, else by the one with which an earlier import brought the record in; of
 * several the oldest.  Written for a PostgreSQL that knows nothing yet of a table which grew by an
 * import: a list of keys it would answer by reading the whole table, and a plain min(id) by walking
 * along the identifiers until one has the key. */
static const char *find_by_key_sql(struct context *cx, const struct type *t,
                                   const struct field *key)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	const char *now =
	        arena_fmt(cx->mem, "(SELECT min(r.id + 0) FROM %s r WHERE r.%s = k.column2)",
	                  t->name, key->name);

	if (key->flags & HIDDEN)
		buffer_fmt(
		        &sql,
		        "SELECT k.column1, coalesce(%s, (SELECT min(x.record + 0) FROM imported x"
		        " WHERE x.import_key = k.column2 AND x.type = '%s')) FROM (VALUES ",
		        now, t->name);
	else
		buffer_fmt(&sql, "SELECT k.column1, %s FROM (VALUES ", now);
	for (int i = 0; i < IMPORT_SLICE; i++) /* one statement for all slices */
		buffer_fmt(&sql, "%s(%d, CAST($%d AS TEXT))", i ? ", " : "", i, i + 1);
	buffer_text(&sql, ") AS k");
	return buffer_str(&sql);
}

static bool find_by_key(struct context *cx, const struct type *t, struct import_item **v, size_t n)
{
	const struct field *key = key_field(t);
	struct value values[IMPORT_SLICE];
	struct rows *r;

	if (!key)
		return true;
	for (size_t i = 0; i < IMPORT_SLICE; i++)
		values[i] = value_text(i < n && !v[i]->id ? v[i]->key : NULL);
	r = db_query_values(cx, MADE_SQL(find_by_key_sql(cx, t, key)), values, IMPORT_SLICE);
	while (r && rows_next(cx, r))
		if (!rows_null(r, 1))
			v[rows_int(r, 0)]->found = rows_int(r, 1);
	return !failed(cx);
}

static void *row_of(void **rows, size_t n, int64_t id)
{
	for (size_t low = 0, high = n; low < high;) {
		size_t middle = low + (high - low) / 2;
		int64_t at = ((const struct record *)rows[middle])->id;

		if (at == id)
			return rows[middle];
		if (at < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static int id_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The stored records of the items, by identifier, else by key: old[i] is NULL for a new one. */
static bool find(struct context *cx, struct import_item **v, size_t n, void **old)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n);
	const struct type *t = v[0]->type;
	size_t ids_n = 0, rows_n;
	void **rows;

	for (size_t i = 0; i < n; i++) {
		v[i]->found = v[i]->id;
		old[i] = NULL;
	}
	if (!find_by_key(cx, t, v, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i]->found)
			ids[ids_n++] = v[i]->found;
	qsort(ids, ids_n, sizeof *ids, id_order);
	if (!record_load_many(cx, t, ids, ids_n, &rows, &rows_n))
		return false;
	for (size_t i = 0; i < n; i++)
		old[i] = v[i]->found ? row_of(rows, rows_n, v[i]->found) : NULL;
	return true;
}

/* What is to be saved for the item: *ret NULL when nothing is. */
static bool decide(struct context *cx, const struct import *im, struct import_item *item,
                   const void *old, void **ret)
{
	const struct record *r = item->record;
	bool changed;

	*ret = NULL;
	if (item->id && (!old || !access_record(cx, item->type, old, RIGHT_READ)))
		return fail(cx, ERR_NOT_FOUND, "id",
		            N_("There is no such record, or it is not open to you."));
	if (!old) {
		*ret = row_copy(cx, item->type, item->record);
		item->fate = ITEM_NEW;
		return im->format->foreign || !item->type->states || r->state == 1 ||
		       fail(cx, ERR_INVALID, "state", N_("“%s” is set by steps, not by hand."),
		            tr(cx, common_fields[0].label));
	}
	item->fate = ITEM_SAME;
	if (!access_record(cx, item->type, old, RIGHT_READ))
		return true; /* it is there; more is not told */
	if (!import_merge(cx, item, im->format->foreign, old, ret, &changed))
		return false;
	item->fate = changed ? ITEM_CHANGED : ITEM_SAME;
	*ret = changed ? *ret : NULL;
	return true;
}

/* The next items of one type that are still to be done, at most so many; *at is stepped behind
 * them.
 */
static size_t next_slice(const struct import *im, unsigned fates, size_t most, size_t *at,
                         struct import_item **v)
{
	size_t n = 0;

	for (; *at < im->items_n && n < most; (*at)++) {
		struct import_item *item = &im->items[*at];

		if (!(fates & 1u << item->fate))
			continue;
		if (n && item->type != v[0]->type)
			break;
		v[n++] = item;
	}
	return n;
}

/* ---- reading and comparing */

struct work {
	struct import *im;
	const char *bytes;
	size_t size;
	struct import_item *slice[IMPORT_SLICE], **part; /* of the slice: what is saved at once */
	size_t n, problems_before;
	bool each_apart, spoilt; /* save_once() */
	struct db_others others;
	bool others_wrote; /* since the slice before */
	bool beset;        /* so it was with the slice before, too */
	int64_t began;     /* when the slice had the database */
};

static bool compare_slice(struct context *cx, struct import *im, struct import_item **v, size_t n)
{
	void *old[IMPORT_SLICE], *row;

	if (!find(cx, v, n, old))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!decide(cx, im, v[i], old[i], &row) && !import_failed(cx, im, v[i]))
			return false;
	return true;
}

static bool compare(struct context *cx, struct work *w)
{
	for (size_t at = 0;;) {
		size_t n = next_slice(w->im, 1u << ITEM_OPEN, IMPORT_SLICE, &at, w->slice);
		struct context_mark mark = context_mark(cx);
		bool ok = !n || compare_slice(cx, w->im, w->slice, n);

		if (!ok || !n)
			return ok;
		context_rewind(cx, mark);
	}
}

static bool read_file(struct context *cx, void *data)
{
	struct work *w = data;
	struct import *im = w->im;

	im->items = NULL;
	im->items_n = im->items_room = im->problems_n = 0;
	im->read = 0;
	if (!im->format->read(cx, im, w->bytes, w->size))
		return false;
	for (size_t i = 0; i < im->items_n; i++)
		if (im->items[i].fate == ITEM_OPEN && !find_key(cx, im, &im->items[i]))
			return false;
	join_doubles(cx, im);
	return compare(cx, w) && !too_many(cx, im);
}

/* ---- saving */

/* The record's import key, which is made of what it says; NULL: its type has none. */
static const char *import_key(const struct type *t, const void *row)
{
	const struct field *key = key_field(t);

	return key && key->flags & HIDDEN ? *(const char *const *)field_at(key, row) : NULL;
}

/* The key the file came with stands in `imported` only where it is not the record's own: nearly
 * never, and a second index of keys as good as random would cost an import a sixth of its time. */
static bool add_imported(struct context *cx, const struct import *im,
                         const struct import_item *item, const void *row)
{
	const char *now = import_key(item->type, row);

	return db_put(cx, &imported_add, V(im->id), V(item->type->name),
	              V(((const struct record *)row)->id),
	              V(now && !str_eq(now, item->key) ? item->key : NULL));
}

bool import_key_moves(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const char *was = import_key(t, old);

	return !was || str_eq(was, import_key(t, row)) ||
	       db_run(cx, &imported_keep, V(((const struct record *)old)->id), V(was));
}

static bool save_row(struct context *cx, const struct import *im, const struct import_item *item,
                     const void *old, void *row)
{
	return record_save_import(cx, item->type, old, row) &&
	       (!im->id || add_imported(cx, im, item, row));
}

/* In a part of its own, which a wrong row alone undoes; or without, and then a wrong row spoils the
 * slice. */
static bool save_item(struct context *cx, struct work *w, struct import_item *item, const void *old)
{
	void *row;
	bool ok;

	if (!decide(cx, w->im, item, old, &row))
		return import_failed(cx, w->im, item);
	if (!row)
		return true; /* somebody did it meanwhile */
	if (w->each_apart && !db_part_begin(cx))
		return false;
	ok = save_row(cx, w->im, item, old, row) && (!w->each_apart || db_flush(cx));
	w->spoilt |= !ok && !w->each_apart;
	return (ok || import_failed(cx, w->im, item)) && (!w->each_apart || db_part_end(cx, ok));
}

static bool save_items(struct context *cx, struct work *w)
{
	void *old[IMPORT_SLICE];

	w->im->problems_n = w->problems_before; /* this may run again */
	w->spoilt = false;
	if (!find(cx, w->part, w->n, old))
		return false;
	for (size_t i = 0; i < w->n && !w->spoilt; i++)
		if (!save_item(cx, w, w->part[i], old[i]))
			return false;
	return true;
}

/* False without a failure: it is to be taken back, because it is a dry run or a row spoilt it. */
static bool save_slice(struct context *cx, void *data)
{
	struct work *w = data;
	bool before = w->others_wrote;

	w->others_wrote = db_others_wrote(cx, &w->others);
	w->beset = before && w->others_wrote;
	w->began = instant_now();
	if (!save_items(cx, w))
		return false;
	if (!w->spoilt && !db_flush(cx)) {
		if (!of_a_row(cx))
			return false;
		w->spoilt = true;
		error_clear(cx);
	}
	return !w->spoilt && !w->im->dry_run;
}

static void count(struct import *im)
{
	im->new = im->updated = im->unchanged = 0;
	for (size_t i = 0; i < im->items_n; i++) {
		im->new += im->items[i].fate == ITEM_NEW;
		im->updated += im->items[i].fate == ITEM_CHANGED;
		im->unchanged += im->items[i].fate == ITEM_SAME;
	}
}

/* As one, and once more row by row only when one of them is wrong: the database then undoes row by
 * row, which is slow. */
static bool save_once(struct context *cx, struct work *w)
{
	for (w->each_apart = false;; w->each_apart = true) {
		if (db_work(cx, cx->app->store, DB_STEP, save_slice, w))
			return true;
		if (failed(cx) || !w->spoilt)
			return !failed(cx);
	}
}

/* At once, or, where the saves of others made that impossible again and again, by halves: the
 * shorter a transaction, the sooner it gets through. */
static bool save_part(struct context *cx, struct work *w, struct import_item **part, size_t n)
{
	struct context_mark mark = context_mark(cx);
	size_t before = w->im->problems_n;

	w->part = part;
	w->n = n;
	w->problems_before = before;
	if (save_once(cx, w))
		return true;
	if (cx->err.kind != ERR_UNAVAILABLE || n < 2)
		return false;
	error_clear(cx);
	context_rewind(cx, mark);
	w->im->problems_n = before;
	return save_part(cx, w, part, n / 2) && save_part(cx, w, part + n / 2, n - n / 2);
}

/* Whoever saves beside an import would wait for a slice at each save where one writes at a time,
 * and for the processor where not.  So while others save again and again (the sealer does once a
 * second), slices are short, and thrice as long as one took is theirs.  Returns how many rows the
 * next slice may have. */
static size_t give_way(struct context *cx, const struct work *w, size_t most)
{
	enum { SHARE = 3, LONGEST = 250000 };
	int64_t took = instant_now() - w->began, way = took < 0 ? 0 : SHARE * took;

	store_give_way(cx->app->store, !w->beset ? 0 : way < LONGEST ? way : LONGEST);
	if (w->beset)
		return IMPORT_SHORT_SLICE;
	return 2 * most < IMPORT_SLICE ? 2 * most : IMPORT_SLICE;
}

static bool save_all(struct context *cx, struct work *w)
{
	struct import *im = w->im;
	int64_t total = 0, done = 0;
	size_t n, most = IMPORT_SLICE;

	for (size_t i = 0; i < im->items_n; i++)
		total += im->items[i].fate == ITEM_NEW || im->items[i].fate == ITEM_CHANGED;
	for (size_t at = 0;
	     (n = next_slice(im, 1u << ITEM_NEW | 1u << ITEM_CHANGED, most, &at, w->slice));) {
		struct context_mark mark = context_mark(cx);

		if (!save_part(cx, w, w->slice, n) || too_many(cx, im))
			return false;
		most = give_way(cx, w, most);
		context_rewind(cx, mark);
		done += (int64_t)n;
		if (im->progress && !im->progress(cx, im->listener, done, total))
			return false;
	}
	return true;
}

/* ---- the import's own record */

#define I struct import_record
#define P struct import_problem_row
static const struct field problem_fields[] = {
	NUMBER(P, file_row, N_("Row")),
	TEXT(P, field, N_("Field"), .max = 200),
	TEXT(P, message, N_("What is wrong"), .max = 4000, .flags = LONG),
};
static const struct row_type problem_rows = { sizeof(P), FIELDS(problem_fields) };

static const struct field record_fields[] = {
	TEXT(I, format, N_("Format"), .flags = REQUIRED | LISTED | READONLY),
	TEXT(I, name, N_("File"), .flags = REQUIRED | LISTED | READONLY),
	TEXT(I, hash, N_("Digest of the file"), .flags = REQUIRED | READONLY),
	FILE_(I, file, N_("The file as it came"), .flags = READONLY),
	NUMBER(I, rows_read, N_("Rows read"), .flags = LISTED | READONLY),
	NUMBER(I, rows_new, N_("New"), .flags = LISTED | READONLY),
	NUMBER(I, rows_updated, N_("Updated"), .flags = LISTED | READONLY),
	NUMBER(I, rows_unchanged, N_("Unchanged"), .flags = LISTED | READONLY),
	NUMBER(I, rows_wrong, N_("Wrong"), .flags = LISTED | READONLY),
	ROWS(I, problems, N_("What was wrong"), .rows = &problem_rows, .flags = READONLY),
};
#undef P
#undef I

static const struct choice states[] = {
	{ "begun", N_("Begun"), "draft" },
	{ "done", N_("Done"), "ok" },
	{ 0 },
};

static const char *title(struct context *cx, const void *row)
{
	(void)cx;
	return ((const struct import_record *)row)->name;
}

const struct type import_type = {
	.name = "import",
	.plural = "imports",
	.label = N_("Import"),
	.label_plural = N_("Imports"),
	.help = N_("Files that were brought in, by whom, and what came of them."),
	.size = sizeof(struct import_record),
	FIELDS(record_fields),
	.function = "recommendations",
	.states = states,
	.order = "-id",
	.flags = TYPE_NO_PAGES,
	.title = title,
};

static struct owned kept_problems(struct context *cx, const struct import *im)
{
	size_t n = im->problems_n < IMPORT_PROBLEMS_KEPT ? im->problems_n : IMPORT_PROBLEMS_KEPT;
	struct import_problem_row *v = arena_array(cx->mem, struct import_problem_row, n);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct import_problem_row){ .file_row = { im->problems[i].row, true },
			                            .field = im->problems[i].field,
			                            .message = im->problems[i].message };
	return (struct owned){ v, n };
}

static bool begin_record(struct context *cx, void *data)
{
	struct work *w = data;
	struct import_record *r = record_new(cx, &import_type);
	unsigned char digest[DIGEST_SIZE];
	char hex[HEX_DIGEST];

	digest_of(digest, w->bytes, w->size);
	hex_text(digest, sizeof digest, hex);
	r->format = w->im->format->name;
	r->name = w->im->file;
	r->hash = hex;
	r->file = w->im->attachment;
	w->im->id = r->record.id;
	return record_save_as(cx, &import_type, r, CHANGE_IMPORT);
}

static bool end_record(struct context *cx, void *data)
{
	struct work *w = data;
	const struct import *im = w->im;
	struct import_record *r = record_get_any(cx, &import_type, im->id);

	if (!r)
		return false;
	r->record.state = type_state(&import_type, "done");
	r->rows_read = (struct number){ im->read, true };
	r->rows_new = (struct number){ im->new, true };
	r->rows_updated = (struct number){ im->updated, true };
	r->rows_unchanged = (struct number){ im->unchanged, true };
	r->rows_wrong = (struct number){ (int64_t)im->problems_n, true };
	r->problems = kept_problems(cx, im);
	return record_save_as(cx, &import_type, r, CHANGE_IMPORT);
}

bool imports_of(struct context *cx, const struct type *t, int64_t id, int64_t **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &imported_from, V(t->name), V(id));

	*ret = NULL;
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		*ret = arena_grow(cx->mem, *ret, *ret_n * sizeof **ret,
		                  (*ret_n + 1) * sizeof **ret);
		(*ret)[(*ret_n)++] = rows_int(r, 0);
	}
	return !failed(cx);
}

const char *import_where(struct context *cx, int64_t import)
{
	return arena_fmt(cx->mem, "r.id IN (SELECT x.record FROM imported x WHERE x.import = %lld)",
	                 (long long)import);
}

/* ---- the whole */

static int problem_order(const void *a, const void *b)
{
	int64_t x = ((const struct import_problem *)a)->row,
	        y = ((const struct import_problem *)b)->row;

	return (x > y) - (x < y);
}

static void free_arena(void *what)
{
	arena_free(what);
}

static bool run(struct context *cx, struct work *w)
{
	struct import *im = w->im;
	const char *reason = cx->reason;
	bool ok;

	if (!choose_format(cx, im, w->bytes, w->size) ||
	    !db_work(cx, cx->app->store, DB_READ, read_file, w))
		return false;
	if (!im->dry_run && !db_work(cx, cx->app->store, DB_WRITE, begin_record, w))
		return false;
	if (str_empty(reason))
		cx->reason = arena_fmt(cx->mem, "%s: %s", im->format->name, im->file);
	ok = save_all(cx, w);
	cx->reason = reason;
	count(im);
	if (im->problems_n)
		qsort(im->problems, im->problems_n, sizeof *im->problems, problem_order);
	return ok && (im->dry_run || db_work(cx, cx->app->store, DB_WRITE, end_record, w));
}

bool import_run(struct context *cx, struct import *im, const char *bytes, size_t n)
{
	struct work *w = arena_new_of(cx->mem, struct work);

	*w = (struct work){ .im = im, .bytes = bytes, .size = n };
	im->mem = arena_new(MAX_JOB_MEMORY);
	if (!im->mem)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	arena_defer(cx->mem, free_arena, im->mem);
	im->id = 0;
	im->problems = NULL;
	im->problems_room = 0;
	if (!access_function(cx, import_type.function, RIGHT_CREATE))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("You may not bring in files."));
	known_begin(cx);

	bool ok = run(cx, w);

	known_end(cx);
	return ok;
}

void import_json(const struct import *im, struct json_writer *w)
{
	const struct {
		const char *name;
		int64_t n;
	} counts[] = { { "read", im->read },
		       { "new", im->new },
		       { "updated", im->updated },
		       { "unchanged", im->unchanged } };

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
	json_key(w, "errors");
	json_open(w, '[');
	for (size_t i = 0; i < im->problems_n; i++) {
		json_open(w, '{');
		json_key(w, "row");
		json_int(w, im->problems[i].row);
		json_key(w, "field");
		json_text(w, im->problems[i].field);
		json_key(w, "message");
		json_text(w, im->problems[i].message);
		json_close(w);
	}
	json_close(w);
	json_close(w);
}
