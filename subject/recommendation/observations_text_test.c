/* Concluding observations: a made-up document in the wording of real ones, paragraphs of real ones
 * (CCPR/C/TKM/CO/1, CERD/C/TKM/CO/5, typed over), and each turn that their language takes. */
#include "subject/recommendation/passage_test.h"

#include "format/json.h"
#include "subject/recommendation/observations_text.h"
#include "subject/recommendation/observations_words.h"

static const char *const kinds[] = {
	[KIND_RECOMMENDATION] = "R", [KIND_OBSERVATION] = "O", [KIND_REQUEST_FOR_INFORMATION] = "Q"
};

static const char *items_text(struct context *cx, const char *lines, struct observations *r)
{
	struct passages p = passages_of(cx, lines);
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);
	char due[DATE_TEXT];

	assert_true(observations_read(cx->mem, &p, r));
	for (size_t i = 0; i < r->items_n; i++) {
		struct observation *o = &r->items[i];

		buffer_fmt(&b, "%s %s", kinds[o->kind], o->locator);
		if (o->follow_up)
			buffer_text(&b, " follow-up");
		if (date_set(o->due))
			buffer_fmt(&b, " %s", date_text(o->due, due));
		if (o->theme)
			buffer_fmt(&b, " [%s]", o->theme);
		if (o->articles)
			buffer_fmt(&b, " {%s}", o->articles);
		buffer_fmt(&b, " %s\n", o->words);
	}
	return buffer_str(&b);
}

/* Made up. */
static const char sample[] =
        "United Nations CCPR/C/ZZZ/CO/4\n"
        "Distr.: General\n"
        "28 April 2023\n"
        "Human Rights Committee\n"
        "Concluding observations on the fourth periodic report of Atlantis*\n"
        "1. The Committee considered the fourth periodic report of Atlantis (CCPR/C/ZZZ/4) at its "
        "3960th and 3961st meetings, held on 1 and 2 March 2023. At its 3983rd meeting, held on 17 "
        "March 2023, it adopted the present concluding observations.\n"
        "A. Introduction\n"
        "2. The Committee regrets nothing and welcomes the report.\n"
        "B. Positive aspects\n"
        "3. The Committee welcomes the following measures, which should be seen by all:\n"
        "(a) A law;\n"
        "(b) Another law.\n"
        "C. Principal matters of concern and recommendations\n"
        "Constitutional and legal framework\n"
        "4. The Committee notes the law. However, it is concerned that the law is not applied "
        "(arts. 2 "
        "and 26).\n"
        "5. The State party should apply the law.\n"
        "Torture and ill-treatment (arts. 7 and 10)\n"
        "6. The Committee is concerned about:\n"
        "(a) Reports of torture;\n"
        "(b) The lack of inquiries.\n"
        "--- 3\n"
        "7. The State party should:\n"
        "(a) Put an end to torture;\n"
        "(b) Take measures to\n"
        "inquire, and in particular:\n"
        "(i) Train the police;\n"
        "(ii) Pay for it; and\n"
        "(c) Publish the results.\n"
        "8. While noting the plan, the Committee is concerned that it requests much. The Committee "
        "recommends that the State party:\n"
        "(a) Adopt it;\n"
        "(b) Carry it out.\n"
        "D. Dissemination and follow-up\n"
        "9. The State party should disseminate the Covenant.\n"
        "The State party should have it translated.\n"
        "10. In accordance with rule 75, paragraph 1, of the Committee’s rules of procedure, the "
        "State "
        "party is requested to provide, by 24 March 2026, information on the implementation of the "
        "recommendations made by the Committee in paragraphs 5 and 7 (b) above.\n"
        "11. The State party will receive the list of issues in 2028 and will be expected to "
        "submit "
        "within one year its replies, which will constitute its next periodic report, due on 31 "
        "March "
        "2029.\n"
        "* Adopted by the Committee at its 137th session.\n"
        "Annex\n"
        "12. The State party should not be read here.\n";

