/* Lists: one SELECT per page, made from the field table: what the actor may read, what the reader
 * filtered, from where the page before ended (a cursor, not a count: page 10,000 costs as much as
 * page 1), in the order asked for. */
#include "record/load.h"

#include "base/number.h"
#include "language/fold.h"
#include "record/app.h"

enum {
	FEW = 200,      /* ids that a statement names */
	STRETCH = 4000, /* records that are passed by at once */
};

/* How a list is ordered: one field, then the id. */
struct order {
	const struct field *field; /* NULL: by id */
	bool down, nulls;
	const char *column;
};

static bool find_order(struct context *cx, const struct list *l, struct order *ret)
{
	const char *name = !str_empty(l->order) ? l->order : l->type->order ? l->type->order : "";

	ret->down = *name == '-';
	name += ret->down;
	ret->field = *name ? type_field_named(l->type, name) : NULL;
	ret->column = "r.id";
	if (!*name || str_eq(name, "id"))
		return true;
	if (str_eq(name, "updated_at") || str_eq(name, "created_at")) {
		ret->column = arena_fmt(cx->mem, "r.%s", name);
		return true;
	}

	const struct field *f = ret->field;

	if (!f || (columns_count(f) != 1 && f->kind != FIELD_TEXTS) ||
	    (!str_eq(l->order, l->type->order) && l->order && !(f->flags & SORTED)))
		return fail(cx, ERR_BAD_REQUEST, "order",
		            N_("The list cannot be ordered by that."));
	ret->nulls = f->kind == FIELD_TEXTS || !(f->flags & REQUIRED);
	ret->column = f->kind == FIELD_TEXTS ? "s.sort_key" : arena_fmt(cx->mem, "r.%s", f->name);
	return true;
}

/* ---- filters */

const char *list_pattern(struct context *cx, const char *words)
{
	struct buffer b = BUFFER(cx->mem, MAX_URL * 4);

	buffer_char(&b, '%');
	for (const char *s = fold_text(cx->mem, words); *s; s++) {
		if (*s == '%' || *s == '_' || *s == '\\')
			buffer_char(&b, '\\');
		buffer_char(&b, *s);
	}
	buffer_char(&b, '%');
	return buffer_str(&b);
}

/* The words stand in one of the record's texts, or are the whole of one of its short ones (a
 * symbol, a locator). */
static void contains(struct context *cx, const struct list *l, const struct filter *w,
                     struct buffer *sql, struct sql_values *values)
{
	buffer_text(sql, " AND (EXISTS (SELECT 1 FROM text x WHERE x.record = r.id");
	if (w->field) {
		buffer_text(sql, " AND x.field = ");
		sql_value(sql, values, value_text(w->field->name));
	}
	for (size_t i = 0; !w->field && i < l->type->n; i++)
		if (l->type->fields[i].reader)
			buffer_fmt(sql, " AND x.field <> '%s'", l->type->fields[i].name);
	buffer_text(sql, " AND x.folded LIKE ");
	sql_value(sql, values, value_text(list_pattern(cx, w->values[0])));
	buffer_text(sql, " ESCAPE '\\')");
	for (size_t i = 0; !w->field && i < l->type->n; i++) {
		const struct field *f = &l->type->fields[i];

		if (f->kind != FIELD_TEXT || !(f->flags & LISTED) || f->reader)
			continue;
		buffer_fmt(sql, " OR r.%s = ", f->name);
		sql_value(sql, values, value_text(w->values[0]));
	}
	buffer_text(sql, ")");
}

static void missing(const struct field *f, struct buffer *sql, struct sql_values *values)
{
	if (columns_count(f)) {
		buffer_fmt(sql, " AND r.%s IS NULL", f->name);
		return;
	}
	buffer_fmt(sql, " AND NOT EXISTS (SELECT 1 FROM %s x WHERE x.record = r.id AND x.field = ",
	           f->kind == FIELD_TEXTS ? "text" : "ref");
	sql_value(sql, values, value_text(f->name));
	buffer_text(sql, ")");
}

/* Values as the column holds them; field_typed() understood them already (list_filter). */
static bool put_values(struct context *cx, const struct list *l, const struct filter *w,
                       struct buffer *sql, struct sql_values *values)
{
	for (size_t i = 0; i < w->n; i++) {
		void *row = arena_alloc(cx->mem, l->type->size);
		struct sql_values *own = sql_values_new(cx->mem);

		if (!field_typed(cx, l->type, w->field, cx->lang, w->values[i], row))
			return false;
		if (w->field->kind == FIELD_REFS)
			own->v[own->n++] =
			        value_int(((struct refs *)field_at(w->field, row))->v[0]);
		else
			columns_values(l->type, w->field, row, own);
		buffer_text(sql, i ? ", " : "");
		sql_value(sql, values, own->v[own->n - 1]);
	}
	return true;
}

