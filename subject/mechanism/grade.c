/* Scales of grades.  Committees assess differently, and change their scales, so a scale is data:
 * nothing in the program knows a grade by its letter, and grades of two scales are never compared.
 */
#include "subject/mechanism/part.h"

#define T struct grade_scheme
static const struct field scheme_fields[] = {
	TEXT(T, code, N_("Code"), .max = 40, .flags = REQUIRED | LISTED | UNIQUE | SORTED | PUBLIC),
	TEXTS(T, name, N_("Name"), .max = 200, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	REF(T, committee, N_("Committee"), .to = &mechanism_type,
	    .flags = LISTED | FILTERED | PUBLIC),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
	PARENT(T, merged_into, N_("Merged into"), .flags = READONLY),
};
#undef T

static const char *scheme_title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct grade_scheme *)row)->name);
}

const struct type grade_scheme_type = {
	.name = "grade_scheme",
	.plural = "grade_schemes",
	.label = N_("Scale of grades"),
	.label_plural = N_("Scales of grades"),
	.help = N_("How a committee grades what was done about its recommendations. Each has its "
	           "own scale."),
	.size = sizeof(struct grade_scheme),
	FIELDS(scheme_fields),
	.function = "reference_data",
	.order = "code",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = scheme_title,
};

#define T struct grade
static const struct field grade_fields[] = {
	TEXT(T, code, N_("Code"), .max = 80, .flags = REQUIRED | UNIQUE | SORTED | PUBLIC,
	     .help = N_("Scale and grade: CCPR-A.")),
	REF(T, scheme, N_("Scale"), .to = &grade_scheme_type,
	    .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	TEXT(T, grade, N_("Grade"), .max = 40, .flags = REQUIRED | LISTED | PUBLIC,
	     .help = N_("As the committee writes it.")),
	TEXTS(T, name, N_("In words"), .max = 200, .flags = REQUIRED | LISTED | PUBLIC),
	TEXTS(T, meaning, N_("Meaning"), .max = 1000, .flags = LONG | PUBLIC),
	NUMBER(T, position, N_("Place in the scale"), .flags = PUBLIC),
	DATE(T, valid_from, N_("In use since"), .flags = PUBLIC),
	DATE(T, valid_to, N_("In use until"), .flags = LISTED | FILTERED | PUBLIC),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
	PARENT(T, merged_into, N_("Merged into"), .flags = READONLY),
};
#undef T

/* "A" and "B1" are what people say; of the other grades they say the words. */
static const char *grade_title(struct context *cx, const void *row)
{
	const struct grade *g = row;
	bool letter =
	        g->grade && !g->grade[strspn(g->grade, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")];

	return arena_fmt(cx->mem, "%s: %s", record_title(cx, &grade_scheme_type, g->scheme),
	                 letter ? g->grade : texts_words(cx, &g->name));
}

static bool grade_check(struct context *cx, const void *old, void *row)
{
	const struct grade *g = row;

	(void)old;
	return !date_set(g->valid_from) || !date_set(g->valid_to) ||
	       date_compare(g->valid_from, g->valid_to) <= 0 ||
	       fail(cx, ERR_INVALID, "valid_to", N_("The end lies before the beginning."));
}

static const struct type_search grade_finding = { .rests_on = "scheme" };

const struct type grade_type = {
	.name = "grade",
	.plural = "grades",
	.label = N_("Grade"),
	.label_plural = N_("Grades"),
	.help = N_("The grades of each scale, the best first."),
	.size = sizeof(struct grade),
	FIELDS(grade_fields),
	.function = "reference_data",
	.order = "code",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = grade_title,
	.check = grade_check,
	.search = &grade_finding,
};
