/* Records as JSON: a list of objects, a list within an object ({"data": [{…}, …]}), or one object
 * after the other.  They become a table whose first row is the union of their names, in the order
 * in which they come first; the n-th record is row n + 1.
 *
 * An object within a record gives columns of its own ("body.name"); a list gives the lines of one
 * cell.  One record at a time is parsed, twice, since the header needs all of them. */
#include "format/json.h"
#include "format/reader.h"

enum { NAME = 256, DIGITS = 32 };

struct table {
	size_t columns;
	size_t next; /* where the next name probably is */
	char names[MAX_MATERIAL_COLUMNS][NAME];
	const struct json *values[MAX_MATERIAL_COLUMNS];
};

struct records {
	const char *at, *end;
	bool in_list, closed;
	int64_t number;
};

/* ---- where the records are */

static const char *skip(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
		at++;
	return at;
}

/* Behind the value that begins with a bracket; NULL: it does not end. */
static const char *end_of(const char *at, const char *end)
{
	int64_t depth = 0;
	bool within = false;

	for (; at < end; at++) {
		if (within) {
			if (*at == '\\')
				at++;
			else
				within = *at != '"';
		} else if (*at == '"') {
			within = true;
		} else if (*at == '{' || *at == '[') {
			depth++;
		} else if ((*at == '}' || *at == ']') && --depth == 0) {
			return at + 1;
		}
	}
	return NULL;
}

/* The bracket of the first list of objects that is a member of the object; NULL: none is. */
static const char *list_within(const char *at, const char *end)
{
	int64_t depth = 0;
	bool within = false;

	for (; at < end; at++) {
		if (within) {
			if (*at == '\\')
				at++;
			else
				within = *at != '"';
			continue;
		}
		if (*at == '[' && depth == 1) {
			const char *first = skip(at + 1, end);

			if (first < end && *first == '{')
				return at;
		}
		within = *at == '"';
		depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
	}
	return NULL;
}

/* An object that is longer than any record holds the list of them. */
static struct records records_of(const struct reader *r)
{
	const char *bytes = reader_bytes(r), *end = bytes + reader_size(r), *after, *list;
	size_t mark = reader_size(r) >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct records all = { .at = skip(bytes + mark, end), .end = end };
	const char *longest = end - all.at > MAX_MATERIAL_UNIT ? all.at + MAX_MATERIAL_UNIT : end;

	after = *all.at == '{' ? end_of(all.at, longest) : NULL;
	list = *all.at == '{' && (!after || skip(after, end) == end)
	               ? list_within(all.at, after ? after : end)
	               : NULL;
	if (list)
		all.at = list;
	if (*all.at == '[') {
		all.in_list = true;
		all.at++;
	}
	return all;
}

static bool cut_off(struct context *cx)
{
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("The file is damaged or was cut off. Copy or download it again."));
}

/* The parser counts lines from the record's beginning; says whose they are. */
static const struct json *parse_record(struct context *cx, const struct records *all,
                                       const char *after)
{
	const struct json *record =
	        json_parse(cx, all->at, (size_t)(after - all->at), MAX_MATERIAL_UNIT);
	struct error e = cx->err;

	if (e.kind == ERR_BAD_REQUEST) {
		error_clear(cx);
		fail(cx, e.kind, NULL, N_("Record %lld of the file: %s"), (long long)all->number,
		     e.text);
	}
	return record;
}

/* The next record, on the arena; NULL at the end and when failed(cx). */
static const struct json *next_record(struct context *cx, struct records *all)
{
	const char *after;
	const struct json *record;

	for (all->at = skip(all->at, all->end); all->at < all->end && *all->at == ',';)
		all->at = skip(all->at + 1, all->end);
	all->closed = all->at < all->end ? all->in_list && *all->at == ']' : !all->in_list;
	if (all->closed)
		return NULL;
	all->number++;
	after = all->at < all->end && *all->at == '{' ? end_of(all->at, all->end) : NULL;
	if (!after) {
		if (all->at == all->end || *all->at == '{')
			cut_off(cx);
		else
			fail(cx, ERR_BAD_REQUEST, NULL,
			     N_("Record %lld of the file is no object of names and values."),
			     (long long)all->number);
		return NULL;
	}
	record = parse_record(cx, all, after);
	all->at = after;
	return record;
}

/* ---- names */

/* The name's column; columns when there is none yet. */
static size_t column_of(struct table *t, const char *name)
{
	if (t->next < t->columns && strcmp(t->names[t->next], name) == 0)
		return t->next++;
	for (size_t i = 0; i < t->columns; i++)
		if (strcmp(t->names[i], name) == 0) {
			t->next = i + 1;
			return i;
		}
	return t->columns;
}

static bool add_column(struct context *cx, struct table *t, const char *name)
{
	size_t n = strlen(name);

	if (n >= NAME)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("A name in the file is longer than %d bytes."), NAME - 1);
	if (t->columns == MAX_MATERIAL_COLUMNS)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The records of the file have more than %d names."),
		            MAX_MATERIAL_COLUMNS);
	memcpy(t->names[t->columns++], name, n + 1);
	t->next = t->columns;
	return true;
}

