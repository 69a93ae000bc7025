/* Deadlines as a subject: its types and what is shipped of them. */
#include "subject/deadline/answer_part.h"

#include "record/reference.h"

static bool load_reference(struct context *cx, const char *pack)
{
	(void)pack; /* one is shipped: reference/ */
	return reference_load(cx, &deadline_rule_type, "reference/deadline_rules.csv", NULL,
	                      NULL) &&
	       reference_load(cx, &holiday_type, "reference/holidays.csv", NULL, NULL);
}

static const struct type *const types[] = { &deadline_rule_type, &holiday_type, &deadline_type,
	                                    NULL };

const struct subject deadline_subject = {
	.name = "deadline",
	.types = types,
	.load_reference = load_reference,
	.order = 35,
};
