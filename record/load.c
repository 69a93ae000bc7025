/* Reading.  A record is one row of its table plus parts: texts, references, owned rows.  The column
 * `parts` tells which of them exist, so that most records cost one or two statements; a list of 25
 * costs as many statements as one record. */
#include "record/load.h"

#include "record/app.h"
#include "record/subject.h"

/* ---- columns */

int columns_count(const struct field *f)
{
	switch (f->kind) {
	case FIELD_TEXTS:
	case FIELD_REFS:
	case FIELD_ROWS:
		return 0;
	case FIELD_MONEY:
	case FIELD_LINK:
		return 2;
	default:
		return 1;
	}
}

static void column_of(struct buffer *sql, const char *alias, const struct field *f)
{
	buffer_text(sql, alias);
	buffer_text(sql, f->name);
}

void columns_of(struct buffer *sql, const char *alias, const struct field *f)
{
	if (f->kind == FIELD_LINK) {
		column_of(sql, alias, f);
		buffer_text(sql, "_type, ");
	}
	if (columns_count(f))
		column_of(sql, alias, f);
	if (f->kind == FIELD_MONEY) {
		buffer_text(sql, ", ");
		column_of(sql, alias, f);
		buffer_text(sql, "_currency");
	}
}

static void add(struct sql_values *values, struct value v)
{
	values->v[values->n++] = v;
}

void columns_values(const struct type *t, const struct field *f, const void *row,
                    struct sql_values *values)
{
	const void *p = field_at(f, row);
	bool empty = field_empty(f, row);

	switch (f->kind) {
	case FIELD_TEXT:
		add(values, value_text(empty ? NULL : *(const char *const *)p));
		break;
	case FIELD_NUMBER:
		add(values, empty ? value_null() : value_int(((const struct number *)p)->units));
		break;
	case FIELD_MONEY: {
		const struct money *m = p;

		add(values, empty ? value_null() : value_int(m->minor));
		add(values, value_text(empty ? NULL : m->currency));
		break;
	}
	case FIELD_YESNO:
		add(values, empty ? value_null() : value_int(*(const enum yesno *)p == YES));
		break;
	case FIELD_DATE:
		add(values, value_date(*(const struct date *)p));
		break;
	case FIELD_INSTANT:
		add(values, value_ref(((const struct instant *)p)->us));
		break;
	case FIELD_CHOICE: {
		const struct choice *c = choice_at(field_choices(t, f), *(const int *)p);

		add(values, value_text(c ? c->code : NULL));
		break;
	}
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_FILE:
		add(values, value_ref(*(const int64_t *)p));
		break;
	case FIELD_LINK: {
		const struct link *l = p;

		add(values, value_text(empty ? NULL : l->type->name));
		add(values, value_ref(l->id));
		break;
	}
	case FIELD_TEXTS:
	case FIELD_REFS:
	case FIELD_ROWS:
	case FIELD_KINDS:
		break;
	}
}

void columns_read(struct context *cx, const struct type *t, const struct field *f,
                  const struct rows *r, int *column, void *row)
{
	void *p = field_at(f, row);
	int c = *column;

	*column += columns_count(f);
	if (!columns_count(f) || rows_null(r, c))
		return;
	switch (f->kind) {
	case FIELD_TEXT:
		*(const char **)p = arena_str(cx->mem, rows_text(r, c));
		break;
	case FIELD_NUMBER:
		*(struct number *)p = (struct number){ rows_int(r, c), true };
		break;
	case FIELD_MONEY: {
		struct money *m = p;

		m->minor = rows_int(r, c);
		snprintf(m->currency, sizeof m->currency, "%s", rows_text(r, c + 1));
		break;
	}
	case FIELD_YESNO:
		*(enum yesno *)p = rows_int(r, c) ? YES : NO;
		break;
	case FIELD_DATE:
		*(struct date *)p = rows_date(r, c);
		break;
	case FIELD_INSTANT:
		((struct instant *)p)->us = rows_int(r, c);
		break;
	case FIELD_CHOICE:
		*(int *)p = choice_index(field_choices(t, f), rows_text(r, c));
		break;
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_FILE:
		*(int64_t *)p = rows_int(r, c);
		break;
	case FIELD_LINK: {
		struct link *l = p;

		l->type = type_named(cx->app->subjects, rows_text(r, c));
		l->id = l->type ? rows_int(r, c + 1) : 0;
		break;
	}
	case FIELD_TEXTS:
	case FIELD_REFS:
	case FIELD_ROWS:
	case FIELD_KINDS:
		break;
	}
}

