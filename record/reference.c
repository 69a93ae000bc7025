/* See reference.h.
 *
 * A row is put together three times: as it is stored, as the file ships it (the stored one with the
 * cells put in), and as it will be: of every value that differs, the shipped one where only loads
 * have written it, the stored one otherwise.  Rows that refer to rows of their own file wait for
 * them, so the order of the file is free. */
#include "record/reference.h"

#include "base/embedded.h"
#include "format/csv.h"
#include "record/app.h"
#include "record/change.h"
#include "record/load.h"

/* What a column of the file means. */
struct column {
	const char *name;
	const struct field *field; /* NULL: none of the type's */
	const char *lang;          /* of a text in languages */
};

struct reference_row {
	const struct load *load;
	int64_t number;
	const char **cells;
	bool done;
};

struct load {
	const struct type *type;
	const char *path;
	const struct reference_options *options;
	struct column *columns;
	size_t columns_n;
	struct reference_row *rows;
	size_t rows_n;
	struct reference_report report;
	struct buffer differing;
};

const char *reference_cell(const struct reference_row *r, const char *column)
{
	for (size_t i = 0; i < r->load->columns_n; i++)
		if (str_eq(r->load->columns[i].name, column))
			return r->cells[i];
	return NULL;
}

const struct embedded *reference_file(struct context *cx, const char *path)
{
	for (const struct embedded *e = embedded_files; e->path; e++)
		if (strcmp(e->path, path) == 0)
			return e;
	fail(cx, ERR_BROKEN, NULL, N_("The program does not hold the file %s."), path);
	return NULL;
}

/* ---- reading the file */

static bool is_alias(const char *aliases, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = aliases; s; s = strchr(s, '|'), s = s ? s + 1 : NULL)
		if (strncmp(s, name, n) == 0 && (s[n] == '|' || !s[n]))
			return true;
	return false;
}

static const struct field *field_of(const struct type *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->fields[i].name, name) == 0 || is_alias(t->fields[i].aliases, name))
			return &t->fields[i];
	return NULL;
}

static bool read_column(struct context *cx, struct load *l, const char *name)
{
	struct column *c = &l->columns[l->columns_n++];
	const char *skip = l->options ? l->options->skip : NULL;
	size_t n = strlen(name);

	*c = (struct column){ .name = arena_str(cx->mem, name) };
	if (word_in("source certainty", name) || word_in(skip, name))
		return true;
	c->field = field_of(l->type, name);
	if (!c->field && n > 3 && name[n - 3] == '_') {
		c->lang = c->name + n - 2;
		c->field = field_of(l->type, arena_strn(cx->mem, name, n - 3));
	}
	if (c->field && (c->field->kind == FIELD_TEXTS) == (c->lang != NULL))
		return true;
	return fail(cx, ERR_INVALID, name, N_("%s: the column “%s” is no field of “%s”."), l->path,
	            name, l->type->name);
}

static bool read_file(struct context *cx, struct load *l)
{
	const struct embedded *file = reference_file(cx, l->path);
	struct csv_reader *r =
	        file ? csv_open_bytes(cx, (const char *)file->data, file->size) : NULL;
	struct csv_row row;
	size_t room = 0;

	if (!r || !csv_next(cx, r, &row))
		return false;
	l->columns = arena_array(cx->mem, struct column, row.count);
	for (size_t i = 0; i < row.count; i++)
		if (!read_column(cx, l, row.cells[i]))
			return false;
	while (csv_next(cx, r, &row)) {
		struct reference_row *to;

		if (l->rows_n == room) {
			size_t more = room ? room * 2 : 64;

			l->rows =
			        arena_grow(cx->mem, l->rows, room * sizeof *to, more * sizeof *to);
			room = more;
		}
		to = &l->rows[l->rows_n++];
		*to = (struct reference_row){ .load = l,
			                      .number = row.number,
			                      .cells = arena_array(cx->mem, const char *,
			                                           l->columns_n) };
		for (size_t i = 0; i < l->columns_n; i++)
			to->cells[i] = i < row.count ? arena_str(cx->mem, row.cells[i]) : "";
	}
	return !failed(cx);
}

