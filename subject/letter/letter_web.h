/* Between the pages of this folder and the inbox. */
#ifndef SUBJECT_LETTER_WEB_H
#define SUBJECT_LETTER_WEB_H

#include "subject/letter/letter.h"
#include "web/page.h"

/* The section of the inbox for those who send letters: those without an answer in time.  *ret_n:
 * how many. */
MUST_USE bool letter_inbox(struct page *p, size_t *ret_n);

#endif
