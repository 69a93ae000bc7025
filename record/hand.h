/* Who had a hand in a record: who made it and who took which of its steps, as the change log tells.
 * Rules that ask for another person (roles, rule 2) go by it. */
#ifndef RECORD_HAND_H
#define RECORD_HAND_H

#include "base/context.h"

struct hand {
	const char *kind, *step; /* as in the log; step NULL: none */
	int64_t who, on_behalf;
};

/* Whether it took one of these steps (names, blanks between; "create": it made the record). */
bool hand_took(const struct hand *h, const char *steps);

/* The oldest first, on the context's arena. */
MUST_USE bool record_hands(struct context *cx, int64_t record, const struct hand **ret, size_t *n);

/* Of these, each once, it will be asked: the first question asks for all of them with one statement,
 * and they are known for as long as the transaction lasts.  Lists say so before they ask of each
 * line what may be done.  Nothing in a transaction that may write, where another step can come
 * between. */
void record_hands_of(struct context *cx, const int64_t *records, size_t n);

#endif
