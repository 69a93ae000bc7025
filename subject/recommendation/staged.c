/* The rows of a file that is looked at, and what a person says to them.  A row's record is kept as
 * JSON by fields, not in words: so it is shown in whatever language its owner reads, and may be
 * compared with the record it is like. */
#include "subject/recommendation/staging.h"

#include "record/app.h"

enum { MAX_STAGED_RECORD = 4 * 1024 * 1024, MAX_CORRECTIONS = 20000, MAX_DECISIONS = 100000 };

#define STAGED_COLUMNS                                                                          \
	"SELECT file_row, page, fate, type, found, near_record, score, cells, record, changes," \
	" problems FROM staged "

SQL(staged_insert,
    "INSERT INTO staged (staging, look, file_row, page, fate, type, found, near_record, score,"
    " cells, record, changes, problems) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
    " $12, $13) ON CONFLICT (staging, look, file_row) DO UPDATE SET fate = excluded.fate,"
    " found = excluded.found, near_record = excluded.near_record, score = excluded.score,"
    " cells = excluded.cells, record = excluded.record, changes = excluded.changes,"
    " problems = excluded.problems");
SQL(staged_page,
    STAGED_COLUMNS "WHERE staging = $1 AND look = $2 AND file_row > $3 ORDER BY file_row LIMIT $4");
SQL(staged_page_of, STAGED_COLUMNS "WHERE staging = $1 AND look = $2 AND fate = $3"
                                   " AND file_row > $4 ORDER BY file_row LIMIT $5");
SQL(staged_one, STAGED_COLUMNS "WHERE staging = $1 AND look = $2 AND file_row = $3");
SQL(staged_all, "SELECT count(*) FROM staged WHERE staging = $1 AND look = $2");
SQL(staged_fates, "SELECT count(*) FROM staged WHERE staging = $1 AND look = $2 AND fate = $3");
SQL(staged_label_insert,
    "INSERT INTO staged_label (staging, position, type, field, label, file_rows)"
    " VALUES ($1, $2, $3, $4, $5, $6)");
SQL(staged_label_all, "SELECT type, field, label, file_rows FROM staged_label WHERE staging = $1"
                      " ORDER BY position LIMIT $2");
SQL(correction_all, "SELECT file_row, file_column, was, body FROM staged_correction"
                    " WHERE staging = $1 ORDER BY file_row, file_column LIMIT $2");
SQL(correction_of_row, "SELECT file_row, file_column, was, body FROM staged_correction"
                       " WHERE staging = $1 AND file_row = $2 ORDER BY file_column");
SQL(correction_put, "INSERT INTO staged_correction (staging, file_row, file_column, was, body, at)"
                    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (staging, file_row, file_column)"
                    " DO UPDATE SET body = excluded.body, at = excluded.at");
SQL(decision_all,
    "SELECT what, value FROM staged_decision WHERE staging = $1 ORDER BY what LIMIT $2");
SQL(decision_put, "INSERT INTO staged_decision (staging, what, value, at) VALUES ($1, $2, $3, $4)"
                  " ON CONFLICT (staging, what) DO UPDATE SET value = excluded.value,"
                  " at = excluded.at");
SQL(decision_drop, "DELETE FROM staged_decision WHERE staging = $1 AND what = $2");
SQL(decision_take_all,
    "INSERT INTO staged_decision (staging, what, value, at) SELECT staging,"
    " 'take:' || CAST(file_row AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT) FROM staged"
    " WHERE staging = $1 AND look = $2 AND fate = $3"
    " ON CONFLICT (staging, what) DO UPDATE SET value = excluded.value, at = excluded.at");
SQL(decision_join_all,
    "INSERT INTO staged_decision (staging, what, value, at) SELECT staging,"
    " 'join:' || CAST(file_row AS TEXT), CAST(near_record AS TEXT), CAST($4 AS BIGINT)"
    " FROM staged WHERE staging = $1 AND look = $2 AND near_record IS NOT NULL AND score >= $3"
    " ON CONFLICT (staging, what) DO NOTHING");
SQL(decision_take_joined,
    "INSERT INTO staged_decision (staging, what, value, at) SELECT staging,"
    " 'take:' || CAST(file_row AS TEXT), 'yes', CAST($4 AS BIGINT)"
    " FROM staged WHERE staging = $1 AND look = $2 AND near_record IS NOT NULL AND score >= $3"
    " AND fate = 'left' ON CONFLICT (staging, what) DO NOTHING");

/* ---- a row goes in */

static const char *fate_of(const struct import_item *item)
{
	switch (item->fate) {
	case ITEM_CHANGED:
		return "updated";
	case ITEM_SAME:
		return "unchanged";
	case ITEM_WRONG:
		return "wrong";
	case ITEM_LEFT:
		return "left";
	default:
		return item->near ? "near" : "new";
	}
}

