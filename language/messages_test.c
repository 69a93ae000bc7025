/* The catalogues: what is read, what is refused, and that no slip of a translator can reach
 * printf. */
#include "language/messages.h"

#include "language/conversions.h"
#include "language/plural_rule.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HEADER(forms) "msgid \"\"\nmsgstr \"\"\n\"Plural-Forms: " forms "\\n\"\n\n"
#define RUSSIAN                                                                              \
	"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || " \
	"n%100>14) ? 1 : 2);"

static struct catalogues *load(struct context *cx, const char *text)
{
	const struct embedded files[] = {
		{ "locale/README", (const unsigned char *)"no catalogue", 12 },
		{ "locale/ru.po", (const unsigned char *)text, strlen(text) },
		{ NULL, NULL, 0 },
	};

	error_clear(cx);
	return catalogues_load(cx, files);
}

static void reads_all_of_the_format(void **state)
{
	(void)state;

	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY), .lang = "ru" };
	struct catalogues *c = load(
	        &cx, HEADER(RUSSIAN) "# by hand\n"
	                             "#. note\n#: base/x.c:3\n#, c-format\n#| msgid \"old\"\n"
	                             "msgid \"\"\n\"Late: \"\n  \"%d\\n\\\"day\\\"\"\r\nmsgstr "
	                             "\"Просрочено: \"\n\"%d\\n\\\"день\\\"\"\n"
	                             "msgctxt \"act\"\nmsgid \"Order\"\nmsgstr \"Приказ\"\n"
	                             "msgid \"Order\"\nmsgstr \"Порядок\"\n\n"
	                             "#, fuzzy\nmsgid \"Guess\"\nmsgstr \"Догадка\"\n"
	                             "#, fuzzy\n#~ msgid \"Gone\"\n#~ msgstr \"Нет\"\n\n"
	                             "msgid \"After\"\nmsgstr \"После\"\n"
	                             "msgid \"Empty\"\nmsgstr \"\"");
	size_t n;

	assert_non_null(c);
	catalogue_problems(c, &n);
	assert_int_equal(n, 0);
	cx.catalogues = c;
	cx.translate = message;
	assert_string_equal(tr(&cx, "Late: %d\n\"day\""), "Просрочено: %d\n\"день\"");
	assert_string_equal(tr(&cx, "Order"), "Порядок");
	assert_string_equal(trc(&cx, "act", "Order"), "Приказ");
	assert_string_equal(trc(&cx, "place", "Order"), "Order");
	assert_string_equal(tr(&cx, NC_("act", "Order")), "Приказ");
	assert_string_equal(tr(&cx, NC_("place", "Order")), "Order");
	assert_string_equal(tr(&cx, NC_("ac", "t Order")), "t Order");
	assert_string_equal(tr(&cx, "Guess"), "Guess");
	assert_string_equal(tr(&cx, "Gone"), "Gone");
	assert_string_equal(tr(&cx, "After"), "После");
	assert_string_equal(tr(&cx, "Empty"), "Empty");
	assert_true(message_translated(c, "ru", "act", "Order"));
	assert_false(message_translated(c, "ru", NULL, "Empty"));
	assert_true(message_translated(c, "ru", NULL, NC_("act", "Order")));
	assert_string_equal(message(c, "tk", "Order"), "Order");
	assert_string_equal(message(c, "tk", NC_("act", "Order")), "Order");
	assert_string_equal(tr(&(struct context){ 0 }, NC_("act", "Order")), "Order");
	assert_string_equal(message(NULL, "ru", "Order"), "Order");
	cx.lang = "tk";
	assert_string_equal(tr(&cx, "Order"), "Order");
	catalogues_free(c);
	arena_free(cx.mem);
}

static void chooses_the_plural(void **state)
{
	(void)state;

	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY), .lang = "ru" };
	struct catalogues *c =
	        load(&cx, HEADER(RUSSIAN) "msgid \"%d report\"\nmsgid_plural \"%d "
	                                  "reports\"\nmsgstr[0] \"%d отчёт\"\n"
	                                  "msgstr[1] \"%d отчёта\"\nmsgstr[2] \"%d отчётов\"\n"
	                                  "msgid \"one day\"\nmsgid_plural \"%d days\"\nmsgstr[0] "
	                                  "\"%d день\"\n"
	                                  "msgstr[1] \"%d дня\"\nmsgstr[2] \"%d дней\"\n");
	static const struct {
		int64_t n;
		const char *text;
	} cases[] = {
		{ 0, "%d отчётов" }, { 1, "%d отчёт" },           { 2, "%d отчёта" },
		{ 5, "%d отчётов" }, { 11, "%d отчётов" },        { 12, "%d отчётов" },
		{ 21, "%d отчёт" },  { 22, "%d отчёта" },         { 111, "%d отчётов" },
		{ -3, "%d отчёта" }, { INT64_MIN, "%d отчётов" },
	};

	assert_non_null(c);
	cx.catalogues = c;
	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(trn(&cx, "%d report", "%d reports", cases[i].n), cases[i].text);
	assert_string_equal(trn(&cx, "%d report", "%s reports", 5), "%s reports");
	assert_string_equal(message(c, "ru", "%d report"), "%d отчёт");
	assert_string_equal(message(c, "ru", "one day"),
	                    "one day"); /* the translation would read a number */
	assert_string_equal(trn(&cx, "one day", "%d days", 21), "%d день");
	cx.lang = "en";
	assert_string_equal(trn(&cx, "%d report", "%d reports", 1), "%d report");
	assert_string_equal(trn(&cx, "%d report", "%d reports", -1), "%d report");
	assert_string_equal(trn(&cx, "%d report", "%d reports", 0), "%d reports");
	catalogues_free(c);
	arena_free(cx.mem);
}

