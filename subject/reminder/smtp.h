/* The way out of the house: one message at a time to the mail server (RFC 5321).  The only door to
 * libcurl. */
#ifndef SUBJECT_REMINDER_SMTP_H
#define SUBJECT_REMINDER_SMTP_H

#include "base/base.h"

#include <stdatomic.h>

enum smtp_tls {
	SMTP_PLAIN,    /* as it is: for a server on this machine */
	SMTP_STARTTLS, /* encrypted before anything is said, else nothing is */
	SMTP_TLS       /* encrypted from the start */
};

struct smtp_server {
	const char *host; /* name or address; "[::1]" */
	int port;
	enum smtp_tls tls;
	const char *user, *password; /* NULL: nobody signs in */
	const char *authorities; /* file of certificates the server's must come from; NULL: those of
	                            this machine */
	int patience;            /* seconds for one message */
	const atomic_bool *stop; /* set: give up at once; NULL */
};

enum smtp_outcome {
	SMTP_SENT,
	SMTP_REFUSED, /* this address, for good */
	SMTP_LATER,   /* this address, for now */
	SMTP_AWAY     /* the server itself: away, slow, or it does not take mail from us */
};

enum { SMTP_WORDS = 300 };

struct smtp_answer {
	enum smtp_outcome outcome;
	char words[SMTP_WORDS]; /* what the server, or the way to it, said: for people */
};

struct smtp;

bool smtp_host_valid(const char *host);

/* malloc'ed; keeps the connection from one message to the next.  What `server` points to must live
 * as long.  NULL: no memory. */
struct smtp *smtp_open(const struct smtp_server *server);
void smtp_close(struct smtp *s);

/* Hands over a whole message (format/mail.h).  SMTP_SENT means that the server has answered for it.
 * Where the connection ends between the last byte and that answer, nobody can know; it is
 * SMTP_AWAY. */
void smtp_send(struct smtp *s, const char *from, const char *to, const char *message, size_t n,
               struct smtp_answer *ret);

#endif