static void test_sample(void **state)
{
	struct context *cx = *state;
	struct observations r;
	char date[DATE_TEXT];

	assert_string_equal(
	        items_text(cx, sample, &r),
	        "O 4 [Constitutional and legal framework] {arts. 2 and 26} The Committee notes the "
	        "law. "
	        "However, it is concerned that the law is not applied (arts. 2 and 26).\n"
	        "R 5 follow-up 2026-03-24 [Constitutional and legal framework] The State party "
	        "should "
	        "apply the law.\n"
	        "O 6 (a) [Torture and ill-treatment] {arts. 7 and 10} The Committee is concerned "
	        "about: "
	        "Reports of torture\n"
	        "O 6 (b) [Torture and ill-treatment] {arts. 7 and 10} The Committee is concerned "
	        "about: "
	        "The lack of inquiries.\n"
	        "R 7 (a) [Torture and ill-treatment] {arts. 7 and 10} The State party should: Put "
	        "an end "
	        "to torture\n"
	        "R 7 (b) (i) follow-up 2026-03-24 [Torture and ill-treatment] {arts. 7 and 10} The "
	        "State "
	        "party should: Take measures to inquire, and in particular: Train the police\n"
	        "R 7 (b) (ii) follow-up 2026-03-24 [Torture and ill-treatment] {arts. 7 and 10} "
	        "The State "
	        "party should: Take measures to inquire, and in particular: Pay for it\n"
	        "R 7 (c) [Torture and ill-treatment] {arts. 7 and 10} The State party should: "
	        "Publish the "
	        "results.\n"
	        "O 8 [Torture and ill-treatment] {arts. 7 and 10} While noting the plan, the "
	        "Committee is "
	        "concerned that it requests much.\n"
	        "R 8 (a) [Torture and ill-treatment] {arts. 7 and 10} The Committee recommends "
	        "that the "
	        "State party: Adopt it\n"
	        "R 8 (b) [Torture and ill-treatment] {arts. 7 and 10} The Committee recommends "
	        "that the "
	        "State party: Carry it out.\n"
	        "R 9 The State party should disseminate the "
	        "Covenant. The State party should have it translated.\n"
	        "Q 10 2026-03-24 In accordance with rule 75, "
	        "paragraph 1, "
	        "of the Committee’s rules of procedure, the State party is requested to provide, "
	        "by 24 "
	        "March 2026, information on the implementation of the recommendations made by the "
	        "Committee in paragraphs 5 and 7 (b) above.\n"
	        "Q 11 2029-03-31 The State party will receive the "
	        "list of "
	        "issues in 2028 and will be expected to submit within one year its replies, which "
	        "will "
	        "constitute its next periodic report, due on 31 March 2029.\n");
	assert_string_equal(r.symbol, "CCPR/C/ZZZ/CO/4");
	assert_string_equal(r.iso3, "ZZZ");
	assert_string_equal(r.lang, "en");
	assert_string_equal(date_text(r.adopted, date), "2023-03-17");
	assert_string_equal(date_text(r.distributed, date), "2023-04-28");
	assert_string_equal(date_text(r.follow_up_due, date), "2026-03-24");
	assert_string_equal(date_text(r.next_report, date), "2029-03-31");
	assert_int_equal(r.silent, 4);
}

/* In Russian, as the United Nations translate them; made up. */
static void test_russian(void **state)
{
	struct context *cx = *state;
	struct observations r;

	assert_string_equal(
	        items_text(
	                cx,
	                "CEDAW/C/ZZZ/CO/6\n"
	                "Заключительные замечания по шестому периодическому докладу Атлантиды*\n"
	                "1. Комитет рассмотрел шестой периодический доклад Атлантиды на своих "
	                "2037-м и "
	                "2038-м заседаниях, состоявшихся 2 февраля 2024 года, и принял настоящие "
	                "заключительные замечания на своем заседании, состоявшемся 16 февраля 2024 "
	                "года.\n"
	                "C. Основные вопросы, вызывающие обеспокоенность, и рекомендации\n"
	                "Доступ к правосудию\n"
	                "11. Нет такого пункта.\n"
	                "2. Комитет с обеспокоенностью отмечает нехватку данных.\n"
	                "3. Комитет рекомендует государству-участнику:\n"
	                "a) собирать данные;\n"
	                "b) публиковать их.\n"
	                "4. Комитет просит государство-участник представить в течение двух лет "
	                "письменную информацию о выполнении рекомендаций, содержащихся в пункте 3 "
	                "b) "
	                "выше.\n",
	                &r),
	        "O 2 [Доступ к правосудию] Комитет с обеспокоенностью отмечает нехватку данных.\n"
	        "R 3 (a) [Доступ к правосудию] Комитет рекомендует государству-участнику: собирать "
	        "данные\n"
	        "R 3 (b) follow-up 2026-02-16 [Доступ к правосудию] Комитет рекомендует "
	        "государству-участнику: публиковать их.\n"
	        "Q 4 2026-02-16 [Доступ к правосудию] Комитет просит государство-участник "
	        "представить в "
	        "течение двух лет письменную информацию о выполнении рекомендаций, содержащихся в "
	        "пункте "
	        "3 b) выше.\n");
	assert_string_equal(r.lang, "ru");
}

