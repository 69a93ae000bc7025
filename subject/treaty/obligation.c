/* Obligations: what a provision asks of the State, in one sentence, and which body leads. */
#include "subject/treaty/part.h"

#include "record/reference.h"
#include "subject/institution/institution.h"

static const struct choice duties[] = {
	{ "respect", N_("Respect"), NULL },     { "protect", N_("Protect"), NULL },
	{ "fulfil", N_("Fulfil"), NULL },       { "report", N_("Report"), NULL },
	{ "cooperate", N_("Cooperate"), NULL }, { 0 },
};

#define T struct obligation
static const struct field fields[] = {
	REF(T, provision, N_("Provision"), .to = &provision_type,
	    .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	CHOICE(T, duty, N_("Duty"), .choices = duties,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC,
	       .help = N_("To respect: not to interfere. To protect: against others. To fulfil: to "
	                  "make it real.")),
	TEXTS(T, summary, N_("In short"), .max = 1000, .flags = REQUIRED | LISTED | LONG | PUBLIC),
	REF(T, lead, N_("Lead body"), .to = &institution_type,
	    .flags = LISTED | FILTERED | ASSIGNS | PUBLIC),
	REFS(T, co_bodies, N_("Co-bodies"), .to = &institution_type,
	     .flags = FILTERED | ASSIGNS | PUBLIC),
	TEXT(T, code, N_("Code"), .max = 100, .flags = REQUIRED | UNIQUE | HIDDEN),
	TEXT(T, order_key, N_("Order"), .max = 420, .flags = REQUIRED | HIDDEN | SORTED),
};
#undef T

SQL(obligation_coded, "SELECT id FROM obligation WHERE code = $1");

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct obligation *o = row;
	const struct provision *p =
	        o->provision ? record_get_any(cx, &provision_type, o->provision) : NULL;
	const struct choice *duty = choice_at(duties, o->duty);

	(void)old;
	if (!p || !duty)
		return !failed(cx);
	o->code = arena_fmt(cx->mem, "%s %s", p->code, duty->code);
	o->order_key = arena_fmt(cx->mem, "%s %d", p->order_key, o->duty);
	return true;
}

/* Beside the field that people see. */
static bool check(struct context *cx, const void *old, void *row)
{
	const struct obligation *o = row;
	int64_t id;
	bool found;

	(void)old;
	if (refs_has(&o->co_bodies, o->lead))
		return fail(cx, ERR_INVALID, "co_bodies",
		            N_("The lead body is not a co-body at the same time."));
	if (str_empty(o->code))
		return true;
	if (!db_int(cx, &obligation_coded, &id, &found, V(o->code)))
		return false;
	return !found || id == o->record.id ||
	       fail(cx, ERR_INVALID, "duty",
	            N_("This duty of the provision is recorded already: change that one."));
}

static const char *title(struct context *cx, const void *row)
{
	const struct obligation *o = row;
	const struct choice *duty = choice_at(duties, o->duty);
	const struct provision *p =
	        o->provision ? record_get(cx, &provision_type, o->provision) : NULL;

	if (p && duty)
		return arena_fmt(cx->mem, "%s · %s", p->code, tr(cx, duty->label));
	error_clear(cx);
	return o->code;
}

const struct type obligation_type = {
	.name = "obligation",
	.plural = "obligations",
	.label = N_("Obligation"),
	.label_plural = N_("Obligations"),
	.help = N_("What a provision asks of the State, and which body leads."),
	.size = sizeof(struct obligation),
	FIELDS(fields),
	.function = "instruments",
	.order = "order_key",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.prepare = prepare,
	.check = check,
};

/* The key is made of other cells. */
static bool complete(struct context *cx, const struct reference_row *cells, void *row, void *data)
{
	(void)cells, (void)data;
	return prepare(cx, NULL, row);
}

bool obligations_load(struct context *cx)
{
	static const struct reference_options options = { .match = "code", .complete = complete };

	return reference_load(cx, &obligation_type, "reference/obligations.csv", &options, NULL);
}
