/* What a row of a file means for the record that is there already: which of its values differ, and
 * which of those may go in. A file from outside never overwrites what a person entered: the change
 * log knows who wrote each value last. */
#include "record/import_merge.h"

#include "record/app.h"
#include "record/load.h"

/* ---- the same value? */

static const char *canonical(struct context *cx, const struct type *t, const struct field *f,
                             const void *row)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);

	field_write(cx, t, f, row, &b);
	return buffer_str(&b);
}

static const struct text *text_in(const struct texts *x, const char *lang)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, lang))
			return &x->v[i];
	return NULL;
}

static bool same_text(const struct texts *stored, const struct text *said)
{
	const struct text *is = text_in(stored, said->lang);

	return is && str_eq(is->body, said->body) && (is->original || !said->original);
}

static bool same_value(struct context *cx, const struct type *t, const struct field *f,
                       const void *a, const void *b);

/* Owned rows say the same whatever their identifiers. */
static bool same_row(struct context *cx, const struct type *t, const struct row_type *rows,
                     const void *a, const void *b)
{
	for (size_t i = 0; i < rows->n; i++)
		if (!same_value(cx, t, &rows->fields[i], a, b))
			return false;
	return true;
}

static void *row_at(const struct field *f, const struct owned *o, size_t i)
{
	return (char *)o->v + i * f->rows->size;
}

static bool same_rows(struct context *cx, const struct type *t, const struct field *f,
                      const struct owned *a, const struct owned *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (!same_row(cx, t, f->rows, row_at(f, a, i), row_at(f, b, i)))
			return false;
	return a->n == b->n;
}

/* Languages that `b` is silent about are no difference. */
static bool same_value(struct context *cx, const struct type *t, const struct field *f,
                       const void *a, const void *b)
{
	const struct texts *said = field_at(f, b);

	if (field_empty(f, a) && field_empty(f, b))
		return true;
	if (f->kind == FIELD_ROWS)
		return same_rows(cx, t, f, field_at(f, a), field_at(f, b));
	if (f->kind != FIELD_TEXTS)
		return str_eq(canonical(cx, t, f, a), canonical(cx, t, f, b));
	for (size_t i = 0; i < said->n; i++)
		if (!same_text(field_at(f, a), &said->v[i]))
			return false;
	return said->n || field_empty(f, a);
}

/* ---- may it go in? */

static bool ours(struct context *cx, int64_t record, const char *name, bool *ret)
{
	enum change_kind kind = CHANGE_IMPORT;
	bool known = record_writer(cx, record, name, &kind);

	*ret = kind == CHANGE_IMPORT;
	return known;
}

/* Every value under discussion was last written by an import, or never. */
static bool may_replace(struct context *cx, const struct field *f, const void *old,
                        const void *said, bool *ret)
{
	int64_t id = ((const struct record *)old)->id;
	const struct texts *x = field_at(f, said);

	if (f->kind != FIELD_TEXTS)
		return ours(cx, id, f->name, ret);
	*ret = true;
	for (size_t i = 0; *ret && i < x->n; i++)
		if (!same_text(field_at(f, old), &x->v[i]) &&
		    !ours(cx, id, arena_fmt(cx->mem, "%s.%s", f->name, x->v[i].lang), ret))
			return false;
	return true;
}

/* ---- putting it in */

static void put_texts(struct context *cx, const struct field *f, const struct texts *said,
                      void *row)
{
	struct texts *x = field_at(f, row);
	struct text *v = arena_array(cx->mem, struct text, x->n + said->n);
	bool original = false;
	size_t n = 0;

	for (size_t i = 0; i < said->n; i++)
		original |= said->v[i].original;
	for (size_t i = 0; i < x->n; i++)
		if (!text_in(said, x->v[i].lang)) {
			v[n] = x->v[i];
			v[n++].original &= !original;
		}
	for (size_t i = 0; i < said->n; i++) {
		const struct text *was = text_in(x, said->v[i].lang);

		v[n] = said->v[i];
		v[n++].original |= was && was->original && !original;
	}
	*x = (struct texts){ v, n };
}

/* The rows that are not there yet, behind the others. */
static void add_rows(struct context *cx, const struct type *t, const struct field *f,
                     const struct owned *said, void *row)
{
	struct owned *o = field_at(f, row);
	char *v = arena_alloc(cx->mem, (o->n + said->n) * f->rows->size);
	size_t n = o->n;

	if (n)
		memcpy(v, o->v, n * f->rows->size);
	for (size_t i = 0; i < said->n; i++) {
		bool there = false;

		for (size_t k = 0; !there && k < o->n; k++)
			there = same_row(cx, t, f->rows, row_at(f, o, k), row_at(f, said, i));
		if (!there)
			memcpy(v + n++ * f->rows->size, row_at(f, said, i), f->rows->size);
	}
	*o = (struct owned){ v, n };
}

static void put(struct context *cx, const struct import_item *item, const struct field *f,
                bool foreign, void *row)
{
	if (f->kind == FIELD_TEXTS && !field_empty(f, item->record))
		put_texts(cx, f, field_at(f, item->record), row);
	else if (f->kind == FIELD_ROWS && foreign)
		add_rows(cx, item->type, f, field_at(f, item->record), row);
	else
		field_copy(f, item->record, row);
}

/* Rows that are all there already are no difference for a foreign file, though there be others
 * beside them. */
static bool differs(struct context *cx, const struct import_item *item, const struct field *f,
                    bool foreign, const void *old)
{
	const struct owned *was = field_at(f, old);
	void *row;

	if (same_value(cx, item->type, f, old, item->record))
		return false;
	if (f->kind != FIELD_ROWS || !foreign)
		return true;
	row = row_copy(cx, item->type, old);
	put(cx, item, f, true, row);
	return ((const struct owned *)field_at(f, row))->n != was->n;
}

static bool take(struct context *cx, const struct import_item *item, const struct field *f,
                 bool foreign, const void *old, void *row, bool *changed)
{
	bool may = true;

	if (foreign && f->flags & IMPORTED)
		return true;                       /* from now on steps say it */
	if (!access_field(cx, item->type, old, f)) /* comparing would tell what it holds */
		return fail(cx, ERR_FORBIDDEN, f->name, N_("You may not change “%s”."),
		            tr(cx, f->label));
	if (!differs(cx, item, f, foreign, old))
		return true;
	if (foreign && !may_replace(cx, f, old, item->record, &may))
		return false;
	if (may) {
		put(cx, item, f, foreign, row);
		*changed = true;
	}
	return true;
}

bool import_merge(struct context *cx, const struct import_item *item, bool foreign, const void *old,
                  void **ret, bool *changed)
{
	const struct record *was = old;

	*ret = row_copy(cx, item->type, old);
	*changed = false;
	for (const struct field *const *f = item->said; *f; f++)
		if (!take(cx, item, *f, foreign, old, *ret, changed))
			return false;
	return !*changed || !item->version || item->version == was->version ||
	       fail(cx, ERR_CONFLICT, "version",
	            N_("The record was changed after the file was written (version %lld, now "
	               "%lld)."),
	            (long long)item->version, (long long)was->version);
}
