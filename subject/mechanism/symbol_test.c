/* The grammar of symbols: every form of the domain model §2.3 with the examples seen, of any State,
 * and what is none. */
#include "subject/mechanism/symbol.h"

#include "test/unit.h"

struct example {
	const char *symbol, *kind, *mechanism, *iso3, *series;
	int session, add;
};

static const struct example examples[] = {
	{ "CEDAW/C/TKM/6", "state_report", "CEDAW", "TKM", "6", 0, 0 },
	{ "CERD/C/TKM/12-13", "state_report", "CERD", "TKM", "12-13", 0, 0 },
	{ "CRC/C/TKM/5-6", "state_report", "CRC", "TKM", "5-6", 0, 0 },
	{ "CCPR/C/TKM/Q/3", "list_of_issues", "CCPR", "TKM", "3", 0, 0 },
	{ "CRC/C/KAZ/Q/5-6", "list_of_issues", "CRC", "KAZ", "5-6", 0, 0 },
	{ "CAT/C/KGZ/QPR/4", "list_of_issues_prior", "CAT", "KGZ", "4", 0, 0 },
	{ "CRC/C/TKM/RQ/5-6", "replies", "CRC", "TKM", "5-6", 0, 0 },
	{ "CEDAW/C/TKM/Q/5/Add.1", "replies", "CEDAW", "TKM", "5", 0, 1 },
	{ "CRC/C/TKM/CO/5-6", "concluding_observations", "CRC", "TKM", "5-6", 0, 0 },
	{ "CRPD/C/TKM/CO/1", "concluding_observations", "CRPD", "TKM", "1", 0, 0 },
	{ "CMW/C/TJK/CO/2", "concluding_observations", "CMW", "TJK", "2", 0, 0 },
	{ "CED/C/KAZ/CO/1", "concluding_observations", "CED", "KAZ", "1", 0, 0 },
	{ "CEDAW/C/TKM/CO/3-4/Add.1", "follow_up_report", "CEDAW", "TKM", "3-4", 0, 1 },
	{ "CCPR/C/TKM/FCO/3", "follow_up_report", "CCPR", "TKM", "3", 0, 0 },
	{ "E/C.12/TKM/3", "state_report", "CESCR", "TKM", "3", 0, 0 },
	{ "E/C.12/TKM/CO/2", "concluding_observations", "CESCR", "TKM", "2", 0, 0 },
	{ "E/C.12/TKM/Q/3", "list_of_issues", "CESCR", "TKM", "3", 0, 0 },
	{ "E/C.12/TKM/Q/1/Add.1", "replies", "CESCR", "TKM", "1", 0, 1 },
	{ "E/C.12/TKM/RQ/3", "replies", "CESCR", "TKM", "3", 0, 0 },
	{ "CRC/C/OPAC/TKM/1", "state_report", "CRC", "TKM", NULL, 0, 0 },
	{ "CRC/C/OPAC/TKM/CO/1", "concluding_observations", "CRC", "TKM", NULL, 0, 0 },
	{ "CRC/C/OPSC/TKM/1", "state_report", "CRC", "TKM", NULL, 0, 0 },
	{ "CRC/C/OPSC/TKM/CO/1", "concluding_observations", "CRC", "TKM", NULL, 0, 0 },
	{ "CCPR/C/126/D/2302/2013", "views", "CCPR", NULL, NULL, 0, 0 },
	{ "CERD/C/SR.3003", "summary_record", "CERD", NULL, NULL, 0, 0 },
	{ "CCPR/C/SR.3960", "summary_record", "CCPR", NULL, NULL, 0, 0 },
	{ "A/HRC/WG.6/30/TKM/1", "upr_national_report", "UPR", "TKM", NULL, 30, 0 },
	{ "A/HRC/WG.6/16/TKM/2", "upr_compilation", "UPR", "TKM", NULL, 16, 0 },
	{ "A/HRC/WG.6/3/TKM/3", "upr_summary", "UPR", "TKM", NULL, 3, 0 },
	{ "A/HRC/39/3", "upr_wg_report", "UPR", NULL, NULL, 0, 0 },
	{ "A/HRC/59/15/Add.1", "upr_addendum", "UPR", NULL, NULL, 0, 1 },
	{ "HRI/CORE/TKM/2009", "common_core", NULL, "TKM", NULL, 0, 0 },
	{ "UA TKM 1/2019", "sp_communication", "SP", "TKM", NULL, 0, 0 },
	{ "JUA TKM 2/2019", "sp_communication", "SP", "TKM", NULL, 0, 0 },
	{ "AL TKM 1/2026", "sp_communication", "SP", "TKM", NULL, 0, 0 },
	{ "JAL TKM 3/2018", "sp_communication", "SP", "TKM", NULL, 0, 0 },
	{ "OL TKM 1/2020", "sp_communication", "SP", "TKM", NULL, 0, 0 },
	{ "OTH UZB 14/2021", "sp_communication", "SP", "UZB", NULL, 0, 0 },
};

