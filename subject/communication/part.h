/* Private to this folder: what its files share. */
#ifndef SUBJECT_COMMUNICATION_PART_H
#define SUBJECT_COMMUNICATION_PART_H

#include "subject/communication/communication.h"

/* Letters of special procedures, which have a symbol of their own and one clock (DL-14). */
static inline bool is_letter(const struct communication *c)
{
	return c->kind >= KIND_URGENT_APPEAL && c->kind <= KIND_OTHER_LETTER;
}

/* True when all of `a` lies behind all of `b`: a date known to the month contradicts no day of it.
 */
bool date_behind(struct date a, struct date b);

/* Sets the dates that follow from others (clock.c). */
MUST_USE bool clock_set(struct context *cx, const struct communication *old,
                        struct communication *c);
/* Brings the register of deadlines in line (clock.c). */
MUST_USE bool clock_keep(struct context *cx, const struct communication *c);
/* A rule was corrected: the register moved a date, and the communication it follows from with it.
 */
MUST_USE bool clock_follow(struct context *cx, const struct type *t, const void *old,
                           const void *row);

#endif
