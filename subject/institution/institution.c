/* Institutions, and the subject as a whole.
 *
 * An institution is never deleted and never merged into another row: it keeps its record, so that
 * what referred to it still does.  Its names of earlier days stand in it with the last day on which
 * each was valid. */
#include "subject/institution/part.h"

#include "record/app.h"
#include "record/reference.h"

static const struct choice kinds[] = {
	{ "ministry", N_("Ministry"), NULL },
	{ "department", N_("Sectoral body"), NULL },
	{ "court", N_("Court"), NULL },
	{ "prosecutor", N_("Prosecutor's office"), NULL },
	{ "parliament", N_("Parliament"), NULL },
	{ "nhri", N_("National human rights institution"), NULL },
	{ "research_institute", N_("Research institute"), NULL },
	{ "public_organisation", N_("Public organisation"), NULL },
	{ "local_authority", N_("Local authority"), NULL },
	{ "international_organisation", N_("International organisation"), NULL },
	{ "foreign_state", N_("Foreign State"), NULL },
	{ "treaty_body", N_("Treaty body"), NULL },
	{ "other", N_("Other"), NULL },
	{ 0 },
};

static const struct choice branches[] = {
	{ "executive", N_("Executive"), NULL },
	{ "legislative", N_("Legislative"), NULL },
	{ "judicial", N_("Judicial"), NULL },
	{ "independent", N_("Outside the three powers"), NULL },
	{ "civil_society", N_("Civil society"), NULL },
	{ "international", N_("International"), NULL },
	{ 0 },
};

static const struct choice independences[] = {
	{ "government", N_("Speaks for the State"), NULL },
	{ "independent", NC_("on whose behalf", "Independent"), NULL },
	{ "civil_society", N_("Civil society"), NULL },
	{ "international", NC_("on whose behalf", "International"), NULL },
	{ 0 },
};

#define F struct former_name
static const struct field former_name_fields[] = {
	TEXTS(F, name, N_("Name"), .max = 300, .flags = REQUIRED),
	TEXTS(F, short_name, N_("Short name"), .max = 60),
	DATE(F, until, NC_("of a name", "Until"), .flags = REQUIRED),
};
#undef F
static const struct row_type former_name_rows = { sizeof(struct former_name),
	                                          FIELDS(former_name_fields) };

#define T struct institution
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .help = N_("Capital letters, digits and _; it never changes."),
	     .max = 20, .flags = REQUIRED | LISTED | UNIQUE | SORTED | PUBLIC),
	TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	TEXTS(T, short_name, N_("Short name"), .max = 60, .aliases = "short", .flags = PUBLIC),
	CHOICE(T, kind, N_("Kind"), .choices = kinds,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	CHOICE(T, branch, N_("Branch of power"), .choices = branches, .flags = FILTERED | PUBLIC),
	CHOICE(T, independence, N_("On whose behalf it speaks"), .choices = independences,
	       .flags = FILTERED | PUBLIC),
	PARENT(T, parent, N_("Subordinate to"), .flags = LISTED | FILTERED | PUBLIC),
	TEXT(T, region, N_("Region"), .to = &institution_type,
	     .help = N_("Code of the local authority in whose area it sits."), .max = 20,
	     .flags = FILTERED | PUBLIC),
	DATE(T, active_from, N_("Exists since"), .flags = PUBLIC),
	DATE(T, active_to, N_("Existed until"), .flags = LISTED | FILTERED | PUBLIC),
	REFS(T, successors, N_("Successors"), .to = &institution_type, .flags = PUBLIC),
	ROWS(T, former_names, N_("Former names"), .rows = &former_name_rows, .flags = PUBLIC),
};
#undef T

/* ---- small things this folder shares */

bool period_holds(struct date from, struct date to, struct date day)
{
	return (!date_set(from) || date_compare(from, day) <= 0) &&
	       (!date_set(to) || date_compare(day, to) <= 0);
}

bool periods_meet(struct date from, struct date to, struct date other_from, struct date other_to)
{
	return (!date_set(from) || !date_set(other_to) || date_compare(from, other_to) <= 0) &&
	       (!date_set(other_from) || !date_set(to) || date_compare(other_from, to) <= 0);
}

static bool is_day(struct date d)
{
	return !date_set(d) || d.precision == PRECISION_DAY;
}

