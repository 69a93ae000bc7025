/* Between the pages of this folder and the inbox. */
#ifndef SUBJECT_REMARK_WEB_H
#define SUBJECT_REMARK_WEB_H

#include "subject/remark/remark.h"
#include "web/page.h"

/* The section of the inbox: what waits for the actor's side.  *ret_n: how many.  Of restricted
 * records, and of those whose reading is logged, it names neither the record nor the words. */
MUST_USE bool remark_inbox(struct page *p, size_t *ret_n);

#endif
