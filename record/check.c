/* The checks of a save that follow from the field table: what is missing, too long, unknown,
 * doubled or in a circle. Messages are collected, so that a form shows all its bad fields at once;
 * the type's own check comes last. */
#include "record/load.h"

#include "base/utf8.h"
#include "record/known.h"

static int longest(const struct field *f)
{
	return f->max ? f->max : f->flags & LONG ? MAX_TEXT : MAX_TITLE;
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* Control characters hide things; line ends only where several lines are meant. */
static bool writable(const struct field *f, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c < 0x20 || c == 0x7F) &&
		    !(f->flags & LONG && (c == '\n' || c == '\r' || c == '\t')))
			return false;
	}
	return true;
}

static void check_words(struct context *cx, const struct field *f, const char *name, const char *s)
{
	if (!utf8_valid(s, strlen(s)))
		fail(cx, ERR_INVALID, name, N_("%s is not written in UTF-8."), tr(cx, f->label));
	else if (!writable(f, s))
		fail(cx, ERR_INVALID, name, N_("%s holds characters that cannot be shown."),
		     tr(cx, f->label));
	else if (characters(s) > (size_t)longest(f))
		fail(cx, ERR_INVALID, name, N_("%s is too long: %zu characters of at most %d."),
		     tr(cx, f->label), characters(s), longest(f));
}

static void check_texts(struct context *cx, const struct field *f, const char *name,
                        const struct texts *x)
{
	int originals = 0;

	for (size_t i = 0; i < x->n; i++) {
		check_words(cx, f, arena_fmt(cx->mem, "%s.%s", name, x->v[i].lang), x->v[i].body);
		originals += x->v[i].original;
		for (size_t k = 0; k < i; k++)
			if (str_eq(x->v[i].lang, x->v[k].lang))
				fail(cx, ERR_INVALID, name, N_("%s stands twice in one language."),
				     tr(cx, f->label));
	}
	if (originals > 1)
		fail(cx, ERR_INVALID, name,
		     N_("%s: only one language can be the authoritative one."), tr(cx, f->label));
}

static bool exists(struct context *cx, const struct type *target, int64_t id)
{
	const char *text;
	int64_t one;
	bool found = false;

	if (known_id(cx, target, id))
		return true;
	text = arena_fmt(cx->mem, "SELECT 1 FROM %s WHERE id = $1", target->name);
	if (!db_int(cx, MADE_SQL(text), &one, &found, V(id)) || !found || access_hidden(cx, id))
		return false;
	known_add_id(cx, target, id);
	return true;
}

static void check_target(struct context *cx, const struct type *t, const struct field *f,
                         const char *name, int64_t id)
{
	const struct type *target = field_target(t, f);

	if (target && !exists(cx, target, id) && !failed(cx))
		fail(cx, ERR_INVALID, name, N_("%s: there is no such record."), tr(cx, f->label));
}

static void check_refs(struct context *cx, const struct type *t, const struct field *f,
                       const struct refs *r)
{
	if (r->n > MAX_REFS_IN_FIELD)
		fail(cx, ERR_INVALID, f->name, N_("%s: at most %d."), tr(cx, f->label),
		     MAX_REFS_IN_FIELD);
	for (size_t i = 0; i < r->n && !failed(cx); i++)
		check_target(cx, t, f, f->name, r->v[i]);
}

/* Up from the new parent: meeting the record itself would close a circle. */
static void check_parent(struct context *cx, const struct type *t, const struct field *f,
                         const void *row)
{
	const struct record *r = row;
	int64_t id = *(int64_t *)field_at(f, row);
	const char *text = arena_fmt(cx->mem, "SELECT %s FROM %s WHERE id = $1", f->name, t->name);

	for (int depth = 0; id; depth++) {
		int64_t next = 0;
		bool found;

		if (id == r->id || depth > 100) {
			fail(cx, ERR_INVALID, f->name,
			     N_("%s: the record would stand above itself."), tr(cx, f->label));
			return;
		}
		if (!db_int(cx, MADE_SQL(text), &next, &found, V(id)))
			return;
		id = next;
	}
}

