/* multipart/form-data.  The first line of the input is the Content-Type, the rest the body.  Files
 * must lie within the body and texts must be text. */
#include "base/utf8.h"
#include "web/request.h"

#include <assert.h>
#include <setjmp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const struct request *q, const char *body, size_t size)
{
	assert(q->form_n <= MAX_FORM_FIELDS && q->uploads_n <= MAX_UPLOADS);
	for (size_t i = 0; i < q->uploads_n; i++) {
		const struct upload *u = &q->uploads[i];
		const char *bytes = u->bytes;

		assert(bytes >= body && bytes + u->size <= body + size);
		assert(!strpbrk(u->filename, "/\\"));
	}
	for (size_t i = 0; i < q->form_n; i++)
		assert(utf8_valid(q->form[i].value, strlen(q->form[i].value)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *line = memchr(data, '\n', size);
	size_t head = line ? (size_t)(line - data) : size;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY), .lang = "en" };
	struct request q = { .path = NULL };

	if (line && setjmp(*arena_recover(cx.mem)) == 0) {
		const char *type = arena_strn(cx.mem, (const char *)data, head);
		const char *body = (const char *)line + 1;

		if (multipart_parse(&cx, type, body, size - head - 1, &q))
			look(&q, body, size - head - 1);
	}
	arena_free(cx.mem);
	return 0;
}
