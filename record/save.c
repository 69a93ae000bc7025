/* Saving: check, write the difference, log it, all in the transaction of the caller.  The order
 * matters: nothing is written before everything was checked, and the log row is written last, from
 * the same difference that was stored. */
#include "record/load.h"

#include "base/number.h"
#include "language/collate.h"
#include "language/fold.h"
#include "record/app.h"
#include "record/attachment.h"
#include "record/change.h"
#include "record/import.h"
#include "record/subject.h"

SQL(text_put,
    "INSERT INTO text (record, field, lang, body, folded, sort_key, original, written_by, "
    "written_at, from_change, change)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT (record, field, lang) DO UPDATE SET body = excluded.body, folded = "
    "excluded.folded,"
    " sort_key = excluded.sort_key, original = excluded.original, written_by = excluded.written_by,"
    " written_at = excluded.written_at, from_change = excluded.from_change, change = "
    "excluded.change");
SQL(text_drop, "DELETE FROM text WHERE record = $1 AND field = $2 AND lang = $3");
SQL(text_drop_all, "DELETE FROM text WHERE record = $1");
SQL(ref_put, "INSERT INTO ref (record, field, target, position) VALUES ($1, $2, $3, $4)");
SQL(ref_drop, "DELETE FROM ref WHERE record = $1 AND field = $2");

/* One save in progress. */
struct save {
	const struct type *type;
	struct record *row;
	const void *old; /* NULL: a new record */
	enum change_kind kind;
	const char *step;
	struct image difference;
	int64_t change; /* the id its log row will have */
	bool beside;    /* others are saved in the same breath: see record_save_import() */
};

/* ---- before: what the engine itself keeps in a row */

static const struct text *original_of(const struct texts *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].original)
			return &x->v[i];
	return NULL;
}

static const struct text *text_in(const struct texts *x, const char *lang)
{
	for (size_t i = 0; x && i < x->n; i++)
		if (strcmp(x->v[i].lang, lang) == 0)
			return &x->v[i];
	return NULL;
}

/* The first language entered is the authoritative one until somebody says otherwise; a translation
 * remembers which version of the original it was made from. */
static void complete_texts(struct context *cx, const struct save *s, struct texts *x,
                           const struct texts *before)
{
	struct text *own = arena_array(cx->mem, struct text, x->n);

	if (x->n)
		memcpy(own, x->v, x->n * sizeof *own);
	x->v = own;
	if (x->n && !original_of(x)) {
		const struct text *was = before ? original_of(before) : NULL;
		struct text *first = &own[0];

		for (size_t i = 0; was && i < x->n; i++)
			if (strcmp(own[i].lang, was->lang) == 0)
				first = &own[i];
		first->original = true;
	}

	const struct text *original = original_of(x);
	const struct text *was = original ? text_in(before, original->lang) : NULL;
	bool original_moved = !was || !str_eq(was->body, original->body);

	for (size_t i = 0; i < x->n; i++) {
		const struct text *earlier = text_in(before, own[i].lang);
		bool changed = !earlier || !str_eq(earlier->body, own[i].body);

		if (own[i].original)
			own[i].from_change = 0;
		else if (s->kind == CHANGE_UNDO ? !own[i].from_change : changed)
			own[i].from_change = original_moved ? s->change : was->change;
		else if (!own[i].from_change)
			own[i].from_change = earlier->from_change;
	}
}

static void complete_rows(struct context *cx, const struct save *s, const struct field *f,
                          struct owned *o, const struct owned *before)
{
	size_t size = f->rows->size;
	char *own = arena_alloc(cx->mem, size * o->n);

	if (o->n)
		memcpy(own, o->v, size * o->n);
	o->v = own;
	for (size_t i = 0; i < o->n; i++) {
		char *row = own + i * size, *was = NULL;
		int64_t *id = (int64_t *)(void *)row;

		for (size_t k = 0; before && k < before->n; k++)
			if (*(int64_t *)(void *)((char *)before->v + k * size) == *id)
				was = (char *)before->v + k * size;
		/* An id that is not ours yet is never taken from outside. */
		if (!was)
			*id = new_id(cx);
		for (size_t k = 0; k < f->rows->n; k++) {
			const struct field *g = &f->rows->fields[k];

			if (g->kind == FIELD_TEXTS)
				complete_texts(cx, s, field_at(g, row),
				               was ? field_at(g, was) : NULL);
		}
	}
}