static void leaves_out_what_would_crash(void **state)
{
	(void)state;

	static const char *const bad[] = {
		"msgid \"%d of %s\"\nmsgstr \"%s из %d\"\n",
		"msgid \"%d\"\nmsgstr \"%ld\"\n",
		"msgid \"%lld\"\nmsgstr \"%Ld\"\n",
		"msgid \"%s\"\nmsgstr \"без\"\n",
		"msgid \"none\"\nmsgstr \"%s\"\n",
		"msgid \"none\"\nmsgstr \"50 %\"\n",
		"msgid \"%s\"\nmsgstr \"%s%n\"\n",
		"msgid \"%s\"\nmsgstr \"%*s\"\n",
		"msgid \"%s %s\"\nmsgstr \"%1$s %s\"\n",
		"msgid \"%s %s\"\nmsgstr \"%2$s\"\n",
		"msgid \"%s\"\nmsgstr \"%0$s\"\n",
		"msgid \"a\"\nmsgstr \"б\"\nmsgid \"a\"\nmsgstr \"в\"\n",
		"msgid \"%d a\"\nmsgid_plural \"%d b\"\nmsgstr[0] \"%d\"\nmsgstr[1] \"%d\"\n",
		"msgid \"%d a\"\nmsgid_plural \"%d b\"\nmsgstr[0] \"%d\"\nmsgstr[1] "
		"\"%d\"\nmsgstr[2] \"\"\n",
		"msgid \"%d a\"\nmsgid_plural \"%d b\"\nmsgstr[0] \"%d\"\nmsgstr[1] "
		"\"%s\"\nmsgstr[2] \"%d\"\n",
	};
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	for (size_t i = 0; i < LEN(bad); i++) {
		struct catalogues *c =
		        load(&cx, arena_fmt(cx.mem, "%s%s", HEADER(RUSSIAN), bad[i]));
		size_t n;

		assert_non_null(c);

		const struct catalogue_problem *p = catalogue_problems(c, &n);

		assert_int_equal(n, 1);
		assert_string_equal(p->lang, "ru");
		assert_in_range(p->line, 5, 7);
		if (!strstr(p->what, "twice"))
			assert_string_equal(message(c, "ru", p->id), p->id);
		catalogues_free(c);
	}
	arena_free(cx.mem);
}

static void takes_what_fits(void **state)
{
	(void)state;

	static const struct {
		const char *english, *other;
	} good[] = {
		{ "%d of %s", "%2$s: %1$d" }, { "%x", "%#08X" },    { "%.1f %%", "%5.2f %%" },
		{ "50 %", "50 %%%n" },        { "done", "готово" }, { "%-*s", "%*s" },
	};
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	for (size_t i = 0; i < LEN(good); i++) {
		struct catalogues *c =
		        load(&cx, arena_fmt(cx.mem, "%smsgid \"%s\"\nmsgstr \"%s\"\n",
		                            HEADER(RUSSIAN), good[i].english, good[i].other));

		assert_non_null(c);
		assert_string_equal(message(c, "ru", good[i].english), good[i].other);
		catalogues_free(c);
	}
	arena_free(cx.mem);
}

