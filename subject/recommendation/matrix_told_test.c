/* Lines of our own thematic list, read back. */
#include "subject/recommendation/matrix_told.h"

#include "test/unit.h"

static void what_our_list_says(void **state)
{
	struct context *cx = *state;
	struct matrix_told t = matrix_told(
	        cx, "126.2 Accede to it.\nAll of it: soon.\nRecommending States: Chile, Denmark\n"
	            "Document: A/HRC/24/3\nSource of position: A/HRC/24/3/Add.1 - Para. 7\n"
	            "Kind: Voluntary pledge\nAccess: Restricted\nState under review: Slovenia\n"
	            "Review cycle: UPR, third cycle");

	assert_true(t.own);
	assert_string_equal(t.words, "126.2 Accede to it.\nAll of it: soon.");
	assert_string_equal(t.number, "");
	assert_string_equal(t.lang, "en");
	assert_string_equal(t.v[TOLD_STATES], "Chile, Denmark");
	assert_string_equal(t.v[TOLD_DOCUMENT], "A/HRC/24/3");
	assert_string_equal(t.v[TOLD_POSITION], "A/HRC/24/3/Add.1 - Para. 7");
	assert_string_equal(t.v[TOLD_KIND], "Voluntary pledge");
	assert_string_equal(t.v[TOLD_ACCESS], "Restricted");
	assert_string_equal(t.v[TOLD_STATE], "Slovenia");
	assert_string_equal(t.v[TOLD_REVIEW], "UPR, third cycle");
}

/* OHCHR's own lists have none of our lines but the one that both have. */
static void lists_of_others(void **state)
{
	static const char *const cells[] = {
		"121.1 Ratify it (France) (Lithuania);\nSource of Position: A/HRC/43/15 - Para 121",
		"Document: the first line is always the document’s words",
		"115.1 Take steps: all of them (Croatia);",
		"",
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cells); i++) {
		struct matrix_told t = matrix_told(cx, cells[i]);

		assert_false(t.own);
		assert_true(str_starts(cells[i], t.words));
	}
}

static void numbers_and_languages(void **state)
{
	struct context *cx = *state;
	struct matrix_told t = matrix_told(cx, "15 (a)" MATRIX_GAP
	                                       "Kanuny kabul et.\nLanguage: tk\nDocument: X/1");

	assert_string_equal(t.number, "15 (a)");
	assert_string_equal(t.words, "Kanuny kabul et.");
	assert_string_equal(t.lang, "tk");
	assert_string_equal(matrix_language("Принять закон", "tk"), "ru");
	assert_string_equal(matrix_language("Kanuny kabul et", "tk"), "tk");
	assert_string_equal(matrix_language("Adopt the law", "ru"), "en");
	assert_string_equal(matrix_label(cx, TOLD_DOCUMENT), "Document: ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(what_our_list_says),
		UNIT(lists_of_others),
		UNIT(numbers_and_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
