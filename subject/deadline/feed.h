/* What is due, for calendar programs: under a secret address that a user makes, and makes anew when
 * it became known.  It shows what this user may read in the membership in which it was made, never
 * what is restricted, and nothing any more when the membership has ended.  Of the address only a
 * digest is kept. */
#ifndef SUBJECT_FEED_H
#define SUBJECT_FEED_H

#include "base/secret.h"
#include "subject/deadline/deadline.h"

struct feed {
	int64_t id, account, membership;
	int64_t body; /* what is due for that body alone; 0: all that the user may read */
	int64_t made_at;
};

/* A new address of whoever acts, for a body or all (0); an earlier one of his for the same ends. */
MUST_USE bool feed_make(struct context *cx, int64_t body, char text[TOKEN_TEXT]);
/* Ends one of his.  ERR_NOT_FOUND. */
MUST_USE bool feed_end(struct context *cx, int64_t id);
/* His own, the newest first. */
MUST_USE bool feed_list(struct context *cx, struct feed **ret, size_t *n);

/* The feed of an address, with its user in *ret_actor and cx->lang in his language; ERR_NOT_FOUND
 * when there is none, or its membership has ended. */
MUST_USE bool feed_open(struct context *cx, const char *text, struct feed *ret,
                        struct actor *ret_actor);
/* The calendar of the feed, as whoever acts may read it. */
MUST_USE bool feed_write(struct context *cx, const struct feed *f, struct buffer *out);

#endif
