/* What all taxonomies have in common: a term has a code and a name, is renamed, retired, or merged
 * into another.
 *
 * A name that changed goes on meaning its term: every save of a term keeps the names it had as
 * labels (alias.c), whoever made it, so a file labelled by an older version still imports.
 *
 * Merging has two parts.  First, in one breath: the merged term is retired and points to the other,
 * which gets its labels and mappings; from then on nobody finds it.  Then the records that carry it
 * are given the other, in slices, each record in its own history; a merger that was interrupted is
 * finished by merging again. */
#include "subject/taxonomy/part.h"

#include "record/app.h"
#include "record/load.h"

static const char *const taxonomies[] = {
	"theme", "affected_person", "sdg", "upr_info_issue", "human_right", "grade_scheme", "grade",
};

const struct type *term_taxonomy(struct context *cx, size_t i)
{
	return i < LEN(taxonomies) ? type_named(cx->app->subjects, taxonomies[i]) : NULL;
}

bool term_is_taxonomy(const struct type *t)
{
	for (size_t i = 0; i < LEN(taxonomies); i++)
		if (str_eq(t->name, taxonomies[i]))
			return true;
	return false;
}

static void *field_of(const struct type *t, const char *name, const void *row)
{
	return field_at(type_field_named(t, name), row);
}

bool term_retired(const struct type *t, const void *row)
{
	return *(const enum yesno *)field_of(t, "retired", row) == YES;
}

int64_t term_merged_into(const struct type *t, const void *row)
{
	return term_retired(t, row) ? *(const int64_t *)field_of(t, "merged_into", row) : 0;
}

const char *term_code(const struct type *t, const void *row)
{
	return *(const char **)field_of(t, t->key, row);
}

struct texts *term_name(const struct type *t, const void *row)
{
	return field_of(t, "name", row);
}

/* ---- labels go on meaning their term */

SQL(term_alias, "SELECT id FROM alias WHERE code = $1");

/* A label that was this term's: kept unless people gave it to another.  The program's own doing,
 * whatever the rights of who saved. */
static bool keep_label(struct context *cx, const struct type *t, int64_t id, const char *label,
                       const char *lang)
{
	struct alias *a = record_new(cx, &alias_type);
	int64_t there = 0;

	a->label = label;
	a->lang = lang;
	a->target = (struct link){ t, id };
	if (!*alias_code(cx, t, label))
		return true;
	if (!db_int(cx, &term_alias, &there, NULL, V(alias_code(cx, t, label))))
		return false;
	return there || record_save_as(cx, &alias_type, a, CHANGE_CREATE);
}

static bool has_text(const struct texts *x, const char *body)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].body, body))
			return true;
	return false;
}

bool term_changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct texts *was = old && term_is_taxonomy(t) ? term_name(t, old) : NULL;

	for (size_t i = 0; was && i < was->n; i++)
		if (!has_text(term_name(t, row), was->v[i].body) &&
		    !keep_label(cx, t, ((const struct record *)row)->id, was->v[i].body,
		                was->v[i].lang))
			return false;
	return true;
}

/* ---- who carries a term */

/* Fields by which records of a type carry terms; not those that order the taxonomy itself. */
static bool carries(const struct type *from, const struct field *f, const struct type *t)
{
	return (f->kind == FIELD_REF || f->kind == FIELD_REFS) && field_target(from, f) == t;
}

bool term_usage(struct context *cx, const struct type *t, int64_t id, struct term_use **ret,
                size_t *ret_n)
{
	const char *value = arena_fmt(cx->mem, "%lld", (long long)id);
	const struct field *f;

	*ret = NULL;
	*ret_n = 0;
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *from = (*s)->types; *from; from++)
			for (size_t i = 0; (f = type_field(*from, i)); i++) {
				struct filter filter = { f, FILTER_IS, &value, 1 };
				struct list l = { .type = *from,
					          .filters = &filter,
					          .filters_n = 1,
					          .limit = 1,
					          .count = true };

				if (!carries(*from, f, t))
					continue;
				if (!record_list(cx, &l))
					return false;
				if (!l.total)
					continue;
				*ret = arena_grow(cx->mem, *ret, *ret_n * sizeof **ret,
				                  (*ret_n + 1) * sizeof **ret);
				(*ret)[(*ret_n)++] = (struct term_use){ *from, f, l.total };
			}
	return true;
}

/* ---- merging: the term */

static bool own_piece(struct context *cx, const struct type *t, int64_t id, const char *s, size_t n)
{
	return keep_label(cx, t, id, arena_strn(cx->mem, s, n), NULL);
}

SQL(term_taught, "SELECT id FROM alias WHERE target_type = $1 AND target = $2 ORDER BY id");