/* ---- cells into a row */

static bool wrong_cell(struct context *cx, const struct reference_row *r, const struct column *c,
                       const char *cell)
{
	if (cx->err.kind == ERR_INVALID)
		error_clear(cx); /* said again with the place */
	return fail(cx, ERR_INVALID, c->name,
	            N_("%s, row %lld: “%s” does not fit the column “%s”."), r->load->path,
	            (long long)r->number, cell, c->name);
}

/* A key of a record that is stored, or that waits in this file: 0 and no failure. */
static bool target_of(struct context *cx, const struct reference_row *r, const struct column *c,
                      const char *key, int64_t *ret)
{
	const struct load *l = r->load;
	const struct type *target = field_target(l->type, c->field);

	*ret = target && target->key ? record_id_by_key(cx, target, key) : 0;
	if (*ret || failed(cx))
		return !failed(cx);
	for (size_t i = 0; target == l->type && i < l->rows_n; i++)
		if (!l->rows[i].done && str_eq(reference_cell(&l->rows[i], target->key), key))
			return true;
	return wrong_cell(cx, r, c, key);
}

static bool put_refs(struct context *cx, const struct reference_row *r, const struct column *c,
                     const char *cell, struct refs *set, bool *wait)
{
	const char *end;

	*set = (struct refs){ .v = arena_array(cx->mem, int64_t, strlen(cell) + 1) };
	for (const char *s = cell; *s; s = *end ? end + 1 : end) {
		int64_t id;

		end = strchrnul(s, '|');
		if (!target_of(cx, r, c, arena_strn(cx->mem, s, (size_t)(end - s)), &id))
			return false;
		*wait = *wait || !id;
		set->v[set->n++] = id;
	}
	return true;
}

static void put_text(struct context *cx, struct texts *x, const char *lang, const char *body)
{
	struct text *own = arena_array(cx->mem, struct text, x->n + 1);
	size_t n = 0;
	bool there = false;

	for (size_t i = 0; i < x->n; i++) {
		bool same = str_eq(x->v[i].lang, lang);

		there = there || same;
		if (same && !*body)
			continue;
		own[n] = x->v[i];
		if (same)
			own[n].body = body;
		n++;
	}
	if (!there && *body) {
		own[n] = (struct text){ .lang = lang, .body = body, .original = n == 0 };
		n++;
	}
	*x = (struct texts){ own, n };
}

static bool put_cell(struct context *cx, const struct reference_row *r, const struct column *c,
                     const char *cell, void *row, bool *wait)
{
	const struct field *f = c->field;
	void *p = field_at(f, row);

	switch (f->kind) {
	case FIELD_TEXTS:
		put_text(cx, p, c->lang, cell);
		return true;
	case FIELD_REFS:
		return put_refs(cx, r, c, cell, p, wait);
	case FIELD_REF:
	case FIELD_PARENT:
		*(int64_t *)p = 0;
		if (*cell && !target_of(cx, r, c, cell, p))
			return false;
		*wait = *wait || (*cell && !*(int64_t *)p);
		return true;
	case FIELD_CHOICE:
		*(int *)p = choice_index(field_choices(r->load->type, f), cell);
		return !*cell || *(int *)p || wrong_cell(cx, r, c, cell);
	default:
		return field_typed(cx, r->load->type, f, "en", cell, row) ||
		       wrong_cell(cx, r, c, cell);
	}
}

static const struct field *certainty_field(void)
{
	const struct row_type *sources = common_fields[4].rows;

	for (size_t i = 0; i < sources->n; i++)
		if (strcmp(sources->fields[i].name, "certainty") == 0)
			return &sources->fields[i];
	return NULL;
}

/* "general knowledge" is the choice general_knowledge. */
static int certainty_of(struct context *cx, const char *cell)
{
	char *code = arena_str(cx->mem, cell);

	for (char *s = code; *s; s++)
		if (*s == ' ')
			*s = '_';
	return choice_index(certainty_field()->choices, code);
}

/* The shipped source is the one that supports the record as a whole; others were added by people
 * and stay beside it. */
