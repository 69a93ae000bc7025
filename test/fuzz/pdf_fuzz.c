/* What pdftotext says of a PDF, made into paragraphs.  Its words come out of a file that anybody
 * may have made; the program itself is locked in and no part of this. */
#include "format/pdf_text.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool take_nothing(struct context *cx, void *to, const void *bytes, size_t n)
{
	size_t *all = to;

	(void)cx, (void)bytes;
	*all += n;
	return true;
}

static void try_words(struct context *cx, const char *text, size_t size)
{
	size_t all = 0;
	struct reader *r = reader_open(cx, text, size, -1, NULL, take_nothing, &all);
	struct bytes from = { text, size };
	struct pdf_text t;

	if (!pdf_words_read(cx, &t, source_of_bytes, &from) || !pdf_text_give(cx, r, &t))
		assert(cx->err.kind == ERR_BAD_REQUEST || cx->err.kind == ERR_TOO_LARGE);
	else
		assert(!failed(cx) && t.pages > t.empty);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context cx = { .mem = arena_new(MAX_READER_ARENA) };

	if (setjmp(*arena_recover(cx.mem)) == 0)
		try_words(&cx, (const char *)data, size);
	arena_free(cx.mem);
	return 0;
}
