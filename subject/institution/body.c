/* The Commission and its Working Group.  People and institutions sit in them from–to; an
 * institution is not a body, and the seat of an institution goes to its successor. */
#include "subject/institution/part.h"

#include "record/app.h"

static const struct choice kinds[] = {
	{ "commission", N_("Commission"), NULL },
	{ "working_group", N_("Working Group"), NULL },
	{ 0 },
};

enum { CHAIR = 1 };

static const struct choice roles[] = {
	{ "chair", N_("Chair"), NULL },         { "deputy_chair", N_("Deputy chair"), NULL },
	{ "secretary", N_("Secretary"), NULL }, { "member", N_("Member"), NULL },
	{ "observer", N_("Observer"), NULL },   { 0 },
};

#define M struct member
static const struct field member_fields[] = {
	REF(M, institution, N_("Institution"), .to = &institution_type),
	REF(M, person, N_("Person"), .to = &person_type, .flags = PERSONAL),
	CHOICE(M, role, NC_("in a body", "Role"), .choices = roles, .flags = REQUIRED),
	DATE(M, from_date, N_("From")),
	DATE(M, to_date, N_("Until")),
	YESNO(M, substitute_allowed, N_("May send a substitute")),
};
#undef M
static const struct row_type member_rows = { sizeof(struct member), FIELDS(member_fields) };

#define T struct body
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .help = N_("Capital letters, digits and _; it never changes."),
	     .max = 20, .flags = REQUIRED | LISTED | UNIQUE | SORTED | PUBLIC),
	CHOICE(T, type, N_("Kind"), .choices = kinds,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	PARENT(T, parent, N_("Subordinate to"), .flags = LISTED | PUBLIC),
	TEXTS(T, name, N_("Full legal name"), .max = 500,
	      .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	TEXTS(T, short_name, N_("Short name"), .max = 80, .aliases = "short", .flags = PUBLIC),
	TEXT(T, founding_act, N_("Founding act"), .max = 300, .flags = PUBLIC),
	TEXTS(T, mandate, N_("Mandate"), .flags = LONG | PUBLIC),
	ROWS(T, members, N_("Members"), .rows = &member_rows),
};
#undef T

static bool check_member(struct context *cx, const struct body *b, size_t at)
{
	const struct member *m = (const struct member *)b->members.v + at;
	const char *input = arena_fmt(cx->mem, "members.%zu.to_date", at);

	if (!m->institution && !m->person)
		fail(cx, ERR_INVALID, arena_fmt(cx->mem, "members.%zu.institution", at),
		     N_("Name the institution or the person that sits here."));
	period_check(cx, input, m->from_date, m->to_date, true);
	for (size_t k = 0; k < at && m->role == CHAIR; k++) {
		const struct member *other = (const struct member *)b->members.v + k;

		if (other->role == CHAIR &&
		    periods_meet(m->from_date, m->to_date, other->from_date, other->to_date))
			fail(cx, ERR_INVALID, arena_fmt(cx->mem, "members.%zu.role", at),
			     N_("There is one chair at a time."));
	}
	return !failed(cx);
}

static bool check(struct context *cx, const void *old_row, void *row)
{
	const struct body *old = old_row;
	struct body *b = row;

	code_check(cx, old ? old->code : NULL, b->code);
	for (size_t i = 0; i < b->members.n; i++)
		check_member(cx, b, i);
	return !failed(cx);
}

static const char *title(struct context *cx, const void *row)
{
	const struct body *b = row;
	const char *name = texts_words(cx, &b->short_name);

	return str_empty(name) ? texts_words(cx, &b->name) : name;
}

static const struct type_search finding = { .titles = "code name short_name", .completed = true };

const struct type body_type = {
	.name = "body",
	.plural = "bodies",
	.label = N_("Body of the mechanism"),
	.label_plural = N_("Commission and Working Group"),
	.help = N_("The bodies in which institutions and people sit, with their members from day "
	           "to day."),
	.size = sizeof(struct body),
	FIELDS(fields),
	.function = "reference_data",
	.order = "code",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_OPEN_TITLES,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.check = check,
	.search = &finding,
};