/* To be counted by a field is to be seen by it. */
static void only_seen(struct context *cx, const struct list *l, const struct field *f,
                      struct buffer *sql, struct sql_values *values)
{
	if (access_field_always(cx, l->type, f))
		return;
	buffer_text(sql, " AND ");
	access_field_sql(cx, l->type, f, sql, values);
}

/* Several of few choices are often half the table, and one is more than what a body reads.  Hidden
 * from the planner, which would rather collect and sort them all than walk along the list's order
 * until the page is full, or start from the body's own. */
static bool one_of_choices(struct context *cx, const struct list *l, const struct filter *w,
                           struct buffer *sql, struct sql_values *values)
{
	buffer_fmt(sql, " AND CASE WHEN r.%s IN (", w->field->name);
	if (!put_values(cx, l, w, sql, values))
		return false;
	buffer_text(sql, ") THEN 1 END = 1");
	return true;
}

static bool put_filter(struct context *cx, const struct list *l, const struct filter *w,
                       struct buffer *sql, struct sql_values *values)
{
	const struct field *f = w->field;

	only_seen(cx, l, f, sql, values);
	switch (w->op) {
	case FILTER_CONTAINS:
		contains(cx, l, w, sql, values);
		return true;
	case FILTER_MISSING:
		missing(f, sql, values);
		return true;
	case FILTER_FROM:
		buffer_fmt(sql, " AND r.%s >= ", f->name);
		return put_values(cx, l, w, sql, values);
	case FILTER_TO:
		buffer_fmt(sql, " AND r.%s <= ", f->name);
		return put_values(cx, l, w, sql, values);
	case FILTER_IS:
		break;
	}
	if (f->kind == FIELD_CHOICE && (w->n > 1 || !access_wide(cx, l->type)))
		return one_of_choices(cx, l, w, sql, values);
	if (f->kind == FIELD_REFS) {
		buffer_text(
		        sql,
		        " AND EXISTS (SELECT 1 FROM ref x WHERE x.record = r.id AND x.field = ");
		sql_value(sql, values, value_text(f->name));
		buffer_text(sql, " AND x.target IN (");
	} else {
		buffer_fmt(sql, " AND r.%s IN (", f->name);
	}
	if (!put_values(cx, l, w, sql, values))
		return false;
	buffer_text(sql, f->kind == FIELD_REFS ? "))" : ")");
	return true;
}

static const char *split_next(struct context *cx, const char **rest)
{
	const char *bar = strchr(*rest, '|');
	const char *part = bar ? arena_strn(cx->mem, *rest, (size_t)(bar - *rest)) : *rest;

	*rest = bar ? bar + 1 : NULL;
	return part;
}

static void split_values(struct context *cx, const char *value, struct filter *w)
{
	size_t n = 1;

	for (const char *s = value; *s; s++)
		n += *s == '|';
	w->values = arena_array(cx->mem, const char *, n);
	for (const char *rest = value; rest;) {
		const char *part = split_next(cx, &rest);

		if (*part)
			w->values[w->n++] = part;
	}
}

static bool filterable(const struct field *f)
{
	return f && f->flags & FILTERED && !(f->flags & HIDDEN) && f->kind != FIELD_ROWS;
}

bool list_filter(struct context *cx, struct list *l, const char *name, const char *value)
{
	size_t n = strlen(name);
	bool from = n && name[n - 1] == '>', to = n && name[n - 1] == '<';
	const char *plain = from || to ? arena_strn(cx->mem, name, n - 1) : name;
	struct filter w = { .field = type_field_named(l->type, plain) };

	if (str_empty(value))
		return true;
	if (str_eq(name, "q")) {
		w = (struct filter){ .op = FILTER_CONTAINS,
			             .values = arena_array(cx->mem, const char *, 1),
			             .n = 1 };
		w.values[0] = value;
	} else if (!filterable(w.field)) {
		return fail(cx, ERR_BAD_REQUEST, name, N_("The list cannot be filtered by “%s”."),
		            name);
	} else if (str_eq(value, "-")) {
		w.op = FILTER_MISSING;
	} else if (w.field->kind == FIELD_TEXTS) {
		w.op = FILTER_CONTAINS;
		split_values(cx, value, &w);
	} else {
		w.op = from ? FILTER_FROM : to ? FILTER_TO : FILTER_IS;
		split_values(cx, value, &w);
	}
	if (w.op != FILTER_MISSING && !w.n)
		return true;
	if (w.n > MAX_LIST_PAGE || ((from || to) && w.n != 1))
		return fail(cx, ERR_BAD_REQUEST, name, N_("Too many values to filter by."));
	l->filters = arena_grow(cx->mem, l->filters, l->filters_n * sizeof w,
	                        (l->filters_n + 1) * sizeof w);
	l->filters[l->filters_n++] = w;
	return true;
}

