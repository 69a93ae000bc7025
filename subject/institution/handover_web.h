/* What other pages show of hand-overs. */
#ifndef SUBJECT_INSTITUTION_HANDOVER_WEB_H
#define SUBJECT_INSTITUTION_HANDOVER_WEB_H

#include "web/page.h"

/* A message for each hand-over of the last two weeks that concerns whoever acts: what came to him,
 * or who has his work now. */
void handover_notices(struct page *p);
/* The way to a hand-over of this user's work, for whoever may plan one. */
void handover_action(struct page *p, int64_t account);

#endif