static void refuses_what_is_no_catalogue(void **state)
{
	(void)state;

	static const struct {
		const char *text, *says;
	} bad[] = {
		{ "", "no Plural-Forms" },
		{ HEADER("nplurals=2; plural=n%;"), "cannot be read" },
		{ HEADER(RUSSIAN) "msgid \"a", "locale/ru.po:5: a string that does not end" },
		{ HEADER(RUSSIAN) "msgid \"a\"x", "behind" },
		{ HEADER(RUSSIAN) "msgid \"a\"\n", "without msgid or msgstr" },
		{ HEADER(RUSSIAN) "# x\nmsgstr \"a\"\n", "msgstr before" },
		{ HEADER(RUSSIAN) "msgid\n\"a\"\n", "without string" },
		{ HEADER(RUSSIAN) "\"a\"\n", NULL },
		{ HEADER(RUSSIAN) "# x\n\"a\"\n", "without keyword" },
		{ HEADER(RUSSIAN) "massage \"a\"\n", "keyword" },
		{ HEADER(RUSSIAN) "msgid \"\\q\"\n", "escape" },
		{ HEADER(RUSSIAN) "msgid \"a\"\nmsgstr \"a\"\nmsgstr \"b\"\n", "too many" },
		{ HEADER(RUSSIAN) "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"a\"\n", "follow" },
		{ HEADER(RUSSIAN) "msgid \"a\"\nmsgid \"b\"\nmsgstr \"a\"\n", "inside" },
		{ HEADER(RUSSIAN) "msgctxt \"a\"\nmsgctxt \"b\"\nmsgstr \"a\"\n", "inside" },
		{ HEADER(RUSSIAN) "msgid \"\xff\"\nmsgstr \"a\"\n", "UTF-8" },
	};
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	for (size_t i = 0; i < LEN(bad); i++) {
		struct catalogues *c = load(&cx, bad[i].text);

		if (bad[i].says) {
			assert_null(c);
			assert_int_equal(cx.err.kind, ERR_BROKEN);
			assert_non_null(strstr(cx.err.text, bad[i].says));
		} else {
			assert_non_null(c); /* a further line of the header */
		}
		catalogues_free(c);
	}
	arena_free(cx.mem);
}

static void plural_rules(void **state)
{
	(void)state;

	static const struct {
		const char *rule;
		uint64_t n;
		int form;
	} cases[] = {
		{ "nplurals=1; plural=0;", 7, 0 },
		{ " nplurals = 2 ; plural = n != 1", 1, 0 },
		{ "nplurals=2; plural=(n!=1);", 2, 1 },
		{ "nplurals=6; plural=n-1-1*2", 6, 3 },
		{ "nplurals=6; plural=2+n/2%3", 10, 4 },
		{ "nplurals=6; plural=!n ? 1 : !!n ? 2 : 3", 4, 2 },
		{ "nplurals=6; plural=n>1 || n<1 && n/0 ? 5 : 4", 3, 5 },
		{ "nplurals=6; plural=n<=2 == n>=2 ? 3 : 1", 2, 3 },
		{ "nplurals=2; plural=n%0", 5, 0 },
		{ "nplurals=2; plural=n", 9, 0 },
	};
	static const char *const bad[] = {
		"",
		"nplurals=0; plural=0",
		"nplurals=7; plural=0",
		"nplurals=2; plural=",
		"nplurals=2; plural=n n",
		"nplurals=2; plural=(n",
		"nplurals=2; plural=n ? 1",
		"nplurals=2; plural=m",
		"nplurals=2; plural=n +",
		"nplurals=2; plural=4294967296",
		"nplurals=2; plural=((((((((((((((((((((((((((n))))))))))))))))))))))))))",
		"nplurals=2; plural=!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!n",
	};
	struct plural_rule r;

	for (size_t i = 0; i < LEN(cases); i++) {
		assert_true(plural_compile(cases[i].rule, &r));
		assert_int_equal(plural_form(&r, cases[i].n), cases[i].form);
	}
	for (size_t i = 0; i < LEN(bad); i++)
		assert_false(plural_compile(bad[i], &r));
}

static void conversions(void **state)
{
	(void)state;

	struct conversions c;

	assert_true(conversions_read("%1$s %2$lld %1$s", &c));
	assert_int_equal(c.n, 2);
	assert_false(conversions_read("%1$s %1$d", &c));
	assert_false(conversions_read("%16$s", &c)); /* 1 to 15 are not named */
	assert_false(conversions_read("%17$s", &c));
	assert_false(conversions_read("%99999999999999999999$s", &c));
	assert_false(conversions_read("%", &c));
	assert_false(conversions_read("%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s", &c));
}

/* The catalogues of the program itself. */
static void our_own_have_no_problems(void **state)
{
	(void)state;

	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct catalogues *c = catalogues_load(&cx, embedded_files);
	size_t n;

	if (!c)
		fail_msg("%s", cx.err.text);

	const struct catalogue_problem *p = catalogue_problems(c, &n);

	for (size_t i = 0; i < n; i++)
		print_message("locale/%s.po:%d: %s: %s\n", p[i].lang, p[i].line, p[i].id,
		              p[i].what);
	assert_int_equal(n, 0);
	assert_string_equal(message(c, "tk", "The text is longer than %zu characters."),
	                    "Tekst %zu belgiden uzyn.");
	assert_string_equal(message(c, "ru", "The text is longer than %zu characters."),
	                    "Текст длиннее %zu знаков.");
	catalogues_free(c);
	arena_free(cx.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_of_the_format),
		cmocka_unit_test(chooses_the_plural),
		cmocka_unit_test(leaves_out_what_would_crash),
		cmocka_unit_test(takes_what_fits),
		cmocka_unit_test(refuses_what_is_no_catalogue),
		cmocka_unit_test(plural_rules),
		cmocka_unit_test(conversions),
		cmocka_unit_test(our_own_have_no_problems),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
