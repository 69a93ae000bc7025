/* Sessions and tokens that were looked up lately, so that a request need not ask for its session,
 * user and memberships anew.
 *
 * What is remembered counts only within a transaction that sees the same epoch "access" as the one
 * in which it was read; a trigger moves that epoch with every change of what it rests on
 * (0010_known.sql), so a right that ends has ended for the next request on every node, whoever
 * ended it.  What ends by time is compared with the clock: the session's end, and the day, on which
 * memberships and substitutions depend.  And nothing is remembered for longer than KNOWN_SECONDS.
 */
#ifndef WEB_KNOWN_H
#define WEB_KNOWN_H

#include "web/session.h"

enum { KNOWN_SECONDS = 60 };

struct known;

/* malloc'ed; NULL: no memory. */
struct known *known_new(void);
void known_free(struct known *k);

/* A token is known by its digest, and as what it came: a bearer's is no cookie. */
struct known_key {
	bool bearer;
	unsigned char digest[DIGEST_SIZE];
};

/* Within a transaction after settings_refresh(), else nobody is known.  The session without its
 * csrf, on the context's arena; NULL: look it up. */
struct session *known_find(struct context *cx, struct known *k, const struct known_key *key);
/* That the session, which was looked up in this transaction, is valid now. */
void known_keep(struct context *cx, struct known *k, const struct known_key *key,
                const struct session *s);
/* That its use was noted: it is so for the next request, too. */
void known_seen(struct context *cx, struct known *k, const struct known_key *key);

#endif