/* What each wording is; the first ones are real. */
static void test_wordings(void **state)
{
	static const struct {
		const char *text;
		enum speech speech;
	} cases[] = {
		{ "The Committee notes that the State party has not made the optional declaration, "
		  "and "
		  "recommends that it consider the possibility of doing so.",
		  SPEECH_ADVICE },
		{ "The Committee is concerned that the State party, which should know better, does "
		  "not.",
		  SPEECH_CONCERN },
		{ "Concerned at the number of asylum requests, the Committee recommends more.",
		  SPEECH_ADVICE },
		{ "The Committee welcomes the ratification.", SPEECH_NONE },
		{ "The Committee invites the State party to go on.", SPEECH_ADVICE },
		{ "The Committee requests the State party to submit its next periodic report by "
		  "2029.",
		  SPEECH_REQUEST },
		/* committees ask for a follow-up report each in its own way */
		{ "The Committee requests the State party to provide, within two years, written "
		  "information on the steps taken to implement the recommendations contained in "
		  "paragraphs 12 (a) and 30 (b) above.",
		  SPEECH_REQUEST },
		{ "The Committee requests the State party to provide, by 23 November 2027, "
		  "information "
		  "on follow-up to its recommendations (see paras. 13 (a), 19 and 25 above).",
		  SPEECH_REQUEST },
		{ "The Committee will establish and communicate the due date of the next report.",
		  SPEECH_REQUEST },
		{ "The Committee requests information on the matter in its next dialogue.",
		  SPEECH_ADVICE },
		{ "Комитет обеспокоен тем, что это не так.", SPEECH_CONCERN },
		{ "Государству-участнику следует принять закон.", SPEECH_ADVICE },
		{ "", SPEECH_NONE },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		if (speech_of(cx->mem, cases[i].text) != cases[i].speech)
			fail_msg("%s", cases[i].text);
	assert_string_equal(advice_in(cx->mem,
	                              "It is concerned (see art. 5. Arts. 2). The State party "
	                              "should act. It should."),
	                    "The State party should act. It should.");
}

static void test_due(void **state)
{
	static const struct {
		const char *text, *due;
	} cases[] = {
		{ "It should provide, within one year, information on paragraphs 9 and 13.",
		  "2024-03-17" },
		{ "It should provide, within 48 months, information on paragraph 9.",
		  "2027-03-17" },
		{ "It should provide, no later than 1 May 2025, information on paragraph 9.",
		  "2025-05-01" },
		{ "Its next periodic report is due in 2029.", "2029" },
		{ "It should submit its next periodic report by March 2029.", "2029-03" },
		{ "The Committee will communicate the due date of its next periodic report.", "" },
		{ "It should act within one year.", "" },
	};
	struct context *cx = *state;
	char due[DATE_TEXT];

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(
		        date_text(due_in(cx->mem, cases[i].text, date_day(2023, 3, 17)), due),
		        cases[i].due);
}

/* The paragraphs that were typed over from real documents are told apart as who typed them did. */
static void test_real_wording(void **state)
{
	struct context *cx = *state;
	size_t n, right = 0, all = 0;
	char *bytes = shared_file(cx, "turkmenistan-un-texts/excerpts.jsonl", &n);

	bytes[n] = '\0';
	for (char *line = bytes; *line;) {
		size_t length = strcspn(line, "\n");
		const struct json *v = json_parse(cx, line, length, length);
		const char *type, *text;
		enum speech found;

		assert_non_null(v);
		type = json_text_or_null(v, "type");
		text = json_text_or_null(v, "text");
		found = speech_of(cx->mem, text);
		right += str_eq(type, "recommendation")      ? found == SPEECH_ADVICE
		         : str_eq(type, "concern")           ? found == SPEECH_CONCERN
		         : str_eq(type, "follow-up request") ? found == SPEECH_REQUEST
		                                             : found == SPEECH_NONE;
		all++;
		line += length + (line[length] == '\n');
	}
	assert_int_equal(all, 11);
	assert_int_equal(right, 11);
}

/* Reports and papers of the review are none, however often they name concluding observations. */
static void test_what_is_none(void **state)
{
	static const char *const others[] = {
		"upr-wg-reports/turkmenistan2009.pdf", "upr-wg-reports/turkmenistan2013.pdf",
		"upr-ohchr-matrix/c2_g1409727.pdf",    "upr-ohchr-matrix/c2_g1413493.pdf",
		"upr-ohchr-matrix/c2_g1414064.pdf",    "upr-ohchr-matrix/c2_g1423930.pdf",
		"upr-ohchr-matrix/c2_g1504261.pdf",    "upr-ohchr-matrix/c2_g1510722.pdf",
		"upr-ohchr-matrix/c2_g1913313.pdf",    "upr-ohchr-matrix/c3_g1923444.pdf",
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(others); i++) {
		struct passages p = passages_of_file(cx, others[i]);

		if (observations_guess(cx->mem, &p))
			fail_msg("%s", others[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_sample), UNIT(test_russian),      UNIT(test_wordings),
		UNIT(test_due),    UNIT(test_real_wording), UNIT(test_what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
