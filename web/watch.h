/* Deadlines of connections: what takes too long is shut down, whatever drips. */
#ifndef WEB_WATCH_H
#define WEB_WATCH_H

#include "base/base.h"

struct watch;
struct wire;

struct watch *watch_new(void);    /* malloc'ed; NULL: no memory */
void watch_free(struct watch *w); /* all wires must have been removed */

/* NULL: no memory. */
struct wire *watch_add(struct watch *w, int fd, int64_t seconds);
void watch_remove(struct watch *w, struct wire *wire);

/* From now on; 0: none, it is our turn. */
void wire_deadline(struct wire *wire, int64_t seconds);

/* Shuts down what is late and tells how many that were; called every second. */
int watch_close_late(struct watch *w);

#endif
