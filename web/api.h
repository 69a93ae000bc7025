/* The JSON side: /api/v1, and its description. */
#ifndef WEB_API_H
#define WEB_API_H

#include "base/buffer.h"
#include "format/json.h"
#include "web/route.h"

/* {"error":{"kind":…,"field":…,"message":…}} with the further bad fields behind it as "errors". */
bool api_error(struct context *cx, struct reply *a, const struct error *e);

/* For routes that subjects add below /api/v1/: the body as an object (NULL: failed), and a record
 * as the answer, 201 with its address when it was made by this request. */
const struct json *api_body(struct context *cx, const struct request *q);
MUST_USE bool api_record(struct context *cx, struct reply *a, const struct type *t,
                         const void *row);
MUST_USE bool api_made(struct context *cx, struct reply *a, const struct type *t, const void *row);

/* The routes of every type; called by view_add_routes(). */
struct router;
MUST_USE bool api_add_routes(struct context *cx, struct router *r);

#endif
