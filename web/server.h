/* The HTTP server: libmicrohttpd's threads move bytes, handler threads answer (server.c tells how).
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "record/app.h"

struct server_options {
	const char
	        *listen; /* "127.0.0.1:8080", "[::]:8080" or "unix:PATH"; NULL: "127.0.0.1:8080" */
	int workers;     /* handler threads for quick work; 0: 8 */
	const char *
	        address; /* as browsers know it, "https://…"; NULL: http on the listening address */
};

/* For store_options.readers: with so many, no thread ever waits for a connection. */
int server_readers(int workers);

/* Serves until SIGTERM or SIGINT, then ends in order.  False when it could not start; the reason is
 * on the log. */
MUST_USE bool server_run(struct app *app, struct server_options options);

#endif