void record_columns(struct buffer *sql, const struct type *t)
{
	const struct field *f;

	buffer_text(
	        sql,
	        "r.id, r.version, r.created_at, r.created_by, r.updated_at, r.updated_by, r.parts");
	for (size_t i = 0; (f = type_field(t, i)); i++) {
		if (!columns_count(f))
			continue;
		buffer_text(sql, ", ");
		columns_of(sql, "r.", f);
	}
}

void *rows_to_record(struct context *cx, const struct type *t, const struct rows *r)
{
	struct record *row = arena_alloc(cx->mem, t->size);
	const struct field *f;
	int column = 7;

	row->id = rows_int(r, 0);
	row->version = rows_int(r, 1);
	row->created_at = rows_int(r, 2);
	row->created_by = rows_int(r, 3);
	row->updated_at = rows_int(r, 4);
	row->updated_by = rows_int(r, 5);
	row->parts = rows_int(r, 6);
	for (size_t i = 0; (f = type_field(t, i)); i++)
		columns_read(cx, t, f, r, &column, row);
	return row;
}

/* ---- parts */

const char *rows_table(struct arena *mem, const struct type *t, const struct field *f)
{
	bool common = f >= common_fields && f < common_fields + COMMON_FIELDS;

	return arena_fmt(mem, "%s_%s", common ? "record" : t->name, f->name);
}

void sql_ids(struct buffer *sql, struct sql_values *values, const int64_t *ids, size_t n)
{
	static const size_t lengths[] = { 1, 5, 25, 100, MAX_LIST_PAGE };
	size_t want = n;

	for (size_t i = LEN(lengths); i-- > 0;)
		if (lengths[i] >= n)
			want = lengths[i];
	for (size_t i = 0; i < want; i++) {
		buffer_text(sql, i ? ", " : "");
		sql_value(sql, values, value_int(ids[i < n ? i : n - 1]));
	}
}

/* What owns a part: a record or one of its owned rows, found by id. */
struct owner {
	int64_t id;
	void *row;
	const struct field *fields; /* NULL: the record's own */
	size_t n;
};

struct owners {
	const struct type *type;
	struct owner *v;
	size_t n;
};

static int owner_order(const void *a, const void *b)
{
	int64_t x = ((const struct owner *)a)->id, y = ((const struct owner *)b)->id;

	return (x > y) - (x < y);
}

static struct owner *owner_of(const struct owners *o, int64_t id)
{
	struct owner key = { .id = id };

	return bsearch(&key, o->v, o->n, sizeof key, owner_order);
}

static const struct field *owner_field(const struct owners *o, const struct owner *owner,
                                       const char *name)
{
	if (!owner->fields)
		return type_field_named(o->type, name);
	for (size_t i = 0; i < owner->n; i++)
		if (strcmp(owner->fields[i].name, name) == 0)
			return &owner->fields[i];
	return NULL;
}

static void *append(struct arena *mem, void *v, size_t *n, size_t size)
{
	/* Doubles at powers of two: the arena keeps the old copies, so growing one by one would be
	 * quadratic. */
	if ((*n & (*n - 1)) == 0)
		v = arena_grow(mem, v, *n * size, (*n ? *n * 2 : 1) * size);
	++*n;
	return v;
}

static void take_text(struct context *cx, const struct owners *o, const struct rows *r)
{
	struct owner *owner = owner_of(o, rows_int(r, 0));
	const struct field *f = owner ? owner_field(o, owner, rows_text(r, 1)) : NULL;

	if (!f || f->kind != FIELD_TEXTS)
		return;

	struct texts *x = field_at(f, owner->row);

	x->v = append(cx->mem, x->v, &x->n, sizeof *x->v);
	x->v[x->n - 1] = (struct text){
		.lang = arena_str(cx->mem, rows_text(r, 2)),
		.body = arena_str(cx->mem, rows_text(r, 3)),
		.original = rows_int(r, 4),
		.by = rows_int(r, 5),
		.at = rows_int(r, 6),
		.from_change = rows_int(r, 7),
		.change = rows_int(r, 8),
	};
}

static void take_ref(struct context *cx, const struct owners *o, const struct rows *r)
{
	struct owner *owner = owner_of(o, rows_int(r, 0));
	const struct field *f = owner ? owner_field(o, owner, rows_text(r, 1)) : NULL;

	if (!f || f->kind != FIELD_REFS)
		return;

	struct refs *x = field_at(f, owner->row);

	x->v = append(cx->mem, x->v, &x->n, sizeof *x->v);
	x->v[x->n - 1] = rows_int(r, 2);
}