static void check_unique(struct context *cx, const struct type *t, const struct field *f,
                         const void *row)
{
	const struct record *r = row;
	struct sql_values values;
	const char *text = arena_fmt(cx->mem, "SELECT id FROM %s WHERE %s = $1 AND id <> $2",
	                             t->name, f->name);
	int64_t other;
	bool found;

	values.n = 0;
	columns_values(t, f, row, &values);
	values.v[values.n++] = value_int(r->id);
	if (db_int_values(cx, MADE_SQL(text), &other, &found, values.v, values.n) && found)
		fail(cx, ERR_INVALID, f->name, N_("%s: another record has this already."),
		     tr(cx, f->label));
}

static void check_field(struct context *cx, const struct type *t, const struct field *f,
                        const char *name, const void *old, const void *row);

static void check_rows(struct context *cx, const struct type *t, const struct field *f,
                       const void *row)
{
	const struct owned *o = field_at(f, row);

	if (o->n > MAX_ROWS_IN_FIELD)
		fail(cx, ERR_INVALID, f->name, N_("%s: at most %d."), tr(cx, f->label),
		     MAX_ROWS_IN_FIELD);
	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k < f->rows->n; k++) {
			const struct field *g = &f->rows->fields[k];

			check_field(cx, t, g, arena_fmt(cx->mem, "%s.%zu.%s", f->name, i, g->name),
			            NULL, (const char *)o->v + i * f->rows->size);
		}
}

static void check_value(struct context *cx, const struct type *t, const struct field *f,
                        const char *name, const void *row)
{
	const void *p = field_at(f, row);

	switch (f->kind) {
	case FIELD_TEXT:
		check_words(cx, f, name, *(const char *const *)p);
		break;
	case FIELD_TEXTS:
		check_texts(cx, f, name, p);
		break;
	case FIELD_REF:
		check_target(cx, t, f, name, *(const int64_t *)p);
		break;
	case FIELD_PARENT:
		check_parent(cx, t, f, row);
		break;
	case FIELD_REFS:
		check_refs(cx, t, f, p);
		break;
	case FIELD_ROWS:
		check_rows(cx, t, f, row);
		break;
	case FIELD_LINK: {
		const struct link *l = p;

		if (!exists(cx, l->type, l->id) && !failed(cx))
			fail(cx, ERR_INVALID, name, N_("%s: there is no such record."),
			     tr(cx, f->label));
		break;
	}
	default:
		break; /* the C type cannot hold a wrong one */
	}
}

/* Only what differs from `old` is looked up again: a save of one field costs one field's checks. */
static bool same_as(const struct field *f, const void *old, const void *row)
{
	if (!old)
		return false;
	switch (f->kind) {
	case FIELD_REF:
	case FIELD_PARENT:
		return *(int64_t *)field_at(f, old) == *(int64_t *)field_at(f, row);
	case FIELD_REFS: {
		const struct refs *a = field_at(f, old), *b = field_at(f, row);

		return a->n == b->n && (!a->n || memcmp(a->v, b->v, a->n * sizeof *a->v) == 0);
	}
	case FIELD_TEXT:
		return str_eq(*(const char **)field_at(f, old), *(const char **)field_at(f, row));
	default:
		return false;
	}
}

static void check_field(struct context *cx, const struct type *t, const struct field *f,
                        const char *name, const void *old, const void *row)
{
	if (field_empty(f, row)) {
		if (f->flags & REQUIRED)
			fail(cx, ERR_INVALID, name, N_("%s is missing."), tr(cx, f->label));
		return;
	}
	if (same_as(f, old, row))
		return;
	check_value(cx, t, f, name, row);
	if (f->flags & UNIQUE)
		check_unique(cx, t, f, row);
}

bool record_check(struct context *cx, const struct type *t, const void *old, void *row)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++) {
		check_field(cx, t, f, f->name, old, row);
		if (failed(cx) && cx->err.kind != ERR_INVALID)
			return false;
	}
	if (t->check && !t->check(cx, old, row))
		return false;
	return !failed(cx);
}