static void same(const char *found, const char *expected, const char *symbol, const char *what)
{
	if (!str_eq(found, expected))
		fail_msg("%s: %s is %s instead of %s", symbol, what, found ? found : "empty",
		         expected ? expected : "empty");
}

static void every_form_is_read(void **state)
{
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(examples); i++) {
		const struct example *e = &examples[i];
		struct symbol s;

		if (!symbol_parse(cx->mem, e->symbol, &s))
			fail_msg("%s is not read", e->symbol);
		same(s.text, e->symbol, e->symbol, "the normal form");
		same(s.kind, e->kind, e->symbol, "the kind");
		same(s.mechanism, e->mechanism, e->symbol, "the mechanism");
		same(s.iso3, e->iso3, e->symbol, "the State");
		same(s.series, e->series, e->symbol, "the series");
		assert_int_equal(s.session, e->session);
		assert_int_equal(s.add, e->add);
	}
}

static void people_type_differently(void **state)
{
	static const char *const pairs[][2] = {
		{ "cedaw/c/tkm/co/3\xe2\x80\x93"
		  "4/add.1",
		  "CEDAW/C/TKM/CO/3-4/Add.1" },
		{ "  CRC / C / TKM / CO / 5-6 ", "CRC/C/TKM/CO/5-6" },
		{ "e/c.12/tkm/q/3", "E/C.12/TKM/Q/3" },
		{ "al\xc2\xa0tkm  1/2026", "AL TKM 1/2026" },
		{ "a/hrc/wg.6/30/tkm/1\n", "A/HRC/WG.6/30/TKM/1" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(pairs); i++) {
		struct symbol s;

		assert_true(symbol_parse(cx->mem, pairs[i][0], &s));
		assert_string_equal(s.text, pairs[i][1]);
	}
}

static void other_symbols_are_left_alone(void **state)
{
	static const char *const others[] = {
		"",
		"SAMPLE/CCPR/3",
		"CCPR/C/126/2/Add.5",
		"CCPR/C/TKM",
		"CCPR/C/TKM/CO/",
		"CCPR/C/TKM/CO/3/",
		"CCPR/C/TKM/CO/3-",
		"CCPR/C/TKM/CO/3-4/Add",
		"CCPR/C/TKMX/CO/3",
		"CCPR/C/TK1/CO/3",
		"CCPRX/C/TKM/CO/3",
		"CCPR/C/126/D/2302/13",
		"A/HRC/WG.6/30/TKM/4",
		"A/HRC/0123456789/3",
		"AL TKM 1/26",
		"ALTKM 1/2026",
		"xCCPR/C/TKM/CO/3",
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(others); i++) {
		struct symbol s;

		if (symbol_parse(cx->mem, others[i], &s))
			fail_msg("%s is taken for %s", others[i], s.kind);
		assert_string_equal(s.text, others[i]);
		assert_null(s.kind);
		assert_null(s.mechanism);
	}
}

static void white_space_alone_is_tidied(void **state)
{
	struct context *cx = *state;
	struct symbol s;

	assert_false(symbol_parse(cx->mem, " Note  verbale\tNo. 12 / 3 ", &s));
	assert_string_equal(s.text, "Note verbale No. 12/3");
	assert_false(symbol_parse(cx->mem, "\xff\xff", &s));
	assert_string_equal(s.text, "\xef\xbf\xbd\xef\xbf\xbd");
}

static void numbers_sort_by_value(void **state)
{
	static const char *const sorted[] = {
		"CCPR/C/TKM/2",    "CCPR/C/TKM/10",         "CCPR/C/TKM/CO/2",
		"CCPR/C/TKM/CO/3", "CCPR/C/TKM/CO/3/Add.1", "CCPR/C/TKM/CO/12",
	};
	struct context *cx = *state;

	for (size_t i = 1; i < LEN(sorted); i++)
		if (strcmp(symbol_order(cx->mem, sorted[i - 1]),
		           symbol_order(cx->mem, sorted[i])) >= 0)
			fail_msg("%s does not sort before %s", sorted[i - 1], sorted[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(every_form_is_read),           UNIT(people_type_differently),
		UNIT(other_symbols_are_left_alone), UNIT(white_space_alone_is_tidied),
		UNIT(numbers_sort_by_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
