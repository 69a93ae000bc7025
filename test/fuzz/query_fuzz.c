/* Addresses, queries, urlencoded forms and cookies.  What was read and is written again must be
 * read as the same. */
#include "web/request.h"

#include <assert.h>
#include <setjmp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(struct context *cx, const struct pair *pairs, size_t n)
{
	struct buffer b = BUFFER(cx->mem, MAX_REQUEST_MEMORY);
	struct pair *again;
	size_t again_n;

	for (size_t i = 0; i < n; i++)
		query_write(&b, pairs[i].name, pairs[i].value);
	bool read = query_parse(cx, buffer_str(&b), b.len, true, &again, &again_n);

	assert(read && again_n == n);
	for (size_t i = 0; i < n; i++)
		assert(str_eq(again[i].name, pairs[i].name) &&
		       str_eq(again[i].value, pairs[i].value));
}

static void try_request(struct context *cx, char *target, const char *cookie)
{
	struct exchange x = { .target = target, .method = "GET" };
	struct request q = { .connection = &x };
	struct path path;

	x.headers[x.headers_n++] = (struct pair){ "Cookie", cookie };
	if (path_cut(target, &path))
		assert(path.n <= MAX_SEGMENTS);
	if (request_read(cx, &x, &q))
		assert(request_way(&q, "to", "/")[0] == '/');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY), .lang = "en" };
	struct pair *pairs;
	size_t n;

	if (setjmp(*arena_recover(cx.mem)) == 0) {
		char *text = arena_strn(cx.mem, (const char *)data, size);

		if (query_parse(&cx, (const char *)data, size, true, &pairs, &n))
			write_and_read(&cx, pairs, n);
		error_clear(&cx);
		try_request(&cx, text, text);
	}
	arena_free(cx.mem);
	return 0;
}