static void complete(struct context *cx, const struct save *s)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(s->type, i)); i++) {
		const void *before = s->old ? field_at(f, s->old) : NULL;

		if (f->kind == FIELD_TEXTS)
			complete_texts(cx, s, field_at(f, s->row), before);
		else if (f->kind == FIELD_ROWS)
			complete_rows(cx, s, f, field_at(f, s->row), before);
	}
	if (s->row->classification == CLASS_RESTRICTED && !s->row->readers.n && cx->actor &&
	    cx->actor->user && !s->type->follows) {
		/* whoever restricts a record must not lock himself out; what follows from others
		 * has the readers that it is given */
		s->row->readers.v = arena_new_of(cx->mem, int64_t);
		s->row->readers.v[0] = cx->actor->user;
		s->row->readers.n = 1;
	}
}

/* ---- writing */

static bool changed(const struct save *s, const struct field *f)
{
	for (size_t i = 0; i < s->difference.n; i++)
		if (s->difference.v[i].field == f)
			return true;
	return false;
}

/* Ends "INSERT INTO table (column, …" and puts the row in.  The values stand on the stack, because
 * there are many: on the arena, each save of an import would have pages cleared for them. */
static bool put_values(struct context *cx, struct buffer *sql, const struct sql_values *values)
{
	buffer_text(sql, ") VALUES (");
	for (size_t i = 1; i <= values->n; i++) {
		buffer_text(sql, i > 1 ? ", $" : "$");
		buffer_int(sql, (int64_t)i);
	}
	buffer_text(sql, ")");
	return db_put_values(cx, MADE_SQL(buffer_str(sql)), values->v, values->n);
}

static bool insert_row(struct context *cx, const struct save *s)
{
	const struct record *r = s->row;
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values values;
	const int64_t head[] = {
		r->id,         r->version,    r->created_at,           r->created_by,
		r->updated_at, r->updated_by, record_parts(s->type, r)
	};
	const struct field *f;

	buffer_fmt(&sql,
	           "INSERT INTO %s (id, version, created_at, created_by, updated_at, updated_by, "
	           "parts",
	           s->type->name);
	for (values.n = 0; values.n < LEN(head); values.n++)
		values.v[values.n] = value_int(head[values.n]);
	for (size_t i = 0; (f = type_field(s->type, i)); i++) {
		if (!columns_count(f))
			continue;
		buffer_text(&sql, ", ");
		columns_of(&sql, "", f);
		columns_values(s->type, f, r, &values);
	}
	return put_values(cx, &sql, &values);
}

/* "column = $n" for each column of a changed field. */
static void set_columns(struct buffer *sql, const struct save *s, const struct field *f,
                        struct sql_values *values)
{
	size_t from = values->n;

	columns_values(s->type, f, s->row, values);
	if (f->kind == FIELD_LINK)
		buffer_fmt(sql, ", %s_type = $%zu", f->name, ++from);
	buffer_fmt(sql, ", %s = $%zu", f->name, ++from);
	if (f->kind == FIELD_MONEY)
		buffer_fmt(sql, ", %s_currency = $%zu", f->name, ++from);
}

static bool conflict(struct context *cx)
{
	return fail(cx, ERR_CONFLICT, NULL,
	            N_("Somebody else changed this record in the meantime."));
}

/* Whoever changes records wherever they stand (a transfer of duties, terms that are merged) comes
 * upon those of an import that may still be taken back. */
static bool coming_in(struct context *cx)
{
	return failed(cx) ? false
	                  : fail(cx, ERR_UNAVAILABLE, NULL,
	                         N_("A file is being brought in just now.  Please try again when "
	                            "it is in."));
}