/* ---- cursors: "<id>=<value>" or "<id>-" where the value is empty */

static struct value cursor_value(struct context *cx, const struct order *o, const char *text)
{
	int64_t number;
	struct date date;

	if (o->field && o->field->kind == FIELD_DATE && date_from_store(text, &date))
		return value_date(date);
	if ((!o->field || (o->field->kind != FIELD_TEXT && o->field->kind != FIELD_TEXTS &&
	                   o->field->kind != FIELD_CHOICE)) &&
	    parse_int(text, &number))
		return value_int(number);
	return value_text(arena_str(cx->mem, text));
}

static bool after_cursor(struct context *cx, const struct list *l, const struct order *o,
                         struct buffer *sql, struct sql_values *values)
{
	const char *mark = strpbrk(l->after, "=-");
	const char *sign = o->down ? "<" : ">";
	int64_t id;

	if (!mark || !parse_int(arena_strn(cx->mem, l->after, (size_t)(mark - l->after)), &id))
		return fail(cx, ERR_BAD_REQUEST, "after",
		            N_("The list cannot be continued from there."));
	if (str_eq(o->column, "r.id")) {
		buffer_fmt(sql, " AND r.id %s ", sign);
		sql_value(sql, values, value_int(id));
		return true;
	}
	if (*mark == '-') {
		buffer_fmt(sql, " AND %s IS NULL AND r.id %s ", o->column, sign);
		sql_value(sql, values, value_int(id));
		return true;
	}
	buffer_fmt(sql, " AND ((%s, r.id) %s (", o->column, sign);
	sql_value(sql, values, cursor_value(cx, o, mark + 1));
	buffer_text(sql, ", ");
	sql_value(sql, values, value_int(id));
	buffer_fmt(sql, o->nulls ? ") OR %s IS NULL)" : "))", o->column);
	return true;
}

static bool ordered_by_text(const struct order *o)
{
	return o->field && (o->field->kind == FIELD_TEXT || o->field->kind == FIELD_TEXTS ||
	                    o->field->kind == FIELD_CHOICE || o->field->kind == FIELD_DATE);
}

static const char *cursor_of(struct context *cx, const struct order *o, const struct rows *r,
                             int column)
{
	const char *value;

	if (rows_null(r, column))
		value = NULL;
	else if (ordered_by_text(o))
		value = rows_text(r, column);
	else
		value = arena_fmt(cx->mem, "%lld", (long long)rows_int(r, column));
	return arena_fmt(cx->mem, "%lld%c%s", (long long)rows_int(r, 0), value ? '=' : '-',
	                 value ? value : "");
}

/* ---- the statement */

/* Few are told to the database; many are looked up while it walks along the list (walk()). */
static bool is_few(const struct list *l)
{
	return l->only && l->only_n <= FEW;
}

static bool where(struct context *cx, const struct list *l, struct buffer *sql,
                  struct sql_values *values)
{
	buffer_text(sql, " WHERE ");
	access_sql(cx, l->type, RIGHT_READ, sql, values);
	if (l->where_sql)
		buffer_fmt(sql, " AND (%s)", l->where_sql);
	if (l->where) {
		buffer_text(sql, " AND (");
		l->where(cx, l, sql, values);
		buffer_char(sql, ')');
	}
	if (is_few(l) && !l->only_n)
		buffer_text(sql, " AND 1 = 0");
	else if (is_few(l)) {
		buffer_text(sql, " AND r.id IN (");
		sql_ids(sql, values, l->only, l->only_n);
		buffer_char(sql, ')');
	}
	for (size_t i = 0; i < l->filters_n && !l->only; i++)
		if (!put_filter(cx, l, &l->filters[i], sql, values))
			return false;
	return true;
}

