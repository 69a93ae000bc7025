/* See attachment.h.  The bytes are store/'s business; here stands what they are called and whose
 * they are. */
#include "record/attachment.h"

#include "base/utf8.h"
#include "record/app.h"
#include "record/change.h"
#include "record/setting.h"
#include "record/subject.h"
#include "store/attachment.h"

SQL(file_insert, "INSERT INTO attachment (id, type, record, name, media_type, size, hash, at, who)"
                 " VALUES ($1, '', 0, $2, $3, $4, $5, $6, $7)");
SQL(file_select,
    "SELECT id, record, type, name, media_type, hash, size, at, who FROM attachment WHERE id = $1");
SQL(file_select_of, "SELECT id, record, type, name, media_type, hash, size, at, who FROM "
                    "attachment WHERE record = $1 ORDER BY id");
SQL(file_take, "UPDATE attachment SET record = $2, type = $3 WHERE id = $1 AND (record = $2 OR "
               "(record = 0 AND who = $4))");
SQL(file_lost, "SELECT id FROM attachment WHERE record = 0 AND at < $1"
               " AND NOT EXISTS (SELECT 1 FROM staging s WHERE s.file = attachment.id) LIMIT 100");
SQL(file_forget, "DELETE FROM attachment WHERE id = $1");

/* By the first bytes: what a sender says of a file is not to be relied on, and what we do not know
 * is only ever offered for download. */
static const char *media_type_of(const void *bytes, size_t size)
{
	static const struct {
		const char *begins, *type;
		size_t n;
	} known[] = {
		{ "%PDF-", "application/pdf", 5 },
		{ "\x89PNG\r\n\x1a\n", "image/png", 8 },
		{ "\xff\xd8\xff", "image/jpeg", 3 },
		{ "PK\x03\x04", "application/zip", 4 },
		{ "\xd0\xcf\x11\xe0", "application/x-ole-storage", 4 },
	};

	for (size_t i = 0; i < LEN(known); i++)
		if (size >= known[i].n && memcmp(bytes, known[i].begins, known[i].n) == 0)
			return known[i].type;
	if (utf8_valid(bytes, size) && !memchr(bytes, '\0', size))
		return "text/plain; charset=utf-8";
	return "application/octet-stream";
}

/* What the browser called it, without folders and without what could confuse a header. */
static const char *plain_name(struct context *cx, const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *back = strrchr(slash ? slash : name, '\\');
	char *plain = arena_str(cx->mem, back ? back + 1 : slash ? slash + 1 : name);

	if (!utf8_valid(plain, strlen(plain)))
		return NULL;
	for (char *s = plain; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == '"' || *s == 0x7F)
			*s = '_';
	return *plain && strlen(plain) <= MAX_TITLE ? plain : NULL;
}

int64_t attachment_store(struct context *cx, const char *name, const void *bytes, size_t size)
{
	const char *plain = plain_name(cx, name);
	int64_t id = new_id(cx), stored, most = setting_number(cx, "attachment_megabytes");
	struct attachment_writer *w;
	char hash[HEX_DIGEST];

	if (!plain) {
		fail(cx, ERR_INVALID, NULL, N_("The file has a name that cannot be kept."));
		return 0;
	}
	if (size > (size_t)most * 1024 * 1024) {
		fail(cx, ERR_TOO_LARGE, NULL, N_("The file is larger than %lld megabytes."),
		     (long long)most);
		return 0;
	}
	w = attachment_begin(cx, id);
	if (!w || !attachment_add(cx, w, bytes, size) || !attachment_end(cx, w, hash, &stored) ||
	    !db_run(cx, &file_insert, V(id), V(plain), V(media_type_of(bytes, size)), V(stored),
	            V((const char *)hash), V(cx->now), V(cx->actor ? cx->actor->user : 0)))
		return 0;
	return id;
}

static struct attachment *take(struct context *cx, const struct rows *r, struct attachment *a)
{
	*a = (struct attachment){
		.id = rows_int(r, 0),
		.record = rows_int(r, 1),
		.type = arena_str(cx->mem, rows_text(r, 2)),
		.name = arena_str(cx->mem, rows_text(r, 3)),
		.media_type = arena_str(cx->mem, rows_text(r, 4)),
		.hash = arena_str(cx->mem, rows_text(r, 5)),
		.size = rows_int(r, 6),
		.at = rows_int(r, 7),
		.who = rows_int(r, 8),
	};
	return a;
}

