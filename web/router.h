/* Inside of the router, between route.c (the table) and answer.c (the steps of a request), and for
 * their tests. */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H

#include "web/request.h"

/* Without routes; NULL: no memory. */
struct router *router_empty(void);

/* The route of method and path; NULL: none, and then *others (by enum method) tells the methods the
 * path does answer, NULL: the path is none of ours. */
const struct route *router_match(const struct router *r, const char *method, const struct path *p,
                                 const struct route *const **others);
/* "GET, HEAD, POST" */
const char *methods_allowed(struct arena *mem, const struct route *const *routes);
/* False: no method of ours.  HEAD is GET. */
bool method_of(const char *name, enum method *ret);
MUST_USE bool route_parameters(struct context *cx, const struct route *route, const struct path *p,
                               struct request *q);

#endif
