/* The past of one record, replayed from the log.  The log keeps new values only; what stood before
 * a change is what an earlier change wrote, so walking the changes in order of versions gives both
 * sides.  A record that was taken out has a past like any other: it is read as it was last. */
#include "record/change.h"
#include "record/load.h"

#include "base/number.h"
#include "record/app.h"

SQL(history_changes,
    "SELECT c.id, c.at, c.who, c.membership, c.on_behalf, c.version, c.kind, c.step, c.seq FROM "
    "change c"
    " WHERE c.record = $1 AND c.version > 0 AND c.at <= $2 ORDER BY c.version, c.id");
SQL(history_values,
    "SELECT v.change, v.name, v.value, v.salt FROM change_value v JOIN change c ON c.id = v.change"
    " WHERE c.record = $1 AND c.version > 0 AND c.at <= $2 ORDER BY c.version, c.id, v.name");

SQL(history_written,
    "SELECT v.name, v.value, c.id FROM change_value v JOIN change c ON c.id = v.change"
    " WHERE c.record = $1 AND c.version > 0 AND c.version <= $2 ORDER BY c.version, c.id, v.name");
SQL(history_writer, "SELECT c.kind, c.step FROM change_value v JOIN change c ON c.id = v.change"
                    " WHERE c.record = $1 AND v.name = $2 AND c.version > 0 AND c.version <= $3"
                    " ORDER BY c.version DESC LIMIT 1");

struct past {
	struct change *v;
	size_t n;
};

static void *grow(struct context *cx, void *v, size_t n, size_t size)
{
	return (n & (n - 1)) == 0 ? arena_grow(cx->mem, v, n * size, (n ? n * 2 : 1) * size) : v;
}

static bool load_changes(struct context *cx, int64_t record, int64_t until, struct past *past)
{
	struct rows *r = db_query(cx, &history_changes, V(record), V(until));

	while (r && rows_next(cx, r)) {
		past->v = grow(cx, past->v, past->n, sizeof *past->v);
		past->v[past->n++] = (struct change){
			.id = rows_int(r, 0),
			.at = rows_int(r, 1),
			.who = rows_int(r, 2),
			.membership = rows_int(r, 3),
			.on_behalf = rows_int(r, 4),
			.version = rows_int(r, 5),
			.kind = change_kind_of(rows_text(r, 6)),
			.step = arena_str(cx->mem, rows_text(r, 7)),
			.seq = rows_int(r, 8),
		};
	}
	return !failed(cx);
}

static const struct field *field_of_name(struct context *cx, const struct type *t, const char *name)
{
	const char *dot = strchr(name, '.');

	return type_field_named(t, dot ? arena_strn(cx->mem, name, (size_t)(dot - name)) : name);
}

static void put(struct context *cx, struct image *im, struct entry e)
{
	im->v = grow(cx, im->v, im->n, sizeof e);
	im->v[im->n++] = e;
}

static void replace(struct context *cx, struct image *now, struct entry e)
{
	for (size_t i = 0; i < now->n; i++)
		if (strcmp(now->v[i].name, e.name) == 0) {
			now->v[i] = e;
			return;
		}
	put(cx, now, e);
}

static void take_value(struct context *cx, const struct type *t, const struct rows *r,
                       struct change *c, struct image *now)
{
	const char *name = arena_str(cx->mem, rows_text(r, 1));
	bool erased = rows_null(r, 3);
	struct entry e = { name, arena_str(cx->mem, rows_text(r, 2)), NULL };

	if (strcmp(name, CHANGE_REASON) == 0) {
		c->reason = e.value;
		return;
	}
	e.field = field_of_name(cx, t, name);
	if (!e.field)
		return;
	if (erased)
		c->erased = c->erased ? arena_fmt(cx->mem, "%s %s", c->erased, name) : name;
	put(cx, &c->before, (struct entry){ name, image_value(now, name), e.field });
	put(cx, &c->after, e);
	replace(cx, now, e);
}

/* Fills before, after, reason of all changes; `now` ends as the image at the end. */
static bool load_values(struct context *cx, const struct type *t, int64_t record, int64_t until,
                        struct past *past, struct image *now)
{
	struct rows *r = db_query(cx, &history_values, V(record), V(until));
	size_t i = 0;

	while (r && rows_next(cx, r)) {
		while (i < past->n && past->v[i].id != rows_int(r, 0))
			i++;
		if (i < past->n)
			take_value(cx, t, r, &past->v[i], now);
	}
	return !failed(cx);
}

/* ---- as a version left it */

/* What wrote the values of an image, side by side with its entries. */
struct written {
	struct image image;
	int64_t *changes;
};

