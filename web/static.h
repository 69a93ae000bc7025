/* Files of web/static/ that travel inside the program, under addresses that change with their
 * content. */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H

#include "web/route.h"

/* The address of web/static/NAME: "/static/3f2a9c1b04de/ygrar.css".  Browsers keep it for a year.
 */
const char *static_url(struct context *cx, const char *name);

#endif
