/* Windows and marks, written with [brackets] around what is marked. */
#include "search/highlight.h"

#include "base/utf8.h"
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

static void words_of(struct context *cx, struct analyser *a, const char *text,
                     struct query_words *ret)
{
	const char *explained;
	struct query *q;

	assert_true(query_read(cx, a, NULL, text, &q, &explained));
	query_words(cx, q, ret);
}

static const char *marked(struct context *cx, const char *text, const struct mark *marks, size_t n)
{
	struct buffer b = BUFFER(cx->mem, 1024 * 1024);
	uint32_t at = 0;

	for (size_t i = 0; i < n; i++) {
		assert_true(marks[i].from >= at && marks[i].from < marks[i].to);
		assert_true(marks[i].to <= strlen(text));
		buffer_put(&b, text + at, marks[i].from - at);
		buffer_char(&b, '[');
		buffer_put(&b, text + marks[i].from, marks[i].to - marks[i].from);
		buffer_char(&b, ']');
		at = marks[i].to;
	}
	buffer_text(&b, text + at);
	return buffer_str(&b);
}

static const char *marks_in(struct context *cx, struct analyser *a, const char *query,
                            const char *lang, const char *text)
{
	struct query_words words;
	const struct mark *marks;
	size_t n;

	words_of(cx, a, query, &words);
	snippet_marks(cx, a, &words, lang, text, &marks, &n);
	return marked(cx, text, marks, n);
}

static const char *snippet_in(struct context *cx, struct analyser *a, const char *query,
                              const char *lang, const char *text, int width)
{
	struct query_words words;
	struct snippet s;

	words_of(cx, a, query, &words);
	snippet_make(cx, a, &words, lang, text, width, &s);
	assert_true(utf8_valid(s.text, strlen(s.text)));
	return arena_fmt(cx->mem, "%s%s%s", s.cut_before ? "… " : "",
	                 marked(cx, s.text, s.marks, s.marks_n), s.cut_after ? " …" : "");
}

static void marks_what_was_asked(void **state)
{
	static const struct {
		const char *query, *lang, *text, *marked;
	} cases[] = {
		{ "women", "en", "Woman, WOMEN’s and women.", "[Woman], [WOMEN]’s and [women]." },
		{ "дети", "ru", "Права ребёнка и детей", "Права [ребёнка] и [детей]" },
		{ "hukuk", "tk", "Adam hukuklary, HUKUGY", "Adam [hukuklary], [HUKUGY]" },
		{ "child*", "en", "childhood of children", "[childhood] of [children]" },
		{ "\"death penalty\"", "en", "penalty, death; death penalty death",
		  "penalty, death; [death] [penalty] death" },
		{ "\"violence * women\"", "en", "violence against women, violence women",
		  "[violence] against [women], violence women" },
		{ "\"a b a\"", "en", "a b a b a a", "[a] [b] [a] [b] [a] a" },
		{ "A/HRC/24/3", "en", "see A / HRC/24/3 and A/HRC/24/30, 3",
		  "see [A / HRC/24/3] and A/HRC/24/30, 3" },
		{ "HRC/24", "en", "see A/HRC/24/3", "see A/[HRC]/[24]/3" },
		{ "13(b)", "en", "13 (b) (ii), 13 (c)", "[13 (b) (ii)], 13 (c)" },
		{ "\"see A/HRC/24/3 there\"", "en", "See A/HRC/24/3, there",
		  "[See] [A/HRC/24/3], [there]" },
		{ "-death penalty", "en", "death penalty", "death [penalty]" },
		{ "nothing", "en", "death penalty", "death penalty" },
		{ "", "en", "death penalty", "death penalty" },
		{ "death", "en", "", "" },
		{ "death", "en",
		  "\xff"
		  "death\xff",
		  "\xff[death]\xff" },
	};
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(
		        marks_in(&cx, *state, cases[i].query, cases[i].lang, cases[i].text),
		        cases[i].marked);
	arena_free(cx.mem);
}

