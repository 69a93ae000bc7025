/* Taking an import back while nobody has worked on what it brought.  Everything is decided by the
 * change log: what the import wrote, what stood there before, and whether anybody wrote since.
 *
 * First each record is looked at; then those that the import changed get their values back; then of
 * those that it made is found out which others refer to, and the rest is taken out.  What is kept
 * is kept with a reason.  The order matters: what was put back refers to nothing that is taken out.
 */
#include "record/import_merge.h"

#include "record/app.h"
#include "record/change.h"
#include "record/load.h"

enum { SLICE = 100 };

SQL(undo_records, "SELECT type, record FROM imported WHERE import = $1 ORDER BY record");
SQL(undo_until, "SELECT max(id) FROM change WHERE record = $1 AND kind = 'import'");
SQL(undo_changes,
    "SELECT c.record, c.version, c.kind, c.id, c.type FROM change c"
    " WHERE c.record >= $1 AND c.record <= $2 AND c.version > 0 ORDER BY c.record, c.version");
SQL(undo_drafts, "SELECT d.record FROM draft d WHERE d.record IN"
                 " (SELECT x.record FROM imported x WHERE x.import = $1)");
SQL(undo_files, "SELECT a.record FROM attachment a WHERE a.record IN"
                " (SELECT x.record FROM imported x WHERE x.import = $1)");
SQL(undo_published, "SELECT p.record FROM publication p WHERE p.record IN"
                    " (SELECT x.record FROM imported x WHERE x.import = $1)");
SQL(undo_refs, "SELECT r.record, r.target FROM ref r WHERE r.target IN"
               " (SELECT x.record FROM imported x WHERE x.import = $1)");
SQL(undo_back, "DELETE FROM imported WHERE import = $1 AND record = $2");

/* A record of the import. */
struct brought {
	const struct type *type;
	int64_t id, version; /* version: the one that is stored */
	int64_t parts;
	int64_t before;  /* the version before the import's; 0: it made the record */
	const char *why; /* it stays as it is; NULL: it does not */
	int32_t since;   /* imports since then that were not taken back */
	bool seen;       /* the change that the import wrote */
};

/* A record that refers to one that the import made. */
struct use {
	int64_t from, to;
	const struct type *type; /* of `from`; NULL: not known */
};

enum { TYPES = 8 };

struct undo {
	struct arena *mem; /* of what outlives a slice */
	struct import_undone *told;
	const struct import_record *record;
	int64_t until; /* the last change of the import, by id */
	struct brought *v;
	size_t n, room;
	const struct type *types[TYPES]; /* of the records; more than that: any */
	size_t types_n;
	struct use *uses;
	size_t uses_n, uses_room;
	int64_t done;
};

static bool made(const struct brought *b)
{
	return b->before == 0;
}