/* The fields of a record that name the file: one that the actor may see is enough. */
static bool named_where_seen(struct context *cx, const struct type *t, const void *row, int64_t id)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++) {
		if (!access_field(cx, t, row, f))
			continue;
		if (f->kind == FIELD_FILE && *(int64_t *)field_at(f, row) == id)
			return true;
		if (f->kind != FIELD_ROWS)
			continue;

		const struct owned *o = field_at(f, row);

		for (size_t k = 0; k < o->n * f->rows->n; k++) {
			const struct field *g = &f->rows->fields[k % f->rows->n];
			const char *owned = (const char *)o->v + k / f->rows->n * f->rows->size;

			if (g->kind == FIELD_FILE && *(int64_t *)field_at(g, owned) == id)
				return true;
		}
	}
	return false;
}

static bool holds_files(const struct field *f)
{
	if (f->kind == FIELD_FILE)
		return true;
	for (size_t k = 0; f->kind == FIELD_ROWS && k < f->rows->n; k++)
		if (f->rows->fields[k].kind == FIELD_FILE)
			return true;
	return false;
}

/* No field that could have named the file once is kept from the actor. */
static bool sees_all_files(struct context *cx, const struct type *t, const void *row)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		if (holds_files(f) && !access_field(cx, t, row, f))
			return false;
	return true;
}

static bool may_read(struct context *cx, const struct attachment *a, bool name_only)
{
	const struct type *t = type_named(cx->app->subjects, a->type);
	void *row;

	if (!a->record)
		return cx->actor && !cx->actor->console && a->who == cx->actor->user;
	row = t ? record_get(cx, t, a->record) : NULL;
	return row &&
	       ((name_only && sees_all_files(cx, t, row)) || named_where_seen(cx, t, row, a->id));
}

static struct attachment *get(struct context *cx, int64_t id, bool name_only)
{
	struct rows *r = db_query(cx, &file_select, V(id));
	struct attachment *a = NULL;

	if (r && rows_next(cx, r)) {
		a = take(cx, r, arena_new_of(cx->mem, struct attachment));
		rows_close(r);
	}
	if (failed(cx))
		return NULL;
	if (a && may_read(cx, a, name_only))
		return a;
	if (!failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL,
		     N_("There is no such file, or it is not open to you."));
	return NULL;
}

struct attachment *attachment_get(struct context *cx, int64_t id)
{
	return get(cx, id, false);
}

const char *attachment_name(struct context *cx, int64_t id)
{
	const struct attachment *a = get(cx, id, true);

	if (!a && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	return a ? a->name : "…";
}

/* What the file is goes into the log when it first hangs on a record: else bytes and digest could
 * be replaced together. */
static bool log_file(struct context *cx, int64_t id, const struct type *t, int64_t record)
{
	struct rows *r = db_query(cx, &file_select, V(id));
	const char *detail = NULL;
	struct attachment a;

	if (r && rows_next(cx, r) && !take(cx, r, &a)->record)
		detail = arena_fmt(cx->mem, "%lld %s %lld", (long long)id, a.hash,
		                   (long long)a.size);
	rows_close(r);
	if (failed(cx))
		return false;
	return !detail || change_event(cx, CHANGE_EVENT, t->name, record, CHANGE_FILE, detail);
}

bool attachment_claim(struct context *cx, int64_t id, const struct type *t, int64_t record)
{
	int64_t touched = 0;

	if (!log_file(cx, id, t, record))
		return false;
	if (!db_run_count(cx, &file_take, &touched, V(id), V(record), V(t->name),
	                  V(cx->actor ? cx->actor->user : 0)))
		return false;
	return touched == 1 ||
	       fail(cx, ERR_INVALID, NULL, N_("There is no such file, or it is not open to you."));
}

bool attachments_of(struct context *cx, int64_t record, struct attachment **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &file_select_of, V(record));
	struct attachment *v = NULL;
	size_t n = 0;

	while (r && rows_next(cx, r)) {
		v = arena_grow(cx->mem, v, n * sizeof *v, (n + 1) * sizeof *v);
		take(cx, r, &v[n++]);
	}
	*ret = v;
	*ret_n = n;
	return !failed(cx);
}

bool attachments_forget(struct context *cx, int64_t before)
{
	struct rows *r = db_query(cx, &file_lost, V(before));
	int64_t ids[100];
	size_t n = 0;

	while (r && rows_next(cx, r))
		ids[n++] = rows_int(r, 0);
	for (size_t i = 0; i < n && !failed(cx); i++)
		if (!attachment_delete(cx, ids[i]) || !db_run(cx, &file_forget, V(ids[i])))
			return false;
	return !failed(cx);
}