static void the_window_has_most_words(void **state)
{
	static const char text[] =
	        "One two three four five six seven eight nine ten, torture; eleven twelve "
	        "thirteen fourteen fifteen\tsixteen\n\n(“prison torture”). Seventeen eighteen "
	        "nineteen "
	        "twenty twenty-one twenty-two twenty-three twenty-four torture torture.";
	static const char *const cases[][2] = {
		{ "prison torture", "… ten, [torture]; eleven twelve thirteen fourteen fifteen "
		                    "sixteen (“[prison] [torture]”). Seventeen eighteen …" },
		{ "one", "[One] two three four five six seven eight nine ten, torture; eleven …" },
		{ "nowhere",
		  "One two three four five six seven eight nine ten, torture; eleven …" },
		{ "four torture", "… nineteen twenty twenty-one twenty-two twenty-three "
		                  "twenty-[four] [torture] [torture]." },
	};
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(snippet_in(&cx, *state, cases[i][0], "en", text, 12),
		                    cases[i][1]);
	assert_string_equal(snippet_in(&cx, *state, "b", "en", "  a\n\xff\tb\xc2\xa0 c ", 12),
	                    "a ? [b] c");
	assert_string_equal(snippet_in(&cx, *state, "b", "en", "", 12), "");
	assert_string_equal(snippet_in(&cx, *state, "b", "en", "«…»", 12), "«…»");
	arena_free(cx.mem);
}

static char *repeated(struct context *cx, const char *piece, size_t times)
{
	size_t n = strlen(piece);
	char *text = arena_alloc(cx->mem, n * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(text + i * n, piece, n);
	return text;
}

static void long_texts(void **state)
{
	static const char *const pieces[] = { "torture ", "torture",  "ж",
		                              "人",       "torture-", "A/1/torture/2 ",
		                              "--",       "\xcc\x86", "\n",
		                              "\xae" };
	static const char *const queries[] = { "torture", "\"torture torture\"", "a/1* t*", "人" };
	struct query_words words;
	struct snippet s;

	for (size_t i = 0; i < LEN(pieces); i++) {
		struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
		const char *text = repeated(&cx, pieces[i], 10000);

		for (size_t k = 0; k < LEN(queries); k++) {
			words_of(&cx, *state, queries[k], &words);
			snippet_make(&cx, *state, &words, "en", text, 60, &s);
			assert_true(strlen(s.text) <= 4000 && utf8_valid(s.text, strlen(s.text)));
			marked(&cx, s.text, s.marks, s.marks_n);
			marks_in(&cx, *state, queries[k], "en", text);
		}
		arena_free(cx.mem);
	}
}

static void any_bytes(void **state)
{
	static const char *const pieces[] = {
		"torture", "prison", "13 (b)", "A/HRC/24/3", " ",    " ",        " ",
		"-",       "\"",     "«",      "\xff",       "\xd0", "\n",       "人",
		"ёлка",    "(",      ")",      ".",          "'s",   "\xc2\xad",
	};
	static const char query[] = "torture \"prison torture\" 13(b) A/HRC/24/3 t* ёлка 人";
	uint64_t random = 1;

	for (int round = 0; round < 3000; round++) {
		struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
		char text[512];
		size_t n = 0;

		for (int i = 0; i < 40; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;

			const char *piece = pieces[(random >> 33) % LEN(pieces)];

			memcpy(text + n, piece, strlen(piece));
			n += strlen(piece);
		}
		text[n] = '\0';
		marks_in(&cx, *state, query, "en", text);
		snippet_in(&cx, *state, query, "ru", text, round % 80);
		arena_free(cx.mem);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_what_was_asked),
		cmocka_unit_test(the_window_has_most_words),
		cmocka_unit_test(long_texts),
		cmocka_unit_test(any_bytes),
	};

	return cmocka_run_group_tests(tests, with_analyser, without_analyser);
}
