/* Provisions of instruments: articles and their parts, in the order in which the instrument has
 * them.  A provision is known by its instrument and number, however that is spaced. */
#include "subject/treaty/part.h"

#include "record/reference.h"
#include "subject/mechanism/locator.h"

#define T struct provision
static const struct field fields[] = {
	REF(T, instrument, N_("Instrument"), .to = &instrument_type,
	    .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	TEXT(T, number, N_("Number"), .max = 40, .flags = REQUIRED | LISTED | PUBLIC,
	     .help = N_("As the instrument writes it: 18, or 2 (f).")),
	TEXTS(T, heading, N_("What it is about"), .max = 300, .flags = REQUIRED | LISTED | PUBLIC,
	      .help = N_("A few words of our own; its text stands below.")),
	PARENT(T, parent, N_("Part of"), .flags = PUBLIC),
	TEXTS(T, text, N_("Text"), .flags = LONG | PUBLIC),
	TEXT(T, code, N_("Code"), .max = 80, .flags = REQUIRED | UNIQUE | HIDDEN),
	TEXT(T, order_key, N_("Order"), .max = 400, .flags = REQUIRED | HIDDEN | SORTED),
};
#undef T

const char *treaty_code(struct context *cx, int64_t instrument)
{
	const struct instrument *i =
	        instrument ? record_get_any(cx, &instrument_type, instrument) : NULL;

	return i ? i->code : NULL;
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct provision *p = row;
	const char *code = treaty_code(cx, p->instrument);

	(void)old;
	if (failed(cx) || !code || str_empty(p->number))
		return !failed(cx);
	p->number = locator_written(cx->mem, p->number);
	p->code = arena_fmt(cx->mem, "%s %s", code, p->number);
	p->order_key = arena_fmt(cx->mem, "%s %s", code, locator_key(cx->mem, p->number));
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct provision *p = row, *parent;

	(void)old;
	if (!p->parent)
		return true;
	parent = record_get_any(cx, &provision_type, p->parent);
	if (!parent)
		return false;
	return parent->instrument == p->instrument ||
	       fail(cx, ERR_INVALID, "parent",
	            N_("It can be a part of a provision of the same instrument only."));
}

static const char *title(struct context *cx, const void *row)
{
	const struct provision *p = row;
	const char *heading = texts_words(cx, &p->heading);

	return *heading ? arena_fmt(cx->mem, "%s: %s", p->code, heading) : p->code;
}

static const char *reference(struct context *cx, const void *row)
{
	(void)cx;
	return ((const struct provision *)row)->code;
}

static const struct type_search finding = {
	.reference = reference, .titles = "heading", .rests_on = "instrument", .completed = true
};

const struct type provision_type = {
	.name = "provision",
	.plural = "provisions",
	.label = N_("Provision"),
	.label_plural = N_("Provisions"),
	.help = N_("Articles of instruments and their parts. What they oblige the State to do "
	           "stands under obligations."),
	.size = sizeof(struct provision),
	FIELDS(fields),
	.function = "instruments",
	.order = "order_key",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.prepare = prepare,
	.check = check,
	.search = &finding,
};

/* The key is made of other cells. */
static bool complete(struct context *cx, const struct reference_row *cells, void *row, void *data)
{
	(void)cells, (void)data;
	return prepare(cx, NULL, row);
}

bool provisions_load(struct context *cx)
{
	static const struct reference_options options = { .match = "code", .complete = complete };

	return reference_load(cx, &provision_type, "reference/provisions.csv", &options, NULL);
}