static const char texts_of[] =
        "SELECT record, field, lang, body, original, written_by, written_at, from_change, change"
        " FROM text WHERE record IN (";
static const char texts_order[] = ") ORDER BY record, field, lang";
static const char refs_of[] = "SELECT record, field, target FROM ref WHERE record IN (";
static const char refs_order[] = ") ORDER BY record, field, position";

/* Runs "select IN (ids) order" over the owners, MAX_LIST_PAGE at a time. */
static bool
each_part(struct context *cx, const struct owners *o, const char *select, const char *order,
          void (*take)(struct context *cx, const struct owners *o, const struct rows *r))
{
	for (size_t from = 0; from < o->n; from += MAX_LIST_PAGE) {
		size_t n = o->n - from < MAX_LIST_PAGE ? o->n - from : MAX_LIST_PAGE;
		int64_t *ids = arena_array(cx->mem, int64_t, n);
		struct buffer sql = BUFFER(cx->mem, MAX_SQL);
		struct sql_values *values = sql_values_new(cx->mem);

		for (size_t i = 0; i < n; i++)
			ids[i] = o->v[from + i].id;
		buffer_text(&sql, select);
		sql_ids(&sql, values, ids, n);
		buffer_text(&sql, order);

		struct rows *r =
		        db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);

		while (r && rows_next(cx, r))
			take(cx, o, r);
		if (failed(cx))
			return false;
	}
	return true;
}

/* Owned rows: "SELECT record, id, columns… FROM type_field WHERE record IN (…)". */
static bool load_rows(struct context *cx, const struct owners *o, const struct field *f)
{
	const struct row_type *type = f->rows;

	for (size_t from = 0; from < o->n; from += MAX_LIST_PAGE) {
		size_t n = o->n - from < MAX_LIST_PAGE ? o->n - from : MAX_LIST_PAGE;
		int64_t *ids = arena_array(cx->mem, int64_t, n);
		struct buffer sql = BUFFER(cx->mem, MAX_SQL);
		struct sql_values *values = sql_values_new(cx->mem);

		for (size_t i = 0; i < n; i++)
			ids[i] = o->v[from + i].id;
		buffer_text(&sql, "SELECT r.record, r.id");
		for (size_t i = 0; i < type->n; i++) {
			if (!columns_count(&type->fields[i]))
				continue;
			buffer_text(&sql, ", ");
			columns_of(&sql, "r.", &type->fields[i]);
		}
		buffer_fmt(&sql, " FROM %s r WHERE r.record IN (", rows_table(cx->mem, o->type, f));
		sql_ids(&sql, values, ids, n);
		buffer_text(&sql, ") ORDER BY r.record, r.position, r.id");

		struct rows *r =
		        db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);

		while (r && rows_next(cx, r)) {
			struct owner *owner = owner_of(o, rows_int(r, 0));
			struct owned *x = field_at(f, owner->row);
			int column = 2;

			x->v = append(cx->mem, x->v, &x->n, type->size);

			char *row = (char *)x->v + (x->n - 1) * type->size;

			memset(row, 0, type->size);
			*(int64_t *)(void *)row = rows_int(r, 1);
			for (size_t i = 0; i < type->n; i++)
				columns_read(cx, o->type, &type->fields[i], r, &column, row);
		}
		if (failed(cx))
			return false;
	}
	return true;
}

static bool has_texts(const struct row_type *type)
{
	for (size_t i = 0; i < type->n; i++)
		if (type->fields[i].kind == FIELD_TEXTS)
			return true;
	return false;
}

/* Texts of owned rows hang on the rows' own ids. */
static bool load_rows_texts(struct context *cx, const struct owners *o, const struct field *f)
{
	struct owners rows = { .type = o->type };

	if (!has_texts(f->rows))
		return true;
	for (size_t i = 0; i < o->n; i++)
		rows.n += ((const struct owned *)field_at(f, o->v[i].row))->n;
	rows.v = arena_array(cx->mem, struct owner, rows.n);
	rows.n = 0;
	for (size_t i = 0; i < o->n; i++) {
		const struct owned *x = field_at(f, o->v[i].row);

		for (size_t k = 0; k < x->n; k++) {
			char *row = (char *)x->v + k * f->rows->size;

			rows.v[rows.n++] = (struct owner){ *(int64_t *)(void *)row, row,
				                           f->rows->fields, f->rows->n };
		}
	}
	qsort(rows.v, rows.n, sizeof *rows.v, owner_order);
	return each_part(cx, &rows, texts_of, texts_order, take_text);
}

