/* The thread of the server that reminds and sends mail. */
#ifndef COMMAND_MAILER_H
#define COMMAND_MAILER_H

#include "command/command.h"

struct mailer;

/* Reads the password's file and starts the thread; NULL: failed. */
struct mailer *mailer_start(struct invocation *v);
/* Ends it; what was on its way is broken off and goes again at the next start.  NULL is fine. */
void mailer_stop(struct mailer *m);

#endif