static bool put_source(struct context *cx, const struct reference_row *r, struct record *record)
{
	const char *title = reference_cell(r, "source"),
	           *certainty = reference_cell(r, "certainty");
	struct source *own = arena_array(cx->mem, struct source, record->sources.n + 1), *s = NULL;
	size_t n = record->sources.n;

	if (str_empty(title) && str_empty(certainty))
		return true;
	if (n)
		memcpy(own, record->sources.v, n * sizeof *own);
	for (size_t i = 0; i < n && !s; i++)
		if (str_empty(own[i].field) && !own[i].document.id)
			s = &own[i];
	if (!s)
		s = &own[n++];
	s->title = title;
	s->certainty = str_empty(certainty) ? 0 : certainty_of(cx, certainty);
	record->sources = (struct owned){ own, n };
	if (!str_empty(certainty) && !s->certainty)
		return wrong_cell(cx, r, &(struct column){ .name = "certainty" }, certainty);
	return true;
}

/* *wait: it refers to a row of this file that is not stored yet. */
static bool put_cells(struct context *cx, const struct reference_row *r, void *row, bool *wait)
{
	const struct load *l = r->load;

	*wait = false;
	for (size_t i = 0; i < l->columns_n; i++)
		if (l->columns[i].field && !put_cell(cx, r, &l->columns[i], r->cells[i], row, wait))
			return false;
	if (*wait)
		return true;
	return put_source(cx, r, row) && (!l->options || !l->options->complete ||
	                                  l->options->complete(cx, r, row, l->options->data));
}

/* ---- which record it is */

/* "SELECT id FROM type WHERE a = $1 AND b = $2": by the columns of the matching fields; an empty
 * one matches an empty one. */
static bool find(struct context *cx, const struct load *l, const void *row, int64_t *ret)
{
	const char *match = l->options && l->options->match ? l->options->match : l->type->key;
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	bool found;

	*ret = 0;
	buffer_fmt(&sql, "SELECT id FROM %s WHERE 1 = 1", l->type->name);
	for (size_t i = 0; i < l->type->n; i++) {
		const struct field *f = &l->type->fields[i];

		if (!word_in(match, f->name) || columns_count(f) != 1)
			continue;
		if (field_empty(f, row)) {
			buffer_fmt(&sql, " AND %s IS NULL", f->name);
			continue;
		}
		columns_values(l->type, f, row, values);
		buffer_fmt(&sql, " AND %s = $%zu", f->name, values->n);
	}
	buffer_text(&sql, " ORDER BY id LIMIT 1");
	return values->n ? db_int_values(cx, MADE_SQL(buffer_str(&sql)), ret, &found, values->v,
	                                 values->n)
	                 : fail(cx, ERR_INVALID, NULL, N_("%s: a row without a key."), l->path);
}

/* ---- corrections stay */

/* Only loads have written it so far (or nobody). */
static bool is_ours(struct context *cx, int64_t record, const char *name, bool *ret)
{
	enum change_kind kind = CHANGE_REFERENCE;
	bool known = record_writer(cx, record, name, &kind);

	*ret = kind == CHANGE_REFERENCE;
	return known;
}

static void keep(struct load *l, const char *key, const struct entry *e)
{
	if (!e->value)
		return; /* a person filled in what we do not know */
	buffer_fmt(&l->differing, "%s%s %s", l->report.kept++ ? "; " : "", key ? key : "", e->name);
}

/* The row that will be saved: stored values, and shipped ones where they may go in.  *changed:
 * there are such. */
