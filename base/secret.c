/* Thin over libsodium, which is included nowhere else.  What is ours: the gate that lets two
 * argon2id computations run at once (each takes 19 MiB and a core, so a storm of sign-ins must not
 * take the machine), the length before each part of a digest, and the box: a fresh key, sealed to
 * the reader's X25519 key, and a stream under that key, whose header and last chunk are marked so
 * that neither cutting nor reordering goes unseen. */
#include "base/secret.h"

#include <pthread.h>
#include <sodium.h>

enum {
	ARGON2_PASSES = 2,
	ARGON2_MEMORY = 19 * 1024 * 1024,
	ARGON2_AT_ONCE = 2,
	SEALED_KEY = crypto_box_SEALBYTES + crypto_secretstream_xchacha20poly1305_KEYBYTES,
};

_Static_assert(DIGEST_SIZE == crypto_generichash_BYTES, "digest");
_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct digest),
               "room for the digest's state");
_Static_assert(_Alignof(crypto_generichash_state) <= _Alignof(struct digest), "its alignment");
_Static_assert(SIGN_PUBLIC == crypto_sign_PUBLICKEYBYTES &&
                       SIGN_SECRET == crypto_sign_SECRETKEYBYTES && SIGN_SIZE == crypto_sign_BYTES,
               "Ed25519");
_Static_assert(PASSWORD_HASH >= crypto_pwhash_STRBYTES, "room for an encoded password hash");
_Static_assert(TOKEN_TEXT ==
                       sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
               "token");
_Static_assert(BOX_HEADER == SEALED_KEY + crypto_secretstream_xchacha20poly1305_HEADERBYTES,
               "box header");
_Static_assert(BOX_OVERHEAD == crypto_secretstream_xchacha20poly1305_ABYTES, "box overhead");

bool secret_start(void)
{
	return sodium_init() >= 0;
}

void secret_random(void *out, size_t n)
{
	randombytes_buf(out, n);
}

void secret_wipe(void *secret, size_t n)
{
	sodium_memzero(secret, n);
}

void digest_of(unsigned char out[DIGEST_SIZE], const void *bytes, size_t n)
{
	crypto_generichash(out, DIGEST_SIZE, bytes, n, NULL, 0);
}

/* The library's state lives in the caller's struct, whose size and alignment are asserted above. */
static crypto_generichash_state *state_of(struct digest *d)
{
	return (crypto_generichash_state *)(void *)d->state;
}

void digest_start(struct digest *d)
{
	crypto_generichash_init(state_of(d), NULL, 0, DIGEST_SIZE);
}

struct digest *digest_new(struct arena *mem)
{
	size_t align = _Alignof(struct digest);
	char *p = arena_alloc(mem, sizeof(struct digest) + align - 1);
	struct digest *d = (struct digest *)(void *)(p + (align - (uintptr_t)p % align) % align);

	digest_start(d);
	return d;
}

void digest_add(struct digest *d, const void *bytes, size_t n)
{
	unsigned char length[8];

	for (int i = 0; i < 8; i++)
		length[i] = (unsigned char)((uint64_t)n >> (8 * i));
	crypto_generichash_update(state_of(d), length, sizeof length);
	if (n)
		crypto_generichash_update(state_of(d), bytes, n);
}

void digest_more(struct digest *d, const void *bytes, size_t n)
{
	crypto_generichash_update(state_of(d), bytes, n);
}

void digest_end(struct digest *d, unsigned char out[DIGEST_SIZE])
{
	crypto_generichash_final(state_of(d), out, DIGEST_SIZE);
}

/* Sixteen bytes of one cache line: which are read does not show, as it would not with sodium's own,
 * which takes three times as long. */
char *hex_text(const void *bytes, size_t n, char *out)
{
	static const char digits[] __attribute__((aligned(16))) = "0123456789abcdef";
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * n] = '\0';
	return out;
}

bool hex_parse(const char *s, void *out, size_t n)
{
	size_t got = 0;

	return s && strlen(s) == 2 * n && sodium_hex2bin(out, n, s, 2 * n, NULL, &got, NULL) == 0 &&
	       got == n;
}

bool secret_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

/* Callers draw tickets and pass in their order.  This is the one place where the program keeps
 * state outside struct app: the memory that it guards is the process's. */
struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t moved;
	uint64_t drawn, finished;
};

static struct gate *argon2_gate(void)
{
	static struct gate gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0 };

	return &gate;
}

static void gate_enter(struct gate *g)
{
	pthread_mutex_lock(&g->mutex);

	uint64_t ticket = g->drawn++;

	while (ticket >= g->finished + ARGON2_AT_ONCE)
		pthread_cond_wait(&g->moved, &g->mutex);
	pthread_mutex_unlock(&g->mutex);
}

static void gate_leave(struct gate *g)
{
	pthread_mutex_lock(&g->mutex);
	g->finished++;
	pthread_cond_broadcast(&g->moved);
	pthread_mutex_unlock(&g->mutex);
}

