#include "web/request.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct context *start(struct context *cx)
{
	*cx = (struct context){ .mem = arena_new(MAX_REQUEST_MEMORY), .lang = "en" };
	assert_non_null(cx->mem);
	return cx;
}

static void refused(struct context *cx, bool ok, enum error_kind kind)
{
	assert_false(ok);
	assert_int_equal(cx->err.kind, kind);
	error_clear(cx);
}

static void paths_are_cut_at_their_slashes(void **state)
{
	struct path p;

	(void)state;
	assert_true(path_cut("/", &p));
	assert_int_equal(p.n, 0);
	assert_false(p.slash);
	assert_true(path_cut("/a/b%2Fc?d=/e", &p));
	assert_int_equal(p.n, 2);
	assert_memory_equal(p.v[1].text, "b%2Fc", p.v[1].n);
	assert_true(path_cut("/a/", &p));
	assert_true(p.slash);
	assert_false(path_cut("//evil.example/", &p));
	assert_false(path_cut("/a//b", &p));
	assert_false(path_cut("a", &p));
	assert_false(path_cut("*", &p));
	assert_false(path_cut("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", &p));
}

static const char *decode(struct context *cx, const char *s)
{
	return percent_decode(cx, s, strlen(s), true, true);
}

static void codes_become_characters(void **state)
{
	struct context cx;

	(void)state;
	start(&cx);
	assert_string_equal(decode(&cx, "a+b%20c"), "a b c");
	assert_string_equal(decode(&cx, "%d0%94%D0%BE%D0%BC"), "Дом");
	assert_string_equal(decode(&cx, "100%, %zz, %4"), "100%, %zz, %4");
	assert_string_equal(decode(&cx, "one%0D%0Atwo%0Dthree%0A"), "one\ntwo\nthree\n");
	assert_string_equal(percent_decode(&cx, "a+b", 3, false, false), "a+b");
	refused(&cx, decode(&cx, "a%00b"), ERR_BAD_REQUEST);
	refused(&cx, decode(&cx, "%ff"), ERR_BAD_REQUEST);
	refused(&cx, decode(&cx, "%C0%AF"), ERR_BAD_REQUEST);
	refused(&cx, decode(&cx, "%ED%A0%80"), ERR_BAD_REQUEST);
	refused(&cx, decode(&cx, "%1B"), ERR_BAD_REQUEST);
	refused(&cx, percent_decode(&cx, "a%0Ab", 5, false, false), ERR_BAD_REQUEST);
	arena_free(cx.mem);
}

static bool parse(struct context *cx, const char *s, struct pair **ret, size_t *n)
{
	return query_parse(cx, s, strlen(s), true, ret, n);
}

static void queries_keep_their_order(void **state)
{
	struct context cx;
	struct pair *p;
	size_t n;

	(void)state;
	start(&cx);
	assert_true(parse(&cx, "b=2&a=1&&b=3&flag&empty=&x=y=z", &p, &n));
	assert_int_equal(n, 6);
	assert_string_equal(p[0].name, "b");
	assert_string_equal(p[2].value, "3");
	assert_string_equal(p[3].name, "flag");
	assert_string_equal(p[3].value, "");
	assert_string_equal(p[5].value, "y=z");
	assert_true(parse(&cx, "", &p, &n));
	assert_int_equal(n, 0);
	refused(&cx, parse(&cx, "a%00=1", &p, &n), ERR_BAD_REQUEST);
	arena_free(cx.mem);
}

static void too_many_fields_are_refused(void **state)
{
	struct context cx;
	struct buffer b;
	struct pair *p;
	size_t n;

	(void)state;
	b = BUFFER(start(&cx)->mem, 1024 * 1024);
	for (int i = 0; i <= MAX_FORM_FIELDS; i++)
		buffer_text(&b, "&a=");
	refused(&cx, query_parse(&cx, b.text, b.len, true, &p, &n), ERR_TOO_LARGE);
	assert_true(query_parse(&cx, b.text + 6, b.len - 6, true, &p, &n));
	assert_int_equal(n, MAX_FORM_FIELDS - 1);
	arena_free(cx.mem);
}

