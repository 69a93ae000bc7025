/* Stems: Snowball's own vocabularies, Turkmen forms, and what hunspell's Turkmen dictionary says of
 * the words of real texts. */
#include "language/stem.h"

#include "base/arena.h"
#include "base/limits.h"
#include "language/fold.h"
#include "test/unit.h"

static int with_stems(void **state)
{
	return (*state = stems_new()) ? 0 : -1;
}

static int without_stems(void **state)
{
	stems_free(*state);
	return 0;
}

static const char *stem_of(struct stems *s, char rule, const char *word)
{
	size_t n;

	return stem_term(s, rule, word, strlen(word), &n) + 1;
}

static FILE *data_file(const char *name)
{
	FILE *f = fopen(name, "r");

	if (!f) {
		print_message("%s is not there\n", name);
		skip();
	}
	return f;
}

static bool next_line(FILE *f, char *line, size_t size)
{
	if (!fgets(line, (int)size, f))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

/* "порядок" without its fleeting vowel is "порядк". */
static bool lost_a_vowel(const char *stem, const char *of)
{
	size_t n = strlen(of);

	return n >= 4 && strlen(stem) == n - 2 && strncmp(stem, of, n - 4) == 0 &&
	       str_eq(stem + n - 4, of + n - 2);
}

static void vocabulary(struct stems *s, char rule, const char *words, const char *stems,
                       size_t least)
{
	FILE *word_file = data_file(words), *stem_file = data_file(stems);
	char word[256], expected[256];
	size_t same = 0;

	while (next_line(word_file, word, sizeof word) &&
	       next_line(stem_file, expected, sizeof expected)) {
		const char *stem = stem_of(s, rule, word);

		if (irregular_stem(rule, word, strlen(word)) || strlen(word) > MAX_STEM)
			continue;
		if (!str_eq(stem, expected) && !(rule == 'r' && lost_a_vowel(stem, expected)))
			fail_msg("%s: %s, not %s", word, stem, expected);
		same += str_eq(stem, expected);
	}
	fclose(word_file);
	fclose(stem_file);
	assert_true(same >= least);
}

static void the_vocabularies_of_snowball(void **state)
{
	vocabulary(*state, 'e', "../shared/data/snowball-vocab/english/voc.txt",
	           "../shared/data/snowball-vocab/english/output.txt", 29000);
	vocabulary(*state, 'r', "../shared/data/snowball-vocab/russian/voc.txt",
	           "../shared/data/snowball-vocab/russian/output.txt", 49000);
}

/* Asking twice, and for many others between, gives the same. */
static void what_is_remembered_is_right(void **state)
{
	struct stems *fresh;
	char word[32];

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 60000; i++) {
			snprintf(word, sizeof word, "w%dings", i);
			char expected[32];

			snprintf(expected, sizeof expected, "w%de", i);
			assert_int_equal(
			        strncmp(stem_of(*state, 'e', word), expected, strlen(expected) - 1),
			        0);
		}
	}
	fresh = stems_new();
	for (const char *rule = "ertxn"; *rule; rule++) {
		for (int twice = 0; twice < 2; twice++)
			assert_string_equal(stem_of(*state, *rule, "children"),
			                    stem_of(fresh, *rule, "children"));
	}
	stems_free(fresh);
}