/* The fields that the row says something about; owned rows (its source) are the format's own. */
static const char *said_of(struct context *cx, const struct import_item *item)
{
	struct buffer out = BUFFER(cx->mem, MAX_STAGED_RECORD);

	buffer_char(&out, '{');
	for (const struct field *const *f = item->said; f && *f; f++) {
		if ((*f)->kind == FIELD_ROWS || (*f)->flags & HIDDEN ||
		    field_empty(*f, item->record))
			continue;
		buffer_fmt(&out, "%s\"%s\":", out.len > 1 ? "," : "", (*f)->name);
		field_write(cx, item->type, *f, item->record, &out);
	}
	buffer_char(&out, '}');
	return buffer_ok(cx, &out) ? buffer_str(&out) : NULL;
}

static const char *changes_of(struct context *cx, const struct import_item *item)
{
	struct buffer out = BUFFER(cx->mem, MAX_STAGED_RECORD);
	struct json_writer w;

	if (!item->changes_n)
		return NULL;
	json_start(&w, cx, sink_to_buffer, &out);
	json_open(&w, '[');
	for (size_t i = 0; i < item->changes_n; i++) {
		json_open(&w, '{');
		json_key(&w, "field");
		json_text(&w, item->changes[i].field);
		json_key(&w, "was");
		json_text(&w, item->changes[i].was);
		json_key(&w, "is");
		json_text(&w, item->changes[i].is);
		json_close(&w);
	}
	json_close(&w);
	return json_end(&w) && buffer_ok(cx, &out) ? buffer_str(&out) : NULL;
}

static const char *problems_of(struct context *cx, const struct import_item *item)
{
	struct buffer out = BUFFER(cx->mem, MAX_STAGED_RECORD);
	struct json_writer w;

	if (!item->problems_n)
		return NULL;
	json_start(&w, cx, sink_to_buffer, &out);
	json_open(&w, '[');
	for (size_t i = 0; i < item->problems_n; i++) {
		json_open(&w, '{');
		json_key(&w, "field");
		json_text(&w, item->problems[i].field);
		json_key(&w, "message");
		json_text(&w, item->problems[i].message);
		json_close(&w);
	}
	json_close(&w);
	return json_end(&w) && buffer_ok(cx, &out) ? buffer_str(&out) : NULL;
}

bool staging_keep(struct context *cx, const struct staging *s, const struct import_item *item)
{
	const char *said = said_of(cx, item), *changes = changes_of(cx, item),
	           *problems = problems_of(cx, item);

	return !failed(cx) && db_put(cx, &staged_insert, V(s->id), V(s->job), V(item->row),
	                             V(item->page), V(fate_of(item)), V(item->type->name),
	                             value_ref(item->found), value_ref(item->near), V(item->score),
	                             V(item->cells), V(said), V(changes), V(problems));
}

int64_t staged_count(struct context *cx, int64_t id, int64_t look, const char *fate)
{
	int64_t n = 0;

	if (!*fate)
		return db_int(cx, &staged_all, &n, NULL, V(id), V(look)) ? n : 0;
	return db_int(cx, &staged_fates, &n, NULL, V(id), V(look), V(fate)) ? n : 0;
}

/* ---- and comes out */

static void *read_record(struct context *cx, const struct type *t, const char *said)
{
	const struct json *v = json_parse(cx, said, strlen(said), MAX_STAGED_RECORD);
	void *row = arena_alloc(cx->mem, t->size);

	((struct record *)row)->classification = CLASS_INTERNAL; /* nobody may see one without */
	for (const struct json *m = json_items(v); m; m = m->next) {
		const struct field *f = type_field_named(t, m->key);

		if (f && !field_read(cx, t, f, m, row))
			return NULL;
	}
	return v ? row : NULL;
}

static bool read_staged(struct context *cx, const struct rows *r, struct staged *ret)
{
	const struct type *t = type_named(cx->app->subjects, rows_text(r, 3));

	if (!t)
		return fail(cx, ERR_BROKEN, NULL, "a row that was looked at has no type");
	*ret = (struct staged){
		.row = rows_int(r, 0),
		.page = rows_int(r, 1),
		.fate = arena_str(cx->mem, rows_text(r, 2)),
		.type = t,
		.found = rows_int(r, 4),
		.near = rows_int(r, 5),
		.score = (int)rows_int(r, 6),
		.cells = arena_str(cx->mem, rows_text(r, 7)),
		.changes = arena_str(cx->mem, rows_text(r, 9)),
		.problems = arena_str(cx->mem, rows_text(r, 10)),
		.record = read_record(cx, t, arena_str(cx->mem, rows_text(r, 8))),
	};
	return ret->record != NULL;
}

bool staged_list(struct context *cx, const struct staging *s, const char *fate, int64_t after,
                 struct staged **ret, size_t *ret_n, bool *ret_more)
{
	const int64_t most = STAGED_SHOWN + 1;
	struct rows *r =
	        *fate ? db_query(cx, &staged_page_of, V(s->id), V(s->look), V(fate), V(after),
	                         V(most))
	              : db_query(cx, &staged_page, V(s->id), V(s->look), V(after), V(most));

