/* The only door to libsodium: random bytes, digests, passwords, signatures, sealed boxes. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/context.h"

enum {
	DIGEST_SIZE = 32,
	SIGN_PUBLIC = 32,
	SIGN_SECRET = 64,
	SIGN_SIZE = 64,
	HEX_DIGEST = 65,     /* hex of a digest, NUL included */
	PASSWORD_HASH = 128, /* room for an encoded argon2id hash */
	TOKEN_TEXT = 44,     /* 32 random bytes as URL-safe base64, NUL included */
};

/* Once per process, before anything else here. */
MUST_USE bool secret_start(void);

void secret_random(void *out, size_t n);

/* Overwrites a secret that is no longer needed, which the compiler may not leave out as it may
 * memset(). */
void secret_wipe(void *secret, size_t n);

/* BLAKE2b-256 (RFC 7693) of the bytes; keyless. */
void digest_of(unsigned char out[DIGEST_SIZE], const void *bytes, size_t n);

/* A digest over several parts, each preceded by its length so that parts cannot run into one
 * another. */
struct digest {
	_Alignas(64) unsigned char state[384];
};
void digest_start(struct digest *d);
/* Begun, and aligned as the struct on an arena would not be. */
struct digest *digest_new(struct arena *mem);
void digest_add(struct digest *d, const void *bytes, size_t n);
/* Without the length: the plain digest of what comes in pieces. */
void digest_more(struct digest *d, const void *bytes, size_t n);
void digest_end(struct digest *d, unsigned char out[DIGEST_SIZE]);

char *hex_text(const void *bytes, size_t n, char *out);      /* out: 2n + 1 */
MUST_USE bool hex_parse(const char *s, void *out, size_t n); /* exactly n bytes */

/* True when both are equal; takes the same time whatever they hold. */
bool secret_equal(const void *a, const void *b, size_t n);

/* argon2id, t=2, 19 MiB (OWASP's minimum profile; 26 ms here).  At most two run at once: callers
 * wait.  False: no memory. */
MUST_USE bool password_hash(struct context *cx, const char *password, char out[PASSWORD_HASH]);

/* With hash NULL (nobody of that name) takes as long as with a wrong password, and is false. */
bool password_matches(const char *hash, const char *password);

/* A new token: 32 random bytes as text, and the digest of that text, which is what the database
 * keeps. */
void token_new(char text[TOKEN_TEXT], unsigned char digest[DIGEST_SIZE]);

/* Ed25519 (RFC 8032). */
void sign_keypair(unsigned char public_key[SIGN_PUBLIC], unsigned char secret_key[SIGN_SECRET]);
void sign_make(unsigned char signature[SIGN_SIZE], const void *bytes, size_t n,
               const unsigned char secret_key[SIGN_SECRET]);
bool sign_check(const unsigned char signature[SIGN_SIZE], const void *bytes, size_t n,
                const unsigned char public_key[SIGN_PUBLIC]);

/* Streaming encryption to a public key, for backups: an X25519 sealed box carries the key of an
 * XChaCha20-Poly1305 stream.  The box keypair is derived from the signing keypair. */
enum { BOX_HEADER = 32 + 16 + 32 + 24, BOX_CHUNK = 64 * 1024, BOX_OVERHEAD = 17 };
struct box_writer;
struct box_writer *box_write_start(struct arena *mem, const unsigned char sign_public[SIGN_PUBLIC],
                                   /* NULL: not a public key. */
                                   unsigned char header[BOX_HEADER]);
/* out must hold n + BOX_OVERHEAD. */
void box_write(struct box_writer *w, const void *plain, size_t n, bool last, unsigned char *out);
struct box_reader;
struct box_reader *box_read_start(struct arena *mem, const unsigned char sign_secret[SIGN_SECRET],
                                  /* NULL: not for this key. */
                                  const unsigned char header[BOX_HEADER]);
/* One whole chunk as it was written: n includes BOX_OVERHEAD; false: forged or torn.  A stream that
 * ends before a chunk said `last` was cut. */
MUST_USE bool box_read(struct box_reader *r, const void *sealed, size_t n, bool *last,
                       unsigned char *out);

#endif
