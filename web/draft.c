/* Drafts are rows with the fields as one text, as a browser would send them again; the router saves
 * and drops them, so that no handler can forget it. */
#include "web/draft.h"

#include "base/number.h"
#include "record/attachment.h"
#include "record/erase.h"
#include "record/setting.h"
#include "store/db.h"
#include "web/request.h"

enum { MAX_FORM_NAME = 200 };

SQL(draft_put,
    "INSERT INTO draft (account, form, record, bytes, at) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (account, form, record) DO UPDATE SET bytes = excluded.bytes, at = excluded.at");
SQL(draft_get, "SELECT bytes, at FROM draft WHERE account = $1 AND form = $2 AND record = $3");
SQL(draft_delete, "DELETE FROM draft WHERE account = $1 AND form = $2 AND record = $3");
SQL(draft_all,
    "SELECT form, record, at FROM draft WHERE account = $1 ORDER BY at DESC, form, record");
SQL(draft_crowd, "DELETE FROM draft WHERE account = $1 AND at < (SELECT MIN(at) FROM"
                 " (SELECT at FROM draft WHERE account = $1 ORDER BY at DESC LIMIT $2) AS newest)");
SQL(draft_old, "DELETE FROM draft WHERE at < $1");

bool draft_save(struct context *cx, int64_t user, const char *form, int64_t record,
                const char *bytes, size_t size)
{
	if (size > MAX_DRAFT)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("This is too long to be kept as a draft."));
	if (strlen(form) > MAX_FORM_NAME)
		return fail(cx, ERR_BAD_REQUEST, "draft", N_("There is no such form."));
	return db_run(cx, &draft_put, V(user), V(form), V(record), value_bytes(bytes, size),
	              V(cx->now)) &&
	       db_run(cx, &draft_crowd, V(user), V((int64_t)MAX_DRAFTS));
}

static bool read_fields(struct context *cx, struct draft *d)
{
	return query_parse(cx, d->bytes, d->size, true, &d->fields, &d->fields_n);
}

const struct draft *draft_load(struct context *cx, int64_t user, const char *form, int64_t record)
{
	struct rows *r = db_query(cx, &draft_get, V(user), V(form), V(record));
	struct draft *d = NULL;

	if (r && rows_next(cx, r)) {
		const void *bytes;

		d = arena_new_of(cx->mem, struct draft);
		d->form = form;
		d->record = record;
		bytes = rows_bytes(r, 0, &d->size);
		d->bytes = arena_strn(cx->mem, bytes, d->size);
		d->at = rows_int(r, 1);
		rows_close(r);
	}
	return d && !failed(cx) && read_fields(cx, d) ? d : NULL;
}

bool draft_drop(struct context *cx, int64_t user, const char *form, int64_t record)
{
	return db_run(cx, &draft_delete, V(user), V(form), V(record));
}

bool draft_list(struct context *cx, int64_t user, struct draft **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &draft_all, V(user));

	*ret = arena_array(cx->mem, struct draft, MAX_DRAFTS + 1);
	*ret_n = 0;
	while (r && *ret_n <= MAX_DRAFTS && rows_next(cx, r))
		(*ret)[(*ret_n)++] = (struct draft){ .form = arena_str(cx->mem, rows_text(r, 0)),
			                             .record = rows_int(r, 1),
			                             .at = rows_int(r, 2) };
	return !failed(cx);
}

const char *draft_field(const struct draft *d, const char *name)
{
	for (size_t i = 0; i < d->fields_n; i++)
		if (str_eq(d->fields[i].name, name))
			return d->fields[i].value;
	return NULL;
}

int64_t draft_record_of(const struct request *q)
{
	const char *text = request_form(q, "draft_record");
	int64_t record;

	return text && parse_int_in(text, 0, INT64_MAX, &record) ? record : 0;
}

/* What belongs to the form as a means, not to what was typed. */
static bool means(const char *name)
{
	return str_eq(name, "csrf") || str_eq(name, "draft") || str_eq(name, "draft_record") ||
	       str_eq(name, "password");
}

/* A file that was chosen takes the place of the one that stood there. */
static bool kept_anew(const struct request *q, const char *name)
{
	const struct upload *u = request_upload(q, name);

	return u && u->kept;
}

static void keep_uploads(struct context *cx, const struct request *q, struct buffer *out)
{
	for (size_t i = 0; i < q->uploads_n; i++)
		if (q->uploads[i].kept)
			query_write(out, q->uploads[i].name,
			            arena_fmt(cx->mem, "%lld", (long long)q->uploads[i].kept));
}

const char *draft_of_request(struct context *cx, const struct request *q, size_t *ret_size)
{
	struct buffer b = BUFFER(cx->mem, MAX_DRAFT);

	if (!request_form(q, "draft"))
		return NULL;
	keep_uploads(cx, q, &b);
	for (size_t i = 0; i < q->form_n; i++)
		if (!means(q->form[i].name) && !kept_anew(q, q->form[i].name))
			query_write(&b, q->form[i].name, q->form[i].value);
	*ret_size = b.len;
	return b.full ? NULL : buffer_str(&b);
}

/* "members.0.role" goes with "members", "note.ru" with itself. */
static bool is_erased(struct context *cx, const char *names, const char *input)
{
	return word_in(names, input) ||
	       word_in(names, arena_strn(cx->mem, input, strcspn(input, ".")));
}

bool draft_keep_files(struct context *cx, struct request *q)
{
	for (size_t i = 0; i < q->uploads_n; i++) {
		struct upload *u = &q->uploads[i];

		if (!u->size || u->kept)
			continue;
		u->kept = attachment_store(cx, u->filename, u->bytes, u->size);
		if (!u->kept && cx->err.kind != ERR_INVALID && cx->err.kind != ERR_TOO_LARGE)
			return false;
		error_clear(cx);
	}
	return true;
}

bool draft_leave_erased(struct context *cx, struct request *q)
{
	const char *typed = request_form(q, "_version"), *names;
	int64_t record = draft_record_of(q), version;
	size_t n = 0;

	if (!record || !typed || !parse_int_in(typed, 1, INT64_MAX, &version))
		return true;
	names = erased_since(cx, record, version);
	for (size_t i = 0; names && *names && i < q->form_n; i++)
		if (!is_erased(cx, names, q->form[i].name))
			q->form[n++] = q->form[i];
	if (names && *names)
		q->form_n = n;
	return names != NULL;
}

bool draft_clean(struct context *cx)
{
	return db_run(cx, &draft_old,
	              V(cx->now - setting_number(cx, "draft_days") * INT64_C(86400000000)));
}

/* The router has kept it; there is nothing left to do. */
static bool keep(struct context *cx, const struct request *q, struct reply *a)
{
	if (!request_form(q, "draft"))
		return fail(cx, ERR_BAD_REQUEST, "draft", N_("The form names no draft."));
	a->status = 204;
	return true;
}

static bool drop(struct context *cx, const struct request *q, struct reply *a)
{
	if (!request_form(q, "draft"))
		return fail(cx, ERR_BAD_REQUEST, "draft", N_("The form names no draft."));
	return reply_goto(cx, a, request_way(q, "to", "/"));
}

static const struct route routes[] = {
	{ METHOD_POST, "/draft", "@signed-in", keep, N_("Keeps what is being typed"),
	  ROUTE_KEEPS_DRAFT },
	{ METHOD_POST, "/draft/drop", "@signed-in", drop, N_("Throws a draft away") },
	{ 0 },
};

const struct pages draft_pages = { "draft", routes, NULL };
