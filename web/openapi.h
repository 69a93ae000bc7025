/* The description of the API: `dump api` and /api/v1/openapi.json. */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "base/buffer.h"

/* OpenAPI 3.1, from the types and the tables of routes. */
MUST_USE bool openapi_write(struct context *cx, struct buffer *out);

#endif
