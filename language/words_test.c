/* What is written is read back, for every day of seventy years in three languages; what is not a
 * date or a number is not read; the glossary's cases (§8.3); plurals and numbers against ICU. */
#include "language/words.h"

#include "language/messages.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

static const char *const langs[] = { "tk", "ru", "en" };

static struct date period(int year, int month, enum precision precision)
{
	struct date d = date_day(year, month, days_in_month(year, month));

	d.precision = (uint8_t)precision;
	return d;
}

static void same_date(const char *text, struct date got, struct date expected)
{
	if (date_compare(got, expected) != 0 || got.precision != expected.precision)
		fail_msg("\"%s\" is read as %d-%d-%d/%d", text, got.year, got.month, got.day,
		         got.precision);
}

static void reads_back(struct arena *a, const char *lang, struct date d)
{
	const char *texts[] = { words_date(a, lang, d), words_date_short(a, lang, d) };

	for (size_t i = 0; i < LEN(texts); i++) {
		struct date got;

		if (!words_read_date(a, texts[i], &got))
			fail_msg("\"%s\" is not read", texts[i]);
		same_date(texts[i], got, d);
	}
}

static void every_day_there_and_back(void **state)
{
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);
	int64_t last = date_to_days(date_day(2060, 12, 31));

	(void)state;
	for (size_t l = 0; l < LEN(langs); l++) {
		for (int64_t day = date_to_days(date_day(1990, 1, 1)); day <= last; day++) {
			struct date d = date_from_days(day);

			reads_back(a, langs[l], d);
			if (d.day == days_in_month(d.year, d.month)) {
				reads_back(a, langs[l], period(d.year, d.month, PRECISION_MONTH));
				if (d.month % 3 == 0)
					reads_back(a, langs[l],
					           period(d.year, d.month, PRECISION_QUARTER));
				if (d.month == 12)
					reads_back(a, langs[l], period(d.year, 12, PRECISION_YEAR));
			}
			arena_reset(a);
		}
	}
	arena_free(a);
}

static void writes_dates(void **state)
{
	static const struct {
		const char *lang, *day, *month, *quarter, *year, *short_day, *short_month, *time;
	} cases[] = {
		{ "tk", "2025-nji ýylyň 17-nji iýuny", "2025-nji ýylyň iýuny",
		  "2025-nji ýylyň II çärýegi", "2025-nji ýyl", "17.06.2025", "06.2025",
		  "17.06.2025 09:05" },
		{ "ru", "17 июня 2025 г.", "июнь 2025 г.", "II квартал 2025 г.", "2025 г.",
		  "17.06.2025", "06.2025", "17.06.2025 09:05" },
		{ "en", "17 June 2025", "June 2025", "Q2 2025", "2025", "17 Jun 2025", "Jun 2025",
		  "17 Jun 2025 09:05" },
		{ "fr", "17 June 2025", "June 2025", "Q2 2025", "2025", "17 Jun 2025", "Jun 2025",
		  "17 Jun 2025 09:05" },
	};
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);
	struct date d = date_day(2025, 6, 17), none = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		const char *lang = cases[i].lang;

		assert_string_equal(words_date(a, lang, d), cases[i].day);
		assert_string_equal(words_date(a, lang, period(2025, 6, PRECISION_MONTH)),
		                    cases[i].month);
		assert_string_equal(words_date(a, lang, period(2025, 6, PRECISION_QUARTER)),
		                    cases[i].quarter);
		assert_string_equal(words_date(a, lang, period(2025, 12, PRECISION_YEAR)),
		                    cases[i].year);
		assert_string_equal(words_date_short(a, lang, d), cases[i].short_day);
		assert_string_equal(words_date_short(a, lang, period(2025, 6, PRECISION_MONTH)),
		                    cases[i].short_month);
		assert_string_equal(words_time(a, lang, d, 9 * 3600 + 5 * 60 + 59), cases[i].time);
		assert_string_equal(words_date(a, lang, none), "");
		assert_string_equal(words_date_short(a, lang, none), "");
	}
	arena_free(a);
}