static void what_is_written_is_read_again(void **state)
{
	static const char *const values[] = { "",           "a b+c", "ä&=%\"<>/?#", "Türkmenistan",
		                              "line\nline", "~*'()!" };
	struct context cx;
	struct buffer b;
	struct pair *p;
	size_t n;

	(void)state;
	b = BUFFER(start(&cx)->mem, 4096);
	for (size_t i = 0; i < LEN(values); i++)
		query_write(&b, "näme", values[i]);
	assert_null(strpbrk(buffer_str(&b), " \"<>#;\n"));
	assert_true(parse(&cx, buffer_str(&b), &p, &n));
	assert_int_equal(n, LEN(values));
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(p[i].name, "näme");
		assert_string_equal(p[i].value, values[i]);
	}
	arena_free(cx.mem);
}

/* ---- multipart */

static bool multipart(struct context *cx, const char *type, const char *body, struct request *q)
{
	*q = (struct request){ .path = NULL };
	return multipart_parse(cx, type, body, strlen(body), q);
}

static const char form[] = "multipart/form-data; boundary=XyZ";

static void fields_and_files_are_told_apart(void **state)
{
	struct context cx;
	struct request q;

	(void)state;
	assert_true(multipart(
	        start(&cx), form,
	        "--XyZ\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n"
	        "one\r\ntwo\r\n"
	        "--XyZ\r\nContent-Disposition: form-data; name=\"letter\"; "
	        "filename=\"C:\\\\fake\\\\a%22b.pdf\"\r\n"
	        "Content-Type: application/pdf\r\n\r\n"
	        "%PDF\r\n--Xy no boundary\r\n"
	        "--XyZ\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n"
	        "Content-Type: application/octet-stream\r\n\r\n\r\n"
	        "--XyZ\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n"
	        "--XyZ--\r\n",
	        &q));
	assert_int_equal(q.form_n, 2);
	assert_string_equal(request_form(&q, "title"), "one\ntwo");
	assert_string_equal(request_form(&q, "empty"), "");
	assert_int_equal(q.uploads_n, 1);
	assert_null(request_upload(&q, "none"));

	const struct upload *u = request_upload(&q, "letter");

	assert_string_equal(u->filename, "a\"b.pdf");
	assert_string_equal(u->media_type, "application/pdf");
	assert_int_equal(u->size, strlen("%PDF\r\n--Xy no boundary"));
	assert_memory_equal(u->bytes, "%PDF\r\n--Xy", 10);
	arena_free(cx.mem);
}

static void damaged_forms_are_refused(void **state)
{
	static const char *const bodies[] = {
		"",
		"--XyZ",
		"--XyZ\r\n",
		"--XyZ--x\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--XyZ",
		"--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
		"--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--XyZ",
		"--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\n--XyZ--",
		"--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XyZ--",
		"--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--",
		"--XyZ\r\n\r\nx\r\n--XyZ--",
		"--XyZ\r\nContent-Disposition: form-data; name=\"a\"\n\nx\r\n--XyZ--",
		("preamble\r\n--XyZ\r\nContent-Disposition: form-data; "
		 "name=\"a\"\r\n\r\nx\r\n--XyZ--"),
		"--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--XyZ--",
		"--XyZ\r\nContent-Disposition: form-data; name=\"%00\"\r\n\r\nx\r\n--XyZ--",
	};
	struct context cx;
	struct request q;

	(void)state;
	start(&cx);
	for (size_t i = 0; i < LEN(bodies); i++) {
		if (i == 3)
			continue; /* the form ends at "--": what stands behind is not read */
		refused(&cx, multipart(&cx, form, bodies[i], &q), ERR_BAD_REQUEST);
	}
	assert_true(multipart(&cx, form, bodies[3], &q));
	assert_int_equal(q.form_n, 0);
	refused(&cx, multipart(&cx, "multipart/form-data", "--XyZ--", &q), ERR_BAD_REQUEST);
	refused(&cx, multipart(&cx, "multipart/form-data; boundary=\"\"", "----", &q),
	        ERR_BAD_REQUEST);
	refused(&cx,
	        multipart(&cx,
	                  "multipart/form-data; boundary="
	                  "12345678901234567890123456789012345678901234567890123456789012345678901",
	                  "--", &q),
	        ERR_BAD_REQUEST);
	arena_free(cx.mem);
}

static void long_part_headers_are_refused(void **state)
{
	struct context cx;
	struct buffer b;
	struct request q;

	(void)state;
	b = BUFFER(start(&cx)->mem, 1024 * 1024);
	buffer_text(&b, "--XyZ\r\n");
	for (int i = 0; i < 300; i++)
		buffer_fmt(&b, "X-Filler-%d: 0123456789012345678901234567890123456789\r\n", i);
	buffer_text(&b, "Content-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--XyZ--");
	refused(&cx, multipart(&cx, form, buffer_str(&b), &q), ERR_BAD_REQUEST);
	arena_free(cx.mem);
}

