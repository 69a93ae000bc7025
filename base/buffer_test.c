#include "base/buffer.h"

#include "test/unit.h"

static void test_text_grows(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 100000);

	assert_string_equal(buffer_str(&b), "");
	buffer_text(&b, NULL);
	buffer_put(&b, "x", 0);
	assert_null(b.text);
	buffer_text(&b, "Dear ");
	buffer_fmt(&b, "%s,", "colleague");
	buffer_char(&b, '\n');
	assert_string_equal(buffer_str(&b), "Dear colleague,\n");
	for (int i = 0; i < 9000; i++)
		buffer_fmt(&b, "%d", i % 10);
	assert_int_equal(b.len, 16 + 9000);
	assert_int_equal(strlen(b.text), b.len);
	assert_string_equal(b.text + b.len - 3, "789");
	buffer_fmt(&b, "%0*d", 5000, 1); /* more than the small array within */
	assert_int_equal(strlen(b.text), 16 + 9000 + 5000);
	assert_true(buffer_ok(cx, &b));
}

/* What does not fit is left out whole, and so is everything after it, even if it would fit. */
static void test_maximum_is_sticky(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 10), f = BUFFER(cx->mem, 1000);

	buffer_text(&b, "0123456789");
	assert_true(buffer_ok(cx, &b));
	buffer_char(&b, 'x');
	buffer_text(&b, "");
	assert_string_equal(buffer_str(&b), "0123456789");
	assert_false(buffer_ok(cx, &b));
	assert_failed(cx, ERR_TOO_LARGE);

	buffer_text(&f, "short");
	buffer_fmt(&f, "%0*d", 996, 1);
	buffer_fmt(&f, "%s", "fits");
	assert_string_equal(buffer_str(&f), "short");
	assert_false(buffer_ok(cx, &f));
	assert_failed(cx, ERR_TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_text_grows),
		UNIT(test_maximum_is_sticky),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
