/* The JSON side: /api/v1, and its description. */
#ifndef WEB_API_H
#define WEB_API_H

#include "base/buffer.h"
#include "web/route.h"

/* {"error":{"kind":…,"field":…,"message":…}} with the further bad fields behind it as "errors". */
bool api_error(struct context *cx, struct reply *a, const struct error *e);

/* The routes of every type; called by view_add_routes(). */
struct router;
MUST_USE bool api_add_routes(struct context *cx, struct router *r);

#endif
