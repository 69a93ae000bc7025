/* Deadlines as a subject: its types and what is shipped of them. */
#include "subject/deadline/answer_part.h"

#include "subject/deadline/register_part.h"

#include "record/reference.h"
#include "record/setting.h"
#include "subject/mechanism/mechanism.h"

static bool load_reference(struct context *cx, const char *pack)
{
	(void)pack; /* one is shipped: reference/ */
	return reference_load(cx, &deadline_rule_type, "reference/deadline_rules.csv", NULL,
	                      NULL) &&
	       reference_load(cx, &holiday_type, "reference/holidays.csv", NULL, NULL);
}

static bool same(struct date a, struct date b)
{
	return date_compare(a, b) == 0;
}

static bool setting_changed(struct context *cx, const struct setting *s)
{
	if (!str_eq(s->name, "weekend"))
		return true;
	cx->deadline_book = NULL;
	return deadline_recompute(cx, NULL);
}

static bool same_readers(const struct record *a, const struct record *b)
{
	if (a->classification != b->classification || a->readers.n != b->readers.n)
		return false;
	for (size_t i = 0; i < a->readers.n; i++)
		if (!refs_has(&b->readers, a->readers.v[i]))
			return false;
	return true;
}

/* Deadlines are computed from the weekend and the dates of treaties, too. */
static bool of_instrument(struct context *cx, const void *old, const void *row)
{
	const struct instrument *was = old, *is = row;

	cx->deadline_book = NULL;
	return !was ||
	       (same(was->adopted, is->adopted) &&
	        same(was->general_entry_into_force, is->general_entry_into_force)) ||
	       deadline_recompute(cx, NULL);
}

static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	if (old && !same_readers(old, row) &&
	    !deadline_follow(cx, (struct link){ t, ((const struct record *)row)->id }))
		return false;
	if (t == &setting_type)
		return setting_changed(cx, row);
	return t != &instrument_type || of_instrument(cx, old, row);
}

static bool erased(struct context *cx, const struct type *t, const void *old, const void *row)
{
	(void)old;
	return deadline_forget(cx, (struct link){ t, ((const struct record *)row)->id });
}

static const struct type *const types[] = { &deadline_rule_type, &holiday_type, &deadline_type,
	                                    NULL };

const struct subject deadline_subject = {
	.name = "deadline",
	.types = types,
	.load_reference = load_reference,
	.changed = changed,
	.erased = erased,
	.order = 35,
};
