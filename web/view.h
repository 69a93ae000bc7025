/* Generic pages and API of every type, from its tables: what a subject does not write by hand. */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "web/route.h"

/* Adds the generic routes of all types to the router, after those of the subjects, which win.  The routes may live on
 * the context's arena, which lives as long as the router. */
MUST_USE bool view_add_routes(struct context *cx, struct router *r);

#endif