bool period_check(struct context *cx, const char *field, struct date from, struct date to,
                  bool exact)
{
	if (exact && !(is_day(from) && is_day(to)))
		return fail(cx, ERR_INVALID, field,
		            N_("Give the exact day, for example 17.06.2025."));
	if (date_set(from) && date_set(to) && date_compare(to, from) < 0)
		return fail(cx, ERR_INVALID, field, N_("The end lies before the beginning."));
	return true;
}

bool code_check(struct context *cx, const char *before, const char *code)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	size_t n = str_empty(code) ? 0 : strlen(code);

	if (n && (n < 2 || n > 20 || strspn(code, allowed) != n))
		return fail(cx, ERR_INVALID, "code",
		            N_("A code is 2 to 20 capital letters A–Z, digits and _."));
	if (before && !str_eq(before, code))
		return fail(
		        cx, ERR_INVALID, "code",
		        N_("A code never changes: imports and commands name the record by it."));
	return true;
}

void owned_own(struct context *cx, struct owned *o, size_t size)
{
	void *own = arena_alloc(cx->mem, (o->n + 1) * size);

	if (o->n)
		memcpy(own, o->v, o->n * size);
	o->v = own;
}

void *owned_add(struct context *cx, struct owned *o, size_t size)
{
	owned_own(cx, o, size);
	return (char *)o->v + o->n++ * size;
}

/* ---- the type */

static void sort_former_names(struct context *cx, struct institution *i)
{
	owned_own(cx, &i->former_names, sizeof(struct former_name));

	struct former_name *v = i->former_names.v;

	for (size_t n = 1; n < i->former_names.n; n++)
		for (size_t k = n; k && date_compare(v[k].until, v[k - 1].until) < 0; k--) {
			struct former_name swap = v[k];

			v[k] = v[k - 1];
			v[k - 1] = swap;
		}
}

static bool check(struct context *cx, const void *old_row, void *row)
{
	const struct institution *old = old_row;
	struct institution *i = row;

	code_check(cx, old ? old->code : NULL, i->code);
	period_check(cx, "active_to", i->active_from, i->active_to, false);
	for (size_t k = 0; k < i->successors.n; k++)
		if (i->successors.v[k] == i->record.id)
			fail(cx, ERR_INVALID, "successors",
			     N_("An institution cannot succeed itself."));
	sort_former_names(cx, i);
	return !failed(cx);
}

static const char *title(struct context *cx, const void *row)
{
	const struct institution *i = row;

	return texts_words(cx, &i->name);
}

static const struct type_search finding = { .titles = "code name short_name", .completed = true };

const struct type institution_type = {
	.name = "institution",
	.plural = "institutions",
	.label = N_("Institution"),
	.label_plural = N_("Institutions"),
	.help = N_("Bodies of the State, organisations and partners. A change of name, a merger, a "
	           "split "
	           "or an abolition is written as a reorganisation, which moves duties and users; "
	           "here "
	           "only mistakes are put right."),
	.size = sizeof(struct institution),
	FIELDS(fields),
	.function = "reference_data",
	.order = "name",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE | TYPE_OPEN_TITLES,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.check = check,
	.search = &finding,
};

int64_t institution_by_code(struct context *cx, const char *code)
{
	return str_empty(code) ? 0 : record_id_by_key(cx, &institution_type, code);
}

const char *institution_name_on(struct context *cx, int64_t id, struct date day)
{
	const struct institution *i = record_get_any(cx, &institution_type, id);
	const struct former_name *former = i ? i->former_names.v : NULL;

	if (!i)
		return NULL;
	for (size_t k = 0; date_set(day) && k < i->former_names.n; k++)
		if (date_compare(day, former[k].until) <= 0)
			return texts_words(cx, &former[k].name);
	return texts_words(cx, &i->name);
}

/* ---- the subject */

static bool load_reference(struct context *cx, const char *pack)
{
	(void)pack; /* one is shipped: reference/ */
	return reference_load(cx, &institution_type, "reference/institutions.csv", NULL, NULL) &&
	       reference_load(cx, &body_type, "reference/bodies.csv", NULL, NULL);
}

static bool load_sample(struct context *cx)
{
	return reference_load(cx, &institution_type, "reference/sample/institutions.csv", NULL,
	                      NULL) &&
	       sample_load_users(cx);
}

static const struct type *const types[] = {
	&institution_type, &reorganisation_type, &person_type,   &post_type, &focal_point_type,
	&body_type,        &account_type,        &handover_type, NULL,
};

const struct subject institution_subject = {
	.name = "institution",
	.types = types,
	.load_reference = load_reference,
	.load_sample = load_sample,
	.order = 10,
};
