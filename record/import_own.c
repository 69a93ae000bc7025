/* Our own form back again: CSV with names of fields in its first row, or a JSON list of objects, as
 * export.c writes them, or as somebody with a spreadsheet wrote them after that pattern.  Records
 * are found by `id`, else by their key.
 *
 * An empty cell says nothing: whoever exports may not see every field, and what he could not see
 * must not be lost when he brings the file back.  A single "-" empties a field that is no text, for
 * a text may be just that.  In JSON, what is absent says nothing and null empties. */
#include "record/import_merge.h"

#include "base/number.h"
#include "format/csv.h"
#include "record/app.h"

enum { MAX_OWN_JSON = 64 * 1024 * 1024 };

/* A column of the file. */
struct column {
	const struct field *field; /* NULL: one of type, id, version */
	const char *lang; /* "title.tk"; "title.original" names the authoritative language */
	enum { COLUMN_FIELD, COLUMN_TYPE, COLUMN_ID, COLUMN_VERSION, COLUMN_ORIGINAL } kind;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- is it ours? */

static size_t mark_length(const char *bytes, size_t n)
{
	return n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static bool looks_like_json(const char *bytes, size_t n)
{
	size_t i = mark_length(bytes, n);

	while (i < n && is_blank(bytes[i]))
		i++;
	if (i == n || bytes[i] != '[')
		return false;
	for (i++; i < n && is_blank(bytes[i]); i++)
		;
	return i < n && (bytes[i] == '{' || bytes[i] == ']');
}

/* The first row holds nothing but names of fields: small letters, digits, "_", and a language
 * behind a point. */
static bool looks_like_names(const char *bytes, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_.-\"";
	size_t i = mark_length(bytes, n);

	if (i == n || !strchr("abcdefghijklmnopqrstuvwxyz\"", bytes[i]))
		return false;
	for (; i < n && bytes[i] != '\r' && bytes[i] != '\n'; i++)
		if (!bytes[i] || (!strchr(letters, bytes[i]) && !strchr(",;\t", bytes[i])))
			return false;
	return true;
}

/* ---- columns */

static bool find_column(struct context *cx, const struct type *t, const char *name,
                        struct column *ret)
{
	static const char *const others[] = { "", "type", "id", "version" };
	const char *dot = strchr(name, '.');

	*ret = (struct column){ .kind = COLUMN_FIELD };
	for (int i = COLUMN_TYPE; i <= COLUMN_VERSION; i++)
		if (str_eq(name, others[i])) {
			ret->kind = i;
			return true;
		}
	ret->field =
	        type_field_named(t, dot ? arena_strn(cx->mem, name, (size_t)(dot - name)) : name);
	if (!ret->field || ret->field->flags & HIDDEN ||
	    (dot != NULL) != (ret->field->kind == FIELD_TEXTS))
		return false;
	ret->lang = dot ? arena_str(cx->mem, dot + 1) : NULL;
	if (str_eq(ret->lang, "original"))
		ret->kind = COLUMN_ORIGINAL;
	return !dot || (strlen(dot + 1) >= 2 && strlen(dot + 1) <= 8);
}

struct table {
	const struct type *type;
	struct column v[MAX_CSV_COLUMNS];
	size_t n;
	const char *unknown; /* the first name that is none of the type's */
};

static bool fit_columns(struct context *cx, const struct type *t, const struct csv_row *head,
                        struct table *ret)
{
	*ret = (struct table){ .type = t, .n = head->count };
	for (size_t i = 0; i < head->count && !ret->unknown; i++)
		if (!find_column(cx, t, head->cells[i], &ret->v[i]))
			ret->unknown = head->cells[i];
	return !ret->unknown;
}

/* The names are all those of one type of records. */
static bool names_of_a_type(struct context *cx, const char *bytes, size_t n)
{
	struct table *table = arena_new_of(cx->mem, struct table);
	struct csv_reader *r = csv_open_bytes(cx, bytes, n);
	struct csv_row head;

	if (!r || !csv_next(cx, r, &head)) {
		error_clear(cx);
		return false;
	}
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (fit_columns(cx, *t, &head, table))
				return true;
	return false;
}

/* Names of members are written in small letters. */
static bool has_small_names(const char *bytes, size_t n)
{
	const char *name = memchr(bytes, '"', n);

	return !name || (name + 1 < bytes + n && name[1] >= 'a' && name[1] <= 'z');
}

int import_own_guess(struct context *cx, const char *bytes, size_t n)
{
	struct context_mark mark = context_mark(cx);
	bool sure;

	if (looks_like_json(bytes, n))
		return has_small_names(bytes, n) ? 100 : 20;
	if (!looks_like_names(bytes, n))
		return 0;
	sure = names_of_a_type(cx, bytes, n);
	context_rewind(cx, mark);
	return sure ? 100 : 20;
}

/* ---- cells */

static bool set_rows(struct context *cx, const struct type *t, const struct field *f,
                     const char *cell, void *record)
{
	const struct json *v = json_parse(cx, cell, strlen(cell), MAX_OWN_JSON);

	if (!v) {
		error_clear(cx);
		return fail(cx, ERR_INVALID, f->name, N_("%s: “%s” is not understood."),
		            tr(cx, f->label), cell);
	}
	return field_read(cx, t, f, v, record);
}

static bool set_cell(struct context *cx, const struct type *t, const struct column *c,
                     const char *cell, void *record)
{
	static const struct json nothing = { .kind = JSON_KIND_NULL };
	const struct field *f = c->field;

	if (f->kind == FIELD_TEXTS) {
		struct texts *x = field_at(f, record);

		x->v = arena_grow(cx->mem, x->v, x->n * sizeof *x->v, (x->n + 1) * sizeof *x->v);
		x->v[x->n++] = (struct text){ .lang = c->lang, .body = arena_str(cx->mem, cell) };
		return true;
	}
	if (f->kind == FIELD_TEXT) { /* as it stands: what we wrote comes back the same */
		*(const char **)field_at(f, record) = arena_str(cx->mem, cell);
		return true;
	}
	if (str_eq(cell, "-"))
		return field_read(cx, t, f, &nothing, record);
	if (f->kind == FIELD_ROWS)
		return set_rows(cx, t, f, cell, record);
	return field_typed(cx, t, f, "en", cell, record);
}

static void set_original(const struct field *f, const char *lang, void *record)
{
	const struct texts *x = field_at(f, record);

	for (size_t i = 0; i < x->n; i++)
		x->v[i].original = str_eq(x->v[i].lang, lang);
}

static bool set_number(struct context *cx, const char *name, const char *cell, int64_t *ret)
{
	return parse_int_in(cell, 1, INT64_MAX, ret) ||
	       fail(cx, ERR_INVALID, name, N_("“%s” is no identifier."), cell);
}

static void said(struct import_item *item, const struct field **list, size_t *n,
                 const struct field *f)
{
	for (size_t i = 0; i < *n; i++)
		if (list[i] == f)
			return;
	list[(*n)++] = f;
	list[*n] = NULL;
	item->said = list;
}

static bool read_cells(struct context *cx, const struct table *table, const struct csv_row *row,
                       struct import_item *item)
{
	const struct field **list = arena_array(cx->mem, const struct field *, table->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < table->n && i < row->count; i++) {
		const struct column *c = &table->v[i];
		const char *cell = csv_plain(row->cells[i]);

		if (!*cell || c->kind == COLUMN_ORIGINAL || c->kind == COLUMN_TYPE)
			continue;
		if (c->kind == COLUMN_ID        ? !set_number(cx, "id", cell, &item->id)
		    : c->kind == COLUMN_VERSION ? !set_number(cx, "version", cell, &item->version)
		                                : !set_cell(cx, table->type, c, cell, item->record))
			if (!failed(cx) || cx->err.kind != ERR_INVALID)
				return false;
		if (c->kind == COLUMN_FIELD)
			said(item, list, &n, c->field);
	}
	for (size_t i = 0; i < table->n && i < row->count; i++)
		if (table->v[i].kind == COLUMN_ORIGINAL && *row->cells[i])
			set_original(table->v[i].field, row->cells[i], item->record);
	return !failed(cx);
}

/* ---- which type is it? */

/* The columns fit and the cells of the first row can be read. */
static bool fits(struct context *cx, const struct type *t, const struct csv_row *head,
                 const struct csv_row *first)
{
	struct table *table = arena_new_of(cx->mem, struct table);
	struct import_item item = { .type = t };
	bool ok;

	if (!fit_columns(cx, t, head, table))
		return false;
	item.record = arena_alloc(cx->mem, t->size);
	ok = !first || read_cells(cx, table, first, &item);
	error_clear(cx);
	return ok;
}

static const struct type *named_type(struct context *cx, const char *name)
{
	const struct type *t = type_named(cx->app->subjects, name);

	if (!t)
		fail(cx, ERR_INVALID, "type", N_("There is no type of records “%s”."), name);
	return t;
}

static const struct type *type_of(struct context *cx, const struct import *im,
                                  const struct csv_row *head, const struct csv_row *first)
{
	const struct type *found = NULL;

	for (size_t i = 0; first && i < head->count && i < first->count; i++)
		if (str_eq(head->cells[i], "type") && *first->cells[i])
			return named_type(cx, first->cells[i]);
	if (im->type)
		return named_type(cx, im->type);
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++) {
			if (!fits(cx, *t, head, first))
				continue;
			if (found)
				return fail(cx, ERR_INVALID, "type",
				            N_("The columns fit “%s” and “%s”: say which type it "
				               "is."),
				            found->name, (*t)->name),
				       NULL;
			found = *t;
		}
	if (!found)
		fail(cx, ERR_INVALID, "type",
		     N_("The columns of the first row are of no type of records."));
	return found;
}

/* ---- CSV */

static struct csv_row keep_row(struct context *cx, const struct csv_row *row)
{
	const char **cells = arena_array(cx->mem, const char *, row->count);