static const struct {
	const char *text, *stored;
} written[] = {
	{ "2025-06-17", "2025-06-17" },
	{ " 17.06.2025\n", "2025-06-17" },
	{ "7.6.2025", "2025-06-07" },
	{ "17.06.2025 г.", "2025-06-17" },
	{ "17.06.2025 ý.", "2025-06-17" },
	{ "17/06/2025", "2025-06-17" },
	{ "06/06/2025", "2025-06-06" },
	{ "06.2025", "2025-06-30/m" },
	{ "2025-Q2", "2025-06-30/q" },
	{ "June 17, 2025", "2025-06-17" },
	{ "17th of June 2025", NULL },
	{ "3rd May 2025", "2025-05-03" },
	{ "1 sept. 2025", "2025-09-01" },
	{ "JUNE OF 2025", "2025-06-30/m" },
	{ "second quarter of 2025", "2025-06-30/q" },
	{ "2nd quarter 2025", "2025-06-30/q" },
	{ "2025 Q4", "2025-12-31/q" },
	{ "2 квартал 2025 года", "2025-06-30/q" },
	{ "первый квартал 2024 г", "2024-03-31/q" },
	{ "III кв. 2024", "2024-09-30/q" },
	{ "17 ИЮНЯ 2025 года", "2025-06-17" },
	{ "5-го мая 2025", "2025-05-05" },
	{ "31 дек. 2025", "2025-12-31" },
	{ "май 2025", "2025-05-31/m" },
	{ "2025 год", "2025-12-31/y" },
	{ "2025-nji ýylyň 17-nji iýunynda", "2025-06-17" },
	{ "2016-njy ýylyň 16-njy aprelinde", "2016-04-16" },
	{ "2025-nji ýylyň 17-nji iýuny.", "2025-06-17" },
	{ "17-nji iýun 2025", "2025-06-17" },
	{ "17 iýun 2025-nji ýyl", "2025-06-17" },
	{ "19-njy dekabr, 2019", "2019-12-19" },
	{ "2030-njy ýylyň birinji çärýeginde", "2030-03-31/q" },
	{ "2030-njy ýylyň 3-nji çärýegi", "2030-09-30/q" },
	{ "2010-njy", "2010-12-31/y" },
	{ "2004-nji ýylyň Alp Arslan aýynyň 16-sy", "2004-08-16" },
	{ "2005-nji ýylyň 3-nji Sanjar aýy", "2005-11-03" },
	{ "2006-njy ýylyň Gurbansoltan eje aýynyň 5-i", "2006-04-05" },
	{ "2003-nji ýylyň Garaşsyzlyk aýy", "2003-10-31/m" },
	{ "2009-njy ýylyň 3-nji Sanjar aýy", NULL },
	{ "06/07/2025", NULL },
	{ "06/17/2025", NULL },
	{ "31.06.2025", NULL },
	{ "30 февраля 2025", NULL },
	{ "17.06.25", NULL },
	{ "17.06/2025", NULL },
	{ "17 June", NULL },
	{ "17 2025 June", NULL },
	{ "17 Juny 2025", NULL },
	{ "by 17 June 2025", NULL },
	{ "17 June 2025 2026", NULL },
	{ "Q5 2025", NULL },
	{ "5 квартал 2025", NULL },
	{ "0 квартал 2025", NULL },
	{ "12025", NULL },
	{ "125", NULL },
	{ "0000", NULL },
	{ "17-й-й июня 2025", NULL },
	{ "1 1 1 1 1 1 1 1 1 1", NULL },
	{ "alp", NULL },
	{ "", NULL },
	{ "\xff", NULL },
};

