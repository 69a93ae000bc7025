/* Private to the pages of this folder. */
#ifndef SUBJECT_TREATY_TREATY_WEB_H
#define SUBJECT_TREATY_TREATY_WEB_H

#include "subject/treaty/part.h"
#include "web/view.h"

/* Acts that the actor may read, oldest first, but for those struck out; 0: of all instruments, of
 * all States. */
MUST_USE bool treaty_acts(struct context *cx, int64_t instrument, int64_t country,
                          struct instrument_status **ret, size_t *n);

/* Where the State stands, and since when. */
void treaty_print_standing(struct html *h, const struct treaty_stand *at);
/* The report that is due next, in words; nothing where none is. */
void treaty_print_next(struct html *h, const struct report_next *next);

handler treaty_page, treaty_states_page;

#endif
