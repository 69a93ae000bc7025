/* What values are broken down by: categories of seven dimensions, which are data, so that a new
 * city or another age group is a row and no release.
 *
 * A breakdown is a set of categories, at most one of each dimension; the total has none.  Its key
 * names them in the order of the dimensions, so that one breakdown has one key. */
#include "subject/indicator/part.h"

#include "base/buffer.h"
#include "language/messages.h"
#include "record/reference.h"
#include "store/db.h"

const struct choice indicator_dimensions[] = {
	{ "sex", NC_("breakdown", "Sex"), NULL },
	{ "age", NC_("breakdown", "Age"), NULL },
	{ "region", N_("Province or city"), NULL },
	{ "urban_rural", N_("Urban or rural"), NULL },
	{ "disability", NC_("breakdown", "Disability"), NULL },
	{ "nationality", N_("Nationality or status"), NULL },
	{ "other", N_("Another breakdown"), NULL },
	{ 0 },
};

#define T struct disaggregation
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .max = 60, .flags = REQUIRED | LISTED | UNIQUE | PUBLIC,
	     .help = N_("Imports and exports name the group by it; it never changes.")),
	CHOICE(T, dimension, N_("Broken down by"), .choices = indicator_dimensions,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	TEXTS(T, name, N_("Name"), .max = 200, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	TEXT(T, aliases, N_("Other labels"), .max = 2000, .flags = LONG,
	     .help = N_("As files write it, with | between them; imports find the group by each.")),
	NUMBER(T, position, N_("Place in the list"), .flags = SORTED),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
};
#undef T

static bool check(struct context *cx, const void *old, void *row)
{
	const struct disaggregation *was = old, *d = row;

	if (!str_empty(d->code) && strpbrk(d->code, ";|,= ") != NULL)
		return fail(cx, ERR_INVALID, "code",
		            N_("A code has no spaces and none of the signs ; | , ="));
	if (!was)
		return true;
	if (!str_eq(was->code, d->code))
		fail(cx, ERR_INVALID, "code", N_("Values are kept under this code: it stays."));
	if (was->dimension != d->dimension)
		fail(cx, ERR_INVALID, "dimension",
		     N_("Values are kept under it: it stays what it is."));
	return !failed(cx);
}

static const char *title(struct context *cx, const void *row)
{
	return indicator_text(cx, &((const struct disaggregation *)row)->name);
}

static const struct type_search finding = { .aliases = "aliases" };

const struct type disaggregation_type = {
	.name = "disaggregation",
	.plural = "disaggregations",
	.label = N_("Group of a breakdown"),
	.label_plural = N_("Groups of breakdowns"),
	.help = N_("The groups by which values of indicators are broken down: sex, age, province "
	           "or city, urban or rural, disability, nationality, others. A new one is "
	           "entered here, and forms and imports know it."),
	.size = sizeof(struct disaggregation),
	FIELDS(fields),
	.function = "reference_data",
	.order = "position",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.check = check,
	.search = &finding,
};

/* ---- breakdowns */

enum { MOST = 64 };

static int in_order(const void *a, const void *b)
{
	const struct disaggregation *x = *(const struct disaggregation *const *)a,
	                            *y = *(const struct disaggregation *const *)b;

	return x->dimension != y->dimension
	               ? (x->dimension > y->dimension) - (x->dimension < y->dimension)
	               : strcmp(x->code, y->code);
}

/* The categories in their order; false: failed, or one is not there. */
static bool categories_of(struct context *cx, const struct refs *breakdown,
                          const struct disaggregation **v, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < breakdown->n && *n < MOST; i++) {
		v[*n] = record_get_any(cx, &disaggregation_type, breakdown->v[i]);
		if (!v[(*n)++])
			return false;
	}
	qsort(v, *n, sizeof *v, in_order);
	return true;
}