static bool count(struct context *cx, struct list *l)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	bool found;

	if (l->only) {
		l->total = (int64_t)l->only_n;
		return true;
	}
	buffer_fmt(&sql, "SELECT count(*) FROM %s r", l->type->name);
	return where(cx, l, &sql, values) && buffer_ok(cx, &sql) &&
	       db_int_values(cx, MADE_SQL(buffer_str(&sql)), &l->total, &found, values->v,
	                     values->n);
}

bool record_few(struct context *cx, const struct type *t, int64_t most, int64_t *ret)
{
	struct list l = { .type = t };
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	bool found;

	buffer_fmt(&sql, "SELECT count(*) FROM (SELECT 1 FROM %s r", t->name);
	if (!where(cx, &l, &sql, values))
		return false;
	buffer_text(&sql, " LIMIT ");
	sql_value(&sql, values, value_int(most + 1));
	buffer_text(&sql, ") AS few");
	return buffer_ok(cx, &sql) &&
	       db_int_values(cx, MADE_SQL(buffer_str(&sql)), ret, &found, values->v, values->n);
}

/* A value that is not seen neither places the record nor stands in the cursor. */
static void mask_order(struct context *cx, const struct list *l, struct order *o,
                       struct sql_values *values)
{
	struct buffer column = BUFFER(cx->mem, MAX_SQL);

	if (!o->field || access_field_always(cx, l->type, o->field))
		return;
	buffer_text(&column, "(CASE WHEN ");
	access_field_sql(cx, l->type, o->field, &column, values);
	buffer_fmt(&column, " THEN %s END)", o->column);
	o->column = buffer_str(&column);
	o->nulls = true;
}

/* The records' columns, or (`bare`) the id alone, and behind them what the list is ordered by. */
static bool select_page(struct context *cx, const struct list *l, struct order *o, bool bare,
                        int64_t limit, struct buffer *sql, struct sql_values *values)
{
	mask_order(cx, l, o, values);
	buffer_text(sql, "SELECT ");
	if (bare)
		buffer_text(sql, "r.id");
	else
		record_columns(sql, l->type);
	buffer_fmt(sql, ", %s AS list_order FROM %s r", o->column, l->type->name);
	if (o->field && o->field->kind == FIELD_TEXTS) {
		buffer_text(sql, " LEFT JOIN text s ON s.record = r.id AND s.field = ");
		sql_value(sql, values, value_text(o->field->name));
		buffer_text(sql, " AND s.lang = ");
		sql_value(sql, values, value_text(cx->lang ? cx->lang : "en"));
	}
	if (!where(cx, l, sql, values) || (l->after && !after_cursor(cx, l, o, sql, values)))
		return false;
	buffer_fmt(sql, " ORDER BY %s%s%s", o->column, o->down ? " DESC" : "",
	           o->nulls ? " NULLS LAST" : "");
	if (!str_eq(o->column, "r.id"))
		buffer_fmt(sql, ", r.id%s", o->down ? " DESC" : "");
	buffer_text(sql, " LIMIT ");
	sql_value(sql, values, value_int(limit));
	return buffer_ok(cx, sql);
}

/* ---- lists of records that are known */

static size_t place_of(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return i;
	return n;
}

/* The rows of a page, in the order of their ids. */
static bool load_page(struct context *cx, struct list *l, const int64_t *ids, size_t n)
{
	void **rows, **in_place = arena_array(cx->mem, void *, n);
	size_t found;

	if (!record_get_many(cx, l->type, ids, n, &rows, &found))
		return false;
	for (size_t i = 0; i < found; i++)
		in_place[place_of(ids, n, ((struct record *)rows[i])->id)] = rows[i];
	for (size_t i = 0; i < n; i++)
		if (in_place[i])
			l->rows[l->n++] = in_place[i];
	return true;
}

/* The cursor is a place among them. */
static bool ranked(struct context *cx, struct list *l)
{
	int64_t at = 0;
	size_t n;

	if (l->after && !parse_int_in(l->after, 0, (int64_t)l->only_n, &at))
		return fail(cx, ERR_BAD_REQUEST, "after",
		            N_("The list cannot be continued from there."));
	n = l->only_n - (size_t)at;
	if (n > (size_t)l->limit)
		n = (size_t)l->limit;
	if (n && !load_page(cx, l, l->only + at, n))
		return false;
	at += (int64_t)n;
	if ((size_t)at < l->only_n)
		l->next = arena_fmt(cx->mem, "%lld", (long long)at);
	l->total = (int64_t)l->only_n;
	return true;
}