static void reads_dates(void **state)
{
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);

	(void)state;
	for (size_t i = 0; i < LEN(written); i++) {
		struct date got;
		char stored[DATE_TEXT] = "";

		if (words_read_date(a, written[i].text, &got))
			date_to_store(got, stored);
		if (!str_eq(stored, written[i].stored ? written[i].stored : ""))
			fail_msg("\"%s\" is read as \"%s\"", written[i].text, stored);
	}
	arena_free(a);
}

static void ordinals_of_the_glossary(void **state)
{
	static const char *const cases[] = {
		"1-nji",       "3-nji",          "6-njy",       "9-njy",    "10-njy",   "16-njy",
		"17-nji",      "19-njy",         "20-nji",      "26-njy",   "29-njy",   "30-njy",
		"31-nji",      "2016-njy",       "2019-njy",    "2020-nji", "2021-nji", "2025-nji",
		"2030-njy",    "2010-njy",       "2-nji",       "4-nji",    "5-nji",    "7-nji",
		"8-nji",       "40-njy",         "50-nji",      "60-njy",   "70-nji",   "80-nji",
		"90-njy",      "100-nji",        "1000-nji",    "2000-nji", "0-njy",    "12000-nji",
		"1000000-njy", "3000000000-njy", "1000005-nji", "-6-njy",
	};
	static const struct {
		int64_t n;
		const char *text;
	} english[] = { { 1, "1st" },     { 2, "2nd" },     { 3, "3rd" },     { 4, "4th" },
		        { 11, "11th" },   { 12, "12th" },   { 13, "13th" },   { 21, "21st" },
		        { 102, "102nd" }, { 111, "111th" }, { 113, "113th" }, { 1003, "1003rd" } };
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(words_ordinal(a, "tk", strtoll(cases[i], NULL, 10)), cases[i]);
	for (size_t i = 0; i < LEN(english); i++)
		assert_string_equal(words_ordinal(a, "en", english[i].n), english[i].text);
	assert_string_equal(words_ordinal(a, "ru", 17), "17-й");
	arena_free(a);
}

/* The ending is derived once more, from the vowels of the number spelled out. */
static void ordinals_follow_the_vowels(void **state)
{
	static const char *const units[] = { "",    "bir",  "iki",  "üç",    "dört",
		                             "bäş", "alty", "ýedi", "sekiz", "dokuz" };
	static const char *const tens[] = { "",     "on",     "ýigrimi", "otuz",   "kyrk",
		                            "elli", "altmyş", "ýetmiş",  "segsen", "togsan" };
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);

	(void)state;
	for (int n = 1; n < 10 * 1000; n++) {
		const char *spelled = n % 10         ? units[n % 10]
		                      : n / 10 % 10  ? tens[n / 10 % 10]
		                      : n / 100 % 10 ? "ýüz"
		                                     : "müň";
		const char *ending = NULL, *front[] = { "e", "i", "ä", "ö", "ü" },
		           *back[] = { "a", "o", "u", "y" };

		for (const char *p = spelled; *p; p++) {
			for (size_t i = 0; i < LEN(front); i++)
				ending = str_starts(p, front[i]) ? "nji" : ending;
			for (size_t i = 0; i < LEN(back); i++)
				ending = str_starts(p, back[i]) ? "njy" : ending;
		}
		assert_string_equal(words_ordinal(a, "tk", n), arena_fmt(a, "%d-%s", n, ending));
		arena_reset(a);
	}
	arena_free(a);
}

