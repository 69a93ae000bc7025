#include "format/json.h"

#include "test/unit.h"

static const struct json *parse(struct context *cx, const char *s)
{
	return json_parse(cx, s, strlen(s), MAX_ANSWER);
}

static void write_example(struct json_writer *w)
{
	json_open(w, '{');
	json_key(w, "id");
	json_id(w, 9007199254740993);
	json_key(w, "list");
	json_open(w, '[');
	json_int(w, INT64_MIN);
	json_bool(w, true);
	json_bool(w, false);
	json_nil(w);
	json_text(w, NULL);
	json_raw(w, "{\"a\":[]}");
	json_open(w, '[');
	json_close(w);
	json_open(w, '{');
	json_close(w);
	json_close(w);
	json_key(w, "empty \"key\"");
	json_text(w, "");
	json_close(w);
}

static void test_writer(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 4096);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	write_example(&w);
	assert_true(json_end(&w));
	assert_string_equal(
	        buffer_str(&b),
	        "{\"id\":\"9007199254740993\",\"list\":[-9223372036854775808,true,false,"
	        "null,null,{\"a\":[]},[],{}],\"empty \\\"key\\\"\":\"\"}");
	assert_non_null(parse(cx, buffer_str(&b)));
}

static const char *written_text(struct context *cx, const char *s, size_t n)
{
	struct buffer b = BUFFER(cx->mem, 64 * 1024);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_text_n(&w, s, n);
	assert_true(json_end(&w));
	return buffer_str(&b);
}

static void test_escapes(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *json;
	} cases[] = {
		{ "plain", 5, "\"plain\"" },
		{ "\"\\/\b\f\n\r\t", 8, "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
		{ "\x01\x1f\x7f", 3, "\"\\u0001\\u001f\x7f\"" },
		{ "a\0b", 3, "\"a\\u0000b\"" },
		{ "\xe2\x80\xa8\xe2\x80\xa9", 6, "\"\\u2028\\u2029\"" },
		{ "Žaňyl 𝄞 ї", 15, "\"Žaňyl 𝄞 ї\"" },
		{ "caf\xe9!", 5, "\"caf\xef\xbf\xbd!\"" },
		{ "\xc0\xaf", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xf0\x9d\x84", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(written_text(cx, cases[i].text, cases[i].n), cases[i].json);
}

static void test_decimals(void **state)
{
	static const struct {
		int64_t units;
		int scale;
		const char *json;
	} cases[] = {
		{ 1250, 2, "12.50" },
		{ -5, 2, "-0.05" },
		{ 0, 3, "0.000" },
		{ 7, 0, "7" },
		{ INT64_MIN, 18, "-9.223372036854775808" },
		{ INT64_MAX, 1, "922337203685477580.7" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		struct buffer b = BUFFER(cx->mem, 64);
		struct json_writer w;

		json_start(&w, cx, sink_to_buffer, &b);
		json_decimal(&w, cases[i].units, cases[i].scale);
		assert_true(json_end(&w));
		assert_string_equal(buffer_str(&b), cases[i].json);
	}
}

/* More than the writer holds itself comes out whole; a full buffer is told at the end. */
static void test_streams(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 256 * 1024), small = BUFFER(cx->mem, 10000);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '[');
	for (int i = 0; i < 20000; i++)
		json_int(&w, 1000 + i);
	json_close(&w);
	assert_true(json_end(&w));

	const struct json *list = parse(cx, buffer_str(&b));
	int64_t expected = 1000;

	assert_int_equal(list->count, 20000);
	for (const struct json *j = json_items(list); j; j = j->next)
		assert_int_equal(j->number, expected++);

	json_start(&w, cx, sink_to_buffer, &small);
	json_text(&w, buffer_str(&b));
	assert_false(json_end(&w));
	assert_failed(cx, ERR_TOO_LARGE);
}

static void test_reader(void **state)
{
	struct context *cx = *state;
	const struct json *j =
	        parse(cx, " {\"t\":\"\\u00fd\\ud834\\udd1e\", \"n\":-9223372036854775808,"
	                  "\"r\":1.5e2,\"yes\":true,\"no\":false,\"nil\":null,"
	                  "\"list\":[1,[2],{\"x\":3}],\"\":0} ");

	assert_non_null(j);
	assert_int_equal(j->kind, JSON_KIND_OBJECT);
	assert_int_equal(j->count, 8);
	assert_string_equal(json_items(j)->key, "t");
	assert_string_equal(json_text_or_null(j, "t"), "ý𝄞");
	assert_null(json_text_or_null(j, "n"));
	assert_null(json_text_or_null(j, "missing"));

	int64_t n;

	assert_true(json_int_of(j, "n", &n));
	assert_true(n == INT64_MIN);
	assert_false(json_int_of(j, "r", &n));
	assert_int_equal(json_member(j, "r")->kind, JSON_KIND_REAL);
	assert_true(json_member(j, "r")->real == 150);
	assert_int_equal(json_member(j, "yes")->number, 1);
	assert_int_equal(json_member(j, "no")->number, 0);
	assert_int_equal(json_member(j, "no")->kind, JSON_KIND_BOOL);
	assert_int_equal(json_member(j, "nil")->kind, JSON_KIND_NULL);

	const struct json *list = json_member(j, "list");

	assert_int_equal(list->count, 3);
	assert_int_equal(json_items(json_items(list)->next)->number, 2);
	assert_true(json_int_of(json_items(list)->next->next, "x", &n));
	assert_int_equal(n, 3);
	assert_null(json_member(list, "x"));
	assert_null(json_items(NULL));
	assert_int_equal(parse(cx, "7")->number, 7);
}

static void test_refused(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *message;
	} cases[] = {
		{ "", 0, "Line 1, column 0: the JSON text ends too early." },
		{ "{\"a\":1", 6, "Line 1, column 6: the JSON text ends too early." },
		{ "[1,]", 4, "Line 1, column 4: the JSON text is not well formed." },
		{ "[1]\n[2]", 7,
		  "Line 2, column 1: something stands behind the end of the JSON text." },
		{ "{\"a\":1,\"a\":2}", 13,
		  "Line 1, column 10: the JSON text has the same name twice in one object." },
		{ "[\n\"\xff\"]", 6, "Line 2, column 1: the JSON text is not valid UTF-8." },
		{ "[\"\\u0000\"]", 10, "Line 1, column 9: the JSON text has a zero character." },
		{ "9223372036854775808", 19,
		  "Line 1, column 19: the JSON text has a number that is too large." },
		{ "1e999", 5, "Line 1, column 5: the JSON text has a number that is too large." },
		{ "{'a':1}", 7, "Line 1, column 2: the JSON text is not well formed." },
		{ "[NaN]", 5, "Line 1, column 4: the JSON text is not well formed." },
		{ "[01]", 4, "Line 1, column 2: the JSON text is not well formed." },
		{ "[\"\\ud834\"]", 10, "Line 1, column 9: the JSON text is not well formed." },
		{ "/**/1", 5, "Line 1, column 1: the JSON text is not well formed." },
		{ "[\"a\nb\"]", 7, "Line 1, column 3: the JSON text is not well formed." },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		assert_null(json_parse(cx, cases[i].text, cases[i].n, MAX_ANSWER));
		assert_string_equal(cx->err.text, cases[i].message);
		assert_failed(cx, ERR_BAD_REQUEST);
	}
}

