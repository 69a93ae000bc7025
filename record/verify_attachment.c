/* The part of verify.h about files: the bytes, what the log says of them, and the fields that name
 * them. */
#include "base/number.h"
#include "record/load.h"
#include "record/subject.h"
#include "record/verify.h"
#include "store/attachment.h"

SQL(replay_file, "SELECT hash, size FROM attachment WHERE id = $1");
SQL(replay_attachments,
    "SELECT id, type, record, hash, size FROM attachment WHERE id > $1 ORDER BY id LIMIT $2");

enum { PAGE = 500 };

static void attachment_fault(struct context *cx, struct verify_result *result, const char *text,
                             const char *type, int64_t record, const char *field)
{
	verify_fault(cx, result,
	             (struct fault){ .kind = FAULT_ATTACHMENT,
	                             .text = text,
	                             .type = type,
	                             .record = record,
	                             .field = field });
}

bool verify_file(struct context *cx, struct verify_result *result, const char *type, int64_t record,
                 const char *detail)
{
	const char *blank = strchr(detail, ' ');
	struct rows *r;
	int64_t id;

	if (!blank || !parse_int(arena_strn(cx->mem, detail, (size_t)(blank - detail)), &id))
		return true;
	r = db_query(cx, &replay_file, V(id));
	if (r && rows_next(cx, r)) {
		const char *now =
		        arena_fmt(cx->mem, "%s %lld", rows_text(r, 0), (long long)rows_int(r, 1));

		if (!str_eq(now, blank + 1))
			attachment_fault(
			        cx, result,
			        tr(cx, N_("An attachment is not the file that was logged.")), type,
			        record, NULL);
	}
	rows_close(r);
	return !failed(cx);
}

static bool check_attachment(struct context *cx, struct verify_result *result, const struct rows *r)
{
	int64_t size = 0;
	char hex[HEX_DIGEST];

	if (!attachment_digest(cx, rows_int(r, 0), hex, &size))
		return false;
	result->attachments++;
	if (!str_eq(hex, rows_text(r, 3)) || size != rows_int(r, 4))
		attachment_fault(cx, result,
		                 arena_fmt(cx->mem,
		                           tr(cx, N_("The bytes of attachment %lld are not the "
		                                     "ones that were stored.")),
		                           (long long)rows_int(r, 0)),
		                 arena_str(cx->mem, rows_text(r, 1)), rows_int(r, 2), NULL);
	return true;
}

static bool check_bytes(struct context *cx, struct verify_result *result)
{
	int64_t after = 0, n;

	do {
		struct context_mark mark = context_mark(cx);
		int64_t before = result->faults;
		struct rows *r = db_query(cx, &replay_attachments, V(after), V(PAGE));

		for (n = 0; r && rows_next(cx, r); n++) {
			after = rows_int(r, 0);
			if (!check_attachment(cx, result, r))
				return false;
		}
		if (failed(cx))
			return false;
		verify_rewind(cx, result, before, mark);
	} while (n == PAGE);
	return true;
}

/* A FILE field that names an attachment which is gone, or another record's. */
static bool check_named(struct context *cx, struct verify_result *result, const struct type *t,
                        const char *table, const char *record, const struct field *f)
{
	const char *text =
	        arena_fmt(cx->mem,
	                  "SELECT r.%s FROM %s r WHERE r.%s IS NOT NULL AND NOT EXISTS (SELECT 1 "
	                  "FROM attachment a"
	                  " WHERE a.id = r.%s AND a.record = r.%s) ORDER BY r.id LIMIT 1",
	                  record, table, f->name, f->name, record);
	int64_t id;
	bool found;

	if (!db_int(cx, MADE_SQL(text), &id, &found))
		return false;
	if (found)
		attachment_fault(cx, result, tr(cx, N_("An attachment is missing.")), t->name, id,
		                 f->name);
	return true;
}

static bool check_type_files(struct context *cx, struct verify_result *result, const struct type *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (f->kind == FIELD_FILE && !check_named(cx, result, t, t->name, "id", f))
			return false;
		for (size_t k = 0; f->kind == FIELD_ROWS && k < f->rows->n; k++)
			if (f->rows->fields[k].kind == FIELD_FILE &&
			    !check_named(cx, result, t, rows_table(cx->mem, t, f), "record",
			                 &f->rows->fields[k]))
				return false;
	}
	return true;
}

bool verify_attachments(struct context *cx, struct verify_result *result)
{
	if (!check_bytes(cx, result))
		return false;
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (!check_type_files(cx, result, *t))
				return false;
	return true;
}
