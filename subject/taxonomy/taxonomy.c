/* Themes, affected persons and Sustainable Development Goals, and the subject as a whole.
 *
 * The order of themes and of groups is curated (related ones stand together), so it is a number of
 * its own that the secretariat can change; goals and targets sort by their code, read as numbers.
 */
#include "subject/taxonomy/part.h"

#include "language/collate.h"
#include "record/reference.h"

/* ---- themes */

static const struct choice families[] = {
	{ "international", N_("International cooperation"), NULL },
	{ "national", N_("National framework"), NULL },
	{ "equality", N_("Equality"), NULL },
	{ "civil_political", N_("Civil and political rights"), NULL },
	{ "justice", N_("Justice"), NULL },
	{ "economic_social", N_("Economic, social and cultural rights"), NULL },
	{ "women", N_("Women"), NULL },
	{ "children", N_("Children"), NULL },
	{ "disability", N_("Persons with disabilities"), NULL },
	{ "groups", N_("Other groups"), NULL },
	{ "environment", N_("Environment"), NULL },
	{ 0 },
};

#define T struct theme
static const struct field theme_fields[] = {
	TEXT(T, code, N_("Code"), .max = 60, .flags = REQUIRED | UNIQUE | PUBLIC,
	     .help = N_("Small letters, digits and _; imports and exports name the record by it.")),
	TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	CHOICE(T, family, N_("Group"), .choices = families, .aliases = "group",
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	PARENT(T, parent, N_("Part of"), .flags = LISTED | FILTERED | PUBLIC),
	TEXT(T, aliases, N_("Other labels"), .max = 2000, .flags = LONG,
	     .help = N_("As files write it, with | between them; imports find the theme by each.")),
	NUMBER(T, position, N_("Place in the list"), .flags = SORTED),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
	PARENT(T, merged_into, N_("Merged into"), .flags = READONLY),
};
#undef T

static const char *theme_title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct theme *)row)->name);
}

static const struct type_search theme_finding = { .aliases = "aliases", .completed = true };

const struct type theme_type = {
	.name = "theme",
	.plural = "themes",
	.label = N_("Theme"),
	.label_plural = N_("Themes"),
	.help = N_("What a recommendation is about. A recommendation has as many themes as it "
	           "touches."),
	.size = sizeof(struct theme),
	FIELDS(theme_fields),
	.function = "reference_data",
	.order = "position",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = theme_title,
	.search = &theme_finding,
};

/* ---- affected persons */

#define T struct affected_person
static const struct field affected_person_fields[] = {
	TEXT(T, code, N_("Code"), .max = 60, .flags = REQUIRED | UNIQUE | PUBLIC,
	     .help = N_("Small letters, digits and _; imports and exports name the record by it.")),
	TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	PARENT(T, parent, N_("Part of"), .flags = LISTED | FILTERED | PUBLIC),
	TEXT(T, aliases, N_("Other labels"), .max = 2000, .flags = LONG,
	     .help = N_("As files write it, with | between them; imports find the group by each.")),
	NUMBER(T, position, N_("Place in the list"), .flags = SORTED),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
	PARENT(T, merged_into, N_("Merged into"), .flags = READONLY),
};
#undef T

static const char *affected_person_title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct affected_person *)row)->name);
}

static const struct type_search affected_person_finding = { .aliases = "aliases",
	                                                    .completed = true };

const struct type affected_person_type = {
	.name = "affected_person",
	.plural = "affected_persons",
	.label = N_("Group of affected persons"),
	.label_plural = N_("Affected persons"),
	.help = N_("Whose rights a recommendation is about, where it names a group."),
	.size = sizeof(struct affected_person),
	FIELDS(affected_person_fields),
	.function = "reference_data",
	.order = "position",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = affected_person_title,
	.search = &affected_person_finding,
};

/* ---- Sustainable Development Goals */

enum { GOAL = 1, TARGET };

static const struct choice sdg_kinds[] = {
	{ "goal", N_("Goal"), NULL },
	{ "target", N_("Target"), NULL },
	{ 0 },
};

#define T struct sdg
static const struct field sdg_fields[] = {
	TEXT(T, code, N_("Code"), .max = 10, .flags = REQUIRED | LISTED | UNIQUE | PUBLIC,
	     .help = N_("As the United Nations number it: 16, 16.3, 16.a.")),
	CHOICE(T, kind, N_("Kind"), .choices = sdg_kinds, .flags = REQUIRED | FILTERED | PUBLIC),
	PARENT(T, parent, N_("Goal"), .flags = FILTERED | PUBLIC),
	TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED | PUBLIC),
	TEXT(T, aliases, N_("Other labels"), .max = 2000, .flags = LONG,
	     .help = N_("As files write it, with | between them; imports find the goal by each.")),
	TEXT(T, order_key, N_("Order"), .flags = REQUIRED | HIDDEN | SORTED),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
	PARENT(T, merged_into, N_("Merged into"), .flags = READONLY),
};
#undef T

static bool sdg_prepare(struct context *cx, const void *old, void *row)
{
	struct sdg *g = row;

	(void)old;
	g->order_key = str_empty(g->code) ? NULL : collate_key(cx->mem, "en", g->code);
	return true;
}

static bool sdg_check(struct context *cx, const void *old, void *row)
{
	const struct sdg *g = row;

	(void)old;
	if (g->kind == TARGET && !g->parent)
		return fail(cx, ERR_INVALID, "parent",
		            N_("Name the goal to which the target belongs."));
	return g->kind != GOAL || !g->parent ||
	       fail(cx, ERR_INVALID, "parent", N_("A goal is not part of another one."));
}

static const char *sdg_title(struct context *cx, const void *row)
{
	const struct sdg *g = row;

	return arena_fmt(cx->mem, "%s %s", g->code ? g->code : "", texts_words(cx, &g->name));
}

static const struct type_search sdg_finding = { .aliases = "aliases", .completed = true };

const struct type sdg_type = {
	.name = "sdg",
	.plural = "sdgs",
	.label = N_("Sustainable Development Goal"),
	.label_plural = N_("Sustainable Development Goals"),
	.help = N_("The 17 goals and 169 targets by their codes; the short titles are ours."),
	.size = sizeof(struct sdg),
	FIELDS(sdg_fields),
	.function = "reference_data",
	.order = "order_key",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = sdg_title,
	.prepare = sdg_prepare,
	.check = sdg_check,
	.search = &sdg_finding,
};

/* ---- the subject */

static bool load_reference(struct context *cx, const char *pack)
{
	(void)pack; /* one is shipped: reference/ */
	return reference_load(cx, &theme_type, "reference/themes.csv", NULL, NULL) &&
	       reference_load(cx, &affected_person_type, "reference/affected_persons.csv", NULL,
	                      NULL) &&
	       reference_load(cx, &sdg_type, "reference/sdg.csv", NULL, NULL) &&
	       reference_load(cx, &human_right_type, "reference/human_rights.csv", NULL, NULL) &&
	       reference_load(cx, &upr_info_issue_type, "reference/upr_info_issues.csv", NULL,
	                      NULL) &&
	       mappings_load_reference(cx) && countries_load(cx);
}

static const struct type *const types[] = {
	&theme_type,       &affected_person_type, &sdg_type,
	&human_right_type, &upr_info_issue_type,  &country_type,
	&mapping_type,     &alias_type,           NULL,
};

const struct subject taxonomy_subject = {
	.name = "taxonomy",
	.types = types,
	.load_reference = load_reference,
	.changed = term_changed,
	.order = 20,
};
