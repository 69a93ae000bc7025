/* Sessions and tokens that were looked up lately, so that a request need not ask for its session,
 * user and memberships anew.
 *
 * What is remembered counts only within a transaction that sees the same epoch "access" as the one
 * in which it was read; a trigger moves that epoch with every change of what it rests on
 * (0010_recent.sql), so a right that ends has ended for the next request on every node, whoever
 * ended it.  What ends by time is compared with the clock: the session's end, and the day, on which
 * memberships and substitutions depend.  And nothing is remembered for longer than RECENT_SECONDS.
 */
#ifndef WEB_RECENT_H
#define WEB_RECENT_H

#include "web/session.h"

enum { RECENT_SECONDS = 60 };

struct recent;

/* malloc'ed; NULL: no memory. */
struct recent *recent_new(void);
void recent_free(struct recent *k);

/* A token is known by its digest, and as what it came: a bearer's is no cookie. */
struct recent_key {
	bool bearer;
	unsigned char digest[DIGEST_SIZE];
};

/* Within a transaction after settings_refresh(), else nobody is known.  The session without its
 * csrf, on the context's arena; NULL: look it up. */
struct session *recent_find(struct context *cx, struct recent *k, const struct recent_key *key);
/* That the session, which was looked up in this transaction, is valid now. */
void recent_keep(struct context *cx, struct recent *k, const struct recent_key *key,
                 const struct session *s);
/* That its use was noted: it is so for the next request, too. */
void recent_seen(struct context *cx, struct recent *k, const struct recent_key *key);

#endif
