/* Whatever is read as JSON can be written, and reads the same again. */
#include "format/json.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_value(struct json_writer *w, const struct json *j)
{
	switch (j->kind) {
	case JSON_KIND_NULL:
		json_nil(w);
		break;
	case JSON_KIND_BOOL:
		json_bool(w, j->number);
		break;
	case JSON_KIND_INTEGER:
		json_int(w, j->number);
		break;
	case JSON_KIND_REAL:
		json_raw(w, "0.5");
		break;
	case JSON_KIND_TEXT:
		json_text(w, j->text);
		break;
	case JSON_KIND_LIST:
	case JSON_KIND_OBJECT:
		json_open(w, j->kind == JSON_KIND_LIST ? '[' : '{');
		for (const struct json *item = json_items(j); item; item = item->next) {
			if (item->key)
				json_key(w, item->key);
			write_value(w, item);
		}
		json_close(w);
		break;
	}
}

static void check_same(const struct json *a, const struct json *b)
{
	assert(a->kind == b->kind && a->count == b->count && a->number == b->number);
	assert(str_eq(a->key, b->key) && str_eq(a->text, b->text));

	const struct json *y = json_items(b);

	for (const struct json *x = json_items(a); x; x = x->next, y = y->next)
		check_same(x, y);
	assert(!y);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	const struct json *j = json_parse(&cx, (const char *)data, size, 64 * 1024);

	assert(!j == failed(&cx));
	if (j) {
		struct buffer b = BUFFER(cx.mem, 1024 * 1024);
		struct json_writer w;

		json_start(&w, &cx, sink_to_buffer, &b);
		write_value(&w, j);
		if (!json_end(&w))
			abort();

		const struct json *again = json_parse(&cx, b.text, b.len, 1024 * 1024);

		assert(again);
		check_same(j, again);
	}
	arena_free(cx.mem);
	return 0;
}
