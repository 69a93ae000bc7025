/* The start page's list, for other pages. */
#ifndef WEB_START_H
#define WEB_START_H

#include "web/page.h"

/* Prints what waits for a step of the actor's, late things first, under that title; nothing where
 * nothing waits.  Returns how many there are. */
size_t start_waiting(struct page *p, const char *title);

#endif