/* The records whose `parts` has the bit. */
static struct owners with_part(struct context *cx, const struct owners *all, int64_t bit)
{
	struct owners some = { .type = all->type, .v = arena_array(cx->mem, struct owner, all->n) };

	for (size_t i = 0; i < all->n; i++)
		if (((const struct record *)all->v[i].row)->parts & bit)
			some.v[some.n++] = all->v[i];
	return some;
}

/* What every record has since a later version stands behind all that types have of their own, so
 * that stored bits keep their meaning. */
int64_t part_of(const struct field *f, int64_t *next)
{
	int64_t bit = *next;

	if (f == &common_fields[COMMON_FIELDS - 1])
		return (int64_t)1 << 40;
	*next <<= 1;
	return bit;
}

bool load_parts(struct context *cx, const struct type *t, void **records, size_t n)
{
	struct owners all = { .type = t, .v = arena_array(cx->mem, struct owner, n), .n = n };
	const struct field *f;
	int64_t next = PART_ROWS;

	for (size_t i = 0; i < n; i++)
		all.v[i] = (struct owner){ .id = ((struct record *)records[i])->id,
			                   .row = records[i] };
	qsort(all.v, all.n, sizeof *all.v, owner_order);

	struct owners texts = with_part(cx, &all, PART_TEXTS),
	              refs = with_part(cx, &all, PART_REFS);

	if (!each_part(cx, &texts, texts_of, texts_order, take_text) ||
	    !each_part(cx, &refs, refs_of, refs_order, take_ref))
		return false;
	for (size_t i = 0; (f = type_field(t, i)); i++) {
		if (f->kind != FIELD_ROWS)
			continue;

		struct owners rows = with_part(cx, &all, part_of(f, &next));

		if (!load_rows(cx, &rows, f) || !load_rows_texts(cx, &rows, f))
			return false;
	}
	return true;
}

int64_t record_parts(const struct type *t, const void *row)
{
	const struct field *f;
	int64_t parts = 0, next = PART_ROWS;

	for (size_t i = 0; (f = type_field(t, i)); i++) {
		int64_t bit = f->kind == FIELD_ROWS ? part_of(f, &next) : 0;

		if (f->kind == FIELD_TEXTS)
			parts |= field_empty(f, row) ? 0 : PART_TEXTS;
		else if (f->kind == FIELD_REFS)
			parts |= field_empty(f, row) ? 0 : PART_REFS;
		else if (f->kind == FIELD_ROWS)
			parts |= field_empty(f, row) ? 0 : bit;
	}
	return parts;
}

/* ---- whole records */

bool record_load_heads(struct context *cx, const struct type *t, const int64_t *ids, size_t n,
                       void ***ret, size_t *ret_n)
{
	*ret = arena_array(cx->mem, void *, n);
	*ret_n = 0;
	for (size_t from = 0; from < n; from += MAX_LIST_PAGE) {
		size_t some = n - from < MAX_LIST_PAGE ? n - from : MAX_LIST_PAGE;
		struct buffer sql = BUFFER(cx->mem, MAX_SQL);
		struct sql_values *values = sql_values_new(cx->mem);

		buffer_text(&sql, "SELECT ");
		record_columns(&sql, t);
		buffer_fmt(&sql, " FROM %s r WHERE r.id IN (", t->name);
		sql_ids(&sql, values, ids + from, some);
		buffer_text(&sql, ") ORDER BY r.id");

		struct rows *r =
		        db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);

		while (r && rows_next(cx, r))
			(*ret)[(*ret_n)++] = rows_to_record(cx, t, r);
		if (failed(cx))
			return false;
	}
	return true;
}

bool record_load_many(struct context *cx, const struct type *t, const int64_t *ids, size_t n,
                      void ***ret, size_t *ret_n)
{
	return record_load_heads(cx, t, ids, n, ret, ret_n) && load_parts(cx, t, *ret, *ret_n);
}

void *record_load(struct context *cx, const struct type *t, int64_t id)
{
	void **rows;
	size_t n;

	return record_load_many(cx, t, &id, 1, &rows, &n) && n ? rows[0] : NULL;
}