static void take_written(struct context *cx, const struct type *t, const struct rows *r,
                         struct written *w)
{
	struct entry e = { arena_str(cx->mem, rows_text(r, 0)), arena_str(cx->mem, rows_text(r, 1)),
		           NULL };
	size_t at = 0, n = w->image.n;

	e.field = field_of_name(cx, t, e.name);
	if (!e.field)
		return; /* a reason, or a field that this program no longer has */
	while (at < n && strcmp(w->image.v[at].name, e.name) != 0)
		at++;
	if (at == n) {
		w->changes = grow(cx, w->changes, n, sizeof *w->changes);
		put(cx, &w->image, e);
	}
	w->image.v[at] = e;
	w->changes[at] = rows_int(r, 2);
}

static int64_t writer_of(struct context *cx, const struct written *w, const struct field *f,
                         const char *lang)
{
	const char *name = arena_fmt(cx->mem, "%s.%s", f->name, lang);

	for (size_t i = 0; i < w->image.n; i++)
		if (strcmp(w->image.v[i].name, name) == 0)
			return w->changes[i];
	return 0;
}

/* A translation names the change that wrote its original; where that was still the one, it is up to
 * date with whatever change writes the original again. */
static void forget_originals(struct context *cx, const struct type *t, const struct written *w,
                             void *row)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++) {
		struct texts *x = f->kind == FIELD_TEXTS ? field_at(f, row) : NULL;
		int64_t original = 0;

		for (size_t k = 0; x && k < x->n; k++)
			if (x->v[k].original)
				original = writer_of(cx, w, f, x->v[k].lang);
		for (size_t k = 0; x && k < x->n; k++)
			if (x->v[k].from_change == original)
				x->v[k].from_change = 0;
	}
}

void *record_at(struct context *cx, const struct type *t, int64_t id, int64_t version)
{
	struct rows *r = db_query(cx, &history_written, V(id), V(version));
	struct record *row = arena_alloc(cx->mem, t->size);
	struct written w = { .changes = NULL };

	while (r && rows_next(cx, r))
		take_written(cx, t, r, &w);
	if (failed(cx) || !image_to_row(cx, t, &w.image, row))
		return NULL;
	forget_originals(cx, t, &w, row);
	row->id = id;
	row->version = version;
	return row;
}

/* An undoing names the version that it went back to, and there the search goes on. */
bool record_writer(struct context *cx, int64_t id, const char *name, enum change_kind *ret)
{
	int64_t version = INT64_MAX;

	while (version) {
		struct rows *r = db_query(cx, &history_writer, V(id), V(name), V(version));
		enum change_kind kind;

		if (!r || !rows_next(cx, r))
			return !failed(cx);
		kind = change_kind_of(rows_text(r, 0));
		if (kind != CHANGE_UNDO || !parse_int_in(rows_text(r, 1), 0, version, &version)) {
			*ret = kind;
			version = 0;
		}
		rows_close(r);
	}
	return !failed(cx);
}

/* ---- of a record that was taken out */

/* As it was before the last change, which took it out.  NULL: it was not, or was not open to him.
 */
static void *row_removed(struct context *cx, const struct type *t, int64_t id)
{
	struct past past = { 0 };
	const struct change *last;
	struct record *row;

	if (!load_changes(cx, id, INT64_MAX, &past) || past.n < 2)
		return NULL;
	last = &past.v[past.n - 1];
	if (last->kind != CHANGE_REMOVE)
		return NULL;
	row = record_at(cx, t, id, last->version - 1);
	if (!row)
		return NULL;
	row->created_at = past.v[0].at;
	row->created_by = past.v[0].who;
	row->updated_at = past.v[past.n - 2].at;
	row->updated_by = past.v[past.n - 2].who;
	return access_record(cx, t, row, RIGHT_READ) ? row : NULL;
}

void *record_get_past(struct context *cx, const struct type *t, int64_t id)
{
	void *row = record_get(cx, t, id);
	struct error none = cx->err;

	if (row || none.kind != ERR_NOT_FOUND)
		return row;
	error_clear(cx);
	row = row_removed(cx, t, id);
	if (row)
		access_hide(cx, t, row);
	else if (!failed(cx))
		cx->err = none;
	return row;
}

/* Leaves out what the actor may not see. */
static void hide(struct context *cx, const struct type *t, const void *row, struct image *im)
{
	size_t n = 0;

	for (size_t i = 0; i < im->n; i++)
		if (!(im->v[i].field->flags & HIDDEN) && access_field(cx, t, row, im->v[i].field))
			im->v[n++] = im->v[i];
	im->n = n;
}

static void name_people(struct context *cx, struct change *c)
{
	const struct type *account = field_target(NULL, &common_fields[3]);

	c->who_name = !c->who ? "console" : account ? record_title(cx, account, c->who) : "…";
}