	for (size_t i = 0; i < row->count; i++)
		cells[i] = arena_str(cx->mem, row->cells[i]);
	return (struct csv_row){ row->number, row->line, row->count, cells };
}

/* What lasts while the file is read. */
struct own {
	struct csv_reader *csv; /* NULL: JSON */
	struct table *table;
	struct csv_row head, first;
	bool has_first;
	const struct json *object; /* the next one */
	int64_t position;
};

static bool take_row(struct context *cx, struct import *im, const struct own *o,
                     const struct csv_row *row, struct import_item *item)
{
	import_begin_row(cx, im, item, o->table->type, row->number, row->cells, row->count);
	if (row->count > o->table->n)
		fail(cx, ERR_INVALID, NULL, N_("The row has more cells than the first one."));
	else if (read_cells(cx, o->table, row, item))
		return true;
	return import_failed(cx, im, item);
}

/* The reader grows with the longest row, so it stands where slices are not forgotten. */
static struct csv_reader *open_csv(struct context *cx, const struct import *im)
{
	struct arena *mem = cx->mem;
	struct csv_reader *r;

	cx->mem = im->work->mem;
	r = csv_open_bytes(cx, im->bytes, im->size);
	cx->mem = mem;
	return r;
}

static bool begin_csv(struct context *cx, struct import *im, struct own *o)
{
	const struct type *t;
	struct csv_row row;

	o->table = arena_new_of(cx->mem, struct table);
	o->csv = open_csv(cx, im);
	if (!o->csv || !csv_next(cx, o->csv, &row))
		return failed(cx) ? false : fail(cx, ERR_INVALID, NULL, N_("The file is empty."));
	o->head = keep_row(cx, &row);
	o->has_first = csv_next(cx, o->csv, &row);
	if (!o->has_first)
		return !failed(cx);
	o->first = keep_row(cx, &row);
	t = type_of(cx, im, &o->head, &o->first);
	return t && (fit_columns(cx, t, &o->head, o->table) ||
	             fail(cx, ERR_INVALID, o->table->unknown, N_("“%s” has no field “%s”."),
	                  t->name, o->table->unknown));
}

static bool next_csv(struct context *cx, struct import *im, struct own *o, struct import_item *item)
{
	struct csv_row row = o->first;

	if (!o->has_first && !csv_next(cx, o->csv, &row))
		return false;
	o->has_first = false;
	return take_row(cx, im, o, &row, item);
}

/* ---- JSON */

static bool read_member(struct context *cx, struct import_item *item, const struct json *m,
                        const struct field **list, size_t *n)
{
	const struct field *f = type_field_named(item->type, m->key);

	if (str_eq(m->key, "type"))
		return true;
	if (str_eq(m->key, "id") && m->kind == JSON_KIND_TEXT)
		return set_number(cx, "id", m->text, &item->id);
	if (str_eq(m->key, "id") || str_eq(m->key, "version")) {
		*(str_eq(m->key, "id") ? &item->id : &item->version) = m->number;
		return (m->kind == JSON_KIND_INTEGER && m->number > 0) ||
		       fail(cx, ERR_INVALID, m->key, N_("“%s” is no identifier."), m->key);
	}
	if (!f || f->flags & HIDDEN)
		return fail(cx, ERR_INVALID, m->key, N_("“%s” has no field “%s”."),
		            item->type->name, m->key);
	said(item, list, n, f);
	return field_read(cx, item->type, f, m, item->record);
}

static bool read_object(struct context *cx, struct import *im, const struct json *object,
                        int64_t position, struct import_item *item)
{
	const char *name =
	        json_text_or_null(object, "type") ? json_text_or_null(object, "type") : im->type;
	const struct type *t = name ? type_named(cx->app->subjects, name) : NULL;
	const struct field **list = arena_array(cx->mem, const struct field *, object->count + 1);
	size_t n = 0;

	if (!t)
		return fail(cx, ERR_INVALID, "type",
		            N_("Object %lld does not say of which type it is."),
		            (long long)position);
	import_begin_row(cx, im, item, t, position, NULL, 0);
	for (const struct json *m = json_items(object); m; m = m->next)
		if (!read_member(cx, item, m, list, &n) && cx->err.kind != ERR_INVALID)
			return false;
	return !failed(cx) || import_failed(cx, im, item);
}

static bool begin_json(struct context *cx, const struct import *im, struct own *o)
{
	size_t skip = mark_length(im->bytes, im->size);
	const struct json *list = json_parse(cx, im->bytes + skip, im->size - skip, MAX_OWN_JSON);

	o->object = list ? json_items(list) : NULL;
	return list != NULL;
}

static bool next_json(struct context *cx, struct import *im, struct own *o,
                      struct import_item *item)
{
	const struct json *object = o->object;

	if (!object)
		return false;
	o->object = object->next;
	o->position++;
	if (object->kind != JSON_KIND_OBJECT)
		return fail(cx, ERR_INVALID, NULL, N_("Item %lld of the list is no object."),
		            (long long)o->position);
	return read_object(cx, im, object, o->position, item);
}

/* ---- the format */

/* The engine asks import_own_guess(), as it needs no material for it. */
static int guess(struct context *cx, struct material *m)
{
	(void)cx, (void)m;
	return 0;
}

static bool begin(struct context *cx, struct import *im, void **ret_state)
{
	struct own *o = arena_new_of(cx->mem, struct own);

	*ret_state = o;
	return looks_like_json(im->bytes, im->size) ? begin_json(cx, im, o) : begin_csv(cx, im, o);
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct own *o = state;

	return o->csv ? next_csv(cx, im, o, item) : next_json(cx, im, o, item);
}

const struct import_format import_own = { .name = "ygrar",
	                                  .label = N_("Ygrar’s own form (CSV or JSON)"),
	                                  .guess = guess,
	                                  .open = begin,
	                                  .next = next };