static const char *nested(struct context *cx, int depth)
{
	struct buffer b = BUFFER(cx->mem, 4096);

	for (int i = 0; i < depth; i++)
		buffer_char(&b, '[');
	for (int i = 0; i < depth; i++)
		buffer_char(&b, ']');
	return buffer_str(&b);
}

static void test_limits(void **state)
{
	struct context *cx = *state;
	size_t values = MAX_JSON_VALUES + 1;
	char *many = arena_alloc(cx->mem, 2 * values + 2);

	assert_non_null(parse(cx, nested(cx, MAX_JSON_DEPTH)));
	assert_null(parse(cx, nested(cx, MAX_JSON_DEPTH + 1)));
	assert_failed(cx, ERR_TOO_LARGE);
	assert_non_null(parse(cx, "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"]"));
	assert_null(json_parse(cx, "[1]", 3, 2));
	assert_failed(cx, ERR_TOO_LARGE);

	many[0] = '[';
	for (size_t i = 0; i < values; i++)
		memcpy(many + 1 + 2 * i, i + 1 < values ? "0," : "0]", 2);
	assert_null(json_parse(cx, many, 2 * values + 1, MAX_ANSWER));
	assert_failed(cx, ERR_TOO_LARGE);
}

/* Parses while the n-th allocation fails; true when there was no n-th. */
static bool parsed_in_spite_of(long n)
{
	struct context cx = { .mem = arena_new(1024 * 1024) };
	volatile bool done = false;

	if (setjmp(*arena_recover(cx.mem)) == 0) {
		arena_fail_after(n);
		done = parse(&cx, "{\"a\":[1,2,\"x\"],\"b\":{\"c\":null}}") != NULL;
	}
	arena_fail_after(0);
	arena_free(cx.mem);
	return done;
}

/* LeakSanitizer sees what jansson still held. */
static void test_out_of_memory(void **state)
{
	long n = 1;

	(void)state;
	while (!parsed_in_spite_of(n))
		n++;
	assert_true(n > 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_writer),  UNIT(test_escapes),       UNIT(test_decimals),
		UNIT(test_streams), UNIT(test_reader),        UNIT(test_refused),
		UNIT(test_limits),  UNIT(test_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
