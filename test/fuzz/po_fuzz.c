/* Any bytes as a catalogue: refused or loaded, and what was loaded can be asked. */
#include "language/messages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct embedded files[] = { { "locale/xx.po", data, size }, { NULL, NULL, 0 } };
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct catalogues *c = catalogues_load(&cx, files);

	if (c) {
		size_t n;
		const struct catalogue_problem *p = catalogue_problems(c, &n);

		for (size_t i = 0; i < n; i++)
			(void)message_in(c, "xx", NULL, p[i].id);
		for (int64_t i = 0; i < 120; i++)
			(void)message_plural(c, "xx", "%d day", "%d days", i);
	}
	catalogues_free(c);
	arena_free(cx.mem);
	return 0;
}
