/* Deadlines of connections: what takes too long is shut down, whatever drips, and so is what its
 * client has left. */
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

/* Whose turn it is from now on, and for how long: the client's, to send or to take what we send;
 * or ours, as long as it takes. */
enum turn { TURN_SEND, TURN_TAKE, TURN_OURS };
void wire_turn(struct wire *wire, enum turn turn, int64_t seconds);

/* Shuts down what is late and tells how many that were; called every second.  What has ended while
 * it was the client's turn to send goes, too, when it is found so twice: libmicrohttpd does not
 * notice an end that came together with the last bytes. */
int watch_close_late(struct watch *w);

#endif
