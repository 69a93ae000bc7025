/* Locators: TC-36, TC-37 of the domain's worked examples, their order, and pasted runs of
 * paragraphs. */
#include "subject/mechanism/locator.h"

#include "test/unit.h"

static void sorted(struct context *cx, const char *const *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (strcmp(locator_key(cx->mem, v[i - 1]), locator_key(cx->mem, v[i])) >= 0)
			fail_msg("%s does not sort before %s: %s, %s", v[i - 1], v[i],
			         locator_key(cx->mem, v[i - 1]), locator_key(cx->mem, v[i]));
}

static void tc_36_paragraphs_sort_as_numbers(void **state)
{
	static const char *const v[] = { "126.2", "126.9", "126.12" };

	sorted(*state, v, LEN(v));
}

static void tc_37_white_space_does_not_count(void **state)
{
	struct context *cx = *state;

	assert_string_equal(locator_normal(cx->mem, "13 (b)"), "13(b)");
	assert_string_equal(locator_normal(cx->mem, " 13\xc2\xa0(b) \t(ii)\n"), "13(b)(ii)");
	assert_string_equal(locator_key(cx->mem, "13 (b)"), locator_key(cx->mem, "13(b)"));
	assert_string_equal(locator_normal(cx->mem, ""), "");
	assert_string_equal(locator_written(cx->mem, "13(b)(ii)"), "13 (b) (ii)");
	assert_string_equal(locator_written(cx->mem, "(a)"), "(a)");
	assert_string_equal(locator_written(cx->mem, "126.12"), "126.12");
	assert_string_equal(locator_key(cx->mem, ""), "");
}

static void letters_and_numerals_sort_as_the_document_runs(void **state)
{
	static const char *const v[] = {
		"9",          "9(c)",      "12",        "13",       "13(a)",     "13(b)",
		"13(b)(i)",   "13(b)(ii)", "13(b)(iv)", "13(b)(v)", "13(b)(ix)", "13(b)(x)",
		"13(b)(xii)", "13(c)",     "13(i)",     "13(v)",    "13(x)",     "13(z)",
		"13(aa)",     "13.1",      "14",        "112",      "126.1",     "126.1(a)",
		"126.1.2",    "126.1.10",  "126.2",     "126.199",  "1000",
	};

	sorted(*state, v, LEN(v));
}

static void letters_are_never_translated(void **state)
{
	struct context *cx = *state;

	assert_string_equal(locator_normal(cx->mem, "13 (\xc3\xa7)"), "13(\xc3\xa7)");
	assert_string_not_equal(locator_key(cx->mem, "13 (\xc3\xa7)"),
	                        locator_key(cx->mem, "13 (c)"));
	for (const char *s = locator_key(cx->mem, "13 (\xc3\xa7) \x01\x7f\xff"); *s; s++)
		assert_in_range(*s, '!', '~');
}

static void what_is_no_numeral_is_a_letter(void **state)
{
	static const char *const v[] = { "1(a)(i)", "1(a)(l)", "1(a)(b)", "1(a)(iiii)" };

	sorted(*state, v, LEN(v));
}

/* "locator|text" of each paragraph, "-" where there is no locator. */
static void walks(struct context *cx, const char *pasted, const char *const *expected, size_t n)
{
	struct locator_walk walk = { .rest = pasted };
	const char *locator, *text;
	size_t i = 0;

	for (; locator_next(cx->mem, &walk, &locator, &text); i++) {
		const char *found = arena_fmt(cx->mem, "%s|%s", locator ? locator : "-", text);

		if (i < n)
			assert_string_equal(found, expected[i]);
	}
	assert_int_equal(i, n);
}

static void upr_paragraphs_are_found(void **state)
{
	static const char *const found[] = {
		"-|The following recommendations enjoy the support of Turkmenistan:",
		"126.1|Accede to the Optional Protocol\nto the Convention against Torture (Chile);",
		"126.2|Ratify ILO Convention No. 190 by\n2030. It has been signed (Spain);",
		"126.12|Train judges (Kazakhstan).",
	};

	walks(*state,
	      "The following recommendations enjoy the support of Turkmenistan:\n"
	      "126.1\tAccede to the Optional Protocol\nto the Convention against Torture "
	      "(Chile);\r\n"
	      "126.2. Ratify ILO Convention No. 190 by\n2030. It has been signed (Spain);\n\n"
	      "  126.12 Train judges (Kazakhstan).\n",
	      found, LEN(found));
}

static void sub_paragraphs_carry_their_number(void **state)
{
	static const char *const found[] = {
		"13|The State party should:",
		"13(a)|Amend the law;",
		"13(b)|Ensure that:",
		"13(b)(i)|Judges are trained;",
		"13(b)(ii)|Complaints are heard;",
		"13(c)|Report on it.",
		"14|Nothing else.",
		"15(a)|At once;",
		"15(b)(i)|Both.",
	};

	walks(*state,
	      "13. The State party should:\n(a) Amend the law;\n(b) Ensure that:\n(i) Judges are "
	      "trained;\n"
	      "(ii) Complaints are heard;\n(c) Report on it.\n14. Nothing else.\n15. (a) At once;\n"
	      "(b) (i) Both.",
	      found, LEN(found));
}

static void the_letter_i_follows_h(void **state)
{
	static const char *const found[] = { "9(g)|g", "9(h)|h", "9(i)|i", "9(j)|j" };

	walks(*state, "9 (g) g\n(h) h\n(i) i\n(j) j", found, LEN(found));
}

static void numerals_may_come_first(void **state)
{
	static const char *const found[] = { "7|Words",  "7(i)|a",  "7(ii)|b",
		                             "7(iii)|c", "7(iv)|d", "7(v)|e" };

	walks(*state, "7. Words\n(i) a\n(ii) b\n(iii) c\n(iv) d\n(v) e", found, LEN(found));
}

static void prose_stays_prose(void **state)
{
	static const char *const found[] = {
		"40|Raise spending to\n3.5 per cent in\n2024 and after\n(Turkmenistan) by\n12. "
		"This is late",
	};
	static const char *const plain[] = {
		"-|13 December\n1.2.3x\n(see) there\n7.word\n13 (see) it\n2023. Year"
	};

	walks(*state,
	      "40. Raise spending to\n3.5 per cent in\n2024 and after\n(Turkmenistan) by\n12. This "
	      "is late",
	      found, LEN(found));
	walks(*state, "13 December\n1.2.3x\n(see) there\n7.word\n13 (see) it\n2023. Year", plain,
	      LEN(plain));
}

static void nothing_gives_nothing(void **state)
{
	walks(*state, "", NULL, 0);
	walks(*state, " \n\r\n\t", NULL, 0);
	walks(*state, "13.", NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(tc_36_paragraphs_sort_as_numbers),
		UNIT(tc_37_white_space_does_not_count),
		UNIT(letters_and_numerals_sort_as_the_document_runs),
		UNIT(letters_are_never_translated),
		UNIT(what_is_no_numeral_is_a_letter),
		UNIT(upr_paragraphs_are_found),
		UNIT(sub_paragraphs_carry_their_number),
		UNIT(the_letter_i_follows_h),
		UNIT(numerals_may_come_first),
		UNIT(prose_stays_prose),
		UNIT(nothing_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
