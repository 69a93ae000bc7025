#include "format/encoding.h"

#include "base/utf8.h"
#include "test/unit.h"

struct example {
	const char *encoding, *bytes, *text;
};

/* Each as a program of its country would save it. */
static const struct example examples[] = {
	{ "utf-8", "a,b\n1,2\n", "a,b\n1,2\n" },
	{ "utf-8", "Döwlet,Ýaşulular\n", "Döwlet,Ýaşulular\n" },
	{ "windows-1251",
	  "\xd2\xf3\xf0\xea\xec\xe5\xed\xe8\xf1\xf2\xe0\xed;\xab\xcf\xf0\xe8\xed\xff\xf2\xee\xbb "
	  "\x97 \xb9 5\n",
	  "Туркменистан;«Принято» — № 5\n" },
	{ "windows-1251", "\xd8\xc2\xc5\xd6\xc8\xdf,XX\n", "ШВЕЦИЯ,XX\n" },
	{ "windows-1252",
	  "C\xf4te d\x92Ivoire,\x93"
	  "Alg\xe9rie\x94,Espa\xf1"
	  "a\n",
	  "Côte d’Ivoire,“Algérie”,España\n" },
	{ "macroman",
	  "C\x99te d\xd5Ivoire,\xd2"
	  "Alg\x8erie\xd3,Espa\x96"
	  "a\n",
	  "Côte d’Ivoire,“Algérie”,España\n" },
	{ "macroman", "the State\xd5s plan,\xd2own\xd3 \xd0 text\r",
	  "the State’s plan,“own” – text\r" },
	{ "windows-1252", "the State\x92s plan,\x93own\x94 \x96 text\n",
	  "the State’s plan,“own” – text\n" },
};

static bool guess(struct context *cx, const char *bytes, size_t n, const char **ret)
{
	struct bytes from = { bytes, n };

	return encoding_guess(cx, source_of_bytes, &from, ret);
}

/* All of it made UTF-8, asked for in pieces of `room` bytes. */
static const char *decoded(struct context *cx, const char *encoding, const char *bytes, size_t n,
                           size_t room)
{
	struct bytes from = { bytes, n };
	struct buffer b = BUFFER(cx->mem, 1024 * 1024);
	struct decoder *d = decoder_open(cx, encoding, source_of_bytes, &from);
	char piece[64];
	size_t got;

	do {
		assert_true(decoder_source(cx, d, piece, room, &got));
		buffer_put(&b, piece, got);
	} while (got);
	return buffer_str(&b);
}

static void test_found_out(void **state)
{
	struct context *cx = *state;
	const char *found;

	for (size_t i = 0; i < LEN(examples); i++) {
		size_t n = strlen(examples[i].bytes);

		assert_true(guess(cx, examples[i].bytes, n, &found));
		assert_string_equal(found, examples[i].encoding);
		for (size_t room = 1; room <= 64; room++)
			assert_string_equal(decoded(cx, found, examples[i].bytes, n, room),
			                    examples[i].text);
	}
}

/* The text as UTF-16. */
static size_t to_utf16(const char *s, bool big, bool mark, char *out)
{
	size_t n = 0;

	for (uint32_t c = mark ? 0xfeff : utf8_take(&s); c; c = utf8_take(&s)) {
		uint32_t units[2] = { c, 0 };

		if (c > 0xffff) {
			units[0] = 0xd800 + ((c - 0x10000) >> 10);
			units[1] = 0xdc00 + ((c - 0x10000) & 0x3ff);
		}
		for (int i = 0; i < 2 && units[i]; i++) {
			out[n + big] = (char)(units[i] & 0xff);
			out[n + !big] = (char)(units[i] >> 8);
			n += 2;
		}
	}
	return n;
}

static void test_utf16(void **state)
{
	static const char *const texts[] = { "a,b\n1,2\n", "Государство,Текст\n№ 5,𝄞\n" };
	struct context *cx = *state;
	char bytes[256];
	const char *found;

	for (int i = 0; i < 8; i++) {
		bool big = i & 1, mark = i & 2;
		const char *text = texts[i >> 2];
		size_t n = to_utf16(text, big, mark, bytes);

		assert_true(guess(cx, bytes, n, &found));
		assert_string_equal(found, big ? "utf-16be" : "utf-16le");
		for (size_t room = 1; room <= 64; room++)
			assert_string_equal(decoded(cx, found, bytes, n, room), text);
	}
	assert_string_equal(decoded(cx, "utf-16le",
	                            "\x00\xd8"
	                            "a\0",
	                            4, 64),
	                    "\ufffda");
	assert_string_equal(decoded(cx, "utf-16le",
	                            "\x00\xdc"
	                            "a\0",
	                            4, 64),
	                    "\ufffda");
	assert_string_equal(decoded(cx, "utf-16le", "a\0\x00\xd8", 4, 64), "a\ufffd");
	assert_string_equal(decoded(cx, "utf-16le", "a\0b", 3, 64), "a\ufffd");
	assert_string_equal(decoded(cx, "windows-1251", "\x98", 1, 64), "\ufffd");
}

/* One torn character does not make a Russian table of a Turkmen one. */
static void test_damaged_utf8_stays(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 4096);
	const char *found;

	for (int i = 0; i < 30; i++)
		buffer_text(&b, "Ýaşulular,Döwlet\n");
	buffer_text(&b, "\xc3");
	assert_true(guess(cx, b.text, b.len, &found));
	assert_string_equal(found, "utf-8");
}

static void test_no_text(void **state)
{
	static const unsigned char noise[] = {
		0x00, 0x01, 0xff, 0x00, 0x80, 0x00, 0x7f, 0x00, 0x00
	};
	struct context *cx = *state;
	char all[256];
	const char *found;

	assert_false(guess(cx, (const char *)noise, sizeof noise, &found));
	assert_failed(cx, ERR_BAD_REQUEST);
	for (int i = 0; i < 256; i++)
		all[i] = (char)(255 - i * 37 % 255);
	assert_false(guess(cx, all, sizeof all, &found));
	assert_failed(cx, ERR_BAD_REQUEST);
	assert_null(encoding_named("koi8-r"));
	assert_null(encoding_named(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_found_out),
		UNIT(test_utf16),
		UNIT(test_damaged_utf8_stays),
		UNIT(test_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