static void *merge(struct context *cx, struct load *l, const void *stored, const void *shipped,
                   const char *key, bool *changed)
{
	const struct record *record = stored;
	struct record *row = arena_alloc(cx->mem, l->type->size);
	struct image before, after, difference, kept = { .n = 0 };

	image_of(cx, l->type, stored, &before);
	image_of(cx, l->type, shipped, &after);
	image_difference(cx, &before, &after, &difference);
	*changed = false;
	kept.v = arena_array(cx->mem, struct entry, before.n + difference.n);
	for (size_t i = 0; i < difference.n; i++) {
		const struct entry *e = &difference.v[i];
		bool ours;

		if (!is_ours(cx, record->id, e->name, &ours))
			return NULL;
		if (ours) {
			kept.v[kept.n++] = *e;
			*changed = true;
			continue;
		}
		kept.v[kept.n++] =
		        (struct entry){ e->name, image_value(&before, e->name), e->field };
		keep(l, key, e);
	}
	for (size_t i = 0, decided = kept.n; i < before.n; i++) {
		bool there = false;

		for (size_t k = 0; k < decided; k++)
			there = there || strcmp(kept.v[k].name, before.v[i].name) == 0;
		if (!there)
			kept.v[kept.n++] = before.v[i];
	}
	if (!image_to_row(cx, l->type, &kept, row))
		return NULL;
	row->id = record->id;
	row->version = record->version;
	row->created_at = record->created_at;
	row->created_by = record->created_by;
	return row;
}

/* ---- the load */

static bool blame(struct context *cx, const struct reference_row *r)
{
	const char *text = cx->err.text;

	if (cx->err.kind != ERR_INVALID)
		return false;
	error_clear(cx);
	return fail(cx, ERR_INVALID, NULL, N_("%s, row %lld: %s"), r->load->path,
	            (long long)r->number, text);
}

static bool add_row(struct context *cx, struct load *l, const struct reference_row *r, void *row)
{
	l->report.added++;
	return record_save_as(cx, l->type, row, CHANGE_REFERENCE) || blame(cx, r);
}

static bool update_row(struct context *cx, struct load *l, const struct reference_row *r,
                       int64_t id)
{
	const void *stored = record_get_any(cx, l->type, id);
	const char *key = l->type->key ? reference_cell(r, l->type->key) : NULL;
	void *shipped, *row;
	bool wait, changed;

	if (!stored)
		return false;
	shipped = row_copy(cx, l->type, stored);
	if (!put_cells(cx, r, shipped, &wait))
		return false;
	row = merge(cx, l, stored, shipped, key, &changed);
	if (!row)
		return false;
	if (!changed) {
		l->report.unchanged++;
		return true;
	}
	l->report.updated++;
	return record_save_as(cx, l->type, row, CHANGE_REFERENCE) || blame(cx, r);
}

static bool take(struct context *cx, struct load *l, struct reference_row *r, bool *progress)
{
	void *row = record_new(cx, l->type);
	bool wait;
	int64_t id;

	if (!put_cells(cx, r, row, &wait))
		return false;
	if (wait)
		return true;
	r->done = *progress = true;
	l->report.read++;
	if (!find(cx, l, row, &id))
		return false;
	return id ? update_row(cx, l, r, id) : add_row(cx, l, r, row);
}

/* Round by round: each takes the rows whose targets are stored. */
static bool take_all(struct context *cx, struct load *l)
{
	bool progress = true;

	while (progress) {
		progress = false;
		for (size_t i = 0; i < l->rows_n; i++)
			if (!l->rows[i].done && !take(cx, l, &l->rows[i], &progress))
				return false;
	}
	for (size_t i = 0; i < l->rows_n; i++)
		if (!l->rows[i].done)
			return fail(cx, ERR_INVALID, NULL,
			            N_("%s, row %lld: it refers to itself in a circle."), l->path,
			            (long long)l->rows[i].number);
	return true;
}

bool reference_load(struct context *cx, const struct type *t, const char *path,
                    const struct reference_options *options, struct reference_report *ret)
{
	struct load l = {
		.type = t, .path = path, .options = options, .differing = BUFFER(cx->mem, MAX_PAGE)
	};
	const char *what;

	if (!read_file(cx, &l) || !take_all(cx, &l))
		return false;
	l.report.differing = buffer_str(&l.differing);
	if (ret)
		*ret = l.report;
	if (!l.report.added && !l.report.updated)
		return true;
	what = arena_fmt(cx->mem, "%s: %zu read, %zu added, %zu updated, %zu corrections kept",
	                 path, l.report.read, l.report.added, l.report.updated, l.report.kept);
	return change_event(cx, CHANGE_EVENT, t->name, 0, "reference", what);
}