static struct brought *brought_of(const struct undo *u, int64_t id)
{
	for (size_t low = 0, high = u->n; low < high;) {
		size_t middle = low + (high - low) / 2;

		if (u->v[middle].id == id)
			return &u->v[middle];
		if (u->v[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The first reason is the one that is told. */
static void keep(struct brought *b, const char *why)
{
	if (!b->why)
		b->why = why;
}

/* Twice as many as there are records: each is looked at, and done. */
static bool told(struct context *cx, struct undo *u, size_t n)
{
	struct import_undone *t = u->told;

	u->done += (int64_t)n;
	return !t->progress || t->progress(cx, t->listener, u->done, 2 * (int64_t)u->n);
}

/* ---- what the import brought */

static bool has_type(const struct undo *u, const struct type *t)
{
	for (size_t i = 0; i < u->types_n; i++)
		if (u->types[i] == t)
			return true;
	return u->types_n == TYPES;
}

static void add_record(struct undo *u, struct brought b)
{
	if (u->n == u->room) {
		size_t room = u->room ? 2 * u->room : 256;

		u->v = arena_grow(u->mem, u->v, u->room * sizeof b, room * sizeof b);
		u->room = room;
	}
	if (!has_type(u, b.type))
		u->types[u->types_n++] = b.type;
	u->v[u->n++] = b;
}

static bool load_records(struct context *cx, struct undo *u)
{
	struct rows *r = db_query(cx, &undo_records, V(u->record->record.id));

	while (r && rows_next(cx, r))
		add_record(u,
		           (struct brought){ .type = type_named(cx->app->subjects, rows_text(r, 0)),
		                             .id = rows_int(r, 1) });
	return !failed(cx);
}

/* Identifiers are given in the order of time, and the import's own before all that it wrote. */
static bool find_end(struct context *cx, struct undo *u)
{
	bool stopped = u->record->record.state == type_state(&import_type, "begun");

	u->until = INT64_MAX;
	return stopped || db_int(cx, &undo_until, &u->until, NULL, V(u->record->record.id));
}

/* ---- what has happened since */

static bool younger(const struct undo *u, size_t i)
{
	return u->v[i].id > u->record->record.id;
}

static void take_later(struct context *cx, struct brought *b, enum change_kind kind)
{
	switch (kind) {
	case CHANGE_IMPORT:
		b->since++;
		break;
	case CHANGE_UNDO:
		b->since--;
		break;
	case CHANGE_STEP:
		keep(b, tr(cx, N_("A step was taken with it since.")));
		break;
	case CHANGE_REFERENCE:
		keep(b, tr(cx, N_("It was changed since with the reference data.")));
		break;
	case CHANGE_ERASE:
		keep(b, tr(cx, N_("Personal data was erased from it since.")));
		break;
	case CHANGE_CREATE:
	case CHANGE_UPDATE:
	case CHANGE_REMOVE:
	case CHANGE_READ:
	case CHANGE_EVENT:
		keep(b, tr(cx, N_("Somebody has changed it since.")));
	}
}

static void take_change(struct context *cx, const struct undo *u, struct brought *b,
                        const struct rows *r)
{
	enum change_kind kind = change_kind_of(rows_text(r, 2));
	int64_t id = rows_int(r, 3);

	b->version = rows_int(r, 1);
	if (b->seen)
		take_later(cx, b, kind);
	else if (kind == CHANGE_IMPORT && id > u->record->record.id && id <= u->until) {
		b->seen = true;
		b->before = b->version - 1;
	}
}

static bool read_changes_between(struct context *cx, struct undo *u, size_t from, size_t to)
{
	struct rows *r = db_query(cx, &undo_changes, V(u->v[from].id), V(u->v[to - 1].id));

	for (size_t i = from; r && rows_next(cx, r);) {
		while (i < to && u->v[i].id < rows_int(r, 0))
			i++;
		if (i < to && u->v[i].id == rows_int(r, 0) &&
		    str_eq(u->v[i].type->name, rows_text(r, 4)))
			take_change(cx, u, &u->v[i], r);
	}
	return !failed(cx);
}

/* Identifiers that were given while the import ran lie close together; older ones are asked for one
 * by one, because anything may lie between them. */
static bool read_changes(struct context *cx, struct undo *u, size_t from, size_t to)
{
	size_t step = younger(u, from) ? to - from : 1;

	for (size_t i = from; i < to; i += step)
		if (!read_changes_between(cx, u, i, i + step))
			return false;
	for (size_t i = from; i < to; i++) {
		if (!u->v[i].seen)
			keep(&u->v[i],
			     tr(cx,
			        N_("The change log does not tell what the import did with it.")));
		else if (u->v[i].since > 0)
			keep(&u->v[i], tr(cx, N_("A later import has changed it.")));
	}
	return true;
}

/* ---- what it is now */

static bool holds_personal_data(const struct type *t, const void *row)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		if (f->flags & PERSONAL && !field_empty(f, row))
			return true;
	return false;
}

static void look_at(struct context *cx, struct undo *u, struct brought *b, const void *row)
{
	const struct type *t = b->type;
	const struct record *r = row;

	b->parts = r->parts;
	if (!access_record(cx, t, row, RIGHT_READ)) {
		keep(b, tr(cx, N_("It is not open to you.")));
		return;
	}
	if (!made(b))
		return;
	if (t->accepted_states && type_state_in(t, r->state, t->accepted_states)) {
		const char *why = arena_fmt(cx->mem, tr(cx, N_("It is at the stage “%s”.")),
		                            tr(cx, choice_at(t->states, r->state)->label));

		keep(b, arena_str(u->mem, why));
	}
	if (t->saved)
		keep(b, tr(cx, N_("Records of this kind are closed, not taken out.")));
	if (holds_personal_data(t, row))
		keep(b, tr(cx, N_("It holds personal data, which is erased on request.")));
}

/* Those of one type from `from` on, at most SLICE, all of them older than the import or none. */
static size_t slice_end(const struct undo *u, size_t from)
{
	size_t to = from;

	while (to < u->n && to - from < SLICE && u->v[to].type == u->v[from].type &&
	       younger(u, to) == younger(u, from))
		to++;
	return to;
}

/* What decides about reading, and personal data, may stand in texts and sets.  Mostly neither is
 * asked, and the tables of those are large. */
static bool load_needed(struct context *cx, const struct type *t, void *const *rows, size_t n)
{
	bool all = !access_wide(cx, t);
	void *some[SLICE];
	size_t k = 0;
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		all |= (f->flags & PERSONAL) != 0;
	for (size_t i = 0; i < n; i++)
		if (all || ((const struct record *)rows[i])->classification == CLASS_RESTRICTED)
			some[k++] = rows[i];
	return !k || load_parts(cx, t, some, k);
}

static bool look_at_all(struct context *cx, struct undo *u, size_t from, size_t to)
{
	int64_t ids[SLICE];
	void **rows;
	size_t n, k = 0;

	for (size_t i = from; i < to; i++)
		ids[i - from] = u->v[i].id;
	if (!record_load_heads(cx, u->v[from].type, ids, to - from, &rows, &n) ||
	    !load_needed(cx, u->v[from].type, rows, n))
		return false;
	for (size_t i = from; i < to; i++) {
		if (k < n && ((const struct record *)rows[k])->id == u->v[i].id)
			look_at(cx, u, &u->v[i], rows[k++]);
		else
			keep(&u->v[i], tr(cx, N_("It is not there any more.")));
	}
	return true;
}

static bool examine(struct context *cx, struct undo *u)
{
	for (size_t from = 0, to; from < u->n; from = to) {
		struct context_mark mark = context_mark(cx);

		to = slice_end(u, from);
		if (!u->v[from].type)
			for (size_t i = from; i < to; i++)
				keep(&u->v[i],
				     tr(cx, N_("This program does not know its kind of record.")));
		else if (!read_changes(cx, u, from, to) || !look_at_all(cx, u, from, to))
			return false;
		context_rewind(cx, mark);
		if (!told(cx, u, to - from))
			return false;
	}
	return true;
}

/* What stands beside records: somebody is at work on them. */
static bool keep_these(struct context *cx, struct undo *u, const struct sql *sql, const char *why)
{
	struct rows *r = db_query(cx, sql, V(u->record->record.id));

	while (r && rows_next(cx, r)) {
		struct brought *b = brought_of(u, rows_int(r, 0));

		if (b && made(b))
			keep(b, why);
	}
	return !failed(cx);
}

static bool look_beside(struct context *cx, struct undo *u)
{
	return keep_these(cx, u, &undo_published, tr(cx, N_("It is on the public site."))) &&
	       keep_these(cx, u, &undo_files, tr(cx, N_("A file hangs on it."))) &&
	       keep_these(cx, u, &undo_drafts,
	                  tr(cx, N_("Somebody has a form about it that is not saved yet.")));
}

/* ---- values of before */

/* In a part of its own, because the world may have gone on so that the record cannot be as it was.
 */
static bool put_back(struct context *cx, struct undo *u, struct brought *b)
{
	struct record *row = record_at(cx, b->type, b->id, b->before);
	bool ok;

	if (!row || !db_part_begin(cx))
		return false;
	row->version = b->version;
	ok = record_save_undo(cx, b->type, row, b->before) &&
	     db_run(cx, &undo_back, V(u->record->record.id), V(b->id)) && db_flush(cx);
	if (!ok && !import_of_a_row(cx))
		return false;
	if (!ok) {
		const char *why =
		        arena_fmt(cx->mem, tr(cx, N_("It cannot be as it was: %s")), cx->err.text);

		keep(b, arena_str(u->mem, why));
		error_clear(cx);
	}
	return db_part_end(cx, ok);
}

static bool put_all_back(struct context *cx, struct undo *u)
{
	for (size_t i = 0; i < u->n; i++) {
		struct context_mark mark = context_mark(cx);

		if (made(&u->v[i]) && !u->v[i].why)
			continue;
		if (!u->v[i].why && !put_back(cx, u, &u->v[i]))
			return false;
		context_rewind(cx, mark);
		if (!told(cx, u, 1))
			return false;
	}
	return true;
}

/* ---- who refers to what was made */

static void add_use(struct undo *u, int64_t from, int64_t to, const struct type *t)
{
	const struct brought *b = brought_of(u, to);

	if (!b || !made(b) || b->why || from == to)
		return;
	if (u->uses_n == u->uses_room) {
		size_t room = u->uses_room ? 2 * u->uses_room : 256;

		u->uses = arena_grow(u->mem, u->uses, u->uses_room * sizeof *u->uses,
		                     room * sizeof *u->uses);
		u->uses_room = room;
	}
	u->uses[u->uses_n++] = (struct use){ from, to, t };
}

/* May the field of type `t` (NULL: any) name a record of the import? */
static bool may_name(const struct undo *u, const struct type *t, const struct field *f)
{
	const struct type *to;

	if (f->kind != FIELD_REF && f->kind != FIELD_PARENT)
		return f->kind == FIELD_LINK;
	to = field_target(t, f);
	return !to || has_type(u, to);
}

static bool add_uses(struct context *cx, struct undo *u, const struct type *t, const char *text)
{
	struct rows *r = db_query(cx, MADE_SQL(text), V(u->record->record.id));

	while (r && rows_next(cx, r))
		add_use(u, rows_int(r, 0), rows_int(r, 1), t);
	return !failed(cx);
}

/* Whoever refers to what follows from a record refers to the record. */
static bool find_uses_of_follower(struct context *cx, struct undo *u, const struct type *t,
                                  const char *table, const char *record, const struct field *f,
                                  const struct type *follower)
{
	const struct type *to = f->kind == FIELD_LINK ? NULL : field_target(t, f);

	return (to && to != follower) ||
	       add_uses(cx, u, t,
	                arena_fmt(cx->mem,
	                          "SELECT r.%s, d.%s FROM %s r JOIN %s d ON d.id = r.%s WHERE d.%s"
	                          " IN (SELECT x.record FROM imported x WHERE x.import = $1)",
	                          record, follower->follows, table, follower->name, f->name,
	                          follower->follows));
}

static bool find_uses_of_followers(struct context *cx, struct undo *u, const struct type *t,
                                   const char *table, const char *record, const struct field *f)
{
	if (f->kind != FIELD_REF && f->kind != FIELD_PARENT && f->kind != FIELD_LINK)
		return true;
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *k = (*s)->types; *k; k++)
			if ((*k)->follows && !find_uses_of_follower(cx, u, t, table, record, f, *k))
				return false;
	return true;
}

/* What only follows from a record goes with it, unless somebody took a step with it. */
static const char *only_used(const struct type *t, const struct field *f)
{
	return t && t->follows && str_eq(t->follows, f->name)
	               ? " AND EXISTS (SELECT 1 FROM change c WHERE c.record = r.id"
	                 " AND c.kind = 'step')"
	               : "";
}

/* `record`: the column that holds the record in the table. */
static bool find_uses(struct context *cx, struct undo *u, const struct type *t, const char *table,
                      const char *record, const struct field *f)
{
	if (may_name(u, t, f) &&
	    !add_uses(cx, u, t,
	              arena_fmt(cx->mem,
	                        "SELECT r.%s, r.%s FROM %s r WHERE r.%s IN"
	                        " (SELECT x.record FROM imported x WHERE x.import = $1)%s",
	                        record, f->name, table, f->name, only_used(t, f))))
		return false;
	return find_uses_of_followers(cx, u, t, table, record, f);
}

static bool find_uses_in_rows(struct context *cx, struct undo *u, const struct type *t,
                              const struct field *f)
{
	for (size_t k = 0; k < f->rows->n; k++)
		if (!find_uses(cx, u, t, rows_table(cx->mem, t, f), "record", &f->rows->fields[k]))
			return false;
	return true;
}

static bool find_uses_of(struct context *cx, struct undo *u, const struct type *t)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++) {
		if (f->kind != FIELD_ROWS && !find_uses(cx, u, t, t->name, "id", f))
			return false;
		if (f->kind == FIELD_ROWS && i >= COMMON_FIELDS && !find_uses_in_rows(cx, u, t, f))
			return false;
	}
	return true;
}

