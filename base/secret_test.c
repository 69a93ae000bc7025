#include "base/secret.h"

#include "test/unit.h"

#include <pthread.h>

static const char *hex_of(struct context *cx, const void *bytes, size_t n)
{
	return hex_text(bytes, n, arena_alloc(cx->mem, 2 * n + 1));
}

/* BLAKE2b-256; the values come from Python's hashlib, an implementation of its own. */
static void test_digest(void **state)
{
	struct context *cx = *state;
	unsigned char digest[DIGEST_SIZE], again[DIGEST_SIZE];

	digest_of(digest, "", 0);
	assert_string_equal(hex_of(cx, digest, DIGEST_SIZE),
	                    "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	digest_of(digest, "abc", 3);
	assert_string_equal(hex_of(cx, digest, DIGEST_SIZE),
	                    "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");

	struct digest d;

	digest_start(&d);
	digest_add(&d, "ab", 2);
	digest_add(&d, "", 0);
	digest_add(&d, "c", 1);
	digest_end(&d, again);
	digest_of(digest, "\2\0\0\0\0\0\0\0ab\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0c", 27);
	assert_memory_equal(digest, again, DIGEST_SIZE);

	digest_start(&d);
	digest_add(&d, "a", 1);
	digest_add(&d, "bc", 2);
	digest_end(&d, again);
	assert_memory_not_equal(digest, again, DIGEST_SIZE);
}

static void test_hex(void **state)
{
	struct context *cx = *state;
	unsigned char bytes[3];

	assert_string_equal(hex_of(cx, "\x00\xfe\x10", 3), "00fe10");
	assert_true(hex_parse("00FE10", bytes, 3));
	assert_memory_equal(bytes, "\x00\xfe\x10", 3);
	assert_false(hex_parse(NULL, bytes, 3) || hex_parse("", bytes, 3) ||
	             hex_parse("00fe1", bytes, 3) || hex_parse("00fe100", bytes, 3) ||
	             hex_parse("00fe1g", bytes, 3) || hex_parse("00 e10", bytes, 3));
}

static void test_equal_and_wipe(void **state)
{
	char secret[] = "secret";

	(void)state;
	assert_true(secret_equal("abc", "abc", 3));
	assert_false(secret_equal("abc", "abd", 3));
	assert_true(secret_equal("abc", "abd", 2));
	secret_wipe(secret, sizeof secret);
	assert_memory_equal(secret, "\0\0\0\0\0\0", 7);
}

static void test_passwords(void **state)
{
	struct context *cx = *state;
	char hash[PASSWORD_HASH], other[PASSWORD_HASH];

	assert_true(password_hash(cx, "ýyldyz 2025", hash));
	assert_true(password_hash(cx, "ýyldyz 2025", other));
	assert_true(str_starts(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
	assert_string_not_equal(hash, other);
	assert_true(password_matches(hash, "ýyldyz 2025"));
	assert_false(password_matches(hash, "ýyldyz 2026"));
	assert_false(password_matches(hash, ""));
	assert_false(password_matches(NULL, "ýyldyz 2025"));
	assert_false(password_matches("", ""));
	assert_false(password_matches("$argon2id$", "x"));
}

static void *sign_in(void *hash)
{
	return password_matches(hash, "right") ? hash : NULL;
}

/* More callers than may compute at once: all get their answer. */
static void test_passwords_queue(void **state)
{
	struct context *cx = *state;
	char hash[PASSWORD_HASH];
	pthread_t threads[8];

	assert_true(password_hash(cx, "right", hash));
	for (size_t i = 0; i < LEN(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, sign_in, hash), 0);
	for (size_t i = 0; i < LEN(threads); i++) {
		void *answer = NULL;

		assert_int_equal(pthread_join(threads[i], &answer), 0);
		assert_ptr_equal(answer, hash);
	}
}

static void test_tokens(void **state)
{
	enum { TOKENS = 1000 };

	struct context *cx = *state;
	char(*tokens)[TOKEN_TEXT] = arena_alloc(cx->mem, (size_t)TOKENS * TOKEN_TEXT);
	unsigned char digest[DIGEST_SIZE], expected[DIGEST_SIZE];

	for (size_t i = 0; i < TOKENS; i++) {
		token_new(tokens[i], digest);
		assert_int_equal(strlen(tokens[i]), TOKEN_TEXT - 1);
		assert_int_equal(strspn(tokens[i],
		                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		                        "0123456789-_"),
		                 TOKEN_TEXT - 1);
		digest_of(expected, tokens[i], strlen(tokens[i]));
		assert_memory_equal(digest, expected, DIGEST_SIZE);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(tokens[i], tokens[j]);
	}
}

/* RFC 8032 §7.1, test 3. */
static void test_signature_vector(void **state)
{
	unsigned char secret[SIGN_SECRET], expected[SIGN_SIZE], signature[SIGN_SIZE];

	(void)state;
	assert_true(hex_parse("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
	                      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
	                      secret, sizeof secret));
	assert_true(hex_parse("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
	                      "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
	                      expected, sizeof expected));
	sign_make(signature, "\xaf\x82", 2, secret);
	assert_memory_equal(signature, expected, SIGN_SIZE);
	assert_true(sign_check(signature, "\xaf\x82", 2, secret + 32));
}

static void test_signatures(void **state)
{
	unsigned char public[SIGN_PUBLIC], secret[SIGN_SECRET], other[SIGN_PUBLIC];
	unsigned char signature[SIGN_SIZE];

	(void)state;
	sign_keypair(other, secret);
	sign_keypair(public, secret);
	sign_make(signature, "head 17", 7, secret);
	assert_true(sign_check(signature, "head 17", 7, public));
	assert_false(sign_check(signature, "head 18", 7, public));
	assert_false(sign_check(signature, "head 17", 6, public));
	assert_false(sign_check(signature, "head 17", 7, other));
	signature[10] ^= 1;
	assert_false(sign_check(signature, "head 17", 7, public));
}

/* A box of three chunks and the keys to it. */
struct sealed {
	unsigned char public[SIGN_PUBLIC], secret[SIGN_SECRET];
	unsigned char header[BOX_HEADER];
	unsigned char chunks[3][100 + BOX_OVERHEAD];
};

static struct sealed *seal(struct context *cx)
{
	struct sealed *s = arena_new_of(cx->mem, struct sealed);

	sign_keypair(s->public, s->secret);

	struct box_writer *w = box_write_start(cx->mem, s->public, s->header);

	assert_non_null(w);
	for (int i = 0; i < 3; i++) {
		char plain[100];

		memset(plain, 'a' + i, sizeof plain);
		box_write(w, plain, sizeof plain, i == 2, s->chunks[i]);
	}
	return s;
}

static void test_box(void **state)
{
	struct context *cx = *state;
	struct sealed *s = seal(cx);
	struct box_reader *r = box_read_start(cx->mem, s->secret, s->header);
	unsigned char plain[100], expected[100];
	bool last = true;

	assert_non_null(r);
	for (int i = 0; i < 3; i++) {
		assert_true(box_read(r, s->chunks[i], sizeof s->chunks[i], &last, plain));
		memset(expected, 'a' + i, sizeof expected);
		assert_memory_equal(plain, expected, sizeof plain);
		assert_int_equal(last, i == 2);
	}
}

/* Changed, torn, left out, repeated, for somebody else: each is refused. */
static void test_box_forged(void **state)
{
	struct context *cx = *state;
	struct sealed *s = seal(cx), *other = seal(cx);
	unsigned char plain[100];
	bool last;

	assert_null(box_read_start(cx->mem, other->secret, s->header));
	s->header[3] ^= 1;
	assert_null(box_read_start(cx->mem, s->secret, s->header));
	s->header[3] ^= 1;

	struct box_reader *r = box_read_start(cx->mem, s->secret, s->header);

	s->chunks[0][50] ^= 1;
	assert_false(box_read(r, s->chunks[0], sizeof s->chunks[0], &last, plain));
	s->chunks[0][50] ^= 1;
	assert_false(box_read(r, s->chunks[0], sizeof s->chunks[0] - 1, &last, plain));
	assert_false(box_read(r, s->chunks[0], BOX_OVERHEAD - 1, &last, plain));
	assert_false(box_read(r, s->chunks[1], sizeof s->chunks[1], &last, plain));
	assert_true(box_read(r, s->chunks[0], sizeof s->chunks[0], &last, plain));
	assert_false(box_read(r, s->chunks[0], sizeof s->chunks[0], &last, plain));
	assert_false(box_read(r, other->chunks[1], sizeof other->chunks[1], &last, plain));

	memset(other->public, 0, SIGN_PUBLIC); /* a point of small order */
	assert_null(box_write_start(cx->mem, other->public, other->header));
}

static int start(void **state)
{
	(void)state;
	return secret_start() ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_digest),
		UNIT(test_hex),
		UNIT(test_equal_and_wipe),
		UNIT(test_passwords),
		UNIT(test_passwords_queue),
		UNIT(test_tokens),
		UNIT(test_signature_vector),
		UNIT(test_signatures),
		UNIT(test_box),
		UNIT(test_box_forged),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
