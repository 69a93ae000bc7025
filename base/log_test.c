#include "base/log.h"

#include "base/utf8.h"

#include "test/unit.h"

#include <unistd.h>

/* What `log` writes to standard error. */
static char *logged(struct context *cx, void (*log)(struct context *cx))
{
	int ends[2], keep = dup(STDERR_FILENO);
	char *text = arena_alloc(cx->mem, 8192);

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	log(cx);
	dup2(keep, STDERR_FILENO);
	close(keep);
	close(ends[1]);
	assert_true(read(ends[0], text, 8191) > 0);
	close(ends[0]);
	return text;
}

static void log_one(struct context *cx)
{
	(void)cx;
	log_event(LOG_WARN, "slow \"statement\"", "path\\of", "a\nb\t\x01", "nothing", NULL,
	          "letters", "ýň", NULL);
}

static void test_line(void **state)
{
	struct context *cx = *state;
	const char *line = logged(cx, log_one);
	const char *rest = strstr(line, "Z\",");

	assert_true(str_starts(line, "{\"at\":\"20"));
	assert_non_null(rest);
	assert_string_equal(rest, "Z\",\"level\":\"warn\",\"event\":\"slow \\\"statement\\\"\","
	                          "\"path\\\\of\":\"a\\u000ab\\u0009\\u0001\",\"nothing\":\"\","
	                          "\"letters\":\"ýň\"}\n");
}

/* The value's length and the key's are in `reason`: "4000 3". */
static void log_long(struct context *cx)
{
	int value, key;

	assert_int_equal(sscanf(cx->reason, "%d %d", &value, &key), 2);
	log_event(LOG_ERROR, "long", "value", arena_fmt(cx->mem, "%0*d", value, 0), "ýyldyz",
	          "ýňžşçöüä", arena_fmt(cx->mem, "%0*d", key, 0), "\"\"\"\"", "last", "x", NULL);
}

/* Whether it is one object of texts on one line: what a collector of logs expects. */
static bool is_whole(const char *s)
{
	char before = '{';

	if (*s++ != '{')
		return false;
	for (; *s == '"'; s++) {
		for (s++; *s && *s != '"'; s++)
			if (*s == '\\' && !*++s)
				return false;
		if (*s++ != '"' || (before == ':' && *s == ':') || (before != ':' && *s != ':'))
			return false;
		before = *s;
		if (*s == '}')
			return str_eq(s, "}\n");
	}
	return false;
}

/* Wherever the line is cut, it stays one line of JSON in UTF-8. */
static void test_long_lines(void **state)
{
	struct context *cx = *state;
	bool cut = false;

	for (int n = 1800; n < 2100; n++) {
		cx->reason = arena_fmt(cx->mem, "%d %d", n, 2000 - n > 0 ? 2000 - n : 1);

		const char *line = logged(cx, log_long);

		if (!is_whole(line) || !utf8_valid(line, strlen(line)) || strlen(line) > 2048)
			fail_msg("%d: %s", n, line);
		cut |= strlen(line) > 2040;
	}
	assert_true(cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_line),
		UNIT(test_long_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
