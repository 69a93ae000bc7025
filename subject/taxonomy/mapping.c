/* One taxonomy mapped to another: this issue of UPR Info is that theme, this theme serves that
 * target.
 *
 * A mapping is a record of its own, so it has its source (those that are shipped say where they
 * come from; one that a person makes names the person in the log) and is corrected, taken back and
 * undone like any other. */
#include "subject/taxonomy/part.h"

#include "record/reference.h"

static const struct choice fits[] = {
	[FIT_EXACT - 1] = { "exact", N_("same meaning"), NULL },
	[FIT_NEAR - 1] = { "near", N_("a little wider or narrower"), NULL },
	[FIT_WIDE - 1] = { "wide", N_("only related: to be confirmed each time"), NULL },
	{ 0 },
};

#define T struct mapping
static const struct field fields[] = {
	LINK(T, from_term, N_("Term"), .flags = REQUIRED | LISTED),
	LINK(T, to_term, NC_("of a mapping", "Is"), .flags = REQUIRED | LISTED),
	CHOICE(T, fit, N_("Fit"), .choices = fits, .flags = REQUIRED | LISTED | FILTERED),
	TEXT(T, code, N_("Key"), .max = 300, .flags = HIDDEN | SORTED),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
};
#undef T

/* "theme:food": by code, as files name it. */
static const char *code_of(struct context *cx, struct link term)
{
	const void *row = term.type && term_is_taxonomy(term.type)
	                          ? record_get_any(cx, term.type, term.id)
	                          : NULL;

	return row ? arena_fmt(cx->mem, "%s:%s", term.type->name, term_code(term.type, row)) : NULL;
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct mapping *m = row;
	const char *from = code_of(cx, m->from_term), *to = code_of(cx, m->to_term);

	(void)old;
	if (from && to)
		m->code = arena_fmt(cx->mem, "%s %s", from, to);
	return !failed(cx);
}

SQL(mapping_coded, "SELECT id FROM mapping WHERE code = $1");

static bool check(struct context *cx, const void *old, void *row)
{
	const struct mapping *m = row;
	int64_t other = 0;

	(void)old;
	if (m->code && !db_int(cx, &mapping_coded, &other, NULL, V(m->code)))
		return false;
	if (other && other != m->record.id)
		fail(cx, ERR_INVALID, "to_term", N_("These two are mapped already."));
	if (m->from_term.type && !term_is_taxonomy(m->from_term.type))
		fail(cx, ERR_INVALID, "from_term", N_("This is no term of a taxonomy."));
	if (m->to_term.type && !term_is_taxonomy(m->to_term.type))
		fail(cx, ERR_INVALID, "to_term", N_("This is no term of a taxonomy."));
	if (m->from_term.type && m->from_term.type == m->to_term.type)
		fail(cx, ERR_INVALID, "to_term",
		     N_("A mapping leads from one taxonomy to another; within one, terms are "
		        "merged."));
	return !failed(cx);
}

static const char *title(struct context *cx, const void *row)
{
	const struct mapping *m = row;

	return arena_fmt(cx->mem, "%s → %s",
	                 m->from_term.type ? record_title(cx, m->from_term.type, m->from_term.id)
	                                   : "…",
	                 m->to_term.type ? record_title(cx, m->to_term.type, m->to_term.id) : "…");
}

const struct type mapping_type = {
	.name = "mapping",
	.plural = "mappings",
	.label = N_("Mapping"),
	.label_plural = N_("Mappings"),
	.help = N_("Which term of one taxonomy is which of another, and how well it fits. Imports "
	           "label by those that fit; a wide one is for a person to confirm."),
	.size = sizeof(struct mapping),
	FIELDS(fields),
	.function = "reference_data",
	.order = "code",
	.flags = TYPE_REFERENCE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.prepare = prepare,
	.check = check,
};

const char *mapping_fit_words(struct context *cx, enum issue_fit fit)
{
	return fit == FIT_NONE ? "" : tr(cx, fits[fit - 1].label);
}

/* A row of the file is found again by both terms. */
static bool complete(struct context *cx, const struct reference_row *cells, void *row, void *data)
{
	(void)cells, (void)data;
	return prepare(cx, NULL, row);
}

bool mappings_load_reference(struct context *cx)
{
	static const struct reference_options options = { .match = "code", .complete = complete };

	return reference_load(cx, &mapping_type, "reference/mappings.csv", &options, NULL);
}

/* ---- making one */

SQL(mapping_of, "SELECT id FROM mapping WHERE from_term_type = $1 AND from_term = $2"
                " AND to_term_type = $3 AND to_term = $4");

bool mapping_set(struct context *cx, struct link from, struct link to, enum issue_fit fit)
{
	struct mapping *m;
	int64_t id = 0;

	if (!db_int(cx, &mapping_of, &id, NULL, V(from.type->name), V(from.id), V(to.type->name),
	            V(to.id)))
		return false;
	if (!id && fit == FIT_NONE)
		return true;
	m = id ? record_get(cx, &mapping_type, id) : record_new(cx, &mapping_type);
	if (!m)
		return false;
	if (fit != FIT_NONE)
		m->fit = (int)fit;
	m->from_term = from;
	m->to_term = to;
	m->retired = fit == FIT_NONE ? YES : m->retired == YES ? NO : m->retired;
	return record_save(cx, &mapping_type, m);
}

/* ---- those of one taxonomy to another, read once */

struct mappings {
	struct mapped *v;
	size_t n;
};

static bool mapping_list(struct context *cx, const struct type *from, const struct type *to,
                         struct mappings *ret)
{
	const char *retired =
	        type_field_named(to, "retired") ? " AND coalesce(t.retired, 0) = 0" : "";
	const char *text = arena_fmt(cx->mem,
	                             "SELECT m.from_term, m.to_term, m.fit FROM mapping m"
	                             " JOIN %s t ON t.id = m.to_term WHERE m.from_term_type = $1"
	                             " AND m.to_term_type = $2 AND coalesce(m.retired, 0) = 0%s"
	                             " ORDER BY m.from_term, m.id",
	                             to->name, retired);
	struct rows *r = db_query(cx, MADE_SQL(text), V(from->name), V(to->name));
	size_t room = 0;

	while (r && rows_next(cx, r)) {
		if (ret->n == room) {
			size_t more = room ? 2 * room : 128;

			ret->v = arena_grow(cx->mem, ret->v, room * sizeof *ret->v,
			                    more * sizeof *ret->v);
			room = more;
		}
		ret->v[ret->n++] =
		        (struct mapped){ rows_int(r, 0), rows_int(r, 1),
			                 (enum issue_fit)choice_index(fits, rows_text(r, 2)) };
	}
	return !failed(cx);
}

struct mappings *mappings_load(struct context *cx, const struct type *from, const struct type *to)
{
	struct mappings *m = arena_new_of(cx->mem, struct mappings);

	return mapping_list(cx, from, to, m) ? m : NULL;
}

const struct mapped *mappings_of(const struct mappings *m, int64_t term, size_t *ret_n)
{
	size_t low = 0, high = m->n, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->v[middle].from < term)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < m->n && m->v[end].from == term; end++)
		;
	*ret_n = end - low;
	return m->n ? m->v + low : NULL; /* nothing may be added to no table */
}
