/* Records like one another, on a record's page and beside the form of a new one. */
#ifndef WEB_SIMILAR_H
#define WEB_SIMILAR_H

#include "web/form.h"
#include "web/page.h"

/* The section with the few records most like the row; nothing where there are none, where the type
 * is told by its codes rather than by words, or while the search cannot answer. */
MUST_USE bool similar_section(struct page *p, const struct type *t, const void *row);

/* Can it be said of what is being typed whether it is here already? */
bool similar_offered(struct context *cx, const struct type *t);
/* Beside the form of a new record: what was typed may be here already.  With script it follows the
 * typing, without it the button (_do=similar) brings the form again; `looked`: it was asked for, so
 * that it is said, too, when nothing is like it. */
MUST_USE bool similar_beside(struct page *p, const struct form *f, bool looked);

/* POST /PLURAL/new/similar: the list alone, for the script. */
handler similar_post;

#endif