static bool update_row(struct context *cx, const struct save *s)
{
	const struct record *r = s->row;
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values values;
	const int64_t head[] = { r->id,         r->version - 1, r->version,
		                 r->updated_at, r->updated_by,  record_parts(s->type, r) };
	const struct field *f;
	int64_t touched = 0;

	for (values.n = 0; values.n < LEN(head); values.n++)
		values.v[values.n] = value_int(head[values.n]);
	buffer_fmt(&sql, "UPDATE %s SET version = $3, updated_at = $4, updated_by = $5, parts = $6",
	           s->type->name);
	for (size_t i = 0; (f = type_field(s->type, i)); i++)
		if (columns_count(f) && changed(s, f))
			set_columns(&sql, s, f, &values);
	buffer_text(&sql, " WHERE id = $1 AND version = $2");
	return db_run_values(cx, MADE_SQL(buffer_str(&sql)), &touched, values.v, values.n) &&
	       (touched == 1 || conflict(cx));
}

/* Nobody sorts by what fills several lines; the index of such keys would be the slowest part of an
 * import. */
static const char *sort_key(struct context *cx, const struct field *f, const struct text *x)
{
	return f->flags & LONG && !(f->flags & SORTED) ? ""
	                                               : collate_key(cx->mem, x->lang, x->body);
}

static bool put_text(struct context *cx, const struct save *s, int64_t owner, const struct field *f,
                     struct text *x)
{
	x->by = s->row->updated_by;
	x->at = cx->now;
	x->change = s->change;
	return db_put(cx, &text_put, V(owner), V(f->name), V(x->lang), V(x->body),
	              V(fold_text(cx->mem, x->body)), V(sort_key(cx, f, x)), V(x->original),
	              V(x->by), V(x->at), value_ref(x->from_change), V(x->change));
}

/* The languages of one field that differ. */
static bool write_texts(struct context *cx, const struct save *s, const struct field *f)
{
	struct texts *x = field_at(f, s->row);

	for (size_t i = 0; i < s->difference.n; i++) {
		const struct entry *e = &s->difference.v[i];
		const char *lang = e->field == f ? e->name + strlen(f->name) + 1 : NULL;

		if (!lang)
			continue;
		if (!e->value && !db_run(cx, &text_drop, V(s->row->id), V(f->name), V(lang)))
			return false;
		for (size_t k = 0; e->value && k < x->n; k++)
			if (strcmp(x->v[k].lang, lang) == 0 &&
			    !put_text(cx, s, s->row->id, f, &x->v[k]))
				return false;
	}
	return true;
}

static bool write_refs(struct context *cx, const struct save *s, const struct field *f)
{
	const struct refs *r = field_at(f, s->row);

	if (s->old && !db_run(cx, &ref_drop, V(s->row->id), V(f->name)))
		return false;
	for (size_t i = 0; i < r->n; i++)
		if (!db_put(cx, &ref_put, V(s->row->id), V(f->name), V(r->v[i]), V(i)))
			return false;
	return true;
}

static bool drop_rows(struct context *cx, const struct save *s, const struct field *f)
{
	const struct owned *before = s->old ? field_at(f, s->old) : NULL;
	const char *text = arena_fmt(cx->mem, "DELETE FROM %s WHERE record = $1",
	                             rows_table(cx->mem, s->type, f));

	if (!before || !before->n)
		return true;
	for (size_t i = 0; i < before->n; i++)
		if (!db_run(cx, &text_drop_all,
		            V(*(int64_t *)(void *)((char *)before->v + i * f->rows->size))))
			return false;
	return db_run(cx, MADE_SQL(text), V(s->row->id));
}