bool password_hash(struct context *cx, const char *password, char out[PASSWORD_HASH])
{
	struct gate *gate = argon2_gate();

	gate_enter(gate);

	int result = crypto_pwhash_str_alg(out, password, strlen(password), ARGON2_PASSES,
	                                   ARGON2_MEMORY, crypto_pwhash_ALG_ARGON2ID13);

	gate_leave(gate);
	return result == 0 || fail(cx, ERR_UNAVAILABLE, NULL,
	                           N_("There is not enough memory just now; please try again."));
}

bool password_matches(const char *hash, const char *password)
{
	/* The hash of 24 random bytes nobody kept, of the same cost as a real one. */
	static const char nobody[] =
	        "$argon2id$v=19$m=19456,t=2,p=1$"
	        "Hjohuw8s6qpVcS5chDoe3Q$EytBdr8Y90wMXFGWtGX+ddgsSpOJ3mGbrZ/OlrQBtgc";
	struct gate *gate = argon2_gate();

	gate_enter(gate);

	int result = crypto_pwhash_str_verify(hash ? hash : nobody, password, strlen(password));

	gate_leave(gate);
	return hash && result == 0;
}

void token_new(char text[TOKEN_TEXT], unsigned char digest[DIGEST_SIZE])
{
	unsigned char bytes[32];

	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(text, TOKEN_TEXT, bytes, sizeof bytes,
	                  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof bytes);
	digest_of(digest, text, strlen(text));
}

void sign_keypair(unsigned char public_key[SIGN_PUBLIC], unsigned char secret_key[SIGN_SECRET])
{
	crypto_sign_keypair(public_key, secret_key);
}

void sign_make(unsigned char signature[SIGN_SIZE], const void *bytes, size_t n,
               const unsigned char secret_key[SIGN_SECRET])
{
	crypto_sign_detached(signature, NULL, bytes, n, secret_key);
}

bool sign_check(const unsigned char signature[SIGN_SIZE], const void *bytes, size_t n,
                const unsigned char public_key[SIGN_PUBLIC])
{
	return crypto_sign_verify_detached(signature, bytes, n, public_key) == 0;
}

struct box_writer {
	crypto_secretstream_xchacha20poly1305_state stream;
};

struct box_reader {
	crypto_secretstream_xchacha20poly1305_state stream;
};

static void wipe_writer(void *w)
{
	sodium_memzero(w, sizeof(struct box_writer));
}

static void wipe_reader(void *r)
{
	sodium_memzero(r, sizeof(struct box_reader));
}

struct box_writer *box_write_start(struct arena *mem, const unsigned char sign_public[SIGN_PUBLIC],
                                   unsigned char header[BOX_HEADER])
{
	unsigned char box_public[crypto_box_PUBLICKEYBYTES];
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	struct box_writer *w = arena_new_of(mem, struct box_writer);

	arena_defer(mem, wipe_writer, w);
	if (crypto_sign_ed25519_pk_to_curve25519(box_public, sign_public) != 0)
		return NULL;
	crypto_secretstream_xchacha20poly1305_keygen(key);

	bool sealed = crypto_box_seal(header, key, sizeof key, box_public) == 0 &&
	              crypto_secretstream_xchacha20poly1305_init_push(
	                      &w->stream, header + SEALED_KEY, key) == 0;

	sodium_memzero(key, sizeof key);
	return sealed ? w : NULL;
}

void box_write(struct box_writer *w, const void *plain, size_t n, bool last, unsigned char *out)
{
	unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
	                         : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

	crypto_secretstream_xchacha20poly1305_push(&w->stream, out, NULL, plain, n, NULL, 0, tag);
}

/* Opens the sealed key with the box keypair that belongs to the signing key. */
static bool open_key(unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES],
                     const unsigned char sign_secret[SIGN_SECRET],
                     const unsigned char header[BOX_HEADER])
{
	unsigned char box_public[crypto_box_PUBLICKEYBYTES], box_secret[crypto_box_SECRETKEYBYTES];
	bool opened = crypto_sign_ed25519_sk_to_curve25519(box_secret, sign_secret) == 0 &&
	              crypto_scalarmult_base(box_public, box_secret) == 0 &&
	              crypto_box_seal_open(key, header, SEALED_KEY, box_public, box_secret) == 0;

	sodium_memzero(box_secret, sizeof box_secret);
	return opened;
}

struct box_reader *box_read_start(struct arena *mem, const unsigned char sign_secret[SIGN_SECRET],
                                  const unsigned char header[BOX_HEADER])
{
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	struct box_reader *r = arena_new_of(mem, struct box_reader);

	arena_defer(mem, wipe_reader, r);

	bool opened = open_key(key, sign_secret, header) &&
	              crypto_secretstream_xchacha20poly1305_init_pull(
	                      &r->stream, header + SEALED_KEY, key) == 0;

	sodium_memzero(key, sizeof key);
	return opened ? r : NULL;
}

bool box_read(struct box_reader *r, const void *sealed, size_t n, bool *last, unsigned char *out)
{
	unsigned char tag = 0;

	if (n < BOX_OVERHEAD || crypto_secretstream_xchacha20poly1305_pull(
	                                &r->stream, out, NULL, &tag, sealed, n, NULL, 0) != 0)
		return false;
	*last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	return true;
}
