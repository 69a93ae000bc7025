/* The sealer gives committed changes their place in the chain: consecutive seq from 1, hash =
 * H(previous hash, row), and a signed head.  It runs after commits and by a timer, never inside a
 * save, so that no save waits for another one's place (ARCHITECTURE: a chain head inside each
 * transaction stops everybody behind one long import). */
#ifndef RECORD_SEAL_H
#define RECORD_SEAL_H

#include "base/buffer.h"
#include "record/app.h"
#include "record/change.h"

/* Seals at most `limit` changes (0: all there are); *ret_sealed: how many it did.  That another
 * node sealed them meanwhile is no failure.  ERR_UNAVAILABLE without the key, or when the key has
 * been replaced; ERR_BROKEN when the head is not as it was signed or the last link is gone: a chain
 * that was tampered with is not signed again.  Outside of any transaction. */
MUST_USE bool seal_run(struct context *cx, int64_t limit, int64_t *ret_sealed);

/* ---- the head, within a transaction */

struct seal_head {
	int64_t seq;
	const char *hash, *signature, *public_key; /* signature and key NULL before the first key */
};
MUST_USE bool seal_head(struct context *cx, struct seal_head *ret);

/* {"seq":N,"hash":"…","signature":"…"}: the anchor that is printed on minutes and given to `verify
 * --anchor`. */
MUST_USE bool seal_anchor(struct context *cx, struct buffer *out);

/* ---- for key.c and verify.c */

/* A row of the log as it is hashed, borrowed from rows that name its columns in the order in which
 * they are hashed (doc/change-log.md), from `column` on. */
struct change_row seal_row(const struct rows *r, int column);

/* What is signed of a head. */
const char *seal_statement(struct arena *mem, int64_t seq, const char *hash);
bool seal_head_signed(struct context *cx, const struct seal_head *head);
/* Signs the head `old` anew; ERR_RETRY when it is no longer the head. */
MUST_USE bool seal_head_write(struct context *cx, const struct seal_head *old,
                              const char *signature, const char *public_key);

#endif
