/* Folding, held against ICU letter by letter, and what it does with white space and marks. */
#include "language/fold.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "language/letters.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

static const struct range {
	uint32_t first, last;
} covered[] = {
	{ 'A', 'z' },       { 0x00c0, 0x017f }, { 0x01cd, 0x01dc },
	{ 0x01de, 0x01ef }, { 0x01f8, 0x021f }, { 0x0222, 0x0233 },
	{ 0x0400, 0x052f }, { 0x1e00, 0x1e95 }, { 0x1e9e, 0x1eff },
};

static void small_letters_are_those_of_icu(void **state)
{
	(void)state;

	for (size_t i = 0; i < LEN(covered); i++) {
		for (uint32_t c = covered[i].first; c <= covered[i].last; c++) {
			uint32_t expected = (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);

			/* İ: the glossary's plain i. Ӏ (palochka) has one shape for both. */
			if (c == 0x0130)
				expected = 'i';
			if (c == 0x04c0)
				expected = c;
			if (letter_lower(c) != expected)
				fail_msg("U+%04X: %04X, not %04X", c, letter_lower(c), expected);
		}
	}
}

static void parts_are_those_of_icu(void **state)
{
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);

	(void)state;
	assert_true(U_SUCCESS(e));
	for (UChar32 c = 'a'; c <= 0x1eff; c++) {
		UChar two[8];
		uint32_t base = 0, mark = 0;
		bool split = letter_split((uint32_t)c, &base, &mark);
		int n = unorm2_getRawDecomposition(nfc, c, two, (int)LEN(two), &e);

		if (split) {
			assert_int_equal(n, 2);
			assert_int_equal(two[0], base);
			assert_int_equal(two[1], mark);
			assert_int_equal(letter_join(base, mark), c);
		} else if (n == 2 && u_foldCase(c, 0) == c && (c < 0x0250 || c >= 0x1e00)) {
			fail_msg("U+%04X has two parts", (unsigned)c);
		}
	}
}

/* Every covered letter folds to the ICU small letter without its marks, but for those with a plain
 * spelling of our own and the Cyrillic letters that keep theirs. */
static void folds_like_icu(void **state)
{
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&e);
	unsigned compared = 0;

	(void)state;
	for (size_t i = 0; i < LEN(covered); i++) {
		for (uint32_t c = covered[i].first; c <= covered[i].last; c++) {
			uint32_t small = letter_lower(c);
			UChar parts[8];
			char text[UTF8_ROOM + 1] = { 0 }, expected[UTF8_ROOM + 1] = { 0 };

			utf8_put(text, c);
			if (letter_plain(small)) {
				assert_string_equal(fold_text(a, text), letter_plain(small));
				continue;
			}
			if (c == '`')
				continue;
			if (unorm2_getDecomposition(nfd, (UChar32)small, parts, (int)LEN(parts),
			                            &e) < 0)
				parts[0] = (UChar)small;
			if (small >= 0x0400 && small < 0x0530 && small != 0x0450 &&
			    small != 0x0451 && small != 0x045d)
				parts[0] = (UChar)small;
			if (parts[0] == 0x017f)
				parts[0] = 's'; /* ẛ: a long s under its dot */
			utf8_put(expected, parts[0]);
			assert_string_equal(fold_text(a, text), letter_plain(parts[0])
			                                                ? letter_plain(parts[0])
			                                                : expected);
			compared++;
		}
	}
	assert_true(compared > 800);
	arena_free(a);
}

static void folds_texts(void **state)
{
	static const struct {
		const char *text, *folded, *spaced;
	} cases[] = {
		{ "", "", "" },
		{ "  \t\n\xc2\xa0 ", "", "" },
		{ "ÄÇŇÖŞÜÝŽ äçňöşüýž", "acnosuyz acnosuyz", "äçňöşüýž äçňöşüýž" },
		{ "Ёлка, ЙОД", "елка, йод", "ёлка, йод" },
		{ " Côte\xc2\xa0\xc2\xa0 d\xe2\x80\x99Ivoire\r\n", "cote d'ivoire",
		  "côte d’ivoire" },
		{ "Mejlis\xc2\xadiň", "mejlisin", "mejlisiň" },
		{ "I\xcc\x87stanbul İzmir Iğdır", "istanbul izmir igdir",
		  "i\xcc\x87stanbul izmir iğdır" },
		{ "c\xcc\xa7"
		  "a\xcc\x88re и\xcc\x86 Е\xcc\x88",
		  "care й е", "çäre й ё" },
		{ "a\xcc\x81\xcc\xa7", "a", "á\xcc\xa7" },
		{ "\xcc\x81x", "x", "\xcc\x81x" },
		{ "Straße Æsir Þór Ĳ", "strasse aesir thor ij", "straße æsir þór ĳ" },
		{ "«A»–“b”—‘c’", "\"a\"-\"b\"-'c'", "«a»–“b”—‘c’" },
		{ "Việt Nam ẤỰ", "viet nam au", "việt nam ấự" },
		{ "a\xff"
		  "b\xc3",
		  "a?b?", "a?b?" },
		{ "日本 𝄞", "日本 𝄞", "日本 𝄞" },
	};
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_string_equal(fold_text(a, cases[i].text), cases[i].folded);
		assert_string_equal(fold_space_case(a, cases[i].text), cases[i].spaced);
		/* What is folded stays as it is. */
		assert_string_equal(fold_text(a, cases[i].folded), cases[i].folded);
		assert_string_equal(fold_space_case(a, cases[i].spaced), cases[i].spaced);
	}
	arena_free(a);
}

static void characters(void **state)
{
	const char *s = "aß€\xf0\x9d\x84\x9e\xc0\xaf\xed\xa0\x80";
	static const uint32_t expected[] = { 'a',    0xdf,   0x20ac, 0x1d11e, 0xfffd,
		                             0xfffd, 0xfffd, 0xfffd, 0xfffd,  0 };

	(void)state;
	assert_int_equal(utf8_count(s), LEN(expected) - 1);
	for (size_t i = 0; i < LEN(expected); i++)
		assert_int_equal(utf8_take(&s), expected[i]);
	assert_int_equal(utf8_take(&s), 0);
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		char text[UTF8_ROOM + 1] = { 0 };
		const char *p = text;
		size_t n = utf8_put(text, c);

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		if (!utf8_valid(text, n) || utf8_take(&p) != c || *p)
			fail_msg("U+%04X", c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_letters_are_those_of_icu),
		cmocka_unit_test(parts_are_those_of_icu),
		cmocka_unit_test(folds_like_icu),
		cmocka_unit_test(folds_texts),
		cmocka_unit_test(characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
