/* By what records are counted: the facets of each type, out of its field table, and the values of
 * each.  A facet has a number in the index; facets of different types share numbers, because who
 * counts one of them counts within its type. */
#include "search/part.h"

#include "record/setting.h"

enum {
	NOT_COUNTED = HIDDEN | PERSONAL,
	COUNTED = FILTERED,
};

static const struct type_search nothing_special = { .titles = NULL };

/* ---- which there are */

static enum facet_kind kind_of(const struct field *f)
{
	switch (f->kind) {
	case FIELD_CHOICE:
		return FACET_CHOICE;
	case FIELD_YESNO:
		return FACET_YESNO;
	default:
		return FACET_REF;
	}
}

static bool countable(const struct type *t, const struct field *f)
{
	if (f->flags & NOT_COUNTED || f->reader)
		return false;
	switch (f->kind) {
	case FIELD_CHOICE:
		return field_choices(t, f) != NULL;
	case FIELD_YESNO:
	case FIELD_PARENT:
	case FIELD_REFS:
		return true;
	case FIELD_REF: /* what a single record took the place of is no heading */
		return field_target(t, f) != t;
	default:
		return false;
	}
}

static void add(struct findable *f, const char *name, const char *label, enum facet_kind kind,
                const struct field *field, const struct field *within)
{
	const struct field *counted = within ? within : field;
	struct facet *x = &f->facets[f->facets_n];

	*x = (struct facet){ .name = name,
		             .label = label     ? label
		                      : counted ? counted->label
		                                : name,
		             .field_name = field ? field->name : name,
		             .kind = kind,
		             .field = field,
		             .within = within,
		             .number = (int)f->facets_n + 1 };
	if (kind == FACET_CHOICE)
		x->choices = field_choices(f->type, counted);
	if (kind == FACET_REF)
		x->to = field_target(f->type, counted);
	if (kind == FACET_LATE)
		x->number = FACET_OVERDUE;
	f->facets_n++;
}

static const struct field *row_field(const struct field *rows, const char *name)
{
	for (size_t i = 0; rows && rows->rows && i < rows->rows->n; i++)
		if (str_eq(rows->rows->fields[i].name, name))
			return &rows->rows->fields[i];
	return NULL;
}

/* One that the type names itself: computed, of a field, or of owned rows ("assessments.grade"). */
static void add_named(struct arena *mem, struct findable *f, const struct type_facet *x)
{
	const char *of = x->field ? x->field : x->name, *dot = strchr(of, '.');
	const struct field *field =
	        type_field_named(f->type, dot ? arena_strn(mem, of, (size_t)(dot - of)) : of);
	const struct field *within = dot ? row_field(field, dot + 1) : NULL;

	if (str_eq(x->name, "year"))
		add(f, x->name, x->label, FACET_YEAR, NULL, NULL);
	else if (str_eq(x->name, "recorded"))
		add(f, x->name, x->label, FACET_RECORDED, NULL, NULL);
	else if (str_eq(x->name, "overdue"))
		add(f, x->name, x->label, FACET_LATE, NULL, NULL);
	else if (str_eq(x->name, "missing"))
		add(f, x->name, x->label, FACET_MISSING, NULL, NULL);
	else if (field && (!dot || within))
		add(f, x->name, x->label, kind_of(within ? within : field), field, within);
}

static bool has(const struct findable *f, const struct field *field)
{
	for (size_t i = 0; i < f->facets_n; i++)
		if (f->facets[i].field == field && !f->facets[i].within)
			return true;
	return false;
}

static void add_facets(struct arena *mem, struct findable *f)
{
	const struct type *t = f->type;
	const struct field *field;

	f->facets = arena_array(mem, struct facet, MAX_FACETS);
	for (const struct type_facet *x = f->search->facets; x && x->name; x++)
		add_named(mem, f, x);
	for (size_t i = 0; (field = type_field(t, i)) && f->facets_n < MAX_FACETS - 1; i++)
		if (field->flags & COUNTED && countable(t, field) && !has(f, field))
			add(f, field->name, NULL, kind_of(field), field, NULL);
}

/* What has pages; what is logged when it is read is not told by lists of several types. */
static bool is_findable(const struct type *t)
{
	return !(t->flags & (TYPE_NO_PAGES | TYPE_LOGS_READING));
}

/* Few, and asked for by name on every page: what facets name, what is proposed. */
static bool is_labelled(const struct findables *all, const struct findable *f)
{
	bool named = f->search->completed;

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].facets_n; k++)
			named = named || all->v[i].facets[k].to == f->type;
	return named && f->type->flags & (TYPE_REFERENCE | TYPE_OPEN_TITLES);
}

struct findables *findables_of(struct arena *mem, const struct subject *const *subjects_here)
{
	struct findables *all = arena_new_of(mem, struct findables);
	size_t n = 0;
	int number = 0;

	for (const struct subject *const *s = subjects_here; *s; s++)
		for (const struct type *const *t = (*s)->types; t && *t; t++)
			n++;
	all->v = arena_array(mem, struct findable, n);
	for (const struct subject *const *s = subjects_here; *s; s++) {
		for (const struct type *const *t = (*s)->types; t && *t; t++) {
			struct findable *f = &all->v[all->n];

			number++;
			if (!is_findable(*t))
				continue;
			*f = (struct findable){ .type = *t,
				                .search = (*t)->search ? (*t)->search
				                                       : &nothing_special,
				                .number = number };
			add_facets(mem, f);
			all->n++;
		}
	}
	for (size_t i = 0; i < all->n; i++)
		all->v[i].labelled = is_labelled(all, &all->v[i]);
	all->type = (struct facet){
		.name = "type", .label = N_("Type"), .field_name = "type", .kind = FACET_TYPE
	};
	return all;
}