static bool put_row(struct context *cx, const struct save *s, const struct field *f, char *row,
                    size_t position)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values values;
	int64_t id = *(int64_t *)(void *)row;
	const int64_t head[] = { id, s->row->id, (int64_t)position };

	for (values.n = 0; values.n < LEN(head); values.n++)
		values.v[values.n] = value_int(head[values.n]);
	buffer_fmt(&sql, "INSERT INTO %s (id, record, position", rows_table(cx->mem, s->type, f));
	for (size_t i = 0; i < f->rows->n; i++) {
		const struct field *g = &f->rows->fields[i];
		struct texts *x = field_at(g, row);

		for (size_t k = 0; g->kind == FIELD_TEXTS && k < x->n; k++)
			if (!put_text(cx, s, id, g, &x->v[k]))
				return false;
		if (!columns_count(g))
			continue;
		buffer_text(&sql, ", ");
		columns_of(&sql, "", g);
		columns_values(s->type, g, row, &values);
	}
	return put_values(cx, &sql, &values);
}

static bool write_rows(struct context *cx, const struct save *s, const struct field *f)
{
	struct owned *o = field_at(f, s->row);

	if (!drop_rows(cx, s, f))
		return false;
	for (size_t i = 0; i < o->n; i++)
		if (!put_row(cx, s, f, (char *)o->v + i * f->rows->size, i))
			return false;
	return true;
}

static bool write_parts(struct context *cx, const struct save *s)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(s->type, i)); i++) {
		if (!changed(s, f))
			continue;
		if ((f->kind == FIELD_TEXTS && !write_texts(cx, s, f)) ||
		    (f->kind == FIELD_REFS && !write_refs(cx, s, f)) ||
		    (f->kind == FIELD_ROWS && !write_rows(cx, s, f)))
			return false;
	}
	return true;
}

/* Files named for the first time become this record's. */
static bool claim_files(struct context *cx, const struct save *s, const struct field *f,
                        const void *row)
{
	const struct owned *o;

	if (f->kind == FIELD_FILE)
		return field_empty(f, row) ||
		       attachment_claim(cx, *(int64_t *)field_at(f, row), s->type, s->row->id);
	o = f->kind == FIELD_ROWS ? field_at(f, row) : NULL;
	for (size_t i = 0; o && i < o->n; i++)
		for (size_t k = 0; k < f->rows->n; k++)
			if (!claim_files(cx, s, &f->rows->fields[k],
			                 (const char *)o->v + i * f->rows->size))
				return false;
	return true;
}

static bool take_files(struct context *cx, const struct save *s)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(s->type, i)); i++)
		if (changed(s, f) && !claim_files(cx, s, f, s->row))
			return false;
	return true;
}

static bool tell(struct context *cx, const struct save *s)
{
	if (s->type->saved && !s->type->saved(cx, s->old, s->row))
		return false;
	for (const struct subject *const *p = cx->app->subjects; *p; p++)
		if ((*p)->changed && !(*p)->changed(cx, s->type, s->old, s->row))
			return false;
	return true;
}

static bool write_save(struct context *cx, struct save *s)
{
	struct record *r = s->row;

	r->version++;
	r->updated_at = cx->now;
	r->updated_by = cx->actor ? cx->actor->user : 0;
	if (!s->old) {
		r->created_at = r->updated_at;
		r->created_by = r->updated_by;
	}
	return (s->old ? update_row(cx, s) && import_key_moves(cx, s->type, s->old, r)
	               : insert_row(cx, s)) &&
	       write_parts(cx, s) && take_files(cx, s) &&
	       change_write(cx, s->type, r, s->kind, s->step, &s->difference, &s->change) &&
	       (s->beside || db_flush(cx)) && tell(cx, s);
}

/* ---- may he? */

static bool forbidden(struct context *cx, const struct field *f)
{
	return f ? fail(cx, ERR_FORBIDDEN, f->name, N_("You may not change “%s”."),
	                tr(cx, f->label))
	         : fail(cx, ERR_FORBIDDEN, NULL, N_("You may not change this record."));
}

