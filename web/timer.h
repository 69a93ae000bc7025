/* What the server does every second beside answering: sealing, jobs, late connections, cleaning. */
#ifndef WEB_TIMER_H
#define WEB_TIMER_H

#include "web/exchange.h"

struct timer;

/* Starts the thread; NULL: no memory. */
struct timer *timer_start(struct web *web);
/* Ends it, writing down what it still holds. */
void timer_stop(struct timer *t);

#endif