/* All types keep these in the same tables. */
static bool find_uses_in_common_rows(struct context *cx, struct undo *u)
{
	for (size_t i = 0; i < COMMON_FIELDS; i++)
		if (common_fields[i].kind == FIELD_ROWS &&
		    !find_uses_in_rows(cx, u, NULL, &common_fields[i]))
			return false;
	return true;
}

static bool find_all_uses(struct context *cx, struct undo *u)
{
	struct rows *r;

	/* What an import kept when it was taken back it only tells. */
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (*t != &import_type && !find_uses_of(cx, u, *t))
				return false;
	if (!find_uses_in_common_rows(cx, u))
		return false;
	r = db_query(cx, &undo_refs, V(u->record->record.id));
	while (r && rows_next(cx, r))
		add_use(u, rows_int(r, 0), rows_int(r, 1), NULL);
	return !failed(cx);
}

static const char *words_of_use(struct context *cx, const struct undo *u, const struct use *use)
{
	const char *label = use->type ? tr(cx, use->type->label) : NULL;

	return label ? arena_str(u->mem,
	                         arena_fmt(cx->mem, tr(cx, N_("Another record refers to it (%s).")),
	                                   label))
	             : tr(cx, N_("Another record refers to it."));
}

/* What goes itself holds nobody.  Who stays keeps what he refers to, and that again. */
static bool keep_what_is_used(struct context *cx, struct undo *u)
{
	if (!find_all_uses(cx, u))
		return false;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < u->uses_n; i++) {
			struct brought *to = brought_of(u, u->uses[i].to);
			const struct brought *from = brought_of(u, u->uses[i].from);

			if (to->why || (from && made(from) && !from->why))
				continue;
			keep(to, words_of_use(cx, u, &u->uses[i]));
			more = true;
		}
	}
	return true;
}