/* The first word of each line is what the others are forms of. */
static void turkmen_forms(void **state)
{
	static const char *const lines[] = {
		"adam adama adamy adamyň adamda adamdan adamlar adamlara adamlaryň adamlarynyň",
		"adam adamymyzyň adamdyr adamlardyr",
		"hukuk hukugy hukuga hukugyň hukuklary hukuklarynyň hukuklaryndan hukuklarymyzy",
		"çaga çagany çaganyň çagada çagalar çagalaryň çagalarynyň çagamyz çagasy çagasynyň",
		"çäk çägi çäginde çäkler çägine",
		"zenan zenany zenanyň zenanlar zenanlaryň zenandan",
		"Türkmenistan Türkmenistanyň Türkmenistana Türkmenistanda Türkmenistandaky",
		"kitap kitaby kitabyň kitaplar kitabynda",
		"ýurt ýurdy ýurtda ýurtlar ýurdunyň ýurdumyzyň ýurtdaky",
		"netije netijesi netijesinde netijeler netijelerine netijä",
		"ösüş ösüşi ösüşiň ösüşinde ösüşleri",
		"welaýat welaýatlar welaýatlaryň welaýatyna welaýatda",
		"etmek etmäge etmegi etmegiň etmeginde",
		"goramak goramaga goramagy goramagynyň",
		"ýagdaý ýagdaýy ýagdaýda ýagdaýlar ýagdaýynda ýagdaýyndaky ýagdaýyndakylaryň",
		"demokratiýa demokratiýanyň demokratiýasy demokratiýany",
		"ýaşaýyş ýaşaýyşy ýaşaýyşyň",
		"wekilçi wekilçisi wekilçiler wekilçileriniň wekilçisine",
	};
	static const char *const apart[][2] = {
		{ "adam", "adalat" }, { "hukuk", "hormat" }, { "çaga", "çäk" },
		{ "kanun", "kanal" }, { "zenan", "zaman" },  { "goramak", "görmek" },
	};
	struct arena *mem = arena_new(MAX_REQUEST_MEMORY);

	for (size_t i = 0; i < LEN(lines); i++) {
		char first[64] = "", word[64];
		int at = 0, n;

		for (; sscanf(lines[i] + at, "%63s%n", word, &n) == 1; at += n) {
			const char *stem = stem_of(*state, 't', fold_text(mem, word));

			if (!*first)
				snprintf(first, sizeof first, "%s", stem);
			if (!str_eq(stem, first))
				fail_msg("%s is %s, not %s", word, stem, first);
		}
	}
	for (size_t i = 0; i < LEN(apart); i++) {
		char first[64];

		snprintf(first, sizeof first, "%s",
		         stem_of(*state, 't', fold_text(mem, apart[i][0])));
		assert_string_not_equal(first, stem_of(*state, 't', fold_text(mem, apart[i][1])));
	}
	arena_free(mem);
}

/* ---- words of the Universal Declaration and of the SDGs, with the stems that hunspell knows */

enum { MAX_WORDS = 3000 };

struct silver {
	const char *stem, *known; /* ours; those of hunspell, "adam|ada", folded */
};

static size_t read_silver(struct stems *s, struct arena *mem, struct silver words[MAX_WORDS])
{
	FILE *f = data_file("../shared/data/turkmen-hunspell/silver_stems_udhr_sdg.tsv");
	char line[512], word[128], known[256];
	size_t n = 0;
	int count;

	while (n < MAX_WORDS && next_line(f, line, sizeof line)) {
		if (sscanf(line, "%127s %d %255s", word, &count, known) < 3)
			continue;
		words[n].stem = arena_str(mem, stem_of(s, 't', fold_text(mem, word)));
		words[n++].known = arena_fmt(mem, "|%s|", fold_text(mem, known));
	}
	fclose(f);
	return n;
}

/* Whether they have a stem in common; "|abadancylyg|" and "|abadancylyk|" have: the last letter may
 * differ. */
static bool are_related(const char *a, const char *b)
{
	char stem[128];
	int n;

	for (; sscanf(a, "|%126[^|]%n", stem + 1, &n) == 1; a += n) {
		stem[0] = '|';

		const char *at = b;
		size_t length = strlen(stem) - (strlen(stem) > 4);

		for (; (at = strchr(at, '|')); at++) {
			if (strncmp(at, stem, length) == 0 && at[length] &&
			    strcspn(at + 1, "|") == strlen(stem + 1))
				return true;
		}
	}
	return false;
}

static void turkmen_words_of_texts(void **state)
{
	struct arena *mem = arena_new(MAX_JOB_MEMORY);
	struct silver *words = arena_array(mem, struct silver, MAX_WORDS);
	size_t n = read_silver(*state, mem, words), joined = 0, right = 0, related = 0;

	assert_true(n > 2000);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = i + 1; k < n; k++) {
			bool ours = str_eq(words[i].stem, words[k].stem);
			bool theirs = are_related(words[i].known, words[k].known);

			joined += ours;
			related += theirs;
			right += ours && theirs;
		}
	}
	print_message("%zu words: of %zu pairs with a stem in common %.1f %% are joined, of %zu "
	              "joined %.1f %% have one\n",
	              n, related, 100.0 * (double)right / (double)related, joined,
	              100.0 * (double)right / (double)joined);
	assert_true(right * 100 >= joined * 96);
	arena_free(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vocabularies_of_snowball),
		cmocka_unit_test(what_is_remembered_is_right),
		cmocka_unit_test(turkmen_forms),
		cmocka_unit_test(turkmen_words_of_texts),
	};

	return cmocka_run_group_tests(tests, with_stems, without_stems);
}
