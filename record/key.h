/* The signing key: a file beside or far from the database, never in it.  Who can write to the
 * database but does not hold this file cannot make a chain that verify accepts.
 *
 * The file is text that only its owner may read:
 *
 *     ygrar signing key 1
 *     <generation> <public key, 64 hex digits> <secret key, 128 hex digits>
 *     …
 *
 * The last line signs; earlier ones stay, because backups were encrypted to them.  The database
 * knows the public keys in the table chain_key, each signed by the one before, so that a replaced
 * key is a fact that can be checked. */
#ifndef RECORD_KEY_H
#define RECORD_KEY_H

#include "base/secret.h"
#include "record/app.h"

enum { MAX_KEYS = 64, KEY_TEXT = 2 * SIGN_PUBLIC + 1 };

struct key {
	unsigned char public_key[SIGN_PUBLIC], secret_key[SIGN_SECRET];
};

/* All generations, oldest first.  Wipe it (keys_wipe) as soon as it has been used. */
struct keys {
	struct key v[MAX_KEYS];
	size_t n;
};
void keys_wipe(struct keys *keys);

/* Reads the file; with `create` makes one that does not exist.  Refuses a file others may read, one
 * that is not ours, and one whose halves do not belong together. */
MUST_USE bool keys_read(struct context *cx, const char *path, bool create, struct keys *ret);

/* Reads the file, lets cx->app sign with its last key, and tells the database of it: the first key
 * begins the table chain_key, a later one that stands behind the database's own in the file takes
 * its place (so a rotation that was cut off is finished).  Refuses a key that the database does not
 * know.  Outside of any transaction. */
MUST_USE bool key_load(struct context *cx, const char *path, bool create);

/* Adds a new key to the file, durably, and makes it the one that signs.  Logged as the event "key".
 * Other nodes refuse to seal until they have the new file.  Outside of any transaction. */
MUST_USE bool key_rotate(struct context *cx, const char *path);

/* The public key that backups are encrypted to and heads are checked with, in hex. */
MUST_USE bool key_public(struct context *cx, char out[KEY_TEXT]);

/* A copy of the key file under another path (paper, safe), which must not exist yet.  Logged as the
 * event "key". */
MUST_USE bool key_export(struct context *cx, const char *path, const char *to);

/* Is this public key (hex) one of the database's own, of whatever generation: what it signed before
 * was signed here. */
MUST_USE bool key_is_own(struct context *cx, const char *public_key, bool *ret);

/* ---- for seal.c, verify.c, and who gives out what comes back */

/* What the older key signs to vouch for the newer. */
const char *key_statement(struct arena *mem, int64_t generation, const char *public_key,
                          int64_t from_seq);
/* Hex; NULLs are false. */
bool key_signed(const char *signature, const char *text, const char *public_key);
/* Signs with the app's key: 128 hex digits. */
const char *key_sign(struct context *cx, const char *text);

#endif