/* ---- taking out */

static bool take_out(struct context *cx, struct undo *u)
{
	for (size_t from = 0, to; from < u->n; from = to) {
		struct context_mark mark = context_mark(cx);
		struct record_head out[SLICE];
		size_t n = 0;

		to = slice_end(u, from);
		for (size_t i = from; i < to; i++)
			if (made(&u->v[i]) && !u->v[i].why)
				out[n++] = (struct record_head){ u->v[i].id, u->v[i].version,
					                         u->v[i].parts };
		if (n && !records_remove(cx, u->v[from].type, out, n))
			return false;
		context_rewind(cx, mark);
		if (!told(cx, u, n))
			return false;
	}
	return true;
}

/* ---- may he? */

/* Whoever brings in files takes his own imports back; who approves in the matter, all of them
 * (6-roles-permissions.md, row "Import / triage / assign"). */
static bool may_undo(const struct context *cx, const struct import_record *r)
{
	const struct actor *a = cx->actor;
	int64_t by = r->record.created_by;

	if (access_function(cx, import_type.function, RIGHT_APPROVE))
		return true;
	return a && access_function(cx, import_type.function, RIGHT_CREATE) &&
	       (a->user == by || (a->on_behalf && a->on_behalf == by));
}

bool import_undo_offered(struct context *cx, const struct import_record *r, const char **ret_why)
{
	*ret_why = NULL;
	if (type_state_in(&import_type, r->record.state, "undone"))
		*ret_why = tr(cx, N_("This import was taken back already."));
	return may_undo(cx, r);
}

