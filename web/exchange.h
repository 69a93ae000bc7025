/* One request and what the server knows of it, between server.c, which moves its bytes, and
 * route.c, which answers it: so that the router can be tested without a network, and another HTTP
 * library is one file. */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include "web/metrics.h"
#include "web/recent.h"
#include "web/route.h"
#include "web/session.h"
#include "web/workers.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MAX_HEADER_LINES = 64, REQUEST_NUMBER = 10, REMOTE_TEXT = 48 };

/* Sessions that were used, written down once a minute and not by every request. */
struct touch {
	int64_t session, at;
};

struct touched {
	pthread_mutex_t mutex;
	struct touch v[1024];
	size_t n;
};

/* A job that runs here: how far it is, and whether it is to stop.  In memory, because a job may
 * hold the writer for half a minute, and meanwhile nobody can write either down. */
struct running_job {
	int64_t id; /* 0: a free place */
	int64_t done, total;
	char message[400]; /* "": none */
	bool told;         /* done, total and message were told; else those of the row count */
	bool cancel;
};

struct running {
	pthread_mutex_t mutex;
	struct running_job v[64];
};

/* What the requests of one server share. */
struct web {
	struct app *app;
	struct router *router;
	struct workers *workers;
	struct watch *watch;
	struct metrics metrics;
	struct touched touched;
	struct recent *recent; /* NULL: nobody is remembered */
	struct running running;
	bool https; /* its address is https */
	atomic_bool stopping;
	char first_code[SLIP_TEXT]; /* of the first administrator; "" when there were users at the
	                               start */
};

struct exchange {
	struct web *web;

	/* as it came */
	const char *method;
	char *target; /* path and query, undecoded */
	struct pair headers[MAX_HEADER_LINES];
	size_t headers_n;
	const void *body;
	size_t body_size;
	char remote[REMOTE_TEXT]; /* the client's address */
	bool https;
	enum error_kind refused; /* the server has found a reason already: the router words it */
	bool at_once;            /* answered on the network's thread, which may wait for nobody */

	/* what became of it */
	char number[REQUEST_NUMBER];
	const char *pattern; /* of the route; NULL: none matched */
	int retries;
	bool later;           /* it could not be answered at once: ask again without at_once */
	char last_words[256]; /* the reply when there is no memory for one */
};

/* Answers: the reply is on the context's arena, and complete with all headers, whatever happened,
 * unless x->later. */
void router_answer(struct context *cx, struct exchange *x, struct reply *a);

/* Before the body is read: the route that will answer; NULL: none. */
const struct route *router_route_of(const struct router *r, const char *method, const char *target);
/* How much of a body it takes. */
size_t route_body_limit(const struct route *route);

/* What every reply carries; name NULL ends it. */
extern const struct pair reply_guards[];

/* The header of that name; NULL: absent.  Names compare without case. */
const char *exchange_header(const struct exchange *x, const char *name);

#endif