static int id_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool is_one(const struct list *l, int64_t id)
{
	return bsearch(&id, l->only, l->only_n, sizeof id, id_order) != NULL;
}

struct walked {
	int64_t *ids;
	size_t n;
	const char *cursor; /* of the last of them */
	bool more;
};

/* A stretch of the list; *ret_last: the cursor of its end, NULL: that is the list's. */
static bool walk_stretch(struct context *cx, struct list *l, struct walked *w,
                         const char **ret_last)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	struct order order = { 0 };
	struct rows *r;
	int64_t seen = 0;

	if (!find_order(cx, l, &order) || !select_page(cx, l, &order, true, STRETCH, &sql, values))
		return false;
	*ret_last = NULL;
	r = db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	while (r && rows_next(cx, r)) {
		bool one = is_one(l, rows_int(r, 0));

		if (one && w->n == (size_t)l->limit) {
			w->more = true;
			rows_close(r);
			break;
		}
		if (++seen == STRETCH)
			*ret_last = cursor_of(cx, &order, r, 1);
		if (!one)
			continue;
		w->ids[w->n++] = rows_int(r, 0);
		if (w->n == (size_t)l->limit)
			w->cursor = cursor_of(cx, &order, r, 1);
	}
	return !failed(cx);
}

/* Along the list's order, until the page is full: many are met soon. */
static bool walk(struct context *cx, struct list *l)
{
	struct walked w = { .ids = arena_array(cx->mem, int64_t, l->limit) };
	const char *from = l->after, *last;
	bool ok;

	do {
		ok = walk_stretch(cx, l, &w, &last);
		l->after = last;
	} while (ok && last && !w.more);
	l->after = from;
	if (!ok || (w.n && !load_page(cx, l, w.ids, w.n)))
		return false;
	l->next = w.more ? w.cursor : NULL;
	l->total = (int64_t)l->only_n;
	return true;
}

bool record_list_ids(struct context *cx, const struct list *l, size_t most, int64_t **ret,
                     size_t *ret_n, bool *ret_all)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	struct rows *r;
	size_t room = FEW;

	*ret_n = 0;
	*ret_all = true;
	buffer_fmt(&sql, "SELECT r.id FROM %s r", l->type->name);
	if (!where(cx, l, &sql, values))
		return false;
	buffer_text(&sql, " ORDER BY r.id LIMIT ");
	sql_value(&sql, values, value_int((int64_t)most + 1));
	if (!buffer_ok(cx, &sql))
		return false;
	*ret = arena_array(cx->mem, int64_t, room);
	r = db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	while (r && rows_next(cx, r)) {
		if (*ret_n == most) {
			*ret_all = false;
			rows_close(r);
			break;
		}
		if (*ret_n == room) {
			room *= 2;
			*ret = arena_grow(cx->mem, *ret, *ret_n * sizeof **ret,
			                  room * sizeof **ret);
		}
		(*ret)[(*ret_n)++] = rows_int(r, 0);
	}
	return !failed(cx);
}

/* ---- the page */

bool record_list(struct context *cx, struct list *l)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	struct order order = { 0 };

	l->limit = l->limit < 1 ? 25 : l->limit > MAX_LIST_PAGE ? MAX_LIST_PAGE : l->limit;
	l->rows = arena_array(cx->mem, void *, l->limit);
	l->n = 0;
	l->next = NULL;
	if (l->only && l->ranked)
		return ranked(cx, l);
	if (l->only && !is_few(l))
		return walk(cx, l);
	if (!find_order(cx, l, &order) || (l->count && !count(cx, l)) ||
	    !select_page(cx, l, &order, false, l->limit + 1, &sql, values))
		return false;

	struct rows *r = db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	const char *cursor = NULL;

	while (r && rows_next(cx, r)) {
		if (l->n == (size_t)l->limit) {
			l->next = cursor;
			rows_close(r);
			break;
		}
		l->rows[l->n++] = rows_to_record(cx, l->type, r);
		if (l->n == (size_t)l->limit)
			cursor = cursor_of(cx, &order, r, rows_columns(r) - 1);
	}
	if (failed(cx) || !load_parts(cx, l->type, l->rows, l->n))
		return false;
	for (size_t i = 0; i < l->n; i++)
		access_hide(cx, l->type, l->rows[i]);
	return true;
}