/* ---- the whole */

static void free_arena(void *what)
{
	arena_free(what);
}

static struct owned kept_rows(struct context *cx, const struct import_undone *t)
{
	size_t n = t->kept_n < IMPORT_PROBLEMS_KEPT ? t->kept_n : IMPORT_PROBLEMS_KEPT;
	struct import_kept_row *v = arena_array(cx->mem, struct import_kept_row, n);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct import_kept_row){ .subject = { t->kept[i].type, t->kept[i].id },
			                         .reason = t->kept[i].reason };
	return (struct owned){ v, n };
}

static void count(struct undo *u)
{
	struct import_undone *t = u->told;

	t->undone = 0;
	t->kept = arena_array(u->mem, struct import_kept, u->n);
	t->kept_n = 0;
	for (size_t i = 0; i < u->n; i++) {
		const struct brought *b = &u->v[i];

		if (b->why)
			t->kept[t->kept_n++] = (struct import_kept){ b->type, b->id, b->why };
		else
			t->undone++;
	}
}

/* Of what the file had only that stays which is kept beside a record. */
static bool keep_digest(struct context *cx, struct import_record *r)
{
	char hex[HEX_DIGEST];

	if (!r->originals)
		return true; /* of a program that kept none */
	if (!import_originals_digest(cx, r->record.id, hex))
		return false;
	r->originals = arena_str(cx->mem, hex);
	return true;
}

