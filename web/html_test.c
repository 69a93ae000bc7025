#include "web/glyph.h"
#include "web/html.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct context *start(struct context *cx)
{
	*cx = (struct context){ .mem = arena_new(MAX_REQUEST_MEMORY), .lang = "en" };
	assert_non_null(cx->mem);
	return cx;
}

static void values_are_escaped(void **state)
{
	struct context cx;
	struct html h = html_new(start(&cx));

	(void)state;
	html(&h, "<td title=\"%s\">%s</td>", "\"a\" & 'b'", "<b>&lt;</b>");
	assert_string_equal(buffer_str(&h.out), "<td title=\"&quot;a&quot; &amp; &#39;b&#39;\">"
	                                        "&lt;b&gt;&amp;lt;&lt;/b&gt;</td>");
	arena_free(cx.mem);
}

static void numbers_keep_their_form(void **state)
{
	struct context cx;
	struct html h = html_new(start(&cx));

	(void)state;
	html(&h, "%d|%02d|%5d|%lld|%zu|%x|%u|%.1f|%c|%%|%.*s|%.2s", -7, 5, 42, 9007199254740993LL,
	     (size_t)12, 255u, 4000000000u, 2.25, '<', 3, "abcdef", "xyz");
	assert_string_equal(buffer_str(&h.out),
	                    "-7|05|   42|9007199254740993|12|ff|4000000000|2.2|&lt;|%|abc|xy");
	arena_free(cx.mem);
}

static void nothing_prints_nothing(void **state)
{
	struct context cx;
	struct html h = html_new(start(&cx));
	const char *volatile nothing = NULL;

	(void)state;
	html(&h, "a%sb", nothing);
	html_text(&h, NULL);
	html_paragraphs(&h, NULL);
	assert_string_equal(buffer_str(&h.out), "ab");
	arena_free(cx.mem);
}

static void addresses_are_encoded(void **state)
{
	struct context cx;

	start(&cx);
	(void)state;
	assert_string_equal(url(&cx, "/a/%s/%lld?q=%s", "x/y z", 7LL, "ý&=#"),
	                    "/a/x%2Fy%20z/7?q=%C3%BD%26%3D%23");
	arena_free(cx.mem);
}

static void lines_become_paragraphs(void **state)
{
	struct context cx;
	struct html h = html_new(start(&cx));

	(void)state;
	html_paragraphs(&h, "one <1>\r\n\r\n  \ntwo");
	assert_string_equal(buffer_str(&h.out), "<p>one &lt;1&gt;</p>\n<p>two</p>\n");
	arena_free(cx.mem);
}

static void only_used_symbols_are_printed(void **state)
{
	struct context cx;
	struct html h = html_new(start(&cx)), part = html_new(&cx), out = html_new(&cx);

	(void)state;
	html_state(&part, "done st-done", "Implemented");
	html_append(&h, &part);
	assert_string_equal(buffer_str(&h.out),
	                    "<span class=\"st st-done\"><svg class=\"g\" aria-hidden=\"true\">"
	                    "<use href=\"#done\"/></svg>"
	                    "<span>Implemented</span></span>");
	glyph_symbols(&out, h.glyphs);
	assert_non_null(strstr(buffer_str(&out.out), "<symbol id=\"done\""));
	assert_null(strstr(buffer_str(&out.out), "<symbol id=\"late\""));
	arena_free(cx.mem);
}

static void a_page_has_a_maximum(void **state)
{
	struct context cx;
	struct html h = html_new(start(&cx));
	char kilobyte[1025];

	(void)state;
	memset(kilobyte, 'a', 1024);
	kilobyte[1024] = 0;
	for (int i = 0; i < MAX_PAGE / 1024 + 1; i++)
		html_text(&h, kilobyte);
	assert_false(buffer_ok(&cx, &h.out));
	assert_int_equal(cx.err.kind, ERR_TOO_LARGE);
	arena_free(cx.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_escaped),
		cmocka_unit_test(numbers_keep_their_form),
		cmocka_unit_test(nothing_prints_nothing),
		cmocka_unit_test(addresses_are_encoded),
		cmocka_unit_test(lines_become_paragraphs),
		cmocka_unit_test(only_used_symbols_are_printed),
		cmocka_unit_test(a_page_has_a_maximum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
