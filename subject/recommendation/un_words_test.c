/* How files of the United Nations write things. */
#include "subject/recommendation/un_words.h"

#include "base/buffer.h"
#include "test/unit.h"

static void positions_are_read(void **state)
{
	static const struct {
		const char *words;
		enum said_position said;
	} known[] = {
		{ "Supported", SAID_SUPPORTED },
		{ " ACCEPTED ", SAID_SUPPORTED },
		{ "- Supported", SAID_SUPPORTED },
		{ "Поддержана", SAID_SUPPORTED },
		{ "Goldanyldy", SAID_SUPPORTED },
		{ "Noted", SAID_NOTED },
		{ "Rejected", SAID_NOTED },
		{ "Принята к сведению", SAID_NOTED },
		{ "Bellige alyndy", SAID_NOTED },
		{ "Under consideration", SAID_PENDING },
		{ "Garaşylýar", SAID_PENDING },
		{ "Supported/Noted", SAID_MIXED },
		{ "Partially accepted", SAID_MIXED },
		{ "Voluntary Pledge", SAID_PLEDGE },
		{ "", SAID_EMPTY },
		{ "NA", SAID_EMPTY },
		{ "Perhaps", SAID_NOTHING },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(known); i++)
		assert_int_equal(position_said(cx->mem, known[i].words), known[i].said);
}

static void a_cell_is_taken_apart(void **state)
{
	static const struct {
		const char *cell, *locator, *words, *symbol, *at;
	} cells[] = {
		{ "115.1 Take  further steps (Croatia); \nSource of position: A/HRC/28/15/Add.1 - "
		  "Para. 3",
		  "115.1", "Take further steps (Croatia)", "A/HRC/28/15/Add.1", "3" },
		{ "121.1 Ratify it (France) (Lithuania);\nSource of Position: A/HRC/43/15 - Para "
		  "121",
		  "121.1", "Ratify it (France) (Lithuania)", "A/HRC/43/15", "121" },
		{ "122.1 Do\nSource of Position: A/HRC/43/15/Add.1", "122.1", "Do",
		  "A/HRC/43/15/Add.1", "" },
		{ "115.6 Do;\nSource of position: A/HRC/28/15/Add.1, para. 3 - Para. 3", "115.6",
		  "Do", "A/HRC/28/15/Add.1", "3" },
		{ "Source of position: A/HRC/28/15/Add.1 – Para.4\n126.12. Do it", "126.12",
		  "Do it", "A/HRC/28/15/Add.1", "4" },
		{ "13.The Committee recommends it.", "13", "The Committee recommends it", "", "" },
		{ "3 million people should be heard", "", "3 million people should be heard", "",
		  "" },
		{ "126.1 Сделать (Франция);\nИсточник позиции: A/HRC/55/6/Add.1, п. 7", "126.1",
		  "Сделать (Франция)", "A/HRC/55/6/Add.1", "7" },
		{ "Do it\nSource of position: the statement of the delegation", "", "Do it", "",
		  "" },
		{ "115.", "", "115", "", "" },
		{ "", "", "", "", "" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cells); i++) {
		struct un_paragraph p = un_paragraph(cx->mem, cells[i].cell);

		assert_string_equal(p.locator, cells[i].locator);
		assert_string_equal(p.words, cells[i].words);
		assert_string_equal(p.source_symbol, cells[i].symbol);
		assert_string_equal(p.source_locator, cells[i].at);
	}
	assert_true(begins_with_number("115.1 Take") && begins_with_number(" 36.301. Take"));
	assert_false(begins_with_number("115 Take") || begins_with_number("Take 115.1 ") ||
	             begins_with_number("2.5") || begins_with_number(""));
}

static const char *labels_text(struct context *cx, const char *cell, enum label_kind kind)
{
	static const char *const marks[LABEL_KINDS] = { "t", "p", "s" };
	struct un_labels l = un_labels(cx->mem, cell, kind);
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (size_t i = 0; i < l.n; i++)
		buffer_fmt(&b, "%s %s|", marks[l.v[i].kind], l.v[i].text);
	return buffer_str(&b);
}

static void labels_stand_one_a_line(void **state)
{
	struct context *cx = *state;

	assert_string_equal(
	        labels_text(cx,
	                    "A12 Acceptance of international norms\nAffected persons:\n- general\n",
	                    LABEL_THEME),
	        "t A12 Acceptance of international norms|p general|");
	assert_string_equal(
	        labels_text(cx,
	                    "- Right to health\nSDGs: \n- 3 - GOOD HEALTH AND WELL-BEING\n"
	                    "Groups of Persons\n-children ;\n• women",
	                    LABEL_THEME),
	        "t Right to health|s 3 - GOOD HEALTH AND WELL-BEING|p children|p women|");
	assert_string_equal(labels_text(cx, "Affected persons: women\nThemes: Torture", LABEL_SDG),
	                    "p women|t Torture|");
	assert_string_equal(
	        labels_text(cx, "- Дети\nЦУР:\n- 4 - Качественное образование", LABEL_PERSON),
	        "p Дети|s 4 - Качественное образование|");
	assert_string_equal(labels_text(cx, "Children: juvenile justice", LABEL_THEME),
	                    "t Children: juvenile justice|");
	assert_string_equal(labels_text(cx, "", LABEL_THEME), "");
	assert_string_equal(heading_said(cx->mem, "Theme: A22 Cooperation"), "A22 Cooperation");
	assert_string_equal(heading_said(cx->mem, "Children: juvenile justice"),
	                    "Children: juvenile justice");
	assert_string_equal(heading_said(cx->mem, "Right to life"), "Right to life");
}

static void goals_are_known_by_number(void **state)
{
	static const char *const known[][2] = { { "16 - PEACE, JUSTICE AND STRONG INSTITUTIONS",
		                                  "16" },
		                                { "SDG 5", "5" },
		                                { "Goal 10: Reduced inequalities", "10" },
		                                { "16.3", "16.3" },
		                                { "Target 16.a", "16.a" },
		                                { "ЦУР 4", "4" },
		                                { "DÖM 8", "8" } };
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(known); i++)
		assert_string_equal(sdg_code_said(cx->mem, known[i][0]), known[i][1]);
	assert_null(sdg_code_said(cx->mem, "Peace"));
	assert_null(sdg_code_said(cx->mem, "2030 Agenda"));
	assert_null(sdg_code_said(cx->mem, "16th"));
	assert_string_equal(language_said("Сделать OP-CAT"), "ru");
	assert_string_equal(language_said("Ratify it"), "en");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(positions_are_read),
		UNIT(a_cell_is_taken_apart),
		UNIT(labels_stand_one_a_line),
		UNIT(goals_are_known_by_number),
	};

	return cmocka_run_group_tests_name("un_words", tests, NULL, NULL);
}
