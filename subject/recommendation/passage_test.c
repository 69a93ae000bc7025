/* Marks, headings, dates and symbols at the places where documents have them, and paragraphs that a
 * text refers to. */
#include "subject/recommendation/passage_test.h"

#include "subject/recommendation/cited.h"

static const char *mark_text(struct context *cx, const char *s)
{
	struct mark m = mark_read(s);

	return arena_fmt(cx->mem, "%d.%d %d %s %s|%s", m.number, m.part, m.item, m.bracket[0],
	                 m.bracket[1], m.words);
}

static void test_marks(void **state)
{
	static const struct {
		const char *text, *mark;
	} cases[] = {
		{ "112. The recommendations", "112.0 0  |The recommendations" },
		{ "126.10 Ratify", "126.10 0  |Ratify" },
		{ "126.10. Ratify", "126.10 0  |Ratify" },
		{ "126.10.Ratify", "126.10 0  |Ratify" },
		{ "(12) To ratify", "0.0 12  |To ratify" },
		{ "13. (a) (ii) That", "13.0 0 a ii|That" },
		{ "13 (a) That", "13.0 0 a |That" },
		{ "(iv) That", "0.0 0 iv |That" },
		{ "(aa) That", "0.0 0 aa |That" },
		{ "a) Обеспечить", "0.0 0 a |Обеспечить" },
		{ "с) Обеспечить", "0.0 0 c |Обеспечить" },
		{ "(a)", "0.0 0 a |" },
		{ "2013. A year", "0.0 0  |2013. A year" },
		{ "13 States ratified", "0.0 0  |13 States ratified" },
		{ "(arts. 2 and 26).", "0.0 0  |(arts. 2 and 26)." },
		{ "(ab) That", "0.0 0  |(ab) That" },
		{ "0. Zero", "0.0 0  |0. Zero" },
		{ "10.30 a.m.", "10.30 0  |a.m." },
		{ "A/HRC/24/3", "0.0 0  |A/HRC/24/3" },
	};

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(mark_text(*state, cases[i].text), cases[i].mark);
	assert_int_equal(mark_roman("xiv"), 14);
	assert_int_equal(mark_roman("iiv"), 0);
	assert_int_equal(mark_roman(""), 0);
}

static void test_headings(void **state)
{
	static const struct {
		const char *line;
		bool heading;
	} cases[] = {
		{ "II. Conclusions and/or recommendations", true },
		{ "Сбор данных", true },
		{ "# a heading by its style.", true },
		{ "The Committee is concerned that it goes on.", false },
		{ "no capital", false },
		{ "The State party should:", false },
		{ "12. Numbered", false },
		{ "(a) Lettered", false },
	};
	struct context *cx = *state;
	const char *bracket;

	for (size_t i = 0; i < LEN(cases); i++) {
		struct passages p = passages_of(cx, cases[i].line);

		if (p.v[0].heading != cases[i].heading)
			fail_msg("%s", cases[i].line);
	}
	assert_string_equal(heading_words(cx->mem, "C. Torture (arts. 2 and 16 (1))", &bracket),
	                    "Torture");
	assert_string_equal(bracket, "arts. 2 and 16 (1)");
	assert_string_equal(heading_words(cx->mem, "Slovenia*", &bracket), "Slovenia");
	assert_string_equal(bracket, "");
	assert_string_equal(heading_words(cx->mem, "odd) (bracket", &bracket), "odd) (bracket");
	assert_string_equal(heading_words(cx->mem, "(all)", &bracket), "(all)");
}

/* White space of every kind is one blank, cells of a row stand one behind the other, what is hidden
 * or stands at the top of pages is none of it, and pages are counted. */
static void test_units(void **state)
{
	static const struct cell cells[] = {
		{ .kind = CELL_TEXT, .text = "United\nNations" },
		{ .kind = CELL_EMPTY, .text = "" },
		{ .kind = CELL_TEXT, .text = "A/HRC/24/3" },
	};
	static const struct unit units[] = {
		{ .kind = UNIT_ROW, .number = 1, .cells = cells, .cells_n = 3 },
		{ .kind = UNIT_PAGE, .number = 7 },
		{ .kind = UNIT_PARAGRAPH, .number = 2, .text = " 1.\t one\u00a0two \u2003 three " },
		{ .kind = UNIT_PARAGRAPH, .number = 3, .text = "gone", .hidden = true },
		{ .kind = UNIT_PARAGRAPH, .number = 4, .text = "A/HRC", .style = "header" },
		{ .kind = UNIT_PARAGRAPH, .number = 5, .text = "  " },
	};
	struct context *cx = *state;
	struct passages p = { 0 };

	for (size_t i = 0; i < LEN(units); i++)
		assert_true(passages_add(cx, &p, &units[i]));
	assert_int_equal(p.n, 2);
	assert_string_equal(p.v[0].text, "United Nations A/HRC/24/3");
	assert_false(p.v[0].heading);
	assert_string_equal(p.v[1].text, "1. one two three");
	assert_int_equal(p.v[1].mark.number, 1);
	assert_int_equal(p.v[1].page, 7);
	assert_string_equal(p.v[1].unit.text, units[2].text);
}

