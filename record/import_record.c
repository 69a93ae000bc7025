/* What is left of an import: its record, which records it made or changed, and what its file had,
 * as it stood. */
#include "record/import_merge.h"

#include "base/number.h"
#include "format/json.h"
#include "record/app.h"
#include "record/known.h"

SQL(imported_from, "SELECT import FROM imported WHERE type = $1 AND record = $2 ORDER BY import");
SQL(imported_add, "INSERT INTO imported (import, type, record, import_key, cells, digest)"
                  " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (import, record) DO NOTHING");
SQL(imported_also_add, "INSERT INTO imported_also (import, type, record, file_row, import_key)"
                       " VALUES ($1, $2, $3, $4, $5)");
SQL(imported_had, "SELECT cells FROM imported WHERE import = $1 AND record = $2");
SQL(imported_has, "UPDATE imported SET cells = $3, digest = $4 WHERE import = $1 AND record = $2");
SQL(imported_keep, "UPDATE imported SET import_key = $2 WHERE record = $1 AND import_key IS NULL");
SQL(unknown_add, "INSERT INTO import_unknown (import, position, type, field, label, first_row, "
                 "file_rows) VALUES ($1, $2, $3, $4, $5, $6, $7)");
SQL(unknown_of, "SELECT type, field, label, first_row, file_rows FROM import_unknown"
                " WHERE import = $1 ORDER BY position");

/* ---- which records it made or changed */

/* The record's import key, which is made of what it says; NULL: its type has none. */
static const char *import_key(const struct type *t, const void *row)
{
	const struct field *key = import_key_field(t);

	return key && key->flags & HIDDEN ? *(const char *const *)field_at(key, row) : NULL;
}

/* The first row that was about the record, `row` when there was none. */
static int64_t first_about(struct import_work *w, int64_t id, int64_t row)
{
	size_t at = ((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15)) >> 32;

	for (at &= w->met_room - 1; w->met[at].id; at = (at + 1) & (w->met_room - 1))
		if (w->met[at].id == id)
			return w->met[at].row;
	w->met[at] = (struct import_met){ id, row };
	w->met_n++;
	return row;
}

static bool more_room(struct context *cx, struct import_work *w)
{
	struct import_work wide = { .met_room = w->met_room ? 2 * w->met_room : 256 };

	wide.met = calloc(wide.met_room, sizeof *wide.met);
	if (!wide.met)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	for (size_t i = 0; i < w->met_room; i++)
		if (w->met[i].id)
			(void)first_about(&wide, w->met[i].id, w->met[i].row);
	free(w->met);
	w->met = wide.met;
	w->met_n = wide.met_n;
	w->met_room = wide.met_room;
	return true;
}

/* A further row about one stored record: several of UPR Info's are one paragraph of OHCHR's. */
static bool is_another(struct context *cx, struct import_work *w, const struct import_item *item,
                       bool *ret)
{
	*ret = false;
	if (!item->found)
		return true;
	if (2 * w->met_n >= w->met_room && !more_room(cx, w))
		return false;
	*ret = first_about(w, item->found, item->row) != item->row;
	return true;
}

/* What it had goes behind what the rows before it had. */
static bool add_another(struct context *cx, const struct import *im, const struct import_item *item,
                        int64_t id, const char *key)
{
	struct import_item all = { .cells = item->cells };
	char digest[HEX_DIGEST];
	const char *units, *cells;
	struct rows *r;

	if (key && !db_put(cx, &imported_also_add, V(im->id), V(item->type->name), V(id),
	                   V(item->row), V(key)))
		return false;
	if (!item->cells)
		return true;
	if (!db_flush(cx))
		return false;
	r = db_query(cx, &imported_had, V(im->id), V(id));
	if (!r || !rows_next(cx, r))
		return !failed(cx);
	units = rows_null(r, 0) ? NULL : strstr(rows_text(r, 0), "\"units\":[");
	if (units) /* … ,"units":[a,b]} and [c] are [a,b,c] */
		all.cells = arena_fmt(cx->mem, "%.*s,%s", (int)strlen(units + 8) - 2, units + 8,
		                      item->cells + 1);
	rows_close(r);
	cells = import_original_text(cx, &all, id, digest);
	return db_run(cx, &imported_has, V(im->id), V(id), V(cells), V(digest));
}

/* The key the file came with stands in `imported` only where it is not the record's own: nearly
 * never, and a second index of keys as good as random would cost an import a sixth of its time. */
bool import_record_add(struct context *cx, const struct import *im, const struct import_item *item,
                       const void *row)
{
	const char *now = import_key(item->type, row), *key = item->key, *cells;
	int64_t id = ((const struct record *)row)->id;
	char digest[HEX_DIGEST];
	bool another;

	if (item->external)
		key = item->external;
	else if (!now || str_eq(now, key))
		key = NULL;
	if (!is_another(cx, im->work, item, &another))
		return false;
	if (another)
		return add_another(cx, im, item, id, key);
	cells = import_original_text(cx, item, id, digest);
	return db_put(cx, &imported_add, V(im->id), V(item->type->name), V(id), V(key), V(cells),
	              V(cells ? digest : NULL));
}