	*ret = arena_array(cx->mem, struct staged, most);
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		if (!read_staged(cx, r, &(*ret)[*ret_n]))
			return false;
		++*ret_n;
	}
	*ret_more = *ret_n > STAGED_SHOWN;
	*ret_n -= *ret_more;
	return !failed(cx);
}

struct staged *staged_get(struct context *cx, const struct staging *s, int64_t row)
{
	struct rows *r = db_query(cx, &staged_one, V(s->id), V(s->look), V(row));
	struct staged *v = NULL;

	if (r && rows_next(cx, r)) {
		v = arena_new_of(cx->mem, struct staged);
		if (!read_staged(cx, r, v))
			return NULL;
		rows_close(r);
	}
	if (!v && !failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL,
		     N_("There is no such row any more: the file was looked at again."));
	return failed(cx) ? NULL : v;
}

/* ---- labels */

bool staged_add_label(struct context *cx, int64_t id, int64_t position,
                      const struct import_unknown_label *u)
{
	return db_put(cx, &staged_label_insert, V(id), V(position), V(u->type->name),
	              V(u->field ? u->field : ""), V(u->label), V(u->rows));
}

bool staged_labels(struct context *cx, const struct staging *s, struct staged_label **ret,
                   size_t *ret_n)
{
	struct rows *r = db_query(cx, &staged_label_all, V(s->id), V(MAX_STAGED_LABELS));

	*ret = arena_array(cx->mem, struct staged_label, MAX_STAGED_LABELS);
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		const struct type *t = type_named(cx->app->subjects, rows_text(r, 0));

		if (t)
			(*ret)[(*ret_n)++] = (struct staged_label){
				.type = t,
				.field = arena_str(cx->mem, rows_text(r, 1)),
				.label = arena_str(cx->mem, rows_text(r, 2)),
				.rows = rows_int(r, 3),
			};
	}
	return !failed(cx);
}

/* ---- corrections */

bool staging_corrections(struct context *cx, const struct staging *s, int64_t row,
                         struct correction **ret, size_t *ret_n)
{
	struct rows *r = row ? db_query(cx, &correction_of_row, V(s->id), V(row))
	                     : db_query(cx, &correction_all, V(s->id), V(MAX_CORRECTIONS));
	size_t room = 0;

	*ret = NULL;
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		if (*ret_n == room) {
			size_t more = room ? room * 2 : 16;

			*ret = arena_grow(cx->mem, *ret, room * sizeof **ret, more * sizeof **ret);
			room = more;
		}
		(*ret)[(*ret_n)++] = (struct correction){
			.row = rows_int(r, 0),
			.column = (int)rows_int(r, 1),
			.was = arena_str(cx->mem, rows_text(r, 2)),
			.text = arena_str(cx->mem, rows_text(r, 3)),
		};
	}
	return !failed(cx);
}

bool staging_correct(struct context *cx, const struct staging *s, const struct correction *c)
{
	return db_run(cx, &correction_put, V(s->id), V(c->row), V(c->column), V(c->was), V(c->text),
	              V(cx->now)) &&
	       staging_touched(cx, s->id);
}

/* ---- decisions */

bool staging_decisions(struct context *cx, const struct staging *s, struct decision **ret,
                       size_t *ret_n)
{
	struct rows *r = db_query(cx, &decision_all, V(s->id), V(MAX_DECISIONS));
	size_t room = 0;

	*ret = NULL;
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		if (*ret_n == room) {
			size_t more = room ? room * 2 : 16;

			*ret = arena_grow(cx->mem, *ret, room * sizeof **ret, more * sizeof **ret);
			room = more;
		}
		(*ret)[(*ret_n)++] = (struct decision){ arena_str(cx->mem, rows_text(r, 0)),
			                                arena_str(cx->mem, rows_text(r, 1)) };
	}
	return !failed(cx);
}

bool staging_decide(struct context *cx, const struct staging *s, const char *what,
                    const char *value)
{
	return (value ? db_run(cx, &decision_put, V(s->id), V(what), V(value), V(cx->now))
	              : db_run(cx, &decision_drop, V(s->id), V(what))) &&
	       staging_touched(cx, s->id);
}

bool staging_take_all(struct context *cx, const struct staging *s, const char *fate,
                      const char *value)
{
	return db_run(cx, &decision_take_all, V(s->id), V(s->look), V(fate), V(value),
	              V(cx->now)) &&
	       staging_touched(cx, s->id);
}

bool staging_join_all(struct context *cx, const struct staging *s, int score)
{
	return db_run(cx, &decision_join_all, V(s->id), V(s->look), V(score), V(cx->now)) &&
	       db_run(cx, &decision_take_joined, V(s->id), V(s->look), V(score), V(cx->now)) &&
	       staging_touched(cx, s->id);
}

const char *decision_of(const struct decision *v, size_t n, const char *what)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;
		int order = strcmp(v[middle].what, what);

		if (!order)
			return v[middle].value;
		if (order < 0)
			low = middle + 1;
		else
			n = middle;
	}
	return NULL;
}