static bool may_save(struct context *cx, const struct save *s)
{
	if (!access_record(cx, s->type, s->old ? s->old : s->row,
	                   s->old ? RIGHT_UPDATE : RIGHT_CREATE))
		return forbidden(cx, NULL);
	for (size_t i = 0; i < s->difference.n; i++) {
		const struct field *f = s->difference.v[i].field;

		if (f == &common_fields[0] && !s->old)
			continue; /* a new record's first state */
		if (f->flags & (HIDDEN | DERIVED))
			continue; /* set by the type's prepare() */
		if (f->flags & IMPORTED && s->kind == CHANGE_IMPORT && !s->old)
			continue; /* what the State kept before this program */
		if (f->flags & READONLY)
			return fail(cx, ERR_INVALID, f->name,
			            N_("“%s” is set by steps, not by hand."), tr(cx, f->label));
		if (s->old && !access_field(cx, s->type, s->old, f))
			return forbidden(cx, f);
	}
	return access_reclassify(cx, s->type, s->old, s->row);
}

/* ---- the two ways in */

static bool run(struct context *cx, struct save *s, bool as_program)
{
	struct image before = { 0 }, after;

	if (s->row->version) {
		if (!s->old)
			s->old = record_load(cx, s->type, s->row->id);
		if (!s->old)
			return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such record."));
		if (((const struct record *)s->old)->version != s->row->version)
			return conflict(cx);
		if (access_hidden(cx, s->row->id))
			return coming_in(cx);
		image_of(cx, s->type, s->old, &before);
	}
	s->change = new_id(cx);
	complete(cx, s);
	if ((s->type->prepare && !s->type->prepare(cx, s->old, s->row)) ||
	    /* what must be erased may leave a required field empty */
	    (s->kind != CHANGE_ERASE && !record_check(cx, s->type, s->old, s->row)))
		return false;
	image_of(cx, s->type, s->row, &after);
	image_difference(cx, &before, &after, &s->difference);
	if (s->old && !s->difference.n && s->kind != CHANGE_STEP)
		return true;
	return (as_program || may_save(cx, s)) && write_save(cx, s);
}

bool record_save(struct context *cx, const struct type *t, void *row)
{
	struct save s = { .type = t, .row = row };

	s.kind = s.row->version ? CHANGE_UPDATE : CHANGE_CREATE;
	return run(cx, &s, false);
}

bool record_save_as(struct context *cx, const struct type *t, void *row, enum change_kind kind)
{
	struct save s = { .type = t, .row = row, .kind = kind };

	return run(cx, &s, true);
}

bool record_save_import(struct context *cx, const struct type *t, const void *old, void *row)
{
	struct save s = {
		.type = t, .row = row, .old = old, .kind = CHANGE_IMPORT, .beside = true
	};

	return run(cx, &s, false);
}

/* Of a new record every value is a difference, so it need not be written to be compared. */
static void difference_of_new(struct context *cx, struct save *s)
{
	const struct field *f;
	size_t n = 0;

	while (type_field(s->type, n))
		n++;
	s->difference.v = arena_array(cx->mem, struct entry, n);
	for (size_t i = 0; (f = type_field(s->type, i)); i++)
		if (!field_empty(f, s->row))
			s->difference.v[s->difference.n++] = (struct entry){ f->name, "", f };
}

bool record_check_import(struct context *cx, const struct type *t, const void *old, void *row)
{
	struct save s = { .type = t, .row = row, .old = old, .kind = CHANGE_IMPORT };
	struct image before, after;

	complete(cx, &s);
	if ((t->prepare && !t->prepare(cx, old, row)) || !record_check(cx, t, old, row))
		return false;
	if (old) {
		image_of(cx, t, old, &before);
		image_of(cx, t, row, &after);
		image_difference(cx, &before, &after, &s.difference);
	} else {
		difference_of_new(cx, &s);
	}
	return (old && !s.difference.n) || may_save(cx, &s);
}

bool record_save_undo(struct context *cx, const struct type *t, void *row, int64_t version)
{
	char text[INT_TEXT];
	struct save s = { .type = t, .row = row, .kind = CHANGE_UNDO };

	int_text(version, text);
	s.step = text;
	return run(cx, &s, true);
}

bool record_save_step(struct context *cx, const struct type *t, void *row, const char *step)
{
	struct save s = { .type = t, .row = row, .kind = CHANGE_STEP, .step = step };

	return run(cx, &s, true);
}