bool import_key_moves(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const char *was = import_key(t, old);

	return !was || str_eq(was, import_key(t, row)) ||
	       db_run(cx, &imported_keep, V(((const struct record *)old)->id), V(was));
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

/* ---- the record */

#define I struct import_record
#define P struct import_problem_row
static const struct field problem_fields[] = {
	NUMBER(P, file_row, N_("Row")),
	TEXT(P, field, N_("Field"), .max = 200),
	TEXT(P, message, N_("What is wrong"), .max = 4000, .flags = LONG),
};
static const struct row_type problem_rows = { sizeof(P), FIELDS(problem_fields) };

#define K struct import_kept_row
static const struct field kept_fields[] = {
	LINK(K, subject, N_("Record")),
	TEXT(K, reason, N_("Why it was kept"), .max = 4000, .flags = LONG),
};
static const struct row_type kept_row_type = { sizeof(K), FIELDS(kept_fields) };

static const struct field record_fields[] = {
	TEXT(I, format, N_("Format"), .flags = REQUIRED | LISTED | READONLY),
	TEXT(I, name, N_("File"), .flags = REQUIRED | LISTED | READONLY),
	TEXT(I, hash, N_("Digest of the file"), .flags = REQUIRED | READONLY),
	TEXT(I, originals, N_("Digest of what was kept of it"), .flags = READONLY),
	FILE_(I, file, N_("The file as it came"), .flags = READONLY),
	NUMBER(I, rows_read, N_("Rows read"), .flags = LISTED | READONLY),
	NUMBER(I, rows_new, N_("New"), .flags = LISTED | READONLY),
	NUMBER(I, rows_updated, N_("Updated"), .flags = LISTED | READONLY),
	NUMBER(I, rows_unchanged, N_("Unchanged"), .flags = LISTED | READONLY),
	NUMBER(I, rows_wrong, N_("Wrong"), .flags = LISTED | READONLY),
	NUMBER(I, rows_left, N_("Left out"), .flags = READONLY),
	TEXT(I, mechanism, N_("Mechanism, as it was said"), .flags = READONLY),
	TEXT(I, review_of, N_("State under review, as it was said"), .flags = READONLY),
	TEXT(I, document, N_("Document, as it was said"), .flags = READONLY),
	TEXT(I, lang, N_("Language, as it was said"), .flags = READONLY),
	TEXT(I, header, N_("Names of the columns"), .max = MAX_TEXT, .flags = READONLY | LONG),
	ROWS(I, problems, N_("What was wrong"), .rows = &problem_rows, .flags = READONLY),
	INSTANT(I, undone_at, N_("Taken back at"), .flags = READONLY),
	REF(I, undone_by, N_("Taken back by"), .to_named = "account", .flags = READONLY),
	TEXT(I, undone_why, N_("Why it was taken back"), .max = MAX_TEXT, .flags = READONLY | LONG),
	NUMBER(I, rows_undone, N_("Records as before"), .flags = READONLY),
	NUMBER(I, rows_kept, N_("Records kept"), .flags = READONLY),
	ROWS(I, kept, N_("What was kept"), .rows = &kept_row_type, .flags = READONLY),
};
#undef K
#undef P
#undef I

static const struct choice states[] = {
	{ "begun", N_("Begun"), "draft" },
	{ "done", N_("Done"), "ok" },
	{ "undone", N_("Taken back"), "back st-back" },
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

static bool add_unknown(struct context *cx, const struct import *im)
{
	for (size_t i = 0; i < im->unknown_n; i++) {
		const struct import_unknown_label *u = &im->unknown[i];

		if (!db_put(cx, &unknown_add, V(im->id), V(i), V(u->type->name), V(u->field),
		            V(u->label), V(u->row), V(u->rows)))
			return false;
	}
	return true;
}

bool import_record_save(struct context *cx, struct import *im)
{
	struct import_record *r = record_new(cx, &import_type);
	char hex[HEX_DIGEST];

	r->record.id = im->id;
	r->record.state = type_state(&import_type, "done");
	r->format = im->format->name;
	r->name = im->file;
	r->hash = im->work->hash;
	r->file = im->attachment;
	r->mechanism = im->mechanism;
	r->review_of = im->state;
	r->document = im->document;
	r->lang = im->lang;
	r->header = im->header;
	r->rows_read = (struct number){ im->read, true };
	r->rows_new = (struct number){ im->new, true };
	r->rows_updated = (struct number){ im->updated, true };
	r->rows_unchanged = (struct number){ im->unchanged, true };
	r->rows_wrong = (struct number){ (int64_t)im->problems_n, true };
	r->rows_left = (struct number){ im->left, true };
	r->problems = kept_problems(cx, im);
	r->originals = im->work->originals;
	if (!r->originals) {
		if (!import_originals_digest(cx, im->id, hex))
			return false;
		r->originals = arena_str(cx->mem, hex);
	}
	return add_unknown(cx, im) && record_save_as(cx, &import_type, r, CHANGE_IMPORT);
}

bool import_unknown_of(struct context *cx, int64_t import, struct import_unknown_label **ret,
                       size_t *ret_n)
{
	struct rows *r = db_query(cx, &unknown_of, V(import));

	*ret = arena_array(cx->mem, struct import_unknown_label, MAX_IMPORT_LABELS);
	*ret_n = 0;
	while (r && rows_next(cx, r) && *ret_n < MAX_IMPORT_LABELS)
		(*ret)[(*ret_n)++] = (struct import_unknown_label){
			.type = type_named(cx->app->subjects, rows_text(r, 0)),
			.field = arena_str(cx->mem, rows_text(r, 1)),
			.label = arena_str(cx->mem, rows_text(r, 2)),
			.row = rows_int(r, 3),
			.rows = rows_int(r, 4),
		};
	return !failed(cx);
}