/* Labels that people taught move; names, code and shipped labels are added. */
static bool move_labels(struct context *cx, const struct type *t, const void *from, int64_t into)
{
	const struct field *aliases = type_field_named(t, "aliases");
	const struct texts *names = term_name(t, from);
	const char *shipped = aliases ? *(const char **)field_at(aliases, from) : NULL;
	struct rows *r =
	        db_query(cx, &term_taught, V(t->name), V(((const struct record *)from)->id));

	while (r && rows_next(cx, r)) {
		struct alias *a = record_get_any(cx, &alias_type, rows_int(r, 0));

		if (!a)
			return false;
		a->target.id = into;
		if (!record_save_as(cx, &alias_type, a, CHANGE_UPDATE))
			return false;
	}
	for (size_t i = 0; i < names->n; i++)
		if (!keep_label(cx, t, into, names->v[i].body, names->v[i].lang))
			return false;
	for (const char *s = shipped, *end; s && *s; s = *end ? end + 1 : end) {
		end = strchrnul(s, '|');
		if (!own_piece(cx, t, into, s, (size_t)(end - s)))
			return false;
	}
	return !failed(cx) && keep_label(cx, t, into, term_code(t, from), NULL);
}

SQL(term_mappings, "SELECT id FROM mapping WHERE coalesce(retired, 0) = 0 AND"
                   " (from_term_type = $1 AND from_term = $2 OR"
                   " to_term_type = $1 AND to_term = $2) ORDER BY id");
SQL(term_mapped, "SELECT id FROM mapping WHERE from_term_type = $1 AND from_term = $2"
                 " AND to_term_type = $3 AND to_term = $4");

/* The mappings of the merged term stay with it, so that the shipped ones are found again by the
 * next release; the other gets its own, unless it has one there. */
static bool add_mappings(struct context *cx, const struct type *t, int64_t from, int64_t into)
{
	struct rows *r = db_query(cx, &term_mappings, V(t->name), V(from));

	while (r && rows_next(cx, r)) {
		const struct mapping *was = record_get_any(cx, &mapping_type, rows_int(r, 0));
		struct mapping *m = record_new(cx, &mapping_type);
		int64_t there = 0;

		if (!was)
			return false;
		m->from_term = was->from_term;
		m->to_term = was->to_term;
		m->fit = was->fit;
		*(was->from_term.type == t ? &m->from_term.id : &m->to_term.id) = into;
		if (!db_int(cx, &term_mapped, &there, NULL, V(m->from_term.type->name),
		            V(m->from_term.id), V(m->to_term.type->name), V(m->to_term.id)))
			return false;
		if (!there && !record_save_as(cx, &mapping_type, m, CHANGE_CREATE))
			return false;
	}
	return !failed(cx);
}

/* What was part of the merged term, or merged into it before, is part of the other now. */
static bool move_children(struct context *cx, const struct type *t, const void *from, int64_t into)
{
	static const char *const names[] = { "merged_into", "parent" };
	int64_t old = ((const struct record *)from)->id;

	for (size_t i = 0; i < LEN(names); i++) {
		const struct field *f = type_field_named(t, names[i]);
		const char *text =
		        f ? arena_fmt(cx->mem, "SELECT id FROM %s WHERE %s = $1 ORDER BY id",
		                      t->name, f->name)
		          : NULL;
		struct rows *r = text ? db_query(cx, MADE_SQL(text), V(old)) : NULL;

		while (r && rows_next(cx, r)) {
			void *row = record_get_any(cx, t, rows_int(r, 0));
			int64_t id = rows_int(r, 0);

			if (!row)
				return false;
			/* The other was part of it: it takes its place. */
			*(int64_t *)field_at(f, row) =
			        id == into ? *(const int64_t *)field_at(f, from) : into;
			if (!record_save_as(cx, t, row, CHANGE_UPDATE))
				return false;
		}
	}
	return !failed(cx);
}

static void *term_to_change(struct context *cx, const struct type *t, int64_t id)
{
	void *row = record_get(cx, t, id);

	if (row && !access_record(cx, t, row, RIGHT_UPDATE)) {
		fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include changing this."));
		return NULL;
	}
	return row;
}

/* Within a type whose terms belong to something (a target to its goal, a grade to its scale) only
 * those of one are merged. */
static bool may_merge(struct context *cx, const struct type *t, const void *from, const void *into)
{
	static const char *const belongs[] = { "kind", "scheme" };

	if (((const struct record *)from)->id == ((const struct record *)into)->id)
		return fail(cx, ERR_INVALID, "into", N_("A term is not merged into itself."));
	if (term_retired(t, into))
		return fail(cx, ERR_INVALID, "into",
		            N_("“%s” is not used any more: choose a term that is."),
		            t->title(cx, into));
	for (size_t i = 0; i < LEN(belongs); i++) {
		const struct field *f = type_field_named(t, belongs[i]);
		struct buffer a = BUFFER(cx->mem, MAX_TITLE), b = BUFFER(cx->mem, MAX_TITLE);

		if (!f)
			continue;
		field_write(cx, t, f, from, &a);
		field_write(cx, t, f, into, &b);
		if (!str_eq(buffer_str(&a), buffer_str(&b)))
			return fail(cx, ERR_INVALID, "into",
			            N_("Only terms of the same kind and scale are merged."));
	}
	return true;
}

