/* Cells that name executors come out of foreign files: whatever they hold, the names are text of
 * the cell, on one line, and a heading has a number and a title of its own text. */
#include "base/limits.h"
#include "subject/plan/executor.h"
#include "subject/plan/plan_table.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Some are known: those of an even length. */
static bool is_known(const void *data, const char *name)
{
	(void)data;
	return strlen(name) % 2 == 0;
}

static void check_heading(struct arena *mem, const char *s)
{
	struct plan_heading h = plan_heading_read(mem, "", s);

	assert(h.kind >= 0 && h.kind <= 3 && strlen(h.number) <= 40);
	assert(h.title >= s && h.title <= s + strlen(s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new(MAX_JOB_MEMORY);
	const char *s = arena_strn(mem, (const char *)data, size < 2000 ? size : 2000);
	struct executor v[MOST_EXECUTORS];
	size_t n = executors_read(mem, s, is_known, NULL, v);

	assert(n <= MOST_EXECUTORS);
	for (size_t i = 0; i < n; i++) {
		assert(*v[i].name && !strchr(v[i].name, '\n'));
		assert(v[i].role >= EXECUTOR_UNMARKED && v[i].role <= EXECUTOR_PARTNER);
	}
	check_heading(mem, s);
	arena_free(mem);
	return 0;
}
