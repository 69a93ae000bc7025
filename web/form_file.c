/* Files in forms.  A browser sends a chosen file once and never again, so a save that was refused
 * or met another one keeps it: as an upload that only its uploader may read, whose identifier
 * stands in the form from then on, in its draft, too.  A save takes it by that identifier. */
#include "web/form.h"

#include "base/id.h"
#include "base/number.h"
#include "record/app.h"
#include "record/attachment.h"

static bool no_longer_kept(struct context *cx, const struct field *field)
{
	return fail(cx, ERR_INVALID, field->name,
	            N_("%s: the file that you chose is no longer kept. Choose it again."),
	            tr(cx, field->label));
}

/* The upload that the form names, when it is another than the record has.  Where the record has
 * moved on since, a name that leads nowhere is the file it had before. */
static bool take_kept(struct form *f, const char *name, const struct field *field, int64_t *ret)
{
	struct context *cx = f->cx;
	const char *typed = form_value(f, name);
	bool moved = f->version != ((const struct record *)f->row)->version;
	const struct attachment *kept;
	int64_t id;

	if (!typed || !parse_int_in(typed, 1, INT64_MAX, &id) || id == *ret)
		return true;
	kept = attachment_get(cx, id);
	if (!kept && cx->err.kind != ERR_NOT_FOUND)
		return false;
	error_clear(cx);
	if (kept && !kept->record)
		*ret = id;
	else if (!moved)
		return no_longer_kept(cx, field);
	return true;
}

bool form_read_file(struct form *f, const struct request *q, const char *name,
                    const struct field *field, int64_t *ret)
{
	const struct upload *u = request_upload(q, name);

	if (u && u->size) {
		*ret = attachment_store(f->cx, u->filename, u->bytes, u->size);
		return *ret != 0;
	}
	if (form_value(f, form_name(f->cx, name, ".remove"))) {
		*ret = 0;
		return true;
	}
	return take_kept(f, name, field, ret);
}

/* ---- keeping what was chosen */

/* "file", or "versions.0.file". */
static bool is_file(const struct form *f, const char *name)
{
	const char *dot = strchr(name, '.'), *last = strrchr(name, '.');
	const char *stem = arena_strn(f->cx->mem, name, strcspn(name, "."));

	for (size_t i = 0; i < f->n; i++) {
		const struct field *field = f->fields[i];

		if (!str_eq(field->name, stem))
			continue;
		if (field->kind == FIELD_FILE && !dot)
			return true;
		for (size_t k = 0; dot && last != dot && field->rows && k < field->rows->n; k++)
			if (field->rows->fields[k].kind == FIELD_FILE &&
			    str_eq(field->rows->fields[k].name, last + 1))
				return true;
	}
	return false;
}

struct keeping {
	struct form *form;
	const struct request *request;
	int64_t *ids; /* of the uploads; 0: not kept */
};

/* A file that cannot be kept was refused in words already. */
static bool store_files(struct context *cx, void *data)
{
	struct keeping *k = data;
	const struct request *q = k->request;

	for (size_t i = 0; i < q->uploads_n; i++) {
		const struct upload *u = &q->uploads[i];

		k->ids[i] = 0;
		if (!u->size || !is_file(k->form, u->name))
			continue;
		k->ids[i] = attachment_store(cx, u->filename, u->bytes, u->size);
		if (!k->ids[i] && cx->err.kind != ERR_INVALID && cx->err.kind != ERR_TOO_LARGE)
			return false;
		error_clear(cx);
	}
	return true;
}

static void put_value(struct form *f, const char *name, const char *value)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->values_n; i++)
		if (!str_eq(f->values[i].name, name) &&
		    !str_eq(f->values[i].name, form_name(f->cx, name, ".remove")))
			f->values[kept++] = f->values[i];
	f->values = arena_grow(f->cx->mem, f->values, kept * sizeof *f->values,
	                       (kept + 1) * sizeof *f->values);
	f->values[kept] = (struct pair){ name, value };
	f->values_n = kept + 1;
}

static void show_files(struct form *f, const struct request *q, const int64_t *ids)
{
	char text[ID_TEXT];

	for (size_t i = 0; i < q->uploads_n; i++) {
		q->uploads[i].kept = ids[i];
		if (ids[i])
			put_value(f, q->uploads[i].name,
			          arena_str(f->cx->mem, id_text(ids[i], text)));
	}
}

bool form_keep_files(struct form *f, const struct request *q)
{
	struct keeping k = { f, q, arena_array(f->cx->mem, int64_t, q->uploads_n + 1) };

	if (!store_files(f->cx, &k))
		return false;
	show_files(f, q, k.ids);
	return true;
}

bool form_refused(struct form *f, const struct request *q)
{
	struct context *cx = f->cx;
	struct keeping k = { f, q, arena_array(cx->mem, int64_t, q->uploads_n + 1) };

	if (!q->uploads_n)
		return true;
	db_rollback(cx);
	if (!db_work(cx, cx->app->store, DB_WRITE, store_files, &k))
		return false;
	show_files(f, q, k.ids);
	return db_begin(cx, cx->app->store, DB_READ);
}

void *form_mine(struct form *f, const struct request *q)
{
	struct request bare = *q;
	void *mine;

	if (!form_refused(f, q))
		return NULL;
	bare.uploads_n = 0;
	mine = row_copy(f->cx, f->type, f->row);
	return form_read(f, &bare, mine) ? mine : NULL;
}
