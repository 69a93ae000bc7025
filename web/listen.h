/* The socket the server listens on. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include "base/context.h"

/* "127.0.0.1:8080", "[::]:8080", "unix:PATH".  -1: failed.  *local: only this machine can reach it,
 * so whoever does is a proxy of ours. */
int listen_on(struct context *cx, const char *where, bool *local);

/* Takes the file of a unix socket away again. */
void listen_end(const char *where);

/* The address in words, without the port: "192.0.2.7", "2001:db8::1", "unix"; *local as above. */
struct sockaddr;
void address_text(const struct sockaddr *a, char *out, size_t room, bool *local);
/* The last address of an X-Forwarded-For that a proxy of ours wrote; false: none. */
bool address_forwarded(const char *header, char *out, size_t room);

#endif
