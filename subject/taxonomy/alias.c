/* Labels that people taught the program: "this word in the files means that record".
 *
 * Each is a record of its own and not a piece of the field "aliases", which is shipped: who decided
 * it, when and for which language stands in the log, and a shipped list that grows with the next
 * release is not kept out by it (reference data that a person changed stay as they are). It can
 * stand for a record of any type. */
#include "subject/taxonomy/part.h"

#include "language/fold.h"

#define T struct alias
static const struct field fields[] = {
	TEXT(T, label, N_("Label"), .max = 500, .flags = REQUIRED | LISTED | SORTED,
	     .help = N_("As files write it; case, accents and kinds of dashes do not matter.")),
	TEXT(T, lang, N_("Language"), .max = 8, .flags = LISTED | FILTERED,
	     .help = N_("Code of its language, where that is known.")),
	LINK(T, target, N_("Stands for"), .flags = REQUIRED | LISTED),
	TEXT(T, code, N_("Key"), .max = 600, .flags = HIDDEN),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
};
#undef T

const char *alias_code(struct context *cx, const struct type *t, const char *label)
{
	const char *folded = fold_text(cx->mem, label);

	return *folded ? arena_fmt(cx->mem, "%s:%s", t->name, folded) : folded;
}

/* One label stands for one record of a type; one that is not used any more is free. */
static bool prepare(struct context *cx, const void *old, void *row)
{
	struct alias *a = row;

	(void)old;
	a->code = a->retired == YES || str_empty(a->label) || !a->target.type
	                  ? NULL
	                  : alias_code(cx, a->target.type, a->label);
	return true;
}

SQL(alias_of, "SELECT id FROM alias WHERE code = $1");

static bool stored(struct context *cx, const char *code, struct alias **ret)
{
	int64_t id = 0;

	*ret = NULL;
	if (!db_int(cx, &alias_of, &id, NULL, V(code)))
		return false;
	*ret = id ? record_get_any(cx, &alias_type, id) : NULL;
	return !failed(cx);
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct alias *a = row;
	struct alias *other;

	(void)old;
	if (!a->code)
		return true;
	if (a->target.type && !type_field_named(a->target.type, "name"))
		return fail(cx, ERR_INVALID, "target",
		            N_("Labels stand for records that have a name."));
	if (!stored(cx, a->code, &other))
		return false;
	return !other || other->record.id == a->record.id ||
	       fail(cx, ERR_INVALID, "label", N_("“%s” stands for “%s” already."), a->label,
	            record_title(cx, other->target.type, other->target.id));
}

static const char *title(struct context *cx, const void *row)
{
	(void)cx;
	return ((const struct alias *)row)->label;
}

const struct type alias_type = {
	.name = "alias",
	.plural = "aliases",
	.label = N_("Label in files"),
	.label_plural = N_("Labels in files"),
	.help = N_(
	        "What files call a theme, a group, a country or an institution, as people decided "
	        "it: imports find the record by it."),
	.size = sizeof(struct alias),
	FIELDS(fields),
	.function = "reference_data",
	.order = "label",
	.flags = TYPE_REFERENCE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.prepare = prepare,
	.check = check,
};

/* What the label was taught to mean is not used any more: it is free to mean something else. */
static bool is_free(struct context *cx, const struct alias *a, bool *ret)
{
	const struct field *retired = type_field_named(a->target.type, "retired");
	const void *row = retired ? record_get_any(cx, a->target.type, a->target.id) : NULL;

	*ret = row && *(const enum yesno *)field_at(retired, row) == YES;
	return !failed(cx);
}

bool alias_add(struct context *cx, const struct type *t, int64_t record, const char *label,
               const char *lang)
{
	struct alias *a;
	bool moves;

	if (!*fold_text(cx->mem, str_empty(label) ? "" : label))
		return fail(cx, ERR_INVALID, "label", N_("The label is empty."));
	if (!stored(cx, alias_code(cx, t, label), &a))
		return false;
	if (a && a->target.id == record)
		return true;
	if (a && !is_free(cx, a, &moves))
		return false;
	if (!a || !moves) {
		a = record_new(cx, &alias_type);
		a->label = label;
		a->lang = lang;
	}
	a->target = (struct link){ t, record };
	return record_save(cx, &alias_type, a);
}