const struct findable *findable_of(const struct findables *all, const struct type *t)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].type == t)
			return &all->v[i];
	return NULL;
}

const char *findables_words(struct context *cx, const struct findables *all)
{
	struct buffer b = BUFFER(cx->mem, MAX_SQL);

	for (size_t i = 0; i < all->n; i++) {
		buffer_fmt(&b, " %d:%s(", all->v[i].number, all->v[i].type->name);
		for (size_t k = 0; k < all->v[i].facets_n; k++)
			buffer_fmt(&b, "%s ", all->v[i].facets[k].name);
		buffer_char(&b, ')');
	}
	return buffer_str(&b);
}

static const struct facet *in_type(const struct findable *f, const char *name)
{
	for (size_t i = 0; i < f->facets_n; i++)
		if (str_eq(f->facets[i].name, name))
			return &f->facets[i];
	for (size_t i = 0; i < f->facets_n; i++)
		if (str_eq(f->facets[i].field_name, name) && !f->facets[i].within)
			return &f->facets[i];
	return NULL;
}

static size_t named_facets(const struct findable *f)
{
	size_t n = 0;

	while (f->search->facets && f->search->facets[n].name)
		n++;
	return n;
}

/* Of several types that have it, the one that says most about how it is narrowed down. */
const struct facet *facet_named(const struct findables *all, const struct type *t, const char *name,
                                const struct findable **ret_of)
{
	const struct facet *found = NULL;

	*ret_of = NULL;
	if (str_eq(name, "type"))
		return &all->type;
	for (size_t i = 0; i < all->n; i++) {
		const struct findable *f = &all->v[i];
		const struct facet *x = t && f->type != t ? NULL : in_type(f, name);

		if (!x || (found && named_facets(f) <= named_facets(*ret_of)))
			continue;
		found = x;
		*ret_of = f;
	}
	return found;
}

/* ---- the values of a record */

static bool over(const struct findable *f, const void *row)
{
	return type_state_in(f->type, ((const struct record *)row)->state,
	                     f->type->finished_states);
}

int64_t facet_language(const char *lang)
{
	int64_t n = 0;

	for (const char *s = lang; *s && s < lang + 7; s++)
		n = n << 8 | (unsigned char)*s;
	return n + MAX_FACET_OF_RECORD;
}

static size_t missing_texts(struct context *cx, const struct texts *x, int64_t *ret, size_t n,
                            size_t most)
{
	for (const char *const *lang = setting_languages(cx); *lang && n < most; lang++) {
		bool there = false;

		for (size_t i = 0; i < x->n; i++)
			there = there || str_eq(x->v[i].lang, *lang);
		if (!there)
			ret[n++] = facet_language(*lang);
	}
	return n;
}

static size_t missing(struct context *cx, const struct findable *f, const void *row, int64_t *ret,
                      size_t most)
{
	const struct field **fields =
	        f->search->missing ? type_fields_named(cx, f->type, f->search->missing) : NULL;
	size_t n = 0;

	for (size_t i = 0; fields && fields[i] && n < most; i++) {
		if (fields[i]->kind == FIELD_TEXTS)
			n = missing_texts(cx, field_at(fields[i], row), ret, n, most);
		else if (!over(f, row) && field_empty(fields[i], row))
			ret[n++] = (int64_t)i + 1;
	}
	return n;
}

static size_t once(int64_t value, int64_t *ret, size_t n, size_t most)
{
	for (size_t i = 0; i < n; i++)
		if (ret[i] == value)
			return n;
	if (n < most)
		ret[n++] = value;
	return n;
}

static size_t of_field(const struct field *f, const void *row, int64_t *ret, size_t n, size_t most)
{
	const struct refs *refs;

	switch (f->kind) {
	case FIELD_CHOICE:
		return once(*(const int *)field_at(f, row), ret, n, most);
	case FIELD_YESNO:
		return once((int64_t) * (const enum yesno *)field_at(f, row), ret, n, most);
	case FIELD_REF:
	case FIELD_PARENT:
		return once(*(const int64_t *)field_at(f, row), ret, n, most);
	default:
		refs = field_at(f, row);
		for (size_t i = 0; i < refs->n; i++)
			n = once(refs->v[i], ret, n, most);
		return n;
	}
}

static size_t of_rows(const struct facet *x, const void *row, int64_t *ret, size_t most)
{
	const struct owned *rows = field_at(x->field, row);
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		n = of_field(x->within, (const char *)rows->v + i * x->field->rows->size, ret, n,
		             most);
	return n;
}

static int64_t recorded(struct context *cx, const void *row)
{
	int64_t at = ((const struct record *)row)->created_at;
	struct date d = civil_date(cx, at + cx->app->clock_shift, NULL);

	return at ? 2 * d.year + (d.month > 6) : VALUE_MISSING;
}

size_t facet_values(struct context *cx, const struct findable *f, const struct facet *x,
                    const void *row, int64_t *ret, size_t most)
{
	size_t n = 0;

	switch (x->kind) {
	case FACET_TYPE:
		ret[0] = f->number;
		return 1;
	case FACET_LATE:
		return 0;
	case FACET_MISSING:
		return missing(cx, f, row, ret, most);
	case FACET_YEAR:
		n = once(f->search->year ? f->search->year(cx, row) : 0, ret, 0, most);
		break;
	case FACET_RECORDED:
		n = once(recorded(cx, row), ret, 0, most);
		break;
	default:
		n = x->within ? of_rows(x, row, ret, most) : of_field(x->field, row, ret, 0, most);
	}
	if (!n)
		ret[n++] = VALUE_MISSING;
	return n;
}