static void many_files_are_refused(void **state)
{
	struct context cx;
	struct buffer b;
	struct request q;

	(void)state;
	b = BUFFER(start(&cx)->mem, 1024 * 1024);
	for (int i = 0; i <= MAX_UPLOADS; i++)
		buffer_text(
		        &b,
		        "--XyZ\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\nx\r\n");
	buffer_text(&b, "--XyZ--");
	refused(&cx, multipart(&cx, form, buffer_str(&b), &q), ERR_TOO_LARGE);
	arena_free(cx.mem);
}

/* ---- the whole request */

static struct exchange exchange_of(char *target, const char *name, const char *value)
{
	struct exchange x = { .target = target, .method = "GET" };

	if (name)
		x.headers[x.headers_n++] = (struct pair){ name, value };
	return x;
}

static void requests_are_read(void **state)
{
	char target[] = "/recommendations/A%2FHRC%2F1/?q=a+b&x";
	struct exchange x = exchange_of(target, "cookie", "a=1; ygrar=tok=en ; b=2;bad; =c");
	struct context cx;
	struct request q = { .connection = &x };

	(void)state;
	assert_true(request_read(start(&cx), &x, &q));
	assert_string_equal(q.path, "/recommendations/A/HRC/1");
	assert_string_equal(request_query(&q, "q"), "a b");
	assert_string_equal(request_cookie(&q, "ygrar"), "tok=en");
	assert_string_equal(request_cookie(&q, "b"), "2");
	assert_null(request_cookie(&q, "bad"));
	assert_string_equal(request_header(&q, "Cookie"), x.headers[0].value);
	assert_null(request_header(&q, "Accept"));
	assert_false(q.api);
	arena_free(cx.mem);
}

static void ways_back_stay_here(void **state)
{
	static const char *const away[] = {
		"https://evil.example/", "//evil.example", "/\\evil.example", "",
		"javascript:alert(1)",   "/a b",           "/a\nb",           "/ä"
	};

	(void)state;
	for (size_t i = 0; i < LEN(away); i++) {
		struct pair pair = { "to", away[i] };
		struct request q = { .form = &pair, .form_n = 1 };

		assert_string_equal(request_way(&q, "to", "/"), "/");
	}

	struct pair pair = { "to", "/recommendations?theme=3&after=x%20y" };
	struct request q = { .query = &pair, .query_n = 1 };

	assert_string_equal(request_way(&q, "to", "/"), pair.value);
}

static void identifiers_are_numbers(void **state)
{
	static const char *const wrong[] = { "0", "-1", "x", "", "1x", "9223372036854775808" };
	struct context cx;

	(void)state;
	start(&cx);
	for (size_t i = 0; i < LEN(wrong); i++) {
		struct pair pair = { "id", wrong[i] };
		struct request q = { .params = &pair, .params_n = 1 };

		refused(&cx, request_id(&cx, &q), ERR_NOT_FOUND);
	}

	struct pair pair = { "id", "9223372036854775807" };
	struct request q = { .params = &pair, .params_n = 1 };

	assert_true(request_id(&cx, &q) == INT64_MAX);
	arena_free(cx.mem);
}

static void the_api_takes_json_alone(void **state)
{
	static const struct route route = { METHOD_POST, "/api/v1/x", "@public" };
	char target[] = "/api/v1/x";
	struct exchange x = exchange_of(target, "Content-Type", "text/plain");
	struct context cx;
	struct request q = { .connection = &x, .route = &route, .api = true };

	(void)state;
	x.body = "{}";
	x.body_size = 2;
	start(&cx);
	refused(&cx, request_read_body(&cx, &x, &q), ERR_BAD_REQUEST);
	x.headers[0].value = "application/json; charset=utf-8";
	assert_true(request_read_body(&cx, &x, &q));
	assert_ptr_equal(q.body, x.body);
	arena_free(cx.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_cut_at_their_slashes),
		cmocka_unit_test(codes_become_characters),
		cmocka_unit_test(queries_keep_their_order),
		cmocka_unit_test(too_many_fields_are_refused),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(fields_and_files_are_told_apart),
		cmocka_unit_test(damaged_forms_are_refused),
		cmocka_unit_test(long_part_headers_are_refused),
		cmocka_unit_test(many_files_are_refused),
		cmocka_unit_test(requests_are_read),
		cmocka_unit_test(ways_back_stay_here),
		cmocka_unit_test(identifiers_are_numbers),
		cmocka_unit_test(the_api_takes_json_alone),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