/* With the person's own reason, which stands in the log. */
static bool end_record(struct context *cx, struct undo *u, struct import_record *r)
{
	count(u);
	r->record.state = type_state(&import_type, "undone");
	r->undone_at = (struct instant){ cx->now };
	r->undone_by = cx->actor ? cx->actor->user : 0;
	r->undone_why = cx->reason;
	r->rows_undone = (struct number){ u->told->undone, true };
	r->rows_kept = (struct number){ (int64_t)u->told->kept_n, true };
	r->kept = kept_rows(cx, u->told);
	return keep_digest(cx, r) && record_save_as(cx, &import_type, r, CHANGE_UNDO);
}

static bool undo_all(struct context *cx, struct undo *u)
{
	const char *reason = cx->reason;
	bool ok;

	cx->reason = arena_fmt(cx->mem, "%s: %s", u->record->name, reason);
	ok = load_records(cx, u) && find_end(cx, u) && examine(cx, u) && look_beside(cx, u) &&
	     put_all_back(cx, u) && keep_what_is_used(cx, u) && take_out(cx, u);
	cx->reason = reason;
	return ok;
}

bool import_undo(struct context *cx, int64_t import, struct import_undone *ret)
{
	struct import_record *r = record_get(cx, &import_type, import);
	struct undo u = { .told = ret, .record = r };
	const char *why;

	ret->import = import;
	if (!r)
		return false;
	if (!import_undo_offered(cx, r, &why))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("You may take back only imports of your own."));
	if (why)
		return fail(cx, ERR_CONFLICT, NULL, "%s", why);
	if (str_empty(cx->reason))
		return fail(cx, ERR_INVALID, "reason", N_("Give the reason."));
	if (access_import_open(cx)) /* its records may refer to what would be taken out */
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("A file is being brought in just now.  Please try again when it is "
		               "in."));
	u.mem = arena_new(MAX_JOB_MEMORY);
	if (!u.mem)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	arena_defer(cx->mem, free_arena, u.mem);
	return undo_all(cx, &u) && end_record(cx, &u, r);
}

void import_undone_json(const struct import_undone *u, struct json_writer *w)
{
	json_open(w, '{');
	json_key(w, "import");
	json_id(w, u->import);
	json_key(w, "undone");
	json_int(w, u->undone);
	json_key(w, "kept");
	json_open(w, '[');
	for (size_t i = 0; i < u->kept_n; i++) {
		json_open(w, '{');
		json_key(w, "id");
		json_id(w, u->kept[i].id);
		json_key(w, "reason");
		json_text(w, u->kept[i].reason);
		json_close(w);
	}
	json_close(w);
	json_close(w);
}