/* Notes each value with its column, and adds columns that are new.  Depth is limited by the
 * parser. */
static bool note_values(struct context *cx, struct table *t, const struct json *object,
                        const char *before)
{
	for (const struct json *j = json_items(object); j; j = j->next) {
		const char *name = *before ? arena_fmt(cx->mem, "%s.%s", before, j->key) : j->key;
		size_t column;

		if (j->kind == JSON_KIND_OBJECT) {
			if (!note_values(cx, t, j, name))
				return false;
			continue;
		}
		column = column_of(t, name);
		if (column == t->columns && !add_column(cx, t, name))
			return false;
		t->values[column] = j;
	}
	return true;
}

/* ---- values */

static void write_value(struct json_writer *w, const struct json *j)
{
	if (j->key)
		json_key(w, j->key);
	switch (j->kind) {
	case JSON_KIND_NULL:
		json_nil(w);
		return;
	case JSON_KIND_BOOL:
		json_bool(w, j->number);
		return;
	case JSON_KIND_INTEGER:
		json_int(w, j->number);
		return;
	case JSON_KIND_TEXT:
		json_text(w, j->text);
		return;
	case JSON_KIND_REAL: {
		char digits[DIGITS];

		snprintf(digits, sizeof digits, "%.15g", j->real);
		json_raw(w, digits);
		return;
	}
	case JSON_KIND_LIST:
	case JSON_KIND_OBJECT:
		json_open(w, j->kind == JSON_KIND_LIST ? '[' : '{');
		for (const struct json *item = json_items(j); item; item = item->next)
			write_value(w, item);
		json_close(w);
		return;
	}
}

/* The value without its name. */
static bool put_json(struct context *cx, struct buffer *b, const struct json *j)
{
	struct json bare = *j;
	struct json_writer w;

	bare.key = NULL;
	json_start(&w, cx, sink_to_buffer, b);
	write_value(&w, &bare);
	return json_end(&w);
}

static bool put_lines(struct context *cx, struct buffer *b, const struct json *list)
{
	for (const struct json *j = json_items(list); j; j = j->next) {
		if (j->kind == JSON_KIND_NULL)
			continue;
		if (b->len)
			buffer_char(b, '\n');
		if (j->kind == JSON_KIND_TEXT)
			buffer_text(b, j->text);
		else if (!put_json(cx, b, j))
			return false;
	}
	return buffer_ok(cx, b);
}

static bool give_value(struct context *cx, struct reader *r, const struct json *j)
{
	struct buffer b = BUFFER(cx->mem, MAX_MATERIAL_UNIT);
	struct cell c = { .kind = CELL_TEXT };

	if (!j || j->kind == JSON_KIND_NULL) {
		c.kind = CELL_EMPTY;
	} else if (j->kind == JSON_KIND_TEXT) {
		buffer_text(&b, j->text);
	} else if (j->kind == JSON_KIND_LIST) {
		if (!put_lines(cx, &b, j))
			return false;
	} else if (j->kind == JSON_KIND_BOOL) {
		c.kind = CELL_YESNO;
		c.number = (double)j->number;
		buffer_text(&b, j->number ? "TRUE" : "FALSE");
	} else {
		c.kind = CELL_NUMBER;
		c.number = j->real;
		if (!put_json(cx, &b, j))
			return false;
	}
	reader_cell_n(r, &c, buffer_str(&b), b.len);
	return true;
}

static bool give_record(struct context *cx, struct reader *r, const struct table *t, int64_t row)
{
	reader_row(r, row, false);
	for (size_t i = 0; i < t->columns; i++)
		if (!give_value(cx, r, t->values[i]))
			return false;
	return reader_end_row(cx, r);
}

static bool give_header(struct context *cx, struct reader *r, const struct table *t)
{
	if (!reader_sheet(cx, r, "", false))
		return false;
	reader_row(r, 1, false);
	for (size_t i = 0; i < t->columns; i++)
		reader_text(r, t->names[i], strlen(t->names[i]));
	return reader_end_row(cx, r);
}

/* All records once: noting names, or, with `give`, giving rows. */
static bool go_through(struct context *cx, struct reader *r, struct table *t, bool give)
{
	struct records all = records_of(r);

	reader_rewind(r);
	for (;;) {
		struct context_mark mark = context_mark(cx);
		const struct json *record = next_record(cx, &all);

		if (!record)
			return !failed(cx);
		memset(t->values, 0, sizeof t->values);
		if (!note_values(cx, t, record, "") ||
		    (give && !give_record(cx, r, t, all.number + 1)))
			return false;
		context_rewind(cx, mark);
		reader_forget(r, (size_t)(all.at - reader_bytes(r)));
	}
}

bool read_json(struct context *cx, struct reader *r)
{
	struct table *t = arena_new_of(cx->mem, struct table);

	return go_through(cx, r, t, false) && give_header(cx, r, t) && go_through(cx, r, t, true);
}