static void numbers_like_icu(void **state)
{
	static const int64_t values[] = { 0,     5,      -5,      99,       100,
		                          12345, -12345, 1000000, 99999999, INT64_MAX / 1000 };
	struct arena *a = arena_new(MAX_REQUEST_MEMORY);

	(void)state;
	for (size_t l = 0; l < LEN(langs); l++) {
		UErrorCode e = U_ZERO_ERROR;
		UNumberFormat *f = unum_open(UNUM_DECIMAL, NULL, 0, langs[l], NULL, &e);

		for (int scale = 0; scale <= 3; scale++) {
			unum_setAttribute(f, UNUM_FRACTION_DIGITS, scale);
			for (size_t i = 0; i < LEN(values); i++) {
				UChar units[80];
				char expected[160], decimal[40];
				int64_t back, power = scale == 0   ? 1
				                      : scale == 1 ? 10
				                      : scale == 2 ? 100
				                                   : 1000;

				snprintf(decimal, sizeof decimal, "%s%lld.%0*lld",
				         values[i] < 0 ? "-" : "",
				         (long long)llabs(values[i] / power), scale ? scale : 1,
				         (long long)llabs(values[i] % power));
				unum_formatDecimal(f, decimal, -1, units, LEN(units), NULL, &e);
				u_strToUTF8(expected, sizeof expected, NULL, units, -1, &e);
				assert_true(U_SUCCESS(e));

				const char *text = words_number(a, langs[l], values[i], scale);

				assert_string_equal(text, expected);
				assert_true(words_read_number(langs[l], text, scale, &back));
				assert_int_equal(back, values[i]);
			}
		}
		unum_close(f);
	}
	arena_free(a);
}

