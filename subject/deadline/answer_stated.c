/* What mechanisms stated (DL-02): it outranks what is computed.  Language versions that say
 * different dates are in conflict, and the earlier one counts until "stated" says, by somebody's
 * decision, which one it is.  "To be communicated" is an answer, and no date. */
#include "subject/deadline/answer_part.h"

#include "language/messages.h"
#include "language/words.h"

static bool awaited(const char *value)
{
	return str_eq(value, "to_be_communicated");
}

bool is_stated(const struct asking *a)
{
	for (size_t i = 0; i < a->keys_n; i++)
		if (str_starts(a->keys[i].name, "stated") && !str_empty(a->keys[i].value))
			return true;
	return false;
}

static bool one(struct asking *a, const char *value)
{
	struct deadline_answer *ret = a->ret;

	if (awaited(value)) {
		ret->due = (struct date){ 0 };
		ret->status = DEADLINE_AWAITING;
		explain(a, "%s",
		        tr(a->cx, N_("The mechanism has said that the date will be "
		                     "communicated: none is computed.")));
		return true;
	}
	if (!words_read_date(a->cx->mem, value, &ret->due))
		return refuse(a, "stated", N_("“%s” is no date."), value);
	ret->status = DEADLINE_STATED;
	explain(a, tr(a->cx, N_("Stated by the mechanism: %s. It outranks what is computed.")),
	        shown_date(a, ret->due));
	return true;
}

/* Versions in languages, with "stated" not told. */
static bool versions(struct asking *a)
{
	struct deadline_answer *ret = a->ret;
	const char *first = NULL;
	bool differ = false;

	ret->due = (struct date){ 0 };
	for (size_t i = 0; i < a->keys_n; i++) {
		const struct deadline_key *k = &a->keys[i];
		struct date d = { 0 };

		if (!str_starts(k->name, "stated.") || str_empty(k->value))
			continue;
		if (!awaited(k->value) && !words_read_date(a->cx->mem, k->value, &d))
			return refuse(a, k->name, N_("“%s” is no date."), k->value);
		differ |= first && date_compare(d, ret->due);
		if (!first || date_compare(d, ret->due) < 0)
			ret->due = d;
		first = first ? first : k->value;
		answer_step_named(a, k->name, d, (struct date){ 0 });
	}
	if (!differ) {
		ret->steps_n = 0;
		return one(a, first);
	}
	ret->status = DEADLINE_CONFLICT;
	explain(a,
	        tr(a->cx, N_("The language versions state different dates. The earlier one, %s, "
	                     "counts until somebody decides which one is right.")),
	        shown_date(a, ret->due));
	return true;
}

bool answer_stated(struct asking *a)
{
	const char *decided = asked(a, "stated");

	return decided ? one(a, decided) : versions(a);
}
