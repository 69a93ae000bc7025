#include "format/material_test.h"

static void test_tables(void **state)
{
	static const struct {
		const char *json, *lines;
	} cases[] = {
		{ "[{\"a\":1,\"b\":\"x\"},{\"b\":\"y\",\"c\":true}]",
		  "= \n1|a|b|c\n2|1#|x\n3||y|TRUE?\n" },
		{ "\xef\xbb\xbf {\"total\":2, \"data\": [{\"a\":\"ý\"}]}", "= \n1|a\n2|ý\n" },
		{ "{\"a\":1}\n{\"a\":2}\n", "= \n1|a\n2|1#\n3|2#\n" },
		{ "{\"a\":\"one\"}", "= \n1|a\n2|one\n" },
		{ "[{\"Themes\":[\"x\",\"y\"],\"n\":null,\"l\":[],\"z\":0}]",
		  "= \n1|Themes|n|l|z\n2|x\ny|||0#\n" },
		{ "[{\"Body\":{\"name\":\"HRC\",\"at\":{\"city\":\"Geneva\"}}}]",
		  "= \n1|Body.name|Body.at.city\n2|HRC|Geneva\n" },
		{ "[{\"l\":[{\"a\":1,\"b\":[true,null]},\"t\",2.5]}]",
		  "= \n1|l\n2|{\"a\":1,\"b\":[true,null]}\nt\n2.5\n" },
		{ "[{\"a\":\"br]ack{et, \\\"\"},{\"a\":\"}\"}]",
		  "= \n1|a\n2|br]ack{et, \"\n3|}\n" },
		{ "[{\"a\":1e3,\"b\":0.1,\"c\":9007199254740993}]",
		  "= \n1|a|b|c\n2|1000#|0.1#|9007199254740993#\n" },
		{ "[{}]", "= \n" },
		{ "[]", "= \n" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(lines_of(cx, cases[i].json, strlen(cases[i].json)),
		                    cases[i].lines);
}

static void test_refused(void **state)
{
	static const struct {
		const char *json, *words;
	} cases[] = {
		{ "[{\"a\":1},{\"a\":", "The file is damaged or was cut off. Copy or download it "
		                        "again." },
		{ "[{\"a\":1}", "The file is damaged or was cut off. Copy or download it again." },
		{ "[{\"a\":1},7]", "Record 2 of the file is no object of names and values." },
		{ "[{\"a\":1},{\"a\":tru}]",
		  "Record 2 of the file: Line 1, column 8: the JSON text is not well formed." },
		{ "[{\"a\":1,\"a\":2}]",
		  "Record 1 of the file: Line 1, column 10: the JSON text has the same name twice "
		  "in one object." },
		{ "[{\"a\":\"\xff\"}]",
		  "Record 1 of the file: Line 1, column 6: the JSON text is not valid UTF-8." },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(lines_of(cx, cases[i].json, strlen(cases[i].json)),
		                    cases[i].words);
}

static void test_too_many(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 1024 * 1024);

	buffer_text(&b, "[{");
	for (int i = 0; i <= MAX_MATERIAL_COLUMNS; i++)
		buffer_fmt(&b, "%s\"c%d\":1", i ? "," : "", i);
	buffer_text(&b, "}]");
	assert_string_equal(lines_of(cx, b.text, b.len),
	                    "The records of the file have more than 500 names.");

	b.len = 0;
	buffer_text(&b, "[{\"a\":");
	for (int i = 0; i < 100; i++)
		buffer_text(&b, "[");
	for (int i = 0; i < 100; i++)
		buffer_text(&b, "]");
	buffer_text(&b, "}]");
	assert_string_equal(lines_of(cx, b.text, b.len),
	                    "The JSON text is nested deeper than 32 levels.");
}

/* Longer than any record: it must be the list's object. */
static void test_large_wrapper(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct material *m;
	char text[4000]; /* so that not too many are needed */
	int64_t n = 0;

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	buffer_text(&b, "{\"total\": 0, \"data\": [{\"t\": \"first\"}");
	for (; b.len <= 2 * MAX_MATERIAL_UNIT; n++)
		buffer_fmt(&b, ",{\"t\": \"%s\"}", text);
	buffer_text(&b, "]}");
	m = material_read(cx, b.text, b.len, NULL);
	assert_non_null(m);
	assert_int_equal(m->rows, n + 2);
}

/* A table that begins with a bracket is a table. */
static void test_no_json(void **state)
{
	struct context *cx = *state;

	assert_string_equal(lines_of(cx, "[a],b\n1,2\n", 10), "= \n1|[a]|b\n2|1|2\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_tables),        UNIT(test_refused), UNIT(test_too_many),
		UNIT(test_large_wrapper), UNIT(test_no_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
