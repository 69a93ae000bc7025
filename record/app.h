/* What the whole program shares, made once in main.c and never changed but through its own
 * functions. */
#ifndef RECORD_APP_H
#define RECORD_APP_H

#include "base/id.h"
#include "base/secret.h"
#include "base/zone.h"
#include "record/subject.h"
#include "store/db.h"

struct permissions;
struct catalogues;
struct settings;
struct kept;
struct running; /* web/exchange.h */
struct search;  /* search/search.h */

struct app {
	struct store *store;
	struct id_maker *ids;
	int node;
	const struct catalogues *catalogues;
	const struct permissions *permissions;
	const struct subject *const *subjects; /* NULL ends it */
	/* The signing key; `has_key` false: seals wait (commands that only read). */
	bool has_key;
	unsigned char sign_public[SIGN_PUBLIC], sign_secret[SIGN_SECRET];
	int64_t clock_shift; /* YGRAR_NOW: civil clock minus real clock, microseconds; 0 in release
	                        builds */
	/* record/setting.h: cached rows, refreshed when their epoch moves */
	struct settings *settings;
	struct kept *kept; /* record/kept.h; NULL: nothing is kept */
	struct running *running; /* the jobs of this server; NULL: it is none */
	struct search *search;   /* the index of this process; NULL: nothing can be found */
};

/* A context on a fresh arena for a piece of work of this program; NULL: no memory.  context_free
 * ends it. */
struct context *context_new(struct app *app, size_t limit);
void context_free(struct context *cx);

/* A new identifier. */
int64_t new_id(struct context *cx);

/* The civil date in the State's time zone (test clock included). */
struct date today(struct context *cx);
/* The civil date of an instant, and the seconds since midnight. */
struct date civil_date(struct context *cx, int64_t instant, int *seconds);

#endif