bool term_merge(struct context *cx, const struct type *t, int64_t from_id, int64_t into_id)
{
	void *from = term_to_change(cx, t, from_id);
	const void *into = from ? term_to_change(cx, t, into_id) : NULL;

	if (!into || !may_merge(cx, t, from, into))
		return false;
	*(enum yesno *)field_of(t, "retired", from) = YES;
	*(int64_t *)field_of(t, "merged_into", from) = into_id;
	return move_children(cx, t, from, into_id) && record_save_as(cx, t, from, CHANGE_UPDATE) &&
	       move_labels(cx, t, from, into_id) && add_mappings(cx, t, from_id, into_id);
}

/* ---- merging: the records that carry it */

static void replace(struct context *cx, const struct field *f, void *row, int64_t from,
                    int64_t into)
{
	struct refs *set = field_at(f, row);
	int64_t *own;
	size_t n = 0;

	if (f->kind != FIELD_REFS) {
		*(int64_t *)field_at(f, row) = into;
		return;
	}
	own = arena_array(cx->mem, int64_t, set->n);
	for (size_t i = 0; i < set->n; i++) {
		int64_t id = set->v[i] == from ? into : set->v[i];
		bool there = false;

		for (size_t k = 0; k < n; k++)
			there = there || own[k] == id;
		if (!there)
			own[n++] = id;
	}
	*set = (struct refs){ own, n };
}

/* One of many: what is refused is counted, and the others go on. */
static bool relabel_one(struct context *cx, const struct type *type, const struct field *f,
                        int64_t id, struct term_merger *m)
{
	void *row = record_get_any(cx, type, id);
	bool done;

	if (!row || !db_part_begin(cx))
		return false;
	replace(cx, f, row, m->from, m->into);
	done = record_save_as(cx, type, row, CHANGE_UPDATE);
	if (!done && cx->err.kind != ERR_INVALID)
		return false;
	if (!done)
		error_clear(cx);
	m->done += done;
	m->refused += !done;
	return db_part_end(cx, done);
}

/* Nothing of it is needed for the next one. */
static bool relabel(struct context *cx, const struct type *type, const struct field *f, int64_t id,
                    struct term_merger *m)
{
	struct context_mark mark = context_mark(cx);

	if (!relabel_one(cx, type, f, id, m))
		return false;
	context_rewind(cx, mark);
	return true;
}

/* Records of the type after the last one seen. */
static bool relabel_some(struct context *cx, const struct type *type, const struct field *f,
                         struct term_merger *m, int *left)
{
	const char *text =
	        f->kind == FIELD_REFS
	                ? arena_fmt(cx->mem,
	                            "SELECT r.id FROM ref x JOIN %s r ON r.id = x.record"
	                            " WHERE x.target = $1 AND x.field = $2 AND r.id > $3"
	                            " ORDER BY r.id LIMIT %d",
	                            type->name, *left)
	                : arena_fmt(cx->mem,
	                            "SELECT r.id FROM %s r WHERE r.%s = $1 AND"
	                            " CAST($2 AS TEXT) <> '' AND r.id > $3 ORDER BY r.id LIMIT %d",
	                            type->name, f->name, *left);
	struct rows *r = db_query(cx, MADE_SQL(text), V(m->from), V(f->name), V(m->after));

	while (r && rows_next(cx, r)) {
		(*left)--;
		m->after = rows_int(r, 0);
		if (!relabel(cx, type, f, m->after, m))
			return false;
	}
	return !failed(cx);
}

bool term_relabel(struct context *cx, struct term_merger *m, int most)
{
	const struct field *f;
	size_t at = 0;
	int left = most;

	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *type = (*s)->types; *type; type++)
			for (size_t i = 0; (f = type_field(*type, i)); i++) {
				if (!carries(*type, f, m->type) || at++ < m->field)
					continue;
				if (!relabel_some(cx, *type, f, m, &left))
					return false;
				if (left <= 0)
					return true;
				m->field = at;
				m->after = 0;
			}
	m->ended = true;
	return true;
}

/* ---- retiring */

bool term_retire(struct context *cx, const struct type *t, int64_t id, bool retired)
{
	void *row = term_to_change(cx, t, id);

	if (!row)
		return false;
	*(enum yesno *)field_of(t, "retired", row) = retired ? YES : NO;
	*(int64_t *)field_of(t, "merged_into", row) = 0;
	return record_save_as(cx, t, row, CHANGE_UPDATE);
}