static void reads_numbers(void **state)
{
	static const struct {
		const char *lang, *text;
		int scale;
		bool good;
		int64_t value;
	} cases[] = {
		{ "tk", "1 234,5", 1, true, 12345 },
		{ "tk",
		  "1\xe2\x80\xaf"
		  "234,50",
		  1, true, 12345 },
		{ "ru", " 1234.5 ", 1, true, 12345 },
		{ "ru", "−7", 0, true, -7 },
		{ "en", "1,234.5", 2, true, 123450 },
		{ "en", "1 234.5", 1, true, 12345 },
		{ "en", "0.000", 0, true, 0 },
		{ "en", "-9223372036854775808", 0, true, INT64_MIN },
		{ "en", "9223372036854775807", 0, true, INT64_MAX },
		{ "en", "9223372036854775808", 0, false, 0 },
		{ "en", "-9223372036854775809", 0, false, 0 },
		{ "en", "922337203685477580.8", 2, false, 0 },
		{ "en", "1,23", 0, false, 0 },
		{ "en", "1,2345", 0, false, 0 },
		{ "en", "1234,567", 0, false, 0 },
		{ "en", "1,234,5", 0, false, 0 },
		{ "en", "1.5", 0, false, 0 },
		{ "en", ".5", 1, false, 0 },
		{ "en", "5.", 1, false, 0 },
		{ "en", "1.2.3", 3, false, 0 },
		{ "en", "--1", 0, false, 0 },
		{ "en", "- 1", 0, false, 0 },
		{ "en", "+1", 0, false, 0 },
		{ "en", "1e3", 0, false, 0 },
		{ "en", "", 0, false, 0 },
		{ "en", "-", 0, false, 0 },
		{ "tk", "1,234,567", 0, false, 0 },
		{ "tk", "1  234", 0, false, 0 },
		{ "tk", "1 234 56", 0, false, 0 },
		{ "ru", "12 %", 0, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		int64_t value = 0;
		bool good = words_read_number(cases[i].lang, cases[i].text, cases[i].scale, &value);

		if (good != cases[i].good || value != cases[i].value)
			fail_msg("\"%s\" is read as %lld", cases[i].text, (long long)value);
	}
}

static void plurals_like_icu(void **state)
{
	static const char *const names[] = { [PLURAL_ONE] = "one",
		                             [PLURAL_FEW] = "few",
		                             [PLURAL_MANY] = "many",
		                             [PLURAL_OTHER] = "other" };

	(void)state;
	for (size_t l = 0; l < LEN(langs); l++) {
		UErrorCode e = U_ZERO_ERROR;
		UPluralRules *rules = uplrules_open(langs[l], &e);

		for (int n = 0; n < 1200; n++) {
			UChar units[16];
			char expected[32];

			uplrules_select(rules, n, units, LEN(units), &e);
			u_strToUTF8(expected, sizeof expected, NULL, units, -1, &e);
			assert_true(U_SUCCESS(e));
			assert_string_equal(names[words_plural(langs[l], n)], expected);
		}
		uplrules_close(rules);
	}
	assert_int_equal(words_plural("ru", -3), PLURAL_FEW);
}

static void speaks_through_the_catalogues(void **state)
{
	static const char *const items[] = { "a", "b", "c" };
	static const struct {
		const char *lang, *list, *money;
		const char *due[7]; /* -21, -5, -2, 0, 1, 2, 21 days from today */
	} cases[] = {
		{ "en",
		  "a, b and c",
		  "TMT\xc2\xa0"
		  "1,234.50",
		  { "21 days late", "5 days late", "2 days late", "today", "tomorrow", "in 2 days",
		    "in 21 days" } },
		{ "ru",
		  "a, b и c",
		  "1\xc2\xa0"
		  "234,50\xc2\xa0TMT",
		  { "просрочено на 21 день", "просрочено на 5 дней", "просрочено на 2 дня",
		    "сегодня", "завтра", "через 2 дня", "через 21 день" } },
		{ "tk",
		  "a, b we c",
		  "1\xc2\xa0"
		  "234,50\xc2\xa0TMT",
		  { "möhleti 21 gün geçdi", "möhleti 5 gün geçdi", "möhleti 2 gün geçdi", "şu gün",
		    "ertir", "2 günden soň", "21 günden soň" } },
	};
	static const int days[] = { -21, -5, -2, 0, 1, 2, 21 };
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY), .translate = message };
	struct catalogues *c = catalogues_load(&cx, embedded_files);
	struct date today = date_day(2025, 7, 11), none = { 0 };

	(void)state;
	assert_non_null(c);
	cx.catalogues = c;
	for (size_t i = 0; i < LEN(cases); i++) {
		cx.lang = cases[i].lang;
		assert_string_equal(words_list(&cx, items, 3), cases[i].list);
		assert_string_equal(words_money(cx.mem, cx.lang, 123450, 2, "TMT"), cases[i].money);
		for (size_t d = 0; d < LEN(days); d++)
			assert_string_equal(words_due(&cx, date_add_days(today, days[d]), today),
			                    cases[i].due[d]);
	}
	assert_string_equal(words_list(&cx, items, 0), "");
	assert_string_equal(words_list(&cx, items, 1), "a");
	assert_string_equal(words_list(&cx, items, 2), "a we b");
	assert_string_equal(words_due(&cx, none, today), "");
	catalogues_free(c);
	arena_free(cx.mem);
}

static void shortens_at_a_word(void **state)
{
	static const struct {
		const char *words;
		size_t most;
		const char *expected;
	} cases[] = {
		{ "short enough", 12, "short enough" },
		{ "not short enough", 12, "not short…" },
		{ "Çagalaryň hukuklary", 12, "Çagalaryň…" },
		{ "oneverylongword", 6, "onever…" },
		{ "ýüýüýüýü", 3, "ýüý…" },
		{ "a verylongword", 8, "a verylo…" }, /* no word ends in its second half */
		{ "", 5, "" },
	};
	struct arena *a = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(words_short(a, cases[i].words, cases[i].most),
		                    cases[i].expected);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_there_and_back),
		cmocka_unit_test(writes_dates),
		cmocka_unit_test(reads_dates),
		cmocka_unit_test(ordinals_of_the_glossary),
		cmocka_unit_test(ordinals_follow_the_vowels),
		cmocka_unit_test(numbers_like_icu),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(plurals_like_icu),
		cmocka_unit_test(speaks_through_the_catalogues),
		cmocka_unit_test(shortens_at_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