static void test_too_long(void **state)
{
	static const struct unit u = { .kind = UNIT_PARAGRAPH, .text = "1." };
	struct context *cx = *state;
	struct passages p = { 0 };

	for (int i = 0; i < MAX_PASSAGES; i++)
		assert_true(passages_add(cx, &p, &u));
	assert_false(passages_add(cx, &p, &u));
	assert_failed(cx, ERR_TOO_LARGE);
}

static void test_dates_and_symbols(void **state)
{
	struct context *cx = *state;
	char text[DATE_TEXT];
	const char *s =
	        "United Nations A /HRC/24/3 (see A/HRC/WG.6/ 16/TKM/1); and/or CCPR/C/TKM/CO/3.";

	assert_string_equal(date_text(date_in(cx->mem, "held on 26 April 2013, the"), text),
	                    "2013-04-26");
	assert_string_equal(
	        date_text(date_in(cx->mem, "1 и 2 марта 2023 года, состоявшемся 17 марта"), text),
	        "2023-03-02");
	assert_string_equal(date_text(date_in(cx->mem, "on 12 of 27 in April 2013"), text), "");
	assert_string_equal(symbol_in(cx->mem, &s), "A/HRC/24/3");
	assert_string_equal(symbol_in(cx->mem, &s), "A/HRC/WG.6/16/TKM/1");
	assert_string_equal(symbol_in(cx->mem, &s), "CCPR/C/TKM/CO/3");
	assert_null(symbol_in(cx->mem, &s));
	assert_null(symbol_in(cx->mem, &s));
}

static void test_ends(void **state)
{
	(void)state;
	assert_true(words_end("It ends."));
	assert_true(words_end("(Norway);1"));
	assert_true(words_end("»Quoted»"));
	assert_false(words_end("It is not over (arts."));
	assert_false(words_end("nor is this"));
	assert_false(words_end(""));
}

static const char *cited_text(struct context *cx, const char *s)
{
	struct cited_list list = cited_paragraphs(cx->mem, s);
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (size_t i = 0; i < list.n; i++)
		buffer_fmt(&b, "%s%s%s", i ? "; " : "", cited_locator(cx->mem, &list.v[i]),
		           list.v[i].last_sentence ? " last" : "");
	return buffer_str(&b);
}

static void test_cited(void **state)
{
	static const struct {
		const char *text, *cited;
	} cases[] = {
		{ "Recommendations noted in the report in paragraphs 23 (last sentence), 29 (d), "
		  "(f) "
		  "and (g), 36 (b), 37 (c), 40 (a), (b) and (e), 41 (a) and 43 (last sentence) "
		  "above "
		  "did not enjoy the support of Turkmenistan.",
		  "23 last; 29 (d); 29 (f); 29 (g); 36 (b); 37 (c); 40 (a); 40 (b); 40 (e); 41 "
		  "(a); "
		  "43 last" },
		{ "In accordance with rule 71, paragraph 5, of the Committee’s rules of procedure, "
		  "the "
		  "State party should provide, within one year, relevant information on its "
		  "implementation of the Committee’s recommendations made in paragraphs 9, 13 and "
		  "18 "
		  "above.",
		  "9; 13; 18" },
		{ "information on paragraphs 15 (b) (ii), 21 (torture and ill-treatment) and 30–32",
		  "15 (b) (ii); 21; 30; 31; 32" },
		{ "in paragraph 15 of the annex to Council resolution 5/1", "" },
		{ "the recommendation contained in paragraph 8 of the present document", "8" },
		{ "рекомендаций, содержащихся в пунктах 9, 21 b) и 30 выше", "9; 21 (b); 30" },
		{ "согласно пункту 1 правила 75; в пункте 1 статьи 9", "" },
		{ "subparagraph (a), paragraphs", "" },
	};
	struct context *cx = *state;
	struct cited_list list;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(cited_text(cx, cases[i].text), cases[i].cited);
	list = cited_paragraphs(cx->mem, "paragraph 21 (b)");
	assert_true(cited_covers(cx->mem, list.v, "21 (b)"));
	assert_true(cited_covers(cx->mem, list.v, "21(b)(ii)"));
	assert_false(cited_covers(cx->mem, list.v, "21 (c)"));
	assert_false(cited_covers(cx->mem, list.v, "21"));
	list = cited_numbers(cx->mem, "recommendations Nos. 7, 8 and 10 above");
	assert_int_equal(list.n, 3);
	assert_int_equal(list.v[2].number, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_marks),    UNIT(test_headings),          UNIT(test_units),
		UNIT(test_too_long), UNIT(test_dates_and_symbols), UNIT(test_cited),
		UNIT(test_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
