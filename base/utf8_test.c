#include "base/utf8.h"

#include "test/unit.h"

/* Every code point, encoded by the definition, is read as itself; surrogates are not. */
static void test_every_code_point(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x110000; c++) {
		char s[4];
		size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		uint32_t got;

		if (n == 1) {
			s[0] = (char)c;
		} else {
			for (size_t i = 1; i < n; i++)
				s[n - i] = (char)(0x80 | ((c >> 6 * (i - 1)) & 0x3f));
			s[0] = (char)((0xf00 >> n) | (c >> 6 * (n - 1)));
		}

		bool valid = c < 0x110000 && (c < 0xd800 || c > 0xdfff);

		if (utf8_next(s, n, &got) != (valid ? n : 0) || (valid && got != c))
			fail_msg("U+%04X", (unsigned)c);
		if (utf8_next(s, n - 1, &got) != 0)
			fail_msg("U+%04X, torn", (unsigned)c);
	}
}

static void test_invalid(void **state)
{
	static const char *const texts[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf",
		"\xf5\x80\x80\x80",
		"\xff",
		"\xfe",
		"\xc3(",
		"\xe2\x82(",
		"\xf0\x9d\x84(",
	};

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++) {
		assert_false(utf8_valid(texts[i], strlen(texts[i])));
	}
	assert_true(utf8_valid("", 0));
	assert_true(utf8_valid("a\0ý𝄞", 8));
	assert_false(utf8_valid("a\0ý𝄞", 7));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_every_code_point),
		UNIT(test_invalid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
