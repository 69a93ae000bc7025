/* Rights as treaties name them: what reports and indicators are ordered by, and to what themes and
 * targets are mapped.  The articles are facts; the short names are ours. */
#include "subject/taxonomy/part.h"

#define T struct human_right
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .max = 60, .flags = REQUIRED | UNIQUE | PUBLIC,
	     .help = N_("Small letters, digits and _; imports and exports name the record by it.")),
	TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	TEXT(T, provisions, N_("Articles"), .max = 500, .flags = LISTED | PUBLIC,
	     .help = N_("Code of the instrument and article, ; between them: UDHR 3; ICCPR 6.")),
	PARENT(T, parent, N_("Part of"), .flags = LISTED | FILTERED | PUBLIC),
	TEXT(T, aliases, N_("Other labels"), .max = 2000, .flags = LONG,
	     .help = N_("As files write it, with | between them; imports find the right by each.")),
	NUMBER(T, position, N_("Place in the list"), .flags = SORTED),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
	PARENT(T, merged_into, N_("Merged into"), .flags = READONLY),
};
#undef T

static const char *title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct human_right *)row)->name);
}

static const struct type_search finding = { .aliases = "aliases", .completed = true };

const struct type human_right_type = {
	.name = "human_right",
	.plural = "human_rights",
	.label = N_("Right"),
	.label_plural = N_("Rights"),
	.help = N_("The rights of the Universal Declaration and the two Covenants, each with its "
	           "articles; the short names are ours."),
	.size = sizeof(struct human_right),
	FIELDS(fields),
	.function = "reference_data",
	.order = "position",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.search = &finding,
};
