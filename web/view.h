/* The generic pages of every type: list, record, edit, history, as-of, step, conflict, links here, export.  A subject that
 * registers the same path is asked first and may use the parts below for the rest of its page. */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "record/record.h"
#include "web/page.h"

struct router;

/* Called once, after the routes of all_pages[]: a path that is there already stays with its owner.  The strings of the routes
 * belong to cx->mem, which must live as long as the router; router_add() copies the struct. */
MUST_USE bool view_add_routes(struct context *cx, struct router *r);
MUST_USE bool router_add(struct context *cx, struct router *r, const struct route *route);

#endif
