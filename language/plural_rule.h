/* The Plural-Forms line of a catalogue: "nplurals=3; plural=(n%10==1 ? 0 : 1);", the C
 * expression of GNU gettext. */
#ifndef LANGUAGE_PLURAL_RULE_H
#define LANGUAGE_PLURAL_RULE_H

#include "base/base.h"

enum { MAX_PLURAL_FORMS = 6, MAX_PLURAL_STEPS = 96, MAX_PLURAL_DEPTH = 24 };

struct plural_step {
	uint8_t operation;
	uint32_t number;
};

/* Compiled to postfix order: evaluating is one pass over the steps, and cannot fail. */
struct plural_rule {
	unsigned forms;
	unsigned steps;
	struct plural_step step[MAX_PLURAL_STEPS];
};

/* False when the line is not of this form, or is longer or deeper than the limits above. */
MUST_USE bool plural_compile(const char *line, struct plural_rule *ret);

/* Which form belongs to n: 0 … forms - 1.  Like GNU gettext, 0 when the expression names a form
 * that is not there; dividing by zero gives 0. */
unsigned plural_form(const struct plural_rule *r, uint64_t n);

#endif