bool record_history(struct context *cx, const struct type *t, int64_t id, int64_t before, int limit,
                    struct change **ret, size_t *ret_n)
{
	struct past past = { 0 };
	struct image now = { 0 };
	void *row = record_get_past(cx, t, id);

	if (!row || !load_changes(cx, id, INT64_MAX, &past) ||
	    !load_values(cx, t, id, INT64_MAX, &past, &now))
		return false;
	*ret = arena_array(cx->mem, struct change, limit);
	*ret_n = 0;
	for (size_t i = past.n; i-- > 0 && *ret_n < (size_t)limit;) {
		struct change *c = &past.v[i];

		if (before && c->id >= before)
			continue;
		hide(cx, t, row, &c->before);
		hide(cx, t, row, &c->after);
		if (!access_content(cx, t, row))
			c->reason = NULL;
		name_people(cx, c);
		(*ret)[(*ret_n)++] = *c;
	}
	return !failed(cx);
}

/* Fields that the actor may not see today are empty in the past, too. */
static void clear_hidden(struct context *cx, const struct type *t, const void *row,
                         struct image *im)
{
	for (size_t i = 0; i < im->n; i++)
		if (!access_field(cx, t, row, im->v[i].field))
			im->v[i].value = NULL;
}

void *record_as_of(struct context *cx, const struct type *t, int64_t id, int64_t at)
{
	struct past past = { 0 };
	struct image then = { 0 };
	struct record *was = arena_alloc(cx->mem, t->size);
	void *row = record_get_past(cx, t, id);

	if (!row || !load_changes(cx, id, at, &past) || !load_values(cx, t, id, at, &past, &then))
		return NULL;
	if (!past.n) {
		fail(cx, ERR_NOT_FOUND, NULL, N_("The record did not exist yet at that time."));
		return NULL;
	}
	if (past.v[past.n - 1].kind == CHANGE_REMOVE) {
		fail(cx, ERR_NOT_FOUND, NULL, N_("The record had been taken out at that time."));
		return NULL;
	}
	clear_hidden(cx, t, row, &then);
	if (!image_to_row(cx, t, &then, was))
		return NULL;
	was->id = id;
	was->version = past.v[past.n - 1].version;
	was->created_at = past.v[0].at;
	was->created_by = past.v[0].who;
	was->updated_at = past.v[past.n - 1].at;
	was->updated_by = past.v[past.n - 1].who;
	return was;
}

/* ---- links here */

struct referring {
	struct context *cx;
	const struct type *to;
	int64_t id;
	int limit;
	struct referrer *v;
	size_t n;
};

/* Records of type `t` whose field `f` names the record. */
static bool look(struct referring *g, const struct type *t, const struct field *f)
{
	struct context *cx = g->cx;
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);

	buffer_fmt(&sql, "SELECT r.id FROM %s r WHERE ", t->name);
	if (f->kind == FIELD_REFS) {
		buffer_text(&sql,
		            "EXISTS (SELECT 1 FROM ref x WHERE x.record = r.id AND x.field = ");
		sql_value(&sql, values, value_text(f->name));
		buffer_text(&sql, " AND x.target = ");
		sql_value(&sql, values, value_int(g->id));
		buffer_text(&sql, ")");
	} else {
		buffer_fmt(&sql, "r.%s = ", f->name);
		sql_value(&sql, values, value_int(g->id));
	}
	buffer_text(&sql, " AND ");
	/* a link that is not seen is not followed backwards */
	access_field_sql(cx, t, f, &sql, values);
	buffer_text(&sql, " ORDER BY r.id DESC LIMIT ");
	sql_value(&sql, values, value_int(g->limit - (int64_t)g->n));

	struct rows *r = db_query_values(cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);

	while (r && rows_next(cx, r))
		g->v[g->n++] = (struct referrer){ t, rows_int(r, 0), f };
	return !failed(cx);
}

static bool points_to(const struct type *t, const struct field *f, const struct type *to)
{
	switch (f->kind) {
	case FIELD_REF:
	case FIELD_REFS:
	case FIELD_PARENT:
		return field_target(t, f) == to;
	case FIELD_LINK:
		return true;
	default:
		return false;
	}
}

bool record_referrers(struct context *cx, const struct type *t, int64_t id, int limit,
                      struct referrer **ret, size_t *ret_n)
{
	struct referring g = { .cx = cx,
		               .to = t,
		               .id = id,
		               .limit = limit,
		               .v = arena_array(cx->mem, struct referrer, limit) };
	const struct field *f;

	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *from = (*s)->types; *from; from++)
			for (size_t i = 0; (f = type_field(*from, i)) && g.n < (size_t)limit; i++)
				if (points_to(*from, f, t) && !(f->flags & HIDDEN) &&
				    !look(&g, *from, f))
					return false;
	*ret = g.v;
	*ret_n = g.n;
	return true;
}