const char *indicator_breakdown_key(struct context *cx, const struct refs *breakdown)
{
	const struct disaggregation *v[MOST];
	struct buffer out = BUFFER(cx->mem, MAX_TITLE * 16);
	size_t n;

	if (!breakdown->n)
		return BREAKDOWN_TOTAL;
	if (!categories_of(cx, breakdown, v, &n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		buffer_fmt(&out, "%s%s", i ? ";" : "", v[i]->code);
	return buffer_ok(cx, &out) ? buffer_str(&out) : NULL;
}

bool indicator_breakdown_of(struct context *cx, const char *codes, const char *field,
                            struct refs *ret)
{
	*ret = (struct refs){ 0 };
	if (str_empty(codes) || str_eq(codes, BREAKDOWN_TOTAL))
		return true;
	for (const char *s = codes; *s;) {
		size_t n = strcspn(s, ";|");
		const char *code = arena_strn(cx->mem, s, n);
		int64_t id = *code ? record_id_by_key(cx, &disaggregation_type, code) : 0;

		if (*code && !id)
			return failed(cx)
			               ? false
			               : fail(cx, ERR_INVALID, field,
			                      N_("There is no group “%s” to break down by."), code);
		if (id)
			refs_add(cx, ret, id);
		s += n + (s[n] != '\0');
	}
	return true;
}

bool indicator_broken_by(const struct indicator *i, enum dimension dimension)
{
	const struct indicator_dimension *v = i->disaggregations.v;

	for (size_t k = 0; k < i->disaggregations.n; k++)
		if (v[k].dimension == (int)dimension)
			return true;
	return false;
}

bool indicator_breakdown_check(struct context *cx, const struct indicator *i,
                               const struct refs *breakdown, const char *field)
{
	const struct disaggregation *v[MOST];
	size_t n;

	if (!categories_of(cx, breakdown, v, &n))
		return false;
	for (size_t k = 0; k < n; k++) {
		const char *by = tr(cx, choice_at(indicator_dimensions, v[k]->dimension)->label);

		if (!indicator_broken_by(i, (enum dimension)v[k]->dimension))
			fail(cx, ERR_INVALID, field,
			     N_("%s is not broken down by “%s”: its definition says by what."),
			     i->code, by);
		else if (k && v[k - 1]->dimension == v[k]->dimension)
			fail(cx, ERR_INVALID, field, N_("“%s”: one group, not several."), by);
	}
	return !failed(cx);
}

const char *indicator_breakdown_words(struct context *cx, const char *codes)
{
	const struct disaggregation *v[MOST];
	const char *words = NULL;
	struct refs set;
	size_t n;

	if (!indicator_breakdown_of(cx, codes, NULL, &set) || !categories_of(cx, &set, v, &n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		words = words ? arena_fmt(cx->mem, "%s, %s", words, title(cx, v[i]))
		              : title(cx, v[i]);
	return words ? words : trc(cx, "breakdown", "all");
}

/* ---- all of them */

SQL(disaggregations_all,
    "SELECT id FROM disaggregation ORDER BY position NULLS LAST, id LIMIT 500");

static int by_position(const void *a, const void *b)
{
	const struct disaggregation *x = *(const struct disaggregation *const *)a,
	                            *y = *(const struct disaggregation *const *)b;
	int64_t p = x->position.set ? x->position.units : INT64_MAX,
	        q = y->position.set ? y->position.units : INT64_MAX;

	return p != q ? (p > q) - (p < q)
	              : (x->record.id > y->record.id) - (x->record.id < y->record.id);
}

bool indicator_groups(struct context *cx, struct disaggregation ***ret, size_t *ret_n)
{
	enum { ROOM = 500 };
	struct rows *r = db_query(cx, &disaggregations_all);
	int64_t ids[ROOM];
	void **rows;
	size_t n = 0;

	while (r && rows_next(cx, r) && n < ROOM)
		ids[n++] = rows_int(r, 0);
	if (failed(cx) || !record_get_many(cx, &disaggregation_type, ids, n, &rows, &n))
		return false;
	*ret = arena_array(cx->mem, struct disaggregation *, n + 1);
	*ret_n = n;
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = rows[i];
	qsort(*ret, n, sizeof **ret, by_position);
	return true;
}

bool indicator_categories(struct context *cx, enum dimension dimension,
                          struct disaggregation ***ret, size_t *ret_n)
{
	struct disaggregation **all;
	size_t n;

	*ret_n = 0;
	if (!indicator_groups(cx, &all, &n))
		return false;
	*ret = all;
	for (size_t i = 0; i < n; i++)
		if (all[i]->dimension == (int)dimension && all[i]->retired != YES)
			(*ret)[(*ret_n)++] = all[i];
	return true;
}
